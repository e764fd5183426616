package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dml writes INSERT, UPDATE, DELETE or MERGE, without semicolon.
func (p *printer) dml(d ir.DML) {
	w := p.sub()
	w.inSQL = true
	switch d := d.(type) {
	case *ir.Insert:
		w.dmlHead(&d.DMLBase)
		w.insert(d)
	case *ir.MultiInsert:
		w.dmlHead(&d.DMLBase)
		w.multiInsert(d)
	case *ir.Update:
		w.dmlHead(&d.DMLBase)
		w.update(d)
	case *ir.Delete:
		w.dmlHead(&d.DMLBase)
		w.deleteRows(d)
	case *ir.Merge:
		w.dmlHead(&d.DMLBase)
		w.merge(d)
	}
	p.W(w.String())
}

func (p *printer) dmlHead(b *ir.DMLBase) {
	p.leadComments(b.Comments)
	p.hintsDropped(b.Hints, b.Sp)
	if b.ErrorLog != "" {
		p.find(diag.ErrorLogging, b.Sp, "%s was left out: the first failing row ends the statement", firstWords(b.ErrorLog, 4))
	}
	p.withClause(b.With, nil)
}

// insert writes INSERT.
func (p *printer) insert(d *ir.Insert) {
	target, cols := p.insertTarget(d)
	if returnsAggregate(d.Returning) {
		p.aggregateReturning(d.Returning, func(w *printer) { w.insertBody(d, target, cols); w.W("\nRETURNING *") })
		return
	}
	p.insertBody(d, target, cols)
	p.returning(d.Returning)
}

// insertTarget gives the table and the columns; an insert into a subquery goes to its table.
func (p *printer) insertTarget(d *ir.Insert) (*ir.TableRef, []ir.Name) {
	if t, ok := d.Target.(*ir.TableRef); ok {
		return t, d.Cols
	}
	v := p.baseView(d.Target)
	if v == nil || v.base == nil || len(v.others) > 0 {
		p.find(diag.JoinView, d.Sp, "INSERT into a subquery whose table cannot be told")
		return &ir.TableRef{Sp: d.Sp, Name: ir.MakeQName("unknown_table")}, d.Cols
	}
	cols := d.Cols
	if len(cols) == 0 {
		cols, _ = outputCols(v.query)
	}
	names := make([]ir.Name, len(cols))
	for i, c := range cols {
		names[i] = c
		if r, ok := v.column(c).(*ir.Ref); ok {
			names[i] = r.Name.Last()
		}
	}
	return v.base, names
}

func (p *printer) insertBody(d *ir.Insert, target *ir.TableRef, cols []ir.Name) {
	p.W("INSERT INTO ", p.targetText(target))
	if len(cols) > 0 {
		p.W(" ")
		p.filled(p.identList(cols))
	}
	types := targetTypes(target, cols)
	switch {
	case d.Default:
		p.W("\nDEFAULT VALUES")
	case d.Record != nil:
		p.W("\n", p.recordValues(d.Record))
	case d.Query != nil:
		q := p.sub()
		q.storing = true
		p.W("\n", q.queryText(d.Query, useValue))
	default:
		p.valuesClause(d.Rows, types)
	}
}

// targetText is the table to change, with its alias.
func (p *printer) targetText(t *ir.TableRef) string {
	if t.Alias.IsZero() {
		s, own := p.tableRef(t), " "+p.em.ident(t.Name.Last())
		if base, ok := strings.CutSuffix(s, own); ok {
			return base + " AS" + own // the source says it by a synonym
		}
		return s
	}
	plain := *t
	plain.Alias = ir.Name{}
	return strings.TrimSuffix(p.tableRef(&plain), " "+p.em.ident(t.Name.Last())) + " AS " + p.em.ident(t.Alias)
}

func (p *printer) identList(names []ir.Name) []string {
	s := make([]string, len(names))
	for i, n := range names {
		s[i] = p.em.ident(n)
	}
	return s
}

// targetTypes gives the types of the columns that are written, nil where not known.
func targetTypes(t *ir.TableRef, cols []ir.Name) []*ir.Type {
	tbl, ok := t.Decl.(*ir.Table)
	if !ok {
		return make([]*ir.Type, len(cols))
	}
	var types []*ir.Type
	if len(cols) == 0 {
		for _, c := range tbl.Columns {
			if !c.Invisible {
				types = append(types, c.Type)
			}
		}
		return types
	}
	for _, n := range cols {
		types = append(types, columnTypeOf(tbl, n.Key))
	}
	return types
}

