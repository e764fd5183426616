package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Triggers on DDL and on logons become event triggers (the manual, "Event Triggers"). Oracle fires such a trigger once for a
// command and tells what it did by functions (Database PL/SQL Language Reference, "Event Attribute Functions"); here the
// function reads that into a record first.

// ddlEvents are the events that have an event trigger. SCHEMA triggers fire for them as DATABASE ones do.
var ddlEvents = words("create alter drop comment grant revoke rename ddl")

// eventTrigger writes a trigger on the events of a schema or database; false where PostgreSQL has none for them.
func (p *printer) eventTrigger(t *ir.Trigger) bool {
	logon, ok := p.eventKind(t)
	if !ok || t.Compound || t.Timing != "BEFORE" && t.Timing != "AFTER" {
		return false
	}
	body := t.Body
	if t.CallBody != nil {
		body = &ir.Block{Body: []ir.Stmt{&ir.CallStmt{X: t.CallBody}}}
	}
	if body == nil {
		return false
	}
	name := p.em.triggerName(t)
	fn := p.em.inSchema(t.Schema, name)
	p.eventFunction(t, name, fn, body, logon)
	switch {
	case logon:
		p.find(diag.LogonTrigger, t.Sp, "%s runs at every login to the database: where it fails, nobody but a superuser with event_triggers = off gets in", name)
		p.createEvent(t, name, "login", fn)
		return true
	case t.Timing == "BEFORE":
		p.find(diag.DDLTrigger, t.Sp, "%s fires behind the command, in its transaction: an error undoes the command, and queries see what it did", name)
	default:
		p.find(diag.DDLTrigger, t.Sp, "%s fires for the commands of any role, once for each command", name)
	}
	p.createDDLEvents(t, name, fn, firesFor(t, "CREATE", "ALTER", "COMMENT", "GRANT", "REVOKE", "RENAME", "DDL"), firesFor(t, "DROP", "DDL"))
	return true
}

// createDDLEvents writes the event triggers for commands that make or change objects, and for those that drop them.
func (p *printer) createDDLEvents(t *ir.Trigger, name, fn string, made, dropped bool) {
	if made {
		p.createEvent(t, name, "ddl_command_end", fn)
	}
	if dropped {
		own := name
		if made {
			own = shorten(name + "_drop")
		}
		p.createEvent(t, own, "sql_drop", fn)
	}
}

// eventKind tells triggers on DDL from those on logons, which PostgreSQL 17 has.
func (p *printer) eventKind(t *ir.Trigger) (logon, ok bool) {
	for _, e := range t.Events {
		if !ddlEvents[strings.ToLower(e.Kind)] {
			return true, len(t.Events) == 1 && e.Kind == "LOGON" && t.Timing == "AFTER" && p.em.version() >= 17
		}
	}
	return false, len(t.Events) > 0
}

func firesFor(t *ir.Trigger, kinds ...string) bool {
	return slices.ContainsFunc(t.Events, func(e ir.TriggerEvent) bool { return slices.Contains(kinds, e.Kind) })
}

// eventFunction writes the function that the event triggers run.
func (p *printer) eventFunction(t *ir.Trigger, name, fn string, body *ir.Block, logon bool) {
	p.rt = newScope(bodyTrigger)
	defer func() { p.rt = nil }()
	rt := p.rt
	rt.trig, rt.label, rt.returns = t, name, "RETURN;"
	if t.When != nil {
		body = onlyWhen(t.When, body)
	}
	if len(body.Decls) > 0 { // their initial values may ask for the event: it must be known by then
		body = &ir.Block{Body: []ir.Stmt{body}}
	}
	p.collectNames(nil, body)
	p.planLifted(nil)
	prologue := func(q *printer) { q.ownerOnly(t) }
	if !logon {
		rt.ddl = rt.auxiliary("ddl event", "ddl", "record", "")
		prologue = func(q *printer) { q.readEvent(t) }
	}
	text := p.body(body, prologue)
	for _, x := range rt.types {
		p.W(x, "\n\n")
	}
	p.createEventFunction(fn, text)
}

