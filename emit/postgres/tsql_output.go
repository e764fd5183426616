package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// OUTPUT gives the rows that a statement changes, as they were (deleted) and as they are (inserted). RETURNING knows the rows as
// they are after INSERT and UPDATE, and as they were before DELETE: the old row of an UPDATE comes from a join of the table with
// itself, which sees it as it was.

// outputHead writes WITH, and puts the statement into it where OUTPUT … INTO stores what it gives.
func (p *printer) outputHead(r *ir.Returning, with []*ir.CTE, body func(*printer)) {
	if r == nil || r.IntoTbl.IsZero() {
		p.withClause(with, nil)
		body(p)
		return
	}
	head := "WITH "
	if len(with) > 0 {
		head = strings.TrimRight(p.text(func(q *printer) { q.withClause(with, nil) }), "\n") + ",\n"
	}
	p.W(head, "changed AS (\n").In()
	body(p)
	p.Out().W("\n)\nINSERT INTO ", p.intoTable(r))
	if len(r.Cols) > 0 {
		p.W(" (", p.nameList(r.Cols), ")")
	}
	p.W("\nSELECT ", p.outputConstants(r), " FROM changed")
}

// outputConstants is the list that reads what RETURNING gives: a constant stands here, where it takes the type of its column.
func (p *printer) outputConstants(r *ir.Returning) string {
	if !hasConstant(r) {
		return "*"
	}
	items := make([]string, len(r.Exprs))
	for i, it := range r.Exprs {
		items[i] = "o" + itoa(i+1)
		if constantItem(it) {
			items[i] = p.exprText(it.Expr)
		}
	}
	return strings.Join(items, ", ")
}

func constantItem(it *ir.SelectItem) bool {
	if it.Expr == nil {
		return false
	}
	switch unwrap(stripImplicit(it.Expr)).(type) {
	case *ir.NullLit, *ir.StringLit, *ir.NumberLit:
		return true
	}
	return false
}

// hasConstant tells an OUTPUT … INTO with a constant among plain values.
func hasConstant(r *ir.Returning) bool {
	hit := false
	for _, it := range r.Exprs {
		if it.Star {
			return false
		}
		hit = hit || constantItem(it)
	}
	return hit && !r.IntoTbl.IsZero()
}

func (p *printer) intoTable(r *ir.Returning) string {
	switch {
	case isTemp(r.IntoTbl.Last()):
		return p.tempName(r.IntoTbl.Last())
	case r.IntoRef != nil && !r.IntoRef.Made.IsZero():
		return p.em.madeName(r.IntoRef.Made, r.IntoTbl.Last())
	case r.IntoRef != nil:
		return p.relation(r.IntoTbl, r.IntoRef.Decl)
	}
	return p.relation(r.IntoTbl, nil)
}

// output writes RETURNING for OUTPUT.
func (p *printer) output(r *ir.Returning, t *ir.TableRef, deleted bool) {
	if r == nil {
		return
	}
	named := hasConstant(r)
	var items []string
	for i, it := range r.Exprs {
		if named && constantItem(it) {
			continue
		}
		s := p.outputItem(it, t, deleted)
		switch {
		case named:
			s += " AS o" + itoa(i+1)
		case !it.Alias.IsZero():
			s += " AS " + p.em.ident(it.Alias)
		}
		items = append(items, s)
	}
	if len(items) == 0 {
		items = []string{"1"}
	}
	p.W("\nRETURNING ", strings.Join(items, ", "))
}

// outputItem writes one value of OUTPUT.
func (p *printer) outputItem(it *ir.SelectItem, t *ir.TableRef, deleted bool) string {
	name := p.em.ident(tableAlias(t))
	rowOf := func(q ir.Name) string {
		switch {
		case q.Is("DELETED") && !deleted:
			return "deleted"
		case q.IsZero(), q.Is("INSERTED"), q.Is("DELETED"):
			return name
		}
		return p.em.ident(q) // a table of FROM
	}
	if it.Star {
		return rowOf(qualifierOf(it)) + ".*"
	}
	e := ir.Clone(it.Expr)
	rewriteDeep(&e, 0, func(e ir.Expr, _ int) ir.Expr {
		c, ok := e.(*ir.Ref)
		if !ok || len(c.Name.Parts) != 2 {
			return e
		}
		q := c.Name.Qualifier()
		if !q.Is("DELETED") && !q.Is("INSERTED") {
			return e
		}
		n := native(c.T, rowOf(q)+"."+p.em.ident(c.Name.Last()))
		n.Sp = c.Sp
		return n
	})
	s := p.exprText(e)
	if want := p.outTypes[it]; want != "" && !p.exactly(it.Expr, want) {
		s = val{inParens(s), precAtom, cUnknown}.cast(want, cUnknown).s
	}
	return s
}

