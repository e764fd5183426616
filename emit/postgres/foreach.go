package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// forEach writes a loop over a collection, or over values and ranges that follow each other.
func (p *printer) forEach(s *ir.ForEach) {
	switch {
	case s.Repeat != nil:
		p.forRepeat(s)
	case s.Coll == nil:
		p.forRanges(s)
	case p.collectionOf(s.Coll) && p.em.rep(s.Coll.Type()) == repJSON:
		p.forDocumentElements(s)
	default:
		p.forArray(s)
	}
	p.rt.found = nil // a FOR loop sets FOUND
}

// eachVar declares a variable of such a loop, which PL/pgSQL wants to be there.
func (p *printer) eachVar(d *ir.VarDecl) string {
	typ := p.typeName(d.Type, useVar)
	name := p.rt.auxiliary("each "+d.Name.Key+" "+typ, p.em.fold(d.Name), typ, "")
	p.rt.rename[d] = name
	return name
}

// ownCounter names the counter of a loop that the source does not have; PL/pgSQL declares it by itself.
func (p *printer) ownCounter(s *ir.ForEach, want string) string {
	if _, ok := p.rt.rename[s]; !ok {
		p.rt.rename[s] = varIdent(p.rt.fresh(want))
	}
	return p.rt.rename[s]
}

// forArray goes over an array, which has no gaps.
func (p *printer) forArray(s *ir.ForEach) {
	p.hoist(s.Coll)
	coll := p.exprText(s.Coll)
	if s.Index == nil && !s.Reverse {
		v := p.eachVar(s.Value)
		if t := p.typeName(s.Coll.Type(), useVar); !strings.HasSuffix(t, "[]") { // a domain
			coll += "::" + p.typeName(s.Value.Type, useParam) + "[]"
		}
		p.W("FOREACH ", v, " IN ARRAY ", coll, " LOOP\n")
		p.loopBody(s.Body)
		return
	}
	i := ""
	if s.Index != nil {
		i = varIdent(shorten(p.em.fold(s.Index.Name)))
		p.rt.rename[s.Index] = i
	} else {
		i = p.ownCounter(s, "place")
	}
	lo, hi := "1", "cardinality("+coll+")"
	if s.Reverse {
		p.W("FOR ", i, " IN REVERSE ", hi, "..", lo, " LOOP\n")
	} else {
		p.W("FOR ", i, " IN ", lo, "..", hi, " LOOP\n")
	}
	if s.Value != nil {
		p.In().W(p.eachVar(s.Value), " := ", p.collText(s.Coll), "[", i, "];\n").Out()
	}
	p.loopBody(s.Body)
}

// forDocumentElements goes over a collection that is kept as jsonb, in the order of its index.
func (p *printer) forDocumentElements(s *ir.ForEach) {
	p.hoist(s.Coll)
	b := s.Coll.Type().Base()
	key := "e.key"
	if b.Index == nil || b.Index.IsNumber() {
		key += "::int"
	}
	var vars, items []string
	if s.Index != nil {
		vars, items = append(vars, p.eachVar(s.Index)), append(items, key)
	}
	value := ""
	if s.Value != nil {
		value = p.eachVar(s.Value)
		x := p.fromJSON("e.value", b.Elem)
		switch {
		case !strings.HasPrefix(x, "jsonb_populate_record("):
			vars, items = append(vars, value), append(items, x)
			value = ""
		case s.Index == nil:
			vars, items = append(vars, value), append(items, "("+x+").*")
			value = ""
		default: // a record among others cannot be a target
			elem := p.rt.auxiliary("each element", "element", "jsonb", "")
			vars, items = append(vars, elem), append(items, "e.value")
			value += " := " + p.fromJSON(elem, b.Elem) + ";\n"
		}
	}
	order := key
	if s.Reverse {
		order += " DESC"
	}
	if key == "e.key" {
		order = strings.Replace(order, key, key+` COLLATE "C"`, 1)
	}
	p.W("FOR ", strings.Join(vars, ", "), " IN SELECT ", strings.Join(items, ", "), " FROM jsonb_each(", p.exprText(s.Coll), ") AS e ORDER BY ", order, " LOOP\n")
	if value != "" {
		p.In().W(value).Out()
	}
	p.loopBody(s.Body)
}

// forRanges goes over values and ranges in their order; their bounds are computed in front.
func (p *printer) forRanges(s *ir.ForEach) {
	v := p.eachVar(s.Value)
	elem := baseTypeName(p.typeName(s.Value.Type, useParam))
	var parts []string
	for _, g := range s.Ranges {
		if g.Hi == nil {
			parts = append(parts, "ARRAY["+p.exprText(g.Lo)+"]::"+elem+"[]")
			continue
		}
		lo, hi, step := p.exprText(g.Lo), p.exprText(g.Hi), ""
		if g.Step != nil {
			step = ", " + p.exprText(g.Step)
		}
		if g.Reverse {
			if lo, hi = hi, lo; g.Step != nil {
				step = ", -(" + p.exprText(g.Step) + ")"
			} else {
				step = ", -1"
			}
		}
		parts = append(parts, "ARRAY(SELECT generate_series("+lo+", "+hi+step+"))::"+elem+"[]")
	}
	p.W("FOREACH ", v, " IN ARRAY ", strings.Join(parts, " || "), " LOOP\n")
	p.loopBody(s.Body)
}

// forRepeat begins with one value and makes each next one of the last.
func (p *printer) forRepeat(s *ir.ForEach) {
	v := p.eachVar(s.Value)
	round := p.ownCounter(s, "round")
	typ := s.Value.Type
	p.W("FOR ", round, " IN 0..2147483647 LOOP\n").In()
	p.W("IF ", round, " > 0 THEN\n").In()
	p.W(v, " := ", p.valueText(s.Repeat, typ), ";\n")
	if s.While != nil {
		p.W("EXIT WHEN (", p.exprText(s.While), ") IS NOT TRUE;\n")
	}
	if s.When != nil {
		p.W("CONTINUE WHEN (", p.exprText(s.When), ") IS NOT TRUE;\n")
	}
	p.Out().W("ELSE\n").In().W(v, " := ", p.valueText(s.First, typ), ";\n").Out()
	p.W("END IF;\n").Out()
	p.loopBody(s.Body)
}
