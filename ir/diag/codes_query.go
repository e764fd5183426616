package diag

// CW13xx: queries and DML.
var (
	OuterJoinUnclear = register(Code{ID: "CW1301", Title: "Outer join (+) that cannot be turned into a join", Severity: Red, Each: 15,
		Feature: "LEFT JOIN ... ON",
		Text: "A predicate marked (+) cannot be given to one LEFT JOIN: it marks two tables, stands under OR, makes tables " +
			"depend on each other in a circle, or its table cannot be told.",
		Why:     "PostgreSQL has no (+). A join needs one optional table, and tables that stand in front of it.",
		Do:      "Write the join as LEFT JOIN ... ON in the source; Oracle takes that form too.",
		Rewrite: "FROM a LEFT JOIN b ON b.x = a.x AND (b.k = 1 OR b.k = 2)",
		Example: "CREATE TABLE a (x NUMBER);\nCREATE TABLE b (x NUMBER, k NUMBER);\nCREATE VIEW v AS SELECT a.x FROM a, b WHERE a.x = b.x(+) AND (b.k(+) = 1 OR b.k(+) = 2);"})
	OuterJoinConstant = register(Code{ID: "CW1302", Title: "Outer join by a constant only", Severity: Yellow, Each: 5,
		Text:    "A table is marked (+) in comparisons with constants, but in none with another table. It became LEFT JOIN ... ON with these comparisons.",
		Why:     "What Oracle makes of it is not documented.",
		Do:      "Check that a row without partner is meant to stay.",
		Example: "CREATE TABLE a (x NUMBER);\nCREATE TABLE b (x NUMBER, k NUMBER);\nCREATE VIEW v AS SELECT a.x FROM a, b WHERE b.k(+) = 1;"})
	Hierarchy = register(Code{ID: "CW1303", Title: "CONNECT BY that cannot be a recursive query", Severity: Red, Each: 45,
		Feature: "WITH RECURSIVE",
		Text:    "The hierarchical query uses something that its recursive form cannot express; the message names it.",
		Why:     "PostgreSQL has WITH RECURSIVE instead of CONNECT BY. Row numbers inside the condition and locks on its rows have no place there.",
		Do:      "Rewrite the query by hand: number or lock the rows in a query around it.",
		Rewrite: "WITH RECURSIVE h AS (SELECT ... WHERE <start> UNION ALL SELECT ... FROM t JOIN h ON <connect>) SELECT ... FROM h",
		Example: "CREATE TABLE t (id NUMBER, parent_id NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\n  CURSOR c IS SELECT id FROM t START WITH parent_id IS NULL CONNECT BY parent_id = PRIOR id FOR UPDATE;\nBEGIN\n  NULL;\nEND;\n/"})
	ConnectByLoop = register(Code{ID: "CW1304", Title: "CONNECT BY without NOCYCLE", Severity: Info,
		Text:    "The recursive query does not notice a loop in the data; a condition on LEVEL ends it.",
		Why:     "Oracle notices the loop and raises ORA-01436. PostgreSQL follows it as deep as LEVEL lets it, and gives the rows of the loop again and again.",
		Do:      "Nothing, where a constraint or the application keeps loops out. Otherwise write NOCYCLE in the source.",
		Example: "CREATE TABLE t (id NUMBER, parent_id NUMBER);\nCREATE VIEW v AS SELECT id FROM t START WITH parent_id IS NULL CONNECT BY parent_id = PRIOR id AND LEVEL <= 9;"})
	Rownum = register(Code{ID: "CW1305", Title: "Condition on ROWNUM", Severity: Red, Each: 15,
		Feature: "LIMIT, FETCH FIRST or row_number()",
		Text:    "ROWNUM stands in a condition that is not an upper bound.",
		Why: "Oracle counts rows while they pass the condition, so ROWNUM <= 10 is a limit, and became LIMIT. Other conditions have no " +
			"such meaning; most of them are never true.",
		Do:      "Number the rows in a subquery and put the condition outside it.",
		Rewrite: "SELECT ... FROM (SELECT t.*, row_number() OVER (ORDER BY ...) AS rn FROM t) AS n WHERE mod(rn, 2) = 0",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE VIEW v AS SELECT id FROM t WHERE MOD(ROWNUM, 2) = 0;"})
	Rowid = register(Code{ID: "CW1306", Title: "ROWID", Severity: Yellow, Each: 10,
		Text:    "ROWID became ctid, the place of the row's current version.",
		Why:     "A row's ROWID stays while the row lives. Its ctid changes with every UPDATE of the row, and after VACUUM another row may have it.",
		Do:      "Fine inside one statement, or between a SELECT ... FOR UPDATE and its UPDATE. Where the value is kept longer, use the primary key.",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE VIEW v AS SELECT ROWID AS rid, id FROM t;"})
	Pivot = register(Code{ID: "CW1307", Title: "PIVOT or UNPIVOT that cannot be expanded", Severity: Red, Each: 30,
		Feature: "aggregates with FILTER, or crosstab of the extension tablefunc",
		Text:    "The columns of the result are not known when the schema is converted.",
		Why: "PostgreSQL has neither clause. They become aggregates with FILTER and a list of VALUES, which needs the columns of the " +
			"table, and for PIVOT the values, beforehand.",
		Do:      "Add the table to the sources. For PIVOT XML, aggregate into JSON.",
		Rewrite: "SELECT region, sum(amount) FILTER (WHERE quarter = 'Q1') AS q1 FROM sales GROUP BY region",
		Example: "CREATE TABLE s (region VARCHAR2(10), q VARCHAR2(2), amount NUMBER);\nCREATE VIEW v AS SELECT * FROM s PIVOT XML (SUM(amount) FOR q IN (ANY));"})
	ModelClause = register(Code{ID: "CW1308", Title: "MODEL clause", Severity: Red, Each: 120,
		Feature: "window functions, WITH RECURSIVE or a PL/pgSQL loop",
		Text:    "MODEL has no counterpart in PostgreSQL.",
		Why:     "It computes cells of a multidimensional array by rules, which no other database does in SQL.",
		Do:      "Rules that look at neighbouring rows become window functions; sequential ones a function in PL/pgSQL.",
		Rewrite: "SELECT year, sales, lag(sales) OVER (ORDER BY year) * 1.1 AS forecast FROM s",
		Example: "CREATE TABLE s (y NUMBER, sales NUMBER);\nCREATE VIEW v AS SELECT y, sales FROM s MODEL DIMENSION BY (y) MEASURES (sales) RULES (sales[2020] = sales[2019] * 2);"})
	Flashback = register(Code{ID: "CW1309", Title: "Flashback query", Severity: Red, Each: 60,
		Feature: "a history table kept by a trigger",
		Text: "AS OF, VERSIONS BETWEEN and FOR SYSTEM_TIME read past states of a table. Of a system-versioned table of SQL Server whose " +
			"definition is in the sources, the history is kept and read; other tables have none.",
		Why:     "Oracle keeps them in undo segments. PostgreSQL has old row versions only until they are vacuumed, and no query on them.",
		Do:      "Keep the history in a table that a trigger fills, and query that.",
		Rewrite: "SELECT ... FROM t_history WHERE valid @> timestamptz '2024-01-01'",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE VIEW v AS SELECT id FROM t AS OF TIMESTAMP SYSTIMESTAMP - INTERVAL '1' HOUR;"})
	LockWait = register(Code{ID: "CW1310", Title: "FOR UPDATE WAIT n", Severity: Yellow, Each: 5,
		Text:    "The waiting time was left out: the statement waits as long as lock_timeout says, which by default is without end.",
		Why:     "PostgreSQL has NOWAIT and SKIP LOCKED at the statement; a time is a setting of the session or transaction.",
		Do:      "Put SET LOCAL lock_timeout = '5s' in front of the statement.",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\n  v NUMBER;\nBEGIN\n  SELECT id INTO v FROM t WHERE id = 1 FOR UPDATE WAIT 5;\nEND;\n/"})
	LockOuter = register(Code{ID: "CW1311", Title: "FOR UPDATE of an outer join", Severity: Yellow, Each: 5,
		Text:    "Rows of the optional table are not locked.",
		Why:     "PostgreSQL cannot lock the side of an outer join that may be missing.",
		Do:      "Where these rows must be locked too, select them FOR UPDATE in a statement of their own.",
		Example: "CREATE TABLE a (x NUMBER);\nCREATE TABLE b (x NUMBER);\nCREATE OR REPLACE PROCEDURE p IS\n  CURSOR c IS SELECT a.x FROM a LEFT JOIN b ON b.x = a.x FOR UPDATE;\nBEGIN\n  NULL;\nEND;\n/"})
	HintsDropped = register(Code{ID: "CW1312", Title: "Optimizer hints dropped", Severity: Info,
		Text:    "Hints to the optimizer were left out: comments /*+ ... */ of Oracle, and of SQL Server OPTION (...), the hints of tables and of joins. Noted once for each object.",
		Why:     "PostgreSQL's planner takes none; the extension pg_hint_plan has a syntax of its own.",
		Do:      "Nothing, unless a query turns out slow.",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE VIEW v AS SELECT /*+ FULL(t) */ id FROM t;"})
	Keep = register(Code{ID: "CW1313", Title: "KEEP (DENSE_RANK ...) in a form that is not converted", Severity: Red, Each: 20,
		Feature: "DISTINCT ON, or an aggregate over a window's first rows",
		Text:    "KEEP of this function beside ROLLUP or CUBE, or with OVER.",
		Why:     "It needs the rank of each row inside its group, which has to be computed for every grouping.",
		Do:      "Rank the rows in a subquery with dense_rank(), and aggregate with FILTER (WHERE rank = 1).",
		Rewrite: "SELECT a, sum(x) FILTER (WHERE r = 1) FROM (SELECT t.*, dense_rank() OVER (PARTITION BY a ORDER BY d) AS r FROM t) AS n GROUP BY a",
		Example: "CREATE TABLE t (a NUMBER, d DATE, x NUMBER);\nCREATE VIEW v AS SELECT a, SUM(x) KEEP (DENSE_RANK FIRST ORDER BY d) AS s FROM t GROUP BY ROLLUP (a);"})
	SearchClause = register(Code{ID: "CW1314", Title: "SEARCH or CYCLE clause", Severity: Red, Each: 20,
		Feature: "SEARCH and CYCLE of WITH RECURSIVE (PostgreSQL 14)",
		Text:    "The SEARCH or CYCLE clause of a recursive query cannot be written for the target.",
		Why: "PostgreSQL has both since version 14, and SEARCH sorts ascending only. Other orders are built by hand, in a query of " +
			"two terms that sorts by its own columns.",
		Do:      "Carry an array with the sort keys, or with the path, through the recursive query.",
		Rewrite: "WITH RECURSIVE h AS (SELECT id, ARRAY[row_number() OVER (ORDER BY name DESC)] AS sort_path ...) SELECT ... ORDER BY sort_path",
		Example: "CREATE TABLE t (id NUMBER, parent_id NUMBER, name VARCHAR2(10));\nCREATE VIEW v AS WITH h (id, name) AS (SELECT id, name FROM t WHERE parent_id IS NULL UNION ALL SELECT id, name FROM t WHERE id = 7 UNION ALL SELECT t.id, t.name FROM t JOIN h ON t.parent_id = h.id) SEARCH DEPTH FIRST BY name DESC SET o SELECT id FROM h ORDER BY o;"})
	WithFunction = register(Code{ID: "CW1315", Title: "Function in a WITH clause", Severity: Red, Each: 10,
		Feature: "CREATE FUNCTION",
		Text:    "A function declared in the WITH clause of a query was not converted.",
		Why:     "PostgreSQL has no functions that live in one query.",
		Do:      "Create it as a function of its own, and leave the declaration out of the query.",
		Rewrite: "CREATE FUNCTION f(...) ...; SELECT f(x) FROM t",
		Example: "CREATE TABLE t (id NUMBER);\nCREATE VIEW v AS WITH FUNCTION f(n NUMBER) RETURN NUMBER IS BEGIN RETURN n + 1; END; SELECT f(id) AS n FROM t;\n/"})
	PartitionName = register(Code{ID: "CW1317", Title: "Query of a partition", Severity: Red, Each: 10,
		Feature: "the partition as a table, or a condition on the partition key",
		Text:    "PARTITION FOR (value), or a partition that the sources do not declare.",
		Why:     "In PostgreSQL a partition is a table with a name of its own; which one holds a value is not known in the statement.",
		Do:      "Name the partition, or put the condition on the partition key into WHERE: the planner then reads that partition only.",
		Rewrite: "SELECT ... FROM sales WHERE sold_on >= date '2024-01-01' AND sold_on < date '2024-02-01'",
		Example: "CREATE TABLE s (d DATE) PARTITION BY RANGE (d) (PARTITION p1 VALUES LESS THAN (DATE '2024-01-01'));\nCREATE VIEW v AS SELECT d FROM s PARTITION FOR (DATE '2023-05-01');"})
	Ungrouped = register(Code{ID: "CW1318", Title: "Column outside of GROUP BY", Severity: Red, Each: 10,
		Feature: "the column in GROUP BY, or an aggregate over it",
		Text:    "A query with groups gives a column that is neither among the terms of GROUP BY nor in an aggregate.",
		Why: "PostgreSQL refuses such a query unless the primary key of the column's table is grouped. So do Oracle (ORA-00979) and " +
			"SQL Server (error 8120): the query was valid, if ever, before a table or view that it reads got the column.",
		Do:      "Add the column to GROUP BY, or take max() of it where all rows of a group have the same value.",
		Rewrite: "SELECT shop, max(town) AS town, sum(amount) AS total FROM sale GROUP BY shop",
		Example: "CREATE TABLE sale (shop NUMBER, town VARCHAR2(20), amount NUMBER);\nCREATE VIEW v AS SELECT shop, town, SUM(amount) AS total FROM sale GROUP BY shop;"})
)
