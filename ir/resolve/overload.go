package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// paramOf gives the parameter that the i-th argument is for.
func paramOf(params []*ir.Param, args []ir.Arg, i int) *ir.Param {
	if args[i].Name.IsZero() {
		if i < len(params) {
			return params[i]
		}
		return nil
	}
	for _, p := range params {
		if p.Name.Key == args[i].Name.Key {
			return p
		}
	}
	return nil
}

// ofKind keeps the functions, or the procedures, of a name that both have: where a value is wanted it is a function, as
// a statement a procedure.
func ofKind(over []*ir.Routine, function bool) []*ir.Routine {
	var fit []*ir.Routine
	for _, r := range over {
		if r.Function == function {
			fit = append(fit, r)
		}
	}
	if len(fit) == 0 {
		return over
	}
	return fit
}

// choose picks the overload that fits the arguments best; not fits when none has room for them.
func choose(over []*ir.Routine, args []ir.Arg) (*ir.Routine, bool) {
	if len(over) == 1 {
		return over[0], arity(over[0], args)
	}
	best, score := over[0], -1
	for _, r := range over {
		if !arity(r, args) {
			continue
		}
		s := 0
		for i := range args {
			s += fit(typeOf(args[i].Value), paramOf(formal(r), args, i))
		}
		// A body that the sources hold is preferred to a declaration that they repeat.
		if s > score {
			best, score = r, s
		}
	}
	return best, score >= 0
}

// arity tells whether the arguments have a parameter each, and no parameter without default goes without.
func arity(r *ir.Routine, args []ir.Arg) bool {
	params := formal(r)
	if len(args) > len(params) {
		return false
	}
	for i := range args {
		if paramOf(params, args, i) == nil {
			return false
		}
	}
	for k, p := range params {
		if p.Default != nil || r.Spec != nil && len(r.Spec.Params) == len(r.Params) && r.Spec.Params[len(r.Params)-len(params)+k].Default != nil {
			continue
		}
		given := k < len(args) && args[k].Name.IsZero()
		for i := range args {
			given = given || args[i].Name.Key == p.Name.Key && !args[i].Name.IsZero()
		}
		if !given {
			return false
		}
	}
	return true
}

// formal gives the parameters that a call has arguments for: SELF is in front of the dot.
func formal(r *ir.Routine) []*ir.Param {
	if r.Method != "" && r.Method != "STATIC" && len(r.Params) > 0 && r.Params[0].Name.Is("SELF") {
		return r.Params[1:]
	}
	return r.Params
}

// fit scores an argument against a parameter: the same declared type, the same kind, the same family,
// a conversion that Oracle does, none.
func fit(t *ir.Type, p *ir.Param) int {
	if p == nil || p.Type == nil {
		return 0
	}
	ca, cp := classOf(t), classOf(p.Type)
	a, b := t.Base(), p.Type.Base()
	switch {
	case ca == clUnknown || cp == clUnknown:
		return 4
	case ca == clNull:
		return 4
	case a == b:
		return 12
	case ca != cp:
		if ca == clColl || cp == clColl || ca == clRecord || cp == clRecord || ca == clBool || cp == clBool || ca == clCursor || cp == clCursor {
			return -100
		}
		return 0
	case ca == clColl || ca == clRecord:
		if namedDecl(t) != nil && namedDecl(t) == namedDecl(p.Type) {
			return 12
		}
		if namedDecl(t) != nil && namedDecl(p.Type) != nil {
			if sub, ok := namedDecl(t).(*ir.TypeObject); ok && !sub.Under.IsZero() {
				return underFit(sub, p.Type)
			}
			return -100
		}
		return 4
	case a.Kind == b.Kind:
		return 10
	case ca == clNumber && a.IsInteger() && b.Kind == ir.TInt:
		return 9
	case ca == clString && a.Kind != ir.TText && b.Kind != ir.TText:
		return 9
	}
	return 8
}

// underFit scores a subtype against the type it stands under, or may stand under further up.
func underFit(sub *ir.TypeObject, t *ir.Type) int {
	super, ok := namedDecl(t).(*ir.TypeObject)
	switch {
	case !ok || !super.Object:
		return -100
	case super.Name.Last().Key == sub.Under.Last().Key:
		return 11
	}
	return 3
}

// namedDecl gives the declaration of a type that has a name.
func namedDecl(t *ir.Type) ir.Node {
	for i := 0; t != nil && i < 100; i++ {
		if t.Decl != nil && (t.Kind == ir.TNamed || t.Kind == ir.TRow) {
			return t.Decl
		}
		t = t.Target
	}
	return nil
}
