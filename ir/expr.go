package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Expr is a value or a condition. Its type is filled by ir/resolve: nil before, UnknownType when
// it cannot be told.
type Expr interface {
	Node
	Type() *Type
	SetType(*Type)
}

// ExprBase is in every expression.
type ExprBase struct {
	Sp diag.Span
	T  *Type
}

// Span gives the place of the expression.
func (b *ExprBase) Span() diag.Span { return b.Sp }

// Type gives the type, or nil before resolution.
func (b *ExprBase) Type() *Type { return b.T }

// SetType is for ir/resolve and passes that make expressions.
func (b *ExprBase) SetType(t *Type) { b.T = t }

// Op is an operator.
type Op uint8

// The operators. Comparison of datetimes and arithmetic on them is told by the operand types.
const (
	OpNone Op = iota
	OpAnd
	OpOr
	OpNot
	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpMod
	OpPow
	OpNeg
	OpPlus
	OpConcat
	OpBitAnd
	OpBitOr
	OpBitXor
	OpBitNot
	OpDistinct      // IS DISTINCT FROM: nulls compare as values
	OpNotDistinct   // IS NOT DISTINCT FROM
	OpMultisetUnion // collections; Binary.All and Binary.Distinct say which
	OpMultisetIntersect
	OpMultisetExcept
)

// Literals.
type (
	// NumberLit is a number as written, without suffix.
	NumberLit struct {
		ExprBase
		Text string
	}

	// StringLit is a text. Value has no quotes and no doubled quotes. Where the source
	// takes the empty string for NULL (Oracle), lowering writes NullLit with Empty instead.
	StringLit struct {
		ExprBase
		Value    string
		National bool
	}

	// NullLit is NULL. Empty marks one written as the empty string in a dialect where that is NULL.
	NullLit struct {
		ExprBase
		Empty bool
	}

	// BoolLit is TRUE or FALSE.
	BoolLit struct {
		ExprBase
		Value bool
	}

	// DatetimeLit is DATE '…', TIMESTAMP '…' or TIME '…'.
	DatetimeLit struct {
		ExprBase
		Kind  Kind // TDateTime for Oracle's DATE, TTimestamp, TTimestampTZ, TTime
		Value string
	}

	// IntervalLit is INTERVAL 'Value' From [(Prec)] [TO To [(Scale)]].
	IntervalLit struct {
		ExprBase
		Value       string
		From, To    string // YEAR, MONTH, DAY, HOUR, MINUTE, SECOND; To "" for a single field
		Prec, Scale int
	}
)

// Ref is a name that stands for a value: column, variable, parameter, field, package member, or a
// function called without parentheses. ir/resolve sets Sym.
type Ref struct {
	ExprBase
	Name  QName
	Outer bool // marked (+)
	Sym   *Symbol
}

// SymKind says what a name was found to be.
type SymKind uint8

// The kinds of symbols.
const (
	SymNone       SymKind = iota
	SymColumn             // Decl *Column, or nil for a column of a subquery; Table is the alias or table it came from
	SymVar                // *VarDecl: local variable or constant
	SymParam              // *Param
	SymLoopVar            // *ForNum or *Forall: integer loop variable; *ForCursor: its record
	SymCursor             // *CursorDecl
	SymPackageVar         // *VarDecl of a package; Owner *Package
	SymRoutine            // *Routine; Owner *Package for a member
	SymSequence           // *Sequence
	SymException          // *ExceptionDecl
	SymType               // *TypeDecl or *TypeObject
	SymTable              // *Table, *View …: a whole row
	SymPseudo             // SYSDATE and the like, turned into Call or Pseudo by resolve
	SymLabel              // a block label
	SymAlias              // *SelectItem: an output column named in ORDER BY; Decl nil for one of a set operation
	SymAttr               // *Field of the object type whose method this is: SELF.name without SELF
	SymSupplied           // a constant, variable or exception of a package that comes with the database (DBMS_SQL.NATIVE)
)

// Symbol is what a name means.
type Symbol struct {
	Kind  SymKind
	Decl  Node
	Owner Object // the package (or the routine, for a nested one) that declares it; nil when local or schema level
	Table Name   // SymColumn: the range variable it belongs to
	Type  *Type
	// Fields is how many trailing parts of the name are record fields: v.a.b with v a variable gives 2.
	Fields int
	// Depth is how many queries out a column was found: 0 the innermost.
	Depth int
	// Hides marks an unqualified column where a variable or parameter of the same name is in sight: the column
	// wins in Oracle, and a target that calls it ambiguous needs the qualifier.
	Hides bool
	// View is set for a column of a relation that comes with the database, a view of the data dictionary.
	View Name
}

