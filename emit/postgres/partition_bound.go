package postgres

import (
	"math/big"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Bounds of SQL Server's partition functions. RANGE RIGHT gives a bound to the partition above it, as PostgreSQL does;
// RANGE LEFT to the one below, so that the bound moves to the next value that the column's type has.

// schemeBound writes a bound, moved to the next value where closed; "" where that cannot be told.
func schemeBound(e ir.Expr, c *ir.Column, closed bool) string {
	text, ok := boundText(e)
	if !ok {
		return ""
	}
	b := c.Type.Base()
	switch {
	case b.Kind == ir.TInt || b.Kind == ir.TDecimal || b.Kind == ir.TMoney:
		return numberBound(text, scaleOf(b), closed)
	case b.Kind == ir.TDate:
		return timeBound(text, 24*time.Hour, "2006-01-02", closed)
	case b.Kind == ir.TDateTime || b.Kind == ir.TTimestamp || b.Kind == ir.TTimestampTZ:
		scale := min(b.Scale, 6)
		step := time.Second
		for range scale {
			step /= 10
		}
		return timeBound(text, step, "2006-01-02 15:04:05.999999", closed)
	case b.IsString() && !closed, b.Kind == ir.TUUID && !closed:
		return quoteLiteral(text)
	}
	return ""
}

func scaleOf(b *ir.Type) int {
	switch b.Kind {
	case ir.TInt:
		return 0
	case ir.TMoney:
		return 4
	}
	return b.Scale
}

// boundText is the value of a bound that is a constant.
func boundText(e ir.Expr) (string, bool) {
	switch x := unwrap(e).(type) {
	case *ir.NumberLit:
		return x.Text, true
	case *ir.StringLit:
		return x.Value, true
	case *ir.Cast:
		return boundText(x.X)
	case *ir.Unary:
		if s, ok := boundText(x.X); ok && x.Op == ir.OpNeg {
			return "-" + s, true
		}
	}
	return "", false
}

func numberBound(text string, scale int, closed bool) string {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return ""
	}
	if closed {
		step := new(big.Rat).SetInt64(1)
		for range scale {
			step.Mul(step, big.NewRat(1, 10))
		}
		r.Add(r, step)
	}
	if r.IsInt() {
		return r.Num().String()
	}
	return r.FloatString(scale)
}

// boundLayouts are the spellings of dates that mean the same under every DATEFORMAT and language, and ISO's with blanks.
var boundLayouts = []string{"20060102", "2006-01-02", "2006-01-02T15:04:05.9999999", "2006-01-02 15:04:05.9999999", "20060102 15:04:05.9999999", "2006-01-02T15:04", "2006-01-02 15:04"}

func timeBound(text string, step time.Duration, layout string, closed bool) string {
	text = strings.TrimSpace(text)
	for _, l := range boundLayouts {
		t, err := time.Parse(l, text)
		if err != nil {
			continue
		}
		if closed {
			t = t.Truncate(step).Add(step)
		}
		if t.Equal(t.Truncate(24 * time.Hour)) {
			layout = "2006-01-02"
		}
		return quoteLiteral(t.Format(layout))
	}
	return ""
}

// unmovable gives a bound of a partition function that cannot be written; "" for none.
func unmovable(by *ir.Partitioning, c *ir.Column) string {
	for _, part := range by.Parts {
		for _, e := range part.LessThan {
			if part.Closed && !isMaxValue(e) && schemeBound(e, c, true) == "" {
				return flat(e.Span().Text())
			}
		}
	}
	return ""
}

func partColumnOf(o ir.Object, e ir.Expr) *ir.Column {
	if t, ok := o.(*ir.Table); ok {
		return partColumn(t, e)
	}
	return nil
}
