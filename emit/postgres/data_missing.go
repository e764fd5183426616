package postgres

import (
	"maps"
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
)

// missing tells what can end a SELECT INTO: no row, or more than one. A query for a key that a script has put in finds it.
func (p *rowPlan) missing(q *ir.Query) peril {
	s, ok := q.Body.(*ir.Select)
	if !ok || s.BulkInto || len(s.From) == 0 && s.Where == nil {
		return peril{}
	}
	if len(s.GroupBy) == 0 && s.Having == nil {
		for _, it := range s.Items {
			if it.Expr != nil && nullAggregate(it.Expr) && len(s.From) > 0 && p.allEmpty(s) {
				return peril{why: "takes the maximum of a table without rows"}
			}
			if it.Expr != nil && hasAggregate(it.Expr) {
				return peril{}
			}
		}
	}
	there, known := p.keyThere(s)
	if there {
		return peril{}
	}
	return peril{why: "reads with SELECT INTO a row that may not be there", sure: known || p.allEmpty(s)}
}

// keyThere tells queries of one table by a unique column whose value is among the rows that are there, and those where it is known
// not to be.
func (p *rowPlan) keyThere(s *ir.Select) (there, known bool) {
	if len(s.From) != 1 {
		return false, false
	}
	r, ok := s.From[0].(*ir.TableRef)
	if !ok {
		return false, false
	}
	t, ok := r.Decl.(*ir.Table)
	if !ok {
		return false, false
	}
	col, values := namedRows(s.Where)
	if len(values) != 1 {
		return false, false
	}
	for i, cols := range p.uniqueCols(t) {
		if len(cols) != 1 || cols[0].Key != col {
			continue
		}
		key := rowKey(i, cols, map[string]rowValue{col: p.constant(values[0])})
		there = key != "" && p.seen[t][keyHash(key)]
		return there, key != "" && !p.open[t] && !p.allOpen
	}
	return false, false
}

// constant is eval for an expression that must not draw a number.
func (p *rowPlan) constant(e ir.Expr) rowValue {
	switch unwrapNil(e).(type) {
	case *ir.StringLit, *ir.NumberLit:
		return p.eval(unwrapNil(e))
	}
	return rowValue{}
}

// allEmpty tells queries of tables into which nothing has put a row so far.
func (p *rowPlan) allEmpty(s *ir.Select) bool {
	tables, other := 0, false
	for _, f := range s.From {
		ir.Walk(f, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.TableRef:
				t, ok := n.Decl.(*ir.Table)
				if !ok || p.hasRows(t) {
					other = true
				}
				tables++
			case *ir.Subquery, *ir.Query:
				other = true
			}
			return !other
		})
	}
	return tables > 0 && !other
}

// hasRows tells tables that may have rows: a statement in front has put some in, or may have.
func (p *rowPlan) hasRows(o ir.Object) bool {
	t, ok := o.(*ir.Table)
	return !ok || t.AsQuery != nil || t.External != "" || p.holds[t]
}

// fill notes the tables that a statement puts rows in while the schema is installed, by its triggers too.
func (p *rowPlan) fill(s ir.Stmt) {
	todo := p.put(s)
	if len(todo) > 0 && p.refill { // the triggers of the others may fill again what was emptied
		p.refill = false
		todo = slices.Collect(maps.Keys(p.holds))
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, i := range p.em.triggers[todo[0]] {
			for _, b := range triggerBodies(p.em.src.Objects[i].(*ir.Trigger)) {
				todo = append(todo, p.put(b)...)
			}
		}
	}
}

// put notes the tables that code puts rows in, and gives those that had none.
func (p *rowPlan) put(n ir.Node) []ir.Object {
	tables := map[ir.Object]bool{}
	p.em.writtenBy(n, tables)
	var fresh []ir.Object
	for t := range tables {
		if !p.holds[t] {
			p.holds[t] = true
			fresh = append(fresh, t)
		}
	}
	return fresh
}
