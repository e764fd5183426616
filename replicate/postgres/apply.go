package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/sets"
)

// applier applies changes on a connection of its own.
//
// A batch is tried the fast way first: all statements in one round trip, each taking many rows where that keeps the
// order (package sets). When anything is not as expected, the batch is undone and done again change by change
// (sets.Careful), where the error policy is asked.
type applier struct {
	t        *Target
	conn     *pgx.Conn
	policy   *replicate.Policy
	open     bool              // a transaction is open
	prepared map[string]string // names of statements by their text
	names    int               // a name is never used twice, whatever became of its statement
}

var _ replicate.Applier = (*applier)(nil)

// Applier implements replicate.Target.
func (t *Target) Applier(ctx context.Context, policy *replicate.Policy) (replicate.Applier, error) {
	conn, err := t.session(ctx)
	if err != nil {
		return nil, err
	}
	// Rows are found by their keys; without these, stale statistics have the planner read whole tables.
	if _, err := conn.Exec(ctx, "set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off"); err != nil {
		conn.Close(ctx)
		return nil, wrap(err)
	}
	return &applier{t: t, conn: conn, policy: policy, prepared: map[string]string{}}, nil
}

// Close implements replicate.Applier.
func (a *applier) Close() error { return a.conn.Close(context.Background()) }

// Describe implements replicate.Applier.
func (a *applier) Describe(ctx context.Context, id event.TableID) (*event.Table, error) {
	fs, err := catalog(ctx, a.conn, []event.TableID{id}, false)
	if err != nil || len(fs) == 0 || fs[0].table.View {
		return nil, err
	}
	return fs[0].table, nil
}

// Apply implements replicate.Applier.
func (a *applier) Apply(ctx context.Context, b *replicate.Batch) error {
	if len(b.Changes) == 1 && (b.Changes[0].Op == event.Truncate || b.Changes[0].Op == event.DDL) {
		if err := a.begin(ctx); err != nil {
			return err
		}
		if err := a.barrier(ctx, b.Changes[0]); err != nil {
			return err
		}
	} else if len(b.Changes) > 0 {
		if err := a.changes(ctx, b); err != nil {
			return err
		}
	}
	if b.Partial {
		return nil
	}
	return a.commit(ctx, b)
}

func (a *applier) begin(ctx context.Context) error {
	if a.open {
		return nil
	}
	if _, err := a.conn.PgConn().Exec(ctx, "begin").ReadAll(); err != nil {
		return wrap(err)
	}
	a.open = true
	return nil
}

// commit writes position and states, and commits.
func (a *applier) commit(ctx context.Context, b *replicate.Batch) error {
	if err := a.begin(ctx); err != nil {
		return err
	}
	n, err := a.exec(ctx, "update "+a.t.control("crosswalk_tasks")+" set position = $3, updated = now() where task = $1 and epoch = $2::bigint",
		[]byte(b.Task.Name), strconv.AppendInt(nil, b.Task.Epoch, 10), []byte(b.Checkpoint.Position))
	if err != nil {
		return wrap(err)
	}
	if n != 1 {
		return replicate.ErrFenced
	}
	for i := range b.States {
		for _, st := range a.t.saveTable(b.Task.Name, &b.States[i]) {
			if _, err := a.conn.Exec(ctx, st.sql, st.args...); err != nil {
				return wrap(err)
			}
		}
	}
	if _, err := a.conn.PgConn().Exec(ctx, "commit").ReadAll(); err != nil {
		return wrap(err)
	}
	a.open = false
	return nil
}

// changes applies a batch the fast way, and the careful way when that fails.
func (a *applier) changes(ctx context.Context, b *replicate.Batch) error {
	nested := a.open
	if err := a.begin(ctx); err != nil {
		return err
	}
	if nested {
		if _, err := a.exec(ctx, "savepoint batch"); err != nil {
			return wrap(err)
		}
	}
	err := a.fast(ctx, b)
	if err == nil {
		if nested {
			_, err = a.exec(ctx, "release savepoint batch")
		}
		return wrap(err)
	}
	if !errors.Is(err, replicate.ErrData) && !errors.Is(err, sets.ErrUnexpected) {
		return err
	}
	undo := "rollback; begin"
	if nested {
		undo = "rollback to savepoint batch; release savepoint batch"
	}
	if _, err := a.conn.PgConn().Exec(ctx, undo).ReadAll(); err != nil {
		return wrap(err)
	}
	return sets.Careful(ctx, a, a.policy, b)
}

