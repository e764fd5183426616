package tsql

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
)

func statements(tb testing.TB) *diag.File {
	tb.Helper()
	b, err := os.ReadFile("testdata/statements.sql")
	if err != nil {
		tb.Fatal(err)
	}
	return diag.NewFile("statements.sql", string(b))
}

// TestStatements parses statements of the whole language.
func TestStatements(t *testing.T) {
	f := statements(t)
	n := 0
	for _, u := range batch.Split(f, batch.Options{}) {
		tree, err := parse(f, u.Start, u.End, scan.Options{})
		if err != nil {
			t.Errorf("%s | %s", err.Msg, around(f.Text, err.Start))
			continue
		}
		n += len(tree.Stmts)
		for _, s := range tree.Stmts {
			if s.Err != nil {
				t.Errorf("%s | %s", s.Err.Msg, around(f.Text, s.Err.Start))
			}
		}
	}
	// Counted in the file; what stands in modules, BEGIN and TRY is part of theirs, and IF, ELSE and WHILE are statements
	// in front of theirs. One more or less means that a statement was cut, or that one took in the next.
	if want := 177; n != want {
		t.Errorf("%d statements were told apart, want %d", n, want)
	}
}

// TestBoundaries holds where statements end that nothing ends.
func TestBoundaries(t *testing.T) {
	for text, want := range map[string]int{
		"SELECT 1 SELECT 2":                                           2,
		"SELECT 1 -- it's\rSELECT 2 -- a\r\nSELECT 3":                 3, // a carriage return ends a line
		"SELECT a FROM t WHERE b = 1 SET NOCOUNT ON":                  2,
		"UPDATE t SET a = 1 SET @x = 2":                               2,
		"SELECT a FROM t ORDER BY a FETCH NEXT FROM c":                2,
		"INSERT t SELECT 1 INSERT t EXEC p 1 EXEC p 2":                3,
		"EXEC p @a OUTPUT EXEC q":                                     2,
		"DECLARE @a int DECLARE @b int = 1 SELECT @a":                 3,
		"RETURN SELECT 1":                                             2,
		"RETURN (SELECT 1)":                                           1,
		"IF @a = 1 SELECT 1 ELSE SELECT 2":                            4, // IF, ELSE and what they govern
		"BEGIN SELECT 1 SELECT 2 END SELECT 3":                        2,
		"DROP TABLE t CREATE TABLE t (a int) ON [x]":                  2,
		"ALTER TABLE t ADD a int ALTER TABLE t ADD b":                 2,
		"GRANT SELECT, INSERT ON t TO u GRANT x TO v":                 2,
		"ALTER DATABASE d SET a ON SET NOCOUNT ON":                    2,
		"SELECT 1 AS throw; THROW 50000, 'x', 1; THROW":               3,
		"a: SELECT 1 b: GOTO a":                                       4,
		"SELECT 1;;; SELECT 2;":                                       2,
		"MERGE t USING u ON 1 = 1 WHEN MATCHED THEN DELETE; SELECT 1": 2,
		"WITH c AS (SELECT 1 a) SELECT a FROM c SELECT 2":             2,
		"COMMIT SELECT 1 ROLLBACK TRAN SELECT 2":                      4,
	} {
		f := diag.NewFile("a.sql", text)
		tree, err := parse(f, 0, len(text), scan.Options{})
		if err != nil {
			t.Errorf("%s: %s", text, err.Msg)
			continue
		}
		for _, s := range tree.Stmts {
			if s.Err != nil {
				t.Errorf("%s: %s", text, s.Err.Msg)
			}
		}
		if len(tree.Stmts) != want {
			t.Errorf("%s: %d statements, want %d", text, len(tree.Stmts), want)
		}
	}
}

