package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Source is a PostgreSQL server that rows come from.
type Source struct {
	cfg         *endpoint
	slot        string
	publication string // of tables whose rows the log identifies
	inserts     string // of tables without an identity: only inserts and truncates can be published
	SpillDir    string
	SpillLimit  int
	// Heartbeat is how often the server is told where we are (it gives up on clients that say nothing for
	// wal_sender_timeout), and how often an idle stream moves the position.
	Heartbeat time.Duration

	mu   sync.Mutex
	conn *pgx.Conn // for questions
}

var _ replicate.Origin = (*Source)(nil)

// NewSource makes the source of a task. Nothing is connected yet.
func NewSource(url, task string) (*Source, error) {
	cfg, err := parse(url)
	if err != nil {
		return nil, err
	}
	return &Source{cfg: cfg, slot: objectName(task, ""), publication: objectName(task, ""), inserts: objectName(task, "_inserts"),
		SpillLimit: 16 << 20, Heartbeat: time.Second}, nil
}

// ask runs f with the connection for questions; a broken one is replaced.
func (s *Source) ask(ctx context.Context, f func(*pgx.Conn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && s.conn.IsClosed() {
		s.conn = nil
	}
	if s.conn == nil {
		conn, err := connect(ctx, s.cfg)
		if err != nil {
			return err
		}
		s.conn = conn
	}
	return wrap(f(s.conn))
}

// Close implements replicate.Source.
func (s *Source) Close() error {
	s.cfg.ahead.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil {
		return nil
	}
	defer func() { s.conn = nil }()
	return s.conn.Close(context.Background())
}

// Describe implements replicate.Source.
func (s *Source) Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error) {
	var out []*event.Table
	err := s.ask(ctx, func(c *pgx.Conn) error {
		fs, err := catalog(ctx, c, ids, true)
		for _, f := range fs {
			out = append(out, f.table)
		}
		return err
	})
	return out, err
}

// Identity implements replicate.Log: the cluster's identifier and the database.
func (s *Source) Identity(ctx context.Context) (string, error) {
	var id string
	err := s.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, "select system_identifier || '/' || current_database() from pg_catalog.pg_control_system()").Scan(&id)
	})
	return "postgres/" + id, err
}

// lsn reads a position: its text is X/Y in hexadecimal.
func lsn(p event.Position) (uint64, error) {
	var hi, lo uint32
	if n, err := fmt.Sscanf(string(p), "%X/%X", &hi, &lo); err != nil || n != 2 {
		return 0, fmt.Errorf("%w: %q is not a position in PostgreSQL's log, such as 16/B374D848", replicate.ErrPermanent, p)
	}
	return uint64(hi)<<32 | uint64(lo), nil
}

func position(lsn uint64) event.Position {
	return event.Position(fmt.Sprintf("%X/%X", uint32(lsn>>32), uint32(lsn)))
}

// Compare implements replicate.Log.
func (s *Source) Compare(a, b event.Position) (int64, error) {
	if a == b {
		return 0, nil
	}
	x, err := lsn(a)
	if err != nil {
		return 0, err
	}
	y, err := lsn(b)
	return int64(x - y), err
}

// Current implements replicate.Log.
func (s *Source) Current(ctx context.Context) (event.Position, error) {
	var p string
	err := s.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, `select case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
			else pg_catalog.pg_current_wal_flush_lsn() end::text`).Scan(&p)
	})
	return event.Position(p), err
}

// Lookup implements replicate.Log.
func (s *Source) Lookup(ctx context.Context, t *event.Table, key event.Row) (row event.Row, at event.Position, err error) {
	var cols, conds []string
	var params [][]byte
	for i, c := range t.Columns {
		if c.Generated {
			cols = append(cols, "null")
		} else {
			cols = append(cols, ident(c.Name))
		}
		if t.IsKey(i) {
			params = append(params, encodeText(key[i], c.Type.Kind))
			conds = append(conds, fmt.Sprintf("%s = $%d::%s", ident(c.Name), len(params), c.Type.Native))
		}
	}
	q := fmt.Sprintf("select %s from %s where %s", strings.Join(cols, ", "), tableName(t.ID), strings.Join(conds, " and "))
	err = s.ask(ctx, func(c *pgx.Conn) error {
		res := c.PgConn().ExecParams(ctx, q, params, nil, nil, nil).Read()
		if res.Err != nil {
			return res.Err
		}
		if len(res.Rows) > 0 {
			row = make(event.Row, len(t.Columns))
			for i, b := range res.Rows[0] {
				if b == nil {
					continue
				}
				if row[i], err = decodeText(b, t.Columns[i].Type.Kind); err != nil {
					return err
				}
			}
		}
		var p string
		if err := c.QueryRow(ctx, "select pg_catalog.pg_current_wal_insert_lsn()::text").Scan(&p); err != nil {
			return err
		}
		at = event.Position(p)
		return nil
	})
	return row, at, err
}

func tableName(id event.TableID) string { return ident(id.Schema) + "." + ident(id.Name) }

