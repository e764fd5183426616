package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// A client that passes '' to a routine means NULL, as it did with Oracle. Where a routine tests a text parameter for NULL,
// or stores or hands on what it holds, its body begins with p := nullif(p, ''). Converted code itself passes no empty
// texts, so that routines which no client can call need no such line.

// doorParams gives the parameters of the routine being written that need it, in order.
func (p *printer) doorParams() []*ir.Param {
	if p.tsql() {
		return nil
	}
	if p.rt == nil || p.rt.r == nil || !calledFromOutside(p.rt.r) {
		return nil
	}
	var list []*ir.Param
	for _, q := range p.rt.r.Params {
		if q.Mode != ir.ModeOut && q.Type.IsString() && emptyMatters(p.rt.r, q) {
			list = append(list, q)
		}
	}
	return list
}

// calledFromOutside tells routines that a client can call: not those nested in another, nor a package's private ones,
// nor methods.
func calledFromOutside(r *ir.Routine) bool {
	if r.Outer != nil || r.Method != "" {
		return false
	}
	if _, ok := r.Parent.(*ir.Package); ok {
		return r.Public
	}
	return r.Parent == nil
}

// door writes the lines.
func (p *printer) door(list []*ir.Param) {
	for _, q := range list {
		n := p.varName(q, q.Name)
		p.W(n, " := nullif(", n, ", '');\n")
	}
}

// nullTests are the functions whose result depends on whether an argument is NULL.
var nullTests = words("coalesce nvl nvl2 decode nullif greatest least lnnvl length replace")

// emptyMatters tells whether an empty text in the parameter would do something else than NULL.
func emptyMatters(r *ir.Routine, q *ir.Param) bool {
	if r.Body == nil {
		return false
	}
	is := func(e ir.Expr) bool {
		x, ok := e.(*ir.Ref)
		return ok && x.Sym != nil && x.Sym.Decl == ir.Node(q)
	}
	found := false
	within := func(e ir.Expr) {
		if e == nil {
			return
		}
		ir.Walk(e, func(n ir.Node) bool {
			if x, ok := n.(ir.Expr); ok && is(x) {
				found = true
			}
			return !found
		})
	}
	plain := func(list ...ir.Expr) {
		for _, e := range list {
			found = found || e != nil && is(unwrap(e))
		}
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		testsEmpty(n, within)
		storesEmpty(n, plain)
		return !found
	})
	return found
}

// testsEmpty hands over what a node tests for NULL.
func testsEmpty(n ir.Node, test func(ir.Expr)) {
	switch n := n.(type) {
	case *ir.IsNull:
		test(n.X)
	case *ir.Call:
		if nullTests[n.Fn] {
			for _, a := range n.Args {
				test(a.Value)
			}
		}
	case *ir.Case:
		if n.NullEq {
			test(n.Operand)
		}
	case *ir.Binary:
		if n.Op >= ir.OpNe && n.Op <= ir.OpGe {
			test(n.L)
			test(n.R)
		}
	case *ir.Unary:
		if n.Op == ir.OpNot {
			test(n.X)
		}
	}
}

// storesEmpty hands over what a node stores or hands on as it is.
func storesEmpty(n ir.Node, store func(...ir.Expr)) {
	switch n := n.(type) {
	case *ir.Assign:
		store(n.Value)
	case *ir.VarDecl:
		store(n.Default)
	case *ir.Return:
		store(n.Value)
	case *ir.Insert:
		for _, row := range n.Rows {
			store(row...)
		}
	case *ir.Update:
		for _, s := range n.Sets {
			store(s.Value)
		}
	case *ir.MergeWhen:
		for _, s := range n.Sets {
			store(s.Value)
		}
		store(n.Values...)
	case *ir.Select:
		for _, it := range n.Items {
			store(it.Expr)
		}
	case *ir.Call:
		if r := calledRoutine(n); r != nil && !calledFromOutside(r) {
			for _, a := range n.Args {
				store(a.Value)
			}
		}
	}
}

// openDoor is the set of parameters that are not cleared yet, for the declarations in front of the body.
func openDoor(list []*ir.Param) map[ir.Node]bool {
	if len(list) == 0 {
		return nil
	}
	m := map[ir.Node]bool{}
	for _, q := range list {
		m[q] = true
	}
	return m
}
