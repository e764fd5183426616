package pairs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
)

// back is the pair in the other direction.
func (p *pair) back() *pair {
	q := &pair{t: p.t, src: p.dst, dst: p.src}
	return q
}

// turn cuts over to a reverse task, and runs it.
func (p *pair) turn(q *pair, name string) (said string, err error) {
	p.t.Helper()
	var lines []string
	err = p.task.Cutover(context.Background(), replicate.CutoverOptions{Timeout: 30 * time.Second, Reverse: func(tables replicate.Exact) (*replicate.Task, error) {
		o := q.options()
		o.Name, o.Mode, o.Begun = name, replicate.CDC, true
		q.mapping = tables
		q.make(o)
		return q.task, nil
	}}, func(s string) { lines = append(lines, s) })
	return strings.Join(lines, "\n"), err
}

// TestReverse cuts over to a stream back. It begins exactly where the first task ended: nothing that came over goes back, and
// nothing that is written behind it is missing. It can be turned round again. The first task does not start any more.
func TestReverse(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		p.document(
			rule(p.src.name, 1, "selection", "", "include", "%", "", ""),
			rule(p.src.name, 2, "transformation", "schema", "rename", "", "", fmt.Sprintf(`, "value": %q`, p.dst.name)),
			rule(p.src.name, 3, "transformation", "table", "rename", "a", "", `, "value": "z"`),
			rule(p.src.name, 4, "transformation", "column", "rename", "a", "v", `, "value": "w"`),
			rule(p.src.name, 5, "transformation", "column", "remove-column", "a", "only_here", ""))
		p.src.exec("create table a (id int primary key, v varchar(30), only_here varchar(30)); create table b (id int primary key, n int)")
		p.dst.exec("create table z (id int primary key, w varchar(30)); create table b (id int primary key, n int)")
		p.src.exec("insert into a values (1, 'loaded', 'kept'), (2, 'loaded', 'kept'); insert into b values (1, 1)")
		p.start(nil)
		p.caughtUp()
		p.src.exec("insert into a values (3, 'streamed', 'kept'); update a set v = 'changed' where id = 1; delete from a where id = 2")
		p.caughtUp()
		same := func() {
			t.Helper()
			p.same("select id, v from a order by id", "select id, w from z order by id")
			p.same("select * from b order by id", "select * from b order by id")
		}
		same()
		q := p.back()
		name := strings.NewReplacer("/", "_").Replace(t.Name())
		said, err := p.turn(q, name+"_back")
		if err != nil || !strings.Contains(said, "streams back from position") {
			t.Fatalf("%v\n%s", err, said)
		}
		p.ends()
		if p.err != nil || p.reason != replicate.StopNormal {
			t.Fatalf("%s %v", p.reason, p.err)
		}
		// The applications go on at once, before the reverse task runs.
		p.dst.exec("insert into z values (10, 'back'); update z set w = 'changed back' where id = 3; delete from z where id = 1; update b set n = n + 1")
		q.run()
		q.caughtUp()
		same()
		p.src.is("select id, only_here from a order by id", `|"3"|"kept"`, `|"10"|NULL`)
		if s := q.table("z"); s.Inserts != 1 || s.Updates != 1 || s.Deletes != 1 {
			t.Errorf("more or less than what was written came back: %+v", s)
		}
		q.dst.is("select count(*) from "+q.dst.control+".awsdms_apply_exceptions", `|"0"`)

		p.start(nil)
		p.ends()
		if !errors.Is(p.err, replicate.ErrPermanent) || !strings.Contains(fmt.Sprint(p.err), "in circles") {
			t.Errorf("the first task starts again: %s %v", p.reason, p.err)
		}

		third := q.back()
		if said, err := q.turn(third, name); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		q.ends()
		p.src.exec("insert into a values (20, 'forth again', 'kept'); delete from a where id = 10")
		third.run()
		third.caughtUp()
		same()
		third.stop()
		third.dst.is("select count(*) from "+third.dst.control+".awsdms_apply_exceptions", `|"0"`)
	})
}

// TestReverseRefused: where the way back cannot work the cut-over is not made, and the task goes on.
func TestReverseRefused(t *testing.T) {
	p := newPair(t, "postgres", "postgres")
	p.document(
		rule("app", 1, "selection", "", "include", "%", "", ""),
		rule("app", 2, "transformation", "column", "data-masking-hash-mask", "a", "v", ""))
	for _, e := range []*end{p.src, p.dst} {
		e.exec("create table a (id int primary key, v varchar(100)); create table c (id int primary key)")
	}
	p.src.exec("insert into a values (1, 'x')")
	p.start(nil)
	p.caughtUp()
	if _, err := p.turn(p.back(), "masked_back"); err == nil || !strings.Contains(err.Error(), "masks column v") {
		t.Errorf("masked values: %v", err)
	}
	p.stop()
	p.mapping = only{moved{"app", "app"}, "c"}
	p.dst.exec(`create role "reader" login; grant usage on schema app to reader; grant select on all tables in schema app to reader`)
	defer p.dst.exec("drop owned by reader; drop role reader")
	p.start(nil)
	p.caughtUp()
	q := p.back()
	q.src.url = strings.Replace(q.src.url, "postgres@", "reader@", 1)
	if _, err := p.turn(q, "back"); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("a user who may not read the log: %v", err)
	}
	p.src.exec("insert into c values (5)")
	p.caughtUp()
	p.dst.is("select id from c", `|"5"`)
	q.dst.is("select count(*) from pg_tables where tablename = 'crosswalk_tasks'", `|"0"`)
}

