package proof_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
)

func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }

// verify runs units of the form "key: SQL" on the test server, and indexes the results.
func verify(t *testing.T, units ...string) map[string]proof.Result {
	t.Helper()
	var us []proof.Unit
	for _, u := range units {
		key, sql, _ := strings.Cut(u, ": ")
		us = append(us, proof.Unit{Key: key, SQL: sql, File: key + ".sql"})
	}
	rep, err := proof.Verify(context.Background(), proof.Options{URL: pgservertest.Server(t).URL("postgres")}, us)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Extension == "" {
		t.Fatal("plpgsql_check is not installed: apt-get install postgresql-15-plpgsql-check")
	}
	out := map[string]proof.Result{}
	for _, r := range rep.Results {
		out[r.Key] = r
	}
	return out
}

// clean fails the test unless the keys are loaded and checked.
func clean(t *testing.T, rs map[string]proof.Result, keys ...string) {
	t.Helper()
	for _, k := range keys {
		r := rs[k]
		if !r.Loaded || r.Checked == nil || !*r.Checked {
			t.Errorf("%s: not clean: %+v", k, r)
		}
	}
}

// broken fails the test unless the key has that message of level and phase at the line.
func broken(t *testing.T, rs map[string]proof.Result, key string, level proof.Level, phase proof.Phase, line int, want string) {
	t.Helper()
	r := rs[key]
	if r.Checked == nil || *r.Checked {
		t.Errorf("%s: checked = %v, want false", key, r.Checked)
	}
	if r.Loaded != (phase == proof.Checking) {
		t.Errorf("%s: loaded = %v", key, r.Loaded)
	}
	for _, m := range r.Messages {
		if m.Level == level && m.Phase == phase && m.Line == line && strings.Contains(m.Text, want) {
			return
		}
	}
	t.Errorf("%s: no %q at line %d in %+v", key, want, line, r.Messages)
}

func TestLoad(t *testing.T) {
	rs := verify(t,
		"a: CREATE TABLE a (id int PRIMARY KEY, b_id int)",
		"bad: -- a comment\nCREATE TABLE bad (\n  id int,,\n)",
		"b: CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a)",
		"fk: ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b",
		"v: CREATE VIEW v AS\nSELECT id,\n  nosuch FROM a",
		"w: CREATE VIEW w AS SELECT id FROM v",
		"x: CREATE VIEW x AS SELECT id FROM w",
		"y: CREATE VIEW y AS SELECT id FROM b",
		"ü: SELECT 'üüü',\n 'ü' || nosuch",
	)
	clean(t, rs, "a", "b", "fk", "y")
	broken(t, rs, "bad", proof.Error, proof.Loading, 3, "syntax error")
	broken(t, rs, "v", proof.Error, proof.Loading, 3, `column "nosuch" does not exist`)
	broken(t, rs, "w", proof.Error, proof.Loading, 1, `relation "v" does not exist`)
	broken(t, rs, "ü", proof.Error, proof.Loading, 2, "nosuch")
	if c := rs["ü"].Messages[0].Column; c != 9 {
		t.Errorf("column %d, want 9", c)
	}
	for key, cause := range map[string]string{"w": "v", "x": "w", "v": ""} {
		if got := rs[key].Messages[0].DueTo; got != cause {
			t.Errorf("%s: due to %q, want %q", key, got, cause)
		}
	}
}

