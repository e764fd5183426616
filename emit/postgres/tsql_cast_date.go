package postgres

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// styleFormat is a style of CONVERT between datetimes and texts: the format of to_char that writes it, {f} standing for the
// fraction of a second in as many digits as the type has, and the one of to_timestamp that reads it.
type styleFormat struct{ write, parse string }

// styleFormats are the styles by number ("CAST and CONVERT", Date and time styles). Style 0 pads day and hour with a blank, which
// to_char cannot: the helper datetime_text does those.
var styleFormats = map[int]styleFormat{
	1: {"MM/DD/YY", "MM/DD/YY"}, 101: {"MM/DD/YYYY", "MM/DD/YYYY"}, 2: {"YY.MM.DD", "YY.MM.DD"}, 102: {"YYYY.MM.DD", "YYYY.MM.DD"},
	3: {"DD/MM/YY", "DD/MM/YY"}, 103: {"DD/MM/YYYY", "DD/MM/YYYY"}, 4: {"DD.MM.YY", "DD.MM.YY"}, 104: {"DD.MM.YYYY", "DD.MM.YYYY"},
	5: {"DD-MM-YY", "DD-MM-YY"}, 105: {"DD-MM-YYYY", "DD-MM-YYYY"}, 6: {"DD Mon YY", "DD Mon YY"}, 106: {"DD Mon YYYY", "DD Mon YYYY"},
	7: {"Mon DD, YY", "Mon DD, YY"}, 107: {"Mon DD, YYYY", "Mon DD, YYYY"}, 8: {"HH24:MI:SS", ""}, 24: {"HH24:MI:SS", ""}, 108: {"HH24:MI:SS", ""},
	10: {"MM-DD-YY", "MM-DD-YY"}, 110: {"MM-DD-YYYY", "MM-DD-YYYY"}, 11: {"YY/MM/DD", "YY/MM/DD"}, 111: {"YYYY/MM/DD", "YYYY/MM/DD"},
	12: {"YYMMDD", "YYMMDD"}, 112: {"YYYYMMDD", "YYYYMMDD"}, 13: {"DD Mon YYYY HH24:MI:SS:{f}", "DD Mon YYYY HH24:MI:SS:MS"}, 113: {"DD Mon YYYY HH24:MI:SS:{f}", "DD Mon YYYY HH24:MI:SS:MS"},
	14: {"HH24:MI:SS:{f}", ""}, 114: {"HH24:MI:SS:{f}", ""}, 20: {"YYYY-MM-DD HH24:MI:SS", "YYYY-MM-DD HH24:MI:SS"}, 120: {"YYYY-MM-DD HH24:MI:SS", "YYYY-MM-DD HH24:MI:SS"},
	21: {"YYYY-MM-DD HH24:MI:SS.{f}", "YYYY-MM-DD HH24:MI:SS.US"}, 25: {"YYYY-MM-DD HH24:MI:SS.{f}", "YYYY-MM-DD HH24:MI:SS.US"}, 121: {"YYYY-MM-DD HH24:MI:SS.{f}", "YYYY-MM-DD HH24:MI:SS.US"},
	22: {"MM/DD/YY FMHH12:MI:SS AM", "MM/DD/YY HH12:MI:SS AM"}, 23: {"YYYY-MM-DD", "YYYY-MM-DD"}, 126: {`YYYY-MM-DD"T"HH24:MI:SS{.f}`, `YYYY-MM-DD"T"HH24:MI:SS.US`}, 127: {`YYYY-MM-DD"T"HH24:MI:SS{.f}`, `YYYY-MM-DD"T"HH24:MI:SS.US`},
}

// paddedStyles are written by the helper: the day and the hour take two places, the first of them a blank.
var paddedStyles = map[int]bool{0: true, 100: true, 9: true, 109: true}

