package report

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// TextOptions steer the summary for the terminal.
type TextOptions struct {
	Color bool
	// Most is how many findings are listed by code; 0 means 10.
	Most int
	// Full says where all findings are; "" is report.json.
	Full string
}

var paint = map[assess.Status]string{assess.Green: "32", assess.Yellow: "33", assess.Red: "31", assess.Dropped: "2"}

// Text writes a short summary: totals, then a table by kind, then the codes that cost most.
func Text(w io.Writer, r *assess.Report, o TextOptions) {
	color := func(s assess.Status, text string) string {
		if !o.Color {
			return text
		}
		return "\x1b[" + paint[s] + "m" + text + "\x1b[0m"
	}
	t := r.Totals
	fmt.Fprintf(w, "%d objects: %s, %s, %s", t.Objects, color(assess.Green, fmt.Sprint(t.Green, " green")),
		color(assess.Yellow, fmt.Sprint(t.Yellow, " yellow")), color(assess.Red, fmt.Sprint(t.Red, " red")))
	if t.Dropped > 0 {
		fmt.Fprintf(w, ", %d dropped", t.Dropped)
	}
	fmt.Fprintf(w, "; about %s of work\n", Duration(t.EffortMinutes))
	if t.Fails+t.Differs > 0 {
		fmt.Fprintf(w, "  %d will fail when loaded or called, %d load but may behave differently\n", t.Fails, t.Differs)
	}
	if t.Suppressed > 0 {
		fmt.Fprintf(w, "  %d findings are suppressed, %d objects accepted with them\n", t.Suppressed, t.Accepted)
	}
	if b := r.Base; b != nil {
		fmt.Fprintf(w, "  against %s: %d findings new, %d fixed, %d unchanged; objects: %d better, %d worse, %d added, %d lost\n",
			b.Ref, b.New, b.Fixed, b.Unchanged, b.Better, b.Worse, b.Added, len(b.Lost))
	}
	kinds(w, r, color)
	codes(w, r, o)
}

func kinds(w io.Writer, r *assess.Report, color func(assess.Status, string) string) {
	type row struct{ n map[assess.Status]int }
	rows, names := map[string]row{}, []string{}
	for _, ob := range r.Objects {
		x, ok := rows[ob.Kind]
		if !ok {
			x = row{map[assess.Status]int{}}
			names = append(names, ob.Kind)
		}
		x.n[ob.Status]++
		rows[ob.Kind] = x
	}
	sort.Strings(names)
	if len(names) == 0 {
		return
	}
	width := 4
	for _, n := range names {
		width = max(width, len(n))
	}
	fmt.Fprintf(w, "\n  %-*s %7s %7s %7s %7s\n", width, "kind", "green", "yellow", "red", "dropped")
	for _, n := range names {
		fmt.Fprintf(w, "  %-*s", width, n)
		for _, s := range []assess.Status{assess.Green, assess.Yellow, assess.Red, assess.Dropped} {
			cell := fmt.Sprintf("%7d", rows[n].n[s])
			if rows[n].n[s] == 0 {
				cell = "      ."
			} else {
				cell = color(s, cell)
			}
			fmt.Fprint(w, " ", cell)
		}
		fmt.Fprintln(w)
	}
}

func codes(w io.Writer, r *assess.Report, o TextOptions) {
	count := map[string]int{}
	for _, ob := range r.Objects {
		for _, f := range ob.Findings {
			if f.Severity != "info" {
				count[f.Code]++
			}
		}
	}
	ids := make([]string, 0, len(count))
	for id := range count {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := diag.Lookup(ids[i]), diag.Lookup(ids[j])
		if a.Severity != b.Severity {
			return a.Severity > b.Severity
		}
		if count[ids[i]] != count[ids[j]] {
			return count[ids[i]] > count[ids[j]]
		}
		return ids[i] < ids[j]
	})
	most := o.Most
	if most == 0 {
		most = 10
	}
	if len(ids) == 0 {
		return
	}
	fmt.Fprintln(w)
	for i, id := range ids {
		if i == most {
			full := o.Full
			if full == "" {
				full = "report.json"
			}
			fmt.Fprintf(w, "  … and %d more kinds of findings: see %s\n", len(ids)-most, full)
			break
		}
		c := diag.Lookup(id)
		fmt.Fprintf(w, "  %s %-6s %5d × %s\n", id, c.Severity, count[id], c.Title)
	}
	fmt.Fprintf(w, "\n  crosswalk explain %s tells what a finding means and what to do.\n", ids[0])
}

// Duration writes minutes as people say them: 45 min, 3 h, 2.5 days of 8 hours.
func Duration(minutes int) string {
	switch {
	case minutes < 90:
		return fmt.Sprintf("%d min", minutes)
	case minutes < 16*60:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(minutes)/60), ".0") + " h"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(minutes)/480), ".0") + " days"
}
