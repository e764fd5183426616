package diag

// CW10xx: reading the input and parsing it.
var (
	SyntaxError = register(Code{ID: "CW1001", Title: "Syntax error", Severity: Red, Each: 15,
		Feature: "the mended statement, converted again",
		Rewrite: "-- mend the source at the place shown, then:\n--   crosswalk convert --from oracle --to postgres --out build/ schema/",
		Text:    "The unit could not be parsed, so nothing of it was converted.",
		Why:     "Either the source is not valid for its own database, or it uses syntax that Crosswalk does not know.",
		Do:      "Mend the source at the place shown. If the source database accepts it, report it as a defect of Crosswalk.",
		Example: "CREATE TABLE t (id NUMBER,, name VARCHAR2(10));"})
	Wrapped = register(Code{ID: "CW1002", Title: "Wrapped PL/SQL", Severity: Red, Each: 60,
		Feature: "the original source, converted again",
		Rewrite: "-- put the unwrapped source in place of the wrapped one, then convert again:\nCREATE OR REPLACE FUNCTION f(p integer) RETURNS integer LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN p;\nEND\n$$;",
		Text:    "The unit is wrapped (obfuscated): its source text is not in the file.",
		Why:     "Oracle's wrap utility stores an encoded form that only the Oracle server reads.",
		Do:      "Put the original source in the repository in its place.",
		Example: "CREATE OR REPLACE PROCEDURE p wrapped\na000000\n1\nabcd\n/"})
	Crash = register(Code{ID: "CW1003", Title: "Defect of the compiler", Severity: Red, Each: 15,
		Feature: "the statement, written by hand",
		Rewrite: "CREATE … ; -- the statement as the target spells it, in a script that runs behind install.sql",
		Text:    "The compiler itself failed on the statement. Nothing was made of it; everything else was converted.",
		Why:     "A combination that Crosswalk's developers did not foresee.",
		Do:      "Report it, with the statement. Until it is mended, convert the statement by hand."})
)
