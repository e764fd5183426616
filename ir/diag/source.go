// Package diag holds what every stage needs to talk about a place in the source and
// what is wrong with it: source text, spans, finding codes and findings.
//
// It imports nothing of Crosswalk; every other package may import it.
package diag

import "sort"

// File is one text that the compiler reads: a file of the repository, or a unit of it
// whose text differs from the file because SQL*Plus substitution took place. Offsets
// are bytes into Text, which is UTF-8 always.
type File struct {
	Name string // as the user wrote it, slash separated, relative to where the run started
	Text string

	lines []int // offsets of line starts, made on first use by Index

	// origin maps pieces of Text to the file it was made from; nil for a file read as it is.
	origin []Piece
	parent *File
}

// Piece says that Text[Start:] up to the next piece came from the parent's text at Parent.
// Fixed pieces (a substituted value) all map to the one place Parent. A piece of another file than the parent names it: a
// script that another one includes in the middle of a batch.
type Piece struct {
	Start  int
	Parent int
	Fixed  bool
	File   *File
}

// NewFile makes a file and indexes its lines, so that it can be shared by goroutines.
func NewFile(name, text string) *File {
	f := &File{Name: name, Text: text}
	f.index()
	return f
}

// Derive makes a text that was made from f by substitution. pieces are ordered by Start and
// cover the text from 0.
func (f *File) Derive(text string, pieces []Piece) *File {
	return &File{Name: f.Name, Text: text, origin: pieces, parent: f}
}

func (f *File) index() {
	f.lines = append(f.lines, 0)
	for i := 0; i < len(f.Text); i++ {
		if f.Text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
}

// Root gives the file on disk that a span lies in; nil for a span of no file.
func (s Span) Root() *File {
	if s.File == nil {
		return nil
	}
	f, _ := s.File.Root(s.Start)
	return f
}

// Root gives the file on disk and the offset in it of an offset in f.
func (f *File) Root(off int) (*File, int) {
	for f.parent != nil {
		i := sort.Search(len(f.origin), func(i int) bool { return f.origin[i].Start > off }) - 1
		if i < 0 {
			f, off = f.parent, 0
			continue
		}
		p := f.origin[i]
		d := off - p.Start
		if p.Fixed {
			d = 0
		}
		if p.File != nil {
			f, off = p.File, p.Parent+d
			continue
		}
		f, off = f.parent, p.Parent+d
	}
	return f, off
}

// Position gives the line and column (both from 1, the column in runes) of an offset, in
// the file on disk.
func (f *File) Position(off int) (line, col int) {
	r, off := f.Root(off)
	off = min(off, len(r.Text))
	line = r.line(off)
	col = 1
	for range r.Text[r.lines[line-1]:off] {
		col++
	}
	return line, col
}

// Line gives the line alone; where it is long, the column takes as long to tell.
func (f *File) Line(off int) int {
	r, off := f.Root(off)
	return r.line(min(off, len(r.Text)))
}

func (f *File) line(off int) int { return sort.SearchInts(f.lines, off+1) }

// Span is a stretch of a text: bytes Start to End (not included). The zero Span is
// "no place known".
type Span struct {
	File       *File
	Start, End int
}

// IsZero tells whether no place is known.
func (s Span) IsZero() bool { return s.File == nil }

// Text gives the source text under the span.
func (s Span) Text() string {
	if s.File == nil || s.Start < 0 || s.End > len(s.File.Text) || s.Start > s.End {
		return ""
	}
	return s.File.Text[s.Start:s.End]
}

// Pos gives file name, line and column of the start; "", 0, 0 for the zero Span.
func (s Span) Pos() (name string, line, col int) {
	if s.File == nil {
		return "", 0, 0
	}
	line, col = s.File.Position(s.Start)
	return s.Root().Name, line, col
}

// EndLine gives the line of the span's last byte.
func (s Span) EndLine() int {
	if s.File == nil {
		return 0
	}
	e := s.End - 1
	if e < s.Start {
		e = s.Start
	}
	line, _ := s.File.Position(e)
	return line
}

// EndPos gives line and column behind the span's last character; 0, 0 for the zero Span.
func (s Span) EndPos() (line, col int) {
	if s.File == nil {
		return 0, 0
	}
	if s.End <= s.Start {
		line, col = s.File.Position(s.Start)
		return line, col + 1
	}
	line, col = s.File.Position(s.End - 1)
	return line, col + 1
}

// To joins two spans of one file.
func (s Span) To(o Span) Span {
	if s.File == nil {
		return o
	}
	if o.File == s.File && o.End > s.End {
		s.End = o.End
	}
	return s
}
