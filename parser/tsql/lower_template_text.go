package tsql

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// holeName begins the names of the variables that stand for values in the text of a template.
const holeName = "@xw_value_"

// template is a text with its values: in it they are variables, which replace gives their expressions.
type template struct {
	text   string
	places []diag.Piece
	holes  []ir.Expr
	lists  bool // some are lists of values
	pieces bool // some are pieces of SQL
	names  []*templateName
}

// told says what differs from the text that SQL Server puts together.
func (t *template) told() string {
	s := "the text is put together from values and known pieces: it stands here as the statement that it is, values are compared as values, and one that is NULL does not keep it from running"
	if slices.ContainsFunc(t.names, func(n *templateName) bool { return n.piece == ir.NoPiece }) {
		s = "the text has names that are only known when it runs: they are put in by format(), folded to lower case as the names of the schema are; values are compared as values"
	}
	if t.pieces {
		s += "; a piece of SQL goes in as it is, but for names in brackets, N'…', ISNULL, GETDATE() and NOLOCK: who gives it can run anything"
	}
	if t.lists {
		s += "; a list of values is cut at its commas, and its elements lose their quotes"
	}
	return s
}

// states of the text: inside a constant, a name, a comment, or none of them.
const (
	inCode = iota
	inText
	inBrackets
	inQuotes
	inLine
	inComment
)

// assembler puts a template together. failed says what cannot be: a name, or a piece of a statement, that is only known at run time.
type assembler struct {
	l      *lowerer
	at     diag.Span
	t      *template
	b      strings.Builder
	state  int
	parts  []ir.Expr // of the constant at hand
	valued bool      // it has a value among them
	cur    strings.Builder
	listed bool          // a list of values must be closed next
	name   *templateName // that the next characters may go on with
	named  bool          // the name in brackets has a value in it
	depth  int           // of comments in comments
	place  int           // the piece at hand
	next   string        // the constant behind the value at hand
	last   bool          // nothing is behind it
	failed bool
}

// template puts the pieces of a text together; nil where it has a piece of SQL that is only known at run time. failed is the piece that
// cannot be put in.
func (l *lowerer) template(list []piece, at diag.Span) (t *template, failed int) {
	a := &assembler{l: l, at: at, t: &template{}}
	a.run(list)
	if a.failed || a.listed || a.state != inCode && a.state != inLine || len(a.t.holes)+len(a.t.names) == 0 {
		return nil, a.place
	}
	a.t.text = a.t.homes(a.b.String())
	a.t.places = []diag.Piece{{Start: 0, Parent: at.Start, Fixed: true}}
	return a.t, -1
}

func (a *assembler) run(list []piece) {
	for i := 0; i < len(list); i++ {
		p := list[i]
		if !a.failed {
			a.place = i
		}
		switch {
		case a.failed:
			return
		case p.lit != nil:
			s := p.lit.Value
			for i+1 < len(list) && list[i+1].lit != nil { // a doubled quote may stand in two constants
				i++
				s += list[i].lit.Value
			}
			a.constant(s)
		case p.choice != nil && a.state == inCode && !(p.value != nil && a.directionPlace()):
			a.name = nil
			a.choose(p.choice)
		case p.value != nil:
			if a.next, a.last = "", i+1 == len(list); !a.last && list[i+1].lit != nil {
				a.next = list[i+1].lit.Value
			}
			a.value(p.value)
		default:
			a.failed = true
		}
	}
}

// constant goes on with known characters.
func (a *assembler) constant(s string) {
	if rest := strings.TrimSpace(s); a.listed && rest != "" {
		a.listed = false
		a.failed = a.failed || rest[0] != ')'
	}
	for i := a.goOn(s); i < len(s); i++ {
		c := s[i]
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch a.state {
		case inBrackets:
			if a.marks(c, next) == 2 {
				i++
			}
			if a.state == inCode {
				a.endName(s[i+1:])
			} else {
				a.cur.WriteByte(c)
			}
			continue
		case inText:
			switch {
			case c == '\'' && next == '\'':
				a.cur.WriteByte('\'')
				i++
			case c == '\'':
				a.endText()
			default:
				a.cur.WriteByte(c)
			}
			continue
		case inCode:
			if c == '\'' {
				a.state, a.parts, a.valued = inText, nil, false
				a.cur.Reset()
				continue
			}
			a.state = codeState(c, next)
			if a.state == inBrackets {
				a.parts, a.named = nil, false
				a.cur.Reset()
				continue
			}
			if a.state == inComment {
				a.b.WriteByte(c)
				i, c, a.depth = i+1, next, 1
			}
		default:
			if a.marks(c, next) == 2 {
				a.b.WriteByte(c)
				i, c = i+1, next
			}
		}
		a.b.WriteByte(c)
	}
}

