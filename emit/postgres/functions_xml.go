package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// xmlFunctions are those without clauses of their own.
var xmlFunctions = rows{
	"extract":           {{n: 2, args: "x-", do: doXPath("{@xml_extract}({1}, {2})", cXML)}, {n: 3, args: "x-=", do: doXPath("{@xml_extract}({1}, {2}{3})", cXML)}},
	"extractvalue":      {{n: 2, args: "x=", do: doExtractValue}, {n: 3, args: "x==", do: doExtractValue}},
	"existsnode":        {{n: 2, args: "x-", do: doXPath("xpath_exists({2}, {1})::int", cInt)}, {n: 3, args: "x-=", do: doXPath("xpath_exists({2}, {1}{3})::int", cInt)}},
	"xmltype":           {{n: -1, args: "-", do: doXMLType}},
	"xmltype.createxml": {{n: -1, args: "-", do: doXMLType}},
	"sys.xmltype":       {{n: -1, args: "-", do: doXMLType}},
	"xmlsequence":       {{n: 1, args: "=", do: doXMLSequence}},
	"xmlcomment":        {{n: 1, args: "t", pg: "xmlcomment({1})", c: cXML}},
	"xmlcdata":          {{n: 1, args: "t", pg: "xmlparse(CONTENT '<![CDATA[' || {1:otherr} || ']]>')", c: cXML}},
	"xmlconcat":         {{n: -1, args: "-", pg: "xmlconcat({*})", c: cXML}},
	"xmlagg":            {{n: 1, args: "-", do: doXMLAgg}},
}

// doXPath fills a template; a third argument declares namespaces.
func doXPath(t string, c class) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if len(e.Args) == 3 {
			a[2] = atom(p.namespaces(e), cOther)
		}
		v := p.run(t, c, a...)
		if c == cInt {
			v.prec = precCast
		}
		return v
	}
}

// namespaces turns xmlns:a="uri" into the array that xpath takes, with a comma in front.
func (p *printer) namespaces(e *ir.Call) string {
	s, ok := p.constText(e, 2)
	if !ok {
		p.find(diag.DocumentDiffers, e.Sp, "the namespaces are not a constant; they are left out")
		return ""
	}
	var pairs []string
	for _, decl := range strings.Fields(s) {
		name, uri, _ := strings.Cut(decl, "=")
		name = strings.TrimPrefix(strings.TrimPrefix(name, "xmlns"), ":")
		pairs = append(pairs, "ARRAY["+quoteLiteral(name)+", "+quoteLiteral(strings.Trim(uri, `"'`))+"]")
	}
	return ", ARRAY[" + strings.Join(pairs, ", ") + "]"
}

// doExtractValue: the text of the node.
func doExtractValue(p *printer, e *ir.Call, a []val) val {
	ns := ""
	if len(e.Args) == 3 {
		ns = p.namespaces(e)
	}
	path := p.textPath(e.Args[1].Value)
	return val{"(xpath(" + path.s + ", " + a[0].s + ns + "))[1]::text", precCast, cText}
}

// textPath makes a path end in text(), as the value of a node is meant.
func (p *printer) textPath(e ir.Expr) val {
	s, ok := unwrap(e).(*ir.StringLit)
	if !ok {
		return val{p.val(e).at(precOther) + " || '/text()'", precOther, cText}
	}
	return atom(quoteLiteral(textXPath(s.Value)), cLit)
}

func textXPath(path string) string {
	last := path[strings.LastIndexByte(path, '/')+1:]
	if strings.HasSuffix(path, "text()") || strings.HasPrefix(last, "@") || strings.HasSuffix(path, ")") {
		return path
	}
	return strings.TrimSuffix(path, "/") + "/text()"
}

// doXMLSequence gives the nodes that EXTRACT finds as an array.
func doXMLSequence(p *printer, e *ir.Call, _ []val) val {
	switch x := unwrap(e.Args[0].Value).(type) {
	case *ir.Call:
		if x.Fn == "extract" && len(x.Args) > 1 {
			return p.nodes(x, p.arg(x.Args[0].Value, 'x'), x.Args[1:])
		}
	case *ir.MethodCall:
		if x.Name.Is("EXTRACT") && len(x.Args) > 0 {
			return p.nodes(&ir.Call{ExprBase: x.ExprBase, Args: append([]ir.Arg{{Value: x.X}}, x.Args...)}, p.arg(x.X, 'x'), x.Args)
		}
	}
	return p.run("xpath('/*', {1})", cOther, p.arg(e.Args[0].Value, 'x'))
}

