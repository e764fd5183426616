package oracle

import (
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// operand lowers what stands between operators.
func (l *lowerer) operand(ctx *syntax.OperandContext) ir.Expr {
	e := l.operandNode(ctx)
	switch b := e.(type) {
	case *ir.NumberLit:
		b.Sp = l.span(ctx)
	case *ir.StringLit:
		b.Sp = l.span(ctx)
	case *ir.NullLit:
		b.Sp = l.span(ctx)
	case *ir.BoolLit:
		b.Sp = l.span(ctx)
	case *ir.DatetimeLit:
		b.Sp = l.span(ctx)
	case *ir.IntervalLit:
		b.Sp = l.span(ctx)
	case *ir.CursorExpr:
		b.Sp = l.span(ctx)
	}
	return e
}

func (l *lowerer) operandNode(ctx *syntax.OperandContext) ir.Expr {
	switch {
	case ctx.Ref() != nil && ctx.INTERVAL() == nil:
		return l.ref(ctx.Ref())
	case ctx.NUMBER() != nil:
		return number(ctx.NUMBER().GetText())
	case ctx.DATE() != nil:
		return &ir.DatetimeLit{Kind: ir.TDateTime, Value: stringValue(ctx.STRING().GetText())}
	case ctx.TIMESTAMP() != nil:
		v := stringValue(ctx.STRING().GetText())
		k := ir.TTimestamp
		if zoned(v) {
			k = ir.TTimestampTZ
		}
		return &ir.DatetimeLit{Kind: k, Value: v}
	case ctx.INTERVAL() != nil:
		return l.interval(ctx)
	case ctx.STRING() != nil:
		return text(ctx.STRING().GetText())
	case ctx.NULL() != nil:
		return &ir.NullLit{}
	case ctx.TRUE() != nil, ctx.FALSE() != nil:
		return &ir.BoolLit{Value: ctx.TRUE() != nil}
	case ctx.DEFAULT_VALUE() != nil:
		r := &ir.Ref{Name: ir.MakeQName("DEFAULT")}
		r.Sp = l.span(ctx)
		return r
	case ctx.INQUIRY() != nil:
		return l.inquiry(ctx.INQUIRY())
	case ctx.CURSOR() != nil:
		return &ir.CursorExpr{Query: l.subquery(ctx.Subquery())}
	case ctx.MULTISET() != nil:
		s := &ir.Subquery{Query: l.subquery(ctx.Subquery())}
		s.Sp = l.span(ctx)
		c := &ir.Cast{Multiset: s.Query, To: &ir.Type{Kind: ir.TUnknown}}
		c.Sp = s.Sp
		return c
	case ctx.QUANTIFIER() != nil:
		return l.rawExpr(ctx, "this use of "+strings.ToUpper(ctx.QUANTIFIER().GetText()))
	}
	return l.primary(ctx)
}

// primary lowers parentheses, CASE, CAST and the functions with a syntax of their own, and what hangs on them.
func (l *lowerer) primary(ctx *syntax.OperandContext) ir.Expr {
	var e ir.Expr
	switch {
	case ctx.Paren() != nil:
		e = l.paren(ctx.Paren())
	case ctx.Subquery() != nil:
		s := &ir.Subquery{Query: l.subquery(ctx.Subquery())}
		s.Sp = l.span(ctx.Subquery())
		e = s
	case ctx.CaseExpr() != nil:
		e = l.caseExpr(ctx.CaseExpr())
	case ctx.CastExpr() != nil:
		e = l.cast(ctx.CastExpr())
	case ctx.TreatExpr() != nil:
		e = l.treat(ctx.TreatExpr())
	case ctx.XmlCall() != nil:
		e = l.xmlCall(ctx.XmlCall())
	case ctx.JsonCall() != nil:
		e = l.jsonCall(ctx.JsonCall())
	case ctx.SoupCall() != nil:
		e = l.soupCall(ctx.SoupCall())
	default:
		return l.rawExpr(ctx, "JSON_TRANSFORM")
	}
	for _, t := range ctx.AllRefTail() {
		e = l.tail(e, t)
	}
	return e
}

// soupCall lowers a function with a syntax of its own that has no counterpart: its name is enough to refuse it by.
func (l *lowerer) soupCall(ctx syntax.ISoupCallContext) ir.Expr {
	t := ctx.SOUP_FN()
	c := l.newCall(ir.QName{Parts: []ir.Name{identifier(t.GetText())}, Sp: l.tokenSpan(t)}, nil)
	c.Sp = l.span(ctx)
	return c
}

// tail applies what hangs on a primary expression.
func (l *lowerer) tail(e ir.Expr, t syntax.IRefTailContext) ir.Expr {
	sp := e.Span().To(l.span(t))
	switch {
	case t.IDENT() != nil:
		f := &ir.FieldSel{X: e, Name: l.ident(t.IDENT())}
		f.Sp = sp
		return f
	case t.CallArgs() != nil:
		args := l.args(t.CallArgs(), nil)
		if f, ok := e.(*ir.FieldSel); ok {
			m := &ir.MethodCall{X: f.X, Name: f.Name, Args: args, Parens: true}
			m.Sp = sp
			return m
		}
		i := &ir.Index{X: e}
		i.Sp = sp
		for _, a := range args {
			i.Args = append(i.Args, a.Value)
		}
		return i
	case t.OverClause() != nil, t.KeepClause() != nil, t.WithinGroup() != nil:
		if c, ok := e.(*ir.Call); ok {
			l.analytic(c, t.OverClause(), t.KeepClause(), t.WithinGroup())
			return c
		}
	}
	return l.rawExpr(t, "what follows the expression")
}

func (l *lowerer) treat(ctx syntax.ITreatExprContext) ir.Expr {
	t := &ir.Treat{X: l.expr(ctx.Expr()), To: l.typ(ctx.Datatype())}
	t.Sp = l.span(ctx)
	return t
}

func (l *lowerer) paren(ctx syntax.IParenContext) ir.Expr {
	es := ctx.AllExpr()
	if ctx.EXECUTE() != nil {
		return l.rawExpr(ctx, "EXECUTE IMMEDIATE as a value")
	}
	if d := ctx.Datatype(); d != nil && len(es) == 1 { // generalized invocation: (self AS supertype).method
		t := &ir.Treat{X: l.expr(es[0]), To: l.typ(d)}
		t.Sp = l.span(ctx)
		return t
	}
	if len(es) == 1 {
		p := &ir.Paren{X: l.expr(es[0])}
		p.Sp = l.span(ctx)
		return p
	}
	t := &ir.Tuple{}
	t.Sp = l.span(ctx)
	for _, e := range es {
		t.Items = append(t.Items, l.expr(e))
	}
	return t
}

// number makes a literal; a suffix says that it is a binary float.
func number(s string) ir.Expr {
	n := &ir.NumberLit{Text: s}
	switch s[len(s)-1] {
	case 'f', 'F':
		n.Text, n.T = s[:len(s)-1], &ir.Type{Kind: ir.TFloat, Bits: 32}
	case 'd', 'D':
		n.Text, n.T = s[:len(s)-1], &ir.Type{Kind: ir.TFloat, Bits: 64}
	}
	return n
}

// text makes a literal; the empty one is NULL (SQL Language Reference, Nulls).
func text(s string) ir.Expr {
	v := stringValue(s)
	if v == "" {
		return &ir.NullLit{Empty: true}
	}
	return &ir.StringLit{Value: v, National: s[0] == 'n' || s[0] == 'N'}
}

// stringValue takes the quotes off a literal: '…', N'…', Q'[…]', NQ'…'.
func stringValue(s string) string {
	q := false
	for len(s) > 0 && s[0] != '\'' {
		q = q || s[0] == 'q' || s[0] == 'Q'
		s = s[1:]
	}
	if len(s) < 2 {
		return ""
	}
	s = s[1 : len(s)-1]
	if !q {
		return strings.ReplaceAll(s, "''", "'")
	}
	// The delimiter may be any character, of several bytes too.
	r := []rune(s)
	if len(r) < 2 {
		return ""
	}
	return string(r[1 : len(r)-1])
}

// zoned tells whether a timestamp literal ends in a time zone.
func zoned(v string) bool {
	if len(v) < 11 {
		return false
	}
	t := v[10:]
	return strings.ContainsAny(t, "+-") || strings.IndexFunc(t, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }) >= 0
}

