package postgres

import (
	"regexp"
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
			return "unnest(" + p.given(p.em.ident(t.Name.Last())) + ") AS " + p.em.ident(tableAlias(t)), true
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
	p.textColumns(r, c)
	if alias.IsZero() {
		alias = c.Name.Last()
	}
	s := p.em.routineName(r) + "(" + p.argTexts(c.Args, r) + ") AS " + p.em.ident(alias)
	if len(t.Cols) > 0 {
		s += " (" + p.nameList(t.Cols) + ")"
	}
	return s, true
}

// textColumns tells of a function that has columns of a type that is not known, which it gives as texts: what its caller does with them may need
// another type.
func (p *printer) textColumns(r *ir.Routine, c *ir.Call) {
	if r.Returns == nil {
		return
	}
	fields := r.Returns.Fields
	if q := inlineQuery(r); len(fields) == 0 && q != nil {
		fields = givenFields(q)
	}
	for _, f := range fields {
		if isUnknown(f.Type) {
			p.findOnce(diag.TypeMatters, c.Sp, "the type of %s of %s is not known: it is a text here", f.Name.Text, r.Name.Last().Text)
			return
		}
	}
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
	doc := p.val(c.Args[0].Value).cast("json", cJSON).s // as written: jsonb would put blanks in, and sort names
	at := doc
	if len(c.Args) > 1 {
		if path := p.exprText(c.Args[1].Value); path != "'$'" {
			at = p.helper("json_at") + "(" + doc + ", " + path + ")"
		}
	}
	name := p.em.ident(alias)
	if len(t.ColDefs) == 0 {
		return p.helper("openjson") + "(" + at + ") AS " + name, true
	}
	var cols []string
	for i, f := range t.ColDefs {
		path := ""
		if i < len(t.Paths) {
			path = t.Paths[i]
		}
		cols = append(cols, p.openJSONColumn(f, path, i < len(t.AsJSON) && t.AsJSON[i]))
	}
	each := "json_array_elements(CASE json_typeof(" + at + ") WHEN 'array' THEN " + at + " WHEN 'object' THEN json_build_array(" + at + ") ELSE '[]' END) AS e (doc)"
	return "LATERAL (SELECT " + strings.Join(cols, ", ") + " FROM " + each + ") AS " + name, true
}

var oneKey = regexp.MustCompile(`^\$\.([A-Za-z_]\w*)$`)

// openJSONColumn writes a column of WITH: a scalar, or AS JSON an object or array; what is of the other kind is NULL ("OPENJSON").
func (p *printer) openJSONColumn(f *ir.Field, path string, asJSON bool) string {
	x := "e.doc -> " + quoteLiteral(f.Name.Text)
	if m := oneKey.FindStringSubmatch(path); m != nil {
		x = "e.doc -> " + quoteLiteral(m[1])
	} else if path != "" {
		x = p.helper("json_at") + "(e.doc, " + quoteLiteral(path) + ")"
	}
	if asJSON {
		return p.helper("openjson_part") + "(" + x + ") AS " + p.em.ident(f.Name)
	}
	return p.helper("openjson_scalar") + "(" + x + ")::" + p.typeName(f.Type, useCast) + " AS " + p.em.ident(f.Name)
}

// nodesTable writes x.nodes('path') AS t(c).
func (p *printer) nodesTable(t *ir.FuncRef, m *ir.MethodCall) (string, bool) {
	if !strings.EqualFold(m.Name.Text, "nodes") || len(m.Args) != 1 || len(t.Cols) != 1 {
		return "", false
	}
	path, values, ok := pathOf(m.Args[0].Value)
	if !ok {
		return "", false
	}
	x, why := p.xpath(path, values, p.typ(m.X).Base().Spelled == ir.XMLNode)
	path = shownPath(path)
	if why != "" {
		p.find(diag.TSQLQueryForm, m.Sp, "nodes('%s'): %s; xmltable reads such", path, why)
		return "unnest(NULL::xml[]) AS " + p.em.ident(t.Alias) + " (" + p.nameList(t.Cols) + ")", true
	}
	p.findOnce(diag.TSQLXPath, m.Sp, "nodes('%s')", path)
	return "unnest(xpath(" + x.args(p.val(m.X).cast("xml", cXML).s) + ")) AS " + p.em.ident(t.Alias) + " (" + p.nameList(t.Cols) + ")", true
}

