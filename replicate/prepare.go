package replicate

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// prepare makes the target's tables ready and cuts the source's into chunks.
func (t *Task) prepare(ctx context.Context, snap Snapshot, todo []*Plan) ([]job, error) {
	todo, err := t.prepareTables(ctx, todo)
	if err != nil {
		return nil, err
	}
	have, err := t.describe(ctx, targetIDs(todo))
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
	have, err := t.describe(ctx, targetIDs(todo))
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
	return ready, t.takeIndexes(ctx, targetIDs(ready))
}

// targetIDs names the tables that plans fill.
func targetIDs(list []*Plan) []event.TableID {
	ids := make([]event.TableID, len(list))
	for i, p := range list {
		ids[i] = p.Mapped.Target.ID
	}
	return ids
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
	for _, p := range list {
		t.records[p.Source.ID].Chunks = nil
	}
	err := t.Target.Empty(ctx, targetIDs(list))
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
