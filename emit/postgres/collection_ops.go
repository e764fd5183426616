package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// collectionValue writes a collection's method that gives a value.
func (p *printer) collectionValue(m *ir.MethodCall) {
	x := p.exprText(m.X)
	if p.em.rep(m.X.Type()) == repJSON {
		p.jsonValue(m, x)
		return
	}
	arg := func() string { return p.exprText(m.Args[0].Value) }
	size := "cardinality(" + x + ")"
	switch m.Method {
	case "count":
		if r, ok := m.X.(*ir.Ref); !ok || r.Sym == nil || r.Sym.Fields > 0 {
			size = "coalesce(" + size + ", 0)"
		}
		p.W(size)
	case "first":
		p.W("array_lower(", x, ", 1)")
	case "last":
		p.W("array_upper(", x, ", 1)")
	case "limit":
		p.W(collLimit(m.X.Type()))
	case "exists":
		p.W("(", arg(), " BETWEEN 1 AND coalesce(", size, ", 0))")
	case "next":
		p.W("CASE WHEN ", arg(), " < ", size, " THEN ", arg(), " + 1 END")
	case "prior":
		p.W("CASE WHEN ", arg(), " > 1 THEN ", arg(), " - 1 END")
	default:
		p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
		p.W("NULL")
	}
}

// collLimit is the size of a VARRAY; other collections have no limit.
func collLimit(t *ir.Type) string {
	if n := t.Base().Len; n > 0 {
		return itoa(n)
	}
	return "NULL::integer"
}

// jsonValue writes the same for a collection kept as jsonb.
func (p *printer) jsonValue(m *ir.MethodCall, x string) {
	suffix := ""
	if idx := m.X.Type().Base().Index; idx == nil || idx.IsNumber() {
		suffix = "_int"
	}
	switch m.Method {
	case "count":
		p.W(p.helper("aa_count"), "(", x, ")")
	case "exists":
		p.W("(", x, " ? ", p.keyText(m.X.Type(), m.Args[0].Value), ")")
	case "first", "last":
		p.W(p.helper("aa_"+m.Method+suffix), "(", x, ")")
	case "next", "prior":
		arg := p.val(m.Args[0].Value)
		if suffix != "" && arg.c == cFloat {
			arg = arg.cast("numeric", cNum)
		}
		p.W(p.helper("aa_"+m.Method+suffix), "(", x, ", ", arg.s, ")")
	case "limit":
		p.W(collLimit(m.X.Type()))
	default:
		p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
		p.W("NULL")
	}
}

// collectionStmt writes EXTEND, TRIM and DELETE.
func (p *printer) collectionStmt(m *ir.MethodCall) {
	value := func(f func(q *printer)) { p.store(m.X, f, nil) }
	x := p.exprText(m.X)
	if p.em.rep(m.X.Type()) == repJSON {
		p.jsonStmt(m, x, value)
		return
	}
	switch m.Method {
	case "extend":
		value(func(q *printer) { q.W(p.extended(m, x)) })
	case "trim":
		n := "1"
		if len(m.Args) > 0 {
			n = p.text(func(q *printer) { q.exprPrec(m.Args[0].Value, precAdd+1) })
		}
		value(func(q *printer) { q.W(p.collText(m.X), "[:cardinality(", x, ") - ", n, "]") })
	case "delete":
		if len(m.Args) == 0 {
			value(func(q *printer) { q.W("'{}'") })
			return
		}
		if l, ok := m.Args[0].Value.(*ir.MethodCall); ok && len(m.Args) == 1 && l.Method == "last" && sameRef(l.X, m.X) {
			value(func(q *printer) { q.W(p.collText(m.X), "[:cardinality(", x, ") - 1]") })
			return
		}
		p.find(diag.SparseCollection, m.Sp, "DELETE of single elements leaves gaps, which an array does not have")
		p.W("NULL;\n")
	default:
		p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
		p.W("NULL;\n")
	}
}

// extended is a collection with further elements.
func (p *printer) extended(m *ir.MethodCall, x string) string {
	switch len(m.Args) {
	case 0:
		return "array_append(" + x + ", NULL)"
	case 1:
		return x + " || array_fill(NULL::" + p.elemType(m.X.Type()) + ", ARRAY[" + p.intArg(m.Args[0].Value) + "])"
	}
	return x + " || array_fill(" + p.collText(m.X) + "[" + p.exprText(m.Args[1].Value) + "], ARRAY[" + p.intArg(m.Args[0].Value) + "])"
}

