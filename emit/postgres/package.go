package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A package is a schema with its routines in it. Its constants become functions without arguments. Its variables live in
// settings of the session, read by a function of the variable's name and written by set_<name>.

// packageTypes writes the record types of a package.
func (p *printer) packageTypes(pk *ir.Package) {
	done := map[string]bool{}
	eachPackageDecl(pk, func(d ir.Decl) {
		t, ok := d.(*ir.TypeDecl)
		if !ok || t.Type == nil || t.Type.Kind != ir.TRecord || done[t.Name.Key] {
			return
		}
		done[t.Name.Key] = true
		n := p.reds()
		text := p.compositeType(p.em.declaredTypeName(t), t.Type.Fields)
		if p.reds() > n {
			return // whatever uses it is refused as well: see typeFails
		}
		p.leads(t.Lead)
		p.W(text, "\n\n")
	})
	p.packageRowTypes(pk)
}

// reds counts the red findings so far, and the failures that follow from one.
func (p *printer) reds() int {
	n := p.obj.Obj().Findings.Followed
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code.Severity == diag.Red {
			n++
		}
	}
	return n
}

// typeFails tells record types of packages that cannot be written.
func (em *emitter) typeFails(d *ir.TypeDecl) bool {
	if v, ok := em.plan.fails.Load(d); ok {
		return v.(bool)
	}
	em.plan.fails.Store(d, false) // a type that contains itself ends here
	q := em.newPrinter(&ir.Routine{})
	q.compositeType("t", d.Type.Fields)
	bad := q.reds() > 0
	em.plan.fails.Store(d, bad)
	return bad
}

func eachPackageDecl(pk *ir.Package, f func(ir.Decl)) {
	for _, list := range [][]ir.Decl{pk.Spec, pk.Body} {
		for _, d := range list {
			f(d)
		}
	}
}

// packageState writes the functions for constants and variables, and the initialisation part.
func (p *printer) packageState(pk *ir.Package) {
	p.rt = newScope(bodyFunction)
	p.rt.label = "package"
	defer func() { p.rt = nil }()
	var vars []*ir.VarDecl
	eachPackageDecl(pk, func(d ir.Decl) {
		switch d := d.(type) {
		case *ir.VarDecl:
			if p.em.isConstant(d) {
				p.constantFunction(pk, d)
				return
			}
			vars = append(vars, d)
		case *ir.RawDecl:
			p.find(diag.StmtNotConverted, d.Sp, "the declaration is not converted: %s", firstLine(d.Text))
		case *ir.Pragma:
			if d.Name.Is("SERIALLY_REUSABLE") {
				p.find(diag.PackageState, d.Sp, "PRAGMA SERIALLY_REUSABLE: the state lasts for the session here, not for one call")
			}
		}
	})
	if len(vars) > 0 {
		names := make([]string, len(vars))
		for i, v := range vars {
			names[i] = strings.ToLower(v.Name.Text)
			p.stateFunctions(pk, v)
		}
		p.find(diag.PackageState, vars[0].Sp, "session state: %s", strings.Join(names, ", "))
	}
	if pk.Init != nil {
		p.initFunction(pk)
	}
}

// isConstant tells constants whose value is the same always, so that a function can give it.
func (em *emitter) isConstant(d *ir.VarDecl) bool {
	return d.Constant && d.Default != nil && em.literalDefault(d)
}

// memberName is the name of a function that belongs to a package.
func (em *emitter) memberName(pk *ir.Package, own string) string {
	if _, real := em.names.pkg[pk]; !real {
		return em.inSchema(pk.Schema, shorten(em.fold(pk.Name.Last())+"__"+own)) // a compound trigger's variables
	}
	if em.opts.PackageStyle == "prefix" {
		return em.inSchema(pk.Schema, shorten(em.fold(pk.Name.Last())+"$"+own))
	}
	return em.packageSchema(pk) + "." + quoteFunc(shorten(own))
}

func (p *printer) constantFunction(pk *ir.Package, d *ir.VarDecl) {
	p.leads(d.Lead)
	n := p.reds()
	typ := p.typeName(d.Type, useParam)
	if p.reds() > n {
		return
	}
	if p.exprText(d.Default); p.reds() > n {
		p.failingGetter(pk, d, typ)
		return
	}
	p.W("CREATE OR REPLACE FUNCTION ", p.em.memberName(pk, p.em.fold(d.Name)), "() RETURNS ", typ, " AS $$ SELECT ")
	v := p.convert(p.stored(d.Default), d.Default, d.Type)
	if v.c != typeClass(d.Type) && !p.isNull(d.Default) || v.c == cLit || v.c == cUnknown {
		v = v.cast(p.quietType(d.Type, useCast), v.c)
	}
	p.W(v.s, " $$ LANGUAGE sql IMMUTABLE;\n\n")
}

