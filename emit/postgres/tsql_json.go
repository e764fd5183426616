package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// FOR JSON ("Format Query Results as JSON with FOR JSON", "Format Nested JSON Output with PATH Mode"): each row becomes an object of
// the columns in their order, under the names as written; row_to_json writes it without blanks, as SQL Server does.

// jsonColumn is a column of such a query; its name has a dot for each object that it lies in.
type jsonColumn struct {
	name string
	ref  string
	text string // the value
}

// forJSON writes a query with FOR JSON; the reason why not where it cannot.
func (p *printer) forJSON(q *ir.Query) (text, why string) {
	root, single, nulls, rooted := "", false, false, false
	for _, o := range q.For.Options {
		switch strings.ToUpper(o.Name) {
		case "WITHOUT_ARRAY_WRAPPER":
			single = true
		case "INCLUDE_NULL_VALUES":
			nulls = true
		case "ROOT":
			rooted = true
			if root = o.Value; root == "" {
				root = "root"
			}
		default:
			return "", o.Name + " is not converted"
		}
	}
	cols, why := p.jsonColumns(q)
	if why != "" {
		return "", why
	}
	row := jsonRow(cols, nulls) + "::text"
	if !nulls {
		row = "json_strip_nulls(" + jsonRow(cols, nulls) + ")::text"
	}
	doc := "string_agg(" + row + ", ',')"
	if !single {
		doc = "'[' || " + doc + " || ']'"
	}
	if rooted {
		doc = quoteLiteral(`{"`+strings.ReplaceAll(root, `"`, `\"`)+`":`) + " || " + doc + " || '}'"
	}
	if !nulls && slices.ContainsFunc(cols, func(c jsonColumn) bool { return strings.HasSuffix(c.text, "::json") }) {
		p.find(diag.TSQLApprox, q.For.Sp, "FOR JSON: of a document inside this one, properties that are null are left out too")
	}
	p.findOnce(diag.TSQLApprox, q.For.Sp, "FOR JSON: the document means the same, but / is not escaped, and decimals of a float are written as far as they go")
	return "SELECT " + doc + "\nFROM " + p.xmlSource(q, len(cols)), ""
}

// jsonColumns lists the columns of the query.
func (p *printer) jsonColumns(q *ir.Query) (cols []jsonColumn, why string) {
	sel, ok := q.Body.(*ir.Select)
	if q.For.Mode == "AUTO" && (!ok || len(sel.From) > 1 || len(sel.From) == 1 && isJoin(sel.From[0])) {
		return nil, "the rows of several tables nest"
	}
	list, why := p.xmlColumns(q)
	if why != "" {
		return nil, why
	}
	for i, c := range list {
		if c.name == "" {
			return nil, "a column has no name"
		}
		v := jsonColumn{c.name, c.ref, c.ref}
		switch {
		case ok && !hasStar(sel) && isJSONText(sel.Items[i].Expr):
			v.text += "::json"
		case c.typ == nil:
		case c.typ.Is(ir.TBytes, ir.TBlob):
			v.text = "encode(" + c.ref + ", 'base64')"
		case c.typ.Is(ir.TUUID):
			v.text = "upper(" + c.ref + "::text)"
		}
		cols = append(cols, v)
	}
	return cols, ""
}

// withoutWrapper tells the option that makes a text of FOR JSON which need not be a document: in another one it is a string, as any
// text ("Solve common issues with JSON in SQL Server").
func withoutWrapper(o ir.ForOption) bool { return strings.EqualFold(o.Name, "WITHOUT_ARRAY_WRAPPER") }

// isJSONText tells texts that go into the document as what they are: those of FOR JSON and JSON_QUERY.
func isJSONText(e ir.Expr) bool {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.Subquery:
		return x.Query != nil && x.Query.For != nil && x.Query.For.Format == "JSON" && !slices.ContainsFunc(x.Query.For.Options, withoutWrapper)
	case *ir.Call:
		return x.Fn == "tsql.json_query" || x.Fn == "tsql.json_modify"
	}
	return false
}

// jsonRow is the object of a row. Neighbours with a common front share an object, which is left out when all of it is NULL.
func jsonRow(cols []jsonColumn, nulls bool) string {
	var items []string
	for i := 0; i < len(cols); i++ {
		c := cols[i]
		front, rest, deep := strings.Cut(c.name, ".")
		if !deep {
			items = append(items, c.text+" AS "+quoteXMLName(c.name))
			continue
		}
		inner := []jsonColumn{{rest, c.ref, c.text}}
		refs := []string{c.ref}
		for i+1 < len(cols) && strings.HasPrefix(cols[i+1].name, front+".") {
			i++
			inner = append(inner, jsonColumn{cols[i].name[len(front)+1:], cols[i].ref, cols[i].text})
			refs = append(refs, cols[i].ref)
		}
		obj := jsonRow(inner, nulls)
		if !nulls {
			obj = "CASE WHEN num_nonnulls(" + strings.Join(refs, ", ") + ") > 0 THEN " + obj + " END"
		}
		items = append(items, obj+" AS "+quoteXMLName(front))
	}
	return "(SELECT row_to_json(o) FROM (SELECT " + strings.Join(items, ", ") + ") AS o)"
}
