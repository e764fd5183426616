package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlDDL writes temporary tables; what else a body defines is refused.
func (p *printer) tsqlDDL(s *ir.DDL) {
	for _, o := range s.Objects {
		switch o := o.(type) {
		case *ir.Table:
			if p.rt.direct && o.Name.Last().Key == p.rt.r.ResultVar.Key {
				continue // its rows are returned at once
			}
			if isTemp(o.Name.Last()) {
				p.tempTable(o)
				continue
			}
		case *ir.Drop:
			if isTemp(o.Name.Last()) {
				p.W("DROP TABLE IF EXISTS ", p.em.ident(o.Name.Last()), ";\n")
				continue
			}
			if o.Kind == "INDEX" && p.dropTempIndex(o) {
				continue
			}
		case *ir.AlterTable:
			if ir.IsTempName(o.Name.Last()) && p.alterTemp(o) {
				continue
			}
		case *ir.IndexDef:
			if isTemp(o.Table.Last()) {
				p.tempIndex(o)
				continue
			}
		case *ir.AlterObject:
			if o.Kind == "TRIGGER" && p.switchTriggers(o) {
				continue
			}
		}
		if indexUpkeep(o) {
			p.find(diag.TSQLMaintenance, s.Sp, "left out: %s", firstLine(s.Sp.Text()))
			continue
		}
		if indexDisabled(o) {
			p.schemaChanged(s.Sp, "the index stays, where SQL Server disables it: "+firstLine(s.Sp.Text()))
			continue
		}
		if p.tableState(s, o) || p.schemaChange(s, o) {
			continue
		}
		p.find(diag.TSQLDynamicRed, s.Sp, "the body changes the schema while it runs: %s", firstLine(s.Sp.Text()))
		p.W("NULL;\n")
	}
}

// indexUpkeep tells ALTER INDEX … REBUILD and REORGANIZE: no index is disabled here, and autovacuum keeps them.
func indexUpkeep(o ir.Object) bool {
	switch o := o.(type) {
	case *ir.Unsupported:
		return o.What == "alter index" && o.Dropped != "" && !strings.Contains(strings.ToUpper(o.Text), "DISABLE")
	case *ir.AlterObject:
		return o.Kind == "INDEX" && o.Enable && !o.Disable
	}
	return false
}

// indexDisabled tells ALTER INDEX … DISABLE.
func indexDisabled(o ir.Object) bool {
	switch o := o.(type) {
	case *ir.Unsupported:
		return o.What == "alter index" && o.Dropped != "" && strings.Contains(strings.ToUpper(o.Text), "DISABLE")
	case *ir.AlterObject:
		return o.Kind == "INDEX" && o.Disable
	}
	return false
}

func isTemp(n ir.Name) bool {
	return strings.HasPrefix(n.Text, "#") || strings.HasPrefix(n.Text, "@")
}

// tempName is the name of the table behind a table variable or a #temp table. A #temp table is the session's, and known
// to what the routine calls; a variable is the routine's own, and two routines may have one of the same name.
func (p *printer) tempName(n ir.Name) string {
	if !strings.HasPrefix(n.Text, "@") || p.rt == nil || p.rt.label == "" {
		return p.em.ident(n)
	}
	own := strings.Trim(p.rt.label, `"`) + p.em.fold(n)
	if p.rt.r != nil && p.em.temps != nil && p.em.temps.tables.SameNamed(p.rt.r) {
		own = p.em.schemaName(p.rt.r.Schema) + "_" + own // one of another schema may have made its own in this transaction
	}
	return quoteIdent(shorten(own))
}

// tempTarget is that table where a query or a statement names it, known there by its variable's name or its alias.
func (p *printer) tempTarget(n, alias ir.Name) string {
	name := p.tempName(n)
	if alias.IsZero() {
		alias = n
	}
	if as := p.em.ident(alias); as != name {
		return name + " AS " + as
	}
	return name
}

// tempTable writes CREATE TEMP TABLE. It is there until the transaction ends; one that is left from an earlier call is emptied.
func (p *printer) tempTable(t *ir.Table) {
	name := p.tempName(t.Name.Last())
	w := p.sub()
	var lines []tableLine
	restart := ""
	for _, c := range t.Columns {
		lines = append(lines, newTableLine(w.tempColumn(t, c), c.Sp, c.Comments))
		if c.Identity != nil {
			restart = " RESTART IDENTITY"
		}
	}
	for _, k := range t.Constraints {
		if text := w.tempConstraint(t, k); text != "" {
			lines = append(lines, newTableLine(text, k.Sp, k.Comments))
		}
	}
	for _, c := range t.Lead {
		p.comment(c)
	}
	anew, lives := p.tempLife(t)
	if anew {
		p.W("DROP TABLE IF EXISTS ", name, ";\n")
		p.W("CREATE TEMP TABLE ", name, " (\n").In()
		p.tableBody(lines)
		p.Out().W(")", lives, ";\n")
		return
	}
	p.W("CREATE TEMP TABLE IF NOT EXISTS ", name, " (\n").In()
	p.tableBody(lines)
	p.Out().W(")", lives, ";\n")
	p.W("TRUNCATE TABLE ", name, restart, ";\n")
}

