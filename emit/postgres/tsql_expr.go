package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsql tells that the sources are SQL Server's. There resolve has written out every conversion that the types ask for,
// an empty text is a text, and + on texts gives NULL for NULL, as || does here.
func (p *printer) tsql() bool { return p.em.src.Source == ir.SQLServer }

// tsqlVal writes the expressions that SQL Server reads by rules of its own; false for all else.
func (p *printer) tsqlVal(e ir.Expr) (val, bool) {
	switch e := e.(type) {
	case *ir.Binary:
		return p.tsqlBinary(e)
	case *ir.Unary:
		return p.tsqlUnary(e)
	case *ir.Cast:
		if e.Multiset == nil && e.X != nil {
			return p.tsqlCast(e), true
		}
	case *ir.Like:
		return p.tsqlLike(e), true
	case *ir.AtTimeZone:
		return p.tsqlZone(e), true
	case *ir.StringLit:
		return p.tsqlString(e), true
	case *ir.MethodCall:
		return p.tsqlXMLMethod(e)
	}
	return val{}, false
}

// tsqlString writes a text; the character 0, which is possible there, is not here.
func (p *printer) tsqlString(e *ir.StringLit) val {
	if strings.Contains(e.Value, "\x00") {
		p.find(diag.TSQLFunction, e.Sp, "a text with the character 0: text in PostgreSQL cannot hold it")
	}
	return atom(quoteLiteral(strings.ReplaceAll(e.Value, "\x00", "")), cLit)
}

func (p *printer) tsqlUnary(e *ir.Unary) (val, bool) {
	if e.Op == ir.OpNot {
		return val{}, false
	}
	v := p.val(e.X)
	s := v.at(precUnary)
	switch e.Op {
	case ir.OpNeg:
		if strings.HasPrefix(s, "-") {
			s = inParens(s)
		}
		return val{"-" + s, precUnary, v.c}, true
	case ir.OpBitNot:
		if v.c == cBool {
			return val{"NOT " + v.at(precNot), precNot, cBool}, true
		}
		if strings.HasPrefix(s, "-") {
			s = inParens(s)
		}
		return val{"~" + s, precOther, v.c}, true
	}
	return v, true
}

func (p *printer) tsqlBinary(e *ir.Binary) (val, bool) {
	switch e.Op {
	case ir.OpEq, ir.OpNe:
		return p.tsqlEqual(e)
	case ir.OpAdd, ir.OpSub:
		return p.tsqlAdd(e), true
	case ir.OpMul:
		return p.arith2(e), true
	case ir.OpDiv:
		return p.tsqlDivide(e), true
	case ir.OpMod:
		l, r := p.val(e.L), p.val(e.R)
		return val{l.at(precMul) + " % " + r.at(precMul+1), precMul, max(l.c, r.c)}, true
	case ir.OpBitAnd, ir.OpBitOr, ir.OpBitXor:
		if e.Op == ir.OpBitAnd {
			if v, ok := p.updatedBits(e); ok {
				return v, true
			}
		}
		return p.tsqlBits(e)
	}
	return val{}, false
}

// tsqlBits: two bits are combined as truth values.
func (p *printer) tsqlBits(e *ir.Binary) (val, bool) {
	l, r := p.val(e.L), p.val(e.R)
	if l.c != cBool || r.c != cBool {
		if l.c == cBool {
			l = l.cast("int", cInt)
		}
		if r.c == cBool {
			r = r.cast("int", cInt)
		}
		op := map[ir.Op]string{ir.OpBitAnd: " & ", ir.OpBitOr: " | ", ir.OpBitXor: " # "}[e.Op]
		return val{l.at(precOther) + op + r.at(precOther+1), precOther, max(l.c, r.c)}, true
	}
	switch e.Op {
	case ir.OpBitAnd:
		return val{l.at(precAnd) + " AND " + r.at(precAnd+1), precAnd, cBool}, true
	case ir.OpBitOr:
		return val{l.at(precOr) + " OR " + r.at(precOr+1), precOr, cBool}, true
	}
	return val{l.at(precCmp+1) + " <> " + r.at(precCmp+1), precCmp, cBool}, true
}

