package tsql

import (
	"slices"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

type spanT = diag.Span

// ref lowers a name with what hangs on it: a column, a variable, a call, a method.
func (l *lowerer) ref(ctx syntax.IRefContext) ir.Expr {
	r := &refWalk{l: l, kids: ctx.GetChildren()}
	e := r.head()
	for r.i < len(r.kids) {
		e = r.step(e)
	}
	return e
}

// refWalk walks the flat children of a ref.
type refWalk struct {
	l    *lowerer
	kids []antlr.Tree
	i    int
}

// head takes the dotted name in front, and its arguments where it is a call.
func (r *refWalk) head() ir.Expr {
	var q ir.QName
	omitted, static := false, false
	for ; r.i < len(r.kids); r.i++ {
		t, ok := r.kids[r.i].(antlr.TerminalNode)
		if !ok {
			break
		}
		switch t.GetSymbol().GetTokenType() {
		case scan.IDENT, scan.VAR:
			q.Parts = append(q.Parts, ident(t))
		case scan.DOTDOT:
			omitted = true
		case scan.COLONCOLON:
			static = static || len(q.Parts) > 0 // ::fn_x() is an old way to call a system function
		case scan.DOT:
		case scan.STAR:
			q.Sp = r.span(r.i)
			f := &ir.Ref{Name: q}
			f.Sp = q.Sp
			f.Name.Parts = append(f.Name.Parts, ir.Name{Key: "*", Text: "*"})
			r.i++
			return f
		default:
			goto done
		}
		q.Sp = r.span(r.i)
	}
done:
	args, isCall := r.args()
	switch {
	case static:
		return r.static(q, args, isCall)
	case isCall:
		return r.call(r.l.local(q, omitted), args)
	}
	f := &ir.Ref{Name: r.l.local(q, omitted)}
	f.Sp = q.Sp
	return f
}

// span spans the children up to i.
func (r *refWalk) span(i int) spanT { return r.l.kidsSpan(r.kids[:i+1]) }

// args takes the arguments at hand.
func (r *refWalk) args() (syntax.ICallArgsContext, bool) {
	if r.i < len(r.kids) {
		if a, ok := r.kids[r.i].(*syntax.CallArgsContext); ok {
			r.i++
			return a, true
		}
	}
	return nil, false
}

// call lowers a call of a function, or of a method of a column or variable.
func (r *refWalk) call(q ir.QName, args syntax.ICallArgsContext) ir.Expr {
	sp := r.span(r.i - 1)
	n := len(q.Parts)
	if n > 1 && (q.Parts[0].Text[0] == '@' || isMethod(q.Parts[n-1].Text)) {
		obj := &ir.Ref{Name: ir.QName{Parts: q.Parts[:n-1], Sp: q.Sp}}
		obj.Sp = q.Sp
		m := &ir.MethodCall{X: obj, Name: q.Parts[n-1], Args: r.l.args(args, nil), Parens: true}
		m.Sp = sp
		return r.l.xquery(m)
	}
	c := &ir.Call{Name: q}
	c.Sp = sp
	c.Args = r.l.args(args, c)
	if n == 1 && strings.EqualFold(q.Parts[0].Text, "IIF") && len(c.Args) == 3 {
		return iif(c)
	}
	return c
}

// iif makes a CASE of IIF(condition, a, b) (IIF: it is a shorthand for writing a CASE expression).
func iif(c *ir.Call) ir.Expr {
	k := &ir.Case{Whens: []ir.When{{Cond: c.Args[0].Value, Result: c.Args[1].Value}}, Else: c.Args[2].Value}
	k.Sp = c.Sp
	return k
}

// static lowers a static method or property of a type: geography::Point(1, 2, 4326).
func (r *refWalk) static(q ir.QName, args syntax.ICallArgsContext, isCall bool) ir.Expr {
	keys := make([]string, len(q.Parts))
	for i, p := range q.Parts {
		keys[i] = strings.ToLower(p.Text)
	}
	n := len(keys) - 1
	c := &ir.Call{Fn: "tsql." + strings.Join(keys[max(n-1, 0):n], ".") + "::" + keys[n], NoParens: !isCall}
	c.Sp = r.span(r.i - 1)
	if isCall {
		c.Args = r.l.args(args, nil)
	}
	return c
}

// step applies the next child to the value so far.
func (r *refWalk) step(e ir.Expr) ir.Expr {
	k := r.kids[r.i]
	r.i++
	sp := r.span(r.i - 1)
	switch n := k.(type) {
	case antlr.TerminalNode:
		switch n.GetSymbol().GetTokenType() {
		case scan.DOT, scan.DOTDOT, scan.COLONCOLON:
			return e
		case scan.NULL_TREATMENT:
			if c, ok := e.(*ir.Call); ok {
				c.IgnoreNulls = n.GetText()[0]|0x20 == 'i'
				c.RespectNulls = !c.IgnoreNulls
			}
			return e
		}
		f := &ir.FieldSel{X: e, Name: ident(n)}
		f.Sp = sp
		return f
	case *syntax.CallArgsContext:
		if f, ok := e.(*ir.FieldSel); ok {
			m := &ir.MethodCall{X: f.X, Name: f.Name, Args: r.l.args(n, nil), Parens: true}
			m.Sp = sp
			return r.l.xquery(m)
		}
	case *syntax.OverClauseContext:
		if c, ok := e.(*ir.Call); ok {
			c.Over, c.Sp = r.l.over(n), sp
			return c
		}
	case *syntax.WithinGroupContext:
		if c, ok := e.(*ir.Call); ok {
			c.Within, c.Sp = r.l.orderBy(n.OrderBy()), sp
			return c
		}
	}
	return r.l.rawExpr(k.(antlr.ParserRuleContext), "what follows the name")
}

// args lowers arguments. c, where not nil, takes DISTINCT.
func (l *lowerer) args(ctx syntax.ICallArgsContext, c *ir.Call) []ir.Arg {
	if ctx == nil {
		return nil
	}
	var out []ir.Arg
	for _, a := range ctx.AllArg() {
		switch {
		case a.STAR() != nil:
			out = append(out, ir.Arg{Star: true})
		case a.INDEX() != nil:
			out = append(out, ir.Arg{Value: l.rawExpr(a, "a hint")})
		default:
			if a.DISTINCT() != nil && c != nil {
				c.Distinct = true
			}
			out = append(out, l.arg(a, c)...)
		}
	}
	return out
}

// arg lowers an argument with what may hang on it.
func (l *lowerer) arg(a syntax.IArgContext, c *ir.Call) []ir.Arg {
	x := l.expr(a.Expr())
	tails := a.AllArgTail()
	if len(tails) == 0 {
		if isDefault(a.Expr()) {
			n := &ir.NullLit{}
			n.Sp = x.Span()
			return []ir.Arg{{Value: n, Default: true}}
		}
		return []ir.Arg{{Value: x}}
	}
	t := tails[0]
	switch {
	case t.FROM() != nil: // TRIM(chars FROM x)
		return []ir.Arg{{Value: l.expr(t.Expr())}, {Value: x}}
	case t.COLON() != nil: // JSON_OBJECT(key : value)
		return []ir.Arg{{Value: x}, {Value: l.expr(t.Expr())}}
	case t.NULL() != nil || t.ON() != nil, isWord(x, "ABSENT"), isWord(x, "LANGUAGE"), isWord(x, "CHANGES"), isWord(x, "VERSION"):
		if c != nil {
			c.Using = strings.TrimSpace(c.Using + " " + l.span(a).Text())
		}
		if t.NULL() != nil && !isWord(x, "ABSENT") {
			return []ir.Arg{{Value: x}}
		}
		return nil
	case t.STRING() != nil && len(tails) > 1: // TRIM(BOTH 'x' FROM y)
		if f := tails[1]; f.FROM() != nil {
			s := text(t.STRING().GetText())
			setSpan(s, l.tokenSpan(t.STRING()))
			if c != nil {
				c.Using = strings.ToUpper(l.span(a.Expr()).Text())
			}
			return []ir.Arg{{Value: l.expr(f.Expr())}, {Value: s}}
		}
	}
	return []ir.Arg{{Value: l.rawExpr(a, "this argument")}}
}

func isWord(e ir.Expr, word string) bool {
	r, ok := e.(*ir.Ref)
	return ok && len(r.Name.Parts) == 1 && r.Name.Parts[0].Is(word) && !r.Name.Parts[0].Quoted
}

// isMethod tells the methods of SQL Server's own types: xml, hierarchyid, geography and geometry. Their
// names are compared with case.
func isMethod(name string) bool {
	switch name {
	case "value", "query", "nodes", "exist", "modify", "write", "WRITE",
		"GetAncestor", "GetDescendant", "GetLevel", "IsDescendantOf", "GetReparentedValue", "ToString",
		"Reduce", "MakeValid", "BufferWithTolerance", "BufferWithCurves", "InstanceOf", "NumRings", "RingN", "EnvelopeAngle",
		"EnvelopeCenter", "ReorientObject", "ShortestLineTo", "AsGml", "AsTextZM", "AsBinaryZM", "MinDbCompatibilityLevel":
		return true
	}
	return len(name) > 3 && name[:2] == "ST" && name[2] >= 'A' && name[2] <= 'Z' && name != strings.ToUpper(name)
}

func (l *lowerer) over(ctx *syntax.OverClauseContext) *ir.Window {
	if ctx.IDENT() != nil {
		return &ir.Window{Name: ident(ctx.IDENT())}
	}
	return l.window(ctx.WindowSpec())
}

func (l *lowerer) window(ctx syntax.IWindowSpecContext) *ir.Window {
	w := &ir.Window{Name: identOpt(ctx.IDENT())}
	w.Partition = l.exprs(ctx.AllExpr())
	if ctx.OrderBy() != nil {
		w.Order = slices.DeleteFunc(l.orderBy(ctx.OrderBy()), ordersNothing)
	}
	if f := ctx.WindowFrame(); f != nil {
		b := f.AllFrameBound()
		w.Frame = &ir.Frame{Unit: strings.ToUpper(f.ROWS().GetText()), Start: l.bound(b[0])}
		if len(b) > 1 {
			w.Frame.End, w.Frame.HasEnd = l.bound(b[1]), true
		}
	}
	return w
}

// ordersNothing tells ORDER BY (SELECT NULL): SQL Server wants an order where PostgreSQL needs none (OVER Clause, ORDER BY).
func ordersNothing(o *ir.OrderItem) bool {
	q, ok := o.Expr.(*ir.Subquery)
	if !ok {
		return false
	}
	s, ok := q.Query.Body.(*ir.Select)
	if !ok || len(s.From) > 0 || s.Where != nil || len(s.Items) != 1 {
		return false
	}
	switch s.Items[0].Expr.(type) {
	case *ir.NullLit, *ir.NumberLit, *ir.StringLit:
		return true
	}
	return false
}

func (l *lowerer) bound(ctx syntax.IFrameBoundContext) ir.Bound {
	side := "FOLLOWING"
	if ctx.PRECEDING() != nil {
		side = "PRECEDING"
	}
	switch {
	case ctx.CURRENT_ROW() != nil:
		return ir.Bound{Kind: "CURRENT ROW"}
	case ctx.UNBOUNDED() != nil:
		return ir.Bound{Kind: "UNBOUNDED " + side}
	}
	return ir.Bound{Kind: side, Value: l.expr(ctx.Expr())}
}

func (l *lowerer) orderBy(ctx syntax.IOrderByContext) []*ir.OrderItem {
	var out []*ir.OrderItem
	for _, i := range ctx.AllOrderItem() {
		out = append(out, &ir.OrderItem{Expr: l.expr(i.Expr()), Desc: i.DESC() != nil})
	}
	return out
}
