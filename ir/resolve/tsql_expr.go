package resolve

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// SQL Server converts by the types alone: in every operator the operand of the lower precedence becomes the type of the
// other. What it converts is written out here as ir.Cast{Implicit: true}, so that emitters see operands of one family.

// tsqlBinary types an operator and converts its operands.
func (j *job) tsqlBinary(b *ir.Binary) {
	switch b.Op {
	case ir.OpAnd, ir.OpOr:
		b.SetType(tBool)
	case ir.OpEq, ir.OpNe, ir.OpLt, ir.OpLe, ir.OpGt, ir.OpGe, ir.OpDistinct, ir.OpNotDistinct:
		j.tsqlCompare(&b.L, &b.R)
		b.SetType(tBool)
	case ir.OpConcat:
		j.tsqlStringOperands(b)
	case ir.OpAdd:
		j.tsqlPlus(b)
	case ir.OpBitAnd, ir.OpBitOr, ir.OpBitXor:
		if typeOf(b.L).Is(ir.TBit) && typeOf(b.R).Is(ir.TBit) {
			b.SetType(tBit)
			return
		}
		j.tsqlNumeric(&b.L, typeOf(b.R))
		j.tsqlNumeric(&b.R, typeOf(b.L))
		t := tsqlUnify(typeOf(b.L), typeOf(b.R))
		if classOf(t) == clBytes {
			t = tInt
		}
		b.SetType(t)
	default:
		j.tsqlArithmetic(b)
	}
}

// tsqlPlus tells the three operators that are written +: of texts, of bytes, of numbers and dates.
func (j *job) tsqlPlus(b *ir.Binary) {
	l, r := classOf(typeOf(b.L)), classOf(typeOf(b.R))
	text := func(c class) bool { return c == clString }
	switch {
	case text(l) && text(r), text(l) && r == clNull, l == clNull && text(r):
		b.Op = ir.OpConcat
		j.tsqlStringOperands(b)
	case l == clBytes && r == clBytes:
		b.Op = ir.OpConcat
		b.SetType(typeOf(b.L))
	case text(l) && (r == clUnknown || r == clXML || r == clOther), text(r) && (l == clUnknown || l == clXML || l == clOther),
		text(l) && typeOf(b.R).Is(ir.TUUID), text(r) && typeOf(b.L).Is(ir.TUUID):
		b.Op = ir.OpConcat // with a number in it SQL Server would add, but for that the text would have to be one
		j.tsqlStringOperands(b)
	default:
		j.tsqlArithmetic(b)
	}
}

// tsqlStringOperands types a concatenation; its length is that of both.
func (j *job) tsqlStringOperands(b *ir.Binary) {
	l, r := typeOf(b.L).Base(), typeOf(b.R).Base()
	if classOf(l) == clBytes && classOf(r) == clBytes {
		b.SetType(l)
		return
	}
	nat := l.National || r.National
	t := &ir.Type{Kind: ir.TVarChar, National: nat}
	switch {
	case l.Kind == ir.TText || r.Kind == ir.TText:
		t.Kind = ir.TText
	case l.IsString() && r.IsString() && l.Len > 0 && r.Len > 0:
		t.Len = l.Len + r.Len
	}
	for _, e := range []*ir.Expr{&b.L, &b.R} {
		switch classOf(typeOf(*e)) {
		case clString, clNull, clUnknown:
		default:
			tsqlCast(e, t)
		}
	}
	b.SetType(t)
}

// tsqlArithmetic converts texts beside numbers and dates, and types the result.
func (j *job) tsqlArithmetic(b *ir.Binary) {
	l, r := typeOf(b.L), typeOf(b.R)
	j.tsqlNumeric(&b.L, r)
	j.tsqlNumeric(&b.R, l)
	l, r = typeOf(b.L), typeOf(b.R)
	b.SetType(tsqlArith(b.Op, literalDecimal(b.L, l, r), literalDecimal(b.R, r, l)))
	if b.Op == ir.OpDiv { // lowering did not know the types
		b.IntDiv = b.Type().Is(ir.TInt)
	}
}

// literalDecimal: beside a decimal a whole number as written has just the digits that it has.
func literalDecimal(e ir.Expr, t, other *ir.Type) *ir.Type {
	for {
		p, ok := e.(*ir.Paren)
		if !ok {
			break
		}
		e = p.X
	}
	if n, ok := e.(*ir.NumberLit); ok && other.Is(ir.TDecimal) && t.Is(ir.TInt) {
		return &ir.Type{Kind: ir.TDecimal, Prec: max(len(strings.TrimLeft(n.Text, "0")), 1), HasScale: true}
	}
	return t
}

