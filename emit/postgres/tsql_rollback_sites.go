package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// transactionList is the part of a list from BEGIN TRAN to the last ROLLBACK that goes back to it.
type transactionList struct {
	begin, last int
	opens       *ir.If // the IF that the transaction begins in, nil where it begins in the list
	sites       []*rollbackSite
}

// rollbackSite is a ROLLBACK, or a GOTO to one, and the statements that run behind it.
type rollbackSite struct {
	at     ir.Stmt
	rest   []ir.Stmt
	state  string
	caught bool // it stands in a CATCH block, and what follows asks for the error
	loop   bool // it leaves a loop that would go on
}

// siteWalk finds the ROLLBACKs of a transaction.
type siteWalk struct {
	p     *printer
	names map[string]bool // SAVE TRAN: what they go back to; "" for the transaction
	undo  bool            // something was changed in front of the statement at hand
	found []*rollbackSite
}

// transactionIn finds the first transaction of a list that a ROLLBACK goes back to.
func (p *printer) transactionIn(list []ir.Stmt, saves bool) *transactionList {
	for begin := range list {
		names, opens := p.begins(list[begin], saves)
		if names == nil {
			continue
		}
		if b := p.transactionFrom(list, begin, names); b != nil {
			b.opens = opens
			return b
		}
	}
	return nil
}

// begins tells what the ROLLBACKs behind a statement go back to: to BEGIN TRAN, to the BEGIN TRAN and SAVE TRAN of an IF, or to SAVE TRAN.
func (p *printer) begins(s ir.Stmt, saves bool) (map[string]bool, *ir.If) {
	switch s := s.(type) {
	case *ir.BeginTran:
		if !saves {
			return map[string]bool{"": true}, nil
		}
	case *ir.Savepoint:
		if saves && !p.rt.saved[s] {
			return map[string]bool{s.Name.Key: true}, nil
		}
	case *ir.If:
		if saves {
			return nil, nil
		}
		names := map[string]bool{}
		ends := false
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.BeginTran:
				names[""] = true
			case *ir.Savepoint:
				names[n.Name.Key] = true
			case *ir.Commit, *ir.Rollback, *ir.Loop:
				ends = true
			}
			return true
		})
		if names[""] && !ends {
			return names, s
		}
	}
	return nil, nil
}

// transactionFrom gathers the ROLLBACKs behind a BEGIN TRAN; nil where there are none, or one of them leads where no handler can.
func (p *printer) transactionFrom(list []ir.Stmt, begin int, names map[string]bool) *transactionList {
	b := &transactionList{begin: begin}
	w := &siteWalk{p: p, names: names}
	for i := begin + 1; i < len(list); i++ {
		if beginsAgain(list[i]) && names[""] && (len(w.found) > 0 || commitsIn(list[begin+1:i])) {
			break
		}
		n := len(w.found)
		w.stmt([]ir.Stmt{list[i]}, 0, place{after: list[i+1:]}) // what follows it in this list follows the block
		w.undo = w.undo || !changesNothing(list[i])
		if len(w.found) == n {
			continue
		}
		for _, x := range w.found[:n] { // the statements in between would not run behind one that only falls out of its own
			if !leaves(x.rest) && !isGoto(x.at) {
				return nil
			}
		}
		b.last = i
	}
	if b.sites = w.found; len(b.sites) == 0 {
		return nil
	}
	for _, x := range b.sites {
		if x.loop && !isGoto(x.at) && (!leaves(x.rest) || exits(x.rest)) {
			return nil
		}
	}
	for i := begin + 1; i <= b.last; i++ { // a SAVE TRAN is undone inside the block, too
		if sp, ok := list[i].(*ir.Savepoint); ok {
			for k := b.last + 1; k < len(list); k++ {
				if goesBackTo([]ir.Stmt{list[k]}, sp.Name.Key) {
					b.last = k
				}
			}
		}
	}
	return b
}

func isGoto(s ir.Stmt) bool { _, ok := s.(*ir.Goto); return ok }

func beginsAgain(s ir.Stmt) bool {
	return holds([]ir.Stmt{s}, func(n ir.Node) bool { _, is := n.(*ir.BeginTran); return is })
}

// commitsIn tells lists in which a transaction ends.
func commitsIn(list []ir.Stmt) bool {
	return holds(list, func(n ir.Node) bool { _, is := n.(*ir.Commit); return is })
}

// exits tells lists with BREAK or CONTINUE.
func exits(list []ir.Stmt) bool {
	return holds(list, func(n ir.Node) bool {
		_, is := n.(*ir.Exit)
		return is
	})
}

func goesBackTo(list []ir.Stmt, name string) bool {
	return holds(list, func(n ir.Node) bool { r, is := n.(*ir.Rollback); return is && r.Savepoint.Key == name })
}

func (w *siteWalk) goesBack(r *ir.Rollback) bool {
	return w.names[r.Savepoint.Key] && w.p.rt.rolls[r] == nil && !w.p.rt.saved[r]
}

// place is where a statement stands: what runs behind its list inside the block, and behind the block, where an error may follow.
type place struct {
	cont, after  []ir.Stmt
	loop, caught bool
}

func (w *siteWalk) list(list []ir.Stmt, at place) {
	for i := range list {
		w.stmt(list, i, at)
	}
}

// stmt finds the ROLLBACKs in one statement: not those that an error follows, nor those that have an exception already. One in a CATCH block
// undoes what its TRY did by itself, and needs one where more was changed in front of that.
func (w *siteWalk) stmt(list []ir.Stmt, i int, at place) {
	inner := at
	inner.cont, inner.after = untilLeft(list[i+1:], at.cont), nil
	switch s := list[i].(type) {
	case *ir.Rollback:
		if w.goesBack(s) && !endsInError(append(list[i+1:len(list):len(list)], at.after...)) && !raisedBefore(list, i) {
			w.found = append(w.found, &rollbackSite{at: s, rest: inner.cont, loop: at.loop, caught: at.caught})
		}
	case *ir.Goto:
		if state := w.p.rt.undoes[s]; state != "" && w.p.rt.rolls[s] == nil && w.names[""] && !at.caught {
			w.found = append(w.found, &rollbackSite{at: s, state: state})
		}
	case *ir.If:
		for _, b := range branchBodies(s) {
			w.list(b, inner)
		}
	case *ir.Loop:
		inner.cont, inner.loop = nil, true
		w.list(s.Body, inner)
	case *ir.Block:
		w.list(s.Body, inner)
		for _, h := range s.Handlers {
			inner.caught = true
			if w.undo && !at.caught {
				w.list(h.Body, inner)
			}
		}
	}
}

// untilLeft joins what runs behind a statement, up to where the routine is left.
func untilLeft(lists ...[]ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, list := range lists {
		for _, s := range list {
			out = append(out, s)
			switch s.(type) {
			case *ir.Return, *ir.Raise, *ir.Goto, *ir.Exit:
				return out
			}
		}
	}
	return out
}
