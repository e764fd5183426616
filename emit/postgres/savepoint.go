package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// savepointBlock writes SAVEPOINT s; …; ROLLBACK TO s as a block with a handler, which is what PL/pgSQL has for it: the
// rollback raises an exception that the handler catches. The ROLLBACK stands in the same list, or in a branch of an IF
// there; what follows it in the branch runs in the handler.
func (p *printer) savepointBlock(list []ir.Stmt) bool {
	for i, s := range list {
		sp, ok := s.(*ir.Savepoint)
		if !ok || p.rt.saved[sp] || p.blockBehind(list, i, sp) || p.tsql() { // SAVE TRAN: see transactionBlock
			continue
		}
		j, at := p.rollbackBehind(list, i, sp.Name)
		if j < 0 || endsInside(list[i+1:j+1]) {
			return false
		}
		state := userState("SAVEPOINT "+sp.Name.Key, map[string]bool{})
		p.stmts(list[:i])
		for _, c := range sp.Lead {
			p.comment(c)
		}
		p.W("BEGIN -- savepoint ", p.em.fold(sp.Name), "\n").In()
		p.rt.guarded++
		p.stmts(list[i+1 : j])
		raise := "RAISE EXCEPTION " + quoteLiteral("rollback to "+p.em.fold(sp.Name)) + " USING ERRCODE = " + quoteLiteral(state) + ";\n"
		var rest []ir.Stmt
		if at == nil {
			p.W(raise)
		} else {
			rest = p.conditionalRollback(list[j].(*ir.If), at, raise)
		}
		p.rt.guarded--
		p.Out().W("EXCEPTION\n").In().W("WHEN SQLSTATE ", quoteLiteral(state), " THEN\n").In()
		if len(rest) == 0 {
			p.W("NULL; -- undone\n")
		}
		p.stmts(rest)
		p.Out().Out().W("END;\n")
		p.rt.found = nil
		p.stmts(list[j+1:])
		return true
	}
	return false
}

// rollbackBehind finds the only ROLLBACK TO of the savepoint: its place in the list, and the branch it stands in.
func (p *printer) rollbackBehind(list []ir.Stmt, i int, name ir.Name) (int, *ir.Rollback) {
	total := 0
	for _, s := range list[i+1:] {
		ir.Walk(s, func(n ir.Node) bool {
			if r, ok := n.(*ir.Rollback); ok && r.Savepoint.Key == name.Key {
				total++
			}
			return true
		})
	}
	if total != 1 {
		return -1, nil
	}
	for j := i + 1; j < len(list); j++ {
		switch s := list[j].(type) {
		case *ir.Rollback:
			if s.Savepoint.Key == name.Key {
				return j, nil
			}
		case *ir.If:
			for _, body := range branchBodies(s) {
				for _, x := range body {
					if r, ok := x.(*ir.Rollback); ok && r.Savepoint.Key == name.Key {
						return j, r
					}
				}
			}
		}
	}
	return -1, nil
}

// savepointOf finds the SAVEPOINT in front of the first change of a list.
func savepointOf(list []ir.Stmt) *ir.Savepoint {
	for _, s := range list {
		if sp, ok := s.(*ir.Savepoint); ok {
			return sp
		}
		if !changesNothing(s) {
			break
		}
	}
	return nil
}

// changesNothing tells statements that a rollback would have nothing to undo of.
func changesNothing(s ir.Stmt) bool {
	nothing := changes(s) == nil
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.ExecImmediate, *ir.Commit, *ir.Rollback, *ir.Savepoint, *ir.DDL, *ir.LockTable:
			nothing = false
		case *ir.CallStmt:
			if c, ok := n.X.(*ir.Call); ok && c.Fn == "" && calledRoutine(n.X) == nil {
				nothing = false // it is not known
			}
		}
		return nothing
	})
	return nothing
}

// standsFor notes that a block with handlers stands for a SAVEPOINT: only its handlers roll back to that, each before it changes
// anything. rest are the statements behind a SAVEPOINT that stands in front of the block.
func (p *printer) standsFor(b *ir.Block, sp *ir.Savepoint, rest []ir.Stmt) bool {
	var rolls []ir.Stmt
	for _, h := range b.Handlers {
		if r := rollbackFirst(h.Body, sp.Name); r != nil {
			rolls = append(rolls, r)
		}
	}
	all := 0
	count := func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Rollback:
			if n.Savepoint.Key == sp.Name.Key {
				all++
			}
		case *ir.Savepoint:
			if n != sp && n.Name.Key == sp.Name.Key {
				all++ // another one of the name
			}
		}
		return true
	}
	for _, s := range rest {
		if s != ir.Stmt(b) {
			ir.Walk(s, count)
		}
	}
	ir.Walk(b, count)
	if len(rolls) == 0 || len(rolls) != all {
		return false
	}
	p.rt.saved[sp] = true
	for _, r := range rolls {
		p.rt.saved[r] = true
	}
	return true
}

// rollbackFirst finds the ROLLBACK TO of a handler's list that nothing is changed in front of.
func rollbackFirst(list []ir.Stmt, name ir.Name) ir.Stmt {
	for _, s := range list {
		if r, ok := s.(*ir.Rollback); ok && r.Savepoint.Key == name.Key {
			return r
		}
		if !changesNothing(s) {
			break
		}
	}
	return nil
}

// blockBehind tells that the block behind a SAVEPOINT stands for it.
func (p *printer) blockBehind(list []ir.Stmt, i int, sp *ir.Savepoint) bool {
	for j := i + 1; j < len(list); j++ {
		if b, ok := list[j].(*ir.Block); ok && len(b.Handlers) > 0 {
			return p.standsFor(b, sp, list[i+1:])
		}
		if !changesNothing(list[j]) {
			break
		}
	}
	return false
}

func branchBodies(s *ir.If) [][]ir.Stmt {
	var all [][]ir.Stmt
	for _, b := range s.Branches {
		all = append(all, b.Body)
	}
	return append(all, s.Else)
}

// endsInside tells statements that end the transaction or set another savepoint: those cannot stand in the block.
func endsInside(list []ir.Stmt) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Commit, *ir.Savepoint:
				hit = true
			case *ir.Rollback:
				hit = hit || n.Savepoint.IsZero()
			}
			return !hit
		})
	}
	return hit
}

// conditionalRollback writes the IF with the exception in the place of the ROLLBACK, and gives what followed it there.
func (p *printer) conditionalRollback(s *ir.If, at *ir.Rollback, raise string) (rest []ir.Stmt) {
	cut := func(list []ir.Stmt) []ir.Stmt {
		for k, x := range list {
			if x == ir.Stmt(at) {
				rest = list[k+1:]
				return append(append([]ir.Stmt{}, list[:k]...), &rawText{text: raise})
			}
		}
		return list
	}
	c := *s
	c.Branches = append([]ir.Branch{}, s.Branches...)
	for i := range c.Branches {
		c.Branches[i].Body = cut(c.Branches[i].Body)
	}
	c.Else = cut(s.Else)
	p.stmts([]ir.Stmt{&c})
	return rest
}

// rawText is a statement that is written already.
type rawText struct {
	ir.NullStmt
	text string
}
