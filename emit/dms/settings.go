package dms

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/ir"
)

const (
	// manyRows is from how many rows on a table is loaded by ranges of its key.
	manyRows = 10_000_000
	// rangeCount is how many ranges it is loaded by: MaxFullLoadSubTasks' default.
	rangeCount = 8
	// maxTargetKB is the largest value of a column of PostgreSQL.
	maxTargetKB = 1 << 20
	// maxLobKB is the largest LobMaxSize.
	maxLobKB = 102_400
	// unmeasuredKB is the bound for types that DMS carries in limited mode alone, where nothing was measured: DMS cuts a
	// LONG at 64 KB, and a LOB is converted to three times its size at most.
	unmeasuredKB = 192
)

// settings writes a table-settings rule for each table with large objects, partitions or very many rows.
func (g *generator) settings(part []*table) []*rule {
	var rules []*rule
	for _, t := range part {
		p, l := g.parallel(t), g.lobs(t)
		if p == nil && l == nil {
			continue
		}
		rules = append(rules, &rule{Type: "table-settings", Name: ruleName("settings", t.schema, t.name), Locator: locator{Schema: t.schema, Table: t.name},
			Parallel: p, Lob: l, band: bandSettings})
	}
	return rules
}

// parallel divides the load of a partitioned table by its partitions, and of a large one by ranges of its key.
func (g *generator) parallel(t *table) *parallelLoad {
	if t.parts != nil {
		return t.parts
	}
	if p := t.src.Partition; p != nil {
		if p.Sub != nil && g.o.Source == ir.Oracle { // subpartitions-auto is for Oracle alone
			return &parallelLoad{Type: "subpartitions-auto"}
		}
		return &parallelLoad{Type: "partitions-auto"}
	}
	st, ok := g.stats[g.id(t.schema, t.name)]
	if !ok || !st.HasKeys || st.Rows < manyRows || len(t.key) != 1 || st.MaxKey-st.MinKey < rangeCount {
		return nil
	}
	l := &parallelLoad{Type: "ranges", Columns: t.key}
	step := (st.MaxKey - st.MinKey) / rangeCount
	for i := int64(1); i < rangeCount; i++ {
		l.Boundaries = append(l.Boundaries, []string{strconv.FormatInt(st.MinKey+i*step, 10)})
	}
	return l
}

// lobs says how to carry the large objects of a table. What is not measured goes in full mode, which is slow and never
// truncates; what is, in limited mode with three times the longest value, since DMS converts to binary. Types that one
// mode alone carries decide for their table.
func (g *generator) lobs(t *table) *lobSettings {
	var lob, limited, full bool
	for _, c := range t.cols {
		if c.want == "" || !c.typ.lob() {
			continue
		}
		lob, limited, full = true, limited || c.typ.limited, full || c.typ.full
	}
	if !lob || len(t.key) == 0 { // lob-settings need a primary key
		return nil
	}
	st, measured := g.stats[g.id(t.schema, t.name)]
	size := 3 * st.MaxLobKB
	switch {
	case full:
		return &lobSettings{"unlimited", "0"}
	case measured && st.MaxLobKB > 0 && size <= maxLobKB:
		return &lobSettings{"limited", strconv.FormatInt(size, 10)}
	case limited:
		return &lobSettings{"limited", strconv.Itoa(unmeasuredKB)}
	}
	return &lobSettings{"unlimited", "0"}
}
