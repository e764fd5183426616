package pgparse

// declarations parses what follows DECLARE, up to BEGIN or another DECLARE.
func (p *plParser) declarations() {
	for {
		t := p.peek()
		if t.is("begin") || t.is("declare") || t.kind == tEOF {
			return
		}
		if t.is("<<") {
			p.fail(t, "block label must be placed before DECLARE, not after")
		}
		p.declaration()
	}
}

// declaration parses one variable, cursor or alias.
func (p *plParser) declaration() {
	name := p.name()
	v := &variable{}
	switch {
	case p.peek().is("alias") && p.ahead(1).is("for"):
		p.alias(v)
	case p.peek().is("cursor") && cursorStart[p.ahead(1).val],
		p.peek().is("scroll") && p.ahead(1).is("cursor"),
		p.peek().is("no") && p.ahead(1).is("scroll"):
		p.cursorDeclaration(v)
	default:
		p.variableDeclaration(name, v)
	}
	if !p.scope.declare(name.val, v) {
		p.fail(name, `duplicate declaration at or near "`+p.src[name.start:name.end]+`"`)
	}
}

// cursorStart are the tokens that CURSOR is followed by in a cursor's declaration.
var cursorStart = map[string]bool{"for": true, "is": true, "(": true}

// alias parses ALIAS FOR name.
func (p *plParser) alias(v *variable) {
	p.take()
	p.take()
	p.beyond = true // libpg_query knows no parameters without a name
	t := p.peek()
	if t.kind == tParam {
		p.take()
		if w, _ := p.scope.lookup([]token{t}); w != nil {
			*v = *w
		} else {
			p.fail(t, `variable "`+t.val+`" does not exist`)
		}
	} else {
		start := p.i
		parts := p.dotted()
		w, _ := p.scope.lookup(parts)
		if w == nil {
			p.fail(p.toks[start], `variable "`+t.val+`" does not exist`)
		}
		*v = *w
	}
	p.expect(";")
}

// dotted takes a dotted name and gives its parts.
func (p *plParser) dotted() []token {
	parts := []token{p.name()}
	for p.peek().is(".") && p.ahead(1).isName() {
		p.take()
		parts = append(parts, p.take())
	}
	return parts
}

// cursorDeclaration parses [[NO] SCROLL] CURSOR [(arguments)] FOR|IS query;
func (p *plParser) cursorDeclaration(v *variable) {
	p.beyond = true
	v.class = bound
	p.accept("no")
	p.accept("scroll")
	p.expect("cursor")
	if p.accept("(") {
		for {
			v.args = append(v.args, p.name().val)
			p.typeName(func(t token) bool { return t.is(",") || t.is(")") })
			if !p.accept(",") {
				break
			}
		}
		p.expect(")")
	}
	if !p.accept("is") {
		p.expect("for")
	}
	p.statementUntil(";")
	p.expect(";")
}

// variableDeclaration parses [CONSTANT] type [COLLATE c] [NOT NULL] [default];
func (p *plParser) variableDeclaration(name token, v *variable) {
	v.constant = p.accept("constant")
	typ := p.typeName(func(t token) bool {
		return t.is(";") || t.is("collate") || t.is("not") || t.is("=") || t.is(":=") || t.is("default")
	})
	v.class = classify(typ, p.scope)
	if v.class != scalar && !(v.class == record && len(typ) == 1 && p.src[typ[0].start:typ[0].end] == "RECORD") {
		p.beyond = true
	}
	if p.accept("collate") {
		p.beyond = true
		p.dotted()
	}
	notNull := token{}
	if p.peek().is("not") {
		notNull = p.take()
		p.expect("null")
	}
	if p.accept(";") {
		if notNull.end > 0 {
			p.fail(name, `variable "`+name.val+`" must have a default value, since it's declared NOT NULL`)
		}
		return
	}
	if !p.accept(":=") && !p.accept("=") {
		p.expect("default")
	}
	p.exprUntil(";")
	p.expect(";")
}

// typeName reads a type up to a token that ends it, and checks it; it gives its tokens.
func (p *plParser) typeName(ends func(token) bool) []token {
	start, depth := p.i, 0
	for {
		t := p.peek()
		if t.kind == tEOF || t.is(";") && depth > 0 {
			p.fail(t, "incomplete data type declaration")
		}
		if depth == 0 && ends(t) || t.is(";") {
			break
		}
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		p.take()
	}
	typ := p.toks[start:p.i]
	if len(typ) == 0 {
		p.fail(p.peek(), "missing data type declaration")
	}
	p.checkType(typ)
	return typ
}

// checkType has the core grammar read a type. name%TYPE and name%ROWTYPE, which it knows
// only in part, are read here.
func (p *plParser) checkType(typ []token) {
	n := len(typ)
	for i, t := range typ {
		if !t.is("%") {
			continue
		}
		parts := nameParts(typ)
		last := i == n-2 || i < n-2 && (typ[i+2].is("[") || typ[i+2].is("array"))
		if len(parts)*2-1 != i || !last || !typ[i+1].is("type") && !typ[i+1].is("rowtype") {
			p.unexpected(t)
		}
		return
	}
	p.frags.add("SELECT CAST(NULL AS ", p.src, typ[0].start, typ[n-1].end, ")")
}
