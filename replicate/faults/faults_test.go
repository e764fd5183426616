package faults

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
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
	o := replicate.DefaultOptions()
	o.Name, o.SpillDir = "faults", os.Getenv("CROSSWALK_FAULT_DIR")
	o.ChunkBytes, o.MaxFullLoadSubTasks = 64<<10, 3
	o.BatchApply = os.Getenv("CROSSWALK_FAULT_BULK") != ""
	o.Errors.RecoverableErrorInterval, o.Errors.RecoverableErrorCount, o.Errors.RecoverableErrorThrottling = 200*time.Millisecond, 1000, false
	o.Log = func(f string, a ...any) { fmt.Fprintf(os.Stderr, f+"\n", a...) }
	src, err := postgres.NewSource(os.Getenv("CROSSWALK_FAULT_SOURCE"), o.Name)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	src.SpillDir, src.SpillLimit = o.SpillDir, 64<<10
	dst, err := postgres.NewTarget(os.Getenv("CROSSWALK_FAULT_TARGET"), "control")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	reason, err := replicate.NewTask(o, src, dst, replicate.Identity{}).Run(context.Background())
	fmt.Fprintln(os.Stderr, reason, err)
	return 3
}

// rig is two servers with a proxy before each, a workload, and the process between them.
type rig struct {
	t        *testing.T
	src, dst *servertest.Server
	sp, dp   *proxy
	dir      string
	bulk     bool
	cmd      *exec.Cmd
	out      *os.File
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, src: servertest.Postgres(t), dst: servertest.Postgres(t), dir: t.TempDir()}
	r.sp, r.dp = newProxy(t, r.src.Port()), newProxy(t, r.dst.Port())
	const schema = `create table acc (id int primary key, n int, code text unique, big text); create table log (id int, what text); create table pair (a int, b int, v int, primary key (a, b))`
	r.sql(r.src, schema)
	r.sql(r.dst, schema)
	r.sql(r.src, `insert into acc select i, 0, 'c' || i, (select string_agg(md5((i * 100 + j)::text), '') from generate_series(1, 100) j) from generate_series(1, 1500) i;
		alter table acc alter big set storage external; insert into log select i, 'start' from generate_series(1, 2000) i; insert into pair select i, i % 7, 0 from generate_series(1, 3000) i`)
	var err error
	if r.out, err = os.Create(r.dir + "/victim.log"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.kill(); r.out.Close() })
	return r
}

func (r *rig) sql(s *servertest.Server, q string) {
	r.t.Helper()
	c, err := pgx.Connect(context.Background(), s.URL)
	if err != nil {
		r.t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.PgConn().Exec(context.Background(), q).ReadAll(); err != nil {
		r.t.Fatalf("%s: %v", q, err)
	}
}

func (r *rig) start(at string) {
	r.t.Helper()
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	r.cmd = exec.Command(self)
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.out
	bulk := ""
	if r.bulk {
		bulk = "1"
	}
	r.cmd.Env = append(os.Environ(), "CROSSWALK_FAULT_SOURCE="+r.sp.url(), "CROSSWALK_FAULT_TARGET="+r.dp.url(), "CROSSWALK_FAULT_DIR="+r.dir,
		"CROSSWALK_FAULT_AT="+at, "CROSSWALK_FAULT_BULK="+bulk)
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
	done := make(chan struct{})
	go func() { r.cmd.Wait(); close(done) }()
	select {
	case <-done:
		if ws, ok := r.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !ws.Signaled() {
			r.t.Fatalf("%s: the task ended by itself: %s\n%s", place, r.cmd.ProcessState, r.log())
		}
	case <-time.After(40 * time.Second):
		r.t.Fatalf("%s was never reached\n%s", place, r.log())
	}
	r.cmd = nil
}

func (r *rig) log() string {
	b, _ := os.ReadFile(r.out.Name())
	return string(b[max(0, len(b)-3000):])
}

// work changes rows until stop is called. Every row it writes to log is unique, so that a repetition shows.
func (r *rig) work() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rnd := rand.New(rand.NewPCG(uint64(w), 7))
			for n := 0; ctx.Err() == nil; n++ {
				c, err := pgx.Connect(ctx, r.src.URL)
				if err != nil {
					time.Sleep(50 * time.Millisecond)
					continue
				}
				for ; ctx.Err() == nil; n++ {
					if _, err := c.PgConn().Exec(ctx, transaction(rnd, w, n)).ReadAll(); err != nil && c.IsClosed() {
						break
					}
					time.Sleep(3 * time.Millisecond)
				}
				c.Close(context.Background())
			}
		}()
	}
	return func() { cancel(); wg.Wait() }
}

