package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// collMethods are the methods of Oracle's collections, by key, with the ids that MethodCall.Method has.
var collMethods = map[string]string{
	"COUNT": "count", "FIRST": "first", "LAST": "last", "NEXT": "next", "PRIOR": "prior", "EXISTS": "exists",
	"LIMIT": "limit", "EXTEND": "extend", "TRIM": "trim", "DELETE": "delete",
}

// collWrites are the methods that change their collection.
var collWrites = map[string]bool{"extend": true, "trim": true, "delete": true}

// member applies .name or .name(args) to a value: a field, a collection's method, an object's method.
func (j *job) member(x ir.Expr, name ir.Name, args []ir.Arg, parens bool) ir.Expr {
	t := typeOf(x)
	if f := j.field(t, name.Key); f != nil {
		sel := &ir.FieldSel{X: x, Name: name}
		sel.Sp = x.Span()
		sel.SetType(known(f.Type))
		if parens {
			return j.index(sel, args, x)
		}
		return sel
	}
	if m, ok := collMethods[name.Key]; ok && (classOf(t) == clColl || classOf(t) == clUnknown && !parens && args == nil) {
		return j.collMethod(x, name, m, args, parens)
	}
	if t.Is(ir.TJSONTree) {
		if x := j.treeMethod(x, name, args); x != nil {
			return x
		}
	}
	if o := typeObject(t); o != nil {
		if over := j.methods(o, name.Key); over != nil {
			return j.objectMethod(x, name, args, parens, over, o)
		}
	}
	if !parens && classOf(t) != clXML && classOf(t) != clJSON && classOf(t) != clOther {
		sel := &ir.FieldSel{X: x, Name: name}
		sel.Sp = x.Span()
		sel.SetType(tUnknown)
		return sel
	}
	mc := &ir.MethodCall{X: x, Name: name, Args: args, Parens: parens}
	mc.Sp = x.Span()
	mc.SetType(suppliedMethod(t, name.Key))
	if classOf(t) == clUnknown || classOf(t) == clJSON {
		j.assignedTo(x)
	}
	return mc
}

func (j *job) collMethod(x ir.Expr, name ir.Name, m string, args []ir.Arg, parens bool) ir.Expr {
	mc := &ir.MethodCall{X: x, Name: name, Args: args, Parens: parens, Method: m}
	mc.Sp = x.Span()
	b := typeOf(x).Base()
	switch m {
	case "count", "limit":
		mc.SetType(tInt)
	case "exists":
		mc.SetType(tBool)
	case "first", "last", "next", "prior":
		mc.SetType(indexType(b))
	default:
		mc.SetType(tUnknown)
	}
	for i := range args {
		if m != "extend" {
			j.convert(&args[i].Value, indexType(b))
		}
	}
	if collWrites[m] {
		j.assignedTo(x)
	}
	return mc
}

// indexType is the type of a collection's subscripts.
func indexType(b *ir.Type) *ir.Type {
	if b.Kind != ir.TCollection {
		return tUnknown
	}
	if b.Coll == ir.CollAssoc && b.Index != nil {
		return b.Index
	}
	return tInt
}

func (j *job) objectMethod(x ir.Expr, name ir.Name, args []ir.Arg, parens bool, over []*ir.Routine, o *ir.TypeObject) ir.Expr {
	r, _ := choose(ofKind(over, !j.stmtMethod), args)
	j.stmtMethod = false
	if r.Method == "STATIC" {
		return j.staticMethod(x, name, args, parens, r, o)
	}
	mc := &ir.MethodCall{X: x, Name: name, Args: args, Parens: parens}
	mc.Sp = x.Span()
	mc.Sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: r, Owner: o, Type: j.passed(known(r.Returns))}
	if r.Parent != nil {
		mc.Sym.Owner = r.Parent // the supertype that declares an inherited method
	}
	mc.SetType(j.passed(known(r.Returns)))
	j.noteCall(r)
	j.routineArgs(args, formal(r))
	if !r.Function || selfOut(r) {
		j.assignedTo(x)
	}
	return mc
}

// staticMethod is a call, found among the methods of an object's name, that turns out to be of one without an object.
func (j *job) staticMethod(x ir.Expr, name ir.Name, args []ir.Arg, parens bool, r *ir.Routine, o *ir.TypeObject) ir.Expr {
	c := &ir.Call{Args: args, NoParens: !parens}
	c.Name.Parts = append(append(c.Name.Parts, o.Name.Parts...), name)
	c.Sp, c.Name.Sp = x.Span(), x.Span()
	c.Sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: r, Owner: o, Type: j.passed(known(r.Returns))}
	if r.Parent != nil {
		c.Sym.Owner = r.Parent
	}
	c.SetType(j.passed(known(r.Returns)))
	j.noteCall(r)
	j.routineArgs(args, formal(r))
	return c
}

