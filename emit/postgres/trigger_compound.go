package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// compoundTrigger writes a trigger for each section of a compound one. Variables that its sections share are session
// state like a package's, set to their initial values before the statement.
func (p *printer) compoundTrigger(t *ir.Trigger) {
	var shared []*ir.VarDecl
	var common []ir.Decl
	for _, d := range t.Decls {
		v, ok := d.(*ir.VarDecl)
		if !ok || p.em.isConstant(v) || !usedInSections(t, v) {
			common = append(common, d)
			continue
		}
		if v.Type.Is(ir.TRefCursor) {
			p.find(diag.CompoundState, v.Sp, "its sections share the cursor variable %s", v.Name.Text)
		}
		shared = append(shared, v)
	}
	own := &ir.Package{ObjBase: ir.ObjBase{Name: t.Name, Schema: t.Schema, Sp: t.Sp}}
	if len(shared) > 0 {
		p.compoundState(t, own, shared)
	}
	for i, s := range compoundSections(t, len(shared) > 0) {
		if i > 0 {
			p.NL()
		}
		timing, row := sectionTiming(s.Timing)
		var prologue func(*printer)
		if s.Timing == "BEFORE STATEMENT" && len(shared) > 0 {
			prologue = func(q *printer) { q.resetState(own, shared) }
		}
		name := shorten(p.em.triggerName(t) + sectionSuffix[s.Timing])
		p.triggerPart(t, part{name: name, timing: timing, row: row, body: s.Body, decls: common, prologue: prologue, more: i > 0})
		if t.Disabled {
			p.W("\nALTER TABLE ", p.relation(t.Table, t.Decl), " DISABLE TRIGGER ", quoteIdent(name), ";\n")
		}
	}
}

var sectionSuffix = map[string]string{"BEFORE STATEMENT": "_bs", "BEFORE EACH ROW": "_br", "AFTER EACH ROW": "_ar",
	"AFTER STATEMENT": "_as", "INSTEAD OF EACH ROW": "_io"}

// compoundSections are the sections, with one before the statement where shared variables must be set there.
func compoundSections(t *ir.Trigger, shared bool) []*ir.TriggerSection {
	if !shared {
		return t.Sections
	}
	for _, s := range t.Sections {
		if s.Timing == "BEFORE STATEMENT" {
			return t.Sections
		}
	}
	first := &ir.TriggerSection{Sp: t.Sp, Timing: "BEFORE STATEMENT", Body: &ir.Block{}}
	return append([]*ir.TriggerSection{first}, t.Sections...)
}

// usedInSections tells variables that more than one section uses, or one that keeps them from row to row.
func usedInSections(t *ir.Trigger, d *ir.VarDecl) bool {
	uses := func(n ir.Node) bool {
		used := false
		ir.Walk(n, func(x ir.Node) bool {
			if r, ok := x.(*ir.Ref); ok && r.Sym != nil && r.Sym.Decl == ir.Node(d) {
				used = true
			}
			return !used
		})
		return used
	}
	n := 0
	for _, s := range t.Sections {
		if uses(s.Body) {
			n++
			if strings.Contains(s.Timing, "ROW") {
				n++
			}
		}
	}
	for _, r := range localRoutines(t.Decls) {
		if uses(r.Body) {
			n += 2
		}
	}
	return n > 1
}

func sectionTiming(s string) (timing string, row bool) {
	switch s {
	case "BEFORE STATEMENT":
		return "BEFORE", false
	case "BEFORE EACH ROW":
		return "BEFORE", true
	case "AFTER EACH ROW":
		return "AFTER", true
	case "INSTEAD OF EACH ROW":
		return "INSTEAD OF", true
	}
	return "AFTER", false
}

// compoundState writes the functions for shared variables, and makes the references to them those of package variables.
func (p *printer) compoundState(t *ir.Trigger, own *ir.Package, shared []*ir.VarDecl) {
	var names []string
	is := map[ir.Node]bool{}
	for _, d := range shared {
		names = append(names, d.Name.Text)
		is[d] = true
	}
	p.find(diag.CompoundKept, t.Sp, "its sections share %s", strings.Join(names, ", "))
	ir.Walk(t, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && is[r.Sym.Decl] && r.Sym.Kind == ir.SymVar {
			s := *r.Sym
			s.Kind, s.Owner = ir.SymPackageVar, own
			r.Sym = &s
		}
		return true
	})
	p.rt = newScope(bodyFunction)
	p.rt.label = "state"
	for _, d := range shared {
		p.stateFunctions(own, d)
	}
	for _, x := range p.rt.types {
		p.find(diag.CompoundState, t.Sp, "its sections share a variable of a record type: %s", firstLine(x))
	}
	p.rt = nil
}

// resetState sets the shared variables to their initial values.
func (p *printer) resetState(own *ir.Package, shared []*ir.VarDecl) {
	for _, d := range shared {
		v := p.initial(d.Type)
		if d.Default != nil {
			v = p.valueText(d.Default, d.Type)
		}
		if v == "" {
			v = "NULL"
		}
		p.W("PERFORM ", p.setterName(own, d), "((", v, ")::", p.quietType(d.Type, useParam), ");\n")
	}
}
