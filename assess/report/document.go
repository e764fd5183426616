// Package report writes an assess.Report in the formats that people and programs read: HTML and Markdown, JSON,
// SARIF, GitLab's code quality JSON, JUnit, and the CSV files of AWS SCT. Formats lists them; each takes a Document.
//
// Names and code come from whoever wrote the sources: every format escapes them by its own rules, in one function of its
// file.
package report

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
)

// Document is a report with what the formats show beside it.
type Document struct {
	*assess.Report
	// Sources and Outputs are the texts that places of the report point into, by file.
	Sources, Outputs map[string]string
	Links            Links
	// Failed are the gates that did not let the report pass, as assess.Fails gives them.
	Failed []string
	// Version of Crosswalk.
	Version string
}

// Links makes addresses of places in the source.
type Links struct {
	// Base is the address of the repository's files at the commit, "https://host/owner/repo/blob/COMMIT"; "" makes
	// relative links.
	Base string
	// Prefix is the path of the working folder inside the repository.
	Prefix string
}

// Path gives a source file's path inside the repository, slash separated.
func (l Links) Path(file string) string {
	if path.IsAbs(file) {
		return file
	}
	return path.Join(l.Prefix, file)
}

// URL gives the address of a line of a source file.
func (l Links) URL(file string, line int) string {
	parts := strings.Split(l.Path(file), "/")
	for i, p := range parts {
		parts[i] = escapeSegment(p)
	}
	u := strings.Join(parts, "/")
	if l.Base != "" {
		u = strings.TrimSuffix(l.Base, "/") + "/" + strings.TrimPrefix(u, "/")
	}
	if line > 0 {
		u += "#L" + itoa(line)
	}
	return u
}

// escapeSegment escapes a part of a path, parentheses too: they would end a link of Markdown.
func escapeSegment(p string) string {
	return strings.NewReplacer("(", "%28", ")", "%29", ":", "%3A", "*", "%2A", "'", "%27").Replace(url.PathEscape(p))
}

// Format is a way to write a document.
type Format struct {
	Name string // as --format names it
	Ext  string // of files, with the dot
	Help string
	// Parts are the files that it consists of; Suffix goes between a file's name and its extension.
	Parts []Part
}

// Part is one file of a format.
type Part struct {
	Suffix string
	Write  func(io.Writer, *Document) error
}

// Formats lists all formats.
func Formats() []Format {
	return []Format{
		{"html", ".html", "one page that needs nothing else", []Part{{"", HTML}}},
		{"md", ".md", "Markdown for a comment on a pull request, under 60,000 characters", []Part{{"", Markdown}}},
		{"json", ".json", "everything, for programs; the report.json of convert", []Part{{"", documentJSON}}},
		{"sarif", ".sarif", "SARIF 2.1.0 for code scanning", []Part{{"", SARIF}}},
		{"gitlab", ".json", "GitLab code quality", []Part{{"", GitLab}}},
		{"junit", ".xml", "JUnit for other CI systems", []Part{{"", JUnit}}},
		{"csv", ".csv", "three files as AWS SCT writes them: action items, their summary, the objects' summary",
			[]Part{{"", ActionItemsCSV}, {"_Action_Items_Summary", ActionItemsSummaryCSV}, {"_Summary", ObjectsSummaryCSV}}},
		{"text", ".txt", "the summary that the terminal shows", []Part{{"", documentText}}},
	}
}

// Lookup finds a format by its name.
func Lookup(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name || name == "markdown" && f.Name == "md" {
			return f, true
		}
	}
	return Format{}, false
}

func documentJSON(w io.Writer, d *Document) error { return JSON(w, d.Report) }

func documentText(w io.Writer, d *Document) error {
	Text(w, d.Report, TextOptions{})
	return nil
}
