package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
)

// COLLATE in an expression says how it is compared, whatever collations columns and the database have ("COLLATE" and "Collation
// precedence", Transact-SQL reference).

// explicitCollation gives the collation that is written on an expression, and what stands under it. COLLATE DATABASE_DEFAULT is
// written to make two operands agree, which they do here.
func explicitCollation(e ir.Expr) (name string, x ir.Expr) {
	c, ok := unwrap(stripImplicit(e)).(*ir.Call)
	if !ok || c.Fn != "tsql.collate" {
		return "", e
	}
	name, _ = constString(c.Args[1].Value, 0)
	switch strings.ToUpper(name) {
	case "DATABASE_DEFAULT", "CATALOG_DEFAULT":
		name = ""
	}
	return name, c.Args[0].Value
}

// saidCollation tells the kind of the collation that one of the operands has in writing.
func (p *printer) saidCollation(list ...ir.Expr) (collationKind, bool) {
	for _, e := range list {
		if name, _ := explicitCollation(e); p.tsql() && name != "" {
			return kindOfCollation(name), true
		}
	}
	return 0, false
}

// collatedBy writes the sides of a comparison under the collation that is written on one of them.
func (p *printer) collatedBy(a val, l ir.Expr, b val, r ir.Expr) (val, val, bool) {
	kind, said := p.saidCollation(l, r)
	if !said {
		return a, b, false
	}
	_, x := explicitCollation(l)
	_, y := explicitCollation(r)
	a, b = p.val(x), p.val(y)
	if kind == caseSensitive && p.em.opts.Collation == emit.CollationCitext {
		return a.cast("text", cText), b.cast("text", cText), true
	}
	return p.underCollation(a, kind), b, true
}

// underCollation gives a text the collation of a kind.
func (p *printer) underCollation(v val, kind collationKind) val {
	name := ""
	switch x, ok := icuCollations[kind]; {
	case ok:
		p.need("collation", p.em.runtimeSchema()+"."+x.name)
		name = quoteIdent(p.em.runtimeSchema()) + "." + x.name
	case kind == binaryCollation:
		name = `"C"`
	case p.em.opts.Collation != emit.CollationICU:
		return v // as texts are compared here
	default:
		name = `"default"`
	}
	return val{v.at(precCollate) + " COLLATE " + name, precCollate, v.c}
}

// tsqlCollate writes COLLATE where nothing is compared at once: order counts under a binary collation only, and no function
// takes a collation that ignores case.
func tsqlCollate(p *printer, e *ir.Call, a []val) val {
	name, _ := explicitCollation(e)
	if name == "" {
		return a[0]
	}
	switch kind := kindOfCollation(name); {
	case kind == binaryCollation:
		return p.underCollation(a[0], kind)
	case kind != caseSensitive && !p.ignoresCase():
		p.caseNoted(e) // DISTINCT, GROUP BY and the like
	}
	return a[0]
}
