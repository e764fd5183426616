package mapping

import (
	"fmt"
	"sort"
	"strings"
)

// check finds what can be told of a document without knowing a schema.
func (d *Document) check() Problems {
	var ps Problems
	ps = append(ps, d.checkSelections()...)
	ps = append(ps, d.checkBrackets()...)
	ps = append(ps, d.checkTableSettings()...)
	for _, t := range d.Transformations {
		ps = append(ps, t.checkExpression()...)
		ps = append(ps, t.checkTablespace()...)
	}
	return ps
}

func (d *Document) checkSelections() Problems {
	var ps Problems
	for _, s := range d.Selections {
		if len(s.Filters) > 0 && s.Action == Include && strings.Contains(s.Locator.Schema+s.Locator.Table, "%") {
			ps = append(ps, s.problem(Error, "filters work on one exactly named table, not on "+quoted(s.Locator.Schema+"."+s.Locator.Table),
				"write an include rule with the filters for each table"))
		}
		for i := range s.Filters {
			ps = append(ps, s.checkFilter(&s.Filters[i])...)
		}
	}
	return ps
}

// checkFilter warns of filters whose NULL rules, or whose OR, give something else than they read like.
func (s *Selection) checkFilter(f *Filter) Problems {
	neg, null := 0, 0
	for _, c := range f.Conditions {
		switch c.class() {
		case negative:
			neg++
		case nullness:
			null++
		}
	}
	at := func(msg, fix string) Problem {
		p := s.problem(Warning, msg, fix)
		p.Line, p.Column = f.Line, f.LineColumn
		return p
	}
	pos := len(f.Conditions) - neg - null
	var ps Problems
	if neg > 0 && null > 0 && pos == 0 {
		ps = append(ps, at("a filter of negative conditions and null, without a positive one, replicates nothing",
			"take the null condition out"))
	}
	if neg > 0 && null > 0 && pos > 0 {
		ps = append(ps, at("beside positive and negative conditions, null has no effect: rows with NULL are not replicated",
			"take the null condition or the negative ones out"))
	}
	if neg > 1 {
		ps = append(ps, at("conditions of one filter are joined by OR, so several negative ones let nearly every row through",
			"write a filter for each: filters are joined by AND"))
	}
	return ps
}

func (d *Document) checkBrackets() Problems {
	var ps Problems
	warn := func(r *Rule, l Locator) {
		if bracketed(l.Schema) || bracketed(l.Table) || bracketed(l.Column) {
			ps = append(ps, r.problem(Warning, "bracket patterns such as [_] do not work with every endpoint type",
				"name the tables, or use % and _"))
		}
	}
	for _, s := range d.Selections {
		if s.Action != Explicit {
			warn(&s.Rule, s.Locator)
		}
	}
	for _, t := range d.Transformations {
		warn(&t.Rule, t.Locator)
	}
	return ps
}

// checkTableSettings refuses two rules that set the same thing of one table: which one DMS takes is not documented.
func (d *Document) checkTableSettings() Problems {
	type key struct{ schema, table, what string }
	first := map[key]*TableSetting{}
	rules := append([]*TableSetting(nil), d.TableSettings...)
	sort.Slice(rules, func(i, j int) bool { return rules[i].ID < rules[j].ID })
	var ps Problems
	for _, t := range rules {
		for what, given := range map[string]bool{"parallel-load": t.ParallelLoad != nil, "lob-settings": t.Lob != nil} {
			k := key{t.Locator.Schema, t.Locator.Table, what}
			if !given {
				continue
			}
			if other := first[k]; other != nil {
				ps = append(ps, t.problem(Error, fmt.Sprintf("rule-id %d gives %s for %s.%s too", other.ID, what, k.schema, k.table),
					"keep one of the two rules"))
			}
			first[k] = t
		}
	}
	return ps
}

func (t *Transformation) checkTablespace() Problems {
	tt, it := t.Locator.TableTablespace != "", t.Locator.IndexTablespace != ""
	switch {
	case tt && it:
		return Problems{t.problem(Error, "table-tablespace-name and index-tablespace-name are both given", "give one of them")}
	case t.Target == OnTableTablespace && !tt && !it || t.Target == OnIndexTablespace && !tt && !it:
		return Problems{t.problem(Error, "the locator names no tablespace", `add "`+string(t.Target)+`-name" to the object-locator`)}
	}
	return nil
}
