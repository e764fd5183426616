package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// hierarchy is one CONNECT BY while it is turned into a recursive CTE:
//
//	WITH RECURSIVE hierarchy AS (
//	  SELECT columns, 1 AS level            the roots: joins of WHERE, START WITH
//	  UNION ALL
//	  SELECT columns, parent.level + 1      their children: joins of WHERE, CONNECT BY
//	  FROM tables JOIN hierarchy parent
//	)
//	SELECT … FROM hierarchy WHERE …         the rest of WHERE, grouping, order
type hierarchy struct {
	p     *printer
	s     *ir.Select
	h     *ir.Hierarchy
	cols  *colSet
	rec   []*ir.SelectItem // the recursive term's items, beside cols.items; nil where they are the same
	joins []ir.Expr        // predicates of WHERE that join tables
	keys  []ir.Expr        // what PRIOR is put in front of: two rows are the same when these are
	ident bool             // keys tell rows apart by columns, not by a function that is new every time

	name   ir.Name // of the CTE
	parent ir.Name // its alias in the recursive term
	outer  ir.Name // its alias in the query itself
	made   map[string]ir.Name
	bad    string

	recAlias ir.Name // what the recursive term calls the only table, when it has no alias
	child    ir.Name // recAlias, or while children is made its alias of the only table; zero: its own
}

// hierarchy rewrites CONNECT BY. It gives the order of the rows (depth first) where the query does not sort itself.
func (p *printer) hierarchy(q *ir.Query, s *ir.Select, use queryUse) []*ir.OrderItem {
	if s.Hier == nil {
		return nil
	}
	if p.generator(q, s) {
		return nil
	}
	nameTables(s.From)
	h := &hierarchy{p: p, s: s, h: s.Hier, cols: newColSet(rangeVars(s.From)), made: map[string]ir.Name{}}
	h.names(q)
	if !h.cols.stars(s) {
		h.bad = "the columns of SELECT * are not known"
	}
	h.splitWhere()
	h.findKeys()
	h.orderKeys(q)
	sorted := len(q.OrderBy) > 0 && !q.Siblings
	groups := grouped(s, nil) || s.Distinct
	if s.Into != nil && !s.BulkInto {
		use = useValue // one row
	}
	h.liftAll(q)
	var natural []*ir.OrderItem
	if !groups && (!sorted && use != useValue || q.Siblings || usesRownum(s)) {
		natural = []*ir.OrderItem{{Expr: h.outerCol(h.sortColumn(q))}}
	}
	h.build(q)
	if q.Siblings {
		q.OrderBy = nil
	}
	if natural != nil && !sorted {
		q.OrderBy = natural
	}
	q.Siblings = false
	if q.Lock != nil {
		h.bad = "FOR UPDATE of a hierarchy"
	}
	if h.bad != "" {
		p.note(diag.Hierarchy, h.h.Sp, "CONNECT BY: %s", h.bad)
	}
	return natural
}

// nameTables gives subqueries without alias one: beside the parent row every column needs a qualifier.
func nameTables(from []ir.TableExpr) {
	taken := map[string]bool{}
	vars := rangeVars(from)
	for _, v := range vars {
		taken[v.name.Key] = true
	}
	for _, v := range vars {
		if v.name.IsZero() {
			setAlias(v.at, freshName("source", taken))
		}
	}
}

// names picks names that nothing in the query has.
func (h *hierarchy) names(q *ir.Query) {
	taken := map[string]bool{}
	ir.Walk(q, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.TableRef:
			taken[n.Name.Last().Key], taken[n.Alias.Key] = true, true
		case *ir.CTE:
			taken[n.Name.Key] = true
		}
		return true
	})
	h.name = freshName("hierarchy", taken)
	h.parent = freshName("parent", taken)
	h.outer = h.name
	if vars := h.cols.vars; len(vars) == 1 && !vars[0].name.IsZero() {
		h.outer = vars[0].name
		if t, ok := vars[0].at.(*ir.TableRef); ok && t.Alias.IsZero() {
			h.recAlias = freshName("child", taken)
			h.child = h.recAlias
			if !qualifies(h.s, q.OrderBy, t.Name.Last()) {
				h.outer = h.name
			}
		}
	}
}

