package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A ROLLBACK outside a CATCH block undoes what was done since BEGIN TRAN and goes on behind it. PL/pgSQL cannot roll back to a place
// but by an exception: the statements from BEGIN TRAN on stand in a block, the ROLLBACK raises an exception of its own, and what
// followed it runs in the block's handler. One that is followed by an error needs nothing: the error undoes all by itself.

// rollbackSite is a ROLLBACK and the statements of its list that follow it.
type rollbackSite struct {
	at    *ir.Rollback
	rest  []ir.Stmt
	state string
}

// transactionBlock writes a list that has such a ROLLBACK behind a BEGIN TRAN; false where it has none.
func (p *printer) transactionBlock(list []ir.Stmt) bool {
	if !p.tsql() || p.rt == nil || p.rt.handler > 0 {
		return false
	}
	begin, last := -1, -1
	var sites []*rollbackSite
	for i, s := range list {
		if _, ok := s.(*ir.BeginTran); ok {
			if len(sites) > 0 {
				break
			}
			begin = i
		}
		found := p.rollbackSites(list, i)
		if len(found) > 0 && begin >= 0 {
			sites, last = append(sites, found...), i
		}
	}
	if len(sites) == 0 || !fallsBehind(sites, list[last]) {
		return false
	}
	for k, x := range sites {
		x.state = "CWR0" + itoa(k+1)
		p.rt.rolls[x.at] = x
	}
	p.stmts(list[:begin])
	for _, c := range list[begin].Base().Lead {
		p.comment(c)
	}
	p.findOnce(diag.TSQLTransaction, list[begin].Span(), "the routine is part of the caller's transaction")
	p.W("BEGIN\n").In()
	p.rt.guarded++
	p.stmts(list[begin+1 : last+1])
	p.rt.guarded--
	p.Out().W("EXCEPTION\n").In()
	for _, x := range sites {
		p.W("WHEN SQLSTATE ", quoteLiteral(x.state), " THEN\n").In()
		p.tsqlBody(x.rest)
		p.Out()
	}
	p.Out().W("END;\n")
	p.stmts(list[last+1:])
	return true
}

// rollbackSites finds the ROLLBACKs in one statement of a list that need an exception: not those in handlers, nor those that an error
// follows, nor those that have one already.
func (p *printer) rollbackSites(list []ir.Stmt, i int) []*rollbackSite {
	var out []*rollbackSite
	var walk func(list []ir.Stmt, i int)
	walk = func(list []ir.Stmt, i int) {
		switch s := list[i].(type) {
		case *ir.Rollback:
			if s.Savepoint.IsZero() && p.rt.rolls[s] == nil && !endsInError(list[i+1:]) && !raisedBefore(list, i) {
				out = append(out, &rollbackSite{at: s, rest: list[i+1:]})
			}
		case *ir.If:
			for _, b := range branchBodies(s) {
				for k := range b {
					walk(b, k)
				}
			}
		case *ir.Loop:
			for k := range s.Body {
				walk(s.Body, k)
			}
		case *ir.Block:
			if len(s.Handlers) == 0 {
				for k := range s.Body {
					walk(s.Body, k)
				}
			}
		}
	}
	walk(list, i)
	return out
}

// endsInError tells lists that begin with an error; what is printed and set in front of it is lost to nobody.
func endsInError(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Raise:
			return true
		case *ir.CallStmt:
			c, ok := s.X.(*ir.Call)
			if !ok {
				return false
			}
			switch c.Fn {
			case "tsql.throw":
				return true
			case "tsql.raiserror":
				if len(c.Args) < 2 {
					return true
				}
				if n, known := constantInt(c.Args[1].Value); !known || n > 10 {
					return true
				}
			case "tsql.print":
			default:
				return false
			}
		case *ir.Assign, *ir.NullStmt, *ir.CommentStmt:
		default:
			return false
		}
	}
	return false
}

// fallsBehind tells that every site leaves the routine behind its ROLLBACK, or goes on just behind the last statement.
func fallsBehind(sites []*rollbackSite, last ir.Stmt) bool {
	for _, x := range sites {
		if !leaves(x.rest) && !endsWith(last, x.at, x.rest) {
			return false
		}
	}
	return true
}

// endsWith tells that nothing follows the list of a ROLLBACK inside a statement.
func endsWith(s ir.Stmt, at *ir.Rollback, rest []ir.Stmt) bool {
	tail := func(list []ir.Stmt) bool {
		if len(list) == 0 {
			return false
		}
		if len(rest) < len(list) && list[len(list)-1-len(rest)] == ir.Stmt(at) {
			return true
		}
		return endsWith(list[len(list)-1], at, rest)
	}
	switch s := s.(type) {
	case *ir.Rollback:
		return s == at
	case *ir.If:
		for _, b := range branchBodies(s) {
			if tail(b) {
				return true
			}
		}
	case *ir.Block:
		return len(s.Handlers) == 0 && tail(s.Body)
	}
	return false
}

// raisedBefore tells that an error is raised in front of a statement in its list.
func raisedBefore(list []ir.Stmt, i int) bool {
	for k := range list[:min(i, len(list))] {
		if _, call := list[k].(*ir.CallStmt); call && endsInError(list[k:k+1]) {
			return true
		}
	}
	return false
}
