package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// ALTER TABLE … NOCHECK and CHECK CONSTRAINT in bodies. PostgreSQL does not switch constraints: one that does not check is not there, and one that checks
// again is added again, NOT VALID unless WITH CHECK has the rows that are there looked at.

// tableState writes such a statement; false for any other, and where a constraint is not in the sources or has no name.
func (p *printer) tableState(s *ir.DDL, o ir.Object) bool {
	a, ok := o.(*ir.AlterTable)
	if !ok {
		return false
	}
	text := p.constraintState(a)
	if text == "" {
		return false
	}
	p.findOnce(diag.TSQLTableState, s.Sp, "%s", firstLine(s.Sp.Text()))
	p.W(text)
	return true
}

func (p *printer) constraintState(a *ir.AlterTable) string {
	t, ok := p.em.tableNamed(p.obj.Obj().Schema, a.Name).(*ir.Table)
	if !ok || t.Partition != nil {
		return ""
	}
	text := ""
	for _, x := range a.Actions {
		state := x.Enable
		if state == nil {
			state = x.Disable
		}
		if state == nil {
			return ""
		}
		found := false
		for _, c := range t.Constraints {
			if c.Kind != ir.ForeignKey && c.Kind != ir.Check || !x.All && c.Name.Key != state.Name.Key {
				continue
			}
			s := p.switched(t, c, state, x.Enable != nil)
			if s == "" {
				return ""
			}
			found = true
			text += "ALTER TABLE " + p.relation(a.Name, t) + " " + s + ";\n"
		}
		if !found && !x.All {
			return ""
		}
	}
	return text
}

// switched writes what takes a constraint away or adds it again; empty where it has no name, or is not written at all.
func (p *printer) switched(t *ir.Table, c, state *ir.Constraint, on bool) string {
	q := p.em.newPrinter(&ir.Unsupported{}) // what its definition has to tell stands with the table
	name := strings.TrimSpace(q.constraintName(c))
	if name == "" {
		return ""
	}
	drop := "DROP " + strings.Replace(name, "CONSTRAINT ", "CONSTRAINT IF EXISTS ", 1)
	if !on {
		return drop
	}
	var text string
	if c.Kind == ir.Check {
		text = name + " " + q.checkText(c)
	} else {
		text = strings.TrimSuffix(q.foreignKey(t, c), " NOT VALID")
	}
	if text == "" {
		return ""
	}
	if state.NoValidate {
		text += " NOT VALID"
	}
	return drop + ", ADD " + text
}