// qualifies tells whether a name stands in front of a column somewhere in the block.
func qualifies(s *ir.Select, order []*ir.OrderItem, n ir.Name) bool {
	found := false
	blockSlots(s, order, true, func(slot *ir.Expr) {
		eachExpr(*slot, func(e ir.Expr, _ int) {
			r, ok := e.(*ir.Ref)
			if ok && (len(r.Name.Parts) > 1 && r.Name.Qualifier().Key == n.Key || r.Sym != nil && r.Sym.Hides) {
				found = true
			}
			if x, ok := e.(*ir.Pseudo); ok && x.Qualifier.Key == n.Key {
				found = true
			}
		})
	})
	return found
}

// splitWhere takes the predicates that join tables out of WHERE: Oracle joins first, then builds the hierarchy, then
// applies the rest.
func (h *hierarchy) splitWhere() {
	if len(h.cols.vars) < 2 {
		return
	}
	var rest []ir.Expr
	for _, c := range conjuncts(h.s.Where) {
		seen := map[*rangeVar]bool{}
		eachExpr(c, func(e ir.Expr, depth int) {
			if r, ok := e.(*ir.Ref); ok {
				if v := owner(r, h.cols.vars, depth); v != nil {
					seen[v] = true
				}
			}
		})
		if len(seen) > 1 && !usesPseudo(c) {
			h.joins = append(h.joins, c)
		} else {
			rest = append(rest, c)
		}
	}
	h.s.Where = allOf(rest...)
}

// usesPseudo tells whether a condition speaks of the hierarchy or of ROWNUM.
func usesPseudo(c ir.Expr) bool {
	found := false
	eachExpr(c, func(e ir.Expr, depth int) {
		switch x := e.(type) {
		case *ir.Prior:
			found = true
		case *ir.Pseudo:
			found = found || x.Kind <= ir.PseudoIsCycle && x.Kind != ir.PseudoRowid
		case *ir.Call:
			found = found || x.Fn == "sys_connect_by_path"
		}
	})
	return found
}

// findKeys gathers what stands behind PRIOR, and drops the idiom PRIOR SYS_GUID() IS NOT NULL, which is always true
// and only keeps Oracle from seeing a loop.
func (h *hierarchy) findKeys() {
	var keep []ir.Expr
	h.ident = true
	for _, c := range conjuncts(h.h.ConnectBy) {
		if t, ok := unwrap(c).(*ir.IsNull); ok && t.Not {
			if pr, ok := unwrap(t.X).(*ir.Prior); ok && !h.hasColumn(pr.X) {
				h.ident = false
				continue
			}
		}
		keep = append(keep, c)
		eachExpr(c, func(e ir.Expr, _ int) {
			pr, ok := e.(*ir.Prior)
			switch {
			case !ok || pr.Root:
			case !h.hasColumn(pr.X):
				h.ident = false
			case !h.hasKey(pr.X):
				h.keys = append(h.keys, cloneExpr(unwrap(pr.X)))
			}
		})
		if usesRownumExpr(c) {
			h.bad = "ROWNUM in CONNECT BY"
		}
	}
	h.h.ConnectBy = allOf(keep...)
	if len(h.keys) == 0 {
		h.ident = false
	}
}

func (h *hierarchy) hasColumn(e ir.Expr) bool {
	found := false
	eachExpr(e, func(x ir.Expr, depth int) {
		if r, ok := x.(*ir.Ref); ok && h.cols.owner(r, depth) != nil {
			found = true
		}
	})
	return found
}

func (h *hierarchy) hasKey(e ir.Expr) bool {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok {
		return false
	}
	for _, k := range h.keys {
		if x, ok := k.(*ir.Ref); ok && x.Name.Key() == r.Name.Key() {
			return true
		}
	}
	return false
}

// orderKeys makes aliases and places in ORDER SIBLINGS BY the expressions that they stand for.
func (h *hierarchy) orderKeys(q *ir.Query) {
	if !q.Siblings {
		return
	}
	var keep []*ir.OrderItem
	for _, o := range q.OrderBy {
		o.Expr = itemFor(h.s, o.Expr)
		if constantExpr(o.Expr) || isLevel(o.Expr) {
			continue
		}
		keep = append(keep, o)
	}
	q.OrderBy = keep
}

func isLevel(e ir.Expr) bool {
	x, ok := unwrap(e).(*ir.Pseudo)
	return ok && x.Kind == ir.PseudoLevel
}

