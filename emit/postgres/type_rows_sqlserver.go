package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// sqlServerRows are the mappings that differ for SQL Server; they go before typeRows. Sources: the data types of the
// Transact-SQL reference, and the PostgreSQL manual, chapter 8. AWS DMS maps alike, but for types that lose something there.
var sqlServerRows = []typeRow{
	// A decimal keeps its kind whatever its digits: / of two integers is another operation than that of decimals.
	{kind: ir.TDecimal, use: useParam, pg: "numeric"},
	{kind: ir.TDecimal, when: noPrecision, pg: "numeric"}, // only of an expression: decimal as written has 18 digits
	{kind: ir.TDecimal, when: isWhole, pg: "numeric({p})"},
	{kind: ir.TDecimal, pg: "numeric({p},{s})"},
	{kind: ir.TMoney, use: useParam, pg: "numeric"},

	// A length counts bytes of a code page or of UTF-16; PostgreSQL counts characters, of which there are never more.
	{kind: ir.TVarChar, use: useParam, pg: "text"},
	{kind: ir.TVarChar, when: noLength, pg: "text"},
	{kind: ir.TVarChar, pg: "varchar({n})"},
	{kind: ir.TChar, use: useParam, pg: "text"},

	{kind: ir.TDateTime, when: toTheMinute, use: useColumn, pg: "timestamp(0)", code: diag.SmallDateTime,
		say: "{src} becomes {pg}: seconds are kept, not rounded to the minute"},
	{kind: ir.TTime, use: useParam, pg: "time"},
	{kind: ir.TTime, when: nanoseconds, use: useColumn, pg: "time", code: diag.FractionalSeconds,
		say: "{src} becomes time(6): decimals of a second beyond the sixth are lost"},

	{kind: ir.TXML, when: typedXML, use: useColumn, pg: "xml", code: diag.TypedXML, say: "{src} becomes {pg}: the schema is not checked"},
	{kind: ir.TRowVersion, use: useColumn, pg: "bytea", code: diag.RowVersionColumn, say: "{src} becomes {pg}, filled by a sequence and a trigger"},
	{kind: ir.THierarchyID, use: useColumn, pg: "text", code: diag.HierarchyIDColumn, say: "{src} becomes {pg}: it holds the path"},
}

func toTheMinute(t *ir.Type) bool {
	return t.Kind == ir.TDateTime && strings.EqualFold(t.Spelled, "smalldatetime")
}

func typedXML(t *ir.Type) bool { return strings.Contains(t.Spelled, "(") }

// sqlServerByKind is sqlServerRows with typeRows behind them, cut by kind.
var sqlServerByKind = func() map[ir.Kind][]*typeRow {
	m := map[ir.Kind][]*typeRow{}
	for i := range sqlServerRows {
		r := &sqlServerRows[i]
		m[r.kind] = append(m[r.kind], r)
	}
	for i := range typeRows {
		r := &typeRows[i]
		m[r.kind] = append(m[r.kind], r)
	}
	return m
}()

// sqlServerSpatial writes geography and geometry: PostGIS's types where the configuration says that it is there.
func (p *printer) sqlServerSpatial(t *ir.Type, use typeUse) string {
	if !p.em.opts.PostGIS {
		if use == useColumn {
			p.findOnce(diag.SpatialColumn, t.Sp, "%s becomes text: it holds well-known text", t.Spelled)
		}
		return "text"
	}
	p.exts["postgis"] = true
	if strings.EqualFold(t.Spelled, "geography") {
		return "geography"
	}
	return "geometry"
}
