package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// undoneAt looks at the label of a jump ahead. Where a ROLLBACK stands there, the jump is an exception that undoes what was done since BEGIN
// TRAN, and leads to what follows the ROLLBACK. It gives what stands in front of the label and behind it, and a check that each jump was
// inside the transaction.
func (p *printer) undoneAt(list []ir.Stmt, k int, l ir.Name, gotos []*ir.Goto) (ahead, behind []ir.Stmt, undone func()) {
	ahead, behind, undone = list[:k], withoutLabel(list[k:], l, p.gotosTo(list[k:], l)), func() {}
	if !p.tsql() || p.rt.handler > 0 || len(p.gotosTo(list[k:], l)) > 0 {
		return ahead, behind, undone
	}
	begin := -1
	for i, s := range ahead {
		if names, _ := p.begins(s, false); begin < 0 && names != nil {
			begin = i
		}
	}
	at, rest := p.rollbackAt(behind)
	if begin < 0 || at == nil || endsInError(rest) {
		return ahead, behind, undone
	}
	if !leaves(ahead) && !endsInCommit(ahead) {
		if commitsIn(ahead[begin:]) {
			return ahead, behind, undone // whether the transaction is open is not known there
		}
		g := &ir.Goto{Label: l}
		g.Sp = at.Span()
		p.rt.jumps[g] = p.rt.jumps[gotos[0]]
		gotos = append(gotos, g)
		ahead = append(ahead[:k:k], g)
	}
	p.rt.states++
	for _, g := range gotos {
		p.rt.undoes[g] = rollbackState(p.rt.states)
	}
	from := ahead[begin].Span().Start
	return ahead, rest, func() {
		for _, g := range gotos {
			if p.rt.rolls[g] == nil && g.Sp.Start > from {
				p.find(diag.TSQLRollback, g.Sp, "GOTO %s, where a ROLLBACK stands, from a place that no block can be put around", l.Text)
			}
		}
	}
}

// rollbackAt finds the ROLLBACK that a list begins with, but for messages and assignments, and the list without it.
func (p *printer) rollbackAt(list []ir.Stmt) (*ir.Rollback, []ir.Stmt) {
	for i, s := range list {
		if w, ok := s.(*labelled); ok {
			s = w.Stmt
		}
		switch s := s.(type) {
		case *ir.NullStmt, *ir.CommentStmt:
		case *ir.Assign:
			if holds([]ir.Stmt{s}, func(n ir.Node) bool { _, is := n.(*ir.Query); return is }) {
				return nil, nil
			}
		case *ir.CallStmt:
			if c, ok := unwrap(s.X).(*ir.Call); !ok || c.Fn != "tsql.print" {
				return nil, nil
			}
		case *ir.Rollback:
			if !s.Savepoint.IsZero() {
				return nil, nil
			}
			return s, append(list[:i:i], list[i+1:]...)
		case *ir.If:
			if r := onlyRollback(s); r != nil {
				return r, append(list[:i:i], list[i+1:]...)
			}
			return nil, nil
		case *ir.Block:
			if len(s.Handlers) > 0 || len(s.Decls) > 0 {
				return nil, nil
			}
			r, rest := p.rollbackAt(s.Body)
			return r, append(append(list[:i:i], rest...), list[i+1:]...)
		default:
			return nil, nil
		}
	}
	return nil, nil
}

// onlyRollback is the ROLLBACK of IF @@TRANCOUNT > 0 ROLLBACK, nil for another statement.
func onlyRollback(s *ir.If) *ir.Rollback {
	if !onlyTransactions(s) || len(s.Branches) != 1 || len(s.Else) > 0 || !asksForOpen(s.Branches[0].Cond) || commitsIn([]ir.Stmt{s}) {
		return nil
	}
	var at *ir.Rollback
	ir.Walk(s, func(n ir.Node) bool {
		if r, ok := n.(*ir.Rollback); ok && r.Savepoint.IsZero() {
			at = r
		}
		return true
	})
	return at
}