// stuffXML writes STUFF((SELECT ',' + x FROM t FOR XML PATH(”)), 1, 1, ”): string_agg.
func (p *printer) stuffXML(e *ir.Call) (val, bool) {
	if e.Fn != "tsql.stuff" || len(e.Args) != 4 {
		return val{}, false
	}
	x := unwrap(stripImplicit(e.Args[0].Value))
	entities := true // the text is that of a document, unless value() takes the characters out of it
	if m, ok := x.(*ir.MethodCall); ok && strings.EqualFold(m.Name.Text, "value") {
		x, entities = unwrap(m.X), false
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
	if entities && strings.ContainsAny(sep, xmlReserved) {
		return val{}, false
	}
	return p.aggregated(sub.Query, rest, sep, entities), true
}

const xmlReserved = "&<>\r"

// mayBeReserved tells texts that may have a character which XML writes as an entity.
func (p *printer) mayBeReserved(e ir.Expr) bool {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.StringLit:
		return strings.ContainsAny(x.Value, xmlReserved)
	case *ir.Binary:
		if x.Op == ir.OpConcat {
			return p.mayBeReserved(x.L) || p.mayBeReserved(x.R)
		}
	case *ir.Cast:
		return p.mayBeReserved(x.X)
	case *ir.Call:
		if x.Fn == "tsql.isnull" || x.Fn == "coalesce" || x.Fn == "tsql.coalesce" {
			for _, a := range x.Args {
				if p.mayBeReserved(a.Value) {
					return true
				}
			}
			return false
		}
	}
	t := p.typ(e)
	return t.IsString() || isUnknown(t)
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
func (p *printer) aggregated(q *ir.Query, x ir.Expr, sep string, entities bool) val {
	sel, _ := q.Body.(*ir.Select)
	c := *sel
	n := *q
	n.For, n.OrderBy = nil, nil
	order := ""
	distinct := ""
	open, end := "", "::text"
	if entities && p.mayBeReserved(x) {
		open, end = p.helper("xml_text")+"(", "::text)"
	}
	if sel.Top != nil || len(sel.GroupBy) > 0 || sel.Having != nil || q.Offset != nil || q.Limit != nil || hasAggregate(x) || sel.Distinct && len(q.OrderBy) > 0 {
		n.OrderBy = q.OrderBy
		if sel.Distinct {
			x = sel.Items[0].Expr // which ORDER BY names
		}
		return p.joinedRows(&n, &c, x, sep, open, end)
	}
	if sel.Distinct {
		c.Distinct = false
		distinct = "DISTINCT "
	}
	if len(q.OrderBy) > 0 {
		w := p.sub()
		w.inSQL = true
		order = " ORDER BY " + w.orderText(q.OrderBy)
	}
	text := &ir.Native{Text: []string{"string_agg(" + distinct + open, end + ", " + quoteLiteral(sep) + order + ")"}, Args: []ir.Expr{&ir.Paren{X: x}}}
	text.T = typText
	c.Items = []*ir.SelectItem{{Sp: sel.Sp, Expr: text}}
	n.Body = &c
	return atom(p.subqueryText(&n, useValue), cText)
}

// joinedRows writes the query that joins the rows of another one, which are groups, or the first few: they must be there before.
func (p *printer) joinedRows(q *ir.Query, sel *ir.Select, x ir.Expr, sep, open, end string) val {
	sel.Items = []*ir.SelectItem{{Sp: sel.Sp, Expr: x}}
	q.Body = sel
	w := p.sub()
	w.inSQL = true
	one := open + "q.c1" + end
	list := "string_agg(" + one + ", " + quoteLiteral(sep) + ")"
	if sel.Distinct {
		list = "substr(string_agg(" + one + ", ''), " + itoa(len([]rune(sep))+1) + ")"
	}
	return atom("(SELECT "+list+"\nFROM "+w.xmlSource(q, 1)+")", cText)
}

func isJoin(t ir.TableExpr) bool {
	_, ok := t.(*ir.JoinExpr)
	return ok
}
