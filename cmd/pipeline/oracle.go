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
	flags := oracle.Constants(res.Units, o.Flags)
	if flags == nil {
		flags = o.Flags
	}
	for i := range res.Units {
		units[i] = unit{span: res.Units[i].Span(), data: oracleUnit{&res.Units[i], flags}}
	}
	return units, res.Problems
}

// oracleUnit is a unit with what conditional compilation knows: flags and package constants.
type oracleUnit struct {
	*sqlplus.Unit
	flags map[string]string
}

func parseOracle(u unit, _ Options) []ir.Object {
	x := u.data.(oracleUnit)
	return oracle.Parse(x.Unit, oracle.Options{Flags: x.flags})
}
