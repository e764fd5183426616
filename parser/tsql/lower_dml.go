package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// dml lowers a statement that changes data, with the WITH in front of it; nil for any other.
func (l *lowerer) dml(ctx *syntax.StatementContext) ir.DML {
	if w := ctx.WithStmt(); w != nil {
		ctes, _ := l.ctes(w.WithClause())
		d := l.dmlOf(w.InsertStmt(), w.UpdateStmt(), w.DeleteStmt(), w.MergeStmt())
		switch x := d.(type) {
		case *ir.Insert:
			x.With, x.Sp = append(ctes, x.With...), l.span(w)
		case *ir.Update:
			x.With, x.Sp = append(ctes, x.With...), l.span(w)
		case *ir.Delete:
			x.With, x.Sp = append(ctes, x.With...), l.span(w)
		case *ir.Merge:
			x.With, x.Sp = ctes, l.span(w)
		}
		return d
	}
	return l.dmlOf(ctx.InsertStmt(), ctx.UpdateStmt(), ctx.DeleteStmt(), ctx.MergeStmt())
}

func (l *lowerer) dmlOf(i syntax.IInsertStmtContext, u syntax.IUpdateStmtContext, d syntax.IDeleteStmtContext, m syntax.IMergeStmtContext) ir.DML {
	switch {
	case i != nil:
		return l.insert(i)
	case u != nil:
		return l.update(u)
	case d != nil:
		return l.delete(d)
	case m != nil:
		return l.merge(m)
	}
	return nil
}

// queryOf gives the query of a statement that is one, nil for any other.
func (l *lowerer) queryOf(ctx *syntax.StatementContext) *ir.Query {
	if s := ctx.SelectStmt(); s != nil {
		return l.selectStmt(s)
	}
	if w := ctx.WithStmt(); w != nil && w.QueryExpr() != nil {
		q := l.queryExpr(w.QueryExpr())
		l.with(w.WithClause(), q)
		q.Sp = l.span(w)
		return q
	}
	return nil
}

func (l *lowerer) topOpt(ctx syntax.ITopClauseContext) *ir.Top {
	if ctx == nil {
		return nil
	}
	return l.top(ctx)
}

// target lowers what a statement changes.
func (l *lowerer) target(ctx syntax.IDmlTargetContext) ir.TableExpr {
	if ctx.ROWSET_FN() != nil {
		return l.rawTable(ctx, strings.ToUpper(ctx.ROWSET_FN().GetText()))
	}
	t := &ir.TableRef{Sp: l.span(ctx)}
	if ctx.Name() != nil {
		t.Name = l.qname(ctx.Name())
	} else {
		t.Name = ir.QName{Parts: []ir.Name{ident(ctx.VAR())}, Sp: l.tokenSpan(ctx.VAR())}
	}
	if b := ctx.Balanced(); b != nil {
		t.Hints = hintWords(l.span(b).Text())
	}
	return t
}

func (l *lowerer) insert(ctx syntax.IInsertStmtContext) ir.DML {
	i := &ir.Insert{Target: l.target(ctx.DmlTarget()), Top: l.topOpt(ctx.TopClause()), Default: ctx.DEFAULT() != nil}
	i.Sp = l.span(ctx)
	i.Cols = l.insertCols(ctx.InsertColumns())
	i.Returning = l.output(ctx.AllOutputClause())
	outer := l.changed
	l.changed = &i.With
	defer func() { l.changed = outer }()
	switch {
	case ctx.ExecStmt() != nil:
		i.Exec = l.exec(ctx.ExecStmt())
	case ctx.WithQuery() != nil:
		i.Query = l.queryExpr(ctx.WithQuery().QueryExpr())
		l.with(ctx.WithQuery().WithClause(), i.Query)
	case ctx.QueryExpr() != nil:
		l.insertSource(i, ctx.QueryExpr())
	}
	return i
}

// insertSource tells rows of VALUES from a query.
func (l *lowerer) insertSource(i *ir.Insert, ctx syntax.IQueryExprContext) {
	t := ctx.QueryTerm()
	if t.VALUES() == nil || len(ctx.QueryTail().GetChildren()) > 0 {
		i.Query = l.queryExpr(ctx)
		return
	}
	for _, r := range t.AllValuesRow() {
		i.Rows = append(i.Rows, l.row(r))
	}
}

func (l *lowerer) insertCols(ctx syntax.IInsertColumnsContext) []ir.Name {
	if ctx == nil {
		return nil
	}
	var out []ir.Name
	for _, n := range ctx.AllName() {
		out = append(out, l.qname(n).Last())
	}
	return out
}