// dateText writes a date or time as text. Without a style a datetime has style 0, the newer types 121.
func (c *conversion) dateText() val {
	style := c.style
	if style < 0 {
		style = 121
		if c.from.Kind == ir.TDateTime {
			style = 0
		}
	}
	if c.from.Kind == ir.TTimestampTZ {
		c.p.findOnce(diag.TSQLOffset, c.e.Sp, "a datetimeoffset is written at the offset of the session's zone, not at its own")
	}
	if style == 130 || style == 131 {
		c.p.find(diag.TSQLStyle, c.e.Sp, "style %d writes the Hijri calendar, which PostgreSQL does not know", style)
		return c.v.cast("text", cText)
	}
	if c.from.Kind == ir.TTime {
		style = timeStyle(style)
	}
	if paddedStyles[style] {
		if c.from.Kind == ir.TDate {
			return atom("to_char("+c.v.s+", 'Mon ') || lpad(extract(day FROM "+c.v.s+")::text, 2) || to_char("+c.v.s+", ' YYYY')", cText).with(precOther)
		}
		return atom(c.p.helper("datetime_text")+"("+c.stamp().s+", "+itoa(style)+")", cText)
	}
	f, ok := styleFormats[style]
	if !ok {
		c.p.find(diag.TSQLStyle, c.e.Sp, "style %d is not known", c.style)
		return c.v.cast("text", cText)
	}
	return atom("to_char("+c.stamp().s+", "+quoteLiteral(c.dateFormat(f.write, style))+")", cText)
}

// timeStyle is the style that a time of day has: its part of the format, and that of the default where the format has a date alone.
func timeStyle(style int) int {
	switch style {
	case 21, 25:
		return 121
	case 0, 9, 13, 14, 20, 8, 24, 22, 100, 108, 109, 113, 114, 120, 121, 126, 127:
		return style
	}
	return 121
}

// stamp is the value as a timestamp: to_char takes no time of day alone.
func (c *conversion) stamp() val {
	if c.v.c == cTime {
		return val{"date '1900-01-01' + " + c.v.at(precAdd+1), precAdd, cTS}
	}
	return c.v
}

// dateFormat leaves out what the type does not have, and puts the fraction of a second in.
func (c *conversion) dateFormat(f string, style int) string {
	if c.from.Kind == ir.TDate {
		if i := strings.IndexAny(f, "H"); i > 0 {
			f = strings.TrimRight(strings.TrimSuffix(f[:i], `"T"`), " ")
		}
		return strings.TrimSuffix(f, " FM")
	}
	if c.from.Kind == ir.TTime {
		if i := strings.IndexByte(f, 'H'); i >= 0 {
			f = f[i:]
		}
	}
	n, dot := c.fraction()
	if n == 0 {
		return strings.NewReplacer("{.f}", "", ":{f}", "", ".{f}", "").Replace(f) + c.offset(style)
	}
	_ = dot
	frac := "FF" + itoa(min(n, 6))
	if n > 6 {
		frac += `"0"`
	}
	return strings.NewReplacer("{.f}", "."+frac, "{f}", frac).Replace(f) + c.offset(style)
}

// fraction is how many digits of a second the type writes.
func (c *conversion) fraction() (int, bool) {
	switch {
	case c.from.Kind == ir.TDateTime && c.from.Scale == 0:
		if c.style == 121 || c.style == 21 || c.style == 25 {
			return 3, true
		}
		return 0, false
	case c.from.Kind == ir.TDateTime:
		return 3, true
	}
	return c.from.Scale, true
}

func (c *conversion) offset(style int) string {
	if c.from.Kind != ir.TTimestampTZ || style < 100 || style > 127 || style == 112 {
		return ""
	}
	return " TZH:TZM"
}

// dateLength is how long the text is at most.
func (c *conversion) dateLength() int {
	switch c.from.Kind {
	case ir.TDate:
		return 10
	case ir.TTimestampTZ:
		return 34
	case ir.TTime:
		return 16
	}
	if f, ok := styleFormats[c.style]; ok && !strings.Contains(f.write, "H") {
		return len(f.write)
	}
	return 27
}

