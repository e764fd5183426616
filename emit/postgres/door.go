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

// nullTests are the functions whose result depends on whether an argument is NULL. The last of them give a number or a truth
// value for an empty text as for any other.
var nullTests = words(`coalesce nvl nvl2 decode nullif greatest least lnnvl length replace
instr instrb instrc regexp_instr regexp_count regexp_like ascii vsize ora_hash standard_hash`)

// emptyToEmpty are the functions that make an empty text of one.
var emptyToEmpty = words("upper lower initcap nls_upper nls_lower nls_initcap reverse to_char to_clob to_nchar convert compose decompose to_single_byte")

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
			found = found || carries(e, is)
		}
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		testsEmpty(n, within)
		storesEmpty(n, plain)
		return !found
	})
	return found
}

// carries tells whether an expression is empty where the parameter is. Of a concatenation an empty text is made NULL where it is stored.
func carries(e ir.Expr, is func(ir.Expr) bool) bool {
	if e == nil {
		return false
	}
	switch e := unwrap(e).(type) {
	case *ir.Ref:
		return is(e)
	case *ir.Cast:
		return e.X != nil && e.To.IsString() && carries(e.X, is)
	case *ir.Case:
		for _, w := range e.Whens {
			if carries(w.Result, is) {
				return true
			}
		}
		return carries(e.Else, is)
	case *ir.Call:
		return emptyToEmpty[e.Fn] && len(e.Args) > 0 && carries(e.Args[0].Value, is)
	}
	return false
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
	case *ir.Like: // '' is LIKE '%', NULL is not
		test(n.X)
	case *ir.In:
		if n.Not {
			test(n.X)
		}
	case *ir.Between:
		if n.Not {
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
	case *ir.ExecImmediate:
		for _, u := range n.Using {
			store(u.Value)
		}
	case *ir.OpenCursor:
		for _, u := range n.Using {
			store(u.Value)
		}
		for _, a := range n.Args {
			store(a.Value)
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
