package resolve

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
)

// ref resolves a name that stands for a value, and gives what it turns out to be.
func (j *job) ref(n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	if n.Sym != nil {
		return n
	}
	if len(parts) == 0 || !n.Name.Link.IsZero() {
		return j.linked(n)
	}
	if x := j.scoped(n); x != nil {
		return x
	}
	if x := j.global(n); x != nil {
		return x
	}
	j.unknownRef(n)
	return n
}

// linked leaves what lies behind a database link untyped.
func (j *job) linked(n *ir.Ref) ir.Expr {
	if k := len(n.Name.Parts); k >= 2 {
		if last := n.Name.Parts[k-1]; last.Is("NEXTVAL") || last.Is("CURRVAL") {
			q := n.Name
			q.Parts = q.Parts[:k-1]
			s := &ir.SeqValue{Seq: q, Current: last.Is("CURRVAL")}
			s.Sp, s.T = n.Sp, tNumber
			return s
		}
	}
	n.SetType(tUnknown)
	return n
}

// scoped looks through the scopes from the inside to the outside; nil when nothing there has the name.
func (j *job) scoped(n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	depth := 0
	var maybe *rangeVar // a table of unknown columns that may have the name
	maybeDepth, opens := 0, 0
	for s := j.sc; s != nil; s = s.parent {
		if s.query {
			if x := j.column(s, n, depth); x != nil {
				return x
			}
			if o, k := s.openRange(); o != nil && opens == 0 {
				maybe, maybeDepth, opens = o, depth, k
			}
			depth++
			continue
		}
		if x := j.entryRef(s, n); x != nil {
			return x
		}
		if s.attrs != nil {
			if x := j.attrRef(s.attrs, n); x != nil {
				return x
			}
		}
		if len(parts) > 1 && s.labelled(parts[0].Key) {
			if e := s.find(parts[1].Key); e != nil {
				if x := j.bind(n, e, parts[2:]); x != nil {
					return x
				}
			}
		}
	}
	if x := j.transitionRef(n); x != nil {
		return x
	}
	if x := j.wholeRow(n); x != nil {
		return x
	}
	if maybe == nil || len(parts) > 1 {
		return nil
	}
	// Nothing that is known has the name: a schema's function first, then the table whose columns are not known.
	if x := j.global(n); x != nil {
		return x
	}
	sym := &ir.Symbol{Kind: ir.SymColumn, Type: tUnknown, Depth: maybeDepth}
	if opens == 1 {
		sym.Table = maybe.name
		sym.Type = maybe.rel.openColumn(parts[0].Key)
		sym.View = maybe.rel.view
	} else if maybe.rel.partial {
		sym.View = maybe.rel.view
	}
	n.Sym = sym
	n.SetType(sym.Type)
	return n
}

// wholeRow finds a range variable that is named itself: VALUE(t), COUNT(t.*).
func (j *job) wholeRow(n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	if parts[len(parts)-1].Key == "*" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) != 1 {
		return nil
	}
	depth := 0
	for s := j.sc; s != nil; s = s.parent {
		if !s.query {
			continue
		}
		for _, r := range s.ranges {
			if r.name.Key != parts[0].Key {
				continue
			}
			t := known(r.rel.row)
			if tab, ok := r.rel.obj.(*ir.Table); ok && !tab.OfType.IsZero() {
				if ot := j.namedType(tab.OfType); ot != nil {
					t = ot
				}
			}
			n.Sym = &ir.Symbol{Kind: ir.SymTable, Decl: r.rel.obj, Table: r.name, Type: t, Depth: depth}
			n.SetType(t)
			return n
		}
		depth++
	}
	return nil
}

