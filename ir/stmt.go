package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Stmt is a procedural statement.
type Stmt interface {
	Node
	Base() *StmtBase
}

// StmtBase is in every statement: its place, labels and comments.
type StmtBase struct {
	Sp     diag.Span
	Labels []Name
	Lead   []Comment // on lines of their own, in front
	Trail  []Comment // behind it, on its last line
	Blank  bool      // an empty line stands in front
}

// Span gives the place of the statement.
func (b *StmtBase) Span() diag.Span { return b.Sp }

// Base gives the common part.
func (b *StmtBase) Base() *StmtBase { return b }

// Control flow.
type (
	// Block is [DECLARE Decls] BEGIN Body [EXCEPTION Handlers] END. Its label is in Labels.
	Block struct {
		StmtBase
		Decls    []Decl
		Body     []Stmt
		Handlers []*Handler
		Atomic   bool
	}

	// Handler is WHEN a OR b THEN body; Others for WHEN OTHERS.
	Handler struct {
		Sp     diag.Span
		Names  []QName
		Syms   []*Symbol // set by resolve, beside Names; nil for a predefined exception
		Others bool
		Body   []Stmt
		Lead   []Comment
	}

	// If is IF … ELSIF … ELSE.
	If struct {
		StmtBase
		Branches []Branch
		Else     []Stmt
		HasElse  bool
	}

	// Branch is a condition (or a CASE value) and what it guards.
	Branch struct {
		Cond Expr
		Body []Stmt
		Lead []Comment
	}

	// CaseStmt is CASE as a statement; searched when Operand is nil. Without ELSE it raises CASE_NOT_FOUND.
	CaseStmt struct {
		StmtBase
		Operand Expr
		Whens   []Branch
		Else    []Stmt
		HasElse bool
	}

	// Loop is LOOP … END LOOP, and WHILE with Cond.
	Loop struct {
		StmtBase
		Cond Expr // nil for an endless loop
		Body []Stmt
	}

	// ForNum is FOR Var IN [REVERSE] Lo .. Hi [BY Step].
	ForNum struct {
		StmtBase
		Var     Name
		Reverse bool
		Lo, Hi  Expr
		Step    Expr
		Body    []Stmt
	}

	// ForCursor is FOR Var IN cursor(args) or IN (query). Dynamic is IN (EXECUTE IMMEDIATE …).
	ForCursor struct {
		StmtBase
		Var     Name
		Cursor  Expr // a Ref or Call of a cursor; nil with Query
		Query   *Query
		Dynamic *ExecImmediate
		RowType *Type // set by resolve
		Body    []Stmt
	}

	// ForEach is a FOR loop over a collection, FOR i IN INDICES OF c, FOR v IN VALUES OF c, FOR i, v IN PAIRS OF c, or over
	// several values and ranges (Oracle 21c). With Repeat it begins with First and goes on with Repeat while While holds.
	ForEach struct {
		StmtBase
		Index, Value  *VarDecl // one may be nil; their types are set by resolve where none is written
		Coll          Expr     // nil without a collection
		Reverse       bool
		Ranges        []ForRange
		First, Repeat Expr
		While         Expr // for what Repeat gives
		When          Expr
		Body          []Stmt
	}

	// Forall is FORALL Var IN … DML. One of Lo/Hi, IndicesOf, ValuesOf is set.
	Forall struct {
		StmtBase
		Var       Name
		Lo, Hi    Expr
		IndicesOf Expr
		ValuesOf  Expr
		Save      bool // SAVE EXCEPTIONS
		Body      Stmt
	}

	// ForRange is Lo .. Hi BY Step of a ForEach, or one value with Lo alone.
	ForRange struct {
		Lo, Hi, Step Expr
		Reverse      bool
	}

	// Exit is EXIT [Label] [WHEN Cond], or with Continue CONTINUE.
	Exit struct {
		StmtBase
		Continue bool
		Label    Name
		When     Expr
	}

	// Goto is GOTO Label.
	Goto struct {
		StmtBase
		Label Name
	}

	// Return is RETURN [Value].
	Return struct {
		StmtBase
		Value Expr
	}

	// Raise is RAISE [Name]; RaiseError is in Call form (raise_application_error, RAISERROR).
	Raise struct {
		StmtBase
		Name QName // zero: re-raise
		Sym  *Symbol
	}

	// NullStmt does nothing.
	NullStmt struct{ StmtBase }

	// CommentStmt carries comments behind which no statement follows.
	CommentStmt struct{ StmtBase }
)

// Values and calls.
type (
	// Assign is Target := Value.
	Assign struct {
		StmtBase
		Target, Value Expr
	}

	// CallStmt calls a procedure; X is *Call, *Ref (no parentheses), *MethodCall or *FieldSel.
	CallStmt struct {
		StmtBase
		X      Expr
		Result Expr // T-SQL EXEC @r = p
	}

	// PipeRow is PIPE ROW (Value).
	PipeRow struct {
		StmtBase
		Value Expr
	}
)

