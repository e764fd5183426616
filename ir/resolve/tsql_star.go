package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// noteStar keeps the tables that a star looks at, for writeStars.
func (j *job) noteStar(it *ir.SelectItem, sc *scope) {
	if !j.tsql() {
		return
	}
	if j.stars == nil {
		j.stars = map[*ir.SelectItem]*scope{}
	}
	j.stars[it] = sc
}

// writeStars writes the columns of a star out where one of them, or a value beside it, must be converted to the column that it fills: SQL Server converts there by itself, PostgreSQL only some types.
func (j *job) writeStars(s *ir.Select, cols []*ir.Field) {
	var items []*ir.SelectItem
	needed, stars := false, false
	for _, it := range s.Items {
		if !it.Star {
			if at := len(items); at < len(cols) {
				needed = needed || j.otherKind(it.Expr, cols[at].Type, s.Distinct)
			}
			items = append(items, it)
			continue
		}
		stars = true
		refs := j.starRefs(it)
		if refs == nil {
			return
		}
		for _, r := range refs {
			if at := len(items); at < len(cols) {
				needed = needed || j.converts(r, cols[at].Type)
			}
			items = append(items, &ir.SelectItem{Sp: it.Sp, Expr: r})
		}
	}
	if needed && stars && len(items) == len(cols) {
		s.Items = items
	}
}

// otherKind tells a value that convertOutputs or typeNulls may have to change.
func (j *job) otherKind(e ir.Expr, t *ir.Type, distinct bool) bool {
	from, to := typeOf(e).Base(), t.Base()
	if from.Is(ir.TNull) {
		return distinct
	}
	return classOf(from) != classOf(to) || from.Is(ir.TBit) != to.Is(ir.TBit) || from.Kind != to.Kind && to.IsInteger()
}

// converts tells a value that must be converted to be stored as t.
func (j *job) converts(r *ir.Ref, t *ir.Type) bool {
	var e ir.Expr = r
	j.tsqlStore(&e, t)
	return e != ir.Expr(r)
}

// starRefs gives the columns that a star stands for; nil where they are not all known, or cannot be named.
func (j *job) starRefs(it *ir.SelectItem) []*ir.Ref {
	sc := j.stars[it]
	if sc == nil || len(sc.merged) > 0 {
		return nil
	}
	var refs []*ir.Ref
	for _, r := range sc.ranges {
		if !it.Qualifier.IsZero() {
			parts := append(append([]ir.Name{}, it.Qualifier.Parts...), ir.Name{})
			if r.matches(parts) != len(it.Qualifier.Parts) {
				continue
			}
		}
		if r.rel.open || r.rel.partial || r.rel.supplied {
			return nil
		}
		for i := range r.rel.cols {
			c := &r.rel.cols[i]
			if c.hidden {
				continue
			}
			if c.name.IsZero() {
				return nil
			}
			n := &ir.Ref{Name: ir.QName{Parts: []ir.Name{c.name}, Sp: it.Sp}}
			if len(sc.ranges) > 1 {
				if r.name.IsZero() {
					return nil
				}
				n.Name.Parts = []ir.Name{r.name, c.name}
			}
			n.Sp = it.Sp
			j.bindColumn(n, r, c, 0, nil)
			refs = append(refs, n)
		}
		if !it.Qualifier.IsZero() {
			break
		}
	}
	return refs
}
