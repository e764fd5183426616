package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Oracle picks an overload by the arguments that a call gives. PostgreSQL fills in defaults first, and refuses a call that
// two overloads fit then: the manual, "Functions with Default Values for Arguments". Such a call says one of the defaults
// itself.

// planOverloads lists the routines that share a name.
func (em *emitter) planOverloads() {
	em.eachRoutine(func(r *ir.Routine) {
		if r.Overloads > 1 {
			k := em.routineName(r) // functions and procedures share names
			em.plan.named[k] = append(em.plan.named[k], r)
		}
	})
}

// tellApart gives the defaults that a call must say, so that no other overload fits it.
func (p *printer) tellApart(r *ir.Routine, args []ir.Arg) []string {
	if r.Overloads < 2 || p.tsql() {
		return nil
	}
	left := p.missing(r, args)
	var rivals []*ir.Routine
	whole := methodOf(r)
	for _, o := range p.em.plan.named[p.em.routineName(whole)] {
		if o == whole {
			continue
		}
		if whole != r { // the object is no argument of the call
			o = withoutSelf(o)
		}
		if p.rivals(o, r, args) {
			rivals = append(rivals, o)
		}
	}
	var list []string
	for _, q := range left {
		var rest []*ir.Routine
		for _, o := range rivals {
			if paramNamed(o, q.Name) != nil {
				rest = append(rest, o)
			}
		}
		if len(rest) < len(rivals) {
			list = append(list, p.paramName(q, q.Name)+" => "+p.argText(defaultOf(r, q), q))
			rivals = rest
		}
	}
	if len(rivals) > 0 && (len(left) > 0 || len(rivals[0].Params) > len(args)) {
		p.find(diag.StmtNotConverted, p.obj.Span(), "a call of %s fits another overload as well in PostgreSQL", r.Name.Last().Text)
	}
	return list
}

// methodOf is the method that a routine without SELF was made of, r itself where it is none.
func methodOf(r *ir.Routine) *ir.Routine {
	t, ok := r.Parent.(*ir.TypeObject)
	if !ok {
		return r
	}
	for _, m := range t.Methods {
		if m == r {
			return r
		}
	}
	for _, m := range t.Methods {
		if m.Sp == r.Sp {
			return m
		}
	}
	return r
}

// missing are the parameters that a call leaves to their defaults.
func (p *printer) missing(r *ir.Routine, args []ir.Arg) []*ir.Param {
	var list []*ir.Param
	for i, q := range r.Params {
		given := i < len(args) && args[i].Name.IsZero()
		for _, a := range args {
			given = given || !a.Name.IsZero() && a.Name.Key == q.Name.Key
		}
		if !given && q.Mode == ir.ModeIn && defaultOf(r, q) != nil && !droppedDefault(r, q) {
			list = append(list, q)
		}
	}
	return list
}

// rivals tells whether PostgreSQL would take o for a call of r.
func (p *printer) rivals(o, r *ir.Routine, args []ir.Arg) bool {
	probe := p.em.newPrinter(&ir.Routine{})
	given := map[*ir.Param]bool{}
	for i, a := range args {
		q, own := paramOf(o, a, i), paramOf(r, a, i)
		if q == nil || own == nil {
			return false
		}
		if !p.isNull(a.Value) && p.em.overloadType(probe, q) != p.em.overloadType(probe, own) {
			return false
		}
		given[q] = true
	}
	for _, q := range o.Params {
		if !given[q] && (defaultOf(o, q) == nil || droppedDefault(o, q)) && !((r.Function || o.Function) && q.Mode == ir.ModeOut) {
			return false
		}
	}
	return true
}

// fitsBoth tells a function and a procedure that some call by position fits both, one of them by its defaults. Oracle
// knows from where the call stands which of them is meant; PostgreSQL takes such a call for ambiguous.
func (em *emitter) fitsBoth(a, b *ir.Routine) bool {
	if a.Function == b.Function {
		return false // two of a kind: Oracle finds the call ambiguous as well
	}
	x, needX := em.inputs(a)
	y, needY := em.inputs(b)
	n := max(needX, needY)
	if n > len(x) || n > len(y) {
		return false
	}
	for i := range n {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// inputs are the types of the parameters that a call gives, and how many of them it must give.
func (em *emitter) inputs(r *ir.Routine) (types []string, need int) {
	probe := em.newPrinter(&ir.Routine{})
	for _, q := range r.Params {
		if q.Mode == ir.ModeOut {
			continue
		}
		types = append(types, em.overloadType(probe, q))
		if defaultOf(r, q) == nil || droppedDefault(r, q) {
			need = len(types)
		}
	}
	return types, need
}

func paramNamed(r *ir.Routine, n ir.Name) *ir.Param {
	for _, q := range r.Params {
		if q.Name.Key == n.Key {
			return q
		}
	}
	return nil
}
