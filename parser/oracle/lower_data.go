package oracle

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// dataStatement tells statements of a script that change data, or run code.
func dataStatement(ctx syntax.IStatementContext) bool {
	return ctx.InsertStmt() != nil || ctx.UpdateStmt() != nil || ctx.DeleteStmt() != nil || ctx.MergeStmt() != nil ||
		ctx.CommitStmt() != nil || ctx.RollbackStmt() != nil || ctx.SavepointStmt() != nil || ctx.LockTable() != nil ||
		ctx.CallStmt() != nil || ctx.ExecStmt() != nil || ctx.LabeledBlock() != nil
}

// dataScript lowers such a statement to a script of its own; parsing.JoinData puts neighbours together.
func (l *lowerer) dataScript(ctx syntax.IStatementContext) []ir.Object {
	d := &ir.DataScript{}
	d.Sp = l.span(ctx)
	l.own(d)
	from, to := parsing.SpanOf(ctx)
	st := l.dataStmt(ctx)
	b := st.Base()
	b.Sp = l.span(ctx)
	b.Lead = l.comments(from, to)
	d.Stmts = []ir.Stmt{st}
	return append(one(d), l.dynamicDDL(st)...)
}

func (l *lowerer) dataStmt(ctx syntax.IStatementContext) ir.Stmt {
	if d := l.dmlStmt(ctx); d != nil {
		return d
	}
	switch {
	case ctx.CommitStmt() != nil:
		return l.commit(ctx.CommitStmt())
	case ctx.RollbackStmt() != nil:
		return l.rollback(ctx.RollbackStmt())
	case ctx.SavepointStmt() != nil:
		return &ir.Savepoint{Name: l.ident(ctx.SavepointStmt().IDENT())}
	case ctx.LockTable() != nil:
		return l.lockTable(ctx.LockTable())
	case ctx.CallStmt() != nil:
		return l.called(l.ref(ctx.CallStmt().Ref(0)))
	case ctx.LabeledBlock() != nil:
		return l.labeledBlock(ctx.LabeledBlock())
	}
	e := ctx.ExecStmt()
	if e.ASSIGN() != nil {
		return &ir.Assign{Target: l.ref(e.Ref()), Value: l.expr(e.Expr())}
	}
	return l.called(l.ref(e.Ref()))
}
