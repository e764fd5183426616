package pairs

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// TestPrepModes: what is in the target before the load stays, goes, or goes with its table.
func TestPrepModes(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		p.src.exec("create table a (id int primary key, v varchar(30)); insert into a values (1, 'new')")
		for _, x := range []struct {
			mode replicate.PrepMode
			want []string
		}{
			{replicate.PrepDoNothing, []string{`|"1"|"new"`, `|"7"|"old"`}},
			{replicate.PrepTruncate, []string{`|"1"|"new"`}},
			{replicate.PrepDrop, []string{`|"1"|"new"`}},
		} {
			p.dst.exec("create table a (id int primary key, v varchar(30), extra int); insert into a (id, v) values (7, 'old')")
			p.start(func(o *replicate.Options) {
				o.Prep, o.Mode, o.Name = x.mode, replicate.FullLoad, o.Name+string(x.mode[:2])
			})
			p.ends()
			if p.err != nil || p.reason != replicate.StopFullLoadOnly {
				t.Fatalf("%s: %s %v", x.mode, p.reason, p.err)
			}
			p.dst.is("select id, v from a order by id", x.want...)
			columns := fmt.Sprintf("select count(*) from information_schema.columns where table_name = 'a' and table_schema = '%s'", p.dst.name)
			p.dst.is(columns, map[bool]string{true: `|"2"`, false: `|"3"`}[x.mode == replicate.PrepDrop])
			p.dst.exec("drop table a")
		}
	})
}

// TestParallelLoad loads a table in the ranges that its mapping gives, each once.
func TestParallelLoad(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		p.document(
			rule(p.src.name, 1, "selection", "", "include", "%", "", ""),
			rule(p.src.name, 2, "transformation", "schema", "rename", "", "", fmt.Sprintf(`, "value": %q`, p.dst.name)),
			strings.Replace(rule(p.src.name, 3, "table-settings", "", "", "a", "", `, "parallel-load": {"type": "ranges", "columns": ["id"], "boundaries": [["1000"], ["2500"]]}`), `"rule-action": "", `, "", 1))
		p.src.exec("create table a (id int primary key, v varchar(30), n int)")
		p.src.fill("a")
		var chunks atomic.Int64
		failpoint.Hook = func(place string) {
			if place == "chunk-commit" {
				chunks.Add(1)
			}
		}
		defer func() { failpoint.Hook = nil }()
		p.start(func(o *replicate.Options) { o.Mode = replicate.FullLoad })
		p.ends()
		if p.err != nil || chunks.Load() != 3 {
			t.Errorf("%d chunks for three ranges: %s %v", chunks.Load(), p.reason, p.err)
		}
		p.same("select * from a order by id", "select * from a order by id")
	})
}

// TestBatchFallback: where a batch's net changes meet an error of data they are applied one by one: all that is good arrives.
func TestBatchFallback(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		narrow(p)
		p.src.exec("delete from a where id = 2")
		p.start(func(o *replicate.Options) { o.BatchApply = true })
		p.caughtUp()
		var rows []string
		for i := range 500 {
			rows = append(rows, fmt.Sprintf("(%d, '%s')", 10+i, map[bool]string{true: "far too long", false: "ok"}[i%100 == 50]))
		}
		p.src.exec("begin; insert into a values " + strings.Join(rows, ", ") + "; update a set v = 'no' where id < 20; delete from a where id = 30; commit")
		p.src.exec("insert into b values (1, 'goes on')")
		p.caughtUp()
		p.dst.is("select count(*), min(id), max(id) from a", `|"495"|"1"|"509"`)
		p.dst.is("select count(*) from a where v = 'no'", `|"11"`)
		p.dst.is("select v from b", `|"goes on"`)
		if n := p.exceptions(); len(n) != 5 {
			t.Errorf("%d exceptions: %v", len(n), n)
		}
	})
}

// TestIdleSlot: a slot whose tables nobody writes to does not hold the log of others' writes.
func TestIdleSlot(t *testing.T) {
	p := newPair(t, "postgres", "mysql")
	p.src.exec("create table a (id int primary key); create schema busy; create table busy.other (id int)")
	p.start(nil)
	p.caughtUp()
	p.src.exec("insert into busy.other select generate_series(1, 20000)")
	at := must(p.origin.Current(context.Background()))
	q := "select confirmed_flush_lsn >= '" + string(at) + "' from pg_replication_slots where database = current_database()"
	for end := time.Now().Add(30 * time.Second); strings.Join(p.src.rows(q), "") != `|"t"`; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the slot stays behind %s: %v", at, p.src.rows("select confirmed_flush_lsn from pg_replication_slots"))
		}
	}
}

// TestMade: what a task makes on its source is listed, and goes when it is dropped.
func TestMade(t *testing.T) {
	p := newPair(t, "postgres", "mysql")
	p.src.exec("create table a (id int primary key); create table log (v int)")
	p.start(func(o *replicate.Options) { o.Name = "made" })
	p.caughtUp()
	ctx := context.Background()
	want := "publication crosswalk_made, publication crosswalk_made_inserts, replication slot crosswalk_made"
	if made := strings.Join(must(p.origin.Made(ctx)), ", "); made != want {
		t.Errorf("made: %s", made)
	}
	p.stop()
	if dropped := strings.Join(must(p.origin.Drop(ctx)), ", "); dropped != want {
		t.Errorf("dropped: %s", dropped)
	}
	if left := must(p.origin.Made(ctx)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	p.src.is("select count(*) from pg_publication", `|"0"`)
}
