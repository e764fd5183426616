package pipeline

import (
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DefaultUnitTimeout is how long parsing one statement may take.
const DefaultUnitTimeout = time.Minute

// parseLimited parses a unit and gives it up after the time limit: it becomes one red object, and the rest goes on.
// A parser cannot be stopped from outside; the abandoned one goes on alone until it is done or the program ends.
func parseLimited(fe frontend, u unit, o Options) []ir.Object {
	limit := o.UnitTimeout
	if limit == 0 {
		limit = DefaultUnitTimeout
	}
	if limit < 0 {
		return parseOne(fe, u, o)
	}
	done := make(chan []ir.Object, 1)
	go func() { done <- parseOne(fe, u, o) }()
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case objs := <-done:
		return objs
	case <-t.C:
		return []ir.Object{tooSlow(u.span, limit)}
	}
}

func tooSlow(at diag.Span, limit time.Duration) ir.Object {
	x := unnamed(at)
	x.Findings.Add(diag.TooSlow, at, "parsing was given up after %v", limit)
	return x
}
