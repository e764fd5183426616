package mapping

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Expressions are in SQLite's language, with $NAME or ${NAME} for columns and variables. They are cut into pieces here,
// so that names become parameters and nothing but one expression reaches SQLite.

// exprPiece is a piece of an expression.
type exprPiece struct {
	text string
	kind pieceKind
}

type pieceKind uint8

const (
	pieceOther pieceKind = iota // operators, blanks, numbers
	pieceWord                   // a keyword or a function's name
	pieceText                   // a string, a quoted name, a comment
	pieceRef                    // $NAME; text is the name
)

// scanExpression cuts an expression into pieces that together are the whole text, references excepted.
func scanExpression(s string) ([]exprPiece, error) {
	var out []exprPiece
	for i := 0; i < len(s); {
		n, kind, err := pieceAt(s[i:])
		if err != nil {
			return nil, err
		}
		p := exprPiece{s[i : i+n], kind}
		if kind == pieceRef {
			p.text = strings.Trim(p.text, "${}")
			if s[i+1] != '{' {
				p.text = s[i+1 : i+n]
			} else {
				p.text = s[i+2 : i+n-1]
			}
		}
		out = append(out, p)
		i += n
	}
	return out, nil
}

func pieceAt(s string) (int, pieceKind, error) {
	switch c := s[0]; {
	case c == '$':
		return refAt(s)
	case c == '\'' || c == '"' || c == '`':
		return quotedAt(s, c)
	case c == '[':
		if i := strings.IndexByte(s, ']'); i > 0 {
			return i + 1, pieceText, nil
		}
		return 0, 0, fmt.Errorf("a [ without its ]")
	case strings.HasPrefix(s, "--"):
		if i := strings.IndexByte(s, '\n'); i > 0 {
			return i + 1, pieceText, nil
		}
		return len(s), pieceText, nil
	case strings.HasPrefix(s, "/*"):
		if i := strings.Index(s[2:], "*/"); i >= 0 {
			return i + 4, pieceText, nil
		}
		return 0, 0, fmt.Errorf("a /* without its */")
	case wordByte(c) && (c < '0' || c > '9'):
		n := 1
		for n < len(s) && (wordByte(s[n])) {
			n++
		}
		return n, pieceWord, nil
	case c == '?' || c == ':' || c == '@' || c == '#':
		return 0, 0, fmt.Errorf("%q has no meaning here; columns are written $NAME", string(c))
	case c == ';':
		return 0, 0, fmt.Errorf("a semicolon; one expression is expected, no statements")
	default:
		_, n := utf8.DecodeRuneInString(s)
		return n, pieceOther, nil
	}
}

func refAt(s string) (int, pieceKind, error) {
	if strings.HasPrefix(s, "${") {
		if i := strings.IndexByte(s, '}'); i > 2 {
			return i + 1, pieceRef, nil
		}
		return 0, 0, fmt.Errorf("a ${ without its }")
	}
	n := 1
	for n < len(s) && (wordByte(s[n]) || s[n] == '$') {
		n++
	}
	if n == 1 {
		return 0, 0, fmt.Errorf("a $ without a column's name")
	}
	return n, pieceRef, nil
}

func quotedAt(s string, q byte) (int, pieceKind, error) {
	for i := 1; i < len(s); i++ {
		if s[i] != q {
			continue
		}
		if i+1 < len(s) && s[i+1] == q {
			i++
			continue
		}
		return i + 1, pieceText, nil
	}
	return 0, 0, fmt.Errorf("a %c without its end", q)
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// notExpressions are SQLite words that begin or belong to statements. DMS takes expressions only.
var notExpressions = map[string]bool{"SELECT": true, "VALUES": true, "WITH": true, "FROM": true, "ATTACH": true, "PRAGMA": true,
	"INSERT": true, "UPDATE": true, "DELETE": true, "CREATE": true, "DROP": true, "RAISE": true, "OVER": true}

// documentedFunctions are those of the guide. Others may be there, and are not promised.
var documentedFunctions = map[string]bool{"lower": true, "upper": true, "ltrim": true, "rtrim": true, "trim": true, "replace": true,
	"substr": true, "replacechars": true, "hex": true, "randomblob": true, "zeroblob": true, "abs": true, "random": true,
	"round": true, "max": true, "min": true, "coalesce": true, "ifnull": true, "nullif": true, "date": true, "time": true,
	"datetime": true, "julianday": true, "strftime": true, "hash_sha256": true, "operation_indicator": true}

// exprWords are words that may stand in front of a parenthesis without being functions.
var exprWords = map[string]bool{"CASE": true, "WHEN": true, "THEN": true, "ELSE": true, "END": true, "AND": true, "OR": true,
	"NOT": true, "IN": true, "IS": true, "BETWEEN": true, "LIKE": true, "GLOB": true, "CAST": true, "AS": true, "EXISTS": true,
	"ESCAPE": true, "COLLATE": true, "NUMERIC": true, "DECIMAL": true, "VARCHAR": true, "CHAR": true, "TEXT": true}

// isVariable tells the names that are no columns: header and metadata variables.
func isVariable(name string) bool {
	_, ok := variables[name]
	return ok
}

// expressionRefs lists the names that an expression uses, each once, and whether it asks for the kind of change.
func expressionRefs(s string) (refs []string, usesOp bool) {
	pieces, err := scanExpression(s)
	if err != nil {
		return nil, false
	}
	for _, p := range pieces {
		if p.kind == pieceRef && !contains(refs, p.text) {
			refs = append(refs, p.text)
		}
		usesOp = usesOp || p.kind == pieceWord && strings.EqualFold(p.text, "operation_indicator")
	}
	return refs, usesOp
}
