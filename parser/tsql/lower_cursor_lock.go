package tsql

import "github.com/crosswalk-db/crosswalk/ir"

// cursorLocks gives FOR UPDATE to the cursors of WHERE CURRENT OF whose queries sort or join. SQL Server keeps the keys of such a
// cursor (DECLARE CURSOR, "KEYSET" and implicit conversions of cursors); PostgreSQL finds the row through the plan only of a simple
// scan, and of any plan whose rows are locked (DECLARE, Notes).
func (l *lowerer) cursorLocks(b *ir.Block) {
	targets := map[string]ir.TableExpr{}
	note := func(cursor ir.Expr, t ir.TableExpr) {
		if r, ok := cursor.(*ir.Ref); ok {
			targets[r.Name.Key()] = t
		}
	}
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Update:
			note(n.CurrentOf, n.Target)
		case *ir.Delete:
			note(n.CurrentOf, n.Target)
		}
		return true
	})
	for _, c := range l.cursors {
		target, used := targets[c.decl.Name.Key]
		q := c.decl.Query
		if s, ok := q.Body.(*ir.Select); used && ok && q.Lock == nil && needsLock(q, s) && takesLock(s) {
			q.Lock = &ir.Lock{Of: lockedTable(s, target)}
		}
	}
}

func needsLock(q *ir.Query, s *ir.Select) bool {
	if len(q.OrderBy) > 0 || len(s.From) != 1 {
		return true
	}
	_, plain := s.From[0].(*ir.TableRef)
	return !plain
}

// takesLock leaves out the queries whose cursors are read-only to SQL Server, too.
func takesLock(s *ir.Select) bool {
	return !s.Distinct && len(s.GroupBy) == 0 && s.Having == nil && len(s.Windows) == 0
}

// lockedTable names the element of FROM that is the table of an UPDATE or DELETE.
func lockedTable(s *ir.Select, target ir.TableExpr) []ir.QName {
	t, ok := target.(*ir.TableRef)
	if !ok {
		return nil
	}
	var of []ir.QName
	for _, f := range s.From {
		ir.Walk(f, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Subquery, *ir.SubqueryRef:
				return false
			case *ir.TableRef:
				if n.Name.Last().Key == t.Name.Last().Key || n.Alias.Key == t.Name.Last().Key {
					name := n.Name.Last()
					if !n.Alias.IsZero() {
						name = n.Alias
					}
					of = append(of, ir.QName{Parts: []ir.Name{name}, Sp: n.Sp})
				}
			}
			return len(of) == 0
		})
	}
	return of
}
