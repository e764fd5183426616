package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// query lowers a query with its common table expressions.
func (l *lowerer) query(ctx syntax.IQueryContext) *ir.Query {
	q := l.queryExpr(ctx.QueryExpr())
	if w := ctx.WithClause(); w != nil {
		l.with(w, q)
	}
	q.Sp = l.span(ctx)
	return q
}

// selectStmt lowers a query that stands as a statement.
func (l *lowerer) selectStmt(ctx syntax.ISelectStmtContext) *ir.Query {
	var body ir.QueryBody
	if ctx.SelectCore() != nil {
		body = l.selectCore(ctx.SelectCore())
	} else {
		body = l.query(ctx.Query())
	}
	return l.tailOf(body, ctx.QueryTail(), l.span(ctx))
}

func (l *lowerer) queryExpr(ctx syntax.IQueryExprContext) *ir.Query {
	return l.tailOf(l.queryTerm(ctx.QueryTerm()), ctx.QueryTail(), l.span(ctx))
}

func (l *lowerer) queryTerm(ctx syntax.IQueryTermContext) ir.QueryBody {
	switch {
	case ctx.SelectCore() != nil:
		return l.selectCore(ctx.SelectCore())
	case ctx.Query() != nil:
		return l.query(ctx.Query())
	}
	v := &ir.Values{Sp: l.span(ctx)}
	for _, r := range ctx.AllValuesRow() {
		v.Rows = append(v.Rows, l.row(r))
	}
	return v
}

// row lowers a row of VALUES; DEFAULT is a nil element.
func (l *lowerer) row(ctx syntax.IValuesRowContext) []ir.Expr {
	out := make([]ir.Expr, 0, 8)
	for _, e := range ctx.AllExpr() {
		if isDefault(e) {
			out = append(out, nil)
			continue
		}
		out = append(out, l.expr(e))
	}
	return out
}

// isDefault tells the word DEFAULT as a whole expression.
func isDefault(e syntax.IExprContext) bool {
	o := e.Operand(0)
	return o != nil && o.DEFAULT() != nil && len(e.GetChildren()) == 1
}

// tailOf applies set operations and what follows them.
func (l *lowerer) tailOf(body ir.QueryBody, ctx syntax.IQueryTailContext, sp diag.Span) *ir.Query {
	q := &ir.Query{Body: l.setOperations(body, ctx.AllSetOperation()), Sp: sp}
	if o := ctx.OrderBy(); o != nil {
		q.OrderBy = l.orderBy(o)
	}
	if o := ctx.OffsetClause(); o != nil {
		q.Offset = l.expr(o.Expr(0))
		if o.Expr(1) != nil {
			q.Limit = l.expr(o.Expr(1))
		}
	}
	if f := ctx.ForClause(); f != nil {
		q.For = l.forClause(f)
	}
	if o := ctx.OptionClause(); o != nil {
		q.Hints = append(q.Hints, inside(l.span(o.Balanced()).Text()))
	}
	l.limit(q)
	for _, c := range ctx.AllComputeClause() {
		l.find(diag.TsqlQuery, l.span(c), "COMPUTE is not converted")
	}
	if inner, ok := q.Body.(*ir.Query); ok && len(inner.With) == 0 && ctx.GetChildCount() == 0 {
		return inner // in parentheses: what FOR XML makes of it stays in sight
	}
	return q
}

// limit makes the query's limit of its block's TOP. The TOP of a term of a set operation stays with
// the term, which becomes a query of its own. TOP 100 PERCENT takes all rows.
func (l *lowerer) limit(q *ir.Query) {
	s, ok := q.Body.(*ir.Select)
	if !ok || s.Top == nil || q.Limit != nil || q.Offset != nil {
		return
	}
	if n, ok := s.Top.N.(*ir.NumberLit); ok && s.Top.Percent && n.Text == "100" {
		s.Top = nil
		return
	}
	q.Limit, q.Percent, q.WithTies, s.Top = s.Top.N, s.Top.Percent, s.Top.WithTies, nil
}

func (l *lowerer) limited(b ir.QueryBody) ir.QueryBody {
	if s, ok := b.(*ir.Select); ok && s.Top != nil {
		q := &ir.Query{Body: s, Sp: s.Sp}
		l.limit(q)
		return q
	}
	return b
}

// setOperations joins the terms. INTERSECT binds tighter than UNION and EXCEPT (Set Operators - EXCEPT
// and INTERSECT, Remarks).
func (l *lowerer) setOperations(body ir.QueryBody, ops []syntax.ISetOperationContext) ir.QueryBody {
	if len(ops) == 0 {
		return body
	}
	term := func(left ir.QueryBody, i int) (ir.QueryBody, int) {
		left = l.limited(left)
		for i < len(ops) && ops[i].INTERSECT() != nil {
			left = setOp(ops[i], left, l.limited(l.queryTerm(ops[i].QueryTerm())))
			i++
		}
		return left, i
	}
	body, i := term(body, 0)
	for i < len(ops) {
		op := ops[i]
		var right ir.QueryBody
		right, i = term(l.queryTerm(op.QueryTerm()), i+1)
		body = setOp(op, body, right)
	}
	return body
}

