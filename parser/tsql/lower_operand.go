package tsql

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// operand lowers an operand of an expression.
func (l *lowerer) operand(ctx *syntax.OperandContext) ir.Expr {
	if ctx.Ref() != nil {
		return l.ref(ctx.Ref())
	}
	var e ir.Expr
	switch {
	case ctx.NUMBER() != nil:
		e = number(ctx.NUMBER().GetText())
	case ctx.STRING() != nil:
		e = text(ctx.STRING().GetText())
	case ctx.NULL() != nil:
		e = &ir.NullLit{}
	case ctx.DEFAULT() != nil:
		e = &ir.Ref{Name: ir.MakeQName("DEFAULT")}
	case ctx.QUANTIFIER() != nil:
		return l.rawExpr(ctx, "this use of "+ctx.QUANTIFIER().GetText())
	case ctx.NEXT_VALUE_FOR() != nil:
		if ctx.OverClause() != nil {
			return l.rawExpr(ctx, "NEXT VALUE FOR with OVER")
		}
		e = &ir.SeqValue{Seq: l.qname(ctx.Name())}
	case ctx.MATCH_KW() != nil:
		return l.rawExpr(ctx, "MATCH, a search in a graph,")
	case ctx.OdbcEscape() != nil:
		return l.odbcEscape(ctx.OdbcEscape())
	default:
		return l.primary(ctx)
	}
	setSpan(e, l.span(ctx))
	return e
}

// primary lowers parentheses, CASE, CAST, CONVERT, and what hangs on them.
func (l *lowerer) primary(ctx *syntax.OperandContext) ir.Expr {
	var e ir.Expr
	switch {
	case ctx.Paren() != nil:
		e = l.paren(ctx.Paren())
	case ctx.Subquery() != nil:
		e = l.subqueryExpr(ctx.Subquery())
	case ctx.CaseExpr() != nil:
		e = l.caseExpr(ctx.CaseExpr())
	case ctx.CastExpr() != nil:
		e = l.cast(ctx.CastExpr())
	case ctx.ConvertExpr() != nil:
		e = l.convert(ctx.ConvertExpr())
	case ctx.IdentityFn() != nil:
		e = l.identityFn(ctx.IdentityFn())
	default:
		return l.rawExpr(ctx, "this operand")
	}
	for _, t := range ctx.AllRefTail() {
		e = l.tail(e, t)
	}
	return e
}

// tail applies a method or property to a value: CAST(x AS xml).value('…', 'int').
func (l *lowerer) tail(e ir.Expr, t syntax.IRefTailContext) ir.Expr {
	sp := e.Span().To(l.span(t))
	switch {
	case t.IDENT() != nil:
		f := &ir.FieldSel{X: e, Name: ident(t.IDENT())}
		f.Sp = sp
		return f
	case t.CallArgs() != nil:
		if f, ok := e.(*ir.FieldSel); ok {
			m := &ir.MethodCall{X: f.X, Name: f.Name, Args: l.args(t.CallArgs(), nil), Parens: true}
			m.Sp = sp
			return l.xquery(m)
		}
	}
	return l.rawExpr(t, "what follows the expression")
}

func setSpan(e ir.Expr, sp spanT) {
	switch n := e.(type) {
	case *ir.NumberLit:
		n.Sp = sp
	case *ir.StringLit:
		n.Sp = sp
	case *ir.NullLit:
		n.Sp = sp
	case *ir.Ref:
		n.Sp, n.Name.Sp = sp, sp
	case *ir.SeqValue:
		n.Sp = sp
	case *ir.Call:
		n.Sp = sp
		for _, a := range n.Args {
			setSpan(a.Value, sp)
		}
	case *ir.Cast:
		n.Sp = sp
		if n.X != nil {
			setSpan(n.X, sp)
		}
	case *ir.DatetimeLit:
		n.Sp = sp
	}
}

// number makes a literal. One with a currency sign is of type money (Constants, money constants).
func number(s string) ir.Expr {
	if s[0] == '0' && len(s) > 1 && s[1]|0x20 == 'x' {
		return binary(s[2:])
	}
	money := !(s[0] >= '0' && s[0] <= '9' || s[0] == '.')
	if money {
		s = strings.TrimLeftFunc(s, func(r rune) bool { return !(r >= '0' && r <= '9' || r == '.') })
		s = strings.ReplaceAll(s, ",", "")
		if s == "" {
			s = "0"
		}
	}
	if last := s[len(s)-1]; last|0x20 == 'e' {
		s += "0" // 1e is 1e0
	}
	n := &ir.NumberLit{Text: s}
	if money {
		return &ir.Cast{X: n, To: &ir.Type{Kind: ir.TMoney, Bits: 64, Spelled: "money"}}
	}
	return n
}

