package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"

	"github.com/crosswalk-db/crosswalk/assess"
)

// TestSARIFSchema checks SARIF against the official JSON schema (OASIS, version 2.1.0 errata 01), for unknown fields, and
// against what GitHub asks for beyond it ("SARIF support for code scanning").
func TestSARIFSchema(t *testing.T) {
	d := sampleDocument(3)
	d.Objects[0].Findings[0].Suppressed = &assess.Suppressed{By: "comment", Reason: "whole numbers"}
	d.Input = []assess.Finding{{Code: "CW3001", Title: "Unused suppression", Severity: "yellow", File: "t1.sql", Line: 3, Fingerprint: strings.Repeat("f", 32)}}
	assess.Compare(d.Report, sampleDocument(2).Snapshot(), "main", "abc")
	text := render(t, SARIF, d)
	strict := json.NewDecoder(strings.NewReader(text))
	strict.DisallowUnknownFields()
	var log sarif.Report
	if err := strict.Decode(&log); err != nil {
		t.Fatal(err)
	}
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(officialSchema(t)), gojsonschema.NewStringLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors() {
		t.Error(e)
	}
	run := log.Runs[0]
	fingerprints := map[string]bool{}
	for _, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if *rule.ID != *r.RuleID || rule.Help == nil || *rule.Help.Markdown == "" || *rule.Help.Text == "" || *rule.ShortDescription.Text == "" || rule.DefaultConfiguration.Level == "" {
			t.Errorf("rule of %s is not complete", *r.RuleID)
		}
		fp := r.PartialFingerprints["primaryLocationLineHash"]
		if fp == "" || fingerprints[fp] {
			t.Errorf("fingerprint %q is empty or not unique", fp)
		}
		fingerprints[fp] = true
		at := r.Locations[0].PhysicalLocation
		if *at.Region.StartLine < 1 || *at.Region.StartColumn < 1 || *at.Region.EndLine < *at.Region.StartLine || strings.HasPrefix(*at.ArtifactLocation.URI, "/") {
			t.Errorf("place of %s: %+v", *r.RuleID, at.Region)
		}
		if r.Level == "" || r.Message.Text == nil || r.BaselineState == nil {
			t.Errorf("%s has no level, message or baseline state", *r.RuleID)
		}
	}
	if len(run.Results) != 8 {
		t.Errorf("%d results", len(run.Results))
	}
	if s := run.Results[1].Suppressions; len(s) != 1 || *s[0].Kind != "inSource" || *s[0].Justification != "whole numbers" {
		t.Errorf("suppression: %+v", s)
	}
}

// officialSchema gives OASIS's JSON schema, which comes as a constant with the module go-sarif.
func officialSchema(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, schema, ok := strings.Cut(string(src), "const schema = `")
	if !ok || len(schema) < 100_000 {
		t.Fatal("the module has no schema where it was")
	}
	return schema[:strings.IndexByte(schema, '`')]
}

func TestSARIFLimit(t *testing.T) {
	d := sampleDocument(1)
	o := &d.Objects[0]
	for i := range maxSARIFResults + 10 {
		f := o.Findings[0]
		f.Fingerprint = fmt.Sprint(i)
		o.Findings = append(o.Findings, f)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, SARIF, d)), &log); err != nil {
		t.Fatal(err)
	}
	r := log.Runs[0]
	if len(r.Results) != maxSARIFResults || r.Results[0].Level != "error" || len(r.Invocations[0].Notifications) != 1 {
		t.Errorf("%d results, first %s, %d notifications", len(r.Results), r.Results[0].Level, len(r.Invocations[0].Notifications))
	}
}

