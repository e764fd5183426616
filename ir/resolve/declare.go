package resolve

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// declare computes everything that one object sees of another.
func (c *catalog) declare() {
	for _, o := range c.schema.Objects {
		if p, ok := o.(*ir.Package); ok && p.Dropped == "" {
			c.openPackage(p)
		}
		if t, ok := o.(*ir.TypeObject); ok && t.Dropped == "" {
			c.openType(t)
		}
	}
	for _, o := range c.schema.Objects {
		if o.Obj().Dropped != "" {
			continue
		}
		guard(o, func() { c.declareObject(o) })
	}
	for _, o := range c.schema.Objects {
		if r, ok := o.(*ir.Routine); ok && r.Dropped == "" {
			guard(r, func() { c.defaults(r) })
		}
	}
}

func (c *catalog) declareObject(o ir.Object) {
	switch o := o.(type) {
	case *ir.Table, *ir.View, *ir.MaterializedView:
		c.relationOf(o)
	case *ir.Routine:
		c.signature(o)
	case *ir.Package:
		for _, e := range c.packages[o].sc.list {
			c.ensure(e)
		}
	case *ir.TypeObject:
		c.typeMembers(o)
	case *ir.Synonym:
		o.Decl = c.follow(o, 0)
	}
}

// openPackage enters the names of a package; their types come later.
func (c *catalog) openPackage(p *ir.Package) {
	info := c.packages[p]
	if info == nil {
		info = &pkgInfo{pkg: p}
		c.packages[p] = info
	}
	if info.sc != nil {
		return
	}
	info.sc = &scope{pkg: info, labels: []string{p.Name.Last().Key}}
	members := map[*ir.Routine]bool{}
	for _, r := range p.Routines {
		members[r] = true
	}
	enter := func(list []ir.Decl, private bool) {
		for _, d := range list {
			if rd, ok := d.(*ir.RoutineDecl); ok {
				if !members[rd.Routine] {
					continue // the declaration of a definition that comes
				}
				members[rd.Routine] = false
				private := !rd.Routine.Public && p.HasSpec
				info.sc.add(&entry{name: rd.Routine.Name.Last().Key, kind: ir.SymRoutine, node: rd.Routine, owner: p, private: private})
				continue
			}
			e := declEntry(d, p)
			if e == nil {
				continue
			}
			if old := info.sc.find(e.name); old != nil && private && e.kind == ir.SymCursor && old.kind == ir.SymCursor {
				old.spec, old.node = old.node, e.node // the body gives a cursor of the specification its query
				continue
			}
			e.private = private
			info.sc.add(e)
		}
	}
	enter(p.Spec, false)
	enter(p.Body, p.HasSpec)
}

// declEntry makes the entry of a declaration; nil for one without a name to look up.
func declEntry(d ir.Decl, owner ir.Object) *entry {
	e := &entry{name: d.Common().Name.Key, node: d, owner: owner}
	switch d := d.(type) {
	case *ir.VarDecl:
		e.kind = ir.SymVar
		if _, ok := owner.(*ir.Package); ok {
			e.kind = ir.SymPackageVar
		}
	case *ir.CursorDecl:
		e.kind = ir.SymCursor
	case *ir.TypeDecl:
		e.kind = ir.SymType
	case *ir.ExceptionDecl:
		e.kind = ir.SymException
		d.Owner = owner
	default:
		return nil
	}
	if e.name == "" {
		return nil
	}
	return e
}

// ensure computes the type of a package's entry.
func (c *catalog) ensure(e *entry) {
	if e.state != fresh || c.frozen {
		return
	}
	e.state = running
	defer func() { e.state = done }()
	if e.kind == ir.SymRoutine {
		for _, r := range e.over {
			c.signature(r)
		}
		e.sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: e.node, Owner: e.owner}
		return
	}
	j := c.newJob(e.owner)
	j.sc = e.sc
	j.declared(e)
}

// declared resolves the type of what an entry names, in its own scope.
func (j *job) declared(e *entry) {
	switch d := e.node.(type) {
	case *ir.VarDecl:
		j.typ(d.Type)
		e.typ = known(d.Type)
	case *ir.CursorDecl:
		j.cursor(d)
		e.typ = known(d.RowType)
		if s, ok := e.spec.(*ir.CursorDecl); ok {
			j.cursor(s)
			s.RowType = d.RowType
			inheritDefaults(d.Params, s.Params)
		}
	case *ir.TypeDecl:
		// A recursive type reaches itself through its entry, which is running: its name resolves, its shape follows.
		e.typ = d.Type
		j.typ(d.Type)
	}
	e.sym = &ir.Symbol{Kind: e.kind, Decl: e.node, Owner: e.owner, Type: e.typ}
}

