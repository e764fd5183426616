package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A function with OUT parameters returns a row in PostgreSQL, so that its call cannot stand in an expression. Before
// the statement that holds such a call, SELECT … INTO runs it and puts its results into variables.

// hoist runs the calls below e that cannot stay in it.
func (p *printer) hoist(e ir.Expr) {
	if e == nil || p.rt == nil {
		return
	}
	p.hoistBelow(e, nil, true)
}

// hoistBelow runs the calls below e. guards are the variables that tell whether e is looked at at all; sure is false where
// nothing tells that.
func (p *printer) hoistBelow(e ir.Expr, guards []string, sure bool) {
	if b, ok := e.(*ir.Binary); ok && (b.Op == ir.OpAnd || b.Op == ir.OpOr) && sure && p.runsOut(b.R) {
		p.hoistBelow(b.L, guards, sure)
		p.hoistBelow(b.R, append(slices.Clone(guards), p.guard(b, guards)), sure)
		return
	}
	ir.EachChild(e, func(x *ir.Expr) {
		if *x == nil {
			return
		}
		p.hoistBelow(*x, guards, sure && !skips(e, *x))
	}, func(ir.Node) {})
	c, ok := e.(*ir.Call)
	if !ok {
		return
	}
	r := calledRoutine(c)
	if r == nil || !r.Function || !p.givesMore(r) {
		return
	}
	if !sure {
		p.find(diag.OutInExpression, c.Sp, "%s has OUT parameters and its call may be skipped by the expression around it", r.Name.Last().Text)
		return
	}
	tmp := p.rt.auxiliary("result "+itoa(p.rt.outs), p.em.fold(r.Name.Last())+"_result", p.typeName(resultType(r), useParam), "")
	p.rt.outs++
	p.guarded(guards, func() { p.outCall(r, c, tmp) })
	if p.rt.subst == nil {
		p.rt.subst = map[ir.Expr]string{}
	}
	p.rt.subst[c] = tmp
}

// guard keeps what stands to the left of AND or OR in a variable, which stands for it from there on: it is looked at once, before
// the call on the right changes anything. It gives the condition under which the right side is looked at.
func (p *printer) guard(b *ir.Binary, guards []string) string {
	v := p.rt.auxiliary("result "+itoa(p.rt.outs), "so_far", "boolean", "")
	p.rt.outs++
	left := p.condText(b.L)
	if len(guards) > 0 {
		p.W(v, " := NULL;\n")
	}
	p.guarded(guards, func() { p.W(v, " := ", left, ";\n") })
	if p.rt.subst == nil {
		p.rt.subst = map[ir.Expr]string{}
	}
	p.rt.subst[b.L] = v
	if b.Op == ir.OpAnd {
		return v + " IS NOT FALSE"
	}
	return v + " IS NOT TRUE"
}

// guarded writes statements that run only if all guards hold.
func (p *printer) guarded(guards []string, f func()) {
	for _, g := range guards {
		p.W("IF ", g, " THEN\n").In()
	}
	f()
	for range guards {
		p.Out().W("END IF;\n")
	}
}

// runsOut tells expressions with a call that hoist has to run.
func (p *printer) runsOut(e ir.Expr) bool {
	if e == nil || p.rt == nil {
		return false
	}
	found := false
	ir.Walk(e, func(n ir.Node) bool {
		if c, ok := n.(*ir.Call); ok {
			r := calledRoutine(c)
			found = found || r != nil && r.Function && p.givesMore(r)
		}
		return !found
	})
	return found
}

// skips tells that child need not be evaluated: the right side of AND and OR, a branch of CASE.
func skips(e, child ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Binary:
		return (e.Op == ir.OpAnd || e.Op == ir.OpOr) && e.R == child
	case *ir.Case:
		return true
	}
	return false
}

// substituted is the variable that stands for a call which hoist has run, or for what it has looked at already.
func (p *printer) substituted(c ir.Expr) (string, bool) {
	if p.rt == nil || len(p.rt.subst) == 0 {
		return "", false
	}
	s, ok := p.rt.subst[c]
	return s, ok
}

