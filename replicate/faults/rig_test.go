package faults

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	driver "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver of sql.Open

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
	"github.com/crosswalk-db/crosswalk/replicate/mysql"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// TestMain is also the process that is killed: the test starts itself again with CROSSWALK_FAULT_SOURCE set.
func TestMain(m *testing.M) {
	if os.Getenv("CROSSWALK_FAULT_SOURCE") != "" {
		os.Exit(victim())
	}
	os.Exit(m.Run())
}

// moved maps the source's tables to schema app of the target.
type moved struct{}

func (moved) Map(tables []*event.Table) ([]*replicate.Mapped, error) {
	var out []*replicate.Mapped
	for _, t := range tables {
		if t.ID.Schema == "app" && !t.View {
			out = append(out, replicate.Same(t))
		}
	}
	return out, nil
}

// victim runs a task until it is told to stop; at the failpoint it dies as by kill -9.
func victim() int {
	if place, nth, ok := strings.Cut(os.Getenv("CROSSWALK_FAULT_AT"), ":"); ok {
		left, _ := strconv.Atoi(nth)
		var mu sync.Mutex
		failpoint.Hook = func(p string) {
			mu.Lock()
			defer mu.Unlock()
			if p == place {
				if left--; left == 0 {
					syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {}
				}
			}
		}
	}
	if n, err := strconv.ParseUint(os.Getenv("CROSSWALK_FAULT_FSIZE"), 10, 64); err == nil { // as a disk that is full
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	o := replicate.DefaultOptions()
	o.Name, o.SpillDir = "faults", os.Getenv("CROSSWALK_FAULT_DIR")
	o.ChunkBytes, o.MaxFullLoadSubTasks = 64<<10, 3
	o.BatchApply, o.FollowFailover = os.Getenv("CROSSWALK_FAULT_BULK") != "", os.Getenv("CROSSWALK_FAULT_FOLLOW") != ""
	o.Errors.RecoverableErrorInterval, o.Errors.RecoverableErrorCount, o.Errors.RecoverableErrorThrottling = 200*time.Millisecond, 1000, false
	o.Log = func(f string, a ...any) { fmt.Fprintf(os.Stderr, f+"\n", a...) }
	src, err := source(os.Getenv("CROSSWALK_FAULT_SOURCE"), o.Name, o.SpillDir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	dst, err := target(os.Getenv("CROSSWALK_FAULT_TARGET"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	reason, err := replicate.NewTask(o, src, dst, moved{}).Run(context.Background())
	fmt.Fprintln(os.Stderr, reason, err)
	return 3
}

const spillAt = 64 << 10

func source(url, task, dir string) (replicate.Origin, error) {
	if strings.HasPrefix(url, "mysql:") {
		s, err := mysql.NewSource(url)
		if err == nil {
			s.SpillDir, s.SpillLimit = dir, spillAt
		}
		return s, err
	}
	s, err := postgres.NewSource(url, task)
	if err == nil {
		s.SpillDir, s.SpillLimit, s.Heartbeat = dir, spillAt, 200*time.Millisecond
	}
	return s, err
}

func target(url string) (replicate.Destination, error) {
	if strings.HasPrefix(url, "mysql:") {
		return mysql.NewTarget(url, "control")
	}
	return postgres.NewTarget(url, "control")
}

// side is a server of one engine with a proxy before it.
type side struct {
	*servertest.Server
	t     *testing.T
	maria bool
	db    *sql.DB
	proxy *proxy
}

func newSide(t *testing.T, engine string) *side {
	s := &side{t: t, maria: engine == "mysql"}
	if s.maria {
		s.Server = servertest.MariaDB(t, "innodb-lock-wait-timeout=10")
		s.db = mariaDB(t, s.Server)
	} else {
		s.Server = servertest.Postgres(t)
		var err error
		if s.db, err = sql.Open("pgx", s.URL+"&default_query_exec_mode=simple_protocol"); err != nil {
			t.Fatal(err)
		}
	}
	s.proxy = newProxy(t, s.Port())
	t.Cleanup(func() { s.db.Close() })
	s.exec(map[bool]string{true: "create database app", false: "create schema app"}[s.maria])
	return s
}

func mariaDB(t *testing.T, s *servertest.Server) *sql.DB {
	c := driver.NewConfig()
	c.User, c.Net, c.Addr, c.Collation, c.MultiStatements = "root", "tcp", fmt.Sprintf("127.0.0.1:%d", s.Port()), "utf8mb4_bin", true
	conn, err := driver.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	return sql.OpenDB(conn)
}

// url leads through the proxy.
func (s *side) url() string {
	if s.maria {
		return fmt.Sprintf("mysql://root@%s/", s.proxy.l.Addr())
	}
	return fmt.Sprintf("postgres://postgres@%s/postgres?sslmode=disable", s.proxy.l.Addr())
}

func (s *side) exec(q string) {
	s.t.Helper()
	if _, err := s.db.Exec(q); err != nil {
		s.t.Fatalf("%.200s: %v", q, err)
	}
}

// list gives the rows of a query as texts, in an order that does not depend on the engine.
func (s *side) list(q string, columns int) []string {
	s.t.Helper()
	rows, err := s.db.Query(q)
	if err != nil {
		s.t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		v, p := make([]sql.NullString, columns), make([]any, columns)
		for i := range v {
			p[i] = &v[i]
		}
		if err := rows.Scan(p...); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, fmt.Sprint(v))
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	sort.Strings(out)
	return out
}

// rig is two servers, a workload, and the process between them.
type rig struct {
	t        *testing.T
	src, dst *side
	dir      string
	bulk     bool
	follow   bool
	fsize    string
	cmd      *exec.Cmd
	out      *os.File
}

var columns = map[string]string{"acc": "id, n, code, big", "log": "id, what", "pair": "a, b, v"}

func newRig(t *testing.T, from, to string) *rig {
	r := &rig{t: t, src: newSide(t, from), dst: newSide(t, to), dir: t.TempDir()}
	for _, s := range []*side{r.src, r.dst} {
		text := map[bool]string{true: "mediumtext", false: "text"}[s.maria]
		s.exec("create table app.acc (id int primary key, n int, code varchar(60) unique, big " + text + ")")
		s.exec("create table app.log (id int, what varchar(60))")
		s.exec("create table app.pair (a int, b int, v int, primary key (a, b))")
	}
	if !r.src.maria {
		r.src.exec("alter table app.acc alter big set storage external")
	}
	var acc, log, pair []string
	for i := range 1500 {
		acc = append(acc, fmt.Sprintf("(%d, 0, 'c%d', '%s')", i+1, i+1, strings.Repeat(fmt.Sprintf("%032d", i), 100)))
		log = append(log, fmt.Sprintf("(%d, 'start')", i+1))
		pair = append(pair, fmt.Sprintf("(%d, %d, 0)", i+1, i%7))
	}
	for table, rows := range map[string][]string{"acc": acc, "log": log, "pair": pair} {
		for len(rows) > 0 {
			n := min(len(rows), 250)
			r.src.exec("insert into app." + table + " values " + strings.Join(rows[:n], ", "))
			rows = rows[n:]
		}
	}
	var err error
	if r.out, err = os.Create(r.dir + "/victim.log"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.kill(); r.out.Close() })
	return r
}

func (r *rig) start(at string) {
	r.t.Helper()
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	r.cmd = exec.Command(self)
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.out
	set := map[bool]string{true: "1"}
	r.cmd.Env = append(os.Environ(), "CROSSWALK_FAULT_SOURCE="+r.src.url(), "CROSSWALK_FAULT_TARGET="+r.dst.url(), "CROSSWALK_FAULT_DIR="+r.dir,
		"CROSSWALK_FAULT_AT="+at, "CROSSWALK_FAULT_BULK="+set[r.bulk], "CROSSWALK_FAULT_FOLLOW="+set[r.follow], "CROSSWALK_FAULT_FSIZE="+r.fsize)
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) kill() {
	if r.cmd != nil {
		r.cmd.Process.Kill()
		r.cmd.Wait()
		r.cmd = nil
	}
}

// dies waits for the process to reach its failpoint.
func (r *rig) dies(place string) {
	r.t.Helper()
	r.wait(place)
	if ws, ok := r.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !ws.Signaled() {
		r.t.Fatalf("%s: the task ended by itself: %s\n%s", place, r.cmd.ProcessState, r.log())
	}
	r.cmd = nil
}

// fails waits for the process to end by itself, with words among the last that it says.
func (r *rig) fails(words ...string) {
	r.t.Helper()
	r.wait("the end")
	r.cmd = nil
	for _, w := range words {
		if !strings.Contains(r.log(), w) {
			r.t.Errorf("the task does not say %q: %s", w, r.log())
		}
	}
}

func (r *rig) wait(place string) {
	r.t.Helper()
	done := make(chan struct{})
	cmd := r.cmd
	go func() { cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(60 * time.Second):
		cmd.Process.Kill()
		<-done
		r.t.Fatalf("%s was never reached\n%s", place, r.log())
	}
}

func (r *rig) log() string {
	b, _ := os.ReadFile(r.out.Name())
	if len(b) > 4000 {
		b = b[len(b)-4000:]
	}
	return string(b)
}

// work writes to the source from several sessions until it is stopped.
func (r *rig) work() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rnd := rand.New(rand.NewPCG(uint64(w), uint64(time.Now().UnixNano())))
			for n := 0; ctx.Err() == nil; n++ {
				if err := r.transaction(ctx, rnd, w, n); err != nil {
					time.Sleep(20 * time.Millisecond) // the server may be away
				}
				time.Sleep(3 * time.Millisecond)
			}
		}()
	}
	return func() { cancel(); wg.Wait() }
}

