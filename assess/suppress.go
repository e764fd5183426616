package assess

import (
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Suppressed says why a finding does not count.
type Suppressed struct {
	By     string `json:"by"` // "comment" or "configuration"
	Reason string `json:"reason"`
	Owner  string `json:"owner,omitempty"`
	Until  string `json:"until,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// RuleUse is a suppression with what it did.
type RuleUse struct {
	Codes []string `json:"codes"`
	Suppressed
	Object string `json:"object,omitempty"`
	Path   string `json:"path,omitempty"`
	Kind   string `json:"kind,omitempty"`
	// State is "active", "expired" or "unused"; Findings how many findings it suppresses, or would when expired.
	State    string `json:"state"`
	Findings int    `json:"findings"`
}

// suppressions are all the rules of a run.
type suppressions struct {
	rules   []*Rule
	now     time.Time
	byLine  map[place][]*Rule // rules of comments, by each line that they cover
	general []*Rule           // rules of the configuration and of whole files
	wrong   []*diag.Finding   // about the rules themselves
}

func newSuppressions(in *Input) *suppressions {
	s := &suppressions{now: in.Now, byLine: map[place][]*Rule{}}
	if s.now.IsZero() {
		s.now = time.Now()
	}
	for i := range in.Rules {
		r := in.Rules[i]
		r.matched = map[string]int{}
		s.rules = append(s.rules, &r)
		s.general = append(s.general, &r)
	}
	if len(in.Comments) == 0 {
		return s
	}
	starts := map[place]int{}
	for _, o := range in.Objects {
		file, line, _ := o.Span().Pos()
		at := place{file, line}
		starts[at] = max(starts[at], o.Span().EndLine())
	}
	for _, c := range in.Comments {
		s.comment(c, starts)
	}
	return s
}

func (s *suppressions) comment(c ir.Comment, starts map[place]int) {
	r, whole, wrong, msg := parseDirective(c.Text)
	if r == nil {
		return
	}
	if wrong != nil {
		s.wrong = append(s.wrong, &diag.Finding{Code: wrong, Span: c.Sp, Message: msg})
		return
	}
	r.place(c, starts)
	s.rules = append(s.rules, r)
	if whole {
		r.Path = r.File
		s.general = append(s.general, r)
		return
	}
	for line := r.from; line <= r.to; line++ {
		at := place{r.File, line}
		s.byLine[at] = append(s.byLine[at], r)
	}
}

// of gives the rule that suppresses a finding, or nil.
func (s *suppressions) of(o ir.Object, f *diag.Finding) *Rule {
	if len(s.rules) == 0 {
		return nil
	}
	file, line, _ := f.Span.Pos()
	var hit *Rule
	try := func(list []*Rule, all bool) {
		for _, r := range list {
			if !r.names(f.Code.ID) || all && !r.covers(o, file) {
				continue
			}
			r.matched[f.Code.ID]++
			if hit == nil && !r.expired(s.now) {
				hit = r
			}
		}
	}
	try(s.byLine[place{file, line}], false)
	try(s.general, true)
	return hit
}

func (r *Rule) names(code string) bool {
	for _, c := range r.Codes {
		if c == code || c == "*" {
			return true
		}
	}
	return false
}

// covers tells whether a rule of the configuration, or of a whole file, holds for an object and file.
func (r *Rule) covers(o ir.Object, file string) bool {
	if r.Path != "" && r.Path != file && !matchPath(r.Path, file) {
		return false
	}
	return (r.Kind == "" || strings.EqualFold(r.Kind, o.ObjKind())) && (r.Object == "" || matchObject(r.Object, o))
}

func (r *Rule) shown() Suppressed {
	x := Suppressed{By: "configuration", Reason: r.Reason, Owner: r.Owner, File: r.File, Line: r.Line}
	if r.fromComment {
		x.By = "comment"
	}
	if !r.Until.IsZero() {
		x.Until = r.Until.Format("2006-01-02")
	}
	return x
}

// uses lists the rules with what they did, and what is wrong with them. all is false where the report does not hold the
// whole input: what is not used then may be needed elsewhere.
func (s *suppressions) uses(all, verified bool) ([]RuleUse, []*diag.Finding) {
	var uses []RuleUse
	for _, r := range s.rules {
		u := RuleUse{Codes: r.Codes, Suppressed: r.shown(), Object: r.Object, Kind: r.Kind, State: "active"}
		if !r.fromComment || r.Path != "" {
			u.Path = r.Path
		}
		for _, n := range r.matched {
			u.Findings += n
		}
		switch {
		case u.Findings > 0 && r.expired(s.now):
			u.State = "expired"
			s.say(r, diag.ExpiredSuppression, "the suppression of "+strings.Join(r.Codes, ", ")+" ended on "+u.Until+": "+r.Reason)
		default:
			for _, c := range r.Codes {
				if r.matched[c] > 0 || !all || !verified && diag.NeedsServer(c) {
					continue
				}
				if u.Findings == 0 {
					u.State = "unused"
				}
				s.say(r, diag.UnusedSuppression, c+" is not found where the suppression applies")
			}
		}
		uses = append(uses, u)
	}
	return uses, s.wrong
}

func (s *suppressions) say(r *Rule, c *diag.Code, msg string) {
	at := r.at
	if at.IsZero() {
		at = configSpan(r.File, r.Line)
	}
	s.wrong = append(s.wrong, &diag.Finding{Code: c, Span: at, Message: msg})
}

// configSpan makes a place in a file whose text is not at hand.
func configSpan(file string, line int) diag.Span {
	n := max(line-1, 0)
	return diag.Span{File: diag.NewFile(file, strings.Repeat("\n", n)), Start: n, End: n}
}
