package scan

import "strings"

// punct2 lists the operators of two characters.
var punct2 = map[string]uint16{
	"..": DOTDOT, "**": POWER, "||": CONCAT, "<>": NE, "!=": NE, "^=": NE, "~=": NE,
	"<=": LE, ">=": GE, "=>": ARROW, "<<": LLABEL, ">>": RLABEL,
}

// punct1 lists the characters that are tokens by themselves.
var punct1 = [128]uint16{
	';': SEMI, ',': COMMA, '.': DOT, '(': LPAREN, ')': RPAREN, '[': LBRACK, ']': RBRACK,
	'{': LBRACE, '}': RBRACE, '+': PLUS, '-': HYPHEN, '*': STAR, '/': SLASH, '|': BAR,
	'=': EQ, '<': LT, '>': GT, '@': AT_SIGN, '%': PCT, '?': BIND,
}

func (s *rawScanner) punct(c byte) {
	start := s.pos
	switch {
	case c == '(' && s.outer():
		return
	case c == '%' && s.attribute():
		return
	case c == '/' && s.lineStart && s.restBlank():
		s.add(SLASH_LINE, start, start+1)
		return
	case c == '<' && s.vectorOp():
		return
	case s.pos+1 < s.end:
		if sym, ok := punct2[s.text[start:start+2]]; ok {
			s.add(sym, start, start+2)
			return
		}
		if s.spacedComparison(c) {
			return
		}
	}
	sym := uint16(OTHER_CHAR)
	if c < 128 && punct1[c] != 0 {
		sym = punct1[c]
	}
	s.add(sym, start, start+1)
	if c == '-' {
		s.pos = start
		s.toks[len(s.toks)-1].LineEnd = s.restBlank()
		s.pos = start + 1
	}
}

// outer scans (+), which may have blanks and comments inside.
func (s *rawScanner) outer() bool {
	start, comments := s.pos, len(s.comments)
	s.pos++
	if s.skipTrivia(); s.peek(0) == '+' {
		s.pos++
		if s.skipTrivia(); s.peek(0) == ')' {
			s.add(OUTER, start, s.pos+1)
			return true
		}
	}
	s.pos, s.comments = start, s.comments[:comments]
	return false
}

// skipTrivia moves past blanks and comments.
func (s *rawScanner) skipTrivia() {
	for s.err == nil {
		s.pos = s.skipBlank(s.pos)
		switch {
		case s.peek(0) == '-' && s.peek(1) == '-':
			s.lineComment()
		case s.peek(0) == '/' && s.peek(1) == '*':
			s.blockComment()
		default:
			return
		}
	}
}

// skipBlank gives the offset of the next byte at or after i that is not a blank.
func (s *rawScanner) skipBlank(i int) int {
	for i < s.end && (s.text[i] == ' ' || s.text[i] == '\t' || s.text[i] == '\n' || s.text[i] == '\r') {
		i++
	}
	return i
}

// spacedComparison scans "> =", "< =", "! =", "< >", which Oracle takes as one operator.
func (s *rawScanner) spacedComparison(c byte) bool {
	if c != '<' && c != '>' && c != '!' && c != '^' && c != '~' {
		return false
	}
	i := s.skipBlank(s.pos + 1)
	if i >= s.end {
		return false
	}
	switch next := s.text[i]; {
	case c == '<' && next == '=':
		s.add(LE, s.pos, i+1)
	case c == '>' && next == '=' && (i+1 >= s.end || s.text[i+1] != '>'):
		s.add(GE, s.pos, i+1)
	case (c == '!' || c == '^' || c == '~') && next == '=', c == '<' && next == '>':
		s.add(NE, s.pos, i+1)
	default:
		return false
	}
	return true
}

// vectorOp scans the distance operators <->, <=>, <#>.
func (s *rawScanner) vectorOp() bool {
	if c := s.peek(1); (c == '-' || c == '=' || c == '#') && s.peek(2) == '>' {
		s.add(VECTOR_OP, s.pos, s.pos+3)
		return true
	}
	return false
}

// attributes lists what may follow %.
var attributes = map[string]uint16{
	"TYPE": PCT_TYPE, "ROWTYPE": PCT_ROWTYPE, "CHARSET": PCT_CHARSET,
	"FOUND": PCT_ATTR, "NOTFOUND": PCT_ATTR, "ISOPEN": PCT_ATTR, "ROWCOUNT": PCT_ATTR,
	"BULK_ROWCOUNT": PCT_ATTR, "BULK_EXCEPTIONS": PCT_ATTR,
}

func (s *rawScanner) attribute() bool {
	i := s.skipBlank(s.pos + 1)
	j := i
	for j < s.end && wordByte[s.text[j]]&isWordPart != 0 {
		j++
	}
	sym, ok := attributes[strings.ToUpper(s.text[i:j])]
	if ok {
		s.add(sym, s.pos, j)
	}
	return ok
}

// restBlank tells whether nothing else stands in the line of the byte at hand.
func (s *rawScanner) restBlank() bool {
	for i := s.pos + 1; i < s.end; i++ {
		switch s.text[i] {
		case ' ', '\t', '\r':
		case '\n':
			return true
		default:
			return false
		}
	}
	return true
}

// foreign takes the rest of the text as one token where it is not SQL: the source after
// CREATE JAVA ... AS and CREATE MLE MODULE ... AS. It stops at wrapped PL/SQL.
func (s *rawScanner) foreign() bool {
	n := len(s.toks)
	if n == 0 || n > 40 {
		return false
	}
	last := s.toks[n-1].Sym
	if last != symWrapped && last != symAs || s.toks[0].Sym != symCreate {
		return false
	}
	i := s.skipBlank(s.pos)
	switch {
	case last == symWrapped && strings.HasPrefix(s.text[i:s.end], "a000000"):
		s.fail(i, s.end, "the source is wrapped")
		return true
	case last == symAs && i < s.end && s.text[i] != '\'' && s.foreignHead():
		s.add(RAW_TEXT, i, s.end)
		return true
	}
	return false
}

// foreignHead tells whether the tokens so far are the head of a Java or MLE object.
func (s *rawScanner) foreignHead() bool {
	for i := 1; i < len(s.toks) && i < 7; i++ {
		switch sym := s.toks[i].Sym; sym {
		case symJava:
			return true
		case symMle:
			return i+1 < len(s.toks) && s.toks[i+1].Sym == symModule
		case symOr, symReplace, symAnd, symIf, symNot, symExists, IDENT:
		default:
			if sym <= numPuncts {
				return false
			}
		}
	}
	return false
}
