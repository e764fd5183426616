package proof

import (
	"cmp"
	"fmt"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Outcome is what the proof showed of one object, over all its units.
type Outcome struct {
	Loaded   bool
	Checked  *bool // nil: its bodies could not be checked
	Findings []*diag.Finding
}

// Apply joins the results of each key and turns their messages into findings. at gives the
// place in the source that a key's findings point to; nil leaves it open.
func Apply(rep *Report, at func(key string) diag.Span) map[string]*Outcome {
	out := map[string]*Outcome{}
	names := map[string]string{}
	for _, r := range rep.Results {
		if names[r.Key] == "" {
			names[r.Key] = cmp.Or(r.Name, r.Key)
		}
	}
	for i := range rep.Results {
		r := &rep.Results[i]
		o := out[r.Key]
		if o == nil {
			yes := true
			o = &Outcome{Loaded: true, Checked: &yes}
			out[r.Key] = o
		}
		o.join(r)
		var span diag.Span
		if at != nil {
			span = at(r.Key)
		}
		o.addFindings(r, span, names)
	}
	return out
}

// join folds one unit's outcome in: false is stronger than unknown, unknown than true.
func (o *Outcome) join(r *Result) {
	o.Loaded = o.Loaded && r.Loaded
	switch {
	case o.Checked != nil && !*o.Checked:
	case r.Checked == nil:
		o.Checked = nil
	default:
		c := *r.Checked
		if o.Checked == nil && c {
			return
		}
		o.Checked = &c
	}
}

func (o *Outcome) addFindings(r *Result, span diag.Span, names map[string]string) {
	for _, m := range r.Messages {
		code := m.code()
		if code == nil {
			continue
		}
		place := r.File
		if m.Line > 0 {
			place = fmt.Sprintf("%s:%d", r.File, m.Line)
		}
		msg := fmt.Sprintf("%s: %s", place, m.Text)
		if m.DueTo != "" {
			msg += fmt.Sprintf(" (%s did not load)", names[m.DueTo])
		}
		o.Findings = append(o.Findings, &diag.Finding{Code: code, Span: span, Message: msg})
	}
	if r.Loaded && r.Checked == nil {
		o.Findings = append(o.Findings, &diag.Finding{Code: diag.BodyUnchecked, Span: span, Message: "the server has no plpgsql_check: the body was loaded, not checked"})
	}
}

// code gives the finding that a message amounts to; nil for advice.
func (m *Message) code() *diag.Code {
	switch {
	case m.Level == Warning:
		return nil
	case m.Level == Unproved:
		return diag.BodyUnproved
	case m.DueTo != "":
		return diag.NeedsFailed
	case m.Phase == Loading:
		return diag.NotLoaded
	}
	return diag.BodyWrong
}