func (a *applier) fast(ctx context.Context, b *replicate.Batch) error {
	groups, err := sets.Groups(b)
	if err != nil {
		return err
	}
	calls := make([]call, len(groups))
	for i := range groups {
		calls[i] = write(&groups[i])
	}
	rules := a.policy.Rules
	for i := range calls {
		if calls[i].op == event.Delete && (rules.ApplyErrorDeletePolicy == replicate.IgnoreRecord || b.Idempotent) {
			calls[i].want = -1
		}
	}
	return wrap(a.run(ctx, calls))
}

// call is one statement of a batch.
type call struct {
	op     event.Op
	sql    string
	params [][]byte
	want   int64 // rows that it must touch; -1 for any number
}

const pipelined = 5000 // statements of one round trip

// run sends statements in as few round trips as possible and checks what each did.
func (a *applier) run(ctx context.Context, calls []call) error {
	for len(calls) > 0 {
		n := min(len(calls), pipelined)
		if err := a.pipeline(ctx, calls[:n]); err != nil {
			return err
		}
		calls = calls[n:]
	}
	return nil
}

func (a *applier) pipeline(ctx context.Context, calls []call) error {
	if len(a.prepared) > 1000 {
		if _, err := a.conn.PgConn().Exec(ctx, "deallocate all").ReadAll(); err != nil {
			return err
		}
		clear(a.prepared)
	}
	pl := a.conn.PgConn().StartPipeline(ctx)
	fresh := map[string]string{}
	var order []string
	for i := range calls {
		name, ok := a.prepared[calls[i].sql]
		if !ok {
			if name, ok = fresh[calls[i].sql]; !ok {
				a.names++
				name = "c" + strconv.Itoa(a.names)
				fresh[calls[i].sql] = name
				order = append(order, calls[i].sql)
				pl.SendPrepare(name, calls[i].sql, nil)
			}
		}
		pl.SendQueryPrepared(name, calls[i].params, nil, nil)
	}
	if err := pl.Sync(); err != nil {
		return errors.Join(err, pl.Close())
	}
	err := a.results(pl, calls, fresh, order)
	if cerr := pl.Close(); err == nil {
		err = cerr
	}
	return err
}

func (a *applier) results(pl *pgconn.Pipeline, calls []call, fresh map[string]string, order []string) error {
	var first error
	next, described := 0, 0
	for {
		res, err := pl.GetResults()
		if err != nil {
			return err
		}
		switch r := res.(type) {
		case nil, *pgconn.PipelineSync:
			return first
		case *pgconn.StatementDescription:
			if described < len(order) {
				a.prepared[order[described]] = fresh[order[described]]
				described++
			}
		case *pgconn.ResultReader:
			tag, err := r.Close()
			if err != nil {
				return err
			}
			if c := &calls[next]; c.want >= 0 && tag.RowsAffected() != c.want && first == nil {
				first = fmt.Errorf("%w: %d instead of %d", sets.ErrUnexpected, tag.RowsAffected(), c.want)
			}
			next++
		}
	}
}

// exec runs one statement; its text is prepared anew each time.
func (a *applier) exec(ctx context.Context, sql string, params ...[]byte) (int64, error) {
	res := a.conn.PgConn().ExecParams(ctx, sql, params, nil, nil, nil).Read()
	return res.CommandTag.RowsAffected(), res.Err
}

// barrier carries out what cannot be mixed with rows. What the server refuses leaves the transaction as it was: the table
// is given up, not the batch.
func (a *applier) barrier(ctx context.Context, c *event.Change) error {
	name := tableName(c.Table.ID)
	if c.Op == event.Truncate {
		err := a.guarded(ctx, "truncate "+name)
		if errors.Is(err, replicate.ErrData) { // TRUNCATE refuses a table that a foreign key refers to, whatever is in the other
			err = a.guarded(ctx, "delete from "+name)
		}
		return err
	}
	for _, col := range c.Table.Columns {
		if err := a.guarded(ctx, "alter table "+name+" add column if not exists "+ident(col.Name)+" "+columnType(col.Type)); err != nil {
			return err
		}
	}
	return nil
}

// guarded runs a statement behind a savepoint.
func (a *applier) guarded(ctx context.Context, sql string) error {
	if _, err := a.exec(ctx, "savepoint barrier"); err != nil {
		return wrap(err)
	}
	_, err := a.exec(ctx, sql)
	then := "release savepoint barrier"
	if err = wrap(err); errors.Is(err, replicate.ErrData) {
		then = "rollback to savepoint barrier"
	} else if err != nil {
		return err
	}
	_, undo := a.exec(ctx, then)
	return errors.Join(err, wrap(undo))
}
