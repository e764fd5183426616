package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// byMessage are error numbers that share their SQLSTATE with another one: the helper ora_code tells them apart by the
// message. ORA-01426 and ORA-01438 are not among them: "integer out of range" is the first where PLS_INTEGER overflows,
// and the second where a value is too large for a column of NUMBER(6), which is an integer here.
var byMessage = []int{-2291, -2292}

// valueErrors are the SQLSTATEs of what Oracle calls ORA-06502, those that a handler of VALUE_ERROR catches.
var valueErrors = []string{"22001", "22003", "22004", "22023", "22P02"}

// errorStates gives the SQLSTATEs of an Oracle error number that PostgreSQL raises itself. Several numbers may share one
// (ORA-04043, ORA-01418 and ORA-02289 are among them), so a test of SQLCODE for a number is better made on SQLSTATE,
// which has them all, than on the one number that ora_code gives for it.
func errorStates(code int) []string {
	s, ok := oraStates[code]
	switch {
	case code == -6502:
		return valueErrors
	case !ok || slices.Contains(byMessage, code):
		return nil
	}
	return []string{s}
}

// isSQLCode tells SQLCODE in a handler where it is not known beforehand.
func (p *printer) isSQLCode(e ir.Expr) bool {
	c, ok := unwrap(e).(*ir.Call)
	return ok && c.Fn == "sqlcode" && p.rt != nil && p.rt.handler > 0 && p.rt.handled == 0
}

// errorTest writes a comparison of SQLCODE with constants as one of SQLSTATE; ok is false for what is none.
func (p *printer) errorTest(x ir.Expr, list []ir.Expr, not bool) (v val, ok bool) {
	if !p.isSQLCode(x) {
		return v, false
	}
	var codes []int
	for _, e := range list {
		n, constant := constantInt(e)
		if !constant || errorStates(n) == nil {
			return v, false
		}
		codes = append(codes, n)
	}
	p.sharedCode(x, codes)
	plain, byPlace := p.placedCodes(codes)
	var states []string
	for _, n := range plain {
		for _, s := range errorStates(n) {
			if q := quoteLiteral(s); !slices.Contains(states, q) {
				states = append(states, q)
			}
		}
	}
	if len(byPlace) == 0 {
		return among("SQLSTATE", states, not), true
	}
	var numbers []string
	for _, n := range byPlace {
		numbers = append(numbers, itoa(n))
	}
	v = among(p.sqlcode().s, numbers, not)
	switch {
	case len(states) == 0:
		return v, true
	case not:
		return val{v.s + " AND " + among("SQLSTATE", states, not).s, precAnd, cBool}, true
	}
	return val{v.s + " OR " + among("SQLSTATE", states, not).s, precOr, cBool}, true
}

// among writes that a value is one of a list, or none of it.
func among(x string, list []string, not bool) val {
	op, in := " = ", " IN "
	if not {
		op, in = " <> ", " NOT IN "
	}
	if len(list) == 1 {
		return val{x + op + list[0], precCmp, cBool}
	}
	return val{x + in + "(" + strings.Join(list, ", ") + ")", precLike, cBool}
}

// errorCompare is errorTest for SQLCODE = number and SQLCODE <> number, either way round.
func (p *printer) errorCompare(l, r ir.Expr, op ir.Op) (val, bool) {
	if op != ir.OpEq && op != ir.OpNe {
		return val{}, false
	}
	if p.isSQLCode(r) {
		l, r = r, l
	}
	return p.errorTest(l, []ir.Expr{r}, op == ir.OpNe)
}
