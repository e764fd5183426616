package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dateElement is a row: an element of Oracle's datetime format model and its counterpart.
type dateElement struct {
	name string
	char string // for TO_CHAR; "!" for none
	date string // for TO_DATE; "" for the same, "!" for none, "?" when the helper has to read it
	nls  bool   // depends on language or territory
}

// dateElements are tried in this order: longer names first (SQL Language Reference, "Datetime Format Models").
var dateElements = []dateElement{
	{"SYYYY", " YYYY", "YYYY", false}, {"YYYY", "YYYY", "", false}, {"Y,YYY", "Y,YYY", "", false}, {"SYEAR", "!", "!", false}, {"YEAR", "!", "!", false},
	{"YYY", "YYY", "?", false}, {"YY", "YY", "?", false}, {"RRRR", "YYYY", "?", false}, {"RR", "YY", "?", false}, {"Y", "Y", "?", false},
	{"IYYY", "IYYY", "", false}, {"IYY", "IYY", "!", false}, {"IY", "IY", "!", false}, {"IW", "IW", "", false}, {"I", "I", "!", false},
	{"MONTH", "MONTH", "Month", true}, {"MON", "MON", "Mon", true}, {"MM", "MM", "", false}, {"MI", "MI", "", false},
	{"DAY", "DAY", "", true}, {"DY", "DY", "", true}, {"DDD", "DDD", "", false}, {"DD", "DD", "", false}, {"DL", "FMDay, FMMonth FMDD, YYYY", "!", true}, {"DS", "FMMM/FMDD/YYYY", "!", true}, {"D", "D", "!", true},
	{"HH24", "HH24", "", false}, {"HH12", "HH12", "", false}, {"HH", "HH", "", false}, {"SSSSS", "SSSS", "", false}, {"SS", "SS", "", false},
	{"FF1", "FF1", "US", false}, {"FF2", "FF2", "US", false}, {"FF3", "MS", "US", false}, {"FF4", "FF4", "US", false}, {"FF5", "FF5", "US", false},
	{"FF6", "US", "US", false}, {"FF7", "US0", "?", false}, {"FF8", "US00", "?", false}, {"FF9", "US000", "?", false}, {"FF", "US", "US", false},
	{"AM", "AM", "", false}, {"PM", "PM", "", false}, {"A.M.", "A.M.", "", false}, {"P.M.", "P.M.", "", false},
	{"AD", "AD", "", false}, {"BC", "BC", "", false}, {"A.D.", "A.D.", "", false}, {"B.C.", "B.C.", "", false},
	{"CC", "CC", "!", false}, {"SCC", "CC", "!", false}, {"Q", "Q", "!", false}, {"WW", "WW", "!", false}, {"W", "W", "!", false},
	{"J", "J", "", false}, {"RM", "RM", "", false}, {"TZH", "TZH", "", false}, {"TZM", "TZM", "", false}, {"TZR", "TZ", "?", false}, {"TZD", "TZ", "?", false},
	{"TS", "FMHH:MI:SS AM", "!", true}, {"EE", "!", "!", false}, {"E", "!", "!", false}, {"FM", "", "", false}, {"FX", "", "FX", false}, {"X", ".", ".", false},
}

// dateModel is a translated format model.
type dateModel struct {
	text   string
	uses   map[string]bool // the elements of the source
	helper bool            // TO_DATE needs the run-time function
}

// dateFormat translates a datetime format model. fm is spread: in Oracle it switches padding off for all that
// follows, in PostgreSQL for the next element.
func (p *printer) dateFormat(f string, e *ir.Call, toDate bool) dateModel {
	m := dateModel{uses: map[string]bool{}}
	var b strings.Builder
	fm := false
	for i := 0; i < len(f); {
		if f[i] == '"' {
			end := strings.IndexByte(f[i+1:], '"')
			if end < 0 {
				end = len(f) - i - 1
			}
			b.WriteString(f[i:min(len(f), i+end+2)])
			i += end + 2
			continue
		}
		el := matchElement(f[i:])
		if el == nil {
			b.WriteString(plainChar(f[i]))
			i++
			continue
		}
		word := f[i : i+len(el.name)]
		i += len(el.name)
		m.uses[el.name] = true
		if el.name == "FM" {
			fm = !fm
			continue
		}
		b.WriteString(p.element(el, word, e, toDate, fm, &m))
		for _, s := range []string{"TH", "SP"} {
			if i+2 <= len(f) && strings.EqualFold(f[i:i+2], s) {
				i += 2
				b.WriteString(p.suffix(s, f[i-2:i], e))
			}
		}
	}
	m.text = b.String()
	return m
}

