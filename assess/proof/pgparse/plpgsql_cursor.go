package pgparse

import "slices"

// cursorVar takes the name of a cursor variable.
func (p *plParser) cursorVar() *variable {
	p.beyond = true
	t := p.peek()
	var parts []token
	if t.kind == tParam {
		parts = []token{p.take()}
	} else {
		parts = p.dotted()
	}
	v, used := p.scope.lookup(parts)
	if v == nil || used != len(parts) && v.class == scalar {
		p.fail(t, `"`+p.src[t.start:parts[len(parts)-1].end]+`" is not a known variable`)
	}
	if v.class == scalar || v.class == record && used == len(parts) {
		p.fail(t, `variable "`+parts[used-1].val+`" must be of type cursor or refcursor`)
	}
	return v
}

// open parses after OPEN.
func (p *plParser) open() {
	t := p.peek()
	v := p.cursorVar()
	if v.class == bound {
		p.cursorArgs(v)
		p.expect(";")
		return
	}
	if p.accept("no") {
		p.expect("scroll")
	} else {
		p.accept("scroll")
	}
	if v.class == unknown && (p.peek().is("(") || p.peek().is(";")) {
		p.fail(t, `syntax error: an unbound cursor is opened FOR a query`)
	}
	p.expect("for")
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

// cursorArgs parses (value [, value]...), each with name := before it or not,
// for a bound cursor that has parameters.
func (p *plParser) cursorArgs(v *variable) {
	start := p.peek()
	if len(v.args) == 0 {
		if start.is("(") {
			p.fail(start, "cursor has no arguments")
		}
		return
	}
	if !p.accept("(") {
		p.fail(start, "cursor has arguments")
	}
	given := map[string]bool{}
	for n := 0; ; n++ {
		t := p.peek()
		arg := ""
		if t.isName() && p.ahead(1).is(":=") {
			arg = p.take().val
			p.take()
			if !slices.Contains(v.args, arg) {
				p.fail(t, `cursor has no argument named "`+arg+`"`)
			}
		} else if n < len(v.args) {
			arg = v.args[n]
		} else {
			p.fail(t, "too many arguments for cursor")
		}
		if given[arg] {
			p.fail(t, `value for parameter "`+arg+`" of cursor specified more than once`)
		}
		given[arg] = true
		p.exprUntil(",", ")")
		if !p.accept(",") {
			break
		}
	}
	if len(given) < len(v.args) {
		p.fail(p.peek(), "not enough arguments for cursor")
	}
	p.expect(")")
}

// fetch parses after FETCH: [direction] cursor INTO targets;
func (p *plParser) fetch() {
	p.direction()
	p.cursorVar()
	p.expect("into")
	p.intoTargets()
	p.expect(";")
}

func (p *plParser) move() {
	p.direction()
	p.cursorVar()
	p.expect(";")
}

func (p *plParser) closeCursor() {
	p.cursorVar()
	p.expect(";")
}

// direction takes NEXT, ABSOLUTE n, FORWARD and their like with FROM or IN, if it stands
// there rather than the cursor's name.
func (p *plParser) direction() {
	t := p.peek()
	if next := p.ahead(1); next.is("into") || next.is(";") || next.is(".") {
		return
	}
	switch {
	case t.is("next"), t.is("prior"), t.is("first"), t.is("last"), t.is("all"):
		p.take()
	case t.is("absolute"), t.is("relative"):
		p.take()
		p.exprUntil("from", "in")
	case t.is("forward"), t.is("backward"):
		p.take()
		if !p.peek().is("from") && !p.peek().is("in") && !p.accept("all") && p.countFollows() {
			p.exprUntil("from", "in")
		}
	case t.kind == tNumber || t.is("-") || t.is("+"):
		p.exprUntil("from", "in")
	}
	if !p.accept("from") {
		p.accept("in")
	}
}

// countFollows tells whether FROM or IN comes before the statement's end.
func (p *plParser) countFollows() bool {
	for n := 0; ; n++ {
		switch t := p.ahead(n); {
		case t.is("from"), t.is("in"):
			return true
		case t.is(";"), t.is("into"), t.kind == tEOF:
			return false
		}
	}
}
