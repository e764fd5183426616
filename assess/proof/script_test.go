package proof_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
)

// write makes the files of a schema repository, and gives the path of its install.sql.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "install.sql")
}

func TestRunScript(t *testing.T) {
	install := write(t, map[string]string{
		"install.sql": "\\set ON_ERROR_STOP on\nSET check_function_bodies = off;\n\\ir types/pair.sql\n\\i tables/t.sql\n" +
			"INSERT INTO t VALUES ('back\\slash; \\i nothing');\n\\echo done\n",
		"types/pair.sql": "CREATE TYPE pair AS (a int, b text);",
		"tables/t.sql":   "CREATE TABLE t (note text);\n\\ir more/f.sql\n",
		"tables/more/f.sql": "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1; -- \\i nothing\nEND;\n$$;\n" +
			"CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;\n",
	})
	url := pgservertest.Database(t)
	ctx := context.Background()
	if err := proof.RunScript(ctx, url, install); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var note string
	var n int
	if err := conn.QueryRow(ctx, "SELECT note, f() + g() FROM t").Scan(&note, &n); err != nil || note != `back\slash; \i nothing` || n != 3 {
		t.Errorf("got %q, %d, %v", note, n, err)
	}
	psql(t, install, true)
}

func TestRunScriptFails(t *testing.T) {
	install := write(t, map[string]string{
		"install.sql":  "CREATE TABLE t (id int);\n\\ir views/v.sql\n",
		"views/v.sql":  "CREATE VIEW v AS\n  SELECT id,\n    nope FROM t;\n",
		"unused/x.sql": "SELECT 1;",
	})
	url := pgservertest.Database(t)
	ctx := context.Background()
	err := proof.RunScript(ctx, url, install)
	if err == nil || !strings.Contains(err.Error(), "v.sql:3:") || !strings.Contains(err.Error(), "nope") {
		t.Errorf("got %v", err)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('t') IS NOT NULL").Scan(&there); err != nil || there {
		t.Errorf("the failed script left a table (%v)", err)
	}
	psql(t, install, false)
}

// psql runs the script by the real program, where there is one, and compares the outcome.
func psql(t *testing.T, install string, want bool) {
	t.Helper()
	prog, err := exec.LookPath("psql")
	if err != nil {
		t.Log("no psql here")
		return
	}
	cmd := exec.Command(prog, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", "install.sql", pgservertest.Database(t))
	cmd.Dir = filepath.Dir(install)
	out, err := cmd.CombinedOutput()
	if (err == nil) != want {
		t.Errorf("psql: %v\n%s", err, out)
	}
}
