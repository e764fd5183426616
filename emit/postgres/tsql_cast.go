package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// conversion is one use of CAST or CONVERT, or of a conversion that resolve has written out.
type conversion struct {
	p        *printer
	e        *ir.Cast
	v        val
	from, to *ir.Type
	style    int // of CONVERT; -1 for none
	implicit bool
}

// tsqlCast writes a conversion ("CAST and CONVERT", Transact-SQL reference).
func (p *printer) tsqlCast(e *ir.Cast) val {
	c := &conversion{p: p, e: e, from: p.typ(e.X).Base(), to: e.To.Base(), style: -1, implicit: e.Implicit}
	if e.Format != nil {
		n, ok := constantInt(e.Format)
		if !ok {
			return c.dynamicStyle()
		}
		c.style = n
	}
	if p.isNull(e.X) {
		return atom("NULL", cLit).cast(p.typeName(e.To, useCast), codeClass(e.To, useCast))
	}
	if x := c.caseToBit(); x != nil {
		return p.val(x)
	}
	if v, ok := c.readAgain(); ok {
		return v
	}
	if v, ok := c.atOffset(); ok {
		c.v, c.from = v, &ir.Type{Kind: ir.TTimestamp, Scale: 7}
		return c.write()
	}
	was := p.exact
	p.exact = c.to.IsNumber() && c.to.Scale < 6 && !(c.from.Kind == ir.TMoney && c.to.Scale >= 4) && endsInQuotient(e.X)
	c.v = p.val(e.X)
	p.exact = was
	if e.Try {
		return c.try()
	}
	return c.write()
}

// endsInQuotient tells a quotient, or an average of a column, that is cut at six decimals or more and then rounded to fewer: the cut does
// not show. Inside of a sum or product it does.
func endsInQuotient(e ir.Expr) bool {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.Binary:
		return x.Op == ir.OpDiv
	case *ir.Call:
		if x.Fn == "tsql.avg" && len(x.Args) == 1 {
			_, column := unwrap(stripImplicit(x.Args[0].Value)).(*ir.Ref)
			return column
		}
	}
	return false
}

// write writes the conversion by what it makes.
func (c *conversion) write() val {
	switch c.to.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		return c.toText()
	case ir.TInt:
		return c.toInt()
	case ir.TBit:
		return c.toBit()
	case ir.TDecimal, ir.TMoney, ir.TFloat:
		return c.toNumber()
	case ir.TDate, ir.TDateTime, ir.TTimestamp, ir.TTimestampTZ, ir.TTime:
		return c.toDatetime()
	case ir.TBytes, ir.TBlob, ir.TRowVersion:
		if c.p.isHierarchy(c.e.X) {
			c.p.find(diag.TSQLFunction, c.e.Sp, "the binary form of a hierarchyid: the path is kept as text; compare and store that")
		}
		return c.toBytes()
	case ir.TXML:
		if c.v.c == cXML {
			return c.v
		}
		return atom("xmlparse(CONTENT "+c.v.s+")", cXML)
	case ir.TUUID:
		return c.toUUID()
	case ir.THierarchyID:
		return c.toHierarchy()
	case ir.TAny:
		if !c.from.IsString() {
			c.p.findOnce(diag.TSQLVariant, c.e.Sp, "a sql_variant keeps the type of what is in it; here it is a text")
		}
		return c.plainText()
	}
	return c.v.cast(c.p.typeName(c.e.To, useCast), codeClass(c.e.To, useCast))
}

// dynamicStyle is CONVERT whose style is known at run time only.
func (c *conversion) dynamicStyle() val {
	c.p.find(diag.TSQLStyle, c.e.Sp, "CONVERT with a style that is known at run time only: %s", brief(c.e.Format, val{}))
	c.v = c.p.val(c.e.X)
	return c.write()
}

// caseToBit pushes CAST(CASE WHEN c THEN 1 ELSE 0 END AS bit) into the branches: they are truth values then.
func (c *conversion) caseToBit() ir.Expr {
	x, ok := unwrap(stripImplicit(c.e.X)).(*ir.Case)
	if !ok || c.to.Kind != ir.TBit {
		return nil
	}
	bit := func(e ir.Expr) ir.Expr {
		if n, ok := unwrap(e).(*ir.NumberLit); ok && integerText(n.Text) {
			b := &ir.BoolLit{Value: strings.Trim(n.Text, "0") != ""}
			b.Sp, b.T = n.Sp, c.to
			return b
		}
		return nil
	}
	y := *x
	y.Whens = append([]ir.When(nil), x.Whens...)
	for i, w := range y.Whens {
		if y.Whens[i].Result = bit(w.Result); y.Whens[i].Result == nil {
			return nil
		}
	}
	if y.Else != nil {
		if y.Else = bit(y.Else); y.Else == nil {
			return nil
		}
	}
	y.T = c.to
	return &y
}

