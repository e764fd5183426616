package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// trigger writes a trigger: the function that does the work, then the trigger itself.
func (p *printer) trigger(t *ir.Trigger) {
	if p.tsql() {
		p.temps = p.foreignTemps()
		p.tsqlTrigger(t)
		return
	}
	if t.Level != "" && p.eventTrigger(t) || p.refuseTrigger(t) {
		return
	}
	if t.Compound {
		p.compoundTrigger(t)
		return
	}
	body := t.Body
	if t.CallBody != nil {
		body = &ir.Block{Body: []ir.Stmt{&ir.CallStmt{X: t.CallBody}}}
	}
	if body == nil {
		p.find(diag.StmtNotConverted, t.Sp, "the trigger has no body")
		return
	}
	p.triggerPart(t, part{name: p.em.triggerName(t), timing: t.Timing, row: t.ForEachRow || t.Timing == "INSTEAD OF", body: body})
	if t.Disabled {
		p.W("\nALTER TABLE ", p.relation(t.Table, t.Decl), " DISABLE TRIGGER ", quoteIdent(p.em.triggerName(t)), ";\n")
	}
}

// refuseTrigger names what PostgreSQL has no trigger for.
func (p *printer) refuseTrigger(t *ir.Trigger) bool {
	switch {
	case t.Level != "":
		var events []string
		for _, e := range t.Events {
			events = append(events, e.Kind)
		}
		p.find(diag.SystemTrigger, t.Sp, "a trigger on %s of the %s", strings.Join(events, " or "), strings.ToLower(t.Level))
	case !t.NestedCol.IsZero():
		p.find(diag.SystemTrigger, t.Sp, "a trigger on a nested table of a view")
	case t.CrossEd:
		p.find(diag.SystemTrigger, t.Sp, "a cross-edition trigger")
	default:
		return false
	}
	return true
}

// triggerName is the trigger's name. PostgreSQL fires triggers of the same kind in the order of their names, so one that
// FOLLOWS another gets a name behind it.
func (em *emitter) triggerName(t *ir.Trigger) string {
	own := em.fold(t.Name.Last())
	for _, f := range t.Follows {
		if first := em.fold(f.Last()); own <= first {
			own = first + "_" + own
		}
	}
	return shorten(own)
}

// part is a trigger, or a section of a compound one.
type part struct {
	name, timing string
	row          bool
	body         *ir.Block
	decls        []ir.Decl      // of the compound trigger
	prologue     func(*printer) // what must happen first
	more         bool           // not the first section: routines of the trigger are written already
}

// triggerPart writes one function and its trigger.
func (p *printer) triggerPart(t *ir.Trigger, part part) {
	name, timing, row, body, decls := part.name, part.timing, part.row, part.body, part.decls
	p.rt = newScope(bodyTrigger)
	defer func() { p.rt = nil }()
	rt := p.rt
	rt.trig, rt.label = t, name
	rt.returns = p.triggerReturn(t, timing, row)
	for _, f := range t.Follows {
		if own := p.em.fold(t.Name.Last()); own <= p.em.fold(f.Last()) {
			p.find(diag.TriggerOrder, t.Sp, "%s FOLLOWS %s: it is called %s, since PostgreSQL fires triggers by name", own, p.em.fold(f.Last()), name)
		}
	}
	if len(decls) > 0 {
		b := *body
		b.Decls = append(append([]ir.Decl{}, decls...), body.Decls...)
		body = &b
	}
	if row && whenInBody(t, timing) {
		body = onlyWhen(t.When, body)
	}
	b := *body
	if i := lastReal(b.Body); i < 0 || !isReturn(b.Body[i]) {
		b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
	}
	if len(b.Handlers) > 0 {
		b.Handlers = handlersReturn(b.Handlers)
	}
	p.collectNames(nil, &b)
	rt.nameRows()
	locals := append(localRoutines(decls), localRoutines(body.Decls)...)
	p.planLifted(locals)
	text := p.body(&b, part.prologue)
	p.writeTypes(rt.types)
	if !part.more {
		p.liftedRoutines(locals)
	}
	p.checkRowAssign(t, timing, body)
	fn := p.em.inSchema(t.Schema, name)
	tag := dollarTag(text)
	p.W("CREATE OR REPLACE FUNCTION ", fn, "() RETURNS trigger AS ", tag, "\n").Verbatim(text).W(tag, " LANGUAGE plpgsql;\n\n")
	p.createTrigger(t, name, fn, timing, row)
}

