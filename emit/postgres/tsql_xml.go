package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// FOR XML ("FOR XML (SQL Server)", "Use PATH Mode with FOR XML", "Use RAW Mode with FOR XML"): the rows of the query, read as q with
// columns c1, c2 …, become elements that xmlagg puts together.

// xmlColumn is a column of such a query: its name says where its value goes.
type xmlColumn struct {
	name string // as written: "", @a, a, a/b, a/@b, *, text(), data()
	ref  string // the column of q
	typ  *ir.Type
}

// forXML writes a query with FOR XML; the reason why not where it cannot.
func (p *printer) forXML(q *ir.Query, use queryUse) (text, why string) {
	root, typed, elements := "", false, false
	for _, o := range q.For.Options {
		switch strings.ToUpper(o.Name) {
		case "TYPE":
			typed = true
		case "ELEMENTS", "ELEMENTS ABSENT":
			elements = true
		case "BINARY BASE64":
		case "ROOT":
			if root = o.Value; root == "" {
				root = "root"
			}
		default:
			return "", o.Name + " is not converted"
		}
	}
	row, why := rowElement(q)
	if why != "" {
		return "", why
	}
	cols, why := p.xmlColumns(q)
	if why != "" {
		return "", why
	}
	for _, c := range cols {
		if c.typ.Is(ir.TFloat) || c.typ.Is(ir.TTimestamp, ir.TTime) {
			p.findOnce(diag.TSQLApprox, q.For.Sp, "FOR XML: decimals of a float and of a datetime2 are written as far as they go, not all of them")
		}
	}
	if typed = typed && use != useStatement; len(cols) == 1 && row == "" && root == "" && inlineText(cols[0]) {
		return p.joinedText(q, cols[0], typed), ""
	}
	if q.For.Mode != "PATH" {
		for i := range cols {
			if cols[i].name == "" {
				return "", "a column has no name"
			}
			if !elements {
				cols[i].name = "@" + cols[i].name
			}
		}
	}
	body, why := p.xmlRow(row, cols)
	if why != "" {
		return "", why
	}
	doc := "xmlagg(" + body + ")"
	if root != "" {
		doc = "CASE WHEN count(*) > 0 THEN xmlelement(NAME " + quoteXMLName(root) + ", " + doc + ") END"
	}
	if !typed {
		if root != "" {
			doc = "(" + doc + ")"
		}
		doc += "::text"
	}
	return "SELECT " + doc + "\nFROM " + p.xmlSource(q, len(cols)), ""
}

// xmlSource writes the query as q (c1, c2 …).
func (p *printer) xmlSource(q *ir.Query, n int) string {
	plain := *q
	plain.For, plain.OrderBy = nil, nil
	for _, o := range q.OrderBy {
		item := *o
		plain.OrderBy = append(plain.OrderBy, &item) // which is rewritten when it is written
	}
	names := make([]string, n)
	for i := range names {
		names[i] = "c" + itoa(i+1)
	}
	return p.subqueryText(&plain, useSource) + " AS q (" + strings.Join(names, ", ") + ")"
}

// rowElement gives the name of the element of a row, "" for none.
func rowElement(q *ir.Query) (name, why string) {
	if s, ok := q.For.Name.(*ir.StringLit); ok {
		return s.Value, ""
	}
	switch q.For.Mode {
	case "PATH", "RAW":
		return "row", ""
	case "AUTO":
		sel, ok := q.Body.(*ir.Select)
		if !ok || len(sel.From) != 1 {
			return "", "the rows of several tables nest"
		}
		t, ok := sel.From[0].(*ir.TableRef)
		if !ok {
			return "", "the rows of several tables nest"
		}
		if !t.Alias.IsZero() {
			return t.Alias.Text, ""
		}
		var parts []string
		for _, n := range t.Name.Parts {
			parts = append(parts, n.Text)
		}
		return strings.Join(parts, "."), ""
	}
	return "", q.For.Mode + " is not converted"
}