// limit is the length of a text that is made: CAST(x AS varchar) has 30.
func (c *conversion) limit() int {
	if c.to.Kind == ir.TText || c.implicit && c.to.Len == 0 {
		return 0
	}
	if c.to.Len == 0 {
		return 30
	}
	return c.to.Len
}

// cut limits a text: longer ones lose their end, without an error.
func (c *conversion) cut(v val, longest int) val {
	n := c.limit()
	switch {
	case c.to.Kind == ir.TChar && n > 0:
		return v.cast("char("+itoa(n)+")", cChar)
	case n == 0 || longest > 0 && longest <= n:
		return v
	case v.prec == precCast && strings.HasSuffix(v.s, "::text"):
		return val{strings.TrimSuffix(v.s, "text") + "varchar(" + itoa(n) + ")", precCast, cText}
	}
	return v.cast("varchar("+itoa(n)+")", cText)
}

func (c *conversion) toText() val {
	switch c.from.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		return c.textToText()
	case ir.TBit:
		return c.cut(c.v.cast("int", cInt).cast("text", cText), 1)
	case ir.TInt:
		return c.intText()
	case ir.TMoney:
		return c.fit(c.moneyText(), moneyLength[max(c.style, 0)], "22M34")
	case ir.TFloat:
		return c.fit(c.floatText(), floatLength[max(c.style, 0)], "22M32")
	case ir.TDecimal:
		return c.fit(c.p.scaled(c.v, c.e.X).cast("text", cText), decimalLength(c.from), "")
	case ir.TDate, ir.TDateTime, ir.TTimestamp, ir.TTimestampTZ, ir.TTime:
		return c.cut(c.dateText(), c.dateLength())
	case ir.TBytes, ir.TBlob, ir.TRowVersion:
		return c.cut(c.bytesText(), 0)
	case ir.TUUID:
		return c.fit(atom("upper("+c.v.cast("text", cText).s+")", cText), 36, "22M70")
	}
	return c.cut(c.p.scaled(c.v, c.e.X).cast("text", cText), 0)
}

func (c *conversion) textToText() val {
	v := c.v
	if v.c == cChar && c.to.Kind != ir.TChar {
		v = c.p.padded(v, c.e.X)
	}
	n, have := c.limit(), c.from.Len
	if c.to.Kind == ir.TChar || n > 0 && (have == 0 || have > n || c.from.Kind == ir.TText) {
		return c.cut(v, 0)
	}
	if v.c == cLit && !c.implicit {
		return v.cast("text", cText)
	}
	return v
}

// The longest texts of a money and of a float by style.
var (
	moneyLength = map[int]int{0: 19, 1: 23, 2: 21}
	floatLength = map[int]int{0: 13, 1: 15, 2: 23, 3: 24}
)

// moneyText: style 0 has two decimals, 1 commas besides, 2 four decimals.
func (c *conversion) moneyText() val {
	switch c.style {
	case 1:
		return atom("to_char("+c.v.s+", 'FM999,999,999,999,990.00')", cText)
	case 2:
		return atom("round("+c.v.s+", 4)", cNum).cast("text", cText)
	}
	return atom("round("+c.v.s+", 2)", cNum).cast("text", cText)
}

// floatText: style 0 has six digits, 1 to 3 have eight, 16 and 17, with an exponent.
func (c *conversion) floatText() val {
	if digits := map[int]int{1: 8, 2: 16, 3: 17}[c.style]; digits > 0 {
		return atom(c.p.helper("float_styled")+"("+c.v.s+", "+itoa(digits)+")", cText)
	}
	return atom(c.p.helper("float_text")+"("+c.v.s+")", cText)
}

