package postgres

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// plsqlPlan is what must be known of all routines before one is written: their names, where overloads
// become one signature in PostgreSQL, and the SQLSTATEs of exceptions. It is made by a pass, then read only.
type plsqlPlan struct {
	local map[*ir.Routine]string       // own names, without schema and quotes
	state map[*ir.ExceptionDecl]string // SQLSTATEs of declared exceptions
	coll  map[*ir.Type]collRep         // how a declared collection type is represented

	rowCursors map[*ir.CursorDecl]bool // cursors of packages whose rows need a composite type

	temporary map[*ir.Routine]bool // routines of anonymous blocks

	fails sync.Map // record types of packages that cannot be written, see typeFails

	named map[string][]*ir.Routine // the overloads by name in the target, see overload.go

	prefix map[ir.Object]string // what names made for a script begin with, where two scripts have one name

	typeOwner map[*ir.TypeDecl]ir.Object // the package, routine or trigger that declares a type
}

// planPLSQL is the pass.
func (em *emitter) planPLSQL() {
	em.plan = &plsqlPlan{local: map[*ir.Routine]string{}, state: map[*ir.ExceptionDecl]string{}, coll: map[*ir.Type]collRep{},
		typeOwner: map[*ir.TypeDecl]ir.Object{}, temporary: map[*ir.Routine]bool{}, rowCursors: map[*ir.CursorDecl]bool{},
		named: map[string][]*ir.Routine{}, prefix: map[ir.Object]string{}}
	em.packageCursors = map[*ir.CursorDecl]*ir.Package{}
	em.cursorNames = map[string]int{}
	em.planDecls()
	em.planKeptCursors()
	em.planPrefixes()
	em.planRowCursors()
	em.planCollections()
	em.planRoutineNames()
	em.planExceptions()
	em.planOutput()
	em.planErrors()
}

// localName is the last part of a routine's name in the target, without quotes.
func (em *emitter) localName(r *ir.Routine) string {
	if em.plan != nil {
		if s, ok := em.plan.local[r]; ok {
			return s
		}
	}
	if r.Outer != nil {
		return shorten(em.localName(r.Outer) + "__" + em.fold(r.Name.Last()))
	}
	return shorten(em.fold(r.Name.Last()))
}

// planRoutineNames names the routines. Two overloads whose parameters become the same PostgreSQL types, and a
// function beside a procedure of the same parameters, cannot have one name: the later one gets a number.
func (em *emitter) planRoutineNames() {
	seen := map[string]*ir.Routine{}
	namesakes := map[string][]*ir.Routine{}
	em.eachRoutine(func(r *ir.Routine) {
		name := em.localName(r)
		if t, ok := r.Parent.(*ir.TypeObject); ok && r.Outer == nil {
			if isConstructor(r) {
				name = "new"
			}
			name = shorten(em.fold(t.Name.Last()) + "__" + name)
			em.plan.local[r] = name
		}
		got := name
		bare := *r
		bare.Params = nil
		for n := 2; ; n++ {
			key, short := em.signatureKey(r, got, false), em.signatureKey(r, got, defaultedOut(r))
			home := em.signatureKey(&bare, got, true)
			if seen[key] == nil && seen[short] == nil && !slices.ContainsFunc(namesakes[home], func(o *ir.Routine) bool { return em.fitsBoth(o, r) }) {
				seen[key], seen[short] = r, r
				namesakes[home] = append(namesakes[home], r)
				break
			}
			got = shorten(name + "_" + strconv.Itoa(n))
		}
		if got != name {
			em.plan.local[r] = got
			r.Findings.Add(diag.OverloadCollapses, r.Sp, "%s is called %s: in PostgreSQL its parameters have the same types as those of another %s",
				r.Name.Last().Text, got, name)
		}
	})
	em.planOverloads()
}

// planPrefixes tells scripts apart whose files have one name, for the types that their blocks declare.
func (em *emitter) planPrefixes() {
	seen := map[string]int{}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Name.IsZero() {
			continue
		}
		own := em.fold(d.Name.Last())
		if seen[own]++; seen[own] > 1 {
			own += "_" + strconv.Itoa(seen[own])
		}
		em.plan.prefix[o] = own
	}
}

