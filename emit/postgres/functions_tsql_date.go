package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlDateFunctions are SQL Server's date and time functions ("Date and time data types and functions").
var tsqlDateFunctions = rows{
	"tsql.getdate":                 {{n: 0, do: tsqlNow("timestamp(3)", cTS, false)}},
	"tsql.current_timestamp":       {{n: 0, do: tsqlNow("timestamp(3)", cTS, false)}},
	"tsql.sysdatetime":             {{n: 0, do: tsqlNow("timestamp", cTS, false)}},
	"tsql.getutcdate":              {{n: 0, do: tsqlNow("timestamp(3)", cTS, true)}},
	"tsql.sysutcdatetime":          {{n: 0, do: tsqlNow("timestamp", cTS, true)}},
	"tsql.sysdatetimeoffset":       {{n: 0, do: func(p *printer, _ *ir.Call, _ []val) val { return p.now() }}},
	"tsql.current_date":            {{n: 0, pg: "current_date", c: cDate}},
	"tsql.current_timezone":        {{n: 0, pg: "current_setting('TimeZone')", c: cText}},
	"tsql.current_timezone_id":     {{n: 0, pg: "current_setting('TimeZone')", c: cText}},
	"tsql.dateadd":                 {{n: 3, args: "=--", do: tsqlDateAdd}},
	"tsql.datediff":                {{n: 3, args: "=--", do: tsqlDateDiff(cInt)}},
	"tsql.datediff_big":            {{n: 3, args: "=--", do: tsqlDateDiff(cBig)}},
	"tsql.datepart":                {{n: 2, args: "=-", do: tsqlDatePart}},
	"tsql.datename":                {{n: 2, args: "=-", do: tsqlDateName}},
	"tsql.datetrunc":               {{n: 2, args: "=-", do: tsqlDateTrunc}},
	"tsql.day":                     {{n: 1, args: "-", do: tsqlField("day")}},
	"tsql.month":                   {{n: 1, args: "-", do: tsqlField("month")}},
	"tsql.year":                    {{n: 1, args: "-", do: tsqlField("year")}},
	"tsql.datefromparts":           {{n: 3, args: "-", pg: "make_date({*})", c: cDate}},
	"tsql.datetimefromparts":       {{n: 7, args: "-", do: tsqlDatetimeFromParts}},
	"tsql.smalldatetimefromparts":  {{n: 5, args: "-", pg: "make_timestamp({*}, 0)", c: cTS}},
	"tsql.datetime2fromparts":      {{n: 8, args: "-", pg: "make_timestamp({1}, {2}, {3}, {4}, {5}, {6} + {7:mul} / 10.0 ^ {8})", c: cTS}},
	"tsql.timefromparts":           {{n: 5, args: "-", pg: "make_time({1}, {2}, {3} + {4:mul} / 10.0 ^ {5})", c: cTime}},
	"tsql.datetimeoffsetfromparts": {{n: 10, args: "-", do: tsqlOffsetParts}},
	"tsql.eomonth":                 {{n: 1, args: "-", do: tsqlMonthEnd}, {n: 2, args: "-", do: tsqlMonthEnd}},
	"tsql.switchoffset": {{n: 2, args: "-", pg: "{1}", prec: precLowest, c: cTSTZ, code: diag.TSQLOffset,
		say: "SWITCHOFFSET: the instant is the same; the offset that it is shown at is not kept"}},
	"tsql.todatetimeoffset": {{n: 2, args: "-", do: tsqlToOffset}},
	"tsql.isdate":           {{n: 1, args: "-", do: tsqlIsDate}},
}

// tsqlNow gives the present time, in the server's zone or in UTC.
func tsqlNow(typ string, c class, utc bool) func(*printer, *ir.Call, []val) val {
	return func(p *printer, _ *ir.Call, _ []val) val {
		v := p.now()
		if utc {
			v = val{v.at(precZone) + " AT TIME ZONE 'UTC'", precZone, cTS}
			if typ == "timestamp" {
				return v
			}
		}
		return v.cast(typ, c)
	}
}

// datePart is the canonical word of the first argument.
func datePart(e *ir.Call) string {
	s, _ := constString(stripImplicit(e.Args[0].Value), 0)
	return strings.ToLower(s)
}

// intervals are the units that an interval counts in, and how many of them the part is.
var intervals = map[string]struct {
	unit string
	n    int
}{"year": {"year", 1}, "quarter": {"month", 3}, "month": {"month", 1}, "day": {"day", 1}, "dayofyear": {"day", 1}, "weekday": {"day", 1},
	"week": {"week", 1}, "hour": {"hour", 1}, "minute": {"minute", 1}, "second": {"second", 1}, "millisecond": {"millisecond", 1},
	"microsecond": {"microsecond", 1}}

