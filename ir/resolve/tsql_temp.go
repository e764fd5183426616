package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// temporaryTables finds the #t tables of SQL Server's scripts and routines, and their columns where CREATE TABLE names them:
// other bodies may use them.
func (c *catalog) temporaryTables() {
	if c.schema.Source != ir.SQLServer {
		return
	}
	c.tempTables = ir.FindTempTables(c.schema)
	c.tempShapes = map[*ir.TempMaker]*relation{}
	for _, m := range c.tempTables.List() {
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
			rel.seal()
			c.tempShapes[m] = rel
		})
	}
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
