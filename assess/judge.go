package assess

import (
	"sort"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Input is what Judge needs of a conversion.
type Input struct {
	Source, Target Engine
	Objects        []ir.Object
	// Targets are the places of each object in the output, Lines what came of which line.
	Targets map[ir.Object][]Place
	Lines   map[ir.Object][]LineLink
	Proofs  map[ir.Object]Proof
	// Verified: a real server has seen the output.
	Verified   bool
	Unread     []*diag.Finding
	Accounting Accounting

	// Comments are those of the source that may hold suppressions, Rules those of the configuration.
	Comments []ir.Comment
	Rules    []Rule
	Effort   EffortModel
	Scope    Scope
	Now      time.Time // for expiries; the zero Time is now
}

// judgement is the state of one Judge.
type judgement struct {
	in     *Input
	report *Report
	ids    *identities
	rules  *suppressions
	learnt map[string]bool
}

// Judge makes the report. Objects keep their order, which is the source's.
func Judge(in Input) *Report {
	in.Effort = in.Effort.withDefaults()
	j := &judgement{in: &in, ids: newIdentities(), rules: newSuppressions(&in), learnt: map[string]bool{}}
	j.report = &Report{Tool: "crosswalk", SchemaVersion: SchemaVersion, Source: in.Source, Target: in.Target,
		Objects: []Object{}, Effort: in.Effort, Accounting: in.Accounting, Classes: Classes()}
	r := j.report
	r.Totals.Complexity = map[Complexity]int{}
	for _, o := range in.Objects {
		// What is out of scope is judged all the same: fingerprints and suppressions must not depend on the scope.
		ro := j.object(o)
		if !in.Scope.Holds(o) {
			r.Accounting.OutOfScope++
			continue
		}
		j.learn(&ro)
		r.Totals.add(&ro)
		r.Objects = append(r.Objects, ro)
	}
	uses, wrong := j.rules.uses(in.Scope.IsZero(), in.Verified)
	r.Suppressions = uses
	for _, f := range append(in.Unread[:len(in.Unread):len(in.Unread)], wrong...) {
		r.Input = append(r.Input, j.finding(nil, f, ""))
	}
	for i, s := range []int{r.Totals.Green, r.Totals.Yellow, r.Totals.Red} {
		r.Classes[i].Objects = s
	}
	r.Totals.EffortMinutes += r.Totals.LearnMinutes
	return r
}

// learn counts the learning effort of the findings that an object brings in.
func (j *judgement) learn(o *Object) {
	for i := range o.Findings {
		f := &o.Findings[i]
		if f.Suppressed != nil || j.learnt[f.Code] {
			continue
		}
		j.learnt[f.Code] = true
		learn, _ := j.in.Effort.Of(diag.Lookup(f.Code))
		j.report.Totals.LearnMinutes += learn
	}
}

func (t *Totals) add(o *Object) {
	t.Objects++
	t.EffortMinutes += o.EffortMinutes
	t.Lines += o.Source.EndLine - o.Source.Line + 1
	t.Complexity[o.Complexity]++
	if o.Accepted {
		t.Accepted++
	}
	switch o.Class {
	case classFails:
		t.Fails++
	case classDiffers:
		t.Differs++
	}
	for i := range o.Findings {
		switch f := &o.Findings[i]; {
		case f.Suppressed != nil:
			t.Suppressed++
		case f.Severity != diag.Info.String():
			t.Findings++
		}
	}
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

// The classes of findings and objects, as reports spell them.
const (
	classFails   = "fails"
	classDiffers = "differs"
)

func className(c diag.Class) string { return [...]string{"", classDiffers, classFails}[c] }

func (j *judgement) source() ir.Dialect { return ir.Dialect(j.in.Source.Dialect) }

func (j *judgement) object(o ir.Object) Object {
	b := o.Obj()
	ro := Object{Name: DisplayName(o, j.source()), Kind: o.ObjKind(), Status: StatusOf(o), Reason: b.Dropped, Schema: b.Schema.Shown(j.source()),
		Target: j.in.Targets[o], Findings: []Finding{}, Proof: j.in.Proofs[o], Lines: j.in.Lines[o]}
	ro.ID, ro.ContentHash = j.ids.object(o)
	if b.Parent != nil {
		ro.Parent = DisplayName(b.Parent, j.source())
		ro.Schema = b.Parent.Obj().Schema.Shown(j.source())
	}
	file, line, _ := o.Span().Pos()
	ro.Source = Place{File: file, Line: line, EndLine: max(line, o.Span().EndLine())}
	if ro.Target == nil {
		ro.Target = []Place{}
	}
	j.findings(o, &ro)
	ro.Complexity = j.in.Effort.complexity(&ro)
	return ro
}

// findings fills in an object's findings, in the order of the source, and what follows from them.
func (j *judgement) findings(o ir.Object, ro *Object) {
	items := append([]*diag.Finding(nil), o.Obj().Findings.Items...)
	sort.SliceStable(items, func(i, j int) bool { return before(items[i].Span, items[j].Span) })
	open, fails := false, ""
	for _, f := range items {
		ff := j.finding(o, f, ro.Source.File)
		ff.Target = spotOf(ro, ff.Line, ff.File)
		if ff.Suppressed == nil {
			ro.EffortMinutes += ff.EffortMinutes
			open = open || ff.Severity == string(ro.Status)
		}
		if ff.Class == classFails || fails == "" {
			fails = ff.Class
		}
		ro.Findings = append(ro.Findings, ff)
	}
	if ro.Status == Yellow || ro.Status == Red {
		ro.Class, ro.Accepted = fails, !open
	}
}

func before(a, b diag.Span) bool {
	_, al, ac := a.Pos()
	_, bl, bc := b.Pos()
	return al < bl || al == bl && ac < bc
}

// spotOf gives the target line that matches a line of the object's source: the line that the emitter links to it, or to
// the last line before it that has a link; the object's first line where nothing is linked.
func spotOf(o *Object, line int, file string) *Spot {
	if file != "" || len(o.Target) == 0 {
		return nil
	}
	best := LineLink{Target: o.Target[0].Line}
	for _, l := range o.Lines {
		if l.Source <= line && l.Source > best.Source && l.Part < len(o.Target) {
			best = l
		}
	}
	return &Spot{File: o.Target[best.Part].File, Line: best.Target}
}

func (j *judgement) finding(o ir.Object, f *diag.Finding, objFile string) Finding {
	file, line, col := f.Span.Pos()
	_, each := j.in.Effort.Of(f.Code)
	ff := Finding{Code: f.Code.ID, Title: f.Code.Title, Severity: f.Code.Severity.String(), Class: className(f.Code.Class),
		Message: f.Message, Line: line, Column: col, EffortMinutes: each, Feature: f.Code.Feature,
		Fingerprint: j.ids.finding(o, f)}
	ff.EndLine, ff.EndColumn = f.Span.EndPos()
	if file != objFile {
		ff.File = file
	}
	if o == nil {
		return ff
	}
	if r := j.rules.of(o, f); r != nil {
		s := r.shown()
		ff.Suppressed = &s
	}
	return ff
}
