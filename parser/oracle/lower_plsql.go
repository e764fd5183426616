package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// block lowers [DECLARE …] BEGIN … END.
func (l *lowerer) block(ctx syntax.IBlockContext) *ir.Block {
	b := &ir.Block{}
	b.Sp = l.span(ctx)
	if d := ctx.DECLARE(); d != nil {
		b.Decls = l.decls(ctx.AllDeclaration(), end(d), start(ctx.BEGIN()), b)
	}
	b.Body, b.Handlers = l.bodyParts(ctx, ctx.BEGIN(), ctx.ExceptionPart(), ctx.END())
	return b
}

// body lowers the part of a routine behind IS.
func (l *lowerer) body(ctx syntax.IBodyContext) *ir.Block {
	b := &ir.Block{}
	b.Sp = l.span(ctx)
	from, _ := parsing.SpanOf(ctx)
	b.Decls = l.decls(ctx.AllDeclaration(), l.backTo(from), start(ctx.BEGIN()), b)
	b.Body, b.Handlers = l.bodyParts(ctx, ctx.BEGIN(), ctx.ExceptionPart(), ctx.END())
	return b
}

// bodyParts lowers BEGIN stmts [EXCEPTION handlers] END.
func (l *lowerer) bodyParts(ctx antlr.ParserRuleContext, begin antlr.TerminalNode, ex syntax.IExceptionPartContext, endTok antlr.TerminalNode) ([]ir.Stmt, []*ir.Handler) {
	to := start(endTok)
	if ex != nil {
		to, _ = parsing.SpanOf(ex)
	}
	body := l.stmtList(ctx, begin, to)
	if ex == nil {
		return body, nil
	}
	var hs []*ir.Handler
	all := ex.AllHandler()
	for i, h := range all {
		to := start(endTok)
		if i+1 < len(all) {
			to, _ = parsing.SpanOf(all[i+1])
		}
		hs = append(hs, l.handler(h, to))
	}
	return body, hs
}

func (l *lowerer) handler(ctx syntax.IHandlerContext, to int) *ir.Handler {
	h := &ir.Handler{Sp: l.span(ctx)}
	from, _ := parsing.SpanOf(ctx)
	h.Lead = l.comments(l.backTo(from), from)
	for _, n := range ctx.AllName() {
		q := l.qname(n)
		if len(q.Parts) == 1 && q.Parts[0].Is("OTHERS") {
			h.Others = true
			continue
		}
		h.Names = append(h.Names, q)
	}
	h.Body = l.stmtList(ctx, ctx.THEN(), to)
	return h
}

// stmtList lowers the statements that are children of ctx behind the token after; to is where what
// follows the last one starts. Comments between them are given to the statements.
func (l *lowerer) stmtList(ctx antlr.ParserRuleContext, after antlr.TerminalNode, to int) []ir.Stmt {
	var list []ir.Stmt
	cursor := end(after)
	seen := false
	for _, c := range ctx.GetChildren() {
		if t, ok := c.(antlr.TerminalNode); ok {
			if seen {
				break
			}
			seen = t == after
			continue
		}
		s, ok := c.(*syntax.StmtContext)
		if !ok || !seen {
			if seen && len(list) > 0 {
				break
			}
			continue
		}
		var st ir.Stmt
		st, cursor = l.stmtAt(s, cursor, to)
		list = append(list, st)
	}
	if rest := l.comments(cursor, to); len(rest) > 0 {
		c := &ir.CommentStmt{}
		c.Sp, c.Lead, c.Blank = rest[0].Sp, rest, l.blank(cursor, rest[0].Sp.Start)
		list = append(list, c)
	}
	return list
}

// stmtAt lowers one statement with the comments around it: cursor is where the one before ended.
func (l *lowerer) stmtAt(s syntax.IStmtContext, cursor, to int) (ir.Stmt, int) {
	from, till := parsing.SpanOf(s)
	lead := l.comments(cursor, from)
	st := l.stmt(s)
	b := st.Base()
	b.Lead = append(lead, l.comments(from, till)...)
	b.Trail = l.trailing(till, to)
	first := from
	if len(lead) > 0 {
		first = lead[0].Sp.Start
	}
	b.Blank = l.blank(cursor, first)
	for _, lb := range s.AllLabel() {
		b.Labels = append(b.Labels, l.ident(lb.IDENT()))
	}
	if n := len(b.Trail); n > 0 {
		till = b.Trail[n-1].Sp.End
	}
	return st, till
}

