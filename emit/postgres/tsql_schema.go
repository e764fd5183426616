package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Definitions in bodies that stay: CREATE, ALTER and DROP of tables and of what belongs to them. PL/pgSQL runs them as it runs any statement, and
// takes no name in them for a variable's ("Executing SQL Commands"); plans of statements over a table that is made anew are made anew too.

// schemaChange writes a definition of a body; false for one without a counterpart.
func (p *printer) schemaChange(s *ir.DDL, o ir.Object) bool {
	q := p.sub()
	var done bool
	switch o := o.(type) {
	case *ir.Table:
		done = q.bodyTable(o)
	case *ir.AlterTable:
		done = q.bodyAlter(o)
	case *ir.IndexDef:
		done = q.bodyIndex(o)
	case *ir.Drop:
		done = q.bodyDrop(o)
	case *ir.AlterObject:
		done = q.bodyAlterObject(o)
	}
	if !done {
		return false
	}
	if text := q.String(); text != "" {
		p.schemaChanged(s.Sp, firstWords(s.Sp.Text(), 6))
		p.W(text)
	}
	return true
}

// schemaChanged tells of it, once an object.
func (p *printer) schemaChanged(at diag.Span, what string) {
	p.findOnce(diag.TSQLSchemaChange, at, "%s", what)
}

// madeTable is a table that a body defines, as the conversion knows it.
type madeTable struct {
	name   string    // in the target
	schema ir.Name   // of the source
	table  *ir.Table // with the columns where they are known, otherwise without
	source *ir.Table // that of the sources; nil where they create none
}

// own is its name without the schema.
func (m madeTable) own(em *emitter) string {
	if m.source != nil {
		return em.ownName(m.source)
	}
	return shorten(em.fold(m.table.Name.Last()))
}

// bodyTarget finds the table that a definition in a body is about; false for one of another database, and for what is no table.
func (p *printer) bodyTarget(q ir.QName) (madeTable, bool) {
	schema, ok := bodySchema(q)
	if !ok {
		return madeTable{}, false
	}
	m := madeTable{schema: schema, name: p.em.madeName(schema, q.Last())}
	switch o := p.em.exactTable(schema, q.Last()).(type) {
	case *ir.Table:
		if o.Partition != nil || o.Temporary || o.Period != nil && o.Period.Versioned {
			return m, false
		}
		m.source, m.table = o, o
		if p.em.made.By(p.obj, ir.MadeKey(q)) == nil {
			p.relationNeed(m.name)
		}
	case nil:
		m.table = &ir.Table{}
		if x := p.em.made.For(p.obj, ir.MadeKey(q)); x != nil && x.Table != nil {
			c := *x.Table
			m.table = &c
		}
		m.table.Name, m.table.Schema = q, schema
	default:
		return m, false
	}
	return m, true
}

// exactTable finds the table or view of a name in a schema.
func (em *emitter) exactTable(schema, n ir.Name) ir.Object {
	for _, o := range em.tables[n.Key] {
		if o.Obj().Schema.Key == schema.Key {
			return o
		}
	}
	return nil
}

// madeName is the target's name of a table that a body makes: that of the sources where they create one of the name.
func (em *emitter) madeName(schema, n ir.Name) string {
	if o := em.exactTable(schema, n); o != nil {
		return em.qualified(o)
	}
	return em.inSchema(schema, shorten(em.fold(n)))
}

// bodyTable writes CREATE TABLE.
func (p *printer) bodyTable(t *ir.Table) bool {
	m, ok := p.bodyTarget(t.Name)
	if !ok || t.AsQuery != nil || t.Period != nil || !t.Scheme.IsZero() || refusedFeatures[t.Feature] != nil || len(t.Columns) == 0 {
		return false
	}
	c := *t
	c.Schema = m.schema
	m.table = &c
	w := p.sub()
	var lines []tableLine
	for _, col := range t.Columns {
		if isRowVersion(col) || col.RowTime != "" {
			return false // a trigger fills it
		}
		lines = append(lines, newTableLine(w.tempColumn(m.table, col), col.Sp, col.Comments))
	}
	for _, k := range t.Constraints {
		if text := w.bodyConstraint(m, k); text != "" {
			lines = append(lines, newTableLine(text, k.Sp, k.Comments))
		}
	}
	for _, c := range t.Lead {
		p.comment(c)
	}
	p.W("CREATE TABLE ", m.name, " (\n").In()
	p.tableBody(lines)
	p.Out().W(");\n")
	p.viewsAgain(m)
	return true
}

// bodyConstraint writes a constraint with its name; "" where it is left out.
func (p *printer) bodyConstraint(m madeTable, k *ir.Constraint) string {
	name := ""
	if !k.Name.IsZero() {
		name = "CONSTRAINT " + quoteIdent(p.em.madeConstraint(m, k.Name)) + " "
	}
	if k.Kind == ir.ForeignKey {
		c := *k
		c.Name = ir.Name{}
		text := p.foreignKey(m.table, &c)
		if text == "" {
			return ""
		}
		return name + text
	}
	text := p.tempConstraint(m.table, k)
	if text == "" {
		return ""
	}
	if k.Kind == ir.Check && k.NoValidate {
		text += " NOT VALID"
	}
	return name + text
}

// madeConstraint is the target's name of a constraint: that of the sources' table, or its own.
func (em *emitter) madeConstraint(m madeTable, n ir.Name) string {
	if m.source != nil {
		for _, c := range m.source.Constraints {
			if c.Name.Key == n.Key {
				if own := em.names.key[c]; own != "" {
					return own
				}
				return shorten(em.fold(n))
			}
		}
	}
	return em.madeRelationName(m, n)
}

