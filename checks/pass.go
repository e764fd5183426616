package checks

import (
	"context"
	"database/sql"

	"golang.org/x/sync/errgroup"
)

// Pager is an engine that can read a table in the order in which its rows are stored. That reads each page once, whatever
// the key's order is; chunks of the key find their rows through its index.
type Pager interface {
	// Pages counts the pages of a table, of its largest part where it has parts; 0 where its rows are not in such pages
	// (views, foreign tables, other access methods).
	Pages(ctx context.Context, db *sql.DB, t Name) (int64, error)
	// Sampled is what stands behind the table's name in FROM, so that only some of its pages are read.
	Sampled(percent float64) string
	// Bucket is an expression for how many of the bounds, which are in order, are at or below the column's value; "" where
	// the engine has none for such a column.
	Bucket(c *Column, as Canon, bounds []string) string
	// Workers is a statement that lets the queries of a transaction use so many processes.
	Workers(n int) string
}

const (
	// maxPassPages bounds the time for which a pass keeps a server from removing old row versions: 64 GB of PostgreSQL's
	// pages. Larger tables are read by chunks of the key.
	maxPassPages = 1 << 23
	// sampledPages of a chunk are enough for bounds that are near what they should be.
	sampledPages = 8
	// maxSpans bounds the groups that a pass sums up.
	maxSpans = 10_000
)

// pass is a way to compare a table: one statement sums up all of its spans, in the order in which rows are stored.
type pass struct {
	bounds []string
	sides  [2]passSide
}

type passSide struct {
	*view
	pager Pager // nil: each span is a query of its own
	pages int64
}

// newPass plans a pass; nil where the table is better read by chunks: it has few rows or too many, no engine has pages,
// the check may have to pause, or to go on later where it stopped, which it can only do at a chunk.
func (w *work) newPass(ctx context.Context) (*pass, error) {
	o, rows := &w.c.opts, w.pl.src.Rows
	if !w.pl.ranged || w.pl.streamed || o.Journal != nil || o.Throttle != nil || rows >= 0 && rows < 2*int64(o.ChunkRows) {
		return nil, nil
	}
	p := &pass{}
	var sampled *passSide
	for i, v := range []*view{w.src, w.tgt} {
		s := &p.sides[i]
		s.view = v
		pager, ok := v.Engine.(Pager)
		if !ok || pager.Bucket(v.cols[0], v.as[0], nil) == "" {
			continue
		}
		pages, err := pager.Pages(ctx, v.DB, v.table.Name)
		if err != nil {
			return nil, v.explain(err)
		}
		if pages == 0 || pages > maxPassPages {
			continue
		}
		s.pager, s.pages = pager, pages
		if sampled == nil {
			sampled = s
		}
	}
	if sampled == nil {
		return nil, nil
	}
	var err error
	if p.bounds, err = sampled.sample(ctx, int64(o.ChunkRows)); err != nil || len(p.bounds) == 0 {
		return nil, err
	}
	return p, nil
}

// sample reads some pages and gives the keys that cut the table into chunks of about so many rows.
func (s *passSide) sample(ctx context.Context, chunkRows int64) ([]string, error) {
	want := int64(256)
	if s.table.Rows > 0 {
		want = max(want, sampledPages*min(s.table.Rows/chunkRows, maxSpans))
	}
	percent := min(100, 100*float64(want)/float64(s.pages))
	k := s.Ident(s.cols[0].Name)
	from := " FROM " + s.Ident(s.table.Schema) + "." + s.Ident(s.table.Table) + s.pager.Sampled(percent)
	if s.where != "" {
		from += " WHERE (" + s.where + ")"
	}
	var keys []string
	err := s.scan(ctx, "SELECT "+s.text(0)+" FROM (SELECT "+k+from+" ORDER BY "+k+") x", func(f []*string) { keys = append(keys, value(f[0])) })
	if err != nil {
		return nil, err
	}
	spans := min(int64(float64(len(keys))*100/percent)/chunkRows, maxSpans, int64(len(keys)))
	var bounds []string
	for i := int64(1); i < spans; i++ {
		b := keys[i*int64(len(keys))/spans]
		if n := len(bounds); n == 0 || bounds[n-1] != b {
			bounds = append(bounds, b)
		}
	}
	return bounds, nil
}

// span is the i-th between the bounds.
func (p *pass) span(i int) span {
	var s span
	if i > 0 {
		s.lo = &p.bounds[i-1]
	}
	if i < len(p.bounds) {
		s.hi = &p.bounds[i]
	}
	return s
}

// sums computes those of all spans on one side.
func (p *pass) sums(ctx context.Context, s *passSide, threads int) ([]sums, error) {
	if s.pager == nil {
		return p.spanBySpan(ctx, s, threads)
	}
	tx, err := s.DB.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, s.explain(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, s.pager.Workers(threads)); err != nil {
		return nil, s.explain(err)
	}
	groups, err := s.grouped(ctx, tx, s.pager.Bucket(s.cols[0], s.as[0], p.bounds))
	list := make([]sums, len(p.bounds)+1)
	for i := range list {
		list[i] = sums{0, "0"}
	}
	for i, x := range groups {
		list[i] = x
	}
	return list, err
}

func (p *pass) spanBySpan(ctx context.Context, s *passSide, threads int) ([]sums, error) {
	list := make([]sums, len(p.bounds)+1)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(threads)
	for i := range list {
		g.Go(func() (err error) {
			list[i], err = s.hash(ctx, p.span(i))
			return err
		})
	}
	return list, g.Wait()
}

// byPass compares the table by a pass; false where it is to be read by chunks.
func (w *work) byPass(t *turns) (bool, error) {
	p, err := w.newPass(t.ctx)
	if p == nil || err != nil {
		return false, err
	}
	threads := w.c.opts.Threads
	var src, tgt []sums
	err = t.do(threads, func(ctx context.Context) (err error) {
		src, tgt, err = both(
			func() ([]sums, error) { return p.sums(ctx, &p.sides[0], threads) },
			func() ([]sums, error) { return p.sums(ctx, &p.sides[1], threads) })
		return err
	})
	if err == nil {
		err = t.wait()
	}
	if err != nil {
		return true, err
	}
	var rows [2]int64
	for i := range src {
		rows[0], rows[1] = rows[0]+src[i].rows, rows[1]+tgt[i].rows
		if src[i] == tgt[i] && !src[i].short() {
			continue
		}
		err := t.do(1, func(ctx context.Context) error { return w.differ(ctx, p.span(i), src[i], tgt[i]) })
		if err != nil {
			return true, err
		}
	}
	w.count(rows[0], rows[1])
	return true, nil
}
