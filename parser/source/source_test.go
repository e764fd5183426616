package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tree makes files in a new folder and stands in it. A name that ends with a slash is a
// folder; a text that starts with "-> " is a link.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if to, ok := strings.CutPrefix(text, "-> "); ok {
			err = os.Symlink(to, p)
		} else if strings.HasSuffix(name, "/") {
			err = os.MkdirAll(p, 0o755)
		} else {
			err = os.WriteFile(p, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func names(files []*diag.File) string {
	var all []string
	for _, f := range files {
		all = append(all, f.Name)
	}
	return strings.Join(all, " ")
}

func messages(probs []Problem) string {
	var all []string
	for i := range probs {
		all = append(all, probs[i].Error())
	}
	return strings.Join(all, "\n")
}

func TestFolders(t *testing.T) {
	tree(t, map[string]string{
		"db/b.SQL": "x", "db/a.pkb": "x", "db/sub/z.trg": "x", "db/sub/deep/y.vw": "x", "db/readme.md": "x", "db/load.ctl": "x",
		"db/.git/hooks.sql": "x", "db/.hidden.sql": "x", "db/sub.sql": "x", "db/loop": "-> ../db", "db/link.sql": "-> b.SQL",
		"db/gone.sql": "-> nowhere", "db/out.sql": "-> ../../../../../../../../etc/passwd", "db/etc": "-> /etc", "db/pipe.lnk": "-> b.SQL",
		"db/old/x.sql": "x", "db/sub/x.bak.sql": "x", "other/q.prc": "x", "single.txt": "x", "empty/": "", "none/readme.md": "x",
	})
	files, probs := Read(context.Background(), Options{
		Paths:   []string{"./db/", "single.txt", "other/q.prc", "db/sub", "nosuch", "empty", "none", "db/a.pkb"},
		Exclude: []string{"old", "**/*.bak.sql"},
	})
	if got, want := names(files), "db/a.pkb db/b.SQL db/sub/deep/y.vw db/sub/z.trg db/sub.sql single.txt other/q.prc"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	got := messages(probs)
	for _, want := range []string{"db/gone.sql: the link leads nowhere", "db/out.sql: the link leaves", "db/etc: the link leaves",
		"nosuch: no such file or folder", "empty: the folder holds no SQL file", "none: the folder holds no SQL file"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if len(probs) != 6 {
		t.Errorf("%d problems:\n%s", len(probs), got)
	}
}

func TestOrderIsStable(t *testing.T) {
	all := map[string]string{}
	for i := range 50 {
		all[fmt.Sprintf("d%d/f%d.sql", i%7, i)] = "x"
	}
	tree(t, all)
	first, _ := Read(context.Background(), Options{Paths: []string{"."}})
	again, _ := Read(context.Background(), Options{Paths: []string{"."}})
	if len(first) != 50 || names(first) != names(again) {
		t.Errorf("%s\n%s", names(first), names(again))
	}
}

func TestStdinAndSize(t *testing.T) {
	tree(t, map[string]string{"big.sql": strings.Repeat("x", 100), "ok.sql": "x"})
	files, probs := Read(context.Background(), Options{Paths: []string{"-", "big.sql", "ok.sql"}, Stdin: strings.NewReader("select 1"), MaxSize: 50})
	if names(files) != "<stdin> ok.sql" || len(probs) != 1 || probs[0].Kind != TooLarge || !strings.HasPrefix(probs[0].Error(), "big.sql: too large") {
		t.Error(names(files), messages(probs))
	}
	if _, probs = Read(context.Background(), Options{Paths: []string{"-"}, Stdin: strings.NewReader(strings.Repeat("x", 51)), MaxSize: 50}); len(probs) != 1 {
		t.Error(probs)
	}
	if _, probs = Read(context.Background(), Options{Paths: []string{"-"}, Stdin: strings.NewReader(" \n")}); len(probs) != 1 || !probs[0].Warning {
		t.Error(probs)
	}
}

func TestCancelled(t *testing.T) {
	tree(t, map[string]string{"a.sql": "x"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if files, probs := Read(ctx, Options{Paths: []string{"."}}); len(files) != 0 || len(probs) != 1 {
		t.Error(files, probs)
	}
}

func TestUsage(t *testing.T) {
	for _, o := range []Options{{Encoding: "klingon"}, {Exclude: []string{"a[b"}}} {
		if _, probs := Read(context.Background(), o); len(probs) != 1 || probs[0].Kind != Usage {
			t.Error(probs)
		}
	}
}

func TestExclude(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"test", "a/test/b.sql", true}, {"test", "a/tests/b.sql", false}, {"*.bak", "a/b.bak", true},
		{"a/*.sql", "a/b.sql", true}, {"a/*.sql", "a/b/c.sql", false}, {"a/**/c.sql", "a/c.sql", true},
		{"a/**/c.sql", "a/x/y/c.sql", true}, {"/a", "a/b.sql", true}, {"/b", "a/b", false}, {"a/b/", "a/b/c.sql", true},
		{"./a/x.sql", "a/x.sql", true}, {`a\x.sql`, "a/x.sql", true}, {"**", "a", true}, {"a?c", "abc", true}, {"[a-c]x", "q/bx", true},
		{"", "a", false}, {"**/a/**/b/**", "x/a/y/b", true},
	} {
		x, err := NewExcluder([]string{c.pattern})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Match(c.name); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.name, got)
		}
	}
	x, _ := NewExcluder([]string{strings.Repeat("**/a/", 50) + "b"})
	if x.Match(strings.Repeat("a/", 200)) {
		t.Error("matched")
	}
}

func TestIncludes(t *testing.T) {
	tree(t, map[string]string{
		"repo/db/install.sql": "top", "repo/db/tables/all.sql": "all", "repo/db/tables/EMP.sql": "emp", "repo/db/tables/x.y": "xy",
		"repo/db/pkg.body.sql": "pkg", "repo/common/c.sql": "c", "repo/db/skip/s.sql": "s", "secret.sql": "secret", "repo/db/dir.sql/": "",
		"repo/db/evil.sql": "-> ../../secret.sql", "repo/db/Mixed/Case.SQL": "mixed", "repo/db/bad.sql": "\xff", "x.sql": "x",
	})
	t.Chdir("repo")
	r, _ := NewReader(Options{Paths: []string{"db/install.sql"}, Exclude: []string{"skip"}})
	files, _ := r.Read(context.Background())
	top := files[0]
	all, err := r.Include(Include{From: top, Name: "tables/all", Relative: true, Suffix: ".sql"})
	if err != nil || all.Text != "all" || all.Name != "db/tables/all.sql" {
		t.Fatal(all, err)
	}
	for _, c := range []struct {
		from     *diag.File
		name     string
		relative bool
		want     string // the text, or a part of the error
	}{
		{all, "emp.sql", true, "emp"}, {all, "EMP", true, "emp"}, {all, "tables/emp.sql", false, "emp"}, {all, "install", false, "top"},
		{all, `..\tables\EMP.sql`, true, "emp"}, {top, "tables/x.y", true, "xy"}, {top, "pkg.body", true, "pkg"}, {top, "../common/c.sql", true, "c"},
		{all, "common/c.sql", false, "c"}, {top, "mixed/case.sql", true, "mixed"}, {top, `C:\work\db\tables\emp.sql`, false, "emp"},
		{top, "__DIR__/tables/emp", false, "emp"}, {top, "/home/someone/db/tables/all.sql", false, "all"},
		{top, "nosuch.sql", true, "no such file"}, {top, "../../secret.sql", true, "outside"}, {top, "evil.sql", true, "outside"},
		{top, "/etc/passwd", false, "outside"}, {top, "dir.sql", true, "no such file"}, {top, "bad.sql", true, "not UTF-8"}, {top, "bad.sql", true, "could not be read"},
		{top, "../tables/emp.sql", true, "emp"}, {top, "skip/s.sql", true, "excluded"},
	} {
		f, err := r.Include(Include{From: c.from, Top: top, Name: c.name, Relative: c.relative, Suffix: ".sql"})
		got := "excluded"
		if err != nil {
			got = err.Error()
			var p *Problem
			if !errors.As(err, &p) {
				t.Errorf("%s: %T", c.name, err)
			}
		} else if f != nil {
			got = f.Text
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s from %s is %q, want %q", c.name, c.from.Name, got, c.want)
		}
	}
	again, _ := r.Include(Include{From: top, Name: "tables/all.sql", Relative: true})
	if again != all {
		t.Error("the file was read twice")
	}
}
