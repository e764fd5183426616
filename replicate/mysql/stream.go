package mysql

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"time"

	gomysql "github.com/go-mysql-org/go-mysql/mysql"
	"github.com/go-mysql-org/go-mysql/replication"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/spill"
)

// quiet is how long the log must be silent before the position moves without a change of ours.
const quiet = 100 * time.Millisecond

// stream reads the binlog like a replica.
type stream struct {
	src    *Source
	cfg    replication.BinlogSyncerConfig
	syncer *replication.BinlogSyncer
	events *replication.BinlogStreamer
	tables map[event.TableID]bool
	buf    spill.Buffer

	file   string
	inTx   bool
	commit time.Time
	id     string
	given  place // what was last given out
	moved  place // where the log is, between transactions
	gtids  gtids
	astray bool  // the place in this server's files is not known until a transaction has ended
	cut    error // the file ends within an event, behind those that are left
	left   []*replication.BinlogEvent
	once   sync.Once
}

var _ replicate.Stream = (*stream)(nil)

// Stream implements replicate.Source.
func (s *Source) Stream(ctx context.Context, tables []*event.Table, from event.Position) (replicate.Stream, error) {
	at, err := parsePlace(from)
	if err != nil {
		return nil, err
	}
	flavor, err := s.kind(ctx)
	if err != nil {
		return nil, err
	}
	if at.file != "" {
		if err := s.checkLog(ctx, at); err != nil {
			return nil, err
		}
	}
	done, err := s.gtidsAt(ctx, at)
	if err != nil {
		return nil, err
	}
	at.gtids = done.String
	host, portText, err := net.SplitHostPort(s.srv.cfg.Addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, err
	}
	st := &stream{src: s, tables: map[event.TableID]bool{}, file: at.file, given: at, moved: at, astray: at.file == "",
		buf: spill.Buffer{Dir: s.SpillDir, Limit: s.SpillLimit}}
	for _, t := range tables {
		st.tables[t.ID] = true
	}
	if st.gtids, err = newGTIDs(done); err != nil {
		return nil, err
	}
	secure, err := s.encrypted(ctx)
	if err != nil {
		return nil, err
	}
	st.cfg = replication.BinlogSyncerConfig{
		ServerID: 1<<31 | rand.Uint32()>>1, Flavor: flavor, Host: host, Port: uint16(port), User: s.srv.cfg.User, Password: s.srv.cfg.Passwd,
		TLSConfig: secure, TimestampStringLocation: time.UTC, HeartbeatPeriod: time.Second, ReadTimeout: time.Minute,
		DisableRetrySync: true, VerifyChecksum: true, RenderJSONAsMySQLText: true, EventCacheCount: 256, Logger: slog.New(slog.DiscardHandler),
	}
	if err := st.open(at); err != nil {
		st.syncer.Close()
		return nil, lost(err)
	}
	return st, nil
}

// open asks for the log from a place on.
func (st *stream) open(at place) (err error) {
	st.syncer = replication.NewBinlogSyncer(st.cfg)
	if !st.astray {
		st.events, err = st.syncer.StartSync(gomysql.Position{Name: at.file, Pos: at.pos})
		return err
	}
	set, err := gtidSet(at.gtids) // the syncer keeps and changes it
	if err == nil {
		st.events, err = st.syncer.StartSyncGTID(set)
	}
	return err
}

// checkLog makes sure that the server still has the file.
func (s *Source) checkLog(ctx context.Context, at place) error {
	rows, err := queryStrings(ctx, s.db, "show binary logs")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r[0] != at.file {
			continue
		}
		if size, err := strconv.ParseUint(r[1], 10, 64); err == nil && size < uint64(at.pos) {
			return fmt.Errorf("%w: %s ends before the checkpoint %s: the server has lost its newest changes, or is another one", replicate.ErrLost, at.file, at.position())
		}
		return nil
	}
	return fmt.Errorf("%w: binlog file %s was purged", replicate.ErrLost, at.file)
}

// encrypted gives the TLS settings when connections use them: without a mode in the URL that is the server's choice.
func (s *Source) encrypted(ctx context.Context) (*tls.Config, error) {
	rows, err := queryStrings(ctx, s.db, "show session status like 'Ssl_cipher'")
	if err != nil || len(rows) == 0 || rows[0][1] == "" {
		return nil, err
	}
	return s.srv.tls, nil
}

