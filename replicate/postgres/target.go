package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Target is a PostgreSQL server that rows go to.
type Target struct {
	cfg    *endpoint
	schema string // of the control tables

	main, notes seat // for control tables and DDL; for what is written beside an open load, whose locks the first may wait for

	mu      sync.Mutex
	replica *bool // the role may set session_replication_role

	known sync.Map // types and schemas that are there

	kept sessions
}

// seat is a connection that is used by one at a time, and made anew when it is broken.
type seat struct {
	mu   sync.Mutex
	conn *pgx.Conn
}

var _ replicate.Destination = (*Target)(nil)
var _ replicate.StatementStore = (*Target)(nil)

// NewTarget makes a target. The control tables go to controlSchema, by default public.
func NewTarget(url, controlSchema string) (*Target, error) {
	cfg, err := parse(url)
	if err != nil {
		return nil, err
	}
	if controlSchema == "" {
		controlSchema = "public"
	}
	return &Target{cfg: cfg, schema: controlSchema}, nil
}

func (t *Target) ask(ctx context.Context, f func(*pgx.Conn) error) error {
	return t.main.ask(ctx, t.loading, f)
}

func (s *seat) ask(ctx context.Context, open func(context.Context) (*pgx.Conn, error), f func(*pgx.Conn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && s.conn.IsClosed() {
		s.conn = nil
	}
	if s.conn == nil {
		conn, err := open(ctx)
		if err != nil {
			return err
		}
		s.conn = conn
	}
	err := f(s.conn)
	if err != nil && s.conn.PgConn().TxStatus() != 'I' {
		s.conn.Close(context.WithoutCancel(ctx))
	}
	return wrap(err)
}

func (s *seat) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil {
		return nil
	}
	defer func() { s.conn = nil }()
	return s.conn.Close(context.Background())
}

// session opens a connection on which foreign keys and triggers do not fire, where the role may ask for that.
func (t *Target) session(ctx context.Context) (*pgx.Conn, error) {
	conn, err := connect(ctx, t.cfg)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.replica == nil || *t.replica {
		_, err := conn.Exec(ctx, "set session_replication_role = replica")
		ok := err == nil
		if err != nil && !isCode(err, "42501") {
			conn.Close(ctx)
			return nil, wrap(err)
		}
		t.replica = &ok
	}
	return conn, nil
}

// Close implements replicate.Target.
func (t *Target) Close() error {
	t.cfg.ahead.close()
	return errors.Join(t.main.close(), t.notes.close(), t.kept.close(context.Background()))
}

// Describe implements replicate.Target.
func (t *Target) Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error) {
	var out []*event.Table
	err := t.ask(ctx, func(c *pgx.Conn) error {
		fs, err := catalog(ctx, c, ids, false)
		for _, f := range fs {
			if !f.table.View {
				out = append(out, f.table)
			}
		}
		return err
	})
	return out, err
}

// mayRest tells whether foreign keys and triggers rest while rows are written.
func (t *Target) mayRest() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.replica == nil || *t.replica
}

// Create implements replicate.Schemer.
func (t *Target) Create(ctx context.Context, tab *event.Table, withKey bool) error {
	var defs []string
	for i, c := range tab.Columns {
		d := ident(c.Name) + " " + columnType(c.Type)
		if !c.Nullable || tab.IsKey(i) {
			d += " not null"
		}
		defs = append(defs, d)
	}
	if withKey && len(tab.Key) > 0 {
		defs = append(defs, "primary key ("+idents(keyNames(tab))+")")
	}
	return t.lend(ctx, func(c *pgx.Conn) error {
		if err := t.types(ctx, c, tab); err != nil {
			return err
		}
		if err := t.inSchema(ctx, c, tab.ID.Schema); err != nil {
			return err
		}
		_, err := c.Exec(ctx, "create table "+tableName(tab.ID)+" ("+strings.Join(defs, ", ")+")")
		if err != nil {
			t.known.Clear() // somebody may have dropped what was there
		}
		return err
	})
}

// inSchema makes the schema of a table where it is missing.
func (t *Target) inSchema(ctx context.Context, c *pgx.Conn, name string) error {
	if _, ok := t.known.Load("schema " + name); ok {
		return nil
	}
	if err := ensureSchema(ctx, c, name); err != nil {
		return err
	}
	t.known.Store("schema "+name, true)
	return nil
}

