package replicate

import (
	"context"
	"io"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Source is a database that rows come from.
type Source interface {
	// Describe describes the named tables, or with nil all tables and views that are the user's.
	Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error)
	// Snapshot opens a view of the tables at one moment.
	Snapshot(ctx context.Context, tables []*event.Table, readers int, kind SnapshotKind) (Snapshot, error)
	// Stream opens the log right behind a position.
	Stream(ctx context.Context, tables []*event.Table, from event.Position) (Stream, error)
	// Close ends all connections.
	Close() error
}

// Expecter is an end that can open sessions before they are asked for, beside what the task does meanwhile.
type Expecter interface {
	// Expect makes sure that so many sessions are open, or being opened, for those who ask next. What nobody takes is closed
	// behind the load, or by Close.
	Expect(ctx context.Context, sessions int)
}

func expect(ctx context.Context, end any, sessions int) {
	if e, ok := end.(Expecter); ok {
		e.Expect(ctx, sessions)
	}
}

// SnapshotKind says what a snapshot is for.
type SnapshotKind uint8

const (
	SnapshotAlone SnapshotKind = iota // nothing is streamed behind it
	SnapshotStart                     // streaming starts at its position: what that takes (a slot, say) is made anew
	SnapshotAgain                     // streaming goes on from an earlier position
)

// Log answers questions about a source's log.
type Log interface {
	// Identity tells the source from others: a position is worth nothing in another server's log.
	Identity(ctx context.Context) (string, error)
	// Current is the end of the log.
	Current(ctx context.Context) (event.Position, error)
	// Compare orders positions; it returns bytes between them where the log counts in bytes.
	Compare(a, b event.Position) (int64, error)
	// Lookup reads a row of today by its key, and a position that is not before what it read; nil when it is gone.
	Lookup(ctx context.Context, t *event.Table, key event.Row) (event.Row, event.Position, error)
}

// Rejoiner is a source whose positions mean something on other servers of its group too.
type Rejoiner interface {
	// Rejoin gives a position of another server in this one's terms. It fails when this server does not have in its log all
	// that the position stands for.
	Rejoin(ctx context.Context, at event.Position) (event.Position, error)
}

// Keeper knows what a task made on a source (slots, publications).
type Keeper interface {
	// Made lists what there is now.
	Made(ctx context.Context) ([]string, error)
	// Drop removes it, and tells what it removed.
	Drop(ctx context.Context) ([]string, error)
}

// Checker looks for what would make a task fail before anything is created.
type Checker interface {
	Preflight(ctx context.Context, tables []*event.Table, stream bool) ([]Problem, error)
	// Grants gives the statements that create what a user needs and no more.
	Grants(ctx context.Context, user string, tables []*event.Table) ([]string, error)
}

// Problem is something that a preflight found.
type Problem struct {
	Fatal bool   `json:"fatal"`
	Side  string `json:"side"` // source, target
	Text  string `json:"text"`
	Fix   string `json:"fix"`
}

// Snapshot is a consistent view of a source. Its methods may be called from many goroutines.
type Snapshot interface {
	// Position is where streaming starts so that nothing is missed and nothing comes twice.
	Position() event.Position
	// Chunks cuts a table into pieces of about the given size.
	Chunks(ctx context.Context, t *event.Table, want ChunkWish) ([]Chunk, error)
	// Read gives the rows of a chunk; f must not keep the row.
	Read(ctx context.Context, r Read, f func(event.Row) error) error
	Close() error
}

// ChunkWish says how a table is to be cut.
type ChunkWish struct {
	Bytes int64
	// Segments are conditions in the source's SQL that a mapping's parallel-load rule asks for; nil leaves it to Bytes.
	Segments []string
}

// Chunk is a piece of a table. Only the source reads Where.
type Chunk struct {
	Table *event.Table
	N     int    // from 0
	Of    int    // how many there are
	Where string // opaque; stored, so that a chunk means the same after a restart
	Bytes int64  // an estimate
}

// Read says what to read of a chunk.
type Read struct {
	Chunk   Chunk
	Columns []int  // ordinals, in the order in which they are wanted
	Filter  string // a condition in the source's SQL; "" for all rows
}

// RawReader is a snapshot that can hand over rows in its own wire form.
type RawReader interface {
	// RawFormat names the form in which the columns would come; a loader that gives the same name takes the bytes as they are.
	RawFormat(t *event.Table, columns []int) string
	ReadRaw(ctx context.Context, r Read, w io.Writer) error
}

// Stream is a source's log from a position on.
type Stream interface {
	// Next waits for the next committed transaction. A transaction without changes moves the position only.
	Next(ctx context.Context) (*event.Tx, error)
	// Ack tells that everything up to a position is safe in the target. It may be called while Next waits.
	Ack(p event.Position)
	Close() error
}

// Target is a database that rows go to.
type Target interface {
	// Describe describes tables; those that do not exist are left out.
	Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error)
	// Loader opens a connection that loads chunks.
	Loader(ctx context.Context) (Loader, error)
	// Applier opens a connection that applies changes.
	Applier(ctx context.Context, policy *Policy) (Applier, error)
	Close() error
}

