package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// inner qualifies the references of an expression of the recursive term, where parent has columns of the same names.
func (h *hierarchy) inner(e ir.Expr) ir.Expr {
	rewriteDeep(&e, 0, func(x ir.Expr, depth int) ir.Expr {
		if r, ok := x.(*ir.Ref); ok {
			h.qualify(r, depth)
		}
		return x
	})
	return e
}

// qualify puts the table's name in the term that is being made in front of a column.
func (h *hierarchy) qualify(r *ir.Ref, depth int) {
	v := h.cols.owner(r, depth)
	switch {
	case v == nil || v.name.IsZero():
	case !h.child.IsZero():
		r.Name.Parts = []ir.Name{h.child, r.Name.Last()}
	case len(r.Name.Parts) == 1:
		r.Name.Parts = []ir.Name{v.name, r.Name.Last()}
	}
}

// prior makes the references of an expression those of the parent row, under the alias at.
func (h *hierarchy) prior(e ir.Expr, at ir.Name) ir.Expr {
	rewriteDeep(&e, 0, func(x ir.Expr, depth int) ir.Expr {
		switch r := x.(type) {
		case *ir.Ref:
			if v := h.cols.owner(r, depth); v != nil {
				rebind(r, at, h.cols.column(r, v))
			}
		case *ir.Pseudo:
			if r.Kind == ir.PseudoLevel {
				return intRef(at, h.level())
			}
		}
		return x
	})
	return e
}

// connect gives the condition CONNECT BY between a row and its parent, which is known as at. LEVEL is the child's.
func (h *hierarchy) connect(at ir.Name) ir.Expr {
	var list []ir.Expr
	for _, c := range conjuncts(cloneExpr(h.h.ConnectBy)) {
		if below := h.levelBound(c, at); below != nil {
			list = append(list, below)
			continue
		}
		h.connectSlot(&c, 0, at)
		list = append(list, c)
	}
	return allOf(list...)
}

// levelBound makes LEVEL <= n of the child parent.level < n.
func (h *hierarchy) levelBound(c ir.Expr, at ir.Name) ir.Expr {
	b, ok := unwrap(c).(*ir.Binary)
	if !ok || b.Op != ir.OpLe || !isLevel(b.L) || usesPseudo(b.R) {
		return nil
	}
	h.connectSlot(&b.R, 0, at)
	return binary(ir.OpLt, intRef(at, h.level()), b.R)
}

func (h *hierarchy) connectSlot(slot *ir.Expr, depth int, at ir.Name) {
	switch x := (*slot).(type) {
	case nil:
		return
	case *ir.Prior:
		*slot = h.prior(x.X, at)
		return
	case *ir.Pseudo:
		if x.Kind == ir.PseudoLevel {
			b := binary(ir.OpAdd, intRef(at, h.level()), intLit("1"))
			b.T = typInteger
			*slot = b
		}
		return
	case *ir.Ref:
		h.qualify(x, depth)
		return
	}
	h.connectBelow(*slot, depth, at)
}

func (h *hierarchy) connectBelow(n ir.Node, depth int, at ir.Name) {
	if q, ok := n.(*ir.Query); ok {
		if q == nil {
			return
		}
		depth++
	}
	if n == nil {
		return
	}
	ir.EachChild(n, func(e *ir.Expr) { h.connectSlot(e, depth, at) }, func(c ir.Node) { h.connectBelow(c, depth, at) })
}

// key is the row's identity inside the tables: a column where it is a whole number, else a row value.
func (h *hierarchy) key() ir.Expr { return h.keyOf(h.inner) }

// baseKey is key in the first term, where columns need no qualifier.
func (h *hierarchy) baseKey() ir.Expr { return h.keyOf(func(e ir.Expr) ir.Expr { return e }) }

func (h *hierarchy) keyOf(term func(ir.Expr) ir.Expr) ir.Expr {
	if len(h.keys) == 1 {
		if t := h.keys[0].Type(); t.Is(ir.TDecimal, ir.TInt) && t.IsInteger() && t.Base().Prec <= 18 {
			return term(cloneExpr(h.keys[0]))
		}
	}
	n := &ir.Native{Text: []string{"ROW("}}
	for i, k := range h.keys {
		if i > 0 {
			n.Text = append(n.Text, ", ")
		}
		n.Args = append(n.Args, term(cloneExpr(k)))
	}
	n.Text = append(n.Text, ")")
	return n
}

// visited is the column that lists the keys of a row's ancestors and its own.
func (h *hierarchy) visited() ir.Name {
	if n, ok := h.made["visited"]; ok {
		return n
	}
	was := h.child
	first := h.baseKey()
	h.child = h.recAlias
	n := h.add("visited", "visited", native(nil, "ARRAY[$]", first), nil)
	h.rec[len(h.rec)-1] = &ir.SelectItem{Expr: native(nil, "$ || $", colRef(h.parent, n, ir.UnknownType), h.key())}
	h.child = was
	return n
}

