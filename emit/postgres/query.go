package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// queryUse says what a query is written for: what does not matter there need not be kept.
type queryUse uint8

const (
	useStatement queryUse = iota // a statement, a view, a cursor: the order of rows shows
	useSource                    // FROM: whoever reads it may rely on the order
	useValue                     // IN, EXISTS, a value, INSERT … SELECT: a set of rows
)

// query writes a query on lines of its own, without semicolon.
func (p *printer) query(q *ir.Query) { p.W(p.queryText(q, useStatement)) }

// queryInline writes a query between parentheses that the caller writes: on one line where it is short, else on
// lines of its own.
func (p *printer) queryInline(q *ir.Query) { p.W(p.inlineText(q, useValue)) }

func (p *printer) inlineText(q *ir.Query, use queryUse) string {
	s := p.queryText(q, use)
	if one, ok := oneLine(s, inlineWidth); ok {
		return one
	}
	return "\n" + s + "\n"
}

// subqueryText gives a query in its parentheses, indented when it takes several lines.
func (p *printer) subqueryText(q *ir.Query, use queryUse) string {
	return inParens(p.inlineText(q, use))
}

// inlineWidth is how long a query in parentheses may be to stay on one line, listWidth a list.
const (
	inlineWidth = 72
	listWidth   = 96
)

// oneLine joins the lines of a text, unless that makes it too long or a comment or constant forbids it.
func oneLine(s string, width int) (string, bool) {
	if !strings.Contains(s, "\n") {
		return s, len(s) <= width
	}
	if len(s) > 3*width || strings.Contains(s, "--") || strings.Contains(s, "/*") {
		return "", false
	}
	var b strings.Builder
	for _, l := range strings.Split(s, "\n") {
		if strings.Count(l, "'")%2 != 0 {
			return "", false
		}
		l = strings.TrimLeft(l, " ")
		if b.Len() > 0 && l != "" && !strings.HasSuffix(b.String(), "(") && l[0] != ')' {
			b.WriteByte(' ')
		}
		b.WriteString(l)
	}
	return b.String(), b.Len() <= width
}

// queryText legalises a query and gives its text.
func (p *printer) queryText(q *ir.Query, use queryUse) string {
	w := p.sub()
	w.inSQL = true
	w.hintsDropped(q.Hints, q.Sp)
	if q.For != nil {
		if s, ok := w.forDocument(q, use); ok {
			return s
		}
	}
	w.legaliseQuery(q, use)
	w.unordered = use == useValue || len(q.OrderBy) > 0
	w.leadComments(q.Comments)
	w.storing = false
	w.withClause(w.limited(q.With, q.Hints, q), q.WithDecls)
	w.storing = p.storing
	w.queryBody(q.Body)
	w.queryTail(q)
	return w.String()
}

// withClause writes WITH. PostgreSQL wants RECURSIVE where an element uses itself, or one behind it.
func (p *printer) withClause(ctes []*ir.CTE, decls []ir.Decl) {
	for _, d := range decls {
		p.find(diag.WithFunction, d.Span(), "the function in the WITH clause must be created as a function of its own")
	}
	if len(ctes) == 0 {
		return
	}
	p.recursive(&ir.Query{With: ctes}) // of an INSERT, UPDATE, DELETE too
	p.W("WITH ")
	if recursive(ctes) {
		p.W("RECURSIVE ")
	}
	for i, c := range ctes {
		if i > 0 {
			p.W(",\n")
		}
		p.cte(c)
	}
	p.NL()
}

func (p *printer) cte(c *ir.CTE) {
	if c.DML != nil {
		p.changedRows(c)
		return
	}
	p.W(p.em.ident(c.Name))
	if len(c.Cols) > 0 {
		p.W(" (", p.nameList(c.Cols), ")")
	}
	p.W(" AS (\n").In()
	p.W(p.queryText(c.Query, useValue))
	p.Out().W("\n)")
	p.searchClause(c)
	p.cycleClause(c)
}

