// Package sqlplus cuts Oracle scripts into the statements that they send to the server,
// by the rules of SQL*Plus (Oracle's SQL*Plus User's Guide), and carries out what those
// rules make of the text: includes, DEFINE and & substitution, EXECUTE, the current schema.
//
// A script is a sequence of SQL*Plus commands, which end with their line, and statements:
// SQL, which ends at `;` or at a line with a lone `/`, and PL/SQL, which ends at such a line
// only. Where files were meant for other tools and lack the slash, leniency begins; all of
// that stands in lenient.go.
//
// The flow: Load (load.go) orders the files and follows includes; a session (session.go)
// holds what SQL*Plus remembers between lines; a splitter (split.go) walks one file,
// telling commands (command.go) from statements (head.go), scanning the latter (scan.go,
// with plsql.go to see where PL/SQL ends); subst.go puts values for variables.
package sqlplus

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Kind says what a unit is.
type Kind int

const (
	SQL          Kind = iota // one SQL statement
	PLSQL                    // a stored unit, a type or an anonymous block
	Exec                     // a block made of an EXECUTE command
	Java                     // CREATE JAVA or MLE MODULE: the text is not SQL
	Wrapped                  // PL/SQL whose source is obfuscated
	Unterminated             // holds a string or comment without an end
)

func (k Kind) String() string {
	return [...]string{"sql", "plsql", "exec", "java", "wrapped", "unterminated"}[k]
}

// Unit is one statement of a script.
type Unit struct {
	// File is the file on disk, or a text derived from it that holds just this unit, where
	// substitution changed the text or the unit is an EXECUTE.
	File *diag.File
	// Start and End bound the statement in File.Text, without blanks and comments around it
	// and without its terminator. PL/SQL and types keep the `;` that belongs to them.
	Start, End int
	// Lead is where the comments directly before the statement start; Start when there are
	// none. In a derived File the comments stand before Start too.
	Lead int
	Kind Kind
	// Object and Name tell what a CREATE creates, for units that are never parsed: Object
	// in upper case ("PACKAGE BODY"), Name as written. Empty for other statements.
	Object, Name string
	// CurrentSchema is the schema that CONNECT or ALTER SESSION SET CURRENT_SCHEMA set, as
	// the dictionary spells it; "" while none did, or while SYS or SYSTEM is connected.
	CurrentSchema string
	// Problems were found while cutting: they belong to the object that this unit becomes.
	Problems []*diag.Finding
}

// Text is the statement.
func (u *Unit) Text() string { return u.File.Text[u.Start:u.End] }

// Span is where the statement stands.
func (u *Unit) Span() diag.Span { return diag.Span{File: u.File, Start: u.Start, End: u.End} }
