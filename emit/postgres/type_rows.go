package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// typeUse says where a type stands. A length or precision limits a column, a variable and a cast;
// PostgreSQL ignores it on parameters and results.
type typeUse uint8

// The uses.
const (
	useColumn typeUse = 1 << iota
	useVar
	useParam // parameters and results
	useCast
	useAny = useColumn | useVar | useParam | useCast
	useSQL = useColumn | useVar | useCast
)

// typeRow maps a source type to a target type. The first row that fits decides. In pg, {p} and {s} are precision
// and scale, {n} is the length, {4n} four times the length, {i} and {d} the integer and decimal digits of a number.
type typeRow struct {
	kind    ir.Kind
	bits    int                 // 0: any
	when    func(*ir.Type) bool // nil: always
	use     typeUse             // 0: everywhere
	profile string              // "": every profile
	version int                 // from this major version on
	pg      string
	code    *diag.Code // the finding of a lossy row
	say     string     // its message: {src} and {pg} stand for the types
}

// typeRows is the mapping. Profile "aws" is what AWS DMS and its schema conversion use, "exact" loses nothing.
var typeRows = []typeRow{
	{kind: ir.TNull, pg: "text"},
	{kind: ir.TBool, pg: "boolean"},
	{kind: ir.TBit, pg: "boolean"},
	{kind: ir.TInt, bits: 8, pg: "smallint"},
	{kind: ir.TInt, bits: 16, pg: "smallint"},
	{kind: ir.TInt, bits: 64, pg: "bigint"},
	{kind: ir.TInt, pg: "integer"},
	{kind: ir.TMoney, bits: 32, pg: "numeric(10,4)"},
	{kind: ir.TMoney, pg: "numeric(19,4)"},

	{kind: ir.TDecimal, when: noPrecision, use: useColumn, profile: "aws", pg: "numeric(38,10)", code: diag.NumberNoPrecision,
		say: "{src} becomes {pg}: more decimals are rounded off"},
	{kind: ir.TDecimal, when: noPrecision, pg: "numeric"},
	{kind: ir.TDecimal, when: isChecked, use: useVar, pg: "numeric({p})"},
	{kind: ir.TDecimal, when: isWholeUpTo(9), pg: "integer"},
	{kind: ir.TDecimal, when: isWholeUpTo(18), pg: "bigint"},
	{kind: ir.TDecimal, when: isWhole, use: useParam, pg: "numeric"},
	{kind: ir.TDecimal, when: isWhole, pg: "numeric({p})"},
	{kind: ir.TDecimal, when: negativeScale, version: 15, pg: "numeric({p},{s})"},
	{kind: ir.TDecimal, when: negativeScale, use: useColumn, pg: "numeric({i})", code: diag.NegativeScale,
		say: "{src} becomes {pg}, which does not round to the left of the point"},
	{kind: ir.TDecimal, when: negativeScale, pg: "numeric({i})"},
	{kind: ir.TDecimal, when: smallFraction, version: 15, pg: "numeric({p},{s})"},
	{kind: ir.TDecimal, when: smallFraction, pg: "numeric({s},{s})"},
	{kind: ir.TDecimal, pg: "numeric({p},{s})"},
	// FLOAT(b) is a NUMBER of b binary digits in Oracle; a double holds 53.
	{kind: ir.TFloat, when: isOracleFloat, pg: "numeric"},
	{kind: ir.TFloat, bits: 32, pg: "real"},
	{kind: ir.TFloat, pg: "double precision"},

	{kind: ir.TChar, when: noLength, pg: "char(1)", use: useSQL},
	{kind: ir.TChar, use: useParam, pg: "char"},
	{kind: ir.TChar, pg: "char({n})"},
	{kind: ir.TVarChar, use: useParam, pg: "text"},
	{kind: ir.TVarChar, when: noLength, pg: "text"},
	{kind: ir.TVarChar, when: inChars, use: useColumn, profile: "aws", pg: "varchar({4n})"},
	{kind: ir.TVarChar, pg: "varchar({n})"},
	{kind: ir.TText, pg: "text"},
	{kind: ir.TBytes, pg: "bytea"},
	{kind: ir.TBlob, pg: "bytea"},

	{kind: ir.TDate, pg: "date"},
	{kind: ir.TTime, when: defaultFraction, pg: "time"},
	{kind: ir.TTime, pg: "time({s})"},
	{kind: ir.TDateTime, use: useParam, pg: "timestamp"},
	{kind: ir.TDateTime, pg: "timestamp({s})"},
	{kind: ir.TTimestamp, use: useParam, pg: "timestamp"},
	{kind: ir.TTimestamp, when: nanoseconds, use: useColumn, pg: "timestamp", code: diag.FractionalSeconds,
		say: "{src} becomes timestamp(6): decimals of a second beyond the sixth are lost"},
	{kind: ir.TTimestamp, when: sixOrMore, pg: "timestamp"},
	{kind: ir.TTimestamp, pg: "timestamp({s})"},
	{kind: ir.TTimestampTZ, use: useParam, pg: "timestamptz"},
	{kind: ir.TTimestampTZ, when: nanoseconds, use: useColumn, pg: "timestamptz", code: diag.FractionalSeconds,
		say: "{src} becomes timestamptz(6): decimals of a second beyond the sixth are lost, and the zone is not stored"},
	{kind: ir.TTimestampTZ, when: sixOrMore, use: useColumn, pg: "timestamptz", code: diag.ZoneNotKept,
		say: "{src} becomes {pg}: the instant is stored, the zone it was given in is not"},
	{kind: ir.TTimestampTZ, use: useColumn, pg: "timestamptz({s})", code: diag.ZoneNotKept,
		say: "{src} becomes {pg}: the instant is stored, the zone it was given in is not"},
	{kind: ir.TTimestampTZ, when: sixOrMore, pg: "timestamptz"},
	{kind: ir.TTimestampTZ, pg: "timestamptz({s})"},
	{kind: ir.TTimestampLTZ, use: useParam, pg: "timestamptz"},
	{kind: ir.TTimestampLTZ, when: nanoseconds, use: useColumn, pg: "timestamptz", code: diag.FractionalSeconds,
		say: "{src} becomes timestamptz(6): decimals of a second beyond the sixth are lost"},
	{kind: ir.TTimestampLTZ, when: sixOrMore, pg: "timestamptz"},
	{kind: ir.TTimestampLTZ, pg: "timestamptz({s})"},
	{kind: ir.TIntervalYM, use: useParam, pg: "interval"},
	{kind: ir.TIntervalYM, pg: "interval year to month"},
	{kind: ir.TIntervalDS, use: useParam, pg: "interval"},
	{kind: ir.TIntervalDS, when: nanoseconds, use: useColumn, pg: "interval day to second", code: diag.FractionalSeconds,
		say: "{src} becomes {pg}: decimals of a second beyond the sixth are lost"},
	{kind: ir.TIntervalDS, when: sixOrMore, pg: "interval day to second"},
	{kind: ir.TIntervalDS, pg: "interval day to second({s})"},

	{kind: ir.TXML, pg: "xml"},
	{kind: ir.TJSON, pg: "jsonb"},
	{kind: ir.TJSONTree, pg: "json"}, // keeps the order of the keys, which its text shows
	{kind: ir.TUUID, pg: "uuid"},
	{kind: ir.TRowID, use: useColumn, pg: "text", code: diag.RowidColumn, say: "{src} becomes {pg}: row addresses of the source mean nothing here"},
	{kind: ir.TRowID, pg: "tid"},
	{kind: ir.TBFile, use: useColumn, pg: "text", code: diag.BFileType, say: "{src} becomes {pg}: it holds the file's name"},
	{kind: ir.TBFile, pg: "text"},
	{kind: ir.TAny, use: useColumn, pg: "text", code: diag.AnyTypeColumn, say: "{src} becomes {pg}: the value's own type is not kept"},
	{kind: ir.TAny, pg: "text"},
	{kind: ir.TRowVersion, pg: "bytea"},
	{kind: ir.THierarchyID, pg: "text"},
	{kind: ir.TRefCursor, pg: "refcursor"},
	// A parameter cannot be a record of unknown shape; and plpgsql_check brings the server down over one.
	{kind: ir.TRecord, use: useParam, pg: "jsonb"},
	{kind: ir.TRecord, pg: "record"},
	{kind: ir.TTableValue, use: useParam, pg: "jsonb"},
	{kind: ir.TTableValue, pg: "record"},
	{kind: ir.TPlaceholder, pg: "anyelement"},
	{kind: ir.TUnknown, pg: "text"},
}

