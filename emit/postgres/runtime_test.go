package postgres

import (
	"context"
	"strings"
	"testing"
)

// TestRuntimeLibrary loads every file alone, with what it needs, in the order in which it is given.
func TestRuntimeLibrary(t *testing.T) {
	names, err := runtimeFiles.ReadDir("runtime")
	if err != nil || len(names) < 40 {
		t.Fatal(err, len(names))
	}
	conn := server(t)
	ctx := context.Background()
	for _, n := range names {
		name := strings.TrimSuffix(n.Name(), ".sql")
		src := runtimeSource(name)
		if !strings.HasPrefix(src, "-- ") {
			t.Errorf("%s: no comment at the top", name)
		}
		sql := (&emitter{}).runtimeLibrary([]string{name})
		if _, err := conn.Exec(ctx, "DROP SCHEMA crosswalk CASCADE; CREATE SCHEMA crosswalk; SET check_function_bodies = on;\n"+sql); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRuntimeSchema renames the schema.
func TestRuntimeSchema(t *testing.T) {
	em := &emitter{}
	em.opts.RuntimeSchema = "Ora"
	sql := em.runtimeLibrary([]string{"round"})
	if strings.Contains(sql, "crosswalk.") || !strings.Contains(sql, `"Ora".trunc(`) {
		t.Error(sql)
	}
}

// TestDictionaryViews reads every view once.
func TestDictionaryViews(t *testing.T) {
	conn := server(t)
	names, _ := runtimeFiles.ReadDir("runtime")
	n := 0
	for _, f := range names {
		name := strings.TrimSuffix(f.Name(), ".sql")
		if !strings.Contains(runtimeSource(name), "CREATE OR REPLACE VIEW") {
			continue
		}
		n++
		if _, err := conn.Exec(context.Background(), "SELECT * FROM crosswalk."+name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n < 30 {
		t.Error(n, "views")
	}
	var got string
	q := `SELECT data_type || data_precision || ',' || data_scale FROM crosswalk.user_tab_columns WHERE table_name = 'T' AND column_name = 'M'`
	if err := conn.QueryRow(context.Background(), q).Scan(&got); err != nil || got != "NUMBER10,2" {
		t.Error(got, err)
	}
}
