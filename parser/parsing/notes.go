package parsing

import (
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// Notes are the comments of a text. Each is given to one node only.
type Notes struct {
	file  *diag.File
	notes []note
}

type note struct {
	start, end int
	used       bool
}

// NewNotes makes the notes of comments, which are in source order.
func NewNotes(file *diag.File, comments []lex.Comment) *Notes {
	n := &Notes{file: file}
	for _, c := range comments {
		n.notes = append(n.notes, note{start: int(c.Start), end: int(c.End)})
	}
	return n
}

// from gives the index of the first note that starts at the offset or behind it.
func (n *Notes) from(at int) int {
	return sort.Search(len(n.notes), func(i int) bool { return n.notes[i].start >= at })
}

// Between gives the comments between two offsets that no node has yet.
func (n *Notes) Between(from, to int) []ir.Comment {
	var list []ir.Comment
	for i := n.from(from); i < len(n.notes) && n.notes[i].end <= to; i++ {
		list = n.take(list, i)
	}
	return list
}

// Trailing gives the comments behind the offset from that start on its line, before to.
func (n *Notes) Trailing(from, to int) []ir.Comment {
	line := to
	if i := strings.IndexByte(n.file.Text[from:], '\n'); i >= 0 && from+i < to {
		line = from + i
	}
	var list []ir.Comment
	for i := n.from(from); i < len(n.notes) && n.notes[i].start < line; i++ {
		list = n.take(list, i)
	}
	return list
}

func (n *Notes) take(list []ir.Comment, i int) []ir.Comment {
	if n.notes[i].used {
		return list
	}
	n.notes[i].used = true
	at := n.notes[i]
	text := strings.TrimRight(n.file.Text[at.start:at.end], " \t\r\n")
	return append(list, ir.Comment{Text: text, Line: strings.HasPrefix(text, "--"),
		Sp: diag.Span{File: n.file, Start: at.start, End: at.end}})
}

// BackTo gives the offset from which the comments in front of the offset from have no token between
// them and it.
func (n *Notes) BackTo(from int) int {
	for i := n.from(from); i > 0 && strings.TrimSpace(n.file.Text[n.notes[i-1].end:from]) == ""; i-- {
		from = n.notes[i-1].start
	}
	return from
}

// Blank tells whether an empty line stands between two offsets.
func (n *Notes) Blank(from, to int) bool {
	if from >= to {
		return false
	}
	newlines := 0
	for _, c := range n.file.Text[from:to] {
		switch c {
		case '\n':
			newlines++
		case ' ', '\t', '\r':
		default:
			newlines = 0
		}
		if newlines == 2 {
			return true
		}
	}
	return false
}
