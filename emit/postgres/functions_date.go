package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dateFunctions are Oracle's datetime functions. ROUND and TRUNC are with the numbers.
//
// TRUNC(SYSDATE) is current_date in SQL, and TRUNC(SYSDATE, 'MM') has localtimestamp: both are of the transaction, which
// matters only to one that runs across midnight.
//
// SYSDATE is the time of the statement in Oracle, not of the transaction as now() and localtimestamp are in
// PostgreSQL: clock_timestamp() stands for it where a value is wanted, and statement_timestamp(), which indexes can be
// searched with, in the conditions of a query.
var dateFunctions = rows{
	"sysdate":           {{n: 0, do: doSysdate}},
	"current_date":      {{n: 0, do: doSysdate}},
	"systimestamp":      {{n: -1, args: "=", do: doSystimestamp}},
	"current_timestamp": {{n: -1, args: "=", do: doSystimestamp}},
	"localtimestamp":    {{n: -1, args: "=", do: doLocaltimestamp}},
	"dbtimezone":        {{n: 0, pg: "current_setting('TimeZone')", c: cText}},
	"sessiontimezone":   {{n: 0, pg: "current_setting('TimeZone')", c: cText}},
	"add_months":        {{n: 2, args: "Dn", do: doAddMonths}},
	"months_between":    {{n: 2, args: "D", pg: "{@months_between}({*})", c: cNum}},
	"last_day":          {{n: 1, args: "D", do: doLastDay}},
	"next_day":          {{n: 2, args: "Dt", do: doNextDay}},
	"from_tz":           {{n: 2, args: "d=", do: doFromTZ}},
	"new_time":          {{n: 3, args: "Dtt", do: doNewTime}},
	"sys_extract_utc":   {{n: 1, args: "d", pg: "{1:zone} AT TIME ZONE 'UTC'", prec: precZone, c: cTS}},
	"tz_offset":         {{n: 1, args: "t", pg: "{@tz_offset}({1})", c: cText}},
	"numtodsinterval":   {{n: 2, args: "n=", do: doNumToInterval}},
	"numtoyminterval":   {{n: 2, args: "n=", do: doNumToInterval}},
	"to_dsinterval":     {{n: 1, args: "t", pg: "{1:cast}::interval", prec: precCast, c: cInterval}},
	"to_yminterval":     {{n: 1, args: "t", do: doToYMInterval}},
}

func doSysdate(p *printer, _ *ir.Call, _ []val) val { return p.now().cast("timestamp(0)", cTS) }

func doSystimestamp(p *printer, _ *ir.Call, _ []val) val { return p.now() }

func doLocaltimestamp(p *printer, _ *ir.Call, _ []val) val { return p.now().cast("timestamp", cTS) }

func (p *printer) now() val {
	view := false
	switch p.obj.(type) {
	case *ir.View, *ir.MaterializedView:
		view = true // the value is the same in all rows
	}
	if p.stable || view {
		return atom("statement_timestamp()", cTSTZ)
	}
	return atom("clock_timestamp()", cTSTZ)
}

// isSysdate tells the functions that give the present time.
func isSysdate(e ir.Expr) bool {
	c, ok := unwrap(e).(*ir.Call)
	return ok && (c.Fn == "sysdate" || c.Fn == "current_date" || c.Fn == "systimestamp" || c.Fn == "current_timestamp" || c.Fn == "localtimestamp")
}

// sysdateOr takes the cast to seconds off the present time, for a further cast.
func (p *printer) sysdateOr(e ir.Expr, v val) val {
	if isSysdate(e) {
		return p.now()
	}
	return v
}

// today is TRUNC(SYSDATE).
func (p *printer) today() val {
	if p.inSQL || p.rt == nil {
		return atom("current_date", cDate)
	}
	return p.now().cast("date", cDate)
}