// tempLife says how a temporary table is made: anew, where another body makes one of the same name, perhaps of another shape;
// and until when it lives.
func (p *printer) tempLife(t *ir.Table) (anew bool, lives string) {
	if plan := p.em.temps; plan != nil && ir.IsTempName(t.Name.Last()) {
		if plan.shared[t] {
			return true, ""
		}
		return plan.tables.Several(t.Name.Last().Key) || plan.tables.Altered(p.obj, t.Name.Last().Key) != nil, " ON COMMIT DROP"
	}
	return p.rt != nil && p.rt.label == "block" && p.em.blockTables[t.Name.Last().Key] > 1, " ON COMMIT DROP"
}

// countBlockTables is the pass that counts the table variables of scripts by their names: all scripts run in one transaction.
func (em *emitter) countBlockTables() {
	em.blockTables = map[string]int{}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" || em.src.Source != ir.SQLServer {
			continue
		}
		ir.Walk(d, func(n ir.Node) bool {
			if x, ok := n.(*ir.DDL); ok {
				for _, o := range x.Objects {
					if t, ok := o.(*ir.Table); ok && strings.HasPrefix(t.Name.Last().Text, "@") {
						em.blockTables[t.Name.Last().Key]++
					}
				}
			}
			return true
		})
	}
}

func (p *printer) tempColumn(t *ir.Table, c *ir.Column) string {
	s := p.em.ident(c.Name) + " " + p.typeName(c.Type, useColumn)
	if c.Generated != nil {
		text := p.exprText(c.Generated)
		if notImmutable.MatchString(text) {
			p.find(diag.TSQLTableForm, c.Sp, "%s of %s is computed anew whenever it is read: a generated column of PostgreSQL's is stored", c.Name.Text, t.Name.Last().Text)
		}
		return s + " GENERATED ALWAYS AS (" + text + ") STORED"
	}
	s += p.collate(c)
	if c.Identity != nil {
		s += p.identity(t, c)
	}
	if c.NotNull {
		s += " NOT NULL"
	}
	if c.Default != nil {
		s += " DEFAULT " + p.exprText(c.Default)
	}
	return s + p.tinyintCheck(c)
}

// tempConstraint writes a constraint of a temporary table. Foreign keys of those are skipped by SQL Server too
// (CREATE TABLE, Temporary tables). Names are left out: two of one name may live in a session.
func (p *printer) tempConstraint(t *ir.Table, k *ir.Constraint) string {
	switch {
	case k.Kind == ir.Check && k.Check != nil:
		return p.checkText(k)
	case len(k.Cols) == 0:
	case k.Kind == ir.PrimaryKey:
		return "PRIMARY KEY " + p.em.columnList(k.Cols)
	case k.Kind == ir.Unique:
		return "UNIQUE" + p.oneNull(t, k.Cols, k.Sp, keyTitle(k)) + " " + p.em.columnList(k.Cols)
	}
	return ""
}

func (p *printer) tempIndex(x *ir.IndexDef) {
	for _, c := range x.Lead {
		p.comment(c)
	}
	var keys []string
	for _, k := range x.Keys {
		text := p.exprText(k.Expr)
		if k.Desc {
			text += " DESC"
		}
		keys = append(keys, text)
	}
	if len(keys) == 0 { // a columnstore index of the whole table
		p.find(diag.PhysicalOptions, x.Sp, "the index %s is left out: it places all columns", x.Name.Last().Text)
		return
	}
	u := ""
	if x.Unique {
		u = "UNIQUE "
	}
	p.W("CREATE ", u, "INDEX ", p.tempIndexName(x.Table, x.Name), "ON ", p.tempName(x.Table.Last()), " (", strings.Join(keys, ", "), ")")
	if len(x.Include) > 0 {
		p.W(" INCLUDE ", p.em.columnList(x.Include))
	}
	if x.Where != nil {
		p.W(" WHERE ", p.text(func(q *printer) { q.inSQL = true; q.cond(x.Where) }))
	}
	p.W(";\n")
}

// tempIndexName names an index of a #temp table that the body drops again; all others do without a name.
func (p *printer) tempIndexName(table, n ir.QName) string {
	named := false
	if body := bodyOf(p.obj); body != nil && !n.IsZero() {
		ir.Walk(body, func(x ir.Node) bool {
			d, ok := x.(*ir.Drop)
			named = named || ok && d.Kind == "INDEX" && d.On.Last().Key == table.Last().Key && d.Name.Last().Key == n.Last().Key
			return !named
		})
	}
	if !named {
		return ""
	}
	return "IF NOT EXISTS " + p.tempIndexOf(table, n) + " " // the table may be there from an earlier call, and its index with it
}

func (p *printer) tempIndexOf(table, n ir.QName) string {
	return quoteIdent(shorten(strings.Trim(p.tempName(table.Last()), `"`) + "_" + strings.ReplaceAll(p.em.fold(n.Last()), "#", "")))
}

// dropTempIndex drops an index that the body has made; false for that of another body's table.
func (p *printer) dropTempIndex(d *ir.Drop) bool {
	if !ir.IsTempName(d.On.Last()) || p.em.temps == nil || p.em.temps.tables.By(p.obj, d.On.Last().Key) == nil {
		return false
	}
	p.W("DROP INDEX IF EXISTS ", p.tempIndexOf(d.On, d.Name), ";\n")
	return true
}