// toDatetime makes dates and times.
func (c *conversion) toDatetime() val {
	name, cls := c.p.typeName(c.e.To, useCast), typeClass(c.to)
	switch {
	case c.from.IsString():
		return c.textToDatetime(name, cls)
	case c.from.Is(ir.TBytes, ir.TBlob, ir.TRowVersion):
		return c.bytesToDatetime(name, cls)
	case c.from.IsNumber():
		if n, ok := constantInt(c.e.X); ok {
			return c.dateConst(time.Date(1900, 1, 1+n, 0, 0, 0, 0, time.UTC))
		}
		v := c.v
		if c.v.c == cBool {
			v = v.cast("int", cInt)
		}
		if c.to.Kind == ir.TDateTime && c.to.Scale > 0 && !c.from.IsInteger() {
			if c.from.Kind == ir.TFloat && c.from.Bits == 32 {
				v = v.cast("double precision", cFloat) // real to numeric keeps six digits
			}
			return atom(c.p.helper("number_datetime")+"("+v.cast("numeric", cNum).s+")", cTS)
		}
		return val{"timestamp '1900-01-01' + " + v.at(precMul) + " * interval '1 day'", precAdd, cTS}.asDate(c, name, cls)
	case c.v.c == cTime && cls == cTS:
		v := val{"date '1900-01-01' + " + c.v.at(precAdd+1), precAdd, cTS}
		if c.to.Kind == ir.TDateTime || c.to.Scale < c.from.Scale {
			return c.stored(v, name, cls)
		}
		return v
	case c.to.Kind == ir.TDateTime && c.to.Scale == 0 && c.v.c == cTS && !c.implicit && !(c.from.Kind == ir.TDateTime && c.from.Scale == 0):
		return toMinute(c.v)
	case cls == cTSTZ && c.v.c != cTSTZ && c.v.c.datetime():
		return val{c.v.timestamp().at(precZone) + " AT TIME ZONE 'UTC'", precZone, cTSTZ}
	case cls == cTS && c.v.c == cTS && (c.implicit || c.to.Scale >= c.from.Scale && c.to.Kind == ir.TTimestamp):
		return c.v
	case c.v.c == cTSTZ && cls != cTSTZ:
		c.p.findOnce(diag.TSQLOffset, c.e.Sp, "a datetimeoffset becomes a %s: SQL Server takes the time of day at the value's own offset, PostgreSQL that of the session's zone", name)
	}
	return c.stored(c.v, name, cls)
}

// atOffset writes SWITCHOFFSET of what becomes a date or time without an offset: the time of day at that offset ("SWITCHOFFSET",
// "CAST and CONVERT": the offset of a datetimeoffset is left out).
func (c *conversion) atOffset() (val, bool) {
	call, ok := unwrap(stripImplicit(c.e.X)).(*ir.Call)
	if !ok || call.Fn != "tsql.switchoffset" || len(call.Args) != 2 || c.e.Try || !c.to.IsDatetime() || c.to.Kind == ir.TTimestampTZ {
		return val{}, false
	}
	p := c.p
	v := p.val(call.Args[0].Value)
	if v.c != cTSTZ {
		return val{}, false
	}
	return val{v.at(precZone) + " AT TIME ZONE " + p.offset(call.Args[1].Value), precZone, cTS}, true
}

// stored casts a value to what the type keeps: a datetime keeps 300 parts of a second. What has no fraction of a second, or the three
// digits of a datetime already, is just cast.
func (c *conversion) stored(v val, name string, cls class) val {
	switch {
	case c.to.Kind != ir.TDateTime || v.c != cTS && v.c != cTSTZ:
	case c.to.Scale == 0 && v.c == cTS:
		return toMinute(v)
	case c.to.Scale > 0 && c.from.Is(ir.TTimestamp, ir.TTimestampTZ, ir.TTime) && c.from.Scale > 0 && !c.now():
		if v.c == cTSTZ {
			v = v.cast("timestamp", cTS)
		}
		return atom(c.p.helper("datetime_ticks")+"("+v.s+")", cTS)
	}
	return v.cast(name, cls)
}

// now tells the present time, whose thousandths nobody knows.
func (c *conversion) now() bool {
	call, ok := unwrap(stripImplicit(c.e.X)).(*ir.Call)
	return ok && (call.Fn == "tsql.sysdatetime" || call.Fn == "tsql.sysutcdatetime" || call.Fn == "tsql.sysdatetimeoffset")
}

func (v val) asDate(c *conversion, name string, cls class) val {
	if c.to.Kind == ir.TDateTime && c.to.Scale == 0 {
		return toMinute(v)
	}
	return v.cast(name, cls)
}

// toMinute rounds as smalldatetime does: up from 29.999 seconds on ("smalldatetime").
func toMinute(v val) val {
	return atom("date_trunc('minute', "+v.at(precAdd)+" + interval '30.001 seconds')", cTS)
}

