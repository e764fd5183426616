package pgparse

// The SQL inside statements: where it ends, and its hand-over to the core grammar.

// scan passes tokens up to the first of ends outside parentheses, and gives the stretch.
// expression chooses the words of the message when the end does not come.
func (p *plParser) scan(expression bool, ends ...string) (from, to int) {
	from = p.peek().start
	to = from
	depth := 0
	for {
		t := p.peek()
		if depth == 0 {
			for _, e := range ends {
				if t.is(e) {
					return from, to
				}
			}
		}
		switch {
		case t.kind == tEOF, t.is(";"):
			p.noEnd(t, depth, expression, ends)
		case t.is("("), t.is("["):
			depth++
		case t.is(")"), t.is("]"):
			depth--
			if depth < 0 {
				p.fail(t, `mismatched parentheses at or near "`+t.val+`"`)
			}
		}
		to = t.end
		p.take()
	}
}

func (p *plParser) noEnd(t token, depth int, expression bool, ends []string) {
	switch {
	case depth != 0:
		p.fail(t, "mismatched parentheses")
	case expression:
		p.fail(t, `missing "`+ends[0]+`" at end of SQL expression`)
	}
	p.fail(t, `missing "`+ends[0]+`" at end of SQL statement`)
}

// exprUntil reads an expression that must not be empty; the end token is left standing.
func (p *plParser) exprUntil(ends ...string) {
	start := p.peek()
	from, to := p.scan(true, ends...)
	if from == to {
		p.fail(start, "missing expression at or near \""+p.src[start.start:start.end]+"\"")
	}
	p.frags.add("SELECT ", p.src, from, to, "")
}

// statementUntil reads a query or statement that must not be empty.
func (p *plParser) statementUntil(ends ...string) {
	start := p.peek()
	from, to := p.scan(false, ends...)
	if from == to {
		p.fail(start, "missing SQL statement")
	}
	p.frags.add("", p.src, from, to, "")
}

// exprList reads expressions separated by commas.
func (p *plParser) exprList(ends ...string) {
	all := append([]string{","}, ends...)
	for {
		p.exprUntil(all...)
		if !p.accept(",") {
			return
		}
	}
}

// sqlStatement reads a SQL statement to its semicolon, with the INTO clause that PL/pgSQL
// takes out of it.
func (p *plParser) sqlStatement() {
	first := p.peek()
	from, to := first.start, first.start
	gap, gapEnd := 0, 0
	depth := 0
	prev := token{}
	for {
		t := p.peek()
		switch {
		case t.kind == tEOF:
			p.fail(t, "unexpected end of function definition")
		case t.is(";") && depth <= 0:
			p.take()
			if gapEnd > 0 {
				p.frags.addWithout(p.src, from, to, gap, gapEnd)
				return
			}
			if first.is("select") || first.is("values") || first.is("table") {
				p.fail(first, "query has no destination for result data (use PERFORM, or INTO)")
			}
			p.frags.add("", p.src, from, to, "")
			return
		case t.is("into") && !prev.is("insert") && !prev.is("merge") && !first.is("import"):
			if gapEnd > 0 {
				p.fail(t, "INTO specified more than once")
			}
			gap = t.start
			p.take()
			p.intoTargets()
			gapEnd = p.toks[p.i-1].end
			to, prev = gapEnd, p.toks[p.i-1]
			continue
		case t.is("("), t.is("["):
			depth++
		case t.is(")"), t.is("]"):
			depth--
		}
		to, prev = t.end, t
		p.take()
	}
}

// intoTargets reads [STRICT] target [, target]...
func (p *plParser) intoTargets() {
	p.accept("strict")
	n, rec := 0, false
	for {
		t := p.peek()
		v, fields := p.target()
		n++
		if v.class == record && fields == 0 {
			rec = true
		}
		if rec && n > 1 {
			p.fail(t, `record variable cannot be part of multiple-item INTO list`)
		}
		if !p.peek().is(",") {
			return
		}
		if rec {
			p.fail(t, `record variable cannot be part of multiple-item INTO list`)
		}
		p.take()
	}
}

// target reads the name of a variable that is to be written: name, label.name or
// name.field. It gives the variable and the number of fields that follow its name.
func (p *plParser) target() (*variable, int) {
	t := p.peek()
	var parts []token
	if t.kind == tParam {
		p.beyond = true
		parts = []token{p.take()}
	} else {
		parts = p.dotted()
	}
	v, used := p.scope.lookup(parts)
	if v == nil {
		p.fail(t, `"`+p.src[t.start:parts[len(parts)-1].end]+`" is not a known variable`)
	}
	if v.constant {
		p.fail(t, `variable "`+parts[used-1].val+`" is declared CONSTANT`)
	}
	fields := len(parts) - used
	if fields > 0 {
		if v.class == scalar {
			p.fail(t, `"`+p.src[t.start:parts[len(parts)-1].end]+`" is not a known variable`)
		}
	}
	return v, fields
}
