package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// jsonTable writes JSON_TABLE as a lateral subquery over jsonb_path_query. PostgreSQL 17 has JSON_TABLE itself, but the
// parser that proves the output does not know it yet.
func (p *printer) jsonTable(t *ir.JSONTable) string {
	path, ok := jsonPath(t.Path)
	if !ok {
		p.find(diag.JSONPath, t.Sp, "the path of JSON_TABLE is not a constant, or has steps that PostgreSQL does not know")
	}
	alias := t.Alias
	if alias.IsZero() {
		alias = sqlName("json_rows")
	}
	j := &jsonRows{p: p, t: t, rows: 1}
	text := j.subquery(path)
	return "LATERAL (\n" + indentBlock(text) + "\n)" + p.asAlias(alias, nil)
}

// indentBlock indents every line by one level.
func indentBlock(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// jsonPath gives a path that PostgreSQL's jsonpath understands; nil means the document itself.
func jsonPath(e ir.Expr) (string, bool) {
	if e == nil {
		return "$", true
	}
	s, ok := unwrap(e).(*ir.StringLit)
	if !ok {
		return "$", false
	}
	v := strings.TrimSpace(s.Value)
	switch {
	case v == "":
		return "$", true
	case strings.Contains(v, ".."), strings.Contains(v, "()"):
		return v, false
	case !strings.HasPrefix(v, "$") && !strings.HasPrefix(v, "lax ") && !strings.HasPrefix(v, "strict "):
		v = "$." + strings.TrimPrefix(v, ".")
	}
	return v, true
}

// columnPath is the column's path; without one its name as it was written.
func (p *printer) columnPath(c *ir.JSONColumn) (string, bool) {
	if c.Path == "" {
		return "$." + jsonMember(c.Name.Text), true
	}
	path, ok := jsonPath(&ir.StringLit{Value: c.Path})
	if !ok {
		p.refuseOnce(diag.JSONPath, p.obj.Span(), "the path "+c.Path, "the path "+c.Path+" has steps that PostgreSQL does not know")
	}
	return path, ok
}

// jsonMember quotes a member name where the path language needs it.
func jsonMember(s string) string {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9') {
			return `"` + s + `"`
		}
	}
	return s
}

// jsonRows writes JSON_TABLE as a subquery: one row source for the path and one more for each NESTED PATH.
type jsonRows struct {
	p     *printer
	t     *ir.JSONTable
	rows  int // row sources so far
	items []string
	joins []string
	risky bool // a cast that may fail
}

func (j *jsonRows) subquery(path string) string {
	p := j.p
	from := j.source(p.jsonDocument(j.t.X, strings.ToUpper(j.t.OnError)).at(precCast), path, hasOrdinality(j.t.Columns))
	j.columns("r1", j.t.Columns)
	if j.risky && !strings.EqualFold(j.t.OnError, "ERROR") {
		p.refuseOnce(diag.JSONTableErrors, j.t.Sp, "JSON_TABLE", "JSON_TABLE became a subquery; a value that does not fit its column's type raises an error instead of giving NULL")
	}
	w := p.sub()
	w.clauseList("SELECT", j.items, false)
	w.W("\nFROM ", from)
	for _, n := range j.joins {
		w.W("\n", n)
	}
	return w.String()
}

// source gives a row source over a path; its rows are r<n>.item.
func (j *jsonRows) source(doc, path string, ord bool) string {
	name := "r" + itoa(j.rows)
	j.rows++
	s := "jsonb_path_query(" + doc + ", " + quoteLiteral(path) + ")"
	if ord {
		return s + " WITH ORDINALITY AS " + name + " (item, ord)"
	}
	return s + " AS " + name + " (item)"
}

func hasOrdinality(cols []*ir.JSONColumn) bool {
	for _, c := range cols {
		if c.Ordinality {
			return true
		}
	}
	return false
}

// columns adds the columns of one row source. Two nested paths beside each other give their rows one after the
// other in Oracle, each with NULL for the other's columns.
func (j *jsonRows) columns(row string, cols []*ir.JSONColumn) {
	nested := 0
	for _, c := range cols {
		if len(c.Nested) == 0 {
			j.items = append(j.items, j.column(row, c))
			continue
		}
		nested++
		if nested > 1 {
			j.p.find(diag.JSONPath, j.t.Sp, "JSON_TABLE with two NESTED PATH beside each other: select each in a query of its own and join them with UNION ALL")
		}
		path, _ := j.p.columnPath(c)
		name := "r" + itoa(j.rows)
		j.joins = append(j.joins, "LEFT JOIN LATERAL "+j.source(row+".item", path, hasOrdinality(c.Nested))+" ON true")
		j.columns(name, c.Nested)
	}
}

