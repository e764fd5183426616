package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlSessionVar writes the functions that tell how the last statement, the transaction or the error stands.
func tsqlSessionVar(p *printer, e *ir.Call, _ []val) val {
	name := strings.TrimPrefix(e.Fn, "tsql.")
	if p.rt == nil {
		p.refuseOnce(diag.TSQLFunction, e.Sp, strings.ToUpper(name), strings.ToUpper(name)+" outside a routine")
		return atom("0", cInt)
	}
	switch name {
	case "@@rowcount", "rowcount_big":
		return atom(p.rowCountVar(), cInt)
	case "@@fetch_status":
		return atom(p.fetchStatus(), cInt)
	case "@@cursor_rows":
		p.refuseOnce(diag.TSQLFunction, e.Sp, "@@CURSOR_ROWS", "@@CURSOR_ROWS: count the rows with a query")
		return atom("-1", cInt)
	case "@@error":
		if p.rt.handler > 0 {
			return p.run("{@error_number}(SQLSTATE)", cInt)
		}
		p.findOnce(diag.TSQLErrorVariable, e.Sp, "@@ERROR is 0 wherever it is asked for")
		return atom("0", cInt)
	case "@@trancount", "xact_state":
		if p.rt.tranOpen != "" {
			return atom(p.rt.tranOpen+"::integer", cInt)
		}
		if p.rt.handler > 0 && p.rt.outerTran == 0 {
			return atom("0", cInt)
		}
		p.findOnce(diag.TSQLTransaction, e.Sp, "%s is 1: a routine always runs in a transaction", strings.ToUpper(name))
		return atom("1", cInt)
	}
	return p.errorFunction(e, name)
}

// errorFunction writes ERROR_MESSAGE() and its kin.
func (p *printer) errorFunction(e *ir.Call, name string) val {
	if p.rt.handler == 0 && !p.rt.caught {
		p.findOnce(diag.TSQLErrorContext, e.Sp, "%s()", strings.ToUpper(name))
		if name == "error_message" || name == "error_procedure" {
			return atom("NULL", cLit).cast("text", cText)
		}
		return atom("NULL", cLit).cast("integer", cInt)
	}
	switch name {
	case "error_message":
		return atom(p.errorPart("message", "SQLERRM"), cText)
	case "error_number":
		return p.run("{@error_number}("+p.errorPart("state", "SQLSTATE")+")", cInt)
	case "error_severity", "error_state":
		p.findOnce(diag.TSQLErrorRank, e.Sp, "%s()", strings.ToUpper(name))
		if name == "error_state" {
			return atom("1", cInt)
		}
		return atom("16", cInt)
	case "error_procedure":
		return atom(quoteLiteral(p.obj.Obj().Name.Last().Text), cLit)
	}
	p.findOnce(diag.TSQLErrorLine, e.Sp, "ERROR_LINE()")
	return atom("0", cInt)
}

// errorPart is what a handler knows of its error, or what one has kept for the statements behind its ROLLBACK.
func (p *printer) errorPart(what, now string) string {
	if p.rt.handler == 0 && p.rt.caught {
		return p.caughtVar(what)
	}
	return now
}

// raiseAgain writes THROW without arguments.
func (p *printer) raiseAgain() {
	if p.rt.handler == 0 && p.rt.caught {
		p.raiseWith(p.caughtVar("message"), p.caughtVar("state"))
		return
	}
	p.W("RAISE;\n")
}
