package proof

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// checkAll checks the bodies, side by side where what was loaded has been committed.
func (v *verifier) checkAll(ctx context.Context, bodies []body) ([][]Message, error) {
	out := make([][]Message, len(bodies))
	jobs := v.jobs
	if v.db.conn.PgConn().TxStatus() != 'I' {
		jobs = 1
	}
	jobs = min(jobs, 1+len(bodies)/20)
	var path string
	if err := v.db.conn.QueryRow(ctx, "SHOW search_path").Scan(&path); err != nil {
		return nil, err
	}
	w := &workers{v: v, bodies: bodies, out: out, path: path}
	errs := make([]error, jobs)
	var wg sync.WaitGroup
	for j := 1; j < jobs; j++ {
		wg.Go(func() {
			conn, err := v.db.connect(ctx)
			if err == nil {
				conn, err = w.run(ctx, conn)
			}
			if conn != nil {
				conn.Close(context.WithoutCancel(ctx))
			}
			errs[j] = err
		})
	}
	v.db.conn, errs[0] = w.run(ctx, v.db.conn)
	wg.Wait()
	return out, errors.Join(errs...)
}

// workers share the bodies that are to be checked.
type workers struct {
	v      *verifier
	bodies []body
	out    [][]Message
	path   string // the search_path that loading left behind
	next   atomic.Int64
	mu     sync.Mutex
	done   int
}

// run checks bodies until none is left. plpgsql_check has been seen to crash the server:
// then every connection is lost, so the body is tried once more on a new one before the
// crash is put down to it. The connection that it gives is the one to go on with.
func (w *workers) run(ctx context.Context, conn *pgx.Conn) (*pgx.Conn, error) {
	if err := w.prepare(ctx, conn); err != nil {
		return conn, err
	}
	for {
		i := int(w.next.Add(1) - 1)
		if i >= len(w.bodies) {
			return conn, nil
		}
		b := &w.bodies[i]
		inTransaction := conn.PgConn().TxStatus() != 'I'
		for try := 0; ; try++ {
			msgs, err := w.v.checkBody(ctx, conn, b)
			if err == nil {
				w.out[i] = msgs
				break
			}
			if ctx.Err() != nil || !conn.IsClosed() || inTransaction {
				return conn, fmt.Errorf("%s: %w", w.v.units[b.unit].name(), err)
			}
			if conn, err = w.reconnect(ctx); err != nil {
				return conn, err
			}
			if try == 1 {
				w.out[i] = []Message{{Level: Unproved, Phase: Checking, Line: w.v.units[b.unit].firstLine(),
					Text: "plpgsql_check crashed the server on this body"}}
				break
			}
		}
		w.mu.Lock()
		w.done++
		w.v.report("check", w.done, len(w.bodies))
		w.mu.Unlock()
	}
}

// prepare gives a connection the settings that the check needs.
func (w *workers) prepare(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SELECT pg_catalog.set_config('search_path', $1, false), "+
		"pg_catalog.set_config('check_function_bodies', 'on', false)", w.path)
	return err
}

// reconnect waits for the server to recover from a crash.
func (w *workers) reconnect(ctx context.Context) (*pgx.Conn, error) {
	var err error
	for range 60 {
		var conn *pgx.Conn
		if conn, err = w.v.db.connect(ctx); err == nil {
			return conn, w.prepare(ctx, conn)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(250 * time.Millisecond):
		}
	}
	return nil, err
}

// checkBody checks one routine: a SQL function by the server's own validator, a PL/pgSQL
// routine by plpgsql_check, once for each trigger that uses it.
func (v *verifier) checkBody(ctx context.Context, conn *pgx.Conn, b *body) ([]Message, error) {
	switch {
	case b.language == "sql":
		return v.validate(ctx, conn, b, "pg_catalog.fmgr_sql_validator")
	case v.extension == "", b.trigger && len(b.on) == 0:
		return v.validate(ctx, conn, b, "pg_catalog.plpgsql_validator")
	}
	on := b.on
	if !b.trigger {
		on = []trigger{{}}
	}
	var runs [][]Message
	for _, t := range on {
		msgs, err := v.plpgsqlCheck(ctx, conn, b, t)
		if err != nil {
			return nil, err
		}
		if len(v.needsTemps(b, msgs)) > 0 {
			if msgs, err = v.checkWithTemps(ctx, conn, b, t, msgs); err != nil {
				return nil, err
			}
		}
		runs = append(runs, msgs)
	}
	return v.classify(b, runs), nil
}

// validate has the server compile the routine, as CREATE would with check_function_bodies on.
func (v *verifier) validate(ctx context.Context, conn *pgx.Conn, b *body, fn string) ([]Message, error) {
	err := v.guarded(ctx, conn, func() error {
		_, err := conn.Exec(ctx, "SELECT "+fn+"($1::pg_catalog.oid)", b.oid)
		return err
	})
	return v.compileError(b, err)
}

// compileError makes a message of a server error that stopped the check of a body.
func (v *verifier) compileError(b *body, err error) ([]Message, error) {
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return nil, err
	}
	u := &v.units[b.unit]
	m := Message{Level: Error, Phase: Checking, SQLState: pe.Code, Text: text(pe)}
	m.Line, _ = u.lineCol(b.source.BodyOffset)
	switch {
	case pe.InternalPosition > 0 && pe.InternalQuery == b.source.Source:
		off := byteOffset(pe.InternalQuery, int(pe.InternalPosition))
		m.Line, m.Column = u.lineCol(b.source.BodyOffset + off)
	default:
		m.Line += max(lineOf(pe.Where), 1) - 1
	}
	m.DueTo = v.failed.cause(u, pe.Code, pe.Message)
	return []Message{m}, nil
}

const runCheck = `
SELECT coalesce(lineno, 0), coalesce(sqlstate, ''), coalesce(message, ''), coalesce(detail, ''), coalesce(hint, ''), coalesce(context, ''), level,
       coalesce(query, ''), coalesce(position, 0)
  FROM ` + checkSchema + `.plpgsql_check_function_tb($1::pg_catalog.oid::pg_catalog.regprocedure, $2::pg_catalog.oid::pg_catalog.regclass,
       fatal_errors => false, extra_warnings => true, performance_warnings => false, oldtable => $3, newtable => $4)`

func (v *verifier) plpgsqlCheck(ctx context.Context, conn *pgx.Conn, b *body, t trigger) ([]Message, error) {
	u := &v.units[b.unit]
	first, _ := u.lineCol(b.source.BodyOffset)
	var out []Message
	err := v.guarded(ctx, conn, func() error {
		rows, err := conn.Query(ctx, runCheck, b.oid, t.table, t.oldRows, t.newRows)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line, pos int
			var state, msg, detail, hint, where, level, query string
			if err := rows.Scan(&line, &state, &msg, &detail, &hint, &where, &level, &query, &pos); err != nil {
				return err
			}
			pe := &pgconn.PgError{Code: state, Message: msg, Detail: detail, Hint: hint}
			if line == 0 {
				line = lineOf(where)
			}
			m := Message{Phase: Checking, SQLState: state, Text: text(pe), Line: first + max(line, 1) - 1}
			if off, ok := findQuery(b.source.Source, line, query, pos); ok {
				m.Line, m.Column = u.lineCol(b.source.BodyOffset + off)
			}
			if level == "error" {
				m.Level = Error
				m.DueTo = v.failed.cause(u, state, msg)
			}
			out = append(out, m)
		}
		return rows.Err()
	})
	if err != nil {
		return v.compileError(b, err)
	}
	return out, nil
}
