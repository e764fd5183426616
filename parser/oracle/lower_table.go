package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// createTable lowers CREATE TABLE (SQL Language Reference, CREATE TABLE).
func (l *lowerer) createTable(ctx syntax.ICreateTableContext, mods map[string]bool) ir.Object {
	t := &ir.Table{}
	t.Name = l.tableName(ctx.TableName())
	l.own(t)
	t.Temporary = mods["TEMPORARY"]
	t.Private = mods["PRIVATE"]
	for _, m := range []string{"BLOCKCHAIN", "IMMUTABLE", "SHARDED", "DUPLICATED"} {
		if mods[m] {
			t.Extras = append(t.Extras, m)
			l.find(diag.ClauseLeftOut, l.span(ctx.TableName()), "%s", m)
		}
	}
	if ctx.OF() != nil {
		t.OfType = l.qname(ctx.Name())
	}
	items := ctx.AllRelationalItem()
	from, to := parsing.SpanOf(ctx)
	for i, it := range items {
		next := to
		if i+1 < len(items) {
			next, _ = parsing.SpanOf(items[i+1])
		} else if p := ctx.RPAREN(); p != nil {
			next = start(p)
		}
		from = l.relationalItem(t, it, from, next)
	}
	l.tableProps(t, ctx)
	if ctx.Query() != nil {
		t.AsQuery = l.query(ctx.Query())
	}
	return t
}

// relationalItem lowers a column or constraint with the comments around it; from is where the item before it
// ended, next where the following one starts.
func (l *lowerer) relationalItem(t *ir.Table, it syntax.IRelationalItemContext, from, next int) int {
	begin, end := parsing.SpanOf(it)
	switch {
	case it.ColumnDef() != nil:
		lead := l.comments(from, begin)
		col, cons := l.columnDef(it.ColumnDef())
		col.Comments = append(lead, l.comments(begin, end)...)
		col.Comments = append(col.Comments, l.trailing(end, next)...)
		t.Columns = append(t.Columns, col)
		t.Constraints = append(t.Constraints, cons...)
	case it.OutOfLineConstraint() != nil:
		t.Constraints = append(t.Constraints, l.outOfLine(it.OutOfLineConstraint()))
	case it.PERIOD() != nil:
		t.Extras = append(t.Extras, l.span(it).Text())
		l.find(diag.ClauseLeftOut, l.span(it), "the valid-time period %s", l.span(it.Name(0)).Text())
	}
	// Supplemental logging and the scope of references say nothing about the rows.
	return end
}

func (l *lowerer) tableProps(t *ir.Table, ctx syntax.ICreateTableContext) {
	var soup wordList
	for _, p := range ctx.AllTableProp() {
		switch {
		case p.PartitionBy() != nil:
			t.Partition = l.partitionBy(p.PartitionBy())
		case p.OnCommit() != nil:
			w := l.words(p)
			t.OnCommit = "DELETE"
			if w.has("PRESERVE") {
				t.OnCommit = "PRESERVE"
			}
		case p.ORGANIZATION() != nil:
			switch {
			case p.EXTERNAL() != nil:
				t.External = l.span(p).Text()
			case p.INDEX() != nil:
				t.IndexOrg = true
			}
			t.Storage = t.Storage || p.EXTERNAL() == nil
		default:
			soup = append(soup, l.words(p)...)
		}
	}
	if t.External != "" && len(soup) > 0 {
		return // REJECT LIMIT and the like belong to the access driver
	}
	l.tableOptions(t, soup)
}

