package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// functionNames tells the table functions of one FROM apart. SQL Server lets those of its own stand without a name, several of them beside
// each other ("OPENJSON", "STRING_SPLIT"); PostgreSQL names a function in FROM after itself, and a name counts once.
func (p *printer) functionNames(s *ir.Select) {
	if !p.tsql() {
		return
	}
	seen := map[string]int{}
	var walk func(t ir.TableExpr)
	walk = func(t ir.TableExpr) {
		switch t := t.(type) {
		case *ir.JoinExpr:
			walk(t.L)
			walk(t.R)
		case *ir.FuncRef:
			c, ok := t.X.(*ir.Call)
			if !ok || !t.Alias.IsZero() || calledRoutine(c) != nil {
				return
			}
			n := c.Name.Last()
			if seen[n.Key]++; seen[n.Key] > 1 {
				t.Alias = ir.MakeName(p.em.fold(n) + "_" + itoa(seen[n.Key]))
			}
		}
	}
	for _, t := range s.From {
		walk(t)
	}
}
