package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
)

// maximum tells an INSERT that takes the next number from the largest there is, SELECT MAX(id) + 1 FROM t, or another value by a subquery,
// where no script has put a row into t that it finds: the value is NULL then. Scripts of changes stand without the rows of the database that they were written for.
func (p *rowPlan) maximum(d ir.DML) peril {
	ins, ok := d.(*ir.Insert)
	if !ok {
		return peril{}
	}
	r, ok := ins.Target.(*ir.TableRef)
	if !ok {
		return peril{}
	}
	t, ok := r.Decl.(*ir.Table)
	if !ok {
		return peril{}
	}
	cols := insertedColumns(ins, false)
	wants := func(i int) bool { // the column must have a value, and no trigger gives it
		return i < len(cols) && cols[i] != nil && isNotNull(t, cols[i].Name) && !p.filled(t, cols[i].Name)
	}
	for _, row := range ins.Rows {
		for i, e := range row {
			if wants(i) && p.nullSubquery(e) {
				return peril{why: "takes a value from a row that is not there", sure: true}
			}
		}
	}
	if ins.Query == nil {
		return peril{}
	}
	s, ok := ins.Query.Body.(*ir.Select)
	if !ok {
		return peril{}
	}
	for i, it := range s.Items {
		if it.Expr != nil && wants(i) && (nullAggregate(it.Expr) && len(s.GroupBy) == 0 && len(s.From) > 0 && p.allEmpty(s) || p.nullSubquery(it.Expr)) {
			return peril{why: "takes a value from a row that is not there", sure: true}
		}
	}
	if name := p.leftOut(t, cols); name != "" && len(s.From) > 0 {
		return peril{why: "gives " + name + " no value, which must have one"}
	}
	return peril{}
}

// rowsWithout looks in a statement of a script for an INSERT … SELECT from tables that leaves out a column which must have a value: a later
// script has added it, mostly.
func (p *rowPlan) rowsWithout(s ir.Stmt) (found peril) {
	ir.Walk(s, func(n ir.Node) bool {
		d, ok := n.(*ir.Insert)
		if !ok || found.why != "" || d.Query == nil {
			return found.why == ""
		}
		r, ok := d.Target.(*ir.TableRef)
		if !ok {
			return true
		}
		t, isTable := r.Decl.(*ir.Table)
		sel, plain := d.Query.Body.(*ir.Select)
		if !isTable || !plain || len(sel.From) == 0 {
			return true
		}
		cols := insertedColumns(d, true)
		if name := p.leftOut(t, cols); name != "" && !slices.Contains(cols, nil) && len(cols) > 0 {
			found = peril{why: "gives " + name + " no value, which must have one"}
		}
		return true
	})
	return found
}

// leftOut names a column that must have a value, gets none of those that an INSERT fills, and has none of its own; "" for none.
func (p *rowPlan) leftOut(t *ir.Table, filled []*ir.Column) string {
	for _, c := range t.Columns {
		own := c.Identity != nil || c.Generated != nil || c.Default != nil || c.RowTime != "" || isRowVersion(c)
		if !own && isNotNull(t, c.Name) && !p.filled(t, c.Name) && !slices.Contains(filled, c) {
			return c.Name.Text
		}
	}
	return ""
}

// nullSubquery tells an expression that is NULL since a scalar subquery in it finds no row; false where something else stands in for NULL.
func (p *rowPlan) nullSubquery(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Call:
			return !takesNull[x.Fn]
		case *ir.Case:
			return false
		case *ir.Subquery:
			s, ok := x.Query.Body.(*ir.Select)
			hit = hit || ok && len(s.Items) == 1 && s.Items[0].Expr != nil && len(s.From) > 0 && len(s.GroupBy) == 0 &&
				(nullAggregate(s.Items[0].Expr) && p.allEmpty(s) || p.missing(x.Query).sure)
			return false
		}
		return !hit
	})
	return hit
}

// takesNull are the functions that give something else for NULL.
var takesNull = map[string]bool{"nvl": true, "coalesce": true, "nvl2": true, "decode": true}

// nullAggregate tells an expression that is NULL where its aggregate has no rows to look at.
func nullAggregate(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Call:
			if takesNull[x.Fn] {
				return false
			}
			switch x.Fn {
			case "max", "min", "sum", "avg":
				hit = hit || x.Over == nil
			}
		case *ir.Case, *ir.Query:
			return false
		}
		return !hit
	})
	return hit
}
