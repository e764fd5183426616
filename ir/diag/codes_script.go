package diag

// CW118x: data scripts, which run while the schema is installed.
var (
	ScriptDynamic = register(Code{ID: "CW1180", Title: "Script that runs statements put together at run time", Severity: Red, Each: 15,
		Feature: "the statements themselves, or a script run by hand",
		Text:    "A block of a script executes a text that is not converted. The script was left out of the installation.",
		Why: "What is in the text is Oracle's SQL, mostly its DDL. In a routine it fails when it is called; a script runs while the " +
			"schema is installed, and the installation is one transaction.",
		Do:      "Write the statements into the source as they are, without the block; or run them by hand after the installation.",
		Example: "BEGIN\n  FOR i IN 1 .. 3 LOOP\n    EXECUTE IMMEDIATE 'CREATE TABLE part_' || i || ' (id NUMBER) TABLESPACE users';\n  END LOOP;\nEND;\n/",
		Rewrite: "CREATE TABLE part_1 (id numeric); ..."})
	RowThere = register(Code{ID: "CW1181", Title: "Row that is there already", Severity: Yellow, Each: 5,
		Text: "The INSERT repeats the key of a row that an earlier statement of the scripts puts in; ON CONFLICT DO NOTHING was added.",
		Why: "SQL*Plus reports ORA-00001 and goes on with the next statement. The installation for PostgreSQL is one transaction, " +
			"which the error would end.",
		Do:      "Take the row out of one of the scripts, or convert scripts that are alternatives of each other in separate runs.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10));\nINSERT INTO t VALUES (1, 'one');\nINSERT INTO t VALUES (1, 'uno');"})
	RowRefused = register(Code{ID: "CW1182", Title: "Row without a value that its table wants", Severity: Red, Each: 5,
		Feature: "the INSERT with a value in every column that wants one",
		Text:    "The INSERT gives NULL, or nothing, to a column that is NOT NULL and has no default. The script was left out of the installation.",
		Why: "Oracle refuses the row too (ORA-01400); SQL*Plus goes on with the next statement. Mostly the value is a substitution " +
			"variable that has no value in this run.",
		Do:      "Give the value: with --define NAME=VALUE where it is a substitution variable.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10) NOT NULL);\nINSERT INTO t VALUES (1, '');",
		Rewrite: "INSERT INTO t VALUES (1, 'one');"})
	ScriptCommits = register(Code{ID: "CW1183", Title: "Script that calls a procedure which ends the transaction", Severity: Red, Each: 10,
		Feature: "CALL outside a transaction block, after the installation",
		Text:    "The script calls, directly or not, a procedure that does COMMIT or ROLLBACK. It was left out of the installation.",
		Why:     "The installation is one transaction, and PostgreSQL refuses COMMIT in a procedure that is called inside one.",
		Do:      "Run the script by hand after the installation, outside a transaction.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  INSERT INTO t VALUES (1);\n  COMMIT;\nEND;\n/\nEXEC p",
		Rewrite: "psql -c 'CALL p()'"})
)
