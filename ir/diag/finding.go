package diag

import (
	"fmt"
	"slices"
	"sort"
)

// Severity orders findings by what they do to the status of their object.
type Severity int

const (
	// Info changes nothing: something was dropped that has no meaning in the target.
	Info Severity = iota
	// Yellow: converted, but a named difference must be reviewed.
	Yellow
	// Red: not converted; a person must rewrite it.
	Red
)

func (s Severity) String() string { return [...]string{"info", "yellow", "red"}[s] }

// MarshalText writes the severity as the report shows it.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Class tells what goes wrong when nobody acts, as a reviewer asks it.
type Class int

const (
	// Note: nothing goes wrong.
	Note Class = iota
	// Differs: it loads and runs, but may behave differently.
	Differs
	// Fails: it will not load, or fails when it is called.
	Fails
)

// Code is one kind of finding. The catalogue is append-only: a code is never given
// another meaning and never removed, since suppressions and baselines name it.
type Code struct {
	ID       string // "CW1234"
	Title    string // a short noun phrase: "Autonomous transaction"
	Severity Severity
	Class    Class
	Text     string // what it means, in a sentence or two
	Why      string // why the two databases differ
	Do       string // what the reviewer does
	// Example is source that raises the finding, executable: the tests convert it.
	// Dialect is "oracle" where empty.
	Example string
	Dialect string
	Feature string // for Red: what of the target the rewrite uses, as a noun phrase
	Rewrite string // for Red: the shape of the rewrite in the target
	Learn   int    // minutes, once for a schema
	Each    int    // minutes, for every occurrence
}

// Finding is one occurrence of a code at a place.
type Finding struct {
	Code    *Code
	Span    Span
	Message string
}

func (f *Finding) String() string {
	n, l, c := f.Span.Pos()
	return fmt.Sprintf("%s:%d:%d: %s %s: %s", n, l, c, f.Code.Severity, f.Code.ID, f.Message)
}

var catalogue = map[string]*Code{}

// register adds a row to the catalogue; the codes_*.go files call it for package variables.
func register(c Code) *Code {
	if catalogue[c.ID] != nil {
		panic("diag: code " + c.ID + " declared twice")
	}
	if c.Class == Note && c.Severity == Yellow {
		c.Class = Differs
	}
	if c.Class == Note && c.Severity == Red {
		c.Class = Fails
	}
	p := &c
	catalogue[c.ID] = p
	return p
}

// Lookup finds a code by its ID, or nil.
func Lookup(id string) *Code { return catalogue[id] }

// All gives the catalogue, ordered by ID.
func All() []*Code {
	all := make([]*Code, 0, len(catalogue))
	for _, c := range catalogue {
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// List gathers findings. The zero List is ready; a nil List drops what it is given.
type List struct {
	Items []*Finding
	// Followed counts failures that were not added since a finding tells their cause already: whoever asks whether a
	// step failed must count them too.
	Followed int
}

// Add appends a finding whose message is made as by fmt.Sprintf.
func (l *List) Add(c *Code, at Span, format string, args ...any) {
	if l == nil {
		return
	}
	l.Items = append(l.Items, &Finding{Code: c, Span: at, Message: fmt.Sprintf(format, args...)})
}

// Worst gives the highest severity in the list, Info when empty.
func (l *List) Worst() Severity { return l.WorstBut(nil) }

// WorstBut is Worst without the findings of one code.
func (l *List) WorstBut(c *Code) Severity {
	w := Info
	if l == nil {
		return w
	}
	for _, f := range l.Items {
		if f.Code != c && f.Code.Severity > w {
			w = f.Code.Severity
		}
	}
	return w
}

// Has tells whether the list has a finding of the code.
func (l *List) Has(c *Code) bool {
	return l != nil && slices.ContainsFunc(l.Items, func(f *Finding) bool { return f.Code == c })
}
