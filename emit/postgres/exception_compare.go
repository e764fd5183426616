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
	var states []string
	var codes []int
	for _, e := range list {
		n, constant := constantInt(e)
		s := errorStates(n)
		if !constant || s == nil {
			return v, false
		}
		codes = append(codes, n)
		for _, s := range s {
			if q := quoteLiteral(s); !slices.Contains(states, q) {
				states = append(states, q)
			}
		}
	}
	p.sharedCode(x, codes)
	switch {
	case len(states) > 1 && not:
		return val{"SQLSTATE NOT IN (" + strings.Join(states, ", ") + ")", precLike, cBool}, true
	case len(states) > 1:
		return val{"SQLSTATE IN (" + strings.Join(states, ", ") + ")", precLike, cBool}, true
	case not:
		return val{"SQLSTATE <> " + states[0], precCmp, cBool}, true
	}
	return val{"SQLSTATE = " + states[0], precCmp, cBool}, true
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
