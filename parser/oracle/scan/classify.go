package scan

// alternative is one way for a word to be the keyword tok: all conditions hold.
type alternative struct {
	tok   int32
	conds []condition
}

// phrase is a run of words that make one token.
type phrase struct {
	tok   int32
	words []uint16
	conds []condition
}

type condition struct {
	op  uint8
	neg bool
	set uint16
}

const (
	condAlways = iota
	condFirm
	condReserved
	condSQL
	condCode
	condDecl
	condDDL
	condDepth0
	condAtStmt
	condAtDecl
	condAtBegin
	condAtEnd
	condAtHead
	condPrev
	condPrev2
	condPrevRaw
	condNext
	condNext2
	condIn
	condStmt
	condKind
)

// classifier turns raw tokens into tokens, left to right.
type classifier struct {
	res  *Result
	raw  []rawToken
	text *string
	i    int // the raw token at hand

	prev, prev2 uint16   // the tokens before, as resolved; 0 at the start
	prevRaw     uint16   // the symbol of the one before
	owners      []uint16 // for each open parenthesis, the symbol before it

	blocks
}

func (c *classifier) run(end int) {
	c.res.Tokens = make([]Token, 0, len(c.raw)+1)
	c.res.soft = make([]uint16, 0, len(c.raw)+1)
	for c.i < len(c.raw) {
		c.next()
	}
	c.emit(EOF, 0, end, end)
}

func (c *classifier) emit(typ int32, soft uint16, start, end int) {
	r := c.res
	r.Tokens = append(r.Tokens, Token{
		Type: typ, Start: int32(start), End: int32(end), Index: int32(len(r.Tokens)), text: c.text,
	})
	r.soft = append(r.soft, soft)
}

func (c *classifier) next() {
	t := &c.raw[c.i]
	typ, n := int32(t.sym), 1
	switch {
	case t.sym > numPuncts:
		typ, n = c.word(t.sym)
	case t.sym == HYPHEN && t.lineEnd && c.continuation():
		c.i++
		return
	case t.sym == IDENT:
		if (c.prev == LPAREN || c.prev == COMMA) && c.at(c.i+1) == ARROW {
			typ = ARG_NAME
		}
	case t.sym == COLON && !c.afterOperand() && c.at(c.i+1) != 0 && c.spacedBind():
		return
	case t.sym == BAR && c.at(c.i+1) == BAR && c.afterOperand():
		typ, n = CONCAT, 2 // | | is taken for ||
	case t.sym == BIND && t.end > t.start+1 && c.afterOperand() && c.inJSON():
		c.splitBind(t)
		return
	}
	last := &c.raw[c.i+n-1]
	var soft uint16
	if t.sym > numPuncts && n == 1 {
		soft = t.sym
	}
	c.emit(typ, soft, int(t.start), int(last.end))
	c.track(uint16(typ), t.sym)
	c.prev2, c.prev, c.prevRaw = c.prev, uint16(typ), last.sym
	c.i += n
}

// splitBind makes a colon and a name of what looks like a bind variable: JSON_OBJECT('a':b).
func (c *classifier) splitBind(t *rawToken) {
	c.emit(COLON, 0, int(t.start), int(t.start)+1)
	name := (*c.text)[t.start+1 : t.end]
	t.sym, t.start = lookup(name), t.start+1
	if isDigit(name[0]) {
		t.sym = NUMBER
	}
	c.prev2, c.prev, c.prevRaw = c.prev, COLON, COLON
}

// continuation tells whether a hyphen at the end of a line goes on with the line, as SQL*Plus
// has it, where it cannot be an operator.
func (c *classifier) continuation() bool {
	switch c.prev {
	case LPAREN, COMMA, CONCAT, VALUES, SELECT, EQ:
		return true
	}
	switch c.at(c.i + 1) {
	case 0, COMMA, RPAREN, CONCAT, SEMI, EQ, symValues, symFrom, symWhere, symAnd, symOr, symSelect, symSet:
		return true
	}
	return false
}

// spacedBind takes a bind variable with a blank after its colon.
func (c *classifier) spacedBind() bool {
	name := &c.raw[c.i+1]
	if name.sym != IDENT && name.sym != NUMBER && name.sym <= numPuncts {
		return false
	}
	c.emit(BIND, 0, int(c.raw[c.i].start), int(name.end))
	c.prev2, c.prev, c.prevRaw = c.prev, BIND, BIND
	c.i += 2
	return true
}

