// Package lex holds what the scanners of all dialects share: tokens as ANTLR wants them, the
// keyword table, and the rules that decide by the neighbours of a word whether it acts as a
// keyword (grammar/gen makes them of a dialect's keywords.txt), so that the grammars need one
// token of lookahead only.
package lex

import (
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"
)

// EOF is the type of the token that ends every token list.
const EOF = antlr.TokenEOF

// IDENT is the type of identifiers: the first of every vocabulary.
const IDENT = 1

// Token is one token. Start and End are byte offsets into the text that was scanned.
type Token struct {
	Type       int32
	Start, End int32
	Index      int32
	Source     *string
}

var _ antlr.Token = (*Token)(nil)

// Text gives the source text of the token.
func (t *Token) Text() string {
	if t.Type == EOF {
		return ""
	}
	return (*t.Source)[t.Start:t.End]
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
func (t *Token) GetLine() int { return 1 + strings.Count((*t.Source)[:t.Start], "\n") }

// GetColumn counts the bytes from the start of the line.
func (t *Token) GetColumn() int {
	return int(t.Start) - 1 - strings.LastIndexByte((*t.Source)[:t.Start], '\n')
}

// GetSource is nil: the text is at hand in Text.
func (t *Token) GetSource() *antlr.TokenSourceCharStreamPair { return nil }

// GetTokenSource is nil.
func (t *Token) GetTokenSource() antlr.TokenSource { return nil }

// GetInputStream is nil.
func (t *Token) GetInputStream() antlr.CharStream { return nil }

func (t *Token) String() string { return t.Text() }

// Comment is a comment, with its marks: -- to the end of the line, or /* to */.
type Comment struct{ Start, End int32 }

// Error is text that cannot be a token, or nesting beyond all reason.
type Error struct {
	Start, End int
	Msg        string
}

// Result is what a scanner gives. Tokens ends with an EOF token.
type Result struct {
	Vocabulary *Vocabulary
	Tokens     []Token
	Comments   []Comment
	Err        *Error // the first one

	// soft tells, for every token, which words could be read the other way: a keyword as an
	// identifier or an identifier as a keyword (see OtherTypes). 0 for no word.
	soft []uint16
}

// Emit appends a token; soft is the symbol of a word that could be read the other way, or 0.
func (r *Result) Emit(typ int32, soft uint16, start, end int, source *string) {
	r.Tokens = append(r.Tokens, Token{
		Type: typ, Start: int32(start), End: int32(end), Index: int32(len(r.Tokens)), Source: source,
	})
	r.soft = append(r.soft, soft)
}

// CommentsBetween gives the comments that start in from..to.
func (r *Result) CommentsBetween(from, to int) []Comment {
	i := sort.Search(len(r.Comments), func(i int) bool { return int(r.Comments[i].Start) >= from })
	j := sort.Search(len(r.Comments), func(i int) bool { return int(r.Comments[i].Start) >= to })
	return r.Comments[i:j]
}

// OtherTypes gives the types that token i could have if the rules of classification guessed
// wrong: a keyword read as a name, or a name as each keyword it can be. Words that are never
// names keep their type.
func (r *Result) OtherTypes(i int) []int32 {
	sym := r.soft[i]
	if sym == 0 || r.Vocabulary.Reserved.Has(sym) {
		return nil
	}
	cur := r.Tokens[i].Type
	var types []int32
	if cur != IDENT {
		types = append(types, IDENT)
	}
	for _, a := range r.Vocabulary.rulesOf(sym) {
		if a.Token != cur && !contains(types, a.Token) {
			types = append(types, a.Token)
		}
	}
	return types
}

func contains(types []int32, t int32) bool {
	for _, x := range types {
		if x == t {
			return true
		}
	}
	return false
}

// Reserve makes room for n tokens.
func (r *Result) Reserve(n int) {
	r.Tokens = make([]Token, 0, n)
	r.soft = make([]uint16, 0, n)
}
