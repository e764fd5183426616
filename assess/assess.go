// Package assess judges a conversion: the status of every object, the totals, the effort; what is suppressed, what is
// new against another version of the sources, and whether a gate lets it pass. Its Report is what all report formats
// (assess/report) show.
//
// Judge makes a Report of a conversion, Compare sets it against a Snapshot of another one, Gates tell whether it passes.
package assess

import (
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

// SchemaVersion is the version of report.json and of baselines. It grows when a field changes its meaning or goes
// away; new fields do not change it.
const SchemaVersion = 1

// Report is the result of a run, in the shape of report.json.
type Report struct {
	Tool          string     `json:"tool"` // "crosswalk"
	SchemaVersion int        `json:"schemaVersion"`
	Source        Engine     `json:"source"`
	Target        Engine     `json:"target"`
	Totals        Totals     `json:"totals"`
	Classes       []Class    `json:"classes"`
	Accounting    Accounting `json:"accounting"`
	// Base says what changed against another version; nil where none was given.
	Base    *Comparison `json:"base,omitempty"`
	Objects []Object    `json:"objects"`
	// Input are problems that belong to no object: files that could not be read, suppressions that are not used.
	Input        []Finding   `json:"input,omitempty"`
	Suppressions []RuleUse   `json:"suppressions,omitempty"`
	Effort       EffortModel `json:"effortModel"`
}

// Engine names a database system; Version is the target's major version.
type Engine struct {
	Dialect string `json:"dialect"`
	Version int    `json:"version,omitempty"`
}

// Class is one of the three classes of a schema assessment, in the words that AWS SCT made known.
type Class struct {
	Status      Status `json:"status"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Action      string `json:"action"`
	Objects     int    `json:"objects"`
}

// Classes gives the three classes without counts.
func Classes() []Class {
	return []Class{
		{Green, "Auto-convert", "Converted automatically", "Review generated DDL, apply to target", 0},
		{Yellow, "Review", "Conversion is possible but needs manual review", "Inspect SQL logic, adjust generated DDL", 0},
		{Red, "Action items", "No automatic conversion exists", "Rewrite manually using target engine features", 0},
	}
}

// Totals counts objects by status. EffortMinutes has the learning effort of each code once, and the effort
// of each occurrence.
type Totals struct {
	Objects int `json:"objects"`
	Green   int `json:"green"`
	Yellow  int `json:"yellow"`
	Red     int `json:"red"`
	Dropped int `json:"dropped"`
	// Fails counts objects that will not load or fail when called, Differs those that load but may behave
	// differently.
	Fails   int `json:"fails"`
	Differs int `json:"differs"`
	// Accepted counts yellow and red objects all of whose findings are suppressed.
	Accepted      int `json:"accepted"`
	Findings      int `json:"findings"`   // not suppressed, without info
	Suppressed    int `json:"suppressed"` // findings
	Lines         int `json:"lines"`      // of the objects' source
	LearnMinutes  int `json:"learnMinutes"`
	EffortMinutes int `json:"effortMinutes"` // with LearnMinutes
	// Complexity counts objects by complexity.
	Complexity map[Complexity]int `json:"complexity"`
}

// Object is one source object and what became of it.
type Object struct {
	ID          string     `json:"id"` // the same in other versions of the sources
	Name        string     `json:"name"`
	Kind        string     `json:"kind"`
	Schema      string     `json:"schema,omitempty"`
	Parent      string     `json:"parent,omitempty"`
	Status      Status     `json:"status"`
	Accepted    bool       `json:"accepted,omitempty"` // all that makes it yellow or red is suppressed
	Class       string     `json:"class,omitempty"`    // "fails" or "differs"
	Reason      string     `json:"reason,omitempty"`   // why it was dropped
	Change      Change     `json:"change,omitempty"`
	Was         Status     `json:"was,omitempty"` // its status in the base, where it is another
	Source      Place      `json:"source"`
	Target      []Place    `json:"target"`
	Findings    []Finding  `json:"findings"`
	Proof       Proof      `json:"proof"`
	Complexity  Complexity `json:"complexity"`
	ContentHash string     `json:"content"`

	EffortMinutes int `json:"effortMinutes"`
	// Lines links lines of the source to lines of the target files, where the emitter knows.
	Lines []LineLink `json:"-"`
}

// Place is a stretch of lines in a file, both ends included, from 1.
type Place struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	EndLine int    `json:"endLine"`
}

// LineLink says that a line of the target comes from a line of the source. Part is the index in Object.Target.
type LineLink struct{ Source, Part, Target int }

// Finding is one remark with its place in the source.
type Finding struct {
	Code          string `json:"code"`
	Title         string `json:"title"`
	Severity      string `json:"severity"`
	Class         string `json:"class,omitempty"` // "fails" or "differs"
	Message       string `json:"message"`
	File          string `json:"file,omitempty"` // only where it is not the object's
	Line          int    `json:"line"`
	Column        int    `json:"column"`
	EndLine       int    `json:"endLine"`
	EndColumn     int    `json:"endColumn"`         // behind the last character
	Target        *Spot  `json:"target,omitempty"`  // the matching line of the output
	Feature       string `json:"feature,omitempty"` // what of the target to rewrite it with
	EffortMinutes int    `json:"effortMinutes"`
	// Fingerprint recognises the finding in other versions of the sources.
	Fingerprint string      `json:"fingerprint"`
	Change      Change      `json:"change,omitempty"`
	Suppressed  *Suppressed `json:"suppressed,omitempty"`
}

// Spot is a line of a file.
type Spot struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Proof says what was proven of the converted object; nil means not tried, or that it does not apply.
type Proof struct {
	Parsed  *bool `json:"parsed"`
	Loaded  *bool `json:"loaded"`
	Checked *bool `json:"checked"`
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

// DisplayName is the object's name as reports show it: qualified by schema and package, as the source's catalogue spells
// it, with the signature where overloads need it.
func DisplayName(o ir.Object, source ir.Dialect) string {
	b := o.Obj()
	name := b.Name.Shown(source)
	if b.Parent != nil {
		name = DisplayName(b.Parent, source) + "." + b.Name.Last().Shown(source)
	}
	return name + b.Signature
}

// keyName is the name that an object is recognised by: the same in whatever case SQL Server's sources write it.
func keyName(o ir.Object) string { return DisplayName(o, "") }

// ForEachFinding calls f for every finding of the report with its object, nil for those of the input, and the file
// that it is in.
func (r *Report) ForEachFinding(f func(o *Object, x *Finding, file string)) {
	for i := range r.Input {
		f(nil, &r.Input[i], r.Input[i].File)
	}
	for i := range r.Objects {
		o := &r.Objects[i]
		for j := range o.Findings {
			x := &o.Findings[j]
			file := x.File
			if file == "" {
				file = o.Source.File
			}
			f(o, x, file)
		}
	}
}
