package postgres

import (
	"maps"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// PL/pgSQL has no nested routines. Each becomes a routine of its own, outer__inner, and gets the variables of the outer
// routine that it uses as parameters in front of its own: INOUT where it, or one that it calls, writes to them.

// liftedRoutine is a nested routine with what it uses of the ones around it.
type liftedRoutine struct {
	r    *ir.Routine
	vars []captured
	curs []*ir.CursorDecl // cursors of the outer routine that it opens itself
}

type captured struct {
	decl  ir.Node // *ir.VarDecl, *ir.Param, *ir.ForCursor, *ir.ForNum
	name  ir.Name
	typ   *ir.Type
	write bool
}

// planLifted finds what nested routines use of what is around them. It goes round until nothing is added, since they call each other.
func (p *printer) planLifted(locals []*ir.Routine) {
	var all []*ir.Routine
	var collect func(list []*ir.Routine)
	collect = func(list []*ir.Routine) {
		for _, n := range list {
			if n.Body != nil {
				all = append(all, n)
				collect(n.Locals)
			}
		}
	}
	collect(locals)
	for _, n := range all {
		p.rt.lifted[n] = &liftedRoutine{r: n}
	}
	for changed := true; changed; {
		changed = false
		for _, n := range all {
			if p.capture(p.rt.lifted[n]) {
				changed = true
			}
		}
	}
}

// capture adds to what l uses; it tells whether there was anything new.
func (p *printer) capture(l *liftedRoutine) bool {
	changed := false
	own := declaredIn(l.r)
	add := func(d ir.Node, n ir.Name, t *ir.Type, write bool) {
		if own[d] {
			return
		}
		for i := range l.vars {
			if l.vars[i].decl == d {
				if write && !l.vars[i].write {
					l.vars[i].write, changed = true, true
				}
				return
			}
		}
		l.vars = append(l.vars, captured{d, n, t, write})
		changed = true
	}
	ir.Walk(l.r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.RoutineDecl:
			return false
		case *ir.Ref:
			p.captureRef(l, n, own, add, &changed)
		case *ir.Transition:
			p.captureRow(n.Row, false, add)
		case *ir.Call:
			p.capturePredicate(n, add)
			if m := p.rt.lifted[calledRoutine(n)]; m != nil && m != l {
				for _, v := range m.vars {
					add(v.decl, v.name, v.typ, v.write)
				}
			}
			if n.Sym != nil && n.Sym.Kind == ir.SymCursor {
				p.captureCursor(l, n.Sym, own, &changed)
			}
		}
		return true
	})
	for i := 0; i < len(l.curs); i++ {
		p.captureQuery(l, l.curs[i], own, add, &changed)
	}
	eachTarget(l.r.Body, func(e ir.Expr) {
		if t, ok := e.(*ir.Transition); ok {
			p.captureRow(t.Row, true, add)
			return
		}
		r, ok := e.(*ir.Ref)
		if !ok {
			return
		}
		if o, t := p.attributeOf(r); o != nil {
			add(o, ir.MakeName("SELF"), t, true)
		} else if d, t := capturable(r); d != nil {
			add(d, r.Name.Parts[len(r.Name.Parts)-1-r.Sym.Fields], t, true)
		}
	})
	return changed
}

func (p *printer) captureRef(l *liftedRoutine, r *ir.Ref, own map[ir.Node]bool, add func(ir.Node, ir.Name, *ir.Type, bool), changed *bool) {
	if r.Sym == nil {
		return
	}
	if m := p.rt.lifted[calledRoutine(r)]; m != nil && m != l {
		for _, v := range m.vars {
			add(v.decl, v.name, v.typ, v.write)
		}
		return
	}
	if r.Sym.Kind == ir.SymCursor {
		p.captureCursor(l, r.Sym, own, changed)
		return
	}
	if o, t := p.attributeOf(r); o != nil {
		add(o, ir.MakeName("SELF"), t, false)
	} else if d, t := capturable(r); d != nil {
		add(d, r.Name.Parts[len(r.Name.Parts)-1-r.Sym.Fields], t, false)
	}
}

// attributeOf gives the object type, in whose method a nested routine uses an attribute or SELF.
func (p *printer) attributeOf(r *ir.Ref) (ir.Node, *ir.Type) {
	if r.Sym == nil || p.rt.r == nil {
		return nil, nil
	}
	o, ok := p.rt.r.Parent.(*ir.TypeObject)
	if !ok || r.Sym.Kind != ir.SymAttr && r.Sym.Decl != ir.Node(o) {
		return nil, nil
	}
	return o, &ir.Type{Kind: ir.TNamed, Name: o.Name, Decl: o, Target: o.Type}
}

