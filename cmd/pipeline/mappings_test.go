package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"golang.org/x/tools/txtar"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// ddlTables reads the tables of the written DDL with PostgreSQL's own parser: names, columns in order, those generated.
func ddlTables(t *testing.T, res *Result) map[string][]string {
	t.Helper()
	tables := map[string][]string{}
	for _, a := range res.Output.Artifacts {
		if a.Table == nil {
			continue
		}
		tree, err := pg_query.Parse(a.SQL)
		if err != nil {
			t.Fatalf("%s: %v", a.File, err)
		}
		for _, st := range tree.Stmts {
			if as := st.Stmt.GetCreateTableAsStmt(); as != nil {
				tables["public."+as.Into.Rel.Relname] = nil
			}
			c := st.Stmt.GetCreateStmt()
			if c == nil || c.Partbound != nil {
				continue
			}
			schema := c.Relation.Schemaname
			if schema == "" {
				schema = "public"
			}
			var cols []string
			for _, e := range c.TableElts {
				d := e.GetColumnDef()
				if d == nil {
					continue
				}
				generated := false
				for _, k := range d.Constraints {
					generated = generated || k.GetConstraint().GetContype() == pg_query.ConstrType_CONSTR_GENERATED
				}
				if !generated {
					cols = append(cols, d.Colname)
				}
			}
			sort.Strings(cols)
			tables[schema+"."+c.Relation.Relname] = cols
		}
	}
	return tables
}

// applied applies mappings to the tables of the source and gives what they become.
func applied(t *testing.T, d *dms.Result, o mapping.Options) (map[string][]string, []*mapping.TableMap) {
	t.Helper()
	got := map[string][]string{}
	var all []*mapping.TableMap
	tables := SourceTables(d)
	for i, task := range d.Tasks {
		doc, ps := mapping.Parse(fmt.Sprintf("task%d.json", i), task.Mappings)
		for _, p := range ps {
			t.Errorf("%s\n%s", p, task.Mappings)
		}
		if doc == nil {
			t.FailNow()
		}
		maps, ps := mapping.Compile(doc, o).ResolveAll(tables)
		for _, p := range ps {
			if p.Severity == mapping.Error {
				t.Errorf("%s\n%s", p, task.Mappings)
			}
		}
		for _, m := range maps {
			var cols []string
			for _, c := range m.Columns {
				cols = append(cols, c.Name)
			}
			sort.Strings(cols)
			if got[m.TargetName()] != nil {
				t.Errorf("%s is in two tasks", m.SourceName())
			}
			got[m.TargetName()] = cols
			all = append(all, m)
		}
	}
	return got, all
}

