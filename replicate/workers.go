package replicate

import (
	"context"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// crew hands the chunks of a load to its workers. A worker stays with its table, so that rows arrive in the order in
// which the source has them (an index over them is then made without much sorting), and takes the next table when that
// is done. Once no table is left untouched it helps with another one, where that pays.
type crew struct {
	mu      sync.Mutex
	changed *sync.Cond // a chunk is loaded, or the load has failed
	tables  []*share
	first   error
	cancel  context.CancelFunc
	now     func() time.Time
}

// share is what is left to do of a table.
type share struct {
	pace
	plan *Plan
	todo []job
	open int  // chunks that are not loaded yet
	many bool // more than one chunk
}

func newCrew(jobs []job, cancel context.CancelFunc) *crew {
	c := &crew{cancel: cancel, now: time.Now}
	c.changed = sync.NewCond(&c.mu)
	byPlan := map[*Plan]*share{}
	for _, j := range jobs {
		s := byPlan[j.plan]
		if s == nil {
			s = &share{plan: j.plan, pace: pace{asked: len(j.plan.Wish.Segments) > 0}}
			byPlan[j.plan] = s
			c.tables = append(c.tables, s)
		}
		s.todo = append(s.todo, j)
		s.open++
		s.many = s.open > 1
	}
	return c
}

// next gives a worker its next chunk, and waits for as long as it is not known whether its help pays; mine is the table
// that it worked on before.
func (c *crew) next(mine *share) (*share, job, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if c.first != nil {
			return nil, job{}, false
		}
		if mine != nil && (len(mine.todo) == 0 || mine.pace.excess()) {
			mine.leave(c.now())
			mine = nil
		}
		best, wait := mine, false
		if mine == nil {
			best, wait = c.choose()
		}
		if best == nil && wait {
			c.changed.Wait()
			continue
		}
		if best == nil {
			return nil, job{}, false
		}
		if best != mine {
			best.join(c.now())
		}
		j := best.todo[0]
		best.todo = best.todo[1:]
		return best, j, true
	}
}

// choose gives the table that a free worker goes to, or tells that one may be open to it later.
func (c *crew) choose() (best *share, wait bool) {
	for _, s := range c.tables {
		if len(s.todo) == 0 {
			continue
		}
		if s.workers == 0 {
			return s, false
		}
		switch s.helps(len(s.todo)) {
		case helpYes:
			if best == nil || len(s.todo) > len(best.todo) {
				best = s
			}
		case helpUnknown:
			wait = true
		}
	}
	return best, wait
}

// done tells that a chunk is loaded, which began at a time; true behind the last one of its table.
func (c *crew) done(s *share, j job, began time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.loaded(j.chunk.Bytes, began, c.now())
	s.open--
	c.changed.Broadcast()
	return s.open == 0
}

func (c *crew) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.first = err
	}
	c.changed.Broadcast()
	c.cancel()
}

// runJobs loads chunks with as many workers as the settings allow.
func (t *Task) runJobs(ctx context.Context, snap Snapshot, jobs []job) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := newCrew(jobs, cancel)
	defer func() {
		for _, s := range c.tables {
			t.unguard(context.WithoutCancel(ctx), s)
		}
	}()
	complete := make(chan TableRecord, len(c.tables))
	var workers, saver sync.WaitGroup
	for range min(t.MaxFullLoadSubTasks, len(jobs)) {
		workers.Go(func() {
			if err := t.loadWorker(ctx, snap, c, complete); err != nil {
				c.fail(err)
			}
		})
	}
	saver.Go(func() {
		if err := t.saveComplete(ctx, complete); err != nil {
			c.fail(err)
		}
	})
	workers.Wait()
	close(complete)
	saver.Wait()
	return c.first
}

// Tables that become complete are saved together, so that a load of many small ones does not wait for each.
const (
	saveTables = 100
	saveWithin = 50 * time.Millisecond
)

// saveComplete saves what comes until the channel is closed.
func (t *Task) saveComplete(ctx context.Context, complete <-chan TableRecord) error {
	for rec := range complete {
		batch := []TableRecord{rec}
		late := time.After(saveWithin)
	collect:
		for len(batch) < saveTables {
			select {
			case rec, ok := <-complete:
				if !ok {
					break collect
				}
				batch = append(batch, rec)
			case <-late:
				break collect
			}
		}
		if err := t.saveLoaded(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// loadWorker loads chunks on a connection of its own until none is left, and hands over the tables that are complete.
func (t *Task) loadWorker(ctx context.Context, snap Snapshot, c *crew, complete chan<- TableRecord) error {
	l, err := t.Target.Loader(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	var mine *share
	for {
		s, j, ok := c.next(mine)
		if !ok {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err // told to stop: the load is not complete
		}
		mine = s
		if g, ok := t.Target.(Guard); ok && s.many {
			if err := g.Guard(ctx, j.plan.Dest.ID); err != nil {
				return err
			}
		}
		began := c.now()
		if err := t.loadChunk(ctx, snap, l, j); err != nil {
			return err
		}
		if c.done(s, j, began) {
			t.unguard(ctx, s) // its lock is in the way of the key's
			rec, err := t.loaded(ctx, j.plan, t.keyer(l))
			if err != nil {
				return err
			}
			if rec != nil {
				complete <- *rec
			}
		}
	}
}

// keyer tells who makes the key of a table: the loader where it can, whose session has the table's pages at hand.
func (t *Task) keyer(l Loader) Keyer {
	if k, ok := l.(Keyer); ok {
		return k
	}
	return t.Target
}

// Guard is a target whose own housekeeping, such as autovacuum, would visit tables again and again while they grow. A
// guard is a help only: it ends with the task's connection. It must be gone before a key is made.
type Guard interface {
	Guard(ctx context.Context, id event.TableID) error
	Unguard(ctx context.Context, id event.TableID)
}

// Flusher is a target that commits control data without waiting for the disk; Flush waits.
type Flusher interface {
	Flush(ctx context.Context, task TaskRef) error
}

// flush comes before anybody is told that something which was not committed with changes is there to stay.
func (t *Task) flush(ctx context.Context) error {
	if f, ok := t.Target.(Flusher); ok {
		return f.Flush(ctx, t.ref)
	}
	return nil
}

func (t *Task) unguard(ctx context.Context, s *share) {
	if g, ok := t.Target.(Guard); ok && s.many {
		g.Unguard(ctx, s.plan.Dest.ID)
	}
}
