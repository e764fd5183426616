package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
)

// The JUnit form that CI systems agree on: a suite for each kind of object, a case for each object. Red objects fail,
// unless all their red findings are suppressed; yellow ones pass, with what is to be reviewed as their output; dropped
// ones are skipped. Gates are a suite of their own.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitMessage `xml:"failure,omitempty"`
		Skipped *junitMessage `xml:"skipped,omitempty"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the report as JUnit XML.
func JUnit(w io.Writer, d *Document) error {
	all := junitSuites{Name: "crosswalk " + engineName(d.Source) + " to " + engineName(d.Target)}
	for _, k := range kindRows(d.Report) {
		s := junitSuite{Name: k.Kind}
		for i := range d.Objects {
			if o := &d.Objects[i]; o.Kind == k.Kind {
				s.add(objectCase(d, o))
			}
		}
		all.Suites = append(all.Suites, s)
	}
	if len(d.Failed) > 0 {
		s := junitSuite{Name: "gates"}
		for _, g := range d.Failed {
			name, _, _ := strings.Cut(g, ":")
			s.add(junitCase{Name: name, Class: "gates", Failure: &junitMessage{Message: g, Type: "gate"}})
		}
		all.Suites = append(all.Suites, s)
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func objectCase(d *Document, o *assess.Object) junitCase {
	c := junitCase{Name: o.Name, Class: strings.ReplaceAll(o.Kind, " ", "_"), File: d.Links.Path(o.Source.File), Line: o.Source.Line}
	switch {
	case o.Status == assess.Red && !o.Accepted:
		worst := firstOf(o, "red")
		c.Failure = &junitMessage{Message: worst.Code + ": " + worst.Message, Type: worst.Class, Text: findingLines(o)}
	case o.Status == assess.Dropped:
		c.Skipped = &junitMessage{Message: o.Reason}
	default:
		c.Out = findingLines(o)
	}
	return c
}

// firstOf gives the first finding of a severity that counts.
func firstOf(o *assess.Object, severity string) *assess.Finding {
	for i := range o.Findings {
		if f := &o.Findings[i]; f.Severity == severity && f.Suppressed == nil {
			return f
		}
	}
	return &assess.Finding{}
}

// findingLines lists an object's findings as compilers do.
func findingLines(o *assess.Object) string {
	var b strings.Builder
	for i := range o.Findings {
		f := &o.Findings[i]
		file := f.File
		if file == "" {
			file = o.Source.File
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s %s: %s", file, f.Line, f.Column, f.Severity, f.Code, f.Message)
		if f.Feature != "" {
			fmt.Fprintf(&b, " (rewrite it with %s)", f.Feature)
		}
		if f.Suppressed != nil {
			fmt.Fprintf(&b, " [suppressed: %s]", f.Suppressed.Reason)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
