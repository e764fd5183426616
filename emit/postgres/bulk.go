package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// plainReturning copies the statement with a RETURNING that only returns.
func plainReturning(d ir.DML) ir.DML {
	plain := func(r *ir.Returning) *ir.Returning {
		c := *r
		c.Into, c.Bulk = nil, false
		return &c
	}
	switch d := d.(type) {
	case *ir.Insert:
		c := *d
		c.Returning = plain(d.Returning)
		return &c
	case *ir.Update:
		c := *d
		c.Returning = plain(d.Returning)
		return &c
	case *ir.Delete:
		c := *d
		c.Returning = plain(d.Returning)
		return &c
	}
	return d
}

// bulkReturning writes a statement with RETURNING … BULK COLLECT INTO; inside FORALL each round adds to the collections.
func (p *printer) bulkReturning(d ir.DML) bool {
	r := ir.ReturningOf(d)
	if r == nil || !r.Bulk {
		return false
	}
	cols, aggs, targets := make([]string, len(r.Into)), make([]string, len(r.Into)), make([]string, len(r.Into))
	after := ""
	for i, e := range r.Into {
		if p.em.rep(e.Type()) != repArray {
			p.find(diag.BulkDynamic, d.Span(), "RETURNING into an associative array is not converted")
		}
		cols[i] = "c" + itoa(i+1)
		aggs[i] = "coalesce(array_agg(" + cols[i] + "), '{}')"
		if !p.rt.inForall && p.simpleTarget(e) {
			targets[i] = p.lvalue(e)
			continue
		}
		typ := p.elemName(e.Type().Base().Elem) + "[]"
		tmp := p.rt.auxiliary("returned "+typ+itoa(i), "returned", typ, "")
		targets[i] = tmp
		after += p.text(func(q *printer) {
			q.store(e, func(w *printer) {
				if p.rt.inForall {
					w.W(w.exprText(e), " || ")
				}
				w.W(tmp)
			}, nil)
		})
	}
	p.W("WITH changed(", strings.Join(cols, ", "), ") AS (\n").In()
	p.dml(plainReturning(d))
	p.Out().W("\n)\nSELECT ", strings.Join(aggs, ", "), "\nINTO ", strings.Join(targets, ", "), "\nFROM changed;\n")
	p.rt.found = nil
	if p.rt.rowcount {
		p.W(p.sqlRowcount(), " := cardinality(", targets[0], ");\n")
	}
	p.W(after, p.takeAfter())
	return true
}

// bulkFetch writes FETCH … BULK COLLECT INTO [LIMIT]: row by row, since FETCH of PL/pgSQL takes one.
func (p *printer) bulkFetch(s *ir.FetchCursor) {
	rows := make([]string, len(s.Into))
	for i, e := range s.Into {
		typ := p.elemName(e.Type().Base().Elem)
		rows[i] = p.rt.auxiliary("bulk "+typ+itoa(i), "bulk_row", typ, "")
		p.store(e, func(q *printer) { q.W("'{}'") }, nil)
	}
	if s.Limit != nil {
		n := p.rt.auxiliary("bulk count", "bulk_count", "integer", "")
		p.W("FOR ", n, " IN 1..")
		p.expr(s.Limit)
		p.W(" LOOP\n").In()
	} else {
		p.W("LOOP\n").In()
	}
	p.W("FETCH ")
	p.cursorName(s.Cursor)
	p.W(" INTO ", strings.Join(rows, ", "), ";\nEXIT WHEN NOT FOUND;\n")
	p.bulkAppend(s.Into, rows)
	p.Out().W("END LOOP;\n")
	p.bulkFetched(s)
}

// bulkAppend adds a fetched row to the collections.
func (p *printer) bulkAppend(into []ir.Expr, rows []string) {
	for i, e := range into {
		v := rows[i]
		if p.em.rep(e.Type()) == repArray {
			p.store(e, func(q *printer) { q.W("array_append(", q.exprText(e), ", ", v, ")") }, nil)
		} else {
			p.store(e, func(q *printer) {
				q.W(q.helper("aa_append"), "(", q.exprText(e), ", ", q.toJSON(v, e.Type().Base().Elem), ")")
			}, nil)
		}
	}
}

// bulkFetched notes what %FOUND and %ROWCOUNT give.
func (p *printer) bulkFetched(s *ir.FetchCursor) {
	d := p.cursorKey(s.Cursor)
	size := p.text(func(q *printer) { q.collBound(s.Into[0], "count") })
	p.rt.found = nil
	if p.rt.cursFound[d] {
		found := "false" // without a limit it reads to the end
		if s.Limit != nil {
			found = size + " >= " + p.exprText(s.Limit)
		}
		p.W(p.cursorAux(s.Cursor, "found", "boolean"), " := ", found, ";\n")
	}
	if p.rt.cursCount[d] {
		n := p.cursorAux(s.Cursor, "rowcount", "integer")
		p.W(n, " := ", n, " + ", size, ";\n")
	}
}

func unquoteLiteral(s string) string { return strings.ReplaceAll(s[1:len(s)-1], "''", "'") }

// bulkExecute writes EXECUTE IMMEDIATE … BULK COLLECT INTO.
func (p *printer) bulkExecute(s *ir.ExecImmediate) {
	if s.RetBulk || len(s.Into) != 1 {
		p.find(diag.BulkDynamic, s.Sp, "a dynamic statement that fills several collections is not converted")
		p.W("NULL;\n")
		return
	}
	t := s.Into[0].Type()
	elem := t.Base().Elem
	head, tail := "'SELECT ARRAY('", "')'"
	if elem.Is(ir.TRecord, ir.TRow) {
		head, tail = quoteLiteral("SELECT ARRAY(SELECT ROW(q.*)::"+p.elemName(elem)+" FROM ("), "') AS q)'"
	}
	if p.em.rep(t) == repJSON {
		p.find(diag.BulkDynamic, s.Sp, "a dynamic query into an associative array is not converted")
	}
	if text, ok := p.knownText(s.Parsed, unquoteLiteral(head), unquoteLiteral(tail)); ok {
		p.W("EXECUTE ").Verbatim(text)
	} else {
		p.W("EXECUTE ", head, " || ")
		p.dynamicText(s.SQL, s.Using, s.Sp)
		p.W(" || ", tail)
	}
	p.W(" INTO ", strings.Join(p.targets(s.Into), ", "))
	p.usingArgs(s.Using)
	p.W(";\n", p.takeAfter())
	p.bulkDone(s.Into)
}
