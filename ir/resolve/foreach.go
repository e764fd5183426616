package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// forEach resolves the loops over collections and lists of ranges. Their variables live in the loop alone, and have the
// type of the index, of the element or, over ranges, PLS_INTEGER where none is written (Database PL/SQL Language Reference,
// "FOR LOOP Statement").
func (j *job) forEach(s *ir.ForEach) {
	j.x(&s.Coll)
	for i := range s.Ranges {
		g := &s.Ranges[i]
		for _, e := range []*ir.Expr{&g.Lo, &g.Hi, &g.Step} {
			j.x(e)
			if *e != nil {
				j.convertTo(e, clNumber)
			}
		}
	}
	j.x(&s.First)
	index, value := tInt, tInt
	if s.Coll != nil {
		b := typeOf(s.Coll).Base()
		index, value = tInt, tUnknown
		if b.Kind == ir.TCollection {
			value = known(b.Elem)
			if b.Index != nil {
				index = b.Index
			}
		}
	}
	j.inLoop(&s.StmtBase, ir.Name{}, nil, nil, func() {
		j.eachVar(s.Index, index)
		j.eachVar(s.Value, value)
		j.x(&s.Repeat)
		j.x(&s.While)
		j.x(&s.When)
		j.stmts(s.Body)
	})
}

// eachVar declares a variable of the loop.
func (j *job) eachVar(d *ir.VarDecl, t *ir.Type) {
	if d == nil {
		return
	}
	if d.Type == nil || d.Type.Is(ir.TUnknown) {
		d.Type = t
	} else {
		j.typ(d.Type)
	}
	e := j.sc.add(&entry{name: d.Name.Key, kind: ir.SymVar, node: d, typ: known(d.Type), state: done})
	e.sym = &ir.Symbol{Kind: ir.SymVar, Decl: d, Type: known(d.Type)}
}
