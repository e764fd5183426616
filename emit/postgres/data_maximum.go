package postgres

import "github.com/crosswalk-db/crosswalk/ir"

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
	t, _ := r.Decl.(*ir.Table)
	for _, row := range ins.Rows {
		for i, e := range row {
			if p.wants(t, ins, i) && p.nullMaximum(e) != nil {
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
		if it.Expr == nil || !p.wants(t, ins, i) {
			continue
		}
		if nullAggregate(it.Expr) && len(s.GroupBy) == 0 && len(s.From) > 0 && p.allEmpty(s) || p.nullMaximum(it.Expr) != nil {
			return peril{why: "takes a value from a row that is not there", sure: true}
		}
	}
	return peril{}
}

// wants tells that the column which the i-th value of an INSERT goes to must have one, and that no trigger gives it.
func (p *rowPlan) wants(t *ir.Table, ins *ir.Insert, i int) bool {
	if t == nil {
		return false
	}
	n := ir.Name{}
	switch {
	case len(ins.Cols) > i:
		n = ins.Cols[i]
	case len(ins.Cols) == 0 && i < len(t.Columns):
		n = t.Columns[i].Name
	}
	return !n.IsZero() && isNotNull(t, n) && !p.filled(t, n)
}

// nullMaximum finds a scalar subquery in an expression that is NULL since its tables have no rows; nil where something else stands in
// for NULL.
func (p *rowPlan) nullMaximum(e ir.Expr) *ir.Query {
	var found *ir.Query
	ir.Walk(e, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Call:
			return !takesNull[x.Fn]
		case *ir.Case:
			return false
		case *ir.Subquery:
			s, ok := x.Query.Body.(*ir.Select)
			if !ok || len(s.Items) != 1 || s.Items[0].Expr == nil || len(s.From) == 0 || len(s.GroupBy) > 0 {
				return false
			}
			if nullAggregate(s.Items[0].Expr) && p.allEmpty(s) || p.missing(x.Query).sure {
				found = x.Query
			}
			return false
		}
		return found == nil
	})
	return found
}

// takesNull are the functions that give something else for NULL.
var takesNull = map[string]bool{"nvl": true, "coalesce": true, "nvl2": true, "decode": true, "greatest": true, "tsql.isnull": true, "tsql.iif": true}

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
