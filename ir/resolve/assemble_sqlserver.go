package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dbo is the schema of what is named without one, unless a user has another default.
var dbo = ir.MakeName("dbo")

// sqlServerNames puts every object that is named without a schema into dbo. Indexes and triggers are where their
// tables are.
func (a *assembly) sqlServerNames() {
	for _, o := range a.s.Objects {
		b := o.Obj()
		switch x := o.(type) {
		case *ir.Role, *ir.PartitionFunction, *ir.PartitionScheme, *ir.SchemaDef, *ir.Unsupported, *ir.Grant:
			continue
		case *ir.IndexDef:
			x.OfTable = true
			b.Schema = qualifierOr(x.Table, dbo)
			continue
		case *ir.AlterObject:
			if !x.Table.IsZero() {
				b.Schema = qualifierOr(x.Table, dbo)
				continue
			}
		case *ir.Drop:
			if !x.On.IsZero() {
				b.Schema = qualifierOr(x.On, dbo)
				continue
			}
		}
		if b.Schema.IsZero() {
			b.Schema = qualifierOr(b.Name, dbo)
		}
	}
}

// transfers carries out ALTER SCHEMA … TRANSFER.
func (a *assembly) transfers() {
	for _, o := range a.s.Objects {
		x, ok := o.(*ir.AlterObject)
		if !ok || x.Kind != "TRANSFER" {
			continue
		}
		moved := false
		for _, m := range a.s.Objects {
			b := m.Obj()
			if !transferable(m) || b.Name.IsZero() || b.Name.Last().Key != x.Name.Last().Key || b.Schema.Key != x.Schema.Key {
				continue
			}
			moved = true
			b.Schema = x.RenameTo
			b.Name = ir.QName{Parts: []ir.Name{x.RenameTo, b.Name.Last()}, Sp: b.Name.Sp}
		}
		if moved {
			a.gone[o] = true
		} else {
			x.Findings.Add(diag.AlterWithoutTable, x.Name.Sp, "not in the sources: %s", x.Name.Key())
			x.Kind = "SCHEMA"
		}
	}
}

func transferable(o ir.Object) bool {
	switch o.(type) {
	case *ir.Table, *ir.View, *ir.Routine, *ir.Sequence, *ir.Synonym, *ir.TypeObject:
		return true
	}
	return false
}

// nullability gives columns of an alias type that do not say NULL or NOT NULL what the type says.
func (a *assembly) nullability() {
	notNull := map[string]bool{}
	for _, o := range a.s.Objects {
		if t, ok := o.(*ir.TypeObject); ok && t.Alias && t.Type != nil && t.Dropped == "" {
			notNull[t.Name.Last().Key] = t.Type.NotNull
		}
	}
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok {
			continue
		}
		for _, c := range t.Columns {
			if c.Type == nil || c.NullSaid {
				continue
			}
			if c.Type.NotNull || c.Type.Kind == ir.TNamed && notNull[c.Type.Name.Last().Key] {
				c.NotNull = true
			}
		}
	}
}

func qualifierOr(n ir.QName, other ir.Name) ir.Name {
	if q := n.Qualifier(); !q.IsZero() {
		return q
	}
	return other
}

// sqlServer joins what only SQL Server keeps apart. Bound rules go first, since they bring constraints.
func (a *assembly) sqlServer() {
	a.nullability()
	a.identities()
	a.databaseOptions()
	a.bindRules()
	a.partitionSchemes()
	a.histories()
	a.tableTypes()
}

// databaseOptions notes once that options of the database are left out.
func (a *assembly) databaseOptions() {
	for _, o := range a.s.Objects {
		if x, ok := o.(*ir.Unsupported); ok && x.What == "database options" {
			x.Findings.Add(diag.DatabaseOptions, x.Sp, "options of the database are left out, here and everywhere")
			return
		}
	}
}

// identities gives identity columns of decimal types the integer type that holds as many digits: those of PostgreSQL
// have no others.
func (a *assembly) identities() {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok {
			continue
		}
		for _, c := range t.Columns {
			if c.Identity != nil && c.Type != nil && c.Type.Kind == ir.TDecimal {
				*c.Type = ir.Type{Kind: ir.TInt, Bits: 64, Spelled: c.Type.Spelled, Sp: c.Type.Sp}
			}
		}
	}
}

// enableAll is [NO]CHECK CONSTRAINT ALL: it does not touch keys.
func (f *folder) enableAll(x *ir.AlterAction) {
	for _, c := range f.t.Constraints {
		if c.Kind != ir.Check && c.Kind != ir.ForeignKey {
			continue
		}
		if c.Disabled = x.Disable != nil; x.Enable != nil {
			c.NoValidate = x.Enable.NoValidate
		}
	}
}

// period adds PERIOD FOR SYSTEM_TIME, or switches versioning on and off.
func (f *folder) period(p *ir.Period) {
	if !p.From.IsZero() {
		if old := f.t.Period; old != nil {
			p.Versioned, p.History, p.Retention = old.Versioned, old.History, old.Retention
		}
		f.t.Period = p
		return
	}
	if f.t.Period == nil {
		if p.Versioned {
			f.misfit(ir.MakeName("SYSTEM_TIME"), "period")
		}
		return
	}
	if f.t.Period.Versioned = p.Versioned; p.Versioned {
		if !p.History.IsZero() {
			f.t.Period.History = p.History
		}
		f.t.Period.Retention = p.Retention
	}
}