func (p *printer) captureCursor(l *liftedRoutine, s *ir.Symbol, own map[ir.Node]bool, changed *bool) {
	d, ok := s.Decl.(*ir.CursorDecl)
	if !ok || own[d] || p.em.packageCursors[d] != nil {
		return
	}
	for _, x := range l.curs {
		if x == d {
			return
		}
	}
	l.curs = append(l.curs, d)
	*changed = true
}

// captureQuery adds what the query of an outer cursor uses: the cursor is declared again where it is opened.
func (p *printer) captureQuery(l *liftedRoutine, c *ir.CursorDecl, own map[ir.Node]bool, add func(ir.Node, ir.Name, *ir.Type, bool), changed *bool) {
	ir.Walk(c, func(n ir.Node) bool {
		r, ok := n.(*ir.Ref)
		if !ok {
			return true
		}
		for _, q := range c.Params {
			if d, _ := capturable(r); d == ir.Node(q) {
				return false
			}
		}
		p.captureRef(l, r, own, add, changed)
		return true
	})
}

// capturable is the declaration and type of a local variable that a reference means.
func capturable(r *ir.Ref) (ir.Node, *ir.Type) {
	if r.Sym == nil || len(r.Name.Parts) <= r.Sym.Fields {
		return nil, nil
	}
	switch d := r.Sym.Decl.(type) {
	case *ir.VarDecl:
		if r.Sym.Kind == ir.SymVar {
			return d, d.Type
		}
	case *ir.Param:
		if d.Inferred != nil {
			return d, d.Inferred
		}
		return d, d.Type
	case *ir.ForCursor:
		return d, d.RowType
	case *ir.ForNum, *ir.Forall:
		return d, &ir.Type{Kind: ir.TInt, Bits: 32}
	}
	return nil, nil
}

// declaredIn collects the declarations inside a routine, its parameters included.
func declaredIn(r *ir.Routine) map[ir.Node]bool {
	own := map[ir.Node]bool{}
	for _, q := range r.Params {
		own[q] = true
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.VarDecl, *ir.CursorDecl, *ir.ForNum, *ir.ForCursor, *ir.Forall:
			own[n] = true
			if c, ok := n.(*ir.CursorDecl); ok {
				for _, q := range c.Params {
					own[q] = true
				}
			}
		case *ir.ForEach:
			own[n.Index], own[n.Value] = true, true
		case *ir.RoutineDecl:
			return false
		}
		return true
	})
	return own
}

// localRoutines are the routines that a list of declarations defines.
func localRoutines(list []ir.Decl) []*ir.Routine {
	var all []*ir.Routine
	for _, d := range list {
		if r, ok := d.(*ir.RoutineDecl); ok && r.Routine != nil && r.Routine.Body != nil {
			all = append(all, r.Routine)
		}
	}
	return all
}

// liftedRoutines writes nested routines in front of the body they stand in.
func (p *printer) liftedRoutines(locals []*ir.Routine) {
	outer := p.rt
	for _, n := range locals {
		if n.Body == nil || p.refuseRoutine(n) {
			continue
		}
		l := outer.lifted[n]
		for _, v := range l.vars {
			if c, ok := cursorOf(v.typ); ok {
				p.rowTypeOf(c, v.typ) // one type for both
			}
		}
		kind := bodyProcedure
		if n.Function {
			kind = bodyFunction
		}
		p.rt = newScope(kind)
		p.rt.r, p.rt.label, p.rt.lifted = n, p.em.localName(n), outer.lifted
		p.rt.borrowed = append(p.rt.borrowed, l.curs...)
		p.rt.lent, p.rt.typed = outer.typed, maps.Clone(outer.typed)
		if n.Function && p.givesMore(n) {
			p.rt.result = resultColumn(p.em, n)
		}
		for _, v := range l.vars {
			name := p.em.liftedName(l, v)
			p.rt.names[unquoteIdent(name)] = true
			p.rt.rename[v.decl] = name
			if v.typ == nil || v.typ.Is(ir.TUnknown, ir.TAnchor) {
				p.find(diag.NestedWrites, n.Sp, "the nested routine %s uses %s, whose type is not known", n.Name.Last().Text, v.name.Text)
			}
		}
		p.oneRoutine(n)
		p.NL()
		p.rt = outer
	}
}

// cursorOf gives the cursor whose rows have the type.
func cursorOf(t *ir.Type) (*ir.CursorDecl, bool) {
	if t == nil || t.Kind != ir.TRow {
		return nil, false
	}
	c, ok := t.Decl.(*ir.CursorDecl)
	return c, ok
}