// outputsOld tells that OUTPUT asks for the row as it was.
func outputsOld(r *ir.Returning) bool {
	if r == nil {
		return false
	}
	hit := false
	for _, it := range r.Exprs {
		hit = hit || it.Star && qualifierOf(it).Is("DELETED")
		if it.Expr == nil {
			continue
		}
		ir.Walk(it.Expr, func(n ir.Node) bool {
			if c, ok := n.(*ir.Ref); ok && len(c.Name.Parts) == 2 && c.Name.Qualifier().Is("DELETED") {
				hit = true
			}
			return !hit
		})
	}
	return hit
}

// tellOldRow tells what other sessions can make of the join, but for tables that only this one sees.
func (p *printer) tellOldRow(t *ir.TableRef, at diag.Span) {
	if last := t.Name.Last(); !isTemp(last) {
		p.findOnce(diag.TSQLOldRow, at, "UPDATE of %s", last.Text)
	}
}

// oldRows is the table once more, under the name deleted.
func oldRows(t *ir.TableRef) *ir.TableRef {
	c := *t
	c.Alias, c.Hints = sqlName("deleted"), nil
	return &c
}

// sameRow joins the table with its old rows: by the primary key unless the statement has none to go by.
func (p *printer) sameRow(t *ir.TableRef) ir.Expr {
	name := p.em.ident(tableAlias(t))
	cond := "deleted.ctid = " + name + ".ctid"
	if tbl, ok := t.Decl.(*ir.Table); ok {
		var keys []string
		for _, k := range tbl.Constraints {
			if k.Kind == ir.PrimaryKey {
				for _, n := range k.Cols {
					keys = append(keys, "deleted."+p.em.ident(n)+" = "+name+"."+p.em.ident(n))
				}
			}
		}
		if len(keys) > 0 {
			cond = strings.Join(keys, " AND ")
		}
	}
	n := native(typBool, cond)
	n.Sp = t.Sp
	return n
}

// outputFields are the columns of the rows that OUTPUT gives to the caller; nil where they are not known.
func outputFields(d ir.DML) []*ir.Field {
	r := ir.ReturningOf(d)
	if r == nil || !r.IntoTbl.IsZero() {
		return nil
	}
	target := ir.TargetOf(d)
	var out []*ir.Field
	for _, it := range r.Exprs {
		if it.Star {
			tbl := starTable(d, target, qualifierOf(it))
			if tbl == nil {
				return nil
			}
			for _, c := range tbl.Columns {
				out = append(out, &ir.Field{Name: c.Name, Type: c.Type})
			}
			continue
		}
		f := &ir.Field{Name: it.Alias, Type: it.Expr.Type()}
		switch c := it.Expr.(type) {
		case *ir.Ref:
			if f.Name.IsZero() {
				f.Name = c.Name.Last()
			}
		case *ir.Call:
			if f.Name.IsZero() && c.Fn == "tsql.$action" {
				f.Name = ir.MakeName("action")
			}
		}
		out = append(out, f)
	}
	return out
}

// starTable is the table whose columns a star of OUTPUT gives: the changed one, or one of FROM; nil where it is not known.
func starTable(d ir.DML, target ir.TableExpr, q ir.Name) *ir.Table {
	t, _ := target.(*ir.TableRef)
	if !q.IsZero() && !q.Is("INSERTED") && !q.Is("DELETED") {
		t = nil
		ir.Walk(d, func(n ir.Node) bool {
			if r, ok := n.(*ir.TableRef); ok && t == nil && tableAlias(r).Key == q.Key {
				t = r
			}
			return t == nil
		})
	}
	if t == nil {
		return nil
	}
	tbl, _ := t.Decl.(*ir.Table)
	return tbl
}

