package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Precedence of operators, loosest first (PostgreSQL manual, 4.1.6).
const (
	precLowest = iota
	precOr
	precAnd
	precNot
	precIs
	precCmp
	precLike // BETWEEN IN LIKE
	precOther
	precAdd
	precMul
	precPow
	precZone
	precCollate
	precUnary
	precCast
	precAtom
)

// val is a written expression: its text, the precedence of its outermost operator and what it gives.
type val struct {
	s    string
	prec int
	c    class
}

func atom(s string, c class) val { return val{s, precAtom, c} }

// at gives the text for a place that asks for a precedence: in parentheses when it binds less.
func (v val) at(prec int) string {
	if v.prec < prec {
		return inParens(v.s)
	}
	return v.s
}

func inParens(s string) string {
	if strings.Contains(s, "\n") {
		return "(" + emit.IndentText(s) + ")"
	}
	return "(" + s + ")"
}

// cast writes v::typ.
func (v val) cast(typ string, c class) val {
	if v.prec == precCast && strings.HasSuffix(v.s, "::"+typ) {
		return val{v.s, precCast, c}
	}
	return val{v.at(precCast) + "::" + typ, precCast, c}
}

// expr writes an expression as a value of a query or an argument: at lowest precedence.
func (p *printer) expr(e ir.Expr) { p.W(p.exprText(e)) }

// exprPrec writes an expression for a place that binds with prec.
func (p *printer) exprPrec(e ir.Expr, prec int) { p.W(p.plain(p.stored(e)).at(prec)) }

// exprText gives the text of an expression at lowest precedence.
func (p *printer) exprText(e ir.Expr) string { return p.plain(p.stored(e)).s }

// text gives what f writes.
func (p *printer) text(f func(*printer)) string {
	q := p.sub()
	f(q)
	return q.String()
}

// plain makes the value have the type that its source type maps to: a day becomes a timestamp again, so
// that a query's column has the type that others take it for.
func (p *printer) plain(v val) val {
	if v.c == cDate && !p.tsql() {
		return v.timestamp()
	}
	return v
}

// timestamp makes a day a timestamp.
func (v val) timestamp() val {
	if v.c != cDate {
		return v
	}
	if strings.HasPrefix(v.s, "date '") && v.prec == precAtom {
		return atom("timestamp"+v.s[len("date"):], cTS)
	}
	return v.cast("timestamp", cTS)
}

// value writes an expression that is stored: assigned to a column, variable or parameter, or returned. There
// a text that comes out empty must become NULL, as it is in Oracle. to may be nil.
func (p *printer) value(e ir.Expr, to *ir.Type) { p.W(p.valueText(e, to)) }

// valueText gives what value writes.
func (p *printer) valueText(e ir.Expr, to *ir.Type) string {
	v := p.stored(e)
	if to == nil {
		return v.s
	}
	return p.convert(v, e, to).s
}

// stored is val without empty texts.
func (p *printer) stored(e ir.Expr) val {
	v := p.val(e)
	if p.emptyable(e) {
		return nullifEmpty(v)
	}
	return v
}

func nullifEmpty(v val) val { return atom("nullif("+v.s+", '')", v.c) }

// cond writes a condition. A long AND or OR is broken into lines, as it is where the source has it so.
func (p *printer) cond(e ir.Expr) { p.W(p.condText(e)) }

func (p *printer) condText(e ir.Expr) string {
	was := p.stable
	p.stable = p.inSQL
	defer func() { p.stable = was }()
	return p.condVal(e).s
}

// condVal is val for a place where a truth value is meant.
func (p *printer) condVal(e ir.Expr) val {
	if e == nil {
		return atom("true", cBool)
	}
	return p.val(e)
}

