package pipeline

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

func splitOracle(r *source.Reader, files []*diag.File, o Options) ([]unit, []source.Problem) {
	us, problems := sqlplus.Load(r, files, sqlplus.Options{Define: o.Define})
	units := make([]unit, len(us))
	for i := range us {
		units[i] = unit{span: us[i].Span(), data: &us[i]}
	}
	return units, problems
}

func parseOracle(u unit, o Options) []ir.Object {
	return oracle.Parse(u.data.(*sqlplus.Unit), oracle.Options{Flags: o.Flags})
}
