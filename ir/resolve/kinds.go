package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// Types shared by everything that has them. They are never changed.
var (
	tNumber    = &ir.Type{Kind: ir.TDecimal}
	tCount     = &ir.Type{Kind: ir.TDecimal, Prec: 18, HasScale: true} // COUNT, ROW_NUMBER
	tSmall     = &ir.Type{Kind: ir.TDecimal, Prec: 9, HasScale: true}  // LENGTH, INSTR, EXTRACT
	tWhole     = &ir.Type{Kind: ir.TDecimal, Prec: 38, HasScale: true} // whole, of any size
	tInt       = &ir.Type{Kind: ir.TInt, Bits: 32}
	tFloat     = &ir.Type{Kind: ir.TFloat, Bits: 32}
	tDouble    = &ir.Type{Kind: ir.TFloat, Bits: 64}
	tVarChar   = &ir.Type{Kind: ir.TVarChar}
	tNVarChar  = &ir.Type{Kind: ir.TVarChar, National: true}
	tText      = &ir.Type{Kind: ir.TText}
	tBytes     = &ir.Type{Kind: ir.TBytes}
	tBlob      = &ir.Type{Kind: ir.TBlob}
	tBool      = &ir.Type{Kind: ir.TBool}
	tDate      = &ir.Type{Kind: ir.TDateTime}
	tTimestamp = &ir.Type{Kind: ir.TTimestamp, Scale: 6}
	tTSTZ      = &ir.Type{Kind: ir.TTimestampTZ, Scale: 6}
	tIntervalD = &ir.Type{Kind: ir.TIntervalDS}
	tIntervalY = &ir.Type{Kind: ir.TIntervalYM}
	tNull      = &ir.Type{Kind: ir.TNull}
	tXML       = &ir.Type{Kind: ir.TXML}
	tJSON      = &ir.Type{Kind: ir.TJSON}
	tRowID     = &ir.Type{Kind: ir.TRowID}
	tCursor    = &ir.Type{Kind: ir.TRefCursor}
	tAny       = &ir.Type{Kind: ir.TAny}
	tUnknown   = ir.UnknownType
)

// class is the coarse family of a type, by which Oracle converts.
type class uint8

const (
	clUnknown class = iota
	clNull
	clString
	clNumber
	clDate
	clInterval
	clBool
	clBytes
	clRowID
	clXML
	clJSON
	clColl
	clRecord
	clCursor
	clOther
)

func classOf(t *ir.Type) class {
	switch t.Base().Kind {
	case ir.TNull:
		return clNull
	case ir.TChar, ir.TVarChar, ir.TText:
		return clString
	case ir.TInt, ir.TDecimal, ir.TMoney, ir.TFloat, ir.TBit:
		return clNumber
	case ir.TDate, ir.TDateTime, ir.TTimestamp, ir.TTimestampTZ, ir.TTimestampLTZ:
		return clDate
	case ir.TIntervalYM, ir.TIntervalDS:
		return clInterval
	case ir.TBool:
		return clBool
	case ir.TBytes, ir.TBlob, ir.TRowVersion:
		return clBytes
	case ir.TRowID:
		return clRowID
	case ir.TXML:
		return clXML
	case ir.TJSON:
		return clJSON
	case ir.TCollection:
		return clColl
	case ir.TRow:
		if t.Base().Fields == nil {
			return clUnknown // of a table that is not known
		}
		return clRecord
	case ir.TRecord, ir.TTableValue:
		return clRecord
	case ir.TRefCursor:
		return clCursor
	case ir.TUnknown, ir.TNamed, ir.TAnchor, ir.TPlaceholder:
		return clUnknown
	}
	return clOther
}

// unify gives the type of a value that is one of several: CASE, COALESCE, set operations. The first
// known type leads where Oracle would refuse the mix.
func unify(a, b *ir.Type) *ir.Type {
	ca, cb := classOf(a), classOf(b)
	switch {
	case a == b:
		return a
	case ca == clNull:
		return known(b)
	case cb == clNull:
		return known(a)
	case ca == clUnknown || cb == clUnknown:
		return tUnknown
	case ca != cb:
		return a
	}
	switch ca {
	case clString:
		return unifyStrings(a.Base(), b.Base())
	case clNumber:
		return unifyNumbers(a.Base(), b.Base())
	case clDate:
		if dateRank(b.Base()) > dateRank(a.Base()) {
			return b
		}
	}
	return a
}

func unifyStrings(a, b *ir.Type) *ir.Type {
	nat := a.National || b.National
	if a.Kind == ir.TText || b.Kind == ir.TText {
		if nat {
			return &ir.Type{Kind: ir.TText, National: true}
		}
		return tText
	}
	if a.Len == 0 || b.Len == 0 {
		if nat {
			return tNVarChar
		}
		return tVarChar
	}
	if a.Kind == ir.TChar && b.Kind == ir.TChar && a.Len == b.Len {
		return a
	}
	long := a
	if b.Len > a.Len {
		long = b
	}
	if long.Kind == ir.TVarChar && long.National == nat {
		return long
	}
	return &ir.Type{Kind: ir.TVarChar, Len: long.Len, Bytes: long.Bytes, National: nat}
}

