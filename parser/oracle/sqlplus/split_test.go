package sqlplus

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// archive is an Includer over the files of a test.
type archive map[string]*diag.File

func (a archive) Include(inc source.Include) (*diag.File, error) {
	names := []string{inc.Name}
	if path.Ext(inc.Name) == "" {
		names = []string{inc.Name + inc.Suffix}
	}
	for _, n := range names {
		if f := a[path.Join(path.Dir(inc.From.Name), n)]; f != nil && inc.Relative {
			return f, nil
		}
		if f := a[n]; f != nil {
			return f, nil
		}
	}
	return nil, &source.Problem{Kind: source.Missing, Name: inc.Name, Message: fs.ErrNotExist.Error()}
}

// TestUnits runs the archives of testdata. An archive holds scripts, all given on the
// command line but those whose name begins with "inc/", and "want". Lines of its comment
// of the form "define name=value" are options.
func TestUnits(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, c := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(c), ".txtar"), func(t *testing.T) { testArchive(t, c) })
	}
}

func testArchive(t *testing.T, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all, files := archive{}, []*diag.File{}
	want, at := "", -1
	for i, f := range ar.Files {
		if f.Name == "want" {
			want, at = string(f.Data), i
			continue
		}
		all[f.Name] = diag.NewFile(f.Name, string(f.Data))
		if !strings.HasPrefix(f.Name, "inc/") {
			files = append(files, all[f.Name])
		}
	}
	o := Options{Define: map[string]string{}}
	for _, l := range strings.Split(string(ar.Comment), "\n") {
		if kv, ok := strings.CutPrefix(l, "define "); ok {
			k, v, _ := strings.Cut(kv, "=")
			o.Define[k] = v
		}
	}
	got := dump(Load(context.Background(), files, all, o))
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("got:\n%s\nwant:\n%s", got, want)
	}
	if at < 0 {
		ar.Files = append(ar.Files, txtar.File{Name: "want"})
		at = len(ar.Files) - 1
	}
	ar.Files[at].Data = []byte(got)
	if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

// dump writes units and findings as the tests show them.
func dump(r Result) string {
	var sb strings.Builder
	for _, u := range r.Units {
		n, line, col := u.Span().Pos()
		fmt.Fprintf(&sb, "== %s:%d:%d-%d %s", n, line, col, u.Span().EndLine(), u.Kind)
		if u.Object != "" {
			fmt.Fprintf(&sb, " %s %s", u.Object, u.Name)
		}
		if u.CurrentSchema != "" {
			fmt.Fprintf(&sb, " in %s", u.CurrentSchema)
		}
		if u.Lead < u.Start {
			fmt.Fprintf(&sb, " lead %q", u.File.Text[u.Lead:u.Start])
		}
		fmt.Fprintf(&sb, "\n%s\n", u.Text())
		for _, f := range u.Problems {
			fmt.Fprintln(&sb, "!!", f)
		}
	}
	for _, f := range r.Problems {
		fmt.Fprintln(&sb, "!!", f)
	}
	return sb.String()
}

// TestLineEnds holds that CR LF changes nothing but the text inside units.
func TestLineEnds(t *testing.T) {
	seeds(func(s string) {
		if strings.Contains(s, "\r") {
			return
		}
		lf := Split(diag.NewFile("a.sql", s), Options{})
		crlf := Split(diag.NewFile("a.sql", strings.ReplaceAll(s, "\n", "\r\n")), Options{})
		if len(lf) != len(crlf) {
			t.Fatalf("%d units with LF, %d with CR LF:\n%s", len(lf), len(crlf), s)
		}
		for i := range lf {
			a, b := lf[i], crlf[i]
			if a.Text() != strings.ReplaceAll(b.Text(), "\r\n", "\n") || a.Kind != b.Kind || a.CurrentSchema != b.CurrentSchema {
				t.Errorf("LF %s %q\nCR LF %s %q", a.Kind, a.Text(), b.Kind, b.Text())
			}
		}
	})
}

// TestCallLines: the call of EXECUTE goes on where its line is half a call, and never over a statement.
func TestCallLines(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"exec p('a' ||\n  'b');\nselect 1 from dual;\n", "BEGIN p('a' ||\n  'b'); END;|select 1 from dual"},
		{"EXEC p(\n  1, -- one\n  2\n);\nEXEC q\n", "BEGIN p(\n  1, -- one\n  2\n); END;|BEGIN q; END;"},
		{"exec p(1\ncreate table t (a number);\n", "BEGIN p(1; END;|create table t (a number)"},
		{"exec p('a\nselect 'b' from dual;\n", "BEGIN p('a; END;|select 'b' from dual"},
		{"exec p('(')\nexec q\n", "BEGIN p('('); END;|BEGIN q; END;"},
	} {
		var got []string
		for _, u := range Split(diag.NewFile("a.sql", c.text), Options{}) {
			got = append(got, u.Text())
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, s, c.want)
		}
	}
}

