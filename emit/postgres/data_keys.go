package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Foreign keys are made when the rows of the scripts are in. A row whose parent no script puts in would end the installation
// there, so its key is made NOT VALID.

// orphans notes the rows whose parents are not there so far. A later script may still put them in: see brokenKeys.
func (p *rowPlan) orphans(t *ir.Table, values map[string]rowValue) {
	if p.em.src.Source != ir.Oracle {
		return
	}
	for _, c := range t.Constraints {
		if c.Kind != ir.ForeignKey || c.Disabled || c.NoValidate {
			continue
		}
		parent, ok := p.em.tableNamed(t.Schema, c.RefTable).(*ir.Table)
		if !ok || p.open[parent] {
			continue
		}
		h, text := p.parentKey(c, parent, values)
		if text == "" || p.seen[parent][h] {
			continue
		}
		if p.lost[c] == nil {
			p.parentOf[c] = parent
			p.lost[c] = map[uint64]string{}
		}
		p.lost[c][h] = text
	}
}

// parentKey is the key that a row of the parent must have, as keys hashes it; its text is "" where it is not known.
func (p *rowPlan) parentKey(c *ir.Constraint, parent *ir.Table, values map[string]rowValue) (uint64, string) {
	refs := ir.ReferencedCols(parent, c)
	if len(refs) != len(c.Cols) {
		return 0, ""
	}
	want := map[string]rowValue{}
	for i, r := range refs {
		v, ok := values[c.Cols[i].Key]
		if !ok || !v.known || v.null || v.asked {
			return 0, "" // a NULL refers to nothing
		}
		want[r.Key] = v
	}
	for i, cols := range p.uniqueCols(parent) {
		if !sameColumns(cols, refs) {
			continue
		}
		key := rowKey(i, cols, want)
		_, list, _ := strings.Cut(key, "\x00")
		return keyHash(key), strings.ReplaceAll(list, "\x00", ", ")
	}
	return 0, ""
}

func sameColumns(a, b []ir.Name) bool {
	if len(a) != len(b) {
		return false
	}
	in := map[string]bool{}
	for _, n := range a {
		in[n.Key] = true
	}
	for _, n := range b {
		if !in[n.Key] {
			return false
		}
	}
	return true
}

// brokenKeys keeps what has no parent at the end of all scripts, one row a key.
func (p *rowPlan) brokenKeys() {
	for c, rows := range p.lost {
		least := ""
		for h, text := range rows {
			if t := p.parentOf[c]; !p.seen[t][h] && !p.open[t] && (least == "" || text < least) {
				least = text
			}
		}
		if least != "" && !p.allOpen {
			p.broken[c] = least
		}
	}
	p.lost = nil
}

// opens notes what a statement may change besides rows of constants: the keys of these tables are not known then.
func (p *rowPlan) opens(n ir.Node) {
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case ir.DML:
			for _, c := range changesOf(n) {
				p.opensTable(c, n)
			}
		case *ir.Call:
			r := calledRoutine(n)
			p.allOpen = p.allOpen || n.Fn == "" && (r == nil || r.Body == nil || r.Writes)
		case *ir.ExecImmediate, *ir.CallStmt, *ir.RawStmt:
			p.allOpen = true
		}
		return !p.allOpen
	})
}

// opensTable does so for one change. An UPDATE of columns that are in no key changes none.
func (p *rowPlan) opensTable(c change, d ir.DML) {
	t, ok := c.table.(*ir.Table)
	if !ok {
		p.allOpen = true // a view
		return
	}
	if u, ok := d.(*ir.Update); ok && u.SetRow == nil && len(c.cols) > 0 {
		keyed := false
		for _, key := range p.uniqueCols(t) {
			for _, n := range c.cols {
				keyed = keyed || hasName(key, n)
			}
		}
		if !keyed {
			return
		}
	}
	p.open[t] = true
}