// Transition is a row of a trigger: :new.x, :old.x, or inserted.x where it is used as a row.
type Transition struct {
	ExprBase
	Row    TransitionRow
	Column Name // zero: the whole row
}

// TransitionRow names the row.
type TransitionRow uint8

// The rows.
const (
	RowNew TransitionRow = iota
	RowOld
	RowParent
)

// Bind is a host variable: :name or ?.
type Bind struct {
	ExprBase
	Name Name
}

// PseudoKind names a pseudo column.
type PseudoKind uint8

// The pseudo columns.
const (
	PseudoRownum PseudoKind = iota
	PseudoRowid
	PseudoLevel
	PseudoIsLeaf
	PseudoIsCycle
	PseudoOraRowscn
	PseudoColumnValue // COLUMN_VALUE of TABLE()
	PseudoObjectValue
)

// Pseudo is a pseudo column.
type Pseudo struct {
	ExprBase
	Kind      PseudoKind
	Qualifier Name // t.ROWID
}

// SeqValue is NEXTVAL, CURRVAL or NEXT VALUE FOR.
type SeqValue struct {
	ExprBase
	Seq     QName
	Current bool
	Decl    *Sequence // set by resolve
}

// Unary is an operator with one operand: OpNot, OpNeg, OpPlus, OpBitNot.
type Unary struct {
	ExprBase
	Op Op
	X  Expr
}

// Binary is an operator with two operands.
type Binary struct {
	ExprBase
	Op            Op
	L, R          Expr
	NullIsEmpty   bool // OpConcat: NULL counts as the empty string (Oracle's ||)
	IntDiv        bool // OpDiv: of two integers it truncates (T-SQL); otherwise the exact quotient (Oracle)
	All, Distinct bool // multiset operators
	Comments      []Comment
}

// Paren keeps a pair of parentheses of the source, so that the output reads like it.
type Paren struct {
	ExprBase
	X Expr
}

// Conditions.
type (
	// Between is X [NOT] BETWEEN Lo AND Hi.
	Between struct {
		ExprBase
		X, Lo, Hi Expr
		Not       bool
	}

	// In is X [NOT] IN (List) or (Query). One of List and Query is nil.
	In struct {
		ExprBase
		X     Expr
		List  []Expr
		Query *Query
		Not   bool
	}

	// Like is X [NOT] LIKE Pattern [ESCAPE Escape]. Variant is "" or "C", "2", "4" (Oracle's LIKEC …).
	// Ranges: the pattern knows [a-z] (T-SQL). Backslash is no escape character unless Escape says so.
	Like struct {
		ExprBase
		X, Pattern, Escape Expr
		Not, Ranges        bool
		Variant            string
	}

	// IsNull is X IS [NOT] NULL.
	IsNull struct {
		ExprBase
		X   Expr
		Not bool
	}

	// Is is X IS [NOT] What: NAN, INFINITE, EMPTY, A SET, DANGLING, PRESENT, JSON, OF (with Types), TRUE, FALSE.
	Is struct {
		ExprBase
		X     Expr
		What  string
		Not   bool
		Types []*Type
		Rest  string // options as written, for JSON
	}

	// Exists is EXISTS (Query).
	Exists struct {
		ExprBase
		Query *Query
	}

	// Quantified is X Op ANY|ALL (Query or List).
	Quantified struct {
		ExprBase
		Op    Op
		All   bool // else ANY, SOME
		X     Expr
		Query *Query
		List  []Expr
	}

	// Member is X [NOT] MEMBER OF Set, or X [NOT] SUBMULTISET OF Set.
	Member struct {
		ExprBase
		X, Set   Expr
		Not, Sub bool
	}
)

// Case is CASE, searched when Operand is nil. Lowering also makes it of DECODE, with NullEq: there NULL equals NULL.
type Case struct {
	ExprBase
	Operand Expr
	Whens   []When
	Else    Expr // nil: NULL
	NullEq  bool
}

// When is a branch of Case.
type When struct{ Cond, Result Expr }

// Arg is an argument of a call.
type Arg struct {
	Name  Name // name => value; zero for positional
	Value Expr
	Out   bool // T-SQL: passed OUTPUT
	// Default is T-SQL's DEFAULT: the parameter has the value that its declaration gives. Value says nothing then.
	Default bool
	Star    bool // COUNT(*)
}

