package checks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"math"
	"math/big"
	"sort"
	"strconv"
	"strings"
)

// passRows is how many rows of a table that cannot be cut by its key are held in memory at once, as digests.
const passRows = 500_000

// stream reads the rows of both sides and compares their digests here. Values whose text differs between engines are
// brought to one form first.
func (w *work) stream(ctx context.Context, s span) (src, tgt int64, err error) {
	passes := int64(1)
	if !w.pl.ranged && w.pl.keys > 0 {
		for passes*passRows < max(w.pl.src.Rows, w.pl.tgt.Rows) {
			passes *= 2
		}
	}
	for i := range passes {
		t := newTally(w.pl.keys > 0)
		a, b, err := both(
			func() (int64, error) { return w.src.digests(ctx, s, passes, i, t.side(true)) },
			func() (int64, error) { return w.tgt.digests(ctx, s, passes, i, t.side(false)) })
		if err != nil {
			return 0, 0, err
		}
		src, tgt = src+a, tgt+b
		w.note(t)
	}
	return src, tgt, nil
}

// digests streams the rows of a span, of those only whose key hashes to pass i of n.
func (v *view) digests(ctx context.Context, s span, n, i int64, each func(key []string, digest string, count int64)) (rows int64, err error) {
	var conds []string
	if n > 1 {
		fields := make([]Field, v.keys)
		for k := range fields {
			fields[k] = Field{v.text(k), v.as[k].free()}
		}
		conds = append(conds, fmt.Sprintf("%s & %d = %d", v.Hash(v.Row(fields)), n-1, i))
	}
	d := newDigester(v.as)
	err = v.scan(ctx, "SELECT "+v.all()+v.from(s, conds...), func(f []*string) {
		rows++
		var key []string
		if v.keys > 0 {
			key = make([]string, v.keys)
			for k := range key {
				key[k] = value(f[k])
			}
		}
		each(key, d.row(f), 1)
	})
	return rows, err
}

// digester makes digests of rows. It is for one goroutine.
type digester struct {
	as  []Canon
	h   hash.Hash
	len [9]byte
}

func newDigester(as []Canon) *digester { return &digester{as: as, h: sha256.New()} }

// row gives 128 bits of the row's SHA-256. Floats are in it exactly: rows that differ by less than the tolerance become
// suspects, and settle compares them by value.
func (d *digester) row(f []*string) string {
	d.h.Reset()
	for i, p := range f {
		if p == nil {
			d.h.Write([]byte{0})
			continue
		}
		s := normal(d.as[i], *p)
		d.len[0] = 1
		binary.BigEndian.PutUint64(d.len[1:], uint64(len(s)))
		d.h.Write(d.len[:])
		d.h.Write([]byte(s))
	}
	return string(d.h.Sum(nil)[:digestBytes])
}

// digestBytes is more than any hash of a database has digits for zero bytes: the two are told apart by a decimal parse.
const digestBytes = 16

// normal brings a text that differs between engines to one form.
func normal(as Canon, s string) string {
	switch as.Form {
	case AsFloat:
		f, ok := parseFloat(s)
		if !ok {
			return s
		}
		if as.Bits == 32 {
			f = float64(float32(f))
		}
		return strconv.FormatFloat(f, 'g', -1, 64)
	case AsJSON:
		if n, ok := normalJSON(s); ok {
			return n
		}
	}
	return s
}

func parseFloat(s string) (float64, bool) {
	switch strings.ToLower(s) {
	case "infinity":
		return math.Inf(1), true
	case "-infinity":
		return math.Inf(-1), true
	}
	f, err := strconv.ParseFloat(s, 64)
	if f == 0 {
		f = 0 // -0 is 0 to SQL's =
	}
	return f, err == nil || math.IsInf(f, 0)
}

// normalJSON writes a document with its keys in order, without blanks, and numbers in lowest terms. Of a key that is
// there twice the last counts, as in jsonb.
func normalJSON(s string) (string, bool) {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return "", false
	}
	var b bytes.Buffer
	writeJSON(&b, v)
	return b.String(), true
}

func writeJSON(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, k)
			b.WriteByte(':')
			writeJSON(b, v[k])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, x)
		}
		b.WriteByte(']')
	case json.Number:
		b.WriteString(normalNumber(string(v)))
	case string:
		writeString(b, v)
	default:
		fmt.Fprint(b, v) // true, false, <nil>
	}
}

func writeString(b *bytes.Buffer, s string) {
	e, err := json.Marshal(s)
	if err != nil {
		b.WriteString(strconv.Quote(s)) // not reached: strings encode
		return
	}
	b.Write(e)
}

// maxExponent bounds what is written out: 1e999999999 is one number and a gigabyte of digits.
const maxExponent = 400

// normalNumber gives equal numbers the same text, exactly.
func normalNumber(s string) string {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if n, err := strconv.Atoi(s[i+1:]); err != nil || n > maxExponent || n < -maxExponent {
			return s
		}
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	return r.RatString()
}

// alike compares two canonical texts of a column; nil is NULL.
func alike(as Canon, a, b *string, tolerance float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	if *a == *b || normal(as, *a) == normal(as, *b) {
		return true
	}
	if as.Form != AsFloat || tolerance <= 0 {
		return false
	}
	x, ok1 := parseFloat(*a)
	y, ok2 := parseFloat(*b)
	return ok1 && ok2 && math.Abs(x-y) <= tolerance*math.Max(math.Abs(x), math.Abs(y))
}