// marks goes on in a name or a comment and tells how many characters belong together: a doubled delimiter of a name is one of its
// characters, comments nest.
func (a *assembler) marks(c, next byte) int {
	switch {
	case a.state == inComment && c == '*' && next == '/':
		if a.depth--; a.depth == 0 {
			a.state = inCode
		}
		return 2
	case a.state == inComment && c == '/' && next == '*':
		a.depth++
		return 2
	case a.state == inLine && c == '\n':
		a.state = inCode
	case a.state == inBrackets && c == ']', a.state == inQuotes && c == '"':
		if c == next {
			return 2
		}
		a.state = inCode
	}
	return 1
}

func codeState(c, next byte) int {
	switch {
	case c == '[':
		return inBrackets
	case c == '"':
		return inQuotes
	case c == '-' && next == '-':
		return inLine
	case c == '/' && next == '*':
		return inComment
	}
	return inCode
}

// endText ends a constant of the text: one with values in it is the expression that joins its parts.
func (a *assembler) endText() {
	a.state = inCode
	if !a.valued {
		a.b.WriteString("'" + strings.ReplaceAll(a.cur.String(), "'", "''") + "'")
		return
	}
	a.flush()
	e := a.joined()
	if s := a.b.String(); s != "" && s[len(s)-1]|0x20 == 'n' && (len(s) == 1 || !isWord1(s[len(s)-2])) {
		a.b.Reset()
		a.b.WriteString(s[:len(s)-1]) // N'…'
	}
	a.b.WriteString(" " + a.hole(e) + " ")
}

func isWord1(c byte) bool {
	return c == '_' || c == '@' || c == '#' || c == '$' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// flush makes a part of the characters at hand.
func (a *assembler) flush() {
	if a.cur.Len() == 0 {
		return
	}
	s := &ir.StringLit{Value: a.cur.String(), National: true}
	s.Sp = a.at
	a.parts = append(a.parts, s)
	a.cur.Reset()
}

func (a *assembler) hole(e ir.Expr) string {
	a.t.holes = append(a.t.holes, e)
	return holeName + strconv.Itoa(len(a.t.holes))
}

// value puts a value in. Inside a constant it is a part of it; elsewhere a number, what QUOTENAME makes a constant of, or a list of values
// for IN, whose elements lose the quotes that they have as constants.
func (a *assembler) value(e ir.Expr) {
	if !lasting(e) {
		a.failed = true
		return
	}
	switch a.state {
	case inLine, inComment:
	case inText:
		a.flush()
		a.valued = true
		a.parts = append(a.parts, unescaped(e))
	case inBrackets:
		a.flush()
		a.named = true
		a.parts = append(a.parts, e)
	case inCode:
		if a.nameValue(e) {
			return
		}
		x := quotedText(e)
		if x == nil {
			x = a.l.numberText(e)
		}
		if x == nil {
			x = a.number(e)
		}
		if x == nil && listPlace.MatchString(a.b.String()) && !a.listed && !pivotPlace.MatchString(a.b.String()) {
			a.listed = true
			a.t.lists = true
			a.b.WriteString("SELECT REPLACE(LTRIM(RTRIM(value)), '''', '') FROM STRING_SPLIT(" + a.hole(e) + ", ',')")
			return
		}
		if x == nil && !a.listed && a.sqlPiece(e) {
			return
		}
		if x == nil || a.listed {
			a.failed = true
			return
		}
		a.b.WriteString(" (" + a.hole(x) + ") ")
	default:
		a.failed = true
	}
}

// unescaped takes off REPLACE(x, ”, ””), which is for the quotes around.
func unescaped(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || !strings.EqualFold(c.Name.Last().Text, "REPLACE") || len(c.Args) != 3 {
		return e
	}
	one, ok1 := c.Args[1].Value.(*ir.StringLit)
	two, ok2 := c.Args[2].Value.(*ir.StringLit)
	if ok1 && ok2 && one.Value == "'" && two.Value == "''" {
		return c.Args[0].Value
	}
	return e
}

// quotedText is the text of QUOTENAME(x, ””), nil for all else.
func quotedText(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || !strings.EqualFold(c.Name.Last().Text, "QUOTENAME") || len(c.Args) != 2 {
		return nil
	}
	if q, ok := c.Args[1].Value.(*ir.StringLit); ok && q.Value == "'" {
		return c.Args[0].Value
	}
	return nil
}

// numberText is the number that a text of digits is made of: CAST(@n AS varchar(10)), STR(@n); nil for all else.
func (l *lowerer) numberText(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Paren:
		return l.numberText(e.X)
	case *ir.Cast:
		if e.To.IsString() && e.Format == nil && l.isNumeric(e.X) {
			return e.X
		}
	case *ir.Call:
		switch strings.ToUpper(e.Name.Last().Text) {
		case "LTRIM", "RTRIM", "TRIM":
			if len(e.Args) == 1 {
				if l.isNumeric(e.Args[0].Value) {
					return e.Args[0].Value
				}
				return l.numberText(e.Args[0].Value)
			}
		case "STR":
			if len(e.Args) == 1 && l.isInteger(e.Args[0].Value) {
				return e.Args[0].Value
			}
		}
	case *ir.Ref:
		if l.isNumeric(e) { // CONCAT takes numbers as they are
			return e
		}
	}
	return nil
}

