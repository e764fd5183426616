package pairs

import (
	"errors"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// narrow makes two tables whose values are too long for the target's a.
func narrow(p *pair) {
	p.src.exec("create table a (id int primary key, v varchar(30)); create table b (id int primary key, v varchar(30))")
	p.dst.exec("create table a (id int primary key, v varchar(3)); create table b (id int primary key, v varchar(30))")
	p.src.exec("insert into a values (1, 'ok'), (2, 'too long')")
}

// TestLogError: what the target cannot hold is in the exceptions table, once, and nothing else is missing.
func TestLogError(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		narrow(p)
		p.start(nil)
		p.caughtUp()
		p.dst.is("select * from a", `|"1"|"ok"`)
		if s := p.table("a"); s.FullLoadRows != 1 || s.FullLoadErrorRows != 1 || s.Exceptions != 1 || s.TableState != replicate.TableCompleted {
			t.Errorf("after the load: %+v", s)
		}
		p.dst.exec("insert into b values (9, 'there'), (10, 'there')")
		p.src.exec("insert into a values (3, 'far too long'), (4, 'yes'); update a set v = 'too long now' where id = 1")
		p.src.exec("insert into b values (9, 'new'), (11, 'new')") // its key is there already
		p.src.exec("insert into b values (12, 'new')")
		p.caughtUp()
		p.dst.exec("delete from b where id = 12")
		p.src.exec("update b set v = 'x' where id = 12; update b set v = 'y' where id = 11") // the first has no row there
		p.caughtUp()
		p.src.exec("delete from b where id = 12; delete from b where id = 11") // deletes that find nothing are ignored
		p.caughtUp()
		p.dst.is("select * from a order by id", `|"1"|"ok"`, `|"4"|"yes"`)
		p.dst.is("select * from b order by id", `|"9"|"there"`, `|"10"|"there"`)
		got := strings.Join(p.exceptions(), "\n")
		for _, want := range []string{"INSERT", "UPDATE"} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s among the exceptions:\n%s", want, got)
			}
		}
		if n := len(p.exceptions()); n != 5 {
			t.Errorf("%d exceptions instead of 2, 3, 1 of a and 9, 12 of b:\n%s", n, got)
		}
		if s := p.table("b"); s.AppliedInserts != 3 || s.Exceptions != 2 {
			t.Errorf("statistics of b: %+v", s)
		}
	})
}

// TestRecordPolicies: INSERT_RECORD and UPDATE_RECORD write over and in; deletes are logged when asked.
func TestRecordPolicies(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			e.exec("create table b (id int primary key, v varchar(30) not null, u varchar(30))")
			e.exec("create unique index b_u on b (u)")
		}
		p.src.exec("insert into b values (1, 'a', 'u1'), (2, 'b', 'u2')")
		p.start(func(o *replicate.Options) {
			o.Errors.ApplyErrorInsertPolicy, o.Errors.ApplyErrorUpdatePolicy = replicate.InsertRecord, replicate.UpdateRecord
			o.Errors.ApplyErrorDeletePolicy = replicate.LogError
		})
		p.caughtUp()
		p.dst.exec("insert into b values (3, 'in the way', 'u4'); delete from b where id in (1, 2)")
		p.src.exec("insert into b values (3, 'new', 'u3'); insert into b values (4, 'new', 'u4')")
		p.src.exec("update b set v = 'changed' where id = 1")
		p.src.exec("delete from b where id = 2")
		p.caughtUp()
		p.same("select * from b order by id", "select * from b order by id")
		if got := p.exceptions(); len(got) != 1 || !strings.Contains(got[0], "DELETE") {
			t.Errorf("exceptions: %v", got)
		}
	})
}

// TestSuspend: a table is given up with its reason, the others go on, and a reload brings it back.
func TestSuspend(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		narrow(p)
		p.src.exec("delete from a where id = 2")
		suspend := func(o *replicate.Options) {
			o.Errors.DataErrorPolicy, o.Errors.DataTruncationErrorPolicy, o.SuspendedTable = replicate.SuspendTable, replicate.SuspendTable, true
		}
		p.start(suspend)
		p.caughtUp()
		p.src.exec("insert into a values (2, 'too long')")
		p.src.exec("insert into a values (3, 'ok'); insert into b values (1, 'goes on')")
		p.fails("a")
		p.caughtUp()
		p.dst.is("select * from a order by id", `|"1"|"ok"`)
		p.dst.is("select * from b", `|"1"|"goes on"`)
		q := `select "TABLE_NAME" from ` + p.dst.control + ".awsdms_suspended_tables"
		if p.dst.my != nil {
			q = strings.ReplaceAll(q, `"`, "")
		}
		p.dst.is(q, `|"a"`)
		p.stop()
		p.start(suspend) // it stays suspended
		p.caughtUp()
		if s := p.table("a"); s.TableState != replicate.TableError || s.StateReason == "" {
			t.Errorf("after a restart: %+v", s)
		}
		p.widen()
		p.reload("a")
		p.src.exec("insert into a values (4, 'behind the reload')")
		p.caughtUp()
		p.same("select * from a order by id", "select * from a order by id")
		p.same("select * from b order by id", "select * from b order by id")
	})
}

