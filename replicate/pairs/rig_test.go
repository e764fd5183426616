package pairs

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mysql"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

var maria, pg *servertest.Server

func TestMain(m *testing.M) {
	servertest.Main(m, func(t testing.TB) {
		maria = servertest.MariaDB(t)
		pg = servertest.Postgres(t)
	})
}

// engines are the four pairs.
var engines = [][2]string{{"postgres", "postgres"}, {"postgres", "mysql"}, {"mysql", "postgres"}, {"mysql", "mysql"}}

// everyPair runs a test for each of them.
func everyPair(t *testing.T, f func(t *testing.T, p *pair)) {
	for _, e := range engines {
		t.Run(e[0]+" to "+e[1], func(t *testing.T) { f(t, newPair(t, e[0], e[1])) })
	}
}

// my and pgName quote names as the servers want them.
func my(name string) string     { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
func pgName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// end is a database of one engine, as the tests see it: nothing of the replicator takes part.
type end struct {
	t       testing.TB
	name    string // schema or database
	my      *sql.DB
	pg      *pgx.Conn
	url     string
	control string // quoted schema of the control tables, for a target
}

func newEnd(t testing.TB, engine, name string) *end {
	t.Helper()
	ctx := context.Background()
	e := &end{t: t, name: name}
	if engine == "postgres" {
		admin := must(pgx.Connect(ctx, pg.URL))
		defer admin.Close(ctx)
		must(admin.Exec(ctx, "create database "+pgName(name)))
		e.url = strings.Replace(pg.URL, "/postgres?", "/"+name+"?", 1)
		e.pg = must(pgx.Connect(ctx, e.url))
		t.Cleanup(func() { e.pg.Close(ctx) })
		e.name, e.control = "app", "control"
		e.exec("create schema app; set search_path = app; set timezone = 'UTC'")
		return e
	}
	e.url, e.control = maria.URL, my(name+"_control")
	boot := mariaDB("")
	defer boot.Close()
	must(boot.Exec("create database " + my(name)))
	e.my = mariaDB(name)
	t.Cleanup(func() { e.my.Close() })
	return e
}

func mariaDB(name string) *sql.DB {
	c := driver.NewConfig()
	c.User, c.Net, c.Addr, c.DBName, c.MultiStatements, c.Collation = "root", "tcp", fmt.Sprintf("127.0.0.1:%d", maria.Port()), name, true, "utf8mb4_bin"
	c.Params = map[string]string{"time_zone": "'+00:00'", "sql_mode": "'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'"}
	return sql.OpenDB(must(driver.NewConnector(c)))
}

func (e *end) exec(q string) {
	e.t.Helper()
	var err error
	if e.pg != nil {
		_, err = e.pg.PgConn().Exec(context.Background(), q).ReadAll()
	} else {
		_, err = e.my.Exec(q)
	}
	if err != nil {
		e.t.Fatalf("%s: %v", q, err)
	}
}

// rows gives each row of a query as one text.
func (e *end) rows(q string) []string {
	e.t.Helper()
	var out []string
	if e.pg != nil {
		res, err := e.pg.PgConn().Exec(context.Background(), q).ReadAll()
		if err != nil {
			e.t.Fatalf("%s: %v", q, err)
		}
		for _, one := range res {
			for _, r := range one.Rows {
				out = append(out, join(r))
			}
		}
		return out
	}
	rows, err := e.my.Query(q)
	if err != nil {
		e.t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	cols := must(rows.Columns())
	for rows.Next() {
		raw, ptr := make([]sql.RawBytes, len(cols)), make([]any, len(cols))
		for i := range raw {
			ptr[i] = &raw[i]
		}
		if err := rows.Scan(ptr...); err != nil {
			e.t.Fatal(err)
		}
		b := make([][]byte, len(raw))
		for i := range raw {
			b[i] = raw[i]
		}
		out = append(out, join(b))
	}
	if err := rows.Err(); err != nil {
		e.t.Fatal(err)
	}
	return out
}

// is compares the result of a query with texts, in which columns stand behind each other with | in front.
func (e *end) is(q string, want ...string) {
	e.t.Helper()
	got := e.rows(q)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		e.t.Errorf("%s\ngives %s\nnot   %s", q, strings.Join(got, " / "), strings.Join(want, " / "))
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func join(fields [][]byte) string {
	var s strings.Builder
	for _, f := range fields {
		if f == nil {
			s.WriteString("|NULL")
		} else {
			fmt.Fprintf(&s, "|%q", f)
		}
	}
	return s.String()
}

// pair is a task from one end to another.
type pair struct {
	t        testing.TB
	src, dst *end
	mapping  replicate.Mapping // nil: the source's schema goes to the target's
	origin   replicate.Origin
	dest     replicate.Destination
	task     *replicate.Task
	cancel   context.CancelFunc
	done     chan struct{}
	reason   replicate.StopReason
	err      error
}

// moved maps all tables of the source's schema to the target's.
type moved struct{ from, to string }

func (m moved) Map(tables []*event.Table) ([]*replicate.Mapped, error) {
	var out []*replicate.Mapped
	for _, t := range tables {
		if t.ID.Schema != m.from || t.View {
			continue
		}
		x := replicate.Same(t)
		x.Target.ID.Schema = m.to
		out = append(out, x)
	}
	return out, nil
}

// used counts the pairs of a name: databases of a test that ran before are still there.
var used = map[string]int{}

func newPair(t testing.TB, from, to string) *pair {
	t.Helper()
	name := strings.ToLower(strings.NewReplacer("/", "_", "-", "_", "#", "_", "Postgres", "p", "postgres", "p", "mysql", "m", "Test", "").Replace(t.Name()))
	if n := used[name]; n > 0 { // -count
		name += fmt.Sprintf("_%d", n+1)
	}
	used[name]++
	return &pair{t: t, src: newEnd(t, from, name+"_s"), dst: newEnd(t, to, name+"_d")}
}

// options are quick ones for tests.
func (p *pair) options() replicate.Options {
	o := replicate.DefaultOptions()
	o.Name, o.SpillDir, o.Log = strings.NewReplacer("/", "_").Replace(p.t.Name()), p.t.TempDir(), p.t.Logf
	o.Errors.RecoverableErrorInterval, o.Errors.RecoverableErrorCount = 50*time.Millisecond, 3
	return o
}

// make makes the task without starting it.
func (p *pair) make(o replicate.Options) {
	if p.src.pg != nil {
		s := must(postgres.NewSource(p.src.url, o.Name))
		s.SpillDir, s.Heartbeat, p.origin = o.SpillDir, 50*time.Millisecond, s
	} else {
		s := must(mysql.NewSource(p.src.url))
		s.SpillDir, p.origin = o.SpillDir, s
	}
	if p.dst.pg != nil {
		p.dest = must(postgres.NewTarget(p.dst.url, p.dst.control))
	} else {
		p.dest = must(mysql.NewTarget(p.dst.url, strings.Trim(p.dst.control, "`")))
	}
	if p.mapping == nil {
		p.mapping = moved{p.src.name, p.dst.name}
	}
	p.task = replicate.NewTask(o, p.origin, p.dest, p.mapping)
	origin, dest := p.origin, p.dest
	p.t.Cleanup(func() {
		origin.Drop(context.Background())
		origin.Close()
		dest.Close()
	})
}

func (p *pair) start(change func(*replicate.Options)) {
	p.t.Helper()
	o := p.options()
	if change != nil {
		change(&o)
	}
	p.make(o)
	p.run()
}

func (p *pair) run() {
	ctx, cancel := context.WithCancel(context.Background())
	task, done := p.task, make(chan struct{})
	p.cancel, p.done = cancel, done
	go func() {
		defer close(done)
		p.reason, p.err = task.Run(ctx)
	}()
	p.t.Cleanup(func() { cancel(); <-done })
}

func (p *pair) stop() {
	p.t.Helper()
	p.cancel()
	<-p.done
	if p.err != nil {
		p.t.Fatal(p.err)
	}
}

// ends waits until the task ends by itself.
func (p *pair) ends() {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(40 * time.Second):
		p.t.Fatalf("the task does not end: %+v", p.task.Stats.Report())
	}
}

// caughtUp waits until the target has all that is committed on the source now.
func (p *pair) caughtUp() {
	p.t.Helper()
	if p.src.pg != nil {
		p.src.exec("create table if not exists public.crosswalk_mark (n int); drop table public.crosswalk_mark") // moves the log
	}
	goal := must(p.origin.Current(context.Background()))
	p.until(func(r replicate.Report) bool {
		at := r.Metrics.Position
		if at == "" || r.ReplicationTaskStats.TablesLoading+r.ReplicationTaskStats.TablesQueued > 0 {
			return false
		}
		d, err := p.origin.Compare(at, goal)
		return err == nil && d >= 0
	})
}

// until waits for a state of the task.
func (p *pair) until(ok func(replicate.Report) bool) {
	p.t.Helper()
	deadline := time.Now().Add(40 * time.Second)
	for time.Now().Before(deadline) {
		if ok(p.task.Stats.Report()) {
			return
		}
		select {
		case <-p.done:
			p.t.Fatalf("the task ended: %s %v", p.reason, p.err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	p.t.Fatalf("the task does not get there: %+v", p.task.Stats.Report())
}

// table gives the statistics of a table.
func (p *pair) table(name string) replicate.TableStatistics {
	for _, s := range p.task.Stats.Report().TableStatistics {
		if s.TableName == name {
			return s
		}
	}
	return replicate.TableStatistics{}
}

// fails waits until a table is in error, and looks for words in the reason.
func (p *pair) fails(table string, words ...string) {
	p.t.Helper()
	p.until(func(replicate.Report) bool { return p.table(table).TableState == replicate.TableError })
	for _, w := range words {
		if why := p.table(table).StateReason; !strings.Contains(why, w) {
			p.t.Errorf("table %s failed with %q, which does not say %q", table, why, w)
		}
	}
}

// exceptions lists what awsdms_apply_exceptions holds.
func (p *pair) exceptions() []string {
	p.t.Helper()
	q := `select "TABLE_NAME", "STATEMENT" from ` + p.dst.control + ".awsdms_apply_exceptions order by 1, 2"
	if p.dst.my != nil {
		q = strings.ReplaceAll(q, `"`, "")
	}
	return p.dst.rows(q)
}

// same compares the results of two queries.
func (p *pair) same(srcQuery, dstQuery string) {
	p.t.Helper()
	want, got := p.src.rows(srcQuery), p.dst.rows(dstQuery)
	if len(want) != len(got) {
		p.t.Errorf("%s: %d rows on the source, %d on the target", srcQuery, len(want), len(got))
	}
	for i := 0; i < min(len(want), len(got)); i++ {
		if want[i] != got[i] {
			p.t.Errorf("row %d:\nsource %.600s\ntarget %.600s", i, want[i], got[i])
		}
	}
}

// widen makes the target's a hold what the source's does.
func (p *pair) widen() {
	q := "alter table a modify v varchar(30)"
	if p.dst.pg != nil {
		q = "alter table a alter column v type varchar(30)"
	}
	p.dst.exec(q)
}

// reload loads a table again and waits until it is complete.
func (p *pair) reload(table string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := p.task.Reload(ctx, []event.TableID{{Schema: p.src.name, Name: table}}); err != nil {
		p.t.Fatal(err)
	}
	p.until(func(replicate.Report) bool { return p.table(table).TableState == replicate.TableCompleted })
}

// refuse adds a column on the source that the target will not take: its table is as wide as a table can be.
func (p *pair) refuse(table string) {
	p.t.Helper()
	most := 1600 // of PostgreSQL
	if p.dst.my != nil {
		most = 1017 // of InnoDB
	}
	var cols []string
	for i := range most - 2 {
		cols = append(cols, fmt.Sprintf("add column c%d char(1)", i))
	}
	p.dst.exec("alter table " + table + " " + strings.Join(cols, ", "))
	p.src.exec("alter table " + table + " add column one_too_many int")
}

func newConn(t testing.TB, url string) *pgx.Conn {
	c := must(pgx.Connect(context.Background(), url))
	t.Cleanup(func() { c.Close(context.Background()) })
	return c
}
