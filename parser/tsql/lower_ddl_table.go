package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// tableBuilder gathers the items of a table.
type tableBuilder struct {
	l       *lowerer
	t       *ir.Table
	indexes []*ir.IndexDef
}

// createTable lowers CREATE TABLE, with an object for each index that stands inside.
func (l *lowerer) createTable(ctx syntax.ICreateTableContext) []ir.Object {
	t := &ir.Table{}
	t.Name = l.qname(ctx.Name())
	l.own(t)
	b := &tableBuilder{l: l, t: t}
	if items := ctx.TableItems(); items != nil {
		t.Lead = l.notes.Between(l.span(ctx).Start, start(items.LPAREN()))
		l.tableItems(b, items)
	} else if ctx.IDENT() != nil {
		t.Feature = tableKind(ctx.IDENT().GetText())
	}
	for _, o := range ctx.AllTableOption() {
		b.option(o)
	}
	objs := []ir.Object{t}
	for _, ix := range b.indexes {
		ix.Table = t.Name
		setSchema(&ix.ObjBase)
		if len(t.Name.Parts) > 1 {
			ix.Schema = t.Name.Qualifier()
		}
		objs = append(objs, ix)
	}
	return objs
}

func tableKind(word string) ir.TableFeature {
	switch strings.ToUpper(word) {
	case "NODE":
		return ir.GraphNode
	case "EDGE":
		return ir.GraphEdge
	case "FILETABLE":
		return ir.FileTable
	}
	return ""
}

// tableItems lowers the columns, constraints and indexes of a table, each with the comments around it.
func (l *lowerer) tableItems(b *tableBuilder, ctx syntax.ITableItemsContext) {
	items := ctx.AllTableItem()
	from, close := end(ctx.LPAREN()), start(ctx.RPAREN())
	for i, it := range items {
		at, next := l.span(it), close
		if i+1 < len(items) {
			next = l.span(items[i+1]).Start
		}
		notes := append(l.notes.Between(from, at.End), l.notes.Trailing(at.End, next)...)
		if from = at.End; i+1 == len(items) {
			notes = append(notes, l.notes.Between(from, next)...)
		}
		b.item(it, notes)
	}
}

// item lowers one item of a table.
func (b *tableBuilder) item(it syntax.ITableItemContext, notes []ir.Comment) {
	switch {
	case it.ColumnDef() != nil:
		c, cons := b.column(it.ColumnDef())
		if c != nil {
			c.Comments = notes
			b.t.Columns = append(b.t.Columns, c)
		}
		b.t.Constraints = append(b.t.Constraints, cons...)
	case it.Constraint() != nil:
		if c := b.tableConstraint(it.Constraint()); c != nil {
			c.Comments = notes
			b.t.Constraints = append(b.t.Constraints, c)
		}
	case it.InlineIndex() != nil:
		ix := b.inlineIndex(it.InlineIndex())
		ix.Lead = notes
		b.indexes = append(b.indexes, ix)
	case it.PERIOD() != nil:
		b.t.Period = b.period(it)
		b.t.Lead = append(b.t.Lead, notes...)
	}
}

func (b *tableBuilder) period(it syntax.ITableItemContext) *ir.Period {
	p := &ir.Period{Sp: b.l.span(it), From: ident(it.IDENT(0)), To: ident(it.IDENT(1))}
	if old := b.t.Period; old != nil {
		p.Versioned, p.History, p.Retention = old.Versioned, old.History, old.Retention
	}
	return p
}

// column lowers a column with its constraints; nil for a column set.
func (b *tableBuilder) column(ctx syntax.IColumnDefContext) (*ir.Column, []*ir.Constraint) {
	l := b.l
	c := &ir.Column{Sp: l.span(ctx), Name: ident(ctx.IDENT())}
	var cons []*ir.Constraint
	switch {
	case ctx.AS() != nil:
		c.Generated = unparen(l.expr(ctx.Expr()))
	case ctx.Datatype() != nil:
		c.Type = l.columnDatatype(ctx.Datatype())
		if s := ctx.CollateSuffix(); s != nil {
			c.Collation = ident(s.IDENT()).Text
		}
	default:
		c.Type = &ir.Type{Kind: ir.TRowVersion, Spelled: "timestamp", Sp: l.span(ctx)} // a column named timestamp
	}
	if n := ctx.Nullability(); n != nil {
		c.NotNull, c.NullSaid = n.NOT() != nil, true
	}
	if ctx.IDENTITY() != nil {
		c.Identity = &ir.Identity{Always: true, Seq: ir.SequenceOptions{Start: "1", Increment: "1"}} // "IDENTITY (Property)": (1, 1) unless said
	}
	if k := ctx.Constraint(); k != nil {
		cons = append(cons, b.columnConstraint(c, k)...)
	}
	for _, o := range ctx.AllColumnOption() {
		cons = append(cons, b.columnOption(c, o)...)
	}
	if c.Name.IsZero() {
		return nil, nil
	}
	return c, cons
}

