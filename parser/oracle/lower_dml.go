package oracle

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// dml lowers INSERT, UPDATE, DELETE or MERGE.
func (l *lowerer) dml(ctx antlr.ParserRuleContext) ir.DML {
	hints := l.hints(l.span(ctx).Start)
	switch c := ctx.(type) {
	case *syntax.InsertStmtContext:
		return l.insert(c, hints)
	case *syntax.UpdateStmtContext:
		u := &ir.Update{DMLBase: l.dmlBase(c, hints, c.LogErrors()), Target: l.dmlTarget(c.DmlTarget(), c.Alias())}
		for _, s := range c.AllSetItem() {
			l.setItem(u, s)
		}
		for _, f := range c.AllFromItem() {
			u.From = append(u.From, l.fromItem(f))
		}
		u.Where, u.CurrentOf = l.where(c.WhereClause())
		u.Returning = l.returning(c.ReturningClause())
		return u
	case *syntax.DeleteStmtContext:
		d := &ir.Delete{DMLBase: l.dmlBase(c, hints, c.LogErrors()), Target: l.dmlTarget(c.DmlTarget(), c.Alias())}
		for _, f := range c.AllFromItem() {
			d.From = append(d.From, l.fromItem(f))
		}
		d.Where, d.CurrentOf = l.where(c.WhereClause())
		d.Returning = l.returning(c.ReturningClause())
		return d
	case *syntax.MergeStmtContext:
		return l.merge(c, hints)
	}
	return nil
}

// dmlChoice is a rule that may be one of the four DML statements.
type dmlChoice interface {
	InsertStmt() syntax.IInsertStmtContext
	UpdateStmt() syntax.IUpdateStmtContext
	DeleteStmt() syntax.IDeleteStmtContext
	MergeStmt() syntax.IMergeStmtContext
}

// dmlStmt lowers the DML statement that ctx is, as a statement; nil when it is another one.
func (l *lowerer) dmlStmt(ctx dmlChoice) ir.Stmt {
	switch {
	case ctx.InsertStmt() != nil:
		return &ir.ExecDML{DML: l.dml(ctx.InsertStmt())}
	case ctx.UpdateStmt() != nil:
		return &ir.ExecDML{DML: l.dml(ctx.UpdateStmt())}
	case ctx.DeleteStmt() != nil:
		return &ir.ExecDML{DML: l.dml(ctx.DeleteStmt())}
	case ctx.MergeStmt() != nil:
		return &ir.ExecDML{DML: l.dml(ctx.MergeStmt())}
	}
	return nil
}

func (l *lowerer) dmlBase(ctx antlr.ParserRuleContext, hints []string, log syntax.ILogErrorsContext) ir.DMLBase {
	b := ir.DMLBase{Sp: l.span(ctx), Hints: hints}
	if log != nil {
		b.ErrorLog = l.span(log).Text()
	}
	return b
}

func (l *lowerer) dmlTarget(ctx syntax.IDmlTargetContext, alias syntax.IAliasContext) ir.TableExpr {
	var t ir.TableExpr
	sp := l.span(ctx)
	switch {
	case ctx.TABLE() != nil:
		f := &ir.FuncRef{Sp: sp}
		if s := ctx.Subquery(); s != nil {
			q := &ir.Subquery{Query: l.subquery(s)}
			q.Sp = l.span(s)
			f.X = q
		} else {
			f.X = l.expr(ctx.Expr(0))
		}
		t = f
	case ctx.Subquery() != nil:
		t = &ir.SubqueryRef{Sp: sp, Query: l.subquery(ctx.Subquery())}
	default:
		r := &ir.TableRef{Sp: sp, Name: l.tableName(ctx.TableName()), Only: ctx.ONLY() != nil}
		if ctx.PARTITION() != nil || ctx.SUBPARTITION() != nil {
			r.Partition = sp.Text()[r.Name.Sp.End-sp.Start:]
		}
		t = r
	}
	if alias != nil {
		setAlias(t, l.ident(alias.IDENT()))
	}
	return t
}

