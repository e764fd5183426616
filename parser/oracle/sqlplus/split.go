package sqlplus

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Options of Split and Load.
type Options struct {
	// Define gives values to substitution variables, as --define does.
	Define map[string]string
	// Schema is the current schema at the start, "" where none is known.
	Schema string
}

// Split cuts one text, without following its includes. The units are in order.
func Split(f *diag.File, o Options) []Unit {
	st := newSession(o, &run{})
	st.split(f)
	return st.run.units
}

// splitter walks one file.
type splitter struct {
	st   *session
	file *diag.File
	text string
	i    int
	lead int // where the comments before the statement to come start, or -1
	tail int // where the last statement ended: a comment on that line is not the next one's

	slash, restarts, semis, closes, opens, hashes finder
	quotes                                        map[byte]*finder
}

// split walks a file from its start to its end.
func (st *session) split(f *diag.File) {
	s := &splitter{st: st, file: f, text: f.Text, lead: -1, tail: -1, quotes: map[byte]*finder{}}
	for s.i < len(s.text) {
		if class[s.text[s.i]] == space {
			s.i++
			continue
		}
		if !s.between() {
			s.unit()
		}
	}
}

// part tells tests what became of text[a:b]: 'u' unit, 'c' command, 't' terminator, '-' comment.
func (s *splitter) part(kind byte, a, b int) {
	if s.st.run.part != nil && a < b {
		s.st.run.part(s.file, kind, a, b)
	}
}

// between reads a comment, a terminator or a command, whatever is no statement.
func (s *splitter) between() bool {
	i, text := s.i, s.text
	c := text[i]
	switch {
	case strings.HasPrefix(text[i:], "--"):
		s.comment(lineEnd(text, i))
	case strings.HasPrefix(text[i:], "/*"):
		end, b := s.commentEnd(i)
		if end < 0 {
			s.emit(i, head{}, found{end: b.end, term: b.end, next: b.next, open: i, what: "comment"})
			return true
		}
		s.comment(end)
	case c == '/' && s.endsBlock(i, true), c == s.st.blockEnd && aloneOnLine(text, i+1), c == ';':
		s.part('t', i, i+1)
		s.i, s.lead = i+1, -1
	case c == s.st.define && c != 0 && s.variable():
	default:
		return s.command()
	}
	return true
}

// comment notes a comment up to end.
func (s *splitter) comment(end int) {
	sameLine := s.tail >= 0 && strings.IndexByte(s.text[s.tail:s.i], '\n') < 0
	if s.lead < 0 && !sameLine {
		s.lead = s.i
	}
	s.part('-', s.i, end)
	s.i = end
}

// variable handles a line that starts with a defined variable: its value may be a command.
func (s *splitter) variable() bool {
	if !startsLine(s.text, s.i) {
		return false
	}
	end := lineEnd(s.text, s.i)
	line, ok := s.st.expand(strings.TrimRight(s.text[s.i:end], " \t\r"))
	if !ok || line == "" || line[0] == s.st.define {
		return false
	}
	if strings.HasPrefix(line, "--") || (strings.HasPrefix(line, "/*") && strings.HasSuffix(line, "*/")) {
		s.part('-', s.i, end)
		s.i, s.lead = end, -1
		return true
	}
	cmd, rest := parseCommand(line)
	if cmd == nil {
		return false
	}
	from := s.i
	s.i = end
	s.part('c', from, end)
	s.lead = -1
	s.perform(cmd, args{at: from, text: rest})
	return true
}

// unit reads the statement at s.i.
func (s *splitter) unit() {
	h := classify(s.text, s.i, s.st.define)
	s.emit(s.i, h, s.statement(s.i, h))
}

// emit makes a unit of what was found.
func (s *splitter) emit(start int, h head, f found) {
	if f.next <= start { // never stand still
		f.next = start + 1
	}
	if f.end <= start {
		f.end, f.term = f.next, f.next
	}
	for f.end > start+1 && class[s.text[f.end-1]] == space {
		f.end--
	}
	s.part('u', start, f.end)
	s.part('-', f.end, min(f.term, f.next))
	s.part('t', f.term, f.next)
	lead := s.lead
	if lead < 0 {
		lead = start
	}
	u := Unit{File: s.file, Start: start, End: f.end, Lead: lead, Kind: h.kind, Object: h.object,
		Name: h.name, CurrentSchema: s.st.schema}
	s.i, s.lead, s.tail = f.next, -1, f.end
	if f.open >= 0 {
		u.Kind = Unterminated
		at := diag.Span{File: s.file, Start: f.open, End: min(f.open+1, len(s.text))}
		l := diag.List{}
		l.Add(diag.Unterminated, at, "the %s that begins here has no end", f.what)
		u.Problems = l.Items
	}
	if h.bare && u.Kind != Unterminated {
		l := diag.List{}
		l.Add(diag.NoCreate, diag.Span{File: s.file, Start: start, End: min(start+len(h.object), len(s.text))}, "the source has no CREATE: it is read as if it had")
		u.Problems = append(u.Problems, l.Items...)
		withCreate(&u)
	}
	s.st.add(u)
}
