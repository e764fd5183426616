package postgres

import (
	"slices"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dml writes INSERT, UPDATE, DELETE or MERGE, without semicolon.
func (p *printer) dml(d ir.DML) {
	if p.tsql() {
		p.tsqlDML(d)
		return
	}
	d = p.expanded(d)
	p.throughViews(d)
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
	if target != nil && target.Decl == nil && target.Name.Last().Is("DUAL") {
		p.findOnce(diag.StmtNotConverted, target.Sp, "DUAL is not a table here, and takes no rows")
	}
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
	if len(cols) == 0 && !d.Default && hidesColumns(target) {
		cols, _ = objectCols(target.Decl)
	}
	p.W("INSERT INTO ", p.targetText(target))
	if len(cols) > 0 {
		p.W(" ")
		p.filled(p.identList(cols))
	}
	types := targetTypes(target, cols)
	p.countValues(d, target, len(types))
	p.insertedColumns(d, target)
	p.unlikeValues(d, types)
	for _, row := range d.Rows {
		oneNumber(row, target, cols)
	}
	switch {
	case d.Default:
		p.W("\nDEFAULT VALUES")
	case d.Record != nil:
		p.noVirtual(d, target)
		p.W("\n", p.recordValues(d.Record))
	case rowObject(d, target):
		p.subtypeRow(d.Rows[0][0], target)
		p.W("\nSELECT ")
		if _, plain := unwrap(d.Rows[0][0]).(*ir.Ref); plain {
			p.W("(", p.exprText(d.Rows[0][0]), ").*")
		} else { // which PostgreSQL would evaluate once for each attribute
			p.W("(q.o).* FROM (SELECT ", p.exprText(d.Rows[0][0]), " AS o) AS q")
		}
	case queryOfObjects(d, target):
		p.W("\nSELECT (q.o).*\nFROM (\n").In()
		p.W(p.queryText(d.Query, useValue))
		p.Out().W("\n) AS q(o)")
	case d.Query != nil:
		q := p.sub()
		q.storing, q.into = true, types
		p.W("\n", q.queryText(d.Query, useValue))
	default:
		p.valuesClause(d.Rows, types)
	}
}

// noVirtual refuses a record for all columns of a table of which one is virtual: no INSERT gives it a value.
func (p *printer) noVirtual(d *ir.Insert, target *ir.TableRef) {
	t, ok := target.Decl.(*ir.Table)
	if !ok || len(d.Cols) > 0 || p.tsql() {
		return
	}
	for _, c := range t.Columns {
		if c.Generated != nil && !c.Invisible {
			p.find(diag.StmtNotConverted, d.Sp, "the record has a value for the virtual column %s (ORA-54013)", c.Name.Text)
			return
		}
	}
}

// countValues refuses rows that have more or fewer values than columns to go to: no target takes them.
func (p *printer) countValues(d *ir.Insert, target *ir.TableRef, cols int) {
	t, ok := target.Decl.(*ir.Table)
	if !ok || rowObject(d, target) || !t.OfType.IsZero() { // whose columns are the attributes of its type
		return
	}
	for _, row := range d.Rows {
		if len(row) > cols || len(d.Cols) > 0 && len(row) < cols {
			p.find(diag.NoColumn, d.Sp, "the INSERT gives %d values for %d columns of %s", len(row), cols, t.Name.Last().Text)
		}
	}
}

// rowObject tells INSERT INTO an object table or view of one value that is a whole row: an object of its type.
func rowObject(d *ir.Insert, target *ir.TableRef) bool {
	if !hasObjects(target) || len(d.Cols) > 0 || len(d.Rows) != 1 || len(d.Rows[0]) != 1 || d.Rows[0][0] == nil {
		return false
	}
	have := d.Rows[0][0].Type()
	return have != nil && have.Base().Kind == ir.TRecord
}

// hasObjects tells object tables and object views.
func hasObjects(target *ir.TableRef) bool {
	switch t := target.Decl.(type) {
	case *ir.Table:
		return !t.OfType.IsZero()
	case *ir.View:
		return !t.OfType.IsZero()
	}
	return false
}

// queryOfObjects tells INSERT INTO an object table or view of a query whose only column is an object of its type.
func queryOfObjects(d *ir.Insert, target *ir.TableRef) bool {
	if d.Query == nil || len(d.Cols) > 0 || !hasObjects(target) {
		return false
	}
	s, ok := d.Query.Body.(*ir.Select)
	return ok && len(s.Items) == 1 && s.Items[0].Expr != nil && isObjectType(s.Items[0].Expr.Type())
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
	if p.looseRecord(rec) {
		fields := rec.Type().Base().Fields
		if len(fields) == 0 || slices.ContainsFunc(fields, func(f *ir.Field) bool { return f.Name.IsZero() }) {
			p.find(diag.RecordColumns, rec.Span(), "the record %s is a row of the table, and its columns are not known", x)
			return "VALUES (NULL)"
		}
		list := make([]string, len(fields))
		for i, f := range fields {
			list[i] = x + "." + p.em.ident(f.Name)
		}
		return "VALUES (" + strings.Join(list, ", ") + ")"
	}
	if !strings.ContainsAny(x, "[(.") {
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
		items[i] = p.itemText(it, false, nil, false)
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
		items[i] = p.itemText(it, false, nil, false)
	}
	p.W(strings.Join(items, ", "))
	if r.Into != nil {
		p.returningInto(r)
	}
	p.W("\nFROM changed")
}

// oneNumber makes all NEXTVAL and CURRVAL of one sequence in a row the same number, as they are in Oracle: the one
// that PostgreSQL computes first, in the order of the table's columns, draws it.
func oneNumber(row []ir.Expr, t *ir.TableRef, cols []ir.Name) {
	found := map[string][]*ir.SeqValue{}
	order := valueOrder(len(row), t, cols)
	for _, i := range order {
		if row[i] == nil {
			continue
		}
		eachExpr(row[i], func(e ir.Expr, depth int) {
			if s, ok := e.(*ir.SeqValue); ok {
				found[s.Seq.Key()] = append(found[s.Seq.Key()], s)
			}
		})
	}
	for _, list := range found {
		drawn := false
		for _, s := range list {
			drawn = drawn || !s.Current
		}
		for i, s := range list {
			if drawn {
				s.Current = i > 0
			}
		}
	}
}

// valueOrder gives the places of a row in the order of the table's columns.
func valueOrder(n int, t *ir.TableRef, cols []ir.Name) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	tbl, ok := t.Decl.(*ir.Table)
	if !ok || len(cols) != n {
		return order
	}
	at := map[string]int{}
	for i, c := range tbl.Columns {
		at[c.Name.Key] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return at[cols[order[a]].Key] < at[cols[order[b]].Key] })
	return order
}
