package diag

const sqlserver = "sqlserver"

// CW2600 to CW2639: SQL Server's tables, columns, indexes, types and rights.
var (
	CaseInsensitiveKey = register(Code{ID: "CW2600", Dialect: sqlserver, Title: "Case-insensitive key", Severity: Yellow, Learn: 20, Each: 3,
		Text: "The key holds text under a case-insensitive collation. Values that differ in case only are duplicates for SQL Server; " +
			"now both can be stored, and a foreign key does not find the one by the other.",
		Why: "PostgreSQL's own collations are case-sensitive. A nondeterministic ICU collation or citext keeps the rule, at the price " +
			"that the documentation of the option collation tells.",
		Do: "Set collation: icu or citext in crosswalk.yaml, or add a unique index over lower(column), where the application may write " +
			"both forms.",
		Example: "CREATE TABLE dbo.account (email nvarchar(200) NOT NULL CONSTRAINT uq_email UNIQUE);"})
	SmallDateTime = register(Code{ID: "CW2601", Dialect: sqlserver, Title: "smalldatetime keeps seconds", Severity: Yellow, Each: 2,
		Text:    "smalldatetime becomes timestamp(0): values written from now on keep their seconds.",
		Why:     "SQL Server rounds smalldatetime to the minute. PostgreSQL's timestamp has no coarser precision than the second.",
		Do:      "Round where it is written (date_trunc('minute', v + interval '30 seconds')) if equal minutes must be equal values.",
		Example: "CREATE TABLE dbo.visit (id int PRIMARY KEY, at smalldatetime NOT NULL);"})
	HierarchyIDColumn = register(Code{ID: "CW2602", Dialect: sqlserver, Title: "hierarchyid", Severity: Yellow, Learn: 60, Each: 20,
		Text: "The column becomes text and holds the path as ToString() gives it: /1/3/. Its methods are functions; ORDER BY, comparisons, MIN and MAX go by hierarchy_key, which has the order of the tree.",
		Why:  "PostgreSQL has no such type. The extension ltree has labels in place of numbers.",
		Do: "Move the data as text (column.ToString()). Code that is not converted must order by hierarchy_key(path), too; an index on it " +
			"serves ranges of the tree.",
		Example: "CREATE TABLE dbo.staff (node hierarchyid PRIMARY KEY, name nvarchar(50));"})
	SpatialColumn = register(Code{ID: "CW2603", Dialect: sqlserver, Title: "geography or geometry", Severity: Yellow, Learn: 60, Each: 15,
		Text:    "The column becomes text and holds well-known text; spatial methods and indexes are not there.",
		Why:     "Geometry is the extension PostGIS in PostgreSQL, which not every server has.",
		Do:      "With PostGIS installed, set postgis: true in crosswalk.yaml: the columns become geography and geometry.",
		Example: "CREATE TABLE dbo.site (id int PRIMARY KEY, place geography NULL);"})
	MemoryOptimizedTable = register(Code{ID: "CW2604", Dialect: sqlserver, Title: "Memory-optimized table", Severity: Yellow, Learn: 30, Each: 5,
		Text: "The table is an ordinary one. Hash indexes become B-trees; the rows of DURABILITY = SCHEMA_ONLY become those of an unlogged table.",
		Why:  "PostgreSQL has no tables that live in memory only: its cache serves the ones that are used.",
		Do: "Check code that relies on the snapshot isolation of such tables: writers wait for each other here instead of failing. " +
			"An unlogged table is emptied by a crash, not by every restart.",
		Example: "CREATE TABLE dbo.cart (id int NOT NULL PRIMARY KEY NONCLUSTERED, body nvarchar(100)) WITH (MEMORY_OPTIMIZED = ON, DURABILITY = SCHEMA_ONLY);"})
	GraphTable = register(Code{ID: "CW2605", Dialect: sqlserver, Title: "Graph table", Severity: Red, Learn: 60, Each: 30,
		Feature: "link tables with foreign keys, joins and WITH RECURSIVE",
		Text:    "A node or edge table was not converted.",
		Why:     "PostgreSQL has no graph tables and no MATCH. The extension Apache AGE has a query language of its own.",
		Do:      "Make nodes ordinary tables and edges link tables, and write MATCH as joins or WITH RECURSIVE.",
		Rewrite: "CREATE TABLE likes (from_id bigint NOT NULL REFERENCES person, to_id bigint NOT NULL REFERENCES city, PRIMARY KEY (from_id, to_id));",
		Example: "CREATE TABLE dbo.person (id int PRIMARY KEY, name nvarchar(50)) AS NODE;"})
	LedgerTable = register(Code{ID: "CW2606", Dialect: sqlserver, Title: "Ledger table", Severity: Red, Learn: 60, Each: 30,
		Feature: "an append-only audit table filled by a trigger",
		Text:    "The ledger table was not converted: as an ordinary table it would lose what it is for.",
		Why:     "PostgreSQL does not chain its rows by hashes, nor keep a digest of them.",
		Do:      "Keep an append-only audit table filled by a trigger, with rights to insert only, and a digest outside the database.",
		Rewrite: "CREATE TABLE ledger (LIKE t, changed_at timestamptz DEFAULT clock_timestamp(), digest bytea);\nREVOKE UPDATE, DELETE, TRUNCATE ON ledger FROM PUBLIC;",
		Example: "CREATE TABLE dbo.payment (id int NOT NULL PRIMARY KEY, amount money NOT NULL) WITH (LEDGER = ON (APPEND_ONLY = ON));"})
	FileTableRefused = register(Code{ID: "CW2607", Dialect: sqlserver, Title: "FileTable", Severity: Red, Learn: 60, Each: 60,
		Feature: "a bytea column, or an object store",
		Text:    "A FileTable shows a folder of the server as rows; it was not converted.",
		Why:     "PostgreSQL keeps files as bytea or large objects, and offers no file share on them.",
		Do:      "Store the content as bytea with its name and dates, or keep files in an object store and their keys in a table.",
		Rewrite: "CREATE TABLE documents (stream_id uuid PRIMARY KEY, name text NOT NULL, file_stream bytea, creation_time timestamptz);",
		Example: "CREATE TABLE dbo.documents AS FILETABLE WITH (FILETABLE_DIRECTORY = 'documents');"})
	VolatileComputed = register(Code{ID: "CW2608", Dialect: sqlserver, Title: "Computed column that changes by itself", Severity: Yellow, Each: 15,
		Text:    "The column is computed when its row is written, by a trigger, and not when it is read.",
		Why:     "PostgreSQL stores its generated columns, and refuses expressions that depend on the clock or on other rows.",
		Do:      "Compute the value in a view or in the queries where it must be of the moment.",
		Example: "CREATE TABLE dbo.person (id int PRIMARY KEY, born date NOT NULL, age AS DATEDIFF(year, born, GETDATE()));"})
	ColumnstoreIndex = register(Code{ID: "CW2609", Dialect: sqlserver, Title: "Columnstore index left out", Severity: Info,
		Text:    "The columnstore index was left out: the table holds the same rows, stored by row.",
		Why:     "PostgreSQL stores tables by row. Columnar storage comes with extensions (Citus columnar, Hydra).",
		Do:      "For large scans over ordered data a BRIN index is small and often enough.",
		Example: "CREATE TABLE dbo.fact (day int NOT NULL, amount money);\nCREATE CLUSTERED COLUMNSTORE INDEX cci_fact ON dbo.fact;"})
	FullTextIndex = register(Code{ID: "CW2610", Dialect: sqlserver, Title: "Full-text index", Severity: Red, Learn: 60, Each: 20,
		Feature: "full text search with a GIN index over to_tsvector",
		Text:    "The full-text index was not converted.",
		Why:     "PostgreSQL searches text by tsvector and tsquery; CONTAINS and FREETEXT are operators of their own there.",
		Do:      "Create a GIN index over to_tsvector with the language of the text, and query it with @@.",
		Rewrite: "CREATE INDEX product_search ON product USING gin (to_tsvector('english', name || ' ' || coalesce(description, '')));",
		Example: "CREATE TABLE dbo.product (id int NOT NULL CONSTRAINT pk_product PRIMARY KEY, name nvarchar(100));\nGO\nCREATE FULLTEXT INDEX ON dbo.product (name) KEY INDEX pk_product ON product_catalog;"})
	XMLIndex = register(Code{ID: "CW2611", Dialect: sqlserver, Title: "XML index", Severity: Red, Learn: 20, Each: 15,
		Feature: "an index on an xpath expression",
		Text:    "The XML index was not converted.",
		Why:     "PostgreSQL has no index over a whole document; it indexes values that an expression takes out of it.",
		Do:      "Index the paths that queries use.",
		Rewrite: "CREATE INDEX product_author ON product (((xpath('/product/author/text()', body))[1]::text));",
		Example: "CREATE TABLE dbo.doc (id int PRIMARY KEY, body xml);\nGO\nCREATE PRIMARY XML INDEX px_doc ON dbo.doc (body);"})
	SpatialIndex = register(Code{ID: "CW2612", Dialect: sqlserver, Title: "Spatial index", Severity: Red, Each: 10,
		Feature: "PostGIS with a GiST index",
		Text:    "The spatial index was not converted: without PostGIS its column is text.",
		Why:     "PostGIS indexes geometry with GiST.",
		Do:      "Set postgis: true in crosswalk.yaml where the extension is installed: the index becomes a GiST index.",
		Rewrite: "CREATE INDEX site_place ON site USING gist (place);",
		Example: "CREATE TABLE dbo.site (id int PRIMARY KEY, place geography);\nGO\nCREATE SPATIAL INDEX sx_site ON dbo.site (place);"})
	IndexedView = register(Code{ID: "CW2613", Dialect: sqlserver, Title: "Indexed view", Severity: Yellow, Learn: 20, Each: 15,
		Text: "The view is an ordinary one: it shows the same rows, computed by each query. Its indexes are left out, and with a unique one " +
			"the rule that it enforced on the tables below.",
		Why: "SQL Server maintains the rows of an indexed view with every change. PostgreSQL's materialized views are refreshed by command.",
		Do:  "Where it is too slow, make it a materialized view and refresh it by a job; enforce uniqueness with an index on a table.",
		Example: "CREATE TABLE dbo.sale (id int PRIMARY KEY, shop int NOT NULL);\nGO\nCREATE VIEW dbo.sale_count WITH SCHEMABINDING AS\n" +
			"SELECT shop, COUNT_BIG(*) AS n FROM dbo.sale GROUP BY shop;\nGO\nCREATE UNIQUE CLUSTERED INDEX ix_sale_count ON dbo.sale_count (shop);"})
	MaskedColumn = register(Code{ID: "CW2614", Dialect: sqlserver, Title: "Masked column", Severity: Yellow, Each: 15,
		Text:    "The column is shown in full to everyone who may read the table.",
		Why:     "PostgreSQL has no dynamic data masking; the extension anon has.",
		Do:      "Give such users a view that masks the column, and no right on the table.",
		Example: "CREATE TABLE dbo.client (id int PRIMARY KEY, phone varchar(20) MASKED WITH (FUNCTION = 'default()'));"})
	EncryptedColumn = register(Code{ID: "CW2615", Dialect: sqlserver, Title: "Always Encrypted column", Severity: Yellow, Learn: 60, Each: 30,
		Text:    "The column is created with the type of its plain values; nothing encrypts them.",
		Why:     "Always Encrypted is the work of SQL Server's drivers, which other databases do not speak to.",
		Do:      "Encrypt in the application and store bytea, or use pgcrypto where the server may see the key.",
		Example: "CREATE TABLE dbo.patient (id int PRIMARY KEY, ssn char(11) COLLATE Latin1_General_BIN2 ENCRYPTED WITH (COLUMN_ENCRYPTION_KEY = k, ENCRYPTION_TYPE = DETERMINISTIC, ALGORITHM = 'AEAD_AES_256_CBC_HMAC_SHA_256'));"})
	FileStreamColumn = register(Code{ID: "CW2616", Dialect: sqlserver, Title: "FILESTREAM column", Severity: Yellow, Each: 20,
		Text:    "The content is stored in the row, as bytea.",
		Why:     "PostgreSQL keeps large values in the table's own overflow storage, up to 1 GB each; there is no access to them as files.",
		Do:      "Change code that opens the value by its path. Keep larger files outside the database.",
		Example: "CREATE TABLE dbo.doc (id uniqueidentifier ROWGUIDCOL NOT NULL UNIQUE, body varbinary(max) FILESTREAM NULL);"})
	SystemVersioned = register(Code{ID: "CW2617", Dialect: sqlserver, Title: "System-versioned table", Severity: Info,
		Text: "Triggers keep the period columns and write the history table, as SQL Server does: the period begins with the transaction, in UTC. " +
			"An open period ends at 9999-12-31 23:59:59.999999.",
		Why:     "PostgreSQL has no system-versioned tables.",
		Do:      "Load existing rows and history with the triggers off (session_replication_role = replica).",
		Example: "CREATE TABLE dbo.price (id int NOT NULL PRIMARY KEY, amount money NOT NULL, f datetime2(2) GENERATED ALWAYS AS ROW START, t datetime2(2) GENERATED ALWAYS AS ROW END,\n  PERIOD FOR SYSTEM_TIME (f, t)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.price_history));"})
	HistoryRetention = register(Code{ID: "CW2618", Dialect: sqlserver, Title: "History is not deleted by age", Severity: Yellow, Each: 10,
		Text:    "The retention period of the history is left out: rows stay until somebody deletes them.",
		Why:     "SQL Server deletes old history in the background; PostgreSQL needs a job for it.",
		Do:      "Delete from the history table on a schedule, with pg_cron or from outside.",
		Example: "CREATE TABLE dbo.price (id int NOT NULL PRIMARY KEY, f datetime2(2) GENERATED ALWAYS AS ROW START, t datetime2(2) GENERATED ALWAYS AS ROW END,\n  PERIOD FOR SYSTEM_TIME (f, t)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.price_history, HISTORY_RETENTION_PERIOD = 6 MONTHS));"})
	DenyRight = register(Code{ID: "CW2619", Dialect: sqlserver, Title: "DENY", Severity: Yellow, Learn: 20, Each: 10,
		Text:    "The right is revoked. The grantee still has it where a role that it belongs to, or PUBLIC, has it.",
		Why:     "PostgreSQL only adds rights up: nothing takes precedence over a grant.",
		Do:      "Grant the right to a narrower role, to which the grantee does not belong.",
		Example: "CREATE TABLE dbo.salary (id int PRIMARY KEY);\nGO\nCREATE ROLE clerk;\nGO\nDENY SELECT ON dbo.salary TO clerk;"})
	FixedRole = register(Code{ID: "CW2620", Dialect: sqlserver, Title: "Fixed role without counterpart", Severity: Yellow, Each: 5,
		Text:    "The membership is left out; the message names the role.",
		Why:     "PostgreSQL has pg_read_all_data and pg_write_all_data for db_datareader and db_datawriter, but none for the others: ownership decides.",
		Do:      "Make the member owner of the schema's objects, or member of the role that owns them.",
		Example: "CREATE USER deploy WITHOUT LOGIN;\nGO\nALTER ROLE db_owner ADD MEMBER deploy;"})
	TableTypeRules = register(Code{ID: "CW2621", Dialect: sqlserver, Title: "Rules of a table type", Severity: Yellow, Each: 5,
		Text:    "Keys, checks and defaults of the table type are left out: the composite type holds columns only.",
		Why:     "PostgreSQL's composite types have no constraints.",
		Do:      "Check duplicates and values where the parameter is filled, if the caller may send wrong ones.",
		Example: "CREATE TYPE dbo.id_list AS TABLE (id int NOT NULL PRIMARY KEY);"})
	TypedXML = register(Code{ID: "CW2622", Dialect: sqlserver, Title: "XML of a schema collection", Severity: Yellow, Each: 10,
		Text:    "The column is plain xml: documents are not validated by the schema, and values taken from it have no type.",
		Why:     "PostgreSQL stores well-formed XML and knows no schemas.",
		Do:      "Validate in the application, where it matters.",
		Example: "CREATE TABLE dbo.doc (id int PRIMARY KEY, body xml(CONTENT dbo.doc_schema));"})
	RowVersionColumn = register(Code{ID: "CW2623", Dialect: sqlserver, Title: "rowversion", Severity: Info,
		Text:    "A sequence and a trigger give the column a new value with every change of its row.",
		Why:     "PostgreSQL has no such type. Its xmin also changes with every update, but cannot be compared by size.",
		Do:      "Nothing for optimistic locking. @@DBTS is the last value of the sequence.",
		Example: "CREATE TABLE dbo.item (id int PRIMARY KEY, ver rowversion);"})
	SchemaOwner = register(Code{ID: "CW2624", Dialect: sqlserver, Title: "Owner of a schema left out", Severity: Info,
		Text:    "The schema belongs to whoever installs it.",
		Why:     "Only a member of the role may give it a schema in PostgreSQL.",
		Do:      "ALTER SCHEMA … OWNER TO the role, as a superuser, where the application relies on it.",
		Example: "CREATE ROLE planner;\nGO\nCREATE SCHEMA plans AUTHORIZATION planner;"})
	DatabaseOptions = register(Code{ID: "CW2625", Dialect: sqlserver, Title: "Options of the database left out", Severity: Info,
		Text:    "CREATE and ALTER DATABASE, files, filegroups and compatibility levels were left out. Noted once for the whole schema.",
		Why:     "They place and tune SQL Server's storage. The schema is installed into a database that exists.",
		Do:      "Nothing, unless an option changes results: ANSI_NULL_DEFAULT, READ_COMMITTED_SNAPSHOT (PostgreSQL always reads so).",
		Example: "ALTER DATABASE CURRENT SET RECOVERY SIMPLE;"})
	ColumnSet = register(Code{ID: "CW2626", Dialect: sqlserver, Title: "Column set", Severity: Yellow, Each: 20,
		Text:    "The column that shows the sparse columns as XML is left out.",
		Why:     "PostgreSQL stores NULL in one bit and has no sparse columns.",
		Do:      "Build the document in the queries that read it.",
		Example: "CREATE TABLE dbo.item (id int PRIMARY KEY, a int SPARSE NULL, rest xml COLUMN_SET FOR ALL_SPARSE_COLUMNS);"})
	SwitchPartition = register(Code{ID: "CW2627", Dialect: sqlserver, Title: "ALTER TABLE … SWITCH", Severity: Red, Each: 15,
		Feature: "DETACH PARTITION and ATTACH PARTITION",
		Text:    "The move of a partition was not converted.",
		Why:     "PostgreSQL detaches and attaches partitions, which are tables themselves.",
		Do:      "ALTER TABLE … DETACH PARTITION, then ATTACH PARTITION to the other table.",
		Rewrite: "ALTER TABLE sales DETACH PARTITION sales_p1;\nALTER TABLE sales_archive ATTACH PARTITION sales_p1 FOR VALUES FROM (1) TO (10);",
		Example: "CREATE TABLE dbo.sale (id int);\nCREATE TABLE dbo.old_sale (id int);\nGO\nALTER TABLE dbo.sale SWITCH TO dbo.old_sale;"})
	DisabledIndex = register(Code{ID: "CW2628", Dialect: sqlserver, Title: "Disabled index", Severity: Info,
		Text:    "The index is disabled in the source and was left out.",
		Why:     "PostgreSQL has no disabled indexes.",
		Do:      "Nothing, unless scripts rebuild it later: then create it there.",
		Example: "CREATE TABLE dbo.t (id int PRIMARY KEY, n int);\nCREATE INDEX ix ON dbo.t (n);\nGO\nALTER INDEX ix ON dbo.t DISABLE;"})
	ComputedLeftPlain = register(Code{ID: "CW2629", Dialect: sqlserver, Title: "Computed column left plain", Severity: Yellow, Each: 20,
		Text:    "The expression of the computed column could not be converted: the column is an ordinary one, and nothing fills it.",
		Why:     "The message says what the expression needs.",
		Do:      "Write the expression by hand: GENERATED ALWAYS AS (…) STORED, or a trigger.",
		Example: "CREATE TABLE dbo.doc (id int PRIMARY KEY, n AS COLUMNPROPERTY(1, 'a', 'b'));"})
	CheckReadsTables = register(Code{ID: "CW2631", Dialect: sqlserver, Title: "CHECK that reads tables", Severity: Yellow, Learn: 5, Each: 10,
		Text: "The function that the CHECK calls reads tables. It does not see the row that is checked, nor others of the same statement.",
		Why: "SQL Server checks a row that is in the table already; PostgreSQL checks it before it is put in, and takes it for granted that the result depends on the " +
			"row alone: a dump may not be restored.",
		Do:      "Write a constraint trigger that raises the error: CREATE CONSTRAINT TRIGGER … AFTER INSERT OR UPDATE.",
		Example: "CREATE TABLE dbo.lim (id int PRIMARY KEY, c int NOT NULL);\nGO\nCREATE FUNCTION dbo.count_for (@c int) RETURNS int AS\nBEGIN\n  RETURN (SELECT COUNT(*) FROM dbo.lim WHERE c = @c);\nEND;\nGO\nALTER TABLE dbo.lim ADD CONSTRAINT ck_lim CHECK (dbo.count_for(c) <= 2);"})
	GuardLeftOut = register(Code{ID: "CW2630", Dialect: sqlserver, Title: "Condition around a definition", Severity: Yellow, Each: 5,
		Text:    "The definition is converted as if its condition were true.",
		Why:     "An installed schema has no conditions. Those that ask whether the object is there already are understood; this one asks for something else.",
		Do:      "Check that the object belongs to the target: the condition may ask for an edition, a version or a setting.",
		Example: "IF SERVERPROPERTY('EngineEdition') = 3\n  CREATE TABLE dbo.big (id int PRIMARY KEY);"})
)
