package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// sql:variable() and sql:column() put values of SQL into a path ("XQuery Extension Functions"). xpath() knows no variables: the value is
// written into the path, a text as a literal of XPath (xpath_text), a number as a number.

// pathOf gives a path that is known here, and the values in it.
func pathOf(e ir.Expr) (path string, values []ir.Arg, ok bool) {
	e = stripImplicit(e)
	if c, is := e.(*ir.Call); is && c.Fn == "tsql.xquery" {
		path, ok = constString(stripImplicit(c.Args[0].Value), 0)
		return path, c.Args[1:], ok
	}
	path, ok = constString(e, 0)
	return path, nil, ok
}

// shownPath is a path for a message.
func shownPath(path string) string {
	s := flat(strings.ReplaceAll(path, ir.XQueryValue, "sql:…"))
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// xpath reads a path with values; why not where XPath 1.0 has no such thing, or a value cannot stand in it.
func (p *printer) xpath(path string, values []ir.Arg, node bool) (x xpathExpr, why string) {
	x, why = readXPath(path, node)
	if why != "" {
		return x, why
	}
	return p.xpathWith(x, values)
}

// xpathWith puts values into a path that is read.
func (p *printer) xpathWith(x xpathExpr, values []ir.Arg) (_ xpathExpr, why string) {
	if len(values) == 0 {
		return x, ""
	}
	parts := strings.Split(x.path, ir.XQueryValue)
	if len(parts) != len(values)+1 {
		return x, "a value of SQL stands inside a text of the path"
	}
	texts := []string{quoteLiteral(parts[0])}
	for i, a := range values {
		v, why := p.xpathOperand(a.Value)
		if why != "" {
			return x, why
		}
		texts = append(texts, v, quoteLiteral(parts[i+1]))
	}
	x.text = strings.TrimSuffix(strings.Join(texts, " || "), " || ''")
	return x, ""
}

// xpathOperand writes a value as a piece of a path. NULL is the empty sequence, which /.. is in XPath 1.0: what stands above the root.
func (p *printer) xpathOperand(e ir.Expr) (text, why string) {
	v, t := p.val(e), p.typ(e).Base()
	switch {
	case t.Is(ir.TBit):
		return "", "a bit is a boolean of XQuery's"
	case t.IsString():
		return p.helper("xpath_text") + "(" + v.s + ")", ""
	case t.Is(ir.TUUID):
		return p.helper("xpath_text") + "(upper(" + v.cast("text", cText).s + "))", ""
	case t.Is(ir.TFloat):
		return "coalesce(" + v.cast("numeric", cNum).cast("text", cText).s + ", '/..')", ""
	case t.IsNumber():
		return "coalesce(" + v.cast("text", cText).s + ", '/..')", ""
	}
	return "", "a value of another type than text and number in the path"
}

var (
	encodedPath = regexp.MustCompile(`^\s*xs:(hexBinary|base64Binary)\s*\(\s*(?:xs:hexBinary\s*\(\s*"\x01"\s*\)|(substring\s*\(\s*)?"\x01"(?:\s*,\s*"\x01"\s*\))?)\s*\)\s*$`)
	binaryType  = regexp.MustCompile(`(?i)^\s*(?:var)?binary\b`)
	stringType  = regexp.MustCompile(`(?i)^\s*n?(?:var)?char\b`)
)

// encodedBytes writes value('xs:base64Binary(sql:variable("@x"))', 'varbinary(max)') and its kin, the idiom that reads and writes bytes as
// digits or as base64 ("Type Casting Rules in XQuery").
func (p *printer) encodedBytes(e *ir.MethodCall, path string, values []ir.Arg) (val, bool) {
	m := encodedPath.FindStringSubmatch(path)
	if m == nil || len(e.Args) != 2 || !strings.EqualFold(e.Name.Text, "value") || len(values) != strings.Count(path, ir.XQueryValue) {
		return val{}, false
	}
	typ, ok := constString(stripImplicit(e.Args[1].Value), 0)
	x, from := p.val(values[0].Value), p.typ(values[0].Value).Base()
	how := map[string]string{"hexBinary": "hex", "base64Binary": "base64"}[m[1]]
	cut := len(values) == 2
	switch {
	case !ok || cut != (m[2] != ""):
		return val{}, false
	case binaryType.MatchString(typ) && from.IsString():
		s := x.s
		if cut { // from the place on; one in front of the text is its beginning
			s = "substr(" + s + ", greatest(" + p.val(values[1].Value).s + ", 1))"
		}
		return atom("decode("+s+", '"+how+"')", cBytes), true
	case stringType.MatchString(typ) && from.Is(ir.TBytes, ir.TBlob) && !cut && how == "hex":
		return atom("upper(encode("+x.s+", 'hex'))", cText), true
	case stringType.MatchString(typ) && from.Is(ir.TBytes, ir.TBlob) && !cut:
		return atom("replace(encode("+x.s+", 'base64'), chr(10), '')", cText), true
	}
	return val{}, false
}
