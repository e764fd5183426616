package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A constructor of the user's own becomes a function type__new that declares self, and returns it.

func isConstructor(r *ir.Routine) bool { return r.Method == "CONSTRUCTOR" && r.Parent != nil }

// objectValue writes the constructor call of an object type: of the user's own where one fits, else a row of all attributes.
func (p *printer) objectValue(n *ir.New) {
	o, _ := n.To.Decl.(*ir.TypeObject)
	fields := n.To.Base().Fields
	if o != nil {
		quiet := len(p.obj.Obj().Findings.Items)
		fields = p.inheritedFields(o, map[*ir.TypeObject]bool{})
		if p.obj != ir.Object(o) {
			p.obj.Obj().Findings.Items = p.obj.Obj().Findings.Items[:quiet]
		}
		if r := p.constructorFor(o, n, fields); r != nil {
			for _, q := range ctorParams(r) {
				if q.Mode != ir.ModeIn {
					p.findOnce(diag.OutInExpression, n.Sp, "the constructor of %s writes to its parameter %s", o.Name.Last().Text, q.Name.Text)
				}
			}
			p.routineNeed(r)
			p.W(p.em.routineName(r), "(", p.ctorArgs(r, n.Args), ")")
			return
		}
	}
	vals := make([]string, len(fields))
	for i, f := range fields {
		var v ir.Expr
		if i < len(n.Args) && n.Args[i].Name.IsZero() {
			v = n.Args[i].Value
		}
		for _, a := range n.Args {
			if !a.Name.IsZero() && a.Name.Key == f.Name.Key {
				v = a.Value
			}
		}
		if v == nil {
			p.find(diag.Constructor, n.Sp, "no constructor of %s fits the call: it gives no value for %s", n.To.Name.Last().Text, f.Name.Text)
			vals[i] = "NULL"
			continue
		}
		vals[i] = p.valueText(v, f.Type)
	}
	p.W("ROW(", strings.Join(vals, ", "), ")::", p.typeName(n.To, useParam))
}

// ctorArgs writes the arguments of a constructor, whose SELF the function makes itself.
func (p *printer) ctorArgs(r *ir.Routine, args []ir.Arg) string {
	return p.argTexts(args, withParams(r, ctorParams(r)))
}

func ctorParams(r *ir.Routine) []*ir.Param {
	if len(r.Params) > 0 && r.Params[0].Name.Is("SELF") {
		return r.Params[1:]
	}
	return r.Params
}

// constructorFor picks the user's constructor that the arguments fit; nil for the one that every type has.
func (p *printer) constructorFor(o *ir.TypeObject, n *ir.New, fields []*ir.Field) *ir.Routine {
	var best *ir.Routine
	score := -1
	if len(n.Args) == len(fields) {
		s := 0
		for i, f := range fields {
			s += p.fits(n.Args[i], f.Name, f.Type)
		}
		score = s
	}
	var chosen *ir.Routine // by the types that PL/SQL knows: VARCHAR2 and CLOB are one here
	if n.Sym != nil {
		chosen, _ = n.Sym.Decl.(*ir.Routine)
	}
	for _, r := range o.Methods {
		if r.Method != "CONSTRUCTOR" || chosen != nil && r != chosen {
			continue
		}
		if s := p.ctorScore(ctorParams(r), n.Args); s >= score && s >= 0 {
			best, score = r, s
		}
	}
	return best
}

// ctorScore tells how well arguments fit parameters, -1 for not at all.
func (p *printer) ctorScore(params []*ir.Param, args []ir.Arg) int {
	if len(args) > len(params) {
		return -1
	}
	s := 0
	for i, q := range params {
		given := false
		for k, a := range args {
			if a.Name.IsZero() && k == i || !a.Name.IsZero() && a.Name.Key == q.Name.Key {
				s += p.fits(a, q.Name, q.Type)
				given = true
			}
		}
		if !given && q.Default == nil {
			return -1
		}
	}
	return s
}

// fits scores one argument: the same class of type is better than another.
func (p *printer) fits(a ir.Arg, name ir.Name, t *ir.Type) int {
	if !a.Name.IsZero() && a.Name.Key != name.Key {
		return -100
	}
	have, want := typeClass(p.typ(a.Value)), typeClass(t)
	switch {
	case have == want:
		if have == cOther && p.typ(a.Value).Base() == t.Base() {
			return 4
		}
		return 3
	case have == cUnknown || have == cLit, have.number() && want.number(), have.text() && want.text(), have.datetime() && want.datetime():
		return 2
	}
	return 0
}

// constructorParams makes the IN OUT parameters of constructors plain ones where the constructor does not write to them: they are
// there for NOCOPY. A constructor is called in expressions, where a function with OUT parameters cannot stand.
func (em *emitter) constructorParams() {
	for _, o := range em.src.Objects {
		ty, ok := o.(*ir.TypeObject)
		if !ok {
			continue
		}
		for _, r := range ty.Methods {
			if r.Method != "CONSTRUCTOR" || r.Body == nil {
				continue
			}
			written := map[ir.Node]bool{}
			eachWritten(r.Body, func(x *ir.Ref) { written[refDecl(x)] = true })
			for _, q := range ctorParams(r) {
				if q.Mode == ir.ModeInOut && !written[q] {
					q.Mode = ir.ModeIn
				}
			}
		}
	}
}