// tsqlEqual writes a comparison of a bit with 0 or 1 as the truth value that it is.
func (p *printer) tsqlEqual(e *ir.Binary) (val, bool) {
	x, n := bitBeside(e.L, e.R)
	if x == nil {
		if x, n = bitBeside(e.R, e.L); x == nil {
			return val{}, false
		}
	}
	v := p.val(x)
	if v.c != cBool {
		return val{}, false
	}
	if (n == "0") == (e.Op == ir.OpEq) {
		return val{"NOT " + v.at(precNot), precNot, cBool}, true
	}
	return v, true
}

// bitBeside gives the bit that is compared with the constant 0 or 1 on the other side, and that constant.
func bitBeside(a, b ir.Expr) (ir.Expr, string) {
	n := ""
	switch y := unwrap(stripImplicit(b)).(type) {
	case *ir.NumberLit:
		n = y.Text
	case *ir.StringLit:
		switch strings.ToLower(y.Value) {
		case "1", "true":
			n = "1"
		case "0", "false":
			n = "0"
		}
	case *ir.Cast: // CAST(1 AS bit)
		if k, ok := unwrap(y.X).(*ir.NumberLit); ok && y.To.Is(ir.TBit) {
			n = k.Text
		}
	}
	if n != "0" && n != "1" {
		return nil, ""
	}
	x := unwrap(stripImplicit(a))
	if x.Type() == nil || !x.Type().Is(ir.TBit) {
		return nil, ""
	}
	if _, lit := x.(*ir.Cast); lit && n == "" {
		return nil, ""
	}
	return x, n
}

// stripImplicit takes off conversions that resolve has added.
func stripImplicit(e ir.Expr) ir.Expr {
	for {
		c, ok := unwrap(e).(*ir.Cast)
		if !ok || !c.Implicit || c.X == nil {
			return e
		}
		e = c.X
	}
}

// arith2 writes an operator on two numbers. A bit or text among them has been made a number by resolve.
func (p *printer) arith2(e *ir.Binary) val {
	a, b := p.val(e.L), p.val(e.R)
	v := arith(a, b, e.Op)
	if e.Op == ir.OpMul && p.typ(e.L).Is(ir.TMoney) && p.typ(e.R).Is(ir.TMoney) {
		return atom("round("+v.s+", 4)", cNum) // money has four decimals
	}
	if e.Op == ir.OpMul && p.losesDigits(e) {
		return atom("round("+v.s+", "+itoa(p.typ(e).Base().Scale)+")", cNum)
	}
	if v.c == cUnknown {
		v.c = p.derivedClass(e)
	}
	return p.asReal(e, v)
}

// losesDigits tells a product of decimals whose type has no room for all of its digits: 38 at most ("Precision, scale, and length").
func (p *printer) losesDigits(e *ir.Binary) bool {
	t, l, r := p.typ(e).Base(), p.typ(e.L).Base(), p.typ(e.R).Base()
	scale := func(t *ir.Type) int {
		if t.Kind == ir.TMoney {
			return 4
		}
		return t.Scale
	}
	exact := func(t *ir.Type) bool { return t.Is(ir.TDecimal, ir.TMoney, ir.TInt, ir.TBit) }
	return t.Kind == ir.TDecimal && t.Prec == 38 && exact(l) && exact(r) && t.Scale < scale(l)+scale(r)
}

// asReal keeps the single precision of a real beside a number that is none: real has the higher precedence ("Data type
// precedence"), where PostgreSQL computes in double precision.
func (p *printer) asReal(e *ir.Binary, v val) val {
	if t := p.typ(e).Base(); t.Kind != ir.TFloat || t.Bits != 32 {
		return v
	}
	if p.typ(e.L).Is(ir.TFloat) && p.typ(e.R).Is(ir.TFloat) {
		return v
	}
	return v.cast("real", cFloat)
}

// tsqlAdd writes + and -: of numbers, or of a datetime and days.
func (p *printer) tsqlAdd(e *ir.Binary) val {
	l, r := p.typ(e.L), p.typ(e.R)
	sub := e.Op == ir.OpSub
	switch {
	case l.IsDatetime() && r.IsDatetime():
		a, b := p.val(e.L).timestamp(), p.val(e.R).timestamp()
		if sub {
			return val{"timestamp '1900-01-01' + (" + a.at(precAdd) + " - " + b.at(precAdd+1) + ")", precAdd, cTS}
		}
		return val{a.at(precAdd) + " + (" + b.at(precAdd) + " - timestamp '1900-01-01')", precAdd, cTS}
	case l.IsDatetime() && !isUnknown(r):
		return p.tsqlDays(e.L, e.R, sub)
	case r.IsDatetime() && !isUnknown(l) && !sub:
		return p.tsqlDays(e.R, e.L, false)
	}
	if isUnknown(l) || isUnknown(r) {
		p.tsqlUnknownPlus(e, l, r)
	}
	return p.arith2(e)
}

