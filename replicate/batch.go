package replicate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// batcher turns transactions into calls of the applier, all within one transaction of the target.
type batcher struct {
	t       *Task
	ctx     context.Context
	applier Applier
	pending []*event.Change
	bytes   int
	loose   bool // what is pending is applied idempotently
	open    bool // a partial batch was sent
	counts  map[event.TableID]*counts
	states  map[event.TableID]*TableRecord
	last    *event.Tx
}

type counts struct{ seen, applied [6]int64 }

func (t *Task) newBatcher(ctx context.Context, a Applier) *batcher {
	return &batcher{t: t, ctx: ctx, applier: a, counts: map[event.TableID]*counts{}, states: map[event.TableID]*TableRecord{}}
}

// apply applies transactions and commits them with the position of the last.
func (b *batcher) apply(txs []*event.Tx) error {
	for _, tx := range txs {
		b.last = tx
		if tx.Changes == nil {
			continue
		}
		if err := tx.Changes.Each(func(c *event.Change) error { return b.change(c, tx) }); err != nil {
			return err
		}
	}
	return b.commit()
}

func (b *batcher) count(id event.TableID) *counts {
	c := b.counts[id]
	if c == nil {
		c = &counts{}
		b.counts[id] = c
	}
	return c
}

// change takes one change of the source.
func (b *batcher) change(c *event.Change, tx *event.Tx) error {
	id := c.Table.ID
	p := b.t.plans[id]
	if p == nil || p.Dest == nil {
		return nil
	}
	b.count(id).seen[c.Op]++
	rec := b.t.records[id]
	if h := b.t.held[id]; h != nil {
		return h.add(c, tx)
	}
	if _, bad := b.t.policy.Suspended(p.Dest.ID); bad {
		return nil
	}
	loose, skip, err := b.t.window(rec, tx)
	if err != nil || skip {
		return err
	}
	switch c.Op {
	case event.DDL:
		return b.ddl(p, c)
	case event.Truncate:
		return b.truncate(p, c, tx)
	}
	out, err := p.Change(c, tx)
	if err != nil {
		return b.refused(p, out, err)
	}
	if out == nil {
		return nil
	}
	if loose || out.Loose {
		out.Origin = keep(c, tx)
	}
	return b.push(out, loose)
}

// keep makes sure that a change outlives the call.
func keep(c *event.Change, tx *event.Tx) *event.Change {
	if tx.Changes.InMemory() {
		return c
	}
	k := *c
	return &k // rows of spilled changes are not overwritten, only dropped
}

// window tells how a table's changes at this position are to be applied.
func (t *Task) window(rec *TableRecord, tx *event.Tx) (loose, skip bool, err error) {
	if rec.Since != "" {
		d, err := t.Source.Compare(tx.Position, rec.Since)
		if err != nil {
			return false, false, err
		}
		if d <= 0 {
			return false, true, nil
		}
		rec.Since = "" // positions only rise
	}
	if rec.Until != "" {
		d, err := t.Source.Compare(tx.Position, rec.Until)
		if err != nil {
			return false, false, err
		}
		if loose = d <= 0; !loose {
			rec.Until = ""
		}
	}
	return loose, false, nil
}

// refused asks the policy about a change that does not convert.
func (b *batcher) refused(p *Plan, c *event.Change, cause error) error {
	if c == nil {
		c = &event.Change{Table: p.Dest}
	}
	row := c.Before
	if row == nil {
		row = c.After
	}
	in := Incident{Kind: DataError, Table: p.Dest.ID, Statement: describe(c.Op, p.Dest, row), Err: cause, Time: time.Now()}
	_, err := b.t.policy.Decide(in)
	return err
}

func (b *batcher) push(c *event.Change, loose bool) error {
	if len(b.pending) > 0 && (loose != b.loose || len(b.pending) >= b.t.BatchChanges || b.bytes >= b.t.BatchBytes) {
		if err := b.send(true); err != nil {
			return err
		}
	}
	b.loose = loose
	b.pending = append(b.pending, c)
	b.bytes += c.Size()
	return nil
}

func (b *batcher) truncate(p *Plan, c *event.Change, tx *event.Tx) error {
	if b.t.Errors.FailOnTruncationDDL {
		return fmt.Errorf("%w: table %s was truncated (ApplyErrorFailOnTruncationDdl)", ErrStop, p.Source.ID)
	}
	if !b.t.HandleTruncated {
		return nil
	}
	out, err := p.Change(c, tx)
	if err != nil {
		return err
	}
	if err := b.send(true); err != nil {
		return err
	}
	b.pending = append(b.pending, out)
	return b.barred(p.Source.ID, b.send(true))
}

