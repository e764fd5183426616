// Package dms writes what moves the data into a converted schema by AWS DMS: table mappings and the findings of an
// assessment before the migration.
//
// The mappings go by the DDL that was written, name by name and type by type: ir.TargetTable says what became of each
// table and column. Generate puts the flow together: tables.go gathers the tables, assess.go looks at them, select.go,
// names.go, types.go and settings.go make rules, split.go divides them into tasks, rule.go numbers and writes them.
//
// It knows nothing of the engine that applies mappings (replicate/mapping): a mistake must not hide in both. A test of
// cmd/pipeline applies what is written here and compares it with the DDL.
package dms

import (
	"fmt"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Options say what to write.
type Options struct {
	Source, Target ir.Dialect
	// SourceSchema is the schema of tables whose scripts name none; TargetSchema the one they land in ("public").
	SourceSchema, TargetSchema string
	// Exclude are tables to leave out: SCHEMA.TABLE or TABLE, with * as wildcard.
	Exclude []string
	// Filters are rows to select, by SCHEMA.TABLE or TABLE.
	Filters []RowFilter
	// Partitions are the partitions to load of tables whose others stay behind.
	Partitions []PartitionList
	// Split is how many tasks to make; 0 and 1 are one.
	Split int
	// LoadOrder has tables that others refer to loaded first.
	LoadOrder bool
	// NoTypes leaves out change-data-type rules.
	NoTypes bool
	// Stats are measured sizes, by SCHEMA.TABLE as the source spells it.
	Stats map[string]Stats
}

// RowFilter selects rows of a table. Its conditions on one column are joined by OR, filters by AND.
type RowFilter struct {
	Table, Column string
	Conditions    []Condition
}

// Stats is what was measured of a table.
type Stats struct {
	Rows           int64
	MinKey, MaxKey int64 // of a numeric primary key of one column
	HasKeys        bool
	MaxLobKB       int64 // the longest value of all LOB columns; -1 when not measured
}

// Task is one mapping document.
type Task struct {
	Mappings []byte
	Tables   []string // SCHEMA.TABLE of the source, sorted
	Rules    int
}

// Result is what was made.
type Result struct {
	Source   ir.Dialect
	Tasks    []Task
	Findings diag.List
	// Types gives for every table and column of the source what DMS makes of its type: SCHEMA.TABLE to columns.
	Tables []TableInfo
}

// TableInfo describes a table of the mapping as the source has it and as the target got it.
type TableInfo struct {
	Schema, Name             string
	TargetSchema, TargetName string
	Columns                  []ColumnInfo
	PrimaryKey               []string
	View                     bool
	Selected                 bool
}

// ColumnInfo describes a column.
type ColumnInfo struct {
	Name, TargetName       string
	Type                   DataType // what DMS makes of the source type; Type "" is a type that DMS does not carry
	SourceType, TargetType string
	NotNull                bool
	Generated              bool
}

// Assess looks at the tables of a schema before a migration and adds what it finds to them; made is what became of them.
func Assess(s *ir.Schema, made []*ir.TargetTable, o Options) error {
	g := newGenerator(o)
	if err := g.gather(s, made); err != nil {
		return err
	}
	g.references()
	g.assess(s)
	for _, t := range g.tables {
		f := &t.obj.Obj().Findings
		f.Items = append(f.Items, t.findings.Items...)
	}
	return nil
}

// Generate makes mappings for the tables of a schema; made is what became of them.
func Generate(s *ir.Schema, made []*ir.TargetTable, o Options) (*Result, error) {
	g := newGenerator(o)
	if err := g.gather(s, made); err != nil {
		return nil, err
	}
	if err := g.usable(); err != nil {
		return nil, err
	}
	if err := g.bindFilters(); err != nil {
		return nil, err
	}
	if err := g.bindPartitions(); err != nil {
		return nil, err
	}
	g.references()
	g.assess(s)
	g.describe()
	for _, part := range g.split() {
		t, err := g.task(part)
		if err != nil {
			return nil, err
		}
		g.res.Tasks = append(g.res.Tasks, t)
	}
	sort.SliceStable(g.res.Findings.Items, func(i, j int) bool {
		return g.res.Findings.Items[i].Code.ID < g.res.Findings.Items[j].Code.ID
	})
	return g.res, nil
}

func newGenerator(o Options) *generator {
	if o.TargetSchema == "" && o.Target == ir.Postgres {
		o.TargetSchema = "public"
	}
	if o.SourceSchema == "" && o.Source == ir.SQLServer {
		o.SourceSchema = "dbo" // the default schema of an account that was given none
	}
	g := &generator{o: o, res: &Result{Source: o.Source}, fold: o.Source == ir.SQLServer, schemas: map[string]string{}, stats: make(map[string]Stats, len(o.Stats))}
	for name, st := range o.Stats {
		g.stats[g.fold.key(name)] = st
	}
	return g
}

// generator is the state of one run.
type generator struct {
	o      Options
	res    *Result
	tables []*table // all that the source has, selected or not, by schema and name
	fold   folding
	// schemas are the schemas' names as they were spelt first, by what they are looked up by.
	schemas map[string]string
	stats   map[string]Stats // by what tables are looked up by
}

// table is a relation of the source.
type table struct {
	schema, name string // as the source stores them
	src          *ir.Table
	made         *ir.TargetTable
	cols         []*column
	key          []string
	view         bool
	skip         string // why it is not replicated, "" when it is
	at           diag.Span
	obj          ir.Object
	findings     diag.List
	filters      []filter
	parts        *parallelLoad // the partitions that were named
	parents      []*table      // tables it refers to
	height       int           // the longest way down to a table that nothing refers to
}

// column is a column of the source with what became of it.
type column struct {
	of     *table
	name   string
	want   string // its name in the target; "" when it is removed
	src    *ir.Column
	made   *ir.TargetColumn
	typ    sourceType
	retype *DataType // change-data-type to this, nil for none
}

func (t *table) String() string {
	if t.schema == "" { // only where no rules are made
		return t.name
	}
	return t.schema + "." + t.name
}

// task writes the rules for some tables.
func (g *generator) task(part []*table) (Task, error) {
	var rules []*rule
	rules = append(rules, g.selection(part)...)
	rules = append(rules, g.removals(part)...)
	rules = append(rules, g.schemaNames(part)...)
	rules = append(rules, g.tableNames(part)...)
	rules = append(rules, g.columnNames(part)...)
	if !g.o.NoTypes {
		rules = append(rules, g.retypes(part)...)
	}
	rules = append(rules, g.settings(part)...)
	number(rules)
	b, err := encode(rules)
	if err != nil {
		return Task{}, err
	}
	if len(b) > maxDocument {
		return Task{}, fmt.Errorf("the mappings have %d bytes and DMS takes 2 MB at most: divide the tables with --split", len(b))
	}
	t := Task{Mappings: b, Rules: len(rules)}
	for _, x := range part {
		t.Tables = append(t.Tables, x.String())
	}
	sort.Strings(t.Tables)
	return t, nil
}

// maxDocument is the largest document that DMS processes.
const maxDocument = 2 << 20

// describe fills Result.Tables.
func (g *generator) describe() {
	for _, t := range g.tables {
		info := TableInfo{Schema: t.schema, Name: t.name, PrimaryKey: t.key, View: t.view, Selected: t.skip == ""}
		if t.made != nil {
			info.TargetSchema, info.TargetName = g.targetSchema(t), t.made.Name
		}
		for _, c := range t.cols {
			ci := ColumnInfo{Name: c.name, Type: c.typ.DataType, SourceType: baseName(c.src.Type), NotNull: c.src.NotNull || contains(t.key, c.name)}
			if c.made != nil {
				ci.TargetName, ci.TargetType, ci.Generated = c.made.Name, c.made.Type, c.made.Generated
			}
			info.Columns = append(info.Columns, ci)
		}
		g.res.Tables = append(g.res.Tables, info)
	}
}

// targetSchema is where a table lands.
func (g *generator) targetSchema(t *table) string {
	if t.made.Schema == "" {
		return g.o.TargetSchema
	}
	return t.made.Schema
}

// baseName is a type's name without its measures, as a locator's data-type has it.
func baseName(t *ir.Type) string {
	if t == nil {
		return ""
	}
	s, _, _ := strings.Cut(t.Spelled, "(")
	return strings.ToUpper(strings.TrimSpace(s))
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
