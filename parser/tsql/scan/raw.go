package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/parser/lex"
)

type rawScanner struct {
	text     string
	pos, end int
	opt      Options
	toks     []lex.RawToken
	comments []lex.Comment
	err      *lex.Error
}

func (s *rawScanner) fail(start, end int, msg string) {
	if s.err == nil {
		s.err = &lex.Error{Start: start, End: end, Msg: msg}
	}
}

func (s *rawScanner) add(sym uint16, start, end int) {
	s.toks = append(s.toks, lex.RawToken{Sym: sym, Start: int32(start), End: int32(end)})
	s.pos = end
}

// peek gives the byte n places on, or 0 past the end.
func (s *rawScanner) peek(n int) byte {
	if s.pos+n < s.end {
		return s.text[s.pos+n]
	}
	return 0
}

func (s *rawScanner) run() {
	for s.pos < s.end && s.err == nil {
		c := s.text[s.pos]
		switch {
		case c <= ' ':
			s.pos++
		case wordByte[c]&isWordStart != 0:
			s.word()
		case isDigit(c), c == '.' && isDigit(s.peek(1)) && !s.afterName():
			s.number()
		default:
			s.token(c)
		}
	}
}

func (s *rawScanner) token(c byte) {
	switch {
	case c == '-' && s.peek(1) == '-':
		s.lineComment()
	case c == '/' && s.peek(1) == '*':
		s.blockComment()
	case c == '\'':
		s.str(s.pos, s.pos)
	case c == '[':
		s.delimited('[', ']', IDENT, "name is not closed: ] is missing")
	case c == '"':
		sym := uint16(IDENT)
		if s.opt.QuotedText {
			sym = STRING
		}
		s.delimited('"', '"', sym, `quoted name is not closed: " is missing`)
	case c == '$':
		s.dollar()
	case c >= utf8.RuneSelf:
		s.nonASCII()
	default:
		s.punct(c)
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// afterName tells whether the dot at hand could qualify a name.
func (s *rawScanner) afterName() bool {
	if len(s.toks) == 0 {
		return false
	}
	t := s.toks[len(s.toks)-1]
	return int(t.End) == s.pos && (t.Sym == IDENT || t.Sym > numPuncts)
}

// lineComment scans a comment up to the end of its line, which a carriage return alone is too.
func (s *rawScanner) lineComment() {
	start := s.pos
	for s.pos < s.end && s.text[s.pos] != '\n' && s.text[s.pos] != '\r' {
		s.pos++
	}
	s.comments = append(s.comments, lex.Comment{Start: int32(start), End: int32(s.pos)})
}

// blockComment scans a comment; Transact-SQL nests them (Slash Star, Remarks).
func (s *rawScanner) blockComment() {
	start := s.pos
	depth := 0
	for i := start; i+1 < s.end; i++ {
		switch {
		case s.text[i] == '/' && s.text[i+1] == '*':
			depth++
			i++
		case s.text[i] == '*' && s.text[i+1] == '/':
			depth--
			i++
			if depth == 0 {
				s.pos = i + 1
				s.comments = append(s.comments, lex.Comment{Start: int32(start), End: int32(s.pos)})
				return
			}
		}
	}
	s.pos = s.end
	s.fail(start, s.end, "comment is not closed: */ is missing")
}

const (
	isWordStart = 1 << iota
	isWordPart
)

// wordByte classes the ASCII bytes of words (Database Identifiers, Rules for regular identifiers).
var wordByte = func() (t [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		t[c] = isWordStart | isWordPart
		t[c-'a'+'A'] = isWordStart | isWordPart
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = isWordPart
	}
	t['_'], t['@'], t['#'], t['$'] = isWordStart|isWordPart, isWordStart|isWordPart, isWordStart|isWordPart, isWordPart
	return t
}()

// wordEnd gives the offset after the word at i, and whether it is plain ASCII.
func (s *rawScanner) wordEnd(i int) (end int, plain bool) {
	plain = true
	for i < s.end {
		c := s.text[i]
		switch {
		case c == '$' && i+1 < s.end && (s.text[i+1] == '(' || s.text[i+1] == '{'):
			n := s.variable(i)
			if n == 0 {
				return i, plain
			}
			i, plain = i+n, false
		case wordByte[c]&isWordPart != 0:
			i++
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s.text[i:s.end])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				return i, plain
			}
			i, plain = i+n, false
		default:
			return i, plain
		}
	}
	return i, plain
}

// variable gives the length of a sqlcmd variable $(name) or a Flyway placeholder ${name} at i, 0 where there is none.
func (s *rawScanner) variable(i int) int {
	end := byte(')')
	if i+1 < s.end && s.text[i+1] == '{' {
		end = '}'
	}
	for j := i + 2; j < s.end; j++ {
		c := s.text[j]
		if c == end && j > i+2 {
			return j + 1 - i
		}
		if wordByte[c]&isWordPart == 0 && c != '-' && c != '.' && (c != ':' || end == ')') {
			return 0
		}
	}
	return 0
}

