package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dataNeeds orders a script behind the triggers of its tables that stand in front of it in the source: they may
// fill columns.
func (p *printer) dataNeeds(d *ir.DataScript) {
	at := p.em.place[d]
	if p.em.temps != nil {
		for _, maker := range p.em.temps.from[d] {
			p.needs["temporary:"+itoa(p.em.place[maker])] = true
		}
	}
	for t := range dataTables(d) {
		missing := leavesOut(d, t)
		for _, i := range p.em.triggers[t] {
			tr := p.em.src.Objects[i].(*ir.Trigger)
			gives := func(c ir.Name) bool { return triggerFills(tr, c) }
			if i < at || tr.Timing == "INSTEAD OF" || slices.ContainsFunc(missing, gives) {
				p.softNeed("trigger", p.em.qualified(tr))
			}
			if slices.ContainsFunc(missing, func(c ir.Name) bool { return gives(c) && p.em.fillers(t, c) == 1 }) {
				p.need("trigger", p.em.qualified(tr)) // no row without it
			}
		}
	}
}

// fillers counts the triggers that may give a column its value.
func (em *emitter) fillers(t ir.Object, col ir.Name) int {
	n := 0
	for _, i := range em.triggers[t] {
		if triggerFills(em.src.Objects[i].(*ir.Trigger), col) {
			n++
		}
	}
	return n
}

// doubtRows tells of scripts whose rows go in without a trigger that is not converted.
func (em *emitter) doubtRows(live []*ir.Artifact) {
	red := map[string]*ir.Trigger{}
	for _, o := range em.src.Objects {
		if t, ok := o.(*ir.Trigger); ok && t.Findings.Worst() == diag.Red && !t.Disabled {
			red["trigger:"+em.qualified(t)] = t
		}
	}
	for _, a := range live {
		d, ok := a.Object.(*ir.DataScript)
		if !ok || a.Stage != ir.StageData {
			continue
		}
		for _, n := range a.Soft {
			if t := red[n]; t != nil && insertsInto(d, t.Decl) && slices.ContainsFunc(t.Events, func(e ir.TriggerEvent) bool { return e.Kind == "INSERT" }) {
				d.Findings.Add(diag.RowsWithoutTrigger, d.Sp, "the rows of %s go in without its trigger %s, which is not converted", t.Table.Last().Text, t.Name.Last().Text)
			}
		}
	}
}

// insertsInto tells scripts that put rows into a table.
func insertsInto(d *ir.DataScript, o ir.Object) bool {
	found := false
	for _, s := range d.Stmts {
		ir.Walk(s, func(n ir.Node) bool {
			if ins, ok := n.(*ir.Insert); ok {
				r, ok := ins.Target.(*ir.TableRef)
				found = found || ok && r.Decl == o
			}
			return !found
		})
	}
	return found
}

// leavesOut gives the columns that must have a value and get none from the INSERTs of a script: a trigger has to give it.
func leavesOut(d *ir.DataScript, o ir.Object) []ir.Name {
	t, ok := o.(*ir.Table)
	if !ok {
		return nil
	}
	var missing []ir.Name
	for _, s := range d.Stmts {
		ir.Walk(s, func(n ir.Node) bool {
			ins, ok := n.(*ir.Insert)
			if !ok || len(ins.Cols) == 0 {
				return true
			}
			if r, ok := ins.Target.(*ir.TableRef); !ok || r.Decl != o {
				return true
			}
			for _, c := range t.Columns {
				if isNotNull(t, c.Name) && c.Default == nil && c.Identity == nil && c.Generated == nil && !hasName(ins.Cols, c.Name) && !hasName(missing, c.Name) {
					missing = append(missing, c.Name)
				}
			}
			return true
		})
	}
	return missing
}