// dropDefault drops a default by the name of its constraint.
func (f *folder) dropDefault(n ir.Name) bool {
	for _, c := range f.t.Columns {
		if !n.IsZero() && c.DefaultName.Key == n.Key {
			f.defaultEnds(c)
			c.Default, c.DefaultName = nil, ir.Name{}
			return true
		}
	}
	return false
}

// allTriggers folds ENABLE and DISABLE TRIGGER ALL ON a table.
func (a *assembly) allTriggers(x *ir.AlterObject) bool {
	if x.Kind != "TRIGGER" || x.Table.IsZero() || !x.Name.IsZero() {
		return false
	}
	for _, o := range a.s.Objects {
		if t, ok := o.(*ir.Trigger); ok && t.Dropped == "" && t.Table.Last().Key == x.Table.Last().Key && sameHome(qualifierOr(t.Table, t.Schema), x.Schema) {
			t.Disabled = x.Disable
		}
	}
	a.gone[x] = true
	return true
}

// sameHome tells schemas that are the same, or of which one is not said.
func sameHome(a, b ir.Name) bool { return a.Key == b.Key || a.IsZero() || b.IsZero() }

// histories finds the history tables of system-versioned tables.
func (a *assembly) histories() {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" || t.Period == nil || !t.Period.Versioned || t.Period.History.IsZero() {
			continue
		}
		t.Period.Decl, _ = a.relation(t.Schema, t.Period.History).(*ir.Table)
	}
}

// tableTypes gives table types the fields of their columns.
func (a *assembly) tableTypes() {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.TypeObject)
		if !ok || t.Shape == nil || t.Type == nil {
			continue
		}
		t.Type.Fields = nil
		for _, c := range t.Shape.Columns {
			t.Type.Fields = append(t.Type.Fields, &ir.Field{Name: c.Name, Type: c.Type, NotNull: c.NotNull, Default: c.Default, Sp: c.Sp})
		}
	}
}

// bindRules folds sp_bindefault and sp_bindrule into columns and types; the definitions themselves are then done with.
func (a *assembly) bindRules() {
	rules := map[string]*ir.RuleDef{}
	for _, o := range a.s.Objects {
		if r, ok := o.(*ir.RuleDef); ok && r.Dropped == "" {
			rules[r.Name.Last().Key] = r
			r.Dropped = "it stands with the columns that it is bound to"
		}
	}
	for _, o := range a.s.Objects {
		x, ok := o.(*ir.BindRule)
		if !ok || x.Dropped != "" {
			continue
		}
		rule := rules[x.Rule.Last().Key]
		if rule == nil && !x.Rule.IsZero() {
			x.Findings.Add(diag.AlterWithoutTable, x.Sp, "not in the sources: %s", x.Rule.Key())
			continue
		}
		if c, t := a.boundColumn(x); c != nil {
			a.bind(x, rule, t, c)
			a.gone[o] = true
		} else if ty := a.boundType(x); ty != nil {
			a.bindType(x, rule, ty)
			a.gone[o] = true
		} else {
			x.Findings.Add(diag.AlterWithoutTable, x.Sp, "not in the sources: %s", x.Target.Key())
		}
	}
}

func (a *assembly) boundColumn(x *ir.BindRule) (*ir.Column, *ir.Table) {
	n := len(x.Target.Parts)
	if n < 2 {
		return nil, nil
	}
	table := x.Target
	table.Parts = table.Parts[:n-1]
	t, _ := a.relation(dbo, table).(*ir.Table)
	if t == nil {
		return nil, nil
	}
	return t.Column(x.Target.Last()), t
}

func (a *assembly) boundType(x *ir.BindRule) *ir.TypeObject {
	for _, o := range a.s.Objects {
		if t, ok := o.(*ir.TypeObject); ok && t.Alias && t.Dropped == "" && t.Name.Last().Key == x.Target.Last().Key {
			return t
		}
	}
	return nil
}

// bind gives a column the default, or a check of its own in place of the rule.
func (a *assembly) bind(x *ir.BindRule, rule *ir.RuleDef, t *ir.Table, c *ir.Column) {
	if x.Default {
		if c.Default = nil; rule != nil {
			c.Default, c.DefaultName = rule.Value, rule.Name.Last()
		}
		return
	}
	if rule != nil {
		t.Constraints = append(t.Constraints, &ir.Constraint{Sp: x.Sp, Kind: ir.Check, Cols: []ir.Name{c.Name}, Inline: true,
			Check: substituteVar(rule, c.Name)})
	}
}

// bindType binds to every column of the type, as SQL Server does unless FUTUREONLY is said.
func (a *assembly) bindType(x *ir.BindRule, rule *ir.RuleDef, ty *ir.TypeObject) {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" {
			continue
		}
		for _, c := range t.Columns {
			if c.Type == nil || c.Type.Kind != ir.TNamed || c.Type.Name.Last().Key != ty.Name.Last().Key {
				continue
			}
			if !x.Default || c.Default == nil {
				a.bind(x, rule, t, c)
			}
		}
	}
}

// substituteVar gives a rule's condition with the column in place of its variable.
func substituteVar(rule *ir.RuleDef, col ir.Name) ir.Expr {
	e, _ := ir.Rewrite(ir.Clone(rule.Value), func(e ir.Expr) ir.Expr {
		if r, ok := e.(*ir.Ref); ok && len(r.Name.Parts) == 1 && strings.HasPrefix(r.Name.Last().Text, "@") {
			return &ir.Ref{ExprBase: ir.ExprBase{Sp: r.Sp}, Name: ir.QName{Parts: []ir.Name{col}, Sp: r.Sp}}
		}
		return e
	}).(ir.Expr)
	return e
}
