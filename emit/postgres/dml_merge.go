package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// mergeParts is a MERGE in the words of the SQL standard: Oracle's WHERE and DELETE WHERE have become conditions of
// branches.
type mergeParts struct {
	target *ir.TableRef
	source ir.TableExpr
	whens  []*ir.MergeWhen
}

// merge writes MERGE, or before PostgreSQL 15 what does the same.
func (p *printer) merge(d *ir.Merge) {
	m := mergeParts{source: d.Source}
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		if v := p.baseView(d.Target); v != nil && v.base != nil && len(v.others) == 0 && len(v.where) == 0 {
			t = v.base
			t.Alias = v.name
		} else {
			p.find(diag.JoinView, d.Sp, "MERGE into a subquery")
			t = &ir.TableRef{Sp: d.Sp, Name: ir.MakeQName("unknown_table")}
		}
	}
	m.target = t
	if sub, ok := m.source.(*ir.SubqueryRef); ok && sub.Alias.IsZero() {
		sub.Alias = sqlName("source")
	}
	for _, w := range d.Whens {
		if w.Matched && w.DeleteWhere != nil {
			m.whens = append(m.whens, p.deleteBranch(w, t))
			c := *w
			c.DeleteWhere = nil
			w = &c
		}
		m.whens = append(m.whens, w)
	}
	if p.em.version() < 15 {
		p.mergeAsCTE(d, m)
		return
	}
	p.W("MERGE INTO ", p.targetText(t), "\nUSING ", p.sourceText(m.source), "\n")
	p.W("ON ")
	p.conjunctLines(d.On)
	for _, w := range m.whens {
		p.mergeBranch(w, t)
	}
}

// deleteBranch makes DELETE WHERE a branch in front of the update. Oracle looks at the row after the update, so the
// new values stand in the condition in place of the columns.
func (p *printer) deleteBranch(w *ir.MergeWhen, t *ir.TableRef) *ir.MergeWhen {
	set := map[string]ir.Expr{}
	for _, s := range w.Sets {
		for _, c := range s.Cols {
			set[c.Name.Last().Key] = s.Value
		}
	}
	vars := rangeVars([]ir.TableExpr{t})
	cond := cloneExpr(w.DeleteWhere)
	rewriteDeep(&cond, 0, func(e ir.Expr, depth int) ir.Expr {
		r, ok := e.(*ir.Ref)
		if !ok || owner(r, vars, depth) == nil {
			return e
		}
		v, changed := set[r.Name.Last().Key]
		switch {
		case !changed:
			return e
		case v == nil:
			p.find(diag.MergeDelete, w.Sp, "DELETE WHERE looks at %s, whose new value comes from a subquery or default", r.Name.Last().Text)
			return e
		}
		return unwrap(cloneExpr(v))
	})
	return &ir.MergeWhen{Sp: w.Sp, Matched: true, Delete: true, Cond: allOf(cloneExpr(w.Cond), cond)}
}

func (p *printer) mergeBranch(w *ir.MergeWhen, t *ir.TableRef) {
	p.W("\nWHEN ")
	switch {
	case w.Matched:
		p.W("MATCHED")
	case w.BySource:
		p.W("NOT MATCHED BY SOURCE")
	default:
		p.W("NOT MATCHED")
	}
	if w.Cond != nil {
		p.W(" AND ", p.condAt(w.Cond, precAnd))
	}
	p.W(" THEN\n").In()
	switch {
	case w.Delete:
		p.W("DELETE")
	case w.Insert:
		p.W("INSERT")
		if len(w.Cols) > 0 {
			p.W(" ")
			p.filled(p.identList(w.Cols))
		}
		p.valuesClause([][]ir.Expr{w.Values}, targetTypes(t, w.Cols))
	default:
		p.W("UPDATE SET")
		if len(w.Sets) == 1 {
			p.W(" ")
			p.setList(w.Sets, t)
			break
		}
		p.NL().In()
		p.setLines(w.Sets, t)
		p.Out()
	}
	p.Out()
}

// mergeAsCTE does the branches as parts of one statement: all of them see the table as it was before.
func (p *printer) mergeAsCTE(d *ir.Merge, m mergeParts) {
	p.find(diag.MergeCount, d.Sp, "MERGE became INSERT, UPDATE and DELETE in one WITH query")
	src := tableAlias(m.source)
	if src.IsZero() {
		src = sqlName("source")
		setAlias(m.source, src)
	}
	p.W("WITH ", p.em.ident(src), " AS (\n").In()
	p.W("SELECT *\nFROM ", p.sourceText(m.source)).Out().W("\n)")
	var done []ir.Expr // what an earlier branch has taken
	for i, w := range m.whens {
		var guard []ir.Expr
		for _, x := range done {
			guard = append(guard, native(typBool, "($) IS NOT TRUE", cloneExpr(x)))
		}
		if i < len(m.whens)-1 {
			p.W(",\nmerge_", itoa(i+1), " AS (\n").In()
			p.mergePart(d, m, w, src, guard)
			p.Out().W("\n)")
		} else {
			p.NL()
			p.mergePart(d, m, w, src, guard)
		}
		if w.Matched {
			cond := w.Cond
			if cond == nil {
				cond = &ir.BoolLit{Value: true}
			}
			done = append(done, cond)
		}
	}
}

func (p *printer) mergePart(d *ir.Merge, m mergeParts, w *ir.MergeWhen, src ir.Name, guard []ir.Expr) {
	target := p.targetText(m.target)
	on := append(conjuncts(cloneExpr(d.On)), conjuncts(cloneExpr(w.Cond))...)
	switch {
	case w.Insert:
		plain := *m.target
		plain.Alias = ir.Name{}
		p.W("INSERT INTO ", p.targetText(&plain))
		if len(w.Cols) > 0 {
			p.W(" ")
			p.filled(p.identList(w.Cols))
		}
		items := make([]string, len(w.Values))
		types := targetTypes(m.target, w.Cols)
		for i, v := range w.Values {
			var to *ir.Type
			if i < len(types) {
				to = types[i]
			}
			if v == nil {
				items[i] = p.defaultOf(m.target, w.Cols, i)
				continue
			}
			items[i] = p.valueText(v, to)
		}
		p.NL()
		p.clauseList("SELECT", items, false)
		p.W("\nFROM ", p.em.ident(src), "\nWHERE NOT EXISTS (SELECT 1 FROM ", target, " WHERE ", p.condAt(d.On, precLowest), ")")
		if w.Cond != nil {
			p.W("\n  AND ", p.condAt(w.Cond, precAnd+1))
		}
		return
	case w.Delete:
		p.W("DELETE FROM ", target, "\nUSING ", p.em.ident(src))
	default:
		p.W("UPDATE ", target, "\nSET ")
		p.setList(w.Sets, m.target)
		p.W("\nFROM ", p.em.ident(src))
	}
	if w.Matched {
		on = append(on, guard...)
	}
	p.condClause("WHERE", allOf(on...))
}
