package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// decls enters declarations into the current scope, in order, and resolves what is inside them. A routine
// that was declared forward is entered once, as its definition, where the declaration stands.
func (j *job) decls(list []ir.Decl) {
	if len(list) == 0 {
		return
	}
	locals := j.localRoutines(list)
	for _, d := range list {
		if rd, ok := d.(*ir.RoutineDecl); ok {
			def := locals[rd.Routine]
			if def != nil { // the first time that it is met
				j.signature(def) // of the types in front of it
				j.enterLocal(def)
			}
			continue
		}
		e := declEntry(d, nil)
		if x, ok := d.(*ir.ExceptionDecl); ok {
			x.Owner = j.localOwner()
		}
		if e == nil {
			if p, ok := d.(*ir.Pragma); ok {
				j.pragma(p)
			}
			continue
		}
		e.sc = j.sc
		e.state = done
		if e.kind == ir.SymType {
			e = j.sc.add(e) // a type may name itself, behind REF or TABLE OF
			e.sym = &ir.Symbol{Kind: e.kind, Decl: e.node}
			j.declared(e)
			j.typeExprs(e.typ)
			continue
		}
		if c, ok := d.(*ir.CursorDecl); ok && j.overTemp(c) {
			j.waits(c, e)
		} else {
			j.declared(e)
		}
		if v, ok := d.(*ir.VarDecl); ok {
			j.initial(v)
			j.typeExprs(v.Type)
		}
		j.sc.add(e)
	}
	for _, d := range list {
		if rd, ok := d.(*ir.RoutineDecl); ok && rd.Routine.Body != nil {
			j.routineInside(rd.Routine)
		}
	}
}

// localOwner is the routine that a local exception belongs to.
func (j *job) localOwner() ir.Object {
	if j.routine != nil {
		return j.routine
	}
	return j.obj
}

// localRoutines pairs forward declarations with definitions, and maps the first appearance of each to the definition.
func (j *job) localRoutines(list []ir.Decl) map[*ir.Routine]*ir.Routine {
	var all []*ir.Routine
	for _, d := range list {
		if rd, ok := d.(*ir.RoutineDecl); ok && rd.Routine != nil {
			all = append(all, rd.Routine)
		}
	}
	if all == nil {
		return nil
	}
	first := map[*ir.Routine]*ir.Routine{}
	paired := map[*ir.Routine]bool{}
	for i, r := range all {
		if paired[r] {
			continue
		}
		def := r
		if r.Body == nil && r.External == "" {
			for _, d := range all[i+1:] {
				if d.Body != nil && !paired[d] && sameHeading(r, d) {
					paired[d] = true
					d.Spec = r
					inherit(d, r)
					def = d
					break
				}
			}
		}
		first[r] = def
	}
	count := map[string]int{}
	for _, d := range first {
		count[d.Name.Last().Key]++
	}
	for _, d := range first {
		d.Overloads = count[d.Name.Last().Key]
	}
	return first
}

// enterLocal makes a nested routine known.
func (j *job) enterLocal(r *ir.Routine) {
	r.Outer = j.routine
	if j.routine != nil {
		j.routine.Locals = append(j.routine.Locals, r)
	}
	e := j.sc.add(&entry{name: r.Name.Last().Key, kind: ir.SymRoutine, node: r, owner: j.localOwner(), state: done})
	e.sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: e.node, Owner: e.owner}
}

// cursor resolves a cursor's parameters and query and sets its row type.
func (j *job) cursor(d *ir.CursorDecl) {
	saved := j.sc
	j.sc = &scope{parent: saved, labels: []string{d.Name.Key}}
	for _, p := range d.Params {
		j.typ(p.Type)
		j.x(&p.Default)
		j.param(j.sc, p)
	}
	j.typ(d.Return)
	var cols []*ir.Field
	if d.Query != nil {
		cols = j.query(d.Query, nil)
	}
	switch {
	case d.Return != nil && cols == nil:
		d.RowType = &ir.Type{Kind: ir.TRow, Decl: d, Fields: j.rowOf(d.Return)}
	default:
		d.RowType = &ir.Type{Kind: ir.TRow, Decl: d, Fields: cols}
	}
	j.sc = saved
}

// overTemp tells a cursor of SQL Server's over a #t that no statement so far has made: DECLARE … CURSOR is a statement there, and
// stands behind the one that makes it.
func (j *job) overTemp(d *ir.CursorDecl) (over bool) {
	if j.c.schema.Source != ir.SQLServer || d.Query == nil {
		return false
	}
	ir.Walk(d.Query, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && (ir.IsTempName(t.Name.Last()) && j.temps[t.Name.Last().Key] == nil || j.yetToMake(t.Name)) {
			over = true
		}
		return !over
	})
	return over
}

// waits has a cursor resolved when it is opened.
func (j *job) waits(d *ir.CursorDecl, e *entry) {
	e.typ = tUnknown
	e.sym = &ir.Symbol{Kind: e.kind, Decl: e.node, Owner: e.owner, Type: e.typ}
	if j.late == nil {
		j.late = map[*ir.CursorDecl]*entry{}
	}
	j.late[d] = e
}

// opened resolves a cursor that waited for its tables.
func (j *job) opened(d *ir.CursorDecl) {
	e := j.late[d]
	if e == nil {
		return
	}
	delete(j.late, d)
	saved := j.sc
	j.sc = e.sc
	j.cursor(d)
	j.sc = saved
	e.typ = known(d.RowType)
	e.sym.Type = e.typ
}

// cursorRow gives the row type of what a FOR loop or FETCH runs over.
func cursorRow(e ir.Expr) *ir.Type {
	var sym *ir.Symbol
	switch x := e.(type) {
	case *ir.Ref:
		sym = x.Sym
	case *ir.Call:
		sym = x.Sym
	}
	if sym == nil {
		return tUnknown
	}
	if d, ok := sym.Decl.(*ir.CursorDecl); ok {
		return known(d.RowType)
	}
	if sym.Type.Is(ir.TRefCursor) {
		return known(sym.Type.Base().Elem)
	}
	return tUnknown
}
