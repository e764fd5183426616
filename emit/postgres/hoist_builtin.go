package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

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

// doErrorStack writes the functions of DBMS_UTILITY that give an error or a stack as text.
func doErrorStack(p *printer, e *ir.Call, _ []val) val {
	if e.Fn == "dbms_utility.format_error_stack" {
		return p.sqlerrm(nil)
	}
	p.refuseOnce(diag.ErrorStack, e.Sp, "the stack", "the stack has PostgreSQL's words and line numbers")
	if e.Fn == "dbms_utility.format_call_stack" {
		return p.run("{@call_stack}()", cText)
	}
	if p.rt != nil && p.rt.handler == 0 && p.em.errorReaders[p.rt.r] {
		return atom(p.keptError("stack"), cText)
	}
	if p.rt == nil || p.rt.handler == 0 || p.rt.stack == "" {
		return val{"NULL::text", precCast, cText}
	}
	return atom(p.rt.stack, cText)
}

// doStackError writes what UTL_CALL_STACK tells of the error that is handled: the stack has that one here. Of other places of
// the stack nothing is known.
func doStackError(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) > 0 {
		if n, ok := constantInt(e.Args[0].Value); !ok || n != 1 {
			return p.noRow(e)
		}
	}
	p.refuseOnce(diag.ErrorStack, e.Sp, "the stack of errors", "the stack of errors has one error, the one that is handled")
	switch e.Fn {
	case "utl_call_stack.error_number":
		return p.run("abs({1})", cInt, p.sqlcode())
	case "utl_call_stack.error_msg":
		return p.run(`regexp_replace({1}, '^ORA-\d+: ', '')`, cText, p.sqlerrm(nil))
	}
	code := p.sqlcode()
	return val{"CASE WHEN " + code.at(precCmp) + " = 0 THEN 0 ELSE 1 END", precAtom, cInt}
}
