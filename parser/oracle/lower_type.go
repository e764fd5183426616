package oracle

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// typ lowers a data type (SQL Language Reference, Data Types; PL/SQL Language Reference, PL/SQL Data Types).
func (l *lowerer) typ(ctx syntax.IDatatypeContext) *ir.Type {
	t := &ir.Type{Sp: l.span(ctx)}
	t.Spelled = strings.Join(strings.Fields(t.Sp.Text()), " ")
	if ctx.INTERVAL() != nil {
		l.intervalType(t, ctx)
		return t
	}
	var name string
	var q ir.QName
	if ctx.Name() != nil {
		q = l.qname(ctx.Name())
		if d := ctx.Dblink(); d != nil {
			q.Link = identifier(strings.TrimPrefix(l.span(d).Text(), "@"))
		}
		if len(q.Parts) == 1 && !q.Parts[0].Quoted {
			name = q.Parts[0].Key
		} else if len(q.Parts) == 2 && (q.Parts[0].Is("SYS") || q.Parts[0].Is("STANDARD") || q.Parts[0].Is("PUBLIC") || q.Parts[0].Is("MDSYS")) {
			name = q.Parts[1].Key
		}
	} else if ctx.TYPE_WORDS() == nil { // TABLE: a parameter of a polymorphic table function
		q = ir.QName{Parts: []ir.Name{identifier("TABLE")}, Sp: t.Sp}
	} else {
		name = strings.Join(strings.Fields(strings.ToUpper(ctx.TYPE_WORDS().GetText())), " ")
	}
	switch {
	case ctx.PCT_TYPE() != nil:
		t.Kind, t.Name = ir.TAnchor, q
		return t
	case ctx.PCT_ROWTYPE() != nil:
		t.Kind, t.Name = ir.TRow, q
		return t
	case ctx.REF() != nil:
		t.Kind, t.Elem = ir.TRef, &ir.Type{Kind: ir.TNamed, Name: q, Sp: t.Sp, Spelled: q.Sp.Text()}
		return t
	}
	a := l.typeArgs(ctx.TypeArgs())
	if !scalar(t, name, a) {
		t.Kind, t.Name = ir.TNamed, q
	}
	switch {
	case ctx.WITH_TIME_ZONE() != nil:
		t.Kind = ir.TTimestampTZ
	case ctx.WITH_LOCAL_TIME_ZONE() != nil:
		t.Kind = ir.TTimestampLTZ
	}
	return t
}

// typeArg are the numbers in a type's parentheses; star is NUMBER(*, s).
type typeArg struct {
	n     []int
	star  bool
	bytes bool // VARCHAR2(n BYTE)
	chars bool // VARCHAR2(n CHAR)
}

func (l *lowerer) typeArgs(ctx syntax.ITypeArgsContext) typeArg {
	var a typeArg
	if ctx == nil {
		return a
	}
	a.star = len(ctx.AllSTAR()) > 0
	for _, e := range ctx.AllExpr() {
		n, _ := strconv.Atoi(strings.ReplaceAll(l.span(e).Text(), " ", ""))
		a.n = append(a.n, n)
	}
	if u := ctx.IDENT(); u != nil {
		a.bytes, a.chars = strings.EqualFold(u.GetText(), "BYTE"), strings.EqualFold(u.GetText(), "CHAR")
	}
	return a
}

func (a typeArg) first(def int) int {
	if len(a.n) > 0 {
		return a.n[0]
	}
	return def
}

// stringTypes are the character types; fixed ones are blank padded.
var stringTypes = map[string]struct{ fixed, national bool }{
	"VARCHAR2": {}, "VARCHAR": {}, "STRING": {}, "CHAR": {fixed: true}, "CHARACTER": {fixed: true},
	"NVARCHAR2": {national: true}, "NCHAR": {fixed: true, national: true}, "CHARACTER VARYING": {}, "CHAR VARYING": {},
	"NATIONAL CHARACTER": {fixed: true, national: true}, "NATIONAL CHAR": {fixed: true, national: true},
	"NATIONAL CHARACTER VARYING": {national: true}, "NATIONAL CHAR VARYING": {national: true}, "NCHAR VARYING": {national: true},
}