// TestErrors holds place and wording of syntax errors, and that the statements around are kept.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text, at, msg string
		kept          int
	}{
		{"CREATE TABLE t (a int b int\nSELECT 1", "1:23", "", 0},
		{"CREATE TABLE t (a int\nSELECT 1", "2:1", "", 0},
		{"CREATE TABLE t (a int NOT NULL b int)\nSELECT 1", "1:32", "", 1},
		{"CREATE TABLE t (a int, b int SPARS)\nSELECT 1", "1:30", "", 1},
		{"ALTER TABLE t ADD a int b int;\nSELECT 1", "1:25", "", 1},
		{"ALTER TABLE t ALTER COLUMN a int b;\nSELECT 1", "1:34", "", 1},
		{"DECLARE @t TABLE (a int b int)\nSELECT 1", "1:25", "", 1},
		{"CREATE TYPE t AS TABLE (a int b int)\nSELECT 1", "1:31", "", 1},
		{"SELECT 1\nSELECT FROM t\nSELECT 2", "2:8", "", 2},
		{"UPDATE t WHERE a = 1;\nSELECT 2", "1:10", `unexpected "WHERE", expected SET`, 1},
		{"INSERT INTO (a) VALUES (1);", "1:13", `unexpected "(", expected @variable, function or identifier`, 0},
		{"IF 1 = 1 BEGIN SELECT 1\n", "2:1", "", 1},
		{"SELECT a b c FROM t", "1:12", `unexpected "c"`, 0},
		{"CREATE PROC p AS SELECT 'x", "1:25", "string is not closed: ' is missing", 0},
		{"SELECT (1 + 2", "1:14", "", 0},
	} {
		f := diag.NewFile("a.sql", c.text)
		tree, err := parse(f, 0, len(c.text), scan.Options{})
		kept := 0
		if tree != nil {
			for _, s := range tree.Stmts {
				if s.Err == nil {
					kept++
				} else if err == nil {
					err = s.Err
				}
			}
		}
		if err == nil {
			t.Errorf("%s: no error", c.text)
			continue
		}
		line, col := f.Position(err.Start)
		if got := fmt.Sprintf("%d:%d", line, col); got != c.at {
			t.Errorf("%s: at %s, want %s (%s)", c.text, got, c.at, err.Msg)
		}
		if c.msg != "" && err.Msg != c.msg {
			t.Errorf("%s: %s, want %s", c.text, err.Msg, c.msg)
		}
		if kept != c.kept {
			t.Errorf("%s: %d statements kept, want %d", c.text, kept, c.kept)
		}
	}
}

// stmtTrees gives the trees of a batch's statements.
func stmtTrees(tree *Tree) []antlr.Tree {
	var out []antlr.Tree
	for _, s := range tree.Stmts {
		out = append(out, s.Ctx)
	}
	return out
}

// TestStructure holds what IF, ELSE and WHILE govern.
func TestStructure(t *testing.T) {
	text := "IF 1 = 1 WHILE 2 = 2 IF 3 = 3 SELECT 1 ELSE SELECT 2 ELSE BEGIN SELECT 3 END SELECT 4"
	f := diag.NewFile("a.sql", text)
	tree, err := parse(f, 0, len(text), scan.Options{})
	if err != nil {
		t.Fatal(err.Msg)
	}
	nodes := structure(stmtTrees(tree))
	if len(nodes) != 2 || nodes[0].body == nil || nodes[0].body.ctx.WhileHead() == nil {
		t.Fatalf("%d nodes", len(nodes))
	}
	inner := nodes[0].body.body
	if inner.ctx.IfHead() == nil || inner.els == nil || inner.els.ctx.SelectStmt() == nil {
		t.Error("the first ELSE belongs to the inner IF")
	}
	if nodes[0].els == nil || nodes[0].els.ctx.BeginBlock() == nil {
		t.Error("the second ELSE belongs to the outer IF")
	}
	if nodes[0].end != strings.Index(text, " SELECT 4") {
		t.Errorf("the IF ends at %d", nodes[0].end)
	}
}

// FuzzParse holds that no input makes the parser panic, that errors lie in the input, and that
// statements lie in order.
func FuzzParse(f *testing.F) {
	file := statements(f)
	for _, line := range strings.Split(file.Text, "\n") {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20000 {
			return
		}
		file := diag.NewFile("fuzz.sql", text)
		tree, err := parse(file, 0, len(text), scan.Options{})
		if err != nil {
			if err.Start < 0 || err.End < err.Start || err.End > len(text) || err.Msg == "" {
				t.Errorf("error %q at %d..%d of %d", err.Msg, err.Start, err.End, len(text))
			}
			return
		}
		last := 0
		for _, s := range tree.Stmts {
			if s.Start < last || s.End < s.Start || s.End > len(text) || (s.Err == nil) == (s.Ctx == nil) {
				t.Fatalf("statement %d..%d behind %d of %d", s.Start, s.End, last, len(text))
			}
			last = s.End
		}
	})
}

// FuzzScan holds that tokens and comments cover everything but blanks, in order.
func FuzzScan(f *testing.F) {
	for _, line := range strings.Split(statements(f).Text, "\n") {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := scan.Scan(text, 0, len(text), scan.Options{})
		last := 0
		for _, k := range r.Tokens {
			if int(k.Start) < last || k.End < k.Start {
				t.Fatalf("token %d..%d behind %d", k.Start, k.End, last)
			}
			last = int(k.End)
		}
		if last > len(text) {
			t.Fatalf("tokens end at %d of %d", last, len(text))
		}
	})
}

// BenchmarkParse tells lines a second of one core.
func BenchmarkParse(b *testing.B) {
	f := statements(b)
	units := batch.Split(f, batch.Options{})
	lines := strings.Count(f.Text, "\n")
	for b.Loop() {
		for _, u := range units {
			if _, err := parse(f, u.Start, u.End, scan.Options{}); err != nil {
				b.Fatal(err.Msg)
			}
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
