package diag

// CW1010 to CW1049: reading SQL*Plus scripts, before anything is parsed.
var (
	Unterminated = register(Code{ID: "CW1010", Title: "Unterminated string or comment", Severity: Red, Each: 10,
		Feature: "the mended statement, converted again",
		Rewrite: "INSERT INTO t (name) VALUES ('closed''s');  -- close the string in the source, then convert again",
		Text:    "A string or a comment begins here and is never closed, so the statement that holds it was not converted.",
		Why:     "Without its end nobody can tell which text is code. Crosswalk gives the statement up at the next line with a lone slash, or where the next statement clearly begins, and goes on from there.",
		Do:      "Close the string or the comment. A quote inside a string is written twice, or the string as q'[...]'.",
		Example: "INSERT INTO t (name) VALUES ('never closed);\n/\nCREATE TABLE u (id NUMBER);"})
	UndefinedVariable = register(Code{ID: "CW1011", Title: "Undefined substitution variable", Severity: Yellow, Each: 5,
		Text:    "A SQL*Plus substitution variable has no value in the scripts, so its own name stands in its place. Reported at its first use only.",
		Why:     "SQL*Plus asks the person who runs the script for the value. There is nobody to ask in a conversion.",
		Do:      "Give the value with --define name=value, or DEFINE it in the script.",
		Example: "CREATE TABLE &app_owner..accounts (id NUMBER);"})
	MissingInclude = register(Code{ID: "CW1012", Title: "Included script not read", Severity: Yellow, Each: 5,
		Text:    "The script includes another one that was not read: it does not exist, lies outside the given folders, its name is only known when the script runs, or the scripts include each other without end.",
		Why:     "What the included script creates is then missing from the conversion, unless it is among the inputs by itself.",
		Do:      "Add the missing file, or name the folder that holds it as a further input.",
		Example: "@@no_such_script.sql\nCREATE TABLE t (id NUMBER);"})
	NoCreate = register(Code{ID: "CW1013", Title: "Source without CREATE", Severity: Info,
		Text:    "The source begins with PACKAGE, PROCEDURE, FUNCTION, TRIGGER or TYPE. It was read as if CREATE OR REPLACE stood in front.",
		Why:     "USER_SOURCE keeps sources so, and whoever installs them puts the CREATE in front. SQL*Plus refuses the file as it is (SP2-0734, or it takes the words for commands of its own).",
		Do:      "Nothing for PostgreSQL. Put CREATE OR REPLACE in front if the file is to be run by SQL*Plus.",
		Example: "PROCEDURE p IS\nBEGIN\n  NULL;\nEND;\n/"})
)
