package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// fromItem lowers a table and the joins behind it. An ON belongs to the nearest join on its left that has none:
// in a JOIN b JOIN c ON x ON y, x joins b and c.
func (l *lowerer) fromItem(ctx syntax.IFromItemContext) ir.TableExpr {
	operands := []ir.TableExpr{l.tableSource(ctx.TableSource())}
	var open []*ir.JoinExpr // joins that wait for their condition
	close := func(j *ir.JoinExpr) {
		n := len(operands)
		j.L, j.R = operands[n-2], operands[n-1]
		j.Sp = j.L.Span().To(l.lastSpan)
		operands = append(operands[:n-2], j)
	}
	for _, t := range ctx.AllJoinTail() {
		j := l.joinKind(t)
		operands = append(operands, l.tableSource(t.TableSource()))
		l.lastSpan = l.span(t)
		if t.NATURAL() != nil || t.CROSS() != nil || t.APPLY() != nil {
			close(j)
			continue
		}
		open = append(open, j)
		for _, c := range t.AllJoinCond() {
			if len(open) == 0 {
				break
			}
			top := open[len(open)-1]
			open = open[:len(open)-1]
			if e := c.Expr(); e != nil {
				top.On = l.expr(e)
			}
			for _, n := range c.AllName() {
				top.Using = append(top.Using, l.qname(n).Last())
			}
			l.lastSpan = l.span(c)
			close(top)
			for _, m := range c.AllJoinMod() {
				l.find(diag.QueryNotKnown, l.span(m), "%s of a join is not converted: put the join into a subquery", strings.Fields(upper(l.span(m).Text()))[0])
			}
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		close(open[i])
	}
	return operands[0]
}

func (l *lowerer) joinKind(t syntax.IJoinTailContext) *ir.JoinExpr {
	j := &ir.JoinExpr{Kind: ir.JoinInner, Natural: t.NATURAL() != nil}
	switch {
	case t.APPLY() != nil && t.CROSS() != nil:
		j.Kind = ir.JoinCrossApply
	case t.APPLY() != nil:
		j.Kind = ir.JoinOuterApply
	case t.CROSS() != nil:
		j.Kind = ir.JoinCross
	case t.LEFT() != nil:
		j.Kind = ir.JoinLeft
	case t.RIGHT() != nil:
		j.Kind = ir.JoinRight
	case t.FULL() != nil:
		j.Kind = ir.JoinFull
	}
	return j
}

// tableSource lowers a table with its alias and modifiers, in source order.
func (l *lowerer) tableSource(ctx syntax.ITableSourceContext) ir.TableExpr {
	t := l.tablePrimary(ctx.TablePrimary())
	for _, k := range ctx.GetChildren() {
		switch k := k.(type) {
		case *syntax.TableModContext:
			t = l.tableMod(t, k)
		case *syntax.AliasContext:
			setAlias(t, l.ident(k.IDENT()))
		case *syntax.AliasColumnsContext:
			var cols []ir.Name
			for _, id := range k.AllIDENT() {
				cols = append(cols, l.ident(id))
			}
			setColumns(t, cols)
		}
	}
	return t
}

func setAlias(t ir.TableExpr, a ir.Name) {
	switch t := t.(type) {
	case *ir.TableRef:
		t.Alias = a
	case *ir.SubqueryRef:
		t.Alias = a
	case *ir.FuncRef:
		t.Alias = a
	case *ir.JSONTable:
		t.Alias = a
	case *ir.XMLTable:
		t.Alias = a
	case *ir.PivotRef:
		t.Alias = a
	case *ir.UnpivotRef:
		t.Alias = a
	}
}

func setColumns(t ir.TableExpr, cols []ir.Name) {
	switch t := t.(type) {
	case *ir.SubqueryRef:
		t.Cols = cols
	case *ir.FuncRef:
		t.Cols = cols
	}
}

func (l *lowerer) tablePrimary(ctx syntax.ITablePrimaryContext) ir.TableExpr {
	sp := l.span(ctx)
	switch {
	case ctx.SoupCall() != nil:
		return l.rawTable(ctx, ctx.SoupCall().SOUP_FN().GetText())
	case ctx.ANALYTIC_VIEW() != nil:
		return l.rawTable(ctx, "ANALYTIC VIEW")
	case ctx.GRAPH_TABLE() != nil:
		return l.rawTable(ctx, "GRAPH_TABLE")
	case ctx.JsonTable() != nil:
		t := l.jsonTable(ctx.JsonTable())
		t.Outer = ctx.OUTER() != nil
		return t
	case ctx.XmlTable() != nil:
		t := l.xmlTable(ctx.XmlTable())
		t.Outer = ctx.OUTER() != nil
		return t
	case ctx.FromItem() != nil:
		return l.fromItem(ctx.FromItem())
	case ctx.CURSOR() != nil:
		return l.rawTable(ctx, "CURSOR in FROM")
	case ctx.TABLE() != nil:
		return l.tableCollection(ctx)
	case ctx.Subquery() != nil:
		return &ir.SubqueryRef{Sp: sp, Query: l.subquery(ctx.Subquery()), Lateral: ctx.LATERAL() != nil}
	case ctx.CallArgs() != nil:
		c := l.newCall(l.tableName(ctx.TableName()), nil)
		c.Args, c.Sp = l.args(ctx.CallArgs(), c), sp
		return &ir.FuncRef{Sp: sp, X: c, Outer: ctx.OUTER() != nil}
	}
	t := &ir.TableRef{Sp: sp, Name: l.tableName(ctx.TableName()), Only: ctx.ONLY() != nil}
	return t
}

// tableCollection lowers TABLE (collection) and TABLE (subquery).
func (l *lowerer) tableCollection(ctx syntax.ITablePrimaryContext) ir.TableExpr {
	f := &ir.FuncRef{Sp: l.span(ctx), Outer: ctx.OUTER() != nil}
	if s := ctx.Subquery(); s != nil {
		q := &ir.Subquery{Query: l.subquery(s)}
		q.Sp = l.span(s)
		f.X = q
	} else {
		f.X = l.expr(ctx.Expr())
	}
	return f
}

func (l *lowerer) rawTable(ctx antlr.ParserRuleContext, what string) ir.TableExpr {
	t := &ir.RawTable{Sp: l.span(ctx)}
	t.Text = t.Sp.Text()
	l.find(diag.QueryNotKnown, t.Sp, "%s is not converted", what)
	return t
}

func (l *lowerer) tableMod(t ir.TableExpr, ctx *syntax.TableModContext) ir.TableExpr {
	words := l.span(ctx).Text()
	ref, _ := t.(*ir.TableRef)
	switch {
	case ctx.PivotClause() != nil:
		return l.pivot(t, ctx.PivotClause())
	case ctx.UnpivotClause() != nil:
		return l.unpivot(t, ctx.UnpivotClause())
	case ctx.NestedTable() != nil:
		return l.rawTable(ctx, "NESTED … COLUMNS")
	case ctx.MATCH_RECOGNIZE() != nil:
		return l.rawTable(ctx, "MATCH_RECOGNIZE")
	case ref == nil:
		return l.rawTable(ctx, firstLine(words))
	case ctx.SAMPLE() != nil:
		ref.Sample = words
	case ctx.AS_OF() != nil, ctx.VERSIONS() != nil:
		ref.Flashback = words
	case ctx.BY() != nil:
		return l.rawTable(ctx, "a partitioned outer join")
	default:
		ref.Partition = words
	}
	return t
}

func (l *lowerer) pivotNames(ctx syntax.IPivotColsContext) []ir.Name {
	var list []ir.Name
	for _, n := range ctx.AllName() {
		list = append(list, l.qname(n).Last())
	}
	return list
}

func (l *lowerer) pivot(t ir.TableExpr, ctx syntax.IPivotClauseContext) ir.TableExpr {
	p := &ir.PivotRef{Sp: t.Span().To(l.span(ctx)), X: t, XML: ctx.XML() != nil, For: l.pivotNames(ctx.PivotCols())}
	item := func(e syntax.IExprContext, a syntax.IAliasContext) *ir.SelectItem {
		i := &ir.SelectItem{Sp: l.span(e), Expr: l.expr(e)}
		if a != nil {
			i.Alias = l.ident(a.IDENT())
		}
		return i
	}
	for _, a := range ctx.AllPivotAgg() {
		p.Aggs = append(p.Aggs, item(a.Expr(), a.Alias()))
	}
	in := ctx.PivotIn()
	if s := in.Subquery(); s != nil {
		p.Query = l.subquery(s)
	}
	for _, v := range in.AllPivotValue() {
		p.In = append(p.In, item(v.Expr(), v.Alias()))
	}
	return p
}

func (l *lowerer) unpivot(t ir.TableExpr, ctx syntax.IUnpivotClauseContext) ir.TableExpr {
	u := &ir.UnpivotRef{Sp: t.Span().To(l.span(ctx)), X: t, IncludeNulls: ctx.INCLUDE() != nil}
	cols := ctx.AllPivotCols()
	u.Cols, u.For = l.pivotNames(cols[0]), l.pivotNames(cols[1])
	for _, v := range ctx.AllUnpivotValue() {
		in := ir.UnpivotIn{Cols: l.pivotNames(v.PivotCols())}
		if e := v.Expr(); e != nil {
			x := l.expr(e)
			switch x := x.(type) {
			case *ir.Tuple:
				in.As = x.Items
			case *ir.Paren:
				in.As = []ir.Expr{x.X}
			default:
				in.As = []ir.Expr{x}
			}
		}
		u.In = append(u.In, in)
	}
	return u
}

func upper(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }
