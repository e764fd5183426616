package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/spill"
)

// stream reads a slot.
type stream struct {
	src    *Source
	conn   *pgconn.PgConn
	tables map[event.TableID]*event.Table
	rels   map[uint32]*relation

	buf    spill.Buffer
	inTx   bool
	xid    uint32
	commit time.Time

	acked  atomic.Uint64
	last   uint64    // position of the newest transaction or heartbeat that was given out
	beat   time.Time // of the last heartbeat
	stop   chan struct{}
	closed sync.Once
	wmu    sync.Mutex
}

var _ replicate.Stream = (*stream)(nil)

// Stream implements replicate.Source.
func (s *Source) Stream(ctx context.Context, tables []*event.Table, from event.Position) (replicate.Stream, error) {
	start, err := lsn(from)
	if err != nil {
		return nil, err
	}
	if err := s.publish(ctx, tables); err != nil {
		return nil, err
	}
	if err := s.checkSlot(ctx, start); err != nil {
		return nil, err
	}
	conn, err := s.replication(ctx)
	if err != nil {
		return nil, err
	}
	st := &stream{src: s, conn: conn, tables: map[event.TableID]*event.Table{}, rels: map[uint32]*relation{}, last: start,
		stop: make(chan struct{}), buf: spill.Buffer{Dir: s.SpillDir, Limit: s.SpillLimit}}
	for _, t := range tables {
		st.tables[t.ID] = t
	}
	st.acked.Store(start)
	if err := st.start(ctx, from); err != nil {
		conn.Close(ctx)
		return nil, wrap(err)
	}
	go st.keepAlive()
	return st, nil
}

// checkSlot makes sure that the slot still has everything behind the checkpoint.
func (s *Source) checkSlot(ctx context.Context, start uint64) error {
	var confirmed, status string
	err := s.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, `select coalesce(confirmed_flush_lsn::text, ''), coalesce(wal_status, '') from pg_catalog.pg_replication_slots
			where slot_name = $1 and database = current_database()`, s.slot).Scan(&confirmed, &status)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("%w: replication slot %s is gone", replicate.ErrLost, s.slot)
	case err != nil:
		return err
	case status == "lost":
		return fmt.Errorf("%w: replication slot %s has lost its log (max_slot_wal_keep_size)", replicate.ErrLost, s.slot)
	}
	at, err := lsn(event.Position(confirmed))
	if err != nil {
		return err
	}
	if at > start {
		return fmt.Errorf("%w: replication slot %s stands at %s, behind the checkpoint %s", replicate.ErrLost, s.slot, confirmed, position(start))
	}
	return nil
}

func (st *stream) start(ctx context.Context, from event.Position) error {
	q := fmt.Sprintf("START_REPLICATION SLOT %s LOGICAL %s (proto_version '1', publication_names %s)", ident(st.src.slot), from,
		literal(ident(st.src.publication)+","+ident(st.src.inserts)))
	st.conn.Frontend().SendQuery(&pgproto3.Query{String: q})
	if err := st.conn.Frontend().Flush(); err != nil {
		return err
	}
	for {
		msg, err := st.conn.ReceiveMessage(ctx)
		if err != nil {
			return err
		}
		switch m := msg.(type) {
		case *pgproto3.CopyBothResponse:
			return nil
		case *pgproto3.ErrorResponse:
			return pgconn.ErrorResponseToPgError(m)
		}
	}
}

// keepAlive tells the server regularly what is safe. Asking for an answer makes it tell how far its log is.
func (st *stream) keepAlive() {
	tick := time.NewTicker(st.src.Heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-st.stop:
			return
		case <-tick.C:
			if st.status(true) != nil {
				return // the reader meets the same error
			}
		}
	}
}

// status sends a standby status update: written, flushed and applied are one and the same here.
func (st *stream) status(answer bool) error {
	var b [39]byte
	b[0] = 'd'
	binary.BigEndian.PutUint32(b[1:], 38)
	b[5] = 'r'
	at := st.acked.Load()
	for i := range 3 {
		binary.BigEndian.PutUint64(b[6+8*i:], at)
	}
	binary.BigEndian.PutUint64(b[30:], uint64(time.Since(epoch).Microseconds()))
	if answer {
		b[38] = 1
	}
	st.wmu.Lock()
	defer st.wmu.Unlock()
	_, err := st.conn.Conn().Write(b[:])
	return err
}

// Ack implements replicate.Stream.
func (st *stream) Ack(p event.Position) {
	if at, err := lsn(p); err == nil && at > st.acked.Load() {
		st.acked.Store(at)
	}
}

// Close implements replicate.Stream.
func (st *stream) Close() error {
	var err error
	st.closed.Do(func() {
		close(st.stop)
		st.buf.Discard()
		_ = st.status(false) // a last word on what is safe; the next start asks the checkpoint anyway
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		err = st.conn.Close(ctx)
	})
	return err
}

// Next implements replicate.Stream.
func (st *stream) Next(ctx context.Context) (*event.Tx, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := st.conn.Conn().SetReadDeadline(time.Now().Add(500 * time.Millisecond)); err != nil {
			return nil, err
		}
		msg, err := st.conn.ReceiveMessage(context.Background())
		if err != nil {
			var ne net.Error
			if errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &ne) && ne.Timeout() {
				continue
			}
			return nil, wrap(err)
		}
		switch m := msg.(type) {
		case *pgproto3.CopyData:
			tx, err := st.copyData(ctx, m.Data)
			if err != nil || tx != nil {
				return tx, err
			}
		case *pgproto3.ErrorResponse:
			return nil, wrap(pgconn.ErrorResponseToPgError(m))
		case *pgproto3.CopyDone, *pgproto3.CommandComplete:
			return nil, errors.New("the server ended the stream")
		}
	}
}

