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
