package mysql

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
)

// charsets decode the texts of the log, which are in their column's character set. nil is UTF-8 or ASCII already.
var charsets = map[string]encoding.Encoding{
	"": nil, "utf8mb4": nil, "utf8mb3": nil, "utf8": nil, "ascii": nil, "binary": nil,
	"latin1": charmap.Windows1252, "latin2": charmap.ISO8859_2, "latin5": charmap.ISO8859_9, "latin7": charmap.ISO8859_13,
	"greek": charmap.ISO8859_7, "hebrew": charmap.ISO8859_8, "cp1250": charmap.Windows1250, "cp1251": charmap.Windows1251,
	"cp1256": charmap.Windows1256, "cp1257": charmap.Windows1257, "cp850": charmap.CodePage850, "cp852": charmap.CodePage852,
	"cp866": charmap.CodePage866, "koi8r": charmap.KOI8R, "koi8u": charmap.KOI8U, "tis620": charmap.Windows874, "macroman": charmap.Macintosh,
	"sjis": japanese.ShiftJIS, "cp932": japanese.ShiftJIS, "ujis": japanese.EUCJP, "eucjpms": japanese.EUCJP, "euckr": korean.EUCKR,
	"gbk": simplifiedchinese.GBK, "gb2312": simplifiedchinese.GBK, "gb18030": simplifiedchinese.GB18030, "big5": traditionalchinese.Big5,
	"ucs2": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf16": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	"utf16le": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf32": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
}

// decodable tells whether values of a type can be read from the log.
func decodable(t canon.Type) bool { return t.Kind != canon.Other && t.Kind != canon.UUID }

// text decodes a text of the log. Bytes that mean nothing in the character set are an error, never a replacement.
func text(s []byte, m *column) (canon.Value, error) {
	enc, known := charsets[m.charset]
	if !known {
		return canon.Value{}, fmt.Errorf("texts in character set %s cannot be read from the log", m.charset)
	}
	if enc == nil {
		return canon.Value{B: s}, nil
	}
	if m.charset == "latin1" { // MySQL's latin1 gives the bytes that Windows-1252 leaves open the control characters of their number
		return canon.Value{B: latin1(s)}, nil
	}
	b, err := enc.NewDecoder().Bytes(s)
	if err == nil && bytes.ContainsRune(b, utf8.RuneError) {
		err = fmt.Errorf("bytes that mean nothing in character set %s", m.charset)
	}
	return canon.Value{B: b}, err
}

func latin1(s []byte) []byte {
	out := make([]byte, 0, len(s)+8)
	for _, c := range s {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func rawBytes(v any) ([]byte, bool) {
	switch v := v.(type) {
	case []byte:
		return v, true
	case string:
		return []byte(v), true
	}
	return nil, false
}

// fromLog turns a value of the log's decoder into the canonical text.
func fromLog(v any, t canon.Type, m *column) (canon.Value, error) {
	if v == nil {
		return canon.Value{}, nil
	}
	switch t.Kind {
	case canon.Int:
		return canon.Value{B: integer(v, t)}, nil
	case canon.Float32, canon.Float64:
		switch f := v.(type) {
		case float32:
			return canon.Value{B: canon.Float(float64(f), 32)}, nil
		case float64:
			return canon.Value{B: canon.Float(f, 64)}, nil
		}
	case canon.Bit:
		if n, ok := v.(int64); ok {
			return canon.Value{B: bits(uint64(n), t.Length)}, nil
		}
	case canon.Enum:
		if n, ok := v.(int64); ok {
			return member(n, m)
		}
	case canon.Set:
		if n, ok := v.(int64); ok {
			return set(uint64(n), m)
		}
	}
	b, ok := rawBytes(v)
	if !ok {
		return canon.Value{}, fmt.Errorf("the log gives %T for type %s", v, t.Native)
	}
	if b == nil {
		b = []byte{}
	}
	switch t.Kind {
	case canon.Text:
		return text(b, m)
	case canon.Bytes:
		if t.Fixed && len(b) < t.Length { // the log leaves out the zeros at the end of BINARY
			b = append(append(make([]byte, 0, t.Length), b...), make([]byte, t.Length-len(b))...)
		}
	case canon.Time, canon.Timestamp:
		b = fractional(b, t.Fraction)
	case canon.TimestampTZ:
		b = zoned(fractional(b, t.Fraction))
	case canon.Bit, canon.Enum, canon.Set, canon.Float32, canon.Float64:
		return canon.Value{}, fmt.Errorf("the log gives %T for type %s", v, t.Native)
	}
	return canon.Value{B: b}, nil
}

// fractional gives a time as many digits of a second as its column has: the decoder writes none where all are zero.
func fractional(b []byte, digits int) []byte {
	if digits <= 0 || bytes.IndexByte(b, '.') >= 0 {
		return b
	}
	return append(append(append(make([]byte, 0, len(b)+1+digits), b...), '.'), strings.Repeat("0", digits)...)
}

// integer undoes the sign that the log gives to unsigned columns.
func integer(v any, t canon.Type) []byte {
	n, wide := int64(0), uint64(0)
	switch v := v.(type) {
	case int8:
		n, wide = int64(v), uint64(uint8(v))
	case int16:
		n, wide = int64(v), uint64(uint16(v))
	case int32:
		n, wide = int64(v), uint64(uint32(v))
		if t.Bits == 24 {
			wide &= 1<<24 - 1
		}
	case int64:
		n, wide = v, uint64(v)
	case int:
		n, wide = int64(v), uint64(v)
	case uint8:
		n, wide = int64(v), uint64(v)
	case uint16:
		n, wide = int64(v), uint64(v)
	case uint32:
		n, wide = int64(v), uint64(v)
	case uint64:
		n, wide = int64(v), v
	}
	if t.Unsigned {
		return strconv.AppendUint(nil, wide, 10)
	}
	return strconv.AppendInt(nil, n, 10)
}

func member(n int64, m *column) (canon.Value, error) {
	switch {
	case n == 0:
		return canon.Value{B: []byte{}}, nil // the value of an enum that was given something else
	case n > int64(len(m.members)):
		return canon.Value{}, fmt.Errorf("the log names member %d of an enum that has %d", n, len(m.members))
	}
	return canon.Value{B: []byte(m.members[n-1])}, nil
}

func set(n uint64, m *column) (canon.Value, error) {
	var out []string
	for i, name := range m.members {
		if n>>i&1 == 1 {
			out = append(out, name)
		}
	}
	if len(m.members) < 64 && n>>len(m.members) != 0 {
		return canon.Value{}, fmt.Errorf("the log names members of a set that has %d", len(m.members))
	}
	return canon.Value{B: []byte(strings.Join(out, ","))}, nil
}
