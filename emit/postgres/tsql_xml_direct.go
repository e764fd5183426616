package postgres

import (
	"regexp"
	"strings"
)

// direct reads a direct constructor: an element with all that is in it, a comment, a processing instruction or a CDATA section. White space alone
// between tags and braces is none of its content ("XML Construction (XQuery)").
func (m *xmlChange) direct(s string) (it xmlItem, rest, why string) {
	b := &xmlText{m: m}
	n, why := b.node(s)
	if why != "" {
		return it, "", why
	}
	return xmlItem{text: b.expr(), element: !strings.HasPrefix(s, "<!") && !strings.HasPrefix(s, "<?")}, s[n:], ""
}

// xmlText puts the text of nodes together, of literal pieces and expressions.
type xmlText struct {
	m     *xmlChange
	parts []string
	lit   strings.Builder
}

func (b *xmlText) add(expr string) {
	b.flush()
	b.parts = append(b.parts, expr)
}

func (b *xmlText) flush() {
	if b.lit.Len() > 0 {
		b.parts = append(b.parts, quoteLiteral(b.lit.String()))
		b.lit.Reset()
	}
}

func (b *xmlText) expr() string {
	b.flush()
	return strings.Join(b.parts, " || ")
}

var (
	startTag  = regexp.MustCompile(`^<[A-Za-z_][\w.:-]*`)
	attribute = regexp.MustCompile(`^\s+([A-Za-z_][\w.:-]*)\s*=\s*`)
	tagEnd    = regexp.MustCompile(`^\s*(/?)>`)
	endTag    = regexp.MustCompile(`^</[A-Za-z_][\w.:-]*\s*>`)
)

// node reads the node at the beginning of s and gives its length.
func (b *xmlText) node(s string) (n int, why string) {
	for _, k := range [][2]string{{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}} {
		if !strings.HasPrefix(s, k[0]) {
			continue
		}
		end := strings.Index(s, k[1])
		if end < 0 || strings.Contains(s[:end], "\x01") {
			return 0, "a value of SQL stands inside a text"
		}
		if k[0] == "<![CDATA[" {
			b.lit.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s[len(k[0]):end]))
		} else {
			b.lit.WriteString(s[:end] + k[1])
		}
		return end + len(k[1]), ""
	}
	return b.elementNode(s)
}

func (b *xmlText) elementNode(s string) (n int, why string) {
	tag := startTag.FindString(s)
	if tag == "" {
		return 0, "the constructor is not read"
	}
	b.lit.WriteString(tag)
	n = len(tag)
	for {
		g := attribute.FindStringSubmatch(s[n:])
		if g == nil {
			break
		}
		n += len(g[0])
		end := literalEnd(s, n, true)
		if end < 0 {
			return 0, "the constructor is not read"
		}
		b.lit.WriteString(" " + g[1] + `="`)
		if why := b.attributeValue(s[n+1:end-1], s[n]); why != "" {
			return 0, why
		}
		b.lit.WriteString(`"`)
		n = end
	}
	g := tagEnd.FindStringSubmatch(s[n:])
	if g == nil {
		return 0, "the constructor is not read"
	}
	n += len(g[0])
	end := endTag.FindString(s[n:])
	if g[1] == "/" {
		end = ""
	}
	if g[1] == "/" || end != "" {
		b.lit.WriteString("/>")
		return n + len(end), ""
	}
	b.lit.WriteString(">")
	k, why := b.children(s[n:])
	b.lit.WriteString("</" + tag[1:] + ">")
	return n + k, why
}

// attributeValue reads the value of an attribute, with expressions in braces.
func (b *xmlText) attributeValue(s string, quote byte) (why string) {
	s = strings.ReplaceAll(s, string([]byte{quote, quote}), string(quote))
	for s != "" {
		switch {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}"):
			b.lit.WriteByte(s[0])
			s = s[2:]
		case s[0] == '{':
			end := braceEnd(s, 0)
			if end < 0 {
				return "a brace is not closed"
			}
			v, ok, why := b.m.atomic(s[1:end])
			if !ok {
				why = "the value of a node is no literal and no value of SQL"
			}
			if why != "" {
				return why
			}
			b.add("coalesce(" + b.m.p.helper("xml_attribute") + "(" + v + "), '')")
			s = s[end+1:]
		case s[0] == '"':
			b.lit.WriteString("&quot;")
			s = s[1:]
		default:
			b.lit.WriteByte(s[0])
			s = s[1:]
		}
	}
	return ""
}

// children reads the content of an element and its end tag.
func (b *xmlText) children(s string) (n int, why string) {
	for n < len(s) {
		rest := s[n:]
		switch {
		case endTag.MatchString(rest):
			return n + len(endTag.FindString(rest)), ""
		case rest[0] == '<':
			k, why := b.node(rest)
			if why != "" {
				return 0, why
			}
			n += k
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			b.lit.WriteByte(rest[0])
			n += 2
		case rest[0] == '{':
			end := braceEnd(rest, 0)
			if end < 0 {
				return 0, "a brace is not closed"
			}
			v, ok, why := b.m.atomic(rest[1:end])
			if !ok {
				why = "the value of a node is no literal and no value of SQL"
			}
			if why != "" {
				return 0, why
			}
			b.add(b.m.content(v))
			n += end + 1
		default:
			end := strings.IndexAny(rest, "<{}")
			if end <= 0 {
				return 0, "the constructor is not read"
			}
			if strings.TrimSpace(rest[:end]) != "" {
				b.lit.WriteString(rest[:end])
			}
			n += end
		}
	}
	return 0, "the constructor is not closed"
}
