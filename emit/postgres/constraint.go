package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// keyForm says how a primary or unique key is written.
type keyForm struct {
	index    bool      // as a unique index, which can leave rows without values out
	nulls    string    // " NULLS NOT DISTINCT" or ""
	extended bool      // with the partition columns behind its own
	cols     []ir.Name // the columns to write
}

// planTableKeys decides the form of every key of a table.
//
// Oracle and PostgreSQL agree on single columns: any number of rows may have NULL. In a composite unique key Oracle
// lets only rows without any value repeat; otherwise NULL counts as equal to NULL. NULLS NOT DISTINCT says that, but
// for the rows without any value, which a partial index leaves out.
func (p *printer) planTableKeys(t *ir.Table) map[*ir.Constraint]keyForm {
	forms := map[*ir.Constraint]keyForm{}
	for _, c := range t.Constraints {
		if c.Kind != ir.PrimaryKey && c.Kind != ir.Unique {
			continue
		}
		f := keyForm{cols: c.Cols}
		if n := missingColumn(t, c.Cols); n != "" {
			p.find(diag.NoColumn, c.Sp, "the key %s names the column %s, which the table does not have", keyTitle(c), n)
		}
		if extra := p.missingPartitionCols(t, c.Cols); len(extra) > 0 {
			f.extended = true
			f.cols = append(append([]ir.Name(nil), c.Cols...), extra...)
			if !c.Disabled {
				p.find(diag.KeyNeedsPartition, c.Sp, "the key %s was extended by %s", keyTitle(c), nameTexts(extra))
			}
		}
		if c.Kind == ir.Unique && p.em.src.Source == ir.SQLServer {
			f.nulls = p.oneNull(t, c.Cols, c.Sp, keyTitle(c))
		} else if c.Kind == ir.Unique && len(c.Cols) > 1 && !c.Disabled {
			p.nullsOfKey(t, c, &f)
		}
		forms[c] = f
	}
	return forms
}

func (p *printer) nullsOfKey(t *ir.Table, c *ir.Constraint, f *keyForm) {
	nullable, filled := 0, 0
	for _, n := range c.Cols {
		if isNotNull(t, n) {
			filled++
		} else {
			nullable++
		}
	}
	switch {
	case nullable == 0 || nullable == 1 && filled == 0:
	case p.em.version() < 15:
		p.find(diag.UniqueNulls, c.Sp, "the key %s allows rows that differ in nothing but NULL", keyTitle(c))
	case filled > 0 || p.em.loose[c]:
		f.nulls = " NULLS NOT DISTINCT"
		if filled == 0 {
			p.find(diag.UniqueNulls, c.Sp, "the key %s, to which foreign keys refer, allows one row only whose columns are all NULL", keyTitle(c))
		}
	case c.Deferrable:
		p.find(diag.UniqueNulls, c.Sp, "the deferrable key %s allows rows that differ in nothing but NULL", keyTitle(c))
	default:
		f.index, f.nulls = true, " NULLS NOT DISTINCT"
	}
}

// missingColumn names the first column that the table does not have; "" for none, or where its columns are not known.
func missingColumn(t *ir.Table, cols []ir.Name) string {
	if !t.OfType.IsZero() && t.OfType.Last().Is("XMLTYPE") && len(cols) > 0 {
		return cols[0].Text // XMLDATA."element"
	}
	if t.AsQuery != nil {
		if made := madeColumns(t); made != nil {
			for _, n := range cols {
				if !made[n.Key] {
					return n.Text
				}
			}
		}
		return ""
	}
	if len(t.Columns) == 0 || !t.OfType.IsZero() {
		return ""
	}
	for _, n := range cols {
		if t.Column(n) == nil {
			return n.Text
		}
	}
	return ""
}