// roundsDate tells whether ROUND or TRUNC is the one of dates.
func (p *printer) roundsDate(e *ir.Call, a []val) bool {
	x := e.Args[0].Value
	t := p.typ(x)
	if t.IsDatetime() || a[0].c.datetime() {
		return true
	}
	if !isUnknown(t) {
		return false
	}
	if len(e.Args) == 2 {
		if p.typ(e.Args[1].Value).IsString() {
			return true
		}
		if p.typ(e.Args[1].Value).IsNumber() {
			return false
		}
	}
	p.find(diag.TypeMatters, e.Sp, "%s(%s): a number is assumed, as the operand's type is not known", strings.ToUpper(e.Fn), brief(x, a[0]))
	return false
}

// truncUnits are the format models of ROUND and TRUNC that date_trunc has a word for.
var truncUnits = map[string]string{"DD": "day", "DDD": "day", "J": "day", "MM": "month", "MON": "month", "MONTH": "month", "RM": "month",
	"YYYY": "year", "YYY": "year", "YY": "year", "Y": "year", "YEAR": "year", "SYYYY": "year", "SYEAR": "year", "Q": "quarter",
	"HH": "hour", "HH12": "hour", "HH24": "hour", "MI": "minute", "IW": "week", "CC": "century", "SCC": "century"}

// roundDate writes ROUND and TRUNC of a date.
func (p *printer) roundDate(name string, e *ir.Call) val {
	x := e.Args[0].Value
	unit, format := "day", val{}
	if len(e.Args) == 2 {
		f, ok := p.constText(e, 1)
		f = strings.ToUpper(f)
		unit, format = truncUnits[f], p.val(e.Args[1].Value)
		if ok && (f == "D" || f == "DAY" || f == "DY") {
			p.findOnce(diag.NLSFormat, e.Sp, "%s to '%s': the week begins on Sunday here, as in the territory AMERICA", strings.ToUpper(name), f)
		}
	}
	if name == "trunc" && unit == "day" && isSysdate(x) {
		return p.today()
	}
	if name == "trunc" && isSysdate(x) && p.inSQL && unit != "" && unit != "hour" && unit != "minute" {
		return atom("date_trunc('"+unit+"', localtimestamp)", cTS)
	}
	d := p.arg(x, 'D')
	if unit == "" {
		return p.run("{@"+name+"}({*})", cTS, d, format)
	}
	if name == "trunc" {
		if d.c == cDate && unit == "day" {
			return d
		}
		if d.c == cDate {
			d = d.timestamp()
		}
		return p.run("date_trunc('"+unit+"', {1})", cTS, d)
	}
	if unit == "day" {
		return p.run("date_trunc('day', {1:add} + interval '12 hours')", cTS, d.timestamp())
	}
	return p.run("{@round}({*})", cTS, d, format)
}

// midnightFirst tells a date that is the first of a month by its shape: TRUNC(x, 'MM') and the like.
func (p *printer) firstOfMonth(e ir.Expr) bool {
	c, ok := unwrap(e).(*ir.Call)
	if !ok || c.Fn != "trunc" || len(c.Args) != 2 {
		return false
	}
	f, _ := p.constText(c, 1)
	u := truncUnits[strings.ToUpper(f)]
	return u == "month" || u == "quarter" || u == "year" || u == "century"
}

// doAddMonths: the last day of a month stays the last day in Oracle, so plain interval arithmetic does for dates only
// that are the first of a month.
func doAddMonths(p *printer, e *ir.Call, a []val) val {
	if p.firstOfMonth(e.Args[0].Value) {
		if k := constant(e.Args[1].Value); k != nil && k.IsInt() && k.Num().IsInt64() {
			n, op := int(k.Num().Int64()), " + "
			if n < 0 {
				n, op = -n, " - "
			}
			return val{a[0].at(precAdd) + op + "interval '" + monthsText(n) + "'", precAdd, cTS}
		}
	}
	return p.run("{@add_months}({1}, {2})", cTS, a[0], p.asInt(a[1], e.Args[1].Value))
}

func monthsText(n int) string {
	unit := "month"
	if n != 0 && n%12 == 0 {
		n, unit = n/12, "year"
	}
	if n != 1 {
		unit += "s"
	}
	return itoa(n) + " " + unit
}

// doLastDay keeps the time of day, as Oracle does; of a date without one native functions do.
func doLastDay(p *printer, e *ir.Call, a []val) val {
	if a[0].c == cDate || p.isDay(e.Args[0].Value) {
		return p.run("date_trunc('month', {1}) + interval '1 month - 1 day'", cTS, a[0].timestamp()).with(precAdd)
	}
	return p.run("{@last_day}({1})", cTS, a[0])
}