func known(t *ir.Type) *ir.Type {
	if t == nil {
		return ir.UnknownType
	}
	return t
}

// passed is the type of what a parameter or result declared as t gives. INTEGER is a subtype of NUMBER, of which they inherit neither
// precision nor scale (PL/SQL Language Reference, Formal Parameters of Constrained Subtypes): 0.66 stays 0.66.
func (j *job) passed(t *ir.Type) *ir.Type {
	if b := t.Base(); b.Kind == ir.TDecimal && b.IsInteger() && b.Prec > 18 && !j.tsql() {
		return &ir.Type{Kind: ir.TDecimal, Spelled: t.Spelled, Sp: t.Sp}
	}
	return t
}

// signature resolves the types of parameters and result.
func (c *catalog) signature(r *ir.Routine) {
	if c.frozen {
		return
	}
	j := c.newJob(r)
	j.sc = c.scopeAround(r)
	j.signature(r)
}

func (j *job) signature(r *ir.Routine) {
	for _, p := range r.Params {
		j.typ(p.Type)
	}
	j.typ(r.Returns)
	if t := r.ResultTable(); t != nil {
		j.computed(t, r.Returns.Fields)
	}
	if s := r.Spec; s != nil {
		for _, p := range s.Params {
			j.typ(p.Type)
		}
		j.typ(s.Returns)
	}
}

// scopeAround is the scope that a standalone routine, member or method stands in.
func (c *catalog) scopeAround(r *ir.Routine) *scope {
	switch p := r.Parent.(type) {
	case *ir.Package:
		if i := c.packages[p]; i != nil {
			return i.sc
		}
	case *ir.TypeObject:
		if i := c.types[p]; i != nil {
			return i.sc
		}
	}
	return nil
}

// openType makes an object type's scope: its methods and attributes.
func (c *catalog) openType(t *ir.TypeObject) {
	i := c.types[t]
	if i == nil {
		i = &typeInfo{obj: t}
		c.types[t] = i
	}
	i.sc = &scope{labels: []string{t.Name.Last().Key}, attrs: t.Type}
	for _, m := range t.Methods {
		e := i.sc.add(&entry{name: m.Name.Last().Key, kind: ir.SymRoutine, node: m, owner: t})
		e.state = done
		e.sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: e.node, Owner: t}
	}
}

// typeMembers resolves the attributes and, for a subtype, puts the supertype's in front.
func (c *catalog) typeMembers(t *ir.TypeObject) {
	i := c.types[t]
	if i == nil || i.state != fresh || c.frozen {
		return
	}
	i.state = running
	j := c.newJob(t)
	if !t.Under.IsZero() {
		if up, ok := c.lookup(t.Schema, t.Under.Parts).(*ir.TypeObject); ok && up != t {
			c.typeMembers(up)
			i.sc.parent = c.types[up].sc
		} else if !j.suppliedType(t.Under) {
			j.missing(t.Under, "type")
		}
	}
	j.typ(t.Type)
	if t.Shape != nil {
		j.computed(t.Shape, t.Type.Fields)
	}
	i.state = done
}

// relationOf gives the columns of a table or view, computing them once.
func (c *catalog) relationOf(o ir.Object) *relation {
	if r := c.relations[o]; r != nil {
		return r // one that is running is a view on itself: what is known so far
	}
	if c.frozen {
		return openRelation()
	}
	r := &relation{obj: o, state: running}
	c.relations[o] = r
	j := c.newJob(o)
	switch o := o.(type) {
	case *ir.Table:
		j.tableColumns(o, r)
	case *ir.View:
		j.viewColumns(o.Query, o.Cols, o.OfType, r)
	case *ir.MaterializedView:
		if len(o.Cols) == 0 && o.Query != nil {
			nameExpressions(o.Query.Body)
		}
		j.viewColumns(o.Query, o.Cols, ir.QName{}, r)
	}
	r.seal()
	return r
}