// madeColumns are the columns of a table that a query made, as later changes leave them; nil where the query's are not known.
func madeColumns(t *ir.Table) map[string]bool {
	made := map[string]bool{}
	for _, c := range t.Columns {
		made[c.Name.Key] = true
	}
	if written, _ := t.Written(); len(written) == 0 {
		for _, f := range t.AsQuery.Cols {
			if f.Name.IsZero() || isUnknown(f.Type.Base()) {
				return nil
			}
			made[f.Name.Key] = true
		}
		if len(t.AsQuery.Cols) == 0 {
			return nil
		}
	}
	for _, x := range t.Later {
		switch {
		case !x.DropColumn.IsZero():
			delete(made, x.DropColumn.Key)
		case !x.RenameColumn[0].IsZero():
			delete(made, x.RenameColumn[0].Key)
			made[x.RenameColumn[1].Key] = true
		}
	}
	return made
}

func isNotNull(t *ir.Table, n ir.Name) bool {
	c := t.Column(n)
	if c == nil {
		return false
	}
	if c.NotNull || c.Identity != nil {
		return true
	}
	for _, k := range t.Constraints {
		if k.Kind == ir.PrimaryKey && !k.Disabled && hasName(k.Cols, n) {
			return true
		}
	}
	return false
}

func nameTexts(list []ir.Name) string {
	s := make([]string, len(list))
	for i, n := range list {
		s[i] = n.Text
	}
	return strings.Join(s, ", ")
}

// constraint writes a table constraint, "" where it is left out or stands elsewhere.
func (p *printer) constraint(l *tableLayout, c *ir.Constraint) string {
	if c.Kind == ir.ForeignKey || l.keys[c].index {
		return ""
	}
	if p.leftOut(c) || c.Kind == ir.Check && c.NoValidate {
		return ""
	}
	s := p.constraintName(c)
	switch c.Kind {
	case ir.PrimaryKey:
		s += "PRIMARY KEY " + p.em.columnList(l.keys[c].cols)
	case ir.Unique:
		s += "UNIQUE" + l.keys[c].nulls + " " + p.em.columnList(l.keys[c].cols)
	case ir.Check:
		s += p.checkText(c)
	}
	return s + p.deferral(c)
}

// columnConstraint writes a constraint behind its column.
func (p *printer) columnConstraint(l *tableLayout, c *ir.Constraint) string {
	if p.leftOut(c) || c.Kind == ir.Check && c.NoValidate {
		return ""
	}
	s := p.constraintName(c)
	switch c.Kind {
	case ir.PrimaryKey, ir.Unique:
		s += string(c.Kind) + l.keys[c].nulls
	case ir.Check:
		s += p.checkText(c)
	}
	return s + p.deferral(c)
}

func (p *printer) checkText(c *ir.Constraint) string {
	if p.tsql() {
		p.checkReads(c)
	}
	return "CHECK (" + p.text(func(q *printer) { q.inSQL = true; q.cond(c.Check) }) + ")"
}

// leftOut tells disabled constraints, which check nothing.
func (p *printer) leftOut(c *ir.Constraint) bool {
	if c.Disabled {
		p.find(diag.DisabledConstraint, c.Sp, "%s %s is disabled and was left out", strings.ToLower(string(c.Kind)), keyTitle(c))
	}
	return c.Disabled
}

func (p *printer) constraintName(c *ir.Constraint) string {
	if n, ok := p.em.names.key[c]; ok {
		return "CONSTRAINT " + quoteIdent(n) + " "
	}
	if c.Name.IsZero() || generatedName(c.Name) || c.Kind == ir.PrimaryKey || c.Kind == ir.Unique {
		return ""
	}
	return "CONSTRAINT " + p.em.ident(c.Name) + " "
}

func (p *printer) deferral(c *ir.Constraint) string {
	switch {
	case !c.Deferrable && !c.Deferred:
		return ""
	case c.Kind == ir.Check:
		p.find(diag.DeferrableCheck, c.Sp, "%s is checked by each statement now", keyTitle(c))
		return ""
	case p.em.loose[c]:
		p.find(diag.DeferrableKey, c.Sp, "%s is checked by each statement now: foreign keys refer to it", keyTitle(c))
		return ""
	case c.Deferred:
		return " DEFERRABLE INITIALLY DEFERRED"
	}
	return " DEFERRABLE"
}

