package checks

import (
	"context"
	"sort"
	"time"
)

// settle reads suspects again: changes may have been on their way when a row was read. A row that is alike now is no
// suspect any more; one whose source row stays as it is for Options.Settle and still differs is a difference; one that
// keeps changing until Options.Patience is pending.
func (w *work) settle(ctx context.Context) error {
	if w.pl.keys == 0 {
		return w.settleMultiset(ctx)
	}
	start := time.Now()
	for pause := time.Duration(0); ; pause = min(max(2*pause, 50*time.Millisecond), time.Second) {
		if err := wait(ctx, pause); err != nil {
			return err
		}
		open, err := w.reread(ctx)
		if err != nil || open == 0 || time.Since(start) > w.c.opts.Patience && w.c.opts.Settle > 0 {
			return err
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// reread looks at every suspect that is not settled, and tells how many are left.
func (w *work) reread(ctx context.Context) (open int, err error) {
	var keys [][]string
	for _, s := range w.suspects {
		if !s.settled {
			keys = append(keys, s.key)
		}
	}
	for len(keys) > 0 {
		part := keys[:min(len(keys), 10_000)]
		keys = keys[len(part):]
		// The target first: a row that reaches it between the two readings then differs once more at worst, and is read
		// again, but no difference is hidden.
		tgt, err := w.tgt.byKey(ctx, part)
		if err != nil {
			return 0, err
		}
		src, err := w.src.byKey(ctx, part)
		if err != nil {
			return 0, err
		}
		now := time.Now()
		for _, k := range part {
			if id := joinKey(k); !w.look(w.suspects[id], src[id], tgt[id], now) {
				delete(w.suspects, id)
			}
		}
	}
	for _, s := range w.suspects {
		if !s.settled {
			open++
		}
	}
	return open, nil
}

// look compares a suspect's rows as they are now; false when they are alike.
func (w *work) look(s *suspect, src, tgt []*string, now time.Time) bool {
	switch {
	case src == nil && tgt == nil:
		return false
	case src == nil:
		s.kind = MissingSource
	case tgt == nil:
		s.kind = MissingTarget
	default:
		if w.sameRow(src, tgt) {
			return false
		}
		s.kind = Changed
	}
	if s.since.IsZero() || !identical(s.src, src) {
		s.since = now
	}
	s.src, s.tgt = src, tgt
	s.settled = now.Sub(s.since) >= w.c.opts.Settle
	return true
}

func (w *work) sameRow(a, b []*string) bool {
	for i := range a {
		if !alike(w.pl.cols[i].as, a[i], b[i], w.c.opts.Tolerance) {
			return false
		}
	}
	return true
}

func identical(a, b []*string) bool {
	if (a == nil) != (b == nil) {
		return false
	}
	for i := range a {
		if (a[i] == nil) != (b[i] == nil) || a[i] != nil && *a[i] != *b[i] {
			return false
		}
	}
	return true
}

// settleMultiset compares tables without a key again as a whole until what differs stays the same for Options.Settle.
func (w *work) settleMultiset(ctx context.Context) error {
	start, since := time.Now(), time.Now()
	for len(w.suspects) > 0 && w.c.opts.Settle > 0 {
		if err := wait(ctx, min(w.c.opts.Settle, 5*time.Second)); err != nil {
			return err
		}
		before := w.suspects
		w.suspects = map[string]*suspect{}
		if _, _, err := w.compareAll(ctx); err != nil {
			return err
		}
		if !sameSuspects(before, w.suspects) {
			since = time.Now()
		}
		if time.Since(since) >= w.c.opts.Settle {
			break
		}
		if time.Since(start) > w.c.opts.Patience {
			return nil // pending
		}
	}
	for _, s := range w.suspects {
		s.settled = true
	}
	return nil
}

// compareAll is compare over the whole table, without the journal and the counts.
func (w *work) compareAll(ctx context.Context) (src, tgt int64, err error) {
	err = w.chunks(ctx, func(s span) error {
		a, b, err := w.compare(ctx, s)
		src, tgt = src+a, tgt+b
		return err
	})
	return src, tgt, err
}

func sameSuspects(a, b map[string]*suspect) bool {
	if len(a) != len(b) {
		return false
	}
	for k, x := range a {
		if y := b[k]; y == nil || x.count != y.count || x.kind != y.kind {
			return false
		}
	}
	return true
}

// verdict writes the result of the table.
func (w *work) verdict() {
	r := w.pl.result
	list := make([]*suspect, 0, len(w.suspects))
	for _, s := range w.suspects {
		if s.settled {
			list = append(list, s)
		} else {
			r.PendingRows++
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if x, y := joinKey(a.key), joinKey(b.key); x != y {
			return len(x) < len(y) || len(x) == len(y) && x < y
		}
		return a.hash < b.hash
	})
	for _, s := range list {
		n := int64(1)
		if w.pl.keys == 0 {
			n = s.count
		}
		r.Differences += n
		if len(r.Rows) < w.c.opts.MaxDiffs {
			r.Rows = append(r.Rows, w.diff(s))
		}
	}
	switch {
	case r.Differences > 0:
		r.State = Different
	case r.PendingRows > 0:
		r.State = Pending
	case len(r.Skipped) > 0:
		r.State = Partly
	}
}

func (w *work) diff(s *suspect) RowDiff {
	d := RowDiff{Kind: s.kind, Key: s.key, Count: s.count}
	if w.pl.keys > 0 {
		d.Count = 0
	}
	for i, c := range w.pl.cols {
		var a, b *string
		if s.src != nil {
			a = s.src[i]
		}
		if s.tgt != nil {
			b = s.tgt[i]
		}
		if s.kind == Changed && alike(c.as, a, b, w.c.opts.Tolerance) {
			continue
		}
		cd := ColumnDiff{Column: c.src.Name, Source: a, Target: b}
		if w.c.opts.Mask {
			cd.Source, cd.Target = masked(a), masked(b)
		}
		if s.src != nil || s.tgt != nil {
			d.Columns = append(d.Columns, cd)
		}
	}
	if w.c.opts.Mask && d.Key != nil {
		d.Key = append([]string(nil), d.Key...)
		for i := range d.Key {
			d.Key[i] = *masked(&d.Key[i])
		}
	}
	return d
}
