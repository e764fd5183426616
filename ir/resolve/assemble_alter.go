package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// alters folds every ALTER TABLE into its table, in the order of the source. Where files are read in another order
// than they were meant to run, an ALTER may stand in front of its CREATE; it is folded all the same.
func (a *assembly) alters() {
	for _, o := range a.s.Objects {
		x, ok := o.(*ir.AlterTable)
		if !ok || x.Dropped != "" || a.gone[o] {
			continue
		}
		rel := a.relation(x.Schema, x.Name)
		switch t := rel.(type) {
		case *ir.Table:
			f := &folder{a: a, alter: x, t: t}
			for i := range x.Actions {
				f.action(&x.Actions[i])
			}
		case *ir.View:
			for i := range x.Actions {
				if c := x.Actions[i].AddConstraint; c != nil {
					t.Constraints = append(t.Constraints, c)
				}
			}
		case *ir.MaterializedView:
			// What is altered there is how it is stored and refreshed.
		default:
			if a.rename(x) {
				continue
			}
			x.Findings.Add(diag.AlterWithoutTable, x.Name.Sp, "not in the sources: table %s", x.Name.Key())
			continue
		}
		b := rel.Obj()
		b.Findings.Items = append(b.Findings.Items, x.Findings.Items...)
		x.Done = true
		a.gone[o] = true
	}
}

// folder folds one ALTER TABLE into one table.
type folder struct {
	a     *assembly
	alter *ir.AlterTable
	t     *ir.Table
}

func (f *folder) misfit(n ir.Name, what string) {
	if f.alter.Guarded {
		return // a condition around it asked
	}
	f.alter.Findings.Add(diag.AlterMisfit, f.alter.Sp, "table %s has no %s %s", f.t.Name.Key(), what, n.Key)
}

func (f *folder) action(x *ir.AlterAction) {
	if f.ofQuery(x) {
		f.t.Later = append(f.t.Later, x)
		return
	}
	switch {
	case x.AddColumn != nil:
		f.addColumn(x.AddColumn)
	case x.ModifyColumn != nil:
		f.modify(x)
	case !x.DropColumn.IsZero():
		f.dropColumn(x.DropColumn)
	case !x.RenameColumn[0].IsZero():
		f.renameColumn(x.RenameColumn[0], x.RenameColumn[1])
	case !x.RenameTo.IsZero():
		f.renameTable(x.RenameTo)
	case x.AddConstraint != nil:
		f.addConstraint(x.AddConstraint)
	case x.DropConstr != nil:
		f.dropConstraint(x.DropConstr)
	case x.All:
		f.enableAll(x)
	case x.Enable != nil:
		f.enable(x.Enable, false)
	case x.Disable != nil:
		f.enable(x.Disable, true)
	case !x.RenameConstr[0].IsZero():
		f.renameConstraint(x.RenameConstr[0], x.RenameConstr[1])
	case x.AddPartition != nil:
		if f.t.Partition == nil {
			f.misfit(x.AddPartition.Name, "partitioning for partition")
			return
		}
		f.t.Partition.Parts = append(f.t.Partition.Parts, x.AddPartition)
	case x.Period != nil:
		f.period(x.Period)
	case x.Raw != "":
		f.t.Extras = append(f.t.Extras, x.Raw)
	}
}

// ofQuery tells changes of a column that the query of CREATE TABLE … AS makes.
func (f *folder) ofQuery(x *ir.AlterAction) bool {
	if f.t.AsQuery == nil {
		return false
	}
	n := x.DropColumn
	switch {
	case x.ModifyColumn != nil:
		n = x.ModifyColumn.Name
	case !x.RenameColumn[0].IsZero():
		n = x.RenameColumn[0]
	}
	if n.IsZero() {
		return false
	}
	c := f.column(n)
	return c == nil || !c.Added
}

func (f *folder) column(n ir.Name) *ir.Column {
	for _, c := range f.t.Columns {
		if c.Name.Key == n.Key {
			return c
		}
	}
	return nil
}

func (f *folder) addColumn(c *ir.Column) {
	if f.column(c.Name) != nil && f.alter.Guarded {
		return
	}
	if f.column(c.Name) != nil {
		f.alter.Findings.Add(diag.AlterMisfit, c.Sp, "table %s has a column %s already", f.t.Name.Key(), c.Name.Key)
		return
	}
	c.Added = true
	f.t.Columns = append(f.t.Columns, c)
}

