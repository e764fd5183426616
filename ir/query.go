package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Query is a complete query expression.
type Query struct {
	Sp        diag.Span
	With      []*CTE
	WithDecls []Decl // WITH FUNCTION …
	Body      QueryBody
	OrderBy   []*OrderItem
	Siblings  bool // ORDER SIBLINGS BY
	Offset    Expr
	Limit     Expr
	Percent   bool // Limit is a percentage
	WithTies  bool
	Lock      *Lock
	For       *ForClause // T-SQL FOR XML, FOR JSON, FOR BROWSE
	Hints     []string   // T-SQL OPTION (…), as written
	Comments  []Comment  // comments in front of it and inside it that have no better place
	// Cols are the output columns, set by resolve; nil when they could not be told.
	Cols []*Field
	// Namespaces are T-SQL's WITH XMLNAMESPACES; DEFAULT has no name.
	Namespaces []XMLItem
}

// Span gives the place of the query.
func (q *Query) Span() diag.Span { return q.Sp }

// ForClause is SQL Server's FOR XML and FOR JSON: the rows become one document.
type ForClause struct {
	Sp      diag.Span
	Format  string // XML, JSON, BROWSE
	Mode    string // RAW, AUTO, PATH, EXPLICIT, upper case
	Name    Expr   // PATH('row'): a StringLit, nil where not given
	Options []ForOption
}

// ForOption is ROOT('x'), TYPE, ELEMENTS XSINIL, INCLUDE_NULL_VALUES, WITHOUT_ARRAY_WRAPPER …, in upper case.
type ForOption struct {
	Name  string
	Value string // of ROOT
}

// CTE is a WITH element.
type CTE struct {
	Sp     diag.Span
	Name   Name
	Cols   []Name
	Query  *Query
	DML    DML // T-SQL: the statement in FROM of an INSERT whose OUTPUT gives the rows; Query has their columns only
	Search *SearchClause
	Cycle  *CycleClause
}

// Span gives the place of the element.
func (c *CTE) Span() diag.Span { return c.Sp }

// SearchClause is SEARCH DEPTH|BREADTH FIRST BY Order SET Set.
type SearchClause struct {
	Breadth bool
	Order   []*OrderItem
	Set     Name
}

// CycleClause is CYCLE Cols SET Set TO To DEFAULT Default.
type CycleClause struct {
	Cols        []Name
	Set         Name
	To, Default Expr
}

// QueryBody is *Select, *SetOp, *Query (in parentheses), *Values or *RawQuery.
type QueryBody interface{ Node }

// SetOp combines two bodies.
type SetOp struct {
	Sp   diag.Span
	Op   string // UNION, INTERSECT, EXCEPT
	All  bool
	L, R QueryBody
}

// Span gives the place of the operation.
func (s *SetOp) Span() diag.Span { return s.Sp }

// Values is a table value constructor.
type Values struct {
	Sp   diag.Span
	Rows [][]Expr
}

// Span gives the place of the constructor.
func (v *Values) Span() diag.Span { return v.Sp }

// RawQuery is a query that was not understood; a finding was added for it.
type RawQuery struct {
	Sp   diag.Span
	Text string
}

// Span gives the place of the text.
func (r *RawQuery) Span() diag.Span { return r.Sp }

// Select is one query block.
type Select struct {
	Sp       diag.Span
	Distinct bool
	Top      *Top // T-SQL
	Items    []*SelectItem
	Into     []Expr // SELECT … INTO variables; nil for none
	BulkInto bool   // BULK COLLECT INTO
	IntoTbl  QName  // T-SQL SELECT … INTO table
	From     []TableExpr
	Where    Expr
	Hier     *Hierarchy
	GroupBy  []*GroupItem
	GroupAll bool
	Having   Expr
	Windows  []NamedWindow
	Model    string // MODEL clause as written, "" for none
	Hints    []string
	FromDual bool // the source had FROM DUAL and nothing else: From is empty
}

