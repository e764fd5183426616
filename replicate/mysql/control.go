package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// controlTables are made in the control schema. Those named awsdms_ have the columns of AWS DMS.
var controlTables = []string{
	"crosswalk_tasks (task varchar(128) primary key, epoch bigint not null, identity varchar(255), position text, updated timestamp(6) not null default current_timestamp(6) on update current_timestamp(6))",
	"crosswalk_tables (task varchar(128), table_schema varchar(128), table_name varchar(128), state varchar(64) not null, reason text not null, `since` text not null, `until` text not null, primary key (task, table_schema, table_name))",
	"crosswalk_chunks (task varchar(128), table_schema varchar(128), table_name varchar(128), n int, `condition` longtext not null, done boolean not null, loaded bigint not null, primary key (task, table_schema, table_name, n))",
	"crosswalk_statements (task varchar(128), n int, statement longtext not null, primary key (task, n))",
	"awsdms_apply_exceptions (TASK_NAME varchar(128), TABLE_OWNER varchar(128), TABLE_NAME varchar(128), ERROR_TIME timestamp(6) null, STATEMENT longtext, ERROR longtext)",
	"awsdms_status (SERVER_NAME varchar(128), TASK_NAME varchar(128), TASK_STATUS varchar(100), STATUS_TIME timestamp(6) null, PENDING_CHANGES bigint, DISK_SWAP_SIZE bigint, TASK_MEMORY bigint, SOURCE_CURRENT_POSITION varchar(255), SOURCE_CURRENT_TIMESTAMP timestamp(6) null, SOURCE_TAIL_POSITION varchar(255), SOURCE_TAIL_TIMESTAMP timestamp(6) null, SOURCE_TIMESTAMP_APPLIED timestamp(6) null)",
	"awsdms_suspended_tables (SERVER_NAME varchar(128), TASK_NAME varchar(128), TABLE_OWNER varchar(128), TABLE_NAME varchar(128), SUSPEND_REASON longtext, SUSPEND_TIMESTAMP timestamp(6) null)",
	"awsdms_history (SERVER_NAME varchar(128), TASK_NAME varchar(128), TIMESLOT_TYPE varchar(32), TIMESLOT timestamp(6) null, TIMESLOT_DURATION bigint, TIMESLOT_LATENCY bigint, RECORDS bigint, TIMESLOT_VOLUME bigint)",
}

func (t *Target) control(name string) string { return ident(t.schema) + "." + ident(name) }

// Open implements replicate.Control.
func (t *Target) Open(ctx context.Context, task string) (ref replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord, err error) {
	ref.Name = task
	if err := t.ensure(ctx, t.schema); err != nil {
		return ref, nil, nil, err
	}
	for _, def := range controlTables {
		name, rest, _ := strings.Cut(def, " ")
		if err := t.exec(ctx, "create table if not exists "+t.control(name)+" "+rest+" engine=InnoDB character set utf8mb4 collate utf8mb4_bin"); err != nil {
			return ref, nil, nil, err
		}
	}
	err = t.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "insert into "+t.control("crosswalk_tasks")+" (task, epoch) values (?, 1) on duplicate key update epoch = epoch + 1", task); err != nil {
			return err
		}
		var identity, at sql.NullString
		if err := tx.QueryRowContext(ctx, "select epoch, identity, position from "+t.control("crosswalk_tasks")+" where task = ?", task).Scan(&ref.Epoch, &identity, &at); err != nil {
			return err
		}
		if at.Valid {
			cp = &replicate.Checkpoint{Identity: identity.String, Position: event.Position(at.String)}
		}
		tables, err = t.records(ctx, tx, task)
		return err
	})
	return ref, cp, tables, err
}

// Checkpoint implements replicate.Control.
func (t *Target) Checkpoint(ctx context.Context, task string) (*replicate.Checkpoint, error) {
	var identity, at sql.NullString
	err := t.db.QueryRowContext(ctx, "select identity, position from "+t.control("crosswalk_tasks")+" where task = ?", task).Scan(&identity, &at)
	if errors.Is(err, sql.ErrNoRows) || numbered(err, 1146) || numbered(err, 1049) || err == nil && !at.Valid {
		return nil, nil
	}
	if err != nil {
		return nil, wrap(err)
	}
	return &replicate.Checkpoint{Identity: identity.String, Position: event.Position(at.String)}, nil
}

func (t *Target) inTx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap(err)
	}
	if err := f(tx); err != nil {
		return errors.Join(wrap(err), ignoreDone(tx.Rollback()))
	}
	return wrap(tx.Commit())
}

// ignoreDone forgets that a connection is gone anyway.
func ignoreDone(error) error { return nil }

func (t *Target) records(ctx context.Context, tx *sql.Tx, task string) ([]replicate.TableRecord, error) {
	rows, err := tx.QueryContext(ctx, "select table_schema, table_name, state, reason, `since`, `until` from "+t.control("crosswalk_tables")+" where task = ? order by 1, 2", task)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
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
	chunks, err := tx.QueryContext(ctx, "select table_schema, table_name, n, `condition`, done, loaded from "+t.control("crosswalk_chunks")+" where task = ? order by 1, 2, 3", task)
	if err != nil {
		return nil, err
	}
	defer chunks.Close()
	for chunks.Next() {
		var id event.TableID
		var c replicate.ChunkRecord
		if err := chunks.Scan(&id.Schema, &id.Name, &c.N, &c.Where, &c.Done, &c.Rows); err != nil {
			return nil, err
		}
		if i, ok := index[id]; ok {
			out[i].Chunks = append(out[i].Chunks, c)
		}
	}
	return out, chunks.Err()
}

