package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tableParts writes a table: its file, and one for its foreign keys, which come after all tables and data.
func (p *printer) tableParts(t *ir.Table) []*ir.Artifact {
	if t.External != "" {
		p.find(diag.ExternalTable, t.Sp, "%s reads a file of the server", t.Name.Last().Text)
		return nil
	}
	if t.Private {
		t.Dropped = "a private temporary table lives in the session that creates it"
		return nil
	}
	if p.refusedTable(t) {
		return nil
	}
	p.tableFindings(t)
	p.lead(t)
	l := &tableLayout{t: t, keys: p.planTableKeys(t)}
	l.part = p.planPartitions(t)
	stage := ir.StageTable
	if t.AsQuery != nil && !t.Temporary {
		stage = ir.StageData
		if reads(t.AsQuery, t) {
			p.find(diag.NeedsMissing, t.Sp, "%s is made of the rows of an earlier table of its name, which a script drops", t.Name.Last().Text)
		}
	}
	p.tableHead(l)
	p.partitions(t, l.part)
	p.afterTable(l)
	name := p.em.qualified(t)
	names := []string{"table:" + name}
	if l.history != "" {
		names = append(names, "table:"+l.history)
	}
	arts := []*ir.Artifact{p.take(stage, p.em.file(t, "tables", p.em.ownName(t)), names...)}
	arts[0].Table = &ir.TargetTable{Source: t, Schema: p.em.schemaName(p.em.homeSchema(t)), Name: p.em.ownName(t), Columns: l.made}
	if p.limitValues(t); p.String() != "" {
		p.need("table", name)
		arts = append(arts, p.take(ir.StageIndex, p.em.file(t, "data/identity", p.em.ownName(t))))
	}
	if p.foreignKeys(t, l); p.String() != "" {
		p.need("table", name)
		arts = append(arts, p.take(ir.StageForeignKey, p.em.file(t, "foreign_keys", p.em.ownName(t))))
	}
	if p.tableTriggers(t); p.String() != "" {
		p.need("table", name)
		arts = append(arts, p.take(ir.StageTrigger, p.em.file(t, "triggers", p.em.ownName(t))))
	}
	return arts
}

// tableLayout is what was decided about a table before it is written.
type tableLayout struct {
	t     *ir.Table
	keys  map[*ir.Constraint]keyForm
	part  *partPlan
	after []string // statements behind CREATE TABLE
	pre   []string // statements in front of it
	made  []ir.TargetColumn

	filled  []filledColumn // columns that a trigger computes
	history string         // the history table that is made with it, "" for none
}

func (p *printer) tableFindings(t *ir.Table) {
	if t.ReadOnly {
		p.find(diag.ReadOnlyTable, t.Sp, "%s is read-only in the source", t.Name.Last().Text)
	}
	if t.Temporary {
		p.find(diag.TemporaryTable, t.Sp, "each session gets its own %s at its first INSERT", t.Name.Last().Text)
	}
	if p.em.src.Source == ir.SQLServer {
		p.sqlServerFindings(t)
		return
	}
	for _, c := range t.Columns {
		if c.Invisible {
			p.find(diag.InvisibleColumn, c.Sp, "%s is visible now", c.Name.Text)
		}
		if n := strings.ToUpper(c.Collation); n != "" && n != "USING_NLS_COMP" && n != "BINARY" {
			p.find(diag.CollationLeftOut, c.Sp, "%s: collation %s", c.Name.Text, c.Collation)
		}
	}
}

// tableHead writes CREATE TABLE.
func (p *printer) tableHead(l *tableLayout) {
	t := l.t
	body := p.sub()
	lines := body.tableLines(l)
	for _, s := range l.pre {
		p.W(s)
	}
	if p.W("CREATE "); t.Unlogged {
		p.W("UNLOGGED ")
	}
	p.W("TABLE ", p.em.qualified(t))
	switch {
	case t.AsQuery != nil:
		p.asQuery(l, lines)
		return
	case isXMLTable(t):
		p.find(diag.XMLTable, t.Sp, "%s becomes a table with the column object_value", t.Name.Last().Text)
		lines = append([]tableLine{{text: "object_value xml"}}, lines...)
	case !t.OfType.IsZero():
		p.W(" OF ", p.ofType(t))
	}
	if len(lines) > 0 || t.OfType.IsZero() {
		p.W(" (").NL().In()
		p.tableBody(lines)
		p.Out().W(")")
	}
	p.partitionBy(l.part)
	p.W(";").NL()
}