// output lowers OUTPUT … [INTO …]. A statement may have one that puts rows into a table and one that
// gives them to the client; no more than one is converted.
func (l *lowerer) output(list []syntax.IOutputClauseContext) *ir.Returning {
	if len(list) == 0 {
		return nil
	}
	if len(list) > 1 {
		l.find(diag.TsqlQuery, l.span(list[1]), "the second OUTPUT of a statement is not converted")
	}
	ctx := list[0]
	r := &ir.Returning{}
	for _, i := range ctx.AllSelectItem() {
		r.Exprs = append(r.Exprs, l.selectItem(i))
	}
	switch {
	case ctx.Name() != nil:
		r.IntoTbl = l.qname(ctx.Name())
	case ctx.VAR() != nil:
		r.IntoTbl = ir.QName{Parts: []ir.Name{ident(ctx.VAR())}, Sp: l.tokenSpan(ctx.VAR())}
	}
	r.Cols = l.insertCols(ctx.InsertColumns())
	return r
}

func (l *lowerer) update(ctx syntax.IUpdateStmtContext) ir.DML {
	u := &ir.Update{Target: l.target(ctx.DmlTarget()), Top: l.topOpt(ctx.TopClause())}
	u.Sp = l.span(ctx)
	u.Sets = l.sets(ctx.AllSetItem())
	u.From = l.from(ctx.AllFromItem())
	u.With = derivedTarget(u.Target, u.From)
	u.Where, u.CurrentOf = l.where(ctx.WhereClause())
	u.Returning = l.output(ctx.AllOutputClause())
	if o := ctx.OptionClause(); o != nil {
		u.Hints = append(u.Hints, inside(l.span(o.Balanced()).Text()))
	}
	return u
}

// where lowers WHERE; WHERE CURRENT OF gives the cursor.
func (l *lowerer) where(ctx syntax.IWhereClauseContext) (cond, cursor ir.Expr) {
	if ctx == nil {
		return nil, nil
	}
	if ctx.Expr() != nil {
		return l.expr(ctx.Expr()), nil
	}
	if v := ctx.AllVAR(); len(v) > 0 {
		return nil, l.currentCursor(l.variable(v[0]))
	}
	ids := ctx.AllIDENT() // GLOBAL, then the name
	return nil, l.currentCursor(l.variable(ids[len(ids)-1]))
}

// currentCursor names the cursor of WHERE CURRENT OF.
func (l *lowerer) currentCursor(e ir.Expr) ir.Expr {
	if r, ok := e.(*ir.Ref); ok && len(r.Name.Parts) == 1 {
		r.Name.Parts[0] = l.cursorName(r.Name.Parts[0])
	}
	return e
}

// sets lowers the assignments of SET.
func (l *lowerer) sets(items []syntax.ISetItemContext) []ir.SetClause {
	var out []ir.SetClause
	for _, i := range items {
		out = append(out, l.setItem(i))
	}
	return out
}

func (l *lowerer) setItem(ctx syntax.ISetItemContext) ir.SetClause {
	target, _, value := assignment(ctx.Expr())
	if target == nil {
		return l.setMethod(ctx)
	}
	t := l.operand(target)
	op := l.opText(value)
	ref, ok := t.(*ir.Ref)
	if !ok {
		l.find(diag.TsqlQuery, l.span(ctx), "this assignment is not converted")
		return ir.SetClause{Value: l.exprOf(value)}
	}
	if ref.Name.Parts[0].Text[0] != '@' {
		if len(value) == 1 {
			if o, ok := value[0].(*syntax.OperandContext); ok && o.DEFAULT() != nil {
				return ir.SetClause{Cols: []*ir.Ref{ref}, Default: true}
			}
		}
		return l.setCompound(ref, op, value, nil)
	}
	return l.setVariable(ref, op, value)
}

// setCompound lowers column = value and column += value.
func (l *lowerer) setCompound(col *ir.Ref, op string, value []antlr.Tree, v ir.Expr) ir.SetClause {
	return ir.SetClause{Cols: []*ir.Ref{col}, Value: l.compound(copyRef(col), op, l.exprOf(value)), Reads: op != "=", Var: v}
}

// setVariable lowers @v = value and @v = column = value.
func (l *lowerer) setVariable(v *ir.Ref, op string, value []antlr.Tree) ir.SetClause {
	if len(value) > 2 && op == "=" {
		if o, ok := value[0].(*syntax.OperandContext); ok && o.Ref() != nil {
			inner := l.opText(value[2:])
			if col, ok := l.operand(o).(*ir.Ref); ok && isAssign(value[1]) && col.Name.Parts[0].Text[0] != '@' {
				return l.setCompound(col, inner, value[2:], v)
			}
		}
	}
	return ir.SetClause{Value: l.compound(copyRef(v), op, l.exprOf(value)), Var: v}
}

