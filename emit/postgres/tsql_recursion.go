package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// A trigger of SQL Server that changes its own table is not fired again by that (CREATE TRIGGER, "Recursive triggers": the
// database option RECURSIVE_TRIGGERS is off by default). PostgreSQL fires it again, without end, since a statement
// trigger fires for no rows too. So the trigger notes in a setting of the transaction that it is at such a statement.

// firing is the setting that holds the name of the trigger whose own statement is running.
const firing = "crosswalk.firing"

// firesItself tells a statement of a trigger that changes the trigger's table in a way that it fires for.
func firesItself(t *ir.Trigger, d ir.DML) bool {
	var target ir.TableExpr
	kind := ""
	switch d := d.(type) {
	case *ir.Insert:
		target, kind = d.Target, "INSERT"
	case *ir.Update:
		target, kind = d.Target, "UPDATE"
	case *ir.Delete:
		target, kind = d.Target, "DELETE"
	case *ir.Merge:
		target = d.Target
	}
	ref, ok := target.(*ir.TableRef)
	if !ok || ref.Decl == nil || ref.Decl != t.Decl {
		return false
	}
	for _, e := range t.Events {
		if kind == "" || e.Kind == kind {
			return true
		}
	}
	return false
}

// recursionGuard leaves a trigger that its own statement has fired.
func (p *printer) recursionGuard(t *ir.Trigger) {
	own := false
	ir.Walk(t.Body, func(n ir.Node) bool {
		s, ok := n.(*ir.ExecDML)
		own = own || ok && firesItself(t, s.DML)
		return !own
	})
	if !own {
		return
	}
	p.W("IF ", p.firedBy(), " = ", p.firingName(t), " THEN\n  ", p.rt.returns, " -- its own statement has fired it\nEND IF;\n")
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