// Schemer changes tables of a target.
type Schemer interface {
	// Create makes a table, without its key when the key is to come later.
	Create(ctx context.Context, t *event.Table, withKey bool) error
	// Empty removes the rows of tables; Drop removes a table.
	Empty(ctx context.Context, ids []event.TableID) error
	Drop(ctx context.Context, id event.TableID) error
	Keyer
}

// Keyer makes the key that Create left out. A loader can be one, for tables of one chunk.
type Keyer interface {
	AddKey(ctx context.Context, t *event.Table) error
}

// Deferrer takes indexes and foreign keys away for the load and makes them again behind it.
type Deferrer interface {
	// Definitions lists the statements that make the indexes and foreign keys of a table, and those that drop them.
	Definitions(ctx context.Context, id event.TableID) (make, drop []string, err error)
	Run(ctx context.Context, statement string) error
}

// Loader loads chunks, each in one transaction with its row in the control tables.
type Loader interface {
	Load(ctx context.Context, job *LoadJob) error
	Close() error
}

// RawLoader is a loader that takes rows in its own wire form.
type RawLoader interface {
	RawFormat(t *event.Table) string
	LoadRaw(ctx context.Context, job *LoadJob, read func(io.Writer) error) error
}

// LoadJob is one chunk to load.
type LoadJob struct {
	Task  TaskRef
	Chunk Chunk
	Table *event.Table // of the target: the columns that are written, in order
	// Rows feeds the rows; it can be called again when the first try failed.
	Rows func(emit func(event.Row) error) error
	// Careful loads small batches and falls back to single rows, asking Policy about each that fails.
	Careful bool
	Batch   int // rows of a batch
	// Upsert overwrites rows that are there: the chunk is read later than its neighbours.
	Upsert bool
	Policy *Policy
	Loaded int64 // out: rows that are in the target now
	Failed int64 // out: rows that the policy let go
}

// TaskRef names a run of a task in the control tables. Epoch rises with every start: who finds another epoch than its
// own has been replaced and stops.
type TaskRef struct {
	Name  string
	Epoch int64
}

// Applier applies changes.
type Applier interface {
	// Apply applies a batch. Unless it is partial it commits the data and the checkpoint together.
	Apply(ctx context.Context, b *Batch) error
	// Describe describes a table as this connection sees it, within the open batch; nil when there is none.
	Describe(ctx context.Context, id event.TableID) (*event.Table, error)
	Close() error
}

// Batch is some changes of the source in their order, in the target's terms.
type Batch struct {
	Task    TaskRef
	Changes []*event.Change
	// Bulk allows to apply the net change of each row instead of each change.
	Bulk bool
	// Idempotent: rows may already be newer than the change; what is there already is overwritten, what is gone is
	// not missed.
	Idempotent bool
	// Partial: more of the same transaction follows.
	Partial    bool
	Checkpoint Checkpoint
	// Lookup reads the row of today for a change whose row is missing and which does not hold all of it; nil when the
	// source no longer has it.
	Lookup func(c *event.Change) (*event.Change, error)
	// States are written with the data.
	States []TableRecord
}

// Checkpoint is how far a task is.
type Checkpoint struct {
	Identity string // of the source
	Position event.Position
}

// TableRecord is what the control tables keep about a table.
type TableRecord struct {
	Table  event.TableID // of the source
	State  TableState
	Reason string
	// Since is the position up to which the table's changes are already in it: they are skipped. "" for none.
	Since event.Position
	// Until is the position up to which its changes are applied idempotently, because parts of it were read later than
	// others. "" for none.
	Until  event.Position
	Chunks []ChunkRecord
}

// ChunkRecord is a chunk in the control tables.
type ChunkRecord struct {
	N     int
	Where string
	Done  bool
	Rows  int64
}

// Control keeps the state of tasks in the target.
type Control interface {
	// Open makes the control tables where they are missing and starts a new epoch of the task.
	Open(ctx context.Context, task string) (TaskRef, *Checkpoint, []TableRecord, error)
	// Checkpoint reads how far a task is, without touching it; nil when there is no such task.
	Checkpoint(ctx context.Context, task string) (*Checkpoint, error)
	// Save writes a checkpoint and states of tables outside of any data, fenced like data.
	Save(ctx context.Context, task TaskRef, c *Checkpoint, tables []TableRecord) error
	// Move puts a checkpoint in the place of the one that is there, with records of tables.
	Move(ctx context.Context, task TaskRef, c *Checkpoint, tables []TableRecord) error
	// Write appends a row to one of the awsdms_ tables.
	Write(ctx context.Context, task TaskRef, table string, columns []string, values []any) error
	// Forget removes all rows of the task.
	Forget(ctx context.Context, task string) error
}

// Origin is all that a source engine gives.
type Origin interface {
	Source
	Log
	Keeper
	Checker
}

// Destination is all that a target engine gives.
type Destination interface {
	Target
	Schemer
	Deferrer
	Control
	Checker
}
