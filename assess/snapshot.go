package assess

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Snapshot is what a report is compared with: another report, cut down to what recognises its objects and findings.
// Written to a file it is a baseline.
type Snapshot struct {
	Tool          string        `json:"tool"` // "crosswalk"
	Document      string        `json:"document"`
	SchemaVersion int           `json:"schemaVersion"`
	Source        Engine        `json:"source"`
	Target        Engine        `json:"target"`
	Totals        Totals        `json:"totals"`
	Objects       []SnapObject  `json:"objects"`
	Input         []SnapFinding `json:"input,omitempty"`
}

// SnapObject is an object of a snapshot.
type SnapObject struct {
	ID       string        `json:"id"`
	Content  string        `json:"content"`
	Name     string        `json:"name"`
	Kind     string        `json:"kind"`
	Status   Status        `json:"status"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Findings []SnapFinding `json:"findings,omitempty"`
}

// SnapFinding is a finding of a snapshot.
type SnapFinding struct {
	Fingerprint string `json:"fingerprint"`
	Code        string `json:"code"`
	Severity    string `json:"severity"`
	Message     string `json:"message"`
	Line        int    `json:"line"`
	Suppressed  bool   `json:"suppressed,omitempty"`
}

// documentBaseline names the kind of file.
const documentBaseline = "baseline"

// Snapshot cuts a report down.
func (r *Report) Snapshot() *Snapshot {
	s := &Snapshot{Tool: r.Tool, Document: documentBaseline, SchemaVersion: r.SchemaVersion, Source: r.Source,
		Target: r.Target, Totals: r.Totals, Objects: make([]SnapObject, 0, len(r.Objects))}
	for i := range r.Objects {
		o := &r.Objects[i]
		s.Objects = append(s.Objects, SnapObject{ID: o.ID, Content: o.ContentHash, Name: o.Name, Kind: o.Kind, Status: o.Status,
			File: o.Source.File, Line: o.Source.Line, Findings: snapFindings(o.Findings)})
	}
	s.Input = snapFindings(r.Input)
	return s
}

func snapFindings(list []Finding) []SnapFinding {
	var out []SnapFinding
	for i := range list {
		f := &list[i]
		out = append(out, SnapFinding{Fingerprint: f.Fingerprint, Code: f.Code, Severity: f.Severity, Message: f.Message,
			Line: f.Line, Suppressed: f.Suppressed != nil})
	}
	return out
}

// Write writes a baseline: one object a line, so that its own differences in version control can be read.
func (s *Snapshot) Write(w io.Writer) error {
	head := *s
	head.Objects = nil
	head.Input = nil
	b, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s", b[:len(b)-len(`null}`)]); err != nil {
		return err
	}
	for i := range s.Objects {
		sep := ",\n"
		if i == 0 {
			sep = "[\n"
		}
		if err := item(w, sep, &s.Objects[i]); err != nil {
			return err
		}
	}
	end := "\n]"
	if len(s.Objects) == 0 {
		end = "[]"
	}
	if len(s.Input) > 0 {
		if err := item(w, end+",\"input\":", s.Input); err != nil {
			return err
		}
		end = ""
	}
	_, err = io.WriteString(w, end+"}\n")
	return err
}

func item(w io.Writer, before string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s", before, b)
	return err
}

// ErrBaseline is the cause of every error about a baseline's content.
var ErrBaseline = errors.New("not a usable baseline")

// ReadSnapshot reads a baseline, or a report.json.
func ReadSnapshot(r io.Reader) (*Snapshot, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var head struct {
		Tool          string `json:"tool"`
		Document      string `json:"document"`
		SchemaVersion int    `json:"schemaVersion"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return nil, fmt.Errorf("%w: not JSON (%v); make one with --write-baseline", ErrBaseline, err)
	}
	switch {
	case head.Tool != "crosswalk" || head.Document != "" && head.Document != documentBaseline:
		return nil, fmt.Errorf("%w: Crosswalk did not write it; make one with --write-baseline", ErrBaseline)
	case head.SchemaVersion > SchemaVersion:
		return nil, fmt.Errorf("%w: it has version %d, this Crosswalk reads up to %d; use the Crosswalk that wrote it, or a newer one",
			ErrBaseline, head.SchemaVersion, SchemaVersion)
	case head.SchemaVersion < 1:
		return nil, fmt.Errorf("%w: it has no version; make it again with --write-baseline", ErrBaseline)
	}
	s := &Snapshot{}
	if head.Document == documentBaseline {
		err = json.Unmarshal(b, s)
	} else {
		var rep Report
		if err = json.Unmarshal(b, &rep); err == nil {
			s = rep.Snapshot()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v; make it again with --write-baseline", ErrBaseline, err)
	}
	for i := range s.Objects {
		if s.Objects[i].ID == "" {
			return nil, fmt.Errorf("%w: object %d (%s) has no id; make it again with --write-baseline", ErrBaseline, i+1, s.Objects[i].Name)
		}
	}
	return s, nil
}
