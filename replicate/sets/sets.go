// Package sets turns the changes of a batch into groups that one statement each can apply: in the source's order, or
// reduced to the net change of each row. It also holds the careful way, change by change, in which the error policy is
// asked. Engines write the statements.
package sets

import (
	"errors"
	"strconv"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// ErrUnexpected means that a statement met another number of rows than it should have, or that a batch cannot be
// applied by sets: the careful way is left.
var ErrUnexpected = errors.New("unexpected number of rows")

// Groups gives the groups of a batch, as the batch allows.
func Groups(b *replicate.Batch) ([]Group, error) {
	if b.Bulk || b.Idempotent {
		if g, ok := Net(b); ok {
			return g, nil
		}
		if b.Idempotent {
			return nil, ErrUnexpected
		}
	}
	return Ordered(b.Changes), nil
}

// One makes a group of one change.
func One(c *event.Change) Group {
	return Group{Op: c.Op, Table: c.Table, Mask: MaskOf(c), Rows: []*event.Change{c}}
}

// Group is some changes of one table that one statement can apply: the same operation on the same columns, each row once.
type Group struct {
	Op    event.Op
	Table *event.Table
	Mask  string // which columns the changes set; "" is all
	Rows  []*event.Change
}

// Ordered keeps the source's order, but lets neighbours of the same nature share a statement.
func Ordered(changes []*event.Change) []Group {
	var out []Group
	var g Group
	seen := map[string]bool{}
	flush := func() {
		if len(g.Rows) > 0 {
			out = append(out, g)
		}
		g = Group{}
		clear(seen)
	}
	for _, c := range changes {
		if !Settable(c) {
			flush()
			out = append(out, One(c))
			continue
		}
		mask := MaskOf(c)
		if g.Op != c.Op || g.Table != c.Table || g.Mask != mask {
			flush()
			g = Group{Op: c.Op, Table: c.Table, Mask: mask}
		}
		if c.Op != event.Insert {
			key := KeyText(c.Table, KeyRow(c))
			if seen[key] {
				flush()
				g = Group{Op: c.Op, Table: c.Table, Mask: mask}
			}
			seen[key] = true
		}
		g.Rows = append(g.Rows, c)
	}
	flush()
	return out
}

// Settable tells whether a change can be one of many in a statement: rows are found by a key that stays.
func Settable(c *event.Change) bool {
	switch c.Op {
	case event.Insert:
		return true
	case event.Update:
		return len(c.Table.Key) > 0 && c.Before == nil
	}
	return len(c.Table.Key) > 0
}

// KeyRow is the row that holds the key by which the target's row is found.
func KeyRow(c *event.Change) event.Row {
	if c.Before != nil {
		return c.Before
	}
	return c.After
}

// KeyText makes a map key of a row's key.
func KeyText(t *event.Table, row event.Row) string {
	if len(t.Key) == 1 {
		return string(row[t.Key[0]].B)
	}
	var b []byte
	for _, k := range t.Key {
		b = strconv.AppendInt(b, int64(len(row[k].B)), 10)
		b = append(append(b, ':'), row[k].B...)
	}
	return string(b)
}

// MaskOf tells which columns a change sets; "" stands for all.
func MaskOf(c *event.Change) string {
	all := true
	for i := range c.After {
		if c.After[i].Unchanged {
			all = false
		}
	}
	if all {
		return ""
	}
	m := make([]byte, len(c.After))
	for i := range c.After {
		m[i] = '1'
		if c.After[i].Unchanged {
			m[i] = '0'
		}
	}
	return string(m)
}

// Columns lists the ordinals that a change sets.
func Columns(t *event.Table, mask string) []int {
	var out []int
	for i := range t.Columns {
		if mask == "" || mask[i] == '1' {
			out = append(out, i)
		}
	}
	return out
}
