package proof_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// TestDoubt holds what plpgsql_check calls an error, but cannot know.
func TestDoubt(t *testing.T) {
	rs := verify(t,
		"emp: CREATE TABLE emp (id int PRIMARY KEY, name text)",
		"dept: CREATE TABLE dept (no int PRIMARY KEY)",
		"temp: CREATE PROCEDURE temp() LANGUAGE plpgsql AS $$\nBEGIN\n  CREATE TEMP TABLE work (a int, b text);\n  INSERT INTO work VALUES (1, 'x');\nEND $$",
		"tempbad: CREATE PROCEDURE tempbad() LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE 'CREATE TEMPORARY TABLE work2 (a int)';\n  INSERT INTO work2 (c) VALUES (1);\nEND $$",
		"other: CREATE PROCEDURE other() LANGUAGE plpgsql AS $$\nBEGIN\n  DELETE FROM work;\nEND $$",
		"made: CREATE PROCEDURE made(n text) LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE 'CREATE TABLE made_here (' || n || ' int)';\n  DELETE FROM made_here;\nEND $$",
		"ref: CREATE PROCEDURE ref(q text) LANGUAGE plpgsql AS $$\nDECLARE\n  c refcursor;\n  r record;\nBEGIN\n  OPEN c FOR EXECUTE q;\n  FETCH c INTO r;\n  RAISE NOTICE '%', r.a;\nEND $$",
		"unassigned: CREATE PROCEDURE unassigned() LANGUAGE plpgsql AS $$\nDECLARE\n  r record;\nBEGIN\n  RAISE NOTICE '%', r.a;\nEND $$",
		"dynamic: CREATE PROCEDURE dynamic(q text) LANGUAGE plpgsql AS $$\nDECLARE\n  r record;\nBEGIN\n  FOR r IN EXECUTE q LOOP\n    RAISE NOTICE '%', r.a;\n  END LOOP;\nEND $$",
		"poly: CREATE FUNCTION poly(a anyelement) RETURNS text LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN upper(a);\nEND $$",
		"shared: CREATE FUNCTION shared() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  IF TG_TABLE_NAME = 'emp' THEN\n    NEW.name := 'x';\n  END IF;\n  RETURN NEW;\nEND $$;\n"+
			"CREATE TRIGGER shared1 BEFORE INSERT ON emp FOR EACH ROW EXECUTE FUNCTION shared();\n"+
			"CREATE TRIGGER shared2 BEFORE INSERT ON dept FOR EACH ROW EXECUTE FUNCTION shared()",
		"noret: CREATE FUNCTION noret() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  NULL;\nEND $$",
	)
	clean(t, rs, "emp", "temp")
	for key, line := range map[string]int{"ref": 8, "dynamic": 6, "poly": 3, "shared": 4, "other": 1, "made": 4} {
		broken(t, rs, key, proof.Unproved, proof.Checking, line, "")
		for _, m := range rs[key].Messages {
			if m.Level == proof.Error {
				t.Errorf("%s: called an error: %+v", key, m)
			}
		}
	}
	broken(t, rs, "tempbad", proof.Error, proof.Checking, 4, `column "c" of relation "work2"`)
	broken(t, rs, "unassigned", proof.Error, proof.Checking, 5, "not assigned")
	broken(t, rs, "noret", proof.Error, proof.Checking, 1, "RETURN")
}

// TestCheckerCrash has plpgsql_check 2.3 crash the server, as it does on an empty dynamic
// statement; the others must still be judged. Later versions just report it.
func TestCheckerCrash(t *testing.T) {
	units := []proof.Unit{
		{Key: "crash", File: "a", SQL: "CREATE FUNCTION crash() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE ''; RETURN 1; END $$"},
		{Key: "good", File: "b", SQL: "CREATE FUNCTION good() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$"},
		{Key: "bad", File: "c", SQL: "CREATE FUNCTION bad() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN nope; END $$"},
	}
	rep, err := proof.Verify(context.Background(), proof.Options{Jobs: 2}, units)
	if err != nil {
		t.Fatal(err)
	}
	if c := rep.Results[0].Checked; c != nil && *c {
		t.Logf("no crash here: %+v", rep.Results[0])
	}
	if c := rep.Results[1].Checked; c == nil || !*c {
		t.Errorf("good: %+v", rep.Results[1])
	}
	if c := rep.Results[2].Checked; c == nil || *c {
		t.Errorf("bad: %+v", rep.Results[2])
	}
}

