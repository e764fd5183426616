package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlTrigger writes a trigger of SQL Server's: it fires once a statement and sees the rows in the tables inserted and deleted.
// PostgreSQL gives such tables to triggers of one event only, so that each event gets a function of its own where the body names a
// table that it has not.
func (p *printer) tsqlTrigger(t *ir.Trigger) {
	if t.Level != "" {
		p.tsqlEventTrigger(t)
		return
	}
	if t.Body == nil {
		return
	}
	_, onView := t.Decl.(*ir.View)
	if t.Timing == "INSTEAD OF" && !onView {
		p.find(diag.TSQLInsteadOfTable, t.Sp, "%s: INSTEAD OF on a table", t.Name.Last().Text)
	}
	name := p.em.triggerName(t)
	for i, e := range t.Events {
		if i > 0 {
			p.W("\n")
		}
		fn := name
		if len(t.Events) > 1 {
			fn += "_" + strings.ToLower(e.Kind)
		}
		p.tsqlTriggerPart(t, shorten(fn), e.Kind, t.Timing == "INSTEAD OF")
	}
	if t.Disabled {
		p.W("\nALTER TABLE ", p.relation(t.Table, t.Decl), " DISABLE TRIGGER ", quoteIdent(name), ";\n")
	}
}

// tsqlTriggerPart writes the function for one event, and its trigger.
func (p *printer) tsqlTriggerPart(t *ir.Trigger, name, event string, row bool) {
	p.rt = newScope(bodyTrigger)
	rt := p.rt
	rt.trig, rt.label, rt.event, rt.eachRow = t, name, event, row
	rt.returns = "RETURN NULL;"
	_, onView := t.Decl.(*ir.View)
	switch {
	case row && !onView: // the body stands for the change, which itself does not happen
	case row && event == "DELETE":
		rt.returns = "RETURN OLD;"
	case row:
		rt.returns = "RETURN NEW;"
	}
	rt.planCount(t.Body)
	b := *t.Body
	if i := lastReal(b.Body); i < 0 || !isReturn(b.Body[i]) {
		b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
	}
	p.collectNames(nil, &b)
	text := p.body(&b, func(q *printer) {
		q.recursionGuard(t)
		if rt.usesCount {
			q.W(q.rowCountVar(), " := (SELECT count(*) FROM ", q.transitionTable(rowsOf(event), sqlName("rows")), ");\n")
		}
	})
	p.rt = nil
	fn := p.em.inSchema(t.Schema, name)
	tag := dollarTag(text)
	p.W("CREATE OR REPLACE FUNCTION ", fn, "() RETURNS trigger AS ", tag, "\n").Verbatim(text).W(tag, " LANGUAGE plpgsql;\n\n")
	p.W("CREATE OR REPLACE TRIGGER ", quoteIdent(name), "\n").In()
	timing := t.Timing
	if row && !onView {
		timing = "BEFORE"
	}
	p.W(timing, " ", event, " ON ", p.relation(t.Table, t.Decl), "\n")
	if row {
		p.W("FOR EACH ROW\n")
	} else {
		var refs []string
		if event != "DELETE" {
			refs = append(refs, "NEW TABLE AS inserted")
		}
		if event != "INSERT" {
			refs = append(refs, "OLD TABLE AS deleted")
		}
		p.W("REFERENCING ", strings.Join(refs, " "), "\nFOR EACH STATEMENT\n")
	}
	p.W("EXECUTE FUNCTION ", fn, "();\n").Out()
}

func rowsOf(event string) string {
	if event == "DELETE" {
		return "deleted"
	}
	return "inserted"
}

// transitionTable writes inserted or deleted as the event has it: a table that it has not is an empty one.
func (p *printer) transitionTable(which string, alias ir.Name) string {
	name := p.em.ident(alias)
	rt := p.rt
	if rt == nil || rt.event == "" {
		if name == which {
			return which
		}
		return which + " AS " + name
	}
	have := which == "inserted" && rt.event != "DELETE" || which == "deleted" && rt.event != "INSERT"
	switch {
	case rt.eachRow && have:
		row := "NEW"
		if which == "deleted" {
			row = "OLD"
		}
		return "(SELECT (" + row + ").*) AS " + name
	case rt.eachRow:
		row := "NEW"
		if rt.event == "DELETE" {
			row = "OLD"
		}
		return "(SELECT (" + row + ").* WHERE false) AS " + name
	case have && name == which:
		return which
	case have:
		return which + " AS " + name
	}
	return "(SELECT * FROM " + rowsOf(rt.event) + " WHERE false) AS " + name
}

// tsqlUpdated writes UPDATE(column): whether the value changed in a row.
func tsqlUpdated(p *printer, e *ir.Call, _ []val) val {
	rt := p.rt
	if rt == nil || rt.trig == nil || len(e.Args) != 1 {
		p.refuseOnce(diag.TSQLFunction, e.Sp, "UPDATE()", "UPDATE() outside a trigger")
		return atom("false", cBool)
	}
	var col ir.Name
	switch x := unwrap(stripImplicit(e.Args[0].Value)).(type) {
	case *ir.Ref:
		col = x.Name.Last()
	case *ir.StringLit:
		col = ir.MakeName(x.Value)
	}
	switch rt.event {
	case "INSERT":
		return atom("true", cBool)
	case "DELETE":
		return atom("false", cBool)
	}
	p.findOnce(diag.TSQLUpdated, e.Sp, "UPDATE(%s)", col.Text)
	return p.columnChanged(col)
}

// columnChanged tells whether a column's value changed in any row of the statement.
func (p *printer) columnChanged(col ir.Name) val {
	rt := p.rt
	c := p.em.ident(col)
	if rt.eachRow {
		return val{"NEW." + c + " IS DISTINCT FROM OLD." + c, precIs, cBool}
	}
	tbl, _ := rt.trig.Decl.(*ir.Table)
	var keys []string
	if tbl != nil {
		for _, k := range tbl.Constraints {
			if k.Kind == ir.PrimaryKey {
				for _, n := range k.Cols {
					keys = append(keys, "n."+p.em.ident(n)+" = o."+p.em.ident(n))
				}
			}
		}
	}
	if len(keys) == 0 {
		return atom("EXISTS (SELECT "+c+" FROM inserted EXCEPT ALL SELECT "+c+" FROM deleted)", cBool)
	}
	return atom("EXISTS (SELECT 1 FROM inserted n JOIN deleted o ON "+strings.Join(keys, " AND ")+" WHERE n."+c+" IS DISTINCT FROM o."+c+")", cBool)
}
