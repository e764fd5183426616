package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlDML writes INSERT, UPDATE, DELETE or MERGE of SQL Server's, without semicolon.
func (p *printer) tsqlDML(d ir.DML) {
	d = p.expanded(d)
	p.throughViews(d)
	w := p.sub()
	w.inSQL = true
	switch d := d.(type) {
	case *ir.Insert:
		w.hintsDropped(d.Hints, d.Sp)
		if w.resultInsert(d) {
			break
		}
		hints := d.Hints
		if d.Query != nil {
			hints = append(append([]string{}, hints...), d.Query.Hints...)
		}
		w.outputHead(d.Returning, w.limited(d.With, hints, d), func(w *printer) { w.tsqlInsert(d) })
	case *ir.Update:
		w.hintsDropped(d.Hints, d.Sp)
		if x := w.throughQuery(d.Target, d.With, d.Sets); x != nil {
			w.outputHead(d.Returning, x.with, func(w *printer) { w.pickedUpdate(d, d.Target.(*ir.TableRef), x) })
			break
		}
		w.outputHead(d.Returning, w.limited(d.With, d.Hints, d), func(w *printer) { w.tsqlUpdate(d) })
	case *ir.Delete:
		w.hintsDropped(d.Hints, d.Sp)
		if x := w.throughQuery(d.Target, d.With, nil); x != nil {
			w.outputHead(d.Returning, x.with, func(w *printer) { w.pickedDelete(d, d.Target.(*ir.TableRef), x) })
			break
		}
		w.outputHead(d.Returning, w.limited(d.With, d.Hints, d), func(w *printer) { w.tsqlDelete(d) })
	case *ir.Merge:
		w.hintsDropped(d.Hints, d.Sp)
		if w.mergeByBranch(d, nil) {
			break
		}
		w.withClause(d.With, nil)
		w.tsqlMerge(d)
	}
	p.W(w.String())
}

// resultInsert writes an INSERT into the result table of a function that returns its rows at once.
func (p *printer) resultInsert(d *ir.Insert) bool {
	if p.rt == nil || !p.rt.direct || p.rt.r == nil {
		return false
	}
	t, ok := d.Target.(*ir.TableRef)
	if !ok || t.Name.Last().Key != p.rt.r.ResultVar.Key || d.Query == nil {
		return false
	}
	q := *d.Query
	q.With = append(append([]*ir.CTE{}, d.With...), q.With...)
	p.W("RETURN QUERY\n", p.shaped(&q, p.rt.r.Returns.Fields))
	return true
}

// tsqlInsert writes INSERT.
func (p *printer) tsqlInsert(d *ir.Insert) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		p.find(diag.TSQLTableForm, d.Sp, "INSERT into what is no table")
		t = &ir.TableRef{Name: ir.MakeQName("unknown_table")}
	}
	p.lockHints(t)
	p.insertInto(d, t)
	p.countFilled(d, t)
	switch {
	case d.Default:
		p.W("\nDEFAULT VALUES")
	case d.Query != nil:
		q := *d.Query
		topOf(&q, d.Top)
		p.W("\n", p.queryText(&q, useValue))
	default:
		p.tsqlRows(d.Rows)
	}
	p.passOver(d, t)
	p.output(d.Returning, t, false)
}

// countFilled refuses an INSERT that gives more values than there are columns (errors 110, 121 and 213): PostgreSQL takes it as little.
// Without a list of columns only in routines: when a script was written the table may have had others.
func (p *printer) countFilled(d *ir.Insert, t *ir.TableRef) {
	if p.executes != nil { // a hole may be several columns
		return
	}
	cols := len(d.Cols)
	if cols == 0 {
		tbl, ok := t.Decl.(*ir.Table)
		if !ok || p.rt == nil || d.Default || tbl.AsQuery != nil {
			return
		}
		for _, c := range tbl.Columns {
			if c.Identity == nil && c.Generated == nil {
				cols++
			}
		}
	}
	values := 0
	if d.Query != nil {
		values = len(d.Query.Cols)
	}
	for _, row := range d.Rows {
		values = max(values, len(row))
	}
	if values > cols {
		p.find(diag.NoColumn, d.Sp, "the INSERT gives %d values for %d columns of %s", values, cols, t.Name.Last().Text)
	}
}

