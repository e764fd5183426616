package sqlplus

import "strings"

// All guesses stand here. SQL*Plus needs none of them: it believes that every statement
// has its terminator and every string its end. Files that other tools run (SQL Developer,
// Flyway, Liquibase, an IDE) lack the slash after PL/SQL, and files with a mistake in them
// must cost no more than the statement that holds it. The guesses, in the order of trust:
//
//   - CREATE <kind of object> at the first column, outside strings and comments, begins a
//     statement, whatever was open before (startsCreate): neither SQL nor PL/SQL has CREATE
//     at any other place, but for CREATE SCHEMA.
//   - After a PL/SQL unit that is complete (tracker), a line that begins with a word that
//     can begin no part of PL/SQL begins a new statement; a word that PL/SQL has too
//     (INSERT, BEGIN, ...) does so at the first column only (follows).
//   - After such a unit the header of another one without CREATE, at the first column, begins it (bare.go).
//   - A blank line and then an unmistakable SQL*Plus command, or CREATE, ALTER or COMMENT ON
//     (DBMS_METADATA writes no terminators unless asked), end SQL that has no terminator:
//     SQL*Plus itself ends the input there (abandoned). Blank lines alone end nothing.
//   - A blank line and then SELECT, INSERT or the like at the first column end a query that is complete (nextQuery):
//     people keep such queries in one file and run them one by one.
//   - A string that holds a lone slash line followed by the start of a statement, or text
//     that looks like what stands between two strings, was opened by a stray quote (swallows).
//   - A comment that holds such a slash line and then the start of another comment was
//     never closed (commentEnd).
//   - Without an end, a string or comment costs the text up to the next lone slash, or up
//     to a semicolon before a line that begins a statement (boundary).

// boundary is where a unit that cannot be read is given up.
type boundary struct{ end, next int }

// strong words begin a statement and no part of PL/SQL.
var strong = set("CREATE ALTER DROP GRANT REVOKE COMMENT TRUNCATE RENAME ANALYZE AUDIT NOAUDIT PURGE " +
	"FLASHBACK EXPLAIN ASSOCIATE DISASSOCIATE ADMINISTER")

// weak words begin a statement, and may stand in PL/SQL as well.
var weak = set("INSERT UPDATE DELETE MERGE SELECT WITH COMMIT ROLLBACK SAVEPOINT LOCK CALL BEGIN DECLARE EXIT EXEC EXECUTE SET")

// startsCreate tells whether CREATE and a kind of object stand at i.
func (s *splitter) startsCreate(i int) bool {
	e := word(s.text, i)
	return fold(s.text[i:e], "CREATE") && classify(s.text, i, s.st.define).object != ""
}

// follows tells whether the token at i, which comes after a complete PL/SQL unit, begins
// something new.
func (s *splitter) follows(i int, odd bool) bool {
	if !startsLine(s.text, i) {
		return false
	}
	switch c := s.text[i]; {
	case c == '@':
		return true
	case c == '<':
		return firstColumn(s.text, i) && strings.HasPrefix(s.text[i:], "<<") && !odd
	case class[c] != letter:
		return false
	}
	e := word(s.text, i)
	w := strings.ToUpper(s.text[i:min(e, i+16)])
	after := blanks(s.text, e)
	if after < len(s.text) && strings.IndexByte(":.(%", s.text[after]) >= 0 && w != "SELECT" && w != "INSERT" {
		return false // a name of PL/SQL after all: an assignment, a call
	}
	if weak[w] {
		return firstColumn(s.text, i) && !odd
	}
	if bareWords[w] {
		return firstColumn(s.text, i) && !odd && bareHead(s.text, i).object != ""
	}
	if strong[w] {
		return true
	}
	return len(w) > 2 && lookup(w) != nil && (!odd || firstColumn(s.text, i))
}

func firstColumn(text string, i int) bool { return i == 0 || text[i-1] == '\n' }

// abandoned tells whether the line that begins at i, after a blank line, begins what
// cannot be a part of SQL.
func (s *splitter) abandoned(i int) bool {
	if s.text[i] == '@' {
		return true
	}
	if class[s.text[i]] != letter {
		return false
	}
	e := word(s.text, i)
	switch strings.ToUpper(s.text[i:min(e, i+10)]) {
	case "PROMPT", "PRO", "REM", "REMARK", "SPOOL", "SPO", "WHENEVER", "SHOW", "SHO", "EXEC", "EXECUTE", "DEFINE", "UNDEFINE":
		return true
	case "CREATE":
		return s.startsCreate(i)
	case "COMMENT":
		on, end := token(s.text, e)
		return fold(s.text[on:end], "ON")
	case "ALTER":
		b, end := token(s.text, e)
		w := strings.ToUpper(s.text[b:min(end, b+16)])
		object, _ := longest(s.text, w, end)
		return object != "" || w == "SESSION"
	case "SET":
		return !isSQLSet(s.text, e) && firstColumn(s.text, i)
	}
	return false
}

