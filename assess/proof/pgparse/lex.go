package pgparse

import "strings"

// kind is the class of a PostgreSQL token, as the core scanner cuts them.
type kind uint8

const (
	tEOF    kind = iota
	tWord        // unquoted identifier or keyword; val is in lower case
	tQuoted      // "identifier"; val is without its quotes
	tString      // any quoted or dollar-quoted constant
	tNumber
	tParam // $1
	tOp    // operator or a single punctuation character
	tBad   // unterminated constant, comment or identifier
)

// token is one token: its class, the text that matters, and where it stands.
type token struct {
	kind       kind
	val        string // tWord: folded; tQuoted: unquoted; tString: contents as written; tOp: itself
	start, end int    // bytes in the text
	body       int    // tString: offset of the first byte of the contents
	dollar     bool   // tString: dollar-quoted, so contents are taken as they stand
	escape     bool   // tString: E'...'
}

// is tells whether the token is the given keyword or operator.
func (t token) is(s string) bool {
	return (t.kind == tWord || t.kind == tOp) && t.val == s
}

// isName tells whether the token can be (a part of) a name.
func (t token) isName() bool { return t.kind == tWord || t.kind == tQuoted }

// lex cuts a text into tokens; white space and comments are skipped. The last token is tEOF.
// Offsets are counted from base, so that a piece of a text can be cut in place.
func lex(text string, base int) []token {
	toks := make([]token, 0, min(len(text)/5, 4096)+8) // a script of data may be one long constant
	for i := skipBlank(text, 0); i < len(text); {
		t := next(text, i)
		i = skipBlank(text, t.end)
		t.start += base
		t.end += base
		t.body += base
		toks = append(toks, t)
	}
	return append(toks, token{kind: tEOF, start: base + len(text), end: base + len(text)})
}

// skipBlank passes white space, line comments and nested block comments. An unterminated
// comment is left standing, for next to report.
func skipBlank(s string, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v':
			i++
		case c == '-' && strings.HasPrefix(s[i:], "--"):
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				return len(s)
			}
			i += n + 1
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			e := blockEnd(s, i)
			if e < 0 {
				return i
			}
			i = e
		default:
			return i
		}
	}
	return i
}

// blockEnd gives the end of the block comment at i (PostgreSQL nests them), or -1.
func blockEnd(s string, i int) int {
	depth := 0
	for i < len(s)-1 {
		switch s[i : i+2] {
		case "/*":
			depth++
			i += 2
		case "*/":
			depth--
			i += 2
			if depth == 0 {
				return i
			}
		default:
			i++
		}
	}
	return -1
}

func next(s string, i int) token {
	c := s[i]
	switch {
	case c == '\'':
		return quoted(s, i, i, false)
	case c == '"':
		return quotedName(s, i)
	case c == '$':
		return dollar(s, i)
	case isDigit(c) || c == '.' && i+1 < len(s) && isDigit(s[i+1]):
		return number(s, i)
	case isIdentStart(c):
		return word(s, i)
	case strings.HasPrefix(s[i:], "/*"):
		return token{kind: tBad, val: "unterminated comment", start: i, end: len(s)}
	}
	return operator(s, i)
}

// word cuts an identifier, or a string or name with a letter before its quote.
func word(s string, i int) token {
	e := i
	for e < len(s) && isIdentPart(s[e]) {
		e++
	}
	if e < len(s) && s[e] == '\'' && e == i+1 {
		switch s[i] {
		case 'e', 'E':
			return quoted(s, i, e, true)
		case 'b', 'B', 'x', 'X', 'n', 'N':
			return quoted(s, i, e, false)
		}
	}
	if e == i+1 && (s[i] == 'u' || s[i] == 'U') && strings.HasPrefix(s[e:], "&'") {
		return quoted(s, i, e+1, false)
	}
	if e == i+1 && (s[i] == 'u' || s[i] == 'U') && strings.HasPrefix(s[e:], `&"`) {
		t := quotedName(s, e+1)
		t.start = i
		return t
	}
	return token{kind: tWord, val: fold(s[i:e]), start: i, end: e}
}

// quoted cuts a string constant that starts at i and whose first quote is at q.
func quoted(s string, i, q int, escape bool) token {
	for e := q + 1; e < len(s); e++ {
		if escape && s[e] == '\\' {
			e++
			continue
		}
		if s[e] != '\'' {
			continue
		}
		if e+1 < len(s) && s[e+1] == '\'' {
			e++
			continue
		}
		return token{kind: tString, val: s[q+1 : e], start: i, end: e + 1, body: q + 1, escape: escape}
	}
	return token{kind: tBad, val: "unterminated quoted string", start: i, end: len(s)}
}

func quotedName(s string, i int) token {
	for e := i + 1; e < len(s); e++ {
		if s[e] != '"' {
			continue
		}
		if e+1 < len(s) && s[e+1] == '"' {
			e++
			continue
		}
		return token{kind: tQuoted, val: strings.ReplaceAll(s[i+1:e], `""`, `"`), start: i, end: e + 1}
	}
	return token{kind: tBad, val: "unterminated quoted identifier", start: i, end: len(s)}
}

// dollar cuts a dollar-quoted constant, a parameter, or a lone dollar sign.
func dollar(s string, i int) token {
	e := i + 1
	if e < len(s) && isDigit(s[e]) {
		for e < len(s) && isDigit(s[e]) {
			e++
		}
		return token{kind: tParam, val: s[i:e], start: i, end: e}
	}
	for e < len(s) && isIdentPart(s[e]) && s[e] != '$' {
		e++
	}
	if e >= len(s) || s[e] != '$' {
		return token{kind: tOp, val: "$", start: i, end: i + 1}
	}
	tag := s[i : e+1]
	n := strings.Index(s[e+1:], tag)
	if n < 0 {
		return token{kind: tBad, val: "unterminated dollar-quoted string", start: i, end: len(s)}
	}
	return token{kind: tString, val: s[e+1 : e+1+n], start: i, end: e + 1 + n + len(tag), body: e + 1, dollar: true}
}

// number cuts a numeric constant; "1..10" is a number, "..", and a number.
func number(s string, i int) token {
	e := i
	for e < len(s) {
		switch c := s[e]; {
		case isDigit(c) || c == '_' || isLetter(c):
			if (c == 'e' || c == 'E') && e+1 < len(s) && (s[e+1] == '-' || s[e+1] == '+') {
				e++
			}
			e++
		case c == '.' && !strings.HasPrefix(s[e:], "..") && !strings.Contains(s[i:e], "."):
			e++
		default:
			return token{kind: tNumber, val: s[i:e], start: i, end: e}
		}
	}
	return token{kind: tNumber, val: s[i:e], start: i, end: e}
}

// operator cuts the compound tokens that PL/pgSQL gives a meaning to, otherwise one
// character: how an operator continues does not matter for the structure.
func operator(s string, i int) token {
	for _, op := range [...]string{":=", "::", "..", "<<", ">>", "=>", "<=", ">=", "<>", "!=", "||"} {
		if strings.HasPrefix(s[i:], op) {
			return token{kind: tOp, val: op, start: i, end: i + 2}
		}
	}
	return token{kind: tOp, val: s[i : i+1], start: i, end: i + 1}
}

// fold gives an unquoted identifier as the server does: only ASCII letters change.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isIdentStart(c byte) bool {
	return isLetter(c) || c == '_' || c >= 0x80
}
func isIdentPart(c byte) bool { return isIdentStart(c) || isDigit(c) || c == '$' }