// tableOptions looks for what means something among the physical clauses.
func (l *lowerer) tableOptions(t *ir.Table, w wordList) {
	if len(w) == 0 {
		return
	}
	if i := w.find("AUTOMATIC"); i >= 0 && t.Partition != nil {
		l.automatic(t.Partition, w[i+1:])
		return
	}
	t.Storage = true
	if w.has("READ", "ONLY") {
		t.ReadOnly = true
	}
	if c := w.after("CLUSTER"); c.text != "" {
		t.Cluster = c.text
	}
	for _, clause := range [][]string{{"FLASHBACK", "ARCHIVE"}, {"ROW", "ARCHIVAL"}} {
		if i := w.find(clause...); i >= 0 && !(i > 0 && w[i-1].text == "NO") {
			t.Extras = append(t.Extras, strings.Join(clause, " "))
			l.find(diag.ClauseLeftOut, l.spanBetween(w[i].start, w[i+1].end), "%s", strings.Join(clause, " "))
		}
	}
}

// automatic lowers the partitions behind AUTOMATIC, which the grammar keeps as tokens.
func (l *lowerer) automatic(p *ir.Partitioning, w wordList) {
	p.Automatic = true
	if len(w) == 0 || w[0].raw != "(" {
		return
	}
	for i, x := range w {
		if x.raw == ")" && x.depth <= w[0].depth {
			p.Parts = append(p.Parts, l.reparsePartitions(l.spanBetween(w[0].end, w[i].start))...)
			return
		}
	}
}

// columnDef lowers a column and gives its constraints beside it, but for NOT NULL.
func (l *lowerer) columnDef(ctx syntax.IColumnDefContext) (*ir.Column, []*ir.Constraint) {
	ids := ctx.ColumnName().AllIDENT()
	c := &ir.Column{Sp: l.span(ctx), Name: l.ident(ids[len(ids)-1])}
	if ctx.Datatype() != nil {
		c.Type = l.typ(ctx.Datatype())
	}
	if s := ctx.CollateSuffix(); s != nil {
		w := l.words(s)
		c.Collation = identifier(w[len(w)-1].raw).Key
	}
	var cons []*ir.Constraint
	for _, o := range ctx.AllColumnOption() {
		if k := l.columnOption(c, o); k != nil {
			cons = append(cons, k)
		}
	}
	return c, cons
}

func (l *lowerer) columnOption(c *ir.Column, o syntax.IColumnOptionContext) *ir.Constraint {
	switch {
	case o.InlineConstraint() != nil:
		return l.inlineConstraint(c, o.InlineConstraint())
	case o.GENERATED() != nil && o.IdentitySpec() != nil:
		c.Identity = &ir.Identity{Always: o.ALWAYS() != nil || o.DEFAULT() == nil, OnNull: o.NULL() != nil}
		l.sequenceOptions(&c.Identity.Seq, o.IdentitySpec().AllSequenceOption())
	case o.GENERATED() != nil || o.AS() != nil:
		c.Generated = l.expr(o.Expr())
	case o.DEFAULT() != nil:
		c.Default = l.expr(o.Expr())
		c.DefaultOnNull = o.NULL() != nil
	case o.COLUMN_DOMAIN() != nil, o.COLUMN_SCHEMA() != nil:
		l.find(diag.ClauseLeftOut, l.span(o), "%s", firstLine(l.span(o).Text()))
	case o.COLUMN_WORD() != nil:
		if upper(o.COLUMN_WORD().GetText()) == "INVISIBLE" {
			c.Invisible = true
		}
	}
	// ENCRYPT, SCOPE IS and WITH ROWID are about storage.
	return nil
}

// inlineConstraint lowers a constraint of a column; NOT NULL is kept with the column itself.
func (l *lowerer) inlineConstraint(c *ir.Column, ctx syntax.IInlineConstraintContext) *ir.Constraint {
	k := &ir.Constraint{Sp: l.span(ctx), Inline: true, Cols: []ir.Name{c.Name}, Name: l.constraintName(ctx.Name())}
	l.constraintStates(k, ctx.AllConstraintState())
	switch {
	case ctx.NULL() != nil:
		if ctx.NOT() != nil && !k.Disabled {
			c.NotNull, c.NotNullName = true, k.Name
		}
		return nil
	case ctx.UNIQUE() != nil:
		k.Kind = ir.Unique
	case ctx.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case ctx.ReferencesClause() != nil:
		l.references(k, ctx.ReferencesClause())
	default:
		k.Kind = ir.Check
		k.Check = l.expr(ctx.CheckCondition().Expr())
	}
	return k
}

