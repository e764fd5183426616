package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlMerge writes MERGE, which PostgreSQL has from 15 on, and with NOT MATCHED BY SOURCE from 17 on.
func (p *printer) tsqlMerge(d *ir.Merge) {
	t, ok := d.Target.(*ir.TableRef)
	if !ok || p.em.version() < 15 {
		p.find(diag.TSQLTableForm, d.Sp, "MERGE needs PostgreSQL 15, and a table to change")
		p.W("SELECT NULL WHERE false")
		return
	}
	p.lockHints(t)
	p.W("MERGE INTO ", p.targetName(t), "\nUSING ", p.sourceText(d.Source), "\n").In()
	p.onCond(d.On)
	p.Out()
	for _, w := range d.Whens {
		p.tsqlMergeBranch(d, w)
	}
	if d.Returning != nil || d.Top != nil {
		p.find(diag.TSQLTableForm, d.Sp, "MERGE with TOP, or with OUTPUT of rows that a branch has not: write a statement for each branch")
	}
}

func (p *printer) tsqlMergeBranch(d *ir.Merge, w *ir.MergeWhen) {
	p.W("\nWHEN ")
	switch {
	case w.BySource:
		if p.em.version() < 17 {
			p.find(diag.TSQLTableForm, w.Sp, "WHEN NOT MATCHED BY SOURCE came with PostgreSQL 17: write a second statement for the rows that the source has not")
		}
		p.W("NOT MATCHED BY SOURCE")
	case w.Matched:
		p.W("MATCHED")
	default:
		p.W("NOT MATCHED")
	}
	if w.Cond != nil {
		p.W(" AND ", p.condAt(w.Cond, precAnd+1))
	}
	p.W(" THEN\n  ")
	switch {
	case w.Delete:
		p.W("DELETE")
	case w.Insert:
		p.W("INSERT")
		if len(w.Cols) > 0 {
			p.W(" (", p.nameList(w.Cols), ")")
		}
		if len(w.Values) == 0 {
			p.W(" DEFAULT VALUES")
			break
		}
		list := make([]string, len(w.Values))
		for i, e := range w.Values {
			list[i] = "DEFAULT"
			if e != nil {
				list[i] = p.exprText(e)
			}
		}
		p.W("\n  VALUES (", strings.Join(list, ", "), ")")
	default:
		p.W("UPDATE SET ", p.setTexts(w.Sets))
	}
}

// mergeBranches writes a MERGE as one WITH whose elements are its branches: all of them see the table as it was before.
type mergeBranches struct {
	p      *printer
	d      *ir.Merge
	t      *ir.TableRef
	source string                            // the source in FROM, with its alias
	into   func(heads []string, rows string) // where the rows are read by another statement
	heads  []string
	parts  []string // the statements, in order
}

// mergeByBranch writes the MERGE so where it must be: PostgreSQL's has WHEN NOT MATCHED BY SOURCE from 17 on, and no OUTPUT of old
// rows. False where it need not or cannot be.
func (p *printer) mergeByBranch(d *ir.Merge, into func(heads []string, rows string)) bool {
	t, ok := d.Target.(*ir.TableRef)
	if !ok || d.Top != nil || t.CTE != nil || !partsNeeded(d, p.em.version()) {
		return false
	}
	if d.Returning != nil && outputsMissing(d) {
		return false
	}
	if outputsOld(d.Returning) {
		d = qualifiedMerge(d, tableAlias(t))
	}
	m := &mergeBranches{p: p, d: d, t: t, into: into}
	p.find(diag.TSQLMergeParts, d.Sp, "MERGE into %s", t.Name.Last().Text)
	p.lockHints(t)
	m.sources()
	for i := range d.Whens {
		m.branch(i)
	}
	m.write()
	return true
}

func partsNeeded(d *ir.Merge, version int) bool {
	if d.Returning != nil {
		return true
	}
	for _, w := range d.Whens {
		if w.BySource && version < 17 {
			return true
		}
	}
	return false
}

