package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// call resolves what is spelt name(args): a call, an element of a collection, a constructor, a method.
// The arguments are resolved already.
func (j *job) call(n *ir.Call) ir.Expr {
	if n.Sym != nil {
		return n
	}
	if !n.Name.Link.IsZero() {
		n.Fn = ""
		n.SetType(tUnknown)
		j.outArgs(n.Args)
		return n
	}
	if j.tsql() && j.tsqlBuiltinName(n) {
		return j.tsqlCall(n)
	}
	if n.Fn != "" && len(n.Name.Parts) == 0 {
		return j.builtinCall(n) // made by lowering, no name of the source
	}
	if x := j.scopedCall(n); x != nil {
		return x
	}
	if n.Fn != "" && len(n.Name.Parts) <= 1 {
		return j.builtinCall(n) // package STANDARD comes before the schema's own functions
	}
	if x := j.globalCall(n); x != nil {
		return x
	}
	return j.lastResort(n)
}

// scopedCall looks through the scopes for what a call names; nil when nothing there has the name.
func (j *job) scopedCall(n *ir.Call) ir.Expr {
	parts := n.Name.Parts
	if len(parts) == 0 {
		return nil
	}
	depth := 0
	for s := j.sc; s != nil; s = s.parent {
		if s.query {
			if len(parts) > 1 {
				if x := j.columnCall(s, n, depth); x != nil {
					return x
				}
			} else if x := j.collColumn(s, n, depth); x != nil {
				return x
			}
			depth++
			continue
		}
		if e := s.find(parts[0].Key); e != nil {
			if x := j.bindEntryCall(n, e, 1); x != nil {
				return x
			}
		}
		if s.attrs != nil && !n.NoParens {
			if x := j.attrCall(s.attrs, n); x != nil {
				return x
			}
		}
		if len(parts) > 1 && s.labelled(parts[0].Key) {
			if e := s.find(parts[1].Key); e != nil {
				if x := j.bindEntryCall(n, e, 2); x != nil {
					return x
				}
			}
		}
	}
	return nil
}

// columnCall is a method on a column's value: t.doc.extract(…).
func (j *job) columnCall(s *scope, n *ir.Call, depth int) ir.Expr {
	parts := n.Name.Parts
	for _, r := range s.ranges {
		k := r.matches(parts)
		if k > 0 && k == len(parts)-1 && !n.NoParens {
			if x := j.rowMethod(r, n); x != nil {
				return x
			}
		}
		if k == 0 || k >= len(parts)-1 {
			continue
		}
		ref := &ir.Ref{Name: ir.QName{Parts: parts[:k+1], Sp: n.Name.Sp}}
		ref.Sp = n.Name.Sp
		c := r.rel.find(parts[k].Key)
		if c == nil {
			if !r.rel.open {
				continue
			}
			c = &relCol{name: parts[k], typ: tUnknown}
		}
		t, used := j.fieldPath(c.typ, parts[k+1:len(parts)-1])
		ref.Name.Parts = parts[:k+1+used]
		ref.Sym = &ir.Symbol{Kind: ir.SymColumn, Decl: c.decl, Table: r.name, Type: t, Depth: depth, Fields: used}
		ref.SetType(t)
		return j.tail(ref, parts[k+1+used:], n)
	}
	return nil
}

// rowMethod is a method of the object that is a row: alias.method(), which is VALUE(alias).method().
func (j *job) rowMethod(r *rangeVar, n *ir.Call) ir.Expr {
	name := n.Name.Last()
	t := r.rel.row
	if tab, ok := r.rel.obj.(*ir.Table); ok && !tab.OfType.IsZero() {
		t = j.namedType(tab.OfType)
	}
	o := typeObject(t)
	if o == nil || j.methods(o, name.Key) == nil {
		return nil
	}
	ref := &ir.Ref{Name: ir.QName{Parts: []ir.Name{r.name}, Sp: n.Name.Sp}}
	ref.Sp = n.Name.Sp
	row := &ir.Call{Fn: "value", Args: []ir.Arg{{Value: ref}}}
	row.Sp = n.Name.Sp
	row.Args[0].Value = j.expr(ref)
	return j.member(j.call(row), name, n.Args, true)
}

