package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// jsonRows writes the elements of a collection that is kept as jsonb as rows, in the order of the index.
func (p *printer) jsonRows(x ir.Expr, cols []ir.Name) (string, []ir.Name) {
	elem := x.Type().Base().Elem
	v := p.fromJSON("e.value", elem)
	if strings.HasPrefix(v, "jsonb_populate_record(") {
		v = "(" + v + ").*"
	} else {
		v += " AS column_value"
	}
	key := `e.key COLLATE "C"`
	if idx := x.Type().Base().Index; idx == nil || idx.IsNumber() {
		key = "e.key::int"
	}
	return "(SELECT " + v + " FROM jsonb_each(" + p.exprText(x) + ") AS e ORDER BY " + key + ")", cols
}

// rowCall takes the call of a pipelined function out of TABLE(SELECT f(…) FROM dual), which gives rows here and no array.
func rowCall(x ir.Expr) ir.Expr {
	s, ok := x.(*ir.Subquery)
	if !ok || len(s.Query.With) > 0 || s.Query.Limit != nil || s.Query.Offset != nil {
		return x
	}
	b, ok := s.Query.Body.(*ir.Select)
	if !ok || len(b.Items) != 1 || b.Where != nil || b.Having != nil || b.Hier != nil || len(b.From) > 1 {
		return x
	}
	if len(b.From) == 1 {
		if t, ok := b.From[0].(*ir.TableRef); !ok || !isDual(t) {
			return x
		}
	}
	if c, ok := unwrap(b.Items[0].Expr).(*ir.Call); ok && returnsRows(c) {
		return c
	}
	return x
}

// columnText writes an output column. What PostgreSQL computes in double precision and Oracle as a NUMBER is a numeric for those
// who read the column: they know its type from the source.
func (p *printer) columnText(e ir.Expr, into *ir.Type) string {
	v := p.plain(p.stored(e))
	switch {
	case p.tsql():
	case v.c == cFloat && p.typ(e).Is(ir.TDecimal):
		v = v.cast("numeric", cNum)
	case v.c == cChar && into != nil && into.IsString() && !into.Is(ir.TChar):
		v = p.padded(v, e) // a variable of VARCHAR2 keeps the blanks
	}
	return v.s
}