// Call is a call of anything that is spelt name(args): function, procedure, constructor, and before
// resolution an element of a collection too.
type Call struct {
	ExprBase
	Name QName
	Args []Arg

	// Fn is the neutral id of a built-in function, "" for the user's own. It is the lower-case name in the
	// dialect whose semantics it has: Oracle's names plain ("substr", "instr", "dbms_output.put_line"),
	// SQL Server's with the prefix "tsql." where they differ. Lowering sets it; resolve clears it where
	// the user's own function hides the built-in one.
	Fn  string
	Sym *Symbol

	NoParens     bool // written without parentheses: SYSDATE
	Distinct     bool
	Unique       bool
	IgnoreNulls  bool
	RespectNulls bool
	FromLast     bool         // NTH_VALUE … FROM LAST
	Within       []*OrderItem // WITHIN GROUP (ORDER BY …)
	Keep         *Keep        // KEEP (DENSE_RANK …)
	Filter       Expr         // FILTER (WHERE …)
	Over         *Window      // analytic; nil for none
	Overflow     string       // LISTAGG ON OVERFLOW …, as written
	OnError      string       // DEFAULT … ON CONVERSION ERROR, as written
	OnErrorValue Expr         // that default
	Using        string       // CHR(n USING NCHAR_CS), TRANSLATE(x USING …)

	Job *JobTexts // what the texts say that DBMS_SCHEDULER or DBMS_JOB is given; nil for other calls
}

// JobTexts are the PL/SQL in the arguments of a call that makes or changes a job. Nil where a text is not known or is none.
type JobTexts struct {
	Action Stmt // what the job does: a Block; a CallStmt for the name of a procedure
	Next   Stmt // the SelectStmt of an expression that gives the time of the next run
}

// Keep is KEEP (DENSE_RANK FIRST|LAST ORDER BY …).
type Keep struct {
	Last  bool
	Order []*OrderItem
}

// Window is OVER (…), or OVER Name.
type Window struct {
	Name      Name
	Partition []Expr
	Order     []*OrderItem
	Frame     *Frame
}

// Frame is ROWS|RANGE|GROUPS BETWEEN Start AND End [EXCLUDE …].
type Frame struct {
	Unit       string // ROWS, RANGE, GROUPS
	Start, End Bound
	HasEnd     bool
	Exclude    string
}

// Bound is a frame bound.
type Bound struct {
	Kind  string // UNBOUNDED PRECEDING, PRECEDING, CURRENT ROW, FOLLOWING, UNBOUNDED FOLLOWING
	Value Expr   // for PRECEDING and FOLLOWING
}

// Cast is CAST(X AS To). Multiset is CAST(MULTISET(query) AS To), with X nil.
type Cast struct {
	ExprBase
	X        Expr
	Multiset *Query
	To       *Type
	Format   Expr
	Try      bool // NULL instead of an error (TRY_CAST)
	OnError  Expr // DEFAULT … ON CONVERSION ERROR
	Implicit bool // made by a pass, not written
}

// Extract is EXTRACT(Field FROM X).
type Extract struct {
	ExprBase
	Field string // upper case
	X     Expr
}

// Trim is TRIM([Mode] [Chars] FROM X).
type Trim struct {
	ExprBase
	Mode  string // BOTH, LEADING, TRAILING
	Chars Expr   // nil: blanks
	X     Expr
}

// AtTimeZone is X AT TIME ZONE Zone, or AT LOCAL with Zone nil.
type AtTimeZone struct {
	ExprBase
	X, Zone Expr
}

// Subquery is a query as a value.
type Subquery struct {
	ExprBase
	Query *Query
}

// CursorExpr is CURSOR(query).
type CursorExpr struct {
	ExprBase
	Query *Query
}

// Tuple is (a, b, …).
type Tuple struct {
	ExprBase
	Items []Expr
}

// CursorAttr is cursor%FOUND and the like; Cursor nil is the implicit SQL cursor.
type CursorAttr struct {
	ExprBase
	Cursor Expr
	Attr   string // FOUND, NOTFOUND, ISOPEN, ROWCOUNT, BULK_ROWCOUNT, BULK_EXCEPTIONS
	Index  Expr   // BULK_ROWCOUNT(i), BULK_EXCEPTIONS(i)
	Field  Name   // BULK_EXCEPTIONS(i).ERROR_INDEX, .COUNT
}

