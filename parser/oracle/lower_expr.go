package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// Precedence of Oracle's operators, loosest first (PL/SQL Language Reference, Operator Precedence; SQL Language
// Reference, Condition Precedence).
const (
	precOr = iota + 1
	precAnd
	precNot
	precCompare
	precAdd // + - ||
	precMul // * / MOD REM
	precUnary
	precZone // AT TIME ZONE
	precPower
)

var binaryOps = map[string]struct {
	prec int
	op   ir.Op
}{
	"OR": {precOr, ir.OpOr}, "AND": {precAnd, ir.OpAnd},
	"=": {precCompare, ir.OpEq}, "!=": {precCompare, ir.OpNe}, "<>": {precCompare, ir.OpNe}, "^=": {precCompare, ir.OpNe}, "~=": {precCompare, ir.OpNe},
	"<": {precCompare, ir.OpLt}, "<=": {precCompare, ir.OpLe}, ">": {precCompare, ir.OpGt}, ">=": {precCompare, ir.OpGe},
	"+": {precAdd, ir.OpAdd}, "-": {precAdd, ir.OpSub}, "||": {precAdd, ir.OpConcat},
	"*": {precMul, ir.OpMul}, "/": {precMul, ir.OpDiv}, "MOD": {precMul, ir.OpMod}, "REM": {precMul, ir.OpMod},
	"**": {precPower, ir.OpPow},
}

// exprList walks the flat list that the grammar makes of an expression.
type exprList struct {
	l    *lowerer
	kids []antlr.Tree
	i    int
}

// expr lowers an expression or condition.
func (l *lowerer) expr(ctx syntax.IExprContext) ir.Expr {
	x := &exprList{l: l, kids: ctx.GetChildren()}
	if len(x.kids) == 1 {
		return l.operand(x.kids[0].(*syntax.OperandContext))
	}
	e := x.parse(precOr)
	if x.i < len(x.kids) { // cannot happen with a tree of the grammar; keep the text all the same
		return l.rawExpr(ctx, "this expression")
	}
	return e
}

func (l *lowerer) rawExpr(ctx antlr.ParserRuleContext, what string) ir.Expr {
	r := &ir.RawExpr{}
	r.Sp = l.span(ctx)
	r.Text = r.Sp.Text()
	l.find(diag.ExpressionNotKnown, r.Sp, "%s is not converted: %s", what, firstLine(r.Text))
	return r
}

// word is the upper-case text of the token at i, "" for a rule or the end.
func (x *exprList) word(i int) string {
	if i < len(x.kids) {
		if t, ok := x.kids[i].(antlr.TerminalNode); ok {
			return upperOp(t.GetText())
		}
	}
	return ""
}

// upperOp folds a keyword or operator; operators may be written with blanks inside.
func upperOp(s string) string {
	s = strings.ToUpper(s)
	if s != "" && (s[0] < 'A' || s[0] > 'Z') {
		s = strings.Join(strings.Fields(s), "")
	}
	return s
}

