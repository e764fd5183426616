package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// catalog holds the schema-level names. It is filled by declare on one goroutine and only read after.
type catalog struct {
	schema *ir.Schema
	frozen bool // nothing is computed lazily any more

	objects map[objKey]ir.Object   // the namespace of tables, views, routines, packages, types, sequences, synonyms
	anyOf   map[string][]ir.Object // by name in any schema, without synonyms
	public  map[string]*ir.Synonym

	relations map[ir.Object]*relation
	packages  map[*ir.Package]*pkgInfo
	types     map[*ir.TypeObject]*typeInfo
	entries   map[ir.Object]*entry // standalone routines, sequences … as symbols

	sites []site // calls met before the bodies: in views

	dataTypes map[objKey]*ir.TypeObject // SQL Server's user-defined types, which have a namespace of their own

	early map[ir.Object]*job // resolved before the other bodies: functions that are queries, see tsql_function.go

	tempTables *ir.TempTables              // SQL Server's #t; nil for other sources
	tempShapes map[*ir.TempMaker]*relation // those of CREATE TABLE
	made       *ir.MadeTables              // tables that stay and that SQL Server's bodies make; nil for other sources
}

type objKey struct{ schema, name string }

// pkgInfo is a package with its names.
type pkgInfo struct {
	pkg *ir.Package
	sc  *scope
}

// typeInfo is an object type with its members.
type typeInfo struct {
	obj   *ir.TypeObject
	sc    *scope
	state state
}

func newCatalog(s *ir.Schema) *catalog {
	c := &catalog{
		schema:    s,
		objects:   make(map[objKey]ir.Object, len(s.Objects)),
		anyOf:     make(map[string][]ir.Object, len(s.Objects)),
		public:    map[string]*ir.Synonym{},
		relations: map[ir.Object]*relation{},
		early:     map[ir.Object]*job{},
		packages:  map[*ir.Package]*pkgInfo{},
		types:     map[*ir.TypeObject]*typeInfo{},
		entries:   map[ir.Object]*entry{},
		dataTypes: map[objKey]*ir.TypeObject{},
	}
	for _, o := range s.Objects {
		c.enter(o)
	}
	return c
}

// enter puts an object under its name.
func (c *catalog) enter(o ir.Object) {
	b := o.Obj()
	if b.Dropped != "" || b.Parent != nil || b.Name.IsZero() {
		return
	}
	switch o := o.(type) {
	case *ir.Table, *ir.View, *ir.MaterializedView, *ir.Sequence:
	case *ir.Package:
		c.packages[o] = &pkgInfo{pkg: o}
	case *ir.TypeObject:
		c.types[o] = &typeInfo{obj: o}
		if c.schema.Source == ir.SQLServer {
			c.dataTypes[objKey{b.Schema.Key, b.Name.Last().Key}] = o
			return
		}
	case *ir.Routine:
	case *ir.Synonym:
		if o.Public {
			c.public[b.Name.Last().Key] = o
			return
		}
	default:
		return
	}
	k := objKey{b.Schema.Key, b.Name.Last().Key}
	if _, ok := o.(*ir.Synonym); !ok {
		c.anyOf[k.name] = append(c.anyOf[k.name], o)
	}
	if old, ok := c.objects[k]; ok && rank(old) <= rank(o) {
		return
	}
	c.objects[k] = o
	if r, ok := o.(*ir.Routine); ok {
		e := &entry{name: k.name, kind: ir.SymRoutine, node: r, owner: nil, over: []*ir.Routine{r}, state: done}
		e.sym = &ir.Symbol{Kind: ir.SymRoutine, Decl: r}
		c.entries[o] = e
	}
}

// rank prefers, of several objects of one name, the one that holds data: a materialized view has a table of its name.
func rank(o ir.Object) int {
	switch o.(type) {
	case *ir.Table:
		return 0
	case *ir.MaterializedView:
		return 1
	case *ir.Synonym:
		return 3
	}
	return 2
}

// lookup finds an object by a name of one or two parts, as seen from schema from. Synonyms are followed.
func (c *catalog) lookup(from ir.Name, parts []ir.Name) ir.Object {
	return c.follow(c.find(from, parts), 0)
}

// find looks without following synonyms.
func (c *catalog) find(from ir.Name, parts []ir.Name) ir.Object {
	if c.schema.Source == ir.SQLServer {
		return c.findSQLServer(from, parts)
	}
	switch len(parts) {
	case 1:
		n := parts[0].Key
		if o := c.objects[objKey{from.Key, n}]; o != nil {
			return o
		}
		if s := c.public[n]; s != nil {
			return s
		}
		// Scripts often create objects with their schema's name and use them without, or the other way round.
		if l := c.anyOf[n]; len(l) == 1 {
			return l[0]
		}
	case 2:
		s, n := parts[0].Key, parts[1].Key
		if s == "PUBLIC" {
			if p := c.public[n]; p != nil {
				return p
			}
		}
		if o := c.objects[objKey{s, n}]; o != nil {
			return o
		}
		if l := c.anyOf[n]; len(l) == 1 && l[0].Obj().Schema.IsZero() && !isSupplied(s, n) {
			return l[0]
		}
	}
	return nil
}

// follow gives what a synonym stands for; nil when that is not in the sources.
func (c *catalog) follow(o ir.Object, depth int) ir.Object {
	s, ok := o.(*ir.Synonym)
	if !ok {
		return o
	}
	if depth > 20 || !s.For.Link.IsZero() {
		return nil
	}
	if s.Decl != nil {
		return s.Decl
	}
	from := s.Schema
	if s.Public {
		// A public synonym's unqualified target is in the schema of whoever created it.
		if t := c.anyOf[s.For.Last().Key]; len(s.For.Parts) == 1 && len(t) == 1 {
			return c.follow(other(t[0], s), depth+1)
		}
	}
	if t := c.follow(other(c.find(from, s.For.Parts), s), depth+1); t != nil {
		return t
	}
	// A target that is nowhere, for another schema's name that a variable of the script held: the one of the
	// synonym's own name is meant.
	if l := c.anyOf[s.Name.Last().Key]; len(l) == 1 && !suppliedName(s.For.Parts) {
		return l[0]
	}
	return nil
}

// other keeps a synonym from standing for itself.
func other(o ir.Object, s *ir.Synonym) ir.Object {
	if o == ir.Object(s) {
		return nil
	}
	return o
}

// isSynonym tells whether the name is a synonym for something outside the sources, and gives that name.
func (c *catalog) synonymTarget(from ir.Name, parts []ir.Name) (ir.QName, bool) {
	for i := 0; i < 20; i++ {
		s, ok := c.find(from, parts).(*ir.Synonym)
		if !ok {
			return ir.QName{Parts: parts}, i > 0
		}
		if !s.For.Link.IsZero() || s.For.Key() == (ir.QName{Parts: parts}).Key() {
			return s.For, true
		}
		from, parts = s.Schema, s.For.Parts
	}
	return ir.QName{}, false
}
