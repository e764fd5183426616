package pipeline

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// output is all that a run gives, to compare two of them.
func output(t *testing.T, o Options) (map[string]string, CacheUse) {
	t.Helper()
	res, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(res.Report)
	if err != nil {
		t.Fatal(err)
	}
	all := maps.Clone(res.Files)
	all["report.json"] = string(b)
	for _, ob := range res.Report.Objects { // not in the JSON
		b, _ := json.Marshal(ob.Lines)
		all["lines of "+ob.ID] = string(b)
	}
	return all, res.Cache
}

func same(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Fatalf("%s: %s differs:\n%.600s\n--- want\n%.600s", what, k, got[k], v)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%s: %d outputs, want %d", what, len(got), len(want))
	}
}

// TestCacheSameOutput: a run with a cache gives the same bytes as one without: cold, warm, with a file changed, with
// damaged entries, and for a source of another dialect.
func TestCacheSameOutput(t *testing.T) {
	sample := filepath.Join("..", "..", "corpus", "sample", "oracle")
	for name, dir := range map[string]string{"sample": sample, "corpus": unpack(t, filepath.Join("..", "..", "corpus", "oracle"))} {
		t.Run(name, func(t *testing.T) {
			o := Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}}
			want, _ := output(t, o)
			o.Cache = t.TempDir()
			cold, use := output(t, o)
			same(t, "cold", want, cold)
			if use.Files != 0 || use.Read == 0 {
				t.Errorf("cold: %+v", use)
			}
			warm, use := output(t, o)
			same(t, "warm", want, warm)
			if use.Read != 0 {
				t.Errorf("warm: %+v", use)
			}
			damage(t, o.Cache)
			mended, use := output(t, o)
			same(t, "damaged", want, mended)
			if use.Files != 0 {
				t.Errorf("damaged entries were used: %+v", use)
			}
		})
	}
}

// damage changes a byte in the middle of every entry, cuts some off and empties some.
func damage(t *testing.T, dir string) {
	names, err := filepath.Glob(filepath.Join(dir, "*.parsed"))
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	for i, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		switch i % 3 {
		case 0:
			b[len(b)/2] ^= 0x55
		case 1:
			b = b[:len(b)/2]
		default:
			b = nil
		}
		if err := os.WriteFile(n, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCacheOnlyChangedFiles: of a folder only the file that changed is parsed again.
func TestCacheOnlyChangedFiles(t *testing.T) {
	for from, text := range map[ir.Dialect]string{ir.Oracle: "CREATE TABLE %s (n NUMBER);\n", ir.SQLServer: "CREATE TABLE %s (n int);\nGO\n"} {
		dir := t.TempDir()
		write := func(name, text string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, n := range []string{"a", "b", "c"} {
			write(n+".sql", text[:13]+n+text[15:])
		}
		o := Options{From: from, To: ir.Postgres, Paths: []string{dir}, Cache: t.TempDir()}
		output(t, o)
		write("b.sql", "\n"+text[:13]+"bb"+text[15:])
		got, use := output(t, o)
		if use.Files != 2 || use.Read != 1 {
			t.Errorf("%s: %+v, want 2 from the cache and 1 parsed", from, use)
		}
		o.Cache = ""
		want, _ := output(t, o)
		same(t, string(from), want, got)
	}
}
