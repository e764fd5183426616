package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// baseView is a subquery that DML changes: UPDATE (SELECT a.x, b.y FROM a, b WHERE …) SET x = y.
type baseView struct {
	query  *ir.Query
	sel    *ir.Select
	name   ir.Name // the subquery's alias
	vars   []*rangeVar
	base   *ir.TableRef // the table that is changed; nil until known for a join
	others []ir.TableExpr
	where  []ir.Expr
}

// baseView takes a subquery apart: its tables and its predicates. nil when it is no plain block over tables.
func (p *printer) baseView(t ir.TableExpr) *baseView {
	sub, ok := t.(*ir.SubqueryRef)
	if !ok {
		return nil
	}
	flatten(sub.Query)
	s, ok := sub.Query.Body.(*ir.Select)
	if !ok || s.Distinct || s.Hier != nil || len(sub.Query.With) > 0 || grouped(s, nil) || usesRownum(s) || sub.Query.Limit != nil {
		return nil
	}
	p.outerJoins(s)
	v := &baseView{query: sub.Query, sel: s, name: sub.Alias, where: conjuncts(s.Where)}
	for _, f := range s.From {
		if !v.addTable(f) {
			return nil
		}
	}
	v.vars = rangeVars(v.others)
	if len(v.others) == 1 {
		v.choose(v.vars[0])
	}
	return v
}

// addTable adds a table, or the tables and conditions of inner joins.
func (v *baseView) addTable(t ir.TableExpr) bool {
	j, ok := t.(*ir.JoinExpr)
	if !ok {
		v.others = append(v.others, t)
		return true
	}
	if j.Kind != ir.JoinInner && j.Kind != ir.JoinCross || j.Natural || len(j.Using) > 0 {
		return false
	}
	v.where = append(v.where, conjuncts(j.On)...)
	return v.addTable(j.L) && v.addTable(j.R)
}

// choose makes one of the tables the one that is changed.
func (v *baseView) choose(r *rangeVar) bool {
	t, ok := r.at.(*ir.TableRef)
	if !ok {
		return false
	}
	v.base = t
	var rest []ir.TableExpr
	for _, o := range v.others {
		if o != ir.TableExpr(t) {
			rest = append(rest, o)
		}
	}
	v.others = rest
	return true
}

// column gives the expression behind an output column; nil where it has none.
func (v *baseView) column(n ir.Name) ir.Expr {
	for _, it := range v.sel.Items {
		if it.Expr != nil && outputName(it).Key == n.Key {
			return it.Expr
		}
	}
	for _, it := range v.sel.Items {
		if !it.Star {
			continue
		}
		if r := varOfColumn(v.vars, n.Key); r != nil {
			return colRef(r.name, n, nil)
		}
	}
	return nil
}

// replace puts the expressions behind the view's columns in the place of references to them.
func (v *baseView) replace(slot *ir.Expr) {
	if *slot == nil {
		return
	}
	rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
		r, ok := e.(*ir.Ref)
		if !ok || len(r.Name.Parts) > 2 || r.Sym != nil && r.Sym.Kind != ir.SymColumn && r.Sym.Kind != ir.SymNone {
			return e
		}
		if r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Depth != depth {
			return e
		}
		if len(r.Name.Parts) == 2 && r.Name.Qualifier().Key != v.name.Key || len(r.Name.Parts) == 1 && depth > 0 && r.Sym == nil {
			return e
		}
		if x := v.column(r.Name.Last()); x != nil {
			return unwrap(cloneExpr(x))
		}
		return e
	})
}

// updateView rewrites an UPDATE of a subquery to one of its table; nil when that cannot be told.
func (p *printer) updateView(d *ir.Update) *ir.TableRef {
	v := p.baseView(d.Target)
	if v == nil {
		return nil
	}
	for i := range d.Sets {
		s := &d.Sets[i]
		for k, c := range s.Cols {
			r, ok := v.column(c.Name.Last()).(*ir.Ref)
			if !ok {
				return nil
			}
			o := owner(r, v.vars, 0)
			if o == nil || v.base == nil && !v.choose(o) || o.at != ir.TableExpr(v.base) {
				return nil
			}
			col := *r
			s.Cols[k] = &col
		}
		v.replace(&s.Value)
		if s.Query != nil {
			v.replaceInQuery(s.Query)
		}
	}
	if v.base == nil {
		return nil
	}
	v.replace(&d.Where)
	v.replaceReturning(d.Returning)
	d.From = append(d.From, v.others...)
	d.Where = allOf(append(v.where, conjuncts(d.Where)...)...)
	d.Target = v.base
	return v.base
}

// replaceInQuery replaces references from inside a subquery to the view around it.
func (v *baseView) replaceInQuery(q *ir.Query) {
	x := ir.Expr(&ir.Subquery{Query: q})
	v.replace(&x)
}

func (v *baseView) replaceReturning(r *ir.Returning) {
	if r == nil {
		return
	}
	for _, it := range r.Exprs {
		v.replace(&it.Expr)
	}
}

// deleteView rewrites a DELETE from a subquery of one table.
func (p *printer) deleteView(d *ir.Delete) *ir.TableRef {
	v := p.baseView(d.Target)
	if v == nil || v.base == nil || len(v.others) > 0 {
		return nil
	}
	v.replace(&d.Where)
	v.replaceReturning(d.Returning)
	d.Where = allOf(append(v.where, conjuncts(d.Where)...)...)
	d.Target = v.base
	return v.base
}
