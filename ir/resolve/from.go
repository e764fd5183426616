package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// from enters an element of FROM into the block's scope. outer is the scope around the block: what a
// derived table that is not lateral sees.
func (j *job) from(t ir.TableExpr, sc, outer *scope) {
	switch t := t.(type) {
	case *ir.TableRef:
		sc.ranges = append(sc.ranges, j.tableRef(t))
	case *ir.SubqueryRef:
		j.derived(t, sc, outer)
	case *ir.JoinExpr:
		j.join(t, sc, outer)
	case *ir.FuncRef:
		j.tableFunction(t, sc)
	case *ir.JSONTable:
		j.x(&t.X)
		j.x(&t.Path)
		rel := &relation{}
		j.jsonColumns(t.Columns, rel)
		rel.seal()
		sc.ranges = append(sc.ranges, &rangeVar{name: t.Alias, rel: rel})
	case *ir.XMLTable:
		j.xmlTable(t, sc)
	case *ir.PivotRef:
		j.pivot(t, sc, outer)
	case *ir.UnpivotRef:
		j.unpivot(t, sc, outer)
	case *ir.RawTable:
		sc.ranges = append(sc.ranges, &rangeVar{rel: openRelation()})
	}
}

// tableRef finds what a table name means: a WITH element, a table or view, something that comes with the database.
func (j *job) tableRef(t *ir.TableRef) *rangeVar {
	rv := &rangeVar{name: t.Alias, rel: openRelation()}
	if t.SystemTime != nil {
		j.x(&t.SystemTime.From)
		j.x(&t.SystemTime.To)
	}
	if rv.name.IsZero() {
		rv.name, rv.full = t.Name.Last(), t.Name
	}
	if !t.Name.Link.IsZero() || len(t.Name.Parts) == 0 {
		return rv
	}
	if len(t.Name.Parts) == 1 {
		if c := j.findCTE(t.Name.Parts[0].Key); c != nil {
			t.CTE = c.node
			rv.rel = c.rel
			return rv
		}
	}
	if t.Transition != "" {
		if j.row != nil {
			rv.rel = j.row
		}
		return rv
	}
	if j.tsql() {
		if rel := j.batchTable(t); rel != nil {
			rv.rel = rel
			return rv
		}
	}
	o := j.c.lookup(j.base.Schema, t.Name.Parts)
	switch {
	case o != nil && isRelation(o):
		t.Decl = o
		rv.rel = j.starOf(o, j.c.relationOf(o))
	case t.Name.Last().Is("DUAL"):
		t.Supplied = true
		rv.rel = dual
	case o == nil && j.tsql() && (j.catalogueRef(t, rv) || j.farTable(t)):
	case o == nil && j.outside(t.Name):
		t.Supplied = true
		rv.rel.supplied, rv.rel.view = true, t.Name.Last()
	case o == nil:
		j.missing(t.Name, "table")
	}
	return rv
}

// farTable puts what a synonym of SQL Server stands for in its place where that is on another server.
func (j *job) farTable(t *ir.TableRef) bool {
	far, ok := j.c.synonymTarget(j.base.Schema, t.Name.Parts)
	if !ok || far.Link.IsZero() {
		return false
	}
	if t.Alias.IsZero() {
		t.Alias = t.Name.Last()
	}
	sp := t.Name.Sp
	t.Name = far
	t.Name.Sp = sp
	return true
}

// starOf gives a table that was made of all columns of a view of the data dictionary the columns of that view.
func (j *job) starOf(o ir.Object, rel *relation) *relation {
	t, ok := o.(*ir.Table)
	if !ok || !rel.open || rel.supplied || j.tsql() {
		return rel
	}
	n := t.StarOf()
	if n.IsZero() || j.c.lookup(t.Schema, n.Parts) != nil || !j.outside(n) {
		return rel
	}
	r := *rel
	r.supplied, r.view = true, n.Last()
	return &r
}

// dual is Oracle's table DUAL.
var dual = func() *relation {
	r := &relation{}
	r.add(relCol{name: ir.MakeName("dummy"), typ: vc(1)})
	r.seal()
	return r
}()

func (j *job) findCTE(name string) *cte {
	for s := j.sc; s != nil; s = s.parent {
		for i := len(s.ctes) - 1; i >= 0; i-- {
			if s.ctes[i].node.Name.Key == name {
				return s.ctes[i]
			}
		}
	}
	return nil
}

