package tsql

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// types are SQL Server's own types by name, with their defaults (Transact-SQL reference, Data Types).
// Length and precision are what a declaration without any means.
var types = map[string]ir.Type{
	"BIT": {Kind: ir.TBit}, "TINYINT": {Kind: ir.TInt, Bits: 8}, "SMALLINT": {Kind: ir.TInt, Bits: 16},
	"INT": {Kind: ir.TInt, Bits: 32}, "INTEGER": {Kind: ir.TInt, Bits: 32}, "BIGINT": {Kind: ir.TInt, Bits: 64},
	"DECIMAL": {Kind: ir.TDecimal, Prec: 18, HasScale: true}, "DEC": {Kind: ir.TDecimal, Prec: 18, HasScale: true},
	"NUMERIC": {Kind: ir.TDecimal, Prec: 18, HasScale: true},
	"MONEY":   {Kind: ir.TMoney, Bits: 64}, "SMALLMONEY": {Kind: ir.TMoney, Bits: 32},
	"FLOAT": {Kind: ir.TFloat, Bits: 64}, "REAL": {Kind: ir.TFloat, Bits: 32}, "DOUBLE PRECISION": {Kind: ir.TFloat, Bits: 64},
	"CHAR": {Kind: ir.TChar, Len: 1}, "CHARACTER": {Kind: ir.TChar, Len: 1},
	"NCHAR": {Kind: ir.TChar, Len: 1, National: true}, "NATIONAL CHAR": {Kind: ir.TChar, Len: 1, National: true},
	"NATIONAL CHARACTER": {Kind: ir.TChar, Len: 1, National: true},
	"VARCHAR":            {Kind: ir.TVarChar, Len: 1}, "CHAR VARYING": {Kind: ir.TVarChar, Len: 1}, "CHARACTER VARYING": {Kind: ir.TVarChar, Len: 1},
	"NVARCHAR": {Kind: ir.TVarChar, Len: 1, National: true}, "NATIONAL CHAR VARYING": {Kind: ir.TVarChar, Len: 1, National: true},
	"NATIONAL CHARACTER VARYING": {Kind: ir.TVarChar, Len: 1, National: true},
	"SYSNAME":                    {Kind: ir.TVarChar, Len: 128, National: true},
	"TEXT":                       {Kind: ir.TText}, "NTEXT": {Kind: ir.TText, National: true}, "NATIONAL TEXT": {Kind: ir.TText, National: true},
	"BINARY": {Kind: ir.TBytes, Len: 1, Padded: true}, "VARBINARY": {Kind: ir.TBytes, Len: 1}, "BINARY VARYING": {Kind: ir.TBytes, Len: 1},
	"IMAGE": {Kind: ir.TBlob},
	"DATE":  {Kind: ir.TDate}, "TIME": {Kind: ir.TTime, Scale: 7},
	"DATETIME": {Kind: ir.TDateTime, Scale: 3}, "SMALLDATETIME": {Kind: ir.TDateTime},
	"DATETIME2": {Kind: ir.TTimestamp, Scale: 7}, "DATETIMEOFFSET": {Kind: ir.TTimestampTZ, Scale: 7},
	"UNIQUEIDENTIFIER": {Kind: ir.TUUID}, "XML": {Kind: ir.TXML}, "JSON": {Kind: ir.TJSON},
	"SQL_VARIANT": {Kind: ir.TAny}, "ROWVERSION": {Kind: ir.TRowVersion}, "TIMESTAMP": {Kind: ir.TRowVersion},
	"HIERARCHYID": {Kind: ir.THierarchyID}, "GEOGRAPHY": {Kind: ir.TSpatial}, "GEOMETRY": {Kind: ir.TSpatial},
	"CURSOR": {Kind: ir.TRefCursor},
}

// castLength is the length of a character or binary type without one in CAST and CONVERT (CAST and
// CONVERT, Remarks of char and binary types).
const castLength = 30

// typ lowers a data type. A type that is not SQL Server's own is a name for resolve to find.
func (l *lowerer) typ(ctx syntax.IDatatypeContext) *ir.Type {
	t := l.datatype(ctx)
	if ctx.TypeArgs() == nil && inCast(ctx) {
		switch t.Kind {
		case ir.TChar, ir.TVarChar, ir.TBytes:
			if t.Len == 1 {
				t.Len = castLength
			}
		}
	}
	return t
}

func inCast(ctx syntax.IDatatypeContext) bool {
	switch ctx.GetParent().(type) {
	case *syntax.CastExprContext, *syntax.ConvertExprContext:
		return true
	}
	return false
}

func (l *lowerer) datatype(ctx syntax.IDatatypeContext) *ir.Type {
	q := l.qname(ctx.Name())
	sp := l.span(ctx)
	own, ok := types[strings.Join(strings.Fields(q.Last().Key), " ")]
	if !ok || len(q.Parts) > 1 && !q.Qualifier().Is("SYS") {
		return &ir.Type{Kind: ir.TNamed, Name: q, Spelled: sp.Text(), Sp: sp}
	}
	t := own
	t.Spelled, t.Sp = sp.Text(), sp
	if a := ctx.TypeArgs(); a != nil {
		typeArgs(&t, a)
	}
	return &t
}

// typeArgs applies (n), (p, s), (max).
func typeArgs(t *ir.Type, ctx syntax.ITypeArgsContext) {
	var n []int
	for _, a := range ctx.AllTypeArg() {
		if a.NUMBER() == nil {
			if strings.EqualFold(a.GetText(), "MAX") {
				makeMax(t)
			}
			return
		}
		k, _ := strconv.Atoi(a.NUMBER().GetText())
		n = append(n, k)
	}
	typeNumbers(t, n)
}

// typeNumbers applies length, or precision and scale.
func typeNumbers(t *ir.Type, n []int) {
	switch t.Kind {
	case ir.TDecimal:
		t.Prec = n[0]
		if len(n) > 1 {
			t.Scale = n[1]
		}
	case ir.TFloat:
		if t.Bits == 64 && n[0] <= 24 {
			t.Bits = 32
		}
	case ir.TTime, ir.TTimestamp, ir.TTimestampTZ:
		t.Scale = n[0]
	case ir.TChar, ir.TVarChar, ir.TBytes:
		t.Len = n[0]
	}
}

func makeMax(t *ir.Type) {
	switch t.Kind {
	case ir.TVarChar:
		t.Kind, t.Len = ir.TText, 0
	case ir.TBytes:
		t.Kind, t.Len = ir.TBlob, 0
	}
}
