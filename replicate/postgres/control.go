package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// controlTables are made in the control schema. Those named awsdms_ have the columns of AWS DMS.
var controlTables = []string{
	`crosswalk_tasks (task text primary key, epoch bigint not null, identity text, position text, updated timestamptz not null default now())`,
	`crosswalk_tables (task text, table_schema text, table_name text, state text not null, reason text not null default '', since text not null default '',
		until text not null default '', primary key (task, table_schema, table_name))`,
	`crosswalk_chunks (task text, table_schema text, table_name text, n int, condition text not null, done boolean not null default false,
		loaded bigint not null default 0, primary key (task, table_schema, table_name, n))`,
	`crosswalk_statements (task text, n int, statement text not null, primary key (task, n))`,
	`awsdms_apply_exceptions ("TASK_NAME" varchar(128), "TABLE_OWNER" varchar(128), "TABLE_NAME" varchar(128), "ERROR_TIME" timestamp, "STATEMENT" text, "ERROR" text)`,
	`awsdms_status ("SERVER_NAME" varchar(128), "TASK_NAME" varchar(128), "TASK_STATUS" varchar(100), "STATUS_TIME" timestamp, "PENDING_CHANGES" bigint,
		"DISK_SWAP_SIZE" bigint, "TASK_MEMORY" bigint, "SOURCE_CURRENT_POSITION" varchar(128), "SOURCE_CURRENT_TIMESTAMP" timestamp,
		"SOURCE_TAIL_POSITION" varchar(128), "SOURCE_TAIL_TIMESTAMP" timestamp, "SOURCE_TIMESTAMP_APPLIED" timestamp)`,
	`awsdms_suspended_tables ("SERVER_NAME" varchar(128), "TASK_NAME" varchar(128), "TABLE_OWNER" varchar(128), "TABLE_NAME" varchar(128),
		"SUSPEND_REASON" text, "SUSPEND_TIMESTAMP" timestamp)`,
	`awsdms_history ("SERVER_NAME" varchar(128), "TASK_NAME" varchar(128), "TIMESLOT_TYPE" varchar(32), "TIMESLOT" timestamp, "TIMESLOT_DURATION" bigint,
		"TIMESLOT_LATENCY" bigint, "RECORDS" bigint, "TIMESLOT_VOLUME" bigint)`,
}

func (t *Target) control(name string) string { return ident(t.schema) + "." + ident(name) }

// Open implements replicate.Control.
func (t *Target) Open(ctx context.Context, task string) (ref replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord, err error) {
	ref.Name = task
	err = t.ask(ctx, func(c *pgx.Conn) error {
		if err := t.makeControl(ctx, c); err != nil {
			return err
		}
		var identity, at *string
		err := durable(ctx, c, func(tx pgx.Tx) error { // an epoch that a crash takes back would be given twice
			return tx.QueryRow(ctx, `insert into `+t.control("crosswalk_tasks")+` as c (task, epoch) values ($1, 1)
				on conflict (task) do update set epoch = c.epoch + 1, updated = now() returning epoch, identity, position`, task).
				Scan(&ref.Epoch, &identity, &at)
		})
		if err != nil {
			return err
		}
		if at != nil {
			cp = &replicate.Checkpoint{Identity: *identity, Position: event.Position(*at)}
		}
		tables, err = t.records(ctx, c, task)
		return err
	})
	return ref, cp, tables, err
}

// Checkpoint implements replicate.Control.
func (t *Target) Checkpoint(ctx context.Context, task string) (*replicate.Checkpoint, error) {
	var identity, at *string
	err := t.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, "select identity, position from "+t.control("crosswalk_tasks")+" where task = $1", task).Scan(&identity, &at)
	})
	if errors.Is(err, pgx.ErrNoRows) || isCode(err, "42P01") || isCode(err, "3F000") || err == nil && at == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &replicate.Checkpoint{Identity: *identity, Position: event.Position(*at)}, nil
}

