package mapping

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// decimal is a number as a sign, its digits without zeros at either end, and the place of its point: 0.DIGITS × 10^exp.
// It compares without ever writing out an exponent, so that a hostile 1e999999999 costs nothing.
type decimal struct {
	sign   int // -1, 0, 1
	digits string
	exp    int
}

// parseDecimal reads "-12.50", ".5", "1e3".
func parseDecimal(s string) (decimal, bool) {
	s = strings.TrimSpace(s)
	d := decimal{sign: 1}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		if s[0] == '-' {
			d.sign = -1
		}
		s = s[1:]
	}
	mant, exp, hasExp := s, "", false
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mant, exp, hasExp = s[:i], s[i+1:], true
	}
	whole, frac, _ := strings.Cut(mant, ".")
	if whole+frac == "" || !allDigits(whole+frac) {
		return d, false
	}
	if hasExp {
		n, err := strconv.ParseInt(exp, 10, 32)
		if err != nil {
			return d, false
		}
		d.exp = int(n)
	}
	all := whole + frac
	lead := len(all) - len(strings.TrimLeft(all, "0"))
	d.exp += len(whole) - lead
	d.digits = strings.TrimRight(all[lead:], "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// decimalOf reads a value as a number. Infinity is beyond all numbers, and NaN beyond that, as PostgreSQL and Oracle
// order them.
func decimalOf(v value.Value) (decimal, bool) {
	if v.Kind() == value.Float {
		switch f := v.Float(); {
		case math.IsNaN(f):
			return decimal{1, "9", math.MaxInt}, true
		case math.IsInf(f, 1):
			return decimal{1, "1", math.MaxInt}, true
		case math.IsInf(f, -1):
			return decimal{-1, "1", math.MaxInt}, true
		}
	}
	return parseDecimal(v.String())
}

func (d decimal) compare(o decimal) int {
	if d.sign != o.sign {
		return d.sign - o.sign
	}
	if d.exp != o.exp {
		if d.exp < o.exp {
			return -d.sign
		}
		return d.sign
	}
	return d.sign * strings.Compare(d.digits, o.digits)
}

// momentLayouts are the formats of dates and timestamps: those of the guide, and ISO's T.
var momentLayouts = []string{"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", "2006-01-02", "2006-01-02 15:04"}

// zoneLayouts are those with an offset.
var zoneLayouts = []string{"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999-07"}

// normalMoment writes a date, time or timestamp so that texts compare as moments do; offsets are taken off.
func normalMoment(s string, t TypeName) (string, bool) {
	if t == TTime {
		for _, layout := range []string{"15:04:05.999999999", "15:04"} {
			if m, err := time.Parse(layout, s); err == nil {
				return m.Format("15:04:05.000000000"), true
			}
		}
		return "", false
	}
	for _, layout := range momentLayouts {
		if m, err := time.Parse(layout, s); err == nil {
			return m.Format("2006-01-02 15:04:05.000000000"), true
		}
	}
	for _, layout := range zoneLayouts {
		if m, err := time.Parse(layout, s); err == nil {
			return m.UTC().Format("2006-01-02 15:04:05.000000000"), true
		}
	}
	return "", false
}
