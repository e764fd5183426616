package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// stmts lowers a list of statements with what they govern.
func (l *lowerer) stmts(nodes []*node) []ir.Stmt {
	var out []ir.Stmt
	for _, n := range nodes {
		l.heading = l.heading && staysHeading(n)
		list := l.stmt(n)
		for i, s := range list {
			b := s.Base()
			if b.Sp.IsZero() {
				b.Sp = l.spanBetween(l.span(n.first()).Start, n.end)
			}
			if i == 0 {
				b.Lead = append(l.stmtLead(n), b.Lead...)
			}
			if d, ok := s.(*ir.DDL); ok && l.governs > 0 && isVariableTable(d) {
				l.variableTables = append(l.variableTables, d)
				continue
			}
			out = append(out, s)
		}
	}
	return out
}

// isVariableTable tells the statement that makes the table behind a table variable. DECLARE is not executed: the variable is there
// from the start of the batch or the module, once, wherever it is declared, and a loop does not empty it (DECLARE @local_variable,
// Remarks: the scope of a local variable is the batch in which it is declared).
func isVariableTable(d *ir.DDL) bool {
	t, ok := d.Objects[0].(*ir.Table)
	return ok && strings.HasPrefix(t.Name.Last().Text, "@")
}

// staysHeading tells statements that may stand among the declarations at the front of a module.
func staysHeading(n *node) bool {
	if n.exec != nil {
		return false
	}
	set := n.ctx.SetStmt()
	return n.ctx.DeclareStmt() != nil || n.ctx.BeginBlock() != nil || set != nil && set.VAR() == nil
}

// stmtLead gives the comments in front of a statement.
func (l *lowerer) stmtLead(n *node) []ir.Comment {
	start := l.span(n.first()).Start
	return l.notes.Between(l.notes.BackTo(start), start)
}

// stmt lowers a statement. One of DECLARE or SET may become several, or none.
func (l *lowerer) stmt(n *node) []ir.Stmt {
	if n.exec != nil {
		return []ir.Stmt{l.implicitExec(n.exec)}
	}
	ctx := n.ctx
	switch {
	case ctx.IfHead() != nil:
		return []ir.Stmt{l.ifStmt(n)}
	case ctx.WhileHead() != nil:
		w := &ir.Loop{Cond: l.expr(ctx.WhileHead().Expr()), Body: l.governed(n.body)}
		return []ir.Stmt{w}
	case ctx.BeginBlock() != nil:
		return []ir.Stmt{&ir.Block{Body: l.stmts(structure(trees(ctx.BeginBlock().Statements())))}}
	case ctx.TryBlock() != nil:
		return []ir.Stmt{l.tryBlock(ctx.TryBlock())}
	case ctx.DeclareStmt() != nil:
		return l.declare(ctx.DeclareStmt())
	case ctx.SetStmt() != nil:
		return l.set(ctx.SetStmt())
	case ctx.ReturnStmt() != nil:
		return []ir.Stmt{&ir.Return{Value: l.exprOpt(ctx.ReturnStmt().Expr())}}
	case ctx.BREAK() != nil:
		return []ir.Stmt{&ir.Exit{}}
	case ctx.CONTINUE() != nil:
		return []ir.Stmt{&ir.Exit{Continue: true}}
	case ctx.GotoStmt() != nil:
		return []ir.Stmt{&ir.Goto{Label: ident(ctx.GotoStmt().IDENT())}}
	case ctx.LABEL() != nil:
		s := &ir.NullStmt{}
		s.Labels = []ir.Name{identifier(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(ctx.LABEL().GetText()), ":")))}
		return []ir.Stmt{s}
	}
	return l.workStmt(ctx)
}

