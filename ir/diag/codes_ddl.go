package diag

// CW1100 to CW1149: tables, their columns, constraints and partitions.
var (
	NameTaken = register(Code{ID: "CW1100", Title: "Name changed", Severity: Info,
		Text: "The object got another name, because its own is taken in the target.",
		Why: "PostgreSQL keeps tables, views, sequences, types and indexes of a schema in one namespace, and each primary or " +
			"unique key makes an index of its name. Oracle has namespaces of their own for indexes and constraints.",
		Do:      "Nothing, unless something outside the schema uses the name.",
		Example: "CREATE TABLE orders (id NUMBER(9), customer NUMBER(9));\nCREATE INDEX orders ON orders (customer);"})
	NotConverted = register(Code{ID: "CW1101", Title: "Statement that is not converted", Severity: Red, Each: 20,
		Feature: "an extension, a server setting or the application",
		Text:    "The statement has no counterpart that Crosswalk writes; the message names it.",
		Why:     "It belongs to a feature of the source that PostgreSQL does not have, or has in another place.",
		Do:      "Decide whether the target needs it, and write its counterpart by hand.",
		Rewrite: "CREATE EXTENSION …;                 -- where an extension has the feature\n" +
			"ALTER DATABASE app SET … = …;       -- where a setting has it\n" +
			"CREATE FUNCTION …;                  -- what the application does instead, called where the statement worked",
		Example: "CREATE SCHEMA AUTHORIZATION hr CREATE TABLE t (a NUMBER(9)) GRANT SELECT ON t TO PUBLIC;"})
	ExternalTable = register(Code{ID: "CW1102", Title: "External table", Severity: Red, Learn: 30, Each: 30,
		Feature: "foreign tables (extension file_fdw) or COPY",
		Text:    "The table reads a file of the server through an access driver and was not converted.",
		Why: "PostgreSQL reads files as foreign tables of the extension file_fdw, which takes COPY's options, not those of " +
			"SQL*Loader, and only files that the server's account may read.",
		Do: "Create the foreign table by hand with the file's format, or load the file with COPY.",
		Rewrite: "CREATE EXTENSION file_fdw;\nCREATE SERVER files FOREIGN DATA WRAPPER file_fdw;\n" +
			"CREATE FOREIGN TABLE ext (id integer, name text) SERVER files\n  OPTIONS (filename '/data/ext.csv', format 'csv', header 'true');",
		Example: "CREATE TABLE ext (id NUMBER(9), name VARCHAR2(30))\n  ORGANIZATION EXTERNAL (TYPE ORACLE_LOADER DEFAULT DIRECTORY d\n" +
			"    ACCESS PARAMETERS (FIELDS TERMINATED BY ',') LOCATION ('ext.csv'));"})
	TemporaryTable = register(Code{ID: "CW1103", Title: "Global temporary table", Severity: Yellow, Learn: 30, Each: 5,
		Text: "Each session gets a temporary table of its own at its first INSERT: a trigger on the permanent, always empty table " +
			"makes it, and the search path finds it first. The INSERT that makes it reports no affected rows.",
		Why: "PostgreSQL's temporary tables are made anew by each session; Oracle's are defined once, and only their rows belong " +
			"to the session.",
		Do: "Nothing in most cases. Code that reads SQL%ROWCOUNT or RETURNING of a session's first INSERT should run " +
			"CREATE TEMP TABLE t (LIKE t INCLUDING ALL) first. The extension pgtt is another way.",
		Example: "CREATE GLOBAL TEMPORARY TABLE work_list (id NUMBER(9)) ON COMMIT DELETE ROWS;"})
	ViewOfTemporary = register(Code{ID: "CW1104", Title: "View of a temporary table", Severity: Red, Learn: 10, Each: 20,
		Feature: "a function that returns SETOF rows, or a temporary view of the session",
		Text:    "The view reads a global temporary table, and was not converted.",
		Why: "A view is bound to one table when it is created; each session has a temporary table of its own, which no permanent " +
			"view can name.",
		Do:      "Use a function that returns the rows, or create the view as a temporary one in each session.",
		Rewrite: "CREATE FUNCTION work_view() RETURNS SETOF work_list LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN QUERY SELECT * FROM work_list;\nEND\n$$;",
		Example: "CREATE GLOBAL TEMPORARY TABLE work_list (id NUMBER(9));\nCREATE VIEW work_view AS SELECT id FROM work_list;"})
	RemoteObject = register(Code{ID: "CW1105", Title: "Object behind a database link", Severity: Red, Learn: 60, Each: 15,
		Feature: "foreign tables (extensions postgres_fdw, oracle_fdw)",
		Text:    "The statement uses a table or routine of another database through a link, and was not converted.",
		Why:     "PostgreSQL reaches other databases through foreign tables: each is declared once, and then named like a local table.",
		Do:      "Create a foreign server for the link and a foreign table for the object, and use its name without the link.",
		Rewrite: "IMPORT FOREIGN SCHEMA hr LIMIT TO (employees) FROM SERVER remote INTO remote_hr;\nSELECT * FROM remote_hr.employees;",
		Example: "CREATE VIEW v AS SELECT id FROM employees@remote;"})
	DatabaseLink = register(Code{ID: "CW1106", Title: "Database link", Severity: Red, Learn: 60, Each: 20,
		Feature: "a foreign server with a user mapping (oracle_fdw, postgres_fdw)",
		Text:    "The link was not converted.",
		Why:     "PostgreSQL's counterpart is a foreign server with a user mapping: postgres_fdw for PostgreSQL, oracle_fdw for Oracle.",
		Do:      "Create the server and the user mapping where the link is still needed.",
		Rewrite: "CREATE EXTENSION oracle_fdw;\nCREATE SERVER remote FOREIGN DATA WRAPPER oracle_fdw OPTIONS (dbserver '//host:1521/service');\n" +
			"CREATE USER MAPPING FOR CURRENT_USER SERVER remote OPTIONS (user 'hr', password '...');",
		Example: "CREATE DATABASE LINK remote CONNECT TO hr IDENTIFIED BY secret USING 'orcl';"})
	Directory = register(Code{ID: "CW1107", Title: "Directory", Severity: Yellow, Each: 10,
		Text: "The directory object is a row of crosswalk.directories, which the run-time library's UTL_FILE reads.",
		Why: "PostgreSQL has no named directories, and none of the rights to read and write them. Files of the server are opened by path, by roles that are " +
			"members of pg_read_server_files and may execute lo_export. The path is that of Oracle's server.",
		Do:      "Put the path of PostgreSQL's server into the row, and let the roles of the application execute no more than the routines that use it.",
		Example: "CREATE DIRECTORY data_dir AS '/data/in';",
		Rewrite: "UPDATE crosswalk.directories SET path = '/var/lib/data/in' WHERE name = 'DATA_DIR';"})
	KeyNeedsPartition = register(Code{ID: "CW1108", Title: "Key without the partition column", Severity: Yellow, Each: 15,
		Text: "The key was extended by the partition column, or its index is no longer unique: duplicates in different partitions " +
			"are not found.",
		Why:     "PostgreSQL has no global indexes. A key of a partitioned table must contain the columns that it is partitioned by.",
		Do:      "Check that the values come from a sequence or are unique otherwise, or give up the partitioning of the table.",
		Example: "CREATE TABLE sales (id NUMBER(9) PRIMARY KEY, day DATE NOT NULL)\n  PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN (DATE '2024-01-01'));"})
	NotPartitioned = register(Code{ID: "CW1109", Title: "Partitioning left out", Severity: Yellow, Learn: 15, Each: 15,
		Text:    "The table is created without partitions. It holds the same rows; pruning and dropping by partition are missing.",
		Why:     "PostgreSQL partitions by range, by list of one column and by hash; not by reference, by system, or by several list columns.",
		Do:      "Where the table is large, choose a partitioning that PostgreSQL has, by a column of the table itself.",
		Example: "CREATE TABLE log (id NUMBER(9), txt VARCHAR2(100)) PARTITION BY SYSTEM (PARTITION p1, PARTITION p2);"})
	IntervalPartition = register(Code{ID: "CW1110", Title: "Partitions are not made automatically", Severity: Yellow, Learn: 30, Each: 5,
		Text:    "The given partitions were converted. Rows beyond them go into a default partition.",
		Why:     "Oracle adds partitions by interval, or for each new list value, when a row needs one; PostgreSQL does not.",
		Do:      "Create the coming partitions ahead of time, by a job or with the extension pg_partman.",
		Example: "CREATE TABLE ev (at DATE NOT NULL) PARTITION BY RANGE (at) INTERVAL (NUMTOYMINTERVAL(1, 'MONTH'))\n  (PARTITION p0 VALUES LESS THAN (DATE '2024-01-01'));"})
	UniqueNulls = register(Code{ID: "CW1111", Title: "NULL in a composite unique key", Severity: Yellow, Each: 5,
		Text: "Two rows that agree in all columns with a value, and have NULL in the others, are now allowed.",
		Why: "Oracle treats such rows as duplicates; in PostgreSQL a NULL is never equal to another. NULLS NOT DISTINCT, which " +
			"restores Oracle's rule, came with version 15.",
		Do:      "Set the target version to 15 or higher if the server has it, or declare the columns NOT NULL.",
		Example: "-- target: 14\nCREATE TABLE seats (room NUMBER(5), seat NUMBER(5), CONSTRAINT seats_uq UNIQUE (room, seat));"})
	DeferrableCheck = register(Code{ID: "CW1112", Title: "Check at the end of the transaction", Severity: Yellow, Each: 10,
		Text:    "The check constraint was deferrable; now each statement must satisfy it.",
		Why:     "PostgreSQL defers keys and foreign keys, but no check constraints.",
		Do:      "Where a transaction relies on it, use a constraint trigger (CREATE CONSTRAINT TRIGGER … DEFERRABLE INITIALLY DEFERRED).",
		Example: "CREATE TABLE acc (bal NUMBER(9) CONSTRAINT bal_ck CHECK (bal >= 0) DEFERRABLE INITIALLY DEFERRED);"})
	DeferrableKey = register(Code{ID: "CW1113", Title: "Deferrable key that is referenced", Severity: Yellow, Each: 10,
		Text: "The key was deferrable; now each statement must satisfy it.",
		Why:  "A foreign key of PostgreSQL cannot refer to a deferrable key.",
		Do:   "Where a transaction changes key values so that they collide for a while, change them in two steps.",
		Example: "CREATE TABLE p (id NUMBER(9) CONSTRAINT p_pk PRIMARY KEY DEFERRABLE);\n" +
			"CREATE TABLE c (id NUMBER(9) CONSTRAINT c_fk REFERENCES p (id));"})
	DisabledConstraint = register(Code{ID: "CW1114", Title: "Disabled constraint left out", Severity: Info,
		Text:    "The constraint is disabled in the source, so that it checks nothing, and was left out.",
		Why:     "PostgreSQL has no constraints that exist without being checked.",
		Do:      "Nothing, unless scripts enable it later: then add it there.",
		Example: "CREATE TABLE t (id NUMBER(9), CONSTRAINT t_ck CHECK (id > 0) DISABLE);"})
	ForeignKeyLeftOut = register(Code{ID: "CW1115", Title: "Foreign key left out", Severity: Yellow, Each: 10,
		Text: "The foreign key was not created; the message says why. The rest of the table was converted.",
		Why: "PostgreSQL needs the referenced table, and a unique key over exactly the referenced columns. The table may be missing " +
			"from the sources, or its key had to be changed.",
		Do:      "Add the file that creates the referenced table to the input, or check the reference with a trigger.",
		Example: "CREATE TABLE c (id NUMBER(9), p_id NUMBER(9) REFERENCES table_that_no_file_creates (id));"})
	DeclaredImmutable = register(Code{ID: "CW1116", Title: "Expression declared immutable", Severity: Yellow, Learn: 15, Each: 10,
		Text: "A function of its own computes the expression and is declared IMMUTABLE, which PostgreSQL does not verify.",
		Why: "Indexes and generated columns take only expressions that never change for the same input. What formats or reads " +
			"dates and numbers depends on settings of the session in PostgreSQL.",
		Do: "Check that the expression's result does not depend on language, time zone or date style. Queries must call " +
			"the function to use the index.",
		Example: "CREATE TABLE o (id NUMBER(9), day DATE);\nCREATE INDEX o_month ON o (TO_CHAR(day, 'YYYY-MM'));"})
	InvisibleColumn = register(Code{ID: "CW1117", Title: "Invisible column", Severity: Yellow, Each: 10,
		Text:    "The column is an ordinary one now, behind the others: SELECT * includes it.",
		Why:     "PostgreSQL has no invisible columns.",
		Do:      "Name the columns in such queries, or offer a view without it.",
		Example: "CREATE TABLE t (id NUMBER(9), secret VARCHAR2(10) INVISIBLE);"})
	CollationLeftOut = register(Code{ID: "CW1118", Title: "Collation left out", Severity: Yellow, Learn: 20, Each: 5,
		Text:    "The column compares and sorts by the database's collation; the source names another.",
		Why:     "Oracle's collations (BINARY_CI, GENERIC_M and so on) have no counterparts of their name in PostgreSQL.",
		Do:      "Create a nondeterministic ICU collation where case or accents must not count, and give it to the column.",
		Example: "CREATE TABLE t (name VARCHAR2(30) COLLATE BINARY_CI);"})
	ObjectTable = register(Code{ID: "CW1119", Title: "Object table", Severity: Yellow, Learn: 30, Each: 20,
		Text:    "The table has the columns of its type. Rows have no object identity: REF, VALUE and methods on rows are not there.",
		Why:     "PostgreSQL's typed tables take over a type's columns only.",
		Do:      "Replace references to rows by foreign keys.",
		Example: "CREATE TYPE person_t AS OBJECT (id NUMBER(9), name VARCHAR2(30));\n/\nCREATE TABLE people OF person_t;"})
	PhysicalOptions = register(Code{ID: "CW1120", Title: "Storage clauses left out", Severity: Info,
		Text:    "Tablespaces, storage, logging, compression and the like were left out everywhere. Noted once for the whole schema.",
		Why:     "They tune Oracle's storage. PostgreSQL's has other parameters, and sensible defaults.",
		Do:      "Nothing. Place large tables in a tablespace by hand where that is wanted.",
		Example: "CREATE TABLE t (id NUMBER(9)) TABLESPACE users PCTFREE 10 STORAGE (INITIAL 64K);"})
	ReadOnlyTable = register(Code{ID: "CW1121", Title: "Read-only table", Severity: Yellow, Each: 5,
		Text:    "The table can be written to.",
		Why:     "PostgreSQL has no read-only tables; rights decide.",
		Do:      "Revoke INSERT, UPDATE, DELETE and TRUNCATE from everyone who must not write.",
		Example: "CREATE TABLE t (id NUMBER(9)) READ ONLY;"})
	ClauseLeftOut = register(Code{ID: "CW1122", Title: "Clause left out", Severity: Yellow, Each: 10,
		Text:    "A clause of the table that means something was left out; the message names it.",
		Why:     "PostgreSQL has no counterpart of it.",
		Do:      "Check whether the application relies on it.",
		Example: "CREATE TABLE t (id NUMBER(9)) FLASHBACK ARCHIVE fla1;"})
	XMLTable = register(Code{ID: "CW1123", Title: "Table of XML documents", Severity: Yellow, Each: 20,
		Text:    "The table has one column, object_value, of type xml. Its XML schema and storage options are gone.",
		Why:     "PostgreSQL has no tables of XMLTYPE, and does not validate documents by a schema.",
		Do:      "Change statements that name the row itself (OBJECT_VALUE, VALUE(t)) to the column.",
		Example: "CREATE TABLE docs OF XMLTYPE;"})
	NameTwice = register(Code{ID: "CW1124", Title: "Two objects of one name", Severity: Yellow, Each: 10,
		Text:    "Two objects of the schema have this name. One of them is converted, the other one is left out; the message names its place.",
		Why:     "Oracle has one name space for tables, views, routines and packages, and OR REPLACE replaces an object of its own kind only (ORA-00955). Which file is run is not known from the sources; a table is kept, since its data is what cannot be made again.",
		Do:      "Take the files that are not run out of the input, or add the DROP that comes between them.",
		Example: "CREATE TABLE emp (id NUMBER(9));\nCREATE OR REPLACE VIEW emp AS SELECT 1 AS id FROM dual;"})
)
