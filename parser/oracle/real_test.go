package oracle

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"sort"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// TestFolders parses and lowers the folders named in CROSSWALK_TRY (separated by colons) and tells what is not
// converted. It is for trying the front end on real repositories.
func TestFolders(t *testing.T) {
	dirs := os.Getenv("CROSSWALK_TRY")
	if dirs == "" {
		t.Skip("CROSSWALK_TRY names no folders")
	}
	for _, dir := range strings.Split(dirs, ":") {
		r, _ := source.NewReader(source.Options{Paths: []string{dir}, Encoding: os.Getenv("CROSSWALK_ENCODING")})
		files, _ := r.Read(context.Background())
		res := sqlplus.Load(context.Background(), files, r, sqlplus.Options{})
		counts := map[string]int{}
		objects := 0
		for i := range res.Units {
			u := &res.Units[i]
			objs := func() (objs []ir.Object) {
				defer func() {
					if p := recover(); p != nil {
						f, line, _ := u.Span().Pos()
						t.Errorf("%s:%d: panic %v\n%s", f, line, p, debug.Stack())
					}
				}()
				return Parse(u, Options{})
			}()
			objects += len(objs)
			for _, o := range objs {
				for _, f := range o.Obj().Findings.Items {
					counts[f.Code.ID]++
					if counts[f.Code.ID] <= 12 {
						t.Log(f)
					}
				}
			}
		}
		var ids []string
		for id, n := range counts {
			ids = append(ids, fmt.Sprintf("%s=%d", id, n))
		}
		sort.Strings(ids)
		t.Logf("%s: %d files, %d units, %d objects, findings %v", dir, len(files), len(res.Units), objects, ids)
	}
}
