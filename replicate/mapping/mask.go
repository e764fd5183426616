package mapping

import (
	crand "crypto/rand"
	"math/rand/v2"
	"strconv"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// newRandom makes a generator that nobody can foresee, for randomised digits.
func newRandom() *rand.Rand {
	var seed [32]byte
	crand.Read(seed[:]) // never fails: it ends the program when the system has no randomness
	return rand.New(rand.NewChaCha8(seed))
}

// apply masks a value. NULL stays NULL.
func (m *Mask) apply(v value.Value, t Type, rnd *rand.Rand) value.Value {
	if v.IsNull() || v.Kind() == value.Missing {
		return v
	}
	switch m.Action {
	case MaskHash:
		return value.OfText(hashText(v.String()))
	case MaskDigits:
		return value.OfText(mapDigits(v.String(), func() byte { return m.Char }))
	}
	return randomize(v, t, rnd)
}

func mapDigits(s string, digit func() byte) string {
	b := []byte(s)
	for i, c := range b {
		if c >= '0' && c <= '9' {
			b[i] = digit()
		}
	}
	return string(b)
}

// randomize replaces every digit by a random one. An integer is drawn again until it fits its type, so that a TINYINT
// stays one.
func randomize(v value.Value, t Type, rnd *rand.Rand) value.Value {
	digit := func() byte { return byte('0' + rnd.IntN(10)) }
	switch v.Kind() {
	case value.Int, value.Uint:
		lo, hi := integerRange(t)
		for range 1000 {
			s := mapDigits(v.String(), digit)
			if v.Kind() == value.Uint {
				if u, err := strconv.ParseUint(s, 10, 64); err == nil && u <= hi {
					return value.OfUint(u)
				}
				continue
			}
			if i, err := strconv.ParseInt(s, 10, 64); err == nil && i >= lo && (i < 0 || uint64(i) <= hi) {
				return value.OfInt(i)
			}
		}
		return value.OfInt(0)
	case value.Decimal:
		return value.OfDecimal(mapDigits(v.Str(), digit))
	}
	return value.OfText(mapDigits(v.String(), digit))
}

// integerRange gives the bounds of an integer type.
func integerRange(t Type) (lo int64, hi uint64) {
	switch t.Name {
	case TInt1:
		return -1 << 7, 1<<7 - 1
	case TInt2:
		return -1 << 15, 1<<15 - 1
	case TInt4:
		return -1 << 31, 1<<31 - 1
	case TUint1:
		return 0, 1<<8 - 1
	case TUint2:
		return 0, 1<<16 - 1
	case TUint4:
		return 0, 1<<32 - 1
	case TUint8:
		return 0, 1<<64 - 1
	}
	return -1 << 63, 1<<63 - 1
}
