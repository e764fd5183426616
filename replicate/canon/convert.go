package canon

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Convert turns the canonical text of one type into that of another. It may keep or return its argument.
type Convert func(b []byte) ([]byte, error)

// ErrLoss means that the target's type cannot hold the value as it is.
var ErrLoss = errors.New("the target column cannot hold the value")

func loss(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrLoss, fmt.Sprintf(format, args...))
}

// Converter gives the conversion from values of src to values of dst; nil when there is nothing to do or to check.
// It refuses whatever the target's server would change in silence: digits cut off, times dropped, text shortened.
// What a server refuses by itself (a number out of range, a bad date) is left to the server.
func Converter(src, dst Type) Convert {
	if src.Same(dst) {
		return nil
	}
	return chain(reshape(src, dst), fits(src, dst))
}

func chain(a, b Convert) Convert {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(v []byte) ([]byte, error) {
		v, err := a(v)
		if err != nil {
			return nil, err
		}
		return b(v)
	}
}

type pair struct{ src, dst Kind }

// reshapes lists the pairs of kinds whose canonical texts differ.
var reshapes = map[pair]func(src, dst Type) Convert{
	{Bool, Int}:              func(_, _ Type) Convert { return boolDigit },
	{Bool, Decimal}:          func(_, _ Type) Convert { return boolDigit },
	{Bool, Bit}:              func(_, _ Type) Convert { return boolDigit },
	{Bool, Text}:             func(_, _ Type) Convert { return boolWord },
	{Bool, JSON}:             func(_, _ Type) Convert { return boolWord },
	{Int, Bool}:              func(_, _ Type) Convert { return digitBool },
	{Bit, Bool}:              func(_, _ Type) Convert { return digitBool },
	{Decimal, Bool}:          func(_, _ Type) Convert { return digitBool },
	{Bit, Int}:               func(_, _ Type) Convert { return bitInt },
	{Bit, Decimal}:           func(_, _ Type) Convert { return bitInt },
	{Int, Bit}:               func(_, d Type) Convert { return intBit(d.Length) },
	{Bit, Bytes}:             func(_, _ Type) Convert { return bitBytes },
	{TimestampTZ, Timestamp}: func(_, _ Type) Convert { return dropZone },
	{TimestampTZ, Date}:      func(_, _ Type) Convert { return chain(dropZone, midnight) },
	{Timestamp, TimestampTZ}: func(_, _ Type) Convert { return addZone },
	{Timestamp, Date}:        func(_, _ Type) Convert { return midnight },
	{Date, Timestamp}:        func(_, _ Type) Convert { return addMidnight },
	{Date, TimestampTZ}:      func(_, _ Type) Convert { return chain(addMidnight, addZone) },
	{Array, JSON}:            func(s, _ Type) Convert { return func(b []byte) ([]byte, error) { return arrayJSON(b, s.Elem) } },
	{JSON, Array}:            func(_, _ Type) Convert { return jsonArray },
	{Set, Array}:             func(_, _ Type) Convert { return setArray },
	{Array, Set}:             func(_, _ Type) Convert { return arraySet },
	{UUID, Bytes}:            func(_, _ Type) Convert { return uuidBytes },
	{Bytes, UUID}:            func(_, _ Type) Convert { return bytesUUID },
	{Float32, Decimal}:       func(_, _ Type) Convert { return floatDecimal(32) },
	{Float64, Decimal}:       func(_, _ Type) Convert { return floatDecimal(64) },
	{Decimal, Float64}:       func(_, _ Type) Convert { return decimalFloat(64) },
	{Decimal, Float32}:       func(_, _ Type) Convert { return decimalFloat(32) },
	{Int, Float64}:           func(_, _ Type) Convert { return decimalFloat(64) },
	{Int, Float32}:           func(_, _ Type) Convert { return decimalFloat(32) },
	{Float64, Float32}:       func(_, _ Type) Convert { return narrowFloat },
	{Float32, Float64}:       func(_, _ Type) Convert { return widenFloat },
	{Float64, Int}:           func(_, _ Type) Convert { return wholeNumber },
	{Float32, Int}:           func(_, _ Type) Convert { return wholeNumber },
	{Decimal, Int}:           func(_, _ Type) Convert { return wholeNumber },
	{Bytes, Text}:            func(_, _ Type) Convert { return utf8Text },
}

func reshape(src, dst Type) Convert {
	if f := reshapes[pair{src.Kind, dst.Kind}]; f != nil {
		return f(src, dst)
	}
	return nil
}

// fits checks the limits of dst that servers enforce by changing the value.
func fits(src, dst Type) Convert {
	switch dst.Kind {
	case Decimal:
		if dst.Digits > 0 && (src.Kind != Decimal || src.Digits == 0 || src.Scale > dst.Scale) && src.Kind != Int {
			return scaleFits(dst.Scale)
		}
	case Time, Timestamp, TimestampTZ, TimeTZ:
		if dst.Fraction >= 0 && dst.Fraction < 6 && (src.Fraction < 0 || src.Fraction > dst.Fraction) {
			return fractionFits(dst.Fraction)
		}
	case Text:
		if dst.Length > 0 && (src.Kind != Text && src.Kind != Enum || src.Length == 0 || src.Length > dst.Length) {
			return lengthFits(dst.Length, dst.Fixed)
		}
	case Bytes:
		if dst.Length > 0 && (src.Kind != Bytes || src.Length == 0 || src.Length > dst.Length || dst.Fixed != src.Fixed) {
			return bytesFit(dst.Length, dst.Fixed)
		}
	}
	return nil
}

