package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// Variables of a package are settings of the session here (see package.go): what a block has set before an error is taken back
// when a handler runs, like its changes of tables.

// packageVar gives the variable of a package that an assignment goes to, or an element or field of it.
func packageVar(target ir.Expr) ir.Node {
	for {
		switch x := unwrap(target).(type) {
		case *ir.Index:
			target = x.X
		case *ir.FieldSel:
			target = x.X
		case *ir.Ref:
			if x.Sym != nil && x.Sym.Kind == ir.SymPackageVar {
				return x.Sym.Decl
			}
			return nil
		default:
			return nil
		}
	}
}

// addState adds the variables of packages that an expression names.
func addState(read map[ir.Node]bool, e ir.Expr) {
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymPackageVar {
			read[r.Sym.Decl] = true
		}
		return true
	})
}

// staleState finds an assignment of a block to a variable of a package that its handler reads: a step to be logged, for instance.
func staleState(b *ir.Block, h *ir.Handler) ir.Stmt {
	read := map[ir.Node]bool{}
	for _, s := range h.Body {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Assign: // what it goes to is not read
				addState(read, n.Value)
				return false
			case *ir.Ref:
				addState(read, n)
			}
			return true
		})
	}
	if len(read) == 0 {
		return nil
	}
	var hit ir.Stmt
	holds(b.Body, func(n ir.Node) bool {
		a, ok := n.(*ir.Assign)
		if !ok || !read[packageVar(a.Target)] || packageVar(a.Target) == nil || len(b.Body) == 1 {
			return false
		}
		hit = a
		return true
	})
	return hit
}
