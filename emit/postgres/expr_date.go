package postgres

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func indentIf(sep, s string) string {
	if sep == " " {
		return s
	}
	return emit.IndentText(s)
}

// dateDiff writes date - date: days as a number for Oracle's DATE, an interval where a TIMESTAMP takes part.
func (p *printer) dateDiff(e *ir.Binary, l, r *ir.Type) val {
	if l.Is(ir.TDateTime, ir.TDate) && r.Is(ir.TDateTime, ir.TDate) {
		return p.days(e, 86400)
	}
	a, b := p.val(e.L), p.val(e.R)
	if a.c == cDate && b.c == cDate {
		a = a.timestamp()
	}
	return val{a.at(precAdd) + " - " + b.at(precAdd+1), precAdd, cInterval}
}

// days writes a difference of two dates in units of so many seconds.
func (p *printer) days(e *ir.Binary, seconds int64) val {
	a, b := p.dayOf(e.L), p.dayOf(e.R)
	if a.c == cDate && b.c == cDate && seconds == 86400 {
		return val{a.at(precAdd) + " - " + b.at(precAdd+1), precAdd, cInt}
	}
	a, b = p.val(e.L), p.val(e.R)
	if a.c == cDate && b.c == cDate {
		a = a.timestamp()
	}
	v := atom("extract(epoch FROM "+val{a.at(precAdd) + " - " + b.at(precAdd+1), precAdd, cInterval}.s+")", cNum)
	if p.em.version() < 14 {
		v = v.cast("numeric", cNum)
	}
	if seconds == 1 {
		return v
	}
	return val{v.at(precMul) + " / " + itoa(int(seconds)), precMul, cNum}
}

// dayOf writes a date that has no time of day as PostgreSQL's date, and any other as it is.
func (p *printer) dayOf(e ir.Expr) val {
	if c, ok := unwrap(e).(*ir.Call); ok && c.Fn == "trunc" && len(c.Args) == 1 {
		if v := p.val(c.Args[0].Value); v.c.datetime() {
			if v.c == cDate {
				return v
			}
			return p.sysdateOr(c.Args[0].Value, v).cast("date", cDate)
		}
	}
	return p.val(e)
}

// scaledDiff folds the factors behind a difference of dates: (a - b) * 24 * 60 is in minutes.
func (p *printer) scaledDiff(e *ir.Binary) (val, bool) {
	factor := big.NewRat(1, 1)
	var x ir.Expr = e
	for {
		b, ok := unwrap(x).(*ir.Binary)
		if !ok {
			return val{}, false
		}
		if b.Op == ir.OpSub {
			l, r := p.typ(b.L), p.typ(b.R)
			if !l.Is(ir.TDateTime, ir.TDate) || !r.Is(ir.TDateTime, ir.TDate) {
				return val{}, false
			}
			seconds := new(big.Rat).Quo(big.NewRat(86400, 1), factor)
			if !seconds.IsInt() || seconds.Num().Int64() < 1 {
				return val{}, false
			}
			return p.days(b, seconds.Num().Int64()), true
		}
		if b.Op != ir.OpMul && b.Op != ir.OpDiv {
			return val{}, false
		}
		k := constant(b.R)
		x = b.L
		if k == nil && b.Op == ir.OpMul {
			k, x = constant(b.L), b.R
		}
		if k == nil || k.Sign() <= 0 {
			return val{}, false
		}
		if b.Op == ir.OpMul {
			factor.Mul(factor, k)
		} else {
			factor.Quo(factor, k)
		}
	}
}

// constant gives the value of an expression of numbers only, or nil.
func constant(e ir.Expr) *big.Rat {
	switch e := unwrap(e).(type) {
	case *ir.Cast:
		if e.Implicit && e.To.IsNumber() {
			return constant(e.X)
		}
	case *ir.StringLit:
		if plainNumber.MatchString(e.Value) {
			return constant(&ir.NumberLit{Text: e.Value})
		}
	case *ir.NumberLit:
		r, ok := new(big.Rat).SetString(strings.TrimRight(e.Text, "fFdD"))
		if !ok {
			return nil
		}
		return r
	case *ir.Unary:
		if r := constant(e.X); r != nil && e.Op == ir.OpNeg {
			return r.Neg(r)
		}
	case *ir.Binary:
		l, r := constant(e.L), constant(e.R)
		if l == nil || r == nil {
			return nil
		}
		switch e.Op {
		case ir.OpAdd:
			return l.Add(l, r)
		case ir.OpSub:
			return l.Sub(l, r)
		case ir.OpMul:
			return l.Mul(l, r)
		case ir.OpDiv:
			if r.Sign() != 0 {
				return l.Quo(l, r)
			}
		}
	}
	return nil
}