// collColumn is a call whose name is a column: only a PL/SQL collection in TABLE() or an XML column's shorthand is.
func (j *job) collColumn(s *scope, n *ir.Call, depth int) ir.Expr {
	if n.Fn != "" || n.NoParens {
		if !n.NoParens {
			return nil
		}
		// A niladic function's name may be a column's all the same.
		for _, r := range s.ranges {
			if c := r.rel.find(n.Name.Parts[0].Key); c != nil {
				ref := &ir.Ref{Name: n.Name}
				ref.Sp = n.Sp
				return j.bindColumn(ref, r, c, depth, nil)
			}
		}
	}
	return nil
}

// attrCall is a call on an attribute inside a method: items(i), items.COUNT().
func (j *job) attrCall(t *ir.Type, n *ir.Call) ir.Expr {
	parts := n.Name.Parts
	if t.Base().Kind != ir.TRecord {
		return nil
	}
	for _, f := range t.Base().Fields {
		if f.Name.Key != parts[0].Key {
			continue
		}
		ft, used := j.fieldPath(known(f.Type), parts[1:])
		ref := &ir.Ref{Name: ir.QName{Parts: parts[:1+used], Sp: n.Name.Sp}}
		ref.Sp = n.Name.Sp
		ref.Sym = &ir.Symbol{Kind: ir.SymAttr, Decl: f, Type: ft, Fields: used}
		ref.SetType(ft)
		if 1+used == len(parts) {
			if classOf(ft) != clColl && classOf(ft) != clUnknown {
				return nil
			}
			return j.index(ref, n.Args, n)
		}
		return j.tail(ref, parts[1+used:], n)
	}
	return nil
}

// bindEntryCall makes a call of an entry; used parts of the name led to it. Nil when it does not fit.
func (j *job) bindEntryCall(n *ir.Call, e *entry, used int) ir.Expr {
	j.c.ensure(e)
	rest := n.Name.Parts[used:]
	switch e.kind {
	case ir.SymRoutine:
		if t, ok := e.owner.(*ir.TypeObject); ok && e.over[0].Method == "CONSTRUCTOR" && len(rest) == 0 {
			return j.construct(n, t, t.Type)
		} else if ok && e.over[0].Method == "CONSTRUCTOR" {
			return nil // what stands in front of a dot is the type
		}
		if self := j.self(e, n.Name.Sp); self != nil {
			return j.tail(self, append(n.Name.Parts[used-1:used:used], rest...), n)
		}
		return j.bindRoutineCall(n, e.over, e.owner, rest)
	case ir.SymType:
		if len(rest) == 0 {
			return j.construct(n, e.node, e.typ)
		}
		return nil
	case ir.SymCursor:
		if len(rest) > 0 {
			return nil
		}
		n.Sym = &ir.Symbol{Kind: ir.SymCursor, Decl: e.node, Owner: e.owner, Type: e.typ}
		n.Fn = ""
		n.SetType(known(e.typ))
		if d, ok := e.node.(*ir.CursorDecl); ok {
			j.convertArgs(n.Args, d.Params)
		}
		return n
	case ir.SymVar, ir.SymPackageVar, ir.SymParam, ir.SymLoopVar:
	default:
		return nil
	}
	t, k := j.fieldPath(known(e.typ), rest)
	if k < len(rest) && !j.hasMember(t, rest[k].Key) {
		return nil
	}
	if k == len(rest) && classOf(t) != clColl && classOf(t) != clUnknown {
		if n.NoParens && len(n.Args) == 0 {
			return j.variableRef(n, e, used+k, t, k)
		}
		return nil // a scalar is not called: the name means something further out
	}
	ref := j.variableRef(n, e, used+k, t, k)
	if k == len(rest) {
		return j.index(ref, n.Args, n)
	}
	return j.tail(ref, rest[k:], n)
}

