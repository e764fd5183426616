package diag

// CW1150 to CW1199: indexes, views, sequences, grants and statements of administration.
var (
	DomainIndex = register(Code{ID: "CW1150", Title: "Domain index", Severity: Red, Learn: 60, Each: 30,
		Feature: "full text search with a GIN index, or PostGIS with a GiST index",
		Text:    "The index is of a type of its own (Oracle Text, spatial, XML) and was not converted.",
		Why:     "Full text search is built into PostgreSQL and works on tsvector values; spatial indexes belong to PostGIS.",
		Do:      "Create the index shown, and change CONTAINS(col, 'words') > 0 to the search condition.",
		Rewrite: "CREATE INDEX docs_txt ON docs USING gin (to_tsvector('english', body));\n" +
			"SELECT * FROM docs WHERE to_tsvector('english', body) @@ websearch_to_tsquery('english', 'words');",
		Example: "CREATE TABLE docs (id NUMBER(9), body CLOB);\nCREATE INDEX docs_txt ON docs (body) INDEXTYPE IS CTXSYS.CONTEXT;"})
	JoinIndex = register(Code{ID: "CW1151", Title: "Bitmap join index", Severity: Red, Each: 20,
		Feature: "a materialized view with an index of its own",
		Text:    "The index over a join of tables was not converted.",
		Why:     "An index of PostgreSQL belongs to one table.",
		Do:      "Index the columns of the join, or keep the joined rows in a materialized view with an index of its own.",
		Rewrite: "CREATE MATERIALIZED VIEW sales_city AS SELECT s.id, c.city FROM sales s JOIN customers c USING (cust_id);\nCREATE INDEX ON sales_city (city);",
		Example: "CREATE TABLE c (id NUMBER(9) PRIMARY KEY, city VARCHAR2(20));\nCREATE TABLE s (id NUMBER(9), c_id NUMBER(9));\n" +
			"CREATE BITMAP INDEX s_city ON s (c.city) FROM s, c WHERE s.c_id = c.id;"})
	RefreshMode = register(Code{ID: "CW1160", Title: "Refresh of a materialized view", Severity: Yellow, Learn: 30, Each: 10,
		Text:    "The view is refreshed only by REFRESH MATERIALIZED VIEW; the message says what the source asks for.",
		Why:     "PostgreSQL refreshes as a whole and on demand: not at commit, not by itself at an hour, not by changes alone.",
		Do:      "Run REFRESH MATERIALIZED VIEW CONCURRENTLY from a job (pg_cron), or keep the data by triggers where it must be current.",
		Example: "CREATE TABLE s (id NUMBER(9));\nCREATE MATERIALIZED VIEW m REFRESH COMPLETE START WITH SYSDATE NEXT SYSDATE + 1 AS SELECT COUNT(*) n FROM s;"})
	PrebuiltView = register(Code{ID: "CW1161", Title: "Materialized view on a prebuilt table", Severity: Red, Each: 20,
		Feature: "a materialized view in place of the table",
		Text:    "The materialized view was not converted; the table that it was put on is, as a table.",
		Why:     "A materialized view of PostgreSQL is an object of its own and cannot take over a table.",
		Do:      "Create the materialized view in place of the table, or fill the table by a job.",
		Rewrite: "CREATE MATERIALIZED VIEW totals AS SELECT ...;  -- instead of the table",
		Example: "CREATE TABLE m (n NUMBER(9));\nCREATE MATERIALIZED VIEW m ON PREBUILT TABLE AS SELECT COUNT(*) n FROM m;"})
	CheckOptionLeftOut = register(Code{ID: "CW1162", Title: "WITH CHECK OPTION left out", Severity: Yellow, Each: 10,
		Text: "The view does not check the rows that are written through it.",
		Why:  "PostgreSQL knows the option only on views that it can write through by itself: one table, no grouping, no set operation.",
		Do:   "Write an INSTEAD OF trigger that checks the condition, if anything writes through the view.",
		Example: "CREATE TABLE a (id NUMBER(9) PRIMARY KEY);\nCREATE TABLE b (id NUMBER(9) PRIMARY KEY);\n" +
			"CREATE VIEW v AS SELECT a.id, b.id b_id FROM a, b WHERE a.id = b.id WITH CHECK OPTION;"})
	SequenceOption = register(Code{ID: "CW1164", Title: "Option of a sequence", Severity: Yellow, Each: 5,
		Text:    "The sequence gives other numbers than in the source; the message names the option.",
		Why:     "PostgreSQL's sequences are 64 bits wide, last beyond the session and know no scalable prefix.",
		Do:      "Check whether anything relies on the numbers themselves.",
		Example: "CREATE SEQUENCE s SESSION;"})
	PrivilegeLeftOut = register(Code{ID: "CW1165", Title: "Privilege left out", Severity: Info,
		Text:    "A privilege of the statement has no counterpart in PostgreSQL; the others were granted.",
		Why:     "PostgreSQL ties altering, indexing and debugging to the ownership of the object.",
		Do:      "Nothing in most cases. Make the grantee a member of the owning role where it must alter the object.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE ROLE app;\nGRANT SELECT, ALTER ON t TO app;"})
	PasswordLeftOut = register(Code{ID: "CW1166", Title: "User without password", Severity: Info,
		Text:    "The user became a role that may log in, without a password, quota or profile.",
		Why:     "Passwords do not belong into a schema repository; quotas and profiles do not exist in PostgreSQL.",
		Do:      "Set the password with \\password, or leave the authentication to pg_hba.conf.",
		Example: "CREATE USER app IDENTIFIED BY secret;"})
	RollbackInScript = register(Code{ID: "CW1167", Title: "ROLLBACK in a data script", Severity: Yellow, Each: 5,
		Text:    "The ROLLBACK was left out: the whole installation is one transaction.",
		Why:     "In the source it takes back what the script did since the last COMMIT.",
		Do:      "Take the statements that it would undo out of the source.",
		Example: "CREATE TABLE t (id NUMBER(9));\nINSERT INTO t VALUES (1);\nROLLBACK;"})
	ExternalLibrary = register(Code{ID: "CW1169", Title: "Library of C code", Severity: Red, Learn: 120, Each: 60,
		Feature: "functions of LANGUAGE c, or code outside the database",
		Text:    "The library was not converted.",
		Why:     "PostgreSQL loads C functions that are written for its own interface, from its own library folder.",
		Do:      "Write the functions for PostgreSQL, or move them out of the database.",
		Rewrite: "CREATE FUNCTION f(integer) RETURNS integer AS 'mylib', 'f' LANGUAGE c STRICT;",
		Example: "CREATE OR REPLACE LIBRARY ext_lib AS '/lib/ext.so';\n/"})
	DynamicDDL = register(Code{ID: "CW1170", Title: "Block of a script that changes the schema", Severity: Yellow, Each: 15,
		Text: "An anonymous block builds statements that create or change objects while it runs. It was converted into the folder " +
			"scripts, and install.sql does not run it.",
		Why:     "What it creates is not known to the conversion, so that nothing which needs it can be proved.",
		Do:      "Write the statements into the source as they are, without the block.",
		Example: "BEGIN\n  FOR i IN 1 .. 3 LOOP\n    EXECUTE IMMEDIATE 'CREATE TABLE part_' || i || ' (id NUMBER)';\n  END LOOP;\nEND;\n/"})
	KeyNotChecked = register(Code{ID: "CW1171", Title: "Foreign key not checked for old rows", Severity: Yellow, Each: 5,
		Text: "The foreign key is created NOT VALID: rows that are there already are not checked, new ones are.",
		Why: "A data script that fills the table, or one that it refers to, was not converted, or the rows of the scripts refer to rows that " +
			"none of them puts in: they may not fit together when the key is created.",
		Do: "Convert the data script by hand or put the missing rows in, then run ALTER TABLE … VALIDATE CONSTRAINT ….",
		Example: "CREATE TABLE p (id NUMBER(9) PRIMARY KEY);\nCREATE TABLE c (id NUMBER(9) REFERENCES p (id));\n" +
			"INSERT INTO p SELECT id FROM table_that_no_file_creates;"})
	KeyNotLoaded = register(Code{ID: "CW1172", Title: "Foreign key refused by the server", Severity: Yellow, Class: Fails, Each: 10,
		Text: "The server did not accept the foreign keys of this table, shown with its message; they were left out of the installation.",
		Why: "The rows that the data scripts put in do not satisfy them, mostly because another data script could not be " +
			"converted or loaded, or because a column has another type than the one it refers to.",
		Do: "Mend what the message names, then add the foreign keys with ALTER TABLE … ADD CONSTRAINT.",
		Example: "CREATE TABLE p (id NUMBER(9) PRIMARY KEY);\nCREATE TABLE c (id NUMBER(9) REFERENCES p (id));\n" +
			"INSERT INTO c VALUES (LENGTH('x'));"})
)
