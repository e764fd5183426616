package oracle

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// alterTable lowers ALTER TABLE to a list of changes, which resolve folds into the table.
func (l *lowerer) alterTable(ctx syntax.IAlterTableContext) ir.Object {
	t := &ir.AlterTable{}
	t.Name = l.tableName(ctx.TableName())
	if a := l.allTriggers(l.words(ctx), t.Name); a != nil {
		return a
	}
	l.own(t)
	for _, it := range ctx.AllAlterTableItem() {
		switch {
		case it.AddWhat() != nil:
			l.alterAdd(t, it.AddWhat())
		case it.ModifyWhat() != nil:
			l.alterModify(t, it.ModifyWhat())
		case it.DropWhat() != nil:
			l.alterDrop(t, it.DropWhat())
		case it.RenameWhat() != nil:
			l.alterRename(t, it.RenameWhat())
		}
	}
	for _, it := range ctx.AllEnableItem() {
		l.alterEnable(t, it)
	}
	if o := ctx.AlterTableOther(); o != nil {
		l.alterOtherTable(t, o)
	}
	return t
}

func (l *lowerer) alterAdd(t *ir.AlterTable, ctx syntax.IAddWhatContext) {
	if ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil {
		l.addPartition(t, ctx)
		return
	}
	for _, it := range ctx.AllRelationalItem() {
		from, to := parsing.SpanOf(it)
		switch {
		case it.ColumnDef() != nil:
			col, cons := l.columnDef(it.ColumnDef())
			col.Comments = l.comments(from, to)
			t.Actions = append(t.Actions, ir.AlterAction{Sp: l.span(it), AddColumn: col})
			for _, k := range cons {
				t.Actions = append(t.Actions, ir.AlterAction{Sp: k.Sp, AddConstraint: k})
			}
		case it.OutOfLineConstraint() != nil:
			k := l.outOfLine(it.OutOfLineConstraint())
			t.Actions = append(t.Actions, ir.AlterAction{Sp: l.span(it), AddConstraint: k})
		default:
			t.Actions = append(t.Actions, ir.AlterAction{Sp: l.span(it), Ignored: l.span(it).Text()})
		}
	}
}

// addPartition lowers ADD PARTITION.
func (l *lowerer) addPartition(t *ir.AlterTable, ctx syntax.IAddWhatContext) {
	sp := l.span(ctx)
	parts := l.reparsePartitions(sp)
	if parts == nil {
		l.alterRaw(t, sp.Start, sp.End, "ADD PARTITION")
	}
	for _, p := range parts {
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, AddPartition: p})
	}
}

// reparsePartitions parses partitions that the grammar keeps as tokens, as a clause of CREATE TABLE; nil where they
// are none.
func (l *lowerer) reparsePartitions(sp diag.Span) []*ir.Partition {
	const head, tail = "CREATE TABLE x (a NUMBER) PARTITION BY RANGE (a) (", ")"
	file := l.file.Derive(head+sp.Text()+tail, []diag.Piece{{Start: 0, Parent: sp.Start, Fixed: true},
		{Start: len(head), Parent: sp.Start}, {Start: len(head) + sp.End - sp.Start, Parent: sp.End, Fixed: true}})
	tree, err := parseWith(file, 0, len(file.Text), scan.Options{})
	if err != nil || len(tree.Root.AllStatement()) != 1 || tree.Root.Statement(0).CreateStmt() == nil {
		return nil
	}
	sub := &lowerer{tree: tree, file: file, unit: l.unit, flags: l.flags, obj: l.obj}
	var parts []*ir.Partition
	for _, p := range tree.Root.Statement(0).CreateStmt().CreateTable().AllTableProp() {
		if p.PartitionBy() == nil {
			continue
		}
		for i, d := range p.PartitionBy().AllPartitionDef() {
			parts = append(parts, sub.partitionDef(d, i+1))
		}
	}
	return parts
}

// alterRaw keeps a change that was not understood, with a finding.
func (l *lowerer) alterRaw(t *ir.AlterTable, from, to int, what string) {
	sp := l.spanBetween(from, to)
	l.find(diag.ClauseLeftOut, sp, "%s of ALTER TABLE %s", what, t.Name.Last().Text)
	t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, Raw: sp.Text()})
}

func (l *lowerer) alterModify(t *ir.AlterTable, ctx syntax.IModifyWhatContext) {
	k := &ir.Constraint{Sp: l.span(ctx)}
	switch {
	case ctx.CONSTRAINT() != nil:
		k.Name = l.constraintName(ctx.Name())
	case ctx.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case ctx.UNIQUE() != nil:
		k.Kind, k.Cols = ir.Unique, l.keyColumns(ctx.KeyColumns())
	case len(ctx.AllColumnDef()) > 0:
		for _, c := range ctx.AllColumnDef() {
			l.modifyColumn(t, c)
		}
		return
	default:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: l.span(ctx), Ignored: l.span(ctx).Text()})
		return
	}
	l.constraintStates(k, ctx.AllConstraintState())
	a := ir.AlterAction{Sp: k.Sp, Enable: k}
	if k.Disabled {
		a = ir.AlterAction{Sp: k.Sp, Disable: k}
	}
	t.Actions = append(t.Actions, a)
}

