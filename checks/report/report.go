// Package report writes the result of a check for people: as a table on a terminal, and as an HTML page.
package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/crosswalk-db/crosswalk/checks"
)

// Text writes a line for each table, and under it what differs.
func Text(w io.Writer, r *checks.Result) error {
	var b strings.Builder
	width := 20
	for _, t := range r.Tables {
		width = max(width, len(t.Source.String()))
	}
	for _, t := range r.Tables {
		fmt.Fprintf(&b, "%-*s  %-14s %12d rows", width, t.Source, t.State, t.SourceRows)
		if t.TargetRows != t.SourceRows {
			fmt.Fprintf(&b, ", %d in the target", t.TargetRows)
		}
		if t.Target.String() != t.Source.String() {
			fmt.Fprintf(&b, "  -> %s", t.Target)
		}
		b.WriteByte('\n')
		textNotes(&b, t)
		textRows(&b, t)
	}
	b.WriteString(Summary(r) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func textNotes(b *strings.Builder, t *checks.TableResult) {
	if t.Error != "" {
		fmt.Fprintf(b, "    %s\n", clean(t.Error))
	}
	for _, s := range t.Structure {
		fmt.Fprintf(b, "    %s\n", clean(s))
	}
	for _, s := range t.Skipped {
		fmt.Fprintf(b, "    column %s was not checked: %s\n", clean(s.Column), clean(s.Reason))
	}
	if t.Repaired > 0 {
		fmt.Fprintf(b, "    %d rows were repaired\n", t.Repaired)
	}
	for _, s := range t.Unrepaired {
		fmt.Fprintf(b, "    not repaired: %s\n", clean(s))
	}
	if t.PendingRows > 0 {
		fmt.Fprintf(b, "    %d rows kept changing and could not be compared\n", t.PendingRows)
	}
}

// textLimit is how many differing rows of a table are shown on a terminal.
const textLimit = 20

func textRows(b *strings.Builder, t *checks.TableResult) {
	for i, d := range t.Rows {
		if i == textLimit {
			break
		}
		fmt.Fprintf(b, "    %s", d.Kind)
		for j, k := range d.Key {
			fmt.Fprintf(b, " %s=%s", clean(t.Key[j]), show(&k))
		}
		if d.Count > 1 {
			fmt.Fprintf(b, " %d times", d.Count)
		}
		if d.Kind == checks.Changed {
			for _, c := range d.Columns {
				fmt.Fprintf(b, "; %s: %s, in the target %s", clean(c.Column), show(c.Source), show(c.Target))
			}
		} else if len(d.Key) == 0 {
			for _, c := range d.Columns {
				p := c.Source
				if d.Kind == checks.MissingSource {
					p = c.Target
				}
				fmt.Fprintf(b, " %s=%s", clean(c.Column), show(p))
			}
		}
		b.WriteByte('\n')
	}
	if n := t.Differences - int64(min(len(t.Rows), textLimit)); n > 0 {
		fmt.Fprintf(b, "    and %d more\n", n)
	}
}

// Summary is the verdict in one line.
func Summary(r *checks.Result) string {
	n := map[checks.State]int{}
	var rows, diffs, pending int64
	for _, t := range r.Tables {
		n[t.State]++
		rows += t.SourceRows
		diffs += t.Differences
		pending += t.PendingRows
	}
	s := fmt.Sprintf("%d tables, %d rows: %d equal", len(r.Tables), rows, n[checks.Equal])
	for _, st := range []checks.State{checks.Partly, checks.Pending, checks.Different, checks.NotChecked, checks.Failed} {
		if n[st] > 0 {
			s += fmt.Sprintf(", %d %s", n[st], st)
		}
	}
	if diffs > 0 {
		s += fmt.Sprintf("; %d rows differ", diffs)
	}
	if pending > 0 {
		s += fmt.Sprintf("; %d rows pending", pending)
	}
	return s
}

// clean takes control characters out of text that comes from a database, so that it cannot steer a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
}

// showLimit is how much of a value is shown.
const showLimit = 200

func show(p *string) string {
	if p == nil {
		return "NULL"
	}
	s := *p
	if len(s) > showLimit {
		s = s[:showLimit] + fmt.Sprintf("... (%d bytes)", len(*p))
	}
	return "'" + clean(s) + "'"
}

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"show": show, "summary": Summary,
	"class": func(s checks.State) string {
		switch s {
		case checks.Equal:
			return "green"
		case checks.Partly, checks.Pending:
			return "yellow"
		}
		return "red"
	},
	"open": func(s checks.State) bool { return s != checks.Equal },
}).Parse(pageText))

// HTML writes one page that needs no network.
func HTML(w io.Writer, r *checks.Result) error { return page.Execute(w, r) }