// tableLine is a column or constraint with the comments that stand with it.
type tableLine struct {
	text        string
	at          diag.Span
	lead, trail []ir.Comment
}

// newTableLine sorts the comments of a line into those in front of it and those behind.
func newTableLine(text string, at diag.Span, comments []ir.Comment) tableLine {
	line := tableLine{text: text, at: at}
	for _, c := range comments {
		if c.Sp.Start >= at.End {
			line.trail = append(line.trail, c)
		} else {
			line.lead = append(line.lead, c)
		}
	}
	return line
}

func (p *printer) tableBody(lines []tableLine) {
	for i, l := range lines {
		for _, c := range l.lead {
			p.comment(c)
		}
		p.mark(l.at)
		p.W(l.text)
		if i < len(lines)-1 {
			p.W(",")
		}
		open := true // the line can take a comment more
		for _, c := range l.trail {
			if !open {
				p.NL()
			} else {
				p.W(" ")
			}
			p.Verbatim(commentText(c))
			open = !c.Line
		}
		p.NL()
	}
}

func isXMLTable(t *ir.Table) bool {
	return !t.OfType.IsZero() && (t.OfType.Last().Is("XMLTYPE") || t.OfType.Last().Is("SYS.XMLTYPE"))
}

// ofType names the type of an object table.
func (p *printer) ofType(t *ir.Table) string {
	p.find(diag.ObjectTable, t.Sp, "%s has the columns of its type; its rows have no object identity", t.Name.Last().Text)
	name := p.em.foreignName(t.OfType)
	for _, o := range p.em.src.Objects {
		if ty, ok := o.(*ir.TypeObject); ok && ty.Name.Last().Key == t.OfType.Last().Key {
			name = p.em.qualified(ty)
		}
	}
	p.need("type", name)
	return name
}

// asQuery writes CREATE TABLE … AS. PostgreSQL takes names there only; constraints follow.
func (p *printer) asQuery(l *tableLayout, lines []tableLine) {
	t := l.t
	var names []ir.Name
	written, added := t.Written()
	selected := p.tsql() && len(written) == 0 && !t.Temporary && p.selectedInto(l)
	for _, c := range written {
		names = append(names, c.Name)
		l.made = append(l.made, ir.TargetColumn{Source: c, Name: shorten(p.em.fold(c.Name))})
	}
	if len(names) > 0 && !inferredColumns(t) {
		p.W(" ", p.em.columnList(names))
	}
	if !selected {
		p.W(" AS").NL()
		p.query(ownCopy(t.AsQuery))
		if t.Temporary {
			p.NL().W("WITH NO DATA") // the rows are the session's that runs the script
		}
		p.W(";").NL()
	}
	table := p.em.qualified(t)
	for _, c := range written {
		if c.NotNull {
			p.W("ALTER TABLE ", table, " ALTER COLUMN ", p.em.ident(c.Name), " SET NOT NULL;").NL()
		}
	}
	inline := map[*ir.Constraint]bool{}
	for _, c := range added {
		p.W("ALTER TABLE ", table, " ADD COLUMN ", p.column(l, c, inline), ";").NL()
	}
	for _, x := range t.Later {
		if !selected || p.followChange(l, x) {
			p.laterChange(t, x)
		}
	}
	for _, c := range t.Constraints {
		if inline[c] {
			continue
		}
		if text := p.constraint(l, c); text != "" {
			p.W("ALTER TABLE ", table, " ADD ", text, ";").NL()
		}
	}
}

// laterChange writes a change of a column that the query of CREATE TABLE … AS made.
func (p *printer) laterChange(t *ir.Table, x *ir.AlterAction) {
	head := "ALTER TABLE " + p.em.qualified(t) + " "
	c := x.ModifyColumn
	switch {
	case c == nil && !x.DropColumn.IsZero():
		p.W(head, "DROP COLUMN ", p.em.ident(x.DropColumn), ";").NL()
		return
	case c == nil:
		p.W(head, "RENAME COLUMN ", p.em.ident(x.RenameColumn[0]), " TO ", p.em.ident(x.RenameColumn[1]), ";").NL()
		return
	}
	column := head + "ALTER COLUMN " + p.em.ident(c.Name)
	if c.Type != nil {
		typ := p.columnType(t, c)
		p.W(column, " TYPE ", typ, " USING ", p.em.ident(c.Name), "::", typ, ";").NL()
	}
	if c.Default != nil {
		p.W(column, " SET DEFAULT ", p.defaultText(c), ";").NL()
	}
	switch {
	case c.NotNull || x.Nullability != nil && *x.Nullability:
		p.W(column, " SET NOT NULL;").NL()
	case x.Nullability != nil:
		p.W(column, " DROP NOT NULL;").NL()
	}
}