func (j *job) derived(t *ir.SubqueryRef, sc, outer *scope) {
	if !t.Lateral {
		j.sc = outer
	}
	cols := j.query(t.Query, nil)
	if j.tsql() {
		j.columnNulls(t.Query)
		cols = t.Query.Cols
	}
	if d := documentType(t.Query); d != nil {
		cols = []*ir.Field{{Name: ir.MakeName("document"), Type: d}}
	}
	j.sc = sc
	sc.ranges = append(sc.ranges, &rangeVar{name: t.Alias, rel: relationOf(cols, t.Cols)})
}

func (j *job) join(t *ir.JoinExpr, sc, outer *scope) {
	first := len(sc.ranges)
	j.from(t.L, sc, outer)
	mid := len(sc.ranges)
	if s, ok := t.R.(*ir.SubqueryRef); ok && (t.Kind == ir.JoinCrossApply || t.Kind == ir.JoinOuterApply) {
		lateral := s.Lateral
		s.Lateral = true
		j.from(s, sc, outer)
		s.Lateral = lateral
	} else {
		j.from(t.R, sc, outer)
	}
	using := t.Using
	if t.Natural {
		using = commonColumns(sc.ranges[first:mid], sc.ranges[mid:])
	}
	for _, n := range using {
		sc.merge(n, sc.ranges[first:])
	}
	j.x(&t.On)
	j.xs(t.PartitionBy)
}

// merge notes a column of USING.
func (s *scope) merge(n ir.Name, ranges []*rangeVar) {
	for i := range s.merged {
		if s.merged[i].name == n.Key {
			return
		}
	}
	c := relCol{name: n, typ: tUnknown}
	for _, r := range ranges {
		if f := r.rel.find(n.Key); f != nil {
			c.typ, c.decl = f.typ, f.decl
			break
		}
	}
	s.merged = append(s.merged, mergedCol{name: n.Key, col: c})
}

func commonColumns(l, r []*rangeVar) []ir.Name {
	var names []ir.Name
	for _, a := range l {
		for i := range a.rel.cols {
			for _, b := range r {
				if b.rel.find(a.rel.cols[i].name.Key) != nil {
					names = append(names, a.rel.cols[i].name)
				}
			}
		}
	}
	return names
}

// tableFunction is TABLE(x), or a function's name in FROM: its rows are the elements of a collection.
func (j *job) tableFunction(t *ir.FuncRef, sc *scope) {
	j.x(&t.X)
	rel := &relation{}
	b := typeOf(t.X).Base()
	switch {
	case len(t.ColDefs) > 0:
		for _, f := range t.ColDefs {
			j.typ(f.Type)
			rel.add(relCol{name: f.Name, typ: f.Type})
		}
	case b.Kind == ir.TCollection:
		if fields := j.rowOf(known(b.Elem)); fields != nil {
			for _, f := range fields {
				rel.add(relCol{name: f.Name, typ: f.Type})
			}
		} else if classOf(known(b.Elem)) != clUnknown {
			rel.add(relCol{name: ir.MakeName("column_value"), typ: b.Elem})
		} else {
			rel.open = true
		}
	case j.tsql():
		*rel = *j.tsqlTableFunction(t)
	default:
		rel.open = true
	}
	if len(t.Cols) > 0 {
		named := &relation{}
		for i, n := range t.Cols {
			c := relCol{name: n}
			if m, ok := t.X.(*ir.MethodCall); ok && j.tsql() && strings.EqualFold(m.Name.Text, "nodes") {
				c.typ = tNode
			}
			if i < len(rel.cols) {
				c.typ = rel.cols[i].typ
			}
			named.add(c)
		}
		rel = named
	}
	rel.seal()
	if b.Kind == ir.TCollection && typeObject(b.Elem) != nil {
		rel.row = b.Elem // VALUE(t) is the object
	}
	sc.ranges = append(sc.ranges, &rangeVar{name: t.Alias, rel: rel})
}

func (j *job) jsonColumns(cols []*ir.JSONColumn, rel *relation) {
	for _, c := range cols {
		if c.Nested != nil {
			j.jsonColumns(c.Nested, rel)
			continue
		}
		j.typ(c.Type)
		j.x(&c.OnErrorVal)
		j.x(&c.OnEmptyVal)
		t := c.Type
		switch {
		case c.Ordinality:
			t = tCount
		case t == nil && c.Exists:
			t = vc(5)
		case t == nil:
			t = vc(4000)
		}
		rel.add(relCol{name: c.Name, typ: t})
	}
}

