package assess

// Accounting is the conservation of statements: every statement of the source has exactly one outcome, and the
// outcomes add up.
type Accounting struct {
	Files      int `json:"files"`
	Statements int `json:"statements"`
	// Reported statements are objects of the report; Joined are parts of a data script with their neighbours; Folded went
	// into the object that they alter, describe or remove. Unaccounted are left over: each has a finding.
	Reported    int `json:"reported"`
	Joined      int `json:"joined"`
	Folded      int `json:"folded"`
	Unaccounted int `json:"unaccounted"`
	// Members are objects beside those that are statements: the routines of packages and types.
	Members    int `json:"members"`
	OutOfScope int `json:"outOfScope,omitempty"` // objects that are not in the report's scope
}

// Balanced tells whether the outcomes add up and nothing is left over.
func (a *Accounting) Balanced() bool {
	return a.Unaccounted == 0 && a.Statements == a.Reported+a.Joined+a.Folded
}
