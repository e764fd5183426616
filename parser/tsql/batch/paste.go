package batch

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// maxPasted bounds the text that includes put into batches: few lines can name a large script many times.
const maxPasted = 64 << 20

// pasting is what a splitter knows of the batch at hand, for scripts that are included in the middle of it.
type pasting struct {
	edits   []edit // the scripts, in the place of the lines that include them; offsets are into the file
	seen    int    // how far the batch was looked through
	blocks  int    // BEGIN and CASE without an END
	vars    map[string]bool
	declare bool // a variable was declared
}

// paste puts the script that a line includes into the batch around it, as sqlcmd does ("The :r command … reads additional
// Transact-SQL statements into the statement cache"), where the batch is not complete without it: inside BEGIN … END, and where
// a variable is declared in front of the line, or in the script, and used behind. Elsewhere the script is read by itself, which comes to
// the same and leaves its objects in their own file.
func (s *splitter) paste(name string, i, end int) bool {
	f := s.toPaste(name)
	if f == nil {
		return false
	}
	b := &s.batch
	b.look(s.text[max(b.seen, s.start):i])
	b.seen = i
	if b.blocks == 0 && !s.sharesVariable(f, end) {
		return false
	}
	r := s.st.run
	r.includes++
	r.pasted += len(f.Text)
	r.known[f] = true
	if r.visit != nil {
		r.visit(f)
	}
	b.edits = append(b.edits, edit{from: i, to: end, value: f.Text, file: f})
	b.look(f.Text)
	b.seen = end
	return true
}

// toPaste finds the script; nil for one that cannot be part of a batch, or that the reading of includes tells about.
func (s *splitter) toPaste(name string) *diag.File {
	st := s.st
	text, known := st.expand(unquote(name))
	if !st.run.follow || text == "" || !known || len(st.files) >= maxDepth || st.run.includes >= maxIncludes || st.run.ctx.Err() != nil {
		return nil
	}
	f, err := st.run.include(source.Include{From: s.file, Top: st.top, Name: text, Relative: true, Suffix: ".sql"})
	if err != nil || f == nil || slices.Contains(st.files, f) || st.run.pasted+len(f.Text) > maxPasted || toolLine(f.Text, true) >= 0 {
		return nil
	}
	return f
}

// toolLine is where the first line with GO begins, or with a command; -1 where there is none.
func toolLine(text string, commands bool) int {
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		if from := skipBlanks(text, i, end); from < end {
			c := text[from]
			if _, ok := parseGo(text[from:end]); c|0x20 == 'g' && ok || commands && (c == ':' || c == '!') {
				return i
			}
		}
		i = end + 1
	}
	return -1
}

// sharesVariable tells that what stands behind a line, or the script that it includes, uses a variable which was declared in front of that.
func (s *splitter) sharesVariable(f *diag.File, end int) bool {
	rest := s.text[end:]
	if at := toolLine(rest, false); at >= 0 {
		rest = rest[:at]
	}
	if s.batch.names(f.Text) || s.batch.names(rest) {
		return true
	}
	own := pasting{}
	if strings.Contains(rest, "@") {
		own.look(f.Text)
	}
	return own.names(rest)
}

// names tells that a text has one of the variables.
func (b *pasting) names(text string) bool {
	hit := false
	if len(b.vars) > 0 && strings.Contains(text, "@") {
		eachWord(text, func(w string) { hit = hit || w[0] == '@' && b.vars[strings.ToUpper(w)] })
	}
	return hit
}

// look counts the blocks that a part of a batch leaves open, and gathers its variables from the first declaration on. BEGIN TRANSACTION and
// BEGIN DIALOG begin no block, END CONVERSATION ends none.
func (b *pasting) look(text string) {
	last := ""
	eachWord(text, func(w string) {
		if w[0] == '@' {
			if b.declare {
				b.vars[strings.ToUpper(w)] = true
			}
			return
		}
		if len(w) < len("END") || len(w) > len("CONVERSATION") {
			last = ""
			return
		}
		word := strings.ToUpper(w)
		switch word {
		case "BEGIN", "CASE":
			b.blocks++
		case "END":
			b.blocks = max(b.blocks-1, 0)
		case "TRAN", "TRANSACTION", "DISTRIBUTED", "DIALOG", "CONVERSATION":
			if last == "BEGIN" {
				b.blocks--
			} else if last == "END" {
				b.blocks++
			}
		case "DECLARE":
			if b.declare = true; b.vars == nil {
				b.vars = map[string]bool{}
			}
		}
		last = word
	})
}

// eachWord goes through the words of a text, variables among them, outside of strings, names in quotes or brackets, and comments.
func eachWord(text string, f func(string)) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'' || c == '"':
			i = behind(text, i+1, string(c))
		case c == '[':
			i = behind(text, i+1, "]")
		case c == '-' && strings.HasPrefix(text[i:], "--"):
			i = lineEnd(text, i)
		case c == '/' && strings.HasPrefix(text[i:], "/*"):
			i = behind(text, i+2, "*/")
		case isWord(c):
			from := i
			for i < len(text) && isWord(text[i]) {
				i++
			}
			f(text[from:i])
		default:
			i++
		}
	}
}

// behind is the place behind the next mark.
func behind(text string, i int, mark string) int {
	if k := strings.Index(text[i:], mark); k >= 0 {
		return i + k + len(mark)
	}
	return len(text)
}

func isWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '@' || c == '#' || c == '$' || c >= 0x80
}