// checkMappings compares what the mappings make of the source with the DDL, in both readings of the guide.
func checkMappings(t *testing.T, res *Result, o dms.Options) {
	t.Helper()
	d, err := Mappings(res, o)
	if err != nil {
		if strings.Contains(err.Error(), "no table to replicate") {
			return
		}
		t.Fatal(err)
	}
	told := false // what no rule can say has been said
	for _, f := range d.Findings.Items {
		told = told || f.Code.ID == "CW4011"
	}
	ddl := ddlTables(t, res)
	for _, strict := range []bool{false, true} {
		got, maps := applied(t, d, mapping.Options{OneActionPerColumn: strict})
		want := map[string]bool{}
		for _, ti := range d.Tables {
			if ti.Selected {
				want[ti.TargetSchema+"."+ti.TargetName] = true
			}
		}
		for name, cols := range got {
			if !want[name] {
				t.Errorf("strict %v: the mappings write to %s, which is not meant", strict, name)
			} else if in, ok := ddl[name]; ok && len(in) > 0 && fmt.Sprint(in) != fmt.Sprint(cols) && !told {
				t.Errorf("strict %v: %s gets columns\n%v, the DDL has\n%v", strict, name, cols, in)
			} else if !ok {
				t.Errorf("strict %v: no DDL makes %s", strict, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("strict %v: %d tables are mapped, %d are meant", strict, len(got), len(want))
		}
		if !strict && !told {
			checkTypes(t, maps, d)
		}
	}
}

// checkTypes demands that a column whose type DMS has goes to the DDL's type.
func checkTypes(t *testing.T, maps []*mapping.TableMap, d *dms.Result) {
	t.Helper()
	ddl := map[string]string{}
	for _, ti := range d.Tables {
		for _, c := range ti.Columns {
			ddl[ti.TargetSchema+"."+ti.TargetName+"."+c.TargetName] = c.TargetType
		}
	}
	want := map[string]string{"integer": "int4", "bigint": "int8", "smallint": "int", "boolean": "boolean", "double precision": "real8"}
	for _, m := range maps {
		for _, c := range m.Columns {
			w := want[ddl[m.TargetName()+"."+c.Name]]
			if w != "" && c.Type.Name != "" && !c.Type.IsLOB() && !strings.HasPrefix(string(c.Type.Name), w) {
				t.Errorf("%s.%s is %s in the DDL, and DMS is told %s", m.TargetName(), c.Name, ddl[m.TargetName()+"."+c.Name], c.Type)
			}
		}
	}
}

// TestMappingsFitTheDDL applies what is generated for every schema of the corpus: it must give the DDL's names.
func TestMappingsFitTheDDL(t *testing.T) {
	root := filepath.Join("..", "..", "corpus")
	var cases []string
	err := filepath.WalkDir(filepath.Join(root, "oracle"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".txtar") {
			cases = append(cases, p)
		}
		return err
	})
	if err != nil || len(cases) < 20 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		a, err := txtar.ParseFile(c)
		if err != nil {
			t.Fatal(err)
		}
		dir, hasTable := t.TempDir(), false
		for _, f := range a.Files {
			if name, ok := strings.CutPrefix(f.Name, "in/"); ok {
				hasTable = hasTable || strings.Contains(strings.ToUpper(string(f.Data)), "TABLE")
				p := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, f.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !hasTable {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(c), ".txtar"), func(t *testing.T) { mapFolder(t, dir, emit.Options{}) })
	}
	sample := filepath.Join(root, "sample", "oracle")
	t.Run("sample", func(t *testing.T) { mapFolder(t, sample, emit.Options{}) })
	t.Run("sample kept in case", func(t *testing.T) { mapFolder(t, sample, emit.Options{KeepCase: true}) })
	t.Run("sample exact", func(t *testing.T) { mapFolder(t, sample, emit.Options{Profile: "exact"}) })
}

func mapFolder(t *testing.T, dir string, o emit.Options) {
	res, err := Run(context.Background(), Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}, Emit: o})
	if err != nil {
		t.Fatal(err)
	}
	for _, split := range []int{1, 4} {
		checkMappings(t, res, dms.Options{Source: ir.Oracle, Target: ir.Postgres, SourceSchema: "APP", LoadOrder: true, Split: split})
	}
}

