package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// modify('…') of xml ("XML Data Modification Language (XML DML)"): delete, replace value of and insert become calls of xml_modify, which takes the
// document apart. Its paths are XPath 1.0; the nodes of an insert are put together here.

// xmlChange is what a text of XML DML says, with the values of SQL that stand in it.
type xmlChange struct {
	p      *printer
	prolog string   // the declarations of namespaces
	ns     []string // prefix, name, prefix, name …
	values []ir.Arg // those that are not read yet
}

var (
	xqueryComment = regexp.MustCompile(`\(:[^"':]*:\)`)
	deleteNodes   = regexp.MustCompile(`^delete\b\s*`)
	replaceValue  = regexp.MustCompile(`^replace\s+value\s+of\b\s*`)
	insertNodes   = regexp.MustCompile(`^insert\b\s*`)
	withValue     = regexp.MustCompile(`^with\b`)
	insertPlace   = regexp.MustCompile(`^(as\s+first\s+into|as\s+last\s+into|into|after|before)\b\s*`)
	xqueryInteger = regexp.MustCompile(`^-?\d+$`)
	xqueryDecimal = regexp.MustCompile(`^-?\d*\.\d+$`)
	textFunction  = regexp.MustCompile(`^(concat|substring|substring-before|substring-after|translate|normalize-space|string)\s*\(`)
)

// xmlModify writes the new value of a document that modify() changes.
func (p *printer) xmlModify(e *ir.Call) val {
	var path string
	var values []ir.Arg
	ok := len(e.Args) == 2
	if ok {
		path, values, ok = pathOf(e.Args[1].Value)
	}
	if !ok {
		p.find(diag.TSQLQueryForm, e.Sp, "modify() with a text that is not known; xmltable reads a document, xmlelement and xmlagg build another")
		return atom("NULL", cLit)
	}
	m := &xmlChange{p: p, values: values}
	doc := p.val(e.Args[0].Value)
	if doc.c != cXML {
		doc = doc.cast("xml", cXML)
	}
	s, why := m.write(path, doc.s)
	if why == "" && len(m.values) > 0 {
		why = "a value of SQL stands inside a text"
	}
	if why != "" {
		p.find(diag.TSQLQueryForm, e.Sp, "modify('%s'): %s; xmltable reads a document, xmlelement and xmlagg build another", shownPath(path), why)
		return atom("NULL", cLit)
	}
	p.findOnce(diag.TSQLXPath, e.Sp, "modify('%s')", shownPath(path))
	return atom(s, cXML)
}

func (m *xmlChange) write(text, doc string) (s, why string) {
	m.ns, s = xqueryProlog(xqueryComment.ReplaceAllString(text, " "))
	m.prolog = strings.TrimSuffix(xqueryComment.ReplaceAllString(text, " "), s)
	s = strings.TrimSpace(s)
	switch {
	case deleteNodes.MatchString(s):
		x, why := m.path(s[len(deleteNodes.FindString(s)):])
		return m.call(doc, "delete", x, "", nil), why
	case replaceValue.MatchString(s):
		return m.replace(s[len(replaceValue.FindString(s)):], doc)
	case insertNodes.MatchString(s):
		return m.insert(s[len(insertNodes.FindString(s)):], doc)
	}
	return "", "this is no delete, replace value of or insert"
}

// call writes a call of xml_modify.
func (m *xmlChange) call(doc, change, path, content string, spaces []string) string {
	s := m.p.helper("xml_modify") + "(" + doc + ", " + quoteLiteral(change) + ", " + path
	if content != "" {
		s += ", " + content
	}
	if len(m.ns) > 0 {
		s += ", names => " + namePairs(m.ns)
	}
	if len(spaces) > 0 {
		s += ", spaces => " + namePairs(spaces)
	}
	return s + ")"
}

// path writes a path as xml_modify takes it.
func (m *xmlChange) path(s string) (text, why string) {
	x, why := readXPath(m.prolog+s, false)
	if why != "" {
		return "", why
	}
	if x.path, why = underRoot(x.path); why != "" {
		return "", why
	}
	n := strings.Count(x.path, ir.XQueryValue)
	if n > len(m.values) {
		return "", "a value of SQL stands inside a text of the path"
	}
	if x, why = m.p.xpathWith(x, m.values[:n]); why != "" {
		return "", why
	}
	m.values = m.values[n:]
	if x.text != "" {
		return x.text, ""
	}
	return quoteLiteral(x.path), ""
}