func isAssign(t antlr.Tree) bool {
	n, ok := t.(antlr.TerminalNode)
	return ok && strings.HasSuffix(n.GetText(), "=")
}

func copyRef(r *ir.Ref) *ir.Ref {
	c := *r
	return &c
}

// setMethod lowers column.WRITE(text, offset, length), which is a function of the column's value, and
// column.modify('…').
func (l *lowerer) setMethod(ctx syntax.ISetItemContext) ir.SetClause {
	m, ok := l.expr(ctx.Expr()).(*ir.MethodCall)
	if ok {
		if col, ok := m.X.(*ir.Ref); ok {
			return ir.SetClause{Cols: []*ir.Ref{col}, Value: methodFunction(m, copyRef(col))}
		}
	}
	l.find(diag.TsqlQuery, l.span(ctx), "this assignment is not converted")
	return ir.SetClause{}
}

func (l *lowerer) delete(ctx syntax.IDeleteStmtContext) ir.DML {
	d := &ir.Delete{Target: l.target(ctx.DmlTarget()), Top: l.topOpt(ctx.TopClause())}
	d.Sp = l.span(ctx)
	d.From = l.from(ctx.AllFromItem())
	d.With = derivedTarget(d.Target, d.From)
	d.Where, d.CurrentOf = l.where(ctx.WhereClause())
	d.Returning = l.output(ctx.AllOutputClause())
	if o := ctx.OptionClause(); o != nil {
		d.Hints = append(d.Hints, inside(l.span(o.Balanced()).Text()))
	}
	return d
}

func (l *lowerer) merge(ctx syntax.IMergeStmtContext) ir.DML {
	target := l.target(ctx.DmlTarget())
	if t, ok := target.(*ir.TableRef); ok && ctx.Alias() != nil {
		t.Alias = identifier(aliasText(ctx.Alias()))
	}
	m := &ir.Merge{Target: target, Source: l.tableSource(ctx.TableSource()), On: l.expr(ctx.Expr()), Top: l.topOpt(ctx.TopClause())}
	m.Sp = l.span(ctx)
	for _, b := range ctx.AllMergeBranch() {
		m.Whens = append(m.Whens, l.mergeWhen(b))
	}
	m.Returning = l.output(ctx.AllOutputClause())
	if o := ctx.OptionClause(); o != nil {
		m.Hints = append(m.Hints, inside(l.span(o.Balanced()).Text()))
	}
	return m
}

func (l *lowerer) mergeWhen(ctx syntax.IMergeBranchContext) *ir.MergeWhen {
	w := &ir.MergeWhen{Sp: l.span(ctx), Matched: ctx.NOT() == nil, Cond: l.exprOpt(ctx.Expr())}
	w.BySource = ctx.BY() != nil && strings.EqualFold(ctx.IDENT().GetText(), "SOURCE")
	if c := ctx.MergeChange(); c != nil {
		w.Delete = c.DELETE() != nil
		w.Sets = l.sets(c.AllSetItem())
		return w
	}
	i := ctx.MergeInsert()
	w.Insert, w.Cols, w.Default = true, l.insertCols(i.InsertColumns()), i.DEFAULT() != nil
	if i.ValuesRow() != nil {
		w.Values = l.row(i.ValuesRow())
	}
	return w
}

// derivedTarget names a query in FROM that a statement changes, as UPDATE d SET … FROM (SELECT …) AS d: it becomes a common table expression.
func derivedTarget(target ir.TableExpr, from []ir.TableExpr) []*ir.CTE {
	t, ok := target.(*ir.TableRef)
	if !ok || len(t.Name.Parts) != 1 {
		return nil
	}
	for i, f := range from {
		s, ok := f.(*ir.SubqueryRef)
		if !ok || s.Alias.Key != t.Name.Last().Key || s.Lateral || namesTable(s.Query, s.Alias.Key) {
			continue
		}
		from[i] = &ir.TableRef{Sp: s.Sp, Name: ir.QName{Parts: []ir.Name{s.Alias}, Sp: s.Sp}}
		return []*ir.CTE{{Sp: s.Sp, Name: s.Alias, Cols: s.Cols, Query: s.Query}}
	}
	return nil
}

// namesTable tells queries that read a table of a name.
func namesTable(q *ir.Query, key string) bool {
	hit := false
	ir.Walk(q, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && t.Name.Last().Key == key {
			hit = true
		}
		return !hit
	})
	return hit
}
