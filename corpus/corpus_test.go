// Package corpus holds cases: small sources with what must become of them. A case is one txtar file:
//
//	comment: what the case is about
//	-- in/NAME.sql --      the source; several make a folder
//	-- config.yaml --      optional crosswalk.yaml
//	-- out/PATH --         every file of the output, but for report.json and install.sql
//	-- findings --         file:line:col: severity CODE: message, one a line, infos included
//	-- status --           optional: name kind status, one object a line
//	-- run.sql --          optional: statements run on the real server after install.sql
//	-- run.out --          what they print: rows as text, fields separated by |, NULL as ∅, notices and errors too
//	-- defect --           optional: what Crosswalk still does wrong here. The case must then print something else than
//	                       run.out; once it prints that, it fails until the section is taken out
//
// go test ./corpus -update rewrites the out, findings and status sections; read the difference before you commit it. It
// never touches run.out: that is what Oracle's manuals say, written by hand. Every case is loaded into a real server and checked with plpgsql_check, whatever its sections.
package corpus_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/tools/txtar"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/cmd/config"
	"github.com/crosswalk-db/crosswalk/cmd/outdir"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/ir"
)

var update = flag.Bool("update", false, "rewrite the expected sections")

func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }

func TestCorpus(t *testing.T) {
	var cases []string
	for _, dialect := range []string{"oracle", "sqlserver"} {
		err := filepath.WalkDir(dialect, func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".txtar") {
				cases = append(cases, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(cases) == 0 {
		t.Fatal("no cases found")
	}
	for _, c := range cases {
		t.Run(strings.TrimSuffix(filepath.ToSlash(c), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runCase(t, c)
		})
	}
}

func runCase(t *testing.T, path string) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var run string
	cfg := &config.Config{}
	for _, f := range a.Files {
		switch {
		case strings.HasPrefix(f.Name, "in/"):
			p := filepath.Join(dir, filepath.FromSlash(f.Name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, f.Data, 0o644)); err != nil {
				t.Fatal(err)
			}
		case f.Name == "config.yaml":
			if cfg, err = config.Parse("config.yaml", f.Data); err != nil {
				t.Fatal(err)
			}
		case f.Name == "run.sql":
			run = string(f.Data)
		}
	}
	url := pgservertest.Database(t)
	from, _, _ := strings.Cut(filepath.ToSlash(path), "/")
	res, err := pipeline.Run(t.Context(), pipeline.Options{From: ir.Dialect(from), To: ir.Postgres,
		Paths: []string{filepath.Join(dir, "in")}, Emit: cfg.Emit(), Define: cfg.Define, Flags: cfg.Flags,
		Verify: true, VerifyURL: url})
	if err != nil {
		t.Fatal(err)
	}
	neverLies(t, res.Report)
	build := filepath.Join(t.TempDir(), "build")
	if err := outdir.Write(build, res.Files); err != nil {
		t.Fatal(err)
	}
	if err := proof.RunScript(t.Context(), url, filepath.Join(build, "install.sql")); err != nil {
		t.Errorf("install.sql: %v", err)
	}
	got := sections(a, res, dir)
	if run != "" {
		got = append(got, txtar.File{Name: "run.out", Data: []byte(execute(t, url, run))})
	}
	compare(t, path, a, got)
}

// neverLies holds for every case: what is green or yellow was accepted, loaded and checked.
func neverLies(t *testing.T, r *assess.Report) {
	t.Helper()
	for _, o := range r.Objects {
		if o.Status != assess.Green && o.Status != assess.Yellow {
			continue
		}
		for what, p := range map[string]*bool{"parsed": o.Proof.Parsed, "loaded": o.Proof.Loaded, "checked": o.Proof.Checked} {
			if p != nil && !*p && !(what == "checked" && o.Status == assess.Yellow) {
				t.Errorf("%s %s is %s, but was not %s", o.Kind, o.Name, o.Status, what)
			}
		}
	}
}

// sections gives what came out, in the order of the file's sections.
func sections(a *txtar.Archive, res *pipeline.Result, dir string) []txtar.File {
	var out []txtar.File
	var names []string
	for n := range res.Files {
		if n != "install.sql" {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	for _, n := range names {
		text := strings.ReplaceAll(res.Files[n], filepath.ToSlash(dir)+"/in/", "")
		out = append(out, txtar.File{Name: "out/" + n, Data: []byte(text)})
	}
	var f, st bytes.Buffer
	for _, o := range res.Report.Objects {
		fmt.Fprintf(&st, "%s %s %s\n", o.Name, o.Kind, o.Status)
		for _, x := range o.Findings {
			file := o.Source.File
			if x.File != "" {
				file = x.File
			}
			file = strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(dir)+"/in/")
			fmt.Fprintf(&f, "%s:%d:%d: %s %s: %s\n", file, x.Line, x.Column, x.Severity, x.Code, x.Message)
		}
	}
	out = append(out, txtar.File{Name: "findings", Data: f.Bytes()})
	for _, x := range a.Files {
		if x.Name == "status" {
			out = append(out, txtar.File{Name: "status", Data: st.Bytes()})
		}
	}
	return out
}

// compare holds the case against what came out, or rewrites it.
func compare(t *testing.T, path string, a *txtar.Archive, got []txtar.File) {
	t.Helper()
	expected := func(n string) bool {
		return strings.HasPrefix(n, "out/") || n == "findings" || n == "run.out" || n == "status"
	}
	want := map[string]string{}
	var keep []txtar.File
	for _, f := range a.Files {
		if expected(f.Name) {
			want[f.Name] = string(f.Data)
		} else {
			keep = append(keep, f)
		}
	}
	if *update {
		for i, f := range got {
			if w, ok := want[f.Name]; ok && f.Name == "run.out" {
				compareRun(t, a, w, string(f.Data))
				got[i].Data = []byte(w)
			}
		}
		next := &txtar.Archive{Comment: a.Comment, Files: append(keep, got...)}
		if text := txtar.Format(next); !bytes.Equal(text, txtar.Format(a)) {
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	for _, f := range got {
		data := string(f.Data)
		if data != "" && !strings.HasSuffix(data, "\n") {
			data += "\n"
		}
		if w, ok := want[f.Name]; !ok {
			t.Errorf("%s: not expected:\n%s", f.Name, data)
		} else if f.Name == "run.out" {
			compareRun(t, a, w, data)
		} else if w != data {
			t.Errorf("%s:\n--- want\n%s--- got\n%s", f.Name, w, data)
		}
		delete(want, f.Name)
	}
	for n := range want {
		t.Errorf("%s: expected, but did not come out", n)
	}
}

// compareRun holds what the converted code prints against what Oracle would. A case with a defect section must differ.
func compareRun(t *testing.T, a *txtar.Archive, want, got string) {
	t.Helper()
	defect := section(a, "defect")
	switch {
	case want == got && defect != "":
		t.Errorf("the defect is mended; take the section out of the case: %s", defect)
	case want != got && defect != "":
		t.Logf("known defect: %s", defect)
	case want != got:
		t.Errorf("run.out:\n--- want\n%s--- got\n%s", want, got)
	}
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// execute runs statements one by one and prints what they give. A statement ends with a semicolon at the end of
// a line.
func execute(t *testing.T, url, script string) string {
	t.Helper()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	cfg.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { fmt.Fprintf(&b, "%s: %s\n", n.Severity, n.Message) }
	cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	ctx := context.Background()
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	for _, stmt := range strings.SplitAfter(script, ";\n") {
		if strings.TrimSpace(stmt) == "" {
			continue
		}
		results, err := conn.PgConn().Exec(ctx, stmt).ReadAll()
		for _, r := range results {
			for _, row := range r.Rows {
				for i, v := range row {
					if i > 0 {
						b.WriteByte('|')
					}
					if v == nil {
						b.WriteString("∅")
					} else {
						b.Write(v)
					}
				}
				b.WriteByte('\n')
			}
		}
		var pe *pgconn.PgError
		if errors.As(err, &pe) {
			fmt.Fprintf(&b, "ERROR %s: %s\n", pe.Code, pe.Message)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
