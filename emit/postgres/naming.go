package postgres

import (
	"sort"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// naming is the plan of all names of schema objects. It is made before anything is written and read only after.
// PostgreSQL keeps tables, views, sequences, types and indexes of a schema in one namespace, and every key makes an
// index of its name; Oracle has a namespace of their own for indexes and for constraints. So names can collide.
type naming struct {
	object map[ir.Object]string          // the object's own name, folded, without quotes
	key    map[*ir.Constraint]string     // names of primary and unique keys
	auto   map[*ir.Constraint]bool       // unnamed keys, which PostgreSQL names itself
	pkg    map[*ir.Package]string        // schemas of packages, folded
	taken  map[string]map[string]ir.Node // by schema: what has the name
}

func (em *emitter) planNames() {
	em.names = &naming{object: map[ir.Object]string{}, key: map[*ir.Constraint]string{}, auto: map[*ir.Constraint]bool{},
		pkg: map[*ir.Package]string{}, taken: map[string]map[string]ir.Node{}}
	em.planColumns()
	em.planRelations()
	em.planKeys()
	em.planIndexes()
	em.planPackages()
}

// planColumns looks for columns of a table whose names differ in case alone, A_C and "a_c": folding makes them one, so
// the quoted name gets another spelling, here and wherever it is used.
func (em *emitter) planColumns() {
	if em.src.Source == ir.SQLServer {
		return
	}
	spelled, taken := map[string]string{}, map[string]bool{}
	for _, o := range em.src.Objects {
		if t, ok := o.(*ir.Table); ok {
			for _, c := range t.Columns {
				taken[em.fold(c.Name)] = true
			}
		}
	}
	for _, o := range em.src.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" {
			continue
		}
		seen := map[string]*ir.Column{}
		for _, c := range t.Columns {
			folded := em.fold(c.Name)
			first := seen[folded]
			if first != nil && first.Name.Key == c.Name.Key {
				t.Findings.Add(diag.NotConverted, c.Sp, "the table names the column %s twice (ORA-00957)", c.Name.Text)
			}
			if first == nil || first.Name.Key == c.Name.Key {
				seen[folded] = c
				continue
			}
			n := c.Name
			if n.Key == strings.ToUpper(n.Key) {
				n = first.Name
			}
			own := spelled[n.Key]
			for i := 2; own == ""; i++ {
				if s := folded + "_" + strconv.Itoa(i); !taken[s] {
					own, taken[s] = s, true
				}
			}
			spelled[n.Key] = own
			t.Findings.Add(diag.NameTaken, c.Sp, "%s is called %s: another column has the name %s", n.Text, own, folded)
		}
	}
	em.respelled = spelled
}

// planRelations names what keeps its name in any case: relations and types first.
func (em *emitter) planRelations() {
	for _, o := range em.src.Objects {
		switch o.(type) {
		case *ir.Table, *ir.View, *ir.MaterializedView, *ir.Sequence, *ir.TypeObject:
			if ty, ok := o.(*ir.TypeObject); ok && (ty.Alias || ty.Shape != nil) {
				continue // SQL Server's types have a namespace of their own: relations keep their names
			}
			em.claim(o, em.apartFromTypes(o, shorten(em.fold(o.Obj().Name.Last()))))
		case *ir.Routine:
			em.names.object[o] = shorten(em.fold(o.Obj().Name.Last()))
		}
	}
	for _, o := range em.src.Objects {
		if ty, ok := o.(*ir.TypeObject); ok && (ty.Alias || ty.Shape != nil) {
			em.claim(o, shorten(em.fold(o.Obj().Name.Last())))
		}
	}
}

// claim gives an object its name, or another one when it is taken.
func (em *emitter) claim(o ir.Object, name string) {
	b := o.Obj()
	if b.Dropped != "" || b.Name.IsZero() {
		return
	}
	got := em.free(em.schemaName(em.homeSchema(o)), name, o)
	em.names.object[o] = got
	if got != name {
		b.Findings.Add(diag.NameTaken, b.Sp, "%s is called %s: another object has the name %s", b.Name.Last().Text, got, name)
	}
}

// free takes a name in a schema, or the first free one that begins with it.
func (em *emitter) free(schema, name string, by ir.Node) string {
	m := em.names.taken[schema]
	if m == nil {
		m = map[string]ir.Node{}
		em.names.taken[schema] = m
	}
	got := name
	for n := 1; m[got] != nil; n++ {
		got = shorten(name + "_" + strconv.Itoa(n))
	}
	m[got] = by
	return got
}

// planKeys names the primary and unique keys, since each makes an index of its name.
func (em *emitter) planKeys() {
	for _, o := range em.src.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" {
			continue
		}
		for _, c := range t.Constraints {
			if c.Kind != ir.PrimaryKey && c.Kind != ir.Unique || c.Disabled {
				continue
			}
			if c.Name.IsZero() || generatedName(c.Name) {
				em.names.auto[c] = true
				continue
			}
			want := shorten(em.fold(c.Name))
			schema := em.schemaName(em.homeSchema(t))
			if _, isTable := em.names.taken[schema][want]; isTable {
				suffix := "_key"
				if c.Kind == ir.PrimaryKey {
					suffix = "_pkey"
				}
				want = shorten(want + suffix)
			}
			em.names.key[c] = em.free(schema, want, c)
		}
	}
}

