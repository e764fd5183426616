package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decoder turns the bytes of a file into UTF-8 text.
type decoder func([]byte) (string, error)

// decodeError names the first byte that is wrong.
type decodeError struct {
	offset int64
	msg    string
}

func (e *decodeError) Error() string { return e.msg }

var errTooLarge = errors.New("too large")

// encodings are the names that mean something else than the web's registry says, or that
// it does not know. Every other name of that registry (windows-1251, shift_jis, gbk, ...) works too.
var encodings = map[string]encoding.Encoding{
	"latin1":       charmap.ISO8859_1,
	"latin-1":      charmap.ISO8859_1,
	"iso-8859-1":   charmap.ISO8859_1,
	"iso8859-1":    charmap.ISO8859_1,
	"we8iso8859p1": charmap.ISO8859_1,
	"cp1252":       charmap.Windows1252,
	"we8mswin1252": charmap.Windows1252,
	"cp850":        charmap.CodePage850,
	"cp437":        charmap.CodePage437,
}

// newDecoder finds an encoding by its name. A byte order mark wins over it.
func newDecoder(name string) (decoder, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "", "utf-8", "utf8", "al32utf8":
		return decodeAuto, nil
	case "utf-16", "utf16", "utf-16le", "utf16le":
		return marked(func(b []byte) (string, error) { return decode16(b, 0, false) }), nil
	case "utf-16be", "utf16be":
		return marked(func(b []byte) (string, error) { return decode16(b, 0, true) }), nil
	}
	enc := encodings[name]
	if enc == nil {
		var err error
		if enc, err = htmlindex.Get(name); err != nil {
			return nil, fmt.Errorf("unknown encoding %q (try utf-8, utf-16, latin1, windows-1252)", name)
		}
	}
	return marked(func(b []byte) (string, error) { return decodeTable(b, enc, name) }), nil
}

var (
	bom8    = []byte("\xef\xbb\xbf")
	bom16le = []byte("\xff\xfe")
	bom16be = []byte("\xfe\xff")
	bom32le = []byte("\xff\xfe\x00\x00")
	bom32be = []byte("\x00\x00\xfe\xff")
)

// marked decodes by the byte order mark, and by next where there is none.
func marked(next decoder) decoder {
	return func(b []byte) (string, error) {
		switch {
		case bytes.HasPrefix(b, bom32le), bytes.HasPrefix(b, bom32be):
			return "", &decodeError{0, "the file is UTF-32, which is not read: store it as UTF-8"}
		case bytes.HasPrefix(b, bom8):
			return decode8(b, len(bom8))
		case bytes.HasPrefix(b, bom16le):
			return decode16(b, len(bom16le), false)
		case bytes.HasPrefix(b, bom16be):
			return decode16(b, len(bom16be), true)
		}
		return next(b)
	}
}

// decodeAuto is what happens without --encoding.
func decodeAuto(b []byte) (string, error) {
	return marked(func(b []byte) (string, error) {
		switch guess16(b) {
		case 'l':
			return decode16(b, 0, false)
		case 'b':
			return decode16(b, 0, true)
		}
		return decode8(b, 0)
	})(b)
}

// guess16 tells UTF-16 without a mark from UTF-8: SQL is nearly all ASCII, so every
// second byte is zero. It answers 'l', 'b' or 0.
func guess16(b []byte) byte {
	if len(b) < 4 || len(b)%2 != 0 {
		return 0
	}
	head := b[:min(len(b), 4096)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*8/10 && zeros[0] < half/20+1:
		return 'l'
	case zeros[0] > half*8/10 && zeros[1] < half/20+1:
		return 'b'
	}
	return 0
}

func decode8(b []byte, skip int) (string, error) {
	if !utf8.Valid(b) {
		i := skip
		for i < len(b) {
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			i += n
		}
		return "", &decodeError{int64(i), fmt.Sprintf("byte 0x%02X at offset %d (line %d) is not UTF-8; if the file is Latin-1, pass --encoding latin1 (or windows-1252)",
			b[i], i, 1+bytes.Count(b[:i], []byte{'\n'}))}
	}
	return checkText(string(b[skip:]), skip)
}