// self gives the object in whose method a member method is named without one; nil when e is no member method.
func (j *job) self(e *entry, at diag.Span) ir.Expr {
	if _, ok := e.owner.(*ir.TypeObject); !ok || e.kind != ir.SymRoutine {
		return nil
	}
	switch e.over[0].Method {
	case "STATIC", "CONSTRUCTOR":
		return nil
	}
	for s := j.sc; s != nil; s = s.parent {
		if x := s.find("SELF"); x != nil && x.kind == ir.SymParam {
			ref := &ir.Ref{Name: ir.QName{Parts: []ir.Name{ir.MakeName("SELF")}, Sp: at}, Sym: x.symbol(0, x.typ)}
			ref.Sp = at
			ref.SetType(x.typ)
			return ref
		}
	}
	return nil
}

func (j *job) variableRef(n *ir.Call, e *entry, used int, t *ir.Type, fields int) *ir.Ref {
	ref := &ir.Ref{Name: ir.QName{Parts: n.Name.Parts[:used], Sp: n.Name.Sp}, Sym: e.symbol(fields, t)}
	j.noteState(e)
	ref.Sp = n.Name.Sp
	ref.SetType(t)
	return ref
}

// bindRoutineCall binds a call whose name leads to a routine; rest is what follows: a member of its result.
func (j *job) bindRoutineCall(n *ir.Call, over []*ir.Routine, owner ir.Object, rest []ir.Name) ir.Expr {
	if len(rest) == 0 {
		j.bindCall(n, over, owner)
		// f(i) of a function without parameters that returns a collection is an element of its result.
		if r, ok := n.Sym.Decl.(*ir.Routine); ok && len(r.Params) == 0 && len(n.Args) > 0 && classOf(n.Type()) == clColl {
			args := n.Args
			n.Args, n.NoParens = nil, true
			return j.index(n, args, n)
		}
		return n
	}
	inner := &ir.Call{Name: n.Name, NoParens: true}
	inner.Sp = n.Name.Sp
	inner.Name.Parts = n.Name.Parts[:len(n.Name.Parts)-len(rest)]
	j.bindCall(inner, over, owner)
	return j.tail(inner, rest, n)
}

// tail applies the last parts of a call's name to a value: fields and methods, the last with the call's arguments.
func (j *job) tail(x ir.Expr, parts []ir.Name, n *ir.Call) ir.Expr {
	for i, p := range parts {
		if i == len(parts)-1 {
			j.stmtMethod = n == j.stmtCall
			x = j.member(x, p, n.Args, !n.NoParens)
		} else {
			x = j.member(x, p, nil, false)
		}
	}
	setSpan(x, n.Sp)
	return x
}

// setSpan gives a node that resolution made the place of the one it replaces.
func setSpan(x ir.Expr, sp diag.Span) {
	switch b := x.(type) {
	case *ir.Call:
		b.Sp = sp
	case *ir.FieldSel:
		b.Sp = sp
	case *ir.MethodCall:
		b.Sp = sp
	case *ir.Index:
		b.Sp = sp
	}
}

// construct turns a call of a type into a constructor call.
func (j *job) construct(n *ir.Call, decl ir.Node, shape *ir.Type) ir.Expr {
	t := &ir.Type{Kind: ir.TNamed, Name: n.Name, Decl: decl, Target: shape, Sp: n.Name.Sp}
	x := &ir.New{To: t, Args: n.Args}
	x.Sp = n.Sp
	x.SetType(t)
	j.constructorArgs(x)
	return x
}

