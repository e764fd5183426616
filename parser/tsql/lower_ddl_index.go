package tsql

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// createIndex lowers CREATE INDEX.
func (l *lowerer) createIndex(ctx syntax.ICreateIndexContext) ir.Object {
	ix := &ir.IndexDef{Unique: ctx.UNIQUE() != nil, Clustered: ctx.CLUSTERED() != nil}
	ix.Table = l.qname(ctx.Name())
	ix.Name = ir.QName{Parts: []ir.Name{ident(ctx.IDENT())}, Sp: l.tokenSpan(ctx.IDENT())}
	ix.Schema = ix.Table.Qualifier()
	l.own(ix)
	if ctx.COLUMNSTORE() != nil {
		ix.Special = "COLUMNSTORE"
	}
	if ctx.KeyColumns() != nil {
		ix.Keys = l.indexKeys(ctx.KeyColumns())
	}
	l.indexOptions(ix, ctx.AllIndexOption())
	return ix
}

func (l *lowerer) indexKeys(ctx syntax.IKeyColumnsContext) []*ir.IndexKey {
	var keys []*ir.IndexKey
	for _, c := range ctx.AllIndexColumn() {
		keys = append(keys, &ir.IndexKey{Expr: columnRef(ident(c.IDENT()), l.span(c)), Desc: c.DESC() != nil})
	}
	return keys
}

func (l *lowerer) indexOptions(ix *ir.IndexDef, list []syntax.IIndexOptionContext) {
	for _, o := range list {
		switch {
		case o.INCLUDE() != nil:
			ix.Include = columnNames(o.ColumnList())
		case o.WHERE() != nil:
			ix.Where = unparen(l.expr(o.Expr()))
		default:
			ix.Storage = true
			ix.IgnoreDup = ix.IgnoreDup || ignoresDup(l.span(o).Text())
		}
	}
}

var ignoreDup = regexp.MustCompile(`(?i)\bIGNORE_DUP_KEY\b(?:\s*=\s*(\w+))?`)

// ignoresDup finds IGNORE_DUP_KEY among the options of a key or an index; that of old has no ON.
func ignoresDup(options string) bool {
	m := ignoreDup.FindStringSubmatch(options)
	return m != nil && !strings.EqualFold(m[1], "OFF")
}

// inlineIndex lowers INDEX name (…) inside CREATE TABLE.
func (b *tableBuilder) inlineIndex(ctx syntax.IInlineIndexContext) *ir.IndexDef {
	ix := &ir.IndexDef{Unique: ctx.UNIQUE() != nil}
	ix.Sp = b.l.span(ctx)
	ix.Name = ir.QName{Parts: []ir.Name{ident(ctx.IDENT())}, Sp: b.l.tokenSpan(ctx.IDENT())}
	b.keyKinds(ix, ctx.AllKeyKind())
	if ctx.KeyColumns() != nil {
		ix.Keys = b.l.indexKeys(ctx.KeyColumns())
	}
	b.l.indexOptions(ix, ctx.AllIndexOption())
	return ix
}

func (b *tableBuilder) keyKinds(ix *ir.IndexDef, kinds []syntax.IKeyKindContext) {
	for _, k := range kinds {
		switch {
		case k.CLUSTERED() != nil:
			ix.Clustered = true
		case k.HASH() != nil:
			ix.Special = "HASH"
		case k.COLUMNSTORE() != nil:
			ix.Special = "COLUMNSTORE"
		}
	}
}

// specialIndex lowers XML and spatial indexes.
func (l *lowerer) specialIndex(ctx syntax.ISpecialIndexContext, spatial bool) ir.Object {
	ix := &ir.IndexDef{Special: "XML", Options: l.span(ctx).Text()}
	if spatial {
		ix.Special = "SPATIAL"
	}
	ix.Table = l.qname(ctx.Name())
	ix.Name = ir.QName{Parts: []ir.Name{ident(ctx.IDENT())}, Sp: l.tokenSpan(ctx.IDENT())}
	ix.Schema = ix.Table.Qualifier()
	for _, c := range columnNames(ctx.ColumnList()) {
		ix.Keys = append(ix.Keys, &ir.IndexKey{Expr: columnRef(c, l.span(ctx))})
	}
	return ix
}

// alterIndex lowers ALTER INDEX: DISABLE and REBUILD change what there is, the rest is maintenance.
func (l *lowerer) alterIndex(ctx syntax.IAlterStmtContext) ir.Object {
	table := l.qname(ctx.Name())
	w := l.words(ctx)
	text := " " + strings.Join(w, " ") + " "
	if ctx.ALL() != nil || !strings.Contains(text, " DISABLE ") && !strings.Contains(text, " REBUILD ") {
		return l.dropped(ctx, "alter index", ir.QName{}, "maintenance of an index")
	}
	a := &ir.AlterObject{Kind: "INDEX", Table: table, Disable: strings.Contains(text, " DISABLE "), Enable: strings.Contains(text, " REBUILD ")}
	a.Name = ir.QName{Parts: []ir.Name{ident(ctx.IDENT(0))}, Sp: l.span(ctx)}
	a.Schema = table.Qualifier()
	return a
}