// endsBlock tells whether the slash or the block terminator at i ends the statement: it
// stands alone on its line. After complete PL/SQL a comment may follow it.
func (s *splitter) endsBlock(i int, done bool) bool {
	if aloneOnLine(s.text, i+1) {
		return true
	}
	j := blanks(s.text, i+1)
	return done && s.text[i] == '/' && strings.HasPrefix(s.text[j:], "--")
}

// slashLine finds the next line that holds a lone slash, and gives the slash, or -1.
func (s *splitter) slashLine(i int) int {
	return s.slash.next(i, func(i int) int {
		for {
			n := index(s.text, "/", i)
			if n < 0 {
				return -1
			}
			if startsLine(s.text, n) && aloneOnLine(s.text, n+1) {
				return n
			}
			i = n + 1
		}
	})
}

// restart finds the next lone slash after which a statement or a command begins.
func (s *splitter) restart(i int) int {
	return s.restarts.next(i, func(i int) int {
		for {
			n := s.slashLine(i)
			if n < 0 {
				return -1
			}
			if s.begins(spaces(s.text, n+1), true) {
				return n
			}
			i = n + 1
		}
	})
}

// begins tells whether a statement or command seems to begin at i. commands too are
// looked for where commands is set.
func (s *splitter) begins(i int, commands bool) bool {
	if i >= len(s.text) || s.text[i] == '@' || strings.HasPrefix(s.text[i:], "/*") || strings.HasPrefix(s.text[i:], "--") {
		return commands
	}
	if class[s.text[i]] != letter {
		return false
	}
	w := strings.ToUpper(s.text[i:min(word(s.text, i), i+16)])
	return strong[w] || weak[w] || (commands && len(w) > 2 && lookup(w) != nil)
}

// semiLine finds the next semicolon that ends a line, where the following line begins a
// statement at its first column.
func (s *splitter) semiLine(i int) int {
	return s.semis.next(i, func(i int) int {
		for {
			n := index(s.text, ";", i)
			if n < 0 {
				return -1
			}
			if aloneOnLine(s.text, n+1) {
				j := spaces(s.text, n+1)
				if j < len(s.text) && firstColumn(s.text, j) && s.begins(j, false) {
					return n
				}
			}
			i = n + 1
		}
	})
}

// boundary finds where to go on after something without an end that starts at i.
func (s *splitter) boundary(i int, plsql bool) boundary {
	b := boundary{len(s.text), len(s.text)}
	if n := s.slashLine(i); n >= 0 {
		b = boundary{n, lineEnd(s.text, n)}
	}
	if n := s.semiLine(i); n >= 0 && n < b.end && !plsql {
		b = boundary{n, n + 1}
	}
	return b
}

// stringEnd finds the end of the string that opens at i, or -1.
func (s *splitter) stringEnd(i int) int {
	for j := i + 1; ; j += 2 {
		n := index(s.text, "'", min(j, len(s.text)))
		if n < 0 {
			return -1
		}
		if n+1 >= len(s.text) || s.text[n+1] != '\'' {
			return n + 1
		}
		j = n
	}
}

// quoteEnd finds the end of the q'-string whose quote stands at j, or -1.
func (s *splitter) quoteEnd(j int) int {
	c := closer(s.text[j+1])
	f := s.quotes[c]
	if f == nil {
		f = &finder{}
		s.quotes[c] = f
	}
	end := string([]byte{c, '\''})
	if n := f.next(j+2, func(i int) int { return index(s.text, end, min(i, len(s.text))) }); n >= 0 {
		return n + 2
	}
	return -1
}

// swallows tells whether the string text[i:end] seems to be the code between two strings,
// because a quote before it is missing or one too many, and where its statement ends.
func (s *splitter) swallows(i, end int) (boundary, bool) {
	body := s.text[i+1 : end-1]
	if strings.IndexByte(body, '\n') < 0 {
		return boundary{}, false
	}
	if n := s.restart(i); n >= 0 && n < end {
		return s.boundary(i, true), true
	}
	n := s.semiLine(i)
	if n < 0 || n >= end {
		return boundary{}, false
	}
	trim := strings.TrimSpace(body)
	if strings.IndexByte("),|;", trim[0]) < 0 || strings.IndexByte("(,=|<>", trim[len(trim)-1]) < 0 {
		return boundary{}, false
	}
	return boundary{n, n + 1}, true
}

// commentEnd finds the end of the comment that opens at i, or -1 and where to go on.
func (s *splitter) commentEnd(i int) (int, boundary) {
	n := s.closes.next(i+2, func(i int) int { return index(s.text, "*/", min(i, len(s.text))) })
	if n < 0 {
		return -1, s.boundary(i, true)
	}
	if strings.IndexByte(s.text[i:n], '\n') < 0 {
		return n + 2, boundary{}
	}
	r := s.restart(i)
	if r < 0 || r > n {
		return n + 2, boundary{}
	}
	if o := s.opens.next(r, func(i int) int { return index(s.text, "/*", i) }); o < 0 || o > n {
		return n + 2, boundary{}
	}
	return -1, s.boundary(i, true)
}
