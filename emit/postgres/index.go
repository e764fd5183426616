package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// index writes CREATE INDEX.
func (p *printer) index(ix *ir.IndexDef) []*ir.Artifact {
	em := p.em
	target := em.tableNamed(ix.Schema, ix.Table)
	t, _ := target.(*ir.Table)
	switch {
	case ix.Cluster:
		ix.Dropped = "a cluster only places rows, and its index goes with it"
		return nil
	case ix.Unusable:
		ix.Dropped = "the index is unusable in the source"
		return nil
	case ix.Disabled:
		p.find(diag.DisabledIndex, ix.Sp, "%s is disabled", ix.Name.Last().Text)
		ix.Dropped = "the index is disabled in the source"
		return nil
	case ix.Special != "":
		if !p.specialIndex(ix, t) {
			return nil
		}
	case ix.Join != "":
		p.find(diag.JoinIndex, ix.Sp, "%s indexes a join", ix.Name.Last().Text)
		return nil
	case ix.Domain != "":
		p.find(diag.DomainIndex, ix.Sp, "%s is of the type %s", ix.Name.Last().Text, ix.Domain)
		return nil
	case target == nil:
		if len(ix.Findings.Items) == 0 || ix.Findings.Worst() < diag.Red {
			p.find(diag.NeedsMissing, ix.Table.Sp, "no source file creates the table %s", ix.Table)
		}
		return nil
	case t == nil && p.em.src.Source == ir.SQLServer:
		ix.Dropped = "the view that it indexes is an ordinary one"
		return nil
	case t != nil && t.External != "":
		p.find(diag.NeedsFailed, ix.Sp, "needs table %s, which is not converted", t.Name.Last().Text)
		return nil
	}
	// A bitmap index becomes a B-tree: PostgreSQL builds bitmaps in memory from any index. REVERSE only spreads blocks.
	p.lead(ix)
	p.createIndex(ix, t, target)
	file := em.file(ix, "indexes", em.ownName(ix))
	return []*ir.Artifact{p.take(em.indexStage(ix, t), file, "index:"+em.inSchema(em.indexSchema(ix), em.ownName(ix)))}
}

func (p *printer) createIndex(ix *ir.IndexDef, t *ir.Table, target ir.Object) {
	em := p.em
	unique := ix.Unique
	if unique && t != nil {
		if missing := p.missingPartitionCols(t, plainKeys(ix)); len(missing) > 0 {
			p.find(diag.KeyNeedsPartition, ix.Sp, "%s is no longer unique: it does not contain %s, by which the table is partitioned",
				ix.Name.Last().Text, nameTexts(missing))
			unique = false
		}
	}
	var pre []string
	dropConstantKeys(ix)
	keys := make([]string, len(ix.Keys))
	for i, k := range ix.Keys {
		keys[i] = p.indexKey(ix, t, k, &pre)
	}
	for _, s := range pre {
		p.W(s)
	}
	p.W("CREATE ")
	if unique {
		p.W("UNIQUE ")
	}
	p.W("INDEX ", quoteIdent(em.ownName(ix)), " ON ", p.indexTable(target), indexMethod(ix), " (", strings.Join(keys, ", "), ")")
	include := ix.Include
	if room := max(maxIndexColumns-len(keys), 0); len(include) > room {
		p.find(diag.PhysicalOptions, ix.Sp, "%s includes %d columns: an index holds %d in all, and the rest are left out", ix.Name.Last().Text, len(include), maxIndexColumns)
		include = include[:room]
	}
	if len(include) > 0 {
		p.W(" INCLUDE ", em.columnList(include))
	}
	where := ""
	if unique && p.em.src.Source == ir.SQLServer {
		p.W(p.uniqueIndexNulls(ix, t))
	} else if unique && len(keys) > 1 {
		where = p.uniqueNulls(ix, t, keys)
	}
	if ix.Where != nil {
		where = p.text(func(q *printer) { q.inSQL = true; q.cond(ix.Where) })
	}
	if where != "" {
		p.NL().In().W("WHERE ", where).Out()
	}
	p.W(";").NL()
}

// dropConstantKeys leaves constants out of the key, which make Oracle index rows whose other columns are NULL:
// PostgreSQL does in any case.
func dropConstantKeys(ix *ir.IndexDef) {
	var keys []*ir.IndexKey
	for _, k := range ix.Keys {
		switch unwrap(k.Expr).(type) {
		case *ir.NumberLit, *ir.StringLit:
			continue
		}
		keys = append(keys, k)
	}
	if len(keys) > 0 {
		ix.Keys = keys
	}
}

// indexTable names the indexed table itself: an index of a temporary table belongs to its pattern.
func (p *printer) indexTable(o ir.Object) string {
	name := p.em.qualified(o)
	p.need("table", name)
	return name
}

func plainKeys(ix *ir.IndexDef) []ir.Name {
	var list []ir.Name
	for _, k := range ix.Keys {
		if r, ok := unwrap(k.Expr).(*ir.Ref); ok && len(r.Name.Parts) > 0 {
			list = append(list, r.Name.Last())
		}
	}
	return list
}

// indexKey writes one key. Oracle sorts NULL behind all values when ascending, in front when descending: so does
// PostgreSQL.
func (p *printer) indexKey(ix *ir.IndexDef, t *ir.Table, k *ir.IndexKey, pre *[]string) string {
	text := ""
	if r, ok := unwrap(k.Expr).(*ir.Ref); ok && (t == nil || t.Column(r.Name.Last()) != nil) {
		text = p.em.ident(r.Name.Last())
	} else if t == nil {
		text = "(" + p.ddlExpr(k.Expr) + ")"
	} else {
		text = p.immutable(t, p.em.ownName(ix)+"_key", k.Expr, nil, pre)
		if !plainCall(text) {
			text = "(" + text + ")"
		}
	}
	if k.Desc {
		text += " DESC"
	}
	return text
}

// plainCall tells a single function call, which needs no brackets in an index.
func plainCall(s string) bool {
	i := strings.IndexByte(s, '(')
	if i <= 0 || !strings.HasSuffix(s, ")") || strings.Contains(s, "::") {
		return false
	}
	for _, part := range strings.Split(s[:i], ".") {
		if !plainIdent(part) || typeNames[part] || reservedWord(part) {
			return false
		}
	}
	depth := 0
	for j, c := range s[i:] {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 && i+j < len(s)-1 {
				return false
			}
		case '\'', '"':
			return strings.Count(s, ")") == 1
		}
	}
	return true
}

// uniqueNulls keeps Oracle's rule for NULL in a composite unique index; see planTableKeys. It writes the clause
// and gives the condition that leaves rows without any value out.
func (p *printer) uniqueNulls(ix *ir.IndexDef, t *ir.Table, keys []string) string {
	nullable, conds := 0, []string{}
	for i, k := range ix.Keys {
		conds = append(conds, strings.TrimSuffix(keys[i], " DESC")+" IS NOT NULL")
		if r, ok := unwrap(k.Expr).(*ir.Ref); !ok || t == nil || !isNotNull(t, r.Name.Last()) {
			nullable++
		}
	}
	if nullable == 0 {
		return ""
	}
	if p.em.version() < 15 {
		p.find(diag.UniqueNulls, ix.Sp, "the index %s allows rows that differ in nothing but NULL", ix.Name.Last().Text)
		return ""
	}
	p.W(" NULLS NOT DISTINCT")
	if nullable < len(ix.Keys) {
		return ""
	}
	return strings.Join(conds, " OR ")
}

// maxIndexColumns is INDEX_MAX_KEYS: keys and included columns together.
const maxIndexColumns = 32
