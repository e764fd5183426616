package pipeline

import (
	"strings"
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

// TestStateWithoutAType: a package variable of a missing type is left out, and takes no other variable with it: the state
// functions stand in one artifact, which the server would refuse as a whole.
func TestStateWithoutAType(t *testing.T) {
	res := convertText(t, `CREATE OR REPLACE PACKAGE counter AS
  FUNCTION up RETURN NUMBER;
END;
/
CREATE OR REPLACE PACKAGE BODY counter AS
  g_rest no_such_type;
  g_n NUMBER := 0;
  FUNCTION up RETURN NUMBER IS
  BEGIN
    g_n := g_n + 1;
    RETURN g_n;
  END;
END;
/
`, emit.Options{})
	state := res.Files["packages/counter/_state.sql"]
	if !strings.Contains(state, "counter.set_g_n(") || strings.Contains(state, "no_such_type") {
		t.Errorf("the state functions:\n%s", state)
	}
}
