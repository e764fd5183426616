package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

const guarding = ` from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a using (pid) where l.mode = 'ShareUpdateExclusiveLock' and l.granted
	and a.application_name = 'crosswalk' and l.relation = $1::text::regclass`

// watched is a target that tells which tables are guarded.
type watched struct {
	*Target
	c    *pgx.Conn
	cut  bool // end the guard's session at once
	mu   sync.Mutex
	seen map[event.TableID]bool // true while it is guarded
	most int
}

func (w *watched) Guard(ctx context.Context, id event.TableID) error {
	if err := w.Target.Guard(ctx, id); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var n int
	if err := w.c.QueryRow(ctx, "select count(*)"+guarding, tableName(id)).Scan(&n); err != nil {
		return err
	}
	if n == 1 {
		w.seen[id] = true
	}
	now := 0
	for _, on := range w.seen {
		if on {
			now++
		}
	}
	w.most = max(w.most, now)
	if w.cut {
		_, err := w.c.Exec(ctx, "select pg_terminate_backend(pid)"+guarding, tableName(id))
		return err
	}
	return nil
}

func (w *watched) Unguard(ctx context.Context, id event.TableID) {
	w.Target.Unguard(ctx, id)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen[id] = false
}

// TestGuard: a table is guarded while it is loaded and no longer, so that guards are never more than workers; and a guard whose
// session was lost costs nothing.
func TestGuard(t *testing.T) {
	for _, cut := range []bool{false, true} {
		t.Run(fmt.Sprint("cut_", cut), func(t *testing.T) {
			b := newBench(t)
			for i := range 5 {
				b.exec(b.src, fmt.Sprintf("create table t%d (id int primary key, a text); insert into t%[1]d select g, repeat('x', 100) from generate_series(1, 3000) g; analyze t%[1]d", i))
				if !cut {
					b.exec(b.dst, fmt.Sprintf("create table t%d (id int primary key, a text)", i))
				}
			}
			w := &watched{c: b.dst, cut: cut, seen: map[event.TableID]bool{}}
			o := b.options()
			o.Mode, o.ChunkBytes, o.MaxFullLoadSubTasks, o.KeyAfterLoad = replicate.FullLoad, 64<<10, 2, cut
			o.Log = func(format string, args ...any) {
				if s := fmt.Sprintf(format, args...); strings.Contains(s, "trying again") {
					t.Error(s)
				}
			}
			task := b.task(o, nil)
			w.Target = task.Target.(*Target)
			task.Target = w
			r := b.run(task)
			if r.wait(); r.err != nil {
				t.Fatal(r.err)
			}
			if len(w.seen) != 5 || w.most > 2 || len(w.kept.guards) > 0 {
				t.Errorf("of 5 tables %d were guarded, up to %d at once, and %d still are", len(w.seen), w.most, len(w.kept.guards))
			}
			var keys int
			if err := b.dst.QueryRow(context.Background(), "select count(*) from pg_index where indisprimary and indrelid::regclass::text ~ '^t[0-4]$'").Scan(&keys); err != nil || keys != 5 {
				t.Errorf("behind the load: %d keys, %v", keys, err)
			}
			b.same("t0", "t4")
		})
	}
}

// TestKeepalives: the server asks after a minute of silence whether a client, with the locks and the slot of its session, is still there.
func TestKeepalives(t *testing.T) {
	target, err := NewTarget(shared.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	var got string
	err = target.ask(context.Background(), func(c *pgx.Conn) error {
		return c.QueryRow(context.Background(), "select concat_ws(' ', current_setting('tcp_keepalives_idle'), current_setting('tcp_keepalives_interval'), current_setting('tcp_keepalives_count'))").Scan(&got)
	})
	if err != nil || got != "60 10 3" {
		t.Errorf("%q %v", got, err)
	}
	if cfg := target.cfg.DialFunc; cfg == nil || !dialer.KeepAliveConfig.Enable {
		t.Error("a server whose host has gone is not noticed")
	}
}
