package diag

// CW2300 to CW2399: functions, operators and conversions of SQL Server.
var (
	TSQLFunction = register(Code{ID: "CW2300", Title: "SQL Server function without a counterpart", Severity: Red, Each: 30, Dialect: sqlserver,
		Feature: "a function of your own, or an extension",
		Text:    "PostgreSQL has nothing that does what this built-in function does.",
		Why:     "The function reaches into SQL Server's own storage, engine or services.",
		Do:      "Follow the way out that the message names.", Rewrite: "a function of your own with the same signature",
		Example: "CREATE VIEW v AS SELECT COLUMNPROPERTY(1, 'a', 'b') AS c;"})
	TSQLStyle = register(Code{ID: "CW2301", Title: "Style of CONVERT", Severity: Red, Each: 10, Dialect: sqlserver,
		Feature: "to_char and to_date with a format model",
		Text:    "The style is only known at run time, or means a form that PostgreSQL cannot write or read.",
		Why:     "CONVERT takes a number for the form of the text; to_char takes a format model.",
		Do:      "Write the form that is meant as a format model.",
		Rewrite: "to_char(d, 'DD/MM/YYYY')",
		Example: "CREATE FUNCTION dbo.f(@d datetime, @s int) RETURNS varchar(30) AS\nBEGIN\n  RETURN CONVERT(varchar(30), @d, @s);\nEND;"})
	TSQLTextDate = register(Code{ID: "CW2302", Title: "Text read as a date", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "A text becomes a date without a style that says how it is written.",
		Why: "SQL Server reads it by the session's language and DATEFORMAT, PostgreSQL by DateStyle. Under us_english and the " +
			"default DateStyle both read month/day/year; an empty text is 1900-01-01 there and an error here.",
		Do:      "Check that such texts are ISO dates (2024-03-01 or 20240301), or give CONVERT a style.",
		Example: "CREATE FUNCTION dbo.f(@s varchar(30)) RETURNS datetime AS\nBEGIN\n  RETURN CAST(@s AS datetime);\nEND;"})
	TSQLOffset = register(Code{ID: "CW2303", Title: "Offset of a datetimeoffset", Severity: Yellow, Learn: 10, Each: 10, Dialect: sqlserver,
		Text:    "The code looks at the offset that a datetimeoffset was given with.",
		Why:     "timestamptz keeps the instant only and shows it in the session's zone.",
		Do:      "Where the offset matters keep it in a column of its own; elsewhere set the zone of the session.",
		Example: "CREATE FUNCTION dbo.f(@d datetimeoffset) RETURNS datetime2 AS\nBEGIN\n  RETURN CAST(@d AS datetime2);\nEND;"})
	TSQLTimeZone = register(Code{ID: "CW2304", Title: "Time zone by a name of Windows'", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text:    "The name of a time zone is not known to PostgreSQL, or only known at run time.",
		Why:     "SQL Server takes the names of Windows (W. Europe Standard Time), PostgreSQL those of IANA (Europe/Berlin).",
		Do:      "Use the IANA name.",
		Example: "CREATE FUNCTION dbo.f(@d datetime2, @z sysname) RETURNS datetimeoffset AS\nBEGIN\n  RETURN @d AT TIME ZONE @z;\nEND;"})
	TSQLApprox = register(Code{ID: "CW2305", Title: "Function with a near counterpart", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text:    "The function has a counterpart that gives the same result in ordinary cases, but not in all.",
		Why:     "The message says where the two differ.",
		Do:      "Check that the case does not occur.",
		Example: "CREATE FUNCTION dbo.f(@s varchar(30)) RETURNS varchar(10) AS\nBEGIN\n  RETURN SOUNDEX(@s);\nEND;"})
	TSQLSession = register(Code{ID: "CW2306", Title: "Property of the session or the server", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text:    "The code asks for a property that PostgreSQL has in another form.",
		Why:     "Logins, hosts, editions and databases are SQL Server's own notions.",
		Do:      "Check that the value that the message names serves the purpose.",
		Example: "CREATE FUNCTION dbo.f() RETURNS nvarchar(128) AS\nBEGIN\n  RETURN HOST_NAME();\nEND;"})
	TSQLIdentity = register(Code{ID: "CW2307", Title: "Last identity value", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text: "The identity value of the last INSERT is asked for; lastval() gives the last value that any sequence gave in the session.",
		Why: "SCOPE_IDENTITY() looks at the scope of the procedure, @@IDENTITY at the session. lastval() sees what triggers draw " +
			"from sequences too.",
		Do:      "Where a trigger on the table inserts into another table with an identity, use INSERT … RETURNING. Where the INSERT is known, SCOPE_IDENTITY() is the value of its table.",
		Example: "CREATE TABLE dbo.t (id int IDENTITY PRIMARY KEY, a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DECLARE @id int;\n  INSERT INTO dbo.t (a) VALUES (1);\n  SET @id = @@IDENTITY;\nEND;"})
	TSQLMetadata = register(Code{ID: "CW2308", Title: "Catalogue of SQL Server", Severity: Red, Learn: 20, Each: 20, Dialect: sqlserver,
		Feature: "information_schema and pg_catalog",
		Text:    "A catalogue or dynamic management view, or a function over it, has no counterpart that could be written.",
		Why:     "PostgreSQL's catalogue has other tables, with other columns and names in lower case.",
		Do:      "Rewrite the query against the view that the message names.",
		Rewrite: "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
		Example: "CREATE VIEW dbo.v AS SELECT wait_type FROM sys.dm_os_wait_stats;"})
	TSQLQuoteName = register(Code{ID: "CW2309", Title: "QUOTENAME", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text:    "quote_ident stands in place of QUOTENAME: it quotes a name as PostgreSQL reads it, and leaves plain names bare.",
		Why:     "The name goes into the text of a statement, where PostgreSQL does not know brackets.",
		Do:      "Where the brackets are shown to a user or compared, write them out.",
		Example: "CREATE FUNCTION dbo.f(@s sysname) RETURNS nvarchar(258) AS\nBEGIN\n  RETURN QUOTENAME(@s);\nEND;"})
	TSQLFormat = register(Code{ID: "CW2310", Title: "FORMAT or PARSE by a culture", Severity: Red, Each: 15, Dialect: sqlserver,
		Feature: "to_char and to_date with a format model",
		Text:    "The format or the culture is only known at run time, or has no counterpart in to_char.",
		Why:     "FORMAT and PARSE take the formats and cultures of .NET.",
		Do:      "Write the form that is meant as a format model of to_char.",
		Rewrite: "to_char(d, 'DD.MM.YYYY')",
		Example: "CREATE FUNCTION dbo.f(@d datetime, @f nvarchar(20)) RETURNS nvarchar(50) AS\nBEGIN\n  RETURN FORMAT(@d, @f);\nEND;"})
	TSQLRandom = register(Code{ID: "CW2311", Title: "Seeded random number", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text:    "RAND with a seed gives the same number every time; random() does not.",
		Why:     "The generators differ.",
		Do:      "Where the number must repeat, compute it from the seed (hashtext).",
		Example: "CREATE VIEW dbo.v AS SELECT RAND(42) AS r;"})
	TSQLDateFirst = register(Code{ID: "CW2312", Title: "First day of the week", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text:    "The number of a weekday or week counts from Sunday, as under the language us_english.",
		Why:     "SQL Server counts from the day that SET DATEFIRST or the login's language says.",
		Do:      "Check the language of the logins (7 is Sunday, the default of us_english).",
		Example: "CREATE FUNCTION dbo.f(@d date) RETURNS int AS\nBEGIN\n  RETURN DATEPART(weekday, @d);\nEND;"})
	TSQLCompareCase = register(Code{ID: "CW2313", Title: "Comparison that ignored case", Severity: Yellow, Learn: 30, Each: 2, Dialect: sqlserver,
		Text: "Texts are compared, searched or put in groups, or the first rows in their order are taken. Under SQL Server's default collation case does " +
			"not count; here it does.",
		Why: "PostgreSQL compares texts byte by byte unless a column has a nondeterministic collation or the type citext, and orders them as the " +
			"database's collation says. Blanks at the end, which do not count there, count here but for char(n).",
		Do: "Choose in crosswalk.yaml what is right for the data: collation: citext or icu makes the columns ignore case, as-is " +
			"says that case is uniform in the data.",
		Example: "# collation: as-is\nCREATE TABLE dbo.t (name varchar(20));\nGO\nCREATE VIEW dbo.v AS SELECT name FROM dbo.t WHERE name = 'x';"})
	TSQLXPath = register(Code{ID: "CW2314", Title: "XQuery", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text:    "The path is handed to PostgreSQL's XPath 1.0, which is a part of XQuery.",
		Why:     "SQL Server's xml methods run XQuery. Steps, attributes, predicates and text() are the same in XPath.",
		Do:      "Check paths that are more than that.",
		Example: "CREATE FUNCTION dbo.f(@x xml) RETURNS int AS\nBEGIN\n  RETURN @x.value('(/a/b)[1]', 'int');\nEND;"})
	TSQLCatalogueEmulated = register(Code{ID: "CW2315", Title: "Catalogue view of the run-time library", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "A catalogue view of SQL Server is read. A view of the run-time library shows PostgreSQL's catalogue in its columns.",
		Why: "The two catalogues hold different things: names are in lower case, numbers of objects are oids, nvarchar shows as varchar, and a procedure that " +
			"returns rows is a function.",
		Do:      "Check what the code does with the rows. New code reads information_schema or pg_catalog.",
		Example: "CREATE VIEW dbo.v AS SELECT name FROM sys.tables;"})
	TSQLVariant = register(Code{ID: "CW2316", Title: "Value as sql_variant", Severity: Yellow, Class: Differs, Learn: 10, Each: 10, Dialect: sqlserver,
		Text:    "A value becomes a sql_variant, which is a text here.",
		Why:     "SQL Server keeps the type beside the value: it compares variants by type first, and converts them back from that type. A text is compared as a text, and converted back by its characters.",
		Do:      "Give the value the type that it has in fact, or keep the type's name in a column beside it.",
		Example: "CREATE PROCEDURE dbo.p @n int AS\nBEGIN\n  SELECT CAST(CAST(@n AS sql_variant) AS int);\nEND;"})
)