// Save implements replicate.Control. It shares its row with the chunks that are being loaded, whose transactions hold it for
// as long as they read: only the first position, before any of them, is written to it.
func (t *Target) Save(ctx context.Context, task replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord) error {
	return t.inTx(ctx, func(tx *sql.Tx) error {
		if err := t.fence(ctx, tx, task, "lock in share mode"); err != nil {
			return err
		}
		var begun bool
		if err := tx.QueryRowContext(ctx, "select position is not null from "+t.control("crosswalk_tasks")+" where task = ?", task.Name).Scan(&begun); err != nil {
			return err
		}
		if cp.Position != "" && !begun {
			if err := t.place(ctx, tx, task, cp); err != nil {
				return err
			}
		}
		return t.saveTables(ctx, tx, task, tables)
	})
}

func (t *Target) place(ctx context.Context, q execQuerier, task replicate.TaskRef, cp *replicate.Checkpoint) error {
	_, err := q.ExecContext(ctx, "update "+t.control("crosswalk_tasks")+" set identity = ?, position = ? where task = ?", cp.Identity, string(cp.Position), task.Name)
	return err
}

func (t *Target) saveTables(ctx context.Context, q execQuerier, task replicate.TaskRef, tables []replicate.TableRecord) error {
	for i := range tables {
		if err := t.saveTable(ctx, q, task.Name, &tables[i]); err != nil {
			return err
		}
	}
	return nil
}

// Move implements replicate.Control.
func (t *Target) Move(ctx context.Context, task replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord) error {
	return t.inTx(ctx, func(tx *sql.Tx) error {
		if err := t.fence(ctx, tx, task, "for update"); err != nil {
			return err
		}
		if err := t.place(ctx, tx, task, cp); err != nil {
			return err
		}
		return t.saveTables(ctx, tx, task, tables)
	})
}

// execQuerier is a transaction, or a connection with one open.
type execQuerier interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// fence fails when another run has taken over. It waits for one that is about to.
func (t *Target) fence(ctx context.Context, q execQuerier, task replicate.TaskRef, lock string) error {
	var epoch int64
	err := q.QueryRowContext(ctx, "select epoch from "+t.control("crosswalk_tasks")+" where task = ? "+lock, task.Name).Scan(&epoch)
	if errors.Is(err, sql.ErrNoRows) || err == nil && epoch != task.Epoch {
		return replicate.ErrFenced
	}
	return wrap(err)
}

func (t *Target) saveTable(ctx context.Context, q execQuerier, task string, r *replicate.TableRecord) error {
	_, err := q.ExecContext(ctx, "insert into "+t.control("crosswalk_tables")+" (task, table_schema, table_name, state, reason, `since`, `until`) values (?, ?, ?, ?, ?, ?, ?)"+
		" on duplicate key update state = values(state), reason = values(reason), `since` = values(`since`), `until` = values(`until`)",
		task, r.Table.Schema, r.Table.Name, string(r.State), r.Reason, string(r.Since), string(r.Until))
	if err != nil || r.State == replicate.TableError {
		return err
	}
	if _, err := q.ExecContext(ctx, "delete from "+t.control("crosswalk_chunks")+" where task = ? and table_schema = ? and table_name = ? and n >= ?",
		task, r.Table.Schema, r.Table.Name, len(r.Chunks)); err != nil || r.State == replicate.TableCompleted {
		return err
	}
	for _, c := range r.Chunks {
		if _, err := q.ExecContext(ctx, "insert into "+t.control("crosswalk_chunks")+" (task, table_schema, table_name, n, `condition`, done, loaded) values (?, ?, ?, ?, ?, ?, ?)"+
			" on duplicate key update `condition` = values(`condition`), done = values(done), loaded = values(loaded)",
			task, r.Table.Schema, r.Table.Name, c.N, c.Where, c.Done, c.Rows); err != nil {
			return err
		}
	}
	return nil
}

// Write implements replicate.Control.
func (t *Target) Write(ctx context.Context, _ replicate.TaskRef, table string, columns []string, values []any) error {
	return t.exec(ctx, "insert into "+t.control(table)+" ("+strings.Join(columns, ", ")+") values (?"+strings.Repeat(", ?", len(columns)-1)+")", values...)
}

// Forget implements replicate.Control.
func (t *Target) Forget(ctx context.Context, task string) error {
	for _, table := range []string{"crosswalk_tasks", "crosswalk_tables", "crosswalk_chunks", "crosswalk_statements"} {
		if err := t.exec(ctx, "delete from "+t.control(table)+" where task = ?", task); err != nil && !numbered(err, 1146) {
			return err
		}
	}
	return nil
}

// SaveStatements implements replicate.StatementStore.
func (t *Target) SaveStatements(ctx context.Context, task replicate.TaskRef, statements []string) error {
	return t.inTx(ctx, func(tx *sql.Tx) error {
		for i, s := range statements {
			if _, err := tx.ExecContext(ctx, "insert into "+t.control("crosswalk_statements")+" (task, n, statement) values (?, ?, ?)", task.Name, i+1, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// Statements implements replicate.StatementStore.
func (t *Target) Statements(ctx context.Context, task replicate.TaskRef) ([]string, error) {
	rows, err := queryStrings(ctx, t.db, "select statement from "+t.control("crosswalk_statements")+" where task = ? order by n", task.Name)
	var out []string
	for _, r := range rows {
		out = append(out, r[0])
	}
	return out, err
}

// ForgetStatement implements replicate.StatementStore.
func (t *Target) ForgetStatement(ctx context.Context, task replicate.TaskRef, statement string) error {
	return t.exec(ctx, "delete from "+t.control("crosswalk_statements")+" where task = ? and statement = ?", task.Name, statement)
}
