package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// Symbols of conditional compilation, above all others.
const (
	symIfDir = numSymbols + iota
	symThenDir
	symElsifDir
	symElseDir
	symEndDir
	symErrorDir
)

var directives = map[string]uint16{
	"$IF": symIfDir, "$THEN": symThenDir, "$ELSIF": symElsifDir, "$ELSE": symElseDir,
	"$END": symEndDir, "$ERROR": symErrorDir,
}

type rawScanner struct {
	text       string
	pos, end   int
	toks       []lex.RawToken
	comments   []lex.Comment
	err        *lex.Error
	directives bool
	lineStart  bool // only blanks since the last newline
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
	s.lineStart = true
	for s.pos < s.end && s.err == nil {
		c := s.text[s.pos]
		switch {
		case c == '\n':
			s.lineStart = true
			s.pos++
			continue
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.pos++
			continue
		}
		s.token(c)
		s.lineStart = false
		if s.foreign() {
			return
		}
	}
}

func (s *rawScanner) token(c byte) {
	switch {
	case c == '-' && s.peek(1) == '-':
		s.lineComment()
	case c == '/' && s.peek(1) == '*':
		s.blockComment()
	case wordByte[c]&isWordStart != 0:
		s.word()
	case c >= '0' && c <= '9', c == '.' && isDigit(s.peek(1)) && !s.afterName():
		s.number()
	case c == '\'':
		s.str(s.pos, s.pos)
	case c == '"':
		s.quotedName()
	case c == ':':
		s.colon()
	case c == '&':
		s.word()
	case c == '{' && s.peek(1) == '{' && s.behindMLE():
		s.inlineCode()
	case c == '$':
		s.dollar()
	case c >= utf8.RuneSelf:
		s.nonASCII()
	default:
		s.punct(c)
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// afterName tells whether the dot at hand could qualify a name: a.1 is no name, but so rare
// that t.5 may only come from a name cut short.
func (s *rawScanner) afterName() bool {
	if len(s.toks) == 0 {
		return false
	}
	t := s.toks[len(s.toks)-1]
	return int(t.End) == s.pos && (t.Sym == IDENT || t.Sym > numPuncts)
}

func (s *rawScanner) lineComment() {
	start := s.pos
	for s.pos < s.end && s.text[s.pos] != '\n' {
		s.pos++
	}
	end := s.pos
	if end > start && s.text[end-1] == '\r' {
		end--
	}
	s.comments = append(s.comments, lex.Comment{Start: int32(start), End: int32(end)})
}

func (s *rawScanner) blockComment() {
	start := s.pos
	for i := start + 2; i+1 < s.end; i++ {
		if s.text[i] == '*' && s.text[i+1] == '/' {
			s.pos = i + 2
			s.comments = append(s.comments, lex.Comment{Start: int32(start), End: int32(s.pos)})
			return
		}
	}
	s.pos = s.end
	s.fail(start, s.end, "comment is not closed: */ is missing")
}

const (
	isWordStart = 1 << iota
	isWordPart
)

// wordByte classes the ASCII bytes of words.
var wordByte = func() (t [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		t[c] = isWordStart | isWordPart
		t[c-'a'+'A'] = isWordStart | isWordPart
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = isWordPart
	}
	t['_'], t['$'], t['#'] = isWordStart|isWordPart, isWordPart, isWordPart
	return t
}()

// word scans a word: an identifier, a keyword, the prefix of a string, or a substitution
// variable (&name, &&name, &1, with its closing dot where more of the name follows).
func (s *rawScanner) word() {
	start := s.pos
	i := start
	plain := true
	for i < s.end {
		c := s.text[i]
		if wordByte[c]&isWordPart != 0 {
			i++
		} else if c == '&' {
			plain = false
			i = s.substitution(i)
		} else if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s.text[i:s.end])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				break
			}
			plain = false
			i += n
		} else {
			break
		}
	}
	if i < s.end && s.text[i] == '\'' && i-start <= 2 && s.stringPrefix(start, i) {
		return
	}
	if !plain {
		s.add(IDENT, start, max(i, start+1))
		return
	}
	s.add(Vocabulary.Lookup(s.text[start:i]), start, i)
}

// substitution scans &name or &&name at i and gives the offset after it.
func (s *rawScanner) substitution(i int) int {
	for i < s.end && s.text[i] == '&' {
		i++
	}
	for i < s.end && wordByte[s.text[i]]&isWordPart != 0 {
		i++
	}
	if i+1 < s.end && s.text[i] == '.' && (s.text[i+1] == '.' || wordByte[s.text[i+1]]&isWordPart != 0) {
		i++
	}
	return i
}