// asksForOpen tells conditions that are true while a transaction is open: @@TRANCOUNT > 0 and its kin.
func asksForOpen(e ir.Expr) bool {
	b, ok := unwrap(e).(*ir.Binary)
	if !ok {
		return false
	}
	c, ok := unwrap(stripImplicit(b.L)).(*ir.Call)
	if !ok || c.Fn != "tsql.@@trancount" && c.Fn != "tsql.xact_state" {
		return false
	}
	n, known := constantInt(b.R)
	switch b.Op {
	case ir.OpGt:
		return known && n == 0
	case ir.OpNe:
		return known && n == 0
	case ir.OpGe, ir.OpEq:
		return known && n == 1
	}
	return false
}

func endsInCommit(list []ir.Stmt) bool {
	i := lastReal(list)
	if i < 0 {
		return false
	}
	_, is := list[i].(*ir.Commit)
	return is
}

// rollbackIf writes IF @@TRANCOUNT > 0 ROLLBACK where a block around catches it; false where none does.
func (p *printer) rollbackIf(s *ir.If) bool {
	var at *ir.Rollback
	ir.Walk(s, func(n ir.Node) bool {
		if r, ok := n.(*ir.Rollback); ok && p.rt.rolls[r] != nil {
			at = r
		}
		return true
	})
	if at == nil {
		return false
	}
	if p.rt.handler > 0 || onlyRollback(s) == at && p.rt.tranOpen == "" {
		return p.raiseRollback(at)
	}
	p.ifStmt(s)
	return true
}

// rolledBack tells a statement that is nothing but the exception for a ROLLBACK.
func (p *printer) rolledBack(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Rollback:
		return p.rt.rolls[s] != nil
	case *ir.If:
		if len(p.rt.rolls) == 0 || p.rt.handler == 0 && p.rt.tranOpen != "" {
			return false
		}
		r := onlyRollback(s)
		return r != nil && p.rt.rolls[r] != nil
	}
	return false
}

// passed are the exceptions of ROLLBACKs in a TRY that the block of their transaction catches, which is around it: CATCH lets them through.
func (p *printer) passed(list []ir.Stmt) []string {
	var states []string
	holds(list, func(n ir.Node) bool {
		if s, ok := n.(ir.Stmt); ok {
			if x := p.rt.rolls[s]; x != nil && !slices.Contains(states, x.state) {
				states = append(states, x.state)
			}
		}
		return false
	})
	return states
}

// rollbackByError tells a ROLLBACK that an error stands beside: the error undoes all by itself.
func (p *printer) rollbackByError(list []ir.Stmt, i int, r *ir.Rollback) bool {
	if raisedBefore(list, i) {
		return true // never reached: the error has undone all
	}
	if list != nil && endsInError(list[i+1:]) {
		p.findOnce(diag.TSQLTransaction, r.Sp, "the error behind ROLLBACK undoes what the routine and its callers did, up to the block that catches it")
		return true
	}
	if r.Savepoint.IsZero() && list != nil && p.rt.r != nil && p.rt.kind != bodyTrigger && !p.beginsTransaction() && onlyLeaves(list[i+1:]) {
		p.findOnce(diag.TSQLTransaction, r.Sp, "ROLLBACK undoes what the caller did, as the error that is raised for it does; SQL Server raises 266 when the routine ends")
		p.W("RAISE EXCEPTION 'The transaction of the caller was rolled back.' USING ERRCODE = ", quoteLiteral(errorState(266)), ";\n")
		return true
	}
	return false
}

// beginsTransaction tells routines and batches with BEGIN TRAN.
func (p *printer) beginsTransaction() bool {
	hit := false
	ir.Walk(p.obj, func(n ir.Node) bool {
		_, is := n.(*ir.BeginTran)
		hit = hit || is
		return !hit
	})
	return hit
}

// onlyLeaves tells lists that do nothing but leave the routine.
func onlyLeaves(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Return, *ir.NullStmt, *ir.CommentStmt:
		case *ir.CallStmt:
			if c, ok := unwrap(s.X).(*ir.Call); !ok || c.Fn != "tsql.print" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// rollbackWhy tells why a ROLLBACK has no exception.
func (p *printer) rollbackWhy() string {
	if !p.beginsTransaction() {
		return "ROLLBACK of a transaction that does not begin here"
	}
	return "ROLLBACK outside a CATCH block, in a place from which no handler can go on: in a loop that goes on, or in front of more statements of the transaction"
}