// openRange gives a range variable whose columns are not known, and how many there are. A view of the catalogue, whose
// columns are known but for those without an equivalent, comes last.
func (s *scope) openRange() (*rangeVar, int) {
	var v, part *rangeVar
	k, parts := 0, 0
	for _, r := range s.ranges {
		switch {
		case r.rel.open:
			v = r
			k++
		case r.rel.partial:
			part = r
			parts++
		}
	}
	if v == nil {
		return part, parts
	}
	return v, k
}

// column looks for a column in one query block.
func (j *job) column(s *scope, n *ir.Ref, depth int) ir.Expr {
	parts := n.Name.Parts
	if len(parts) == 1 {
		return j.plainColumn(s, n, depth)
	}
	for _, r := range s.ranges {
		k := r.matches(parts)
		if k == 0 || k >= len(parts) {
			continue
		}
		if k > 1 && (r.rel.partial || r.rel.supplied) && j.tsql() {
			n.Name.Parts = parts[k-1:] // a view of the catalogue has another schema here
		}
		if c := r.rel.find(parts[k].Key); c != nil {
			return j.bindColumn(n, r, c, depth, parts[k+1:])
		}
		if p := j.pseudo(s, n, parts[k], parts[k-1]); p != nil && len(parts) == k+1 {
			return p
		}
		if r.rel.open || r.rel.partial {
			n.Sym = &ir.Symbol{Kind: ir.SymColumn, Table: r.name, Type: tUnknown, Depth: depth, Fields: len(parts) - k - 1, View: r.rel.view}
			if k == len(parts)-1 {
				n.Sym.Type = r.rel.openColumn(parts[k].Key)
			}
			n.SetType(n.Sym.Type)
			return n
		}
		j.noColumn(n.Name, r.rel.obj)
		n.Sym = &ir.Symbol{Kind: ir.SymColumn, Table: r.name, Type: tUnknown, Depth: depth}
		n.SetType(tUnknown)
		return n
	}
	return nil
}

func (j *job) plainColumn(s *scope, n *ir.Ref, depth int) ir.Expr {
	name := n.Name.Parts[0].Key
	for i := range s.merged {
		if s.merged[i].name == name {
			n.Sym = &ir.Symbol{Kind: ir.SymColumn, Decl: s.merged[i].col.decl, Type: s.merged[i].col.typ, Depth: depth}
			n.Sym.Hides = j.variableInSight(s, name)
			n.SetType(s.merged[i].col.typ)
			return n
		}
	}
	for _, r := range s.ranges {
		if c := r.rel.find(name); c != nil {
			j.oneOnly(s, r, n)
			x := j.bindColumn(n, r, c, depth, nil)
			n.Sym.Hides = j.variableInSight(s, name)
			return x
		}
	}
	for _, it := range s.aliases {
		if it.Alias.Key == name {
			n.Sym = &ir.Symbol{Kind: ir.SymAlias, Decl: it, Type: typeOf(it.Expr), Depth: depth}
			n.SetType(n.Sym.Type)
			return n
		}
	}
	for _, f := range s.outputs {
		if f.Name.Key == name {
			n.Sym = &ir.Symbol{Kind: ir.SymAlias, Type: f.Type, Depth: depth}
			n.SetType(f.Type)
			return n
		}
	}
	if n.Name.Parts[0].Quoted {
		return nil
	}
	if p := j.pseudo(s, n, n.Name.Parts[0], ir.Name{}); p != nil {
		return p
	}
	return nil
}

// bindColumn makes the symbol of a column; rest are attributes of an object column.
func (j *job) bindColumn(n *ir.Ref, r *rangeVar, c *relCol, depth int, rest []ir.Name) ir.Expr {
	t, used := j.fieldPath(c.typ, rest)
	n.Sym = &ir.Symbol{Kind: ir.SymColumn, Decl: c.decl, Table: r.name, Type: t, Depth: depth, Fields: used}
	if r.rel.partial {
		n.Sym.View = r.rel.view
	}
	if used < len(rest) {
		if c := classOf(t); used == 0 && !j.tsql() && len(n.Name.Parts)-len(rest) > 1 && (c == clString || c == clJSON || c == clBytes) {
			return jsonDot(n, rest, t)
		}
		return j.memberTail(n, used, rest, t)
	}
	n.SetType(t)
	return n
}

