package pgparse

import "strings"

// Command is a stretch of a psql script: SQL, or one backslash command.
type Command struct {
	Start, End int
	Meta       string // the backslash command without its backslash; "" for SQL
}

// Commands cuts a psql script at its backslash commands; a backslash within quotes or
// comments is none. Each statement of the SQL is a Command of its own, as psql sends it.
func Commands(script string) []Command {
	var out []Command
	start := 0
	var sp splitter
	flush := func(end int) {
		if strings.TrimSpace(script[start:end]) != "" {
			out = append(out, Command{Start: start, End: end})
		}
		start = end
	}
	for i := skipBlank(script, 0); i < len(script); {
		t := next(script, i)
		i = t.end
		switch {
		case sp.ends(t):
			flush(t.end)
		case t.is(`\`):
			flush(t.start)
			if n := strings.IndexByte(script[i:], '\n'); n >= 0 {
				i += n
			} else {
				i = len(script)
			}
			out = append(out, Command{Start: t.start, End: i, Meta: strings.TrimSpace(script[t.end:i])})
			start = i
		}
		i = skipBlank(script, i)
	}
	flush(len(script))
	return out
}

// splitter follows tokens to tell where statements end: at a semicolon that is neither
// within parentheses nor within BEGIN ATOMIC ... END.
type splitter struct {
	parens, blocks int
	prev           token
}

// ends takes the next token and tells whether it is a semicolon that ends a statement.
func (s *splitter) ends(t token) bool {
	prev := s.prev
	s.prev = t
	switch {
	case t.is("("):
		s.parens++
	case t.is(")"):
		s.parens--
	case t.is("atomic") && prev.is("begin"):
		s.blocks++
	case s.blocks > 0 && t.is("case"):
		s.blocks++
	case s.blocks > 0 && t.is("end"):
		s.blocks--
	case t.is(";") && s.parens <= 0 && s.blocks <= 0:
		*s = splitter{}
		return true
	}
	return false
}
