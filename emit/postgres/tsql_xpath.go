package postgres

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// xpathExpr is a path of XQuery ("XQuery Language Reference (SQL Server)") that XPath 1.0 reads as well.
type xpathExpr struct {
	path string
	ns   []string // prefix, name, prefix, name …
	text string   // where the path has values of SQL: the expression that puts it together
}

// args are the arguments of xpath() and its like.
func (x xpathExpr) args(doc string) string {
	if x.text != "" {
		return x.on(x.text, doc)
	}
	return x.on(quoteLiteral(x.path), doc)
}

func (x xpathExpr) on(path, doc string) string {
	s := path + ", " + doc
	if len(x.ns) == 0 {
		return s
	}
	return s + ", " + namePairs(x.ns)
}

// namePairs writes prefixes and names as an array of pairs.
func namePairs(ns []string) string {
	var list []string
	for i := 0; i < len(ns); i += 2 {
		list = append(list, "["+quoteLiteral(ns[i])+", "+quoteLiteral(ns[i+1])+"]")
	}
	return "ARRAY[" + strings.Join(list, ", ") + "]"
}

var (
	declareNamespace = regexp.MustCompile(`^declare\s+(?:namespace\s+([\w.-]+)\s*=|default\s+element\s+namespace)\s*(?:"([^"]*)"|'([^']*)')\s*;\s*`)
	xpathLiteral     = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	xpathCall        = regexp.MustCompile(`([\w:-]+)\s*\(`)
	wholeData        = regexp.MustCompile(`^(?:fn:)?data\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)(?:\s*\[1\])?$`)
	xqueryWord       = regexp.MustCompile(`(^|\s)(for|let|some|every)\s+\$|\s(eq|ne|lt|le|gt|ge|is|idiv|instance|to)\s|<<|>>|[{}]|\bdeclare\b|\$`)
)

// xpathFunctions are the functions and node tests of XPath 1.0, which XQuery has too, and words that stand before a bracket.
var xpathFunctions = strings.Fields(`last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after
substring string-length normalize-space translate boolean not true false lang number sum floor ceiling round comment text processing-instruction node and or div mod`)

// readXPath reads a path. node says that it begins at a node that nodes() gave, which is a document here. Why not where XPath 1.0 has
// no such thing.
func readXPath(text string, node bool) (x xpathExpr, why string) {
	x.ns, text = xqueryProlog(text)
	s := strings.TrimSpace(text)
	if m := wholeData.FindStringSubmatch(s); m != nil {
		s = strings.TrimSpace(m[1])
	}
	bare := xpathLiteral.ReplaceAllString(s, `""`)
	if m := xqueryWord.FindString(bare); m != "" {
		return x, "XPath 1.0 has no " + strings.TrimSpace(m)
	}
	for _, m := range xpathCall.FindAllStringSubmatch(bare, -1) {
		if !slices.Contains(xpathFunctions, m[1]) {
			return x, "XPath 1.0 has no " + m[1] + "()"
		}
	}
	if !balanced(bare) {
		return x, "its brackets do not match"
	}
	if node {
		ok := false
		if s, ok = nodePath(s); !ok {
			return x, "the path leaves the node, or is no plain path"
		}
	}
	if slices.Contains(x.ns, elementPrefix) {
		s = inNamespace(s)
	}
	x.path = s
	return x, ""
}

