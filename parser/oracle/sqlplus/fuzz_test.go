package sqlplus

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// seeds are the scripts of testdata and pieces that are hard.
func seeds(add func(string)) {
	cases, _ := filepath.Glob("testdata/*.txtar")
	for _, c := range cases {
		ar, err := txtar.ParseFile(c)
		if err != nil {
			panic(err)
		}
		for _, f := range ar.Files {
			if f.Name != "want" {
				add(string(f.Data))
			}
		}
	}
	for _, s := range []string{"", "/", ".", "'", "q'", "nq'[", "/*", "--", "&", "&&", "&1", "${", "@", "@@", "exec", "\"", "\x00", "<<",
		"create", "create or replace", "create type", "begin", "end;", "declare x; begin end;;", "set define", "define", "define x=", "rem -", "prompt -\n-\n-",
		"x'\n/\ncreate\n'", "'\n;\ninsert'", "/*\n/\nselect\n/*\n*/", "with function f", "\xff\xfe", "conn \"", "alter session set current_schema", "set esc \\\n'\\&'"} {
		add(s)
	}
}

// checkParts splits a text and holds that every byte that is not blank is in exactly one
// unit, comment, command or terminator, and that the units are where their parts are.
func checkParts(t *testing.T, text string) {
	f := diag.NewFile("a.sql", text)
	seen := make([]byte, len(text))
	r := &run{part: func(g *diag.File, kind byte, a, b int) {
		for i := a; i < b; i++ {
			if seen[i] != 0 {
				t.Fatalf("byte %d (%q) is in %c and in %c:\n%s", i, text[i], seen[i], kind, text)
			}
			seen[i] = kind
		}
	}}
	newSession(Options{}, r).split(f)
	for i := range seen {
		if seen[i] == 0 && class[text[i]] != space {
			t.Fatalf("byte %d (%q) is in nothing:\n%s", i, text[i], text)
		}
	}
	last := -1
	for _, u := range r.units {
		if u.Lead < 0 || u.Lead > u.Start || u.Start >= u.End || u.End > len(u.File.Text) {
			t.Fatalf("unit bounds %d %d %d in %d:\n%s", u.Lead, u.Start, u.End, len(u.File.Text), text)
		}
		if txt := u.Text(); class[txt[0]] == space || (class[txt[len(txt)-1]] == space && u.Kind != Exec) {
			t.Fatalf("unit is not trimmed: %q in\n%s", txt, text)
		}
		root, at := u.File.Root(u.Start)
		if root != f || at < last || at > len(text) {
			t.Fatalf("unit at %d comes after %d:\n%s", at, last, text)
		}
		last = at
		u.Span().EndLine()
		for _, p := range u.Problems {
			_ = p.String()
		}
	}
}

func TestParts(t *testing.T) { seeds(func(s string) { checkParts(t, s) }) }

func FuzzSplit(f *testing.F) {
	seeds(func(s string) { f.Add(s) })
	f.Fuzz(func(t *testing.T, text string) {
		checkParts(t, text)
		file := diag.NewFile("a.sql", text)
		other := diag.NewFile("b.sql", "@a\n"+text)
		Load(context.Background(), []*diag.File{file, other}, archive{"a.sql": file, "b.sql": other}, Options{})
	})
}

