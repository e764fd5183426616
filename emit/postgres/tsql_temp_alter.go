package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// alterTemp writes ALTER TABLE of a temporary table, which is made anew in front of it; false where an action is none that such a
// table can have here.
func (p *printer) alterTemp(a *ir.AlterTable) bool {
	t := &ir.Table{}
	t.Name, t.Sp = a.Name, a.Sp
	var clauses []string
	for i := range a.Actions {
		c, ok := p.tempAction(t, &a.Actions[i])
		if !ok {
			return false
		}
		clauses = append(clauses, c...)
	}
	if len(clauses) == 0 {
		return true
	}
	name := p.tempName(a.Name.Last())
	if len(clauses) == 1 {
		p.W("ALTER TABLE ", name, " ", clauses[0], ";\n")
		return true
	}
	p.W("ALTER TABLE ", name, "\n  ", strings.Join(clauses, ",\n  "), ";\n")
	return true
}

// tempAction writes one action.
func (p *printer) tempAction(t *ir.Table, x *ir.AlterAction) ([]string, bool) {
	switch {
	case x.AddColumn != nil:
		return p.bodyAddColumn(madeTable{table: t}, x.AddColumn)
	case !x.DropColumn.IsZero():
		return []string{"DROP COLUMN " + p.em.ident(x.DropColumn)}, true
	case x.AddConstraint != nil:
		if k := p.tempConstraint(t, x.AddConstraint); k != "" {
			return []string{"ADD " + k}, true
		}
		return nil, x.AddConstraint.Kind == ir.ForeignKey // SQL Server skips those of temporary tables, too
	case x.DropConstr != nil:
		if m := p.em.temps.tables.By(p.obj, t.Name.Last().Key); m != nil && m.Table != nil {
			for _, c := range m.Table.Columns {
				if c.DefaultName.Key == x.DropConstr.Name.Key {
					return []string{"ALTER COLUMN " + p.em.ident(c.Name) + " DROP DEFAULT"}, true
				}
			}
		}
		return nil, false
	case x.ModifyColumn != nil && x.ModifyColumn.Type != nil:
		c := p.em.ident(x.ModifyColumn.Name)
		typ := p.typeName(x.ModifyColumn.Type, useColumn)
		out := []string{"ALTER COLUMN " + c + " TYPE " + typ + " USING " + c + "::" + typ}
		if x.Nullability != nil && *x.Nullability {
			return append(out, "ALTER COLUMN "+c+" SET NOT NULL"), true
		}
		return append(out, "ALTER COLUMN "+c+" DROP NOT NULL"), true
	case x.ModifyColumn != nil && x.ModifyColumn.Default != nil:
		return []string{"ALTER COLUMN " + p.em.ident(x.ModifyColumn.Name) + " SET DEFAULT " + p.exprText(x.ModifyColumn.Default)}, true
	case x.Ignored != "":
		p.findOnce(diag.PhysicalOptions, x.Sp, "%s", x.Ignored)
		return nil, true
	}
	return nil, false
}
