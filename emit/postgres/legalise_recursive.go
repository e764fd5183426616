package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// recursive makes recursive queries ones that PostgreSQL takes: one term that names the query, of the first term's types.
func (p *printer) recursive(q *ir.Query) {
	for _, c := range q.With {
		op, ok := c.Query.Body.(*ir.SetOp)
		if !ok || c.Sp.IsZero() {
			continue
		}
		self := map[string]bool{c.Name.Key: true}
		if !namesTable(c.Query, self) {
			continue
		}
		terms := unionTerms(op)
		n := len(terms)
		for n > 1 && namesTable(terms[n-1], self) {
			n--
		}
		p.recursiveTypes(c, terms[n-1], terms[n:])
		if len(terms)-n > 1 {
			op.L, op.R = unionOf(terms[:n]), lateralTerm(c, terms[n:])
		}
	}
}

// unionTerms gives the terms of UNION ALL from left to right.
func unionTerms(b ir.QueryBody) []ir.QueryBody {
	op, ok := b.(*ir.SetOp)
	if !ok || op.Op != "UNION" || !op.All {
		if ok { // UNION without ALL: of two terms as they stand
			return []ir.QueryBody{op.L, op.R}
		}
		return []ir.QueryBody{b}
	}
	return append(unionTerms(op.L), op.R)
}

func unionOf(terms []ir.QueryBody) ir.QueryBody {
	b := terms[0]
	for _, t := range terms[1:] {
		b = &ir.SetOp{Sp: b.Span().To(t.Span()), Op: "UNION", All: true, L: b, R: t}
	}
	return b
}

// lateralTerm makes one recursive term of several, which SQL Server applies to each row alike ("WITH common_table_expression",
// guidelines for recursive queries): FROM the query once, and for each of its rows the terms over this row.
func lateralTerm(c *ir.CTE, terms []ir.QueryBody) ir.QueryBody {
	name := c.Name
	each := ir.MakeName("each_" + name.Key)
	for _, t := range terms {
		s, ok := selectIn(t)
		if !ok {
			continue
		}
		for i, f := range s.From {
			s.From[i] = ofRow(f, name)
		}
	}
	all := func(n ir.Name) []*ir.SelectItem {
		return []*ir.SelectItem{{Star: true, Qualifier: ir.QName{Parts: []ir.Name{n}}}}
	}
	return &ir.Select{
		Items: all(each),
		From: []ir.TableExpr{
			&ir.TableRef{Name: ir.QName{Parts: []ir.Name{name}}, CTE: c},
			&ir.SubqueryRef{Query: &ir.Query{Body: unionOf(terms)}, Alias: each, Lateral: true},
		},
	}
}

// ofRow replaces a recursive query in FROM by the row of it that the term is for.
func ofRow(t ir.TableExpr, name ir.Name) ir.TableExpr {
	switch t := t.(type) {
	case *ir.JoinExpr:
		t.L, t.R = ofRow(t.L, name), ofRow(t.R, name)
	case *ir.TableRef:
		if len(t.Name.Parts) != 1 || t.Name.Key() != name.Key {
			return t
		}
		alias := t.Alias
		if alias.IsZero() {
			alias = name
		}
		row := &ir.Select{Items: []*ir.SelectItem{{Star: true, Qualifier: t.Name}}}
		return &ir.SubqueryRef{Sp: t.Sp, Query: &ir.Query{Body: row}, Alias: alias}
	}
	return t
}

// recursiveTypes gives the first term of a recursive query the type that the columns have in all: PostgreSQL takes
// the type of the first term alone, and does not accept another from the second.
func (p *printer) recursiveTypes(c *ir.CTE, first ir.QueryBody, terms []ir.QueryBody) {
	base, ok := selectIn(first)
	if !ok {
		return
	}
	types := make([]*ir.Type, len(base.Items))
	for _, t := range terms {
		rec, ok := selectIn(t)
		if !ok || len(base.Items) != len(rec.Items) {
			return
		}
		for i, it := range base.Items {
			if types[i] == nil && it.Expr != nil && rec.Items[i].Expr != nil {
				types[i] = widened(p, it.Expr, rec.Items[i].Expr)
			}
		}
		p.carryTypes(c, base, rec, types)
	}
	for i, it := range base.Items {
		if types[i] == nil {
			continue
		}
		if it.Alias.IsZero() && len(c.Cols) == 0 {
			it.Alias = outputName(it)
		}
		it.Expr = p.retyped(it.Expr, types[i])
	}
}