func isReturn(s ir.Stmt) bool {
	_, ok := s.(*ir.Return)
	return ok
}

// handlersReturn lets every handler that goes on end with RETURN: a trigger function must return.
func handlersReturn(list []*ir.Handler) []*ir.Handler {
	out := make([]*ir.Handler, len(list))
	for i, h := range list {
		c := *h
		if !leaves(h.Body) {
			c.Body = append(append([]ir.Stmt{}, h.Body...), &ir.Return{})
		}
		out[i] = &c
	}
	return out
}

// createTrigger writes CREATE TRIGGER.
func (p *printer) createTrigger(t *ir.Trigger, name, fn, timing string, row bool) {
	p.rt = nil // the table must be there
	if p.em.version() >= 14 {
		p.W("CREATE OR REPLACE TRIGGER ")
	} else {
		p.W("CREATE TRIGGER ")
	}
	p.W(quoteIdent(name), "\n").In()
	p.W(timing, " ", p.triggerEvents(t), " ON ", p.relation(t.Table, t.Decl), "\n")
	if row {
		p.W("FOR EACH ROW\n")
	} else {
		p.W("FOR EACH STATEMENT\n")
	}
	if row && t.When != nil && !whenInBody(t, timing) { // the sections of a compound trigger for the statement have no condition
		p.W("WHEN (").In()
		p.cond(t.When)
		p.Out().W(")\n")
	}
	p.W("EXECUTE FUNCTION ", fn, "();\n").Out()
}

// whenInBody tells a WHEN condition that must stand in the function: PostgreSQL takes none for INSTEAD OF triggers, and none
// that names OLD in a trigger on INSERT or NEW in one on DELETE. Their values are NULL there in Oracle, as they are in the
// function (CREATE TRIGGER, "WHEN (condition)").
func whenInBody(t *ir.Trigger, timing string) bool {
	if t.When == nil {
		return false
	}
	if timing == "INSTEAD OF" {
		return true
	}
	events := map[string]bool{}
	for _, e := range t.Events {
		events[e.Kind] = true
	}
	missing := false
	ir.Walk(t.When, func(n ir.Node) bool {
		if x, ok := n.(*ir.Transition); ok {
			missing = missing || x.Row == ir.RowOld && events["INSERT"] || x.Row == ir.RowNew && events["DELETE"]
		}
		return !missing
	})
	return missing
}

// onlyWhen puts a body under the condition of the trigger.
func onlyWhen(cond ir.Expr, body *ir.Block) *ir.Block {
	inner := body.Body
	if len(body.Decls) > 0 || len(body.Handlers) > 0 {
		inner = []ir.Stmt{body}
	}
	return &ir.Block{Body: []ir.Stmt{&ir.If{Branches: []ir.Branch{{Cond: cond, Body: inner}}}}}
}

func (p *printer) triggerEvents(t *ir.Trigger) string {
	var list []string
	for _, e := range t.Events {
		s := e.Kind
		if len(e.Cols) > 0 {
			cols := make([]string, len(e.Cols))
			for i, c := range e.Cols {
				cols[i] = p.em.ident(c)
			}
			s += " OF " + strings.Join(cols, ", ")
			if t.Timing == "INSTEAD OF" {
				p.find(diag.StmtNotConverted, t.Sp, "PostgreSQL takes no column list for INSTEAD OF triggers")
			}
		}
		list = append(list, s)
	}
	return strings.Join(list, " OR ")
}

