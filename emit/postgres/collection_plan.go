package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// planCollections finds the associative arrays by number that never have a gap: whatever fills them does so from 1 on,
// one after the other. Those can be arrays. Where it cannot be shown, the representation stays the one that has gaps.
func (em *emitter) planCollections() {
	g := &gapFinder{em: em, sparse: map[*ir.Type]bool{}, seen: map[*ir.Type]bool{}, literals: map[ir.Node]map[int]bool{}}
	for _, o := range em.src.Objects {
		if o.Obj().Dropped != "" {
			continue
		}
		switch o := o.(type) {
		case *ir.Package:
			ir.Walk(o.Init, g.visit)
			continue
		case *ir.Table, *ir.View:
			continue
		}
		ir.Walk(o, g.visit)
	}
	for t := range g.seen {
		if t.Coll == ir.CollAssoc && !g.sparse[t] && elemPlain(t.Elem) {
			em.plan.coll[t] = repArray
		}
		if t.Coll != ir.CollAssoc && g.sparse[t] {
			em.plan.coll[t] = repJSON
		}
	}
	for changed := true; changed; {
		changed = false
		for t := range g.seen {
			if em.rep(t) == repJSON && em.jsonInside(t.Elem, 0) {
				changed = true
			}
		}
	}
}

// jsonInside makes the collections within the elements of one that is kept as jsonb jsonb too, so that an element of
// theirs can be assigned in place.
func (em *emitter) jsonInside(t *ir.Type, depth int) bool {
	if t == nil || depth > 10 || schemaType(t) {
		return false
	}
	b := t.Base()
	changed := false
	switch b.Kind {
	case ir.TCollection:
		if em.rep(b) != repJSON {
			em.plan.coll[b] = repJSON
			changed = true
		}
	case ir.TRecord:
		for _, f := range b.Fields {
			changed = em.jsonInside(f.Type, depth+1) || changed
		}
	}
	return changed
}

// elemPlain tells element types of which there can be arrays.
func elemPlain(t *ir.Type) bool {
	return t != nil && (t.Base().Kind != ir.TCollection || schemaType(t))
}

// gapFinder goes over all bodies.
type gapFinder struct {
	em       *emitter
	sparse   map[*ir.Type]bool
	seen     map[*ir.Type]bool
	literals map[ir.Node]map[int]bool
}

// local tells collection types that may be represented either way: declared in PL/SQL, not by CREATE TYPE.
func localColl(t *ir.Type) *ir.Type {
	if t == nil || !t.Is(ir.TCollection) || schemaType(t) {
		return nil
	}
	return t.Base()
}

func (g *gapFinder) visit(n ir.Node) bool {
	switch n := n.(type) {
	case *ir.VarDecl:
		g.note(n.Type)
	case *ir.Param:
		g.note(n.Type)
	case *ir.MethodCall:
		t := localColl(n.X.Type())
		if t != nil && (n.Method == "delete" && len(n.Args) > 0 && !deletesLast(n)) {
			g.sparse[t] = true
		}
	case *ir.Block:
		g.list(n.Body, nil)
		for _, h := range n.Handlers {
			for i, name := range h.Names {
				if i < len(h.Syms) && h.Syms[i] != nil {
					continue
				}
				switch name.Last().Key {
				case "NO_DATA_FOUND":
					g.readsMissing(n.Body, true)
				case "SUBSCRIPT_BEYOND_COUNT":
					g.readsMissing(n.Body, false)
				}
			}
		}
	case *ir.Handler:
		g.list(n.Body, nil)
	case *ir.If:
		for _, b := range n.Branches {
			g.list(b.Body, nil)
		}
		g.list(n.Else, nil)
	case *ir.CaseStmt:
		for _, b := range n.Whens {
			g.list(b.Body, nil)
		}
		g.list(n.Else, nil)
	case *ir.Loop:
		g.list(n.Body, nil)
	case *ir.ForCursor:
		g.list(n.Body, nil)
	case *ir.ForEach:
		g.list(n.Body, nil)
	case *ir.ForNum:
		g.list(n.Body, n)
	case *ir.Select:
		g.targets(n.Into, n.BulkInto)
	case *ir.FetchCursor:
		g.targets(n.Into, n.Bulk)
	case *ir.ExecImmediate:
		g.targets(n.Into, n.Bulk)
	}
	return true
}

func deletesLast(m *ir.MethodCall) bool {
	l, ok := m.Args[0].Value.(*ir.MethodCall)
	return ok && len(m.Args) == 1 && l.Method == "last" && sameRef(l.X, m.X)
}

func (g *gapFinder) note(t *ir.Type) {
	for i := 0; i < 20; i++ {
		b := localColl(t)
		if b == nil || g.seen[b] {
			return
		}
		g.seen[b] = true
		if b.Coll == ir.CollAssoc && (b.Index == nil || !b.Index.Is(ir.TInt, ir.TDecimal)) {
			g.sparse[b] = true
		}
		t = b.Elem
	}
}

