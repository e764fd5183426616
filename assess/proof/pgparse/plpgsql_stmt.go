package pgparse

// statements parses statements up to a word that ends the list: END, ELSE, WHEN, ...
func (p *plParser) statements() {
	for {
		t := p.peek()
		if t.kind == tEOF || t.kind == tWord && p.endsList(t) {
			return
		}
		p.statement()
	}
}

// endsList tells whether a word ends a list of statements where it stands.
func (p *plParser) endsList(t token) bool {
	switch t.val {
	case "end", "else", "when":
		return true
	case "elsif", "elseif", "exception":
		return !p.assigns(1)
	}
	return false
}

// assigns tells whether the token n ahead makes the name before it a variable.
func (p *plParser) assigns(n int) bool {
	t := p.ahead(n)
	return t.is(":=") || t.is("=") || t.is("[") || t.is(".")
}

// statement parses one statement with its semicolon.
func (p *plParser) statement() {
	label := p.label()
	t := p.peek()
	switch {
	case t.is("begin"), t.is("declare"):
		p.blockStatement(label)
		p.expect(";")
		return
	case t.is("loop"), t.is("while"), t.is("for"), t.is("foreach"):
		p.loop(label)
		return
	case label != "":
		p.unexpected(t)
	}
	if t.kind == tWord && reserved[t.val] {
		p.reservedStatement(t)
		return
	}
	if parse := keywordStatement(t.val); t.kind == tWord && parse != nil && !p.assigns(1) {
		p.take()
		parse(p)
		return
	}
	if t.kind == tParam || t.isName() && p.isAssignment() {
		p.assignment()
		return
	}
	if !t.isName() {
		p.unexpected(t)
	}
	p.sqlStatement()
}

// isAssignment looks past the dotted name at hand.
func (p *plParser) isAssignment() bool {
	n := 1
	for p.ahead(n).is(".") && p.ahead(n+1).isName() {
		n += 2
	}
	t := p.ahead(n)
	return t.is(":=") || t.is("=") || t.is("[")
}

// reservedStatement parses the statements that begin with a reserved word.
func (p *plParser) reservedStatement(t token) {
	p.take()
	switch t.val {
	case "if":
		p.ifStatement()
	case "case":
		p.caseStatement()
	case "execute":
		p.execute()
	case "null":
		p.expect(";")
	default:
		p.unexpected(t)
	}
}

// keywordStatement gives the parser of what follows a word that begins a statement but is
// not reserved; nil where it is SQL.
func keywordStatement(word string) func(*plParser) {
	switch word {
	case "assert":
		return (*plParser).assert
	case "call", "do":
		return (*plParser).callOrDo
	case "close":
		return (*plParser).closeCursor
	case "commit", "rollback":
		return (*plParser).endTransaction
	case "exit", "continue":
		return (*plParser).exit
	case "fetch":
		return (*plParser).fetch
	case "get":
		return (*plParser).getDiagnostics
	case "move":
		return (*plParser).move
	case "open":
		return (*plParser).open
	case "perform":
		return (*plParser).perform
	case "raise":
		return (*plParser).raise
	case "release", "savepoint":
		return (*plParser).unsupported
	case "return":
		return (*plParser).returnStatement
	}
	return nil
}

// assignment parses target [subscripts and fields] := expression;
func (p *plParser) assignment() {
	p.target()
	for {
		switch {
		case p.accept("["):
			p.beyond = true
			if !p.peek().is(":") && !p.peek().is("]") {
				p.exprUntil("]", ":")
			}
			if p.accept(":") && !p.peek().is("]") {
				p.exprUntil("]")
			}
			p.expect("]")
			continue
		case p.peek().is(".") && p.toks[p.i-1].is("]"):
			p.take()
			p.name()
			continue
		}
		break
	}
	if !p.accept(":=") && !p.accept("=") {
		p.unexpected(p.peek())
	}
	p.exprUntil(";")
	p.expect(";")
}

// ifStatement parses after IF.
func (p *plParser) ifStatement() {
	for {
		p.exprUntil("then")
		p.expect("then")
		p.statements()
		if !p.accept("elsif") && !p.accept("elseif") {
			break
		}
	}
	if p.accept("else") {
		p.statements()
	}
	p.expect("end")
	p.expect("if")
	p.expect(";")
}

// caseStatement parses after CASE.
func (p *plParser) caseStatement() {
	if !p.peek().is("when") {
		p.exprUntil("when")
	}
	if !p.peek().is("when") {
		p.unexpected(p.peek())
	}
	for p.accept("when") {
		p.exprUntil("then")
		p.expect("then")
		p.statements()
	}
	if p.accept("else") {
		p.statements()
	}
	p.expect("end")
	p.expect("case")
	p.expect(";")
}

// execute parses after EXECUTE: the statement, INTO and USING in either order.
func (p *plParser) execute() {
	p.dynamicText("into", "using", ";")
	into, using := false, false
	for {
		switch {
		case p.peek().is("into") && !into:
			into = true
			p.take()
			p.intoTargets()
		case p.peek().is("using") && !using:
			using = true
			p.take()
			p.exprList("into", ";")
		default:
			p.expect(";")
			return
		}
	}
}

// dynamicText reads the expression that makes a statement. Where it is one constant, the
// statement is known, and the core grammar reads it too.
func (p *plParser) dynamicText(ends ...string) {
	first, n := p.peek(), p.i
	p.exprUntil(ends...)
	if p.i == n+1 && first.kind == tString && !first.escape {
		if e := parseSQL(valueOf(first)); e != nil {
			p.fail(first, "in the statement to execute: "+e.Msg)
		}
	}
}

func (p *plParser) assert() {
	p.exprUntil(",", ";")
	if p.accept(",") {
		p.exprUntil(";")
	}
	p.expect(";")
}

func (p *plParser) perform() {
	p.exprUntil(";")
	p.expect(";")
}

// callOrDo reads CALL and DO whole, as the SQL that they are.
func (p *plParser) callOrDo() {
	p.i--
	p.statementUntil(";")
	p.expect(";")
}

// endTransaction parses after COMMIT or ROLLBACK: [AND [NO] CHAIN];
func (p *plParser) endTransaction() {
	if p.accept("and") {
		p.accept("no")
		p.expect("chain")
	}
	p.expect(";")
}

func (p *plParser) unsupported() {
	p.fail(p.toks[p.i-1], "unsupported transaction command in PL/pgSQL")
}
