package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// noDataInSQL tells of a function that a query calls and NO_DATA_FOUND can leave. SQL knows the error as its own sign for
// "no more rows", so that the call is NULL in Oracle; here it ends the statement.
func (p *printer) noDataInSQL(r *ir.Routine, at diag.Span) {
	if p.tsql() || !p.em.leavesByNoData(r) {
		return
	}
	p.findOnce(diag.NoDataInSQL, at, "%s raises NO_DATA_FOUND where it finds no row: NULL to a query of Oracle's, an error here", r.Name.Last().Text)
}

// planNoData looks at all functions in the order of the source, so that functions which call each other are judged alike in every run.
func (em *emitter) planNoData() {
	em.noData = map[*ir.Routine]bool{}
	if em.src.Source != ir.Oracle {
		return
	}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Function {
			em.losesByNoData(r)
		}
	})
}

// leavesByNoData tells routines that NO_DATA_FOUND can leave. Objects are written by several goroutines.
func (em *emitter) leavesByNoData(r *ir.Routine) bool {
	em.noDataMu.Lock()
	defer em.noDataMu.Unlock()
	return em.losesByNoData(r)
}

func (em *emitter) losesByNoData(r *ir.Routine) bool {
	if v, ok := em.noData[r]; ok {
		return v
	}
	em.noData[r] = false // until it is known: a routine that calls itself is judged by the rest of it
	if r.Body == nil {
		return false
	}
	em.noData[r] = em.blockLosesRow(r.Body)
	return em.noData[r]
}

func (em *emitter) listLosesRow(list []ir.Stmt) bool {
	for _, s := range list {
		if em.losesRow(s) {
			return true
		}
	}
	return false
}

// blockLosesRow tells blocks that NO_DATA_FOUND can leave: its handlers do not catch it, or raise it again.
func (em *emitter) blockLosesRow(b *ir.Block) bool {
	for _, d := range b.Decls {
		if v, ok := d.(*ir.VarDecl); ok && v.Default != nil && em.losesRow(v.Default) {
			return true // handlers of the block do not see what its declarations raise
		}
	}
	lost := em.listLosesRow(b.Body)
	for _, h := range b.Handlers {
		if em.listLosesRow(h.Body) || lost && catchesNoData(h) && raisesOn(h.Body) {
			return true
		}
		lost = lost && !catchesNoData(h)
	}
	return lost
}

func catchesNoData(h *ir.Handler) bool {
	for _, n := range h.Names {
		if n.Last().Is("NO_DATA_FOUND") {
			return true
		}
	}
	return h.Others
}

// raisesOn tells handlers that hold a RAISE without a name, outside of handlers of their own.
func raisesOn(list []ir.Stmt) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Raise:
				hit = hit || n.Name.IsZero()
			case *ir.Handler:
				return false
			}
			return !hit
		})
	}
	return hit
}

// losesRow tells statements and PL/SQL expressions that raise NO_DATA_FOUND. What a query calls does not: see noDataInSQL.
func (em *emitter) losesRow(n ir.Node) bool {
	hit := false
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Block:
			hit = hit || em.blockLosesRow(n)
			return false
		case *ir.Query, ir.DML:
			return false
		case *ir.SelectInto:
			hit = hit || mayFindNone(n.Query)
			return false
		case *ir.Raise:
			hit = hit || n.Name.Last().Is("NO_DATA_FOUND")
		case *ir.Assign:
			hit = hit || em.losesRow(n.Value) // an element that is assigned to need not be there
			return false
		case *ir.FetchCursor:
			return false
		case *ir.Index:
			t := n.X.Type()
			hit = hit || t != nil && t.Base() != nil && t.Base().Coll == ir.CollAssoc
		case ir.Expr:
			if r := calledRoutine(n); r != nil && em.losesByNoData(r) {
				hit = true
			}
		}
		return !hit
	})
	return hit
}

// mayFindNone tells a SELECT INTO that need not find a row.
func mayFindNone(q *ir.Query) bool {
	s, ok := q.Body.(*ir.Select)
	if !ok || s.BulkInto || oneRow(s) {
		return false
	}
	if len(s.GroupBy) > 0 || s.Having != nil || s.Hier != nil {
		return true
	}
	return !slices.ContainsFunc(s.Items, func(it *ir.SelectItem) bool { return it.Expr != nil && hasAggregate(it.Expr) })
}
