package mysql

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/go-sql-driver/mysql"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// loader loads chunks on a connection of its own.
type loader struct {
	t    *Target
	conn *sql.Conn
}

var _ replicate.Loader = (*loader)(nil)

// Loader implements replicate.Target.
func (t *Target) Loader(ctx context.Context) (replicate.Loader, error) {
	c, err := t.db.Conn(ctx)
	if err != nil {
		return nil, wrap(err)
	}
	return &loader{t: t, conn: c}, nil
}

// Close implements replicate.Loader.
func (l *loader) Close() error { return l.conn.Close() }

// Load implements replicate.Loader.
func (l *loader) Load(ctx context.Context, job *replicate.LoadJob) error {
	job.Loaded, job.Failed = 0, 0
	tx, err := l.conn.BeginTx(ctx, nil)
	if err != nil {
		return wrap(err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if err := l.t.fence(ctx, tx, job.Task, "lock in share mode"); err != nil {
		return err
	}
	w := &writer{ctx: ctx, tx: tx, job: job}
	if err := w.run(); err != nil {
		return wrap(err)
	}
	res, err := tx.ExecContext(ctx, "update "+l.t.control("crosswalk_chunks")+" set done = true, loaded = ? where task = ? and table_schema = ? and table_name = ? and n = ?",
		job.Loaded, job.Task.Name, job.Chunk.Table.ID.Schema, job.Chunk.Table.ID.Name, job.Chunk.N)
	if err != nil {
		return wrap(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%w: a chunk of %s is missing in the control tables", replicate.ErrPermanent, job.Chunk.Table.ID)
	}
	failpoint.Here("chunk-commit")
	return wrap(tx.Commit())
}

// writer writes the rows of a chunk in pieces.
type writer struct {
	ctx context.Context
	tx  *sql.Tx
	job *replicate.LoadJob
	buf []byte
	n   int64
	row []event.Row // with Careful or Upsert
}

// pieceBytes is what one LOAD DATA takes: larger ones are slower.
const pieceBytes = 8 << 20

func (w *writer) run() error {
	careful := w.job.Careful || w.job.Upsert
	err := w.job.Rows(func(row event.Row) error {
		if careful {
			w.row = append(w.row, row.Clone())
			if len(w.row) < min(w.job.Batch, 1000) {
				return nil
			}
			return w.inserts()
		}
		w.buf = appendLine(w.buf, w.job.Table.Columns, row)
		w.n++
		if len(w.buf) < pieceBytes {
			return nil
		}
		return w.loadData()
	})
	if err != nil {
		return err
	}
	if careful {
		return w.inserts()
	}
	return w.loadData()
}

var readers atomic.Int64

// loadData sends a piece. LOCAL makes the server change values and skip rows with nothing but warnings: any warning undoes
// the chunk, and it is loaded again with INSERTs, which fail as they should.
func (w *writer) loadData() error {
	if w.n == 0 {
		return nil
	}
	name := fmt.Sprintf("crosswalk-%d", readers.Add(1))
	data := w.buf
	mysql.RegisterReaderHandler(name, func() io.Reader { return bytes.NewReader(data) })
	defer mysql.DeregisterReaderHandler(name)
	res, err := w.tx.ExecContext(w.ctx, loadStatement(name, w.job.Table))
	if err != nil {
		return err
	}
	var warnings int64
	if err := w.tx.QueryRowContext(w.ctx, "select @@warning_count").Scan(&warnings); err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if warnings > 0 || n != w.n {
		return fmt.Errorf("%w: %w", replicate.ErrData, errWarned)
	}
	w.job.Loaded += n
	w.buf, w.n = w.buf[:0], 0
	return nil
}

func loadStatement(reader string, t *event.Table) string {
	var cols, sets []string
	for i, c := range t.Columns {
		v := fmt.Sprintf("@v%d", i)
		switch c.Type.Kind {
		case canon.Bytes, canon.Geometry:
			sets = append(sets, ident(c.Name)+" = unhex("+v+")")
		case canon.Bit:
			sets = append(sets, ident(c.Name)+" = cast(conv("+v+", 2, 10) as unsigned)")
		default:
			v = ident(c.Name)
		}
		cols = append(cols, v)
	}
	q := "load data local infile 'Reader::" + reader + "' into table " + tableName(t.ID) + " character set utf8mb4 fields terminated by '\\t' escaped by '\\\\' lines terminated by '\\n' (" +
		strings.Join(cols, ", ") + ")"
	if len(sets) > 0 {
		q += " set " + strings.Join(sets, ", ")
	}
	return q
}

// appendLine appends a row as LOAD DATA reads it.
func appendLine(dst []byte, cols []event.Column, row event.Row) []byte {
	for i, v := range row {
		if i > 0 {
			dst = append(dst, '\t')
		}
		if v.B == nil {
			dst = append(dst, `\N`...)
			continue
		}
		switch cols[i].Type.Kind {
		case canon.Bytes, canon.Geometry:
			dst = hex.AppendEncode(dst, v.B)
		default:
			dst = appendField(dst, toText(cols[i].Type, v.B))
		}
	}
	return append(dst, '\n')
}

func appendField(dst, b []byte) []byte {
	for {
		i := bytes.IndexAny(b, "\\\t\n\x00")
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		switch b[i] {
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		case 0:
			dst = append(dst, `\0`...)
		default:
			dst = append(dst, `\\`...)
		}
		b = b[i+1:]
	}
}

// inserts writes the rows that were gathered.
func (w *writer) inserts() error {
	rows := w.row
	w.row = nil
	return w.batch(rows)
}

// batch inserts rows; where the server refuses, halves of them, down to the single row that the policy is asked about.
func (w *writer) batch(rows []event.Row) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := w.tx.ExecContext(w.ctx, "savepoint crosswalk"); err != nil {
		return wrap(err)
	}
	word := "insert"
	if w.job.Upsert {
		word = "replace"
	}
	err := strict(w.ctx, w.tx, insertStatement(word, w.job.Table, columnsAll(w.job.Table), rows))
	if err == nil {
		w.job.Loaded += int64(len(rows))
		return nil
	}
	if err = wrap(err); !errors.Is(err, replicate.ErrData) {
		return err
	}
	if _, err := w.tx.ExecContext(w.ctx, "rollback to savepoint crosswalk"); err != nil {
		return wrap(err)
	}
	if !w.job.Careful {
		return err
	}
	if len(rows) > 1 {
		if err := w.batch(rows[:len(rows)/2]); err != nil {
			return err
		}
		return w.batch(rows[len(rows)/2:])
	}
	_, err = w.job.Decide(replicate.DataError, rows[0], err)
	return err
}

// strict runs a statement and takes a warning for an error: it means that a value was changed.
func strict(ctx context.Context, tx *sql.Tx, q string) error {
	if _, err := tx.ExecContext(ctx, q); err != nil {
		return err
	}
	var n int64
	if err := tx.QueryRowContext(ctx, "select @@warning_count").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fmt.Errorf("%w: %w", replicate.ErrData, errWarned)
	}
	return nil
}

func columnsAll(t *event.Table) []int {
	out := make([]int, len(t.Columns))
	for i := range out {
		out[i] = i
	}
	return out
}

func insertStatement(word string, t *event.Table, cols []int, rows []event.Row) string {
	b := []byte(word + " into " + tableName(t.ID) + " (")
	for i, c := range cols {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, ident(t.Columns[c].Name)...)
	}
	b = append(b, ") values "...)
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '(')
		for j, c := range cols {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, t.Columns[c].Type, r[c])
		}
		b = append(b, ')')
	}
	return string(b)
}