// val writes an expression.
func (p *printer) val(e ir.Expr) val {
	if p.tsql() {
		if v, ok := p.tsqlVal(e); ok {
			return v
		}
	}
	switch e := e.(type) {
	case nil:
		return atom("NULL", cLit)
	case *ir.NumberLit, *ir.StringLit, *ir.NullLit, *ir.BoolLit, *ir.DatetimeLit, *ir.IntervalLit:
		return p.literal(e)
	case *ir.Ref, *ir.Transition, *ir.Bind, *ir.Pseudo, *ir.SeqValue:
		return p.reference(e)
	case *ir.Paren:
		return p.paren(e)
	case *ir.Unary:
		return p.unary(e)
	case *ir.Binary:
		return p.binary(e)
	case *ir.Between, *ir.In, *ir.Like, *ir.IsNull, *ir.Is, *ir.Exists, *ir.Quantified, *ir.Member:
		return p.condition(e)
	case *ir.Case:
		return p.caseExpr(e)
	case *ir.Call:
		return p.call(e)
	case *ir.Cast:
		return p.castExpr(e)
	case *ir.Extract:
		return p.extract(e)
	case *ir.Trim:
		return p.trim(e)
	case *ir.AtTimeZone:
		return p.atTimeZone(e)
	case *ir.JSONFunc:
		return p.jsonFunc(e)
	case *ir.XMLFunc:
		return p.xmlFunc(e)
	}
	return p.otherExpr(e)
}

// otherExpr is the rest: queries, collections, objects.
func (p *printer) otherExpr(e ir.Expr) val {
	by := func(f func(*printer)) val { return atom(p.text(f), p.derivedClass(e)) }
	switch e := e.(type) {
	case *ir.Subquery:
		return atom(inParens(p.text(func(q *printer) { q.queryInline(e.Query) })), p.derivedClass(e))
	case *ir.Tuple:
		return atom("("+p.list(e.Items)+")", cOther)
	case *ir.CursorAttr:
		return by(func(q *printer) { q.cursorAttr(e) })
	case *ir.Index:
		return by(func(q *printer) { q.indexExpr(e) })
	case *ir.FieldSel:
		return by(func(q *printer) { q.fieldSel(e) })
	case *ir.MethodCall:
		return p.methodCallVal(e)
	case *ir.New:
		if e.To.Is(ir.TJSONTree) {
			return p.newTree(e)
		}
		return by(func(q *printer) { q.newExpr(e) })
	case *ir.CursorExpr:
		return p.cursorExpr(e)
	case *ir.Treat:
		if e.To.Is(ir.TJSONTree) {
			return p.treatTree(e)
		}
		p.find(diag.NoFunction, e.Span(), "TREAT: PostgreSQL has no object types with subtypes; keep a column that tells the kind, and select by it")
		return p.val(e.X)
	case *ir.Prior:
		p.note(diag.Hierarchy, e.Span(), "PRIOR in a place where no hierarchy is")
		return p.val(e.X)
	case *ir.Native:
		return p.nativeVal(e)
	case *ir.RawExpr:
		return val{strings.TrimSpace(e.Text), precLowest, cUnknown}
	}
	return atom("NULL", cUnknown)
}

// derivedClass is the class of what the type alone tells: a number may come as any of the number types.
func (p *printer) derivedClass(e ir.Expr) class {
	c := typeClass(p.typ(e))
	if c.integer() || c == cNum {
		return cAnyNum
	}
	return c
}

// list writes expressions with commas between.
func (p *printer) list(items []ir.Expr) string {
	s := make([]string, len(items))
	for i, e := range items {
		s[i] = p.exprText(e)
	}
	return strings.Join(s, ", ")
}

// paren keeps the parentheses of the source where they group something.
func (p *printer) paren(e *ir.Paren) val {
	v := p.val(e.X)
	if v.prec >= precCast {
		return v
	}
	return atom(inParens(v.s), v.c)
}

// unwrap takes parentheses off.
func unwrap(e ir.Expr) ir.Expr {
	for {
		x, ok := e.(*ir.Paren)
		if !ok {
			return e
		}
		e = x.X
	}
}
