package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// snapshot is an exported snapshot: every reader imports it.
type snapshot struct {
	src     *Source
	name    string
	at      event.Position
	repl    *pgconn.PgConn // keeps the snapshot of a slot alive
	holder  *pgx.Conn      // keeps a plain snapshot alive
	readers chan struct{}  // one for each reader at work
	version int
	tables  []*event.Table

	mu    sync.Mutex
	parts map[event.TableID][]leaf // of tables, looked up at once

	spare sessions // readers: the one that came back last goes first, since it may have read the same table
}

var _ replicate.Snapshot = (*snapshot)(nil)
var _ replicate.RawReader = (*snapshot)(nil)

// Snapshot implements replicate.Source.
func (s *Source) Snapshot(ctx context.Context, tables []*event.Table, readers int, kind replicate.SnapshotKind) (replicate.Snapshot, error) {
	sn := &snapshot{src: s, readers: make(chan struct{}, max(readers, 1)), tables: tables}
	var err error
	switch kind {
	case replicate.SnapshotAlone:
		err = sn.plain(ctx)
	case replicate.SnapshotStart:
		if err = s.publish(ctx, tables); err == nil {
			if err = s.ask(ctx, func(c *pgx.Conn) error { return s.dropSlot(ctx, c) }); err == nil {
				err = sn.slot(ctx, ident(s.slot))
			}
		}
	default:
		err = sn.slot(ctx, ident(objectName(fmt.Sprintf("again_%d_%.20s", time.Now().UnixNano(), s.slot), ""))+" TEMPORARY")
	}
	if err != nil {
		return nil, errors.Join(wrap(err), sn.Close())
	}
	failpoint.Here("slot")
	return sn, nil
}

func (s *snapshot) plain(ctx context.Context) error {
	conn, err := connect(ctx, s.src.cfg)
	if err != nil {
		return err
	}
	s.holder = conn
	if _, err := conn.Exec(ctx, "begin isolation level repeatable read read only"); err != nil {
		return err
	}
	var at string
	if err := conn.QueryRow(ctx, `select pg_catalog.pg_export_snapshot(), pg_catalog.pg_current_wal_lsn()::text,
		current_setting('server_version_num')::int`).Scan(&s.name, &at, &s.version); err != nil {
		return err
	}
	s.at = event.Position(at)
	return nil
}

// slot makes a replication slot; the snapshot that comes with it shows what was committed before the slot's position.
func (s *snapshot) slot(ctx context.Context, what string) error {
	conn, err := s.src.replication(ctx)
	if err != nil {
		return err
	}
	s.repl = conn
	row, err := command(ctx, conn, "CREATE_REPLICATION_SLOT "+what+" LOGICAL pgoutput EXPORT_SNAPSHOT")
	if err != nil {
		return err
	}
	s.at, s.name = event.Position(row[1]), string(row[2])
	return s.src.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, "select current_setting('server_version_num')::int").Scan(&s.version)
	})
}

// Position implements replicate.Snapshot.
func (s *snapshot) Position() event.Position { return s.at }

// Close implements replicate.Snapshot.
func (s *snapshot) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for range cap(s.readers) {
		s.readers <- struct{}{}
	}
	s.src.cfg.ahead.close()
	errs := []error{s.spare.close(ctx)}
	if s.repl != nil {
		errs = append(errs, s.repl.Close(ctx))
	}
	if s.holder != nil {
		errs = append(errs, s.holder.Close(ctx))
	}
	return errors.Join(errs...)
}

// with runs f on a reader; one that fails is replaced.
func (s *snapshot) with(ctx context.Context, f func(*pgx.Conn) error) error {
	select {
	case s.readers <- struct{}{}:
		defer func() { <-s.readers }()
	case <-ctx.Done():
		return ctx.Err()
	}
	conn, err := s.reader(ctx)
	if err == nil {
		err = f(conn)
	}
	switch {
	case err == nil:
		s.spare.give(conn)
	case conn != nil:
		conn.Close(context.WithoutCancel(ctx))
	}
	return wrap(err)
}

