package checks

import (
	"context"
	"sort"
	"time"
)

// settle reads suspects again: changes may have been on their way when a row was read. A row that is alike now is no
// suspect any more. One whose source row stays as it is for Options.Settle and still differs is a difference; with
// Options.Synced, one that differs although the target has had all that the source held, twice the same. One that keeps
// changing until Options.Patience is pending.
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
		if err != nil || open == 0 || time.Since(start) > w.c.opts.Patience && w.waits() {
			return err
		}
	}
}

// waits tells that what differs may be on its way.
func (w *work) waits() bool { return w.c.opts.Settle > 0 || w.c.opts.Synced != nil }

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
		src, tgt, moving, err := w.readBoth(ctx, part)
		if err != nil {
			return 0, err
		}
		now := time.Now()
		for _, k := range part {
			if id := joinKey(k); !moving[id] && !w.look(w.suspects[id], src[id], tgt[id], now) {
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

// readBoth reads suspects on both sides. By position, the source is read before and behind the barrier: a row that changed
// between is moving, and says nothing. By time the target is read first: a row that reaches it between the two readings then
// differs once more at worst, and is read again, but no difference is hidden.
func (w *work) readBoth(ctx context.Context, part [][]string) (src, tgt map[string][]*string, moving map[string]bool, err error) {
	var before map[string][]*string
	if w.c.opts.Synced != nil {
		if before, err = w.src.byKey(ctx, part); err != nil {
			return nil, nil, nil, err
		}
		if err := w.c.opts.Synced(ctx); err != nil {
			return nil, nil, nil, err
		}
	}
	if tgt, err = w.tgt.byKey(ctx, part); err != nil {
		return nil, nil, nil, err
	}
	if src, err = w.src.byKey(ctx, part); err != nil || before == nil {
		return src, tgt, nil, err
	}
	moving = map[string]bool{}
	for _, k := range part {
		id := joinKey(k)
		moving[id] = !identical(before[id], src[id])
	}
	return src, tgt, moving, nil
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
	first := s.since.IsZero() || !identical(s.src, src)
	if w.c.opts.Synced != nil {
		first = first || !identical(s.tgt, tgt)
		s.settled = !first
	}
	if first {
		s.since = now
	}
	s.src, s.tgt = src, tgt
	if w.c.opts.Synced == nil {
		s.settled = now.Sub(s.since) >= w.c.opts.Settle
	}
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

// settleMultiset compares tables without a key again as a whole until what differs stays the same: for Options.Settle, or
// across a barrier of Options.Synced.
func (w *work) settleMultiset(ctx context.Context) error {
	start, since := time.Now(), time.Now()
	for len(w.suspects) > 0 && w.waits() {
		if err := w.pause(ctx); err != nil {
			return err
		}
		before := w.suspects
		w.suspects = map[string]*suspect{}
		if _, _, err := w.compareAll(ctx); err != nil {
			return err
		}
		switch same := sameSuspects(before, w.suspects); {
		case !same:
			since = time.Now()
		case w.c.opts.Synced != nil || time.Since(since) >= w.c.opts.Settle:
			w.settled()
			return nil
		}
		if time.Since(start) > w.c.opts.Patience {
			return nil // pending
		}
	}
	w.settled()
	return nil
}

func (w *work) pause(ctx context.Context) error {
	if w.c.opts.Synced != nil {
		return w.c.opts.Synced(ctx)
	}
	return wait(ctx, min(w.c.opts.Settle, 5*time.Second))
}

func (w *work) settled() {
	for _, s := range w.suspects {
		s.settled = true
	}
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
