package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"slices"
)

// joinUnit is an element of a FROM list while (+) is turned into joins.
type joinUnit struct {
	t        ir.TableExpr
	vars     []*rangeVar
	optional bool        // some of its columns bear (+)
	on       []ir.Expr   // the predicates that bear it
	needs    []*rangeVar // tables that must stand in front of it: those its predicates or its own text name
	placed   bool
}

// oldJoin is one block whose (+) are rewritten.
type oldJoin struct {
	p     *printer
	s     *ir.Select
	units []*joinUnit
	vars  []*rangeVar
	where []ir.Expr // predicates that stay
}

// outerJoins turns predicates marked (+) into LEFT JOIN … ON. Every predicate of WHERE ends either in one ON or in
// WHERE again. A table is joined outer when a predicate marks it; the predicates that mark it are its ON.
func (p *printer) outerJoins(s *ir.Select) {
	if !hasOuterMark(s) {
		return
	}
	ownMarks(s)
	j := &oldJoin{p: p, s: s}
	for _, t := range s.From {
		u := &joinUnit{t: t, vars: rangeVars([]ir.TableExpr{t}), optional: outerTable(t)}
		j.units = append(j.units, u)
		j.vars = append(j.vars, u.vars...)
	}
	ok := j.assign()
	clearOuterMarks(s)
	if !ok {
		return
	}
	for _, u := range j.units {
		u.needs = append(u.needs, j.lateralNeeds(u)...)
	}
	if len(j.units) == 1 && !outerTable(s.From[0]) {
		return // nothing to join with: the marks mean nothing
	}
	order := j.place()
	if order == nil {
		p.note(diag.OuterJoinUnclear, s.Sp, "(+) makes tables depend on each other in a circle")
		return
	}
	j.build(order)
}

func hasOuterMark(s *ir.Select) bool {
	for _, t := range s.From {
		if outerTable(t) {
			return true
		}
	}
	found := false
	if s.Where != nil {
		eachExpr(s.Where, func(e ir.Expr, depth int) {
			if r, ok := e.(*ir.Ref); ok && r.Outer && depth == 0 {
				found = true
			}
		})
	}
	return found
}

// ownMarks gives a block its own nodes of what has marks: s may be the copy of one that is written again, which must keep them.
func ownMarks(s *ir.Select) {
	s.Where = cloneExpr(s.Where)
	s.From = slices.Clone(s.From)
	for i, t := range s.From {
		switch t := t.(type) {
		case *ir.FuncRef:
			c := *t
			s.From[i] = &c
		case *ir.JSONTable:
			c := *t
			s.From[i] = &c
		case *ir.XMLTable:
			c := *t
			s.From[i] = &c
		}
	}
}

func clearOuterMarks(s *ir.Select) {
	eachExpr(s.Where, func(e ir.Expr, depth int) {
		if r, ok := e.(*ir.Ref); ok && depth == 0 {
			r.Outer = false
		}
	})
	for _, t := range s.From {
		switch t := t.(type) {
		case *ir.FuncRef:
			t.Outer = false
		case *ir.JSONTable:
			t.Outer = false
		case *ir.XMLTable:
			t.Outer = false
		}
	}
}

// outerTable tells TABLE(…)(+).
func outerTable(t ir.TableExpr) bool {
	switch t := t.(type) {
	case *ir.FuncRef:
		return t.Outer
	case *ir.JSONTable:
		return t.Outer
	case *ir.XMLTable:
		return t.Outer
	}
	return false
}

// assign gives each predicate to the table it marks, or back to WHERE. False when a form is refused.
func (j *oldJoin) assign() bool {
	for _, c := range conjuncts(j.s.Where) {
		marked, plain, lost := j.marks(c)
		switch {
		case lost:
			j.p.note(diag.OuterJoinUnclear, c.Span(), "(+) on a column whose table cannot be told")
			return false
		case len(marked) == 0:
			j.where = append(j.where, c)
			continue
		case len(marked) > 1:
			j.p.note(diag.OuterJoinUnclear, c.Span(), "a predicate marks two tables with (+)")
			return false
		case orMarked(c):
			j.p.note(diag.OuterJoinUnclear, c.Span(), "(+) under OR")
			return false
		}
		u := marked[0]
		u.optional = true
		u.on = append(u.on, c)
		for _, v := range plain {
			if j.unitOf(v) != u {
				u.needs = append(u.needs, v)
			}
		}
	}
	return true
}

// marks gives the units that a predicate marks, and the tables it names without a mark.
func (j *oldJoin) marks(c ir.Expr) (marked []*joinUnit, plain []*rangeVar, lost bool) {
	eachExpr(c, func(e ir.Expr, depth int) {
		r, ok := e.(*ir.Ref)
		if !ok {
			return
		}
		v := owner(r, j.vars, depth)
		switch {
		case r.Outer && depth == 0:
			if v == nil {
				lost = true
				return
			}
			u := j.unitOf(v)
			for _, m := range marked {
				if m == u {
					return
				}
			}
			marked = append(marked, u)
		case v != nil:
			plain = append(plain, v)
		}
	})
	return marked, plain, lost
}

func (j *oldJoin) unitOf(v *rangeVar) *joinUnit {
	for _, u := range j.units {
		for _, x := range u.vars {
			if x == v || x.name.Key == v.name.Key {
				return u
			}
		}
	}
	return nil
}

