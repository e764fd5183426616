package mapping

import (
	"fmt"
	"slices"
	"strings"
)

// Resolve tells what becomes of a table. The map is nil when no rule selects it; problems of severity Error mean that
// it must not be used.
func (e *Engine) Resolve(t *Table) (*TableMap, Problems) {
	sel := e.Select(t.Schema, t.Name, t.Kind)
	if !sel.Selected {
		return nil, nil
	}
	r := &resolver{e: e, t: t, m: &TableMap{Source: t, TargetSchema: t.Schema, TargetTable: t.Name, LoadOrder: sel.LoadOrder, selected: sel.by}}
	r.names()
	r.columns()
	r.key()
	r.settings()
	r.filter(sel.filters)
	r.checkNames()
	return r.m, r.problems.sorted()
}

// resolver makes one TableMap.
type resolver struct {
	e        *Engine
	t        *Table
	m        *TableMap
	rules    []*columnRule // those whose schema and table match, by rule-id
	problems Problems
}

func (r *resolver) fail(t *Rule, fix, format string, args ...any) {
	r.problems = append(r.problems, t.problem(Error, fmt.Sprintf(format, args...), fix))
}

func (r *resolver) warn(t *Rule, fix, format string, args ...any) {
	r.problems = append(r.problems, t.problem(Warning, fmt.Sprintf(format, args...), fix))
}

// names finds the names of schema and table. Of several rules the one of the lowest rule-id acts.
func (r *resolver) names() {
	m, t := r.m, r.t
	if s := r.e.opts.TargetSchema; s != "" {
		m.TargetSchema = s
	}
	var by *Transformation
	for i := range r.e.schemas {
		if n := &r.e.schemas[i]; n.schema.match(t.Schema) {
			if by == nil {
				by = n.Transformation
				m.TargetSchema = r.rename(by, t.Schema, nameVars{schema: t.Schema}, "schema")
			} else {
				m.ignored(n.Transformation, "schema", by.ID)
			}
		}
	}
	by = nil
	for i := range r.e.tables {
		if n := &r.e.tables[i]; n.schema.match(t.Schema) && n.table.match(t.Name) {
			if by == nil {
				by = n.Transformation
				m.TargetTable = r.rename(by, t.Name, nameVars{schema: t.Schema, table: t.Name}, "table")
			} else {
				m.ignored(n.Transformation, "table", by.ID)
			}
		}
	}
}

// rename gives the new name by a rule and notes it.
func (r *resolver) rename(t *Transformation, old string, v nameVars, object string) string {
	got, err := t.newName(old, v)
	if err != nil {
		r.fail(&t.Rule, "correct the expression", "%s: %v", object, err)
		return old
	}
	if got == "" {
		r.fail(&t.Rule, "leave a name", "%s of %s leaves no name for the %s", t.Action, quoted(old), object)
		return old
	}
	r.m.applied(t, object, fmt.Sprintf("%s: %s becomes %s", t.Action, old, got))
	return got
}

// slot is a family of column actions of which one acts on a column.
type slot uint8

const (
	slotName slot = iota
	slotType
	slotMask
	slotPresence
	slots
)

func slotOf(a Action) (slot, bool) {
	switch {
	case isNaming(a):
		return slotName, true
	case a == ChangeDataType:
		return slotType, true
	case a == MaskDigits || a == RandomizeDigits || a == MaskHash:
		return slotMask, true
	case a == RemoveColumn || a == IncludeColumn:
		return slotPresence, true
	}
	return 0, false
}

// chosen are the rules that act on one column.
type chosen [slots]*columnRule

func (r *resolver) columns() {
	includes := false
	for i := range r.e.columns {
		c := &r.e.columns[i]
		if c.schema.match(r.t.Schema) && c.table.match(r.t.Name) {
			r.rules = append(r.rules, c)
			includes = includes || c.Action == IncludeColumn
		}
	}
	r.m.Columns = make([]TargetColumn, 0, len(r.t.Columns))
	for i := range r.t.Columns {
		r.column(i, includes)
	}
	r.addedColumns()
	r.beforeImages()
	r.validations()
}

