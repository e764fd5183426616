package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// A routine that a trigger declares is a routine of its own here, where NEW, OLD and TG_OP mean nothing: it gets those
// that it uses as parameters, as it does the variables of the trigger.

// triggerRows stand for what a trigger function has and no declaration says.
var triggerRows = struct{ newRow, oldRow, operation ir.Node }{
	&ir.Transition{Row: ir.RowNew}, &ir.Transition{Row: ir.RowOld}, &ir.Call{Fn: "inserting"},
}

// captureRow adds :new or :old to what a nested routine of a trigger uses.
func (p *printer) captureRow(row ir.TransitionRow, write bool, add func(ir.Node, ir.Name, *ir.Type, bool)) {
	t := p.rt.trig
	if t == nil || row == ir.RowParent {
		return
	}
	typ := &ir.Type{Kind: ir.TRow, Name: t.Table, Decl: t.Decl, Sp: t.Sp}
	if row == ir.RowOld {
		add(triggerRows.oldRow, ir.MakeName("OLD_ROW"), typ, write)
		return
	}
	add(triggerRows.newRow, ir.MakeName("NEW_ROW"), typ, write)
}

// capturePredicate adds what INSERTING, UPDATING and DELETING ask.
func (p *printer) capturePredicate(c *ir.Call, add func(ir.Node, ir.Name, *ir.Type, bool)) {
	if p.rt.trig == nil || triggerOperation[c.Fn] == "" {
		return
	}
	add(triggerRows.operation, ir.MakeName("TRIGGER_OPERATION"), &ir.Type{Kind: ir.TText, Sp: c.Sp}, false)
	if len(c.Args) > 0 {
		p.captureRow(ir.RowNew, false, add)
		p.captureRow(ir.RowOld, false, add)
	}
}

// nameRows gives the trigger's own names to what its nested routines take.
func (rt *routineScope) nameRows() {
	rt.rename[triggerRows.newRow], rt.rename[triggerRows.oldRow], rt.rename[triggerRows.operation] = "NEW", "OLD", "TG_OP"
}
