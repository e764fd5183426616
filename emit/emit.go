// Package emit holds what all targets share: options, output files, the SQL writer.
package emit

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// Options steer the emission. The zero value of a field is its default.
type Options struct {
	// Version is the target's major version (PostgreSQL 13 to 17); 0 is the emitter's default.
	Version int
	// Profile names the type mapping: "aws" (default) or "exact".
	Profile string
	// Types overrides single mappings, first match wins.
	Types []TypeOverride
	// Schemas renames schemas, by source name in upper case.
	Schemas map[string]string
	// Orafce uses the orafce extension instead of Crosswalk's own run-time functions.
	Orafce bool
	// RuntimeSchema holds the run-time functions; "" is "crosswalk".
	RuntimeSchema string
	// KeepCase keeps upper-case names as they are (quoted) instead of folding them to lower case.
	KeepCase bool
	// PackageStyle is "schema" (a schema per package, the default) or "prefix" (package$routine in one schema).
	PackageStyle string
	// Collation says how a case-insensitive collation of SQL Server is carried over: see the Collation constants.
	// "" is CollationAsIs.
	Collation string
	// PostGIS writes geometry and geography as the types of that extension.
	PostGIS bool
	// Results says how procedures of SQL Server give rows to their callers, first match wins; where none matches the body decides.
	Results []ResultForm
}

// ResultForm is the form of the results of the procedures that match: PROCEDURE or SCHEMA.PROCEDURE with * as wildcard.
type ResultForm struct{ Procedure, Form string }

// The forms of results.
const (
	// ResultCursors opens a cursor for each result, whose names come back in parameters.
	ResultCursors = "refcursors"
	// ResultFunction makes a function that returns the rows; those of several results come one behind the other. It needs
	// results of the same columns, and no OUTPUT parameters.
	ResultFunction = "function"
)

// The ways to carry over case-insensitive collations.
const (
	// CollationAsIs gives columns the database's own collation: comparisons are case-sensitive, and findings name those
	// whose result may change.
	CollationAsIs = "as-is"
	// CollationICU gives columns a nondeterministic ICU collation. PostgreSQL before 18 refuses LIKE on it.
	CollationICU = "icu"
	// CollationCitext makes columns citext.
	CollationCitext = "citext"
)

// TypeOverride maps a source type or column to a target type. Column is TABLE.COLUMN or SCHEMA.TABLE.COLUMN
// with * as wildcard, Source the source type as written ("NUMBER", "NUMBER(10)", "DATE"); both given: both must match.
type TypeOverride struct {
	Column, Source, Target string
}

// Output is a converted schema.
type Output struct {
	Artifacts []*ir.Artifact // in installation order
	// Extensions that the output needs, by name.
	Extensions []string
}
