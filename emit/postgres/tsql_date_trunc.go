package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Two idioms of Transact-SQL cut a date down to its day, month or year: DATEADD(day, DATEDIFF(day, 0, d), 0), and a text of the date
// alone, read again. Both are date_trunc.

// truncParts are the parts that count from a boundary which the start of 1900 is, too. A week is none: DATEDIFF counts Sundays, and
// 1900 began on a Monday.
var truncParts = map[string]bool{"year": true, "quarter": true, "month": true, "day": true, "hour": true}

// dateTrunc writes DATEADD(part, DATEDIFF(part, 0, d) + n, 0) and DATEADD(day, n, DATEDIFF(day, 0, d)).
func (p *printer) dateTrunc(e *ir.Call) (val, bool) {
	part := datePart(e)
	count, base := unwrap(stripImplicit(e.Args[1].Value)), stripImplicit(e.Args[2].Value)
	if d := diffFromZero(base, "day"); d != nil && part == "day" {
		if n, ok := constantInt(count); ok {
			return p.truncated(part, d, n), true
		}
		return val{}, false
	}
	if n, ok := constantInt(base); !ok || n != 0 || !truncParts[part] {
		return val{}, false
	}
	if d := diffFromZero(count, part); d != nil {
		return p.truncated(part, d, 0), true
	}
	b, ok := count.(*ir.Binary)
	if !ok || b.Op != ir.OpAdd && b.Op != ir.OpSub {
		return val{}, false
	}
	d := diffFromZero(b.L, part)
	if n, known := constantInt(stripImplicit(b.R)); known && d != nil {
		if b.Op == ir.OpSub {
			n = -n
		}
		return p.truncated(part, d, n), true
	}
	return val{}, false
}

// diffFromZero gives the date of DATEDIFF(part, 0, date); nil for any other expression.
func diffFromZero(e ir.Expr, part string) ir.Expr {
	c, ok := unwrap(stripImplicit(e)).(*ir.Call)
	if !ok || c.Fn != "tsql.datediff" || len(c.Args) != 3 || datePart(c) != part {
		return nil
	}
	if n, ok := constantInt(stripImplicit(c.Args[1].Value)); !ok || n != 0 {
		return nil
	}
	return c.Args[2].Value
}

// truncated writes date_trunc and what is added to it. The findings of d were made when the arguments were written.
func (p *printer) truncated(part string, d ir.Expr, n int) val {
	f := &p.obj.Obj().Findings
	made := len(f.Items)
	v := atom("date_trunc("+quoteLiteral(part)+", "+stampOf(p.val(d)).s+")", cTS)
	f.Items = f.Items[:made]
	if n == 0 {
		return v
	}
	u := intervals[part]
	return val{v.s + signed(n*u.n, u.unit), precAdd, cTS}
}

// readAlike are the styles of a date that is read alike without a style, under us_english, the default language.
var readAlike = map[int]bool{112: true, 101: true, 110: true, 111: true, 102: true, 23: true, 20: true, 120: true, 21: true, 121: true, 126: true}

// readAgain writes CONVERT(datetime, CONVERT(varchar(10), d, style)): a text of the date alone, or of the time down to the minute, is
// read again, and the rest is gone.
func (c *conversion) readAgain() (val, bool) {
	in, ok := unwrap(c.e.X).(*ir.Cast)
	if !ok || in.Try || in.Format == nil || !in.To.Base().IsString() {
		return val{}, false
	}
	switch c.to.Kind {
	case ir.TDate, ir.TDateTime, ir.TTimestamp:
	default:
		return val{}, false
	}
	switch c.p.typ(in.X).Base().Kind {
	case ir.TDate, ir.TDateTime, ir.TTimestamp:
	default:
		return val{}, false
	}
	style, ok := constantInt(in.Format)
	if !ok || c.style != style && (c.style >= 0 || !readAlike[style]) {
		return val{}, false
	}
	part := keptPart(style, in.To.Base().Len)
	if part == "" {
		return val{}, false
	}
	v := c.p.val(in.X)
	if c.to.Kind == ir.TDate {
		return v.cast("date", cDate), true
	}
	cut := atom("date_trunc("+quoteLiteral(part)+", "+v.timestamp().s+")", cTS)
	if part == "second" && c.to.Kind == ir.TDateTime && c.to.Scale == 0 {
		return toMinute(cut), true
	}
	return cut, true
}

// keptPart is what n characters of a style keep of a date: its day, minute or second, with four digits of the year; "" for what is
// no date then, or has names or fractions in it.
func keptPart(style, n int) string {
	f := styleFormats[style].write
	day, clock, timed := strings.Cut(strings.ReplaceAll(f, `"T"`, " "), " ")
	switch {
	case strings.Contains(f, "Mon") || !strings.Contains(day, "YYYY"):
	case n == len(day) || !timed && n >= len(day):
		return "day"
	case timed && n == len(day)+len(" 12:00"):
		return "minute"
	case n == len(day)+len(" 12:00:00") || clock == "HH24:MI:SS" && n > len(day)+len(" 12:00:00"):
		return "second"
	}
	return ""
}
