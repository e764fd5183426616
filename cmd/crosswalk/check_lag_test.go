package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// standby is a replica that receives the log and, until it is told to, applies nothing.
type standby struct {
	applies atomic.Bool
	told    chan struct{} // closed when the first answer was sent
}

func newStandby(t *testing.T, url string) *standby {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	conn, err := pgconn.Connect(ctx, url+"&replication=true")
	if err != nil {
		t.Fatal(err)
	}
	res, err := conn.Exec(ctx, "IDENTIFY_SYSTEM").ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	from := string(res[0].Rows[0][2])
	conn.Frontend().SendQuery(&pgproto3.Query{String: "START_REPLICATION " + from + " TIMELINE " + string(res[0].Rows[0][1])})
	if err := conn.Frontend().Flush(); err != nil {
		t.Fatal(err)
	}
	var hi, lo uint32
	if _, err := fmt.Sscanf(from, "%X/%X", &hi, &lo); err != nil {
		t.Fatal(err)
	}
	s := &standby{told: make(chan struct{})}
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done; conn.Close(context.Background()) })
	go func() {
		defer close(done)
		s.follow(ctx, conn, uint64(hi)<<32|uint64(lo))
	}()
	return s
}

func (s *standby) follow(ctx context.Context, conn *pgconn.PgConn, applied uint64) {
	received, first := applied, true
	for ctx.Err() == nil {
		wait, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		msg, err := conn.ReceiveMessage(wait)
		cancel()
		if d, ok := msg.(*pgproto3.CopyData); ok && err == nil {
			switch d.Data[0] {
			case 'w':
				received = max(received, binary.BigEndian.Uint64(d.Data[1:])+uint64(len(d.Data)-25))
			case 'k':
				received = max(received, binary.BigEndian.Uint64(d.Data[1:]))
			}
		} else if err != nil && !pgconn.Timeout(err) {
			return
		}
		if s.applies.Load() {
			applied = received
		}
		b := append([]byte{'r'}, make([]byte, 33)...)
		for i, at := range []uint64{received, received, applied} {
			binary.BigEndian.PutUint64(b[1+8*i:], at)
		}
		conn.Frontend().Send(&pgproto3.CopyData{Data: b})
		if conn.Frontend().Flush() != nil {
			return
		}
		if first {
			first = false
			close(s.told)
		}
	}
}

// TestCheckMaxLag: while a replica of the source is behind the check does nothing, and goes on when it has come up.
func TestCheckMaxLag(t *testing.T) {
	src := servertest.Postgres(t)
	execSQL(t, src.URL, "create schema hr; create table hr.emp (id int primary key); insert into hr.emp values (1); create schema people; create table people.emp (id int primary key); insert into people.emp values (1)")
	file := filepath.Join(t.TempDir(), "mappings.json")
	if err := os.WriteFile(file, []byte(checkMapping), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"check", "--source", src.URL, "--target", src.URL, "--mapping", file, "--max-lag", "300ms"}
	if code, _, errOut := command(t, args...); code != exitDone || !strings.Contains(errOut, "tells of no replica") {
		t.Errorf("without a replica: %d %s", code, errOut)
	}
	s := newStandby(t, src.URL)
	<-s.told
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		execSQL(t, src.URL, "insert into hr.emp values (2); delete from hr.emp where id = 2")
		var late string
		execRow(t, src.URL, "select (coalesce(max(extract(epoch from replay_lag)), 0) > 0.5)::text from pg_stat_replication", &late)
		if late == "true" {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the server does not see the replica lag")
		}
	}
	done := make(chan int, 1)
	go func() { done <- run(context.Background(), args) }()
	select {
	case code := <-done:
		t.Fatalf("the check does not wait: %d", code)
	case <-time.After(2 * time.Second):
	}
	s.applies.Store(true)
	select {
	case code := <-done:
		if code != exitDone {
			t.Errorf("it ends with %d", code)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the check does not go on")
	}
}
