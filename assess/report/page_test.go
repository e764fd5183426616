package report

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// seen is what browser/page.mjs saw in a real Chromium.
type seen struct {
	Errors, Requests, Axe, Overflow []string
	Counts                          map[string]int
	ReadyMs, ReadyCPUMs, FilterMs   float64
	LoadedMs                        float64
	RowsDrawn                       int
	Slash, Themed                   string
	Closed                          any
	Linked                          [][]string
	Block, FallbackBlock            int
	FallbackCount                   int
	Opened                          struct {
		Title, SourceText, Focus, Hash                            string
		Source, Target, Keywords, Findings, Inline, Marked, Links int
	}
}

// browse drives Chromium over a page. In CI a missing browser fails the test.
func browse(t testing.TB, page string, want map[string]string) seen {
	t.Helper()
	missing := func(what string) {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: run .ci/deps browser", what)
		}
		t.Skipf("%s is missing: .ci/deps browser installs it", what)
	}
	for _, c := range []string{"node", "npm", "chromium"} {
		if _, err := exec.LookPath(c); err != nil {
			missing(c)
		}
	}
	if _, err := os.Stat("browser/node_modules/axe-core"); err != nil {
		install := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
		install.Dir = "browser"
		if out, err := install.CombinedOutput(); err != nil {
			missing("playwright-core (" + strings.TrimSpace(string(out)) + ")")
		}
	}
	dir := t.TempDir()
	if keep := os.Getenv("CROSSWALK_SHOTS"); keep != "" {
		dir = keep
	}
	want["shots"] = dir
	args, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	page, err = filepath.Abs(page)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("node", "page.mjs", page, string(args))
	c.Dir = "browser"
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, errs.String())
	}
	var s seen
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return s
}

// clean holds what must be so of every page: no errors, nothing loaded, accessible, no wider than the screen.
func (s *seen) clean(t *testing.T) {
	t.Helper()
	for _, list := range [][]string{s.Errors, s.Requests, s.Axe, s.Overflow} {
		for _, x := range list {
			t.Error(x)
		}
	}
	if s.Block == 0 || s.Block != s.FallbackBlock || s.FallbackCount != s.Counts["all"] {
		t.Errorf("without DecompressionStream the page has other data: %d and %d bytes", s.Block, s.FallbackBlock)
	}
}

func TestPageInChromium(t *testing.T) {
	d := sampleDocument(3)
	file := filepath.Join(t.TempDir(), "report.html")
	writeTo(t, file, HTML, d)
	s := browse(t, file, map[string]string{"search": "pay_2", "kind": "table", "code": "CW1200", "file": "t1.sql", "object": "PAY_1"})
	s.clean(t)
	want := map[string]int{"all": len(d.Objects), "search": 1, "kind": 4, "code": 3, "file": 1, "red": 1}
	for k, n := range want {
		if s.Counts[k] != n {
			t.Errorf("filter %s shows %d objects, want %d", k, s.Counts[k], n)
		}
	}
	o := s.Opened
	if o.Title != "APP.PAY_1" || o.Focus != "Close" || !strings.HasPrefix(o.Hash, "#") {
		t.Errorf("opened %q with focus on %q at %q", o.Title, o.Focus, o.Hash)
	}
	if want := d.Sources["p1.sql"]; o.SourceText != strings.TrimRight(want, "\n") {
		t.Errorf("the source pane shows %q, want %q", o.SourceText, want)
	}
	if o.Target == 0 || o.Keywords == 0 || o.Findings != 1 || o.Inline != 1 || o.Marked != 1 || o.Links == 0 {
		t.Errorf("opened: %+v", o)
	}
	if len(s.Linked) != 2 || len(s.Linked[0]) != 1 || len(s.Linked[1]) != 1 || s.Linked[0][0] != "UPDATE t1 SET n = 1;" || s.Linked[1][0] != "UPDATE t1 SET n = 1.0;" {
		t.Errorf("a click on a source line marks %q", s.Linked)
	}
	if s.Slash != "f-text" || s.Closed != "grid" || s.Themed != "dark" {
		t.Errorf("keyboard: / goes to %q, Escape to %v; the button makes it %q", s.Slash, s.Closed, s.Themed)
	}
}
