package mapping

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// convert makes a value of a DMS type, as change-data-type and add-column ask. Only representable values are converted
// ("type conversions work only between representable formats"); nothing is rounded, and an integer out of its range is
// an error. truncated says that the text was cut to the type's length.
func convert(v value.Value, t Type) (out value.Value, truncated bool, err error) {
	if v.IsNull() || v.Kind() == value.Missing {
		return v, false, nil
	}
	switch {
	case t.IsInteger():
		out, err = toInteger(v, t)
	case t.Name == TNumeric:
		out, err = toNumeric(v)
	case t.Name == TReal4 || t.Name == TReal8:
		out, err = toFloat(v)
	case t.IsText() || t.Name == TClob || t.Name == TNClob:
		return toText(v, t)
	case t.Name == TBytes || t.Name == TBlob:
		out = value.OfBytesString(v.String())
		if v.Kind() == value.Bytes {
			out = v
		}
	case t.IsTemporal():
		out, err = toMoment(v, t)
	case t.Name == TBoolean:
		out, err = toBool(v)
	default:
		out = v
	}
	return out, false, err
}

func notA(v value.Value, t Type) error {
	return fmt.Errorf("%s is not a value of type %s", quoted(v.String()), t)
}

func toInteger(v value.Value, t Type) (value.Value, error) {
	if v.Kind() == value.Bool {
		if v.Bool() {
			return value.OfInt(1), nil
		}
		return value.OfInt(0), nil
	}
	d, ok := decimalOf(v)
	if !ok || d.exp > 20 || d.sign != 0 && d.exp < len(d.digits) {
		return v, notA(v, t)
	}
	digits := d.digits + strings.Repeat("0", d.exp-len(d.digits))
	if d.sign == 0 {
		digits = "0"
	}
	lo, hi := integerRange(t)
	u, err := strconv.ParseUint(digits, 10, 64)
	switch {
	case err != nil || d.sign > 0 && u > hi:
		return v, fmt.Errorf("%s is out of the range of %s", v, t)
	case d.sign < 0 && (u > 1<<63 || -int64(u-1)-1 < lo):
		return v, fmt.Errorf("%s is out of the range of %s", v, t)
	case d.sign < 0:
		return value.OfInt(-int64(u-1) - 1), nil
	case u > math.MaxInt64:
		return value.OfUint(u), nil
	}
	return value.OfInt(int64(u)), nil
}

func toNumeric(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.Int, value.Uint, value.Decimal:
		return v, nil
	case value.Bool:
		return toInteger(v, Type{Name: TInt1})
	case value.Float:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return v, notA(v, Type{Name: TNumeric})
		}
		return value.OfDecimal(strconv.FormatFloat(v.Float(), 'f', -1, 64)), nil
	}
	s := strings.TrimSpace(v.String())
	if _, ok := parseDecimal(s); !ok || v.Kind() != value.Text {
		return v, notA(v, Type{Name: TNumeric})
	}
	return value.OfDecimal(s), nil
}

func toFloat(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.Float:
		return v, nil
	case value.Bool:
		return value.OfFloat(float64(v.Int())), nil
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v.String()), 64)
	if err != nil || v.Kind() == value.Bytes {
		return v, notA(v, Type{Name: TReal8})
	}
	return value.OfFloat(f), nil
}

func toText(v value.Value, t Type) (value.Value, bool, error) {
	s := v.String()
	switch v.Kind() {
	case value.Text:
		s = v.Str()
	case value.Bytes:
		s = strings.ToUpper(hex.EncodeToString([]byte(v.Str())))
	}
	if t.Length > 0 && len(s) > t.Length && utf8.RuneCountInString(s) > t.Length {
		return value.OfText(string([]rune(s)[:t.Length])), true, nil
	}
	return value.OfText(s), false, nil
}

// toMoment reads the formats of the guide: YYYY:MM:DD or YYYY-MM-DD, HH:MM:SS, and both together.
func toMoment(v value.Value, t Type) (value.Value, error) {
	s := v.String()
	if len(s) >= 10 && s[4] == ':' && s[7] == ':' {
		s = s[:4] + "-" + s[5:7] + "-" + s[8:]
	}
	if t.Name == TTime && len(s) > 10 && s[4] == '-' {
		s = s[11:]
	}
	if v.Kind() == value.Instant && t.Name == TDateTime {
		return v, nil
	}
	m, ok := normalMoment(s, t.Name)
	if !ok || v.Kind() == value.Bytes {
		return v, notA(v, t)
	}
	m = strings.TrimSuffix(strings.TrimRight(m, "0"), ".")
	switch t.Name {
	case TDate:
		return value.OfDate(m[:10]), nil
	case TTime:
		return value.OfTime(pad(m, "00:00:00")), nil
	}
	return value.OfDateTime(pad(m, "0000-00-00 00:00:00")), nil
}

// pad restores zeros that were taken for a fraction's.
func pad(m, shape string) string {
	if len(m) < len(shape) {
		return m + shape[len(m):]
	}
	return m
}

func toBool(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.Bool:
		return v, nil
	case value.Int, value.Uint, value.Float, value.Decimal:
		d, ok := decimalOf(v)
		if ok {
			return value.OfBool(d.sign != 0), nil
		}
	}
	b, ok := parseBool(strings.TrimSpace(v.String()))
	if !ok {
		return v, notA(v, Type{Name: TBoolean})
	}
	return value.OfBool(b), nil
}