func decode16(b []byte, skip int, big bool) (string, error) {
	in := b[skip:]
	if len(in)%2 != 0 {
		return "", &decodeError{int64(len(b) - 1), fmt.Sprintf("the file is UTF-16 but ends in half a character at offset %d", len(b)-1)}
	}
	unit := func(i int) rune {
		if big {
			return rune(in[i])<<8 | rune(in[i+1])
		}
		return rune(in[i+1])<<8 | rune(in[i])
	}
	var sb strings.Builder
	sb.Grow(len(in)/2 + len(in)/16)
	for i := 0; i < len(in); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			full := rune(utf8.RuneError)
			if i+3 < len(in) {
				full = utf16.DecodeRune(r, unit(i+2))
			}
			if full == utf8.RuneError {
				return "", &decodeError{int64(skip + i), fmt.Sprintf("half of a UTF-16 surrogate pair at offset %d", skip+i)}
			}
			r = full
			i += 2
		}
		if r == 0 {
			return "", nulError(skip + i)
		}
		sb.WriteRune(r)
	}
	return checkText(sb.String(), 0)
}

// decodeTable decodes by a table. Bytes that the table does not have come out as the
// replacement character; the place of the first is found by decoding line after line.
func decodeTable(b []byte, enc encoding.Encoding, name string) (string, error) {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return "", nulError(i)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		at := firstBad(b, enc)
		return "", &decodeError{int64(at), fmt.Sprintf("byte 0x%02X at offset %d (line %d) does not exist in %s; name the encoding of the file with --encoding",
			b[at], at, 1+bytes.Count(b[:at], []byte{'\n'}), name)}
	}
	return checkText(string(out), 0)
}

// firstBad finds the first byte that does not decode; the encodings here keep no state
// from one line to the next.
func firstBad(b []byte, enc encoding.Encoding) int {
	for start := 0; start < len(b); {
		end := len(b)
		if n := bytes.IndexByte(b[start:], '\n'); n >= 0 {
			end = start + n + 1
		}
		if bad(b[start:end], enc) {
			for i := start + 1; i <= min(end, start+1<<16); i++ {
				if bad(b[start:i], enc) && (i == end || bad(b[start:i+1], enc)) {
					return i - 1
				}
			}
			return start
		}
		start = end
	}
	return 0
}

func bad(b []byte, enc encoding.Encoding) bool {
	out, err := enc.NewDecoder().Bytes(b)
	return err != nil || bytes.ContainsRune(out, utf8.RuneError)
}

// checkText refuses what is no text and mends line ends of the old Macintosh, where a
// lone CR ends a line; both have one byte, so no offset moves.
func checkText(s string, skip int) (string, error) {
	if i := strings.IndexByte(s, 0); i >= 0 {
		return "", nulError(skip + i)
	}
	if cr := strings.Count(s, "\r"); cr > 0 {
		if pairs := strings.Count(s, "\r\n"); cr-pairs > strings.Count(s, "\n") {
			s = loneReturns(s)
		}
	}
	return s, nil
}

// loneReturns makes line ends of the carriage returns that have no line feed behind them. Some lines of a file may have
// been written by another editor.
func loneReturns(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c == '\r' && (i+1 == len(b) || b[i+1] != '\n') {
			b[i] = '\n'
		}
	}
	return string(b)
}

func nulError(at int) error {
	return &decodeError{int64(at), fmt.Sprintf("NUL byte at offset %d: this is not a text file (if it is UTF-16 without a byte order mark, pass --encoding utf-16le or utf-16be)", at)}
}

func readFile(p string, limit int64) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if info.Size() > limit {
			return nil, tooLarge(info.Size(), limit)
		}
		b := make([]byte, info.Size())
		n, err := io.ReadFull(f, b)
		if err == io.ErrUnexpectedEOF || err == io.EOF {
			err = nil // it shrank meanwhile
		}
		return b[:n], err
	}
	return readAll(f, limit)
}

func readAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, tooLarge(-1, limit)
	}
	return b, err
}

func tooLarge(size, limit int64) error {
	if size < 0 {
		return fmt.Errorf("%w: over %d MB; a schema is never that large, so leave data out", errTooLarge, limit>>20)
	}
	return fmt.Errorf("%w: %d MB, the limit is %d MB; a schema is never that large, so leave data out", errTooLarge, size>>20, limit>>20)
}
