package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// usesRownumExpr tells whether an expression of a block has the block's ROWNUM in it.
func usesRownumExpr(e ir.Expr) bool {
	found := false
	eachExpr(e, func(x ir.Expr, depth int) { found = found || depth == 0 && isRownum(x) })
	return found
}

func isRownum(e ir.Expr) bool {
	x, ok := e.(*ir.Pseudo)
	return ok && x.Kind == ir.PseudoRownum
}

func usesRownum(s *ir.Select) bool {
	return s.Where != nil && usesRownumExpr(s.Where) || hasExpr(s, nil, isRownum)
}

// rownumLimit splits the parts of WHERE into those without ROWNUM and the number of rows that the others let through;
// nil for no limit. bad is a part that says something else about ROWNUM.
func rownumLimit(where ir.Expr) (rest []ir.Expr, limit ir.Expr, bad ir.Expr) {
	for _, c := range conjuncts(where) {
		if !usesRownumExpr(c) {
			rest = append(rest, c)
			continue
		}
		n, always := rowBound(c)
		switch {
		case always:
		case n == nil:
			return nil, nil, c
		case limit == nil:
			limit = n
		default:
			limit = native(typInteger, "least($, $)", limit, n)
		}
	}
	return rest, limit, nil
}

// rowBound gives how many rows a condition on ROWNUM lets through. ROWNUM counts rows that passed, so a condition that
// refuses the first row refuses all.
func rowBound(c ir.Expr) (n ir.Expr, always bool) {
	switch x := unwrap(c).(type) {
	case *ir.Between:
		if lo, ok := smallInt(x.Lo); ok && !x.Not && isRownum(unwrap(x.X)) && !usesRownumExpr(x.Hi) {
			if lo > 1 {
				return intLit("0"), false
			}
			return rowCount(x.Hi), false
		}
	case *ir.Binary:
		if x.Op == ir.OpOr {
			return orBound(x)
		}
		l, r, op := x.L, x.R, x.Op
		if isRownum(unwrap(r)) {
			l, r, op = r, l, flipped(op)
		}
		if isRownum(unwrap(l)) && !usesRownumExpr(r) && !hasRef(r) {
			return opBound(op, r)
		}
	}
	return nil, false
}

// hasRef tells whether an expression depends on the row.
func hasRef(e ir.Expr) bool {
	found := false
	eachExpr(e, func(x ir.Expr, depth int) {
		if r, ok := x.(*ir.Ref); ok && depth == 0 && (r.Sym == nil || r.Sym.Kind == ir.SymNone || r.Sym.Kind == ir.SymColumn && r.Sym.Depth == 0) {
			found = true
		}
	})
	return found
}

func opBound(op ir.Op, r ir.Expr) (ir.Expr, bool) {
	k, known := smallInt(r)
	switch op {
	case ir.OpLe, ir.OpLt:
		return rowCount(upTo(op, r)), false
	case ir.OpNe:
		return rowCount(minusOne(r)), false
	case ir.OpEq:
		if known && k == 1 {
			return r, false
		}
		if known {
			return intLit("0"), false
		}
	case ir.OpGt:
		if known && k >= 1 {
			return intLit("0"), false
		}
		return nil, known
	case ir.OpGe:
		if known && k > 1 {
			return intLit("0"), false
		}
		return nil, known
	}
	return nil, false
}

// orBound is n IS NULL OR ROWNUM <= n: no limit where the first part holds.
func orBound(x *ir.Binary) (ir.Expr, bool) {
	l, r := x.L, x.R
	if usesRownumExpr(l) {
		l, r = r, l
	}
	if usesRownumExpr(l) || hasRef(l) {
		return nil, false
	}
	n, always := rowBound(r)
	if always {
		return nil, true
	}
	if n == nil {
		return nil, false
	}
	return native(typInteger, "CASE WHEN $ THEN NULL ELSE $ END", l, n), false
}

func smallInt(e ir.Expr) (int, bool) {
	switch x := unwrap(e).(type) {
	case *ir.NumberLit:
		if !integerText(x.Text) || len(x.Text) > 9 {
			return 0, false
		}
		v := 0
		for _, c := range x.Text {
			v = v*10 + int(c-'0')
		}
		return v, true
	case *ir.Unary:
		if v, ok := smallInt(x.X); ok && x.Op == ir.OpNeg {
			return -v, true
		}
	}
	return 0, false
}

// rowCount makes a number fit for LIMIT, where NULL means all rows and a negative number is an error; in Oracle
// both let no row through.
func rowCount(n ir.Expr) ir.Expr {
	if v, ok := smallInt(n); ok {
		if v < 0 {
			return intLit("0")
		}
		return n
	}
	if r, ok := n.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymLoopVar {
		return n
	}
	return native(typInteger, "greatest($, 0)", n)
}

