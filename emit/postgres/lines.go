package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Line maps. Text is printed piece by piece, indented and moved before it stands in its artifact, so a printer cannot
// know its line numbers. It writes a mark in front of what comes from a place of the source; unmarked takes the marks
// out when the artifact is whole. A NUL cannot be in source text: the reader refuses it.
const markByte = "\x00"

// mark notes that what is written next comes from a place of the source.
func (p *printer) mark(at diag.Span) {
	if p.obj == nil || at.File == nil {
		return
	}
	own := p.obj.Span()
	if own.File == nil {
		return
	}
	f, off := at.File.Root(at.Start)
	if g, _ := own.File.Root(own.Start); f != g {
		return
	}
	p.W(markByte, strconv.Itoa(f.Line(off)), markByte)
}

// unmarked takes the marks out of artifacts and keeps what they say.
func unmarked(arts []*ir.Artifact) []*ir.Artifact {
	for _, a := range arts {
		a.SQL, a.Lines = unmark(a.SQL)
		a.Stub, _ = unmark(a.Stub)
	}
	return arts
}

func unmark(text string) (string, []ir.LineMap) {
	if !strings.Contains(text, markByte) {
		return text, nil
	}
	var b strings.Builder
	var lines []ir.LineMap
	line := 1
	for {
		before, rest, ok := strings.Cut(text, markByte)
		b.WriteString(before)
		line += strings.Count(before, "\n")
		if !ok {
			return b.String(), lines
		}
		number, rest, _ := strings.Cut(rest, markByte)
		if n, err := strconv.Atoi(number); err == nil {
			lines = append(lines, ir.LineMap{Line: line, Source: n})
		}
		text = rest
	}
}