func (t *Target) makeControl(ctx context.Context, c *pgx.Conn) error {
	if err := ensureSchema(ctx, c, t.schema); err != nil {
		return err
	}
	var names []string
	for _, def := range controlTables {
		name, _, _ := strings.Cut(def, " ")
		names = append(names, t.control(name))
	}
	var have []bool
	err := c.QueryRow(ctx, "select array_agg(to_regclass(x.t) is not null order by x.n) from unnest($1::text[]) with ordinality x(t, n)", names).Scan(&have)
	if err != nil {
		return err
	}
	var defs strings.Builder
	for i, def := range controlTables {
		if _, columns, _ := strings.Cut(def, " "); !have[i] {
			defs.WriteString("create table if not exists " + names[i] + " " + columns + ";")
		}
	}
	if defs.Len() == 0 {
		return nil
	}
	_, err = c.Exec(ctx, defs.String())
	return err
}

func (t *Target) records(ctx context.Context, c *pgx.Conn, task string) ([]replicate.TableRecord, error) {
	rows, err := c.Query(ctx, "select table_schema, table_name, state, reason, since, until from "+t.control("crosswalk_tables")+
		" where task = $1 order by 1, 2", task)
	if err != nil {
		return nil, err
	}
	var out []replicate.TableRecord
	index := map[event.TableID]int{}
	for rows.Next() {
		var r replicate.TableRecord
		if err := rows.Scan(&r.Table.Schema, &r.Table.Name, (*string)(&r.State), &r.Reason, (*string)(&r.Since), (*string)(&r.Until)); err != nil {
			return nil, err
		}
		index[r.Table] = len(out)
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows, err = c.Query(ctx, "select table_schema, table_name, n, condition, done, loaded from "+t.control("crosswalk_chunks")+
		" where task = $1 order by 1, 2, 3", task)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id event.TableID
		var ch replicate.ChunkRecord
		if err := rows.Scan(&id.Schema, &id.Name, &ch.N, &ch.Where, &ch.Done, &ch.Rows); err != nil {
			return nil, err
		}
		if i, ok := index[id]; ok {
			out[i].Chunks = append(out[i].Chunks, ch)
		}
	}
	return out, rows.Err()
}

// Save implements replicate.Control.
func (t *Target) Save(ctx context.Context, task replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		tx, err := c.Begin(ctx)
		if err != nil {
			return err
		}
		defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // after a commit there is nothing to roll back
		if err := t.fence(ctx, tx, task); err != nil {
			return err
		}
		b := &pgx.Batch{}      // one round trip, however many tables
		if cp.Position != "" { // a row that has its position is left alone: an update waits until no chunk is being loaded
			b.Queue("update "+t.control("crosswalk_tasks")+" set identity = $2, position = $3, updated = now() where task = $1 and position is null",
				task.Name, cp.Identity, string(cp.Position))
		}
		for i := range tables {
			for _, st := range t.saveTable(task.Name, &tables[i]) {
				b.Queue(st.sql, st.args...)
			}
		}
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		return tx.Commit(ctx)
	})
}

// durable runs a transaction whose commit waits for the disk.
func durable(ctx context.Context, c *pgx.Conn, f func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "set local synchronous_commit = on"); err != nil {
			return err
		}
		return f(tx)
	})
}

// Move implements replicate.Control.
func (t *Target) Move(ctx context.Context, task replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		return durable(ctx, c, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, "update "+t.control("crosswalk_tasks")+" set identity = $3, position = $4, updated = now() where task = $1 and epoch = $2",
				task.Name, task.Epoch, cp.Identity, string(cp.Position))
			if err != nil {
				return err
			}
			if tag.RowsAffected() != 1 {
				return replicate.ErrFenced
			}
			b := &pgx.Batch{}
			for i := range tables {
				for _, st := range t.saveTable(task.Name, &tables[i]) {
					b.Queue(st.sql, st.args...)
				}
			}
			return tx.SendBatch(ctx, b).Close()
		})
	})
}