// TestMappingNames has names that rules have a hard time with.
func TestMappingNames(t *testing.T) {
	for name, sql := range map[string]string{
		"underscores": `CREATE TABLE a_b (a_c NUMBER(9), "AXC" NUMBER(18), "a_C" NUMBER(9), axd NUMBER(9));
			CREATE TABLE axb (a_c NUMBER(9), "AxC" NUMBER(9));
			CREATE TABLE "A_b" ("A_C" NUMBER(18), "A_c" NUMBER(3));`,
		"quoted and reserved": `CREATE TABLE "Mixed" ("Order" NUMBER(9), "user" NUMBER(9), xmin NUMBER(9), "select" NUMBER(12));
			CREATE TABLE "select" (xmin NUMBER(9), ctid VARCHAR2(10));`,
		"temporary beside its like": `CREATE TABLE t_1 (id NUMBER(9)); CREATE GLOBAL TEMPORARY TABLE tx1 (id NUMBER(9)); CREATE TABLE t22 (id NUMBER(9));`,
		"generated beside its like": `CREATE TABLE g (id NUMBER(9), a_b NUMBER(9) AS (id + 1), c NUMBER(9)); CREATE TABLE h (axc NUMBER(9), a_c NUMBER(9) AS (axc + 1));`,
		"long":                      `CREATE TABLE ` + strings.Repeat("long_", 20) + `t (` + strings.Repeat("col_", 20) + `c NUMBER(9), id NUMBER(2));`,
		"schemas":                   `CREATE TABLE hr.t (id NUMBER(9)); CREATE TABLE "Oe".t (id NUMBER(9)); CREATE TABLE pg_x.t (id NUMBER(9)); CREATE TABLE h_.t (id NUMBER(9));`,
		"types of one name differ":  `CREATE TABLE a (v NUMBER(12), w TIMESTAMP(9)); CREATE TABLE b (v NUMBER(3), w TIMESTAMP(3)); CREATE TABLE c (v VARCHAR2(10), w CLOB); CREATE TABLE d (v CLOB);`,
		"type beside a LOB":         `CREATE TABLE a (v_1 NUMBER(12)); CREATE TABLE b (vx1 CLOB); CREATE TABLE c (v_1 NUMBER(12), vx1 BLOB);`,
		"many":                      manyTables(300),
	} {
		t.Run(name, func(t *testing.T) {
			res := convertText(t, sql, emit.Options{})
			for _, split := range []int{1, 3} {
				checkMappings(t, res, dms.Options{Source: ir.Oracle, Target: ir.Postgres, SourceSchema: "APP", Split: split, LoadOrder: true})
			}
		})
	}
}

func manyTables(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "CREATE TABLE t_%d (id NUMBER(%d) PRIMARY KEY, up NUMBER(9) REFERENCES t_%d, \"N_%d\" NUMBER(%d));\n", i, 1+i%18, max(0, i-i%7), i%5, 1+i%4)
	}
	return b.String()
}

// TestMappingsAreStable writes the same bytes again, and keeps the numbers of the rules that stay.
func TestMappingsAreStable(t *testing.T) {
	o := dms.Options{Source: ir.Oracle, Target: ir.Postgres, SourceSchema: "APP", LoadOrder: true}
	first, err := Mappings(convertText(t, manyTables(40), emit.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Mappings(convertText(t, manyTables(40), emit.Options{}), o)
	if string(first.Tasks[0].Mappings) != string(again.Tasks[0].Mappings) {
		t.Error("the same input gives other bytes")
	}
	more, err := Mappings(convertText(t, manyTables(40)+"CREATE TABLE zz (id NUMBER(12));", emit.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	doc, _ := mapping.Parse("a", first.Tasks[0].Mappings)
	for _, r := range doc.Transformations {
		ids[fmt.Sprint(r.Locator, r.Action)] = fmt.Sprint(r.ID)
	}
	doc, _ = mapping.Parse("b", more.Tasks[0].Mappings)
	kept := 0
	for _, r := range doc.Transformations {
		if id := ids[fmt.Sprint(r.Locator, r.Action)]; id == fmt.Sprint(r.ID) {
			kept++
		}
	}
	if kept < len(ids)-2 {
		t.Errorf("of %d rules only %d keep their number when a table is added", len(ids), kept)
	}
}

// TestMappingExamples has the example of every finding about data movement raise it.
func TestMappingExamples(t *testing.T) {
	n := 0
	for _, c := range diag.All() {
		if !strings.HasPrefix(c.ID, "CW40") || c.Example == "" {
			continue
		}
		n++
		example := c.Example
		if c == diag.DMSWideTable {
			example = "CREATE TABLE hr.wide (id NUMBER(9) PRIMARY KEY" + strings.Repeat(", c%d NUMBER(9)", 500) + ");"
			for i := range 500 {
				example = strings.Replace(example, "%d", fmt.Sprint(i), 1)
			}
		}
		d, err := Mappings(convertText(t, example, emit.Options{}), dms.Options{Source: ir.Oracle, Target: ir.Postgres, SourceSchema: "APP"})
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
		} else if !d.Findings.Has(c) {
			t.Errorf("%s: the example raises %v", c.ID, d.Findings.Items)
		}
	}
	if n < 15 {
		t.Errorf("only %d examples", n)
	}
}
