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
	flags := oracle.Constants(res.Units, o.Flags)
	if flags == nil {
		flags = o.Flags
	}
	var units []unit
	for i := 0; i < len(res.Units); {
		j := oracle.RunEnd(res.Units, i)
		at := res.Units[i].Span()
		at.End = res.Units[j-1].End
		units = append(units, unit{span: at, data: oracleUnits{res.Units[i:j], flags}, statements: j - i})
		i = j
	}
	return units, res.Problems
}

// oracleUnits are units that are parsed together, with what conditional compilation knows: flags and package constants.
type oracleUnits struct {
	units []sqlplus.Unit
	flags map[string]string
}

// parseOracle parses what stands in a unit. A defect of the compiler that shows costs one statement, so they are parsed
// one by one then.
func parseOracle(u unit, o Options) (objs []ir.Object) {
	x := u.data.(oracleUnits)
	if len(x.units) > 1 {
		defer func() {
			if recover() == nil {
				return
			}
			objs = nil
			for i := range x.units {
				single := unit{span: x.units[i].Span(), data: oracleUnits{x.units[i : i+1], x.flags}, statements: 1}
				objs = append(objs, parseOne(frontend{parse: parseOracle}, single, o)...)
			}
		}()
	}
	return oracle.ParseRun(x.units, oracle.Options{Flags: x.flags})
}
