package resolve

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
)

// query resolves a query and gives its output columns; nil when they are not known. into, when not nil, is
// filled with the columns as soon as the first branch has them: a recursive WITH element needs them.
func (j *job) query(q *ir.Query, into *cte) []*ir.Field {
	if q == nil {
		return nil
	}
	if j.depth > maxDepth {
		return nil
	}
	j.depth++
	saved := j.sc
	if len(q.With) > 0 || len(q.WithDecls) > 0 {
		j.sc = &scope{parent: saved}
		j.decls(q.WithDecls)
		for _, w := range q.With {
			j.with(w)
		}
	}
	inner := j.body(q.Body, into)
	q.Cols = inner.cols
	j.orderBy(q, inner)
	if q.Offset != nil {
		j.x(&q.Offset)
	}
	j.x(&q.Limit)
	if q.Lock != nil {
		j.x(&q.Lock.Wait)
		if j.routine != nil {
			j.routine.Writes = true
		}
	}
	j.sc = saved
	j.depth--
	return q.Cols
}

// bodyResult is what a query body gives: its columns, and for a single block the scope that ORDER BY sees.
type bodyResult struct {
	cols  []*ir.Field
	sc    *scope
	items []*ir.SelectItem
}

// with resolves a WITH element and lets what follows see it.
func (j *job) with(w *ir.CTE) {
	c := &cte{node: w, rel: &relation{}}
	if len(w.Cols) > 0 {
		c.rel.fill(nil, w.Cols)
	} else {
		c.rel.open = true
	}
	holder := j.sc
	if w.DML != nil {
		j.dml(w.DML)
		w.Query.Cols = j.outputColumns(w.DML)
		c.rel.fill(w.Query.Cols, w.Cols)
		holder.ctes = append(holder.ctes, c)
		return
	}
	holder.ctes = append(holder.ctes, c)
	cols := j.query(w.Query, c)
	if j.tsql() && !readsItself(w) {
		j.columnNulls(w.Query)
		cols = w.Query.Cols
	}
	c.rel.fill(cols, w.Cols)
	j.searchCycle(w, c)
}

// searchCycle adds the columns of SEARCH and CYCLE.
func (j *job) searchCycle(w *ir.CTE, c *cte) {
	if w.Search == nil && w.Cycle == nil {
		return
	}
	saved := j.sc
	j.sc = &scope{parent: saved, query: true, ranges: []*rangeVar{{name: w.Name, rel: c.rel}}}
	if w.Search != nil {
		j.orders(w.Search.Order)
		c.rel.add(relCol{name: w.Search.Set, typ: tCount})
	}
	if w.Cycle != nil {
		j.x(&w.Cycle.To)
		j.x(&w.Cycle.Default)
		c.rel.add(relCol{name: w.Cycle.Set, typ: typeOf(w.Cycle.To)})
	}
	j.sc = saved
	c.rel.seal()
}

func (j *job) body(b ir.QueryBody, into *cte) bodyResult {
	switch b := b.(type) {
	case *ir.Select:
		cols, sc := j.selectBlock(b)
		return bodyResult{cols: cols, sc: sc, items: b.Items}
	case *ir.SetOp:
		return j.setOp(b, into)
	case *ir.Query:
		return bodyResult{cols: j.query(b, into)}
	case *ir.Values:
		return bodyResult{cols: j.values(b)}
	}
	return bodyResult{}
}

// setOp resolves a chain of set operations, the innermost first: a list of rows as SELECT … UNION ALL SELECT … has thousands.
func (j *job) setOp(s *ir.SetOp, into *cte) bodyResult {
	chain := []*ir.SetOp{s}
	for l, ok := s.L.(*ir.SetOp); ok; l, ok = l.L.(*ir.SetOp) {
		chain = append(chain, l)
	}
	slices.Reverse(chain)
	l := j.body(chain[0].L, into)
	converts := into == nil || j.tsql() && !readsItself(into.node)
	var settled []*ir.Field // what the operations so far are converted to
	for k, op := range chain {
		if into != nil && len(into.rel.cols) == 0 || into != nil && len(l.cols) == len(into.rel.cols) {
			into.rel.fill(l.cols, into.node.Cols)
		}
		r := j.body(op.R, into)
		cols, was := l.cols, settled
		settled = nil
		if len(l.cols) == len(r.cols) && l.cols != nil {
			cols = make([]*ir.Field, len(l.cols))
			for i, c := range l.cols {
				cols[i] = &ir.Field{Name: c.Name, Type: j.unify(c.Type, r.cols[i].Type), Sp: c.Sp}
			}
			if converts {
				j.convertBranches(op, cols, k > 1 && sameTypes(was, cols))
				settled = cols
			}
		}
		l = bodyResult{cols: cols}
	}
	return l
}