func boolDigit(b []byte) ([]byte, error) {
	if string(b) == "t" {
		return []byte("1"), nil
	}
	return []byte("0"), nil
}

func boolWord(b []byte) ([]byte, error) {
	if string(b) == "t" {
		return []byte("true"), nil
	}
	return []byte("false"), nil
}

func digitBool(b []byte) ([]byte, error) {
	switch string(bytes.TrimLeft(b, "0")) {
	case "1":
		return []byte("t"), nil
	case "":
		return []byte("f"), nil
	}
	return nil, loss("%s is neither 0 nor 1, and the column is boolean", clip(b))
}

func bitInt(b []byte) ([]byte, error) {
	n, ok := new(big.Int).SetString(string(b), 2)
	if !ok {
		return nil, loss("%s is not a bit string", clip(b))
	}
	return n.Append(nil, 10), nil
}

func intBit(length int) Convert {
	return func(b []byte) ([]byte, error) {
		n, ok := new(big.Int).SetString(string(b), 10)
		if !ok || n.Sign() < 0 {
			return nil, loss("%s is no bit string", clip(b))
		}
		s := n.Text(2)
		if pad := length - len(s); pad > 0 {
			s = strings.Repeat("0", pad) + s
		}
		return []byte(s), nil
	}
}

func bitBytes(b []byte) ([]byte, error) {
	n, ok := new(big.Int).SetString(string(b), 2)
	if !ok {
		return nil, loss("%s is not a bit string", clip(b))
	}
	return n.FillBytes(make([]byte, (len(b)+7)/8)), nil
}

func dropZone(b []byte) ([]byte, error) {
	if s, ok := bytes.CutSuffix(b, []byte(" BC")); ok {
		s, _ = dropZone(s)
		return append(append([]byte{}, s...), " BC"...), nil
	}
	s, _ := bytes.CutSuffix(b, []byte("+00"))
	return s, nil
}

// special tells of dates that are not dates: infinity, zero dates.
func special(b []byte) bool {
	return bytes.HasSuffix(b, []byte("infinity")) || bytes.HasPrefix(b, []byte("0000-"))
}

func addZone(b []byte) ([]byte, error) {
	if special(b) {
		return b, nil
	}
	if s, ok := bytes.CutSuffix(b, []byte(" BC")); ok {
		return append(append([]byte{}, s...), "+00 BC"...), nil
	}
	return append(append(make([]byte, 0, len(b)+3), b...), "+00"...), nil
}

func addMidnight(b []byte) ([]byte, error) {
	if bytes.HasSuffix(b, []byte("infinity")) {
		return b, nil
	}
	if s, ok := bytes.CutSuffix(b, []byte(" BC")); ok {
		return append(append([]byte{}, s...), " 00:00:00 BC"...), nil
	}
	return append(append(make([]byte, 0, len(b)+9), b...), " 00:00:00"...), nil
}

func midnight(b []byte) ([]byte, error) {
	date, clock, ok := bytes.Cut(b, []byte(" "))
	if !ok {
		return b, nil
	}
	clock, bc := bytes.CutSuffix(clock, []byte(" BC"))
	if len(bytes.Trim(clock, "0:.")) > 0 {
		return nil, loss("%s has a time of day, and the column holds dates only", clip(b))
	}
	if bc {
		return append(append([]byte{}, date...), " BC"...), nil
	}
	return date, nil
}

func uuidBytes(b []byte) ([]byte, error) {
	out := make([]byte, 0, 16)
	for i := 0; i+1 < len(b); i++ {
		if b[i] == '-' {
			continue
		}
		n, err := strconv.ParseUint(string(b[i:i+2]), 16, 8)
		if err != nil {
			return nil, loss("%s is not a UUID", clip(b))
		}
		out = append(out, byte(n))
		i++
	}
	return out, nil
}

func bytesUUID(b []byte) ([]byte, error) {
	if len(b) != 16 {
		return nil, loss("%d bytes are not a UUID", len(b))
	}
	return fmt.Appendf(nil, "%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

func utf8Text(b []byte) ([]byte, error) {
	if !utf8.Valid(b) {
		return nil, loss("bytes that are not UTF-8, and the column is text")
	}
	return b, nil
}

func lengthFits(length int, fixed bool) Convert {
	return func(b []byte) ([]byte, error) {
		if len(b) <= length || utf8.RuneCount(b) <= length {
			return b, nil
		}
		if fixed && utf8.RuneCount(bytes.TrimRight(b, " ")) <= length {
			return b, nil // the padding of a longer CHAR means nothing
		}
		return nil, loss("%d characters, and the column holds %d", utf8.RuneCount(b), length)
	}
}

func bytesFit(length int, fixed bool) Convert {
	return func(b []byte) ([]byte, error) {
		if len(b) > length {
			return nil, loss("%d bytes, and the column holds %d", len(b), length)
		}
		if fixed && len(b) < length {
			return nil, loss("%d bytes, and the column would pad them to %d", len(b), length)
		}
		return b, nil
	}
}

func fractionFits(digits int) Convert {
	return func(b []byte) ([]byte, error) {
		_, frac, ok := bytes.Cut(b, []byte("."))
		if !ok {
			return b, nil
		}
		for i, c := range frac {
			if c < '0' || c > '9' {
				break
			}
			if i >= digits && c != '0' {
				return nil, loss("%s has more than the %d fractional digits of the column", clip(b), digits)
			}
		}
		return b, nil
	}
}

// clip shortens a value for a message.
func clip(b []byte) string {
	if len(b) > 40 {
		b = append(append([]byte{}, b[:40]...), "..."...)
	}
	return strconv.QuoteToGraphic(string(b))
}