func (c *classifier) inJSON() bool {
	switch c.owner() {
	case symJsonObject, symJsonObjectagg, symJsonArray, symJsonScalar:
		return true
	}
	return c.prev == STRING && len(c.owners) > 0 && c.owner() == symJson
}

func (c *classifier) afterOperand() bool {
	switch c.prev {
	case IDENT, STRING, NUMBER, RPAREN:
		return true
	}
	return false
}

// at gives the symbol of raw token i, 0 outside.
func (c *classifier) at(i int) uint16 {
	if i >= 0 && i < len(c.raw) {
		return c.raw[i].sym
	}
	return 0
}

func (c *classifier) owner() uint16 {
	if n := len(c.owners); n > 0 {
		return c.owners[n-1]
	}
	return 0
}

// word resolves the word at hand: its token type, and how many raw tokens that takes.
func (c *classifier) word(sym uint16) (typ int32, n int) {
	next := c.at(c.i + 1)
	if c.prev == DOT {
		return IDENT, 1
	}
	if c.namesUnit(sym) {
		return IDENT, 1
	}
	reserved := reservedWords.has(sym)
	switch next {
	case ARROW:
		if c.prev == LPAREN || c.prev == COMMA {
			return ARG_NAME, 1
		}
		return IDENT, 1
	case DOT, PCT_TYPE, PCT_ROWTYPE, PCT_ATTR, AT_SIGN:
		if !reserved {
			return IDENT, 1
		}
	case ASSIGN:
		if !reserved && c.prev != TO {
			return IDENT, 1
		}
	}
	if fuseFirst.has(sym) {
		for k := range fuses {
			if f := &fuses[k]; f.words[0] == sym && c.phrase(f) && c.all(f.conds) {
				return f.tok, len(f.words)
			}
		}
	}
	alts := rules[sym-numPuncts-1]
	for k := range alts {
		if c.all(alts[k].conds) {
			return alts[k].tok, 1
		}
	}
	return IDENT, 1
}

// namesUnit tells whether the word stands where the name of a unit must: after PROCEDURE and
// FUNCTION, and after the END of a block.
func (c *classifier) namesUnit(sym uint16) bool {
	switch c.prev {
	case PROCEDURE, FUNCTION:
		return sym != symIf
	case END:
		switch sym {
		case symCase: // SELECT CASE ... END CASE INTO: an alias
			next := c.at(c.i + 1)
			return c.endOfExpr && (next == symInto || next == symFrom || next == COMMA || next == RPAREN)
		case symIf, symLoop, symBefore, symAfter, symInstead:
			return false
		}
		return !c.endOfExpr && c.at(c.i+1) == SEMI
	case LLABEL, GOTO:
		return true
	}
	return false
}

func (c *classifier) phrase(f *phrase) bool {
	for k, w := range f.words {
		if c.at(c.i+k) != w {
			return false
		}
	}
	return true
}

func (c *classifier) all(conds []condition) bool {
	for _, d := range conds {
		if c.holds(d) == d.neg {
			return false
		}
	}
	return true
}

func (c *classifier) holds(d condition) bool {
	switch d.op {
	case condAlways, condReserved:
		return true
	case condFirm:
		return !c.operandPosition()
	case condPrev:
		return sets[d.set].has(c.prev)
	case condPrev2:
		return sets[d.set].has(c.prev2)
	case condPrevRaw:
		return sets[d.set].has(c.prevRaw)
	case condNext:
		return sets[d.set].has(c.nextSym(c.i + 1))
	case condNext2:
		return sets[d.set].has(c.nextSym(c.i + 2))
	case condIn:
		return sets[d.set].has(c.owner())
	case condStmt:
		return sets[d.set].has(c.stmt)
	case condKind:
		return sets[d.set].has(c.kind)
	}
	return c.place(d.op)
}

// nextSym is at, with the kinds of parenthesis alike.
func (c *classifier) nextSym(i int) uint16 {
	s := c.at(i)
	if s == LPAREN_QUERY || s == LPAREN_PART {
		return LPAREN
	}
	return s
}

// operandPosition tells whether an operand must follow the token before.
func (c *classifier) operandPosition() bool {
	switch c.prev {
	case ASSIGN, EQ, NE, LT, LE, GT, GE, PLUS, HYPHEN, STAR, SLASH, POWER, CONCAT, LPAREN, COMMA, AND, OR, NOT,
		SELECT, WHERE, IN, BETWEEN, LIKE, ARROW, DOTDOT, BY, HAVING, LBRACK, PRIOR:
		return true
	}
	return false
}