// modify changes what the action says and leaves the rest of the column.
func (f *folder) modify(x *ir.AlterAction) {
	m := x.ModifyColumn
	c := f.column(m.Name)
	if c == nil {
		if len(f.t.Columns) > 0 {
			f.misfit(m.Name, "column")
		}
		return
	}
	if m.Type != nil {
		c.Type = m.Type
	}
	if m.Default != nil {
		f.defaultEnds(c)
		c.Default, c.DefaultOnNull, c.DefaultName = m.Default, m.DefaultOnNull, m.DefaultName
	}
	if m.Identity != nil {
		c.Identity = m.Identity
	}
	if m.Generated != nil {
		c.Generated, c.Stored = m.Generated, m.Stored
	}
	if m.Collation != "" {
		c.Collation = m.Collation
	}
	if x.Nullability != nil {
		c.NotNull, c.NotNullName, c.NullSaid = *x.Nullability, m.NotNullName, true
	} else if m.NotNull {
		c.NotNull, c.NotNullName = true, m.NotNullName
	}
}

// defaultEnds notes the column's default as that of the rows from before the ALTER TABLE.
func (f *folder) defaultEnds(c *ir.Column) {
	c.Earlier = append(c.Earlier, ir.EarlierDefault{Default: c.Default, Until: f.alter.Sp})
}

func has(list []ir.Name, n ir.Name) bool {
	for _, x := range list {
		if x.Key == n.Key {
			return true
		}
	}
	return false
}

// dropColumn drops the column with the constraints and indexes that use it.
func (f *folder) dropColumn(n ir.Name) {
	if f.column(n) == nil {
		if len(f.t.Columns) > 0 {
			f.misfit(n, "column")
		}
		return
	}
	keep := f.t.Columns[:0:0]
	for _, c := range f.t.Columns {
		if c.Name.Key != n.Key {
			keep = append(keep, c)
		}
	}
	f.t.Columns = keep
	cons := f.t.Constraints[:0:0]
	for _, c := range f.t.Constraints {
		if !has(c.Cols, n) && !mentions(c.Check, n) {
			cons = append(cons, c)
		}
	}
	f.t.Constraints = cons
	for _, x := range f.indexes() {
		for _, k := range x.Keys {
			if mentions(k.Expr, n) {
				x.Dropped = "its column " + n.Key + " is dropped at " + place(f.alter)
			}
		}
	}
}

// indexes gives the table's indexes.
func (f *folder) indexes() []*ir.IndexDef {
	var list []*ir.IndexDef
	for _, o := range f.a.s.Objects {
		if x, ok := o.(*ir.IndexDef); ok && x.Dropped == "" && x.Table.Last().Key == f.t.Name.Last().Key &&
			f.a.relation(x.Schema, x.Table) == ir.Object(f.t) {
			list = append(list, x)
		}
	}
	return list
}

// mentions tells whether an expression, not resolved yet, names a column.
func mentions(e ir.Expr, n ir.Name) bool {
	if e == nil {
		return false
	}
	found := false
	ir.Walk(e, func(x ir.Node) bool {
		if r, ok := x.(*ir.Ref); ok && r.Name.Last().Key == n.Key {
			found = true
		}
		return !found
	})
	return found
}

// renameColumn renames the column wherever the schema's own clauses name it.
func (f *folder) renameColumn(from, to ir.Name) {
	c := f.column(from)
	if c == nil {
		f.misfit(from, "column")
		return
	}
	if have := f.column(to); have != nil && have != c {
		f.alter.Findings.Add(diag.AlterMisfit, f.alter.Sp, "table %s has a column %s already", f.t.Name.Key(), to.Key)
		if c.Sp.File != f.t.Sp.File || c.Sp.Start < f.t.Sp.Start || c.Sp.End > f.t.Sp.End { // an older script added it: the one that the table was created with stands for it
			f.dropColumn(from)
		}
		return
	}
	c.Name = to
	for _, con := range f.t.Constraints {
		renameIn(con.Cols, from, to)
		renameRefs(con.Check, from, to)
	}
	for _, col := range f.t.Columns {
		renameRefs(col.Generated, from, to)
	}
	if p := f.t.Partition; p != nil {
		for _, e := range p.Cols {
			renameRefs(e, from, to)
		}
	}
	for _, x := range f.indexes() {
		for _, k := range x.Keys {
			renameRefs(k.Expr, from, to)
		}
	}
	for _, o := range f.a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok {
			continue
		}
		for _, con := range t.Constraints {
			if con.Kind == ir.ForeignKey && f.a.relation(t.Schema, con.RefTable) == ir.Object(f.t) {
				renameIn(con.RefCols, from, to)
			}
		}
	}
}

func renameIn(list []ir.Name, from, to ir.Name) {
	for i := range list {
		if list[i].Key == from.Key {
			list[i] = to
		}
	}
}

func renameRefs(e ir.Expr, from, to ir.Name) {
	if e == nil {
		return
	}
	ir.Walk(e, func(x ir.Node) bool {
		if r, ok := x.(*ir.Ref); ok && len(r.Name.Parts) > 0 && r.Name.Last().Key == from.Key {
			r.Name.Parts[len(r.Name.Parts)-1] = to
		}
		return true
	})
}

