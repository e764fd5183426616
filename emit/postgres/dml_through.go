package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// throughViews refuses a change of a view that PostgreSQL does not take: it has neither one simple table behind it nor an INSTEAD OF
// trigger (manual, CREATE VIEW, "Updatable Views"). Oracle and SQL Server write through joins, too.
func (p *printer) throughViews(d ir.DML) {
	for _, c := range changesOf(d) {
		if v, ok := c.table.(*ir.View); ok && !p.em.writable(v, c.event) {
			p.find(diag.ViewNotUpdatable, d.Span(), "%s is changed by %s: the view is none that PostgreSQL writes through", v.Name.Last().Text, c.event)
			return
		}
	}
	if m, ok := d.(*ir.Merge); ok && p.em.version() < 17 {
		if t, ok := m.Target.(*ir.TableRef); ok {
			if v, ok := t.Decl.(*ir.View); ok && v.Query != nil {
				p.find(diag.ViewNotUpdatable, d.Span(), "%s is changed by MERGE: PostgreSQL merges into views from 17 on", v.Name.Last().Text)
			}
		}
	}
}

// writable tells views that an event can go through.
func (em *emitter) writable(v *ir.View, event string) bool {
	if v.Query == nil || em.insteadOf(v, event) {
		return true
	}
	if !simpleView(v.Query) {
		return false
	}
	below, ok := viewBelow(v.Query).(*ir.View)
	return !ok || em.writable(below, event)
}

// insteadOf tells views with a trigger for the event.
func (em *emitter) insteadOf(v *ir.View, event string) bool {
	for _, i := range em.triggers[v] {
		t := em.src.Objects[i].(*ir.Trigger)
		if t.Timing == "INSTEAD OF" && (change{table: v, event: event}).fires(t) {
			return true
		}
	}
	return false
}
