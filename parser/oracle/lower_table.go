package oracle

import (
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// createTable lowers CREATE TABLE; mods are the words between CREATE and TABLE, in upper case.
func (l *lowerer) createTable(ctx syntax.ICreateTableContext, mods []string) *ir.Table {
	t := &ir.Table{}
	t.Sp, t.Name = l.span(ctx), l.tableName(ctx.TableName())
	l.own(t)
	for _, m := range mods {
		switch m {
		case "TEMPORARY":
			t.Temporary = true
		case "PRIVATE":
			t.Private = true
		}
	}
	if ctx.OF() != nil {
		t.OfType = l.qname(ctx.Name())
	}
	l.relationalItems(t, ctx)
	l.tableProps(t, ctx.AllTableProp())
	if q := ctx.Query(); q != nil {
		t.AsQuery = l.query(q)
	}
	return t
}

// relationalItems lowers columns and constraints, with the comments around the columns.
func (l *lowerer) relationalItems(t *ir.Table, ctx syntax.ICreateTableContext) {
	if ctx.LPAREN() == nil {
		return
	}
	cursor := end(ctx.LPAREN())
	for _, it := range ctx.AllRelationalItem() {
		from, to := spanOf(it)
		lead := l.comments(cursor, from)
		cols, cons := len(t.Columns), len(t.Constraints)
		l.relationalItem(it, func(c *ir.Column) { t.Columns = append(t.Columns, c) },
			func(c *ir.Constraint) { t.Constraints = append(t.Constraints, c) })
		_ = cons
		inner := l.comments(from, to)
		// A comment behind the comma belongs to the column in front of it.
		trail := l.trailing(to, start(ctx.RPAREN()))
		if len(t.Columns) > cols {
			c := t.Columns[len(t.Columns)-1]
			c.Comments = append(append(lead, inner...), trail...)
		}
		cursor = to
		if n := len(trail); n > 0 {
			cursor = trail[n-1].Sp.End
		}
	}
}

func (l *lowerer) relationalItem(ctx syntax.IRelationalItemContext, column func(*ir.Column), constraint func(*ir.Constraint)) {
	switch {
	case ctx.ColumnDef() != nil:
		column(l.columnDef(ctx.ColumnDef(), constraint))
	case ctx.OutOfLineConstraint() != nil:
		constraint(l.outOfLine(ctx.OutOfLineConstraint()))
	case ctx.SUPPLEMENTAL() != nil:
		// Supplemental logging is for whoever reads the redo log; it has no meaning in the target's schema.
	default:
		l.find(diag.ClauseLeftOut, l.span(ctx), "%s is left out", firstLine(l.span(ctx).Text()))
	}
}

// columnDef lowers a column; its inline constraints, but for NOT NULL, go to constraint.
func (l *lowerer) columnDef(ctx syntax.IColumnDefContext, constraint func(*ir.Constraint)) *ir.Column {
	c := &ir.Column{Sp: l.span(ctx)}
	ids := ctx.ColumnName().AllIDENT()
	c.Name = l.ident(ids[len(ids)-1])
	if d := ctx.Datatype(); d != nil {
		c.Type = l.typ(d)
	}
	if s := ctx.CollateSuffix(); s != nil {
		c.Collation = l.span(s.Name()).Text()
	}
	for _, o := range ctx.AllColumnOption() {
		l.columnOption(c, o, constraint)
	}
	return c
}

func (l *lowerer) columnOption(c *ir.Column, o syntax.IColumnOptionContext, constraint func(*ir.Constraint)) {
	switch {
	case o.InlineConstraint() != nil:
		l.inlineConstraint(c, o.InlineConstraint(), constraint)
	case o.IdentitySpec() != nil:
		c.Identity = &ir.Identity{Always: o.ALWAYS() != nil || o.BY() == nil, OnNull: o.NULL() != nil}
		for _, s := range o.IdentitySpec().AllSequenceOption() {
			l.sequenceOption(&c.Identity.Seq, s)
		}
	case o.DEFAULT() != nil:
		c.Default, c.DefaultOnNull = l.expr(o.Expr()), o.NULL() != nil
	case o.AS() != nil:
		c.Generated = l.expr(o.Expr())
	case o.ENCRYPT() != nil:
		l.find(diag.ClauseLeftOut, l.span(o), "column %s: encryption is left out", c.Name.Text)
	case o.COLUMN_WORD() != nil:
		switch w := strings.ToUpper(o.COLUMN_WORD().GetText()); w {
		case "INVISIBLE":
			c.Invisible = true
		case "MATERIALIZED":
			c.Stored = true
		}
	}
}

// inlineConstraint lowers a constraint written with its column.
func (l *lowerer) inlineConstraint(c *ir.Column, ctx syntax.IInlineConstraintContext, constraint func(*ir.Constraint)) {
	name := ir.Name{}
	if n := ctx.Name(); n != nil {
		name = l.qname(n).Last()
	}
	k := &ir.Constraint{Sp: l.span(ctx), Name: name, Inline: true, Cols: []ir.Name{c.Name}}
	l.constraintStates(k, ctx.AllConstraintState())
	switch {
	case ctx.UNIQUE() != nil:
		k.Kind = ir.Unique
	case ctx.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case ctx.ReferencesClause() != nil:
		l.references(k, ctx.ReferencesClause())
	case ctx.CheckCondition() != nil:
		k.Kind, k.Cols, k.Check = ir.Check, nil, l.expr(ctx.CheckCondition().Expr())
	default: // [NOT] NULL
		if ctx.NOT() != nil && !k.Disabled {
			c.NotNull, c.NotNullName = true, name
		}
		return
	}
	constraint(k)
}

func (l *lowerer) outOfLine(ctx syntax.IOutOfLineConstraintContext) *ir.Constraint {
	k := &ir.Constraint{Sp: l.span(ctx)}
	if n := ctx.Name(); n != nil {
		k.Name = l.qname(n).Last()
	}
	if kc := ctx.KeyColumns(); kc != nil {
		k.Cols = l.keyColumns(kc)
	}
	switch {
	case ctx.UNIQUE() != nil:
		k.Kind = ir.Unique
	case ctx.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case ctx.ReferencesClause() != nil:
		l.references(k, ctx.ReferencesClause())
	default:
		k.Kind, k.Check = ir.Check, l.expr(ctx.CheckCondition().Expr())
	}
	l.constraintStates(k, ctx.AllConstraintState())
	return k
}

func (l *lowerer) keyColumns(ctx syntax.IKeyColumnsContext) []ir.Name {
	var list []ir.Name
	for _, n := range ctx.AllName() {
		list = append(list, l.qname(n).Last())
	}
	return list
}

func (l *lowerer) references(k *ir.Constraint, ctx syntax.IReferencesClauseContext) {
	k.Kind, k.RefTable = ir.ForeignKey, l.tableName(ctx.TableName())
	if kc := ctx.KeyColumns(); kc != nil {
		k.RefCols = l.keyColumns(kc)
	}
	switch {
	case ctx.CASCADE() != nil:
		k.OnDelete = "CASCADE"
	case ctx.SET() != nil:
		k.OnDelete = "SET NULL"
	}
}

func (l *lowerer) constraintStates(k *ir.Constraint, states []syntax.IConstraintStateContext) {
	for _, s := range states {
		switch {
		case s.DEFERRABLE() != nil:
			k.Deferrable = true
		case s.DEFERRED() != nil:
			k.Deferred, k.Deferrable = true, true
		case s.DISABLE() != nil:
			k.Disabled = true
		case s.ENABLE() != nil:
			k.Disabled = false
		case s.NOVALIDATE() != nil:
			k.NoValidate = true
		case s.RELY() != nil:
			k.Rely = true
		case s.INDEX() != nil:
			l.usingIndex(k, s.AllUsingIndex())
		}
	}
}

// usingIndex finds the name in USING INDEX name; storage options follow it or stand in its place.
func (l *lowerer) usingIndex(k *ir.Constraint, list []syntax.IUsingIndexContext) {
	if len(list) == 0 || list[0].IDENT() == nil {
		return
	}
	switch strings.ToUpper(list[0].IDENT().GetText()) {
	case "TABLESPACE", "PCTFREE", "INITRANS", "MAXTRANS", "STORAGE", "COMPUTE", "LOCAL", "GLOBAL", "NOLOGGING", "LOGGING",
		"NOCOMPRESS", "COMPRESS", "PARALLEL", "NOPARALLEL", "REVERSE", "NOSORT", "SORT", "ONLINE", "VISIBLE", "INVISIBLE", "STATISTICS", "NOREVERSE", "UNUSABLE", "PCTUSED":
		return
	}
	name := list[0].IDENT()
	if len(list) > 2 && list[1].DOT() != nil && list[2].IDENT() != nil {
		name = list[2].IDENT()
	}
	k.UsingIndex = l.ident(name)
}

// physical are words of a table's properties that are storage and nothing else.
var physical = nameSet(`tablespace storage pctfree pctused initrans maxtrans logging nologging compress nocompress cache nocache
parallel noparallel monitoring nomonitoring segment creation immediate deferred buffer_pool result_cache flash_cache
cell_flash_cache row store column inmemory lob securefile basicfile chunk retention enable disable movement
freepools deduplicate keep_duplicates in_memory rowdependencies norowdependencies filesystem_like_logging default pctversion
freelists groups nested varray element ilm optimal initial next minextents maxextents pctincrease including overflow
pctthreshold mapping nomapping oidindex object identifier basic advanced oltp query archive high low for all operations
memcompress priority distribute duplicate none critical medium no by access as read write`)

func (l *lowerer) tableProps(t *ir.Table, props []syntax.ITablePropContext) {
	for i, p := range props {
		switch {
		case p.PartitionBy() != nil:
			t.Partition = l.partitionBy(p.PartitionBy())
		case p.OnCommit() != nil:
			w := upper(l.span(p).Text())
			if strings.Contains(w, "PRESERVE") {
				t.OnCommit = "PRESERVE"
			} else if strings.Contains(w, "DELETE") {
				t.OnCommit = "DELETE"
			}
		case p.ORGANIZATION() != nil:
			switch {
			case p.INDEX() != nil:
				t.IndexOrg = true
			case p.EXTERNAL() != nil:
				t.External = l.span(p).Text()
			}
		default:
			l.tableSoup(t, p, props[i+1:])
		}
	}
}

func (l *lowerer) tableSoup(t *ir.Table, p syntax.ITablePropContext, rest []syntax.ITablePropContext) {
	w := strings.ToUpper(p.GetStart().GetText())
	switch w {
	case "CLUSTER":
		t.Cluster = l.span(p).Text()
		if len(rest) > 0 {
			t.Cluster = l.span(rest[0]).Text()
		}
	case "XMLTYPE":
		t.Extras = append(t.Extras, l.span(p).Text())
	case "READ":
		if len(rest) > 0 && strings.EqualFold(l.span(rest[0]).Text(), "ONLY") {
			t.ReadOnly = true
		}
	}
	if physical[strings.ToLower(w)] {
		t.Storage = true
	}
}

// Partitions -----------------------------------------------------------------------------------

func (l *lowerer) partitionBy(ctx syntax.IPartitionByContext) *ir.Partitioning {
	p := &ir.Partitioning{Sp: l.span(ctx), Kind: upper(l.span(ctx.PartitionKind()).Text())}
	exprs := l.partitionCols(p, ctx.AllExpr())
	if p.Kind == "REFERENCE" && len(exprs) > 0 {
		if r, ok := exprs[0].(*ir.Ref); ok {
			p.Reference = r.Name.Last()
		}
	}
	for _, x := range ctx.AllPartitionExtra() {
		l.partitionExtra(p, x)
	}
	for _, d := range ctx.AllPartitionDef() {
		p.Parts = append(p.Parts, l.partitionDef(d))
	}
	return p
}

func (l *lowerer) partitionCols(p *ir.Partitioning, list []syntax.IExprContext) []ir.Expr {
	for _, e := range list {
		p.Cols = append(p.Cols, l.expr(e))
	}
	return p.Cols
}

func (l *lowerer) partitionExtra(p *ir.Partitioning, x syntax.IPartitionExtraContext) {
	number := func() int {
		if n := x.NUMBER(); n != nil {
			v, _ := strconv.Atoi(n.GetText())
			return v
		}
		return 0
	}
	switch {
	case x.INTERVAL() != nil:
		p.Interval = l.expr(x.Expr(0))
	case x.PARTITIONS() != nil:
		p.HashCount = number()
	case x.SUBPARTITION_BY() != nil:
		p.Sub = &ir.Partitioning{Sp: l.span(x), Kind: upper(l.span(x.PartitionKind()).Text())}
		l.partitionCols(p.Sub, x.AllExpr())
	case x.TEMPLATE() != nil:
		for _, d := range x.AllPartitionDef() {
			p.SubPattern = append(p.SubPattern, l.partitionDef(d))
		}
		if p.Sub != nil && x.NUMBER() != nil {
			p.Sub.HashCount = number()
		}
	case x.SUBPARTITIONS() != nil:
		if p.Sub != nil {
			p.Sub.HashCount = number()
		}
	}
}

func (l *lowerer) partitionDef(ctx syntax.IPartitionDefContext) *ir.Partition {
	p := &ir.Partition{Sp: l.span(ctx), Name: l.identOpt(ctx.IDENT())}
	if v := ctx.PartitionValues(); v != nil {
		for _, e := range v.AllExpr() {
			l.partitionValue(p, l.expr(e), v.LESS() != nil)
		}
	}
	for i, a := range ctx.AllPartitionAttr() {
		if a.SUBPARTITIONS() != nil {
			if next := ctx.AllPartitionAttr(); i+1 < len(next) && next[i+1].NUMBER() != nil {
				p.SubCount, _ = strconv.Atoi(next[i+1].NUMBER().GetText())
			}
		}
	}
	for _, d := range ctx.AllPartitionDef() {
		p.Subs = append(p.Subs, l.partitionDef(d))
	}
	return p
}

func (l *lowerer) partitionValue(p *ir.Partition, e ir.Expr, less bool) {
	if less {
		p.LessThan = append(p.LessThan, e)
		return
	}
	if r, ok := e.(*ir.Ref); ok && isDefault(r) {
		p.Default = true
		return
	}
	if t, ok := e.(*ir.Tuple); ok {
		p.Values = append(p.Values, t.Items)
		return
	}
	p.Values = append(p.Values, []ir.Expr{e})
}

// ALTER TABLE ----------------------------------------------------------------------------------

func (l *lowerer) alterTable(ctx syntax.IAlterTableContext) *ir.AlterTable {
	a := &ir.AlterTable{}
	a.Sp, a.Name = l.span(ctx), l.tableName(ctx.TableName())
	l.own(a)
	add := func(x ir.AlterAction, at antlr.ParserRuleContext) {
		x.Sp = l.span(at)
		a.Actions = append(a.Actions, x)
	}
	for _, it := range ctx.AllAlterTableItem() {
		switch {
		case it.AddWhat() != nil:
			l.addWhat(it.AddWhat(), add)
		case it.ModifyWhat() != nil:
			l.modifyWhat(it.ModifyWhat(), add)
		case it.DropWhat() != nil:
			l.dropWhat(it.DropWhat(), add)
		default:
			l.renameWhat(it.RenameWhat(), add)
		}
	}
	for _, e := range ctx.AllEnableItem() {
		l.enableItem(e, add)
	}
	if o := ctx.AlterTableOther(); o != nil {
		// MOVE, SHRINK, storage, logging, parallel degree and the like.
		add(ir.AlterAction{Ignored: upper(l.span(o).Text())}, o)
	}
	return a
}

type addAction func(ir.AlterAction, antlr.ParserRuleContext)

func (l *lowerer) addWhat(ctx syntax.IAddWhatContext, add addAction) {
	for _, it := range ctx.AllRelationalItem() {
		var cons []*ir.Constraint
		l.relationalItem(it, func(c *ir.Column) { add(ir.AlterAction{AddColumn: c}, it) },
			func(c *ir.Constraint) { cons = append(cons, c) })
		for _, c := range cons {
			c.FromAlter = true
			add(ir.AlterAction{AddConstraint: c}, it)
		}
	}
	if ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil {
		l.addPartition(ctx, add)
	}
}

// addPartition reads ADD PARTITION p VALUES …, which the grammar keeps as words, with the grammar of CREATE TABLE.
func (l *lowerer) addPartition(ctx syntax.IAddWhatContext, add addAction) {
	sp := l.span(ctx)
	src := "CREATE TABLE t (c NUMBER) PARTITION BY LIST (c) (" + sp.Text() + ")"
	file := diag.NewFile(sp.File.Name, src)
	tree, err := parse(file, 0, len(src))
	if err == nil && len(tree.Root.AllStatement()) == 1 {
		sub := &lowerer{tree: tree, file: file, unit: l.unit, obj: l.obj}
		t := sub.createTable(tree.Root.Statement(0).CreateStmt().CreateTable(), nil)
		if t.Partition != nil && len(t.Partition.Parts) == 1 && ctx.PARTITION() != nil {
			p := t.Partition.Parts[0]
			p.Sp = sp
			sub.obj = nil
			add(ir.AlterAction{AddPartition: p}, ctx)
			return
		}
	}
	l.find(diag.ClauseLeftOut, sp, "ADD %s is left out", firstLine(sp.Text()))
	add(ir.AlterAction{Raw: sp.Text()}, ctx)
}

func (l *lowerer) modifyWhat(ctx syntax.IModifyWhatContext, add addAction) {
	state := func(k *ir.Constraint) {
		l.constraintStates(k, ctx.AllConstraintState())
		if k.Disabled {
			add(ir.AlterAction{Disable: k}, ctx)
		} else {
			add(ir.AlterAction{Enable: k}, ctx)
		}
	}
	switch {
	case ctx.CONSTRAINT() != nil:
		state(&ir.Constraint{Sp: l.span(ctx), Name: l.qname(ctx.Name()).Last()})
	case ctx.PRIMARY() != nil:
		state(&ir.Constraint{Sp: l.span(ctx), Kind: ir.PrimaryKey})
	case ctx.UNIQUE() != nil:
		state(&ir.Constraint{Sp: l.span(ctx), Kind: ir.Unique, Cols: l.keyColumns(ctx.KeyColumns())})
	case len(ctx.AllColumnDef()) > 0:
		for _, c := range ctx.AllColumnDef() {
			var cons []*ir.Constraint
			x := ir.AlterAction{ModifyColumn: l.columnDef(c, func(k *ir.Constraint) { cons = append(cons, k) })}
			for _, o := range c.AllColumnOption() {
				if k := o.InlineConstraint(); k != nil && k.NULL() != nil && k.ReferencesClause() == nil {
					notNull := k.NOT() != nil
					x.Nullability = &notNull
				}
			}
			add(x, c)
			for _, k := range cons {
				k.FromAlter = true
				add(ir.AlterAction{AddConstraint: k}, c)
			}
		}
	default:
		add(ir.AlterAction{Ignored: "MODIFY " + upper(l.span(ctx).Text())}, ctx)
	}
}

func (l *lowerer) dropWhat(ctx syntax.IDropWhatContext, add addAction) {
	switch {
	case ctx.CONSTRAINT() != nil:
		add(ir.AlterAction{DropConstr: &ir.Constraint{Sp: l.span(ctx), Name: l.qname(ctx.Name()).Last()}}, ctx)
	case ctx.PRIMARY() != nil:
		add(ir.AlterAction{DropConstr: &ir.Constraint{Sp: l.span(ctx), Kind: ir.PrimaryKey}}, ctx)
	case ctx.COLUMN() != nil:
		add(ir.AlterAction{DropColumn: l.qname(ctx.Name()).Last()}, ctx)
	case ctx.UNIQUE() != nil:
		add(ir.AlterAction{DropConstr: &ir.Constraint{Sp: l.span(ctx), Kind: ir.Unique, Cols: l.keyColumns(ctx.KeyColumns())}}, ctx)
	case ctx.KeyColumns() != nil:
		for _, n := range l.keyColumns(ctx.KeyColumns()) {
			add(ir.AlterAction{DropColumn: n}, ctx)
		}
	default:
		what := "DROP " + upper(l.span(ctx).Text())
		if ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil {
			l.find(diag.ClauseLeftOut, l.span(ctx), "%s is left out", firstLine(what))
		}
		add(ir.AlterAction{Ignored: what}, ctx)
	}
}

func (l *lowerer) renameWhat(ctx syntax.IRenameWhatContext, add addAction) {
	names := ctx.AllName()
	switch {
	case ctx.COLUMN() != nil:
		add(ir.AlterAction{RenameColumn: [2]ir.Name{l.qname(names[0]).Last(), l.qname(names[1]).Last()}}, ctx)
	case ctx.CONSTRAINT() != nil:
		add(ir.AlterAction{RenameConstr: [2]ir.Name{l.qname(names[0]).Last(), l.qname(names[1]).Last()}}, ctx)
	case ctx.PARTITION() == nil && ctx.SUBPARTITION() == nil:
		add(ir.AlterAction{RenameTo: l.qname(names[0]).Last()}, ctx)
	default:
		l.find(diag.ClauseLeftOut, l.span(ctx), "RENAME %s is left out", firstLine(l.span(ctx).Text()))
		add(ir.AlterAction{Ignored: "RENAME PARTITION"}, ctx)
	}
}

func (l *lowerer) enableItem(ctx syntax.IEnableItemContext, add addAction) {
	w := ctx.EnableWhat()
	k := &ir.Constraint{Sp: l.span(ctx), NoValidate: ctx.NOVALIDATE() != nil}
	switch {
	case w.CONSTRAINT() != nil:
		k.Name = l.qname(w.Name()).Last()
	case w.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case w.UNIQUE() != nil:
		k.Kind, k.Cols = ir.Unique, l.keyColumns(w.KeyColumns())
	case w.TRIGGERS() != nil && ctx.DISABLE() != nil:
		l.find(diag.ClauseLeftOut, l.span(ctx), "DISABLE ALL TRIGGERS is left out")
		add(ir.AlterAction{Ignored: "DISABLE ALL TRIGGERS"}, ctx)
		return
	default:
		add(ir.AlterAction{Ignored: upper(l.span(ctx).Text())}, ctx)
		return
	}
	if ctx.DISABLE() != nil {
		add(ir.AlterAction{Disable: k}, ctx)
		return
	}
	add(ir.AlterAction{Enable: k}, ctx)
}
