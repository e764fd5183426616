package replicate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"time"

	"golang.org/x/sync/errgroup"

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
	var todo []*Plan
	for id, p := range t.plans {
		if s := t.records[id].State; s != TableCompleted && s != TableError {
			todo = append(todo, p)
		}
	}
	if len(todo) == 0 {
		return t.afterLoad(ctx)
	}
	sort.Slice(todo, func(i, j int) bool {
		a, b := todo[i], todo[j]
		if a.LoadOrder != b.LoadOrder {
			return a.LoadOrder > b.LoadOrder
		}
		if a.Source.Bytes != b.Source.Bytes {
			return a.Source.Bytes > b.Source.Bytes
		}
		return a.Source.ID.String() < b.Source.ID.String()
	})
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

// prepare makes the target's tables ready and cuts the source's into chunks.
func (t *Task) prepare(ctx context.Context, snap Snapshot, todo []*Plan) ([]job, error) {
	todo, err := t.prepareTables(ctx, todo)
	if err != nil {
		return nil, err
	}
	var ids []event.TableID
	for _, p := range todo {
		ids = append(ids, p.Mapped.Target.ID)
	}
	have, err := t.describe(ctx, ids)
	if err != nil {
		return nil, err
	}
	var jobs []job
	var records []TableRecord
	var empty []*Plan // nothing is left to load of them
	for _, old := range todo {
		id := old.Source.ID
		var p *Plan
		var more []job
		err := fmt.Errorf("%w: table %s does not exist on the target", errTable, old.Mapped.Target.ID)
		if h := have[old.Mapped.Target.ID]; h != nil {
			p, err = NewPlan(old.Mapped, h, t.LOB)
		}
		if err == nil {
			t.plans[id] = p
			more, err = t.cut(ctx, snap, p)
		}
		if err != nil {
			if !ofTable(err) {
				return nil, err
			}
			if err := t.fail(ctx, id, err); err != nil {
				return nil, err
			}
			continue
		}
		jobs = append(jobs, more...)
		records = append(records, *t.records[id])
		if len(more) == 0 {
			empty = append(empty, p)
		}
	}
	if err := t.Target.Save(ctx, t.ref, t.cp, records); err != nil {
		return nil, err
	}
	records = records[:0]
	for _, p := range empty {
		rec, err := t.loaded(ctx, p, t.Target)
		if err != nil {
			return nil, err
		}
		if rec != nil {
			records = append(records, *rec)
		}
	}
	return jobs, t.saveLoaded(ctx, records)
}

// prepareTables carries out TargetTablePrepMode for tables of which nothing was loaded yet. A table that the target refuses
// to make or to empty is given up; the others are given back.
func (t *Task) prepareTables(ctx context.Context, todo []*Plan) ([]*Plan, error) {
	var ids []event.TableID
	for _, p := range todo {
		ids = append(ids, p.Mapped.Target.ID)
	}
	have, err := t.describe(ctx, ids)
	if err != nil {
		return nil, err
	}
	var empty, missing, ready []*Plan
	for _, p := range todo {
		rec, exists := t.records[p.Source.ID], have[p.Mapped.Target.ID] != nil
		switch {
		case exists && t.partial(p.Source, rec):
			ready = append(ready, p)
		case !exists || t.Prep == PrepDrop:
			missing = append(missing, p)
			rec.Chunks = nil
		case t.Prep == PrepTruncate || rec.State == TableReloading:
			empty = append(empty, p)
		default:
			ready = append(ready, p)
		}
	}
	errs := t.createAll(ctx, missing, have)
	for i, p := range missing {
		if errs[i] == nil {
			ready = append(ready, p)
		} else if err := t.giveUp(ctx, p, errs[i]); err != nil {
			return nil, err
		}
	}
	more, err := t.empty(ctx, empty)
	if err != nil {
		return nil, err
	}
	ready = append(ready, more...)
	if !t.DeferIndexes {
		return ready, nil
	}
	ids = ids[:0]
	for _, p := range ready {
		ids = append(ids, p.Mapped.Target.ID)
	}
	return ready, t.takeIndexes(ctx, ids)
}

// createAll makes tables, as many at once as there will be workers.
func (t *Task) createAll(ctx context.Context, list []*Plan, have map[event.TableID]*event.Table) []error {
	errs := make([]error, len(list))
	var g errgroup.Group
	g.SetLimit(max(t.MaxFullLoadSubTasks, 1))
	for i, p := range list {
		g.Go(func() error {
			errs[i] = t.create(ctx, p, have[p.Mapped.Target.ID] != nil)
			return nil
		})
	}
	_ = g.Wait() // the errors are in errs
	return errs
}