// outputsMissing tells an OUTPUT of what a branch has no row of: of the source, which neither RETURNING of the INSERT nor a branch by
// the source knows, or of all columns of a row that is not there before or behind.
func outputsMissing(d *ir.Merge) bool {
	inserts, deletes, alone := false, false, false
	for _, w := range d.Whens {
		inserts, deletes, alone = inserts || w.Insert, deletes || w.Delete, alone || w.Insert || w.BySource
	}
	hit := false
	for _, it := range d.Returning.Exprs {
		if it.Star {
			q := qualifierOf(it)
			hit = hit || inserts || deletes && q.Is("INSERTED") || alone && !q.Is("INSERTED") && !q.Is("DELETED")
			continue
		}
		ir.Walk(it.Expr, func(n ir.Node) bool {
			if c, ok := n.(*ir.Ref); ok && !c.Name.Qualifier().Is("INSERTED") && !c.Name.Qualifier().Is("DELETED") {
				hit = hit || alone
			}
			return !hit
		})
	}
	return hit
}

// qualifiedMerge names the target of the columns of a MERGE, which its old rows would make ambiguous.
func qualifiedMerge(d *ir.Merge, alias ir.Name) *ir.Merge {
	d = ir.Clone(d)
	d.On = qualified(d.On, alias)
	for _, w := range d.Whens {
		if w.Cond != nil {
			w.Cond = qualified(w.Cond, alias)
		}
		for i := range w.Sets {
			if w.Sets[i].Value != nil {
				w.Sets[i].Value = qualified(w.Sets[i].Value, alias)
			}
		}
	}
	return d
}

// sources makes the source an element of WITH, unless it is a table.
func (m *mergeBranches) sources() {
	p := m.p
	if len(m.d.With) > 0 {
		m.heads = append(m.heads, strings.TrimPrefix(strings.TrimRight(p.text(func(q *printer) { q.withClause(m.d.With, nil) }), "\n"), "WITH "))
	}
	m.source = p.sourceText(m.d.Source)
	if _, plain := m.d.Source.(*ir.TableRef); plain {
		return
	}
	alias := p.em.ident(tableAlias(m.d.Source))
	m.heads = append(m.heads, "source_rows AS (\n"+indentBlock("SELECT * FROM "+m.source)+"\n)")
	m.source = "source_rows AS " + alias
}

// branch writes one branch as a statement. A row goes to the first branch of its kind whose condition holds.
func (m *mergeBranches) branch(i int) {
	w := m.d.Whens[i]
	conds := []string{}
	for _, e := range m.d.Whens[:i] {
		if e.Matched != w.Matched || e.BySource != w.BySource || e.Cond == nil {
			continue
		}
		conds = append(conds, "("+m.p.condText(e.Cond)+") IS NOT TRUE")
	}
	if w.Cond != nil {
		conds = append(conds, m.p.condAt(w.Cond, precAnd+1))
	}
	on := m.p.condAt(m.d.On, precAnd+1)
	name := m.p.targetName(m.t)
	switch {
	case w.Insert:
		m.insertPart(w, append([]string{"NOT EXISTS (SELECT 1 FROM " + name + " WHERE " + on + ")"}, conds...))
	case w.BySource:
		m.changePart(w, "", append([]string{"NOT EXISTS (SELECT 1 FROM " + m.source + " WHERE " + on + ")"}, conds...))
	default:
		m.changePart(w, m.source, append([]string{on}, conds...))
	}
}

func where(conds []string) string { return "\nWHERE " + strings.Join(conds, "\n  AND ") }

