package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// globalCall looks at schema level: routines, packages, types, methods of types.
func (j *job) globalCall(n *ir.Call) ir.Expr {
	parts := n.Name.Parts
	for k := min(2, len(parts)-1); k >= 1; k-- {
		info := j.pkg(parts[:k])
		if info == nil {
			continue
		}
		if e := info.sc.find(parts[k].Key); e != nil && j.sees(e) {
			if x := j.bindEntryCall(n, e, k+1); x != nil {
				return x
			}
		}
	}
	for k := min(2, len(parts)); k >= 1; k-- {
		switch o := j.c.lookup(j.base.Schema, parts[:k]).(type) {
		case *ir.Routine:
			return j.bindRoutineCall(n, []*ir.Routine{o}, nil, parts[k:])
		case *ir.TypeObject:
			if k == len(parts) {
				return j.construct(n, o, o.Type)
			}
			if m := j.methods(o, parts[k].Key); m != nil && k+1 == len(parts) {
				j.bindCall(n, m, o)
				return n
			}
		}
	}
	return nil
}

// methods gives the methods of a name, those of supertypes where the type has none.
func (j *job) methods(o *ir.TypeObject, name string) []*ir.Routine {
	for i := 0; o != nil && i < 50; i++ {
		var l []*ir.Routine
		for _, m := range o.Methods {
			if m.Name.Last().Key == name {
				l = append(l, m)
			}
		}
		if l != nil {
			return l
		}
		o = j.superOf(o)
	}
	return nil
}

func (j *job) method(o *ir.TypeObject, name string) *ir.Routine {
	if l := j.methods(o, name); l != nil {
		return l[0]
	}
	return nil
}

// lastResort is a call of nothing in the sources: what comes with the database keeps its Fn, the rest is reported.
func (j *job) lastResort(n *ir.Call) ir.Expr {
	if n.Fn != "" {
		return j.builtinCall(n)
	}
	name := n.Name
	if t, ok := j.c.synonymTarget(j.base.Schema, n.Name.Parts[:1]); ok {
		if !t.Link.IsZero() {
			n.Fn = ""
			n.Name.Link = t.Link // the synonym stands for what is behind the link
			n.SetType(tUnknown)
			j.outArgs(n.Args)
			return n
		}
		name = ir.QName{Parts: append(append([]ir.Name{}, t.Parts...), n.Name.Parts[1:]...)}
	}
	if shape := suppliedShapes[strings.ToUpper(fnOf(name))]; shape != nil && shape.Kind == ir.TCollection {
		x := j.construct(n, nil, shape).(*ir.New)
		x.To.Supplied = true
		return x
	}
	fn := fnOf(name)
	if isBuiltin(fn) || suppliedName(name.Parts) {
		n.Fn = fn
		return j.builtinCall(n)
	}
	n.SetType(tUnknown)
	j.outArgs(n.Args)
	q := n.Name
	what := "routine"
	if len(q.Parts) > 1 {
		what = "package"
		if j.pkg(q.Parts[:1]) != nil {
			what = "routine"
		} else {
			q.Parts = q.Parts[:len(q.Parts)-1]
		}
	}
	j.missing(q, what)
	return n
}

// fnOf gives the id of a supplied function: its name in lower case, without SYS or STANDARD in front.
func fnOf(n ir.QName) string {
	parts := n.Parts
	if len(parts) > 1 && (suppliedSchemas[parts[0].Key]) {
		parts = parts[1:]
	}
	return strings.ToLower(ir.QName{Parts: parts}.Key())
}
