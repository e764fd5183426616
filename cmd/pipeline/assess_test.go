package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// fingerprints gives those of all findings, by code.
func fingerprints(r *assess.Report) map[string]string {
	m := map[string]string{}
	r.ForEachFinding(func(o *assess.Object, f *assess.Finding, _ string) {
		name := ""
		if o != nil {
			name = o.Kind + " " + o.Name
		}
		m[f.Fingerprint] = f.Code + " " + name
	})
	return m
}

// TestFingerprintsSurvive: edits elsewhere, reformatting and comments leave every fingerprint as it was; the code that a
// finding marks does not.
func TestFingerprintsSurvive(t *testing.T) {
	const before = `CREATE TABLE t (id NUMBER(9), val NUMBER);
CREATE TABLE ticks (at TIMESTAMP(9), x DATE);
CREATE OR REPLACE PROCEDURE p IS
BEGIN
  EXECUTE IMMEDIATE 'BEGIN q; END;';
  ROLLBACK;
END;
/
DROP TABLESPACE x;
`
	const after = `-- something new in front
CREATE SEQUENCE before_all;
create table ticks ( x date,
  At   timestamp ( 9 ) /* note */ );
DROP  TABLESPACE   x;
CREATE TABLE t (id NUMBER(9),
  -- the value
  new_one VARCHAR2(20),
  val
    NUMBER);
create or replace procedure P
is
begin
  null;
  execute immediate
    'BEGIN q; END;'; -- later
  null;
  rollback;
end;
/
`
	a, b := convertText(t, before, emit.Options{}).Report, convertText(t, after, emit.Options{}).Report
	was, is := fingerprints(a), fingerprints(b)
	if len(was) < 4 {
		t.Fatalf("only %d findings: %v", len(was), was)
	}
	for fp, what := range was {
		if is[fp] == "" {
			t.Errorf("the fingerprint of %s changed", what)
		}
	}
	c := assess.Compare(b, a.Snapshot(), "before", "")
	if c.New != 0 || c.Fixed != 0 || len(c.Lost) != 0 || c.Added != 1 {
		t.Errorf("%d new, %d fixed, %d lost, %d added; want 0, 0, 0, 1", c.New, c.Fixed, len(c.Lost), c.Added)
	}
	edited := convertText(t, strings.Replace(before, "TIMESTAMP(9)", "TIMESTAMP(8)", 1), emit.Options{}).Report
	if c := assess.Compare(edited, a.Snapshot(), "before", ""); c.New != 1 || c.Fixed != 1 {
		t.Errorf("after an edit of the marked code: %d new, %d fixed; want 1, 1", c.New, c.Fixed)
	}
}

// TestConservation: every statement of the corpus and of the sample has exactly one outcome, every object one of the
// four statuses, and the totals add up.
func TestConservation(t *testing.T) {
	root := filepath.Join("..", "..", "corpus")
	for _, dir := range []string{"sample/oracle", "oracle", "sample/sqlserver", "sqlserver"} {
		t.Run(dir, func(t *testing.T) {
			paths := []string{filepath.Join(root, dir)}
			if !strings.HasPrefix(dir, "sample/") {
				paths = []string{unpack(t, filepath.Join(root, dir))}
			}
			res, err := Run(context.Background(), Options{From: ir.Dialect(strings.TrimPrefix(dir, "sample/")), To: ir.Postgres, Paths: paths})
			if err != nil {
				t.Fatal(err)
			}
			r := res.Report
			a := r.Accounting
			if !a.Balanced() || a.Statements < 50 {
				t.Errorf("not conserved: %+v", a)
			}
			n := r.Totals
			if n.Green+n.Yellow+n.Red+n.Dropped != n.Objects || n.Objects != len(r.Objects) {
				t.Errorf("the totals do not add up: %+v, %d objects", n, len(r.Objects))
			}
			if n.Fails != n.Red || n.Differs != n.Yellow {
				t.Errorf("%d fail of %d red, %d differ of %d yellow", n.Fails, n.Red, n.Differs, n.Yellow)
			}
			seen := map[string]bool{}
			for i := range r.Objects {
				o := &r.Objects[i]
				if seen[o.ID] {
					t.Errorf("two objects have the id of %s %s", o.Kind, o.Name)
				}
				seen[o.ID] = true
				if o.Status == assess.Dropped && o.Reason == "" {
					t.Errorf("%s %s is dropped without a reason", o.Kind, o.Name)
				}
				if o.Source.File == "" || o.Source.Line == 0 {
					t.Errorf("%s %s has no place in the source", o.Kind, o.Name)
				}
			}
		})
	}
}