// selfOut tells whether a method changes its object.
func selfOut(r *ir.Routine) bool {
	return len(r.Params) > 0 && r.Params[0].Name.Is("SELF") && r.Params[0].Mode != ir.ModeIn
}

// index makes an element of a collection; at has the place.
func (j *job) index(x ir.Expr, args []ir.Arg, at ir.Node) ir.Expr {
	n := &ir.Index{X: x}
	n.Sp = at.Span()
	for i := range args {
		n.Args = append(n.Args, args[i].Value)
	}
	j.indexed(n)
	return n
}

// indexed types an element.
func (j *job) indexed(n *ir.Index) {
	b := typeOf(n.X).Base()
	if b.Kind != ir.TCollection {
		n.SetType(tUnknown)
		return
	}
	n.SetType(known(b.Elem))
	if len(n.Args) == 1 {
		j.convert(&n.Args[0], indexType(b))
	}
}

// fieldSel resolves X.Name where X is not a plain name.
func (j *job) fieldSel(n *ir.FieldSel) ir.Expr {
	x := j.member(n.X, n.Name, nil, false)
	setSpan(x, n.Sp)
	return x
}

// methodCall resolves X.Name(Args) as lowering made it.
func (j *job) methodCall(n *ir.MethodCall) ir.Expr {
	x := j.member(n.X, n.Name, n.Args, n.Parens || len(n.Args) > 0)
	setSpan(x, n.Sp)
	if m, ok := x.(*ir.MethodCall); ok && j.tsql() {
		if c := hierarchyMethod(m); c != nil {
			return c
		}
	}
	if m, ok := x.(*ir.MethodCall); ok && j.tsql() && m.Method == "" && classOf(typeOf(m)) == clUnknown {
		if t := xmlMethod(m); t != tUnknown {
			m.SetType(t)
		}
	}
	return x
}

// xmlMethods and jsonMethods give the results of the methods of types that come with Oracle.
var xmlMethods = map[string]*ir.Type{
	"EXTRACT": tXML, "GETSTRINGVAL": tVarChar, "GETCLOBVAL": tText, "GETNUMBERVAL": tNumber, "GETBLOBVAL": tBlob,
	"EXISTSNODE": tSmall, "TRANSFORM": tXML, "GETROOTELEMENT": tVarChar, "ISFRAGMENT": tSmall, "GETNAMESPACE": tVarChar,
	"GETSCHEMAURL": tVarChar, "CREATENONSCHEMABASEDXML": tXML, "CREATESCHEMABASEDXML": tXML, "ISSCHEMABASED": tSmall, "ISSCHEMAVALID": tSmall,
}

func suppliedMethod(t *ir.Type, name string) *ir.Type {
	if classOf(t) == clXML {
		return known(xmlMethods[name])
	}
	return tUnknown
}

// root gives the variable that an assignable expression starts from, or nil.
func root(e ir.Expr) *ir.Ref {
	for {
		switch x := e.(type) {
		case *ir.Ref:
			return x
		case *ir.Index:
			e = x.X
		case *ir.FieldSel:
			e = x.X
		case *ir.MethodCall:
			e = x.X
		case *ir.Paren:
			e = x.X
		case *ir.Treat:
			e = x.X
		case *ir.Cast:
			e = x.X
		default:
			return nil
		}
	}
}

// assignedTo notes that the variable behind e is written to.
func (j *job) assignedTo(e ir.Expr) {
	r := root(e)
	if r == nil || r.Sym == nil {
		return
	}
	switch d := r.Sym.Decl.(type) {
	case *ir.Param:
		d.Assigned = true
	case *ir.VarDecl:
		if r.Sym.Kind == ir.SymPackageVar {
			j.assigned = append(j.assigned, d)
			if j.routine != nil {
				j.routine.SetsState = true
			}
		} else {
			d.Assigned = true
		}
	}
}

// mustBe raises the finding about a variable that is written to and nothing declares: PL/pgSQL looks such names up when the routine is
// created, those that are read when the statement runs.
func (j *job) mustBe(r *ir.Ref) {
	if r == nil || r.Sym != nil || r.Name.Key() == "" {
		return
	}
	n := r.Name
	if f := j.missed[n.Key()]; f == nil && len(n.Parts) > 1 {
		n.Parts = n.Parts[:1]
	}
	if f := j.missed[n.Key()]; f != nil && f.Code == diag.NotInSources {
		f.Code = diag.NeedsMissing
	}
}
