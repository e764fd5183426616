package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// typ resolves the names inside a type: user-defined types, anchors, rows.
func (j *job) typ(t *ir.Type) {
	if t == nil || t.Decl != nil || t.Target != nil || t.Supplied {
		return
	}
	switch t.Kind {
	case ir.TNamed:
		j.typeName(t)
	case ir.TJSON:
		j.ownJSONType(t)
	case ir.TAnchor:
		j.anchor(t)
	case ir.TRow:
		if t.Fields == nil {
			j.rowType(t)
		}
	case ir.TRecord, ir.TTableValue:
		for _, f := range t.Fields {
			j.typ(f.Type)
		}
	case ir.TCollection:
		j.typ(t.Elem)
		j.typ(t.Index)
	case ir.TRefCursor, ir.TRef:
		j.typ(t.Elem)
	}
}

// namedType resolves a name of an object type; nil when it is not in the sources.
func (j *job) namedType(n ir.QName) *ir.Type {
	t := &ir.Type{Kind: ir.TNamed, Name: n, Sp: n.Sp}
	j.typ(t)
	if t.Decl == nil && t.Target == nil {
		return nil
	}
	return t
}

// typeName finds what a TNamed stands for.
func (j *job) typeName(t *ir.Type) {
	parts := t.Name.Parts
	if len(parts) == 0 || !t.Name.Link.IsZero() {
		return
	}
	if e := j.findEntry(parts, func(e *entry) bool { return e.kind == ir.SymType }); e != nil {
		j.c.ensure(e)
		t.Decl = e.node
		t.Target = e.typ
		if d, ok := e.node.(*ir.TypeDecl); ok {
			t.Target = d.Type
		}
		if inCircle(t) { // SUBTYPE a IS a, SUBTYPE a IS b and b IS a
			t.Decl, t.Target = nil, nil
			j.missing(t.Name, "type")
		}
		return
	}
	o, ok := j.c.dataType(j.base.Schema, parts)
	if !ok && len(parts) == 1 && parts[0].Is("SELF") {
		o, ok = j.base.Parent.(*ir.TypeObject) // RETURN SELF AS RESULT
	}
	if ok {
		t.Decl = o
		t.Target = o.Type
		if !j.c.frozen {
			j.c.typeMembers(o)
		}
		return
	}
	if j.suppliedTypeOf(t) {
		return
	}
	if j.outside(t.Name) {
		t.Supplied = true
		return
	}
	// A row without %ROWTYPE is an object table's; anything else is missing.
	j.missing(t.Name, "type")
}

// inCircle tells a type that stands for itself, directly or over others.
func inCircle(t *ir.Type) bool {
	x := t.Target
	for i := 0; x != nil && i < 100; i++ {
		if x == t {
			return true
		}
		x = x.Target
	}
	return x != nil
}

// findEntry finds a declared name through scopes and packages, where ok likes it.
func (j *job) findEntry(parts []ir.Name, ok func(*entry) bool) *entry {
	for s := j.sc; s != nil; s = s.parent {
		if s.query {
			continue
		}
		if len(parts) == 1 {
			if e := s.find(parts[0].Key); e != nil && ok(e) {
				return e
			}
		} else if len(parts) == 2 && s.labelled(parts[0].Key) {
			if e := s.find(parts[1].Key); e != nil && ok(e) {
				return e
			}
		}
	}
	if n := len(parts); n >= 2 {
		if info := j.pkg(parts[:n-1]); info != nil {
			if e := info.sc.find(parts[n-1].Key); e != nil && ok(e) && j.sees(e) {
				return e
			}
		}
	}
	return nil
}

// pkg finds a package by name.
func (j *job) pkg(parts []ir.Name) *pkgInfo {
	if len(parts) > 2 {
		return nil
	}
	if p, ok := j.c.lookup(j.base.Schema, parts).(*ir.Package); ok {
		if info := j.c.packages[p]; info != nil && info.sc != nil {
			return info
		}
	}
	return nil
}

// sees tells whether a package's entry may be named here: private ones only inside the package.
func (j *job) sees(e *entry) bool {
	if !e.private {
		return true
	}
	for s := j.sc; s != nil; s = s.parent {
		if s == e.sc {
			return true
		}
	}
	return false
}

// anchor resolves name%TYPE.
func (j *job) anchor(t *ir.Type) {
	parts := t.Name.Parts
	if len(parts) == 0 || !t.Name.Link.IsZero() {
		return
	}
	if sym := j.variable(parts); sym != nil {
		t.Decl, t.Target = sym.Decl, sym.Type
		if sym.Fields > 0 {
			t.Decl = nil
		}
		if t.Target == ir.UnknownType || t.Target == t {
			t.Target = nil
		}
		return
	}
	if n := len(parts); n >= 2 && n <= 3 {
		if o := j.c.lookup(j.base.Schema, parts[:n-1]); o != nil && isRelation(o) {
			j.anchorColumn(t, o, parts[n-1])
			return
		}
		if j.outside(ir.QName{Parts: parts[:n-1]}) || j.outside(t.Name) {
			t.Supplied = true
			if c := dictionaryColumn(parts[n-1].Key); c != tUnknown {
				t.Target = c
			}
			return
		}
		j.report(ir.QName{Parts: parts[:n-1], Sp: t.Name.Sp}, "table", true)
		return
	}
	j.report(t.Name, "variable", true)
}

