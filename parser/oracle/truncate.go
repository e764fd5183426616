package oracle

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// JoinData joins the scripts of data, those among them of a TRUNCATE TABLE behind rows of its table: it takes them away, as a
// DELETE of all rows does. Elsewhere a TRUNCATE has nothing to do, since an installation starts empty.
func JoinData(objs []ir.Object) []ir.Object {
	filled := map[string]bool{}
	seen := map[*ir.Pattern]bool{}
	note := func(n ir.Node) bool {
		if d, ok := n.(*ir.Insert); ok {
			if t, ok := d.Target.(*ir.TableRef); ok {
				filled[t.Name.Last().Key] = true
			}
		}
		return true
	}
	for i, o := range objs {
		switch o := o.(type) {
		case *ir.DataScript:
			for _, s := range o.Stmts {
				if r, ok := s.(*ir.Repeat); ok {
					if seen[r.Of] {
						continue
					}
					seen[r.Of], s = true, r.Of.Stmt
				}
				ir.Walk(s, note)
			}
		case *ir.Unsupported:
			if o.What == "truncate" && filled[o.Name.Last().Key] {
				objs[i] = deleteAll(o)
			}
		}
	}
	return parsing.JoinData(objs)
}

func deleteAll(x *ir.Unsupported) *ir.DataScript {
	del := &ir.Delete{Target: &ir.TableRef{Sp: x.Sp, Name: x.Name}}
	del.Sp = x.Sp
	s := &ir.ExecDML{DML: del}
	s.Sp = x.Sp
	d := &ir.DataScript{ObjBase: x.ObjBase, Stmts: []ir.Stmt{s}}
	d.Dropped, d.Name = "", ir.QName{}
	return d
}