// parse applies precedence: it takes operators that bind at least as tightly as min. Chains on one level loop,
// so that long ones cost no stack.
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
	w := x.word(x.i)
	unary := func(op ir.Op, prec int) ir.Expr {
		x.i++
		u := &ir.Unary{Op: op, X: x.parse(prec)}
		u.Sp = x.spanFrom(from, u.X)
		return u
	}
	switch w {
	case "NOT":
		return unary(ir.OpNot, precNot)
	case "-":
		return unary(ir.OpNeg, precUnary)
	case "+":
		return unary(ir.OpPlus, precUnary)
	case "PRIOR", "CONNECT_BY_ROOT":
		x.i++
		p := &ir.Prior{X: x.parse(precUnary), Root: w == "CONNECT_BY_ROOT"}
		p.Sp = x.spanFrom(from, p.X)
		return p
	case "NEW":
		x.i++
		return x.constructor(x.prefix())
	case "EXISTS":
		x.i++
		e := x.prefix()
		if q, ok := unparen(e).(*ir.Subquery); ok {
			ex := &ir.Exists{Query: q.Query}
			ex.Sp = x.spanFrom(from, e)
			return ex
		}
		return e // collection method v.EXISTS never comes here
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

func (x *exprList) constructor(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok {
		return e
	}
	n := &ir.New{To: &ir.Type{Kind: ir.TNamed, Name: c.Name, Sp: c.Sp, Spelled: c.Name.String()}, Args: c.Args}
	n.Sp = c.Sp
	return n
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
	w := x.word(x.i)
	if op, ok := binaryOps[w]; ok {
		return x.binary(left, w, op.prec, op.op, min)
	}
	if strings.HasPrefix(w, "AT") && (strings.HasSuffix(w, "ZONE") || strings.HasSuffix(w, "LOCAL")) {
		if min > precZone {
			return nil
		}
		x.i++
		z := &ir.AtTimeZone{X: left}
		z.Sp = left.Span()
		if strings.HasSuffix(w, "ZONE") {
			z.Zone = x.parse(precZone + 1)
			z.Sp = left.Span().To(z.Zone.Span())
		}
		return z
	}
	if min > precCompare {
		return nil
	}
	return x.condition(left)
}

func (x *exprList) binary(left ir.Expr, w string, prec int, op ir.Op, min int) ir.Expr {
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
	if w == "REM" {
		c := call("remainder", left, right)
		c.Sp = left.Span().To(right.Span())
		return c
	}
	b := &ir.Binary{Op: op, L: left, R: right, NullIsEmpty: op == ir.OpConcat}
	b.Sp = left.Span().To(right.Span())
	return b
}

func call(fn string, args ...ir.Expr) *ir.Call {
	c := &ir.Call{Fn: fn, Name: ir.MakeQName(fn)}
	for _, a := range args {
		c.Args = append(c.Args, ir.Arg{Value: a})
	}
	return c
}

// condition takes LIKE, BETWEEN, IN, MEMBER OF, SUBMULTISET OF, MULTISET operators, OVERLAPS.
func (x *exprList) condition(left ir.Expr) ir.Expr {
	w := x.word(x.i)
	not := w == "NOT"
	if not {
		x.i++
		w = x.word(x.i)
	}
	x.i++
	for x.word(x.i) == "OF" {
		x.i++
	}
	switch {
	case strings.HasPrefix(w, "LIKE"):
		k := &ir.Like{X: left, Not: not, Variant: strings.TrimPrefix(w, "LIKE"), Pattern: x.parse(precAdd)}
		k.Sp = left.Span().To(k.Pattern.Span())
		if x.word(x.i) == "ESCAPE" {
			x.i++
			k.Escape = x.parse(precAdd)
			k.Sp = left.Span().To(k.Escape.Span())
		}
		return k
	case w == "BETWEEN":
		b := &ir.Between{X: left, Not: not, Lo: x.parse(precAdd)}
		if x.word(x.i) == "AND" {
			x.i++
		}
		b.Hi = x.parse(precAdd)
		b.Sp = left.Span().To(b.Hi.Span())
		return b
	case w == "IN":
		return x.in(left, not)
	case w == "MEMBER", w == "SUBMULTISET":
		m := &ir.Member{X: left, Not: not, Sub: w == "SUBMULTISET", Set: x.parse(precAdd)}
		m.Sp = left.Span().To(m.Set.Span())
		return m
	case w == "MULTISET":
		b := &ir.Binary{L: left}
		switch x.word(x.i) {
		case "UNION":
			b.Op = ir.OpMultisetUnion
		case "INTERSECT":
			b.Op = ir.OpMultisetIntersect
		default:
			b.Op = ir.OpMultisetExcept
		}
		x.i++
		switch x.word(x.i) {
		case "ALL":
			b.All = true
			x.i++
		case "DISTINCT":
			b.Distinct = true
			x.i++
		}
		b.R = x.parse(precAdd)
		b.Sp = left.Span().To(b.R.Span())
		return b
	}
	right := x.parse(precAdd)
	r := &ir.RawExpr{}
	r.Sp = left.Span().To(right.Span())
	r.Text = r.Sp.Text()
	x.l.find(diag.ExpressionNotKnown, r.Sp, "the operator %s is not converted", w)
	return r
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
	return n
}

// quantified lowers left op ANY|SOME|ALL (…).
func (l *lowerer) quantified(left ir.Expr, op ir.Op, o *syntax.OperandContext) ir.Expr {
	q := &ir.Quantified{Op: op, X: left, All: strings.EqualFold(o.QUANTIFIER().GetText(), "ALL")}
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

// suffix takes IS …, COLLATE …, and the unit of an interval.
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
		name := &ir.StringLit{Value: x.l.span(c.Name()).Text()}
		name.Sp = x.l.span(c)
		e := call("collate", left, name)
		e.Sp = left.Span().To(name.Sp)
		return e
	case *syntax.IntervalUnitContext:
		x.i++
		k := ir.TIntervalDS
		if u := strings.ToUpper(c.INTERVAL_FIELD(0).GetText()); u == "YEAR" || u == "MONTH" {
			k = ir.TIntervalYM
		}
		e := &ir.Cast{X: left, To: &ir.Type{Kind: k, Sp: x.l.span(c), Spelled: "INTERVAL " + x.l.span(c).Text()}}
		e.Sp = left.Span().To(x.l.span(c))
		return e
	}
	return nil
}

func (l *lowerer) isTest(left ir.Expr, c syntax.IIsTestContext) ir.Expr {
	sp := left.Span().To(l.span(c))
	not := c.NOT() != nil
	if c.NULL() != nil {
		e := &ir.IsNull{X: left, Not: not}
		e.Sp = sp
		return e
	}
	e := &ir.Is{X: left, Not: not}
	e.Sp = sp
	switch {
	case c.TRUE() != nil:
		e.What = "TRUE"
	case c.FALSE() != nil:
		e.What = "FALSE"
	case c.IS_SET() != nil:
		e.What = "A SET"
	case c.JSON() != nil:
		e.What = "JSON"
		_, e.Rest, _ = strings.Cut(strings.ToUpper(l.span(c).Text()), "JSON")
		e.Rest = strings.TrimSpace(e.Rest)
	case c.OF() != nil:
		e.What = "OF"
		for _, n := range c.AllName() {
			q := l.qname(n)
			e.Types = append(e.Types, &ir.Type{Kind: ir.TNamed, Name: q, Sp: q.Sp, Spelled: q.Sp.Text()})
		}
	default:
		e.What = strings.ToUpper(c.IDENT().GetText())
	}
	return e
}