// readsMissing: where a handler waits for NO_DATA_FOUND, reading an element of an associative array may be a test for its
// presence; of a nested table where it waits for SUBSCRIPT_BEYOND_COUNT.
func (g *gapFinder) readsMissing(list []ir.Stmt, assoc bool) {
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			if x, ok := n.(*ir.Index); ok {
				if t := localColl(x.X.Type()); t != nil && (t.Coll == ir.CollAssoc) == assoc {
					g.sparse[t] = true
				}
			}
			return true
		})
	}
}

// targets are elements that a query writes to.
func (g *gapFinder) targets(list []ir.Expr, bulk bool) {
	for _, e := range list {
		if bulk {
			continue
		}
		if x := elementOf(e); x != nil {
			if t := localColl(x.X.Type()); t != nil && t.Coll == ir.CollAssoc && !nextIndex(x) {
				g.sparse[t] = true
			}
		}
	}
}

// elementOf is the element that an assignment to e writes to.
func elementOf(e ir.Expr) *ir.Index {
	for {
		switch x := e.(type) {
		case *ir.Index:
			return x
		case *ir.FieldSel:
			e = x.X
		default:
			return nil
		}
	}
}

// list looks at the assignments that stand in a list directly; loop is the counting loop whose body it is.
func (g *gapFinder) list(list []ir.Stmt, loop *ir.ForNum) {
	for _, s := range list {
		a, ok := s.(*ir.Assign)
		if !ok {
			continue
		}
		x := elementOf(a.Target)
		if x == nil || len(x.Args) != 1 {
			continue
		}
		t := localColl(x.X.Type())
		if t == nil || t.Coll != ir.CollAssoc {
			continue
		}
		if !nextIndex(x) && !g.loopIndex(x, loop) && !counted(x.Args[0], list) && !g.ascending(x) {
			g.sparse[t] = true
		}
	}
}

// nextIndex tells v(v.COUNT + 1), v(NVL(v.LAST, 0) + 1) and the existing v(v.COUNT), v(v.LAST), v(v.FIRST).
func nextIndex(x *ir.Index) bool {
	e := unwrap(x.Args[0])
	if b, ok := e.(*ir.Binary); ok && b.Op == ir.OpAdd {
		if n, ok := constantInt(b.R); !ok || n != 1 {
			return false
		}
		e = unwrap(b.L)
		if c, ok := e.(*ir.Call); ok && (c.Fn == "coalesce" || c.Fn == "nvl") && len(c.Args) == 2 {
			if n, ok := constantInt(c.Args[1].Value); ok && n == 0 {
				e = unwrap(c.Args[0].Value)
			}
		}
		m, ok := e.(*ir.MethodCall)
		return ok && (m.Method == "count" || m.Method == "last") && sameRef(m.X, x.X)
	}
	m, ok := e.(*ir.MethodCall)
	return ok && (m.Method == "count" || m.Method == "last" || m.Method == "first") && sameRef(m.X, x.X)
}

// loopIndex tells the variable of a loop that counts up from 1.
func (g *gapFinder) loopIndex(x *ir.Index, loop *ir.ForNum) bool {
	if loop == nil || loop.Reverse || loop.Step != nil {
		return false
	}
	r, ok := unwrap(x.Args[0]).(*ir.Ref)
	if !ok || r.Sym == nil || r.Sym.Decl != ir.Node(loop) {
		return false
	}
	if n, ok := constantInt(loop.Lo); ok {
		return n == 1
	}
	m, ok := unwrap(loop.Lo).(*ir.MethodCall)
	if !ok || m.Method != "first" {
		return false
	}
	t := localColl(m.X.Type())
	return t != nil && (t == x.X.Type().Base() || t.Coll != ir.CollAssoc)
}

// counted tells a variable that goes up by one in the same list as the assignment.
func counted(e ir.Expr, list []ir.Stmt) bool {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok || r.Sym == nil || r.Sym.Kind != ir.SymVar {
		return false
	}
	for _, s := range list {
		a, ok := s.(*ir.Assign)
		if !ok {
			continue
		}
		t, ok := a.Target.(*ir.Ref)
		if !ok || t.Sym == nil || t.Sym.Decl != r.Sym.Decl {
			continue
		}
		b, ok := unwrap(a.Value).(*ir.Binary)
		if !ok || b.Op != ir.OpAdd {
			return false
		}
		if n, ok := constantInt(b.R); ok && n == 1 && sameRef(unwrap(b.L), t) {
			return true
		}
	}
	return false
}

// ascending tells constants that begin with 1 and leave none out.
func (g *gapFinder) ascending(x *ir.Index) bool {
	n, ok := constantInt(x.Args[0])
	r, isRef := x.X.(*ir.Ref)
	if !ok || !isRef || r.Sym == nil || r.Sym.Decl == nil {
		return false
	}
	had := g.literals[r.Sym.Decl]
	if had == nil {
		had = map[int]bool{}
		g.literals[r.Sym.Decl] = had
	}
	if n != 1 && !had[n-1] {
		return false
	}
	had[n] = true
	return true
}
