package diag

// CW2640 to CW2679: features of SQL Server that are refused by name, with the way out.
var (
	CLRCode = register(Code{ID: "CW2640", Dialect: sqlserver, Title: "CLR assembly", Severity: Red, Learn: 60, Each: 60,
		Text:    "An assembly, or a routine, type or aggregate of one, was not converted.",
		Why:     "The code is .NET and not in the scripts. PostgreSQL runs PL/pgSQL, Python, Perl, JavaScript and C, with extensions of their own.",
		Do:      "Rewrite it in PL/pgSQL or another of these languages; much CLR code does what regexp_replace, string_agg or jsonb do.",
		Rewrite: "CREATE FUNCTION regex_replace(t text, p text, r text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT regexp_replace(t, p, r, 'g') $$;",
		Example: "CREATE ASSEMBLY tools FROM 0x4D5A WITH PERMISSION_SET = SAFE;"})
	ServiceBroker = register(Code{ID: "CW2641", Dialect: sqlserver, Title: "Service Broker", Severity: Red, Learn: 120, Each: 30,
		Text:    "Message types, contracts, queues, services and routes were not converted.",
		Why:     "PostgreSQL has no queues of its own.",
		Do:      "Use a queue table read with FOR UPDATE SKIP LOCKED and woken by NOTIFY, or the extension pgmq.",
		Rewrite: "CREATE TABLE queue (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb NOT NULL);\n-- consumer: DELETE FROM queue WHERE id = (SELECT id FROM queue ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING body;",
		Example: "CREATE QUEUE dbo.order_queue;"})
	AgentJob = register(Code{ID: "CW2642", Dialect: sqlserver, Title: "SQL Agent job", Severity: Red, Learn: 60, Each: 15,
		Text:    "The job was not converted.",
		Why:     "PostgreSQL has no scheduler of its own. The extension pg_cron runs SQL on a schedule; jobs of the operating system are the other way.",
		Do:      "Schedule each step with pg_cron, and find another place for steps that are no SQL.",
		Rewrite: "SELECT cron.schedule('nightly cleanup', '0 2 * * *', 'CALL dbo.cleanup()');",
		Example: "EXEC msdb.dbo.sp_add_job @job_name = N'nightly cleanup';"})
	DatabaseMail = register(Code{ID: "CW2643", Dialect: sqlserver, Title: "Database mail", Severity: Red, Learn: 60, Each: 15,
		Text:    "The configuration of database mail was not converted.",
		Why:     "PostgreSQL sends no mail.",
		Do:      "Write messages to a table, and let a program outside send them, woken by NOTIFY.",
		Rewrite: "INSERT INTO outbox (recipients, subject, body) VALUES ($1, $2, $3);\nNOTIFY outbox;",
		Example: "EXEC msdb.dbo.sysmail_add_account_sp @account_name = 'ops';"})
	LinkedServer = register(Code{ID: "CW2644", Dialect: sqlserver, Title: "Linked server", Severity: Red, Learn: 60, Each: 20,
		Text:    "The definition of another server was not converted.",
		Why:     "PostgreSQL's counterpart is a foreign server with user mappings: postgres_fdw for PostgreSQL, tds_fdw for SQL Server.",
		Do:      "Create the server and the user mapping where the link is still needed, and import the tables that are used.",
		Rewrite: "CREATE EXTENSION tds_fdw;\nCREATE SERVER erp FOREIGN DATA WRAPPER tds_fdw OPTIONS (servername 'erp.example', database 'erp');",
		Example: "EXEC sp_addlinkedserver @server = N'ERP', @srvproduct = N'SQL Server';"})
	Replication = register(Code{ID: "CW2645", Dialect: sqlserver, Title: "Replication", Severity: Red, Learn: 120, Each: 30,
		Text:    "Publications, articles and subscriptions, change tracking and change data capture were not converted.",
		Why:     "PostgreSQL replicates by publications and subscriptions of its own, and shows changes through logical decoding.",
		Do:      "Create a publication for the tables, and a subscription on the other server.",
		Rewrite: "CREATE PUBLICATION orders FOR TABLE dbo.orders;",
		Example: "EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'orders', @role_name = NULL;"})
	KeysAndCertificates = register(Code{ID: "CW2646", Dialect: sqlserver, Title: "Key, certificate or credential", Severity: Red, Learn: 60, Each: 20,
		Text:    "The key, certificate or credential was not converted.",
		Why:     "PostgreSQL keeps no keys. pgcrypto encrypts with keys that the caller gives.",
		Do:      "Keep keys in the application or in a key store, and encrypt with pgcrypto where the database must do it.",
		Rewrite: "SELECT pgp_sym_encrypt(card_number, current_setting('app.key')) FROM cards;",
		Example: "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'secret';"})
	ExternalData = register(Code{ID: "CW2647", Dialect: sqlserver, Title: "External table or data source", Severity: Red, Learn: 60, Each: 20,
		Text:    "The external table, data source or file format was not converted.",
		Why:     "PolyBase reads other systems and files; PostgreSQL does so with foreign data wrappers.",
		Do:      "Create a foreign server and a foreign table with the wrapper for the source: file_fdw, postgres_fdw, parquet_s3_fdw.",
		Rewrite: "CREATE FOREIGN TABLE ext (id integer, name text) SERVER files OPTIONS (filename '/data/ext.csv', format 'csv');",
		Example: "CREATE EXTERNAL DATA SOURCE lake WITH (LOCATION = 'abfss://lake@example');"})
	AuditSpecification = register(Code{ID: "CW2648", Dialect: sqlserver, Title: "Audit or event session", Severity: Red, Learn: 60, Each: 20,
		Text:    "The audit, event session or event notification was not converted.",
		Why:     "PostgreSQL audits with the extension pgaudit, into the server's log.",
		Do:      "Install pgaudit and set pgaudit.log, or pgaudit.role for single tables.",
		Rewrite: "ALTER SYSTEM SET pgaudit.log = 'write, ddl';",
		Example: "CREATE SERVER AUDIT logins TO APPLICATION_LOG;"})
	SecurityPolicy = register(Code{ID: "CW2649", Dialect: sqlserver, Title: "Security policy", Severity: Red, Learn: 45, Each: 30,
		Text:    "The security policy was not converted: rows that it hides are visible.",
		Why:     "PostgreSQL's row-level security is a condition of the table itself, not a call of a function that returns rows.",
		Do:      "Enable row level security on the table, and write the predicate function's condition as a policy.",
		Rewrite: "ALTER TABLE sales ENABLE ROW LEVEL SECURITY;\nCREATE POLICY region_only ON sales USING (region = current_setting('app.region'));",
		Example: "CREATE TABLE dbo.sale (id int PRIMARY KEY, region int);\nGO\nCREATE SECURITY POLICY dbo.region_policy ADD FILTER PREDICATE dbo.fn_region(region) ON dbo.sale WITH (STATE = ON);"})
	SchemaCollection = register(Code{ID: "CW2650", Dialect: sqlserver, Title: "XML schema collection", Severity: Red, Learn: 30, Each: 10,
		Text:    "The schema collection was not converted.",
		Why:     "PostgreSQL knows no XML schemas. Columns of the collection become plain xml.",
		Do:      "Validate documents in the application.",
		Rewrite: "ALTER TABLE docs ADD CHECK (body IS DOCUMENT);",
		Example: "CREATE XML SCHEMA COLLECTION dbo.doc_schema AS N'<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"/>';"})
	ServerObject = register(Code{ID: "CW2651", Dialect: sqlserver, Title: "Object of the server", Severity: Red, Learn: 30, Each: 15,
		Text:    "The statement configures the server (endpoints, resource governor, availability groups) and was not converted.",
		Why:     "PostgreSQL's server is configured in postgresql.conf and by its service; high availability is the work of other programs.",
		Do:      "Decide with whoever runs the server what of it is still needed.",
		Rewrite: "ALTER ROLE reports SET statement_timeout = '5min';  -- in place of a resource pool, for example",
		Example: "CREATE RESOURCE POOL reports WITH (MAX_CPU_PERCENT = 20);"})
	ServerMessage = register(Code{ID: "CW2652", Dialect: sqlserver, Title: "User-defined message", Severity: Red, Each: 5,
		Text:    "The message that sp_addmessage stores was not converted: RAISERROR by its number finds no text.",
		Why:     "PostgreSQL keeps no table of messages.",
		Do:      "Write the text where the error is raised.",
		Rewrite: "RAISE EXCEPTION 'order % is closed', order_id USING ERRCODE = 'P0001';",
		Example: "EXEC sp_addmessage @msgnum = 50001, @severity = 16, @msgtext = N'order is closed';"})
)
