package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// percentileOver writes PERCENTILE_CONT and PERCENTILE_DISC with OVER. PostgreSQL has no ordered-set aggregate as a window function: the values
// of the window are gathered in an array, from which a helper takes the percentile.
func (p *printer) percentileOver(e *ir.Call, fn string, f val) (val, bool) {
	if e.Over == nil || len(e.Within) != 1 || e.Filter != nil {
		return val{}, false
	}
	o := e.Within[0]
	x := p.val(o.Expr)
	w := &ir.Window{Name: e.Over.Name, Partition: e.Over.Partition}
	if strings.HasSuffix(fn, "cont") {
		if x.c != cFloat {
			x = x.cast("double precision", cFloat)
		}
		at := f.s
		if o.Desc {
			at = "1 - (" + f.s + ")"
		}
		a := p.over(w, atom("array_agg("+x.s+")", cOther))
		return atom(p.helper("percentile_cont")+"("+a.s+", "+at+")", cFloat), true
	}
	falling := "false"
	if o.Desc {
		falling = "true"
	}
	a := p.over(w, atom("array_agg("+x.s+")", cOther))
	return atom(p.helper("percentile_disc")+"("+a.s+", "+f.s+", "+falling+")", x.c), true
}
