package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// params lowers a parameter list, which may be missing.
func (l *lowerer) params(ctx syntax.IParametersContext) []*ir.Param {
	if ctx == nil {
		return nil
	}
	var list []*ir.Param
	for _, c := range ctx.AllParameter() {
		p := &ir.Param{Sp: l.span(c), Name: l.ident(c.IDENT()), Mode: mode(c.IN(), c.OUT()), NoCopy: c.NOCOPY() != nil,
			Type: l.typ(c.Datatype())}
		if v := c.DefaultValue(); v != nil {
			p.Default = l.expr(v.Expr())
		}
		list = append(list, p)
	}
	if len(list) > 0 {
		from, to := parsing.SpanOf(ctx)
		list[0].Comments = l.comments(from, to)
	}
	return list
}

// routineParts are what the four ways to write a routine have in common.
type routineParts struct {
	params  syntax.IParametersContext
	returns syntax.IReturnTypeContext
	props   []syntax.IRoutinePropContext
	body    syntax.IRoutineBodyContext
}

// procedureDecl lowers a procedure in a package, a type or another routine.
func (l *lowerer) procedureDecl(ctx syntax.IProcedureDeclContext) *ir.Routine {
	r := &ir.Routine{}
	r.Sp = l.span(ctx)
	r.Name = ir.QName{Parts: []ir.Name{l.ident(ctx.IDENT())}, Sp: r.Sp}
	l.routineParts(r, routineParts{ctx.Parameters(), nil, ctx.AllRoutineProp(), ctx.RoutineBody()})
	return r
}

// functionDecl lowers a function in a package, a type or another routine.
func (l *lowerer) functionDecl(ctx syntax.IFunctionDeclContext) *ir.Routine {
	r := &ir.Routine{Function: true}
	r.Sp = l.span(ctx)
	r.Name = ir.QName{Parts: []ir.Name{l.ident(ctx.IDENT())}, Sp: r.Sp}
	l.routineParts(r, routineParts{ctx.Parameters(), ctx.ReturnType(), ctx.AllRoutineProp(), ctx.RoutineBody()})
	return r
}

// createProcedure lowers CREATE PROCEDURE.
func (l *lowerer) createProcedure(ctx syntax.ICreateProcedureContext) *ir.Routine {
	r := &ir.Routine{}
	r.Sp, r.Name = l.span(ctx), l.qname(ctx.Name())
	l.own(r)
	l.routineParts(r, routineParts{ctx.Parameters(), nil, ctx.AllRoutineProp(), ctx.RoutineBody()})
	return r
}

// createFunction lowers CREATE FUNCTION.
func (l *lowerer) createFunction(ctx syntax.ICreateFunctionContext) *ir.Routine {
	r := &ir.Routine{Function: true}
	r.Sp, r.Name = l.span(ctx), l.qname(ctx.Name())
	l.own(r)
	l.routineParts(r, routineParts{ctx.Parameters(), ctx.ReturnType(), ctx.AllRoutineProp(), ctx.RoutineBody()})
	return r
}

// routineParts fills in everything but the name. Findings on the way belong to the routine.
func (l *lowerer) routineParts(r *ir.Routine, p routineParts) {
	defer l.within(r)()
	outerAutonomous := l.autonomous
	l.autonomous = false
	r.Params, r.NoParens = l.params(p.params), p.params == nil
	if p.returns != nil {
		if p.returns.SELF() != nil {
			r.Returns = &ir.Type{Kind: ir.TNamed, Name: ir.MakeQName("SELF"), Sp: l.span(p.returns), Spelled: "SELF AS RESULT"}
		} else {
			r.Returns = l.typ(p.returns.Datatype())
		}
	}
	l.routineProps(r, p.props)
	if p.body != nil {
		switch {
		case p.body.Body() != nil:
			r.Body = l.body(p.body.Body())
			l.heldTexts(r.Body)
		default:
			r.External = l.span(p.body.CallSpec()).Text()
		}
	}
	r.Autonomous, l.autonomous = l.autonomous, outerAutonomous
}

func (l *lowerer) routineProps(r *ir.Routine, props []syntax.IRoutinePropContext) {
	var words []string
	for _, p := range props {
		words = append(words, strings.ToUpper(l.span(p).Text()))
	}
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		first, _, _ := strings.Cut(w, " ")
		first, _, _ = strings.Cut(first, "(")
		switch first {
		case "DETERMINISTIC":
			r.Deterministic = true
		case "PIPELINED":
			r.Pipelined = true
			if name, ok := strings.CutPrefix(next, "USING "); ok {
				r.TableImpl = ir.MakeQName(strings.Split(strings.TrimSpace(name), ".")...)
			}
		case "AUTHID":
			r.CurrentUser = next == "CURRENT_USER"
		case "RESULT_CACHE":
			r.ResultCache = true
		case "SQL_MACRO":
			r.SQLMacro = true
		case "AGGREGATE":
			if name, ok := strings.CutPrefix(next, "USING "); ok {
				r.Aggregate = ir.MakeQName(strings.Split(strings.TrimSpace(name), ".")...)
			}
		}
	}
}

