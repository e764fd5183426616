package oracle

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// decls lowers declarations that stand between the offsets from and to. owner, which may be nil, is the block
// that they belong to. PRAGMA EXCEPTION_INIT is folded into its exception, AUTONOMOUS_TRANSACTION into l.pragmas.
func (l *lowerer) decls(list []syntax.IDeclarationContext, from, to int, owner *ir.Block) []ir.Decl {
	var out []ir.Decl
	cursor := from
	for _, ctx := range list {
		a, b := parsing.SpanOf(ctx)
		lead := l.comments(cursor, a)
		d := l.declaration(ctx, out)
		if d == nil { // folded into another one
			if len(lead) > 0 {
				c := &ir.CommentDecl{}
				c.Sp, c.Lead = lead[0].Sp, lead
				out = append(out, c)
			}
			l.comments(a, b)
			cursor = b
			continue
		}
		base := d.Common()
		base.Sp = l.span(ctx)
		base.Blank = l.blank(cursor, a)
		if len(lead) > 0 {
			base.Blank = l.blank(cursor, lead[0].Sp.Start)
		}
		base.Lead = append(lead, l.comments(a, b)...)
		base.Trail = l.trailing(b, to)
		cursor = b
		if n := len(base.Trail); n > 0 {
			cursor = base.Trail[n-1].Sp.End
		}
		out = append(out, d)
	}
	if rest := l.comments(cursor, to); len(rest) > 0 {
		c := &ir.CommentDecl{}
		c.Sp, c.Lead, c.Blank = rest[0].Sp, rest, l.blank(cursor, rest[0].Sp.Start)
		out = append(out, c)
	}
	return out
}

// declaration lowers one declaration; nil when it was folded into one of before.
func (l *lowerer) declaration(ctx syntax.IDeclarationContext, before []ir.Decl) ir.Decl {
	switch {
	case ctx.VariableDecl() != nil:
		return l.variableDecl(ctx.VariableDecl())
	case ctx.TypeDecl() != nil:
		c := ctx.TypeDecl()
		d := &ir.TypeDecl{Type: l.typeDef(c.TypeDef())}
		d.Name = l.ident(c.IDENT())
		return d
	case ctx.SubtypeDecl() != nil:
		return l.subtypeDecl(ctx.SubtypeDecl())
	case ctx.CursorDecl() != nil:
		return l.cursorDecl(ctx.CursorDecl())
	case ctx.PragmaDecl() != nil:
		return l.pragmaDecl(ctx.PragmaDecl(), before)
	case ctx.ProcedureDecl() != nil:
		d := &ir.RoutineDecl{Routine: l.procedureDecl(ctx.ProcedureDecl())}
		d.Name = d.Routine.Name.Last()
		return d
	case ctx.FunctionDecl() != nil:
		d := &ir.RoutineDecl{Routine: l.functionDecl(ctx.FunctionDecl())}
		d.Name = d.Routine.Name.Last()
		return d
	}
	sp := l.span(ctx)
	l.find(diag.StatementNotKnown, sp, "this declaration is not converted: %s", firstLine(sp.Text()))
	return &ir.RawDecl{Text: sp.Text()}
}

func (l *lowerer) variableDecl(ctx syntax.IVariableDeclContext) ir.Decl {
	name := l.ident(ctx.IDENT())
	if ctx.EXCEPTION() != nil {
		d := &ir.ExceptionDecl{}
		d.Name = name
		return d
	}
	d := &ir.VarDecl{Type: l.typ(ctx.Datatype()), Constant: ctx.CONSTANT() != nil, NotNull: ctx.NOT() != nil}
	d.Name = name
	if v := ctx.DefaultValue(); v != nil {
		d.Default = l.expr(v.Expr())
	}
	return d
}

func (l *lowerer) subtypeDecl(ctx syntax.ISubtypeDeclContext) ir.Decl {
	d := &ir.TypeDecl{Type: l.typ(ctx.Datatype()), Subtype: true}
	d.Name = l.ident(ctx.IDENT())
	d.Type.NotNull = ctx.NOT() != nil
	if es := ctx.AllExpr(); len(es) == 2 {
		d.Type.Range = [2]ir.Expr{l.expr(es[0]), l.expr(es[1])}
	}
	return d
}