// Span gives the place of the block.
func (s *Select) Span() diag.Span { return s.Sp }

// Top is TOP n [PERCENT] [WITH TIES].
type Top struct {
	N                 Expr
	Percent, WithTies bool
}

// NamedWindow is WINDOW name AS (…).
type NamedWindow struct {
	Name   Name
	Window *Window
}

// SelectItem is an output column. Star with a Qualifier is t.*.
type SelectItem struct {
	Sp        diag.Span
	Expr      Expr // nil for a star
	Alias     Name
	Star      bool
	Qualifier QName
	Assign    Expr // T-SQL SELECT @v = expr
	Comments  []Comment
}

// Span gives the place of the item.
func (s *SelectItem) Span() diag.Span { return s.Sp }

// Hierarchy is START WITH … CONNECT BY [NOCYCLE] ….
type Hierarchy struct {
	StartWith Expr // nil: every row is a root
	ConnectBy Expr
	NoCycle   bool
	Sp        diag.Span
}

// GroupItem is an element of GROUP BY. Kind is "" for an expression, else ROLLUP, CUBE, GROUPING SETS.
type GroupItem struct {
	Expr Expr // a Tuple for (a, b), with no items for ()
	Kind string
	Sets []*GroupItem
}

// OrderItem is an element of ORDER BY. The defaults of the source dialect are told by NullsFirst: nil
// where not written, then Desc decides as Source says (Oracle: NULLS LAST ascending, FIRST descending).
type OrderItem struct {
	Expr       Expr
	Desc       bool
	NullsFirst *bool
}

// Lock is FOR UPDATE.
type Lock struct {
	Of         []QName
	NoWait     bool
	SkipLocked bool
	Wait       Expr // WAIT n
	Share      bool
}

// TableExpr is an element of FROM: *TableRef, *SubqueryRef, *JoinExpr, *FuncRef, *JSONTable, *XMLTable,
// *PivotRef, *UnpivotRef, *RawTable.
type TableExpr interface {
	Node
	tableExpr()
}

// TableRef names a table or view.
type TableRef struct {
	Sp        diag.Span
	Name      QName
	Alias     Name
	Only      bool
	Partition string // PARTITION (p), as written
	Sample    string // SAMPLE (n), as written
	Flashback string // AS OF …, VERSIONS …, as written; "" where SystemTime says it
	// SystemTime is SQL Server's FOR SYSTEM_TIME: versions of the rows of a system-versioned table.
	SystemTime *SystemTime
	Hints      []string
	Decl       Object // set by resolve: *Table, *View, *MaterializedView, *CTE is told by CTE
	CTE        *CTE
	Supplied   bool // set by resolve: a view of the data dictionary, or another that comes with the database
	Made       Name // set by resolve: the schema of a table that is not in the sources, and that a body of SQL Server's makes while it runs
	// Transition is set where the name stands for a trigger's transition table.
	Transition string
}

// SystemTime says which versions of the rows are wanted: those that were valid at From (SystemAsOf), at some time between
// From and To, with To (SystemBetween) or without (SystemFrom), or all.
type SystemTime struct {
	Kind     SystemTimeKind
	From, To Expr
}

// SystemTimeKind is a form of FOR SYSTEM_TIME.
type SystemTimeKind uint8

// The forms of FOR SYSTEM_TIME.
const (
	SystemAll SystemTimeKind = iota
	SystemAsOf
	SystemFrom
	SystemBetween
)

// SubqueryRef is a query in FROM.
type SubqueryRef struct {
	Sp      diag.Span
	Query   *Query
	Alias   Name
	Cols    []Name
	Lateral bool
}

// JoinKind is the kind of a join.
type JoinKind string