func (p *printer) suffix(s, word string, e *ir.Call) string {
	if s == "SP" {
		p.find(diag.FormatElement, e.Sp, "the format suffix SP (numbers in words) has no counterpart")
		return ""
	}
	return word
}

// plainChar is punctuation of a format; a letter that is no element would be one for PostgreSQL, so it is quoted.
func plainChar(c byte) string {
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		return `"` + string(c) + `"`
	}
	return string(c)
}

func matchElement(s string) *dateElement {
	for i := range dateElements {
		if n := len(dateElements[i].name); len(s) >= n && strings.EqualFold(s[:n], dateElements[i].name) {
			return &dateElements[i]
		}
	}
	return nil
}

// element gives one element's text.
func (p *printer) element(el *dateElement, word string, e *ir.Call, toDate, fm bool, m *dateModel) string {
	out := el.char
	if toDate {
		switch el.date {
		case "":
			out = el.name
			if el.name == "SSSSS" {
				out = "SSSS"
			}
		case "?":
			m.helper = true
			return word
		default:
			out = el.date
		}
	}
	if out == "!" {
		p.find(diag.FormatElement, e.Sp, "the format element %s has no counterpart", el.name)
		return ""
	}
	if el.name == "D" {
		p.findOnce(diag.NLSFormat, e.Sp, "the format element D: 1 is Sunday here, as in the territory AMERICA")
	}
	if !toDate {
		out = sameCase(out, word, el)
		if fm && out != "." {
			out = "FM" + out
		}
	}
	return out
}

// sameCase carries the case of the source's element over: Month, MONTH and month differ in the result.
func sameCase(out, word string, el *dateElement) string {
	switch {
	case !strings.EqualFold(out, word) && el.name != "MONTH" && el.name != "DAY":
		return out
	case word == strings.ToLower(word):
		return strings.ToLower(out)
	case len(word) > 1 && word[1:] == strings.ToLower(word[1:]) && (el.name == "MONTH" || el.name == "MON" || el.name == "DAY" || el.name == "DY"):
		return out[:1] + strings.ToLower(out[1:])
	}
	return out
}

// doToChar writes TO_CHAR for dates, numbers and what else there is.
func doToChar(p *printer, e *ir.Call, _ []val) val {
	x := e.Args[0].Value
	v := p.wallClock(x)
	t := p.typ(x)
	if len(e.Args) == 1 {
		return p.toText(v, x)
	}
	f, ok := p.constText(e, 1)
	if _, plain := p.nlsParam(e); !plain {
		p.findOnce(diag.NLSFormat, e.Sp, "TO_CHAR with NLS parameters: names are English, the separators '.' and ','")
	}
	if !ok {
		return p.dynamicToChar(e, v, t)
	}
	if isUnknown(t) && !v.c.number() && !v.c.datetime() {
		t = typDateTime
		if numberLike(f) {
			t = typNumber
		}
	}
	if t.IsDatetime() || v.c.datetime() || t.IsInterval() {
		if v.c == cLit || v.c.text() {
			v = p.textToDate(v, x, t)
		}
		return p.run("to_char({*})", cText, v, p.formatArg(e, f, p.dateFormat(f, e, false).text))
	}
	if t.IsString() {
		v = p.toNumber(v, x)
	}
	return p.numberToChar(e, v, f)
}

// dynamicToChar is for a format that is not a constant: the run-time library translates it.
func (p *printer) dynamicToChar(e *ir.Call, v val, t *ir.Type) val {
	format := p.val(e.Args[1].Value)
	switch {
	case t.IsDatetime() || v.c.datetime():
		return p.run("to_char({1}, {@date_format}({2}))", cText, v, format)
	case t.IsNumber() || v.c.number():
		return p.run("{@number_text}({1}, {2})", cText, asNumericArg(v), format)
	case t.IsString():
		return p.run("{@number_text}({1}, {2})", cText, p.toNumber(v, e.Args[0].Value), format)
	}
	p.findOnce(diag.DynamicFormat, e.Sp, "TO_CHAR with a format that is not a constant, of an operand whose type is not known")
	return p.run("to_char({*})", cText, v, format)
}

