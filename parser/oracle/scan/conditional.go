package scan

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// conditional carries out conditional compilation: of every $IF it keeps the tokens of the
// branch that Oracle would compile, and notes the rest. An inquiry directive that nobody set
// is NULL, as in Oracle; a package constant that nobody declares is an error, as in Oracle.
func (r *Result) conditional(text string, toks []lex.RawToken, opt Options) []lex.RawToken {
	if opt.Version == 0 {
		opt.Version = 19
	}
	c := &conditions{res: r, text: text, toks: toks, opt: opt, out: make([]lex.RawToken, 0, len(toks))}
	for c.i < len(toks) {
		c.item(true)
	}
	return c.out
}

type conditions struct {
	res   *Result
	text  string
	toks  []lex.RawToken
	i     int
	out   []lex.RawToken
	opt   Options
	depth int

	decided bool // the condition does not matter: an earlier branch was taken, or the whole is left out
}

func (c *conditions) fail(t lex.RawToken, msg string) {
	if c.res.Err == nil {
		c.res.Err = &lex.Error{Start: int(t.Start), End: int(t.End), Msg: msg}
	}
}

func (c *conditions) sym() uint16 {
	if c.i < len(c.toks) {
		return c.toks[c.i].Sym
	}
	return 0
}

// item takes one token or one $IF ... $END.
func (c *conditions) item(keep bool) {
	t := c.toks[c.i]
	switch t.Sym {
	case symIfDir:
		c.choice(keep)
	case symErrorDir:
		for c.i < len(c.toks) && c.sym() != symEndDir {
			c.i++
		}
		c.i++
	case symThenDir, symElsifDir, symElseDir, symEndDir:
		c.fail(t, c.text[t.Start:t.End]+" without $IF")
		c.i++
	default:
		if keep {
			c.out = append(c.out, t)
		}
		c.i++
	}
}

// choice takes $IF cond $THEN ... [$ELSIF cond $THEN ...] [$ELSE ...] $END.
func (c *conditions) choice(keep bool) {
	first := c.toks[c.i]
	if c.depth++; c.depth > 100 {
		c.fail(first, "$IF is nested more than 100 deep")
		c.i = len(c.toks)
		return
	}
	n := len(c.res.Conditionals)
	c.res.Conditionals = append(c.res.Conditionals, Conditional{Start: first.Start})
	done := false
	for {
		take := !done
		c.decided = done || !keep
		if s := c.sym(); s == symIfDir || s == symElsifDir {
			c.i++
			take = c.condition() && !done
		} else {
			c.i++ // $ELSE
		}
		from := c.i
		c.branch(keep && take)
		if take {
			done = true
			if from < c.i && c.i <= len(c.toks) {
				cd := &c.res.Conditionals[n]
				cd.TakenStart, cd.TakenEnd = c.toks[from].Start, c.toks[c.i-1].End
			}
		}
		if s := c.sym(); s != symElsifDir && s != symElseDir {
			break
		}
	}
	c.depth--
	if c.i >= len(c.toks) {
		c.fail(first, "$IF is not closed: $END is missing")
		return
	}
	c.res.Conditionals[n].End = c.toks[c.i].End
	c.i++
}

// branch takes tokens up to the next $ELSIF, $ELSE or $END of this $IF.
func (c *conditions) branch(keep bool) {
	for c.i < len(c.toks) {
		switch c.sym() {
		case symElsifDir, symElseDir, symEndDir:
			return
		}
		c.item(keep)
	}
}

// condition evaluates up to $THEN and moves past it.
func (c *conditions) condition() bool {
	from := c.i
	for c.i < len(c.toks) && c.sym() != symThenDir && c.sym() != symEndDir {
		c.i++
	}
	e := staticExpr{c: c, toks: c.toks[from:c.i]}
	v := e.or()
	if c.sym() == symThenDir {
		c.i++
	}
	if e.unknown != "" && !c.decided {
		c.fail(c.toks[from], "the value of "+e.unknown+" is not known: no package in the input sets it to a literal")
	}
	return v.kind == vBool && v.n != 0
}

// value is what a static expression yields; the zero value is NULL.
type value struct {
	kind uint8
	n    int
	s    string
}

const (
	vNull = iota
	vBool
	vNumber
	vString
)

func boolean(b bool) value {
	if b {
		return value{kind: vBool, n: 1}
	}
	return value{kind: vBool}
}

type staticExpr struct {
	c     *conditions
	toks  []lex.RawToken
	i     int
	depth int

	unknown string // a constant of which the value is not known
}

func (e *staticExpr) is(word string) bool {
	return e.i < len(e.toks) && strings.EqualFold(e.c.text[e.toks[e.i].Start:e.toks[e.i].End], word)
}

func (e *staticExpr) accept(word string) bool {
	if e.is(word) {
		e.i++
		return true
	}
	return false
}

func (e *staticExpr) or() value {
	v := e.and()
	for e.accept("OR") {
		w := e.and()
		switch {
		case v.kind == vBool && v.n != 0, w.kind == vBool && w.n != 0:
			v = boolean(true)
		case v.kind == vNull || w.kind == vNull:
			v = value{}
		}
	}
	return v
}

