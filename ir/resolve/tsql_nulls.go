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
		typeNulls(b.L, cols, named)
		if s := ir.FirstSelect(b.R); s != nil {
			nullsOf(s, cols, false)
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
