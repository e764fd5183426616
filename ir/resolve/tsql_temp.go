package resolve

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
)

// temporaryTables finds the #t tables of SQL Server's scripts and routines, and their columns where CREATE TABLE names them:
// other bodies may use them.
func (c *catalog) temporaryTables() {
	if c.schema.Source != ir.SQLServer {
		return
	}
	c.tempTables = ir.FindTempTables(c.schema)
	c.tempShapes = map[*ir.TempMaker]*relation{}
	for _, m := range slices.Concat(c.tempTables.List(), c.made.List()) {
		if m.Table == nil {
			continue
		}
		j := c.newJob(m.Object)
		guard(m.Object, func() {
			rel := &relation{}
			for _, col := range m.Table.Columns {
				if col.Generated != nil {
					rel.add(relCol{name: col.Name, typ: tUnknown, decl: col})
					continue
				}
				j.typ(col.Type)
				rel.add(relCol{name: col.Name, typ: known(col.Type), decl: col})
			}
			for _, a := range slices.Concat(c.tempTables.Altered(m.Object, m.Key), c.made.Altered(m.Object, m.Key)) {
				rel = j.altered(rel, a)
			}
			rel.seal()
			c.tempShapes[m] = rel
		})
	}
}

// altered gives the columns that a temporary table has behind ALTER TABLE.
func (j *job) altered(rel *relation, a *ir.AlterTable) *relation {
	out := &relation{open: rel.open, state: rel.state}
	for _, c := range rel.cols {
		keep := true
		for i := range a.Actions {
			x := &a.Actions[i]
			if x.DropColumn.Key == c.name.Key {
				keep = false
			}
			if x.RenameColumn[0].Key == c.name.Key {
				c.name = x.RenameColumn[1]
			}
			if x.ModifyColumn != nil && x.ModifyColumn.Type != nil && x.ModifyColumn.Name.Key == c.name.Key {
				j.typ(x.ModifyColumn.Type)
				c.typ, c.decl = known(x.ModifyColumn.Type), x.ModifyColumn
			}
		}
		if keep {
			out.add(c)
		}
	}
	for i := range a.Actions {
		if c := a.Actions[i].AddColumn; c != nil {
			j.typ(c.Type)
			out.add(relCol{name: c.Name, typ: known(c.Type), decl: c})
		}
	}
	out.seal()
	return out
}

// batchAlter resolves ALTER TABLE #t and notes the table's columns for the statements behind.
func (j *job) batchAlter(a *ir.AlterTable) {
	key := a.Name.Last().Key
	rel := j.temps[key]
	if rel == nil {
		rel = j.tempOfOthers(key)
	}
	rel = j.altered(rel, a)
	j.within(a.Name.Last(), rel, func() {
		for i := range a.Actions {
			if c := a.Actions[i].AddColumn; c != nil {
				j.tempColumn(rel, c)
			}
			if k := a.Actions[i].AddConstraint; k != nil && k.Check != nil {
				j.x(&k.Check)
			}
		}
	})
	j.temp(key, rel)
}

// tempOfOthers gives the columns of a #t that the body does not make itself.
func (j *job) tempOfOthers(key string) *relation {
	if j.c.tempTables != nil {
		if m := j.c.tempTables.For(j.obj, key); m != nil && j.c.tempShapes[m] != nil {
			return j.c.tempShapes[m]
		}
	}
	return openRelation()
}
