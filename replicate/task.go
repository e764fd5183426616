// Package replicate moves tables from one database to another and keeps them alike while both are in use.
//
// A Task runs in two phases. The load copies every table in chunks, read from one snapshot of the source. The stream then
// applies the transactions that were committed after that snapshot, in commit order. The source's position is
// committed in the target in the same transaction as the data, so that a crash loses and repeats nothing.
//
//	Run (task.go) ── open: control tables, epoch, mapping
//	              ├─ load (load.go): tables (prepare.go), chunks, workers (workers.go)
//	              └─ stream (stream.go): reader ─> queue (queue.go) ─> batch (batch.go) ─> Applier
//
// Engines live in folders of their own and meet this package in the interfaces of engine.go. Nothing here knows what a
// position is, how a log is read, or how a row is written.
package replicate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/spill"
)

// ErrData marks errors that a server answered to a statement, in contrast to those of the connection or of a server that
// is not well.
var ErrData = errors.New("refused by the server")

// Task is one replication task.
type Task struct {
	Options
	Source  Origin
	Target  Destination
	Mapping Mapping
	Stats   *Stats

	policy  *Policy
	ref     TaskRef
	cp      *Checkpoint
	plans   map[event.TableID]*Plan        // by source table
	records map[event.TableID]*TableRecord // by source table
	byDest  map[event.TableID]event.TableID
	held    map[event.TableID]*held
	moved   atomic.Bool // progress since the last failure
	cutting atomic.Bool // a cut-over is on its way
	q       *queue      // of the stream

	mu       sync.Mutex
	requests []request
}

// NewTask makes a task.
func NewTask(o Options, source Origin, target Destination, mapping Mapping) *Task {
	t := &Task{Options: o, Source: source, Target: target, Mapping: mapping, Stats: NewStats(o.Name, o.Mode)}
	t.policy = NewPolicy(o.Errors)
	t.policy.OnIncident = t.incident
	return t
}

// Run runs the task until it is done, told to stop, or has failed for good.
func (t *Task) Run(ctx context.Context) (StopReason, error) {
	now := time.Now().UTC()
	t.Stats.Task(func(r *Report) { r.ReplicationTaskStats.StartDate = &now })
	t.Stats.started = now
	if err := spill.Clean(t.SpillDir); err != nil {
		return t.finish(StopFatal, err)
	}
	for attempt := 0; ; attempt++ {
		t.moved.Store(false)
		t.status(StatusStarting)
		reason, err := t.once(ctx)
		switch {
		case err == nil:
			return t.finish(reason, nil)
		case ctx.Err() != nil:
			return t.finish(StopNormal, nil)
		case !t.recoverable(err):
			return t.finish(reasonOf(err), t.advise(err))
		}
		if t.moved.Load() {
			attempt = 0
		}
		wait, ok := t.pause(attempt)
		if !ok {
			return t.finish(StopRecoverable, err)
		}
		t.Log("%v; trying again in %v", err, wait)
		t.Stats.Task(func(r *Report) { r.LastFailureMessage = err.Error() })
		select {
		case <-ctx.Done():
			return t.finish(StopNormal, nil)
		case <-time.After(wait):
		}
	}
}

// pause is how long to wait before another attempt; false when there shall be none.
func (t *Task) pause(attempt int) (time.Duration, bool) {
	e := &t.Errors
	limit := e.RecoverableErrorCount
	if limit < 0 {
		limit = 6
		if t.cp != nil {
			limit = 9
		}
	}
	if attempt >= limit {
		return 0, false
	}
	wait := e.RecoverableErrorInterval
	for i := 0; i < attempt && e.RecoverableErrorThrottling; i++ {
		wait *= 2
		if wait >= e.RecoverableErrorMax {
			return e.RecoverableErrorMax, !e.StopRetryAfterMax
		}
	}
	return wait, true
}

func (t *Task) recoverable(err error) bool {
	for _, e := range []error{ErrFenced, ErrLost, ErrOtherSource, ErrStop, ErrPermanent, spill.ErrNoSpace, spill.ErrCorrupt} {
		if errors.Is(err, e) {
			return false
		}
	}
	return true
}

