package diag

import (
	"fmt"
	"strings"
)

// CW1500 to CW1599: routines and their statements.
var (
	StmtNotConverted = register(Code{ID: "CW1500", Title: "Statement not converted", Severity: Red, Each: 20,
		Feature: "a PL/pgSQL statement, written by hand",
		Rewrite: "BEGIN\n  …;\n  PERFORM what_it_did(v_id); -- in place of the NULL; that stands for the statement\n  …;\nEND",
		Text:    "The body has a statement or declaration that Crosswalk does not convert; the message names it.",
		Why:     "Either PostgreSQL has nothing like it, or the conversion is not written yet.",
		Do:      "Rewrite the statement by hand.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  EXECUTE IMMEDIATE 'CREATE SYNONYM s FOR t';\nEND;\n/"})
	OverloadCollapses = register(Code{ID: "CW1501", Title: "Overload renamed", Severity: Yellow, Class: Note, Each: 5,
		Text: "Two overloads have the same signature in PostgreSQL, so that one of them got another name. All calls in the sources follow.",
		Why: "PostgreSQL tells routines apart by the types of their input parameters. Types that differ in Oracle can map to the " +
			"same one (DATE and TIMESTAMP, PLS_INTEGER and NUMBER(9)), and functions and procedures share one namespace.",
		Do: "Use the new name in code outside the sources.",
		Example: "CREATE OR REPLACE PACKAGE pk IS\n  PROCEDURE p(a IN DATE);\n  PROCEDURE p(a IN TIMESTAMP);\nEND pk;\n/\n" +
			"CREATE OR REPLACE PACKAGE BODY pk IS\n  PROCEDURE p(a IN DATE) IS\n  BEGIN\n    NULL;\n  END;\n" +
			"  PROCEDURE p(a IN TIMESTAMP) IS\n  BEGIN\n    NULL;\n  END;\nEND pk;\n/"})
	ExternalRoutine = register(Code{ID: "CW1502", Title: "Routine in another language", Severity: Red, Each: 120,
		Feature: "LANGUAGE c, PL/Python or code outside the database",
		Text:    "The routine is a call specification: its body is Java, C or JavaScript, loaded into the database or a library.",
		Why:     "The code behind it is not part of the schema's sources, and does not run inside PostgreSQL.",
		Do:      "Write it in PL/pgSQL, or in a procedural language such as PL/Python or PL/Java.",
		Example: "CREATE OR REPLACE FUNCTION f(a VARCHAR2) RETURN VARCHAR2 AS LANGUAGE JAVA NAME 'Tool.f(java.lang.String) return java.lang.String';\n/",
		Rewrite: "CREATE FUNCTION f(a varchar) RETURNS varchar AS $$ ... $$ LANGUAGE plpython3u;"})
	UserAggregate = register(Code{ID: "CW1503", Title: "User-defined aggregate", Severity: Red, Each: 90,
		Feature: "CREATE AGGREGATE with a state function",
		Text:    "The function is an aggregate that an object type implements (ODCIAggregate).",
		Why:     "PostgreSQL builds aggregates of plain functions: one for a step, one for the end.",
		Do:      "Write the state transition and the final function, and put them together with CREATE AGGREGATE. string_agg and array_agg often do the whole job.",
		Example: "CREATE OR REPLACE FUNCTION str_agg(s VARCHAR2) RETURN VARCHAR2 AGGREGATE USING str_agg_type;\n/",
		Rewrite: "CREATE AGGREGATE str_agg(varchar) (SFUNC = str_agg_step, STYPE = varchar);"})
	SQLMacro = register(Code{ID: "CW1504", Title: "SQL macro", Severity: Red, Each: 30,
		Feature: "a set-returning function of LANGUAGE sql, or a view",
		Text:    "The function is a SQL macro: it returns text that Oracle puts into the query.",
		Why:     "PostgreSQL has no macros; a function in SQL is inlined by the planner instead.",
		Do:      "Write it as a function in language sql whose body is the text that the macro returns.",
		Example: "CREATE OR REPLACE FUNCTION one RETURN VARCHAR2 SQL_MACRO(SCALAR) IS\nBEGIN\n  RETURN '1';\nEND;\n/",
		Rewrite: "CREATE FUNCTION one() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;"})
	PipelinedType = register(Code{ID: "CW1505", Title: "Row type of a pipelined function", Severity: Red, Each: 20,
		Feature: "RETURNS TABLE with named columns",
		Rewrite: "CREATE FUNCTION rows_of(p integer) RETURNS TABLE (id integer, name text) LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN QUERY SELECT t.id, t.name FROM t WHERE t.p = rows_of.p;\nEND\n$$;",
		Text:    "The function returns rows of a collection type whose elements are not known.",
		Why:     "A set-returning function must say what its rows are.",
		Do:      "Add the type to the input.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN a_type_that_no_file_creates PIPELINED IS\nBEGIN\n  RETURN;\nEND;\n/"})
	GotoRefused = register(Code{ID: "CW1506", Title: "GOTO", Severity: Red, Each: 30,
		Feature: "IF, loops, EXIT and CONTINUE",
		Rewrite: "<<again>>\nLOOP\n  EXIT again WHEN done;  -- was: IF done THEN GOTO the_end; END IF;\n  CONTINUE again WHEN skipped;\nEND LOOP;",
		Text:    "A GOTO leads to a label that stands in no statement list around it.",
		Why:     "PL/pgSQL has no GOTO. Jumps ahead become EXIT from a block, jumps back CONTINUE of a loop; this one is neither.",
		Do:      "Write the control flow with IF, EXIT and CONTINUE.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  GOTO nowhere;\nEND;\n/"})
	HandlerUndoes = register(Code{ID: "CW1507", Title: "The handler undoes more than in Oracle", Severity: Yellow, Learn: 10, Each: 10,
		Text: "The block changes tables or variables of a package before a statement that can fail, and its handler goes on. In PostgreSQL the changes are gone then; in Oracle they stay.",
		Why: "A PL/pgSQL block with an EXCEPTION part is a savepoint: when a handler runs, everything since BEGIN is rolled back. " +
			"Oracle rolls back the failing statement alone.",
		Do: "Where the changes must stay, put BEGIN … EXCEPTION … END around the statement that may fail, and the changes in front of it.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY);\nCREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  INSERT INTO t VALUES (1);\n" +
			"  INSERT INTO t VALUES (2);\nEXCEPTION\n  WHEN DUP_VAL_ON_INDEX THEN NULL;\nEND;\n/"})
	NeverRaised = register(Code{ID: "CW1508", Title: "A handler that never runs", Severity: Yellow, Each: 10,
		Text:    "The handler waits for an Oracle error that has no counterpart in PostgreSQL, so it never runs there.",
		Why:     "The condition does not arise in PostgreSQL, or not as an error: reading past the end of an array gives NULL, for instance.",
		Do:      "See what the code around it should do in that case, and test for it before.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  e EXCEPTION;\n  PRAGMA EXCEPTION_INIT(e, -4068);\nBEGIN\n  NULL;\nEXCEPTION\n  WHEN e THEN NULL;\nEND;\n/"})
	UnknownException = register(Code{ID: "CW1509", Title: "Exception that is not in the sources", Severity: Yellow, Class: Fails, Each: 10,
		Text:    "The code raises or handles an exception that no source file declares.",
		Why:     "It belongs to a package that is not among the input.",
		Do:      "Add the package to the input.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  NULL;\nEXCEPTION\n  WHEN other_pkg.e_failed THEN NULL;\nEND;\n/"})
	ErrorOutsideHandler = register(Code{ID: "CW1510", Title: "SQLCODE or SQLERRM outside a handler", Severity: Yellow, Each: 10,
		Text: "The code asks for the error being handled at a place that is in no exception handler.",
		Why: "In Oracle a procedure called from a handler still sees the error; in PostgreSQL only the handler's own text does. A handler that calls such a " +
			"procedure keeps its error for it, until the transaction ends. Called from elsewhere behind it, the procedure sees that error still, where Oracle has 0.",
		Do:      "Nothing for a procedure that only handlers call. Else pass SQLERRM and SQLSTATE from the handler as parameters.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  DBMS_OUTPUT.PUT_LINE(SQLERRM);\nEND;\n/"})
	SavepointRefused = register(Code{ID: "CW1511", Title: "Savepoint", Severity: Red, Each: 20,
		Feature: "a block with an EXCEPTION clause, which is a subtransaction",
		Text:    "The routine sets a savepoint or rolls back to one, in a way that no block of PL/pgSQL stands for.",
		Why: "PL/pgSQL has no SAVEPOINT. A block with an EXCEPTION part sets one at its BEGIN and goes back to it when a handler runs; " +
			"only code of that shape is converted.",
		Do:      "Put what may have to be undone into BEGIN … EXCEPTION … END, and raise an exception to undo it.",
		Example: "CREATE OR REPLACE PROCEDURE p(n NUMBER) IS\nBEGIN\n  IF n > 0 THEN\n    SAVEPOINT s;\n  END IF;\n  ROLLBACK TO s;\nEND;\n/",
		Rewrite: "BEGIN\n  ...\nEXCEPTION WHEN SQLSTATE 'UE001' THEN NULL; -- undone\nEND;"})
	TransactionControl = register(Code{ID: "CW1512", Title: "The procedure ends the transaction", Severity: Yellow, Learn: 10, Each: 5,
		Text: "The procedure commits or rolls back. PostgreSQL allows that only when it is called by CALL, outside a transaction block.",
		Why: "Called inside BEGIN … COMMIT, from a function, or from a block with exception handlers, it fails with " +
			"\"invalid transaction termination\". Oracle allows it everywhere but in triggers.",
		Do:      "Call it with autocommit on, or take COMMIT out and leave it to the caller.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  COMMIT;\nEND;\n/"})
	CommitLeftOut = register(Code{ID: "CW1513", Title: "COMMIT left out", Severity: Yellow, Learn: 10, Each: 10,
		Text:    "A COMMIT stands where PostgreSQL allows none: in a function or trigger, or inside a block with exception handlers. It is left out.",
		Why:     "A function runs inside its caller's statement, and a block with handlers inside a savepoint; neither may end the transaction.",
		Do:      "Commit in the caller. Where a long run commits in steps, make it a procedure and put the handlers around each step only.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN NUMBER IS\nBEGIN\n  COMMIT;\n  RETURN 1;\nEND;\n/"})
	RollbackLeftOut = register(Code{ID: "CW1514", Title: "ROLLBACK left out", Severity: Yellow, Each: 10,
		Text:    "A ROLLBACK in an exception handler is left out. What the handler's own block did is undone already when it runs.",
		Why:     "PostgreSQL allows no ROLLBACK in a function or inside another block with handlers. Work that the transaction did before the block stays.",
		Do:      "Where that must go too, raise the error on, and roll back in the caller.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN NUMBER IS\nBEGIN\n  RETURN 1;\nEXCEPTION\n  WHEN OTHERS THEN\n    ROLLBACK;\n    RETURN 0;\nEND;\n/"})
	RollbackRefused = register(Code{ID: "CW1515", Title: "ROLLBACK where none is allowed", Severity: Red, Each: 30,
		Feature: "a procedure that is called at top level, or an exception",
		Text:    "The code rolls the transaction back inside a function, or inside a block with exception handlers.",
		Why:     "PostgreSQL ends no transaction there, and leaving it out would keep what should be undone.",
		Do:      "Raise an exception instead: it undoes the block that handles it.",
		Example: "CREATE OR REPLACE FUNCTION f RETURN NUMBER IS\nBEGIN\n  ROLLBACK;\n  RETURN 1;\nEND;\n/",
		Rewrite: "BEGIN\n  ...\n  RAISE EXCEPTION 'undo' USING ERRCODE = 'UE001';\nEXCEPTION WHEN SQLSTATE 'UE001' THEN NULL;\nEND;"})
	Autonomous = register(Code{ID: "CW1516", Title: "Autonomous transaction", Severity: Yellow, Learn: 15, Each: 20,
		Text: "The routine has PRAGMA AUTONOMOUS_TRANSACTION. It is converted to run inside its caller's transaction, and its COMMIT is left out.",
		Why: "PostgreSQL has no autonomous transactions. When the caller rolls back, what this routine wrote goes with it: log entries about " +
			"errors are the usual case.",
		Do: "Where the rows must survive a rollback, write them over a second connection, with the extension dblink, or from the application.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE PROCEDURE p IS\n  PRAGMA AUTONOMOUS_TRANSACTION;\nBEGIN\n" +
			"  INSERT INTO t VALUES (1);\n  COMMIT;\nEND;\n/"})
	DynamicSQL = register(Code{ID: "CW1517", Title: "Dynamic SQL", Severity: Yellow, Learn: 10, Each: 15,
		Text:    "The statement is put together when the routine runs. The call is converted, the SQL in the text is not.",
		Why:     "The text is data. What is in it, Oracle's own functions and syntax included, cannot be seen here as a whole.",
		Do:      "Read the pieces of the text, and change what PostgreSQL spells differently. Use format() with %I and %L for names and values.",
		Example: "CREATE OR REPLACE PROCEDURE p(p_table IN VARCHAR2) IS\nBEGIN\n  EXECUTE IMMEDIATE 'DELETE FROM ' || p_table;\nEND;\n/"})
	DynamicOut = register(Code{ID: "CW1518", Title: "Dynamic call that gives values back", Severity: Red, Each: 20,
		Feature: "EXECUTE of a SELECT ... INTO, or a call of the function by name",
		Text:    "EXECUTE IMMEDIATE has an OUT or IN OUT bind argument.",
		Why:     "EXECUTE of PL/pgSQL takes values only; results come back by INTO.",
		Do:      "Call the routine directly, or EXECUTE 'CALL …' INTO the variable.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  n NUMBER;\nBEGIN\n  EXECUTE IMMEDIATE 'BEGIN q(:1); END;' USING OUT n;\nEND;\n/",
		Rewrite: "EXECUTE 'CALL q($1)' INTO n USING n;"})
	CursorNumber = register(Code{ID: "CW1531", Title: "Cursor of DBMS_SQL", Severity: Yellow, Each: 10,
		Text: "DBMS_SQL is carried out by functions of the run-time library.",
		Why: "PL/pgSQL has no cursors that are numbers. What is known of one is kept in settings of the session, which belong to the transaction: " +
			"a ROLLBACK, and an error that a handler catches, take back what was done with the cursor since the transaction or the handler's block began. A statement is checked when it is parsed, but its plan is made anew at each EXECUTE, its bind variables being constants in its text. A date that is fetched into a text has the form DD-MON-YY.",
		Do: "Run the routine once. Where speed matters write EXECUTE … USING, FOR … IN EXECUTE, or OPEN … FOR EXECUTE instead.",
		Example: "CREATE OR REPLACE FUNCTION f(q IN VARCHAR2) RETURN INTEGER IS\n  c INTEGER := DBMS_SQL.OPEN_CURSOR;\n  n INTEGER;\nBEGIN\n" +
			"  DBMS_SQL.PARSE(c, q, DBMS_SQL.NATIVE);\n  n := DBMS_SQL.EXECUTE(c);\n  DBMS_SQL.CLOSE_CURSOR(c);\n  RETURN n;\nEND;\n/"})
	ServerFile = register(Code{ID: "CW1540", Title: "File of the server", Severity: Yellow, Each: 10,
		Text: "UTL_FILE is carried out by functions of the run-time library.",
		Why: "The files are those of the machine that PostgreSQL runs on. They are read by pg_read_binary_file and written by lo_export, which a superuser may, or a role " +
			"that is a member of pg_read_server_files and may execute lo_export; services that manage PostgreSQL allow neither. What is put into a file is kept in a temporary " +
			"table until it is flushed or closed: a ROLLBACK, and an error that a handler catches, take back what was put since the transaction or the handler's block began. Texts are UTF-8.",
		Do:      "GRANT EXECUTE ON FUNCTION lo_export TO the owner of SECURITY DEFINER routines, or write the rows to a table and let the application write the file.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  f UTL_FILE.FILE_TYPE := UTL_FILE.FOPEN('DATA_DIR', 'x.txt', 'w');\nBEGIN\n  UTL_FILE.PUT_LINE(f, 'one');\n  UTL_FILE.FCLOSE(f);\nEND;\n/",
		Rewrite: "GRANT pg_read_server_files TO app;\nGRANT EXECUTE ON FUNCTION lo_export(oid, text) TO app;"})
	Jobs = register(Code{ID: "CW1541", Title: "Jobs of the run-time library", Severity: Yellow, Each: 10,
		Text: "DBMS_SCHEDULER and DBMS_JOB keep jobs in tables of the run-time library. Nothing runs until its procedure run_jobs() is called regularly.",
		Why: "PostgreSQL has no scheduler of its own. run_jobs() runs what is due, one job after the other, with the rights of who calls it; more than one call may run at a time. It works to the minute " +
			"when it is called each minute. A job is there when the transaction that makes it is committed: CREATE_JOB does not commit by itself. A job that fails ends the call, and is noted as failed by the next one. " +
			"RUN_JOB in the session of its caller cannot COMMIT where a function or a handler is around. Priorities, classes, windows and limits of time are kept and have no effect.",
		Do: "Call run_jobs() each minute by cron, a timer of systemd or pg_cron, as the role that owns the schema.",
		Example: "BEGIN\n  DBMS_SCHEDULER.CREATE_JOB(job_name => 'J', job_type => 'PLSQL_BLOCK', job_action => 'BEGIN NULL; END;',\n" +
			"    repeat_interval => 'FREQ=DAILY;BYHOUR=3', enabled => TRUE);\nEND;\n/",
		Rewrite: "* * * * * psql -X -q -d app -c 'CALL crosswalk.run_jobs()'\nSELECT cron.schedule('jobs', '* * * * *', 'CALL crosswalk.run_jobs()');"})
	BulkDynamic = register(Code{ID: "CW1519", Title: "Dynamic bulk query", Severity: Red, Each: 20,
		Feature: "a FOR loop over EXECUTE, or array_agg",
		Text:    "A dynamic statement fills several collections, or an associative array, at once.",
		Why:     "EXECUTE gives one row; a query of unknown text cannot be wrapped so that it gives several arrays.",
		Do:      "Loop over the query with FOR … IN EXECUTE and add to the arrays.",
		Example: "CREATE OR REPLACE PROCEDURE p(q IN VARCHAR2) IS\n  TYPE n IS TABLE OF NUMBER;\n  a n;\n  b n;\nBEGIN\n  EXECUTE IMMEDIATE q BULK COLLECT INTO a, b;\nEND;\n/",
		Rewrite: "FOR r IN EXECUTE q LOOP\n  a := a || r.x;\n  b := b || r.y;\nEND LOOP;"})
	OutInExpression = register(Code{ID: "CW1520", Title: "Function with OUT parameters in an expression", Severity: Red, Each: 15,
		Feature: "SELECT * FROM the function, whose OUT parameters are its row",
		Text:    "A function that has OUT parameters is called where its call cannot be taken out of the expression.",
		Why: "Such a function returns a row of its result and its OUT parameters in PostgreSQL. Its call is run by a statement of its own " +
			"in front, which is not the same where the call may be skipped or repeated.",
		Do: "Call it in a statement of its own, and use the variable.",
		Example: "CREATE OR REPLACE FUNCTION f(a OUT NUMBER) RETURN NUMBER IS\nBEGIN\n  a := 1;\n  RETURN 1;\nEND;\n/\n" +
			"CREATE OR REPLACE PROCEDURE p(ask BOOLEAN) IS\n  n NUMBER;\n  v NUMBER;\nBEGIN\n  v := CASE WHEN ask THEN f(n) ELSE 0 END;\nEND;\n/",
		Rewrite: "IF ask THEN\n  SELECT r.result, r.a INTO v, n FROM f() AS r;\nELSE\n  v := 0;\nEND IF;"})
	NestedWrites = register(Code{ID: "CW1521", Title: "Nested routine that cannot be taken out", Severity: Red, Each: 30,
		Feature: "a function of the schema, with the outer variables as parameters",
		Text:    "A routine declared inside another one, or inside a trigger or block, uses what is around it in a way that parameters cannot pass.",
		Why: "PL/pgSQL has no nested routines. They become routines of their own, with the variables that they use as parameters; " +
			"a function cannot give changed variables back.",
		Do:      "Make the variable a parameter by hand, or a procedure of the function.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  v table_that_no_file_creates.c%TYPE;\n  PROCEDURE reset IS\n  BEGIN\n    v := NULL;\n  END;\nBEGIN\n  reset;\nEND;\n/",
		Rewrite: "CREATE FUNCTION p__nxt(INOUT n numeric) ..."})
	ForallIndices = register(Code{ID: "CW1522", Title: "FORALL over indices", Severity: Yellow, Each: 10,
		Text:    "FORALL … INDICES OF is written as a loop from the first index to the last.",
		Why:     "An array has no gaps, so every index is there.",
		Do:      "See that the collection has no deleted elements at that place.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE PROCEDURE p IS\n  TYPE n IS TABLE OF NUMBER;\n  a n := n(1, 2);\nBEGIN\n  FORALL i IN INDICES OF a\n    INSERT INTO t VALUES (a(i));\nEND;\n/"})
	RecordField = register(Code{ID: "CW1523", Title: "Type of a record or collection not known", Severity: Red, Each: 15,
		Feature: "a composite type (CREATE TYPE ... AS) or an array type",
		Rewrite: "CREATE TYPE item_t AS (id integer, name text);\n-- in the body: v item_t;  list item_t[];",
		Text:    "A record, row or collection has a part whose type cannot be told.",
		Why:     "PostgreSQL needs the type when the composite type or the array is made.",
		Do:      "Add the table or type that it refers to to the input.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  CURSOR c IS SELECT * FROM table_that_no_file_creates;\n  TYPE rows IS TABLE OF c%ROWTYPE;\n  r rows := rows();\nBEGIN\n  NULL;\nEND;\n/"})
	SubtypeRange = register(Code{ID: "CW1524", Title: "Range of a subtype", Severity: Yellow, Each: 5,
		Text:    "The subtype limits its values to a range, which the converted variable does not check.",
		Why:     "Variables take the base type. PostgreSQL could check it with a domain.",
		Do:      "Where the check matters, create a domain with a CHECK and declare the variable with it.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  SUBTYPE digit IS PLS_INTEGER RANGE 0..9;\n  d digit := 1;\nBEGIN\n  NULL;\nEND;\n/"})
	SparseCollection = register(Code{ID: "CW1525", Title: "Collection with gaps", Severity: Red, Each: 20,
		Feature: "an array without gaps, hstore or jsonb, or a temporary table",
		Text:    "DELETE takes single elements out of a collection of a type that is an array here.",
		Why:     "An array has no gaps: what follows would move up, and COUNT and the indices would differ.",
		Do:      "Build a new array without the elements, or keep a flag beside each.",
		Example: "CREATE OR REPLACE TYPE nums AS TABLE OF NUMBER;\n/\nCREATE OR REPLACE PROCEDURE p IS\n  a nums := nums(1, 2, 3);\nBEGIN\n  a.DELETE(2);\nEND;\n/",
		Rewrite: "a := ARRAY(SELECT x FROM unnest(a) WITH ORDINALITY AS u(x, i) WHERE i <> 2 ORDER BY i);"})
	TableImplementation = register(Code{ID: "CW1526", Title: "Table function that an object type implements", Severity: Red, Each: 60,
		Feature: "a set-returning function of LANGUAGE plpgsql",
		Text:    "The rows of the table function are made by the methods ODCITableStart, ODCITableFetch and ODCITableClose of an object type.",
		Why:     "PostgreSQL has no such interface: a set-returning function makes its rows itself, and its columns are declared with it.",
		Do:      "Write a function with RETURNS TABLE (...) that makes the rows with RETURN NEXT or RETURN QUERY.",
		Example: "CREATE OR REPLACE FUNCTION numbers(n NUMBER) RETURN anydataset PIPELINED USING numbers_impl;\n/",
		Rewrite: "CREATE FUNCTION numbers(n integer) RETURNS TABLE (x integer) LANGUAGE plpgsql AS $$ ... RETURN NEXT; ... $$;"})
	ClosedCursor = register(Code{ID: "CW1527", Title: "Attribute of a cursor that was closed", Severity: Yellow, Each: 5,
		Text:    "%FOUND, %NOTFOUND or %ROWCOUNT is read behind CLOSE. It gives the last value here.",
		Why:     "In Oracle the attributes of a cursor that is not open raise INVALID_CURSOR (ORA-01001).",
		Do:      "Read the attribute before the CLOSE, and drop a handler that counts on the error.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  CURSOR c IS SELECT 1 AS n FROM dual;\n  r c%ROWTYPE;\nBEGIN\n  OPEN c;\n  FETCH c INTO r;\n  CLOSE c;\n  IF c%FOUND THEN\n    NULL;\n  END IF;\nEND;\n/"})
	ConstantTooLarge = register(Code{ID: "CW1530", Title: "Constant that does not fit its variable", Severity: Yellow, Each: 5,
		Text:    "A constant is assigned that is longer than its variable, or has more digits. The statement fails whenever it is reached.",
		Why:     "Oracle raises VALUE_ERROR (ORA-06502) there and only warns when it compiles (PLW-06017); SQL Server raises error 220. PostgreSQL raises 22001 or 22003, and plpgsql_check takes it for an error of the routine.",
		Do:      "Give the variable the length that it needs, unless the error is what the code wants to show.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\n  v VARCHAR2(3);\nBEGIN\n  v := 'four';\nEXCEPTION\n  WHEN VALUE_ERROR THEN\n    NULL;\nEND;\n/"})
	TooManyParams = register(Code{ID: "CW1529", Title: "More than 100 parameters", Severity: Red, Each: 60,
		Feature: "a row, an array or a table in place of single parameters",
		Text:    "The routine has more parameters than PostgreSQL allows, those for its results counted.",
		Why: "FUNC_MAX_ARGS is 100 (PostgreSQL manual, appendix \"PostgreSQL Limits\"). A procedure of SQL Server's that gives several results needs a cursor " +
			"parameter for each of them.",
		Do:      "Give the values in a row or a json document; return results as rows of one shape, or cut the routine in parts.",
		Example: "CREATE OR REPLACE PROCEDURE p (" + manyParams(101) + ") IS\nBEGIN\n  NULL;\nEND;\n/",
		Rewrite: "CREATE PROCEDURE p(_values jsonb) AS $$ ... $$ LANGUAGE plpgsql;"})
	SharedState = register(Code{ID: "CW1528", Title: "Error that shares its SQLSTATE with another one", Severity: Yellow, Each: 5,
		Text: "The handler catches two errors that Oracle tells apart, and the statements in front of it can raise both.",
		Why: "NULL in a column that must have a value is 23502 in PostgreSQL, for INSERT (ORA-01400) and UPDATE (ORA-01407) alike; a missing parent " +
			"(ORA-02291) and a child that is still there (ORA-02292) are both 23503. A value that is too long, a text that is no number and a number " +
			"that is too large have one SQLSTATE each, where Oracle has VALUE_ERROR (ORA-06502) in PL/SQL and ORA-12899, ORA-01722 and ORA-01438 in SQL statements.",
		Do:      "Give the statements blocks of their own, or look at GET STACKED DIAGNOSTICS … CONSTRAINT_NAME in the handler.",
		Example: "CREATE TABLE t (n NUMBER(9) NOT NULL);\nCREATE OR REPLACE PROCEDURE p IS\n  no_value EXCEPTION;\n  PRAGMA EXCEPTION_INIT(no_value, -1407);\nBEGIN\n  INSERT INTO t VALUES (NULL);\n  UPDATE t SET n = NULL;\nEXCEPTION\n  WHEN no_value THEN\n    NULL;\nEND;\n/"})
	NoDataInSQL = register(Code{ID: "CW1532", Title: "NO_DATA_FOUND inside a query", Severity: Yellow, Each: 5,
		Text: "The query calls a function that NO_DATA_FOUND can leave. In Oracle the call is NULL then and the query goes on; here the query ends with the error.",
		Why: "Oracle's SQL takes NO_DATA_FOUND (ORA-01403, +100) for the end of the rows that a call gives, and not for an error. PL/SQL that calls the same " +
			"function gets the exception. A PL/pgSQL function does not know who calls it, and its errors end the statement.",
		Do: "Where the function is for queries, give it WHEN NO_DATA_FOUND THEN RETURN NULL, or take STRICT from its SELECT INTO: the variable is NULL then. " +
			"Otherwise call a second function that does so.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(9));\nCREATE OR REPLACE FUNCTION name_of(p_id NUMBER) RETURN VARCHAR2 IS\n  v VARCHAR2(9);\nBEGIN\n" +
			"  SELECT name INTO v FROM t WHERE id = p_id;\n  RETURN v;\nEND;\n/\nCREATE OR REPLACE VIEW v AS SELECT id, name_of(id + 1) AS next_name FROM t;"})
	KeptCursor = register(Code{ID: "CW1533", Title: "Cursor of a package that stays open", Severity: Yellow, Each: 10,
		Text: "The cursor of a package is open from one call to the next. Here it ends with the transaction, and %ROWCOUNT, %FOUND and %NOTFOUND know of the " +
			"rows only that the call at hand fetches.",
		Why: "A package cursor belongs to the session, with its attributes, over commits too (Database PL/SQL Language Reference, \"Package State\"). A cursor of " +
			"PL/pgSQL is a portal of the transaction: with autocommit each call is a transaction of its own.",
		Do: "Make the calls in one transaction, and hold the count in a variable of the package. Or give the rows by a function that returns a set, or by a refcursor " +
			"that is handed on.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY);\nCREATE OR REPLACE PACKAGE p IS\n  CURSOR c IS SELECT id FROM t;\n  PROCEDURE begin_walk;\nEND;\n/\n" +
			"CREATE OR REPLACE PACKAGE BODY p IS\n  PROCEDURE begin_walk IS\n  BEGIN\n    OPEN c;\n  END;\nEND;\n/"})
	ElementSize = register(Code{ID: "CW1534", Title: "Size of an element", Severity: Yellow, Each: 5,
		Text: "The routine handles VALUE_ERROR and assigns to an element of a collection, which takes more here than its type allows in Oracle.",
		Why: "The elements of TABLE OF VARCHAR2(n) are text in PostgreSQL, and those of TABLE OF NUMBER(p) integers: an array type with a length would cut what " +
			"is too long in a cast, and not refuse it.",
		Do: "Ask for the length where the code counts on the error: IF length(v) > 10 THEN RAISE invalid_parameter_value; END IF. Or assign to a variable of varchar(10) first.",
		Example: "CREATE OR REPLACE FUNCTION f(p VARCHAR2) RETURN VARCHAR2 IS\n  TYPE t IS TABLE OF VARCHAR2(5);\n  l t := t(NULL);\nBEGIN\n  l(1) := p;\n  RETURN l(1);\n" +
			"EXCEPTION\n  WHEN VALUE_ERROR THEN\n    RETURN 'too long';\nEND;\n/"})
	HostVariable = register(Code{ID: "CW1535", Title: "Variable of the client", Severity: Red, Each: 15,
		Feature: "a parameter, a variable of psql, or a setting of the session",
		Rewrite: "SELECT set_config('app.dept', '10', false);                -- was: VARIABLE dept NUMBER and :dept := 10\n" +
			"SELECT … WHERE deptno = current_setting('app.dept')::integer; -- was: :dept",
		Text: "The code names a bind variable, which the program around it declares: SQL*Plus by VARIABLE, Oracle Forms as an item of a block or a global variable.",
		Why:  "The value lives in the client. PostgreSQL runs the code in the server, and psql puts its variables into SQL only, never into the text of a body or a DO block.",
		Do: "Give a routine the value as a parameter. In a script keep it in a setting of the session (set_config, current_setting), or use a variable of psql (\\set, \\gset, :'name') " +
			"where no block needs it.",
		Example: "CREATE OR REPLACE PROCEDURE p IS\nBEGIN\n  :emp.salary := 5;\nEND;\n/"})
)

// manyParams declares n parameters for an example.
func manyParams(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(",")
		}
		if i%8 == 0 {
			b.WriteString("\n ")
		}
		fmt.Fprintf(&b, " p%d NUMBER", i+1)
	}
	return b.String()
}