// balanced tells a path without literals whose brackets match.
func balanced(path string) bool {
	var open []byte
	for i := range len(path) {
		switch c := path[i]; c {
		case '(', '[':
			open = append(open, c)
		case ')', ']':
			if len(open) == 0 || (open[len(open)-1] == '(') != (c == ')') {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

// xqueryProlog reads the declarations of namespaces in front of a path, and gives what follows them.
func xqueryProlog(text string) (ns []string, rest string) {
	s := strings.TrimSpace(text)
	for {
		m := declareNamespace.FindStringSubmatch(s)
		if m == nil {
			return ns, s
		}
		prefix := m[1]
		if prefix == "" {
			prefix = elementPrefix
		}
		ns = append(ns, prefix, m[2]+m[3])
		s = s[len(m[0]):]
	}
}

// elementPrefix stands for "declare default element namespace": XPath 1.0 knows no such default, and a name without a prefix is in no
// namespace there.
const elementPrefix = "ns"

var xpathToken = regexp.MustCompile(`"[^"]*"|'[^']*'|[A-Za-z_][\w.-]*|::|//|\.\.|\d+(?:\.\d*)?|\S`)

// inNamespace puts elementPrefix in front of the names of elements. A name behind an operand is an operator (and, or, div, mod), one behind
// @ or attribute:: is an attribute's, one in front of ( a function or a node test, and one beside : has a prefix or is an axis.
func inNamespace(path string) string {
	var out strings.Builder
	last, before := 0, ""
	operand := false
	for _, at := range xpathToken.FindAllStringIndex(path, -1) {
		t := path[at[0]:at[1]]
		rest := strings.TrimLeft(path[at[1]:], " \t\r\n")
		c := t[0]
		name := c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		element := name && !operand && before != "@" && before != ":" && !strings.HasPrefix(rest, "(") && !strings.HasPrefix(rest, ":")
		if element && !strings.HasSuffix(strings.TrimRight(path[:at[0]], " \t\r\n"), "attribute::") {
			out.WriteString(path[last:at[0]] + elementPrefix + ":")
			last = at[0]
		}
		operand = name && !operand || t == "]" || t == ")" || t == "." || t == ".." || c == '"' || c == '\'' || c >= '0' && c <= '9' || t == "*" && !operand
		before = t
	}
	out.WriteString(path[last:])
	return out.String()
}

// nodePath makes a path that begins at a node begin at the document that the node is here. False for one that leaves the node, and
// for what is no plain path.
func nodePath(path string) (string, bool) {
	s := strings.TrimSpace(path)
	rest := strings.TrimLeft(s, "( ")
	open := s[:len(s)-len(rest)]
	word := rest
	if i := strings.IndexAny(rest, "([/@ "); i >= 0 {
		word = rest[:i]
	}
	switch {
	case strings.HasPrefix(rest, "/"), strings.Contains(rest, ".."), strings.Contains(rest, "|"), rest == "":
		return "", false
	case strings.HasPrefix(rest, "./"):
		return open + "/*" + rest[1:], true
	case strings.HasPrefix(rest, "."):
		return open + "/*" + rest[1:], true
	case len(word) < len(rest) && rest[len(word)] == '(' && word != "text" && word != "node" && word != "*":
		return "", false // a function
	}
	return open + "/*/" + rest, true
}

// tsqlXMLMethod writes the methods of xml: value, query, exist.
func (p *printer) tsqlXMLMethod(e *ir.MethodCall) (val, bool) {
	if len(e.Args) == 0 {
		return val{}, false
	}
	path, values, ok := pathOf(e.Args[0].Value)
	if !ok {
		return val{}, false
	}
	if v, ok := p.encodedBytes(e, path, values); ok {
		return v, true
	}
	name := strings.ToLower(e.Name.Text)
	node := p.typ(e.X).Base().Spelled == ir.XMLNode
	if v, ok := p.joinedValue(e, path); ok && name == "value" && !node {
		return v, true
	}
	x, why := p.xpath(path, values, node)
	path = shownPath(path)
	if why != "" {
		p.find(diag.TSQLQueryForm, e.Sp, "%s: %s; xmltable reads such", flat(e.Sp.Text()), why)
		return atom("NULL", cLit), true
	}
	doc := p.val(e.X)
	if doc.c != cXML {
		doc = doc.cast("xml", cXML)
	}
	switch {
	case name == "value" && len(e.Args) == 2:
		return p.methodValue(e, x, doc.s)
	case name == "exist" && len(e.Args) == 1:
		p.findOnce(diag.TSQLXPath, e.Sp, "exist('%s')", path)
		return atom("xpath_exists("+x.args(doc.s)+")::int", cInt).with(precCast), true
	case name == "query" && len(e.Args) == 1:
		p.findOnce(diag.TSQLXPath, e.Sp, "query('%s')", path)
		return atom("array_to_string(xpath("+x.args(doc.s)+"), '')::xml", cXML).with(precCast), true
	}
	return val{}, false
}

// methodValue writes value(path, 'type') ("value() Method (xml Data Type)"): the text of the node, which is converted as CONVERT does.
func (p *printer) methodValue(e *ir.MethodCall, x xpathExpr, doc string) (val, bool) {
	typ, known := constString(stripImplicit(e.Args[1].Value), 0)
	if !known {
		return val{}, false
	}
	p.findOnce(diag.TSQLXPath, e.Sp, "value('%s')", shownPath(x.path))
	text := atom(p.helper("xml_value")+"("+x.args(doc)+")", cText)
	to := p.typ(e)
	if isUnknown(to.Base()) {
		return text.cast(pgTypeOf(typ), cUnknown), true
	}
	raw := native(&ir.Type{Kind: ir.TText, National: true}, text.s)
	return (&conversion{p: p, e: &ir.Cast{X: raw, To: to}, v: text, from: raw.T, to: to.Base(), style: -1}).write(), true
}

// pgTypeOf is the type that is named in value(path, 'type') where resolve does not know it.
func pgTypeOf(s string) string {
	switch base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "("); strings.TrimSpace(base) {
	case "real":
		return "real"
	case "time":
		return "time"
	}
	return "text"
}
