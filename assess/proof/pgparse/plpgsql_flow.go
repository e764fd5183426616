package pgparse

// loop parses LOOP, WHILE, FOR and FOREACH.
func (p *plParser) loop(label string) {
	b := &block{label: label, loop: true}
	t := p.take()
	switch t.val {
	case "while":
		p.exprUntil("loop")
	case "for":
		p.forHead(b)
	case "foreach":
		p.foreachHead()
	}
	if !t.is("loop") {
		p.expect("loop")
	}
	p.scope = append(p.scope, b)
	p.statements()
	p.scope = p.scope[:len(p.scope)-1]
	p.expect("end")
	p.expect("loop")
	p.endLabel(label)
	p.expect(";")
}

// forHead parses FOR ... up to LOOP. Integer and cursor loops declare their variable.
func (p *plParser) forHead(b *block) {
	start := p.i
	first := p.name()
	for p.accept(",") || p.accept(".") {
		p.name()
	}
	p.expect("in")
	switch {
	case p.accept("execute"):
		p.rowTargets(start)
		p.dynamicText("loop", "using")
		if p.accept("using") {
			p.exprList("loop")
		}
	case p.isCursor():
		b.vars = map[string]*variable{first.val: {class: record}}
		p.cursorArgs(p.cursorVar())
	default:
		p.forRange(b, start, first)
	}
}

// isCursor tells whether the loop runs over a cursor variable.
func (p *plParser) isCursor() bool {
	t := p.peek()
	if !t.isName() || !p.ahead(1).is("loop") && !p.ahead(1).is("(") {
		return false
	}
	v, _ := p.scope.lookup([]token{t})
	if v == nil || v.class != bound && v.class != cursor {
		return false
	}
	if v.class == cursor {
		p.fail(t, "cursor FOR loop must use a bound cursor variable")
	}
	return true
}

// forRange parses [REVERSE] a..b [BY c], or a query.
func (p *plParser) forRange(b *block, start int, first token) {
	reverse := token{}
	if p.peek().is("reverse") {
		reverse = p.take()
	}
	begin := p.peek()
	from, to := p.scan(true, "..", "loop")
	if from == to {
		p.fail(begin, "missing expression")
	}
	if !p.accept("..") {
		if reverse.end > 0 {
			p.fail(reverse, "cannot specify REVERSE in query FOR loop")
		}
		p.frags.add("", p.src, from, to, "")
		p.rowTargets(start)
		return
	}
	p.frags.add("SELECT ", p.src, from, to, "")
	p.exprUntil("loop", "by")
	if p.accept("by") {
		p.exprUntil("loop")
	}
	b.vars = map[string]*variable{first.val: {class: scalar}}
}

// rowTargets checks the variables of a loop over rows, whose names start at token start.
func (p *plParser) rowTargets(start int) {
	now := p.i
	p.i = start
	n := 0
	for {
		t := p.peek()
		v, _ := p.scope.lookup(nameParts(p.toks[p.i : p.i+3]))
		if v == nil {
			p.fail(t, "loop variable of loop over rows must be a record variable or list of scalar variables")
		}
		p.target()
		n++
		if !p.accept(",") {
			break
		}
	}
	p.i = now
}

// foreachHead parses FOREACH target [SLICE n] IN ARRAY expression.
func (p *plParser) foreachHead() {
	p.target()
	for p.accept(",") {
		p.target()
	}
	if p.accept("slice") {
		if t := p.take(); t.kind != tNumber {
			p.unexpected(t)
		}
	}
	p.expect("in")
	p.expect("array")
	p.exprUntil("loop")
}

// exit parses after EXIT or CONTINUE: [label] [WHEN condition];
func (p *plParser) exit() {
	word := p.toks[p.i-1]
	isExit := word.is("exit")
	t := p.peek()
	switch {
	case t.isName() && !(t.kind == tWord && reserved[t.val]):
		p.take()
		b := p.scope.findLabel(t.val)
		if b == nil || b == p.scope[0] && !isExit {
			p.fail(t, `there is no label "`+t.val+`" attached to any block or loop enclosing this statement`)
		}
		if !isExit && !b.loop {
			p.fail(t, `block label "`+t.val+`" cannot be used in CONTINUE`)
		}
	case !p.scope.inLoop() && isExit:
		p.fail(word, "EXIT cannot be used outside a loop, unless it has a label")
	case !p.scope.inLoop():
		p.fail(word, "CONTINUE cannot be used outside a loop")
	}
	if p.accept("when") {
		p.exprUntil(";")
	}
	p.expect(";")
}

// returnStatement parses after RETURN.
func (p *plParser) returnStatement() {
	t := p.peek()
	switch {
	case t.is("next") && !p.ahead(1).is("."):
		p.take()
		p.returnNext(t)
		return
	case t.is("query"):
		p.take()
		p.returnQuery(t)
		return
	}
	if p.accept(";") {
		if p.h.returns == returnsTrigger || p.h.returns == returnsValue && !p.h.hasOut && !p.h.setof {
			p.fail(t, "missing expression at or near \""+p.src[t.start:t.end]+"\"")
		}
		return
	}
	switch {
	case p.h.returns == isProcedure:
		p.fail(t, "RETURN cannot have a parameter in a procedure")
	case p.h.setof:
		p.fail(t, "RETURN cannot have a parameter in function returning set")
	case p.h.returns == returnsVoid:
		p.fail(t, "RETURN cannot have a parameter in function returning void")
	case p.h.hasOut:
		p.fail(t, "RETURN cannot have a parameter in function with OUT parameters")
	}
	p.exprUntil(";")
	p.expect(";")
}

func (p *plParser) returnNext(word token) {
	if !p.h.setof {
		p.fail(word, "cannot use RETURN NEXT in a non-SETOF function")
	}
	t := p.peek()
	if p.accept(";") {
		p.beyond = true
		if !p.h.hasOut {
			p.fail(t, "missing expression at or near \""+p.src[t.start:t.end]+"\"")
		}
		return
	}
	if p.h.hasOut {
		p.fail(t, "RETURN NEXT cannot have a parameter in function with OUT parameters")
	}
	p.exprUntil(";")
	p.expect(";")
}

func (p *plParser) returnQuery(word token) {
	if !p.h.setof {
		p.fail(word, "cannot use RETURN QUERY in a non-SETOF function")
	}
	if p.accept("execute") {
		p.dynamicText("using", ";")
		if p.accept("using") {
			p.exprList(";")
		}
	} else {
		p.statementUntil(";")
	}
	p.expect(";")
}