func (p *printer) intArg(e ir.Expr) string { return p.asInt(p.val(e), e).s }

func (p *printer) jsonStmt(m *ir.MethodCall, x string, value func(func(*printer))) {
	switch {
	case m.Method == "delete" && len(m.Args) == 0:
		value(func(q *printer) { q.W("'{}'") })
	case m.Method == "delete" && len(m.Args) == 1:
		value(func(q *printer) { q.W(x, " - ", q.keyText(m.X.Type(), m.Args[0].Value)) })
	case m.Method == "delete":
		value(func(q *printer) {
			q.W(q.helper("aa_delete"), "(", x, ", ")
			q.expr(m.Args[0].Value)
			q.W(", ")
			q.expr(m.Args[1].Value)
			q.W(")")
		})
	case m.Method == "extend" && len(m.Args) < 2:
		n := "1"
		if len(m.Args) == 1 {
			n = p.intArg(m.Args[0].Value)
		}
		value(func(q *printer) { q.W(q.helper("aa_extend"), "(", x, ", ", n, ")") })
	case m.Method == "extend":
		value(func(q *printer) {
			q.W(q.helper("aa_extend"), "(", x, ", ", p.intArg(m.Args[0].Value), ", ", x, " -> ", q.keyText(m.X.Type(), m.Args[1].Value), ")")
		})
	case m.Method == "trim":
		n := "1"
		if len(m.Args) == 1 {
			n = p.intArg(m.Args[0].Value)
		}
		value(func(q *printer) { q.W(q.helper("aa_trim"), "(", x, ", ", n, ")") })
	default:
		p.find(diag.MethodCall, m.Sp, "the method %s is not converted", m.Name.Text)
		p.W("NULL;\n")
	}
}

// collBound writes the first or last index of a collection.
func (p *printer) collBound(e ir.Expr, which string) {
	p.collectionValue(&ir.MethodCall{X: e, Method: which, ExprBase: ir.ExprBase{Sp: e.Span()}})
}

// appendPair finds v.EXTEND followed by an assignment to the new element; both become one array_append.
func (p *printer) appendPair(list []ir.Stmt, i int) (*ir.MethodCall, *ir.Assign) {
	if i+1 >= len(list) {
		return nil, nil
	}
	c, ok := list[i].(*ir.CallStmt)
	if !ok {
		return nil, nil
	}
	m, ok := c.X.(*ir.MethodCall)
	if !ok || m.Method != "extend" || len(m.Args) > 0 || p.em.rep(m.X.Type()) == repJSON {
		return nil, nil
	}
	a, ok := list[i+1].(*ir.Assign)
	if !ok || len(a.Labels) > 0 {
		return nil, nil
	}
	x, ok := a.Target.(*ir.Index)
	if !ok || len(x.Args) != 1 || !sameRef(x.X, m.X) {
		return nil, nil
	}
	last, ok := unwrap(x.Args[0]).(*ir.MethodCall)
	if !ok || last.Method != "last" && last.Method != "count" || !sameRef(last.X, m.X) || mentions(a.Value, m.X) {
		return nil, nil
	}
	return m, a
}

// mentions tells that an expression uses the variable.
func mentions(e ir.Expr, v ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && sameRef(r, v) {
			hit = true
		}
		return !hit
	})
	return hit
}

// appendStmt writes the two as one.
func (p *printer) appendStmt(m *ir.MethodCall, a *ir.Assign) {
	p.hoist(a.Value)
	elem := m.X.Type().Base().Elem
	p.store(m.X, func(q *printer) {
		v := q.recordArg(a.Value, val{q.valueText(a.Value, elem), precOr, cOther}, elem).s
		if q.val(a.Value).c == cLit || v == "NULL" {
			v += "::" + q.elemType(m.X.Type())
		}
		q.W("array_append(", q.exprText(m.X), ", ", v, ")")
	}, nil)
}

// bulkSelect writes SELECT … BULK COLLECT INTO.
func (p *printer) bulkSelect(q *ir.Query, s *ir.Select) {
	into := s.Into
	inner := withoutInto(q, s)
	p.collect(into, len(s.Items), starred(s), func(w *printer) { w.query(inner) })
	p.bulkDone(into)
}

