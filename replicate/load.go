package replicate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

func hostname() string {
	h, err := os.Hostname()
	if err != nil {
		return "unknown"
	}
	return h
}

// load brings every table that is not loaded yet.
func (t *Task) load(ctx context.Context) error {
	todo := t.unloaded()
	if len(todo) == 0 {
		return t.afterLoad(ctx)
	}
	now := time.Now().UTC()
	t.Stats.Task(func(r *Report) {
		if r.ReplicationTaskStats.FullLoadStartDate == nil {
			r.ReplicationTaskStats.FullLoadStartDate = &now
		}
	})
	var tables []*event.Table
	for _, p := range todo {
		tables = append(tables, p.Source)
	}
	fresh := t.cp.Position == ""
	if !fresh {
		tables = t.sourceTables() // all of them are streamed
	}
	kind := SnapshotAgain
	switch {
	case t.Mode == FullLoad:
		kind = SnapshotAlone
	case fresh:
		kind = SnapshotStart
	}
	t.expectWorkers(ctx, todo, kind)
	snap, err := t.Source.Snapshot(ctx, tables, t.MaxFullLoadSubTasks, kind)
	if err != nil {
		return err
	}
	defer snap.Close()
	failpoint.Here("snapshot")
	if fresh {
		t.cp.Position = snap.Position()
		if err := t.Target.Save(ctx, t.ref, t.cp, t.allRecords()); err != nil {
			return err
		}
	}
	failpoint.Here("position")
	jobs, err := t.prepare(ctx, snap, todo)
	if err != nil {
		return err
	}
	if err := t.runJobs(ctx, snap, jobs); err != nil {
		return err
	}
	return t.afterLoad(ctx)
}

// unloaded gives the plans of tables that are still to be loaded: as the mapping orders them, then the largest first.
func (t *Task) unloaded() []*Plan {
	var todo []*Plan
	for id, p := range t.plans {
		if s := t.records[id].State; s != TableCompleted && s != TableError {
			todo = append(todo, p)
		}
	}
	slices.SortFunc(todo, func(a, b *Plan) int {
		return cmp.Or(cmp.Compare(b.LoadOrder, a.LoadOrder), cmp.Compare(b.Source.Bytes, a.Source.Bytes),
			strings.Compare(a.Source.ID.String(), b.Source.ID.String()))
	})
	return todo
}

// expectWorkers has the sessions of the load opened: a reader and a loader for each worker, one that holds the snapshot, and
// one that guards the largest table.
func (t *Task) expectWorkers(ctx context.Context, todo []*Plan, kind SnapshotKind) {
	readers := min(t.MaxFullLoadSubTasks, len(todo))
	loaders := readers
	if kind == SnapshotAlone {
		readers++
	}
	if _, ok := t.Target.(Guard); ok && todo[0].Source.Bytes >= 2*t.ChunkBytes {
		loaders++
	}
	expect(ctx, t.Source, readers)
	expect(ctx, t.Target, loaders)
}

// afterLoad makes the indexes and foreign keys that were taken away.
func (t *Task) afterLoad(ctx context.Context) error {
	if err := t.restoreIndexes(ctx); err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	now := time.Now().UTC()
	t.Stats.Task(func(r *Report) {
		if st := &r.ReplicationTaskStats; st.FullLoadStartDate != nil && st.FullLoadFinishDate == nil {
			st.FullLoadFinishDate = &now
		}
	})
	return nil
}

// job is one chunk that waits to be loaded.
type job struct {
	plan   *Plan
	chunk  Chunk
	upsert bool
}

