package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// transaction writes COMMIT, ROLLBACK, SAVEPOINT and SET TRANSACTION. PostgreSQL allows them in a procedure that is
// called by CALL outside a transaction block, and never inside a block with exception handlers.
func (p *printer) transaction(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Commit:
		p.endTransaction("COMMIT", s.Sp)
	case *ir.Rollback:
		if p.rt.saved[s] {
			return
		}
		if !s.Savepoint.IsZero() {
			p.find(diag.SavepointRefused, s.Sp, "ROLLBACK TO %s: PL/pgSQL has no savepoints of its own", s.Savepoint.Text)
			p.W("NULL;\n")
			return
		}
		p.endTransaction("ROLLBACK", s.Sp)
	case *ir.Savepoint:
		if p.rt.saved[s] {
			return
		}
		p.find(diag.SavepointRefused, s.Sp, "SAVEPOINT %s: PL/pgSQL has no savepoints of its own", s.Name.Text)
		p.W("NULL;\n")
	case *ir.SetTransaction:
		p.setTransaction(s)
	}
}

// autonomous tells bodies that PRAGMA AUTONOMOUS_TRANSACTION stands in.
func (rt *routineScope) autonomous() bool {
	return rt.r != nil && rt.r.Autonomous || rt.trig != nil && rt.trig.Autonomous
}

func (p *printer) endTransaction(word string, at diag.Span) {
	rt := p.rt
	inFunction := rt.kind == bodyFunction || rt.kind == bodyTrigger
	switch {
	case rt.autonomous() && word == "COMMIT":
		p.W("-- COMMIT: the caller's transaction ends it\n")
		return
	case word == "ROLLBACK" && (inFunction || rt.autonomous() || rt.guarded > 0):
		if rt.handler > 0 {
			p.find(diag.RollbackLeftOut, at, "ROLLBACK in an exception handler is left out: entering the handler has undone the work of its block")
			p.W("-- ROLLBACK: the work of the block is undone already\n")
			return
		}
		p.find(diag.RollbackRefused, at, "ROLLBACK cannot be done here")
		p.W("NULL;\n")
	case inFunction:
		p.find(diag.CommitLeftOut, at, "COMMIT in a function is left out")
		p.W("-- COMMIT: left to the caller\n")
	case rt.guarded > 0:
		p.find(diag.CommitLeftOut, at, "COMMIT inside a block with exception handlers is left out")
		p.W("-- COMMIT: left to the caller\n")
	default:
		p.find(diag.TransactionControl, at, "%s works only when the procedure is called by CALL outside a transaction block", word)
		p.W(word, ";\n")
	}
	rt.found = nil
}

func (p *printer) setTransaction(s *ir.SetTransaction) {
	t := strings.ToUpper(strings.Join(strings.Fields(s.Text), " "))
	switch {
	case strings.Contains(t, "READ ONLY"):
		p.W("SET TRANSACTION READ ONLY;\n")
	case strings.Contains(t, "SERIALIZABLE"):
		p.W("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n")
	case strings.Contains(t, "READ COMMITTED"):
		p.W("SET TRANSACTION ISOLATION LEVEL READ COMMITTED;\n")
	case strings.Contains(t, "READ WRITE"):
		p.W("SET TRANSACTION READ WRITE;\n")
	default:
		p.W("NULL;\n") // a name or a rollback segment: means nothing here
		return
	}
	if p.rt.kind != bodyProcedure {
		p.find(diag.TransactionControl, s.Sp, "SET TRANSACTION must come before the first query of the transaction")
	}
}

