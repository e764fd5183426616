// Package pgservertest gives tests a real PostgreSQL: one throw-away server for each test
// binary, started when first asked for, and a fresh database for each test.
package pgservertest

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver"
)

var shared struct {
	sync.Mutex
	server  *pgserver.Server
	err     error
	managed bool // Run is in charge
	count   atomic.Int64
}

// Run is the body of a TestMain whose package uses the server: os.Exit(pgservertest.Run(m)).
// It stops the server after the tests, also when they are interrupted.
func Run(m *testing.M) int {
	shared.managed = true
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-sig
		stop()
		os.Exit(130)
	}()
	defer stop()
	return m.Run()
}

func stop() {
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		shared.server.Stop()
		shared.server = nil
	}
}

// Server gives the test binary's server and starts it when needed. A machine without
// PostgreSQL fails the test: a proof that is skipped proves nothing.
func Server(t testing.TB) *pgserver.Server {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if !shared.managed {
		t.Fatal("pgservertest: the package needs: func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }")
	}
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = pgserver.Start(context.Background(), pgserver.Options{})
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.server
}

// Database makes an empty database that is dropped when the test ends, and gives its URL.
func Database(t testing.TB) string {
	t.Helper()
	s := Server(t)
	name := fmt.Sprintf("test_%d", shared.count.Add(1))
	admin(t, s, "CREATE DATABASE "+name+" TEMPLATE template0")
	t.Cleanup(func() { admin(t, s, "DROP DATABASE "+name+" WITH (FORCE)") })
	return s.URL(name)
}

// Connect makes an empty database and a connection to it, both gone when the test ends.
func Connect(t testing.TB) *pgx.Conn {
	t.Helper()
	url := Database(t)
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func admin(t testing.TB, s *pgserver.Server, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}