// TestEscaping: a name that means something in every format is text in all of them.
func TestEscaping(t *testing.T) {
	d := sampleDocument(1)
	t.Run("html", func(t *testing.T) {
		text := render(t, HTML, d)
		if strings.Contains(text, "alert(1)") && strings.Contains(text, "<script>alert") {
			t.Error("the page has a script of the schema's")
		}
		// Names that the page itself lists, outside the compressed blocks.
		d.Input = []assess.Finding{{Code: "CW1012", Severity: "yellow", Title: evil, Message: evil, File: evil}}
		text = render(t, HTML, d)
		if !strings.Contains(text, "&lt;script&gt;alert(1)") || strings.Contains(text, "<script>alert(1)") {
			t.Error("a message is not escaped")
		}
		d.Input = nil
	})
	t.Run("markdown", func(t *testing.T) {
		text := render(t, Markdown, d)
		outside := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, "")
		for _, line := range strings.Split(outside, "\n") {
			plain := regexp.MustCompile("`+[^`]*`+").ReplaceAllString(line, "")
			if strings.Contains(plain, "<script") || strings.Contains(plain, "[x](y)") || regexp.MustCompile(`@\w|[^&]#1`).MatchString(plain) {
				t.Errorf("not escaped: %s", line)
			}
		}
		if strings.Count(text, "\n<details>") != strings.Count(text, "\n</details>\n") {
			t.Error("the name closes a section")
		}
	})
	t.Run("csv", func(t *testing.T) {
		d.Objects[0].Findings[0].Message = "=HYPERLINK(\"http://x\")"
		d.Objects[0].Schema = "@SUM(A1)"
		for _, f := range Formats() {
			if f.Name != "csv" {
				continue
			}
			for _, p := range f.Parts {
				rows, err := csv.NewReader(strings.NewReader(render(t, p.Write, d))).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows {
					for _, c := range row {
						if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
							t.Errorf("a spreadsheet takes %q for a formula", c)
						}
					}
				}
			}
		}
	})
	t.Run("sarif", func(t *testing.T) {
		var log sarifLog
		if err := json.Unmarshal([]byte(render(t, SARIF, d)), &log); err != nil {
			t.Fatal(err)
		}
		last := log.Runs[0].Results[len(log.Runs[0].Results)-1]
		if !strings.Contains(last.Message.Text, "<script>alert(1)</script>") || !strings.Contains(last.Message.Text, `\[x\](y)`) {
			t.Errorf("message %q", last.Message.Text)
		}
	})
	t.Run("junit", func(t *testing.T) {
		d.Objects[0].Name = "NUL \x00 and \x1b"
		text := render(t, JUnit, d)
		dec := xml.NewDecoder(strings.NewReader(text))
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "script" {
				t.Error("a name became an element")
			}
		}
	})
}

// TestMarkdownLimit: the report fits into a comment however large the schema is, and says what it leaves out.
func TestMarkdownLimit(t *testing.T) {
	d := sampleDocument(2)
	long := d.Objects[0]
	long.Findings = nil
	codes := []string{"CW1200", "CW1105", "CW1101", "CW1102", "CW1106", "CW1107", "CW1150", "CW1404", "CW1405", "CW1406", "CW1500", "CW1506"}
	for i := range 3000 {
		c := codes[i%len(codes)]
		long.Findings = append(long.Findings, assess.Finding{Code: c, Title: c, Severity: "red", Message: strings.Repeat("é|x ", 200),
			Line: i, Fingerprint: fmt.Sprint("n", i)})
	}
	for i := range 2000 {
		o := long
		o.ID, o.ContentHash = fmt.Sprint("long", i), fmt.Sprint(i)
		o.Name = fmt.Sprintf("%s_%d", strings.Repeat("NAME", 20), i)
		if i > 0 {
			o.Findings = nil
		}
		d.Objects = append(d.Objects, o)
	}
	base := d.Snapshot()
	for i := range base.Objects {
		base.Objects[i].Status = []assess.Status{assess.Green, assess.Red}[i%2]
		if i%3 == 0 {
			base.Objects[i].ID, base.Objects[i].Name, base.Objects[i].Content = fmt.Sprint("gone", i), fmt.Sprint("gone", i), "gone"
		}
		base.Objects[i].Findings = []assess.SnapFinding{{Fingerprint: fmt.Sprint("old", i), Code: "CW1200", Severity: "yellow", Message: strings.Repeat("long ", 90)}}
	}
	d.Input = make([]assess.Finding, 500)
	for i := range d.Input {
		d.Input[i] = assess.Finding{Code: "CW1012", Title: "x", Message: strings.Repeat("m", 400), File: "f", Severity: "yellow"}
	}
	for _, with := range []bool{false, true} {
		if with {
			assess.Compare(d.Report, base, "main", "0123456789abcdef")
		}
		text := render(t, Markdown, d)
		if n := len([]rune(text)); n >= 60000 || n < 40000 {
			t.Errorf("%d characters", n)
		}
		if !strings.Contains(text, "are not shown here") {
			t.Error("nothing says what was left out")
		}
		if !strings.HasSuffix(text, "</sub>\n") || strings.Count(text, "\n<details>") != strings.Count(text, "\n</details>\n") {
			t.Errorf("the report is cut off in the middle: %s", text[len(text)-300:])
		}
	}
}

