package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlFormatFn writes FORMAT, whose formats are those of .NET ("FORMAT"; .NET: standard and custom format strings).
func tsqlFormatFn(p *printer, e *ir.Call, a []val) val {
	f, ok := constString(stripImplicit(e.Args[1].Value), 0)
	culture := "en-us"
	if len(e.Args) > 2 {
		c, known := constString(stripImplicit(e.Args[2].Value), 0)
		if !known {
			ok = false
		}
		culture = strings.ToLower(c)
	}
	if !ok {
		p.find(diag.TSQLFormat, e.Sp, "%s: the format or culture is only known at run time", brief(e, val{s: "FORMAT"}))
		return a[0].cast("text", cText)
	}
	t := p.typ(e.Args[0].Value).Base()
	var out val
	switch {
	case t.Kind == ir.TTime:
		out, ok = p.formatTime(a[0], f)
	case t.IsDatetime():
		out, ok = p.formatDate(a[0], f, culture)
	case t.IsNumber():
		out, ok = p.formatNumber(a[0], f, culture)
	default:
		ok = false
	}
	if !ok {
		p.find(diag.TSQLFormat, e.Sp, "FORMAT with '%s' (culture %s) has no row", f, culture)
		return a[0].cast("text", cText)
	}
	return out
}

// standardDates are the standard formats of .NET for the culture en-US.
var standardDates = map[string]string{"d": "M/d/yyyy", "D": "dddd, MMMM d, yyyy", "t": "h:mm tt", "T": "h:mm:ss tt", "g": "M/d/yyyy h:mm tt", "G": "M/d/yyyy h:mm:ss tt",
	"f": "dddd, MMMM d, yyyy h:mm tt", "F": "dddd, MMMM d, yyyy h:mm:ss tt", "s": "yyyy-MM-ddTHH:mm:ss", "u": "yyyy-MM-dd HH:mm:ssZ", "M": "MMMM d", "m": "MMMM d", "Y": "MMMM yyyy", "y": "MMMM yyyy",
	"o": "yyyy-MM-ddTHH:mm:ss.fffffff", "O": "yyyy-MM-ddTHH:mm:ss.fffffff"}

var otherCultures = map[string]map[string]string{
	"en-gb": {"d": "dd/MM/yyyy", "D": "dd MMMM yyyy"},
	"de-de": {"d": "dd.MM.yyyy"}, "fr-fr": {"d": "dd/MM/yyyy"}, "es-es": {"d": "dd/MM/yyyy"}, "it-it": {"d": "dd/MM/yyyy"}, "zh-cn": {"d": "yyyy/M/d"}, "ja-jp": {"d": "yyyy/MM/dd"}, "nl-nl": {"d": "d-M-yyyy"},
}

func english(culture string) bool {
	return culture == "" || culture == "en-us" || culture == "en-gb" || culture == "iv" || culture == "en"
}

// formatDate translates a format of .NET to one of to_char.
func (p *printer) formatDate(v val, f, culture string) (val, bool) {
	if len(f) == 1 {
		s := otherCultures[culture][f]
		if s == "" && (culture == "en-us" || culture == "" || strings.Contains("suoO", f)) {
			s = standardDates[f]
		}
		if s == "" {
			return v, false
		}
		f = s
	}
	out, named, ok := dotnetDate(f)
	if !ok || named && !english(culture) {
		return v, false
	}
	if v.c == cTime {
		v = val{"date '1900-01-01' + " + v.at(precAdd+1), precAdd, cTS}
	}
	return atom("to_char("+v.s+", "+quoteLiteral(out)+")", cText), true
}