// failingGetter stands in for a constant or variable whose initial value is not converted.
func (p *printer) failingGetter(pk *ir.Package, d *ir.VarDecl, typ string) {
	name := p.em.memberName(pk, p.em.fold(d.Name))
	p.W("CREATE OR REPLACE FUNCTION ", name, "() RETURNS ", typ, " AS $$\nBEGIN\n").In()
	p.W("RAISE EXCEPTION ", quoteLiteral(d.Name.Text+" was not converted"), " USING ERRCODE = 'feature_not_supported';\n").Out()
	p.W("END;\n$$ LANGUAGE plpgsql;\n\n")
}

// stateKey is the setting that keeps a package variable.
func (em *emitter) stateKey(pk *ir.Package, d *ir.VarDecl) string {
	return settingPart(em.packageSchemaName(pk)) + "." + settingPart(em.fold(d.Name))
}

// settingPart keeps what the name of a setting may have.
func settingPart(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		}
		return '_'
	}, s)
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		s = "_" + s
	}
	return s
}

// stateFunctions writes how a package variable is read and written.
func (p *printer) stateFunctions(pk *ir.Package, d *ir.VarDecl) {
	p.leads(d.Lead)
	n := p.reds()
	typ := p.typeName(d.Type, useParam)
	if p.reds() > n {
		return
	}
	key := quoteLiteral(p.em.stateKey(pk, d))
	initial := p.initial(d.Type)
	if d.Default != nil {
		initial = p.valueText(d.Default, d.Type)
	}
	if p.reds() > n {
		p.failingGetter(pk, d, typ)
		return
	}
	p.W("CREATE OR REPLACE FUNCTION ", p.em.memberName(pk, p.em.fold(d.Name)), "() RETURNS ", typ, " AS $$\nBEGIN\n").In()
	if pk.Init != nil {
		p.W("PERFORM ", p.em.packageInitName(pk), "();\n")
	}
	if initial != "" && initial != "NULL" {
		cast := p.quietType(d.Type, useCast)
		if strings.Contains(cast, "%") {
			cast = typ
		}
		p.W("IF NOT ", p.helper("has_state"), "(", key, ") THEN\n").In()
		p.W("PERFORM ", p.helper("set_state"), "(", key, ", (", initial, ")::", cast, "::text);\n").Out().W("END IF;\n")
	}
	p.W("RETURN ", p.helper("get_state"), "(", key, ")::", typ, ";\n").Out()
	p.W("END;\n$$ LANGUAGE plpgsql;\n\n")
	p.W("CREATE OR REPLACE FUNCTION ", p.setterName(pk, d), "(value ", typ, ") RETURNS void AS $$\nBEGIN\n").In()
	if pk.Init != nil {
		p.W("PERFORM ", p.em.packageInitName(pk), "();\n")
	}
	p.W("PERFORM ", p.helper("set_state"), "(", key, ", value::text);\n").Out()
	p.W("END;\n$$ LANGUAGE plpgsql;\n\n")
}

// setterName is the function that writes a package variable: set_<name>, or set_state_<name> where a routine of the
// package has that name.
func (p *printer) setterName(pk *ir.Package, d *ir.VarDecl) string {
	taken := fact(p.em, factKey{kind: "routine names", of: pk}, func() map[string]bool {
		names := map[string]bool{}
		for _, r := range pk.Routines {
			names[p.em.fold(r.Name.Last())] = true
		}
		return names
	})
	own := "set_" + p.em.fold(d.Name)
	if taken[own] {
		own = "set_state_" + p.em.fold(d.Name)
	}
	return p.em.memberName(pk, own)
}

// packageInitName is the function that runs a package's initialisation part once a session.
func (em *emitter) packageInitName(pk *ir.Package) string { return em.memberName(pk, "package_init") }

func (p *printer) initFunction(pk *ir.Package) {
	key := quoteLiteral(settingPart(p.em.packageSchemaName(pk)) + ".package_init")
	p.collectNames(nil, pk.Init)
	red := p.reds()
	body := p.body(pk.Init, func(q *printer) {
		q.W("IF ", q.helper("has_state"), "(", key, ") THEN\n").In().W("RETURN;\n").Out().W("END IF;\n")
		q.W("PERFORM ", q.helper("set_state"), "(", key, ", 'done');\n")
	})
	if p.reds() > red {
		body = "BEGIN\n  RAISE EXCEPTION 'the initialisation of the package was not converted' USING ERRCODE = 'feature_not_supported';\nEND;\n"
	}
	tag := dollarTag(body)
	p.W("CREATE OR REPLACE FUNCTION ", p.em.packageInitName(pk), "() RETURNS void AS ", tag, "\n").Verbatim(body).W(tag, " LANGUAGE plpgsql;\n")
}

// stateNeed records the use of a package's variables; those of a compound trigger come with it.
func (p *printer) stateNeed(pk *ir.Package) {
	if _, real := p.em.names.pkg[pk]; real {
		p.need("package state", p.em.packageSchema(pk))
	}
}

// stateType refuses a package variable whose type cannot be written: there are no functions for it.
func (p *printer) stateType(d *ir.VarDecl) {
	if !p.em.varFails(d) {
		return
	}
	p.refuseOnce(diag.RecordField, d.Sp, d.Name.Text+" of the package", d.Name.Text+" of the package has a type that is not converted")
}

