package scan

import "github.com/crosswalk-db/crosswalk/parser/lex"

// The conditions of this dialect.
const (
	condFirm = lex.CondPlace + iota
	condStart
	condDepth0
	condStmt
	condKind
	condClosed
)

// classifier turns raw tokens into tokens, left to right.
type classifier struct {
	lex.Classifier
	res  *lex.Result
	text *string

	stmt, kind uint16 // first word of the statement at hand; the word after CREATE, ALTER, DROP
	head       bool   // that word is to come
	closed     uint16 // what stood before the parenthesis that was closed last
	cases      int    // CASE expressions that are open
}

func newClassifier(r *lex.Result, raw []lex.RawToken, text *string) *classifier {
	c := &classifier{res: r, text: text}
	c.Vocabulary, c.Raw, c.Place, c.Alike = &Vocabulary, raw, c.place, alike
	r.Reserve(len(raw) + 1)
	return c
}

// alike maps the kinds of parenthesis to one, for the rules.
func alike(sym uint16) uint16 {
	if sym == LPAREN_QUERY || sym == LPAREN_DML {
		return LPAREN
	}
	return sym
}

func (c *classifier) run(end int) {
	for c.I < len(c.Raw) {
		c.next()
	}
	c.res.Emit(lex.EOF, 0, end, end, c.text)
}

func (c *classifier) next() {
	t := &c.Raw[c.I]
	typ, n := int32(t.Sym), 1
	var soft uint16
	switch {
	case t.Sym > numPuncts:
		typ, n = c.word(t.Sym)
		if n == 1 && typ != LABEL {
			soft = t.Sym
		}
	case t.Sym == IDENT:
		if c.labels() {
			typ, n = LABEL, 2
		}
	case t.Sym == LPAREN_QUERY:
		if c.begins() || c.governed() {
			typ = LPAREN_STMT
		}
	}
	last := c.I + n - 1
	c.res.Emit(typ, soft, int(t.Start), int(c.Raw[last].End), c.text)
	c.track(uint16(typ), t.Sym)
	c.Moved(typ, last)
}

// labels tells whether the word at hand and the colon behind it are a label.
func (c *classifier) labels() bool {
	return c.At(c.I+1) == COLON && len(c.Owners) == 0 && c.Prev != DOT
}

// word resolves the word at hand: its token type, and how many raw tokens that takes.
func (c *classifier) word(sym uint16) (typ int32, n int) {
	switch c.Prev {
	case DOT, DOTDOT, COLONCOLON:
		return IDENT, 1
	}
	if !Vocabulary.Reserved.Has(sym) {
		switch c.At(c.I + 1) {
		case DOT, DOTDOT, COLONCOLON:
			return IDENT, 1
		case COLON:
			if c.labels() {
				return LABEL, 2
			}
		}
	}
	return c.Resolve(sym)
}

// place decides the conditions of this dialect.
func (c *classifier) place(op uint8, set *lex.Set) bool {
	switch op {
	case condFirm:
		return !c.operandPosition()
	case condStart:
		return c.begins() || c.Prev == END || c.Prev == ELSE || c.Prev == LPAREN
	case condDepth0:
		return len(c.Owners) == 0
	case condStmt:
		return set.Has(c.stmt)
	case condKind:
		return set.Has(c.kind)
	case condClosed:
		return c.Prev == RPAREN && set.Has(c.closed)
	}
	return false
}

// begins tells whether a statement surely begins behind the token before.
func (c *classifier) begins() bool {
	switch c.Prev {
	case 0, SEMI, BEGIN, BEGIN_TRY, BEGIN_CATCH, END_TRY, END_CATCH, LABEL:
		return true
	}
	return false
}