// stringPrefix scans a string whose prefix (N, Q, NQ, U, B, X) stands at start..i.
func (s *rawScanner) stringPrefix(start, i int) bool {
	p := s.text[start:i]
	switch {
	case p == "n" || p == "N" || p == "u" || p == "U":
		s.str(start, i)
	case p == "q" || p == "Q", len(p) == 2 && (p[0] == 'n' || p[0] == 'N') && (p[1] == 'q' || p[1] == 'Q'):
		s.quoteString(start, i)
	default:
		return false
	}
	return true
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

// behindMLE tells that MLE LANGUAGE name stands before: the code of another language may follow in double braces.
func (s *rawScanner) behindMLE() bool {
	n := len(s.toks)
	word := func(i int, w string) bool { return strings.EqualFold(s.text[s.toks[i].Start:s.toks[i].End], w) }
	return n > 2 && word(n-3, "MLE") && word(n-2, "LANGUAGE")
}

// inlineCode scans {{ … }} as one text.
func (s *rawScanner) inlineCode() {
	start := s.pos
	if i := strings.Index(s.text[start:s.end], "}}"); i >= 0 {
		s.add(STRING, start, start+i+2)
		return
	}
	s.pos = s.end
	s.fail(start, s.end, "code is not closed: }} is missing")
}

// quoteString scans q'[...]' whose quote is at q.
func (s *rawScanner) quoteString(start, q int) {
	if q+1 >= s.end {
		s.pos = s.end
		s.fail(start, s.end, "string is not closed")
		return
	}
	open, n := utf8.DecodeRuneInString(s.text[q+1 : s.end])
	end := open
	switch open {
	case '[':
		end = ']'
	case '{':
		end = '}'
	case '(':
		end = ')'
	case '<':
		end = '>'
	}
	mark := string(end) + "'"
	for i := q + 1 + n; i+len(mark) <= s.end; i++ {
		if s.text[i:i+len(mark)] == mark {
			s.add(STRING, start, i+len(mark))
			return
		}
	}
	s.pos = s.end
	s.fail(start, s.end, "string is not closed: "+mark+" is missing")
}

func (s *rawScanner) quotedName() {
	start := s.pos
	for i := start + 1; i < s.end; i++ {
		if s.text[i] == '"' {
			s.add(IDENT, start, i+1)
			return
		}
	}
	s.pos = s.end
	s.fail(start, s.end, `quoted name is not closed: " is missing`)
}

// number scans 1, 1.5, .5, 1e5, 1.5f, 2d; the dots of 1..10 are left alone.
func (s *rawScanner) number() {
	start, i := s.pos, s.pos
	digits := func() {
		for i < s.end && isDigit(s.text[i]) {
			i++
		}
	}
	digits()
	if i < s.end && s.text[i] == '.' && (i+1 >= s.end || s.text[i+1] != '.') {
		i++
		digits()
	}
	if i < s.end && (s.text[i]|0x20) == 'e' {
		j := i + 1
		if j < s.end && (s.text[j] == '+' || s.text[j] == '-') {
			j++
		}
		if j < s.end && isDigit(s.text[j]) {
			i = j
			digits()
		}
	}
	if i < s.end && ((s.text[i]|0x20) == 'f' || (s.text[i]|0x20) == 'd') &&
		(i+1 >= s.end || wordByte[s.text[i+1]]&isWordPart == 0) {
		i++
	}
	s.add(NUMBER, start, i)
}

// colon scans := (which may have a blank inside), :name, :"name", :1.
func (s *rawScanner) colon() {
	start := s.pos
	i := start + 1
	for i < s.end && (s.text[i] == ' ' || s.text[i] == '\t') {
		i++
	}
	if i < s.end && s.text[i] == '=' {
		s.add(ASSIGN, start, i+1)
		return
	}
	if i == start+1 && i < s.end && (wordByte[s.text[i]]&isWordPart != 0 || s.text[i] >= utf8.RuneSelf) {
		for i < s.end && (wordByte[s.text[i]]&isWordPart != 0 || s.text[i] >= utf8.RuneSelf) {
			i++
		}
		s.add(BIND, start, i)
		return
	}
	if i == start+1 && i < s.end && s.text[i] == '"' {
		if k := strings.IndexByte(s.text[i+1:s.end], '"'); k >= 0 {
			s.add(BIND, start, i+k+2)
			return
		}
	}
	s.add(COLON, start, start+1)
}

// dollar scans $$NAME and the directives $IF, $THEN, ...
func (s *rawScanner) dollar() {
	start := s.pos
	i := start + 1
	if i < s.end && s.text[i] == '$' {
		i++
	}
	word := i
	for i < s.end && wordByte[s.text[i]]&isWordPart != 0 {
		i++
	}
	switch {
	case i == word:
		s.add(OTHER_CHAR, start, start+1)
	case word == start+2:
		s.add(INQUIRY, start, i)
	default:
		if sym, ok := directives[strings.ToUpper(s.text[start:i])]; ok {
			s.directives = true
			s.add(sym, start, i)
			return
		}
		s.add(OTHER_CHAR, start, start+1)
	}
}

func (s *rawScanner) nonASCII() {
	r, n := utf8.DecodeRuneInString(s.text[s.pos:s.end])
	switch {
	case unicode.IsLetter(r):
		s.word()
	case unicode.IsSpace(r) || r == 0xFEFF:
		s.pos += n
	default:
		s.add(OTHER_CHAR, s.pos, s.pos+n)
	}
}