// lost recognises what a server says when it no longer has the log.
func lost(err error) error {
	var me *gomysql.MyError
	if errors.As(err, &me) {
		switch me.Code {
		case 1236:
			return fmt.Errorf("%w: %w", replicate.ErrLost, err)
		case 1045, 1227:
			return fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
		}
	}
	return err
}

// Ack implements replicate.Stream. A server keeps its binlog for as long as it is told to, whoever reads it.
func (st *stream) Ack(event.Position) {}

// Close implements replicate.Stream.
func (st *stream) Close() error {
	st.once.Do(func() {
		st.syncer.Close()
		st.buf.Discard()
	})
	return nil
}

// Next implements replicate.Stream.
func (st *stream) Next(ctx context.Context) (*event.Tx, error) {
	for {
		ev, err := st.next(ctx)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			if tx := st.idle(); tx != nil {
				return tx, nil
			}
			continue
		}
		if err != nil {
			return nil, lost(err)
		}
		tx, err := st.event(ctx, ev)
		if err != nil {
			return nil, err
		}
		if tx != nil {
			return tx, nil
		}
	}
}

// next gives the next event, or context.DeadlineExceeded when there is none for a while.
func (st *stream) next(ctx context.Context) (*replication.BinlogEvent, error) {
	if len(st.left) > 0 {
		ev := st.left[0]
		st.left = st.left[1:]
		return ev, nil
	}
	if st.cut != nil {
		if err := st.nextFile(ctx); err != nil {
			return nil, err
		}
	}
	wait, cancel := context.WithTimeout(ctx, quiet)
	defer cancel()
	ev, err := st.events.GetEvent(wait)
	if cutOff(err) {
		st.cut, st.left = err, st.events.DumpEvents() // an error may overtake the events before it
		return st.next(ctx)
	}
	return ev, err
}

// idle moves the position over what was not ours.
func (st *stream) idle() *event.Tx {
	if st.inTx || st.moved == st.given {
		return nil
	}
	st.given = st.moved
	return &event.Tx{Position: st.moved.position(), Commit: time.Now()}
}

// event takes an event of the log; it gives a transaction when one has ended.
func (st *stream) event(ctx context.Context, ev *replication.BinlogEvent) (*event.Tx, error) {
	switch e := ev.Event.(type) {
	case *replication.RotateEvent:
		st.file = string(e.NextLogName)
		if !st.inTx && !st.astray {
			st.moved = place{st.file, uint32(e.Position), st.moved.gtids}
		}
		return nil, nil
	case *replication.MariadbGTIDEvent:
		st.id = e.GTID.String()
		st.gtids.open = st.id
		st.begin(ev)
		return nil, nil
	case *replication.GTIDEvent:
		st.id = strconv.FormatInt(e.GNO, 10)
		st.begin(ev)
		return nil, st.gtids.begins(e)
	case *replication.RowsEvent:
		st.inTx = true
		return nil, st.rows(ctx, ev.Header.EventType, e)
	case *replication.XIDEvent:
		return st.end(ev)
	case *replication.QueryEvent:
		return st.query(ctx, ev, e)
	case *replication.TransactionPayloadEvent:
		for _, inner := range e.Events {
			if tx, err := st.event(ctx, inner); err != nil || tx != nil {
				if tx != nil {
					st.moved = place{st.file, ev.Header.LogPos, st.gtids.text}
					st.given, tx.Position = st.moved, st.moved.position()
				}
				return tx, err
			}
		}
		return nil, nil
	}
	if !st.inTx && !st.astray && ev.Header.LogPos > 0 && ev.Header.EventType != replication.HEARTBEAT_EVENT {
		st.moved = place{st.file, max(ev.Header.LogPos, st.moved.pos), st.moved.gtids}
		if st.moved.file != st.given.file {
			st.moved.pos = ev.Header.LogPos
		}
	}
	return nil, nil
}

func (st *stream) begin(ev *replication.BinlogEvent) {
	st.buf.Discard() // the server went down in the transaction before, and rolled it back
	st.inTx = true
	st.commit = time.Unix(int64(ev.Header.Timestamp), 0)
}

// end closes a transaction.
func (st *stream) end(ev *replication.BinlogEvent) (*event.Tx, error) {
	st.inTx, st.astray = false, false
	done, err := st.gtids.ended()
	if err != nil {
		return nil, err
	}
	st.moved = place{st.file, ev.Header.LogPos, done}
	if st.buf.Len() == 0 {
		return nil, nil
	}
	st.given = st.moved
	tx := &event.Tx{ID: st.id, Position: st.moved.position(), Commit: time.Unix(int64(ev.Header.Timestamp), 0), Bytes: st.buf.Bytes() + 64, Count: st.buf.Len()}
	tx.Changes, err = st.buf.Changes()
	return tx, err
}

