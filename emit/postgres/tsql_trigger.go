package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlTrigger writes a trigger of SQL Server's: it fires once a statement and sees the rows in the tables inserted and deleted.
// PostgreSQL gives such tables to triggers of one event only, so that each event gets a trigger of its own, and a function where the body
// differs by the event.
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
	} else if t.Timing == "INSTEAD OF" {
		p.rowByRow(t)
	}
	name := p.em.triggerName(t)
	var parts []*triggerPart
	for i, e := range t.Events {
		x := &triggerPart{t: t, fn: name, name: p.em.partNames(t)[i], event: e.Kind, row: t.Timing == "INSTEAD OF"}
		x.text = p.triggerText(x)
		parts = append(parts, x)
	}
	nameFunctions(parts)
	made := map[string]bool{}
	for i, x := range parts {
		if i > 0 {
			p.W("\n")
		}
		if !made[x.fn] {
			made[x.fn] = true
			tag := dollarTag(x.text)
			p.W("CREATE OR REPLACE FUNCTION ", p.em.inSchema(t.Schema, x.fn), "() RETURNS trigger AS ", tag, "\n").Verbatim(x.text).W(tag, " LANGUAGE plpgsql;\n\n")
		}
		p.createTSQLTrigger(x)
	}
	if t.Disabled {
		p.W("\n")
		for _, x := range parts {
			p.W("ALTER TABLE ", p.relation(t.Table, t.Decl), " DISABLE TRIGGER ", quoteIdent(x.name), ";\n")
		}
	}
}

// triggerPart is a trigger of one event, with its function.
type triggerPart struct {
	t     *ir.Trigger
	fn    string // the function's name
	name  string // the trigger's
	event string // INSERT, UPDATE or DELETE
	row   bool   // for each row
	text  string // the function's body
}

// onTable tells that a row trigger stands for the change of a table's row, which itself does not happen.
func (x *triggerPart) onTable() bool {
	_, onView := x.t.Decl.(*ir.View)
	return x.row && !onView
}

// nameFunctions gives the parts with the same body one function, named for their events where there is more than one.
func nameFunctions(parts []*triggerPart) {
	events := map[string]string{}
	for _, x := range parts {
		events[x.text] += "_" + strings.ToLower(x.event)
	}
	if len(events) > 1 {
		for _, x := range parts {
			x.fn = shorten(x.fn + events[x.text])
		}
	}
}

// triggerText writes the body of the function for one event.
func (p *printer) triggerText(x *triggerPart) string {
	p.rt = newScope(bodyTrigger)
	rt := p.rt
	rt.trig, rt.label, rt.event, rt.eachRow = x.t, x.fn, x.event, x.row
	rt.returns = "RETURN NULL;"
	switch {
	case x.onTable():
	case x.row && x.event == "DELETE":
		rt.returns = "RETURN OLD;"
	case x.row:
		rt.returns = "RETURN NEW;"
	}
	rt.planCount(x.t.Body)
	b := *x.t.Body
	if i := lastReal(b.Body); i < 0 || !isReturn(b.Body[i]) {
		b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
	}
	p.collectNames(nil, &b)
	text := p.body(&b, func(q *printer) {
		q.recursionGuard(x.t)
		if rt.usesCount {
			q.W(q.rowCountVar(), " := (SELECT count(*) FROM ", q.transitionTable(rowsOf(x.event), sqlName("rows")), ");\n")
		}
	})
	p.rt = nil
	return text
}

// createTSQLTrigger writes the trigger itself.
func (p *printer) createTSQLTrigger(x *triggerPart) {
	timing := x.t.Timing
	if x.onTable() {
		timing = "BEFORE"
	}
	p.W("CREATE OR REPLACE TRIGGER ", quoteIdent(x.name), "\n").In()
	p.W(timing, " ", x.event, " ON ", p.relation(x.t.Table, x.t.Decl), "\n")
	if x.row {
		p.W("FOR EACH ROW\n")
	} else {
		var refs []string
		if x.event != "DELETE" {
			refs = append(refs, "NEW TABLE AS inserted")
		}
		if x.event != "INSERT" {
			refs = append(refs, "OLD TABLE AS deleted")
		}
		p.W("REFERENCING ", strings.Join(refs, " "), "\nFOR EACH STATEMENT\n")
	}
	p.W("EXECUTE FUNCTION ", p.em.inSchema(x.t.Schema, x.fn), "();\n").Out()
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
	c, as := p.em.ident(col), ""
	tbl, _ := rt.trig.Decl.(*ir.Table)
	if tbl != nil {
		if x := tbl.Column(col); x != nil && x.Type.Is(ir.TXML, ir.TJSON, ir.TSpatial) { // without an equality of their own
			as = "::text"
		}
	}
	if rt.eachRow {
		return val{"NEW." + c + as + " IS DISTINCT FROM OLD." + c + as, precIs, cBool}
	}
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
		return atom("EXISTS (SELECT "+c+as+" FROM inserted EXCEPT ALL SELECT "+c+as+" FROM deleted)", cBool)
	}
	return atom("EXISTS (SELECT 1 FROM inserted n JOIN deleted o ON "+strings.Join(keys, " AND ")+" WHERE n."+c+as+" IS DISTINCT FROM o."+c+as+")", cBool)
}
