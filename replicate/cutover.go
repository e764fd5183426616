package replicate

import (
	"context"
	"fmt"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Switcher is what a cut-over asks of an engine beyond copying.
type Switcher interface {
	// Count counts the rows of a table, or those that meet a condition in the engine's SQL.
	Count(ctx context.Context, id event.TableID, filter string) (int64, error)
	// Advance sets the sequences and identities behind tables past the highest value in use, and tells which.
	Advance(ctx context.Context, tables []event.TableID) ([]string, error)
	// ReadOnly stops writes, as far as the engine can, and tells how.
	ReadOnly(ctx context.Context) (string, error)
}

// CutoverOptions say how to cut over.
type CutoverOptions struct {
	ReadOnly bool          // make the source read-only first
	Timeout  time.Duration // for the lag to become zero
	// Reverse makes the task that streams back what is written to the target, not yet begun; nil for none. It needs another name.
	Reverse func(Exact) (*Task, error)
}

// Cutover waits until the target has everything, checks that it does, and makes it ready to be written to. say is told each
// thing that was done. The task goes on, and the caller stops it; with Reverse it ends by itself and for good, and the caller
// runs the reverse task.
func (t *Task) Cutover(ctx context.Context, o CutoverOptions, say func(string)) error {
	src, ok1 := t.Source.(Switcher)
	dst, ok2 := t.Target.(Switcher)
	if !ok1 || !ok2 {
		return fmt.Errorf("%w: this pair of engines cannot cut over", ErrPermanent)
	}
	if !t.cutting.CompareAndSwap(false, true) {
		return fmt.Errorf("%w: a cut-over of this task is on its way already", ErrPermanent)
	}
	defer t.cutting.Store(false)
	var back *Task
	if o.Reverse != nil {
		var err error
		if back, err = t.back(ctx, o, say); err != nil {
			return err
		}
	}
	if o.ReadOnly {
		how, err := src.ReadOnly(ctx)
		if err != nil {
			return fmt.Errorf("making the source read-only: %w", err)
		}
		say(how)
	}
	goal, err := t.drained(ctx, o.Timeout)
	if err != nil {
		return err
	}
	say("the target has everything up to " + string(goal))
	plans, err := t.planned(ctx)
	if err != nil {
		return err
	}
	ids, err := t.equalCounts(ctx, plans, src, dst, say)
	if err != nil {
		return err
	}
	done, err := dst.Advance(ctx, ids)
	if err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	for _, d := range done {
		say(d)
	}
	if back != nil {
		return t.turn(ctx, back, o.Timeout, say)
	}
	return nil
}

// drained waits until the target has all that the source's log holds now.
func (t *Task) drained(ctx context.Context, timeout time.Duration) (event.Position, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	goal, err := t.Source.Current(ctx)
	if err != nil {
		return "", err
	}
	for {
		r := t.Stats.Report()
		for _, s := range r.TableStatistics {
			if s.TableState == TableError {
				return "", fmt.Errorf("table %s.%s is in state %s: reload it, or take it out of the mapping", s.SchemaName, s.TableName, s.TableState)
			}
		}
		if at := r.Metrics.Position; at != "" && r.ReplicationTaskStats.TablesLoading+r.ReplicationTaskStats.TablesQueued == 0 {
			d, err := t.Source.Compare(at, goal)
			if err != nil {
				return "", err
			}
			if d >= 0 {
				return goal, nil
			}
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("the lag did not become zero within %v: now at %s of %s", timeout, r.Metrics.Position, goal)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// planned gives the tables as the stream has them now, those that are on the target.
func (t *Task) planned(ctx context.Context) (list []*Plan, err error) {
	err = t.between(ctx, func(context.Context) error {
		for _, p := range t.plans {
			if p.Dest != nil {
				list = append(list, p)
			}
		}
		return nil
	}, false)
	return list, err
}

// equalCounts compares the numbers of rows; a source that is still written to can differ for a moment.
func (t *Task) equalCounts(ctx context.Context, plans []*Plan, src, dst Switcher, say func(string)) ([]event.TableID, error) {
	var ids []event.TableID
	for _, p := range plans {
		ids = append(ids, p.Mapped.Target.ID)
		if p.Source.View || p.KeepsDeleted {
			say(fmt.Sprintf("%s: rows are not counted: %s", p.Source.ID, map[bool]string{true: "it is a view, which was loaded and not streamed",
				false: "the mapping keeps deleted rows on the target"}[p.Source.View]))
			continue
		}
		a, b, err := t.counts(ctx, src, dst, p)
		if err != nil {
			return nil, err
		}
		among := ""
		if p.Filter != "" {
			among = " of those in the mapping's filter"
		}
		if a != b {
			return nil, fmt.Errorf("table %s has %d rows%s on the source and %d on the target: see awsdms_apply_exceptions, and run the checker", p.Source.ID, a, among, b)
		}
		say(fmt.Sprintf("%s: %d rows%s on both sides", p.Source.ID, a, among))
	}
	return ids, nil
}

func (t *Task) counts(ctx context.Context, src, dst Switcher, p *Plan) (a, b int64, err error) {
	for try := 0; ; try++ {
		if a, err = src.Count(ctx, p.Source.ID, p.Filter); err != nil {
			return 0, 0, err
		}
		if b, err = dst.Count(ctx, p.Dest.ID, ""); err != nil {
			return 0, 0, err
		}
		if a == b || try == 5 {
			return a, b, nil
		}
		if _, err := t.drained(ctx, time.Minute); err != nil {
			return 0, 0, err
		}
	}
}
