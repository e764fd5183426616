package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// mixed lowers the statements of a batch: an object for each that defines something, alone, under a condition or in the
// constant text of EXEC, and one for neighbours that do something.
func (l *lowerer) mixed(nodes []*node) []ir.Object {
	var objs []ir.Object
	var run []*node
	flush := func() {
		if len(run) > 0 {
			at := l.span(run[0].first()).Start
			objs = append(objs, l.lead(at, l.scriptOf(run))...)
			run = nil
		}
	}
	for _, n := range nodes {
		switch {
		case n.ctx != nil && l.reseeds(n.ctx): // beside nothing else, which it would make a block of
			flush()
			run = []*node{n}
			flush()
		case n.ctx != nil && alone(n.ctx) && !l.temporary(n.ctx):
			flush()
			sp := l.span(n.ctx)
			objs = append(objs, l.lead(sp.Start, l.object(Stmt{Ctx: n.ctx, Start: sp.Start, End: sp.End}))...)
		case n.ctx != nil && l.makesTable(n.ctx):
			flush()
			sp := l.span(n.ctx)
			objs = append(objs, l.lead(sp.Start, l.madeTable(n.ctx))...)
		case l.defines(n):
			flush()
			objs = append(objs, l.definitions([]*node{n}, false)...)
		default:
			run = append(run, n)
		}
	}
	flush()
	return objs
}

// alone tells statements that become an object of their own: those that define something, give rights, or administer.
func alone(ctx *syntax.StatementContext) bool {
	if _, f := definer(ctx.ExecStmt()); f != nil {
		return true
	}
	return ctx.CreateStmt() != nil || ctx.AlterStmt() != nil || ctx.DropStmt() != nil || ctx.GrantStmt() != nil ||
		ctx.TriggerState() != nil || ctx.UseStmt() != nil || ctx.AdminStmt() != nil
}

// temporary tells definitions that are about a temporary table: they belong to the script.
func (l *lowerer) temporary(ctx *syntax.StatementContext) bool {
	return (ctx.CreateStmt() != nil || ctx.AlterStmt() != nil || ctx.DropStmt() != nil) && !l.defining(ctx)
}

// scriptOf makes one object of statements that do something.
func (l *lowerer) scriptOf(nodes []*node) []ir.Object {
	l.obj, l.pending = nil, diag.List{}
	d := &ir.DataScript{}
	d.Sp = l.spanBetween(l.span(nodes[0].first()).Start, nodes[len(nodes)-1].end)
	d.Name = lineName(d.Sp)
	l.own(d)
	var list []antlr.Tree
	for _, n := range nodes {
		for _, t := range n.all {
			list = append(list, t)
		}
	}
	d.Stmts = l.scriptStmts(list)
	return []ir.Object{d}
}

// makesTable tells SELECT … INTO of a table that stays, which reads no variable: outside of a body it defines the table.
func (l *lowerer) makesTable(ctx *syntax.StatementContext) bool {
	if ctx.SelectStmt() == nil && (ctx.WithStmt() == nil || ctx.WithStmt().QueryExpr() == nil) {
		return false
	}
	into := false
	for _, t := range l.tokens(ctx) {
		switch s := t.Text(); {
		case s[0] == '@', s[0] == '#', strings.HasPrefix(s, "[#"):
			return false
		case strings.EqualFold(s, "INTO"):
			into = true
		}
	}
	return into
}

// madeTable makes the table of SELECT … INTO.
func (l *lowerer) madeTable(ctx *syntax.StatementContext) []ir.Object {
	l.obj, l.pending = nil, diag.List{}
	t := &ir.Table{}
	t.Sp = l.span(ctx)
	l.obj = t
	t.AsQuery = l.queryOf(ctx)
	sel := ir.FirstSelect(t.AsQuery.Body)
	t.Name, sel.IntoTbl = sel.IntoTbl, ir.QName{}
	l.own(t)
	return []ir.Object{t}
}
