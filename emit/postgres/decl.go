package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// decls writes the declarations of a block.
func (p *printer) decls(list []ir.Decl) {
	first := true
	seen := map[string]ir.Decl{}
	for _, d := range list {
		if p.declaredTwice(d, seen) {
			continue
		}
		text := strings.TrimRight(p.text(func(q *printer) { q.decl(d) }), "\n")
		if text == "" && len(d.Common().Lead) == 0 {
			continue
		}
		if _, nested := d.(*ir.RoutineDecl); nested {
			continue // its comments go with it
		}
		b := d.Common()
		if b.Blank && !first {
			p.NL()
		}
		first = false
		for _, c := range b.Lead {
			p.comment(c)
		}
		if text == "" {
			continue
		}
		p.W(text)
		for _, c := range b.Trail {
			p.W(" ", commentText(c))
		}
		p.NL()
	}
}

// decl writes one declaration; types, exceptions and nested routines become something else elsewhere.
func (p *printer) decl(d ir.Decl) {
	switch d := d.(type) {
	case *ir.VarDecl:
		p.varDecl(d)
	case *ir.CursorDecl:
		p.declareCursor(d)
	case *ir.TypeDecl:
		if d.Type != nil && d.Type.Kind == ir.TRecord {
			p.localRecord(d)
		}
	case *ir.RawDecl:
		p.find(diag.StmtNotConverted, d.Sp, "the declaration is not converted: %s", firstLine(d.Text))
	}
}

// declaredTwice tells the second declaration of a name. Oracle takes it and refuses each use of the name (PLS-00371).
func (p *printer) declaredTwice(d ir.Decl, seen map[string]ir.Decl) bool {
	v, ok := d.(*ir.VarDecl)
	if !ok || p.tsql() || v.Name.Key == "" {
		return false
	}
	was := seen[v.Name.Key]
	if was == nil {
		seen[v.Name.Key] = d
		return false
	}
	ir.Walk(p.obj, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && (r.Sym.Decl == ir.Node(d) || r.Sym.Decl == ir.Node(was)) {
			p.refuseOnce(diag.StmtNotConverted, v.Sp, v.Name.Text+" is declared", v.Name.Text+" is declared twice, and Oracle refuses each use of it (PLS-00371)")
		}
		return true
	})
	return true
}

// varDecl writes a variable or constant.
func (p *printer) varDecl(d *ir.VarDecl) {
	if p.tsql() && d.Type.Is(ir.TTableValue) {
		return // a temporary table, made where it is declared
	}
	name := p.varName(d, d.Name)
	typ := p.varType(d)
	p.W(name, " ")
	if d.Constant {
		p.W("CONSTANT ")
	}
	p.W(typ)
	if d.NotNull && !d.Constant {
		p.W(" NOT NULL")
	}
	switch {
	case d.Default != nil:
		p.W(" := ").In()
		if p.tsql() && isTinyInt(d.Type) && p.typ(d.Default).IsNumber() {
			p.W(p.toTinyInt(p.val(d.Default), d.Default).s)
		} else {
			p.checkedValue(d.Default, d.Type)
		}
		p.Out()
	default:
		if s := p.initial(d.Type); s != "" {
			p.W(" := ", s)
		}
	}
	p.W(";\n")
}

// varType is the type of a variable. A cursor's row is a record, unless the body fills it field by field.
func (p *printer) varType(d *ir.VarDecl) string {
	t := d.Type
	if t != nil && t.Kind == ir.TRow {
		if c, ok := t.Decl.(*ir.CursorDecl); ok {
			if s := p.packageRow(c, t); s != "" {
				return s
			}
			if !p.fieldAssigned(d) {
				return "record"
			}
			return p.rowTypeOf(c, t)
		}
	}
	return p.typeName(t, useVar)
}

// fieldAssigned tells that a field of the variable is written to, or the variable is handed to a routine: one that it is an argument
// of, or a nested one that uses it.
func (p *printer) fieldAssigned(d *ir.VarDecl) bool {
	hit := false
	for _, l := range p.rt.lifted {
		for _, v := range l.vars {
			hit = hit || v.decl == ir.Node(d)
		}
	}
	ir.Walk(p.obj, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			if r, ok := n.Target.(*ir.Ref); ok && r.Sym != nil && r.Sym.Decl == ir.Node(d) && r.Sym.Fields > 0 {
				hit = true
			}
		case *ir.Call:
			for _, a := range n.Args {
				if r, ok := a.Value.(*ir.Ref); ok && n.Fn == "" && r.Sym != nil && r.Sym.Decl == ir.Node(d) && r.Sym.Fields == 0 {
					hit = true
				}
			}
		}
		return !hit
	})
	return hit
}

// initial is the value that a variable of the type has without being given one: an associative array is empty, a
// record has its fields' defaults.
func (p *printer) initial(t *ir.Type) string {
	b := t.Base()
	switch {
	case b.Kind == ir.TCollection && b.Coll == ir.CollAssoc:
		return "'{}'"
	case b.Kind == ir.TRecord && hasDefaults(b, 0):
		vals := make([]string, len(b.Fields))
		for i, f := range b.Fields {
			vals[i] = "NULL"
			if f.Default != nil {
				vals[i] = p.valueText(f.Default, f.Type)
			} else if s := p.initial(f.Type); s != "" {
				vals[i] = s
			}
		}
		return "ROW(" + strings.Join(vals, ", ") + ")"
	}
	return ""
}

