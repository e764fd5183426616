package postgres

import (
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A constant that its column does not take ends the installation. SQL Server refuses the statement as well, with all of its rows (errors 2628,
// 8115 and 220), and its script goes on with the next: so it is left out.

// tooNarrow notes why a statement of a script cannot put in what it has; false where it can.
func (p *rowPlan) tooNarrow(s ir.Stmt, d ir.DML) bool {
	if p.em.src.Source != ir.SQLServer {
		return false
	}
	why := narrowRows(d)
	if why != "" {
		p.narrow[s] = why
	}
	return why != ""
}

// narrowRows looks at the rows of constants.
func narrowRows(d ir.DML) string {
	why := ""
	note := func(c *ir.Column, e ir.Expr) {
		if why == "" && c != nil && e != nil {
			why = narrowValue(e, c.Type)
		}
	}
	ins, ok := d.(*ir.Insert)
	if !ok {
		return ""
	}
	cols := insertedColumns(ins, true)
	row := func(row []ir.Expr) {
		for i, e := range row {
			if i < len(cols) {
				note(cols[i], e)
			}
		}
	}
	for _, r := range ins.Rows {
		row(r)
	}
	if ins.Query != nil && len(ins.Query.With) == 0 {
		selectedRows(ins.Query.Body, func(r []ir.Expr, conditional bool) {
			if !conditional {
				row(r)
			}
		})
	}
	return why
}

// insertedColumns are the columns that an INSERT gives values to, in order; nil for one that is not known. SQL Server leaves out those that
// have their values by themselves.
func insertedColumns(d *ir.Insert, tsql bool) []*ir.Column {
	t, ok := d.Target.(*ir.TableRef)
	if !ok {
		return nil
	}
	tbl, ok := t.Decl.(*ir.Table)
	if !ok {
		return nil
	}
	var cols []*ir.Column
	if len(d.Cols) == 0 {
		for _, c := range tbl.Columns {
			if !c.Invisible && (!tsql || c.Identity == nil && c.Generated == nil && c.RowTime == "") {
				cols = append(cols, c)
			}
		}
		return cols
	}
	for _, n := range d.Cols {
		cols = append(cols, tbl.Column(n))
	}
	return cols
}

// narrowValue tells a constant that a type does not take: a text of more characters, blanks at its end apart, or a number out of the range
// ("char and varchar", "int, bigint, smallint, and tinyint", "decimal and numeric").
func narrowValue(e ir.Expr, t *ir.Type) string {
	b := t.Base()
	e = unwrap(stripImplicit(e))
	neg := false
	if u, ok := e.(*ir.Unary); ok && u.Op == ir.OpNeg {
		e, neg = unwrap(stripImplicit(u.X)), true
	}
	switch x := e.(type) {
	case *ir.StringLit:
		n := utf8.RuneCountInString(strings.TrimRight(x.Value, " "))
		if !neg && b.Is(ir.TVarChar, ir.TChar) && b.Len > 0 && n > b.Len {
			return "a text of " + itoa(n) + " characters is longer than " + t.Spelled + " takes (SQL Server refuses it too, 2628)"
		}
	case *ir.NumberLit:
		v, ok := new(big.Rat).SetString(x.Text)
		if !ok || strings.ContainsAny(x.Text, "eE") {
			return ""
		}
		if neg {
			v.Neg(v)
		}
		if lo, hi := rangeOf(b); hi != nil && (v.Cmp(lo) <= 0 || v.Cmp(hi) >= 0) {
			sign := ""
			if neg {
				sign = "-"
			}
			return sign + x.Text + " is out of the range of " + t.Spelled + " (SQL Server refuses it too, 220 or 8115)"
		}
	}
	return ""
}

// rangeOf gives the numbers that a type does not take any more, nil where no constant is looked at: a fraction is cut off by a type of whole
// numbers, and rounded by a decimal.
func rangeOf(b *ir.Type) (lo, hi *big.Rat) {
	switch {
	case b.Is(ir.TInt) && b.Bits == 8:
		return big.NewRat(-1, 1), big.NewRat(256, 1)
	case b.Is(ir.TInt) && b.Bits > 0:
		hi = new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(b.Bits-1)))
		lo = new(big.Rat).Neg(hi)
		return lo.Sub(lo, big.NewRat(1, 1)), hi
	case b.Is(ir.TDecimal) && b.Prec > 0 && b.Scale >= 0:
		ten := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
		hi = new(big.Rat).SetInt(ten(b.Prec - b.Scale))
		hi.Sub(hi, new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), ten(b.Scale))))
		return new(big.Rat).Neg(hi), hi
	}
	return nil, nil
}
