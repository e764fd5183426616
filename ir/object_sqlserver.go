package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// What SQL Server's schemas have and Oracle's do not.
type (
	// SQLServerTable is the part of a table that only SQL Server has.
	SQLServerTable struct {
		// Scheme and SchemeCol are ON scheme (column); resolve makes Partition of them.
		Scheme    Name
		SchemeCol Name
		Period    *Period
		Feature   TableFeature
		// Explicit tells that data scripts give the identity column's values: SET IDENTITY_INSERT.
		Explicit bool
		Unlogged bool // DURABILITY = SCHEMA_ONLY
	}

	// Period is PERIOD FOR SYSTEM_TIME (From, To), with SYSTEM_VERSIONING = ON where Versioned.
	Period struct {
		Sp        diag.Span
		From, To  Name
		Versioned bool
		History   QName  // zero: SQL Server makes the history table itself
		Retention string // HISTORY_RETENTION_PERIOD as written, "" for INFINITE
		Decl      *Table // the history table, where it is in the sources; set by resolve
	}

	// PartitionFunction is CREATE PARTITION FUNCTION Name (Type) AS RANGE LEFT|RIGHT FOR VALUES (Bounds).
	PartitionFunction struct {
		ObjBase
		Type   *Type
		Right  bool
		Bounds []Expr
	}

	// PartitionScheme is CREATE PARTITION SCHEME Name AS PARTITION Function TO (filegroups, which are dropped).
	PartitionScheme struct {
		ObjBase
		Function Name
	}

	// SchemaDef is CREATE SCHEMA. What stood inside are objects of their own.
	SchemaDef struct {
		ObjBase
		Owner Name
	}

	// BindRule is sp_bindefault, sp_bindrule and their opposites: Rule is what is bound, zero for none any more; resolve folds it.
	BindRule struct {
		ObjBase
		Default bool // sp_bindefault
		Target  QName
		Rule    QName
		Done    bool
	}

	// RuleDef is CREATE RULE and CREATE DEFAULT: Value is the condition or the value, with Var the variable of a rule.
	RuleDef struct {
		ObjBase
		Default bool
		Value   Expr
		Var     Name
	}
)

// TableFeature names a kind of table that is not an ordinary one.
type TableFeature string

// The features.
const (
	MemoryOptimized TableFeature = "memory-optimized"
	GraphNode       TableFeature = "graph node"
	GraphEdge       TableFeature = "graph edge"
	Ledger          TableFeature = "ledger"
	FileTable       TableFeature = "FileTable"
)

// Span gives the place.
func (p *Period) Span() diag.Span { return p.Sp }

// ObjKind names the kind.
func (*PartitionFunction) ObjKind() string { return "partition function" }

// ObjKind names the kind.
func (*PartitionScheme) ObjKind() string { return "partition scheme" }

// ObjKind names the kind.
func (*SchemaDef) ObjKind() string { return "schema" }

// ObjKind names the kind.
func (*BindRule) ObjKind() string { return "binding" }

// ObjKind names the kind.
func (r *RuleDef) ObjKind() string {
	if r.Default {
		return "default"
	}
	return "rule"
}