func unifyNumbers(a, b *ir.Type) *ir.Type {
	switch {
	case a.Kind == ir.TFloat || b.Kind == ir.TFloat:
		if a.Kind == ir.TFloat && a.Bits == 64 || b.Kind != ir.TFloat {
			return a
		}
		return b
	case a.Kind == b.Kind && a.Bits == b.Bits && a.Prec == b.Prec && a.Scale == b.Scale && a.HasScale == b.HasScale:
		return a
	case a.IsInteger() && b.IsInteger():
		if digits(b) > digits(a) {
			return b
		}
		return a
	}
	ad, as, aok := decimal(a)
	bd, bs, bok := decimal(b)
	if !aok || !bok {
		return tNumber
	}
	s := max(as, bs)
	return number(max(ad-as, bd-bs)+s, s)
}

// decimal gives precision and scale of a fixed-point number; not ok where either is open.
func decimal(t *ir.Type) (prec, scale int, ok bool) {
	switch {
	case t.Kind == ir.TInt || t.Kind == ir.TBit:
		return digits(t), 0, true
	case t.Kind == ir.TMoney:
		return 19, 4, true
	case t.Kind == ir.TDecimal && t.Prec > 0:
		return t.Prec, t.Scale, true
	}
	return 0, 0, false
}

// number makes NUMBER(prec, scale), or plain NUMBER when that is out of range.
func number(prec, scale int) *ir.Type {
	if prec > 38 || prec < 1 || scale > prec || scale < 0 {
		if scale == 0 {
			return tWhole
		}
		return tNumber
	}
	return &ir.Type{Kind: ir.TDecimal, Prec: prec, Scale: scale, HasScale: true}
}

// digits is how many digits a whole number of the type has at most.
func digits(t *ir.Type) int {
	switch t.Kind {
	case ir.TBit:
		return 1
	case ir.TInt:
		switch t.Bits {
		case 8:
			return 3
		case 16:
			return 5
		case 64:
			return 19
		}
		return 10
	}
	return t.Prec - t.Scale
}

func dateRank(t *ir.Type) int {
	switch t.Kind {
	case ir.TTimestampTZ:
		return 4
	case ir.TTimestampLTZ:
		return 3
	case ir.TTimestamp:
		return 2
	case ir.TDateTime:
		return 1
	}
	return 0
}

// arith gives the type of a + b, a - b, a * b, a / b by Oracle's rules.
func arith(op ir.Op, a, b *ir.Type) *ir.Type {
	ca, cb := classOf(a), classOf(b)
	switch op {
	case ir.OpAdd, ir.OpSub:
		if t := datetimeArith(op, a.Base(), b.Base(), ca, cb); t != nil {
			return t
		}
	case ir.OpMul, ir.OpDiv:
		if ca == clInterval {
			return a
		}
		if cb == clInterval && op == ir.OpMul {
			return b
		}
	}
	if ca == clUnknown && cb == clUnknown {
		return tUnknown
	}
	if op == ir.OpAdd || op == ir.OpSub {
		// unknown ± number may be a date still.
		if ca == clUnknown || cb == clUnknown {
			return tUnknown
		}
	}
	if ca == clNumber && cb == clNumber {
		return numberArith(op, a.Base(), b.Base())
	}
	return tNumber
}

// datetimeArith covers + and - where a date, timestamp or interval takes part; nil when none does.
func datetimeArith(op ir.Op, a, b *ir.Type, ca, cb class) *ir.Type {
	switch {
	case ca == clDate && cb == clDate:
		if op == ir.OpAdd {
			return tUnknown
		}
		if a.Is(ir.TDateTime, ir.TDate) && b.Is(ir.TDateTime, ir.TDate) {
			return tNumber
		}
		return tIntervalD
	case ca == clDate && cb == clInterval, cb == clDate && ca == clInterval:
		if ca == clDate {
			return a
		}
		return b
	case ca == clDate && (cb == clNumber || cb == clNull || cb == clString):
		return tDate // a timestamp plus a number is a DATE too
	case cb == clDate && (ca == clNumber || ca == clNull || ca == clString) && op == ir.OpAdd:
		return tDate
	case ca == clInterval && (cb == clInterval || cb == clNull):
		return a
	case cb == clInterval && ca == clNull:
		return b
	}
	return nil
}

func numberArith(op ir.Op, a, b *ir.Type) *ir.Type {
	if a.Kind == ir.TFloat || b.Kind == ir.TFloat {
		return unifyNumbers(a, b)
	}
	if op != ir.OpDiv && op != ir.OpPow {
		switch {
		case a.Kind == ir.TInt && b.Kind == ir.TInt:
			if a.Bits >= b.Bits {
				return a
			}
			return b
		case a.Kind == ir.TInt && b.IsInteger() && digits(b) < 10:
			return a // PLS_INTEGER and a literal
		case b.Kind == ir.TInt && a.IsInteger() && digits(a) < 10:
			return b
		}
	}
	ap, as, aok := decimal(a)
	bp, bs, bok := decimal(b)
	if !aok || !bok {
		return tNumber
	}
	switch op {
	case ir.OpAdd, ir.OpSub:
		s := max(as, bs)
		return number(max(ap-as, bp-bs)+s+1, s)
	case ir.OpMul:
		return number(ap+bp, as+bs)
	case ir.OpMod:
		s := max(as, bs)
		return number(max(ap-as, bp-bs)+s, s)
	}
	return tNumber
}
