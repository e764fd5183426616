package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// unlikeValues refuses rows that give a date to a column of numbers, or a number to one of dates: Oracle does (ORA-00932).
func (p *printer) unlikeValues(d *ir.Insert, types []*ir.Type) {
	if p.tsql() {
		return
	}
	for _, row := range d.Rows {
		for i, e := range row {
			if i >= len(types) || types[i] == nil || e == nil {
				continue
			}
			have, want := typeOf(e).Base(), types[i].Base()
			number := func(t *ir.Type) bool { return t.Is(ir.TDecimal, ir.TInt, ir.TFloat) }
			switch {
			case have.IsDatetime() && number(want):
				p.findOnce(diag.RowRefused, e.Span(), "the row has a date for a column of numbers")
			case number(have) && want.IsDatetime():
				p.findOnce(diag.RowRefused, e.Span(), "the row has a number for a column of dates")
			}
		}
	}
}
