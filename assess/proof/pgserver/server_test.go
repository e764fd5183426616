package pgserver_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
)

func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }

func TestStartStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	begin := time.Now()
	s, err := pgserver.Start(ctx, pgserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("started in", time.Since(begin))
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	var collate string
	if err := conn.QueryRow(ctx, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'").Scan(&collate); err != nil {
		t.Fatal(err)
	}
	if collate != "C.UTF-8" && collate != "C" {
		t.Errorf("collation %q", collate)
	}
	conn.Close(ctx)
	begin = time.Now()
	s.Stop()
	t.Log("stopped in", time.Since(begin))
	if _, err := os.Stat(s.Dir); !os.IsNotExist(err) {
		t.Errorf("directory is left: %v", err)
	}
	if _, err := pgx.Connect(ctx, s.URL("postgres")); err == nil {
		t.Error("server still answers")
	}
}

func TestContextStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := pgserver.Start(ctx, pgserver.Options{})
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	cancel()
	for range 500 {
		if _, err := os.Stat(s.Dir); os.IsNotExist(err) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("directory is left after the context ended")
}

func TestBadSettingIsTold(t *testing.T) {
	_, err := pgserver.Start(context.Background(), pgserver.Options{Settings: map[string]string{"no_such_setting": "1"}})
	if err == nil {
		t.Fatal("started")
	}
	t.Log(err)
}

func TestDatabasesAreApart(t *testing.T) {
	ctx := context.Background()
	for range 2 {
		c := pgservertest.Connect(t)
		if _, err := c.Exec(ctx, "CREATE TABLE t (id int)"); err != nil {
			t.Fatal(err)
		}
	}
}
