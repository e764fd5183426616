package resolve

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// partitionSchemes gives each table that lies on a partition scheme the partitions of its function. n bounds make n + 1
// partitions; NULL goes where the smallest values are.
func (a *assembly) partitionSchemes() {
	functions, schemes := map[string]*ir.PartitionFunction{}, map[string]*ir.PartitionScheme{}
	for _, o := range a.s.Objects {
		switch o := o.(type) {
		case *ir.PartitionFunction:
			if o.Dropped == "" {
				functions[o.Name.Last().Key] = o
				o.Dropped = "its bounds stand with the tables that are partitioned by it"
			}
		case *ir.PartitionScheme:
			if o.Dropped == "" {
				schemes[o.Name.Last().Key] = o
				o.Dropped = "the tables on it are partitioned by its function; filegroups have no counterpart"
			}
		}
	}
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.Table)
		if !ok || t.Dropped != "" || t.Scheme.IsZero() {
			continue
		}
		var fn *ir.PartitionFunction
		if s := schemes[t.Scheme.Key]; s != nil {
			fn = functions[s.Function.Key]
		}
		if fn == nil {
			t.Findings.Add(diag.NotPartitioned, t.Sp, "%s is created without partitions: the scheme %s or its function is not in the sources",
				t.Name.Last().Text, t.Scheme.Text)
			continue
		}
		t.Partition = partitioning(t, fn)
	}
}

func partitioning(t *ir.Table, fn *ir.PartitionFunction) *ir.Partitioning {
	by := &ir.Partitioning{Sp: t.Sp, Kind: "RANGE", Cols: []ir.Expr{&ir.Ref{ExprBase: ir.ExprBase{Sp: t.Sp}, Name: ir.QName{Parts: []ir.Name{t.SchemeCol}, Sp: t.Sp}}}}
	for i, b := range fn.Bounds {
		by.Parts = append(by.Parts, &ir.Partition{Sp: b.Span(), Name: ir.MakeName("p" + strconv.Itoa(i+1)), LessThan: []ir.Expr{ir.Clone(b)}, Closed: !fn.Right})
	}
	top := &ir.Ref{ExprBase: ir.ExprBase{Sp: fn.Sp}, Name: ir.MakeQName("MAXVALUE")}
	by.Parts = append(by.Parts, &ir.Partition{Sp: fn.Sp, Name: ir.MakeName("p" + strconv.Itoa(len(fn.Bounds)+1)), LessThan: []ir.Expr{top}})
	return by
}