func (j *job) anchorColumn(t *ir.Type, o ir.Object, col ir.Name) {
	rel := j.c.relationOf(o)
	c := rel.find(col.Key)
	if c == nil {
		if !rel.open {
			j.noColumn(t.Name, o)
		}
		return
	}
	t.Decl = c.decl
	if t.Decl == nil {
		t.Decl = o
	}
	if c.typ != ir.UnknownType && c.typ != t {
		t.Target = c.typ
	}
}

// variable finds a variable, parameter, field or cursor record by name, as %TYPE and %ROWTYPE see it.
func (j *job) variable(parts []ir.Name) *ir.Symbol {
	isVar := func(e *entry) bool {
		return e.kind == ir.SymVar || e.kind == ir.SymParam || e.kind == ir.SymPackageVar || e.kind == ir.SymLoopVar
	}
	for n := 1; n <= len(parts) && n <= 3; n++ {
		e := j.findEntry(parts[:n], isVar)
		if e == nil {
			continue
		}
		j.c.ensure(e)
		t, used := j.fieldPath(known(e.typ), parts[n:])
		if used < len(parts)-n {
			continue
		}
		return e.symbol(used, t)
	}
	return nil
}

// fieldPath follows record fields from a type as far as they go.
func (j *job) fieldPath(t *ir.Type, parts []ir.Name) (*ir.Type, int) {
	for i, p := range parts {
		f := j.field(t, p.Key)
		if f == nil {
			return t, i
		}
		t = known(f.Type)
	}
	return t, len(parts)
}

// field finds a field or attribute, inherited ones too.
func (j *job) field(t *ir.Type, name string) *ir.Field {
	b := t.Base()
	if b.Kind != ir.TRecord && b.Kind != ir.TRow && b.Kind != ir.TTableValue {
		return nil
	}
	for _, f := range b.Fields {
		if f.Name.Key == name {
			return f
		}
	}
	for up := j.super(t); up != nil; up = j.superOf(up) {
		if up.Type == nil {
			break
		}
		for _, f := range up.Type.Fields {
			if f.Name.Key == name {
				return f
			}
		}
	}
	return nil
}

// super gives the supertype of an object type.
func (j *job) super(t *ir.Type) *ir.TypeObject {
	return j.superOf(typeObject(t))
}

func (j *job) superOf(o *ir.TypeObject) *ir.TypeObject {
	if o == nil || o.Under.IsZero() {
		return nil
	}
	up, _ := j.c.lookup(o.Schema, o.Under.Parts).(*ir.TypeObject)
	if up == o {
		return nil
	}
	return up
}

// allAttrs gives the attributes with the inherited ones in front.
func (j *job) allAttrs(t *ir.Type) []*ir.Field {
	o := typeObject(t)
	if o == nil {
		return t.Base().Fields
	}
	var all []*ir.Field
	for n := 0; o != nil && n < 50; n++ {
		if o.Type != nil {
			all = append(append([]*ir.Field{}, o.Type.Fields...), all...)
		}
		o = j.superOf(o)
	}
	return all
}

// typeObject gives the object type behind a type, or nil.
func typeObject(t *ir.Type) *ir.TypeObject {
	for i := 0; t != nil && i < 100; i++ {
		if o, ok := t.Decl.(*ir.TypeObject); ok && t.Kind == ir.TNamed {
			return o
		}
		t = t.Target
	}
	return nil
}

// rowType resolves name%ROWTYPE: of a table, view, cursor or cursor variable.
func (j *job) rowType(t *ir.Type) {
	parts := t.Name.Parts
	if len(parts) == 0 || !t.Name.Link.IsZero() {
		return
	}
	isCursor := func(e *entry) bool {
		return e.kind == ir.SymCursor || e.kind == ir.SymVar || e.kind == ir.SymPackageVar || e.kind == ir.SymParam
	}
	if e := j.findEntry(parts, isCursor); e != nil {
		j.c.ensure(e)
		if j.rowOfEntry(t, e) {
			return
		}
	}
	o := j.c.lookup(j.base.Schema, parts)
	switch {
	case o != nil && isRelation(o):
		rel := j.c.relationOf(o)
		t.Decl, t.Fields = o, rel.fields
	case o != nil:
	case j.outside(t.Name):
		t.Supplied = true
	default:
		j.report(t.Name, "table", true)
	}
}

func (j *job) rowOfEntry(t *ir.Type, e *entry) bool {
	row := e.typ
	if e.kind != ir.SymCursor {
		if e.typ == nil || !e.typ.Is(ir.TRefCursor) || e.typ.Base().Elem == nil {
			return false
		}
		row = e.typ.Base().Elem
	}
	t.Decl = e.node
	if row != nil {
		t.Fields = row.Base().Fields
	}
	return true
}

// rowOf gives the fields of a row or record type; nil when they are not known.
func (j *job) rowOf(t *ir.Type) []*ir.Field {
	b := t.Base()
	switch b.Kind {
	case ir.TRecord, ir.TRow, ir.TTableValue:
		if o := typeObject(t); o != nil {
			return j.allAttrs(t)
		}
		return b.Fields
	}
	return nil
}
