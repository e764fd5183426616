package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A member method is a routine type__method with the object as its first parameter, self. A method of a supertype gets
// the supertype's part of the object.

// methodStmt writes x.Method(…) as a statement.
func (p *printer) methodStmt(m *ir.MethodCall, s *ir.CallStmt) {
	for _, a := range m.Args {
		p.hoist(a.Value)
	}
	if m.Method != "" {
		p.collectionStmt(m)
		return
	}
	r := methodRoutine(m)
	if r == nil || r.Function || !p.reaches(m, r) {
		if r == nil || r.Function {
			p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
		}
		p.W("NULL;\n")
		return
	}
	p.routineNeed(r)
	before, self, after := p.selfTarget(m, r)
	if owner, ok := r.Parent.(*ir.TypeObject); ok && hasSubquery(self) {
		b, tmp := p.argVar(self, p.em.qualified(owner), "self")
		before, self = before+b, tmp
	}
	b, args, f := p.procArgs(withoutSelf(r), &ir.Call{ExprBase: m.ExprBase, Args: m.Args})
	if args != "" {
		self += ", "
	}
	p.W(before, b, "CALL ", p.em.routineName(r), "(", self, args, ");\n", f, after)
}

// methodCall writes x.Method(…) as a value.
func (p *printer) methodCall(m *ir.MethodCall) {
	if m.Method != "" {
		p.collectionValue(m)
		return
	}
	r := methodRoutine(m)
	switch {
	case r == nil:
		p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
	case !r.Function:
		p.find(diag.MethodCall, m.Sp, "%s is a procedure", m.Name.Text)
	case p.givesMore(r):
		p.find(diag.OutInExpression, m.Sp, "%s changes its object or has OUT parameters and is called inside an expression", m.Name.Text)
	case p.reaches(m, r):
		if p.inSQL {
			p.noDataInSQL(r, m.Sp)
		}
		p.routineNeed(r)
		args := p.argTexts(m.Args, withoutSelf(r))
		if args != "" {
			args = ", " + args
		}
		p.W(p.em.routineName(r), "(", p.selfValue(m, r), args, ")")
		return
	}
	p.W("NULL")
}

func methodRoutine(m *ir.MethodCall) *ir.Routine {
	if m.Sym == nil {
		return nil
	}
	r, _ := m.Sym.Decl.(*ir.Routine)
	return r
}

// withoutSelf gives a method whose parameters are those that calls have arguments for.
func withoutSelf(r *ir.Routine) *ir.Routine {
	if len(r.Params) == 0 || !r.Params[0].Name.Is("SELF") {
		return r
	}
	return withParams(r, r.Params[1:])
}

// withParams gives a routine to write a call of, with other parameters. It has no findings: those of r may be growing.
func withParams(r *ir.Routine, params []*ir.Param) *ir.Routine {
	c := &ir.Routine{Function: r.Function, Params: params, Returns: r.Returns, Inferred: r.Inferred, Body: r.Body, Method: r.Method,
		Spec: r.Spec, Outer: r.Outer, Overloads: r.Overloads}
	c.Sp, c.Name, c.Schema, c.Parent = r.Sp, r.Name, r.Schema, r.Parent
	return c
}

// objectDecl finds the object type that a type is; nil for another.
func objectDecl(t *ir.Type) *ir.TypeObject {
	for i := 0; t != nil && i < 100; i++ {
		if o, ok := t.Decl.(*ir.TypeObject); ok {
			if o.Object {
				return o
			}
			return nil
		}
		t = t.Target
	}
	return nil
}

// supertypes are the types that o stands under, the nearest first.
func (em *emitter) supertypes(o *ir.TypeObject) []*ir.TypeObject {
	var list []*ir.TypeObject
	for o != nil && !o.Under.IsZero() && len(list) < 100 {
		var up *ir.TypeObject
		for _, x := range em.src.Objects {
			if t, ok := x.(*ir.TypeObject); ok && t.Dropped == "" && t.Type != nil && t.Name.Last().Key == o.Under.Last().Key {
				up = t
				break
			}
		}
		if up == nil {
			break
		}
		list = append(list, up)
		o = up
	}
	return list
}

// stands tells that sub stands under super, however far.
func (em *emitter) stands(sub, super *ir.TypeObject) bool {
	if sub == nil || super == nil || sub == super {
		return false
	}
	for _, t := range em.supertypes(sub) {
		if t == super {
			return true
		}
	}
	return false
}

// receiver is the object that a method is called on, and its type: (x AS supertype).m() runs the supertype's on x.
func (p *printer) receiver(m *ir.MethodCall) (ir.Expr, *ir.TypeObject) {
	x := unwrap(m.X)
	if t, ok := x.(*ir.Treat); ok {
		if from, to := objectDecl(p.typ(t.X)), objectDecl(t.To); from != nil && (from == to || p.em.stands(from, to)) {
			return unwrap(t.X), from
		}
	}
	return x, objectDecl(p.typ(x))
}

