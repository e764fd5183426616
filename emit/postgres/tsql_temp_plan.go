package postgres

import (
	"maps"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tempPlan is what is known of the #t tables that one body makes and another uses.
type tempPlan struct {
	tables *ir.TempTables
	shared map[ir.Node]bool                      // *ir.Table or *ir.Select that makes one for later parts of its script
	from   map[*ir.DataScript][]*ir.DataScript   // the parts of a script that make what this one uses
	manual map[*ir.DataScript]bool               // shares one with a part that the installation does not run
	uses   map[ir.Object]map[string]*ir.TableRef // by object and key: the first place of those it does not make
	own    map[ir.Object][]*ir.TempMaker         // the first maker of each that it makes
}

// planTemps is the pass that finds them. The parts of a script run in one session, so that a table lives on behind the part
// that makes it.
func (em *emitter) planTemps() {
	if em.src.Source != ir.SQLServer {
		return
	}
	plan := &tempPlan{tables: ir.FindTempTables(em.src), shared: map[ir.Node]bool{}, from: map[*ir.DataScript][]*ir.DataScript{},
		manual: map[*ir.DataScript]bool{}, uses: map[ir.Object]map[string]*ir.TableRef{}, own: map[ir.Object][]*ir.TempMaker{}}
	for _, m := range plan.tables.List() {
		if plan.tables.By(m.Object, m.Key) == m {
			plan.own[m.Object] = append(plan.own[m.Object], m)
		}
	}
	em.temps = plan
	for _, o := range em.src.Objects {
		if o.Obj().Dropped == "" {
			plan.note(o)
		}
	}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok {
			continue
		}
		if plan.across(d) && slices.ContainsFunc(d.Stmts, em.manual) {
			plan.manual[d] = true
		}
		for key := range plan.uses[o] {
			m := plan.tables.For(o, key)
			if m == nil {
				continue
			}
			plan.shared[m.Node()] = true
			maker := m.Object.(*ir.DataScript)
			if !slices.Contains(plan.from[d], maker) {
				plan.from[d] = append(plan.from[d], maker)
			}
		}
	}
	em.manualTogether()
}

// across finds the tables that one statement of a script makes and another uses: a block for each batch is left of them.
func (t *tempPlan) across(d *ir.DataScript) bool {
	found := false
	made := map[string]*ir.TempMaker{}
	for _, s := range d.Stmts {
		mine := map[string]*ir.TempMaker{}
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Repeat:
				return false
			case *ir.TableRef:
				if len(n.Name.Parts) > 0 && made[n.Name.Last().Key] != nil && mine[n.Name.Last().Key] == nil {
					t.shared[made[n.Name.Last().Key].Node()] = true
					found = true
				}
			case *ir.Table, *ir.Select:
				if m := t.tables.Of(n); m != nil {
					mine[m.Key] = m
				}
			}
			return true
		})
		maps.Copy(made, mine)
	}
	return found
}

// manualTogether: what the installation does not run of a script, it does not run of the parts that share a table with it.
func (em *emitter) manualTogether() {
	plan := em.temps
	manual := func(d *ir.DataScript) bool { return plan.manual[d] || slices.ContainsFunc(d.Stmts, em.manual) }
	for changed := true; changed; {
		changed = false
		for d, makers := range plan.from {
			for _, m := range makers {
				if a, b := manual(d), manual(m); a != b {
					plan.manual[d], plan.manual[m] = true, true
					changed = true
				}
			}
		}
	}
}

// note finds the temporary tables that an object uses without making them.
func (t *tempPlan) note(o ir.Object) {
	ir.Walk(o, func(n ir.Node) bool {
		if _, ok := n.(*ir.Repeat); ok {
			return false
		}
		r, ok := n.(*ir.TableRef)
		if !ok || r.CTE != nil || len(r.Name.Parts) == 0 || !ir.IsTempName(r.Name.Last()) {
			return true
		}
		key := r.Name.Last().Key
		if t.tables.By(o, key) == nil && t.uses[o][key] == nil {
			if t.uses[o] == nil {
				t.uses[o] = map[string]*ir.TableRef{}
			}
			t.uses[o][key] = r
		}
		return true
	})
}

// sharedTemps names a part of a script that makes tables for later ones, which come behind it.
func (em *emitter) sharedTemps(d *ir.DataScript) []string {
	if em.temps == nil {
		return nil
	}
	for _, makers := range em.temps.from {
		if slices.Contains(makers, d) {
			return []string{"temporary:" + itoa(em.place[d])}
		}
	}
	return nil
}

// foreignTemps tells of the temporary tables that a body uses and does not make, and gives them for the proof.
func (p *printer) foreignTemps() []ir.TempTarget {
	if p.em.temps == nil {
		return nil
	}
	p.remadeTemps()
	uses := p.em.temps.uses[p.obj]
	var list []ir.TempTarget
	for _, key := range slices.Sorted(maps.Keys(uses)) {
		ref := uses[key]
		m := p.em.temps.tables.For(p.obj, key)
		_, script := p.obj.(*ir.DataScript)
		switch {
		case m == nil:
			p.find(diag.TempNowhere, ref.Sp, "%s: nothing in the sources makes it", ref.Name.Last().Text)
			continue
		case !script: // the parts of a script follow each other
			p.find(diag.TempOfCaller, ref.Sp, "%s is there when the caller has made it, as %s does", ref.Name.Last().Text, makerName(m))
		}
		if t, ok := p.tempTargetOf(m, ref.Name.Last()); ok {
			list = append(list, t)
		}
	}
	return append(list, p.foreignMade()...)
}