func (b *tableBuilder) columnOption(c *ir.Column, o syntax.IColumnOptionContext) []*ir.Constraint {
	l := b.l
	switch {
	case o.Nullability() != nil:
		c.NotNull, c.NullSaid = o.Nullability().NOT() != nil, true
	case o.IDENTITY() != nil:
		c.Identity = &ir.Identity{Always: true, Seq: ir.SequenceOptions{Start: "1", Increment: "1"}} // "IDENTITY (Property)": (1, 1) unless said
		if n := o.AllSignedNumber(); len(n) == 2 {
			c.Identity.Seq.Start, c.Identity.Seq.Increment = compact(l.span(n[0]).Text()), compact(l.span(n[1]).Text())
		}
	case o.GENERATED() != nil:
		b.generated(c, o)
	case o.MASKED_WITH() != nil:
		b.masked(c, l.span(o).Text())
	case o.Constraint() != nil:
		return b.columnConstraint(c, o.Constraint())
	case o.INDEX() != nil:
		ix := &ir.IndexDef{}
		ix.Sp = l.span(o)
		ix.Name = ir.QName{Parts: []ir.Name{ident(o.IDENT(0))}, Sp: ix.Sp}
		b.keyKinds(ix, o.AllKeyKind())
		if o.KeyColumns() != nil {
			ix.Keys = l.indexKeys(o.KeyColumns())
		} else {
			ix.Keys = []*ir.IndexKey{{Expr: columnRef(c.Name, c.Sp)}}
		}
		l.indexOptions(ix, o.AllIndexOption())
		b.indexes = append(b.indexes, ix)
	case o.CollateSuffix() != nil:
		c.Collation = ident(o.CollateSuffix().IDENT()).Text
	case o.ColumnWord() != nil:
		b.columnWord(c, o.ColumnWord())
	}
	return nil
}

func compact(s string) string { return strings.Join(strings.Fields(s), "") }

// generated reads GENERATED ALWAYS AS ROW START and its like.
func (b *tableBuilder) generated(c *ir.Column, o syntax.IColumnOptionContext) {
	w := b.l.words(o)
	if len(w) >= 5 && w[3] == "ROW" {
		c.RowTime = w[4]
		return
	}
	c.RowTime = wordAt(w, 3) // of a ledger table
	b.t.Feature = ir.Ledger
}

// masked reads MASKED WITH (FUNCTION = '…') and ENCRYPTED WITH (…).
func (b *tableBuilder) masked(c *ir.Column, text string) {
	if strings.HasPrefix(strings.ToUpper(text), "ENCRYPTED") {
		c.Encrypted = true
		return
	}
	c.Masked = "a function"
	if _, rest, ok := strings.Cut(text, "'"); ok {
		c.Masked, _, _ = strings.Cut(rest, "'")
	}
}

func (b *tableBuilder) columnWord(c *ir.Column, w syntax.IColumnWordContext) {
	switch {
	case w.PERSISTED() != nil:
		c.Stored = true
	case w.SPARSE() != nil:
		c.Sparse = true
	case w.HIDDEN() != nil:
		c.Invisible = true
	case w.ROWGUIDCOL() != nil:
		c.RowGUID = true
	case w.FILESTREAM() != nil:
		c.FileStream = true
	case w.ALL_SPARSE() != nil:
		b.l.find(diag.ColumnSet, c.Sp, "%s shows the sparse columns as XML", c.Name.Text)
		c.Name = ir.Name{}
	}
}

// columnConstraint lowers a constraint written with a column; a default becomes the column's own.
func (b *tableBuilder) columnConstraint(c *ir.Column, k syntax.IConstraintContext) []*ir.Constraint {
	if k.DEFAULT() != nil {
		c.Default = unparen(b.l.expr(k.Expr()))
		c.DefaultName = constraintName(k)
		c.WithValues = k.WITH_VALUES() != nil
		return nil
	}
	con := b.tableConstraint(k)
	if con == nil {
		return nil
	}
	if len(con.Cols) > 0 && !(len(con.Cols) == 1 && con.Cols[0].Key == c.Name.Key) {
		return []*ir.Constraint{con} // one of the table, whose comma is missing: SQL Server takes it
	}
	con.Inline = true
	con.Cols = []ir.Name{c.Name}
	if con.Kind == ir.PrimaryKey {
		c.NotNull = true
	}
	return []*ir.Constraint{con}
}

// constraintName is the name behind CONSTRAINT.
func constraintName(k syntax.IConstraintContext) ir.Name {
	if k.CONSTRAINT() == nil {
		return ir.Name{}
	}
	return ident(k.IDENT(0))
}

// tableConstraint lowers a constraint; nil for one that is no constraint of a table (DEFAULT … FOR) or of a graph.
func (b *tableBuilder) tableConstraint(k syntax.IConstraintContext) *ir.Constraint {
	l := b.l
	con := &ir.Constraint{Sp: l.span(k), Name: constraintName(k)}
	switch {
	case k.PRIMARY() != nil || k.UNIQUE() != nil:
		if con.Kind = ir.PrimaryKey; k.UNIQUE() != nil {
			con.Kind = ir.Unique
		}
		b.keySpec(con, k.KeySpec())
	case k.ReferencesClause() != nil:
		con.Kind = ir.ForeignKey
		if k.ColumnList() != nil {
			con.Cols = columnNames(k.ColumnList())
		}
		l.references(con, k.ReferencesClause())
	case k.CHECK() != nil:
		con.Kind = ir.Check
		con.Check = unparen(l.expr(k.Expr()))
	case k.DEFAULT() != nil:
		if col := b.t.Column(identOpt(forColumn(k))); col != nil {
			col.Default, col.DefaultName = unparen(l.expr(k.Expr())), con.Name
		}
		return nil
	default:
		return nil // CONNECTION, of an edge table
	}
	return con
}

