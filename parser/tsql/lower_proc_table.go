package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// bodyTable lowers the columns of a table variable.
func (l *lowerer) bodyTable(ctx syntax.ITableItemsContext) *ir.Table {
	t := &ir.Table{Temporary: true}
	if ctx == nil {
		return t
	}
	for _, it := range ctx.AllTableItem() {
		switch {
		case it.ColumnDef() != nil:
			l.bodyColumn(t, it.ColumnDef())
		case it.Constraint() != nil:
			u := strings.ToUpper(l.span(it.Constraint()).Text())
			if strings.Contains(u, "PRIMARY KEY") || strings.Contains(u, "UNIQUE") {
				k := &ir.Constraint{Kind: ir.Unique, Sp: l.span(it.Constraint())}
				if strings.Contains(u, "PRIMARY KEY") {
					k.Kind = ir.PrimaryKey
				}
				text := l.span(it.Constraint()).Text()
				if i, j := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')'); i >= 0 && j > i {
					for _, c := range strings.Split(text[i+1:j], ",") {
						if f := strings.Fields(c); len(f) > 0 {
							k.Cols = append(k.Cols, identifier(f[0]))
						}
					}
				}
				t.Constraints = append(t.Constraints, k)
			}
		}
	}
	return t
}

// bodyColumn lowers a column of a table variable.
func (l *lowerer) bodyColumn(t *ir.Table, ctx syntax.IColumnDefContext) {
	c := &ir.Column{Sp: l.span(ctx), Name: ident(ctx.IDENT())}
	if ctx.AS() != nil && ctx.Expr() != nil {
		c.Generated = l.expr(ctx.Expr())
		t.Columns = append(t.Columns, c)
		return
	}
	if ctx.Datatype() == nil {
		return
	}
	c.Type = l.typ(ctx.Datatype())
	for _, o := range ctx.AllColumnOption() {
		u := strings.ToUpper(strings.Join(strings.Fields(l.span(o).Text()), " "))
		switch {
		case u == "NOT NULL":
			c.NotNull = true
		case strings.HasPrefix(u, "IDENTITY"):
			c.Identity = &ir.Identity{}
		case strings.Contains(u, "PRIMARY KEY"), strings.HasPrefix(u, "UNIQUE"):
			k := &ir.Constraint{Kind: ir.Unique, Cols: []ir.Name{c.Name}, Sp: l.span(o)}
			if strings.Contains(u, "PRIMARY KEY") {
				k.Kind = ir.PrimaryKey
			}
			t.Constraints = append(t.Constraints, k)
		case strings.Contains(u, "DEFAULT") && o.Constraint() != nil && o.Constraint().Expr() != nil:
			c.Default = l.expr(o.Constraint().Expr())
		}
	}
	t.Columns = append(t.Columns, c)
}

// tempDDL lowers CREATE TABLE #t and DROP TABLE #t; nil for all else.
func (l *lowerer) tempDDL(ctx *syntax.StatementContext) ir.Stmt {
	if c := ctx.CreateStmt(); c != nil && c.CreateTable() != nil {
		name := l.qname(c.CreateTable().Name())
		if !strings.HasPrefix(name.Last().Text, "#") {
			return nil
		}
		t := l.bodyTable(c.CreateTable().TableItems())
		t.Name, t.Sp = ir.QName{Parts: []ir.Name{name.Last()}, Sp: name.Sp}, l.span(ctx)
		return &ir.DDL{Objects: []ir.Object{t}}
	}
	w := strings.Fields(l.span(ctx).Text())
	if ctx.DropStmt() == nil || len(w) < 3 || !strings.EqualFold(w[1], "TABLE") || !strings.Contains(w[len(w)-1], "#") {
		return nil
	}
	s := &ir.DDL{}
	for _, n := range strings.Split(strings.Join(w[2:], " "), ",") {
		f := strings.Fields(n)
		last := strings.TrimSuffix(f[len(f)-1], ";")
		if i := strings.LastIndexByte(last, '.'); i >= 0 {
			last = last[i+1:]
		}
		d := &ir.Drop{}
		d.Name, d.Sp = ir.QName{Parts: []ir.Name{identifier(last)}}, l.span(ctx)
		s.Objects = append(s.Objects, d)
	}
	return s
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
