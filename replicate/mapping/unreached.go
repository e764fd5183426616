package mapping

import "fmt"

// Unreached finds rules that reach nothing of a schema: a misspelt or wrongly cased name, most of the time.
func Unreached(d *Document, e *Engine, tables []Table) Problems {
	var ps Problems
	idle := func(r *Rule, l Locator, what string) {
		name := l.Schema
		for _, s := range []string{l.Table, l.Column} {
			if s != "" {
				name += "." + s
			}
		}
		ps = append(ps, r.problem(Warning, fmt.Sprintf("%s %s reaches nothing of the schema", what, quoted(name)),
			"names are case-sensitive: write them as the source stores them, Oracle's in upper case"))
	}
	for i := range e.selections {
		s := &e.selections[i]
		if !anyTable(tables, func(t *Table) bool { return s.concerns(t.Kind) && s.schema.match(t.Schema) && s.table.match(t.Name) }) {
			idle(&s.Rule, s.Locator, string(s.Action))
		}
	}
	for _, list := range [][]nameRule{e.schemas, e.tables} {
		for i := range list {
			n := &list[i]
			if !anyTable(tables, func(t *Table) bool {
				return n.schema.match(t.Schema) && (n.Target == OnSchema || n.table.match(t.Name))
			}) {
				idle(&n.Rule, n.Locator, string(n.Action))
			}
		}
	}
	for i := range e.columns {
		c := &e.columns[i]
		if !anyTable(tables, func(t *Table) bool { return c.reaches(t) }) {
			idle(&c.Rule, c.Locator, string(c.Action))
		}
	}
	for _, s := range d.TableSettings {
		k := e.key(s.Locator.Schema, s.Locator.Table)
		if !anyTable(tables, func(t *Table) bool { return e.key(t.Schema, t.Name) == k }) {
			idle(&s.Rule, s.Locator, "table-settings")
		}
	}
	return ps
}

func anyTable(tables []Table, ok func(*Table) bool) bool {
	for i := range tables {
		if ok(&tables[i]) {
			return true
		}
	}
	return false
}

func (c *columnRule) reaches(t *Table) bool {
	if !c.schema.match(t.Schema) || !c.table.match(t.Name) {
		return false
	}
	if c.Action == AddColumn {
		return true
	}
	for i := range t.Columns {
		if c.column.match(t.Columns[i].Name) && c.typeFits(&t.Columns[i]) {
			return true
		}
	}
	return false
}