// jsonDot is d.doc.a.b, a path into a JSON document: SQL Language Reference, "JSON Object Access Expressions". Keys are as they are
// spelt, their case included.
func jsonDot(n *ir.Ref, keys []ir.Name, t *ir.Type) ir.Expr {
	n.Name.Parts = n.Name.Parts[:len(n.Name.Parts)-len(keys)]
	n.SetType(t)
	c := &ir.Call{Fn: "json_dot", Name: ir.QName{Parts: []ir.Name{ir.MakeName("JSON_DOT")}, Sp: n.Sp}, Args: []ir.Arg{{Value: n}}}
	c.Sp = n.Sp
	for _, k := range keys {
		key := &ir.StringLit{Value: k.Text}
		key.Sp = n.Sp
		key.SetType(vc(max(len(k.Text), 1)))
		c.Args = append(c.Args, ir.Arg{Value: key})
	}
	c.SetType(vc(4000))
	return c
}

// memberTail handles what follows a value and its fields: a collection's or an object's method.
func (j *job) memberTail(n *ir.Ref, used int, rest []ir.Name, t *ir.Type) ir.Expr {
	left := rest[used:]
	if classOf(t) == clUnknown {
		sym := *n.Sym // the entry's own is shared
		sym.Fields, sym.Type = len(rest), tUnknown
		n.Sym = &sym
		n.SetType(tUnknown)
		return n
	}
	n.Name.Parts = n.Name.Parts[:len(n.Name.Parts)-len(left)]
	n.SetType(t)
	var x ir.Expr = n
	for _, p := range left {
		x = j.member(x, p, nil, false)
	}
	return x
}

// matches tells how many leading parts name the range variable: 0 for none.
func (r *rangeVar) matches(parts []ir.Name) int {
	// The whole name goes first: a table may be called as its schema is.
	if f := r.full.Parts; len(f) > 1 && len(parts) > len(f) && slices.EqualFunc(f, parts[:len(f)], func(a, b ir.Name) bool { return a.Key == b.Key }) {
		return len(f)
	}
	// schema.table.column of a table that was named without its schema
	if len(r.full.Parts) == 1 && len(parts) > 2 && parts[1].Key == r.name.Key && r.rel.obj != nil &&
		r.rel.obj.Obj().Schema.Key == parts[0].Key {
		return 2
	}
	if parts[0].Key == r.name.Key {
		return 1
	}
	return 0
}

// variableInSight tells whether a variable or parameter of the name can be seen from a query's scope.
func (j *job) variableInSight(s *scope, name string) bool {
	for ; s != nil; s = s.parent {
		if s.query {
			continue
		}
		if e := s.find(name); e != nil {
			return e.kind == ir.SymVar || e.kind == ir.SymParam || e.kind == ir.SymLoopVar || e.kind == ir.SymCursor
		}
		if s.pkg != nil {
			return false
		}
	}
	return false
}

// entryRef looks for a declared name in one scope.
func (j *job) entryRef(s *scope, n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	e := s.find(parts[0].Key)
	if e == nil {
		return nil
	}
	return j.bind(n, e, parts[1:])
}

// bind makes n mean an entry; rest are the fields or members behind it. Nil when they do not fit.
func (j *job) bind(n *ir.Ref, e *entry, rest []ir.Name) ir.Expr {
	j.c.ensure(e)
	switch e.kind {
	case ir.SymRoutine:
		return j.callOf(n, e, rest)
	case ir.SymType:
		if len(rest) > 0 {
			return nil
		}
	case ir.SymCursor, ir.SymException:
		if len(rest) > 0 {
			return nil
		}
	}
	t, used := j.fieldPath(known(e.typ), rest)
	if used < len(rest) && !j.hasMember(t, rest[used].Key) {
		return nil
	}
	n.Sym = e.symbol(used, t)
	j.noteState(e)
	if used < len(rest) {
		return j.memberTail(n, used, rest, t)
	}
	if p, ok := e.node.(*ir.Param); ok && used == 0 {
		t = j.passed(known(p.Type))
	}
	n.SetType(t)
	return n
}