// triggerReturn is the RETURN statement of the function: what it returns matters in BEFORE and INSTEAD OF row triggers.
func (p *printer) triggerReturn(t *ir.Trigger, timing string, row bool) string {
	if !row || timing == "AFTER" {
		return "RETURN NULL;"
	}
	del, other := false, false
	for _, e := range t.Events {
		if e.Kind == "DELETE" {
			del = true
		} else {
			other = true
		}
	}
	switch {
	case del && other:
		return "RETURN coalesce(NEW, OLD);"
	case del:
		return "RETURN OLD;"
	}
	return "RETURN NEW;"
}

// checkRowAssign: Oracle refuses an assignment to :new in AFTER and statement triggers, so there is nothing to do but in
// triggers that mix it with DELETE, where NEW is NULL.
func (p *printer) checkRowAssign(t *ir.Trigger, timing string, body *ir.Block) {
	if timing != "BEFORE" {
		return
	}
	reads := false
	ir.Walk(body, func(n ir.Node) bool {
		if r, ok := n.(*ir.TableRef); ok && t.Decl != nil && r.Decl == t.Decl {
			reads = true
		}
		return !reads
	})
	if reads && t.ForEachRow {
		p.find(diag.MutatingTable, t.Sp, "the trigger reads or changes its own table %s", t.Table.Last().Text)
	}
}

// transition writes :new and :old.
func (p *printer) transition(t *ir.Transition) {
	row := p.inTrigger("NEW", triggerRows.newRow)
	if t.Row == ir.RowOld {
		row = p.inTrigger("OLD", triggerRows.oldRow)
	}
	if t.Row == ir.RowParent {
		p.find(diag.SystemTrigger, t.Sp, ":parent has no counterpart")
	}
	p.W(row)
	if t.Column.Is("ROWID") && t.Type().Is(ir.TUnknown) {
		p.refuseOnce(diag.TriggerRowid, t.Sp, ":", ":"+strings.ToLower(row)+".rowid: PostgreSQL's "+row+" has no ctid; use the table's key")
	}
	if !t.Column.IsZero() {
		p.W(".", p.em.ident(t.Column))
	}
}

// triggerOperation is TG_OP for each predicate.
var triggerOperation = map[string]string{"inserting": "INSERT", "updating": "UPDATE", "deleting": "DELETE"}

// inTrigger is a name that a trigger function has of itself, or that of the parameter of a nested routine for it.
func (p *printer) inTrigger(own string, row ir.Node) string {
	if p.rt != nil && p.rt.rename[row] != "" {
		return p.rt.rename[row]
	}
	return own
}

// triggerPredicate writes INSERTING, UPDATING, UPDATING('col') and DELETING.
func (p *printer) triggerPredicate(c *ir.Call) {
	if p.rt == nil || p.rt.trig == nil && p.rt.rename[triggerRows.operation] == "" {
		p.refuseOnce(diag.StmtNotConverted, c.Sp, strings.ToUpper(c.Fn), strings.ToUpper(c.Fn)+" outside of a trigger: pass TG_OP as an argument")
	}
	op := p.inTrigger("TG_OP", triggerRows.operation)
	if len(c.Args) == 0 {
		p.W(op, " = ", quoteLiteral(triggerOperation[c.Fn]))
		return
	}
	lit, ok := unwrap(c.Args[0].Value).(*ir.StringLit)
	if !ok {
		p.find(diag.UpdatingColumn, c.Sp, "UPDATING(…) with a column that is known at run time only")
		p.W(op, " = 'UPDATE'")
		return
	}
	col := p.em.ident(ir.MakeName(lit.Value))
	p.find(diag.UpdatingColumn, c.Sp, "UPDATING('%s') tells here whether the value changed", lit.Value)
	newRow, oldRow := p.inTrigger("NEW", triggerRows.newRow), p.inTrigger("OLD", triggerRows.oldRow)
	p.W(op, " = 'UPDATE' AND ", newRow, ".", col, " IS DISTINCT FROM ", oldRow, ".", col)
}
