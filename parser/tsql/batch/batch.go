// Package batch cuts SQL Server scripts into batches, by the rules of sqlcmd and SQL Server
// Management Studio: a line with GO ends a batch, and is none inside a string, a name or a
// comment. It carries out what else these tools make of a script: sqlcmd's commands and
// variables, includes, USE, the SET options that change what the text of later batches means.
//
// The flow: Load (load.go) orders the files and follows includes; a session holds what sqlcmd
// remembers between lines; a splitter (split.go) walks one file line by line, telling commands
// (command.go) from text; paste.go puts an included script into an open batch; subst.go puts values
// for variables.
package batch

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Unit is one batch.
type Unit struct {
	// File is the file on disk, or a text derived from it that holds just this batch, where
	// variables were replaced.
	File *diag.File
	// Start and End bound the batch in File.Text, without the blanks around it.
	Start, End int
	// QuotedText says that SET QUOTED_IDENTIFIER OFF was in force: "x" is a text.
	QuotedText bool
	// NullsEqual says that SET ANSI_NULLS OFF was in force: x = NULL finds nulls.
	NullsEqual bool
	// Collation is that of the database, as a project says; "" where nothing does.
	Collation string
	// Database is what the last USE named, "" before the first.
	Database string
	// Repeat is n of GO n, otherwise 1.
	Repeat int
	// Problems were found while cutting: they belong to what this batch becomes.
	Problems []*diag.Finding
}

// Text is the batch.
func (u *Unit) Text() string { return u.File.Text[u.Start:u.End] }

// Span is where the batch stands.
func (u *Unit) Span() diag.Span { return diag.Span{File: u.File, Start: u.Start, End: u.End} }

// Options of Split and Load.
type Options struct {
	// Define gives values to sqlcmd variables, as --define does.
	Define map[string]string
	// Projects are the project files of SQL Server Data Tools that stand among the files.
	Projects []*diag.File
}

// Result is what Load makes of the input.
type Result struct {
	Units    []Unit
	Problems []*diag.Finding // that belong to no unit: includes that were not read
}