func (st *stream) copyData(ctx context.Context, b []byte) (*event.Tx, error) {
	r := &reader{b: b}
	switch r.u8() {
	case 'k':
		end := r.u64()
		r.u64()
		answer := r.u8() == 1
		if answer {
			if err := st.status(false); err != nil {
				return nil, err
			}
		}
		return st.heartbeat(end), nil
	case 'w':
		r.u64()
		r.u64()
		r.u64()
		return st.message(ctx, r)
	}
	return nil, errors.New("an unknown message of the replication protocol")
}

// heartbeat gives an empty transaction at the end of the log that the server has decoded, so that an idle slot does not
// hold the log. It travels behind every transaction that was read before it, like one of them: it cannot overtake data.
func (st *stream) heartbeat(end uint64) *event.Tx {
	if st.inTx || end <= st.last || time.Since(st.beat) < st.src.Heartbeat {
		return nil
	}
	st.beat, st.last = time.Now(), end
	return &event.Tx{Position: position(end), Commit: time.Now()}
}

func (st *stream) message(ctx context.Context, r *reader) (*event.Tx, error) {
	kind := r.u8()
	switch kind {
	case 'B':
		r.u64()
		st.commit, st.xid, st.inTx = r.time(), r.u32(), true
	case 'C':
		return st.end(r)
	case 'R':
		oid, rel := parseRelation(r)
		if r.err != nil {
			return nil, r.err
		}
		return nil, st.relation(ctx, oid, rel)
	case 'I', 'U', 'D':
		rel := st.rels[r.u32()]
		if rel == nil {
			return nil, errors.New("pgoutput: a change of a table that was not described")
		}
		if rel.table == nil {
			return nil, nil
		}
		c, err := rel.change(kind, &reader{b: append([]byte(nil), r.b...)}) // the connection reuses its buffer
		if err != nil {
			return nil, err
		}
		return nil, st.buf.Add(c)
	case 'T':
		return nil, st.truncate(r)
	}
	return nil, r.err // types, origins, messages: nothing to do
}

// end closes a transaction.
func (st *stream) end(r *reader) (*event.Tx, error) {
	r.u8()
	r.u64()
	end := r.u64()
	at := r.time()
	if r.err != nil {
		return nil, r.err
	}
	st.inTx = false
	st.last, st.beat = end, time.Now()
	tx := &event.Tx{ID: strconv.FormatUint(uint64(st.xid), 10), Position: position(end), Commit: at, Bytes: st.buf.Bytes() + 64, Count: st.buf.Len()}
	var err error
	tx.Changes, err = st.buf.Changes()
	return tx, err
}

func (st *stream) truncate(r *reader) error {
	n := r.u32()
	r.u8()
	for range n {
		rel := st.rels[r.u32()]
		if r.err != nil {
			return r.err
		}
		if rel == nil || rel.table == nil {
			continue
		}
		if err := st.buf.Add(&event.Change{Op: event.Truncate, Table: rel.table}); err != nil {
			return err
		}
	}
	return r.err
}

// relation takes a table's description. One that differs from what is known is a change of the table's columns.
func (st *stream) relation(ctx context.Context, oid uint32, rel *relation) error {
	known := st.tables[rel.id]
	if known == nil {
		st.rels[oid] = rel
		return nil
	}
	if old := st.rels[oid]; rel.same(old) {
		return nil
	}
	first := st.rels[oid] == nil
	rel.bind(known)
	st.rels[oid] = rel
	now, err := st.describe(ctx, rel)
	if err != nil {
		return err
	}
	if now == nil || sameTable(now, known) {
		return nil
	}
	if first && subset(now, known) {
		return nil // an old description from before columns were added: they come as such later
	}
	st.tables[rel.id] = now
	rel.bind(now)
	return st.buf.Add(&event.Change{Op: event.DDL, Table: known, Schema: now, Text: "ALTER TABLE " + tableName(rel.id)})
}

// describe gives the table as it was at the description's place in the log: the log tells names and types of columns,
// the catalogue of today the rest.
func (st *stream) describe(ctx context.Context, rel *relation) (*event.Table, error) {
	list, err := st.src.Describe(ctx, []event.TableID{rel.id})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	today := list[0]
	t := *today
	t.Columns, t.Key = nil, nil
	oids, mods := make([]uint32, len(rel.cols)), make([]int32, len(rel.cols))
	for i, c := range rel.cols {
		oids[i], mods[i] = c.oid, c.typmod
	}
	types, err := st.src.types(ctx, oids, mods)
	if err != nil {
		return nil, err
	}
	for i, c := range rel.cols {
		col := event.Column{Name: c.name, Type: types[i], Nullable: true}
		if j := today.Ordinal(c.name); j >= 0 {
			col.Nullable = today.Columns[j].Nullable
		}
		t.Columns = append(t.Columns, col)
	}
	for _, c := range today.Columns {
		if c.Generated {
			t.Columns = append(t.Columns, c)
		}
	}
	for _, k := range today.Key {
		if i := t.Ordinal(today.Columns[k].Name); i >= 0 {
			t.Key = append(t.Key, i)
		}
	}
	return &t, nil
}

// sameTable compares names and types of columns, whatever their order.
func sameTable(a, b *event.Table) bool { return len(a.Columns) == len(b.Columns) && subset(a, b) }

func subset(a, b *event.Table) bool {
	for _, c := range a.Columns {
		i := b.Ordinal(c.Name)
		if i < 0 || b.Columns[i].Type.Native != c.Type.Native {
			return false
		}
	}
	return true
}