func (p *printer) nodes(call *ir.Call, doc val, args []ir.Arg) val {
	ns := ""
	if len(args) > 1 {
		ns = p.namespaces(call)
	}
	return atom("xpath("+p.val(args[0].Value).s+", "+doc.s+ns+")", cOther)
}

func doXMLAgg(p *printer, e *ir.Call, a []val) val {
	if len(e.Within) == 0 {
		return p.decorate(e, atom("xmlagg("+a[0].s+")", cXML))
	}
	c := *e
	c.Within = nil
	return p.decorate(&c, atom("xmlagg("+a[0].s+" ORDER BY "+p.orderText(e.Within)+")", cXML))
}

func doXMLType(p *printer, e *ir.Call, a []val) val {
	if len(a) == 0 {
		return atom("NULL::xml", cXML)
	}
	if a[0].c == cXML {
		return a[0]
	}
	if p.typ(e.Args[0].Value).Is(ir.TRefCursor) {
		p.find(diag.NoFunction, e.Sp, "XMLTYPE of a cursor: cursor_to_xml(cursor, count, false, false, '')")
	}
	if a[0].c == cBytes {
		a[0] = p.run("convert_from({1}, 'UTF8')", cText, a[0])
	}
	return p.run("xmlparse(DOCUMENT {1})", cXML, a[0])
}

// xmlFunc writes the SQL/XML functions, most of which are the same.
func (p *printer) xmlFunc(e *ir.XMLFunc) val {
	switch e.Name {
	case "XMLELEMENT":
		return p.xmlElement(e)
	case "XMLFOREST":
		return atom("xmlforest("+p.xmlItems(e.Items, true)+")", cXML)
	case "XMLCOLATTVAL":
		return p.xmlColAttVal(e)
	case "XMLAGG":
		s := "xmlagg(" + p.xmlItems(e.Items, false)
		if len(e.Order) > 0 {
			s += " ORDER BY " + p.orderText(e.Order)
		}
		return atom(s+")", cXML)
	case "XMLCONCAT":
		return atom("xmlconcat("+p.xmlItems(e.Items, false)+")", cXML)
	case "XMLPARSE":
		return atom("xmlparse("+contentWord(e.Content)+" "+p.xmlItems(e.Items, false)+")", cXML)
	case "XMLSERIALIZE":
		return p.xmlSerialize(e)
	case "XMLQUERY", "XMLEXISTS", "XMLCAST":
		return p.xmlQuery(e)
	case "XMLPI":
		return p.xmlPI(e)
	case "XMLROOT":
		s := "xmlroot(" + p.xmlItems(e.Items, false)
		if rest := strings.TrimSpace(e.Rest); rest != "" {
			s += ", " + strings.ToLower(strings.TrimPrefix(rest, ", "))
		}
		return atom(s+")", cXML)
	case "XMLATTRIBUTES":
		return atom("xmlattributes("+p.xmlItems(e.Items, true)+")", cXML)
	}
	p.find(diag.NoFunction, e.Sp, "%s has no counterpart", e.Name)
	return atom("NULL", cXML)
}

func contentWord(content bool) string {
	if content {
		return "CONTENT"
	}
	return "DOCUMENT"
}

func (p *printer) xmlSerialize(e *ir.XMLFunc) val {
	t := "text"
	if e.To != nil && !e.To.Is(ir.TText) {
		t = p.typeName(e.To, useCast)
	}
	indent := ""
	if strings.Contains(strings.ToUpper(e.Rest), "INDENT") && !strings.Contains(strings.ToUpper(e.Rest), "NO INDENT") {
		if p.em.version() >= 16 {
			indent = " INDENT"
		} else {
			p.find(diag.DocumentDiffers, e.Sp, "XMLSERIALIZE … INDENT: the document is not indented before PostgreSQL 16")
		}
	}
	return atom("xmlserialize("+contentWord(e.Content)+" "+p.xmlItems(e.Items, false)+" AS "+t+indent+")", cText)
}

// xmlName writes an element's or attribute's name, which keeps its case.
func xmlName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func (p *printer) xmlElement(e *ir.XMLFunc) val {
	tag := `"ROW"`
	switch t := unwrap(e.Tag).(type) {
	case *ir.StringLit:
		tag = xmlName(t.Value)
	case *ir.Ref:
		tag = xmlName(t.Name.Last().Key)
	default:
		p.find(diag.NoFunction, e.Sp, "XMLELEMENT with a name that is computed: PostgreSQL wants a constant; build the text and xmlparse it")
	}
	s := "xmlelement(NAME " + tag
	if len(e.Attrs) > 0 {
		s += ", xmlattributes(" + p.xmlItems(e.Attrs, true) + ")"
	}
	if len(e.Items) > 0 {
		s += ", " + p.xmlItems(e.Items, false)
	}
	return atom(s+")", cXML)
}

