package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// Loops and generators put in rows that they number themselves: 1, 2, 3 and so on. Into a table that has rows already they may put
// a key that is there, and so may constants behind them.

// numbers notes the tables that a statement fills with keys of its own numbering, and gives one of them that may have such a key already.
func (p *rowPlan) numbers(s ir.Stmt) *ir.Table {
	var taken *ir.Table
	eachUnhandled(s, func(d *ir.Insert, t *ir.Table) {
		n := p.numbered(d, t)
		switch {
		case n && p.holds[t], !n && p.counted[t] && p.constantKey(d, t):
			taken = t
		}
		p.counted[t] = p.counted[t] || n
	})
	return taken
}

// keyValues gives the expressions of a unique key in the rows of an INSERT, one row after the other. A query counts as one row.
func (p *rowPlan) keyValues(d *ir.Insert, t *ir.Table) [][]ir.Expr {
	rows := d.Rows
	if s := insertedSelect(d); s != nil {
		var row []ir.Expr
		for _, it := range s.Items {
			row = append(row, it.Expr)
		}
		rows = [][]ir.Expr{row}
	}
	cols := d.Cols
	if len(cols) == 0 {
		for _, c := range t.Columns {
			if !c.Invisible {
				cols = append(cols, c.Name)
			}
		}
	}
	var list [][]ir.Expr
	for _, row := range rows {
		if len(row) != len(cols) {
			continue
		}
		for _, key := range p.uniqueCols(t) {
			var values []ir.Expr
			for i, c := range cols {
				if hasName(key, c) && row[i] != nil {
					values = append(values, row[i])
				}
			}
			if len(values) == len(key) {
				list = append(list, values)
			}
		}
	}
	return list
}

func insertedSelect(d *ir.Insert) *ir.Select {
	if d.Query == nil {
		return nil
	}
	s, _ := d.Query.Body.(*ir.Select)
	return s
}

// numbered tells INSERTs with a key whose parts are constants and at least one number of a loop or a generator.
func (p *rowPlan) numbered(d *ir.Insert, t *ir.Table) bool {
	for _, key := range p.keyValues(d, t) {
		counts, other := false, false
		for _, e := range key {
			ir.Walk(e, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.Ref:
					_, loop := refDecl(n).(*ir.ForNum)
					counts, other = counts || loop, other || !loop
				case *ir.Index: // an element of a collection, by the number of the loop
					ir.Walk(n, func(n ir.Node) bool {
						if r, ok := n.(*ir.Ref); ok {
							_, loop := refDecl(r).(*ir.ForNum)
							counts = counts || loop
						}
						return true
					})
					return false
				case *ir.Pseudo:
					counts = true
				case *ir.SeqValue, *ir.Subquery, *ir.MethodCall:
					other = true
				case *ir.Call:
					other = other || n.Fn == "" || n.Fn == "sys_guid"
				}
				return true
			})
		}
		if counts && !other {
			return true
		}
	}
	return false
}

// constantKey tells INSERTs with a key of constants.
func (p *rowPlan) constantKey(d *ir.Insert, t *ir.Table) bool {
	for _, key := range p.keyValues(d, t) {
		all := true
		for _, e := range key {
			all = all && p.constant(e).known
		}
		if all {
			return true
		}
	}
	return false
}