// replace writes "replace value of path with value" ("replace value of (XML DML)").
func (m *xmlChange) replace(s, doc string) (text, why string) {
	at := findOutside(s, withValue)
	if at < 0 {
		return "", "there is no with"
	}
	path, why := m.path(s[:at])
	if why != "" {
		return "", why
	}
	v := strings.TrimSpace(s[at+len("with"):])
	if content, ok, why := m.atomic(v); ok {
		return m.call(doc, "replace", path, content, nil), why
	}
	if strings.HasSuffix(strings.ReplaceAll(v, " ", ""), "[1]") || wholeData.MatchString(v) || textFunction.MatchString(v) && closesAtEnd(v) {
		content, why := m.path(v)
		return m.call(doc, "from", path, content, nil), why
	}
	return "", "the new value is no literal, value of SQL, single node or text function"
}

// atomic writes a value of XML DML as a text: a literal, a number, a value of SQL, the empty sequence. False for what is none of them.
func (m *xmlChange) atomic(s string) (text string, ok bool, why string) {
	s = strings.TrimSpace(s)
	for len(s) > 2 && s[0] == '(' && closesAtEnd(s) {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	switch {
	case s == "()":
		return "NULL", true, ""
	case s == ir.XQueryValue && len(m.values) > 0:
		e := m.values[0].Value
		m.values = m.values[1:]
		text, why := m.p.xmlValueText(e)
		return text, true, why
	case len(s) > 1 && (s[0] == '"' || s[0] == '\'') && literalEnd(s, 0, false) == len(s) && !strings.Contains(s, "\x01"):
		q := s[:1]
		return quoteLiteral(xmlUnescape(strings.ReplaceAll(s[1:len(s)-1], q+q, q))), true, ""
	case xqueryInteger.MatchString(s):
		n, err := strconv.ParseInt(s, 10, 64)
		return quoteLiteral(strconv.FormatInt(n, 10)), err == nil, ""
	case xqueryDecimal.MatchString(s):
		return "trim_scale(" + s + ")::text", true, ""
	}
	return "", false, ""
}

// xmlValueText writes a value of SQL as its text in a document ("Mapping XQuery Types to SQL": xs:decimal has no zeros at its end, a bit is
// a boolean).
func (p *printer) xmlValueText(e ir.Expr) (text, why string) {
	v, t := p.val(e), p.typ(e).Base()
	switch {
	case t.Is(ir.TXML):
		return "", "a document stands where a value belongs"
	case t.Is(ir.TBit):
		return v.cast("text", cText).s, ""
	case t.IsString():
		return p.padded(v, e).s, ""
	case t.Is(ir.TUUID):
		return "upper(" + v.cast("text", cText).s + ")", ""
	case t.Is(ir.TFloat) || !t.IsNumber():
		return "", "a value of another type than text and exact number"
	case v.c == cInt:
		return v.cast("text", cText).s, ""
	}
	return "trim_scale(" + v.cast("numeric", cNum).s + ")::text", ""
}

// underRoot makes a path begin at the element that xml_modify puts around the document.
func underRoot(path string) (text, why string) {
	var out strings.Builder
	last, before := 0, ""
	operand := false
	var open []bool // the brackets that are open: true for a predicate, where a relative path stays one
	calls := map[int]bool{}
	for _, at := range xpathToken.FindAllStringIndex(path, -1) {
		t := path[at[0]:at[1]]
		rest := strings.TrimLeft(path[at[1]:], " \t\r\n")
		c := t[0]
		name := c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		step := before == "/" || before == "//" || before == ":" || before == "::" || before == "@"
		function := name && strings.HasPrefix(rest, "(") && t != "text" && t != "node" && t != "comment" && t != "instruction"
		out.WriteString(path[last:at[0]])
		last = at[1]
		switch {
		case t == "[" || t == "(":
			if t == "(" && step {
				return "", "a step in parentheses"
			}
			calls[len(open)] = t == "(" && operand
			open = append(open, t == "[" || len(open) > 0 && open[len(open)-1])
		case (t == "]" || t == ")") && len(open) > 0:
			open = open[:len(open)-1]
		case t == "," && len(open) > 0 && !calls[len(open)-1]:
			t = "|"
		case operand || step || function:
		case t == "//":
			t = "/*//"
		case c == '/':
			t = "/*/"
			if rest == "" || strings.ContainsRune(")]|,", rune(rest[0])) {
				t = "/*"
			}
		case t == "..":
			return "", "the path leaves the document"
		case len(open) > 0 && open[len(open)-1]:
		case t == ".":
			t = "/*"
		case name, t == "*", t == "@":
			t = "/*/" + t
		}
		out.WriteString(t)
		operand = name && !operand || t == "]" || t == ")" || t == "." || t == ".." || c == '"' || c == '\'' || c >= '0' && c <= '9' || c == '*' && !operand
		before = path[at[0]:at[1]]
	}
	return out.String() + path[last:], ""
}
