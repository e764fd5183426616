package checks

import "fmt"

// Class is a family of types that are compared alike in all engines.
type Class uint8

// The classes.
const (
	Other Class = iota // compared by the engine's own text, within one engine
	Int
	Decimal
	Float // Length 32 or 64
	Bool
	Text
	Char // padded with blanks to its length
	Bytes
	Date
	Timestamp // without a zone
	Instant   // with one: a point in time
	Time
	Bits // Length bits
	UUID
	JSON
	JSONB // the engine keeps one text for equal documents
)

// Form is how a value is written for comparison.
type Form uint8

// The forms. What each engine writes must be the same bytes.
const (
	AsInt       Form = iota // decimal digits, - in front
	AsDecimal               // the same with a point; with Trim no zeros at the end
	AsText                  // as it is, in UTF-8; Trim: no blanks at the end; Lower: in lower case
	AsHex                   // bytes in lower-case hex
	AsDate                  // YYYY-MM-DD
	AsTimestamp             // YYYY-MM-DD HH:MM:SS.ffffff, instants in UTC
	AsTime                  // HH:MM:SS.ffffff
	AsBits                  // 0 and 1
	AsOwn                   // the engine's text of the value
	AsFloat                 // the engine's text; compared as a number, never hashed in a database
	AsJSON                  // the engine's text; compared as a document, never hashed in a database
)

// Canon is a form with its particulars.
type Canon struct {
	Form  Form
	Trim  bool
	Lower bool
	Bits  int // AsFloat: 32 or 64; AsBits: how many
}

// streamed tells forms whose text differs between engines.
func (c Canon) streamed() bool { return c.Form == AsFloat || c.Form == AsJSON }

// free tells forms whose text can hold any character.
func (c Canon) free() bool {
	return c.Form == AsText || c.Form == AsOwn || c.streamed()
}

// rangeable tells forms whose order is the same in all engines, so that a key can be cut into ranges.
func (c Canon) rangeable() bool {
	return c.Form == AsInt || c.Form == AsDecimal || c.Form == AsDate || c.Form == AsTimestamp
}

// agreement is a rule: columns of these classes, in either order, are compared in a form.
type agreement struct {
	a, b Class
	as   Form
}

// agreements are the rules for two columns; the first that fits is taken. Columns of one engine and one type, and those
// that need particulars, are seen to in agree.
var agreements = []agreement{
	{Int, Int, AsInt}, {Int, Bool, AsInt}, {Bool, Bool, AsInt}, {Int, Decimal, AsDecimal}, {Bool, Decimal, AsDecimal}, {Decimal, Decimal, AsDecimal},
	{Float, Float, AsFloat}, {Float, Int, AsFloat}, {Float, Decimal, AsFloat},
	{Text, Text, AsText}, {Text, Char, AsText}, {Char, Char, AsText}, {UUID, UUID, AsText}, {UUID, Text, AsText}, {UUID, Char, AsText},
	{Bytes, Bytes, AsHex}, {Date, Date, AsDate},
	{Date, Timestamp, AsTimestamp}, {Timestamp, Timestamp, AsTimestamp}, {Timestamp, Instant, AsTimestamp}, {Instant, Instant, AsTimestamp},
	{Time, Time, AsTime}, {Bits, Bits, AsBits},
	{JSON, JSON, AsJSON}, {JSON, JSONB, AsJSON}, {JSON, Text, AsJSON}, {JSONB, Text, AsJSON}, {JSONB, JSONB, AsJSON},
	{Other, Text, AsOwn}, {Text, Other, AsOwn},
}

// agree finds how two columns are compared: with sameEngine both are of one engine, which writes equal values alike;
// exact says that floats have no tolerance. The error says why they cannot be compared.
func agree(src, tgt *Column, sameEngine, exact bool) (Canon, error) {
	if sameEngine && src.Type == tgt.Type && (src.Class == Other || src.Class == JSONB || src.Class == Float && exact) {
		return Canon{Form: AsOwn}, nil
	}
	// A single bit is a truth value to some engines, a number to others.
	s, t := oneBit(src, tgt), oneBit(tgt, src)
	for _, r := range agreements {
		if !(r.a == s && r.b == t || r.a == t && r.b == s) {
			continue
		}
		c := Canon{Form: r.as}
		switch r.as {
		case AsDecimal:
			c.Trim = src.Scale < 0 || src.Scale != tgt.Scale
		case AsText:
			c.Trim = s == Char || t == Char
			c.Lower = s == UUID || t == UUID
		case AsFloat:
			c.Bits = 64
			if s == Float && src.Length == 32 || t == Float && tgt.Length == 32 {
				c.Bits = 32
			}
		case AsBits:
			c.Bits = max(src.Length, tgt.Length)
		}
		return c, nil
	}
	return Canon{}, fmt.Errorf("%s and %s cannot be compared", src.Type, tgt.Type)
}

func oneBit(c, other *Column) Class {
	if c.Class == Bits && c.Length == 1 && (other.Class == Bool || other.Class == Int) {
		return Int
	}
	return c.Class
}
