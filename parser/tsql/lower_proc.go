package tsql

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// stmts lowers a list of statements with what they govern.
func (l *lowerer) stmts(nodes []*node) []ir.Stmt {
	var out []ir.Stmt
	for _, n := range nodes {
		s := &ir.RawStmt{}
		s.Sp = l.spanBetween(l.span(n.first()).Start, n.end)
		s.Text = s.Sp.Text()
		l.find(notYet, s.Sp, "the statement is not converted")
		out = append(out, s)
	}
	return out
}
