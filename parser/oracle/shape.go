package oracle

import "strings"

// constant is a literal of a statement that a repetition may have another value for.
type constant struct{ start, end int }

// value gives what the literal says, as the lowering would.
func (c constant) value(text string) string {
	s := text[c.start:c.end]
	if s[0] == '\'' {
		return strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}

// maxInner bounds the text of a constant inside a function call: a longer one is hardly a format or a date.
const maxInner = 64

// shaper writes the shape of an INSERT: its text, with marks for the constants. Statements of one shape are converted
// alike. Constants that are a value by themselves are told apart by what their conversion can depend on: empty or not,
// the digits of a number. Of those inside a call only the digits may differ: the format of a date is part of the shape.
type shaper struct {
	text   string
	i      int
	key    strings.Builder
	consts []constant
	depth  int
	values bool // behind VALUES
	last   byte // the last byte that is not blank
	before byte // the one before, where last is a single sign
}

// shapeOf gives the shape of a statement and its constants; ok is false for what is not told that simply.
func shapeOf(text string) (key string, consts []constant, ok bool) {
	s := &shaper{text: text}
	s.key.Grow(len(text))
	for s.i < len(text) {
		if !s.step() {
			return "", nil, false
		}
	}
	return s.key.String(), s.consts, s.values
}

func (s *shaper) step() bool {
	c := s.text[s.i]
	switch {
	case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		for s.i < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.i]) >= 0 {
			s.i++
		}
		s.key.WriteByte(' ')
		return true
	case wordByte(c) && !(c >= '0' && c <= '9'):
		return s.word()
	case c >= '0' && c <= '9', c == '.' && s.digitAt(s.i+1) && !wordByte(s.last):
		return s.number()
	case c == '\'':
		return s.str()
	case c == '"':
		n := strings.IndexByte(s.text[s.i+1:], '"')
		if n < 0 {
			return false
		}
		s.copy(s.i + n + 2)
		return true
	case c == ':' || c == '@' || c == '?' || c < ' ':
		return false
	case strings.HasPrefix(s.text[s.i:], "--") || strings.HasPrefix(s.text[s.i:], "/*"):
		return false
	case c == '(':
		s.depth++
	case c == ')':
		s.depth--
	}
	s.copy(s.i + 1)
	return true
}

// copy takes the text up to end into the shape.
func (s *shaper) copy(end int) {
	s.key.WriteString(s.text[s.i:end])
	s.before, s.last = s.last, s.text[end-1]
	s.i = end
}

func (s *shaper) digitAt(i int) bool { return i < len(s.text) && s.text[i] >= '0' && s.text[i] <= '9' }

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '#' || c >= 0x80
}

// word copies a name or keyword. One with a quote behind it is a prefix (N, Q).
func (s *shaper) word() bool {
	j := s.i
	for j < len(s.text) && wordByte(s.text[j]) {
		j++
	}
	if j < len(s.text) && s.text[j] == '\'' {
		return false
	}
	s.values = s.values || s.depth == 0 && strings.EqualFold(s.text[s.i:j], "VALUES")
	s.copy(j)
	return true
}

// number marks a number that is a value by itself, and copies others.
func (s *shaper) number() bool {
	j := s.i
	point := -1
	for ; s.digitAt(j) || j < len(s.text) && s.text[j] == '.' && point < 0; j++ {
		if s.text[j] == '.' {
			point = j
		}
	}
	if j < len(s.text) && (wordByte(s.text[j]) || s.text[j] == '.') {
		return false // an exponent, a suffix, or no number at all
	}
	mark := numberMark(s.text[s.i:j], point-s.i)
	signed := s.last == '-' && (s.before == '(' || s.before == ',')
	if mark == 0 || !s.direct(j) && !(signed && s.values && s.depth == 1 && s.closes(j)) {
		s.copy(j)
		return true
	}
	s.mark(mark, j)
	return true
}

// numberMark tells numbers apart by the type that they have; 0 for those that only their own text tells.
func numberMark(s string, point int) byte {
	if point < 0 {
		switch n := len(s); {
		case n > 1 && s[0] == '0':
			return 0
		case n <= 9:
			return 'i'
		case n > 10 && n <= 18:
			return 'b'
		}
		return 0
	}
	if point > 9 || strings.Trim(s[point+1:], "0") == "" {
		return 0
	}
	return 'd'
}

func (s *shaper) str() bool {
	j := s.i + 1
	for {
		n := strings.IndexByte(s.text[j:], '\'')
		if n < 0 {
			return false
		}
		if j += n + 1; j == len(s.text) || s.text[j] != '\'' {
			break
		}
		j++
	}
	switch {
	case j-s.i == 2:
		s.copy(j)
	case s.direct(j):
		s.mark('s', j)
	case j-s.i > maxInner:
		return false
	default:
		for _, c := range []byte(s.text[s.i:j]) {
			if c >= '0' && c <= '9' {
				c = '9'
			}
			s.key.WriteByte(c)
		}
		s.mark('t', j)
	}
	return true
}

// mark notes a constant.
func (s *shaper) mark(kind byte, end int) {
	s.key.WriteByte(0)
	s.key.WriteByte(kind)
	s.consts = append(s.consts, constant{s.i, end})
	s.before, s.last = s.last, '0'
	s.i = end
}

// direct tells whether the constant up to end is a value of the row by itself.
func (s *shaper) direct(end int) bool {
	return s.values && s.depth == 1 && (s.last == '(' || s.last == ',') && s.closes(end)
}

// closes tells whether a value ends here.
func (s *shaper) closes(end int) bool {
	rest := strings.TrimLeft(s.text[end:], " \t\r\n")
	return rest != "" && (rest[0] == ',' || rest[0] == ')')
}