// varFails tells package variables whose type cannot be written.
func (em *emitter) varFails(d *ir.VarDecl) bool {
	if v, ok := em.plan.fails.Load(d); ok {
		return v.(bool)
	}
	q := em.newPrinter(&ir.Routine{})
	q.typeName(d.Type, useParam)
	bad := q.reds() > 0
	em.plan.fails.Store(d, bad)
	return bad
}

// packageVarRead writes a package variable or constant as a value, without its fields.
func (p *printer) packageVarRead(r *ir.Ref) string {
	pk, _ := r.Sym.Owner.(*ir.Package)
	d, ok := r.Sym.Decl.(*ir.VarDecl)
	if pk == nil || !ok {
		return p.nameText(r.Name.Parts[:len(r.Name.Parts)-r.Sym.Fields])
	}
	p.stateNeed(pk)
	p.stateType(d)
	return p.em.memberName(pk, p.em.fold(d.Name)) + "()"
}

// storePackageVar writes an assignment to a package variable, to a field or to an element of one.
func (p *printer) storePackageVar(target ir.Expr, value func(*printer), source ir.Expr) bool {
	root := rootRef(target)
	if root == nil || root.Sym == nil || root.Sym.Kind != ir.SymPackageVar {
		return false
	}
	pk, _ := root.Sym.Owner.(*ir.Package)
	d, ok := root.Sym.Decl.(*ir.VarDecl)
	if pk == nil || !ok {
		return false
	}
	p.stateNeed(pk)
	p.stateType(d)
	if target == ir.Expr(root) && root.Sym.Fields == 0 {
		p.W("PERFORM ", p.setterName(pk, d), "(").In()
		p.W(p.stateValue(d, value, source)).Out().W(");\n")
		return true
	}
	// A part of it: read all, change the part, write all. The value comes first, since it may change another part.
	if callsUser(source) {
		v := p.rt.auxiliary("value "+p.tempType(target), "new_value", p.tempType(target), "")
		p.W(v, " := ", p.text(value), ";\n")
		value = func(q *printer) { q.W(v) }
	}
	tmp := p.rt.auxiliary("state "+p.em.stateKey(pk, d), p.em.fold(d.Name), p.typeName(d.Type, useParam), "")
	p.W(tmp, " := ", p.em.memberName(pk, p.em.fold(d.Name)), "();\n")
	local := &ir.VarDecl{DeclBase: d.DeclBase, Type: d.Type}
	p.rt.rename[local] = tmp
	p.store(swapRoot(target, root, local), value, nil)
	delete(p.rt.rename, local)
	p.W("PERFORM ", p.setterName(pk, d), "(", tmp, ");\n")
	return true
}

// stateValue writes a new value of a package variable with its type.
func (p *printer) stateValue(d *ir.VarDecl, value func(*printer), source ir.Expr) string {
	s := p.text(value)
	if r := p.recordText(source, func(q *printer) { q.W(s) }, d.Type); r != s {
		return r
	}
	return "(" + s + ")::" + p.quietType(d.Type, useParam)
}

// callsUser tells expressions that run the user's own code.
func callsUser(e ir.Expr) bool {
	hit := false
	if e != nil {
		ir.Walk(e, func(n ir.Node) bool {
			if c, ok := n.(*ir.Call); ok && c.Fn == "" {
				hit = true
			}
			if m, ok := n.(*ir.MethodCall); ok && m.Method == "" {
				hit = true
			}
			return !hit
		})
	}
	return hit
}

// rootRef is the variable that an assignment to e changes.
func rootRef(e ir.Expr) *ir.Ref {
	for {
		switch x := e.(type) {
		case *ir.Ref:
			return x
		case *ir.Index:
			e = x.X
		case *ir.FieldSel:
			e = x.X
		default:
			return nil
		}
	}
}

// swapRoot copies a target with a local variable in place of the package's.
func swapRoot(e ir.Expr, root *ir.Ref, local *ir.VarDecl) ir.Expr {
	switch x := e.(type) {
	case *ir.Ref:
		c := *x
		sym := *x.Sym
		sym.Kind, sym.Decl, sym.Owner = ir.SymVar, local, nil
		c.Sym = &sym
		n := len(x.Name.Parts) - x.Sym.Fields
		c.Name.Parts = append([]ir.Name{local.Name}, x.Name.Parts[n:]...)
		return &c
	case *ir.Index:
		c := *x
		c.X = swapRoot(x.X, root, local)
		return &c
	case *ir.FieldSel:
		c := *x
		c.X = swapRoot(x.X, root, local)
		return &c
	}
	return e
}

// packageCursor is a cursor variable of a package: its portal's name is kept as session state.
func (p *printer) packageCursor(r *ir.Ref) string {
	d, _ := r.Sym.Decl.(*ir.VarDecl)
	pk, _ := r.Sym.Owner.(*ir.Package)
	if d == nil || pk == nil {
		return p.nameText(r.Name.Parts)
	}
	tmp := p.rt.auxiliary("state "+p.em.stateKey(pk, d), p.em.fold(d.Name), "refcursor", "")
	p.find(diag.PackageCursorVar, r.Sp, "the cursor variable %s belongs to a package", d.Name.Text)
	return tmp
}
