package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// settle completes the facts that cross objects: package variables that are written to anywhere, and what a
// routine does through the routines that it calls.
func settle(jobs []*job) {
	cutCircles(jobs)
	var all []*ir.Routine
	callers := map[*ir.Routine][]*ir.Routine{}
	for _, j := range jobs {
		if j == nil {
			continue
		}
		for _, v := range j.assigned {
			v.Assigned = true
		}
		all = append(all, j.routines...)
	}
	for _, r := range all {
		for _, c := range r.Calls {
			callers[c] = append(callers[c], r)
		}
		if r.Autonomous {
			r.Writes = true
		}
	}
	// Facts spread from callee to caller until nothing changes; each routine changes at most five times.
	work := append([]*ir.Routine(nil), all...)
	for len(work) > 0 {
		r := work[len(work)-1]
		work = work[:len(work)-1]
		for _, up := range callers[r] {
			if spread(up, r) {
				work = append(work, up)
			}
		}
	}
}

func spread(up, r *ir.Routine) bool {
	before := [5]bool{up.Reads, up.Writes, up.Tx, up.State, up.SetsState}
	up.Reads = up.Reads || r.Reads
	up.Writes = up.Writes || r.Writes
	up.Tx = up.Tx || r.Tx && !r.Autonomous
	up.State = up.State || r.State
	up.SetsState = up.SetsState || r.SetsState
	return before != [5]bool{up.Reads, up.Writes, up.Tx, up.State, up.SetsState}
}
