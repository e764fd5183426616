package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// loader loads chunks on a connection of its own.
type loader struct {
	t    *Target
	conn *pgx.Conn
}

var _ replicate.Loader = (*loader)(nil)
var _ replicate.RawLoader = (*loader)(nil)

// Loader implements replicate.Target. A chunk and its row in the control tables are lost together or not at all.
func (t *Target) Loader(ctx context.Context) (replicate.Loader, error) {
	conn, err := t.spare(ctx)
	if err != nil {
		return nil, err
	}
	return &loader{t: t, conn: conn}, nil
}

// Close implements replicate.Loader.
func (l *loader) Close() error { return l.conn.Close(context.Background()) }

// RawFormat implements replicate.RawLoader.
func (l *loader) RawFormat(t *event.Table) string { return rawFormat(t.Columns) }

// inTx runs f in a transaction that also marks the chunk as done, in two round trips: a load of many small tables waits for
// little else.
func (l *loader) inTx(ctx context.Context, job *replicate.LoadJob, f func() error) error {
	if l.conn.IsClosed() {
		conn, err := l.t.loading(ctx)
		if err != nil {
			return err
		}
		l.conn = conn
	}
	open := true
	defer func() {
		if open {
			_, _ = l.conn.Exec(context.WithoutCancel(ctx), "rollback") // a broken connection is as good as that
		}
	}()
	if err := l.begin(ctx, job); err != nil {
		return wrap(err)
	}
	if err := f(); err != nil {
		return wrap(err)
	}
	failpoint.Here("chunk-commit")
	b := &pgx.Batch{}
	b.Queue("update "+l.t.control("crosswalk_chunks")+" set done = true, loaded = $5"+thisChunk, append(chunkArgs(job), job.Loaded)...)
	b.Queue("commit")
	if err := l.conn.SendBatch(ctx, b).Close(); err != nil {
		return wrap(err)
	}
	open = false
	return nil
}

const thisChunk = " where task = $1 and table_schema = $2 and table_name = $3 and n = $4"

func chunkArgs(job *replicate.LoadJob) []any {
	return []any{job.Task.Name, job.Chunk.Table.ID.Schema, job.Chunk.Table.ID.Name, job.Chunk.N}
}

// begin opens the transaction of a chunk: its row is locked, so that it can be marked at the end, and another run that takes
// over waits.
func (l *loader) begin(ctx context.Context, job *replicate.LoadJob) error {
	b := &pgx.Batch{}
	b.Queue("begin")
	b.Queue(l.t.fenceSQL(), job.Task.Name)
	b.Queue("select from "+l.t.control("crosswalk_chunks")+thisChunk+" for update", chunkArgs(job)...)
	res := l.conn.SendBatch(ctx, b)
	defer res.Close()
	if _, err := res.Exec(); err != nil {
		return err
	}
	if err := fenced(res.QueryRow(), job.Task); err != nil {
		return err
	}
	tag, err := res.Exec()
	if err == nil && tag.RowsAffected() != 1 {
		err = fmt.Errorf("%w: a chunk of %s is missing in the control tables", replicate.ErrPermanent, job.Chunk.Table.ID)
	}
	return err
}

func copyInto(t *event.Table, name, format string) string {
	var cols []string
	for _, c := range t.Columns {
		cols = append(cols, ident(c.Name))
	}
	return "copy " + name + " (" + strings.Join(cols, ", ") + ") from stdin" + format
}

// LoadRaw implements replicate.RawLoader.
func (l *loader) LoadRaw(ctx context.Context, job *replicate.LoadJob, read func(io.Writer) error) error {
	format := ""
	if strings.HasPrefix(l.RawFormat(job.Table), "copy binary") {
		format = " (format binary)"
	}
	return l.inTx(ctx, job, func() error {
		n, err := l.copy(ctx, copyInto(job.Table, tableName(job.Table.ID), format), read)
		job.Loaded = n
		return err
	})
}

// errAbandoned is what the writer of a COPY gets when the target has ended it.
var errAbandoned = errors.New("the target ended the copy")

// copy runs COPY FROM with what write writes. Of two errors the one counts that came first: the target's, where the writer
// failed for nothing but its end.
func (l *loader) copy(ctx context.Context, q string, write func(io.Writer) error) (int64, error) {
	r := newRelay()
	done := make(chan error, 1)
	go func() {
		err := write(r)
		r.finish(err)
		done <- err
	}()
	tag, err := l.conn.PgConn().CopyFrom(ctx, r, q)
	r.abandon()
	if werr := <-done; werr != nil && (err == nil || !errors.Is(werr, errAbandoned)) {
		err = werr
	}
	return tag.RowsAffected(), err
}