// workStmt lowers the statements that hold no other.
func (l *lowerer) workStmt(ctx *syntax.StatementContext) []ir.Stmt {
	switch {
	case ctx.PrintStmt() != nil:
		return []ir.Stmt{builtinStmt("print", l.expr(ctx.PrintStmt().Expr()))}
	case ctx.RaiserrorStmt() != nil:
		return []ir.Stmt{l.raiserror(ctx.RaiserrorStmt())}
	case ctx.ThrowStmt() != nil:
		if es := ctx.ThrowStmt().AllExpr(); len(es) == 3 {
			return []ir.Stmt{builtinStmt("throw", l.exprs(es)...)}
		}
		return []ir.Stmt{&ir.Raise{}}
	case ctx.WaitforStmt() != nil:
		return []ir.Stmt{l.waitfor(ctx.WaitforStmt())}
	case ctx.TransactionStmt() != nil:
		return []ir.Stmt{l.transaction(ctx.TransactionStmt())}
	case ctx.CursorStmt() != nil:
		return l.cursorStmt(ctx.CursorStmt())
	case ctx.ExecStmt() != nil:
		if s := l.bodyRename(ctx.ExecStmt()); s != nil {
			return []ir.Stmt{s}
		}
		return []ir.Stmt{l.exec(ctx.ExecStmt())}
	case ctx.TruncateStmt() != nil:
		q := l.qname(ctx.TruncateStmt().Name())
		return []ir.Stmt{&ir.Truncate{Table: &ir.TableRef{Sp: q.Sp, Name: q}}}
	case ctx.UseStmt() != nil:
		return []ir.Stmt{&ir.NullStmt{}}
	}
	if d := l.dml(ctx); d != nil {
		l.limitDML(d)
		return []ir.Stmt{&ir.ExecDML{DML: d}}
	}
	if q := l.queryOf(ctx); q != nil {
		l.limitQuery(q)
		return []ir.Stmt{&ir.SelectStmt{Query: q}}
	}
	return l.ddlStmt(ctx)
}

// ddlStmt lowers a definition inside a body.
func (l *lowerer) ddlStmt(ctx *syntax.StatementContext) []ir.Stmt {
	if s, ok := l.maintenance(ctx); ok {
		return s
	}
	if ctx.CreateStmt() == nil && ctx.DropStmt() == nil && ctx.AlterStmt() == nil && ctx.TriggerState() == nil {
		return []ir.Stmt{l.rawStmt(ctx, firstWordsOf(l.span(ctx).Text()))}
	}
	if s := l.tempDDL(ctx); s != nil {
		return []ir.Stmt{s}
	}
	return []ir.Stmt{l.bodyObjects(func() []ir.Object { return l.ddl(ctx) })}
}

// bodyObjects is the statement of a body that makes, changes or drops objects; what there is to find in them is the body's.
func (l *lowerer) bodyObjects(lower func() []ir.Object) *ir.DDL {
	saved, pending := l.obj, l.pending
	l.obj, l.pending = nil, diag.List{}
	objs := lower()
	l.obj, l.pending = saved, pending
	for _, o := range objs {
		b := o.Obj()
		if l.obj != nil {
			l.obj.Obj().Findings.Items = append(l.obj.Obj().Findings.Items, b.Findings.Items...)
			b.Findings.Items = nil
		}
		setSchema(b)
	}
	return &ir.DDL{Objects: objs}
}

func firstWordsOf(s string) string {
	w := strings.Fields(s)
	return strings.ToUpper(strings.Join(w[:min(2, len(w))], " "))
}

// builtinStmt is a statement in the form of a call.
func builtinStmt(name string, args ...ir.Expr) *ir.CallStmt {
	c := &ir.Call{Fn: "tsql." + name}
	for _, a := range args {
		c.Args = append(c.Args, ir.Arg{Value: a})
	}
	if len(args) > 0 {
		c.Sp = args[0].Span()
	}
	return &ir.CallStmt{X: c}
}

// governed lowers what IF or WHILE governs; a block of it is not one of its own.
func (l *lowerer) governed(n *node) []ir.Stmt {
	if n == nil {
		return nil
	}
	l.governs++
	list := l.stmts([]*node{n})
	l.governs--
	if len(list) == 1 {
		if b, ok := list[0].(*ir.Block); ok && len(b.Handlers) == 0 && len(b.Labels) == 0 && !l.isPlace(b) {
			if len(b.Body) > 0 {
				first := b.Body[0].Base()
				first.Lead = append(b.Lead, first.Lead...)
			}
			return b.Body
		}
	}
	return list
}

