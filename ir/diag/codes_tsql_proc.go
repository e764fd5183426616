package diag

// CW2400 to CW2499: procedures, functions and triggers of SQL Server.
var (
	TSQLEncryption = register(Code{ID: "CW2400", Title: "WITH ENCRYPTION", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text:    "The source of the routine can be read in PostgreSQL.",
		Why:     "SQL Server scrambles the text in its catalogue. PostgreSQL keeps it in pg_proc, where every role may read it.",
		Do:      "Keep what must not be seen out of the database.",
		Example: "CREATE PROCEDURE dbo.p WITH ENCRYPTION AS\nBEGIN\n  PRINT 'x';\nEND;"})
	TSQLExecuteAs = register(Code{ID: "CW2401", Title: "EXECUTE AS", Severity: Yellow, Learn: 15, Each: 10, Dialect: sqlserver,
		Text:    "The routine runs, or a part of it, with the rights of another user.",
		Why:     "PostgreSQL knows SECURITY DEFINER, the rights of the owner; SET ROLE inside a body needs membership.",
		Do:      "Make the user that is named the owner of the routine, and mark it SECURITY DEFINER with a fixed search_path.",
		Example: "CREATE PROCEDURE dbo.p WITH EXECUTE AS 'app_user' AS\nBEGIN\n  PRINT 'x';\nEND;"})
	TSQLModuleOption = register(Code{ID: "CW2402", Title: "Option of a module left out", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text:    "An option of the module has no counterpart.",
		Why:     "Native compilation and numbered procedures are SQL Server's own.",
		Do:      "Check that nothing depends on it.",
		Example: "CREATE PROCEDURE dbo.p;2 AS\nBEGIN\n  PRINT 'x';\nEND;"})
	TSQLSetOption = register(Code{ID: "CW2403", Title: "Option of the session that changes meaning", Severity: Yellow, Learn: 10, Each: 10, Dialect: sqlserver,
		Text:    "A SET option that changes what statements mean was left out.",
		Why:     "With ANSI_NULLS OFF x = NULL is true for NULL; with CONCAT_NULL_YIELDS_NULL OFF NULL joins as an empty text; DATEFIRST and DATEFORMAT change dates.",
		Do:      "Check the statements that follow it.",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN\n  SET CONCAT_NULL_YIELDS_NULL OFF;\n  PRINT 'x';\nEND;"})
	TSQLDynamicProc = register(Code{ID: "CW2404", Title: "Procedure named by a variable", Severity: Red, Each: 15, Dialect: sqlserver,
		Feature: "EXECUTE with format",
		Text:    "EXEC takes the name of the procedure from a variable.", Why: "CALL needs a name; a text must be built for EXECUTE.",
		Do: "Build the text with format and run it.", Rewrite: "EXECUTE format('CALL %I.%I($1)', v_schema, v_proc) USING v_arg;",
		Example: "CREATE PROCEDURE dbo.p @name sysname AS\nBEGIN\n  EXEC @name;\nEND;"})
	TSQLResultSet = register(Code{ID: "CW2405", Title: "Procedure that returns rows", Severity: Yellow, Learn: 20, Each: 5, Dialect: sqlserver,
		Text:    "The procedure became a function that returns a table; it is called with SELECT * FROM f(…).",
		Why:     "A procedure of PostgreSQL gives no rows to its caller.",
		Do:      "Change the calls: EXEC p becomes SELECT * FROM p(…).",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  SELECT a FROM dbo.t;\nEND;"})
	TSQLResultSets = register(Code{ID: "CW2406", Title: "Procedure with several result sets", Severity: Yellow, Learn: 30, Each: 10, Dialect: sqlserver,
		Text:    "Each result set is a cursor that the procedure opens and gives back in an INOUT parameter.",
		Why:     "A function of PostgreSQL returns one set of rows of one shape.",
		Do:      "Call it in a transaction and fetch from the cursors: CALL p(…); FETCH ALL FROM result_1;",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  SELECT a FROM dbo.t;\n  SELECT count(*) AS n, 'x' AS k FROM dbo.t;\nEND;"})
	TSQLTransaction = register(Code{ID: "CW2407", Title: "Transaction left to the caller", Severity: Yellow, Learn: 30, Each: 5, Dialect: sqlserver,
		Text: "BEGIN TRANSACTION and COMMIT were left out: what the routine does is part of the caller's transaction.",
		Why: "A routine of PostgreSQL always runs in a transaction. A block with EXCEPTION undoes what it did when an error occurs, as " +
			"ROLLBACK in a CATCH block would.",
		Do:      "Check callers that catch the error and go on, and routines that must keep what they did when the caller fails.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  BEGIN TRANSACTION;\n  DELETE FROM dbo.t;\n  COMMIT;\nEND;"})
	TSQLRollback = register(Code{ID: "CW2408", Title: "ROLLBACK outside a CATCH block", Severity: Red, Learn: 30, Each: 20, Dialect: sqlserver,
		Feature: "a block with EXCEPTION around the work",
		Text:    "The routine undoes its work and goes on.", Why: "PostgreSQL undoes a part of a transaction by raising an error inside a block with EXCEPTION, or in a procedure that its client calls outside a transaction.",
		Do: "Raise an error in place of the ROLLBACK and let a block with EXCEPTION around the work catch it.", Rewrite: "RAISE EXCEPTION 'not valid';",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DELETE FROM dbo.t;\n  ROLLBACK;\n  INSERT INTO dbo.t VALUES (1);\nEND;"})
	TSQLErrorVariable = register(Code{ID: "CW2409", Title: "@@ERROR is always 0", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text:    "The check of @@ERROR never finds an error: PostgreSQL raises an exception, which leaves the routine.",
		Why:     "In SQL Server many errors end the statement only, and the code looks at @@ERROR.",
		Do:      "Put what the branch does into a block with EXCEPTION where it must still happen.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DELETE FROM dbo.t;\n  IF @@ERROR <> 0 RETURN 1;\nEND;"})
	TSQLRaiseGoesOn = register(Code{ID: "CW2410", Title: "RAISERROR ends the routine", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text: "Behind the RAISERROR there is more, which is not reached here.", Why: "Outside TRY a RAISERROR tells the client and the routine goes on; RAISE EXCEPTION leaves it.",
		Do:      "Check what follows: usually a RETURN was forgotten. Where it must run, use RAISE WARNING.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  RAISERROR('careful', 16, 1);\n  DELETE FROM dbo.t;\nEND;"})
	TSQLErrorContext = register(Code{ID: "CW2411", Title: "ERROR_… outside a CATCH block", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text: "The function tells the error that a CATCH block of a caller handles; here it is NULL.", Why: "SQLERRM and SQLSTATE are known in the exception handler itself only.",
		Do: "Pass the message as a parameter.", Example: "CREATE PROCEDURE dbo.log_it AS\nBEGIN\n  PRINT ERROR_MESSAGE();\nEND;"})
	TSQLDynamicSQL = register(Code{ID: "CW2412", Title: "Dynamic SQL", Severity: Yellow, Learn: 15, Each: 15, Dialect: sqlserver,
		Text: "The text of the statement, or a piece of it, is only known at run time: that must be valid for PostgreSQL.", Why: "What is put together at run time is not converted; what is known of it is.",
		Do:      "Read how the text is made, and rewrite its parts. Names without a schema are looked for in dbo, and case counts in its comparisons.",
		Example: "CREATE PROCEDURE dbo.p @sql nvarchar(max) AS\nBEGIN\n  EXEC (@sql);\nEND;"})
	TSQLDynamicRed = register(Code{ID: "CW2413", Title: "Dynamic SQL in T-SQL", Severity: Red, Learn: 15, Each: 30, Dialect: sqlserver,
		Feature: "EXECUTE with format and USING",
		Text:    "The text of the statement is put together from pieces that PostgreSQL does not read.", Why: "What is put together at run time is not converted.",
		Do: "Rewrite the pieces for PostgreSQL.", Rewrite: "EXECUTE format('SELECT count(*) FROM %I', v_table) INTO v_n;",
		Example: "CREATE PROCEDURE dbo.p @joins nvarchar(100) AS\nBEGIN\n  DECLARE @sql nvarchar(max) = N'SELECT TOP 1 a FROM dbo.t ' + @joins + N' WHERE b = 1';\n  EXEC (@sql);\nEND;"})
	TSQLSystemProc = register(Code{ID: "CW2414", Title: "Procedure of the server", Severity: Red, Learn: 20, Each: 20, Dialect: sqlserver,
		Feature: "what the message names: an extension, an advisory lock, pg_cron",
		Text:    "The procedure comes with SQL Server and has no counterpart that could be called.", Why: "It reaches into the server itself, or out of it.",
		Do: "Follow the way out that the message names.", Rewrite: "PERFORM pg_advisory_xact_lock(hashtext('name'));",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN\n  EXEC xp_cmdshell 'dir';\nEND;"})
	TSQLReturnCode = register(Code{ID: "CW2415", Title: "Return code", Severity: Yellow, Learn: 15, Each: 5, Dialect: sqlserver,
		Text: "The return code of the procedure is not given to the caller.", Why: "A function that returns rows has no other result.",
		Do:      "Raise an error for a code that means failure.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  SELECT a FROM dbo.t;\n  RETURN 1;\nEND;"})
	TSQLReturnParam = register(Code{ID: "CW2416", Title: "Return code in a parameter", Severity: Info, Dialect: sqlserver,
		Text: "The return code of the procedure comes back in the INOUT parameter return_code.", Why: "A procedure of PostgreSQL has no return code.",
		Do:      "Nothing, but for callers in applications.",
		Example: "CREATE PROCEDURE dbo.p @a int AS\nBEGIN\n  IF @a = 0 RETURN 1;\n  RETURN 0;\nEND;"})
	TSQLUpdated = register(Code{ID: "CW2417", Title: "UPDATE() in a trigger", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text:    "UPDATE(column) tells here whether a value changed in any row; there it tells whether the statement named the column.",
		Why:     "A statement trigger of PostgreSQL does not know the columns that the statement named.",
		Do:      "Usually the change is what was meant.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY, a int);\nGO\nCREATE TRIGGER dbo.tr ON dbo.t AFTER UPDATE AS\nBEGIN\n  IF UPDATE(a) PRINT 'a';\nEND;"})
	TSQLTriggerSwitch = register(Code{ID: "CW2461", Title: "Trigger switched on and off by a routine", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text:    "Only the owner of the table can switch its triggers, not from inside a query over it, and the table is locked until the transaction ends.",
		Why:     "SQL Server lets whoever may alter the table switch its triggers, and what is switched holds for all sessions at once; ALTER TABLE … DISABLE TRIGGER of PostgreSQL needs the owner and a lock that keeps other writers out (ALTER TABLE, Notes).",
		Do:      "Make the routine SECURITY DEFINER of the owner, or let the trigger look at a setting of the transaction: WHEN (current_setting('app.quiet', true) IS NULL).",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE TRIGGER dbo.tr ON dbo.t AFTER INSERT AS\nBEGIN\n  PRINT 'new';\nEND;\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DISABLE TRIGGER dbo.tr ON dbo.t;\n  INSERT dbo.t VALUES (1);\n  ENABLE TRIGGER dbo.tr ON dbo.t;\nEND;"})
	TSQLTriggerForm = register(Code{ID: "CW2418", Title: "Trigger of a form without a counterpart", Severity: Red, Learn: 30, Each: 30, Dialect: sqlserver,
		Feature: "a row trigger on a view, or an event trigger",
		Text:    "The trigger was not converted.", Why: "PostgreSQL has INSTEAD OF triggers on views only, row by row, and event triggers for DDL.",
		Do: "Follow the way out that the message names.", Rewrite: "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f();",
		Example: "CREATE TRIGGER tr ON ALL SERVER FOR LOGON AS\nBEGIN\n  PRINT 'made';\nEND;"})
	TSQLInsteadOfTable = register(Code{ID: "CW2430", Title: "INSTEAD OF trigger on a table", Severity: Yellow, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "The trigger fires before each row and leaves the change out; inserted and deleted hold that one row.",
		Why: "PostgreSQL has INSTEAD OF triggers on views only. SQL Server's sees all rows of the statement at once, and the statement counts them; here it " +
			"counts none.",
		Do:      "Check bodies that look at several rows together, and callers that look at the number of rows.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY, a int);\nGO\nCREATE TRIGGER dbo.tr ON dbo.t INSTEAD OF INSERT AS\nBEGIN\n  INSERT INTO dbo.t (id) SELECT id FROM inserted;\nEND;"})
	TSQLInsteadOfRows = register(Code{ID: "CW2458", Title: "INSTEAD OF trigger row by row", Severity: Yellow, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "The trigger fires for each row of the statement; its body does something for all of them together.",
		Why: "An INSTEAD OF trigger of SQL Server fires once, with all rows in inserted and deleted, and also for a statement that touches no row. PostgreSQL's fires " +
			"for each row and knows that row alone.",
		Do:      "Check what the body counts, groups or writes where a statement changes several rows.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY);\nGO\nCREATE VIEW dbo.v AS SELECT id FROM dbo.t;\nGO\nCREATE TRIGGER dbo.tr ON dbo.v INSTEAD OF DELETE AS\nBEGIN\n  IF (SELECT COUNT(*) FROM deleted) > 1 THROW 50001, 'one only', 1;\nEND;"})
	TSQLCursorOption = register(Code{ID: "CW2419", Title: "Cursor option", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text: "The cursor sees the rows as they were when it was opened.", Why: "DYNAMIC and KEYSET cursors of SQL Server, and those that say neither, see changes that are made while they are open; PostgreSQL's do not.",
		Do:      "Check loops that change the rows which they read.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DECLARE @a int;\n  DECLARE c CURSOR DYNAMIC FOR SELECT a FROM dbo.t;\n  OPEN c;\n  FETCH NEXT FROM c INTO @a;\n  CLOSE c;\n  DEALLOCATE c;\nEND;"})
	TSQLTableForm = register(Code{ID: "CW2420", Title: "Change of data in a form without a counterpart", Severity: Red, Learn: 20, Each: 30, Dialect: sqlserver,
		Feature: "two statements, the second over the RETURNING of the first",
		Text:    "The statement was not converted.", Why: "OUTPUT of old values, MERGE by the source and changes through joins of a certain form have no counterpart.",
		Do: "Split the statement.", Rewrite: "WITH gone AS (DELETE FROM t WHERE … RETURNING *) INSERT INTO log SELECT * FROM gone;",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY, a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  MERGE TOP (5) dbo.t AS d USING (SELECT 1 AS id) AS s ON d.id = s.id\n  WHEN NOT MATCHED BY SOURCE THEN DELETE;\nEND;"})
	TSQLQueryForm = register(Code{ID: "CW2421", Title: "Query clause without a counterpart", Severity: Red, Learn: 20, Each: 30, Dialect: sqlserver,
		Feature: "jsonb and xml functions of PostgreSQL",
		Text:    "A clause of the query was not converted.", Why: "FOR XML, FOR JSON, OPENJSON and the methods of xml are SQL Server's own.",
		Do: "Follow the way out that the message names.", Rewrite: "SELECT jsonb_agg(to_jsonb(q)) FROM (…) AS q",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  SELECT a FROM dbo.t FOR XML EXPLICIT;\nEND;"})
	TSQLLockHint = register(Code{ID: "CW2422", Title: "Locking hint", Severity: Yellow, Learn: 15, Each: 5, Dialect: sqlserver,
		Text: "The hint asks for a lock that the statement does not take here.", Why: "UPDLOCK, XLOCK, HOLDLOCK and TABLOCKX hold locks to the end of the transaction; readers of PostgreSQL take none.",
		Do:      "Where two sessions must not read the same row to change it, add FOR UPDATE or lock the table.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p @n int OUTPUT AS\nBEGIN\n  SELECT @n = max(a) FROM dbo.t WITH (UPDLOCK, HOLDLOCK);\nEND;"})
	TSQLRowCount = register(Code{ID: "CW2423", Title: "@@ROWCOUNT behind a call or a result set", Severity: Yellow, Each: 5, Dialect: sqlserver,
		Text: "@@ROWCOUNT is read where no count is known.", Why: "Behind EXEC SQL Server gives the count of the last statement inside the procedure; behind a SELECT whose rows become a cursor PostgreSQL has counted nothing yet. The variable keeps the count of the statement before.",
		Do:      "Give the count back in a parameter, or count with a query.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.q AS DELETE FROM dbo.t;\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  EXEC dbo.q;\n  IF @@ROWCOUNT = 0 PRINT 'none';\nEND;"})
	TSQLMergeParts = register(Code{ID: "CW2424", Title: "MERGE in parts", Severity: Yellow, Each: 10, Dialect: sqlserver,
		Text: "The branches of the MERGE are statements of one WITH.", Why: "MERGE of this version of PostgreSQL has no RETURNING, or no WHEN NOT MATCHED BY SOURCE. The parts see the table as it was before; two source rows for one target row raise no error, and @@ROWCOUNT would be that of the last part.",
		Do:      "Make sure that the source has one row for each target row.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY, a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  MERGE dbo.t AS d USING (SELECT 1 AS id) AS s ON d.id = s.id\n  WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)\n  WHEN NOT MATCHED BY SOURCE THEN DELETE;\nEND;"})
	TSQLOldRow = register(Code{ID: "CW2425", Title: "Old row of an UPDATE", Severity: Yellow, Class: Differs, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "The UPDATE gives values from before the change (deleted.column, SET @variable = column): they come from a join of the table with itself.",
		Why: "RETURNING knows the changed row only, up to PostgreSQL 17. While another session changes the same row, the UPDATE waits and goes on with " +
			"the row as it is then, but the joined one is still the row from before: two sessions may be given the same old value.",
		Do: "Where sessions compete, as for a counter, compute the old value from the new one (RETURNING n - 1), or read the row with SELECT … FOR UPDATE first.",
		Example: "CREATE TABLE dbo.counters (id int PRIMARY KEY, n int NOT NULL);\nGO\nCREATE PROCEDURE dbo.next_n @id int, @n int OUTPUT AS\nBEGIN\n" +
			"  UPDATE dbo.counters SET @n = n, n = n + 1 WHERE id = @id;\nEND;"})
	TempOfCaller = register(Code{ID: "CW2440", Title: "Temporary table of the caller", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "The body uses a #table that it does not make: its caller has to make it first, in the same session.",
		Why: "A #table of SQL Server's is known to what its maker calls, and so is a temporary table of PostgreSQL's. Whether every caller makes it, and with these columns, " +
			"cannot be seen in the body.",
		Do:      "Make sure that every caller makes the table, with the same columns, before it calls.",
		Example: "CREATE PROCEDURE dbo.fill AS\nINSERT INTO #found (id) VALUES (1);\nGO\nCREATE PROCEDURE dbo.outer_one AS\nBEGIN\n  CREATE TABLE #found (id int);\n  EXEC dbo.fill;\nEND;"})
	TempRemade = register(Code{ID: "CW2442", Title: "Temporary table replaced by a call", Severity: Yellow, Class: Differs, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "What is called from here makes a #table of the same name, or is this routine again, with its table variables: behind the call the body finds that table, or an empty one.",
		Why: "Each call of a procedure of SQL Server's has #tables and table variables of its own, which hide those of its caller until it ends. A session of PostgreSQL's has one " +
			"temporary table of a name.",
		Do:      "Give one of the tables another name, keep the rows of a routine that calls itself in an array, or do not read the table behind the call.",
		Example: "CREATE PROCEDURE dbo.inner_one AS\nCREATE TABLE #w (a int);\nGO\nCREATE PROCEDURE dbo.outer_one AS\nBEGIN\n  CREATE TABLE #w (a int);\n  EXEC dbo.inner_one;\n  DELETE FROM #w;\nEND;"})
	TempNowhere = register(Code{ID: "CW2441", Title: "Temporary table that nothing makes", Severity: Red, Learn: 10, Each: 15, Dialect: sqlserver,
		Text:    "The body uses a #table, and nothing in the sources makes one of that name before it.",
		Why:     "Its columns are not known, so that neither the types nor the meaning of the statements can be told.",
		Do:      "Add the script or the routine that makes the table to the sources, or CREATE TABLE in front.",
		Feature: "CREATE TEMP TABLE in the routine or its caller",
		Rewrite: "CREATE TEMP TABLE IF NOT EXISTS tmp_found (id integer) ON COMMIT DROP;",
		Example: "CREATE PROCEDURE dbo.fill AS\nINSERT INTO #found (id) VALUES (1);"})
	TSQLInsertExec = register(Code{ID: "CW2443", Title: "INSERT … EXEC of rows that are not known", Severity: Red, Learn: 15, Each: 30, Dialect: sqlserver,
		Feature: "INSERT … SELECT FROM a function that returns rows",
		Text:    "The statement was not converted: what it runs gives rows in no form that can be read here.",
		Why: "SQL Server takes the rows that a procedure sends to its client. In PostgreSQL rows come out of a function, or of a cursor that the procedure opens, " +
			"so that the procedure must be known, with its columns.",
		Do: "Add the procedure to the sources, or write the query that it runs.", Rewrite: "INSERT INTO t (a, b) SELECT a, b FROM the_function(v_arg);",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  INSERT INTO dbo.t EXEC other_db.dbo.numbers;\nEND;"})
	TSQLLoopResults = register(Code{ID: "CW2444", Title: "Results of a loop", Severity: Yellow, Class: Differs, Learn: 15, Each: 15, Dialect: sqlserver,
		Text: "A query inside a loop gives its caller a result in each turn.",
		Why: "SQL Server sends each of them to the client. A function gives one set of rows, and a cursor in a parameter is one result: where all queries have " +
			"the same columns the rows come one behind the other, elsewhere the last turn's are left.",
		Do:      "Gather the rows in a temporary table and give them back behind the loop.",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN\n  DECLARE @i int = 0;\n  WHILE @i < 3\n  BEGIN\n    SELECT @i AS i;\n    SET @i = @i + 1;\n  END;\nEND;"})
	TSQLNoArgument = register(Code{ID: "CW2450", Title: "Call without an argument that is needed", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text:    "The call leaves out a parameter of the procedure that has no default: an error is raised in its place, as SQL Server does (201). A function that is called with DEFAULT for such a parameter gets NULL.",
		Why:     "SQL Server looks at the arguments when the call runs. PostgreSQL would refuse the body, or the script, that contains it.",
		Do:      "Give the argument, or take the call out: it has never worked against this definition of the procedure.",
		Example: "CREATE PROCEDURE dbo.p @id int AS\nDELETE FROM dbo.t WHERE id = @id;\nGO\nCREATE TABLE dbo.t (id int);\nGO\nCREATE PROCEDURE dbo.q AS\nEXEC dbo.p;"})
	TSQLMaintenance = register(Code{ID: "CW2453", Title: "Upkeep of the server left out", Severity: Info, Dialect: sqlserver,
		Text:    "A statement that maintains statistics, caches or storage was left out of a body.",
		Why:     "PostgreSQL gathers statistics on all columns, and its autovacuum keeps tables; it has no caches of plans to be emptied.",
		Do:      "Nothing, unless a query turns out slow: ANALYZE gathers statistics at once, CREATE STATISTICS for columns that depend on each other.",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN\n  DBCC FREEPROCCACHE;\n  PRINT 'done';\nEND;"})
	TSQLSetRowCount = register(Code{ID: "CW2454", Title: "SET ROWCOUNT", Severity: Yellow, Class: Differs, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "The statements behind it, in the order of the text, take as many rows at most, as if they had a TOP.",
		Why: "SET ROWCOUNT holds for the session until it is set to 0: for what the body calls as well, and for what its caller does afterwards where the " +
			"body does not set it back.",
		Do:      "Check that nothing that is called, or runs later, counts on it.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  SET ROWCOUNT 10;\n  DELETE FROM dbo.t;\n  SET ROWCOUNT 0;\nEND;"})
	TSQLAmbiguous = register(Code{ID: "CW2451", Title: "Column of several tables", Severity: Red, Each: 5, Dialect: sqlserver,
		Feature: "the column with its table's name in front",
		Text:    "The statement names a column that two of its tables have, without saying which.",
		Why: "SQL Server refuses it too (error 209). Where a #table is among the tables it finds that out when the statement runs, so that such a " +
			"routine may be in the sources and has never worked.",
		Do: "Write the table in front of the column.", Rewrite: "SELECT e.id FROM employees e JOIN seen s ON s.id = e.id;",
		Example: "CREATE TABLE dbo.a (id int);\nCREATE TABLE dbo.b (id int);\nGO\nCREATE PROCEDURE dbo.p AS\nSELECT id FROM dbo.a CROSS JOIN dbo.b;"})
	TSQLCatch = register(Code{ID: "CW2455", Title: "CATCH of a TRY that changed data", Severity: Yellow, Class: Differs, Learn: 20, Each: 10, Dialect: sqlserver,
		Text: "When the handler runs, PostgreSQL has undone all that its block did; SQL Server keeps it.",
		Why: "A block with a handler is a subtransaction. In SQL Server an error undoes its own statement, and CATCH goes on behind the others, but in a trigger, where " +
			"an error dooms the whole transaction even if it is caught (XACT_ABORT is on there).",
		Do: "Give each statement that must stay a block of its own, or check that nobody relies on half of the work.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN TRY\n  INSERT INTO dbo.t VALUES (1);\n  INSERT INTO dbo.t VALUES (2);\n" +
			"END TRY\nBEGIN CATCH\n  PRINT ERROR_MESSAGE();\nEND CATCH;"})
	TSQLRollbackKept = register(Code{ID: "CW2459", Title: "ROLLBACK takes along what SQL Server keeps", Severity: Yellow, Class: Differs, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "What is undone here has rows of a table variable in it, or a result that was given already.",
		Why: "A ROLLBACK of SQL Server's leaves table variables as they are, and the caller has got the results of queries in front of it. Here a table variable is a " +
			"temporary table and such a result a cursor: both are undone with the rest.",
		Do: "Keep the rows in an array variable, or gather them behind the ROLLBACK; give the result behind it.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY);\nGO\nCREATE PROCEDURE dbo.p @n int OUTPUT AS\nBEGIN\n  DECLARE @seen TABLE (id int);\n  BEGIN TRAN;\n" +
			"  INSERT INTO dbo.t VALUES (1);\n  INSERT INTO @seen VALUES (1);\n  IF @n > 1 ROLLBACK TRAN ELSE COMMIT TRAN;\n  SELECT @n = COUNT(*) FROM @seen;\nEND;"})
	TSQLWrittenThenError = register(Code{ID: "CW2460", Title: "Rows written in front of an error", Severity: Yellow, Class: Differs, Learn: 15, Each: 10, Dialect: sqlserver,
		Text: "The rows that are written here are undone by the error that is raised behind them.",
		Why: "In SQL Server a statement outside a transaction, or behind its ROLLBACK, stays done when THROW or RAISERROR gives an error to the caller. In PostgreSQL an error " +
			"undoes all that the call did, up to the block that catches it.",
		Do:      "Write logs that must stay over a connection of their own (dblink), or have the caller write them once it has caught the error.",
		Rewrite: "PERFORM dblink_exec('dbname=' || current_database(), format('INSERT INTO log (msg) VALUES (%L)', SQLERRM));",
		Example: "CREATE TABLE dbo.log (msg nvarchar(4000));\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN TRY\n  RAISERROR('no', 16, 1);\nEND TRY\nBEGIN CATCH\n" +
			"  INSERT INTO dbo.log VALUES (ERROR_MESSAGE());\n  THROW;\nEND CATCH;"})
	TSQLErrorLine = register(Code{ID: "CW2456", Title: "ERROR_LINE()", Severity: Yellow, Class: Differs, Learn: 5, Each: 2, Dialect: sqlserver,
		Text:    "ERROR_LINE() is 0.",
		Why:     "PostgreSQL tells where an error arose only in the text of the error's context, by lines of the converted body.",
		Do:      "Where the line is logged, log the context as well.",
		Rewrite: "GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN TRY\n  RAISERROR('no', 16, 1);\nEND TRY\nBEGIN CATCH\n  PRINT ERROR_LINE();\nEND CATCH;"})
	TSQLErrorRank = register(Code{ID: "CW2457", Title: "Severity and state of an error", Severity: Info, Dialect: sqlserver,
		Text:    "ERROR_SEVERITY() is 16 and ERROR_STATE() is 1, whatever the error.",
		Why:     "Errors of PostgreSQL have a SQLSTATE, and neither a severity nor a state.",
		Do:      "Nothing where they are only handed to RAISERROR; otherwise decide by ERROR_NUMBER().",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN TRY\n  RAISERROR('no', 11, 5);\nEND TRY\nBEGIN CATCH\n  PRINT ERROR_SEVERITY();\nEND CATCH;"})
	TSQLTableState = register(Code{ID: "CW2463", Title: "Constraint switched by a routine", Severity: Yellow, Class: Differs, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "The routine takes a constraint away, or adds it again.",
		Why: "ALTER TABLE wants the owner of the table and holds a lock on it to the end of the transaction. It is refused while a query of the same session is " +
			"open on the table. PostgreSQL does not switch constraints: NOCHECK drops one, CHECK adds it, NOT VALID unless WITH CHECK is said.",
		Do:      "Keep the transaction short; session_replication_role = replica switches foreign keys for a superuser's session alone.",
		Example: "CREATE TABLE dbo.t (a int CONSTRAINT ck CHECK (a > 0));\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  ALTER TABLE dbo.t NOCHECK CONSTRAINT ck;\nEND;"})
	TSQLSchemaChange = register(Code{ID: "CW2464", Title: "Schema changed by a routine", Severity: Yellow, Class: Differs, Learn: 20, Each: 10, Dialect: sqlserver,
		Text: "The body makes, changes or drops a table, an index or another object that stays.",
		Why: "DDL of PostgreSQL wants the owner of the table, or the right to create in the schema, and is undone with the transaction. It keeps all others out of the table until " +
			"that ends, and is refused while a query of the same session is open on the table. Views that read the table are put aside and made again, and those that do not fit it any more wait. A session that has read the rows of " +
			"a table into a record does not take another type of a column from a table made anew: it raises an error.",
		Do:      "Keep the transaction short, and let the routine be run by the owner of the tables, or make it SECURITY DEFINER. Where the table only holds rows in between, a temporary table, or one that TRUNCATE empties, does without DDL.",
		Example: "CREATE TABLE dbo.t (a int);\nGO\nCREATE PROCEDURE dbo.p AS\nBEGIN\n  DROP TABLE dbo.t;\n  CREATE TABLE dbo.t (a int, b int);\nEND;"})
	TSQLMadeTable = register(Code{ID: "CW2465", Title: "Table that another routine makes", Severity: Yellow, Learn: 10, Each: 5, Dialect: sqlserver,
		Text: "The body uses a table that no source file creates, and that another body makes while it runs.",
		Why: "PL/pgSQL looks for a table when the statement runs, as SQL Server does. Whether the other routine has run before, and left the table with these columns, " +
			"cannot be seen in the body.",
		Do:      "Make sure that the routine has run, or create the table with the schema.",
		Example: "CREATE PROCEDURE dbo.make AS\nBEGIN\n  CREATE TABLE dbo.work (id int);\nEND;\nGO\nCREATE PROCEDURE dbo.fill AS\nINSERT INTO dbo.work (id) VALUES (1);"})
	TSQLMaxRecursion = register(Code{ID: "CW2462", Title: "MAXRECURSION left out", Severity: Yellow, Class: Differs, Learn: 5, Each: 5, Dialect: sqlserver,
		Text:    "The recursion of the query is not limited: something takes all columns of the recursive expression, so that it cannot have its level as a column more.",
		Why:     "SQL Server ends a recursion that goes deeper than OPTION (MAXRECURSION n) with error 530. PostgreSQL goes on until there are no more rows, which data in a circle never has.",
		Do:      "Name the columns in place of *.",
		Example: "CREATE PROCEDURE dbo.p AS\nBEGIN\n  WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 50)\n  SELECT * FROM r OPTION (MAXRECURSION 20);\nEND;"})
	TSQLEventTrigger = register(Code{ID: "CW2445", Title: "DDL trigger as an event trigger", Severity: Yellow, Learn: 10, Each: 10, Dialect: sqlserver,
		Text: "The trigger became an event trigger on ddl_command_end or sql_drop. Only a superuser can create one.",
		Why: "It fires for the commands of PostgreSQL, whose text and kinds of objects EVENTDATA() then tells: a procedure that returns rows is a function. " +
			"DDL of temporary tables fires it too, and a command that names several objects tells the first of them.",
		Do: "Install as a superuser, or leave the file of the trigger out and have it run by one. Check what the body does with the names.",
		Example: "CREATE TABLE dbo.ddl_log (what nvarchar(200));\nGO\nCREATE TRIGGER tr ON DATABASE FOR CREATE_TABLE AS\nBEGIN\n" +
			"  INSERT INTO dbo.ddl_log VALUES (EVENTDATA().value('(/EVENT_INSTANCE/ObjectName)[1]', 'nvarchar(200)'));\nEND;"})
)