// netElements are the elements of custom formats, longest first; named ones are words of the language.
var netElements = []struct {
	net, pg string
	named   bool
}{{"yyyy", "YYYY", false}, {"yy", "YY", false}, {"MMMM", "FMMonth", true}, {"MMM", "Mon", true}, {"MM", "MM", false}, {"M", "FMMM", false}, {"dddd", "FMDay", true}, {"ddd", "Dy", true},
	{"dd", "DD", false}, {"d", "FMDD", false}, {"HH", "HH24", false}, {"H", "FMHH24", false}, {"hh", "HH12", false}, {"h", "FMHH12", false}, {"mm", "MI", false}, {"m", "FMMI", false},
	{"ss", "SS", false}, {"s", "FMSS", false}, {"fffffff", `FF6"0"`, false}, {"ffffff", "FF6", false}, {"fffff", "FF5", false}, {"ffff", "FF4", false}, {"fff", "FF3", false}, {"ff", "FF2", false},
	{"f", "FF1", false}, {"tt", "AM", false}, {"zzz", "TZH:TZM", false}}

// dotnetDate translates a custom format.
func dotnetDate(f string) (out string, named, ok bool) {
	var b strings.Builder
	for i := 0; i < len(f); {
		if lit, n := netLiteral(f[i:]); n > 0 {
			b.WriteString(lit)
			i += n
			continue
		}
		hit := false
		for _, el := range netElements {
			if strings.HasPrefix(f[i:], el.net) {
				b.WriteString(el.pg)
				named = named || el.named
				i += len(el.net)
				hit = true
				break
			}
		}
		switch c := f[i%len(f)]; {
		case hit:
		case strings.IndexByte(" -/.:,", c) >= 0:
			b.WriteByte(c)
			i++
		case c == 'T' || c == 'Z':
			b.WriteString(`"` + string(c) + `"`)
			i++
		default:
			return "", false, false
		}
	}
	return b.String(), named, true
}

// netLiteral is the text that a format has at its start in quotation marks or behind a backslash, as to_char wants it, and its length there.
func netLiteral(s string) (string, int) {
	if n := quotedRun(s); n > 0 {
		return `"` + strings.Trim(s[:n], `'"`) + `"`, n
	}
	if s[0] == '\\' && len(s) > 1 {
		return `"` + s[1:2] + `"`, 2
	}
	return "", 0
}

// quotedRun is the length of a quoted text at the start.
func quotedRun(s string) int {
	if s[0] != '\'' && s[0] != '"' {
		return 0
	}
	if k := strings.IndexByte(s[1:], s[0]); k >= 0 {
		return k + 2
	}
	return 0
}

var (
	standardNumber = regexp.MustCompile(`^([NnFfDdPpCcXxGg])(\d*)$`)
	customNumber   = regexp.MustCompile(`^(#?,?#*0*)(\.[0#]+)?$`)
)

// formatNumber translates standard formats and plain custom ones.
func (p *printer) formatNumber(v val, f, culture string) (val, bool) {
	if !english(culture) {
		return v, false
	}
	if v.c == cFloat { // to_char writes 15 digits of a double precision, 6 of a real
		v = v.cast("numeric", cNum)
	}
	if m := standardNumber.FindStringSubmatch(f); m != nil {
		return p.standardNumber(v, strings.ToUpper(m[1]), m[2])
	}
	m := customNumber.FindStringSubmatch(f)
	if m == nil || f == "" {
		return v, false
	}
	zeros := strings.Count(m[1], "0")
	whole := strings.Repeat("9", 30)
	if strings.Contains(m[1], ",") {
		whole = strings.TrimSuffix(strings.Repeat("999,", 10), ",")
	}
	whole = withZeros(whole, zeros)
	frac := strings.ReplaceAll(m[2], "#", "9")
	return atom("to_char("+v.s+", 'FM"+whole+frac+"')", cText), true
}

// withZeros makes the last n nines zeros.
func withZeros(s string, n int) string {
	b := []byte(s)
	for i := len(b) - 1; i >= 0 && n > 0; i-- {
		if b[i] == '9' {
			b[i] = '0'
			n--
		}
	}
	return string(b)
}

