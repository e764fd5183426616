package assess

import (
	"fmt"
	"slices"
	"strings"
)

// Gate is a condition under which a run fails.
type Gate string

// The gates. Yellow and NewYellow include what is worse. Lost: an object of the base is not there any more.
const (
	FailRed       Gate = "red"
	FailYellow    Gate = "yellow"
	FailNewRed    Gate = "new-red"
	FailNewYellow Gate = "new-yellow"
	FailLost      Gate = "lost"
)

// AllGates lists the gates in the order in which they are explained.
var AllGates = []Gate{FailNewRed, FailRed, FailYellow, FailNewYellow, FailLost}

// ParseGates reads a list like "new-red,lost".
func ParseGates(s string) ([]Gate, error) {
	var gates []Gate
	for _, w := range strings.Split(s, ",") {
		w = strings.TrimSpace(w)
		if w == "" {
			continue
		}
		if !slices.Contains(AllGates, Gate(w)) {
			return nil, fmt.Errorf("%q is not one of %s", w, gateList())
		}
		gates = append(gates, Gate(w))
	}
	return gates, nil
}

func gateList() string {
	var names []string
	for _, g := range AllGates {
		names = append(names, string(g))
	}
	return strings.Join(names, ", ")
}

// NeedsBase tells gates that compare.
func (g Gate) NeedsBase() bool { return g == FailNewRed || g == FailNewYellow || g == FailLost }

// Fails says, for each gate that does not let the report pass, why. What is suppressed does not count.
func Fails(gates []Gate, r *Report) []string {
	var why []string
	for _, g := range gates {
		if n, what := g.count(r); n > 0 {
			why = append(why, fmt.Sprintf("%s: %d %s", g, n, what))
		}
	}
	return why
}

// count gives how much a gate objects to.
func (g Gate) count(r *Report) (n int, what string) {
	switch g {
	case FailLost:
		if r.Base != nil {
			n = len(r.Base.Lost)
		}
		return n, "objects of the base are not there any more"
	case FailNewRed, FailNewYellow:
		r.ForEachFinding(func(_ *Object, f *Finding, _ string) {
			if f.Change == New && f.Suppressed == nil && (f.Severity == "red" || g == FailNewYellow && f.Severity == "yellow") {
				n++
			}
		})
		return n, "findings are new"
	}
	for i := range r.Objects {
		if o := &r.Objects[i]; !o.Accepted && (o.Status == Red || g == FailYellow && o.Status == Yellow) {
			n++
		}
	}
	if g == FailRed {
		return n, "objects are red"
	}
	return n, "objects are yellow or red"
}
