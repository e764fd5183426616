package emit

import "strings"

// lexState follows SQL text far enough to tell a line break inside a quoted constant or name, which belongs to
// the value, from one between tokens, behind which the indentation goes.
type lexState struct {
	in   byte // 0, ' or " inside quotes, - in a line comment, * in a block comment
	last byte
}

func (l *lexState) feed(c byte) {
	last := l.last
	l.last = c
	switch l.in {
	case 0:
		switch {
		case c == '\'' || c == '"':
			l.in = c
		case c == '-' && last == '-':
			l.in = '-'
		case c == '*' && last == '/':
			l.in, l.last = '*', 0
		}
	case '\'', '"':
		if c == l.in {
			l.in = 0
		}
	case '-':
		if c == '\n' {
			l.in = 0
		}
	case '*':
		if c == '/' && last == '*' {
			l.in, l.last = 0, 0
		}
	}
}

// skip feeds all of s. Text is written again at each level of nesting, so it goes from one byte that matters to the next.
func (l *lexState) skip(s string) {
	for s != "" {
		i := l.next(s)
		if i < 0 {
			l.last = s[len(s)-1]
			return
		}
		if i > 0 {
			l.last = s[i-1]
		}
		l.feed(s[i])
		s = s[i+1:]
	}
}

// next finds the first byte that can change the state; -1 for none.
func (l *lexState) next(s string) int {
	switch l.in {
	case 0:
		for i := 0; i < len(s); i++ {
			if begins[s[i]] {
				return i
			}
		}
		return -1
	case '-':
		return strings.IndexByte(s, '\n')
	case '*':
		return strings.IndexByte(s, '/')
	}
	return strings.IndexByte(s, l.in)
}

// begins are the bytes that end the plain state, alone or with the one in front of them.
var begins = [256]bool{'\'': true, '"': true, '-': true, '*': true}

// quoted tells whether a line break here is part of a value.
func (l *lexState) quoted() bool { return l.in == '\'' || l.in == '"' }

// IndentText indents every line of SQL text but the first by one level; quoted constants stay as they are.
func IndentText(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	var l lexState
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		quoted := l.quoted()
		l.feed(s[i])
		if s[i] == '\n' && !quoted && i+1 < len(s) && s[i+1] != '\n' {
			b.WriteString(Indent)
		}
	}
	return b.String()
}
