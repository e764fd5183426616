package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// hoistBuiltin fetches what PostgreSQL gives by a statement only, into a variable, before the statement that asks for it:
// the stack of the error that is being handled, and that of the calls. It gives false for any other call.
func (p *printer) hoistBuiltin(c *ir.Call) bool {
	var name, get string
	switch {
	case c.Fn == "dbms_utility.format_error_backtrace" && p.rt.handler > 0:
		name, get = "error_context", "GET STACKED DIAGNOSTICS "
	case c.Fn == "dbms_utility.format_call_stack":
		name, get = "call_context", "GET DIAGNOSTICS "
	default:
		return false
	}
	tmp := p.rt.auxiliary(name, name, "text", "")
	item := "PG_CONTEXT"
	if name == "error_context" {
		item = "PG_EXCEPTION_CONTEXT"
	}
	p.W(get, tmp, " = ", item, ";\n")
	if p.rt.subst == nil {
		p.rt.subst = map[*ir.Call]string{}
	}
	p.rt.subst[c] = tmp
	return true
}

// doErrorStack writes the functions of DBMS_UTILITY that give an error or a stack as text.
func doErrorStack(p *printer, e *ir.Call, _ []val) val {
	if e.Fn == "dbms_utility.format_error_stack" {
		return atom(p.text(func(q *printer) { q.sqlerrm(nil) }), cText)
	}
	p.refuseOnce(diag.ErrorStack, e.Sp, "the stack", "the stack has PostgreSQL's words and line numbers")
	if s, ok := p.substituted(e); ok {
		return atom(s, cText)
	}
	return val{"NULL::text", precCast, cText}
}
