package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// SQL Server changes a table through a common table expression that selects from it: WITH c AS (SELECT …, ROW_NUMBER() … FROM t)
// DELETE FROM c WHERE n > 1 ("WITH common_table_expression", Remarks; "UPDATE", table_or_view_name). PostgreSQL does not: there the expression gives the
// place of each row besides, and the statement changes the rows of the table at those places.

// through is a table that a statement changes through a query.
type through struct {
	base  *ir.TableRef
	with  []*ir.CTE          // the expressions of the statement, with the places of the rows
	names map[string]ir.Name // the columns of the table by the name that they have in the query; others are named alike
}

const rowPlace = "row_place"

// throughQuery tells what a target is that is a common table expression; nil where it is none, or one that no single table is behind.
func (p *printer) throughQuery(target ir.TableExpr, with []*ir.CTE, sets []ir.SetClause) *through {
	t, ok := target.(*ir.TableRef)
	if !ok || t.CTE == nil {
		return nil
	}
	x := &through{with: append([]*ir.CTE{}, with...), names: map[string]ir.Name{}}
	changed := ""
	for _, s := range sets {
		if len(s.Cols) > 0 {
			changed = s.Cols[0].Name.Last().Key
		}
	}
	if !p.behind(x, t.CTE, changed) {
		return nil
	}
	return x
}

// behind looks for the table behind an expression, and adds the places of its rows.
func (p *printer) behind(x *through, c *ir.CTE, changed string) bool {
	at := -1
	for i, w := range x.with {
		if w.Name.Key == c.Name.Key {
			at = i
		}
	}
	sel, ok := c.Query.Body.(*ir.Select)
	if at < 0 || !ok || sel.Distinct || len(sel.GroupBy) > 0 || sel.Having != nil {
		return false
	}
	columns := x.columns(c, sel)
	base := tableOf(sel, columns[changed])
	if base == nil {
		return false
	}
	place := "ctid"
	if base.CTE != nil {
		place = rowPlace
		if !p.behind(x, base.CTE, "") {
			return false
		}
	} else if _, isTable := base.Decl.(*ir.Table); !isTable && !isTemp(base.Name.Last()) {
		return false
	}
	if base.CTE == nil {
		x.base = base
	}
	for name, r := range columns {
		if inner, ok := x.names[r.Name.Last().Key]; ok && base.CTE != nil {
			x.names[name] = inner
		} else {
			x.names[name] = r.Name.Last()
		}
	}
	n, q, s := *c, *c.Query, *sel
	s.Items = append(append([]*ir.SelectItem{}, sel.Items...), &ir.SelectItem{Expr: native(nil, p.em.ident(tableAlias(base))+"."+place), Alias: sqlName(rowPlace)})
	q.Body, n.Query = &s, &q
	if len(n.Cols) > 0 {
		n.Cols = append(append([]ir.Name{}, n.Cols...), sqlName(rowPlace))
	}
	x.with[at] = &n
	return true
}

// columns are the columns of a query that are columns of a table, by the name that the query gives them.
func (x *through) columns(c *ir.CTE, sel *ir.Select) map[string]*ir.Ref {
	m := map[string]*ir.Ref{}
	for i, it := range sel.Items {
		r, ok := unwrap(it.Expr).(*ir.Ref)
		if it.Expr == nil || !ok {
			continue
		}
		name := r.Name.Last()
		if !it.Alias.IsZero() {
			name = it.Alias
		}
		if i < len(c.Cols) {
			name = c.Cols[i]
		}
		m[name.Key] = r
	}
	return m
}

