package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// nestedAggregates moves the groups of MAX(SUM(x)) … GROUP BY into a subquery: the inner function counts within the groups, the
// outer one over them (SQL Language Reference, "Aggregate Functions"). PostgreSQL does not nest aggregates.
func (p *printer) nestedAggregates(s *ir.Select) {
	if p.tsql() || len(s.GroupBy) == 0 || !nestsAggregates(s) {
		return
	}
	groups := *s
	groups.Items, groups.Into, groups.Distinct = nil, nil, false
	alias := sqlName("groups")
	if p.rt != nil {
		alias = sqlName(p.freeAlias("groups"))
	}
	taken := map[string]bool{}
	for _, it := range s.Items {
		if it.Expr == nil {
			continue
		}
		insideAggregates(&it.Expr, false, func(slot *ir.Expr) {
			n := freshName(aggregateName(*slot), taken)
			taken[n.Key] = true
			groups.Items = append(groups.Items, &ir.SelectItem{Sp: (*slot).Span(), Expr: *slot, Alias: n})
			r := colRef(ir.Name{}, n, (*slot).Type())
			r.Sym = &ir.Symbol{Kind: ir.SymColumn, Table: alias, Type: r.T}
			*slot = r
		})
	}
	q := &ir.Query{Sp: s.Sp, Body: &groups}
	s.From = []ir.TableExpr{&ir.SubqueryRef{Sp: s.Sp, Query: q, Alias: alias}}
	s.Where, s.Hier, s.GroupBy, s.Having, s.Windows, s.FromDual = nil, nil, nil, nil, nil, false
}

func nestsAggregates(s *ir.Select) bool {
	hit := false
	for _, it := range s.Items {
		if it.Expr != nil {
			insideAggregates(&it.Expr, false, func(*ir.Expr) { hit = true })
		}
	}
	return hit
}

// insideAggregates calls f for the aggregates that stand in the arguments of another one.
func insideAggregates(slot *ir.Expr, inside bool, f func(*ir.Expr)) {
	if *slot == nil {
		return
	}
	if isAggregate(*slot) {
		if inside {
			f(slot)
			return
		}
		inside = true
	}
	var node func(n ir.Node)
	node = func(n ir.Node) {
		if _, query := n.(*ir.Query); query {
			return
		}
		ir.EachChild(n, func(e *ir.Expr) { insideAggregates(e, inside, f) }, node)
	}
	node(*slot)
}

// aggregateName is what the column of an inner aggregate is called.
func aggregateName(e ir.Expr) string {
	if c, ok := e.(*ir.Call); ok && c.Fn != "" {
		return c.Fn + "_of_group"
	}
	return "of_group"
}