// word scans an identifier, a keyword, a variable, or the N before a string.
func (s *rawScanner) word() {
	start := s.pos
	end, plain := s.wordEnd(start)
	c := s.text[start]
	switch {
	case c == '@':
		s.add(VAR, start, end)
	case end == start+1 && c|0x20 == 'n' && end < s.end && s.text[end] == '\'':
		s.str(start, end)
	case !plain:
		s.add(IDENT, start, end)
	default:
		s.add(Vocabulary.Lookup(s.text[start:end]), start, end)
	}
}

// str scans '...' whose opening quote is at q; the token starts at start.
func (s *rawScanner) str(start, q int) {
	for i := q + 1; i < s.end; i++ {
		if s.text[i] != '\'' {
			continue
		}
		if i+1 < s.end && s.text[i+1] == '\'' {
			i++
			continue
		}
		s.add(STRING, start, i+1)
		return
	}
	s.pos = s.end
	s.fail(start, s.end, "string is not closed: ' is missing")
}

// delimited scans [name] or "name"; the closing mark doubled stands for itself.
func (s *rawScanner) delimited(open, end byte, sym uint16, missing string) {
	start := s.pos
	for i := start + 1; i < s.end; i++ {
		if s.text[i] != end {
			continue
		}
		if i+1 < s.end && s.text[i+1] == end {
			i++
			continue
		}
		s.add(sym, start, i+1)
		return
	}
	s.pos = s.end
	s.fail(start, s.end, missing)
}

// number scans 1, 1.5, .5, 1., 1e5, 0x1F.
func (s *rawScanner) number() {
	i := s.pos
	if s.text[i] == '0' && i+1 < s.end && s.text[i+1]|0x20 == 'x' {
		s.add(NUMBER, s.pos, s.hexadecimal(i+2))
		return
	}
	s.add(NUMBER, s.pos, s.decimal(i))
}

// hexadecimal gives the offset after the digits at i. A backslash at the end of a line has them go on in the next (Backslash (Line
// Continuation)).
func (s *rawScanner) hexadecimal(i int) int {
	for i < s.end {
		rest := s.text[i:s.end]
		switch {
		case isHex(rest[0]):
			i++
		case strings.HasPrefix(rest, "\\\n"):
			i += 2
		case strings.HasPrefix(rest, "\\\r\n"):
			i += 3
		default:
			return i
		}
	}
	return i
}

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// decimal gives the offset after the number at i.
func (s *rawScanner) decimal(i int) int {
	digits := func() {
		for i < s.end && isDigit(s.text[i]) {
			i++
		}
	}
	digits()
	if i < s.end && s.text[i] == '.' {
		i++
		digits()
	}
	if i < s.end && s.text[i]|0x20 == 'e' {
		j := i + 1
		if j < s.end && (s.text[j] == '+' || s.text[j] == '-') {
			j++
		}
		if j < s.end && isDigit(s.text[j]) {
			i = j
			digits()
		} else if j == i+1 && (j >= s.end || wordByte[s.text[j]]&isWordPart == 0) {
			i++ // 1e is 1
		}
	}
	return i
}

// dollar scans $1.50 (money), $action, $PARTITION, sqlcmd's $(name) and Flyway's ${name}.
func (s *rawScanner) dollar() {
	start := s.pos
	if n := s.variable(start); n > 0 && (s.peek(1) == '(' || s.peek(1) == '{') {
		end, _ := s.wordEnd(start)
		s.add(IDENT, start, end)
		return
	}
	if c := s.peek(1); c != 0 && wordByte[c]&isWordStart != 0 {
		end, _ := s.wordEnd(start + 1)
		s.add(IDENT, start, end)
		return
	}
	s.add(NUMBER, start, s.money(start+1))
}

// money gives the offset after an amount: digits with commas, which are ignored.
func (s *rawScanner) money(i int) int {
	for i < s.end && (isDigit(s.text[i]) || s.text[i] == ',' && i+1 < s.end && isDigit(s.text[i+1]) && isDigit(s.text[i-1])) {
		i++
	}
	if i < s.end && s.text[i] == '.' && i+1 < s.end && isDigit(s.text[i+1]) {
		return s.decimal(i)
	}
	return i
}

func (s *rawScanner) nonASCII() {
	r, n := utf8.DecodeRuneInString(s.text[s.pos:s.end])
	switch {
	case unicode.IsLetter(r):
		s.word()
	case unicode.IsSpace(r), r == 0xFEFF, r == 0x200B, r == 0x200E, r == 0x200F:
		s.pos += n
	case unicode.Is(unicode.Sc, r):
		s.add(NUMBER, s.pos, s.money(s.pos+n))
	default:
		s.add(OTHER_CHAR, s.pos, s.pos+n)
	}
}