func TestBodies(t *testing.T) {
	rs := verify(t,
		"t: CREATE TABLE t (id int PRIMARY KEY, name text)",
		"even: CREATE FUNCTION even(n int) RETURNS boolean LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN n = 0 OR odd(n - 1);\nEND;\n$$",
		"odd: CREATE FUNCTION odd(n int) RETURNS boolean LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN n <> 0 AND even(n - 1);\nEND;\n$$",
		"col: CREATE PROCEDURE col() LANGUAGE plpgsql AS $$\nDECLARE\n  n text;\nBEGIN\n  SELECT nme\n    INTO n FROM t;\nEND;\n$$",
		"deep: CREATE PROCEDURE deep() LANGUAGE plpgsql AS $$\nDECLARE\n  n int;\nBEGIN\n  SELECT id,\n         nope1\n    INTO n FROM t;\n  PERFORM 1,\n    nope2;\nEND;\n$$",
		"syn: CREATE PROCEDURE syn()\nLANGUAGE plpgsql AS $$\nBEGIN\n  IF 1 = 1 THEN\n    NUL;\n  END IF;\nEND;\n$$",
		"type: CREATE PROCEDURE type()\nLANGUAGE plpgsql AS $$\nDECLARE\n  r nosuch%ROWTYPE;\nBEGIN\n  NULL;\nEND;\n$$",
		"call: CREATE PROCEDURE call() LANGUAGE plpgsql AS $$\nBEGIN\n  CALL syn(1);\nEND;\n$$",
		"sqlgood: CREATE FUNCTION sqlgood() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM later'",
		"sqlbad: CREATE FUNCTION sqlbad() RETURNS bigint LANGUAGE sql AS $$\nSELECT count(*)\n  FROM nosuch\n$$",
		"later: CREATE TABLE later (id int)",
		"stub: CREATE FUNCTION stub() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN nope; END $$",
		"real: CREATE OR REPLACE FUNCTION stub() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN length(''x''); END'",
		"escaped: CREATE FUNCTION escaped() RETURNS int LANGUAGE plpgsql AS E'BEGIN\\n  RETURN length(\\'x\\');\\nEND'",
		"names: CREATE FUNCTION Größe_ÄÖ_"+strings.Repeat("ü", 40)+"() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
		"gone: CREATE FUNCTION gone() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; DROP FUNCTION gone()",
		"over: CREATE FUNCTION over(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN nosuch(a); END $$;\n"+
			"CREATE FUNCTION over(a text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
	)
	clean(t, rs, "even", "odd", "sqlgood", "stub", "real", "escaped", "names")
	broken(t, rs, "gone", proof.Unproved, proof.Checking, 1, "was not checked")
	broken(t, rs, "col", proof.Error, proof.Checking, 5, `column "nme" does not exist`)
	broken(t, rs, "deep", proof.Error, proof.Checking, 6, "nope1")
	broken(t, rs, "deep", proof.Error, proof.Checking, 9, "nope2")
	if m := rs["deep"].Messages[1]; m.Column != 5 {
		t.Errorf("deep: column %d, want 5: %+v", m.Column, m)
	}
	broken(t, rs, "syn", proof.Error, proof.Checking, 5, `syntax error at or near "NUL"`)
	broken(t, rs, "type", proof.Error, proof.Checking, 4, `"nosuch" does not exist`)
	broken(t, rs, "call", proof.Error, proof.Checking, 3, "syn(integer) does not exist")
	broken(t, rs, "sqlbad", proof.Error, proof.Checking, 3, `"nosuch" does not exist`)
	broken(t, rs, "over", proof.Error, proof.Checking, 1, "nosuch(integer) does not exist")
}

func TestTriggers(t *testing.T) {
	rs := verify(t,
		"t: CREATE TABLE t (id int PRIMARY KEY, name text)",
		"good: CREATE FUNCTION good() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.name := 'x';\n  RETURN NEW;\nEND;\n$$;\n"+
			"CREATE TRIGGER good BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION good()",
		"bad: CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.nme := 'x';\n  RETURN NEW;\nEND;\n$$;\n"+
			"CREATE TRIGGER bad BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION bad()",
		"rows: CREATE FUNCTION rows() RETURNS trigger LANGUAGE plpgsql AS $$\nDECLARE n int;\nBEGIN\n  SELECT count(*) INTO n FROM fresh;\n  RETURN NULL;\nEND;\n$$;\n"+
			"CREATE TRIGGER rows AFTER INSERT ON t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION rows()",
		"unused: CREATE FUNCTION unused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
		"event: CREATE FUNCTION event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', tg_tag; END $$",
	)
	clean(t, rs, "good", "rows", "event", "unused")
	broken(t, rs, "bad", proof.Error, proof.Checking, 3, `record "new" has no field "nme"`)
}
