package livesource

import (
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// Measurable is a table whose sizes are asked for, by the names of the source.
type Measurable struct {
	Schema, Table string
	Key           string // the column of a numeric primary key, "" for none
	Lobs          []Lob
}

// Lob is a column of large objects.
type Lob struct {
	Column string
	Kind   string // blob, clob, nclob, xml
}

// Size is what a table was found to hold.
type Size struct {
	Rows           int64
	MinKey, MaxKey int64
	HasKeys        bool
	MaxLobKB       int64 // of the longest value of all columns, rounded up; -1 when none was asked for
}

// lengths are the expressions for the bytes of a value, %s being the column; by engine and kind, "" for other kinds.
// Oracle counts characters of a CLOB: two bytes each are assumed, four for national ones, which have code points beyond
// the basic plane in pairs of characters.
var lengths = map[string]map[string]string{
	"oracle": {"blob": "DBMS_LOB.GETLENGTH(%s)", "clob": "2 * DBMS_LOB.GETLENGTH(%s)", "nclob": "4 * DBMS_LOB.GETLENGTH(%s)",
		"xml": "2 * DBMS_LOB.GETLENGTH(XMLSERIALIZE(CONTENT %s AS CLOB))"},
	"sqlserver": {"": "DATALENGTH(%s)"},
	"postgres":  {"blob": "octet_length(%s)", "": "octet_length(CAST(%s AS text))"},
	"mysql":     {"": "LENGTH(%s)"},
}

// measuring writes the query for a table: rows, smallest and largest key, and the longest value of each column.
func measuring(engine string, m Measurable) (string, error) {
	d, ok := mapping.DialectOf(engine)
	if !ok || lengths[engine] == nil {
		return "", fmt.Errorf("tables of %s cannot be measured", engine)
	}
	terms := []string{"COUNT(*)"}
	if engine == "sqlserver" {
		terms[0] = "COUNT_BIG(*)"
	}
	if m.Key != "" {
		terms = append(terms, "MIN("+d.Ident(m.Key)+")", "MAX("+d.Ident(m.Key)+")")
	}
	for _, l := range m.Lobs {
		expr := lengths[engine][l.Kind]
		if expr == "" {
			expr = lengths[engine][""]
		}
		terms = append(terms, "MAX("+fmt.Sprintf(expr, d.Ident(l.Column))+")")
	}
	return "SELECT " + strings.Join(terms, ", ") + " FROM " + d.Ident(m.Schema) + "." + d.Ident(m.Table), nil
}

// Measure asks for the sizes of a table. It reads all of the table's rows.
func Measure(ctx context.Context, engine string, db *sql.DB, m Measurable) (Size, error) {
	query, err := measuring(engine, m)
	if err != nil {
		return Size{}, err
	}
	var s Size
	keys := make([]sql.NullString, 0, 2)
	if m.Key != "" {
		keys = keys[:2]
	}
	long := make([]sql.NullString, len(m.Lobs))
	to := []any{&s.Rows}
	for i := range keys {
		to = append(to, &keys[i])
	}
	for i := range long {
		to = append(to, &long[i])
	}
	if err := db.QueryRowContext(ctx, query).Scan(to...); err != nil {
		return Size{}, fmt.Errorf("%s.%s: %w", m.Schema, m.Table, err)
	}
	if m.Key != "" {
		lo, ok1 := whole(keys[0])
		hi, ok2 := whole(keys[1])
		s.MinKey, s.MaxKey, s.HasKeys = lo, hi, ok1 && ok2
	}
	s.MaxLobKB = -1
	for _, l := range long {
		if n, ok := whole(l); ok || !l.Valid {
			s.MaxLobKB = max(s.MaxLobKB, (n+1023)/1024)
		}
	}
	return s, nil
}

// whole reads a number that has no decimals, such as 12 or 12.00.
func whole(s sql.NullString) (int64, bool) {
	r, ok := new(big.Rat).SetString(s.String)
	if !s.Valid || !ok || !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	return r.Num().Int64(), true
}

// MeasureQuery gives the SQL that Measure asks an engine with, for whoever wants to read it first.
func MeasureQuery(engine string, m Measurable) (string, error) { return measuring(engine, m) }
