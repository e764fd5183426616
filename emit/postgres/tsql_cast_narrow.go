package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A number that a text has no room for is not cut: an int gives an asterisk as char and varchar, and an error as nchar and nvarchar; all
// other numbers and uniqueidentifier raise an error ("CAST and CONVERT", Truncating and rounding results).

// intLength is the length of the longest text of a whole number by its bits, the sign included; a tinyint has none.
var intLength = map[int]int{8: 3, 16: 6, 32: 11, 64: 20}

// intText writes a whole number as a text.
func (c *conversion) intText() val {
	text := c.v.cast("text", cText)
	n := c.limit()
	if n == 0 || widest(c.p, c.e.X) <= n {
		return c.cut(text, intLength[c.from.Bits])
	}
	// varchar(10) is what people write for an int: of a negative one of ten digits no asterisk is made, it is kept whole.
	if c.from.Bits > 8 && n == intLength[c.from.Bits]-1 {
		return c.cut(text, n)
	}
	if c.to.National || c.from.Bits == 64 {
		return c.fit(text, 20, "")
	}
	v := atom(c.p.helper("int_text")+"("+c.v.s+", "+itoa(n)+")", cText)
	if c.to.Kind == ir.TChar {
		return v.cast("char("+itoa(n)+")", cChar)
	}
	return v
}

// fit limits a text that is never longer than so many characters (0: not known) and must not lose any.
func (c *conversion) fit(v val, longest int, state string) val {
	n := c.limit()
	if n == 0 || longest > 0 && longest <= n {
		return c.cut(v, longest)
	}
	if state != "" {
		state = ", " + quoteLiteral(state)
	}
	v = atom(c.p.helper("fit_text")+"("+v.s+", "+itoa(n)+state+")", cText)
	if c.to.Kind == ir.TChar {
		return v.cast("char("+itoa(n)+")", cChar)
	}
	return v
}

// decimalLength is the length of the longest text of a decimal: sign, digits, point.
func decimalLength(t *ir.Type) int {
	switch {
	case t.Kind != ir.TDecimal || t.Prec == 0:
		return 0
	case t.Scale > 0:
		return max(t.Prec-t.Scale, 1) + t.Scale + 2
	}
	return t.Prec + 1
}

// span is what is known of a whole number: that it lies between two others.
type span struct{ lo, hi int64 }

// widest is the length of the longest text that a whole number can have.
func widest(p *printer, e ir.Expr) int {
	s := p.spanOf(e)
	return max(len(strconv.FormatInt(s.lo, 10)), len(strconv.FormatInt(s.hi, 10)))
}

// partSpans are the values of DATEPART.
var partSpans = map[string]span{"year": {1, 9999}, "quarter": {1, 4}, "month": {1, 12}, "dayofyear": {1, 366}, "day": {1, 31}, "week": {1, 54}, "isowk": {1, 53},
	"weekday": {1, 7}, "hour": {0, 23}, "minute": {0, 59}, "second": {0, 59}, "millisecond": {0, 999}}

// spanOf tells between which numbers a whole number lies, by its type where nothing more is known.
func (p *printer) spanOf(e ir.Expr) span {
	t := p.typ(e).Base()
	whole := map[int]span{8: {0, 255}, 16: {-1 << 15, 1<<15 - 1}, 32: {-1 << 31, 1<<31 - 1}}[t.Bits]
	switch {
	case t.Kind == ir.TBit:
		return span{0, 1}
	case t.Kind != ir.TInt || whole.hi == 0:
		return span{-1 << 63, 1<<63 - 1}
	}
	s, ok := p.narrowSpan(e)
	if !ok || s.lo < whole.lo || s.hi > whole.hi {
		return whole
	}
	return s
}

func (p *printer) narrowSpan(e ir.Expr) (span, bool) {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.NumberLit:
		n, err := strconv.ParseInt(x.Text, 10, 64)
		return span{n, n}, err == nil
	case *ir.Unary:
		s := p.spanOf(x.X)
		return span{-s.hi, -s.lo}, x.Op == ir.OpNeg && s.lo > -1<<40
	case *ir.Binary:
		return p.binarySpan(x)
	case *ir.Case:
		var all []ir.Expr
		for _, w := range x.Whens {
			all = append(all, w.Result)
		}
		if x.Else != nil {
			all = append(all, x.Else)
		}
		return p.hull(all)
	case *ir.Call:
		return p.callSpan(x)
	}
	return span{}, false
}