// orMarked tells whether a mark stands below an OR.
func orMarked(c ir.Expr) bool {
	found := false
	eachExpr(c, func(e ir.Expr, depth int) {
		if b, ok := e.(*ir.Binary); ok && b.Op == ir.OpOr && depth == 0 {
			eachExpr(b, func(x ir.Expr, d int) {
				if r, ok := x.(*ir.Ref); ok && r.Outer && d == 0 {
					found = true
				}
			})
		}
	})
	return found
}

// lateralNeeds gives the tables that a table function's arguments name.
func (j *oldJoin) lateralNeeds(u *joinUnit) []*rangeVar {
	var list []*rangeVar
	look := func(e ir.Expr, depth int) {
		if r, ok := e.(*ir.Ref); ok {
			if v := owner(r, j.vars, depth); v != nil && j.unitOf(v) != u {
				list = append(list, v)
			}
		}
	}
	sub, isSub := u.t.(*ir.SubqueryRef)
	if isSub && !sub.Lateral {
		return nil
	}
	if _, isJoin := u.t.(*ir.JoinExpr); isJoin {
		return nil
	}
	ir.EachChild(u.t, func(e *ir.Expr) { eachExpr(*e, look) }, func(n ir.Node) {
		rewriteBelow(n, 0, func(e ir.Expr, depth int) ir.Expr { look(e, depth); return e })
	})
	return list
}

// place orders the units: in the order of FROM, but each behind those it needs, and connected ones first. nil for
// a circle.
func (j *oldJoin) place() []*joinUnit {
	var order []*joinUnit
	for len(order) < len(j.units) {
		var next *joinUnit
		for _, u := range j.units {
			if u.placed || !j.ready(u) || u.optional && len(order) == 0 {
				continue
			}
			if len(order) == 0 || u.optional || len(j.innerPredicates(u)) > 0 || len(u.needs) > 0 {
				next = u
				break
			}
			if next == nil {
				next = u
			}
		}
		if next == nil {
			return nil
		}
		next.placed = true
		order = append(order, next)
	}
	return order
}

func (j *oldJoin) ready(u *joinUnit) bool {
	for _, v := range u.needs {
		if !j.unitOf(v).placed {
			return false
		}
	}
	return true
}

// innerPredicates gives the predicates that join u, which is not optional, with placed tables: those that name u and
// a placed table and no optional one. Predicates with subqueries stay in WHERE.
func (j *oldJoin) innerPredicates(u *joinUnit) []int {
	if u.optional {
		return nil
	}
	var list []int
	for i, c := range j.where {
		mine, others, fit := false, false, true
		eachExpr(c, func(e ir.Expr, depth int) {
			switch x := e.(type) {
			case *ir.Subquery, *ir.Exists, *ir.Quantified:
				fit = false
			case *ir.In:
				fit = fit && x.Query == nil
			case *ir.Pseudo, *ir.Prior:
				fit = false
			case *ir.Ref:
				if v := owner(x, j.vars, depth); v != nil {
					w := j.unitOf(v)
					switch {
					case w == u:
						mine = true
					case w.placed && !w.optional:
						others = true
					default:
						fit = false
					}
				}
			}
		})
		if mine && others && fit {
			list = append(list, i)
		}
	}
	return list
}

// build makes the join tree in the given order.
func (j *oldJoin) build(order []*joinUnit) {
	for _, u := range j.units {
		u.placed = false
	}
	tree := order[0].t
	order[0].placed = true
	for _, u := range order[1:] {
		n := &ir.JoinExpr{Sp: u.t.Span(), L: tree, R: u.t, Kind: ir.JoinCross}
		if u.optional {
			n.Kind, n.On = ir.JoinLeft, allOf(u.on...)
			if len(u.needs) == 0 {
				j.p.note(diag.OuterJoinConstant, n.On.Span(), "%s is joined outer by a constant only", tableAlias(u.t).Text)
			}
			if n.On == nil {
				n.On = &ir.BoolLit{Value: true}
			}
		} else if at := j.innerPredicates(u); len(at) > 0 {
			n.Kind, n.On = ir.JoinInner, j.take(at)
		}
		u.placed = true
		tree = n
	}
	j.starOrder(order)
	j.s.From = []ir.TableExpr{tree}
	j.s.Where = allOf(j.where...)
}

// take removes predicates from WHERE and joins them.
func (j *oldJoin) take(at []int) ir.Expr {
	var on, rest []ir.Expr
	for i, c := range j.where {
		if len(at) > 0 && at[0] == i {
			on = append(on, c)
			at = at[1:]
			continue
		}
		rest = append(rest, c)
	}
	j.where = rest
	return allOf(on...)
}

// starOrder keeps the order of the columns of SELECT * where the tables change theirs.
func (j *oldJoin) starOrder(order []*joinUnit) {
	same := true
	for i, u := range order {
		same = same && u == j.units[i]
	}
	if same {
		return
	}
	var items []*ir.SelectItem
	for _, it := range j.s.Items {
		if !it.Star || !it.Qualifier.IsZero() {
			items = append(items, it)
			continue
		}
		for _, v := range j.vars {
			items = append(items, &ir.SelectItem{Sp: it.Sp, Star: true, Qualifier: ir.QName{Parts: []ir.Name{v.name}}})
		}
	}
	j.s.Items = items
}
