package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// start starts a task with the flags of all tests here, and what else is given.
func (v *verbs) start(out *os.File, more ...string) *exec.Cmd {
	v.t.Helper()
	cmd := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1"}, append(v.args(), more...)...)...)
	cmd.Stdout, cmd.Stderr = v, v
	if out != nil {
		cmd.Stderr = out
	}
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}

// term tells a task to end, and demands that it does so in order.
func (v *verbs) term(cmd *exec.Cmd) {
	v.t.Helper()
	cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			v.t.Fatalf("SIGTERM: %v\n%s", err, v.text())
		}
	case <-time.After(60 * time.Second):
		v.t.Fatalf("the task does not end\n%s", v.text())
	}
	if r := v.last(); r.Status != replicate.StatusStopped || r.StopReason != replicate.StopNormal || r.ReplicationTaskStats.StopDate == nil {
		v.t.Errorf("behind SIGTERM: %s %s", r.Status, r.StopReason)
	}
}

// last is the state that a task has left.
func (v *verbs) last() (r replicate.Report) {
	v.t.Helper()
	b, err := os.ReadFile(filepath.Join(v.dir, "status.json"))
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

func (v *verbs) streams() func() bool {
	return func() bool {
		out, err := v.program("replicate", "--dir", v.dir, "--task", "t1", "status", "--json").Output() // it would fill the log
		var r replicate.Report
		return err == nil && json.Unmarshal(out, &r) == nil && r.Status == replicate.StatusRunning && r.ReplicationTaskStats.TablesQueued+r.ReplicationTaskStats.TablesLoading == 0 && r.Metrics.Position != ""
	}
}

// terminal gives both ends of a pseudo-terminal.
func terminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	control := func(request uintptr, p unsafe.Pointer) {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, ours.Fd(), request, uintptr(p)); e != 0 {
			t.Fatal(e)
		}
	}
	var lock, n int32
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&lock))
	control(syscall.TIOCGPTN, unsafe.Pointer(&n))
	size := [4]uint16{12, 120, 0, 0} // lines, columns
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	theirs, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(n)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

// screen gathers what a terminal shows.
type screen struct{ transcript }

// frames are the pictures that were shown, each from its beginning.
func (s *screen) frames() []string {
	return strings.Split(s.text(), "\x1b[H\x1b[2J")
}

