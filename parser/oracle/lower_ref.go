package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// ref lowers a name with what hangs on it. It goes along the parts and keeps in e what they mean so far.
func (l *lowerer) ref(ctx syntax.IRefContext) ir.Expr {
	kids := ctx.GetChildren()
	e := l.refStart(kids[0].(antlr.TerminalNode))
	for i := 1; i < len(kids); i++ {
		switch k := kids[i].(type) {
		case antlr.TerminalNode:
			switch k.GetText() {
			case ".":
				i++
				e = l.selectField(e, kids[i].(antlr.TerminalNode))
				continue
			case "@":
				i++
				e = l.link(e, kids[i].(antlr.TerminalNode))
				continue
			}
			e = l.refWord(e, k, ctx)
		case *syntax.CallArgsContext:
			e = l.applyArgs(e, k)
		case *syntax.SubqueryContext:
			s := &ir.Subquery{Query: l.subquery(k)}
			s.Sp = l.span(k)
			if r, ok := e.(*ir.Ref); ok {
				c := l.newCall(r.Name, []ir.Arg{{Value: s}})
				c.Sp = r.Sp.To(s.Sp)
				e = c
			} else {
				return l.rawExpr(ctx, "this call")
			}
		case *syntax.WithinGroupContext:
			l.analyticOn(e, nil, nil, k)
		case *syntax.KeepClauseContext:
			l.analyticOn(e, nil, k, nil)
		case *syntax.OverClauseContext:
			l.analyticOn(e, k, nil, nil)
			l.giveNulls(e)
		default:
			return l.rawExpr(ctx, "this subscript")
		}
	}
	return l.finishCall(e)
}

// refStart lowers the first part: a name, a bind variable, or a row of a trigger.
func (l *lowerer) refStart(t antlr.TerminalNode) ir.Expr {
	text := t.GetText()
	sp := l.tokenSpan(t)
	if !strings.HasPrefix(text, ":") {
		return &ir.Ref{ExprBase: ir.ExprBase{Sp: sp}, Name: ir.QName{Parts: []ir.Name{identifier(text)}, Sp: sp}}
	}
	name := identifier(strings.TrimSpace(text[1:]))
	if row, ok := l.transitionRow(name); ok {
		return &ir.Transition{ExprBase: ir.ExprBase{Sp: sp}, Row: row}
	}
	return &ir.Bind{ExprBase: ir.ExprBase{Sp: sp}, Name: name}
}

// transitionRow tells whether a bind variable is a row of the trigger that is being lowered.
func (l *lowerer) transitionRow(n ir.Name) (ir.TransitionRow, bool) {
	t := l.trigger
	if t == nil {
		return 0, false
	}
	for row, names := range map[ir.TransitionRow][2]string{
		ir.RowNew: {t.NewName.Key, "NEW"}, ir.RowOld: {t.OldName.Key, "OLD"}, ir.RowParent: {t.ParentName.Key, "PARENT"}} {
		want := names[0]
		if want == "" {
			want = names[1]
		}
		if n.Key == want {
			return row, true
		}
	}
	return 0, false
}

// selectField applies .name or .*.
func (l *lowerer) selectField(e ir.Expr, t antlr.TerminalNode) ir.Expr {
	sp := e.Span().To(l.tokenSpan(t))
	name := ir.Name{Key: "*", Text: "*"}
	if t.GetText() != "*" {
		name = l.ident(t)
	}
	switch x := e.(type) {
	case *ir.Ref:
		if !x.Outer {
			x.Name.Parts = append(x.Name.Parts, name)
			x.Sp, x.Name.Sp = sp, sp
			return x
		}
	case *ir.Transition:
		if x.Column.IsZero() {
			x.Column, x.Sp = name, sp
			return x
		}
	case *ir.CursorAttr:
		x.Field, x.Sp = name, sp
		return x
	}
	return &ir.FieldSel{ExprBase: ir.ExprBase{Sp: sp}, X: e, Name: name}
}

