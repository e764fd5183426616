package oracle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// syntaxUnits gives the units of testdata/syntax: SQL of every family of statements.
func syntaxUnits(t testing.TB) (files []*diag.File, units [][2]int) {
	paths, err := filepath.Glob("testdata/syntax/*.sql")
	if err != nil || len(paths) < 7 {
		t.Fatal(err, paths)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f := diag.NewFile(p, string(b))
		for at := 0; at < len(f.Text); {
			end := len(f.Text)
			if i := strings.Index(f.Text[at:], "\n/\n"); i >= 0 {
				end = at + i + 1
			}
			files = append(files, f)
			units = append(units, [2]int{at, end})
			at = end + 2
		}
	}
	return files, units
}

// TestSyntax parses every unit, and holds that the tree has all its tokens.
func TestSyntax(t *testing.T) {
	files, units := syntaxUnits(t)
	for i, f := range files {
		tree, err := parse(f, units[i][0], units[i][1])
		if err != nil {
			line, col := f.Position(err.Start)
			t.Errorf("%s:%d:%d: %s | %s", f.Name, line, col, err.Msg, around(f.Text, err.Start))
			continue
		}
		start, end := parsing.SpanOf(tree.Root)
		text := strings.TrimSpace(f.Text[units[i][0]:units[i][1]])
		if got := strings.TrimSpace(f.Text[start:end]); !strings.HasPrefix(text, got) {
			t.Errorf("%s: the tree spans %q, not %q", f.Name, got, text)
		}
	}
	t.Logf("%d units", len(units))
}