// simpleTypes are types without arguments, or whose arguments change nothing.
var simpleTypes = map[string]ir.Type{
	"INTEGER": {Kind: ir.TDecimal, Prec: 38, HasScale: true}, "INT": {Kind: ir.TDecimal, Prec: 38, HasScale: true},
	"SMALLINT": {Kind: ir.TDecimal, Prec: 38, HasScale: true}, "REAL": {Kind: ir.TFloat, Bits: 64, Prec: 63},
	"DOUBLE PRECISION": {Kind: ir.TFloat, Bits: 64, Prec: 126}, "BINARY_FLOAT": {Kind: ir.TFloat, Bits: 32},
	"BINARY_DOUBLE": {Kind: ir.TFloat, Bits: 64}, "SIMPLE_FLOAT": {Kind: ir.TFloat, Bits: 32}, "SIMPLE_DOUBLE": {Kind: ir.TFloat, Bits: 64},
	"PLS_INTEGER": {Kind: ir.TInt, Bits: 32}, "BINARY_INTEGER": {Kind: ir.TInt, Bits: 32}, "SIMPLE_INTEGER": {Kind: ir.TInt, Bits: 32, NotNull: true},
	"NATURAL": {Kind: ir.TInt, Bits: 32}, "NATURALN": {Kind: ir.TInt, Bits: 32, NotNull: true}, "POSITIVE": {Kind: ir.TInt, Bits: 32},
	"POSITIVEN": {Kind: ir.TInt, Bits: 32, NotNull: true}, "SIGNTYPE": {Kind: ir.TInt, Bits: 32},
	"BOOLEAN": {Kind: ir.TBool}, "BOOL": {Kind: ir.TBool}, "DATE": {Kind: ir.TDateTime},
	"CLOB": {Kind: ir.TText}, "NCLOB": {Kind: ir.TText, National: true}, "LONG": {Kind: ir.TText}, "BLOB": {Kind: ir.TBlob},
	"LONG RAW": {Kind: ir.TBlob}, "BFILE": {Kind: ir.TBFile}, "ROWID": {Kind: ir.TRowID}, "UROWID": {Kind: ir.TRowID},
	"XMLTYPE": {Kind: ir.TXML}, "JSON": {Kind: ir.TJSON}, "SYS_REFCURSOR": {Kind: ir.TRefCursor}, "ANYDATA": {Kind: ir.TAny},
	"SDO_GEOMETRY": {Kind: ir.TSpatial}, "DSINTERVAL_UNCONSTRAINED": {Kind: ir.TIntervalDS}, "YMINTERVAL_UNCONSTRAINED": {Kind: ir.TIntervalYM},
	"TIMESTAMP_UNCONSTRAINED": {Kind: ir.TTimestamp, Scale: 9}, "TIMESTAMP_TZ_UNCONSTRAINED": {Kind: ir.TTimestampTZ, Scale: 9},
	"TIMESTAMP_LTZ_UNCONSTRAINED": {Kind: ir.TTimestampLTZ, Scale: 9},
}

// scalar fills t for a built-in type and tells whether the name is one.
func scalar(t *ir.Type, name string, a typeArg) bool {
	if s, ok := stringTypes[name]; ok {
		t.Kind, t.National = ir.TVarChar, s.national
		t.Len, t.Bytes = a.first(0), !a.chars && !s.national
		if s.fixed {
			t.Kind, t.Len = ir.TChar, a.first(1)
		}
		return true
	}
	if s, ok := simpleTypes[name]; ok {
		sp, spelled := t.Sp, t.Spelled
		*t = s
		t.Sp, t.Spelled = sp, spelled
		return true
	}
	switch name {
	case "NUMBER", "NUMERIC", "DECIMAL", "DEC":
		t.Kind = ir.TDecimal
		switch {
		case a.star:
			t.Prec, t.HasScale = 38, len(a.n) > 0
			if len(a.n) > 0 {
				t.Scale = a.n[0]
			}
			if len(a.n) == 0 {
				t.Prec = 0 // NUMBER(*) is NUMBER
			}
		case len(a.n) > 0:
			t.Prec, t.HasScale = a.n[0], true
			if len(a.n) > 1 {
				t.Scale = a.n[1]
			}
		case name != "NUMBER": // NUMERIC and DECIMAL mean NUMBER(38, 0)
			t.Prec, t.HasScale = 38, true
		}
	case "FLOAT":
		// FLOAT(b) is a NUMBER with b binary digits; a double holds 53.
		t.Kind, t.Bits, t.Prec = ir.TFloat, 64, a.first(126)
	case "RAW":
		t.Kind, t.Len = ir.TBytes, a.first(0)
	case "TIMESTAMP":
		t.Kind, t.Scale = ir.TTimestamp, a.first(6)
	case "TIME":
		t.Kind, t.Scale = ir.TTime, a.first(0)
	default:
		return false
	}
	return true
}

func (l *lowerer) intervalType(t *ir.Type, ctx syntax.IDatatypeContext) {
	t.Kind, t.Scale = ir.TIntervalDS, 6
	if f := strings.ToUpper(ctx.INTERVAL_FIELD(0).GetText()); f == "YEAR" || f == "MONTH" {
		t.Kind, t.Scale = ir.TIntervalYM, 0
	}
	ps := ctx.AllPrecision()
	text := l.span(ctx).Text()
	for _, p := range ps {
		n, _ := strconv.Atoi(strings.Trim(l.span(p).Text(), "() \t\n"))
		before := upper(text[:l.span(p).Start-t.Sp.Start])
		if strings.HasSuffix(before, "SECOND") {
			t.Scale = n
		} else {
			t.Prec = n
		}
	}
}
