package source

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func wide(s string, big bool) string {
	var sb strings.Builder
	for _, r := range s {
		hi, lo := byte(r>>8), byte(r)
		if r > 0xffff {
			panic("only one unit")
		}
		if big {
			sb.Write([]byte{hi, lo})
		} else {
			sb.Write([]byte{lo, hi})
		}
	}
	return sb.String()
}

func TestDecode(t *testing.T) {
	sql := "create table é (id number);\n" + strings.Repeat("-- x\n", 10)
	for _, c := range []struct {
		encoding, in, want string // want is a text, or starts with "!" and is a part of the error
		offset             int64
	}{
		{"", sql, sql, 0},
		{"", "\xef\xbb\xbf" + sql, sql, 0},
		{"", "\xff\xfe" + wide(sql, false), sql, 0},
		{"", "\xfe\xff" + wide(sql, true), sql, 0},
		{"", wide(sql, false), sql, 0},
		{"", wide(sql, true), sql, 0},
		{"utf-16le", wide("é", false), "é", 0},
		{"utf-16be", wide("é", true), "é", 0},
		{"", "\xff\xfe\x3d\xd8\x00\xde", "😀", 0},
		{"latin1", "caf\xe9 \x80", "café \u0080", 0},
		{"windows-1252", "caf\xe9 \x80", "café €", 0},
		{"CP1252", "\xef\xbb\xbfcaf\xc3\xa9", "café", 0},
		{"windows-1251", "\xcf", "П", 0},
		{"shift_jis", "\x83\x65", "テ", 0},
		{"", "a\rb\r", "a\nb\n", 0},
		{"", "a\r\nb\r", "a\r\nb\r", 0},
		{"", "", "", 0},
		{"", "ab\ncaf\xe9", "!byte 0xE9 at offset 6 (line 2) is not UTF-8; if the file is Latin-1, pass --encoding latin1", 6},
		{"", "\xef\xbb\xbfab\xff", "!byte 0xFF at offset 5", 5},
		{"", "ab\x00cd", "!NUL byte at offset 2", 2},
		{"latin1", "ab\x00cd", "!NUL byte at offset 2", 2},
		{"", "\xff\xfea\x00b", "!half a character at offset 4", 4},
		{"", "\xff\xfea\x00\x00\xd8b\x00", "!surrogate pair at offset 4", 4},
		{"", "\xff\xfea\x00\x00\x00", "!NUL byte at offset 4", 4},
		{"", "\xff\xfe\x00\x00a\x00\x00\x00", "!UTF-32", 0},
		{"windows-1252", "ab\nc\x81d", "!byte 0x81 at offset 4 (line 2) does not exist in windows-1252", 4},
	} {
		dec, err := newDecoder(c.encoding)
		if err != nil {
			t.Fatal(err)
		}
		got, err := dec([]byte(c.in))
		if part, bad := strings.CutPrefix(c.want, "!"); bad {
			var de *decodeError
			if !errors.As(err, &de) || !strings.Contains(err.Error(), part) || de.offset != c.offset {
				t.Errorf("%s %q: got %v (%+v), want %s", c.encoding, c.in, err, de, part)
			}
		} else if err != nil || got != c.want {
			t.Errorf("%s %q: got %q, %v", c.encoding, c.in, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range []string{"", "utf-16", "utf-16be", "latin1", "windows-1252", "shift_jis", "gbk"} {
		for _, s := range []string{"", "a", "\xff\xfea\x00", "\xfe\xff\x00a", "\xef\xbb\xbfa", "a\x00b\x00", "\x81", "\xd8\x00\xdc", "\x8f\xa1"} {
			f.Add(e, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, encoding string, in []byte) {
		dec, err := newDecoder(encoding)
		if err != nil {
			return
		}
		text, err := dec(in)
		if err != nil {
			var de *decodeError
			if !errors.As(err, &de) || de.offset < 0 || de.offset > int64(len(in)) {
				t.Fatalf("%v at %+v", err, de)
			}
			return
		}
		if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
			t.Fatalf("%q", text)
		}
	})
}
