package emit

import "strings"

// Writer writes indented SQL text. The zero Writer is ready.
type Writer struct {
	b      strings.Builder
	indent int
	bol    bool // at the beginning of a line that has no indentation yet
	line   int  // lines completed
	begun  bool
	lex    lexState
}

// Indent is one level of indentation.
const Indent = "  "

// W writes s; newlines in it are followed by the current indentation, but for those inside quoted constants.
func (w *Writer) W(parts ...string) *Writer {
	for _, s := range parts {
		w.room(len(s))
		for s != "" {
			if !w.begun {
				w.begun, w.bol = true, true
			}
			i := strings.IndexByte(s, '\n')
			seg := s
			if i >= 0 {
				seg = s[:i]
			}
			if seg != "" {
				if w.bol {
					w.b.WriteString(strings.Repeat(Indent, w.indent))
					w.bol = false
				}
				w.put(seg)
			}
			if i < 0 {
				break
			}
			quoted := w.lex.quoted()
			w.put("\n")
			w.line++
			w.bol = !quoted
			s = s[i+1:]
		}
	}
	return w
}

// room makes room at once for a text of many lines, which are put one by one.
func (w *Writer) room(n int) {
	if n > 1<<12 {
		w.b.Grow(n + n/8)
	}
}

func (w *Writer) put(s string) {
	w.lex.skip(s)
	w.b.WriteString(s)
}

// Verbatim writes s without indenting its lines: comments and literals that span lines.
func (w *Writer) Verbatim(s string) *Writer {
	i := strings.IndexByte(s, '\n')
	if i < 0 {
		return w.W(s)
	}
	w.room(len(s))
	w.W(s[:i])
	w.put(s[i:])
	w.line += strings.Count(s, "\n")
	w.bol = strings.HasSuffix(s, "\n")
	return w
}

// NL ends the line.
func (w *Writer) NL() *Writer { return w.W("\n") }

// In and Out change the indentation of the lines that follow.
func (w *Writer) In() *Writer { w.indent++; return w }

// Out is the reverse of In.
func (w *Writer) Out() *Writer { w.indent--; return w }

// Line is the number of the line being written, from 1.
func (w *Writer) Line() int { return w.line + 1 }

// Column is the length of what stands on the current line, for deciding where to break.
func (w *Writer) Column() int {
	s := w.b.String()
	return len(s) - strings.LastIndexByte(s, '\n') - 1
}

// String gives what was written.
func (w *Writer) String() string { return w.b.String() }
