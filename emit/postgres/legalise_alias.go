package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// aliases tells the subqueries and functions of a FROM list apart that have no name: PostgreSQL names a function in FROM after
// itself, wants a name for each subquery before version 16 (manual, "SELECT", "FROM Clause"; asAlias gives it), and takes
// no two the same. Oracle does without names, and so does SQL Server for functions of its own ("OPENJSON").
func (p *printer) aliases(s *ir.Select) {
	taken := map[string]bool{}
	seen := map[any]bool{} // tables without a name of their own: two of one name may be of two schemas
	vars := rangeVars(s.From)
	for _, v := range vars {
		if v.name.IsZero() {
			continue
		}
		name := p.em.fold(v.name)
		if t, ok := v.at.(*ir.TableRef); ok && t.Alias.IsZero() {
			which := any(t.Decl)
			if t.Decl == nil {
				which = t.Name.Key()
			}
			if seen[which] { // twice the same: no name can mean one of them
				name = freeName(name, taken)
				t.Alias = sqlName(name)
			}
			seen[which] = true
		}
		taken[name] = true
	}
	for _, v := range vars {
		slot := aliasSlot(v.at)
		if slot == nil || !v.name.IsZero() {
			continue
		}
		own := p.ownAlias(v.at)
		name := own
		if taken[name] {
			name = freeName(own, taken)
		}
		if taken[name] = true; name != own {
			*slot = sqlName(name)
		}
	}
}

// ownAlias is what a table expression is called that has no name.
func (p *printer) ownAlias(t ir.TableExpr) string {
	if f, ok := t.(*ir.FuncRef); ok {
		if c, ok := f.X.(*ir.Call); ok {
			return p.em.fold(c.Name.Last())
		}
	}
	return "subquery"
}

// aliasSlot is where the name of a table expression that may go without stands; nil for others.
func aliasSlot(t ir.TableExpr) *ir.Name {
	switch t := t.(type) {
	case *ir.SubqueryRef:
		return &t.Alias
	case *ir.FuncRef:
		return &t.Alias
	case *ir.JSONTable:
		return &t.Alias
	case *ir.XMLTable:
		return &t.Alias
	}
	return nil
}

// freeName gives a name that begins with another one and is not taken.
func freeName(name string, taken map[string]bool) string {
	for k := 2; ; k++ {
		if s := name + "_" + itoa(k); !taken[s] {
			return s
		}
	}
}
