package postgres

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A tinyint is a smallint here, which holds more ("int, bigint, smallint, and tinyint"): columns have a CHECK, and what becomes a tinyint
// elsewhere goes through to_tinyint, which refuses a value out of its range, but for what lies in it for sure.

// tsqlInt is int.
var tsqlInt = &ir.Type{Kind: ir.TInt, Bits: 32}

func isTinyInt(t *ir.Type) bool {
	b := t.Base()
	return b != nil && b.Kind == ir.TInt && b.Bits == 8
}

// toTinyInt writes a number as a tinyint.
func (p *printer) toTinyInt(v val, e ir.Expr) val {
	if fitsTinyInt(e) {
		return v
	}
	if v.c != cInt && v.c != cBig {
		v = v.cast("bigint", cBig)
	}
	if r := constant(stripImplicit(e)); r != nil && r.IsInt() { // a plan computes calls of constants, but no subquery
		p.findOnce(diag.ConstantTooLarge, e.Span(), "%s is no tinyint", r.Num())
		v.s = "(SELECT " + v.s + ")"
	}
	return atom(p.helper("to_tinyint")+"("+v.s+")", cInt)
}

// fitsTinyInt tells values that lie in 0 to 255.
func fitsTinyInt(e ir.Expr) bool {
	switch x := e.(type) {
	case *ir.NullLit, *ir.BoolLit:
		return true
	case *ir.NumberLit:
		n, err := strconv.Atoi(x.Text)
		return err == nil && n >= 0 && n <= 255
	case *ir.StringLit:
		return fitsTinyInt(&ir.NumberLit{Text: x.Value})
	case *ir.Paren:
		return fitsTinyInt(x.X)
	case *ir.Case:
		for _, w := range x.Whens {
			if !fitsTinyInt(w.Result) {
				return false
			}
		}
		return x.Else == nil || fitsTinyInt(x.Else)
	case *ir.Cast:
		if x.Implicit && fitsTinyInt(x.X) {
			return true
		}
	}
	t := e.Type()
	return t != nil && (isTinyInt(t) || t.Base().Kind == ir.TBit)
}

// forTarget puts a conversion around a value that a query gives to a variable, where assignedValue would put one.
func (p *printer) forTarget(target, e ir.Expr) ir.Expr {
	v := native(p.typ(e), "v")
	if target.Type() == nil || p.assignedValue(target, v) == "v" || fitsTinyInt(e) {
		return e
	}
	c := &ir.Cast{X: e, To: target.Type().Base()}
	c.Sp, c.T = e.Span(), c.To
	return c
}

// assignedValue writes the value of an assignment to a variable. A parameter has no length and no scale here: the value is brought to those
// of its type.
func (p *printer) assignedValue(target, e ir.Expr) string {
	v := p.plain(p.stored(e))
	t := target.Type()
	if t == nil || isUnknown(t.Base()) || p.isNull(e) {
		return v.s
	}
	if isTinyInt(t) && p.typ(e).IsNumber() {
		return p.toTinyInt(v, e).s
	}
	if r, ok := target.(*ir.Ref); ok && r.Sym != nil {
		if _, param := r.Sym.Decl.(*ir.Param); param {
			return p.cutToParam(v, e, t).s
		}
	}
	return v.s
}
