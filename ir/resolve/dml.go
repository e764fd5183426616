package resolve

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dml resolves INSERT, UPDATE, DELETE, MERGE.
func (j *job) dml(d ir.DML) {
	if j.routine != nil {
		j.routine.Writes = true
	}
	saved := j.sc
	switch d := d.(type) {
	case *ir.Insert:
		j.withs(d.With)
		j.insert(d, nil)
	case *ir.MultiInsert:
		j.multiInsert(d)
	case *ir.Update:
		j.withs(d.With)
		if j.tsql() {
			j.tsqlUpdate(d)
			break
		}
		j.update(d)
	case *ir.Delete:
		j.withs(d.With)
		if j.tsql() {
			j.tsqlDelete(d)
			break
		}
		j.delete(d)
	case *ir.Merge:
		j.withs(d.With)
		j.mergeInto(d)
	}
	j.sc = saved
}

func (j *job) withs(list []*ir.CTE) {
	if len(list) == 0 {
		return
	}
	j.sc = &scope{parent: j.sc}
	for _, w := range list {
		j.with(w)
	}
}

// target enters the table that a statement changes.
func (j *job) target(t ir.TableExpr) *scope {
	sc := &scope{parent: j.sc, query: true}
	if t == nil {
		return sc
	}
	outer := j.sc
	j.sc = sc
	j.from(t, sc, outer)
	j.sc = outer
	return sc
}

func (s *scope) first() *relation {
	if len(s.ranges) == 0 {
		return openRelation()
	}
	return s.ranges[0].rel
}

// insert resolves one INSERT; source is the scope of the values' columns in a multi-table INSERT, or nil.
func (j *job) insert(n *ir.Insert, source *scope) {
	tgt := j.target(n.Target)
	_, script := j.obj.(*ir.DataScript)
	if script && len(n.Cols) > 0 {
		j.fillEarlier(n, tgt.first())
	}
	if n.Query != nil {
		j.query(n.Query, nil)
	}
	if script {
		j.nameEarlier(n, tgt.first())
	}
	if j.tsql() {
		nameFilled(n, tgt.first())
	}
	types := j.targetTypes(n, tgt.first())
	saved := j.sc
	if source != nil {
		j.sc = source
	}
	for _, row := range n.Rows {
		for i := range row {
			if row[i] == nil {
				continue
			}
			j.x(&row[i])
			if i < len(types) {
				j.stored(&row[i], types[i])
			}
		}
	}
	j.sc = saved
	if n.Query != nil {
		j.convertQuery(n.Query, types)
	}
	if n.Record != nil {
		j.x(&n.Record)
	}
	if n.Exec != nil {
		n.Filled = types
		j.stmt(n.Exec)
	}
	j.returning(n.Returning, tgt)
}

// nameFilled writes the column list of an INSERT without one into a table that has columns which such an INSERT passes
// over: the identity column and computed ones (INSERT, column_list). Here the values would land in them.
func nameFilled(n *ir.Insert, rel *relation) {
	if len(n.Cols) > 0 || n.Default || rel == nil || rel.open {
		return
	}
	values := givenValues(n)
	var filled []ir.Name
	passed := false
	for _, c := range rel.cols {
		col, ok := c.decl.(*ir.Column)
		switch {
		case ok && (col.Identity != nil || col.Generated != nil):
			passed = true
		case !c.hidden && (len(filled) < values || n.Exec != nil):
			filled = append(filled, c.name)
		}
	}
	if passed && (len(filled) == values || n.Exec != nil) {
		n.Cols = filled
	}
}

// givenValues is how many values an INSERT gives for a row.
func givenValues(n *ir.Insert) int {
	switch {
	case len(n.Rows) > 0:
		return len(n.Rows[0])
	case n.Query != nil:
		return len(n.Query.Cols)
	}
	return 0
}

// nameEarlier writes the column list of a script's INSERT without one that was meant for the table as it was before an
// ALTER TABLE added columns, which are all there from the beginning here. In rows that are there already Oracle fills a
// column that is added with its default (SQL Language Reference, ALTER TABLE, add_column_clause), as an INSERT does;
// SQL Server does so where it is NOT NULL or has WITH VALUES (ALTER TABLE, WITH VALUES), and leaves it NULL otherwise.
func (j *job) nameEarlier(n *ir.Insert, rel *relation) {
	if len(n.Cols) > 0 || n.Default || rel == nil || rel.open {
		return
	}
	values := givenValues(n)
	var filled, null []ir.Name
	more := false
	for _, c := range rel.cols {
		col, ok := c.decl.(*ir.Column)
		switch {
		case !ok:
			return
		case c.hidden || j.tsql() && (col.Identity != nil || col.Generated != nil || col.RowTime != ""):
		case len(filled) < values:
			filled = append(filled, c.name)
		case !col.Added:
			return
		case j.tsql() && staysNull(col):
			more, null = true, append(null, c.name)
		default:
			more = true
		}
	}
	if values == 0 || !more ||
		slices.ContainsFunc(n.Rows, func(row []ir.Expr) bool { return len(row) != values }) {
		return
	}
	if len(null) > 0 && n.Query != nil {
		j.defaultLater(n, null[0])
		null = nil
	}
	n.Cols = append(filled, null...)
	for i := range n.Rows {
		for range null {
			n.Rows[i] = append(n.Rows[i], &ir.NullLit{ExprBase: ir.ExprBase{Sp: n.Sp}})
		}
	}
}

