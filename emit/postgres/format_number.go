package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// numberToChar writes TO_CHAR(number, format).
func (p *printer) numberToChar(e *ir.Call, v val, f string) val {
	up := strings.ToUpper(f)
	switch {
	case strings.HasPrefix(up, "TM"):
		if strings.HasPrefix(up, "TME") {
			p.find(diag.FormatElement, e.Sp, "the number format TME has no counterpart")
		}
		return p.toText(v, e.Args[0].Value)
	case strings.Contains(up, "X"):
		return p.hexToChar(v, f)
	case strings.Contains(up, "EEEE") && strings.Contains(up, "S"):
		p.find(diag.FormatElement, e.Sp, "the number format %s has no counterpart", f)
	}
	if v.c == cAnyNum || v.c == cLit || v.c == cUnknown {
		if v.c == cLit {
			v = p.toNumber(v, e.Args[0].Value)
		}
	}
	if n := overflowWidth(v.s, up); n > 0 {
		return atom("'"+strings.Repeat("#", n)+"'", cLit)
	}
	sep, _ := p.nlsParam(e)
	model := p.numberFormat(f, e)
	if m := noWholePart.FindStringSubmatch(model); m != nil {
		model = m[1] + "9" + m[2]
		if constant(e.Args[0].Value) == nil {
			p.findOnce(diag.ApproxFunction, e.Sp, "TO_CHAR with the format %s: 1 or more shows digits, and no sign, where Oracle writes #", f)
		}
	}
	out := p.run("to_char({*})", cText, v, p.formatArg(e, f, model))
	if !strings.Contains(up, "FM") && noWholePart.MatchString(up) {
		out = p.run("substr({1}, 2)", cText, out)
	}
	switch {
	case sep != "":
		return p.swapSeparators(out, ".,", sep)
	case strings.Contains(f, "$"): // floats in front of the first digit
		return p.run(`regexp_replace({1}, '([0-9.])', '$\1')`, cText, out)
	case strings.Contains(up, "EEEE") && strings.HasPrefix(up, "FM"):
		return p.run("upper({1})", cText, out)
	case strings.Contains(up, "EEEE"):
		return p.run("' ' || upper({1})", cText, out).with(precOther)
	}
	return out
}

// noWholePart matches a format without a place in front of the point. PostgreSQL finds no room there, not even for 0.
var noWholePart = regexp.MustCompile(`(?i)^((?:FM|S)*)([.D][09].*)$`)

// overflowWidth is the number of # that Oracle writes for a constant with more digits than the format has, 0 where it
// fits. PostgreSQL leaves the place of the sign blank.
func overflowWidth(number, format string) int {
	whole, _, _ := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	if !integerText(whole) || strings.Trim(whole, "0") == "" || strings.ContainsAny(format, "EV$R") {
		return 0
	}
	digits, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(format, "FM"), "D", "."), ".")
	if len(whole) <= strings.Count(digits, "9")+strings.Count(digits, "0") {
		return 0
	}
	return len(strings.TrimPrefix(format, "FM")) + 1
}

// hexToChar writes the X format: zero-filled with a leading 0, upper or lower case, # for what does not fit. The hexadecimal digits
// of a small constant are written out.
func (p *printer) hexToChar(v val, f string) val {
	digits := strings.TrimPrefix(strings.ToUpper(f), "FM")
	n, err := strconv.ParseInt(v.s, 10, 64)
	hex := strconv.FormatInt(n, 16)
	if err != nil || n < 0 || len(hex) > len(digits) {
		if !v.c.integer() && v.c != cNum {
			v = v.cast("numeric", cNum)
		}
		return p.run("{@number_to_hex}({1}, "+quoteLiteral(f)+")", cText, v)
	}
	if strings.Contains(f, "X") {
		hex = strings.ToUpper(hex)
	}
	fill := " "
	if strings.HasPrefix(digits, "0") {
		fill = "0"
	}
	if fill == "0" || len(digits) == len(f) {
		hex = strings.Repeat(fill, len(digits)-len(hex)) + hex
	}
	if len(digits) == len(f) {
		hex = " " + hex
	}
	return atom(quoteLiteral(hex), cText)
}

// numberFormat translates a number format model. Most elements are the same in both.
func (p *printer) numberFormat(f string, e *ir.Call) string {
	var b strings.Builder
	for i := 0; i < len(f); i++ {
		c := f[i]
		switch {
		case c == '$': // put in by numberToChar
		case c == 'C' || c == 'c' || c == 'U' || c == 'u':
			p.find(diag.FormatElement, e.Sp, "the number format element %c (currency) has no counterpart", c)
		case c == 'B' || c == 'b':
			p.find(diag.FormatElement, e.Sp, "the number format element B has no counterpart")
		case c == 'L' || c == 'l':
			p.refuseOnce(diag.NLSFormat, e.Sp, "the number format element L", "the number format element L: the currency symbol comes from lc_monetary")
			b.WriteByte(c)
		case c == 'G' || c == 'g':
			b.WriteByte(',')
		case c == 'D' || c == 'd':
			b.WriteByte('.')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// nlsParam looks at the third argument of a conversion: the decimal and group characters where it sets other ones than
// '.,', and whether it says nothing that PostgreSQL does otherwise.
func (p *printer) nlsParam(e *ir.Call) (separators string, plain bool) {
	if len(e.Args) < 3 {
		return "", true
	}
	s, ok := p.constText(e, 2)
	if !ok {
		return "", false
	}
	up := strings.ToUpper(s)
	if m := nlsNumeric.FindStringSubmatch(up); m != nil {
		if m[1] != ".," && m[1] != ". " {
			separators = m[1]
		}
		return separators, true
	}
	if m := nlsLanguage.FindStringSubmatch(up); m != nil {
		return "", m[1] == "AMERICAN" || m[1] == "ENGLISH"
	}
	return "", false
}

var (
	nlsNumeric  = regexp.MustCompile(`NLS_NUMERIC_CHARACTERS\s*=\s*'{0,2}(..)`)
	nlsLanguage = regexp.MustCompile(`NLS_DATE_LANGUAGE\s*=\s*'{0,2}"?([A-Z ]+[A-Z])`)
)

// swapSeparators writes numbers with other separators than PostgreSQL's '.' and ','.
func (p *printer) swapSeparators(v val, from, to string) val {
	return p.run("translate({1}, "+quoteLiteral(from)+", "+quoteLiteral(to)+")", cText, v)
}
