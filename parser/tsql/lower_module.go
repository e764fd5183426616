package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

var notYet = diag.TsqlStatement

// module lowers what stands alone in its batch: a procedure, function, trigger or view.
func (l *lowerer) module(ctx *syntax.ModuleContext) []ir.Object {
	switch {
	case ctx.ProcedureDef() != nil:
		return []ir.Object{l.procedure(ctx)}
	case ctx.FunctionDef() != nil:
		return []ir.Object{l.function(ctx)}
	case ctx.TriggerDef() != nil:
		return []ir.Object{l.trigger(ctx)}
	}
	return []ir.Object{l.view(ctx)}
}

// procedure lowers CREATE PROCEDURE and ALTER PROCEDURE.
func (l *lowerer) procedure(m *syntax.ModuleContext) ir.Object {
	ctx := m.ProcedureDef()
	r := &ir.Routine{}
	r.Name, r.Sp, r.Replace = l.qname(ctx.Name()), l.span(m), replaces(m)
	l.own(r)
	for _, p := range ctx.AllParameter() {
		r.Params = append(r.Params, l.param(p))
	}
	l.moduleOptions(ctx.ModuleOptions(), r)
	if ctx.SEMI_NUMBER() != nil && ctx.SEMI_NUMBER().GetText() != ";1" {
		l.find(diag.TSQLModuleOption, r.Sp, "the number behind the name: PostgreSQL has no groups of procedures under one name")
	}
	if ctx.ExternalName() != nil {
		l.find(diag.CLRCode, r.Sp, "%s is a method of a CLR assembly", r.Name.Last().Text)
		return r
	}
	r.Body = l.body(trees(ctx.Statements()))
	return r
}

// param lowers a parameter. One that is OUTPUT takes a value in as well.
func (l *lowerer) param(ctx syntax.IParameterContext) *ir.Param {
	p := &ir.Param{Sp: l.span(ctx), Name: ident(ctx.VAR())}
	if ctx.Datatype() != nil {
		p.Type = l.typ(ctx.Datatype())
	} else {
		p.Type = &ir.Type{Kind: ir.TRefCursor, Spelled: "CURSOR", Sp: p.Sp}
	}
	for _, w := range ctx.AllParameterWord() {
		switch strings.ToUpper(w.GetText()) {
		case "OUTPUT", "OUT":
			p.Mode = ir.ModeInOut
		case "READONLY":
			p.ReadOnly = true
		}
	}
	if ctx.Expr() != nil {
		p.Default = bareWord(l.expr(ctx.Expr()))
	}
	return p
}

// bareWord makes a text of a word without quotes: a default or an argument of EXEC may be one.
func bareWord(e ir.Expr) ir.Expr {
	r, ok := e.(*ir.Ref)
	if !ok || len(r.Name.Parts) != 1 || strings.HasPrefix(r.Name.Parts[0].Text, "@") {
		return e
	}
	s := &ir.StringLit{Value: r.Name.Parts[0].Text}
	s.Sp = r.Sp
	return s
}

// moduleOptions notes what WITH says of a module.
func (l *lowerer) moduleOptions(ctx syntax.IModuleOptionsContext, r *ir.Routine) {
	if ctx == nil {
		return
	}
	if hasOption(ctx, "ENCRYPTION") {
		l.find(diag.TSQLEncryption, l.span(ctx), "WITH ENCRYPTION hides the source in the database")
	}
	if hasOption(ctx, "NATIVE_COMPILATION") {
		l.find(diag.TSQLModuleOption, l.span(ctx), "WITH NATIVE_COMPILATION: the body runs interpreted")
	}
	for _, o := range ctx.AllModuleOption() {
		if o.AS() == nil {
			continue
		}
		who := o.IDENT()
		if who != nil && strings.EqualFold(who.GetText(), "CALLER") {
			continue
		}
		if r != nil && who != nil && (strings.EqualFold(who.GetText(), "OWNER") || strings.EqualFold(who.GetText(), "SELF")) {
			r.RunsAsOwner = true
			continue
		}
		l.find(diag.TSQLExecuteAs, l.span(o), "%s", strings.Join(strings.Fields(l.span(o).Text()), " "))
	}
}