// ifStmt lowers IF with its chain of ELSE IF.
func (l *lowerer) ifStmt(n *node) ir.Stmt {
	s := &ir.If{}
	for {
		s.Branches = append(s.Branches, ir.Branch{Cond: l.expr(n.ctx.IfHead().Expr()), Body: l.governed(n.body)})
		if n.els == nil {
			return s
		}
		if n.els.ctx == nil || n.els.ctx.IfHead() == nil {
			s.HasElse = true
			s.Else = l.governed(n.els)
			return s
		}
		n = n.els
	}
}

func (l *lowerer) tryBlock(ctx syntax.ITryBlockContext) ir.Stmt {
	l.governs++
	defer func() { l.governs-- }()
	b := &ir.Block{Body: l.stmts(structure(trees(ctx.Statements(0))))}
	h := &ir.Handler{Sp: l.span(ctx), Others: true}
	if c := ctx.Statements(1); c != nil {
		h.Body = l.stmts(structure(trees(c)))
	}
	b.Handlers = []*ir.Handler{h}
	return b
}

// declare lowers DECLARE: the variables go to the module, a value becomes an assignment.
func (l *lowerer) declare(ctx syntax.IDeclareStmtContext) []ir.Stmt {
	if c := ctx.CursorDecl(); c != nil {
		return l.cursorDecl(ident(c.IDENT(0)), c.CursorDef(), l.span(c))
	}
	var out []ir.Stmt
	for _, it := range ctx.AllDeclareItem() {
		v := &ir.VarDecl{}
		v.Name, v.Sp = ident(it.VAR()), l.span(it)
		switch {
		case it.TABLE() != nil:
			t, indexes := l.bodyTable(it.TableItems())
			v.Type = tableType(t, v.Sp)
			out = append(out, bodyDDL(t, indexes, ir.QName{Parts: []ir.Name{v.Name}, Sp: v.Sp}, v.Sp))
		case it.CURSOR() != nil:
			v.Type = &ir.Type{Kind: ir.TRefCursor, Spelled: "CURSOR", Sp: v.Sp}
		default:
			v.Type = l.typ(it.Datatype())
		}
		fresh := l.declared(v)
		if it.Expr() != nil && l.heading && fresh {
			v.Default = l.expr(it.Expr())
			if !readsSession(v.Default) && !readsBatchTable(v.Default) {
				continue
			}
			v.Default = nil
		}
		if it.Expr() != nil {
			l.heading = false
			a := &ir.Assign{Target: l.varRef(v.Name, l.tokenSpan(it.VAR())), Value: l.expr(it.Expr())}
			a.Sp = v.Sp
			out = append(out, a)
		}
		if v.Type.Kind == ir.TNamed { // a table type perhaps: resolve knows, and takes the table away if it is none
			t := &ir.Table{OfType: v.Type.Name, Temporary: true}
			t.Name, t.Sp = ir.QName{Parts: []ir.Name{v.Name}, Sp: v.Sp}, v.Sp
			d := &ir.DDL{Objects: []ir.Object{t}}
			d.Sp = v.Sp
			out = append(out, d)
		}
	}
	if out == nil {
		return nil
	}
	return out
}

// readsBatchTable tells expressions that read a table variable or a #t: the statement that makes it comes first.
func readsBatchTable(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && len(t.Name.Parts) > 0 {
			hit = hit || strings.HasPrefix(t.Name.Last().Text, "@") || ir.IsTempName(t.Name.Last())
		}
		return !hit
	})
	return hit
}

// readsSession tells expressions that ask how the last statement went: they count where they stand.
func readsSession(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Call:
			hit = hit || strings.HasPrefix(n.Fn, "tsql.@@") || strings.HasPrefix(n.Name.Last().Text, "@@")
		case *ir.Ref:
			hit = hit || strings.HasPrefix(n.Name.Last().Text, "@@")
		}
		return !hit
	})
	return hit
}

// declared adds a variable to the module; a second declaration of the name is the same variable to PL/pgSQL. It tells whether the
// name is new.
func (l *lowerer) declared(d ir.Decl) bool {
	if l.decls == nil {
		l.decls = &[]ir.Decl{}
	}
	for _, o := range *l.decls {
		if o.Common().Name.Key == d.Common().Name.Key {
			return false
		}
	}
	*l.decls = append(*l.decls, d)
	return true
}

func (l *lowerer) varRef(n ir.Name, sp diag.Span) *ir.Ref {
	r := &ir.Ref{Name: ir.QName{Parts: []ir.Name{n}, Sp: sp}}
	r.Sp = sp
	return r
}

