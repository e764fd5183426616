package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// maxVariants bounds the texts that choices make of one.
const maxVariants = 16

// execPieces lowers the text that pieces make. Where a choice is no condition more or less of one text, each of its texts makes a statement
// of its own.
func (l *lowerer) execPieces(list []piece, params []*ir.StringLit, args []ir.Arg, at diag.Span, left *int) *ir.Block {
	if lits := constantsOf(list); lits != nil {
		return l.execText(lits, nil, params, args, at)
	}
	t, failed := l.template(list, at)
	if t != nil {
		if b := l.execText(nil, t, params, args, at); b != nil {
			return b
		}
		failed = len(list) - 1
	}
	for ; failed >= 0 && list[failed].choice == nil; failed-- {
	}
	if failed < 0 {
		return nil
	}
	return l.execVariants(list, failed, params, args, at, left)
}

// execVariants makes an IF of the choice at a piece.
func (l *lowerer) execVariants(list []piece, i int, params []*ir.StringLit, args []ir.Arg, at diag.Span, left *int) *ir.Block {
	c := list[i].choice
	s := &ir.If{HasElse: true}
	s.Sp = at
	decls, found := len(*l.decls), l.foundSoFar()
	for n, text := range c.texts {
		var b *ir.Block
		if *left--; *left >= 0 {
			b = l.execPieces(chosenPieces(list, i, n, text), params, args, at, left)
		}
		if b == nil { // all or none
			*l.decls = (*l.decls)[:decls]
			l.forgetFound(found)
			return nil
		}
		if n < len(c.conds) {
			s.Branches = append(s.Branches, ir.Branch{Cond: ir.Clone(c.conds[n]), Body: b.Body})
		} else {
			s.Else = b.Body
		}
	}
	return &ir.Block{Body: []ir.Stmt{s}}
}

// chosenPieces are the pieces with the n-th text of the choice at i; a choice by the same conditions has its n-th text too.
func chosenPieces(list []piece, i, n int, text []piece) []piece {
	var out []piece
	for k, p := range list {
		switch {
		case k == i:
			out = append(out, text...)
		case p.choice != nil && sameConditions(p.choice, list[i].choice):
			out = append(out, p.choice.texts[n]...)
		default:
			out = append(out, p)
		}
	}
	return out
}

func sameConditions(a, b *choice) bool {
	if len(a.conds) != len(b.conds) {
		return false
	}
	for i := range a.conds {
		x, y := a.conds[i].Span().Text(), b.conds[i].Span().Text()
		if x == "" || strings.Join(strings.Fields(x), " ") != strings.Join(strings.Fields(y), " ") {
			return false
		}
	}
	return true
}

// foundSoFar is how many findings there are, forgetFound takes those behind away.
func (l *lowerer) foundSoFar() int {
	if l.obj == nil {
		return len(l.pending.Items)
	}
	return len(l.obj.Obj().Findings.Items)
}

func (l *lowerer) forgetFound(n int) {
	if l.obj == nil {
		l.pending.Items = l.pending.Items[:n]
		return
	}
	l.obj.Obj().Findings.Items = l.obj.Obj().Findings.Items[:n]
}

// constantsOf are the constants of a text that has nothing else; nil for any other.
func constantsOf(list []piece) []*ir.StringLit {
	var lits []*ir.StringLit
	for _, p := range list {
		if p.lit == nil {
			return nil
		}
		lits = append(lits, p.lit)
	}
	return lits
}

// findThere adds a finding, once for a place: of two where one says more than the other, that one.
func (l *lowerer) findThere(c *diag.Code, at diag.Span, text string) {
	list := l.pending.Items
	if l.obj != nil {
		list = l.obj.Obj().Findings.Items
	}
	for i, f := range list {
		switch {
		case f.Code != c || f.Span != at:
		case strings.HasPrefix(f.Message, text):
			return
		case strings.HasPrefix(text, f.Message):
			list[i].Message = text
			return
		}
	}
	l.find(c, at, "%s", text)
}