// transaction runs a random transaction. Some fail on the source, and are then nothing.
func (r *rig) transaction(ctx context.Context, rnd *rand.Rand, w, n int) error {
	tx, err := r.src.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing to roll back behind a commit
	for range 1 + rnd.IntN(4) {
		if _, err := tx.ExecContext(ctx, statement(rnd, w, n)); err != nil {
			return err
		}
	}
	if rnd.IntN(10) == 0 {
		return tx.Rollback()
	}
	return tx.Commit()
}

func statement(rnd *rand.Rand, w, n int) string {
	id := func() int { return rnd.IntN(1700) }
	switch rnd.IntN(8) {
	case 0:
		return fmt.Sprintf("insert into app.acc values (%d, 1, 'w%d-%d-%d', repeat('x', %d))", id(), w, n, rnd.IntN(1e9), rnd.IntN(5000))
	case 1:
		return fmt.Sprintf("delete from app.acc where id = %d", id())
	case 2:
		return fmt.Sprintf("update app.acc set id = %d where id = %d", 5000+rnd.IntN(1e6), id())
	case 3:
		return fmt.Sprintf("update app.acc set code = 'swap%d' where id = %d", rnd.IntN(1e9), id())
	case 4:
		return fmt.Sprintf("update app.pair set b = b + 10, v = v + 1 where a = %d", rnd.IntN(3000))
	case 5:
		var rows []string
		for i := range 1 + rnd.IntN(1500)*(rnd.IntN(20)/19) {
			rows = append(rows, fmt.Sprintf("(%d, 'w%d-%d-%d')", n, w, n, i))
		}
		return "insert into app.log values " + strings.Join(rows, ", ")
	}
	from := id()
	return fmt.Sprintf("update app.acc set n = n + 1 where id between %d and %d", from, from+5)
}

