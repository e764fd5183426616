package diag

// CW1600 to CW1699: packages, triggers, object types.
var (
	PackageState = register(Code{ID: "CW1600", Title: "Package variables", Severity: Yellow, Learn: 15, Each: 5,
		Text: "The package has variables. They are kept in settings of the session, read and written by functions in the package's schema.",
		Why: "PostgreSQL has no variables that last for a session. A setting lasts as long, but a ROLLBACK, also to the savepoint of a block " +
			"with exception handlers, takes it back to its former value; a package variable of Oracle keeps the new one.",
		Do: "See whether the code relies on a value that was set in a transaction, or a block, which was rolled back. With a connection pool, " +
			"a session serves several users: set the variables at the start of each.",
		Example: "CREATE OR REPLACE PACKAGE pk IS\n  n NUMBER := 0;\nEND pk;\n/"})
	PackageCursorVar = register(Code{ID: "CW1601", Title: "Cursor variable of a package", Severity: Red, Each: 30,
		Feature: "a cursor variable as a parameter, or a temporary table",
		Text:    "A package keeps an open cursor from call to call.",
		Why:     "A cursor of PostgreSQL ends with its transaction, and the package's state cannot hold it.",
		Do:      "Pass a refcursor as a parameter.",
		Example: "CREATE OR REPLACE PACKAGE pk IS\n  c SYS_REFCURSOR;\n  PROCEDURE o;\nEND pk;\n/\nCREATE OR REPLACE PACKAGE BODY pk IS\n  PROCEDURE o IS\n  BEGIN\n    CLOSE c;\n  END;\nEND pk;\n/",
		Rewrite: "CREATE PROCEDURE pk.o(INOUT c refcursor) ..."})
	SystemTrigger = register(Code{ID: "CW1602", Title: "Trigger on a system event", Severity: Red, Each: 30,
		Feature: "event triggers, or settings of the role and the connection pool",
		Text:    "The trigger fires on DDL, on logon or on another event of the database or schema, or is of a kind that PostgreSQL does not have.",
		Why:     "PostgreSQL has event triggers for DDL, and from version 17 for logins, with other functions to ask what happened.",
		Do:      "Write an event trigger: ddl_command_end with pg_event_trigger_ddl_commands(), sql_drop with pg_event_trigger_dropped_objects(), or login.",
		Example: "CREATE OR REPLACE TRIGGER t AFTER LOGON ON DATABASE\nBEGIN\n  NULL;\nEND;\n/",
		Rewrite: "CREATE EVENT TRIGGER t ON login EXECUTE FUNCTION t();"})
	DDLTrigger = register(Code{ID: "CW1614", Title: "Trigger on DDL as an event trigger", Severity: Yellow, Each: 10,
		Text: "The trigger became an event trigger on ddl_command_end or sql_drop. Only a superuser can create one.",
		Why: "Oracle's triggers on DDL belong to a schema, and those ON SCHEMA fire for its user. Event triggers belong to the database: ON SCHEMA " +
			"fires here for objects of the schema, whoever runs the command. A command that PostgreSQL lets name several objects, such as DROP TABLE a, b, " +
			"fires once, with the first of them. ORA_DICT_OBJ_TYPE tells PostgreSQL's kinds of objects.",
		Do:      "Install as a superuser, or leave the file of the trigger out and have it run by one. Check what the body does with the names.",
		Example: "CREATE TABLE ddl_log (what VARCHAR2(30));\nCREATE OR REPLACE TRIGGER t AFTER CREATE ON SCHEMA\nBEGIN\n  INSERT INTO ddl_log VALUES (ORA_DICT_OBJ_NAME);\nEND;\n/"})
	LogonTrigger = register(Code{ID: "CW1615", Title: "Logon trigger as an event trigger", Severity: Yellow, Each: 15,
		Text:    "The trigger became an event trigger on login, which PostgreSQL has from version 17. Only a superuser can create one.",
		Why:     "It fires for every login to the database. An error in it refuses the login, as Oracle's does for users without ADMINISTER DATABASE TRIGGER.",
		Do:      "Test it with an ordinary role while a session of a superuser is open. ALTER ROLE … SET replaces most of these triggers.",
		Example: "-- target: 17\nCREATE TABLE log_ons (who VARCHAR2(128));\nCREATE OR REPLACE TRIGGER t AFTER LOGON ON DATABASE\nBEGIN\n  INSERT INTO log_ons VALUES (USER);\nEND;\n/"})
	TriggerRowid = register(Code{ID: "CW1613", Title: "ROWID of the trigger's row", Severity: Red, Each: 15,
		Feature: "the primary key of the table",
		Text:    "The trigger looks at the ROWID of the row that it fires for.",
		Why:     "NEW and OLD hold the columns of the table only; what PostgreSQL has in the place of a ROWID, ctid, is not among them.",
		Do:      "Use the primary key, or give the table an identity column to stand for it.",
		Example: "CREATE TABLE t (id NUMBER(9) PRIMARY KEY);\nCREATE OR REPLACE TRIGGER tr AFTER INSERT ON t FOR EACH ROW\nBEGIN\n  DBMS_OUTPUT.PUT_LINE(:new.rowid);\nEND;\n/",
		Rewrite: "RAISE NOTICE '%', NEW.id;"})
	CompoundState = register(Code{ID: "CW1603", Title: "Compound trigger with shared variables", Severity: Red, Each: 45,
		Feature: "statement triggers with transition tables (REFERENCING NEW TABLE)",
		Text:    "The sections of the compound trigger share a variable of a type that cannot be kept in the session.",
		Why:     "Each section becomes a trigger function of its own, and those share nothing but settings of the session, which are text.",
		Do:      "Where rows are gathered for the end of the statement, use one AFTER STATEMENT trigger with REFERENCING NEW TABLE AS …, which holds them all.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE TRIGGER tr FOR INSERT ON t COMPOUND TRIGGER\n  c SYS_REFCURSOR;\n  BEFORE STATEMENT IS\n  BEGIN\n    OPEN c FOR SELECT id FROM t;\n  END BEFORE STATEMENT;\n  AFTER STATEMENT IS\n  BEGIN\n    CLOSE c;\n  END AFTER STATEMENT;\nEND tr;\n/",
		Rewrite: "CREATE TRIGGER tr AFTER INSERT ON t REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tr();"})
	TriggerOrder = register(Code{ID: "CW1604", Title: "Trigger renamed for its order", Severity: Info,
		Text:    "The trigger FOLLOWS another one, and got a name that sorts behind it.",
		Why:     "PostgreSQL fires triggers of one kind in the order of their names.",
		Do:      "Nothing, unless other scripts name the trigger.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE TRIGGER b BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n  NULL;\nEND;\n/\nCREATE OR REPLACE TRIGGER a BEFORE INSERT ON t FOR EACH ROW FOLLOWS b\nBEGIN\n  NULL;\nEND;\n/"})
	MutatingTable = register(Code{ID: "CW1606", Title: "The trigger looks at its own table", Severity: Yellow, Each: 10,
		Text:    "A row trigger reads or changes the table that it belongs to.",
		Why:     "Oracle raises ORA-04091 (mutating table) for most such statements; PostgreSQL runs them, and a BEFORE trigger sees the table without the row.",
		Do:      "See what the code expects. A single-row INSERT is the one case that works in Oracle.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n  SELECT NVL(MAX(id), 0) + 1 INTO :new.id FROM t;\nEND;\n/"})
	UpdatingColumn = register(Code{ID: "CW1607", Title: "UPDATING('column')", Severity: Yellow, Each: 5,
		Text:    "The trigger asks which column the UPDATE sets; the converted condition asks whether its value changes.",
		Why:     "A trigger function of PostgreSQL sees the rows, not the column list of the statement. Setting a column to the value it has is not seen.",
		Do:      "Where that matters, make a trigger of its own with UPDATE OF column.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW\nBEGIN\n  IF UPDATING('ID') THEN\n    NULL;\n  END IF;\nEND;\n/"})
	Constructor = register(Code{ID: "CW1608", Title: "Constructor of an object type", Severity: Red, Each: 20,
		Feature: "a function that returns the composite type",
		Text:    "The call of a constructor fits none that was converted: neither the attributes of the object type nor a constructor of its own.",
		Why:     "A composite type of PostgreSQL has the row constructor only, which wants a value for every attribute.",
		Do:      "Write a function that returns the type, and call it instead.",
		Example: "CREATE OR REPLACE TYPE o AS OBJECT (a NUMBER, b NUMBER);\n/\nCREATE OR REPLACE FUNCTION f RETURN o IS\nBEGIN\n  RETURN o(1);\nEND;\n/",
		Rewrite: "CREATE FUNCTION new_o() RETURNS o LANGUAGE sql AS $$ SELECT ROW(1)::o $$;"})
	MethodCall = register(Code{ID: "CW1609", Title: "Method call", Severity: Red, Each: 15,
		Feature: "a function whose first parameter is the composite value",
		Text:    "The code calls a method of an object or collection that is not converted.",
		Why:     "Composite types of PostgreSQL have no methods.",
		Do:      "Write a function that takes the object as its first parameter.",
		Example: "CREATE OR REPLACE TYPE a AS OBJECT (x NUMBER);\n/\nCREATE OR REPLACE FUNCTION f(o a) RETURN NUMBER IS\nBEGIN\n  IF o IS OF (a) THEN\n    RETURN 1;\n  END IF;\n  RETURN 0;\nEND;\n/",
		Rewrite: "CALL run(o);"})
	TypeInheritance = register(Code{ID: "CW1610", Title: "Subtype of an object type", Severity: Yellow, Each: 15,
		Text:    "The object type stands under another one. It has the attributes of both, but is no subtype of it.",
		Why:     "Composite types of PostgreSQL do not inherit: a value of it cannot stand where the other type is declared.",
		Do:      "Where the code passes subtypes, use one type with all attributes and one that tells the kind.",
		Example: "CREATE OR REPLACE TYPE a AS OBJECT (x NUMBER) NOT FINAL;\n/\nCREATE OR REPLACE TYPE b UNDER a (y NUMBER);\n/"})
	SubtypeValue = register(Code{ID: "CW1611", Title: "Value of a subtype", Severity: Red, Each: 30,
		Feature: "one composite type with the columns of all subtypes",
		Text:    "A value of a subtype stands where its supertype is declared, or a method of the supertype calls what the subtype overrides.",
		Why:     "Composite types of PostgreSQL do not inherit: a value has exactly the attributes of its declared type, and does not know another.",
		Do:      "Use one type with the attributes of all subtypes and one that tells the kind, and branch on that.",
		Example: "CREATE OR REPLACE TYPE a AS OBJECT (x NUMBER) NOT FINAL;\n/\nCREATE OR REPLACE TYPE b UNDER a (y NUMBER);\n/\nCREATE OR REPLACE PROCEDURE p(v OUT a) IS\nBEGIN\n  v := b(1, 2);\nEND;\n/",
		Rewrite: "v := ROW('b', 1, 2)::a;"})
	CompoundKept = register(Code{ID: "CW1612", Title: "Shared variables of a compound trigger", Severity: Yellow, Learn: 10, Each: 5,
		Text: "The sections of the compound trigger share variables. They are kept in settings of the session, and set to their initial values " +
			"before each statement.",
		Why: "Oracle gives every triggering statement variables of its own. Here a statement on the same table that the trigger itself causes " +
			"begins anew with the same settings.",
		Do:      "Where rows are only gathered for the end of the statement, one AFTER STATEMENT trigger with REFERENCING NEW TABLE AS … is simpler and faster.",
		Example: "CREATE TABLE t (id NUMBER(9));\nCREATE OR REPLACE TRIGGER tr FOR INSERT ON t COMPOUND TRIGGER\n  n NUMBER := 0;\n  AFTER EACH ROW IS\n  BEGIN\n    n := n + 1;\n  END AFTER EACH ROW;\n  AFTER STATEMENT IS\n  BEGIN\n    DBMS_OUTPUT.PUT_LINE(n);\n  END AFTER STATEMENT;\nEND tr;\n/"})
	JSONReference = register(Code{ID: "CW1616", Title: "JSON object that is a reference", Severity: Yellow, Class: Differs, Each: 15,
		Text: "A method changes an object of JSON_OBJECT_T or JSON_ARRAY_T that something else stands for as well: a document that it was put into " +
			"or got out of, another variable, or the caller's.",
		Why:     "In Oracle these variables are references to one tree in memory. Here they are values of type json: the change stays in the variable.",
		Do:      "Put the changed part into its document again behind the change, or take CLONE where the change is to stay apart.",
		Example: "CREATE OR REPLACE PROCEDURE p(doc IN OUT JSON_OBJECT_T) IS\n  part JSON_OBJECT_T := doc.get_object('part');\nBEGIN\n  part.put('seen', TRUE);\nEND;\n/",
		Rewrite: "part.put('seen', TRUE);\ndoc.put('part', part);"})
)