// changed is the table that is written to, by its name here.
func (p *printer) changed(t *ir.TableRef) string {
	if isTemp(t.Name.Last()) {
		return p.tempTarget(t.Name.Last(), ir.Name{})
	}
	c := *t
	c.Alias = ir.Name{}
	return p.targetText(&c)
}

// insertInto writes INSERT INTO up to its rows.
func (p *printer) insertInto(d *ir.Insert, t *ir.TableRef) {
	p.W("INSERT INTO ", p.changed(t))
	if len(d.Cols) > 0 {
		p.W(" ")
		p.filled(p.identList(d.Cols))
	}
	if namesIdentity(t, d.Cols) {
		p.W("\nOVERRIDING SYSTEM VALUE")
	}
}

func namesIdentity(t *ir.TableRef, cols []ir.Name) bool {
	tbl, ok := t.Decl.(*ir.Table)
	if !ok {
		return false
	}
	for _, c := range tbl.Columns {
		if c.Identity != nil && hasName(cols, c.Name) {
			return true
		}
	}
	return false
}

// followIdentity has the identity go on behind the values that an INSERT of a routine gives it. What scripts insert is seen to where
// they are installed.
func (p *printer) followIdentity(d ir.DML) {
	i, ok := d.(*ir.Insert)
	if !ok || p.rt == nil || p.rt.r == nil && p.rt.kind != bodyTrigger {
		return
	}
	t, ok := i.Target.(*ir.TableRef)
	if !ok {
		return
	}
	if c := p.numberedRef(t); c != nil && hasName(i.Cols, c.Name) {
		name, _, _ := strings.Cut(p.changed(t), " AS ")
		p.W("PERFORM ", p.helper("follow_identity"), "(", quoteLiteral(name), ", ", quoteLiteral(unquoted(p.em.ident(c.Name))), ");\n")
	}
}

// numberedRef is the identity column of a table of the sources, or of one that a body makes; nil where there is none, or it is not known.
func (p *printer) numberedRef(t *ir.TableRef) *ir.Column {
	var m *ir.TempMaker
	switch n := t.Name.Last(); {
	case !t.Made.IsZero():
		m = p.em.made.For(p.obj, ir.MadeKey(ir.QName{Parts: []ir.Name{t.Made, n}}))
	case ir.IsTempName(n) && p.em.temps != nil:
		if m = p.em.temps.tables.By(p.obj, n.Key); m == nil {
			m = p.em.temps.tables.For(p.obj, n.Key)
		}
	default:
		if tbl, ok := t.Decl.(*ir.Table); ok {
			return numberedColumn(tbl)
		}
	}
	if m == nil || m.Table == nil {
		return nil
	}
	return numberedColumn(m.Table)
}

// unquoted is the name that an identifier stands for.
func unquoted(ident string) string {
	if s, ok := strings.CutPrefix(ident, `"`); ok {
		return strings.ReplaceAll(strings.TrimSuffix(s, `"`), `""`, `"`)
	}
	return ident
}

func (p *printer) tsqlRows(rows [][]ir.Expr) {
	p.W("\nVALUES ")
	for i, row := range rows {
		if i > 0 {
			p.W(",\n  ")
		}
		list := make([]string, len(row))
		for k, e := range row {
			list[k] = "DEFAULT"
			if e != nil {
				list[k] = p.exprText(e)
			}
		}
		p.W("(", strings.Join(list, ", "), ")")
	}
}

