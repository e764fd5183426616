package parsing

import (
	"path"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// JoinData joins data statements that follow each other in one file into one script, named for the file.
func JoinData(objs []ir.Object) []ir.Object {
	var out []ir.Object
	var last *ir.DataScript
	count := map[string]int{}
	for _, o := range objs {
		d, ok := o.(*ir.DataScript)
		if !ok {
			if !neutral(o) {
				last = nil
			}
			out = append(out, o)
			continue
		}
		file, _ := d.Sp.File.Root(d.Sp.Start)
		if last != nil && last.Schema == d.Schema {
			if f, at := last.Sp.File.Root(last.Sp.Start); f == file {
				_, to := d.Sp.File.Root(d.Sp.End)
				for i, st := range d.Stmts {
					if i == 0 {
						st.Base().Lead = append(d.Lead, st.Base().Lead...)
					}
				}
				last.Stmts = append(last.Stmts, d.Stmts...)
				last.Findings.Items = append(last.Findings.Items, d.Findings.Items...)
				last.Sp.File, last.Sp.Start, last.Sp.End = file, at, to
				continue
			}
		}
		name := strings.TrimSuffix(path.Base(file.Name), path.Ext(file.Name))
		count[file.Name]++
		if n := count[file.Name]; n > 1 {
			name += "_" + strconv.Itoa(n)
		}
		d.Name = ir.QName{Parts: []ir.Name{{Key: strings.ToUpper(name), Text: name}}, Sp: d.Sp}
		last = d
		out = append(out, d)
	}
	return out
}

// neutral tells objects between data statements that do not change what the data means.
func neutral(o ir.Object) bool { return o.Obj().Dropped != "" }
