package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// typeNulls gives a NULL in a branch of a set operation the type of its column, where PostgreSQL would take it for a text before
// it meets the other branch: under DISTINCT, and below another operation. SQL Server takes the type of all branches together.
func typeNulls(b ir.QueryBody, cols []*ir.Field, named bool) {
	switch b := b.(type) {
	case *ir.Select:
		if b.Distinct {
			nullsOf(b, cols, named)
		}
	case *ir.SetOp:
		if s := ir.FirstSelect(b.L); s != nil {
			nullsOf(s, cols, named)
		}
		for b != nil { // the first block of a chain of operations is that of all of them
			if s := ir.FirstSelect(b.R); s != nil {
				nullsOf(s, cols, false)
			}
			l, ok := b.L.(*ir.SetOp)
			if !ok {
				typeNulls(b.L, cols, named)
			}
			b = l
		}
	case *ir.Query:
		if b != nil {
			typeNulls(b.Body, cols, named)
		}
	}
}

func nullsOf(s *ir.Select, cols []*ir.Field, named bool) {
	if len(s.Items) != len(cols) {
		return
	}
	for i, it := range s.Items {
		t := cols[i].Type
		if _, null := it.Expr.(*ir.NullLit); !null || t == nil || classOf(t) == clUnknown || classOf(t) == clNull {
			continue
		}
		name := outputNameOf(it)
		cast(&it.Expr, t.Base())
		if it.Alias.IsZero() && named {
			it.Alias = name
		}
	}
}

// columnNulls makes the columns of a query that are NULL in all of its rows whole numbers, which they are in SQL Server where the
// query stands for a table: PostgreSQL would make texts of them, which fill no column of another type.
func (j *job) columnNulls(q *ir.Query) {
	if !j.tsql() || q == nil || q.For != nil {
		return
	}
	var cols []*ir.Field
	for i, c := range q.Cols {
		if c.Type == nil || classOf(c.Type) != clNull {
			continue
		}
		if cols == nil {
			cols = make([]*ir.Field, len(q.Cols))
			for k := range cols {
				cols[k] = &ir.Field{Type: tUnknown}
			}
			q.Cols = append([]*ir.Field{}, q.Cols...)
		}
		cols[i].Type = tInt
		f := *c
		f.Type = tInt
		q.Cols[i] = &f
	}
	if cols != nil {
		nullsOfAll(q.Body, cols, true)
	}
}

// nullsOfAll is nullsOf for every branch.
func nullsOfAll(b ir.QueryBody, cols []*ir.Field, named bool) {
	switch b := b.(type) {
	case *ir.Select:
		nullsOf(b, cols, named)
	case *ir.SetOp:
		nullsOfAll(b.L, cols, named)
		nullsOfAll(b.R, cols, false)
	case *ir.Query:
		if b != nil {
			nullsOfAll(b.Body, cols, named)
		}
	case *ir.Values:
		for _, row := range b.Rows {
			for i := range row {
				if _, null := row[i].(*ir.NullLit); null && i < len(cols) && classOf(cols[i].Type) != clUnknown {
					cast(&row[i], cols[i].Type)
				}
			}
		}
	}
}

// readsItself tells a recursive WITH element.
func readsItself(w *ir.CTE) bool {
	if w.Query == nil {
		return false
	}
	if _, set := w.Query.Body.(*ir.SetOp); !set {
		return false
	}
	hit := false
	ir.Walk(w.Query, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && t != nil && len(t.Name.Parts) == 1 && t.Name.Parts[0].Key == w.Name.Key {
			hit = true
		}
		return !hit
	})
	return hit
}