// xmlItems writes values; named ones with AS. A column's name that is the element's is written in Oracle's case.
func (p *printer) xmlItems(items []ir.XMLItem, named bool) string {
	s := make([]string, len(items))
	for i, it := range items {
		v := p.xmlValue(it.Value)
		s[i] = v.s
		if !named {
			continue
		}
		name := it.As.Key
		if r, ok := unwrap(it.Value).(*ir.Ref); ok && name == "" {
			name = r.Name.Last().Key
		}
		if name == "" && it.AsE == nil {
			continue
		}
		if lit, ok := it.AsE.(*ir.StringLit); ok {
			name = lit.Value
		}
		s[i] += " AS " + xmlName(name)
	}
	return strings.Join(s, ", ")
}

// xmlValue writes numbers and dates as Oracle does in XML: a DATE without its time.
func (p *printer) xmlValue(e ir.Expr) val {
	v := p.val(e)
	switch {
	case v.c.datetime() && p.typ(e).Is(ir.TDateTime):
		return p.run("to_char({1}, 'YYYY-MM-DD')", cText, v)
	case v.c == cNum || v.c == cAnyNum:
		if !p.typ(e).IsInteger() {
			return p.toText(v, e)
		}
	}
	return v
}

func (p *printer) xmlColAttVal(e *ir.XMLFunc) val {
	s := make([]string, len(e.Items))
	for i, it := range e.Items {
		name := it.As.Key
		if r, ok := unwrap(it.Value).(*ir.Ref); ok && name == "" {
			name = r.Name.Last().Key
		}
		s[i] = `xmlelement(NAME "column", xmlattributes(` + quoteLiteral(name) + ` AS name), ` + p.xmlValue(it.Value).s + ")"
	}
	return atom("xmlconcat("+strings.Join(s, ", ")+")", cXML)
}

// xmlQuery writes what takes an XQuery; PostgreSQL reads XPath 1.0.
func (p *printer) xmlQuery(e *ir.XMLFunc) val {
	if e.Name == "XMLCAST" {
		return p.xmlCast(e)
	}
	path := strings.TrimSpace(e.Path)
	if w := strings.ToLower(path); strings.Contains(w, "return") || strings.Contains(w, "declare ") || strings.Contains(w, ":=") || strings.Contains(w, "{") {
		p.find(diag.NoFunction, e.Sp, "%s with an XQuery that is more than a path: use xpath() and XMLTABLE, and build the result with xmlelement()", e.Name)
	}
	doc := val{"NULL::xml", precCast, cXML}
	if len(e.Items) > 0 {
		doc = p.val(e.Items[0].Value)
		if !e.Items[0].As.IsZero() {
			path = strings.TrimPrefix(path, "$"+e.Items[0].As.Text)
			path = strings.TrimPrefix(path, "$"+e.Items[0].As.Key)
		}
	}
	if e.Name == "XMLEXISTS" {
		return atom("xmlexists("+quoteLiteral(path)+" PASSING "+doc.at(precCmp+1)+")", cBool)
	}
	return atom("(xpath("+quoteLiteral(path)+", "+doc.s+"))[1]", cXML)
}

// xmlCast gives the text of what an XMLQUERY finds, as a type.
func (p *printer) xmlCast(e *ir.XMLFunc) val {
	if len(e.Items) == 0 {
		return atom("NULL", cLit)
	}
	x := e.Items[0].Value
	if q, ok := unwrap(x).(*ir.XMLFunc); ok && q.Name == "XMLQUERY" {
		c := *q
		c.Path = textXPath(strings.TrimSpace(q.Path))
		x = &c
	}
	v := p.val(x).cast("text", cText)
	if e.To == nil || e.To.IsString() {
		return v
	}
	return v.cast(p.typeName(e.To, useCast), typeClass(e.To))
}

func (p *printer) xmlPI(e *ir.XMLFunc) val {
	name := `"pi"`
	if t, ok := unwrap(e.Tag).(*ir.StringLit); ok {
		name = xmlName(t.Value)
	} else if r, ok := unwrap(e.Tag).(*ir.Ref); ok {
		name = xmlName(r.Name.Last().Key)
	}
	if len(e.Items) > 0 {
		return atom("xmlpi(NAME "+name+", "+p.xmlItems(e.Items, false)+")", cXML)
	}
	return atom("xmlpi(NAME "+name+")", cXML)
}

