package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// intoFits tells whether SELECT … INTO does what SELECT @a = x FROM … does: there is one row at most, and the variables are NULL
// before, so that it does not matter that INTO makes them NULL where there is no row.
func (p *printer) intoFits(s *ir.SelectStmt, sel *ir.Select) bool {
	if !atMostOne(s.Query, sel) {
		return false
	}
	body := p.rt.bodyNode()
	if body == nil || s.Sp.IsZero() {
		return false
	}
	keys := map[string]bool{}
	for _, it := range sel.Items {
		r, ok := it.Assign.(*ir.Ref)
		if !ok || r.Sym == nil {
			return false
		}
		v, ok := r.Sym.Decl.(*ir.VarDecl)
		if !ok || v.Default != nil {
			return false
		}
		keys[r.Name.Key()] = true
	}
	return p.firstUse(body, s, keys)
}

// firstUse tells whether nothing in front of a statement names the variables, and nothing runs it again.
func (p *printer) firstUse(body ir.Node, s *ir.SelectStmt, keys map[string]bool) bool {
	u := fact(p.em, factKey{kind: "first uses", of: body}, func() *firstUses { return firstUsesIn(body) })
	if u.jumps || u.looped[s] {
		return false
	}
	for k := range keys {
		for f, start := range u.refs[k] {
			if f != s.Sp.File || start < s.Sp.Start {
				return false
			}
		}
	}
	return true
}

// firstUses is what a body tells of the order in which its variables are named.
type firstUses struct {
	jumps  bool                          // GOTO, or statements that are written once for many
	looped map[ir.Node]bool              // the SELECTs in loops
	refs   map[string]map[*diag.File]int // where a name stands first, by the text that it stands in
}

func firstUsesIn(body ir.Node) *firstUses {
	u := &firstUses{looped: map[ir.Node]bool{}, refs: map[string]map[*diag.File]int{}}
	seen := map[ir.Node]bool{} // loops within others
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Goto, *ir.Repeat:
			u.jumps = true
		case *ir.Loop:
			if !seen[n] {
				ir.Walk(n, func(in ir.Node) bool {
					switch in.(type) {
					case *ir.Loop:
						seen[in] = true
					case *ir.SelectStmt:
						u.looped[in] = true
					}
					return true
				})
			}
		case *ir.Ref:
			u.ref(n)
		}
		return !u.jumps
	})
	return u
}

func (u *firstUses) ref(r *ir.Ref) {
	k, sp := r.Name.Key(), r.Span()
	if u.refs[k] == nil {
		u.refs[k] = map[*diag.File]int{}
	}
	if at, ok := u.refs[k][sp.File]; !ok || sp.Start < at {
		u.refs[k][sp.File] = sp.Start
	}
}

// bodyNode is the body that is written; nil where there is none.
func (rt *routineScope) bodyNode() ir.Node {
	switch {
	case rt.r != nil && rt.r.Body != nil:
		return rt.r.Body
	case rt.trig != nil && rt.trig.Body != nil:
		return rt.trig.Body
	}
	return nil
}

// atMostOne tells queries of one row or none: TOP 1, and those that ask for the key of a table.
func atMostOne(q *ir.Query, sel *ir.Select) bool {
	if n, ok := constantInt(q.Limit); q.Limit != nil && ok && n == 1 && !q.Percent && !q.WithTies {
		return true
	}
	if len(sel.From) != 1 || len(sel.GroupBy) > 0 {
		return false
	}
	ref, ok := sel.From[0].(*ir.TableRef)
	if !ok {
		return false
	}
	t, ok := ref.Decl.(*ir.Table)
	if !ok {
		return false
	}
	known := map[string]bool{}
	fixedColumns(sel.Where, known)
	for _, k := range t.Constraints {
		if k.Kind == ir.PrimaryKey || k.Kind == ir.Unique && !k.Disabled {
			all := len(k.Cols) > 0
			for _, c := range k.Cols {
				all = all && known[c.Key]
			}
			if all {
				return true
			}
		}
	}
	return false
}

// fixedColumns notes the columns that a condition compares with a value which is the same for all rows.
func fixedColumns(e ir.Expr, known map[string]bool) {
	b, ok := unwrapNil(e).(*ir.Binary)
	if !ok {
		return
	}
	switch b.Op {
	case ir.OpAnd:
		fixedColumns(b.L, known)
		fixedColumns(b.R, known)
	case ir.OpEq:
		for _, x := range [][2]ir.Expr{{b.L, b.R}, {b.R, b.L}} {
			c, ok := unwrap(x[0]).(*ir.Ref)
			if ok && isColumn(c) && !readsColumn(x[1]) {
				known[c.Name.Last().Key] = true
			}
		}
	}
}

func isColumn(r *ir.Ref) bool { return r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Depth == 0 }

func readsColumn(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && (r.Sym == nil || r.Sym.Kind == ir.SymColumn) {
			hit = true
		}
		return !hit
	})
	return hit
}