// recursive tells whether an element names itself. One that is no set operation cannot: there its own name is
// that of a table.
func recursive(ctes []*ir.CTE) bool {
	for _, c := range ctes {
		if c.Query == nil {
			continue
		}
		if _, ok := c.Query.Body.(*ir.SetOp); ok && namesTable(c.Query, map[string]bool{c.Name.Key: true}) {
			return true
		}
	}
	return false
}

// namesTable tells whether a query names one of the tables, without schema.
func namesTable(n ir.Node, names map[string]bool) bool {
	found := false
	ir.Walk(n, func(x ir.Node) bool {
		if t, ok := x.(*ir.TableRef); ok && len(t.Name.Parts) == 1 && names[t.Name.Key()] {
			found = true
		}
		return !found
	})
	return found
}

// searchClause is the same in PostgreSQL from 14 on, but sorts ascending only: see searchColumn for the rest.
func (p *printer) searchClause(c *ir.CTE) {
	s := c.Search
	if s == nil {
		return
	}
	cols := make([]string, len(s.Order))
	for i, o := range s.Order {
		cols[i] = p.exprText(o.Expr)
	}
	kind := "DEPTH"
	if s.Breadth {
		kind = "BREADTH"
	}
	p.W(" SEARCH ", kind, " FIRST BY ", strings.Join(cols, ", "), " SET ", p.em.ident(s.Set))
}

// cycleClause adds the path column that PostgreSQL wants to be named.
func (p *printer) cycleClause(c *ir.CTE) {
	y := c.Cycle
	if y == nil {
		return
	}
	if p.em.version() < 14 {
		p.find(diag.SearchClause, c.Sp, "CYCLE of %s: carry the path in an array column of the recursive query", c.Name.Text)
		return
	}
	p.W(" CYCLE ", p.nameList(y.Cols), " SET ", p.em.ident(y.Set), " TO ", p.exprText(y.To),
		" DEFAULT ", p.exprText(y.Default), " USING cycle_path")
}

func (p *printer) nameList(names []ir.Name) string {
	s := make([]string, len(names))
	for i, n := range names {
		s[i] = p.em.ident(n)
	}
	return strings.Join(s, ", ")
}

// queryBody writes what stands between WITH and ORDER BY.
func (p *printer) queryBody(b ir.QueryBody) {
	switch b := b.(type) {
	case *ir.Select:
		p.selectBlock(b)
	case *ir.SetOp:
		p.setOp(b)
	case *ir.Query:
		s := p.queryText(b, useValue)
		if plainQuery(b) {
			p.W(s)
			return
		}
		p.W("(\n").In().W(s).Out().W("\n)")
	case *ir.Values:
		p.W("VALUES ")
		p.valuesRows(b.Rows)
	case *ir.RawQuery:
		p.W(b.Text)
	}
}

// plainQuery tells queries that need no parentheses where they stand alone.
func plainQuery(q *ir.Query) bool {
	if _, set := q.Body.(*ir.SetOp); set {
		return false
	}
	return len(q.With) == 0 && len(q.OrderBy) == 0 && q.Limit == nil && q.Offset == nil && q.Lock == nil
}

// setPrec: PostgreSQL binds INTERSECT tighter than the others; in Oracle all bind alike.
func setPrec(b ir.QueryBody) int {
	s, ok := b.(*ir.SetOp)
	switch {
	case !ok:
		return 3
	case s.Op == "INTERSECT":
		return 2
	}
	return 1
}

// setOp writes a chain of set operations, walking down its left side: chains are long in generated code.
func (p *printer) setOp(s *ir.SetOp) {
	var chain []*ir.SetOp
	var first ir.QueryBody = s
	for {
		o, ok := first.(*ir.SetOp)
		if !ok || len(chain) > 0 && setPrec(o) < setPrec(chain[len(chain)-1]) {
			break
		}
		chain = append(chain, o)
		first = o.L
	}
	p.untyped = p.storing
	p.setOperand(first, setPrec(chain[len(chain)-1]))
	p.untyped = false
	for i := len(chain) - 1; i >= 0; i-- {
		p.caseSets(chain[i])
		op := chain[i].Op
		if op == "MINUS" {
			op = "EXCEPT"
		}
		if chain[i].All {
			op += " ALL"
		}
		p.W("\n", op, "\n")
		p.setOperand(chain[i].R, setPrec(chain[i])+1)
	}
}

