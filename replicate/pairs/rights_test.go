package pairs

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mysql"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// grant carries out the statements that --grants prints, and gives the URL of the user that they make.
func (e *end) grant(user string, list []string) string {
	e.t.Helper()
	e.exec(strings.Join(list, "\n"))
	u := must(url.Parse(e.url))
	u.User = url.User(user)
	if e.my != nil {
		u.User = url.UserPassword(user, "...") // as it is printed
	}
	return u.String()
}

// TestGrants goes through load, stream, cut-over, another start and stop --drop as users who have the rights that --grants prints,
// and no other. The way back needs those of the other direction besides.
func TestGrants(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		ctx := context.Background()
		for _, e := range []*end{p.src, p.dst} {
			if e.pg != nil {
				e.exec("create table a (id serial primary key, v varchar(30)); create table log (v varchar(30)); alter table log replica identity full")
			} else {
				e.exec("create table a (id int auto_increment primary key, v varchar(30)); create table log (v varchar(30))")
			}
		}
		p.src.exec("insert into a (v) values ('x'), ('y'); insert into log values ('l'); create table more (id int primary key); insert into more values (1)")
		o := p.options()
		o.Prep = replicate.PrepTruncate
		p.make(o) // as administrator: for the statements
		mapped := must(p.mapping.Map(must(p.origin.Describe(ctx, nil))))
		src, dst := tablesOf(mapped)
		from, to := "reads_"+p.src.name+"_"+o.Name, "writes_"+p.dst.name+"_"+o.Name
		from, to = from[:min(len(from), 60)], to[:min(len(to), 60)]
		srcURL := p.src.grant(from, must(p.origin.Grants(ctx, from, src)))
		dstURL := p.dst.grant(to, must(p.dest.Grants(ctx, to, dst)))
		admins := [2]string{p.src.url, p.dst.url}
		t.Cleanup(func() { p.src.url, p.dst.url = admins[0], admins[1]; p.src.revoke(from); p.dst.revoke(to) })
		p.src.url, p.dst.url = srcURL, dstURL
		p.make(o)
		for _, x := range must(replicate.Preflight(ctx, p.origin, p.dest, p.mapping, true)) {
			if x.Fatal {
				t.Errorf("preflight: %s: %s: %s", x.Side, x.Text, x.Fix)
			}
		}
		p.run()
		p.caughtUp()
		p.src.exec("insert into a (v) values ('z'); update a set v = 'w' where id = 1; delete from a where id = 2; insert into log values ('m'); insert into more values (2)")
		p.caughtUp()
		check := func() {
			t.Helper()
			p.same("select * from a order by id", "select * from a order by id")
			p.same("select * from log order by v", "select * from log order by v")
			p.same("select * from more order by id", "select * from more order by id")
		}
		check()
		if err := p.task.Cutover(ctx, replicate.CutoverOptions{Timeout: 20e9}, func(string) {}); err != nil {
			t.Errorf("cut-over: %v", err)
		}
		p.stop()
		p.start(func(o *replicate.Options) { o.Prep = replicate.PrepTruncate }) // it goes on
		p.src.exec("delete from log")
		p.caughtUp()
		check()
		p.dst.is("select count(*) from "+p.dst.control+".awsdms_apply_exceptions", `|"0"`)
		p.stop()
		if _, err := p.origin.Drop(ctx); err != nil {
			t.Errorf("dropping what the task made: %v", err)
		}
	})
}

// TestGrantsReverse: with what --grants --reverse prints the users can cut over to a stream back, and that runs.
func TestGrantsReverse(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		ctx := context.Background()
		p.src.exec("create table a (id int primary key, v varchar(30))")
		p.dst.exec("create table a (id int primary key, v varchar(30))")
		p.src.exec("insert into a values (1, 'x')")
		o := p.options()
		p.make(o) // as administrators: for the statements
		mapped := must(p.mapping.Map(must(p.origin.Describe(ctx, nil))))
		src, dst := tablesOf(mapped)
		q := p.back()
		if q.src.control == "" {
			q.src.control = p.dst.control
		}
		q.dst.control = "control"
		if q.dst.my != nil {
			q.dst.control = my(q.dst.name + "_control")
		}
		q.mapping = must(replicate.Backwards(mapped))
		back := q.options()
		back.Name, back.Mode, back.Begun = "back_"+o.Name, replicate.CDC, true
		q.make(back)
		from, to := "turns_"+p.src.name+"_"+o.Name, "turned_"+p.dst.name+"_"+o.Name
		from, to = from[:min(len(from), 60)], to[:min(len(to), 60)]
		first, second := must(p.origin.Grants(ctx, from, src)), must(p.dest.Grants(ctx, to, dst))
		srcURL := p.src.grant(from, append(first, replicate.AlsoGrants(must(q.dest.Grants(ctx, from, src)), first)...))
		dstURL := p.dst.grant(to, append(second, replicate.AlsoGrants(must(q.origin.Grants(ctx, to, dst)), second)...))
		admins := [2]string{p.src.url, p.dst.url}
		t.Cleanup(func() { p.src.url, p.dst.url = admins[0], admins[1]; p.src.revoke(from); p.dst.revoke(to) })
		p.src.url, p.dst.url = srcURL, dstURL
		p.start(nil)
		p.caughtUp()
		if _, err := p.turn(q, back.Name); err != nil {
			t.Fatalf("cut-over: %v", err)
		}
		p.ends()
		q.run()
		p.dst.exec("insert into a values (2, 'y'); update a set v = 'z' where id = 1")
		q.caughtUp()
		p.same("select * from a order by id", "select * from a order by id")
		q.stop()
		if _, err := q.origin.Drop(ctx); err != nil {
			t.Errorf("dropping what the reverse task made: %v", err)
		}
	})
}