// tsqlDateAdd: a month too short takes its last day, as PostgreSQL's intervals do ("DATEADD").
func tsqlDateAdd(p *printer, e *ir.Call, a []val) val {
	part := datePart(e)
	u, ok := intervals[part]
	if !ok {
		if part == "nanosecond" {
			return val{a[2].at(precAdd) + " + (" + a[1].at(precMul) + " / 1000) * interval '1 microsecond'", precAdd, max(a[2].c, cTS)}
		}
		return p.noDatePart(e, part)
	}
	if v, ok := p.dateTrunc(e); ok {
		return v
	}
	d := a[2]
	c := d.c
	if c == cUnknown || c == cOther {
		c = p.derivedClass(e)
	}
	date := c == cDate
	if days := map[string]int{"day": 1, "week": 7}[u.unit] * u.n; date && days > 0 && wholeInt(p.typ(e.Args[1].Value)) {
		return addDays(d, e.Args[1].Value, a[1], days)
	}
	if x := unwrap(stripImplicit(e.Args[1].Value)); true {
		if n, known := constantInt(x); known {
			v := backToDate(val{d.at(precAdd) + signed(n*u.n, u.unit), precAdd, c}, date)
			if u.unit == "millisecond" && n%10 != 0 {
				return p.datetimeTicks(v, e)
			}
			return v
		}
	}
	n := e.Args[1].Value
	op := " + "
	if neg, ok := unwrap(stripImplicit(n)).(*ir.Unary); ok && neg.Op == ir.OpNeg {
		op, n = " - ", neg.X
		a[1] = p.val(n)
	}
	v := backToDate(val{d.at(precAdd) + op + a[1].at(precMul) + " * interval '" + itoa(u.n) + " " + u.unit + "'", precAdd, c}, date)
	if u.unit == "millisecond" {
		return p.datetimeTicks(v, e)
	}
	return v
}

// datetimeTicks rounds milliseconds more or less of a datetime to the three-hundredths of a second that it keeps.
func (p *printer) datetimeTicks(v val, e *ir.Call) val {
	if t := p.typ(e.Args[2].Value).Base(); t == nil || t.Kind != ir.TDateTime || t.Scale == 0 || v.c != cTS {
		return v
	}
	return atom(p.helper("datetime_ticks")+"("+v.s+")", cTS)
}

// wholeInt tells the integers that a date takes as days.
func wholeInt(t *ir.Type) bool { return t.Is(ir.TInt) && t.Base().Bits <= 32 }

// addDays adds a number of days, or of weeks, to a date, which stays one.
func addDays(d val, n ir.Expr, v val, days int) val {
	if k, known := constantInt(unwrap(stripImplicit(n))); known {
		if k < 0 {
			return val{d.at(precAdd) + " - " + itoa(-k*days), precAdd, cDate}
		}
		return val{d.at(precAdd) + " + " + itoa(k*days), precAdd, cDate}
	}
	if days > 1 {
		return val{d.at(precAdd) + " + " + v.at(precMul) + " * " + itoa(days), precAdd, cDate}
	}
	return val{d.at(precAdd) + " + " + v.at(precAdd+1), precAdd, cDate}
}

// signed writes + or - and a constant interval.
func signed(n int, unit string) string {
	op := " + "
	if n < 0 {
		op, n = " - ", -n
	}
	if n != 1 {
		unit += "s"
	}
	return op + "interval '" + strconv.Itoa(n) + " " + unit + "'"
}

// backToDate: a date plus an interval is a timestamp in PostgreSQL.
func backToDate(v val, date bool) val {
	if date {
		return v.cast("date", cDate)
	}
	return v
}

func (p *printer) noDatePart(e *ir.Call, part string) val {
	p.find(diag.TSQLFunction, e.Sp, "%s of %q is not known", strings.ToUpper(strings.TrimPrefix(e.Fn, "tsql.")), part)
	return atom("NULL", cLit)
}

// tsqlDateDiff counts the boundaries that lie between, not the time ("DATEDIFF"): days are the difference of the dates, months that of
// the months' numbers, weeks that of the Sundays.
func tsqlDateDiff(c class) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		part := datePart(e)
		switch part {
		case "day", "dayofyear", "weekday":
			from, to := asDay(a[1]), asDay(a[2])
			v := val{to.at(precAdd) + " - " + from.at(precAdd+1), precAdd, cInt}
			if c == cBig {
				return v.cast("bigint", cBig)
			}
			return v
		case "year":
			to, from := p.run("extract(year FROM {1})", cNum, a[2]), p.run("extract(year FROM {1})", cNum, a[1])
			return val{"(" + to.s + " - " + from.s + ")::" + intName(c), precCast, c}
		}
		if _, ok := intervals[part]; !ok && part != "nanosecond" && part != "iso_week" {
			return p.noDatePart(e, part)
		}
		fn := "datediff"
		if c == cBig {
			fn = "datediff_big"
		}
		from, to := stampOf(a[1]), stampOf(a[2])
		return p.run("{@"+fn+"}("+quoteLiteral(part)+", {1}, {2})", c, from, to)
	}
}

