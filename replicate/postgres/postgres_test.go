package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// bench is a source and a target database in one server.
type bench struct {
	t        testing.TB
	src, dst *pgx.Conn
	srcURL   string
	dstURL   string
	name     string
}

var shared *servertest.Server

// newBench makes two empty databases. The server is shared by the tests of the package.
func newBench(t *testing.T) *bench {
	t.Helper()
	ctx := context.Background()
	s := server(t)
	admin := dial(t, s.URL)
	name := strings.ToLower(strings.NewReplacer("/", "_", "-", "_").Replace(t.Name()))
	b := &bench{t: t, name: name}
	for _, db := range []string{name + "_src", name + "_dst"} {
		if _, err := admin.Exec(ctx, `create database "`+db+`"`); err != nil {
			t.Fatal(err)
		}
	}
	b.srcURL = strings.Replace(s.URL, "/postgres?", "/"+name+"_src?", 1)
	b.dstURL = strings.Replace(s.URL, "/postgres?", "/"+name+"_dst?", 1)
	b.src, b.dst = dial(t, b.srcURL), dial(t, b.dstURL)
	return b
}

func dial(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(context.Background()) })
	return c
}

func (b *bench) exec(c *pgx.Conn, sql string) {
	b.t.Helper()
	if _, err := c.PgConn().Exec(context.Background(), sql).ReadAll(); err != nil {
		b.t.Fatalf("%s: %v", sql, err)
	}
}

func (b *bench) both(sql string) {
	b.t.Helper()
	b.exec(b.src, sql)
	b.exec(b.dst, sql)
}

// options are quick ones for tests.
func (b *bench) options() replicate.Options {
	o := replicate.DefaultOptions()
	o.Name, o.SpillDir, o.Log = b.name, b.t.TempDir(), b.t.Logf
	o.Errors.RecoverableErrorInterval = 50 * time.Millisecond
	return o
}

func (b *bench) task(o replicate.Options, m replicate.Mapping) *replicate.Task {
	b.t.Helper()
	src, err := NewSource(b.srcURL, o.Name)
	if err != nil {
		b.t.Fatal(err)
	}
	src.SpillDir, src.Heartbeat = o.SpillDir, 50*time.Millisecond
	dst, err := NewTarget(b.dstURL, "control")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { src.Drop(context.Background()); src.Close(); dst.Close() })
	if m == nil {
		m = replicate.Identity{}
	}
	return replicate.NewTask(o, src, dst, m)
}

// running is a task that runs in the background.
type running struct {
	b      *bench
	task   *replicate.Task
	cancel context.CancelFunc
	done   chan struct{}
	reason replicate.StopReason
	err    error
}

func (b *bench) run(task *replicate.Task) *running {
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{b: b, task: task, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.reason, r.err = task.Run(ctx)
	}()
	b.t.Cleanup(func() { cancel(); <-r.done })
	return r
}

// stop ends the task in order.
func (r *running) stop() {
	r.b.t.Helper()
	r.cancel()
	<-r.done
	if r.err != nil {
		r.b.t.Fatal(r.err)
	}
}

// wait waits until the task ends by itself.
func (r *running) wait() {
	r.b.t.Helper()
	select {
	case <-r.done:
	case <-time.After(60 * time.Second):
		r.b.t.Fatal("the task does not end")
	}
}

