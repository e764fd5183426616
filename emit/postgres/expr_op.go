package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func (p *printer) unary(e *ir.Unary) val {
	if e.Op == ir.OpNot {
		was := p.negated
		p.negated = true
		x := p.condVal(e.X)
		p.negated = was
		return val{"NOT " + x.at(precNot), precNot, cBool}
	}
	v := p.toNumber(p.val(e.X), e.X)
	s := v.at(precUnary)
	switch e.Op {
	case ir.OpNeg:
		if strings.HasPrefix(s, "-") {
			s = inParens(s)
		}
		return val{"-" + s, precUnary, v.c}
	case ir.OpBitNot:
		return val{"~" + s, precOther, v.c}
	}
	return v
}

func (p *printer) binary(e *ir.Binary) val {
	switch e.Op {
	case ir.OpAdd, ir.OpSub, ir.OpMul, ir.OpDiv, ir.OpConcat:
		p.refuseList(e)
	}
	switch e.Op {
	case ir.OpAnd, ir.OpOr:
		return p.logic(e)
	case ir.OpEq, ir.OpNe, ir.OpLt, ir.OpLe, ir.OpGt, ir.OpGe:
		return p.compare(e.L, e.R, e.Op)
	case ir.OpDistinct, ir.OpNotDistinct:
		l, r := p.comparable(e.L, e.R)
		return val{l.at(precIs+1) + " IS " + not(e.Op == ir.OpNotDistinct) + "DISTINCT FROM " + r.at(precIs+1), precIs, cBool}
	case ir.OpAdd, ir.OpSub:
		return p.addSub(e)
	case ir.OpMul:
		return p.multiply(e)
	case ir.OpDiv:
		return p.divide(e)
	case ir.OpConcat:
		return p.concat(e)
	case ir.OpPow:
		return p.power(p.val(e.L), p.val(e.R))
	case ir.OpMod:
		l, r := p.val(e.L), p.val(e.R)
		return val{l.at(precMul) + " % " + r.at(precMul+1), precMul, l.c}
	case ir.OpBitAnd, ir.OpBitOr, ir.OpBitXor:
		op := map[ir.Op]string{ir.OpBitAnd: " & ", ir.OpBitOr: " | ", ir.OpBitXor: " # "}[e.Op]
		l, r := p.val(e.L), p.val(e.R)
		return val{l.at(precOther) + op + r.at(precOther+1), precOther, l.c}
	}
	return atom(p.text(func(q *printer) { q.multiset(e) }), cOther)
}

// refuseList refuses a list in parentheses where an operator wants one value: mostly the name of a function is missing in
// front of it. The sources' databases refuse it when the routine is compiled (PLS-00382, error 102).
func (p *printer) refuseList(e *ir.Binary) {
	for _, x := range []ir.Expr{e.L, e.R} {
		if t, ok := unwrap(x).(*ir.Tuple); ok && len(t.Items) > 1 {
			p.findOnce(diag.StmtNotConverted, t.Sp, "a list in parentheses stands where one value is wanted")
		}
	}
}

// lineWidth is where conditions, concatenations and CASE begin to be broken into lines.
const lineWidth = 90

// logic writes a chain of AND or OR.
func (p *printer) logic(e *ir.Binary) val {
	prec, word := precAnd, "AND "
	if e.Op == ir.OpOr {
		prec, word = precOr, "OR "
	}
	var parts []string
	var walk func(x ir.Expr)
	walk = func(x ir.Expr) {
		if v, ok := p.substituted(x); ok {
			parts = append(parts, v)
			return
		}
		if b, ok := x.(*ir.Binary); ok && b.Op == e.Op {
			walk(b.L)
			walk(b.R)
			return
		}
		parts = append(parts, p.condVal(x).at(prec+1))
	}
	walk(e)
	one := strings.Join(parts, " "+word)
	if len(one) <= lineWidth && !p.brokenInSource(e) || strings.Contains(one, "\x00") {
		return val{one, prec, cBool}
	}
	return val{strings.Join(parts, "\n"+word), prec, cBool}
}

// brokenInSource tells whether the source has the operands of a chain on several lines.
func (p *printer) brokenInSource(e *ir.Binary) bool {
	if e.Sp.IsZero() {
		return false // joined by a pass
	}
	l, r := e.L.Span(), e.R.Span()
	if l.IsZero() || r.IsZero() || l.File != r.File || r.Start < l.End || r.Start > len(l.File.Text) {
		return false
	}
	if strings.Contains(l.File.Text[l.End:r.Start], "\n") {
		return true
	}
	b, ok := e.L.(*ir.Binary)
	return ok && b.Op == e.Op && p.brokenInSource(b)
}

