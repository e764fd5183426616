package tsql

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// isScript tells statements that do something rather than define it.
func (l *lowerer) isScript(s Stmt) bool {
	switch ctx := s.Ctx.(type) {
	case *syntax.ImplicitExecContext:
		return true
	case *syntax.StatementContext:
		return ctx.CreateStmt() == nil && ctx.AlterStmt() == nil && ctx.DropStmt() == nil && ctx.GrantStmt() == nil &&
			ctx.TriggerState() == nil && ctx.UseStmt() == nil && ctx.AdminStmt() == nil
	}
	return false
}

// script makes one object of neighbouring statements that do something.
func (l *lowerer) script(stmts []Stmt) []ir.Object {
	l.obj, l.pending = nil, diag.List{}
	d := &ir.DataScript{}
	d.Sp = l.spanBetween(stmts[0].Start, stmts[len(stmts)-1].End)
	d.Name = lineName(d.Sp)
	l.own(d)
	list := make([]antlr.Tree, len(stmts))
	for i, s := range stmts {
		list[i] = s.Ctx
	}
	d.Stmts = l.stmts(structure(list))
	return []ir.Object{d}
}
