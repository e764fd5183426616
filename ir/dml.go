package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// DML is *Insert, *MultiInsert, *Update, *Delete or *Merge.
type DML interface {
	Node
	dml()
}

// ReturningOf is the RETURNING or OUTPUT clause of a statement, nil for none.
func ReturningOf(d DML) *Returning {
	switch d := d.(type) {
	case *Insert:
		return d.Returning
	case *Update:
		return d.Returning
	case *Delete:
		return d.Returning
	case *Merge:
		return d.Returning
	}
	return nil
}

// TargetOf is what a statement changes; nil for an INSERT into several tables.
func TargetOf(d DML) TableExpr {
	switch d := d.(type) {
	case *Insert:
		return d.Target
	case *Update:
		return d.Target
	case *Delete:
		return d.Target
	case *Merge:
		return d.Target
	}
	return nil
}

// DMLBase is in every DML statement.
type DMLBase struct {
	Sp       diag.Span
	With     []*CTE
	Hints    []string
	ErrorLog string // LOG ERRORS …, as written
	Comments []Comment
}

// Span gives the place of the statement.
func (b *DMLBase) Span() diag.Span { return b.Sp }
func (*DMLBase) dml()              {}

// Insert is INSERT INTO Target (Cols). Exactly one of Rows, Query, Record, Default, Exec is its source.
type Insert struct {
	DMLBase
	Target    TableExpr // *TableRef, or a subquery as target
	Cols      []Name
	Rows      [][]Expr // nil element of a row: DEFAULT
	Query     *Query
	Record    Expr // VALUES rec
	Default   bool // DEFAULT VALUES
	Top       *Top
	Exec      Stmt    // T-SQL INSERT … EXEC: *CallStmt or *ExecImmediate
	Filled    []*Type // with Exec: the types of the columns that its rows go to, after resolve; nil where not known
	Returning *Returning
}

// Returning is RETURNING Exprs INTO Into, or T-SQL's OUTPUT (Into nil, or IntoTbl).
type Returning struct {
	Exprs   []*SelectItem
	Into    []Expr
	Bulk    bool
	IntoTbl QName
	IntoRef *TableRef // set by resolve: IntoTbl, looked up
	Cols    []Name
}

// MultiInsert is INSERT ALL|FIRST.
type MultiInsert struct {
	DMLBase
	First    bool
	Branches []InsertBranch // When nil: unconditional
	Else     []*Insert
	Query    *Query
}

// InsertBranch is WHEN cond THEN INTO ….
type InsertBranch struct {
	When Expr
	Into []*Insert // Rows has one row over the query's columns, or none for all of them
}

// SetClause is an assignment of UPDATE: one column and Value, or several and a Query.
type SetClause struct {
	Cols    []*Ref
	Value   Expr // nil element: DEFAULT
	Query   *Query
	Default bool
	Var     Expr // T-SQL SET @v = col = expr
	Reads   bool // T-SQL SET col += expr: Value is an operation whose left side is the column
}

// Update is UPDATE Target SET ….
type Update struct {
	DMLBase
	Target    TableExpr
	Top       *Top
	Sets      []SetClause
	SetRow    Expr // SET ROW = rec
	From      []TableExpr
	Where     Expr
	CurrentOf Expr // WHERE CURRENT OF cursor
	Returning *Returning
}

// Delete is DELETE FROM Target.
type Delete struct {
	DMLBase
	Target    TableExpr
	Top       *Top
	From      []TableExpr
	Where     Expr
	CurrentOf Expr
	Returning *Returning
}

// Merge is MERGE INTO Target USING Source ON (On).
type Merge struct {
	DMLBase
	Target    TableExpr
	Source    TableExpr
	On        Expr
	Top       *Top
	Whens     []*MergeWhen
	Returning *Returning
}

// MergeWhen is a branch of MERGE. Exactly one of Sets, Insert (Cols, Values), Delete acts; Oracle's UPDATE
// may have UpdateWhere and DeleteWhere besides.
type MergeWhen struct {
	Sp          diag.Span
	Matched     bool
	BySource    bool // NOT MATCHED BY SOURCE
	Cond        Expr
	Sets        []SetClause
	DeleteWhere Expr
	Delete      bool
	Insert      bool
	Cols        []Name
	Values      []Expr
	Default     bool // INSERT DEFAULT VALUES
}
