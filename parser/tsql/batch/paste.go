package batch

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// paste puts the script that a line includes into the batch around it, as sqlcmd does ("The :r command … reads additional
// Transact-SQL statements into the statement cache"), where the batch is not complete without it: inside BEGIN … END, and where
// a variable is declared in front of the line and used behind it. Elsewhere the script is read by itself, which comes to the same and
// leaves its objects in their own file.
func (s *splitter) paste(name string, lineStart, end int) bool {
	before := s.text[s.start:lineStart]
	if strings.TrimSpace(before) == "" {
		return false
	}
	f := s.toPaste(name)
	if f == nil || openBlocks(before) == 0 && !sharesVariable(before, f.Text+s.restOfBatch(end)) {
		return false
	}
	r := s.st.run
	r.includes++
	r.known[f] = true
	if r.visit != nil {
		r.visit(f)
	}
	text := s.text[:lineStart] + f.Text + "\n"
	pieces := []diag.Piece{{}, {Start: lineStart, File: f}, {Start: len(text), Parent: end}}
	s.file = s.file.Derive(text+s.text[end:], pieces)
	s.text, s.pasted = s.file.Text, true
	return true
}

// toPaste finds the script; nil for one that cannot be part of a batch, or that the reading of includes tells about.
func (s *splitter) toPaste(name string) *diag.File {
	st := s.st
	text, known := st.expand(unquote(name))
	if !st.run.follow || text == "" || !known || len(st.files) >= maxDepth || st.run.includes >= maxIncludes || st.run.ctx.Err() != nil {
		return nil
	}
	from, _ := s.file.Root(s.start)
	f, err := st.run.include(source.Include{From: from, Top: st.top, Name: text, Relative: true, Suffix: ".sql"})
	if err != nil || f == nil || slices.Contains(st.files, f) || batchLine.MatchString(f.Text) {
		return nil
	}
	return f
}

// batchLine finds the lines that end a batch, and commands: a script with one is none to paste.
var batchLine = regexp.MustCompile(`(?im)^[ \t]*(?:go[ \t]*(?:\d+[ \t]*)?(?:;[ \t]*)?(?:--.*)?\r?$|:[a-z]|!!)`)

// restOfBatch is the text behind a line up to the next GO.
func (s *splitter) restOfBatch(end int) string {
	rest := s.text[end:]
	if at := goLine.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	return rest
}

var (
	goLine   = regexp.MustCompile(`(?im)^[ \t]*go[ \t]*(?:\d+[ \t]*)?(?:;[ \t]*)?(?:--.*)?\r?$`)
	declared = regexp.MustCompile(`(?i)\bdeclare\b|,[ \t\r\n]*@`)
	variable = regexp.MustCompile(`@[\p{L}_#][\p{L}\p{N}_@$#]*`)
)

// sharesVariable tells that the text behind uses a variable which the text in front declares.
func sharesVariable(before, behind string) bool {
	if !declared.MatchString(before) {
		return false
	}
	names := map[string]bool{}
	for _, v := range variable.FindAllString(before, -1) {
		names[strings.ToUpper(v)] = true
	}
	for _, v := range variable.FindAllString(behind, -1) {
		if names[strings.ToUpper(v)] {
			return true
		}
	}
	return false
}

// openBlocks counts the BEGIN and CASE without an END in a part of a batch.
func openBlocks(text string) int {
	n := 0
	words := blockWords.FindAllStringSubmatchIndex(text, -1)
	for k, m := range words {
		if m[2] < 0 { // a string, a name or a comment
			continue
		}
		switch strings.ToUpper(text[m[2]:m[3]]) {
		case "BEGIN":
			if k+1 < len(words) && words[k+1][2] >= 0 && strings.TrimSpace(text[m[3]:words[k+1][2]]) == "" && notBlock[strings.ToUpper(text[words[k+1][2]:words[k+1][3]])] {
				continue
			}
			n++
		case "CASE":
			n++
		case "END":
			if n > 0 {
				n--
			}
		}
	}
	return n
}

var (
	blockWords = regexp.MustCompile(`(?is)'[^']*'|\[[^\]]*\]|"[^"]*"|--[^\n]*|/\*.*?\*/|\b(begin|end|case|tran|transaction|distributed|dialog|conversation|try|catch)\b`)
	notBlock   = map[string]bool{"TRAN": true, "TRANSACTION": true, "DISTRIBUTED": true, "DIALOG": true, "CONVERSATION": true}
)
