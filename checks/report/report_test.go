package report

import (
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/checks"
)

func result() *checks.Result {
	a, b := "<script>alert(1)</script>", "x\x1b[2J"
	return &checks.Result{Source: "postgres", Target: "mysql", Tables: []*checks.TableResult{
		{Source: checks.Name{Schema: "hr", Table: "ok"}, Target: checks.Name{Schema: "hr", Table: "ok"}, State: checks.Equal, SourceRows: 5, TargetRows: 5},
		{Source: checks.Name{Schema: "hr", Table: "<b>t"}, Target: checks.Name{Schema: "p", Table: "t"}, State: checks.Different, SourceRows: 3, TargetRows: 2,
			Key: []string{"id"}, Differences: 30, Structure: []string{"the target has no column <i>"}, Skipped: []checks.Skipped{{Column: "c", Reason: "why"}},
			Rows: []checks.RowDiff{{Kind: checks.Changed, Key: []string{"1"}, Columns: []checks.ColumnDiff{{Column: "n", Source: &a, Target: &b}}},
				{Kind: checks.MissingTarget, Key: []string{"2"}, Columns: []checks.ColumnDiff{{Column: "n", Source: &a}}}}},
	}}
}

func TestText(t *testing.T) {
	var b strings.Builder
	if err := Text(&b, result()); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{"hr.ok                 equal                     5 rows\n", "hr.<b>t               different                 3 rows, 2 in the target  -> p.t\n",
		"    different id='1'; n: '<script>alert(1)</script>', in the target 'x?[2J'\n", "    missing in target id='2'\n", "    and 28 more\n",
		"2 tables, 8 rows: 1 equal, 1 different; 30 rows differ\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestHTML(t *testing.T) {
	var b strings.Builder
	if err := HTML(&b, result()); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "<script>") || strings.Contains(got, "<b>t") || !strings.Contains(got, "&lt;script&gt;alert(1)") {
		t.Errorf("not escaped:\n%s", got)
	}
	if !strings.Contains(got, "30 differ") || strings.Contains(got, "http") {
		t.Errorf("%s", got)
	}
}
