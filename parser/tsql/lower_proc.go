package tsql

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// stmts lowers a list of statements with what they govern.
func (l *lowerer) stmts(nodes []*node) []ir.Stmt {
	var out []ir.Stmt
	for _, n := range nodes {
		out = append(out, l.stmt(n))
	}
	return out
}

// stmt lowers a statement.
func (l *lowerer) stmt(n *node) ir.Stmt {
	sp := l.spanBetween(l.span(n.first()).Start, n.end)
	var s ir.Stmt
	if n.ctx != nil {
		if d := l.dml(n.ctx); d != nil {
			s = &ir.ExecDML{DML: d}
		} else if q := l.queryOf(n.ctx); q != nil {
			s = &ir.SelectStmt{Query: q}
		}
	}
	if s == nil {
		l.find(notYet, sp, "the statement is not converted")
		s = &ir.RawStmt{Text: sp.Text()}
	}
	s.Base().Sp = sp
	return s
}

// exec lowers EXEC: a *ir.CallStmt, or *ir.ExecImmediate for a text.
func (l *lowerer) exec(ctx syntax.IExecStmtContext) ir.Stmt {
	return l.rawStmt(ctx, "EXEC")
}
