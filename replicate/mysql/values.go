package mysql

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// selectList writes columns so that their text says everything: a float as the double that it is, bits as a number.
func selectList(t *table, cols []int) string {
	out := make([]string, len(cols))
	for i, c := range cols {
		name := ident(t.Columns[c].Name)
		switch t.Columns[c].Type.Kind {
		case canon.Float32:
			name = "cast(" + name + " as double)"
		case canon.Bit:
			name += " + 0"
		case canon.UUID:
			name = "cast(" + name + " as char(36))"
		}
		out[i] = name
	}
	return strings.Join(out, ", ")
}

// readRows runs a query in the text protocol. The row and its bytes are valid only during the call of f.
func readRows(ctx context.Context, q querier, t *table, cols []int, text string, f func(event.Row) error) error {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return wrap(err)
	}
	defer rows.Close()
	raw := make([]sql.RawBytes, len(cols))
	ptr := make([]any, len(cols))
	for i := range raw {
		ptr[i] = &raw[i]
	}
	row := make(event.Row, len(cols))
	for rows.Next() {
		if err := rows.Scan(ptr...); err != nil {
			return err
		}
		for i, c := range cols {
			if row[i], err = fromText(raw[i], t.Columns[c].Type, &t.cols[c]); err != nil {
				return fmt.Errorf("%s.%s: %w", t.ID, t.Columns[c].Name, err)
			}
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return wrap(rows.Err())
}

// fromText turns the text of a result into the canonical one.
func fromText(b []byte, t canon.Type, m *column) (canon.Value, error) {
	if b == nil {
		return canon.Value{}, nil
	}
	switch t.Kind {
	case canon.Float32, canon.Float64:
		f, err := strconv.ParseFloat(string(b), 64)
		if err != nil {
			return canon.Value{}, err
		}
		bits := 64
		if t.Kind == canon.Float32 {
			bits = 32
		}
		return canon.Value{B: canon.Float(f, bits)}, nil
	case canon.Bit:
		n, err := strconv.ParseUint(string(b), 10, 64)
		return canon.Value{B: bits(n, t.Length)}, err
	case canon.Int, canon.Decimal:
		if m.zerofill {
			b = unpad(b)
		}
	case canon.TimestampTZ:
		return canon.Value{B: zoned(b)}, nil
	}
	return canon.Value{B: b}, nil
}

// zoned marks a timestamp as UTC; a zero date is in no zone.
func zoned(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("0000-")) {
		return b
	}
	return append(append(make([]byte, 0, len(b)+3), b...), "+00"...)
}

// unpad takes away the zeros that ZEROFILL shows.
func unpad(b []byte) []byte {
	for len(b) > 1 && b[0] == '0' && b[1] != '.' {
		b = b[1:]
	}
	return b
}

func bits(n uint64, length int) []byte {
	out := make([]byte, length)
	for i := range out {
		out[length-1-i] = '0' + byte(n>>i&1)
	}
	return out
}

// toText turns a canonical text into the one that a column of MySQL takes as a string.
func toText(t canon.Type, b []byte) []byte {
	switch t.Kind {
	case canon.Float32:
		return widened(b)
	case canon.TimestampTZ, canon.Timestamp:
		if s, ok := bytes.CutSuffix(b, []byte("+00")); ok {
			return s
		}
	}
	return b
}

// widened writes a single-precision number as the double that it is: the shortest text of the largest one reads as a
// double that is larger.
func widened(b []byte) []byte {
	f, err := strconv.ParseFloat(string(b), 32)
	if err != nil {
		return b
	}
	return canon.Float(f, 64)
}

// appendValue appends a value as a literal.
func appendValue(dst []byte, t canon.Type, v canon.Value) []byte {
	if v.B == nil {
		return append(dst, "NULL"...)
	}
	switch t.Kind {
	case canon.Bytes, canon.Geometry:
		if len(v.B) == 0 {
			return append(dst, "''"...)
		}
		dst = append(dst, "x'"...)
		dst = hex.AppendEncode(dst, v.B)
		return append(dst, '\'')
	case canon.Bit:
		if isBits(v.B) {
			return append(append(append(dst, "b'"...), v.B...), '\'')
		}
	case canon.Int, canon.Decimal:
		if isNumber(v.B) {
			return append(dst, v.B...)
		}
	case canon.Float32, canon.Float64:
		if isNumber(v.B) { // with an exponent it is a double and not a decimal
			dst = append(dst, toText(t, v.B)...)
			if !bytes.ContainsAny(dst[max(0, len(dst)-8):], "eE") {
				dst = append(dst, "e0"...)
			}
			return dst
		}
	}
	return appendLiteral(dst, toText(t, v.B))
}

func isBits(b []byte) bool { return len(bytes.Trim(b, "01")) == 0 }

// isNumber tells what may stand in a statement without quotes.
func isNumber(b []byte) bool {
	digits := false
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case c == '.' || c == 'e' && digits:
		case c == '-' || c == '+':
			if i > 0 && b[i-1] != 'e' {
				return false
			}
		default:
			return false
		}
	}
	return digits
}
