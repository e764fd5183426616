package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// checkSwallow looks for the trap of exception handlers. When a handler runs, PostgreSQL has undone all that the block
// did to the tables before the error; Oracle has undone the failing statement only. It shows where the block changes
// something and can fail later, and a handler goes on instead of raising.
func (p *printer) checkSwallow(b *ir.Block) {
	for _, h := range b.Handlers {
		if catchesCode(h, -24381) {
			continue // its statements run behind the FORALL: see saveHandled
		}
		if s := staleState(b, h); s != nil {
			p.find(diag.HandlerUndoes, s.Span(), "what this changes is undone when the handler WHEN %s runs, which reads it; Oracle keeps it", handlerTitle(h))
			return
		}
		if leavesByError(h.Body) || undoesItself(h) {
			continue
		}
		if s := firstUndone(b.Body, p.em.raiser(raisableBy(h))); s != nil {
			p.find(diag.HandlerUndoes, s.Span(), "what this changes is undone when the handler WHEN %s runs; Oracle keeps it", handlerTitle(h))
			return
		}
	}
}

func handlerTitle(h *ir.Handler) string {
	if h.Others {
		return "OTHERS"
	}
	var names []string
	for _, n := range h.Names {
		names = append(names, strings.ToUpper(n.Last().Text))
	}
	return strings.Join(names, " OR ")
}

// leavesByError tells handlers that raise in the end: then the caller's own handler decides.
func leavesByError(list []ir.Stmt) bool {
	i := lastReal(list)
	if i < 0 {
		return false
	}
	if _, ok := list[i].(*ir.Return); ok {
		return false
	}
	return leaves(list)
}

// undoesItself tells handlers that roll back anyway.
func undoesItself(h *ir.Handler) bool {
	for _, s := range h.Body {
		if _, ok := s.(*ir.Rollback); ok {
			return true
		}
		if !changesNothing(s) {
			break
		}
	}
	return false
}

// catchable is what a handler catches, by the kinds of statement that can raise it.
type catchable struct {
	query, dml, any bool
	named           bool // nothing but exceptions that only code of the sources raises
}

// raiser tells statements that can raise it.
type raiser struct {
	catchable
	called         bool // it looks at a routine that the block calls
	known          *calledFacts
	within, raises map[*ir.Routine]bool // as in calledFacts, of routines that are not there
}

func (em *emitter) raiser(c catchable) raiser {
	return raiser{catchable: c, known: &em.called, within: map[*ir.Routine]bool{}, raises: map[*ir.Routine]bool{}}
}

func raisableBy(h *ir.Handler) catchable {
	if h.Others {
		return catchable{any: true}
	}
	r := catchable{named: true}
	for i, n := range h.Names {
		if i < len(h.Syms) && h.Syms[i] != nil {
			r.any = true
			if d, ok := h.Syms[i].Decl.(*ir.ExceptionDecl); !ok || d.HasCode && (d.Code > -20000 || d.Code < -20999) {
				r.named = false // the database raises it, too
			}
			continue
		}
		r.named = false
		switch n.Last().Key {
		case "NO_DATA_FOUND", "TOO_MANY_ROWS":
			r.query = true
		case "DUP_VAL_ON_INDEX":
			r.dml = true
		default:
			r.any = true
		}
	}
	return r
}

// firstUndone finds a statement that changes something and has one behind it that can raise.
func firstUndone(list []ir.Stmt, r raiser) ir.Stmt {
	var changed ir.Stmt
	for _, s := range list {
		if changed != nil && r.raisedBy(s) {
			return changed
		}
		if d := changes(s); d != nil {
			if changed == nil {
				changed = changesBehind(s)
			}
			if compound(s) && r.raisedAfter(s, d) || r.raisedWithin(d) {
				return d
			}
		}
	}
	return nil
}

// changesBehind is changes for what stands behind s: a branch that ends in RETURN is not left that way.
func changesBehind(s ir.Stmt) ir.Stmt {
	if _, ok := s.(*ir.If); !ok {
		return changes(s)
	}
	for _, list := range alternatives(s) {
		if n := lastReal(list); n >= 0 {
			if _, leaves := list[n].(*ir.Return); leaves {
				continue
			}
		}
		for _, x := range list {
			if d := changes(x); d != nil {
				return d
			}
		}
	}
	return nil
}

// alternatives are the statements of each branch of IF and CASE, and those of ELSE.
func alternatives(s ir.Stmt) (lists [][]ir.Stmt) {
	switch s := s.(type) {
	case *ir.If:
		for _, b := range s.Branches {
			lists = append(lists, b.Body)
		}
		lists = append(lists, s.Else)
	case *ir.CaseStmt:
		for _, b := range s.Whens {
			lists = append(lists, b.Body)
		}
		lists = append(lists, s.Else)
	}
	return lists
}

// raisedWithin tells a call of a routine that can raise once it has changed something: the call is no statement whose failure undoes
// what it did.
func (r raiser) raisedWithin(s ir.Stmt) bool {
	c, ok := s.(*ir.CallStmt)
	if !ok {
		return false
	}
	callee := calledRoutine(c.X)
	return callee != nil && r.undoes(callee)
}

// undoes tells a routine that can raise once it has changed something, and does not catch that itself.
func (r raiser) undoes(callee *ir.Routine) bool {
	if v, ok := r.known.undone[r.catchable][callee]; ok {
		return v
	}
	if v, ok := r.within[callee]; ok {
		return v
	}
	r.within[callee] = false // where it calls itself
	if callee.Body == nil || catchesAll(callee.Body) {
		return false
	}
	in := r
	in.called = true
	r.within[callee] = firstUndone(callee.Body.Body, in) != nil
	return r.within[callee]
}