func (l *lowerer) cursorDecl(ctx syntax.ICursorDeclContext) ir.Decl {
	d := &ir.CursorDecl{Params: l.params(ctx.Parameters())}
	d.Name = l.ident(ctx.IDENT())
	if t := ctx.Datatype(); t != nil {
		d.Return = l.typ(t)
	}
	if q := ctx.Query(); q != nil {
		d.Query = withoutInto(l.query(q))
	}
	return d
}

// withoutInto leaves out the INTO of a cursor's query, which Oracle takes and ignores (PLW-05016): FETCH names the variables.
func withoutInto(q *ir.Query) *ir.Query {
	var drop func(b ir.QueryBody)
	drop = func(b ir.QueryBody) {
		switch b := b.(type) {
		case *ir.Select:
			b.Into, b.BulkInto = nil, false
		case *ir.SetOp:
			drop(b.L)
			drop(b.R)
		case *ir.Query:
			drop(b.Body)
		}
	}
	drop(q.Body)
	return q
}

func (l *lowerer) pragmaDecl(ctx syntax.IPragmaDeclContext, before []ir.Decl) ir.Decl {
	name := l.ident(ctx.IDENT())
	var args []ir.Expr
	if a := ctx.CallArgs(); a != nil {
		for _, x := range a.AllArg() {
			if es := x.AllExpr(); len(es) > 0 {
				args = append(args, l.expr(es[0]))
			}
		}
	}
	switch {
	case name.Is("AUTONOMOUS_TRANSACTION"):
		l.autonomous = true
		return nil
	case name.Is("EXCEPTION_INIT") && len(args) == 2:
		if r, ok := args[0].(*ir.Ref); ok {
			if code, err := strconv.Atoi(strings.ReplaceAll(l.exprSource(args[1]), " ", "")); err == nil {
				for _, b := range before {
					if e, ok := b.(*ir.ExceptionDecl); ok && e.Name.Key == r.Name.Last().Key {
						e.Code, e.HasCode = code, true
						return nil
					}
				}
			}
		}
	}
	d := &ir.Pragma{Args: args}
	d.Name = name
	return d
}

// exprSource is the source text of an expression.
func (l *lowerer) exprSource(e ir.Expr) string { return e.Span().Text() }

// typeDef lowers what follows TYPE name IS: in a declaration or in CREATE TYPE. Object types are the caller's.
func (l *lowerer) typeDef(ctx syntax.ITypeDefContext) *ir.Type {
	t := &ir.Type{Sp: l.span(ctx)}
	t.Spelled = t.Sp.Text()
	datatype := func(i int) *ir.Type { return l.typ(ctx.Datatype(i)) }
	switch {
	case ctx.RECORD() != nil:
		t.Kind = ir.TRecord
		for _, f := range ctx.AllRecordField() {
			field := &ir.Field{Name: l.ident(f.IDENT()), Type: l.typ(f.Datatype()), NotNull: f.NOT() != nil, Sp: l.span(f)}
			if v := f.DefaultValue(); v != nil {
				field.Default = l.expr(v.Expr())
			}
			t.Fields = append(t.Fields, field)
		}
	case ctx.VARRAY() != nil:
		t.Kind, t.Coll, t.Elem = ir.TCollection, ir.CollVArray, datatype(0)
		if n, ok := l.expr(ctx.Expr()).(*ir.NumberLit); ok {
			t.Len, _ = strconv.Atoi(n.Text)
		}
	case ctx.TABLE() != nil:
		t.Kind, t.Coll, t.Elem = ir.TCollection, ir.CollNested, datatype(0)
		if ctx.INDEX() != nil {
			t.Coll, t.Index = ir.CollAssoc, datatype(1)
		}
	case ctx.CURSOR() != nil:
		t.Kind = ir.TRefCursor
		if ctx.RETURN() != nil {
			t.Elem = datatype(0)
		}
	default:
		l.find(diag.StatementNotKnown, t.Sp, "this kind of type is not converted: %s", firstLine(t.Spelled))
		t.Kind = ir.TUnknown
	}
	return t
}