// Prior is PRIOR X in CONNECT BY; Root is CONNECT_BY_ROOT X.
type Prior struct {
	ExprBase
	X    Expr
	Root bool
}

// Index is an element of a collection: X(Args). resolve makes it of a Call.
type Index struct {
	ExprBase
	X    Expr
	Args []Expr
}

// FieldSel is X.Name where X is not a plain name: f(x).a, t(i).a.
type FieldSel struct {
	ExprBase
	X    Expr
	Name Name
}

// XQueryValue stands in the path of an XML method of SQL Server's for a value of SQL, sql:variable() or sql:column(): the path is then the
// first argument of a call of tsql.xquery, and the values are the others, in their order.
const XQueryValue = "\"\x01\""

// MethodCall is X.Name(Args) where X is a value: a collection's COUNT, FIRST, EXTEND …, an object's method.
// resolve makes it of Ref and Call for collections: Method is then set ("count", "first", "delete" …).
type MethodCall struct {
	ExprBase
	X      Expr
	Name   Name
	Args   []Arg
	Method string
	Parens bool
	Sym    *Symbol // the member routine of an object type, set by resolve
}

// New is a constructor call: NEW t(args), or one that resolve found to be a constructor. To is the type.
type New struct {
	ExprBase
	To   *Type
	Args []Arg
	Sym  *Symbol // the object type's own constructor function, set by resolve; nil where Args are elements or attributes
}

// Treat is TREAT(X AS To).
type Treat struct {
	ExprBase
	X   Expr
	To  *Type
	Ref bool
}

// JSONFunc is a JSON function with clauses of its own: JSON_VALUE, JSON_QUERY, JSON_EXISTS, JSON_OBJECT,
// JSON_ARRAY, JSON_OBJECTAGG, JSON_ARRAYAGG, JSON_MERGEPATCH, JSON_SERIALIZE, JSON_SCALAR, JSON.
type JSONFunc struct {
	ExprBase
	Name       string // upper case
	X          Expr   // the document
	Path       Expr
	Returning  *Type
	Wrapper    string // WITH WRAPPER …, as written
	OnError    string // NULL, ERROR, TRUE, FALSE, EMPTY …, or DEFAULT with OnErrorVal
	OnErrorVal Expr
	OnEmpty    string
	OnEmptyVal Expr
	Members    []JSONMember // JSON_OBJECT, JSON_OBJECTAGG
	Items      []JSONMember // JSON_ARRAY, JSON_ARRAYAGG: Key nil
	NullOn     string       // NULL, ABSENT, ""
	Pretty     bool
	Strict     bool
	UniqueKeys bool
	Order      []*OrderItem
	Passing    []JSONMember
}

// JSONMember is a key and a value. Format marks FORMAT JSON. Star is the * of JSON_OBJECT(*).
type JSONMember struct {
	Key, Value Expr
	Format     bool
	Star       bool
}

// XMLFunc is an XML function with clauses of its own: XMLELEMENT, XMLFOREST, XMLATTRIBUTES, XMLAGG, XMLPARSE,
// XMLSERIALIZE, XMLQUERY, XMLEXISTS, XMLCAST, XMLPI, XMLROOT, XMLCONCAT, XMLCOLATTVAL.
type XMLFunc struct {
	ExprBase
	Name    string // upper case
	Tag     Expr   // XMLELEMENT's name when it is an expression (EVALNAME) or a StringLit
	Attrs   []XMLItem
	Items   []XMLItem
	Order   []*OrderItem
	To      *Type  // XMLCAST, XMLSERIALIZE
	Content bool   // CONTENT, else DOCUMENT
	Path    string // XMLQUERY, XMLEXISTS: the XQuery text
	Rest    string // other clauses, as written
}

// XMLItem is a value with its name.
type XMLItem struct {
	Value Expr
	As    Name
	AsE   Expr // AS EVALNAME …
}

// RawExpr is an expression that was not understood; a finding was added for it.
type RawExpr struct {
	ExprBase
	Text string
}

// Native is an expression in the target's own words, made by an emitter's pass where no node says it: the pieces
// of Text with Args between them, len(Text) = len(Args)+1. Loose marks one that needs parentheses inside another expression,
// Tight one whose arguments do: a cast.
type Native struct {
	ExprBase
	Text  []string
	Args  []Expr
	Loose bool
	Tight bool
}
