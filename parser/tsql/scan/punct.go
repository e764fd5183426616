package scan

// onePunct are the characters that are a token by themselves.
var onePunct = [128]uint16{
	',': COMMA, '(': LPAREN, ')': RPAREN, '{': LBRACE, '}': RBRACE, '~': TILDE,
	'+': PLUS, '-': HYPHEN, '*': STAR, '/': SLASH, '%': PERCENT_OP, '&': AMP, '|': BAR, '^': CARET,
	'=': EQ, '<': LT, '>': GT,
}

func (s *rawScanner) punct(c byte) {
	start := s.pos
	switch c {
	case ';':
		s.semi()
	case '.':
		n := 1
		for n < 3 && s.peek(n) == '.' {
			n++
		}
		if n > 1 {
			s.add(DOTDOT, start, start+n)
			return
		}
		s.add(DOT, start, start+1)
	case ':':
		if s.peek(1) == ':' {
			s.add(COLONCOLON, start, start+2)
			return
		}
		s.add(COLON, start, start+1)
	case '<', '>', '!', '=':
		s.comparison(c)
	case '+', '-', '*', '/', '%', '&', '|', '^':
		s.operator(c)
	default:
		sym := onePunct[c]
		if sym == 0 {
			sym = OTHER_CHAR
		}
		s.add(sym, start, start+1)
	}
}

// semi scans ; and the number of a procedure that hangs on its name: name;1.
func (s *rawScanner) semi() {
	start := s.pos
	if isDigit(s.peek(1)) && s.afterName() {
		end := s.decimal(start + 1)
		s.add(SEMI_NUMBER, start, end)
		return
	}
	s.add(SEMI, start, start+1)
}

// comparison scans an operator of one or two characters, which may have blanks between them.
func (s *rawScanner) comparison(c byte) {
	start := s.pos
	j := start + 1
	for j < s.end && (s.text[j] == ' ' || s.text[j] == '\t' || s.text[j] == '\r' || s.text[j] == '\n') {
		j++
	}
	next := byte(0)
	if j < s.end {
		next = s.text[j]
	}
	var sym uint16
	switch {
	case c == '<' && next == '=', c == '!' && next == '>':
		sym = LE
	case c == '>' && next == '=', c == '!' && next == '<':
		sym = GE
	case c == '<' && next == '>', c == '!' && next == '=':
		sym = NE
	case c == '<' && next == '<' && j == start+1, c == '>' && next == '>' && j == start+1:
		sym = SHIFT
	case c == '=' && next == '*' && j == start+1:
		sym = EQ_STAR
	case c == '!':
		sym = OTHER_CHAR
	default:
		s.add(onePunct[c], start, start+1)
		return
	}
	if sym == OTHER_CHAR {
		s.add(sym, start, start+1)
		return
	}
	s.add(sym, start, j+1)
}

// operator scans an arithmetic operator, or the assignment made of it and =.
func (s *rawScanner) operator(c byte) {
	start := s.pos
	if c == '%' && s.peek(1) == '%' {
		if end := s.virtual(); end > 0 {
			s.add(IDENT, start, end)
			return
		}
	}
	if c == '|' && s.peek(1) == '|' {
		if s.peek(2) == '=' {
			s.add(ASSIGN_OP, start, start+3)
			return
		}
		s.add(CONCAT, start, start+2)
		return
	}
	if s.peek(1) == '=' {
		sym := uint16(ASSIGN_OP)
		if c == '*' {
			sym = STAR_EQ
		}
		s.add(sym, start, start+2)
		return
	}
	s.add(onePunct[c], start, start+1)
}

// virtual gives the end of a virtual column such as %%physloc%%, 0 where there is none.
func (s *rawScanner) virtual() int {
	i := s.pos + 2
	for i < s.end && s.text[i]|0x20 >= 'a' && s.text[i]|0x20 <= 'z' {
		i++
	}
	if i == s.pos+2 || i+1 >= s.end || s.text[i] != '%' || s.text[i+1] != '%' {
		return 0
	}
	return i + 2
}
