package mapping

import (
	"strings"
	"unicode/utf8"
)

// pattern is a locator part: % for any run of characters, _ for exactly one, and the bracket forms [ab], [a-d], [_].
//
// The current guide says that brackets "may not work with every endpoint type", the edition of 2023 documents them as
// working. They are honoured here, since a document that has them means them, and lint advises against them.
type pattern struct {
	text  string
	fold  bool
	parts []part // nil when the text is exact
	esc   rune
}

type part struct {
	kind partKind
	r    rune
	set  []rune // of a set: pairs lo, hi
}

type partKind uint8

const (
	partRune partKind = iota
	partOne
	partAny
	partSet
)

// compilePattern reads a pattern. esc is the source endpoint's EscapeCharacter, 0 for none.
func compilePattern(text string, fold bool, esc rune) pattern {
	p := pattern{text: text, fold: fold, esc: esc}
	if fold {
		p.text = strings.ToUpper(text)
	}
	if !hasWildcard(text) {
		return p
	}
	rs := []rune(p.text)
	for i := 0; i < len(rs); i++ {
		switch c := rs[i]; {
		case esc != 0 && c == esc && i+1 < len(rs):
			i++
			p.parts = append(p.parts, part{kind: partRune, r: rs[i]})
		case c == '%':
			if n := len(p.parts); n == 0 || p.parts[n-1].kind != partAny { // runs of % mean one, and cost one
				p.parts = append(p.parts, part{kind: partAny})
			}
		case c == '_':
			p.parts = append(p.parts, part{kind: partOne})
		case c == '[':
			if set, n := readSet(rs[i+1:]); n > 0 {
				p.parts = append(p.parts, part{kind: partSet, set: set})
				i += n
				continue
			}
			p.parts = append(p.parts, part{kind: partRune, r: c})
		default:
			p.parts = append(p.parts, part{kind: partRune, r: c})
		}
	}
	return p
}

// readSet reads what follows an opening bracket: the set as pairs, and how many runes it took; 0 for no set.
func readSet(rs []rune) ([]rune, int) {
	var set []rune
	for i := 0; i < len(rs); i++ {
		if rs[i] == ']' && i > 0 {
			return set, i + 1
		}
		lo, hi := rs[i], rs[i]
		if i+2 < len(rs) && rs[i+1] == '-' && rs[i+2] != ']' {
			hi, i = rs[i+2], i+2
		}
		set = append(set, lo, hi)
	}
	return nil, 0
}

// hasWildcard tells whether a locator part is more than a name.
func hasWildcard(s string) bool { return strings.ContainsAny(s, "%_") || bracketed(s) }

// bracketed tells whether a part has a bracket form.
func bracketed(s string) bool {
	i := strings.IndexByte(s, '[')
	return i >= 0 && strings.IndexByte(s[i+1:], ']') > 0
}

// exact tells that the pattern names one object only.
func (p *pattern) exact() bool { return p.parts == nil }

// all tells the pattern "%".
func (p *pattern) all() bool { return len(p.parts) == 1 && p.parts[0].kind == partAny }

// match tells whether a name fits.
func (p *pattern) match(name string) bool {
	if p.all() {
		return true
	}
	if p.fold {
		name = strings.ToUpper(name)
	}
	if p.parts == nil {
		return name == p.text
	}
	return matchParts(p.parts, name)
}

// matchParts goes through name once, coming back to the last % only: quadratic at worst, never exponential.
func matchParts(parts []part, name string) bool {
	i, j, star, back := 0, 0, -1, 0
	for i < len(name) {
		r, n := rune(name[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(name[i:])
		}
		switch {
		case j < len(parts) && parts[j].kind == partAny:
			star, back = j, i
			j++
		case j < len(parts) && parts[j].fits(r):
			i, j = i+n, j+1
		case star >= 0:
			_, n := utf8.DecodeRuneInString(name[back:])
			back += n
			i, j = back, star+1
		default:
			return false
		}
	}
	for j < len(parts) && parts[j].kind == partAny {
		j++
	}
	return j == len(parts)
}

func (p *part) fits(r rune) bool {
	switch p.kind {
	case partRune:
		return p.r == r
	case partOne:
		return true
	case partSet:
		for i := 0; i+1 < len(p.set); i += 2 {
			if p.set[i] <= r && r <= p.set[i+1] {
				return true
			}
		}
	}
	return false
}