var opText = map[ir.Op]string{ir.OpEq: "=", ir.OpNe: "<>", ir.OpLt: "<", ir.OpLe: "<=", ir.OpGt: ">", ir.OpGe: ">="}

// compare writes l op r after bringing both to one type, as Oracle does: text beside a number becomes a
// number, text beside a date a date.
func (p *printer) compare(l, r ir.Expr, op ir.Op) val {
	if (op == ir.OpEq || op == ir.OpNe) && p.collectionOf(l) && p.collectionOf(r) {
		return p.sameElements(l, r, op)
	}
	if v, ok := p.errorCompare(l, r, op); ok {
		return v
	}
	if op != ir.OpEq && op != ir.OpNe && (p.isHierarchy(l) || p.isHierarchy(r)) {
		return val{p.hierarchyKey(p.val(l).s) + " " + opText[op] + " " + p.hierarchyKey(p.val(r).s), precCmp, cBool}
	}
	p.checkQuotients(l, r, op)
	p.notTruth(l, r)
	a, b := p.comparable(l, r)
	if op != ir.OpEq || p.negated {
		a, b = p.neverEmpty(a, l), p.neverEmpty(b, r)
	}
	return val{a.at(precCmp+1) + " " + opText[op] + " " + b.at(precCmp+1), precCmp, cBool}
}

// notTruth refuses a condition that is compared with a number, a text or a date: Oracle refuses it as well, and PostgreSQL has
// a boolean there.
func (p *printer) notTruth(l, r ir.Expr) {
	a, b := isCondition(l), isCondition(r)
	if a == b || p.tsql() {
		return
	}
	e, other := l, r
	if b {
		e, other = r, l
	}
	if t := p.typ(other); t != nil && (t.IsNumber() || t.IsString() || t.IsDatetime()) {
		p.find(diag.ExpressionNotKnown, e.Span(), "a condition is compared with a value that is no boolean")
	}
}

// isCondition tells expressions that are written as a condition.
func isCondition(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.In, *ir.Between, *ir.Like, *ir.IsNull, *ir.Exists:
		return true
	case *ir.Binary:
		_, compares := opText[e.Op]
		return e.Op == ir.OpAnd || e.Op == ir.OpOr || compares
	}
	return false
}

// neverEmpty makes an empty text NULL where a comparison with it would come out true, as in x <> 'a'.
func (p *printer) neverEmpty(v val, e ir.Expr) val {
	if p.emptyable(e) {
		return nullifEmpty(v)
	}
	return v
}

func (p *printer) comparable(l, r ir.Expr) (val, val) {
	if p.tsql() {
		return p.tsqlComparable(l, r)
	}
	a, b := p.val(l), p.val(r)
	a = p.alike(a, l, b, r)
	b = p.alike(b, r, a, l)
	return p.comparePadded(a, l, b, r)
}

// alike converts v for a comparison with o.
func (p *printer) alike(v val, e ir.Expr, o val, oe ir.Expr) val {
	switch {
	case v.c == cChar || v.c == cText || v.c == cLit:
		switch {
		case o.c == cTid && v.c != cLit:
			return v.cast("tid", cTid)
		case o.c.number() && !p.isNull(e):
			return p.toNumber(v, e)
		case o.c.datetime() && !p.isNull(e):
			return p.textToDate(v, e, p.typ(oe))
		case o.c == cBytes && v.c != cLit:
			return atom("decode("+v.s+", 'hex')", cBytes)
		}
	}
	return v
}

func (p *printer) isNull(e ir.Expr) bool {
	_, ok := unwrap(e).(*ir.NullLit)
	return ok
}

// comparePadded: Oracle compares a CHAR with a VARCHAR2 by the CHAR's trailing blanks too. In PL/SQL they are written;
// in SQL, where an index on the column would be lost, it is told.
func (p *printer) comparePadded(a val, l ir.Expr, b val, r ir.Expr) (val, val) {
	switch {
	case a.c == cChar && b.c == cText:
		a = p.paddedOperand(a, l)
	case a.c == cText && b.c == cChar:
		b = p.paddedOperand(b, r)
	}
	return a, b
}

func (p *printer) paddedOperand(v val, e ir.Expr) val {
	if p.charLen(e) < 2 {
		return v
	}
	if !p.inSQL {
		return p.padded(v, e)
	}
	p.find(diag.CharPadding, e.Span(), "%s is CHAR(%d) and is compared with a VARCHAR2: Oracle counts the trailing blanks, PostgreSQL does not", v.s, p.charLen(e))
	return v
}