// transaction writes a random transaction. Some fail on the source, and are then nothing.
func transaction(rnd *rand.Rand, w, n int) string {
	id := func() int { return rnd.IntN(1700) }
	var q strings.Builder
	q.WriteString("begin;")
	for range 1 + rnd.IntN(4) {
		switch rnd.IntN(8) {
		case 0:
			fmt.Fprintf(&q, "insert into acc values (%d, 1, 'w%d-%d-%d', repeat('x', %d)) on conflict do nothing;", id(), w, n, rnd.IntN(1e9), rnd.IntN(5000))
		case 1:
			fmt.Fprintf(&q, "delete from acc where id = %d;", id())
		case 2:
			fmt.Fprintf(&q, "update acc set id = %d where id = %d and not exists (select from acc where id = %[1]d);", 5000+rnd.IntN(1e6), id())
		case 3:
			fmt.Fprintf(&q, "update acc set code = 'swap%d' where id = %d;", rnd.IntN(1e9), id())
		case 4:
			fmt.Fprintf(&q, "update pair set b = b + 10, v = v + 1 where a = %d;", rnd.IntN(3000))
		case 5:
			fmt.Fprintf(&q, "insert into log select %d, 'w%d-%d-' || i from generate_series(1, %d) i;", n, w, n, 1+rnd.IntN(1500)*(rnd.IntN(20)/19))
		default:
			fmt.Fprintf(&q, "update acc set n = n + 1 where id between %d and %[1]d + 5;", id())
		}
	}
	if rnd.IntN(10) == 0 {
		return q.String() + "rollback"
	}
	return q.String() + "commit"
}

// converge waits until the target holds what the source does, and compares every row.
func (r *rig) converge() {
	r.t.Helper()
	ctx := context.Background()
	src, err := pgx.Connect(ctx, r.src.URL)
	if err != nil {
		r.t.Fatal(err)
	}
	defer src.Close(ctx)
	dst, err := pgx.Connect(ctx, r.dst.URL)
	if err != nil {
		r.t.Fatal(err)
	}
	defer dst.Close(ctx)
	var goal string
	if err := src.QueryRow(ctx, "select pg_current_wal_insert_lsn()::text").Scan(&goal); err != nil {
		r.t.Fatal(err)
	}
	r.sql(r.src, "create table if not exists crosswalk_mark (n int); drop table crosswalk_mark")
	for deadline := time.Now().Add(90 * time.Second); ; {
		var ok bool
		err := dst.QueryRow(ctx, `select position::pg_lsn >= $1::pg_lsn and (select count(*) from control.crosswalk_tables where state = 'Table completed') = 3 from control.crosswalk_tasks`, goal).Scan(&ok)
		if err == nil && ok {
			break
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("the target does not reach %s: %v\n%s", goal, err, r.log())
		}
		time.Sleep(50 * time.Millisecond)
	}
	for table, key := range map[string]string{"acc": "id", "log": "id, what", "pair": "a, b"} {
		q := "select x::text from " + table + " x order by " + key
		want, got := list(r.t, src, q), list(r.t, dst, q)
		for i := 0; i < max(len(want), len(got)); i++ {
			if i >= len(want) || i >= len(got) || want[i] != got[i] {
				r.t.Fatalf("%s differs at %d: source has %d rows, target %d\n%.100s (%d)\n%.100s (%d)\n%s", table, i, len(want), len(got),
					at(want, i), len(at(want, i)), at(got, i), len(at(got, i)), r.log())
			}
		}
	}
	var n int
	if err := dst.QueryRow(ctx, "select count(*) from control.awsdms_apply_exceptions").Scan(&n); err != nil || n > 0 {
		r.t.Fatalf("%d exceptions, %v\n%s", n, err, r.log())
	}
}

