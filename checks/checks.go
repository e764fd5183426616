// Package checks proves that data arrived: it compares tables of a source and a target database, whatever their
// engines, and tells every row and column that differs.
//
// It works in steps, each a file: structure (structure.go) settles which columns can be compared and as what (canon.go);
// chunks of the key are hashed in the databases, one by one or in one pass over the table (pass.go), and only where count or
// sum of hashes differ are buckets, then rows fetched (compare.go); what differs is read again until it settles, since changes may be on their way
// (settle.go); then it is reported, and repaired if asked (repair.go). Floats and documents whose text differs between
// engines are streamed and compared by value (stream.go). What cannot be compared is reported as not checked: it never
// counts as equal.
//
// The package shares no code with the replicator, so that one defect cannot hide in both.
package checks

import (
	"context"
	"database/sql"
	"time"
)

// Engine is what a database system's SQL looks like; packages checks/postgres and checks/mysql have one each.
type Engine interface {
	// Name is "postgres" or "mysql".
	Name() string
	// Tables reads the catalogue of some schemas, all of the user's for none.
	Tables(ctx context.Context, db *sql.DB, schemas []string) ([]*Table, error)
	// Lag is how far behind the replicas are that the server knows of, or the server itself where it is one; known is false where
	// it has nothing to tell.
	Lag(ctx context.Context, db *sql.DB) (lag time.Duration, known bool, err error)
	SQL
}

// SQL writes an engine's expressions.
type SQL interface {
	Ident(name string) string
	// Text is an expression for the canonical text of a column: NULL for NULL, else the same bytes in every engine.
	Text(c *Column, as Canon) string
	// Value is the expression that a canonical text stands for, of the column's type, to compare with or to store.
	Value(c *Column, as Canon, text string) string
	// Row joins fields to one text. See field for what a field is.
	Row(fields []Field) string
	// Hash is an expression for a non-negative integer below 2^60 of a text: the first 60 bits of its SHA-256.
	Hash(text string) string
	// OwnHash is a quicker hash of a row that only the same engine can compute, of 64 bits or fewer; "" for none.
	OwnHash(fields []Field) string
	// Once makes a table expression of a query. Servers compute an expression of a subquery as often as the query around
	// it names it; this keeps them from it where the engine knows a way that costs less than computing it twice.
	Once(query string) string
	// Total is the sum of a hash as text; each row without one counts as NoHash. It names the hash once.
	Total(hash string) string
	// Integer writes an integer expression as text.
	Integer(expr string) string
	// Insert is what stands between the column list and VALUES to store values in identity columns as well.
	Insert() string
}

// NoHash is what a row without a hash (NULL, since it is too long for the engine's functions) adds to a total: more than
// the hashes of all rows that a table can have.
const NoHash = "10000000000000000000000000000000000000000"

// Field is a canonical text on its way into a row's text.
type Field struct {
	Expr string
	// Free texts can hold any character and are written with their length in bytes in front, so that text cannot move
	// from one field to the next unseen.
	Free bool
}

// Side is one of the two databases.
type Side struct {
	Engine
	DB *sql.DB
}

// Name is a table's.
type Name struct{ Schema, Table string }

func (n Name) String() string { return n.Schema + "." + n.Table }

// Table is a table as the catalogue has it.
type Table struct {
	Name
	Columns []*Column
	// Key is the primary key, or else a unique key over columns that are not NULL; nil for none.
	Key []string
	// Rows is the catalogue's estimate; -1 for none.
	Rows int64
}

// Column is a column as the catalogue has it.
type Column struct {
	Name     string
	Type     string // as the engine writes it: "numeric(10,2)"
	Class    Class
	Length   int // bits of integers, floats and bit strings, digits of decimals, characters of texts; 0 where it has none
	Scale    int // digits behind the point; -1 where not limited
	NotNull  bool
	Computed bool // generated columns are compared, but cannot be repaired
}