func columnTypeOf(t *ir.Table, key string) *ir.Type {
	for _, c := range t.Columns {
		if c.Name.Key == key {
			return c.Type
		}
	}
	return nil
}

// valuesClause writes VALUES: a row on one line where it fits.
func (p *printer) valuesClause(rows [][]ir.Expr, types []*ir.Type) {
	if len(rows) == 1 {
		texts := p.rowTexts(rows[0], types)
		if n := p.Column() + len(strings.Join(texts, ", ")) + 10; n > listWidth {
			p.W("\nVALUES ")
		} else {
			p.W(" VALUES ")
		}
		p.filled(texts)
		return
	}
	p.W("\nVALUES\n").In()
	for i, row := range rows {
		if i > 0 {
			p.W(",\n")
		}
		p.filled(p.rowTexts(row, types))
	}
	p.Out()
}

// rowTexts gives the values of a row as they are stored.
func (p *printer) rowTexts(row []ir.Expr, types []*ir.Type) []string {
	texts := make([]string, len(row))
	for k, e := range row {
		switch {
		case e == nil:
			texts[k] = "DEFAULT"
		case k < len(types):
			texts[k] = p.valueText(e, types[k])
		default:
			texts[k] = p.valueText(e, nil)
		}
	}
	return texts
}

// filled writes a list in parentheses: on the line where it fits, else on lines of its own, filled up.
func (p *printer) filled(items []string) {
	one := "(" + strings.Join(items, ", ") + ")"
	if p.Column()+len(one) <= listWidth+4 && !strings.Contains(one, "\n") {
		p.W(one)
		return
	}
	p.W("(\n").In()
	n := 0
	for i, it := range items {
		if i > 0 {
			p.W(",")
			if n+len(it) > listWidth-8 || strings.Contains(it, "\n") || strings.Contains(items[i-1], "\n") {
				p.W("\n")
				n = 0
			} else {
				p.W(" ")
			}
		}
		p.W(it)
		n += len(it) + 2
	}
	p.Out().W("\n)")
}

// recordValues writes the fields of a record as a row.
func (p *printer) recordValues(rec ir.Expr) string {
	x := p.exprText(rec)
	if !strings.ContainsAny(x, "[(") {
		return "VALUES (" + x + ".*)"
	}
	return "SELECT (" + x + ").*"
}

// returning writes RETURNING, and INTO where the statement has it.
func (p *printer) returning(r *ir.Returning) {
	if r == nil {
		return
	}
	items := make([]string, len(r.Exprs))
	for i, it := range r.Exprs {
		p.rowidSlot(&it.Expr)
		items[i] = p.itemText(it, false)
	}
	p.W("\nRETURNING ", strings.Join(items, ", "))
	if r.Into != nil {
		p.returningInto(r)
	}
}

// aggregateReturning writes RETURNING SUM(x) INTO v: PostgreSQL has aggregates in a query over the rows only.
func (p *printer) aggregateReturning(r *ir.Returning, body func(*printer)) {
	p.W("WITH changed AS (\n").In()
	body(p)
	p.Out().W("\n)\nSELECT ")
	items := make([]string, len(r.Exprs))
	for i, it := range r.Exprs {
		items[i] = p.itemText(it, false)
	}
	p.W(strings.Join(items, ", "))
	if r.Into != nil {
		p.returningInto(r)
	}
	p.W("\nFROM changed")
}

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
			names[k] = p.em.ident(c.Name.Last())
		}
		left := strings.Join(names, ", ")
		if len(names) > 1 {
			left = "(" + left + ")"
		}
		p.W(left, " = ", p.setValue(s, tbl))
	}
}

func (p *printer) setValue(s ir.SetClause, tbl *ir.Table) string {
	switch {
	case s.Query != nil:
		return p.subqueryText(s.Query, useValue)
	case s.Default || s.Value == nil:
		return "DEFAULT"
	}
	var to *ir.Type
	if tbl != nil && len(s.Cols) == 1 {
		to = columnTypeOf(tbl, s.Cols[0].Name.Last().Key)
	}
	if _, ok := s.Value.(*ir.Tuple); ok {
		return p.exprText(s.Value)
	}
	return p.valueText(s.Value, to)
}

// rowCondition writes WHERE of UPDATE and DELETE. With ROWNUM, the rows are picked in a subquery.
func (p *printer) rowCondition(t *ir.TableRef, where, currentOf ir.Expr) {
	if currentOf != nil {
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
