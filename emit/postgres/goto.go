package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// PL/pgSQL has no GOTO, but Oracle's cannot jump into anything either: it leads to a label in its own statement list
// or in one around it. So a jump forward is EXIT from a labelled block that holds what stands in front of the label,
// and a jump back is CONTINUE of a labelled loop that holds what stands behind it.

// gotoTargets writes a list that has a label to which a GOTO leads; it tells whether it did.
func (p *printer) gotoTargets(list []ir.Stmt) bool {
	if !slices.ContainsFunc(list, func(s ir.Stmt) bool { return len(s.Base().Labels) > 0 }) || !p.hasGoto(list) {
		return false
	}
	for k := len(list) - 1; k >= 0; k-- {
		for _, l := range list[k].Base().Labels {
			ahead := p.gotosTo(list[:k], l)
			back := p.gotosTo(list[k:], l)
			if len(ahead) > 0 {
				p.jumpAhead(list, k, l, ahead)
				return true
			}
			if len(back) > 0 {
				p.jumpBack(list, k, l, back)
				return true
			}
		}
	}
	return false
}

// gotosTo finds the GOTOs in list that are not yet resolved and name the label.
func (p *printer) gotosTo(list []ir.Stmt, label ir.Name) []*ir.Goto {
	var found []*ir.Goto
	p.eachGoto(list, func(g *ir.Goto) {
		if g.Label.Key == label.Key {
			found = append(found, g)
		}
	})
	return found
}

// hasGoto spares a list of many labels a look for each of them, most of which are names of loops.
func (p *printer) hasGoto(list []ir.Stmt) bool {
	found := false
	p.eachGoto(list, func(*ir.Goto) { found = true })
	return found
}

// eachGoto goes through the GOTOs in list that are not yet resolved.
func (p *printer) eachGoto(list []ir.Stmt, f func(*ir.Goto)) {
	for _, s := range list {
		if l, ok := s.(*labelled); ok {
			s = l.Stmt
		}
		ir.Walk(s, func(n ir.Node) bool {
			if g, ok := n.(*ir.Goto); ok && p.rt.jumps[g] == "" {
				f(g)
			}
			_, nested := n.(*ir.RoutineDecl)
			return !nested
		})
	}
}

func (p *printer) jumpAhead(list []ir.Stmt, k int, l ir.Name, gotos []*ir.Goto) {
	name := varIdent(p.rt.fresh(shorten(p.em.fold(l))))
	for _, g := range gotos {
		p.rt.jumps[g] = "EXIT " + name + ";\n"
	}
	ahead, behind, undone := p.undoneAt(list, k, l, gotos)
	p.W("<<", name, ">>\nBEGIN\n").In()
	p.stmts(ahead)
	p.Out().W("END;\n")
	p.rt.found = nil
	undone()
	p.stmts(behind)
	p.forget(gotos, name)
}

func (p *printer) jumpBack(list []ir.Stmt, k int, l ir.Name, gotos []*ir.Goto) {
	p.stmts(list[:k])
	name := varIdent(p.rt.fresh(shorten(p.em.fold(l))))
	for _, g := range gotos {
		p.rt.jumps[g] = "CONTINUE " + name + ";\n"
	}
	p.rt.found = nil
	p.W("<<", name, ">>\nLOOP\n").In()
	p.stmts(withoutLabel(list[k:], l, nil))
	p.W("EXIT ", name, ";\n").Out().W("END LOOP;\n")
	p.forget(gotos, name)
}

// forget lets the second pass find the same.
func (p *printer) forget(gotos []*ir.Goto, name string) {
	for _, g := range gotos {
		delete(p.rt.jumps, g)
	}
	delete(p.rt.names, unquoteIdent(name))
}

// withoutLabel copies the list with the label taken off its first statement, unless GOTOs still need it, or a loop
// wears it that an EXIT may name.
func withoutLabel(list []ir.Stmt, l ir.Name, still []*ir.Goto) []ir.Stmt {
	if len(still) > 0 {
		return list
	}
	first := relabel(list[0], l)
	return append([]ir.Stmt{first}, list[1:]...)
}

// relabel copies a statement without a label. Loops and blocks keep it: EXIT may name it.
func relabel(s ir.Stmt, l ir.Name) ir.Stmt {
	strip := func(b ir.StmtBase) ir.StmtBase {
		var keep []ir.Name
		for _, x := range b.Labels {
			if x.Key != l.Key {
				keep = append(keep, x)
			}
		}
		b.Labels = keep
		return b
	}
	switch s := s.(type) {
	case *ir.NullStmt:
		c := *s
		c.StmtBase = strip(s.StmtBase)
		return &c
	case *ir.CommentStmt:
		c := *s
		c.StmtBase = strip(s.StmtBase)
		return &c
	}
	return &labelled{Stmt: s, base: strip(*s.Base())}
}

// labelled is a statement with other labels than its own.
type labelled struct {
	ir.Stmt
	base ir.StmtBase
}

// Base gives the labels that count.
func (l *labelled) Base() *ir.StmtBase { return &l.base }

// gotoStmt writes GOTO: what the list that holds its label decided.
func (p *printer) gotoStmt(s *ir.Goto) {
	if p.raiseRollback(s) {
		return
	}
	if j := p.rt.jumps[s]; j != "" {
		p.W(j)
		return
	}
	p.find(diag.GotoRefused, s.Sp, "no label %s can be reached from here", s.Label.Text)
	p.W("NULL;\n")
}

func unquoteIdent(s string) string {
	if len(s) > 1 && s[0] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}
