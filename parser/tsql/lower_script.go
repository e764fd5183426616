package tsql

import (
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