func (l *lowerer) link(e ir.Expr, t antlr.TerminalNode) ir.Expr {
	n := l.ident(t)
	switch x := e.(type) {
	case *ir.Ref:
		x.Name.Link, x.Sp = n, x.Sp.To(l.tokenSpan(t))
	case *ir.Call:
		x.Name.Link, x.Sp = n, x.Sp.To(l.tokenSpan(t))
	}
	return e
}

// refWord applies a token: (+), %FOUND, FROM FIRST, IGNORE NULLS.
func (l *lowerer) refWord(e ir.Expr, t antlr.TerminalNode, ctx syntax.IRefContext) ir.Expr {
	w := upperOp(t.GetText())
	sp := e.Span().To(l.tokenSpan(t))
	switch {
	case strings.HasPrefix(w, "%"):
		a := &ir.CursorAttr{ExprBase: ir.ExprBase{Sp: sp}, Attr: strings.TrimPrefix(w, "%"), Cursor: e}
		if r, ok := e.(*ir.Ref); ok && len(r.Name.Parts) == 1 && r.Name.Parts[0].Is("SQL") {
			a.Cursor = nil
		}
		return a
	case strings.HasPrefix(w, "("):
		if r, ok := e.(*ir.Ref); ok {
			r.Outer, r.Sp = true, sp
			return r
		}
		return l.rawExpr(ctx, "(+) behind something that is no column")
	}
	if c, ok := e.(*ir.Call); ok {
		if strings.HasSuffix(w, "LAST") {
			c.FromLast = true
		}
	}
	if w == "IGNORE" || w == "RESPECT" {
		l.nulls = w
	}
	return e
}

// giveNulls gives IGNORE NULLS to its call. It stands either behind the arguments, in front of OVER, or inside them,
// behind the last: f(x) IGNORE NULLS OVER (…), f(g(x) IGNORE NULLS) OVER (…).
func (l *lowerer) giveNulls(e ir.Expr) {
	c, ok := e.(*ir.Call)
	if !ok || l.nulls == "" {
		return
	}
	c.IgnoreNulls = c.IgnoreNulls || l.nulls == "IGNORE"
	c.RespectNulls = c.RespectNulls || l.nulls == "RESPECT"
	l.nulls = ""
}

// applyArgs applies (…): a call, an element, a method.
func (l *lowerer) applyArgs(e ir.Expr, ctx *syntax.CallArgsContext) ir.Expr {
	sp := e.Span().To(l.span(ctx))
	switch x := e.(type) {
	case *ir.Ref:
		c := l.newCall(x.Name, nil)
		around := l.nulls
		l.nulls = ""
		c.Args = l.args(ctx, c)
		l.giveNulls(c)
		l.nulls = around
		c.Sp = sp
		return c
	case *ir.FieldSel:
		return &ir.MethodCall{ExprBase: ir.ExprBase{Sp: sp}, X: x.X, Name: x.Name, Args: l.args(ctx, nil), Parens: true}
	case *ir.CursorAttr:
		if args := l.args(ctx, nil); len(args) == 1 {
			x.Index, x.Sp = args[0].Value, sp
		}
		return x
	}
	i := &ir.Index{ExprBase: ir.ExprBase{Sp: sp}, X: e}
	for _, a := range l.args(ctx, nil) {
		i.Args = append(i.Args, a.Value)
	}
	return i
}

// newCall makes a call and tells whether its name is one of Oracle's own.
func (l *lowerer) newCall(name ir.QName, args []ir.Arg) *ir.Call {
	return &ir.Call{Name: name, Fn: builtin(name), Args: args}
}

