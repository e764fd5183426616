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
		if _, f := definer(ctx.ExecStmt()); f != nil {
			return false
		}
		return ctx.CreateStmt() == nil && ctx.AlterStmt() == nil && ctx.DropStmt() == nil && ctx.GrantStmt() == nil &&
			ctx.TriggerState() == nil && ctx.UseStmt() == nil && ctx.AdminStmt() == nil
	}
	return false
}

// script lowers neighbouring statements that do something: one object, but for what they define under a condition or by EXEC
// of a constant text.
func (l *lowerer) script(stmts []Stmt) []ir.Object {
	list := make([]antlr.Tree, len(stmts))
	for i, s := range stmts {
		list[i] = s.Ctx
	}
	nodes := structure(list)
	for _, n := range nodes {
		if l.defines(n) {
			return l.definitions(nodes, false)
		}
	}
	return l.scriptOf(nodes)
}

// scriptOf makes one object of statements that do something.
func (l *lowerer) scriptOf(nodes []*node) []ir.Object {
	l.obj, l.pending = nil, diag.List{}
	d := &ir.DataScript{}
	d.Sp = l.spanBetween(l.span(nodes[0].first()).Start, nodes[len(nodes)-1].end)
	d.Name = lineName(d.Sp)
	l.own(d)
	d.Stmts = l.stmts(nodes)
	return []ir.Object{d}
}