func (b *tableBuilder) keySpec(con *ir.Constraint, k syntax.IKeySpecContext) {
	for _, kind := range k.AllKeyKind() {
		con.Clustered = con.Clustered || kind.CLUSTERED() != nil
	}
	if k.KeyColumns() != nil {
		for _, c := range k.KeyColumns().AllIndexColumn() {
			con.Cols = append(con.Cols, ident(c.IDENT()))
			con.Desc = append(con.Desc, c.DESC() != nil)
		}
	}
	for _, d := range k.AllDataSpace() {
		if d.ColumnList() != nil && b.t.Scheme.IsZero() && con.Clustered {
			b.t.Scheme, b.t.SchemeCol = ident(d.IDENT()), ident(d.ColumnList().IDENT(0)) // a clustered key is the table
		}
	}
	con.IgnoreDup = ignoresDup(b.l.span(k).Text())
	b.t.Storage = b.t.Storage || len(k.AllDataSpace())+len(k.AllBalanced())+len(k.AllWithOption()) > 0
}

func (l *lowerer) references(con *ir.Constraint, r syntax.IReferencesClauseContext) {
	con.RefTable = l.qname(r.Name())
	if r.ColumnList() != nil {
		con.RefCols = columnNames(r.ColumnList())
	}
	w := l.words(r)
	for i := 0; i+2 < len(w); i++ {
		if w[i] != "ON" || w[i+1] != "DELETE" && w[i+1] != "UPDATE" {
			continue
		}
		action := w[i+2]
		if action == "NO" || action == "SET" {
			action += " " + wordAt(w, i+3)
		}
		if w[i+1] == "DELETE" {
			con.OnDelete = action
		} else {
			con.OnUpdate = action
		}
	}
}

func columnNames(ctx syntax.IColumnListContext) []ir.Name {
	var list []ir.Name
	for _, c := range ctx.AllIDENT() {
		list = append(list, ident(c))
	}
	return list
}

// option reads what stands behind the items.
func (b *tableBuilder) option(o syntax.ITableOptionContext) {
	switch {
	case o.AS() != nil:
		b.t.Feature = tableKind(o.IDENT().GetText())
	case o.Balanced() != nil:
		b.with(b.l.words(o.Balanced()), o.Balanced())
	case o.DataSpace() != nil:
		b.t.Storage = true
		if d := o.DataSpace(); d.ColumnList() != nil && o.ON() != nil {
			b.t.Scheme, b.t.SchemeCol = ident(d.IDENT()), ident(d.ColumnList().IDENT(0))
		}
	}
}

// with reads WITH (…): what it says beside storage.
func (b *tableBuilder) with(w []string, ctx syntax.IBalancedContext) {
	text := strings.Join(w, " ")
	switch {
	case strings.Contains(text, "MEMORY_OPTIMIZED = ON"):
		b.t.Feature = ir.MemoryOptimized
		b.t.Unlogged = strings.Contains(text, "DURABILITY = SCHEMA_ONLY")
	case strings.Contains(text, "LEDGER = ON"):
		b.t.Feature = ir.Ledger
	default:
		b.t.Storage = true
	}
	if p := b.l.versioning(w, ctx); p != nil {
		if b.t.Period == nil {
			b.t.Period = &ir.Period{Sp: p.Sp}
		}
		b.t.Period.Versioned, b.t.Period.History, b.t.Period.Retention = p.Versioned, p.History, p.Retention
	}
}

// versioning reads SYSTEM_VERSIONING = ON (HISTORY_TABLE = …, …); nil where it is not said.
func (l *lowerer) versioning(w []string, ctx syntax.IBalancedContext) *ir.Period {
	p := &ir.Period{Sp: l.span(ctx)}
	found := false
	for i := range w {
		switch w[i] {
		case "SYSTEM_VERSIONING":
			found, p.Versioned = true, wordAt(w, i+2) == "ON"
		case "HISTORY_TABLE":
			p.History = l.nameAt(ctx, i+2)
		case "HISTORY_RETENTION_PERIOD":
			if p.Retention = strings.TrimSpace(wordAt(w, i+2) + " " + wordAt(w, i+3)); wordAt(w, i+2) == "INFINITE" {
				p.Retention = ""
			}
		}
	}
	if !found {
		return nil
	}
	return p
}

func columnRef(n ir.Name, at diag.Span) *ir.Ref {
	return &ir.Ref{ExprBase: ir.ExprBase{Sp: at}, Name: ir.QName{Parts: []ir.Name{n}, Sp: at}}
}