// args lowers arguments. What hangs on an argument (USING, ORDER BY, ON OVERFLOW) goes to c, which may be nil.
func (l *lowerer) args(ctx syntax.ICallArgsContext, c *ir.Call) []ir.Arg {
	var list []ir.Arg
	for _, a := range ctx.AllArg() {
		es := a.AllExpr()
		switch {
		case a.STAR() != nil:
			list = append(list, ir.Arg{Star: true})
		case a.ARG_NAME() != nil:
			list = append(list, ir.Arg{Name: l.ident(a.ARG_NAME()), Value: l.expr(es[0])})
		case a.TRIM_SIDE() != nil:
			list = append(list, ir.Arg{Value: l.trim(a)})
		case a.FOR() != nil:
			list = append(list, ir.Arg{Value: l.rawExpr(a, "an iterator in a collection's constructor (21c)")})
		default:
			ordered := c != nil && len(c.Within) > 0 // XMLAGG(x ORDER BY a, b): b parses as an argument
			arg := l.plainArg(a, c)
			if ordered {
				c.Within = append(c.Within, &ir.OrderItem{Expr: arg.Value})
				for _, t := range a.AllArgTail() {
					orderTail(c.Within, t)
				}
				continue
			}
			list = append(list, arg)
		}
	}
	return list
}

func (l *lowerer) plainArg(a syntax.IArgContext, c *ir.Call) ir.Arg {
	if c == nil {
		c = &ir.Call{}
	}
	c.Distinct = c.Distinct || a.DISTINCT() != nil
	c.Unique = c.Unique || a.UNIQUE() != nil
	arg := ir.Arg{Value: l.expr(a.AllExpr()[0])}
	for _, t := range a.AllArgTail() {
		switch {
		case t.FROM() != nil:
			arg.Value = l.fromTail(arg.Value, t, c)
		case t.ORDER() != nil:
			c.Within = append(c.Within, &ir.OrderItem{Expr: l.expr(t.Expr())})
		case t.ASC() != nil, t.DESC() != nil, t.NULLS() != nil:
			orderTail(c.Within, t)
		case t.DEFAULT() != nil:
			c.OnError, c.OnErrorValue = "DEFAULT", l.expr(t.Expr())
		case t.ON() != nil:
			c.Overflow = strings.ToUpper(l.span(t).Text())
		case t.USING() != nil:
			c.Using = strings.ToUpper(strings.TrimSpace(l.span(t).Text()[len("USING"):]))
		default:
			arg.Value = l.rawExpr(a, "this argument")
		}
	}
	return arg
}

// orderWords is what the grammar has for ASC, DESC and NULLS in an argument list.
type orderWords interface {
	DESC() antlr.TerminalNode
	NULLS() antlr.TerminalNode
	FIRST() antlr.TerminalNode
}

// orderTail applies ASC, DESC or NULLS FIRST to the last order item.
func orderTail(items []*ir.OrderItem, w orderWords) {
	if len(items) == 0 {
		return
	}
	o := items[len(items)-1]
	o.Desc = o.Desc || w.DESC() != nil
	if w.NULLS() != nil {
		first := w.FIRST() != nil
		o.NullsFirst = &first
	}
}

// fromTail lowers x FROM y: EXTRACT(field FROM y), TRIM(chars FROM y).
func (l *lowerer) fromTail(x ir.Expr, t syntax.IArgTailContext, c *ir.Call) ir.Expr {
	y := l.expr(t.Expr())
	sp := x.Span().To(y.Span())
	if c.Name.Last().Is("EXTRACT") {
		return &ir.Extract{ExprBase: ir.ExprBase{Sp: sp}, Field: strings.ToUpper(x.Span().Text()), X: y}
	}
	return &ir.Trim{ExprBase: ir.ExprBase{Sp: sp}, Mode: "BOTH", Chars: x, X: y}
}

// trim lowers TRIM(LEADING 'x' FROM y): side, perhaps characters, FROM, text.
func (l *lowerer) trim(a syntax.IArgContext) ir.Expr {
	es := a.AllExpr()
	t := &ir.Trim{Mode: strings.ToUpper(a.TRIM_SIDE().GetText()), X: l.expr(es[len(es)-1])}
	t.Sp = l.span(a)
	if len(es) > 1 {
		t.Chars = l.expr(es[0])
	}
	return t
}