// keyIndex writes a composite unique key as an index that leaves out rows without any value.
func (p *printer) keyIndex(l *tableLayout, c *ir.Constraint) {
	if p.leftOut(c) {
		return
	}
	f := l.keys[c]
	name := ""
	if n, ok := p.em.names.key[c]; ok {
		name = quoteIdent(n) + " "
	}
	conds := make([]string, len(c.Cols))
	for i, n := range c.Cols {
		conds[i] = p.em.ident(n) + " IS NOT NULL"
	}
	p.NL().W("CREATE UNIQUE INDEX ", name, "ON ", p.em.qualified(l.t), " ", p.em.columnList(f.cols), f.nulls).NL()
	p.In().W("WHERE ", strings.Join(conds, " OR "), ";").NL().Out()
}

// foreignKeys writes what waits for all tables and their data: foreign keys, and checks that old rows need not pass.
func (p *printer) foreignKeys(t *ir.Table, l *tableLayout) {
	table := p.em.qualified(t)
	for _, c := range t.Constraints {
		if c.Kind == ir.Check && c.NoValidate && !c.Disabled {
			p.W("ALTER TABLE ", table).NL().In().W("ADD ", p.constraintName(c), p.checkText(c), " NOT VALID;").NL().Out()
		}
	}
	for _, c := range t.Constraints {
		if c.Kind != ir.ForeignKey || p.leftOut(c) {
			continue
		}
		if text := p.foreignKey(t, c); text != "" {
			p.W("ALTER TABLE ", table).NL().In().W("ADD ", text, ";").NL().Out()
		}
	}
}

func (p *printer) foreignKey(t *ir.Table, c *ir.Constraint) string {
	em := p.em
	leave := func(why string) string {
		p.find(diag.ForeignKeyLeftOut, c.Sp, "the foreign key %s to %s was left out: %s", keyTitle(c), c.RefTable.Last().Text, why)
		return ""
	}
	target := em.tableNamed(t.Schema, c.RefTable)
	parent, ok := target.(*ir.Table)
	switch {
	case missingColumn(t, c.Cols) != "":
		return leave("the table has no column " + missingColumn(t, c.Cols))
	case target == nil:
		return leave("no source file creates that table")
	case !ok:
		return leave("it is not a table")
	case t.Temporary || parent.Temporary:
		return leave("each session has a copy of its own of a temporary table")
	case targetKey(parent, c) == nil:
		return leave("that table has no enabled key over the columns it refers to")
	case len(p.missingPartitionCols(parent, targetKey(parent, c).Cols)) > 0:
		return leave("the key it refers to had to be extended by the partition column")
	}
	cols := ir.ReferencedCols(parent, c)
	if why := p.unlikeKeys(t, c.Cols, parent, cols); why != "" {
		return leave(why)
	}
	p.caseInsensitiveReference(t, c)
	s := p.constraintName(c) + "FOREIGN KEY " + em.columnList(c.Cols) + " REFERENCES " + p.relation(c.RefTable, parent) + " " + em.columnList(cols)
	if c.OnDelete != "" && c.OnDelete != "NO ACTION" {
		s += " ON DELETE " + c.OnDelete
	}
	if c.OnUpdate != "" && c.OnUpdate != "NO ACTION" {
		s += " ON UPDATE " + c.OnUpdate
	}
	s += p.deferral(c)
	row := em.rows.broken[c]
	switch {
	case row != "" && t.Partition != nil: // PostgreSQL has no NOT VALID there
		return leave("no script puts in the row (" + row + ") that a row of the scripts refers to")
	case row != "":
		p.find(diag.KeyNotChecked, c.Sp, "rows already there are not checked: no script puts the row (%s) into %s", row, c.RefTable.Last().Text)
		s += " NOT VALID"
	case c.NoValidate && t.Partition == nil:
		s += " NOT VALID"
	}
	return s
}
