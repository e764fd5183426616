package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlSelect writes SELECT as a statement: it assigns to variables, makes a table, or gives rows to the caller.
func (p *printer) tsqlSelect(s *ir.SelectStmt) {
	sel := firstSelect(s.Query.Body)
	switch {
	case sel != nil && assigns(sel):
		p.selectAssign(s, sel)
	case sel != nil && !sel.IntoTbl.IsZero():
		p.selectIntoTable(s, sel)
	default:
		p.resultSet(s)
	}
}

func assigns(s *ir.Select) bool {
	for _, it := range s.Items {
		if it.Assign != nil {
			return true
		}
	}
	return false
}

// selectAssign writes SELECT @a = x, @b = y FROM …. Without a row the variables keep their values, of several the last one counts
// ("SELECT @local_variable"); INTO would set them to NULL, so that the query runs in a loop unless it always gives one row.
func (p *printer) selectAssign(s *ir.SelectStmt, sel *ir.Select) {
	q := s.Query
	if isDocument(q) {
		p.find(diag.TSQLQueryForm, s.Span(), "FOR %s in a SELECT that sets variables (error 6819): put the query in parentheses and SET the variable to it", q.For.Format)
		p.W("NULL;\n")
		return
	}
	if len(sel.From) == 0 && sel.Where == nil && len(q.With) == 0 && p.executes == nil {
		for _, it := range sel.Items {
			if it.Assign != nil {
				p.W(p.lvalue(it.Assign), " := ", p.assignedValue(it.Assign, it.Expr), ";\n")
			}
		}
		p.setCount(s, "1")
		return
	}
	if readsAssigned(sel) {
		p.accumulate(s, sel)
		return
	}
	if oneRow(sel) || p.intoFits(s, sel) {
		c, targets := *sel, make([]ir.Expr, 0, len(sel.Items))
		c.Items = nil
		for _, it := range sel.Items {
			x := *it
			x.Assign = nil
			if it.Assign != nil && it.Expr != nil {
				x.Expr = p.forTarget(it.Assign, it.Expr)
			}
			c.Items = append(c.Items, &x)
			targets = append(targets, it.Assign)
		}
		n := *q
		n.Body = &c
		if p.executes != nil {
			p.W(p.executable(func(q *printer) { q.query(&n) }), " INTO ", strings.Join(p.targets(targets), ", "))
			p.usingGiven()
		} else {
			c.Into = targets
			p.query(&n)
		}
		p.W(";\n")
		p.keepCount(s)
		return
	}
	c := *sel
	c.Items = nil
	used := map[string]bool{}
	var sets, vars []string
	rec := ""
	if p.executes == nil {
		rec = p.rt.auxiliary("found row", "found_row", "record", "")
	}
	for i, it := range sel.Items {
		if it.Assign == nil {
			continue
		}
		if p.executes != nil { // of a text, a record would have columns that nobody can check
			v := p.assignedVar(it.Assign, len(vars)+1)
			vars = append(vars, v)
			c.Items = append(c.Items, &ir.SelectItem{Sp: it.Sp, Expr: it.Expr})
			sets = append(sets, p.lvalue(it.Assign)+" := "+v+";\n")
			continue
		}
		name := ir.MakeName("c" + itoa(i+1))
		x := &ir.SelectItem{Sp: it.Sp, Expr: it.Expr, Alias: name}
		if r, ok := unwrap(it.Expr).(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn && !used[r.Name.Last().Key] {
			name, x.Alias = r.Name.Last(), ir.Name{}
			used[name.Key] = true
		}
		c.Items = append(c.Items, x)
		found := native(p.typ(it.Expr), rec+"."+p.em.ident(name))
		sets = append(sets, p.lvalue(it.Assign)+" := "+p.assignedValue(it.Assign, found)+";\n")
	}
	n := *q
	n.Body = &c
	p.loopOver(s, rec+strings.Join(vars, ", "), &n, sets)
}

// loopOver runs the body for each row of a query, and counts the rows where @@ROWCOUNT is read behind it.
func (p *printer) loopOver(s *ir.SelectStmt, rec string, q *ir.Query, body []string) {
	if p.countKept(s) {
		p.setCount(s, "0")
		body = append(body, p.rowCountVar()+" := "+p.rowCountVar()+" + 1;\n")
	}
	text := p.executable(func(w *printer) { w.W(w.queryText(q, useStatement)) })
	if one, ok := oneLine(text, listWidth); ok || p.executes != nil {
		if p.executes != nil {
			one = text
		}
		p.W("FOR ", rec, " IN ", one)
		p.usingGiven()
		p.W(" LOOP\n")
	} else {
		p.W("FOR ", rec, " IN\n").In().W(text).Out().W("\nLOOP\n")
	}
	p.In().W(strings.Join(body, "")).Out()
	p.W("END LOOP;\n")
}

// readsAssigned tells SELECT @s = @s + name FROM t, which goes on from row to row. A query that makes one row of all of them does not: there
// the values count that the items in front have assigned.
func readsAssigned(sel *ir.Select) bool {
	keys := map[string]bool{}
	oneRow := oneGroup(sel)
	if !oneRow {
		for _, it := range sel.Items {
			if r, ok := it.Assign.(*ir.Ref); ok {
				keys[r.Name.Key()] = true
			}
		}
	}
	hit := false
	for i, it := range sel.Items {
		if r, ok := sel.Items[max(i-1, 0)].Assign.(*ir.Ref); ok && oneRow && i > 0 {
			keys[r.Name.Key()] = true
		}
		if it.Expr != nil {
			ir.Walk(it.Expr, func(n ir.Node) bool {
				if r, ok := n.(*ir.Ref); ok && keys[r.Name.Key()] {
					hit = true
				}
				return !hit
			})
		}
	}
	return hit
}

// accumulate runs the query for the columns that the expressions name, and computes them in a loop.
func (p *printer) accumulate(s *ir.SelectStmt, sel *ir.Select) {
	q := s.Query
	rec := p.rt.auxiliary("found row", "found_row", "record", "")
	c := *sel
	c.Items = nil
	names := map[string]string{}
	var sets []string
	for _, it := range sel.Items {
		if it.Assign == nil || it.Expr == nil {
			continue
		}
		e := ir.Clone(it.Expr)
		bad := false
		rewriteDeep(&e, 0, func(x ir.Expr, _ int) ir.Expr {
			r, ok := x.(*ir.Ref)
			if !ok || r.Sym == nil || r.Sym.Kind != ir.SymColumn {
				if _, sub := x.(*ir.Subquery); sub || isAggregate(x) || isWindow(x) {
					bad = true
				}
				return x
			}
			f := names[r.Name.Key()]
			if f == "" {
				f = "c" + itoa(len(names)+1)
				names[r.Name.Key()] = f
				c.Items = append(c.Items, &ir.SelectItem{Expr: r, Alias: ir.MakeName(f)})
			}
			n := native(r.T, rec+"."+f)
			n.Sp = r.Sp
			return n
		})
		if bad {
			p.find(diag.TSQLQueryForm, it.Sp, "a variable is computed from row to row by an expression with a query or an aggregate in it")
			return
		}
		sets = append(sets, p.lvalue(it.Assign)+" := "+p.exprText(e)+";\n")
	}
	if len(c.Items) == 0 {
		c.Items = append(c.Items, &ir.SelectItem{Expr: native(typInteger, "1"), Alias: ir.MakeName("c1")})
	}
	n := *q
	n.Body = &c
	p.loopOver(s, rec, &n, sets)
}

// selectIntoTable writes SELECT … INTO.
func (p *printer) selectIntoTable(s *ir.SelectStmt, sel *ir.Select) {
	q := s.Query
	c := *sel
	into := c.IntoTbl
	c.IntoTbl = ir.QName{}
	n := *q
	if q.Body == ir.QueryBody(sel) {
		n.Body = &c
	} else {
		sel.IntoTbl = ir.QName{}
		defer func() { sel.IntoTbl = into }()
	}
	if ir.MadeKey(into) != "" {
		p.selectIntoMade(s, &n, into)
		return
	}
	name := into.Last()
	if !isTemp(name) {
		p.find(diag.TSQLDynamicRed, sel.Sp, "SELECT … INTO %s makes a table of another database", name.Text)
	}
	temp := p.em.ident(name)
	number := p.numberedRows(&n)
	p.W("DROP TABLE IF EXISTS ", temp, ";\n")
	lives := " ON COMMIT DROP"
	if p.em.temps != nil && p.em.temps.shared[sel] {
		lives = ""
	}
	p.W("CREATE TEMP TABLE ", temp, lives, " AS\n")
	p.query(&n)
	p.W(";\n")
	p.keepCount(s)
	if number != nil {
		number.goOn(p, temp)
	}
}

// resultSet gives the rows of a query to the caller, as the plan for the routine says.
func (p *printer) resultSet(s *ir.SelectStmt) {
	r := p.rt.r
	if r != nil && r.Function && r.Returns.Is(ir.TTableValue) {
		p.W("RETURN QUERY\n", p.queryText(s.Query, useStatement), ";\n")
		p.keepCount(s)
		return
	}
	plan := p.em.results[r]
	if r == nil || plan == nil {
		p.find(diag.TSQLResultSet, s.Sp, "the rows of the query go nowhere: %s", firstLine(s.Sp.Text()))
		p.W("PERFORM 1;\n")
		return
	}
	if plan.kind == resultRows {
		p.W("RETURN QUERY\n", p.executable(func(q *printer) { q.W(q.shaped(s.Query, plan.fields)) }))
		p.usingGiven()
		p.W(";\n")
		p.keepCount(s)
		return
	}
	p.closedBefore(plan, s)
	p.W("OPEN ", p.cursorParam(plan.number(s)), " FOR\n").In()
	p.W(p.executable(func(q *printer) { q.query(s.Query) }))
	p.usingGiven()
	p.Out().W(";\n")
	p.noCount(s, "the rows of the query become a cursor, and are not counted")
}

// closedBefore closes the cursor of the turn before, where a query of a loop opens it again.
func (p *printer) closedBefore(plan *resultPlan, s ir.Stmt) {
	if !plan.turns[s] {
		return
	}
	p.find(diag.TSQLLoopResults, s.Span(), "the query gives a result in each turn of the loop: the cursor has that of the last turn")
	name := p.cursorParam(plan.number(s))
	p.W("IF EXISTS (SELECT FROM pg_cursors WHERE name = ", name, "::text) THEN\n  CLOSE ", name, ";\nEND IF;\n")
}

func (p *printer) cursorParam(n int) string { return "result_" + itoa(n) }

// shaped writes a query whose columns have exactly the types that the function returns.
func (p *printer) shaped(q *ir.Query, fields []*ir.Field) string {
	if isDocument(q) {
		return p.queryText(q, useStatement)
	}
	sel, ok := q.Body.(*ir.Select)
	if ok && len(sel.Items) == len(fields) && !hasStar(sel) {
		c := *sel
		c.Items = make([]*ir.SelectItem, len(sel.Items))
		for i, it := range sel.Items {
			x := *it
			if want := p.resultType(fields[i].Type); !p.exactly(it.Expr, want) {
				n := &ir.Native{Text: []string{"", "::" + want}, Args: []ir.Expr{it.Expr}, Tight: true}
				n.Sp, n.T = it.Sp, it.Expr.Type()
				x.Expr = n
				if x.Alias.IsZero() {
					x.Alias = fields[i].Name
				}
			}
			c.Items[i] = &x
		}
		n := *q
		n.Body = &c
		if c.Distinct {
			n.OrderBy = byPlace(sel, q.OrderBy)
		}
		return p.queryText(&n, useStatement)
	}
	if ok && hasStar(sel) && p.starFits(q, fields) {
		return p.queryText(q, useStatement)
	}
	names, items := make([]string, len(fields)), make([]string, len(fields))
	for i, f := range fields {
		names[i] = "c" + itoa(i+1)
		items[i] = "q.c" + itoa(i+1) + "::" + p.resultType(f.Type)
	}
	return "SELECT " + strings.Join(items, ", ") + "\nFROM " + p.subqueryText(q, useSource) + " AS q (" + strings.Join(names, ", ") + ")"
}

// byPlace sorts by the number of the column where the key is a selected expression: under DISTINCT a key must be selected, and
// the selected expression has a conversion around it.
func byPlace(sel *ir.Select, keys []*ir.OrderItem) []*ir.OrderItem {
	out := make([]*ir.OrderItem, len(keys))
	for i, k := range keys {
		out[i] = k
		if r, ok := k.Expr.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymAlias {
			continue
		}
		if at := selectedAs(sel, k.Expr); at >= 0 {
			x := *k
			x.Expr = intLit(itoa(at + 1))
			out[i] = &x
		}
	}
	return out
}

// isDocument tells a query whose rows become one text: FOR XML and FOR JSON.
func isDocument(q *ir.Query) bool { return q.For != nil && q.For.Format != "BROWSE" }

// givenFields are the columns that the caller of a query gets.
func givenFields(q *ir.Query) []*ir.Field {
	if isDocument(q) {
		return []*ir.Field{{Name: ir.MakeName("document"), Type: typText}}
	}
	return q.Cols
}

// starFits tells queries whose columns are a table's own, of the types to the letter: a domain, which an alias type is here, is another.
func (p *printer) starFits(q *ir.Query, fields []*ir.Field) bool {
	sel := q.Body.(*ir.Select)
	if len(sel.Items) != 1 || len(sel.From) != 1 {
		return false
	}
	t, ok := sel.From[0].(*ir.TableRef)
	if !ok {
		return false
	}
	tbl, ok := t.Decl.(*ir.Table)
	return ok && !slices.ContainsFunc(tbl.Columns, func(c *ir.Column) bool {
		return c.Type != nil && resultTypeName(p.quietType(c.Type, useColumn)) != p.resultType(c.Type)
	})
}

// exactly tells that an expression has a type to the letter: a column or variable that is declared so.
func (p *printer) exactly(e ir.Expr, want string) bool {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok || r.Sym == nil {
		return false
	}
	switch d := r.Sym.Decl.(type) {
	case *ir.Column:
		return resultTypeName(p.quietType(d.Type, useColumn)) == want
	case *ir.VarDecl:
		return resultTypeName(p.quietType(d.Type, useVar)) == want
	case *ir.Param:
		return resultTypeName(p.quietType(d.Type, useParam)) == want
	}
	return false
}

// resultType is the type of a column that a function returns.
func (p *printer) resultType(t *ir.Type) string {
	if t == nil || t.Is(ir.TUnknown) {
		return "text"
	}
	if t.Is(ir.TNull) {
		return "integer"
	}
	return resultTypeName(p.quietType(t.Base(), useColumn))
}

// resultTypeName drops the length, which a function's result has none of; char alone would be char(1).
func resultTypeName(s string) string {
	if s = baseTypeName(s); s == "char" {
		return "bpchar"
	}
	return s
}

// oneGroup tells a query that makes one row of all rows: an aggregate without GROUP BY.
func oneGroup(s *ir.Select) bool {
	return len(s.GroupBy) == 0 && s.Having == nil && slices.ContainsFunc(s.Items, func(it *ir.SelectItem) bool { return it.Expr != nil && hasAggregate(it.Expr) })
}