func intName(c class) string {
	if c == cBig {
		return "bigint"
	}
	return "int"
}

// asDay makes a date of a value.
func asDay(v val) val {
	if v.c == cDate {
		return v
	}
	if strings.HasPrefix(v.s, "timestamp '") && len(v.s) == len("timestamp '2000-01-01'") {
		return atom("date"+v.s[len("timestamp"):], cDate)
	}
	if v.prec == precCast && strings.HasSuffix(v.s, "::timestamp(3)") {
		return val{strings.TrimSuffix(v.s, "timestamp(3)") + "date", precCast, cDate}
	}
	return v.cast("date", cDate)
}

// stampOf makes a timestamp without zone: datetimeoffsets are compared in UTC.
func stampOf(v val) val {
	switch v.c {
	case cTSTZ:
		return val{v.at(precZone) + " AT TIME ZONE 'UTC'", precZone, cTS}
	case cTime:
		return val{"date '1900-01-01' + " + v.at(precAdd+1), precAdd, cTS}
	}
	return v.timestamp()
}

// fields are the parts that EXTRACT gives.
var fields = map[string]string{"year": "year", "quarter": "quarter", "month": "month", "day": "day", "dayofyear": "doy", "hour": "hour",
	"minute": "minute", "iso_week": "week"}

func tsqlDatePart(p *printer, e *ir.Call, a []val) val {
	part := datePart(e)
	if part != "second" && part != "millisecond" && part != "microsecond" && part != "nanosecond" && part != "tzoffset" {
		p.ownOffset(e, e.Args[1].Value)
	}
	if f, ok := fields[part]; ok {
		return p.run("extract("+f+" FROM {1})::int", cInt, a[1]).with(precCast)
	}
	switch part {
	case "second":
		return p.run("floor(extract(second FROM {1}))::int", cInt, a[1]).with(precCast)
	case "millisecond":
		return p.run("floor(extract(milliseconds FROM {1}))::int % 1000", cInt, a[1]).with(precMul)
	case "microsecond":
		return p.run("extract(microseconds FROM {1})::int % 1000000", cInt, a[1]).with(precMul)
	case "nanosecond":
		return p.run("extract(microseconds FROM {1})::int % 1000000 * 1000", cInt, a[1]).with(precMul)
	case "weekday":
		p.weekNoted(e)
		return p.run("extract(dow FROM {1})::int + 1", cInt, a[1]).with(precAdd)
	case "week":
		p.weekNoted(e)
		return p.run("{@week}({1})", cInt, stampOf(a[1]))
	case "tzoffset":
		p.zoneOffset(e)
		return p.run("(extract(timezone FROM {1}) / 60)::int", cInt, a[1]).with(precCast)
	}
	return p.noDatePart(e, part)
}

func (p *printer) weekNoted(e *ir.Call) {
	p.findOnce(diag.TSQLDateFirst, e.Sp, "%s counts from Sunday", brief(e, val{s: e.Fn}))
}

func tsqlDateName(p *printer, e *ir.Call, a []val) val {
	p.ownOffset(e, e.Args[1].Value)
	switch part := datePart(e); part {
	case "month":
		return p.run("to_char({1}, 'FMMonth')", cText, a[1])
	case "weekday":
		return p.run("to_char({1}, 'FMDay')", cText, a[1])
	case "tzoffset":
		p.zoneOffset(e)
		return p.run("to_char({1}, 'TZH:TZM')", cText, a[1])
	}
	v := tsqlDatePart(p, e, a)
	return v.cast("text", cText)
}

// tsqlField is YEAR, MONTH or DAY.
func tsqlField(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.ownOffset(e, e.Args[0].Value)
		return p.run("extract("+name+" FROM {1})::int", cInt, a[0]).with(precCast)
	}
}

// zoneOffset tells of an offset that is not the present one of the server's zone.
func (p *printer) zoneOffset(e *ir.Call) {
	if !isNowOffset(e.Args[1].Value) {
		p.refuseOnce(diag.TSQLOffset, e.Sp, "DATEPART(tzoffset)", "DATEPART(tzoffset): the offset of the session's zone")
	}
}

