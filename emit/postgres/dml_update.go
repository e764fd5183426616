package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// update writes UPDATE.
func (p *printer) update(d *ir.Update) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		if t = p.updateView(d); t == nil {
			p.find(diag.JoinView, d.Sp, "UPDATE of a subquery whose table cannot be told")
			t = &ir.TableRef{Sp: d.Sp, Name: ir.MakeQName("unknown_table")}
		}
	}
	sets := p.updateSets(d, t)
	if numbersRows(sets) {
		p.numberRows(d, t, sets)
	}
	body := func(w *printer) {
		w.W("UPDATE ", w.targetText(t), "\nSET ")
		w.setList(sets, t)
		if len(d.From) > 0 {
			w.fromClause(d.From)
		}
		w.rowCondition(t, d.Where, d.CurrentOf)
	}
	if returnsAggregate(d.Returning) {
		p.aggregateReturning(d.Returning, func(w *printer) { body(w); w.W("\nRETURNING *") })
		return
	}
	body(p)
	p.returning(d.Returning)
}

// numbersRows tells UPDATE … SET n = ROWNUM.
func numbersRows(sets []ir.SetClause) bool {
	for _, s := range sets {
		if s.Value != nil && usesRownumExpr(s.Value) {
			return true
		}
	}
	return false
}

// numberRows numbers the rows in a subquery and joins the table with it: SET has no window functions.
func (p *printer) numberRows(d *ir.Update, t *ir.TableRef, sets []ir.SetClause) {
	name := sqlName("numbered")
	from := *t
	p.rowidSlot(&d.Where)
	inner := &ir.Select{Sp: t.Sp, From: []ir.TableExpr{&from}, Items: []*ir.SelectItem{
		{Expr: native(nil, "ctid"), Alias: sqlName("row_id")}, {Expr: rowNumber(nil), Alias: sqlName("rn")}}}
	q := &ir.Query{Sp: t.Sp, Body: inner}
	rest, limit, bad := rownumLimit(d.Where)
	if bad != nil {
		p.find(diag.Rownum, bad.Span(), "a condition on ROWNUM that is no upper bound")
	}
	inner.Where, q.Limit = allOf(rest...), limit
	for i := range sets {
		if sets[i].Value != nil {
			replaceRownum(&sets[i].Value, func() ir.Expr { return native(typInteger, "numbered.rn") })
		}
	}
	d.From = append(d.From, &ir.SubqueryRef{Sp: t.Sp, Query: q, Alias: name})
	d.Where = loose(native(typBool, p.em.ident(tableAlias(t))+".ctid = numbered.row_id"))
}

func returnsAggregate(r *ir.Returning) bool {
	if r == nil {
		return false
	}
	found := false
	for _, it := range r.Exprs {
		eachExpr(it.Expr, func(e ir.Expr, depth int) { found = found || depth == 0 && isAggregate(e) })
	}
	return found
}

// updateSets gives the assignments; SET ROW = rec is one for each column.
func (p *printer) updateSets(d *ir.Update, t *ir.TableRef) []ir.SetClause {
	if d.SetRow == nil {
		return d.Sets
	}
	cols, ok := objectCols(t.Decl)
	if !ok {
		p.find(diag.RecordColumns, d.Sp, "SET ROW of a table that is not in the sources")
		return []ir.SetClause{{Cols: []*ir.Ref{{Name: ir.MakeQName("unknown_column")}}, Default: true}}
	}
	fields := d.SetRow.Type().Base().Fields
	var sets []ir.SetClause
	for i, c := range cols {
		f := c
		if i < len(fields) && len(fields) == len(cols) {
			f = fields[i].Name
		}
		sets = append(sets, ir.SetClause{Cols: []*ir.Ref{colRef(ir.Name{}, c, nil)}, Value: fieldOf(d.SetRow, f)})
	}
	return sets
}

// fieldOf gives a field of a record.
func fieldOf(rec ir.Expr, f ir.Name) ir.Expr {
	r, ok := rec.(*ir.Ref)
	if !ok {
		return &ir.FieldSel{ExprBase: ir.ExprBase{Sp: rec.Span(), T: ir.UnknownType}, X: rec, Name: f}
	}
	c := *r
	c.T = ir.UnknownType
	c.Name.Parts = append(append([]ir.Name{}, r.Name.Parts...), f)
	if r.Sym != nil {
		sym := *r.Sym
		sym.Fields++
		c.Sym = &sym
	}
	return &c
}

// setList writes assignments, each on its line. Columns bear no qualifier.
func (p *printer) setList(sets []ir.SetClause, t *ir.TableRef) {
	if len(sets) == 1 {
		p.setLines(sets, t)
		return
	}
	p.In().In()
	p.setLines(sets, t)
	p.Out().Out()
}

func (p *printer) setLines(sets []ir.SetClause, t *ir.TableRef) {
	tbl, _ := t.Decl.(*ir.Table)
	for i, s := range sets {
		if i > 0 {
			p.W(",\n")
		}
		names := make([]string, len(s.Cols))
		for k, c := range s.Cols {
			names[k] = p.setTarget(c)
			if tbl != nil && !p.tsql() {
				if col := tbl.Column(c.Name.Last()); col != nil && col.Generated != nil {
					p.find(diag.StmtNotConverted, c.Span(), "%s is a virtual column: no UPDATE sets it (ORA-54017)", c.Name.Last().Text)
				}
			}
		}
		p.movesKey(s, tbl)
		left := strings.Join(names, ", ")
		if len(names) > 1 {
			left = "(" + left + ")"
		}
		p.W(left, " = ", p.setValue(s, tbl))
	}
}

