package tsql

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// Precedence, loosest first (Transact-SQL reference, Operator Precedence). BETWEEN, IN and LIKE are
// listed with OR there, but bind as comparisons do.
const (
	precOr = iota + 1
	precAnd
	precNot
	precCompare
	precAdd // + - & | ^ and the signs
	precMul
	precZone
	precUnary
)

var binaryOps = map[int]struct {
	prec int
	op   ir.Op
}{
	scan.OR: {precOr, ir.OpOr}, scan.AND: {precAnd, ir.OpAnd},
	scan.EQ: {precCompare, ir.OpEq}, scan.NE: {precCompare, ir.OpNe}, scan.LT: {precCompare, ir.OpLt},
	scan.LE: {precCompare, ir.OpLe}, scan.GT: {precCompare, ir.OpGt}, scan.GE: {precCompare, ir.OpGe},
	scan.PLUS: {precAdd, ir.OpAdd}, scan.HYPHEN: {precAdd, ir.OpSub}, scan.CONCAT: {precAdd, ir.OpConcat},
	scan.AMP: {precAdd, ir.OpBitAnd}, scan.BAR: {precAdd, ir.OpBitOr}, scan.CARET: {precAdd, ir.OpBitXor},
	scan.STAR: {precMul, ir.OpMul}, scan.SLASH: {precMul, ir.OpDiv}, scan.PERCENT_OP: {precMul, ir.OpMod},
}

// exprList walks the flat list that the grammar makes of an expression.
type exprList struct {
	l    *lowerer
	kids []antlr.Tree
	i    int
}

// expr lowers an expression or condition.
func (l *lowerer) expr(ctx syntax.IExprContext) ir.Expr { return l.exprOf(ctx.GetChildren()) }

// exprOpt is expr, nil for nil.
func (l *lowerer) exprOpt(ctx syntax.IExprContext) ir.Expr {
	if ctx == nil {
		return nil
	}
	return l.expr(ctx)
}

func (l *lowerer) exprs(list []syntax.IExprContext) []ir.Expr {
	out := make([]ir.Expr, len(list))
	for i, e := range list {
		out[i] = l.expr(e)
	}
	return out
}

// exprOf lowers the children of an expression, or those behind an assignment.
func (l *lowerer) exprOf(kids []antlr.Tree) ir.Expr {
	x := &exprList{l: l, kids: kids}
	e := x.parse(precOr)
	if x.i < len(x.kids) { // an operator where none can be: a += b inside an expression
		r := &ir.RawExpr{}
		r.Sp = l.kidsSpan(kids)
		r.Text = r.Sp.Text()
		l.find(diag.TsqlExpression, r.Sp, "the operator %s is not converted here", x.text(x.i))
		return r
	}
	return e
}

// assignment splits what the grammar reads as an expression into the target of an assignment, its
// operator and the children of its value: a = b in a select list or in SET.
func assignment(ctx syntax.IExprContext) (target *syntax.OperandContext, op int, value []antlr.Tree) {
	kids := ctx.GetChildren()
	if len(kids) < 3 {
		return nil, 0, nil
	}
	o, ok := kids[0].(*syntax.OperandContext)
	if !ok || o.Ref() == nil && o.STRING() == nil {
		return nil, 0, nil
	}
	switch op = tokenType(kids[1]); op {
	case scan.EQ, scan.ASSIGN_OP, scan.STAR_EQ:
		return o, op, kids[2:]
	}
	return nil, 0, nil
}

// compound makes target op value of an operator such as +=; for = it is the value.
func (l *lowerer) compound(target ir.Expr, op string, value ir.Expr) ir.Expr {
	ops := map[string]ir.Op{"+=": ir.OpAdd, "-=": ir.OpSub, "*=": ir.OpMul, "/=": ir.OpDiv, "%=": ir.OpMod, "&=": ir.OpBitAnd,
		"|=": ir.OpBitOr, "^=": ir.OpBitXor, "||=": ir.OpConcat}
	o, ok := ops[op]
	if !ok {
		return value
	}
	if _, simple := value.(*ir.Binary); simple {
		p := &ir.Paren{X: value}
		p.Sp = value.Span()
		value = p
	}
	b := numeric(&ir.Binary{Op: o, L: target, R: value, IntDiv: o == ir.OpDiv})
	b.Sp = target.Span().To(value.Span())
	return b
}

func (l *lowerer) rawExpr(ctx antlr.ParserRuleContext, what string) ir.Expr {
	r := &ir.RawExpr{}
	r.Sp = l.span(ctx)
	r.Text = r.Sp.Text()
	l.find(diag.TsqlExpression, r.Sp, "%s is not converted: %s", what, firstLine(r.Text))
	return r
}

// tokenType is the type of a terminal, 0 for a rule.
func tokenType(t antlr.Tree) int {
	if n, ok := t.(antlr.TerminalNode); ok {
		return n.GetSymbol().GetTokenType()
	}
	return 0
}

