package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// partNames are the names of the triggers that one of SQL Server becomes: one for each event.
func (em *emitter) partNames(t *ir.Trigger) []string {
	name := em.triggerName(t)
	if len(t.Events) == 1 {
		return []string{name}
	}
	names := make([]string, len(t.Events))
	for i, e := range t.Events {
		names[i] = shorten(name + "_" + strings.ToLower(e.Kind))
	}
	return names
}

// switchTriggers writes ENABLE and DISABLE TRIGGER of a body; false where the triggers are not in the sources.
func (p *printer) switchTriggers(x *ir.AlterObject) bool {
	verb := "ENABLE"
	if x.Disable {
		verb = "DISABLE"
	}
	found := false
	for _, o := range p.em.src.Objects {
		t, ok := o.(*ir.Trigger)
		if !ok || t.Dropped != "" || t.Decl == nil || !switches(x, t) {
			continue
		}
		found = true
		table := p.relation(t.Table, t.Decl)
		for _, name := range p.em.partNames(t) {
			p.W("ALTER TABLE ", table, " ", verb, " TRIGGER ", quoteIdent(name), ";\n")
		}
	}
	if found {
		p.findOnce(diag.TSQLTriggerSwitch, x.Sp, "%s TRIGGER locks the table until the transaction ends", verb)
	}
	return found
}

// switches tells a trigger that ENABLE or DISABLE TRIGGER names: by its name, or by its table and ALL.
func switches(x *ir.AlterObject, t *ir.Trigger) bool {
	same := func(a, b ir.Name) bool { return a.Key == b.Key || a.IsZero() || b.IsZero() }
	if x.Name.IsZero() {
		return t.Table.Last().Key == x.Table.Last().Key && same(x.Schema, t.Table.Qualifier())
	}
	return t.Name.Last().Key == x.Name.Last().Key && same(x.Name.Qualifier(), t.Schema)
}
