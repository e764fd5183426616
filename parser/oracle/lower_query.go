package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// query lowers a complete query.
func (l *lowerer) query(ctx syntax.IQueryContext) *ir.Query {
	return l.queryOf(ctx, ctx.WithClause(), ctx.AllQueryTail())
}

// subquery lowers a query in parentheses, or a table value constructor (23ai).
func (l *lowerer) subquery(ctx syntax.ISubqueryContext) *ir.Query {
	if q := ctx.Query(); q != nil {
		return l.query(q)
	}
	v := &ir.Values{Sp: l.span(ctx)}
	for _, r := range ctx.AllValuesRow() {
		v.Rows = append(v.Rows, l.valuesRow(r))
	}
	return &ir.Query{Sp: v.Sp, Body: v}
}

// queryNoParen lowers a query that starts with SELECT or WITH.
func (l *lowerer) queryNoParen(ctx syntax.IQueryNoParenContext) *ir.Query {
	return l.queryOf(ctx, ctx.WithClause(), ctx.AllQueryTail())
}

func (l *lowerer) queryOf(ctx antlr.ParserRuleContext, with syntax.IWithClauseContext, tails []syntax.IQueryTailContext) *ir.Query {
	q := &ir.Query{Sp: l.span(ctx)}
	if with != nil {
		l.with(q, with)
	}
	q.Body = l.queryBody(ctx)
	for _, t := range tails {
		l.queryTail(q, t)
	}
	if p, ok := q.Body.(*ir.Query); ok && len(q.With)+len(q.OrderBy) == 0 && q.Lock == nil && q.Limit == nil && q.Offset == nil && q.WithDecls == nil {
		return p // nothing but parentheses around it
	}
	return q
}

// queryBody joins the parts of a query with its set operators. INTERSECT binds no tighter than UNION in Oracle:
// they are taken from left to right (SQL Language Reference, The Set Operators).
func (l *lowerer) queryBody(ctx antlr.ParserRuleContext) ir.QueryBody {
	var body ir.QueryBody
	var op *ir.SetOp
	add := func(part ir.QueryBody) {
		if op == nil {
			body = part
			return
		}
		op.L, op.R = body, part
		op.Sp = body.Span().To(part.Span())
		body, op = op, nil
	}
	for _, k := range ctx.GetChildren() {
		switch k := k.(type) {
		case *syntax.QueryBlockContext:
			add(l.queryBlock(k))
		case *syntax.QueryPartContext:
			add(l.queryPart(k))
		case *syntax.SetOpContext:
			op = &ir.SetOp{All: k.ALL() != nil}
			switch {
			case k.UNION() != nil:
				op.Op = "UNION"
			case k.INTERSECT() != nil:
				op.Op = "INTERSECT"
			default:
				op.Op = "EXCEPT"
			}
		}
	}
	return body
}

func (l *lowerer) queryPart(ctx syntax.IQueryPartContext) ir.QueryBody {
	if b := ctx.QueryBlock(); b != nil {
		return l.queryBlock(b)
	}
	return l.subquery(ctx.Subquery())
}

func (l *lowerer) valuesRow(ctx syntax.IValuesRowContext) []ir.Expr {
	var row []ir.Expr
	for _, e := range ctx.AllExpr() {
		row = append(row, l.expr(e))
	}
	return row
}

func (l *lowerer) with(q *ir.Query, ctx syntax.IWithClauseContext) {
	for _, r := range ctx.AllWithRoutine() {
		d := &ir.RoutineDecl{}
		if p := r.ProcedureDecl(); p != nil {
			d.Routine = l.procedureDecl(p)
		} else {
			d.Routine = l.functionDecl(r.FunctionDecl())
		}
		d.Name, d.Sp = d.Routine.Name.Last(), l.span(r)
		q.WithDecls = append(q.WithDecls, d)
	}
	for _, w := range ctx.AllWithItem() {
		ids := w.AllIDENT()
		c := &ir.CTE{Sp: l.span(w), Name: l.ident(ids[0])}
		for _, id := range ids[1:] {
			c.Cols = append(c.Cols, l.ident(id))
		}
		if s := w.Subquery(); s != nil {
			c.Query = l.subquery(s)
		} else {
			c.Query = &ir.Query{Sp: c.Sp, Body: &ir.RawQuery{Sp: c.Sp, Text: c.Sp.Text()}}
			l.find(diag.QueryNotKnown, c.Sp, "an analytic view in WITH is not converted")
		}
		for _, s := range w.AllSearchClause() {
			c.Search = &ir.SearchClause{Breadth: s.BREADTH() != nil, Set: l.ident(s.IDENT())}
			for _, o := range s.AllOrderItem() {
				c.Search.Order = append(c.Search.Order, l.orderItem(o))
			}
		}
		for _, y := range w.AllCycleClause() {
			n := y.AllIDENT()
			c.Cycle = &ir.CycleClause{Set: l.ident(n[len(n)-1])}
			if m := y.AllCycleMark(); len(m) == 2 {
				c.Cycle.To, c.Cycle.Default = cycleMark(m[0]), cycleMark(m[1])
			}
			for _, id := range n[:len(n)-1] {
				c.Cycle.Cols = append(c.Cycle.Cols, l.ident(id))
			}
		}
		q.With = append(q.With, c)
	}
}

