package dms

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// selection writes the selection rules: for each schema one for all of its tables with exclusions, or one a table,
// whatever is shorter and says exactly these tables of those known.
func (g *generator) selection(part []*table) []*rule {
	var rules []*rule
	in := map[*table]bool{}
	var schemas []string
	for _, t := range part {
		in[t] = true
		if !contains(schemas, t.schema) {
			schemas = append(schemas, t.schema)
		}
	}
	for _, s := range schemas {
		var yes, no, others []*table // of the schema, and of others that its name as a pattern reaches
		for _, t := range g.tables {
			switch {
			case t.view: // a selection rule means tables unless it says otherwise
			case t.schema != s:
				if g.fold.like(s, t.schema) {
					others = append(others, t)
				}
			case in[t]:
				yes = append(yes, t)
			default:
				no = append(no, t)
			}
		}
		if len(others) == 0 {
			if all := g.allBut(s, yes, no); all != nil {
				rules = append(rules, all...)
				continue
			}
		}
		for _, t := range yes {
			rules = append(rules, g.include(t, append(others, no...)))
		}
	}
	return rules
}

// allBut selects all tables of a schema but some; nil when that is longer than naming those that are meant, or when the
// name of one that is not meant reaches one that is. A table with a filter or an order of loading must be selected by its own
// rule alone: how these combine with a second rule that includes the table is not documented.
func (g *generator) allBut(schema string, yes, no []*table) []*rule {
	for _, t := range yes {
		if len(t.filters) > 0 || g.first(t) {
			return nil
		}
	}
	if 1+len(no) > len(yes) && len(no) > 0 {
		return nil
	}
	rules := []*rule{{Type: "selection", Name: ruleName("include", schema), Action: "include", band: bandSelection, Locator: locator{Schema: schema, Table: "%"}}}
	for _, x := range no {
		for _, t := range yes {
			if g.fold.like(x.name, t.name) {
				return nil
			}
		}
		rules = append(rules, &rule{Type: "selection", Name: ruleName("exclude", schema, x.name), Action: "exclude", band: bandSelection,
			Locator: locator{Schema: schema, Table: x.name}})
	}
	return rules
}

// first tells tables that are loaded before others, for which they need a rule of their own.
func (g *generator) first(t *table) bool { return g.o.LoadOrder && t.height > 0 }

// include selects one table. A name whose underscore reaches a table that is not meant is selected explicitly: there an
// underscore is one.
func (g *generator) include(t *table, no []*table) *rule {
	r := &rule{Type: "selection", Name: ruleName("include", t.schema, t.name), Action: "include", band: bandSelection,
		Locator: locator{Schema: t.schema, Table: t.name}, Filters: t.filters}
	for _, x := range no {
		if len(t.filters) == 0 && g.fold.like(t.name, x.name) {
			r.Action = "explicit"
		}
	}
	if len(t.filters) > 0 { // filters work with include alone
		for _, x := range g.tables {
			if x != t && !x.view && g.fold.like(t.schema, x.schema) && g.fold.like(t.name, x.name) {
				g.res.Findings.Add(diag.DMSRuleCannotSay, t.at, "the rule with the filter of %s selects %s too", t, x)
			}
		}
	}
	if g.first(t) {
		r.LoadOrder = strconv.Itoa(t.height)
	}
	return r
}