// rowsByKind is typeRows, cut by kind.
var rowsByKind = func() map[ir.Kind][]*typeRow {
	m := map[ir.Kind][]*typeRow{}
	for i := range typeRows {
		r := &typeRows[i]
		m[r.kind] = append(m[r.kind], r)
	}
	return m
}()

func noPrecision(t *ir.Type) bool     { return t.Prec == 0 }
func isOracleFloat(t *ir.Type) bool   { return t.Prec > 53 }
func isWhole(t *ir.Type) bool         { return t.Prec > 0 && t.Scale == 0 }
func negativeScale(t *ir.Type) bool   { return t.Scale < 0 }
func smallFraction(t *ir.Type) bool   { return t.Scale > t.Prec }
func noLength(t *ir.Type) bool        { return t.Len == 0 }
func inChars(t *ir.Type) bool         { return !t.Bytes && !t.National }
func defaultFraction(t *ir.Type) bool { return t.Scale >= 6 }
func sixOrMore(t *ir.Type) bool       { return t.Scale >= 6 }
func nanoseconds(t *ir.Type) bool     { return t.Scale > 6 }

func isChecked(t *ir.Type) bool { return t.Checked && isWhole(t) }

func isWholeUpTo(p int) func(*ir.Type) bool {
	return func(t *ir.Type) bool { return isWhole(t) && t.Prec <= p }
}

// isIntegerWord tells INTEGER, INT and SMALLINT, which are written without precision and mean NUMBER(38).
func isIntegerWord(t *ir.Type) bool {
	if t.Kind != ir.TDecimal || !isWhole(t) || t.Prec != 38 {
		return false
	}
	switch normalType(t.Spelled) {
	case "INTEGER", "INT", "SMALLINT":
		return true
	}
	return false
}
