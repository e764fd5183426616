package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

const stored = `CREATE TABLE t (a int)
GO
-- a query
SELECT a, d FROM t
GO
~~START~~
int#!#numeric
1#!#2.50
<NULL>#!#3
~~END~~

DROP TABLE t
GO
SELECT 1/0
GO
~~ERROR (Code: 8134)~~

~~ERROR (Message: Divide by zero error encountered.)~~

CREATE TABLE t (b int)
GO
SELECT 3
GO
`

func TestReadSteps(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.out"), []byte(stored), 0o600); err != nil {
		t.Fatal(err)
	}
	groups, err := readGroups(dir, "")
	if err != nil || len(groups) != 1 {
		t.Fatal(err, groups)
	}
	g := groups[0]
	g.classify()
	if len(g.steps) != 4 { // it ends where t is made a second time
		t.Fatalf("%d steps", len(g.steps))
	}
	q := g.steps[1]
	if !q.runs || g.steps[0].runs || g.steps[2].runs || g.steps[2].comment == "" || len(q.sets) != 1 || len(q.sets[0].rows) != 2 || q.sets[0].types[1] != "numeric" {
		t.Fatalf("%+v", q)
	}
	if s := g.steps[3]; len(s.errors) != 1 || s.errors[0] != "Divide by zero error encountered." {
		t.Fatalf("%+v", s)
	}
	var b strings.Builder
	g.source(&b)
	if s := b.String(); !strings.Contains(s, "CREATE PROCEDURE dbo.stored_step_2 AS") || strings.Contains(s, "DROP TABLE") {
		t.Fatal(s)
	}
	got := []resultSet{{rows: [][]string{{"<NULL>", "3.000"}, {"1", "2.5"}}}}
	if d := difference(q.sets, got, false); d != "" {
		t.Error(d)
	}
	if d := difference(q.sets, got, true); d == "" {
		t.Error("another order is none where it was asked for")
	}
	got[0].rows[1][1] = "2.6"
	if d := difference(q.sets, got, false); d == "" {
		t.Error("2.6 is taken for 2.50")
	}
}

func TestCanonicalValue(t *testing.T) {
	for _, c := range []struct{ typ, stored, got string }{
		{"bit", "1", "t"}, {"varbinary", "0AFF", `\x0aff`}, {"datetime", "2020-01-02 00:00:00.0", "2020-01-02 00:00:00"}, {"time", "12:30:00.1200000", "12:30:00.12"},
		{"datetimeoffset", "2020-01-02 03:00:00.5000000 +03:00", "2020-01-02 00:00:00.5+00"}, {"char", "a  ", "a"}, {"float", "0.1", "0.10000000000000001"},
	} {
		if a, b := canonicalValue(c.stored, c.typ), canonicalValue(c.got, c.typ); a != b {
			t.Errorf("%s: %q and %q", c.typ, a, b)
		}
	}
}

func TestSameCause(t *testing.T) {
	for _, c := range []struct {
		stored, state, message string
		same                   bool
	}{
		{"Divide by zero error encountered.", "22012", "division by zero", true},
		{"Divide by zero error encountered.", "42P01", `relation "t" does not exist`, false},
		{`duplicate key value violates unique constraint "a"`, "23505", `duplicate key value violates unique constraint "b"`, true},
		{`new row for relation "t" violates check constraint "c"`, "23502", "null value", false},
		{"invalid input syntax for type integer: \"x\"", "22P02", "invalid input syntax for type integer", true},
		{"Stop here.", "P0001", "stop here", true},
		{"Stop here.", "P0001", "no more", false},
		{"could not find a procedure named \"p\"", "22012", "division by zero", false},
	} {
		if got := sameCause(c.stored, &pgconn.PgError{Code: c.state, Message: c.message}); got != c.same {
			t.Errorf("%q and %s %q: %v", c.stored, c.state, c.message, got)
		}
	}
	if sameCause("value too long", errors.New("closed")) {
		t.Error("an error that is none of the server's")
	}
}

func TestTold(t *testing.T) {
	yellow := assess.Object{Name: "dbo.v", Findings: []assess.Finding{{Code: diag.TSQLCompareCase.ID, Severity: diag.Yellow.String()}}}
	g := &group{steps: []*step{
		{text: "CREATE VIEW v AS SELECT a FROM t"}, {text: "CREATE PROC p AS SELECT * FROM v"}, {text: "EXEC p", runs: true}, {text: "SELECT 1", runs: true},
		{text: "CREATE TRIGGER v_tr ON [dbo].[u] FOR INSERT AS SELECT * FROM v"}, {text: "INSERT u VALUES (1)", runs: true},
	}}
	r := &runner{g: g, status: map[string]assess.Object{"dbo.v": yellow}}
	for i, want := range map[int]bool{2: true, 3: false, 5: true} {
		if got := r.told(i, assess.Object{}); got != want {
			t.Errorf("step %d: %v", i+1, got)
		}
	}
}