// TestNothingIsLeft looks for what a proof leaves on a server of the user's.
func TestNothingIsLeft(t *testing.T) {
	rs := verify(t,
		"role: CREATE ROLE left_behind",
		"t: CREATE TABLE t (id int); GRANT SELECT ON t TO left_behind",
		"bad: CREATE PROCEDURE bad() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM nope; END $$",
	)
	clean(t, rs, "role", "t")
	broken(t, rs, "bad", proof.Error, proof.Checking, 1, "nope")
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, pgservertest.Server(t).URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var n int
	if err := conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM pg_roles WHERE rolname = 'left_behind')
		+ (SELECT count(*) FROM pg_database WHERE datname LIKE 'crosswalk_verify%')`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d roles and databases are left (%v)", n, err)
	}
}

func TestDeferredConstraint(t *testing.T) {
	rs := verify(t,
		"a: CREATE TABLE a (id int PRIMARY KEY)",
		"b: CREATE TABLE b (a_id int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
		"data: INSERT INTO b VALUES (7)",
	)
	if rs["b"].Loaded || !strings.Contains(rs["b"].Messages[0].Text, "violates foreign key") {
		t.Errorf("b: %+v", rs["b"])
	}
}

func TestNoServer(t *testing.T) {
	_, err := proof.Verify(context.Background(), proof.Options{URL: "postgres://u:secret@127.0.0.1:1/x?connect_timeout=1"}, nil)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
	_, err = proof.Verify(context.Background(), proof.Options{URL: "postgres://u:secret@[nowhere/x"}, nil)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestApply(t *testing.T) {
	no := false
	rep := &proof.Report{Results: []proof.Result{
		{Key: "a", File: "a.sql", Loaded: true, Checked: &no, Messages: []proof.Message{{Level: proof.Error, Phase: proof.Checking, Text: "x", Line: 3}}},
		{Key: "b", File: "b.sql", Checked: &no, Messages: []proof.Message{{Level: proof.Error, Text: "y", DueTo: "c"}}},
		{Key: "c", File: "c.sql", Checked: &no, Messages: []proof.Message{{Level: proof.Error, Text: "z", Line: 1}}},
		{Key: "d", File: "d.sql", Loaded: true, Checked: &no, Messages: []proof.Message{{Level: proof.Unproved, Phase: proof.Checking, Text: "u"}}},
		{Key: "e", File: "e.sql", Loaded: true},
		{Key: "e", File: "e2.sql", Loaded: false, Checked: &no, Messages: []proof.Message{{Level: proof.Warning, Text: "w"}}},
	}}
	out := proof.Apply(rep, nil)
	for key, want := range map[string][]*diag.Code{
		"a": {diag.BodyWrong}, "b": {diag.NeedsFailed}, "c": {diag.NotLoaded}, "d": {diag.BodyUnproved}, "e": {diag.BodyUnchecked},
	} {
		var got []*diag.Code
		for _, f := range out[key].Findings {
			got = append(got, f.Code)
		}
		if len(got) != len(want) || got[0] != want[0] {
			t.Errorf("%s: got %v", key, out[key].Findings)
		}
	}
	if o := out["e"]; o.Loaded || o.Checked == nil || *o.Checked {
		t.Errorf("e: %+v", o)
	}
	if m := out["a"].Findings[0].Message; m != "a.sql:3: x" {
		t.Errorf("message %q", m)
	}
}