// addDays writes date + number.
func (p *printer) addDays(d, n ir.Expr, sub bool) val {
	v := p.val(d)
	op := " + "
	if sub {
		op = " - "
	}
	out := func(amount string) val {
		return p.dateAgain(d, val{v.at(precAdd) + op + amount, precAdd, max(v.c, cTS)})
	}
	if k := constant(n); k != nil {
		if k.Sign() < 0 {
			k.Neg(k)
			op = map[string]string{" + ": " - ", " - ": " + "}[op]
		}
		if v.c == cDate && k.IsInt() {
			return val{v.at(precAdd) + op + k.Num().String(), precAdd, cDate}
		}
		if s := constInterval(k); s != "" {
			return out("interval '" + s + "'")
		}
	}
	x, unit := splitUnit(n)
	if x == nil {
		x, unit = n, "day"
	}
	count := p.toNumber(p.val(x), x)
	if v.c == cDate && unit == "day" && count.c == cInt {
		return val{v.at(precAdd) + op + count.at(precAdd+1), precAdd, cDate}
	}
	sum := out(count.at(precMul) + " * interval '1 " + unit + "'")
	if p.fraction(x) && p.typ(d).Is(ir.TDateTime) {
		return sum.cast("timestamp(0)", cTS) // a DATE has whole seconds
	}
	return sum
}

// fraction tells numbers that are there to have decimals: days of such a number are no whole seconds.
func (p *printer) fraction(n ir.Expr) bool {
	switch x := unwrap(stripImplicit(n)).(type) {
	case *ir.NumberLit:
		return strings.Contains(x.Text, ".")
	case *ir.Unary:
		return p.fraction(x.X)
	case *ir.Binary:
		return x.Op == ir.OpDiv || p.fraction(x.L) || p.fraction(x.R)
	case *ir.Ref:
		b := p.typ(x).Base()
		return b.Kind == ir.TDecimal && b.Scale > 0 || b.Kind == ir.TFloat ||
			b.Kind == ir.TDecimal && b.Prec == 0 && x.Sym != nil && x.Sym.Kind == ir.SymColumn
	case *ir.Call:
		if x.Fn == "coalesce" || x.Fn == "nvl" || x.Fn == "nvl2" || x.Fn == "greatest" || x.Fn == "least" {
			for _, a := range x.Args {
				if p.fraction(a.Value) {
					return true
				}
			}
		}
	}
	return false
}

// dateAgain: TIMESTAMP + number is a DATE in Oracle, without fractions of a second.
func (p *printer) dateAgain(d ir.Expr, v val) val {
	if p.typ(d).Is(ir.TTimestamp, ir.TTimestampTZ, ir.TTimestampLTZ) {
		return v.cast("timestamp(0)", cTS)
	}
	return v
}

