package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// orderMethods makes comparisons of objects calls of their MAP or ORDER method, where the type has one (Object-Relational
// Developer's Guide, "Member Methods for Comparing Objects"). PostgreSQL compares composite values field by field.
func (em *emitter) orderMethods() {
	any := false
	for _, o := range em.src.Objects {
		ty, ok := o.(*ir.TypeObject)
		for i := 0; ok && i < len(ty.Methods); i++ {
			any = any || isOrderMethod(ty.Methods[i])
		}
	}
	if !any {
		return
	}
	for _, o := range em.src.Objects {
		if o.Obj().Dropped != "" {
			continue
		}
		ir.Rewrite(o, func(e ir.Expr) ir.Expr { return em.compareObjects(e) })
		ir.Walk(o, func(n ir.Node) bool {
			if q, ok := n.(*ir.Query); ok {
				for _, it := range q.OrderBy {
					if m := em.orderMethod(it.Expr); m != nil && m.Method == "MAP" {
						it.Expr = callMethod(m, it.Expr)
					}
				}
			}
			return true
		})
	}
}

func isOrderMethod(r *ir.Routine) bool { return r.Method == "MAP" || r.Method == "ORDER" }

// orderMethod finds the method that orders the objects of an expression's type; a subtype has its supertype's.
func (em *emitter) orderMethod(e ir.Expr) *ir.Routine {
	if e == nil || e.Type() == nil {
		return nil
	}
	ty := objectDecl(e.Type())
	if ty == nil {
		return nil
	}
	for _, t := range append([]*ir.TypeObject{ty}, em.supertypes(ty)...) {
		for _, m := range t.Methods {
			if isOrderMethod(m) {
				return m
			}
		}
	}
	return nil
}

// compareObjects writes a comparison by the method of its first object; other expressions stay as they are.
func (em *emitter) compareObjects(e ir.Expr) ir.Expr {
	switch x := e.(type) {
	case *ir.Binary:
		if _, ok := opText[x.Op]; !ok {
			return e
		}
		m := em.orderMethod(x.L)
		switch {
		case m == nil || em.orderMethod(x.R) != m:
		case m.Method == "MAP":
			x.L, x.R = callMethod(m, x.L), callMethod(m, x.R)
		default:
			x.L, x.R = callMethod(m, x.L, ir.Arg{Value: x.R}), zero()
		}
	case *ir.Between:
		if m := em.orderMethod(x.X); m != nil && m.Method == "MAP" {
			x.X, x.Lo, x.Hi = callMethod(m, x.X), callMethod(m, x.Lo), callMethod(m, x.Hi)
		}
	case *ir.In:
		if m := em.orderMethod(x.X); m != nil && m.Method == "MAP" && x.Query == nil {
			x.X = callMethod(m, x.X)
			for i := range x.List {
				x.List[i] = callMethod(m, x.List[i])
			}
		}
	}
	return e
}

// callMethod is x.m(args).
func callMethod(m *ir.Routine, x ir.Expr, args ...ir.Arg) ir.Expr {
	c := &ir.MethodCall{X: x, Name: m.Name.Last(), Args: args, Parens: true, Sym: &ir.Symbol{Kind: ir.SymRoutine, Decl: m}}
	c.Sp = x.Span()
	c.SetType(m.Returns)
	return c
}

func zero() ir.Expr {
	n := &ir.NumberLit{Text: "0"}
	n.SetType(typInteger)
	return n
}