func (p *printer) setOperand(b ir.QueryBody, prec int) {
	if setPrec(b) < prec {
		p.W("(\n").In()
		p.queryBody(b)
		p.Out().W("\n)")
		return
	}
	p.queryBody(b)
}

// selectBlock writes one query block.
func (p *printer) selectBlock(s *ir.Select) {
	was := p.outer
	storing, unordered, into := p.storing, p.unordered, p.into
	untyped := p.untyped || s.Distinct
	p.outer, p.storing, p.untyped = nullSupplied(s.From, was), false, false
	p.unordered = unordered || len(s.From) > 1 || s.Distinct || grouped(s, nil)
	defer func() { p.outer, p.storing, p.unordered = was, storing, unordered }()
	p.caseGroups(s)
	head := "SELECT"
	if s.Distinct {
		head = "SELECT DISTINCT"
	}
	items := make([]string, len(s.Items))
	tall := false
	for i, it := range s.Items {
		to := storedType(s, into, i)
		if !storing && !s.BulkInto && len(s.Into) == len(s.Items) {
			to = s.Into[i].Type()
		}
		items[i] = p.itemText(it, storing, to, untyped)
		tall = tall || len(it.Comments) > 0
	}
	p.clauseList(head, items, tall)
	if s.Into != nil && !s.BulkInto {
		p.intoClause(s)
	}
	p.fromClause(s.From)
	p.condClause("WHERE", s.Where)
	if len(s.GroupBy) > 0 {
		groups := make([]string, len(s.GroupBy))
		for i, g := range s.GroupBy {
			groups[i] = p.groupText(g)
		}
		p.NL()
		p.clauseList("GROUP BY", groups, false)
	}
	p.condClause("HAVING", s.Having)
	p.windowClause(s.Windows)
}

// clauseList writes a clause and its items: on one line where they fit, else each on its own.
func (p *printer) clauseList(head string, items []string, tall bool) {
	n := len(head)
	for _, it := range items {
		n += len(it) + 2
		tall = tall || strings.Contains(it, "\n")
	}
	if !tall && n <= listWidth || len(items) == 1 && !strings.HasPrefix(items[0], "--") {
		p.W(head, " ", strings.Join(items, ", "))
		return
	}
	p.W(head, "\n").In()
	for i, it := range items {
		p.W(it)
		if i < len(items)-1 {
			p.W(",\n")
		}
	}
	p.Out()
}

// storedType is the type of the column that the i-th item goes into.
func storedType(s *ir.Select, into []*ir.Type, i int) *ir.Type {
	if len(into) != len(s.Items) || hasStar(s) {
		return nil
	}
	return into[i]
}

// itemText gives an output column; one that is stored must not be an empty text.
// A constant takes the type of its column, except where it is untyped: below UNION and DISTINCT it would become text.
func (p *printer) itemText(it *ir.SelectItem, stored bool, to *ir.Type, untyped bool) string {
	s := leadText(it.Comments)
	if it.Star {
		for _, n := range it.Qualifier.Parts {
			s += p.em.ident(n) + "."
		}
		return s + "*"
	}
	if stored {
		v := p.valueText(it.Expr, to)
		if untyped && to != nil && !codeClass(to, useColumn).text() && (v == "NULL" || isLiteral(v)) {
			v += "::" + p.quietType(to, useCast)
		}
		s += v
	} else {
		s += p.columnText(it.Expr, to)
	}
	if a := it.Alias; !a.IsZero() && !p.sameName(it) {
		s += " AS " + p.em.ident(a)
	}
	return s
}

// isLiteral tells texts that are one string constant.
func isLiteral(s string) bool {
	return len(s) > 1 && s[0] == '\'' && !strings.Contains(strings.ReplaceAll(s[1:len(s)-1], "''", ""), "'") && s[len(s)-1] == '\''
}