// tsqlNumeric makes an operand of arithmetic fit beside one of type other.
func (j *job) tsqlNumeric(e *ir.Expr, other *ir.Type) {
	t := typeOf(*e)
	switch classOf(t) {
	case clString:
		switch classOf(other) {
		case clNumber:
			to := other.Base()
			if to.Kind == ir.TBit {
				to = tInt
			}
			tsqlCast(e, to)
		case clDate:
			tsqlCast(e, other.Base())
		case clString:
			tsqlCast(e, tInt)
		}
	case clNumber:
		if t.Base().Kind == ir.TBit {
			tsqlCast(e, tInt)
		}
	case clBytes:
		if classOf(other) == clNumber {
			tsqlCast(e, other.Base())
		}
	}
}

// tsqlCast puts an implicit conversion in the slot, but for what is of the type already.
func tsqlCast(e *ir.Expr, to *ir.Type) {
	if *e == nil || classOf(typeOf(*e)) == clNull || sameShape(typeOf(*e).Base(), to.Base()) {
		return
	}
	cast(e, to)
}

// sameShape tells types between which nothing needs to be written.
func sameShape(a, b *ir.Type) bool {
	if a == b {
		return true
	}
	if a.Kind != b.Kind {
		return a.IsString() && b.IsString() && a.Kind != ir.TChar
	}
	switch a.Kind {
	case ir.TInt, ir.TFloat:
		return a.Bits == b.Bits
	case ir.TDateTime:
		return true
	}
	return true
}

// tsqlCompare brings the sides of a comparison to one type.
func (j *job) tsqlCompare(l, r *ir.Expr) {
	if *l == nil || *r == nil {
		return
	}
	if lt, ok := (*l).(*ir.Tuple); ok {
		if rt, ok := (*r).(*ir.Tuple); ok && len(lt.Items) == len(rt.Items) {
			for i := range lt.Items {
				j.tsqlCompare(&lt.Items[i], &rt.Items[i])
			}
		}
		return
	}
	t := tsqlUnify(typeOf(*l), typeOf(*r))
	j.tsqlTo(l, t)
	j.tsqlTo(r, t)
}

// tsqlTo converts to a type where a strict target would refuse the mix; numbers mix by themselves.
func (j *job) tsqlTo(e *ir.Expr, t *ir.Type) {
	from, to := classOf(typeOf(*e)), classOf(t)
	if to == clUnknown || from == clUnknown || from == clNull {
		return
	}
	fb, tb := typeOf(*e).Base(), t.Base()
	switch {
	case from == to && from == clNumber && fb.Kind == ir.TBit && tb.Kind != ir.TBit, from == to && tb.Kind == ir.TBit && fb.Kind != ir.TBit:
	case from == to && fb.Kind == tb.Kind:
		return
	case from == to && from == clNumber, from == to && from == clString:
		return
	case from == to && from == clDate && fb.Kind != ir.TTimestampTZ && tb.Kind != ir.TTimestampTZ:
		return
	case fb.Kind == tb.Kind:
		return
	}
	tsqlCast(e, plainTSQL(tb))
}

// plainTSQL drops a length: a comparison must not cut what it compares.
func plainTSQL(t *ir.Type) *ir.Type {
	switch t.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		if t.National {
			return tNVarChar
		}
		return tVarChar
	case ir.TDecimal:
		return tNumber
	}
	return t
}

// tsqlMerge gives the common type of branches and converts the branches to it.
func (j *job) tsqlMerge(list []*ir.Expr) *ir.Type {
	t := tNull
	for _, e := range list {
		t = tsqlUnify(t, typeOf(*e))
	}
	if classOf(t) == clNull {
		return tInt
	}
	for _, e := range list {
		j.tsqlTo(e, t)
	}
	return t
}

// tsqlStore converts what is assigned to a column, variable or parameter.
func (j *job) tsqlStore(e *ir.Expr, t *ir.Type) {
	if *e == nil || t == nil {
		return
	}
	from, to := typeOf(*e).Base(), t.Base()
	if digits, ok := binaryConstant(*e); ok && j.storeBinary(e, digits, to) {
		return
	}
	if from.Is(ir.TBytes) && to.Is(ir.TBytes) && to.Padded && !(from.Padded && from.Len == to.Len) && (from.Len == 0 || from.Len < to.Len) {
		cast(e, to)
		return
	}
	switch {
	case classOf(from) == clUnknown || classOf(to) == clUnknown || classOf(from) == clNull || from.Kind == to.Kind && from.Kind != ir.TDateTime:
		return
	case from.IsString() && to.IsString(), from.IsNumber() && to.IsNumber() && from.Kind != ir.TBit && to.Kind != ir.TBit && !to.IsInteger():
		return
	case from.Kind == to.Kind:
		return
	}
	tsqlCast(e, t)
}

// binaryConstant gives the hexadecimal digits of a constant such as 0x0AFF.
func binaryConstant(e ir.Expr) (digits string, ok bool) {
	c, ok := e.(*ir.Call)
	if !ok || c.Fn != "hextoraw" || len(c.Args) != 1 {
		return "", false
	}
	lit, ok := c.Args[0].Value.(*ir.StringLit)
	if !ok {
		return "", false
	}
	return lit.Value, true
}

