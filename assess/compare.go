package assess

// Change says how an object or a finding stands to the base.
type Change string

// The changes. New, Unchanged and Fixed are of findings and of objects that came or went; Better and Worse of objects
// with another status.
const (
	New       Change = "new"
	Unchanged Change = "unchanged"
	Better    Change = "better"
	Worse     Change = "worse"
)

// Comparison is what changed against a base.
type Comparison struct {
	// Ref is what the user named, Commit the commit that it was compared with; a baseline has its file in Ref.
	Ref    string `json:"ref"`
	Commit string `json:"commit,omitempty"`
	Totals Totals `json:"totals"`

	New       int `json:"new"` // findings, without suppressed ones and info
	Fixed     int `json:"fixed"`
	Unchanged int `json:"unchanged"`
	Better    int `json:"better"` // objects
	Worse     int `json:"worse"`
	Added     int `json:"added"`

	FixedFindings []GoneFinding `json:"fixedFindings"`
	Lost          []GoneObject  `json:"lost"` // objects of the base that are not there any more
}

// GoneFinding is a finding of the base that is no longer found.
type GoneFinding struct {
	SnapFinding
	Object string `json:"object"`
	Kind   string `json:"kind"`
	File   string `json:"file"`
}

// GoneObject is an object of the base that is no longer there.
type GoneObject struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Status Status `json:"status"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

var rank = map[Status]int{Dropped: 0, Green: 0, Yellow: 1, Red: 2}

// Compare sets a report against a base: every finding and object gets its Change, the report its Base. ref and commit
// say what the base is.
func Compare(r *Report, base *Snapshot, ref, commit string) *Comparison {
	c := &Comparison{Ref: ref, Commit: commit, Totals: base.Totals, FixedFindings: []GoneFinding{}, Lost: []GoneObject{}}
	known := base.fingerprints()
	pairs := base.match(r)
	r.ForEachFinding(func(_ *Object, f *Finding, _ string) {
		f.Change = New
		if known[f.Fingerprint] {
			f.Change = Unchanged
			delete(known, f.Fingerprint)
		}
		switch {
		case f.Suppressed != nil || f.Severity == "info":
		case f.Change == New:
			c.New++
		default:
			c.Unchanged++
		}
	})
	found := map[int]bool{}
	for i := range r.Objects {
		c.object(&r.Objects[i], pairs[i], base)
		found[pairs[i]] = true
	}
	for i := range base.Objects {
		c.gone(&base.Objects[i], known, !found[i])
	}
	for _, f := range base.Input {
		if known[f.Fingerprint] {
			c.fix(GoneFinding{SnapFinding: f})
		}
	}
	r.Base = c
	return c
}

// fingerprints are those of all findings of the base.
func (s *Snapshot) fingerprints() map[string]bool {
	known := map[string]bool{}
	add := func(list []SnapFinding) {
		for _, f := range list {
			known[f.Fingerprint] = true
		}
	}
	for i := range s.Objects {
		add(s.Objects[i].Findings)
	}
	add(s.Input)
	return known
}

// match finds, for each object of a report, its place in the base, or -1. By ID first; then, among what is left, by
// the same code (renamed objects, and statements without a name), by the same name, by the same file.
func (s *Snapshot) match(r *Report) []int {
	pairs, taken := make([]int, len(r.Objects)), map[int]bool{}
	for i := range pairs {
		pairs[i] = -1
	}
	for _, by := range matchKeys {
		left := map[string][]int{}
		for j := range s.Objects {
			o := &s.Objects[j]
			if k := by(o.ID, o.Kind, o.Content, o.Name, o.File); k != "" && !taken[j] {
				left[k] = append(left[k], j)
			}
		}
		for i := range r.Objects {
			o := &r.Objects[i]
			k := by(o.ID, o.Kind, o.ContentHash, o.Name, o.Source.File)
			if l := left[k]; pairs[i] < 0 && len(l) > 0 {
				pairs[i], left[k] = l[0], l[1:]
				taken[l[0]] = true
			}
		}
	}
	return pairs
}

var matchKeys = []func(id, kind, content, name, file string) string{
	func(id, _, _, _, _ string) string { return id },
	func(_, kind, content, _, _ string) string { return hash(kind, content) },
	func(_, kind, _, name, _ string) string { return hash(kind, name) },
	func(_, kind, _, _, file string) string {
		if !fileScripts[kind] {
			return "" // another table in the same file is another table
		}
		return hash(kind, file)
	},
}

// fileScripts are kinds whose objects are named for their file.
var fileScripts = map[string]bool{"data": true}

func (c *Comparison) object(o *Object, at int, base *Snapshot) {
	if at < 0 {
		o.Change = New
		c.Added++
		return
	}
	was := base.Objects[at].Status
	o.Change = Unchanged
	if was == o.Status {
		return
	}
	o.Was = was
	switch {
	case rank[o.Status] < rank[was]:
		o.Change = Better
		c.Better++
	case rank[o.Status] > rank[was]:
		o.Change = Worse
		c.Worse++
	}
}

// gone notes what an object of the base had that is not found any more.
func (c *Comparison) gone(o *SnapObject, known map[string]bool, lost bool) {
	for _, f := range o.Findings {
		if known[f.Fingerprint] {
			c.fix(GoneFinding{SnapFinding: f, Object: o.Name, Kind: o.Kind, File: o.File})
		}
	}
	if lost {
		c.Lost = append(c.Lost, GoneObject{Name: o.Name, Kind: o.Kind, Status: o.Status, File: o.File, Line: o.Line})
	}
}

func (c *Comparison) fix(f GoneFinding) {
	if f.Severity == "info" || f.Suppressed {
		return
	}
	c.Fixed++
	c.FixedFindings = append(c.FixedFindings, f)
}
