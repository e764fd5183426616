package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Target is a MariaDB or MySQL server that rows go to.
type Target struct {
	srv    *server
	db     *sql.DB
	schema string // of the control tables
}

var (
	_ replicate.Destination    = (*Target)(nil)
	_ replicate.StatementStore = (*Target)(nil)
	_ replicate.Switcher       = (*Target)(nil)
	_ replicate.Switcher       = (*Source)(nil)
)

// NewTarget makes a target. The control tables go to controlSchema, by default awsdms_control.
func NewTarget(url, controlSchema string) (*Target, error) {
	srv, err := parse(url)
	if err != nil {
		return nil, err
	}
	// MariaDB ends a session that holds an open transaction and says nothing: that of a client whose host has gone would keep its
	// locks for hours. No transaction of a target waits so long, other than for a source that has stalled. MySQL has no such
	// setting, and takes the rest for a comment.
	db, err := srv.db(map[string]string{"foreign_key_checks": "0 /*M!100300 , idle_transaction_timeout = 900 */", "net_read_timeout": "900"})
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(4)
	if controlSchema == "" {
		controlSchema = "awsdms_control"
	}
	return &Target{srv: srv, db: db, schema: controlSchema}, nil
}

// Close implements replicate.Target.
func (t *Target) Close() error { return t.db.Close() }

// Describe implements replicate.Target.
func (t *Target) Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error) {
	list, err := catalog(ctx, t.db, ids)
	if err != nil {
		return nil, err
	}
	var out []*event.Table
	for _, x := range list {
		if !x.View {
			out = append(out, x.Table)
		}
	}
	return out, nil
}

func (t *Target) exec(ctx context.Context, q string, args ...any) error {
	_, err := t.db.ExecContext(ctx, q, args...)
	return wrap(err)
}

// ensure makes a database that is not there: the statement needs a right even where IF NOT EXISTS has nothing to do.
func (t *Target) ensure(ctx context.Context, database string) error {
	var n int
	if err := t.db.QueryRowContext(ctx, "select count(*) from information_schema.schemata where schema_name = ?", database).Scan(&n); err != nil || n > 0 {
		return wrap(err)
	}
	return t.exec(ctx, "create database if not exists "+ident(database))
}

func keyList(t *event.Table) string {
	var out []string
	for _, k := range t.Key {
		out = append(out, ident(t.Columns[k].Name))
	}
	return strings.Join(out, ", ")
}

// Create implements replicate.Schemer. The key is made at once: InnoDB stores rows in its order.
func (t *Target) Create(ctx context.Context, tab *event.Table, _ bool) error {
	var defs []string
	for i, c := range tab.Columns {
		d := ident(c.Name) + " " + columnType(c.Type, tab.IsKey(i))
		if !c.Nullable || tab.IsKey(i) {
			d += " not null"
		} else {
			d += " null" // a timestamp without it is NOT NULL
		}
		if strings.HasPrefix(c.Type.Native, "timestamp") && c.Type.Engine == engine && !c.Nullable {
			d += " default '1970-01-01 00:00:01'" // without one the server would add ON UPDATE
		}
		defs = append(defs, d)
	}
	if len(tab.Key) > 0 {
		defs = append(defs, "primary key ("+keyList(tab)+")")
	}
	if err := t.ensure(ctx, tab.ID.Schema); err != nil {
		return err
	}
	return t.exec(ctx, "create table "+tableName(tab.ID)+" ("+strings.Join(defs, ", ")+") engine=InnoDB")
}

// Empty implements replicate.Schemer.
func (t *Target) Empty(ctx context.Context, ids []event.TableID) error {
	for _, id := range ids {
		if err := t.exec(ctx, "truncate table "+tableName(id)); err != nil {
			return err
		}
	}
	return nil
}

// Drop implements replicate.Schemer.
func (t *Target) Drop(ctx context.Context, id event.TableID) error {
	return t.exec(ctx, "drop table "+tableName(id))
}

// AddKey implements replicate.Schemer: Create made it.
func (t *Target) AddKey(context.Context, *event.Table) error { return nil }

// Definitions implements replicate.Deferrer: secondary indexes; foreign keys are not checked while rows are written, and stay.
func (t *Target) Definitions(ctx context.Context, id event.TableID) (create, drop []string, err error) {
	rows, err := queryStrings(ctx, t.db, `select index_name, max(non_unique), group_concat(concat('`+"`', replace(column_name, '`', '``'), '`'"+`,
		if(sub_part is null, '', concat('(', sub_part, ')'))) order by seq_in_index separator ', '), max(index_type)
		from information_schema.statistics s where table_schema = ? and table_name = ? and index_name <> 'PRIMARY'
		and not exists (select 1 from information_schema.key_column_usage k where k.table_schema = s.table_schema and k.table_name = s.table_name
		  and k.referenced_table_name is not null and k.column_name = s.column_name) group by 1`, id.Schema, id.Name)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if r[3] != "BTREE" {
			continue
		}
		word := "index"
		if r[1] == "0" {
			word = "unique index"
		}
		create = append(create, "alter table "+tableName(id)+" add "+word+" "+ident(r[0])+" ("+r[2]+")")
		drop = append(drop, "alter table "+tableName(id)+" drop index "+ident(r[0]))
	}
	return create, drop, nil
}

// Run implements replicate.Deferrer.
func (t *Target) Run(ctx context.Context, statement string) error {
	err := t.exec(ctx, statement)
	if numbered(err, 1061) || numbered(err, 1091) { // there already, gone already
		return nil
	}
	return err
}

// Count implements replicate.Switcher.
func (t *Target) Count(ctx context.Context, id event.TableID, filter string) (int64, error) {
	return count(ctx, t.db, id, filter)
}

// Advance implements replicate.Switcher: InnoDB moves AUTO_INCREMENT past every value that is written.
func (t *Target) Advance(context.Context, []event.TableID) ([]string, error) {
	return []string{"AUTO_INCREMENT columns stand behind their highest value (InnoDB moves them itself)"}, nil
}

// ReadOnly implements replicate.Switcher; a target is written to.
func (t *Target) ReadOnly(context.Context) (string, error) { return "", nil }

var errWarned = errors.New("the server would change a value to make it fit")