// madeRelationName names what has a place in the schema's namespace and is made by a body: an index, or a key that makes one. A name that is
// taken, and one that bodies give to indexes of several tables, gets the table's in front.
func (em *emitter) madeRelationName(m madeTable, n ir.Name) string {
	own := shorten(em.fold(n))
	if em.names.taken[em.schemaName(m.schema)][own] != nil || len(em.madeIndexes[m.schema.Key+"."+n.Key]) > 1 {
		return shorten(em.fold(m.table.Name.Last()) + "_" + own)
	}
	return own
}

// bodyIndex writes CREATE INDEX.
func (p *printer) bodyIndex(x *ir.IndexDef) bool {
	m, ok := p.bodyTarget(x.Table)
	if !ok || x.IgnoreDup || x.Special != "" && x.Special != "COLUMNSTORE" {
		return false
	}
	if len(x.Keys) == 0 || x.Special != "" {
		p.find(diag.PhysicalOptions, x.Sp, "the index %s is left out: it places all columns", x.Name.Last().Text)
		return true
	}
	own := p.em.sourceIndex(m, x.Name.Last())
	if own != nil && own.Dropped != "" {
		p.find(diag.PhysicalOptions, x.Sp, "the index %s is left out: %s", x.Name.Last().Text, own.Dropped)
		return true
	}
	for _, c := range x.Lead {
		p.comment(c)
	}
	keys := make([]string, len(x.Keys))
	for i, k := range x.Keys {
		if keys[i] = p.exprText(k.Expr); k.Desc {
			keys[i] += " DESC"
		}
	}
	p.W("CREATE ")
	if x.Unique {
		p.W("UNIQUE ")
	}
	p.W("INDEX ", quoteIdent(p.em.madeIndex(m, x.Name.Last())), " ON ", m.name, " (", strings.Join(keys, ", "), ")")
	if len(x.Include) > 0 {
		p.W(" INCLUDE ", p.em.columnList(x.Include[:min(len(x.Include), max(maxIndexColumns-len(keys), 0))]))
	}
	if x.Unique {
		p.W(p.uniqueIndexNulls(x, m.table))
	}
	if x.Where != nil {
		p.W(" WHERE ", p.text(func(q *printer) { q.inSQL = true; q.cond(x.Where) }))
	}
	p.W(";\n")
	return true
}

// sourceIndex finds an index of the sources by its table and name.
func (em *emitter) sourceIndex(m madeTable, n ir.Name) *ir.IndexDef {
	if m.source == nil {
		return nil
	}
	for _, o := range em.src.Objects {
		if ix, ok := o.(*ir.IndexDef); ok && ix.Name.Last().Key == n.Key && em.tableNamed(ix.Schema, ix.Table) == ir.Object(m.source) {
			return ix
		}
	}
	return nil
}

// madeIndex is the target's name of an index of a table.
func (em *emitter) madeIndex(m madeTable, n ir.Name) string {
	if ix := em.sourceIndex(m, n); ix != nil {
		return em.ownName(ix)
	}
	return em.madeRelationName(m, n)
}

// planMade is the pass that finds what the bodies make and leave behind, and the views that read each table.
func (em *emitter) planMade() {
	if em.src.Source != ir.SQLServer {
		return
	}
	em.made = ir.FindMadeTables(em.src)
	em.madeIndexes, em.viewsOf = map[string]map[string]bool{}, map[ir.Object][]*ir.View{}
	for _, o := range em.src.Objects {
		switch x := o.(type) {
		case *ir.View:
			em.noteView(x)
		case *ir.Routine, *ir.Trigger, *ir.DataScript:
			em.noteIndexes(o)
		}
	}
}

func (em *emitter) noteView(v *ir.View) {
	if v.Dropped != "" || v.Query == nil {
		return
	}
	ir.Walk(v.Query, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && t.Decl != nil && !slices.Contains(em.viewsOf[t.Decl], v) {
			em.viewsOf[t.Decl] = append(em.viewsOf[t.Decl], v)
		}
		return true
	})
}

func (em *emitter) noteIndexes(o ir.Object) {
	note := func(table ir.QName, n ir.Name) {
		key := ir.MadeKey(table)
		if key == "" || n.IsZero() {
			return
		}
		schema, _, _ := strings.Cut(key, ".")
		k := schema + "." + n.Key
		if em.madeIndexes[k] == nil {
			em.madeIndexes[k] = map[string]bool{}
		}
		em.madeIndexes[k][key] = true
	}
	ir.Walk(o, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Repeat:
			return false
		case *ir.IndexDef:
			note(n.Table, n.Name.Last())
		case *ir.Table:
			for _, k := range n.Constraints {
				note(n.Name, k.Name)
			}
		case *ir.AlterTable:
			for i := range n.Actions {
				if k := n.Actions[i].AddConstraint; k != nil {
					note(n.Name, k.Name)
				}
			}
		}
		return true
	})
}

// changesSchema tells statements of SQL Server's scripts that make, change or drop what stays.
func changesSchema(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.DDL:
			for _, o := range x.Objects {
				found = found || changesLasting(o)
			}
		case *ir.SelectStmt:
			sel := firstSelect(x.Query.Body)
			found = found || sel != nil && ir.MadeKey(sel.IntoTbl) != ""
		}
		return !found
	})
	return found
}

// changesLasting tells a definition that is not of a temporary table.
func changesLasting(o ir.Object) bool {
	switch x := o.(type) {
	case *ir.Table:
		return ir.MadeKey(x.Name) != ""
	case *ir.AlterTable:
		return ir.MadeKey(x.Name) != ""
	case *ir.IndexDef:
		return ir.MadeKey(x.Table) != ""
	case *ir.Drop:
		return ir.MadeKey(x.Name) != "" && !ir.IsTempName(x.On.Last())
	}
	return false
}
