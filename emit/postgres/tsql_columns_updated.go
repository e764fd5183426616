package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// updatedBits writes COLUMNS_UPDATED() & n, and SUBSTRING(COLUMNS_UPDATED(), k, 1) & n: one bit for each column, the lowest of the first byte for
// the first column ("COLUMNS_UPDATED"). As a number the bytes are read with the first one highest. false for anything else.
func (p *printer) updatedBits(e *ir.Binary) (val, bool) {
	for _, s := range [][2]ir.Expr{{e.L, e.R}, {e.R, e.L}} {
		mask, known := constantInt(unwrap(stripImplicit(s[1])))
		from, ok := columnsUpdated(s[0])
		if !known || !ok || mask < 0 || p.rt == nil || p.rt.trig == nil {
			continue
		}
		tbl, ok := p.rt.trig.Decl.(*ir.Table)
		if !ok {
			return val{}, false
		}
		return p.maskedColumns(e, tbl, from, mask), true
	}
	return val{}, false
}

// columnsUpdated tells the mask, and the byte of it that is asked for: 0 for all.
func columnsUpdated(e ir.Expr) (from int, ok bool) {
	c, isCall := unwrap(stripImplicit(e)).(*ir.Call)
	switch {
	case !isCall:
		return 0, false
	case c.Fn == "tsql.columns_updated":
		return 0, true
	case c.Fn == "tsql.substring" && len(c.Args) == 3:
		if _, inner := columnsUpdated(c.Args[0].Value); !inner {
			return 0, false
		}
		k, known := constantInt(unwrap(stripImplicit(c.Args[1].Value)))
		n, one := constantInt(unwrap(stripImplicit(c.Args[2].Value)))
		return k, known && one && n == 1 && k > 0
	}
	return 0, false
}

func (p *printer) maskedColumns(e *ir.Binary, tbl *ir.Table, from, mask int) val {
	bytes := (len(tbl.Columns) + 7) / 8
	var parts []string
	for bit := 0; bit < 31; bit++ {
		if mask>>bit&1 == 0 {
			continue
		}
		column := (from-1)*8 + bit
		if from == 0 {
			column = (bytes-1-bit/8)*8 + bit%8
		}
		if column < 0 || column >= len(tbl.Columns) || from > 0 && bit > 7 {
			continue
		}
		switch p.rt.event {
		case "INSERT":
			parts = append(parts, itoa(1<<bit))
		case "UPDATE":
			p.findOnce(diag.TSQLUpdated, e.Sp, "COLUMNS_UPDATED()")
			parts = append(parts, "CASE WHEN "+p.columnChanged(tbl.Columns[column].Name).s+" THEN "+itoa(1<<bit)+" ELSE 0 END")
		}
	}
	if len(parts) == 0 {
		return atom("0", cInt)
	}
	return val{strings.Join(parts, " + "), precAdd, cInt}
}