// createPackage lowers a specification or a body; ir/resolve joins the two.
func (l *lowerer) createPackage(ctx syntax.ICreatePackageContext) *ir.Package {
	p := &ir.Package{}
	p.Sp, p.Name = l.span(ctx), l.qname(ctx.Name())
	l.own(p)
	defer l.within(p)()
	for _, w := range ctx.AllPackageProp() {
		p.CurrentUser = p.CurrentUser || strings.EqualFold(l.span(w).Text(), "CURRENT_USER")
	}
	from := end(ctx.IS())
	if ctx.IS() == nil {
		from = end(ctx.AS())
	}
	if s := ctx.PackageSpec(); s != nil {
		p.HasSpec = true
		p.Spec = l.decls(s.AllDeclaration(), from, start(s.END()), nil)
		return p
	}
	b := ctx.PackageBody()
	p.HasBody, p.BodySp = true, p.Sp
	to := start(b.END())
	if b.BEGIN() != nil {
		to = start(b.BEGIN())
	}
	p.Body = l.decls(b.AllDeclaration(), from, to, nil)
	if b.BEGIN() != nil {
		p.Init = &ir.Block{}
		p.Init.Sp = l.spanBetween(start(b.BEGIN()), end(b.END()))
		p.Init.Body, p.Init.Handlers = l.bodyParts(b, b.BEGIN(), b.ExceptionPart(), b.END())
	}
	return p
}

// createType lowers CREATE TYPE and CREATE TYPE BODY; ir/resolve joins the two.
func (l *lowerer) createType(ctx syntax.ICreateTypeContext) *ir.TypeObject {
	t := &ir.TypeObject{Final: true, Instant: true}
	t.Sp, t.Name = l.span(ctx), l.qname(ctx.Name(0))
	l.own(t)
	defer l.within(t)()
	switch {
	case ctx.BODY() != nil:
		t.HasBody, t.BodySp = true, t.Sp
		for _, m := range ctx.AllTypeMethod() {
			t.Methods = append(t.Methods, l.method(m.AllMethodPrefix(), m.ProcedureDecl(), m.FunctionDecl()))
		}
		return t
	case ctx.UNDER() != nil:
		t.Under = l.qname(ctx.Name(1))
		l.objectBody(t, ctx.ObjectBody())
	case ctx.TypeDef() == nil:
		t.Incomplete = true
	case ctx.TypeDef().ObjectDef() != nil:
		l.objectBody(t, ctx.TypeDef().ObjectDef().ObjectBody())
	default:
		t.Type = l.typeDef(ctx.TypeDef())
	}
	return t
}

func (l *lowerer) objectBody(t *ir.TypeObject, ctx syntax.IObjectBodyContext) {
	t.Object = true
	t.Type = &ir.Type{Kind: ir.TRecord, Sp: l.span(ctx), Spelled: "OBJECT"}
	if x := ctx.EXTERNAL(); x != nil {
		t.External = l.span(ctx).Text()
	}
	for _, it := range ctx.AllObjectItem() {
		switch {
		case it.AttributeDef() != nil:
			a := it.AttributeDef()
			t.Type.Fields = append(t.Type.Fields, &ir.Field{Name: l.ident(a.IDENT()), Type: l.typ(a.Datatype()),
				NotNull: a.NOT() != nil, Sp: l.span(a)})
		case it.MethodSpec() != nil:
			m := it.MethodSpec()
			t.Methods = append(t.Methods, l.method(m.AllMethodPrefix(), m.ProcedureDecl(), m.FunctionDecl()))
		}
	}
	for _, m := range ctx.AllObjectModifier() {
		not := m.NOT() != nil
		switch strings.ToUpper(m.MODIFIER().GetText()) {
		case "FINAL":
			t.Final = !not
		case "INSTANTIABLE":
			t.Instant = !not
		}
	}
}

func (l *lowerer) method(prefix []syntax.IMethodPrefixContext, p syntax.IProcedureDeclContext, f syntax.IFunctionDeclContext) *ir.Routine {
	var r *ir.Routine
	if p != nil {
		r = l.procedureDecl(p)
	} else {
		r = l.functionDecl(f)
	}
	for _, x := range prefix {
		w := strings.ToUpper(l.span(x).Text())
		switch w {
		case "OVERRIDING":
			r.Overriding = true
		case "MEMBER":
			if r.Method == "" {
				r.Method = w
			}
		case "STATIC", "CONSTRUCTOR", "MAP", "ORDER":
			r.Method = w
		}
	}
	return r
}