// execColumns are the columns of a procedure's rows, converted to those that they fill where they are of another type.
func (p *printer) execColumns(d *ir.Insert, fields []*ir.Field) string {
	if len(d.Filled) != 0 && len(d.Filled) != len(fields) {
		p.find(diag.TSQLInsertExec, d.Sp, "the procedure gives %d columns, and %d are filled", len(fields), len(d.Filled))
		return "*"
	}
	list := make([]string, len(fields))
	converts := false
	for i, f := range fields {
		list[i] = p.em.ident(f.Name)
		if i >= len(d.Filled) {
			continue
		}
		if to, is := p.resultType(d.Filled[i]), p.resultType(f.Type); to != is && !assignable(f.Type, d.Filled[i]) {
			list[i] += "::" + to
			converts = true
		}
	}
	if !converts {
		return "*"
	}
	return strings.Join(list, ", ")
}

// assignable tells types that an INSERT converts by itself.
func assignable(from, to *ir.Type) bool {
	if from == nil || to == nil {
		return false
	}
	return from.IsString() && to.IsString() || from.IsNumber() && to.IsNumber() && !from.Is(ir.TBit) && !to.Is(ir.TBit) || to.IsString() || from.IsDatetime() && to.IsDatetime()
}

// tsqlUpdate writes UPDATE. Where the table stands in a join of another kind than inner, or TOP limits the rows, they are
// picked by a subquery.
func (p *printer) tsqlUpdate(d *ir.Update) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok || t.CTE != nil {
		p.find(diag.TSQLTableForm, d.Sp, "UPDATE of what is no table")
		t = &ir.TableRef{Name: ir.MakeQName("unknown_table")}
	}
	p.lockHints(t)
	if p.variablesOnly(d, t) {
		return
	}
	rest, conds, flat := takeOut(d.From, t)
	if d.CurrentOf == nil && (!flat || d.Top != nil) {
		p.pickedUpdate(d, t, nil)
		return
	}
	old := outputsOld(d.Returning) || setsOld(d)
	if old {
		p.tellOldRow(t, d.Sp)
		d = ir.Clone(d)
		qualifyTarget(d, tableAlias(t))
		conds = append([]ir.Expr{}, conds...)
		for i := range conds {
			conds[i] = qualified(ir.Clone(conds[i]), tableAlias(t))
		}
	}
	p.W("UPDATE ", p.targetName(t), "\nSET ", p.setTexts(d.Sets))
	if old {
		rest = append(rest, oldRows(t))
		conds = append([]ir.Expr{p.sameRow(t)}, conds...)
	}
	if len(rest) > 0 {
		p.fromClause(rest)
	}
	p.changeWhere(append(conds, conjunctsOf(d.Where)...), d.CurrentOf)
	p.output(d.Returning, t, false)
	p.setVariables(d)
}

func conjunctsOf(e ir.Expr) []ir.Expr {
	if e == nil {
		return nil
	}
	return []ir.Expr{e}
}

func (p *printer) changeWhere(conds []ir.Expr, cursor ir.Expr) {
	if cursor != nil {
		if len(conds) > 0 {
			p.find(diag.TSQLTableForm, cursor.Span(), "WHERE CURRENT OF beside a join or old rows: change the row by its key")
		}
		p.W("\n")
		p.currentOf(cursor)
		return
	}
	if len(conds) > 1 {
		conds = p.keepTogether(conds)
	}
	if len(conds) > 0 {
		p.condClause("WHERE", allOf(conds...))
	}
}

// targetName is the table to change, with its alias.
func (p *printer) targetName(t *ir.TableRef) string {
	if isTemp(t.Name.Last()) {
		return p.tempTarget(t.Name.Last(), t.Alias)
	}
	return p.targetText(t)
}