// addSub writes + and -, which on dates count in days.
func (p *printer) addSub(e *ir.Binary) val {
	l, r := p.typ(e.L), p.typ(e.R)
	sub := e.Op == ir.OpSub
	switch {
	case l.IsDatetime() && r.IsDatetime():
		return p.dateDiff(e, l, r)
	case l.IsDatetime() && (r.IsNumber() || r.IsString() || isUnknown(r) && p.looksNumeric(e.R)):
		return p.addDays(e.L, e.R, sub)
	case r.IsDatetime() && l.IsNumber() && !sub:
		return p.addDays(e.R, e.L, false)
	case l.IsDatetime() && isUnknown(r), r.IsDatetime() && isUnknown(l):
		p.find(diag.TypeMatters, e.Sp, "%s: a date and an operand of unknown type; written as it is, which is right for an interval", e.Sp.Text())
	case isUnknown(l) && isUnknown(r) || l.IsInterval() || r.IsInterval() || l.IsDatetime() || r.IsDatetime():
	default:
		a, b := p.toNumber(p.val(e.L), e.L), p.toNumber(p.val(e.R), e.R)
		return p.widened(e, a, b)
	}
	if v, ok := p.addYears(e, l, r); ok {
		return v
	}
	a, b := p.val(e.L), p.val(e.R)
	v := arith(a, b, e.Op)
	switch {
	case a.c.datetime() && b.c == cInterval:
		v.c = max(a.c, cTS)
	case b.c.datetime() && a.c == cInterval:
		v.c = max(b.c, cTS)
	}
	return v
}

func isUnknown(t *ir.Type) bool { return t.Is(ir.TUnknown, ir.TNull) }

// looksNumeric tells what can only be a number by its shape.
func (p *printer) looksNumeric(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.NumberLit:
		return true
	case *ir.Binary:
		return e.Op == ir.OpMul && p.looksNumeric(e.R) || e.Op == ir.OpDiv
	}
	return false
}

func arith(a, b val, op ir.Op) val {
	s, prec := " + ", precAdd
	switch op {
	case ir.OpSub:
		s = " - "
	case ir.OpMul:
		s, prec = " * ", precMul
	case ir.OpDiv:
		s, prec = " / ", precMul
	}
	return val{a.at(prec) + s + b.at(prec+1), prec, wider(a.c, b.c)}
}

// wider is the class of an arithmetic result.
func wider(a, b class) class {
	switch {
	case a == cLit:
		return b
	case b == cLit:
		return a
	case a == cInterval || b == cInterval:
		return cInterval
	case a.number() && b.number():
		return max(a, b)
	}
	return cUnknown
}

// multiply writes a product.
func (p *printer) multiply(e *ir.Binary) val {
	if v, ok := p.scaledDiff(e); ok {
		return v
	}
	a, b := p.toNumber(p.val(e.L), e.L), p.toNumber(p.val(e.R), e.R)
	return p.widened(e, a, b)
}

// divide writes the exact quotient: PostgreSQL's / of two integers truncates.
func (p *printer) divide(e *ir.Binary) val {
	if v, ok := p.scaledDiff(e); ok {
		return v
	}
	if p.typ(e.L).IsInterval() {
		return arith(p.val(e.L), p.toNumber(p.val(e.R), e.R), ir.OpDiv)
	}
	a, b := p.toNumber(p.val(e.L), e.L), p.toNumber(p.val(e.R), e.R)
	if e.IntDiv {
		return arith(a, b, ir.OpDiv)
	}
	if a.c == cNum || a.c == cFloat || b.c == cNum || b.c == cFloat {
		return arith(a, b, ir.OpDiv)
	}
	if f := decimalLit(b); f != "" {
		return val{a.at(precMul) + " / " + f, precMul, cNum}
	}
	if f := decimalLit(a); f != "" {
		return val{f + " / " + b.at(precMul+1), precMul, cNum}
	}
	return arith(a.cast("numeric", cNum), b, ir.OpDiv)
}

// decimalLit gives an integer constant with a decimal point, "" for all else.
func decimalLit(v val) string {
	if integerText(v.s) {
		return v.s + ".0"
	}
	return ""
}

func (p *printer) power(a, b val) val {
	if a.c != cNum && a.c != cFloat {
		a = asNumeric(a)
	}
	return atom("power("+a.s+", "+b.s+")", wider(a.c, b.c))
}

// asNumeric makes a number exact decimal.
func asNumeric(v val) val {
	if v.c == cNum {
		return v
	}
	if f := decimalLit(v); f != "" {
		return atom(f, cNum)
	}
	return v.cast("numeric", cNum)
}

