package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// SQL Server's own types. They are never changed.
var (
	tBit        = &ir.Type{Kind: ir.TBit}
	tTinyInt    = &ir.Type{Kind: ir.TInt, Bits: 8}
	tSmallInt   = &ir.Type{Kind: ir.TInt, Bits: 16}
	tBigInt     = &ir.Type{Kind: ir.TInt, Bits: 64}
	tMoney      = &ir.Type{Kind: ir.TMoney, Bits: 64}
	tDay        = &ir.Type{Kind: ir.TDate}
	tTime7      = &ir.Type{Kind: ir.TTime, Scale: 7}
	tDatetime   = &ir.Type{Kind: ir.TDateTime, Scale: 3}
	tDatetime2  = &ir.Type{Kind: ir.TTimestamp, Scale: 7}
	tOffset     = &ir.Type{Kind: ir.TTimestampTZ, Scale: 7}
	tUUID       = &ir.Type{Kind: ir.TUUID}
	tNText      = &ir.Type{Kind: ir.TText, National: true}
	tSysName    = &ir.Type{Kind: ir.TVarChar, Len: 128, National: true}
	tRowVersion = &ir.Type{Kind: ir.TRowVersion}
	tNode       = &ir.Type{Kind: ir.TXML, Spelled: ir.XMLNode} // what nodes() gives
)

// tsql tells that the sources are SQL Server's, whose own rules for types and conversions are in the tsql_*.go files.
func (j *job) tsql() bool { return j.c.schema.Source == ir.SQLServer }

// tsqlRank is the place in the order of precedence, the highest first being the largest number ("Data type
// precedence", Transact-SQL reference): where two types meet, the lower one is converted to the higher.
func tsqlRank(t *ir.Type) int {
	b := t.Base()
	switch b.Kind {
	case ir.TAny:
		return 30
	case ir.TXML:
		return 29
	case ir.TTimestampTZ, ir.TTimestampLTZ:
		return 28
	case ir.TTimestamp:
		return 27
	case ir.TDateTime:
		if b.Scale == 0 {
			return 25 // smalldatetime
		}
		return 26
	case ir.TDate:
		return 24
	case ir.TTime:
		return 23
	case ir.TFloat:
		if b.Bits == 32 {
			return 21
		}
		return 22
	case ir.TDecimal:
		return 20
	case ir.TMoney:
		return 19
	case ir.TInt:
		switch b.Bits {
		case 64:
			return 18
		case 16:
			return 16
		case 8:
			return 15
		}
		return 17
	case ir.TBit, ir.TBool:
		return 14
	case ir.TRowVersion:
		return 10
	case ir.TUUID:
		return 9
	case ir.TText, ir.TVarChar, ir.TChar:
		r := 5
		if b.National {
			r = 7
		}
		if b.Kind != ir.TChar {
			r++
		}
		return r
	case ir.TBlob, ir.TBytes:
		return 3
	case ir.TNull:
		return 1
	}
	return 40 // user-defined types, and what is not known
}

// tsqlUnify gives the type in which two values meet: in a comparison, CASE, COALESCE, UNION.
func tsqlUnify(a, b *ir.Type) *ir.Type {
	ca, cb := classOf(a), classOf(b)
	switch {
	case ca == clNull:
		return b
	case cb == clNull:
		return a
	case ca == clUnknown || cb == clUnknown:
		return tUnknown
	}
	hi, lo := a, b
	if tsqlRank(b) > tsqlRank(a) {
		hi, lo = b, a
	}
	switch {
	case ca == clString && cb == clString:
		return tsqlLonger(hi.Base(), lo.Base())
	case hi.Base().Kind == ir.TDecimal && classOf(lo) == clNumber:
		return tsqlDecimals(hi.Base(), lo.Base())
	case hi.Base().Kind == ir.TInt && lo.Base().Kind == ir.TBit:
		return hi
	}
	return hi
}

// tsqlLonger is the text type that holds both.
func tsqlLonger(hi, lo *ir.Type) *ir.Type {
	nat := hi.National || lo.National
	switch {
	case hi.Kind == ir.TText || lo.Kind == ir.TText:
		if nat {
			return tNText
		}
		return tText
	case hi.Len == lo.Len && hi.Kind == lo.Kind:
		return hi
	case hi.Len == 0 || lo.Len == 0:
		return &ir.Type{Kind: ir.TVarChar, National: nat}
	case hi.Kind == ir.TChar && lo.Kind == ir.TChar:
		return &ir.Type{Kind: ir.TChar, National: nat, Len: max(hi.Len, lo.Len)}
	}
	return &ir.Type{Kind: ir.TVarChar, National: nat, Len: max(hi.Len, lo.Len)}
}

