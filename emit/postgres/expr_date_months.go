package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// addYears writes a date and an interval of years and months. PostgreSQL goes to the last day of a month that is too short,
// Oracle raises ORA-01839 (SQL Language Reference, "Datetime/Interval Arithmetic"). ok is false for all other sums.
func (p *printer) addYears(e *ir.Binary, l, r *ir.Type) (v val, ok bool) {
	d, i := e.L, e.R
	switch {
	case p.tsql():
		return v, false
	case l.IsDatetime() && r.Is(ir.TIntervalYM):
	case r.IsDatetime() && l.Is(ir.TIntervalYM) && e.Op == ir.OpAdd:
		d, i = i, d
	default:
		return v, false
	}
	if p.everyMonthHas(d) {
		return v, false
	}
	a, b := p.val(d), p.val(i)
	if a.c == cDate || a.c == cLit {
		a = a.timestamp()
	}
	if e.Op == ir.OpSub {
		b = val{"-" + b.at(precUnary), precUnary, cInterval}
	}
	return p.run("{@add_interval}({*})", max(a.c, cTS), a, b), true
}

// everyMonthHas tells dates whose day is in every month: the first of one, and constants up to the 28th.
func (p *printer) everyMonthHas(d ir.Expr) bool {
	if p.firstOfMonth(d) {
		return true
	}
	lit, ok := unwrap(d).(*ir.DatetimeLit)
	if !ok {
		return false
	}
	parts := strings.Split(strings.SplitN(strings.TrimSpace(lit.Value), " ", 2)[0], "-")
	day, err := strconv.Atoi(parts[len(parts)-1])
	return err == nil && day <= 28
}
