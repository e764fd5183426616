package replicate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// tick is how often the stream looks at requests, lag and stop conditions while nothing comes.
const tick = 200 * time.Millisecond

// grace is how long a batch may take to end once the task is told to stop.
const grace = 30 * time.Second

// stream applies the log from the checkpoint on.
func (t *Task) stream(ctx context.Context) (StopReason, error) {
	in, err := t.Source.Stream(ctx, t.sourceTables(), t.cp.Position)
	if err != nil {
		return "", err
	}
	defer in.Close()
	applier, err := t.Target.Applier(ctx, t.policy)
	if err != nil {
		return "", err
	}
	defer applier.Close()
	in.Ack(t.cp.Position)
	t.Stats.commit(time.Time{}, t.cp.Position)
	hard, cancelHard := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelHard()
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancelHard) })

	q := newQueue(t.MemoryLimit)
	t.q = q
	q.hold, q.enough = t.CommitWait, t.CommitEnough
	if t.BatchApply {
		q.hold, q.enough, q.between = t.BatchWait, 0, true
	}
	readCtx, stopReading := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		q.close(t.read(readCtx, in, q))
	}()
	defer func() {
		stopReading()
		<-done
		q.drop()
	}()
	s := &streaming{t: t, in: in, applier: applier, q: q, hard: hard}
	if t.StopAfterCached {
		if s.cached, err = t.Source.Current(ctx); err != nil {
			return "", err
		}
	}
	return s.run(ctx)
}

// read moves transactions from the log to the queue.
func (t *Task) read(ctx context.Context, in Stream, q *queue) error {
	for {
		tx, err := in.Next(ctx)
		if err != nil {
			return err
		}
		t.Stats.read(tx.Commit, tx.Changes == nil)
		if err := q.put(ctx, tx); err != nil {
			return err
		}
	}
}

// streaming is one connection of the stream phase.
type streaming struct {
	t       *Task
	in      Stream
	applier Applier
	q       *queue
	hard    context.Context
	cached  event.Position
	lastLag time.Time
	slot    time.Time
	slotted int64
}

func (s *streaming) run(ctx context.Context) (StopReason, error) {
	t := s.t
	for {
		if ctx.Err() != nil {
			return StopNormal, nil
		}
		if reason, err := s.housekeeping(ctx); err != nil || reason != "" {
			return reason, err
		}
		wait, cancel := context.WithTimeout(ctx, tick)
		txs, err := s.q.take(wait, t.BatchChanges, t.BatchBytes)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			continue
		}
		if err != nil {
			if ctx.Err() != nil {
				return StopNormal, nil
			}
			return "", err
		}
		reason, err := s.apply(txs)
		if err != nil || reason != "" {
			return reason, err
		}
	}
}

// apply applies transactions up to the stop condition.
func (s *streaming) apply(txs []*event.Tx) (StopReason, error) {
	all := txs
	defer func() {
		for _, tx := range all {
			if tx.Changes != nil {
				tx.Changes.Close()
			}
		}
	}()
	reason := StopReason("")
	for i, tx := range txs {
		r, err := s.t.stopsBefore(tx)
		if err != nil {
			return "", err
		}
		if r != "" {
			reason, txs = r, txs[:i]
			break
		}
	}
	for len(txs) > 0 {
		n := upToDDL(txs)
		if err := s.t.newBatcher(s.hard, s.applier).apply(txs[:n]); err != nil {
			return "", err
		}
		failpoint.Here("before-ack")
		s.in.Ack(s.t.cp.Position)
		txs = txs[n:]
	}
	if reason == "" && s.cached != "" {
		if d, err := s.t.Source.Compare(s.t.cp.Position, s.cached); err != nil {
			return "", err
		} else if d >= 0 {
			reason = StopAfterCached
		}
	}
	return reason, nil
}

// upToDDL counts the transactions before the next one that changes a table's columns: that one starts a batch of its own,
// because some targets commit what is open when a table is altered.
func upToDDL(txs []*event.Tx) int {
	for i, tx := range txs {
		list, _ := tx.Changes.(event.List)
		for _, c := range list {
			if c.Op == event.DDL && i > 0 {
				return i
			}
		}
	}
	return len(txs)
}

// stopsBefore tells whether the task ends before a transaction.
func (t *Task) stopsBefore(tx *event.Tx) (StopReason, error) {
	if t.StopPosition != "" {
		d, err := t.Source.Compare(tx.Position, t.StopPosition)
		if err != nil {
			return "", err
		}
		if d > 0 {
			return StopAtSourcePosition, nil
		}
	}
	if !t.StopTime.IsZero() && tx.Changes != nil && tx.Commit.After(t.StopTime) {
		return StopAtCommitTime, nil
	}
	return "", nil
}

// housekeeping is what happens between batches.
func (s *streaming) housekeeping(ctx context.Context) (StopReason, error) {
	t := s.t
	if !t.StopAt.IsZero() && time.Now().After(t.StopAt) {
		return StopAtServerTime, nil
	}
	if t.serve(s.hard) {
		return StopNormal, nil
	}
	if err := t.releaseHeld(s.hard, s.applier); err != nil {
		return "", err
	}
	if time.Since(s.lastLag) < 2*time.Second {
		return "", nil
	}
	s.lastLag = time.Now()
	bytes, changes := s.q.size()
	cur, err := t.Source.Current(ctx)
	if err != nil {
		return "", err
	}
	lag, err := t.Source.Compare(cur, t.cp.Position)
	if err != nil {
		return "", err
	}
	t.Stats.Task(func(r *Report) {
		r.Metrics.CDCIncomingChanges, r.Metrics.CDCChangesMemorySource = int64(changes), int64(bytes)
		r.Metrics.LagBytes = max(lag, 0)
	})
	return "", s.controlTables(ctx)
}