// stmt lowers a statement without its label and comments.
func (l *lowerer) stmt(ctx syntax.IStmtContext) ir.Stmt {
	st := l.controlStmt(ctx)
	if st == nil {
		st = l.sqlStmt(ctx)
	}
	if st == nil {
		st = l.rawStmt(ctx, "this statement")
	}
	if b := st.Base(); b.Sp.IsZero() {
		b.Sp = l.span(ctx)
	}
	return st
}

func (l *lowerer) rawStmt(ctx antlr.ParserRuleContext, what string) *ir.RawStmt {
	r := &ir.RawStmt{}
	r.Sp = l.span(ctx)
	r.Text = r.Sp.Text()
	l.find(diag.StatementNotKnown, r.Sp, "%s is not converted: %s", what, firstLine(r.Text))
	return r
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if len(s) > 80 {
		s = s[:80] + "…"
	}
	return s
}

func (l *lowerer) controlStmt(ctx syntax.IStmtContext) ir.Stmt {
	switch {
	case ctx.AssignOrCall() != nil:
		return l.assignOrCall(ctx.AssignOrCall())
	case ctx.Block() != nil:
		return l.block(ctx.Block())
	case ctx.IfStmt() != nil:
		return l.ifStmt(ctx.IfStmt())
	case ctx.CaseStmt() != nil:
		return l.caseStmt(ctx.CaseStmt())
	case ctx.LoopStmt() != nil:
		c := ctx.LoopStmt()
		return &ir.Loop{Body: l.stmtList(c, c.LOOP(0), start(c.END()))}
	case ctx.WhileLoop() != nil:
		c := ctx.WhileLoop()
		return &ir.Loop{Cond: l.expr(c.Expr()), Body: l.stmtList(c, c.LOOP(0), start(c.END()))}
	case ctx.ForLoop() != nil:
		return l.forLoop(ctx.ForLoop())
	case ctx.ForallStmt() != nil:
		return l.forall(ctx.ForallStmt())
	case ctx.ExitStmt() != nil:
		c := ctx.ExitStmt()
		return &ir.Exit{Label: l.identOpt(c.IDENT()), When: l.exprOpt(c.Expr())}
	case ctx.ContinueStmt() != nil:
		c := ctx.ContinueStmt()
		return &ir.Exit{Continue: true, Label: l.identOpt(c.IDENT()), When: l.exprOpt(c.Expr())}
	case ctx.GotoStmt() != nil:
		return &ir.Goto{Label: l.ident(ctx.GotoStmt().IDENT())}
	case ctx.ReturnStmt() != nil:
		return &ir.Return{Value: l.exprOpt(ctx.ReturnStmt().Expr())}
	case ctx.RaiseStmt() != nil:
		r := &ir.Raise{}
		if n := ctx.RaiseStmt().Name(); n != nil {
			r.Name = l.qname(n)
		}
		return r
	case ctx.NullStmt() != nil:
		return &ir.NullStmt{}
	case ctx.PipeRow() != nil:
		return &ir.PipeRow{Value: l.parenValue(ctx.PipeRow().Paren())}
	case ctx.PragmaStmt() != nil:
		// Pragmas among statements (INLINE, COVERAGE) advise Oracle's own compiler.
		return &ir.NullStmt{}
	}
	return nil
}

// parenValue gives the one expression of a pair of parentheses, or a Tuple of several.
func (l *lowerer) parenValue(ctx syntax.IParenContext) ir.Expr {
	es := ctx.AllExpr()
	if len(es) == 1 {
		return l.expr(es[0])
	}
	t := &ir.Tuple{}
	t.Sp = l.span(ctx)
	for _, e := range es {
		t.Items = append(t.Items, l.expr(e))
	}
	return t
}

func (l *lowerer) exprOpt(ctx syntax.IExprContext) ir.Expr {
	if ctx == nil {
		return nil
	}
	return l.expr(ctx)
}

func (l *lowerer) assignOrCall(ctx syntax.IAssignOrCallContext) ir.Stmt {
	var x ir.Expr
	if r := ctx.Ref(); r != nil {
		x = l.ref(r)
	} else { // (self AS supertype).method(…), TREAT(x AS t).method(…)
		if t := ctx.TreatExpr(); t != nil {
			x = l.treat(t)
		} else {
			x = l.paren(ctx.Paren())
		}
		for _, t := range ctx.AllRefTail() {
			x = l.tail(x, t)
		}
	}
	if ctx.ASSIGN() != nil {
		return &ir.Assign{Target: x, Value: l.expr(ctx.Expr())}
	}
	if e := l.parseCursor(x); e != nil {
		return e
	}
	return l.called(x)
}

