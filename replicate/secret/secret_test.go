package secret

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pw")
	if err := os.WriteFile(file, []byte("p@ss:w/rd\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CROSSWALK_TEST_PW", "p@ss:w/rd")
	for _, ref := range []string{"env:CROSSWALK_TEST_PW", "file:" + file} {
		got, err := URL(context.Background(), "postgres://u@h:1/d?sslmode=disable", ref)
		if err != nil || got != "postgres://u:p%40ss%3Aw%2Frd@h:1/d?sslmode=disable" {
			t.Errorf("%s: %s, %v", ref, got, err)
		}
		if !Exposed(got) {
			t.Error("a password in a URL is not seen")
		}
		if h := Hide(got + "&password=x"); strings.Contains(h, "rd") || strings.Contains(h, "password") {
			t.Errorf("not hidden: %s", h)
		}
	}
	for _, bad := range []string{"plain", "env:CROSSWALK_NOT_SET", "file:/does/not/exist", "vault:x"} {
		if _, err := URL(context.Background(), "postgres://h/d", bad); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestPick(t *testing.T) {
	for _, c := range []struct {
		text, key string
		has       bool
		want      string
	}{{`{"username":"u","password":"p"}`, "", false, "p"}, {`{"a":"b"}`, "a", true, "b"}, {"bare", "", false, "bare"}} {
		if got, err := pick(c.text, c.key, c.has); err != nil || got != c.want {
			t.Errorf("pick(%s, %s) = %s, %v", c.text, c.key, got, err)
		}
	}
	if _, err := pick("bare", "k", true); err == nil {
		t.Error("a key of a secret without keys was found")
	}
}