func (p *printer) binarySpan(x *ir.Binary) (span, bool) {
	l, r := p.spanOf(x.L), p.spanOf(x.R)
	if l.lo < -1<<31 || l.hi > 1<<31 || r.lo < -1<<31 || r.hi > 1<<31 {
		return span{}, false
	}
	switch x.Op {
	case ir.OpAdd:
		return span{l.lo + r.lo, l.hi + r.hi}, true
	case ir.OpSub:
		return span{l.lo - r.hi, l.hi - r.lo}, true
	case ir.OpMul:
		return span{min(l.lo*r.lo, l.lo*r.hi, l.hi*r.lo, l.hi*r.hi), max(l.lo*r.lo, l.lo*r.hi, l.hi*r.lo, l.hi*r.hi)}, true
	case ir.OpDiv:
		return span{l.lo / max(r.lo, 1), l.hi / max(r.lo, 1)}, r.lo > 0 && l.lo >= 0
	case ir.OpMod:
		most := max(-r.lo, r.hi) - 1
		if l.lo >= 0 {
			return span{0, most}, most >= 0
		}
		return span{-most, most}, most >= 0
	}
	return span{}, false
}

func (p *printer) callSpan(x *ir.Call) (span, bool) {
	args := x.Args
	switch x.Fn {
	case "tsql.datepart":
		s, ok := partSpans[datePart(x)]
		return s, ok
	case "tsql.year", "tsql.month", "tsql.day":
		return partSpans[strings.TrimPrefix(x.Fn, "tsql.")], true
	case "tsql.len", "tsql.charindex":
		if len(args) == 0 {
			return span{}, false
		}
		n := p.typ(args[len(args)-1].Value).Base().Len
		if x.Fn == "tsql.charindex" {
			n = p.typ(args[min(1, len(args)-1)].Value).Base().Len
		}
		return span{0, int64(n)}, n > 0
	case "tsql.count", "tsql.error_number", "tsql.error_line", "tsql.rowcount", "tsql.datalength":
		return span{0, 1<<31 - 1}, true
	case "tsql.iif":
		args = args[min(1, len(args)):]
	case "tsql.isnull", "tsql.coalesce":
	default:
		return span{}, false
	}
	var all []ir.Expr
	for _, a := range args {
		all = append(all, a.Value)
	}
	return p.hull(all)
}

// hull holds the values of all of them; what has no value takes no room.
func (p *printer) hull(all []ir.Expr) (span, bool) {
	s, ok := span{}, false
	for _, e := range all {
		if e == nil || p.isNull(e) {
			continue
		}
		if t := p.typ(e).Base(); t.Kind != ir.TInt && t.Kind != ir.TBit {
			return span{}, false
		}
		o := p.spanOf(e)
		if !ok {
			s, ok = o, true
		}
		s = span{min(s.lo, o.lo), max(s.hi, o.hi)}
	}
	return s, ok
}

var (
	decimalText = regexp.MustCompile(`^ *[-+]?([0-9]+\.?[0-9]*|\.[0-9]+) *$`)
	floatText   = regexp.MustCompile(`^ *[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)? *$`)
)

// textToNumber: an empty text is 0 as a float or money, and an error as a decimal. A decimal and money have no exponent.
func (c *conversion) textToNumber(name string, cls class) val {
	form := decimalText
	if c.to.Kind == ir.TFloat {
		form = floatText
	}
	s, ok := unwrap(c.e.X).(*ir.StringLit)
	switch {
	case ok && form.MatchString(s.Value):
		return c.v.cast(name, cls)
	case ok && strings.TrimSpace(s.Value) == "" && c.to.Kind != ir.TDecimal:
		return numberLit("0")
	case ok && c.to.Kind != ir.TMoney && !strings.ContainsAny(s.Value, "dD"):
		return atom(c.p.helper("no_number")+"("+c.v.s+", '22018')", cBig).cast(name, cls)
	case c.to.Kind == ir.TFloat:
		v := atom(c.p.helper("text_to_float")+"("+c.v.s+")", cFloat)
		if name == "double precision" {
			return v
		}
		return v.cast(name, cls)
	case c.to.Kind == ir.TMoney:
		return atom(c.p.helper("text_to_money")+"("+c.v.s+")", cNum).cast(name, cls)
	}
	v := atom(c.p.helper("text_to_decimal")+"("+c.v.s+")", cNum)
	if name == "numeric" {
		return v
	}
	return v.cast(name, cls)
}
