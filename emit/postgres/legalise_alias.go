package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// aliases names the subqueries and functions of a FROM list that have no name, where there are several: PostgreSQL before 16
// wants one for each (manual, "SELECT", "FROM Clause"), and no two the same.
func (p *printer) aliases(s *ir.Select) {
	taken := map[string]bool{}
	var unnamed []*ir.Name
	for _, v := range rangeVars(s.From) {
		if !v.name.IsZero() {
			taken[p.em.fold(v.name)] = true
			continue
		}
		if n := aliasSlot(v.at); n != nil {
			unnamed = append(unnamed, n)
		}
	}
	if len(unnamed) == 0 || len(unnamed) == 1 && !taken["subquery"] {
		return
	}
	for i, n := range unnamed {
		name := "subquery"
		for k := i + 1; taken[name]; k++ {
			name = "subquery_" + itoa(k)
		}
		taken[name] = true
		*n = sqlName(name)
	}
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