func (j *job) xmlTable(t *ir.XMLTable, sc *scope) {
	for i := range t.Namespaces {
		j.x(&t.Namespaces[i].Value)
		j.x(&t.Namespaces[i].AsE)
	}
	for i := range t.Passing {
		j.x(&t.Passing[i].Value)
		j.x(&t.Passing[i].AsE)
	}
	rel := &relation{}
	for _, c := range t.Columns {
		j.typ(c.Type)
		j.x(&c.Path)
		j.x(&c.Default)
		switch {
		case c.Ordinality:
			rel.add(relCol{name: c.Name, typ: tCount})
		case c.Type == nil:
			rel.add(relCol{name: c.Name, typ: tXML})
		default:
			rel.add(relCol{name: c.Name, typ: c.Type})
		}
	}
	if len(t.Columns) == 0 {
		rel.add(relCol{name: ir.MakeName("column_value"), typ: tXML})
	}
	rel.seal()
	sc.ranges = append(sc.ranges, &rangeVar{name: t.Alias, rel: rel})
}

// inner resolves the table expression below a pivot in a scope of its own.
func (j *job) inner(t ir.TableExpr, outer *scope) *scope {
	saved := j.sc
	in := &scope{parent: outer, query: true}
	j.sc = in
	j.from(t, in, outer)
	j.sc = saved
	return in
}

// pivot: the columns that are neither aggregated nor pivoted stay; one column comes for each value and aggregate.
func (j *job) pivot(t *ir.PivotRef, sc, outer *scope) {
	in := j.inner(t.X, outer)
	used := map[string]bool{}
	saved := j.sc
	j.sc = in
	for _, a := range t.Aggs {
		j.x(&a.Expr)
		ir.Walk(a.Expr, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok {
				used[r.Name.Last().Key] = true
			}
			return true
		})
	}
	for _, f := range t.For {
		used[f.Key] = true
	}
	for _, i := range t.In {
		j.x(&i.Expr)
	}
	j.sc = saved
	j.subquery(t.Query)
	rel := &relation{open: t.XML}
	for _, r := range in.ranges {
		rel.open = rel.open || r.rel.open
		for _, c := range r.rel.cols {
			if !used[c.name.Key] && !c.hidden {
				rel.add(relCol{name: c.name, typ: c.typ, decl: c.decl})
			}
		}
	}
	for _, i := range t.In {
		for _, a := range t.Aggs {
			rel.add(relCol{name: pivotName(i, a), typ: typeOf(a.Expr)})
		}
	}
	rel.seal()
	name := t.Alias
	if name.IsZero() && len(in.ranges) == 1 {
		name = in.ranges[0].name
	}
	sc.ranges = append(sc.ranges, &rangeVar{name: name, rel: rel})
}

// pivotName is the name of a column that PIVOT makes: the value's alias, with the aggregate's behind an underscore.
func pivotName(value, agg *ir.SelectItem) ir.Name {
	n := value.Alias
	if n.IsZero() {
		text := value.Span().Text()
		n = ir.Name{Key: text, Text: text, Quoted: true}
	}
	if !agg.Alias.IsZero() {
		n.Key += "_" + agg.Alias.Key
		n.Text += "_" + agg.Alias.Text
	}
	return n
}

// labelType is the type of what UNPIVOT calls the columns: constants of several lengths are VARCHAR2.
func labelType(label, t *ir.Type) *ir.Type {
	switch {
	case label == nil:
		return t
	case label.IsString() && t.IsString() && label.Base().Len != t.Base().Len:
		return tVarChar
	}
	return label
}

func (j *job) unpivot(t *ir.UnpivotRef, sc, outer *scope) {
	in := j.inner(t.X, outer)
	used := map[string]bool{}
	types := make([]*ir.Type, len(t.Cols))
	var label *ir.Type
	for _, g := range t.In {
		for i, n := range g.Cols {
			used[n.Key] = true
			for _, r := range in.ranges {
				if c := r.rel.find(n.Key); c != nil && i < len(types) {
					if types[i] == nil {
						types[i] = c.typ
					}
					types[i] = unify(types[i], c.typ)
				}
			}
		}
		j.xs(g.As)
		if len(g.As) > 0 {
			label = labelType(label, typeOf(g.As[0]))
		}
	}
	rel := &relation{}
	for _, r := range in.ranges {
		rel.open = rel.open || r.rel.open
		for _, c := range r.rel.cols {
			if !used[c.name.Key] && !c.hidden {
				rel.add(relCol{name: c.name, typ: c.typ, decl: c.decl})
			}
		}
	}
	if label == nil {
		label = tVarChar
	}
	for _, n := range t.For {
		rel.add(relCol{name: n, typ: label})
	}
	for i, n := range t.Cols {
		rel.add(relCol{name: n, typ: types[i]})
	}
	rel.seal()
	name := t.Alias
	if name.IsZero() && len(in.ranges) == 1 {
		name = in.ranges[0].name
	}
	sc.ranges = append(sc.ranges, &rangeVar{name: name, rel: rel})
}