// TestLinear holds that hostile texts cost time in line with their length: eight times the
// text takes less than forty times as long (quadratic cost would take 64 times).
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	shapes := map[string]func(n int) string{
		"q quotes":         func(n int) string { return strings.Repeat("x q'[\n/\n", n) },
		"kinds of q":       func(n int) string { return strings.Repeat("x q'[ q'{ q'( q'! \n/\n", n) },
		"quotes":           func(n int) string { return strings.Repeat("'a';\ninsert ", n) + "'" },
		"odd quotes":       func(n int) string { return strings.Repeat("'\n/\ncreate ", n) },
		"doubled":          func(n int) string { return strings.Repeat("''\n/\ncreate ", n) + "'" },
		"comments":         func(n int) string { return strings.Repeat("/*\n/\ncreate ", n) },
		"comments, closed": func(n int) string { return strings.Repeat("/*\n/\ncreate ", n) + strings.Repeat("x\n", n) + "*/" },
		"blanks":           func(n int) string { return strings.Repeat(" ", 8*n) + "/" },
		"blank slashes":    func(n int) string { return strings.Repeat("   /", n) },
		"lines":            func(n int) string { return "x" + strings.Repeat("\n", 8*n) },
		"blocks":           func(n int) string { return strings.Repeat("begin ", n) + strings.Repeat("end;\n", n) },
		"ends":             func(n int) string { return "begin " + strings.Repeat("end;\nx ", n) },
		"headers":          func(n int) string { return "create package body p is " + strings.Repeat("procedure p is ", n) },
		"variables":        func(n int) string { return strings.Repeat("select &a from b;\n", n) },
		"variable names":   func(n int) string { return "select " + strings.Repeat("&a", n) },
		"placeholders":     func(n int) string { return "select " + strings.Repeat("${a", n) },
		"continued":        func(n int) string { return strings.Repeat("set x -\n", n) },
		"wrapped":          func(n int) string { return strings.Repeat("create procedure p wrapped\nabc\n", n) },
		"documents":        func(n int) string { return strings.Repeat("doc\n", n) },
		"java":             func(n int) string { return strings.Repeat("create java source named x as\n", n) },
		"create":           func(n int) string { return "create " + strings.Repeat("or replace ", n) },
		"create lines":     func(n int) string { return "x" + strings.Repeat("\ncreate or replace and force", n) },
		"names":            func(n int) string { return strings.Repeat("create table \"\n", n) },
		"long name":        func(n int) string { return "create table " + strings.Repeat("a.", 4*n) },
		"with":             func(n int) string { return strings.Repeat("with function f ", n) },
		"comment heads":    func(n int) string { return strings.Repeat("with /**/", n) },
		"semicolons":       func(n int) string { return "begin x '\n" + strings.Repeat(";\n", 4*n) },
	}
	for name, shape := range shapes {
		cost := func(n int) time.Duration {
			f := diag.NewFile("a.sql", shape(n))
			best := time.Hour
			for range 3 {
				start := processorTime(t)
				Split(f, Options{})
				best = min(best, processorTime(t)-start)
			}
			return best
		}
		const n = 4000
		small, large := cost(n), cost(8*n)
		t.Logf("%s: %v, %v", name, small, large)
		if large > 40*small && large > 200*time.Millisecond {
			t.Errorf("%s: %v for %d, %v for %d", name, small, n, large, 8*n)
		}
	}
}

// processorTime is what this process has used so far: on a busy machine the clock on the wall says little.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestManyIncludes holds that scripts that include each other twice, level by level, end.
func TestManyIncludes(t *testing.T) {
	ar := archive{}
	var files []*diag.File
	for i := range 30 {
		name := fmt.Sprintf("f%d.sql", i)
		ar[name] = diag.NewFile(name, fmt.Sprintf("create table t%d (id number);\n@f%d\n@f%d\n", i, i+1, i+1))
		files = append(files, ar[name])
	}
	r := Load(context.Background(), files, ar, Options{})
	if len(r.Units) != 30 {
		t.Errorf("%d units", len(r.Units))
	}
}

func BenchmarkSplit(b *testing.B) {
	text := ""
	seeds(func(s string) { text += s + "\n/\n" })
	if p := os.Getenv("BENCH_FILE"); p != "" {
		bytes, err := os.ReadFile(p)
		if err != nil {
			b.Fatal(err)
		}
		text = string(bytes)
	}
	for len(text) < 4<<20 {
		text += text
	}
	f := diag.NewFile("a.sql", text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	lines := float64(strings.Count(text, "\n"))
	for b.Loop() {
		Split(f, Options{})
	}
	b.ReportMetric(lines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
