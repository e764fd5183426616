package dms

import (
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// named is an object whose name in the target is known.
type named struct {
	loc       locator // names the object alone, but for wildcards in its own names
	old, want string
	col       *column // a column of the object, to try locators on
}

// caseOf gives the conversion that serves most objects: "" keeps their names.
func caseOf(list []named) string {
	best, most := "", -1
	for _, action := range []string{"", "convert-lowercase", "convert-uppercase"} {
		n := 0
		for _, x := range list {
			if cased(action, x.old) == x.want {
				n++
			}
		}
		if n > most {
			best, most = action, n
		}
	}
	return best
}

func cased(action, s string) string {
	switch action {
	case "convert-lowercase":
		return strings.ToLower(s)
	case "convert-uppercase":
		return strings.ToUpper(s)
	}
	return s
}

// naming is how one kind of object is named by rules.
type naming struct {
	target   string // rule-target
	bandName int    // of rules for single names, and up
	bandCase int
	everyone locator
	fallback string // the conversion for everyone
	fold     folding
}

// nameRules writes the conversion for all, and a rename for each object that it does not serve. A rename's locator may
// reach other objects by its underscores: those get a rename of their own, of a lower number.
func (g *generator) nameRules(n naming, list []named, widen func(named) (locator, bool)) []*rule {
	if len(list) == 0 {
		return nil
	}
	n.fallback, n.fold = caseOf(list), g.fold
	own := map[locator]*rule{}
	for _, x := range list {
		if cased(n.fallback, x.old) != x.want {
			n.rename(own, x, widen)
		}
	}
	rules := n.settle(own, list)
	if n.fallback != "" {
		rules = append(rules, &rule{Type: "transformation", Name: ruleName(n.target+"s", strings.TrimPrefix(n.fallback, "convert-")),
			Target: n.target, Action: n.fallback, Locator: n.everyone, band: n.bandCase})
	}
	for _, x := range list {
		if got := n.decide(rules, x); got != x.want {
			g.res.Findings.Add(diag.DMSRuleCannotSay, x.col.of.at, "%s %s becomes %s in the DDL, and the rules name it %s", n.target, x.old, x.want, got)
		}
	}
	return rules
}

// rename adds a rule for one object, or for all that have its name and the same new one.
func (n naming) rename(own map[locator]*rule, x named, widen func(named) (locator, bool)) {
	loc, wide := x.loc, false
	if widen != nil {
		if l, ok := widen(x); ok {
			loc, wide = l, true
		}
	}
	band := n.bandName + min(loc.wild(), 8)
	if wide {
		band += 9
	}
	own[loc] = &rule{Type: "transformation", Name: ruleName("rename", n.target, x.old), Target: n.target, Action: "rename",
		Locator: loc, Value: x.want, band: band}
}

// settle adds renames until every object gets its name, or no further one helps.
func (n naming) settle(own map[locator]*rule, list []named) []*rule {
	for {
		rules := ordered(own)
		missing := false
		for _, x := range list {
			if got := n.effect(rules, x); got != x.want && own[x.loc] == nil {
				n.rename(own, x, nil)
				missing = true
			}
		}
		if !missing {
			return rules
		}
	}
}

// effect is the name that the rules give, the conversion for all included.
func (n naming) effect(rules []*rule, x named) string {
	for _, r := range rules {
		if n.fold.reaches(r.Locator, x.col) {
			return r.Value
		}
	}
	return cased(n.fallback, x.old)
}

// decide is the name that a finished list gives.
func (n naming) decide(rules []*rule, x named) string {
	for _, r := range rules {
		if !n.fold.reaches(r.Locator, x.col) {
			continue
		}
		if r.Action == "rename" {
			return r.Value
		}
		return cased(r.Action, x.old)
	}
	return x.old
}

func ordered(own map[locator]*rule) []*rule {
	var rules []*rule
	for _, r := range own {
		rules = append(rules, r)
	}
	sortRules(rules)
	return rules
}

// sortRules puts rules in the order of their numbers.
func sortRules(rules []*rule) {
	sort.Slice(rules, func(i, j int) bool {
		if rules[i].band != rules[j].band {
			return rules[i].band < rules[j].band
		}
		return rules[i].key() < rules[j].key()
	})
}

// everySchema is the locator part for the schemas of a task: the one, or all.
func everySchema(part []*table) string {
	for _, t := range part {
		if t.schema != part[0].schema {
			return "%"
		}
	}
	return part[0].schema
}

func (g *generator) schemaNames(part []*table) []*rule {
	var list []named
	seen := map[string]bool{}
	for _, t := range part {
		if seen[t.schema] {
			continue
		}
		seen[t.schema] = true
		list = append(list, named{loc: locator{Schema: t.schema}, old: t.schema, want: g.targetSchema(t), col: &column{of: t}})
	}
	return g.nameRules(naming{target: "schema", bandName: bandSchema, bandCase: bandTableName - 1,
		everyone: locator{Schema: everySchema(part)}}, list, nil)
}

func (g *generator) tableNames(part []*table) []*rule {
	var list []named
	for _, t := range part {
		list = append(list, named{loc: locator{Schema: t.schema, Table: t.name}, old: t.name, want: t.made.Name, col: &column{of: t}})
	}
	return g.nameRules(naming{target: "table", bandName: bandTableName, bandCase: bandTableCase,
		everyone: locator{Schema: everySchema(part), Table: "%"}}, list, nil)
}

func (g *generator) columnNames(part []*table) []*rule {
	var list []named
	wants := map[[2]string]map[string]bool{} // schema, column: new names
	for _, t := range part {
		for _, c := range t.cols {
			if c.want == "" {
				continue
			}
			list = append(list, named{loc: locator{t.schema, t.name, c.name}, old: c.name, want: c.want, col: c})
			k := [2]string{t.schema, c.name}
			if wants[k] == nil {
				wants[k] = map[string]bool{}
			}
			wants[k][c.want] = true
		}
	}
	return g.nameRules(naming{target: "column", bandName: bandColumnName, bandCase: bandColumnCase,
		everyone: locator{everySchema(part), "%", "%"}}, list, func(x named) (locator, bool) {
		return locator{x.loc.Schema, "%", x.loc.Column}, len(wants[[2]string{x.loc.Schema, x.old}]) == 1
	})
}
