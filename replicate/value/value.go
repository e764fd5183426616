// Package value holds one column value on its way from a source to a target: small, neutral between engines, and
// exact. Readers make values, mapping rules change them, writers bind them. A row is a []Value in column order.
package value

import (
	"encoding/hex"
	"math"
	"strconv"
)

// Kind says how a Value is to be read.
type Kind uint8

// The kinds of values. Decimal, Date, Time and DateTime carry their text, so that nothing is rounded on the way.
const (
	Null     Kind = iota
	Bool          // Int is 0 or 1
	Int           // signed, 64 bits
	Uint          // unsigned, 64 bits
	Float         // IEEE double
	Decimal       // digits with an optional sign, point and exponent: "-12.50"
	Text          // UTF-8
	Bytes         // raw bytes, kept in a string
	Date          // YYYY-MM-DD
	Time          // HH:MM:SS[.fraction]
	DateTime      // YYYY-MM-DD HH:MM:SS[.fraction], no zone
	Instant       // YYYY-MM-DD HH:MM:SS[.fraction]+HH:MM
	Missing       // the change record did not carry the column (an unchanged LOB, no supplemental log): not NULL
)

var kindNames = [...]string{"null", "bool", "int", "uint", "float", "decimal", "text", "bytes", "date", "time", "datetime",
	"instant", "missing"}

// String names the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind " + strconv.Itoa(int(k))
}

// Value is one value. The zero Value is NULL. Values are comparable with ==, which is identity of representation: it
// tells Decimal 1.0 from 1.00.
type Value struct {
	kind Kind
	num  uint64
	str  string
}

// Of the constructors, those that take text do not check it: the reader that makes the value knows its engine's format.

// OfBool makes a truth value.
func OfBool(b bool) Value {
	if b {
		return Value{kind: Bool, num: 1}
	}
	return Value{kind: Bool}
}

// OfInt makes a signed integer.
func OfInt(i int64) Value { return Value{kind: Int, num: uint64(i)} }

// OfUint makes an unsigned integer.
func OfUint(u uint64) Value { return Value{kind: Uint, num: u} }

// OfFloat makes a double.
func OfFloat(f float64) Value { return Value{kind: Float, num: math.Float64bits(f)} }

// OfDecimal makes an exact number of its digits.
func OfDecimal(s string) Value { return Value{kind: Decimal, str: s} }

// OfText makes a character string.
func OfText(s string) Value { return Value{kind: Text, str: s} }

// OfBytes makes a byte string; b is copied.
func OfBytes(b []byte) Value { return Value{kind: Bytes, str: string(b)} }

// OfBytesString makes a byte string of the bytes of s.
func OfBytesString(s string) Value { return Value{kind: Bytes, str: s} }

// OfDate makes a date of YYYY-MM-DD.
func OfDate(s string) Value { return Value{kind: Date, str: s} }

// OfTime makes a time of day of HH:MM:SS[.f].
func OfTime(s string) Value { return Value{kind: Time, str: s} }

// OfDateTime makes a timestamp without zone.
func OfDateTime(s string) Value { return Value{kind: DateTime, str: s} }

// OfInstant makes a timestamp with its offset.
func OfInstant(s string) Value { return Value{kind: Instant, str: s} }

// NotSent is the value of a column that the change record left out.
func NotSent() Value { return Value{kind: Missing} }

// Kind gives the kind.
func (v Value) Kind() Kind { return v.kind }

// IsNull tells NULL.
func (v Value) IsNull() bool { return v.kind == Null }

// Bool gives the truth value of a Bool.
func (v Value) Bool() bool { return v.num != 0 }

// Int gives the number of an Int.
func (v Value) Int() int64 { return int64(v.num) }

// Uint gives the number of a Uint.
func (v Value) Uint() uint64 { return v.num }

// Float gives the number of a Float.
func (v Value) Float() float64 { return math.Float64frombits(v.num) }

// Str gives the text of a Text, Decimal, Date, Time, DateTime or Instant, and the bytes of a Bytes.
func (v Value) Str() string { return v.str }

// Size is about how many bytes the value takes in memory.
func (v Value) Size() int { return 32 + len(v.str) }

// String renders the value for people and for text formats: numbers in full precision, bytes in lower-case hex, NULL
// as "NULL".
func (v Value) String() string {
	switch v.kind {
	case Null:
		return "NULL"
	case Bool:
		return strconv.FormatBool(v.num != 0)
	case Int:
		return strconv.FormatInt(int64(v.num), 10)
	case Uint:
		return strconv.FormatUint(v.num, 10)
	case Float:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case Bytes:
		return hex.EncodeToString([]byte(v.str))
	case Missing:
		return "(not sent)"
	default:
		return v.str
	}
}