func (v val) with(prec int) val { v.prec = prec; return v }

// isDay tells a date without time of day by its shape.
func (p *printer) isDay(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.Call:
		if e.Fn != "trunc" {
			return false
		}
		f, _ := p.constText(e, 1)
		u := truncUnits[strings.ToUpper(f)]
		return len(e.Args) == 1 || u != "hour" && u != "minute"
	case *ir.DatetimeLit:
		return e.Kind == ir.TDateTime || e.Kind == ir.TDate
	}
	return false
}

var englishDays = words(`sunday monday tuesday wednesday thursday friday saturday sun mon tue wed thu fri sat`)

func doNextDay(p *printer, e *ir.Call, a []val) val {
	day, ok := p.constText(e, 1)
	if !ok || !englishDays[strings.ToLower(strings.TrimSpace(day))] {
		p.findOnce(diag.NLSFormat, e.Sp, "NEXT_DAY: the name of the day must be English")
	}
	return p.run("{@next_day}({*})", cTS, a...)
}

// doFromTZ: timestamp AT TIME ZONE is exactly that.
func doFromTZ(p *printer, e *ir.Call, a []val) val {
	z := zoneText(e.Args[1].Value, p.val(e.Args[1].Value))
	return val{a[0].at(precZone) + " AT TIME ZONE " + z.at(precZone+1), precZone, cTSTZ}
}

// newTimeZones are the zones of NEW_TIME, which are fixed offsets.
var newTimeZones = map[string]string{"AST": "-04", "ADT": "-03", "BST": "-11", "BDT": "-10", "CST": "-06", "CDT": "-05", "EST": "-05", "EDT": "-04",
	"GMT": "+00", "HST": "-10", "HDT": "-09", "MST": "-07", "MDT": "-06", "NST": "-03:30", "PST": "-08", "PDT": "-07", "YST": "-09", "YDT": "-08"}

func hours(s string) string {
	if strings.Contains(s, ":") {
		return s
	}
	return s + ":00"
}

func doNewTime(p *printer, e *ir.Call, a []val) val {
	from, ok := p.constText(e, 1)
	to, ok2 := p.constText(e, 2)
	f, t := newTimeZones[strings.ToUpper(from)], newTimeZones[strings.ToUpper(to)]
	if !ok || !ok2 || f == "" || t == "" {
		p.find(diag.NoFunction, e.Sp, "NEW_TIME with zones that are not constants: write (d AT TIME ZONE from_zone) AT TIME ZONE to_zone")
	}
	return val{a[0].at(precZone) + " AT TIME ZONE interval '" + hours(f) + "' AT TIME ZONE interval '" + hours(t) + "'", precZone, cTS}
}

// doNumToInterval writes NUMTODSINTERVAL and NUMTOYMINTERVAL.
func doNumToInterval(p *printer, e *ir.Call, a []val) val {
	unit, ok := p.constText(e, 1)
	unit = strings.ToLower(strings.TrimSpace(unit))
	if !ok || !words("year month day hour minute second")[unit] {
		return val{a[0].at(precMul) + " * ('1 ' || " + p.val(e.Args[1].Value).at(precOther+1) + ")::interval", precMul, cInterval}
	}
	if k := constant(e.Args[0].Value); k != nil && k.IsInt() {
		if k.Num().String() != "1" {
			unit += "s"
		}
		return atom("interval '"+k.Num().String()+" "+unit+"'", cInterval)
	}
	return val{a[0].at(precMul) + " * interval '1 " + unit + "'", precMul, cInterval}
}

// doToYMInterval: Oracle's '1-6' is read by PostgreSQL as years and months too, when the field says so.
func doToYMInterval(p *printer, e *ir.Call, a []val) val {
	if s, ok := p.constText(e, 0); ok {
		return atom("interval "+quoteLiteral(s)+" year to month", cInterval)
	}
	return val{"CAST(" + a[0].s + " AS interval year to month)", precAtom, cInterval}
}
