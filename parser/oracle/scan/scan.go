package scan

// maxDepth bounds the nesting of parentheses and blocks, so that no input can exhaust the
// stack of the parser or of what walks its tree.
const maxDepth = 1000

// Options steer conditional compilation.
type Options struct {
	Version, Release int               // DBMS_DB_VERSION; 0 means 19
	Flags            map[string]string // PLSQL_CCFLAGS, names in upper case
}

// Scan scans text[start:end], one unit.
func Scan(text string, start, end int, opt Options) *Result {
	s := &rawScanner{text: text, pos: start, end: end}
	s.toks = make([]rawToken, 0, (end-start)/4+8)
	s.run()
	r := &Result{Comments: s.comments, Err: s.err}
	toks := s.toks
	if s.directives {
		toks = r.conditional(text, toks, opt)
	}
	r.matchParens(toks)
	c := classifier{res: r, raw: toks, text: &text}
	c.run(end)
	return r
}

// matchParens pairs parentheses and bounds their depth.
func (r *Result) matchParens(toks []rawToken) {
	var open []int32
	depth := 0
	for i := range toks {
		switch toks[i].sym {
		case LPAREN, LBRACK, LBRACE:
			if depth++; depth > maxDepth && r.Err == nil {
				r.Err = &Error{int(toks[i].start), int(toks[i].end), "parentheses are nested more than 1000 deep"}
			}
		case RPAREN, RBRACK, RBRACE:
			depth = max(depth-1, 0)
		}
		switch toks[i].sym {
		case LPAREN:
			open = append(open, int32(i))
		case RPAREN:
			if n := len(open); n > 0 {
				toks[open[n-1]].match = int32(i)
				open = open[:n-1]
			}
		}
	}
	markQueries(toks)
}

// markQueries gives the parentheses that open a query, or a list of partitions, their own
// symbol. It goes from right to left: ((select 1) union (select 2)) needs its inside first.
func markQueries(toks []rawToken) {
	at := func(i int) uint16 {
		if i >= 0 && i < len(toks) {
			return toks[i].sym
		}
		return 0
	}
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].sym != LPAREN {
			continue
		}
		switch next := at(i + 1); next {
		case symSelect, symWith:
			toks[i].sym = LPAREN_QUERY
		case symValues:
			if p := at(i - 1); p == symFrom || p == symAs || p == symUsing || p == symJoin || p == LPAREN {
				toks[i].sym = LPAREN_QUERY
			}
		case symPartition, symSubpartition:
			if listsPartitions(at(i-2), at(i-1), next, at(i+2)) {
				toks[i].sym = LPAREN_PART
			}
		case LPAREN_QUERY:
			if closesQuery(at(int(toks[i+1].match)+1), at(i-1), toks[i+1].match) {
				toks[i].sym = LPAREN_QUERY
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
		return before != IDENT && before != symValues && (before <= numPuncts || reservedWords.has(before))
	}
	return false
}

func (s *symbolSet) has(n uint16) bool { return s[n>>6]&(1<<(n&63)) != 0 }
