package batch

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// command carries out a line that is a command of sqlcmd (sqlcmd utility, Commands): :r includes
// a script, :setvar sets a variable; the others do not change what the script creates.
func (s *splitter) command(lineStart, i, end int) bool {
	line := strings.TrimSpace(s.text[i:end])
	if strings.HasPrefix(line, "!!") {
		s.flush(lineStart, 1)
		s.st.problem(diag.TsqlCommand, s.at(i, end), "the script runs a command of the operating system: %s", clip(line))
		return true
	}
	name, rest, _ := strings.Cut(strings.TrimPrefix(line, ":"), " ")
	if tab := strings.IndexByte(name, '\t'); tab >= 0 {
		rest, name = name[tab+1:]+" "+rest, name[:tab]
	}
	if paren := strings.IndexByte(name, '('); paren >= 0 { // :EXIT(query)
		name = name[:paren]
	}
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(name) {
	case "r":
		if s.paste(rest, i, end) {
			return true
		}
		s.flush(lineStart, 1)
		s.include(rest, s.at(i, end))
	case "setvar":
		s.setvar(rest)
	case "connect":
		s.flush(lineStart, 1)
		s.st.problem(diag.TsqlCommand, s.at(i, end), "the script connects to another server: what follows is converted as if it did not")
	case "on", "out", "error", "perftrace", "xml", "list", "listvar", "help", "serverlist", "ed", "reset":
	case "quit", "exit":
		s.flush(lineStart, 1)
	default:
		return false
	}
	// The lines of a command are no text of the batch around them.
	s.blank(lineStart, end)
	return true
}

// blank takes a command's line out of the batch at hand: what stands before it is a batch of its
// own only where there is any.
func (s *splitter) blank(lineStart, _ int) {
	if strings.TrimSpace(s.text[s.start:lineStart]) != "" {
		s.flush(lineStart, 1)
	}
}

func (s *splitter) at(i, end int) diag.Span {
	for end > i && isSpace(s.text[end-1]) {
		end--
	}
	return diag.Span{File: s.file, Start: i, End: end}
}

// setvar reads name, or name "value".
func (s *splitter) setvar(rest string) {
	name, value, has := strings.Cut(rest, " ")
	if name == "" {
		return
	}
	key := strings.ToUpper(name)
	if _, given := s.st.given[key]; given {
		return
	}
	if !has {
		delete(s.st.vars, key)
		return
	}
	s.st.vars[key] = unquote(strings.TrimSpace(value))
}

func (s *splitter) include(name string, at diag.Span) {
	st := s.st
	text, known := st.expand(unquote(name))
	if !st.run.follow || text == "" {
		return
	}
	if !known {
		st.problem(diag.TsqlMissingInclude, at, "included script not read: %s: its name is only known when the script runs", text)
		return
	}
	f, err := st.run.include(source.Include{From: s.file, Top: st.top, Name: text, Relative: true, Suffix: ".sql"})
	switch {
	case err != nil:
		st.problem(diag.TsqlMissingInclude, at, "included script not read: %s", err.Error())
	case f != nil:
		st.follow(f, at)
	}
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}

func clip(s string) string {
	if len(s) > 60 {
		return s[:60] + "..."
	}
	return s
}
