package mapping

import (
	"encoding/hex"
	"strings"
)

// rowDialect is a Dialect as a row of facts.
type rowDialect struct {
	open, close string
	national    bool // N'…' for WSTRING
	typed       bool // DATE '…' and TIMESTAMP '…'
	boolWords   bool // true and false are literals; else 1 and 0
	backslash   bool // a backslash in '…' may be an escape
}

// The dialects of the sources.
var (
	OracleSQL    Dialect = rowDialect{open: `"`, close: `"`, national: true, typed: true}
	SQLServerSQL Dialect = rowDialect{open: "[", close: "]", national: true}
	PostgresSQL  Dialect = rowDialect{open: `"`, close: `"`, typed: true, boolWords: true}
	MySQLSQL     Dialect = rowDialect{open: "`", close: "`", typed: true, boolWords: true, backslash: true}
)

// DialectOf finds a dialect by the engine's name.
func DialectOf(engine string) (Dialect, bool) {
	d, ok := map[string]Dialect{"oracle": OracleSQL, "sqlserver": SQLServerSQL, "postgres": PostgresSQL, "mysql": MySQLSQL,
		"mariadb": MySQLSQL}[engine]
	return d, ok
}

// Ident quotes a name. NUL cannot be in one and ends statements in some drivers.
func (d rowDialect) Ident(name string) string {
	name = strings.ReplaceAll(name, "\x00", "")
	return d.open + strings.ReplaceAll(name, d.close, d.close+d.close) + d.close
}

// Literal writes a value. Numbers are checked to be numbers; whatever is not is a string, never bare text.
func (d rowDialect) Literal(t Type, text string) string {
	switch {
	case t.IsNumber():
		if _, ok := parseDecimal(text); ok {
			return strings.TrimPrefix(strings.TrimSpace(text), "+")
		}
	case t.Name == TBoolean:
		if b, ok := parseBool(text); ok && d.boolWords {
			return map[bool]string{true: "TRUE", false: "FALSE"}[b]
		} else if ok {
			return map[bool]string{true: "1", false: "0"}[b]
		}
	case t.Name == TDate || t.Name == TDateTime:
		return d.moment(text)
	}
	if t.Name == TWString && d.national {
		return "N" + d.str(text)
	}
	return d.str(text)
}

// moment writes a date or a timestamp: typed where the engine has typed literals, else ISO 8601 with a T, which SQL
// Server reads alike under every DATEFORMAT.
func (d rowDialect) moment(text string) string {
	if d.typed {
		if len(text) == len("2006-01-02") {
			return "DATE " + d.str(text)
		}
		return "TIMESTAMP " + d.str(strings.Replace(text, "T", " ", 1))
	}
	if len(text) > 10 {
		return d.str(strings.Replace(text, " ", "T", 1))
	}
	return d.str(strings.ReplaceAll(text, "-", ""))
}

// str writes a string literal. Where a backslash may or may not escape, depending on the session's mode, the bytes are
// written in hex, which means the same in both.
func (d rowDialect) str(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if d.backslash && strings.Contains(s, `\`) {
		return "_utf8mb4 X'" + hex.EncodeToString([]byte(s)) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
