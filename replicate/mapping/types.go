package mapping

import (
	"fmt"
	"strings"
)

// TypeName is a data type as the data-type object of a rule spells it: the intermediate types of DMS.
type TypeName string

// The types of DMS (user guide, "Data types for AWS DMS"), and those the data-type object knows besides.
const (
	TBytes    TypeName = "bytes"
	TDate     TypeName = "date"
	TTime     TypeName = "time"
	TDateTime TypeName = "datetime"
	TInt1     TypeName = "int1"
	TInt2     TypeName = "int2"
	TInt4     TypeName = "int4"
	TInt8     TypeName = "int8"
	TNumeric  TypeName = "numeric"
	TReal4    TypeName = "real4"
	TReal8    TypeName = "real8"
	TString   TypeName = "string"
	TUint1    TypeName = "uint1"
	TUint2    TypeName = "uint2"
	TUint4    TypeName = "uint4"
	TUint8    TypeName = "uint8"
	TWString  TypeName = "wstring"
	TBlob     TypeName = "blob"
	TNClob    TypeName = "nclob"
	TClob     TypeName = "clob"
	TBoolean  TypeName = "boolean"
	TSet      TypeName = "set"
	TList     TypeName = "list"
	TMap      TypeName = "map"
	TTuple    TypeName = "tuple"
)

var typeNames = map[TypeName]bool{TBytes: true, TDate: true, TTime: true, TDateTime: true, TInt1: true, TInt2: true,
	TInt4: true, TInt8: true, TNumeric: true, TReal4: true, TReal8: true, TString: true, TUint1: true, TUint2: true,
	TUint4: true, TUint8: true, TWString: true, TBlob: true, TNClob: true, TClob: true, TBoolean: true, TSet: true,
	TList: true, TMap: true, TTuple: true}

// Type is a DMS data type with its measures. The zero Type is an unknown one.
type Type struct {
	Name      TypeName
	Length    int // characters or bytes; 0 when not given
	Precision int
	Scale     int // of datetime: digits of the fraction
}

// String gives "numeric(12,2)".
func (t Type) String() string {
	switch {
	case t.Name == "":
		return "unknown"
	case t.Name == TNumeric && t.Precision > 0:
		return fmt.Sprintf("numeric(%d,%d)", t.Precision, t.Scale)
	case t.Length > 0:
		return fmt.Sprintf("%s(%d)", t.Name, t.Length)
	case t.Name == TDateTime && t.Scale > 0:
		return fmt.Sprintf("datetime(%d)", t.Scale)
	}
	return string(t.Name)
}

// IsLOB tells the types that DMS carries as large objects.
func (t Type) IsLOB() bool { return t.Name == TBlob || t.Name == TClob || t.Name == TNClob }

// IsText tells STRING and WSTRING.
func (t Type) IsText() bool { return t.Name == TString || t.Name == TWString }

// IsInteger tells the integer types.
func (t Type) IsInteger() bool {
	return strings.HasPrefix(string(t.Name), "int") || strings.HasPrefix(string(t.Name), "uint")
}

// IsNumber tells all numeric types.
func (t Type) IsNumber() bool {
	return t.IsInteger() || t.Name == TNumeric || t.Name == TReal4 || t.Name == TReal8
}

// IsTemporal tells DATE, TIME and DATETIME.
func (t Type) IsTemporal() bool { return t.Name == TDate || t.Name == TTime || t.Name == TDateTime }