// inferredColumns tells whether all columns come from the query: none has a place of its own in the source.
func inferredColumns(t *ir.Table) bool {
	written, _ := t.Written()
	return !slices.ContainsFunc(written, func(c *ir.Column) bool { return !c.Sp.IsZero() })
}

// tableLines writes columns and constraints.
func (p *printer) tableLines(l *tableLayout) []tableLine {
	t := l.t
	var lines []tableLine
	inline := map[*ir.Constraint]bool{}
	if t.AsQuery == nil && t.OfType.IsZero() {
		for _, c := range invisibleLast(t.Columns) {
			text := p.column(l, c, inline)
			lines = append(lines, newTableLine(text, c.Sp, c.Comments))
		}
	}
	if t.AsQuery != nil {
		return lines
	}
	for _, c := range t.Constraints {
		if inline[c] {
			continue
		}
		if text := p.constraint(l, c); text != "" {
			lines = append(lines, newTableLine(text, c.Sp, c.Comments))
		}
	}
	return lines
}

// invisibleLast orders columns so that an INSERT without a column list reaches those that it means.
func invisibleLast(cols []*ir.Column) []*ir.Column {
	var list, hidden []*ir.Column
	for _, c := range cols {
		if c.Invisible {
			hidden = append(hidden, c)
		} else {
			list = append(list, c)
		}
	}
	return append(list, hidden...)
}

// column writes one column with the constraints that were written with it.
func (p *printer) column(l *tableLayout, c *ir.Column, inline map[*ir.Constraint]bool) string {
	var b strings.Builder
	typ := p.columnType(l.t, c)
	if c.Identity != nil && c.Type != nil && c.Type.Kind == ir.TNamed && c.Type.Base().IsNumber() {
		typ = p.typeName(c.Type.Base(), useColumn) // an identity column is of a plain type
	}
	b.WriteString(p.em.ident(c.Name))
	b.WriteByte(' ')
	b.WriteString(typ)
	b.WriteString(p.collate(c))
	head := b.Len()
	switch {
	case c.Generated != nil && p.em.src.Source == ir.SQLServer:
		b.WriteString(p.computed(l, c))
	case c.RowTime != "":
		b.WriteString(" DEFAULT " + periodDefault(c))
	case isRowVersion(c):
		b.WriteString(" DEFAULT " + p.rowversionDefault())
	case c.Identity != nil:
		b.WriteString(p.identity(l.t, c))
	case c.Generated != nil:
		b.WriteString(" GENERATED ALWAYS AS (" + p.generated(l, c) + ") STORED")
	case c.Default != nil && !isNull(c.Default):
		b.WriteString(" DEFAULT " + p.defaultText(c))
	}
	l.made = append(l.made, ir.TargetColumn{Source: c, Name: shorten(p.em.fold(c.Name)), Type: typ,
		Generated: c.Generated != nil && strings.HasPrefix(b.String()[head:], " GENERATED ALWAYS AS ("),
		Always:    strings.HasPrefix(b.String()[head:], " GENERATED ALWAYS AS IDENTITY")})
	isKey := false
	var cons []string
	for _, k := range l.t.Constraints {
		if !k.Inline || len(k.Cols) != 1 || k.Cols[0].Key != c.Name.Key || k.Kind == ir.ForeignKey {
			continue
		}
		if f := l.keys[k]; f.index || f.extended {
			continue
		}
		inline[k] = true
		if text := p.columnConstraint(l, k); text != "" {
			cons = append(cons, text)
			isKey = isKey || k.Kind == ir.PrimaryKey
		}
	}
	if c.NotNull && !isKey && c.Identity == nil {
		b.WriteString(" NOT NULL")
	}
	for _, s := range cons {
		b.WriteString(" " + s)
	}
	b.WriteString(p.tinyintCheck(c))
	return b.String()
}

