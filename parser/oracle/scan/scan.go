// Package scan turns Oracle source text into the tokens of the generated parser.
//
// Three passes over one unit: raw.go cuts the text into words, literals and punctuation and
// puts comments aside; conditional.go carries out conditional compilation ($IF); classify.go
// decides by the neighbours of each word whether it acts as a keyword there, by the rules of
// grammar/oracle/keywords.txt, so that the grammar needs one token of lookahead only.
package scan

import "github.com/crosswalk-db/crosswalk/parser/lex"

// maxDepth bounds the nesting of parentheses and blocks, so that no input can exhaust the
// stack of the parser or of what walks its tree.
const maxDepth = 1000

// Options steer conditional compilation.
type Options struct {
	Version, Release int               // DBMS_DB_VERSION; 0 means 19
	Flags            map[string]string // PLSQL_CCFLAGS, names in upper case
}

// Conditional is one $IF ... $END of the source: the whole of it, and the stretch that was
// compiled (empty where no branch was).
type Conditional struct {
	Start, End           int32
	TakenStart, TakenEnd int32
}

// Result is what Scan gives.
type Result struct {
	lex.Result
	Conditionals []Conditional
}

// Scan scans text[start:end], one unit.
func Scan(text string, start, end int, opt Options) *Result {
	Vocabulary.Ready()
	s := &rawScanner{text: text, pos: start, end: end}
	s.toks = make([]lex.RawToken, 0, (end-start)/4+8)
	s.run()
	r := &Result{Result: lex.Result{Vocabulary: &Vocabulary, Comments: s.comments, Err: s.err}}
	toks := s.toks
	if s.directives {
		toks = r.conditional(text, toks, opt)
	}
	r.matchParens(toks)
	newClassifier(r, toks, &text).run(end)
	return r
}

// matchParens pairs parentheses and bounds their depth.
func (r *Result) matchParens(toks []lex.RawToken) {
	var open []int32
	depth := 0
	for i := range toks {
		switch toks[i].Sym {
		case LPAREN, LBRACK, LBRACE:
			if depth++; depth > maxDepth && r.Err == nil {
				r.Err = &lex.Error{Start: int(toks[i].Start), End: int(toks[i].End), Msg: "parentheses are nested more than 1000 deep"}
			}
		case RPAREN, RBRACK, RBRACE:
			depth = max(depth-1, 0)
		}
		switch toks[i].Sym {
		case LPAREN:
			open = append(open, int32(i))
		case RPAREN:
			if n := len(open); n > 0 {
				toks[open[n-1]].Match = int32(i)
				open = open[:n-1]
			}
		}
	}
	markQueries(toks)
}

// markQueries gives the parentheses that open a query, or a list of partitions, their own
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
		switch next := at(i + 1); next {
		case symSelect, symWith:
			toks[i].Sym = LPAREN_QUERY
		case symValues:
			if p := at(i - 1); p == symFrom || p == symAs || p == symUsing || p == symJoin || p == LPAREN {
				toks[i].Sym = LPAREN_QUERY
			}
		case symPartition, symSubpartition:
			if listsPartitions(at(i-2), at(i-1), next, at(i+2)) {
				toks[i].Sym = LPAREN_PART
			}
		case LPAREN_QUERY:
			if closesQuery(at(int(toks[i+1].Match)+1), at(i-1), toks[i+1].Match) {
				toks[i].Sym = LPAREN_QUERY
			}
		}
	}
}

// listsPartitions tells a list of partitions from columns or parameters whose first is
// called partition, by the two tokens before the parenthesis and the two after.
func listsPartitions(prev2, prev, next, next2 uint16) bool {
	if next2 != IDENT && next2 <= numPuncts || next2 == symBy {
		return false
	}
	switch prev {
	case RPAREN, NUMBER, symLocal, symSystem, symInto, symTemplate:
		return true
	case symRecord, symObject:
		return false
	}
	switch prev2 {
	case symTable, symExists, symProcedure, symFunction, DOT:
		return false
	}
	return next == symSubpartition
}

// closesQuery tells whether a parenthesis before a parenthesised query belongs to a query
// as well, by what follows the inner one and what stands before the outer one.
func closesQuery(after, before uint16, match int32) bool {
	if match == 0 {
		return false
	}
	switch after {
	case symUnion, symMinus, symIntersect, symExcept, symOrder, symFetch, symOffset:
		return true
	case RPAREN:
		return before != IDENT && before != symValues && (before <= numPuncts || Vocabulary.Reserved.Has(before))
	}
	return false
}