// caughtUp waits until the target has all that the source holds.
func (r *rig) caughtUp() {
	r.t.Helper()
	ctx := context.Background()
	src, err := source(r.src.URL, "faults", "")
	if err != nil {
		r.t.Fatal(err)
	}
	defer src.Close()
	dst, err := target(r.dst.URL)
	if err != nil {
		r.t.Fatal(err)
	}
	defer dst.Close()
	goal, err := src.Current(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	for deadline := time.Now().Add(4 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		cp, err := dst.Checkpoint(ctx, "faults")
		if err == nil && cp != nil {
			var n int
			d, cerr := src.Compare(cp.Position, goal)
			err = r.dst.db.QueryRow("select count(*) from control.crosswalk_tables where state = 'Table completed'").Scan(&n)
			if cerr == nil && err == nil && d >= 0 && n == len(columns) {
				return
			}
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("the target does not reach %s: %v, %v\n%s", goal, cp, err, r.log())
		}
	}
}

// converge waits until the target holds what the source does, and compares every row.
func (r *rig) converge() {
	r.t.Helper()
	r.caughtUp()
	for table, cols := range columns {
		q := "select " + cols + " from app." + table
		n := strings.Count(cols, ",") + 1
		r.equal(table, r.src.list(q, n), r.dst.list(q, n))
	}
	var n int
	if err := r.dst.db.QueryRow("select count(*) from control.awsdms_apply_exceptions").Scan(&n); err != nil || n > 0 {
		r.t.Fatalf("%d exceptions, %v\n%s", n, err, r.log())
	}
}

func (r *rig) equal(table string, want, got []string) {
	r.t.Helper()
	at := func(l []string, i int) string {
		if i < len(l) {
			return l[i]
		}
		return "(none)"
	}
	for i := 0; i < max(len(want), len(got)); i++ {
		if at(want, i) != at(got, i) {
			r.t.Fatalf("%s differs at %d of %d rows, the target has %d\n%.100s (%d)\n%.100s (%d)\n%s", table, i, len(want), len(got),
				at(want, i), len(at(want, i)), at(got, i), len(at(got, i)), r.log())
		}
	}
}