func (s *snapshot) reader(ctx context.Context) (*pgx.Conn, error) {
	if conn := s.spare.take(); conn != nil {
		return conn, nil
	}
	conn, err := connect(ctx, s.src.cfg)
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, "begin isolation level repeatable read read only; set transaction snapshot "+literal(s.name))
	return conn, err
}

const pageSize = 8192

// Chunks implements replicate.Snapshot: ranges of pages, or those that the mapping gives.
func (s *snapshot) Chunks(ctx context.Context, t *event.Table, want replicate.ChunkWish) ([]replicate.Chunk, error) {
	if len(want.Segments) > 0 {
		return segments(t, want.Segments)
	}
	parts, err := s.leaves(ctx, t, want.Bytes)
	if err != nil {
		return nil, err
	}
	var chunks []replicate.Chunk
	for _, p := range parts {
		if p.name == "" {
			return nil, fmt.Errorf("%w: %s is not there any more", replicate.ErrData, t.ID)
		}
		chunks = append(chunks, s.pages(t, p, want.Bytes)...)
	}
	for i := range chunks {
		chunks[i].N, chunks[i].Of = i, len(chunks)
	}
	if len(chunks) == 1 {
		chunks[0].Bytes = max(chunks[0].Bytes, t.Bytes)
	}
	return chunks, nil
}

// leaf is a table that has pages: the table itself or a partition.
type leaf struct {
	name         string
	kind         string
	pages, bytes int64
}

// leavesSQL gives the leaves of tables, with the ordinals of these and the sizes of those that are large; one without a
// name where a table is gone.
const leavesSQL = `select x.n, coalesce(quote_ident(n.nspname) || '.' || quote_ident(c.relname), ''), coalesce(c.relkind::text, ''),
  case when c.relkind = 'r' and x.large then pg_catalog.pg_relation_size(c.oid) else 0 end / $3,
  case when c.relkind = 'r' and x.large then pg_catalog.pg_table_size(c.oid) else 0 end
from unnest($1::text[], $2::bool[]) with ordinality x(t, large, n)
  cross join lateral (select pg_catalog.to_regclass(x.t)::oid union select relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass(x.t))) p(oid)
  left join pg_catalog.pg_class c on c.oid = p.oid left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind is distinct from 'p' order by 1, 2`

// leaves gives those of one table: none of a partitioned table without partitions. The first call looks up those of all
// tables, with sizes where more than one chunk of so many bytes may come of it.
func (s *snapshot) leaves(ctx context.Context, table *event.Table, chunk int64) ([]leaf, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parts == nil {
		s.parts = map[event.TableID][]leaf{}
	}
	if l, ok := s.parts[table.ID]; ok {
		return l, nil
	}
	ask := []*event.Table{table}
	for _, t := range s.tables {
		if _, ok := s.parts[t.ID]; !ok && t.ID != table.ID {
			ask = append(ask, t)
		}
	}
	var names []string
	var large []bool
	for _, t := range ask {
		names, large = append(names, tableName(t.ID)), append(large, t.Bytes >= chunk)
		s.parts[t.ID] = nil
	}
	err := s.with(ctx, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, leavesSQL, names, large, pageSize)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n int
			var l leaf
			if err := rows.Scan(&n, &l.name, &l.kind, &l.pages, &l.bytes); err != nil {
				return err
			}
			s.parts[ask[n-1].ID] = append(s.parts[ask[n-1].ID], l)
		}
		return rows.Err()
	})
	if err != nil {
		s.parts = nil
		return nil, err
	}
	return s.parts[table.ID], nil
}