// tsqlUnknownPlus notes a + whose meaning rests on a type that is not known.
func (p *printer) tsqlUnknownPlus(e *ir.Binary, l, r *ir.Type) {
	if e.Op == ir.OpSub || p.isNull(e.L) || p.isNull(e.R) || l.IsNumber() || r.IsNumber() {
		return
	}
	p.findOnce(diag.TypeMatters, e.Sp, "%s: + adds numbers and joins texts; the type of an operand is not known, and it is taken for a number", brief(e, val{}))
}

// tsqlDays adds days to a datetime.
func (p *printer) tsqlDays(d, n ir.Expr, sub bool) val {
	op := " + "
	if sub {
		op = " - "
	}
	v := p.val(d)
	if k, ok := unwrap(n).(*ir.NumberLit); ok && integerText(k.Text) {
		unit := " days'"
		if k.Text == "1" {
			unit = " day'"
		}
		return val{v.at(precAdd) + op + "interval '" + k.Text + unit, precAdd, max(v.c, cTS)}
	}
	days := p.val(n)
	if days.c == cTime { // counts from the first of 1900
		return val{v.at(precAdd) + op + days.at(precAdd+1), precAdd, max(v.c, cTS)}
	}
	return val{v.at(precAdd) + op + days.at(precMul) + " * interval '1 day'", precAdd, max(v.c, cTS)}
}

// tsqlDivide: whole numbers give a whole one; decimals are cut at the scale that SQL Server gives the result ("Precision,
// scale, and length"), where that shows.
func (p *printer) tsqlDivide(e *ir.Binary) val {
	exact := p.exact
	p.exact = false // of this quotient only, not of those in its operands
	a, b := p.val(e.L), p.val(e.R)
	if n, ok := unwrap(e.R).(*ir.NumberLit); ok && p.inSQL && strings.Trim(n.Text, "0.") == "" {
		b.s = "(SELECT " + b.s + ")" // a planner that computes constants would meet the error before the statement runs
	}
	lt, rt := p.typ(e.L).Base(), p.typ(e.R).Base()
	if isUnknown(lt) || isUnknown(rt) {
		p.findOnce(diag.TypeMatters, e.Sp, "%s: whole numbers give a whole quotient; the type of an operand is not known", brief(e, val{}))
		return arith(a, b, ir.OpDiv)
	}
	if e.IntDiv {
		return arith(a, b, ir.OpDiv)
	}
	if a.c.integer() && b.c.integer() { // decimal(p,0), which is stored as a whole number
		a = asNumeric(a)
	}
	v := arith(a, b, ir.OpDiv)
	t := p.typ(e).Base()
	switch {
	case v.c == cFloat || t.Kind == ir.TFloat:
		return p.asReal(e, v)
	case t.Kind == ir.TMoney:
		return atom("trunc("+v.s+", 4)", cNum)
	case t.Kind == ir.TDecimal && t.Prec > 0 && !exact:
		return atom("trunc("+v.s+", "+itoa(t.Scale)+")", cNum)
	}
	v.c = cNum
	return v
}

// tsqlZone writes x AT TIME ZONE z: a datetime gets the zone, a datetimeoffset goes to it.
func (p *printer) tsqlZone(e *ir.AtTimeZone) val {
	zone := p.val(e.Zone)
	if s, ok := unwrap(e.Zone).(*ir.StringLit); ok {
		if name, known := windowsZones[strings.ToLower(s.Value)]; known {
			zone = atom(quoteLiteral(name), cLit)
		} else {
			p.refuseOnce(diag.TSQLTimeZone, e.Sp, s.Value, s.Value+" is a name of Windows' that has no row here; PostgreSQL knows the IANA names")
		}
	} else {
		p.refuseOnce(diag.TSQLTimeZone, e.Sp, "the zone", "the zone is only known at run time: PostgreSQL knows the IANA names (Europe/Berlin), not those of Windows")
	}
	x := p.val(e.X)
	if x.c == cTSTZ {
		return x // an instant, whatever zone it is shown in
	}
	return val{x.timestamp().at(precZone) + " AT TIME ZONE " + zone.at(precZone+1), precZone, cTSTZ}
}
