package scan

import "github.com/crosswalk-db/crosswalk/parser/lex"

// blocks tracks where in a statement, unit and block the classifier is.
type blocks struct {
	stack      []uint8
	mode       uint8 // modeSQL, modeDecl, modeCode
	inCaseExpr bool
	endOfExpr  bool // the last END closed a CASE expression

	stmt, kind   uint16 // first word of the statement at hand; kind of object it is about
	head         bool   // in the words that tell the kind
	query        bool   // past the AS of CREATE TABLE ... AS SELECT
	pending      bool   // a unit's header was begun, its IS or AS is to come
	pendingDepth int
}

// Entries of the block stack.
const (
	inDecl = iota // declarations: after IS, AS, DECLARE
	inCode        // after BEGIN
	inIf
	inLoop
	inCaseStmt
	inCaseExpr
)

const (
	modeSQL = iota
	modeDecl
	modeCode
)

// place decides the conditions on the place of the word at hand.
func (c *classifier) place(op uint8, set *lex.Set) bool {
	switch op {
	case condFirm:
		return !c.operandPosition()
	case condStmt:
		return set.Has(c.stmt)
	case condKind:
		return set.Has(c.kind)
	case condSQL:
		return c.mode == modeSQL
	case condCode:
		return c.mode == modeCode
	case condDecl:
		return c.mode == modeDecl
	case condDDL:
		return c.ddl()
	case condDepth0:
		return len(c.Owners) == 0
	case condAtStmt:
		return c.atStmt()
	case condAtDecl:
		return c.atDecl()
	case condAtBegin:
		return c.atStmt() || c.mode == modeDecl && c.atDecl() || c.mode == modeSQL && c.kind == symTrigger
	case condAtEnd:
		return len(c.stack) > 0 && !c.operandPosition()
	case condAtHead:
		return c.head || c.mode == modeSQL && c.statementBegins()
	}
	return false
}

// ddl tells whether the statement is CREATE or ALTER of a table or the like, before its query.
func (c *classifier) ddl() bool {
	if c.mode != modeSQL || c.query || c.stmt != symCreate && c.stmt != symAlter {
		return false
	}
	switch c.kind {
	case symTable, symView, symIndex, symCluster, symMaterialized:
		return true
	}
	return false
}

// statementBegins tells whether nothing of a statement has been seen yet.
func (c *classifier) statementBegins() bool {
	switch c.Prev {
	case 0, SEMI, SLASH_LINE, RLABEL:
		return true
	}
	return false
}

func (c *classifier) atStmt() bool {
	if c.inCaseExpr || c.mode == modeDecl {
		return c.mode == modeDecl && c.Prev == RLABEL
	}
	if c.statementBegins() {
		return true
	}
	if c.mode != modeCode {
		return false
	}
	switch c.Prev {
	case BEGIN, THEN, ELSE, LOOP:
		return len(c.Owners) == 0
	}
	return false
}

func (c *classifier) atDecl() bool {
	switch c.Prev {
	case 0, SEMI, SLASH_LINE:
		return c.mode != modeCode
	case IS, AS, DECLARE, TRIGGER:
		return c.mode == modeDecl
	}
	return false
}

func (c *classifier) push(b uint8) {
	c.stack = append(c.stack, b)
	if len(c.stack) > maxDepth && c.res.Err == nil {
		t := &c.Raw[c.I]
		c.res.Err = &lex.Error{Start: int(t.Start), End: int(t.End), Msg: "blocks are nested more than 1000 deep"}
	}
	c.setMode()
}

func (c *classifier) pop() {
	if n := len(c.stack); n > 0 {
		c.stack = c.stack[:n-1]
	}
	c.setMode()
}

func (c *classifier) setMode() {
	c.mode, c.inCaseExpr = modeSQL, false
	for i := len(c.stack) - 1; i >= 0; i-- {
		switch c.stack[i] {
		case inCaseExpr:
			c.inCaseExpr = true
			continue
		case inDecl:
			c.mode = modeDecl
		default:
			c.mode = modeCode
		}
		break
	}
	if n := len(c.stack); n > 0 {
		c.inCaseExpr = c.stack[n-1] == inCaseExpr
	}
}

