package assess

import "github.com/crosswalk-db/crosswalk/ir/diag"

// EffortModel says how effort is counted: every kind of finding has minutes for learning how to deal with it, once a
// schema, and minutes for every occurrence. An object's complexity follows from the minutes of its own findings.
type EffortModel struct {
	// Codes overrides the minutes of single findings; see diag.Code for those that hold otherwise.
	Codes map[string]Minutes `json:"overrides,omitempty"`
	// Medium and Complex are the minutes from which an object is no longer simple, or no longer medium.
	Medium  int `json:"mediumFrom"`
	Complex int `json:"complexFrom"`
}

// Minutes is the effort of one kind of finding. Nil keeps what the catalogue says.
type Minutes struct {
	Learn *int `json:"learn,omitempty"`
	Each  *int `json:"each,omitempty"`
}

// DefaultEffort is the model without overrides: simple to an hour, medium to four.
var DefaultEffort = EffortModel{Medium: 60, Complex: 240}

func (m EffortModel) withDefaults() EffortModel {
	if m.Medium == 0 {
		m.Medium = DefaultEffort.Medium
	}
	if m.Complex == 0 {
		m.Complex = max(DefaultEffort.Complex, m.Medium)
	}
	return m
}

// Of gives the minutes of a finding's kind.
func (m EffortModel) Of(c *diag.Code) (learn, each int) {
	learn, each = c.Learn, c.Each
	o := m.Codes[c.ID]
	if o.Learn != nil {
		learn = *o.Learn
	}
	if o.Each != nil {
		each = *o.Each
	}
	return learn, each
}

// Complexity is how much work an object is.
type Complexity string

// The complexities. Automatic: nothing is left to do.
const (
	Automatic Complexity = "automatic"
	Simple    Complexity = "simple"
	Medium    Complexity = "medium"
	Complex   Complexity = "complex"
)

// complexity judges an object by the minutes of its findings.
func (m EffortModel) complexity(o *Object) Complexity {
	switch {
	case o.Status == Green || o.Status == Dropped || o.Accepted:
		return Automatic
	case o.EffortMinutes < m.Medium:
		return Simple
	case o.EffortMinutes < m.Complex:
		return Medium
	}
	return Complex
}