// reaches tells that the call runs what it ran in Oracle. Values do not know their own type: a method of a supertype
// that calls what the object's type overrides would not get there.
func (p *printer) reaches(m *ir.MethodCall, r *ir.Routine) bool {
	_, from := p.receiver(m)
	owner, _ := r.Parent.(*ir.TypeObject)
	if from == nil || from == owner || owner == nil {
		return true
	}
	var below []*ir.TypeObject // from, and what is between it and the owner
	for _, t := range append([]*ir.TypeObject{from}, p.em.supertypes(from)...) {
		if t == owner {
			break
		}
		below = append(below, t)
	}
	seen := map[*ir.Routine]bool{}
	var lost *ir.Routine
	var visit func(r *ir.Routine)
	visit = func(r *ir.Routine) {
		if seen[r] || lost != nil {
			return
		}
		seen[r] = true
		for _, c := range r.Calls {
			if t, ok := c.Parent.(*ir.TypeObject); ok && c.Method != "STATIC" && c.Method != "CONSTRUCTOR" && p.em.stands(from, t) && overridden(c, below) {
				lost = c
				return
			}
			visit(c)
		}
	}
	visit(r)
	if lost != nil {
		p.find(diag.SubtypeValue, m.Sp, "%s is a method of %s, and calls %s, which %s overrides",
			m.Name.Text, owner.Name.Last().Text, lost.Name.Last().Text, from.Name.Last().Text)
	}
	return lost == nil
}

func overridden(c *ir.Routine, below []*ir.TypeObject) bool {
	for _, t := range below {
		for _, m := range t.Methods {
			if m.Name.Last().Key == c.Name.Last().Key && m.Function == c.Function && len(withoutSelf(m).Params) == len(withoutSelf(c).Params) {
				return true
			}
		}
	}
	return false
}

// selfValue writes the object as an argument.
func (p *printer) selfValue(m *ir.MethodCall, r *ir.Routine) string {
	x, from := p.receiver(m)
	owner, _ := r.Parent.(*ir.TypeObject)
	if !p.em.stands(from, owner) {
		return p.text(func(q *printer) { q.expr(x) })
	}
	return p.partOf(p.exprText(x), owner, plainObject(x))
}

// plainObject tells objects that are read twice without harm.
func plainObject(x ir.Expr) bool {
	r, ok := x.(*ir.Ref)
	return ok && (r.Sym == nil || r.Sym.Kind != ir.SymPackageVar && r.Sym.Kind != ir.SymRoutine)
}

// partOf writes the supertype's part of an object.
func (p *printer) partOf(x string, super *ir.TypeObject, plain bool) string {
	at := "(v.o)"
	if plain {
		if at = x; p.inSQL || strings.ContainsAny(x, ".[") {
			at = "(" + x + ")"
		}
	}
	var list []string
	for _, f := range p.attributes(super) {
		list = append(list, at+"."+p.em.ident(f.Name))
	}
	row := "ROW(" + strings.Join(list, ", ") + ")::" + p.em.qualified(super)
	if plain {
		return row
	}
	return "(SELECT " + row + " FROM (VALUES (" + x + ")) AS v(o))"
}

// attributes are those of an object type, inherited ones first.
func (p *printer) attributes(o *ir.TypeObject) []*ir.Field {
	found := &p.obj.Obj().Findings
	n := len(found.Items)
	list := p.inheritedFields(o, map[*ir.TypeObject]bool{})
	found.Items = found.Items[:n]
	return list
}

// selfTarget writes the object for a procedure, which may change it.
func (p *printer) selfTarget(m *ir.MethodCall, r *ir.Routine) (before, self, after string) {
	x, from := p.receiver(m)
	owner, _ := r.Parent.(*ir.TypeObject)
	if owner == nil || len(r.Params) > 0 && r.Params[0].Name.Is("SELF") && r.Params[0].Mode == ir.ModeIn {
		return "", p.selfValue(m, r), ""
	}
	t := &ir.Type{Kind: ir.TNamed, Name: owner.Name, Decl: owner, Target: owner.Type}
	q := &ir.Param{Name: ir.MakeName("SELF"), Mode: ir.ModeInOut, Type: t}
	if !p.em.stands(from, owner) {
		self, before, after = p.outArg(q, x)
		return before, self, after
	}
	tmp := p.rt.auxiliary("self "+p.em.qualified(owner)+" "+itoa(p.rt.outs), "self_"+p.em.ownName(owner), p.em.qualified(owner), "")
	p.rt.outs++
	before = tmp + " := " + p.partOf(p.exprText(x), owner, plainObject(x)) + ";\n"
	after = p.text(func(w *printer) {
		for _, f := range p.attributes(owner) {
			sel := &ir.FieldSel{X: x, Name: f.Name}
			sel.SetType(f.Type)
			w.store(sel, func(w *printer) { w.W(tmp, ".", p.em.ident(f.Name)) }, nil)
		}
	})
	return before, tmp, after
}

// losesSubtype finds values of a subtype that go where the supertype is declared: what the subtype adds would be lost.
func (p *printer) losesSubtype(e ir.Expr, to *ir.Type) bool {
	from, super := objectDecl(p.typ(e)), objectDecl(to)
	if !p.em.stands(from, super) {
		return false
	}
	p.find(diag.SubtypeValue, e.Span(), "a value of %s stands where %s is declared", from.Name.Last().Text, super.Name.Last().Text)
	return true
}
