package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Blocks of scripts put rows in as well. One that would put in a key twice fails as a whole, so the installation does not
// run it: blocks that stand in two scripts word for word, rows of constants that are there already, and loops whose keys
// are drawn at random or the same each time.

// block looks at the rows that a block of a script puts in.
func (p *rowPlan) block(b *ir.Block) {
	unique := false
	eachInsert(b, func(_ *ir.Insert, t *ir.Table) { unique = unique || len(p.uniqueCols(t)) > 0 })
	if !unique {
		return
	}
	text := strings.Join(strings.Fields(b.Sp.Text()), " ")
	if p.blocks[text] && (p.em.src.Source == ir.Oracle || insertsAlways(b)) {
		p.there[b] = "the same block stands in another place of the scripts, and its rows are there already"
		return
	}
	p.blocks[text] = true
	p.countedOn(b)
	p.emptied(b)
	for _, s := range b.Body {
		if x, ok := s.(*ir.ExecDML); ok {
			p.statement(b, x.DML)
		}
	}
	if col := p.lacks[b]; col != "" && p.em.src.Source == ir.SQLServer && len(b.Handlers) == 0 {
		p.there[b] = "a row has no value for " + col + ", which must have one"
		return
	}
	delete(p.lacks, b) // handlers may be there for that
	delete(p.misfits, b)
	if key := p.there[b]; key != "" {
		p.there[b] = "a row with the key (" + key + ") is there already"
		return
	}
	if t := p.repeatedKey(b); t != nil {
		p.there[b] = "a loop may put a key of " + t.Name.Last().Text + " in twice"
	}
}

// insertsAlways tells blocks that put rows in without asking whether they are there.
func insertsAlways(b *ir.Block) bool {
	return slices.ContainsFunc(b.Body, func(s ir.Stmt) bool {
		x, ok := s.(*ir.ExecDML)
		if !ok {
			return false
		}
		_, ok = x.DML.(*ir.Insert)
		return ok
	})
}

// emptied forgets the rows of tables that a block of SQL Server's deletes from, under a condition or not.
func (p *rowPlan) emptied(b *ir.Block) {
	if p.em.src.Source != ir.SQLServer {
		return
	}
	forget := func(t ir.TableExpr) {
		if r, ok := t.(*ir.TableRef); ok {
			if t, ok := r.Decl.(*ir.Table); ok {
				delete(p.seen, t)
			}
		}
	}
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Delete:
			forget(n.Target)
		case *ir.Truncate:
			forget(n.Table)
		}
		return true
	})
}

// passesRow tells handlers for a key that is there already.
func passesRow(h *ir.Handler) bool {
	return h.Others || slices.ContainsFunc(h.Names, func(n ir.QName) bool { return n.Last().Is("DUP_VAL_ON_INDEX") })
}

// countedOn has the unique indexes of tables made in front of the data, where a handler of the block is for a key that is there.
func (p *rowPlan) countedOn(b *ir.Block) {
	free := map[*ir.Insert]bool{}
	eachUnhandled(b, func(d *ir.Insert, _ *ir.Table) { free[d] = true })
	eachInsert(b, func(d *ir.Insert, t *ir.Table) {
		if !free[d] {
			p.conflicts[t] = true
		}
	})
}

// eachUnhandled is eachInsert, but for what stands in a block with such a handler.
func eachUnhandled(n ir.Node, f func(*ir.Insert, *ir.Table)) {
	own := map[*ir.Insert]bool{}
	ir.Walk(n, func(n ir.Node) bool {
		if d, ok := n.(*ir.Insert); ok {
			own[d] = true
		}
		b, ok := n.(*ir.Block)
		return !ok || !slices.ContainsFunc(b.Handlers, passesRow)
	})
	eachInsert(n, func(d *ir.Insert, t *ir.Table) {
		if own[d] {
			f(d, t)
		}
	})
}

// eachInsert gives the INSERTs below n into tables of the sources.
func eachInsert(n ir.Node, f func(*ir.Insert, *ir.Table)) {
	ir.Walk(n, func(n ir.Node) bool {
		if d, ok := n.(*ir.Insert); ok {
			if r, ok := d.Target.(*ir.TableRef); ok {
				if t, ok := r.Decl.(*ir.Table); ok {
					f(d, t)
				}
			}
		}
		return true
	})
}

