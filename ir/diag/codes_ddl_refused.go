package diag

// CW1190 to CW1199: kinds of Oracle objects that PostgreSQL has under the same name with another meaning, or builds from
// other parts (SQL Language Reference, CREATE OPERATOR, CREATE INDEXTYPE, CREATE DOMAIN, CREATE ANALYTIC VIEW, CREATE
// PROPERTY GRAPH).
var (
	Operator = register(Code{ID: "CW1190", Title: "Operator", Severity: Red, Class: Fails, Learn: 10, Each: 15,
		Feature: "a function, called where the operator stood",
		Text:    "An operator of the schema, called by name like a function, was not converted.",
		Why:     "PostgreSQL's operators are made of symbols and take one or two operands; Oracle's are names with any number of arguments, bound to functions.",
		Do:      "Call the bound function in place of the operator, or give the function a name that callers use.",
		Rewrite: "CREATE FUNCTION contains_word(text, text) RETURNS integer\n  RETURN contains_word_fn($1, $2); -- the bound function",
		Example: "CREATE OPERATOR contains_word BINDING (VARCHAR2, VARCHAR2) RETURN NUMBER USING contains_word_fn;"})
	IndexType = register(Code{ID: "CW1191", Title: "Index type", Severity: Red, Class: Fails, Learn: 30, Each: 60,
		Feature: "an index method that is there: GIN, GiST or BRIN, with an operator class",
		Text:    "An index type of the schema's own (a domain index) was not converted.",
		Why:     "In PostgreSQL an index method is written in C, as an extension. What schemas write index types for in Oracle, text, documents and space, PostgreSQL has methods for.",
		Do:      "Choose the method that answers the same searches, and index the expression that they compare.",
		Rewrite: "CREATE INDEX docs_words ON docs USING gin (to_tsvector('english', body));",
		Example: "CREATE INDEXTYPE word_index FOR contains_word(VARCHAR2, VARCHAR2) USING word_index_methods;"})
	SQLDomain = register(Code{ID: "CW1192", Title: "Domain", Severity: Red, Class: Fails, Learn: 10, Each: 10,
		Feature: "CREATE DOMAIN, and views for display and order",
		Text:    "A domain (Oracle 23ai) was not converted.",
		Why:     "PostgreSQL's domains have a type, a default and checks; they have no display or order expression and cover one column.",
		Do:      "Create the domain with its checks, and move display and order expressions into views or queries.",
		Rewrite: "CREATE DOMAIN email AS varchar(320) CHECK (VALUE LIKE '%_@_%');",
		Example: "CREATE DOMAIN email AS VARCHAR2(320) CONSTRAINT email_c CHECK (email LIKE '%_@_%');"})
	Dimensional = register(Code{ID: "CW1193", Title: "Analytic view", Severity: Red, Class: Fails, Learn: 30, Each: 60,
		Feature: "a view, or a materialized view, with GROUP BY ROLLUP",
		Text:    "An analytic view, or an attribute dimension or hierarchy that it is built from, was not converted.",
		Why:     "PostgreSQL has no hierarchies as objects: their levels are columns that a query groups by.",
		Do:      "Write the aggregation that is read from it as a view over the fact table and its dimension tables.",
		Rewrite: "CREATE MATERIALIZED VIEW sales_by_time AS\n  SELECT year, quarter, month, sum(amount) AS amount\n  FROM sales JOIN times USING (time_id)\n  GROUP BY ROLLUP (year, quarter, month);",
		Example: "CREATE ATTRIBUTE DIMENSION time_dim USING times ATTRIBUTES (year_id, month_id) LEVEL month KEY month_id;"})
	PropertyGraph = register(Code{ID: "CW1194", Title: "Property graph", Severity: Red, Class: Fails, Learn: 60, Each: 60,
		Feature: "WITH RECURSIVE over the tables of vertices and edges, or the extension Apache AGE",
		Text:    "A property graph was not converted; its tables are.",
		Why:     "PostgreSQL up to 17 has no SQL/PGQ. A path of any length is a recursive query.",
		Do:      "Write the graph's queries as recursive ones over the same tables.",
		Rewrite: "WITH RECURSIVE path AS (\n  SELECT a, b, 1 AS hops FROM friends WHERE a = 1\n  UNION\n  SELECT p.a, f.b, hops + 1 FROM path p JOIN friends f ON f.a = p.b WHERE hops < 5)\nSELECT * FROM path;",
		Example: "CREATE PROPERTY GRAPH people VERTEX TABLES (persons KEY (id)) EDGE TABLES (friends SOURCE KEY (a) REFERENCES persons (id) DESTINATION KEY (b) REFERENCES persons (id));"})
)
