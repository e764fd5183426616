package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// tsqlChange enters the tables of an UPDATE or DELETE with FROM. What is changed is named by its alias there, or by its name;
// the statement's target becomes the element of FROM that is meant, and stays in FROM too.
func (j *job) tsqlChange(target *ir.TableExpr, from []ir.TableExpr) *scope {
	sc := &scope{parent: j.sc, query: true}
	outer := j.sc
	j.sc = sc
	for _, t := range from {
		j.from(t, sc, outer)
	}
	ref, ok := (*target).(*ir.TableRef)
	if !ok {
		j.from(*target, sc, outer)
		j.sc = outer
		return sc
	}
	if in := targetIn(from, ref.Name); in != nil {
		in.Hints = append(in.Hints, ref.Hints...)
		*target = in
		for i, r := range sc.ranges { // the target's columns are the ones that SET means
			if r.name.Key == rangeName(in).Key {
				sc.ranges[0], sc.ranges[i] = sc.ranges[i], sc.ranges[0]
				break
			}
		}
	} else {
		rv := j.tableRef(ref)
		sc.ranges = append([]*rangeVar{rv}, sc.ranges...)
	}
	j.sc = outer
	return sc
}

func rangeName(t *ir.TableRef) ir.Name {
	if !t.Alias.IsZero() {
		return t.Alias
	}
	return t.Name.Last()
}

// targetIn finds the element of FROM that a target names: by alias first, then by the table's name.
func targetIn(from []ir.TableExpr, name ir.QName) *ir.TableRef {
	var byAlias, byName *ir.TableRef
	var walk func(t ir.TableExpr)
	walk = func(t ir.TableExpr) {
		switch t := t.(type) {
		case *ir.JoinExpr:
			walk(t.L)
			walk(t.R)
		case *ir.TableRef:
			switch {
			case len(name.Parts) == 1 && t.Alias.Key == name.Last().Key && byAlias == nil:
				byAlias = t
			case t.Name.Last().Key == name.Last().Key && byName == nil:
				byName = t
			}
		}
	}
	for _, t := range from {
		walk(t)
	}
	if byAlias != nil {
		return byAlias
	}
	return byName
}

// ofTarget names the table of the column that SET col += x reads: another table of the statement may have one of that name.
func (j *job) ofTarget(e ir.Expr, tgt *scope) {
	old, ok := e.(*ir.Ref)
	if ok && len(old.Name.Parts) == 1 && j.sc != nil && len(j.sc.ranges) > 1 && len(tgt.ranges) > 0 && !tgt.ranges[0].name.IsZero() {
		old.Name.Parts = []ir.Name{tgt.ranges[0].name, old.Name.Parts[0]}
	}
}

func (j *job) tsqlUpdate(n *ir.Update) {
	outer := j.sc
	tgt := j.tsqlChange(&n.Target, n.From)
	j.sc = tgt
	if n.Top != nil {
		j.x(&n.Top.N)
	}
	j.sets(n.Sets, tgt)
	j.x(&n.Where)
	j.x(&n.CurrentOf)
	j.sc = outer
	j.tsqlOutput(n.Returning, tgt)
}

func (j *job) tsqlDelete(n *ir.Delete) {
	outer := j.sc
	tgt := j.tsqlChange(&n.Target, n.From)
	j.sc = tgt
	if n.Top != nil {
		j.x(&n.Top.N)
	}
	j.x(&n.Where)
	j.x(&n.CurrentOf)
	j.sc = outer
	j.tsqlOutput(n.Returning, tgt)
}

// tsqlOutput resolves OUTPUT, which sees the rows before and after as tables deleted and inserted.
func (j *job) tsqlOutput(r *ir.Returning, tgt *scope) {
	if r == nil {
		return
	}
	sc := &scope{parent: tgt.parent, query: true, loose: true}
	for _, n := range []string{"inserted", "deleted"} {
		sc.ranges = append(sc.ranges, &rangeVar{name: ir.MakeName(n), rel: tgt.first()})
	}
	sc.ranges = append(sc.ranges, tgt.ranges...)
	saved := j.sc
	j.sc = sc
	for _, it := range r.Exprs {
		if c, ok := it.Expr.(*ir.Ref); ok && c.Name.Last().Key == "$ACTION" { // MERGE: which branch it was
			a := &ir.Call{Fn: "tsql.$action"}
			a.Sp = c.Sp
			a.SetType(&ir.Type{Kind: ir.TVarChar, Len: 10, National: true})
			it.Expr = a
			continue
		}
		if it.Expr != nil {
			j.x(&it.Expr)
		}
	}
	j.sc = saved
	if !r.IntoTbl.IsZero() {
		t := &ir.TableRef{Name: r.IntoTbl, Sp: r.IntoTbl.Sp}
		rv := j.tableRef(t)
		r.IntoRef = t
		into := &ir.Insert{Target: t, Cols: r.Cols}
		into.Sp = r.IntoTbl.Sp
		for i, typ := range j.targetTypes(into, rv.rel) {
			if i >= len(r.Exprs) || r.Exprs[i].Star {
				break
			}
			if r.Exprs[i].Expr != nil {
				j.stored(&r.Exprs[i].Expr, typ)
			}
		}
	}
}

// outputColumns are the columns of the rows that OUTPUT of a statement in FROM gives; nil where they are not known.
func (j *job) outputColumns(d ir.DML) []*ir.Field {
	r := ir.ReturningOf(d)
	if r == nil {
		return nil
	}
	var out []*ir.Field
	for _, it := range r.Exprs {
		switch e := it.Expr.(type) {
		case nil:
			t, ok := ir.TargetOf(d).(*ir.TableRef)
			if !ok || t.Decl == nil || it.Qualifier.IsZero() || !it.Qualifier.Last().Is("INSERTED") && !it.Qualifier.Last().Is("DELETED") {
				return nil
			}
			for _, c := range j.c.relationOf(t.Decl).cols {
				out = append(out, &ir.Field{Name: c.name, Type: c.typ})
			}
			continue
		case *ir.Ref:
			if it.Alias.IsZero() {
				out = append(out, &ir.Field{Name: e.Name.Last(), Type: e.Type()})
				continue
			}
		}
		out = append(out, &ir.Field{Name: it.Alias, Type: it.Expr.Type()})
	}
	return out
}
