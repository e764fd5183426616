package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// from lowers the items of FROM.
func (l *lowerer) from(items []syntax.IFromItemContext) []ir.TableExpr {
	var out []ir.TableExpr
	for _, i := range items {
		out = append(out, l.fromItem(i))
	}
	return out
}

// pendingJoin is a join whose ON has not come yet: a JOIN b JOIN c ON … ON ….
type pendingJoin struct {
	kind ir.JoinKind
	hint string
	left ir.TableExpr
}

// fromItem builds the joins. An ON belongs to the nearest join on its left that has none yet.
func (l *lowerer) fromItem(ctx syntax.IFromItemContext) ir.TableExpr {
	t := l.tableSource(ctx.TableSource())
	var open []pendingJoin
	join := func(kind ir.JoinKind, hint string, left, right ir.TableExpr, on ir.Expr) ir.TableExpr {
		j := &ir.JoinExpr{Kind: kind, Hint: hint, L: left, R: right, On: on, Sp: left.Span().To(right.Span())}
		if on != nil {
			j.Sp = j.Sp.To(on.Span())
		}
		return j
	}
	for _, tail := range ctx.AllJoinTail() {
		right := l.tableSource(tail.TableSource())
		switch {
		case tail.CROSS() != nil && tail.JOIN() != nil:
			t = join(ir.JoinCross, "", t, right, nil)
			continue
		case tail.APPLY() != nil:
			kind := ir.JoinCrossApply
			if tail.OUTER() != nil {
				kind = ir.JoinOuterApply
			}
			t = join(kind, "", t, lateral(right), nil)
			continue
		}
		open = append(open, pendingJoin{joinKind(tail), hintOf(tail), t})
		t = right
		for _, c := range tail.AllJoinCond() {
			if len(open) == 0 {
				break
			}
			p := open[len(open)-1]
			open = open[:len(open)-1]
			t = join(p.kind, p.hint, p.left, t, l.expr(c.Expr()))
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		l.find(diag.TsqlQuery, l.span(ctx), "a join has no ON")
		t = join(open[i].kind, open[i].hint, open[i].left, t, nil)
	}
	return t
}

func joinKind(t syntax.IJoinTailContext) ir.JoinKind {
	switch {
	case t.LEFT() != nil:
		return ir.JoinLeft
	case t.RIGHT() != nil:
		return ir.JoinRight
	case t.FULL() != nil:
		return ir.JoinFull
	}
	return ir.JoinInner
}

func hintOf(t syntax.IJoinTailContext) string {
	if t.JOIN_HINT() == nil {
		return ""
	}
	return strings.ToUpper(t.JOIN_HINT().GetText())
}

// lateral marks what APPLY evaluates for every row of its left side.
func lateral(t ir.TableExpr) ir.TableExpr {
	switch x := t.(type) {
	case *ir.SubqueryRef:
		x.Lateral = true
	case *ir.FuncRef:
		x.Lateral = true
	}
	return t
}

// tableSource lowers a table and what follows it: an alias, hints, PIVOT and so on, in any order.
func (l *lowerer) tableSource(ctx syntax.ITableSourceContext) ir.TableExpr {
	if t := l.changedRows(ctx); t != nil {
		return t
	}
	t := l.tablePrimary(ctx.TablePrimary())
	for _, tail := range ctx.AllTableTail() {
		t = l.tableTail(t, tail)
	}
	return t
}

// changedRows lowers a statement in FROM of an INSERT, whose OUTPUT gives the rows ("FROM", Transact-SQL reference: nested DML): an element of the
// INSERT's WITH. nil for anything else.
func (l *lowerer) changedRows(ctx syntax.ITableSourceContext) ir.TableExpr {
	p := ctx.TablePrimary()
	tails := ctx.AllTableTail()
	if l.changed == nil || len(tails) != 1 || tails[0].Alias() == nil {
		return nil
	}
	d := l.dmlOf(p.InsertStmt(), p.UpdateStmt(), p.DeleteStmt(), p.MergeStmt())
	if d == nil {
		return nil
	}
	w := &ir.CTE{Sp: l.span(ctx), Name: identifier(aliasText(tails[0].Alias())), Query: &ir.Query{Sp: l.span(ctx)}, DML: d}
	if a := tails[0].AliasParens(); a != nil {
		w.Cols = parenNames(a.AllBalancedItem())
	}
	*l.changed = append(*l.changed, w)
	return &ir.TableRef{Sp: w.Sp, Name: ir.QName{Parts: []ir.Name{w.Name}, Sp: w.Sp}}
}

func (l *lowerer) tablePrimary(ctx syntax.ITablePrimaryContext) ir.TableExpr {
	sp := l.span(ctx)
	switch {
	case ctx.Ref() != nil:
		return l.tableRef(ctx.Ref())
	case ctx.Subquery() != nil:
		return &ir.SubqueryRef{Sp: sp, Query: l.query(ctx.Subquery().Query())}
	case ctx.FromItem() != nil:
		return l.fromItem(ctx.FromItem())
	case ctx.ROWSET_FN() != nil:
		return l.rowset(ctx)
	}
	return l.rawTable(ctx, "the rows of an INSERT, UPDATE, DELETE or MERGE in FROM")
}

func (l *lowerer) rawTable(ctx antlr.ParserRuleContext, what string) ir.TableExpr {
	l.find(diag.TsqlQuery, l.span(ctx), "%s: not converted", what)
	return &ir.RawTable{Sp: l.span(ctx), Text: l.span(ctx).Text()}
}

// tableRef lowers a name in FROM: a table, a table variable, a function or a method.
func (l *lowerer) tableRef(ctx syntax.IRefContext) ir.TableExpr {
	if len(ctx.AllCallArgs()) == 1 && hintsOnly(ctx.CallArgs(0)) {
		r := &refWalk{l: l, kids: ctx.GetChildren()[:len(ctx.GetChildren())-1]}
		if f, ok := r.head().(*ir.Ref); ok {
			return &ir.TableRef{Sp: l.span(ctx), Name: f.Name, Hints: hintWords(l.span(ctx.CallArgs(0)).Text())}
		}
	}
	switch x := l.ref(ctx).(type) {
	case *ir.Ref:
		return &ir.TableRef{Sp: x.Sp, Name: x.Name}
	default:
		return &ir.FuncRef{Sp: x.Span(), X: x}
	}
}

// hintNames are the table hints (Hints - Table).
var hintNames = map[string]bool{
	"NOLOCK": true, "READUNCOMMITTED": true, "READCOMMITTED": true, "READCOMMITTEDLOCK": true, "REPEATABLEREAD": true,
	"SERIALIZABLE": true, "HOLDLOCK": true, "SNAPSHOT": true, "UPDLOCK": true, "XLOCK": true, "ROWLOCK": true, "PAGLOCK": true,
	"TABLOCK": true, "TABLOCKX": true, "READPAST": true, "NOWAIT": true, "NOEXPAND": true, "FORCESEEK": true, "FORCESCAN": true,
	"FASTFIRSTROW": true, "KEEPIDENTITY": true, "KEEPDEFAULTS": true, "IGNORE_CONSTRAINTS": true, "IGNORE_TRIGGERS": true,
}

// hintsOnly tells the hints of old, without WITH, from the arguments of a function.
func hintsOnly(ctx syntax.ICallArgsContext) bool {
	args := ctx.AllArg()
	for _, a := range args {
		first, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(a.GetText())), "(")
		if a.INDEX() == nil && !hintNames[first] {
			return false
		}
	}
	return len(args) > 0
}

