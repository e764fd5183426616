package pipeline

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const module = "github.com/crosswalk-db/crosswalk/"

// allowed says which parts of the project a part may import, by first folder; the longest matching key rules.
var allowed = map[string][]string{
	"ir/diag":    {},
	"ir":         {"ir"},
	"ir/resolve": {"ir"},
	"parser":     {"ir", "parser"},
	"emit":       {"ir", "emit"},
	"assess":     {"ir", "assess"},
	"replicate":  {"ir", "replicate"},
	// The checker reads the mapping rules, which say what to compare with what, and nothing else of the replicator: one
	// mistake must not hide in both.
	"checks":  {"ir", "checks", "replicate/mapping", "replicate/value"},
	"cmd":     {"ir", "parser", "emit", "assess", "replicate", "checks", "cmd"},
	"grammar": {"grammar"},
	"corpus":  {},
}

func TestImportDirections(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 10 {
		t.Fatalf("only %d packages found", len(lines))
	}
	for _, line := range lines {
		fields := strings.Fields(line)
		from := strings.TrimPrefix(fields[0], module)
		key := ""
		for k := range allowed {
			if (from == k || strings.HasPrefix(from, k+"/")) && len(k) > len(key) {
				key = k
			}
		}
		if key == "" {
			t.Errorf("%s: no rule for this folder", from)
			continue
		}
		for _, imp := range fields[1:] {
			to, ours := strings.CutPrefix(imp, module)
			if !ours {
				continue
			}
			ok := false
			for _, a := range allowed[key] {
				ok = ok || to == a || strings.HasPrefix(to, a+"/")
			}
			if !ok {
				t.Errorf("%s imports %s, which points the wrong way", from, to)
			}
		}
	}
}

// TestArchitecturePaths holds ARCHITECTURE.md to the tree: every path it names exists.
func TestArchitecturePaths(t *testing.T) {
	root := filepath.Join("..", "..")
	b, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile("`([a-z.]+(?:/[a-zA-Z0-9_.*-]+)+)`").FindAllStringSubmatch(string(b), -1) {
		found++
		if hits, _ := filepath.Glob(filepath.Join(root, m[1])); len(hits) == 0 {
			t.Errorf("ARCHITECTURE.md names %s, which does not exist", m[1])
		}
	}
	if found < 15 {
		t.Errorf("only %d paths found in ARCHITECTURE.md", found)
	}
}