// only selects one table.
type only struct {
	moved
	table string
}

func (o only) Map(tables []*event.Table) ([]*replicate.Mapped, error) {
	list, err := o.moved.Map(tables)
	var out []*replicate.Mapped
	for _, m := range list {
		if m.Source.ID.Name == o.table {
			out = append(out, m)
		}
	}
	return out, err
}

// ofOneTable is a pair with an empty table c on both sides, and its task.
func ofOneTable(t *testing.T) *pair {
	p := newPair(t, "postgres", "postgres")
	p.mapping = moved{"app", "app"}
	p.src.exec("create table c (id int primary key)")
	p.dst.exec("create table c (id int primary key)")
	p.make(p.options())
	return p
}

// unanswered is a target whose answer to Move is lost, before or behind the commit.
type unanswered struct {
	*postgres.Target
	done bool
}

func (u unanswered) Move(ctx context.Context, task replicate.TaskRef, cp *replicate.Checkpoint, tables []replicate.TableRecord) error {
	if u.done {
		if err := u.Target.Move(ctx, task, cp, tables); err != nil {
			return err
		}
	}
	return errors.New("connection reset by peer")
}

// silent is a target that says nothing any more once the commit was sent, until it is woken.
type silent struct {
	unanswered
	awake *atomic.Bool
}

func (s silent) Checkpoint(ctx context.Context, task string) (*replicate.Checkpoint, error) {
	if !s.awake.Load() {
		return nil, errors.New("no route to host")
	}
	return s.Target.Checkpoint(ctx, task)
}

// TestReverseSilentTarget: the target stays silent behind the commit that ends the first task. Nothing of the reverse task is taken
// back, since the commit may stand, and the message says what to do: to start the first task again, which goes on, or says that it
// has ended, and then the reverse task streams.
func TestReverseSilentTarget(t *testing.T) {
	for _, done := range []bool{true, false} {
		t.Run(fmt.Sprint("committed_", done), func(t *testing.T) {
			p := ofOneTable(t)
			s := silent{unanswered{p.task.Target.(*postgres.Target), done}, &atomic.Bool{}}
			p.task.Target = s
			p.run()
			p.caughtUp()
			q, name := p.back(), "silent_"+fmt.Sprint(done)
			_, err := p.turn(q, name)
			for _, words := range []string{"does not answer", "start the task " + p.task.Name + " again", "no route to host"} {
				if err == nil || !strings.Contains(err.Error(), words) {
					t.Errorf("cut-over: %v, which does not say %q", err, words)
				}
			}
			p.dst.is("select count(*) from pg_replication_slots where slot_name like '%"+name+"'", `|"1"`)
			p.cancel()
			<-p.done
			s.awake.Store(true)
			p.start(nil)
			if !done {
				p.src.exec("insert into c values (1)")
				p.caughtUp()
				p.dst.is("select id from c", `|"1"`)
				p.stop()
				return
			}
			p.ends()
			if p.err == nil || !strings.Contains(p.err.Error(), name) {
				t.Errorf("the first task: %v, which does not say that %s streams back", p.err, name)
			}
			p.dst.exec("insert into c values (2)")
			q.run()
			q.caughtUp()
			p.src.is("select id from c", `|"2"`)
			q.stop()
		})
	}
}

// TestReverseLostAnswer: the target does not answer to the commit that ends the first task. If it was made, the reverse task
// streams; if it was not, the first task goes on. Beside a cut-over there is no second one.
func TestReverseLostAnswer(t *testing.T) {
	for _, done := range []bool{true, false} {
		t.Run(fmt.Sprint("committed_", done), func(t *testing.T) {
			p := ofOneTable(t)
			p.task.Target = unanswered{p.task.Target.(*postgres.Target), done}
			p.run()
			p.caughtUp()
			q := p.back()
			second := error(nil)
			err := p.task.Cutover(context.Background(), replicate.CutoverOptions{Timeout: 30 * time.Second, Reverse: func(tables replicate.Exact) (*replicate.Task, error) {
				second = p.task.Cutover(context.Background(), replicate.CutoverOptions{Timeout: time.Second}, func(string) {})
				o := q.options()
				o.Name, o.Mode, o.Begun = "back_"+fmt.Sprint(done), replicate.CDC, true
				q.mapping = tables
				q.make(o)
				return q.task, nil
			}}, func(string) {})
			if second == nil || !strings.Contains(second.Error(), "on its way already") {
				t.Errorf("a second cut-over: %v", second)
			}
			if !done {
				if err == nil || !strings.Contains(err.Error(), "connection reset") {
					t.Errorf("nothing was committed: %v", err)
				}
				p.src.exec("insert into c values (1)")
				p.caughtUp()
				p.dst.is("select id from c", `|"1"`)
				p.dst.is("select count(*) from pg_replication_slots where slot_name like '%back_false%'", `|"0"`)
				p.stop()
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			p.ends()
			p.dst.exec("insert into c values (2)")
			q.run()
			q.caughtUp()
			p.src.is("select id from c", `|"2"`)
			q.stop()
		})
	}
}
