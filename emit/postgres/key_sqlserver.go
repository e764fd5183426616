package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// oneNull keeps SQL Server's rule that NULL equals NULL in a unique key, of one column too: it gives the clause.
func (p *printer) oneNull(t *ir.Table, cols []ir.Name, at diag.Span, title string) string {
	nullable := false
	for _, n := range cols {
		nullable = nullable || !isNotNull(t, n)
	}
	switch {
	case !nullable:
		return ""
	case p.em.version() < 15:
		p.find(diag.UniqueNulls, at, "%s allows rows that differ in nothing but NULL", title)
		return ""
	}
	return " NULLS NOT DISTINCT"
}

// identityAfterData sets the sequence of an identity column behind the values that data scripts give, as SQL Server does by
// itself.
func (p *printer) identityAfterData(t *ir.Table, c *ir.Column) {
	table, col := p.em.qualified(t), p.em.ident(c.Name)
	agg, sign := "max", "+"
	by := fittedOr(c.Identity.Seq.Increment, "1")
	if by[0] == '-' {
		agg, sign, by = "min", "-", by[1:]
	}
	next := agg + "(" + col + ") " + sign + " " + by
	if seed := fittedOr(c.Identity.Seq.Start, "1"); sign == "+" && seed[0] != '-' && seed != "0" {
		next = "greatest(" + next + ", " + seed + ")" // values below the seed are below the sequence's least
	}
	p.W("SELECT setval(pg_get_serial_sequence(", quoteLiteral(table), ", ", quoteLiteral(p.em.fold(c.Name)), "), ", next, ", false)").NL()
	p.W("FROM ", table).NL().W("HAVING count(*) > 0;").NL()
}

// explicitIdentities is the pass that marks tables whose identity values come from data scripts.
func (em *emitter) explicitIdentities() {
	if em.src.Source != ir.SQLServer {
		return
	}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" {
			continue
		}
		ir.Walk(d, func(n ir.Node) bool {
			if x, ok := n.(*ir.Insert); ok {
				givesIdentity(x)
			}
			return true
		})
	}
}

func givesIdentity(x *ir.Insert) {
	ref, _ := x.Target.(*ir.TableRef)
	if ref == nil {
		return
	}
	t, _ := ref.Decl.(*ir.Table)
	if t == nil {
		return
	}
	for _, c := range t.Columns {
		if c.Identity != nil && hasName(x.Cols, c.Name) {
			t.Explicit = true
		}
	}
}
