package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// bodyAlter writes ALTER TABLE of a table that stays.
func (p *printer) bodyAlter(a *ir.AlterTable) bool {
	m, ok := p.bodyTarget(a.Name)
	if !ok {
		return false
	}
	var clauses []string
	aside, again := false, false
	for i := range a.Actions {
		x := &a.Actions[i]
		if !x.RenameTo.IsZero() || !x.RenameColumn[0].IsZero() {
			if !p.bodyRename(m, a.Name, x) {
				return false
			}
			continue
		}
		c, ok := p.bodyAction(m, x)
		if !ok {
			return false
		}
		clauses = append(clauses, c...)
		aside = aside || !x.DropColumn.IsZero() || x.ModifyColumn != nil && x.ModifyColumn.Type != nil
		again = again || x.AddColumn != nil
	}
	if aside {
		p.viewsAside(m)
	}
	switch len(clauses) {
	case 0:
	case 1:
		p.W("ALTER TABLE ", m.name, " ", clauses[0], ";\n")
	default:
		p.W("ALTER TABLE ", m.name, "\n  ", strings.Join(clauses, ",\n  "), ";\n")
	}
	if aside || again {
		p.viewsAgain(m)
	}
	return true
}

// bodyRename writes sp_rename of a table or a column; false for what is none. A view reads the table that has the name it knows.
func (p *printer) bodyRename(m madeTable, q ir.QName, x *ir.AlterAction) bool {
	if m.source == nil && p.em.made.For(p.obj, ir.MadeKey(q)) == nil {
		return false // a constraint, a routine, or what is not known
	}
	if x.RenameTo.IsZero() {
		p.W("ALTER TABLE ", m.name, " RENAME COLUMN ", p.em.ident(x.RenameColumn[0]), " TO ", p.em.ident(x.RenameColumn[1]), ";\n")
		return true
	}
	to, ok := p.bodyTarget(ir.RenamedTable(q, x.RenameTo))
	if !ok {
		return false
	}
	p.viewsAside(m)
	p.W("ALTER TABLE ", m.name, " RENAME TO ", quoteIdent(to.own(p.em)), ";\n")
	p.viewsAgain(to)
	return true
}

// bodyAction writes one action.
func (p *printer) bodyAction(m madeTable, x *ir.AlterAction) ([]string, bool) {
	switch {
	case x.AddColumn != nil:
		return p.bodyAddColumn(m, x.AddColumn)
	case !x.DropColumn.IsZero():
		return []string{"DROP COLUMN " + p.em.ident(x.DropColumn)}, true
	case x.AddConstraint != nil:
		if text := p.bodyConstraint(m, x.AddConstraint); text != "" {
			return []string{"ADD " + text}, true
		}
		return nil, x.AddConstraint.Kind == ir.ForeignKey // left out, as it tells
	case x.DropConstr != nil:
		text := p.bodyDropConstraint(m, x.DropConstr.Name)
		return []string{text}, text != ""
	case x.ModifyColumn != nil && x.ModifyColumn.Type != nil:
		return p.bodyModify(m, x)
	case x.ModifyColumn != nil && x.ModifyColumn.Default != nil:
		return []string{"ALTER COLUMN " + p.em.ident(x.ModifyColumn.Name) + " SET DEFAULT " + p.exprText(x.ModifyColumn.Default)}, true
	case x.Ignored != "":
		p.findOnce(diag.PhysicalOptions, x.Sp, "%s", x.Ignored)
		return nil, true
	}
	return nil, false
}

// bodyAddColumn writes ADD. Rows that are there get a default only where the column is NOT NULL, or WITH VALUES is said (ALTER TABLE, "WITH VALUES").
func (p *printer) bodyAddColumn(m madeTable, c *ir.Column) ([]string, bool) {
	if isRowVersion(c) || c.RowTime != "" {
		return nil, false
	}
	if c.Default == nil || c.NotNull || c.WithValues || c.Generated != nil {
		return []string{"ADD COLUMN " + p.tempColumn(m.table, c)}, true
	}
	plain := *c
	plain.Default = nil
	return []string{"ADD COLUMN " + p.tempColumn(m.table, &plain), "ALTER COLUMN " + p.em.ident(c.Name) + " SET DEFAULT " + p.exprText(c.Default)}, true
}