func (e *staticExpr) and() value {
	v := e.not()
	for e.accept("AND") {
		w := e.not()
		switch {
		case v.kind == vBool && v.n == 0, w.kind == vBool && w.n == 0:
			v = boolean(false)
		case v.kind == vNull || w.kind == vNull:
			v = value{}
		}
	}
	return v
}

func (e *staticExpr) not() value {
	neg := false
	for e.accept("NOT") {
		neg = !neg
	}
	v := e.comparison()
	if neg && v.kind == vBool {
		return boolean(v.n == 0)
	}
	return v
}

func (e *staticExpr) comparison() value {
	v := e.primary()
	if e.accept("IS") {
		neg := e.accept("NOT")
		e.accept("NULL")
		return boolean((v.kind == vNull) != neg)
	}
	if e.i >= len(e.toks) {
		return v
	}
	op := e.toks[e.i].Sym
	switch op {
	case EQ, NE, LT, LE, GT, GE:
		e.i++
		return compare(op, v, e.primary())
	}
	return v
}

func compare(op uint16, v, w value) value {
	if v.kind == vNull || w.kind == vNull || v.kind != w.kind {
		return value{}
	}
	d := v.n - w.n
	if v.kind == vString {
		d = strings.Compare(v.s, w.s)
	}
	switch op {
	case EQ:
		return boolean(d == 0)
	case NE:
		return boolean(d != 0)
	case LT:
		return boolean(d < 0)
	case LE:
		return boolean(d <= 0)
	case GT:
		return boolean(d > 0)
	}
	return boolean(d >= 0)
}

func (e *staticExpr) primary() value {
	if e.i >= len(e.toks) {
		return value{}
	}
	t := e.toks[e.i]
	text := e.c.text[t.Start:t.End]
	e.i++
	switch t.Sym {
	case LPAREN:
		if e.depth++; e.depth > 100 {
			e.i = len(e.toks)
			return value{}
		}
		v := e.or()
		e.accept(")")
		e.depth--
		return v
	case NUMBER:
		n, err := strconv.Atoi(text)
		if err != nil {
			return value{}
		}
		return value{kind: vNumber, n: n}
	case STRING:
		return value{kind: vString, s: strings.Trim(text, "'")}
	case INQUIRY:
		return literal(e.c.opt.Flags[strings.ToUpper(text[2:])])
	case HYPHEN:
		if e.i < len(e.toks) && e.toks[e.i].Sym == NUMBER {
			v := e.primary()
			v.n = -v.n
			return v
		}
		return value{}
	}
	return e.name(strings.ToUpper(text))
}

// literal reads the value of a flag.
func literal(s string) value {
	switch u := strings.ToUpper(s); u {
	case "", "NULL":
		return value{}
	case "TRUE", "FALSE":
		return boolean(u == "TRUE")
	}
	if n, err := strconv.Atoi(s); err == nil {
		return value{kind: vNumber, n: n}
	}
	return value{kind: vString, s: s}
}

// utlIdent says which product runs the code.
var utlIdent = map[string]bool{"IS_ORACLE_SERVER": true, "IS_ORACLE_CLIENT": false, "IS_ORACLE_XE": false, "IS_TIMESTEN": false}

// constant evaluates a package's constant.
func (e *staticExpr) constant(pkg, name string) value {
	if v, ok := e.c.opt.Flags[pkg+"."+name]; ok {
		return literal(v)
	}
	if v, ok := utlIdent[name]; ok && pkg == "UTL_IDENT" {
		return boolean(v)
	}
	if e.unknown == "" {
		e.unknown = pkg + "." + name
	}
	return value{}
}

// name evaluates TRUE, FALSE and the constants of packages.
func (e *staticExpr) name(n string) value {
	var last string
	for e.accept(".") {
		if e.i < len(e.toks) {
			if last != "" {
				n = last // the schema is left out
			}
			last = strings.ToUpper(e.c.text[e.toks[e.i].Start:e.toks[e.i].End])
			e.i++
		}
	}
	if n != "DBMS_DB_VERSION" {
		if last == "" && (n == "TRUE" || n == "FALSE") {
			return boolean(n == "TRUE")
		}
		if last == "" {
			return value{}
		}
		return e.constant(n, last)
	}
	switch {
	case last == "VERSION":
		return value{kind: vNumber, n: e.c.opt.Version}
	case last == "RELEASE":
		return value{kind: vNumber, n: e.c.opt.Release}
	case strings.HasPrefix(last, "VER_LE_"):
		major, minor, _ := strings.Cut(last[len("VER_LE_"):], "_")
		v, _ := strconv.Atoi(major)
		m, err := strconv.Atoi(minor)
		if err != nil {
			return boolean(e.c.opt.Version <= v)
		}
		return boolean(e.c.opt.Version < v || e.c.opt.Version == v && e.c.opt.Release <= m)
	}
	return value{}
}
