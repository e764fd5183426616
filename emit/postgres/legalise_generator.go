package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// generator turns the row generator SELECT … FROM DUAL CONNECT BY LEVEL <= n into generate_series. Oracle's form gives
// one row at least, whatever n is: the root is not asked.
func (p *printer) generator(q *ir.Query, s *ir.Select) bool {
	h := s.Hier
	if len(s.From) > 0 || h.StartWith != nil || q.Siblings || h.ConnectBy == nil {
		return false
	}
	var bound ir.Expr
	for _, c := range conjuncts(h.ConnectBy) {
		if t, ok := unwrap(c).(*ir.IsNull); ok && t.Not {
			if pr, ok := unwrap(t.X).(*ir.Prior); ok && !pr.Root {
				continue // PRIOR SYS_GUID() IS NOT NULL
			}
		}
		n := levelLimit(c)
		if n == nil || bound != nil {
			return false
		}
		bound = n
	}
	if bound == nil || otherPseudo(q, s) {
		return false
	}
	to := ir.Expr(native(typInteger, "greatest($, 1)", bound))
	level := colRef(ir.Name{}, sqlName("level"), typInteger)
	if n, ok := bound.(*ir.NumberLit); ok && n.Text != "0" && integerText(n.Text) {
		to, level = bound, intRef(ir.Name{}, sqlName("level"))
	}
	for _, it := range s.Items {
		if x, ok := it.Expr.(*ir.Pseudo); ok && it.Alias.IsZero() && x.Kind == ir.PseudoRownum {
			it.Alias = pseudoName[x.Kind]
		}
	}
	blockSlots(s, q.OrderBy, true, func(slot *ir.Expr) {
		rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
			if x, ok := e.(*ir.Pseudo); ok && (x.Kind == ir.PseudoLevel || x.Kind == ir.PseudoRownum && depth == 0) {
				r := *level
				return &r
			}
			return e
		})
	})
	s.From = []ir.TableExpr{&ir.FuncRef{Sp: h.Sp, X: native(nil, "generate_series(1, $)", to), Alias: sqlName("level")}}
	s.Hier, s.FromDual = nil, false
	return true
}

// levelLimit gives n of LEVEL <= n, LEVEL < n, LEVEL BETWEEN 1 AND n, n >= LEVEL, and the same of ROWNUM.
func levelLimit(c ir.Expr) ir.Expr {
	count := func(e ir.Expr) bool {
		x, ok := unwrap(e).(*ir.Pseudo)
		return ok && (x.Kind == ir.PseudoLevel || x.Kind == ir.PseudoRownum)
	}
	switch b := unwrap(c).(type) {
	case *ir.Between:
		if n, ok := b.Lo.(*ir.NumberLit); ok && n.Text == "1" && !b.Not && count(b.X) && !usesPseudo(b.Hi) {
			return b.Hi
		}
	case *ir.Binary:
		l, r, op := b.L, b.R, b.Op
		if count(r) {
			l, r, op = r, l, flipped(op)
		}
		if !count(l) || usesPseudo(r) {
			return nil
		}
		return upTo(op, r)
	}
	return nil
}

// flipped gives the operator with its sides exchanged.
func flipped(op ir.Op) ir.Op {
	switch op {
	case ir.OpLt:
		return ir.OpGt
	case ir.OpLe:
		return ir.OpGe
	case ir.OpGt:
		return ir.OpLt
	case ir.OpGe:
		return ir.OpLe
	}
	return op
}

// upTo gives the last whole number that x <= n or x < n admits; nil for other operators.
func upTo(op ir.Op, n ir.Expr) ir.Expr {
	switch op {
	case ir.OpLe:
		return n
	case ir.OpLt:
		return minusOne(n)
	}
	return nil
}

func minusOne(n ir.Expr) ir.Expr {
	if l, ok := unwrap(n).(*ir.NumberLit); ok && integerText(l.Text) && len(l.Text) < 18 {
		v := 0
		for _, c := range l.Text {
			v = v*10 + int(c-'0')
		}
		if v > 0 {
			return intLit(itoa(v - 1))
		}
	}
	b := binary(ir.OpSub, n, intLit("1"))
	b.T = n.Type()
	return b
}

// otherPseudo tells whether the block speaks of its hierarchy otherwise than by LEVEL and ROWNUM, or limits ROWNUM.
func otherPseudo(q *ir.Query, s *ir.Select) bool {
	found := false
	blockSlots(s, q.OrderBy, true, func(slot *ir.Expr) {
		eachExpr(*slot, func(e ir.Expr, _ int) {
			switch x := e.(type) {
			case *ir.Prior:
				found = true
			case *ir.Pseudo:
				found = found || x.Kind == ir.PseudoIsLeaf || x.Kind == ir.PseudoIsCycle
			case *ir.Call:
				found = found || x.Fn == "sys_connect_by_path"
			}
		})
	})
	for _, it := range s.Items {
		found = found || it.Star
	}
	return found || s.Where != nil && usesRownumExpr(s.Where)
}
