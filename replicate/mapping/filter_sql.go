package mapping

import (
	"fmt"
	"strings"
)

// Dialect is how one engine's SQL writes names and literals.
type Dialect interface {
	// Ident quotes a name.
	Ident(name string) string
	// Literal writes a filter's or a range's value for comparison with a column of a type.
	Literal(t Type, text string) string
}

// SQL writes the filter as a WHERE condition of the source, for the full load. It selects the rows that Match does; "" is every
// row.
func (f *RowFilter) SQL(d Dialect) string {
	if f == nil {
		return ""
	}
	var parts []string
	for i := range f.parts {
		s, many := f.parts[i].sql(d)
		if many && len(f.parts) > 1 {
			s = "(" + s + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " AND ")
}

// sql writes one filter, and says whether it is more than one term.
func (b *boundFilter) sql(d Dialect) (string, bool) {
	if b.nothing || len(b.conds) == 0 {
		return "1 = 0", false
	}
	name := d.Ident(b.col.Name)
	var terms []string
	for i := range b.conds {
		terms = append(terms, b.conds[i].sql(name, b.col.Type, d, len(b.conds) > 1))
	}
	return strings.Join(terms, " OR "), len(terms) > 1 || b.conds[0].Op == NotBetween
}

func (c *boundCondition) sql(name string, t Type, d Dialect, nested bool) string {
	lit := func(o operand) string {
		if o.kind == operandBool {
			return d.Literal(t, o.text)
		}
		return d.Literal(t, o.raw)
	}
	switch c.Op {
	case Eq:
		return name + " = " + lit(c.value)
	case NotEq:
		return name + " <> " + lit(c.value)
	case Gte:
		return name + " >= " + lit(c.value)
	case Lte:
		return name + " <= " + lit(c.value)
	case Between:
		s := fmt.Sprintf("%s >= %s AND %s <= %s", name, lit(c.start), name, lit(c.end))
		if nested {
			return "(" + s + ")"
		}
		return s
	case NotBetween:
		return fmt.Sprintf("%s < %s OR %s > %s", name, lit(c.start), name, lit(c.end))
	case IsNull:
		return name + " IS NULL"
	default:
		return name + " IS NOT NULL"
	}
}

// Segments writes the WHERE conditions of a parallel load by ranges: one more than there are boundaries. A boundary is
// an exclusive upper bound in lexicographic order. The guide's prose is looser than the SQL that it prints; this is the
// SQL. Rows with NULL in a range column can be in no segment. nil means that the load is not by ranges.
func (m *TableMap) Segments(d Dialect) []string {
	l := m.ParallelLoad
	if l == nil || l.Type != "ranges" {
		return nil
	}
	below := make([]string, len(l.Boundaries))
	for i, b := range l.Boundaries {
		below[i] = "(" + m.below(l.Columns, b, d) + ")"
	}
	var out []string
	for i := 0; i <= len(below); i++ {
		var terms []string
		if i > 0 {
			terms = append(terms, "NOT "+below[i-1])
		}
		if i < len(below) {
			terms = append(terms, below[i])
		}
		out = append(out, strings.Join(terms, " AND "))
	}
	return out
}

// below writes (A, B) < (a, b): A < a OR (A = a AND B < b).
func (m *TableMap) below(cols, bound []string, d Dialect) string {
	var ors []string
	for i := range cols {
		var ands []string
		for j := 0; j <= i; j++ {
			op := " = "
			if j == i {
				op = " < "
			}
			name, t := cols[j], Type{}
			for k := range m.Source.Columns {
				if c := &m.Source.Columns[k]; strings.EqualFold(c.Name, name) {
					name, t = c.Name, c.Type
					break
				}
			}
			ands = append(ands, d.Ident(name)+op+d.Literal(t, bound[j]))
		}
		s := strings.Join(ands, " AND ")
		if i > 0 {
			s = "(" + s + ")"
		}
		ors = append(ors, s)
	}
	return strings.Join(ors, " OR ")
}