// repeatedKey finds a table into which a loop of the block puts rows whose key does not come of the loop. A handler that lets
// such a row pass ends the search.
func (p *rowPlan) repeatedKey(b *ir.Block) *ir.Table {
	values := map[ir.Node][]ir.Expr{} // what is assigned to the block's variables
	moving := func(list ...ir.Expr) {
		for _, e := range list {
			if r, ok := e.(*ir.Ref); ok && r.Sym != nil {
				values[r.Sym.Decl] = append(values[r.Sym.Decl], &ir.SeqValue{}) // something else each time
			}
		}
	}
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.FetchCursor:
			moving(n.Into...)
		case *ir.Select:
			moving(n.Into...)
		case *ir.ExecImmediate:
			moving(n.Into...)
		case *ir.Insert:
			if n.Returning != nil {
				moving(n.Returning.Into...)
			}
		case *ir.Update:
			if n.Returning != nil {
				moving(n.Returning.Into...)
			}
		case *ir.Call:
			if n.Fn == "" { // it may be an OUT parameter
				for _, a := range n.Args {
					moving(a.Value)
				}
			}
		case *ir.Assign:
			if r, ok := n.Target.(*ir.Ref); ok && r.Sym != nil {
				values[r.Sym.Decl] = append(values[r.Sym.Decl], n.Value)
			}
		case *ir.VarDecl:
			if n.Default != nil {
				values[n] = append(values[n], n.Default)
			}
		}
		return true
	})
	var hit *ir.Table
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.ForNum, *ir.ForCursor, *ir.ForEach, *ir.Loop:
			if p.em.src.Source != ir.Oracle {
				return true // a batch counts in ways that are not followed here
			}
		case *ir.Block:
			return hit == nil && !slices.ContainsFunc(n.Handlers, passesRow)
		default:
			return hit == nil
		}
		eachUnhandled(n, func(d *ir.Insert, t *ir.Table) {
			for _, row := range d.Rows {
				if p.repeats(d, t, row, values) {
					hit = t
				}
			}
		})
		return hit == nil
	})
	return hit
}

// repeats tells rows that have a key all of whose parts may come again.
func (p *rowPlan) repeats(d *ir.Insert, t *ir.Table, row []ir.Expr, values map[ir.Node][]ir.Expr) bool {
	cols := d.Cols
	if len(cols) == 0 {
		for _, c := range t.Columns {
			if !c.Invisible {
				cols = append(cols, c.Name)
			}
		}
	}
	if len(cols) != len(row) {
		return false
	}
	given := map[string]ir.Expr{}
	for i, c := range cols {
		given[c.Key] = row[i]
	}
	for _, key := range p.uniqueCols(t) {
		again := len(key) > 0
		for _, c := range key {
			again = again && given[c.Key] != nil && comesAgain(given[c.Key], values, 0)
		}
		if again {
			return true
		}
	}
	return false
}

// comesAgain tells values that are the same in each turn of a loop or drawn at random, and remainders. A variable has one of
// the values that are assigned to it; one that counts has its own among them.
func comesAgain(e ir.Expr, values map[ir.Node][]ir.Expr, depth int) bool {
	if _, null := unwrap(e).(*ir.NullLit); null || depth > 4 {
		return false // NULL is no key
	}
	moves, folds := false, false
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.SeqValue, *ir.Subquery, *ir.Pseudo, *ir.MethodCall, *ir.Index:
			moves = true
		case *ir.Call:
			switch {
			case strings.HasPrefix(n.Fn, "dbms_random."):
				folds = true
			case n.Fn == "mod" || n.Fn == "remainder":
				folds = true
			case n.Fn == "":
				moves = true // a routine may count
			case n.Fn == "sys_guid":
				moves = true
			}
		case *ir.Ref:
			list := values[refDecl(n)]
			if len(list) == 0 || slices.ContainsFunc(list, func(v ir.Expr) bool { return !comesAgain(v, values, depth+1) }) {
				moves = true
			} else {
				folds = true
			}
		}
		return true
	})
	return folds || !moves
}

// drawsKey tells INSERTs of queries with a unique key that has a random value in it and no number of a sequence.
func (p *rowPlan) drawsKey(d *ir.Insert, t *ir.Table) bool {
	if d.Query == nil {
		return false
	}
	s, ok := d.Query.Body.(*ir.Select)
	if !ok || len(s.From) == 0 || len(d.Cols) != len(s.Items) {
		return false
	}
	given := map[string]ir.Expr{}
	for i, c := range d.Cols {
		given[c.Key] = s.Items[i].Expr
	}
	for _, key := range p.uniqueCols(t) {
		random, counted := false, false
		for _, c := range key {
			e := given[c.Key]
			if e == nil {
				counted = true
				continue
			}
			random = random || drawn(e, map[*ir.Routine]bool{})
			ir.Walk(e, func(n ir.Node) bool {
				_, seq := n.(*ir.SeqValue)
				counted = counted || seq
				return true
			})
		}
		if random && !counted {
			return true
		}
	}
	return false
}

// drawn tells code that asks DBMS_RANDOM, or calls what does.
func drawn(n ir.Node, seen map[*ir.Routine]bool) bool {
	hit := false
	ir.Walk(n, func(n ir.Node) bool {
		if c, ok := n.(*ir.Call); ok {
			if strings.HasPrefix(c.Fn, "dbms_random.") {
				hit = true
			} else if r := calledRoutine(c); r != nil && r.Body != nil && !seen[r] {
				seen[r] = true
				hit = hit || drawn(r.Body, seen)
			}
		}
		return !hit
	})
	return hit
}

func refDecl(r *ir.Ref) ir.Node {
	if r.Sym == nil {
		return nil
	}
	return r.Sym.Decl
}
