package report

import (
	"sort"
	"strconv"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func itoa(n int) string { return strconv.Itoa(n) }

// occurrence is a finding with its object, nil for the input's, and its file.
type occurrence struct {
	object  *assess.Object
	finding *assess.Finding
	file    string
}

// codeGroup is all occurrences of one code.
type codeGroup struct {
	code *diag.Code
	list []occurrence
}

// minutes is the effort of the group: of each occurrence, without learning.
func (g *codeGroup) minutes() (n int) {
	for _, o := range g.list {
		n += o.finding.EffortMinutes
	}
	return n
}

// groups gathers the findings that keep wants by code: the worst first, then the most frequent.
func groups(r *assess.Report, keep func(occurrence) bool) []*codeGroup {
	byCode := map[string]*codeGroup{}
	var list []*codeGroup
	r.ForEachFinding(func(o *assess.Object, f *assess.Finding, file string) {
		x := occurrence{o, f, file}
		if !keep(x) {
			return
		}
		g := byCode[f.Code]
		if g == nil {
			g = &codeGroup{code: diag.Lookup(f.Code)}
			if g.code == nil {
				g.code = &diag.Code{ID: f.Code, Title: f.Title}
			}
			byCode[f.Code] = g
			list = append(list, g)
		}
		g.list = append(g.list, x)
	})
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.code.Severity != b.code.Severity {
			return a.code.Severity > b.code.Severity
		}
		if len(a.list) != len(b.list) {
			return len(a.list) > len(b.list)
		}
		return a.code.ID < b.code.ID
	})
	return list
}

// counts: findings that count, neither suppressed nor mere notes.
func counts(x occurrence) bool {
	return x.finding.Suppressed == nil && x.finding.Severity != diag.Info.String()
}

// kindRow counts the objects of a kind by status.
type kindRow struct {
	Kind  string
	Count map[assess.Status]int
	Total int
}

func kindRows(r *assess.Report) []kindRow {
	at := map[string]int{}
	var rows []kindRow
	for i := range r.Objects {
		o := &r.Objects[i]
		k, ok := at[o.Kind]
		if !ok {
			k = len(rows)
			at[o.Kind] = k
			rows = append(rows, kindRow{o.Kind, map[assess.Status]int{}, 0})
		}
		rows[k].Count[o.Status]++
		rows[k].Total++
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].Kind < rows[j].Kind })
	return rows
}

var statuses = []assess.Status{assess.Green, assess.Yellow, assess.Red, assess.Dropped}

// engineName is how people write a dialect.
func engineName(e assess.Engine) string {
	name, ok := map[string]string{"oracle": "Oracle", "sqlserver": "SQL Server", "postgres": "PostgreSQL", "mysql": "MySQL"}[e.Dialect]
	if !ok {
		name = e.Dialect
	}
	if e.Version != 0 {
		name += " " + itoa(e.Version)
	}
	return name
}