// tableType makes the type of a table variable.
func tableType(tbl *ir.Table, sp diag.Span) *ir.Type {
	t := &ir.Type{Kind: ir.TTableValue, Spelled: "TABLE", Sp: sp}
	for _, c := range tbl.Columns {
		t.Fields = append(t.Fields, &ir.Field{Name: c.Name, Type: c.Type, NotNull: c.NotNull, Default: c.Default, Sp: c.Sp})
	}
	return t
}

// set lowers SET: of a variable, of a cursor variable, of an option of the session.
func (l *lowerer) set(ctx syntax.ISetStmtContext) []ir.Stmt {
	if ctx.VAR() == nil {
		return l.setOption(ctx)
	}
	name := ident(ctx.VAR())
	if ctx.CursorDef() != nil {
		return l.cursorDecl(name, ctx.CursorDef(), l.span(ctx))
	}
	target := l.varRef(name, l.tokenSpan(ctx.VAR()))
	if s := l.setModify(ctx, target); s != nil {
		return []ir.Stmt{s}
	}
	if len(ctx.AllSetTail()) > 0 || ctx.Expr() == nil {
		return []ir.Stmt{l.rawStmt(ctx, "SET of a property or by a method")}
	}
	op := "="
	for _, t := range []antlr.TerminalNode{ctx.ASSIGN_OP(), ctx.STAR_EQ()} {
		if t != nil {
			op = t.GetText()
		}
	}
	a := &ir.Assign{Target: target, Value: l.compound(l.varRef(name, target.Sp), op, l.expr(ctx.Expr()))}
	return []ir.Stmt{a}
}

// setModify lowers SET @x.modify('…'), which gives the variable another document; nil for all else.
func (l *lowerer) setModify(ctx syntax.ISetStmtContext, v *ir.Ref) ir.Stmt {
	tails := ctx.AllSetTail()
	if len(tails) != 2 || tails[0].IDENT() == nil || tails[1].CallArgs() == nil || ctx.Expr() != nil || tails[0].IDENT().GetText() != "modify" {
		return nil
	}
	m := &ir.MethodCall{X: v, Name: ident(tails[0].IDENT()), Args: l.args(tails[1].CallArgs(), nil), Parens: true}
	m.Sp = l.span(ctx)
	return &ir.Assign{Target: v, Value: methodFunction(l.xquery(m), copyRef(v))}
}

// methodFunction makes of a method that changes its value a function of the value.
func methodFunction(m *ir.MethodCall, v *ir.Ref) *ir.Call {
	c := &ir.Call{Fn: "tsql." + strings.ToLower(m.Name.Text), Args: append([]ir.Arg{{Value: v}}, m.Args...)}
	c.Sp = m.Sp
	return c
}

// setOption lowers SET NOCOUNT ON and its kin. Most have no meaning in the target.
func (l *lowerer) setOption(ctx syntax.ISetStmtContext) []ir.Stmt {
	words := strings.Fields(strings.ToUpper(l.span(ctx).Text()))
	w := ""
	if len(words) > 1 {
		w = words[1]
	}
	switch w {
	case "IDENTITY_INSERT":
		s := &ir.SetTransaction{Text: strings.Join(words, " ")}
		return []ir.Stmt{s}
	case "TRANSACTION", "TRAN":
		s := &ir.SetTransaction{Text: strings.Join(words[1:], " ")}
		return []ir.Stmt{s}
	case "ROWCOUNT":
		return l.setRowCount(ctx)
	case "ANSI_NULLS", "CONCAT_NULL_YIELDS_NULL", "ANSI_PADDING", "QUOTED_IDENTIFIER":
		if len(words) > 2 && strings.HasPrefix(words[2], "OFF") {
			l.find(diag.TSQLSetOption, l.span(ctx), "SET %s OFF", w)
		}
	case "DATEFIRST", "DATEFORMAT", "LANGUAGE", "FMTONLY", "PARSEONLY", "NOEXEC", "IMPLICIT_TRANSACTIONS":
		l.find(diag.TSQLSetOption, l.span(ctx), "SET %s", strings.Join(words[1:], " "))
	}
	return nil
}