func (t *Task) create(ctx context.Context, p *Plan, exists bool) error {
	id := p.Mapped.Target.ID
	if exists {
		if err := t.Target.Drop(ctx, id); err != nil {
			return fmt.Errorf("dropping table %s: %w", id, err)
		}
	}
	if err := t.Target.Create(ctx, p.Mapped.Target, !t.KeyAfterLoad); err != nil {
		return fmt.Errorf("creating table %s: %w", id, err)
	}
	return nil
}

// empty empties tables at once, so that foreign keys between them do not matter, or else one by one.
func (t *Task) empty(ctx context.Context, list []*Plan) ([]*Plan, error) {
	var ids []event.TableID
	for _, p := range list {
		ids = append(ids, p.Mapped.Target.ID)
		t.records[p.Source.ID].Chunks = nil
	}
	err := t.Target.Empty(ctx, ids)
	if err == nil || !ofTable(err) {
		return list, err
	}
	var done []*Plan
	for _, p := range list {
		if err := t.Target.Empty(ctx, []event.TableID{p.Mapped.Target.ID}); err != nil {
			if err = t.giveUp(ctx, p, fmt.Errorf("emptying table %s: %w", p.Mapped.Target.ID, err)); err != nil {
				return nil, err
			}
			continue
		}
		done = append(done, p)
	}
	return done, nil
}

// giveUp fails a table when the error is the table's, and returns it when it is not.
func (t *Task) giveUp(ctx context.Context, p *Plan, err error) error {
	if !ofTable(err) {
		return err
	}
	return t.fail(ctx, p.Source.ID, err)
}

// ofTable tells whether an error concerns one table, so that the others can go on.
func ofTable(err error) bool { return errors.Is(err, errTable) || errors.Is(err, ErrData) }

// partial tells whether chunks of the table are there that need not be loaded again: some of a table with a key, or all, when
// a crash came before the table was marked as complete.
func (t *Task) partial(src *event.Table, rec *TableRecord) bool {
	if rec.State != TableLoading {
		return false
	}
	done := doneChunks(rec)
	return done > 0 && (len(src.Key) > 0 || done == len(rec.Chunks))
}

func doneChunks(rec *TableRecord) (n int) {
	for _, c := range rec.Chunks {
		if c.Done {
			n++
		}
	}
	return n
}

// cut gives the chunks of a table that are still to be loaded; its record, with them, is to be saved before.
func (t *Task) cut(ctx context.Context, snap Snapshot, p *Plan) ([]job, error) {
	rec := t.records[p.Source.ID]
	upsert := t.partial(p.Source, rec)
	if !upsert && t.tainted(p, rec) {
		return nil, fmt.Errorf("%w: it was loaded in part, has no key, and TargetTablePrepMode is DO_NOTHING: "+
			"empty it and reload it", errTable)
	}
	var chunks []Chunk
	if upsert {
		for _, c := range rec.Chunks {
			if !c.Done {
				chunks = append(chunks, Chunk{Table: p.Source, N: c.N, Of: len(rec.Chunks), Where: c.Where})
			}
		}
		if len(chunks) > 0 { // what is still to be read is newer than what was
			rec.Until = snap.Position()
		}
	} else {
		wish := p.Wish
		wish.Bytes = t.ChunkBytes
		if len(p.Source.Key) == 0 && t.Prep == PrepDoNothing && rec.State != TableReloading {
			wish = ChunkWish{} // in one transaction: what a crash left of several could not be told from the rows that were there
		}
		var err error
		if chunks, err = snap.Chunks(ctx, p.Source, wish); err != nil {
			return nil, err
		}
		rec.Chunks, rec.Since, rec.Until = nil, snap.Position(), ""
		for _, c := range chunks {
			rec.Chunks = append(rec.Chunks, ChunkRecord{N: c.N, Where: c.Where})
		}
	}
	state := TableLoading
	if rec.State == TableReloading {
		state = TableReloading
	}
	rec.State = state
	t.Stats.state(p.Source.ID, state, "")
	t.Stats.With(p.Source.ID, func(s *TableStatistics) {
		s.chunks, s.loadedChunks = len(chunks), 0
		if !upsert {
			s.FullLoadRows, s.loadedBytes = 0, 0
		}
	})
	var jobs []job
	for _, c := range chunks {
		jobs = append(jobs, job{plan: p, chunk: c, upsert: upsert})
	}
	return jobs, nil
}

// tainted tells of a keyless table with rows of an earlier, unfinished load that must not be emptied.
func (t *Task) tainted(p *Plan, rec *TableRecord) bool {
	return t.Prep == PrepDoNothing && rec.State == TableLoading && len(p.Source.Key) == 0 && doneChunks(rec) > 0
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