// methodCallVal writes x.Method(…) of the types that come with the database; all others are the routine printer's.
func (p *printer) methodCallVal(e *ir.MethodCall) val {
	if e.Method == "" && e.Sym == nil {
		if v, ok := p.xmlMethod(e); ok {
			return v
		}
	}
	return atom(p.text(func(q *printer) { q.methodCall(e) }), p.methodClass(e))
}

func (p *printer) methodClass(e *ir.MethodCall) class {
	switch e.Method {
	case "count", "limit":
		return cInt
	case "exists":
		return cBool
	case "first", "last", "next", "prior":
		if c := typeClass(p.typ(e)); c == cText {
			return c
		}
		return cInt
	}
	return p.derivedClass(e)
}

// textOf writes the text of what EXTRACT finds. EXTRACT('//text()') of an XMLAGG of elements is the old way to join
// strings over rows.
func (p *printer) textOf(x ir.Expr) (val, bool) {
	doc, args, ok := extractCall(x)
	if !ok {
		return val{}, false
	}
	path, isConst := constString(args[0].Value, 0)
	if agg, item, order := aggregatedElement(doc); agg && isConst && strings.TrimSpace(path) == "//text()" {
		p.refuseOnce(diag.DocumentDiffers, x.Span(), "XMLAGG", "XMLAGG … EXTRACT('//text()') becomes string_agg: the characters & < > are not escaped")
		s := "string_agg(" + p.toText(p.val(item), item).s + ", ''"
		if len(order) > 0 {
			s += " ORDER BY " + p.orderText(order)
		}
		return atom(s+")", cText), true
	}
	call := &ir.Call{Args: append([]ir.Arg{{Value: doc}}, args...)}
	return p.run("array_to_string({1}, '')", cText, p.nodes(call, p.arg(doc, 'x'), args)), true
}

// extractCall takes x.EXTRACT(path [, namespaces]) and EXTRACT(x, path [, namespaces]) apart.
func extractCall(x ir.Expr) (ir.Expr, []ir.Arg, bool) {
	switch x := unwrap(x).(type) {
	case *ir.MethodCall:
		if x.Name.Is("EXTRACT") && len(x.Args) > 0 {
			return x.X, x.Args, true
		}
	case *ir.Call:
		if x.Fn == "extract" && len(x.Args) > 1 {
			return x.Args[0].Value, x.Args[1:], true
		}
	}
	return nil, nil, false
}

// aggregatedElement recognises XMLAGG(XMLELEMENT(tag, item) ORDER BY order).
func aggregatedElement(x ir.Expr) (ok bool, item ir.Expr, order []*ir.OrderItem) {
	var el ir.Expr
	switch x := unwrap(x).(type) {
	case *ir.XMLFunc:
		if x.Name != "XMLAGG" || len(x.Items) != 1 {
			return false, nil, nil
		}
		el, order = x.Items[0].Value, x.Order
	case *ir.Call:
		if x.Fn != "xmlagg" || len(x.Args) != 1 || x.Over != nil {
			return false, nil, nil
		}
		el, order = x.Args[0].Value, x.Within
	}
	f, isEl := unwrap(el).(*ir.XMLFunc)
	if !isEl || f.Name != "XMLELEMENT" || len(f.Items) != 1 {
		return false, nil, nil
	}
	return true, f.Items[0].Value, order
}

// xmlMethod writes XMLTYPE's methods.
func (p *printer) xmlMethod(e *ir.MethodCall) (val, bool) {
	arg := func(i int) ir.Expr { return e.Args[i].Value }
	switch e.Name.Key {
	case "GETSTRINGVAL", "GETCLOBVAL":
		if v, ok := p.textOf(e.X); ok {
			return v, true
		}
		return p.val(e.X).cast("text", cText), true
	case "GETNUMBERVAL":
		return p.val(e.X).cast("text", cText).cast("numeric", cNum), true
	case "GETBLOBVAL":
		return p.run("convert_to({1:cast}::text, 'UTF8')", cBytes, p.val(e.X)), true
	case "EXTRACT", "EXISTSNODE":
		if len(e.Args) > 0 {
			c := &ir.Call{ExprBase: e.ExprBase, Fn: strings.ToLower(e.Name.Key), Args: append([]ir.Arg{{Value: e.X}}, e.Args...)}
			return p.call(c), true
		}
	case "GETROOTELEMENT":
		return p.run("(xpath('name(/*)', {1}))[1]::text", cText, p.val(e.X)).with(precCast), true
	case "TRANSFORM", "CREATESCHEMABASEDXML", "SCHEMAVALIDATE", "ISSCHEMAVALID", "TOOBJECT":
		p.find(diag.NoFunction, e.Sp, "XMLTYPE.%s has no counterpart", e.Name.Key)
		return p.val(e.X), true
	}
	_ = arg
	return val{}, false
}
