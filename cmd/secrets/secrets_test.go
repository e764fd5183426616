package secrets

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte("postgres://u:p@h/d\nnot this\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TEST_URL", "mysql://u:p@h/d")
	for _, x := range []struct{ ref, want, err string }{
		{"env:TEST_URL", "mysql://u:p@h/d", ""},
		{"env:TEST_NONE", "", "TEST_NONE is not set"},
		{"file:" + file, "postgres://u:p@h/d", ""},
		{"file:" + file + "x", "", "no such file"},
		{"postgres://h/d", "postgres://h/d", ""},
		{"host=/tmp dbname=x", "host=/tmp dbname=x", ""},
		{"", "", "--source: it is missing"},
	} {
		got, err := URL(context.Background(), "--source", x.ref)
		if got != x.want || (err == nil) != (x.err == "") || err != nil && !strings.Contains(err.Error(), x.err) {
			t.Errorf("%s: %q, %v", x.ref, got, err)
		}
	}
}

func TestManaged(t *testing.T) {
	var m managed
	if err := json.Unmarshal([]byte(`{"engine":"aurora-postgresql","host":"db","port":5433,"username":"a@b","password":"p/:#?","dbname":"hr"}`), &m); err != nil {
		t.Fatal(err)
	}
	if got, want := m.url(), "postgres://a%40b:p%2F%3A%23%3F@db:5433/hr"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