// renameTable renames the table, and the references of keys, indexes and triggers, which follow it in Oracle too.
func (f *folder) renameTable(to ir.Name) {
	old := f.t.Name
	for _, x := range f.indexes() {
		x.Table = renamed(x.Table, to)
	}
	for _, o := range f.a.s.Objects {
		switch o := o.(type) {
		case *ir.Table:
			for _, con := range o.Constraints {
				if con.Kind == ir.ForeignKey && con.RefTable.Last().Key == old.Last().Key && f.a.relation(o.Schema, con.RefTable) == ir.Object(f.t) {
					con.RefTable = renamed(con.RefTable, to)
				}
			}
		case *ir.Trigger:
			if o.Table.Last().Key == old.Last().Key && f.a.relation(o.Schema, o.Table) == ir.Object(f.t) {
				o.Table = renamed(o.Table, to)
			}
		}
	}
	f.t.Name = renamed(old, to)
	f.a.index()
}

func renamed(q ir.QName, to ir.Name) ir.QName {
	parts := append([]ir.Name{}, q.Parts...)
	parts[len(parts)-1] = to
	q.Parts = parts
	return q
}

// addConstraint adds a constraint; a name that is taken, and a second primary key, Oracle refuses.
func (f *folder) addConstraint(c *ir.Constraint) {
	for _, old := range f.t.Constraints {
		if f.alter.Guarded && (!c.Name.IsZero() && old.Name.Key == c.Name.Key || c.Kind == ir.PrimaryKey && old.Kind == ir.PrimaryKey) {
			return
		}
		if !c.Name.IsZero() && old.Name.Key == c.Name.Key {
			f.alter.Findings.Add(diag.AlterMisfit, c.Sp, "table %s has a constraint %s already", f.t.Name.Key(), c.Name.Key)
			return
		}
		if c.Kind == ir.PrimaryKey && old.Kind == ir.PrimaryKey {
			f.alter.Findings.Add(diag.AlterMisfit, c.Sp, "table %s has a primary key already", f.t.Name.Key())
			return
		}
	}
	c.FromAlter = true
	f.t.Constraints = append(f.t.Constraints, c)
}

// find finds a constraint by name, or by kind and columns.
func (f *folder) find(c *ir.Constraint) *ir.Constraint {
	for _, x := range f.t.Constraints {
		switch {
		case !c.Name.IsZero():
			if x.Name.Key == c.Name.Key {
				return x
			}
		case x.Kind == c.Kind && (c.Kind == ir.PrimaryKey || sameCols(x.Cols, c.Cols)):
			return x
		}
	}
	return nil
}

func sameCols(a, b []ir.Name) bool {
	if len(a) != len(b) {
		return false
	}
	for _, n := range a {
		if !has(b, n) {
			return false
		}
	}
	return true
}

// notNull finds the column whose NOT NULL has the name.
func (f *folder) notNull(n ir.Name) *ir.Column {
	for _, c := range f.t.Columns {
		if !n.IsZero() && c.NotNull && c.NotNullName.Key == n.Key {
			return c
		}
	}
	return nil
}

func (f *folder) dropConstraint(c *ir.Constraint) {
	if x := f.find(c); x != nil {
		keep := f.t.Constraints[:0:0]
		for _, y := range f.t.Constraints {
			if y != x {
				keep = append(keep, y)
			}
		}
		f.t.Constraints = keep
		return
	}
	if col := f.notNull(c.Name); col != nil {
		col.NotNull, col.NotNullName = false, ir.Name{}
		return
	}
	if f.dropDefault(c.Name) {
		return
	}
	f.misfit(constraintName(c), "constraint")
}

func constraintName(c *ir.Constraint) ir.Name {
	if !c.Name.IsZero() {
		return c.Name
	}
	return ir.MakeName(string(c.Kind))
}

// enable sets the state of a constraint.
func (f *folder) enable(c *ir.Constraint, disabled bool) {
	if x := f.find(c); x != nil {
		x.Disabled = disabled
		x.NoValidate = c.NoValidate
		x.Rely = x.Rely || c.Rely
		if !c.UsingIndex.IsZero() {
			x.UsingIndex = c.UsingIndex
		}
		return
	}
	if col := f.notNull(c.Name); col != nil {
		col.NotNull = !disabled
		return
	}
	f.misfit(constraintName(c), "constraint")
}

func (f *folder) renameConstraint(from, to ir.Name) {
	if x := f.find(&ir.Constraint{Name: from}); x != nil {
		x.Name = to
		return
	}
	if col := f.notNull(from); col != nil {
		col.NotNullName = to
		return
	}
	f.misfit(from, "constraint")
}
