package diag

// CW17xx: names and their resolution, and CW1250 on: conversions that the source makes on its own.
var (
	NotInSources = register(Code{ID: "CW1701", Title: "Uses something that is not in the sources", Severity: Red, Each: 5,
		Feature: "the missing object, added to the sources",
		Text: "The body names a table, routine, package or variable that no source file creates. The body is converted as far as " +
			"it goes, but it fails where it comes to that name.",
		Why: "PostgreSQL looks up the names in a PL/pgSQL body when the statement runs, so the routine loads, but it fails " +
			"there unless the missing object is created by other means. In Oracle the routine is invalid too.",
		Do: "Add the file that creates the object to the input. Where it lives in another database or is made at run time, " +
			"create its counterpart in PostgreSQL before the routine is called.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  log_pkg.write('started');\nEND;\n/",
		Rewrite: "CREATE SCHEMA log_pkg;\nCREATE PROCEDURE log_pkg.write(p_text text) ..."})
	NeedsMissing = register(Code{ID: "CW1702", Title: "Needs something that is not in the sources", Severity: Red, Each: 10,
		Feature: "the missing object, added to the sources",
		Text:    "The object names a table, type, routine or column that no source file creates, and it cannot be created without it.",
		Why: "PostgreSQL resolves the names in a view, constraint, index, grant or declaration when the object is created. " +
			"Oracle has the same rule, so the sources are incomplete.",
		Do:      "Add the file that creates the missing object to the input, then convert again.",
		Example: "CREATE VIEW v AS SELECT id FROM table_that_no_file_creates;",
		Rewrite: "CREATE TABLE table_that_no_file_creates (...);\nCREATE VIEW v AS SELECT id FROM table_that_no_file_creates;"})
	AlterWithoutTable = register(Code{ID: "CW1703", Title: "ALTER of something that is not in the sources", Severity: Red, Each: 10,
		Feature: "the missing object, added to the sources",
		Text:    "The ALTER statement changes an object that no source file creates, so there is nothing to fold it into.",
		Why: "Crosswalk writes each table once, in its final shape, with later ALTER statements folded in. Without the CREATE " +
			"statement it cannot know that shape.",
		Do:      "Add the file with the CREATE statement to the input, then convert again.",
		Example: "ALTER TABLE table_that_no_file_creates ADD (note VARCHAR2(100));",
		Rewrite: "ALTER TABLE table_that_no_file_creates ADD COLUMN note varchar(100);"})
	AlterMisfit = register(Code{ID: "CW1704", Title: "ALTER that fits nothing", Severity: Yellow, Each: 10,
		Text: "The ALTER statement names a column, constraint or partition that the table does not have, so that part of it was left out.",
		Why: "The statements of the sources are folded in their order. Either the scripts were meant to run in another order, " +
			"or a script that belongs in between is not among them.",
		Do:      "Compare the converted table with the one in the database, and order or complete the scripts.",
		Example: "CREATE TABLE t (id NUMBER(9));\nALTER TABLE t DROP COLUMN old_note;"})
	NoBody = register(Code{ID: "CW1705", Title: "The body is not in the sources", Severity: Red, Each: 30,
		Feature: "the missing body, added to the sources",
		Text:    "The specification declares this routine, but no source file has the body that defines it.",
		Why:     "A package or type body is usually kept in a file of its own, which is not among the input. A routine cannot be made of its heading.",
		Do:      "Add the file with the body to the input, then convert again.",
		Example: "CREATE OR REPLACE PACKAGE pk IS\n  PROCEDURE p(a IN NUMBER);\nEND pk;\n/",
		Rewrite: "CREATE PROCEDURE pk.p(a numeric) LANGUAGE plpgsql AS $$ BEGIN ... END $$;"})
	NoSpec = register(Code{ID: "CW1706", Title: "The specification is not in the sources", Severity: Yellow, Each: 10,
		Text: "Only the body of the package was found. All its members are converted as if they were public.",
		Why: "The specification says which members can be called from outside, and holds the public types, constants and " +
			"variables. Names that only it declares are missing.",
		Do:      "Add the file with the specification to the input, then convert again.",
		Example: "CREATE OR REPLACE PACKAGE BODY pk IS\n  PROCEDURE p IS\n  BEGIN\n    NULL;\n  END;\nEND pk;\n/"})
	NoColumn = register(Code{ID: "CW1707", Title: "The table has no such column", Severity: Red, Each: 10,
		Feature: "the column under its right name",
		Text:    "The statement names a column that its table or view, as the sources create it, does not have.",
		Why: "Either a script that adds the column is not among the input, or the object is invalid in the source database too. " +
			"PostgreSQL refuses it.",
		Do:      "Add the missing script to the input, or mend the statement.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE VIEW v AS SELECT t.id, t.nothing FROM t;",
		Rewrite: "CREATE VIEW v AS SELECT t.id FROM t;"})

	ImplicitToDate = register(Code{ID: "CW1250", Title: "Text turned into a date by the session's format", Severity: Yellow, Each: 5,
		Text: "Oracle turns the text into a date with the session's NLS_DATE_FORMAT or NLS_TIMESTAMP_FORMAT; the conversion was " +
			"written as a cast, which reads ISO dates and follows DateStyle.",
		Why: "The meaning of the text depends on a setting of the session in both databases, and the settings do not take the " +
			"same values. '01-02-03' may be read as another day, or refused.",
		Do:      "Write the format into the source: TO_DATE(text, 'DD-MON-RR'), or a DATE literal.",
		Example: "CREATE TABLE t (d DATE);\nCREATE VIEW v AS SELECT d FROM t WHERE d > '01-JAN-24';"})
	ImplicitFromDate = register(Code{ID: "CW1251", Title: "Date turned into text by the session's format", Severity: Yellow, Each: 5,
		Text: "Oracle turns the date into text with the session's NLS_DATE_FORMAT; the conversion was written as a cast, which gives " +
			"ISO format: 2024-01-31 00:00:00.",
		Why: "Oracle's default is DD-MON-RR, without the time of day; what a session really uses cannot be seen in the sources. " +
			"PostgreSQL formats by DateStyle.",
		Do:      "Write the format into the source: TO_CHAR(d, 'DD-MON-RR').",
		Example: "CREATE TABLE t (d DATE);\nCREATE VIEW v AS SELECT 'on ' || d AS txt FROM t;"})
)