// tsqlDecimals is the decimal type that holds both.
func tsqlDecimals(a, b *ir.Type) *ir.Type {
	ap, as, ok := tsqlPrec(a)
	bp, bs, ok2 := tsqlPrec(b)
	if !ok || !ok2 {
		return tNumber
	}
	s := max(as, bs)
	return tsqlDecimal(max(ap-as, bp-bs)+s, s)
}

// tsqlPrec gives precision and scale of an exact number ("Precision, scale, and length").
func tsqlPrec(t *ir.Type) (prec, scale int, ok bool) {
	switch t.Kind {
	case ir.TBit:
		return 1, 0, true
	case ir.TInt:
		return map[int]int{8: 3, 16: 5, 32: 10, 64: 19}[t.Bits], 0, true
	case ir.TMoney:
		if t.Bits == 32 {
			return 10, 4, true
		}
		return 19, 4, true
	case ir.TDecimal:
		return t.Prec, t.Scale, t.Prec > 0
	}
	return 0, 0, false
}

// tsqlDecimal makes decimal(p, s), cut to 38 digits as SQL Server cuts it: the digits before the point go first.
func tsqlDecimal(p, s int) *ir.Type {
	if p > 38 {
		s = max(38-(p-s), min(s, 6))
		p = 38
	}
	return &ir.Type{Kind: ir.TDecimal, Prec: p, Scale: s, HasScale: true}
}

// tsqlArith is the type of a result ("Precision, scale, and length"): whole numbers stay whole, decimals grow.
func tsqlArith(op ir.Op, a, b *ir.Type) *ir.Type {
	ab, bb := a.Base(), b.Base()
	hi := ab
	if tsqlRank(bb) > tsqlRank(ab) {
		hi = bb
	}
	switch classOf(hi) {
	case clDate:
		return hi
	case clUnknown, clNull:
		if classOf(hi) == clNull {
			return tInt
		}
		return tUnknown
	}
	switch hi.Kind {
	case ir.TInt, ir.TFloat, ir.TMoney:
		return hi
	case ir.TBit:
		return tInt
	case ir.TDecimal:
		return tsqlDecimalArith(op, ab, bb)
	}
	return hi
}

func tsqlDecimalArith(op ir.Op, a, b *ir.Type) *ir.Type {
	p1, s1, ok := tsqlPrec(a)
	p2, s2, ok2 := tsqlPrec(b)
	if !ok || !ok2 {
		return tNumber
	}
	switch op {
	case ir.OpAdd, ir.OpSub:
		whole, s := max(p1-s1, p2-s2), max(s1, s2)
		if whole+s+1 > 38 { // the digit that a sum may have more is given up before any decimal
			s = min(s, 38-whole)
			return &ir.Type{Kind: ir.TDecimal, Prec: 38, Scale: s, HasScale: true}
		}
		return tsqlDecimal(whole+s+1, s)
	case ir.OpMul:
		return tsqlDecimal(p1+p2+1, s1+s2)
	case ir.OpDiv:
		s := max(6, s1+p2+1)
		return tsqlDecimal(p1-s1+s2+s, s)
	}
	return tsqlDecimal(min(p1-s1, p2-s2)+max(s1, s2), max(s1, s2))
}

// tsqlNumber is the type of a number as written: a whole one is int where it fits, else decimal; one with an exponent float.
func tsqlNumber(s string) *ir.Type {
	if strings.ContainsAny(s, "eE") {
		return tDouble
	}
	whole, frac, point := strings.Cut(s, ".")
	w := strings.TrimLeft(whole, "0")
	if !point {
		if len(w) < 10 || len(w) == 10 && w <= "2147483647" {
			return tInt
		}
		return &ir.Type{Kind: ir.TDecimal, Prec: min(len(w), 38), HasScale: true}
	}
	return &ir.Type{Kind: ir.TDecimal, Prec: max(min(len(w)+len(frac), 38), 1), Scale: len(frac), HasScale: true}
}

// tsqlText is the type of a text as written.
func tsqlText(n *ir.StringLit) *ir.Type {
	l := 0
	for range n.Value {
		l++
	}
	return &ir.Type{Kind: ir.TVarChar, Len: max(l, 1), National: n.National}
}

// documentType is the type of what FOR XML and FOR JSON make of the rows of a query, nil for other queries: a text, or xml
// where TYPE is said.
func documentType(q *ir.Query) *ir.Type {
	if q == nil || q.For == nil || q.For.Format == "BROWSE" {
		return nil
	}
	for _, o := range q.For.Options {
		if q.For.Format == "XML" && o.Name == "TYPE" {
			return tXML
		}
	}
	return tNText
}
