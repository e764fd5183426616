package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// forEach lowers the iterations that Oracle 21c has added to FOR (Database PL/SQL Language Reference, "FOR LOOP Statement",
// iteration controls); nil for the loops that were there before. A list of controls with a WHILE, WHEN or REPEAT among others is
// refused by name.
func (l *lowerer) forEach(ctx syntax.IForLoopContext) ir.Stmt {
	vars, ranges := ctx.AllForVar(), ctx.AllForRange()
	r := ranges[0]
	if len(vars) == 1 && len(ranges) == 1 && r.REPEAT() == nil && r.ITERAND() == nil && r.WHILE() == nil && r.WHEN() == nil &&
		(vars[0].Datatype() == nil || r.DOTDOT() == nil) {
		return nil
	}
	s := &ir.ForEach{Body: l.stmtList(ctx, ctx.LOOP(0), start(ctx.END()))}
	for _, v := range vars {
		d := &ir.VarDecl{DeclBase: ir.DeclBase{Name: l.ident(v.IDENT()), Sp: l.span(v)}, Type: ir.UnknownType}
		if v.Datatype() != nil {
			d.Type = l.typ(v.Datatype())
		}
		if s.Index == nil && r.ITERAND() != nil && !strings.EqualFold(r.ITERAND().GetText(), "VALUES") {
			s.Index = d
		} else if s.Value == nil {
			s.Value = d
		} else {
			return l.rawStmt(ctx, "a FOR loop with "+itoa(len(vars))+" variables")
		}
	}
	switch {
	case r.ITERAND() != nil:
		if len(ranges) > 1 || strings.EqualFold(r.ITERAND().GetText(), "PAIRS") != (len(vars) == 2) {
			return l.rawStmt(ctx, "a FOR loop with several iteration controls")
		}
		s.Coll, s.Reverse = l.expr(r.AllExpr()[0]), r.REVERSE() != nil
		l.guards(s, r, 1)
		return s
	case len(vars) > 1:
		return l.rawStmt(ctx, "a FOR loop with several variables")
	case len(ranges) == 1 && r.REPEAT() == nil && (r.DOTDOT() != nil || r.REVERSE() == nil):
		return l.guardedRange(ctx, s, r)
	case len(ranges) == 2 && ranges[1].REPEAT() != nil && onlyValue(r):
		es := ranges[1].AllExpr()
		s.First, s.Repeat = l.expr(r.AllExpr()[0]), l.expr(es[0])
		n := 1
		if ranges[1].WHILE() != nil {
			s.While = l.expr(es[n])
			n++
		}
		if ranges[1].WHEN() != nil {
			s.When = l.expr(es[n])
		}
		return s
	}
	for _, r := range ranges {
		if r.REPEAT() != nil || r.ITERAND() != nil || r.WHILE() != nil || r.WHEN() != nil || l.dynamicRange(r) != nil {
			return l.rawStmt(ctx, "a FOR loop with several iteration controls")
		}
		s.Ranges = append(s.Ranges, l.forRange(r))
	}
	return s
}

// onlyValue tells a control that is one value.
func onlyValue(r syntax.IForRangeContext) bool {
	return r.DOTDOT() == nil && r.ITERAND() == nil && r.WHILE() == nil && r.WHEN() == nil && r.REVERSE() == nil && r.REPEAT() == nil
}

func (l *lowerer) forRange(r syntax.IForRangeContext) ir.ForRange {
	es := r.AllExpr()
	g := ir.ForRange{Lo: l.expr(es[0]), Reverse: r.REVERSE() != nil}
	if r.DOTDOT() != nil {
		g.Hi = l.expr(es[1])
		if r.BY() != nil {
			g.Step = l.expr(es[2])
		}
	}
	return g
}

// guardedRange is one range or cursor with WHILE or WHEN, or a range over numbers that are not whole.
func (l *lowerer) guardedRange(ctx syntax.IForLoopContext, s *ir.ForEach, r syntax.IForRangeContext) ir.Stmt {
	n := 1
	if r.DOTDOT() != nil {
		if n++; r.BY() != nil {
			n++
		}
	}
	l.guards(s, r, n)
	switch {
	case r.DOTDOT() != nil && (s.Value.Type == ir.UnknownType || s.Value.Type.IsInteger()):
		g := l.forRange(r)
		return &ir.ForNum{Var: s.Value.Name, Reverse: g.Reverse, Lo: g.Lo, Hi: g.Hi, Step: g.Step, Body: s.Body}
	case r.DOTDOT() != nil:
		s.Ranges = []ir.ForRange{l.forRange(r)}
		return s
	}
	f := &ir.ForCursor{Var: s.Value.Name, Body: s.Body}
	if f.Dynamic = l.dynamicRange(r); f.Dynamic != nil {
		return f
	}
	rows(f, l.expr(r.AllExpr()[0]))
	return f
}

// guards puts WHILE and WHEN, whose expressions begin at the n-th, in front of the body: WHILE ends the loop, WHEN passes a
// value over.
func (l *lowerer) guards(s *ir.ForEach, r syntax.IForRangeContext, n int) {
	es := r.AllExpr()
	var first []ir.Stmt
	add := func(goOn bool) {
		x := l.expr(es[n])
		n++
		cond := &ir.Is{X: x, What: "TRUE", Not: true}
		cond.Sp = x.Span()
		e := &ir.Exit{Continue: goOn, When: cond}
		e.Sp = x.Span()
		first = append(first, e)
	}
	if r.WHILE() != nil {
		add(false)
	}
	if r.WHEN() != nil {
		add(true)
	}
	s.Body = append(first, s.Body...)
}