// hintWords splits (NOLOCK, INDEX(ix)) into hints, upper case.
func hintWords(s string) []string {
	s = inside(s)
	var out []string
	depth, from := 0, 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s), s[i] == ',' && depth == 0:
			if h := strings.TrimSpace(s[from:i]); h != "" {
				out = append(out, strings.ToUpper(h))
			}
			from = i + 1
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		}
	}
	return out
}

// rowset lowers OPENROWSET, OPENQUERY, OPENDATASOURCE, OPENXML.
func (l *lowerer) rowset(ctx syntax.ITablePrimaryContext) ir.TableExpr {
	fn := strings.ToUpper(ctx.ROWSET_FN().GetText())
	if fn != "OPENXML" {
		return l.rawTable(ctx, fn)
	}
	c := &ir.Call{Name: ir.MakeQName(fn), Args: l.args(ctx.CallArgs(), nil)}
	c.Sp = l.span(ctx)
	return &ir.FuncRef{Sp: c.Sp, X: c}
}

// tableTail applies what follows a table.
func (l *lowerer) tableTail(t ir.TableExpr, ctx syntax.ITableTailContext) ir.TableExpr {
	switch {
	case ctx.Alias() != nil:
		return l.withAlias(t, ctx)
	case ctx.TableHints() != nil:
		l.addHints(t, hintWords(l.span(ctx.TableHints().Balanced()).Text()))
	case ctx.WITH_SCHEMA() != nil:
		l.withSchema(t, ctx)
	case ctx.SystemTime() != nil:
		if r, ok := t.(*ir.TableRef); ok {
			l.systemTime(r, ctx.SystemTime())
			return t
		}
		return l.rawTable(ctx, "FOR SYSTEM_TIME")
	case ctx.TABLESAMPLE() != nil:
		if r, ok := t.(*ir.TableRef); ok {
			r.Sample = l.span(ctx).Text()
		}
	case ctx.PIVOT() != nil:
		return l.pivot(t, ctx)
	case ctx.UNPIVOT() != nil:
		return l.unpivot(t, ctx)
	default:
		return l.rawTable(ctx, "FOR PATH, a search in a graph")
	}
	return t
}