// tableOf is the table that a query selects from: the only one, or the one that a column belongs to.
func tableOf(sel *ir.Select, col *ir.Ref) *ir.TableRef {
	var all []*ir.TableRef
	var walk func(x ir.TableExpr) bool
	walk = func(x ir.TableExpr) bool {
		switch x := x.(type) {
		case *ir.TableRef:
			all = append(all, x)
			return true
		case *ir.JoinExpr:
			return walk(x.L) && walk(x.R)
		}
		return len(all) > 0 // a query beside the table
	}
	for _, f := range sel.From {
		if !walk(f) {
			return nil
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	if col == nil || col.Sym == nil {
		return nil
	}
	for _, t := range all {
		if tableAlias(t).Key == col.Sym.Table.Key {
			return t
		}
	}
	return nil
}

// column is the table's column that a column of the query is.
func (x *through) column(n ir.Name) ir.Name {
	if x != nil {
		if c, ok := x.names[n.Key]; ok {
			return c
		}
	}
	return n
}

// picked selects the places of the rows that a statement changes, and tells the table that they are in.
func (p *printer) picked(at diag.Span, t *ir.TableRef, from []ir.TableExpr, where ir.Expr, via *through) (*ir.TableRef, *ir.Select) {
	if len(from) == 0 {
		from = []ir.TableExpr{t}
	}
	base, place := t, "ctid"
	if via != nil {
		base, place = via.base, rowPlace
	}
	return base, &ir.Select{Sp: at, From: from, Where: where, Items: []*ir.SelectItem{{Expr: native(nil, p.em.ident(tableAlias(t))+"."+place)}}}
}

// pickedUpdate picks the rows and the new values in a subquery.
func (p *printer) pickedUpdate(d *ir.Update, t *ir.TableRef, via *through) {
	base, sel := p.picked(d.Sp, t, d.From, d.Where, via)
	sel.Items[0].Alias = sqlName("row_id")
	var sets, given []string
	for i, s := range d.Sets {
		v := "DEFAULT"
		switch {
		case s.Value == nil:
		case p.isNull(s.Value) && s.Var == nil:
			v = "NULL" // in a query of its own it would be a text
		default:
			alias := "v" + itoa(i+1)
			sel.Items = append(sel.Items, &ir.SelectItem{Expr: s.Value, Alias: sqlName(alias)})
			v = "picked." + alias
		}
		if s.Var != nil {
			given = append(given, v+" AS c"+itoa(len(given)+1))
		}
		if len(s.Cols) > 0 {
			sets = append(sets, p.em.ident(via.column(s.Cols[0].Name.Last()))+" = "+v)
		}
	}
	if len(sets) == 0 {
		p.find(diag.TSQLTableForm, d.Sp, "UPDATE through an outer join or with TOP that sets variables alone: select the values")
		sets = []string{"unknown_column = NULL"}
	}
	r := p.pickedOutput(d.Returning, sel)
	q := &ir.Query{Sp: d.Sp, Body: sel}
	topOf(q, d.Top)
	c := *base
	c.Alias = ir.Name{}
	alias := p.em.ident(tableAlias(&c))
	p.W("UPDATE ", p.targetName(&c), "\nSET ", strings.Join(sets, ", "), "\nFROM ", p.subqueryText(q, useValue), " AS picked")
	if outputsOld(d.Returning) {
		p.tellOldRow(base, d.Sp)
		p.W("\nJOIN ", p.oldTable(base), " ON deleted.ctid = picked.row_id")
	}
	p.W("\nWHERE ", alias, ".ctid = picked.row_id")
	if p.variablesRefused(d, len(given)) {
		return
	}
	if len(given) > 0 {
		p.W("\nRETURNING ", strings.Join(given, ", "))
		return
	}
	p.output(r, &c, false)
}

// pickedDelete picks the rows in a subquery.
func (p *printer) pickedDelete(d *ir.Delete, t *ir.TableRef, via *through) {
	base, sel := p.picked(d.Sp, t, d.From, d.Where, via)
	r := p.pickedOutput(d.Returning, sel)
	q := &ir.Query{Sp: d.Sp, Body: sel}
	topOf(q, d.Top)
	c := *base
	c.Alias = ir.Name{}
	p.W("DELETE FROM ", p.targetName(&c))
	if len(sel.Items) > 1 { // OUTPUT has more than the row that goes
		sel.Items[0].Alias = sqlName("row_id")
		p.W("\nUSING ", p.subqueryText(q, useValue), " AS picked\nWHERE ", p.em.ident(tableAlias(&c)), ".ctid = picked.row_id")
	} else {
		p.W("\nWHERE ctid IN ", p.subqueryText(q, useValue))
	}
	p.output(r, &c, true)
}

// pickedOutput has the subquery that picks the rows give the columns of other tables that OUTPUT asks for.
func (p *printer) pickedOutput(r *ir.Returning, sel *ir.Select) *ir.Returning {
	if r == nil {
		return nil
	}
	c := *r
	c.Exprs = make([]*ir.SelectItem, len(r.Exprs))
	n := 0
	for i, it := range r.Exprs {
		x := *it
		c.Exprs[i] = &x
		if q := qualifierOf(it); it.Star && !q.Is("INSERTED") && !q.Is("DELETED") {
			p.find(diag.TSQLTableForm, r.Exprs[i].Sp, "OUTPUT of all columns of another table, of an UPDATE or DELETE with TOP or an outer join: name them")
		}
		if want, ok := p.outTypes[it]; ok {
			p.outTypes[&x] = want
		}
		if it.Expr == nil {
			continue
		}
		x.Expr = ir.Clone(it.Expr)
		rewriteDeep(&x.Expr, 0, func(e ir.Expr, _ int) ir.Expr {
			f, ok := e.(*ir.Ref)
			if !ok || f.Sym == nil || f.Sym.Kind != ir.SymColumn || f.Name.Qualifier().Is("INSERTED") || f.Name.Qualifier().Is("DELETED") {
				return e
			}
			n++
			alias := "o" + itoa(n)
			sel.Items = append(sel.Items, &ir.SelectItem{Expr: f, Alias: sqlName(alias)})
			return native(f.T, "picked."+alias)
		})
	}
	return &c
}