// parseCursor makes a dynamic statement of DBMS_SQL.PARSE(c, statement, language_flag), so that what its text says is looked at
// like that of EXECUTE IMMEDIATE. It gives nil for any other call, and where the text is a table of lines.
func (l *lowerer) parseCursor(x ir.Expr) ir.Stmt {
	c, ok := x.(*ir.Call)
	if !ok || len(c.Args) != 3 || strings.TrimPrefix(c.Name.Key(), "SYS.") != "DBMS_SQL.PARSE" {
		return nil
	}
	e := &ir.ExecImmediate{}
	for i, a := range c.Args {
		switch {
		case a.Name.Is("C") || a.Name.IsZero() && i == 0:
			e.Cursor = a.Value
		case a.Name.Is("STATEMENT") || a.Name.IsZero() && i == 1:
			e.SQL = a.Value
		}
	}
	if e.Cursor == nil || e.SQL == nil {
		return nil
	}
	e.Parsed = l.constantStatement(e.SQL)
	return e
}

func (l *lowerer) ifStmt(ctx syntax.IIfStmtContext) ir.Stmt {
	st := &ir.If{}
	elsifs, els := ctx.AllElsifPart(), ctx.ElsePart()
	next := func(i int) int { // where the part behind the i-th branch starts
		if i < len(elsifs) {
			from, _ := parsing.SpanOf(elsifs[i])
			return from
		}
		if els != nil {
			from, _ := parsing.SpanOf(els)
			return from
		}
		return start(ctx.END())
	}
	st.Branches = append(st.Branches, ir.Branch{Cond: l.expr(ctx.Expr()), Body: l.stmtList(ctx, ctx.THEN(), next(0))})
	for i, e := range elsifs {
		st.Branches = append(st.Branches, ir.Branch{Cond: l.expr(e.Expr()), Body: l.stmtList(e, e.THEN(), next(i+1))})
	}
	if els != nil {
		st.HasElse = true
		st.Else = l.stmtList(els, els.ELSE(), start(ctx.END()))
	}
	return st
}

func (l *lowerer) caseStmt(ctx syntax.ICaseStmtContext) ir.Stmt {
	st := &ir.CaseStmt{Operand: l.exprOpt(ctx.Expr())}
	whens, els := ctx.AllCaseStmtWhen(), ctx.ElsePart()
	for i, w := range whens {
		var to int
		switch {
		case i+1 < len(whens):
			to, _ = parsing.SpanOf(whens[i+1])
		case els != nil:
			to, _ = parsing.SpanOf(els)
		default:
			to = start(ctx.END())
		}
		from, _ := parsing.SpanOf(w)
		lead := l.comments(l.backTo(from), from)
		body := l.stmtList(w, w.THEN(), to)
		for _, c := range w.AllCaseChoice() {
			st.Whens = append(st.Whens, ir.Branch{Cond: l.caseChoice(c, st.Operand != nil), Body: body, Lead: lead})
			lead = nil
		}
	}
	if els != nil {
		st.HasElse = true
		st.Else = l.stmtList(els, els.ELSE(), start(ctx.END()))
	}
	return st
}

func (l *lowerer) forLoop(ctx syntax.IForLoopContext) ir.Stmt {
	vars, ranges := ctx.AllForVar(), ctx.AllForRange()
	r := ranges[0]
	if s := l.forEach(ctx); s != nil {
		return s
	}
	v := l.ident(vars[0].IDENT())
	body := l.stmtList(ctx, ctx.LOOP(0), start(ctx.END()))
	if dyn := l.dynamicRange(r); dyn != nil {
		return &ir.ForCursor{Var: v, Dynamic: dyn, Body: body}
	}
	es := r.AllExpr()
	switch {
	case r.DOTDOT() != nil:
		f := &ir.ForNum{Var: v, Reverse: r.REVERSE() != nil, Lo: l.expr(es[0]), Hi: l.expr(es[1]), Body: body}
		if len(es) > 2 {
			f.Step = l.expr(es[2])
		}
		return f
	}
	f := &ir.ForCursor{Var: v, Body: body}
	rows(f, l.expr(es[0]))
	return f
}

// rows gives a loop what it runs over: a query in parentheses, or a cursor.
func rows(f *ir.ForCursor, x ir.Expr) {
	if q, ok := unparen(x).(*ir.Subquery); ok {
		f.Query = withoutInto(q.Query)
		return
	}
	f.Cursor = unparen(x)
}

