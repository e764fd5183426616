package report

import (
	"encoding/csv"
	"io"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// The CSV files have the columns of AWS SCT's assessment report, with the same meanings, so that what reads those reads these
// ("Saving and exporting the assessment report" in the AWS Schema Conversion Tool User Guide, and the same section for
// DMS Schema Conversion). What a report from files cannot know, the server's address and the database, is empty.

// cell makes a field safe in a spreadsheet: one that begins like a formula is text then.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeCSV(w io.Writer, head []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// ActionItemsCSV writes one row for every occurrence of a finding. Filtered tells suppressed ones.
func ActionItemsCSV(w io.Writer, d *Document) error {
	head := []string{"Category", "Occurrence", "Action item", "Subject", "Group", "Description", "Documentation references",
		"Recommended action", "Filtered", "Estimated complexity", "Line", "Position", "Source", "Target",
		"Server IP address and port", "Database name", "Schema name"}
	var rows [][]string
	d.ForEachFinding(func(o *assess.Object, f *assess.Finding, file string) {
		category, name, schema := "INPUT", file, ""
		if o != nil {
			category, name, schema = strings.ToUpper(o.Kind), o.Name, o.Schema
		}
		filtered := "N"
		if f.Suppressed != nil {
			filtered = "Y"
		}
		code := diag.Lookup(f.Code)
		rows = append(rows, []string{category, name + " (" + file + ":" + itoa(f.Line) + ":" + itoa(f.Column) + ")", f.Code, f.Title,
			groupName(f), f.Message, "crosswalk explain " + f.Code, recommended(code), filtered, estimated(d.Effort, f),
			itoa(f.Line), itoa(f.Column), engineName(d.Source), engineName(d.Target), "", "", schema})
	})
	return writeCSV(w, head, rows)
}

// groupName sorts findings as the article does.
func groupName(f *assess.Finding) string {
	switch f.Severity {
	case "red":
		return "Red: action items"
	case "yellow":
		return "Yellow: review"
	}
	return "Green: auto-convert"
}

func recommended(c *diag.Code) string {
	if c == nil {
		return ""
	}
	if c.Feature == "" {
		return c.Do
	}
	return c.Do + " Rewrite it with: " + c.Feature + "."
}

// estimated is the complexity of one occurrence.
func estimated(m assess.EffortModel, f *assess.Finding) string {
	switch {
	case f.Severity == "info":
		return "Info"
	case f.EffortMinutes < m.Medium:
		return "Simple"
	case f.EffortMinutes < m.Complex:
		return "Medium"
	}
	return "Complex"
}

// ActionItemsSummaryCSV writes one row for every code in every schema, with its minutes.
func ActionItemsSummaryCSV(w io.Writer, d *Document) error {
	head := []string{"Schema", "Action item", "Number of occurrences", "Learning curve efforts",
		"Efforts to convert an occurrence of the action item", "Action item description", "Recommended action"}
	type key struct{ schema, code string }
	n := map[key]int{}
	var keys []key
	d.ForEachFinding(func(o *assess.Object, f *assess.Finding, _ string) {
		k := key{"", f.Code}
		if o != nil {
			k.schema = o.Schema
		}
		if n[k]++; n[k] == 1 {
			keys = append(keys, k)
		}
	})
	sort.Slice(keys, func(i, j int) bool {
		return keys[i].schema < keys[j].schema || keys[i].schema == keys[j].schema && keys[i].code < keys[j].code
	})
	var rows [][]string
	for _, k := range keys {
		c := diag.Lookup(k.code)
		learn, each := d.Effort.Of(c)
		rows = append(rows, []string{k.schema, k.code, itoa(n[k]), itoa(learn), itoa(each), c.Title + ". " + c.Text, recommended(c)})
	}
	return writeCSV(w, head, rows)
}

// ObjectsSummaryCSV writes one row for every kind of object.
func ObjectsSummaryCSV(w io.Writer, d *Document) error {
	head := []string{"Category", "Number of objects", "Objects automatically converted", "Objects with simple actions",
		"Objects with medium-complexity actions", "Objects with complex actions", "Total lines of code"}
	var rows [][]string
	for _, k := range kindRows(d.Report) {
		n, lines := map[assess.Complexity]int{}, 0
		for i := range d.Objects {
			if o := &d.Objects[i]; o.Kind == k.Kind {
				n[o.Complexity]++
				lines += o.Source.EndLine - o.Source.Line + 1
			}
		}
		rows = append(rows, []string{strings.ToUpper(k.Kind), itoa(k.Total), itoa(n[assess.Automatic]), itoa(n[assess.Simple]),
			itoa(n[assess.Medium]), itoa(n[assess.Complex]), itoa(lines)})
	}
	return writeCSV(w, head, rows)
}
