package pipeline

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
)

// suppressions gives the comments of the source that may hold suppressions. Files that hold none cost one search.
func suppressions(files []*diag.File, units []unit, fe frontend) []ir.Comment {
	may := map[*diag.File]bool{}
	for _, f := range files {
		if strings.Contains(f.Text, assess.Marker) {
			may[f] = true
		}
	}
	var list []ir.Comment
	if len(may) == 0 || fe.comments == nil {
		return nil
	}
	seen := map[diag.Span]bool{}
	for _, u := range units {
		root, _ := u.span.File.Root(u.span.Start)
		if !may[root] {
			continue
		}
		for _, c := range fe.comments(u) {
			f, off := c.Sp.File.Root(c.Sp.Start)
			at := diag.Span{File: f, Start: off, End: off}
			if strings.Contains(c.Text, assess.Marker) && !seen[at] {
				seen[at] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// oracleComments gives the comments in front of each statement of a unit, inside it, and behind it on its last line.
func oracleComments(u unit) []ir.Comment {
	var list []ir.Comment
	for _, x := range u.data.(oracleUnits).units {
		text := x.File.Text
		end := x.End
		for end < len(text) && text[end] != '\n' {
			end++
		}
		r := scan.Scan(text, min(x.Lead, x.Start), end, scan.Options{})
		for _, c := range r.Comments {
			sp := diag.Span{File: x.File, Start: int(c.Start), End: int(c.End)}
			list = append(list, ir.Comment{Text: sp.Text(), Line: strings.HasPrefix(sp.Text(), "--"), Sp: sp})
		}
	}
	return list
}
