package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess"
)

// evil is a name that means something in every format.
const evil = "<script>alert(1)</script>|`\"'&[x](y)\n=1+1 @someone #1 ${x} </details> -->"

// sampleDocument is a report over n tables and n procedures, a table with an evil name, and a red view.
func sampleDocument(n int) *Document {
	yes := true
	d := &Document{Report: &assess.Report{Tool: "crosswalk", SchemaVersion: assess.SchemaVersion,
		Source: assess.Engine{Dialect: "oracle"}, Target: assess.Engine{Dialect: "postgres", Version: 15}, Classes: assess.Classes(),
		Effort: assess.DefaultEffort}, Sources: map[string]string{}, Outputs: map[string]string{}, Version: "test"}
	add := func(o assess.Object, file, source, out, target string) {
		o.ID, o.ContentHash = fmt.Sprintf("%012d%020d", len(d.Objects)+1, 0), "c"
		o.Source = assess.Place{File: file, Line: 1, EndLine: strings.Count(source, "\n")}
		o.Schema = "APP"
		d.Sources[file] = source
		if out != "" {
			o.Target = []assess.Place{{File: out, Line: 1, EndLine: strings.Count(target, "\n")}}
			d.Outputs[out] = target
			o.Proof = assess.Proof{Parsed: &yes}
		}
		for i := range o.Findings {
			o.Findings[i].Fingerprint = fmt.Sprintf("%032d", len(d.Objects)*10+i)
		}
		d.Objects = append(d.Objects, o)
	}
	for i := 1; i <= n; i++ {
		num := assess.Finding{Code: "CW1200", Title: "NUMBER without precision", Severity: "yellow", Class: "differs",
			Message: "n can hold any number", Line: 2, Column: 3, EndLine: 2, EndColumn: 11, EffortMinutes: 2}
		add(assess.Object{Name: fmt.Sprintf("APP.T%d", i), Kind: "table", Status: assess.Yellow, Class: "differs", Complexity: assess.Simple,
			EffortMinutes: 2, Findings: []assess.Finding{num}}, fmt.Sprintf("t%d.sql", i), fmt.Sprintf("CREATE TABLE t%d (\n  n NUMBER\n);\n", i),
			fmt.Sprintf("tables/t%d.sql", i), fmt.Sprintf("CREATE TABLE t%d (\n  n numeric(38,10)\n);\n", i))
		roll := assess.Finding{Code: "CW1512", Title: "The procedure ends the transaction", Severity: "info", Message: "COMMIT", Line: 4,
			Column: 3, EndLine: 4, EndColumn: 9, Target: &assess.Spot{File: fmt.Sprintf("procedures/p%d.sql", i), Line: 4}}
		add(assess.Object{Name: fmt.Sprintf("APP.PAY_%d", i), Kind: "procedure", Status: assess.Green, Complexity: assess.Automatic,
			Findings: []assess.Finding{roll}, Lines: []assess.LineLink{{Source: 3, Target: 3}, {Source: 4, Target: 4}}},
			fmt.Sprintf("p%d.sql", i), fmt.Sprintf("CREATE PROCEDURE pay_%d IS\nBEGIN\n  UPDATE t1 SET n = 1;\n  COMMIT; -- x\nEND;\n", i),
			fmt.Sprintf("procedures/p%d.sql", i), fmt.Sprintf("CREATE PROCEDURE pay_%d() AS $$\nBEGIN\n  UPDATE t1 SET n = 1.0;\n  COMMIT;\nEND;\n$$ LANGUAGE plpgsql;\n", i))
	}
	// The last link of a procedure leads to its UPDATE, for the test that clicks on it.
	for i := range d.Objects {
		if o := &d.Objects[i]; o.Kind == "procedure" {
			o.Lines = o.Lines[:1]
		}
	}
	add(assess.Object{Name: evil, Kind: "table", Status: assess.Green, Complexity: assess.Automatic, Findings: []assess.Finding{}},
		"evil (1).sql", "CREATE TABLE \"<script>\" (n NUMBER(9)); -- </script><script>alert(2)</script>\n", "tables/evil.sql", "CREATE TABLE \"<script>\" (n integer);\n")
	link := assess.Finding{Code: "CW1105", Title: "Object behind a database link", Severity: "red", Class: "fails", Message: evil, Line: 1, Column: 1,
		EndLine: 1, EndColumn: 5, EffortMinutes: 15, Feature: "foreign tables"}
	add(assess.Object{Name: "APP.V", Kind: "view", Status: assess.Red, Class: "fails", Complexity: assess.Simple, EffortMinutes: 15,
		Findings: []assess.Finding{link}}, "v.sql", "CREATE VIEW v AS SELECT 1 FROM t@x;\n", "", "")
	d.Totals = assess.Totals{Objects: 2*n + 2, Green: n + 1, Yellow: n, Red: 1, Fails: 1, Differs: n, Findings: n + 1, Lines: 8*n + 2,
		Complexity: map[assess.Complexity]int{assess.Simple: n + 1}, EffortMinutes: 2*n + 15}
	d.Classes[0].Objects, d.Classes[1].Objects, d.Classes[2].Objects = n+1, n, 1
	d.Accounting = assess.Accounting{Files: 2*n + 2, Statements: 2*n + 2, Reported: 2*n + 2}
	return d
}

func render(t testing.TB, write func(io.Writer, *Document) error, d *Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func writeTo(t testing.TB, file string, write func(io.Writer, *Document) error, d *Document) {
	t.Helper()
	if err := os.WriteFile(file, []byte(render(t, write, d)), 0o644); err != nil {
		t.Fatal(err)
	}
}
