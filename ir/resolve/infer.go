package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// A parameter declared NUMBER takes any number. Where every use in the routine says that only whole numbers of a
// known size make sense, and every call in the sources passes such a one, the parameter gets that type.
// The result of a function declared RETURN NUMBER gets the type of what it returns, when that is always the
// same fixed-point type. Both are conservative: one use that is not understood, and nothing is inferred.

// site is a call of a routine that has parameters to infer.
type site struct {
	routine *ir.Routine
	args    []ir.Arg
}

// inferable tells a parameter or result whose type says nothing but NUMBER; INTEGER does not say more of them.
func inferable(t *ir.Type) bool {
	return t != nil && t.Kind == ir.TDecimal && t.Target == nil && (t.Prec == 0 && !t.HasScale || t.Prec == 38 && t.Scale == 0)
}

func candidate(p *ir.Param) bool {
	return p.Mode == ir.ModeIn && inferable(p.Type) && !p.Assigned && defaultFits(p.Default)
}

// defaultFits tells whether a default is a whole number, NULL or missing.
func defaultFits(e ir.Expr) bool {
	switch x := e.(type) {
	case nil, *ir.NullLit:
		return true
	case *ir.NumberLit:
		return x.Type().IsInteger() && digits(x.Type().Base()) <= 9
	}
	return false
}

// inferAll infers results, then parameters.
func inferAll(c *catalog, jobs []*job) {
	sites := map[*ir.Routine][]site{}
	for _, s := range c.sites {
		sites[s.routine] = append(sites[s.routine], s)
	}
	var all []*ir.Routine
	for _, j := range jobs {
		if j == nil {
			continue
		}
		for _, s := range j.sites {
			sites[s.routine] = append(sites[s.routine], s)
		}
		all = append(all, j.routines...)
	}
	for _, r := range all {
		inferReturn(r)
	}
	in := &inference{sites: sites, banned: map[*ir.Param]bool{}}
	for _, r := range all {
		if r.Body != nil && in.open(r) {
			in.routines = append(in.routines, r)
		}
	}
	for round := 0; round < 8 && in.grow(); round++ {
	}
	for in.shrink() {
	}
}

// inference is the search for the parameters' types. It first supposes every type that the uses speak for, and
// then takes back those that a call contradicts, with what rested on them, until all that is left agrees.
type inference struct {
	routines []*ir.Routine
	sites    map[*ir.Routine][]site
	banned   map[*ir.Param]bool
}

// open tells whether a routine has a parameter to infer.
func (in *inference) open(r *ir.Routine) bool {
	if r.Overloads > 1 {
		return false // a narrower type could make a call mean another overload
	}
	for _, p := range r.Params {
		if candidate(p) && !in.banned[p] {
			return true
		}
	}
	return false
}

// grow supposes types; a parameter may need the round after that of the one it is passed on to.
func (in *inference) grow() bool {
	found := false
	for _, r := range in.routines {
		if !in.open(r) {
			continue
		}
		u := usesOf(r)
		for _, p := range r.Params {
			if t := u.evidence[p]; candidate(p) && p.Inferred == nil && t != nil && !u.refused[p] {
				p.Inferred = t
				found = true
			}
		}
	}
	return found
}

// shrink takes back one round of types that do not hold.
func (in *inference) shrink() bool {
	changed := false
	for _, r := range in.routines {
		for _, p := range r.Params {
			if p.Inferred == nil || in.banned[p] {
				continue
			}
			u := usesOf(r)
			t := u.evidence[p]
			if t != nil && !u.refused[p] && sitesFit(r, p, t, in.sites[r]) {
				p.Inferred = t
				continue
			}
			p.Inferred, in.banned[p] = nil, true
			changed = true
		}
	}
	return changed
}

// uses gathers what the body of a routine does with its candidate parameters.
type uses struct {
	evidence map[*ir.Param]*ir.Type // the widest whole-number type that the parameter is equal to somewhere
	refused  map[*ir.Param]bool
	fine     map[*ir.Ref]bool // references whose context was understood
}

func usesOf(r *ir.Routine) *uses {
	u := &uses{evidence: map[*ir.Param]*ir.Type{}, refused: map[*ir.Param]bool{}, fine: map[*ir.Ref]bool{}}
	ir.Walk(r.Body, u.visit)
	return u
}

// sitesFit tells whether every call passes a whole number that the type takes.
func sitesFit(r *ir.Routine, p *ir.Param, t *ir.Type, sites []site) bool {
	for _, s := range sites {
		for i := range s.args {
			if paramOf(r.Params, s.args, i) == p && !fitsWhole(s.args[i].Value, t) {
				return false
			}
		}
	}
	return true
}

