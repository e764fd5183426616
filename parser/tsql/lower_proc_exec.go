package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// exec lowers EXEC: a *ir.CallStmt, or *ir.ExecImmediate for a text.
func (l *lowerer) exec(ctx syntax.IExecStmtContext) ir.Stmt {
	if ctx.AS() != nil && ctx.Soup() != nil {
		l.find(diag.TSQLExecuteAs, l.span(ctx), "%s", strings.Join(strings.Fields(l.span(ctx).Text()), " "))
		return &ir.NullStmt{}
	}
	if ctx.LPAREN() != nil && ctx.Expr() != nil {
		if len(ctx.AllExecArg()) > 0 || len(ctx.AllIDENT()) > 1 {
			return l.rawStmt(ctx, "EXEC (…) with arguments or AT a server")
		}
		s := &ir.ExecImmediate{SQL: l.expr(ctx.Expr())}
		s.Sp = l.span(ctx)
		return s
	}
	s := &ir.CallStmt{}
	s.Sp = l.span(ctx)
	c := &ir.Call{}
	c.Sp = s.Sp
	name := ctx.ExecName()
	v := ctx.VAR()
	switch {
	case v != nil && name != nil && name.VAR() == nil:
		s.Result = l.varRef(ident(v), l.tokenSpan(v))
		c.Name = l.execName(name.GetChildren(), l.span(name))
	case v != nil:
		l.find(diag.TSQLDynamicProc, s.Sp, "the name of the procedure is in a variable: %s", procedureVariable(v, name))
		r := &ir.RawStmt{Text: s.Sp.Text()}
		r.Sp = s.Sp
		return r
	default:
		var kids []antlr.Tree
		for _, k := range ctx.GetChildren() {
			switch k.(type) {
			case antlr.TerminalNode, *syntax.ExecMoreContext:
				kids = append(kids, k)
			}
		}
		c.Name = l.execName(kids, s.Sp)
	}
	c.Args = l.execArgs(ctx.ExecArgs())
	s.X = c
	if fn := systemProcedureName(c.Name); fn != "" {
		c.Fn, c.Name = "tsql."+fn, ir.QName{}
	}
	return s
}

// execName gathers the parts of a procedure's name.
func (l *lowerer) execName(kids []antlr.Tree, sp diag.Span) ir.QName {
	q := ir.QName{Sp: sp}
	omitted := false
	var walk func(k antlr.Tree)
	walk = func(k antlr.Tree) {
		if t, ok := k.(antlr.TerminalNode); ok {
			switch t.GetSymbol().GetTokenType() {
			case scan.IDENT:
				q.Parts = append(q.Parts, ident(t))
			case scan.DOTDOT:
				omitted = true
			}
			return
		}
		for _, c := range k.GetChildren() {
			walk(c)
		}
	}
	for _, k := range kids {
		walk(k)
	}
	return l.local(q, omitted)
}

// systemProcedureName tells the procedures that come with the server: those of sys, and the names that begin with sp_ and xp_ and are
// known. Others that begin so are users' own.
func systemProcedureName(q ir.QName) string {
	n := strings.ToLower(q.Last().Text)
	if q.Qualifier().Is("SYS") || systemProcedures[n] || strings.HasPrefix(n, "xp_") {
		return n
	}
	return ""
}

var systemProcedures = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(`sp_executesql sp_getapplock sp_releaseapplock sp_set_session_context sp_xml_preparedocument sp_xml_removedocument
sp_oacreate sp_oamethod sp_oadestroy sp_oagetproperty sp_oasetproperty sp_oageterrorinfo sp_send_dbmail sp_configure sp_rename sp_help sp_helptext sp_helpindex
sp_recompile sp_refreshview sp_refreshsqlmodule sp_updatestats sp_who sp_who2 sp_lock sp_addmessage sp_dropmessage sp_msforeachtable sp_msforeachdb sp_executeexternalscript
sp_spaceused sp_depends sp_columns sp_tables sp_describe_first_result_set sp_addextendedproperty sp_updateextendedproperty sp_dropextendedproperty sp_bindefault sp_unbindefault
sp_addlinkedserver sp_addlinkedsrvlogin sp_serveroption sp_dropserver sp_testlinkedserver sp_start_job sp_stop_job sp_add_job sp_delete_job sp_tableoption sp_setapprole sp_addrolemember sp_droprolemember
sp_trace_create sp_trace_setevent sp_trace_setstatus sp_cycle_errorlog sp_readerrorlog sp_prepare sp_execute sp_unprepare sp_cursor sp_cursoropen sp_indexoption sp_invalidate_textptr`) {
		m[s] = true
	}
	return m
}()