func (m *mergeBranches) insertPart(w *ir.MergeWhen, conds []string) {
	p := m.p
	s := "INSERT INTO " + p.changed(m.t)
	if len(w.Cols) > 0 {
		s += " (" + p.nameList(w.Cols) + ")"
	}
	values := make([]string, len(w.Values))
	for i, e := range w.Values {
		if e == nil {
			p.find(diag.TSQLTableForm, w.Sp, "INSERT of MERGE with DEFAULT among its values: leave the column out")
			continue
		}
		values[i] = p.exprText(e)
	}
	if len(values) == 0 {
		p.find(diag.TSQLTableForm, w.Sp, "INSERT DEFAULT VALUES of MERGE: name a column and its value")
	}
	c := *m.t
	c.Alias = ir.Name{}
	s += "\nSELECT " + strings.Join(values, ", ") + "\nFROM " + m.source + where(conds)
	m.parts = append(m.parts, s+m.returning(&c, "INSERT"))
}

// changePart writes UPDATE or DELETE.
func (m *mergeBranches) changePart(w *ir.MergeWhen, source string, conds []string) {
	p := m.p
	name := p.targetName(m.t)
	if w.Delete {
		s := "DELETE FROM " + name
		if source != "" {
			s += "\nUSING " + source
		}
		m.parts = append(m.parts, s+where(conds)+m.returning(m.t, "DELETE"))
		return
	}
	var from []string
	if source != "" {
		from = append(from, source)
	}
	if outputsOld(m.d.Returning) {
		from = append(from, p.oldTable(m.t))
		conds = append([]string{p.condAt(p.sameRow(m.t), precAnd+1)}, conds...)
	}
	s := "UPDATE " + name + "\nSET " + p.setTexts(w.Sets)
	if len(from) > 0 {
		s += "\nFROM " + strings.Join(from, ", ")
	}
	m.parts = append(m.parts, s+where(conds)+m.returning(m.t, "UPDATE"))
}

// returning writes OUTPUT for one branch: what the branch has no row for is NULL.
func (m *mergeBranches) returning(t *ir.TableRef, action string) string {
	r := m.d.Returning
	if r == nil {
		return ""
	}
	missing := map[string]string{"INSERT": "DELETED", "DELETE": "INSERTED"}[action]
	items := make([]string, len(r.Exprs))
	for i, it := range r.Exprs {
		x := *it
		want := ""
		if it.Expr != nil {
			x.Expr = ir.Clone(it.Expr)
			want = m.p.resultType(it.Expr.Type())
			rewriteDeep(&x.Expr, 0, func(e ir.Expr, _ int) ir.Expr {
				if c, ok := e.(*ir.Call); ok && c.Fn == "tsql.$action" {
					return native(c.T, quoteLiteral(action)+"::varchar")
				}
				if c, ok := e.(*ir.Ref); ok && missing != "" && c.Name.Qualifier().Is(missing) {
					return native(c.T, "NULL::"+m.p.resultType(c.T))
				}
				return e
			})
		}
		items[i] = m.p.outputItem(&x, t, action == "DELETE")
		if want != "" && constantItem(it) {
			items[i] += "::" + want
		}
	}
	return "\nRETURNING " + strings.Join(items, ", ")
}

// write puts the parts together: without OUTPUT the last one is the statement.
func (m *mergeBranches) write() {
	p := m.p
	n := len(m.parts)
	if m.d.Returning == nil {
		n--
	}
	heads := m.heads
	var names []string
	for i, s := range m.parts[:n] {
		name := "part_" + itoa(i+1)
		names = append(names, "SELECT * FROM "+name)
		heads = append(heads, name+" AS (\n"+indentBlock(s)+"\n)")
	}
	if m.into != nil {
		m.into(heads, strings.Join(names, "\nUNION ALL\n"))
		return
	}
	if len(heads) > 0 {
		p.W("WITH ", strings.Join(heads, ",\n"), "\n")
	}
	r := m.d.Returning
	if r == nil {
		p.W(m.parts[n])
		return
	}
	if !r.IntoTbl.IsZero() {
		p.W("INSERT INTO ", p.intoTable(r))
		if len(r.Cols) > 0 {
			p.W(" (", p.nameList(r.Cols), ")")
		}
		p.NL()
	}
	p.W(strings.Join(names, "\nUNION ALL\n"))
}