// loaded is called behind the last chunk of a table, with who is to make its key. It gives the record that is to be saved,
// nil for none; until it is, a crash has the table seen as one of which all chunks are there.
func (t *Task) loaded(ctx context.Context, p *Plan, k Keyer) (*TableRecord, error) {
	id := p.Source.ID
	if why, bad := t.policy.Suspended(p.Dest.ID); bad {
		return nil, t.fail(ctx, id, errors.New(why))
	}
	if t.KeyAfterLoad && len(p.Dest.Key) > 0 {
		if err := k.AddKey(ctx, p.Dest); err != nil {
			if !ofTable(err) {
				return nil, err
			}
			return nil, t.fail(ctx, id, err)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	rec := t.records[id]
	if rec.State == TableReloading {
		return nil, nil // complete once the changes of the meantime are applied
	}
	rec.State = TableCompleted
	t.Stats.state(id, TableCompleted, "")
	saved := *rec
	return &saved, nil
}

// saveLoaded saves what loaded gave.
func (t *Task) saveLoaded(ctx context.Context, records []TableRecord) error {
	if len(records) == 0 {
		return nil
	}
	failpoint.Here("complete")
	return t.Target.Save(ctx, t.ref, t.cp, records)
}

// loadChunk loads one chunk: as bytes where both sides speak the same form, in bulk otherwise, and row by row where a
// row does not fit.
func (t *Task) loadChunk(ctx context.Context, snap Snapshot, l Loader, j job) error {
	p := j.plan
	if _, bad := t.policy.Suspended(p.Dest.ID); bad {
		return nil
	}
	lj := &LoadJob{Task: t.ref, Chunk: j.chunk, Table: p.Dest, Batch: t.CommitRate, Upsert: j.upsert, Policy: t.policy}
	read := Read{Chunk: j.chunk, Columns: p.Reads(), Filter: p.Filter}
	err := t.loadRaw(ctx, snap, l, lj, read, p)
	if errors.Is(err, errNotRaw) {
		lj.Rows = t.rows(ctx, snap, read, lj, p)
		err = l.Load(ctx, lj)
	}
	if errors.Is(err, ErrData) {
		lj.Rows, lj.Careful = t.rows(ctx, snap, read, lj, p), true
		err = l.Load(ctx, lj)
	}
	if errors.Is(err, errSuspended) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("loading %s: %w", p.Source.ID, err)
	}
	failpoint.Here("chunk")
	t.mu.Lock()
	rec := t.records[p.Source.ID]
	for i := range rec.Chunks {
		if rec.Chunks[i].N == j.chunk.N {
			rec.Chunks[i].Done, rec.Chunks[i].Rows = true, lj.Loaded
		}
	}
	t.mu.Unlock()
	t.moved.Store(true)
	t.Stats.With(p.Source.ID, func(s *TableStatistics) {
		s.FullLoadRows += lj.Loaded
		s.FullLoadErrorRows += lj.Failed
		s.LobsTruncated = p.Cut.Load()
		s.loadedChunks++
		s.loadedBytes += max(j.chunk.Bytes, 1)
	})
	return nil
}

var (
	errNotRaw    = errors.New("not raw")
	errSuspended = errors.New("table suspended")
	errTable     = errors.New("table cannot be replicated")
)

func (t *Task) loadRaw(ctx context.Context, snap Snapshot, l Loader, lj *LoadJob, read Read, p *Plan) error {
	rr, ok1 := snap.(RawReader)
	rl, ok2 := l.(RawLoader)
	if !ok1 || !ok2 || !p.Raw() || lj.Upsert {
		return errNotRaw
	}
	f := rr.RawFormat(p.Source, read.Columns)
	if f == "" || f != rl.RawFormat(p.Dest) {
		return errNotRaw
	}
	return rl.LoadRaw(ctx, lj, func(w io.Writer) error { return rr.ReadRaw(ctx, read, w) })
}

// rows feeds the rows of a chunk through the mapping.
func (t *Task) rows(ctx context.Context, snap Snapshot, read Read, lj *LoadJob, p *Plan) func(func(event.Row) error) error {
	return func(emit func(event.Row) error) error {
		lj.Failed = 0
		return snap.Read(ctx, read, func(row event.Row) error {
			out, err := p.Row(row)
			if err != nil {
				if !lj.Careful {
					return fmt.Errorf("%w: %w", ErrData, err)
				}
				if _, err := lj.Decide(DataError, out, err); err != nil {
					return err
				}
				return nil
			}
			if out == nil {
				return nil
			}
			return emit(out)
		})
	}
}

// Decide asks the policy about a row that fails; an error means that the load of the table ends.
func (j *LoadJob) Decide(kind ErrorKind, row event.Row, cause error) (Action, error) {
	j.Failed++
	a, err := j.Policy.Decide(Incident{Kind: kind, Table: j.Table.ID, Statement: describe(event.Insert, j.Table, row), Err: cause, Time: time.Now()})
	if err == nil && a == SuspendTable {
		err = errSuspended
	}
	return a, err
}
