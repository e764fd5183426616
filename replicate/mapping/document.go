package mapping

// Document is a table-mapping document, read and checked. Rules are in the order of the file.
type Document struct {
	File            string
	Selections      []*Selection
	Transformations []*Transformation
	TableSettings   []*TableSetting
	Validations     []*Validation
	ObjectMappings  []*ObjectMapping
	PostProcessings []*PostProcessing
}

// Rule is what every rule has.
type Rule struct {
	ID     uint64
	Name   string
	Line   int // of the rule's opening brace
	Column int
	File   string
}

// problem makes a problem at the rule.
func (r *Rule) problem(s Severity, message, fix string) Problem {
	return Problem{Severity: s, File: r.File, Line: r.Line, Column: r.Column, RuleID: ruleID(r.ID), Message: message, Fix: fix}
}

// Locator names the source objects of a rule. Empty parts were not given.
type Locator struct {
	Schema, Table, Column            string
	TableType                        string // table, view, all; selection only
	DataType                         string // column rules: only columns whose source type has this name
	TableTablespace, IndexTablespace string
}

// Selection is a rule of type selection.
type Selection struct {
	Rule
	Action    SelectAction
	Locator   Locator
	LoadOrder int // 0 when not given; higher loads first
	Filters   []Filter
}

// SelectAction is the rule-action of a selection rule.
type SelectAction string

// The selection actions.
const (
	Include  SelectAction = "include"
	Exclude  SelectAction = "exclude"
	Explicit SelectAction = "explicit"
)

// Filter is one filter of a selection rule: its conditions are joined by OR, the filters of a rule by AND.
type Filter struct {
	Column     string
	Conditions []Condition
	Line       int
	LineColumn int
}

// Condition is one filter condition.
type Condition struct {
	Op         FilterOp
	Value      string
	Start, End string
}

// FilterOp is a filter-operator.
type FilterOp string

// The operators. ste is another spelling of lte and is read as it.
const (
	Eq         FilterOp = "eq"
	NotEq      FilterOp = "noteq"
	Gte        FilterOp = "gte"
	Lte        FilterOp = "lte"
	Between    FilterOp = "between"
	NotBetween FilterOp = "notbetween"
	IsNull     FilterOp = "null"
	NotNull    FilterOp = "notnull"
)

// Transformation is a rule of type transformation.
type Transformation struct {
	Rule
	Target      Target
	Action      Action
	Locator     Locator
	Value       string
	HasValue    bool
	OldValue    string
	Expression  string
	ExprLine    int // where the expression stands, 0 without one
	ExprColumn  int
	DataType    *Type // add-column, change-data-type
	PrimaryKey  *PrimaryKeyDef
	BeforeImage *BeforeImageDef
}

// Target is a rule-target.
type Target string

// The targets.
const (
	OnSchema          Target = "schema"
	OnTable           Target = "table"
	OnColumn          Target = "column"
	OnTableTablespace Target = "table-tablespace"
	OnIndexTablespace Target = "index-tablespace"
)

// Action is the rule-action of a transformation.
type Action string

// The actions.
const (
	Rename           Action = "rename"
	ConvertLowercase Action = "convert-lowercase"
	ConvertUppercase Action = "convert-uppercase"
	AddPrefix        Action = "add-prefix"
	RemovePrefix     Action = "remove-prefix"
	ReplacePrefix    Action = "replace-prefix"
	AddSuffix        Action = "add-suffix"
	RemoveSuffix     Action = "remove-suffix"
	ReplaceSuffix    Action = "replace-suffix"
	AddColumn        Action = "add-column"
	RemoveColumn     Action = "remove-column"
	IncludeColumn    Action = "include-column"
	ChangeDataType   Action = "change-data-type"
	DefinePrimaryKey Action = "define-primary-key"
	AddBeforeImage   Action = "add-before-image-columns"
	MaskDigits       Action = "data-masking-digits-mask"
	RandomizeDigits  Action = "data-masking-digits-randomize"
	MaskHash         Action = "data-masking-hash-mask"
)

// PrimaryKeyDef is a primary-key-def.
type PrimaryKeyDef struct {
	Name    string
	Origin  string // primary-key, unique-index
	Columns []string
}

// BeforeImageDef is a before-image-def.
type BeforeImageDef struct {
	Prefix, Suffix string
	Filter         string // pk-only, non-lob, all
}

// TableSetting is a rule of type table-settings.
type TableSetting struct {
	Rule
	Locator      Locator
	ParallelLoad *ParallelLoad // nil: not given
	Lob          *LobSettings  // nil: not given
}

// ParallelLoad says how to read one table with several threads.
type ParallelLoad struct {
	Type                    string // none, partitions-auto, subpartitions-auto, partitions-list, ranges
	Partitions              []string
	Subpartitions           []string
	Columns                 []string
	Boundaries              [][]string // each an exclusive upper bound, ascending
	NumberOfPartitions      int        // MongoDB, DocumentDB: 16 when not given
	CollectionCountFromMeta bool
	MaxRecordsSkipPerPage   int
	BatchSize               int
}

// LobSettings say how to carry the LOBs of one table.
type LobSettings struct {
	Mode      string // limited, unlimited, none (as the task says)
	BulkMaxKB int
}

// Validation is a rule of type validation: what to compare instead of a column.
type Validation struct {
	Rule
	Locator        Locator
	SourceFunction string // SQL of the source with ${column-name}
	TargetFunction string
}

// ObjectMapping is a rule of type object-mapping. It shapes records for DynamoDB, Kinesis and Kafka; it is kept, and
// nothing here carries it out.
type ObjectMapping struct {
	Rule
	Action  string
	Locator Locator
}

// PostProcessing is a rule of type post-processing: tags on S3 objects.
type PostProcessing struct {
	Rule
	Locator Locator
	Tags    [][2]string
}