func setOp(op syntax.ISetOperationContext, left, right ir.QueryBody) ir.QueryBody {
	s := &ir.SetOp{Op: "UNION", All: op.ALL() != nil, L: left, R: right, Sp: left.Span().To(right.Span())}
	switch {
	case op.INTERSECT() != nil:
		s.Op = "INTERSECT"
	case op.EXCEPT() != nil:
		s.Op = "EXCEPT"
	}
	return s
}

// inside takes the parentheses off.
func inside(s string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, "("), ")"))
}

func (l *lowerer) selectCore(ctx syntax.ISelectCoreContext) ir.QueryBody {
	s := &ir.Select{Sp: l.span(ctx), Distinct: ctx.DISTINCT() != nil}
	if t := ctx.TopClause(); t != nil {
		s.Top = l.top(t)
	}
	if i := ctx.IntoClause(); i != nil {
		s.IntoTbl = l.qname(i.Name())
	}
	for _, i := range ctx.AllSelectItem() {
		s.Items = append(s.Items, l.selectItem(i))
	}
	s.From = l.from(ctx.AllFromItem())
	for _, w := range ctx.AllWhereClause() {
		if w.Expr() != nil {
			s.Where = l.expr(w.Expr())
		}
	}
	for _, g := range ctx.AllGroupBy() {
		l.groupBy(s, g)
	}
	for _, h := range ctx.AllHavingClause() {
		s.Having = l.expr(h.Expr())
	}
	for _, w := range ctx.AllWindowClause() {
		for _, d := range w.AllWindowDef() {
			s.Windows = append(s.Windows, ir.NamedWindow{Name: ident(d.IDENT()), Window: l.window(d.WindowSpec())})
		}
	}
	return s
}

func (l *lowerer) top(ctx syntax.ITopClauseContext) *ir.Top {
	t := &ir.Top{Percent: ctx.PERCENT() != nil, WithTies: ctx.WITH_TIES() != nil}
	switch {
	case ctx.NUMBER() != nil:
		t.N = number(ctx.NUMBER().GetText())
		setSpan(t.N, l.tokenSpan(ctx.NUMBER()))
	case ctx.VAR() != nil:
		t.N = l.variable(ctx.VAR())
	case ctx.Paren() != nil:
		t.N = unparen(l.paren(ctx.Paren()))
	default:
		t.N = l.subqueryExpr(ctx.Subquery())
	}
	return t
}

// variable is a reference to @x.
func (l *lowerer) variable(t antlr.TerminalNode) ir.Expr {
	r := &ir.Ref{Name: ir.QName{Parts: []ir.Name{ident(t)}, Sp: l.tokenSpan(t)}}
	r.Sp = r.Name.Sp
	return r
}

// selectItem lowers an output column: *, t.*, value, value AS name, name = value, @v = value.
func (l *lowerer) selectItem(ctx syntax.ISelectItemContext) *ir.SelectItem {
	i := &ir.SelectItem{Sp: l.span(ctx)}
	if ctx.STAR() != nil {
		i.Star = true
		return i
	}
	if target, op, value := assignment(ctx.Expr()); target != nil && ctx.Alias() == nil {
		if l.namedItem(i, target, op, value) {
			return i
		}
	}
	x := l.expr(ctx.Expr())
	if r, ok := x.(*ir.Ref); ok && r.Name.Last().Key == "*" && !r.Name.Last().Quoted {
		i.Star, i.Qualifier = true, ir.QName{Parts: r.Name.Parts[:len(r.Name.Parts)-1], Sp: r.Sp}
		return i
	}
	i.Expr = x
	if a := ctx.Alias(); a != nil {
		i.Alias = identifier(aliasText(a))
	}
	return i
}

func aliasText(a syntax.IAliasContext) string {
	s := a.GetText()
	if len(s) > 1 && (s[0] == 'N' || s[0] == 'n') && s[1] == '\'' {
		return s[1:]
	}
	return s
}

// namedItem lowers name = value and @v = value.
func (l *lowerer) namedItem(i *ir.SelectItem, target *syntax.OperandContext, op int, value []antlr.Tree) bool {
	t := target.GetText()
	kids := 1
	if target.Ref() != nil {
		kids = len(target.Ref().GetChildren())
	}
	switch {
	case kids == 1 && t[0] == '@':
		i.Assign = l.operand(target)
		i.Expr = l.compound(i.Assign, l.opText(value), l.exprOf(value))
	case kids == 1 && op == scan.EQ:
		if t[0] == 'N' && len(t) > 1 && t[1] == '\'' {
			t = t[1:]
		}
		i.Alias, i.Expr = identifier(t), l.exprOf(value)
	default:
		return false
	}
	return true
}

// opText is the operator in front of the children of a value.
func (l *lowerer) opText(value []antlr.Tree) string {
	at := l.kidsSpan(value[:1]).Start
	s := strings.TrimRight(l.file.Text[:at], " \t\r\n")
	for _, op := range []string{"||=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="} {
		if strings.HasSuffix(s, op) {
			return op
		}
	}
	return "="
}

