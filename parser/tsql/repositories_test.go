package tsql

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/parser/source"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
)

// TestRepositories parses whatever stands in the folders of CROSSWALK_TSQL_REPOSITORIES (separated
// as in PATH) and fails for every statement that does not parse. Without the variable it is skipped.
func TestRepositories(t *testing.T) {
	roots := os.Getenv("CROSSWALK_TSQL_REPOSITORIES")
	if roots == "" {
		t.Skip("CROSSWALK_TSQL_REPOSITORIES is not set")
	}
	files, problems := source.Read(context.Background(), source.Options{Paths: filepath.SplitList(roots)})
	for _, p := range problems {
		t.Log(p.Error())
	}
	units, stmts, failed, lines := 0, 0, 0, 0
	var spent time.Duration
	for _, f := range files {
		lines += strings.Count(f.Text, "\n")
		for _, u := range batch.Split(f, batch.Options{}) {
			units++
			begin := time.Now()
			tree, err := parse(u.File, u.Start, u.End, scan.Options{QuotedText: u.QuotedText})
			spent += time.Since(begin)
			if err != nil {
				failed++
				line, col := u.File.Position(err.Start)
				t.Errorf("%s:%d:%d: %s | %s", f.Name, line, col, err.Msg, around(u.File.Text, err.Start))
				continue
			}
			stmts += len(tree.Stmts)
			for _, s := range tree.Stmts {
				if s.Err != nil {
					failed++
					line, col := u.File.Position(s.Err.Start)
					t.Errorf("%s:%d:%d: %s | %s", f.Name, line, col, s.Err.Msg, around(u.File.Text, s.Err.Start))
				}
			}
		}
	}
	t.Logf("%d files, %d lines, %d batches, %d statements, %d failed; parsed in %v: %.0f lines/s", len(files), lines, units, stmts,
		failed, spent, float64(lines)/spent.Seconds())
}

// around gives the source line of an offset, with a mark at it.
func around(text string, at int) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := at + strings.IndexByte(text[at:]+"\n", '\n')
	return strings.TrimSpace(text[from:at]) + " ▸" + strings.TrimSpace(text[at:to])
}
