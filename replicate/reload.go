package replicate

import (
	"context"
	"errors"
	"fmt"

	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/spill"
)

// request is something that another goroutine asks of a running stream: it is done between two batches.
type request struct {
	do   func(context.Context) error
	ends bool // the task, when it was done without an error
	done chan error
}

// between has the stream do something while it applies nothing. The stream does not go on behind it when that ends the task.
func (t *Task) between(ctx context.Context, do func(context.Context) error, ends bool) error {
	r := request{ends: ends, done: make(chan error, 1), do: func(hard context.Context) error {
		if ctx.Err() != nil { // whoever asked is gone
			return ctx.Err()
		}
		return do(hard)
	}}
	t.mu.Lock()
	t.requests = append(t.requests, r)
	t.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-r.done:
		return err
	}
}

// Reload loads tables again while the others stream. It returns once the reload has begun.
func (t *Task) Reload(ctx context.Context, tables []event.TableID) error {
	return t.between(ctx, func(ctx context.Context) error { return t.startReload(ctx, tables) }, false)
}

// held gathers the changes of a table while it is loaded again.
type held struct {
	buf     spill.Buffer
	marks   []mark
	since   event.Position // of the new snapshot
	done    chan error
	snapped chan Snapshot
}

// mark says that the changes from the one before up to n belong to a transaction.
type mark struct {
	n  int
	tx *event.Tx
}

func (h *held) add(c *event.Change, tx *event.Tx) error {
	k := *c
	k.Before, k.After = c.Before.Clone(), c.After.Clone()
	if err := h.buf.Add(&k); err != nil {
		return err
	}
	if n := len(h.marks); n > 0 && h.marks[n-1].tx.Position == tx.Position {
		h.marks[n-1].n = h.buf.Len()
		return nil
	}
	h.marks = append(h.marks, mark{h.buf.Len(), &event.Tx{ID: tx.ID, Position: tx.Position, Commit: tx.Commit, Changes: event.List(nil)}})
	return nil
}

func (t *Task) dropHeld() {
	for _, h := range t.held {
		h.buf.Discard()
	}
	t.held = map[event.TableID]*held{}
}

// serve does what was asked for; true when that has ended the task.
func (t *Task) serve(ctx context.Context) (ended bool) {
	t.mu.Lock()
	reqs := t.requests
	t.requests = nil
	t.mu.Unlock()
	for _, r := range reqs {
		if ended {
			r.done <- errors.New("the task has ended")
			continue
		}
		err := r.do(ctx)
		ended = err == nil && r.ends
		r.done <- err
	}
	return ended
}

func (t *Task) startReload(ctx context.Context, ids []event.TableID) error {
	for _, id := range ids {
		p := t.plans[id]
		if p == nil {
			return fmt.Errorf("the mapping selects no table %s", id)
		}
		if t.held[id] != nil {
			return fmt.Errorf("table %s is being reloaded already", id)
		}
	}
	for _, id := range ids {
		p, rec := t.plans[id], t.records[id]
		t.policy.Resume(p.Mapped.Target.ID)
		*rec = TableRecord{Table: id, State: TableReloading}
		t.Stats.state(id, TableReloading, "")
		if err := t.Target.Save(ctx, t.ref, t.cp, []TableRecord{*rec}); err != nil {
			return err
		}
		h := &held{buf: spill.Buffer{Dir: t.SpillDir, Limit: t.MemoryLimit / 4}, done: make(chan error, 1), snapped: make(chan Snapshot, 1)}
		t.held[id] = h
		go func() {
			snap, err := t.Source.Snapshot(ctx, []*event.Table{p.Source}, t.MaxFullLoadSubTasks, SnapshotAgain)
			if err != nil {
				h.done <- err
				return
			}
			h.snapped <- snap
		}()
	}
	return nil
}

// beginLoad prepares a table that has its snapshot, and starts to load it in the background.
func (t *Task) beginLoad(ctx context.Context, p *Plan, h *held, snap Snapshot) error {
	h.since = snap.Position()
	jobs, err := t.prepare(ctx, snap, []*Plan{p})
	if err != nil {
		return errors.Join(err, snap.Close())
	}
	go func() {
		err := t.runJobs(ctx, snap, jobs)
		h.done <- errors.Join(err, snap.Close())
	}()
	return nil
}

// releaseHeld applies what was held back for tables whose reload has ended.
func (t *Task) releaseHeld(ctx context.Context, a Applier) error {
	for id, h := range t.held {
		select {
		case snap := <-h.snapped:
			if err := t.beginLoad(ctx, t.plans[id], h, snap); err != nil {
				return err
			}
			continue
		case err := <-h.done:
			if err != nil {
				return fmt.Errorf("reloading %s: %w", id, err)
			}
		default:
			continue
		}
		if t.records[id].State == TableError {
			h.buf.Discard()
			delete(t.held, id)
			continue
		}
		if err := t.release(ctx, a, id, h); err != nil {
			return err
		}
		t.Log("table %s: reloaded", id)
	}
	return nil
}

func (t *Task) release(ctx context.Context, a Applier, id event.TableID, h *held) error {
	changes, err := h.buf.Changes()
	if err != nil {
		return err
	}
	defer changes.Close()
	delete(t.held, id)
	rec := t.records[id]
	rec.State, rec.Since = TableCompleted, h.since
	b := t.newBatcher(ctx, a)
	n, at := 0, 0
	err = changes.Each(func(c *event.Change) error {
		for at < len(h.marks) && n >= h.marks[at].n {
			at++
		}
		n++
		return b.change(c, h.marks[at].tx)
	})
	if err != nil {
		return err
	}
	b.states[id] = rec
	b.last = &event.Tx{Position: t.cp.Position}
	for _, c := range b.counts {
		c.seen = [6]int64{} // they were counted when they came
	}
	if err := b.commit(); err != nil {
		return err
	}
	t.Stats.state(id, TableCompleted, "")
	return nil
}
