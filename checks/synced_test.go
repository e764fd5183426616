package checks_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/replicate/servertest/mariadbtest"
)

// TestSynced: differences are settled by position. What the target gets before the barrier is no difference, what it does not
// get is one at once, and a row that changes while it is looked at says nothing.
func TestSynced(t *testing.T) {
	for _, key := range []string{"id integer PRIMARY KEY", "id integer"} {
		src, tgt := pg(t), pg(t)
		for _, d := range []*database{src, tgt} {
			d.exec(t, "CREATE TABLE t ("+key+", n integer)", "INSERT INTO t SELECT i, 0 FROM generate_series(1, 2000) i")
		}
		late := []string{"UPDATE t SET n = 1 WHERE id % 10 = 0", "DELETE FROM t WHERE id = 5", "INSERT INTO t VALUES (3000, 1)"}
		src.exec(t, late...)
		tgt.exec(t, "UPDATE t SET n = 7 WHERE id = 1") // this one stays
		calls := 0
		o := checks.Options{Synced: func(context.Context) error {
			switch calls++; calls {
			case 1: // the task catches up, and a row changes behind that
				tgt.exec(t, late...)
				src.exec(t, "UPDATE t SET n = 2 WHERE id = 10")
			case 2:
				tgt.exec(t, "UPDATE t SET n = 2 WHERE id = 10")
			}
			return nil
		}}
		begin := time.Now()
		r := one(t, src, tgt, o)
		want := int64(1)
		if !strings.Contains(key, "KEY") {
			want = 2 // the row of the source, and that of the target
		}
		if r.Differences != want || r.PendingRows != 0 || calls < 2 || time.Since(begin) > 20*time.Second {
			t.Errorf("%s: %d calls: %+v", key, calls, r)
		}
	}
}

// TestSyncedFails: a task that does not get there fails the table; it is neither equal nor different.
func TestSyncedFails(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY)")
	}
	src.exec(t, "INSERT INTO t VALUES (1)")
	r := one(t, src, tgt, checks.Options{Synced: func(context.Context) error { return errors.New("not running") }})
	if r.State != checks.Failed || !strings.Contains(r.Error, "not running") {
		t.Errorf("%+v", r)
	}
}

// TestUnsigned: the upper half of an unsigned BIGINT is compared as the number that it is, as a key and as a value.
func TestUnsigned(t *testing.T) {
	src, tgt := my(t, mariadbtest.Shared(t)), pg(t)
	src.exec(t, "CREATE TABLE t (id bigint unsigned PRIMARY KEY, n bigint unsigned, s bigint)",
		"INSERT INTO t VALUES (1, 9223372036854775807, -1), (9223372036854775808, 9223372036854775808, 1), (18446744073709551615, 18446744073709551615, 2)")
	tgt.exec(t, "CREATE TABLE t (id numeric(20) PRIMARY KEY, n numeric(20), s bigint)",
		"INSERT INTO t VALUES (1, 9223372036854775807, -1), (9223372036854775808, 9223372036854775808, 1), (18446744073709551615, 18446744073709551615, 2)")
	for _, o := range []checks.Options{{ChunkRows: 1}, {Stream: true, ChunkRows: 2}} {
		if r := one(t, src, tgt, o); r.State != checks.Equal || r.SourceRows != 3 || r.TargetRows != 3 {
			t.Fatalf("%+v", r)
		}
	}
	tgt.exec(t, "UPDATE t SET n = n - 1 WHERE id = 18446744073709551615", "UPDATE t SET n = -1 WHERE id = 1")
	r := one(t, src, tgt, checks.Options{ChunkRows: 1})
	if r.Differences != 2 || r.Rows[1].Key[0] != "18446744073709551615" || *r.Rows[1].Columns[0].Source != "18446744073709551615" {
		t.Errorf("%+v", r)
	}
	if r := one(t, src, tgt, checks.Options{Repair: true}); r.State != checks.Equal || r.Repaired != 2 {
		t.Errorf("%+v", r)
	}
}