// bodyModify writes ALTER COLUMN with a type, to which the values go as SQL Server converts them.
func (p *printer) bodyModify(m madeTable, x *ir.AlterAction) ([]string, bool) {
	c := p.em.ident(x.ModifyColumn.Name)
	typ := p.typeName(x.ModifyColumn.Type, useColumn)
	using := c + "::" + typ
	if old := m.table.Column(x.ModifyColumn.Name); old != nil && old.Type != nil {
		value := native(old.Type, c)
		using = p.exprText(&ir.Cast{X: value, To: x.ModifyColumn.Type, ExprBase: ir.ExprBase{Sp: x.Sp}})
	}
	out := []string{"ALTER COLUMN " + c + " TYPE " + typ + p.collate(x.ModifyColumn) + " USING " + using}
	if check := p.tinyintCheck(x.ModifyColumn); check != "" {
		out = append(out, "ADD"+check)
	}
	if x.Nullability != nil && *x.Nullability {
		return append(out, "ALTER COLUMN "+c+" SET NOT NULL"), true
	}
	return append(out, "ALTER COLUMN "+c+" DROP NOT NULL"), true
}

// bodyDropConstraint writes DROP CONSTRAINT. A default has a name there, and none here; "" where it is not known what the name means.
func (p *printer) bodyDropConstraint(m madeTable, n ir.Name) string {
	if col := p.em.defaultNamed(m, p.obj, n); !col.IsZero() {
		return "ALTER COLUMN " + p.em.ident(col) + " DROP DEFAULT"
	}
	if m.source != nil {
		for _, c := range m.source.Constraints {
			if c.Name.Key != n.Key {
				continue
			}
			there := ""
			if c.Kind == ir.ForeignKey || c.Disabled {
				there = "IF EXISTS " // it may have been left out
			}
			return "DROP CONSTRAINT " + there + quoteIdent(p.em.madeConstraint(m, n))
		}
	}
	if !p.em.addsConstraint(m, n) {
		return ""
	}
	return "DROP CONSTRAINT " + quoteIdent(p.em.madeConstraint(m, n))
}

// defaultNamed finds the column whose default has a name: in the table, or by an ALTER TABLE of the body.
func (em *emitter) defaultNamed(m madeTable, body ir.Object, n ir.Name) ir.Name {
	for _, c := range m.table.Columns {
		if c.DefaultName.Key == n.Key {
			return c.Name
		}
	}
	for _, a := range em.made.Altered(body, m.schema.Key+"."+m.table.Name.Last().Key) {
		for i := range a.Actions {
			for _, c := range []*ir.Column{a.Actions[i].AddColumn, a.Actions[i].ModifyColumn} {
				if c != nil && c.DefaultName.Key == n.Key {
					return c.Name
				}
			}
		}
	}
	return ir.Name{}
}

// addsConstraint tells a constraint that the body's CREATE TABLE, or an ALTER TABLE of any body, makes.
func (em *emitter) addsConstraint(m madeTable, n ir.Name) bool {
	return em.madeIndexes[m.schema.Key+"."+n.Key][m.schema.Key+"."+m.table.Name.Last().Key]
}

// viewsAside drops the views that read a table of the sources, where PostgreSQL would keep them in the way; viewsAgain makes them again.
func (p *printer) viewsAside(m madeTable) {
	if m.source != nil && len(p.em.viewsOf[m.source]) > 0 {
		p.W("PERFORM ", p.helper("views_aside"), "(", quoteLiteral(m.name), ");\n")
	}
}

func (p *printer) viewsAgain(m madeTable) {
	if m.source != nil && len(p.em.viewsOf[m.source]) > 0 {
		p.W("PERFORM ", p.helper("views_again"), "(", quoteLiteral(m.name), ");\n")
	}
}

