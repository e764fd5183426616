package diag

// CW18xx: what proving the output showed. The parse check always runs; the others need
// --verify and a server.
var (
	NotParsed = register(Code{ID: "CW1801", Title: "Output is not valid PostgreSQL", Severity: Red, Each: 30,
		Feature: "the written file, mended",
		Rewrite: "-- mend the statement in the output file at the line shown; nothing that uses it is lost meanwhile",
		Text:    "PostgreSQL's own grammar does not accept the statement that was written for this object.",
		Why: "Every converted object is given to PostgreSQL's parser before it is called green or yellow. What it " +
			"refuses would fail at installation.",
		Do:      "Mend the written file at the place shown, and report it: output that does not parse is a defect of Crosswalk.",
		Example: "CREATE OR REPLACE VIEW v AS SELECT 1 AS n FROM dual;"})
	NotLoaded = register(Code{ID: "CW1802", Title: "The server refused the object", Severity: Red, Each: 20,
		Feature: "the object, with what it lacks on the server",
		Rewrite: "-- CREATE what the message names first, then load the object's file again:\n--   psql -v ON_ERROR_STOP=1 -f build/FILE.sql",
		Text:    "PostgreSQL did not load the object; its own message is shown.",
		Why: "The statement is well formed, but something that it names is missing or of another type: often an object " +
			"that is not among the source files.",
		Do:      "Read the server's message. Add the missing object to the input, or change the source so that it does not need it.",
		Example: "CREATE VIEW v AS SELECT id FROM table_that_no_file_creates;"})
	NeedsFailed = register(Code{ID: "CW1803", Title: "Needs an object that did not load", Severity: Red, Each: 0,
		Feature: "the object that it needs",
		Rewrite: "-- nothing here: rewrite the object that the message names, then convert again",
		Text:    "The object itself may be right, but one that it depends on did not load or was not converted.",
		Why:     "PostgreSQL resolves names when an object is created, so one failure takes its dependants with it.",
		Do:      "Mend the object that the message names, then run again.",
		Example: "CREATE VIEW v AS SELECT id FROM table_that_no_file_creates;\n" +
			"CREATE VIEW w AS SELECT id FROM v;"})
	BodyWrong = register(Code{ID: "CW1804", Title: "The routine's body is wrong", Severity: Red, Each: 20,
		Feature: "the routine's body in PL/pgSQL, mended",
		Rewrite: "-- the statement that the message names, with the names and types that exist:\nSELECT t.name INTO v_name FROM t WHERE t.id = p_id;",
		Text: "PostgreSQL created the routine, but its body would fail when that statement is reached; the message " +
			"is plpgsql_check's or the server's.",
		Why: "PostgreSQL looks at the SQL inside a PL/pgSQL body only when it runs. Crosswalk has every body checked " +
			"against the loaded schema first.",
		Do: "Read the message and its line. Where a table or column is missing, add it to the input; otherwise mend the statement.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n" +
			"  INSERT INTO table_that_no_file_creates (id) VALUES (1);\nEND;\n/"})
	BodyUnproved = register(Code{ID: "CW1805", Title: "The body could not be checked in full", Severity: Yellow, Each: 5,
		Text: "The check of the body ran into something that only exists at run time, so a part of it is not proved.",
		Why: "The type of a record that dynamic SQL fills, and a table that the body makes itself, are known only " +
			"when the routine runs.",
		Do: "Run the routine once in a test, with the statement that the message names.",
		Example: "CREATE OR REPLACE PROCEDURE p(p_table IN VARCHAR2) IS\n  c SYS_REFCURSOR;\n  r employees%ROWTYPE;\nBEGIN\n" +
			"  OPEN c FOR 'SELECT * FROM ' || p_table;\n  FETCH c INTO r;\n  CLOSE c;\nEND;\n/"})
	BodyUnchecked = register(Code{ID: "CW1806", Title: "Bodies were not checked", Severity: Info,
		Text: "The server has no plpgsql_check, so PL/pgSQL bodies were loaded but not checked against the schema.",
		Why:  "PostgreSQL itself checks only the syntax of a PL/pgSQL body when it creates the routine.",
		Do: "Install the extension beside the server, on Debian: apt-get install postgresql-15-plpgsql-check (with " +
			"your version in place of 15), and run again.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  NULL;\nEND;\n/"})
)
