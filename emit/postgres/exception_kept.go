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
	for grown := true; grown; {
		grown = false
		em.eachRoutine(func(r *ir.Routine) {
			if !em.errorReaders[r] && r.Body != nil && em.readsError(r.Body) {
				em.errorReaders[r] = true
				grown = true
			}
		})
	}
}

// readsError tells that a body asks for an error outside of the handlers in it, or calls what does.
func (em *emitter) readsError(body ir.Node) bool {
	hit := false
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Handler:
			return false
		case ir.Expr:
			hit = hit || em.errorReader(n)
		}
		return !hit
	})
	return hit
}

func (em *emitter) errorReader(e ir.Expr) bool {
	switch builtinName(e) {
	case "sqlcode", "dbms_utility.format_error_backtrace", "dbms_utility.format_error_stack", "utl_call_stack.error_number", "utl_call_stack.error_msg":
		return true
	case "sqlerrm":
		c, ok := e.(*ir.Call)
		return !ok || len(c.Args) == 0
	}
	return em.errorReaders[calledRoutine(e)]
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
