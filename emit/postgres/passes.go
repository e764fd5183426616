package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// passes work on the whole schema before anything is written, in this order.
var passes = []struct {
	name string
	run  func(*emitter)
}{
	{"functions", (*emitter).loadFunctions},     // rows for the built-in functions
	{"index", (*emitter).indexObjects},          // what later passes and printers look up
	{"alters", (*emitter).alterObjects},         // state and options of triggers, sequences, indexes
	{"overrides", (*emitter).overrideColumns},   // what the configuration says goes first
	{"keys", unifyKeys},                         // types that keys decide; needs the index
	{"prebuilt", (*emitter).prebuiltViews},      // a materialized view on a table does not take its name
	{"storage", (*emitter).noteStorage},         // one note for all storage clauses
	{"deferrable", (*emitter).referencedKeys},   // keys that foreign keys need undeferred
	{"names", (*emitter).planNames},             // what was dropped before takes no name
	{"unique", (*emitter).planUniqueIndexes},    // unique indexes over plain columns
	{"rows", (*emitter).planRows},               // constants that scripts insert; needs the index and the unique indexes
	{"explicit", (*emitter).explicitIdentities}, // columns whose sequence goes on behind the data
	{"usage", (*emitter).planUsage},             // of schemas, by grantees
	{"tops", (*emitter).tsqlTops},               // TOP becomes the limit of its query
	{"block tables", (*emitter).countBlockTables},
	{"constructors", (*emitter).constructorParams},
	{"order methods", (*emitter).orderMethods}, // before the passes that count what a body calls
	{"temps", (*emitter).planTemps},            // who makes the #t tables that others use
	{"made", (*emitter).planMade},              // tables that bodies make and leave behind
	{"results", (*emitter).planResults},        // how procedures give rows back; calls must know
	{"duplicates", (*emitter).planDupKeys},     // the keys that pass over rows which are there
	{"routines", (*emitter).planPLSQL},         // needs the names of types
	{"no data", (*emitter).planNoData},         // functions that NO_DATA_FOUND can leave
	{"called", (*emitter).planCalled},          // what callers ask of a routine's code
	{"numbers", (*emitter).checkNumbers},       // before a type is written
	{"counters", (*emitter).planCounters},      // INTEGER variables of 18 digits; behind those that are checked
}

func unifyKeys(em *emitter) { ir.UnifyKeyTypes(em.src) }

func (em *emitter) indexObjects() {
	em.tableOf = map[*ir.Column]*ir.Table{}
	em.tables = map[string][]ir.Object{}
	em.triggers, em.place = map[ir.Object][]int{}, map[ir.Object]int{}
	for i, o := range em.src.Objects {
		em.place[o] = i
		if o.Obj().Dropped != "" || o.Obj().Name.IsZero() {
			continue
		}
		switch o := o.(type) {
		case *ir.Table:
			for _, c := range o.Columns {
				em.tableOf[c] = o
			}
		case *ir.View, *ir.MaterializedView:
		case *ir.Trigger:
			em.triggers[o.Decl] = append(em.triggers[o.Decl], i)
			continue
		default:
			continue
		}
		k := o.Obj().Name.Last().Key
		em.tables[k] = append(em.tables[k], o)
	}
}

// overrideColumns gives overridden columns the type that they will have, so that expressions over them are written for
// it: division of integers is another operation than that of decimals.
func (em *emitter) overrideColumns() {
	if len(em.opts.Types) == 0 {
		return
	}
	for _, o := range em.src.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" {
			continue
		}
		for _, c := range t.Columns {
			if target := em.overridden(columnKey(t, c), c.Type); target != "" && c.Type != nil {
				if k, ok := ownTypes[baseName(target)]; ok {
					k.Spelled, k.Sp = c.Type.Spelled, c.Type.Sp
					*c.Type = k
				}
			}
		}
	}
}

// ownTypes are the neutral types of PostgreSQL's own, by name.
var ownTypes = map[string]ir.Type{
	"smallint": {Kind: ir.TInt, Bits: 16}, "integer": {Kind: ir.TInt, Bits: 32}, "int": {Kind: ir.TInt, Bits: 32}, "int4": {Kind: ir.TInt, Bits: 32},
	"bigint": {Kind: ir.TInt, Bits: 64}, "int8": {Kind: ir.TInt, Bits: 64}, "numeric": {Kind: ir.TDecimal}, "decimal": {Kind: ir.TDecimal},
	"real": {Kind: ir.TFloat, Bits: 32}, "double precision": {Kind: ir.TFloat, Bits: 64}, "float8": {Kind: ir.TFloat, Bits: 64},
	"boolean": {Kind: ir.TBool}, "text": {Kind: ir.TText}, "varchar": {Kind: ir.TVarChar}, "date": {Kind: ir.TDate},
	"timestamp": {Kind: ir.TTimestamp, Scale: 6}, "timestamptz": {Kind: ir.TTimestampTZ, Scale: 6}, "bytea": {Kind: ir.TBlob},
	"uuid": {Kind: ir.TUUID}, "jsonb": {Kind: ir.TJSON}, "xml": {Kind: ir.TXML},
}