func fitsWhole(e ir.Expr, t *ir.Type) bool {
	if e == nil || literal(e) {
		return e == nil
	}
	et := typeOf(e)
	if p := paramRef(e); p != nil && p.Inferred != nil {
		et = p.Inferred
	}
	return classOf(et) == clNull || et.IsInteger() && size(et) <= size(t)
}

// size is the class of whole numbers that a type needs: 1 to nine digits, 2 to eighteen, 3 beyond.
func size(t *ir.Type) int {
	b := t.Base()
	switch d := digits(b); {
	case b.Kind == ir.TInt && b.Bits <= 32 || d <= 9:
		return 1
	case b.Kind == ir.TInt || d <= 18:
		return 2
	}
	return 3
}

// paramRef gives the parameter that an expression just names.
func paramRef(e ir.Expr) *ir.Param {
	switch x := e.(type) {
	case *ir.Ref:
		if x.Sym != nil && x.Sym.Kind == ir.SymParam && x.Sym.Fields == 0 {
			p, _ := x.Sym.Decl.(*ir.Param)
			return p
		}
	case *ir.Paren:
		return paramRef(x.X)
	}
	return nil
}

// like finds the parameter that a side of a comparison stands for: the parameter itself, or COALESCE of it and
// whole numbers. refs are the references to accept.
func like(e ir.Expr) (p *ir.Param, refs []*ir.Ref) {
	switch x := e.(type) {
	case *ir.Ref:
		if p := paramRef(x); p != nil && inferable(p.Type) {
			return p, []*ir.Ref{x}
		}
	case *ir.Paren:
		return like(x.X)
	case *ir.Call:
		if x.Fn != "coalesce" && x.Fn != "nvl" {
			return nil, nil
		}
		for _, a := range x.Args {
			q, r := like(a.Value)
			switch {
			case q != nil && p == nil:
				p, refs = q, r
			case q != nil || !whole(a.Value) && classOf(typeOf(a.Value)) != clNull:
				return nil, nil
			}
		}
		return p, refs
	}
	return nil, nil
}

func whole(e ir.Expr) bool { return typeOf(e).IsInteger() && size(typeOf(e)) < 3 }

func (u *uses) accept(refs []*ir.Ref) {
	for _, r := range refs {
		u.fine[r] = true
	}
}

func (u *uses) prove(p *ir.Param, refs []*ir.Ref, t *ir.Type) {
	u.accept(refs)
	if old := u.evidence[p]; old != nil {
		t = unifyNumbers(old.Base(), t.Base())
	}
	u.evidence[p] = t.Base()
}

// visit judges a node before what is below it.
func (u *uses) visit(n ir.Node) bool {
	switch n := n.(type) {
	case *ir.Ref:
		if p := paramRef(n); p != nil && !u.fine[n] {
			u.refused[p] = true
		}
	case *ir.Binary:
		u.binary(n)
	case *ir.In:
		if p, refs := like(n.X); p != nil && wholeList(n) {
			u.accept(refs)
		}
		for _, e := range n.List {
			if p, refs := like(e); p != nil && column(n.X) && whole(n.X) {
				u.prove(p, refs, typeOf(n.X))
			}
		}
	case *ir.Between:
		for _, e := range []ir.Expr{n.Lo, n.Hi} {
			if p, refs := like(e); p != nil && column(n.X) && whole(n.X) {
				u.accept(refs)
			}
		}
	case *ir.IsNull:
		_, refs := like(n.X)
		u.accept(refs)
	case *ir.Call:
		u.call(n)
	case *ir.Insert:
		u.insert(n)
	case *ir.Update:
		u.sets(n.Sets)
	case *ir.Merge:
		for _, w := range n.Whens {
			u.sets(w.Sets)
		}
	}
	return true
}

func column(e ir.Expr) bool {
	r, ok := e.(*ir.Ref)
	return ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn
}

func wholeList(n *ir.In) bool {
	if n.Query != nil {
		return len(n.Query.Cols) == 1 && n.Query.Cols[0].Type.IsInteger()
	}
	for _, e := range n.List {
		if !whole(e) {
			return false
		}
	}
	return true
}

