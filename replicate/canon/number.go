package canon

import (
	"bytes"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// notNumber tells of the texts of floats and decimals that are no finite number.
func notNumber(b []byte) bool {
	switch string(b) {
	case "NaN", "Infinity", "-Infinity":
		return true
	}
	return false
}

func scaleFits(scale int) Convert {
	return func(b []byte) ([]byte, error) {
		_, frac, ok := bytes.Cut(b, []byte("."))
		if !ok && bytes.IndexByte(b, 'e') < 0 {
			return b, nil
		}
		if bytes.IndexByte(b, 'e') >= 0 {
			p, err := plain(b)
			if err != nil {
				return nil, err
			}
			b = p
			_, frac, _ = bytes.Cut(b, []byte("."))
		}
		if len(bytes.TrimRight(frac, "0")) > scale && scale >= 0 {
			return nil, loss("%s has more than the %d decimal places of the column", clip(b), scale)
		}
		return b, nil
	}
}

// plain writes a number without an exponent.
func plain(b []byte) ([]byte, error) {
	mantissa, exp, ok := bytes.Cut(bytes.ToLower(b), []byte("e"))
	if !ok {
		return b, nil
	}
	e, err := strconv.Atoi(string(exp))
	if err != nil || e > 20000 || e < -20000 {
		return nil, loss("%s is not a number", clip(b))
	}
	sign := ""
	if len(mantissa) > 0 && (mantissa[0] == '-' || mantissa[0] == '+') {
		sign, mantissa = strings.TrimPrefix(string(mantissa[:1]), "+"), mantissa[1:]
	}
	whole, frac, _ := strings.Cut(string(mantissa), ".")
	digits, point := whole+frac, len(whole)+e
	switch {
	case point <= 0:
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	case point > len(digits):
		digits += strings.Repeat("0", point-len(digits))
	}
	whole, frac = strings.TrimLeft(digits[:point], "0"), strings.TrimRight(digits[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		whole += "." + frac
	}
	return []byte(sign + whole), nil
}

func floatDecimal(bits int) Convert {
	return func(b []byte) ([]byte, error) {
		if notNumber(b) {
			return b, nil
		}
		if _, err := strconv.ParseFloat(string(b), bits); err != nil {
			return nil, loss("%s is not a number", clip(b))
		}
		return plain(b)
	}
}

// decimalFloat accepts a number that the float gives back digit for digit: 0.1 passes, seventeen nines do not.
func decimalFloat(bits int) Convert {
	return func(b []byte) ([]byte, error) {
		if notNumber(b) {
			return b, nil
		}
		f, err := strconv.ParseFloat(string(b), bits)
		if err != nil || math.IsInf(f, 0) {
			return nil, loss("%s is out of the range of the floating-point column", clip(b))
		}
		short := strconv.AppendFloat(nil, f, 'g', -1, bits)
		if !sameNumber(short, b) {
			return nil, loss("%s has more digits than the floating-point column", clip(b))
		}
		return short, nil
	}
}

func sameNumber(a, b []byte) bool {
	x, ok1 := new(big.Rat).SetString(string(a))
	y, ok2 := new(big.Rat).SetString(string(b))
	return ok1 && ok2 && x.Cmp(y) == 0
}

func narrowFloat(b []byte) ([]byte, error) {
	if notNumber(b) {
		return b, nil
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil || float64(float32(f)) != f {
		return nil, loss("%s is no single-precision number", clip(b))
	}
	return Float(f, 32), nil
}

// widenFloat gives the double that is the same number, not the one that is spelt the same.
func widenFloat(b []byte) ([]byte, error) {
	if notNumber(b) {
		return b, nil
	}
	f, err := strconv.ParseFloat(string(b), 32)
	if err != nil {
		return nil, loss("%s is not a number", clip(b))
	}
	return Float(f, 64), nil
}

func wholeNumber(b []byte) ([]byte, error) {
	p, err := plain(b)
	if err != nil || notNumber(b) {
		return nil, loss("%s is not a whole number", clip(b))
	}
	whole, frac, _ := bytes.Cut(p, []byte("."))
	if len(bytes.Trim(frac, "0")) > 0 {
		return nil, loss("%s is not a whole number", clip(b))
	}
	return whole, nil
}

// Float is the canonical text of a floating-point number of 32 or 64 bits.
func Float(f float64, bits int) []byte {
	switch {
	case math.IsNaN(f):
		return []byte("NaN")
	case math.IsInf(f, 1):
		return []byte("Infinity")
	case math.IsInf(f, -1):
		return []byte("-Infinity")
	}
	return strconv.AppendFloat(nil, f, 'g', -1, bits)
}