// barred gives up a table whose TRUNCATE or DDL the target has refused.
func (b *batcher) barred(id event.TableID, err error) error {
	if !errors.Is(err, ErrData) {
		return err
	}
	b.pending = b.pending[:0]
	return b.t.fail(b.ctx, id, err)
}

// send hands over what is pending.
func (b *batcher) send(partial bool) error {
	if partial && len(b.pending) == 0 {
		return nil
	}
	batch := &Batch{Task: b.t.ref, Changes: b.pending, Bulk: b.t.BatchApply, Idempotent: b.loose, Partial: partial, Checkpoint: *b.t.cp, Lookup: b.lookup}
	if !partial {
		batch.Checkpoint.Position = b.last.Position
		for _, r := range b.states {
			batch.States = append(batch.States, *r)
		}
		failpoint.Here("before-commit")
	}
	if err := b.applier.Apply(b.ctx, batch); err != nil {
		return err
	}
	for _, c := range b.pending {
		if id, ok := b.t.byDest[c.Table.ID]; ok {
			b.count(id).applied[c.Op]++
		}
	}
	b.pending, b.bytes, b.open = b.pending[:0], 0, partial
	return nil
}

// lookup reads the row of today for a change whose row is missing; nil when the source no longer has it.
func (b *batcher) lookup(c *event.Change) (*event.Change, error) {
	o := c.Origin
	if o == nil {
		return nil, errors.New("a change without its origin")
	}
	key := make(event.Row, len(o.Table.Columns))
	for _, k := range o.Table.Key {
		key[k] = o.After[k]
	}
	row, at, err := b.t.Source.Lookup(b.ctx, o.Table, key)
	if err != nil {
		return nil, err
	}
	rec := b.t.records[o.Table.ID]
	if rec.Until == "" {
		rec.Until = at
	}
	if d, err := b.t.Source.Compare(at, rec.Until); err != nil {
		return nil, err
	} else if d >= 0 {
		rec.Until = at
		b.states[o.Table.ID] = rec
	}
	if row == nil {
		return nil, nil
	}
	return b.t.plans[o.Table.ID].Change(&event.Change{Op: event.Insert, Table: o.Table, After: row}, nil)
}

// commit sends the rest with the position.
func (b *batcher) commit() error {
	if err := b.suspend(); err != nil {
		return err
	}
	if err := b.send(false); err != nil {
		return err
	}
	failpoint.Here("after-commit")
	b.t.cp.Position = b.last.Position
	b.t.moved.Store(true)
	b.t.Stats.commit(b.last.Commit, b.last.Position)
	for id, c := range b.counts {
		b.t.Stats.With(id, func(s *TableStatistics) {
			s.Inserts += c.seen[event.Insert]
			s.Updates += c.seen[event.Update]
			s.Deletes += c.seen[event.Delete]
			s.Ddls += c.seen[event.Truncate] + c.seen[event.DDL]
			s.AppliedInserts += c.applied[event.Insert]
			s.AppliedUpdates += c.applied[event.Update]
			s.AppliedDeletes += c.applied[event.Delete]
			s.AppliedDdls += c.applied[event.Truncate] + c.applied[event.DDL]
			s.LobsTruncated = b.t.plans[id].Cut.Load()
		})
	}
	return nil
}

// suspend writes down which tables the policy has suspended meanwhile.
func (b *batcher) suspend() error {
	for id, rec := range b.t.records {
		p := b.t.plans[id]
		if p == nil || p.Dest == nil || rec.State == TableError || b.t.held[id] != nil {
			continue
		}
		if why, bad := b.t.policy.Suspended(p.Dest.ID); bad {
			rec.State, rec.Reason = TableError, why
			b.states[id] = rec
			b.t.Stats.state(id, TableError, why)
			if err := b.t.noteSuspended(b.ctx, rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// describe writes a change for the exceptions table: what it does and the key, no other value.
func describe(op event.Op, t *event.Table, row event.Row) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s %s", op, t.ID)
	sep := " where "
	for _, k := range t.Key {
		if k < len(row) {
			fmt.Fprintf(&s, "%s%s = %q", sep, t.Columns[k].Name, row[k].B)
			sep = " and "
		}
	}
	return s.String()
}

// Describe is what the exceptions table says of a change.
func Describe(c *event.Change) string {
	row := c.Before
	if row == nil {
		row = c.After
	}
	return describe(c.Op, c.Table, row)
}
