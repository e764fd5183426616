package postgres

import (
	"container/heap"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// withdrawRed leaves out what red objects wrote, and what needs it or needs something that is not there at all.
// Triggers and foreign keys of a table that is left out have nothing to stand on either.
func (em *emitter) withdrawRed(arts []*ir.Artifact) []*ir.Artifact {
	by := map[string]ir.Object{} // who creates a name
	for _, a := range arts {
		for _, n := range a.Names {
			by[n] = a.Object
		}
	}
	dead := map[ir.Object]bool{}
	for _, a := range arts {
		if a.Object != nil && a.Object.Obj().Findings.Worst() == diag.Red && !onlyLacks(a.Object) {
			dead[a.Object] = true
		}
	}
	gone := map[string]bool{} // what was left of a package and cannot stay
	for changed := true; changed; {
		changed = goneStates(arts, by, dead, gone)
		for _, a := range arts {
			if a.Object == nil || dead[a.Object] {
				continue
			}
			if n, why := unmet(a, by, dead, gone); n != "" {
				b := a.Object.Obj()
				b.Findings.Add(why, b.Sp, "%s", needText(n, why))
				dead[a.Object] = true
				changed = true
			}
		}
	}
	live := arts[:0:0]
	for _, a := range arts {
		switch {
		case a.Object == nil || !dead[a.Object]:
			live = append(live, a)
		case a.Stub != "" && stubStands(a, by, dead, gone):
			s := *a
			s.SQL, s.Needs, s.Soft, s.Lines = a.Stub, a.StubNeeds, nil, nil
			live = append(live, &s)
		}
	}
	em.doubtKeys(live)
	em.doubtRows(live)
	return live
}

// goneStates notes the types and the state of packages of which nothing can stay, and tells whether there are more than before.
func goneStates(arts []*ir.Artifact, by map[string]ir.Object, dead map[ir.Object]bool, gone map[string]bool) bool {
	more := false
	for _, a := range arts {
		if a.Object == nil || !dead[a.Object] || a.Stub != "" && stubStands(a, by, dead, gone) {
			continue
		}
		for _, n := range a.Names {
			if strings.HasPrefix(n, "package ") && !gone[n] {
				gone[n], more = true, true
			}
		}
	}
	return more
}

// onlyLacks tells routines whose one fault is that they name something that is not in the sources: the body loads, and
// works as soon as that is there, so it stays.
func onlyLacks(o ir.Object) bool {
	r, ok := o.(*ir.Routine)
	return ok && r.Findings.WorstBut(diag.NotInSources) < diag.Red
}

// doubtKeys makes foreign keys NOT VALID whose tables miss the rows of a data script that was not converted, or that
// the installation does not run.
func (em *emitter) doubtKeys(live []*ir.Artifact) {
	written := map[ir.Object]bool{}
	for _, a := range live {
		written[a.Object] = true
	}
	missing := map[string]bool{}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" {
			continue
		}
		tables := em.manualTables(d)
		if !written[o] {
			tables = dataTables(d)
		}
		for t := range tables {
			missing["table:"+em.qualified(t)] = true
		}
	}
	if len(missing) == 0 {
		return
	}
	for _, a := range live {
		t, ok := a.Object.(*ir.Table)
		if !ok || a.Stage != ir.StageForeignKey || t.Partition != nil {
			continue
		}
		for _, n := range a.Needs {
			if missing[n] {
				em.notValid(a, t)
				break
			}
		}
	}
}

func (em *emitter) notValid(a *ir.Artifact, t *ir.Table) {
	stmts := strings.SplitAfter(a.SQL, ";\n")
	changed := false
	for i, s := range stmts {
		if strings.Contains(s, "FOREIGN KEY") && !strings.Contains(s, "NOT VALID") {
			stmts[i] = strings.TrimSuffix(s, ";\n") + " NOT VALID;\n"
			changed = true
		}
	}
	if changed {
		a.SQL = strings.Join(stmts, "")
		t.Findings.Add(diag.KeyNotChecked, t.Sp, "rows already there are not checked: a data script that fills %s or a table it refers to was not converted",
			t.Name.Last().Text)
	}
}

