package sqlplus

import (
	"regexp"
	"strings"
)

// found is where a statement ends and where reading goes on.
type found struct {
	end  int // after its last character, comments and terminator excluded
	next int
	term int // where the terminator starts; next where there is none
	open int // where a string or comment without an end starts, or -1
	what string
}

// scan walks one statement.
type scan struct {
	s      *splitter
	text   string
	i      int
	last   int // after the last character that is neither blank nor comment
	blank  int // where the last blank line stands
	parens int
	start  int      // where the statement starts
	t      *tracker // for PL/SQL, and inside WITH FUNCTION
	inline bool     // t is for WITH FUNCTION: SQL goes on after it
	head   head
	out    found
	stop   bool
}

// statement scans from i to the end of the statement that starts there.
func (s *splitter) statement(i int, h head) found {
	if h.mode == rawMode {
		return s.raw(i, h)
	}
	sc := &scan{s: s, text: s.text, i: i, start: i, last: i, blank: -1, head: h}
	if h.mode == plsqlMode {
		sc.t = newTracker(s.text, h)
	}
	for !sc.stop && sc.i < len(sc.text) {
		sc.step()
	}
	if !sc.stop {
		sc.finish(len(sc.text), len(sc.text))
	}
	return sc.out
}

func (sc *scan) finish(term, next int) {
	sc.stop = true
	sc.out = found{end: sc.last, term: term, next: next, open: -1}
}

// cut ends the statement without a terminator; what follows is read as a new one.
func (sc *scan) cut() { sc.finish(sc.last, sc.last) }

// lost ends the statement because the string or comment at open has no end.
func (sc *scan) lost(open int, b boundary, what string) {
	sc.stop = true
	sc.out = found{end: b.end, term: b.end, next: b.next, open: open, what: what}
}

// step reads one token.
func (sc *scan) step() {
	c := sc.text[sc.i]
	switch class[c] {
	case letter, digit:
		sc.name()
		return
	case space:
		sc.i++
		if c == '\n' {
			sc.lineStart()
		}
		return
	}
	switch c {
	case '-':
		if strings.HasPrefix(sc.text[sc.i:], "--") {
			sc.i = lineEnd(sc.text, sc.i)
			return
		}
	case '/':
		if strings.HasPrefix(sc.text[sc.i:], "/*") {
			sc.comment()
			return
		}
	}
	if sc.t != nil && sc.t.done && sc.over() {
		return
	}
	sc.punct(c)
}

func (sc *scan) punct(c byte) {
	switch c {
	case '\'':
		sc.str(sc.i)
		return
	case '"':
		// A quoted name ends on its line; a lone quote is left to the parser.
		if n := strings.IndexAny(sc.text[sc.i+1:], "\"\n"); n >= 0 && sc.text[sc.i+1+n] == '"' {
			sc.i += n + 1
		}
	case '{':
		sc.i += inlineCode(sc.text, sc.i)
	case '(':
		sc.parens++
		if sc.t != nil {
			sc.t.paren(1)
		}
	case ')':
		sc.parens = max(0, sc.parens-1)
		if sc.t != nil {
			sc.t.paren(-1)
		}
	}
	if c == sc.s.st.terminator && sc.t == nil {
		sc.finish(sc.i, sc.i+1)
		return
	}
	if c == ';' && sc.t != nil {
		sc.t.semicolon()
	}
	sc.i++
	sc.last = sc.i
	if sc.inline && sc.t.done {
		sc.afterRoutine()
	}
}

var behindMLE = regexp.MustCompile(`(?i)\bMLE\s+LANGUAGE\s+\w+\s*$`)

// inlineCode is how much of {{ … }}, the code of another language, stands between the brace at i and the last one; 0 where none is.
func inlineCode(text string, i int) int {
	if !strings.HasPrefix(text[i:], "{{") || !behindMLE.MatchString(text[max(0, i-120):i]) {
		return 0
	}
	return max(0, strings.Index(text[i:], "}}"))
}

// afterRoutine: a declaration of WITH FUNCTION is over; another one or the query follows.
func (sc *scan) afterRoutine() {
	if s, e := token(sc.text, sc.i); isRoutine(sc.text[s:e]) {
		sc.t.again()
		return
	}
	sc.t, sc.inline = nil, false
}

func isRoutine(w string) bool { return fold(w, "FUNCTION") || fold(w, "PROCEDURE") }

// name reads a word or a number, or a string with a prefix.
func (sc *scan) name() {
	i := sc.i
	j := word(sc.text, i)
	if sc.t != nil && sc.t.done && sc.over() {
		return
	}
	if j < len(sc.text) && sc.text[j] == '\'' && isQ(sc.text[i:j]) {
		sc.quoted(i, j)
		return
	}
	last := sc.last
	sc.i, sc.last = j, j
	switch {
	case sc.t == nil:
		if j-i == 4 && sc.text[i]|0x20 == 'w' && fold(sc.text[i:j], "WITH") {
			sc.withFunction(j)
		}
	case sc.text[i] == '$':
		sc.t.odd = true
	default:
		sc.t.word(i, j, last)
	}
}