// at is the type of the token at i, 0 for a rule or the end.
func (x *exprList) at(i int) int {
	if i < len(x.kids) {
		return tokenType(x.kids[i])
	}
	return 0
}

func (x *exprList) text(i int) string {
	if t, ok := x.kids[i].(antlr.TerminalNode); ok {
		return t.GetText()
	}
	return ""
}

// parse applies precedence: it takes operators that bind at least as tightly as min. Chains on one
// level loop, so that long ones cost no stack.
func (x *exprList) parse(min int) ir.Expr {
	left := x.prefix()
	for x.i < len(x.kids) {
		next := x.postfix(left, min)
		if next == nil {
			return left
		}
		left = next
	}
	return left
}

// prefix takes prefix operators and their operand.
func (x *exprList) prefix() ir.Expr {
	from := x.i
	unary := func(op ir.Op, prec int) ir.Expr {
		x.i++
		u := &ir.Unary{Op: op, X: x.parse(prec)}
		u.Sp = x.spanFrom(from, u.X)
		return u
	}
	switch x.at(x.i) {
	case scan.NOT:
		return unary(ir.OpNot, precNot)
	case scan.HYPHEN:
		return unary(ir.OpNeg, precUnary)
	case scan.PLUS:
		x.i++ // "+ (Unary Plus)": it changes no value, and may stand before a text
		return x.parse(precUnary)
	case scan.TILDE:
		return unary(ir.OpBitNot, precUnary)
	case scan.EXISTS:
		x.i++
		e := x.prefix()
		if q, ok := unparen(e).(*ir.Subquery); ok {
			ex := &ir.Exists{Query: q.Query}
			ex.Sp = x.spanFrom(from, e)
			return ex
		}
		return e
	}
	if x.i >= len(x.kids) {
		return &ir.NullLit{}
	}
	o, ok := x.kids[x.i].(*syntax.OperandContext)
	x.i++
	if !ok {
		return &ir.NullLit{}
	}
	return x.l.operand(o)
}

func (x *exprList) spanFrom(i int, last ir.Expr) diag.Span {
	sp := last.Span()
	if t, ok := x.kids[i].(antlr.TerminalNode); ok && sp.File != nil {
		sp.Start = start(t)
	}
	return sp
}

