package dms

import "github.com/crosswalk-db/crosswalk/ir/diag"

// removals leaves out the columns that the target computes itself. A locator that would reach a column that is wanted is
// not written: the column is named in a finding instead.
func (g *generator) removals(part []*table) []*rule {
	var rules []*rule
	for _, t := range part {
		for _, c := range t.cols {
			if c.want != "" || c.made == nil {
				continue
			}
			r := &rule{Type: "transformation", Name: ruleName("remove", t.name, c.name), Target: "column", Action: "remove-column",
				Locator: locator{t.schema, t.name, c.name}, band: bandRemove}
			if other := g.reachesWanted(r.Locator, part); other != nil {
				g.res.Findings.Add(diag.DMSRuleCannotSay, c.src.Sp, "no rule removes %s.%s alone: its name as a pattern reaches %s.%s", t, c.name, other.of, other.name)
				continue
			}
			rules = append(rules, r)
		}
	}
	return rules
}

func (g *generator) reachesWanted(l locator, part []*table) *column {
	for _, t := range part {
		if !g.fold.like(l.Schema, t.schema) || !g.fold.like(l.Table, t.name) {
			continue
		}
		for _, c := range t.cols {
			if c.want != "" && g.fold.like(l.Column, c.name) {
				return c
			}
		}
	}
	return nil
}

// retypes writes change-data-type rules: one for all columns of a name where they agree, else one a column.
func (g *generator) retypes(part []*table) []*rule {
	type group struct {
		cols []*column
		same bool
	}
	groups := map[[2]string]*group{}
	for _, t := range part {
		for _, c := range t.cols {
			if c.want == "" {
				continue
			}
			k := [2]string{t.schema, c.name}
			x := groups[k]
			if x == nil {
				x = &group{same: true}
				groups[k] = x
			}
			x.same = x.same && (len(x.cols) == 0 || equal(x.cols[0].retype, c.retype))
			x.cols = append(x.cols, c)
		}
	}
	own := map[locator]*rule{}
	for k, x := range groups {
		for _, c := range x.cols {
			switch {
			case c.retype == nil:
			case x.same && len(x.cols) > 1:
				addRetype(own, locator{k[0], "%", c.name}, c, 9)
			default:
				addRetype(own, locator{k[0], c.of.name, c.name}, c, 0)
			}
		}
	}
	return g.typesFirst(g.settleTypes(own, part), part)
}

func addRetype(own map[locator]*rule, l locator, c *column, reach int) {
	to := c.retype
	if to == nil { // said only to keep another rule away: the type that the column has anyway
		d := c.typ.DataType
		to = &d
	}
	own[l] = &rule{Type: "transformation", Name: ruleName("type", c.name), Target: "column", Action: "change-data-type",
		Locator: l, DataType: to, band: bandType + min(l.wild(), 8) + reach}
}

func equal(a, b *DataType) bool { return a == b || a != nil && b != nil && *a == *b }

// settleTypes adds rules for columns that another one's locator reaches by its underscores. LOB columns, whose type
// cannot be changed, and columns that DMS does not carry have no rule to keep it away.
func (g *generator) settleTypes(own map[locator]*rule, part []*table) []*rule {
	dropped := map[locator]bool{}
	for {
		rules := ordered(own)
		missing := false
		for _, t := range part {
			for _, c := range t.cols {
				if c.want == "" {
					continue
				}
				r := g.firstReaching(rules, c)
				if r == nil && c.retype == nil || r != nil && (equal(r.DataType, c.retype) || c.retype == nil && *r.DataType == c.typ.DataType) {
					continue
				}
				if c.typ.Type == "" || c.typ.lob() {
					g.drop(own, r, c)
					dropped[r.Locator], missing = true, true
				} else if l := (locator{t.schema, t.name, c.name}); own[l] == nil && !dropped[l] {
					addRetype(own, l, c, 0)
					missing = true
				}
			}
		}
		if !missing {
			return rules
		}
	}
}

// typesFirst puts the rules that reach only columns whose names stay before the names, as long as every column keeps
// its type by that.
func (g *generator) typesFirst(rules []*rule, part []*table) []*rule {
	before := map[*column]*rule{}
	renamed := map[*rule]bool{}
	for _, t := range part {
		for _, c := range t.cols {
			before[c] = g.firstReaching(rules, c)
			for _, r := range rules {
				if c.want != c.name && g.fold.reaches(r.Locator, c) {
					renamed[r] = true
				}
			}
		}
	}
	move := func(by int) {
		for _, r := range rules {
			if !renamed[r] {
				r.band += by
			}
		}
		sortRules(rules)
	}
	move(bandTypeKept - bandType)
	for c, r := range before {
		if now := g.firstReaching(rules, c); now != r && !equal(now.DataType, r.DataType) {
			move(bandType - bandTypeKept)
			break
		}
	}
	return rules
}

// drop takes out a rule that reaches a column that it must not.
func (g *generator) drop(own map[locator]*rule, r *rule, c *column) {
	delete(own, r.Locator)
	g.res.Findings.Add(diag.DMSRuleCannotSay, c.src.Sp, "no rule changes the type of %s.%s.%s alone: its name as a pattern reaches %s.%s",
		r.Locator.Schema, r.Locator.Table, r.Locator.Column, c.of, c.name)
}

func (g *generator) firstReaching(rules []*rule, c *column) *rule {
	for _, r := range rules {
		if g.fold.reaches(r.Locator, c) {
			return r
		}
	}
	return nil
}