// bytesText: style 1 is hexadecimal with 0x, 2 without; otherwise the bytes are characters.
func (c *conversion) bytesText() val {
	switch c.style {
	case 1:
		return val{"'0x' || upper(encode(" + c.v.s + ", 'hex'))", precOther, cText}
	case 2:
		return atom("upper(encode("+c.v.s+", 'hex'))", cText)
	}
	enc := "'WIN1252'"
	if c.to.National {
		return atom(c.p.helper("utf16_text")+"("+c.v.s+")", cText)
	}
	return atom("convert_from("+c.v.s+", "+enc+")", cText)
}

func (c *conversion) plainText() val {
	t := *c
	t.to = &ir.Type{Kind: ir.TText}
	return t.toText()
}

var wholeNumber = regexp.MustCompile(`^ *[-+]?\d+ *$`)

func (c *conversion) toInt() val {
	if isTinyInt(c.to) && !fitsTinyInt(c.e.X) {
		w, e := *c, *c.e
		w.to, e.To, w.e = tsqlInt, tsqlInt, &e
		return c.p.toTinyInt(w.toInt(), c.e.X)
	}
	name, cls := c.p.typeName(c.to, useCast), typeClass(c.to)
	switch c.from.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		if s, ok := unwrap(c.e.X).(*ir.StringLit); ok && wholeNumber.MatchString(s.Value) {
			t := strings.TrimSpace(s.Value)
			if c.implicit && integerText(t) {
				return numberLit(t)
			}
			return c.v.cast(name, cls)
		} else if ok && strings.TrimSpace(s.Value) == "" {
			return numberLit("0")
		} else if ok {
			// A planner that computes constants would meet the error before the statement runs.
			return atom(c.p.helper("no_number")+"("+c.v.s+")", cBig).narrow(name, cls)
		}
		return atom(c.p.helper("text_to_int")+"("+c.v.s+")", cBig).narrow(name, cls)
	case ir.TDecimal, ir.TFloat:
		switch {
		case c.v.c.integer() && constant(c.e.X) != nil:
			return c.v.narrow(name, cls)
		case c.v.c.integer(): // a numeric without digits behind the point
			return val{c.v.at(precCast) + "::" + name, precCast, cls}
		}
		return atom("trunc("+c.v.s+")", cNum).cast(name, cls)
	case ir.TDateTime:
		return atom(c.p.helper("datetime_number")+"("+c.v.timestamp().s+")", cNum).cast(name, cls)
	case ir.TBytes, ir.TBlob, ir.TRowVersion:
		fn := "bytes_to_int"
		if c.to.Bits == 64 {
			fn = "bytes_to_bigint"
		}
		return atom(c.p.helper(fn)+"("+c.v.s+")", cBig).narrow(name, cls)
	case ir.TBit:
		return c.v.cast("int", cInt).narrow(name, cls)
	case ir.TInt:
		if c.from.Bits <= c.to.Bits && c.v.c == typeClass(c.from) && c.implicit {
			return c.v
		}
	}
	return c.v.cast(name, cls)
}

// narrow casts an integer where it is not of the class already.
func (v val) narrow(name string, c class) val {
	if v.c == c && (name == "integer" || name == "bigint") {
		return v
	}
	return v.cast(name, c)
}

func (c *conversion) toBit() val {
	if n, ok := unwrap(stripImplicit(c.e.X)).(*ir.NumberLit); ok && integerText(n.Text) {
		if strings.Trim(n.Text, "0") == "" {
			return atom("false", cBool)
		}
		return atom("true", cBool)
	}
	switch {
	case c.v.c == cBool:
		return c.v
	case c.from.IsString():
		if s, ok := unwrap(c.e.X).(*ir.StringLit); ok {
			switch strings.ToLower(strings.TrimSpace(s.Value)) {
			case "1", "true":
				return atom("true", cBool)
			case "0", "false", "":
				return atom("false", cBool)
			}
		}
		return atom(c.p.helper("text_to_bit")+"("+c.v.s+")", cBool)
	case c.from.IsNumber():
		return val{c.v.at(precCmp+1) + " <> 0", precCmp, cBool}
	case c.from.Kind == ir.TDateTime: // a number of days, from the first of 1900 on
		return val{c.v.timestamp().at(precCmp+1) + " <> timestamp '1900-01-01'", precCmp, cBool}
	}
	return c.v.cast("boolean", cBool)
}

