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
		switch d := d.(type) {
		case *ir.VarDecl:
			if isConstant(d) || !usedInSections(t, d) {
				common = append(common, d)
				continue
			}
			shared = append(shared, d)
		case *ir.RoutineDecl:
			p.find(diag.NestedWrites, d.Sp, "the compound trigger declares a routine of its own: %s", d.Name.Text)
		default:
			common = append(common, d)
		}
	}
	name := p.em.triggerName(t)
	own := &ir.Package{ObjBase: ir.ObjBase{Name: t.Name, Schema: t.Schema, Sp: t.Sp}}
	if len(shared) > 0 {
		p.compoundState(t, own, shared)
	}
	for i, s := range t.Sections {
		timing, row := sectionTiming(s.Timing)
		body := s.Body
		if len(shared) > 0 {
			body = p.useState(body, own, shared)
		}
		if i > 0 {
			p.NL()
		}
		suffix := map[string]string{"BEFORE STATEMENT": "_bs", "BEFORE EACH ROW": "_br", "AFTER EACH ROW": "_ar", "AFTER STATEMENT": "_as",
			"INSTEAD OF EACH ROW": "_io"}[s.Timing]
		p.triggerPart(t, shorten(name+suffix), timing, row, body, common)
		if t.Disabled {
			p.W("\nALTER TABLE ", p.relation(t.Table, t.Decl), " DISABLE TRIGGER ", quoteIdent(shorten(name+suffix)), ";\n")
		}
	}
}

// usedInSections tells variables that more than one section uses, or one that keeps them from row to row.
func usedInSections(t *ir.Trigger, d *ir.VarDecl) bool {
	n := 0
	for _, s := range t.Sections {
		used := false
		ir.Walk(s.Body, func(x ir.Node) bool {
			if r, ok := x.(*ir.Ref); ok && r.Sym != nil && r.Sym.Decl == ir.Node(d) {
				used = true
			}
			return !used
		})
		if used {
			n++
			if strings.Contains(s.Timing, "ROW") {
				n++
			}
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

// compoundState refuses shared variables: they need state that lasts for the statement.
func (p *printer) compoundState(t *ir.Trigger, own *ir.Package, shared []*ir.VarDecl) {
	var names []string
	for _, d := range shared {
		names = append(names, d.Name.Text)
	}
	p.find(diag.CompoundState, t.Sp, "its sections share %s", strings.Join(names, ", "))
}

// useState gives the body as it is: the trigger was refused.
func (p *printer) useState(b *ir.Block, own *ir.Package, shared []*ir.VarDecl) *ir.Block { return b }