// baseName is a type's name without its precision.
func baseName(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(s), "(")
	return strings.TrimSpace(s)
}

// alterObjects folds what ALTER TRIGGER, ALTER SEQUENCE and ALTER INDEX change into the objects themselves.
func (em *emitter) alterObjects() {
	for _, o := range em.src.Objects {
		a, ok := o.(*ir.AlterObject)
		if !ok || a.Dropped != "" {
			continue
		}
		target := em.altered(a)
		if target == nil {
			a.Dropped = "what it changes is not among the sources"
			continue
		}
		a.Dropped = "the " + target.ObjKind() + " is created as it says"
		switch t := target.(type) {
		case *ir.Trigger:
			t.Disabled = a.Disable || t.Disabled && !a.Enable
		case *ir.Sequence:
			alterSequence(&t.SequenceOptions, a.Options)
		}
		if !a.RenameTo.IsZero() {
			b := target.Obj()
			b.Name.Parts = append(append([]ir.Name(nil), b.Name.Parts[:len(b.Name.Parts)-1]...), a.RenameTo)
		}
	}
}

// altered finds the object of an ALTER.
func (em *emitter) altered(a *ir.AlterObject) ir.Object {
	for _, o := range em.src.Objects {
		kind := ""
		switch o.(type) {
		case *ir.Trigger:
			kind = "TRIGGER"
		case *ir.Sequence:
			kind = "SEQUENCE"
		case *ir.IndexDef:
			kind = "INDEX"
		}
		b := o.Obj()
		if kind == a.Kind && b.Dropped == "" && b.Name.Last().Key == a.Name.Last().Key && (a.Schema.IsZero() || b.Schema.Key == a.Schema.Key) {
			return o
		}
	}
	return nil
}

func alterSequence(o, by *ir.SequenceOptions) {
	if by == nil {
		return
	}
	for _, f := range []struct{ to, from *string }{{&o.Increment, &by.Increment}, {&o.Max, &by.Max}, {&o.Min, &by.Min}, {&o.Start, &by.Start}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	if by.NoMax {
		o.Max = ""
	}
	if by.NoMin {
		o.Min = ""
	}
	o.Cycle = o.Cycle || by.Cycle
}

// prebuiltViews refuses materialized views that were put on a table of the same name.
func (em *emitter) prebuiltViews() {
	for _, o := range em.src.Objects {
		m, ok := o.(*ir.MaterializedView)
		if !ok || m.Dropped != "" || !m.Prebuilt {
			continue
		}
		m.Findings.Add(diag.PrebuiltView, m.Sp, "%s stands on a prebuilt table", m.Name.Last().Text)
	}
}

// noteStorage notes at the first object that storage clauses are left out.
func (em *emitter) noteStorage() {
	for _, o := range em.src.Objects {
		b := o.Obj()
		storage := false
		switch o := o.(type) {
		case *ir.Table:
			storage = o.Storage || o.IndexOrg || o.Cluster != ""
		case *ir.IndexDef:
			storage = o.Storage
		}
		if storage && b.Dropped == "" {
			b.Findings.Add(diag.PhysicalOptions, b.Sp, "storage clauses are left out, here and everywhere")
			return
		}
	}
}

// referencedKeys marks deferrable keys that a foreign key refers to: PostgreSQL wants those undeferred.
func (em *emitter) referencedKeys() {
	em.loose = map[*ir.Constraint]bool{}
	for _, o := range em.src.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" {
			continue
		}
		for _, c := range t.Constraints {
			if c.Kind != ir.ForeignKey || c.Disabled {
				continue
			}
			if parent, _ := em.tableNamed(t.Schema, c.RefTable).(*ir.Table); parent != nil {
				if k := targetKey(parent, c); k != nil {
					em.loose[k] = true
				}
			}
		}
	}
}

// targetKey finds the key that a foreign key refers to.
func targetKey(parent *ir.Table, fk *ir.Constraint) *ir.Constraint {
	cols := ir.ReferencedCols(parent, fk)
	for _, k := range parent.Constraints {
		if (k.Kind == ir.PrimaryKey || k.Kind == ir.Unique) && !k.Disabled && sameSet(k.Cols, cols) {
			return k
		}
	}
	return nil
}

func sameSet(a, b []ir.Name) bool {
	if len(a) != len(b) {
		return false
	}
	for _, n := range a {
		if !hasName(b, n) {
			return false
		}
	}
	return true
}

func hasName(list []ir.Name, n ir.Name) bool {
	for _, x := range list {
		if x.Key == n.Key {
			return true
		}
	}
	return false
}

// columnList writes names in brackets.
func (em *emitter) columnList(cols []ir.Name) string {
	list := make([]string, len(cols))
	for i, c := range cols {
		list[i] = em.ident(c)
	}
	return "(" + strings.Join(list, ", ") + ")"
}
