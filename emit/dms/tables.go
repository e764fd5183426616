package dms

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// gather lists the relations of the source and finds why some are not replicated.
func (g *generator) gather(s *ir.Schema, made []*ir.TargetTable) error {
	of := map[*ir.Table]*ir.TargetTable{}
	for _, m := range made {
		of[m.Source] = m
	}
	for _, o := range s.Objects {
		switch o := o.(type) {
		case *ir.Table:
			if o.Dropped == "" || o.Private {
				g.tables = append(g.tables, g.table(o, of[o]))
			}
		case *ir.MaterializedView:
			if o.Dropped == "" {
				g.tables = append(g.tables, &table{schema: g.schema(o.Schema), name: g.name(o.Name.Last()), at: o.Sp, obj: o,
					skip: "a materialized view is filled by its query"})
			}
		case *ir.View:
			if o.Dropped == "" {
				g.tables = append(g.tables, &table{schema: g.schema(o.Schema), name: g.name(o.Name.Last()), at: o.Sp, obj: o, view: true, skip: "view"})
			}
		}
	}
	sort.SliceStable(g.tables, func(i, j int) bool { return g.tables[i].String() < g.tables[j].String() })
	return nil
}

// usable tells whether rules can be made, and takes out tables that no rule can name.
func (g *generator) usable() error {
	selected := 0
	for _, t := range g.tables {
		if t.skip != "" {
			continue
		}
		if t.schema == "" {
			return fmt.Errorf("the script of table %s names no schema: say it with --source-schema, as in --source-schema HR", t.name)
		}
		if selected++; strings.Contains(t.name, "%") {
			t.skip = "its name has a %, which is a wildcard in every rule"
			g.res.Findings.Add(diag.DMSRuleCannotSay, t.at, "%s: %s", t, t.skip)
		}
	}
	if selected == 0 {
		return errors.New("there is no table to replicate")
	}
	return nil
}

// name is a name as the source stores it: Oracle in upper case unless quoted, SQL Server as written where the object was
// made; other places may write it in another case.
func (g *generator) name(n ir.Name) string {
	if g.o.Source == ir.SQLServer {
		return n.Text
	}
	return n.Key
}

func (g *generator) schema(n ir.Name) string {
	s := g.o.SourceSchema
	if !n.IsZero() {
		s = g.name(n)
	}
	if first, ok := g.schemas[g.fold.key(s)]; ok {
		return first
	}
	g.schemas[g.fold.key(s)] = s
	return s
}

// id is what a table is looked up by.
func (g *generator) id(schema, name string) string { return g.fold.key(schema + "." + name) }

func (g *generator) table(src *ir.Table, made *ir.TargetTable) *table {
	t := &table{schema: g.schema(src.Schema), name: g.name(src.Name.Last()), src: src, made: made, at: src.Sp, obj: src}
	t.skip = g.skipped(src, made, t)
	byCol := map[*ir.Column]*ir.TargetColumn{}
	if made != nil {
		for i := range made.Columns {
			byCol[made.Columns[i].Source] = &made.Columns[i]
		}
	}
	for _, c := range sourceColumns(src, made) {
		col := &column{of: t, name: g.name(c.Name), src: c, made: byCol[c], typ: g.sourceType(c.Type)}
		if col.made != nil && !col.made.Generated {
			col.want = col.made.Name
			col.retype = g.retype(col)
		}
		t.cols = append(t.cols, col)
	}
	for _, k := range src.Constraints {
		if k.Kind == ir.PrimaryKey {
			for _, n := range k.Cols {
				t.key = append(t.key, g.columnName(t, g.name(n)))
			}
		}
	}
	return t
}

// sourceColumns are the columns of a table, with those in front that come from the query which made it.
func sourceColumns(src *ir.Table, made *ir.TargetTable) []*ir.Column {
	if src.AsQuery == nil || made == nil {
		return src.Columns
	}
	var list []*ir.Column
	for _, c := range made.Columns {
		if !slices.Contains(src.Columns, c.Source) {
			list = append(list, c.Source)
		}
	}
	return append(list, src.Columns...)
}

