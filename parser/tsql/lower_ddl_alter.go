package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// alter lowers ALTER of everything but modules.
func (l *lowerer) alter(ctx syntax.IAlterStmtContext) []ir.Object {
	switch {
	case ctx.AlterTable() != nil:
		return l.alterTable(ctx.AlterTable())
	case ctx.INDEX() != nil:
		return one(l.alterIndex(ctx))
	case ctx.SEQUENCE() != nil:
		a := &ir.AlterObject{Kind: "SEQUENCE"}
		a.Name = l.qname(ctx.Name())
		l.own(a)
		o := l.sequenceOptions(ctx.AllSequenceOption())
		a.Options = &o
		return one(a)
	case ctx.ROLE() != nil:
		return one(l.alterRole(ctx))
	case ctx.USER() != nil, ctx.LOGIN() != nil:
		return one(l.dropped(ctx, "alter user", ir.QName{Parts: []ir.Name{ident(ctx.IDENT(0))}}, "names, passwords and default schemas of users are not carried over"))
	case ctx.DATABASE() != nil:
		return one(l.databaseStmt(ctx))
	case ctx.FulltextStmt() != nil:
		return one(l.dropped(ctx, "alter fulltext", ir.QName{}, "it changes what is refused already"))
	case ctx.PARTITION() != nil:
		return one(l.refused(ctx, "alter partition", ir.QName{}, notYet, "partitions that are split or merged later are not converted"))
	case ctx.AUTHORIZATION() != nil:
		return one(l.dropped(ctx, "alter authorization", ir.QName{}, "objects belong to whoever installs them"))
	case ctx.XML() != nil:
		return one(l.refused(ctx, "xml schema collection", ir.QName{}, diag.SchemaCollection, "a collection of XML schemas is extended"))
	case ctx.SCHEMA() != nil:
		return one(l.transfer(ctx))
	}
	return one(l.otherObject(ctx, ctx.OtherObject()))
}

// alterTable lowers ALTER TABLE; constraints written with a new column become actions of their own.
func (l *lowerer) alterTable(ctx syntax.IAlterTableContext) []ir.Object {
	a := &ir.AlterTable{}
	a.Name = l.qname(ctx.Name())
	a.Sp = l.span(ctx)
	l.own(a)
	b := &tableBuilder{l: l, t: &ir.Table{}}
	objs := []ir.Object{a}
	switch {
	case ctx.TRIGGER() != nil:
		return l.tableTriggers(ctx, a.Name)
	case ctx.ADD() != nil && len(ctx.AllTableItem()) > 0:
		for _, it := range ctx.AllTableItem() {
			l.addItem(a, b, it, len(ctx.AllNOCHECK()) > 0)
		}
		for _, ix := range b.indexes {
			ix.Table = a.Name
			ix.Schema = a.Name.Qualifier()
			objs = append(objs, ix)
		}
	case ctx.CONSTRAINT() != nil:
		l.constraintState(a, ctx)
	case ctx.COLUMN() != nil:
		l.alterColumn(a, ctx)
	case len(ctx.AllDropItem()) > 0:
		l.dropItems(a, ctx)
	default:
		l.alterOther(a, ctx)
	}
	if len(b.t.Constraints) > 0 {
		a.Findings.Add(notYet, a.Sp, "a constraint of the statement was not understood")
	}
	return objs
}

// addItem lowers one item of ALTER TABLE … ADD.
func (l *lowerer) addItem(a *ir.AlterTable, b *tableBuilder, it syntax.ITableItemContext, nocheck bool) {
	sp := l.span(it)
	add := func(cons ...*ir.Constraint) {
		for _, c := range cons {
			c.NoValidate = nocheck
			a.Actions = append(a.Actions, ir.AlterAction{Sp: sp, AddConstraint: c})
		}
	}
	switch {
	case it.ColumnDef() != nil:
		c, cons := b.column(it.ColumnDef())
		if c == nil {
			return
		}
		a.Actions = append(a.Actions, ir.AlterAction{Sp: sp, AddColumn: c})
		add(cons...)
	case it.Constraint() != nil:
		k := it.Constraint()
		if k.DEFAULT() != nil {
			m := &ir.Column{Sp: sp, Name: identOpt(forColumn(k)), Default: unparen(l.expr(k.Expr())), DefaultName: constraintName(k)}
			a.Actions = append(a.Actions, ir.AlterAction{Sp: sp, ModifyColumn: m})
			return
		}
		if c := b.tableConstraint(k); c != nil {
			add(c)
		}
	case it.InlineIndex() != nil:
		b.indexes = append(b.indexes, b.inlineIndex(it.InlineIndex()))
	case it.PERIOD() != nil:
		a.Actions = append(a.Actions, ir.AlterAction{Sp: sp, Period: &ir.Period{Sp: sp, From: ident(it.IDENT(0)), To: ident(it.IDENT(1))}})
	}
}

