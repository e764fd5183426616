package resolve

import (
	"maps"
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// job resolves one object. It writes to nothing but that object, and to what it gathers here.
type job struct {
	c       *catalog
	obj     ir.Object
	base    *ir.ObjBase
	sc      *scope
	missed  map[string]*diag.Finding // names already reported
	routine *ir.Routine              // the routine being resolved, nested ones too
	trigger *ir.Trigger
	row     *relation                 // the trigger's table
	depth   int                       // nesting, against runaway input
	temps   map[string]*relation      // temporary tables that the body has made, by key
	late    map[*ir.CursorDecl]*entry // cursors over temporary tables that the body has yet to make
	stars   map[*ir.SelectItem]*scope // where the stars of SQL Server's queries look
	heading bool                      // resolving what stands in a routine's heading, which is looked up when it is created

	stmtCall   *ir.Call // the call that is a statement: it means a procedure where a function has the name too
	stmtMethod bool     // the same of the method about to be resolved

	// Gathered for settle: facts about what is shared with other jobs.
	assigned []*ir.VarDecl
	inits    []*ir.VarDecl // variables that begin with a value
	routines []*ir.Routine // all routines of the object, nested ones too
	sites    []site
}

func (c *catalog) newJob(o ir.Object) *job {
	return &job{c: c, obj: o, base: o.Obj()}
}

// object resolves the inside of the job's object.
func (j *job) object() {
	switch o := j.obj.(type) {
	case *ir.Table:
		j.table(o)
	case *ir.MaterializedView:
		j.x(&o.Start)
		j.x(&o.Next)
	case *ir.IndexDef:
		j.indexDef(o)
	case *ir.Sequence:
		j.typ(o.Type)
	case *ir.Grant:
		j.grant(o)
	case *ir.DataScript:
		j.script(o)
	case *ir.Routine:
		j.schemaRoutine(o)
	case *ir.Package:
		j.packageInside(o)
	case *ir.Trigger:
		j.triggerInside(o)
	case *ir.AlterTable:
		j.alterTable(o)
	}
	for _, d := range slices.SortedFunc(maps.Keys(j.late), func(a, b *ir.CursorDecl) int { return a.Sp.Start - b.Sp.Start }) {
		j.opened(d) // it never was
	}
}

// alterTable resolves what is left of an ALTER TABLE: its table is not in the sources.
func (j *job) alterTable(x *ir.AlterTable) {
	j.sc = tableScope(x.Name, openRelation())
	for i := range x.Actions {
		a := &x.Actions[i]
		for _, c := range []*ir.Column{a.AddColumn, a.ModifyColumn} {
			if c == nil {
				continue
			}
			j.typ(c.Type)
			j.defaultOf(&c.Default, c.Type)
			j.x(&c.Generated)
		}
		if a.AddConstraint != nil {
			j.x(&a.AddConstraint.Check)
		}
	}
	j.sc = nil
}

func (j *job) table(t *ir.Table) {
	rel := j.c.relationOf(t)
	j.sc = tableScope(t.Name, rel)
	for _, col := range t.Columns {
		if col.Generated != nil {
			if col.Generated.Type() == nil {
				j.x(&col.Generated)
			}
			j.convert(&col.Generated, col.Type)
		}
		if col.Default != nil {
			j.x(&col.Default)
			j.stored(&col.Default, col.Type)
		}
	}
	for _, con := range t.Constraints {
		if con.Check != nil {
			j.x(&con.Check)
		}
		// A foreign key to a table that is not in the sources is the emitter's to leave out: the table itself is whole.
	}
	j.partitioning(t.Partition)
	j.sc = nil
}

func (j *job) partitioning(p *ir.Partitioning) {
	if p == nil || p.Kind == "REFERENCE" { // what stands there is the name of a foreign key
		return
	}
	for i := range p.Cols {
		j.x(&p.Cols[i])
	}
	if p.Interval != nil {
		j.x(&p.Interval)
	}
	j.partitions(p.Parts)
	j.partitions(p.SubPattern)
	j.partitioning(p.Sub)
}

func (j *job) partitions(list []*ir.Partition) {
	for _, p := range list {
		for i := range p.LessThan {
			if r, ok := p.LessThan[i].(*ir.Ref); ok && len(r.Name.Parts) == 1 && r.Name.Parts[0].Is("MAXVALUE") {
				r.SetType(ir.UnknownType)
				continue
			}
			j.x(&p.LessThan[i])
		}
		for _, row := range p.Values {
			for i := range row {
				j.x(&row[i])
			}
		}
		j.partitions(p.Subs)
	}
}

func (j *job) indexDef(x *ir.IndexDef) {
	if x.Cluster {
		return
	}
	o := j.c.lookup(x.Schema, x.Table.Parts)
	rel := openRelation()
	if o == nil {
		j.missing(x.Table, "table")
	} else if isRelation(o) {
		rel = j.c.relationOf(o)
	}
	j.sc = tableScope(x.Table, rel)
	for _, k := range x.Keys {
		j.x(&k.Expr)
	}
	for _, n := range x.Include {
		if !rel.open && rel.obj != nil && rel.find(n.Key) == nil {
			j.noColumn(ir.QName{Parts: []ir.Name{n}, Sp: x.Sp}, rel.obj)
		}
	}
	j.x(&x.Where)
	j.sc = nil
}

func isRelation(o ir.Object) bool {
	switch o.(type) {
	case *ir.Table, *ir.View, *ir.MaterializedView:
		return true
	}
	return false
}

func (j *job) grant(g *ir.Grant) {
	if g.On.IsZero() || g.OnKind != "" || !g.On.Link.IsZero() {
		return
	}
	g.Decl = j.c.lookup(g.Schema, g.On.Parts)
	if g.Decl == nil && j.tsql() {
		if _, ok := j.c.synonymTarget(g.Schema, g.On.Parts); ok {
			g.Dropped = "the synonym " + g.On.Last().Text + " stands for an object that is not in the sources"
			return
		}
	}
	if g.Decl == nil && !j.outside(g.On) {
		j.missing(g.On, "object")
	}
}

// outside tells names that come with the database, directly or through a synonym.
func (j *job) outside(n ir.QName) bool {
	t, ok := j.c.synonymTarget(j.base.Schema, n.Parts)
	if !ok {
		t = n
	}
	return !t.Link.IsZero() || suppliedName(t.Parts)
}

// packageInside resolves what a package has besides its member routines.
func (j *job) packageInside(p *ir.Package) {
	info := j.c.packages[p]
	if info == nil || info.sc == nil {
		return
	}
	j.sc = info.sc
	for _, list := range [][]ir.Decl{p.Spec, p.Body} {
		for _, d := range list {
			switch d := d.(type) {
			case *ir.VarDecl:
				j.initial(d)
			case *ir.TypeDecl:
				j.typeExprs(d.Type)
			case *ir.Pragma:
				j.pragma(d)
			}
		}
	}
	if p.Init != nil {
		j.block(p.Init)
	}
	j.sc = nil
}

// defaultOf resolves a default and converts it to the type of what it is given to.
func (j *job) defaultOf(e *ir.Expr, t *ir.Type) {
	if *e != nil {
		j.x(e)
		j.assigns(e, t)
	}
}

// initial resolves what a variable begins with.
func (j *job) initial(d *ir.VarDecl) {
	j.defaultOf(&d.Default, d.Type)
	if d.Default != nil {
		j.inits = append(j.inits, d)
	}
}

// typeExprs resolves the expressions inside a type: the defaults of fields, the bounds of a range.
func (j *job) typeExprs(t *ir.Type) {
	if t == nil {
		return
	}
	for _, f := range t.Fields {
		if t.Kind == ir.TRecord && f.Default != nil && f.Default.Type() == nil {
			j.defaultOf(&f.Default, f.Type)
		}
	}
	for i := range t.Range {
		if t.Range[i] != nil && t.Range[i].Type() == nil {
			j.x(&t.Range[i])
		}
	}
}

// pragma gives the arguments a type; they are names and literals that mean nothing at run time.
func (j *job) pragma(p *ir.Pragma) {
	for _, a := range p.Args {
		a.SetType(ir.UnknownType)
	}
}

// schemaRoutine resolves a routine that is an object: standalone, member, method.
func (j *job) schemaRoutine(r *ir.Routine) {
	around := j.c.scopeAround(r)
	j.sc = around
	j.routineInside(r)
	j.sc = nil
}

// defaults resolves the defaults of an object's parameters. It is done before the bodies, since every call looks
// at which parameters have one.
func (c *catalog) defaults(r *ir.Routine) {
	j := c.newJob(r)
	j.sc, j.routine, j.heading = c.scopeAround(r), r, true
	for _, p := range r.Params {
		if p.Default != nil && p.Default.Type() == nil {
			j.x(&p.Default)
			j.convert(&p.Default, p.Type)
		}
	}
	if s := r.Spec; s != nil && s != r {
		for i, p := range s.Params {
			if i < len(r.Params) {
				p.Default = r.Params[i].Default
			}
		}
	}
}

// routineInside resolves parameters' defaults, declarations and body. The scope is the one around the routine.
func (j *job) routineInside(r *ir.Routine) {
	outer := j.routine
	around := j.sc
	j.routine = r
	j.routines = append(j.routines, r)
	sc := &scope{parent: around, routine: r, labels: []string{r.Name.Last().Key}}
	if t, ok := r.Parent.(*ir.TypeObject); ok && r.Method != "" && r.Method != "STATIC" {
		self := &ir.Type{Kind: ir.TNamed, Name: t.Name, Decl: t, Target: t.Type}
		e := sc.add(&entry{name: "SELF", kind: ir.SymParam, node: t, typ: self, state: done})
		e.sym = &ir.Symbol{Kind: ir.SymParam, Decl: t, Type: self}
	}
	for _, p := range r.Params {
		if p.Default != nil && p.Default.Type() == nil { // a nested routine's
			j.heading = true
			j.x(&p.Default)
			j.convert(&p.Default, p.Type)
			j.heading = false
		}
		j.param(sc, p)
	}
	j.sc = sc
	if r.Body != nil {
		j.labelledBlock(r.Body, sc.labels)
	}
	j.sc = around
	j.routine = outer
}

func (j *job) param(sc *scope, p *ir.Param) {
	t := known(p.Type)
	e := sc.add(&entry{name: p.Name.Key, kind: ir.SymParam, node: p, typ: t, state: done})
	e.sym = &ir.Symbol{Kind: ir.SymParam, Decl: p, Type: j.passed(t)}
}

func (j *job) triggerInside(t *ir.Trigger) {
	j.trigger = t
	renameRowAliases(t)
	if t.Level == "" {
		t.Decl = j.c.lookup(t.Schema, t.Table.Parts)
		switch {
		case t.Decl != nil && isRelation(t.Decl):
			j.row = j.c.relationOf(t.Decl)
		case t.Decl == nil:
			j.missing(t.Table, "table")
		}
	}
	sc := &scope{labels: []string{t.Name.Last().Key}}
	j.sc = sc
	j.decls(t.Decls)
	if t.When != nil {
		j.x(&t.When)
	}
	if t.Body != nil {
		j.block(t.Body)
	}
	if t.CallBody != nil {
		j.callStmt(&t.CallBody)
	}
	for _, s := range t.Sections {
		if s.Body != nil {
			j.block(s.Body)
		}
	}
	j.sc = nil
}

// missing reports a name that the sources do not hold, once for each object.
func (j *job) missing(n ir.QName, what string) {
	j.report(n, what, j.needsAtLoad(what))
}

// report reports a missing name; load says that the object cannot be created without it. Where a first use could
// do without it and a later one cannot, the finding is raised.
func (j *job) report(n ir.QName, what string, load bool) {
	key := n.Key()
	if key == "" {
		return
	}
	code := diag.NotInSources
	if load {
		code = diag.NeedsMissing
	}
	if f := j.missed[key]; f != nil {
		if f.Code == diag.NotInSources {
			f.Code = code
		}
		return
	}
	if what == "" {
		what = "object"
	}
	j.once(key, code, n, "not in the sources: "+what+" "+key)
}

// once adds a finding about a name.
func (j *job) once(key string, code *diag.Code, n ir.QName, msg string) {
	if j.missed[key] != nil || ir.HasHole(n) {
		return
	}
	if j.missed == nil {
		j.missed = map[string]*diag.Finding{}
	}
	l := &j.base.Findings
	for _, f := range l.Items { // found in another part of the object: in its heading, or in its body
		if f.Message == msg && (f.Code == code || f.Code == diag.NeedsMissing) {
			j.missed[key] = f
			return
		}
	}
	l.Add(code, n.Sp, "%s", msg)
	j.missed[key] = l.Items[len(l.Items)-1]
}

// needsAtLoad tells whether the object cannot be created without what it names: everything but the statements
// of a procedural body. Types of parameters and variables, and the names in a parameter's default, are looked up when the
// routine is created.
func (j *job) needsAtLoad(what string) bool {
	switch j.obj.(type) {
	case *ir.Routine, *ir.Package, *ir.Trigger:
		return what == "type" || j.heading || j.sc == nil
	}
	return true
}