// xmlColumns lists the columns of the query.
func (p *printer) xmlColumns(q *ir.Query) (cols []xmlColumn, why string) {
	sel, ok := q.Body.(*ir.Select)
	if ok && !hasStar(sel) {
		for i, it := range sel.Items {
			cols = append(cols, xmlColumn{columnXMLName(it), "q.c" + itoa(i+1), p.typ(it.Expr)})
		}
		return cols, ""
	}
	if len(q.Cols) == 0 {
		return nil, "the columns are not known"
	}
	for i, f := range q.Cols {
		cols = append(cols, xmlColumn{f.Name.Text, "q.c" + itoa(i+1), f.Type})
	}
	return cols, ""
}

// columnXMLName is the name of a column as FOR XML sees it: an expression has none.
func columnXMLName(it *ir.SelectItem) string {
	if !it.Alias.IsZero() {
		return it.Alias.Text
	}
	if r, ok := unwrap(it.Expr).(*ir.Ref); ok && !strings.HasPrefix(r.Name.Last().Text, "@") {
		return r.Name.Last().Text
	}
	return ""
}

// inlineText tells a column whose text goes into the document by itself.
func inlineText(c xmlColumn) bool {
	return (c.name == "" || c.name == "*" || strings.EqualFold(c.name, "text()") || strings.EqualFold(c.name, "data()")) && c.typ != nil && !c.typ.Is(ir.TXML, ir.TUnknown)
}

// joinedText is PATH(”) over one column without a name: the texts of the rows, one behind the other; those of data() with a blank between.
func (p *printer) joinedText(q *ir.Query, c xmlColumn, typed bool) string {
	sep := "''"
	if strings.EqualFold(c.name, "data()") {
		sep = "' '"
	}
	s := "string_agg(" + p.helper("xml_text") + "(" + xmlScalar(c) + "), " + sep + ")"
	if typed {
		s += "::xml"
	}
	return "SELECT " + s + "\nFROM " + p.xmlSource(q, 1)
}

// xmlScalar is a value as text: a bit is 1 or 0, a date as ISO 8601 has it.
func xmlScalar(c xmlColumn) string {
	switch {
	case c.typ.Is(ir.TBit):
		return c.ref + "::int::text"
	case c.typ.Is(ir.TDateTime):
		return "replace(to_char(" + c.ref + `, 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '.000', '')`
	case c.typ.Is(ir.TTimestamp):
		return "replace(" + c.ref + "::text, ' ', 'T')"
	case c.typ.Is(ir.TBytes, ir.TBlob):
		return "encode(" + c.ref + ", 'base64')"
	case c.typ.Is(ir.TUUID):
		return "upper(" + c.ref + "::text)"
	}
	return c.ref + "::text"
}

// xmlContent is a value inside an element.
func xmlContent(c xmlColumn) string {
	if c.typ != nil && c.typ.Is(ir.TXML) {
		return c.ref
	}
	return xmlScalar(c)
}

// xmlRow writes the element of a row, or without a name what would be in it.
func (p *printer) xmlRow(row string, cols []xmlColumn) (text, why string) {
	attrs, kids, why := p.xmlParts(cols, row == "")
	if why != "" {
		return "", why
	}
	if row == "" {
		if len(attrs) > 0 {
			return "", "an attribute without an element of the row"
		}
		if len(kids) == 1 {
			return kids[0], ""
		}
		return "xmlconcat(" + strings.Join(kids, ", ") + ")", ""
	}
	return xmlElement(row, attrs, kids), ""
}

func xmlElement(name string, attrs, kids []string) string {
	s := "xmlelement(NAME " + quoteXMLName(name)
	if len(attrs) > 0 {
		s += ", xmlattributes(" + strings.Join(attrs, ", ") + ")"
	}
	for _, k := range kids {
		s += ", " + k
	}
	return s + ")"
}

