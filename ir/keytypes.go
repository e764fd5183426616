package ir

// UnifyKeyTypes settles the numeric types that keys decide, in place, before expressions are typed. An identity column
// holds what its sequence gives: integers of 64 bits. A column of a foreign key holds what the referenced key holds:
// where that is declared narrower, or the column has no type at all, the referencing column takes its type over.
func UnifyKeyTypes(s *Schema) {
	tables := map[string][]*Table{}
	for _, o := range s.Objects {
		t, ok := o.(*Table)
		if !ok || t.Dropped != "" {
			continue
		}
		tables[t.Name.Last().Key] = append(tables[t.Name.Last().Key], t)
		for _, c := range t.Columns {
			if c.Identity != nil && c.Type != nil && c.Type.Kind == TDecimal && !(c.Type.IsInteger() && c.Type.Prec <= 18) {
				*c.Type = Type{Kind: TInt, Bits: 64, Spelled: c.Type.Spelled, Sp: c.Type.Sp}
			}
		}
	}
	// A chain of references settles one link a round.
	for range 8 {
		changed := false
		for _, o := range s.Objects {
			if t, ok := o.(*Table); ok && t.Dropped == "" {
				changed = unifyTable(t, tables) || changed
			}
		}
		if !changed {
			return
		}
	}
}

func unifyTable(t *Table, tables map[string][]*Table) bool {
	changed := false
	for _, c := range t.Constraints {
		if c.Kind != ForeignKey || c.Disabled {
			continue
		}
		parent := referenced(t, c, tables)
		if parent == nil {
			continue
		}
		cols := ReferencedCols(parent, c)
		if len(cols) != len(c.Cols) {
			continue
		}
		for i := range cols {
			from, to := parent.Column(cols[i]), t.Column(c.Cols[i])
			if from == nil || to == nil || from == to {
				continue
			}
			if to.Type == nil && to.Generated == nil && from.Type != nil {
				t := *from.Type // declared without a type: that of the key it refers to
				to.Type, changed = &t, true
			}
			changed = takeOver(from.Type, to.Type) || changed
		}
	}
	return changed
}

func takeOver(from, to *Type) bool {
	if from == nil || to == nil || to.Kind != TDecimal || !from.IsInteger() || from.Kind == TBit {
		return false
	}
	if to.IsInteger() && (to.Prec <= 18 || from.Kind == TDecimal && from.Prec > 18) {
		return false
	}
	spelled, sp := to.Spelled, to.Sp
	*to = *from
	to.Spelled, to.Sp = spelled, sp
	return true
}

func referenced(t *Table, c *Constraint, tables map[string][]*Table) *Table {
	list := tables[c.RefTable.Last().Key]
	schema := c.RefTable.Qualifier()
	if schema.IsZero() {
		schema = t.Schema
	}
	for _, p := range list {
		if p.Schema.Key == schema.Key {
			return p
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return nil
}

// ReferencedCols gives the columns that a foreign key refers to: those written, or the primary key's.
func ReferencedCols(parent *Table, c *Constraint) []Name {
	if len(c.RefCols) > 0 {
		return c.RefCols
	}
	for _, k := range parent.Constraints {
		if k.Kind == PrimaryKey {
			return k.Cols
		}
	}
	return nil
}

// Column finds a column by its key, or gives nil.
func (t *Table) Column(n Name) *Column {
	for _, c := range t.Columns {
		if c.Name.Key == n.Key {
			return c
		}
	}
	return nil
}
