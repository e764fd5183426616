package pipeline

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// Mappings writes AWS DMS table mappings that fit a finished conversion.
func Mappings(res *Result, o dms.Options) (*dms.Result, error) {
	return dms.Generate(res.Schema, targetTables(res.Output), o)
}

func targetTables(out *emit.Output) []*ir.TargetTable {
	var made []*ir.TargetTable
	for _, a := range out.Artifacts {
		if a.Table != nil {
			made = append(made, a.Table)
		}
	}
	return made
}

// assessMigration adds what a migration of the data will trip over to the objects.
func assessMigration(res *Result, o Options) error {
	return dms.Assess(res.Schema, targetTables(res.Output), dms.Options{Source: o.From, Target: o.To, Stats: o.Stats})
}

// SourceTables describes the source to the engine that applies mappings.
func SourceTables(d *dms.Result) []mapping.Table {
	var out []mapping.Table
	for _, ti := range d.Tables {
		t := mapping.Table{Schema: ti.Schema, Name: ti.Name, PrimaryKey: ti.PrimaryKey}
		if ti.View {
			t.Kind = mapping.View
		}
		for _, c := range ti.Columns {
			t.Columns = append(t.Columns, mapping.Column{Name: c.Name, SourceType: c.SourceType, NotNull: c.NotNull, Type: engineType(c.Type)})
		}
		out = append(out, t)
	}
	return out
}

func engineType(d dms.DataType) mapping.Type {
	n := func(s string) int {
		i, _ := strconv.Atoi(s) // written by emit/dms: digits or nothing
		return i
	}
	return mapping.Type{Name: mapping.TypeName(d.Type), Length: n(d.Length), Precision: n(d.Precision), Scale: n(d.Scale)}
}
