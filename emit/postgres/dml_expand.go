package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// expanded gives a change of a view that PostgreSQL does not write through as a change of the table behind it. Only one table may be
// changed so ("CREATE VIEW", Updatable Views); where that table cannot be told the statement stays as it is.
func (p *printer) expanded(d ir.DML) ir.DML {
	switch d := d.(type) {
	case *ir.Merge:
		if p.em.version() < 17 || isCTE(d.Target) {
			return p.mergeBehind(d)
		}
	case *ir.Update:
		switch v := p.unwritable(d.Target, "UPDATE"); {
		case v == nil:
		case p.tsql():
			return p.updateBehind(d, v)
		default:
			return p.updateJoin(d, v)
		}
	case *ir.Insert:
		if v := p.unwritable(d.Target, "INSERT"); v != nil && d.Returning == nil {
			return p.insertBehind(d, v)
		}
	}
	return d
}

func isCTE(t ir.TableExpr) bool {
	r, ok := t.(*ir.TableRef)
	return ok && r.CTE != nil
}

// unwritable tells a target that is a view which an event does not go through, and whose query may stand in its place.
func (p *printer) unwritable(t ir.TableExpr, event string) *ir.View {
	r, ok := t.(*ir.TableRef)
	if !ok {
		return nil
	}
	v, ok := r.Decl.(*ir.View)
	if !ok || v.Query == nil || v.CheckOption || v.ReadOnly || p.em.writable(v, event) {
		return nil
	}
	return v
}

// updateBehind makes the view an expression of the statement's WITH, which is changed as any other (see throughQuery).
func (p *printer) updateBehind(d *ir.Update, v *ir.View) ir.DML {
	t := d.Target.(*ir.TableRef)
	name := v.Name.Last()
	cte := &ir.CTE{Name: name, Cols: v.Cols, Query: ir.Clone(v.Query)}
	n, target := *d, *t
	target.Name, target.Decl, target.CTE = ir.QName{Parts: []ir.Name{name}, Sp: t.Name.Sp}, nil, cte
	n.Target = &target
	n.With = append(append([]*ir.CTE{}, d.With...), cte)
	n.From = make([]ir.TableExpr, len(d.From))
	for i, f := range d.From {
		n.From[i] = exchanged(f, t, &target)
	}
	if p.throughQuery(&target, n.With, n.Sets) == nil {
		return d
	}
	return &n
}

// updateJoin updates the view's query as one that stands in the statement itself (see updateView).
func (p *printer) updateJoin(d *ir.Update, v *ir.View) ir.DML {
	q := ir.Clone(v.Query)
	if s, ok := q.Body.(*ir.Select); !ok || !renamed(s.Items, v.Cols) {
		return d
	}
	n := ir.Clone(d)
	n.Target = &ir.SubqueryRef{Sp: d.Sp, Query: q, Alias: tableAlias(d.Target)}
	if p.updateView(n) == nil {
		return d
	}
	return n
}

// renamed gives the columns of a query the names that its view has for them; false where they do not match.
func renamed(items []*ir.SelectItem, names []ir.Name) bool {
	if len(names) == 0 {
		return true
	}
	for i, it := range items {
		if it.Star || i >= len(names) {
			return false
		}
		it.Alias = names[i]
	}
	return true
}

// exchanged puts one table in the place of another in an element of FROM.
func exchanged(x ir.TableExpr, from, to *ir.TableRef) ir.TableExpr {
	switch x := x.(type) {
	case *ir.TableRef:
		if x == from {
			return to
		}
	case *ir.JoinExpr:
		j := *x
		j.L, j.R = exchanged(x.L, from, to), exchanged(x.R, from, to)
		return &j
	}
	return x
}

// insertBehind inserts into the table that all of the named columns belong to.
func (p *printer) insertBehind(d *ir.Insert, v *ir.View) ir.DML {
	sel, ok := v.Query.Body.(*ir.Select)
	if !ok || len(d.Cols) == 0 || sel.Distinct || len(sel.GroupBy) > 0 || sel.Having != nil || len(v.Query.With) > 0 {
		return d
	}
	cols := (&through{}).columns(&ir.CTE{Cols: v.Cols}, sel)
	n := *d
	n.Cols = make([]ir.Name, len(d.Cols))
	var base *ir.TableRef
	for i, c := range d.Cols {
		r := cols[c.Key]
		b := tableOf(sel, r)
		if r == nil || b == nil || base != nil && b != base {
			return d
		}
		base, n.Cols[i] = b, r.Name.Last()
	}
	if _, isTable := base.Decl.(*ir.Table); !isTable {
		return d
	}
	t := *base
	t.Alias = ir.Name{}
	n.Target = &t
	return &n
}

