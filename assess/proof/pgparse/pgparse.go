// Package pgparse asks PostgreSQL's own parser (through libpg_query) whether a text is valid:
// SQL statements, and the bodies of the routines that they create.
//
// The core grammar is asked as it stands. PL/pgSQL bodies need more care, since libpg_query's
// copy of that parser has no catalogue: see routine.go.
package pgparse

import (
	"fmt"
	"strings"
	"unicode/utf8"

	pgquery "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
)

// Error says where and why a text is not accepted.
type Error struct {
	Offset    int // byte in the text given to Parse
	Line, Col int // from 1; Col counts runes
	Msg       string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Col, e.Msg) }

// Parse checks a text of one or more statements, with the bodies of the routines and DO
// blocks in it. nil means that PostgreSQL's grammar accepts all of it. It may be called
// from several goroutines at a time.
func Parse(sql string) *Error {
	if i := strings.IndexByte(sql, 0); i >= 0 {
		return at(sql, i, "invalid byte: NUL")
	}
	if i := strings.Index(sql, tooDeep); i >= 0 {
		return at(sql, i, "comments are nested too deeply")
	}
	if len(sql) > chunkSize {
		return parseChunks(sql)
	}
	return parseWhole(sql)
}

func parseWhole(sql string) *Error {
	if e := parseSQL(sql); e != nil {
		return e
	}
	for _, r := range Routines(sql) {
		if e := r.check(sql); e != nil {
			return e
		}
	}
	return nil
}

// tooDeep is a run of comment starts that costs PostgreSQL's scanner time in its square.
var tooDeep = strings.Repeat("/*", 500)

// parseSQL runs the core grammar. SplitWithParser is the cheapest way there: it builds the
// raw parse tree and prints only where the statements stand.
func parseSQL(sql string) *Error {
	_, err := pgquery.SplitWithParser(sql, false)
	if err == nil {
		return nil
	}
	pe, ok := err.(*parser.Error)
	if !ok {
		return at(sql, 0, err.Error())
	}
	return at(sql, byteOffset(sql, pe.Cursorpos), pe.Message)
}

// byteOffset turns the parser's cursor position, which counts characters from 1, into a byte.
func byteOffset(s string, cursor int) int {
	if cursor <= 0 {
		return 0
	}
	off := 0
	for n := 1; n < cursor && off < len(s); n++ {
		_, w := utf8.DecodeRuneInString(s[off:])
		off += w
	}
	return off
}

// at makes an Error at a byte of the text.
func at(s string, off int, msg string) *Error {
	off = min(max(off, 0), len(s))
	line := 1 + strings.Count(s[:off], "\n")
	col := 1 + utf8.RuneCountInString(s[strings.LastIndexByte(s[:off], '\n')+1:off])
	return &Error{Offset: off, Line: line, Col: col, Msg: shorten(msg)}
}

// shorten cuts a message that quotes the rest of the text.
func shorten(msg string) string {
	const most = 200
	if len(msg) <= most {
		return msg
	}
	return strings.ToValidUTF8(msg[:most], "") + "..."
}