// convertBranches gives the branches of a set operation the types of its columns. Where its left side is a set operation that
// has them, that side's own right branch alone is new to typeNulls.
func (j *job) convertBranches(op *ir.SetOp, cols []*ir.Field, settled bool) {
	if !settled {
		j.convertOutputs(op.L, cols, true)
	}
	j.convertOutputs(op.R, cols, false)
	if !j.tsql() {
		return
	}
	if l, ok := op.L.(*ir.SetOp); settled && ok {
		if b := ir.FirstSelect(l.R); b != nil {
			nullsOf(b, cols, false)
		}
	} else {
		typeNulls(op.L, cols, true)
	}
	typeNulls(op.R, cols, false)
}

// sameTypes tells whether columns have the same types, so far as conversions ask for them.
func sameTypes(a, b []*ir.Field) bool {
	return len(a) == len(b) && slices.EqualFunc(a, b, func(x, y *ir.Field) bool { return x.Type == y.Type || sameType(x.Type, y.Type) })
}

func sameType(a, b *ir.Type) bool {
	if a == nil || b == nil {
		return false
	}
	a, b = a.Base(), b.Base()
	return a == b || a.Kind == b.Kind && a.Bits == b.Bits && a.Prec == b.Prec && a.Scale == b.Scale && a.HasScale == b.HasScale &&
		a.Len == b.Len && a.Bytes == b.Bytes && a.National == b.National && a.Padded == b.Padded && a.Zoned == b.Zoned &&
		a.Decl == nil && b.Decl == nil && a.Elem == nil && b.Elem == nil && len(a.Fields) == 0 && len(b.Fields) == 0
}

func (j *job) values(v *ir.Values) []*ir.Field {
	var cols []*ir.Field
	for i, row := range v.Rows {
		j.xs(row)
		for k, e := range row {
			if i == 0 {
				cols = append(cols, &ir.Field{Type: typeOf(e)})
			} else if k < len(cols) {
				cols[k].Type = j.unify(cols[k].Type, typeOf(e))
			}
		}
	}
	return cols
}

// orderBy resolves ORDER BY: output names first, then the columns of the block.
func (j *job) orderBy(q *ir.Query, b bodyResult) {
	if len(q.OrderBy) == 0 {
		return
	}
	saved := j.sc
	if b.sc != nil {
		j.sc = b.sc
		b.sc.loose = true // a column's name means the selected one
		for _, it := range b.items {
			if !it.Alias.IsZero() {
				b.sc.aliases = append(b.sc.aliases, it)
			}
		}
	} else {
		j.sc = &scope{parent: saved, query: true, outputs: b.cols}
	}
	for _, o := range q.OrderBy {
		if !j.outputName(o, b) {
			j.x(&o.Expr)
		}
	}
	if b.sc != nil {
		b.sc.aliases = nil
	}
	j.sc = saved
}

// outputName resolves an ORDER BY element that is just an alias: there it wins over a column of the same name.
func (j *job) outputName(o *ir.OrderItem, b bodyResult) bool {
	r, ok := o.Expr.(*ir.Ref)
	if !ok || len(r.Name.Parts) != 1 || b.sc == nil {
		return false
	}
	for _, it := range b.items {
		if it.Alias.Key == r.Name.Parts[0].Key && !it.Alias.IsZero() {
			if inner, same := it.Expr.(*ir.Ref); same && inner.Name.Last().Key == it.Alias.Key && inner.Sym != nil && inner.Sym.Kind == ir.SymColumn {
				return false // an alias that is the column's own name: either is the same
			}
			r.Sym = &ir.Symbol{Kind: ir.SymAlias, Decl: it, Type: typeOf(it.Expr)}
			r.SetType(r.Sym.Type)
			return true
		}
	}
	return false
}

