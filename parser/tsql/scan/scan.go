// Package scan turns Transact-SQL into the tokens of the generated parser.
//
// Two passes over one batch: raw.go cuts the text into words, literals and punctuation and puts
// comments aside; classify.go decides by the neighbours of each word whether it acts as a keyword
// there, by the rules of grammar/tsql/keywords.txt, so that the grammar needs one token of
// lookahead only. Most of Transact-SQL's keywords are reserved, which makes that easy; what is
// left are words such as OUTPUT, USING, OFFSET, and the ends of statements.
package scan

import "github.com/crosswalk-db/crosswalk/parser/lex"

// maxDepth bounds the nesting of parentheses, so that no input can exhaust the stack of the
// parser or of what walks its tree.
const maxDepth = 1000

// Options steer the scanner.
type Options struct {
	// QuotedText says that "x" is a text, as under SET QUOTED_IDENTIFIER OFF; otherwise it is a name.
	QuotedText bool
}

// Scan scans text[start:end], one batch.
func Scan(text string, start, end int, opt Options) *lex.Result {
	Vocabulary.Ready()
	s := &rawScanner{text: text, pos: start, end: end, opt: opt}
	s.toks = make([]lex.RawToken, 0, (end-start)/5+8)
	s.run()
	r := &lex.Result{Vocabulary: &Vocabulary, Comments: s.comments, Err: s.err}
	matchParens(r, s.toks)
	newClassifier(r, s.toks, &text).run(end)
	return r
}

// matchParens pairs parentheses and bounds their depth.
func matchParens(r *lex.Result, toks []lex.RawToken) {
	var open []int32
	for i := range toks {
		switch toks[i].Sym {
		case LPAREN:
			open = append(open, int32(i))
			if len(open) > maxDepth && r.Err == nil {
				r.Err = &lex.Error{Start: int(toks[i].Start), End: int(toks[i].End), Msg: "parentheses are nested more than 1000 deep"}
			}
		case RPAREN:
			if n := len(open); n > 0 {
				toks[open[n-1]].Match = int32(i)
				open = open[:n-1]
			}
		}
	}
	markQueries(toks)
}

// markQueries gives the parentheses that open a query, or a change of data in FROM, their own
// symbol. It goes from right to left: ((select 1) union (select 2)) needs its inside first.
func markQueries(toks []lex.RawToken) {
	at := func(i int) uint16 {
		if i >= 0 && i < len(toks) {
			return toks[i].Sym
		}
		return 0
	}
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].Sym != LPAREN {
			continue
		}
		switch at(i + 1) {
		case symSelect, symWith, symValues:
			toks[i].Sym = LPAREN_QUERY
		case symInsert, symUpdate, symDelete, symMerge:
			if at(i+2) != LPAREN && opensSource(at(i-1)) {
				toks[i].Sym = LPAREN_DML
			}
		case LPAREN_QUERY:
			if closesQuery(at(int(toks[i+1].Match)+1), at(i-1), toks[i+1].Match) {
				toks[i].Sym = LPAREN_QUERY
			}
		}
	}
}

// opensSource tells whether a table may follow the token.
func opensSource(sym uint16) bool {
	switch sym {
	case symFrom, symJoin, symApply, symUsing, COMMA:
		return true
	}
	return false
}

// closesQuery tells whether a parenthesis before a parenthesised query belongs to a query
// as well, by what follows the inner one and what stands before the outer one.
func closesQuery(after, before uint16, match int32) bool {
	if match == 0 {
		return false
	}
	switch after {
	case symUnion, symIntersect, symExcept, symOrder:
		return true
	case RPAREN:
		return before != IDENT && before != symValues && (before <= numPuncts || Vocabulary.Reserved.Has(before))
	}
	return false
}
