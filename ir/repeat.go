package ir

import (
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Repeat is a statement that says what an earlier one of its script says, with other constants: one of the many
// INSERTs of a script of data. It has no tree of its own, so that scripts of any length fit into memory.
type Repeat struct {
	StmtBase
	Of *Pattern
}

// Pattern is the statement that others repeat, and how to get at theirs.
type Pattern struct {
	Stmt *ExecDML
	// Lits are the constants that differ, in the order of the source: StringLit, NumberLit, DatetimeLit.
	Lits []Expr
	// Read gives the values of those constants in the statement at a place.
	Read func(diag.Span) []string
	// Full gives the statement at a place with a tree of its own, not resolved.
	Full func(diag.Span) Stmt

	apart bool // the types of the constants are its own
}

// Intact tells whether the constants still stand in the statement: a pass may have put something else in their place.
func (p *Pattern) Intact() bool {
	left := len(p.Lits)
	Walk(p.Stmt, func(n Node) bool {
		if e, ok := n.(Expr); ok {
			for _, l := range p.Lits {
				if l == e {
					left--
				}
			}
		}
		return true
	})
	return left == 0
}

// With calls f while the statement holds other constants.
func (p *Pattern) With(values []string, f func()) {
	own := make([]string, len(p.Lits))
	for i, l := range p.Lits {
		own[i] = LitText(l)
		if s, ok := l.(*StringLit); ok && !p.apart && s.T != nil {
			t := *s.T // the type of a text says its length, and other constants share it
			s.T = &t
		}
		setLit(l, values[i])
	}
	p.apart = true
	defer func() {
		for i, l := range p.Lits {
			setLit(l, own[i])
		}
	}()
	f()
}

// LitText is the value of a constant as the source has it.
func LitText(e Expr) string {
	switch e := e.(type) {
	case *StringLit:
		return e.Value
	case *NumberLit:
		return e.Text
	case *DatetimeLit:
		return e.Value
	}
	return ""
}

func setLit(e Expr, s string) {
	switch e := e.(type) {
	case *StringLit:
		e.Value = s
		if e.T != nil && e.T.Kind == TChar {
			e.T.Len = utf8.RuneCountInString(s)
		}
	case *NumberLit:
		e.Text = s
	case *DatetimeLit:
		e.Value = s
	}
}
