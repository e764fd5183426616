package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// scaled gives a decimal that becomes a text the digits that its type has ("Precision, scale, and length"): a parameter of PostgreSQL has
// no scale, and a choice between two types has that of the value chosen.
func (p *printer) scaled(v val, e ir.Expr) val {
	t := p.typ(e).Base()
	if t.Kind != ir.TDecimal || t.Scale < 1 || t.Prec < 1 || v.c != cNum || p.keepsScale(e, t.Scale) {
		return v
	}
	return v.cast("numeric("+itoa(t.Prec)+","+itoa(t.Scale)+")", cNum)
}

// keepsScale tells expressions whose value has that scale here, too.
func (p *printer) keepsScale(e ir.Expr, scale int) bool {
	switch x := unwrap(e).(type) {
	case *ir.Ref:
		if x.Sym != nil {
			_, param := x.Sym.Decl.(*ir.Param)
			return !param
		}
	case *ir.Cast:
		return !x.Implicit || p.sameScale(x.X, scale)
	case *ir.Unary:
		return p.keepsScale(x.X, scale)
	case *ir.Binary:
		switch x.Op {
		case ir.OpAdd, ir.OpSub, ir.OpMul, ir.OpMod:
			return p.keepsScale(x.L, scale) && p.keepsScale(x.R, scale)
		}
	case *ir.Case:
		for _, w := range x.Whens {
			if !p.sameScale(w.Result, scale) {
				return false
			}
		}
		return x.Else == nil || p.sameScale(x.Else, scale)
	case *ir.Call:
		args := x.Args
		switch x.Fn {
		case "tsql.iif", "tsql.choose":
			args = args[min(1, len(args)):]
		case "tsql.isnull", "tsql.coalesce", "tsql.nullif", "tsql.greatest", "tsql.least":
		case "tsql.sum", "tsql.min", "tsql.max", "tsql.abs", "tsql.first_value", "tsql.last_value":
			return len(args) == 0 || p.keepsScale(args[0].Value, scale)
		case "tsql.lag", "tsql.lead":
			if len(args) == 3 {
				args = []ir.Arg{args[0], args[2]}
			}
		case "tsql.round": // the digits behind those that are rounded stay, as zeros
			return false
		default:
			return true
		}
		for _, a := range args {
			if a.Value != nil && !p.sameScale(a.Value, scale) {
				return false
			}
		}
	}
	return true
}

// sameScale tells a branch of a choice that has the scale of the whole; one without a value has none.
func (p *printer) sameScale(e ir.Expr, scale int) bool {
	if e == nil || p.isNull(e) {
		return true
	}
	t := p.typ(e).Base()
	return t.Kind == ir.TDecimal && t.Scale == scale && p.keepsScale(e, scale)
}