var (
	comparedPlace = regexp.MustCompile(`(?is)(?:[=<>]|\btop\s*\(?)\s*$`)
	comparedEnd   = regexp.MustCompile(`(?is)^(?:\s*(?:[);]|$)|\s+(?:and|or|group|order|union|for|option|percent)\b|\s+[*\w\[])`)
)

// number is a text that stands where a number does, behind a comparison or TOP, without quotes: it is read as the number that it must hold. One that holds
// something else is an error when it runs.
func (a *assembler) number(e ir.Expr) ir.Expr {
	if !comparedPlace.MatchString(a.b.String()) || !a.last && !comparedEnd.MatchString(a.next) {
		return nil
	}
	if t := a.l.declaredType(e); t == nil || !t.IsString() {
		return nil
	}
	n := &ir.Cast{X: e, To: &ir.Type{Kind: ir.TDecimal, Prec: 38, Scale: 10, HasScale: true}}
	n.Sp = e.Span()
	return n
}

func (l *lowerer) isNumeric(e ir.Expr) bool {
	t := l.declaredType(e)
	return t != nil && t.IsNumber() && !t.Is(ir.TFloat, ir.TBit)
}

func (l *lowerer) isInteger(e ir.Expr) bool {
	t := l.declaredType(e)
	return t != nil && t.IsInteger()
}

// declaredType is the type of a variable, a parameter or a number, and of what ISNULL makes of them; nil where it is not known here.
func (l *lowerer) declaredType(e ir.Expr) *ir.Type {
	switch e := e.(type) {
	case *ir.Paren:
		return l.declaredType(e.X)
	case *ir.NumberLit:
		return &ir.Type{Kind: ir.TDecimal}
	case *ir.Cast:
		return e.To
	case *ir.Call:
		if n := strings.ToUpper(e.Name.Last().Text); n == "ISNULL" && len(e.Args) == 2 {
			return l.declaredType(e.Args[0].Value)
		}
	case *ir.Binary:
		if e.Op >= ir.OpAdd && e.Op <= ir.OpMod {
			if a, b := l.declaredType(e.L), l.declaredType(e.R); a != nil && b != nil && a.IsNumber() && b.IsNumber() {
				return a
			}
		}
	case *ir.Ref:
		return l.variableType(e.Name.Last().Key)
	}
	return nil
}

// replace gives the variables of a template their expressions, and the holes of its statements the texts of their names.
func (t *template) replace(body []ir.Stmt) {
	t.fill()
	for _, s := range body {
		ir.Rewrite(s, func(e ir.Expr) ir.Expr {
			if b, ok := e.(*ir.Binary); ok {
				return plainChoice(b)
			}
			r, ok := e.(*ir.Ref)
			if !ok || len(r.Name.Parts) != 1 || !strings.HasPrefix(r.Name.Parts[0].Text, holeName) {
				return e
			}
			n, err := strconv.Atoi(r.Name.Parts[0].Text[len(holeName):])
			if err != nil || n < 1 || n > len(t.holes) {
				return e
			}
			p := &ir.Paren{X: ir.Clone(t.holes[n-1])}
			p.Sp = p.X.Span()
			return p
		})
	}
}
