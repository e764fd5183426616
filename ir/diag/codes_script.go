package diag

// CW118x: data scripts, which run while the schema is installed.
var (
	ScriptRuns = register(Code{ID: "CW1180", Title: "Script that runs code", Severity: Yellow, Each: 5,
		Text: "The statement of the script calls a procedure, raises an error or runs a text as SQL. It was converted into the folder " +
			"scripts, and install.sql does not run it.",
		Why: "What such a script does to an empty database cannot be known from the sources: it may be a test, a demonstration, a " +
			"check of the installation or a part of it. The installation is one transaction, which its first error would end.",
		Do:      "Read it, and run it after the installation if the new database needs what it does.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  NULL;\nEND;\n/\nEXEC p"})
	RowThere = register(Code{ID: "CW1181", Title: "Row that is there already", Severity: Yellow, Each: 5,
		Text: "The INSERT repeats the key of a row that an earlier statement of the scripts puts in; ON CONFLICT DO NOTHING was added. " +
			"A block that would put a key in twice was converted into the folder scripts, and install.sql does not run it.",
		Why: "SQL*Plus reports ORA-00001 and goes on with the next statement. The installation for PostgreSQL is one transaction, " +
			"which the error would end.",
		Do:      "Take the row out of one of the scripts, or convert scripts that are alternatives of each other in separate runs.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10));\nINSERT INTO t VALUES (1, 'one');\nINSERT INTO t VALUES (1, 'uno');"})
	RowRefused = register(Code{ID: "CW1182", Title: "Row without a value that its table wants", Severity: Red, Each: 5,
		Feature: "the INSERT with a value in every column that wants one",
		Text:    "The INSERT gives NULL, or nothing, to a column that is NOT NULL and has no default, or a date to a column of numbers. The script was left out of the installation.",
		Why: "Oracle and SQL Server refuse the row too (ORA-01400, ORA-00932, error 515), and their scripts go on with the next statement. Mostly the value " +
			"is a substitution variable that has no value in this run, or the column came in a later migration.",
		Do:      "Give the value: with --define NAME=VALUE where it is a substitution variable, or a default to the column.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10) NOT NULL);\nINSERT INTO t VALUES (1, '');",
		Rewrite: "INSERT INTO t VALUES (1, 'one');"})
	OtherDefinition = register(Code{ID: "CW1183", Title: "Script for another definition of a table", Severity: Yellow, Each: 5,
		Text: "Several files create a table of one name, and one of these definitions is converted. What the scripts of the other files do to " +
			"their table is left out.",
		Why: "Folders of examples and of versions hold alternatives: each file drops and creates its own table. Rows for one may not fit " +
			"another, or put its keys in twice.",
		Do: "Convert the alternatives in separate runs, or exclude the files that are not wanted.",
		Example: "-- one file\nCREATE TABLE t (id NUMBER(9) PRIMARY KEY);\nINSERT INTO t VALUES (1);\nDROP TABLE t;\n" +
			"CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10));\nINSERT INTO t VALUES (1, 'one');"})
	MayFail = register(Code{ID: "CW1184", Title: "Script that may fail", Severity: Yellow, Each: 10,
		Text: "The statement of the script reaches code that can end it with an error: a trigger or a routine that raises one, or a SELECT INTO " +
			"that may find no row. Where nothing speaks for it that the statement comes through, it was converted into the folder scripts, and " +
			"install.sql does not run it.",
		Why: "SQL*Plus reports the error and goes on with the next statement, so that scripts may hold statements that fail, on purpose or not. " +
			"The installation for PostgreSQL is one transaction, which the error would end.",
		Do: "Convert with --verify, which runs the scripts and tells those that fail. Or read what the trigger or the routine asks for, and " +
			"take the statement out if its rows do not meet that.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, price NUMBER(9,2));\nCREATE OR REPLACE TRIGGER t_price BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n" +
			"  IF :new.price < 0 THEN\n    RAISE_APPLICATION_ERROR(-20001, 'a price must be positive');\n  END IF;\nEND;\n/\nINSERT INTO t VALUES (1, 9.5);"})
	LaterDefault = register(Code{ID: "CW1185", Title: "Rows from before a default", Severity: Yellow, Each: 5,
		Text: "A query puts rows into a table in front of an ALTER TABLE that gives a column which it leaves out another default. The rows get the " +
			"default that the column has in the end.",
		Why: "Every ALTER TABLE is folded into CREATE TABLE, so that the table is made once, as it is in the end. What VALUES leave out is written " +
			"with the value of that time; the columns of a query are left as they are.",
		Do:      "Name the column in the INSERT with the value that it is to have.",
		Example: "CREATE TABLE t (id NUMBER(9), kind VARCHAR2(9));\nINSERT INTO t (id) SELECT DISTINCT 1 FROM dual;\nALTER TABLE t MODIFY kind DEFAULT 'new';"})
	RowsWithoutTrigger = register(Code{ID: "CW1186", Title: "Rows without their trigger", Severity: Yellow, Each: 10,
		Text: "The script puts rows into a table that has a trigger for them, and the trigger is not converted. The rows go in as the script has them.",
		Why: "In the source the trigger gives columns a value, refuses rows or writes others, such as those of a history. Rows that are loaded " +
			"before the trigger is written by hand lack that.",
		Do: "Write the trigger by hand and load the script behind it, or give in the script what the trigger would give.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, made_by VARCHAR2(30));\nCREATE OR REPLACE TRIGGER t_made BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n" +
			"  :new.made_by := apps.who.current_one(:new.id);\nEND;\n/\nINSERT INTO t (id) VALUES (1);"})
)
