package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// stackItems are the functions whose value PostgreSQL gives by GET DIAGNOSTICS only: the variable that takes it, and
// the item.
var stackItems = map[string][3]string{
	"dbms_utility.format_error_backtrace": {"error_context", "GET STACKED DIAGNOSTICS ", "PG_EXCEPTION_CONTEXT"},
}

// builtinName is the id of a supplied function that is called, with parentheses or without; "" for anything else.
func builtinName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Call:
		return e.Fn
	case *ir.Ref:
		if e.Sym != nil && e.Sym.Kind == ir.SymSupplied {
			return strings.ToLower(e.Name.Key())
		}
	}
	return ""
}

// hoistBuiltin fetches a stack into a variable before the statement that asks for it. It gives false for all else.
func (p *printer) hoistBuiltin(e ir.Expr) bool {
	name := builtinName(e)
	item, ok := stackItems[name]
	if !ok || strings.Contains(item[1], "STACKED") && p.rt.handler == 0 {
		return false
	}
	p.W(item[1], p.rt.auxiliary(item[0], item[0], "text", ""), " = ", item[2], ";\n")
	return true
}

// doErrorStack writes the functions of DBMS_UTILITY that give an error or a stack as text.
func doErrorStack(p *printer, e *ir.Call, _ []val) val {
	if e.Fn == "dbms_utility.format_error_stack" {
		return p.sqlerrm(nil)
	}
	p.refuseOnce(diag.ErrorStack, e.Sp, "the stack", "the stack has PostgreSQL's words and line numbers")
	if e.Fn == "dbms_utility.format_call_stack" {
		return p.run("{@call_stack}()", cText)
	}
	item := stackItems[e.Fn]
	if p.rt == nil || strings.Contains(item[1], "STACKED") && p.rt.handler == 0 {
		return val{"NULL::text", precCast, cText}
	}
	return atom(p.rt.auxiliary(item[0], item[0], "text", ""), cText)
}
