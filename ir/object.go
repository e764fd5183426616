package ir

import (
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Object is a schema object, or a statement of the source that stands on its own (a grant, an INSERT):
// whatever the report counts. Objects are in the order of the source.
type Object interface {
	Node
	Obj() *ObjBase
	// ObjKind is the kind as the report names it: "table", "package body", "function".
	ObjKind() string
}

// ObjBase is in every object.
type ObjBase struct {
	Name     QName
	Schema   Name // the schema it lands in: from its name, or the script's current schema; zero for the default one
	Sp       diag.Span
	Findings diag.List
	Lead     []Comment // comments in front of the statement
	Parent   Object    // the package or object type of a member routine; nil
	Replace  bool      // OR REPLACE
	Guarded  bool      // it ran only where there was something to do: IF NOT EXISTS (…) around it
	Perhaps  bool      // it stands under a condition that asks for something else than whether the object is there
	// Dropped says why the object is left out on purpose; "" when it is not.
	Dropped string
	// Signature tells overloads apart in the report: "(NUMBER, VARCHAR2)"; "" where there is one only.
	Signature string
}

// Span gives the place of the statement.
func (b *ObjBase) Span() diag.Span { return b.Sp }

// Obj gives the common part.
func (b *ObjBase) Obj() *ObjBase { return b }

// Schema is all that was read, in source order, ALTERs folded in.
type Schema struct {
	Source  Dialect
	Objects []Object
	// Collation is what texts compare by that say nothing else, "" where it is not known (SQL Server).
	Collation string
}

// Tables and what hangs on them.
type (
	// Table is CREATE TABLE with all later ALTERs folded in.
	Table struct {
		ObjBase
		Columns     []*Column
		Constraints []*Constraint
		Temporary   bool   // global temporary
		Private     bool   // private temporary
		OnCommit    string // PRESERVE, DELETE; "" where not said
		IndexOrg    bool
		External    string // the ORGANIZATION EXTERNAL clause as written, "" for none
		Partition   *Partitioning
		AsQuery     *Query
		Later       []*AlterAction // with AsQuery: changes of the query's own columns, in order
		OfType      QName          // object table
		Comment     *string
		Storage     bool // had storage, tablespace or logging clauses, which are dropped
		ReadOnly    bool
		Cluster     string
		Extras      []string // clauses kept as written that have no node; a finding was added for each that matters
		SQLServerTable
	}

	// Column is a column of a table.
	Column struct {
		Sp            diag.Span
		Name          Name
		Type          *Type // nil for a virtual column without type: inferred by resolve
		Default       Expr
		DefaultOnNull bool
		Identity      *Identity
		Generated     Expr // virtual or computed column
		Stored        bool // PERSISTED
		NotNull       bool
		NotNullName   Name
		Invisible     bool
		Comment       *string
		Collation     string
		Comments      []Comment
		DefaultName   Name   // SQL Server: the name of the DEFAULT constraint
		RowTime       string // GENERATED ALWAYS AS ROW START, END: "START" or "END"; TRANSACTION and SEQUENCE for ledger tables
		Sparse        bool
		Masked        string // MASKED WITH (FUNCTION = '…'): the function
		Encrypted     bool   // ENCRYPTED WITH …
		FileStream    bool
		RowGUID       bool
		NullSaid      bool // SQL Server: NULL or NOT NULL was written; otherwise an alias type decides
		Added         bool // by an ALTER TABLE, behind the columns of CREATE TABLE
		WithValues    bool // SQL Server: DEFAULT … WITH VALUES
		Earlier       []EarlierDefault
	}

	// EarlierDefault is what a column's default was, nil for none, up to an ALTER TABLE.
	EarlierDefault struct {
		Default Expr
		Until   diag.Span
	}

	// Identity is GENERATED … AS IDENTITY (options).
	Identity struct {
		Always bool
		OnNull bool // BY DEFAULT ON NULL
		Seq    SequenceOptions
	}

	// Constraint is a table or column constraint; lowering moves inline ones here, but for NOT NULL.
	Constraint struct {
		Sp         diag.Span
		Name       Name // zero: unnamed
		Kind       ConstraintKind
		Cols       []Name
		Check      Expr
		RefTable   QName
		RefCols    []Name
		OnDelete   string // CASCADE, SET NULL, SET DEFAULT, NO ACTION; "" for none
		OnUpdate   string
		Deferrable bool
		Deferred   bool
		Disabled   bool
		NoValidate bool
		Rely       bool
		Inline     bool // written with its column
		UsingIndex Name // USING INDEX name
		FromAlter  bool // came by ALTER TABLE
		Desc       []bool
		Clustered  bool
		IgnoreDup  bool // T-SQL IGNORE_DUP_KEY: INSERT passes over rows whose key is there
		Comments   []Comment
	}

	// Partitioning is PARTITION BY.
	Partitioning struct {
		Sp         diag.Span
		Kind       string // RANGE, LIST, HASH, REFERENCE, SYSTEM, CONSISTENT HASH
		Cols       []Expr
		Interval   Expr
		Automatic  bool
		Reference  Name // the foreign key of REFERENCE
		Parts      []*Partition
		HashCount  int // PARTITIONS n
		Sub        *Partitioning
		SubPattern []*Partition // SUBPARTITION TEMPLATE
	}

	// Partition is one partition.
	Partition struct {
		Sp       diag.Span
		Name     Name
		LessThan []Expr   // MAXVALUE is a Ref of that name
		Closed   bool     // the bound itself belongs to the partition: SQL Server's RANGE LEFT
		Values   [][]Expr // list values, a row each
		Default  bool
		Subs     []*Partition
		SubCount int
	}
)

// Span gives the place.
func (c *Column) Span() diag.Span { return c.Sp }

// Span gives the place.
func (c *Constraint) Span() diag.Span { return c.Sp }

// ConstraintKind is the kind of a constraint.
type ConstraintKind string

// The kinds of constraints.
const (
	PrimaryKey ConstraintKind = "PRIMARY KEY"
	Unique     ConstraintKind = "UNIQUE"
	ForeignKey ConstraintKind = "FOREIGN KEY"
	Check      ConstraintKind = "CHECK"
)

// Other relations and their helpers.
type (
	// IndexDef is CREATE INDEX.
	IndexDef struct {
		ObjBase
		Table      QName
		Unique     bool
		Bitmap     bool
		Reverse    bool
		Keys       []*IndexKey
		Include    []Name
		Where      Expr
		Local      bool // LOCAL to partitions
		Global     bool
		Unusable   bool
		Invisible  bool
		Domain     string // INDEXTYPE IS …, as written
		Cluster    bool   // index on a cluster
		Clustered  bool
		Join       string // bitmap join index: FROM … WHERE …, as written
		Storage    bool
		IgnoreDup  bool // T-SQL IGNORE_DUP_KEY, see Constraint
		OnlineHint bool
		// Special is the kind of an index that is no B-tree: COLUMNSTORE, XML, SPATIAL, FULLTEXT, SELECTIVE XML, HASH, JSON; "" for one.
		Special  string
		Disabled bool   // ALTER INDEX … DISABLE
		OfTable  bool   // its name is one among the table's indexes, not among the schema's (SQL Server)
		Options  string // of a special index, as written
	}

	// IndexKey is a column or an expression of an index.
	IndexKey struct {
		Expr Expr
		Desc bool
	}

	// Sequence is CREATE SEQUENCE.
	Sequence struct {
		ObjBase
		SequenceOptions
	}

	// SequenceOptions are the options of a sequence or identity, as digits; "" where not said.
	SequenceOptions struct {
		Start, Increment, Min, Max, Cache string
		NoMin, NoMax, NoCache             bool
		Cycle, Order, Session             bool
		StartLimit                        bool // START WITH LIMIT VALUE
		Type                              *Type
		Rest                              []string // KEEP, SCALE, SHARD … as written
	}

	// View is CREATE VIEW.
	View struct {
		ObjBase
		Cols        []Name
		Query       *Query
		CheckOption bool
		CheckName   Name
		ReadOnly    bool
		Force       bool
		OfType      QName
		Constraints []*Constraint // view constraints: DISABLE NOVALIDATE always
		Comment     *string
		ColComments map[string]string // by Name.Key
	}

	// MaterializedView is CREATE MATERIALIZED VIEW.
	MaterializedView struct {
		ObjBase
		Cols        []Name
		Query       *Query
		Deferred    bool // BUILD DEFERRED
		Prebuilt    bool
		Refresh     string // FAST, COMPLETE, FORCE, NEVER
		OnCommit    bool
		Start, Next Expr
		Rewrite     bool
		ForUpdate   bool
		Comment     *string
		ColComments map[string]string
	}

	// Synonym is CREATE SYNONYM.
	Synonym struct {
		ObjBase
		For    QName
		Public bool
		Decl   Object // set by resolve: what it stands for, when that is in the schema
	}

	// Grant is GRANT or REVOKE.
	Grant struct {
		ObjBase
		Revoke bool
		Privs  []Privilege
		On     QName  // zero for system privileges and roles
		OnKind string // DIRECTORY, JAVA …, "" for the rest
		To     []Name
		Option bool // WITH GRANT OPTION, WITH ADMIN OPTION
		Deny   bool // SQL Server's DENY; Revoke is set too
		Decl   Object
	}

	// Privilege is a privilege or role with its columns.
	Privilege struct {
		Name string // upper case
		Cols []Name
	}

	// Role is CREATE ROLE; User is CREATE USER; the password is not kept.
	Role struct {
		ObjBase
		User  bool
		Login bool // SQL Server: CREATE LOGIN
	}

	// Directory is CREATE DIRECTORY: a name for a folder of the server.
	Directory struct {
		ObjBase
		Path string
	}

	// CommentOn is COMMENT ON; folded into its object when that is in the schema.
	CommentOn struct {
		ObjBase
		On     string // TABLE, COLUMN, MATERIALIZED VIEW …
		Target QName
		Text   string
		Done   bool // folded in
	}

	// DataScript is a run of statements that put data in, in order: INSERT, UPDATE, MERGE, blocks of them, COMMIT.
	DataScript struct {
		ObjBase
		Stmts []Stmt
	}

	// AlterTable is an ALTER TABLE whose table is not in the schema, or that was folded in (Done).
	AlterTable struct {
		ObjBase
		Actions []AlterAction
		Done    bool
	}

	// AlterAction is one change; exactly one of the fields says what.
	AlterAction struct {
		Sp            diag.Span
		AddColumn     *Column
		ModifyColumn  *Column // Type nil: unchanged
		Nullability   *bool   // with ModifyColumn: NULL (false) or NOT NULL (true) written
		DropColumn    Name
		RenameColumn  [2]Name
		RenameTo      Name
		AddConstraint *Constraint
		DropConstr    *Constraint // Name, or Kind with Cols
		Enable        *Constraint // Name, or Kind with Cols
		Disable       *Constraint
		RenameConstr  [2]Name
		AddPartition  *Partition
		All           bool    // with Enable or Disable: every check and foreign key (SQL Server's CHECK CONSTRAINT ALL)
		Period        *Period // SQL Server: ADD PERIOD, or SET (SYSTEM_VERSIONING = ON | OFF) where From is zero
		Comment       string
		Ignored       string // physical or session property, dropped
		Raw           string // not understood; a finding was added
	}

	// AlterObject is an ALTER of anything but a table that changes what is created: a trigger's state, a sequence's
	// options, an index's name. It is folded into its object when that is in the schema.
	AlterObject struct {
		ObjBase
		Kind     string // TRIGGER, SEQUENCE, INDEX, TYPE
		Enable   bool
		Disable  bool
		RenameTo Name
		Options  *SequenceOptions
		Table    QName // the table of ALL triggers, Name then being zero; SQL Server: that of an index too
		Type     []TypeChange
	}

	// TypeChange is a clause of ALTER TYPE: attributes, or a method.
	TypeChange struct {
		Verb   string // ADD, MODIFY, DROP
		Attrs  []*Field
		Method *Routine
	}

	// Drop is DROP of something; folded: it removes the object when it stands in front of it.
	Drop struct {
		ObjBase
		Kind     string // TABLE, VIEW …
		IfExists bool
		Cascade  bool
		On       QName // SQL Server: the table of an index
	}

	// Unsupported is a statement with no counterpart, or not understood. What is the kind for the report
	// ("database link", "directory", "tablespace"); a finding was added.
	Unsupported struct {
		ObjBase
		What string
		Text string
	}
)

// ObjKind names the kind.
func (*Table) ObjKind() string            { return "table" }
func (*IndexDef) ObjKind() string         { return "index" }
func (*Sequence) ObjKind() string         { return "sequence" }
func (*View) ObjKind() string             { return "view" }
func (*MaterializedView) ObjKind() string { return "materialized view" }
func (*Synonym) ObjKind() string          { return "synonym" }
func (g *Grant) ObjKind() string {
	if g.Revoke {
		return "revoke"
	}
	return "grant"
}
func (r *Role) ObjKind() string {
	if r.User {
		return "user"
	}
	return "role"
}
func (*Directory) ObjKind() string     { return "directory" }
func (*CommentOn) ObjKind() string     { return "comment" }
func (*DataScript) ObjKind() string    { return "data" }
func (*AlterTable) ObjKind() string    { return "alter table" }
func (*AlterObject) ObjKind() string   { return "alter" }
func (*Drop) ObjKind() string          { return "drop" }
func (u *Unsupported) ObjKind() string { return u.What }

// Written gives the columns of CREATE TABLE, and those that an ALTER TABLE added to what a query makes. Of a table that no
// query makes all are written.
func (t *Table) Written() (written, added []*Column) {
	if t.AsQuery == nil {
		return t.Columns, nil
	}
	for _, c := range t.Columns {
		if c.Added {
			added = append(added, c)
		} else {
			written = append(written, c)
		}
	}
	return written, added
}

// StarOf names the one relation of which CREATE TABLE … AS SELECT * takes all columns; zero for all other tables.
func (t *Table) StarOf() QName {
	if t.AsQuery == nil {
		return QName{}
	}
	s, ok := t.AsQuery.Body.(*Select)
	if !ok || len(s.From) != 1 || len(s.Items) != 1 || !s.Items[0].Star {
		return QName{}
	}
	r, ok := s.From[0].(*TableRef)
	if !ok {
		return QName{}
	}
	return r.Name
}
