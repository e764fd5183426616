package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A cursor of SQL Server that is declared with no more than FOR is DYNAMIC (DECLARE CURSOR): a loop that inserts into what the cursor
// reads gets the new rows too, one that deletes or changes rows further on does not get them, or gets them changed. PostgreSQL's
// cursors are insensitive, so that such a loop goes another way.

// movingRows finds loops that change the rows which a cursor has still to read.
func (p *printer) movingRows(d *ir.CursorDecl) {
	sel := openQuery(d)
	if sel == nil || !p.tsql() {
		return
	}
	loops := fact(p.em, factKey{kind: "fetch loops", of: p.obj}, func() map[ir.Node][]*ir.Loop { return fetchLoops(p.obj) })
	for _, l := range loops[d] {
		w := &movingWalk{p: p, sel: sel, keys: fetchedKeys(l, d, sel)}
		for _, s := range l.Body {
			ir.Walk(s, func(n ir.Node) bool {
				if verb, t := w.moves(n); t != nil {
					p.findOnce(diag.TSQLCursorOption, d.Sp, "the loop %s rows of %s while its cursor reads them: a cursor of SQL Server sees that, PostgreSQL's does not", verb, t.Name.Last().Text)
				}
				return true
			})
		}
	}
}

// openQuery is the query of a cursor that sees changes: not of one that says it does not, nor one that SQL Server reads to its end
// when it is opened, since rows have to be put together (implicit cursor conversion). What says DYNAMIC or KEYSET is found anyhow.
func openQuery(d *ir.CursorDecl) *ir.Select {
	for _, w := range strings.Fields(d.Options) {
		switch w {
		case "STATIC", "INSENSITIVE", "DYNAMIC", "KEYSET":
			return nil
		}
	}
	if d.Query == nil {
		return nil
	}
	sel, ok := d.Query.Body.(*ir.Select)
	if !ok || sel.Distinct || len(sel.GroupBy) > 0 || sel.Having != nil || slices.ContainsFunc(sel.Items, func(it *ir.SelectItem) bool { return hasAggregate(it.Expr) }) {
		return nil
	}
	return sel
}

// fetchLoops are the loops of an object that read a cursor which is open already, by cursor: the outer one of those in each other.
func fetchLoops(o ir.Object) map[ir.Node][]*ir.Loop {
	loops := map[ir.Node][]*ir.Loop{}
	ir.Walk(o, func(n ir.Node) bool {
		l, ok := n.(*ir.Loop)
		if !ok {
			return true
		}
		fetched, opened := map[ir.Node]bool{}, map[ir.Node]bool{}
		for _, s := range l.Body {
			ir.Walk(s, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.FetchCursor:
					fetched[cursorDecl(n.Cursor)] = true
				case *ir.OpenCursor:
					opened[cursorDecl(n.Cursor)] = true
				}
				return true
			})
		}
		for d := range fetched {
			list := loops[d]
			if within := len(list) > 0 && list[len(list)-1].Sp.End >= l.Sp.End; d != nil && !opened[d] && !within {
				loops[d] = append(list, l)
			}
		}
		return true
	})
	return loops
}

// fetchedKeys gives the columns that the variables of a loop hold for the row which was read last.
func fetchedKeys(l *ir.Loop, d *ir.CursorDecl, sel *ir.Select) map[string]*ir.Ref {
	keys := map[string]*ir.Ref{}
	ir.Walk(l, func(n ir.Node) bool {
		f, ok := n.(*ir.FetchCursor)
		if !ok || cursorDecl(f.Cursor) != ir.Node(d) || len(f.Into) != len(sel.Items) {
			return true
		}
		for i, v := range f.Into {
			if v, ok := v.(*ir.Ref); ok {
				if col, ok := unwrap(sel.Items[i].Expr).(*ir.Ref); ok {
					keys[v.Name.Key()] = col
				}
			}
		}
		return true
	})
	return keys
}

type movingWalk struct {
	p    *printer
	sel  *ir.Select
	keys map[string]*ir.Ref
}

// moves gives what a statement does with rows that the cursor may still read, and the table; nil where it does nothing of that.
func (w *movingWalk) moves(n ir.Node) (string, *ir.TableRef) {
	switch s := n.(type) {
	case *ir.Insert:
		return "inserts", w.read(s.Target)
	case *ir.Delete:
		if t := w.read(s.Target); s.CurrentOf == nil && t != nil && !w.sameRow(t, s.Where) {
			return "deletes", t
		}
	case *ir.Update:
		if t := w.read(s.Target); s.CurrentOf == nil && t != nil && !w.sameRow(t, s.Where) && w.readsSet(t, s.Sets) {
			return "changes", t
		}
	}
	return "", nil
}

// read is the table where the cursor reads it.
func (w *movingWalk) read(x ir.TableExpr) *ir.TableRef {
	t, ok := x.(*ir.TableRef)
	if !ok || t.CTE != nil || t.Decl == nil && !isTemp(t.Name.Last()) {
		return nil
	}
	found := false
	for _, f := range w.sel.From {
		ir.Walk(f, func(n ir.Node) bool {
			r, ok := n.(*ir.TableRef)
			found = found || ok && r.CTE == nil && r.Decl == t.Decl && (t.Decl != nil || r.Name.Last().Key == t.Name.Last().Key)
			return !found
		})
	}
	if !found {
		return nil
	}
	return t
}

// sameRow tells conditions that hold for the row only which the cursor has just read: a key equals what was fetched of it. A
// temporary table has seldom a key, and what its rows are told by is taken for one.
func (w *movingWalk) sameRow(t *ir.TableRef, cond ir.Expr) bool {
	tbl, _ := t.Decl.(*ir.Table)
	equal := map[string]bool{}
	for _, c := range conjuncts(cond) {
		b, ok := unwrap(c).(*ir.Binary)
		if !ok || b.Op != ir.OpEq {
			continue
		}
		for _, pair := range [][2]ir.Expr{{b.L, b.R}, {b.R, b.L}} {
			col, _ := unwrap(pair[0]).(*ir.Ref)
			v, _ := unwrap(pair[1]).(*ir.Ref)
			if col == nil || v == nil {
				continue
			}
			if from := w.keys[v.Name.Key()]; from != nil && from.Name.Last().Key == col.Name.Last().Key {
				equal[col.Name.Last().Key] = true
			}
		}
	}
	return len(equal) > 0 && (isTemp(t.Name.Last()) || tbl != nil && w.p.em.keyAmong(tbl, equal))
}

// keyAmong tells columns that a unique key is made of.
func (em *emitter) keyAmong(t *ir.Table, cols map[string]bool) bool {
	for _, c := range t.Columns {
		if c.Identity != nil && cols[c.Name.Key] {
			return true
		}
	}
	return slices.ContainsFunc(em.rows.uniqueCols(t), func(key []ir.Name) bool {
		return len(key) > 0 && !slices.ContainsFunc(key, func(n ir.Name) bool { return !cols[n.Key] })
	})
}

// readsSet tells an UPDATE of columns that the cursor's query names.
func (w *movingWalk) readsSet(t *ir.TableRef, sets []ir.SetClause) bool {
	named := false
	for _, s := range sets {
		for _, c := range s.Cols {
			ir.Walk(w.sel, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.Ref:
					named = named || n.Name.Last().Key == c.Name.Last().Key
				case *ir.SelectItem:
					named = named || n.Star
				}
				return !named
			})
		}
	}
	return named
}
