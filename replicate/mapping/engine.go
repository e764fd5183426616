package mapping

import (
	"sort"
	"strings"
)

// Options say how an Engine reads names and which of two documented readings it takes.
type Options struct {
	// FoldCase says that names of the source compare without regard to case, as with SQL Server and MySQL by default.
	FoldCase bool
	// Escape is the source endpoint's EscapeCharacter, 0 for none.
	Escape rune
	// TargetSchema is TargetMetadata.TargetSchema of the task settings; a schema rule wins over it.
	TargetSchema string
	// OneActionPerColumn takes the current guide at its word: at most one transformation acts on a column, the one of
	// the lowest rule-id, a masking one excepted. Without it, at most one of each family acts on a column (naming,
	// retyping, masking, leaving out), as editions of the guide before 2024 say ("more than one rule per column
	// level"). Documents that crosswalk writes name every column rightly under both.
	OneActionPerColumn bool
}

// ObjectKind tells tables from views.
type ObjectKind uint8

// The kinds.
const (
	BaseTable ObjectKind = iota
	View
)

// Table describes a source table to the engine.
type Table struct {
	Schema, Name string
	Kind         ObjectKind
	Columns      []Column
	PrimaryKey   []string // column names in key order, nil without one
}

// Column describes a source column.
type Column struct {
	Name       string
	Type       Type   // what DMS makes of the source type; see emit/dms for the tables
	SourceType string // the source's own name of the type, which a locator's data-type is compared with
	NotNull    bool
	// FoldCase and PadSpace say how the source compares the column's text: without regard to case, ignoring trailing
	// spaces. Filters on changes then agree with the filter that the source itself runs for the full load.
	FoldCase, PadSpace bool
}

// Selected is what the selection rules say of one table.
type Selected struct {
	Selected  bool
	LoadOrder int      // higher loads first; 0 when no rule gives one
	Rules     []uint64 // rule-ids that decided it, ascending
	filters   []*Selection
	by        []*Selection // the rules of Rules
}

// Engine applies a document. It is safe for concurrent use.
type Engine struct {
	opts        Options
	selections  []selectionRule
	schemas     []nameRule
	tables      []nameRule
	keys        map[tableName][]*Transformation
	columns     []columnRule
	settings    map[tableName][]*TableSetting
	validations []validationRule
}

type tableName struct{ schema, table string }

type selectionRule struct {
	*Selection
	schema, table pattern
}

type nameRule struct {
	*Transformation
	schema, table pattern
}

type columnRule struct {
	*Transformation
	schema, table, column pattern
}

type validationRule struct {
	*Validation
	schema, table, column pattern
}

// Compile makes an Engine of a document. Order in the document means nothing; rule-ids do.
func Compile(d *Document, o Options) *Engine {
	e := &Engine{opts: o, keys: map[tableName][]*Transformation{}, settings: map[tableName][]*TableSetting{}}
	for _, s := range d.Selections {
		r := selectionRule{Selection: s, schema: e.pattern(s.Locator.Schema), table: e.pattern(s.Locator.Table)}
		if s.Action == Explicit { // an underscore in an exact name is an underscore
			r.schema, r.table = e.exact(s.Locator.Schema), e.exact(s.Locator.Table)
		}
		e.selections = append(e.selections, r)
	}
	sort.Slice(e.selections, func(i, j int) bool { return e.selections[i].ID < e.selections[j].ID })
	ts := append([]*Transformation(nil), d.Transformations...)
	sort.Slice(ts, func(i, j int) bool { return ts[i].ID < ts[j].ID })
	for _, t := range ts {
		e.addTransformation(t)
	}
	for _, t := range d.TableSettings {
		k := e.key(t.Locator.Schema, t.Locator.Table)
		e.settings[k] = append(e.settings[k], t)
	}
	for _, v := range d.Validations {
		e.validations = append(e.validations, validationRule{v, e.pattern(v.Locator.Schema), e.pattern(v.Locator.Table), e.pattern(v.Locator.Column)})
	}
	sort.Slice(e.validations, func(i, j int) bool { return e.validations[i].ID < e.validations[j].ID })
	return e
}

func (e *Engine) addTransformation(t *Transformation) {
	schema, table := e.pattern(t.Locator.Schema), e.pattern(t.Locator.Table)
	switch {
	case t.Action == DefinePrimaryKey:
		k := e.key(t.Locator.Schema, t.Locator.Table)
		e.keys[k] = append(e.keys[k], t)
	case t.Target == OnSchema:
		e.schemas = append(e.schemas, nameRule{t, schema, table})
	case t.Target == OnTable:
		e.tables = append(e.tables, nameRule{t, schema, table})
	case t.Target == OnColumn:
		col := t.Locator.Column
		if col == "" {
			col = "%"
		}
		e.columns = append(e.columns, columnRule{t, schema, table, e.pattern(col)})
	}
	// Tablespace rules concern Oracle targets alone, which this engine does not write.
}

func (e *Engine) pattern(s string) pattern { return compilePattern(s, e.opts.FoldCase, e.opts.Escape) }

func (e *Engine) exact(s string) pattern { return pattern{text: e.fold(s), fold: e.opts.FoldCase} }

func (e *Engine) fold(s string) string {
	if e.opts.FoldCase {
		return strings.ToUpper(s)
	}
	return s
}

func (e *Engine) key(schema, table string) tableName { return tableName{e.fold(schema), e.fold(table)} }

// Select says whether a table is replicated: when an include rule matches it and no exclude rule does, or when an
// explicit rule names it. Numbers and order of the rules do not matter.
//
// That explicit wins over exclude is not documented by AWS; it is how the sister product, Qlik Replicate, reads its
// three lists, and an explicit name is the plainer wish. Of several load-orders the highest counts.
func (e *Engine) Select(schema, table string, kind ObjectKind) Selected {
	var s Selected
	var included, excluded, explicit bool
	var no []uint64
	for i := range e.selections {
		r := &e.selections[i]
		if !r.concerns(kind) || !r.schema.match(schema) || !r.table.match(table) {
			continue
		}
		if r.Action == Exclude {
			excluded, no = true, append(no, r.ID)
			continue
		}
		included = included || r.Action == Include
		explicit = explicit || r.Action == Explicit
		s.Rules, s.by = append(s.Rules, r.ID), append(s.by, r.Selection)
		s.LoadOrder = max(s.LoadOrder, r.LoadOrder)
		if r.Action == Include && len(r.Filters) > 0 {
			s.filters = append(s.filters, r.Selection)
		}
	}
	s.Selected = included && !excluded || explicit
	if !s.Selected {
		return Selected{Rules: no}
	}
	return s
}

func (r *selectionRule) concerns(kind ObjectKind) bool {
	switch r.Locator.TableType {
	case "all":
		return true
	case "view":
		return kind == View
	}
	return kind == BaseTable
}

// ResolveAll resolves every selected table of a schema, in load order: higher load-order first, then by name. DMS
// refuses two tables that become one, and so does this.
func (e *Engine) ResolveAll(tables []Table) ([]*TableMap, Problems) {
	var out []*TableMap
	var ps Problems
	for i := range tables {
		m, more := e.Resolve(&tables[i])
		ps = append(ps, more...)
		if m != nil {
			out = append(out, m)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.LoadOrder != b.LoadOrder {
			return a.LoadOrder > b.LoadOrder
		}
		if a.Source.Schema != b.Source.Schema {
			return a.Source.Schema < b.Source.Schema
		}
		return a.Source.Name < b.Source.Name
	})
	return out, append(ps, collisions(out)...)
}
