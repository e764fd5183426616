package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// breakCycles takes away what a name in a view means where the view would read itself by it, directly or through other
// views: neither database has such views, so that the name must mean something else, in most cases a view of the same
// name in another database. What follows views down to tables can rely on coming to an end.
func (c *catalog) breakCycles() {
	w := &cycleWalk{state: map[ir.Object]int{}}
	for _, o := range c.schema.Objects {
		if o.Obj().Dropped == "" {
			w.visit(o)
		}
	}
}

// cycleWalk goes down from view to view; state is 1 for those on the way, 2 for those that are done.
type cycleWalk struct {
	state map[ir.Object]int
}

func viewQuery(o ir.Object) *ir.Query {
	switch v := o.(type) {
	case *ir.View:
		return v.Query
	case *ir.MaterializedView:
		return v.Query
	}
	return nil
}

func (w *cycleWalk) visit(o ir.Object) {
	q := viewQuery(o)
	if q == nil || w.state[o] == 2 {
		return
	}
	w.state[o] = 1
	ir.Walk(q, func(n ir.Node) bool {
		t, ok := n.(*ir.TableRef)
		if !ok || t.Decl == nil {
			return true
		}
		if w.state[t.Decl] == 1 {
			t.Decl = nil
			o.Obj().Findings.Add(diag.NeedsMissing, t.Sp, "not in the sources: %s, which would be the view itself here", t.Name.Key())
			return true
		}
		w.visit(t.Decl)
		return true
	})
	w.state[o] = 2
}
