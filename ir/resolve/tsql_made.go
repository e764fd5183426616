package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Tables that bodies make and leave behind. Behind the statement that makes one, its body sees the columns that it was made with, also where
// the sources create a table of the name; other bodies see it where the sources create none.

// madeTables finds them.
func (c *catalog) madeTables() {
	if c.schema.Source == ir.SQLServer {
		c.made = ir.FindMadeTables(c.schema)
	}
}

// selectedTables resolves the bodies that make a table by SELECT … INTO before those that read it: the columns are the query's.
func (c *catalog) selectedTables() {
	if c.made == nil {
		return
	}
	for _, m := range c.made.List() {
		if m.Table == nil && c.sourceOf(m.Key) == nil && c.made.For(nil, m.Key) == m && c.made.ReadElsewhere(m) {
			c.madeShape(m)
		}
	}
}

// sourceOf is what the sources create under a key.
func (c *catalog) sourceOf(key string) ir.Object {
	schema, name, _ := strings.Cut(key, ".")
	return c.objects[objKey{schema, name}]
}

// madeShape gives the columns of a table that another body makes; those of one that is being resolved are not known yet.
func (c *catalog) madeShape(m *ir.TempMaker) *relation {
	if rel := c.tempShapes[m]; rel != nil {
		return rel
	}
	if m.Table != nil || c.frozen || c.early[m.Object] != nil {
		return openRelation()
	}
	j := c.newJob(m.Object)
	c.early[m.Object] = j
	guard(m.Object, j.object)
	for _, x := range c.made.List() {
		if x.Object == m.Object && x.Table == nil && len(x.Query.Cols) > 0 {
			rel := relationOf(x.Query.Cols, nil)
			for _, a := range c.made.Altered(x.Object, x.Key) {
				rel = j.altered(rel, a)
			}
			c.tempShapes[x] = rel
		}
	}
	if rel := c.tempShapes[m]; rel != nil {
		return rel
	}
	return openRelation()
}

// madeKeys gives the keys under which a name is looked for: with its schema, or else in the schema of the module and then in dbo.
func (j *job) madeKeys(q ir.QName) (keys []string, schemas []ir.Name) {
	if ir.MadeKey(q) == "" {
		return nil, nil
	}
	schemas = []ir.Name{j.base.Schema, dbo}
	if s := q.Qualifier(); !s.IsZero() {
		schemas = []ir.Name{s}
	}
	for _, s := range schemas {
		keys = append(keys, ir.MadeKey(ir.QName{Parts: []ir.Name{s, q.Last()}}))
	}
	return keys, schemas
}

// tempKey is the key of a table that a body makes: of a temporary one its name, of one that stays its schema and name.
func tempKey(q ir.QName) string {
	if key := ir.MadeKey(q); key != "" {
		return key
	}
	return q.Last().Key
}

// madeHere finds a table that the statements in front have made.
func (j *job) madeHere(t *ir.TableRef) *relation {
	if len(j.temps) == 0 {
		return nil
	}
	keys, schemas := j.madeKeys(t.Name)
	for i, k := range keys {
		if rel := j.temps[k]; rel != nil {
			t.Made = schemas[i]
			return rel
		}
		if j.c.objects[objKey{schemas[i].Key, t.Name.Last().Key}] != nil {
			return nil
		}
	}
	return nil
}

// madeElsewhere finds a table that a body makes and no source file creates. What PostgreSQL looks at when it is created finds none.
func (j *job) madeElsewhere(t *ir.TableRef) *relation {
	if j.c.made == nil || j.needsAtLoad("table") {
		return nil
	}
	if r, ok := j.obj.(*ir.Routine); ok && isInline(r) {
		return nil
	}
	keys, schemas := j.madeKeys(t.Name)
	for i, k := range keys {
		if j.c.objects[objKey{schemas[i].Key, t.Name.Last().Key}] != nil {
			return nil
		}
		if m := j.c.made.For(j.obj, k); m != nil {
			t.Made = schemas[i]
			return j.c.madeShape(m)
		}
	}
	return nil
}

// yetToMake tells a table that the body makes further on, and none that the sources create.
func (j *job) yetToMake(q ir.QName) bool {
	if j.c.made == nil {
		return false
	}
	keys, schemas := j.madeKeys(q)
	for i, k := range keys {
		if j.temps[k] != nil || j.c.objects[objKey{schemas[i].Key, q.Last().Key}] != nil {
			return false
		}
		if j.c.made.By(j.obj, k) != nil {
			return true
		}
	}
	return false
}

// bodyAlter resolves ALTER TABLE of a table that stays. Where it changes the columns, the statements behind see those.
func (j *job) bodyAlter(a *ir.AlterTable) {
	rel := j.bodyRelation(a.Name)
	columns := false
	for i := range a.Actions {
		x := &a.Actions[i]
		columns = columns || x.AddColumn != nil || !x.RenameColumn[0].IsZero() || !x.DropColumn.IsZero() || x.ModifyColumn != nil && x.ModifyColumn.Type != nil
	}
	if columns {
		rel = j.altered(rel, a)
	}
	j.within(a.Name.Last(), rel, func() {
		for i := range a.Actions {
			x := &a.Actions[i]
			if x.AddColumn != nil {
				j.tempColumn(rel, x.AddColumn)
			}
			if c := x.ModifyColumn; c != nil && c.Default != nil {
				j.x(&c.Default)
				if k := rel.find(c.Name.Key); k != nil {
					j.stored(&c.Default, k.typ)
				}
			}
			if k := x.AddConstraint; k != nil && k.Check != nil {
				j.x(&k.Check)
			}
		}
	})
	if columns {
		j.temp(tempKey(a.Name), rel)
	}
	for i := range a.Actions {
		if to := a.Actions[i].RenameTo; !to.IsZero() {
			j.temp(tempKey(ir.RenamedTable(a.Name, to)), rel)
		}
	}
}

// bodyRelation gives the columns of a table that a definition in a body is about. It reports one that nothing makes.
func (j *job) bodyRelation(q ir.QName) *relation {
	t := &ir.TableRef{Name: q, Sp: q.Sp}
	if ir.MadeKey(q) == "" {
		return openRelation()
	}
	return j.tableRef(t).rel
}