// staysNull tells a column of SQL Server's that is NULL in the rows from before it was added, and has a default in others.
func staysNull(c *ir.Column) bool {
	return c.Added && c.Default != nil && !c.NotNull && !c.WithValues
}

// fillEarlier gives an INSERT with a column list the values of the columns that it leaves out, where their defaults were others, or
// none, before an ALTER TABLE that comes later in the same file. For a query of several, and for one with DISTINCT, it is told.
func (j *job) fillEarlier(n *ir.Insert, rel *relation) {
	if rel == nil || rel.open {
		return
	}
	for _, c := range rel.cols {
		col, ok := c.decl.(*ir.Column)
		if !ok || slices.ContainsFunc(n.Cols, func(o ir.Name) bool { return o.Key == col.Name.Key }) {
			continue
		}
		value, other := j.earlierDefault(n, col)
		if !other {
			continue
		}
		sel, single := queryBody(n.Query).(*ir.Select)
		switch {
		case len(n.Rows) > 0:
			for i := range n.Rows {
				n.Rows[i] = append(n.Rows[i], ir.Clone(value))
			}
		case single && !sel.Distinct:
			sel.Items = append(sel.Items, &ir.SelectItem{Sp: n.Sp, Expr: ir.Clone(value)})
		default:
			j.defaultLater(n, col.Name)
			continue
		}
		n.Cols = append(n.Cols, col.Name)
	}
}

func queryBody(q *ir.Query) ir.QueryBody {
	if q == nil {
		return nil
	}
	return q.Body
}

// earlierDefault gives the value that a column which an INSERT leaves out had when it ran, where it is not the column's default now.
func (j *job) earlierDefault(n *ir.Insert, col *ir.Column) (value ir.Expr, other bool) {
	if col.Identity != nil || col.Generated != nil {
		return nil, false
	}
	before := func(at diag.Span) bool { return at.File == n.Sp.File && n.Sp.Start < at.Start }
	if j.tsql() && staysNull(col) && before(col.Sp) {
		return &ir.NullLit{ExprBase: ir.ExprBase{Sp: n.Sp}}, true
	}
	for _, e := range col.Earlier {
		switch {
		case !before(e.Until):
		case sameDefault(e.Default, col.Default) || e.Default == nil && col.NotNull:
			return nil, false
		case e.Default == nil:
			return &ir.NullLit{ExprBase: ir.ExprBase{Sp: n.Sp}}, true
		default:
			return e.Default, true
		}
	}
	return nil, false
}

// sameDefault tells defaults that are written alike.
func sameDefault(a, b ir.Expr) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Span().Text() == b.Span().Text()
}

func (j *job) defaultLater(n *ir.Insert, col ir.Name) {
	j.obj.Obj().Findings.Add(diag.LaterDefault, n.Sp, "rows from before an ALTER TABLE of the column %s: they get the default that it has in the end", col.Text)
}

// targetTypes gives the types of the columns that an INSERT fills, in order.
func (j *job) targetTypes(n *ir.Insert, rel *relation) []*ir.Type {
	var types []*ir.Type
	if len(n.Cols) == 0 {
		for _, f := range rel.fields {
			types = append(types, f.Type)
		}
		return types
	}
	for _, name := range n.Cols {
		c := rel.find(name.Key)
		if c == nil {
			if !rel.open && rel.obj != nil {
				q := ir.QName{Parts: []ir.Name{name}, Sp: n.Sp}
				if ref, ok := n.Target.(*ir.TableRef); ok {
					q.Sp = ref.Sp
				}
				j.noColumn(q, rel.obj)
			}
			types = append(types, tUnknown)
			continue
		}
		types = append(types, c.typ)
	}
	return types
}

func (j *job) multiInsert(n *ir.MultiInsert) {
	if n.Query == nil {
		return
	}
	cols := j.query(n.Query, nil)
	src := &scope{parent: j.sc, query: true, ranges: []*rangeVar{{rel: relationOf(cols, nil)}}}
	// The source's own aliases may qualify: SELECT … FROM t … VALUES (t.id).
	if sel, ok := n.Query.Body.(*ir.Select); ok {
		for _, t := range sel.From {
			if r, ok := t.(*ir.TableRef); ok && !r.Alias.IsZero() {
				src.ranges = append(src.ranges, &rangeVar{name: r.Alias, rel: src.ranges[0].rel})
			}
		}
	}
	for i := range n.Branches {
		b := &n.Branches[i]
		if b.When != nil {
			saved := j.sc
			j.sc = src
			j.x(&b.When)
			j.sc = saved
		}
		for _, ins := range b.Into {
			j.insert(ins, src)
		}
	}
	for _, ins := range n.Else {
		j.insert(ins, src)
	}
}