func (j *jsonRows) column(row string, c *ir.JSONColumn) string {
	p := j.p
	as := " AS " + p.em.ident(c.Name)
	if c.Ordinality {
		return row + ".ord" + as
	}
	path, _ := p.columnPath(c)
	if c.Exists {
		return existsColumn(p, row, path, c) + as
	}
	x := ""
	keys, simple := memberPath(path)
	switch {
	case c.Wrapper != "" && !strings.HasPrefix(c.Wrapper, "WITHOUT"):
		x = "jsonb_path_query_array(" + row + ".item, " + quoteLiteral(path) + ")::text"
	case c.Format || c.Type.Is(ir.TJSON):
		x = "jsonb_path_query_first(" + row + ".item, " + quoteLiteral(path) + ")"
		if !c.Type.Is(ir.TJSON) {
			x += "::text"
		}
	case !simple:
		x = "jsonb_path_query_first(" + row + ".item, " + quoteLiteral(path) + ") #>> '{}'"
	case len(keys) == 1:
		x = row + ".item ->> " + quoteLiteral(keys[0])
	default:
		x = row + ".item #>> " + quoteLiteral("{"+strings.Join(keys, ",")+"}")
	}
	switch {
	case c.Type == nil || c.Type.IsString() || c.Type.Is(ir.TJSON):
	case c.Type.IsNumber():
		x = p.helper("try_number") + "(" + x + ")"
		if typeClass(c.Type).integer() {
			x += "::" + p.typeName(c.Type, useCast)
		}
	default:
		j.risky = true
		x = "(" + x + ")::" + p.typeName(c.Type, useCast)
	}
	if d := c.OnEmptyVal; d != nil {
		x = "coalesce(" + x + ", " + p.exprText(d) + ")"
	} else if d := c.OnErrorVal; d != nil {
		x = "coalesce(" + x + ", " + p.exprText(d) + ")"
	}
	return x + as
}

// existsColumn is 1 or 0 in a number, 'true' or 'false' in a text.
func existsColumn(p *printer, row, path string, c *ir.JSONColumn) string {
	x := "jsonb_path_exists(" + row + ".item, " + quoteLiteral(path) + ")"
	if c.Type.IsNumber() {
		return x + "::integer"
	}
	return x + "::text"
}

// memberPath gives the keys of a path of plain members, $.a.b.
func memberPath(path string) ([]string, bool) {
	rest, ok := strings.CutPrefix(path, "$")
	if !ok {
		return nil, false
	}
	if rest == "" {
		return nil, true
	}
	rest, ok = strings.CutPrefix(rest, ".")
	if !ok {
		return nil, false
	}
	keys := strings.Split(rest, ".")
	for _, k := range keys {
		if k == "" || jsonMember(k) != k {
			return nil, false
		}
	}
	return keys, true
}

// xmlTable writes XMLTABLE, which takes XPath 1.0 and one document.
func (p *printer) xmlTable(t *ir.XMLTable) string {
	alias := t.Alias
	if alias.IsZero() {
		alias = sqlName("xml_rows")
	}
	path := strings.TrimSpace(t.Path)
	if m := numberRange.FindStringSubmatch(path); m != nil {
		return "generate_series(" + m[1] + ", " + m[2] + ")" + p.asAlias(alias, []ir.Name{sqlName("column_value")})
	}
	if xquery(path) || len(t.Passing) > 1 {
		p.find(diag.XQuery, t.Sp, "XMLTABLE over an XQuery expression")
	}
	doc := "NULL"
	if len(t.Passing) > 0 {
		in := t.Passing[0]
		doc = p.exprText(in.Value)
		if !in.As.IsZero() {
			path = strings.TrimPrefix(path, "$"+in.As.Text)
		}
	}
	prefix := defaultPrefix(t)
	path, ok := prefixed(path, prefix)
	if !ok {
		p.find(diag.XQuery, t.Sp, "XMLTABLE with a default namespace: give it a prefix and write the prefix in the paths")
	}
	w := p.sub()
	w.W("XMLTABLE(")
	if len(t.Namespaces) > 0 {
		w.W("XMLNAMESPACES(", p.xmlNamespaces(t, prefix), "), ")
	}
	w.W(quoteLiteral(path), " PASSING ", doc, " COLUMNS\n").In()
	if len(t.Columns) == 0 {
		w.W("column_value xml PATH '.'")
	}
	for i, c := range t.Columns {
		if i > 0 {
			w.W(",\n")
		}
		w.W(p.xmlColumn(c, prefix))
	}
	w.Out().W("\n)", p.asAlias(alias, nil))
	return w.String()
}