// TestNextQuery: a query without terminator ends where the next statement begins behind a blank line.
func TestNextQuery(t *testing.T) {
	for _, c := range []struct {
		text  string
		units int
	}{
		{"select a from t\n\nselect b from t;\n", 2},
		{"-- one\nselect a\n  from t -- why\n \n--two\nselect b from t\n\n\nupdate t set a = 1", 3},
		{"select a from t\nunion all\n\nselect b from t;\n", 1},
		{"select a from t\nunion -- all\n\nselect b from t;\n", 1},
		{"insert into t (a, b)\n\nselect a, b from u;\n", 1},
		{"with q as (\nselect 1 from dual)\n\nselect * from q;\n", 1},
		{"select a from t where x in (\n\nselect 1 from u);\n", 1},
		{"select a from t where a =\n\nselect;\n", 1},
		{"create view v as\n\nselect a from t;\n", 1},
		{"select a from t\n\n  select b from t;\n", 1},
	} {
		if got := Split(diag.NewFile("a.sql", c.text), Options{}); len(got) != c.units {
			t.Errorf("%q: %d units, want %d", c.text, len(got), c.units)
		}
	}
}

// TestPositions holds that places in a text with substitution are those of the file.
func TestPositions(t *testing.T) {
	text := "define a = long_value\ncreate table &a..t (\n  x&a. number, y number);\nexec p(&a, -\n  last)\n"
	units := Split(diag.NewFile("a.sql", text), Options{})
	if len(units) != 2 {
		t.Fatal(units)
	}
	for _, c := range []struct {
		unit      int
		at        string
		line, col int
	}{
		{0, "create", 2, 1}, {0, "long_value.t", 2, 14}, {0, "t (", 2, 18}, {0, "xlong", 3, 3}, {0, "number, y", 3, 8}, {0, "y number", 3, 16},
		{1, "BEGIN", 4, 1}, {1, "p(", 4, 6}, {1, "long_value", 4, 8}, {1, ",", 4, 10}, {1, "last", 5, 3}, {1, "END", 5, 8},
	} {
		u := units[c.unit]
		i := strings.Index(u.File.Text, c.at)
		if i < 0 {
			t.Fatalf("%q is not in %q", c.at, u.File.Text)
		}
		if line, col := u.File.Position(i); line != c.line || col != c.col {
			t.Errorf("%q stands at %d:%d, want %d:%d", c.at, line, col, c.line, c.col)
		}
	}
}

// TestAbbreviations holds spellings that SQL*Plus accepts and refuses.
func TestAbbreviations(t *testing.T) {
	for w, want := range map[string]string{"PRO": "PROMPT", "PROM": "PROMPT", "EXEC": "EXECUTE", "EXE": "", "DEL": "DEL", "DELETE": "",
		"SHO": "SHOW", "R": "RUN", "C": "CHANGE", "CL": "CLEAR", "COMMENT": "", "COMP": "COMPUTE", "DEF": "DEFINE", "STA": "START",
		"DESC": "DESCRIBE", "DESCR": "DESCRIBE", "ACC": "ACCEPT", "VARI": "VARIABLE", "SETT": "", "UNDEF": "UNDEFINE", "CONN": "CONNECT"} {
		got := ""
		if c := lookup(w); c != nil {
			got = c.name
		}
		if got != want {
			t.Errorf("%s is %q, want %q", w, got, want)
		}
	}
}

// TestSecrets holds that a password of CONNECT is in no unit and no finding.
func TestSecrets(t *testing.T) {
	text := "connect app/s3cret@db\nconn &u/s3cret\nalter session set current_schema = x;\nhost sqlplus app/s3cret\n@@missing_s\ncreate table &u..t (id number);\npassword s3cret\n"
	f := diag.NewFile("a.sql", text)
	if out := dump(Load(context.Background(), []*diag.File{f}, archive{}, Options{})); strings.Contains(out, "s3cret") {
		t.Error(out)
	}
}

// TestExamples holds that the example of each code of this package raises it.
func TestExamples(t *testing.T) {
	for _, c := range []*diag.Code{diag.Unterminated, diag.UndefinedVariable, diag.MissingInclude, diag.NoCreate} {
		r := Load(context.Background(), []*diag.File{diag.NewFile("a.sql", c.Example)}, nil, Options{})
		if out := dump(r); !strings.Contains(out, c.ID) || len(r.Units) == 0 {
			t.Errorf("%s is not raised by its example:\n%s", c.ID, out)
		}
	}
}