// revoke removes a user.
func (e *end) revoke(user string) {
	if e.pg != nil {
		e.exec("drop owned by " + pgName(user))
		_, _ = e.pg.Exec(context.Background(), "drop role "+pgName(user)) // it may still own something of another database
		return
	}
	e.exec("drop user '" + user + "'@'%'")
}

// finds runs a preflight and looks for what must be told as fatal, and that nothing else is.
func finds(t *testing.T, what string, c replicate.Checker, m replicate.Mapping, describe replicate.Source, words ...string) {
	t.Helper()
	ctx := context.Background()
	list := must(m.Map(must(describe.Describe(ctx, nil))))
	from, to := tablesOf(list)
	tables := from
	if _, target := c.(replicate.Destination); target {
		tables = to
	}
	problems, err := c.Preflight(ctx, tables, true)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	var texts []string
	for _, p := range problems {
		if p.Fatal {
			texts = append(texts, p.Text)
			if p.Fix == "" {
				t.Errorf("%s: %q comes without advice", what, p.Text)
			}
		}
	}
	all := strings.Join(texts, "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("%s: preflight does not find %q but\n%s", what, w, all)
		}
	}
	if len(texts) != len(words) {
		t.Errorf("%s: preflight finds %d problems instead of %d:\n%s", what, len(texts), len(words), all)
	}
}

// TestPreflightPostgres: each thing that would make a task fail is found before anything is made.
func TestPreflightPostgres(t *testing.T) {
	p := newPair(t, "postgres", "postgres")
	for _, e := range []*end{p.src, p.dst} {
		e.exec("create table a (id int primary key); create table nokey (v int)")
	}
	p.make(p.options())
	source := func(url string) *postgres.Source {
		s := must(postgres.NewSource(url, "preflight"))
		t.Cleanup(func() { s.Close() })
		return s
	}
	m := moved{"app", "app"}
	finds(t, "all is well", p.origin, m, p.origin)
	warned := false
	for _, x := range must(p.origin.Preflight(context.Background(), must(p.origin.Describe(context.Background(), nil)), true)) {
		warned = warned || strings.Contains(x.Text, "nokey has no key: only inserts and TRUNCATE are streamed") && !x.Fatal
	}
	if !warned {
		t.Error("a table without a replica identity is not told")
	}

	p.src.exec("create role weak login; create role owner_of_a; grant create on schema app to owner_of_a; alter table a owner to owner_of_a")
	defer p.src.exec("reassign owned by owner_of_a to postgres; drop owned by weak; drop owned by owner_of_a; drop role weak; drop role owner_of_a")
	weak := strings.Replace(p.src.url, "postgres@", "weak@", 1)
	finds(t, "a schema", source(weak), m, p.origin, "no right to use schema app")
	p.src.exec("grant usage on schema app to weak")
	finds(t, "rights on a source", source(weak), m, p.origin, `no right to read table "app"."a"`, `no right to read table "app"."nokey"`,
		"user weak may not replicate", "no right to create a publication", `table "app"."a" is not the user's to publish`, `table "app"."nokey" is not the user's to publish`)

	target := func(url, schema string) *postgres.Target {
		d := must(postgres.NewTarget(url, schema))
		t.Cleanup(func() { d.Close() })
		return d
	}
	p.dst.exec("grant usage on schema app to weak; grant select, insert on app.a to weak; grant select, insert, update, delete on app.nokey to weak")
	defer p.dst.exec("drop owned by weak")
	weak = strings.Replace(p.dst.url, "postgres@", "weak@", 1)
	p.src.exec("create table only_here (id int primary key)")
	finds(t, "rights on a target", target(weak, "app"), m, p.origin, `no right to UPDATE on table "app"."a"`, `no right to DELETE on table "app"."a"`,
		"no right to create the control tables in schema app")
	finds(t, "missing tables", target(weak, "ctl"), m, p.origin, `no right to UPDATE on table "app"."a"`, `no right to DELETE on table "app"."a"`,
		"no right to create the control tables in schema ctl", "no right to create missing tables in schema app")
	p.dst.is("select count(*) from pg_namespace where nspname in ('ctl', 'control')", `|"0"`)
	p.src.is("select count(*) from pg_publication", `|"0"`)

	other := servertest.Postgres(t, "wal_level=replica", "max_replication_slots=1", "max_wal_senders=1")
	c := newConn(t, other.URL)
	for _, q := range []string{"create schema app", "create table app.a (id int primary key)", "select pg_create_physical_replication_slot('full')"} {
		must(c.Exec(context.Background(), q))
	}
	s := source(other.URL)
	finds(t, "a server", s, m, s, "wal_level is replica", "all 1 replication slots are in use")
	must(c.Exec(context.Background(), "drop table app.a"))
}