// advise adds to an error what there is to do.
func (t *Task) advise(err error) error {
	switch {
	case !errors.Is(err, ErrLost):
		return err
	case t.Begun:
		return fmt.Errorf("%w; a task that began with a cut-over cannot load: end it (replicate stop --drop), and start one of another name in the same direction", err)
	}
	return fmt.Errorf("%w; load again with --restart", err)
}

func reasonOf(err error) StopReason {
	if errors.Is(err, spill.ErrNoSpace) {
		return StopLowDisk
	}
	return StopFatal
}

func (t *Task) status(s Status) {
	t.Stats.Task(func(r *Report) { r.Status = s })
}

func (t *Task) finish(reason StopReason, err error) (StopReason, error) {
	now := time.Now().UTC()
	t.dropHeld()
	t.Stats.Task(func(r *Report) {
		r.StopReason, r.ReplicationTaskStats.StopDate, r.Status = reason, &now, StatusStopped
		if err != nil {
			r.Status, r.LastFailureMessage = StatusFailed, err.Error()
		}
	})
	return reason, err
}

// once is one attempt: from the state in the target's control tables to the end or an error.
func (t *Task) once(ctx context.Context) (StopReason, error) {
	if err := t.open(ctx); err != nil {
		return "", err
	}
	t.status(StatusRunning)
	if t.Mode != CDC {
		if err := t.load(ctx); err != nil {
			return "", err
		}
		if t.Mode == FullLoad {
			return StopFullLoadOnly, nil
		}
		if t.StopAfterLoad {
			return StopAfterFullLoad, nil
		}
	} else if err := t.begin(ctx); err != nil {
		return "", err
	}
	return t.stream(ctx)
}

// open reads the state and joins source, mapping and target.
func (t *Task) open(ctx context.Context) error {
	identity, err := t.Source.Identity(ctx)
	if err != nil {
		return err
	}
	all, err := t.Source.Describe(ctx, nil)
	if err != nil {
		return err
	}
	mapped, err := t.Mapping.Map(all)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPermanent, err)
	}
	if len(mapped) == 0 && t.Errors.FailOnNoTablesCaptured {
		return fmt.Errorf("%w: the mapping selects no table of the source", ErrPermanent)
	}
	ref, cp, records, err := t.Target.Open(ctx, t.Name)
	if err != nil {
		return err
	}
	if cp == nil && t.Begun {
		return fmt.Errorf("%w: the target knows no such task: it begins with the cut-over of the task in the other direction", ErrPermanent)
	}
	if err := t.belongs(ctx, ref, cp, identity, records); err != nil {
		return err
	}
	t.ref, t.cp = ref, cp
	t.dropHeld()
	t.records = map[event.TableID]*TableRecord{}
	for i := range records {
		t.records[records[i].Table] = &records[i]
	}
	if cp == nil {
		t.cp = &Checkpoint{Identity: identity}
	}
	return t.plan(ctx, mapped)
}

