package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// class is the kind of value that a written expression gives on the server. It is close to the type in the
// source, but not the same: NUMBER(5) is integer there, COUNT(*) bigint, TO_DATE(…) may be date.
type class uint8

const (
	cUnknown class = iota
	cLit           // a quoted constant or NULL: it takes the type of what stands beside it
	cBool
	cInt    // smallint, integer
	cBig    // bigint
	cNum    // numeric
	cAnyNum // one of the three above: an output column of a query, a record field
	cFloat
	cText
	cChar // blank padded
	cBytes
	cDate // a day: what to_date and current_date give
	cTS
	cTSTZ
	cTime
	cInterval
	cJSON
	cXML
	cUUID
	cTid // the address of a row
	cOther
)

func (c class) number() bool   { return c >= cInt && c <= cFloat }
func (c class) integer() bool  { return c == cInt || c == cBig }
func (c class) datetime() bool { return c >= cDate && c <= cTSTZ }
func (c class) text() bool     { return c == cText || c == cChar }

// typeClass gives the class of a column, variable or parameter of the type.
func typeClass(t *ir.Type) class {
	b := t.Base()
	switch b.Kind {
	case ir.TNull:
		return cLit
	case ir.TBool:
		return cBool
	case ir.TBit:
		return cBool
	case ir.TInt:
		if b.Bits > 32 {
			return cBig
		}
		return cInt
	case ir.TDecimal:
		switch {
		case !b.IsInteger() || b.Prec > 18 || b.Checked:
			return cNum
		case b.Prec > 9:
			return cBig
		}
		return cInt
	case ir.TMoney:
		return cNum
	}
	if c, ok := kindClass[b.Kind]; ok {
		return c
	}
	return cUnknown
}

var kindClass = map[ir.Kind]class{
	ir.TFloat: cFloat, ir.TChar: cChar, ir.TVarChar: cText, ir.TText: cText, ir.TBytes: cBytes, ir.TBlob: cBytes,
	ir.TDate: cDate, ir.TTime: cTime, ir.TDateTime: cTS, ir.TTimestamp: cTS, ir.TTimestampTZ: cTSTZ,
	ir.TTimestampLTZ: cTSTZ, ir.TIntervalYM: cInterval, ir.TIntervalDS: cInterval, ir.TXML: cXML, ir.TJSON: cJSON,
	ir.TUUID: cUUID, ir.TBFile: cOther, ir.TAny: cOther, ir.TSpatial: cOther, ir.TRow: cOther, ir.TRecord: cOther,
	ir.TCollection: cOther, ir.TRefCursor: cOther, ir.TRef: cOther, ir.TTableValue: cOther, ir.TNamed: cOther,
	ir.TRowID: cText, ir.THierarchyID: cText, ir.TJSONTree: cOther,
}

// codeClass is typeClass for what is no column: there the address of a row is a tid.
func codeClass(t *ir.Type, use typeUse) class {
	for n := 0; t != nil && (t.Kind == ir.TAnchor || t.Kind == ir.TNamed) && n < 20; n++ {
		switch d := t.Decl.(type) {
		case *ir.TypeDecl:
			if !d.Subtype {
				return typeClass(t)
			}
			t = d.Type // SUBTYPE id_t IS t.id%TYPE is written as the %TYPE that it is
		case *ir.VarDecl:
			t = d.Type
		case *ir.Param:
			t = d.Type
		default:
			if _, ok := d.(*ir.Column); ok && use == useVar {
				return typeClass(t)
			}
			n = 20
		}
	}
	if t == nil {
		return cUnknown
	}
	if t.Is(ir.TRowID) && (t.Kind != ir.TAnchor || use == useParam) {
		return cTid
	}
	return typeClass(t)
}

// The types that the printer gives to what resolve left untyped.
var (
	typNumber   = &ir.Type{Kind: ir.TDecimal}
	typInteger  = &ir.Type{Kind: ir.TDecimal, Prec: 38, HasScale: true}
	typText     = &ir.Type{Kind: ir.TVarChar}
	typDateTime = &ir.Type{Kind: ir.TDateTime}
	typTSTZ     = &ir.Type{Kind: ir.TTimestampTZ, Scale: 6}
	typInterval = &ir.Type{Kind: ir.TIntervalDS}
	typBool     = &ir.Type{Kind: ir.TBool}
	typBytes    = &ir.Type{Kind: ir.TBytes}
)

var classType = map[class]*ir.Type{
	cBool: typBool, cInt: typInteger, cBig: typInteger, cNum: typNumber, cAnyNum: typNumber, cFloat: typNumber,
	cText: typText, cChar: typText, cBytes: typBytes, cDate: typDateTime, cTS: typDateTime, cTSTZ: typTSTZ,
	cInterval: typInterval, cXML: {Kind: ir.TXML}, cJSON: {Kind: ir.TJSON},
}

