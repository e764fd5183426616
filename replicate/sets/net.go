package sets

import (
	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// netRow is what is left of all changes of one row in a batch.
type netRow struct {
	table  *event.Table
	delete event.Row     // the row that was there before goes
	insert *event.Change // a new row comes
	update *event.Change // the row that was there changes
	born   bool          // the row was not there before the batch
}

// netting gathers the net change of each row, in the order in which rows were first touched.
type netting struct {
	rows  map[*event.Table]map[string]*netRow
	order []*netRow
}

func (n *netting) row(t *event.Table, key event.Row) *netRow {
	m := n.rows[t]
	if m == nil {
		m = map[string]*netRow{}
		n.rows[t] = m
	}
	k := KeyText(t, key)
	r := m[k]
	if r == nil {
		r = &netRow{table: t}
		m[k] = r
		n.order = append(n.order, r)
	}
	return r
}

// Net reduces a batch to the net change of each row and applies that by sets: deletes first, then updates, then inserts.
// It gives false when the batch holds something that only order can tell: rows without a key, or a changed key whose
// row is not known in full.
func Net(b *replicate.Batch) ([]Group, bool) {
	n := &netting{rows: map[*event.Table]map[string]*netRow{}}
	for _, c := range b.Changes {
		if !n.add(c, b.Idempotent) {
			return nil, false
		}
	}
	return n.groups(b.Idempotent), true
}

func (n *netting) add(c *event.Change, idempotent bool) bool {
	t := c.Table
	if len(t.Key) == 0 {
		if c.Op == event.Insert && !idempotent {
			n.order = append(n.order, &netRow{table: t, insert: c})
			return true
		}
		return false
	}
	switch c.Op {
	case event.Insert:
		n.inserted(n.row(t, c.After), c, idempotent)
	case event.Delete:
		n.deleted(n.row(t, c.Before), c.Before)
	case event.Update:
		if c.Before == nil {
			n.row(t, c.After).updated(c)
			break
		}
		if MaskOf(c) != "" {
			return false
		}
		n.deleted(n.row(t, c.Before), c.Before)
		n.inserted(n.row(t, c.After), &event.Change{Op: event.Insert, Table: t, After: c.After, Origin: c.Origin}, idempotent)
	}
	return true
}

func (n *netting) inserted(r *netRow, c *event.Change, idempotent bool) {
	if r.delete == nil && r.update == nil && r.insert == nil {
		r.born = true
	}
	if idempotent && r.delete == nil {
		r.delete = c.After
	}
	r.insert, r.update = c, nil
}

func (n *netting) deleted(r *netRow, before event.Row) {
	r.insert, r.update = nil, nil
	if !r.born || r.delete != nil {
		r.delete = before
	}
}

// updated merges an update into what the batch did to the row before.
func (r *netRow) updated(c *event.Change) {
	old := r.update
	if r.insert != nil {
		old = r.insert
	}
	if old == nil {
		r.update = c
		return
	}
	merged := *c
	merged.Op = old.Op
	merged.After = append(event.Row(nil), c.After...)
	for i := range merged.After {
		if merged.After[i].Unchanged {
			merged.After[i] = old.After[i]
		}
	}
	if r.insert != nil {
		r.insert = &merged
	} else {
		r.update = &merged
	}
}

// groups gives the groups: a few for each table.
func (n *netting) groups(idempotent bool) []Group {
	type key struct {
		table *event.Table
		op    event.Op
		mask  string
	}
	groups := map[key]*Group{}
	var order [3][]*Group // deletes, updates, inserts
	put := func(place int, c *event.Change) {
		k := key{c.Table, c.Op, ""}
		if c.Op != event.Delete {
			k.mask = MaskOf(c)
		}
		g := groups[k]
		if g == nil {
			g = &Group{Op: c.Op, Table: c.Table, Mask: k.mask}
			groups[k] = g
			order[place] = append(order[place], g)
		}
		g.Rows = append(g.Rows, c)
	}
	for _, r := range n.order {
		if idempotent && r.update != nil && MaskOf(r.update) == "" { // the row may be missing: write it whole
			up := *r.update
			up.Op = event.Insert
			r.delete, r.insert, r.update = up.After, &up, nil
		}
		if r.delete != nil {
			put(0, &event.Change{Op: event.Delete, Table: r.table, Before: r.delete})
		}
		if r.update != nil {
			put(1, r.update)
		}
		if r.insert != nil {
			put(2, r.insert)
		}
	}
	var out []Group
	for _, gs := range order {
		for _, g := range gs {
			out = append(out, *g)
		}
	}
	return out
}
