package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlTops is the pass that makes TOP the limit of its query; a block of a set operation gets a query of its own.
func (em *emitter) tsqlTops() {
	if em.src.Source != ir.SQLServer {
		return
	}
	for _, o := range em.src.Objects {
		if o.Obj().Dropped != "" {
			continue
		}
		ir.Walk(o, func(n ir.Node) bool {
			if q, ok := n.(*ir.Query); ok && q != nil {
				liftTops(q)
			}
			return true
		})
	}
}

func liftTops(q *ir.Query) {
	switch b := q.Body.(type) {
	case *ir.Select:
		if b.Top != nil {
			topOf(q, b.Top)
			b.Top = nil
		}
	case *ir.SetOp:
		topsInside(b)
	}
}

func topsInside(s *ir.SetOp) {
	for _, side := range []*ir.QueryBody{&s.L, &s.R} {
		switch b := (*side).(type) {
		case *ir.SetOp:
			topsInside(b)
		case *ir.Select:
			if b.Top != nil {
				q := &ir.Query{Sp: b.Sp, Body: b}
				liftTops(q)
				*side = q
			}
		}
	}
}

// tsqlTable writes the elements of FROM that only SQL Server has; false for all else.
func (p *printer) tsqlTable(t ir.TableExpr) (string, bool) {
	switch t := t.(type) {
	case *ir.TableRef:
		p.lockHints(t)
		if t.Transition != "" {
			return p.transitionTable(t.Transition, tableAlias(t)), true
		}
		if p.tableParam(t) {
			return "unnest(" + p.em.ident(t.Name.Last()) + ") AS " + p.em.ident(tableAlias(t)), true
		}
		if isTemp(t.Name.Last()) {
			return p.tempTarget(t.Name.Last(), t.Alias), true
		}
		if t.Decl == nil && t.CTE == nil {
			return p.catalogueTable(t)
		}
	case *ir.FuncRef:
		return p.tsqlFunction(t)
	}
	return "", false
}

// tableParam tells a table-valued parameter: it is an array of rows here.
func (p *printer) tableParam(t *ir.TableRef) bool {
	if p.rt == nil || p.rt.r == nil {
		return false
	}
	for _, q := range p.rt.r.Params {
		if q.Name.Key == t.Name.Last().Key {
			return true
		}
	}
	return false
}

// tsqlFunction writes a table function.
func (p *printer) tsqlFunction(t *ir.FuncRef) (string, bool) {
	if m, ok := t.X.(*ir.MethodCall); ok {
		return p.nodesTable(t, m)
	}
	c, ok := t.X.(*ir.Call)
	if !ok {
		return "", false
	}
	alias := t.Alias
	switch strings.ToLower(c.Name.Last().Key) {
	case "string_split":
		if alias.IsZero() {
			alias = ir.MakeName("string_split")
		}
		if len(c.Args) < 2 {
			return "", false
		}
		call := "string_to_table(" + p.exprText(c.Args[0].Value) + ", " + p.exprText(c.Args[1].Value) + ")"
		if p.em.version() < 14 {
			call = "unnest(string_to_array(" + p.exprText(c.Args[0].Value) + ", " + p.exprText(c.Args[1].Value) + "))"
		}
		if len(c.Args) > 2 {
			return call + " WITH ORDINALITY AS " + p.em.ident(alias) + " (value, ordinal)", true
		}
		return call + " AS " + p.em.ident(alias) + " (value)", true
	case "openjson":
		return p.openJSON(t, c)
	case "generate_series":
		if len(c.Args) >= 2 {
			if alias.IsZero() {
				alias = ir.MakeName("generate_series")
			}
			return "generate_series(" + p.list(argValues(c)) + ") AS " + p.em.ident(alias) + " (value)", true
		}
	}
	r := calledRoutine(c)
	if r == nil {
		return "", false
	}
	p.routineNeed(r)
	if alias.IsZero() {
		alias = c.Name.Last()
	}
	s := p.em.routineName(r) + "(" + p.argTexts(c.Args, r) + ") AS " + p.em.ident(alias)
	if len(t.Cols) > 0 {
		s += " (" + p.nameList(t.Cols) + ")"
	}
	return s, true
}

func argValues(c *ir.Call) []ir.Expr {
	list := make([]ir.Expr, len(c.Args))
	for i, a := range c.Args {
		list[i] = a.Value
	}
	return list
}