// caughtUp waits until the target has all that is committed on the source now.
func (r *running) caughtUp() {
	r.b.t.Helper()
	ctx := context.Background()
	r.b.exec(r.b.src, "create table if not exists crosswalk_mark (n int)") // moves the log
	var want string
	if err := r.b.src.QueryRow(ctx, "select pg_current_wal_lsn()::text").Scan(&want); err != nil {
		r.b.t.Fatal(err)
	}
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		var ok bool
		err := r.b.dst.QueryRow(ctx, `select coalesce(position::pg_lsn >= $1::pg_lsn, false) and exists (select from control.crosswalk_tables)
			and not exists (select from control.crosswalk_tables where state not in ('Table completed', 'Table error')) from control.crosswalk_tasks`, want).Scan(&ok)
		if err == nil && ok {
			return
		}
		select {
		case <-r.done:
			r.b.t.Fatalf("the task ended: %s %v", r.reason, r.err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	r.b.t.Fatalf("the target does not catch up: %+v", r.task.Stats.Report())
}

// rows reads a table as text.
func rows(t testing.TB, c *pgx.Conn, table string) []string {
	t.Helper()
	r, err := c.Query(context.Background(), "select whole_row::text from "+table+" whole_row order by 1")
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(r, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// same compares tables row by row.
func (b *bench) same(tables ...string) {
	b.t.Helper()
	for _, table := range tables {
		want, got := rows(b.t, b.src, table), rows(b.t, b.dst, table)
		if len(want) != len(got) {
			b.t.Errorf("%s: %d rows on the source, %d on the target", table, len(want), len(got))
		}
		shown := 0
		for i := 0; i < min(len(want), len(got)) && shown < 5; i++ {
			if want[i] != got[i] {
				shown++
				b.t.Errorf("%s row %d:\nsource %.300s\ntarget %.300s", table, i, want[i], got[i])
			}
		}
	}
}

func server(t testing.TB) *servertest.Server {
	if shared == nil {
		t.Fatal("no server: TestMain did not start one")
	}
	return shared
}

func TestMain(m *testing.M) {
	servertest.Main(m, func(t testing.TB) { shared = servertest.Postgres(t) })
}

// everyType holds a column of each type, and rows at their extremes.
const everyType = `
create type mood as enum ('sad', 'it''s "fine"', 'happy');
create domain positive as numeric check (value > 0);
create table every (id bigint primary key, b boolean, i2 smallint, i4 integer, i8 bigint, n numeric, n2 numeric(38,10), f4 real, f8 double precision,
  t text, v varchar(20), c char(5), by bytea, d date, tm time, tz timetz, ts timestamp, tsz timestamptz, ts0 timestamp(0), iv interval,
  bt bit(5), vb varbit, u uuid, j json, jb jsonb, x xml, ia integer[], ta text[], ba bytea[], m mood, ma mood[], p positive, ip inet, pt point,
  r int4range, mr nummultirange, tv tsvector, mo money, l ltree_like, gen bigint generated always as (id * 2) stored);`

const everyRow = `
insert into every values
 (1, true, 32767, 2147483647, 9223372036854775807, repeat('9', 1000)::numeric + 0.000000000000000000000000000001, 1234567890123456789012345678.0123456789,
  3.4028235e38, 1.7976931348623157e308, E'tab\there\nnewline\\backslash\r "quoted" \\N', 'é€😀', 'ab', '\x00ff5c0a09', '4713-01-01 BC', '23:59:59.999999', '23:59:59.999999+14:59',
  '4713-01-01 00:00:00 BC', '294276-12-31 23:59:59.999999+00', '2024-02-29 12:34:56', '178000000 years 11 mons -3 days 04:05:06.789', B'10101', B'', 
  '00000000-0000-0000-0000-000000000000', '{"a": 1.0, "a":2}', '{"b": [1e400, null, "\u00e9"]}', '<a b="c">&amp;</a>', '{{1,NULL},{-3,4}}', array['a,b', '{"x"}', NULL, 'NULL', ''],
  array['\x00'::bytea, NULL, '\x5c'], 'it''s "fine"', array['happy', NULL, 'sad']::mood[], 0.5, '2001:db8::/32', '(1.5,-2e300)', '[3,)', '{[1.5,2.5),(7,8]}', 'a:1A b:2', '-92233720368547758.08', row(1, 'x "y"')),
 (2, false, -32768, -2147483648, -9223372036854775808, 'NaN', -0.0000000001, 'NaN', '-Infinity', '', '', '', '', 'infinity', '00:00:00', '00:00:00-14:59',
  'infinity', '-infinity', '0001-01-01 00:00:00', '-00:00:00.000001', B'00000', B'1', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'null', '""', '', '{}', '{}', '{}', 'sad', '{}', 1e-300,
  '10.0.0.1', '(NaN,Infinity)', 'empty', '{}', '', '92233720368547758.07', row(null, '')),
 (3, null, null, null, null, 'Infinity', null, '-0', '-0', null, null, null, null, '5874897-12-31', '24:00:00', null, '294276-12-31 23:59:59.999999', '4713-01-01 00:00:00+00 BC', null, null,
  null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
 (4, null, 0, 0, 0, 1e-500, 0, 1.1754944e-38, 5e-324, repeat('long text ', 20000), null, null, decode(repeat('00ff', 50000), 'hex'), '1970-01-01', null, null, null, null, null, null,
  null, null, null, null, null, null, '[2:3]={7,8}', null, null, null, null, null, null, null, null, null, null, null, null);`

func everySchema() string {
	return "create type ltree_like as (a int, b text);" + everyType
}

// TestTypes loads and streams the extremes of every type without a change of any.
func TestTypes(t *testing.T) {
	b := newBench(t)
	b.both(everySchema())
	b.exec(b.src, everyRow)
	b.exec(b.src, "create table plain (id int primary key, t text, n numeric); insert into plain select i, 'row ' || i, i / 3.0 from generate_series(1, 1000) i")
	r := b.run(b.task(b.options(), nil))
	r.caughtUp()
	b.same("every", "plain")
	b.exec(b.src, "update every set id = id + 10")
	b.exec(b.src, strings.Replace(everyRow, "insert into every values", "insert into every overriding user value values", 1))
	b.exec(b.src, "update every set i4 = 7 where id = 4; update every set t = 'now short' where id = 14") // TOASTed values stay
	r.caughtUp()
	b.same("every", "plain")
	r.stop()
}

// TestLoadOnly loads in many chunks and ends by itself; then a second start has nothing to do.
func TestLoadOnly(t *testing.T) {
	b := newBench(t)
	b.exec(b.src, `create table "Odd ""name" ("a b" int primary key, "select" text); insert into "Odd ""name" select i, repeat('x', i % 100) from generate_series(1, 20000) i;
		create table parted (id int, at date, primary key (id, at)) partition by range (at);
		create table parted_1 partition of parted for values from ('2020-01-01') to ('2021-01-01');
		create table parted_2 partition of parted for values from ('2021-01-01') to ('2022-01-01');
		insert into parted select i, date '2020-01-01' + i % 700 from generate_series(1, 5000) i; create table empty (a int)`)
	o := b.options()
	o.Mode, o.ChunkBytes, o.Prep, o.KeyAfterLoad = replicate.FullLoad, 100<<10, replicate.PrepDrop, true
	r := b.run(b.task(o, nil))
	r.wait()
	if r.err != nil || r.reason != replicate.StopFullLoadOnly {
		t.Fatalf("%s %v", r.reason, r.err)
	}
	b.same(`"Odd ""name"`, "parted", "empty")
	rep := r.task.Stats.Report()
	if rep.ReplicationTaskStats.TablesLoaded != 3 || rep.ReplicationTaskStats.FullLoadProgressPercent != 100 {
		t.Errorf("statistics: %+v", rep)
	}
	for _, s := range rep.TableStatistics {
		if want := map[string]int64{`Odd "name`: 20000, "parted": 5000, "empty": 0}[s.TableName]; s.FullLoadRows != want || s.TableState != replicate.TableCompleted {
			t.Errorf("%s: %d rows, %s", s.TableName, s.FullLoadRows, s.TableState)
		}
	}
	var keys int
	if err := b.dst.QueryRow(context.Background(), "select count(*) from pg_index where indisprimary and indrelid in ('parted'::regclass, '\"Odd \"\"name\"'::regclass)").Scan(&keys); err != nil || keys != 2 {
		t.Errorf("%d primary keys: %v", keys, err)
	}
	r = b.run(b.task(o, nil))
	r.wait()
	b.same(`"Odd ""name"`, "parted", "empty")
}

// TestStream applies all that a transaction can do, both ways.
func TestStream(t *testing.T) {
	for _, bulk := range []bool{false, true} {
		t.Run(fmt.Sprint(bulk), func(t *testing.T) {
			b := newBench(t)
			b.both(`create table acc (id int primary key, name text unique, n int, big text); create table log (at timestamptz default clock_timestamp(), what text);
				create table full_log (what text, f float8, j json); alter table full_log replica identity full`)
			b.exec(b.src, "insert into acc select i, 'n' || i, 0, repeat(md5(i::text), 500) from generate_series(1, 100) i")
			o := b.options()
			o.BatchApply = bulk
			r := b.run(b.task(o, nil))
			r.caughtUp()
			b.same("acc", "log")
			for _, q := range []string{
				"begin; insert into acc values (200, 'x', 1, 'y'); update acc set n = 5 where id = 200; delete from acc where id = 200; commit",
				"begin; update acc set id = 300 where id = 1; update acc set id = 1 where id = 2; update acc set n = n + 1; commit",
				"begin; update acc set name = 'swap' where id = 3; update acc set name = 'n3' where id = 4; update acc set name = 'n4' where id = 3; commit",
				"begin; delete from acc where id = 5; insert into acc values (5, 'n5', 9, null); update acc set big = 'b' where id = 5; commit",
				"begin; insert into acc values (900, 'rolled', 1, ''); rollback",
				"begin; insert into acc values (901, 'a', 1, ''); savepoint s; insert into acc values (902, 'b', 1, ''); rollback to s; commit",
				"insert into log (what) select 'l' || i from generate_series(1, 3000) i",
				"insert into full_log values ('twin', 'NaN', '{}'), ('twin', 'NaN', '{}'), ('other', -0.0, null)",
				"delete from full_log where ctid = (select min(ctid) from full_log); update full_log set what = 'changed' where what = 'other'",
				"truncate log; insert into log (what) values ('after')",
				"update acc set n = n + 1 where id between 10 and 60; delete from acc where id between 20 and 30",
				"do $$ begin for i in 1..200 loop update acc set n = n + 1 where id = 50; end loop; end $$",
			} {
				b.exec(b.src, q)
			}
			r.caughtUp()
			b.same("acc", "log", "full_log")
			r.stop()
			b.exec(b.src, "insert into acc values (1000, 'while down', 1, ''); update acc set id = 1001 where id = 60")
			r = b.run(b.task(o, nil))
			r.caughtUp()
			b.same("acc", "log", "full_log")
			if n := exceptions(t, b); n != 0 {
				t.Errorf("%d exceptions", n)
			}
		})
	}
}

func exceptions(t testing.TB, b *bench) (n int) {
	t.Helper()
	if err := b.dst.QueryRow(context.Background(), "select count(*) from control.awsdms_apply_exceptions").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPositions(t *testing.T) {
	s := &Source{}
	for _, c := range []struct {
		a, b event.Position
		want int64
	}{{"0/0", "0/0", 0}, {"0/10", "0/F", 1}, {"1/0", "0/FFFFFFFF", 1}, {"0/1", "1/1", -1 << 32}} {
		if got, err := s.Compare(c.a, c.b); err != nil || got != c.want {
			t.Errorf("Compare(%s, %s) = %d, %v; want %d", c.a, c.b, got, err, c.want)
		}
	}
	if _, err := s.Compare("mysql-bin.000001:4", "0/1"); err == nil {
		t.Error("a position of another engine was taken")
	}
}
