package postgres

import (
	"math/big"

	"github.com/crosswalk-db/crosswalk/ir"
)

var (
	maxInt = big.NewInt(1<<31 - 1)
	maxBig = new(big.Int).SetUint64(1<<63 - 1)
	// maxLength is the longest VARCHAR2: what LENGTH and its like give for all but a large LOB.
	maxLength = big.NewInt(32767)
)

// widened writes a sum, difference or product. Where the declared digits allow a result beyond integer or bigint,
// which Oracle's NUMBER holds, the leftmost operand of the chain is cast.
func (p *printer) widened(e *ir.Binary, a, b val) val {
	if !a.c.integer() || !b.c.integer() {
		return arith(a, b, e.Op)
	}
	m := p.magnitude(e)
	switch {
	case m == nil:
	case m.Cmp(maxBig) > 0:
		a = p.castFirst(e.L, e.Op, "numeric", cNum)
	case m.Cmp(maxInt) > 0 && a.c == cInt && b.c == cInt:
		a = p.castFirst(e.L, e.Op, "bigint", cBig)
	}
	return arith(a, b, e.Op)
}

// castFirst writes an operand with a cast at the first operand of its chain of like operators.
func (p *printer) castFirst(e ir.Expr, op ir.Op, typ string, c class) val {
	b, ok := e.(*ir.Binary)
	if !ok || (b.Op == ir.OpMul) != (op == ir.OpMul) || b.Op != ir.OpMul && b.Op != ir.OpAdd && b.Op != ir.OpSub {
		return p.toNumber(p.val(e), e).cast(typ, c)
	}
	return arith(p.castFirst(b.L, op, typ, c), p.toNumber(p.val(b.R), b.R), b.Op)
}

// magnitude is the largest absolute value that an expression's declared digits allow; nil when not told. PLS_INTEGER
// is not told: it overflows in Oracle too.
func (p *printer) magnitude(e ir.Expr) *big.Int {
	switch e := unwrap(e).(type) {
	case *ir.NumberLit:
		if integerText(e.Text) {
			n, _ := new(big.Int).SetString(e.Text, 10)
			return n
		}
	case *ir.Unary:
		if e.Op == ir.OpNeg {
			return p.magnitude(e.X)
		}
	case *ir.Binary:
		a, b := p.magnitude(e.L), p.magnitude(e.R)
		if e.Op == ir.OpMul {
			a, b = p.counted(e.L, a, e.R), p.counted(e.R, b, e.L)
		}
		if a == nil || b == nil {
			return nil
		}
		switch e.Op {
		case ir.OpMul:
			return new(big.Int).Mul(a, b)
		case ir.OpAdd, ir.OpSub:
			return new(big.Int).Add(a, b)
		}
	case *ir.Call:
		switch e.Fn {
		case "length", "lengthb", "instr", "ascii":
			return maxLength
		}
	case *ir.Ref:
		return p.digitsOf(e)
	}
	return nil
}

// counted gives a PLS_INTEGER beside a NUMBER, where Oracle computes with NUMBERs, the size of a usual counter.
func (p *printer) counted(e ir.Expr, m *big.Int, other ir.Expr) *big.Int {
	r, ok := unwrap(e).(*ir.Ref)
	if m != nil || !ok || !p.typ(r).Is(ir.TInt) {
		return m
	}
	number := false
	eachExpr(other, func(x ir.Expr, _ int) {
		if n, ok := x.(*ir.Ref); ok && p.digitsOf(n) != nil {
			number = true
		}
	})
	if !number {
		return nil
	}
	return maxLength
}

// digitsOf is the largest value of a column, variable or parameter of a whole number type of up to 18 digits.
func (p *printer) digitsOf(e *ir.Ref) *big.Int {
	if e.Sym == nil {
		return nil
	}
	t := p.typ(e)
	if q, ok := e.Sym.Decl.(*ir.Param); ok && q.Inferred != nil {
		t = q.Inferred
	}
	b := t.Base()
	if b.Kind != ir.TDecimal || !b.IsInteger() || b.Prec > 18 {
		return nil
	}
	n := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(b.Prec-b.Scale)), nil)
	return n.Sub(n, big.NewInt(1))
}
