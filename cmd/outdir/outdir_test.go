package outdir

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t *testing.T, dir, f string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, f))
	if err != nil {
		return "<" + err.Error() + ">"
	}
	return string(b)
}

func TestReplacesOnlyItsOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "build")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(Write(dir, map[string]string{"a/x.sql": "1", "b.sql": "2"}))
	must(os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("mine"), 0o644))
	must(Write(dir, map[string]string{"b.sql": "3", "c/d.sql": "4"}))
	before, err := os.Stat(filepath.Join(dir, "b.sql"))
	must(err)
	must(Write(dir, map[string]string{"b.sql": "3", "c/d.sql": "4"}))
	if after, err := os.Stat(filepath.Join(dir, "b.sql")); err != nil || !os.SameFile(before, after) {
		t.Error("a file that is as it is to be was written again")
	}
	if read(t, dir, "b.sql") != "3" || read(t, dir, "c/d.sql") != "4" || read(t, dir, "mine.txt") != "mine" {
		t.Error("wrong contents after the second run")
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); !os.IsNotExist(err) {
		t.Error("what the first run wrote is still there")
	}

	must(os.WriteFile(filepath.Join(dir, "b.sql"), []byte("edited"), 0o644))
	err = Write(dir, map[string]string{"z.sql": "5"})
	if err == nil || !strings.Contains(err.Error(), "b.sql (edited since") {
		t.Errorf("an edited file: %v", err)
	}
	if read(t, dir, "b.sql") != "edited" || read(t, dir, "c/d.sql") != "4" {
		t.Error("something was changed in spite of the error")
	}
	must(os.WriteFile(filepath.Join(dir, "b.sql"), []byte("3"), 0o644))
	err = Write(dir, map[string]string{"mine.txt": "theirs"})
	if err == nil || !strings.Contains(err.Error(), "mine.txt (not written") || read(t, dir, "mine.txt") != "mine" {
		t.Errorf("a file of the user's: %v", err)
	}
}

func TestHostileManifest(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	out := filepath.Join(dir, "out")
	if err := os.WriteFile(victim, []byte("v"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		t.Fatal(err)
	}
	m := `{"tool":"crosswalk","files":{"../victim":"` + hash([]byte("v")) + `"}}`
	if err := os.WriteFile(filepath.Join(out, Manifest), []byte(m), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(out, map[string]string{"a": "1"}); err == nil {
		t.Error("a manifest that points outside was taken")
	}
	if read(t, dir, "victim") != "v" {
		t.Error("a file outside was removed")
	}
}
