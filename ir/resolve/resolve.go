// Package resolve gives names their meaning and expressions their types, over a whole schema.
//
// It works in four steps, in the order of Resolve below. Assembly joins what the source keeps
// apart: specification and body, a table and its ALTERs and comments. Declaration fills the
// catalog: the columns, signatures and package members that other objects see; it runs on one
// goroutine and computes lazily, since a view may need a function's type and a function a view's.
// Bodies are then resolved object by object, in parallel, against the frozen catalog. Last come
// the facts that cross objects, such as which routines write, and types inferred from use.
//
// The source's own rules decide: in Oracle a column wins over a variable inside SQL, the labels of
// blocks and the names of routines qualify, and package STANDARD lies behind everything.
package resolve

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Options tune a run. The zero value is ready.
type Options struct {
	Workers int // goroutines for the bodies; 0: one for each processor, at most 4
}

// Resolve resolves all of s in place. Findings land on the objects that they concern.
func Resolve(s *ir.Schema, opts Options) {
	assemble(s)
	ir.UnifyKeyTypes(s)
	c := newCatalog(s)
	c.declare()
	c.inlineFunctions()
	c.madeTables()
	c.temporaryTables()
	c.selectedTables()
	jobs := c.bodies(opts.workers())
	c.breakCycles()
	settle(jobs)
	inferAll(c, jobs)
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return min(runtime.NumCPU(), 4)
}

// bodies resolves every object's inside. The jobs come back in the order of the objects.
func (c *catalog) bodies(workers int) []*job {
	c.frozen = true
	jobs := make([]*job, len(c.schema.Objects))
	run := func(i int) {
		o := c.schema.Objects[i]
		if o.Obj().Dropped != "" {
			return
		}
		if j := c.early[o]; j != nil {
			jobs[i] = j
			return
		}
		j := c.newJob(o)
		jobs[i] = j
		guard(o, j.object)
	}
	if workers < 2 || len(jobs) < 8 {
		for i := range jobs {
			run(i)
		}
		return jobs
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) {
					return
				}
				run(i)
			}
		})
	}
	wg.Wait()
	return jobs
}

// guard keeps a defect of this package from costing more than the object that it shows in.
func guard(o ir.Object, f func()) {
	defer func() {
		if r := recover(); r != nil {
			o.Obj().Findings.Add(diag.Crash, o.Span(), "the compiler failed on this statement (%v); please report it with the statement", r)
		}
	}()
	f()
}