// children is a subquery of the rows that follow a row of the hierarchy; with loops, of those that lead back.
func (h *hierarchy) children(loops bool) ir.Expr {
	was := h.child
	defer func() { h.child = was }()
	from := cloneTables(h.s.From)
	if len(h.cols.vars) == 1 {
		h.child = sqlName("child")
		setAlias(from[0], h.child)
	}
	cond := append(conjuncts(h.inner(cloneExpr(allOf(h.joins...)))), conjuncts(h.connect(h.outer))...)
	if h.h.NoCycle && h.ident {
		seen := native(typBool, "$ = ANY ($)", h.key(), colRef(h.outer, h.visited(), ir.UnknownType))
		if loops {
			cond = append(cond, loose(seen))
		} else {
			cond = append(cond, &ir.Unary{Op: ir.OpNot, X: loose(seen)})
		}
	} else if loops {
		cond = []ir.Expr{&ir.BoolLit{Value: false}}
	}
	s := &ir.Select{Items: []*ir.SelectItem{{Expr: intLit("1")}}, From: from, Where: allOf(cond...)}
	return &ir.Subquery{Query: &ir.Query{Body: s}}
}

// build makes the CTE and the query over it.
func (h *hierarchy) build(q *ir.Query) {
	s := h.s
	for _, k := range h.keys {
		eachExpr(k, func(e ir.Expr, depth int) {
			if r, ok := e.(*ir.Ref); ok {
				if v := h.cols.owner(r, depth); v != nil {
					h.cols.column(r, v)
				}
			}
		})
	}
	connect := h.connect(h.parent) // may add columns: before the items are taken
	if h.h.NoCycle && h.ident {
		seen := native(typBool, "$ = ANY ($)", h.key(), colRef(h.parent, h.visited(), ir.UnknownType))
		connect = allOf(connect, &ir.Unary{Op: ir.OpNot, X: loose(seen)})
	} else if !h.h.NoCycle && h.ident {
		connect = h.guardLoop(connect)
	}
	base := &ir.Select{Items: h.cols.items, From: s.From, Where: allOf(append(h.joins, h.startWith())...)}
	rec := &ir.Select{Items: h.recItems(), From: cloneTables(s.From)}
	if !h.recAlias.IsZero() {
		setAlias(rec.From[0], h.recAlias)
	}
	h.joinParent(rec, connect)
	if len(base.Items) == 0 {
		base.Items = []*ir.SelectItem{{Expr: intLit("1"), Alias: sqlName("found")}}
		rec.Items = []*ir.SelectItem{{Expr: intLit("1")}}
	}
	cte := &ir.CTE{Name: h.name, Query: &ir.Query{Body: &ir.SetOp{Op: "UNION", All: true, L: base, R: rec}}}
	q.With = append(q.With, cte)
	keepNames(s, h.cols.uses)
	h.cols.rename(h.outer, len(h.cols.vars) == 1)
	ref := &ir.TableRef{Name: ir.QName{Parts: []ir.Name{h.name}}, CTE: cte}
	if h.outer.Key != h.name.Key {
		ref.Alias = h.outer
	}
	s.From, s.FromDual, s.Hier = []ir.TableExpr{ref}, false, nil
}

// guardLoop makes a loop in the data the error that it is in Oracle, where nothing else ends the recursion.
func (h *hierarchy) guardLoop(connect ir.Expr) ir.Expr {
	if usesLevel(h.h.ConnectBy) {
		h.p.noteOnce(diag.ConnectByLoop, h.h.Sp, "a loop in the data ends in ORA-01436 in Oracle; here the rows repeat until LEVEL ends them")
		return connect
	}
	seen := native(typBool, "$ = ANY ($)", h.key(), colRef(h.parent, h.visited(), ir.UnknownType))
	return allOf(connect, native(typBool, h.p.helper("no_loop")+"($)", seen))
}

func usesLevel(c ir.Expr) bool {
	found := false
	eachExpr(c, func(e ir.Expr, _ int) { found = found || isLevel(e) })
	return found
}

func (h *hierarchy) startWith() ir.Expr {
	e := h.h.StartWith
	if e == nil {
		return nil
	}
	rewriteDeep(&e, 0, func(x ir.Expr, depth int) ir.Expr {
		if p, ok := x.(*ir.Pseudo); ok && depth == 0 && p.Kind == ir.PseudoLevel {
			return intLit("1")
		}
		return x
	})
	return e
}

// recItems gives the recursive term's items: the columns themselves, or what was made for them.
func (h *hierarchy) recItems() []*ir.SelectItem {
	items := make([]*ir.SelectItem, len(h.cols.items))
	for i, it := range h.cols.items {
		if i < len(h.rec) && h.rec[i] != nil {
			items[i] = h.rec[i]
			continue
		}
		items[i] = &ir.SelectItem{Expr: h.inner(cloneExpr(it.Expr))}
	}
	return items
}

// joinParent puts the CTE behind the tables of the recursive term.
func (h *hierarchy) joinParent(rec *ir.Select, connect ir.Expr) {
	parent := &ir.TableRef{Name: ir.QName{Parts: []ir.Name{h.name}}, Alias: h.parent, CTE: &ir.CTE{Name: h.name}}
	joins := h.inner(cloneExpr(allOf(h.joins...)))
	switch len(rec.From) {
	case 0:
		rec.From = []ir.TableExpr{parent}
		rec.Where = connect
	case 1:
		if connect == nil {
			connect = &ir.BoolLit{Value: true}
		}
		rec.From[0] = &ir.JoinExpr{Kind: ir.JoinInner, L: rec.From[0], R: parent, On: connect}
		rec.Where = joins
	default:
		rec.From = append(rec.From, parent)
		rec.Where = allOf(joins, connect)
	}
}