// track follows the structure past a token that has been resolved. It is called before prev
// is moved on.
func (c *classifier) track(typ, sym uint16) {
	if len(c.stack) == 0 && c.statementBegins() && typ != SEMI {
		c.stmt, c.kind, c.query, c.pending = sym, 0, false, false
		c.head = typ == CREATE || typ == ALTER || typ == DROP
	}
	switch typ {
	case LPAREN, LPAREN_QUERY, LPAREN_PART, LBRACK:
		owner := c.PrevRaw
		if typ == LBRACK || typ == LPAREN_PART {
			owner = typ
		}
		c.Owners = append(c.Owners, owner)
		c.head = false
	case RPAREN, RBRACK:
		if n := len(c.Owners); n > 0 {
			c.Owners = c.Owners[:n-1]
		}
	case SEMI:
		c.semi()
	case TABLE, VIEW, INDEX, SEQUENCE, SYNONYM, TYPE, PACKAGE, PROCEDURE, FUNCTION, TRIGGER, OTHER_KIND:
		c.unitKind(typ, sym)
	case BODY:
		c.pending, c.pendingDepth = true, len(c.Owners)
	case DECLARE, BEGIN, IS, AS, IF, LOOP, CASE, END:
		c.block(typ)
	}
}

func (c *classifier) semi() {
	if c.pending && len(c.Owners) <= c.pendingDepth || len(c.stack) == 0 {
		c.pending = false
	}
	if len(c.stack) > 0 && len(c.Owners) > 0 {
		c.Owners = c.Owners[:0] // unbalanced: the parser will say so
	}
}

func (c *classifier) unitKind(typ, sym uint16) {
	if c.head || c.mode == modeSQL && c.kind == 0 {
		c.head = false
		c.kind = sym
	}
	switch typ {
	case PACKAGE, PROCEDURE, FUNCTION:
		c.pending, c.pendingDepth = true, len(c.Owners)
	case TRIGGER:
		if c.Prev == COMPOUND {
			c.push(inDecl)
		}
	}
}

// block follows the words that open and close blocks.
func (c *classifier) block(typ uint16) {
	top := -1
	if n := len(c.stack); n > 0 {
		top = int(c.stack[n-1])
	}
	switch typ {
	case DECLARE:
		c.push(inDecl)
	case BEGIN:
		if top == inDecl {
			c.stack[len(c.stack)-1] = inCode
			c.setMode()
			return
		}
		c.push(inCode)
	case IS, AS:
		c.isAs(typ)
	case IF:
		if c.Prev != END && c.At(c.I+1) != symExists && c.atStmt() {
			c.push(inIf)
		}
	case LOOP:
		if c.Prev != END || c.endOfExpr {
			c.push(inLoop)
		}
	case CASE:
		switch {
		case c.Prev == END && !c.endOfExpr:
		case c.atStmt():
			c.push(inCaseStmt)
		default:
			c.push(inCaseExpr)
		}
	case END:
		c.endOfExpr = top == inCaseExpr
		c.pop()
	}
}

// isAs opens a unit's declarations, and marks where a CREATE's query begins.
func (c *classifier) isAs(typ uint16) {
	next := c.At(c.I + 1)
	switch {
	case c.Prev == SELF: // RETURN SELF AS RESULT
	case c.pending && len(c.Owners) == c.pendingDepth:
		c.pending = false
		if next == symLanguage || next == symExternal || next == symMle {
			return
		}
		c.push(inDecl)
	case c.mode == modeDecl && (c.Prev == ROW && c.Prev2 == EACH || c.Prev == STATEMENT):
		c.push(inDecl)
	case typ == AS && c.mode == modeSQL && len(c.Owners) == 0 && c.stmt == symCreate:
		c.query = true
	}
}