// governed tells whether a query in parentheses at hand begins a statement: where no operand can follow, as behind a condition that
// is complete, behind another statement and at the start of a procedure's body. INSERT and MERGE take a query behind names.
func (c *classifier) governed() bool {
	if len(c.Owners) > 0 || c.cases > 0 {
		return false
	}
	filled := c.stmt == symInsert || c.stmt == symMerge
	switch c.Prev {
	case ELSE, END, STRING, NULL:
		return true
	case NUMBER:
		return c.Prev2 != TOP
	case VAR, IDENT:
		return c.Prev2 != TOP && !filled
	case RPAREN:
		return !filled && c.stmt != symSelect && c.stmt != symWith // behind TOP (n), behind WITH x AS (…)
	case AS:
		return c.heads()
	}
	return false
}

// operandPosition tells whether an operand must follow the token before.
func (c *classifier) operandPosition() bool {
	switch c.Prev {
	case EQ, NE, LT, LE, GT, GE, PLUS, HYPHEN, STAR, SLASH, PERCENT_OP, AMP, BAR, CARET, TILDE, CONCAT, ASSIGN_OP, STAR_EQ,
		LPAREN, COMMA, AND, OR, NOT, SELECT, DISTINCT, WHERE, IN, BETWEEN, LIKE, BY, HAVING, AS, DOT, SET, FROM, JOIN, INTO, ON,
		WHEN, CASE, THEN, IF, WHILE, RETURN, PRINT, GOTO, DECLARE, CURSOR:
		return c.Prev != STAR || c.Prev2 != COMMA && c.Prev2 != SELECT && c.Prev2 != LPAREN && c.Prev2 != DOT
	}
	return false
}

// track follows the structure past a token that has been resolved. It is called before Prev is
// moved on.
func (c *classifier) track(typ, sym uint16) {
	switch typ {
	case CASE:
		c.cases++
	case END:
		c.cases = max(c.cases-1, 0)
	case LPAREN, LPAREN_QUERY, LPAREN_DML, LPAREN_STMT:
		c.Owners = append(c.Owners, c.PrevRaw)
		return
	case RPAREN:
		if n := len(c.Owners); n > 0 {
			c.closed = c.Owners[n-1]
			c.Owners = c.Owners[:n-1]
		}
		return
	}
	if len(c.Owners) > 0 {
		return
	}
	if starts(typ) && !c.within(typ) {
		c.stmt, c.kind, c.cases = sym, 0, 0
		c.head = typ == CREATE || typ == ALTER || typ == DROP || typ == CREATE_MODULE || typ == ALTER_MODULE
		return
	}
	if c.head && sym > numPuncts && typ != OR && typ != ALTER && typ != UNIQUE {
		c.kind, c.head = sym, false
	} else if sym == symSet && typ == IDENT {
		c.kind = 0 // ALTER DATABASE x SET: what follows is another statement
	}
}

// within tells whether the token before makes the word at hand part of a statement. ON does so in ON DELETE and
// ON UPDATE; behind the ON of SET NOCOUNT ON a statement begins.
func (c *classifier) within(typ uint16) bool {
	switch c.Prev {
	case ON:
		return (typ == DELETE || typ == UPDATE) && c.stmt != symSet
	case AS:
		return !c.heads()
	case THEN, COMMA, AFTER, INSTEAD_OF, FOR, WITH, OR:
		return true
	}
	return false
}

// heads tells whether the statement at hand is the head of a procedure or trigger, whose body begins behind AS.
func (c *classifier) heads() bool {
	return (c.stmt == symCreate || c.stmt == symAlter) && (c.kind == symProc || c.kind == symProcedure || c.kind == symTrigger)
}

// starts tells whether the token begins statements.
func starts(typ uint16) bool {
	switch typ {
	case ALTER, ALTER_MODULE, CREATE, CREATE_MODULE, DROP, SELECT, INSERT, UPDATE, DELETE, MERGE, DECLARE, SET, IF, WHILE,
		WITH_CTE, BEGIN, RETURN, PRINT, EXEC, GRANT, DENY, REVOKE, TRUNCATE, USE, BACKUP, RESTORE, DBCC, OPEN, FETCH, CLOSE:
		return true
	}
	return false
}
