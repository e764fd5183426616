package postgres

import (
	"bytes"
	"encoding/hex"
	"fmt"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// rowWriter takes the bytes of COPY TO STDOUT in text form and gives rows. The row is reused.
type rowWriter struct {
	cols []canon.Type
	row  event.Row
	rest []byte // of a line that is not complete
	emit func(event.Row) error
}

func newRowWriter(cols []canon.Type, emit func(event.Row) error) *rowWriter {
	return &rowWriter{cols: cols, row: make(event.Row, len(cols)), emit: emit}
}

// Write implements io.Writer. Servers send a line a message, but nothing here relies on it.
func (w *rowWriter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			w.rest = append(w.rest, p...)
			return n, nil
		}
		line := p[:end]
		p = p[end+1:]
		if len(w.rest) > 0 {
			line = append(w.rest, line...)
			w.rest = nil
		}
		if err := w.line(line); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func (w *rowWriter) line(line []byte) error {
	// The buffer belongs to the connection and is not read again: unescaping in place is fine, but values must not be
	// kept, and the row is cloned by whoever keeps it.
	for i := range w.cols {
		var field []byte
		if i == len(w.cols)-1 {
			field, line = line, nil
		} else {
			tab := bytes.IndexByte(line, '\t')
			if tab < 0 {
				return fmt.Errorf("COPY gave %d columns, want %d", i+1, len(w.cols))
			}
			field, line = line[:tab], line[tab+1:]
		}
		v, err := field2value(field, w.cols[i].Kind)
		if err != nil {
			return err
		}
		w.row[i] = v
	}
	return w.emit(w.row)
}

func field2value(field []byte, kind canon.Kind) (canon.Value, error) {
	if bytes.IndexByte(field, '\\') >= 0 {
		if string(field) == `\N` {
			return canon.Value{}, nil
		}
		field = unescape(field)
	}
	return decodeText(field, kind)
}

// decodeText turns the server's text of a value into the canonical one; they differ in bytea alone.
func decodeText(b []byte, kind canon.Kind) (canon.Value, error) {
	if kind != canon.Bytes {
		if b == nil {
			b = []byte{}
		}
		return canon.Value{B: b}, nil
	}
	digits, ok := bytes.CutPrefix(b, []byte(`\x`))
	if !ok {
		return canon.Value{}, fmt.Errorf("bytea is not in hex form")
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return canon.Value{}, err
	}
	return canon.Value{B: out}, nil
}

var unescaped = [256]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// unescape undoes the escapes that COPY TO writes.
func unescape(b []byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '\\' && i+1 < len(b) {
			i++
			c = b[i]
			if u := unescaped[c]; u != 0 {
				c = u
			}
		}
		out = append(out, c)
	}
	return out
}

// appendCopy appends a row in COPY's text form.
func appendCopy(dst []byte, cols []event.Column, row event.Row) []byte {
	for i, v := range row {
		if i > 0 {
			dst = append(dst, '\t')
		}
		switch {
		case v.B == nil:
			dst = append(dst, `\N`...)
		case cols[i].Type.Kind == canon.Bytes:
			dst = append(dst, `\\x`...)
			dst = hex.AppendEncode(dst, v.B)
		default:
			dst = appendEscaped(dst, v.B)
		}
	}
	return append(dst, '\n')
}

func appendEscaped(dst, b []byte) []byte {
	for {
		i := bytes.IndexAny(b, "\\\t\n\r")
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		switch b[i] {
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		default:
			dst = append(dst, `\\`...)
		}
		b = b[i+1:]
	}
}

// encodeText gives the text that the server's input function of the column takes.
func encodeText(v canon.Value, kind canon.Kind) []byte {
	if v.B == nil || kind != canon.Bytes {
		return v.B
	}
	return hex.AppendEncode([]byte(`\x`), v.B)
}