// constructorArgs converts the arguments to elements' or attributes' types, or those of a constructor function.
func (j *job) constructorArgs(x *ir.New) {
	o := typeObject(x.To)
	b := x.To.Base()
	switch {
	case b.Kind == ir.TCollection:
		for i := range x.Args {
			j.convert(&x.Args[i].Value, b.Elem)
		}
	case o != nil:
		var own []*ir.Routine
		for _, m := range o.Methods {
			if m.Method == "CONSTRUCTOR" {
				own = append(own, m)
			}
		}
		if len(own) > 0 {
			if r, fits := choose(own, x.Args); fits {
				x.Sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: r, Owner: o, Type: x.To}
				j.noteCall(r)
				j.routineArgs(x.Args, formal(r))
				return
			}
		}
		for i, f := range j.allAttrs(x.To) {
			if i < len(x.Args) && x.Args[i].Name.IsZero() {
				j.convert(&x.Args[i].Value, f.Type)
			}
		}
	}
}

// bindCall chooses among overloads and makes n call the one.
func (j *job) bindCall(n *ir.Call, over []*ir.Routine, owner ir.Object) {
	r, _ := choose(ofKind(over, n != j.stmtCall), n.Args)
	n.Fn = ""
	n.Sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: r, Owner: owner, Type: tUnknown}
	if r.Returns != nil {
		n.Sym.Type = j.passed(r.Returns)
	}
	if r.Aggregate.Parts != nil && r.Returns == nil {
		n.Sym.Type = tUnknown
	}
	n.SetType(n.Sym.Type)
	j.noteCall(r)
	j.noteSite(r, n.Args)
	j.routineArgs(n.Args, formal(r))
	if r.SQLMacro {
		n.SetType(tUnknown)
	}
}

// noteCall remembers the call for the facts that go along calls.
func (j *job) noteCall(r *ir.Routine) {
	if j.routine == nil || r == j.routine {
		return
	}
	for _, c := range j.routine.Calls {
		if c == r {
			return
		}
	}
	j.routine.Calls = append(j.routine.Calls, r)
}

// noteSite remembers the arguments for the inference of parameters' types.
func (j *job) noteSite(r *ir.Routine, args []ir.Arg) {
	for _, p := range r.Params {
		if !inferable(p.Type) {
			continue
		}
		if j.c.frozen {
			j.sites = append(j.sites, site{r, args})
		} else {
			j.c.sites = append(j.c.sites, site{r, args})
		}
		return
	}
}

// routineArgs converts arguments to parameters' types and notes the variables that OUT parameters write to.
func (j *job) routineArgs(args []ir.Arg, params []*ir.Param) {
	for i := range args {
		p := paramOf(params, args, i)
		if p == nil {
			continue
		}
		if p.Mode != ir.ModeIn && !(j.tsql() && !args[i].Out) { // SQL Server hands nothing back where the call has no OUTPUT
			j.assignedTo(args[i].Value)
			continue
		}
		j.convert(&args[i].Value, p.Type)
	}
}

// convertArgs converts arguments to parameters' types.
func (j *job) convertArgs(args []ir.Arg, params []*ir.Param) {
	for i := range args {
		if p := paramOf(params, args, i); p != nil && (p.Mode == ir.ModeIn || j.tsql() && !args[i].Out) {
			j.convert(&args[i].Value, p.Type)
		}
	}
}

// outArgs takes every variable among the arguments as possibly written to: the callee is not known.
func (j *job) outArgs(args []ir.Arg) {
	for i := range args {
		switch x := args[i].Value.(type) {
		case *ir.Ref:
			if x.Sym != nil && x.Sym.Kind == ir.SymParam {
				if p, ok := x.Sym.Decl.(*ir.Param); ok && p.Mode == ir.ModeIn {
					continue
				}
			}
			j.assignedTo(x)
		case *ir.Index, *ir.FieldSel:
			j.assignedTo(x)
		}
	}
}
