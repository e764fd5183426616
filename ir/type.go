package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Kind classifies types by meaning, across dialects.
type Kind uint8

// The kinds.
const (
	TUnknown      Kind = iota // not known: whatever depends on it must not be green
	TNull                     // the type of NULL
	TBool                     // truth value
	TBit                      // SQL Server's bit: 0, 1, NULL
	TInt                      // two's complement integer of Bits 8 (unsigned), 16, 32, 64; Oracle's PLS_INTEGER
	TDecimal                  // exact decimal; Prec 0 means as many digits as needed
	TMoney                    // fixed point with four decimals; Bits 32 or 64
	TFloat                    // IEEE binary float; Bits 32 or 64
	TChar                     // blank padded, Len
	TVarChar                  // Len 0 means unlimited or unknown
	TText                     // CLOB, varchar(max)
	TBytes                    // RAW, varbinary; Len 0 unlimited
	TBlob                     // BLOB, varbinary(max)
	TDate                     // a day without time
	TTime                     // time of day, Scale = fractional digits
	TDateTime                 // Oracle's DATE: to the second. SQL Server's datetime has Scale 3
	TTimestamp                // Scale = fractional digits
	TTimestampTZ              // with its own zone
	TTimestampLTZ             // an instant, shown in the session's zone
	TIntervalYM               // years and months
	TIntervalDS               // days to seconds
	TXML                      //
	TJSON                     //
	TUUID                     //
	TRowID                    // ROWID, UROWID
	TBFile                    // BFILE
	TAny                      // ANYDATA, sql_variant
	TSpatial                  // SDO_GEOMETRY, geography, geometry
	TRowVersion               // SQL Server's rowversion
	THierarchyID              //
	TNamed                    // Name: a user-defined type, or one not resolved yet
	TAnchor                   // Name%TYPE
	TRow                      // Name%ROWTYPE; once resolved, Fields are filled
	TRecord                   // Fields
	TCollection               // Coll, Elem, Index
	TRefCursor                // REF CURSOR, SYS_REFCURSOR; Elem is the row for a strong one, else nil
	TRef                      // REF to an object type, Elem
	TTableValue               // a table-valued parameter or table variable; Fields
	TPlaceholder              // fits every type: parameters of generic functions
	TJSONTree                 // JSON_ELEMENT_T and its subtypes
)

// CollKind tells collections apart.
type CollKind uint8

// The collection kinds.
const (
	CollNested CollKind = iota // nested table
	CollVArray                 // VARRAY(Len)
	CollAssoc                  // associative array, INDEX BY Index
)

// Type is a data type. One struct serves all kinds; fields that a kind does not use are zero.
type Type struct {
	Kind     Kind
	Bits     int   // TInt, TFloat, TMoney
	Prec     int   // TDecimal: digits, 0 for none given; intervals: leading precision
	Scale    int   // TDecimal: digits after the point (may be negative); date and time kinds: fractional digits
	HasScale bool  // Scale was written (NUMBER(10) and NUMBER(10,0) both mean true with 0)
	Len      int   // characters or bytes
	Bytes    bool  // Len counts bytes, not characters (VARCHAR2(n BYTE))
	National bool  // NVARCHAR2, NCLOB
	Padded   bool  // TBytes: SQL Server's binary(n), which zeros fill up to Len
	Zoned    bool  // kept for kinds that need it
	Name     QName // TNamed, TAnchor, TRow
	Elem     *Type // TCollection, TRefCursor, TRef
	Index    *Type // TCollection with CollAssoc
	Coll     CollKind
	Fields   []*Field // TRecord, TRow (resolved), TTableValue
	NotNull  bool     // a subtype or element declared NOT NULL
	Range    [2]Expr  // subtype RANGE lo .. hi; nil when none
	Spelled  string   // as the source wrote it, for messages: "NUMBER(10,2)"
	Sp       diag.Span
	Checked  bool // TDecimal: code counts on the error of a number with too many digits
	// Catalogue marks a text that is a name out of the database's catalogue: the target spells it as it spells its objects.
	Catalogue bool

	// Set by ir/resolve.
	Decl   Node  // what a TNamed, TAnchor or TRow refers to (TypeDecl, TypeObject, Table, View, VarDecl, Column …)
	Target *Type // the type that a TAnchor or a subtype stands for, not an anchor itself; nil when not resolved
	// Supplied marks a TNamed or TRow that comes with the database (UTL_FILE.FILE_TYPE); Target where its shape is known.
	Supplied bool
}

// Span gives the place of the type.
func (t *Type) Span() diag.Span { return t.Sp }

// Field is a field of a record or an attribute of an object type.
type Field struct {
	Name     Name
	Type     *Type
	NotNull  bool
	Default  Expr
	Sp       diag.Span
	Comments []Comment
}

// Span gives the place of the field.
func (f *Field) Span() diag.Span { return f.Sp }

// Base follows anchors and subtypes to the type behind them; it never returns nil.
func (t *Type) Base() *Type {
	for i := 0; t != nil && t.Target != nil && i < 100; i++ {
		t = t.Target
	}
	if t == nil {
		return UnknownType
	}
	return t
}

// XMLNode is how the type of a node inside a document is spelt: paths into it begin at the node, not at the document.
const XMLNode = "node of nodes()"

// UnknownType is the type of what could not be typed.
var UnknownType = &Type{Kind: TUnknown}

// Is tells whether the type behind anchors and subtypes is one of the kinds; false for nil.
func (t *Type) Is(kinds ...Kind) bool {
	b := t.Base()
	for _, k := range kinds {
		if b.Kind == k {
			return true
		}
	}
	return false
}

// IsString tells character types, LOBs included.
func (t *Type) IsString() bool { return t.Is(TChar, TVarChar, TText) }

// IsNumber tells numeric types.
func (t *Type) IsNumber() bool { return t.Is(TInt, TDecimal, TMoney, TFloat, TBit) }

// BinaryFloat tells IEEE numbers, of which Oracle makes other texts than of FLOAT, a NUMBER with so many binary digits.
func (t *Type) BinaryFloat() bool {
	b := t.Base()
	return b.Kind == TFloat && b.Prec == 0
}

// IsInteger tells types that hold whole numbers only.
func (t *Type) IsInteger() bool {
	b := t.Base()
	return b.Kind == TInt || b.Kind == TBit || b.Kind == TDecimal && b.Prec > 0 && b.Scale <= 0 && b.HasScale
}

// IsDatetime tells dates and timestamps of every kind, not times of day nor intervals.
func (t *Type) IsDatetime() bool {
	return t.Is(TDate, TDateTime, TTimestamp, TTimestampTZ, TTimestampLTZ)
}

// IsInterval tells intervals.
func (t *Type) IsInterval() bool { return t.Is(TIntervalYM, TIntervalDS) }

// Missing tells a name that ir/resolve found nowhere; it has reported it. What comes with the database is not missing.
func (t *Type) Missing() bool {
	if t == nil || t.Supplied || t.Decl != nil || t.Target != nil || t.Fields != nil {
		return false
	}
	return t.Kind == TNamed || t.Kind == TAnchor || t.Kind == TRow
}

// CutsBytes tells a value of binary(n) or varbinary(n) of SQL Server's that loses its end, or is filled up with zeros, where a value of
// type from becomes one.
func (t *Type) CutsBytes(from *Type) bool {
	return t.Kind == TBytes && t.Len > 0 && (from.Len == 0 || from.Len > t.Len || t.Padded && !(from.Padded && from.Len == t.Len))
}