// compound tells statements that hold others.
func compound(s ir.Stmt) bool {
	switch s.(type) {
	case *ir.Block, *ir.If, *ir.CaseStmt, *ir.Loop, *ir.ForNum, *ir.ForCursor, *ir.ForEach, *ir.Forall:
		return true
	}
	return false
}

// raisedAfter tells that inside a compound statement something can raise once d has been done: in a loop its next round.
func (r raiser) raisedAfter(s ir.Stmt, d ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Loop, *ir.ForNum, *ir.ForCursor, *ir.ForEach, *ir.Forall:
		return r.raisedBy(s)
	case *ir.Block:
		if (len(s.Handlers) == 0 || !catchesAll(s)) && firstUndone(s.Body, r) != nil {
			return true
		}
		for _, h := range s.Handlers {
			if firstUndone(h.Body, r) != nil { // a handler that does something and raises an error
				return true
			}
		}
	case *ir.If, *ir.CaseStmt:
		return slices.ContainsFunc(alternatives(s), func(list []ir.Stmt) bool { return firstUndone(list, r) != nil })
	}
	return false
}

// changes finds the first statement at or below s that changes tables or variables of a package, which are settings of the session.
func changes(s ir.Stmt) ir.Stmt {
	var hit ir.Stmt
	ir.Walk(s, func(n ir.Node) bool {
		if hit != nil {
			return false
		}
		switch n := n.(type) {
		case *ir.ExecDML:
			hit = n
		case *ir.DDL:
			if slices.ContainsFunc(n.Objects, changesLasting) {
				hit = n
			}
		case *ir.SelectStmt:
			if sel := firstSelect(n.Query.Body); sel != nil && ir.MadeKey(sel.IntoTbl) != "" {
				hit = n
			}
		case *ir.Assign:
			if packageVar(n.Target) != nil {
				hit = n
			}
		case *ir.CallStmt:
			if r := calledRoutine(n.X); r != nil && (r.Writes && !r.Autonomous || r.SetsState) {
				hit = n
			}
		}
		return hit == nil
	})
	return hit
}

// calledRoutine is the user's routine behind a call.
func calledRoutine(e ir.Expr) *ir.Routine {
	var sym *ir.Symbol
	switch e := e.(type) {
	case *ir.Call:
		sym = e.Sym
	case *ir.Ref:
		sym = e.Sym
	}
	if sym == nil {
		return nil
	}
	r, _ := sym.Decl.(*ir.Routine)
	return r
}

// raisedBy tells statements that can raise it.
func (r raiser) raisedBy(s ir.Stmt) bool {
	if r.named && r.called {
		return r.raisesOwn(s)
	}
	hit := false
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.SelectInto:
			sel := firstSelect(n.Query.Body)
			hit = hit || r.any || r.query && (sel == nil || !oneRow(sel))
		case *ir.ExecDML:
			hit = hit || r.dml || r.any
		case *ir.ExecImmediate:
			hit = true
		case *ir.CallStmt:
			if c, ok := n.X.(*ir.Call); ok && (strings.HasPrefix(c.Fn, "dbms_output.") || c.Fn == "tsql.print") {
				return false
			}
			hit = true
		case *ir.Call:
			hit = hit || n.Fn == "" || r.any && !harmless[n.Fn]
		case *ir.FetchCursor, *ir.ForCursor, *ir.OpenCursor:
			hit = hit || r.any
		case *ir.Raise:
			hit = true
		case *ir.SelectStmt: // of Transact-SQL
			hit = hit || readsTables(n.Query)
		case *ir.Binary:
			hit = hit || r.any && n.Op == ir.OpDiv
		case *ir.Block:
			return len(n.Handlers) == 0 || !catchesAll(n)
		}
		return !hit
	})
	return hit
}

// raisesOwn tells code that raises an exception by a statement, itself or through what it calls.
func (r raiser) raisesOwn(s ir.Node) bool {
	hit := false
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Raise, *ir.ExecImmediate:
			hit = true
		case *ir.Call:
			callee := calledRoutine(n)
			switch {
			case callee == nil:
				hit = hit || n.Fn == "" || n.Fn == "raise_application_error"
			case callee.Body == nil:
				hit = true
			default:
				hit = hit || r.raisesItself(callee)
			}
		}
		return !hit
	})
	return hit
}

// raisesItself is raisesOwn for a routine.
func (r raiser) raisesItself(callee *ir.Routine) bool {
	if v, ok := r.known.raises[callee]; ok {
		return v
	}
	if v, ok := r.raises[callee]; ok {
		return v
	}
	r.raises[callee] = false // where it calls itself
	r.raises[callee] = r.raisesOwn(callee.Body)
	return r.raises[callee]
}

func catchesAll(b *ir.Block) bool {
	for _, h := range b.Handlers {
		if h.Others && !leavesByError(h.Body) {
			return true
		}
	}
	return false
}

// harmless are built-in functions that fail on no value of the right type.
var harmless = words("upper lower length nvl nvl2 coalesce substr instr replace trim ltrim rtrim sysdate systimestamp user decode lpad rpad abs sign greatest least nullif sqlcode sqlerrm")

// readsTables tells queries with a FROM, which can meet a value that fails.
func readsTables(q *ir.Query) bool {
	sel, ok := q.Body.(*ir.Select)
	return !ok || len(sel.From) > 0
}
