package ir

// Artifact is what an emitter made of one object: a file of the output, or a part of one.
type Artifact struct {
	Object Object
	// Dir is the folder by kind ("tables", "functions"), File the file's path below the output folder, slash separated.
	File string
	SQL  string // complete statements, each ended by a semicolon and newline
	// Names are the target names that the SQL creates, Needs those it uses and that must be there before:
	// both fully qualified in the target's spelling with a kind prefix, "table:hr.employees".
	Names, Needs []string
	// Soft are needs that help when they are there first, but do not block (routines called in PL/pgSQL bodies).
	Soft []string
	// Stage orders what dependencies do not: see the Stage constants.
	Stage Stage
	// Stub stands in for SQL when the object is not converted or does not pass the proof: it has the same heading and
	// raises a clear error when it is called. StubNeeds are its Needs. "" where nothing can stand in.
	Stub      string
	StubNeeds []string
	// Table is what the SQL makes of a source table; nil for every other artifact.
	Table *TargetTable
	// Temps are temporary tables that the SQL's routines use and do not make: whoever calls them has made them.
	Temps []TempTarget
	// Lines says which line of the source lines of SQL came from, where known, in the order of SQL.
	Lines []LineMap
}

// TempTarget is a temporary table as the target has it.
type TempTarget struct {
	Name string // as it is stored
	SQL  string // CREATE TEMP TABLE …, without the semicolon
}

// TargetTable is what became of a source table: the names and types that its DDL has. Whoever moves data goes by it.
type TargetTable struct {
	Source       *Table
	Schema, Name string // as the target stores them, without quotes; Schema is "" for the default one
	Columns      []TargetColumn
}

// TargetColumn is what became of a column of a table.
type TargetColumn struct {
	Source    *Column
	Name      string // as the target stores it
	Type      string // in the target's spelling, as the DDL has it; "" where the target derives it from a query
	Generated bool   // the target computes it: no value can be given
	Always    bool   // an identity column that takes a given value only by OVERRIDING SYSTEM VALUE
}

// LineMap says that the line Line of an artifact's SQL, from 1, begins what the line Source of its object's file says.
type LineMap struct{ Line, Source int }

// Stage is a phase of the installation.
type Stage int

// The stages, in the order of the installation.
const (
	StageRole Stage = iota
	StageSchema
	StageExtension
	StageRuntime // the run-time library
	StageType
	StageSequence
	StageTable
	StageRoutine // routines and views: in dependency order with each other
	StageData
	StageIndex // indexes and keys after the data
	StageForeignKey
	StageTrigger
	StageComment
	StageGrant
	StageEvent  // event triggers: they fire for what is made behind them
	StageManual // scripts that run code: not part of the installation
)