// setTarget writes what SET assigns to: a column without its qualifier, or an attribute of one that holds an object.
func (p *printer) setTarget(c *ir.Ref) string {
	n := len(c.Name.Parts)
	text := p.em.ident(c.Name.Last())
	if c.Sym == nil || c.Sym.Kind != ir.SymColumn || c.Sym.Fields >= n {
		return text
	}
	for i := n - 2; i >= n-1-c.Sym.Fields; i-- {
		text = p.em.ident(c.Name.Parts[i]) + "." + text
	}
	return text
}

func (p *printer) setValue(s ir.SetClause, tbl *ir.Table) string {
	switch {
	case s.Query != nil:
		q := p.sub()
		q.storing = true
		for _, c := range s.Cols {
			var t *ir.Type
			if tbl != nil {
				t = columnTypeOf(tbl, c.Name.Last().Key)
			}
			q.into = append(q.into, t)
		}
		return q.subqueryText(s.Query, useValue)
	case s.Default || s.Value == nil:
		return "DEFAULT"
	}
	var to *ir.Type
	if tbl != nil && len(s.Cols) == 1 {
		to = columnTypeOf(tbl, s.Cols[0].Name.Last().Key)
		if sym := s.Cols[0].Sym; sym != nil && sym.Kind == ir.SymColumn && sym.Fields > 0 {
			to = s.Cols[0].Type()
		}
	}
	if _, ok := s.Value.(*ir.Tuple); ok {
		return p.exprText(s.Value)
	}
	return p.valueText(s.Value, to)
}

// rowCondition writes WHERE of UPDATE and DELETE. With ROWNUM, the rows are picked in a subquery.
func (p *printer) rowCondition(t *ir.TableRef, where, currentOf ir.Expr) {
	if currentOf != nil {
		if r, ok := unwrap(currentOf).(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymLoopVar {
			p.find(diag.StmtNotConverted, currentOf.Span(), "CURRENT OF %s, which is the row of a loop and no cursor (PLS-00413)", r.Name.Last().Text)
		}
		p.NL()
		p.currentOf(currentOf)
		return
	}
	p.rowidSlot(&where)
	if where != nil && usesRownumExpr(where) {
		where = p.pickRows(t, where)
	}
	p.condClause("WHERE", where)
}

// pickRows makes ROWNUM <= n a condition on the rows that a query with LIMIT gives.
func (p *printer) pickRows(t *ir.TableRef, where ir.Expr) ir.Expr {
	rest, limit, bad := rownumLimit(where)
	if bad != nil {
		p.find(diag.Rownum, bad.Span(), "a condition on ROWNUM that is no upper bound")
		return where
	}
	if limit == nil {
		return allOf(rest...)
	}
	from := *t
	s := &ir.Select{Sp: t.Sp, From: []ir.TableExpr{&from}, Where: allOf(rest...)}
	q := &ir.Query{Sp: t.Sp, Body: s, Limit: limit}
	sub := &ir.Subquery{Query: q}
	s.Items = []*ir.SelectItem{{Expr: native(nil, "ctid")}}
	if tbl, ok := t.Decl.(*ir.Table); ok && tbl.Partition != nil {
		s.Items = []*ir.SelectItem{{Expr: native(nil, "tableoid")}, {Expr: native(nil, "ctid")}}
		return native(typBool, "(tableoid, ctid) IN $", sub)
	}
	return native(typBool, "ctid IN $", sub)
}

// deleteRows writes DELETE.
func (p *printer) deleteRows(d *ir.Delete) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		if t = p.deleteView(d); t == nil {
			p.find(diag.JoinView, d.Sp, "DELETE from a subquery whose table cannot be told")
			t = &ir.TableRef{Sp: d.Sp, Name: ir.MakeQName("unknown_table")}
		}
	}
	body := func(w *printer) {
		w.W("DELETE FROM ", w.targetText(t))
		if len(d.From) > 0 {
			w.W("\nUSING ")
			w.fromList(d.From)
		}
		w.rowCondition(t, d.Where, d.CurrentOf)
	}
	if returnsAggregate(d.Returning) {
		p.aggregateReturning(d.Returning, func(w *printer) { body(w); w.W("\nRETURNING *") })
		return
	}
	body(p)
	p.returning(d.Returning)
}

// movesKey tells of a column that is a unique key by itself and gets a value that is computed from its old one.
func (p *printer) movesKey(s ir.SetClause, t *ir.Table) {
	if t == nil || p.tsql() || len(s.Cols) != 1 || s.Value == nil {
		return
	}
	col := s.Cols[0].Name.Last()
	if _, plain := unwrap(s.Value).(*ir.Ref); plain || !p.em.uniqueAlone(t, col) {
		return
	}
	own := t.Column(col)
	moves := false
	ir.Walk(s.Value, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && own != nil && refDecl(r) == ir.Node(own) {
			moves = true
		}
		_, nested := n.(*ir.Query)
		return !moves && !nested
	})
	if moves {
		p.findOnce(diag.KeysMoved, s.Cols[0].Sp, "%s is unique, and gets a value that another row may still have", col.Text)
	}
}

// uniqueAlone tells columns that are a unique key by themselves, and one that is looked at row by row.
func (em *emitter) uniqueAlone(t *ir.Table, col ir.Name) bool {
	for _, c := range t.Constraints {
		if (c.Kind == ir.PrimaryKey || c.Kind == ir.Unique) && !c.Disabled && !c.Deferrable && len(c.Cols) == 1 && c.Cols[0].Key == col.Key {
			return true
		}
	}
	return slices.ContainsFunc(em.uniqueIndexes[t], func(cols []ir.Name) bool { return len(cols) == 1 && cols[0].Key == col.Key })
}