// withFunction looks for WITH FUNCTION f ...; FUNCTION may also name a subquery.
func (sc *scan) withFunction(j int) {
	s, e := token(sc.text, j)
	if !isRoutine(sc.text[s:e]) {
		return
	}
	s2, e2 := token(sc.text, e)
	if s2 == e2 || sc.text[s2] == '(' || fold(sc.text[s2:e2], "AS") {
		return
	}
	sc.t, sc.inline = &tracker{text: sc.text, header: true}, true
}

// quoted reads q'[...]'; i is where the prefix starts, j the quote.
func (sc *scan) quoted(i, j int) {
	if j+1 >= len(sc.text) {
		sc.lost(i, sc.s.boundary(i, sc.t != nil), "string")
		return
	}
	end := sc.s.quoteEnd(j)
	if end < 0 {
		sc.lost(i, sc.s.boundary(i, sc.t != nil), "string")
		return
	}
	sc.i, sc.last = end, end
}

// str reads '...'.
func (sc *scan) str(i int) {
	end := sc.s.stringEnd(i)
	if end < 0 {
		sc.lost(i, sc.s.boundary(i, sc.t != nil), "string")
		return
	}
	if b, ok := sc.s.swallows(i, end); ok {
		sc.lost(i, b, "string")
		return
	}
	sc.i, sc.last = end, end
}

func (sc *scan) comment() {
	end, b := sc.s.commentEnd(sc.i)
	if end < 0 {
		sc.lost(sc.i, b, "comment")
		return
	}
	sc.i = end
}

// lineStart looks at a line that begins at sc.i, outside strings and comments.
func (sc *scan) lineStart() {
	i := sc.i
	j := blanks(sc.text, i)
	if j == len(sc.text) {
		return
	}
	switch c := sc.text[j]; {
	case c == '\n':
		sc.blank = j
	case c == '/' || c == sc.s.st.blockEnd:
		if sc.s.endsBlock(j, sc.t != nil && sc.t.done) {
			sc.finish(j, lineEnd(sc.text, j))
		}
	case c|0x20 == 'c' && i == j:
		if sc.head.object != "SCHEMA" && sc.s.startsCreate(j) {
			sc.cut()
		}
	default:
		if sc.t == nil && sc.blank > sc.last && sc.parens == 0 && (sc.s.abandoned(j) || i == j && sc.nextQuery(j)) {
			sc.cut()
		}
	}
}

// nextQuery tells whether a statement begins at i, the first column behind a blank line, where a query without terminator
// stands in front of it: nothing that begins so goes on a query that is complete.
func (sc *scan) nextQuery(i int) bool {
	first := sc.text[sc.start:word(sc.text, sc.start)]
	next := strings.ToUpper(sc.text[i:min(word(sc.text, i), i+8)])
	if !fold(first, "SELECT") || !queryStarts[next] || strings.IndexByte("(,+-/|=<>.:", sc.text[sc.last-1]) >= 0 {
		return false
	}
	from := sc.last
	for from > sc.start && isIdent(sc.text[from-1]) {
		from--
	}
	return !unfinished[strings.ToUpper(sc.text[from:sc.last])]
}

// queryStarts begin a statement; behind unfinished words a query goes on.
var (
	queryStarts = set("SELECT INSERT UPDATE DELETE MERGE WITH")
	unfinished  = set("SELECT DISTINCT UNIQUE ALL UNION MINUS INTERSECT EXCEPT FROM WHERE AND OR NOT IN EXISTS ON BY HAVING JOIN FOR AS START CONNECT PRIOR USING ANY SOME")
)

// over is asked at the first token after a complete PL/SQL unit: does it start something
// new? Otherwise the unit was not complete after all.
func (sc *scan) over() bool {
	if sc.inline {
		return false
	}
	if sc.text[sc.i] == '/' && aloneOnLine(sc.text, sc.i+1) { // END; /
		sc.finish(sc.i, sc.i+1)
		return true
	}
	if sc.s.follows(sc.i, sc.t.odd) {
		sc.cut()
		return true
	}
	if sc.text[sc.i] != ';' {
		sc.t.done, sc.t.odd = false, true
	}
	return false
}

// raw finds the end of text that is not SQL: a lone slash, or for lack of it the next
// CREATE at the start of a line.
func (s *splitter) raw(i int, h head) found {
	end, next := len(s.text), len(s.text)
	if n := s.slashLine(i); n >= 0 {
		end, next = n, lineEnd(s.text, n)
	}
	if h.kind == Wrapped {
		for j := i; ; {
			n := index(s.text[:end], "\n", j)
			if n < 0 {
				break
			}
			if j = n + 1; j < end && s.text[j]|0x20 == 'c' && s.startsCreate(j) {
				end, next = j, j
				break
			}
		}
	}
	return found{end: end, term: end, next: next, open: -1}
}
