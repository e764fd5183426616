package postgres

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

func TestSchemeBound(t *testing.T) {
	text := func(s string) ir.Expr { return &ir.StringLit{Value: s} }
	number := func(s string) ir.Expr { return &ir.NumberLit{Text: s} }
	tests := []struct {
		e      ir.Expr
		typ    ir.Type
		closed bool
		want   string
	}{
		{number("10"), ir.Type{Kind: ir.TInt, Bits: 32}, false, "10"},
		{number("10"), ir.Type{Kind: ir.TInt, Bits: 32}, true, "11"},
		{number("9.99"), ir.Type{Kind: ir.TDecimal, Prec: 9, Scale: 2}, true, "10"},
		{number("1.5"), ir.Type{Kind: ir.TMoney}, true, "1.5001"},
		{text("20240131"), ir.Type{Kind: ir.TDate}, true, "'2024-02-01'"},
		{text("2024-01-01T00:00:00"), ir.Type{Kind: ir.TDateTime, Scale: 3}, true, "'2024-01-01 00:00:00.001'"},
		{text("2024-01-01"), ir.Type{Kind: ir.TTimestamp, Scale: 7}, true, "'2024-01-01 00:00:00.000001'"},
		{text("2023-12-31 23:59:59.997"), ir.Type{Kind: ir.TDateTime, Scale: 3}, false, "'2023-12-31 23:59:59.997'"},
		{text("m"), ir.Type{Kind: ir.TVarChar, Len: 5}, false, "'m'"},
		{text("m"), ir.Type{Kind: ir.TVarChar, Len: 5}, true, ""},
		{text("01/02/2024"), ir.Type{Kind: ir.TDate}, false, ""},
	}
	for _, c := range tests {
		if got := schemeBound(c.e, &ir.Column{Type: &c.typ}, c.closed); got != c.want {
			t.Errorf("%+v closed %v: %s, want %s", c.e, c.closed, got, c.want)
		}
	}
}