func (l *lowerer) modifyColumn(t *ir.AlterTable, ctx syntax.IColumnDefContext) {
	col, cons := l.columnDef(ctx)
	a := ir.AlterAction{Sp: l.span(ctx), ModifyColumn: col}
	for _, o := range ctx.AllColumnOption() {
		if c := o.InlineConstraint(); c != nil && c.NULL() != nil {
			notNull := c.NOT() != nil && col.NotNull
			a.Nullability = &notNull
		}
	}
	t.Actions = append(t.Actions, a)
	for _, k := range cons {
		t.Actions = append(t.Actions, ir.AlterAction{Sp: k.Sp, AddConstraint: k})
	}
}

func (l *lowerer) alterDrop(t *ir.AlterTable, ctx syntax.IDropWhatContext) {
	sp := l.span(ctx)
	switch {
	case ctx.COLUMN() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropColumn: l.qname(ctx.Name()).Last()})
	case ctx.CONSTRAINT() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropConstr: &ir.Constraint{Sp: sp, Name: l.constraintName(ctx.Name())}})
	case ctx.PRIMARY() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropConstr: &ir.Constraint{Sp: sp, Kind: ir.PrimaryKey}})
	case ctx.UNIQUE() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropConstr: &ir.Constraint{Sp: sp, Kind: ir.Unique, Cols: l.keyColumns(ctx.KeyColumns())}})
	case ctx.KeyColumns() != nil:
		for _, n := range l.keyColumns(ctx.KeyColumns()) {
			t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropColumn: n})
		}
	case ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil:
		l.alterRaw(t, sp.Start, sp.End, "DROP PARTITION")
	default:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, Ignored: sp.Text()})
	}
}

func (l *lowerer) alterRename(t *ir.AlterTable, ctx syntax.IRenameWhatContext) {
	sp := l.span(ctx)
	names := ctx.AllName()
	last := func(i int) ir.Name { return l.qname(names[i]).Last() }
	switch {
	case ctx.COLUMN() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, RenameColumn: [2]ir.Name{last(0), last(1)}})
	case ctx.CONSTRAINT() != nil:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, RenameConstr: [2]ir.Name{last(0), last(1)}})
	case ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil:
		l.alterRaw(t, sp.Start, sp.End, "RENAME PARTITION")
	default:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, RenameTo: last(0)})
	}
}

func (l *lowerer) alterEnable(t *ir.AlterTable, ctx syntax.IEnableItemContext) {
	k := &ir.Constraint{Sp: l.span(ctx), Disabled: ctx.DISABLE() != nil, NoValidate: ctx.NOVALIDATE() != nil && ctx.ENABLE() != nil}
	w := ctx.EnableWhat()
	switch {
	case w.CONSTRAINT() != nil:
		k.Name = l.constraintName(w.Name())
	case w.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case w.UNIQUE() != nil:
		k.Kind, k.Cols = ir.Unique, l.keyColumns(w.KeyColumns())
	default: // ROW MOVEMENT, TABLE LOCK; ALL TRIGGERS stands around the loading of data
		t.Actions = append(t.Actions, ir.AlterAction{Sp: k.Sp, Ignored: k.Sp.Text()})
		return
	}
	for _, a := range w.AllConstraintAction() {
		if a.NOVALIDATE() != nil {
			k.NoValidate = !k.Disabled
		}
	}
	a := ir.AlterAction{Sp: k.Sp, Enable: k}
	if k.Disabled {
		a = ir.AlterAction{Sp: k.Sp, Disable: k}
	}
	t.Actions = append(t.Actions, a)
}

// alterOtherTable lowers the rest: mostly storage. SET UNUSED drops columns; changes of partitions are not followed.
func (l *lowerer) alterOtherTable(t *ir.AlterTable, ctx syntax.IAlterTableOtherContext) {
	w := l.words(ctx)
	sp := l.span(ctx)
	switch {
	case w.starts("SET", "UNUSED"):
		for _, x := range w[2:] {
			if x.typ == scan.IDENT && x.text != "COLUMN" && x.text != "CASCADE" && x.text != "CONSTRAINTS" && x.text != "ONLINE" {
				t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, DropColumn: identifier(x.raw)})
			}
		}
	case w.starts("READ", "ONLY"):
		l.find(diag.ReadOnlyTable, sp, "%s is read-only in the source", t.Name.Last().Text)
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, Ignored: "READ ONLY"})
	case w.starts("SPLIT"), w.starts("MERGE"), w.starts("EXCHANGE"), w.starts("TRUNCATE"), w.starts("COALESCE"):
		l.alterRaw(t, sp.Start, sp.End, w.text(2))
	default:
		t.Actions = append(t.Actions, ir.AlterAction{Sp: sp, Ignored: w.text(3)})
	}
}
