package pipeline

import (
	"context"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

func splitOracle(ctx context.Context, r *source.Reader, files []*diag.File, o Options) ([]unit, []*diag.Finding) {
	res := sqlplus.Load(ctx, files, r, sqlplus.Options{Define: o.Define})
	units := make([]unit, len(res.Units))
	for i := range res.Units {
		units[i] = unit{span: res.Units[i].Span(), data: &res.Units[i]}
	}
	return units, res.Problems
}

func parseOracle(u unit, o Options) []ir.Object {
	return oracle.Parse(u.data.(*sqlplus.Unit), oracle.Options{Flags: o.Flags})
}
