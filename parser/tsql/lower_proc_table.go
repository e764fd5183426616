package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// bodyTable lowers a table that a body defines: its columns and constraints, and the indexes that stand inside.
func (l *lowerer) bodyTable(ctx syntax.ITableItemsContext) (*ir.Table, []*ir.IndexDef) {
	b := &tableBuilder{l: l, t: &ir.Table{Temporary: true}}
	if ctx != nil {
		l.tableItems(b, ctx)
	}
	return b.t, b.indexes
}

// bodyDDL is the statement that makes a table of a body, under the name q.
func bodyDDL(t *ir.Table, indexes []*ir.IndexDef, q ir.QName, at diag.Span) *ir.DDL {
	t.Name, t.Sp = q, at
	s := &ir.DDL{Objects: []ir.Object{t}}
	s.Sp = at
	for _, ix := range indexes {
		ix.Table = q
		s.Objects = append(s.Objects, ix)
	}
	return s
}

// tempDDL lowers CREATE TABLE #t; nil for all else.
func (l *lowerer) tempDDL(ctx *syntax.StatementContext) ir.Stmt {
	if c := ctx.CreateStmt(); c != nil && c.CreateTable() != nil {
		name := l.qname(c.CreateTable().Name())
		if !strings.HasPrefix(name.Last().Text, "#") {
			return nil
		}
		t, indexes := l.bodyTable(c.CreateTable().TableItems())
		return bodyDDL(t, indexes, ir.QName{Parts: []ir.Name{name.Last()}, Sp: name.Sp}, l.span(ctx))
	}
	return nil
}

// scriptStmts lowers the statements of a script. Where they share variables, or do more than change data, they are one block.
func (l *lowerer) scriptStmts(list []antlr.Tree) []ir.Stmt {
	b := l.body(list)
	plain := len(b.Decls) == 0
	for _, s := range b.Body {
		if _, ok := s.(*ir.ExecDML); !ok {
			plain = false
		}
	}
	if plain || len(b.Body) == 0 {
		return b.Body
	}
	b.Sp = b.Body[0].Span().To(b.Body[len(b.Body)-1].Span())
	return []ir.Stmt{b}
}
