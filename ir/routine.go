package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// ParamMode is the mode of a parameter.
type ParamMode uint8

// The modes.
const (
	ModeIn ParamMode = iota
	ModeOut
	ModeInOut
)

// Param is a parameter of a routine or cursor.
type Param struct {
	Sp       diag.Span
	Name     Name
	Mode     ParamMode
	Type     *Type
	Default  Expr
	NoCopy   bool
	ReadOnly bool // T-SQL table-valued
	Assigned bool // set by resolve: written to in the body
	Comments []Comment
	// Inferred is a narrower type than a plain NUMBER that every use agrees with, set by resolve; nil for none.
	Inferred *Type
}

// Span gives the place.
func (p *Param) Span() diag.Span { return p.Sp }

// Routine is a function or procedure: of the schema, of a package (Parent), of an object type (Method), or nested in another routine.
type Routine struct {
	ObjBase
	Function      bool
	Params        []*Param
	Returns       *Type
	Body          *Block // nil: a declaration only (a package spec, a forward declaration)
	Deterministic bool
	Pipelined     bool
	Aggregate     QName // AGGREGATE USING
	TableImpl     QName // PIPELINED USING: the object type whose ODCITable methods make the rows
	CurrentUser   bool  // AUTHID CURRENT_USER
	Autonomous    bool  // PRAGMA AUTONOMOUS_TRANSACTION
	ResultCache   bool
	SQLMacro      bool
	External      string // LANGUAGE … NAME …, as written
	Method        string // "", MEMBER, STATIC, CONSTRUCTOR, MAP, ORDER
	Overriding    bool
	NoParens      bool // was declared without a parameter list
	RunsAsOwner   bool // EXECUTE AS OWNER or SELF
	ResultVar     Name // the table variable whose rows a function returns; zero for none
	// For a package: Public when the specification declares it; Spec is that declaration.
	Public bool
	Spec   *Routine
	// Outer is the routine that a nested one stands in.
	Outer *Routine
	// Locals are the nested routines, set by resolve.
	Locals []*Routine
	// Overloads is how many routines of its scope share the name, itself included.
	Overloads int
	// Inferred is the type that every RETURN of a function declared RETURN NUMBER gives; nil for none.
	Inferred *Type
	// Calls are the user's own routines that the body calls, each once, in order of appearance; set by resolve.
	Calls []*Routine
	// Volatility facts gathered by resolve: Reads and Writes tables, Tx ends transactions.
	Reads, Writes, Tx bool
	// State: reads or writes variables of a package, its own or another's, or has other state of the session.
	State bool
	// SetsState: it writes variables of a package, itself or through what it calls.
	SetsState bool
}

// ObjKind names the kind.
func (r *Routine) ObjKind() string {
	if r.Function {
		return "function"
	}
	return "procedure"
}

// ResultTable is the table that the body makes for the rows of its function (SQL Server's RETURNS @t TABLE); nil for none.
func (r *Routine) ResultTable() *Table {
	if r.ResultVar.IsZero() || r.Body == nil {
		return nil
	}
	for _, s := range r.Body.Body {
		if d, ok := s.(*DDL); ok {
			if t, ok := d.Objects[0].(*Table); ok && t.Name.Last().Key == r.ResultVar.Key {
				return t
			}
		}
	}
	return nil
}

// Package is a package: specification and body joined. Decls are in source order, the specification's first.
type Package struct {
	ObjBase
	Spec        []Decl // nil with HasSpec false when only the body was read
	Body        []Decl
	Init        *Block // the body's initialisation part, nil for none
	HasSpec     bool
	HasBody     bool
	CurrentUser bool
	BodySp      diag.Span  // the body's place, zero for none
	Routines    []*Routine // members, each also an object of the schema with Parent set; declaration and body are one
}

// ObjKind names the kind.
func (*Package) ObjKind() string { return "package" }

// TypeObject is CREATE TYPE, with its body.
type TypeObject struct {
	ObjBase
	Type       *Type // TRecord for an object type, TCollection for the rest; nil when incomplete
	Object     bool
	Under      QName
	Final      bool
	Instant    bool       // INSTANTIABLE
	Methods    []*Routine // each also an object of the schema with Parent set
	HasBody    bool
	BodySp     diag.Span
	External   string
	Incomplete bool // forward declaration CREATE TYPE t;
	// Alias is SQL Server's CREATE TYPE … FROM: Type is the type behind it, its NotNull as declared.
	Alias bool
	// Shape is SQL Server's CREATE TYPE … AS TABLE: the columns and constraints; Type is then a TTableValue.
	Shape *Table
}

// ObjKind names the kind.
func (*TypeObject) ObjKind() string { return "type" }

// Trigger is CREATE TRIGGER.
type Trigger struct {
	ObjBase
	Timing      string // BEFORE, AFTER, INSTEAD OF, "" for compound (FOR)
	Events      []TriggerEvent
	Table       QName
	NestedCol   Name // INSTEAD OF … ON NESTED TABLE c OF v
	ForEachRow  bool
	OldName     Name // REFERENCING, zero: OLD
	NewName     Name
	ParentName  Name
	When        Expr
	Follows     []QName
	Precedes    []QName
	Disabled    bool
	Body        *Block
	CallBody    Expr // CALL proc
	Compound    bool
	Sections    []*TriggerSection
	Decls       []Decl // of a compound trigger
	Level       string // "" for DML, SCHEMA, DATABASE
	CrossEd     bool
	Decl        Object // the table or view, set by resolve
	Autonomous  bool
	ForReplicat bool
}

// TriggerEvent is INSERT, UPDATE [OF Cols], DELETE, or a DDL or database event (upper case).
type TriggerEvent struct {
	Kind string
	Cols []Name
}

// TriggerSection is a timing point of a compound trigger.
type TriggerSection struct {
	Sp     diag.Span
	Timing string // BEFORE STATEMENT, BEFORE EACH ROW, AFTER EACH ROW, AFTER STATEMENT, INSTEAD OF EACH ROW
	Body   *Block
}

// ObjKind names the kind.
func (*Trigger) ObjKind() string { return "trigger" }