func hasDefaults(t *ir.Type, depth int) bool {
	for _, f := range t.Fields {
		b := f.Type.Base()
		if f.Default != nil || b.Kind == ir.TCollection && b.Coll == ir.CollAssoc || b.Kind == ir.TRecord && depth < 10 && hasDefaults(b, depth+1) {
			return true
		}
	}
	return false
}

// declareCursor writes a bound cursor.
func (p *printer) declareCursor(d *ir.CursorDecl) {
	for _, w := range strings.Fields(d.Options) {
		if w == "DYNAMIC" || w == "KEYSET" {
			p.find(diag.TSQLCursorOption, d.Sp, "%s: the cursor does not see what changes while it is open", w)
		}
	}
	p.movingRows(d)
	if d.Query == nil {
		return
	}
	p.W(p.varName(d, d.Name))
	if p.tsql() {
		p.W(p.scrolls(d, d.Query))
	}
	p.W(" CURSOR")
	if len(d.Params) > 0 {
		list := make([]string, len(d.Params))
		for i, q := range d.Params {
			if qualifiedParam(d.Query, q) {
				p.rt.rename[q] = varIdent(p.rt.fresh(p.em.fold(d.Name) + "_" + p.em.fold(q.Name)))
			}
			list[i] = p.varName(q, q.Name) + " " + p.paramType(q)
		}
		p.W(" (", strings.Join(list, ", "), ")")
	}
	p.W(" FOR\n").In()
	q := d.Query
	if p.em.packageCursors[d] != nil { // others write it, too
		q = ownCopy(q)
	}
	p.query(q)
	p.Out().W(";\n")
}

// qualifiedParam tells a parameter that the cursor's query names behind the cursor's own name, since a column has its name:
// PL/pgSQL knows no such name, so that the parameter gets another.
func qualifiedParam(q *ir.Query, param *ir.Param) bool {
	found := false
	ir.Walk(q, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && r.Sym.Decl == ir.Node(param) && len(r.Name.Parts)-r.Sym.Fields > 1 {
			found = true
		}
		return !found
	})
	return found
}

// borrowCursor declares a cursor of a package in the body that uses it.
func (p *printer) borrowCursor(d *ir.CursorDecl) {
	p.cursorTrouble(d)
	for _, c := range p.rt.borrowed {
		if c == d {
			return
		}
	}
	p.rt.borrowed = append(p.rt.borrowed, d)
}

// cursorTrouble tells in a body what is wrong with the query of a package's cursor that it opens, or whose rows it has a
// variable for: the types of the columns follow from what the sources do not have.
func (p *printer) cursorTrouble(d *ir.CursorDecl) {
	pk := p.em.packageCursors[d]
	if pk == nil || p.obj == ir.Object(pk) {
		return
	}
	for _, f := range pk.Findings.Items {
		if f.Code.Severity == diag.Red && d.Sp.File == f.Span.File && d.Sp.Start <= f.Span.Start && f.Span.Start < d.Sp.End {
			p.findAt(f.Code, f.Span, f.Message)
		}
	}
	p.missingInCursor(pk, d)
}

// findAt adds a finding unless the object has it: a text that is written again, or in two places, asks again.
func (p *printer) findAt(c *diag.Code, at diag.Span, msg string) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code == c && f.Span == at {
			return
		}
	}
	p.find(c, at, "%s", msg)
}

// missingInCursor tells what the query of a cursor names and the sources do not have: the package has told of a name where
// it stands first, which may be elsewhere.
func (p *printer) missingInCursor(pk *ir.Package, d *ir.CursorDecl) {
	missing := map[string]bool{}
	for _, f := range pk.Findings.Items {
		if f.Code == diag.NotInSources || f.Code == diag.NoColumn {
			missing[f.Message[strings.LastIndexByte(f.Message, ' ')+1:]] = true
		}
	}
	if len(missing) == 0 || d.Query == nil {
		return
	}
	var first ir.QName
	kind, seen := "", map[string]bool{}
	note := func(n ir.QName, what string) {
		if !missing[n.Key()] || seen[n.Key()] {
			return
		}
		if len(seen) == 0 {
			first, kind = n, what
		}
		seen[n.Key()] = true
	}
	ir.Walk(d.Query, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Ref:
			if x.Sym == nil {
				note(x.Name, "name")
			}
		case *ir.Call:
			if x.Sym == nil {
				note(x.Name, "routine")
			}
		case *ir.TableRef:
			note(x.Name, "table")
		}
		return true
	})
	if len(seen) == 0 {
		return
	}
	more := ""
	if len(seen) > 1 {
		more = "; " + strconv.Itoa(len(seen)-1) + " more here"
	}
	p.findAt(diag.NotInSources, first.Sp, "not in the sources: "+kind+" "+first.Key()+more)
}