// Made implements replicate.Keeper.
func (s *Source) Made(ctx context.Context) ([]string, error) {
	var out []string
	err := s.ask(ctx, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, `select 'replication slot ' || slot_name from pg_catalog.pg_replication_slots where slot_name = $1
			union all select 'publication ' || pubname from pg_catalog.pg_publication where pubname in ($2, $3) order by 1`,
			s.slot, s.publication, s.inserts)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return out, err
}

// Drop implements replicate.Keeper. Publications that somebody else made stay.
func (s *Source) Drop(ctx context.Context) ([]string, error) {
	made, err := s.Made(ctx)
	if err != nil {
		return nil, err
	}
	err = s.ask(ctx, func(c *pgx.Conn) error {
		if err := s.dropSlot(ctx, c); err != nil {
			return err
		}
		for _, p := range []string{s.publication, s.inserts} {
			_, err := c.Exec(ctx, "drop publication if exists "+ident(p))
			if isCode(err, "42501") {
				made = slices.DeleteFunc(made, func(m string) bool { return m == "publication "+p })
				continue
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return made, err
}

// dropSlot drops the slot. The server's side of a stream that was closed may need a moment to let go of it.
func (s *Source) dropSlot(ctx context.Context, c *pgx.Conn) error {
	for end := time.Now().Add(5 * time.Second); ; {
		_, err := c.Exec(ctx, "select pg_catalog.pg_drop_replication_slot(slot_name) from pg_catalog.pg_replication_slots where slot_name = $1", s.slot)
		if !isCode(err, "55006") {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("the slot is in use: stop the task first: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// publish makes the publications hold exactly the tables of the task.
func (s *Source) publish(ctx context.Context, tables []*event.Table) error {
	return s.ask(ctx, func(c *pgx.Conn) error {
		fs, err := catalog(ctx, c, idsOf(tables), false)
		if err != nil {
			return err
		}
		full, inserts := split(fs)
		if err := setPublication(ctx, c, s.publication, full, everyChange); err != nil {
			return err
		}
		return setPublication(ctx, c, s.inserts, inserts, insertsOnly)
	})
}

// What a publication tells.
const (
	everyChange = "insert, update, delete, truncate"
	insertsOnly = "insert, truncate"
)

// split tells tables that are published whole from those whose rows the log cannot identify: these go to a publication of inserts
// and truncates, since in the other one their updates would fail on the source.
func split(fs []*facts) (full, inserts []string) {
	for _, f := range fs {
		name := tableName(f.table.ID)
		switch {
		case f.table.View || f.unlogged:
		case f.identity == "f" || f.identKey:
			full = append(full, name)
		default:
			inserts = append(inserts, name)
		}
	}
	return full, inserts
}

// publication is the statement that makes one.
func publication(name string, tables []string, what string) string {
	q := "CREATE PUBLICATION " + ident(name)
	if len(tables) > 0 {
		q += " FOR TABLE " + strings.Join(tables, ", ")
	}
	return q + " WITH (publish = " + literal(what) + ", publish_via_partition_root = true)"
}

// published lists the tables of a publication as the server quotes them; false when there is none of the name.
func published(ctx context.Context, c *pgx.Conn, name string) (have bool, tables []string, err error) {
	if err := c.QueryRow(ctx, "select exists (select from pg_catalog.pg_publication where pubname = $1)", name).Scan(&have); err != nil || !have {
		return have, nil, err
	}
	rows, err := c.Query(ctx, "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_catalog.pg_publication_tables where pubname = $1", name)
	if err != nil {
		return have, nil, err
	}
	tables, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return have, tables, err
}

func setPublication(ctx context.Context, c *pgx.Conn, name string, tables []string, what string) error {
	have, old, err := published(ctx, c, name)
	if err != nil || have && sameSet(old, tables) {
		return err
	}
	q := publication(name, tables, what)
	switch {
	case have && len(tables) > 0:
		q = "alter publication " + ident(name) + " set table " + strings.Join(tables, ", ")
	case have:
		q = "alter publication " + ident(name) + " drop table " + strings.Join(old, ", ")
	}
	_, err = c.Exec(ctx, q)
	return err
}

// sameSet compares names as the server quotes them with names that are always quoted.
func sameSet(old, now []string) bool {
	if len(old) != len(now) {
		return false
	}
	strip := func(s string) string { return strings.ReplaceAll(s, `"`, "") }
	seen := map[string]bool{}
	for _, o := range old {
		seen[strip(o)] = true
	}
	for _, n := range now {
		if !seen[strip(n)] {
			return false
		}
	}
	return true
}

// replication opens a connection that speaks the replication protocol.
func (s *Source) replication(ctx context.Context) (*pgconn.PgConn, error) {
	cfg := s.cfg.Config.Copy()
	cfg.RuntimeParams["replication"] = "database"
	conn, err := pgconn.ConnectConfig(ctx, cfg)
	return conn, wrap(err)
}

func command(ctx context.Context, conn *pgconn.PgConn, q string) ([][]byte, error) {
	res, err := conn.Exec(ctx, q).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(res) == 0 || len(res[0].Rows) == 0 {
		return nil, errors.New("the server answered nothing to " + q)
	}
	return res[0].Rows[0], nil
}

func kinds(t *event.Table, cols []int) []canon.Type {
	out := make([]canon.Type, len(cols))
	for i, c := range cols {
		out[i] = t.Columns[c].Type
	}
	return out
}