func cycleMark(ctx syntax.ICycleMarkContext) ir.Expr {
	if n := ctx.NUMBER(); n != nil {
		return number(n.GetText())
	}
	return text(ctx.STRING().GetText())
}

func (l *lowerer) queryTail(q *ir.Query, ctx syntax.IQueryTailContext) {
	switch {
	case ctx.OrderBy() != nil:
		q.OrderBy = l.orderBy(ctx.OrderBy())
		q.Siblings = ctx.OrderBy().SIBLINGS() != nil
	case ctx.OFFSET() != nil:
		q.Offset = l.expr(ctx.Expr())
	case ctx.FETCH() != nil:
		if e := ctx.Expr(); e != nil {
			q.Limit = l.expr(e)
		} else {
			q.Limit = &ir.NumberLit{ExprBase: ir.ExprBase{Sp: l.span(ctx)}, Text: "1"}
		}
		q.Percent = ctx.PERCENT_KW() != nil
		q.WithTies = ctx.TIES() != nil
		if ctx.IDENT() != nil {
			l.find(diag.QueryNotKnown, l.span(ctx), "FETCH APPROX is not converted")
		}
		if len(ctx.AllFetchParts()) > 0 {
			l.find(diag.QueryNotKnown, l.span(ctx), "FETCH … PARTITIONS BY is not converted: number the rows with row_number() OVER (PARTITION BY …)")
		}
	case ctx.ForUpdate() != nil:
		q.Lock = l.lock(ctx.ForUpdate())
	}
}

func (l *lowerer) lock(ctx syntax.IForUpdateContext) *ir.Lock {
	if ctx.UPDATE() == nil {
		return nil // FOR READ ONLY
	}
	k := &ir.Lock{NoWait: ctx.NOWAIT() != nil, SkipLocked: ctx.SKIP_LOCKED() != nil, Wait: l.exprOpt(ctx.Expr())}
	for _, n := range ctx.AllName() {
		k.Of = append(k.Of, l.qname(n))
	}
	return k
}

func (l *lowerer) orderBy(ctx syntax.IOrderByContext) []*ir.OrderItem {
	var list []*ir.OrderItem
	for _, o := range ctx.AllOrderItem() {
		list = append(list, l.orderItem(o))
	}
	return list
}

func (l *lowerer) orderItem(ctx syntax.IOrderItemContext) *ir.OrderItem {
	o := &ir.OrderItem{Expr: l.expr(ctx.Expr()), Desc: ctx.DESC() != nil}
	if ctx.NULLS() != nil {
		first := ctx.FIRST() != nil
		o.NullsFirst = &first
	}
	return o
}

// queryBlock lowers SELECT … FROM … WHERE ….
func (l *lowerer) queryBlock(ctx syntax.IQueryBlockContext) *ir.Select {
	s := &ir.Select{Sp: l.span(ctx), Distinct: ctx.DISTINCT() != nil || ctx.UNIQUE() != nil}
	for _, i := range ctx.AllSelectItem() {
		s.Items = append(s.Items, l.selectItem(i))
	}
	if i := ctx.IntoClause(); i != nil {
		s.Into, s.BulkInto = l.into(i)
	}
	for _, f := range ctx.AllFromItem() {
		s.From = append(s.From, l.fromItem(f))
	}
	s.Hints = l.hints(s.Sp.Start)
	l.clauses(s, ctx)
	s.FromDual = dual(s)
	return s
}

