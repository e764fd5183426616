package diag

// CW134x: JSON_TABLE, analytic functions and DML.
var (
	JSONTableErrors = register(Code{ID: "CW1340", Title: "JSON_TABLE and values that do not fit", Severity: Yellow, Each: 5,
		Text: "A value in the document that does not fit its column's type raises an error now.",
		Why: "Oracle's JSON_TABLE gives NULL for it, unless ERROR ON ERROR is written. JSON_TABLE became a subquery over " +
			"jsonb_path_query, whose casts to dates and the like raise.",
		Do:      "Nothing, where the documents are known to be well formed.",
		Example: "CREATE TABLE t (doc CLOB);\nCREATE VIEW v AS SELECT j.d FROM t, JSON_TABLE(t.doc, '$.items[*]' COLUMNS (d DATE PATH '$.d')) j;"})
	JSONPath = register(Code{ID: "CW1341", Title: "JSON path that is not known", Severity: Red, Each: 15,
		Feature: "standard SQL/JSON path expressions (jsonb_path_query)",
		Text:    "The path of JSON_TABLE is not a constant, or has Oracle's own steps (descendants, item methods).",
		Why:     "PostgreSQL's jsonpath follows the SQL standard; Oracle has added to it.",
		Do:      "Write the path with standard steps: .name, [n], [*], filters ?(...).",
		Rewrite: "jsonb_path_query(doc::jsonb, '$.items[*] ? (@.n > 5)')",
		Example: "CREATE TABLE t (doc CLOB);\nCREATE VIEW v AS SELECT j.n FROM t, JSON_TABLE(t.doc, '$..items' COLUMNS (n NUMBER PATH '$.n')) j;"})
	XQuery = register(Code{ID: "CW1342", Title: "XQuery in XMLTABLE", Severity: Red, Each: 30,
		Feature: "XMLTABLE with XPath, and SQL around it",
		Text:    "The row expression of XMLTABLE is an XQuery program, not a path.",
		Why:     "PostgreSQL's XMLTABLE takes XPath 1.0 only.",
		Do:      "Select the rows by a path, and do the rest in SQL: WHERE for where, ORDER BY for order by.",
		Rewrite: "FROM t, XMLTABLE('/rows/row' PASSING t.doc COLUMNS n numeric PATH 'n') AS x WHERE x.n > 5",
		Example: "CREATE TABLE t (doc XMLTYPE);\nCREATE VIEW v AS SELECT x.n FROM t, XMLTABLE('for $i in /rows/row where $i/n > 5 return $i' PASSING t.doc COLUMNS n NUMBER PATH 'n') x;"})
	ErrorLogging = register(Code{ID: "CW1345", Title: "LOG ERRORS", Severity: Yellow, Each: 30,
		Text:    "The clause was left out: the first row that fails ends the statement.",
		Why:     "PostgreSQL has no error log for DML. A statement does all or nothing.",
		Do:      "Where failing rows must be passed over, insert row by row in a block with an exception handler, or check the rows beforehand.",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  INSERT INTO t (id) SELECT 1 FROM dual LOG ERRORS REJECT LIMIT UNLIMITED;\nEND;\n/"})
	JoinView = register(Code{ID: "CW1346", Title: "DML on a subquery", Severity: Red, Each: 20,
		Feature: "UPDATE ... FROM and DELETE ... USING",
		Text:    "The statement changes a subquery whose base table cannot be told.",
		Why:     "PostgreSQL changes tables and simple views only. UPDATE (SELECT ...) is rewritten where the changed columns are plain columns of one table.",
		Do:      "Name the table: UPDATE t SET ... FROM the others WHERE the join condition.",
		Rewrite: "UPDATE t SET x = s.y FROM s WHERE s.id = t.id",
		Example: "CREATE TABLE a (id NUMBER, x NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  UPDATE (SELECT x + 1 AS y FROM a) SET y = 2;\nEND;\n/"})
	ViewNotUpdatable = register(Code{ID: "CW1353", Title: "Change through a view that is not updatable", Severity: Red, Each: 20,
		Feature: "an INSTEAD OF trigger, or the statement on the table itself",
		Text:    "INSERT, UPDATE, DELETE or MERGE names a view that joins, groups or computes its rows.",
		Why:     "Oracle and SQL Server write through a join where one table is changed. PostgreSQL writes through views over one table only, without DISTINCT, GROUP BY, set operations, windows and WITH; others need an INSTEAD OF trigger. An UPDATE or INSERT that names columns of one table is converted to a change of that table, and MERGE into a view over one table, too.",
		Do:      "Change the table that the statement means, or give the view an INSTEAD OF trigger.",
		Rewrite: "UPDATE a SET v = 1 FROM b WHERE b.id = a.b_id AND a.id = 2",
		Example: "CREATE TABLE a (id NUMBER(9) PRIMARY KEY, v NUMBER(9));\nCREATE TABLE b (id NUMBER(9) PRIMARY KEY);\nCREATE VIEW j AS SELECT a.id, a.v FROM a JOIN b ON b.id = a.id;\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  DELETE FROM j WHERE v = 1;\nEND;\n/"})
	MergeCount = register(Code{ID: "CW1347", Title: "MERGE as several statements in one", Severity: Yellow, Each: 10,
		Text: "MERGE was split into INSERT, UPDATE and DELETE in one WITH query; SQL%ROWCOUNT counts the last of them only.",
		Why:  "PostgreSQL has MERGE since version 15.",
		Do:   "Check what looks at the number of rows. With target version 15 or later MERGE is converted as it is."})
	MergeDelete = register(Code{ID: "CW1348", Title: "MERGE with DELETE WHERE over a subquery assignment", Severity: Red, Each: 20,
		Feature: "separate UPDATE and DELETE statements",
		Text:    "DELETE WHERE looks at the row after the update, and the new value comes from a subquery.",
		Why:     "PostgreSQL's MERGE either updates or deletes a row, so the condition has to be stated on the old values.",
		Do:      "Run the DELETE as a statement of its own behind the MERGE.",
		Rewrite: "MERGE ... WHEN MATCHED THEN UPDATE SET ...; DELETE FROM t USING s WHERE ... AND t.qty = 0",
		Example: "CREATE TABLE t (id NUMBER, a NUMBER, b NUMBER);\nCREATE TABLE s (id NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  MERGE INTO t USING s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET (a, b) = (SELECT 1, 2 FROM dual) DELETE WHERE t.a = 1;\nEND;\n/"})
	RecordColumns = register(Code{ID: "CW1349", Title: "Record as a row of a table that is not known", Severity: Red, Each: 10,
		Feature: "named columns",
		Text:    "SET ROW needs the columns of the table, which is not in the sources.",
		Why:     "PostgreSQL's UPDATE names each column.",
		Do:      "Add the table to the sources, or name the columns.",
		Rewrite: "UPDATE t SET a = r.a, b = r.b WHERE ...",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  r unknown_table%ROWTYPE;\nBEGIN\n  UPDATE unknown_table SET ROW = r WHERE id = 1;\nEND;\n/"})
	MultiCount = register(Code{ID: "CW1350", Title: "INSERT ALL and the number of rows", Severity: Yellow, Each: 5,
		Text:    "SQL%ROWCOUNT behind the statement counts the rows of its last INSERT only.",
		Why:     "INSERT ALL became several INSERTs in one WITH query, of which PostgreSQL counts the last.",
		Do:      "Where the number matters, count with RETURNING in each part.",
		Example: "CREATE TABLE a (x NUMBER);\nCREATE TABLE b (x NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  INSERT ALL INTO a (x) VALUES (n) INTO b (x) VALUES (n) SELECT 1 AS n FROM dual;\n  DBMS_OUTPUT.PUT_LINE(SQL%ROWCOUNT);\nEND;\n/"})
	FullJoin = register(Code{ID: "CW1351", Title: "FULL JOIN without an equality", Severity: Red, Each: 15,
		Feature: "LEFT JOIN and RIGHT JOIN joined by UNION ALL",
		Text:    "The condition of a FULL JOIN compares the two sides by something else than equality.",
		Why: "PostgreSQL runs a FULL JOIN by sorting or hashing, which needs a condition a = b. It accepts the view, but every query " +
			"of it fails.",
		Do:      "Join LEFT, and add the rows of the other side that have no partner with UNION ALL.",
		Rewrite: "SELECT ... FROM a LEFT JOIN b ON c UNION ALL SELECT ... FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE c)",
		Example: "CREATE TABLE a (x NUMBER(4));\nCREATE TABLE b (lo NUMBER(4), hi NUMBER(4));\nCREATE VIEW v AS SELECT a.x, b.lo FROM a FULL OUTER JOIN b ON a.x BETWEEN b.lo AND b.hi;"})
	KeysMoved = register(Code{ID: "CW1352", Title: "UPDATE that moves unique keys", Severity: Yellow, Each: 10,
		Text: "The UPDATE computes the new value of a unique column from its old one, for several rows at once. It fails here where a row gets the " +
			"value that another one still has.",
		Why:     "Oracle looks at a unique key when the statement is done. PostgreSQL looks at each row as it is changed, unless the constraint is DEFERRABLE.",
		Do:      "Make the constraint DEFERRABLE INITIALLY IMMEDIATE, unless foreign keys or ON CONFLICT need it as it is; or move the rows out of the way first.",
		Example: "CREATE TABLE lines (no NUMBER(9) PRIMARY KEY);\nCREATE OR REPLACE PROCEDURE shift IS\nBEGIN\n  UPDATE lines SET no = no + 1;\nEND;\n/"})
)