// textToDatetime reads a text. A constant is read here; others are read by the format of the style, or as PostgreSQL reads them,
// which is much the same for the language us_english.
func (c *conversion) textToDatetime(name string, cls class) val {
	if s, ok := writtenText(c.e.X); ok {
		if v, ok := c.constant(strings.TrimSpace(s)); ok {
			return v
		}
		c.later()
	}
	f := styleFormats[c.style]
	if c.style > 0 && f.parse == "" && !paddedStyles[c.style] && cls != cTime {
		c.p.find(diag.TSQLStyle, c.e.Sp, "style %d does not read dates", c.style)
	}
	switch order := dateOrder[c.style]; {
	case order != "":
		return atom(c.p.helper("styled_datetime")+"("+c.v.s+", "+quoteLiteral(order)+")", cTS).cast(name, cls)
	case c.style < 0:
		c.findTextDate(name)
	}
	return c.v.cast(name, cls)
}

// dateOrder is the order of day, month and year in the texts that a style reads; other styles read what means the same everywhere.
var dateOrder = map[int]string{
	1: "mdy", 101: "mdy", 10: "mdy", 110: "mdy", 22: "mdy", 3: "dmy", 103: "dmy", 4: "dmy", 104: "dmy", 5: "dmy", 105: "dmy", 6: "dmy", 106: "dmy", 13: "dmy", 113: "dmy",
	2: "ymd", 102: "ymd", 11: "ymd", 111: "ymd", 12: "ymd", 7: "mdy", 107: "mdy",
}

// writtenText gives a text that is written here, blanks by SPACE among them.
func writtenText(e ir.Expr) (string, bool) {
	switch e := unwrap(e).(type) {
	case *ir.StringLit:
		return e.Value, true
	case *ir.Call:
		if e.Fn == "tsql.space" && len(e.Args) == 1 {
			n, ok := constantInt(e.Args[0].Value)
			return "", ok && n >= 0
		}
	}
	return "", false
}

// later keeps a constant that cannot be read from being read before the statement runs, or the row gets the default: SQL Server
// raises its error then, and PostgreSQL would when it plans.
func (c *conversion) later() {
	switch {
	case c.p.inDefault:
		c.v = c.v.cast("text", cText)
	case c.p.inSQL, c.p.rt != nil:
		c.v = atom("(SELECT "+c.v.s+")", cText)
	}
}

func (c *conversion) findTextDate(name string) {
	c.p.findOnce(diag.TSQLTextDate, c.e.Sp, "%s becomes a %s by the session's language and DATEFORMAT; PostgreSQL reads it by DateStyle", brief(c.e.X, c.v), name)
}

// layouts are the forms of constants that mean the same under every language, and those of us_english.
var layouts = []string{"20060102", "2006-01-02", "2006/01/02", "2006.01.02", "20060102 15:04:05", "20060102 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04",
	"2006-01-02T15:04:05Z", "2006-01-02T15:04", "01/02/2006", "1/2/2006", "1-2-2006", "1.2.2006", "01/02/2006 15:04:05", "1/2/2006 15:04", "Jan 2, 2006", "Jan 2 2006", "2 Jan 2006", "2-Jan-2006", "January 2, 2006", "1/2/06",
	"2006-1-2", "2006-1-2 15:04:05", "2006/1/2 15:04:05", "Jan _2 2006 3:04PM", "Jan _2 2006 3:04:05PM", "Jan 2 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 15:04:05", "2 Jan 2006 15:04:05", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "2006-1-2 3:04:05 PM", "2006-1-2 3:04 PM", "Jan 2 2006 15:04:05", "20060102T15:04:05"}

// colonFraction finds the milliseconds behind a colon that styles 9, 109, 13 and 113 write.
var colonFraction = regexp.MustCompile(`(\d:\d\d:\d\d):(\d{1,3})`)

// shortTime finds a time of day, whose minutes and seconds may have one digit.
var shortTime = regexp.MustCompile(`\b\d{1,2}:\d{1,2}(:\d{1,2}\b)?`)

func paddedTime(s string) string {
	parts := strings.Split(s, ":")
	for i, p := range parts {
		if len(p) == 1 {
			parts[i] = "0" + p
		}
	}
	return strings.Join(parts, ":")
}

// ambiguous are the layouts that another DATEFORMAT reads otherwise.
var ambiguous = regexp.MustCompile(`^1|^01`)