func (l *lowerer) interval(ctx *syntax.OperandContext) ir.Expr {
	u := ctx.IntervalUnit()
	if ctx.STRING() == nil {
		return l.rawExpr(ctx, "INTERVAL of an expression")
	}
	i := &ir.IntervalLit{Value: stringValue(ctx.STRING().GetText()), From: strings.ToUpper(u.INTERVAL_FIELD(0).GetText())}
	if len(u.AllINTERVAL_FIELD()) > 1 {
		i.To = strings.ToUpper(u.INTERVAL_FIELD(1).GetText())
	}
	return i
}

// inquiry lowers $$name. PLSQL_LINE and PLSQL_UNIT are known here, the rest comes from the configuration.
func (l *lowerer) inquiry(t antlr.TerminalNode) ir.Expr {
	name := strings.ToUpper(strings.TrimPrefix(t.GetText(), "$$"))
	sp := l.tokenSpan(t)
	switch name {
	case "PLSQL_LINE":
		line, _ := l.file.Position(sp.Start)
		n := &ir.NumberLit{Text: strconv.Itoa(line)}
		n.Sp = sp
		return n
	case "PLSQL_UNIT":
		if l.obj != nil {
			return &ir.StringLit{ExprBase: ir.ExprBase{Sp: sp}, Value: l.obj.Obj().Name.Last().Key}
		}
	}
	if v, ok := l.flags[name]; ok {
		switch strings.ToUpper(v) {
		case "TRUE", "FALSE":
			return &ir.BoolLit{ExprBase: ir.ExprBase{Sp: sp}, Value: strings.EqualFold(v, "TRUE")}
		}
		return &ir.NumberLit{ExprBase: ir.ExprBase{Sp: sp}, Text: v}
	}
	return &ir.NullLit{ExprBase: ir.ExprBase{Sp: sp}}
}

