// Package event is what a source tells: tables, rows, changes and transactions. Nothing in it belongs to one engine.
package event

import (
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
)

// Position is a place in a source's log. Only the source that made it can read it or order it.
type Position string

// TableID names a table.
type TableID struct{ Schema, Name string }

func (t TableID) String() string { return t.Schema + "." + t.Name }

// Column is one column of a table.
type Column struct {
	Name     string
	Type     canon.Type
	Nullable bool
	// Generated columns are computed by their server: they are neither read nor written.
	Generated bool
}

// Table is a table as its server describes it.
type Table struct {
	ID      TableID
	Columns []Column
	// Key holds the ordinals of the columns that identify a row: the primary key, or a unique index over columns that
	// are never NULL. Empty: no row can be told from its twin.
	Key []int
	// OtherKeys tells that unique indexes besides Key exist; Uniques holds the ordinals of those over plain columns.
	OtherKeys bool
	Uniques   [][]int
	// FullBefore tells that the log holds the whole row before an update or delete.
	FullBefore bool
	Rows       int64 // an estimate
	Bytes      int64 // an estimate
	View       bool
}

// Ordinal is the place of the named column, or -1.
func (t *Table) Ordinal(name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// IsKey tells whether column i belongs to the key.
func (t *Table) IsKey(i int) bool {
	for _, k := range t.Key {
		if k == i {
			return true
		}
	}
	return false
}

// Row holds one value a column of its table.
type Row []canon.Value

// Size is what the row takes in memory.
func (r Row) Size() int {
	n := 24
	for i := range r {
		n += r[i].Size()
	}
	return n
}

// Clone copies the row and its bytes.
func (r Row) Clone() Row {
	if r == nil {
		return nil
	}
	total := 0
	for i := range r {
		total += len(r[i].B)
	}
	out, buf := make(Row, len(r)), make([]byte, 0, total)
	for i, v := range r {
		if v.B != nil {
			n := len(buf)
			buf = append(buf, v.B...)
			v.B = buf[n:len(buf):len(buf)]
		}
		out[i] = v
	}
	return out
}

// Op is what a change does.
type Op uint8

const (
	Insert Op = iota + 1
	Update
	Delete
	Truncate
	DDL
)

func (o Op) String() string {
	return [...]string{"?", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "DDL"}[o]
}

// Change is one change of one table.
type Change struct {
	Op    Op
	Table *Table
	// Before is the row before an update or delete. Columns that the log does not hold are Unchanged; the key's are
	// always there. Nil in an update means that the key did not change.
	Before Row
	// After is the row after an insert or update.
	After Row
	// Schema is the table's new description, for DDL; nil when the table was dropped.
	Schema *Table
	// Text is the statement of DDL, where the source tells it.
	Text string
	// Loose tells that nobody knows whether the target has the row: a filter may have kept it away until now. An update then
	// writes a row that is missing, and a delete does not miss it.
	Loose bool
	// Origin is the change of the source that this one was made from, where it may be needed again.
	Origin *Change
}

// Size is what the change takes in memory.
func (c *Change) Size() int { return 96 + c.Before.Size() + c.After.Size() }

// Tx is one committed transaction of the source.
type Tx struct {
	ID       string
	Position Position // resuming here skips this transaction and all before it
	Commit   time.Time
	Changes  Changes // nil for a mere sign of life
	Bytes    int     // what it takes in memory
	Count    int
}

// Changes gives the changes of a transaction in order, as often as asked.
type Changes interface {
	// Each calls f for every change; the change is valid only during the call unless the changes are in memory.
	Each(f func(*Change) error) error
	// InMemory tells that changes stay valid after Each.
	InMemory() bool
	Close() error
}

// List is a transaction's changes in memory.
type List []*Change

// Each implements Changes.
func (l List) Each(f func(*Change) error) error {
	for _, c := range l {
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

// InMemory implements Changes.
func (l List) InMemory() bool { return true }

// Close implements Changes.
func (l List) Close() error { return nil }