// SQL in procedural code.
type (
	// ExecDML runs INSERT, UPDATE, DELETE, MERGE.
	ExecDML struct {
		StmtBase
		DML DML
	}

	// SelectInto runs a query whose outermost Select has Into.
	SelectInto struct {
		StmtBase
		Query *Query
	}

	// SelectStmt runs a query for its result set (T-SQL).
	SelectStmt struct {
		StmtBase
		Query *Query
	}

	// OpenCursor is OPEN Cursor [(Args)], or OPEN Cursor FOR Query, or FOR Dynamic USING ….
	OpenCursor struct {
		StmtBase
		Cursor  Expr
		Args    []Arg
		Query   *Query
		Dynamic Expr
		Parsed  Stmt // of Dynamic: see ExecImmediate
		Held    bool // see there
		Using   []UsingArg
	}

	// FetchCursor is FETCH Cursor [BULK COLLECT] INTO Into [LIMIT Limit]. Direction is T-SQL's NEXT, PRIOR ….
	FetchCursor struct {
		StmtBase
		Cursor    Expr
		Into      []Expr
		Bulk      bool
		Limit     Expr
		Direction string
	}

	// CloseCursor is CLOSE Cursor.
	CloseCursor struct {
		StmtBase
		Cursor Expr
	}

	// ExecImmediate is EXECUTE IMMEDIATE SQL, or DBMS_SQL.PARSE(Cursor, SQL, …).
	ExecImmediate struct {
		StmtBase
		SQL       Expr
		Into      []Expr
		Bulk      bool
		Using     []UsingArg
		Returning []Expr
		RetBulk   bool
		// Parsed is the statement that SQL holds, where that is one constant text: a SelectStmt or an ExecDML, its bind
		// variables as Bind nodes. Names in it see no variables. Nil when the text is not known.
		Parsed Stmt
		// Cursor is the cursor that DBMS_SQL.PARSE gives the text to; nil for EXECUTE IMMEDIATE.
		Cursor Expr
		// Held tells that SQL was the name of a variable which holds that text: what the text names may be made at run time, which resolve
		// does not report then, but gives up Parsed.
		Held bool
		// Block is the block that SQL holds, where that is one constant text with bind variables. Resolve puts it in the place of the
		// statement where it means the same there; nobody else looks at it.
		Block *Block
	}

	// UsingArg is a bind argument.
	UsingArg struct {
		Mode  ParamMode
		Value Expr
	}
)

// Transactions.
type (
	// Commit is COMMIT.
	Commit struct {
		StmtBase
		Options string
	}

	// Rollback is ROLLBACK [TO Savepoint].
	Rollback struct {
		StmtBase
		Savepoint Name
	}

	// Savepoint is SAVEPOINT Name.
	Savepoint struct {
		StmtBase
		Name Name
	}

	// SetTransaction is SET TRANSACTION …, as written.
	SetTransaction struct {
		StmtBase
		Text string
	}

	// LockTable is LOCK TABLE … IN mode MODE.
	LockTable struct {
		StmtBase
		Tables []QName
		Mode   string // upper case: ROW SHARE, EXCLUSIVE …
		NoWait bool
		Wait   Expr
	}

	// RawStmt is a statement that was not understood or has no counterpart; a finding was added for it.
	RawStmt struct {
		StmtBase
		Text string
	}
)

// Decl is a declaration: *VarDecl, *CursorDecl, *TypeDecl, *ExceptionDecl, *RoutineDecl, *Pragma, *RawDecl.
type Decl interface {
	Node
	Common() *DeclBase
}

// DeclBase is in every declaration.
type DeclBase struct {
	Sp    diag.Span
	Name  Name
	Lead  []Comment
	Trail []Comment
	Blank bool
}

// Span gives the place of the declaration.
func (b *DeclBase) Span() diag.Span { return b.Sp }

// Common gives the common part.
func (b *DeclBase) Common() *DeclBase { return b }

type (
	// VarDecl is a variable or constant.
	VarDecl struct {
		DeclBase
		Type     *Type
		Constant bool
		NotNull  bool
		Default  Expr
		// Facts that resolve gathers.
		Assigned bool // somewhere written to after its declaration
	}

	// CursorDecl is CURSOR Name (Params) IS Query; Query nil for a declaration without body.
	CursorDecl struct {
		DeclBase
		Params  []*Param
		Return  *Type
		Query   *Query
		RowType *Type // set by resolve
		Options string
	}

	// TypeDecl is TYPE or SUBTYPE Name IS Type.
	TypeDecl struct {
		DeclBase
		Type    *Type
		Subtype bool
	}

	// ExceptionDecl is Name EXCEPTION; Code is from PRAGMA EXCEPTION_INIT, HasCode tells whether there was one.
	ExceptionDecl struct {
		DeclBase
		Code    int
		HasCode bool
		Owner   Object // set by resolve: package or routine
	}

	// RoutineDecl is a nested or packaged routine.
	RoutineDecl struct {
		DeclBase
		Routine *Routine
	}

	// Pragma is PRAGMA Name(Args), other than EXCEPTION_INIT and AUTONOMOUS_TRANSACTION, which lowering folds in.
	Pragma struct {
		DeclBase
		Args []Expr
	}

	// RawDecl is a declaration that was not understood; a finding was added for it.
	RawDecl struct {
		DeclBase
		Text string
	}

	// CommentDecl carries comments behind which no declaration follows.
	CommentDecl struct{ DeclBase }
)
