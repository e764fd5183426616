package postgres

import (
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// eventObjects are the kinds of objects whose DDL events PostgreSQL has, as commands of the same words ("DDL events").
var eventObjects = words("TABLE VIEW INDEX PROCEDURE FUNCTION TRIGGER SCHEMA SEQUENCE TYPE STATISTICS")

// eventGroups are the groups of events ("DDL event groups"), and the objects in them.
var eventGroups = map[string]string{"DDL_TABLE_EVENTS": "TABLE", "DDL_VIEW_EVENTS": "VIEW", "DDL_INDEX_EVENTS": "INDEX", "DDL_TABLE_VIEW_EVENTS": "TABLE VIEW INDEX STATISTICS",
	"DDL_PROCEDURE_EVENTS": "PROCEDURE", "DDL_FUNCTION_EVENTS": "FUNCTION", "DDL_TRIGGER_EVENTS": "TRIGGER", "DDL_SCHEMA_EVENTS": "SCHEMA", "DDL_SEQUENCE_EVENTS": "SEQUENCE",
	"DDL_TYPE_EVENTS": "TYPE", "DDL_STATISTICS_EVENTS": "STATISTICS"}

// everyEvent are the groups that hold all that happens in a database.
var everyEvent = words("DDL_DATABASE_LEVEL_EVENTS DDL_EVENTS DDL_DATABASE_EVENTS")

// eventKinds gives the events of a trigger; nil for all. What PostgreSQL has no event trigger for is named.
func eventKinds(t *ir.Trigger) (kinds []string, unknown string) {
	set := map[string]bool{}
	object := func(o string) {
		for _, verb := range []string{"CREATE_", "ALTER_", "DROP_"} {
			set[verb+o] = true
		}
	}
	for _, e := range t.Events {
		verb, what, _ := strings.Cut(e.Kind, "_")
		switch {
		case everyEvent[e.Kind]:
			return nil, ""
		case eventGroups[e.Kind] != "":
			for _, o := range strings.Fields(eventGroups[e.Kind]) {
				object(o)
			}
		case eventObjects[what] && (verb == "CREATE" || verb == "ALTER" || verb == "DROP"):
			set[e.Kind] = true
		default:
			return nil, e.Kind
		}
	}
	for k := range set {
		kinds = append(kinds, k)
		if p := strings.Replace(k, "_PROCEDURE", "_FUNCTION", 1); p != k && !set[p] {
			kinds = append(kinds, p) // a procedure that returns rows is a function here
		}
	}
	sort.Strings(kinds)
	return kinds, ""
}

// tsqlEventTrigger writes a trigger on DDL of the database as event triggers: their function reads what the command did into the document
// that EVENTDATA() gives.
func (p *printer) tsqlEventTrigger(t *ir.Trigger) {
	kinds, unknown := eventKinds(t)
	if t.Level != "DATABASE" || unknown != "" || t.Body == nil {
		what := unknown
		if t.Level != "DATABASE" {
			what = "events of the server (logons, databases)"
		}
		p.find(diag.TSQLTriggerForm, t.Sp, "a trigger on %s: event triggers of PostgreSQL know commands on objects of one database", what)
		return
	}
	name := p.em.triggerName(t)
	fn := p.em.inSchema(t.Schema, name)
	p.rt = newScope(bodyTrigger)
	rt := p.rt
	rt.trig, rt.label, rt.returns = t, name, "RETURN;"
	b := *t.Body
	if i := lastReal(b.Body); i < 0 || !isReturn(b.Body[i]) {
		b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
	}
	valuesBehind(&b)
	p.collectNames(nil, &b)
	rt.ddl = rt.auxiliary("ddl event", "event_data", "xml", "")
	list := "NULL"
	if len(kinds) > 0 {
		quoted := make([]string, len(kinds))
		for i, k := range kinds {
			quoted[i] = quoteLiteral(k)
		}
		list = "ARRAY[" + strings.Join(quoted, ", ") + "]"
	}
	text := p.body(&b, func(q *printer) {
		q.W(rt.ddl, " := ", q.helper("eventdata"), "(TG_EVENT, TG_TAG, ", list, ");\n")
		q.W("IF ", rt.ddl, " IS NULL THEN\n").In().W("RETURN;\n").Out().W("END IF;\n")
	})
	p.rt = nil
	p.createEventFunction(fn, text)
	p.find(diag.TSQLEventTrigger, t.Sp, "%s fires for commands of PostgreSQL", name)
	p.createDDLEvents(t, name, fn, firesOn(kinds, "CREATE_", "ALTER_"), firesOn(kinds, "DROP_"))
}

// valuesBehind gives variables their first values by assignments: those may ask for the event, which is known by then.
func valuesBehind(b *ir.Block) {
	decls := append([]ir.Decl{}, b.Decls...)
	var first []ir.Stmt
	for i, d := range decls {
		v, ok := d.(*ir.VarDecl)
		if !ok || v.Default == nil {
			continue
		}
		n := *v
		n.Default = nil
		decls[i] = &n
		r := &ir.Ref{Name: ir.QName{Parts: []ir.Name{v.Name}}, Sym: &ir.Symbol{Kind: ir.SymVar, Decl: &n, Type: v.Type}}
		r.Sp, r.T = v.Sp, v.Type
		a := &ir.Assign{Target: r, Value: v.Default}
		a.Sp = v.Sp
		first = append(first, a)
	}
	b.Decls, b.Body = decls, append(first, b.Body...)
}

func firesOn(kinds []string, verbs ...string) bool {
	if len(kinds) == 0 {
		return true
	}
	for _, k := range kinds {
		for _, v := range verbs {
			if strings.HasPrefix(k, v) {
				return true
			}
		}
	}
	return false
}

// tsqlEventData is EVENTDATA(), known in such a trigger.
func tsqlEventData(p *printer, e *ir.Call, _ []val) val {
	if p.rt != nil && p.rt.ddl != "" {
		return atom(p.rt.ddl, cXML)
	}
	p.refuseOnce(diag.TSQLFunction, e.Sp, "EVENTDATA", "EVENTDATA outside of a trigger on DDL: pass the document to the routine as an argument")
	return atom("NULL::xml", cXML)
}