// unpack writes the inputs of all corpus cases into one folder, a schema for each.
func unpack(t *testing.T, root string) string {
	dir := t.TempDir()
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".txtar") {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		for _, f := range txtar.Parse(b).Files {
			if !strings.HasPrefix(f.Name, "in/") {
				continue
			}
			to := filepath.Join(dir, rel, filepath.FromSlash(f.Name))
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(to, f.Data, 0o644); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestUnaccountedIsShown: a front end that loses a statement does not lose it silently.
func TestUnaccountedIsShown(t *testing.T) {
	f := diag.NewFile("x.sql", "SELECT 1;\nSELECT 2;\n")
	units := []unit{{span: diag.Span{File: f, Start: 0, End: 9}}, {span: diag.Span{File: f, Start: 10, End: 19}}}
	kept := unnamed(units[0].span)
	schema := &ir.Schema{Objects: []ir.Object{kept}}
	a := account(1, units, [][]ir.Object{{kept}, nil}, schema.Objects, schema)
	if a.Unaccounted != 1 || a.Reported != 1 || a.Balanced() || len(schema.Objects) != 2 {
		t.Errorf("%+v", a)
	}
	if f := schema.Objects[1].Obj().Findings.Items; len(f) != 1 || f[0].Code != diag.NotAccounted {
		t.Errorf("the lost statement has no finding: %v", f)
	}
}

// TestUnitTimeLimit: a statement that the parser cannot finish is given up; the rest is converted.
func TestUnitTimeLimit(t *testing.T) {
	const slow = ir.Dialect("slow for a test")
	block := make(chan bool)
	defer close(block)
	fe := frontends[ir.Oracle]
	parse := fe.parse
	fe.parse = func(u unit, o Options) []ir.Object {
		if strings.Contains(u.span.Text(), "endless") {
			<-block
		}
		return parse(u, o)
	}
	frontends[slow] = fe
	defer delete(frontends, slow)
	start := time.Now()
	res, err := Run(context.Background(), Options{From: slow, To: ir.Postgres, Paths: []string{"-"}, UnitTimeout: 3 * time.Second,
		Stdin: strings.NewReader("CREATE SEQUENCE a;\nCREATE TABLE endless (n NUMBER(9));\nCREATE SEQUENCE b;\n")})
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("it took %v", d)
	}
	n := res.Report.Totals
	if n.Green != 2 || n.Red != 1 || !res.Report.Accounting.Balanced() {
		t.Errorf("%+v", n)
	}
	for _, o := range res.Report.Objects {
		if o.Status == assess.Red && o.Findings[0].Code != diag.TooSlow.ID {
			t.Errorf("%+v", o)
		}
	}
}

// TestFilesAreEnough: an assessment needs no database, and every object has a status and a place (ora2pg issues 1709, 968).
func TestFilesAreEnough(t *testing.T) {
	t.Setenv("PATH", "") // no psql, no server, nothing to call
	res := convertText(t, "CREATE TABLE t (n NUMBER);\nCREATE VIEW v AS SELECT n FROM t@far;\nDROP TABLE gone;\n", emit.Options{})
	for _, o := range res.Report.Objects {
		if o.Status == "" || o.Source.Line == 0 || (o.Status == assess.Red || o.Status == assess.Yellow) && len(o.Findings) == 0 {
			t.Errorf("%+v", o)
		}
	}
	if res.Report.Totals.Objects != 3 {
		t.Errorf("%+v", res.Report.Totals)
	}
}

// TestLinesAreLinked: source statements lead to what was made of them.
func TestLinesAreLinked(t *testing.T) {
	const sql = `CREATE TABLE t (
  a NUMBER(9),
  b DATE
);
CREATE OR REPLACE PROCEDURE p IS
  v NUMBER(9);
BEGIN
  -- first
  v := 1;
  IF v > 0 THEN
    UPDATE t SET a = v
     WHERE b IS NULL;
  END IF;
  DELETE FROM t;
END;
/
`
	res := convertText(t, sql, emit.Options{})
	source := strings.Split(sql, "\n")
	linked := map[string]string{}
	for _, o := range res.Report.Objects {
		for _, l := range o.Lines {
			target := strings.Split(res.Files[o.Target[l.Part].File], "\n")
			linked[strings.TrimSpace(source[l.Source-1])] = strings.TrimSpace(target[l.Target-1])
		}
	}
	for from, to := range map[string]string{"a NUMBER(9),": "a integer,", "b DATE": "b timestamp(0)", "v := 1;": "v := 1;",
		"IF v > 0 THEN": "IF v > 0 THEN", "UPDATE t SET a = v": "UPDATE t", "DELETE FROM t;": "DELETE FROM t;"} {
		if linked[from] != to {
			t.Errorf("%q leads to %q, want %q", from, linked[from], to)
		}
	}
}

// TestDir reads as if another folder were the working folder.
func TestDir(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "schema"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"schema/a.sql": "@@b.sql\n@schema/c.inc\n", "schema/b.sql": "CREATE SEQUENCE b;\n", "schema/c.inc": "CREATE SEQUENCE c;\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	res, err := Run(context.Background(), Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{"schema"}, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, o := range res.Report.Objects {
		files = append(files, o.Source.File)
	}
	if got := strings.Join(files, " "); got != "schema/b.sql schema/c.inc" {
		t.Errorf("files %s, problems %v", got, res.Problems)
	}
}
