package postgres

import (
	"slices"
	"strings"
	"testing"
)

// Every view of the run-time library that stands for a dictionary view tells its columns; those of a USER_ view are
// those of the ALL_ view that it reads.
func TestRuntimeColumns(t *testing.T) {
	files, err := runtimeFiles.ReadDir("runtime")
	if err != nil {
		t.Fatal(err)
	}
	views := 0
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".sql")
		if !strings.Contains(runtimeSource(name), "CREATE OR REPLACE VIEW") {
			continue
		}
		views++
		cols := runtimeColumns(name)
		for _, c := range cols {
			if !plainIdent(c) && c != "serial#" && c != "sql_address#" && c != "error#" {
				t.Errorf("%s: column %q", name, c)
			}
		}
		if len(cols) < 2 && name != "session_roles" {
			t.Errorf("%s: columns %q", name, cols)
		}
	}
	if views < 40 {
		t.Errorf("%d views", views)
	}
	if got := runtimeColumns("nls_session_parameters"); !slices.Equal(got, []string{"parameter", "value"}) {
		t.Errorf("nls_session_parameters: %q", got)
	}
	if got := runtimeColumns("user_types"); !slices.Contains(got, "typecode") || !slices.Contains(got, "supertype_name") {
		t.Errorf("user_types: %q", got)
	}
}
