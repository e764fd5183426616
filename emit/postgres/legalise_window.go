package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// windows fits window functions: RANGE over dates counts days in Oracle, and PostgreSQL has no DISTINCT beside OVER.
func (p *printer) windows(s *ir.Select) {
	for _, w := range s.Windows {
		p.dayFrame(w.Window)
	}
	blockSlots(s, nil, false, p.windowSlot)
}

func (p *printer) windowSlot(slot *ir.Expr) {
	rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
		c, ok := e.(*ir.Call)
		if !ok || c.Over == nil || depth > 0 {
			return e
		}
		p.dayFrame(c.Over)
		if c.Fn == "count" && (c.Distinct || c.Unique) && len(c.Args) == 1 && len(c.Over.Order) == 0 && c.Over.Name.IsZero() {
			return countDistinct(c)
		}
		return e
	})
}

// dayFrame makes the bounds of a RANGE frame over a date intervals.
func (p *printer) dayFrame(w *ir.Window) {
	if w.Frame == nil || w.Frame.Unit != "RANGE" || len(w.Order) != 1 || !p.typ(w.Order[0].Expr).IsDatetime() {
		return
	}
	for _, b := range []*ir.Bound{&w.Frame.Start, &w.Frame.End} {
		if b.Value == nil || p.typ(b.Value).IsInterval() {
			continue
		}
		if n, ok := smallInt(b.Value); ok {
			unit := " days"
			if n == 1 {
				unit = " day"
			}
			b.Value = native(typInterval, "interval '"+itoa(n)+unit+"'")
			continue
		}
		b.Value = native(typInterval, "$$ * interval '1 day'", b.Value)
	}
}

// countDistinct counts the values of a partition by their ranks from both ends: together they are one more than the
// number of values. NULL has a rank too, but does not count.
func countDistinct(c *ir.Call) ir.Expr {
	x := c.Args[0].Value
	part, args := "", []ir.Expr(nil)
	for i, e := range c.Over.Partition {
		if i == 0 {
			part = "PARTITION BY $"
		} else {
			part += ", $"
		}
		args = append(args, e)
	}
	sep := part
	if sep != "" {
		sep += " "
	}
	var all []ir.Expr
	add := func(list ...ir.Expr) {
		for _, e := range list {
			all = append(all, cloneExpr(e))
		}
	}
	add(args...)
	add(x)
	add(args...)
	add(x)
	add(x)
	add(args...)
	n := native(c.T, "dense_rank() OVER ("+sep+"ORDER BY $) + dense_rank() OVER ("+sep+"ORDER BY $ DESC) - 1\n"+
		"  - max(CASE WHEN $ IS NULL THEN 1 ELSE 0 END) OVER ("+part+")", all...)
	return &ir.Paren{ExprBase: ir.ExprBase{Sp: c.Sp, T: c.T}, X: loose(n)}
}
