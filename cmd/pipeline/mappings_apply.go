package pipeline

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// MappedSchema is a mapping document applied to a schema and its converted DDL.
type MappedSchema struct {
	Problems mapping.Problems
	tables   []mapping.Table
	engine   *mapping.Engine
	maps     map[string]*mapping.TableMap
	ddl      map[string]dms.TableInfo // of the source's name
	sql      mapping.Dialect
}

// ApplyMappings applies a document to the tables of a schema, and compares what comes out with the DDL. SQL Server's names
// compare without regard to case, as its default collations do.
func ApplyMappings(doc *mapping.Document, made *dms.Result) *MappedSchema {
	o := mapping.Options{FoldCase: made.Source == ir.SQLServer}
	m := &MappedSchema{tables: SourceTables(made), engine: mapping.Compile(doc, o), maps: map[string]*mapping.TableMap{},
		ddl: map[string]dms.TableInfo{}}
	m.sql, _ = mapping.DialectOf(string(made.Source))
	for _, ti := range made.Tables {
		m.ddl[ti.Schema+"."+ti.Name] = ti
	}
	maps, ps := m.engine.ResolveAll(m.tables)
	m.Problems = ps
	for _, tm := range maps {
		m.maps[tm.SourceName()] = tm
	}
	m.Problems = append(m.Problems, mapping.Unreached(doc, m.engine, m.tables)...)
	for _, tm := range maps {
		m.compare(tm)
	}
	return m
}

// compare finds what a table becomes that the DDL does not have, and what the DDL must be given.
func (m *MappedSchema) compare(tm *mapping.TableMap) {
	ti := m.ddl[tm.SourceName()]
	say := func(sev mapping.Severity, rule *mapping.Rule, fix, format string, args ...any) {
		m.Problems = append(m.Problems, rule.Problem(sev, fmt.Sprintf(format, args...), fix))
	}
	if ti.TargetName == "" {
		say(mapping.Warning, tm.RuleOf(), "exclude it", "%s is replicated, and the converted schema has no table for it", tm.SourceName())
		return
	}
	if want := ti.TargetSchema + "." + ti.TargetName; tm.TargetName() != want {
		objects := []string{"table"}
		if tm.TargetTable == ti.TargetName {
			objects[0] = "schema"
		}
		say(mapping.Error, tm.RuleOf(objects...), "write the names of the DDL; crosswalk mappings does", "%s becomes %s, and the DDL has %s", tm.SourceName(), tm.TargetName(), want)
		return
	}
	has, got := map[string]bool{}, map[string]bool{}
	for _, c := range ti.Columns {
		has[c.TargetName] = true
	}
	for _, c := range tm.Columns {
		got[c.Name] = true
		if has[c.Name] {
			continue
		}
		source := c.Name
		if c.Source >= 0 {
			source = tm.Source.Columns[c.Source].Name
		}
		say(mapping.Error, tm.RuleOf("column "+source), "rename it to a column of the DDL, or remove it",
			"column %s of %s becomes %s, which %s does not have", source, tm.SourceName(), c.Name, tm.TargetName())
	}
	for _, c := range ti.Columns {
		if c.Generated && got[c.TargetName] {
			say(mapping.Error, tm.RuleOf("column "+c.Name), "add a remove-column rule", "column %s of %s is computed by the target and takes no value", c.Name, tm.SourceName())
		}
		if !c.Generated && c.NotNull && !got[c.TargetName] && c.TargetName != "" {
			say(mapping.Warning, tm.RuleOf("column "+c.Name), "keep the column, or give it a default", "column %s of %s gets no value, and is NOT NULL in the DDL", c.TargetName, tm.TargetName())
		}
	}
}

// ExplainedTable is what becomes of a table, for people.
type ExplainedTable struct {
	Source   string            `json:"source"`
	Target   string            `json:"target,omitempty"`
	Selected bool              `json:"selected"`
	Rules    []uint64          `json:"rules,omitempty"`
	Notes    []string          `json:"notes,omitempty"`
	Columns  []ExplainedColumn `json:"columns,omitempty"`
}