// binary makes a binary constant of its hexadecimal digits (Constants, binary constants); an odd number of them has a zero in
// front.
func binary(digits string) ir.Expr {
	digits = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(digits, "\\", ""), "\n", ""), "\r", "") // \ continues a line
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	return &ir.Call{Name: ir.MakeQName("hextoraw"), Fn: "hextoraw", Args: []ir.Arg{{Value: &ir.StringLit{Value: digits}}}}
}

// binaryNumber is the number that a binary constant means beside numbers; nil for all else.
func binaryNumber(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || c.Fn != "hextoraw" || len(c.Args) != 1 {
		return nil
	}
	lit, ok := c.Args[0].Value.(*ir.StringLit)
	if !ok || lit.Value == "" || len(lit.Value) > 16 {
		return nil
	}
	n, err := strconv.ParseUint(lit.Value, 16, 64)
	if err != nil {
		return nil
	}
	v := int64(n)
	if len(lit.Value) == 8 {
		v = int64(int32(uint32(n))) // four bytes are an int, whose first bit is its sign
	}
	x := &ir.NumberLit{Text: strconv.FormatInt(v, 10)}
	x.Sp = c.Sp
	return x
}

// numeric reads the binary constants of arithmetic as numbers: a binary constant beside a number is converted to its type
// (Data type precedence).
func numeric(b *ir.Binary) *ir.Binary {
	counts := func(e ir.Expr) bool {
		x, ok := e.(*ir.Binary)
		if p, paren := e.(*ir.Paren); paren {
			x, ok = p.X.(*ir.Binary)
		}
		if !ok {
			_, ok = e.(*ir.NumberLit)
			return ok
		}
		return x.Op >= ir.OpAdd && x.Op <= ir.OpMod || x.Op >= ir.OpBitAnd && x.Op <= ir.OpBitXor
	}
	arithmetic := b.Op >= ir.OpSub && b.Op <= ir.OpMod || b.Op >= ir.OpBitAnd && b.Op <= ir.OpBitXor
	if n := binaryNumber(b.R); n != nil && (arithmetic || counts(b.L)) {
		b.R = n
	}
	if n := binaryNumber(b.L); n != nil && (arithmetic || counts(b.R)) {
		b.L = n
	}
	return b
}

func text(s string) ir.Expr {
	return &ir.StringLit{Value: stringValue(s), National: s[0] == 'n' || s[0] == 'N'}
}

// stringValue takes the quotes off a literal. A backslash at the end of a line continues the text on
// the next (Backslash, Line Continuation).
func stringValue(s string) string {
	if s != "" && (s[0] == 'n' || s[0] == 'N') {
		s = s[1:]
	}
	if len(s) < 2 {
		return ""
	}
	q := s[:1]
	s = strings.ReplaceAll(s[1:len(s)-1], q+q, q)
	if strings.Contains(s, "\\") {
		s = strings.NewReplacer("\\\r\n", "", "\\\n", "").Replace(s)
	}
	return s
}

func (l *lowerer) paren(ctx syntax.IParenContext) ir.Expr {
	es := ctx.AllExpr()
	if len(es) == 1 {
		p := &ir.Paren{X: l.expr(es[0])}
		p.Sp = l.span(ctx)
		return p
	}
	t := &ir.Tuple{Items: l.exprs(es)}
	t.Sp = l.span(ctx)
	return t
}

func (l *lowerer) subqueryExpr(ctx syntax.ISubqueryContext) ir.Expr {
	s := &ir.Subquery{Query: l.query(ctx.Query())}
	s.Sp = l.span(ctx)
	return s
}

func (l *lowerer) caseExpr(ctx syntax.ICaseExprContext) ir.Expr {
	c := &ir.Case{Operand: l.exprOpt(ctx.Expr())}
	c.Sp = l.span(ctx)
	for _, w := range ctx.AllCaseWhen() {
		c.Whens = append(c.Whens, ir.When{Cond: l.expr(w.Expr(0)), Result: l.expr(w.Expr(1))})
	}
	if e := ctx.CaseElse(); e != nil {
		c.Else = l.expr(e.Expr())
	}
	if c.Operand != nil {
		var list []ir.Expr
		for _, w := range c.Whens {
			list = append(list, w.Cond)
		}
		l.nullsInList(c.Sp, c.Operand, list)
	}
	return c
}