// asNumericArg makes a value fit a parameter of type numeric: whole numbers do as they are.
func asNumericArg(v val) val {
	if v.c == cFloat {
		return asNumeric(v)
	}
	return v
}

// formatArg writes a format model: the translated one, or the source's own expression where nothing changed.
func (p *printer) formatArg(e *ir.Call, source, translated string) val {
	if source == translated {
		return p.val(e.Args[1].Value)
	}
	return atom(quoteLiteral(translated), cLit)
}

// numberLike tells a number's format from a date's.
func numberLike(f string) bool {
	return strings.ContainsAny(f, "90") || strings.ContainsAny(strings.ToUpper(f), "X$L") && !strings.ContainsAny(strings.ToUpper(f), "YMHD")
}

// doToDate writes TO_DATE, TO_TIMESTAMP and TO_TIMESTAMP_TZ.
func doToDate(p *printer, e *ir.Call, _ []val) val {
	x := e.Args[0].Value
	if e.OnError != "" {
		p.find(diag.ConversionDefault, e.Sp, "%s … DEFAULT … ON CONVERSION ERROR has no counterpart", strings.ToUpper(e.Fn))
	}
	v := p.val(x)
	if p.isNull(x) {
		return val{"NULL::timestamp", precCast, cTS}
	}
	if v.c.datetime() && len(e.Args) == 1 {
		return v
	}
	text := v
	if v.c != cLit {
		text = p.neverEmpty(p.toText(v, x), x)
	}
	if len(e.Args) == 1 {
		return p.textToDate(text, x, typDateTime)
	}
	f, ok := p.constText(e, 1)
	if !ok && e.Fn == "to_timestamp_tz" {
		return p.run("{@to_timestamp_tz}({*})", cTSTZ, text, p.val(e.Args[1].Value))
	}
	if !ok {
		return p.run("{@to_date}({*})", cTS, text, p.val(e.Args[1].Value))
	}
	if _, plain := p.nlsParam(e); !plain {
		p.findOnce(diag.NLSFormat, e.Sp, "%s with NLS parameters: names must be English", strings.ToUpper(e.Fn))
	}
	return p.parseDate(e, text, f)
}

// PostgreSQL reads microseconds; decimals behind them are cut off a constant.
var (
	longFraction = regexp.MustCompile(`(\D\d{1,2}\.\d{6})\d+(\D|$)`)
	longFormat   = regexp.MustCompile(`(?i)FF[7-9]`)
)

var timeElements = words(`HH24 HH12 HH MI SS SSSSS FF FF1 FF2 FF3 FF4 FF5 FF6 FF7 FF8 FF9 AM PM A.M. P.M. TZH TZM TZR`)

// parseDate picks to_date, to_timestamp or, for what those read otherwise (years of two digits, missing parts), the helper.
func (p *printer) parseDate(e *ir.Call, text val, f string) val {
	if s, ok := unwrap(e.Args[0].Value).(*ir.StringLit); ok && longFraction.MatchString(s.Value) {
		f = longFormat.ReplaceAllString(f, "FF")
		text = atom(quoteLiteral(longFraction.ReplaceAllString(s.Value, "$1$2")), cLit)
	}
	m := p.dateFormat(f, e, true)
	if p.isShortYear(e, f, &m) {
		m.helper = false
	}
	m.helper = m.helper || p.validates(e, f) && e.Fn != "to_timestamp_tz"
	if m.helper || !m.complete() {
		if e.Fn == "to_timestamp_tz" {
			return p.run("{@to_timestamp_tz}({*})", cTSTZ, text, p.formatArg(e, f, f))
		}
		return p.run("{@to_date}({*})", cTS, text, p.formatArg(e, f, f))
	}
	timed := false
	for k := range m.uses {
		timed = timed || timeElements[k]
	}
	args := []val{text, p.formatArg(e, f, m.text)}
	switch {
	case e.Fn == "to_timestamp_tz":
		return p.run("to_timestamp({*})", cTSTZ, args...)
	case !timed:
		return p.run("to_date({*})", cDate, args...)
	case e.Fn == "to_timestamp":
		return p.run("to_timestamp({*})", cTSTZ, args...).cast("timestamp", cTS)
	}
	return p.run("to_timestamp({*})", cTSTZ, args...).cast("timestamp(0)", cTS)
}