func (l *lowerer) caseExpr(ctx syntax.ICaseExprContext) ir.Expr {
	c := &ir.Case{Operand: l.exprOpt(ctx.Expr())}
	c.Sp = l.span(ctx)
	for _, w := range ctx.AllCaseWhen() {
		for _, ch := range w.AllCaseChoice() {
			c.Whens = append(c.Whens, ir.When{Cond: l.caseChoice(ch, c.Operand != nil), Result: l.expr(w.Expr())})
		}
	}
	if e := ctx.CaseElse(); e != nil {
		c.Else = l.expr(e.Expr())
	}
	return c
}

// caseChoice lowers what stands behind WHEN. A dangling predicate (23ai) is refused.
func (l *lowerer) caseChoice(ctx syntax.ICaseChoiceContext, _ bool) ir.Expr {
	if len(ctx.GetChildren()) == 1 && ctx.Expr() != nil {
		return l.expr(ctx.Expr())
	}
	return l.rawExpr(ctx, "a dangling predicate of CASE (23ai)")
}

func (l *lowerer) cast(ctx syntax.ICastExprContext) ir.Expr {
	es := ctx.AllExpr()
	if ctx.DOMAIN() != nil || ctx.VALIDATE() != nil || ctx.NOVALIDATE() != nil {
		return l.rawExpr(ctx, "a CAST to a domain")
	}
	c := &ir.Cast{To: l.typ(ctx.Datatype())}
	c.Sp = l.span(ctx)
	x := l.expr(es[0])
	if m, ok := x.(*ir.Cast); ok && m.Multiset != nil && m.To.Kind == ir.TUnknown {
		c.Multiset = m.Multiset
	} else {
		c.X = x
	}
	rest := es[1:]
	if ctx.DEFAULT() != nil && len(rest) > 0 {
		c.OnError, rest = l.expr(rest[0]), rest[1:]
	}
	if len(rest) > 0 {
		c.Format = l.expr(rest[0])
	}
	if len(rest) > 1 {
		l.find(diag.ExpressionNotKnown, c.Sp, "the NLS parameters of CAST are not converted")
	}
	return c
}
