package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// @@ROWCOUNT tells the rows of the last statement, whatever that was ("@@ROWCOUNT", Transact-SQL reference): those that DML and
// queries touched, 1 behind an assignment, 0 behind PRINT, RAISERROR, IF and the statements of transactions. Here a variable has
// it, and is set only behind those statements from which it can still be read.

// countWalk finds them, from the end of a list to its front.
type countWalk struct{ live map[ir.Stmt]bool }

// countReads tells that a node asks for @@ROWCOUNT.
func countReads(n ir.Node) bool {
	return mentionsFn(n, "tsql.@@rowcount") || mentionsFn(n, "tsql.rowcount_big")
}

// planCount marks the statements of a body behind which the count must be kept.
func (rt *routineScope) planCount(b *ir.Block) {
	rt.usesCount = countReads(b)
	if rt.usesCount {
		w := &countWalk{live: map[ir.Stmt]bool{}}
		w.list(b.Body, false)
		rt.countLive = w.live
	}
}

// list marks a list whose count is read behind it or not, and tells whether it is read in front of it.
func (w *countWalk) list(list []ir.Stmt, live bool) bool {
	for i := len(list) - 1; i >= 0; i-- {
		live = w.stmt(list[i], live)
	}
	return live
}

func (w *countWalk) stmt(s ir.Stmt, live bool) bool {
	if live {
		w.live[s] = true
	}
	switch s := s.(type) {
	case *ir.Block:
		for _, h := range s.Handlers {
			w.list(h.Body, live)
		}
		return w.list(s.Body, live)
	case *ir.If:
		reads := false
		for _, b := range s.Branches {
			if w.list(b.Body, live) {
				w.live[s] = true
			}
			reads = reads || countReads(b.Cond)
		}
		if w.list(s.Else, live) {
			w.live[s] = true
		}
		return reads
	case *ir.Loop:
		reads := s.Cond != nil && countReads(s.Cond)
		if w.list(s.Body, reads || live) {
			w.live[s] = true
		}
		return reads
	case *ir.NullStmt, *ir.CommentStmt, *ir.Exit, *ir.DDL:
		return live
	case *ir.NamedStmt:
		return w.stmt(s.Body, live)
	}
	return countReads(s)
}

// countKept tells that the count of a statement must be kept.
func (p *printer) countKept(s ir.Stmt) bool { return p.rt.countLive[s] }

// keepCount keeps the number of rows that a statement of SQL has touched.
func (p *printer) keepCount(s ir.Stmt) {
	if p.countKept(s) {
		p.W("GET DIAGNOSTICS ", p.rowCountVar(), " = ROW_COUNT;\n")
	}
}

// setCount sets the count behind a statement that has a fixed one.
func (p *printer) setCount(s ir.Stmt, n string) {
	if p.countKept(s) {
		p.W(p.rowCountVar(), " := ", n, ";\n")
	}
}

// noCount notes that the count is read behind a statement that leaves none here.
func (p *printer) noCount(s ir.Stmt, why string) {
	if p.countKept(s) {
		p.findOnce(diag.TSQLRowCount, s.Span(), "%s", why)
	}
}

func (p *printer) rowCountVar() string {
	return p.rt.auxiliary("rowcount", "row_count", "integer", "0")
}
