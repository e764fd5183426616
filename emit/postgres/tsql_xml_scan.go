package postgres

import (
	"regexp"
	"strings"
)

// The places of a text of XML DML: where a literal, a bracket or a constructor ends, and words outside of them.

// constructorPiece is a piece of a direct constructor: a comment, a processing instruction, a CDATA section, a tag, an expression in braces, a text.
var constructorPiece = regexp.MustCompile(`^(?s:<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|</[^>]*>|<[A-Za-z_](?:[^<>"']|"(?:[^"{]|\{[^}]*\})*"|'(?:[^'{]|\{[^}]*\})*')*>|\{[^}]*\}\}?|[^<{]+)`)

// constructorEnd gives the place behind the direct constructor that begins at i, -1 where it is not closed.
func constructorEnd(s string, i int) int {
	depth := 0
	for i < len(s) {
		t := constructorPiece.FindString(s[i:])
		if t == "" {
			return -1
		}
		i += len(t)
		switch {
		case strings.HasPrefix(t, "</"):
			depth--
		case startTag.MatchString(t) && !strings.HasSuffix(t, "/>"):
			depth++
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}

// literalEnd gives the place behind the literal that begins at i, -1 where it is not closed. With braces, a value of SQL in braces, which has
// quotes of its own, may stand in it.
func literalEnd(s string, i int, braces bool) int {
	if i >= len(s) || s[i] != '"' && s[i] != '\'' {
		return -1
	}
	for k := i + 1; k < len(s); k++ {
		switch {
		case braces && strings.HasPrefix(s[k:], "{{"):
			k++
		case braces && s[k] == '{':
			k = skipped(s, k, false) - 1
		case s[k] == s[i] && k+1 < len(s) && s[k+1] == s[i]:
			k++
		case s[k] == s[i]:
			return k + 1
		}
	}
	return -1
}

// skipped gives the place behind what begins at i: a literal, all that brackets hold, a constructor, or one character.
func skipped(s string, i int, constructors bool) int {
	var open []byte // what closes the brackets that are open
	predicates := 0 // of those
	for i < len(s) {
		c := s[i]
		switch {
		case c == '"' || c == '\'':
			if i = literalEnd(s, i, false); i < 0 {
				return len(s)
			}
		case c == '(':
			open, i = append(open, ')'), i+1
		case c == '[':
			open, i = append(open, ']'), i+1
			predicates++
		case c == '{':
			open, i = append(open, '}'), i+1
		case len(open) > 0 && c == open[len(open)-1]:
			open, i = open[:len(open)-1], i+1
			if c == ']' {
				predicates--
			}
		case constructors && c == '<' && predicates == 0 && (startTag.MatchString(s[i:]) || strings.HasPrefix(s[i:], "<!") || strings.HasPrefix(s[i:], "<?")):
			if i = constructorEnd(s, i); i < 0 {
				return len(s)
			}
		default:
			i++
		}
		if len(open) == 0 {
			return i
		}
	}
	return len(s)
}

// findOutside gives the place of the first match outside of literals, brackets and constructors, at the beginning of a word; -1 for none.
func findOutside(s string, re *regexp.Regexp) int {
	for i := 0; i < len(s); i = skipped(s, i, true) {
		if (i == 0 || !isNameByte(s[i-1])) && re.MatchString(s[i:]) {
			return i
		}
	}
	return -1
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || c == '.' || c == ':' || c == '@' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// closesAtEnd tells a text whose first bracket is closed by its last character.
func closesAtEnd(s string) bool {
	open := strings.IndexByte(s, '(')
	return open >= 0 && strings.HasSuffix(s, ")") && skipped(s, open, true) == len(s)
}

// braceEnd gives the place of the brace that closes the one at i, -1 where none does.
func braceEnd(s string, i int) int {
	if end := skipped(s, i, true) - 1; s[end] == '}' {
		return end
	}
	return -1
}