// outCall runs a function with OUT parameters.
func (p *printer) outCall(r *ir.Routine, c *ir.Call, result string) {
	args := p.liftedArgs(r)
	cols := []string{}
	targets := []string{}
	for _, v := range p.liftedWrites(r) {
		cols = append(cols, p.em.liftedName(p.rt.lifted[r], v))
		targets = append(targets, p.varName(v.decl, v.name))
	}
	for i, a := range c.Args {
		q := paramOf(r, a, i)
		if q == nil {
			continue
		}
		if q.Mode != ir.ModeIn {
			cols = append(cols, p.paramName(q, q.Name))
			targets = append(targets, p.target(a.Value, true))
		}
		if q.Mode != ir.ModeOut {
			s := p.argText(a.Value, q)
			if !a.Name.IsZero() {
				s = p.paramName(q, a.Name) + " => " + s
			}
			args = append(args, s)
		}
	}
	p.routineNeed(r)
	alias := p.freeAlias("r")
	if slices.ContainsFunc(targets, func(s string) bool { return variableOf(s) == variableOf(result) }) {
		cols, targets = append(cols, resultColumn(p.em, r)), append(targets, result) // x := f(x): the result comes last
	} else {
		cols, targets = append([]string{resultColumn(p.em, r)}, cols...), append([]string{result}, targets...)
	}
	if p.anyRecord(r) {
		rec := p.rt.auxiliary("call result", "call_result", "record", "")
		p.W("SELECT * INTO ", rec, " FROM ", p.em.routineName(r), "(", strings.Join(args, ", "), ");\n")
		for i, t := range targets {
			p.W(t, " := ", rec, ".", cols[i], ";\n")
		}
	} else {
		p.W("SELECT ", alias, ".", strings.Join(cols, ", "+alias+"."), "\nINTO ", strings.Join(targets, ", "),
			"\nFROM ", p.em.routineName(r), "(", strings.Join(args, ", "), ") AS ", alias, ";\n")
	}
	p.W(p.takeAfter())
	p.rt.found = nil
}

// variableOf is the variable that an assignment's target is a part of.
func variableOf(target string) string {
	if i := strings.IndexAny(target, ".["); i > 0 {
		return target[:i]
	}
	return target
}

// anyRecord tells functions that give a row back among other things: such a one cannot stand in a list behind INTO.
func (p *printer) anyRecord(r *ir.Routine) bool {
	row := func(t *ir.Type) bool { return t != nil && (t.Is(ir.TRecord, ir.TRow) || isObjectType(t)) }
	for _, v := range p.liftedWrites(r) {
		if row(v.typ) {
			return true
		}
	}
	for _, q := range r.Params {
		if q.Mode != ir.ModeIn && row(q.Type) {
			return true
		}
	}
	return row(r.Returns)
}

// freeAlias gives an alias that no variable of the body has.
func (p *printer) freeAlias(want string) string {
	for p.rt.names[want] || p.loopNamed(want) {
		want += "_"
	}
	return want
}

// resultColumn is the name of the OUT parameter that carries a function's result.
func resultColumn(em *emitter, r *ir.Routine) string {
	if name, ok := em.called.results[r]; ok {
		return name
	}
	return em.freeResult(r)
}

// freeResult looks for a name that the function does not have.
func (em *emitter) freeResult(r *ir.Routine) string {
	rt := newScope(bodyFunction)
	for _, q := range r.Params {
		rt.names[em.fold(q.Name)] = true
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		if x, ok := n.(*ir.Ref); ok && len(x.Name.Parts) == 1 {
			rt.names[em.fold(x.Name.Last())] = true // a column of that name could not be told from it
		}
		return true
	})
	return varIdent(rt.fresh("result"))
}

// outCallAssign writes v := f(…) where f has OUT parameters.
func (p *printer) outCallAssign(target, value ir.Expr) bool {
	c, ok := unwrap(value).(*ir.Call)
	if !ok {
		return false
	}
	r := calledRoutine(c)
	if r == nil || !r.Function || !p.givesMore(r) {
		return false
	}
	for _, a := range c.Args {
		p.hoist(a.Value)
	}
	p.outCall(r, c, p.target(target, true))
	return true
}