// dual takes FROM DUAL away, and tells whether it stood there.
func dual(s *ir.Select) bool {
	if len(s.From) != 1 {
		return false
	}
	t, ok := s.From[0].(*ir.TableRef)
	if !ok || !t.Name.Last().Is("DUAL") || t.Name.Last().Quoted || len(t.Name.Parts) > 2 ||
		len(t.Name.Parts) == 2 && !t.Name.Parts[0].Is("SYS") || !t.Name.Link.IsZero() || !t.Alias.IsZero() {
		return false
	}
	asked := false // for its column
	for _, i := range s.Items {
		asked = asked || i.Star
	}
	ir.Walk(s, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Name.Last().Is("DUMMY") {
			asked = true
		}
		return !asked
	})
	if asked {
		return false
	}
	s.From = nil
	return true
}

// clauses lowers what follows FROM, in any order.
func (l *lowerer) clauses(s *ir.Select, ctx syntax.IQueryBlockContext) {
	hier := func() *ir.Hierarchy {
		if s.Hier == nil {
			s.Hier = &ir.Hierarchy{}
		}
		return s.Hier
	}
	for _, k := range ctx.GetChildren() {
		switch k := k.(type) {
		case *syntax.WhereClauseContext:
			s.Where = l.exprOpt(k.Expr())
		case *syntax.StartWithContext:
			hier().StartWith = l.expr(k.Expr())
		case *syntax.ConnectByContext:
			h := hier()
			h.ConnectBy, h.NoCycle, h.Sp = l.expr(k.Expr()), k.NOCYCLE() != nil, l.span(k)
		case *syntax.GroupByContext:
			for _, e := range k.AllExpr() {
				s.GroupBy = append(s.GroupBy, l.groupItem(l.expr(e)))
			}
		case *syntax.HavingClauseContext:
			s.Having = l.expr(k.Expr())
		case *syntax.ModelClauseContext:
			s.Model = l.span(k).Text()
		case *syntax.WindowClauseContext:
			for i, w := range k.AllWindowSpec() {
				s.Windows = append(s.Windows, ir.NamedWindow{Name: l.ident(k.IDENT(i)), Window: l.window(w)})
			}
		case *syntax.QualifyClauseContext:
			l.find(diag.QueryNotKnown, l.span(k), "QUALIFY is not converted: filter in an outer query")
		}
	}
}

// groupItem recognises ROLLUP (…), CUBE (…) and GROUPING SETS (…), which parse as calls.
func (l *lowerer) groupItem(e ir.Expr) *ir.GroupItem {
	c, ok := e.(*ir.Call)
	if !ok || len(c.Name.Parts) != 1 {
		return &ir.GroupItem{Expr: e}
	}
	kind := ""
	switch w := strings.Join(strings.Fields(c.Name.Parts[0].Key), " "); w {
	case "ROLLUP", "CUBE", "GROUPING SETS":
		kind = w
	default:
		return &ir.GroupItem{Expr: e}
	}
	g := &ir.GroupItem{Kind: kind}
	for _, a := range c.Args {
		g.Sets = append(g.Sets, l.groupItem(a.Value))
	}
	return g
}

func (l *lowerer) selectItem(ctx syntax.ISelectItemContext) *ir.SelectItem {
	i := &ir.SelectItem{Sp: l.span(ctx)}
	if ctx.STAR() != nil {
		i.Star = true
		return i
	}
	e := l.expr(ctx.Expr())
	if r, ok := e.(*ir.Ref); ok && r.Name.Last().Key == "*" {
		i.Star = true
		i.Qualifier = ir.QName{Parts: r.Name.Parts[:len(r.Name.Parts)-1], Sp: r.Sp}
		return i
	}
	i.Expr = e
	if a := ctx.Alias(); a != nil {
		i.Alias = l.ident(a.IDENT())
	}
	return i
}

// hints gives the hint comments of the statement whose keyword starts at the offset.
func (l *lowerer) hints(from int) []string {
	rest := l.file.Text[from:]
	n := 0
	for n < len(rest) && (rest[n] >= 'a' && rest[n] <= 'z' || rest[n] >= 'A' && rest[n] <= 'Z') {
		n++
	}
	trimmed := strings.TrimLeft(rest[n:], " \t\r\n")
	at := from + len(rest) - len(trimmed)
	for i := range l.notes {
		if l.notes[i].start != at {
			continue
		}
		text := l.file.Text[l.notes[i].start:l.notes[i].end]
		if strings.HasPrefix(text, "/*+") || strings.HasPrefix(text, "--+") {
			l.notes[i].used = true
			return []string{text}
		}
	}
	return nil
}
