package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// A condition behind the first one is looked at only if those before it do not hold, so that a call in it that must run
// as a statement of its own runs in the branch of all others.

// nestIf puts the branches from the first such condition on into a statement of their own under ELSE.
func (p *printer) nestIf(s *ir.If) *ir.If {
	for i := 1; i < len(s.Branches); i++ {
		if p.runsOut(s.Branches[i].Cond) {
			rest := &ir.If{Branches: s.Branches[i:], Else: s.Else, HasElse: s.HasElse}
			rest.Sp = s.Branches[i].Cond.Span()
			first := *s
			first.Branches, first.Else, first.HasElse = s.Branches[:i:i], []ir.Stmt{rest}, true
			return &first
		}
	}
	return s
}

// nestCase does the same for a CASE without an operand; where it has no ELSE the inner one raises CASE_NOT_FOUND.
func (p *printer) nestCase(s *ir.CaseStmt) *ir.CaseStmt {
	for i := 1; i < len(s.Whens) && s.Operand == nil; i++ {
		if p.runsOut(s.Whens[i].Cond) {
			rest := &ir.CaseStmt{Whens: s.Whens[i:], Else: s.Else, HasElse: s.HasElse}
			rest.Sp = s.Whens[i].Cond.Span()
			first := *s
			first.Whens, first.Else, first.HasElse = s.Whens[:i:i], []ir.Stmt{rest}, true
			return &first
		}
	}
	return s
}

// whileCalls writes WHILE with such a call: the condition is looked at at the start of each round.
func (p *printer) whileCalls(s *ir.Loop) {
	p.rt.found = nil
	p.W("LOOP\n").In()
	p.hoist(s.Cond)
	p.W("EXIT WHEN (", p.condText(s.Cond), ") IS NOT TRUE;\n").Out()
	p.loopBody(s.Body)
}
