package mapping

import (
	"fmt"
	"sort"
	"strings"
)

// key finds the target's primary key: that of a define-primary-key rule, else the source's, where all of its columns
// are kept.
func (r *resolver) key() {
	if rules := r.e.keys[r.e.key(r.t.Schema, r.t.Name)]; len(rules) > 0 {
		r.definedKey(rules[0])
		for _, other := range rules[1:] {
			r.m.ignored(other, "primary key", rules[0].ID)
		}
		return
	}
	var key []int
	for _, name := range r.t.PrimaryKey {
		at := r.m.ColumnOf(name)
		if at < 0 {
			if rule := r.dropper(name); rule != nil {
				r.warn(&rule.Rule, "define-primary-key on other columns, or keep the column",
					"%s.%s loses its primary key with column %s", r.t.Schema, r.t.Name, name)
			}
			return
		}
		key = append(key, at)
	}
	r.m.PrimaryKey = key
}

// dropper finds the rule that drops a column, or the first that keeps others only.
func (r *resolver) dropper(column string) *Transformation {
	for _, c := range r.rules {
		if c.Action == RemoveColumn && c.column.match(column) || c.Action == IncludeColumn {
			return c.Transformation
		}
	}
	return nil
}

// definedKey carries out a define-primary-key rule. The guide does not say whether its columns are names of the source
// or of the target; both are understood, the target's first.
func (r *resolver) definedKey(t *Transformation) {
	for _, name := range t.PrimaryKey.Columns {
		at := -1
		for i := range r.m.Columns {
			if r.m.Columns[i].Name == name {
				at = i
			}
		}
		if at < 0 {
			at = r.m.ColumnOf(name)
		}
		if at < 0 {
			r.fail(&t.Rule, "name columns of the target", "primary-key-def names %s, which %s does not have", quoted(name), r.m.TargetName())
			return
		}
		r.m.PrimaryKey = append(r.m.PrimaryKey, at)
	}
	r.m.KeyName, r.m.KeyUnique = t.PrimaryKey.Name, t.PrimaryKey.Origin == "unique-index"
	r.m.applied(t, "primary key", fmt.Sprintf("define-primary-key %s (%s)", t.PrimaryKey.Name, list(t.PrimaryKey.Columns)))
}

// settings finds parallel-load and lob-settings.
func (r *resolver) settings() {
	for _, s := range r.e.settings[r.e.key(r.t.Schema, r.t.Name)] {
		if s.ParallelLoad != nil {
			r.m.ParallelLoad = s.ParallelLoad
			r.checkRanges(s)
			r.m.Applied = append(r.m.Applied, Applied{RuleID: s.ID, Object: "settings", Effect: "parallel-load " + s.ParallelLoad.Type, rule: &s.Rule})
		}
		if s.Lob != nil {
			r.m.Lob = s.Lob
			r.m.Applied = append(r.m.Applied, Applied{RuleID: s.ID, Object: "settings", Effect: "lob-settings " + s.Lob.Mode, rule: &s.Rule})
		}
	}
}

// checkRanges refuses range columns that DMS refuses.
func (r *resolver) checkRanges(s *TableSetting) {
	if len(r.t.Columns) == 0 {
		return
	}
	for _, name := range s.ParallelLoad.Columns {
		i := r.e.columnIndex(r.t, name)
		if i < 0 {
			r.fail(&s.Rule, "name columns of the source table", "parallel-load names column %s, which %s.%s does not have", quoted(name), r.t.Schema, r.t.Name)
			continue
		}
		switch c := &r.t.Columns[i]; {
		case c.Type.IsLOB() || c.Type.Name == TReal4 || c.Type.Name == TReal8:
			r.fail(&s.Rule, "choose a column of another type", "column %s of type %s cannot divide a table into ranges", name, c.Type)
		case !c.NotNull:
			r.warn(&s.Rule, "choose a NOT NULL column", "rows whose %s is NULL are not loaded: they are in no range", name)
		}
	}
}

// filter binds the filters of the selection rules to the table's columns.
//
// What several include rules with filters mean for one table is not documented: they are refused. A rule without
// filters says nothing of rows, so that a general include and one with filters for a single table go together.
func (r *resolver) filter(rules []*Selection) {
	if len(rules) == 0 {
		return
	}
	if len(rules) > 1 {
		r.fail(&rules[1].Rule, "put the filters into one rule", "rule-id %d filters %s.%s too, and how the two combine is not defined",
			rules[0].ID, r.t.Schema, r.t.Name)
		return
	}
	f := &RowFilter{RuleID: rules[0].ID}
	for i := range rules[0].Filters {
		src := &rules[0].Filters[i]
		at := r.e.columnIndex(r.t, src.Column)
		if at < 0 {
			r.fail(&rules[0].Rule, "column-name is case-sensitive; name a column of the source",
				"the filter's column %s is not in %s.%s", quoted(src.Column), r.t.Schema, r.t.Name)
			continue
		}
		b, err := bindFilter(src, at, &r.t.Columns[at])
		if err != nil {
			r.fail(&rules[0].Rule, err.fix, "the filter on %s: %s", src.Column, err.msg)
			continue
		}
		f.parts = append(f.parts, b)
	}
	r.m.Filter = f
	r.m.Applied = append(r.m.Applied, Applied{RuleID: f.RuleID, Object: "rows", Effect: "filter", rule: &rules[0].Rule})
}

// checkNames refuses a table without columns, and columns of one name.
func (r *resolver) checkNames() {
	if len(r.m.Columns) == 0 && len(r.t.Columns) > 0 {
		rule := r.m.RuleOf()
		if d := r.dropper(r.t.Columns[0].Name); d != nil {
			rule = &d.Rule
		}
		r.problems = append(r.problems, rule.problem(Error, "no column of "+r.m.SourceName()+" is left", "exclude the table, or keep a column"))
	}
	seen := make(map[string]int, len(r.m.Columns))
	for i := range r.m.Columns {
		name := r.m.Columns[i].Name
		first, near := seen[strings.ToLower(name)]
		switch {
		case near && r.m.Columns[first].Name == name:
			at := r.rule(i)
			if at == r.m.RuleOf() { // this one keeps its name; the other one was given it
				at = r.rule(first)
			}
			r.problems = append(r.problems, at.problem(Error, fmt.Sprintf("%s would have two columns %s", r.m.TargetName(), name),
				"rename one of them, or remove it"))
		case near:
			r.problems = append(r.problems, r.rule(i).problem(Warning, fmt.Sprintf("columns %s and %s of %s differ in case only",
				r.m.Columns[first].Name, name, r.m.TargetName()), "rename one of them"))
		default:
			seen[strings.ToLower(name)] = i
		}
	}
}

// rule finds the rule to blame for a column's name.
func (r *resolver) rule(i int) *Rule {
	c := &r.m.Columns[i]
	if c.rule != nil {
		return &c.rule.Rule
	}
	src := r.t.Columns[c.Source].Name
	named := append([]*columnRule(nil), r.rules...)
	sort.SliceStable(named, func(a, b int) bool { return named[a].ID < named[b].ID })
	for _, rule := range named {
		if isNaming(rule.Action) && rule.column.match(src) {
			return &rule.Rule
		}
	}
	return r.m.RuleOf()
}
