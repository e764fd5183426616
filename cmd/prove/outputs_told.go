package main

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// told tells a batch with a finding about more than the form in which the rows are given: one of its own, or one of an object that it
// names, of what that names in turn, or of a trigger on such a table.
func (r *runner) told(i int, o assess.Object) bool {
	if hasYellow(o) {
		return true
	}
	if r.texts == nil {
		r.readDefinitions()
	}
	seen := map[string]bool{}
	var ask func(text string) bool
	ask = func(text string) bool {
		for _, w := range words.FindAllString(strings.ToLower(text), -1) {
			if seen[w] {
				continue
			}
			seen[w] = true
			if r.yellow[w] {
				return true
			}
			for _, t := range r.texts[w] {
				if ask(t) {
					return true
				}
			}
		}
		return false
	}
	return ask(r.g.steps[i].text)
}

func hasYellow(o assess.Object) bool {
	for _, f := range o.Findings {
		if f.Severity != diag.Info.String() && f.Code != diag.TSQLResultSet.ID && f.Code != diag.TSQLResultSets.ID {
			return true
		}
	}
	return false
}

var (
	words     = regexp.MustCompile(`[\w#@$]+`)
	onTrigger = regexp.MustCompile(`(?is)\bcreate\s+(?:or\s+alter\s+)?trigger\s+[\w.\[\]]+\s+on\s+([\w.\[\]]+)`)
)

// readDefinitions notes the texts that define an object, and the objects with findings, by their names.
func (r *runner) readDefinitions() {
	r.texts, r.yellow = map[string][]string{}, map[string]bool{}
	for _, o := range r.status {
		if hasYellow(o) || o.Kind == "trigger" && len(o.Findings) > 0 { // the rows of a trigger go nowhere
			r.yellow[lastName(o.Name)] = true
		}
	}
	for _, s := range r.g.steps {
		if s.runs || s.comment != "" {
			continue
		}
		ms := append(definition.FindAllStringSubmatch(s.text, -1), onTrigger.FindAllStringSubmatch(s.text, -1)...)
		for _, m := range ms {
			name := lastName(m[len(m)-1])
			r.texts[name] = append(r.texts[name], s.text)
		}
	}
}

func lastName(s string) string {
	s = strings.NewReplacer("[", "", "]", "", `"`, "").Replace(s)
	return strings.ToLower(s[strings.LastIndexByte(s, '.')+1:])
}
