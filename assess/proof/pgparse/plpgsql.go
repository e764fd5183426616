package pgparse

// This file and its neighbours plpgsql_*.go follow the grammar of PL/pgSQL as its manual
// gives it (chapters 43.2 to 43.9), statement by statement. libpg_query's copy of the
// server's parser cannot do this alone: without a catalogue it takes every variable but a
// RECORD for a scalar, refuses every cursor statement, and gives lines at best. What counts
// most, the SQL inside, is still PostgreSQL's own grammar's to judge.

// plParser is a recursive-descent parser of one body.
type plParser struct {
	src   string // the text that tokens and offsets refer to
	toks  []token
	i     int
	h     header
	scope scope
	frags fragments
	// beyond tells that the body uses what libpg_query's PL/pgSQL parser wrongly refuses.
	beyond bool
}

// bailout carries the first error to parseBody.
type bailout struct {
	off int
	msg string
}

// parseBody parses the text of a body. ok is false when off and msg tell of an error.
func parseBody(r *Routine, src string) (p *plParser, off int, msg string) {
	p = &plParser{src: src, toks: lex(src, 0), h: r.readHeader()}
	p.scope = routineScope(r, p.h)
	for _, pr := range p.h.params {
		if c := classify(pr.typ, nil); c == unknown || c == record || c == cursor {
			p.beyond = true
		}
	}
	defer func() {
		if e := recover(); e != nil {
			b, is := e.(bailout)
			if !is {
				panic(e)
			}
			off, msg = b.off, b.msg
		}
	}()
	for _, t := range p.toks {
		if t.kind == tBad {
			p.fail(t, t.val)
		}
	}
	p.options()
	p.outerBlock()
	if off, msg := p.frags.parse(src); msg != "" {
		return p, off, msg
	}
	return p, 0, ""
}

func (p *plParser) peek() token { return p.toks[p.i] }

// ahead looks n tokens beyond the current one.
func (p *plParser) ahead(n int) token { return p.toks[min(p.i+n, len(p.toks)-1)] }

func (p *plParser) take() token {
	t := p.toks[p.i]
	if t.kind != tEOF {
		p.i++
	}
	return t
}

// accept takes the token if it is s.
func (p *plParser) accept(s string) bool {
	if p.peek().is(s) {
		p.i++
		return true
	}
	return false
}

func (p *plParser) expect(s string) token {
	if !p.peek().is(s) {
		p.unexpected(p.peek())
	}
	return p.take()
}

func (p *plParser) fail(t token, msg string) { panic(bailout{t.start, msg}) }

func (p *plParser) unexpected(t token) {
	if t.kind == tEOF {
		p.fail(t, "syntax error at end of input")
	}
	p.fail(t, `syntax error at or near "`+p.src[t.start:t.end]+`"`)
}

// name takes an identifier that is not one of PL/pgSQL's reserved words.
func (p *plParser) name() token {
	t := p.peek()
	if !t.isName() || t.kind == tWord && reserved[t.val] {
		p.unexpected(t)
	}
	return p.take()
}

// reserved are PL/pgSQL's own reserved words.
var reserved = map[string]bool{
	"all": true, "begin": true, "by": true, "case": true, "declare": true, "else": true, "end": true, "execute": true,
	"for": true, "foreach": true, "from": true, "if": true, "in": true, "into": true, "loop": true, "not": true,
	"null": true, "or": true, "strict": true, "then": true, "to": true, "using": true, "when": true, "while": true,
}

// options passes "#variable_conflict use_column" and its like.
func (p *plParser) options() {
	for p.accept("#") {
		p.name()
		p.name()
	}
}

// outerBlock parses the block that is the body.
func (p *plParser) outerBlock() {
	label := p.label()
	p.blockStatement(label)
	p.accept(";")
	if t := p.peek(); t.kind != tEOF {
		p.unexpected(t)
	}
}

// label takes <<name>>, if there is one.
func (p *plParser) label() string {
	if !p.accept("<<") {
		return ""
	}
	t := p.name()
	p.expect(">>")
	return t.val
}

// blockStatement parses [DECLARE ...] BEGIN ... [EXCEPTION ...] END [label].
func (p *plParser) blockStatement(label string) {
	b := &block{label: label}
	p.scope = append(p.scope, b)
	for p.accept("declare") {
		p.declarations()
	}
	p.expect("begin")
	p.statements()
	if p.accept("exception") {
		p.handlers()
	}
	p.expect("end")
	p.endLabel(label)
	p.scope = p.scope[:len(p.scope)-1]
}

// endLabel takes the label after END, which must be the block's own.
func (p *plParser) endLabel(label string) {
	t := p.peek()
	if !t.isName() || t.kind == tWord && reserved[t.val] {
		return
	}
	p.take()
	switch {
	case label == "":
		p.fail(t, `end label "`+t.val+`" specified for unlabeled block`)
	case label != t.val:
		p.fail(t, `end label "`+t.val+`" differs from block's label "`+label+`"`)
	}
}

// handlers parses WHEN condition [OR condition]... THEN statements, once or more.
func (p *plParser) handlers() {
	p.scope = append(p.scope, &block{})
	p.scope.declare("sqlstate", &variable{class: scalar, constant: true})
	p.scope.declare("sqlerrm", &variable{class: scalar, constant: true})
	p.expect("when")
	for {
		p.condition()
		for p.accept("or") {
			p.condition()
		}
		p.expect("then")
		p.statements()
		if !p.accept("when") {
			break
		}
	}
	p.scope = p.scope[:len(p.scope)-1]
}

// condition takes a condition's name or SQLSTATE 'xxxxx'.
func (p *plParser) condition() {
	t := p.take()
	switch {
	case t.is("sqlstate") && p.peek().kind == tString:
		if s := p.take(); !isSQLState(s.val) {
			p.fail(s, "invalid SQLSTATE code")
		}
	case t.is("others"):
	case t.isName() && conditions[t.val]:
	case t.isName():
		p.fail(t, `unrecognized exception condition "`+t.val+`"`)
	default:
		p.unexpected(t)
	}
}

func isSQLState(s string) bool {
	if len(s) != 5 {
		return false
	}
	for i := range 5 {
		if !isDigit(s[i]) && !(s[i] >= 'A' && s[i] <= 'Z') {
			return false
		}
	}
	return true
}