func (j *job) update(n *ir.Update) {
	outer := j.sc
	tgt := j.target(n.Target)
	j.sc = tgt
	if n.Top != nil {
		j.x(&n.Top.N)
	}
	for _, t := range n.From {
		j.from(t, tgt, outer)
	}
	j.sets(n.Sets, tgt)
	if n.SetRow != nil {
		j.x(&n.SetRow)
	}
	j.x(&n.Where)
	j.x(&n.CurrentOf)
	j.sc = outer
	j.returning(n.Returning, tgt)
}

// sets resolves assignments; the columns belong to the target, the values may see all of the scope.
func (j *job) sets(list []ir.SetClause, tgt *scope) {
	for i := range list {
		s := &list[i]
		var types []*ir.Type
		for _, c := range s.Cols {
			tgt.loose = true
			if x := j.column(tgt, c, 0); x == nil {
				j.lostColumn(c, tgt)
			}
			tgt.loose = false
			types = append(types, typeOf(c))
		}
		if s.Var != nil {
			j.x(&s.Var)
			j.assignedTo(s.Var)
		}
		if b, ok := s.Value.(*ir.Binary); ok && s.Reads {
			j.ofTarget(b.L, tgt)
		}
		if s.Value != nil {
			j.x(&s.Value)
			if len(types) == 1 {
				j.stored(&s.Value, types[0])
			}
		}
		if s.Query != nil {
			j.query(s.Query, nil)
			j.convertQuery(s.Query, types)
		}
	}
}

// lostColumn handles a column of SET that the target does not have, or whose columns are not known.
func (j *job) lostColumn(c *ir.Ref, tgt *scope) {
	c.SetType(tUnknown)
	rel := tgt.first()
	if rel.open || rel.obj == nil {
		c.Sym = &ir.Symbol{Kind: ir.SymColumn, Type: tUnknown}
		if len(tgt.ranges) > 0 {
			c.Sym.Table = tgt.ranges[0].name
		}
		return
	}
	j.noColumn(c.Name, rel.obj)
}

func (j *job) delete(n *ir.Delete) {
	outer := j.sc
	tgt := j.target(n.Target)
	j.sc = tgt
	if n.Top != nil {
		j.x(&n.Top.N)
	}
	for _, t := range n.From {
		j.from(t, tgt, outer)
	}
	j.x(&n.Where)
	j.x(&n.CurrentOf)
	j.sc = outer
	j.returning(n.Returning, tgt)
}

func (j *job) mergeInto(n *ir.Merge) {
	outer := j.sc
	tgt := j.target(n.Target)
	both := &scope{parent: outer, query: true}
	j.sc = both
	if n.Source != nil {
		j.from(n.Source, both, outer)
	}
	source := &scope{parent: outer, query: true, loose: true, ranges: append(append([]*rangeVar{}, both.ranges...), tgt.ranges...)}
	both.ranges = append(append([]*rangeVar{}, tgt.ranges...), both.ranges...)
	j.x(&n.On)
	for _, w := range n.Whens {
		j.x(&w.Cond)
		j.sets(w.Sets, tgt)
		j.x(&w.DeleteWhere)
		types := make([]*ir.Type, len(w.Values))
		for i := range w.Values {
			types[i] = tUnknown
			if i < len(w.Cols) {
				if c := tgt.first().find(w.Cols[i].Key); c != nil {
					types[i] = c.typ
				}
			} else if f := tgt.first().fields; len(w.Cols) == 0 && i < len(f) {
				types[i] = f[i].Type
			}
		}
		if w.Insert { // the row that is not there yet has no columns to be seen
			j.sc = source
		}
		for i := range w.Values {
			if w.Values[i] != nil {
				j.x(&w.Values[i])
				j.stored(&w.Values[i], types[i])
			}
		}
		j.sc = both
	}
	j.sc = outer
	if j.tsql() { // OUTPUT sees the source too
		tgt = both
	}
	j.returning(n.Returning, tgt)
}

// returning resolves RETURNING … INTO: the columns of the target, then variables.
func (j *job) returning(r *ir.Returning, tgt *scope) {
	if r == nil {
		return
	}
	if j.tsql() {
		j.tsqlOutput(r, tgt)
		return
	}
	saved := j.sc
	j.sc = tgt
	for _, it := range r.Exprs {
		if it.Expr != nil {
			j.x(&it.Expr)
		}
	}
	j.sc = saved
	j.targets(r.Into)
}
