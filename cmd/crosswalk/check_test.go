package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/checks"
)

// command runs the command line in this process and gives what it prints.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var files [2]*os.File
	for i := range files {
		f, err := os.CreateTemp(t.TempDir(), "out")
		if err != nil {
			t.Fatal(err)
		}
		files[i] = f
	}
	out, errOut := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = files[0], files[1]
	code = run(context.Background(), args)
	os.Stdout, os.Stderr = out, errOut
	var texts [2]string
	for i, f := range files {
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(b)
		f.Close()
	}
	return code, texts[0], texts[1]
}

func execSQL(t *testing.T, url string, list ...string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, q := range list {
		if _, err := conn.Exec(context.Background(), q); err != nil {
			t.Fatalf("%v\n%s", err, q)
		}
	}
}

func execRow(t *testing.T, url, q string, dest any) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), q).Scan(dest); err != nil {
		t.Fatalf("%v\n%s", err, q)
	}
}

const checkMapping = `{"rules": [
 {"rule-type": "selection", "rule-id": "1", "rule-name": "a", "rule-action": "include", "object-locator": {"schema-name": "hr", "table-name": "%"}},
 {"rule-type": "transformation", "rule-id": "2", "rule-name": "b", "rule-action": "rename", "rule-target": "schema", "object-locator": {"schema-name": "hr"}, "value": "people"}
]}`

// TestCheck goes through a migration's last step: equal, then not, repaired, resumed, in every format.
func TestCheck(t *testing.T) {
	src, tgt := pgservertest.Database(t), pgservertest.Database(t)
	execSQL(t, src, `CREATE SCHEMA hr; CREATE TABLE hr.emp (id integer PRIMARY KEY, name text); INSERT INTO hr.emp SELECT i, 'n' || i FROM generate_series(1, 300) i`)
	execSQL(t, tgt, `CREATE SCHEMA people; CREATE TABLE people.emp (id integer PRIMARY KEY, name text); INSERT INTO people.emp SELECT i, 'n' || i FROM generate_series(1, 300) i`)
	t.Setenv("CROSSWALK_SOURCE", src)
	t.Setenv("CROSSWALK_TARGET", tgt)
	dir := t.TempDir()
	file := filepath.Join(dir, "mappings.json")
	if err := os.WriteFile(file, []byte(checkMapping), 0o600); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(dir, "state")
	args := func(more ...string) []string {
		return append([]string{"check", "--mapping", file}, more...)
	}
	if code, out, errOut := command(t, args("--state", state, "--chunk-rows", "50")...); code != exitDone || !strings.Contains(out, "hr.emp                equal                   300 rows  -> people.emp\n1 tables, 300 rows: 1 equal\n") {
		t.Fatalf("%d\n%s\n%s", code, out, errOut)
	}
	execSQL(t, tgt, `UPDATE people.emp SET name = '<b>' WHERE id = 7; DELETE FROM people.emp WHERE id = 8`)
	if code, out, _ := command(t, args("--state", state, "--chunk-rows", "50")...); code != exitDone {
		t.Errorf("a resumed check looks at what it has found equal:\n%s", out)
	}
	if code, _, errOut := command(t, args("--state", state)...); code != exitUsage || !strings.Contains(errOut, "another comparison") {
		t.Errorf("the state of another comparison: %d, %s", code, errOut)
	}
	if code, _, errOut := command(t, args("--state", file)...); code != exitUsage || !strings.Contains(errOut, "no state of a check") {
		t.Errorf("a file of something else: %d, %s", code, errOut)
	}
	code, out, _ := command(t, args()...)
	if code != exitFailOn || !strings.Contains(out, "different id='7'; name: 'n7', in the target '<b>'\n") || !strings.Contains(out, "missing in target id='8'\n") {
		t.Errorf("%d\n%s", code, out)
	}
	html := filepath.Join(dir, "check.html")
	if code, out, _ := command(t, args("--format", "html", "--out", html)...); code != exitFailOn || !strings.Contains(out, "2 rows differ") {
		t.Errorf("%d\n%s", code, out)
	}
	if b, err := os.ReadFile(html); err != nil || !strings.Contains(string(b), "&lt;b&gt;") {
		t.Errorf("%v\n%s", err, b)
	}
	_, out, _ = command(t, args("--format", "json", "--mask")...)
	var res checks.Result
	if err := json.Unmarshal([]byte(out), &res); err != nil || res.Tables[0].Differences != 2 || strings.Contains(out, "<b>") || strings.Contains(out, `\u003cb`) {
		t.Errorf("%v\n%s", err, out)
	}
	if code, out, _ := command(t, args("--repair")...); code != exitDone || !strings.Contains(out, "2 rows were repaired") {
		t.Errorf("%d\n%s", code, out)
	}
}

