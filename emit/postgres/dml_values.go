package postgres

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// unlikeValues refuses rows that give a date to a column of numbers, or a number to one of dates,
// and constants that no value of the column can be: Oracle does (ORA-00932, ORA-01438, ORA-12899).
func (p *printer) unlikeValues(d *ir.Insert, types []*ir.Type) {
	if p.tsql() {
		return
	}
	for _, row := range d.Rows {
		for i, e := range row {
			if i >= len(types) || types[i] == nil || e == nil {
				continue
			}
			if why := tooLarge(e, types[i]); why != "" {
				p.findOnce(diag.RowRefused, e.Span(), "%s", why)
			}
			have, want := typeOf(e).Base(), types[i].Base()
			number := func(t *ir.Type) bool { return t.Is(ir.TDecimal, ir.TInt, ir.TFloat) }
			switch {
			case have.IsDatetime() && number(want):
				p.findOnce(diag.RowRefused, e.Span(), "the row has a date for a column of numbers")
			case number(have) && want.IsDatetime():
				p.findOnce(diag.RowRefused, e.Span(), "the row has a number for a column of dates")
			}
		}
	}
}

// tooLarge tells constants with more digits or characters than their column takes.
func tooLarge(e ir.Expr, t *ir.Type) string {
	b := t.Base()
	neg := false
	if u, ok := unwrap(e).(*ir.Unary); ok && u.Op == ir.OpNeg {
		e, neg = u.X, true
	}
	switch x := unwrap(e).(type) {
	case *ir.NumberLit:
		if b.Is(ir.TDecimal) && b.Prec > 0 && !strings.ContainsAny(x.Text, "eEdDfF") && magnitude(x.Text) > b.Prec-b.Scale {
			return "the number " + x.Text + " has more digits than " + t.Spelled + " takes"
		}
	case *ir.StringLit:
		if !neg && b.Is(ir.TVarChar, ir.TChar) && b.Len > 0 && utf8.RuneCountInString(x.Value) > b.Len {
			return "a text of " + itoa(utf8.RuneCountInString(x.Value)) + " characters is longer than " + t.Spelled + " takes"
		}
	}
	return ""
}

// checkedValue writes what a variable is given. A constant that it does not take fails where it is reached, as in Oracle, and not
// when the body is checked: plpgsql_check computes constants, but no subquery.
func (p *printer) checkedValue(e ir.Expr, t *ir.Type) {
	why := ""
	if t != nil && e != nil && !p.tsql() {
		why = tooLarge(e, t)
	}
	if why == "" {
		p.value(e, t)
		return
	}
	p.findOnce(diag.ConstantTooLarge, e.Span(), "%s", why)
	p.W("(SELECT ")
	p.value(e, t)
	p.W(")")
}

// subtypeRow refuses an object of a subtype as the row of an object table: its table has no columns for the attributes that the
// subtype adds.
func (p *printer) subtypeRow(e ir.Expr, target *ir.TableRef) {
	t, ok := target.Decl.(*ir.Table)
	if !ok {
		return
	}
	have, ok := typeOf(e).Decl.(*ir.TypeObject)
	if ok && have.Name.Last().Key != t.OfType.Last().Key {
		p.find(diag.StmtNotConverted, e.Span(), "an object of the subtype %s is no row of the table here", have.Name.Last().Text)
	}
}

// magnitude counts the digits in front of the point of a plain number; of one below 1 it gives, below zero, the zeros behind the
// point, for types whose scale is larger than their precision.
func magnitude(number string) int {
	whole, frac, _ := strings.Cut(number, ".")
	if whole = strings.TrimLeft(whole, "0"); whole != "" {
		return len(whole)
	}
	digits := strings.TrimLeft(frac, "0")
	if digits == "" {
		return math.MinInt // zero
	}
	return len(digits) - len(frac)
}
