// Package canon is the form in which values travel between engines: a canonical text that holds every value of every
// supported type without loss.
//
// A source decodes what it reads into the canonical text of the column's kind, Converter turns that into the canonical
// text of the target column's kind or says why it cannot, and a target encodes the result. The texts are:
//
//	Bool                     t, f
//	Int                      -12 (any integer of up to 64 bits, signed or not)
//	Decimal                  -12.30, NaN, Infinity, -Infinity; as many digits as there are
//	Float32, Float64         the shortest text that reads back as the same bits; NaN, Infinity, -Infinity, -0
//	Text, Enum, Set, XML     UTF-8; the members of a set are separated by commas
//	JSON                     UTF-8, as the source spells it
//	Bytes, Geometry          the bytes themselves
//	Date                     2024-02-29, 0044-03-15 BC, 12024-01-01, infinity, -infinity, 0000-00-00
//	Time, TimeTZ             23:59:59.999999, -838:59:59 (MySQL), 10:00:00+02
//	Timestamp, TimestampTZ   a date, a space, a time; TimestampTZ is in UTC and ends with +00
//	Interval                 as PostgreSQL writes it
//	Bit                      0101
//	UUID                     lower-case, with hyphens
//	Array                    as PostgreSQL writes it: {1,NULL,"a b"}
//	Other                    the text of the type's own engine
package canon

import "fmt"

// Kind is a family of types that share a canonical text.
type Kind uint8

const (
	Other Kind = iota
	Bool
	Int
	Decimal
	Float32
	Float64
	Text
	Enum
	Set
	XML
	JSON
	Bytes
	Geometry
	Date
	Time
	TimeTZ
	Timestamp
	TimestampTZ
	Interval
	Bit
	UUID
	Array
)

var kindNames = [...]string{"other", "bool", "int", "decimal", "float32", "float64", "text", "enum", "set", "xml", "json",
	"bytes", "geometry", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "bit", "uuid", "array"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Type describes a column's type. The zero of a limit means that there is none.
type Type struct {
	Kind     Kind
	Bits     int    // Int: 8, 16, 24, 32 or 64
	Unsigned bool   // Int
	Length   int    // Text: characters; Bytes, Bit: bytes, bits
	Fixed    bool   // Text, Bytes, Bit: padded to Length
	Digits   int    // Decimal: all digits; 0 is unlimited
	Scale    int    // Decimal: digits after the point
	Fraction int    // Time and Timestamp: digits of a second; -1 is unknown
	Elem     Kind   // Array: of its elements
	LOB      bool   // a large object in the sense of the LOB modes
	Native   string // the type as its own engine writes it
	Engine   string // the engine that Native belongs to
}

// Same tells whether values of one type are values of the other without a change of any kind.
func (t Type) Same(o Type) bool {
	return t.Engine == o.Engine && t.Native == o.Native && t.Native != ""
}

// Value is one column of one row.
type Value struct {
	B         []byte // canonical text; nil is NULL
	Unchanged bool   // an update left it alone and the source did not say what it is
}

// Null tells whether the value is known to be NULL.
func (v Value) Null() bool { return v.B == nil && !v.Unchanged }

// Size is what the value takes in memory, near enough to bound queues.
func (v Value) Size() int { return len(v.B) + 32 }

// Clone gives a value that shares no bytes with v.
func (v Value) Clone() Value {
	if v.B != nil {
		v.B = append(make([]byte, 0, len(v.B)), v.B...)
	}
	return v
}
