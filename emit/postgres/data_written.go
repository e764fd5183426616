package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// manualTables are the tables that a script's code writes to, itself or in the routines that it calls: their rows are not
// there after the installation.
func (em *emitter) manualTables(d *ir.DataScript) map[ir.Object]bool {
	tables := map[ir.Object]bool{}
	for _, s := range d.Stmts {
		if em.manual(s) {
			em.writtenBy(s, tables)
		}
	}
	return tables
}

// writtenBy gathers the tables that code puts rows in, itself or in the routines that it calls.
func (em *emitter) writtenBy(s ir.Node, tables map[ir.Object]bool) {
	seen := map[ir.Node]bool{}
	var look func(ir.Node)
	look = func(root ir.Node) {
		ir.Walk(root, func(n ir.Node) bool {
			switch x := n.(type) {
			case *ir.Insert:
				if t, ok := x.Target.(*ir.TableRef); ok && t.Decl != nil {
					tables[t.Decl] = true
				}
			case *ir.Merge:
				if t, ok := x.Target.(*ir.TableRef); ok && t.Decl != nil {
					tables[t.Decl] = true
				}
			case *ir.Call:
				if r := calledRoutine(x); r != nil && r.Body != nil && !seen[r] {
					seen[r] = true
					look(r.Body)
				}
			}
			return true
		})
	}
	if r, ok := s.(*ir.Repeat); ok {
		look(r.Of.Stmt)
	}
	look(s)
}
