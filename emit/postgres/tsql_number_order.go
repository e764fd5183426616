package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// arrivalOrder leaves away the ORDER BY of TOP (n) … ORDER BY a row number that numbers the rows as they come, ROW_NUMBER() OVER (ORDER BY
// (SELECT NULL)): they come in its order anyway, and SQL Server stops at n. PostgreSQL would compute and sort all rows first, and a
// table of numbers made by cross joins has billions.
func (p *printer) arrivalOrder(q *ir.Query, s *ir.Select) {
	if !p.tsql() || q.Limit == nil || len(q.OrderBy) != 1 || q.OrderBy[0].Desc || len(s.From) != 1 || s.Distinct || len(s.GroupBy) > 0 {
		return
	}
	r, ok := unwrap(q.OrderBy[0].Expr).(*ir.Ref)
	if ok && (p.numbers(s, r.Name.Last()) || p.numbers(selectBelow(s.From[0]), r.Name.Last())) {
		q.OrderBy = nil
	}
}

// selectBelow is the query block of a subquery or common table expression; nil for all else.
func selectBelow(t ir.TableExpr) *ir.Select {
	var q *ir.Query
	switch t := t.(type) {
	case *ir.SubqueryRef:
		q = t.Query
	case *ir.TableRef:
		if t.CTE != nil {
			q = t.CTE.Query
		}
	}
	if q == nil || len(q.OrderBy) > 0 {
		return nil
	}
	s, _ := q.Body.(*ir.Select)
	return s
}

// numbers tells a column of a query block that numbers its rows as they come.
func (p *printer) numbers(s *ir.Select, name ir.Name) bool {
	if s == nil {
		return false
	}
	for _, it := range s.Items {
		if it.Alias.Key != name.Key || it.Alias.IsZero() {
			continue
		}
		e := unwrap(it.Expr)
		if n, ok := e.(*ir.Native); ok && n.Tight && len(n.Args) == 1 { // converted to what a function returns
			e = unwrap(n.Args[0])
		}
		c, ok := e.(*ir.Call)
		return ok && c.Fn == "tsql.row_number" && c.Over != nil && len(c.Over.Partition) == 0 && p.windowText(c.Over, false) == "()"
	}
	return false
}
