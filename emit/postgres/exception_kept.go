package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A procedure that a handler calls sees the error in Oracle: SQLCODE there is that of the handler (PL/SQL Language Reference,
// "SQLCODE Function"). PostgreSQL's SQLSTATE is of the handler's own text only, so a handler that calls such a procedure keeps
// its error in settings of the session.

// planErrors finds the routines that ask for an error outside of their handlers, and those that call them there.
func (em *emitter) planErrors() {
	em.errorReaders = map[*ir.Routine]bool{}
	if em.src.Source != ir.Oracle {
		return
	}
	var todo []*ir.Routine
	callers := map[*ir.Routine][]*ir.Routine{}
	read := func(r *ir.Routine) {
		if !em.errorReaders[r] {
			em.errorReaders[r] = true
			todo = append(todo, r)
		}
	}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Body == nil {
			return
		}
		ir.Walk(r.Body, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Handler:
				return false
			case ir.Expr:
				if readsError(n) {
					read(r)
				} else if c := calledRoutine(n); c != nil {
					callers[c] = append(callers[c], r)
				}
			}
			return true
		})
	})
	for ; len(todo) > 0; todo = todo[1:] {
		for _, r := range callers[todo[0]] {
			read(r)
		}
	}
}

// readsError tells SQLCODE, SQLERRM and their kin.
func readsError(e ir.Expr) bool {
	switch builtinName(e) {
	case "sqlcode", "dbms_utility.format_error_backtrace", "dbms_utility.format_error_stack", "utl_call_stack.error_number", "utl_call_stack.error_msg":
		return true
	case "sqlerrm":
		c, ok := e.(*ir.Call)
		return !ok || len(c.Args) == 0
	}
	return false
}

// tellsError tells handlers that call a routine which asks for their error.
func (p *printer) tellsError(h *ir.Handler) bool {
	hit := false
	for _, s := range h.Body {
		ir.Walk(s, func(n ir.Node) bool {
			if e, ok := n.(ir.Expr); ok {
				hit = hit || p.em.errorReaders[calledRoutine(e)]
			}
			return !hit
		})
	}
	return hit
}

// keptError writes SQLCODE, SQLERRM or the backtrace outside of a handler.
func (p *printer) keptError(what string) string {
	p.refuseOnce(diag.ErrorOutsideHandler, diag.Span{}, "outside an exception handler", "outside an exception handler SQLCODE and SQLERRM are those of the handler that called such a routine last, in this transaction")
	return p.helper("kept_error") + "(" + quoteLiteral(what) + ")"
}