// pages cuts a table into ranges of pages. The last one is open: pages may have been added since.
func (s *snapshot) pages(t *event.Table, l leaf, bytes int64) []replicate.Chunk {
	from := "only " + l.name
	if l.kind != "r" {
		from = l.name
	}
	n := int64(1)
	if bytes > 0 && l.kind == "r" && s.version >= 140000 { // older servers scan the whole table for a range of pages
		n = min(max(l.bytes/bytes, 1), max(l.pages, 1))
	}
	if n == 1 {
		return []replicate.Chunk{{Table: t, Where: from, Bytes: l.bytes}}
	}
	var out []replicate.Chunk
	step := (l.pages + n - 1) / n
	for lo := int64(0); lo < l.pages; lo += step {
		w := fmt.Sprintf("%s where ctid >= '(%d,0)'", from, lo)
		if lo+step < l.pages {
			w += fmt.Sprintf(" and ctid < '(%d,0)'", lo+step)
		}
		out = append(out, replicate.Chunk{Table: t, Where: w, Bytes: l.bytes / n})
	}
	return out
}

// segments makes a chunk of each condition of a parallel-load rule.
func segments(t *event.Table, conds []string) ([]replicate.Chunk, error) {
	var out []replicate.Chunk
	for i, c := range conds {
		out = append(out, replicate.Chunk{Table: t, N: i, Of: len(conds), Bytes: t.Bytes / int64(len(conds)), Where: tableName(t.ID) + " where (" + c + ")"})
	}
	return out, nil
}

// query is the COPY command of a read.
func (s *snapshot) query(r replicate.Read, format string) string {
	var cols []string
	for _, c := range r.Columns {
		cols = append(cols, ident(r.Chunk.Table.Columns[c].Name))
	}
	list := strings.Join(cols, ", ")
	from, filtered := r.Chunk.Where, strings.Contains(r.Chunk.Where, " where ")
	if r.Filter != "" {
		word := " where ("
		if filtered {
			word = " and ("
		}
		from, filtered = from+word+r.Filter+")", true
	}
	if name, ok := strings.CutPrefix(from, "only "); ok && !filtered && len(cols) > 0 {
		return "copy " + name + " (" + list + ") to stdout" + format
	}
	return "copy (select " + list + " from " + from + ") to stdout" + format
}

// Read implements replicate.Snapshot.
func (s *snapshot) Read(ctx context.Context, r replicate.Read, f func(event.Row) error) error {
	return s.with(ctx, func(c *pgx.Conn) error {
		w := newRowWriter(kinds(r.Chunk.Table, r.Columns), f)
		_, err := c.PgConn().CopyTo(ctx, w, s.query(r, ""))
		return err
	})
}

// RawFormat implements replicate.RawReader.
func (s *snapshot) RawFormat(t *event.Table, cols []int) string {
	list := make([]event.Column, len(cols))
	for i, c := range cols {
		list[i] = t.Columns[c]
	}
	return rawFormat(list)
}

// manyColumns is where COPY's text form is the quicker one: to write a value in binary the server takes 1 KB of memory
// (pq_begintypsend), and what does not fit into the 8 KB that it keeps from row to row comes from the system each time.
const manyColumns = 8

// rawFormat names the wire form of columns: binary where every type has one that all servers share, and where it pays;
// bytea is twice as long as text.
func rawFormat(cols []event.Column) string {
	form := "text"
	if len(cols) < manyColumns || slices.ContainsFunc(cols, func(c event.Column) bool { return c.Type.Native == "bytea" }) {
		form = "binary"
	}
	var s strings.Builder
	for _, c := range cols {
		if c.Type.Native == "" || c.Type.Engine != engine {
			return ""
		}
		if !binaryOK(c.Type.Native) {
			form = "text"
		}
		s.WriteByte(' ')
		s.WriteString(c.Type.Native)
	}
	return "copy " + form + s.String()
}

// ReadRaw implements replicate.RawReader.
func (s *snapshot) ReadRaw(ctx context.Context, r replicate.Read, w io.Writer) error {
	format := ""
	if strings.HasPrefix(s.RawFormat(r.Chunk.Table, r.Columns), "copy binary") {
		format = " (format binary)"
	}
	return s.with(ctx, func(c *pgx.Conn) error {
		_, err := c.PgConn().CopyTo(ctx, w, s.query(r, format))
		return err
	})
}