// sameName tells columns whose alias is the name they have anyway.
func (p *printer) sameName(it *ir.SelectItem) bool {
	r, ok := it.Expr.(*ir.Ref)
	return ok && (r.Sym == nil || r.Sym.Kind == ir.SymColumn) && p.em.ident(r.Name.Last()) == p.em.ident(it.Alias)
}

// condClause writes WHERE or HAVING, each part of an AND on its line.
func (p *printer) condClause(word string, e ir.Expr) {
	if e == nil {
		return
	}
	p.W("\n", word, " ")
	p.conjunctLines(e)
}

func (p *printer) conjunctLines(e ir.Expr) {
	list := conjuncts(e)
	if len(list) == 1 {
		or, ok := unwrap(list[0]).(*ir.Binary)
		if ok && or.Op == ir.OpOr {
			p.In().W(p.condAt(list[0], precLowest)).Out()
			return
		}
		p.W(p.condAt(list[0], precLowest))
		return
	}
	p.W(p.condAt(list[0], precAnd+1))
	p.In()
	for _, c := range list[1:] {
		p.W("\nAND ", p.condAt(c, precAnd+1))
	}
	p.Out()
}

// condAt gives the text of a condition for a place that binds with prec.
func (p *printer) condAt(e ir.Expr, prec int) string {
	was := p.stable
	p.stable = p.inSQL
	defer func() { p.stable = was }()
	return p.condVal(unwrap(e)).at(prec)
}

func (p *printer) groupText(g *ir.GroupItem) string {
	if g.Kind == "" {
		if t, ok := g.Expr.(*ir.Tuple); ok && len(t.Items) == 0 {
			return "()"
		}
		return p.exprText(g.Expr)
	}
	sets := make([]string, len(g.Sets))
	for i, x := range g.Sets {
		sets[i] = p.groupText(x)
	}
	return g.Kind + " (" + strings.Join(sets, ", ") + ")"
}

func (p *printer) windowClause(list []ir.NamedWindow) {
	for i, w := range list {
		if i == 0 {
			p.W("\nWINDOW ")
		} else {
			p.W(", ")
		}
		p.W(p.em.ident(w.Name), " AS ", p.windowText(w.Window, true))
	}
}

// windowText gives what follows OVER: a name, or the definition in parentheses.
func (p *printer) windowText(w *ir.Window, define bool) string {
	var parts []string
	if !w.Name.IsZero() {
		if !define && len(w.Partition) == 0 && len(w.Order) == 0 && w.Frame == nil {
			return p.em.ident(w.Name)
		}
		parts = append(parts, p.em.ident(w.Name))
	}
	if len(w.Partition) > 0 {
		parts = append(parts, "PARTITION BY "+p.list(w.Partition))
	}
	if len(w.Order) > 0 {
		parts = append(parts, "ORDER BY "+p.orderText(w.Order))
	}
	if w.Frame != nil {
		parts = append(parts, p.frameText(w.Frame))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func (p *printer) frameText(f *ir.Frame) string {
	s := f.Unit + " "
	if f.HasEnd {
		s += "BETWEEN " + p.boundText(f.Start) + " AND " + p.boundText(f.End)
	} else {
		s += p.boundText(f.Start)
	}
	if f.Exclude != "" {
		s += " EXCLUDE " + f.Exclude
	}
	return s
}

func (p *printer) boundText(b ir.Bound) string {
	if b.Value == nil {
		return b.Kind
	}
	return p.exprText(b.Value) + " " + b.Kind
}

// leadComments writes comments on lines of their own.
func (p *printer) leadComments(list []ir.Comment) { p.W(leadText(list)) }

func leadText(list []ir.Comment) string {
	s := ""
	for _, c := range list {
		s += strings.TrimRight(c.Text, " \t\r\n") + "\n"
	}
	return s
}

// valuesRows writes the rows of VALUES as a table.
func (p *printer) valuesRows(rows [][]ir.Expr) {
	for i, row := range rows {
		if i > 0 {
			p.W(", ")
		}
		p.W("(", p.list(row), ")")
	}
}

// partitionTable gives the table that holds a partition.
func (p *printer) partitionTable(t *ir.Table, part *ir.Partition) string {
	return p.em.inSchema(p.em.homeSchema(t), p.partName(t, "", part))
}