// TestCheckPartly: a table of which a column could not be compared is no proof, unless the mapping masks that column.
func TestCheckPartly(t *testing.T) {
	src, tgt := pgservertest.Database(t), pgservertest.Database(t)
	execSQL(t, src, `CREATE SCHEMA hr; CREATE TABLE hr.emp (id integer PRIMARY KEY, name text); INSERT INTO hr.emp VALUES (1, 'x')`)
	execSQL(t, tgt, `CREATE SCHEMA people; CREATE TABLE people.emp (id integer PRIMARY KEY, name bytea); INSERT INTO people.emp VALUES (1, 'x')`)
	file := filepath.Join(t.TempDir(), "mappings.json")
	check := func(document string) (int, string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errOut := command(t, "check", "--source", src, "--target", tgt, "--mapping", file)
		return code, out + errOut
	}
	if code, out := check(checkMapping); code != exitFailOn || !strings.Contains(out, "1 partly") {
		t.Errorf("a column without a rule: %d\n%s", code, out)
	}
	mask := `, {"rule-type": "transformation", "rule-id": "3", "rule-name": "c", "rule-action": "data-masking-hash-mask", "rule-target": "column", "object-locator": {"schema-name": "hr", "table-name": "emp", "column-name": "name"}}
]}`
	if code, out := check(strings.TrimSuffix(checkMapping, "\n]}") + mask); code != exitDone || !strings.Contains(out, "1 partly") || !strings.Contains(out, "masked by rule-id 3") {
		t.Errorf("a masked column: %d\n%s", code, out)
	}
	execSQL(t, tgt, `DELETE FROM people.emp`)
	if code, out := check(strings.TrimSuffix(checkMapping, "\n]}") + mask); code != exitFailOn {
		t.Errorf("a row is missing beside a masked column: %d\n%s", code, out)
	}
}

func TestCheckUsage(t *testing.T) {
	for _, x := range []struct {
		args []string
		want string
	}{
		{[]string{"check"}, "--source: a database is given as a URL"},
		{[]string{"check", "--source", "postgres://u@h/d", "--source-password", "env:NOT_SET_AT_ALL"}, "NOT_SET_AT_ALL is not set"},
		{[]string{"check", "--source", "oracle://u:hunter2@h/d"}, "no URL of postgres://"},
		{[]string{"check", "--source", "postgres://u:hunter2@127.0.0.1:1/d?connect_timeout=2"}, "--source"},
		{[]string{"check", "--source", "mysql://u:hunter2@127.0.0.1:1/d"}, "--source"},
		{[]string{"check", "--format", "pdf"}, "--format pdf"},
	} {
		code, _, errOut := command(t, x.args...)
		if code != exitUsage || !strings.Contains(errOut, x.want) || strings.Contains(errOut, "hunter2") {
			t.Errorf("%v: %d, %s", x.args, code, errOut)
		}
	}
}

// TestCheckWatch checks again and again until it is interrupted, and ends as the last check did.
func TestCheckWatch(t *testing.T) {
	src, tgt := pgservertest.Database(t), pgservertest.Database(t)
	execSQL(t, src, `CREATE SCHEMA hr; CREATE TABLE hr.emp (id integer PRIMARY KEY); INSERT INTO hr.emp VALUES (1)`)
	execSQL(t, tgt, `CREATE SCHEMA people; CREATE TABLE people.emp (id integer PRIMARY KEY); INSERT INTO people.emp VALUES (1)`)
	dir := t.TempDir()
	file, out := filepath.Join(dir, "mappings.json"), filepath.Join(dir, "result.json")
	if err := os.WriteFile(file, []byte(checkMapping), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"check", "--source", src, "--target", tgt, "--mapping", file, "--watch", "--interval", "50ms", "--settle", "100ms", "--max-lag", "1s", "--format", "json", "--out", out})
	}()
	state := func(want checks.State) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			var res checks.Result
			if b, err := os.ReadFile(out); err == nil && json.Unmarshal(b, &res) == nil && len(res.Tables) == 1 && res.Tables[0].State == want {
				return
			}
		}
		t.Fatalf("the watch does not come to %q", want)
	}
	state(checks.Equal)
	execSQL(t, tgt, `DELETE FROM people.emp`)
	state(checks.Different)
	execSQL(t, tgt, `INSERT INTO people.emp VALUES (1)`)
	state(checks.Equal)
	cancel()
	if code := <-done; code != exitDone {
		t.Errorf("it ends with %d", code)
	}
}