// execArgs lowers the arguments of EXEC.
func (l *lowerer) execArgs(ctx syntax.IExecArgsContext) []ir.Arg {
	if ctx == nil {
		return nil
	}
	var out []ir.Arg
	for _, a := range ctx.AllExecArg() {
		arg := ir.Arg{Out: a.OUTPUT() != nil || a.IDENT() != nil && strings.EqualFold(a.IDENT().GetText(), "OUT")}
		if target, op, value := assignment(a.Expr()); target != nil && op == scan.EQ && target.Ref() != nil && strings.HasPrefix(target.GetText(), "@") {
			arg.Name = identifier(target.GetText())
			arg.Value = bareWord(l.exprOf(value))
			if len(value) == 1 {
				o, ok := value[0].(*syntax.OperandContext)
				arg.Default = ok && o.DEFAULT() != nil
			}
		} else {
			arg.Value = bareWord(l.expr(a.Expr()))
			arg.Default = isDefault(a.Expr())
		}
		if isWord(arg.Value, "DEFAULT") {
			arg.Default = true
		}
		if arg.Default {
			if !arg.Name.IsZero() {
				continue
			}
			arg.Value = &ir.NullLit{}
		}
		out = append(out, arg)
	}
	return out
}

// implicitExec lowers a procedure's name without EXEC.
func (l *lowerer) implicitExec(ctx *syntax.ImplicitExecContext) ir.Stmt {
	s := &ir.CallStmt{}
	s.Sp = l.span(ctx)
	c := &ir.Call{Name: l.execName(ctx.GetChildren()[:1+len(ctx.AllExecMore())], s.Sp), Args: l.execArgs(ctx.ExecArgs())}
	c.Sp = s.Sp
	if fn := systemProcedureName(c.Name); fn != "" {
		c.Fn, c.Name = "tsql."+fn, ir.QName{}
	}
	s.X = c
	return s
}

// raiserror lowers RAISERROR (message, severity, state, arguments …), and the old form RAISERROR number text.
func (l *lowerer) raiserror(ctx syntax.IRaiserrorStmtContext) ir.Stmt {
	var args []ir.Expr
	if ctx.LPAREN() != nil {
		args = l.exprs(ctx.AllExpr())
	} else {
		for _, k := range ctx.GetChildren() {
			t, ok := k.(antlr.TerminalNode)
			if !ok {
				continue
			}
			switch t.GetSymbol().GetTokenType() {
			case scan.STRING:
				args = append(args, text(t.GetText()))
			case scan.VAR:
				args = append(args, l.varRef(ident(t), l.tokenSpan(t)))
			}
		}
		if len(args) == 0 {
			args = append(args, &ir.StringLit{Value: strings.TrimSpace(l.span(ctx).Text())})
		}
		args = append(args, &ir.NumberLit{Text: "16"}, &ir.NumberLit{Text: "1"})
	}
	s := builtinStmt("raiserror", args...)
	s.Sp = l.span(ctx)
	return s
}

func (l *lowerer) waitfor(ctx syntax.IWaitforStmtContext) ir.Stmt {
	if ctx.Operand() == nil || ctx.IDENT() == nil {
		return l.rawStmt(ctx, "WAITFOR of a queue")
	}
	s := builtinStmt("waitfor_"+strings.ToLower(ctx.IDENT().GetText()), l.operand(ctx.Operand().(*syntax.OperandContext)))
	s.Sp = l.span(ctx)
	return s
}

// transaction lowers BEGIN TRAN, COMMIT, ROLLBACK and SAVE TRAN. A ROLLBACK with a name goes to a savepoint where one of that
// name was made.
func (l *lowerer) transaction(ctx syntax.ITransactionStmtContext) ir.Stmt {
	var name ir.Name
	if n := len(ctx.AllIDENT()); n > 0 {
		name = ident(ctx.IDENT(n - 1))
	}
	if ctx.VAR() != nil {
		name = ident(ctx.VAR())
	}
	switch {
	case ctx.BEGIN_TRAN() != nil:
		return &ir.BeginTran{Name: name}
	case ctx.COMMIT() != nil:
		return &ir.Commit{}
	case ctx.SAVE() != nil:
		if l.saved == nil {
			l.saved = map[string]bool{}
		}
		l.saved[name.Key] = true
		return &ir.Savepoint{Name: name}
	}
	if !l.saved[name.Key] {
		name = ir.Name{}
	}
	return &ir.Rollback{Savepoint: name}
}

// procedureVariable is the variable of EXEC @p …, or of EXEC @code = @p ….
func procedureVariable(v antlr.TerminalNode, name syntax.IExecNameContext) string {
	if name != nil && name.VAR() != nil {
		return name.VAR().GetText()
	}
	return v.GetText()
}