// mergeBehind merges into the table behind a view or an expression of WITH. Rows that its query leaves out are not matched, and none of
// those that the source has not.
func (p *printer) mergeBehind(d *ir.Merge) ir.DML {
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		return d
	}
	var q *ir.Query
	var names []ir.Name
	v, isView := t.Decl.(*ir.View)
	switch {
	case t.CTE != nil:
		q, names = t.CTE.Query, t.CTE.Cols
	case isView && v.Query != nil && !v.CheckOption && !v.ReadOnly && p.em.triggers[v] == nil:
		q, names = v.Query, v.Cols
	default:
		return d
	}
	base, sel := onlyTable(q)
	if base == nil {
		return d
	}
	b := &behindMerge{alias: tableAlias(t), inner: tableAlias(base), cols: map[string]ir.Name{}, d: ir.Clone(d)}
	for key, r := range (&through{}).columns(&ir.CTE{Cols: names}, sel) {
		b.cols[key] = r.Name.Last()
	}
	b.rewrite(sel)
	target := *base
	target.Alias, target.Hints = b.alias, t.Hints
	b.d.Target = &target
	if t.CTE != nil {
		b.d.With = nil
		for _, c := range d.With {
			if c != t.CTE {
				b.d.With = append(b.d.With, c)
			}
		}
	}
	return b.d
}

// onlyTable is the table that a plain query selects from.
func onlyTable(q *ir.Query) (*ir.TableRef, *ir.Select) {
	s, ok := q.Body.(*ir.Select)
	if !ok || len(q.With) > 0 || q.Limit != nil || s.Distinct || len(s.GroupBy) > 0 || s.Having != nil || len(s.From) != 1 {
		return nil, nil
	}
	t, ok := s.From[0].(*ir.TableRef)
	if !ok {
		return nil, nil
	}
	if _, isTable := t.Decl.(*ir.Table); !isTable {
		return nil, nil
	}
	return t, s
}

// behindMerge is a MERGE on its way from a query to the table behind it.
type behindMerge struct {
	d            *ir.Merge
	alias, inner ir.Name            // what the target is called, outside of the query and in it
	cols         map[string]ir.Name // the table's columns by those of the query
}

func (b *behindMerge) rewrite(sel *ir.Select) {
	d := b.d
	b.expr(&d.On)
	for _, w := range d.Whens {
		b.expr(&w.Cond)
		b.expr(&w.DeleteWhere)
		for i := range w.Sets {
			b.expr(&w.Sets[i].Value)
			for k, c := range w.Sets[i].Cols {
				col := *c
				col.Name.Parts = []ir.Name{b.column(c.Name.Last())}
				w.Sets[i].Cols[k] = &col
			}
		}
		for i, c := range w.Cols {
			w.Cols[i] = b.column(c)
		}
		for i := range w.Values {
			b.expr(&w.Values[i])
		}
		if w.BySource && sel.Where != nil {
			w.Cond = allOf(b.predicate(sel), w.Cond)
		}
	}
	if sel.Where != nil {
		d.On = allOf(b.predicate(sel), d.On)
	}
	if d.Returning != nil {
		for _, it := range d.Returning.Exprs {
			b.expr(&it.Expr)
		}
	}
}

func (b *behindMerge) column(n ir.Name) ir.Name {
	if c, ok := b.cols[n.Key]; ok {
		return c
	}
	return n
}

// expr gives the columns of the target their names in the table.
func (b *behindMerge) expr(e *ir.Expr) {
	rewriteDeep(e, 0, func(x ir.Expr, _ int) ir.Expr {
		r, ok := x.(*ir.Ref)
		if !ok || r.Sym == nil || r.Sym.Kind != ir.SymColumn {
			return x
		}
		old := r.Name.Qualifier().Is("INSERTED") || r.Name.Qualifier().Is("DELETED")
		if !old && r.Sym.Table.Key != b.alias.Key {
			return x
		}
		parts := []ir.Name{b.alias, b.column(r.Name.Last())}
		if old {
			parts[0] = r.Name.Qualifier()
		}
		r.Name.Parts = parts
		return r
	})
}

// predicate is the condition of the query, over the target.
func (b *behindMerge) predicate(sel *ir.Select) ir.Expr {
	e := ir.Clone(sel.Where)
	rewriteDeep(&e, 0, func(x ir.Expr, _ int) ir.Expr {
		if r, ok := x.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Table.Key == b.inner.Key {
			r.Name.Parts = []ir.Name{b.alias, r.Name.Last()}
			sym := *r.Sym
			sym.Table = b.alias
			r.Sym = &sym
		}
		return x
	})
	return e
}
