package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// typeObject writes CREATE TYPE: a composite type for an object, a domain over an array for a collection.
func (p *printer) typeObject(t *ir.TypeObject) {
	switch {
	case t.External != "":
		p.find(diag.ExternalRoutine, t.Sp, "the type %s is written in another language", t.Name.Last().Text)
		return
	case t.Incomplete && t.Type == nil:
		return // the complete declaration is another object
	case t.Type == nil:
		p.find(diag.StmtNotConverted, t.Sp, "the type %s has no definition", t.Name.Last().Text)
		return
	}
	if p.anchored(t) {
		return
	}
	name := p.em.qualified(t)
	if t.Alias || t.Shape != nil {
		p.sqlServerType(t, name)
		return
	}
	if !t.Object {
		p.collectionDomain(t, name)
		return
	}
	fields := p.inheritedFields(t, map[*ir.TypeObject]bool{})
	p.W("CREATE TYPE ", name, " AS (")
	if len(fields) == 0 {
		p.W(");\n")
		return
	}
	p.NL().In()
	for i, f := range fields {
		for _, c := range f.Comments {
			if !c.Line {
				p.W(commentText(c), " ")
			}
		}
		p.W(p.em.ident(f.Name), " ", p.attrType(f.Type))
		if i < len(fields)-1 {
			p.W(",")
		}
		p.NL()
	}
	p.Out().W(");\n")
}

// attrType is the type of an attribute; it keeps lengths, as a column does.
func (p *printer) attrType(t *ir.Type) string { return p.typeName(t, useVar) }

// inheritedFields are the attributes, those of the supertype first.
func (p *printer) inheritedFields(t *ir.TypeObject, seen map[*ir.TypeObject]bool) []*ir.Field {
	if t == nil || t.Type == nil || seen[t] {
		return nil
	}
	seen[t] = true
	var fields []*ir.Field
	if !t.Under.IsZero() {
		if !p.under(t, seen, &fields) {
			p.find(diag.TypeInheritance, t.Sp, "%s stands under %s, which is not in the sources", t.Name.Last().Text, t.Under.Last().Text)
		} else if p.obj == ir.Object(t) {
			p.find(diag.TypeInheritance, t.Sp, "%s is a subtype of %s", t.Name.Last().Text, t.Under.Last().Text)
		}
	}
	have := map[string]bool{}
	for _, f := range fields {
		have[f.Name.Key] = true
	}
	for _, f := range t.Type.Fields {
		if !have[f.Name.Key] {
			fields = append(fields, f)
		}
	}
	return fields
}

func (p *printer) under(t *ir.TypeObject, seen map[*ir.TypeObject]bool, fields *[]*ir.Field) bool {
	for _, o := range p.em.src.Objects {
		if s, ok := o.(*ir.TypeObject); ok && s.Name.Last().Key == t.Under.Last().Key {
			*fields = p.inheritedFields(s, seen)
			return true
		}
	}
	return false
}

// collectionDomain writes a collection type as a domain, so that its name stays.
func (p *printer) collectionDomain(t *ir.TypeObject, name string) {
	if t.Type.Elem == nil {
		p.find(diag.StmtNotConverted, t.Sp, "the type %s is not a type that is converted", t.Name.Last().Text)
		return
	}
	elem := p.typeName(t.Type.Elem, useVar)
	p.W("CREATE DOMAIN ", name, " AS ", elem, "[]")
	if t.Type.Coll == ir.CollVArray && t.Type.Len > 0 {
		p.W("\n").In().W("CHECK (cardinality(VALUE) <= ", itoa(t.Type.Len), ")").Out()
	}
	p.W(";\n")
}

// anchored refuses a type of the schema that refers to a column or a row by %TYPE or %ROWTYPE, which Oracle allows in PL/SQL only (PLS-00329).
func (p *printer) anchored(t *ir.TypeObject) bool {
	types := []*ir.Type{t.Type.Elem}
	for _, f := range t.Type.Fields {
		types = append(types, f.Type)
	}
	for _, x := range types {
		if x != nil && (x.Kind == ir.TAnchor || x.Kind == ir.TRow) {
			p.find(diag.StmtNotConverted, t.Sp, "the type %s refers to %s by %%TYPE or %%ROWTYPE, which a type of the schema may not (PLS-00329): name the type itself", t.Name.Last().Text, x.Name)
			return true
		}
	}
	return false
}

// doBlock writes an anonymous block.
func (p *printer) doBlock(b *ir.Block) {
	p.rt = newScope(bodyBlock)
	defer func() { p.rt = nil }()
	p.rt.label = "block"
	p.collectNames(nil, b)
	locals := localRoutines(b.Decls)
	p.planLifted(locals)
	text := p.body(b, nil)
	p.writeTypes(p.rt.types)
	p.liftedRoutines(locals)
	for _, l := range b.Labels {
		if label := p.em.ident(l); strings.Contains(text, label+".") {
			text = "<<" + label + ">>\n" + text
			break
		}
	}
	tag := dollarTag(text)
	p.W("DO ", tag, "\n").Verbatim(text).W(tag, ";\n")
}

// writeTypes writes the types that a body needs, unless an earlier one of the same object has written them: the sections of a
// compound trigger and the blocks of a script share their names.
func (p *printer) writeTypes(types []string) {
	for _, x := range types {
		name := firstLine(x)
		switch old, ok := p.typesDone[name]; {
		case !ok:
			if p.typesDone == nil {
				p.typesDone = map[string]string{}
			}
			p.typesDone[name] = x
			p.W(x, "\n\n")
		case old != x:
			p.find(diag.RecordField, p.obj.Span(), "two blocks declare the type of one name otherwise: %s", name)
		}
	}
}