// The kinds of joins.
const (
	JoinInner      JoinKind = "JOIN"
	JoinLeft       JoinKind = "LEFT JOIN"
	JoinRight      JoinKind = "RIGHT JOIN"
	JoinFull       JoinKind = "FULL JOIN"
	JoinCross      JoinKind = "CROSS JOIN"
	JoinCrossApply JoinKind = "CROSS APPLY"
	JoinOuterApply JoinKind = "OUTER APPLY"
)

// JoinExpr is a join. PartitionBy is Oracle's partitioned outer join.
type JoinExpr struct {
	Sp          diag.Span
	Kind        JoinKind
	Natural     bool
	L, R        TableExpr
	On          Expr
	Using       []Name
	PartitionBy []Expr
	Hint        string
}

// FuncRef is a table function: TABLE(expr), or f(x) in FROM. Outer marks TABLE(…)(+).
type FuncRef struct {
	Sp      diag.Span
	X       Expr
	Alias   Name
	Cols    []Name
	ColDefs []*Field // OPENJSON … WITH (…), OPENXML … WITH (…)
	Paths   []string // beside ColDefs, the path of each; "" where not given
	AsJSON  []bool   // beside ColDefs: AS JSON
	Outer   bool
	Lateral bool
}

// JSONTable is JSON_TABLE(X, Path COLUMNS (…)).
type JSONTable struct {
	Sp      diag.Span
	X       Expr
	Path    Expr
	Columns []*JSONColumn
	OnError string
	OnEmpty string
	Alias   Name
	Outer   bool
}

// JSONColumn is a column of JSON_TABLE; Nested holds the columns of NESTED PATH.
type JSONColumn struct {
	Name       Name
	Type       *Type
	Path       string
	Ordinality bool
	Exists     bool
	Format     bool // FORMAT JSON
	Wrapper    string
	Nested     []*JSONColumn
	OnError    string
	OnErrorVal Expr
	OnEmpty    string
	OnEmptyVal Expr
}

// XMLTable is XMLTABLE(Path PASSING X COLUMNS (…)).
type XMLTable struct {
	Sp         diag.Span
	Namespaces []XMLItem
	Path       string
	Passing    []XMLItem
	Columns    []*XMLColumn
	Alias      Name
	Outer      bool
}

// XMLColumn is a column of XMLTABLE.
type XMLColumn struct {
	Name       Name
	Type       *Type // nil: XMLTYPE
	Path       Expr
	Default    Expr
	Ordinality bool
}

// PivotRef is X PIVOT (…).
type PivotRef struct {
	Sp    diag.Span
	X     TableExpr
	XML   bool
	Aggs  []*SelectItem // aggregates with their aliases
	For   []Name
	In    []*SelectItem // values (Tuple for several FOR columns) with their aliases
	Query *Query        // PIVOT XML … IN (subquery)
	Alias Name
}

// UnpivotRef is X UNPIVOT (…).
type UnpivotRef struct {
	Sp           diag.Span
	X            TableExpr
	IncludeNulls bool
	Cols         []Name // value columns
	For          []Name
	In           []UnpivotIn
	Alias        Name
}

// UnpivotIn is a column group and the literals it stands for.
type UnpivotIn struct {
	Cols []Name
	As   []Expr
}

// RawTable is a table expression that was not understood; a finding was added for it.
type RawTable struct {
	Sp   diag.Span
	Text string
}

// Span gives the place.
func (t *TableRef) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *SubqueryRef) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *JoinExpr) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *FuncRef) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *JSONTable) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *XMLTable) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *PivotRef) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *UnpivotRef) Span() diag.Span { return t.Sp }

// Span gives the place.
func (t *RawTable) Span() diag.Span { return t.Sp }

func (*TableRef) tableExpr()    {}
func (*SubqueryRef) tableExpr() {}
func (*JoinExpr) tableExpr()    {}
func (*FuncRef) tableExpr()     {}
func (*JSONTable) tableExpr()   {}
func (*XMLTable) tableExpr()    {}
func (*PivotRef) tableExpr()    {}
func (*UnpivotRef) tableExpr()  {}
func (*RawTable) tableExpr()    {}