// finishCall gives calls with a meaning of their own their node.
func (l *lowerer) finishCall(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || c.Fn == "" {
		return e
	}
	if len(c.Args) == 1 {
		switch x := c.Args[0].Value.(type) {
		case *ir.Extract:
			if c.Fn == "extract" {
				x.Sp = c.Sp
				return x
			}
		case *ir.Trim:
			if c.Fn == "trim" {
				x.Sp = c.Sp
				return x
			}
		}
	}
	switch c.Fn {
	case "nvl":
		if len(c.Args) == 2 {
			c.Fn = "coalesce"
		}
	case "decode":
		return l.decode(c)
	case "trim":
		if len(c.Args) == 1 && c.Args[0].Name.IsZero() {
			return &ir.Trim{ExprBase: ir.ExprBase{Sp: c.Sp}, Mode: "BOTH", X: c.Args[0].Value}
		}
	}
	return c
}

// decode lowers DECODE(x, search, result, …, default): NULL matches NULL (SQL Language Reference, DECODE).
func (l *lowerer) decode(c *ir.Call) ir.Expr {
	if len(c.Args) < 3 {
		return c
	}
	d := &ir.Case{ExprBase: ir.ExprBase{Sp: c.Sp}, Operand: c.Args[0].Value, NullEq: true}
	rest := c.Args[1:]
	for len(rest) >= 2 {
		d.Whens = append(d.Whens, ir.When{Cond: rest[0].Value, Result: rest[1].Value})
		rest = rest[2:]
	}
	if len(rest) == 1 {
		d.Else = rest[0].Value
	}
	return d
}

func (l *lowerer) analyticOn(e ir.Expr, over syntax.IOverClauseContext, keep syntax.IKeepClauseContext, within syntax.IWithinGroupContext) {
	if c, ok := e.(*ir.Call); ok {
		l.analytic(c, over, keep, within)
	}
}

func (l *lowerer) analytic(c *ir.Call, over syntax.IOverClauseContext, keep syntax.IKeepClauseContext, within syntax.IWithinGroupContext) {
	switch {
	case over != nil:
		if id := over.IDENT(); id != nil {
			c.Over = &ir.Window{Name: l.ident(id)}
		} else {
			c.Over = l.window(over.WindowSpec())
		}
		c.Sp = c.Sp.To(l.span(over))
	case keep != nil:
		c.Keep = &ir.Keep{Last: keep.LAST() != nil, Order: l.orderBy(keep.OrderBy())}
		c.Sp = c.Sp.To(l.span(keep))
	case within != nil:
		c.Within = l.orderBy(within.OrderBy())
		c.Sp = c.Sp.To(l.span(within))
	}
}

func (l *lowerer) window(ctx syntax.IWindowSpecContext) *ir.Window {
	w := &ir.Window{Name: l.identOpt(ctx.IDENT())}
	for _, e := range ctx.AllExpr() {
		w.Partition = append(w.Partition, l.expr(e))
	}
	if o := ctx.OrderBy(); o != nil {
		w.Order = l.orderBy(o)
	}
	if f := ctx.WindowFrame(); f != nil {
		w.Frame = l.frame(f)
	}
	return w
}

func (l *lowerer) frame(ctx syntax.IWindowFrameContext) *ir.Frame {
	f := &ir.Frame{Unit: "RANGE"}
	switch {
	case ctx.ROWS() != nil:
		f.Unit = "ROWS"
	case ctx.GROUPS() != nil:
		f.Unit = "GROUPS"
	}
	bs := ctx.AllFrameBound()
	f.Start = l.bound(bs[0])
	if len(bs) > 1 {
		f.End, f.HasEnd = l.bound(bs[1]), true
	}
	for _, x := range ctx.AllFrameExclude() {
		f.Exclude = strings.TrimSpace(f.Exclude + " " + strings.ToUpper(l.span(x).Text()))
	}
	return f
}

func (l *lowerer) bound(ctx syntax.IFrameBoundContext) ir.Bound {
	side := "FOLLOWING"
	if ctx.PRECEDING() != nil {
		side = "PRECEDING"
	}
	switch {
	case ctx.UNBOUNDED() != nil:
		return ir.Bound{Kind: "UNBOUNDED " + side}
	case ctx.CURRENT() != nil:
		return ir.Bound{Kind: "CURRENT ROW"}
	}
	return ir.Bound{Kind: side, Value: l.expr(ctx.Expr())}
}
