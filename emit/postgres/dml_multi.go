package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// multiPart is one INTO of INSERT ALL with the condition that guards it.
type multiPart struct {
	into *ir.Insert
	cond ir.Expr
}

// multiInsert writes INSERT ALL and INSERT FIRST: the source once, in WITH, then an INSERT for each INTO. Constant rows
// for one table are one VALUES list.
func (p *printer) multiInsert(d *ir.MultiInsert) {
	parts := multiParts(d)
	if rows := constantRows(d, parts); rows != nil {
		p.insertBody(rows, rows.Target.(*ir.TableRef), rows.Cols)
		return
	}
	seqs := p.liftSequences(d, parts)
	if p.rt != nil && len(parts) > 1 && p.rt.rowcount {
		p.find(diag.MultiCount, d.Sp, "SQL%%ROWCOUNT counts the rows of the last INSERT only")
	}
	source := sqlName("source")
	if len(parts) > 1 || seqs {
		p.W("WITH source AS (\n").In()
		p.W(p.queryText(d.Query, useValue))
		p.Out().W("\n)")
	}
	for i, part := range parts {
		last := i == len(parts)-1
		if !last {
			p.W(",\ninsert_", itoa(i+1), " AS (\n").In()
		} else if len(parts) > 1 || seqs {
			p.NL()
		}
		from := ir.TableExpr(&ir.TableRef{Name: ir.QName{Parts: []ir.Name{source}}, CTE: &ir.CTE{Name: source, Query: d.Query}})
		if len(parts) == 1 && !seqs {
			from = &ir.SubqueryRef{Query: d.Query, Alias: source}
		}
		p.multiOne(part, from, d.Query)
		if !last {
			p.Out().W("\n)")
		}
	}
}

// multiParts lists the INTOs. With FIRST, a branch is taken where no earlier one was; ELSE where none was.
func multiParts(d *ir.MultiInsert) []multiPart {
	var parts []multiPart
	var before []ir.Expr
	for _, b := range d.Branches {
		cond := b.When
		if d.First {
			cond = allOf(append(negated(before), cond)...)
		}
		for _, i := range b.Into {
			parts = append(parts, multiPart{i, cloneExpr(cond)})
		}
		if b.When != nil {
			before = append(before, b.When)
		}
	}
	for _, i := range d.Else {
		parts = append(parts, multiPart{i, allOf(negated(before)...)})
	}
	return parts
}

func negated(conds []ir.Expr) []ir.Expr {
	var list []ir.Expr
	for _, c := range conds {
		list = append(list, loose(native(typBool, "($) IS NOT TRUE", cloneExpr(c))))
	}
	return list
}

// constantRows joins INSERT ALL … SELECT * FROM DUAL, the usual way to insert several rows, into one INSERT; nil when
// it is something else.
func constantRows(d *ir.MultiInsert, parts []multiPart) *ir.Insert {
	s, ok := d.Query.Body.(*ir.Select)
	if !ok || !onlyDual(s) || s.Where != nil || s.Hier != nil || len(parts) == 0 {
		return nil
	}
	first, ok := parts[0].into.Target.(*ir.TableRef)
	if !ok {
		return nil
	}
	rows := &ir.Insert{Target: first, Cols: parts[0].into.Cols}
	for _, part := range parts {
		t, ok := part.into.Target.(*ir.TableRef)
		if !ok || part.cond != nil || t.Name.Key() != first.Name.Key() || len(part.into.Rows) != 1 || !sameNames(part.into.Cols, rows.Cols) {
			return nil
		}
		for _, e := range part.into.Rows[0] {
			if e != nil && (hasRef(e) || hasSequence(e)) {
				return nil
			}
		}
		rows.Rows = append(rows.Rows, part.into.Rows[0])
	}
	return rows
}

// onlyDual tells a block that reads DUAL and nothing else.
func onlyDual(s *ir.Select) bool {
	if s.FromDual || len(s.From) != 1 {
		return s.FromDual
	}
	t, ok := s.From[0].(*ir.TableRef)
	return ok && isDual(t)
}

func sameNames(a, b []ir.Name) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Key != b[i].Key {
			return false
		}
	}
	return true
}

func hasSequence(e ir.Expr) bool {
	found := false
	eachExpr(e, func(x ir.Expr, _ int) {
		if s, ok := x.(*ir.SeqValue); ok && !s.Current {
			found = true
		}
	})
	return found
}

// liftSequences moves NEXTVAL into the source: Oracle draws one number for each row of it, whatever the INTOs.
func (p *printer) liftSequences(d *ir.MultiInsert, parts []multiPart) bool {
	s, ok := d.Query.Body.(*ir.Select)
	if !ok {
		return false
	}
	names := map[string]ir.Name{}
	for _, part := range parts {
		for _, row := range part.into.Rows {
			for i := range row {
				rewriteDeep(&row[i], 0, func(e ir.Expr, _ int) ir.Expr {
					q, ok := e.(*ir.SeqValue)
					if !ok {
						return e
					}
					n, seen := names[q.Seq.Key()]
					if !seen {
						if q.Current {
							return e
						}
						n = sqlName("next_" + q.Seq.Last().Text)
						names[q.Seq.Key()] = n
						if onlyDual(s) && len(s.Items) == 1 && s.Items[0].Star {
							s.Items = nil
						}
						s.Items = append(s.Items, &ir.SelectItem{Expr: q, Alias: n})
					}
					return colRef(ir.Name{}, n, q.T)
				})
			}
		}
	}
	return len(names) > 0
}

// multiOne writes one INSERT … SELECT over the source.
func (p *printer) multiOne(part multiPart, from ir.TableExpr, source *ir.Query) {
	target, cols := p.insertTarget(part.into)
	p.W("INSERT INTO ", p.targetText(target))
	if len(cols) > 0 {
		p.W(" ")
		p.filled(p.identList(cols))
	}
	types := targetTypes(target, cols)
	items := []string{"*"}
	if len(part.into.Rows) > 0 {
		items = nil
		for i, e := range part.into.Rows[0] {
			var to *ir.Type
			if i < len(types) {
				to = types[i]
			}
			switch {
			case e != nil:
				items = append(items, p.valueText(e, to))
			default:
				items = append(items, p.defaultOf(target, cols, i))
			}
		}
	}
	p.NL()
	p.clauseList("SELECT", items, false)
	p.fromClause([]ir.TableExpr{from})
	p.condClause("WHERE", part.cond)
}

// defaultOf gives a column's default as an expression, since SELECT has no DEFAULT.
func (p *printer) defaultOf(t *ir.TableRef, cols []ir.Name, i int) string {
	tbl, ok := t.Decl.(*ir.Table)
	if !ok {
		return "NULL"
	}
	for k, c := range tbl.Columns {
		if c.Default != nil && (len(cols) == 0 && k == i || i < len(cols) && c.Name.Key == cols[i].Key) {
			return p.exprText(c.Default)
		}
	}
	return "NULL"
}