// noteState notes that the routine uses a variable or cursor of a package.
func (j *job) noteState(e *entry) {
	if j.routine == nil {
		return
	}
	switch d := e.node.(type) {
	case *ir.VarDecl:
		if e.kind == ir.SymPackageVar && !d.Constant {
			j.routine.State = true
		}
	case *ir.CursorDecl:
		if _, ok := e.owner.(*ir.Package); ok {
			j.routine.State = true
		}
	}
}

// hasMember tells whether a value of the type can have something behind a dot that is no field.
func (j *job) hasMember(t *ir.Type, name string) bool {
	switch classOf(t) {
	case clUnknown, clXML, clJSON, clOther:
		return true
	case clColl:
		_, ok := collMethods[name]
		return ok
	case clRecord:
		return typeObject(t) != nil && j.method(typeObject(t), name) != nil
	}
	return t.Base().Kind == ir.TRef
}

// callOf turns a routine's name without parentheses into a call.
func (j *job) callOf(n *ir.Ref, e *entry, rest []ir.Name) ir.Expr {
	if len(rest) > 0 && (!e.over[0].Function || e.over[0].Method == "CONSTRUCTOR") {
		return nil
	}
	q := n.Name
	q.Parts = q.Parts[:len(q.Parts)-len(rest)]
	if x := j.self(e, n.Sp); x != nil {
		for _, p := range append(q.Parts[len(q.Parts)-1:len(q.Parts):len(q.Parts)], rest...) {
			x = j.member(x, p, nil, false)
		}
		return x
	}
	call := &ir.Call{Name: q, NoParens: true}
	call.Sp = n.Sp
	j.bindCall(call, e.over, e.owner)
	var x ir.Expr = call
	for _, p := range rest {
		x = j.member(x, p, nil, false)
	}
	return x
}

// attrRef finds an attribute of the object type whose method this is.
func (j *job) attrRef(t *ir.Type, n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	if t.Base().Kind != ir.TRecord {
		return nil
	}
	for _, f := range t.Base().Fields {
		if f.Name.Key != parts[0].Key {
			continue
		}
		ft, used := j.fieldPath(known(f.Type), parts[1:])
		if used < len(parts)-1 && !j.hasMember(ft, parts[1+used].Key) {
			return nil
		}
		n.Sym = &ir.Symbol{Kind: ir.SymAttr, Decl: f, Type: ft, Fields: used}
		if used < len(parts)-1 {
			return j.memberTail(n, used, parts[1:], ft)
		}
		n.SetType(ft)
		return n
	}
	return nil
}

// transitionRef reads NEW.x in a trigger's WHEN clause, where no colon is written.
func (j *job) transitionRef(n *ir.Ref) ir.Expr {
	t := j.trigger
	if t == nil || len(n.Name.Parts) != 2 {
		return nil
	}
	is := func(alias ir.Name, def string) bool {
		if alias.IsZero() {
			return n.Name.Parts[0].Is(def)
		}
		return n.Name.Parts[0].Key == alias.Key
	}
	row := ir.RowNew
	switch {
	case is(t.NewName, "NEW"):
	case is(t.OldName, "OLD"):
		row = ir.RowOld
	default:
		return nil
	}
	x := &ir.Transition{Row: row, Column: n.Name.Parts[1]}
	x.Sp = n.Sp
	j.transition(x)
	return x
}

func typeOf(e ir.Expr) *ir.Type {
	if e == nil {
		return tUnknown
	}
	return known(e.Type())
}