// TestReplicateSigterm ends a task in the load, and in the stream under load: it says that it has stopped, holds whole transactions,
// and goes on without loss and without loading again what was loaded. Beside it the live table is looked at on a terminal.
func TestReplicateSigterm(t *testing.T) {
	if testing.Short() {
		t.Skip("two servers")
	}
	v := newVerbs(t)
	v.sql(v.src, `create schema hr; create table hr.a (id int primary key); create table hr.b (id int primary key);
		create table hr.big (id int primary key, pad text); insert into hr.big select i, repeat('x', 1000) from generate_series(1, 8000) i`)
	for i := range 12 {
		v.sql(v.src, fmt.Sprintf("create table hr.small%d (id int primary key)", i))
	}
	v.sql(v.dst, `create schema people; create table people.big (id int primary key, pad text);
		create function people.slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.0007); return new; end';
		create trigger slow before insert on people.big for each row execute function people.slow(); alter table people.big enable always trigger slow`)
	ours, theirs := terminal(t)
	shown := &screen{}
	go io.Copy(shown, ours)
	defer func() {
		if t.Failed() {
			f := shown.frames()
			t.Logf("%d pictures, the last of them %q", len(f), f[max(0, len(f)-6):])
		}
	}()
	settings := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(settings, []byte(`{"FullLoadSettings": {"MaxFullLoadSubTasks": 1}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := []string{"--chunk-mb", "1", "--settings", settings}
	task := v.start(theirs, flags...)
	left := regexp.MustCompile(`(?s)full load (\d+) %, about \d+.*s left;.*hr\.big +Full load`)
	v.until("a picture with the time that is left", func() bool {
		for _, f := range shown.frames() {
			if left.MatchString(f) {
				return true
			}
		}
		return false
	})
	v.until("a loaded chunk", func() bool { return v.sql(v.dst, "select count(*) > 0 from people.big") == "t" })
	v.term(task)
	for _, f := range shown.frames()[1:] {
		if n := strings.Count(f, "\n"); n > 12 {
			t.Errorf("a picture of %d lines on a terminal of 12:\n%s", n, f)
		}
	}
	if all := strings.Join(shown.frames(), ""); !strings.Contains(all, "... and ") {
		t.Errorf("what does not fit is not told: %.2000s", all)
	}
	loaded, err := strconv.Atoi(v.sql(v.dst, "select count(*) from people.big"))
	if err != nil || loaded == 0 || loaded == 8000 {
		t.Fatalf("%d rows were loaded when the task ended: %v", loaded, err)
	}
	v.sql(v.dst, "drop trigger slow on people.big")
	task = v.start(nil, flags...)
	v.until("the stream", v.streams())
	for _, s := range v.report().TableStatistics {
		if s.TableName == "big" && int(s.FullLoadRows) != 8000-loaded {
			t.Errorf("%d rows were loaded before the end, %d behind it", loaded, s.FullLoadRows)
		}
	}
	if n := v.sql(v.dst, "select count(*) from people.big"); n != "8000" {
		t.Errorf("%s rows", n)
	}

	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				v.sql(v.src, fmt.Sprintf("begin; insert into hr.a values (%d); insert into hr.b values (%[1]d); commit", i))
			}
		}
	}()
	for i := range 4 {
		if i%2 == 0 { // or else at any moment of its start
			v.until("the stream", v.streams())
			time.Sleep(300 * time.Millisecond)
		} else {
			v.until("the socket", func() bool { _, err := os.Stat(filepath.Join(v.dir, "control.sock")); return err == nil })
			time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		}
		v.term(task)
		if a, b := v.sql(v.dst, "select count(*), max(id) from people.a"), v.sql(v.dst, "select count(*), max(id) from people.b"); a != b {
			t.Errorf("half a transaction is there: %s and %s", a, b)
		}
		task = v.start(nil, flags...)
	}
	close(stop)
	<-done
	q := "select count(*), sum(id) from %s.a"
	v.until("all rows", func() bool { return v.sql(v.dst, fmt.Sprintf(q, "people")) == v.sql(v.src, fmt.Sprintf(q, "hr")) })
	if n := v.sql(v.dst, "select count(*) from awsdms_apply_exceptions"); n != "0" {
		t.Errorf("%s exceptions", n)
	}
	v.term(task)
	v.unseen()
}

// TestReplicateReverse cuts over with a stream back, which goes on by the same command line when it was killed.
func TestReplicateReverse(t *testing.T) {
	if testing.Short() {
		t.Skip("two servers")
	}
	v := newVerbs(t)
	v.sql(v.src, `create schema hr; create table hr.emp (id serial primary key, name text); insert into hr.emp (name) select 'n' || i from generate_series(1, 500) i`)
	v.sql(v.dst, `create schema people; create table people.emp (id serial primary key, name text)`)
	task := v.start(nil)
	v.until("the stream", v.streams())
	out := v.must("cutover", "--reverse", "--read-only", "--timeout", "40s")
	for _, want := range []string{"500 rows on both sides", "sequence", "task t1-reverse streams back from position", "done: "} {
		if !strings.Contains(out, want) {
			t.Errorf("the cut-over does not say %q:\n%s", want, out)
		}
	}
	same := func(what string) {
		t.Helper()
		q := "select count(*), md5(string_agg(id || name, ',' order by id)) from %s.emp"
		v.until(what, func() bool { return v.sql(v.src, fmt.Sprintf(q, "hr")) == v.sql(v.dst, fmt.Sprintf(q, "people")) })
	}
	v.sql(v.dst, "insert into people.emp (name) values ('back'); update people.emp set name = 'changed' where id <= 10; delete from people.emp where id = 11")
	same("what was written to the target")
	v.until("the end of the old slot", func() bool { return v.sql(v.src, "select count(*) from pg_replication_slots") == "0" })
	task.Process.Signal(syscall.SIGKILL)
	task.Wait()

	if out, err := v.run(v.args("")[1:]...); err == nil || !strings.Contains(out, "in circles") {
		t.Errorf("the task that was cut over starts again: %v\n%s", err, out)
	}
	if out, err := v.run(append(v.args("")[1:], "--restart")...); err == nil || !strings.Contains(out, "replicate stop t1-reverse --drop") {
		t.Errorf("the task that was cut over loads again beside the way back: %v\n%s", err, out)
	}
	if out := v.must(v.args("stop", "--drop")...); !strings.Contains(out, "kept the task's state") {
		t.Errorf("the first task forgets that it was cut over:\n%s", out)
	}
	v.sql(v.dst, "insert into people.emp (name) values ('while dead')")
	first := v.dir
	v.dir += "-reverse"
	if out, err := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1-reverse", "--restart"}, v.args()...)...).CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "lose its place") {
		t.Errorf("the way back forgets where it is: %v\n%s", err, out)
	}
	back := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1-reverse"}, v.args()...)...)
	back.Stdout, back.Stderr = v, v
	if err := back.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { back.Process.Kill(); back.Wait() })
	same("what was written while nobody read")
	shown, err := v.program("replicate", "--dir", v.dir, "status", "t1-reverse").CombinedOutput()
	if err != nil || !strings.Contains(string(shown), "people.emp") {
		t.Errorf("%v\n%s", err, shown)
	}
	v.term(back)
	shown, err = v.program(append(v.args("replicate", "stop", "t1-reverse", "--drop"), "--dir", v.dir)...).CombinedOutput()
	if err != nil || v.sql(v.dst, "select count(*) from pg_replication_slots") != "0" {
		t.Errorf("stop --drop of the way back: %v\n%s", err, shown)
	}
	if out, err := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1-reverse"}, v.args()...)...).CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "begins with the cut-over") {
		t.Errorf("a way back without a cut-over: %v\n%s", err, out)
	}
	v.dir = first
	if out := v.must(v.args("stop", "--drop")...); !strings.Contains(out, "removed the task's state") {
		t.Errorf("behind the way back the first task cannot be dropped:\n%s", out)
	}
	v.unseen()
}

// TestReplicateRoom: a disk without room for large transactions is told before anything is made.
func TestReplicateRoom(t *testing.T) {
	old := freeSpace
	defer func() { freeSpace = old }()
	for free, want := range map[uint64]string{1 << 20: "here: error: 1 MB are free", 1 << 30: "here: warning: 1024 MB are free", 1 << 40: ""} {
		freeSpace = func(string) (uint64, bool) { return free, true }
		var text string
		for _, p := range roomFor("/spill") {
			text += fmt.Sprintf("here: %s: %s", map[bool]string{true: "error", false: "warning"}[p.Fatal], p.Text)
		}
		if !strings.HasPrefix(text, want) || (text == "") != (want == "") {
			t.Errorf("%d bytes: %q, not %q", free, text, want)
		}
	}
	dir := t.TempDir()
	if n, ok := old(dir); ok && n == 0 {
		t.Error("no room at all is told")
	}
	src := servertest.Postgres(t)
	execSQL(t, src.URL, "create table a (id int primary key)", "create database there")
	target := strings.Replace(src.URL, "/postgres?", "/there?", 1)
	freeSpace = func(string) (uint64, bool) { return 0, true }
	code, _, errOut := command(t, "replicate", "--dir", dir, "--source", src.URL, "--target", target)
	if code != exitUsage || !strings.Contains(errOut, "0 MB are free") || !strings.Contains(errOut, "nothing was created") {
		t.Errorf("%d %s", code, errOut)
	}
	execSQL(t, target, "do $$ begin if exists (select from pg_tables where tablename like 'crosswalk%') or exists (select from pg_replication_slots) then raise 'something was made'; end if; end $$")
}