// localRecord makes a composite type for a record type of a body, since PL/pgSQL has no record types of its own.
func (p *printer) localRecord(d *ir.TypeDecl) string {
	if s, ok := p.rt.typed[d]; ok {
		return s
	}
	name := p.em.declaredTypeName(d)
	p.rt.typed[d] = name
	p.rt.types = append(p.rt.types, p.compositeType(name, d.Type.Fields))
	return name
}

// compositeType writes CREATE TYPE … AS (…).
func (p *printer) compositeType(name string, fields []*ir.Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = emit.Indent + p.em.ident(f.Name) + " " + p.fieldType(f.Type)
	}
	return "CREATE TYPE " + name + " AS (\n" + strings.Join(list, ",\n") + "\n);"
}

// fieldType is the type of a field: an anchor is written out, since CREATE TYPE takes none.
func (p *printer) fieldType(t *ir.Type) string {
	s := p.typeName(t, useParam)
	if t.Base().Kind == ir.TDecimal || t.Base().IsString() || t.Base().IsDatetime() {
		if v := p.quietType(t.Base(), useVar); !strings.Contains(v, "%") {
			return v
		}
	}
	if s == "record" {
		p.find(diag.RecordField, t.Sp, "the type %s of a field is not known", t.Spelled)
		return "text"
	}
	return s
}

// rowTypeOf makes a composite type for the rows of a cursor.
func (p *printer) rowTypeOf(c *ir.CursorDecl, t *ir.Type) string {
	if s := p.packageRow(c, t); s != "" {
		return s
	}
	if p.rt == nil {
		return "record"
	}
	if s, ok := p.rt.typed[c]; ok {
		return s
	}
	fields := cursorFields(c, t)
	if len(fields) == 0 {
		p.find(diag.RecordField, t.Sp, "the columns of the cursor %s are not known", c.Name.Text)
		return "record"
	}
	name := p.em.bodyPrefix(p.rt, p.obj) + "__" + p.em.fold(c.Name) + "_row"
	name = p.em.inSchema(p.obj.Obj().Schema, shorten(name))
	p.rt.typed[c] = name
	p.rt.types = append(p.rt.types, p.compositeType(name, fields))
	return name
}

// bodyPrefix is what names made for a body begin with.
func (em *emitter) bodyPrefix(rt *routineScope, o ir.Object) string {
	if rt != nil && rt.r != nil {
		if pk, ok := rt.r.Parent.(*ir.Package); ok {
			return em.fold(pk.Name.Last()) + "_" + em.localName(rt.r)
		}
		return em.localName(rt.r)
	}
	return em.ownPrefix(o)
}

// declaredType writes a type that a package or body declares.
func (p *printer) declaredType(t *ir.Type, d *ir.TypeDecl, use typeUse) string {
	if d.Type == nil {
		p.find(diag.RecordField, t.Sp, "the type %s is not complete", d.Name.Text)
		return "text"
	}
	if d.Type.Kind != ir.TRecord {
		if d.Subtype && d.Type.Range[0] != nil {
			p.find(diag.SubtypeRange, t.Sp, "the range of the subtype %s is not checked", d.Name.Text)
		}
		return p.typeName(d.Type, use)
	}
	if p.em.plan.typeOwner[d] == nil {
		if p.rt != nil {
			return p.localRecord(d)
		}
		return p.em.declaredTypeName(d)
	}
	if pk, ok := p.em.plan.typeOwner[d].(*ir.Package); ok {
		name := p.em.declaredTypeName(d)
		if p.em.typeFails(d) {
			p.find(diag.RecordField, t.Sp, "the record type %s of the package %s is not converted", d.Name.Text, pk.Name.Last().Text)
		}
		if _, own := p.obj.(*ir.Package); !own || p.obj != ir.Object(pk) {
			p.need("package types", p.em.packageSchema(pk))
		}
		return name
	}
	if p.rt != nil {
		return p.localRecord(d)
	}
	return p.em.declaredTypeName(d)
}

// declaredTypeName is the name of the composite type for a declared record type.
func (em *emitter) declaredTypeName(d *ir.TypeDecl) string {
	own := em.fold(d.Name)
	switch o := em.plan.typeOwner[d].(type) {
	case *ir.Package:
		if em.opts.PackageStyle == "prefix" {
			return em.inSchema(o.Schema, shorten(em.fold(o.Name.Last())+"$"+own))
		}
		return em.packageSchema(o) + "." + quoteFunc(shorten(own))
	case *ir.Routine:
		prefix := em.localName(o)
		if pk, ok := o.Parent.(*ir.Package); ok && em.opts.PackageStyle != "prefix" {
			return em.packageSchema(pk) + "." + quoteFunc(shorten(prefix+"__"+own))
		}
		return em.inSchema(o.Schema, shorten(prefix+"__"+own))
	case nil:
		return quoteFunc(shorten(own))
	default:
		return em.inSchema(o.Obj().Schema, shorten(em.ownPrefix(o)+"__"+own))
	}
}