// ownPrefix is what names made for an object begin with.
func (em *emitter) ownPrefix(o ir.Object) string {
	if s := em.plan.prefix[o]; s != "" {
		return s
	}
	return em.fold(o.Obj().Name.Last())
}

// eachRoutine visits every routine with a place of its own, nested ones behind the one they stand in.
func (em *emitter) eachRoutine(f func(*ir.Routine)) {
	seen := map[*ir.Routine]bool{}
	var visit func(r *ir.Routine)
	visit = func(r *ir.Routine) {
		if seen[r] || r.Dropped != "" {
			return
		}
		seen[r] = true
		f(r)
		for _, n := range r.Locals {
			visit(n)
		}
	}
	for _, o := range em.src.Objects {
		switch o := o.(type) {
		case *ir.Routine:
			visit(o)
		case *ir.Package:
			for _, r := range o.Routines {
				visit(r)
			}
		case *ir.TypeObject:
			for _, r := range o.Methods {
				visit(r)
			}
		}
	}
}

// overloadType is what tells overloads apart: the array behind a domain, since PostgreSQL looks through domains unless
// every argument has exactly the parameter's type.
func (em *emitter) overloadType(probe *printer, q *ir.Param) string {
	b := q.Type.Base()
	if t, ok := q.Type.Decl.(*ir.TypeObject); ok && !t.Object && b.Elem != nil && em.rep(q.Type) == repArray {
		return baseTypeName(probe.typeName(b.Elem, useParam)) + "[]"
	}
	return baseTypeName(probe.paramType(q))
}

// defaultedOut tells a routine whose OUT parameters stand behind defaults: PostgreSQL wants defaults for them too, so a call
// without them fits it as well.
func defaultedOut(r *ir.Routine) bool {
	behind := false
	for _, q := range r.Params {
		switch {
		case q.Mode == ir.ModeIn && q.Default != nil:
			behind = true
		case q.Mode == ir.ModeOut && !behind:
			return false
		}
	}
	return behind && !r.Function
}

// signatureKey is what PostgreSQL tells routines apart by: schema, name and the types of the input parameters. short leaves
// the OUT parameters out.
func (em *emitter) signatureKey(r *ir.Routine, name string, short bool) string {
	schema := ""
	switch pk := r.Parent.(type) {
	case *ir.Package:
		schema = "package " + pk.Schema.Key + "." + pk.Name.Last().Key
		if em.opts.PackageStyle == "prefix" {
			name = em.fold(pk.Name.Last()) + "$" + name
		}
	case nil:
		schema = em.schemaName(r.Schema)
	default:
		schema = em.schemaName(r.Parent.Obj().Schema)
	}
	key := []string{schema, name}
	probe := em.newPrinter(&ir.Routine{})
	if s := probe.selfParam(r); s != "" {
		_, typ, _ := strings.Cut(s, "self ")
		key = append(key, typ)
	}
	for _, p := range r.Params {
		if isConstructor(r) && p.Name.Is("SELF") {
			continue
		}
		if p.Mode == ir.ModeOut && (short || !outAsInOut(r, p, em)) {
			continue
		}
		key = append(key, em.overloadType(probe, p))
	}
	return strings.Join(key, "\x00")
}

// baseTypeName strips what does not tell types apart in a signature: length and precision.
func baseTypeName(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		rest := s[i:]
		j := strings.IndexByte(rest, ')')
		if j >= 0 {
			s = s[:i] + rest[j+1:]
		}
	}
	return strings.TrimSpace(s)
}

