package postgres

import (
	"context"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// TestDurable: on a server whose commits do not wait for the disk an epoch that was given, and a checkpoint that was moved, are
// still there behind a crash. That a commit which may be lost is lost here shows that the test can fail.
func TestDurable(t *testing.T) {
	ctx := context.Background()
	s := servertest.Postgres(t, "synchronous_commit=off", "wal_writer_delay=10s", "autovacuum=off", "bgwriter_delay=10s")
	target := func() *Target {
		d, err := NewTarget(s.URL, "")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if _, err := dial(t, s.URL).Exec(ctx, "create table public.lost (id int)"); err != nil {
		t.Fatal(err)
	}
	crash := func(d *Target) {
		t.Helper()
		c := dial(t, s.URL)
		// It is short: the server writes pages of its log that are full, in which much would push what was before to the disk.
		if _, err := c.Exec(ctx, "insert into public.lost values (1)"); err != nil {
			t.Fatal(err)
		}
		s.Crash()
		d.Close()
		s.Start()
		var n int
		if err := dial(t, s.URL).QueryRow(ctx, "select count(*) from public.lost").Scan(&n); err != nil || n > 0 {
			t.Fatalf("the server keeps what it need not keep: %d, %v", n, err)
		}
	}
	first := target()
	if _, _, _, err := first.Open(ctx, "t"); err != nil { // makes the control tables too
		t.Fatal(err)
	}
	old, _, _, err := first.Open(ctx, "t")
	if err != nil {
		t.Fatal(err)
	}
	crash(first)
	second := target()
	ref, _, _, err := second.Open(ctx, "t")
	if err != nil || ref.Epoch != old.Epoch+1 {
		t.Fatalf("behind epoch %d comes %d: %v", old.Epoch, ref.Epoch, err)
	}
	if err := second.Move(ctx, ref, &replicate.Checkpoint{Identity: "i", Position: "0/1"}, nil); err != nil {
		t.Fatal(err)
	}
	crash(second)
	third := target()
	defer third.Close()
	if cp, err := third.Checkpoint(ctx, "t"); err != nil || cp == nil || cp.Position != "0/1" {
		t.Errorf("the checkpoint that was moved is %v: %v", cp, err)
	}
}