func (l *lowerer) where(ctx syntax.IWhereClauseContext) (cond, currentOf ir.Expr) {
	switch {
	case ctx == nil:
		return nil, nil
	case ctx.CURRENT() != nil:
		return nil, l.ref(ctx.Ref())
	}
	return l.expr(ctx.Expr()), nil
}

func (l *lowerer) returning(ctx syntax.IReturningClauseContext) *ir.Returning {
	if ctx == nil {
		return nil
	}
	r := &ir.Returning{}
	for _, e := range ctx.AllExpr() {
		r.Exprs = append(r.Exprs, &ir.SelectItem{Sp: l.span(e), Expr: l.expr(e)})
	}
	if i := ctx.IntoClause(); i != nil {
		r.Into, r.Bulk = l.into(i)
	}
	return r
}

// setItem lowers an assignment of UPDATE; SET ROW goes to the statement.
func (l *lowerer) setItem(u *ir.Update, ctx syntax.ISetItemContext) {
	if ctx.ROW() != nil {
		u.SetRow = l.expr(ctx.Expr())
		return
	}
	u.Sets = append(u.Sets, l.setClause(ctx))
}

func (l *lowerer) setClause(ctx syntax.ISetItemContext) ir.SetClause {
	var s ir.SetClause
	for _, r := range ctx.AllRef() {
		switch c := l.ref(r).(type) {
		case *ir.Ref:
			s.Cols = append(s.Cols, c)
		default:
			l.find(diag.ExpressionNotKnown, l.span(r), "this target of SET is not converted")
			s.Cols = append(s.Cols, &ir.Ref{Name: ir.QName{Parts: []ir.Name{identifier("unknown")}, Sp: l.span(r)}})
		}
	}
	s.Value = l.expr(ctx.Expr())
	if r, ok := s.Value.(*ir.Ref); ok && isDefault(r) {
		s.Value, s.Default = nil, true
	}
	if q, ok := unparen(s.Value).(*ir.Subquery); ok && len(s.Cols) > 1 {
		s.Value, s.Query = nil, q.Query
	}
	return s
}

// isDefault tells the keyword DEFAULT, which stands for a value.
func isDefault(r *ir.Ref) bool {
	return len(r.Name.Parts) == 1 && r.Name.Parts[0].Key == "DEFAULT" && !r.Name.Parts[0].Quoted
}

func (l *lowerer) insert(c *syntax.InsertStmtContext, hints []string) ir.DML {
	if into := c.InsertInto(); into != nil {
		i := l.insertInto(into)
		i.DMLBase = l.dmlBase(c, hints, c.LogErrors())
		i.Returning = l.returning(c.ReturningClause())
		switch {
		case c.InsertValues() != nil:
			l.insertValues(i, c.InsertValues())
		case c.InsertSet() != nil:
			l.insertSet(i, c.InsertSet())
		default:
			i.Query = l.query(c.Query())
			if c.ByName() != nil {
				l.find(diag.QueryNotKnown, i.Sp, "INSERT … BY NAME is not converted")
			}
		}
		return i
	}
	m := &ir.MultiInsert{DMLBase: l.dmlBase(c, hints, nil), First: c.FIRST() != nil, Query: l.query(c.Query())}
	if bs := c.AllInsertBranch(); len(bs) > 0 {
		m.Branches = []ir.InsertBranch{{Into: l.insertBranches(bs)}}
	}
	for _, w := range c.AllInsertWhen() {
		m.Branches = append(m.Branches, ir.InsertBranch{When: l.expr(w.Expr()), Into: l.insertBranches(w.AllInsertBranch())})
	}
	if e := c.InsertElse(); e != nil {
		m.Else = l.insertBranches(e.AllInsertBranch())
	}
	return m
}

func (l *lowerer) insertBranches(list []syntax.IInsertBranchContext) []*ir.Insert {
	var out []*ir.Insert
	for _, b := range list {
		i := l.insertInto(b.InsertInto())
		i.DMLBase = l.dmlBase(b, nil, b.LogErrors())
		if b.VALUES() != nil {
			var row []ir.Expr
			for _, e := range b.AllExpr() {
				x := l.expr(e)
				if d, ok := x.(*ir.Ref); ok && isDefault(d) {
					x = nil
				}
				row = append(row, x)
			}
			i.Rows = [][]ir.Expr{row}
		}
		out = append(out, i)
	}
	return out
}

