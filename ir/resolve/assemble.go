package resolve

import (
	"fmt"
	"path"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// assembly joins what the source keeps apart, over all objects in the order of the source.
type assembly struct {
	s      *ir.Schema
	gone   map[ir.Object]bool // folded into others: not objects of the report
	tables map[objKey]ir.Object
	byName map[string][]ir.Object
}

// assemble runs the passes. Repeated definitions go first, so that the others see one object of a name;
// ALTERs go before comments, since they bring and rename columns.
func assemble(s *ir.Schema) {
	a := &assembly{s: s, gone: map[ir.Object]bool{}}
	if s.Source == ir.SQLServer {
		a.sqlServerNames()
	}
	if a.s.Source == ir.SQLServer {
		a.transfers()
	}
	a.repeated()
	a.joinPackages()
	a.alterTypes()
	a.joinTypes()
	a.index()
	a.alters()
	a.alterObjects()
	a.comments()
	if s.Source == ir.SQLServer {
		a.sqlServer()
	}
	a.members()
}

// index makes the table of tables and views by name.
func (a *assembly) index() {
	a.tables = map[objKey]ir.Object{}
	a.byName = map[string][]ir.Object{}
	for _, o := range a.s.Objects {
		if !isRelation(o) || o.Obj().Dropped != "" || o.Obj().Name.IsZero() {
			continue
		}
		k := objKey{o.Obj().Schema.Key, o.Obj().Name.Last().Key}
		if old := a.tables[k]; old == nil || rank(o) < rank(old) {
			a.tables[k] = o
		}
		a.byName[k.name] = append(a.byName[k.name], o)
	}
}

// relation finds a table or view as a statement in schema from names it.
func (a *assembly) relation(from ir.Name, n ir.QName) ir.Object {
	k := objKey{from.Key, n.Last().Key}
	if q := n.Qualifier(); !q.IsZero() {
		k.schema = q.Key
	}
	if o := a.tables[k]; o != nil {
		return o
	}
	if l := a.byName[k.name]; len(l) == 1 && (n.Qualifier().IsZero() || l[0].Obj().Schema.IsZero()) {
		return l[0]
	}
	return nil
}

// nameSpace gives the key under which only one object may stand; "" for objects that may repeat.
func nameSpace(o ir.Object) string {
	b := o.Obj()
	if b.Name.IsZero() {
		return ""
	}
	kind := ""
	switch o := o.(type) {
	case *ir.Table, *ir.View, *ir.Sequence, *ir.Routine:
		kind = "object"
	case *ir.MaterializedView:
		kind = "materialized view" // its container table may be in the sources beside it
	case *ir.Package:
		kind = "object"
		if o.HasBody {
			kind = "package body"
		}
	case *ir.TypeObject:
		kind = "object"
		if o.Alias || o.Shape != nil {
			kind = "type"
		}
		if o.HasBody {
			kind = "type body"
		}
	case *ir.Synonym:
		kind = "object"
		if o.Public {
			return "public synonym " + b.Name.Last().Key
		}
	case *ir.Role:
		return "role " + b.Name.Last().Key
	case *ir.Directory:
		return "directory " + b.Name.Last().Key
	case *ir.Trigger:
		kind = "trigger"
	case *ir.IndexDef:
		if kind = "index"; o.Special != "" || o.OfTable {
			kind += " " + o.Table.Last().Key
		}
	case *ir.RuleDef:
		kind = "object"
	case *ir.PartitionFunction, *ir.PartitionScheme, *ir.SchemaDef:
		return o.ObjKind() + " " + b.Name.Last().Key
	default:
		return ""
	}
	return kind + " " + b.Schema.Key + "." + b.Name.Last().Key
}

// dropKey gives the key of what a DROP removes; "" for kinds that are not assembled.
func (a *assembly) dropKey(d *ir.Drop) string {
	kind := ""
	switch d.Kind {
	case "TABLE", "VIEW", "SEQUENCE", "PROCEDURE", "FUNCTION", "PACKAGE", "SYNONYM":
		kind = "object"
	case "TYPE":
		if kind = "object"; a.s.Source == ir.SQLServer {
			kind = "type"
		}
	case "MATERIALIZED VIEW", "SNAPSHOT":
		kind = "materialized view"
	case "PACKAGE BODY":
		kind = "package body"
	case "TYPE BODY":
		kind = "type body"
	case "TRIGGER":
		kind = "trigger"
	case "INDEX":
		if kind = "index"; !d.On.IsZero() {
			kind += " " + d.On.Last().Key
		}
	case "DEFAULT", "RULE":
		kind = "object"
	case "PARTITION FUNCTION", "PARTITION SCHEME", "SCHEMA":
		return strings.ToLower(d.Kind) + " " + d.Name.Last().Key
	case "USER", "LOGIN":
		return "role " + d.Name.Last().Key
	case "ROLE":
		return "role " + d.Name.Last().Key
	case "PUBLIC SYNONYM":
		return "public synonym " + d.Name.Last().Key
	default:
		return ""
	}
	return kind + " " + d.Schema.Key + "." + d.Name.Last().Key
}

// repeated handles CREATE of a name that exists, and DROP.
func (a *assembly) repeated() {
	later := map[string]int{} // the last place where a name is created
	for i, o := range a.s.Objects {
		if k := nameSpace(o); k != "" {
			later[k] = i
		}
	}
	uninstall := a.uninstallFiles(len(later))
	current := map[string]ir.Object{}
	for i, o := range a.s.Objects {
		if d, ok := o.(*ir.Drop); ok {
			a.drop(d, i, current, later, uninstall)
			continue
		}
		k := nameSpace(o)
		if k == "" {
			continue
		}
		if old := current[k]; old != nil {
			if !a.replace(old, o) {
				continue
			}
		}
		current[k] = o
	}
}

// replace decides between two definitions of a name; true when the new one stands.
func (a *assembly) replace(old, o ir.Object) bool {
	t, ok := old.(*ir.TypeObject)
	if ok && t.Incomplete {
		a.gone[old] = true // CREATE TYPE t; announces what follows
		return true
	}
	if n, ok := o.(*ir.TypeObject); ok && n.Incomplete {
		a.gone[o] = true
		return false
	}
	// A script that another user runs: the synonym stands for what this schema has under the name.
	if s, ok := old.(*ir.Synonym); ok && s.ObjKind() != o.ObjKind() {
		s.Dropped = "the name is that of the " + o.ObjKind() + " at " + place(o) + ", which it stands for"
		return true
	}
	if s, ok := o.(*ir.Synonym); ok && s.ObjKind() != old.ObjKind() {
		s.Dropped = "the name is that of the " + old.ObjKind() + " at " + place(old) + ", which it stands for"
		return false
	}
	if o.Obj().Perhaps && !old.Obj().Perhaps {
		// Whether the second one runs is not known from the sources; the first does.
		o.Obj().Dropped = "it stands under a condition, and the definition at " + place(old) + " under none: that one is converted"
		old.Obj().Findings.Add(diag.GuardLeftOut, o.Span(), "a second definition, under a condition, is left out")
		return false
	}
	if a.s.Source == ir.Oracle && old.ObjKind() != o.ObjKind() {
		return twoKinds(old, o)
	}
	if o.Obj().Replace {
		old.Obj().Dropped = "replaced by the definition at " + place(o)
		return true
	}
	if _, role := o.(*ir.Role); role && a.s.Source == ir.SQLServer {
		a.gone[o] = true // a login and its user are one role
		return false
	}
	why := "Oracle refuses a second CREATE without OR REPLACE"
	if a.s.Source == ir.SQLServer {
		why = "SQL Server refuses a second CREATE"
	}
	o.Obj().Dropped = "the name is taken by the definition at " + place(old) + ": " + why
	return false
}

// twoKinds decides between objects of one name that no OR REPLACE makes of each other: the first one, but a table before all.
func twoKinds(old, o ir.Object) bool {
	_, table := o.(*ir.Table)
	kept, left := old, o
	if table {
		kept, left = o, old
	}
	left.Obj().Dropped = "the name is that of the " + kept.ObjKind() + " at " + place(kept) + ": Oracle has one of them (ORA-00955)"
	file, line, _ := left.Span().Pos()
	kept.Obj().Findings.Add(diag.NameTwice, kept.Span(), "the %s %s at %s:%d is left out", left.ObjKind(), left.Obj().Name.Last().Text, path.Base(file), line)
	return table
}

// place names where an object stands.
func place(o ir.Object) string {
	n, l, _ := o.Span().Pos()
	return fmt.Sprintf("%s:%d", n, l)
}

// uninstallWords are parts of the names of scripts that take a schema away again.
var uninstallWords = []string{"drop", "uninstall", "deinstall", "clean", "remove", "teardown", "destroy", "purge"}

// uninstallFiles finds the scripts that drop and create nothing, and drop much or say so in their name: what they
// drop is what the other scripts create, and it is that which is to be converted.
func (a *assembly) uninstallFiles(defined int) map[*diag.File]bool {
	drops, other := map[*diag.File]int{}, map[*diag.File]bool{}
	for _, o := range a.s.Objects {
		if _, ok := o.(*ir.Drop); ok {
			drops[o.Span().Root()]++
		} else if nameSpace(o) != "" {
			other[o.Span().Root()] = true
		}
	}
	un := map[*diag.File]bool{}
	for f, n := range drops {
		if f == nil || other[f] {
			continue
		}
		base := strings.ToLower(path.Base(f.Name))
		for _, w := range uninstallWords {
			un[f] = un[f] || strings.Contains(base, w)
		}
		un[f] = un[f] || n >= 3 && 2*n >= defined
	}
	return un
}

// drop folds a DROP statement: in front of the CREATE it only clears the way for another run.
func (a *assembly) drop(d *ir.Drop, at int, current map[string]ir.Object, later map[string]int, uninstall map[*diag.File]bool) {
	k := a.dropKey(d)
	if k == "" {
		d.Dropped = "nothing of that kind is converted that it could remove"
		return
	}
	old := current[k]
	last, created := later[k]
	switch {
	case created && uninstall[d.Span().Root()]:
		d.Dropped = "an uninstall script: what it drops is kept, since the other scripts create it"
	case old == nil && created && last > at:
		a.gone[d] = true
	case old == nil:
		d.Dropped = "nothing of that name is created before it"
	default:
		old.Obj().Dropped = "dropped at " + place(d)
		delete(current, k)
		a.gone[d] = true
		for _, kind := range []string{"package", "type"} { // the body goes with it
			body := kind + " body" + strings.TrimPrefix(k, "object")
			if b := current[body]; b != nil && strings.EqualFold(d.Kind, kind) {
				b.Obj().Dropped = "dropped at " + place(d)
				delete(current, body)
			}
		}
		if d.Kind == "TABLE" || d.Kind == "VIEW" {
			a.dropWith(d, at, current)
		}
	}
}

// dropWith drops a table's indexes and triggers with it.
func (a *assembly) dropWith(d *ir.Drop, at int, current map[string]ir.Object) {
	for _, o := range a.s.Objects[:at] {
		var table ir.QName
		switch o := o.(type) {
		case *ir.IndexDef:
			table = o.Table
		case *ir.Trigger:
			table = o.Table
		case *ir.AlterTable:
			table = o.Name
		default:
			continue
		}
		if table.Last().Key == d.Name.Last().Key && o.Obj().Schema.Key == d.Schema.Key && o.Obj().Dropped == "" {
			o.Obj().Dropped = "its table is dropped at " + place(d)
			delete(current, nameSpace(o))
		}
	}
}

// members puts member routines behind their packages and types, and leaves out what was folded in.
func (a *assembly) members() {
	list := make([]ir.Object, 0, len(a.s.Objects)+64)
	for _, o := range a.s.Objects {
		if a.gone[o] {
			continue
		}
		list = append(list, o)
		if o.Obj().Dropped != "" {
			continue
		}
		var routines []*ir.Routine
		switch o := o.(type) {
		case *ir.Package:
			routines = o.Routines
		case *ir.TypeObject:
			routines = o.Methods
		case *ir.Routine:
			o.Overloads = 1
		}
		for _, r := range routines {
			list = append(list, r)
		}
	}
	a.s.Objects = list
}
