package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// unlikeKeys tells the columns of a foreign key that PostgreSQL cannot compare with those they refer to, "" where it can. Oracle
// refuses a number that refers to a text as well (ORA-02267).
func (p *printer) unlikeKeys(t *ir.Table, cols []ir.Name, parent *ir.Table, refs []ir.Name) string {
	if len(cols) != len(refs) {
		return ""
	}
	for i := range cols {
		a, b := t.Column(cols[i]), parent.Column(refs[i])
		if a == nil || b == nil || a.Type == nil || b.Type == nil {
			continue
		}
		x, y := keyFamily(p.quietColumn(t, a)), keyFamily(p.quietColumn(parent, b))
		if x != "" && y != "" && x != y {
			return "its column " + cols[i].Text + " is of the type " + p.quietColumn(t, a) + ", " + refs[i].Text + " of the type " + p.quietColumn(parent, b)
		}
	}
	return ""
}

// quietColumn is the type of a column, without what there is to say of it.
func (p *printer) quietColumn(t *ir.Table, c *ir.Column) string {
	q := p.em.newPrinter(&ir.Table{})
	return q.columnType(t, c)
}

// keyFamily groups the types whose values PostgreSQL compares with each other; "" for those that are not known here.
func keyFamily(typ string) string {
	word, _, _ := strings.Cut(typ, "(")
	word, _, _ = strings.Cut(word, " ")
	switch word {
	case "smallint", "integer", "bigint", "numeric", "real", "double":
		return "number"
	case "text", "varchar", "char", "character":
		return "text"
	case "date", "timestamp", "timestamptz":
		return "date"
	case "bytea", "uuid", "boolean", "interval":
		return word
	}
	return ""
}
