package pipeline

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// notRaised are codes that no source raises in a plain conversion: a defect of the compiler itself, what only a
// server says (assess/proof and the corpus have their tests), and MERGE for targets before PostgreSQL 15 (a corpus case has it).
var notRaised = map[string]bool{
	"CW1003": true, "CW1801": true, "CW1802": true, "CW1803": true, "CW1804": true, "CW1805": true, "CW1806": true,
	"CW1172": true, "CW1347": true, "CW3010": true, "CW3011": true,
	// What only a live database says: replicate/awsdms/livesource has their tests.
	"CW4200": true, "CW4201": true, "CW4202": true, "CW4203": true, "CW4204": true, "CW4205": true, "CW4206": true, "CW4207": true,
	"CW4208": true, "CW4209": true,
	"CW2004": true, // needs a project file: parser/tsql/batch has its test
}

// convertText converts a script given as text.
func convertText(tb testing.TB, sql string, o emit.Options) *Result {
	tb.Helper()
	return convertFrom(tb, ir.Oracle, sql, o)
}

func convertFrom(tb testing.TB, from ir.Dialect, sql string, o emit.Options) *Result {
	tb.Helper()
	res, err := Run(context.Background(), Options{From: from, To: ir.Postgres, Paths: []string{"-"},
		Stdin: strings.NewReader(sql), Emit: o})
	if err != nil {
		tb.Fatalf("%v (%v)", err, res)
	}
	return res
}

// TestCodeExamples converts the example of every finding code: it must raise the code, with the severity of its row.
func TestCodeExamples(t *testing.T) {
	for _, c := range diag.All() {
		t.Run(c.ID, func(t *testing.T) {
			if c.Title == "" || c.Text == "" || c.Why == "" || c.Do == "" {
				t.Error("title, text, why or what to do is missing")
			}
			if c.Severity == diag.Red && c.Each == 0 && c != diag.NeedsFailed {
				t.Error("a red finding without effort")
			}
			if notRaised[c.ID] ||
				strings.HasPrefix(c.ID, "CW40") { // crosswalk mappings raises those: see TestMappingExamples
				return
			}
			if c.Example == "" {
				t.Fatal("no example")
			}
			o := emit.Options{}
			if v, ok := strings.CutPrefix(c.Example, "-- target: "); ok {
				o.Version, _ = strconv.Atoi(v[:2])
			}
			from := ir.Oracle
			if c.Dialect != "" {
				from = ir.Dialect(c.Dialect)
			}
			res := convertFrom(t, from, c.Example, o)
			raised := map[string]bool{}
			for _, f := range res.Report.Input {
				raised[f.Code] = true
			}
			for _, o := range res.Report.Objects {
				for _, f := range o.Findings {
					raised[f.Code] = true
				}
				if o.Proof.Parsed != nil && !*o.Proof.Parsed && o.Status != assess.Red {
					t.Errorf("%s %s was not parsed, but is %s", o.Kind, o.Name, o.Status)
				}
			}
			if !raised[c.ID] {
				t.Errorf("the example raises %v, not the code\n%s", raised, c.Example)
			}
		})
	}
}