// forColumn is the column of DEFAULT … FOR column.
func forColumn(k syntax.IConstraintContext) antlr.TerminalNode {
	if k.FOR() == nil {
		return nil
	}
	return k.IDENT(len(k.AllIDENT()) - 1)
}

// constraintState is [WITH CHECK | NOCHECK] CHECK | NOCHECK CONSTRAINT names or ALL.
func (l *lowerer) constraintState(a *ir.AlterTable, ctx syntax.IAlterTableContext) {
	w := l.words(ctx)
	disable, trusted := false, false
	for i, s := range w {
		if s == "CONSTRAINT" && i > 0 {
			disable = w[i-1] == "NOCHECK"
			break
		}
		if s == "WITH" {
			trusted = wordAt(w, i+1) == "CHECK"
		}
	}
	state := func(n ir.Name) ir.AlterAction {
		x := ir.AlterAction{Sp: l.span(ctx), All: n.IsZero()}
		c := &ir.Constraint{Sp: x.Sp, Name: n, NoValidate: !trusted}
		if disable {
			x.Disable = c
		} else {
			x.Enable = c
		}
		return x
	}
	if ctx.ALL() != nil {
		a.Actions = append(a.Actions, state(ir.Name{}))
		return
	}
	for _, n := range ctx.AllIDENT() {
		a.Actions = append(a.Actions, state(ident(n)))
	}
}

// alterColumn is ALTER COLUMN: a type with its nullability, or ADD and DROP of a property.
func (l *lowerer) alterColumn(a *ir.AlterTable, ctx syntax.IAlterTableContext) {
	x := ir.AlterAction{Sp: l.span(ctx)}
	m := &ir.Column{Sp: x.Sp, Name: ident(ctx.IDENT(0))}
	if ctx.Datatype() == nil {
		x.Ignored = "property of column " + m.Name.Text
		a.Actions = append(a.Actions, x)
		return
	}
	m.Type = l.columnDatatype(ctx.Datatype())
	if s := ctx.CollateSuffix(); s != nil {
		m.Collation = ident(s.IDENT()).Text
	}
	notNull := false // ALTER COLUMN without a word makes the column nullable
	for _, o := range ctx.AllAlterColumnOption() {
		if n := o.Nullability(); n != nil {
			notNull = n.NOT() != nil
		}
	}
	x.ModifyColumn, x.Nullability = m, &notNull
	a.Actions = append(a.Actions, x)
}

func (l *lowerer) dropItems(a *ir.AlterTable, ctx syntax.IAlterTableContext) {
	kind := ""
	for _, d := range ctx.AllDropItem() {
		switch {
		case d.PERIOD() != nil:
			a.Actions = append(a.Actions, ir.AlterAction{Sp: l.span(d), Ignored: "the period goes with its columns"})
			continue
		case d.CONSTRAINT() != nil:
			kind = "CONSTRAINT"
		case d.COLUMN() != nil:
			kind = "COLUMN"
		case d.INDEX() != nil:
			kind = "INDEX"
		}
		x := ir.AlterAction{Sp: l.span(d)}
		switch n := ident(d.IDENT()); kind {
		case "COLUMN":
			x.DropColumn = n
		case "INDEX":
			x.Ignored = "an index of a memory-optimized table is dropped"
		default: // DROP name means a constraint
			x.DropConstr = &ir.Constraint{Sp: x.Sp, Name: n}
		}
		a.Actions = append(a.Actions, x)
	}
}

// alterOther is SET (…), SWITCH, REBUILD, ENABLE CHANGE_TRACKING.
func (l *lowerer) alterOther(a *ir.AlterTable, ctx syntax.IAlterTableContext) {
	x := ir.AlterAction{Sp: l.span(ctx), Ignored: "storage"}
	w := l.words(ctx)
	text := strings.Join(w, " ")
	switch {
	case strings.Contains(text, " SWITCH "):
		l.find(diag.SwitchPartition, x.Sp, "%s: the move of its rows", a.Name.Last().Text)
	case strings.Contains(text, "SYSTEM_VERSIONING"):
		p := &ir.Period{Sp: x.Sp}
		for i := range w {
			switch w[i] {
			case "SYSTEM_VERSIONING":
				p.Versioned = wordAt(w, i+2) == "ON"
			case "HISTORY_TABLE":
				p.History = l.nameAt(ctx, i+2)
			case "HISTORY_RETENTION_PERIOD":
				if p.Retention = wordAt(w, i+2) + " " + wordAt(w, i+3); wordAt(w, i+2) == "INFINITE" {
					p.Retention = ""
				}
			}
		}
		x.Period, x.Ignored = p, ""
	case strings.Contains(text, "CHANGE_TRACKING"):
		l.find(diag.ChangeTracking, x.Sp, "the changes of %s are not tracked", a.Name.Last().Text)
	}
	a.Actions = append(a.Actions, x)
}

