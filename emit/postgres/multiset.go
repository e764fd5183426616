package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// castMultiset writes CAST(MULTISET(query) AS type).
func (p *printer) castMultiset(e *ir.Cast) {
	elem := e.To.Base().Elem
	rows := elem != nil && (elem.Is(ir.TRecord, ir.TRow) || isObjectType(elem))
	p.arrayOf(rows && !singleObject(e.Multiset), elem, func(q *printer) { q.query(e.Multiset) })
	p.W("::", p.typeName(e.To, useParam))
}

// singleObject tells queries of one column that is an object already.
func singleObject(q *ir.Query) bool {
	s := firstSelect(q.Body)
	if s == nil || len(s.Items) != 1 || s.Items[0].Expr == nil {
		return false
	}
	_, isNew := s.Items[0].Expr.(*ir.New)
	t := s.Items[0].Expr.Type()
	return isNew || t != nil && (isObjectType(t) || t.Is(ir.TRecord))
}

// sameElements writes the equality of nested tables (PL/SQL Language Reference, Collection Comparisons): order does not count.
func (p *printer) sameElements(l, r ir.Expr, op ir.Op) val {
	s := p.helper("same_elements") + "(" + p.exprText(l) + ", " + p.exprText(r) + ")"
	if op == ir.OpNe {
		return val{"NOT " + s, precNot, cBool}
	}
	return atom(s, cBool)
}

// member writes MEMBER OF and SUBMULTISET OF.
func (p *printer) member(e *ir.Member) {
	if p.jsonCollection(e.Set, e) {
		return
	}
	if e.Sub { // each element as often at least, which <@ does not ask
		if !e.Not {
			p.W("NOT ")
		}
		p.W("EXISTS (SELECT unnest(", p.exprText(e.X), ") EXCEPT ALL SELECT unnest(", p.exprText(e.Set), "))")
		return
	}
	if e.Not {
		p.W("NOT ")
	}
	p.W("(")
	p.exprPrec(e.X, precOther)
	p.W(" = ANY (")
	p.expr(e.Set)
	p.W("))")
}

// jsonCollection refuses set operations on collections with gaps.
func (p *printer) jsonCollection(x ir.Expr, at ir.Expr) bool {
	if !p.collectionOf(x) || p.em.rep(x.Type()) != repJSON {
		return false
	}
	p.find(diag.SparseCollection, at.Span(), "a set operation on a collection that may have gaps")
	p.W("NULL")
	return true
}

// isCollection writes IS [NOT] EMPTY and IS [NOT] A SET.
func (p *printer) isCollection(e *ir.Is) {
	not := ""
	if e.Not {
		not = "NOT "
	}
	switch strings.ToUpper(e.What) {
	case "EMPTY":
		op := " = 0"
		if e.Not {
			op = " > 0"
		}
		p.collBound(e.X, "count")
		p.W(op)
	case "A SET":
		if p.jsonCollection(e.X, e) {
			return
		}
		x := p.exprText(e.X)
		p.W(not, "(cardinality(", x, ") = (SELECT count(*) FROM (SELECT DISTINCT u FROM unnest(", x, ") AS u) AS d))")
	default:
		p.find(diag.MethodCall, e.Sp, "IS OF asks for a subtype, which composite types do not have")
		p.W("NULL")
	}
}

// multiset writes MULTISET UNION, INTERSECT and EXCEPT over arrays.
func (p *printer) multiset(e *ir.Binary) {
	if p.jsonCollection(e.L, e) {
		return
	}
	l, r := p.exprText(e.L), p.exprText(e.R)
	if e.Op == ir.OpMultisetUnion && !e.Distinct {
		p.W("(", l, " || ", r, ")")
		return
	}
	op := map[ir.Op]string{ir.OpMultisetUnion: "UNION", ir.OpMultisetIntersect: "INTERSECT", ir.OpMultisetExcept: "EXCEPT"}[e.Op]
	if !e.Distinct && op != "UNION" {
		op += " ALL"
	}
	p.W("ARRAY(SELECT unnest(", l, ") ", op, " SELECT unnest(", r, "))")
}
