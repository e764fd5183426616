package pairs

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// fill writes 3,000 rows.
func (e *end) fill(table string) {
	e.t.Helper()
	q := "insert into " + table + " select seq, concat('row ', seq), 0 from seq_1_to_3000"
	if e.pg != nil {
		q = "insert into " + table + " select i, 'row ' || i, 0 from generate_series(1, 3000) i"
	}
	e.exec(q)
}

// TestReload loads one table again while both are written to. Nothing is lost or repeated, and the other does not wait.
func TestReload(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, name := range []string{"a", "b"} {
			for _, e := range []*end{p.src, p.dst} {
				e.exec("create table " + name + " (id int primary key, v varchar(30), n int)")
			}
			p.src.fill(name)
		}
		p.start(func(o *replicate.Options) { o.ChunkBytes, o.BatchApply = 32<<10, true })
		p.caughtUp()
		p.dst.exec("delete from a where id > 2900; update a set v = 'spoiled' where id < 50")
		stop := make(chan struct{})
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				id := i * 37 % 3000
				p.src.exec(fmt.Sprintf("update a set n = n + 1 where id = %d; update b set n = n + 1 where id = %[1]d; delete from a where id = %d; insert into a values (%d, 'late', 1)",
					id, (id+11)%3000, 10000+i))
			}
		}()
		p.reload("a")
		close(stop)
		wg.Wait()
		p.caughtUp()
		for _, q := range []string{"select * from a order by id", "select * from b order by id"} {
			p.same(q, q)
		}
		if s := p.table("a"); !s.FullLoadReloaded || s.FullLoadRows == 0 {
			t.Errorf("statistics: %+v", s)
		}
		if err := p.task.Reload(context.Background(), []event.TableID{{Schema: "no", Name: "such"}}); err == nil {
			t.Error("a table that is not in the mapping is reloaded")
		}
	})
}

// TestStopConditions ends tasks at a position, at a commit's time, at the server's time, behind the load and behind what came
// during it.
func TestStopConditions(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			e.exec("create table a (id int primary key)")
		}
		p.src.exec("insert into a values (1)")
		ends := func(want replicate.StopReason, change func(*replicate.Options)) {
			t.Helper()
			p.start(change)
			p.ends()
			if p.err != nil || p.reason != want {
				t.Fatalf("%s %v, instead of %s", p.reason, p.err, want)
			}
		}
		ends(replicate.StopAfterFullLoad, func(o *replicate.Options) { o.StopAfterLoad = true })
		p.src.exec("insert into a values (2)")
		at := must(p.origin.Current(context.Background()))
		p.src.exec("insert into a values (3)")
		ends(replicate.StopAtSourcePosition, func(o *replicate.Options) { o.StopPosition = at })
		p.dst.is("select id from a order by id", `|"1"`, `|"2"`)
		time.Sleep(1100 * time.Millisecond) // MariaDB's log knows seconds
		moment := time.Now()
		time.Sleep(1100 * time.Millisecond)
		p.src.exec("insert into a values (4)")
		ends(replicate.StopAtCommitTime, func(o *replicate.Options) { o.StopTime = moment })
		p.dst.is("select id from a order by id", `|"1"`, `|"2"`, `|"3"`)
		ends(replicate.StopAtServerTime, func(o *replicate.Options) { o.StopAt = time.Now().Add(300 * time.Millisecond) })
		p.src.exec("insert into a values (5)")
		ends(replicate.StopAfterCached, func(o *replicate.Options) { o.StopAfterCached = true })
		p.dst.is("select id from a order by id", `|"1"`, `|"2"`, `|"3"`, `|"4"`, `|"5"`)
	})
}

// TestCDCOnly streams onto tables that were filled by other means, from now on.
func TestCDCOnly(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			e.exec("create table a (id int primary key)")
			e.exec("insert into a values (1)")
		}
		cdc := func(o *replicate.Options) { o.Mode = replicate.CDC }
		p.start(cdc)
		p.caughtUp()
		p.src.exec("insert into a values (2)")
		p.caughtUp()
		p.dst.is("select id from a order by id", `|"1"`, `|"2"`)
		if s := p.table("a"); s.FullLoadRows != 0 || s.AppliedInserts != 1 {
			t.Errorf("%+v", s)
		}
	})
}