// selectBlock resolves one block and gives its columns and its scope.
func (j *job) selectBlock(s *ir.Select) ([]*ir.Field, *scope) {
	saved := j.sc
	sc := &scope{parent: saved, query: true, hier: s.Hier != nil}
	j.sc = sc
	if s.Top != nil {
		j.x(&s.Top.N)
	}
	for _, t := range s.From {
		j.from(t, sc, saved)
	}
	cols := j.items(s, sc)
	j.x(&s.Where)
	if s.Hier != nil {
		j.x(&s.Hier.StartWith)
		j.x(&s.Hier.ConnectBy)
	}
	j.groups(s.GroupBy)
	j.x(&s.Having)
	for _, w := range s.Windows {
		j.window(w.Window)
	}
	j.sc = saved
	j.targets(s.Into)
	j.notePlain(s)
	return cols, sc
}

// notePlain gathers facts: a block that reads tables.
func (j *job) notePlain(s *ir.Select) {
	if j.routine != nil && len(s.From) > 0 {
		j.routine.Reads = true
	}
}

func (j *job) groups(list []*ir.GroupItem) {
	for _, g := range list {
		j.x(&g.Expr)
		j.groups(g.Sets)
	}
}

// items resolves the select list and gives the output columns; nil when a star over unknown columns is among them.
func (j *job) items(s *ir.Select, sc *scope) []*ir.Field {
	cols := make([]*ir.Field, 0, len(s.Items))
	open := false
	for _, it := range s.Items {
		if it.Star {
			more, ok := j.star(it, sc)
			j.noteStar(it, sc)
			open = open || !ok
			cols = append(cols, more...)
			continue
		}
		j.x(&it.Expr)
		if it.Assign != nil {
			j.x(&it.Assign)
		}
		cols = append(cols, &ir.Field{Name: outputNameOf(it), Type: typeOf(it.Expr), Sp: it.Sp})
	}
	if open {
		return nil
	}
	return cols
}

// outputNameOf is the name that a select item gives its column; zero for an expression without alias.
func outputNameOf(it *ir.SelectItem) ir.Name {
	if !it.Alias.IsZero() {
		return it.Alias
	}
	switch x := it.Expr.(type) {
	case *ir.Ref:
		return x.Name.Last()
	case *ir.FieldSel:
		return x.Name
	case *ir.Pseudo:
		return pseudoName(x)
	case *ir.SeqValue:
		if x.Current {
			return ir.MakeName("currval")
		}
		return ir.MakeName("nextval")
	case *ir.Call:
		if x.NoParens {
			return x.Name.Last()
		}
	case *ir.Transition:
		return x.Column
	}
	return ir.Name{}
}

func pseudoName(p *ir.Pseudo) ir.Name {
	switch p.Kind {
	case ir.PseudoRownum:
		return ir.MakeName("rownum")
	case ir.PseudoRowid:
		return ir.MakeName("rowid")
	case ir.PseudoLevel:
		return ir.MakeName("level")
	case ir.PseudoColumnValue:
		return ir.MakeName("column_value")
	case ir.PseudoIsLeaf:
		return ir.MakeName("connect_by_isleaf")
	case ir.PseudoIsCycle:
		return ir.MakeName("connect_by_iscycle")
	}
	return ir.Name{}
}

// star expands * or t.*; not ok when the columns are not all known.
func (j *job) star(it *ir.SelectItem, sc *scope) ([]*ir.Field, bool) {
	if !it.Qualifier.IsZero() {
		for _, r := range sc.ranges {
			parts := append(append([]ir.Name{}, it.Qualifier.Parts...), ir.Name{})
			if k := r.matches(parts); k == len(it.Qualifier.Parts) {
				return r.rel.fields, !r.rel.open
			}
		}
		return nil, false
	}
	var cols []*ir.Field
	merged := map[string]bool{}
	for i := range sc.merged {
		m := &sc.merged[i]
		merged[m.name] = true
		cols = append(cols, &ir.Field{Name: m.col.name, Type: m.col.typ})
	}
	for _, r := range sc.ranges {
		if r.rel.open {
			return nil, false
		}
		for _, f := range r.rel.fields {
			if !merged[f.Name.Key] {
				cols = append(cols, f)
			}
		}
	}
	return cols, true
}

// targets resolves the variables of an INTO list; they are written to.
func (j *job) targets(list []ir.Expr) {
	for i := range list {
		j.x(&list[i])
		j.mustBe(root(list[i]))
		j.assignedTo(list[i])
	}
}