// openJSON writes OPENJSON (document [, path]) [WITH (column type path)].
func (p *printer) openJSON(t *ir.FuncRef, c *ir.Call) (string, bool) {
	alias := t.Alias
	if alias.IsZero() {
		alias = ir.MakeName("openjson")
	}
	doc := p.val(c.Args[0].Value).cast("jsonb", cJSON).s
	path := "'$'"
	if len(c.Args) > 1 {
		path = p.exprText(c.Args[1].Value)
	}
	at := "jsonb_path_query_first(" + doc + ", (" + path + ")::jsonpath)"
	if path == "'$'" {
		at = doc
	}
	name := p.em.ident(alias)
	if len(t.ColDefs) == 0 {
		if at == doc {
			at = p.val(c.Args[0].Value).cast("json", cJSON).s // as written: jsonb would put blanks in, and sort names
		} else {
			at = inParens(at) + "::json"
		}
		return p.helper("openjson") + "(" + at + ") AS " + name, true
	}
	var cols []string
	for i, f := range t.ColDefs {
		jp := "$." + f.Name.Text
		if i < len(t.Paths) && t.Paths[i] != "" {
			jp = t.Paths[i]
		}
		x := "jsonb_path_query_first(e.doc, " + quoteLiteral(jp) + ")"
		if i < len(t.AsJSON) && t.AsJSON[i] {
			cols = append(cols, x+"::text AS "+p.em.ident(f.Name))
			continue
		}
		cols = append(cols, "("+x+" #>> '{}')::"+p.typeName(f.Type, useCast)+" AS "+p.em.ident(f.Name))
	}
	each := "jsonb_array_elements(CASE jsonb_typeof(" + at + ") WHEN 'array' THEN " + at + " ELSE jsonb_build_array(" + at + ") END) AS e (doc)"
	return "LATERAL (SELECT " + strings.Join(cols, ", ") + " FROM " + each + ") AS " + name, true
}

// nodesTable writes x.nodes('path') AS t(c).
func (p *printer) nodesTable(t *ir.FuncRef, m *ir.MethodCall) (string, bool) {
	if !strings.EqualFold(m.Name.Text, "nodes") || len(m.Args) != 1 || len(t.Cols) != 1 {
		return "", false
	}
	path, ok := constString(stripImplicit(m.Args[0].Value), 0)
	if !ok {
		return "", false
	}
	if p.typ(m.X).Base().Spelled == ir.XMLNode {
		if path, ok = nodePath(path); !ok {
			return "", false
		}
	}
	p.findOnce(diag.TSQLXPath, m.Sp, "nodes('%s')", path)
	return "unnest(xpath(" + quoteLiteral(path) + ", " + p.val(m.X).cast("xml", cXML).s + ")) AS " + p.em.ident(t.Alias) + " (" + p.nameList(t.Cols) + ")", true
}

// stuffXML writes STUFF((SELECT ',' + x FROM t FOR XML PATH(”)), 1, 1, ”): string_agg.
func (p *printer) stuffXML(e *ir.Call) (val, bool) {
	if e.Fn != "tsql.stuff" || len(e.Args) != 4 {
		return val{}, false
	}
	x := unwrap(stripImplicit(e.Args[0].Value))
	if m, ok := x.(*ir.MethodCall); ok && strings.EqualFold(m.Name.Text, "value") {
		x = unwrap(m.X)
	}
	sub, ok := x.(*ir.Subquery)
	if !ok || !emptyPath(sub.Query) {
		return val{}, false
	}
	sep, rest, ok := leadingSeparator(sub.Query)
	if !ok {
		return val{}, false
	}
	start, ok1 := constantInt(e.Args[1].Value)
	n, ok2 := constantInt(e.Args[2].Value)
	if !ok1 || !ok2 || start != 1 || n != len(sep) {
		if c, isLen := unwrap(stripImplicit(e.Args[2].Value)).(*ir.Call); !isLen || c.Fn != "tsql.len" {
			return val{}, false
		}
	}
	return p.aggregated(sub.Query, rest, sep), true
}

// emptyPath tells FOR XML PATH(”).
func emptyPath(q *ir.Query) bool {
	if q.For == nil || q.For.Format != "XML" || q.For.Mode != "PATH" {
		return false
	}
	s, ok := q.For.Name.(*ir.StringLit)
	return ok && s.Value == ""
}

// leadingSeparator takes the constant text off the front of the only column: ', ' + name.
func leadingSeparator(q *ir.Query) (string, ir.Expr, bool) {
	sel, ok := q.Body.(*ir.Select)
	if !ok || len(sel.Items) != 1 || sel.Items[0].Expr == nil {
		return "", nil, false
	}
	return frontText(unwrap(stripImplicit(sel.Items[0].Expr)))
}

func frontText(e ir.Expr) (string, ir.Expr, bool) {
	b, ok := unwrap(e).(*ir.Binary)
	if !ok || b.Op != ir.OpConcat {
		return "", nil, false
	}
	if s, ok := unwrap(stripImplicit(b.L)).(*ir.StringLit); ok {
		return s.Value, b.R, true
	}
	sep, rest, ok := frontText(b.L)
	if !ok {
		return "", nil, false
	}
	c := *b
	c.L = rest
	return sep, &c, true
}