func isNull(e ir.Expr) bool {
	n, ok := unwrap(e).(*ir.NullLit)
	return ok && n != nil
}

// defaultText writes a default. Oracle's takes the column's type silently.
func (p *printer) defaultText(c *ir.Column) string {
	if call, ok := unwrap(c.Default).(*ir.Call); ok && c.Type.IsDatetime() {
		if s := constantDate(call); s != "" {
			return quoteLiteral(s)
		}
	}
	q := p.sub()
	q.inSQL, q.inDefault = true, true
	v := q.convert(q.stored(c.Default), c.Default, c.Type)
	if v.prec < precOther || v.prec == precZone { // the grammar takes no AND, LIKE, IS, AT TIME ZONE here without parentheses
		return "(" + v.s + ")"
	}
	return v.s
}

// identity writes GENERATED … AS IDENTITY.
func (p *printer) identity(t *ir.Table, c *ir.Column) string {
	s := " GENERATED BY DEFAULT AS IDENTITY"
	if p.em.src.Source == ir.SQLServer {
		// BY DEFAULT takes the values that SET IDENTITY_INSERT lets in.
		if o := sqlServerSequence(&c.Identity.Seq, rangeOfSequence(c.Type)); o != "" {
			s += " (" + strings.TrimPrefix(o, " ") + ")"
		}
		return s
	}
	if c.Identity.Always {
		s = " GENERATED ALWAYS AS IDENTITY"
	}
	if o := p.sequenceOptions(&c.Identity.Seq, c.Sp); o != "" {
		s += " (" + strings.TrimPrefix(o, " ") + ")"
	}
	return s
}

// limitValues sets the sequences of identity columns that START WITH LIMIT VALUE: behind the largest value there is,
// once the data are in.
func (p *printer) limitValues(t *ir.Table) {
	for _, c := range t.Columns {
		if c.Identity != nil && t.Explicit {
			p.identityAfterData(t, c)
			continue
		}
		if c.Identity == nil || !c.Identity.Seq.StartLimit {
			continue
		}
		table, col := p.em.qualified(t), p.em.ident(c.Name)
		p.W("SELECT setval(pg_get_serial_sequence(", quoteLiteral(table), ", ", quoteLiteral(p.em.fold(c.Name)), "), coalesce(max(", col, "), 0) + 1, false)").NL()
		p.W("FROM ", table, ";").NL()
	}
}

// generated writes the expression of a virtual column, which PostgreSQL stores.
func (p *printer) generated(l *tableLayout, c *ir.Column) string {
	text := p.immutable(l.t, p.em.ownName(l.t)+"_"+p.em.fold(c.Name), c.Generated, c.Type, &l.pre)
	return strings.TrimSpace(text)
}

// afterTable writes what follows the table in its file: unique indexes in place of keys, triggers, comments.
func (p *printer) afterTable(l *tableLayout) {
	t := l.t
	for _, c := range t.Constraints {
		if l.keys[c].index {
			p.keyIndex(l, c)
		}
	}
	for _, s := range l.after {
		p.NL().W(s)
	}
	p.defaultOnNull(t)
	p.fillTrigger(l)
	p.historyTable(l)
	if t.Temporary {
		p.temporaryTrigger(t)
	}
	p.tableComments(t)
}

func (p *printer) tableComments(t *ir.Table) {
	var list []string
	name := p.em.qualified(t)
	if t.Comment != nil && *t.Comment != "" {
		list = append(list, "COMMENT ON TABLE "+name+" IS "+quoteLiteral(*t.Comment)+";")
	}
	for _, c := range t.Columns {
		if c.Comment != nil && *c.Comment != "" {
			list = append(list, "COMMENT ON COLUMN "+name+"."+p.em.ident(c.Name)+" IS "+quoteLiteral(*c.Comment)+";")
		}
	}
	if len(list) > 0 {
		p.NL()
	}
	for _, s := range list {
		p.W(s).NL()
	}
}

// reads tells whether a query names a table.
func reads(q *ir.Query, t *ir.Table) bool {
	hit := false
	ir.Walk(q, func(n ir.Node) bool {
		r, ok := n.(*ir.TableRef)
		hit = hit || ok && r.Decl == ir.Object(t)
		return !hit
	})
	return hit
}