// function lowers CREATE FUNCTION: of a value, of one query, or of a table that its body fills.
func (l *lowerer) function(m *syntax.ModuleContext) ir.Object {
	ctx := m.FunctionDef()
	r := &ir.Routine{Function: true}
	r.Name, r.Sp, r.Replace = l.qname(ctx.Name()), l.span(m), replaces(m)
	l.own(r)
	for _, p := range ctx.AllParameter() {
		r.Params = append(r.Params, l.param(p))
	}
	l.moduleOptions(ctx.ModuleOptions(), r)
	var made *ir.DDL // the table whose rows the function returns
	switch {
	case ctx.ExternalName() != nil:
		l.find(diag.CLRCode, r.Sp, "%s is a method of a CLR assembly", r.Name.Last().Text)
		r.Returns = l.clrResult(ctx)
		return r
	case ctx.Query() != nil:
		r.Returns = &ir.Type{Kind: ir.TTableValue, Spelled: "TABLE", Sp: r.Sp}
		q := &ir.SelectStmt{Query: l.query(ctx.Query())}
		q.Sp = q.Query.Sp
		r.Body = &ir.Block{Body: []ir.Stmt{q}}
		return r
	case ctx.VAR() != nil:
		at := l.span(ctx.TableItems())
		r.ResultVar = ident(ctx.VAR())
		t, indexes := l.bodyTable(ctx.TableItems())
		r.Returns = tableType(t, at)
		made = bodyDDL(t, indexes, ir.QName{Parts: []ir.Name{r.ResultVar}, Sp: at}, at)
	case ctx.Datatype() != nil:
		r.Returns = l.typ(ctx.Datatype())
	}
	if b := ctx.BeginBlock(); b != nil {
		r.Body = l.body(trees(b.Statements()))
		if made != nil {
			r.Body.Body = append([]ir.Stmt{made}, r.Body.Body...)
		}
	}
	return r
}

// clrResult is the type that a function in .NET says it has: callers are converted against it.
func (l *lowerer) clrResult(ctx syntax.IFunctionDefContext) *ir.Type {
	switch {
	case ctx.TableItems() != nil:
		t, _ := l.bodyTable(ctx.TableItems())
		return tableType(t, l.span(ctx.TableItems()))
	case ctx.Datatype() != nil:
		return l.typ(ctx.Datatype())
	}
	return &ir.Type{Kind: ir.TUnknown}
}

// trigger lowers CREATE TRIGGER.
func (l *lowerer) trigger(m *syntax.ModuleContext) ir.Object {
	ctx := m.TriggerDef()
	t := &ir.Trigger{}
	t.Name, t.Sp, t.Replace = l.qname(ctx.Name(0)), l.span(m), replaces(m)
	l.own(t)
	switch {
	case ctx.DATABASE() != nil:
		t.Level = "DATABASE"
	case ctx.ALL() != nil:
		t.Level = "SERVER"
	default:
		t.Table = l.qname(ctx.Name(1))
		if t.Schema.IsZero() && len(t.Table.Parts) > 1 {
			t.Schema = t.Table.Qualifier()
		}
	}
	t.Timing = "AFTER"
	if ctx.INSTEAD_OF() != nil {
		t.Timing = "INSTEAD OF"
	}
	for _, e := range ctx.AllTriggerEvent() {
		t.Events = append(t.Events, ir.TriggerEvent{Kind: strings.ToUpper(e.GetText())})
	}
	l.moduleOptions(ctx.ModuleOptions(), nil)
	if ctx.ExternalName() != nil {
		l.find(diag.CLRCode, t.Sp, "%s is a method of a CLR assembly", t.Name.Last().Text)
		return t
	}
	t.Body = l.body(trees(ctx.Statements()))
	return t
}

// body lowers the statements of a module. Its variables belong to all of it, wherever they are declared.
func (l *lowerer) body(list []antlr.Tree) *ir.Block {
	saved := l.decls
	l.decls = &[]ir.Decl{}
	b := &ir.Block{}
	l.heading = true
	b.Body = l.stmts(structure(list))
	l.heading = false
	made := l.variableTables
	l.variableTables = nil
	l.knownTexts(b)
	l.cursorLocks(b)
	l.cursorValues(b)
	b.Decls = *l.decls
	l.decls = saved
	// A body in one BEGIN … END needs no second one.
	if len(b.Body) == 1 {
		if in, ok := b.Body[0].(*ir.Block); ok && len(in.Handlers) == 0 && len(in.Labels) == 0 {
			b.Body = in.Body
		}
	}
	b.Body = append(made, b.Body...)
	return b
}