// aggregated writes the query as one that joins its rows.
func (p *printer) aggregated(q *ir.Query, x ir.Expr, sep string) val {
	sel, _ := q.Body.(*ir.Select)
	c := *sel
	n := *q
	n.For, n.OrderBy = nil, nil
	order := ""
	distinct := ""
	if sel.Distinct {
		c.Distinct = false
		distinct = "DISTINCT "
	}
	if len(q.OrderBy) > 0 && !sel.Distinct {
		w := p.sub()
		w.inSQL = true
		order = " ORDER BY " + w.orderText(q.OrderBy)
	}
	text := &ir.Native{Text: []string{"string_agg(" + distinct, "::text, " + quoteLiteral(sep) + order + ")"}, Args: []ir.Expr{&ir.Paren{X: x}}}
	text.T = typText
	c.Items = []*ir.SelectItem{{Sp: sel.Sp, Expr: text}}
	n.Body = &c
	return atom(p.subqueryText(&n, useValue), cText)
}

func isJoin(t ir.TableExpr) bool {
	_, ok := t.(*ir.JoinExpr)
	return ok
}

// xmlMethod writes the methods of xml: value, query, exist.
func (p *printer) tsqlXMLMethod(e *ir.MethodCall) (val, bool) {
	path := ""
	ok := false
	if len(e.Args) > 0 {
		path, ok = constString(stripImplicit(e.Args[0].Value), 0)
	}
	if !ok {
		return val{}, false
	}
	name := strings.ToLower(e.Name.Text)
	if p.typ(e.X).Base().Spelled == ir.XMLNode {
		if path, ok = nodePath(path); !ok {
			p.find(diag.TSQLQueryForm, e.Sp, "%s: the path leaves the node, or is no plain path; xmltable reads such", flat(e.Sp.Text()))
			return atom("NULL", cLit), true
		}
	}
	if v, ok := p.joinedValue(e, path); ok && name == "value" {
		return v, true
	}
	x := p.val(e.X)
	if x.c != cXML {
		x = x.cast("xml", cXML)
	}
	switch {
	case name == "value" && len(e.Args) == 2:
		typ, known := constString(stripImplicit(e.Args[1].Value), 0)
		if !known {
			return val{}, false
		}
		if pg := pgTypeOf(typ); pg == "text" || strings.HasPrefix(pg, "varchar") || strings.HasPrefix(pg, "char") {
			p.findOnce(diag.TSQLXPath, e.Sp, "value('%s')", path)
			return p.run("{@unescape_xml}((xpath("+quoteLiteral(textPath(path))+", "+x.s+"))[1]::text)", cText).cast(pg, cText), true
		}
		p.findOnce(diag.TSQLXPath, e.Sp, "value('%s')", path)
		return atom("(xpath("+quoteLiteral(textPath(path))+", "+x.s+"))[1]::text", cText).with(precCast).cast(pgTypeOf(typ), cUnknown), true
	case name == "exist" && len(e.Args) == 1:
		p.findOnce(diag.TSQLXPath, e.Sp, "exist('%s')", path)
		return atom("xpath_exists("+quoteLiteral(path)+", "+x.s+")::int", cInt).with(precCast), true
	case name == "query" && len(e.Args) == 1:
		p.findOnce(diag.TSQLXPath, e.Sp, "query('%s')", path)
		return atom("array_to_string(xpath("+quoteLiteral(path)+", "+x.s+"), '')::xml", cXML).with(precCast), true
	}
	return val{}, false
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

// textPath makes a path lead to the text of an element, which value() gives.
func textPath(path string) string {
	last := path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		last = path[i:]
	}
	if strings.Contains(last, "@") || strings.Contains(last, "text()") || strings.Contains(path, "string(") {
		return path
	}
	if strings.HasPrefix(path, "(") {
		return path + "/text()"
	}
	return strings.TrimSuffix(path, "/") + "/text()"
}

// pgTypeOf is the type that is named in value(path, 'type').
func pgTypeOf(s string) string {
	name := strings.ToLower(strings.TrimSpace(s))
	base, args, _ := strings.Cut(name, "(")
	switch strings.TrimSpace(base) {
	case "int":
		return "integer"
	case "bigint", "smallint", "date", "real":
		return strings.TrimSpace(base)
	case "tinyint":
		return "smallint"
	case "bit":
		return "boolean"
	case "datetime", "datetime2", "smalldatetime":
		return "timestamp"
	case "datetimeoffset":
		return "timestamptz"
	case "float":
		return "double precision"
	case "money":
		return "numeric(19,4)"
	case "uniqueidentifier":
		return "uuid"
	case "decimal", "numeric":
		if args != "" {
			return "numeric(" + args
		}
		return "numeric"
	case "varchar", "nvarchar", "char", "nchar":
		if n := strings.TrimSuffix(args, ")"); n != "" && integerText(n) {
			return "varchar(" + n + ")"
		}
	}
	return "text"
}
