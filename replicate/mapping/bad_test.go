package mapping

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected problems")

// TestBadDocuments reads documents with mistakes: each must be told with its line, its rule-id and what to write.
func TestBadDocuments(t *testing.T) {
	files, _ := filepath.Glob("testdata/bad/*.json")
	if len(files) < 25 {
		t.Fatalf("only %d documents", len(files))
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".json")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			d, ps := Parse(name+".json", src)
			if (d == nil) != ps.Failed() {
				t.Error("a document goes with no error, and an error with no document")
			}
			var b strings.Builder
			for _, p := range ps {
				b.WriteString(p.String() + "\n")
				if p.Severity == Error && p.Fix == "" {
					t.Errorf("%s: does not say what to write", p)
				}
				if p.Line == 0 {
					t.Errorf("%s: does not say where", p)
				}
			}
			want := strings.TrimSuffix(f, ".json") + ".txt"
			if *update {
				if err := os.WriteFile(want, []byte(b.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			exp, _ := os.ReadFile(want)
			if b.String() != string(exp) || len(exp) == 0 {
				t.Errorf("got\n%s\nwant\n%s", &b, exp)
			}
		})
	}
}
