package pgparse

import (
	"sort"
	"strings"

	pgquery "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
)

// fragments gathers the SQL of a body, to be parsed in one go: a call for each expression
// would cost more than the parsing.
type fragments struct {
	sql    strings.Builder
	pieces []piece
}

// piece says that sql[at:] up to the next piece was copied from the body at from.
type piece struct{ at, from, end int }

// add appends a fragment between the given words, as a statement of its own. The line end
// keeps a comment at its end from swallowing what follows.
func (f *fragments) add(before, body string, from, to int, after string) {
	f.sql.WriteString(before)
	f.pieces = append(f.pieces, piece{f.sql.Len(), from, to})
	f.sql.WriteString(body[from:to])
	f.sql.WriteString(after)
	f.sql.WriteString("\n;\n")
}

// addWithout appends a statement with a stretch of it (an INTO clause) blanked out.
func (f *fragments) addWithout(body string, from, to, gap, gapEnd int) {
	f.pieces = append(f.pieces, piece{f.sql.Len(), from, to})
	f.sql.WriteString(body[from:gap])
	for i := gap; i < gapEnd; i++ {
		f.sql.WriteByte(' ')
	}
	f.sql.WriteString(body[gapEnd:to])
	f.sql.WriteString("\n;\n")
}

// parse runs the core grammar over all of it, and gives the offset in the body of the first
// error.
func (f *fragments) parse(body string) (off int, msg string) {
	if len(f.pieces) == 0 {
		return 0, ""
	}
	sql := f.sql.String()
	_, err := pgquery.SplitWithParser(sql, false)
	if err == nil {
		return 0, ""
	}
	pe, ok := err.(*parser.Error)
	if !ok {
		return f.pieces[0].from, err.Error()
	}
	at := byteOffset(sql, pe.Cursorpos)
	i := sort.Search(len(f.pieces), func(i int) bool { return f.pieces[i].at > at }) - 1
	if i < 0 {
		return f.pieces[0].from, pe.Message
	}
	p := f.pieces[i]
	if off := p.from + at - p.at; off < p.end {
		return off, pe.Message
	}
	// At the semicolon that ends the fragment: the text went on in the body.
	return skipBlank(body, p.end), "syntax error at end of input"
}