// concat writes Oracle's ||, to which NULL is an empty text: with || where no operand can be NULL, with
// concat() otherwise.
func (p *printer) concat(e *ir.Binary) val {
	var ops []ir.Expr
	var walk func(x ir.Expr)
	walk = func(x ir.Expr) {
		if b, ok := x.(*ir.Binary); ok && b.Op == ir.OpConcat && b.NullIsEmpty == e.NullIsEmpty {
			walk(b.L)
			walk(b.R)
			return
		}
		if n, ok := unwrap(x).(*ir.NullLit); ok && e.NullIsEmpty {
			_ = n
			return
		}
		ops = append(ops, x)
	}
	walk(e)
	switch len(ops) {
	case 0:
		return atom("NULL", cLit)
	case 1:
		return p.toText(p.val(ops[0]), ops[0])
	}
	if p.rawConcat(ops) {
		return p.byteConcat(ops)
	}
	parts := make([]val, len(ops))
	nullable := false
	for i, x := range ops {
		parts[i] = p.concatArg(p.padded(p.val(x), x), x)
		null := e.NullIsEmpty && p.nullable(x)
		if p.fixed {
			parts[i] = p.toText(parts[i], x)
			if null {
				parts[i] = p.run("coalesce({1}, '')", cText, parts[i])
			}
			continue
		}
		nullable = nullable || null
	}
	if !nullable && !parts[0].c.text() && !parts[1].c.text() && parts[0].c != cLit && parts[1].c != cLit {
		parts[0] = parts[0].cast("text", cText)
	}
	return p.joinConcat(parts, nullable, p.brokenInSource(e))
}

func (p *printer) joinConcat(parts []val, nullable, broken bool) val {
	text := make([]string, len(parts))
	total := 0
	for i, v := range parts {
		text[i] = v.at(precOther + 1)
		if nullable {
			text[i] = v.s
		}
		total += len(text[i]) + 4
	}
	if nullable {
		for len(text) > maxFuncArgs {
			text = append([]string{"concat(" + strings.Join(text[:maxFuncArgs], ", ") + ")"}, text[maxFuncArgs:]...)
		}
		if broken && total > lineWidth {
			return atom("concat("+strings.Join(text, ",\n"+concatPad)+")", cText)
		}
		return atom("concat("+strings.Join(text, ", ")+")", cText)
	}
	sep := " || "
	if broken && total > lineWidth {
		sep = "\n|| "
	}
	return val{strings.Join(text, sep), precOther, cText}
}

const concatPad = "  "

// maxFuncArgs is FUNC_MAX_ARGS: how many arguments a call may have.
const maxFuncArgs = 100

// charLen is the length of a CHAR, through functions that keep it.
func (p *printer) charLen(e ir.Expr) int {
	if c, ok := unwrap(e).(*ir.Call); ok && len(c.Args) == 1 {
		switch c.Fn {
		case "upper", "lower", "initcap":
			return p.charLen(c.Args[0].Value)
		}
	}
	return p.typ(e).Base().Len
}

// rawConcat tells whether RAW or BLOB values are joined, which Oracle does byte by byte when both are.
func (p *printer) rawConcat(ops []ir.Expr) bool {
	for _, x := range ops {
		if !p.typ(x).Is(ir.TBytes, ir.TBlob) {
			return false
		}
	}
	return true
}

func (p *printer) byteConcat(ops []ir.Expr) val {
	s := make([]string, len(ops))
	for i, x := range ops {
		v := p.arg(x, 'r')
		s[i] = v.at(precOther + 1)
		if p.nullable(x) {
			s[i] = "coalesce(" + v.s + ", '')"
		}
	}
	return val{strings.Join(s, " || "), precOther, cBytes}
}

// oneCharVariable tells variables of CHAR(1), which go through a text character by character, blanks among them. A column of CHAR(1)
// holds a flag.
func oneCharVariable(e ir.Expr) bool {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.Ref:
		if x.Sym != nil && x.Sym.Kind == ir.SymVar {
			b := x.Type().Base()
			return b.Kind == ir.TChar && b.Len == 1
		}
	case *ir.Call:
		switch x.Fn {
		case "upper", "lower", "initcap":
			return len(x.Args) == 1 && oneCharVariable(x.Args[0].Value)
		}
	}
	return false
}

// padded keeps the trailing blanks of a CHAR(n), which PostgreSQL drops when it becomes text.
func (p *printer) padded(v val, e ir.Expr) val {
	n := p.charLen(e)
	if v.c != cChar || n < 1 || n == 1 && !oneCharVariable(e) {
		return v
	}
	return atom("rpad("+v.s+", "+itoa(n)+")", cText)
}