// fence fails when another run has taken over. It waits for one that is about to.
func (t *Target) fence(ctx context.Context, tx pgx.Tx, task replicate.TaskRef) error {
	return fenced(tx.QueryRow(ctx, t.fenceSQL(), pgx.QueryExecModeCacheStatement, task.Name), task)
}

func (t *Target) fenceSQL() string {
	return "select epoch from " + t.control("crosswalk_tasks") + " where task = $1 for share"
}

// fenced reads the answer to fenceSQL.
func fenced(row pgx.Row, task replicate.TaskRef) error {
	var epoch int64
	err := row.Scan(&epoch)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && epoch != task.Epoch {
		return replicate.ErrFenced
	}
	return err
}

// saving is one of those that save a table's record.
type saving struct {
	sql  string
	args []any
}

func (t *Target) saveTable(task string, r *replicate.TableRecord) []saving {
	out := []saving{{`insert into ` + t.control("crosswalk_tables") + ` (task, table_schema, table_name, state, reason, since, until) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (task, table_schema, table_name) do update set state = excluded.state, reason = excluded.reason, since = excluded.since, until = excluded.until`,
		[]any{task, r.Table.Schema, r.Table.Name, string(r.State), r.Reason, string(r.Since), string(r.Until)}}}
	if r.State == replicate.TableError {
		return out
	}
	out = append(out, saving{"delete from " + t.control("crosswalk_chunks") + " where task = $1 and table_schema = $2 and table_name = $3 and n >= $4",
		[]any{task, r.Table.Schema, r.Table.Name, len(r.Chunks)}})
	if r.State == replicate.TableCompleted {
		return out
	}
	for _, c := range r.Chunks {
		// A worker may have marked the chunk as done meanwhile: done stays unless the chunk is another one.
		out = append(out, saving{`insert into ` + t.control("crosswalk_chunks") + ` as c (task, table_schema, table_name, n, condition, done, loaded)
			values ($1, $2, $3, $4, $5, $6, $7) on conflict (task, table_schema, table_name, n) do update
			set condition = excluded.condition, done = excluded.done, loaded = excluded.loaded`,
			[]any{task, r.Table.Schema, r.Table.Name, c.N, c.Where, c.Done, c.Rows}})
	}
	return out
}

// Write implements replicate.Control. It has a connection of its own: a load that writes down a row that failed holds locks
// that the other connection may be waiting for.
func (t *Target) Write(ctx context.Context, _ replicate.TaskRef, table string, columns []string, values []any) error {
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	return t.notes.ask(ctx, t.session, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, "insert into "+t.control(table)+" ("+idents(columns)+") values ("+strings.Join(marks, ", ")+")", values...)
		return err
	})
}

// Forget implements replicate.Control.
func (t *Target) Forget(ctx context.Context, task string) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		for _, table := range []string{"crosswalk_tasks", "crosswalk_tables", "crosswalk_chunks", "crosswalk_statements"} {
			if _, err := c.Exec(ctx, "delete from "+t.control(table)+" where task = $1", task); err != nil && !isCode(err, "42P01") {
				return err
			}
		}
		return nil
	})
}

// SaveStatements implements replicate.StatementStore.
func (t *Target) SaveStatements(ctx context.Context, task replicate.TaskRef, statements []string) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, "insert into "+t.control("crosswalk_statements")+
			" (task, n, statement) select $1, n, s from unnest($2::text[]) with ordinality x(s, n)", task.Name, statements)
		return err
	})
}

// Statements implements replicate.StatementStore.
func (t *Target) Statements(ctx context.Context, task replicate.TaskRef) (out []string, err error) {
	err = t.ask(ctx, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, "select statement from "+t.control("crosswalk_statements")+" where task = $1 order by n", task.Name)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return out, err
}

// ForgetStatement implements replicate.StatementStore.
func (t *Target) ForgetStatement(ctx context.Context, task replicate.TaskRef, statement string) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, "delete from "+t.control("crosswalk_statements")+" where task = $1 and statement = $2", task.Name, statement)
		return err
	})
}
