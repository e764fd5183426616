package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// verbs is a source and a target, the folder of a task, and the program.
type verbs struct {
	t        *testing.T
	src, dst *servertest.Server
	dir      string
	mapping  string
	env      []string
	transcript
}

// transcript gathers what several writers say.
type transcript struct {
	mu  sync.Mutex
	log bytes.Buffer
}

func (o *transcript) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.log.Write(b)
}

func (o *transcript) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.log.String()
}

// secretWord stands in the passwords, and must stand nowhere else.
const secretWord = "hunter2'%&"

// program starts this test as the program itself, so that signals and process titles are those of a user's.
func (v *verbs) program(args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		v.t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(append(os.Environ(), "CROSSWALK_TEST_AS_PROGRAM=1"), v.env...)
	return cmd
}

// run runs a verb to its end.
func (v *verbs) run(args ...string) (string, error) {
	v.t.Helper()
	out, err := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1"}, args...)...).CombinedOutput()
	v.Write(out)
	return string(out), err
}

func (v *verbs) must(args ...string) string {
	v.t.Helper()
	out, err := v.run(args...)
	if err != nil {
		v.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out
}

func newVerbs(t *testing.T) *verbs {
	v := &verbs{t: t, dir: t.TempDir(), mapping: filepath.Join(t.TempDir(), "mappings.json")}
	v.src, v.dst = servertest.Postgres(t), servertest.Postgres(t)
	for _, s := range []*servertest.Server{v.src, v.dst} {
		execSQL(t, s.URL, "alter role postgres password "+`'hunter2''%&'`)
		hba := filepath.Join(s.Dir(), "data", "pg_hba.conf")
		if err := os.WriteFile(hba, []byte("host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\nlocal all all trust\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		execSQL(t, s.URL, "select pg_reload_conf()")
	}
	doc := `{"rules": [
 {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include", "object-locator": {"schema-name": "hr", "table-name": "%"}},
 {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-action": "rename", "rule-target": "schema", "object-locator": {"schema-name": "hr"}, "value": "people"}]}`
	if err := os.WriteFile(v.mapping, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	pw := filepath.Join(t.TempDir(), "pw")
	if err := os.WriteFile(pw, []byte(secretWord+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v.env = []string{"CROSSWALK_SOURCE=" + v.src.URL, "CROSSWALK_TARGET=" + v.dst.URL, "SOURCE_PW=" + secretWord, "TARGET_PW_FILE=" + pw}
	return v
}

// sql asks one of the two databases.
func (v *verbs) sql(s *servertest.Server, q string) string {
	v.t.Helper()
	c, err := pgx.ParseConfig(s.URL)
	if err != nil {
		v.t.Fatal(err)
	}
	c.Password = secretWord
	conn, err := pgx.ConnectConfig(context.Background(), c)
	if err != nil {
		v.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	res, err := conn.PgConn().Exec(context.Background(), q).ReadAll()
	if err != nil {
		v.t.Fatalf("%s: %v", q, err)
	}
	var out []string
	for _, r := range res {
		for _, row := range r.Rows {
			out = append(out, string(bytes.Join(row, []byte("|"))))
		}
	}
	return strings.Join(out, "\n")
}

func (v *verbs) args(verb ...string) []string {
	pw := ""
	for _, e := range v.env {
		if x, ok := strings.CutPrefix(e, "TARGET_PW_FILE="); ok {
			pw = x
		}
	}
	return append(verb, "--mapping", v.mapping, "--source-password", "env:SOURCE_PW", "--target-password", "file:"+pw)
}

// report is the task's status as JSON.
func (v *verbs) report() (r replicate.Report) {
	v.t.Helper()
	if err := json.Unmarshal([]byte(v.must("status", "--json")), &r); err != nil {
		v.t.Fatal(err)
	}
	return r
}

func (v *verbs) until(what string, ok func() bool) {
	v.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !ok(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			v.t.Fatalf("%s does not come\n%s", what, v.text())
		}
	}
}

// TestReplicateVerbs goes through a migration with the program: preflight, load and stream, status, the page and the metrics, a
// kill, a reload, a check beside the stream, the cut-over, and the end. The passwords appear nowhere.
func TestReplicateVerbs(t *testing.T) {
	if testing.Short() {
		t.Skip("two servers")
	}
	v := newVerbs(t)
	v.sql(v.src, `create schema hr; create table hr.emp (id serial primary key, name text, boss int); create index on hr.emp (name); create table hr.dep (id int primary key, n int);
		insert into hr.emp (name) select 'n' || i from generate_series(1, 5000) i; insert into hr.dep select i, 0 from generate_series(1, 100) i`)
	v.sql(v.dst, `create schema people; create table people.emp (id serial primary key, name text, boss int); create index emp_name on people.emp (name); create table people.dep (id int primary key, n int)`)

	if out := v.must(v.args("preflight")...); !strings.HasSuffix(out, "ready\n") {
		t.Errorf("preflight: %s", out)
	}
	if made := v.sql(v.src, "select count(*) from pg_replication_slots"); made != "0" {
		t.Errorf("preflight has made a slot")
	}
	out := v.must(append(v.args("preflight"), "--grants", "--user", `mover"x`)...)
	for _, want := range []string{`CREATE ROLE "mover""x" LOGIN REPLICATION;`, `GRANT SELECT ON "hr"."emp" TO "mover""x";`, `ON "people"."dep" TO "mover""x";`} {
		if !strings.Contains(out, want) {
			t.Errorf("--grants does not print %s:\n%s", want, out)
		}
	}
	if out := v.must(append(v.args("preflight"), "--reverse")...); !strings.Contains(out, "the way back") || !strings.HasSuffix(out, "ready\n") {
		t.Errorf("preflight --reverse: %s", out)
	}
	out = v.must(append(v.args("preflight"), "--grants", "--reverse", "--user", `mover"x`)...)
	for _, want := range []string{`ALTER ROLE "mover""x" LOGIN REPLICATION;`, `GRANT SELECT ON "people"."emp" TO "mover""x";`, `ON "hr"."dep" TO "mover""x";`} {
		if _, back, _ := strings.Cut(out, "way back"); !strings.Contains(back, want) {
			t.Errorf("--grants --reverse does not print %s for the way back:\n%s", want, out)
		}
	}
	if out, err := v.run("status"); err == nil || !strings.Contains(out, "no such task") {
		t.Errorf("status without a task: %s", out)
	}

	settings := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(settings, []byte(`{"ControlTablesSettings": {"ControlSchema": "ctl"}, "ChangeProcessingTuning": {"Novelty": 1}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	start := func() *exec.Cmd {
		cmd := v.program(append([]string{"replicate", "--dir", v.dir, "--task", "t1"}, append(v.args(), "--settings", settings, "--defer-indexes", "--listen", ":0")...)...)
		cmd.Stdout, cmd.Stderr = v, v
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
		return cmd
	}
	task := start()
	streaming := func() bool {
		out, err := v.run("status", "--json")
		var r replicate.Report
		return err == nil && json.Unmarshal([]byte(out), &r) == nil && r.Status == replicate.StatusRunning && r.ReplicationTaskStats.TablesLoaded == 2 && r.Metrics.Position != ""
	}
	v.until("the stream", streaming)
	if !strings.Contains(v.text(), "ChangeProcessingTuning.Novelty") {
		t.Error("a setting that nobody knows is not told")
	}
	if cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", task.Process.Pid)); err == nil && bytes.Contains(cmdline, []byte("hunter2")) {
		t.Errorf("the process title shows a password: %q", cmdline)
	}
	page := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(v.text())
	if page == "" {
		t.Fatalf("no status page on loopback: %s", v.text())
	}
	for path, want := range map[string]string{"": "hr.emp", "status": `"TableState": "Table completed"`, "metrics": `crosswalk_tables_loaded{task="t1"} 2`} {
		if body := get(t, page+path); !strings.Contains(body, want) || strings.Contains(body, "hunter2") {
			t.Errorf("%s does not show %s:\n%s", path, want, body)
		}
	}
	if resp, err := http.Post(page+"stop", "", nil); err != nil || resp.StatusCode == http.StatusOK {
		t.Errorf("the page takes commands: %v %v", resp, err)
	}
	if out, err := v.run(v.args("")[1:]...); err == nil || !strings.Contains(out, "running already") {
		t.Errorf("a second process of the task: %s", out)
	}

	task.Process.Signal(syscall.SIGKILL)
	task.Wait()
	v.sql(v.src, "update hr.emp set name = 'while dead' where id <= 10; delete from hr.dep where id = 1")
	task = start()
	v.until("the stream", streaming)
	v.until("the changes of the meantime", func() bool {
		return v.sql(v.dst, "select count(*) from people.emp where name = 'while dead'") == "10" && v.sql(v.dst, "select count(*) from people.dep") == "99"
	})

	v.sql(v.dst, "delete from people.dep where id > 50")
	v.must("reload", "hr.dep")
	v.until("the reload", func() bool { return v.sql(v.dst, "select count(*) from people.dep") == "99" })
	if out, err := v.run("reload", "nothing"); err == nil || !strings.Contains(out, "SCHEMA.TABLE") {
		t.Errorf("reload of half a name: %s", out)
	}
	if out, err := v.run("reload", "hr.nothing"); err == nil || !strings.Contains(out, "selects no table") {
		t.Errorf("reload of nothing: %s", out)
	}
	v.checkBeside()

	out = v.must("cutover", "--timeout", "30s", "--read-only")
	for _, want := range []string{"read-only", "hr.emp: 5000 rows on both sides", "sequence", "done: "} {
		if !strings.Contains(out, want) {
			t.Errorf("the cut-over does not say %q:\n%s", want, out)
		}
	}
	task.Wait()
	if code := task.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the task ends with %d\n%s", code, v.text())
	}
	if got := v.sql(v.dst, "select nextval('people.emp_id_seq')"); got != "5001" {
		t.Errorf("the sequence gives %s", got)
	}
	if got := v.sql(v.dst, "select count(*) from pg_indexes where indexname = 'emp_name'"); got != "1" {
		t.Error("the index that was taken away for the load is not back")
	}
	if r := v.report(); r.Status != replicate.StatusStopped || r.StopReason != replicate.StopNormal || len(r.Created) == 0 {
		t.Errorf("behind the end: %+v", r)
	}
	if out, err := v.run("stop"); err == nil || !strings.Contains(out, "not running") {
		t.Errorf("stop of a task that has ended: %s", out)
	}
	out = v.must(v.args("stop", "--drop")...)
	if !strings.Contains(out, "dropped from the source: replication slot") || v.sql(v.src, "select count(*) from pg_replication_slots") != "0" ||
		v.sql(v.src, "select count(*) from pg_publication") != "0" || v.sql(v.dst, "select count(*) from ctl.crosswalk_tasks") != "0" {
		t.Errorf("stop --drop: %s", out)
	}
	v.unseen()
}

// checkBeside runs the checker while the source is written to: by position nothing differs; what is wrong is found.
func (v *verbs) checkBeside() {
	t := v.t
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				v.sql(v.src, fmt.Sprintf("update hr.dep set n = n + 1 where id = %d", 2+i%98))
			}
		}
	}()
	defer func() { close(stop); <-done }()
	checked := func(more ...string) (string, error) {
		out, err := v.program(append(v.args("check"), append(more, "--task", "t1", "--control-schema", "ctl")...)...).CombinedOutput()
		v.Write(out)
		return string(out), err
	}
	for range 2 {
		if out, err := checked(); err != nil {
			t.Errorf("a check beside the stream: %v\n%s", err, out)
		}
	}
	v.sql(v.dst, "update people.emp set name = 'wrong' where id = 77")
	if out, err := checked("--mask"); err == nil || !strings.Contains(out, "1 rows differ") || strings.Contains(out, "wrong") || strings.Contains(out, "n77") {
		t.Errorf("a masked check that should find one row: %v\n%s", err, out)
	}
	if out, err := checked("--repair"); err != nil || !strings.Contains(out, "1 rows were repaired") {
		t.Errorf("repair beside the stream: %v\n%s", err, out)
	}
	if out, err := v.program(append(v.args("check"), "--task", "other", "--control-schema", "ctl")...).CombinedOutput(); err == nil || !strings.Contains(string(out), "no such task") {
		t.Errorf("a check beside no task: %s", out)
	}
}

// unseen looks for the passwords in all that was printed, and in all files of the task.
func (v *verbs) unseen() {
	v.t.Helper()
	texts := map[string]string{"the output": v.text()}
	err := filepath.WalkDir(v.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		texts[path] = string(b)
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
	for where, text := range texts {
		for _, w := range []string{"hunter2", "hunter2%27"} {
			if i := strings.Index(text, w); i >= 0 {
				v.t.Errorf("%s shows a password: %s", where, text[max(0, i-100):min(len(text), i+50)])
			}
		}
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestReplicateRefused: what cannot work is refused before anything is made, and the password is not in what is said.
func TestReplicateRefused(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"FullLoadSettings": {"MaxFullLoadSubTasks": 99}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	pg := "postgres://u:hunter2@127.0.0.1:1/d?connect_timeout=2"
	for _, x := range []struct {
		want string
		args []string
	}{
		{"--source and --target are needed", nil},
		{"--mode sideways", []string{"--mode", "sideways"}},
		{"is no moment", []string{"--stop-time", "soon"}},
		{"task name", []string{"--task", "../x"}},
		{"bad.json:1: error: FullLoadSettings.MaxFullLoadSubTasks", []string{"--settings", bad}},
		{"no kind of database that can be read", []string{"--source", "oracle://u:hunter2@h/d", "--target", pg}},
		{"no kind of database that can be written", []string{"--source", pg, "--target", "oracle://u:hunter2@h/d"}},
		{"URL cannot be read", []string{"--source", "postgres://u:hunter2@h/d?sslmode=sometimes", "--target", pg}},
		{"where other users of this machine can read it", []string{"--source", pg, "--target", pg}},
	} {
		code, _, errOut := command(t, append([]string{"replicate", "--dir", dir}, x.args...)...)
		if code != exitUsage || !strings.Contains(errOut, x.want) || strings.Contains(errOut, "hunter2") {
			t.Errorf("%v: %d %s", x.args, code, errOut)
		}
	}
}

// TestReverseFolder: a reverse task does not take the folder of another one, but that of an earlier turn.
func TestReverseFolder(t *testing.T) {
	for _, x := range []struct {
		of, there replicateFlags
		want      string
	}{
		{replicateFlags{Task: "a"}, replicateFlags{Task: "other"}, "other"},
		{replicateFlags{Task: "a"}, replicateFlags{Task: "b-reverse", ReverseOf: "b"}, "b-reverse"},
		{replicateFlags{Task: "a"}, replicateFlags{Task: "a-reverse", ReverseOf: "a"}, ""},
		{replicateFlags{Task: "a-reverse", ReverseOf: "a"}, replicateFlags{Task: "a"}, ""},
	} {
		base := t.TempDir()
		x.of.Dir, x.there.Dir = filepath.Join(base, "d"), filepath.Join(base, "d-reverse")
		if err := os.Mkdir(x.there.Dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := x.there.save(x.there.Dir); err != nil {
			t.Fatal(err)
		}
		r := &reversal{of: &x.of, dir: x.of.Dir}
		if got := r.taken(x.there.Dir); got != x.want {
			t.Errorf("%s in the folder of %s: %q", x.of.Task, x.there.Task, got)
		}
		if x.want == "" {
			continue
		}
		if _, err := r.make(context.Background(), "new", nil); err == nil || !strings.Contains(err.Error(), "is that of task "+x.want) || isReverse(x.there.Dir) {
			t.Errorf("the folder of %s was taken: %v", x.there.Task, err)
		}
	}
}