// TestPreflightMySQL is the same for MariaDB.
func TestPreflightMySQL(t *testing.T) {
	p := newPair(t, "mysql", "mysql")
	for _, e := range []*end{p.src, p.dst} {
		e.exec("create table a (id int primary key, v int); create table b (id int primary key)")
	}
	p.make(p.options())
	m := moved{p.src.name, p.dst.name}
	finds(t, "all is well", p.origin, m, p.origin)
	finds(t, "a good target", p.dest, m, p.origin)
	set := func(what, value, want string) {
		t.Helper()
		old := p.src.rows("select @@global." + what)[0]
		old = strings.Trim(old, `|"`)
		p.src.exec("set global " + what + " = " + value)
		defer p.src.exec("set global " + what + " = '" + old + "'")
		s := must(mysql.NewSource(p.src.url))
		defer s.Close()
		finds(t, what, s, m, p.origin, want)
	}
	set("binlog_format", "'STATEMENT'", "binlog_format is STATEMENT")
	set("binlog_format", "'MIXED'", "binlog_format is MIXED")
	set("binlog_row_image", "'MINIMAL'", "binlog_row_image is MINIMAL")
	p.dst.exec("set global local_infile = 0")
	finds(t, "local_infile", p.dest, m, p.origin, "local_infile is off")
	p.dst.exec("set global local_infile = 1; set global read_only = 1")
	finds(t, "read_only, and a user who may write all the same", p.dest, m, p.origin)
	p.dst.exec("set global read_only = 0")

	p.src.exec("create user 'pf_weak'@'%'; grant insert on " + my(p.src.name) + ".* to 'pf_weak'@'%'; grant select on " + my(p.src.name) + ".b to 'pf_weak'@'%'")
	defer p.src.exec("drop user 'pf_weak'@'%'")
	weak := strings.Replace(p.src.url, "root@", "pf_weak@", 1)
	s := must(mysql.NewSource(weak))
	defer s.Close()
	finds(t, "rights on a source", s, m, p.origin, "no right to read table "+p.src.name+".a", "the position of the binlog cannot be read", "the user may not read the binlog")
	p.dst.exec("grant select, insert on " + my(p.dst.name) + ".a to 'pf_weak'@'%'; grant select, insert, update, delete on " + my(p.dst.name) + ".b to 'pf_weak'@'%'")
	d := must(mysql.NewTarget(weak, p.dst.name+"_control"))
	defer d.Close()
	finds(t, "rights on a target", d, m, p.origin, "no right to UPDATE on table "+p.dst.name+".a", "no right to DELETE on table "+p.dst.name+".a",
		"no right to create the control tables")
	p.dst.exec("set global read_only = 1")
	finds(t, "a read-only target", d, m, p.origin, "the target is read-only", "no right to create the control tables")
	p.dst.exec("set global read_only = 0")
	p.dst.is("select count(*) from information_schema.schemata where schema_name = '"+p.dst.name+"_control'", `|"0"`)

	other := servertest.MariaDB(t, "skip-log-bin")
	s = must(mysql.NewSource(other.URL))
	defer s.Close()
	finds(t, "a server without a log", s, m, s, "log_bin is off")
}

func tablesOf(list []*replicate.Mapped) (src, dst []*event.Table) {
	for _, m := range list {
		src, dst = append(src, m.Source), append(dst, m.Target)
	}
	return src, dst
}
