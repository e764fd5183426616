package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// orderText gives the items of ORDER BY. NULLS FIRST or LAST is written only where it is not the default, which
// is the same in Oracle and PostgreSQL.
func (p *printer) orderText(list []*ir.OrderItem) string {
	return strings.Join(p.orderTexts(list), ", ")
}

func (p *printer) orderTexts(list []*ir.OrderItem) []string {
	return p.orderedBy(list, func(e ir.Expr) ir.Expr { return e })
}

// orderTextsOf gives the items of a query's ORDER BY, where a number is the place of a column.
func (p *printer) orderTextsOf(q *ir.Query) []string {
	behind := func(e ir.Expr) ir.Expr {
		n, ok := unwrap(e).(*ir.NumberLit)
		if !ok {
			return e
		}
		if sel, ok := q.Body.(*ir.Select); ok && !hasStar(sel) {
			if i, err := strconv.Atoi(n.Text); err == nil && i >= 1 && i <= len(sel.Items) && sel.Items[i-1].Expr != nil {
				return sel.Items[i-1].Expr
			}
		}
		return &ir.RawExpr{} // of which nothing is known
	}
	if takesFirst(q) {
		for _, o := range q.OrderBy {
			p.firstTexts(behind(o.Expr))
		}
	}
	return p.orderedBy(p.hierarchyOrder(q, behind), behind)
}

// orderedBy gives the items; behind tells what an item stands for.
func (p *printer) orderedBy(list []*ir.OrderItem, behind func(ir.Expr) ir.Expr) []string {
	s := make([]string, len(list))
	for i, o := range list {
		s[i] = p.exprText(o.Expr)
		if p.isHierarchy(behind(o.Expr)) {
			s[i] = p.hierarchyKey(s[i])
		}
		if o.Desc {
			s[i] += " DESC"
		}
		if p.tsql() && o.NullsFirst == nil && p.nullable(behind(o.Expr)) {
			s[i] += map[bool]string{false: " NULLS FIRST", true: " NULLS LAST"}[o.Desc] // NULL is the least value
		}
		if o.NullsFirst != nil && *o.NullsFirst != o.Desc {
			if *o.NullsFirst {
				s[i] += " NULLS FIRST"
			} else {
				s[i] += " NULLS LAST"
			}
		}
	}
	return s
}

// takesFirst tells that a query leaves rows out by their order. TOP 100 PERCENT and OFFSET 0 do not.
func takesFirst(q *ir.Query) bool {
	if q.Limit != nil {
		n, constant := constantInt(q.Limit)
		return !(q.Percent && constant && n == 100)
	}
	n, constant := constantInt(q.Offset)
	return q.Offset != nil && !(constant && n == 0)
}