// Load implements replicate.Loader.
func (l *loader) Load(ctx context.Context, job *replicate.LoadJob) error {
	job.Loaded, job.Failed = 0, 0
	return l.inTx(ctx, job, func() error {
		switch {
		case job.Careful:
			return l.careful(ctx, job)
		case job.Upsert:
			return l.upsert(ctx, job)
		}
		n, err := l.copy(ctx, copyInto(job.Table, tableName(job.Table.ID), ""), copyRows(job))
		job.Loaded = n
		return err
	})
}

const flushAt = 256 << 10

// copyRows writes the rows of a job in COPY's text form.
func copyRows(job *replicate.LoadJob) func(io.Writer) error {
	return func(w io.Writer) error {
		buf := make([]byte, 0, flushAt+4096)
		err := job.Rows(func(row event.Row) error {
			buf = appendCopy(buf, job.Table.Columns, row)
			if len(buf) < flushAt {
				return nil
			}
			_, err := w.Write(buf)
			buf = buf[:0]
			return err
		})
		if err == nil && len(buf) > 0 {
			_, err = w.Write(buf)
		}
		return err
	}
}

// upsert loads through a temporary table and overwrites what is there.
func (l *loader) upsert(ctx context.Context, job *replicate.LoadJob) error {
	t := job.Table
	name := ident("crosswalk_load")
	if _, err := l.conn.Exec(ctx, "create temporary table "+name+" on commit drop as select "+idents(columnNames(t))+" from "+tableName(t.ID)+" limit 0"); err != nil {
		return err
	}
	n, err := l.copy(ctx, copyInto(t, "pg_temp."+name, ""), copyRows(job))
	if err != nil {
		return err
	}
	job.Loaded = n
	cols := idents(columnNames(t))
	q := ""
	for _, u := range append([][]int{t.Key}, t.Uniques...) { // a row may have moved here from one with another key
		q += deleteBy(t, u, "pg_temp."+name)
	}
	_, err = l.conn.PgConn().Exec(ctx, q+"insert into "+tableName(t.ID)+" ("+cols+") overriding system value select "+cols+" from pg_temp."+name+
		"; drop table pg_temp."+name).ReadAll()
	return err
}

func deleteBy(t *event.Table, key []int, from string) string {
	var join []string
	for _, k := range key {
		c := ident(t.Columns[k].Name)
		join = append(join, "t."+c+" = s."+c)
	}
	return "delete from " + tableName(t.ID) + " t using " + from + " s where " + strings.Join(join, " and ") + "; "
}

func columnNames(t *event.Table) []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Name
	}
	return out
}

// careful loads batches behind savepoints; a batch that fails is loaded row by row.
func (l *loader) careful(ctx context.Context, job *replicate.LoadJob) error {
	var batch []event.Row
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := l.batch(ctx, job, batch)
		batch = batch[:0]
		return err
	}
	err := job.Rows(func(row event.Row) error {
		batch = append(batch, row.Clone())
		if len(batch) < job.Batch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return err
}

func (l *loader) batch(ctx context.Context, job *replicate.LoadJob, rows []event.Row) error {
	n, err := l.saved(ctx, job, rows)
	if err == nil {
		job.Loaded += n
		return nil
	}
	if !errors.Is(err, replicate.ErrData) {
		return err
	}
	if len(rows) > 1 { // halves find a few bad rows in little time
		if err := l.batch(ctx, job, rows[:len(rows)/2]); err != nil {
			return err
		}
		return l.batch(ctx, job, rows[len(rows)/2:])
	}
	_, err = job.Decide(replicate.DataError, rows[0], err)
	return err
}

// saved copies rows behind a savepoint.
func (l *loader) saved(ctx context.Context, job *replicate.LoadJob, rows []event.Row) (n int64, err error) {
	if _, err := l.conn.Exec(ctx, "savepoint crosswalk"); err != nil {
		return 0, wrap(err)
	}
	if job.Upsert {
		sub := *job
		sub.Rows = func(emit func(event.Row) error) error {
			for _, r := range rows {
				if err := emit(r); err != nil {
					return err
				}
			}
			return nil
		}
		err = l.upsert(ctx, &sub)
		n = sub.Loaded
	} else {
		var buf []byte
		for _, r := range rows {
			buf = appendCopy(buf, job.Table.Columns, r)
		}
		tag, e := l.conn.PgConn().CopyFrom(ctx, bytes.NewReader(buf), copyInto(job.Table, tableName(job.Table.ID), ""))
		n, err = tag.RowsAffected(), e
	}
	if err = wrap(err); err != nil {
		if !errors.Is(err, replicate.ErrData) {
			return 0, err
		}
		if _, e := l.conn.Exec(ctx, "rollback to savepoint crosswalk"); e != nil {
			return 0, wrap(e)
		}
		return 0, err
	}
	_, err = l.conn.Exec(ctx, "release savepoint crosswalk")
	return n, wrap(err)
}