// choose finds the rules for a source column.
func (r *resolver) choose(col *Column) chosen {
	var got chosen
	var first *columnRule // of any family but masking
	for _, c := range r.rules {
		s, ok := slotOf(c.Action)
		if !ok || !c.column.match(col.Name) || !c.typeFits(col) {
			continue
		}
		if got[s] != nil {
			r.m.ignored(c.Transformation, "column "+col.Name, got[s].ID)
			continue
		}
		if r.e.opts.OneActionPerColumn && s != slotMask && first != nil {
			r.m.ignored(c.Transformation, "column "+col.Name, first.ID)
			continue
		}
		got[s] = c
		if s != slotMask && first == nil {
			first = c
		}
	}
	return got
}

func (c *columnRule) typeFits(col *Column) bool {
	want := c.Locator.DataType
	return want == "" || strings.EqualFold(want, col.SourceType) || strings.EqualFold(want, string(col.Type.Name))
}

func (r *resolver) column(i int, includes bool) {
	src := &r.t.Columns[i]
	got := r.choose(src)
	switch p := got[slotPresence]; {
	case p != nil && p.Action == RemoveColumn:
		r.m.applied(p.Transformation, "column "+src.Name, "remove-column")
		r.m.Dropped = append(r.m.Dropped, Dropped{src.Name, p.ID})
		return
	case p == nil && includes:
		r.m.Dropped = append(r.m.Dropped, Dropped{Column: src.Name})
		return
	case p != nil:
		r.m.applied(p.Transformation, "column "+src.Name, "include-column")
	}
	c := TargetColumn{Name: src.Name, Source: i, Type: src.Type}
	if n := got[slotName]; n != nil {
		c.Name = r.rename(n.Transformation, src.Name, r.vars(src), "column "+src.Name)
	}
	if t := got[slotType]; t != nil {
		r.retype(&c, src, t.Transformation)
	}
	if k := got[slotMask]; k != nil {
		c.maskFirst = c.Retyped && k.ID < got[slotType].ID
		masked := c.Type
		if c.maskFirst {
			masked = src.Type
			r.warn(&k.Rule, "give the retype the lower rule-id", "column %s is masked before rule-id %d changes its type", src.Name, got[slotType].ID)
		}
		r.mask(&c, k.Transformation, masked)
	}
	r.m.Columns = append(r.m.Columns, c)
}

func (r *resolver) vars(src *Column) nameVars {
	return nameVars{r.t.Schema, r.t.Name, src.Name, src.SourceType}
}

func (r *resolver) retype(c *TargetColumn, src *Column, t *Transformation) {
	if src.Type.IsLOB() {
		r.fail(&t.Rule, "take the column out of the rule's locator, or remove-column it",
			"column %s.%s is a LOB, whose type cannot be changed", r.t.Name, src.Name)
		return
	}
	c.Type, c.Retyped, c.retypeRule = *t.DataType, true, t.ID
	r.m.applied(t, "column "+src.Name, fmt.Sprintf("change-data-type: %s becomes %s", src.Type, c.Type))
}

// maskable are the types that each masking action takes; the digits of numbers can be randomised only.
func maskable(a Action, t Type) bool {
	if t.Name == "" || t.IsText() {
		return true
	}
	return a == RandomizeDigits && (t.IsInteger() || t.Name == TNumeric)
}

func (r *resolver) mask(c *TargetColumn, t *Transformation, on Type) {
	if !maskable(t.Action, on) {
		r.fail(&t.Rule, "take the column out of the rule's locator, or change its type to string first, by a rule of lower rule-id",
			"%s does not work on column %s.%s of type %s", t.Action, r.t.Name, c.Name, on)
		return
	}
	if t.Action == MaskHash && on.IsText() && on.Length > 0 && on.Length < 64 {
		r.warn(&t.Rule, "change its type to string of length 64 first", "column %s.%s has length %d, and a hash has 64 characters",
			r.t.Name, c.Name, on.Length)
	}
	c.Mask = &Mask{Action: t.Action, RuleID: t.ID}
	if t.Value != "" {
		c.Mask.Char = t.Value[0]
	}
	r.m.applied(t, "column "+c.Name, string(t.Action))
}

