package pipeline

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/emit"
)

// TestOneCauseOneFinding: what is missing from the sources is told once an object, and nothing that follows from it is.
func TestOneCauseOneFinding(t *testing.T) {
	res := convertText(t, `
CREATE TABLE t1 (id NUMBER(9), a missing_type, b missing_type);
CREATE OR REPLACE PROCEDURE p1(a missing_type, b missing_tab%ROWTYPE) IS
  v missing_tab.col%TYPE;
  w missing_pkg.t_rec;
BEGIN
  missing_proc(1);
  missing_proc(2);
  w := missing_pkg.make(2);
END;
/
`, emit.Options{})
	want := map[string]int{"T1": 1, "P1": 5}
	for _, o := range res.Report.Objects {
		if len(o.Findings) != want[o.Name] {
			t.Errorf("%s: %d findings, want %d", o.Name, len(o.Findings), want[o.Name])
			for _, f := range o.Findings {
				t.Logf("%s %s", f.Code, f.Message)
			}
		}
	}
}