func (l *lowerer) outOfLine(ctx syntax.IOutOfLineConstraintContext) *ir.Constraint {
	k := &ir.Constraint{Sp: l.span(ctx), Name: l.constraintName(ctx.Name())}
	if ctx.KeyColumns() != nil {
		k.Cols = l.keyColumns(ctx.KeyColumns())
	}
	switch {
	case ctx.UNIQUE() != nil:
		k.Kind = ir.Unique
	case ctx.PRIMARY() != nil:
		k.Kind = ir.PrimaryKey
	case ctx.ReferencesClause() != nil:
		l.references(k, ctx.ReferencesClause())
	default:
		k.Kind = ir.Check
		k.Check = l.expr(ctx.CheckCondition().Expr())
	}
	l.constraintStates(k, ctx.AllConstraintState())
	return k
}

func (l *lowerer) references(k *ir.Constraint, ctx syntax.IReferencesClauseContext) {
	k.Kind = ir.ForeignKey
	k.RefTable = l.tableName(ctx.TableName())
	if ctx.KeyColumns() != nil {
		k.RefCols = l.keyColumns(ctx.KeyColumns())
	}
	switch {
	case ctx.CASCADE() != nil:
		k.OnDelete = "CASCADE"
	case ctx.NULL() != nil:
		k.OnDelete = "SET NULL"
	}
}

func (l *lowerer) keyColumns(ctx syntax.IKeyColumnsContext) []ir.Name {
	var list []ir.Name
	for _, n := range ctx.AllName() {
		list = append(list, l.qname(n).Last())
	}
	return list
}

func (l *lowerer) constraintName(ctx syntax.INameContext) ir.Name {
	if ctx == nil {
		return ir.Name{}
	}
	return l.qname(ctx).Last()
}

func (l *lowerer) constraintStates(k *ir.Constraint, list []syntax.IConstraintStateContext) {
	for _, s := range list {
		switch {
		case s.NOT_DEFERRABLE() != nil:
			k.Deferrable, k.Deferred = false, false
		case s.DEFERRABLE() != nil:
			k.Deferrable = true
		case s.INITIALLY() != nil:
			k.Deferred = s.DEFERRED() != nil
			k.Deferrable = k.Deferrable || k.Deferred
		case s.RELY() != nil:
			k.Rely = true
		case s.ENABLE() != nil:
			k.Disabled = false
		case s.DISABLE() != nil:
			k.Disabled = true
		case s.NOVALIDATE() != nil:
			k.NoValidate = true
		case s.VALIDATE() != nil:
			k.NoValidate = false
		case s.USING() != nil:
			if u := s.AllUsingIndex(); len(u) > 0 && u[0].IDENT() != nil {
				n := identifier(u[len(u)-1].GetText())
				if w := upper(u[0].GetText()); !indexWords[w] {
					if len(u) < 2 || u[1].DOT() == nil {
						n = identifier(u[0].GetText())
					}
					k.UsingIndex = n
				}
			}
		}
	}
}

// indexWords begin the attributes of USING INDEX; any other word is the index's name.
var indexWords = map[string]bool{"TABLESPACE": true, "PCTFREE": true, "PCTUSED": true, "INITRANS": true, "MAXTRANS": true, "STORAGE": true,
	"LOGGING": true, "NOLOGGING": true, "LOCAL": true, "GLOBAL": true, "REVERSE": true, "COMPUTE": true, "NOCOMPRESS": true, "COMPRESS": true,
	"PARALLEL": true, "NOPARALLEL": true, "SORT": true, "NOSORT": true, "ONLINE": true, "INVISIBLE": true, "VISIBLE": true}