// foreignMade tells of the tables that stay, that a body uses, and that only other bodies make; it gives them for the proof.
func (p *printer) foreignMade() []ir.TempTarget {
	var list []ir.TempTarget
	told := map[string]bool{}
	ir.Walk(p.obj, func(n ir.Node) bool {
		t, ok := n.(*ir.TableRef)
		if d, dml := n.(*ir.ExecDML); dml {
			if r := ir.ReturningOf(d.DML); r != nil && r.IntoRef != nil {
				t, ok = r.IntoRef, true
			}
		}
		if !ok || t.Made.IsZero() {
			return true
		}
		key := ir.MadeKey(ir.QName{Parts: []ir.Name{t.Made, t.Name.Last()}})
		if told[key] || p.em.made.By(p.obj, key) != nil {
			return true
		}
		told[key] = true
		m := p.em.made.For(p.obj, key)
		if m == nil { // the sources create it, and the body changes its columns
			return true
		}
		p.find(diag.TSQLMadeTable, t.Sp, "%s is there when %s has made it", t.Name.Last().Text, makerName(m))
		if cols := p.madeColumns(m, p.em.made.Altered(m.Object, key)); len(cols) > 0 {
			name := p.em.madeName(t.Made, t.Name.Last())
			list = append(list, ir.TempTarget{Name: strings.ReplaceAll(name, `"`, ""), SQL: "CREATE TABLE " + name + " (" + strings.Join(cols, ", ") + ")"})
		}
		return true
	})
	return list
}

// remadeTemps tells of the temporary tables that do not live through a call: what is called makes one of the same name. SQL Server
// keeps both, the inner one until its procedure ends (CREATE TABLE, Temporary tables); a session of PostgreSQL's has one.
func (p *printer) remadeTemps() {
	if vars := variableTables(p.obj); len(vars) > 0 && p.em.temps.tables.CallsItself(p.obj) {
		for _, v := range vars {
			p.find(diag.TempRemade, v.Sp, "%s is emptied when %s is called again before it ends: one table is behind the variable", v.Name.Last().Text, p.obj.Obj().Name.Last().Text)
		}
	}
	for _, m := range p.em.temps.own[p.obj] {
		by := p.em.temps.tables.Remade(p.obj, m.Key)
		if by == nil {
			continue
		}
		sp, name := diag.Span{}, ir.Name{}
		if m.Table != nil {
			sp, name = m.Table.Sp, m.Table.Name.Last()
		} else {
			sp, name = m.Into.Sp, m.Into.IntoTbl.Last()
		}
		p.find(diag.TempRemade, sp, "%s is replaced when %s, which is called from here, makes its own", name.Text, by.Obj().Name.Last().Text)
	}
}

// variableTables gives the tables behind the table variables that an object declares.
func variableTables(o ir.Object) []*ir.Table {
	var list []*ir.Table
	ir.Walk(o, func(n ir.Node) bool {
		if d, ok := n.(*ir.DDL); ok {
			for _, x := range d.Objects {
				if t, ok := x.(*ir.Table); ok && strings.HasPrefix(t.Name.Last().Text, "@") {
					list = append(list, t)
				}
			}
		}
		return true
	})
	return list
}

func makerName(m *ir.TempMaker) string {
	if _, script := m.Object.(*ir.DataScript); script {
		return "the script " + m.Object.Obj().Name.Last().Text
	}
	return m.Object.Obj().Name.Last().Text
}

// tempTargetOf writes what makes a temporary table, with plain columns.
func (p *printer) tempTargetOf(m *ir.TempMaker, n ir.Name) (ir.TempTarget, bool) {
	cols := p.madeColumns(m, p.em.temps.tables.Altered(m.Object, m.Key))
	if len(cols) == 0 {
		return ir.TempTarget{}, false
	}
	return ir.TempTarget{Name: p.em.fold(n), SQL: "CREATE TEMP TABLE " + p.em.ident(n) + " (" + strings.Join(cols, ", ") + ")"}, true
}

// madeColumns writes the columns of a table that a body makes, without what else is said of them.
func (p *printer) madeColumns(m *ir.TempMaker, altered []*ir.AlterTable) []string {
	w := p.em.newPrinter(p.obj)
	var cols []string
	if m.Table != nil {
		for _, c := range m.Table.Columns {
			cols = append(cols, p.em.ident(c.Name)+" "+w.quietType(c.Type, useColumn))
		}
	} else {
		for _, f := range m.Query.Cols {
			cols = append(cols, p.em.ident(f.Name)+" "+w.resultType(f.Type))
		}
	}
	if len(cols) == 0 {
		return nil
	}
	for _, a := range altered {
		for i := range a.Actions {
			if c := a.Actions[i].AddColumn; c != nil {
				cols = append(cols, p.em.ident(c.Name)+" "+w.quietType(c.Type, useColumn))
			}
		}
	}
	return cols
}
