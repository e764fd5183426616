package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// snapshot is some transactions that all see the same moment.
type snapshot struct {
	src     *Source
	db      *sql.DB
	at      place
	readers chan *sql.Conn
	all     []*sql.Conn
}

var _ replicate.Snapshot = (*snapshot)(nil)

// Snapshot implements replicate.Source.
func (s *Source) Snapshot(ctx context.Context, _ []*event.Table, readers int, _ replicate.SnapshotKind) (replicate.Snapshot, error) {
	db, err := s.srv.db(map[string]string{"tx_isolation": "'REPEATABLE-READ'"})
	if flavor, kerr := s.kind(ctx); kerr != nil {
		return nil, kerr
	} else if flavor == "mysql" {
		db, err = s.srv.db(map[string]string{"transaction_isolation": "'REPEATABLE-READ'"})
	}
	if err != nil {
		return nil, err
	}
	sn := &snapshot{src: s, db: db, readers: make(chan *sql.Conn, max(readers, 1))}
	for range max(readers, 1) {
		c, err := db.Conn(ctx)
		if err != nil {
			return nil, errors.Join(wrap(err), sn.Close())
		}
		sn.all = append(sn.all, c)
	}
	if err := sn.begin(ctx); err != nil {
		return nil, errors.Join(err, sn.Close())
	}
	for _, c := range sn.all {
		sn.readers <- c
	}
	failpoint.Here("slot")
	return sn, nil
}

// begin starts the transactions at one moment. MariaDB tells the binlog's position that a snapshot belongs to: when all tell
// the same, no lock was needed. Where writes are too frequent for that, and on MySQL, a global read lock holds them up for
// the blink that it takes.
func (s *snapshot) begin(ctx context.Context) error {
	flavor, err := s.src.kind(ctx)
	if err != nil {
		return err
	}
	for try := 0; flavor == "mariadb" && try < 10; try++ {
		same := true
		for i, c := range s.all {
			at, err := startAt(ctx, c)
			if err != nil {
				return err
			}
			if i == 0 {
				s.at = at
			}
			same = same && at == s.at
		}
		if same {
			return s.name(ctx)
		}
	}
	return s.locked(ctx)
}

func startAt(ctx context.Context, c *sql.Conn) (place, error) {
	if _, err := c.ExecContext(ctx, "rollback"); err != nil {
		return place{}, wrap(err)
	}
	if _, err := c.ExecContext(ctx, "start transaction with consistent snapshot, read only"); err != nil {
		return place{}, wrap(err)
	}
	rows, err := queryStrings(ctx, c, "show status where variable_name in ('binlog_snapshot_file', 'binlog_snapshot_position')")
	if err != nil {
		return place{}, err
	}
	m := map[string]string{}
	for _, r := range rows {
		m[strings.ToLower(r[0])] = r[1]
	}
	if m["binlog_snapshot_file"] == "" {
		return place{}, nil // no binlog: a load alone
	}
	return parsePlace(event.Position(m["binlog_snapshot_file"] + ":" + m["binlog_snapshot_position"]))
}

func (s *snapshot) locked(ctx context.Context) error {
	c, err := s.db.Conn(ctx)
	if err != nil {
		return wrap(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, "flush tables with read lock"); err != nil {
		return fmt.Errorf("a snapshot needs a short global read lock here (right RELOAD): %w", wrap(err))
	}
	defer c.ExecContext(context.WithoutCancel(ctx), "unlock tables") //nolint:errcheck // the connection's end unlocks too
	for _, r := range s.all {
		if _, err := r.ExecContext(ctx, "rollback"); err != nil {
			return wrap(err)
		}
		if _, err := r.ExecContext(ctx, "start transaction with consistent snapshot, read only"); err != nil {
			return wrap(err)
		}
	}
	if s.at, err = s.src.masterStatus(ctx, c); err != nil {
		return err
	}
	return s.name(ctx)
}

// name adds the GTIDs of the snapshot's place.
func (s *snapshot) name(ctx context.Context) error {
	gtids, err := s.src.gtidsAt(ctx, s.at)
	s.at.gtids = gtids.String
	return err
}

// Position implements replicate.Snapshot.
func (s *snapshot) Position() event.Position { return s.at.position() }

// Close implements replicate.Snapshot.
func (s *snapshot) Close() error {
	for _, c := range s.all {
		c.Close()
	}
	return s.db.Close()
}

// with runs f on a reader. A reader that is lost takes the moment with it: the load starts again from a new snapshot.
func (s *snapshot) with(ctx context.Context, f func(*sql.Conn) error) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c := <-s.readers:
		defer func() { s.readers <- c }()
		return f(c)
	}
}