// plan makes plans of the tables that exist on the target; the load makes the others.
func (t *Task) plan(ctx context.Context, mapped []*Mapped) error {
	t.plans, t.byDest = map[event.TableID]*Plan{}, map[event.TableID]event.TableID{}
	var ids []event.TableID
	for _, m := range mapped {
		if other, ok := t.byDest[m.Target.ID]; ok {
			return fmt.Errorf("%w: tables %s and %s both map to %s", ErrPermanent, other, m.Source.ID, m.Target.ID)
		}
		t.byDest[m.Target.ID] = m.Source.ID
		ids = append(ids, m.Target.ID)
		t.plans[m.Source.ID] = &Plan{Mapped: m}
	}
	have, err := t.describe(ctx, ids)
	if err != nil {
		return err
	}
	for _, m := range mapped {
		t.track(m)
		if h := have[m.Target.ID]; h != nil {
			if p, err := NewPlan(m, h, t.LOB); err == nil {
				t.plans[m.Source.ID] = p
			} else if t.records[m.Source.ID].State == TableCompleted || t.Mode == CDC {
				if err := t.fail(ctx, m.Source.ID, err); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// track makes sure that a table has a record and statistics.
func (t *Task) track(m *Mapped) {
	id := m.Source.ID
	rec := t.records[id]
	if rec == nil {
		rec = &TableRecord{Table: id, State: TableBefore}
		if t.Mode == CDC {
			rec.State = TableCompleted
		}
		t.records[id] = rec
	}
	t.Stats.state(id, rec.State, rec.Reason)
	t.Stats.With(id, func(s *TableStatistics) { s.EstimatedRows, s.estimated = m.Source.Rows, m.Source.Bytes })
	if rec.State == TableError {
		t.policy.mu.Lock()
		t.policy.suspended[m.Target.ID] = rec.Reason
		t.policy.mu.Unlock()
	}
}

func (t *Task) describe(ctx context.Context, ids []event.TableID) (map[event.TableID]*event.Table, error) {
	list, err := t.Target.Describe(ctx, ids)
	if err != nil {
		return nil, err
	}
	have := map[event.TableID]*event.Table{}
	for _, h := range list {
		have[h.ID] = h
	}
	return have, nil
}

// fail marks a table as failed, in the control tables too.
func (t *Task) fail(ctx context.Context, id event.TableID, cause error) error {
	p := t.plans[id]
	if err := t.policy.Suspend(p.Mapped.Target.ID, cause); err != nil {
		return err
	}
	rec := t.records[id]
	rec.State, rec.Reason = TableError, cause.Error()
	t.Stats.state(id, TableError, rec.Reason)
	t.Log("table %s: %v", id, cause)
	if err := t.noteSuspended(ctx, rec); err != nil {
		return err
	}
	return t.Target.Save(ctx, t.ref, t.cp, []TableRecord{*rec})
}

// noteSuspended writes a table that was given up to awsdms_suspended_tables, where the settings ask for it.
func (t *Task) noteSuspended(ctx context.Context, rec *TableRecord) error {
	if !t.SuspendedTable {
		return nil
	}
	return t.Target.Write(ctx, t.ref, "awsdms_suspended_tables",
		[]string{"SERVER_NAME", "TASK_NAME", "TABLE_OWNER", "TABLE_NAME", "SUSPEND_REASON", "SUSPEND_TIMESTAMP"},
		[]any{hostname(), t.ref.Name, rec.Table.Schema, rec.Table.Name, rec.Reason, time.Now().UTC()})
}

// incident writes a record that failed to the exceptions table.
func (t *Task) incident(in Incident, a Action) {
	if id, ok := t.byDest[in.Table]; ok {
		t.Stats.With(id, func(s *TableStatistics) { s.Exceptions++ })
	}
	if a == IgnoreRecord || a == InsertRecord || a == UpdateRecord {
		return
	}
	t.Log("table %s: %s: %v (%s)", in.Table, in.Statement, in.Err, a)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	err := t.Target.Write(ctx, t.ref, "awsdms_apply_exceptions",
		[]string{"TASK_NAME", "TABLE_OWNER", "TABLE_NAME", "ERROR_TIME", "STATEMENT", "ERROR"},
		[]any{t.ref.Name, in.Table.Schema, in.Table.Name, time.Now().UTC(), in.Statement, in.Err.Error()})
	if err != nil {
		t.Log("cannot write to awsdms_apply_exceptions: %v", err)
	}
}

// begin sets the start position of a task that only streams.
func (t *Task) begin(ctx context.Context) error {
	if t.cp.Position != "" {
		return nil
	}
	if t.StartPosition != "" {
		t.cp.Position = t.StartPosition
	} else {
		snap, err := t.Source.Snapshot(ctx, t.sourceTables(), 0, SnapshotStart)
		if err != nil {
			return err
		}
		t.cp.Position = snap.Position()
		if err := snap.Close(); err != nil {
			return err
		}
	}
	if err := t.Target.Save(ctx, t.ref, t.cp, t.allRecords()); err != nil {
		return err
	}
	return t.flush(ctx) // a task without its position would begin later, and never see what came between
}

func (t *Task) sourceTables() []*event.Table {
	var out []*event.Table
	for _, p := range t.plans {
		out = append(out, p.Source)
	}
	return out
}

func (t *Task) allRecords() []TableRecord {
	var out []TableRecord
	for _, r := range t.records {
		out = append(out, *r)
	}
	return out
}