func (p *printer) standardNumber(v val, kind, digits string) (val, bool) {
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = 2
	}
	grouped := withZeros(strings.TrimSuffix(strings.Repeat("999,", 10), ","), 1)
	frac := ""
	if n > 0 {
		frac = "." + strings.Repeat("0", n)
	}
	s := v.s
	switch kind {
	case "N":
		return atom("to_char("+s+", 'FM"+grouped+frac+"')", cText), true
	case "F":
		return atom("round("+v.cast("numeric", cNum).s+", "+itoa(n)+")", cNum).cast("text", cText), true
	case "D":
		if !v.c.integer() { // FORMAT gives NULL for an error
			return atom("NULL::text", cText).with(precCast), v.c == cNum || v.c == cFloat
		}
		if err != nil {
			return v.cast("text", cText), true
		}
		return atom("to_char("+s+", 'FM"+withZeros(strings.Repeat("9", max(n, 20)), n)+"')", cText), n <= 60
	case "P":
		return val{"to_char(" + v.at(precMul) + " * 100, 'FM" + grouped + frac + "') || ' %'", precOther, cText}, true
	case "X":
		if err != nil {
			return p.run("upper(to_hex({1}))", cText, v), v.c.integer()
		}
		return p.run("lpad(upper(to_hex({1})), greatest(length(to_hex({1})), "+itoa(n)+"), '0')", cText, v), v.c.integer()
	case "G":
		return v.cast("text", cText), digits == "" && v.c.integer()
	}
	amount := "to_char(abs({1}), 'FM" + grouped + frac + "')"
	return p.run("CASE WHEN {1:cmp} < 0 THEN '($' || "+amount+" || ')' ELSE '$' || "+amount+" END", cText, v), true
}

// tsqlFormatMessage fills %s, %d, %i and %u ("FORMATMESSAGE").
func tsqlFormatMessage(p *printer, e *ir.Call, a []val) val {
	f, ok := constString(stripImplicit(e.Args[0].Value), 0)
	if !ok {
		p.find(diag.TSQLFormat, e.Sp, "FORMATMESSAGE: the message is only known at run time, or is one of sys.messages")
		return a[0]
	}
	out, n, ok := printfToFormat(f)
	if !ok {
		p.find(diag.TSQLFormat, e.Sp, "FORMATMESSAGE: '%s' has an element that format() does not know", f)
	}
	args := []string{quoteLiteral(out)}
	for i, v := range a[1:] {
		args = append(args, p.messageArg(e.Args[i+1].Value, v))
	}
	for k := len(a) - 1; k < n; k++ {
		args = append(args, quoteLiteral(nullInMessage))
	}
	return atom("format("+strings.Join(args, ", ")+")", cText)
}

// nullInMessage stands in a message of RAISERROR and FORMATMESSAGE for an argument that is NULL or missing.
const nullInMessage = "(null)"

func (p *printer) messageArg(e ir.Expr, v val) string {
	switch unwrap(stripImplicit(e)).(type) {
	case *ir.StringLit, *ir.NumberLit:
		return v.s
	case *ir.NullLit:
		return quoteLiteral(nullInMessage)
	}
	return "coalesce(" + v.cast("text", cText).s + ", " + quoteLiteral(nullInMessage) + ")"
}

var printfElement = regexp.MustCompile(`%(-?)(0?)(\d*)(?:\.\d+)?(?:l|h|I64)?([%diouxXs])`)

// printfToFormat translates the elements of RAISERROR and FORMATMESSAGE to those of format(), and counts them.
func printfToFormat(s string) (out string, n int, ok bool) {
	ok = true
	out = printfElement.ReplaceAllStringFunc(s, func(m string) string {
		g := printfElement.FindStringSubmatch(m)
		switch {
		case g[4] == "%":
			return "%%"
		case g[4] == "x" || g[4] == "X" || g[4] == "o" || g[2] == "0" && g[3] != "":
			ok = false
		}
		n++
		return "%" + g[1] + g[3] + "s"
	})
	rest := printfElement.ReplaceAllString(s, "")
	return out, n, ok && !strings.Contains(rest, "%")
}
