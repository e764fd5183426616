package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A value that is too long, a text that is no number, a number that is too large: Oracle has one error for them in PL/SQL,
// ORA-06502, and others in SQL statements (ORA-12899, ORA-01722, ORA-01438). PostgreSQL has one SQLSTATE for each of them,
// wherever it happens; the stack of the error tells the place.

// handlerStack keeps, at the beginning of a handler, the stack of the error that it is for, where its statements ask for it,
// and passes on an error that Oracle's handler would not get.
func (p *printer) handlerStack(b *ir.Block, h *ir.Handler) {
	p.rt.stack = ""
	backtrace, code := asksForError(h)
	foreign := p.foreignErrors(b, h)
	tells := p.tellsError(h)
	if !backtrace && !tells && !(code && p.rt.handled == 0 && placeMatters(b.Body)) && foreign == "" {
		return
	}
	depth := ""
	if p.rt.handler > 1 { // a handler inside of another one, whose statements may go on to ask
		depth = " " + itoa(p.rt.handler)
	}
	p.rt.stack = p.rt.auxiliary("error_context"+depth, "error_context", "text", "")
	p.W("GET STACKED DIAGNOSTICS ", p.rt.stack, " = PG_EXCEPTION_CONTEXT;\n")
	if foreign != "" {
		p.W("IF ", p.helper("ora_code"), "(SQLSTATE, SQLERRM, ", p.rt.stack, ")", foreign, " THEN\n  RAISE;\nEND IF;\n")
	}
	if tells {
		p.W("PERFORM ", p.helper("keep_error"), "(", p.sqlcode().s, ", ", p.sqlerrm(nil).s, ", ", p.rt.stack, ");\n")
	}
}

// foreignErrors is the test for what a handler of VALUE_ERROR or INVALID_NUMBER catches here and not in Oracle: the one is of
// PL/SQL, the other of SQL statements. It is "" where the block cannot raise that.
func (p *printer) foreignErrors(b *ir.Block, h *ir.Handler) string {
	value, invalid := names(h, "VALUE_ERROR"), names(h, "INVALID_NUMBER")
	test := ""
	switch {
	case h.Others || p.tsql() || value == invalid:
		return ""
	case value && holds(b.Body, changesRows):
		test = " IN (-12899, -1722, -1438)"
	case invalid && placeMatters(b.Body):
		test = " = -6502"
	default:
		return ""
	}
	for _, other := range b.Handlers { // RAISE would pass them by
		if other != h && (other.Others || names(other, "VALUE_ERROR") || names(other, "INVALID_NUMBER") || catchesCode(other, -12899) || catchesCode(other, -6502)) {
			p.find(diag.SharedState, h.Sp, "%s catches errors here that are another one's in Oracle: VALUE_ERROR is of PL/SQL, INVALID_NUMBER of SQL statements", handlerTitle(h))
			return ""
		}
	}
	return test
}

// convertsText tells of TO_NUMBER: that it fails in a SQL statement must stay to be seen.
func convertsText(e ir.Expr) bool {
	hit := false
	eachExpr(e, func(x ir.Expr, _ int) {
		c, ok := x.(*ir.Call)
		hit = hit || ok && c.Fn == "to_number"
	})
	return hit
}

func changesRows(n ir.Node) bool {
	switch n.(type) {
	case *ir.Insert, *ir.Update, *ir.Merge, *ir.MultiInsert:
		return true
	}
	return false
}

// names tells handlers of a predefined exception.
func names(h *ir.Handler, exception string) bool {
	for i, n := range h.Names {
		if (i >= len(h.Syms) || h.Syms[i] == nil) && n.Last().Is(exception) {
			return true
		}
	}
	return false
}

// asksForError tells what a handler reads of its error: the backtrace, SQLCODE or SQLERRM.
func asksForError(h *ir.Handler) (backtrace, code bool) {
	for _, s := range h.Body {
		ir.Walk(s, func(n ir.Node) bool {
			e, ok := n.(ir.Expr)
			if !ok {
				return true
			}
			switch builtinName(e) {
			case "dbms_utility.format_error_backtrace":
				backtrace = true
			case "sqlcode", "sqlerrm", "dbms_utility.format_error_stack", "utl_call_stack.error_depth", "utl_call_stack.error_number", "utl_call_stack.error_msg":
				code = true
			}
			return true
		})
	}
	return backtrace, code
}

// placeMatters tells that the statements may raise the error in PL/SQL: they are not only SQL statements. Those raise what
// ora_code says without a place, unless a routine is called in them.
func placeMatters(list []ir.Stmt) bool {
	for _, s := range list {
		switch s.(type) {
		case *ir.ExecDML:
			if holds([]ir.Stmt{s}, func(n ir.Node) bool {
				c, ok := n.(*ir.Call)
				return ok && calledRoutine(c) != nil
			}) {
				return true
			}
		case *ir.Commit, *ir.Rollback, *ir.Savepoint, *ir.NullStmt, *ir.Raise:
		default:
			return true
		}
	}
	return false
}

// errorArgs are what ora_code and ora_errm are called with: SQLSTATE, SQLERRM and the place, where it matters and is known.
func (p *printer) errorArgs() string {
	switch {
	case p.rt.handled == -6502:
		return "(SQLSTATE, SQLERRM, 'PL/SQL')"
	case p.rt.stack != "":
		return "(SQLSTATE, SQLERRM, " + p.rt.stack + ")"
	}
	return "(SQLSTATE, SQLERRM)"
}

// placed are the error numbers whose SQLSTATE is that of ORA-06502 too, with those that ora_code gives for them.
var placed = map[int][]int{-6502: {-6502}, -12899: {-12899}, -1401: {-12899}, -1722: {-1722}, -1481: {-1722}, -1438: {-1438, -1426}}

// placedCodes splits the numbers of a test of SQLCODE: those that SQLSTATE tells, and those that the place decides.
func (p *printer) placedCodes(list []int) (plain, byPlace []int) {
	for _, n := range list {
		if codes, ok := placed[n]; ok && p.rt.stack != "" {
			byPlace = append(byPlace, codes...)
		} else {
			plain = append(plain, n)
		}
	}
	return plain, byPlace
}
