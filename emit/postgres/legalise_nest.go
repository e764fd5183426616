package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// colSet gathers the columns that a block takes from its tables, when the tables move into a subquery or a CTE:
// it gives each a name there, and remembers who refers to it.
type colSet struct {
	vars  []*rangeVar
	items []*ir.SelectItem   // as the inner query selects them
	name  map[string]ir.Name // by VAR.COLUMN
	taken map[string]bool
	uses  []colUse
}

// colUse is a reference outside and the inner column that it shall name.
type colUse struct {
	ref   *ir.Ref
	col   ir.Name
	depth int
}

func newColSet(vars []*rangeVar) *colSet {
	return &colSet{vars: vars, name: map[string]ir.Name{}, taken: map[string]bool{}}
}

// column gives the inner name of a column, adding it when it is new.
func (c *colSet) column(r *ir.Ref, v *rangeVar) ir.Name {
	col := r.Name.Last()
	key := v.name.Key + "." + col.Key
	if n, ok := c.name[key]; ok {
		return n
	}
	n := col
	if c.taken[col.Key] {
		n = freshName(v.name.Key+"_"+col.Key, c.taken)
		n.Text = v.name.Text + "_" + col.Text
	}
	c.taken[n.Key] = true
	c.name[key] = n
	inner := *r
	it := &ir.SelectItem{Sp: r.Sp, Expr: &inner}
	if n.Key != col.Key {
		it.Alias = n
	}
	c.items = append(c.items, it)
	return n
}

// extra adds an inner column that is computed, under a name that nobody has.
func (c *colSet) extra(want string, e ir.Expr) ir.Name {
	n := freshName(want, c.taken)
	c.items = append(c.items, &ir.SelectItem{Expr: e, Alias: n})
	return n
}

// use records every reference to the tables below e.
func (c *colSet) use(e ir.Expr) {
	eachExpr(e, func(x ir.Expr, depth int) {
		if r, ok := x.(*ir.Ref); ok {
			c.useRef(r, depth)
		}
	})
}

func (c *colSet) useRef(r *ir.Ref, depth int) {
	if v := c.owner(r, depth); v != nil {
		c.uses = append(c.uses, colUse{r, c.column(r, v), depth})
	}
}

// owner is owner, and for a column that USING merged a stand-in.
func (c *colSet) owner(r *ir.Ref, depth int) *rangeVar {
	if r.Sym != nil && r.Sym.Fields > 0 {
		return nil
	}
	if v := owner(r, c.vars, depth); v != nil {
		return v
	}
	if r.Sym != nil && r.Sym.Kind == ir.SymColumn && r.Sym.Table.IsZero() && r.Sym.Depth == depth && len(r.Name.Parts) == 1 {
		return &rangeVar{}
	}
	return nil
}

// rename makes every recorded reference name its inner column; from inside a subquery, with the new alias. With keep,
// the alias is the tables' own, and references may stay as they are.
func (c *colSet) rename(alias ir.Name, keep bool) {
	for _, u := range c.uses {
		if keep && u.col.Key == u.ref.Name.Last().Key {
			continue
		}
		if u.depth == 0 {
			rebind(u.ref, ir.Name{}, u.col)
			continue
		}
		rebind(u.ref, alias, u.col)
	}
}

// rebind points a reference at another column.
func rebind(r *ir.Ref, table, col ir.Name) {
	sp := r.Name.Sp
	r.Name = ir.QName{Parts: []ir.Name{col}, Sp: sp}
	if !table.IsZero() {
		r.Name.Parts = []ir.Name{table, col}
	}
	if r.Sym != nil {
		sym := *r.Sym
		sym.Table, sym.Hides = table, false
		r.Sym = &sym
	}
}

// stars replaces * and t.* of a block by the columns; false where they cannot be told.
func (c *colSet) stars(s *ir.Select) bool {
	var items []*ir.SelectItem
	for _, it := range s.Items {
		if !it.Star {
			items = append(items, it)
			continue
		}
		for _, v := range c.vars {
			if !it.Qualifier.IsZero() && v.name.Key != it.Qualifier.Last().Key {
				continue
			}
			if !v.known {
				return false
			}
			for _, col := range v.cols {
				r := colRef(v.name, col, nil)
				if len(c.vars) == 1 && it.Qualifier.IsZero() {
					r = colRef(ir.Name{}, col, nil)
					r.Sym = &ir.Symbol{Kind: ir.SymColumn, Table: v.name, Type: ir.UnknownType}
				}
				items = append(items, &ir.SelectItem{Sp: it.Sp, Expr: r})
			}
		}
	}
	s.Items = items
	return true
}

// keepNames gives items the alias that they have without one, before their columns are renamed.
func keepNames(s *ir.Select, uses []colUse) {
	renamed := map[*ir.Ref]bool{}
	for _, u := range uses {
		if u.col.Key != u.ref.Name.Last().Key {
			renamed[u.ref] = true
		}
	}
	for _, it := range s.Items {
		if r, ok := it.Expr.(*ir.Ref); ok && it.Alias.IsZero() && renamed[r] {
			it.Alias = r.Name.Last()
		}
	}
}

// nest moves FROM and WHERE of a block into a subquery that selects the columns which the rest uses, and gives that
// subquery. more may add columns to it. nil when a * cannot be told.
func nest(s *ir.Select, orderBy []*ir.OrderItem, more func(*colSet)) *ir.Query {
	c := newColSet(rangeVars(s.From))
	inner := &ir.Select{Sp: s.Sp, From: s.From, Where: s.Where, FromDual: s.FromDual}
	single := len(c.vars) == 1 && !c.vars[0].name.IsZero()
	star := single && hasStar(s)
	if !star && !c.stars(s) {
		return nil
	}
	blockSlots(s, orderBy, false, func(slot *ir.Expr) { c.use(*slot) })
	alias := sqlName("subquery")
	if single {
		alias = c.vars[0].name
	}
	if star {
		c.items = []*ir.SelectItem{{Star: true, Qualifier: ir.QName{Parts: []ir.Name{alias}}}}
	}
	if more != nil {
		more(c)
	}
	keepNames(s, c.uses)
	c.rename(alias, single)
	if len(c.items) == 0 {
		c.items = []*ir.SelectItem{{Expr: intLit("1")}}
	}
	inner.Items = c.items
	q := &ir.Query{Sp: s.Sp, Body: inner}
	s.From = []ir.TableExpr{&ir.SubqueryRef{Sp: s.Sp, Query: q, Alias: alias}}
	s.Where = nil
	s.FromDual = false
	return q
}

func hasStar(s *ir.Select) bool {
	for _, it := range s.Items {
		if it.Star {
			return true
		}
	}
	return false
}