// isNowOffset tells SYSDATETIMEOFFSET(), whose own offset is that of the server's zone.
func isNowOffset(e ir.Expr) bool {
	c, ok := unwrap(stripImplicit(e)).(*ir.Call)
	return ok && c.Fn == "tsql.sysdatetimeoffset"
}

// ownOffset tells of parts of a datetimeoffset, which SQL Server takes at the value's own offset.
func (p *printer) ownOffset(e *ir.Call, arg ir.Expr) {
	if p.typ(stripImplicit(arg)).Is(ir.TTimestampTZ) && !isNowOffset(arg) {
		p.findOnce(diag.TSQLOffset, e.Sp, "%s of a datetimeoffset: SQL Server takes it at the value's own offset, PostgreSQL in the session's zone",
			strings.ToUpper(strings.TrimPrefix(e.Fn, "tsql.")))
	}
}

func tsqlDateTrunc(p *printer, e *ir.Call, a []val) val {
	part := datePart(e)
	p.ownOffset(e, e.Args[1].Value)
	unit := map[string]string{"iso_week": "week", "dayofyear": "day"}[part]
	if unit == "" {
		unit = part
	}
	v := p.run("date_trunc("+quoteLiteral(unit)+", {1})", max(a[1].c, cTS), a[1])
	if part == "week" {
		p.weekNoted(e)
		v = p.run("date_trunc('week', {1:add} + interval '1 day') - interval '1 day'", max(a[1].c, cTS), a[1]).with(precAdd)
	}
	return backToDate(v, a[1].c == cDate)
}

func tsqlOffsetParts(p *printer, _ *ir.Call, a []val) val {
	return p.run("(make_timestamp({1}, {2}, {3}, {4}, {5}, {6} + {7:mul} / 10.0 ^ {10}) - make_interval(hours => {8}, mins => {9})) AT TIME ZONE 'UTC'",
		cTSTZ, a...).with(precZone)
}

// tsqlMonthEnd: the last day of the month, months later.
func tsqlMonthEnd(p *printer, e *ir.Call, a []val) val {
	if p.isNull(e.Args[0].Value) {
		return atom("NULL::date", cDate).with(precCast)
	}
	off := ""
	if len(a) == 2 && !p.isNull(e.Args[1].Value) {
		if n, ok := constantInt(unwrap(stripImplicit(e.Args[1].Value))); ok {
			n++
			return p.run("(date_trunc('month', {1})"+signed(n, "month")+" - interval '1 day')::date", cDate, a[0]).with(precCast)
		}
		off = " + coalesce(" + a[1].s + ", 0) * interval '1 month'"
	}
	return p.run("(date_trunc('month', {1})"+off+" + interval '1 month - 1 day')::date", cDate, a[0]).with(precCast)
}

func tsqlToOffset(p *printer, e *ir.Call, a []val) val {
	return val{stampOf(a[0]).at(precZone) + " AT TIME ZONE " + p.offset(e.Args[1].Value), precZone, cTSTZ}
}

// offset writes the offset of SWITCHOFFSET and TODATETIMEOFFSET, a text or minutes, as the interval that AT TIME ZONE takes.
func (p *printer) offset(e ir.Expr) string {
	if s, ok := constString(stripImplicit(e), 0); ok {
		return "interval " + quoteLiteral(s)
	}
	if p.typ(e).IsNumber() {
		return "make_interval(mins => " + p.val(e).cast("int", cInt).s + ")"
	}
	return p.val(e).cast("interval", cInterval).at(precZone + 1)
}

func tsqlIsDate(p *printer, e *ir.Call, a []val) val {
	if a[0].c.datetime() {
		return p.run("CASE WHEN {1} IS NOT NULL THEN 1 ELSE 0 END", cInt, a[0])
	}
	if a[0].c != cText && a[0].c != cLit && a[0].c != cChar {
		a[0] = a[0].cast("text", cText)
	}
	if _, known := constString(stripImplicit(e.Args[0].Value), 0); !known {
		p.findOnce(diag.TSQLTextDate, e.Sp, "ISDATE reads %s by the session's language and DATEFORMAT; PostgreSQL reads it by DateStyle", brief(e.Args[0].Value, a[0]))
	}
	return p.run("{@isdate}({1})", cInt, a[0])
}

// tsqlDatetimeFromParts: a datetime keeps three-hundredths of a second.
func tsqlDatetimeFromParts(p *printer, e *ir.Call, a []val) val {
	v := p.run("make_timestamp({1}, {2}, {3}, {4}, {5}, {6} + {7:mul} / 1000.0)", cTS, a...)
	if n, ok := constantInt(e.Args[6].Value); ok && (n%10 == 0 || n%10 == 3 || n%10 == 7) {
		return v
	}
	return p.run("{@datetime_ticks}({1})", cTS, v)
}
