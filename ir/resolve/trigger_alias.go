package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// renameRowAliases gives other names to tables and common table expressions that a trigger calls old or new: these are the
// rows at hand in a trigger function of PL/pgSQL, and a reference to one would be ambiguous or mean the row (PostgreSQL
// manual, "Trigger Functions"). It comes before names are resolved.
func renameRowAliases(t *ir.Trigger) {
	r := rowAliases{}
	r.each(t, r.collect)
	if len(r) > 0 {
		r.each(t, r.apply)
	}
}

// rowAliases are the names that stand for tables, and what they are called instead.
type rowAliases map[string]ir.Name

func (r rowAliases) each(t *ir.Trigger, f func(ir.Node) bool) {
	if t.Body != nil {
		ir.Walk(t.Body, f)
	}
	for _, s := range t.Sections {
		if s.Body != nil {
			ir.Walk(s.Body, f)
		}
	}
}

// slots are the names that a node gives to tables.
func (r rowAliases) slots(n ir.Node) []*ir.Name {
	switch n := n.(type) {
	case *ir.TableRef:
		return []*ir.Name{&n.Alias}
	case *ir.SubqueryRef:
		return []*ir.Name{&n.Alias}
	case *ir.FuncRef:
		return []*ir.Name{&n.Alias}
	case *ir.JSONTable:
		return []*ir.Name{&n.Alias}
	case *ir.XMLTable:
		return []*ir.Name{&n.Alias}
	case *ir.PivotRef:
		return []*ir.Name{&n.Alias}
	case *ir.UnpivotRef:
		return []*ir.Name{&n.Alias}
	case *ir.CTE:
		return []*ir.Name{&n.Name}
	}
	return nil
}

func (r rowAliases) collect(n ir.Node) bool {
	for _, s := range r.slots(n) {
		if s.Is("OLD") || s.Is("NEW") {
			r[s.Key] = ir.MakeName(s.Text + "_rows")
		}
	}
	return true
}

func (r rowAliases) apply(n ir.Node) bool {
	for _, s := range r.slots(n) {
		r.change(s)
	}
	switch n := n.(type) {
	case *ir.TableRef:
		if len(n.Name.Parts) == 1 { // a common table expression, or the table that an UPDATE or DELETE changes
			r.change(&n.Name.Parts[0])
		}
	case *ir.Ref:
		if len(n.Name.Parts) > 1 {
			r.change(&n.Name.Parts[0])
		}
	case *ir.SelectItem:
		if len(n.Qualifier.Parts) == 1 {
			r.change(&n.Qualifier.Parts[0])
		}
	}
	return true
}

func (r rowAliases) change(n *ir.Name) {
	if to, ok := r[n.Key]; ok {
		*n = to
	}
}
