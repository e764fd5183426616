package scan

import "github.com/crosswalk-db/crosswalk/parser/lex"

// The conditions of this dialect.
const (
	condFirm = lex.CondPlace + iota
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
	condStmt
	condKind
)

// classifier turns raw tokens into tokens, left to right.
type classifier struct {
	lex.Classifier
	res  *Result
	text *string

	blocks
}

func newClassifier(r *Result, raw []lex.RawToken, text *string) *classifier {
	c := &classifier{res: r, text: text}
	c.Vocabulary, c.Raw, c.Place, c.Alike = &Vocabulary, raw, c.place, alike
	r.Reserve(len(raw) + 1)
	return c
}

// alike maps the kinds of parenthesis to one, for the rules.
func alike(sym uint16) uint16 {
	if sym == LPAREN_QUERY || sym == LPAREN_PART {
		return LPAREN
	}
	return sym
}

func (c *classifier) run(end int) {
	for c.I < len(c.Raw) {
		c.next()
	}
	c.emit(lex.EOF, 0, end, end)
}

func (c *classifier) emit(typ int32, soft uint16, start, end int) {
	c.res.Emit(typ, soft, start, end, c.text)
}

func (c *classifier) next() {
	t := &c.Raw[c.I]
	typ, n := int32(t.Sym), 1
	switch {
	case t.Sym > numPuncts:
		typ, n = c.word(t.Sym)
	case t.Sym == HYPHEN && t.LineEnd && c.continuation():
		c.I++
		return
	case t.Sym == IDENT:
		if (c.Prev == LPAREN || c.Prev == COMMA) && c.At(c.I+1) == ARROW {
			typ = ARG_NAME
		}
	case t.Sym == COLON && !c.afterOperand() && c.At(c.I+1) != 0 && c.spacedBind():
		return
	case t.Sym == BAR && c.At(c.I+1) == BAR && c.afterOperand():
		typ, n = CONCAT, 2 // | | is taken for ||
	case t.Sym == BIND && t.End > t.Start+1 && c.afterOperand() && c.inJSON():
		c.splitBind(t)
		return
	}
	last := &c.Raw[c.I+n-1]
	var soft uint16
	if t.Sym > numPuncts && n == 1 {
		soft = t.Sym
	}
	c.emit(typ, soft, int(t.Start), int(last.End))
	c.track(uint16(typ), t.Sym)
	c.Moved(typ, c.I+n-1)
}

// splitBind makes a colon and a name of what looks like a bind variable: JSON_OBJECT('a':b).
func (c *classifier) splitBind(t *lex.RawToken) {
	c.emit(COLON, 0, int(t.Start), int(t.Start)+1)
	name := (*c.text)[t.Start+1 : t.End]
	t.Sym, t.Start = Vocabulary.Lookup(name), t.Start+1
	if isDigit(name[0]) {
		t.Sym = NUMBER
	}
	c.Prev2, c.Prev, c.PrevRaw = c.Prev, COLON, COLON
}

// continuation tells whether a hyphen at the end of a line goes on with the line, as SQL*Plus
// has it, where it cannot be an operator.
func (c *classifier) continuation() bool {
	switch c.Prev {
	case LPAREN, COMMA, CONCAT, VALUES, SELECT, EQ:
		return true
	}
	switch c.At(c.I + 1) {
	case 0, COMMA, RPAREN, CONCAT, SEMI, EQ, symValues, symFrom, symWhere, symAnd, symOr, symSelect, symSet:
		return true
	}
	return false
}

// spacedBind takes a bind variable with a blank after its colon.
func (c *classifier) spacedBind() bool {
	name := &c.Raw[c.I+1]
	if name.Sym != IDENT && name.Sym != NUMBER && name.Sym <= numPuncts {
		return false
	}
	c.emit(BIND, 0, int(c.Raw[c.I].Start), int(name.End))
	c.Prev2, c.Prev, c.PrevRaw = c.Prev, BIND, BIND
	c.I += 2
	return true
}

func (c *classifier) inJSON() bool {
	switch c.Owner() {
	case symJsonObject, symJsonObjectagg, symJsonArray, symJsonScalar:
		return true
	}
	return c.Prev == STRING && len(c.Owners) > 0 && c.Owner() == symJson
}

func (c *classifier) afterOperand() bool {
	switch c.Prev {
	case IDENT, STRING, NUMBER, RPAREN:
		return true
	}
	return false
}

// word resolves the word at hand: its token type, and how many raw tokens that takes.
func (c *classifier) word(sym uint16) (typ int32, n int) {
	next := c.At(c.I + 1)
	if c.Prev == DOT {
		return IDENT, 1
	}
	if c.namesUnit(sym) {
		return IDENT, 1
	}
	reserved := Vocabulary.Reserved.Has(sym)
	switch next {
	case ARROW:
		if c.Prev == LPAREN || c.Prev == COMMA {
			return ARG_NAME, 1
		}
		return IDENT, 1
	case DOT, PCT_TYPE, PCT_ROWTYPE, PCT_ATTR, AT_SIGN:
		if !reserved {
			return IDENT, 1
		}
	case ASSIGN:
		if !reserved && c.Prev != TO {
			return IDENT, 1
		}
	}
	return c.Resolve(sym)
}

// namesUnit tells whether the word stands where the name of a unit must: after PROCEDURE and
// FUNCTION, and after the END of a block.
func (c *classifier) namesUnit(sym uint16) bool {
	switch c.Prev {
	case PROCEDURE, FUNCTION:
		return sym != symIf
	case END:
		switch sym {
		case symCase: // SELECT CASE ... END CASE INTO: an alias
			next := c.At(c.I + 1)
			return c.endOfExpr && (next == symInto || next == symFrom || next == COMMA || next == RPAREN)
		case symIf, symLoop, symBefore, symAfter, symInstead:
			return false
		}
		return !c.endOfExpr && c.At(c.I+1) == SEMI
	case LLABEL, GOTO:
		return true
	}
	return false
}

// operandPosition tells whether an operand must follow the token before.
func (c *classifier) operandPosition() bool {
	switch c.Prev {
	case ASSIGN, EQ, NE, LT, LE, GT, GE, PLUS, HYPHEN, STAR, SLASH, POWER, CONCAT, LPAREN, COMMA, AND, OR, NOT,
		SELECT, WHERE, IN, BETWEEN, LIKE, ARROW, DOTDOT, BY, HAVING, LBRACK, PRIOR:
		return true
	}
	return false
}