func (p *printer) createEventFunction(fn, body string) {
	tag := dollarTag(body)
	p.W("CREATE OR REPLACE FUNCTION ", fn, "() RETURNS event_trigger AS ", tag, "\n").Verbatim(body).W(tag, " LANGUAGE plpgsql;\n")
}

// readEvent takes what the command did; a command that is none of the trigger's is let through.
func (p *printer) readEvent(t *ir.Trigger) {
	var conds []string
	if !firesFor(t, "DDL") {
		var kinds []string
		for _, e := range t.Events {
			k := e.Kind
			if k == "RENAME" {
				k = "ALTER" // a command of its own in Oracle
			}
			if k = quoteLiteral(k); !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
		if len(kinds) == 1 {
			conds = append(conds, "e.sysevent = "+kinds[0])
		} else {
			conds = append(conds, "e.sysevent IN ("+strings.Join(kinds, ", ")+")")
		}
	}
	if t.Level == "SCHEMA" {
		conds = append(conds, "e.object_owner = "+p.ownSchema(t))
	}
	p.W("SELECT * INTO ", p.rt.ddl, " FROM ", p.helper("ddl_objects"), "(TG_EVENT, TG_TAG) AS e")
	if len(conds) > 0 {
		p.W(" WHERE ", strings.Join(conds, " AND "))
	}
	p.W(" LIMIT 1;\nIF NOT FOUND THEN\n").In().W("RETURN;\n").Out().W("END IF;\n")
}

// ownSchema is the schema of a trigger ON SCHEMA as Oracle spells it.
func (p *printer) ownSchema(t *ir.Trigger) string {
	if s := p.em.schemaName(t.Schema); s != "" {
		return quoteLiteral(strings.ToUpper(s))
	}
	return "upper(current_schema())"
}

// ownerOnly lets a logon trigger ON SCHEMA run for the role of that name alone.
func (p *printer) ownerOnly(t *ir.Trigger) {
	if t.Level != "SCHEMA" {
		return
	}
	p.W("IF upper(session_user) <> ", p.ownSchema(t), " THEN\n").In().W("RETURN;\n").Out().W("END IF;\n")
}

// createEvent writes an event trigger, for a file of its own: all functions must be there before the first one fires.
func (p *printer) createEvent(t *ir.Trigger, name, event, fn string) {
	p.events += "CREATE EVENT TRIGGER " + quoteIdent(name) + " ON " + event + "\n" + emit.Indent + "EXECUTE FUNCTION " + fn + "();\n"
	if t.Disabled {
		p.events += "ALTER EVENT TRIGGER " + quoteIdent(name) + " DISABLE;\n"
	}
}

// eventAttributes are fields of the record that readEvent fills.
var eventAttributes = map[string]string{"ora_sysevent": "sysevent", "ora_dict_obj_type": "object_type",
	"ora_dict_obj_name": "object_name", "ora_dict_obj_owner": "object_owner"}

// doEventAttribute writes ORA_SYSEVENT and its like.
func doEventAttribute(p *printer, e *ir.Call, _ []val) val {
	if p.rt != nil && p.rt.ddl != "" {
		return atom(p.rt.ddl+"."+eventAttributes[e.Fn], cText)
	}
	if p.rt != nil && p.rt.trig != nil && p.rt.trig.Level != "" && e.Fn == "ora_sysevent" {
		return atom(quoteLiteral(p.rt.trig.Events[0].Kind), cLit)
	}
	p.refuseOnce(diag.SystemTrigger, e.Sp, e.Fn, strings.ToUpper(e.Fn)+" outside of a trigger on DDL: pass it to the routine as an argument")
	return atom("NULL", cLit)
}