// itemFor gives the expression of the item that an alias or a place in ORDER BY names, or e itself.
func itemFor(s *ir.Select, e ir.Expr) ir.Expr {
	switch x := unwrap(e).(type) {
	case *ir.NumberLit:
		for i, it := range s.Items {
			if x.Text == itoa(i+1) && it.Expr != nil {
				return cloneExpr(it.Expr)
			}
		}
	case *ir.Ref:
		if it := itemNamed(s, x); it != nil {
			return cloneExpr(it.Expr)
		}
	}
	return e
}

// itemNamed finds the item whose alias a reference names.
func itemNamed(s *ir.Select, r *ir.Ref) *ir.SelectItem {
	if len(r.Name.Parts) != 1 || r.Sym != nil && r.Sym.Kind != ir.SymAlias && r.Sym.Kind != ir.SymNone {
		return nil
	}
	for _, it := range s.Items {
		if it.Expr != nil && !it.Alias.IsZero() && it.Alias.Key == r.Name.Last().Key {
			return it
		}
	}
	return nil
}

// liftAll rewrites everything that is evaluated behind the hierarchy to columns of the CTE.
func (h *hierarchy) liftAll(q *ir.Query) {
	order := q.OrderBy
	if q.Siblings {
		order = nil
	}
	for _, it := range h.s.Items {
		if x, ok := it.Expr.(*ir.Pseudo); ok && it.Alias.IsZero() {
			it.Alias = pseudoName[x.Kind]
			if x.Kind == ir.PseudoLevel {
				it.Alias = ir.Name{}
			}
		}
	}
	blockSlots(h.s, order, true, func(slot *ir.Expr) { h.lift(slot, 0) })
}

// lift goes down from the outside, since what stands behind PRIOR belongs to another row.
func (h *hierarchy) lift(slot *ir.Expr, depth int) {
	switch x := (*slot).(type) {
	case nil:
		return
	case *ir.Prior:
		*slot = h.outerCol(h.carried(x))
		return
	case *ir.Call:
		if x.Fn == "sys_connect_by_path" && len(x.Args) == 2 {
			*slot = h.outerCol(h.pathColumn(x))
			return
		}
	case *ir.Pseudo:
		if e := h.pseudo(x); e != nil {
			*slot = e
		}
		return
	case *ir.Ref:
		h.cols.useRef(x, depth)
		return
	case *ir.Binary:
		if e := h.flagTest(x); e != nil {
			*slot = e
			return
		}
	}
	h.liftBelow(*slot, depth)
}

func (h *hierarchy) liftBelow(n ir.Node, depth int) {
	switch x := n.(type) {
	case nil:
		return
	case *ir.Query:
		if x == nil {
			return
		}
		if s, ok := x.Body.(*ir.Select); ok && s.Hier != nil {
			return // a hierarchy of its own
		}
		depth++
	}
	ir.EachChild(n, func(e *ir.Expr) { h.lift(e, depth) }, func(c ir.Node) { h.liftBelow(c, depth) })
}

// pseudo gives what a pseudo column of the hierarchy becomes.
func (h *hierarchy) pseudo(x *ir.Pseudo) ir.Expr {
	switch x.Kind {
	case ir.PseudoLevel:
		return h.outerCol(h.level())
	case ir.PseudoIsLeaf:
		return native(typInteger, "CASE WHEN EXISTS $ THEN 0 ELSE 1 END", h.children(false))
	case ir.PseudoIsCycle:
		return native(typInteger, "CASE WHEN EXISTS $ THEN 1 ELSE 0 END", h.children(true))
	}
	return nil
}

// flagTest makes CONNECT_BY_ISLEAF = 1 and its like a plain EXISTS; nil for other comparisons.
func (h *hierarchy) flagTest(b *ir.Binary) ir.Expr {
	x, ok := unwrap(b.L).(*ir.Pseudo)
	n, lit := smallInt(b.R)
	if !ok || !lit || n > 1 || b.Op != ir.OpEq && b.Op != ir.OpNe || x.Kind != ir.PseudoIsLeaf && x.Kind != ir.PseudoIsCycle {
		return nil
	}
	q := h.children(x.Kind == ir.PseudoIsCycle).(*ir.Subquery)
	exists := ir.Expr(&ir.Exists{Query: q.Query})
	yes := (n == 1) == (b.Op == ir.OpEq)
	if yes == (x.Kind == ir.PseudoIsLeaf) {
		return &ir.Unary{Op: ir.OpNot, X: exists}
	}
	return exists
}

