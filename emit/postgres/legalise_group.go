package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// groupKeys are the columns that a block's GROUP BY names.
type groupKeys struct {
	vars   []*rangeVar
	cols   map[*rangeVar]map[string]bool
	opaque bool // a term whose columns cannot be told
}

// ungrouped refuses columns of a grouped block that are neither grouped nor in an aggregate: the sources' servers refuse
// them too (ORA-00979; SQL Server's error 8120), so that the object was valid, if ever, before a table or view changed.
func (p *printer) ungrouped(s *ir.Select) {
	if s.GroupAll || s.Model != "" || !grouped(s, nil) {
		return
	}
	k := &groupKeys{vars: rangeVars(s.From), cols: map[*rangeVar]map[string]bool{}}
	k.items(s.GroupBy)
	if k.opaque {
		return
	}
	for _, it := range s.Items {
		if it.Star {
			k.star(p, it)
		} else {
			k.expr(p, it.Expr)
		}
	}
	if s.Having != nil {
		k.expr(p, s.Having)
	}
}

func (k *groupKeys) items(list []*ir.GroupItem) {
	for _, g := range list {
		if g.Expr != nil {
			ir.Walk(g.Expr, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.Query:
					k.opaque = true
				case *ir.Ref:
					k.add(n)
				}
				return !k.opaque
			})
		}
		k.items(g.Sets)
	}
}

// add takes a column as grouped; one below an operator as well, since the whole term may stand in the list again.
func (k *groupKeys) add(r *ir.Ref) {
	v := owner(r, k.vars, 0)
	switch {
	case v != nil:
		if k.cols[v] == nil {
			k.cols[v] = map[string]bool{}
		}
		k.cols[v][r.Name.Last().Key] = true
	case r.Sym == nil || r.Sym.Kind == ir.SymNone || r.Sym.Kind == ir.SymColumn:
		k.opaque = true
	}
}

// has tells whether a column is grouped, or its table's primary key is: manual, SELECT, "GROUP BY Clause".
func (k *groupKeys) has(v *rangeVar, col string) bool {
	if k.cols[v][col] {
		return true
	}
	r, ok := v.at.(*ir.TableRef)
	if !ok {
		return false
	}
	t, ok := r.Decl.(*ir.Table)
	if !ok {
		return false
	}
	for _, c := range t.Constraints {
		if c.Kind != ir.PrimaryKey || c.Disabled {
			continue
		}
		all := true
		for _, n := range c.Cols {
			all = all && k.cols[v][n.Key]
		}
		return all
	}
	return false
}

func (k *groupKeys) star(p *printer, it *ir.SelectItem) {
	for _, v := range k.vars {
		if !v.known || !it.Qualifier.IsZero() && it.Qualifier.Last().Key != v.name.Key {
			continue
		}
		for _, c := range v.cols {
			if !k.has(v, c.Key) {
				p.note(diag.Ungrouped, it.Sp, "%s.%s, a column of *, is neither grouped nor in an aggregate", v.name.Text, c.Text)
				return
			}
		}
	}
}

func (k *groupKeys) expr(p *printer, e ir.Expr) {
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Query:
			return false
		case *ir.Ref:
			v := owner(n, k.vars, 0)
			if v != nil && v.known && n.Sym != nil && n.Sym.Kind == ir.SymColumn && !k.has(v, n.Name.Last().Key) {
				p.note(diag.Ungrouped, n.Sp, "%s is neither grouped nor in an aggregate", n.Name.Last().Text)
			}
			return false
		}
		x, ok := n.(ir.Expr)
		return !ok || !isAggregate(x)
	})
}