// TestCutover: filtered tables are counted by their filter, sequences stand behind their highest value, the source is
// read-only, and all of it is said.
func TestCutover(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			if e.pg != nil {
				e.exec(`create table a (id serial primary key, v varchar(30)); create table "B c" (id int generated always as identity primary key, v varchar(30))`)
			} else {
				e.exec("create table a (id int auto_increment primary key, v varchar(30)); create table `B c` (id int auto_increment primary key, v varchar(30))")
			}
		}
		quoted := map[bool]string{true: `"B c"`, false: "`B c`"}
		srcB, dstB := quoted[p.src.pg != nil], quoted[p.dst.pg != nil]
		over := map[bool]string{true: " overriding system value"}[p.src.pg != nil]
		p.src.exec("insert into a (v) values ('x'), ('y'), ('keep')")
		p.src.exec("insert into " + srcB + " (id, v)" + over + " values (70, 'b')")
		p.mapping = filtered{moved{p.src.name, p.dst.name}, "v <> 'y'"}
		p.start(nil)
		p.caughtUp()
		var said []string
		cut := func(o replicate.CutoverOptions) error {
			said = nil
			o.Timeout = 20 * time.Second
			return p.task.Cutover(context.Background(), o, func(s string) { said = append(said, s) })
		}
		p.dst.exec("delete from a where v = 'x'")
		if err := cut(replicate.CutoverOptions{}); err == nil || !strings.Contains(err.Error(), "2 rows of those in the mapping's filter on the source and 1 on the target") {
			t.Fatalf("a missing row of a filtered table: %v", err)
		}
		p.dst.exec("insert into a values (1, 'x')")
		if p.src.my != nil {
			t.Cleanup(func() { p.src.exec("set global read_only = 0") })
		}
		if err := cut(replicate.CutoverOptions{ReadOnly: true}); err != nil {
			t.Fatal(err)
		}
		report := strings.Join(said, "\n")
		for _, want := range []string{"read-only", "the target has everything up to", "2 rows of those in the mapping's filter on both sides", "B c: 1 rows on both sides"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report does not say %q:\n%s", want, report)
			}
		}
		p.dst.exec("insert into a (v) values ('next')")
		p.dst.exec("insert into " + dstB + " (v) values ('next')")
		p.dst.is("select id from a where v = 'next'", `|"4"`)
		p.dst.is("select id from "+dstB+" where v = 'next'", `|"71"`)
		if p.src.pg != nil {
			if !strings.Contains(report, "ALTER DATABASE") {
				t.Error("how to undo is not said")
			}
			c := newConn(t, p.src.url)
			if _, err := c.Exec(context.Background(), "insert into app.a (v) values ('late')"); err == nil {
				t.Error("the source takes writes after the cut-over")
			}
			return
		}
		p.src.is("select @@global.read_only", `|"1"`)
	})
}

// filtered adds a filter to table a.
type filtered struct {
	moved
	where string
}

func (f filtered) Map(tables []*event.Table) ([]*replicate.Mapped, error) {
	list, err := f.moved.Map(tables)
	for _, m := range list {
		if m.Source.ID.Name == "a" {
			m.Filter = f.where
		}
	}
	return list, err
}

