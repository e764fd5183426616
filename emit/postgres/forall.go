package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// forall writes FORALL as a loop.
func (p *printer) forall(s *ir.Forall) {
	v, loop := p.varName(s, s.Var), " LOOP\n"
	if d, ok := s.Body.(*ir.ExecDML); ok {
		if r := ir.ReturningOf(d.DML); r != nil && r.Bulk {
			for _, e := range r.Into {
				p.store(e, func(q *printer) { q.W("'{}'") }, nil)
			}
		}
	}
	if p.rt.rowcount {
		p.W(p.rt.auxiliary("forall total", "forall_rowcount", "integer", ""), " := 0;\n")
	}
	if s.Save { // in a loop, or behind another one: what that collected is gone
		p.W(p.rt.auxiliary("bulk index", "bulk_error_index", "integer[]", "'{}'"), " := '{}';\n")
		p.W(p.rt.auxiliary("bulk code", "bulk_error_code", "integer[]", "'{}'"), " := '{}';\n")
	}
	switch {
	case s.IndicesOf != nil:
		v, loop = p.forallIndices(s, v)
	case s.ValuesOf != nil:
		v, loop = p.forallValues(s, v)
	default:
		p.W("FOR ", v, " IN ")
		p.expr(s.Lo)
		p.W("..")
		p.expr(s.Hi)
	}
	p.W(loop).In()
	was := p.rt.inForall
	p.rt.inForall = true
	defer func() { p.rt.inForall = was }()
	total := ""
	if p.rt.rowcount {
		total = p.rt.auxiliary("forall total", "forall_rowcount", "integer", "")
	}
	p.forallBody(s, v, total)
	p.Out().W("END LOOP;\n")
	p.rt.found = nil
	if total != "" {
		p.W(p.sqlRowcount(), " := ", total, ";\n")
	}
	if s.Save && !p.saveHandled(s) {
		p.W("IF cardinality(", p.rt.auxiliary("bulk index", "bulk_error_index", "integer[]", "'{}'"), ") > 0 THEN\n").In()
		p.W("RAISE EXCEPTION 'error(s) in array DML' USING ERRCODE = ", quoteLiteral(sqlStateOf(-24381)), ";\n").Out().W("END IF;\n")
	}
}

// saveHandled writes the handler for the collected errors at once, where FORALL … SAVE EXCEPTIONS is the last statement of
// its block or the handler leaves: raising them would undo what the good rounds did, which SAVE EXCEPTIONS is there to keep.
func (p *printer) saveHandled(s *ir.Forall) bool {
	b := p.rt.around
	if b == nil {
		return false
	}
	i := lastReal(b.Body)
	last := i >= 0 && b.Body[i] == ir.Stmt(s)
	for _, h := range b.Handlers {
		if !h.Others && !catchesCode(h, -24381) {
			continue
		}
		if !last && !leaves(h.Body) || raisesAgain(h.Body) {
			return false
		}
		p.W("IF cardinality(", p.rt.auxiliary("bulk index", "bulk_error_index", "integer[]", "'{}'"), ") > 0 THEN\n").In()
		was, stack := p.rt.handled, p.rt.stack
		p.rt.handled, p.rt.stack = -24381, ""
		p.rt.handler++
		p.stmts(h.Body)
		p.rt.handler--
		p.rt.handled, p.rt.stack = was, stack
		p.Out().W("END IF;\n")
		return true
	}
	return false
}

// catchesCode tells handlers of a declared exception with the error number.
func catchesCode(h *ir.Handler, code int) bool {
	for _, s := range h.Syms {
		if d := exceptionDecl(s); d != nil && d.HasCode && d.Code == code {
			return true
		}
	}
	return false
}

// raisesAgain tells handlers that need the error itself.
func raisesAgain(list []ir.Stmt) bool {
	return holds(list, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Raise:
			return n.Name.IsZero()
		case *ir.Call:
			return n.Fn == "sqlerrm"
		}
		return false
	})
}

// forallBody writes one round of FORALL.
func (p *printer) forallBody(s *ir.Forall, v, total string) {
	one := func() {
		p.stmts([]ir.Stmt{s.Body})
		if p.rt.bulkCount {
			n := p.rt.auxiliary("bulk rowcount", "bulk_rowcount", "integer[]", "'{}'")
			p.W(n, "[", v, "] := ", p.sqlRowcount(), ";\n")
		}
		if total != "" {
			p.W(total, " := ", total, " + ", p.sqlRowcount(), ";\n")
		}
	}
	if !s.Save {
		one()
		return
	}
	idx := p.rt.auxiliary("bulk index", "bulk_error_index", "integer[]", "'{}'")
	code := p.rt.auxiliary("bulk code", "bulk_error_code", "integer[]", "'{}'")
	p.W("BEGIN\n").In()
	one()
	p.Out().W("EXCEPTION\n").In().W("WHEN OTHERS THEN\n").In()
	p.W(idx, " := ", idx, " || ", v, ";\n")
	p.W(code, " := ", code, " || abs(", p.helper("ora_code"), "(SQLSTATE, SQLERRM));\n")
	p.Out().Out().W("END;\n")
}

// forallIndices writes the head of FORALL … IN INDICES OF collection [BETWEEN lower AND upper] (PL/SQL Language Reference, "FORALL
// Statement", bounds_clause). An associative array tells its indices; those of an array have no gaps here.
func (p *printer) forallIndices(s *ir.Forall, v string) (name, loop string) {
	coll := s.IndicesOf
	between, _ := unwrap(coll).(*ir.Between)
	if between != nil {
		coll = between.X
	}
	if t := coll.Type(); t != nil && p.quietType(t, useVar) == "jsonb" {
		v = p.rt.auxiliary("forall index", unquoteIdent(v), "integer", "")
		p.rt.rename[s] = v
		p.W("FOR ", v, " IN\n").In().W("SELECT k::integer\nFROM jsonb_object_keys(", p.exprText(coll), ") AS k\n")
		if between != nil {
			p.W("WHERE k::integer BETWEEN ", p.exprText(between.Lo), " AND ", p.exprText(between.Hi), "\n")
		}
		p.W("ORDER BY 1").Out().W("\n")
		return v, "LOOP\n"
	}
	p.find(diag.ForallIndices, s.Sp, "FORALL … IN INDICES OF goes over all indices from the first to the last")
	if between == nil {
		p.W("FOR ", v, " IN 1..")
		p.collBound(coll, "last")
		return v, " LOOP\n"
	}
	p.W("FOR ", v, " IN greatest(1, ", p.exprText(between.Lo), ")..least(", p.text(func(q *printer) { q.collBound(coll, "last") }), ", ", p.exprText(between.Hi), ")")
	return v, " LOOP\n"
}

// forallValues writes FORALL … IN VALUES OF: the elements of a collection are the indices of another one. The loop needs a
// variable that is declared.
func (p *printer) forallValues(s *ir.Forall, v string) (name, loop string) {
	v = p.rt.auxiliary("forall value", unquoteIdent(v), "integer", "")
	p.rt.rename[s] = v
	if t := s.ValuesOf.Type(); t != nil && p.quietType(t, useVar) == "jsonb" {
		p.W("FOR ", v, " IN\n").In().W("SELECT e.value::integer\nFROM jsonb_each_text(", p.exprText(s.ValuesOf), ") AS e\nORDER BY e.key::integer").Out().W("\n")
		return v, "LOOP\n"
	}
	p.W("FOREACH ", v, " IN ARRAY ", p.exprText(s.ValuesOf))
	return v, " LOOP\n"
}
