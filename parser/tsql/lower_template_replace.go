package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A text with marks in it, REPLACE(@sql, '{table}', @t), is one of pieces: the constants are cut at the mark, and what replaces it stands between.

// replaced gives the pieces of REPLACE; nil where they are not known. A search for a mark looks into constants only: a value that was put in
// before is taken to hold none.
func (k texts) replaced(c *ir.Call) []piece {
	if len(c.Args) != 3 {
		return nil
	}
	marks, ok := k.constants(c.Args[1].Value)
	list := k.pieces(c.Args[0].Value)
	if !ok || !hasConstant(list) {
		return nil
	}
	mark := ""
	for _, l := range marks {
		mark += l.Value
	}
	if mark == "" || constantsOf(list) == nil && !isMark(mark) {
		return nil
	}
	return cutAt(list, mark, k.pieces(c.Args[2].Value))
}

// isMark tells texts that stand for something in a template, rather than being a part of SQL: '@table@', '{0}', '$(name)', '<col>'.
func isMark(s string) bool {
	if len(s) < 3 || strings.ContainsAny(s, " \t\r\n'\",;=()") && !strings.HasPrefix(s, "$(") {
		return false
	}
	return !isWord1(s[0]) || s[0] == '@' || s[0] == '#' || s[0] == '$'
}

// cutAt puts pieces in the place of a mark, which is found whatever its case, as under SQL Server's default collation; nil where one may span two
// constants.
func cutAt(list []piece, mark string, by []piece) []piece {
	var out []piece
	before := "" // the constants in front, to see marks that span them
	for _, p := range list {
		switch {
		case p.lit != nil:
			if n := indexFold(before+p.lit.Value, mark); n >= 0 && n < len(before) {
				return nil
			}
			rest := p.lit.Value
			for n := indexFold(rest, mark); n >= 0; n = indexFold(rest, mark) {
				out = append(append(out, part(p.lit, rest[:n])...), by...)
				rest = rest[n+len(mark):]
			}
			if rest == p.lit.Value {
				out = append(out, p)
			} else {
				out = append(out, part(p.lit, rest)...)
			}
			before = rest[max(0, len(rest)-len(mark)+1):]
			continue
		case p.choice != nil:
			c := &choice{conds: p.choice.conds}
			for _, t := range p.choice.texts {
				cut := cutAt(t, mark, by)
				if cut == nil && len(t) > 0 {
					return nil
				}
				c.texts = append(c.texts, cut)
			}
			p.choice = c
			if p.value != nil {
				p.value = nil // the CASE itself still has the mark
			}
		}
		out = append(out, p)
		before = ""
	}
	return out
}

// part is a piece of a constant.
func part(l *ir.StringLit, s string) []piece {
	if s == "" {
		return nil
	}
	x := *l
	x.Value = s
	return []piece{{lit: &x}}
}

// indexFold finds a text whatever the case of its ASCII letters.
func indexFold(s, mark string) int { return strings.Index(asciiUpper(s), asciiUpper(mark)) }

func asciiUpper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// onlyValue is the expression of (SELECT x) without a table, nil for any other query.
func onlyValue(q *ir.Query) ir.Expr {
	if q == nil || len(q.With)+len(q.OrderBy) > 0 || q.For != nil || q.Offset != nil {
		return nil
	}
	s, ok := q.Body.(*ir.Select)
	if !ok || len(s.Items) != 1 || len(s.From) > 0 || s.Where != nil || s.Having != nil || s.Top != nil || s.Items[0].Assign != nil {
		return nil
	}
	return s.Items[0].Expr
}