func unparen(e ir.Expr) ir.Expr {
	for {
		p, ok := e.(*ir.Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}

// postfix takes one operator behind left, or gives nil when it binds less tightly than min.
func (x *exprList) postfix(left ir.Expr, min int) ir.Expr {
	if r, ok := x.kids[x.i].(antlr.RuleContext); ok {
		return x.suffix(left, r, min)
	}
	typ := x.at(x.i)
	if op, ok := binaryOps[typ]; ok {
		return x.binary(left, op.prec, op.op, min)
	}
	switch typ {
	case scan.AT_TIME_ZONE:
		if min > precZone {
			return nil
		}
		x.i++
		z := &ir.AtTimeZone{X: left, Zone: x.parse(precZone + 1)}
		z.Sp = left.Span().To(z.Zone.Span())
		return z
	case scan.SHIFT:
		return x.shift(left, min)
	case scan.STAR_EQ, scan.EQ_STAR:
		return x.oldJoin(left, typ, min)
	case scan.ASSIGN_OP, scan.ESCAPE:
		return nil
	}
	if min > precCompare {
		return nil
	}
	return x.condition(left)
}

func (x *exprList) binary(left ir.Expr, prec int, op ir.Op, min int) ir.Expr {
	if prec < min {
		return nil
	}
	x.i++
	if prec == precCompare && x.i < len(x.kids) {
		if o, ok := x.kids[x.i].(*syntax.OperandContext); ok && o.QUANTIFIER() != nil {
			x.i++
			return x.l.quantified(left, op, o)
		}
	}
	right := x.parse(prec + 1)
	b := numeric(&ir.Binary{Op: op, L: left, R: right, IntDiv: op == ir.OpDiv})
	b.Sp = left.Span().To(right.Span())
	if x.l.unit.NullsEqual {
		return nullsEqual(b)
	}
	return b
}

// shift lowers << and >> (SQL Server 2022).
func (x *exprList) shift(left ir.Expr, min int) ir.Expr {
	if precAdd < min {
		return nil
	}
	fn := "left_shift"
	if x.text(x.i) == ">>" {
		fn = "right_shift"
	}
	x.i++
	return call(fn, left, x.parse(precAdd+1))
}

// oldJoin lowers a *= b and a =* b, the outer joins of Sybase: the side of the star is kept.
func (x *exprList) oldJoin(left ir.Expr, typ, min int) ir.Expr {
	if precCompare < min {
		return nil
	}
	x.i++
	right := x.parse(precCompare + 1)
	weak := right
	if typ == scan.EQ_STAR {
		weak = left
	}
	if r, ok := unparen(weak).(*ir.Ref); ok {
		r.Outer = true
	} else {
		x.l.find(diag.TsqlExpression, left.Span().To(right.Span()), "an outer join on an expression is not converted")
	}
	b := &ir.Binary{Op: ir.OpEq, L: left, R: right}
	b.Sp = left.Span().To(right.Span())
	return b
}

// call makes a call of a built-in function.
func call(name string, args ...ir.Expr) *ir.Call {
	c := &ir.Call{Name: ir.MakeQName(name)}
	for i, a := range args {
		c.Args = append(c.Args, ir.Arg{Value: a})
		if i == 0 {
			c.Sp = a.Span()
		} else {
			c.Sp = c.Sp.To(a.Span())
		}
	}
	c.Name.Sp = c.Sp
	return c
}

// condition takes LIKE, BETWEEN, IN.
func (x *exprList) condition(left ir.Expr) ir.Expr {
	not := x.at(x.i) == scan.INFIX_NOT
	if not {
		x.i++
	}
	typ := x.at(x.i)
	x.i++
	switch typ {
	case scan.LIKE:
		k := &ir.Like{X: left, Not: not, Ranges: true, Pattern: x.parse(precAdd)}
		k.Sp = left.Span().To(k.Pattern.Span())
		if x.at(x.i) == scan.ESCAPE {
			x.i++
			k.Escape = x.parse(precAdd)
			k.Sp = left.Span().To(k.Escape.Span())
		}
		return k
	case scan.BETWEEN:
		b := &ir.Between{X: left, Not: not, Lo: x.parse(precAdd)}
		if x.at(x.i) == scan.AND {
			x.i++
		}
		b.Hi = x.parse(precAdd)
		b.Sp = left.Span().To(b.Hi.Span())
		return b
	case scan.IN:
		return x.in(left, not)
	}
	return nil
}

func (x *exprList) in(left ir.Expr, not bool) ir.Expr {
	n := &ir.In{X: left, Not: not}
	right := x.parse(precAdd)
	n.Sp = left.Span().To(right.Span())
	switch r := right.(type) {
	case *ir.Subquery:
		n.Query = r.Query
	case *ir.Paren:
		if q, ok := unparen(r).(*ir.Subquery); ok {
			n.Query = q.Query
		} else {
			n.List = []ir.Expr{r.X}
		}
	case *ir.Tuple:
		n.List = r.Items
	default:
		n.List = []ir.Expr{right}
	}
	x.l.nullsInList(n.Sp, left, n.List)
	return n
}

// quantified lowers left op ANY|SOME|ALL (query).
func (l *lowerer) quantified(left ir.Expr, op ir.Op, o *syntax.OperandContext) ir.Expr {
	word := o.QUANTIFIER().GetText()
	q := &ir.Quantified{Op: op, X: left, All: word[1]|0x20 == 'l'}
	right := l.operand(o.Operand().(*syntax.OperandContext))
	q.Sp = left.Span().To(l.span(o))
	switch r := unparen(right).(type) {
	case *ir.Subquery:
		q.Query = r.Query
	case *ir.Tuple:
		q.List = r.Items
	default:
		q.List = []ir.Expr{r}
	}
	return q
}

// suffix takes IS … and COLLATE ….
func (x *exprList) suffix(left ir.Expr, r antlr.RuleContext, min int) ir.Expr {
	switch c := r.(type) {
	case *syntax.IsTestContext:
		if min > precCompare {
			return nil
		}
		x.i++
		return x.l.isTest(left, c)
	case *syntax.CollateSuffixContext:
		x.i++
		name := &ir.StringLit{Value: ident(c.IDENT()).Text}
		name.Sp = x.l.span(c)
		e := call("collate", left, name)
		e.Fn = "collate"
		return e
	}
	return nil
}

// isTest lowers IS [NOT] NULL, and IS [NOT] DISTINCT FROM, which compares nulls as values.
func (l *lowerer) isTest(left ir.Expr, c *syntax.IsTestContext) ir.Expr {
	sp := left.Span().To(l.span(c))
	not := c.NOT() != nil
	if c.NULL() != nil {
		e := &ir.IsNull{X: left, Not: not}
		e.Sp = sp
		return e
	}
	var kids []antlr.Tree
	for _, k := range c.GetChildren() {
		switch t := tokenType(k); t {
		case scan.IS, scan.NOT, scan.DISTINCT, scan.FROM:
		default:
			kids = append(kids, k)
		}
	}
	op := ir.OpDistinct
	if not {
		op = ir.OpNotDistinct
	}
	d := &ir.Binary{Op: op, L: left, R: l.exprOf(kids)}
	d.Sp = sp
	return d
}

// kidsSpan spans children of a tree.
func (l *lowerer) kidsSpan(kids []antlr.Tree) diag.Span {
	at := func(k antlr.Tree) diag.Span {
		if t, ok := k.(antlr.TerminalNode); ok {
			return l.tokenSpan(t)
		}
		return l.span(k.(antlr.ParserRuleContext))
	}
	if len(kids) == 0 {
		return diag.Span{}
	}
	return at(kids[0]).To(at(kids[len(kids)-1]))
}