func starred(s *ir.Select) bool {
	for _, it := range s.Items {
		if it.Star {
			return true
		}
	}
	return false
}

// bulkDone keeps SQL%ROWCOUNT.
func (p *printer) bulkDone(into []ir.Expr) {
	p.rt.found = nil
	if p.rt.rowcount && len(into) > 0 {
		p.W(p.sqlRowcount(), " := ")
		p.collBound(into[0], "count")
		p.W(";\n")
	}
}

// withoutInto copies the query without INTO.
func withoutInto(q *ir.Query, s *ir.Select) *ir.Query {
	s2 := *s
	if s.Hier != nil { // what takes the hierarchy apart rewrites the expressions, and the body is written twice
		s2 = *ir.Clone(s)
	}
	s2.Into, s2.BulkInto = nil, false
	q2 := *q
	q2.Body = replaceSelect(q.Body, s, &s2)
	return &q2
}

func replaceSelect(b ir.QueryBody, old, s *ir.Select) ir.QueryBody {
	switch b := b.(type) {
	case *ir.Select:
		if b == old {
			return s
		}
	case *ir.SetOp:
		c := *b
		c.L = replaceSelect(b.L, old, s)
		return &c
	case *ir.Query:
		c := *b
		c.Body = replaceSelect(b.Body, old, s)
		return &c
	}
	return b
}

// collect fills collections with the rows of a query.
func (p *printer) collect(into []ir.Expr, items int, star bool, query func(*printer)) {
	if len(into) == 1 {
		t := into[0].Type()
		elem := t.Base().Elem
		rows := elem != nil && (elem.Is(ir.TRecord, ir.TRow) && !isObjectType(elem) || isObjectType(elem) && (items > 1 || star))
		if n := fieldCount(elem); rows && !star && n > 0 && n != items {
			p.find(diag.StmtNotConverted, into[0].Span(), "the query has %d columns, and goes into records of %d fields", items, n)
		}
		if p.em.rep(t) == repArray {
			p.store(into[0], func(q *printer) { q.arrayOf(rows, elem, query) }, nil)
			return
		}
		p.store(into[0], func(q *printer) { q.jsonOf(rows, elem, query) }, nil)
		return
	}
	cols, aggs := make([]string, len(into)), make([]string, len(into))
	for i, e := range into {
		cols[i] = "c" + itoa(i+1)
		if p.em.rep(e.Type()) == repArray {
			aggs[i] = "coalesce(array_agg(q." + cols[i] + "), '{}')"
		} else {
			aggs[i] = "coalesce(jsonb_object_agg(q.n, " + p.toJSON("q."+cols[i], e.Type().Base().Elem) + "), '{}')"
		}
	}
	targets := p.targets(into)
	p.W("SELECT ", strings.Join(aggs, ", "), "\nINTO ", strings.Join(targets, ", "), "\n")
	p.W("FROM (SELECT q.*, row_number() OVER () AS n FROM (\n").In()
	query(p)
	p.Out().W("\n) AS q(", strings.Join(cols, ", "), ")) AS q;\n", p.takeAfter())
}

// fieldCount is how many fields a record type has; 0 where they are not known.
func fieldCount(t *ir.Type) int {
	if b := t.Base(); b.Is(ir.TRecord, ir.TRow) {
		return len(b.Fields)
	}
	return 0
}

// arrayOf writes ARRAY(query).
func (p *printer) arrayOf(rows bool, elem *ir.Type, query func(*printer)) {
	if rows {
		p.W("ARRAY(SELECT ROW(q.*)::", p.elemName(elem), " FROM (\n").In()
		query(p)
		p.Out().W("\n) AS q)")
		return
	}
	p.W("ARRAY(\n").In()
	query(p)
	p.Out().W("\n)")
}

func (p *printer) jsonOf(rows bool, elem *ir.Type, query func(*printer)) {
	v := "q.c1"
	cols := "(c1)"
	if rows {
		v, cols = "ROW(q.*)::"+p.elemName(elem), ""
	}
	p.W("(SELECT coalesce(jsonb_object_agg(q.n, q.v), '{}') FROM (SELECT row_number() OVER () AS n, ", p.toJSON(v, elem), " AS v FROM (\n").In()
	query(p)
	p.Out().W("\n) AS q", cols, ") AS q)")
}
