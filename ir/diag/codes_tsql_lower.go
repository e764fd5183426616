package diag

// CW2020 to CW2039: lowering Transact-SQL.
var (
	TsqlStatement = register(Code{ID: "CW2020", Title: "Statement not converted", Severity: Red, Each: 30, Learn: 5, Dialect: "sqlserver",
		Feature: "a statement of the target, written by hand",
		Text:    "The statement was parsed, but Crosswalk has no conversion for it.",
		Why:     "It uses a feature of SQL Server that has no counterpart in Crosswalk's intermediate form.",
		Do:      "Rewrite the statement with features that the target has.",
		Example: "CREATE PROCEDURE p AS\nUPDATETEXT t.c @p 0 1 'x';",
		Rewrite: "UPDATE t SET c = overlay(c placing 'x' from 1 for 1)"})
	TsqlExpression = register(Code{ID: "CW2021", Title: "Expression not converted", Severity: Red, Each: 20, Learn: 5, Dialect: "sqlserver",
		Feature: "an expression of the target's own functions",
		Text:    "The expression was parsed, but Crosswalk has no conversion for it.",
		Why:     "It uses an operator or function of SQL Server that has no counterpart in Crosswalk's intermediate form.",
		Do:      "Rewrite the expression with what the target has.",
		Example: "CREATE VIEW v AS SELECT NEXT VALUE FOR s OVER (ORDER BY a) AS n FROM t;\nGO\nCREATE TABLE t (a int);\nGO\nCREATE SEQUENCE s;",
		Rewrite: "SELECT nextval('s') AS n FROM (SELECT a FROM t ORDER BY a) x"})
	TsqlQuery = register(Code{ID: "CW2022", Title: "Query clause not converted", Severity: Red, Each: 30, Learn: 10, Dialect: "sqlserver",
		Feature: "a query in the target's clauses, or a foreign table",
		Text:    "The query or change of data was parsed, but Crosswalk has no conversion for one of its clauses.",
		Why:     "The clause has no counterpart in the target: rows from other servers, searches in graphs, COMPUTE and the like.",
		Do:      "Rewrite the query with what the target has. A foreign data wrapper reads from other servers and files.",
		Example: "CREATE VIEW v AS SELECT * FROM OPENQUERY(other, 'SELECT 1 AS n') AS q;",
		Rewrite: "SELECT * FROM dblink('other', 'SELECT 1 AS n') AS q(n int)"})
	TsqlRepeat = register(Code{ID: "CW2023", Title: "Batch that runs several times", Severity: Yellow, Each: 10, Dialect: "sqlserver",
		Text:    "GO with a number runs its batch that many times; the script has its statements once.",
		Why:     "psql has no such command.",
		Do:      "Write a loop in a DO block, or generate_series in an INSERT … SELECT, where the repetition matters.",
		Example: "CREATE TABLE t (a int);\nGO\nINSERT INTO t VALUES (1);\nGO 5"})
)