// liftedParams are the parameters for what a nested routine uses of the ones around it.
func (p *printer) liftedParams(r *ir.Routine) []string {
	l := p.rt.lifted[r]
	if l == nil {
		return nil
	}
	var list []string
	for _, v := range l.vars {
		mode, typ := "", "record"
		if v.typ != nil {
			typ = p.typeName(v.typ, useParam)
		}
		if v.write {
			mode = "INOUT "
			typ = outTypeName(typ, v.typ)
		}
		list = append(list, mode+p.em.liftedName(l, v)+" "+typ)
	}
	return list
}

// liftedName is the name that a captured variable has in a nested routine: its own, unless that declares the same.
func (em *emitter) liftedName(l *liftedRoutine, v captured) string {
	name := shorten(em.fold(v.name))
	taken := func(s string) bool {
		for _, q := range l.r.Params {
			if em.fold(q.Name) == s {
				return true
			}
		}
		for d := range declaredIn(l.r) {
			if x, ok := d.(*ir.VarDecl); ok && em.fold(x.Name) == s {
				return true
			}
		}
		for _, o := range l.vars {
			if o.decl == v.decl {
				break
			}
			if em.fold(o.name) == s {
				return true
			}
		}
		return false
	}
	for base, n := name, 1; taken(name); n++ {
		name = base + "_outer"
		if n > 1 {
			name += itoa(n)
		}
	}
	return varIdent(name)
}

// liftedWrites are the captured variables that a nested routine changes.
func (p *printer) liftedWrites(r *ir.Routine) []captured {
	if p.rt == nil || p.rt.lifted[r] == nil {
		return nil
	}
	var list []captured
	for _, v := range p.rt.lifted[r].vars {
		if v.write {
			list = append(list, v)
		}
	}
	return list
}

// givesMore tells functions that give back more than their result: by OUT parameters, or captured variables.
func (p *printer) givesMore(r *ir.Routine) bool { return hasOut(r) || len(p.liftedWrites(r)) > 0 }

// liftedArgs are the arguments for them.
func (p *printer) liftedArgs(r *ir.Routine) []string {
	if p.rt == nil || p.rt.lifted[r] == nil {
		return nil
	}
	var list []string
	for _, v := range p.rt.lifted[r].vars {
		list = append(list, p.varName(v.decl, v.name))
	}
	return list
}

// eachWritten visits the variables that statements below n write to.
func eachWritten(n ir.Node, f func(*ir.Ref)) {
	eachTarget(n, func(e ir.Expr) {
		if r, ok := e.(*ir.Ref); ok {
			f(r)
		}
	})
}

// eachTarget visits the variables and the fields of a trigger's rows that statements below n write to.
func eachTarget(n ir.Node, f func(ir.Expr)) {
	target := func(e ir.Expr) {
		for e != nil {
			switch x := e.(type) {
			case *ir.Ref, *ir.Transition:
				f(x)
				return
			case *ir.FieldSel:
				e = x.X
			case *ir.Index:
				e = x.X
			default:
				return
			}
		}
	}
	targets := func(list []ir.Expr) {
		for _, e := range list {
			target(e)
		}
	}
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			target(n.Target)
		case *ir.FetchCursor:
			targets(n.Into)
		case *ir.ExecImmediate:
			targets(n.Into)
			targets(n.Returning)
		case *ir.Select:
			targets(n.Into)
		case *ir.Insert:
			targetsOf(n.Returning, targets)
		case *ir.Update:
			targetsOf(n.Returning, targets)
		case *ir.Delete:
			targetsOf(n.Returning, targets)
		case *ir.MethodCall:
			switch n.Method {
			case "extend", "delete", "trim":
				target(n.X)
			}
		case *ir.OpenCursor:
			if n.Query != nil || n.Dynamic != nil {
				target(n.Cursor)
			}
		case *ir.Call:
			if r := calledRoutine(n); r != nil {
				for i, a := range n.Args {
					if q := paramOf(r, a, i); q != nil && q.Mode != ir.ModeIn {
						target(a.Value)
					}
				}
			}
			if at := builtinWrites[n.Fn]; at != nil {
				c, _ := inOrder(n)
				for _, i := range at {
					if i < len(c.Args) {
						target(c.Args[i].Value)
					}
				}
			}
		case *ir.RoutineDecl:
			return false
		}
		return true
	})
}

func targetsOf(r *ir.Returning, f func([]ir.Expr)) {
	if r != nil {
		f(r.Into)
	}
}
