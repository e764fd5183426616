package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
)

// collationKind is what a collation of SQL Server says about comparison. Its name tells: Latin1_General_100_CI_AI, …_CS_AS,
// …_BIN2 (Transact-SQL reference, "Windows Collation Name").
type collationKind uint8

const (
	caseInsensitive collationKind = iota // SQL Server's default, accents count
	caseAndAccentInsensitive
	caseSensitive
	accentInsensitive
	binaryCollation
)

func kindOfCollation(name string) collationKind {
	n := "_" + strings.ToUpper(name) + "_"
	has := func(s string) bool { return strings.Contains(n, "_"+s+"_") }
	switch {
	case has("BIN") || has("BIN2"):
		return binaryCollation
	case has("CS") && has("AI"):
		return accentInsensitive
	case has("CS"):
		return caseSensitive
	case has("AI"):
		return caseAndAccentInsensitive
	}
	return caseInsensitive
}

// icuCollations are the nondeterministic collations of the run-time schema, with ICU's locale for each. ks-level2 compares
// letters and accents, ks-level1 letters only; kc keeps case beside that (Unicode TR 35, "Collation Settings").
var icuCollations = map[collationKind]struct{ name, locale string }{
	caseInsensitive:          {"case_insensitive", "und-u-ks-level2"},
	caseAndAccentInsensitive: {"case_accent_insensitive", "und-u-ks-level1"},
	accentInsensitive:        {"accent_insensitive", "und-u-kc-true-ks-level1"},
}

// collationOf is what a collation's name says, or the database's own where a column names none.
func (em *emitter) collationOf(name string) collationKind {
	if name == "" || strings.EqualFold(name, "database_default") {
		name = em.src.Collation
	}
	return kindOfCollation(name)
}

// caseCounts tells that case counts in SQL Server too where the texts are compared: a column of theirs says so, or else the
// database (Collation Precedence).
func (p *printer) caseCounts(list ...ir.Expr) bool {
	if !p.tsql() {
		return false
	}
	kind := p.em.collationOf("")
	for _, e := range list {
		if r, ok := unwrap(stripImplicit(e)).(*ir.Ref); ok && r.Sym != nil {
			if c, ok := r.Sym.Decl.(*ir.Column); ok && c.Collation != "" {
				kind = p.em.collationOf(c.Collation)
			}
		}
	}
	return kind >= caseSensitive
}

// collate gives the COLLATE clause of a column, "" for none.
func (p *printer) collate(c *ir.Column) string {
	if p.em.src.Source != ir.SQLServer || !c.Type.IsString() || p.em.citext(c) {
		return ""
	}
	kind := p.em.collationOf(c.Collation)
	if kind == binaryCollation {
		return ` COLLATE "C"`
	}
	if x, ok := icuCollations[kind]; ok && p.em.opts.Collation == emit.CollationICU {
		p.need("collation", p.em.runtimeSchema()+"."+x.name)
		return " COLLATE " + quoteIdent(p.em.runtimeSchema()) + "." + x.name
	}
	return ""
}

// citext tells columns that become citext.
func (em *emitter) citext(c *ir.Column) bool {
	return em.src.Source == ir.SQLServer && em.opts.Collation == emit.CollationCitext && c.Type.IsString() && em.collationOf(c.Collation) <= caseAndAccentInsensitive
}

// comparesCase tells text columns whose case-insensitive collation is not carried over.
func (em *emitter) comparesCase(c *ir.Column) bool {
	if c == nil || em.src.Source != ir.SQLServer || !c.Type.IsString() || em.opts.Collation == emit.CollationICU || em.citext(c) {
		return false
	}
	k := em.collationOf(c.Collation)
	return k == caseInsensitive || k == caseAndAccentInsensitive
}

// citextType writes such a column's type; the length becomes a check.
func (p *printer) citextType(c *ir.Column) string {
	p.exts["citext"] = true
	if n := c.Type.Base().Len; n > 0 && !c.Type.Is(ir.TText) {
		return "citext CHECK (length(" + p.em.ident(c.Name) + ") <= " + itoa(n) + ")"
	}
	return "citext"
}

// collations gives the artifact that creates the collations which the output uses.
func (em *emitter) collations(arts []*ir.Artifact) *ir.Artifact {
	used := usedNeeds(arts, "collation:")
	if len(used) == 0 {
		return nil
	}
	a := &ir.Artifact{File: "collations.sql", Stage: ir.StageExtension}
	var b strings.Builder
	b.WriteString("-- Case-insensitive collations of SQL Server. PostgreSQL before 18 refuses LIKE on columns that have one.\n")
	for _, kind := range []collationKind{caseInsensitive, caseAndAccentInsensitive, accentInsensitive} {
		x := icuCollations[kind]
		for _, n := range used {
			if n == em.runtimeSchema()+"."+x.name {
				b.WriteString("CREATE COLLATION IF NOT EXISTS " + quoteIdent(em.runtimeSchema()) + "." + x.name +
					" (provider = icu, locale = " + quoteLiteral(x.locale) + ", deterministic = false);\n")
				a.Names = append(a.Names, "collation:"+n)
			}
		}
	}
	a.SQL = b.String()
	return a
}
