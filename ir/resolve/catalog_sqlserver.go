package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// findSQLServer looks a name up as SQL Server does: an unqualified one in the schema of the module that uses it, then in
// dbo. A database in front is the one that is converted, since names in others are left as they are before.
func (c *catalog) findSQLServer(from ir.Name, parts []ir.Name) ir.Object {
	n := len(parts)
	if n == 0 {
		return nil
	}
	name := parts[n-1].Key
	if n >= 2 && parts[n-2].Key != "" {
		if o := c.objects[objKey{parts[n-2].Key, name}]; o != nil {
			return o
		}
		return nil
	}
	if o := c.objects[objKey{from.Key, name}]; o != nil {
		return o
	}
	if o := c.objects[objKey{dbo.Key, name}]; o != nil {
		return o
	}
	// A user's default schema is not known to the scripts.
	if l := c.anyOf[name]; len(l) == 1 && n == 1 {
		return l[0]
	}
	return nil
}

// dataType finds a user-defined type.
func (c *catalog) dataType(from ir.Name, parts []ir.Name) (*ir.TypeObject, bool) {
	if c.schema.Source != ir.SQLServer {
		o, ok := c.lookup(from, parts).(*ir.TypeObject)
		return o, ok
	}
	n := len(parts)
	if n >= 2 {
		o := c.dataTypes[objKey{parts[n-2].Key, parts[n-1].Key}]
		return o, o != nil
	}
	for _, s := range []string{from.Key, dbo.Key} {
		if o := c.dataTypes[objKey{s, parts[0].Key}]; o != nil {
			return o, true
		}
	}
	return nil, false
}

// catalogueRef finds a view of SQL Server's catalogue, with the columns that have an equivalent.
func (j *job) catalogueRef(t *ir.TableRef, rv *rangeVar) bool {
	v, ok := ir.SQLServerCatalogue(t.Name)
	if !ok {
		return false
	}
	t.Supplied = true
	if v == nil {
		rv.rel = &relation{open: true, state: done, supplied: true}
		return true
	}
	rel := &relation{view: ir.MakeName(v.Runtime), partial: true}
	for _, f := range v.Fields {
		rel.add(relCol{name: f.Name, typ: f.Type})
	}
	rel.seal()
	rv.rel = rel
	return true
}
