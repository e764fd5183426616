package oracle

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// TestRepositories parses whatever stands in the folders of CROSSWALK_REPOSITORIES (separated
// as in PATH) and fails for every unit that does not parse. Without the variable it is skipped.
func TestRepositories(t *testing.T) {
	roots := os.Getenv("CROSSWALK_REPOSITORIES")
	if roots == "" {
		t.Skip("CROSSWALK_REPOSITORIES is not set")
	}
	files, units, failed := 0, 0, 0
	for _, root := range filepath.SplitList(roots) {
		for _, f := range sqlFiles(t, root) {
			files++
			for _, u := range sqlplus.Split(f, sqlplus.Options{}) {
				if u.Kind == sqlplus.Java || u.Kind == sqlplus.Wrapped || u.Kind == sqlplus.Unterminated {
					continue
				}
				units++
				if _, err := parse(u.File, u.Start, u.End); err != nil {
					failed++
					line, col := u.File.Position(err.Start)
					t.Errorf("%s:%d:%d: %s | %s", f.Name, line, col, err.Msg, around(u.File.Text, err.Start))
				}
			}
		}
	}
	t.Logf("%d files, %d units, %d failed", files, units, failed)
}

// around gives the source line of an offset, with a mark at it.
func around(text string, at int) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := at + strings.IndexByte(text[at:]+"\n", '\n')
	return strings.TrimSpace(text[from:at]) + " ▸" + strings.TrimSpace(text[at:to])
}

var sqlExts = map[string]bool{
	".sql": true, ".pks": true, ".pkb": true, ".pls": true, ".plb": true, ".prc": true, ".fnc": true, ".trg": true,
	".tps": true, ".tpb": true, ".vw": true, ".ddl": true, ".typ": true, ".seq": true, ".pck": true,
	".syn": true, ".pkg": true, ".tab": true, ".con": true, ".plsql": true, ".spc": true, ".bdy": true, ".tbl": true,
}

func sqlFiles(t *testing.T, root string) (files []*diag.File) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !sqlExts[strings.ToLower(filepath.Ext(path))] {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := strings.TrimPrefix(string(b), "\ufeff")
		if !utf8.ValidString(text) {
			r := make([]rune, len(b))
			for i, c := range b {
				r[i] = rune(c)
			}
			text = string(r)
		}
		files = append(files, diag.NewFile(path, text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