// nameExpressions gives columns of a materialized view that have no alias the name that Oracle's catalogue has for them:
// what the source says, without blanks and in upper case, as "SUM(AMT)". A plain view must name them (ORA-00998).
func nameExpressions(b ir.QueryBody) {
	s := ir.FirstSelect(b)
	if s == nil {
		return
	}
	for _, it := range s.Items {
		if it.Star || it.Expr == nil || !outputNameOf(it).IsZero() || it.Sp.IsZero() {
			continue
		}
		text := strings.ToUpper(strings.Join(strings.Fields(it.Expr.Span().Text()), ""))
		if !strings.Contains(text, "--") && !strings.Contains(text, "/*") {
			it.Alias = ir.Name{Key: text, Text: text, Quoted: true}
		}
	}
}

func (j *job) viewColumns(q *ir.Query, names []ir.Name, of ir.QName, r *relation) {
	r.open = true
	var cols []*ir.Field
	if q != nil {
		cols = j.query(q, nil)
		if j.tsql() {
			j.columnNulls(q)
			cols = q.Cols
		}
	}
	if len(names) == 0 && !of.IsZero() {
		if t := j.namedType(of); t != nil && t.Base().Kind == ir.TRecord {
			cols = t.Base().Fields
		}
	}
	r.fill(cols, names)
}

func (j *job) tableColumns(t *ir.Table, r *relation) {
	var untyped []*ir.Column
	add := func(col *ir.Column) {
		j.typ(col.Type)
		if col.Type == nil && col.Generated != nil {
			untyped = append(untyped, col)
		}
		r.add(relCol{name: col.Name, typ: col.Type, decl: col, hidden: col.Invisible})
	}
	written, added := t.Written()
	for _, col := range written {
		add(col)
	}
	j.objectColumns(t, r)
	if t.AsQuery != nil {
		cols := j.query(t.AsQuery, nil)
		if j.tsql() {
			j.columnNulls(t.AsQuery)
			cols = t.AsQuery.Cols
		}
		if len(written) == 0 {
			r.fill(cols, nil)
		}
		for i := range r.cols {
			if i < len(cols) && r.cols[i].typ == ir.UnknownType {
				r.cols[i].typ = cols[i].Type
			}
		}
	}
	for _, col := range added {
		add(col)
	}
	for _, x := range t.Later {
		j.changeColumn(r, x)
	}
	if t.External != "" && len(t.Columns) == 0 || len(t.Columns) == 0 && t.AsQuery == nil && t.OfType.IsZero() {
		r.open = true
	}
	if len(untyped) == 0 {
		return
	}
	r.seal()
	j.sc = tableScope(t.Name, r)
	for _, col := range untyped {
		j.x(&col.Generated)
		col.Type = col.Generated.Type()
		if rc := r.find(col.Name.Key); rc != nil {
			rc.typ = col.Type
		}
	}
	j.sc = nil
}

// changeColumn applies a later change to what a query made.
func (j *job) changeColumn(r *relation, x *ir.AlterAction) {
	i := func(n ir.Name) int {
		return slices.IndexFunc(r.cols, func(c relCol) bool { return c.name.Key == n.Key })
	}
	switch {
	case x.ModifyColumn != nil:
		j.typ(x.ModifyColumn.Type)
		j.x(&x.ModifyColumn.Default)
		if k := i(x.ModifyColumn.Name); k >= 0 && x.ModifyColumn.Type != nil {
			r.cols[k].typ = x.ModifyColumn.Type
		}
	case !x.DropColumn.IsZero():
		if k := i(x.DropColumn); k >= 0 {
			r.cols = slices.Delete(r.cols, k, k+1)
		}
	default:
		if k := i(x.RenameColumn[0]); k >= 0 {
			r.cols[k].name = x.RenameColumn[1]
		}
	}
	r.index = nil
}

// objectColumns adds the attributes of an object table's type; columns that are written for it only have constraints.
func (j *job) objectColumns(t *ir.Table, r *relation) {
	if t.OfType.IsZero() {
		return
	}
	ot := j.namedType(t.OfType)
	if ot == nil || ot.Base().Kind != ir.TRecord {
		r.open = true
		return
	}
	written := r.cols
	r.cols = nil
	for _, f := range j.allAttrs(ot) {
		c := relCol{name: f.Name, typ: f.Type, decl: f}
		for _, w := range written {
			if w.name.Key == f.Name.Key {
				c.decl = w.decl
			}
		}
		r.add(c)
	}
}

// tableScope lets expressions that belong to a table see its columns.
func tableScope(name ir.QName, r *relation) *scope {
	return &scope{query: true, ranges: []*rangeVar{{name: name.Last(), full: name, rel: r}}}
}
