package checks

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// Checker compares two databases.
type Checker struct {
	Source, Target *Side
	opts           Options

	slots *semaphore.Weighted // one for each chunk at work
	mu    sync.Mutex          // guards results and progress
}

// New makes a checker.
func New(source, target *Side, o Options) *Checker {
	o.defaults()
	return &Checker{Source: source, Target: target, opts: o, slots: semaphore.NewWeighted(int64(o.Threads))}
}

// Check compares the pairs. The error is that of a cancelled context or an unreadable catalogue; what is wrong with
// single tables is in the result.
func (c *Checker) Check(ctx context.Context, pairs []Pair) (*Result, error) {
	res := &Result{Source: c.Source.Name(), Target: c.Target.Name(), Started: time.Now().UTC()}
	plans, err := c.plans(ctx, pairs)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	gate := make(chan struct{}, c.opts.Threads)
	for _, pl := range plans {
		res.Tables = append(res.Tables, pl.result)
		if pl.cols == nil {
			continue
		}
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			if err := c.table(ctx, pl); err != nil {
				pl.result.State, pl.result.Error = Failed, err.Error()
			}
		})
	}
	wg.Wait()
	res.Finished = time.Now().UTC()
	return res, ctx.Err()
}

func (c *Checker) plans(ctx context.Context, pairs []Pair) ([]*plan, error) {
	src, err := catalogue(ctx, c.Source, pairs, func(p *Pair) Name { return p.Source })
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of the source: %w", err)
	}
	tgt, err := catalogue(ctx, c.Target, pairs, func(p *Pair) Name { return p.Target })
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of the target: %w", err)
	}
	same := c.Source.Name() == c.Target.Name()
	var list []*plan
	for i := range pairs {
		p := &pairs[i]
		list = append(list, structure(p, src[p.Source], tgt[p.Target], same, &c.opts))
	}
	return list, nil
}

func catalogue(ctx context.Context, s *Side, pairs []Pair, name func(*Pair) Name) (map[Name]*Table, error) {
	var schemas []string
	seen := map[string]bool{}
	for i := range pairs {
		if n := name(&pairs[i]).Schema; !seen[n] {
			seen[n] = true
			schemas = append(schemas, n)
		}
	}
	tables, err := s.Tables(ctx, s.DB, schemas)
	if err != nil {
		return nil, err
	}
	out := map[Name]*Table{}
	for _, t := range tables {
		out[t.Name] = t
	}
	return out, nil
}

// table compares one table: chunk by chunk, then row by row what differs.
func (c *Checker) table(ctx context.Context, pl *plan) error {
	w := &work{c: c, pl: pl, src: pl.source(c.Source), tgt: pl.target(c.Target), suspects: map[string]*suspect{}}
	t := c.turns(ctx)
	defer t.cancel(nil)
	passed, err := w.byPass(t)
	if err == nil && !passed {
		err = w.chunks(t.ctx, func(s span) error {
			return t.do(1, func(ctx context.Context) error { return w.chunk(ctx, s) })
		})
	}
	if cause := t.wait(); cause != nil {
		return cause
	}
	if err != nil {
		return err
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	if c.opts.Repair {
		if err := w.repair(ctx); err != nil {
			return err
		}
	}
	if err := w.examples(ctx); err != nil {
		return err
	}
	w.verdict()
	return nil
}

// work is the comparison of one table.
type work struct {
	c        *Checker
	pl       *plan
	src, tgt *view

	mu       sync.Mutex
	suspects map[string]*suspect
}

// suspect is a row that differed when it was read.
type suspect struct {
	key      []string // nil without a key
	kind     DiffKind
	count    int64  // without a key
	hash     string // without a key
	src, tgt []*string
	since    time.Time // when the source's row was first seen as it is
	settled  bool
}

// chunks cuts the table by its key and hands the spans on.
func (w *work) chunks(ctx context.Context, do func(span) error) error {
	if !w.pl.ranged {
		return do(span{})
	}
	var lo *string
	for {
		hi, err := w.src.next(ctx, lo, w.c.opts.ChunkRows)
		if err != nil {
			return err
		}
		if err := do(span{lo, hi}); err != nil || hi == nil {
			return err
		}
		lo = hi
	}
}

// chunk compares a span.
func (w *work) chunk(ctx context.Context, s span) error {
	name := w.pl.result.Source.String() + " " + w.pl.result.Target.String()
	if j := w.c.opts.Journal; j != nil {
		if rows, ok := j.Done(name, s.String()); ok {
			w.count(rows, rows)
			return nil
		}
	}
	before := w.found()
	src, tgt, err := w.compare(ctx, s)
	if err != nil {
		return err
	}
	w.count(src, tgt)
	if j := w.c.opts.Journal; j != nil && w.pl.ranged && w.found() == before && src == tgt {
		return j.Note(name, s.String(), src)
	}
	return nil
}

func (w *work) found() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.suspects)
}