// unmet finds a need that nothing or only a red object meets.
func unmet(a *ir.Artifact, by map[string]ir.Object, dead map[ir.Object]bool, gone map[string]bool) (string, *diag.Code) {
	for _, n := range a.Needs {
		if strings.HasPrefix(n, needHelper) || strings.HasPrefix(n, needExtension) || strings.HasPrefix(n, "collation:") || strings.HasPrefix(n, "role:") || strings.HasPrefix(n, "schema:") {
			continue
		}
		o, ok := by[n]
		if !ok && strings.HasPrefix(n, "sequence:") {
			o, ok = by["table:"+strings.TrimPrefix(n, "sequence:")]
		}
		switch {
		case !ok && strings.HasPrefix(n, "trigger:"):
			return n, diag.NeedsFailed // it is in the sources, or nobody would need it
		case !ok:
			return n, diag.NeedsMissing
		case dead[o] && o != a.Object && (gone[n] || !strings.HasPrefix(n, "package ")):
			return n, diag.NeedsFailed
		}
	}
	return unmetSoft(a, by, dead)
}

// unmetSoft does the same for what a body needs when it runs: tables and sequences must be there. A routine that is not
// converted has a stub, at which only what runs during the installation fails.
func unmetSoft(a *ir.Artifact, by map[string]ir.Object, dead map[ir.Object]bool) (string, *diag.Code) {
	_, data := a.Object.(*ir.DataScript)
	data = data && a.Stage == ir.StageData
	for _, n := range a.Soft {
		kind, _, _ := strings.Cut(n, ":")
		o, ok := by[n]
		switch {
		case kind == "table" && !ok && a.Object.Obj().Findings.Has(diag.NotInSources):
			// The name has been reported where it stands.
		case kind == "table" && !ok:
			return n, diag.NeedsMissing
		case (kind == "table" || kind == "sequence" || kind == "routine" && data) && ok && dead[o] && o != a.Object:
			return n, diag.NeedsFailed
		}
	}
	return "", nil
}

func needText(n string, why *diag.Code) string {
	kind, name, _ := strings.Cut(n, ":")
	if why == diag.NeedsMissing {
		return "needs the " + kind + " " + name + ", which is not in the output"
	}
	return "needs the " + kind + " " + name + ", which could not be converted"
}

// stubStands tells stubs whose heading needs nothing that is missing.
func stubStands(a *ir.Artifact, by map[string]ir.Object, dead map[ir.Object]bool, gone map[string]bool) bool {
	s := *a
	s.Needs, s.Soft = a.StubNeeds, nil
	n, _ := unmet(&s, by, dead, gone)
	return n == ""
}

// order puts artifacts into the order of the installation: stage by stage in the order of the source, but what is
// needed comes first. Artifacts that share a file stay together.
func order(arts []*ir.Artifact) []*ir.Artifact {
	g := newGraph(arts)
	var out []*ir.Artifact
	for _, i := range g.sorted() {
		out = append(out, g.nodes[i].arts...)
	}
	return out
}

// graph has the files as nodes.
type graph struct{ nodes []*fileNode }

type fileNode struct {
	arts       []*ir.Artifact
	stage      ir.Stage
	hard, soft []int // nodes that come before this one
	rank       int   // place in the preferred order
}

func newGraph(arts []*ir.Artifact) *graph {
	g := &graph{}
	at := map[string]int{}
	for _, a := range arts {
		i, ok := at[a.File]
		if !ok {
			i = len(g.nodes)
			at[a.File] = i
			g.nodes = append(g.nodes, &fileNode{stage: a.Stage})
		}
		n := g.nodes[i]
		n.arts = append(n.arts, a)
		n.stage = max(n.stage, a.Stage)
	}
	by := map[string][]int{}
	for i, n := range g.nodes {
		sort.SliceStable(n.arts, func(x, y int) bool { return n.arts[x].Stage < n.arts[y].Stage })
		for _, a := range n.arts {
			for _, name := range a.Names {
				by[name] = append(by[name], i)
			}
		}
	}
	for i, n := range g.nodes {
		for _, a := range n.arts {
			n.hard = append(n.hard, edges(i, a.Needs, by)...)
			n.soft = append(n.soft, edges(i, a.Soft, by)...)
		}
	}
	return g
}

