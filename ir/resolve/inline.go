package resolve

import (
	"maps"
	"slices"
	"sort"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A block in the constant text of EXECUTE IMMEDIATE does what it would do in the routine, its bind variables being the arguments of USING. Where
// that is certain it takes the statement's place.

// inlined gives the statement that stands for s; nil where the text stays a text.
func (j *job) inlined(s *ir.ExecImmediate) ir.Stmt {
	b := s.Block
	given, ok := bindArgs(s)
	if !ok || !j.mayInline(s, b) {
		return nil
	}
	ir.Walk(b, func(n ir.Node) bool {
		if x, ok := n.(*ir.Bind); ok {
			x.SetType(given[x.Name.Key].Type())
		}
		return true
	})
	known := j.complete(b)
	ir.Walk(b, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Ref:
			known = known && x.Sym != nil
			j.hiding(x)
		case *ir.Call:
			known = known && (x.Sym != nil || x.Fn != "")
		case *ir.TableRef:
			known = known && j.clear(x, given)
		}
		return known
	})
	if !known {
		return nil
	}
	ir.Rewrite(b, func(e ir.Expr) ir.Expr {
		switch x := e.(type) {
		case *ir.Bind:
			return copied(given[x.Name.Key])
		}
		return e
	})
	for _, u := range s.Using {
		if u.Mode != ir.ModeIn {
			j.assignedTo(u.Value)
		}
	}
	if len(b.Decls)+len(b.Handlers) == 0 && len(b.Body) == 1 {
		one := b.Body[0]
		*one.Base() = s.StmtBase
		return one
	}
	b.StmtBase = s.StmtBase
	return b
}

// clear tells that no argument has the name of a column of the table: in SQL the name would be the column.
func (j *job) clear(t *ir.TableRef, given map[string]ir.Expr) bool {
	if t.Decl == nil || !isRelation(t.Decl) {
		return false
	}
	rel := j.c.relationOf(t.Decl)
	free := !rel.open
	for _, e := range given {
		ir.Walk(e, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok && len(r.Name.Parts) == 1 && rel.find(r.Name.Parts[0].Key) != nil {
				free = false
			}
			return free
		})
	}
	return free
}

// hiding notes that a column of the text has the name of a variable of the routine, as it would were it a statement there.
func (j *job) hiding(r *ir.Ref) {
	if r.Sym != nil && (r.Sym.Kind == ir.SymColumn || r.Sym.Kind == ir.SymAlias) && j.inSight(r.Name.Parts[0].Key) {
		s := *r.Sym
		s.Hides = true
		r.Sym = &s
	}
}

// complete resolves a text and tells that the sources have all that it names; what they do not have is not reported then.
func (j *job) complete(s ir.Stmt) bool {
	list, missed := &j.base.Findings, maps.Clone(j.missed)
	before := len(list.Items)
	j.parsed(s)
	for _, f := range list.Items[before:] {
		if f.Code == diag.NotInSources || f.Code == diag.NeedsMissing {
			list.Items, j.missed = list.Items[:before], missed
			return false
		}
	}
	return true
}

// copied is an argument once more: a name or a constant, which bindArgs has seen to.
func copied(e ir.Expr) ir.Expr {
	switch x := e.(type) {
	case *ir.Ref:
		c := *x
		return &c
	case *ir.StringLit:
		c := *x
		return &c
	case *ir.NumberLit:
		c := *x
		return &c
	}
	return e
}

// bindArgs tells which argument each bind variable of the block is: in a block those of one name are one. An argument is the name of a
// variable or a constant; any other is used once, in a block of one statement.
func bindArgs(s *ir.ExecImmediate) (map[string]ir.Expr, bool) {
	var binds []*ir.Bind
	ir.Walk(s.Block, func(n ir.Node) bool {
		if b, ok := n.(*ir.Bind); ok {
			binds = append(binds, b)
		}
		return true
	})
	sort.SliceStable(binds, func(i, k int) bool { return binds[i].Sp.Start < binds[k].Sp.Start })
	given, uses := map[string]ir.Expr{}, map[string]int{}
	var order []string
	for _, b := range binds {
		if uses[b.Name.Key]++; uses[b.Name.Key] == 1 {
			order = append(order, b.Name.Key)
		}
	}
	if len(order) != len(s.Using) {
		return nil, false
	}
	outs := map[*ir.Symbol]bool{}
	for i, key := range order {
		u := s.Using[i]
		switch x := u.Value.(type) {
		case *ir.Ref:
			if x.Sym == nil || x.Sym.Kind != ir.SymVar && x.Sym.Kind != ir.SymParam || outs[x.Sym] {
				return nil, false
			}
			if u.Mode != ir.ModeIn {
				outs[x.Sym] = true
			}
		case *ir.StringLit, *ir.NumberLit:
			if u.Mode != ir.ModeIn {
				return nil, false
			}
		default:
			if u.Mode != ir.ModeIn || uses[key] > 1 || len(s.Block.Body) != 1 {
				return nil, false
			}
		}
		given[key] = u.Value
	}
	return given, given != nil
}

// mayInline tells a block that means the same among the statements of the routine: it does not leave the routine, its own variables hide
// none of the arguments, and what it gives back it gives back by its one statement, so that an error leaves the variables as they were.
func (j *job) mayInline(s *ir.ExecImmediate, b *ir.Block) bool {
	own, fits := map[string]bool{}, true
	ir.Walk(b, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Return, *ir.Goto, *ir.CursorAttr, *ir.ExecImmediate:
			fits = false
		case ir.Decl:
			own[x.Common().Name.Key] = true
		case *ir.ForNum:
			own[x.Var.Key] = true
		case *ir.ForCursor:
			own[x.Var.Key] = true
		}
		return fits
	})
	if j.routine != nil && j.routine.Body != nil {
		ir.Walk(j.routine.Body, func(n ir.Node) bool {
			a, ok := n.(*ir.CursorAttr)
			fits = fits && !(ok && a.Cursor == nil) // SQL%ROWCOUNT tells of the EXECUTE IMMEDIATE, not of what is in the block
			return fits
		})
	}
	gives := slices.ContainsFunc(s.Using, func(u ir.UsingArg) bool { return u.Mode != ir.ModeIn })
	if gives {
		if len(b.Decls)+len(b.Handlers) > 0 || len(b.Body) != 1 {
			return false
		}
		switch b.Body[0].(type) {
		case *ir.Assign, *ir.CallStmt:
		default:
			return false
		}
	}
	for _, u := range s.Using {
		ir.Walk(u.Value, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok && len(r.Name.Parts) > 0 && own[r.Name.Parts[0].Key] {
				fits = false
			}
			return fits
		})
	}
	return fits
}
