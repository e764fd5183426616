// Package assess judges a conversion: the status of every object, the totals, the effort. Its Report is what
// all report formats (assess/report) show.
package assess

import (
	"sort"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Status is the verdict on an object.
type Status string

// The statuses. Green: converted, nothing to review. Yellow: converted, a named difference must be reviewed.
// Red: not converted. Dropped: left out on purpose, for a stated reason.
const (
	Green   Status = "green"
	Yellow  Status = "yellow"
	Red     Status = "red"
	Dropped Status = "dropped"
)

// Report is the result of a run, in the shape of report.json.
type Report struct {
	SchemaVersion int      `json:"schemaVersion"`
	Source        Engine   `json:"source"`
	Target        Engine   `json:"target"`
	Totals        Totals   `json:"totals"`
	Objects       []Object `json:"objects"`
	// Input are problems of the input that belong to no object: files that could not be read.
	Input []Finding `json:"input,omitempty"`
}

// Engine names a database system; Version is the target's major version.
type Engine struct {
	Dialect string `json:"dialect"`
	Version int    `json:"version,omitempty"`
}

// Totals counts objects by status. EffortMinutes has the learning effort of each code once, and the effort
// of each occurrence.
type Totals struct {
	Objects       int `json:"objects"`
	Green         int `json:"green"`
	Yellow        int `json:"yellow"`
	Red           int `json:"red"`
	Dropped       int `json:"dropped"`
	EffortMinutes int `json:"effortMinutes"`
}

// Object is one source object and what became of it.
type Object struct {
	Name          string    `json:"name"`
	Kind          string    `json:"kind"`
	Parent        string    `json:"parent,omitempty"`
	Status        Status    `json:"status"`
	Reason        string    `json:"reason,omitempty"` // why it was dropped
	Source        Place     `json:"source"`
	Target        []Place   `json:"target"`
	Findings      []Finding `json:"findings"`
	Proof         Proof     `json:"proof"`
	EffortMinutes int       `json:"effortMinutes"`
}

// Place is a stretch of lines in a file, both ends included, from 1.
type Place struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	EndLine int    `json:"endLine"`
}

// Finding is one remark with its place in the source.
type Finding struct {
	Code          string `json:"code"`
	Severity      string `json:"severity"`
	Message       string `json:"message"`
	File          string `json:"file,omitempty"` // only where it is not the object's
	Line          int    `json:"line"`
	Column        int    `json:"column"`
	EffortMinutes int    `json:"effortMinutes"`
}

// Proof says what was proven of the converted object; nil means not tried, or that it does not apply.
type Proof struct {
	Parsed  *bool `json:"parsed"`
	Loaded  *bool `json:"loaded"`
	Checked *bool `json:"checked"`
}

// Input is what Judge needs of a conversion.
type Input struct {
	Source, Target Engine
	Objects        []ir.Object
	// Targets are the places of each object in the output.
	Targets map[ir.Object][]Place
	Proofs  map[ir.Object]Proof
	Unread  []*diag.Finding
}

// Judge makes the report. Objects keep their order, which is the source's.
func Judge(in Input) *Report {
	r := &Report{SchemaVersion: 1, Source: in.Source, Target: in.Target, Objects: []Object{}}
	learnt := map[*diag.Code]bool{}
	for _, f := range in.Unread {
		r.Input = append(r.Input, finding(f, ""))
	}
	for _, o := range in.Objects {
		ro := judge(o, in)
		for _, f := range o.Obj().Findings.Items {
			if !learnt[f.Code] {
				learnt[f.Code] = true
				r.Totals.EffortMinutes += f.Code.Learn
			}
		}
		r.Totals.add(ro)
		r.Objects = append(r.Objects, ro)
	}
	return r
}

func (t *Totals) add(o Object) {
	t.Objects++
	t.EffortMinutes += o.EffortMinutes
	switch o.Status {
	case Green:
		t.Green++
	case Yellow:
		t.Yellow++
	case Red:
		t.Red++
	case Dropped:
		t.Dropped++
	}
}

// StatusOf gives the status that an object's findings earn it.
func StatusOf(o ir.Object) Status {
	b := o.Obj()
	switch {
	case b.Findings.Worst() == diag.Red:
		return Red
	case b.Dropped != "":
		return Dropped
	case b.Findings.Worst() == diag.Yellow:
		return Yellow
	}
	return Green
}

func judge(o ir.Object, in Input) Object {
	b := o.Obj()
	ro := Object{Name: DisplayName(o), Kind: o.ObjKind(), Status: StatusOf(o), Reason: b.Dropped,
		Target: in.Targets[o], Findings: []Finding{}, Proof: in.Proofs[o]}
	if b.Parent != nil {
		ro.Parent = DisplayName(b.Parent)
	}
	file, line, _ := o.Span().Pos()
	ro.Source = Place{File: file, Line: line, EndLine: o.Span().EndLine()}
	if ro.Target == nil {
		ro.Target = []Place{}
	}
	for _, f := range b.Findings.Items {
		ff := finding(f, file)
		ro.EffortMinutes += ff.EffortMinutes
		ro.Findings = append(ro.Findings, ff)
	}
	sort.SliceStable(ro.Findings, func(i, j int) bool {
		a, b := ro.Findings[i], ro.Findings[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	return ro
}

func finding(f *diag.Finding, objFile string) Finding {
	file, line, col := f.Span.Pos()
	ff := Finding{Code: f.Code.ID, Severity: f.Code.Severity.String(), Message: f.Message,
		Line: line, Column: col, EffortMinutes: f.Code.Each}
	if file != objFile {
		ff.File = file
	}
	return ff
}

// DisplayName is the object's name as reports show it: qualified by schema and package, in the source's
// spelling of the catalogue, with the signature where overloads need it.
func DisplayName(o ir.Object) string {
	b := o.Obj()
	name := b.Name.Key()
	if b.Parent != nil {
		name = DisplayName(b.Parent) + "." + b.Name.Last().Key
	}
	return name + b.Signature
}