// givesRows writes a statement whose OUTPUT goes to the caller; false where it has none.
func (p *printer) givesRows(d ir.DML) bool {
	r := ir.ReturningOf(d)
	if r == nil || !r.IntoTbl.IsZero() {
		return false
	}
	plan := p.em.results[p.rt.r]
	if p.rt.r == nil || plan == nil || plan.kind != resultRows {
		p.find(diag.TSQLTableForm, d.Span(), "OUTPUT gives rows to the caller beside other results: write it INTO a table variable and select from that")
		return false
	}
	if fields := outputFields(d); len(fields) == len(plan.fields) && len(fields) == len(r.Exprs) {
		p.outTypes = map[*ir.SelectItem]string{}
		for i, it := range r.Exprs {
			p.outTypes[it] = p.resultType(plan.fields[i].Type)
		}
		defer func() { p.outTypes = nil }()
	}
	p.W("RETURN QUERY\n")
	p.tsqlDML(d)
	return true
}

// oldTable writes oldRows.
func (p *printer) oldTable(t *ir.TableRef) string {
	o := oldRows(t)
	if s, ok := p.tsqlTable(o); ok {
		return s
	}
	return p.targetText(o)
}

// qualifierOf is the table of a star, the zero name for none.
func qualifierOf(it *ir.SelectItem) ir.Name {
	if it.Qualifier.IsZero() {
		return ir.Name{}
	}
	return it.Qualifier.Last()
}

// qualifyTarget names the table of the columns that an UPDATE sets and tests: beside its old rows they would be ambiguous.
func qualifyTarget(d *ir.Update, alias ir.Name) {
	for i := range d.Sets {
		if d.Sets[i].Value != nil {
			d.Sets[i].Value = qualified(d.Sets[i].Value, alias)
		}
	}
	if d.Where != nil {
		d.Where = qualified(d.Where, alias)
	}
}

func qualified(e ir.Expr, alias ir.Name) ir.Expr {
	rewriteDeep(&e, 0, func(x ir.Expr, _ int) ir.Expr {
		r, ok := x.(*ir.Ref)
		if ok && len(r.Name.Parts) == 1 && r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Table.Key == alias.Key {
			r.Name.Parts = []ir.Name{alias, r.Name.Parts[0]}
		}
		return x
	})
	return e
}

// setsOld tells SET @v = column: the variable has the value from before the UPDATE ("UPDATE", @variable).
func setsOld(d *ir.Update) bool {
	hit := false
	for _, s := range d.Sets {
		if s.Var == nil || len(s.Cols) > 0 || s.Value == nil {
			continue
		}
		ir.Walk(s.Value, func(n ir.Node) bool {
			r, ok := n.(*ir.Ref)
			hit = hit || ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn
			return !hit
		})
	}
	return hit
}

// oldValue reads the columns of the changed table in a value as they were.
func oldValue(e ir.Expr, d *ir.Update) ir.Expr {
	t, ok := d.Target.(*ir.TableRef)
	if !ok || !setsOld(d) {
		return e
	}
	e = ir.Clone(e)
	rewriteDeep(&e, 0, func(x ir.Expr, _ int) ir.Expr {
		if r, ok := x.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Table.Key == tableAlias(t).Key {
			r.Name.Parts = []ir.Name{sqlName("deleted"), r.Name.Last()}
		}
		return x
	})
	return e
}

// changedRows writes a statement whose OUTPUT an INSERT reads as an element of its WITH. What a MERGE is made of stands in front, for such an
// element can be at the top only.
func (p *printer) changedRows(c *ir.CTE) {
	cols := c.Cols
	if len(cols) == 0 {
		for _, f := range c.Query.Cols {
			cols = append(cols, f.Name)
		}
	}
	name := p.em.ident(c.Name)
	if len(cols) > 0 {
		name += " (" + p.nameList(cols) + ")"
	}
	if d, ok := c.DML.(*ir.Merge); ok {
		done := p.mergeByBranch(d, func(heads []string, rows string) {
			p.W(strings.Join(append(heads, name+" AS (\n"+indentBlock(rows)+"\n)"), ",\n"))
		})
		if !done {
			p.find(diag.TSQLTableForm, d.Sp, "MERGE in FROM with TOP, or with OUTPUT of rows that a branch has not: write a statement for each branch")
			p.W(name, " AS (SELECT NULL WHERE false)")
		}
		return
	}
	p.W(name, " AS (\n").In()
	p.tsqlDML(c.DML)
	p.Out().W("\n)")
}