// planIndexes names the indexes after the keys.
func (em *emitter) planIndexes() {
	for _, o := range em.src.Objects {
		ix, ok := o.(*ir.IndexDef)
		if !ok || ix.Dropped != "" {
			continue
		}
		if k := em.keyIndex(ix); k != nil {
			ix.Dropped = "the key " + keyTitle(k) + " makes this index itself"
			continue
		}
		want := shorten(em.fold(ix.Name.Last()))
		schema := em.schemaName(em.indexSchema(ix))
		if other := em.names.taken[schema][want]; other != nil {
			got := em.free(schema, shorten(want+"_idx"), ix)
			em.names.object[ix] = got
			ix.Findings.Add(diag.NameTaken, ix.Sp, "%s is called %s: PostgreSQL keeps indexes and tables in one namespace, and %s is taken",
				ix.Name.Last().Text, got, want)
			continue
		}
		em.names.object[ix] = em.free(schema, want, ix)
	}
}

// indexSchema is the schema of an index: that of its table, where PostgreSQL puts it.
func (em *emitter) indexSchema(ix *ir.IndexDef) ir.Name {
	if t := em.tableNamed(ix.Schema, ix.Table); t != nil {
		return em.homeSchema(t)
	}
	return ix.Schema
}

// keyIndex finds the key that makes the same index: same table, same columns in the same order.
func (em *emitter) keyIndex(ix *ir.IndexDef) *ir.Constraint {
	t, _ := em.tableNamed(ix.Schema, ix.Table).(*ir.Table)
	if t == nil || ix.Where != nil || ix.Domain != "" || ix.Special != "" || len(ix.Include) > 0 {
		return nil
	}
	for _, c := range t.Constraints {
		if (c.Kind == ir.PrimaryKey || c.Kind == ir.Unique) && !c.Disabled && sameKey(ix, c.Cols) {
			return c
		}
	}
	return nil
}

func sameKey(ix *ir.IndexDef, cols []ir.Name) bool {
	if len(ix.Keys) != len(cols) {
		return false
	}
	for i, k := range ix.Keys {
		r, ok := k.Expr.(*ir.Ref)
		if !ok || k.Desc || len(r.Name.Parts) == 0 || r.Name.Last().Key != cols[i].Key {
			return false
		}
	}
	return true
}

func keyTitle(c *ir.Constraint) string {
	if c.Name.IsZero() {
		return "of the table"
	}
	return c.Name.Text
}

// generatedName tells names that Oracle made up: SYS_C0012345.
func generatedName(n ir.Name) bool {
	k := n.Key
	if !strings.HasPrefix(k, "SYS_C") || len(k) < 8 {
		return false
	}
	for _, c := range k[5:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// planPackages gives each package a schema: of its own name, unless a schema or another package has it.
func (em *emitter) planPackages() {
	byName := map[string][]*ir.Package{}
	for _, o := range em.src.Objects {
		if pk, ok := o.(*ir.Package); ok && pk.Dropped == "" {
			n := em.fold(pk.Name.Last())
			byName[n] = append(byName[n], pk)
		}
	}
	used := map[string]bool{"public": true, em.runtimeSchema(): true, "information_schema": true}
	for s := range em.schemaNames() {
		used[s] = true
	}
	names := make([]string, 0, len(byName))
	for n := range byName {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		for _, pk := range byName[n] {
			em.names.pkg[pk] = em.packageName(pk, n, len(byName[n]) > 1, used)
		}
	}
}

// packageName picks the schema of one package. Names that begin with pg_ are PostgreSQL's own.
func (em *emitter) packageName(pk *ir.Package, n string, shared bool, used map[string]bool) string {
	owner := em.schemaName(pk.Schema)
	want := n
	if (shared || used[n] || strings.HasPrefix(n, "pg_")) && owner != "" {
		want = owner + "_" + n
	} else if strings.HasPrefix(n, "pg_") || used[n] {
		want = "pkg_" + n
	}
	got := shorten(want)
	for i := 2; used[got]; i++ {
		got = shorten(want + "_" + strconv.Itoa(i))
	}
	used[got] = true
	return got
}

// schemaName gives the target's name of a source schema, folded, without quotes; "" for the default one.
func (em *emitter) schemaName(n ir.Name) string {
	if n.IsZero() {
		return ""
	}
	if s, ok := em.opts.Schemas[strings.ToUpper(n.Key)]; ok {
		return s
	}
	s := shorten(em.fold(n))
	if strings.HasPrefix(s, "pg_") {
		return "x_" + s
	}
	return s
}

// schemaNames are the target schemas of all objects.
func (em *emitter) schemaNames() map[string]bool {
	m := map[string]bool{}
	for _, o := range em.src.Objects {
		b := o.Obj()
		if b.Dropped == "" && created(o) {
			if s := em.schemaName(em.homeSchema(o)); s != "" {
				m[s] = true
			}
		}
	}
	return m
}

// created tells objects that become something in a schema.
func created(o ir.Object) bool {
	switch o.(type) {
	case *ir.Table, *ir.View, *ir.MaterializedView, *ir.Sequence, *ir.TypeObject, *ir.Routine, *ir.Trigger, *ir.IndexDef, *ir.SchemaDef:
		return true
	}
	return false
}