// systemTime lowers FOR SYSTEM_TIME ("FROM", Transact-SQL reference). CONTAINED IN stays as it is written.
func (l *lowerer) systemTime(r *ir.TableRef, ctx syntax.ISystemTimeContext) {
	st := &ir.SystemTime{}
	switch {
	case ctx.ALL() != nil:
	case ctx.OF() != nil:
		st.Kind = ir.SystemAsOf
	case ctx.BETWEEN() != nil:
		st.Kind = ir.SystemBetween
	case ctx.FROM() != nil:
		st.Kind = ir.SystemFrom
	default:
		r.Flashback = "FOR SYSTEM_TIME " + l.span(ctx).Text()
		return
	}
	for i, op := range ctx.AllOperand() {
		x := l.operand(op.(*syntax.OperandContext))
		if i == 0 {
			st.From = x
		} else {
			st.To = x
		}
	}
	r.SystemTime = st
}

// withAlias names a table source; what stands in parentheses behind the name are columns, or hints of
// old.
func (l *lowerer) withAlias(t ir.TableExpr, ctx syntax.ITableTailContext) ir.TableExpr {
	name := identifier(aliasText(ctx.Alias()))
	sp := t.Span().To(l.span(ctx))
	var cols []ir.Name
	if p := ctx.AliasParens(); p != nil {
		hints := hintWords(l.span(p).Text())
		if len(hints) > 0 && (hintNames[hints[0]] || strings.HasPrefix(hints[0], "INDEX")) {
			l.addHints(t, hints)
		} else {
			cols = parenNames(p.AllBalancedItem())
		}
	}
	switch x := t.(type) {
	case *ir.TableRef:
		x.Alias, x.Sp = name, sp
		if cols != nil {
			l.find(diag.TsqlQuery, sp, "column names behind the alias of a table are not converted")
		}
	case *ir.SubqueryRef:
		x.Alias, x.Cols, x.Sp = name, cols, sp
	case *ir.FuncRef:
		x.Alias, x.Cols, x.Sp = name, cols, sp
	case *ir.PivotRef:
		x.Alias, x.Sp = name, sp
	case *ir.UnpivotRef:
		x.Alias, x.Sp = name, sp
	}
	return t
}

func (l *lowerer) addHints(t ir.TableExpr, hints []string) {
	if r, ok := t.(*ir.TableRef); ok {
		r.Hints = append(r.Hints, hints...)
	}
}

// withSchema gives the columns of OPENJSON and OPENXML.
func (l *lowerer) withSchema(t ir.TableExpr, ctx syntax.ITableTailContext) {
	f, ok := t.(*ir.FuncRef)
	if !ok {
		return
	}
	if ctx.Name(0) != nil {
		l.find(diag.TsqlQuery, l.span(ctx), "OPENXML with the columns of a table is not converted")
		return
	}
	for _, c := range ctx.AllSchemaColumn() {
		f.ColDefs = append(f.ColDefs, &ir.Field{Name: ident(c.IDENT(0)), Type: l.typ(c.Datatype()), Sp: l.span(c)})
		path := ""
		if c.STRING() != nil {
			path = stringValue(c.STRING().GetText())
		}
		f.Paths = append(f.Paths, path)
		f.AsJSON = append(f.AsJSON, c.AS() != nil)
	}
	f.Sp = f.Sp.To(l.span(ctx))
}

// pivot lowers PIVOT (aggregate FOR column IN ([a], [b])): the names in IN are values of the column and
// names of columns at once.
func (l *lowerer) pivot(t ir.TableExpr, ctx syntax.ITableTailContext) ir.TableExpr {
	p := &ir.PivotRef{Sp: t.Span().To(l.span(ctx)), X: t}
	for _, e := range ctx.AllExpr() {
		p.Aggs = append(p.Aggs, &ir.SelectItem{Sp: l.span(e), Expr: l.expr(e)})
	}
	names := ctx.AllName()
	p.For = []ir.Name{l.qname(names[0]).Last()}
	for _, n := range names[1:] {
		name := l.qname(n).Last()
		v := &ir.StringLit{Value: name.Text}
		v.Sp = l.span(n)
		p.In = append(p.In, &ir.SelectItem{Sp: l.span(n), Expr: v, Alias: name})
	}
	return p
}

// unpivot lowers UNPIVOT (value FOR name IN ([a], [b])). Nulls are left out.
func (l *lowerer) unpivot(t ir.TableExpr, ctx syntax.ITableTailContext) ir.TableExpr {
	names := ctx.AllName()
	u := &ir.UnpivotRef{Sp: t.Span().To(l.span(ctx)), X: t, Cols: []ir.Name{l.qname(names[0]).Last()}, For: []ir.Name{l.qname(names[1]).Last()}}
	for _, n := range names[2:] {
		name := l.qname(n).Last()
		v := &ir.StringLit{Value: name.Text}
		v.Sp = l.span(n)
		u.In = append(u.In, ir.UnpivotIn{Cols: []ir.Name{name}, As: []ir.Expr{v}})
	}
	return u
}