// unguard takes what PostgreSQL forbids out of a block with handlers, where the meaning stays:
//   - a COMMIT or ROLLBACK at its end moves behind the block. When a handler ran instead, the work of the block is
//     undone and it commits what the handler left, as Oracle's next COMMIT would, if the handler goes on;
//   - a SAVEPOINT in front of its first change is dropped where handlers roll back to it: entering the block sets one.
//
// The second result is what comes behind the block, nil for nothing to move.
//
// In the main block a handler that goes on gets a RETURN, so that it does not reach what was moved.
func (p *printer) unguard(b *ir.Block, main bool) (*ir.Block, []ir.Stmt) {
	if len(b.Handlers) == 0 || len(b.Body) == 0 {
		return b, nil
	}
	if sp := savepointOf(b.Body); sp != nil {
		p.standsFor(b, sp, nil)
	}
	i := lastReal(b.Body)
	if i < 0 || p.rt.autonomous() || p.rt.kind != bodyProcedure && p.rt.kind != bodyBlock || p.rt.guarded > 0 {
		return b, nil
	}
	if !endsTransaction(b.Body[i]) || !main && !allLeave(b.Handlers) {
		return b, nil
	}
	c := *b
	c.Handlers = nil
	for _, h := range b.Handlers {
		if !leaves(h.Body) && !endsWithTx(h.Body) {
			h2 := *h
			h2.Body = append(append([]ir.Stmt{}, h.Body...), &ir.Return{})
			h = &h2
		}
		c.Handlers = append(c.Handlers, h)
	}
	c.Body = append(append([]ir.Stmt{}, b.Body[:i]...), b.Body[i+1:]...)
	if lastReal(c.Body) < 0 {
		return b, nil
	}
	return &c, []ir.Stmt{b.Body[i]}
}

// allLeave tells that every handler ends the block for good: by RAISE, or by RETURN.
func allLeave(hs []*ir.Handler) bool {
	for _, h := range hs {
		if !leaves(h.Body) && !endsWithTx(h.Body) {
			return false
		}
	}
	return true
}

// endsWithTx tells handlers that end the transaction themselves: one more COMMIT behind them does nothing.
func endsWithTx(list []ir.Stmt) bool {
	for i := len(list) - 1; i >= 0; i-- {
		switch s := list[i].(type) {
		case *ir.Commit:
			return true
		case *ir.Rollback:
			return s.Savepoint.IsZero()
		case *ir.CommentStmt, *ir.NullStmt, *ir.Assign:
			continue
		case *ir.CallStmt:
			if c, ok := s.X.(*ir.Call); ok && strings.HasPrefix(c.Fn, "dbms_output.") {
				continue
			}
			return false
		default:
			return false
		}
	}
	return false
}

// leaves tells lists whose end is never reached.
func leaves(list []ir.Stmt) bool {
	i := lastReal(list)
	if i < 0 {
		return false
	}
	switch s := list[i].(type) {
	case *ir.Raise, *ir.Return, *ir.Goto:
		return true
	case *ir.CallStmt:
		c, ok := s.X.(*ir.Call)
		return ok && c.Fn == "raise_application_error"
	case *ir.If:
		if !s.HasElse || !leaves(s.Else) {
			return false
		}
		for _, b := range s.Branches {
			if !leaves(b.Body) {
				return false
			}
		}
		return true
	case *ir.Block:
		if !leaves(s.Body) {
			return false
		}
		for _, h := range s.Handlers {
			if !leaves(h.Body) {
				return false
			}
		}
		return true
	}
	return false
}

// lastReal is the index of the last statement that is more than a comment, -1 for none.
func lastReal(list []ir.Stmt) int {
	for i := len(list) - 1; i >= 0; i-- {
		if _, ok := list[i].(*ir.CommentStmt); !ok {
			return i
		}
	}
	return -1
}

func endsTransaction(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Commit:
		return true
	case *ir.Rollback:
		return s.Savepoint.IsZero()
	}
	return false
}

// lockTable writes LOCK TABLE.
func (p *printer) lockTable(s *ir.LockTable) {
	names := make([]string, len(s.Tables))
	for i, q := range s.Tables {
		names[i] = p.relation(q, p.em.tableNamed(p.obj.Obj().Schema, q))
	}
	mode := s.Mode
	if mode == "SHARE UPDATE" {
		mode = "ROW SHARE"
	}
	if s.Wait != nil {
		p.W("PERFORM set_config('lock_timeout', ")
		p.exprPrec(s.Wait, precMul)
		p.W(" * 1000 || 'ms', true);\n")
	}
	p.W("LOCK TABLE ", strings.Join(names, ", "), " IN ", mode, " MODE")
	if s.NoWait {
		p.W(" NOWAIT")
	}
	p.W(";\n")
}
