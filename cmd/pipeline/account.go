package pipeline

import (
	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// account follows every unit of the source to its outcome: made holds what parsing made of each unit, joined what the
// dialect's join left, schema what resolve left. A unit without an outcome becomes a red object of its own.
func account(files int, units []unit, made [][]ir.Object, joined []ir.Object, schema *ir.Schema) assess.Accounting {
	a := assess.Accounting{Files: files}
	inReport, afterJoin := setOf(schema.Objects), setOf(joined)
	own := 0
	for i := range units {
		here := 0
		for _, o := range made[i] {
			if inReport[o] {
				here++
			}
		}
		own += here
		// Of statements that were parsed together, those without an object of their own are part of a script.
		n := units[i].statements
		if n == 0 { // a batch of a dialect that does not count: each object of it is a statement
			n = max(1, here)
		}
		more := max(min(here, n)-1, 0)
		a.Statements += n
		a.Reported += more
		a.Joined += n - 1 - more
		switch fate(made[i], inReport, afterJoin) {
		case reported:
			a.Reported++
		case joinedIn:
			a.Joined++
		case folded:
			a.Folded++
		default:
			a.Unaccounted++
			x := unnamed(units[i].span)
			x.Findings.Add(diag.NotAccounted, units[i].span, "no object came of the statement")
			schema.Objects = append(schema.Objects, x)
		}
	}
	a.Members = len(schema.Objects) - own - a.Unaccounted
	return a
}

type outcome int

const (
	nothing outcome = iota
	folded
	joinedIn
	reported
)

// fate gives the outcome of one unit: the best of its objects'.
func fate(objs []ir.Object, inReport, afterJoin map[ir.Object]bool) outcome {
	best := nothing
	for _, o := range objs {
		f := folded
		switch {
		case inReport[o]:
			f = reported
		case !afterJoin[o]:
			f = joinedIn
		}
		best = max(best, f)
	}
	return best
}

func setOf(objs []ir.Object) map[ir.Object]bool {
	m := make(map[ir.Object]bool, len(objs))
	for _, o := range objs {
		m[o] = true
	}
	return m
}
