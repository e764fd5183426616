package postgres

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// The messages of pgoutput: PostgreSQL documentation, "Logical Replication Message Formats".

// errShort means that a message ends too early.
var errShort = errors.New("a message of pgoutput is cut off")

// reader reads the fields of a message. After an error it gives zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.err, r.b = errShort, nil
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) u8() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) u16() int {
	if b := r.take(2); b != nil {
		return int(binary.BigEndian.Uint16(b))
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if b := r.take(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

func (r *reader) str() string {
	i := bytes.IndexByte(r.b, 0)
	if i < 0 {
		r.err, r.b = errShort, nil
		return ""
	}
	s := string(r.b[:i])
	r.b = r.b[i+1:]
	return s
}

// epoch is where PostgreSQL's microseconds start.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (r *reader) time() time.Time { return epoch.Add(time.Duration(r.u64()) * time.Microsecond) }

// relation is a table as the log describes it.
type relation struct {
	id       event.TableID
	identity byte
	cols     []relColumn
	table    *event.Table // nil: not one of the task's
	at       []int        // ordinal in table by column, -1 where the table no longer has it
	missing  []int        // ordinals of table that the log does not have yet
}

type relColumn struct {
	name   string
	oid    uint32
	typmod int32
	key    bool
}

func parseRelation(r *reader) (uint32, *relation) {
	oid := r.u32()
	rel := &relation{}
	rel.id.Schema, rel.id.Name = r.str(), r.str()
	if rel.id.Schema == "" {
		rel.id.Schema = "pg_catalog"
	}
	rel.identity = r.u8()
	n := r.u16()
	for range n {
		flags := r.u8()
		rel.cols = append(rel.cols, relColumn{key: flags&1 != 0, name: r.str(), oid: r.u32(), typmod: int32(r.u32())})
		if r.err != nil {
			break
		}
	}
	return oid, rel
}

func (rel *relation) same(o *relation) bool {
	if o == nil || rel.id != o.id || len(rel.cols) != len(o.cols) {
		return false
	}
	for i := range rel.cols {
		a, b := rel.cols[i], o.cols[i]
		if a.name != b.name || a.oid != b.oid || a.typmod != b.typmod {
			return false
		}
	}
	return true
}

// bind joins the relation with a table's description by the names of columns.
func (rel *relation) bind(t *event.Table) {
	rel.table = t
	rel.at, rel.missing = make([]int, len(rel.cols)), nil
	have := make([]bool, len(t.Columns))
	for i, c := range rel.cols {
		rel.at[i] = t.Ordinal(c.name)
		if rel.at[i] >= 0 {
			have[rel.at[i]] = true
		}
	}
	for i, ok := range have {
		if !ok {
			rel.missing = append(rel.missing, i)
		}
	}
}

// tuple reads a row. Columns that the log does not tell are Unchanged. keyOnly tells that nulls outside of the key mean
// "not told".
func (rel *relation) tuple(r *reader, keyOnly bool) (event.Row, error) {
	n := r.u16()
	if r.err == nil && n != len(rel.cols) {
		return nil, fmt.Errorf("pgoutput: table %s has %d columns in a row, %d in its description", rel.id, n, len(rel.cols))
	}
	row := make(event.Row, len(rel.table.Columns))
	for i := range n {
		var v canon.Value
		var err error
		kind := r.u8()
		at := rel.at[i]
		switch kind {
		case 'n':
			v.Unchanged = keyOnly && (at < 0 || !rel.table.IsKey(at))
		case 'u':
			v.Unchanged = true
		case 't':
			b := r.take(int(r.u32()))
			if at >= 0 {
				v, err = decodeText(b, rel.table.Columns[at].Type.Kind)
			}
		default:
			if r.err != nil {
				return nil, r.err
			}
			err = fmt.Errorf("pgoutput: a value in form %q", kind)
		}
		if err != nil {
			return nil, err
		}
		if at >= 0 {
			row[at] = v
		}
	}
	for _, m := range rel.missing {
		row[m].Unchanged = true
	}
	return row, r.err
}

// change reads an insert, update or delete.
func (rel *relation) change(kind byte, r *reader) (*event.Change, error) {
	c := &event.Change{Table: rel.table}
	tag := r.u8()
	var err error
	if tag == 'K' || tag == 'O' {
		if c.Before, err = rel.tuple(r, tag == 'K'); err != nil {
			return nil, err
		}
		if kind != 'D' {
			tag = r.u8()
		}
	}
	if tag == 'N' {
		if c.After, err = rel.tuple(r, false); err != nil {
			return nil, err
		}
	}
	switch kind {
	case 'I':
		c.Op = event.Insert
	case 'U':
		c.Op = event.Update
		rel.tidy(c)
	default:
		c.Op = event.Delete
	}
	if r.err == nil && (c.Op != event.Delete && c.After == nil || c.Op == event.Delete && c.Before == nil) {
		return nil, fmt.Errorf("pgoutput: a change of %s without its row", rel.id)
	}
	return c, r.err
}

// tidy fills unchanged values from a full old row, and drops the old row when it tells nothing more.
func (rel *relation) tidy(c *event.Change) {
	if c.Before == nil {
		return
	}
	for i := range c.After {
		if c.After[i].Unchanged && !c.Before[i].Unchanged {
			c.After[i] = c.Before[i]
		}
	}
	if len(rel.table.Key) == 0 {
		return
	}
	for _, k := range rel.table.Key {
		if !bytes.Equal(c.Before[k].B, c.After[k].B) || c.Before[k].Null() != c.After[k].Null() {
			return
		}
	}
	c.Before = nil
}
