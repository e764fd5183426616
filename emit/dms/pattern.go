package dms

import "strings"

// folding compares names without regard to case, as DMS does where the source does: in SQL Server by default. What is
// written for it means the same where case counts.
type folding bool

// key is what a name is looked up by.
func (f folding) key(name string) string {
	if f {
		return strings.ToUpper(name)
	}
	return name
}

// like tells whether a locator part matches a name: % any run, _ one character. It is DMS's rule as a locator's writer
// needs it, so that what a rule reaches beyond its object is seen. Brackets are not written: they do not work with every
// endpoint.
func (f folding) like(pattern, name string) bool {
	pattern, name = f.key(pattern), f.key(name)
	if !strings.ContainsAny(pattern, "%_") {
		return pattern == name
	}
	p, n := []rune(pattern), []rune(name)
	i, j, star, back := 0, 0, -1, 0
	for i < len(n) {
		switch {
		case j < len(p) && p[j] == '%':
			star, back = j, i
			j++
		case j < len(p) && (p[j] == '_' || p[j] == n[i]):
			i, j = i+1, j+1
		case star >= 0:
			back++
			i, j = back, star+1
		default:
			return false
		}
	}
	for j < len(p) && p[j] == '%' {
		j++
	}
	return j == len(p)
}

func (f folding) reaches(l locator, c *column) bool {
	return f.like(l.Schema, c.of.schema) && (l.Table == "" || f.like(l.Table, c.of.name)) && (l.Column == "" || f.like(l.Column, c.name))
}

// wild counts the wildcards of names that mean themselves: the fewer, the fewer other names a locator reaches. A pattern
// that reaches another one's name has more of them, so rules in this order never hide each other.
func (l locator) wild() int {
	n := 0
	for _, s := range []string{l.Schema, l.Table, l.Column} {
		if s != "%" {
			n += strings.Count(s, "_") + strings.Count(s, "%")
		}
	}
	return n
}