// typ gives the source type of an expression: what resolve found, else what its shape says.
func (p *printer) typ(e ir.Expr) *ir.Type {
	if e == nil {
		return ir.UnknownType
	}
	if t := e.Type(); t != nil && t.Kind != ir.TUnknown {
		return t
	}
	switch e := e.(type) {
	case *ir.Paren:
		return p.typ(e.X)
	case *ir.NumberLit:
		if integerText(e.Text) {
			return typInteger
		}
		return typNumber
	case *ir.StringLit:
		return typText
	case *ir.NullLit:
		return &ir.Type{Kind: ir.TNull}
	case *ir.DatetimeLit:
		return &ir.Type{Kind: e.Kind}
	case *ir.IntervalLit:
		return typInterval
	case *ir.Cast:
		return e.To
	case *ir.Binary:
		return p.binaryType(e)
	case *ir.Unary:
		if e.Op != ir.OpNot {
			return p.typ(e.X)
		}
		return typBool
	case *ir.Call:
		return p.callType(e)
	case *ir.Case:
		return p.caseType(e)
	case *ir.Extract:
		return typNumber
	case *ir.Trim:
		return typText
	case *ir.AtTimeZone:
		return typTSTZ
	case *ir.Ref:
		return p.refType(e)
	}
	return ir.UnknownType
}

func (p *printer) refType(e *ir.Ref) *ir.Type {
	if e.Sym == nil || e.Sym.Fields > 0 {
		return ir.UnknownType
	}
	if e.Sym.Type != nil {
		return e.Sym.Type
	}
	switch d := e.Sym.Decl.(type) {
	case *ir.Column:
		return d.Type
	case *ir.VarDecl:
		return d.Type
	case *ir.Param:
		return d.Type
	}
	return ir.UnknownType
}

func (p *printer) binaryType(e *ir.Binary) *ir.Type {
	switch e.Op {
	case ir.OpConcat:
		return typText
	case ir.OpAdd, ir.OpSub:
		l, r := p.typ(e.L), p.typ(e.R)
		switch {
		case l.IsDatetime() && r.IsDatetime():
			if l.Is(ir.TDateTime) && r.Is(ir.TDateTime) {
				return typNumber
			}
			return typInterval
		case l.IsDatetime() && r.IsInterval():
			return l
		case l.IsDatetime(), r.IsDatetime() && l.IsNumber():
			return typDateTime
		case r.IsDatetime():
			return r
		case l.IsInterval():
			return l
		}
		return numberResult(e.Op, l, r)
	case ir.OpMul, ir.OpDiv, ir.OpMod, ir.OpPow:
		l, r := p.typ(e.L), p.typ(e.R)
		if l.IsInterval() {
			return l
		}
		if r.IsInterval() {
			return r
		}
		return numberResult(e.Op, l, r)
	}
	return typBool
}

func numberResult(op ir.Op, l, r *ir.Type) *ir.Type {
	if l.Is(ir.TFloat) || r.Is(ir.TFloat) {
		return &ir.Type{Kind: ir.TFloat, Bits: 64}
	}
	if l.IsInteger() && r.IsInteger() && op != ir.OpDiv && op != ir.OpPow {
		return typInteger
	}
	return typNumber
}

// callType is for calls that resolve gave no type.
func (p *printer) callType(e *ir.Call) *ir.Type {
	switch e.Fn {
	case "":
		if e.Sym != nil && e.Sym.Type != nil {
			return e.Sym.Type
		}
		return ir.UnknownType
	case "coalesce", "greatest", "least", "nullif", "max", "min", "nvl", "lag", "lead", "first_value", "last_value", "nth_value":
		if len(e.Args) > 0 {
			return p.typ(e.Args[0].Value)
		}
	case "nvl2":
		if len(e.Args) > 1 {
			return p.typ(e.Args[1].Value)
		}
	case "trunc", "round":
		if len(e.Args) > 0 && p.typ(e.Args[0].Value).IsDatetime() {
			return typDateTime
		}
		return typNumber
	}
	for _, r := range p.em.fns[e.Fn] {
		if t := classType[r.c]; t != nil {
			return t
		}
	}
	return ir.UnknownType
}

func (p *printer) caseType(e *ir.Case) *ir.Type {
	for _, w := range e.Whens {
		if t := p.typ(w.Result); !t.Is(ir.TUnknown, ir.TNull) {
			return t
		}
	}
	if e.Else != nil {
		return p.typ(e.Else)
	}
	return ir.UnknownType
}

func integerText(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