// bodyDrop writes DROP of what a body may drop.
func (p *printer) bodyDrop(d *ir.Drop) bool {
	there := ""
	if d.IfExists {
		there = "IF EXISTS "
	}
	switch d.Kind {
	case "TABLE":
		m, ok := p.bodyTarget(d.Name)
		if !ok {
			return false
		}
		p.viewsAside(m)
		p.W("DROP TABLE ", there, m.name, ";\n")
	case "VIEW":
		return p.bodyDropView(d, there)
	case "INDEX":
		return p.bodyDropIndex(d, there)
	case "TRIGGER":
		return p.bodyDropTrigger(d, there)
	case "PROCEDURE", "FUNCTION":
		schema, ok := bodySchema(d.Name)
		if !ok {
			return false
		}
		name := p.em.inSchema(schema, shorten(p.em.fold(d.Name.Last())))
		if r := p.em.routineOf(schema, d.Name.Last()); r != nil {
			name = p.em.routineName(r)
		}
		p.W("DROP ROUTINE ", there, name, ";\n")
	default:
		return false
	}
	return true
}

// readByViews refuses to drop a table or a view that a view reads, which PostgreSQL does not do.
func (p *printer) readByViews(d *ir.Drop, o ir.Object) bool {
	views := p.em.viewsOf[o]
	if len(views) == 0 {
		return false
	}
	p.find(diag.TSQLDynamicRed, d.Sp, "PostgreSQL does not drop %s while the view %s reads it", o.Obj().Name.Last().Text, views[0].Name.Last().Text)
	return true
}

func (p *printer) bodyDropIndex(d *ir.Drop, there string) bool {
	m, ok := p.bodyTarget(d.On)
	if !ok {
		return false
	}
	if ix := p.em.sourceIndex(m, d.Name.Last()); ix != nil && ix.Dropped != "" {
		p.find(diag.PhysicalOptions, d.Sp, "DROP INDEX %s is left out: %s", d.Name.Last().Text, ix.Dropped)
		return true
	}
	p.W("DROP INDEX ", there, p.em.inSchema(m.schema, p.em.madeIndex(m, d.Name.Last())), ";\n")
	return true
}

// bodyDropTrigger drops each of the triggers that one of the sources became.
func (p *printer) bodyDropTrigger(d *ir.Drop, there string) bool {
	for _, o := range p.em.src.Objects {
		t, ok := o.(*ir.Trigger)
		if !ok || t.Dropped != "" || t.Decl == nil || t.Name.Last().Key != d.Name.Last().Key {
			continue
		}
		if q := d.Name.Qualifier(); !q.IsZero() && q.Key != t.Schema.Key {
			continue
		}
		for _, name := range p.em.partNames(t) {
			p.W("DROP TRIGGER ", there, quoteIdent(name), " ON ", p.relation(t.Table, t.Decl), ";\n")
		}
		return true
	}
	return false
}

// bodyDropView drops a view of the sources, or one that nothing but a text makes.
func (p *printer) bodyDropView(d *ir.Drop, there string) bool {
	schema, ok := bodySchema(d.Name)
	if !ok {
		return false
	}
	name := p.em.inSchema(schema, shorten(p.em.fold(d.Name.Last())))
	switch v := p.em.exactTable(schema, d.Name.Last()).(type) {
	case *ir.View:
		if p.readByViews(d, v) {
			return true
		}
		name = p.em.qualified(v)
	case nil:
	default:
		return false
	}
	p.W("DROP VIEW ", there, name, ";\n")
	return true
}

// bodySchema is the schema of what a definition in a body names; false for what is in another database.
func bodySchema(q ir.QName) (ir.Name, bool) {
	if ir.MadeKey(q) == "" {
		return ir.Name{}, false
	}
	if s := q.Qualifier(); !s.IsZero() {
		return s, true
	}
	return ir.MakeName("dbo"), true
}

// routineOf finds a routine of the sources.
func (em *emitter) routineOf(schema, n ir.Name) *ir.Routine {
	for _, o := range em.src.Objects {
		if r, ok := o.(*ir.Routine); ok && r.Dropped == "" && r.Name.Last().Key == n.Key && r.Schema.Key == schema.Key {
			return r
		}
	}
	return nil
}

// bodyAlterObject writes what a body does to an index: its new name.
func (p *printer) bodyAlterObject(o *ir.AlterObject) bool {
	if o.Kind != "INDEX" {
		return false
	}
	m, ok := p.bodyTarget(o.Table)
	if !ok {
		return false
	}
	if o.RenameTo.IsZero() {
		return false
	}
	p.W("ALTER INDEX ", p.em.inSchema(m.schema, p.em.madeIndex(m, o.Name.Last())), " RENAME TO ", quoteIdent(shorten(p.em.fold(o.RenameTo))), ";\n")
	return true
}