// constant reads a constant, and rounds a datetime to a three-hundredth of a second as SQL Server stores it.
func (c *conversion) constant(s string) (val, bool) {
	written := s
	if s == "" {
		s = "1900-01-01"
	}
	s = colonFraction.ReplaceAllString(s, "$1.$2")
	s = shortTime.ReplaceAllStringFunc(s, paddedTime)
	if c.to.Kind == ir.TTime {
		for _, l := range []string{"15:04:05", "15:04", "3:04PM", "3:04 PM", "3:04:05 PM"} {
			if t, err := time.Parse(l, strings.ToUpper(s)); err == nil {
				return atom("time "+quoteLiteral(c.rounded(t).Format("15:04:05.999999")), cTime), true
			}
		}
		return val{}, false
	}
	if t, ok := digitsDate(s); ok {
		return c.dateConst(t), true
	}
	for _, l := range layouts {
		if c.style == 103 || c.style == 3 || c.style == 104 || c.style == 105 {
			l = strings.NewReplacer("01/02", "02/01", "1/2", "2/1", "1.2", "2.1", "1-2-", "2-1-").Replace(l)
		}
		t, err := time.Parse(l, s)
		if err != nil {
			continue
		}
		if ambiguous.MatchString(l) && c.style < 0 {
			c.p.findOnce(diag.TSQLTextDate, c.e.Sp, "'%s' is read as month/day/year; SQL Server goes by the session's DATEFORMAT", written)
		}
		return c.dateConst(t), true
	}
	return c.bareTime(s)
}

// digitsDate reads a date of four or six digits: a year, whose first day it is, and yymmdd, where years from 50 on are those of the
// last century ("two digit year cutoff").
func digitsDate(s string) (time.Time, bool) {
	switch t, err := time.Parse("060102", s); {
	case len(s) == 6 && err == nil:
		if t.Year() >= 2050 {
			t = t.AddDate(-100, 0, 0)
		}
		return t, true
	case len(s) == 4:
		t, err = time.Parse("2006", s)
		return t, err == nil && t.Year() >= 1753
	}
	return time.Time{}, false
}

// bareTime is a text that has a time of day only: the day is the first of 1900.
func (c *conversion) bareTime(s string) (val, bool) {
	for _, l := range []string{"15:04:05", "15:04", "3:04PM", "3:04 PM"} {
		if t, err := time.Parse(l, strings.ToUpper(s)); err == nil && c.to.Kind != ir.TTimestampTZ {
			return c.dateConst(time.Date(1900, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)), true
		}
	}
	return val{}, false
}

// rounded rounds to the digits of a second that the type has; what a type of seven digits has past six is cut.
func (c *conversion) rounded(t time.Time) time.Time {
	step := time.Second
	for range c.to.Scale {
		step /= 10
	}
	if c.to.Scale > 6 || step == 0 {
		return t
	}
	return t.Round(step)
}

func (c *conversion) dateConst(t time.Time) val {
	if c.to.Kind == ir.TTimestamp || c.to.Kind == ir.TTimestampTZ {
		t = c.rounded(t)
	}
	switch {
	case c.to.Kind == ir.TDate:
		return atom("date "+quoteLiteral(t.Format("2006-01-02")), cDate)
	case c.to.Kind == ir.TTimestampTZ:
		return atom("timestamptz "+quoteLiteral(t.Format("2006-01-02 15:04:05.999999")+"+00"), cTSTZ)
	case c.to.Kind == ir.TDateTime && c.to.Scale == 0:
		t = t.Add(30*time.Second + time.Millisecond).Truncate(time.Minute)
	case c.to.Kind == ir.TDateTime:
		t = roundTicks(t)
	}
	s := t.Format("2006-01-02 15:04:05.999999")
	return atom("timestamp "+quoteLiteral(strings.TrimSuffix(s, " 00:00:00")), cTS)
}

// roundTicks rounds to the next of .000, .003 and .007 seconds.
func roundTicks(t time.Time) time.Time {
	ms := float64(t.Nanosecond()) / 1e6
	ticks := int(ms*0.3 + 0.5)
	shown, _ := strconv.ParseFloat(fmt.Sprintf("%.0f", float64(ticks)/0.3), 64)
	return t.Truncate(time.Second).Add(time.Duration(shown) * time.Millisecond)
}