// numberRange is the XQuery that lists whole numbers.
var numberRange = regexp.MustCompile(`^(\d+) to (\d+)$`)

// xquery tells programs from paths.
func xquery(path string) bool {
	l := strings.ToLower(path)
	for _, w := range []string{"for ", "let ", "if ", "if(", "declare ", "<", "fn:", "ora:"} {
		if strings.HasPrefix(l, w) {
			return true
		}
	}
	return strings.Contains(l, " return ") || strings.Contains(l, "fn:collection") || strings.Contains(l, "ora:view")
}

// defaultPrefix is the prefix that stands for a default namespace, which PostgreSQL's XMLTABLE does not have; "" where
// there is none.
func defaultPrefix(t *ir.XMLTable) string {
	taken := map[string]bool{}
	def := false
	for _, n := range t.Namespaces {
		def = def || n.As.IsZero()
		taken[n.As.Text] = true
	}
	if !def {
		return ""
	}
	prefix := "d"
	for i := 2; taken[prefix]; i++ {
		prefix = "d" + itoa(i)
	}
	return prefix
}

// prefixed writes a prefix in front of the plain element names of a path; false for a path that is more than steps.
func prefixed(path, prefix string) (string, bool) {
	if prefix == "" {
		return path, true
	}
	steps := strings.Split(path, "/")
	for i, s := range steps {
		name, rest, _ := strings.Cut(s, "[")
		switch {
		case strings.ContainsAny(name, "(|$ ") && name != "text()" && name != "node()" || strings.ContainsAny(strings.TrimLeft(rest, "@"), "=<>") && !strings.HasPrefix(rest, "@"):
			return path, false
		case name == "" || strings.ContainsAny(name, ".@*:()"):
		default:
			steps[i] = prefix + ":" + s
		}
	}
	return strings.Join(steps, "/"), true
}

func (p *printer) xmlNamespaces(t *ir.XMLTable, prefix string) string {
	var list []string
	for _, n := range t.Namespaces {
		as := n.As.Text
		if n.As.IsZero() {
			as = prefix
		}
		list = append(list, p.exprText(n.Value)+" AS "+quoteIdent(as))
	}
	return strings.Join(list, ", ")
}

func (p *printer) xmlColumn(c *ir.XMLColumn, prefix string) string {
	s := p.em.ident(c.Name)
	if c.Ordinality {
		return s + " FOR ORDINALITY"
	}
	if c.Type == nil {
		s += " xml"
	} else {
		s += " " + p.typeName(c.Type, useCast)
	}
	switch lit, ok := c.Path.(*ir.StringLit); {
	case ok:
		path, _ := prefixed(lit.Value, prefix)
		s += " PATH " + quoteLiteral(path)
	case c.Path != nil:
		s += " PATH " + p.exprText(c.Path)
	default:
		path, _ := prefixed(c.Name.Key, prefix)
		s += " PATH " + quoteLiteral(path)
	}
	if c.Default != nil {
		s += " DEFAULT " + p.exprText(c.Default)
	}
	return s
}

// partitionRef names a partition: where the table is partitioned by it, the partition's own table.
func (p *printer) partitionRef(t *ir.TableRef, whole string) string {
	name, _ := parenthesised(t.Partition)
	if tbl, ok := t.Decl.(*ir.Table); ok && tbl.Partition != nil && !strings.Contains(strings.ToUpper(t.Partition), "FOR") {
		key := strings.ToUpper(strings.Trim(strings.TrimSpace(name), `"`))
		for _, part := range tbl.Partition.Parts {
			if part.Name.Key == key {
				return p.partitionTable(tbl, part)
			}
			for _, sub := range part.Subs {
				if sub.Name.Key == key {
					return p.partitionTable(tbl, sub)
				}
			}
		}
	}
	p.find(diag.PartitionName, t.Sp, "%s of %s", firstWords(t.Partition, 4), whole)
	return whole
}