// outerCol refers to a computed column of the CTE from the query itself.
func (h *hierarchy) outerCol(n ir.Name) ir.Expr {
	if n.Key == "LEVEL" {
		return intRef(ir.Name{}, n)
	}
	return colRef(ir.Name{}, n, ir.UnknownType)
}

// add puts a computed column into both terms; want is its name if nobody has it, key makes it unique.
func (h *hierarchy) add(key, want string, base, rec ir.Expr) ir.Name {
	n := h.cols.extra(want, base)
	h.made[key] = n
	h.setRec(&ir.SelectItem{Expr: rec})
	return n
}

// setRec gives the recursive term's item for the column that was added last.
func (h *hierarchy) setRec(it *ir.SelectItem) {
	for len(h.rec) < len(h.cols.items)-1 {
		h.rec = append(h.rec, nil)
	}
	h.rec = append(h.rec, it)
}

func (h *hierarchy) level() ir.Name {
	if n, ok := h.made["level"]; ok {
		return n
	}
	rec := binary(ir.OpAdd, intRef(h.parent, sqlName("level")), intLit("1"))
	rec.T = typInteger
	return h.add("level", "level", intLit("1"), rec)
}

// carried is PRIOR x in the query (the parent's value, NULL for a root), or CONNECT_BY_ROOT x (the root's value).
func (h *hierarchy) carried(x *ir.Prior) ir.Name {
	name := "expr"
	if r, ok := unwrap(x.X).(*ir.Ref); ok {
		name = strings.ToLower(r.Name.Last().Key)
	}
	key, want := "prior "+name, "prior_"+name
	if x.Root {
		key, want = "root "+name, "root_"+name
	}
	if n, ok := h.made[key]; ok && name != "expr" {
		return n
	}
	if x.Root {
		n := h.add(key, want, cloneExpr(x.X), nil)
		h.rec[len(h.rec)-1] = &ir.SelectItem{Expr: colRef(h.parent, n, x.T)}
		return n
	}
	rec := h.prior(cloneExpr(x.X), h.parent)
	return h.add(key, want, native(x.T, "nullif($, $)", cloneExpr(x.X), cloneExpr(x.X)), rec)
}

// pathColumn is SYS_CONNECT_BY_PATH(x, separator).
func (h *hierarchy) pathColumn(c *ir.Call) ir.Name {
	sep := c.Args[1].Value
	join := func(l, r ir.Expr) ir.Expr {
		b := &ir.Binary{Op: ir.OpConcat, L: l, R: r, NullIsEmpty: true}
		b.T = typText
		return b
	}
	base := join(cloneExpr(sep), cloneExpr(c.Args[0].Value))
	n := h.add("path"+itoa(len(h.rec)), "path", base, nil)
	up := native(typText, "$", colRef(h.parent, n, typText))
	h.rec[len(h.rec)-1] = &ir.SelectItem{Expr: join(join(up, cloneExpr(sep)), h.inner(cloneExpr(c.Args[0].Value)))}
	return n
}

// sortColumn is the path of places among siblings: comparing two of them puts rows in depth-first order.
func (h *hierarchy) sortColumn(q *ir.Query) ir.Name {
	over := "OVER ()"
	var args []ir.Expr
	up := []ir.Expr{nil}
	if q.Siblings && len(q.OrderBy) > 0 {
		over = "OVER (ORDER BY " + orderTemplate(q.OrderBy) + ")"
		for _, o := range q.OrderBy {
			args = append(args, cloneExpr(o.Expr))
			up = append(up, h.inner(cloneExpr(o.Expr)))
		}
	}
	n := h.add("sort", "sort_path", native(nil, "ARRAY[row_number() "+over+"]", args...), nil)
	up[0] = colRef(h.parent, n, ir.UnknownType)
	h.rec[len(h.rec)-1] = &ir.SelectItem{Expr: native(nil, "$ || row_number() "+over, up...)}
	return n
}

// orderTemplate writes ORDER BY items with $ for the expressions.
func orderTemplate(list []*ir.OrderItem) string {
	s := make([]string, len(list))
	for i, o := range list {
		s[i] = "$"
		if o.Desc {
			s[i] += " DESC"
		}
		if o.NullsFirst != nil && *o.NullsFirst != o.Desc {
			if *o.NullsFirst {
				s[i] += " NULLS FIRST"
			} else {
				s[i] += " NULLS LAST"
			}
		}
	}
	return strings.Join(s, ", ")
}