// planExceptions gives every declared exception its SQLSTATE. It depends on the exception's own name only, so that
// it stays the same when others come and go, but for two names that happen to share a code.
func (em *emitter) planExceptions() {
	type named struct {
		name string
		d    *ir.ExceptionDecl
	}
	var list []named
	add := func(scope string, decls []ir.Decl) {
		for _, d := range decls {
			if x, ok := d.(*ir.ExceptionDecl); ok {
				list = append(list, named{scope + "." + x.Name.Key, x})
			}
		}
	}
	inBlocks := func(scope string, n ir.Node) {
		ir.Walk(n, func(n ir.Node) bool {
			if b, ok := n.(*ir.Block); ok {
				add(scope, b.Decls)
			}
			return true
		})
	}
	for _, o := range em.src.Objects {
		name := o.Obj().Name.Key()
		switch o := o.(type) {
		case *ir.Package:
			add(name, o.Spec)
			add(name, o.Body)
			if o.Init != nil {
				inBlocks(name, o.Init)
			}
		case *ir.Trigger:
			add(name, o.Decls)
			inBlocks(name, o)
		case *ir.Routine:
			if o.Parent != nil {
				name = o.Parent.Obj().Name.Key() + "." + name
			}
			if o.Body != nil {
				inBlocks(name, o.Body)
			}
		case *ir.DataScript:
			inBlocks(name, o)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].name < list[j].name })
	taken := map[string]bool{}
	for _, x := range list {
		if _, done := em.plan.state[x.d]; done {
			continue
		}
		if x.d.HasCode {
			em.plan.state[x.d] = sqlStateOf(x.d.Code)
			continue
		}
		em.plan.state[x.d] = userState(x.name, taken)
	}
}

// userState derives a SQLSTATE of class UE (user exception) from a name.
func userState(name string, taken map[string]bool) string {
	h := uint32(2166136261)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint32(name[i])) * 16777619
	}
	for n := h % 46656; ; n = (n + 1) % 46656 {
		s := "UE" + base36(int(n), 3)
		if n != 0 && !taken[s] {
			taken[s] = true
			return s
		}
	}
}

// base36 writes n with the given number of digits, in the characters that a SQLSTATE may have.
func base36(n, digits int) string {
	const chars = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	b := make([]byte, digits)
	for i := digits - 1; i >= 0; i-- {
		b[i] = chars[n%36]
		n /= 36
	}
	return string(b)
}

// planDecls notes who declares the types, and which cursors belong to packages.
func (em *emitter) planDecls() {
	for _, o := range em.src.Objects {
		if pk, ok := o.(*ir.Package); ok {
			for _, list := range [][]ir.Decl{pk.Spec, pk.Body} {
				em.declsOf(pk, list, true)
			}
			continue
		}
		if d, ok := o.(*ir.DataScript); ok {
			em.nameTemporary(d)
		}
		if t, ok := o.(*ir.Trigger); ok {
			em.declsOf(t, t.Decls, false)
			em.nameLocals(t, t.Decls)
			if t.Body != nil {
				em.nameLocals(t, t.Body.Decls)
			}
		}
		if _, ok := o.(*ir.Routine); ok {
			continue
		}
		em.bodyDecls(o, o)
	}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Body != nil {
			em.bodyDecls(r, r.Body)
		}
	})
}

// nameTemporary names the routines that an anonymous block declares: they are temporary ones.
func (em *emitter) nameTemporary(o *ir.DataScript) {
	n := 0
	ir.Walk(o, func(x ir.Node) bool {
		b, ok := x.(*ir.Block)
		if !ok {
			return true
		}
		for _, r := range localRoutines(b.Decls) {
			n++
			em.plan.local[r] = shorten(em.fold(r.Name.Last()) + "_" + strconv.Itoa(n))
			em.plan.temporary[r] = true
		}
		return true
	})
}

// nameLocals names the routines that a trigger declares: trigger__routine.
func (em *emitter) nameLocals(t *ir.Trigger, list []ir.Decl) {
	for _, r := range localRoutines(list) {
		r.Schema = t.Schema
		em.plan.local[r] = shorten(em.fold(t.Name.Last()) + "__" + em.fold(r.Name.Last()))
	}
}

func (em *emitter) bodyDecls(o ir.Object, n ir.Node) {
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.RoutineDecl:
			return false
		case *ir.Block:
			em.declsOf(o, n.Decls, false)
		}
		return true
	})
}

func (em *emitter) declsOf(o ir.Object, list []ir.Decl, pkg bool) {
	for _, d := range list {
		switch d := d.(type) {
		case *ir.TypeDecl:
			em.plan.typeOwner[d] = o
		case *ir.CursorDecl:
			if d.Query != nil || !pkg { // a cursor of a specification has its query in the body
				em.cursorNames[em.fold(d.Name)]++
			}
			if pk, ok := o.(*ir.Package); ok && pkg {
				em.packageCursors[d] = pk
			}
		}
	}
}