// ExplainedColumn is what becomes of a column.
type ExplainedColumn struct {
	Source string   `json:"source"`
	Effect string   `json:"effect"`
	Rules  []uint64 `json:"rules,omitempty"`
}

// Explain tells what becomes of the tables whose name a pattern matches ("" for all).
func (m *MappedSchema) Explain(pattern string) []ExplainedTable {
	var out []ExplainedTable
	for i := range m.tables {
		t := &m.tables[i]
		name := t.Schema + "." + t.Name
		if pattern != "" && !tableMatches(pattern, t.Name) && !tableMatches(pattern, name) {
			continue
		}
		sel := m.engine.Select(t.Schema, t.Name, t.Kind)
		x := ExplainedTable{Source: name, Rules: sel.Rules}
		if tm := m.maps[name]; tm != nil {
			x.Selected, x.Target = true, tm.TargetName()
			m.explain(&x, tm)
		}
		out = append(out, x)
	}
	return out
}

func tableMatches(pattern, name string) bool {
	ok, err := path.Match(strings.ToUpper(pattern), strings.ToUpper(name))
	return err == nil && ok
}

func (m *MappedSchema) explain(x *ExplainedTable, tm *mapping.TableMap) {
	if tm.LoadOrder > 0 {
		x.Notes = append(x.Notes, fmt.Sprintf("loaded early: load-order %d", tm.LoadOrder))
	}
	if tm.Filter != nil {
		x.Notes = append(x.Notes, "rows: "+tm.Filter.SQL(m.sql))
	}
	for _, s := range tm.Segments(m.sql) {
		x.Notes = append(x.Notes, "segment: "+s)
	}
	if l := tm.ParallelLoad; l != nil && l.Type == "partitions-list" {
		x.Notes = append(x.Notes, "of these partitions alone, where DMS loads it: "+strings.Join(append(slices.Clone(l.Partitions), l.Subpartitions...), ", "))
	}
	byObject := map[string][]mapping.Applied{}
	for _, a := range tm.Applied {
		byObject[a.Object] = append(byObject[a.Object], a)
		if !strings.HasPrefix(a.Object, "column ") {
			x.Notes = append(x.Notes, a.String())
		}
	}
	done := map[string]bool{}
	for _, c := range tm.Columns {
		source := "(added)"
		if c.Source >= 0 {
			source = tm.Source.Columns[c.Source].Name
		}
		effect := c.Name + " " + c.Type.String()
		if d := m.ddl[tm.SourceName()]; d.TargetName != "" {
			for _, dc := range d.Columns {
				if dc.TargetName == c.Name && dc.TargetType != "" {
					effect += ", " + dc.TargetType + " in the DDL"
				}
			}
		}
		if c.Origin == mapping.BeforeImage {
			effect += ", the value before the change"
		}
		if c.Expression != "" {
			effect += " = " + c.Expression
		}
		if c.Mask != nil {
			effect += ", " + string(c.Mask.Action)
		}
		key := "column " + source
		if c.Origin == mapping.Added {
			key = "column " + c.Name
		}
		ec := ExplainedColumn{Source: source, Effect: effect}
		for _, a := range byObject[key] {
			if !a.Ignored {
				ec.Rules = append(ec.Rules, a.RuleID)
			} else if !done[key] {
				x.Notes = append(x.Notes, a.String())
			}
		}
		done[key] = true
		sort.Slice(ec.Rules, func(i, j int) bool { return ec.Rules[i] < ec.Rules[j] })
		x.Columns = append(x.Columns, ec)
	}
	for _, d := range tm.Dropped {
		ec := ExplainedColumn{Source: d.Column, Effect: "is left out"}
		if d.RuleID > 0 {
			ec.Rules = []uint64{d.RuleID}
		}
		x.Columns = append(x.Columns, ec)
	}
}