func edges(self int, needs []string, by map[string][]int) []int {
	var list []int
	for _, need := range needs {
		to, ok := by[need]
		if !ok && strings.HasPrefix(need, "sequence:") {
			to = by["table:"+strings.TrimPrefix(need, "sequence:")]
		}
		for _, i := range to {
			if i != self {
				list = append(list, i)
			}
		}
	}
	return list
}

// sorted gives the nodes in order: Kahn's algorithm over the hard needs, preferring the order that soft needs, stage
// and source suggest. A cycle of hard needs is entered at its first node.
func (g *graph) sorted() []int {
	g.prefer()
	waiting := make([]int, len(g.nodes))
	users := g.users()
	ready := &rankHeap{g: g}
	for i, n := range g.nodes {
		waiting[i] = len(n.hard)
		if waiting[i] == 0 {
			heap.Push(ready, i)
		}
	}
	done := make([]bool, len(g.nodes))
	var out []int
	for len(out) < len(g.nodes) {
		if ready.Len() == 0 {
			heap.Push(ready, g.firstLeft(done))
		}
		i := heap.Pop(ready).(int)
		if done[i] {
			continue
		}
		done[i] = true
		out = append(out, i)
		for _, u := range users[i] {
			if waiting[u]--; waiting[u] == 0 && !done[u] {
				heap.Push(ready, u)
			}
		}
	}
	return out
}

func (g *graph) firstLeft(done []bool) int {
	best := -1
	for i, n := range g.nodes {
		if !done[i] && (best < 0 || n.rank < g.nodes[best].rank) {
			best = i
		}
	}
	return best
}

// users gives for each node those that need it.
func (g *graph) users() [][]int {
	users := make([][]int, len(g.nodes))
	for i, n := range g.nodes {
		for _, d := range n.hard {
			users[d] = append(users[d], i)
		}
	}
	return users
}

// waitForRows gives what needs a table that is made of rows (CREATE TABLE … AS) the stage of those, so that it does not draw the table in front of the
// scripts that fill what it is made of.
func (g *graph) waitForRows() {
	users := g.users()
	var rows []int
	for i, n := range g.nodes {
		if n.stage == ir.StageData {
			rows = append(rows, i)
		}
	}
	for len(rows) > 0 {
		i := rows[len(rows)-1]
		rows = rows[:len(rows)-1]
		for _, u := range users[i] {
			if n := g.nodes[u]; n.stage < ir.StageData {
				n.stage = ir.StageData
				rows = append(rows, u)
			}
		}
	}
}

// prefer ranks the nodes: depth first through all needs, in the order of stages and source.
func (g *graph) prefer() {
	g.waitForRows()
	list := make([]int, len(g.nodes))
	for i := range list {
		list[i] = i
	}
	sort.SliceStable(list, func(a, b int) bool { return g.nodes[list[a]].stage < g.nodes[list[b]].stage })
	seen := make([]bool, len(g.nodes))
	next := 0
	var visit func(int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, d := range g.nodes[i].hard {
			visit(d)
		}
		for _, d := range g.nodes[i].soft {
			if g.nodes[d].stage <= g.nodes[i].stage || g.nodes[i].stage == ir.StageData {
				visit(d)
			}
		}
		g.nodes[i].rank = next
		next++
	}
	for _, i := range list {
		visit(i)
	}
}

type rankHeap struct {
	g     *graph
	items []int
}

func (h *rankHeap) Len() int { return len(h.items) }
func (h *rankHeap) Less(a, b int) bool {
	return h.g.nodes[h.items[a]].rank < h.g.nodes[h.items[b]].rank
}
func (h *rankHeap) Swap(a, b int) { h.items[a], h.items[b] = h.items[b], h.items[a] }
func (h *rankHeap) Push(x any)    { h.items = append(h.items, x.(int)) }
func (h *rankHeap) Pop() any {
	x := h.items[len(h.items)-1]
	h.items = h.items[:len(h.items)-1]
	return x
}
