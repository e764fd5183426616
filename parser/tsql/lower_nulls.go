package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Under SET ANSI_NULLS OFF, NULL equals NULL where one side of = or <> is a variable or the word NULL. Columns on both sides
// compare as ever, and a column with NULL in it is not <> to a value (SET ANSI_NULLS, "Remarks").

// nullable tells variables and the word NULL, and whether it is the word.
func nullable(e ir.Expr) (is, word bool) {
	switch e := unparen(e).(type) {
	case *ir.NullLit:
		return true, true
	case *ir.Ref:
		return len(e.Name.Parts) == 1 && strings.HasPrefix(e.Name.Parts[0].Text, "@"), false
	}
	return false, false
}

// holdsColumn tells expressions that name something else than variables.
func holdsColumn(e ir.Expr) bool {
	found := false
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Query:
			found = true
		case *ir.Ref:
			is, _ := nullable(n)
			found = found || !is
		}
		return !found
	})
	return found
}

// nullsEqual gives a comparison the meaning that it has under ANSI_NULLS OFF.
func nullsEqual(b *ir.Binary) ir.Expr {
	l, lNull := nullable(b.L)
	r, rNull := nullable(b.R)
	if b.Op != ir.OpEq && b.Op != ir.OpNe || !l && !r {
		return b
	}
	x, v := b.L, b.R // v is the variable
	if lNull || !r {
		x, v = b.R, b.L
	}
	switch {
	case lNull || rNull:
		n := &ir.IsNull{X: x, Not: b.Op == ir.OpNe}
		n.Sp = b.Sp
		return n
	case b.Op == ir.OpEq:
		b.Op = ir.OpNotDistinct
	case !holdsColumn(b.L) && !holdsColumn(b.R):
		b.Op = ir.OpDistinct
	default:
		none := &ir.IsNull{X: ir.Clone(v)}
		some := &ir.IsNull{X: ir.Clone(x), Not: true}
		both := &ir.Binary{Op: ir.OpAnd, L: none, R: some}
		either := &ir.Binary{Op: ir.OpOr, L: b, R: both}
		none.Sp, some.Sp, both.Sp, either.Sp = b.Sp, b.Sp, b.Sp, b.Sp
		return either
	}
	return b
}

// nullsInList tells of lists and branches whose NULLs compare as equal there and not here.
func (l *lowerer) nullsInList(at diag.Span, x ir.Expr, list []ir.Expr) {
	if !l.unit.NullsEqual {
		return
	}
	for _, e := range append([]ir.Expr{x}, list...) {
		if is, _ := nullable(e); is {
			l.find(diag.TSQLSetOption, at, "under ANSI_NULLS OFF NULL in IN or CASE equals NULL in SQL Server, and nothing here")
			return
		}
	}
}