// column finds a column by its exact name.
func (t *Table) column(name string) *Column {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Pair says which target table holds a source table.
type Pair struct {
	Source, Target Name
	Columns        []ColumnPair
	// Key are names of source columns to find rows by, in place of the source's own key.
	Key []string
	// Where selects the rows that were replicated, as SQL of the source; "" for all.
	Where string
	// Skip are source columns that are left out of the comparison, and why.
	Skip []Skipped
}

// ColumnPair is a source column and the target column that holds it.
type ColumnPair struct{ Source, Target string }

// Skipped is a column that is not compared.
type Skipped struct {
	Column string `json:"column"`
	Reason string `json:"reason"`
	// Meant says that the two are to differ, and no proof is missing.
	Meant  bool   `json:"meant,omitempty"`
	Target string `json:"-"` // the column that holds it
}

// Options steer a check. The zero value is ready.
type Options struct {
	Threads   int           // tables and chunks at a time, 0: 2
	ChunkRows int           // rows of a chunk, 0: 100,000
	Tolerance float64       // relative difference of floats that counts as equal
	Settle    time.Duration // how long a difference must last, its source row unchanged, to be reported; 0: at once
	Patience  time.Duration // how long to wait for rows that keep changing, 0: 10 × Settle, or a minute with Synced
	MaxDiffs  int           // rows listed for a table, 0: 1,000; all are counted
	Stream    bool          // hash in this process instead of the databases: quicker on a local link
	Mask      bool          // no values in the result, only where they differ
	Repair    bool          // make the target's rows as the source has them
	// Synced returns once the target has everything that was committed on the source before the call: rows that differ are then
	// settled by position, and Settle has no effect. nil: by time.
	Synced func(ctx context.Context) error
	// Throttle is asked before each chunk and returns when the source may be loaded; nil: always.
	Throttle func(ctx context.Context) error
	// Progress is told what is done, from one goroutine at a time; nil for nobody.
	Progress func(t *TableResult, rows int64)
	// Journal remembers chunks that were found equal, for a check that is resumed; nil for none.
	Journal Journal
}

// Journal remembers what was checked. It is used by several goroutines.
type Journal interface {
	// Done tells whether the chunk was found equal by an earlier run, and how many rows it had.
	Done(table, chunk string) (rows int64, ok bool)
	// Note remembers it.
	Note(table, chunk string, rows int64) error
}

func (o *Options) defaults() {
	if o.Threads < 1 {
		o.Threads = 2
	}
	if o.ChunkRows < 1 {
		o.ChunkRows = 100_000
	}
	if o.MaxDiffs < 1 {
		o.MaxDiffs = 1000
	}
	switch {
	case o.Patience > 0:
	case o.Synced != nil:
		o.Patience = time.Minute
	default:
		o.Patience = 10 * o.Settle
	}
}

// State is the verdict on a table.
type State string

// The states, from best to worst.
const (
	Equal      State = "equal"
	Partly     State = "partly checked" // what was compared is equal, but some columns were not compared
	Pending    State = "pending"        // rows differ that kept changing in the source
	Different  State = "different"
	NotChecked State = "not checked"
	Failed     State = "error"
)

// Result is what a check found.
type Result struct {
	Source   string         `json:"source"` // engines, not addresses
	Target   string         `json:"target"`
	Started  time.Time      `json:"started"`
	Finished time.Time      `json:"finished"`
	Tables   []*TableResult `json:"tables"`
}

// TableResult is what a check found in a table.
type TableResult struct {
	Source     Name      `json:"source"`
	Target     Name      `json:"target"`
	State      State     `json:"state"`
	Error      string    `json:"error,omitempty"`
	SourceRows int64     `json:"sourceRows"`
	TargetRows int64     `json:"targetRows"`
	Skipped    []Skipped `json:"notChecked,omitempty"`
	Structure  []string  `json:"structure,omitempty"` // differences of columns, types and keys
	Key        []string  `json:"key,omitempty"`
	// Differences counts all; Rows lists them up to a limit.
	Differences int64     `json:"differences"`
	Rows        []RowDiff `json:"rows,omitempty"`
	PendingRows int64     `json:"pendingRows"`
	Repaired    int64     `json:"repaired"`
	Unrepaired  []string  `json:"unrepaired,omitempty"`
}

// DiffKind says how a row differs.
type DiffKind string

// The kinds.
const (
	MissingTarget DiffKind = "missing in target"
	MissingSource DiffKind = "not in source"
	Changed       DiffKind = "different"
)

// RowDiff is a row that differs. Key has canonical texts, in the order of TableResult.Key; empty without a key, where
// Columns has the whole row.
type RowDiff struct {
	Kind    DiffKind     `json:"kind"`
	Key     []string     `json:"key,omitempty"`
	Columns []ColumnDiff `json:"columns,omitempty"`
	Count   int64        `json:"count,omitempty"` // without a key: how often the row is too often on that side
}

// ColumnDiff has the canonical texts of both sides; nil is NULL.
type ColumnDiff struct {
	Column string  `json:"column"`
	Source *string `json:"source"`
	Target *string `json:"target"`
}

// Proven tells whether all tables hold what they should: every column was compared, but for those that are meant to differ.
func (r *Result) Proven() bool {
	for _, t := range r.Tables {
		if t.State != Equal && t.State != Partly {
			return false
		}
		for _, s := range t.Skipped {
			if !s.Meant {
				return false
			}
		}
	}
	return true
}

// Worst is the worst state of all tables; Equal for none.
func (r *Result) Worst() State {
	order := []State{Equal, Partly, Pending, Different, NotChecked, Failed}
	worst := 0
	for _, t := range r.Tables {
		for i, s := range order {
			if t.State == s && i > worst {
				worst = i
			}
		}
	}
	return order[worst]
}