func (l *lowerer) insertInto(ctx syntax.IInsertIntoContext) *ir.Insert {
	i := &ir.Insert{Target: l.dmlTarget(ctx.DmlTarget(), ctx.Alias())}
	for _, n := range ctx.AllName() {
		i.Cols = append(i.Cols, l.qname(n).Last())
	}
	return i
}

// insertValues lowers VALUES (…), (…), and VALUES rec.
func (l *lowerer) insertValues(i *ir.Insert, ctx syntax.IInsertValuesContext) {
	for _, r := range ctx.AllValuesRow() {
		if r.Ref() != nil {
			i.Record = l.ref(r.Ref())
			continue
		}
		row := l.valuesRow(r)
		for k, e := range row {
			if d, ok := e.(*ir.Ref); ok && isDefault(d) {
				row[k] = nil
			}
		}
		i.Rows = append(i.Rows, row)
	}
}

// insertSet lowers INSERT INTO t SET a = 1 (23ai).
func (l *lowerer) insertSet(i *ir.Insert, ctx syntax.IInsertSetContext) {
	var row []ir.Expr
	for _, s := range ctx.AllSetItem() {
		c := l.setClause(s)
		for _, r := range c.Cols {
			i.Cols = append(i.Cols, r.Name.Last())
		}
		row = append(row, c.Value)
	}
	i.Rows = [][]ir.Expr{row}
}

func (l *lowerer) merge(c *syntax.MergeStmtContext, hints []string) ir.DML {
	m := &ir.Merge{DMLBase: l.dmlBase(c, hints, c.LogErrors()), Target: l.dmlTarget(c.DmlTarget(), c.Alias()),
		Source: l.tableSource(c.TableSource()), On: l.expr(c.Expr())}
	for unwrapped := unparen(m.On); m.On != unwrapped; {
		m.On = unwrapped
	}
	for _, b := range c.AllMergeBranch() {
		m.Whens = append(m.Whens, l.mergeBranch(b))
	}
	return m
}

// mergeBranch lowers WHEN [NOT] MATCHED. The WHERE of UPDATE and INSERT is the branch's condition; DELETE WHERE
// is seen after the update.
func (l *lowerer) mergeBranch(b syntax.IMergeBranchContext) *ir.MergeWhen {
	w := &ir.MergeWhen{Sp: l.span(b), Matched: b.NOT() == nil, Cond: l.exprOpt(b.Expr())}
	wheres := b.AllWhereClause()
	and := func(e ir.Expr) {
		if w.Cond == nil {
			w.Cond = e
			return
		}
		x := &ir.Binary{Op: ir.OpAnd, L: w.Cond, R: e}
		x.Sp = w.Cond.Span().To(e.Span())
		w.Cond = x
	}
	switch {
	case b.INSERT() != nil:
		w.Insert = true
		for _, n := range b.AllName() {
			w.Cols = append(w.Cols, l.qname(n).Last())
		}
		i := &ir.Insert{}
		l.insertValues(i, b.InsertValues())
		if len(i.Rows) > 0 {
			w.Values = i.Rows[0]
		} else {
			l.find(diag.QueryNotKnown, w.Sp, "MERGE that inserts a record is not converted")
		}
		for _, x := range wheres {
			and(l.expr(x.Expr()))
		}
	case b.UPDATE() != nil:
		for _, s := range b.AllSetItem() {
			w.Sets = append(w.Sets, l.setClause(s))
		}
		// The DELETE's own WHERE comes last.
		if b.DELETE() != nil && len(wheres) > 0 {
			w.DeleteWhere = l.expr(wheres[len(wheres)-1].Expr())
			wheres = wheres[:len(wheres)-1]
		}
		for _, x := range wheres {
			and(l.expr(x.Expr()))
		}
	default:
		w.Delete = true
		for _, x := range wheres {
			and(l.expr(x.Expr()))
		}
	}
	return w
}
