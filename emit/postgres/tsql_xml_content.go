package postgres

import (
	"html"
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// The nodes of "insert nodes into path" ("insert (XML DML)", "XML Construction (XQuery)"): direct constructors, <a b="{…}">…</a>, and computed
// ones, element a {…}, attribute a {…}, text {…}.

// xmlItem is one of the nodes.
type xmlItem struct {
	attribute string // its name, where it is one
	text      string // an expression: the node as a text of XML, or the value of the attribute
	element   bool   // an element was constructed, which is in the namespace that the text of the query says
	document  bool   // a document of a variable or column, whose names are its own
}

var (
	computedNode = regexp.MustCompile(`^(attribute|element)\s+([\w.:-]+)\s*\{|^(text|comment)\s*\{`)
	prefixedName = regexp.MustCompile(`[<\s]([\w.-]+):[\w.-]+[\s=/>]`)
	ownPrefix    = regexp.MustCompile(`\sxmlns:([\w.-]+)\s*=`)
)

// insert writes "insert nodes place path".
func (m *xmlChange) insert(s, doc string) (text, why string) {
	at := findOutside(s, insertPlace)
	if at < 0 {
		return "", "it does not say where to"
	}
	place := insertPlace.FindString(s[at:])
	items, why := m.items(s[:at])
	if why != "" {
		return "", why
	}
	path, why := m.path(s[at+len(place):])
	if why != "" {
		return "", why
	}
	spaces, why := m.spaces(items, s[:at])
	if why != "" {
		return "", why
	}
	w := strings.Fields(place)
	change := w[0]
	switch {
	case change == "as":
		change = w[1]
	case change == "into":
		change = "last"
	}
	var nodes []string
	for _, it := range items {
		if it.attribute == "" {
			nodes = append(nodes, it.text)
			continue
		}
		if change == "after" || change == "before" || len(items) > 1 && strings.Contains(path, "@"+it.attribute) {
			return "", "an attribute has no place among others"
		}
		doc = m.call(doc, "@"+it.attribute, path, it.text, nil)
	}
	switch {
	case len(nodes) == 0:
		return doc, ""
	case len(nodes) < len(items):
		return "", "attributes and other nodes in one insert"
	}
	return m.call(doc, change, path, strings.Join(nodes, " || "), spaces), ""
}

// items reads the nodes: one, or several in parentheses.
func (m *xmlChange) items(s string) (list []xmlItem, why string) {
	s = strings.TrimSpace(s)
	if len(s) > 2 && s[0] == '(' && closesAtEnd(s) {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	for {
		it, rest, why := m.item(s)
		if why != "" {
			return nil, why
		}
		list = append(list, it)
		rest = strings.TrimSpace(rest)
		if rest == "" {
			return list, ""
		}
		if rest[0] != ',' {
			return nil, "the node to insert is no constructor and no value"
		}
		s = strings.TrimSpace(rest[1:])
	}
}

// item reads one node.
func (m *xmlChange) item(s string) (it xmlItem, rest, why string) {
	if strings.HasPrefix(s, "<") {
		return m.direct(s)
	}
	if g := computedNode.FindStringSubmatch(s); g != nil {
		end := braceEnd(s, len(g[0])-1)
		if end < 0 {
			return it, "", "a brace is not closed"
		}
		it, why := m.computed(g[1]+g[3], g[2], s[len(g[0]):end])
		return it, s[end+1:], why
	}
	end := findOutside(s, regexp.MustCompile(`^,`))
	if end < 0 {
		end = len(s)
	}
	if s[:end] == "" {
		return it, "", "there is no node"
	}
	if strings.TrimSpace(s[:end]) == ir.XQueryValue && len(m.values) > 0 && m.p.typ(m.values[0].Value).Is(ir.TXML) {
		v := m.p.val(m.values[0].Value).cast("text", cText)
		m.values = m.values[1:]
		return xmlItem{text: "coalesce(" + v.s + ", '')", document: true}, s[end:], ""
	}
	v, ok, why := m.atomic(s[:end])
	if !ok {
		why = "the node to insert is no constructor and no value"
	}
	return xmlItem{text: m.content(v)}, s[end:], why
}

// content writes a text as content of an element.
func (m *xmlChange) content(v string) string {
	return "coalesce(" + m.p.helper("xml_text") + "(" + v + "), '')"
}

// computed reads what stands in the braces of element a {…} and its like.
func (m *xmlChange) computed(kind, name, inner string) (it xmlItem, why string) {
	if kind == "element" {
		if strings.TrimSpace(inner) == "" {
			return xmlItem{text: quoteLiteral("<" + name + "/>"), element: true}, ""
		}
		list, why := m.items(inner)
		s := "'<" + name + ">'"
		for _, k := range list {
			if k.attribute != "" || k.document || len(list) > 1 && !k.element {
				return it, "an element of values, attributes or documents"
			}
			s += " || " + k.text
		}
		return xmlItem{text: s + " || '</" + name + ">'", element: true}, why
	}
	v, ok, why := m.atomic(inner)
	switch {
	case !ok:
		return it, "the value of a node is no literal and no value of SQL"
	case kind == "attribute" && strings.Contains(name, ":"):
		return it, "an attribute with a prefix"
	case kind == "attribute":
		return xmlItem{attribute: name, text: v}, why
	case kind == "text":
		return xmlItem{text: m.content(v)}, why
	}
	return it, "a computed comment"
}

// spaces lists the namespaces that the nodes are in, as prefix and name: those of prefixes, and the one of names without.
func (m *xmlChange) spaces(items []xmlItem, text string) (list []string, why string) {
	element, document := false, false
	for _, it := range items {
		element, document = element || it.element, document || it.document
	}
	own := ""
	for i := 0; i < len(m.ns); i += 2 {
		if m.ns[i] == elementPrefix {
			own = m.ns[i+1]
		}
	}
	switch {
	case element && document && own != "":
		return nil, "elements of two namespaces without a prefix"
	case element:
		list = []string{"", own}
	case document:
		return []string{"", ""}, ""
	default:
		return nil, ""
	}
	seen := map[string]bool{"xml": true, "xmlns": true}
	for _, g := range ownPrefix.FindAllStringSubmatch(text, -1) {
		seen[g[1]] = true
	}
	for _, g := range prefixedName.FindAllStringSubmatch(xpathLiteral.ReplaceAllString(text, `""`), -1) {
		if seen[g[1]] {
			continue
		}
		seen[g[1]] = true
		name, ok := "", false
		for i := 0; i < len(m.ns); i += 2 {
			if m.ns[i] == g[1] {
				name, ok = m.ns[i+1], true
			}
		}
		if !ok {
			return nil, "the prefix " + g[1] + " is not declared"
		}
		list = append(list, g[1], name)
	}
	return list, ""
}

// xmlUnescape reads the entities of a literal.
func xmlUnescape(s string) string { return html.UnescapeString(s) }
