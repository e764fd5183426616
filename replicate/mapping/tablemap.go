package mapping

import (
	"fmt"
	"sort"
	"strings"
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
	selected     []*Selection // the rules that select the table
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
	Object  string // "schema", "table", "settings", "rows", "primary key", "column NAME"
	Effect  string
	Ignored bool // a rule of lower rule-id acts on the same object
	rule    *Rule
}

// String gives "table: rename: EMP becomes staff  [rule-id 6]".
func (a Applied) String() string {
	return fmt.Sprintf("%s: %s  [rule-id %d]", a.Object, a.Effect, a.RuleID)
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
	m.Applied = append(m.Applied, Applied{RuleID: t.ID, Object: object, Effect: effect, rule: &t.Rule})
}

func (m *TableMap) ignored(t *Transformation, object string, by uint64) {
	m.Applied = append(m.Applied, Applied{RuleID: t.ID, Object: object, Ignored: true, rule: &t.Rule,
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
			ps = append(ps, m.RuleOf("table", "schema").problem(Error,
				fmt.Sprintf("%s and %s both become %s", other.SourceName(), m.SourceName(), m.TargetName()), "rename one of them, or exclude it"))
			continue
		}
		byName[k] = m
	}
	return ps
}

// RuleOf gives the rule to blame for what became of one of some objects: the one that acted on it, of several objects on
// the first named; where none did, the one that selects the table.
func (m *TableMap) RuleOf(objects ...string) *Rule {
	for _, o := range objects {
		for i := len(m.Applied) - 1; i >= 0; i-- {
			if a := &m.Applied[i]; a.Object == o && !a.Ignored && a.rule != nil {
				return a.rule
			}
		}
	}
	if len(m.selected) > 0 {
		return &m.selected[0].Rule
	}
	return &Rule{}
}

// WholeTable warns where a rule lists the partitions to load and the whole table is taken all the same, which done says of:
// "loaded", "compared". DMS alone loads by partitions; its partitions-auto leaves no row out.
func (m *TableMap) WholeTable(done string) Problems {
	if m.ParallelLoad == nil || m.ParallelLoad.Type != "partitions-list" {
		return nil
	}
	at := m.RuleOf()
	for _, a := range m.Applied {
		if a.Object == "settings" && strings.HasPrefix(a.Effect, "parallel-load") {
			at = a.rule
		}
	}
	return Problems{at.problem(Warning, fmt.Sprintf("partitions-list has no effect here: all partitions of %s are %s", m.SourceName(), done),
		"select the rows with a filter")}
}

// Problem makes a problem of a document at the rule.
func (r *Rule) Problem(s Severity, message, fix string) Problem { return r.problem(s, message, fix) }
