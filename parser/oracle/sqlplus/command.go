package sqlplus

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// args are what follows the command's word.
type args struct {
	at    int    // where the command starts in the file
	text  string // the rest of its lines, joined
	parts []diag.Piece
}

// action is what a command does to the reading of the script.
type action int

const (
	nothing action = iota
	doAccept
	doArgument
	doColumn
	doConnect
	doDefine
	doDisconnect
	doDocument
	doExecute
	doInclude
	doSet
	doStart
	doUndefine
)

// perform carries a command out.
func (s *splitter) perform(c *command, a args) {
	switch c.does {
	case doAccept:
		s.accept(a)
	case doArgument:
		s.argument(a)
	case doColumn:
		s.column(a)
	case doConnect:
		s.st.connect(a.text)
	case doDefine:
		s.defineVar(a)
	case doDisconnect:
		s.st.schema = ""
	case doDocument:
		s.document()
	case doExecute:
		s.execute(a)
	case doInclude, doStart:
		s.include(a, c.does == doInclude)
	case doSet:
		s.set(a)
	case doUndefine:
		s.undefine(a)
	}
}

// command is a row of the table of SQL*Plus commands.
type command struct {
	name string
	min  int // how many letters an abbreviation needs at least
	does action
	// prose commands hold free text, where a hyphen at the end of the line is more often
	// a rule drawn across the page than a continuation.
	prose bool
}

// commands lists those of SQL*Plus, then those that SQLcl adds.
var commands = []command{
	{name: "ACCEPT", min: 3, does: doAccept},
	{name: "APPEND", min: 1},
	{name: "ARCHIVE", min: 7},
	{name: "ARGUMENT", min: 3, does: doArgument},
	{name: "ATTRIBUTE", min: 4},
	{name: "BREAK", min: 3},
	{name: "BTITLE", min: 3},
	{name: "CHANGE", min: 1},
	{name: "CLEAR", min: 2},
	{name: "COLUMN", min: 3, does: doColumn},
	{name: "COMPUTE", min: 4},
	{name: "CONFIG", min: 6},
	{name: "CONNECT", min: 4, does: doConnect},
	{name: "COPY", min: 4},
	{name: "DEFINE", min: 3, does: doDefine},
	{name: "DEL", min: 3},
	{name: "DESCRIBE", min: 4},
	{name: "DISCONNECT", min: 4, does: doDisconnect},
	{name: "DOCUMENT", min: 3, does: doDocument},
	{name: "EDIT", min: 2},
	{name: "EXECUTE", min: 4, does: doExecute},
	{name: "EXIT", min: 4},
	{name: "GET", min: 3},
	{name: "HELP", min: 4},
	{name: "HISTORY", min: 4},
	{name: "HOST", min: 2},
	{name: "INPUT", min: 1},
	{name: "LIST", min: 1},
	{name: "OERR", min: 4},
	{name: "PASSWORD", min: 5},
	{name: "PAUSE", min: 3, prose: true},
	{name: "PING", min: 4},
	{name: "PRINT", min: 3},
	{name: "PROMPT", min: 3, prose: true},
	{name: "QUIT", min: 4},
	{name: "RECOVER", min: 7},
	{name: "REMARK", min: 3, prose: true},
	{name: "REPFOOTER", min: 4},
	{name: "REPHEADER", min: 4},
	{name: "RUN", min: 1},
	{name: "SAVE", min: 3},
	{name: "SET", min: 3, does: doSet},
	{name: "SHOW", min: 3},
	{name: "SHUTDOWN", min: 8},
	{name: "SPOOL", min: 3},
	{name: "START", min: 3, does: doStart},
	{name: "STARTUP", min: 7},
	{name: "STORE", min: 5},
	{name: "TIMING", min: 4},
	{name: "TTITLE", min: 3},
	{name: "UNDEFINE", min: 5, does: doUndefine},
	{name: "VARIABLE", min: 3},
	{name: "WHENEVER", min: 8},

	{name: "ALIAS", min: 5},
	{name: "APEX", min: 4},
	{name: "BRIDGE", min: 6},
	{name: "CD", min: 2},
	{name: "CLOUDSTORAGE", min: 12},
	{name: "CTAS", min: 4},
	{name: "DATAPUMP", min: 8},
	{name: "DDL", min: 3},
	{name: "FORMAT", min: 6},
	{name: "INFORMATION", min: 4},
	{name: "LB", min: 2},
	{name: "LIQUIBASE", min: 9},
	{name: "LOAD", min: 4},
	{name: "NET", min: 3},
	{name: "REPEAT", min: 6},
	{name: "REST", min: 4},
	{name: "SODA", min: 4},
	{name: "SSHTUNNEL", min: 9},
	{name: "TNSPING", min: 7},
	{name: "UNALIAS", min: 7},
}