// validates tells that the text may not be what the format says. Oracle does without punctuation, reads names of months for
// their numbers and raises errors for what is too much or missing; PostgreSQL's functions pass over what follows the format
// and what is missing at its end, and read all digits where the format has punctuation behind them.
func (p *printer) validates(e *ir.Call, f string) bool {
	if s, constant := p.constText(e, 0); constant {
		return !p.sameShape(s, f)
	}
	return p.anyText(e)
}

// anyText tells a text of unknown shape: no constant, and not what TO_CHAR has just written.
func (p *printer) anyText(e *ir.Call) bool {
	if _, constant := p.constText(e, 0); constant {
		return false
	}
	c, ok := unwrap(e.Args[0].Value).(*ir.Call)
	return !ok || c.Fn != "to_char" || p.rt != nil && p.rt.guarded > 0
}

// shapes are the patterns of the elements of a format that a constant may have as many characters for; names of months and days
// are read alike.
var shapes = []struct{ element, pattern string }{
	{"FF[1-9]?", `\d+`}, {"SYYYY", `[-+ ]?\d{4}`}, {"YYYY|RRRR", `\d{4}`}, {"MONTH|MON|DAY|DY", `[A-Z]+ *`}, {"HH24|HH12|HH", `\d\d?`},
	{"SSSSS", `\d{5}`}, {"DDD", `\d{3}`}, {"MM|DD|MI|SS", `\d\d?`}, {`[AP]\.?M\.?`, `[AP]\.?M\.?`}, {`[AB]\.?[DC]\.?`, `[AB]\.?[DC]\.?`},
	{"J", `\d{7}`}, {"TZH", `[-+ ]?\d\d?`}, {"TZM", `\d\d`}, {"FM|FX", ``}, {"X", `[.,]`}, {"RR|YY", `\d\d`},
}

// sameShape tells a constant that PostgreSQL reads by the format as Oracle does. Without punctuation every number has to
// have all its digits, in both of them.
func (p *printer) sameShape(s, f string) bool {
	re := fact(p.em, factKey{kind: "shape of a date", name: f}, func() *regexp.Regexp { return shapeOf(f) })
	return re != nil && re.MatchString(strings.TrimSpace(s))
}

// shapeOf is the pattern of the constants that have all parts of a format; nil for a format that has none.
func shapeOf(f string) *regexp.Regexp {
	var re strings.Builder
	rest := strings.ToUpper(strings.TrimSpace(f))
next:
	for rest != "" {
		for _, sh := range shapes {
			if m := regexp.MustCompile("^(?:" + sh.element + ")").FindString(rest); m != "" {
				re.WriteString(sh.pattern)
				rest = rest[len(m):]
				continue next
			}
		}
		re.WriteString(regexp.QuoteMeta(rest[:1]))
		rest = rest[1:]
	}
	shape, err := regexp.Compile("^(?i:" + strings.ReplaceAll(re.String(), `"`, "") + ")$")
	if err != nil {
		return nil
	}
	return shape
}

// complete tells whether the format names year and month: missing parts are otherwise of the present month in
// Oracle, and of the year 1 in PostgreSQL.
func (m *dateModel) complete() bool {
	u := m.uses
	year := u["YYYY"] || u["SYYYY"] || u["Y,YYY"] || u["RRRR"] || u["RR"]
	month := u["MM"] || u["MON"] || u["MONTH"] || u["RM"] || u["DDD"]
	return u["J"] || year && month || u["IYYY"] && u["IW"]
}

// isShortYear: RR and RRRR with a constant that has all four digits of the year can be read as YYYY.
func (p *printer) isShortYear(e *ir.Call, f string, m *dateModel) bool {
	s, ok := p.constText(e, 0)
	if !ok || !m.uses["RRRR"] || m.uses["YY"] || m.uses["Y"] || m.uses["YYY"] || m.uses["RR"] {
		return false
	}
	run := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			run = 0
			continue
		}
		if run++; run == 4 {
			m.text = strings.Replace(strings.ToUpper(m.text), "RRRR", "YYYY", 1)
			return true
		}
	}
	_ = f
	return false
}