// storeBinary stores a binary constant in a column that is not binary: a number has its bits, four bytes of them as an int;
// a value of a CLR type is in the server's own form, which nothing here reads.
func (j *job) storeBinary(e *ir.Expr, digits string, to *ir.Type) bool {
	at := ir.ExprBase{Sp: (*e).Span()}
	switch {
	case to.IsNumber() && to.Kind != ir.TFloat && digits != "" && len(digits) <= 16:
		n, err := strconv.ParseUint(digits, 16, 64)
		if err != nil {
			return false
		}
		v := int64(n)
		if len(digits) == 8 {
			v = int64(int32(uint32(n)))
		}
		*e = &ir.NumberLit{ExprBase: at, Text: strconv.FormatInt(v, 10)}
		(*e).SetType(to)
		return true
	case to.Kind == ir.TSpatial, to.Kind == ir.THierarchyID:
		code := diag.SpatialColumn
		if to.Kind == ir.THierarchyID {
			code = diag.HierarchyIDColumn
		}
		f := &j.obj.Obj().Findings
		for _, x := range f.Items {
			if x.Code == code {
				code = nil
				break
			}
		}
		if code != nil {
			f.Add(code, at.Sp, "a constant in SQL Server's own binary form: it is kept as hexadecimal text, and must be converted with ToString() in the source")
		}
		*e = &ir.StringLit{ExprBase: at, Value: "0x" + digits}
		(*e).SetType(&ir.Type{Kind: ir.TText})
		return true
	}
	return false
}

// dateParts are the words that the date functions take for their first argument ("DATEPART").
var dateParts = map[string]string{
	"YEAR": "year", "YY": "year", "YYYY": "year", "QUARTER": "quarter", "QQ": "quarter", "Q": "quarter", "MONTH": "month", "MM": "month",
	"M": "month", "DAYOFYEAR": "dayofyear", "DY": "dayofyear", "Y": "dayofyear", "DAY": "day", "DD": "day", "D": "day", "WEEK": "week", "WK": "week",
	"WW": "week", "WEEKDAY": "weekday", "DW": "weekday", "W": "weekday", "HOUR": "hour", "HH": "hour", "MINUTE": "minute", "MI": "minute", "N": "minute",
	"SECOND": "second", "SS": "second", "S": "second", "MILLISECOND": "millisecond", "MS": "millisecond", "MICROSECOND": "microsecond",
	"MCS": "microsecond", "NANOSECOND": "nanosecond", "NS": "nanosecond", "TZOFFSET": "tzoffset", "TZ": "tzoffset", "ISO_WEEK": "iso_week", "ISOWK": "iso_week",
	"ISOWW": "iso_week",
}

// datePartArg turns the word into a text, so that it is not taken for a column.
func datePartArg(n *ir.Call) {
	if len(n.Args) == 0 {
		return
	}
	word := ""
	switch x := n.Args[0].Value.(type) {
	case *ir.Ref:
		word = x.Name.Last().Key
	case *ir.StringLit:
		word = strings.ToUpper(x.Value)
	default:
		return
	}
	if p, ok := dateParts[strings.ToUpper(word)]; ok {
		s := &ir.StringLit{Value: p}
		s.Sp = n.Args[0].Value.Span()
		n.Args[0].Value = s
	}
}

// tsqlPlain is the type of an expression whose children are typed, where SQL Server's differs; nil where it does not.
func (j *job) tsqlPlain(e ir.Expr) *ir.Type {
	switch n := e.(type) {
	case *ir.NumberLit:
		return tsqlNumber(n.Text)
	case *ir.StringLit:
		return tsqlText(n)
	case *ir.Unary:
		return j.tsqlUnary(n)
	case *ir.SeqValue:
		j.nextValue(n)
		return tBigInt
	case *ir.Trim:
		j.tsqlArg(&n.X, 's')
		return stringLike(typeOf(n.X))
	case *ir.AtTimeZone:
		return tOffset
	case *ir.CursorAttr:
		return tInt
	}
	return nil
}

func (j *job) tsqlUnary(n *ir.Unary) *ir.Type {
	if n.Op == ir.OpNot {
		return tBool
	}
	if n.Op == ir.OpBitNot && typeOf(n.X).Is(ir.TBit) {
		return tBit // of a bit it is the other bit
	}
	j.tsqlNumeric(&n.X, tInt)
	return typeOf(n.X)
}

// oneOnly reports a column that another table of the query has as well: SQL Server refuses such a name (error 209), as PostgreSQL does.
func (j *job) oneOnly(s *scope, r *rangeVar, n *ir.Ref) {
	if !j.tsql() || s.loose {
		return
	}
	for _, o := range s.ranges {
		if o == r || o.rel.supplied || o.rel.partial || o.rel.find(n.Name.Parts[0].Key) == nil {
			continue
		}
		what := n.Name.Last().Text + ": both " + r.name.Text + " and " + o.name.Text + " have it"
		j.once("ambiguous "+n.Name.Key()+r.name.Key+o.name.Key, diag.TSQLAmbiguous, n.Name, what)
		return
	}
}
