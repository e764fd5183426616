package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// searchColumns builds the order of SEARCH by hand where PostgreSQL's clause cannot: descending keys, NULLS FIRST, and
// versions before 14. Each row carries the places among its siblings that lead to it.
func (p *printer) searchColumns(q *ir.Query) {
	for _, c := range q.With {
		if c.Search == nil || p.plainSearch(c.Search) {
			continue
		}
		if !searchColumn(c) {
			p.note(diag.SearchClause, c.Sp, "SEARCH of %s: build the sort key in a column of the recursive query", c.Name.Text)
		}
		c.Search = nil
	}
}

func (p *printer) plainSearch(s *ir.SearchClause) bool {
	for _, o := range s.Order {
		if o.Desc || o.NullsFirst != nil && *o.NullsFirst {
			return false
		}
	}
	return p.em.version() >= 14
}

// searchColumn adds the column to both terms; false when their shape is another than expected.
func searchColumn(c *ir.CTE) bool {
	op, ok := c.Query.Body.(*ir.SetOp)
	if !ok {
		return false
	}
	base, ok1 := selectIn(op.L)
	rec, ok2 := selectIn(op.R)
	if !ok1 || !ok2 {
		return false
	}
	names := c.Cols
	if len(names) == 0 {
		if names, ok = itemCols(base); !ok {
			return false
		}
	}
	self := selfRef(rec.From, c.Name)
	first, ok1 := searchOver(base, names, c.Search)
	next, ok2 := searchOver(rec, names, c.Search)
	if self.IsZero() || !ok1 || !ok2 {
		return false
	}
	set := c.Search.Set
	up := colRef(self, set, ir.UnknownType)
	head, step := "ARRAY[", "$ || "
	if c.Search.Breadth {
		head, step = "ARRAY[1, ", "ARRAY[$[1] + 1, "
	}
	b := native(nil, head+"row_number() OVER (ORDER BY "+orderTemplate(c.Search.Order)+")]", first...)
	text := step + "row_number() OVER (ORDER BY " + orderTemplate(c.Search.Order) + ")"
	if c.Search.Breadth {
		text += "]"
	}
	r := native(nil, text, append([]ir.Expr{up}, next...)...)
	base.Items = append(base.Items, &ir.SelectItem{Expr: b, Alias: set})
	rec.Items = append(rec.Items, &ir.SelectItem{Expr: r})
	if len(c.Cols) > 0 {
		c.Cols = append(append([]ir.Name{}, c.Cols...), set)
	}
	return true
}

// searchOver gives the sort keys as a term computes them.
func searchOver(s *ir.Select, names []ir.Name, search *ir.SearchClause) ([]ir.Expr, bool) {
	var keys []ir.Expr
	for _, o := range search.Order {
		r, ok := unwrap(o.Expr).(*ir.Ref)
		if !ok {
			return nil, false
		}
		found := false
		for i, n := range names {
			if n.Key == r.Name.Last().Key && i < len(s.Items) && s.Items[i].Expr != nil {
				keys = append(keys, cloneExpr(s.Items[i].Expr))
				found = true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return keys, true
}

// selfRef gives the name under which a recursive term reads its own query.
func selfRef(from []ir.TableExpr, name ir.Name) ir.Name {
	for _, v := range rangeVars(from) {
		if t, ok := v.at.(*ir.TableRef); ok && len(t.Name.Parts) == 1 && t.Name.Key() == name.Key {
			return v.name
		}
	}
	return ir.Name{}
}
