package proof

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// Where in the unit's file a message of the server points to.

var nearLine = regexp.MustCompile(`near line (\d+)|PL/pgSQL function .* line (\d+)`)

// message places a server error in the unit's file: by its position in the text sent, or by
// the line of the body that it was compiling.
func (u *Unit) message(pe *pgconn.PgError) Message {
	m := Message{Level: Error, SQLState: pe.Code, Text: text(pe), Line: u.firstLine()}
	switch {
	case pe.Position > 0:
		m.Line, m.Column = u.lineCol(byteOffset(u.SQL, int(pe.Position)))
	case lineOf(pe.Where) > 0:
		if rs := pgparse.Routines(u.SQL); len(rs) > 0 {
			m.Line, _ = u.lineCol(rs[0].BodyOffset)
			m.Line += lineOf(pe.Where) - 1
		}
	}
	return m
}

// lineOf reads the line of a body from an error's context; 0 when it has none.
func lineOf(where string) int {
	m := nearLine.FindStringSubmatch(where)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1] + m[2])
	return n
}

// findQuery finds the place in a body that a position in one of its queries stands for. The
// server gives the query as it parses it: without PERFORM, and with blanks for INTO and its
// variables, so only its beginning is looked for, from the statement's line on.
func findQuery(src string, line int, query string, pos int) (off int, ok bool) {
	if query == "" || pos <= 0 {
		return 0, false
	}
	from := 0
	for ; line > 1; line-- {
		n := strings.IndexByte(src[from:], '\n')
		if n < 0 {
			return 0, false
		}
		from += n + 1
	}
	at := byteOffset(query, pos)
	skip := 0
	if i := strings.Index(query, "    "); i > 0 {
		query = query[:i]
	}
	i := strings.Index(src[from:], query)
	if rest, cut := strings.CutPrefix(query, "SELECT"); i < 0 && cut && at >= len("SELECT") {
		skip = len("SELECT")
		i = strings.Index(src[from:], rest)
	}
	if i < 0 {
		return 0, false
	}
	return min(from+i+at-skip, len(src)), true
}

func text(pe *pgconn.PgError) string {
	t := pe.Message
	if pe.Detail != "" {
		t += " (" + strings.TrimSuffix(pe.Detail, ".") + ")"
	}
	if pe.Hint != "" {
		t += ". " + pe.Hint
	}
	return t
}

// byteOffset turns a position counted in characters from 1 into a byte.
func byteOffset(s string, pos int) int {
	off := 0
	for n := 1; n < pos && off < len(s); n++ {
		_, w := utf8.DecodeRuneInString(s[off:])
		off += w
	}
	return off
}