func TestGitLabAndJUnit(t *testing.T) {
	d := sampleDocument(2)
	d.Links.Prefix = "db"
	d.Failed = []string{"red: 1 objects are red"}
	d.Objects[0].Findings[0].Suppressed = &assess.Suppressed{Reason: "r"}
	var issues []map[string]any
	if err := json.Unmarshal([]byte(render(t, GitLab, d)), &issues); err != nil {
		t.Fatal(err)
	}
	if len(issues) != 4 {
		t.Errorf("%d issues, want 4: the suppressed one is left out", len(issues))
	}
	for _, i := range issues {
		loc := i["location"].(map[string]any)
		if i["fingerprint"] == "" || !strings.HasPrefix(loc["path"].(string), "db/") || loc["lines"].(map[string]any)["begin"].(float64) < 1 {
			t.Errorf("issue %v", i)
		}
	}
	var suites junitSuites
	if err := xml.Unmarshal([]byte(render(t, JUnit, d)), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != len(d.Objects)+1 || suites.Failures != 2 {
		t.Errorf("%d tests, %d failures", suites.Tests, suites.Failures)
	}
	empty := &Document{Report: &assess.Report{}}
	if got := render(t, GitLab, empty); strings.TrimSpace(got) != "[]" {
		t.Errorf("without findings: %q", got)
	}
}

// TestSCTColumns holds the columns to those of AWS SCT.
func TestSCTColumns(t *testing.T) {
	d := sampleDocument(1)
	rows, err := csv.NewReader(strings.NewReader(render(t, ObjectsSummaryCSV, d))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "Category,Number of objects,Objects automatically converted,Objects with simple actions,Objects with medium-complexity actions,Objects with complex actions,Total lines of code" {
		t.Error(got)
	}
	if got := strings.Join(rows[2], ","); got != "TABLE,2,1,1,0,0,4" {
		t.Errorf("tables: %s", got)
	}
	rows, err = csv.NewReader(strings.NewReader(render(t, ActionItemsSummaryCSV, d))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[1][:5], ","); got != "APP,CW1105,1,60,15" {
		t.Errorf("summary of action items: %s", got)
	}
}

// TestFormatsAreStable: the same report gives the same bytes.
func TestFormatsAreStable(t *testing.T) {
	for _, f := range Formats() {
		for _, p := range f.Parts {
			if a, b := render(t, p.Write, sampleDocument(5)), render(t, p.Write, sampleDocument(5)); a != b || a == "" {
				t.Errorf("%s%s: two runs differ, or write nothing", f.Name, p.Suffix)
			}
		}
	}
}

// TestClassesInTheArticlesWords: the three classes are what a reader who knows AWS SCT expects, in every format that
// people read.
func TestClassesInTheArticlesWords(t *testing.T) {
	d := sampleDocument(1)
	for name, write := range map[string]func(io.Writer, *Document) error{"html": HTML, "md": Markdown} {
		text := strings.ReplaceAll(render(t, write, d), "&#39;", "'")
		for _, w := range []string{"Auto-convert", "Review generated DDL, apply to target", "Conversion is possible but needs manual review",
			"Inspect SQL logic, adjust generated DDL", "Action items", "No automatic conversion exists", "Rewrite manually using target engine features"} {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q", name, w)
			}
		}
		if !strings.Contains(text, "postgres_fdw") && !bytes.Contains([]byte(text), []byte("IMPORT FOREIGN SCHEMA")) {
			t.Errorf("%s does not show the shape of the rewrite", name)
		}
	}
}