// types refuses a table with types that the target does not have, such as an enum of the source.
func (t *Target) types(ctx context.Context, c *pgx.Conn, tab *event.Table) error {
	var names []string
	var news bool
	for i := range tab.Columns {
		name := "text" // columnType writes it
		if typ := tab.Columns[i].Type; typ.Engine == engine && typ.Native != "" {
			base, _, _ := strings.Cut(typ.Native, "(")
			name = strings.TrimSpace(base)
		}
		names = append(names, name)
		_, ok := t.known.Load("type " + name)
		news = news || !ok
	}
	if !news {
		return nil
	}
	var missing int
	if err := c.QueryRow(ctx, "select coalesce(min(i), 0) from unnest($1::text[]) with ordinality x(n, i) where to_regtype(n) is null", names).Scan(&missing); err != nil {
		return err
	}
	if missing == 0 {
		for _, n := range names {
			t.known.Store("type "+n, true)
		}
		return nil
	}
	col := tab.Columns[missing-1]
	return fmt.Errorf("%w: type %s of column %s does not exist on the target: create it, or retype the column in the mapping",
		replicate.ErrPermanent, col.Type.Native, col.Name)
}

func ensureSchema(ctx context.Context, c *pgx.Conn, name string) error {
	var have bool
	if err := c.QueryRow(ctx, "select exists (select from pg_catalog.pg_namespace where nspname = $1)", name).Scan(&have); err != nil || have {
		return err
	}
	_, err := c.Exec(ctx, "create schema if not exists "+ident(name))
	if isCode(err, "23505") { // two sessions at once: the other one has made it
		return nil
	}
	return err
}

func keyNames(t *event.Table) []string {
	var out []string
	for _, k := range t.Key {
		out = append(out, t.Columns[k].Name)
	}
	return out
}

// Empty implements replicate.Schemer. All tables go at once, so that foreign keys between them do not matter.
func (t *Target) Empty(ctx context.Context, ids []event.TableID) error {
	if len(ids) == 0 {
		return nil
	}
	var names []string
	for _, id := range ids {
		names = append(names, tableName(id))
	}
	return t.ask(ctx, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, "truncate "+strings.Join(names, ", "))
		if isCode(err, "0A000") {
			return fmt.Errorf("a table outside of the task has a foreign key to one that is to be emptied; drop it, or use --defer-indexes: %w", err)
		}
		return err
	})
}

// Drop implements replicate.Schemer.
func (t *Target) Drop(ctx context.Context, id event.TableID) error {
	return t.Run(ctx, "drop table "+tableName(id))
}

// AddKey implements replicate.Schemer.
func (t *Target) AddKey(ctx context.Context, tab *event.Table) error {
	return t.lend(ctx, func(conn *pgx.Conn) error { return addKey(ctx, conn, tab) })
}

func addKey(ctx context.Context, conn *pgx.Conn, tab *event.Table) error {
	_, err := conn.Exec(ctx, "alter table "+tableName(tab.ID)+" add primary key ("+idents(keyNames(tab))+")")
	if isCode(err, "42P16") { // it has one
		return nil
	}
	return err
}

// AddKey implements replicate.Keyer.
func (l *loader) AddKey(ctx context.Context, tab *event.Table) error {
	return wrap(addKey(ctx, l.conn, tab))
}

// Definitions implements replicate.Deferrer: foreign keys of and to the table first, then its indexes.
func (t *Target) Definitions(ctx context.Context, id event.TableID) (create, drop []string, err error) {
	err = t.ask(ctx, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, `select 'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid),
			'alter table ' || conrelid::regclass || ' drop constraint if exists ' || quote_ident(conname), contype = 'f'
			from pg_catalog.pg_constraint where (conrelid = $1::text::regclass and contype in ('f', 'u', 'p', 'x') or confrelid = $1::text::regclass and contype = 'f')
			and conparentid = 0
			union all select pg_get_indexdef(i.indexrelid), 'drop index if exists ' || i.indexrelid::regclass, false from pg_catalog.pg_index i
			where i.indrelid = $1::text::regclass and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
			order by 3, 1`, tableName(id))
		if err != nil {
			return err
		}
		var fks, fkDrops []string
		for rows.Next() {
			var mk, dr string
			var fk bool
			if err := rows.Scan(&mk, &dr, &fk); err != nil {
				return err
			}
			if fk {
				fks, fkDrops = append(fks, mk), append(fkDrops, dr)
				continue
			}
			create, drop = append(create, mk), append(drop, dr)
		}
		create, drop = append(create, fks...), append(fkDrops, drop...)
		return rows.Err()
	})
	return create, drop, err
}

// Run implements replicate.Deferrer.
func (t *Target) Run(ctx context.Context, statement string) error {
	return t.ask(ctx, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, statement)
		if isCode(err, "42710") || isCode(err, "42P07") || isCode(err, "42P16") { // it is there already
			return nil
		}
		return err
	})
}

func kindOf(t *event.Table, i int) canon.Kind { return t.Columns[i].Type.Kind }