// TestPrediction holds that the grammar stays LL(1): ANTLR's prediction is hundreds of times
// slower than the switch it generates where one token decides. The two left are INTO after
// LOG ERRORS in a multi-table INSERT and the commas of COLUMNS without parentheses.
func TestPrediction(t *testing.T) {
	b, err := os.ReadFile("syntax/oracle_parser.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "AdaptivePredict("); n > 3 {
		t.Errorf("%d calls of prediction, 3 were", n)
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct{ sql, at, msg string }{
		{"select a from t where", "", "unexpected end of input"},
		{"select a b c from t", "c from", `unexpected "c", expected end of input`},
		{"begin a := 1 b := 2; end;", "b :=", `unexpected "b", expected ;`},
		{"begin if a then null; end;", ";", `unexpected ";", expected IF`},
		{"create table t (a number,)", ")", `unexpected ")"`},
		{"create table t (a number", "", "unexpected end of input, expected )"},
		{"begin a := 'x; end;", "'x", "string is not closed: ' is missing"},
		{"begin /* x end;", "/*", "comment is not closed: */ is missing"},
		{`select "a from t`, `"a`, `quoted name is not closed: " is missing`},
		{"begin a := q'[x; end;", "q'", "string is not closed: ]' is missing"},
		{"begin $if some_pkg.flag $then null; $end null; end;", "some_pkg", "the value of SOME_PKG.FLAG is not known: no package in the input sets it to a literal"},
		{"begin $if true $then null; end;", "$if", "$IF is not closed: $END is missing"},
		{"begin null; $end end;", "$end", "$end without $IF"},
		{"create procedure p is begin null; end; garbage here", "garbage", `unexpected "garbage", expected end of input`},
		{strings.Repeat("(", 10000), "", "parentheses are nested more than 1000 deep"},
		{"select " + strings.Repeat("(", 10000) + "1" + strings.Repeat(")", 10000) + " from dual", "", "parentheses are nested more than 1000 deep"},
		{strings.Repeat("begin ", 10000) + "null;" + strings.Repeat(" end;", 10000), "", "blocks are nested more than 1000 deep"},
		{"declare " + strings.Repeat("procedure p is ", 10000), "", "blocks are nested more than 1000 deep"},
		{"select " + strings.Repeat("a[", 10000), "", "parentheses are nested more than 1000 deep"},
	} {
		f := diag.NewFile("test.sql", c.sql)
		_, err := parse(f, 0, len(c.sql))
		name := c.sql[:min(len(c.sql), 60)]
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if !strings.HasPrefix(err.Msg, c.msg) {
			t.Errorf("%s: message %q, want %q", name, err.Msg, c.msg)
		}
		if c.at != "" && !strings.HasPrefix(c.sql[err.Start:], c.at) {
			t.Errorf("%s: error at %q, want %q", name, c.sql[err.Start:], c.at)
		}
	}
}

// TestOffsets holds that offsets are those of the whole file, and that comments are kept.
func TestOffsets(t *testing.T) {
	const before, unit = "-- a file\nselect 1 from dual;\n", "select /* c1 */ a -- c2\nfrom t"
	f := diag.NewFile("test.sql", before+unit+";\nrest")
	tree, err := parse(f, len(before), len(before)+len(unit))
	if err != nil {
		t.Fatal(err.Msg)
	}
	if start, end := parsing.SpanOf(tree.Root.Statement(0)); f.Text[start:end] != unit {
		t.Errorf("span is %q", f.Text[start:end])
	}
	var got []string
	for _, c := range tree.Comments {
		got = append(got, f.Text[c.Start:c.End])
	}
	if strings.Join(got, "|") != "/* c1 */|-- c2" {
		t.Errorf("comments are %q", got)
	}
}

// TestConditionalCompilation holds which branch is compiled.
func TestConditionalCompilation(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"$if true $then a $else b $end", "a"},
		{"$if false $then a $else b $end", "b"},
		{"$if $$x $then a $end", ""},
		{"$if $$x is null $then a $end", "a"},
		{"$if not $$debug $then a $else b $end", "a"},
		{"$if $$n > 2 and $$debug = false $then a $end", "a"},
		{"$if dbms_db_version.version >= 12 $then a $elsif true $then b $end", "a"},
		{"$if dbms_db_version.ver_le_11_2 $then a $else b $end", "b"},
		{"$if sys.dbms_db_version.ver_le_19 $then a $else b $end", "a"},
		{"$if some_pkg.flag $then a $elsif some_pkg.level >= 3 $then b $end", "b"},
		{"$if me.some_pkg.level = 3 $then a $elsif not_there.flag $then b $end", "a"},
		{"$if utl_ident.is_oracle_server $then a $end", "a"},
		{"$if false $then $if true $then a $end $else c $if false $then d $else e $end $end", "c e"},
		{"$if false $then $error 'no' $end $else a $end", "a"},
		{"$if (1 = 2) or ('x' = 'x') $then a $end", "a"},
		{"$if -1 < 0 and 2 <> 3 and 2 <= 2 and 'b' > 'a' $then a $end", "a"},
	} {
		r := scan.Scan(c.sql, 0, len(c.sql), scan.Options{Flags: map[string]string{"DEBUG": "FALSE", "N": "3", "SOME_PKG.FLAG": "FALSE", "SOME_PKG.LEVEL": "3"}})
		if r.Err != nil {
			t.Errorf("%s: %s", c.sql, r.Err.Msg)
			continue
		}
		var got []string
		for i := range r.Tokens[:len(r.Tokens)-1] {
			got = append(got, r.Tokens[i].Text())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: compiled %q, want %q", c.sql, s, c.want)
		}
	}
}

// TestManyStatements parses several statements in one unit.
func TestManyStatements(t *testing.T) {
	const sql = "create table t (a number); insert into t values (1);\n/\n; begin null; end;\n/\ncreate package p is end; create package body p is end;"
	f := diag.NewFile("test.sql", sql)
	tree, err := parse(f, 0, len(sql))
	if err != nil {
		t.Fatal(err.Msg)
	}
	if n := len(tree.Root.AllStatement()); n != 5 {
		t.Errorf("%d statements, want 5", n)
	}
}

func BenchmarkParse(b *testing.B) {
	files, units := syntaxUnits(b)
	bytes, lines := 0, 0
	for i, u := range units {
		bytes += u[1] - u[0]
		lines += strings.Count(files[i].Text[u[0]:u[1]], "\n")
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		for i, u := range units {
			if _, err := parse(files[i], u[0], u[1]); err != nil {
				b.Fatal(err.Msg)
			}
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
