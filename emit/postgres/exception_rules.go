package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// handlerRowcount sets SQL%ROWCOUNT as a SELECT INTO that failed leaves it: 0 without a row, 1 with too many (Database PL/SQL
// Language Reference, "SELECT INTO Statement"). No statement of PostgreSQL gets to say so.
func (p *printer) handlerRowcount(h *ir.Handler) {
	if !p.rt.rowcount || p.tsql() || len(h.Names) != 1 || len(h.Syms) > 0 && h.Syms[0] != nil || !readsRowcount(h) {
		return
	}
	switch h.Names[0].Last().Key {
	case "NO_DATA_FOUND":
		p.W(p.sqlRowcount(), " := 0;\n")
	case "TOO_MANY_ROWS":
		p.W(p.sqlRowcount(), " := 1;\n")
	}
}

func readsRowcount(h *ir.Handler) bool {
	hit := false
	for _, s := range h.Body {
		ir.Walk(s, func(n ir.Node) bool {
			a, ok := n.(*ir.CursorAttr)
			hit = hit || ok && a.Cursor == nil
			return !hit
		})
	}
	return hit
}

// sharedErrors are Oracle's numbers that PostgreSQL has one SQLSTATE for, with what raises the other one of the pair.
var sharedErrors = map[int]struct {
	other  int
	raises func(ir.Node) bool
}{
	-1400: {-1407, func(n ir.Node) bool { _, ok := n.(*ir.Update); return ok || isMerge(n) }},
	-1407: {-1400, func(n ir.Node) bool { _, ok := n.(*ir.Insert); return ok || isMerge(n) }},
	-2291: {-2292, func(n ir.Node) bool { _, ok := n.(*ir.Delete); return ok }},
	-2292: {-2291, func(n ir.Node) bool { _, ok := n.(*ir.Insert); return ok || isMerge(n) }},
}

func isMerge(n ir.Node) bool {
	_, ok := n.(*ir.Merge)
	return ok
}

// sharedStates tells of handlers that catch an error of other statements of the block as well.
func (p *printer) sharedStates(b *ir.Block, h *ir.Handler) {
	for i, s := range h.Syms {
		d := exceptionDecl(s)
		if d == nil || !d.HasCode {
			continue
		}
		pair, ok := sharedErrors[d.Code]
		if !ok {
			continue
		}
		if holds(b.Body, pair.raises) {
			p.find(diag.SharedState, h.Sp, "%s (ORA-%05d) catches ORA-%05d here too", h.Names[i].Last().Text, -d.Code, -pair.other)
		}
	}
}

func holds(list []ir.Stmt, f func(ir.Node) bool) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			hit = hit || f(n)
			return !hit
		})
	}
	return hit
}

// sharedCode tells of a test of SQLCODE for a number that the statements of the block raise the other one of the pair of.
func (p *printer) sharedCode(x ir.Expr, codes []int) {
	for _, n := range codes {
		pair, ok := sharedErrors[n]
		if ok && n != -2291 && n != -2292 && !slices.Contains(codes, pair.other) && p.rt.handling != nil && holds(p.rt.handling.Body, pair.raises) {
			p.findOnce(diag.SharedState, x.Span(), "SQLCODE = %d is true for ORA-%05d here too", n, -pair.other)
		}
	}
}

// caseOfErrors makes CASE SQLCODE WHEN n a list of tests, each of which may look at SQLSTATE: see errorStates.
func (p *printer) caseOfErrors(s *ir.CaseStmt) *ir.CaseStmt {
	if s.Operand == nil || !p.isSQLCode(s.Operand) {
		return s
	}
	c := *s
	c.Operand = nil
	c.Whens = make([]ir.Branch, len(s.Whens))
	for i, w := range s.Whens {
		eq := &ir.Binary{Op: ir.OpEq, L: s.Operand, R: w.Cond}
		eq.Sp = w.Cond.Span()
		eq.SetType(&ir.Type{Kind: ir.TBool})
		w.Cond = eq
		c.Whens[i] = w
	}
	return &c
}

// closedCursors tells of attributes that are read behind the CLOSE of their cursor in the same list of statements.
func (p *printer) closedCursors(list []ir.Stmt) {
	for i, s := range list {
		c, ok := s.(*ir.CloseCursor)
		if !ok || p.tsql() {
			continue
		}
		key := p.cursorKey(c.Cursor)
		opened := false
		for _, next := range list[i+1:] {
			ir.Walk(next, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.OpenCursor:
					opened = opened || p.cursorKey(n.Cursor) == key
				case *ir.ForCursor:
					opened = opened || n.Cursor != nil && p.cursorKey(n.Cursor) == key
				case *ir.CursorAttr:
					if !opened && n.Cursor != nil && n.Attr != "ISOPEN" && p.cursorKey(n.Cursor) == key {
						p.findOnce(diag.ClosedCursor, n.Sp, "%%%s of a cursor that is closed", n.Attr)
					}
				}
				return !opened
			})
			if opened {
				break
			}
		}
	}
}
