package oracle

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// createTrigger lowers CREATE TRIGGER of every kind.
func (l *lowerer) createTrigger(ctx syntax.ICreateTriggerContext) *ir.Trigger {
	t := &ir.Trigger{}
	t.Sp, t.Name = l.span(ctx), l.qname(ctx.Name())
	l.own(t)
	defer l.within(t)()
	switch w := ctx.TriggerTiming(); {
	case w.BEFORE() != nil:
		t.Timing = "BEFORE"
	case w.AFTER() != nil:
		t.Timing = "AFTER"
	case w.INSTEAD_OF() != nil:
		t.Timing = "INSTEAD OF"
	}
	for _, e := range ctx.AllTriggerEvent() {
		t.Events = append(t.Events, l.triggerEvent(e))
	}
	t.Events = columnsOfUpdate(t.Events)
	if g := ctx.TriggerTarget(); g != nil {
		l.triggerTarget(t, g)
	}
	for _, o := range ctx.AllTriggerOption() {
		l.triggerOption(t, o)
	}
	outer := l.autonomous
	l.autonomous, l.trigger = false, t
	defer func() { l.trigger = nil }()
	t.When = whenRows(t, t.When)
	switch {
	case ctx.CompoundBody() != nil:
		l.compound(t, ctx.CompoundBody())
	case ctx.LabeledBlock() != nil:
		t.Body = l.labeledBlock(ctx.LabeledBlock())
	default:
		t.CallBody = l.ref(ctx.Ref())
	}
	t.Autonomous, l.autonomous = l.autonomous, outer
	return t
}

// labeledBlock lowers a block with labels in front of it.
func (l *lowerer) labeledBlock(ctx syntax.ILabeledBlockContext) *ir.Block {
	b := l.block(ctx.Block())
	for _, lb := range ctx.AllLabel() {
		b.Labels = append(b.Labels, l.ident(lb.IDENT()))
	}
	l.heldTexts(b)
	return b
}

func (l *lowerer) triggerEvent(ctx syntax.ITriggerEventContext) ir.TriggerEvent {
	var e ir.TriggerEvent
	switch {
	case ctx.INSERT() != nil:
		e.Kind = "INSERT"
	case ctx.DELETE() != nil:
		e.Kind = "DELETE"
	case ctx.UPDATE() != nil:
		e.Kind = "UPDATE"
	default:
		return ir.TriggerEvent{Kind: strings.ToUpper(strings.Join(strings.Fields(l.span(ctx).Text()), " "))}
	}
	for _, n := range ctx.AllName() {
		e.Cols = append(e.Cols, l.qname(n).Last())
	}
	return e
}

// columnsOfUpdate moves a list of columns to the UPDATE among the events: Oracle takes one behind the last of them,
// UPDATE OR DELETE OF a, and reads it as UPDATE's. An event that is named twice, UPDATE OF a OR UPDATE OF b, becomes one.
func columnsOfUpdate(events []ir.TriggerEvent) []ir.TriggerEvent {
	var list []ir.TriggerEvent
	var loose []ir.Name // behind other events
	all := false        // UPDATE without columns beside one with them
	for _, e := range events {
		if e.Kind != "UPDATE" {
			loose, e.Cols = append(loose, e.Cols...), nil
		}
		i := slices.IndexFunc(list, func(o ir.TriggerEvent) bool { return o.Kind == e.Kind })
		if i < 0 {
			list = append(list, e)
			continue
		}
		all = all || len(list[i].Cols) == 0 || len(e.Cols) == 0
		list[i].Cols = append(list[i].Cols, e.Cols...)
	}
	for i := range list {
		switch {
		case list[i].Kind != "UPDATE":
		case all:
			list[i].Cols = nil
		default:
			list[i].Cols = oneOfEach(append(list[i].Cols, loose...))
		}
	}
	return list
}

func oneOfEach(cols []ir.Name) []ir.Name {
	var list []ir.Name
	for _, c := range cols {
		if !slices.ContainsFunc(list, func(o ir.Name) bool { return o.Key == c.Key }) {
			list = append(list, c)
		}
	}
	return list
}

func (l *lowerer) triggerTarget(t *ir.Trigger, ctx syntax.ITriggerTargetContext) {
	switch {
	case ctx.NESTED() != nil:
		t.NestedCol = l.ident(ctx.IDENT())
		t.Table = l.tableName(ctx.TableName())
	case ctx.DATABASE() != nil:
		t.Level = "DATABASE"
	case ctx.SCHEMA() != nil:
		t.Level = "SCHEMA"
	default:
		t.Table = l.tableName(ctx.TableName())
	}
}

func (l *lowerer) triggerOption(t *ir.Trigger, ctx syntax.ITriggerOptionContext) {
	switch {
	case ctx.REFERENCING() != nil:
		ids := ctx.AllIDENT()
		for i := 0; i+1 < len(ids); i += 2 {
			as := l.ident(ids[i+1])
			switch strings.ToUpper(ids[i].GetText()) {
			case "OLD":
				t.OldName = as
			case "NEW":
				t.NewName = as
			case "PARENT":
				t.ParentName = as
			}
		}
	case ctx.EACH() != nil:
		t.ForEachRow = true
	case ctx.FOLLOWS() != nil:
		for _, n := range ctx.AllName() {
			t.Follows = append(t.Follows, l.qname(n))
		}
	case ctx.PRECEDES() != nil:
		for _, n := range ctx.AllName() {
			t.Precedes = append(t.Precedes, l.qname(n))
		}
	case ctx.DISABLE() != nil:
		t.Disabled = true
	case ctx.CROSSEDITION() != nil:
		t.CrossEd = true
	case ctx.WHEN() != nil:
		t.When = l.parenValue(ctx.Paren())
	}
}

func (l *lowerer) compound(t *ir.Trigger, ctx syntax.ICompoundBodyContext) {
	t.Compound = true
	points := ctx.AllTimingPoint()
	to := start(ctx.END())
	if len(points) > 0 {
		to, _ = parsing.SpanOf(points[0])
	}
	t.Decls = l.decls(ctx.AllDeclaration(), end(ctx.TRIGGER()), to, nil)
	for _, p := range points {
		s := &ir.TriggerSection{Sp: l.span(p)}
		switch {
		case len(p.AllBEFORE()) > 0:
			s.Timing = "BEFORE"
		case len(p.AllAFTER()) > 0:
			s.Timing = "AFTER"
		default:
			s.Timing = "INSTEAD OF"
		}
		if p.TimingLevel(0).STATEMENT() != nil {
			s.Timing += " STATEMENT"
		} else {
			s.Timing += " EACH ROW"
		}
		s.Body = l.body(p.Body())
		t.Sections = append(t.Sections, s)
	}
}

// whenRows turns NEW.x and OLD.x of a WHEN clause, where they are written without a colon, into rows of the trigger.
func whenRows(t *ir.Trigger, e ir.Expr) ir.Expr {
	if e == nil {
		return nil
	}
	l := &lowerer{trigger: t}
	return ir.Rewrite(e, func(x ir.Expr) ir.Expr {
		r, ok := x.(*ir.Ref)
		if !ok || len(r.Name.Parts) != 2 {
			return x
		}
		row, ok := l.transitionRow(r.Name.Parts[0])
		if !ok {
			return x
		}
		return &ir.Transition{ExprBase: ir.ExprBase{Sp: r.Sp}, Row: row, Column: r.Name.Parts[1]}
	}).(ir.Expr)
}
