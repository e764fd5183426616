package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fence is a block of a page: what follows the three backquotes, and its text.
var fence = regexp.MustCompile("(?ms)^```(\\S+)([^\n]*)\n(.*?)^```$")

// TestDocs runs the pages: blocks that name a file are written, and the commands of console blocks must print what stands
// below them, a line of … standing for any lines.
func TestDocs(t *testing.T) {
	for _, page := range []string{"mappings.md"} {
		t.Run(page, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			ran := 0
			for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
				switch name := strings.TrimSpace(m[2]); {
				case name != "":
					if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(name, []byte(m[3]), 0o666); err != nil {
						t.Fatal(err)
					}
				case m[1] == "console":
					ran += console(t, m[3])
				}
			}
			if ran < 5 {
				t.Errorf("only %d commands", ran)
			}
		})
	}
}

// console runs the commands of a block.
func console(t *testing.T, block string) (ran int) {
	t.Helper()
	for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
		line, want, _ := strings.Cut(part, "\n")
		args := words(line)
		if args[0] != "crosswalk" {
			t.Fatalf("not a command of crosswalk: %s", line)
		}
		_, out, errOut := command(t, args[1:]...)
		got := strings.TrimSpace(errOut + out)
		var re strings.Builder
		for _, l := range strings.Split(strings.TrimSpace(want), "\n") {
			if l == "…" {
				re.WriteString("(.*\n)*?")
				continue
			}
			re.WriteString(regexp.QuoteMeta(l) + "\n")
		}
		if ok, err := regexp.MatchString("^"+re.String()+"$", got+"\n"); err != nil || !ok {
			t.Errorf("$ %s\nprints\n%s\nthe page has\n%s", line, got, want)
		}
		ran++
	}
	return ran
}

// words splits a command line as a shell does, without its variables.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}