// TestStopTask: the task ends, nothing of the transaction is there, and it goes on from there under another policy.
func TestStopTask(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		narrow(p)
		p.src.exec("delete from a where id = 2")
		p.start(func(o *replicate.Options) {
			o.Errors.DataErrorPolicy, o.Errors.DataTruncationErrorPolicy = replicate.StopTask, replicate.StopTask
		})
		p.caughtUp()
		begin := "begin; "
		p.src.exec(begin + "insert into b values (1, 'x'); insert into a values (2, 'too long'); commit")
		p.ends()
		if p.reason != replicate.StopFatal || !errors.Is(p.err, replicate.ErrStop) {
			t.Fatalf("%s %v", p.reason, p.err)
		}
		p.dst.is("select * from b")
		p.start(nil)
		p.caughtUp()
		p.dst.is("select * from b", `|"1"|"x"`)
		p.dst.is("select * from a", `|"1"|"ok"`)
	})
}

// TestDDL: columns are added; what is not additive, or what the target refuses, gives up its table alone.
func TestDDL(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, name := range []string{"add", "retype", "refused", "gone", "other"} {
			for _, e := range []*end{p.src, p.dst} {
				e.exec("create table t_" + name + " (id int primary key, v varchar(30))")
			}
			p.src.exec("insert into t_" + name + " values (1, 'one')")
		}
		p.start(nil)
		p.caughtUp()
		p.src.exec("alter table t_add add column extra varchar(20)")
		p.src.exec("insert into t_add values (2, 'two', 'more')")
		p.caughtUp()
		p.same("select id, v, extra from t_add order by id", "select id, v, extra from t_add order by id")
		p.src.exec("alter table t_add drop column v")
		p.src.exec("insert into t_add (id, extra) values (3, 'v is gone')")
		p.caughtUp()
		p.same("select id, extra from t_add order by id", "select id, extra from t_add order by id")

		if p.src.pg != nil {
			p.src.exec("alter table t_retype alter column v type int using 0")
		} else {
			p.src.exec("update t_retype set v = '0'; alter table t_retype modify v int")
		}
		p.src.exec("insert into t_retype values (2, 7)")
		p.fails("t_retype", "type of column v")

		p.refuse("t_refused")
		p.src.exec("insert into t_refused (id) values (2)")
		p.fails("t_refused")

		p.src.exec("drop table t_gone")
		p.src.exec("insert into t_other values (2, 'goes on')")
		p.caughtUp()
		p.same("select * from t_other order by id", "select * from t_other order by id")
		p.dst.is("select * from t_gone", `|"1"|"one"`)
	})
}

// TestTruncate: also where a foreign key has TRUNCATE refused on the target, and not at all where the settings say so.
func TestTruncate(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			e.exec("create table par (id int primary key); create table sole (id int primary key)")
		}
		p.dst.exec("create table chi (id int primary key, par int references par (id))")
		p.src.exec("insert into par values (1), (2); insert into sole values (1)")
		p.start(nil)
		p.caughtUp()
		p.src.exec("truncate table par")
		p.src.exec("insert into par values (3)")
		p.caughtUp()
		p.dst.is("select * from par", `|"3"`)
		p.stop()
		p.start(func(o *replicate.Options) { o.HandleTruncated = false })
		p.src.exec("truncate table sole")
		p.src.exec("insert into sole values (5)")
		p.caughtUp()
		p.dst.is("select * from sole order by id", `|"1"`, `|"5"`)
		p.stop()
		p.start(func(o *replicate.Options) { o.Errors.FailOnTruncationDDL = true })
		p.src.exec("truncate table sole")
		p.ends()
		if !errors.Is(p.err, replicate.ErrStop) {
			t.Errorf("%s %v", p.reason, p.err)
		}
	})
}

// TestUnaltered: HandleSourceTableAltered=false gives the table up rather than write half rows.
func TestUnaltered(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		for _, e := range []*end{p.src, p.dst} {
			e.exec("create table a (id int primary key, v varchar(30)); create table b (id int primary key)")
		}
		p.start(func(o *replicate.Options) { o.HandleAltered = false })
		p.caughtUp()
		p.src.exec("alter table a add column extra int")
		p.src.exec("insert into a values (1, 'x', 2)")
		p.fails("a", "HandleSourceTableAltered")
		p.src.exec("insert into b values (1)")
		p.caughtUp()
		p.dst.is("select * from b", `|"1"`)
		p.dst.is("select * from a")
	})
}
