package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// TestRightsOfRefused: objects are written in parallel, and what becomes of a right depends on what became of the object
// that it is on, however long that takes to be written.
func TestRightsOfRefused(t *testing.T) {
	var s strings.Builder
	for i := range 8 {
		fmt.Fprintf(&s, "CREATE OR REPLACE PROCEDURE p%d IS\nBEGIN\n%s  EXECUTE IMMEDIATE 'CREATE OR REPLACE CONTEXT c USING p';\nEND;\n/\nGRANT EXECUTE ON p%d TO app;\n", i,
			strings.Repeat("  DBMS_OUTPUT.PUT_LINE(TO_CHAR(SYSDATE, 'YYYY'));\n", 200), i)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.sql"), []byte(s.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	o := Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}}
	want, _ := output(t, o)
	if !strings.Contains(want["report.json"], "the object itself is not converted") {
		t.Fatalf("no right was left out: %.2000s", want["report.json"])
	}
	for range 10 {
		got, _ := output(t, o)
		same(t, "again", want, got)
	}
}