var intervalUnits = []struct {
	seconds int64
	name    string
}{{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}

// constInterval spells a number of days as an interval in its largest whole unit.
func constInterval(days *big.Rat) string {
	s := new(big.Rat).Mul(days, big.NewRat(86400, 1))
	if !s.IsInt() || !s.Num().IsInt64() {
		return ""
	}
	n := s.Num().Int64()
	for _, u := range intervalUnits {
		if n%u.seconds == 0 {
			n /= u.seconds
			if n == 1 {
				return "1 " + u.name
			}
			return itoa(int(n)) + " " + u.name + "s"
		}
	}
	return ""
}

// splitUnit takes x/24, x/1440, x/24/60, x/(24*60), x*1/24 … apart into x and its unit.
func splitUnit(n ir.Expr) (ir.Expr, string) {
	div := big.NewRat(1, 1)
	x := n
	for {
		b, ok := unwrap(x).(*ir.Binary)
		if !ok || b.Op != ir.OpDiv && b.Op != ir.OpMul {
			break
		}
		k, rest := constant(b.R), b.L
		if k == nil && b.Op == ir.OpMul {
			k, rest = constant(b.L), b.R
		}
		if k == nil || k.Sign() <= 0 {
			break
		}
		if b.Op == ir.OpMul {
			k.Inv(k)
		}
		div.Mul(div, k)
		x = rest
	}
	for _, u := range intervalUnits {
		if div.Cmp(big.NewRat(86400/u.seconds, 1)) == 0 {
			return unwrap(x), u.name
		}
	}
	return nil, ""
}

// extract writes EXTRACT. Of an Oracle INTERVAL and PostgreSQL's the fields agree.
func (p *printer) extract(e *ir.Extract) val {
	field := strings.ToLower(e.Field)
	switch field {
	case "timezone_hour", "timezone_minute", "timezone_region", "timezone_abbr":
		p.find(diag.TimeZone, e.Sp, "EXTRACT(%s …) gives the session's zone in PostgreSQL", strings.ToUpper(field))
		if field == "timezone_region" {
			return atom("current_setting('TimeZone')", cText)
		}
		if field == "timezone_abbr" {
			return atom("to_char("+p.val(e.X).s+", 'TZ')", cText)
		}
	}
	v := p.val(e.X)
	if v.c == cLit || v.c.text() {
		v = p.textToDate(v, e.X, typDateTime)
	}
	if (field == "day" || field == "hour") && v.c == cInterval && !p.isDifference(e.X) {
		v = p.run("justify_hours({1})", cInterval, v) // 36 hours are a day and 12 hours in Oracle
	}
	x := atom("extract("+field+" FROM "+v.s+")", cNum)
	if p.em.version() < 14 {
		x = x.cast("numeric", cNum)
	}
	return x
}

// isDifference tells a difference of timestamps, which comes in days and hours in both.
func (p *printer) isDifference(e ir.Expr) bool {
	b, ok := unwrap(e).(*ir.Binary)
	if ok && b.Op == ir.OpSub && p.typ(b.L).IsDatetime() {
		return true
	}
	lit, ok := unwrap(e).(*ir.IntervalLit)
	return ok && strings.EqualFold(lit.From, "DAY")
}

// atTimeZone writes AT TIME ZONE where the instant counts: Oracle's result keeps it, so nothing is to be done.
func (p *printer) atTimeZone(e *ir.AtTimeZone) val {
	if e.Zone != nil {
		p.find(diag.TimeZone, e.Sp, "AT TIME ZONE: timestamptz keeps the instant, which is the same; it is shown in the session's zone")
	}
	v := p.val(e.X)
	if v.c == cDate || v.c == cTS {
		v = v.timestamp().cast("timestamptz", cTSTZ)
	}
	return v
}

// atZone writes AT TIME ZONE where the local time counts: that is PostgreSQL's meaning.
func (p *printer) atZone(e *ir.AtTimeZone) val {
	v := p.wallClock(e.X)
	if v.c == cDate || v.c == cTS {
		v = v.timestamp().cast("timestamptz", cTSTZ)
	}
	if e.Zone == nil {
		return v
	}
	z := p.val(e.Zone)
	if f, ok := unwrap(e.Zone).(*ir.Call); ok && (f.Fn == "sessiontimezone" || f.Fn == "dbtimezone") {
		return val{v.at(precZone) + " AT TIME ZONE current_setting('TimeZone')", precZone, cTS}
	}
	return val{v.at(precZone) + " AT TIME ZONE " + zoneText(e.Zone, z).at(precZone+1), precZone, cTS}
}

var zoneOffset = regexp.MustCompile(`^[+-]?\d+:\d\d$`)

// zoneText turns the sign of an offset: '+02:00' is east in Oracle, and west as a POSIX zone name in PostgreSQL.
func zoneText(e ir.Expr, v val) val {
	s, ok := unwrap(e).(*ir.StringLit)
	if !ok || !zoneOffset.MatchString(s.Value) {
		return v
	}
	return atom("interval "+quoteLiteral(s.Value), cInterval)
}

// wholeSeconds makes what a function returns a DATE of Oracle's, where days of any number were added to one: the result of a
// function has no precision.
func (p *printer) wholeSeconds(e ir.Expr, text string) string {
	b, ok := unwrap(stripImplicit(e)).(*ir.Binary)
	if !ok || p.tsql() || !p.typ(b.L).Is(ir.TDateTime) || !p.typ(b.R).IsNumber() || strings.HasSuffix(text, "::timestamp(0)") {
		return text
	}
	if v := p.val(b.R); v.c != cNum && v.c != cFloat || constant(b.R) != nil {
		return text
	}
	return "(" + text + ")::timestamp(0)"
}
