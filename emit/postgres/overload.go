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
	if len(left) == 0 {
		return nil // an overload that needs no defaults goes first
	}
	var rivals []*ir.Routine
	for _, o := range p.em.plan.named[p.em.routineName(r)] {
		if o != r && p.rivals(o, r, args) {
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
	if len(rivals) > 0 {
		p.find(diag.StmtNotConverted, p.obj.Span(), "a call of %s fits another overload as well in PostgreSQL", r.Name.Last().Text)
	}
	return list
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

func paramNamed(r *ir.Routine, n ir.Name) *ir.Param {
	for _, q := range r.Params {
		if q.Name.Key == n.Key {
			return q
		}
	}
	return nil
}
