package batch

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Split cuts one text, without following its includes. The units are in order.
func Split(f *diag.File, o Options) []Unit {
	st := newSession(o, &run{})
	st.split(f)
	return st.run.units
}

// Where a line begins.
const (
	inCode = iota
	inString
	inBracket
	inQuotes
	inComment
)

// splitter walks one file.
type splitter struct {
	st    *session
	file  *diag.File
	text  string
	start int // of the batch at hand
	state int // where the line at hand begins
	depth int // of nested comments
	open  int // where the string, name or comment began
	batch pasting
}

// split walks a file from its start to its end.
func (st *session) split(f *diag.File) {
	s := &splitter{st: st, file: f, text: f.Text}
	for i := 0; i < len(s.text); {
		end := lineEnd(s.text, i)
		if s.state == inCode && s.line(i, end) {
			i = min(end+1, len(s.text))
			if s.batch.seen < end { // a script that was pasted leaves the batch open
				s.start = i
			}
			continue
		}
		s.scan(i, end)
		i = end + 1
	}
	s.flush(len(s.text), 1)
}

// line handles a line that is no text of a batch.
func (s *splitter) line(i, end int) bool {
	from := skipBlanks(s.text, i, end)
	if from == end {
		return false
	}
	switch c := s.text[from]; {
	case c|0x20 == 'g':
		n, ok := parseGo(s.text[from:end])
		if !ok {
			return false
		}
		s.flush(i, n)
		return true
	case c == ':', c == '!':
		return s.command(i, from, end)
	}
	return false
}

// parseGo reads GO [n], which may have a comment or a semicolon behind it.
func parseGo(line string) (n int, ok bool) {
	if len(line) < 2 || line[1]|0x20 != 'o' {
		return 0, false
	}
	rest := strings.TrimSpace(line[2:])
	if line = line[2:]; line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '\r' && line[0] != ';' &&
		line[0] != '-' && line[0] != '/' {
		return 0, false
	}
	rest = strings.TrimSpace(strings.TrimLeft(rest, ";"))
	n, digits := 0, 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		if n = n*10 + int(rest[digits]-'0'); n > 1_000_000 {
			n = 1_000_000
		}
		digits++
	}
	rest = strings.TrimSpace(strings.TrimLeft(rest[digits:], " \t;"))
	if rest != "" && !strings.HasPrefix(rest, "--") && !(strings.HasPrefix(rest, "/*") && strings.HasSuffix(rest, "*/")) {
		return 0, false
	}
	if digits == 0 {
		n = 1
	}
	return n, true
}

// scan follows strings, names and comments through a line.
func (s *splitter) scan(i, end int) {
	for i < end {
		c := s.text[i]
		switch s.state {
		case inCode:
			i = s.code(i, end)
			continue
		case inString:
			s.closes(c, '\'')
		case inBracket:
			if c == ']' && i+1 < end && s.text[i+1] == ']' {
				i++
			} else {
				s.closes(c, ']')
			}
		case inQuotes:
			s.closes(c, '"')
		case inComment:
			if c == '*' && i+1 < end && s.text[i+1] == '/' {
				i++
				if s.depth--; s.depth == 0 {
					s.state = inCode
				}
			} else if c == '/' && i+1 < end && s.text[i+1] == '*' {
				i++
				s.depth++
			}
		}
		i++
	}
}

// closes ends a string or name at its mark. A doubled quote closes and opens it again, which
// comes to the same.
func (s *splitter) closes(c, mark byte) {
	if c == mark {
		s.state = inCode
	}
}

// code reads from i to where a string, name or comment has begun, and gives the place after that.
func (s *splitter) code(i, end int) int {
	k := strings.IndexAny(s.text[i:end], "'[\"-/")
	if k < 0 {
		return end
	}
	i += k
	s.open = i
	switch s.text[i] {
	case '\'':
		s.state = inString
	case '[':
		s.state = inBracket
	case '"':
		s.state = inQuotes
	case '-':
		if i+1 < end && s.text[i+1] == '-' {
			return end
		}
	case '/':
		if i+1 < end && s.text[i+1] == '*' {
			s.state, s.depth = inComment, 1
			return i + 2
		}
	}
	return i + 1
}

// flush ends the batch at hand at end.
func (s *splitter) flush(end, repeat int) {
	start, edits := s.start, s.batch.edits
	s.start, s.batch = end, pasting{seen: end}
	for start < end && isSpace(s.text[start]) {
		start++
	}
	for end > start && isSpace(s.text[end-1]) {
		end--
	}
	state := s.state
	s.state = inCode
	if start == end || state == inCode && !hasCode(s.text[start:end]) {
		return
	}
	u := Unit{File: s.file, Start: start, End: end, Repeat: repeat}
	if state != inCode {
		l := diag.List{}
		at := diag.Span{File: s.file, Start: s.open, End: min(s.open+1, len(s.text))}
		l.Add(diag.TsqlUnterminated, at, "the %s that begins here has no end", opened[state])
		u.Problems = l.Items
	}
	for i := range edits {
		edits[i].from, edits[i].to = edits[i].from-start, min(edits[i].to, u.End)-start
	}
	u.edit(edits)
	s.st.add(u)
}

// hasCode tells whether a batch holds more than comments and semicolons.
func hasCode(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case isSpace(c) || c == ';':
		case strings.HasPrefix(text[i:], "--"):
			i = lineEnd(text, i)
		case strings.HasPrefix(text[i:], "/*"):
			depth := 0
			for ; i+1 < len(text); i++ {
				if text[i] == '/' && text[i+1] == '*' {
					depth, i = depth+1, i+1
				} else if text[i] == '*' && text[i+1] == '/' {
					if depth, i = depth-1, i+1; depth == 0 {
						break
					}
				}
			}
		default:
			return true
		}
	}
	return false
}

var opened = [...]string{inString: "string", inBracket: "name in brackets", inQuotes: "text in quotes", inComment: "comment"}

func lineEnd(text string, i int) int {
	if k := strings.IndexByte(text[i:], '\n'); k >= 0 {
		return i + k
	}
	return len(text)
}

func isSpace(c byte) bool { return c <= ' ' }

func skipBlanks(text string, i, end int) int {
	for i < end && isSpace(text[i]) {
		i++
	}
	return i
}
