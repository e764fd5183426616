// Package scan turns Oracle source text into the tokens of the generated parser.
//
// Three passes over one unit: raw.go cuts the text into words, literals and punctuation and
// puts comments aside; conditional.go carries out conditional compilation ($IF); classify.go
// decides by the neighbours of each word whether it acts as a keyword there, by the rules of
// grammar/oracle/keywords.txt, so that the grammar needs one token of lookahead only.
package scan

import (
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"
)

// EOF is the type of the token that ends every token list.
const EOF = antlr.TokenEOF

// Token is one token. Start and End are byte offsets into the text that was scanned.
type Token struct {
	Type       int32
	Start, End int32
	Index      int32
	text       *string
}

var _ antlr.Token = (*Token)(nil)

// Text gives the source text of the token.
func (t *Token) Text() string {
	if t.Type == EOF {
		return ""
	}
	return (*t.text)[t.Start:t.End]
}

// GetTokenType is Type, for ANTLR, as the methods below are.
func (t *Token) GetTokenType() int { return int(t.Type) }

// GetStart is the offset of the first byte.
func (t *Token) GetStart() int { return int(t.Start) }

// GetStop is the offset of the last byte.
func (t *Token) GetStop() int { return int(t.End) - 1 }

// GetTokenIndex is the token's place in the list.
func (t *Token) GetTokenIndex() int { return int(t.Index) }

// SetTokenIndex sets the token's place in the list.
func (t *Token) SetTokenIndex(i int) { t.Index = int32(i) }

// GetText is Text.
func (t *Token) GetText() string { return t.Text() }

// SetText does nothing: a token's text is the source's.
func (t *Token) SetText(string) {}

// GetChannel is the default channel: comments are not tokens.
func (t *Token) GetChannel() int { return antlr.TokenDefaultChannel }

// GetLine counts the lines up to the token; positions are diag.File's business otherwise.
func (t *Token) GetLine() int { return 1 + strings.Count((*t.text)[:t.Start], "\n") }

// GetColumn counts the bytes from the start of the line.
func (t *Token) GetColumn() int {
	return int(t.Start) - 1 - strings.LastIndexByte((*t.text)[:t.Start], '\n')
}

// GetSource is nil: the text is at hand in Text.
func (t *Token) GetSource() *antlr.TokenSourceCharStreamPair { return nil }

// GetTokenSource is nil.
func (t *Token) GetTokenSource() antlr.TokenSource { return nil }

// GetInputStream is nil.
func (t *Token) GetInputStream() antlr.CharStream { return nil }

func (t *Token) String() string { return TypeText(int(t.Type)) + " " + t.Text() }

// Comment is a comment, with its marks: -- to the end of the line, or /* to */. Hints too.
type Comment struct{ Start, End int32 }

// Conditional is one $IF ... $END of the source: the whole of it, and the stretch that was
// compiled (empty where no branch was).
type Conditional struct {
	Start, End           int32
	TakenStart, TakenEnd int32
}

// Error is text that cannot be a token, or nesting beyond all reason.
type Error struct {
	Start, End int
	Msg        string
}

// Result is what Scan gives. Tokens ends with an EOF token.
type Result struct {
	Tokens       []Token
	Comments     []Comment
	Conditionals []Conditional
	Err          *Error // the first one

	// Soft tells, for every token, which words could be read the other way: a keyword as an
	// identifier or an identifier as a keyword (see Flip).
	soft []uint16
}

// CommentsBetween gives the comments that start in from..to.
func (r *Result) CommentsBetween(from, to int) []Comment {
	i := sort.Search(len(r.Comments), func(i int) bool { return int(r.Comments[i].Start) >= from })
	j := sort.Search(len(r.Comments), func(i int) bool { return int(r.Comments[i].Start) >= to })
	return r.Comments[i:j]
}

// TypeText is how a message names a token type.
func TypeText(typ int) string {
	if typ < 0 {
		return tokenText[0]
	}
	if typ < len(tokenText) {
		return tokenText[typ]
	}
	return "?"
}
