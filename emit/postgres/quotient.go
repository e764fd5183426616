package postgres

import (
	"math/big"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Oracle's NUMBER keeps 38 to 40 digits of a quotient that does not end (SQL Language Reference, "NUMBER Data Type"),
// PostgreSQL's numeric 16 to 20. Rounded results are the same; the functions here find where the rest shows.

// wholeParts are the functions that a last digit can carry over to the next whole number: 2 / 3 * 3 is a little more
// than 2, so that its CEIL is 3 where Oracle's rounding to 40 digits has made 2 of it.
var wholeParts = words("ceil floor trunc mod")

// checkQuotient tells the reviewer of a whole part of a sum or product with such a quotient in it.
func (p *printer) checkQuotient(e *ir.Call) {
	if wholeParts[e.Fn] && len(e.Args) > 0 && p.combinesQuotient(e.Args[0].Value) {
		p.findOnce(diag.QuotientDigits, e.Sp, "%s of a sum or product with a quotient in it", strings.ToUpper(e.Fn))
	}
}

// checkQuotients does the same for a comparison.
func (p *printer) checkQuotients(l, r ir.Expr, op ir.Op) {
	if (op == ir.OpEq || op == ir.OpNe) && (p.combinesQuotient(l) || p.combinesQuotient(r)) {
		p.findOnce(diag.QuotientDigits, l.Span(), "a sum or product with a quotient in it is compared for equality")
	}
}

// combinesQuotient tells a sum or product in which a quotient stands that does not end. A bare quotient is the same in
// both as far as whole numbers and ends go.
func (p *printer) combinesQuotient(e ir.Expr) bool {
	b, ok := unwrap(plainCast(e)).(*ir.Binary)
	return ok && b.Op != ir.OpDiv && p.endless(b)
}

// endless tells an expression that holds a quotient, or an average, whose digits may not end.
func (p *printer) endless(e ir.Expr) bool {
	if p.tsql() || e == nil {
		return false
	}
	switch e := unwrap(plainCast(e)).(type) {
	case *ir.Unary:
		return e.Op == ir.OpNeg && p.endless(e.X)
	case *ir.Binary:
		switch e.Op {
		case ir.OpDiv:
			if e.IntDiv || p.isFloat(e.L) || p.isFloat(e.R) || p.typ(e.L).IsInterval() {
				return false
			}
			if l, r := constant(e.L), constant(e.R); l != nil && r != nil && r.Sign() != 0 {
				return !ends(new(big.Rat).Quo(l, r).Denom())
			}
			k := constant(e.R)
			return k == nil || !ends(k.Num()) || p.endless(e.L)
		case ir.OpAdd, ir.OpSub, ir.OpMul:
			return p.endless(e.L) || p.endless(e.R)
		}
	case *ir.Call:
		switch e.Fn {
		case "avg":
			return len(e.Args) > 0 && !p.isFloat(e.Args[0].Value)
		case "coalesce", "nvl", "abs", "greatest", "least", "sum", "max", "min":
			for _, a := range e.Args {
				if !a.Star && p.endless(a.Value) {
					return true
				}
			}
		}
	}
	return false
}

func (p *printer) isFloat(e ir.Expr) bool { return p.typ(e).Is(ir.TFloat) }

// plainCast looks through conversions that keep the value.
func plainCast(e ir.Expr) ir.Expr {
	if c, ok := unwrapNil(e).(*ir.Cast); ok && c.Implicit && c.To.IsNumber() && c.To.Prec == 0 {
		return plainCast(c.X)
	}
	return e
}

// ends tells a divisor by which every whole number's quotient ends: a product of twos and fives.
func ends(n *big.Int) bool {
	n = new(big.Int).Abs(n)
	for _, f := range []int64{2, 5} {
		factor, rest := big.NewInt(f), new(big.Int)
		for n.Sign() > 0 {
			q, m := new(big.Int).QuoRem(n, factor, rest)
			if m.Sign() != 0 {
				break
			}
			n = q
		}
	}
	return n.Cmp(big.NewInt(1)) == 0
}