func (c *conversion) toNumber() val {
	name, cls := c.p.typeName(c.e.To, useCast), typeClass(c.to)
	if c.to.Kind == ir.TDecimal && c.to.Prec == 0 {
		if name = "numeric"; !c.implicit {
			name = "numeric(18)"
		}
	}
	v := c.v
	switch c.from.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		return c.textToNumber(name, cls)
	case ir.TBit:
		v = v.cast("int", cInt)
	case ir.TDateTime, ir.TDate:
		v = atom(c.p.helper("datetime_number")+"("+v.timestamp().s+")", cNum)
	case ir.TBytes, ir.TBlob:
		v = atom(c.p.helper("bytes_to_int")+"("+v.s+")", cBig)
	case ir.TInt, ir.TDecimal, ir.TFloat, ir.TMoney:
		if c.from.Kind == ir.TFloat && c.from.Bits == 32 && c.to.Kind != ir.TFloat {
			v = v.cast("double precision", cFloat) // real to numeric keeps six digits
		}
		if c.implicit && cls != cBool && (c.to.Kind == c.from.Kind || c.to.Kind == ir.TDecimal && c.to.Prec == 0) {
			return v
		}
	}
	return v.cast(name, cls)
}

// uuidText is what both databases read as a uniqueidentifier; SQL Server looks at the first 36 characters ("uniqueidentifier").
var uuidText = regexp.MustCompile(`^\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?$`)

func (c *conversion) toUUID() val {
	switch {
	case c.v.c == cUUID:
		return c.v
	case c.from.Is(ir.TBytes, ir.TBlob):
		return atom(c.p.helper("bytes_to_uuid")+"("+c.v.s+")", cUUID)
	}
	if s, ok := unwrap(c.e.X).(*ir.StringLit); ok && !uuidText.MatchString(s.Value) {
		c.later()
	} else if c.implicit && c.v.c == cLit {
		return c.v
	}
	return c.v.cast("uuid", cUUID)
}

// try writes TRY_CAST and TRY_CONVERT: NULL in place of an error. What cannot fail is converted as it is.
func (c *conversion) try() val {
	if !c.from.IsString() && !isUnknown(c.from) || c.to.IsString() {
		if c.from.IsNumber() && c.to.IsNumber() && !widens(c.from, c.to) {
			return c.tryText(c.wholeNumber().cast("text", cText))
		}
		return c.write()
	}
	return c.tryText(c.v)
}

func (c *conversion) tryText(v val) val {
	name := c.p.typeName(c.e.To, useCast)
	cls := codeClass(c.e.To, useCast)
	base := baseName(name)
	if c.to.Kind == ir.TBit {
		return atom(c.p.helper("try_bit")+"("+v.s+")", cBool)
	}
	if isTinyInt(c.to) {
		name = "tinyint"
	}
	if order := dateOrder[c.style]; c.to.IsDatetime() && order != "" {
		return atom(c.p.helper("try_styled_datetime")+"("+v.s+", "+quoteLiteral(order)+")", cTS).cast(name, cls)
	}
	if c.to.Is(ir.TDate, ir.TDateTime, ir.TTimestamp, ir.TTimestampTZ) && c.style < 0 {
		c.findTextDate(name)
	}
	if c.to.Kind == ir.TMoney {
		name = "money"
	}
	return atom(c.p.helper("try_cast")+"("+v.s+", "+quoteLiteral(name)+", NULL::"+base+")", cls)
}

// wholeNumber is the value without its fraction where a whole number is to come out: that of a decimal or a float is cut off, that of
// money is rounded ("CAST and CONVERT", Truncating and rounding results).
func (c *conversion) wholeNumber() val {
	if c.to.Kind != ir.TInt || c.v.c.integer() || c.from.Is(ir.TInt, ir.TBit) {
		return c.v
	}
	v := c.v
	if v.c == cFloat {
		v = v.cast("numeric", cNum)
	}
	if c.from.Kind == ir.TMoney {
		return atom("round("+v.s+")", cNum)
	}
	return atom("trunc("+v.s+")", cNum)
}

// widens tells conversions of numbers that cannot fail.
func widens(from, to *ir.Type) bool {
	if to.Kind == ir.TFloat || to.Kind == ir.TBit {
		return true
	}
	if from.Kind == ir.TInt && to.Kind == ir.TInt {
		return from.Bits <= to.Bits
	}
	return from.Kind == ir.TInt && to.Kind == ir.TDecimal && to.Prec-to.Scale >= map[int]int{8: 3, 16: 5, 32: 10, 64: 19}[from.Bits]
}