// xmlParts sorts columns into the attributes and the content of their element. Neighbours with a common step share its element.
func (p *printer) xmlParts(cols []xmlColumn, bare bool) (attrs, kids []string, why string) {
	for i := 0; i < len(cols); i++ {
		c := cols[i]
		if c.typ == nil || c.typ.Is(ir.TUnknown) {
			return nil, nil, "the type of a column is not known"
		}
		step, rest, deep := strings.Cut(c.name, "/")
		switch {
		case deep:
			inner := []xmlColumn{{rest, c.ref, c.typ}}
			for i+1 < len(cols) && strings.HasPrefix(cols[i+1].name, step+"/") {
				i++
				inner = append(inner, xmlColumn{cols[i].name[len(step)+1:], cols[i].ref, cols[i].typ})
			}
			a, k, why := p.xmlParts(inner, false)
			if why != "" {
				return nil, nil, why
			}
			kids = append(kids, "CASE WHEN num_nonnulls("+refsOf(inner)+") > 0 THEN "+xmlElement(step, a, k)+" END")
		case strings.HasPrefix(c.name, "@"):
			attrs = append(attrs, xmlScalar(c)+" AS "+quoteXMLName(c.name[1:]))
		case c.name == "" || c.name == "*" || strings.EqualFold(c.name, "text()") || strings.EqualFold(c.name, "node()"):
			if bare && !c.typ.Is(ir.TXML) {
				kids = append(kids, p.helper("xml_text")+"("+xmlScalar(c)+")::xml")
			} else {
				kids = append(kids, xmlContent(c))
			}
		case strings.Contains(c.name, "("):
			return nil, nil, c.name + " is not converted"
		default:
			kids = append(kids, "xmlforest("+xmlContent(c)+" AS "+quoteXMLName(c.name)+")")
		}
	}
	return attrs, kids, ""
}

func refsOf(cols []xmlColumn) string {
	s := make([]string, len(cols))
	for i, c := range cols {
		s[i] = c.ref
	}
	return strings.Join(s, ", ")
}

// quoteXMLName writes the name of an element or attribute, which keeps its case.
func quoteXMLName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// wholeText tells paths that lead to the whole text of a document that has no elements.
var wholeText = map[string]bool{".": true, "(.)[1]": true, "text()[1]": true, "(./text())[1]": true, "./text()[1]": true, "(text())[1]": true, ".[1]": true, "(.)": true}

// joinedValue writes (SELECT x … FOR XML PATH(”), TYPE).value('.', 'nvarchar(max)'): the texts of the rows as they are, one behind the other.
func (p *printer) joinedValue(e *ir.MethodCall, path string) (val, bool) {
	sub, ok := unwrap(e.X).(*ir.Subquery)
	if !ok || !emptyPath(sub.Query) || !wholeText[strings.ReplaceAll(path, " ", "")] {
		return val{}, false
	}
	cols, why := p.xmlColumns(sub.Query)
	if why != "" || len(cols) != 1 || !inlineText(cols[0]) || strings.EqualFold(cols[0].name, "data()") {
		return val{}, false
	}
	for _, o := range sub.Query.For.Options {
		if o.Name != "TYPE" {
			return val{}, false
		}
	}
	w := p.sub()
	w.inSQL = true
	return atom("(SELECT string_agg("+xmlScalar(cols[0])+", '')\nFROM "+w.xmlSource(sub.Query, 1)+")", cText), true
}

// forDocument writes a query whose rows become one document, or refuses it by name.
func (p *printer) forDocument(q *ir.Query, use queryUse) (string, bool) {
	switch q.For.Format {
	case "JSON":
		s, why := p.forJSON(q)
		if why == "" {
			return s, true
		}
		p.find(diag.TSQLQueryForm, q.For.Sp, "FOR JSON %s: %s; row_to_json and json_agg build such a document", q.For.Mode, why)
	case "XML":
		s, why := p.forXML(q, use)
		if why == "" {
			return s, true
		}
		p.find(diag.TSQLQueryForm, q.For.Sp, "FOR XML %s: %s; xmlelement, xmlforest and xmlagg build such a document", q.For.Mode, why)
	}
	return "", false
}