// TestDeferIndexes: indexes and foreign keys are away while rows are loaded and there again behind it; one that cannot be made
// again is told and kept.
func TestDeferIndexes(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		p.src.exec("create table par (id int primary key, u int); create table chi (id int primary key, par int)")
		p.src.exec("insert into par values (1, 1), (2, 2), (3, 2); insert into chi values (1, 1), (2, 99)")
		p.dst.exec("create table par (id int primary key, u int); create table chi (id int primary key, par int)")
		p.dst.exec("create unique index par_u on par (u)")
		p.dst.exec("create index chi_par on chi (par)")
		count := "select count(distinct index_name) from information_schema.statistics where table_schema = '" + p.dst.name + "' and index_name in ('par_u', 'chi_par')"
		if p.dst.pg != nil {
			p.dst.exec("alter table chi add constraint chi_fk foreign key (par) references par (id)")
			count = "select count(*) from pg_indexes where indexname in ('par_u', 'chi_par', 'par_pkey')"
		}
		var once sync.Once
		var during string
		failpoint.Hook = func(place string) {
			if place == "chunk" {
				once.Do(func() { during = strings.Join(p.dst.rows(count), "") })
			}
		}
		defer func() { failpoint.Hook = nil }()
		p.start(func(o *replicate.Options) { o.DeferIndexes, o.Mode = true, replicate.FullLoad })
		p.ends()
		failpoint.Hook = nil
		if during != `|"0"` {
			t.Errorf("indexes during the load: %s", during)
		}
		if p.err == nil || !strings.Contains(p.err.Error(), "par_u") {
			t.Errorf("a unique index over equal values is made again: %s %v", p.reason, p.err)
		}
		kept := "select count(*) from " + p.dst.control + ".crosswalk_statements"
		want := `|"1"`
		if p.dst.pg != nil {
			want = `|"2"` // the foreign key too: chi has a row without its par
		}
		p.dst.is(kept, want)
		p.dst.exec("update par set u = 3 where id = 3; delete from chi where id = 2")
		p.start(func(o *replicate.Options) { o.DeferIndexes, o.Mode = true, replicate.FullLoad })
		p.ends()
		if p.err != nil {
			t.Fatal(p.err)
		}
		p.dst.is(kept, `|"0"`)
		p.dst.is(count, map[bool]string{true: `|"3"`, false: `|"2"`}[p.dst.pg != nil])
	})
}

// TestLimitedLOBs: what limited mode cuts is counted, in the load and in the stream, between characters.
func TestLimitedLOBs(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		text, bin := "mediumtext", "mediumblob"
		if p.src.pg != nil {
			text, bin = "text", "bytea"
		}
		p.src.exec("create table a (id int primary key, t " + text + ", b " + bin + ")")
		long := "insert into a values (%d, repeat('é', 3000), null), (%d, 'short', null)"
		p.src.exec(fmt.Sprintf(long, 1, 2))
		p.start(func(o *replicate.Options) { o.LOB.Max = 1001 })
		p.caughtUp()
		if n := p.table("a").LobsTruncated; n != 1 {
			t.Errorf("%d large objects cut in the load", n)
		}
		p.src.exec(fmt.Sprintf(long, 3, 4))
		p.caughtUp()
		if n := p.table("a").LobsTruncated; n != 2 {
			t.Errorf("%d large objects cut in all", n)
		}
		p.dst.is("select id, char_length(t), t like 'é%' from a order by id",
			map[bool][]string{true: {`|"1"|"500"|"t"`, `|"2"|"5"|"f"`, `|"3"|"500"|"t"`, `|"4"|"5"|"f"`},
				false: {`|"1"|"500"|"1"`, `|"2"|"5"|"0"`, `|"3"|"500"|"1"`, `|"4"|"5"|"0"`}}[p.dst.pg != nil]...)
	})
}

// TestSkippedLOBs: without LOB support large objects are left out.
func TestSkippedLOBs(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		text := map[bool]string{true: "text", false: "mediumtext"}
		p.src.exec("create table a (id int primary key, v varchar(10), t " + text[p.src.pg != nil] + ")")
		p.dst.exec("create table a (id int primary key, v varchar(10), t " + text[p.dst.pg != nil] + ")")
		p.src.exec("insert into a values (1, 'v', 'large')")
		p.start(func(o *replicate.Options) { o.LOB.Skip = true })
		p.caughtUp()
		p.src.exec("insert into a values (2, 'v', 'large'); update a set v = 'w', t = 'x' where id = 1")
		p.caughtUp()
		p.dst.is("select id, v, t from a order by id", `|"1"|"w"|NULL`, `|"2"|"v"|NULL`)
	})
}