// abbreviations maps every spelling to its row.
var abbreviations = abbreviate()

func abbreviate() map[string]*command {
	m := map[string]*command{}
	for i := range commands {
		c := &commands[i]
		for n := c.min; n <= len(c.name); n++ {
			if m[c.name[:n]] == nil {
				m[c.name[:n]] = c
			}
		}
	}
	return m
}

// lookup finds the command for a word in upper case.
func lookup(word string) *command { return abbreviations[word] }

var (
	includeHere = &command{name: "@@", does: doInclude}
	includeFrom = &command{name: "@", does: doStart}
	hostCommand = &command{name: "HOST"}
)

// parseCommand finds the command that a line starts with, or nil.
func parseCommand(line string) (c *command, rest string) {
	switch {
	case line == "":
		return nil, ""
	case strings.HasPrefix(line, "@@"):
		return includeHere, line[2:]
	case line[0] == '@':
		return includeFrom, line[1:]
	case strings.HasPrefix(line, "${"): // a placeholder, see subst.go
		return nil, ""
	case line[0] == '!', line[0] == '$', line[0] == '?':
		return hostCommand, line[1:]
	case line[0] == '#': // SQLPREFIX
		return parseCommand(strings.TrimLeft(line[1:], " \t"))
	case class[line[0]] != letter:
		return nil, ""
	}
	e := word(line, 0)
	c = lookup(strings.ToUpper(line[:min(e, 16)]))
	if c == nil || (c.name == "SET" && isSQLSet(line, e)) {
		return nil, ""
	}
	if e == 1 && e < len(line) && !strings.ContainsRune(" \t\r;/", rune(line[e])) {
		return nil, ""
	}
	return c, line[e:]
}

// isSQLSet tells the SQL statements SET ROLE, SET TRANSACTION and SET CONSTRAINTS from the command.
func isSQLSet(text string, i int) bool {
	s, e := token(text, i)
	switch strings.ToUpper(text[s:min(e, s+12)]) {
	case "ROLE", "TRANSACTION", "CONSTRAINT", "CONSTRAINTS":
		return true
	}
	return false
}

// command carries out the command at s.i, if one stands there.
func (s *splitter) command() bool {
	end := lineEnd(s.text, s.i)
	c, rest := parseCommand(s.text[s.i:end])
	if c == nil {
		return false
	}
	a := args{at: s.i}
	from := end - len(rest)
	if !continues(s.text[from:end]) {
		a.text = trimRight(rest)
		a.parts = []diag.Piece{{Start: 0, Parent: from}}
		if c.does == doExecute {
			end = s.callLines(from, end, &a)
		}
	} else {
		end = s.logicalLine(from, end, c, &a)
	}
	s.part('c', s.i, end)
	s.i, s.lead, s.tail = end, -1, -1
	s.perform(c, a)
	return true
}

// continues tells whether a line of a command ends with the continuation sign. Two
// hyphens and more are a drawn rule.
func continues(line string) bool {
	line = trimRight(line)
	n := len(line)
	return n > 0 && line[n-1] == '-' && (n == 1 || line[n-2] != '-')
}

func trimRight(s string) string { return strings.TrimRight(s, " \t\r") }

