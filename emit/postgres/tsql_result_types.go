package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// shapes tells that all result sets can be rows of one table: they have the same number of columns, of types that one type holds. The
// fields become those types. SQL Server gives each result set its own.
func (w *resultWalk) shapes() bool {
	if w.unknown {
		return false
	}
	for _, f := range w.all {
		if len(f) != len(w.fields) {
			return false
		}
	}
	if len(w.all) < 2 {
		return true
	}
	fields := make([]*ir.Field, len(w.fields))
	for i, f := range w.fields {
		c := *f
		for _, other := range w.all[1:] {
			t, ok := widerType(c.Type, other[i].Type)
			if !ok {
				return false
			}
			c.Type = t
		}
		fields[i] = &c
	}
	w.fields = fields
	return true
}

// widerType is the type that holds the values of both; false where none does without changing what the values are.
func widerType(a, b *ir.Type) (*ir.Type, bool) {
	if a == nil || a.Is(ir.TNull) {
		return b, true
	}
	if b == nil || b.Is(ir.TNull, ir.TUnknown) || a.Is(ir.TUnknown) || a.Base() == b.Base() {
		return a, true
	}
	x, y := typeClass(a), typeClass(b)
	switch {
	case x == cNum && y == cNum:
		return widerDecimal(a.Base(), b.Base()), true
	case x == y, x == cText && y == cChar, x == cText && y.number(): // a number reads the same as a text
		return a, true
	case x == cChar && y == cText:
		return b, true
	case x.number() && y.number(), x.datetime() && y.datetime(): // in the order of their ranges
		if x > y {
			return a, true
		}
		return b, true
	case x == cBool && y.number():
		return b, true
	case x.number() && y == cBool:
		return a, true
	}
	return nil, false
}

func widerDecimal(a, b *ir.Type) *ir.Type {
	if a.Kind != ir.TDecimal || b.Kind != ir.TDecimal {
		return &ir.Type{Kind: ir.TDecimal, Spelled: "decimal"}
	}
	t := *a
	t.Scale, t.HasScale = max(a.Scale, b.Scale), true
	t.Prec = min(max(a.Prec-a.Scale, b.Prec-b.Scale)+t.Scale, 38)
	if a.Prec == 0 || b.Prec == 0 {
		t.Prec, t.Scale, t.HasScale = 0, 0, false
	}
	return &t
}
