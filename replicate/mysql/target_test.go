package mysql

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// TestTargetSession: a session that holds a transaction in silence is ended by MariaDB, so that a client whose host has gone keeps no
// locks; the setting travels in a comment that MySQL skips.
func TestTargetSession(t *testing.T) {
	target, err := NewTarget(servertest.MariaDB(t).URL, "")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	var idle, keys, read int
	if err := target.db.QueryRowContext(context.Background(), "select @@idle_transaction_timeout, @@foreign_key_checks, @@net_read_timeout").Scan(&idle, &keys, &read); err != nil {
		t.Fatal(err)
	}
	savesBesideChunks(t, target)
	if idle != 900 || keys != 0 || read != 900 {
		t.Errorf("idle_transaction_timeout %d, foreign_key_checks %d, net_read_timeout %d", idle, keys, read)
	}
}

// savesBesideChunks: a state is saved while a chunk is being loaded, and not by a run that was replaced.
func savesBesideChunks(t *testing.T, target *Target) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	ref, cp, _, err := target.Open(ctx, "saves")
	if err != nil || cp != nil {
		t.Fatal(cp, err)
	}
	begun := &replicate.Checkpoint{Identity: "here", Position: "b.000001:4"}
	if err := target.Save(ctx, ref, begun, nil); err != nil {
		t.Fatal(err)
	}
	chunk, err := target.db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer chunk.Rollback() //nolint:errcheck // it only holds a lock
	if err := target.fence(ctx, chunk, ref, "lock in share mode"); err != nil {
		t.Fatal(err)
	}
	soon, cancelSoon := context.WithTimeout(ctx, 5*time.Second)
	defer cancelSoon()
	table := replicate.TableRecord{Table: event.TableID{Schema: "s", Name: "t"}, State: replicate.TableLoading}
	if err := target.Save(soon, ref, &replicate.Checkpoint{Identity: "here", Position: "b.000001:999"}, []replicate.TableRecord{table}); err != nil {
		t.Errorf("beside a chunk: %v", err)
	}
	if now, err := target.Checkpoint(ctx, "saves"); err != nil || *now != *begun {
		t.Errorf("saving a state has moved the position: %+v %v", now, err)
	}
	if err := chunk.Rollback(); err != nil {
		t.Fatal(err)
	}
	moved := &replicate.Checkpoint{Identity: "there", Position: ";0-1-5"}
	if err := target.Move(ctx, ref, moved, nil); err != nil {
		t.Error(err)
	}
	newer, now, tables, err := target.Open(ctx, "saves")
	if err != nil || newer.Epoch != ref.Epoch+1 || now == nil || *now != *moved || len(tables) != 1 {
		t.Errorf("%+v %+v %v %v", newer, now, tables, err)
	}
	for _, err := range []error{target.Move(ctx, ref, begun, nil), target.Save(ctx, ref, begun, nil)} {
		if !errors.Is(err, replicate.ErrFenced) {
			t.Errorf("a run that was replaced: %v", err)
		}
	}
}