// columnName is a column's name as the table spells it.
func (g *generator) columnName(t *table, name string) string {
	for _, c := range t.cols {
		if g.fold.key(c.name) == g.fold.key(name) {
			return c.name
		}
	}
	return name
}

// skipped says why a table is not replicated.
func (g *generator) skipped(src *ir.Table, made *ir.TargetTable, t *table) string {
	switch {
	case src.Temporary || src.Private:
		return "a temporary table holds a session's own rows"
	case src.External != "":
		return "an external table reads a file of the server"
	case made == nil:
		return "the table was not converted"
	case !src.OfType.IsZero():
		return "an object table's columns are attributes of a type, which DMS does not carry"
	}
	for _, x := range g.o.Exclude {
		if matchesTable(x, t.schema, t.name) {
			return "excluded"
		}
	}
	return ""
}

// matchesTable tells whether SCHEMA.TABLE or TABLE, with * as wildcard, names a table, in any case of letters.
func matchesTable(pattern, schema, name string) bool {
	full := name
	if strings.Contains(pattern, ".") {
		full = schema + "." + name
	}
	ok, err := path.Match(strings.ToUpper(strings.ReplaceAll(pattern, `\`, `\\`)), strings.ToUpper(full))
	return ok && err == nil
}

// bindFilters gives the filters to their tables.
func (g *generator) bindFilters() error {
	for _, f := range g.o.Filters {
		found := false
		for _, t := range g.tables {
			if t.skip != "" || !matchesTable(f.Table, t.schema, t.name) {
				continue
			}
			found = true
			col, err := t.filterColumn(f.Column)
			if err != nil {
				return err
			}
			t.filters = append(t.filters, filter{Type: "source", Column: col, Conditions: f.Conditions})
		}
		if !found {
			return fmt.Errorf("the filter on %s: no replicated table has that name", f.Table)
		}
	}
	return nil
}

func (t *table) filterColumn(name string) (string, error) {
	for _, c := range t.cols {
		if !strings.EqualFold(c.name, name) {
			continue
		}
		if c.typ.lob() {
			return "", fmt.Errorf("the filter on %s.%s: DMS does not filter on LOB columns (%s)", t, c.name, c.src.Type.Spelled)
		}
		return c.name, nil
	}
	return "", fmt.Errorf("the filter on %s: there is no column %s", t, name)
}

// references finds which table refers to which, and how high each stands above those that nothing refers to.
func (g *generator) references() {
	byName := map[string]*table{}
	for _, t := range g.tables {
		if !t.view {
			byName[g.id(t.schema, t.name)] = t
		}
	}
	children := map[*table][]*table{}
	for _, t := range g.tables {
		if t.src == nil || t.skip != "" {
			continue
		}
		for _, k := range t.src.Constraints {
			if k.Kind != ir.ForeignKey || len(k.RefTable.Parts) == 0 {
				continue
			}
			schema := t.schema
			if n := len(k.RefTable.Parts); n > 1 {
				schema = g.name(k.RefTable.Parts[n-2])
			}
			if p := byName[g.id(schema, g.name(k.RefTable.Last()))]; p != nil && p != t && p.skip == "" {
				t.parents = append(t.parents, p)
				children[p] = append(children[p], t)
			}
		}
	}
	done := map[*table]int{} // 1 while on the way, 2 when known
	var climb func(t *table) int
	climb = func(t *table) int {
		if done[t] != 0 { // a cycle ends here: its tables have no order among each other
			return t.height
		}
		done[t] = 1
		for _, c := range children[t] {
			if done[c] != 1 {
				t.height = max(t.height, climb(c)+1)
			}
		}
		done[t] = 2
		return t.height
	}
	for _, t := range g.tables {
		climb(t)
	}
}
