package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// caseGroups notes texts that are put together without regard to case there: in GROUP BY, DISTINCT, PARTITION BY and COUNT(DISTINCT …).
// A text beside the key of its own table adds nothing to the group.
func (p *printer) caseGroups(s *ir.Select) {
	if !p.tsql() || p.ignoresCase() {
		return
	}
	var groups []ir.Expr
	groupSlots(s.GroupBy, func(e *ir.Expr) { groups = append(groups, *e) })
	p.caseTogether(groups)
	var items []ir.Expr
	for _, it := range s.Items {
		if it.Expr != nil {
			items = append(items, it.Expr)
		}
	}
	if s.Distinct {
		p.caseTogether(items)
	}
	for _, e := range items {
		ir.Walk(e, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Query:
				return false
			case *ir.Call:
				if n.Distinct && len(n.Args) == 1 {
					p.caseTogether([]ir.Expr{n.Args[0].Value})
				}
				if n.Over != nil {
					p.caseTogether(n.Over.Partition)
				}
			}
			return true
		})
	}
}

// caseSets notes the texts that UNION, EXCEPT and INTERSECT compare.
func (p *printer) caseSets(s *ir.SetOp) {
	if !p.tsql() || p.ignoresCase() || s.All {
		return
	}
	l, _ := s.L.(*ir.Select)
	r, _ := s.R.(*ir.Select)
	if l == nil || r == nil || len(l.Items) != len(r.Items) {
		return
	}
	var both []ir.Expr
	for i := range l.Items {
		for _, e := range []ir.Expr{l.Items[i].Expr, r.Items[i].Expr} {
			if e != nil {
				both = append(both, e)
			}
		}
	}
	p.caseTogether(both)
}

// caseTogether notes the first text of a list whose values are equal or not by its case.
func (p *printer) caseTogether(list []ir.Expr) {
	keys := map[string]bool{}
	for _, e := range list {
		if r, ok := unwrap(e).(*ir.Ref); ok && p.soleKey(r) {
			keys[r.Sym.Table.Key] = true
		}
	}
	for _, e := range list {
		t := p.typ(e)
		if !t.IsString() || fixedText(e) || p.caseCounts(e) || p.catalogueText(e) {
			continue
		}
		if r, ok := unwrap(e).(*ir.Ref); ok && r.Sym != nil && keys[r.Sym.Table.Key] {
			continue
		}
		p.caseNoted(e)
		return
	}
}

func fixedText(e ir.Expr) bool {
	switch unwrap(stripImplicit(e)).(type) {
	case *ir.StringLit, *ir.NullLit:
		return true
	}
	return false
}

// soleKey tells a column that is a key of its table by itself, and no text.
func (p *printer) soleKey(r *ir.Ref) bool {
	if r.Sym == nil {
		return false
	}
	c, ok := r.Sym.Decl.(*ir.Column)
	if !ok || c.Type.IsString() {
		return false
	}
	t := p.em.tableOf[c]
	if t == nil {
		return false
	}
	for _, k := range t.Constraints {
		if (k.Kind == ir.PrimaryKey || k.Kind == ir.Unique) && len(k.Cols) == 1 && k.Cols[0].Key == c.Name.Key {
			return true
		}
	}
	return c.Identity != nil
}