// controlTables writes awsdms_status and awsdms_history where the settings ask for them.
func (s *streaming) controlTables(ctx context.Context) error {
	t := s.t
	r := t.Stats.Report()
	now := time.Now().UTC()
	if t.StatusTable {
		at := string(t.cp.Position)
		at = at[:min(len(at), 128)] // what AWS DMS's columns hold
		err := t.Target.Write(ctx, t.ref, "awsdms_status",
			[]string{"SERVER_NAME", "TASK_NAME", "TASK_STATUS", "STATUS_TIME", "PENDING_CHANGES", "DISK_SWAP_SIZE", "TASK_MEMORY",
				"SOURCE_CURRENT_POSITION", "SOURCE_CURRENT_TIMESTAMP", "SOURCE_TAIL_POSITION", "SOURCE_TAIL_TIMESTAMP", "SOURCE_TIMESTAMP_APPLIED"},
			[]any{hostname(), t.ref.Name, "CHANGE PROCESSING", now, r.Metrics.CDCIncomingChanges, r.Metrics.CDCChangesDiskSource >> 20,
				r.Metrics.CDCChangesMemorySource >> 20, at, now, at, now, now})
		if err != nil {
			return err
		}
	}
	if !t.History || now.Sub(s.slot) < t.HistorySlot {
		return nil
	}
	applied := r.Metrics.CDCThroughputRowsTarget
	first := s.slot.IsZero()
	records := applied - s.slotted
	s.slot, s.slotted = now, applied
	if first {
		return nil
	}
	return t.Target.Write(ctx, t.ref, "awsdms_history",
		[]string{"SERVER_NAME", "TASK_NAME", "TIMESLOT_TYPE", "TIMESLOT", "TIMESLOT_DURATION", "TIMESLOT_LATENCY", "RECORDS", "TIMESLOT_VOLUME"},
		[]any{hostname(), t.ref.Name, "CHANGE PROCESSING", now, int(t.HistorySlot.Minutes()), int(r.Metrics.CDCLatencyTarget), records, 0})
}

// ddl carries out the policy for a changed table.
func (b *batcher) ddl(p *Plan, c *event.Change) error {
	t, id := b.t, p.Source.ID
	if err := b.send(true); err != nil {
		return err
	}
	if c.Schema == nil {
		if t.HandleDropped {
			return t.fail(b.ctx, id, fmt.Errorf("the source dropped the table; the target's is left as it is"))
		}
		return nil
	}
	if !t.HandleAltered {
		return t.fail(b.ctx, id, fmt.Errorf("the source changed the table's columns, and HandleSourceTableAltered is false"))
	}
	mapped, err := t.Mapping.Map([]*event.Table{c.Schema})
	if err != nil || len(mapped) != 1 {
		return t.fail(b.ctx, id, fmt.Errorf("the mapping does not fit the changed table: %w", errors.Join(err)))
	}
	m := mapped[0]
	h, err := b.applier.Describe(b.ctx, m.Target.ID)
	if err != nil {
		return err
	}
	if h == nil {
		return t.fail(b.ctx, id, fmt.Errorf("table %s is gone from the target", m.Target.ID))
	}
	if why := incompatible(p.Mapped.Target, m.Target); why != "" {
		return t.fail(b.ctx, id, errors.New(why))
	}
	if done, err := b.addColumns(id, m.Target, h); err != nil || !done {
		return err
	}
	if h, err = b.applier.Describe(b.ctx, m.Target.ID); err != nil {
		return err
	}
	np, err := NewPlan(m, h, t.LOB)
	if err != nil {
		return t.fail(b.ctx, id, err)
	}
	t.plans[id] = np
	t.Log("table %s: took over the changed columns", id)
	return nil
}

// addColumns adds what the target's table does not have; false when the target refuses, and the table was given up.
func (b *batcher) addColumns(id event.TableID, want, have *event.Table) (bool, error) {
	for _, col := range want.Columns {
		if have.Ordinal(col.Name) >= 0 {
			continue
		}
		b.pending = append(b.pending, &event.Change{Op: event.DDL, Table: &event.Table{ID: have.ID, Columns: []event.Column{col}}})
		if err := b.send(true); err != nil {
			return false, b.barred(id, err)
		}
	}
	return true, nil
}

// incompatible tells why a table's new columns cannot be taken over; "" when they can.
func incompatible(old, now *event.Table) string {
	for _, o := range old.Columns {
		i := now.Ordinal(o.Name)
		if i < 0 {
			continue // the target's column stays, and is no longer written
		}
		if n := now.Columns[i].Type; n.Kind != o.Type.Kind || n.Native != o.Type.Native {
			return fmt.Sprintf("the source changed the type of column %s from %s to %s: change the target's column and reload the table",
				o.Name, o.Type.Native, n.Native)
		}
	}
	if len(old.Key) != len(now.Key) {
		return "the source changed the table's key: change the target's and reload the table"
	}
	for i, k := range old.Key {
		if old.Columns[k].Name != now.Columns[now.Key[i]].Name {
			return "the source changed the table's key: change the target's and reload the table"
		}
	}
	return ""
}