// partitionBy lowers PARTITION BY with its subpartitions.
func (l *lowerer) partitionBy(ctx syntax.IPartitionByContext) *ir.Partitioning {
	p := &ir.Partitioning{Sp: l.span(ctx), Kind: upper(l.span(ctx.PartitionKind()).Text())}
	for _, e := range ctx.AllExpr() {
		p.Cols = append(p.Cols, l.expr(e))
	}
	if p.Kind == "REFERENCE" && len(p.Cols) == 1 {
		if r, ok := p.Cols[0].(*ir.Ref); ok {
			p.Reference = r.Name.Last()
		}
	}
	for _, x := range ctx.AllPartitionExtra() {
		l.partitionExtra(p, x)
	}
	if w := l.words(ctx); w.has("AUTOMATIC") {
		p.Automatic = true
	}
	for _, d := range ctx.AllPartitionDef() {
		p.Parts = append(p.Parts, l.partitionDef(d, len(p.Parts)+1))
	}
	return p
}

func (l *lowerer) partitionExtra(p *ir.Partitioning, x syntax.IPartitionExtraContext) {
	switch {
	case x.INTERVAL() != nil:
		p.Interval = l.expr(x.Expr(0))
	case x.PARTITIONS() != nil:
		p.HashCount = digits(x.NUMBER().GetText())
	case x.SUBPARTITION_BY() != nil:
		p.Sub = &ir.Partitioning{Sp: l.span(x), Kind: upper(l.span(x.PartitionKind()).Text())}
		for _, e := range x.AllExpr() {
			p.Sub.Cols = append(p.Sub.Cols, l.expr(e))
		}
	case x.SUBPARTITION() != nil:
		if x.NUMBER() != nil && p.Sub != nil {
			p.Sub.HashCount = digits(x.NUMBER().GetText())
		}
		for _, d := range x.AllPartitionDef() {
			p.SubPattern = append(p.SubPattern, l.partitionDef(d, len(p.SubPattern)+1))
		}
	case x.SUBPARTITIONS() != nil && p.Sub != nil:
		p.Sub.HashCount = digits(x.NUMBER().GetText())
	}
}

func digits(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<20 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (l *lowerer) partitionDef(ctx syntax.IPartitionDefContext, at int) *ir.Partition {
	p := &ir.Partition{Sp: l.span(ctx)}
	if ctx.IDENT() != nil {
		p.Name = l.ident(ctx.IDENT())
	} else {
		p.Name = ir.MakeName("p" + itoa(at))
	}
	if v := ctx.PartitionValues(); v != nil {
		l.partitionValues(p, v)
	}
	for _, d := range ctx.AllPartitionDef() {
		p.Subs = append(p.Subs, l.partitionDef(d, len(p.Subs)+1))
	}
	for i, a := range ctx.AllPartitionAttr() {
		if upper(l.span(a).Text()) == "SUBPARTITIONS" {
			if next := ctx.PartitionAttr(i + 1); next != nil {
				p.SubCount = digits(l.span(next).Text())
			}
		}
	}
	return p
}

func (l *lowerer) partitionValues(p *ir.Partition, v syntax.IPartitionValuesContext) {
	var list []ir.Expr
	for _, e := range v.AllExpr() {
		list = append(list, l.expr(e))
	}
	if v.LESS() != nil {
		p.LessThan = list
		return
	}
	for _, e := range list {
		if r, ok := e.(*ir.Ref); ok && r.Name.Last().Is("DEFAULT") || strings.EqualFold(strings.TrimSpace(e.Span().Text()), "DEFAULT") {
			p.Default = true
			continue
		}
		if t, ok := e.(*ir.Tuple); ok {
			p.Values = append(p.Values, t.Items)
			continue
		}
		p.Values = append(p.Values, []ir.Expr{e})
	}
}