func (w *work) count(src, tgt int64) {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	w.pl.result.SourceRows += src
	w.pl.result.TargetRows += tgt
	if p := w.c.opts.Progress; p != nil {
		p(w.pl.result, src)
	}
}

// compare gives the rows of both sides, and notes the suspects.
func (w *work) compare(ctx context.Context, s span) (src, tgt int64, err error) {
	if w.pl.streamed {
		return w.stream(ctx, s)
	}
	if w.pl.ranged {
		a, b, err := both(func() (sums, error) { return w.src.hash(ctx, s) }, func() (sums, error) { return w.tgt.hash(ctx, s) })
		if err != nil {
			return 0, 0, err
		}
		if a == b && !a.short() {
			return a.rows, b.rows, nil
		}
		return a.rows, b.rows, w.differ(ctx, s, a, b)
	}
	return w.bucketed(ctx, s)
}

// differ looks into a span whose sums differ, or say nothing since rows have no hash.
func (w *work) differ(ctx context.Context, s span, a, b sums) error {
	if a.short() || b.short() {
		_, _, err := w.stream(ctx, s)
		return err
	}
	return w.narrow(ctx, s, bucketCount(max(a.rows, b.rows)))
}

// bucketRows is how many rows a bucket should have, so that few are fetched for one that differs.
const bucketRows = 1000

func bucketCount(rows int64) int64 {
	n := int64(1)
	for n*bucketRows < rows && n < 1<<16 {
		n *= 2
	}
	return n
}

// bucketed compares a table that cannot be cut by its key in one pass.
func (w *work) bucketed(ctx context.Context, s span) (src, tgt int64, err error) {
	n := bucketCount(max(w.pl.src.Rows, w.pl.tgt.Rows, 64*bucketRows))
	a, b, err := w.bothBuckets(ctx, s, n)
	if err != nil {
		return 0, 0, err
	}
	short := false
	for _, side := range []struct {
		m     map[int64]sums
		total *int64
	}{{a, &src}, {b, &tgt}} {
		for _, x := range side.m {
			*side.total += x.rows
			short = short || x.short()
		}
	}
	if short {
		return w.stream(ctx, s)
	}
	return src, tgt, w.fetch(ctx, s, n, differing(a, b))
}

func (w *work) bothBuckets(ctx context.Context, s span, n int64) (a, b map[int64]sums, err error) {
	return both(func() (map[int64]sums, error) { return w.src.buckets(ctx, s, n) }, func() (map[int64]sums, error) { return w.tgt.buckets(ctx, s, n) })
}

// narrow finds the buckets that differ in a span that does.
func (w *work) narrow(ctx context.Context, s span, n int64) error {
	list := []int64{0}
	if n > 1 {
		a, b, err := w.bothBuckets(ctx, s, n)
		if err != nil {
			return err
		}
		list = differing(a, b)
	}
	return w.fetch(ctx, s, n, list)
}

func differing(a, b map[int64]sums) []int64 {
	var list []int64
	for k, x := range a {
		if b[k] != x {
			list = append(list, k)
		}
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			list = append(list, k)
		}
	}
	return list
}

// fetch reads key and hash of the rows in buckets that differ, and notes those that differ.
func (w *work) fetch(ctx context.Context, s span, n int64, list []int64) error {
	if len(list) == 0 {
		return nil
	}
	t := newTally(w.pl.keys > 0)
	_, _, err := both(
		func() (int, error) { return 0, w.src.hashes(ctx, s, n, list, t.side(true)) },
		func() (int, error) { return 0, w.tgt.hashes(ctx, s, n, list, t.side(false)) })
	if err != nil {
		return err
	}
	w.note(t)
	return nil
}

// both runs two readings at a time.
func both[T any](f, g func() (T, error)) (a, b T, err error) {
	var e1, e2 error
	var wg sync.WaitGroup
	wg.Go(func() { a, e1 = f() })
	b, e2 = g()
	wg.Wait()
	return a, b, errors.Join(e1, e2)
}
