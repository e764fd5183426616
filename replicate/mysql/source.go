package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Source is a MariaDB or MySQL server that rows come from.
type Source struct {
	srv        *server
	db         *sql.DB
	SpillDir   string
	SpillLimit int

	mu     sync.Mutex
	flavor string // mariadb or mysql, once it is known
	tables map[event.TableID]*table
}

var _ replicate.Origin = (*Source)(nil)

// NewSource makes a source. Nothing is connected yet.
func NewSource(url string) (*Source, error) {
	srv, err := parse(url)
	if err != nil {
		return nil, err
	}
	db, err := srv.db(nil)
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(2)
	return &Source{srv: srv, db: db, SpillLimit: 16 << 20, tables: map[event.TableID]*table{}}, nil
}

// Close implements replicate.Source.
func (s *Source) Close() error { return s.db.Close() }

// Describe implements replicate.Source.
func (s *Source) Describe(ctx context.Context, ids []event.TableID) ([]*event.Table, error) {
	list, err := catalog(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*event.Table
	for _, t := range list {
		s.tables[t.ID] = t
		out = append(out, t.Table)
	}
	return out, nil
}

func (s *Source) table(id event.TableID) *table {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tables[id]
}

// kind finds out which server this is.
func (s *Source) kind(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flavor != "" {
		return s.flavor, nil
	}
	var v string
	if err := s.db.QueryRowContext(ctx, "select version()").Scan(&v); err != nil {
		return "", wrap(err)
	}
	s.flavor = "mysql"
	if strings.Contains(strings.ToLower(v), "mariadb") {
		s.flavor = "mariadb"
	}
	return s.flavor, nil
}

// Identity implements replicate.Log: MySQL has an identifier of its own; MariaDB is known by its server_id and its place.
func (s *Source) Identity(ctx context.Context) (string, error) {
	flavor, err := s.kind(ctx)
	if err != nil {
		return "", err
	}
	q := "select concat(@@server_id, '/', @@hostname, ':', @@port)"
	if flavor == "mysql" {
		q = "select @@server_uuid"
	}
	var id string
	err = s.db.QueryRowContext(ctx, q).Scan(&id)
	return flavor + "/" + id, wrap(err)
}

// number is the running number at the end of a log file's name; a longer one is a later one.
func (p place) number() (int64, error) {
	i := strings.LastIndexByte(p.file, '.')
	n, err := strconv.ParseInt(p.file[i+1:], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %q is not the name of a binlog file", replicate.ErrPermanent, p.file)
	}
	return n, nil
}

// Compare implements replicate.Log. Between files the difference is a guess of a file's size: its sign is right. Positions of
// two servers meet in their GTIDs, which order them but do not count bytes.
func (s *Source) Compare(a, b event.Position) (int64, error) {
	x, err := parsePlace(a)
	if err != nil {
		return 0, err
	}
	y, err := parsePlace(b)
	switch {
	case err != nil:
		return 0, err
	case x.file == "" || y.file == "":
		return compareGTIDs(x.gtids, y.gtids)
	case x.file == y.file:
		return int64(x.pos) - int64(y.pos), nil
	}
	m, err := x.number()
	if err != nil {
		return 0, err
	}
	n, err := y.number()
	return (m-n)<<32 + int64(x.pos) - int64(y.pos), err
}

type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// masterStatus is the end of the log.
func (s *Source) masterStatus(ctx context.Context, q querier) (place, error) {
	rows, err := queryStrings(ctx, q, "show master status")
	if err != nil { // MySQL 8.4 has the statement under another name only
		rows, err = queryStrings(ctx, q, "show binary log status")
	}
	if err != nil {
		return place{}, err
	}
	if len(rows) == 0 {
		return place{}, fmt.Errorf("%w: the server writes no binlog (log_bin)", replicate.ErrPermanent)
	}
	p, err := parsePlace(event.Position(rows[0][0] + ":" + rows[0][1]))
	if len(rows[0]) > 4 { // MySQL
		p.gtids = strings.ReplaceAll(rows[0][4], "\n", "")
	}
	return p, err
}

// Current implements replicate.Log. MariaDB tells GTIDs in a second answer: they may be a little further than the place.
func (s *Source) Current(ctx context.Context) (event.Position, error) {
	p, err := s.masterStatus(ctx, s.db)
	if err != nil {
		return "", err
	}
	if flavor, err := s.kind(ctx); err != nil || flavor != "mariadb" {
		return p.position(), err
	}
	err = s.db.QueryRowContext(ctx, "select @@gtid_binlog_pos").Scan(&p.gtids)
	return p.position(), wrap(err)
}

// Lookup implements replicate.Log.
func (s *Source) Lookup(ctx context.Context, t *event.Table, key event.Row) (event.Row, event.Position, error) {
	mt := s.table(t.ID)
	var cols []int
	for i, c := range t.Columns {
		if !c.Generated {
			cols = append(cols, i)
		}
	}
	var conds []string
	for _, k := range t.Key {
		conds = append(conds, ident(t.Columns[k].Name)+" = "+string(appendValue(nil, t.Columns[k].Type, key[k])))
	}
	var row event.Row
	err := readRows(ctx, s.db, mt, cols, "select "+selectList(mt, cols)+" from "+tableName(t.ID)+" where "+strings.Join(conds, " and "), func(r event.Row) error {
		row = make(event.Row, len(t.Columns))
		for i, c := range cols {
			row[c] = r[i].Clone()
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	at, err := s.Current(ctx)
	return row, at, err
}

// Made implements replicate.Keeper: nothing is ever made on a source.
func (s *Source) Made(context.Context) ([]string, error) { return nil, nil }

// Drop implements replicate.Keeper.
func (s *Source) Drop(context.Context) ([]string, error) { return nil, nil }

// Count implements replicate.Switcher.
func (s *Source) Count(ctx context.Context, id event.TableID, filter string) (int64, error) {
	return count(ctx, s.db, id, filter)
}

// Advance implements replicate.Switcher; a source is never written to.
func (s *Source) Advance(context.Context, []event.TableID) ([]string, error) { return nil, nil }

// ReadOnly implements replicate.Switcher.
func (s *Source) ReadOnly(ctx context.Context) (string, error) {
	_, err := s.db.ExecContext(ctx, "set global read_only = 1")
	return "the source is read-only for users without a right to override it; undo: SET GLOBAL read_only = 0", wrap(err)
}

func count(ctx context.Context, db *sql.DB, id event.TableID, filter string) (n int64, err error) {
	q := "select count(*) from " + tableName(id)
	if filter != "" {
		q += " where " + filter
	}
	err = db.QueryRowContext(ctx, q).Scan(&n)
	return n, wrap(err)
}
