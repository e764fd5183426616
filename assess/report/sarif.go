package report

import (
	"encoding/json"
	"io"
	"path"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// maxSARIFResults is how many results of a run GitHub takes ("SARIF support for code scanning", limits); what is left
// out are the mildest, and a notification says how many.
const maxSARIFResults = 25000

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homePage    = "https://github.com/crosswalk-db/crosswalk"
	sourceRoot  = "SRCROOT"
)

// sarifLevel maps severities: what fails is an error, what differs a warning.
var sarifLevel = map[string]string{"red": "error", "yellow": "warning", "info": "note"}

// SARIF writes the findings as SARIF 2.1.0.
func SARIF(w io.Writer, d *Document) error {
	list, cut := sarifOccurrences(d.Report)
	rules, index := sarifRules(list)
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "Crosswalk", Version: d.Version, InformationURI: homePage, Rules: rules}},
		AutomationID: &sarifAutomation{"crosswalk/" + d.Source.Dialect + "-" + d.Target.Dialect + "/"},
		ColumnKind:   "unicodeCodePoints", Results: make([]sarifResult, 0, len(list)),
		OriginalURIs: map[string]sarifAt{sourceRoot: {sarifText{"The root of the source repository."}}},
		Invocations:  []sarifInvocation{{Successful: true}},
		Properties: map[string]any{"green": d.Totals.Green, "yellow": d.Totals.Yellow, "red": d.Totals.Red,
			"dropped": d.Totals.Dropped, "effortMinutes": d.Totals.EffortMinutes}}
	if cut > 0 {
		run.Invocations[0].Notifications = []sarifNotification{{"warning", sarifText{itoa(cut) + " of " + itoa(len(list)+cut) +
			" findings are left out, the mildest: code scanning takes " + itoa(maxSARIFResults) + ". The other formats have them."}}}
	}
	for _, x := range list {
		run.Results = append(run.Results, sarifResultOf(d, x, index[x.finding.Code]))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// sarifOccurrences lists the findings with a place, in the order of the report; cut counts those left out.
func sarifOccurrences(r *assess.Report) (list []occurrence, cut int) {
	r.ForEachFinding(func(o *assess.Object, f *assess.Finding, file string) {
		if file != "" {
			list = append(list, occurrence{o, f, file})
		}
	})
	if len(list) <= maxSARIFResults {
		return list, 0
	}
	weight := map[string]int{"red": 0, "yellow": 1, "info": 2}
	sort.SliceStable(list, func(i, j int) bool { return weight[list[i].finding.Severity] < weight[list[j].finding.Severity] })
	return list[:maxSARIFResults], len(list) - maxSARIFResults
}

// sarifRules describes the codes that occur.
func sarifRules(list []occurrence) ([]sarifRule, map[string]int) {
	index := map[string]int{}
	for _, x := range list {
		index[x.finding.Code] = 0
	}
	ids := make([]string, 0, len(index))
	for id := range index {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	rules := make([]sarifRule, 0, len(ids))
	for i, id := range ids {
		index[id] = i
		rules = append(rules, sarifRuleOf(diag.Lookup(id)))
	}
	return rules, index
}

func sarifRuleOf(c *diag.Code) sarifRule {
	text := c.Text + "\n\n" + c.Why + "\n\nWhat to do: " + c.Do
	md := mdText(c.Text) + "\n\n" + mdText(c.Why) + "\n\n**What to do:** " + mdText(c.Do)
	if c.Feature != "" {
		text += "\n\nRewrite it with " + c.Feature + ":\n" + c.Rewrite
		md += "\n\n**Rewrite it with** " + mdText(c.Feature) + ":\n\n" + mdFence(c.Rewrite, "sql")
	}
	problem := map[diag.Severity]string{diag.Red: "error", diag.Yellow: "warning", diag.Info: "recommendation"}[c.Severity]
	tags := []string{"migration", c.Severity.String()}
	if cl := [...]string{"", "differs", "fails"}[c.Class]; cl != "" {
		tags = append(tags, cl)
	}
	return sarifRule{ID: c.ID, Name: camel(c.Title), Short: sarifText{c.Title}, Full: sarifText{limitRunes(c.Text, 1000)},
		Help: sarifHelp{text, md}, Config: sarifConfig{sarifLevel[c.Severity.String()]},
		Properties: map[string]any{"tags": tags, "precision": "very-high", "problem.severity": problem,
			"learnMinutes": c.Learn, "eachMinutes": c.Each}}
}

// camel makes an identifier of a title, as rule names are: "Outer join (+)" becomes OuterJoin.
func camel(title string) string {
	var b strings.Builder
	up := true
	for _, r := range title {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			if up && r >= 'a' && r <= 'z' {
				r -= 'a' - 'A'
			}
			b.WriteRune(r)
			up = false
		default:
			up = true
		}
	}
	return b.String()
}

func limitRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

func sarifResultOf(d *Document, x occurrence, rule int) sarifResult {
	f := x.finding
	r := sarifResult{RuleID: f.Code, RuleIndex: rule, Level: sarifLevel[f.Severity], Message: sarifText{sarifMessage(x)},
		// GitHub follows an alert from commit to commit by primaryLocationLineHash.
		Fingerprints: map[string]string{"crosswalk/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint + ":1"},
		Properties:   map[string]any{"effortMinutes": f.EffortMinutes}}
	loc := sarifLocation{Physical: sarifPhysical{sarifURI(d.Links, x.file), region(f)}}
	if x.object != nil {
		loc.Logical = []sarifLogical{{x.object.Name, x.object.Kind}}
		r.Properties["status"] = string(x.object.Status)
	}
	r.Locations = []sarifLocation{loc}
	if d.Base != nil {
		r.Baseline = string(f.Change)
	}
	if s := f.Suppressed; s != nil {
		kind := "external"
		if s.By == "comment" {
			kind = "inSource"
		}
		why := s.Reason
		if s.Owner != "" {
			why += " (" + s.Owner + ")"
		}
		r.Suppressions = []sarifSuppression{{kind, "accepted", why}}
	}
	return r
}

func sarifMessage(x occurrence) string {
	s := x.finding.Title + ": " + x.finding.Message
	if x.object != nil {
		s = x.object.Kind + " " + x.object.Name + ": " + s
	}
	if x.finding.Feature != "" {
		s += ". Rewrite it with " + x.finding.Feature + "."
	}
	// Brackets make links in a message ("embedded links" in the specification) unless they are escaped.
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

func sarifURI(l Links, file string) sarifArtifact {
	if path.IsAbs(file) {
		return sarifArtifact{URI: "file://" + Links{}.URL(file, 0)}
	}
	return sarifArtifact{URI: Links{Prefix: l.Prefix}.URL(file, 0), BaseID: sourceRoot}
}

// region is what a finding marks: lines and columns from 1, the end behind the last character.
func region(f *assess.Finding) sarifRegion {
	r := sarifRegion{max(f.Line, 1), max(f.Column, 1), f.EndLine, f.EndColumn}
	if r.EndLine < r.StartLine {
		r.EndLine, r.EndColumn = r.StartLine, r.StartColumn
	}
	if r.EndLine == r.StartLine && r.EndColumn <= r.StartColumn {
		r.EndColumn = r.StartColumn + 1
	}
	return r
}
