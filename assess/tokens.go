package assess

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// eachToken calls f for at most limit tokens (all of them where limit is 0) with their place and their normal form, which
// white space, comments and the case of unquoted words do not change. It knows just enough of the lexis of any SQL for
// a stable comparison: quotes, comments, words and numbers; anything else is a token of one byte.
func eachToken(s string, limit int, f func(off int, text string)) {
	for i, n := 0, 0; i < len(s) && (limit == 0 || n < limit); {
		if skip := trivia(s[i:]); skip > 0 {
			i += skip
			continue
		}
		j := i + tokenLen(s[i:])
		text := s[i:j]
		if text[0] != '\'' && text[0] != '"' {
			text = strings.ToUpper(text)
		}
		f(i, text)
		i = j
		n++
	}
}

// trivia gives the length of the white space or comment that s begins with, or 0.
func trivia(s string) int {
	switch {
	case s[0] <= ' ':
		return 1
	case strings.HasPrefix(s, "--"):
		return lineLen(s)
	case strings.HasPrefix(s, "/*"):
		if i := strings.Index(s[2:], "*/"); i >= 0 {
			return i + 4
		}
		return len(s)
	}
	return 0
}

// lineLen is the length of the rest of the line, its end not included.
func lineLen(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i
	}
	return len(s)
}

func tokenLen(s string) int {
	if s[0] == '\'' || s[0] == '"' {
		if i := strings.IndexByte(s[1:], s[0]); i >= 0 {
			return i + 2
		}
		return len(s)
	}
	i := 0
	for i < len(s) && wordByte(s[i]) {
		i++
	}
	return max(i, 1)
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c == '#' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// normalText joins the tokens of a text.
func normalText(s string, limit int) string {
	var b strings.Builder
	eachToken(s, limit, func(_ int, text string) {
		b.WriteString(text)
		b.WriteByte(' ')
	})
	return b.String()
}

// contentHash is the hash of a text of any size in its normal form.
func contentHash(s string) string {
	h := sha256.New()
	w := bufio.NewWriter(h)
	eachToken(s, 0, func(_ int, text string) {
		w.WriteString(text)
		w.WriteByte(' ')
	})
	w.Flush()
	return hex.EncodeToString(h.Sum(nil)[:16])
}
