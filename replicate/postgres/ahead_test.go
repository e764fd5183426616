package postgres

import (
	"context"
	"net"
	"testing"
	"time"
)

// TestExpect: sessions that were expected are taken by those who connect next, no more are opened than were asked for, and
// what nobody took is closed with the target.
func TestExpect(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	dst, err := NewTarget(b.dstURL, "")
	if err != nil {
		t.Fatal(err)
	}
	dst.cfg.RuntimeParams["application_name"] = "expected"
	sessions := func(want int) {
		t.Helper()
		var n int
		for range 100 {
			if err := b.src.QueryRow(ctx, "select count(*) from pg_stat_activity where application_name = 'expected'").Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n == want {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("%d sessions, want %d", n, want)
	}
	dst.Expect(ctx, 3)
	dst.Expect(ctx, 2)
	sessions(3)
	conn, err := connect(ctx, dst.cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := conn.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	sessions(3)
	if err := dst.Close(); err != nil {
		t.Fatal(err)
	}
	sessions(1)
}

// TestExpectRefused: a server that refuses an expected session is asked again by who needs it, and says why.
func TestExpectRefused(t *testing.T) {
	ctx := context.Background()
	dst, err := NewTarget("postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=2", "")
	if err != nil {
		t.Fatal(err)
	}
	dst.Expect(ctx, 2)
	if _, err := connect(ctx, dst.cfg); err == nil {
		t.Error("connected to nothing")
	}
	if err := dst.Close(); err != nil {
		t.Error(err)
	}
}

// TestExpectSilence: a server that never answers does not keep the end from being closed.
func TestExpectSilence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dst, err := NewTarget("postgres://nobody@"+l.Addr().String()+"/none?sslmode=disable", "")
	if err != nil {
		t.Fatal(err)
	}
	dst.Expect(context.Background(), 2)
	closed := make(chan error, 1)
	go func() { closed <- dst.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("Close waits for a server that does not answer")
	}
}