// cast lowers CAST and TRY_CAST; PARSE and TRY_PARSE become calls with the type as text.
func (l *lowerer) cast(ctx syntax.ICastExprContext) ir.Expr {
	fn := strings.ToUpper(ctx.CAST_FN().GetText())
	to := l.typ(ctx.Datatype())
	if strings.HasSuffix(fn, "PARSE") {
		if x := l.parseEnglish(ctx, to, strings.HasPrefix(fn, "TRY")); x != nil {
			return x
		}
		c := call(strings.ToLower(fn), l.expr(ctx.Expr(0)), l.typeText(ctx.Datatype()))
		if ctx.Expr(1) != nil {
			c.Args = append(c.Args, ir.Arg{Value: l.expr(ctx.Expr(1))})
		}
		c.Sp = l.span(ctx)
		c.SetType(to)
		return c
	}
	c := &ir.Cast{X: l.expr(ctx.Expr(0)), To: to, Try: strings.HasPrefix(fn, "TRY")}
	c.Sp = l.span(ctx)
	return c
}

// parseEnglish is PARSE of a number by the culture en-US, or without one: as a conversion, but for the commas between thousands
// ("PARSE"). Dates and other cultures stay calls, which are refused.
func (l *lowerer) parseEnglish(ctx syntax.ICastExprContext, to *ir.Type, try bool) *ir.Cast {
	if !to.IsNumber() || to.Is(ir.TBit) {
		return nil
	}
	if ctx.Expr(1) != nil {
		c, ok := l.expr(ctx.Expr(1)).(*ir.StringLit)
		if !ok || !strings.EqualFold(c.Value, "en-US") && c.Value != "" {
			return nil
		}
	}
	plain := call("replace", l.expr(ctx.Expr(0)), &ir.StringLit{Value: ","}, &ir.StringLit{Value: ""})
	plain.Sp = l.span(ctx)
	var x ir.Expr = plain
	if try { // a conversion takes an empty text as 0, and TRY_PARSE has no number in it
		none := &ir.Call{Fn: "nullif", Args: []ir.Arg{{Value: call("rtrim", plain)}, {Value: &ir.StringLit{Value: ""}}}}
		none.Sp = l.span(ctx)
		none.Args[0].Value.(*ir.Call).Sp = none.Sp
		x = none
	}
	c := &ir.Cast{X: x, To: to, Try: try}
	c.Sp = l.span(ctx)
	return c
}

// typeText is a type as a text: an argument of PARSE.
func (l *lowerer) typeText(ctx syntax.IDatatypeContext) ir.Expr {
	s := &ir.StringLit{Value: l.span(ctx).Text()}
	s.Sp = l.span(ctx)
	return s
}

// convert lowers CONVERT and TRY_CONVERT; the style is Cast.Format.
func (l *lowerer) convert(ctx syntax.IConvertExprContext) ir.Expr {
	c := &ir.Cast{X: l.expr(ctx.Expr(0)), To: l.typ(ctx.Datatype())}
	c.Try = len(ctx.CONVERT_FN().GetText()) > len("CONVERT")
	c.Sp = l.span(ctx)
	if ctx.Expr(1) != nil {
		c.Format = l.expr(ctx.Expr(1))
	}
	return c
}

// identityFn lowers IDENTITY(type, seed, increment) of SELECT INTO.
func (l *lowerer) identityFn(ctx syntax.IIdentityFnContext) ir.Expr {
	c := call("identity", append([]ir.Expr{l.typeText(ctx.Datatype())}, l.exprs(ctx.AllExpr())...)...)
	c.Sp = l.span(ctx)
	c.Fn = "tsql.identity"
	return c
}

// odbcEscape lowers {d '…'}, {t '…'}, {ts '…'}, {guid '…'}, {fn f(x)} (Constants; ODBC Scalar Functions).
func (l *lowerer) odbcEscape(ctx syntax.IOdbcEscapeContext) ir.Expr {
	x := l.expr(ctx.Expr())
	to := &ir.Type{Sp: l.span(ctx)}
	switch strings.ToLower(ctx.IDENT().GetText()) {
	case "fn":
		return x
	case "d", "ts", "t":
		to.Kind, to.Scale, to.Spelled = ir.TDateTime, 3, "datetime"
	case "guid":
		to.Kind, to.Spelled = ir.TUUID, "uniqueidentifier"
	default:
		return l.rawExpr(ctx, "this ODBC escape")
	}
	c := &ir.Cast{X: x, To: to}
	c.Sp = l.span(ctx)
	return c
}

func firstLine(s string) string {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		s = s[:i]
	}
	if len(s) > 60 {
		s = s[:60] + "..."
	}
	return s
}
