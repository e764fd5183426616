package diag

// CW1050s: lowering.
var (
	StatementNotKnown = register(Code{ID: "CW1050", Title: "Statement not converted", Severity: Red, Each: 30, Learn: 5,
		Feature: "the statement, written by hand",
		Text:    "The statement or declaration was parsed, but Crosswalk has no conversion for it.",
		Why:     "It uses a feature of Oracle that has no counterpart in Crosswalk's intermediate form.",
		Do:      "Rewrite the statement with features that the target has.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  FOR i IN 1 .. 9 WHILE i < 5, REPEAT i + 7 WHILE i < 90 LOOP\n    NULL;\n  END LOOP;\nEND;\n/",
		Rewrite: "i := 1;\nLOOP\n  EXIT WHEN i >= 90;\n  …;\n  i := CASE WHEN i < 4 THEN i + 1 ELSE i + 7 END;\nEND LOOP;"})

	ExpressionNotKnown = register(Code{ID: "CW1051", Title: "Expression not converted", Severity: Red, Each: 20, Learn: 5,
		Feature: "an expression of the target, written by hand",
		Text:    "The expression was parsed, but Crosswalk has no conversion for it.",
		Why:     "It uses an operator or function of Oracle that has no counterpart in Crosswalk's intermediate form.",
		Do:      "Rewrite the expression with what the target has.",
		Example: "CREATE OR REPLACE VIEW v AS SELECT JSON_TRANSFORM(doc, SET '$.a' = 1) AS doc FROM (SELECT '{}' AS doc FROM dual);",
		Rewrite: "jsonb_set(doc::jsonb, '{a}', '1')"})

	QueryNotKnown = register(Code{ID: "CW1052", Title: "Query clause not converted", Severity: Red, Each: 30, Learn: 10,
		Feature: "a query of the target, written by hand",
		Text:    "The query was parsed, but Crosswalk has no conversion for one of its clauses.",
		Why:     "The clause has no counterpart in the target: MATCH_RECOGNIZE, QUALIFY, partitioned outer joins and the like.",
		Do:      "Rewrite the query: window functions and subqueries cover most of these clauses.",
		Example: "CREATE OR REPLACE VIEW v AS SELECT 1 AS n FROM dual FETCH APPROX FIRST 1 ROWS ONLY;",
		Rewrite: "SELECT * FROM (SELECT t.*, row_number() OVER (PARTITION BY a ORDER BY b) AS rn FROM t) x WHERE rn = 1"})

	ForeignCode = register(Code{ID: "CW1053", Title: "Code in another language", Severity: Red, Each: 120, Learn: 30,
		Feature: "PL/pgSQL, or another language that PostgreSQL runs (PL/Python, PL/Java)",
		Text:    "The object holds Java, JavaScript or C that runs inside the Oracle server. Crosswalk converts SQL and PL/SQL.",
		Why:     "PostgreSQL has no Java in the server; extensions such as PL/Java or plv8 are rarely available as a service.",
		Do:      "Move the code into the application, or write it again in PL/pgSQL.",
		Example: "CREATE OR REPLACE AND RESOLVE JAVA SOURCE NAMED \"Hello\" AS\npublic class Hello { public static String hi() { return \"hi\"; } };\n/",
		Rewrite: "CREATE FUNCTION hi() RETURNS text LANGUAGE sql AS $$ SELECT 'hi' $$;"})
)