// logicalLine joins the lines that continue the command whose first line ends at end.
func (s *splitter) logicalLine(from, end int, c *command, a *args) int {
	var sb strings.Builder
	for {
		line := trimRight(s.text[from:end])
		more := continues(line) && end < len(s.text)
		if more && c.prose && s.begins(end+1, true) {
			more = false // SQL*Plus would swallow a statement here
		}
		a.parts = append(a.parts, diag.Piece{Start: sb.Len(), Parent: from})
		if !more {
			sb.WriteString(line)
			a.text = sb.String()
			return end
		}
		sb.WriteString(line[:len(line)-1])
		sb.WriteByte(' ')
		from = end + 1
		end = lineEnd(s.text, from)
	}
}

// maxCallLines bounds how many lines a call of EXECUTE is looked for in.
const maxCallLines = 200

// callLines takes the lines on which the call of an EXECUTE goes on, as SQL Developer and SQLcl do. SQL*Plus wants a
// continuation sign, and refuses the half of a call that the first line is.
func (s *splitter) callLines(from, end int, a *args) int {
	if !halfCall(s.text[from:end]) {
		return end
	}
	last := end
	for n := 0; n < maxCallLines && last < len(s.text); n++ {
		if i := spaces(s.text, last); s.begins(i, true) && firstColumn(s.text, i) {
			break // a statement or command: the call lacks its end
		}
		last = lineEnd(s.text, last+1)
		if !halfCall(s.text[from:last]) {
			a.text = trimRight(s.text[from:last])
			return last
		}
	}
	return end
}

// halfCall tells texts that end inside parentheses or behind an operator that wants more.
func halfCall(text string) bool {
	depth := 0
	end := 0 // behind the last character that is no blank
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\'':
			n := strings.IndexByte(text[i+1:], '\'')
			if n < 0 {
				return false // SQL*Plus and its kin end a string with its line
			}
			i += n + 1
		case strings.HasPrefix(text[i:], "--"):
			i = lineEnd(text, i) - 1
			continue
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if i < len(text) && class[text[i]] != space {
			end = i + 1
		}
	}
	head := text[:end]
	return depth > 0 || strings.HasSuffix(head, "||") || strings.HasSuffix(head, ",") || strings.HasSuffix(head, ":=")
}

// document skips the text of DOCUMENT, up to a line that begins with #.
func (s *splitter) document() {
	from, end := s.i, 0
	if n := s.hashes.next(from, func(i int) int { return index(s.text, "\n#", i) }); n >= 0 {
		end = lineEnd(s.text, n+1)
	} else {
		return // it has no end: an ordinary line
	}
	s.part('c', from, end)
	s.i = end
}

// execute makes BEGIN ...; END; of EXECUTE, as SQL*Plus does.
func (s *splitter) execute(a args) {
	body := strings.TrimRight(a.text, "; \t\r")
	skipped := len(body) - len(strings.TrimLeft(body, " \t"))
	body = strings.TrimLeft(body, " \t")
	if n := trailingComment(body); n >= 0 && strings.IndexByte(body[n:], '\n') < 0 {
		body = strings.TrimRight(body[:n], "; \t\r")
	}
	if body == "" {
		return
	}
	const open, shut = "BEGIN ", "; END;"
	pieces := []diag.Piece{{Start: 0, Parent: a.at, Fixed: true}}
	for _, p := range a.parts {
		n := diag.Piece{Start: len(open) + p.Start - skipped, Parent: p.Parent}
		if n.Start < len(open) {
			n.Start, n.Parent = len(open), n.Parent+len(open)-n.Start
		}
		if n.Start < len(open)+len(body) {
			pieces = append(pieces, n)
		}
	}
	pieces = append(pieces, diag.Piece{Start: len(open) + len(body), Parent: s.i, Fixed: true})
	text := open + body + shut
	f := s.file.Derive(text, pieces)
	s.st.add(Unit{File: f, End: len(text), Kind: Exec, CurrentSchema: s.st.schema})
}

// trailingComment finds `--` outside strings, or -1.
func trailingComment(line string) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\'':
			n := strings.IndexByte(line[i+1:], '\'')
			if n < 0 {
				return -1
			}
			i += n + 1
		case strings.HasPrefix(line[i:], "--"):
			return i
		}
	}
	return -1
}