// Chunks implements replicate.Snapshot: ranges of the key's first column between values that exist.
func (s *snapshot) Chunks(ctx context.Context, t *event.Table, want replicate.ChunkWish) ([]replicate.Chunk, error) {
	var bounds []string
	conds := want.Segments
	if len(conds) == 0 {
		var err error
		if bounds, err = s.bounds(ctx, t, want.Bytes); err != nil {
			return nil, err
		}
		conds = between(t, bounds)
	}
	var out []replicate.Chunk
	for i, c := range conds {
		out = append(out, replicate.Chunk{Table: t, N: i, Of: len(conds), Where: c, Bytes: t.Bytes / int64(len(conds))})
	}
	return out, nil
}

func between(t *event.Table, bounds []string) []string {
	if len(bounds) == 0 {
		return []string{""}
	}
	col := ident(t.Columns[t.Key[0]].Name)
	out := []string{col + " < " + bounds[0]}
	for i, b := range bounds {
		c := col + " >= " + b
		if i+1 < len(bounds) {
			c += " and " + col + " < " + bounds[i+1]
		}
		out = append(out, c)
	}
	return out
}

// bounds walks along the key: each is a value that exists, so that gaps and skew do not matter.
func (s *snapshot) bounds(ctx context.Context, t *event.Table, bytes int64) ([]string, error) {
	if len(t.Key) == 0 || bytes <= 0 || t.Bytes <= bytes || t.Rows == 0 {
		return nil, nil
	}
	key := t.Columns[t.Key[0]]
	switch key.Type.Kind {
	case canon.Float32, canon.Float64, canon.Bit, canon.Geometry, canon.Enum, canon.Set:
		return nil, nil // their order is not that of their texts
	}
	step := max(t.Rows*bytes/t.Bytes, 1000)
	mt := s.src.table(t.ID)
	var out []string
	err := s.with(ctx, func(c *sql.Conn) error {
		last := ""
		for len(out) < 10000 {
			q := "select " + selectList(mt, t.Key[:1]) + " from " + tableName(t.ID)
			if last != "" {
				q += " where " + ident(key.Name) + " > " + last
			}
			q += fmt.Sprintf(" order by %s limit 1 offset %d", ident(key.Name), step)
			found := false
			err := readRows(ctx, c, mt, t.Key[:1], q, func(r event.Row) error {
				found = true
				last = string(appendValue(nil, key.Type, r[0]))
				return nil
			})
			if err != nil || !found {
				return err
			}
			out = append(out, last)
		}
		return nil
	})
	return out, err
}

// Read implements replicate.Snapshot.
func (s *snapshot) Read(ctx context.Context, r replicate.Read, f func(event.Row) error) error {
	t := s.src.table(r.Chunk.Table.ID)
	q := "select " + selectList(t, r.Columns) + " from " + tableName(t.ID)
	var conds []string
	for _, c := range []string{r.Chunk.Where, r.Filter} {
		if c != "" {
			conds = append(conds, "("+c+")")
		}
	}
	if len(conds) > 0 {
		q += " where " + strings.Join(conds, " and ")
	}
	return s.with(ctx, func(c *sql.Conn) error { return readRows(ctx, c, t, r.Columns, q, f) })
}