// tableTriggers is ALTER TABLE … ENABLE | DISABLE TRIGGER.
func (l *lowerer) tableTriggers(ctx syntax.IAlterTableContext, table ir.QName) []ir.Object {
	return l.triggers(ctx, ctx.DISABLE() != nil, ctx.ALL() != nil, namesOf(ctx.AllIDENT()), table)
}

func namesOf(list []antlr.TerminalNode) []ir.QName {
	var names []ir.QName
	for _, t := range list {
		names = append(names, ir.QName{Parts: []ir.Name{ident(t)}})
	}
	return names
}

// triggerState is ENABLE | DISABLE TRIGGER … ON a table.
func (l *lowerer) triggerState(ctx syntax.ITriggerStateContext) []ir.Object {
	if ctx.DATABASE() != nil || ctx.IDENT() != nil {
		return one(l.dropped(ctx, "trigger state", ir.QName{}, "triggers of the database and the server are refused one by one"))
	}
	names := ctx.AllName()
	table := l.qname(names[len(names)-1])
	var list []ir.QName
	for _, n := range names[:len(names)-1] {
		list = append(list, l.qname(n))
	}
	return l.triggers(ctx, ctx.DISABLE() != nil, len(ctx.AllALL()) > 0, list, table)
}

func (l *lowerer) triggers(ctx antlr.ParserRuleContext, disable, all bool, names []ir.QName, table ir.QName) []ir.Object {
	make1 := func() *ir.AlterObject {
		a := &ir.AlterObject{Kind: "TRIGGER", Disable: disable, Enable: !disable}
		a.Sp = l.span(ctx)
		a.Schema = table.Qualifier()
		return a
	}
	if all {
		a := make1()
		a.Table = table
		return one(a)
	}
	var objs []ir.Object
	for _, n := range names {
		a := make1()
		a.Name = n
		objs = append(objs, a)
	}
	return objs
}

// alterRole is ALTER ROLE … ADD MEMBER: the grant of a role.
func (l *lowerer) alterRole(ctx syntax.IAlterStmtContext) ir.Object {
	toks := l.tokens(ctx)
	w := l.words(ctx)
	for i := range w {
		if strings.HasPrefix(w[i], "DROP") && strings.HasSuffix(w[i], "MEMBER") && i+1 < len(toks) {
			return l.membership(ident(ctx.IDENT(0)), identifier(toks[i+1].Text()), true)
		}
		if w[i] == "MEMBER" && i+1 < len(toks) {
			return l.membership(ident(ctx.IDENT(0)), identifier(toks[i+1].Text()), w[i-1] == "DROP")
		}
	}
	return l.dropped(ctx, "alter role", ir.QName{Parts: []ir.Name{ident(ctx.IDENT(0))}}, "a role is created under the name it has at first")
}

// membership makes the grant of a role.
func (l *lowerer) membership(role, member ir.Name, revoke bool) ir.Object {
	g := &ir.Grant{Revoke: revoke, Privs: []ir.Privilege{{Name: role.Key}}, To: []ir.Name{member}}
	g.Name = ir.QName{Parts: []ir.Name{role}}
	return g
}

// transfer is ALTER SCHEMA x TRANSFER [class::]y.z: the object is created where it moves to.
func (l *lowerer) transfer(ctx syntax.IAlterStmtContext) ir.Object {
	toks := l.tokens(ctx)
	for i := range toks {
		if !strings.EqualFold(toks[i].Text(), "TRANSFER") {
			continue
		}
		at := i + 1
		if at+1 < len(toks) && toks[at+1].Text() == "::" {
			at += 2
		}
		a := &ir.AlterObject{Kind: "TRANSFER", RenameTo: ident(ctx.IDENT(0))}
		a.Name = l.nameAt(ctx, at)
		return a
	}
	return l.dropped(ctx, "alter schema", ir.QName{}, "nothing is moved")
}