func (p *printer) setTexts(sets []ir.SetClause) string {
	var list []string
	for _, s := range sets {
		if len(s.Cols) == 0 {
			continue
		}
		v := "DEFAULT"
		if s.Value != nil {
			v = p.exprText(s.Value)
		}
		list = append(list, p.em.ident(s.Cols[0].Name.Last())+" = "+v)
	}
	one := strings.Join(list, ", ")
	if len(one) <= listWidth && !strings.Contains(one, "\n") {
		return one
	}
	return strings.Join(list, ",\n  ")
}

// takeOut takes the target out of FROM: its joins' conditions go to WHERE. False where a join is not inner, or something
// beside it looks at it.
func takeOut(from []ir.TableExpr, t *ir.TableRef) (rest []ir.TableExpr, conds []ir.Expr, ok bool) {
	found := false
	for _, x := range from {
		if !contains2(x, t) {
			rest = append(rest, x)
			continue
		}
		found = true
		r, c, fine := unjoin(x, t)
		if !fine {
			return nil, nil, false
		}
		rest, conds = append(rest, r...), append(conds, c...)
	}
	_ = found
	return rest, conds, true
}

func contains2(x ir.TableExpr, t *ir.TableRef) bool {
	switch x := x.(type) {
	case *ir.TableRef:
		return x == t
	case *ir.JoinExpr:
		return contains2(x.L, t) || contains2(x.R, t)
	}
	return false
}

// unjoin cuts a tree of joins at the target.
func unjoin(x ir.TableExpr, t *ir.TableRef) (rest []ir.TableExpr, conds []ir.Expr, ok bool) {
	j, isJoin := x.(*ir.JoinExpr)
	if !isJoin {
		if x == ir.TableExpr(t) {
			return nil, nil, true
		}
		return []ir.TableExpr{x}, nil, true
	}
	switch {
	case j.Kind == ir.JoinInner, j.Kind == ir.JoinCross:
	case !contains2(j, t):
		return []ir.TableExpr{x}, nil, true
	default:
		return nil, nil, false
	}
	if !contains2(j, t) {
		return []ir.TableExpr{x}, nil, true
	}
	for _, side := range []ir.TableExpr{j.L, j.R} {
		r, c, fine := unjoin(side, t)
		if !fine {
			return nil, nil, false
		}
		rest, conds = append(rest, r...), append(conds, c...)
	}
	if j.On != nil {
		conds = append(conds, j.On)
	}
	return rest, conds, true
}

// tsqlDelete writes DELETE.
func (p *printer) tsqlDelete(d *ir.Delete) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok || t.CTE != nil {
		p.find(diag.TSQLTableForm, d.Sp, "DELETE from what is no table")
		t = &ir.TableRef{Name: ir.MakeQName("unknown_table")}
	}
	p.lockHints(t)
	rest, conds, flat := takeOut(d.From, t)
	if d.CurrentOf == nil && (!flat || d.Top != nil) {
		p.pickedDelete(d, t, nil)
		return
	}
	p.W("DELETE FROM ", p.targetName(t))
	if len(rest) > 0 {
		p.W("\nUSING ")
		p.fromList(rest)
	}
	p.changeWhere(append(conds, conjunctsOf(d.Where)...), d.CurrentOf)
	p.output(d.Returning, t, true)
}

// topOf makes TOP the limit of a query.
func topOf(q *ir.Query, t *ir.Top) {
	if t != nil && q.Limit == nil {
		q.Limit, q.Percent, q.WithTies = t.N, t.Percent, t.WithTies
	}
}

// lockHints tells what the hints of a table mean that ask for locks.
func (p *printer) lockHints(t *ir.TableRef) {
	for _, h := range t.Hints {
		switch strings.ToUpper(h) {
		case "UPDLOCK", "XLOCK", "HOLDLOCK", "SERIALIZABLE", "TABLOCKX", "REPEATABLEREAD":
			p.findOnce(diag.TSQLLockHint, t.Sp, "WITH (%s) on %s", h, t.Name.Last().Text)
			return
		}
	}
	p.hintsDropped(t.Hints, t.Sp) // NOLOCK too: readers wait for nobody here, and see committed rows only
}
