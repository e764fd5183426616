package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// withoutDefaults leaves out the arguments that are DEFAULT, and names those behind them. A function's parameter that has no default
// gets NULL.
func (p *printer) withoutDefaults(args []ir.Arg, r *ir.Routine, sp diag.Span) []ir.Arg {
	first := -1
	for i, a := range args {
		if a.Default && first < 0 {
			first = i
		}
	}
	if first < 0 {
		return args
	}
	out := append([]ir.Arg(nil), args[:first]...)
	for i, a := range args[first:] {
		q := paramOf(r, a, first+i)
		if a.Default && r != nil && r.Function && q != nil && q.Default == nil {
			p.findOnce(diag.TSQLNoArgument, sp, "%s has no default for %s: NULL is given", r.Name.Last().Text, q.Name.Text)
			a = ir.Arg{Name: q.Name, Value: native(q.Type, "NULL::"+p.paramType(q))}
		}
		if a.Default {
			continue
		}
		if q != nil {
			a.Name = q.Name
		}
		out = append(out, a)
	}
	return out
}

// givenOnly writes an argument that is passed without OUTPUT for an OUTPUT parameter: the procedure gets the value, the caller
// gets nothing back ("EXECUTE", OUTPUT).
func (p *printer) givenOnly(q *ir.Param, e ir.Expr) string {
	before, tmp := p.argVar(p.argText(e, q), p.paramType(q), p.em.fold(q.Name))
	p.W(before)
	return tmp
}

// cutToParam cuts a value to what the parameter holds, as SQL Server does without an error; PostgreSQL's parameters have no
// length. A value that fits by its type is left as it is.
func (p *printer) cutToParam(v val, e ir.Expr, t *ir.Type) val {
	to, from := t.Base(), p.typ(e).Base()
	if p.isNull(e) || isUnknown(from) {
		return v
	}
	switch {
	case to.Kind == ir.TChar && to.Len > 0 && from.IsString():
		if from.Kind == ir.TChar && from.Len == to.Len {
			return v
		}
		return v.cast("char("+itoa(to.Len)+")", cChar)
	case to.Kind == ir.TVarChar && to.Len > 0 && from.IsString() && (from.Kind == ir.TText || from.Len > to.Len):
		return v.cast("varchar("+itoa(to.Len)+")", cText)
	case to.Kind == ir.TMoney && (from.Kind == ir.TDecimal && from.Scale > 4 || from.Kind == ir.TFloat):
		return v.cast("numeric(19,4)", cNum)
	case to.Kind == ir.TInt && (from.Kind == ir.TDecimal && from.Scale > 0 || from.Kind == ir.TFloat):
		whole := atom("trunc("+v.s+")", cNum).cast(p.typeName(to, useCast), cInt) // PostgreSQL would round
		if isTinyInt(to) {
			return p.toTinyInt(whole, e)
		}
		return whole
	case isTinyInt(to) && from.IsNumber():
		return p.toTinyInt(v, e)
	case to.CutsBytes(from):
		return (&conversion{p: p, from: from, to: to}).cutBytes(v)
	case to.Kind == ir.TDecimal && to.Prec > 0 && from.Kind == ir.TDecimal && (from.Scale > to.Scale || from.Prec-from.Scale > to.Prec-to.Scale), to.Kind == ir.TDecimal && to.Prec > 0 && from.Kind == ir.TFloat:
		return v.cast("numeric("+itoa(to.Prec)+","+itoa(to.Scale)+")", cNum)
	}
	return v
}

// outCuts tells an OUTPUT argument whose variable holds less than the parameter, or more: the value is cut on its way, in or out.
func (p *printer) outCuts(q *ir.Param, e ir.Expr) bool {
	if e.Type() == nil {
		return false
	}
	v := atom("v", codeClass(q.Type, useParam))
	return p.cutToParam(v, e, q.Type).s != v.s || p.cutToParam(v, native(q.Type, v.s), e.Type()).s != v.s
}

// lacksArgument writes the error of a call that leaves out an argument which the procedure needs: SQL Server gives it, 201, when
// the call is reached, and goes on loading what contains it.
func (p *printer) lacksArgument(c *ir.Call, r *ir.Routine) bool {
	for _, q := range r.Params {
		if r.Function || q.Mode != ir.ModeIn || q.Default != nil || q.ReadOnly || q.Type.Is(ir.TTableValue) || given(r, c, q) {
			continue
		}
		p.findOnce(diag.TSQLNoArgument, c.Sp, "%s needs %s", r.Name.Last().Text, q.Name.Text)
		p.raiseWith(quoteLiteral("Procedure or function '"+r.Name.Last().Text+"' expects parameter '"+q.Name.Text+"', which was not supplied."), "'22023'")
		return true
	}
	return false
}

// withEmptyTables gives the empty table for each table-valued parameter that a call leaves out (Use Table-Valued Parameters).
func (p *printer) withEmptyTables(c *ir.Call, r *ir.Routine) *ir.Call {
	full := *c
	for _, q := range r.Params {
		if q.Type.Is(ir.TTableValue) && !given(r, &full, q) {
			full.Args = append(full.Args[:len(full.Args):len(full.Args)], ir.Arg{Name: q.Name, Value: native(q.Type, "'{}'::"+p.paramType(q))})
		}
	}
	return &full
}