// mergeTopN makes SELECT * FROM (query ORDER BY …) WHERE ROWNUM <= n that query with a LIMIT.
func (p *printer) mergeTopN(q *ir.Query) bool {
	s, ok := q.Body.(*ir.Select)
	if !ok || s.Hier != nil || s.Distinct || len(s.GroupBy) > 0 || s.Having != nil || len(q.OrderBy) > 0 || q.Limit != nil ||
		q.Offset != nil || q.Lock != nil || len(s.Items) != 1 || !s.Items[0].Star || len(s.From) != 1 || s.Where == nil {
		return false
	}
	t, ok := s.From[0].(*ir.SubqueryRef)
	if !ok || len(t.Cols) > 0 || t.Lateral {
		return false
	}
	in := t.Query
	flatten(in)
	body, isSelect := in.Body.(*ir.Select)
	if in.Limit != nil || in.Offset != nil || in.Lock != nil || len(in.WithDecls) > 0 || s.Into != nil && !isSelect ||
		isSelect && (body.Hier != nil || usesRownum(body)) {
		return false
	}
	rest, limit, bad := rownumLimit(s.Where)
	if bad != nil || limit == nil || len(rest) > 0 {
		return false
	}
	if isSelect && s.Into != nil {
		body.Into, body.BulkInto = s.Into, s.BulkInto
	}
	p.dropHints(s)
	q.With = append(q.With, in.With...)
	q.Comments = append(q.Comments, in.Comments...)
	q.Body, q.OrderBy, q.Limit = in.Body, in.OrderBy, limit
	return true
}

// rownum turns ROWNUM into LIMIT, or row_number() where its value is used. natural is the order that a hierarchy
// gave the query.
func (p *printer) rownum(q *ir.Query, s *ir.Select, natural []*ir.OrderItem) {
	value := hasExpr(s, q.OrderBy, isRownum)
	inWhere := s.Where != nil && usesRownumExpr(s.Where)
	if !value && !inWhere {
		return
	}
	rest, limit, bad := rownumLimit(s.Where)
	if bad != nil {
		p.note(diag.Rownum, bad.Span(), "a condition on ROWNUM that is no upper bound: number the rows with row_number() in a subquery and filter outside it")
		return
	}
	s.Where = allOf(rest...)
	sorted := len(q.OrderBy) > 0 && (natural == nil || q.OrderBy[0] != natural[0])
	inside := limit != nil && (sorted || q.Limit != nil || q.Offset != nil || s.Distinct || hasExpr(s, q.OrderBy, isWindow))
	if inside || grouped(s, q.OrderBy) {
		p.nestRownum(q, s, limit, natural)
		return
	}
	if limit != nil {
		q.Limit = limit
	}
	for _, it := range s.Items {
		if x, ok := it.Expr.(*ir.Pseudo); ok && it.Alias.IsZero() && isRownum(x) {
			it.Alias = pseudoName[x.Kind]
		}
	}
	blockSlots(s, q.OrderBy, false, func(slot *ir.Expr) {
		replaceRownum(slot, func() ir.Expr { return rowNumber(natural) })
	})
}

func rowNumber(order []*ir.OrderItem) ir.Expr {
	w := &ir.Window{}
	for _, o := range order {
		w.Order = append(w.Order, &ir.OrderItem{Expr: cloneExpr(o.Expr), Desc: o.Desc, NullsFirst: o.NullsFirst})
	}
	c := &ir.Call{Name: ir.MakeQName("row_number"), Fn: "row_number", Over: w}
	c.T = typInteger
	return c
}

func replaceRownum(slot *ir.Expr, with func() ir.Expr) {
	rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
		if depth == 0 && isRownum(e) {
			return with()
		}
		return e
	})
}

// nestRownum counts rows where Oracle does: behind WHERE, but before grouping, DISTINCT, window functions and ORDER BY.
func (p *printer) nestRownum(q *ir.Query, s *ir.Select, limit ir.Expr, natural []*ir.OrderItem) {
	for _, it := range s.Items {
		if it.Alias.IsZero() && it.Expr != nil && isRownum(it.Expr) {
			it.Alias = sqlName("rownum")
		}
	}
	value := hasExpr(s, q.OrderBy, isRownum)
	name := sqlName("rownum")
	inner := nest(s, q.OrderBy, func(c *colSet) {
		if value {
			name = c.extra("rownum", rowNumber(natural))
		}
	})
	if inner == nil {
		p.note(diag.Rownum, s.Sp, "ROWNUM beside SELECT * of unknown columns, with ORDER BY or grouping")
		return
	}
	inner.Limit = limit
	if natural != nil {
		inner.OrderBy = natural
		if len(q.OrderBy) > 0 && q.OrderBy[0] == natural[0] {
			q.OrderBy = nil
		}
	}
	if value {
		blockSlots(s, q.OrderBy, false, func(slot *ir.Expr) {
			replaceRownum(slot, func() ir.Expr { return colRef(ir.Name{}, name, typInteger) })
		})
	}
}

// rownumOutOfJoins moves conditions on ROWNUM from the ON of inner joins to WHERE, where they mean the same.
func rownumOutOfJoins(s *ir.Select) {
	var walk func(ir.TableExpr)
	walk = func(t ir.TableExpr) {
		j, ok := t.(*ir.JoinExpr)
		if !ok || j.Kind != ir.JoinInner && j.Kind != ir.JoinCross {
			return
		}
		walk(j.L)
		walk(j.R)
		var keep []ir.Expr
		for _, c := range conjuncts(j.On) {
			if usesRownumExpr(c) {
				s.Where = allOf(s.Where, c)
			} else {
				keep = append(keep, c)
			}
		}
		j.On = allOf(keep...)
	}
	for _, t := range s.From {
		walk(t)
	}
}
