package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A trigger of SQL Server that changes its own table is not fired again by that (CREATE TRIGGER, "Recursive triggers": the
// database option RECURSIVE_TRIGGERS is off by default). PostgreSQL fires it again, without end, since a statement
// trigger fires for no rows too. So the trigger notes in a setting of the transaction that it is at such a statement.

// firing is the setting that holds the name of the trigger whose own statement is running.
const firing = "crosswalk.firing"

// changed is a table or view and how a statement changes it: INSERT, UPDATE, DELETE, or "" where it may be any (MERGE).
type changed struct {
	table ir.Object
	event string
}

func changedBy(d ir.DML) changed {
	ref, ok := ir.TargetOf(d).(*ir.TableRef)
	if !ok || ref.Decl == nil {
		return changed{}
	}
	c := changed{table: ref.Decl}
	switch d.(type) {
	case *ir.Insert:
		c.event = "INSERT"
	case *ir.Update:
		c.event = "UPDATE"
	case *ir.Delete:
		c.event = "DELETE"
	}
	return c
}

// firesItself tells a change of a trigger's own table that it fires for.
func firesItself(t *ir.Trigger, c changed) bool {
	return c.table != nil && c.table == t.Decl &&
		slices.ContainsFunc(t.Events, func(e ir.TriggerEvent) bool { return c.event == "" || e.Kind == c.event })
}

// firesAgain tells a statement of a trigger that fires the trigger: a change of its table, or a call of a procedure that makes
// one. What dynamic SQL does is not known.
func (em *emitter) firesAgain(t *ir.Trigger, s ir.Node) bool {
	switch s := s.(type) {
	case *ir.ExecDML:
		return firesItself(t, changedBy(s.DML))
	case *ir.CallStmt:
		for c := range em.called.changes[calledRoutine(s.X)] {
			if firesItself(t, c) {
				return true
			}
		}
	}
	return false
}

// walksInto tells that a node below satisfies a condition.
func walksInto(n ir.Node, is func(ir.Node) bool) bool {
	hit := false
	ir.Walk(n, func(n ir.Node) bool {
		hit = hit || is(n)
		return !hit
	})
	return hit
}

// recursionGuard leaves a trigger that its own statement has fired. An INSTEAD OF trigger that changes its own view has no such way
// out: SQL Server changes the view's tables then, as if the trigger were not there.
func (p *printer) recursionGuard(t *ir.Trigger) {
	if !walksInto(t.Body, func(n ir.Node) bool { return p.em.firesAgain(t, n) }) {
		return
	}
	leave := p.rt.returns
	if _, onView := t.Decl.(*ir.View); p.rt.eachRow && !onView {
		leave = "RETURN NEW;" // what its own statements change is changed
		if p.rt.event == "DELETE" {
			leave = "RETURN OLD;"
		}
	} else if p.rt.eachRow {
		p.find(diag.TSQLTriggerForm, t.Sp, "INSTEAD OF trigger that changes its own view: name the view's tables in it")
		return
	}
	p.W("IF ", p.firedBy(), " = ", p.firingName(t), " THEN\n  ", leave, " -- its own statement has fired it\nEND IF;\n")
}

func (p *printer) firingName(t *ir.Trigger) string {
	return quoteLiteral(p.em.inSchema(t.Schema, p.em.triggerName(t)))
}

// firedBy is the variable with the trigger whose own statement fired this one: it is put back, so that triggers which change
// one table in turn know themselves.
func (p *printer) firedBy() string {
	return p.rt.auxiliary(firing, "fired_by", "text", "current_setting('"+firing+"', true)")
}

// setFiring notes that a statement fires its own trigger, and that it is over.
func (p *printer) setFiring(on bool) {
	value := p.firedBy()
	if on {
		value = p.firingName(p.rt.trig)
	}
	p.W("PERFORM set_config('", firing, "', ", value, ", true);\n")
}