// rows takes the rows of an event.
func (st *stream) rows(ctx context.Context, kind replication.EventType, e *replication.RowsEvent) error {
	id := event.TableID{Schema: string(e.Table.Schema), Name: string(e.Table.Table)}
	if !st.tables[id] {
		return nil
	}
	t := st.src.table(id)
	at, err := st.layout(t, e)
	if err != nil {
		return err
	}
	op := operation(kind)
	if op == 0 {
		return fmt.Errorf("%w: rows of %s come in an event of kind %s", replicate.ErrPermanent, id, kind)
	}
	for i := 0; i < len(e.Rows); i++ {
		row, err := st.row(t, at, e, i)
		if err != nil {
			return err
		}
		c := &event.Change{Op: op, Table: t.Table}
		switch op {
		case event.Insert:
			c.After = row
		case event.Delete:
			c.Before = row
		default:
			i++
			if i >= len(e.Rows) {
				return fmt.Errorf("%w: half an update of %s in the log", replicate.ErrPermanent, id)
			}
			if c.After, err = st.row(t, at, e, i); err != nil {
				return err
			}
			if c.Before = row; keyKept(t.Table, row, c.After) {
				c.Before = nil
			}
		}
		if err := st.buf.Add(c); err != nil {
			return err
		}
	}
	return nil
}

func operation(kind replication.EventType) event.Op {
	switch kind {
	case replication.WRITE_ROWS_EVENTv0, replication.WRITE_ROWS_EVENTv1, replication.WRITE_ROWS_EVENTv2, replication.MARIADB_WRITE_ROWS_COMPRESSED_EVENT_V1:
		return event.Insert
	case replication.UPDATE_ROWS_EVENTv0, replication.UPDATE_ROWS_EVENTv1, replication.UPDATE_ROWS_EVENTv2, replication.MARIADB_UPDATE_ROWS_COMPRESSED_EVENT_V1:
		return event.Update
	case replication.DELETE_ROWS_EVENTv0, replication.DELETE_ROWS_EVENTv1, replication.DELETE_ROWS_EVENTv2, replication.MARIADB_DELETE_ROWS_COMPRESSED_EVENT_V1:
		return event.Delete
	}
	return 0
}

func keyKept(t *event.Table, before, after event.Row) bool {
	if len(t.Key) == 0 {
		return false
	}
	for _, k := range t.Key {
		if !bytes.Equal(before[k].B, after[k].B) {
			return false
		}
	}
	return true
}

// layout says which column each value of a row belongs to. A row has all columns, or all but the virtual ones; one with
// fewer is from before columns were added behind them.
func (st *stream) layout(t *table, e *replication.RowsEvent) ([]int, error) {
	n := int(e.ColumnCount)
	var all, stored []int
	for i := range t.Columns {
		all = append(all, i)
		if !t.cols[i].virtual {
			stored = append(stored, i)
		}
	}
	switch {
	case n == len(all):
		return all, nil
	case n == len(stored):
		return stored, nil
	case n < len(stored):
		return stored[:n], nil
	}
	return nil, fmt.Errorf("%w: rows of %s in the log have %d columns, the table has %d today: reload the table", replicate.ErrPermanent, t.ID, n, len(all))
}

func (st *stream) row(t *table, at []int, e *replication.RowsEvent, i int) (event.Row, error) {
	row := make(event.Row, len(t.Columns))
	for c := range row {
		row[c].Unchanged = true
	}
	skipped := map[int]bool{}
	if len(e.SkippedColumns) > i {
		for _, s := range e.SkippedColumns[i] {
			skipped[s] = true
		}
	}
	for j, v := range e.Rows[i] {
		if j >= len(at) || skipped[j] || t.Columns[at[j]].Generated {
			continue
		}
		val, err := fromLog(v, t.Columns[at[j]].Type, &t.cols[at[j]])
		if err != nil {
			return nil, fmt.Errorf("%w: column %s of %s: %w", replicate.ErrPermanent, t.Columns[at[j]].Name, t.ID, err)
		}
		row[at[j]] = val
	}
	return row, nil
}
