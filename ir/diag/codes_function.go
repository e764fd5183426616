package diag

// CW14xx: functions, operators and their semantics.
var (
	NLSDate = register(Code{ID: "CW1400", Title: "Date and text converted without a format", Severity: Yellow, Learn: 15, Each: 5,
		Text: "A date becomes text, or a text a date, without a format model; the output uses Oracle's default format DD-MON-RR (timestamps: DD-MON-RR HH.MI.SSXFF AM).",
		Why: "Oracle takes the format from the session's NLS_DATE_FORMAT, which the source does not show. PostgreSQL " +
			"would write ISO dates.",
		Do:      "Put the format that the application's sessions use into the source: TO_CHAR(d, '...'), TO_DATE(s, '...').",
		Example: "CREATE TABLE emp (hired DATE);\nCREATE VIEW v AS SELECT TO_CHAR(hired) AS txt FROM emp;"})
	NLSFormat = register(Code{ID: "CW1401", Title: "Format depends on language or territory", Severity: Yellow, Learn: 15, Each: 5,
		Text: "A format element or a function gives what the session's language or territory says: names of days and months, the number of the weekday, the currency.",
		Why: "Oracle has NLS_LANGUAGE and NLS_TERRITORY for each session. PostgreSQL's to_char knows lc_time only for " +
			"the TM elements, and takes Sunday as day 1 always.",
		Do:      "Check that English names and a week that begins on Sunday are what the application expects.",
		Example: "CREATE TABLE emp (hired DATE);\nCREATE VIEW v AS SELECT TO_CHAR(hired, 'D') AS weekday FROM emp;"})
	FormatElement = register(Code{ID: "CW1402", Title: "Format element without a counterpart", Severity: Red, Each: 15,
		Feature: "to_char with the elements that PostgreSQL has, extract and string functions",
		Text:    "The format model has an element that PostgreSQL's to_char and to_timestamp do not know.",
		Why:     "The two families of format models are alike but not the same.",
		Do:      "Build that part of the text with other functions.", Rewrite: "to_char(d, 'DD Mon') || ' ' || my_year_in_words(d)",
		Example: "CREATE TABLE emp (hired DATE);\nCREATE VIEW v AS SELECT TO_CHAR(hired, 'YEAR') AS y FROM emp;"})
	DynamicFormat = register(Code{ID: "CW1403", Title: "Format model only known at run time", Severity: Yellow, Each: 10,
		Text: "The format model is not a constant, so it could not be translated; it is handed to PostgreSQL as it is.",
		Why: "Most elements are the same in both (YYYY, MM, DD, HH24, MI, SS, MON, DAY, FM). RR, RRRR, FF, SSSSS, X, SYYYY " +
			"and TZD are not.",
		Do:      "Check what formats arrive there.",
		Example: "CREATE OR REPLACE FUNCTION f(s VARCHAR2, fmt VARCHAR2) RETURN NUMBER IS\nBEGIN\n  RETURN TO_NUMBER(s, fmt);\nEND;\n/"})
	NoFunction = register(Code{ID: "CW1404", Title: "Function without a counterpart", Severity: Red, Each: 30,
		Feature: "a function of your own, or an extension",
		Text:    "PostgreSQL has nothing that does what this built-in function does.",
		Why:     "The function reaches into Oracle's own storage, engine or options.",
		Do:      "Follow the way out that the message names.", Rewrite: "a function of your own with the same signature",
		Example: "CREATE TABLE t (a NUMBER);\nCREATE VIEW v AS SELECT DUMP(a) AS d FROM t;"})
	NoPackage = register(Code{ID: "CW1405", Title: "Call of a supplied package", Severity: Red, Learn: 60, Each: 20,
		Feature: "a built-in function, an extension (orafce, pg_cron, dblink) or the application",
		Text:    "The routine calls a package that comes with the Oracle server and has no counterpart in PostgreSQL.",
		Why:     "PostgreSQL leaves files, network, mail, queues and jobs to extensions or to the application.",
		Do:      "Follow the way out that the message names.", Rewrite: "the extension's function in the call's place",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  r UTL_HTTP.REQ;\nBEGIN\n  r := UTL_HTTP.BEGIN_REQUEST('http://example.com');\nEND;\n/"})
	Dictionary = register(Code{ID: "CW1406", Title: "Data dictionary view", Severity: Red, Learn: 20, Each: 20,
		Feature: "information_schema and pg_catalog",
		Text:    "A view of Oracle's data dictionary or of its dynamic performance views is read.",
		Why:     "PostgreSQL's catalogue has other views, with other columns, and names in lower case.",
		Do:      "Rewrite the query against the view that the message names.",
		Rewrite: "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
		Example: "CREATE VIEW v AS SELECT tablespace_name FROM dba_free_space;"})
	DictionaryEmulated = register(Code{ID: "CW1424", Title: "Data dictionary view of the run-time library", Severity: Yellow, Learn: 10, Each: 5,
		Text: "A view of Oracle's data dictionary is read. A view of the same name in the run-time library shows PostgreSQL's " +
			"catalogue in its columns, with names in upper case.",
		Why:     "The two catalogues hold different things: a NUMBER(9) shows as NUMBER again, but a package is a schema, and storage is not there.",
		Do:      "Check what the code does with the rows. New code reads information_schema or pg_catalog.",
		Example: "CREATE VIEW v AS SELECT table_name FROM user_tables;"})
	TypeMatters = register(Code{ID: "CW1407", Title: "Meaning depends on a type that is not known", Severity: Yellow, Each: 5,
		Text:    "The right conversion depends on the type of an operand, and that type could not be told.",
		Why:     "TRUNC, ROUND, + and - mean one thing for numbers and another for dates; PostgreSQL has different functions for them.",
		Do:      "Add the table or routine that the operand comes from to the input, or check the expression.",
		Example: "CREATE VIEW v AS SELECT TRUNC(x.a) AS a FROM not_in_the_sources x;"})
	CharPadding = register(Code{ID: "CW1408", Title: "Blank-padded comparison", Severity: Yellow, Each: 5,
		Text: "A CHAR column is compared with a VARCHAR2 value.",
		Why: "Oracle compares the two with the CHAR's trailing blanks, so that a shorter value is never equal. PostgreSQL " +
			"strips the blanks of char(n) first.",
		Do:      "Usually PostgreSQL's result is what was meant. Check code that pads the value by hand (RPAD): strip it there.",
		Example: "CREATE TABLE t (code CHAR(10), name VARCHAR2(20));\nCREATE VIEW v AS SELECT name FROM t WHERE code = name;"})
	RegexDiffers = register(Code{ID: "CW1409", Title: "Regular expression that may match differently", Severity: Yellow, Each: 10,
		Text: "The regular expression is only known at run time, or has a part that the two engines read differently.",
		Why: "Both know POSIX extended syntax and the classes \\d \\w \\s. They differ in back-references inside the pattern, " +
			"in mixes of greedy and lazy quantifiers, in collating elements, and in flags.",
		Do:      "Test the expression on typical values.",
		Example: "CREATE OR REPLACE FUNCTION f(s VARCHAR2, re VARCHAR2) RETURN VARCHAR2 IS\nBEGIN\n  RETURN REGEXP_SUBSTR(s, re);\nEND;\n/"})
	ConversionDefault = register(Code{ID: "CW1410", Title: "DEFAULT ... ON CONVERSION ERROR", Severity: Red, Each: 20,
		Feature: "a function that catches the conversion's exception",
		Text:    "The conversion gives a default value instead of an error.",
		Why:     "PostgreSQL 15 and older have no way to try a conversion inside an expression.",
		Do:      "Write a function with an exception handler round the cast, and call it.",
		Rewrite: "CREATE FUNCTION try_number(text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1::numeric; " +
			"EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;",
		Example: "CREATE TABLE t (a VARCHAR2(10));\nCREATE VIEW v AS SELECT TO_DATE(a DEFAULT '01-01-2000' ON CONVERSION ERROR, 'DD-MM-YYYY') AS n FROM t;"})
	Collation = register(Code{ID: "CW1411", Title: "Linguistic sort or case", Severity: Yellow, Learn: 20, Each: 5,
		Text:    "The text is sorted, compared or folded by a named linguistic rule.",
		Why:     "Oracle names its sort rules itself (NLS_SORT, GERMAN_CI). PostgreSQL has collations of ICU or the operating system.",
		Do:      "Create the collation that the message names, and check the order on real data.",
		Example: "CREATE TABLE t (name VARCHAR2(20));\nCREATE VIEW v AS SELECT name FROM t ORDER BY NLSSORT(name, 'NLS_SORT=GERMAN');"})
	Environment = register(Code{ID: "CW1413", Title: "Session environment", Severity: Yellow, Each: 10,
		Text:    "The code asks for a property of the session that PostgreSQL does not have, or has in another form.",
		Why:     "SYS_CONTEXT and USERENV give what Oracle keeps of a session: instance, audit and client data.",
		Do:      "Check that the value that the message names serves the purpose.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN VARCHAR2 IS\nBEGIN\n  RETURN SYS_CONTEXT('USERENV', 'INSTANCE_NAME');\nEND;\n/"})
	SessionSetting = register(Code{ID: "CW1414", Title: "Session setting kept in another place", Severity: Yellow, Each: 5,
		Text:    "The call sets something on the session that PostgreSQL shows elsewhere or not at all.",
		Why:     "DBMS_APPLICATION_INFO and DBMS_SESSION write to V$SESSION. PostgreSQL has application_name and custom settings.",
		Do:      "Point monitoring at pg_stat_activity.application_name or at current_setting().",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  DBMS_SESSION.SET_IDENTIFIER('x');\nEND;\n/"})
	LobValue = register(Code{ID: "CW1415", Title: "LOB locator", Severity: Yellow, Each: 10,
		Text: "The call writes through a LOB locator: to the row that it was read from.",
		Why: "A CLOB or BLOB variable in Oracle may point into a table. text and bytea are values: a changed variable does " +
			"not change the row.",
		Do: "Where the locator was read from a row, add an UPDATE that stores the value.",
		Example: "CREATE TABLE t (id NUMBER, doc CLOB);\nCREATE OR REPLACE PROCEDURE p IS\n  c CLOB;\nBEGIN\n" +
			"  SELECT doc INTO c FROM t WHERE id = 1 FOR UPDATE;\n  DBMS_LOB.APPEND(c, 'x');\nEND;\n/"})
	HashDiffers = register(Code{ID: "CW1416", Title: "Hash with other values", Severity: Yellow, Each: 15,
		Text:    "The function gives a hash, but not the number that Oracle gives.",
		Why:     "ORA_HASH and DBMS_UTILITY.GET_HASH_VALUE use Oracle's own algorithm, which is not published.",
		Do:      "Fine where the hash only spreads work. Stored hashes must be computed anew.",
		Example: "CREATE TABLE t (a NUMBER);\nCREATE VIEW v AS SELECT ORA_HASH(a) AS h FROM t;"})
	DocumentDiffers = register(Code{ID: "CW1417", Title: "XML or JSON text may differ", Severity: Yellow, Each: 10,
		Text:    "The document that comes out is equal, but its text may have other white space, order of keys or quoting; or the path language is read differently.",
		Why:     "XQuery is not in PostgreSQL (XPath 1.0 is), and jsonb keeps neither the order of keys nor white space.",
		Do:      "Check consumers that compare the text, and paths that are more than steps and subscripts.",
		Example: "CREATE TABLE t (x XMLTYPE);\nCREATE VIEW v AS SELECT XMLSERIALIZE(DOCUMENT x AS CLOB INDENT) AS q FROM t;"})
	TimeZone = register(Code{ID: "CW1418", Title: "Time zone of the value is not kept", Severity: Yellow, Each: 10,
		Text:    "The code looks at the time zone that a TIMESTAMP WITH TIME ZONE was stored with.",
		Why:     "Oracle keeps the zone of each value. timestamptz keeps the instant only and shows it in the session's zone.",
		Do:      "Where the zone matters, keep it in a column of its own.",
		Example: "CREATE TABLE t (ts TIMESTAMP WITH TIME ZONE);\nCREATE VIEW v AS SELECT EXTRACT(TIMEZONE_HOUR FROM ts) AS h FROM t;"})
	Extension = register(Code{ID: "CW1419", Title: "Needs an extension", Severity: Info, Each: 0,
		Text:    "The output uses a function of an extension that comes with PostgreSQL; install.sql creates it.",
		Why:     "pgcrypto (hashes, encryption) and fuzzystrmatch (soundex) are not in the core.",
		Do:      "Make sure that the target offers the extension. Managed services do.",
		Example: "CREATE TABLE t (a VARCHAR2(20));\nCREATE VIEW v AS SELECT SOUNDEX(a) AS s FROM t;"})
	RandomDiffers = register(Code{ID: "CW1420", Title: "Random sequence differs", Severity: Yellow, Each: 5,
		Text:    "A seed is set, but the sequence of random numbers that follows is not Oracle's.",
		Why:     "The generators differ. The same seed gives the same sequence in each, but not in both.",
		Do:      "Renew expected values that tests have stored.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  DBMS_RANDOM.SEED(42);\nEND;\n/"})
	RowAddress = register(Code{ID: "CW1421", Title: "Physical row address", Severity: Yellow, Each: 15,
		Text:    "A ROWID is used as a value. ctid stands in its place, as text.",
		Why:     "A row's ctid changes with every update of the row, Oracle's ROWID does not.",
		Do:      "Use the primary key where the address outlives the statement.",
		Example: "CREATE TABLE t (a NUMBER);\nCREATE VIEW v AS SELECT ROWIDTOCHAR(ROWID) AS r FROM t;"})
	ApproxFunction = register(Code{ID: "CW1422", Title: "Function with a near counterpart", Severity: Yellow, Each: 10,
		Text:    "The function has a counterpart that gives the same result in ordinary cases, but not in all.",
		Why:     "The message says where the two differ.",
		Do:      "Check that the case does not occur.",
		Example: "CREATE TABLE t (a VARCHAR2(20));\nCREATE VIEW v AS SELECT VSIZE(a) AS n FROM t;"})
	QuotientDigits = register(Code{ID: "CW1425", Title: "Digits of a quotient", Severity: Yellow, Each: 5,
		Text: "A quotient that does not end, such as 1 / 3, shows its digits: as text, or where a last digit decides about a whole " +
			"number or an equality.",
		Why: "Oracle's NUMBER keeps 38 to 40 digits of it, PostgreSQL's numeric 16 to 20. Rounded results are the same.",
		Do: "Round where the result is meant to be round: round(a / b, 2) before it becomes text, is compared or cut. Multiply before you " +
			"divide.",
		Example: "CREATE OR REPLACE FUNCTION f(a NUMBER) RETURN VARCHAR2 IS\nBEGIN\n  RETURN TO_CHAR(a / 3);\nEND;\n/"})
	IntervalMonths = register(Code{ID: "CW1426", Title: "Months between two dates as an interval", Severity: Yellow, Each: 5,
		Text: "(a - b) YEAR TO MONTH became age(a, b), cut to whole months.",
		Why: "A difference of dates is a number of days, and months are not equally long: the two databases need not make the same " +
			"number of months of it where a part of a month is left.",
		Do:      "Try dates in the middle of a month. trunc(crosswalk.months_between(a, b)) counts as MONTHS_BETWEEN does.",
		Example: "CREATE OR REPLACE FUNCTION f(a DATE, b DATE) RETURN INTERVAL YEAR TO MONTH IS\nBEGIN\n  RETURN (a - b) YEAR TO MONTH;\nEND;\n/"})
	IntervalText = register(Code{ID: "CW1427", Title: "Interval as text", Severity: Yellow, Each: 5,
		Text: "An interval becomes text, which looks otherwise in PostgreSQL.",
		Why: "Oracle writes the sign, the days in as many digits as the type has, and the fraction of the second: +01 02:00:00.000000; years and months are +01-02. " +
			"PostgreSQL writes 1 day 02:00:00 and 1 year 2 mons, as intervalstyle says, and 36 hours stay 36 hours.",
		Do:      "Fine for logs. Code that cuts the text into pieces should take them by extract(day FROM …), or the whole by to_char(justify_hours(i), '+DD HH24:MI:SS.US').",
		Example: "CREATE OR REPLACE FUNCTION f(a TIMESTAMP, b TIMESTAMP) RETURN VARCHAR2 IS\nBEGIN\n  RETURN 'took ' || (b - a);\nEND;\n/"})
	ErrorStack = register(Code{ID: "CW1423", Title: "Error or call stack as text", Severity: Yellow, Each: 5,
		Text:    "The stack that PostgreSQL gives as text has other words and lines than Oracle's.",
		Why:     "The format belongs to the database.",
		Do:      "Fine for logs. Code that parses the text must be changed.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN VARCHAR2 IS\nBEGIN\n  RETURN DBMS_UTILITY.FORMAT_CALL_STACK;\nEND;\n/"})
)
