package pipeline

import (
	"context"
	"errors"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/emit/postgres"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// unit is a piece of the source that is parsed on its own.
type unit struct {
	span       diag.Span
	data       any // the dialect's own
	statements int // how many statements of the source it holds
}

// frontend is a source dialect: it cuts files into units and makes objects of a unit.
type frontend struct {
	split func(ctx context.Context, r *source.Reader, files []*diag.File, o Options) ([]unit, []*diag.Finding)
	parse func(u unit, o Options) []ir.Object
	// collation gives the database's own, "" where the units do not say. Nil: the dialect has none.
	collation func([]unit) string
	// join puts together what belongs together among the objects of all units.
	join func([]ir.Object) []ir.Object
	// comments gives the comments of a unit, those in front of it and behind it on its line included: they may hold
	// suppressions. Nil: the dialect has none.
	comments func(unit) []ir.Comment
	// stored gives what the objects of a unit depend on beside its file's text, and the texts that their spans may
	// point into: for the cache. Nil: units of the dialect are not kept.
	stored func(unit) (key string, files []*diag.File)
}

// backend is a target: emit converts, parse is the target's own parser, layout makes the files of an output
// and the script that installs them.
type backend struct {
	emit   func(*ir.Schema, emit.Options) *emit.Output
	parse  func(sql string) error
	layout func(out *emit.Output, o emit.Options) map[string]string
}

var frontends = map[ir.Dialect]frontend{
	ir.Oracle:    {split: splitOracle, parse: parseOracle, join: oracle.JoinData, comments: oracleComments, stored: storedOracle},
	ir.SQLServer: {split: splitSQLServer, parse: parseSQLServer, join: parsing.JoinData, comments: sqlserverComments, stored: storedSQLServer, collation: sqlserverCollation},
}

var backends = map[ir.Dialect]backend{
	ir.Postgres: {emit: postgres.Emit, parse: parsePostgres, layout: postgres.Layout},
}

func parsePostgres(sql string) error {
	if err := pgparse.Parse(sql); err != nil {
		return errors.New(err.Error())
	}
	return nil
}
