package postgres

import (
	"maps"

	"github.com/crosswalk-db/crosswalk/ir"
)

// calledFacts are what the writer of one object asks of the code of routines that it calls. They are gathered in a pass, since
// writing a body changes it and objects are written by several goroutines. Routines inside the blocks of scripts are not
// among them: only their own block calls those.
type calledFacts struct {
	undone  map[catchable]map[*ir.Routine]bool // by what a handler catches: see raiser.undoes
	purity  map[*ir.Routine]purityLevel        // of those that are declared DETERMINISTIC
	results map[*ir.Routine]string             // see resultColumn
	dynamic map[*ir.Routine]bool               // see hasDynamic
	raises  map[*ir.Routine]bool               // see raiser.raisesOwn
	changes map[*ir.Routine]map[changed]bool   // of those that triggers of SQL Server call: see gatherChanges
}

// planCalled looks at routines in the order of the source, so that those which call each other are judged alike in every run.
func (em *emitter) planCalled() {
	em.called.undone = map[catchable]map[*ir.Routine]bool{}
	em.called.raises = map[*ir.Routine]bool{}
	for _, k := range em.caught() {
		r := em.raiser(k)
		em.eachRoutine(func(called *ir.Routine) {
			r.undoes(called)
			if called.Body != nil {
				r.raisesItself(called)
			}
		})
		em.called.undone[k] = r.within
		maps.Copy(em.called.raises, r.raises)
	}
	em.called.purity = map[*ir.Routine]purityLevel{}
	em.called.results = map[*ir.Routine]string{}
	em.called.dynamic = map[*ir.Routine]bool{}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Function && r.Body != nil && em.src.Source == ir.Oracle {
			em.called.results[r] = em.freeResult(r)
		}
		if r.Deterministic {
			em.called.purity[r] = em.purity(r, map[*ir.Routine]bool{})
		}
		em.called.dynamic[r] = em.src.Source == ir.SQLServer && r.Body != nil && hasDynamic(r)
	})
	if em.src.Source == ir.SQLServer {
		em.called.changes = em.changesBehindTriggers()
	}
}

// caught gives what the handlers of the sources catch, each kind once.
func (em *emitter) caught() []catchable {
	var kinds []catchable
	seen := map[catchable]bool{}
	look := func(n ir.Node) bool {
		if b, ok := n.(*ir.Block); ok {
			for _, h := range b.Handlers {
				k := raisableBy(h)
				if em.src.Source == ir.SQLServer {
					k = raisableByCatch
				}
				if !seen[k] {
					seen[k] = true
					kinds = append(kinds, k)
				}
			}
		}
		return true
	}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Body != nil {
			ir.Walk(r.Body, look)
		}
	})
	for _, o := range em.src.Objects {
		if _, ok := o.(*ir.Routine); !ok {
			ir.Walk(o, look)
		}
	}
	return kinds
}

// changesBehindTriggers gives what the routines that triggers call change, themselves or through what they call.
func (em *emitter) changesBehindTriggers() map[*ir.Routine]map[changed]bool {
	own := map[*ir.Routine]map[changed]bool{}
	all := map[*ir.Routine]map[changed]bool{}
	for _, o := range em.src.Objects {
		t, ok := o.(*ir.Trigger)
		if !ok || t.Dropped != "" {
			continue
		}
		ir.Walk(t, func(n ir.Node) bool {
			if c, ok := n.(*ir.CallStmt); ok {
				if r := calledRoutine(c.X); r != nil && all[r] == nil {
					all[r] = map[changed]bool{}
					gatherChanges(r, own, all[r], map[*ir.Routine]bool{})
				}
			}
			return true
		})
	}
	return all
}

// gatherChanges adds to all what r and what it calls change; own keeps what each does itself.
func gatherChanges(r *ir.Routine, own map[*ir.Routine]map[changed]bool, all map[changed]bool, seen map[*ir.Routine]bool) {
	if seen[r] || r.Body == nil {
		return
	}
	seen[r] = true
	if own[r] == nil {
		own[r] = map[changed]bool{}
		ir.Walk(r.Body, func(n ir.Node) bool {
			if d, ok := n.(*ir.ExecDML); ok {
				if c := changedBy(d.DML); c.table != nil {
					own[r][c] = true
				}
			}
			return true
		})
	}
	maps.Copy(all, own[r])
	for _, c := range r.Calls {
		gatherChanges(c, own, all, seen)
	}
}