func (u *uses) binary(n *ir.Binary) {
	switch n.Op {
	case ir.OpConcat:
		for _, e := range []ir.Expr{n.L, n.R} {
			_, refs := like(e)
			u.accept(refs)
		}
	case ir.OpEq, ir.OpNe, ir.OpLt, ir.OpLe, ir.OpGt, ir.OpGe:
		for _, s := range [2][2]ir.Expr{{n.L, n.R}, {n.R, n.L}} {
			p, refs := like(s[0])
			if p == nil || !whole(s[1]) {
				continue
			}
			if column(s[1]) && n.Op == ir.OpEq {
				u.prove(p, refs, typeOf(s[1]))
			} else {
				u.accept(refs)
			}
		}
	}
}

// call accepts parameters that are printed, or passed on as whole numbers.
func (u *uses) call(n *ir.Call) {
	switch n.Fn {
	case "dbms_output.put_line", "dbms_output.put", "to_char":
		if len(n.Args) == 1 {
			_, refs := like(n.Args[0].Value)
			u.accept(refs)
		}
		return
	case "raise_application_error":
		return
	}
	if n.Sym == nil {
		return
	}
	var params []*ir.Param
	switch d := n.Sym.Decl.(type) {
	case *ir.Routine:
		params = d.Params
	case *ir.CursorDecl:
		params = d.Params
	}
	for i := range n.Args {
		p, refs := like(n.Args[i].Value)
		q := paramOf(params, n.Args, i)
		if p == nil || q == nil || q.Mode != ir.ModeIn {
			continue
		}
		t := q.Type
		if q.Inferred != nil {
			t = q.Inferred
		}
		if t.IsInteger() && size(t) < 3 {
			u.prove(p, refs, t)
		}
	}
}

func (u *uses) insert(n *ir.Insert) {
	ref, ok := n.Target.(*ir.TableRef)
	if !ok {
		return
	}
	t, ok := ref.Decl.(*ir.Table)
	if !ok {
		return
	}
	for _, row := range n.Rows {
		for i, e := range row {
			p, refs := like(e)
			if p == nil {
				continue
			}
			if c := insertColumn(t, n.Cols, i); c != nil && c.Type.IsInteger() && size(c.Type) < 3 {
				u.prove(p, refs, c.Type)
			}
		}
	}
}

func insertColumn(t *ir.Table, cols []ir.Name, i int) *ir.Column {
	if len(cols) == 0 {
		if i < len(t.Columns) {
			return t.Columns[i]
		}
		return nil
	}
	if i >= len(cols) {
		return nil
	}
	for _, c := range t.Columns {
		if c.Name.Key == cols[i].Key {
			return c
		}
	}
	return nil
}

func (u *uses) sets(list []ir.SetClause) {
	for _, s := range list {
		if s.Value == nil || len(s.Cols) != 1 {
			continue
		}
		if p, refs := like(s.Value); p != nil && whole(s.Cols[0]) {
			u.prove(p, refs, typeOf(s.Cols[0]))
		}
	}
}

// inferReturn types the result of a function by its RETURN statements. Only types with decimals are taken: a
// function that was seen as NUMBER elsewhere must not turn whole, which would change what a division gives.
func inferReturn(r *ir.Routine) {
	if !r.Function || !inferable(r.Returns) || r.Body == nil || r.Pipelined {
		return
	}
	var t *ir.Type
	ok, fixed := true, false
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Routine:
			return false
		case *ir.Return:
			rt := returned(n.Value)
			if rt == nil {
				ok = false
				return false
			}
			_, lit := n.Value.(*ir.NumberLit)
			fixed = fixed || !lit && rt.Kind == ir.TDecimal
			if t == nil || t.Kind == ir.TNull {
				t = rt
			} else if rt.Kind != ir.TNull {
				t = unifyNumbers(t, rt)
			}
		}
		return ok
	})
	if ok && fixed && t != nil && t.Kind == ir.TDecimal && t.Prec > 0 && t.Scale > 0 {
		r.Inferred = &ir.Type{Kind: ir.TDecimal, Prec: t.Prec, Scale: t.Scale, HasScale: true}
	}
}

// returned gives the fixed-point type of a value that a RETURN gives: a variable's, a literal's, NULL; nil for others.
func returned(e ir.Expr) *ir.Type {
	switch x := e.(type) {
	case *ir.Paren:
		return returned(x.X)
	case *ir.NullLit:
		return tNull
	case *ir.NumberLit:
		return x.Type().Base()
	case *ir.Ref:
		if x.Sym == nil || x.Sym.Kind != ir.SymVar && x.Sym.Kind != ir.SymParam {
			return nil
		}
		if _, _, fixed := decimal(x.Type().Base()); fixed {
			return x.Type().Base()
		}
	}
	return nil
}