func at(l []string, i int) string {
	if i < len(l) {
		return l[i]
	}
	return "(none)"
}

func list(t *testing.T, c *pgx.Conn, q string) []string {
	t.Helper()
	rows, err := c.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFaults kills at every failpoint and at random moments, crashes both servers and cuts connections, under load.
func TestFaults(t *testing.T) {
	kills := 6
	if n, err := strconv.Atoi(os.Getenv("CROSSWALK_SOAK")); err == nil {
		kills = n
	} else if testing.Short() {
		t.Skip("long")
	}
	r := newRig(t)
	stop := r.work()
	for _, at := range []string{"slot:1", "snapshot:1", "position:1", "chunk-commit:3", "chunk:2", "chunk-commit:6"} {
		r.start(at)
		r.dies(at)
	}
	for i, at := range []string{"before-commit:2", "after-commit:3", "before-ack:2", "spill:1", "before-commit:10"} {
		r.bulk = i%2 == 1
		r.start(at)
		r.dies(at)
	}
	for i := range kills {
		r.bulk = i%2 == 0
		r.start("")
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		r.kill()
	}
	r.start("")
	stop()
	r.converge()

	stop = r.work()
	time.Sleep(300 * time.Millisecond)
	r.sp.cut()
	time.Sleep(300 * time.Millisecond)
	r.dp.cut()
	time.Sleep(300 * time.Millisecond)
	r.dst.Crash()
	r.dst.Start()
	time.Sleep(300 * time.Millisecond)
	r.src.Crash()
	r.src.Start()
	time.Sleep(300 * time.Millisecond)
	stop()
	r.converge()
}

// TestLostSlot: what the source no longer has is told, not skipped.
func TestLostSlot(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	r := newRig(t)
	r.start("")
	r.converge()
	r.kill()
	time.Sleep(200 * time.Millisecond)
	r.sql(r.src, "select pg_drop_replication_slot(slot_name) from pg_replication_slots")
	r.start("")
	done := make(chan error, 1)
	go func() { done <- r.cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("a task without its slot goes on")
	}
	r.cmd = nil
	if !strings.Contains(r.log(), replicate.ErrLost.Error()) {
		t.Errorf("the reason is not told: %s", r.log())
	}
}

// proxy passes TCP connections on until it is told to cut them.
type proxy struct {
	l    net.Listener
	to   string
	mu   sync.Mutex
	open []net.Conn
}

func newProxy(t *testing.T, port int) *proxy {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{l: l, to: fmt.Sprintf("127.0.0.1:%d", port)}
	t.Cleanup(func() { l.Close(); p.cut() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			d, err := net.Dial("tcp", p.to)
			if err != nil {
				c.Close()
				continue
			}
			p.mu.Lock()
			p.open = append(p.open, c, d)
			p.mu.Unlock()
			go pass(c, d)
			go pass(d, c)
		}
	}()
	return p
}

func pass(a, b net.Conn) {
	io.Copy(a, b)
	a.Close()
	b.Close()
}

func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		c.Close()
	}
	p.open = nil
}

func (p *proxy) url() string {
	return fmt.Sprintf("postgres://postgres@%s/postgres?sslmode=disable", p.l.Addr())
}