// dynamicRange lowers FOR r IN (EXECUTE IMMEDIATE …) (21c); nil for any other range.
func (l *lowerer) dynamicRange(r syntax.IForRangeContext) *ir.ExecImmediate {
	e := r.Expr(0)
	if e == nil || len(e.GetChildren()) != 1 {
		return nil
	}
	o, ok := e.GetChild(0).(*syntax.OperandContext)
	if !ok || o.Paren() == nil || o.Paren().EXECUTE() == nil {
		return nil
	}
	p := o.Paren()
	dyn := &ir.ExecImmediate{SQL: l.expr(p.AllExpr()[0]), Using: l.using(p.UsingClause())}
	dyn.Parsed = l.constantStatement(dyn.SQL)
	dyn.Sp = l.span(p)
	return dyn
}

func (l *lowerer) forall(ctx syntax.IForallStmtContext) ir.Stmt {
	f := &ir.Forall{Var: l.ident(ctx.IDENT()), Save: ctx.SAVE() != nil}
	es := ctx.AllExpr()
	switch {
	case ctx.DOTDOT() != nil:
		f.Lo, f.Hi = l.expr(es[0]), l.expr(es[1])
	default:
		// IN INDICES OF x, IN VALUES OF x: the scanner makes one token of the two words.
		x := l.expr(es[0])
		if strings.HasPrefix(strings.ToUpper(ctx.ITERAND().GetText()), "VALUES") {
			f.ValuesOf = x
		} else {
			f.IndicesOf = x
		}
	}
	switch {
	case ctx.ExecuteImmediate() != nil:
		f.Body = l.executeImmediate(ctx.ExecuteImmediate())
		f.Body.Base().Sp = l.span(ctx.ExecuteImmediate())
	default:
		var c antlr.ParserRuleContext
		switch {
		case ctx.InsertStmt() != nil:
			c = ctx.InsertStmt()
		case ctx.UpdateStmt() != nil:
			c = ctx.UpdateStmt()
		case ctx.DeleteStmt() != nil:
			c = ctx.DeleteStmt()
		case ctx.MergeStmt() != nil:
			c = ctx.MergeStmt()
		}
		d := &ir.ExecDML{DML: l.dml(c)}
		d.Sp = l.span(c)
		f.Body = d
	}
	return f
}

// sqlStmt lowers SQL and cursor statements.
func (l *lowerer) sqlStmt(ctx syntax.IStmtContext) ir.Stmt {
	if d := l.dmlStmt(ctx); d != nil {
		return d
	}
	switch {
	case ctx.Query() != nil:
		return &ir.SelectInto{Query: l.query(ctx.Query())}
	case ctx.OpenStmt() != nil:
		return l.openCursor(ctx.OpenStmt())
	case ctx.FetchStmt() != nil:
		c := ctx.FetchStmt()
		into, bulk := l.into(c.IntoClause())
		return &ir.FetchCursor{Cursor: l.ref(c.Ref()), Into: into, Bulk: bulk, Limit: l.exprOpt(c.Expr())}
	case ctx.CloseStmt() != nil:
		return &ir.CloseCursor{Cursor: l.ref(ctx.CloseStmt().Ref())}
	case ctx.ExecuteImmediate() != nil:
		return l.executeImmediate(ctx.ExecuteImmediate())
	case ctx.LockTable() != nil:
		return l.lockTable(ctx.LockTable())
	case ctx.CommitStmt() != nil:
		return l.commit(ctx.CommitStmt())
	case ctx.RollbackStmt() != nil:
		return l.rollback(ctx.RollbackStmt())
	case ctx.SavepointStmt() != nil:
		return &ir.Savepoint{Name: l.ident(ctx.SavepointStmt().IDENT())}
	case ctx.SetStmt() != nil:
		return &ir.SetTransaction{Text: l.span(ctx.SetStmt()).Text()}
	case ctx.CallStmt() != nil:
		return l.called(l.ref(ctx.CallStmt().Ref(0)))
	}
	return nil
}

// into lowers [BULK COLLECT] INTO a, b.
func (l *lowerer) into(ctx syntax.IIntoClauseContext) (list []ir.Expr, bulk bool) {
	for _, r := range ctx.AllRef() {
		list = append(list, l.ref(r))
	}
	return list, ctx.BULK() != nil
}

func (l *lowerer) using(ctx syntax.IUsingClauseContext) []ir.UsingArg {
	if ctx == nil {
		return nil
	}
	var list []ir.UsingArg
	for _, a := range ctx.AllUsingArg() {
		list = append(list, ir.UsingArg{Mode: mode(a.IN(), a.OUT()), Value: l.expr(a.Expr())})
	}
	return list
}