// groupBy lowers GROUP BY with its old and new forms: WITH ROLLUP, ROLLUP(…), CUBE(…), GROUPING SETS(…).
func (l *lowerer) groupBy(s *ir.Select, ctx syntax.IGroupByContext) {
	if s.GroupAll = ctx.ALL() != nil; s.GroupAll {
		l.find(diag.TsqlQuery, l.span(ctx), "GROUP BY ALL keeps the groups that WHERE leaves empty: join the groups to the totals from outside")
	}
	for _, e := range ctx.AllExpr() {
		s.GroupBy = append(s.GroupBy, groupItem(l.expr(e)))
	}
	if w := ctx.WITH_ROLLUP(); w != nil {
		kind := "ROLLUP"
		if strings.HasSuffix(strings.ToUpper(w.GetText()), "CUBE") {
			kind = "CUBE"
		}
		s.GroupBy = []*ir.GroupItem{{Kind: kind, Sets: s.GroupBy}}
	}
}

func groupItem(e ir.Expr) *ir.GroupItem {
	c, ok := e.(*ir.Call)
	if !ok || len(c.Name.Parts) != 1 {
		return &ir.GroupItem{Expr: e}
	}
	kind := strings.Join(strings.Fields(c.Name.Parts[0].Key), " ")
	switch kind {
	case "ROLLUP", "CUBE", "GROUPING SETS":
	default:
		return &ir.GroupItem{Expr: e}
	}
	g := &ir.GroupItem{Kind: kind}
	for _, a := range c.Args {
		g.Sets = append(g.Sets, groupItem(a.Value))
	}
	return g
}

// with lowers the elements of WITH into q.
func (l *lowerer) with(ctx syntax.IWithClauseContext, q *ir.Query) {
	ctes, spaces := l.ctes(ctx)
	q.With = append(ctes, q.With...)
	q.Namespaces = append(spaces, q.Namespaces...)
}

// ctes lowers common table expressions and XMLNAMESPACES.
func (l *lowerer) ctes(ctx syntax.IWithClauseContext) (list []*ir.CTE, spaces []ir.XMLItem) {
	for _, c := range ctx.AllCte() {
		if c.Subquery() == nil {
			if strings.EqualFold(c.IDENT().GetText(), "XMLNAMESPACES") {
				spaces = append(spaces, l.namespaces(c)...)
			}
			continue
		}
		e := &ir.CTE{Sp: l.span(c), Name: ident(c.IDENT()), Query: l.query(c.Subquery().Query())}
		e.Cols = parenNames(c.AllBalancedItem())
		list = append(list, e)
	}
	if len(spaces) > 0 {
		l.find(diag.TsqlQuery, l.span(ctx), "WITH XMLNAMESPACES: the prefixes go to each xpath() as its third argument")
	}
	return list, spaces
}

// parenNames gives the names in a list that the grammar keeps token by token.
func parenNames(items []syntax.IBalancedItemContext) []ir.Name {
	var out []ir.Name
	for _, i := range items {
		if t, ok := i.GetChild(0).(antlr.TerminalNode); ok && t.GetSymbol().GetTokenType() != scan.COMMA {
			out = append(out, ident(t))
		}
	}
	return out
}

// namespaces lowers 'uri' AS prefix, DEFAULT 'uri'.
func (l *lowerer) namespaces(c syntax.ICteContext) []ir.XMLItem {
	var out []ir.XMLItem
	for _, i := range c.AllBalancedItem() {
		t, ok := i.GetChild(0).(antlr.TerminalNode)
		if !ok {
			continue
		}
		switch t.GetSymbol().GetTokenType() {
		case scan.STRING:
			s := text(t.GetText())
			setSpan(s, l.tokenSpan(t))
			out = append(out, ir.XMLItem{Value: s})
		case scan.IDENT:
			if n := len(out); n > 0 {
				out[n-1].As = ident(t)
			}
		}
	}
	return out
}

// forClause lowers FOR XML, FOR JSON, FOR BROWSE.
func (l *lowerer) forClause(ctx syntax.IForClauseContext) *ir.ForClause {
	f := &ir.ForClause{Sp: l.span(ctx), Format: "BROWSE"}
	switch {
	case ctx.FOR_XML() != nil:
		f.Format = "XML"
	case ctx.FOR_JSON() != nil:
		f.Format = "JSON"
	}
	for i, item := range ctx.AllForItem() {
		words := make([]string, 0, 2)
		for _, t := range item.AllIDENT() {
			words = append(words, strings.ToUpper(t.GetText()))
		}
		value := ""
		if b := item.Balanced(); b != nil {
			value = stringValue(inside(l.span(b).Text()))
		}
		if i == 0 {
			f.Mode = words[0]
			if item.Balanced() != nil {
				f.Name = &ir.StringLit{ExprBase: ir.ExprBase{Sp: l.span(item)}, Value: value}
			}
			continue
		}
		f.Options = append(f.Options, ir.ForOption{Name: strings.Join(words, " "), Value: value})
	}
	return f
}
