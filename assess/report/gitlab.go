package report

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/crosswalk-db/crosswalk/assess"
)

// gitlabIssue is an entry of GitLab's code quality report, a subset of Code Climate's ("Code Quality report format" in
// GitLab's documentation). GitLab compares fingerprints to tell new issues from old ones by itself.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

var gitlabSeverity = map[string]string{"red": "critical", "yellow": "major", "info": "info"}

// GitLab writes the findings as code quality issues. Suppressed ones are left out.
func GitLab(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	sep := "[\n"
	var err error
	d.ForEachFinding(func(o *assess.Object, f *assess.Finding, file string) {
		if err != nil || f.Suppressed != nil || file == "" {
			return
		}
		text := f.Title + ": " + f.Message
		if o != nil {
			text = o.Kind + " " + o.Name + ": " + text
		}
		_, _ = b.WriteString(sep)
		sep = ","
		line := max(f.Line, 1)
		err = e.Encode(gitlabIssue{Description: text, CheckName: f.Code, Fingerprint: f.Fingerprint,
			Severity: gitlabSeverity[f.Severity],
			Location: gitlabLocation{Path: d.Links.Path(file), Lines: gitlabLines{line, max(f.EndLine, line)}}})
	})
	if err != nil {
		return err
	}
	if sep == "[\n" {
		_, _ = b.WriteString("[")
	}
	_, _ = b.WriteString("]\n")
	return b.Flush()
}