// addedColumns appends the columns of add-column rules, by rule-id.
func (r *resolver) addedColumns() {
	for _, c := range r.rules {
		if c.Action != AddColumn {
			continue
		}
		col := TargetColumn{Name: c.Value, Origin: Added, Source: -1, Type: *c.DataType, Retyped: true, retypeRule: c.ID, Expression: c.Expression, rule: c.Transformation}
		r.m.applied(c.Transformation, "column "+c.Value, "add-column "+col.Type.String())
		for _, k := range r.rules { // a masking rule reaches an added column by its exact name
			if s, ok := slotOf(k.Action); ok && s == slotMask && k.column.exact() && k.column.match(c.Value) && col.Mask == nil {
				r.mask(&col, k.Transformation, col.Type)
			}
		}
		if c.Expression != "" {
			r.expression(c.Transformation)
		}
		r.m.Columns = append(r.m.Columns, col)
	}
}

// expression checks that an expression's columns exist.
func (r *resolver) expression(t *Transformation) {
	refs, usesOp := expressionRefs(t.Expression)
	r.m.SoftDelete = r.m.SoftDelete || usesOp
	for _, name := range refs {
		if isVariable(name) || r.e.columnIndex(r.t, name) >= 0 {
			continue
		}
		var known []string
		for _, c := range r.t.Columns {
			known = append(known, "$"+c.Name)
		}
		r.fail(&t.Rule, didYouMean("$"+name, known), "the expression uses $%s, and %s.%s has no such column", name, r.t.Schema, r.t.Name)
	}
}

// columnIndex finds a source column by name, -1 for none.
func (e *Engine) columnIndex(t *Table, name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name || e.opts.FoldCase && strings.EqualFold(t.Columns[i].Name, name) {
			return i
		}
	}
	return -1
}

// beforeImages appends the before-image columns of the columns that are kept. Whether DMS puts prefix and suffix around
// the source's or the target's name is not documented; the target's is taken, so that one table has one style.
func (r *resolver) beforeImages() {
	kept := len(r.m.Columns)
	for i := range kept {
		c := r.m.Columns[i]
		if c.Origin != FromSource {
			continue
		}
		src := &r.t.Columns[c.Source]
		for _, rule := range r.rules {
			if rule.Action != AddBeforeImage || !rule.column.match(src.Name) || !rule.typeFits(src) {
				continue
			}
			def := rule.BeforeImage
			if def.Filter == "pk-only" && !slices.Contains(r.t.PrimaryKey, src.Name) || def.Filter == "non-lob" && src.Type.IsLOB() {
				break
			}
			r.m.Columns = append(r.m.Columns, TargetColumn{Name: def.Prefix + c.Name + def.Suffix, Origin: BeforeImage,
				Source: c.Source, Type: c.Type, Retyped: c.Retyped, retypeRule: c.retypeRule, Mask: c.Mask, maskFirst: c.maskFirst, Void: src.Type.IsLOB(), rule: rule.Transformation})
			r.m.applied(rule.Transformation, "column "+src.Name, "before image as "+def.Prefix+c.Name+def.Suffix)
			break
		}
	}
}

// validations finds the override for each column: the one of the lowest rule-id, as with transformations; for several
// validation rules on one column nothing is documented.
func (r *resolver) validations() {
	for i := range r.e.validations {
		v := &r.e.validations[i]
		if !v.schema.match(r.t.Schema) || !v.table.match(r.t.Name) {
			continue
		}
		for j := range r.m.Columns {
			c := &r.m.Columns[j]
			if c.Origin != FromSource || c.Validation != nil || !v.column.match(r.t.Columns[c.Source].Name) {
				continue
			}
			if dt := v.Locator.DataType; dt != "" && !strings.EqualFold(dt, r.t.Columns[c.Source].SourceType) {
				continue
			}
			if slices.Contains(r.t.PrimaryKey, r.t.Columns[c.Source].Name) {
				continue // "has no effect on primary key columns"
			}
			c.Validation = &ValidationOverride{v.SourceFunction, v.TargetFunction, v.ID}
		}
	}
}