func mode(in, out antlr.TerminalNode) ir.ParamMode {
	switch {
	case out == nil:
		return ir.ModeIn
	case in == nil:
		return ir.ModeOut
	}
	return ir.ModeInOut
}

func (l *lowerer) openCursor(ctx syntax.IOpenStmtContext) ir.Stmt {
	o := &ir.OpenCursor{Cursor: l.ref(ctx.Ref()), Using: l.using(ctx.UsingClause())}
	switch {
	case ctx.QueryNoParen() != nil:
		o.Query = l.queryNoParen(ctx.QueryNoParen())
	case ctx.Expr() != nil:
		x := l.expr(ctx.Expr())
		q, isQuery := x.(*ir.Subquery)
		switch {
		case isQuery && len(ctx.AllSetOp())+len(ctx.AllQueryTail()) == 0:
			o.Query = q.Query
		case isQuery:
			return l.rawStmt(ctx, "OPEN … FOR a combined query that starts with a parenthesis")
		default:
			o.Dynamic = x
			o.Parsed = l.constantStatement(x)
		}
	default:
		// OPEN c(args): the arguments came as a call of the cursor.
		if c, ok := o.Cursor.(*ir.Call); ok {
			o.Args = c.Args
			r := &ir.Ref{Name: c.Name}
			r.Sp = c.Sp
			o.Cursor = r
		}
	}
	return o
}

func (l *lowerer) executeImmediate(ctx syntax.IExecuteImmediateContext) ir.Stmt {
	e := &ir.ExecImmediate{SQL: l.expr(ctx.Expr())}
	returning := false
	for _, c := range ctx.GetChildren() {
		switch c := c.(type) {
		case antlr.TerminalNode:
			t := strings.ToUpper(c.GetText())
			returning = t == "RETURNING" || t == "RETURN"
		case *syntax.IntoClauseContext:
			if returning {
				e.Returning, e.RetBulk = l.into(c)
			} else {
				e.Into, e.Bulk = l.into(c)
			}
		case *syntax.UsingClauseContext:
			e.Using = append(e.Using, l.using(c)...)
		}
	}
	if s, ok := e.SQL.(*ir.StringLit); ok && len(e.Using) == 0 {
		switch upper(strings.TrimRight(strings.TrimSpace(s.Value), "; ")) {
		case "COMMIT", "COMMIT WORK":
			return &ir.Commit{}
		case "ROLLBACK", "ROLLBACK WORK":
			return &ir.Rollback{}
		}
	}
	l.parseDynamic(e)
	return e
}

// parseDynamic parses the text of a dynamic statement where it is known.
func (l *lowerer) parseDynamic(e *ir.ExecImmediate) {
	e.Parsed = l.constantStatement(e.SQL)
	if e.Parsed == nil && len(e.Using)+len(e.Into)+len(e.Returning) == 0 && heldBlock.MatchString(firstText(e.SQL)) {
		e.Parsed = l.textBlock(e.SQL)
	}
	if e.Parsed == nil && len(e.Using) > 0 && len(e.Into)+len(e.Returning) == 0 {
		if text, ok := (&dynamic{l: l}).text(e.SQL); ok && heldBlock.MatchString(text) {
			e.Block, _ = l.parseBlock(text, e.SQL.Span()).(*ir.Block)
		}
	}
}

func (l *lowerer) lockTable(ctx syntax.ILockTableContext) ir.Stmt {
	s := &ir.LockTable{NoWait: ctx.NOWAIT() != nil, Wait: l.exprOpt(ctx.Expr()),
		Mode: strings.ToUpper(strings.Join(strings.Fields(l.span(ctx.LockMode()).Text()), " "))}
	for _, t := range ctx.AllDmlTarget() {
		if t.TableName() == nil || t.TableName().Name() == nil {
			return l.rawStmt(ctx, "LOCK TABLE of something that is not a table")
		}
		s.Tables = append(s.Tables, l.tableName(t.TableName()))
	}
	return s
}

func (l *lowerer) commit(ctx syntax.ICommitStmtContext) *ir.Commit {
	c := &ir.Commit{}
	c.Sp = l.span(ctx)
	if ws := ctx.AllTxWord(); len(ws) > 0 {
		c.Options = strings.TrimSpace(c.Sp.Text()[len("COMMIT"):])
	}
	return c
}

func (l *lowerer) rollback(ctx syntax.IRollbackStmtContext) *ir.Rollback {
	r := &ir.Rollback{}
	r.Sp = l.span(ctx)
	if ids := ctx.AllIDENT(); ctx.TO() != nil && len(ids) > 0 {
		r.Savepoint = l.ident(ids[len(ids)-1])
	}
	return r
}
