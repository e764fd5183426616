// Package checkplan makes the pairs of tables that a check compares of a DMS mapping document and the source's catalogue.
package checkplan

import (
	"fmt"

	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// types are what DMS makes of a class of types, for the filters and locators of a mapping.
var types = map[checks.Class]mapping.TypeName{
	checks.Int: mapping.TInt8, checks.Decimal: mapping.TNumeric, checks.Float: mapping.TReal8, checks.Bool: mapping.TBoolean,
	checks.Text: mapping.TWString, checks.Char: mapping.TWString, checks.Bytes: mapping.TBytes, checks.Date: mapping.TDate,
	checks.Timestamp: mapping.TDateTime, checks.Instant: mapping.TDateTime, checks.Time: mapping.TTime, checks.Bits: mapping.TBytes,
	checks.UUID: mapping.TString, checks.JSON: mapping.TNClob, checks.JSONB: mapping.TNClob,
}

// Pairs applies the document to the tables of the source. The problems are those of the document that concern them.
func Pairs(doc *mapping.Document, engine string, tables []*checks.Table) ([]checks.Pair, mapping.Problems) {
	in := make([]mapping.Table, len(tables))
	for i, t := range tables {
		in[i] = mapping.Table{Schema: t.Schema, Name: t.Table, PrimaryKey: t.Key}
		for _, c := range t.Columns {
			in[i].Columns = append(in[i].Columns, mapping.Column{Name: c.Name, SourceType: c.Type, NotNull: c.NotNull,
				Type: mapping.Type{Name: types[c.Class], Length: c.Length, Scale: max(c.Scale, 0)}})
		}
	}
	maps, problems := mapping.Compile(doc, mapping.Options{}).ResolveAll(in)
	if problems.Failed() {
		return nil, problems
	}
	dialect, _ := mapping.DialectOf(engine)
	pairs := make([]checks.Pair, 0, len(maps))
	for _, m := range maps {
		pairs = append(pairs, pair(m, dialect))
		problems = append(problems, m.WholeTable("compared")...)
	}
	return pairs, problems
}

func pair(m *mapping.TableMap, d mapping.Dialect) checks.Pair {
	p := checks.Pair{Source: checks.Name{Schema: m.Source.Schema, Table: m.Source.Name},
		Target: checks.Name{Schema: m.TargetSchema, Table: m.TargetTable}}
	if m.Filter != nil {
		p.Where = m.Filter.SQL(d)
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Origin != mapping.FromSource {
			continue // it holds nothing of the source's row as it is now
		}
		name := m.Source.Columns[c.Source].Name
		switch {
		case c.Mask != nil:
			p.Skip = append(p.Skip, checks.Skipped{Column: name, Reason: fmt.Sprintf("masked by rule-id %d", c.Mask.RuleID), Meant: true, Target: c.Name})
		default:
			p.Columns = append(p.Columns, checks.ColumnPair{Source: name, Target: c.Name})
		}
	}
	return p
}
