package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func isKeep(e ir.Expr) bool {
	c, ok := e.(*ir.Call)
	return ok && c.Keep != nil
}

func usesKeep(s *ir.Select) bool { return hasExpr(s, nil, isKeep) }

// keeps rewrites MAX(x) KEEP (DENSE_RANK FIRST ORDER BY k): the aggregate over the rows that come first by k, of which
// there may be several. MIN and MAX take the first element of an array sorted by k, and among equal ones by x; others
// aggregate the rows whose rank, counted in a subquery, is 1.
func (p *printer) keeps(q *ir.Query, s *ir.Select) {
	if !hasExpr(s, q.OrderBy, isKeep) {
		return
	}
	var ranked []*ir.Call
	blockSlots(s, q.OrderBy, false, func(slot *ir.Expr) {
		rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
			c, ok := e.(*ir.Call)
			if !ok || c.Keep == nil || depth > 0 {
				return e
			}
			if x := keepArray(c); x != nil {
				return x
			}
			ranked = append(ranked, c)
			return e
		})
	})
	if len(ranked) > 0 {
		p.keepRanks(q, s, ranked)
	}
}

// keepOrder gives the order in which the rows to keep come first.
func keepOrder(k *ir.Keep) []*ir.OrderItem {
	list := make([]*ir.OrderItem, len(k.Order))
	for i, o := range k.Order {
		c := *o
		if k.Last {
			c.Desc = !o.Desc
			if o.NullsFirst != nil {
				n := !*o.NullsFirst
				c.NullsFirst = &n
			}
		}
		list[i] = &c
	}
	return list
}

// keepArray rewrites MIN and MAX; nil for other functions.
func keepArray(c *ir.Call) ir.Expr {
	if c.Fn != "min" && c.Fn != "max" || len(c.Args) != 1 || c.Distinct && c.Over != nil {
		return nil
	}
	x := c.Args[0].Value
	last := false
	order := append(keepOrder(c.Keep), &ir.OrderItem{Expr: cloneExpr(x), Desc: c.Fn == "max", NullsFirst: &last})
	args := []ir.Expr{x}
	for _, o := range order {
		args = append(args, o.Expr)
	}
	if c.Over == nil {
		n := native(c.T, "(array_agg($ ORDER BY "+orderTemplate(order)+"))[1]", args...)
		if c.Filter != nil {
			n = native(c.T, "(array_agg($ ORDER BY "+orderTemplate(order)+") FILTER (WHERE $))[1]", append(args, c.Filter)...)
		}
		return n
	}
	f := &ir.Call{Name: ir.MakeQName("first_value"), Fn: "first_value", Args: []ir.Arg{{Value: x}},
		Over: &ir.Window{Partition: c.Over.Partition, Order: order}}
	f.Sp, f.T = c.Sp, c.T
	return f
}

// keepRanks moves FROM into a subquery that ranks the rows inside each group.
func (p *printer) keepRanks(q *ir.Query, s *ir.Select, calls []*ir.Call) {
	var part []ir.Expr
	for _, g := range s.GroupBy {
		if g.Kind != "" {
			p.note(diag.Keep, calls[0].Sp, "KEEP beside %s", g.Kind)
			dropKeeps(calls)
			return
		}
		part = append(part, g.Expr)
	}
	type rank struct {
		over *ir.Window
		name string
	}
	var ranks []rank
	byOrder := map[string]string{} // two functions that keep the same rows share a rank
	for _, c := range calls {
		if c.Over != nil {
			p.note(diag.Keep, c.Sp, "KEEP with OVER of %s", c.Name.Last().Text)
			dropKeeps(calls)
			return
		}
		order := keepOrder(c.Keep)
		key := orderKey(order)
		name, known := byOrder[key]
		if !known {
			name = "rank_" + itoa(len(ranks)+1)
			byOrder[key] = name
			r := rank{over: &ir.Window{Order: order}, name: name}
			for _, g := range part {
				r.over.Partition = append(r.over.Partition, cloneExpr(g))
			}
			ranks = append(ranks, r)
		}
		c.Keep = nil
		c.Filter = allOf(c.Filter, native(typBool, name+" = 1"))
	}
	inner := nest(s, q.OrderBy, func(cs *colSet) {
		for _, r := range ranks {
			f := &ir.Call{Name: ir.MakeQName("dense_rank"), Fn: "dense_rank", Over: r.over}
			f.T = typInteger
			cs.items = append(cs.items, &ir.SelectItem{Expr: f, Alias: sqlName(r.name)})
		}
	})
	if inner == nil {
		p.note(diag.Keep, s.Sp, "KEEP beside SELECT * of unknown columns")
	}
}

// orderKey tells orders apart by their text in the source.
func orderKey(list []*ir.OrderItem) string {
	s := orderTemplate(list)
	for _, o := range list {
		s += "\x00" + o.Expr.Span().Text()
	}
	return s
}

// dropKeeps takes the clause off calls that were refused, so that they are refused once.
func dropKeeps(calls []*ir.Call) {
	for _, c := range calls {
		c.Keep = nil
	}
}
