package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// cutCircles takes a variable out of the value that it begins with itself, directly or over others: it stands for nothing, since
// DEFINE left C undefined, say, in C CONSTANT NUMBER := &C. Who follows such values from variable to variable comes to an end.
func cutCircles(jobs []*job) {
	of := map[*ir.VarDecl]*job{}
	var order []*ir.VarDecl
	for _, j := range jobs {
		if j == nil {
			continue
		}
		for _, d := range j.inits {
			of[d] = j
		}
		order = append(order, j.inits...)
	}
	type step struct {
		d    *ir.VarDecl
		refs []*ir.Ref // that are still to be followed
	}
	under := map[*ir.VarDecl]bool{} // false when all that it leads to has been followed
	var path []step
	enter := func(d *ir.VarDecl) {
		under[d] = true
		path = append(path, step{d, variablesIn(d.Default)})
	}
	for _, d := range order {
		if _, seen := under[d]; !seen {
			enter(d)
		}
		for len(path) > 0 {
			top := &path[len(path)-1]
			if len(top.refs) == 0 {
				under[top.d] = false
				path = path[:len(path)-1]
				continue
			}
			r := top.refs[0]
			top.refs = top.refs[1:]
			v := r.Sym.Decl.(*ir.VarDecl)
			switch open, seen := under[v]; {
			case open:
				of[top.d].report(r.Name, "value", false)
				r.Sym = nil
			case !seen && of[v] != nil:
				enter(v)
			}
		}
	}
}

// variablesIn gives the names of variables in an expression.
func variablesIn(e ir.Expr) (refs []*ir.Ref) {
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil {
			if _, ok := r.Sym.Decl.(*ir.VarDecl); ok {
				refs = append(refs, r)
			}
		}
		return true
	})
	return refs
}
