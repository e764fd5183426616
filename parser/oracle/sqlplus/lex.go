package sqlplus

import "strings"

// Character classes of the scanner. Bytes over 0x7f are letters: Oracle's names may be in
// any script, and nothing here depends on which letter it is.
const (
	other = iota
	letter
	digit // also _ $ #, which a name may hold but not start with
	space
)

var class = classes()

func classes() (t [256]byte) {
	for c := 0; c < 256; c++ {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= 0x80:
			t[c] = letter
		case c >= '0' && c <= '9', c == '_', c == '$', c == '#':
			t[c] = digit
		case c == ' ', c == '\t', c == '\n', c == '\r', c == '\f', c == '\v', c == 0:
			t[c] = space
		}
	}
	return t
}

func isIdent(c byte) bool { return class[c] == letter || class[c] == digit }
func isBlank(c byte) bool { return class[c] == space && c != '\n' }

// word gives the end of the name or number that starts at i.
func word(text string, i int) int {
	for i < len(text) && isIdent(text[i]) {
		i++
	}
	return i
}

// lineEnd gives the offset of the line feed that ends the line of i, or the text's length.
func lineEnd(text string, i int) int {
	if n := strings.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(text)
}

// blanks skips blanks, within the line.
func blanks(text string, i int) int {
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	return i
}

// spaces skips blanks and line feeds.
func spaces(text string, i int) int {
	for i < len(text) && class[text[i]] == space {
		i++
	}
	return i
}

// startsLine tells whether only blanks stand before i on its line.
func startsLine(text string, i int) bool {
	for i--; i >= 0 && isBlank(text[i]); i-- {
	}
	return i < 0 || text[i] == '\n'
}

// aloneOnLine tells whether only blanks follow i on its line.
func aloneOnLine(text string, i int) bool {
	i = blanks(text, i)
	return i == len(text) || text[i] == '\n'
}

// closer gives the character that ends a q'-string, by the one that opens it.
func closer(open byte) byte {
	switch open {
	case '[':
		return ']'
	case '{':
		return '}'
	case '(':
		return ')'
	case '<':
		return '>'
	}
	return open
}

// isQ tells whether a word is the prefix of a q'-string when a quote follows.
func isQ(w string) bool {
	switch w {
	case "q", "Q", "nq", "nQ", "Nq", "NQ":
		return true
	}
	return false
}

// finder answers "where is the next one" many times over one text in linear time: an
// answer stays good for every place between the question and the answer.
type finder struct {
	asked    bool
	from, at int
}

// next gives the offset of the first match of find at or after i, or -1. find searches
// from an offset and answers an offset or -1.
func (f *finder) next(i int, find func(int) int) int {
	if !f.asked || i < f.from || (f.at >= 0 && i > f.at) {
		f.asked, f.from, f.at = true, i, find(i)
	}
	return f.at
}

// index is strings.Index from an offset.
func index(text, sub string, i int) int {
	if n := strings.Index(text[i:], sub); n >= 0 {
		return i + n
	}
	return -1
}
