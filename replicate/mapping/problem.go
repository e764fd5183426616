package mapping

import (
	"fmt"
	"sort"
	"strings"
)

// Severity says whether a document can be used in spite of a problem.
type Severity uint8

// The severities.
const (
	Warning Severity = iota // usable; DMS or a reader may be surprised
	Error                   // DMS rejects it, or what it does is not defined: the document is not used
)

// String names the severity.
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Problem is something wrong with a document: where, what, and what to write instead.
type Problem struct {
	Severity Severity
	File     string
	Line     int // from 1; 0 when it concerns the whole document
	Column   int
	RuleID   string // "" outside of a rule
	Message  string
	Fix      string // what to write; never empty on an Error
}

// String gives "file:line:column: error: rule-id 7: message; fix".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	fmt.Fprintf(&b, ": %s: ", p.Severity)
	if p.RuleID != "" {
		fmt.Fprintf(&b, "rule-id %s: ", p.RuleID)
	}
	b.WriteString(p.Message)
	if p.Fix != "" {
		b.WriteString("; " + p.Fix)
	}
	return b.String()
}

// Problems is a list of problems. As an error it tells the errors among them, one a line.
type Problems []Problem

// Error tells every error of the list.
func (ps Problems) Error() string {
	var lines []string
	for _, p := range ps {
		if p.Severity == Error {
			lines = append(lines, p.String())
		}
	}
	return strings.Join(lines, "\n")
}

// Failed tells whether an error is among them.
func (ps Problems) Failed() bool {
	for _, p := range ps {
		if p.Severity == Error {
			return true
		}
	}
	return false
}

// Err gives the list as an error, nil when no error is in it.
func (ps Problems) Err() error {
	if !ps.Failed() {
		return nil
	}
	return ps
}

// sorted orders by place, so that output is stable.
func (ps Problems) sorted() Problems {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].Line != ps[j].Line {
			return ps[i].Line < ps[j].Line
		}
		return ps[i].Column < ps[j].Column
	})
	return ps
}
