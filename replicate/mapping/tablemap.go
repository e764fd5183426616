package mapping

import (
	"fmt"
	"sort"
)

// TableMap is what becomes of one table: the result that a loader, an applier and a checker work with.
type TableMap struct {
	Source       *Table
	TargetSchema string
	TargetTable  string
	Columns      []TargetColumn // in target order: source columns, added ones, before-image ones
	Dropped      []Dropped
	PrimaryKey   []int  // indexes into Columns in key order; nil when the target has no key
	KeyName      string // of define-primary-key
	KeyUnique    bool   // define-primary-key made a unique index of it
	LoadOrder    int
	Filter       *RowFilter // nil: every row
	ParallelLoad *ParallelLoad
	Lob          *LobSettings // nil: as the task says
	SoftDelete   bool         // operation_indicator is used: a DELETE updates the row instead of removing it
	Applied      []Applied    // which rule did what, for explain
}

// Origin says where a target column comes from.
type Origin uint8

// The origins.
const (
	FromSource  Origin = iota
	Added              // add-column
	BeforeImage        // add-before-image-columns
)

// TargetColumn is one column of the target table.
type TargetColumn struct {
	Name       string
	Origin     Origin
	Source     int // index of the source column, of before-image columns too; -1 for added ones
	Type       Type
	Retyped    bool   // change-data-type or add-column gave Type; else it is the source's
	Expression string // of an added column; "" adds a column that stays NULL
	Mask       *Mask  // nil: not masked
	Void       bool   // a before image of a LOB: always NULL
	Validation *ValidationOverride
	rule       *Transformation // of an added column
	retypeRule uint64
	maskFirst  bool // the masking rule has a lower rule-id than the retype
}

// Mask is a data masking action.
type Mask struct {
	Action Action
	Char   byte // of digits-mask
	RuleID uint64
}

// ValidationOverride are SQL expressions to compare instead of the column, with ${column-name} for it.
type ValidationOverride struct {
	Source, Target string
	RuleID         uint64
}

// Dropped is a source column that the target does not get.
type Dropped struct {
	Column string
	RuleID uint64 // 0: no include-column rule keeps it
}

// Applied tells of one rule that acted on the table, or that would have.
type Applied struct {
	RuleID  uint64
	Object  string // "schema", "table", "column NAME"
	Effect  string
	Ignored bool // a rule of lower rule-id acts on the same object
}

// TargetName gives "schema.table" of the target.
func (m *TableMap) TargetName() string { return m.TargetSchema + "." + m.TargetTable }

// SourceName gives "schema.table" of the source.
func (m *TableMap) SourceName() string { return m.Source.Schema + "." + m.Source.Name }

// ColumnOf finds the target column that carries a source column, -1 when it is dropped.
func (m *TableMap) ColumnOf(source string) int {
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Origin == FromSource && m.Source.Columns[c.Source].Name == source {
			return i
		}
	}
	return -1
}

func (m *TableMap) applied(t *Transformation, object, effect string) {
	m.Applied = append(m.Applied, Applied{RuleID: t.ID, Object: object, Effect: effect})
}

func (m *TableMap) ignored(t *Transformation, object string, by uint64) {
	m.Applied = append(m.Applied, Applied{RuleID: t.ID, Object: object, Ignored: true,
		Effect: fmt.Sprintf("%s has no effect: rule-id %d, which is lower, acts on it", t.Action, by)})
}

// collisions finds tables that would become one.
func collisions(maps []*TableMap) Problems {
	byName := map[string]*TableMap{}
	var ps Problems
	sorted := append([]*TableMap(nil), maps...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].SourceName() < sorted[j].SourceName() })
	for _, m := range sorted {
		k := m.TargetSchema + "\x00" + m.TargetTable
		if other := byName[k]; other != nil {
			p := Problem{Severity: Error,
				Message: fmt.Sprintf("%s and %s both become %s", other.SourceName(), m.SourceName(), m.TargetName()),
				Fix:     "rename one of them, or exclude it"}
			ps = append(ps, m.blame(p))
			continue
		}
		byName[k] = m
	}
	return ps
}

// blame puts a problem at the last rule that named the table.
func (m *TableMap) blame(p Problem) Problem {
	for _, a := range m.Applied {
		if !a.Ignored && (a.Object == "table" || a.Object == "schema" && p.RuleID == "") {
			p.RuleID = ruleID(a.RuleID)
		}
	}
	return p
}
