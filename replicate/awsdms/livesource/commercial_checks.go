package livesource

import "github.com/crosswalk-db/crosswalk/ir/diag"

// oracleChecks follow the page "Using an Oracle database as a source" and the assessments oracle-check-archivelog-mode,
// oracle-supplemental-db-level, oracle-validate-supplemental-logging-for-pk and -all-columns.
var oracleChecks = []check{
	{diag.LiveLogOff, "ARCHIVELOG", true, "log mode is %s: ALTER DATABASE ARCHIVELOG, with the database mounted",
		"SELECT 'database', log_mode FROM v$database WHERE log_mode <> 'ARCHIVELOG'"},
	{diag.LiveLogOff, "supplemental logging", true, "minimal supplemental logging is off: ALTER DATABASE ADD SUPPLEMENTAL LOG DATA",
		"SELECT 'database', supplemental_log_data_min FROM v$database WHERE supplemental_log_data_min = 'NO'"},
	{diag.LiveTableKind, "FORCE LOGGING", true, "FORCE LOGGING is off: what runs with NOLOGGING is not in the redo log (%s)",
		"SELECT 'database', force_logging FROM v$database WHERE force_logging = 'NO'"},
	{diag.LiveKeyNotLogged, "supplemental logging of keys", true, "ALTER TABLE %s ADD SUPPLEMENTAL LOG DATA (PRIMARY KEY) COLUMNS",
		`SELECT c.owner || '.' || c.table_name, '"' || c.owner || '"."' || c.table_name || '"' FROM all_constraints c
		 WHERE c.constraint_type = 'P' AND c.status = 'ENABLED' AND {in c.owner}
		   AND NOT EXISTS (SELECT 1 FROM v$database d WHERE d.supplemental_log_data_pk = 'YES' OR d.supplemental_log_data_all = 'YES')
		   AND NOT EXISTS (SELECT 1 FROM all_log_groups g WHERE g.owner = c.owner AND g.table_name = c.table_name
		     AND g.log_group_type IN ('PRIMARY KEY LOGGING', 'ALL COLUMN LOGGING'))`},
	{diag.LiveKeyNotLogged, "supplemental logging of tables without a key", true, "it has no primary key: ALTER TABLE %s ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS",
		`SELECT t.owner || '.' || t.table_name, '"' || t.owner || '"."' || t.table_name || '"' FROM all_tables t
		 WHERE {in t.owner} AND t.temporary = 'N' AND t.nested = 'NO' AND t.secondary = 'N'
		   AND NOT EXISTS (SELECT 1 FROM all_constraints c WHERE c.owner = t.owner AND c.table_name = t.table_name AND c.constraint_type = 'P' AND c.status = 'ENABLED')
		   AND NOT EXISTS (SELECT 1 FROM v$database d WHERE d.supplemental_log_data_all = 'YES')
		   AND NOT EXISTS (SELECT 1 FROM all_log_groups g WHERE g.owner = t.owner AND g.table_name = t.table_name AND g.log_group_type = 'ALL COLUMN LOGGING')`},
	{diag.LivePrivilege, "privileges", true, "the account lacks %s, which LogMiner needs",
		`SELECT 'database', p.column_value FROM TABLE(sys.odcivarchar2list('SELECT ANY TRANSACTION', 'LOGMINING')) p
		 WHERE p.column_value NOT IN (SELECT privilege FROM session_privs)`},
	{diag.LiveTimeout, "long transactions", true, "a transaction is open since %s: changes made before the task starts are missed unless OpenTransactionWindow covers it",
		"SELECT 'database', start_time FROM v$transaction WHERE start_date < SYSDATE - 10 / 1440"},
	{diag.LiveTableKind, "column types", false, "column %s is of a type that DMS does not carry",
		`SELECT owner || '.' || table_name, column_name || ' ' || data_type FROM all_tab_columns
		 WHERE {in owner} AND (data_type IN ('BFILE', 'ROWID', 'UROWID', 'ANYDATA', 'REF') OR data_type_owner IS NOT NULL AND data_type NOT IN ('XMLTYPE', 'SDO_GEOMETRY'))
		   AND table_name IN (SELECT table_name FROM all_tables WHERE owner = all_tab_columns.owner)`},
	{diag.LiveTableKind, "table kinds", false, "it is %s, which DMS does not replicate",
		`SELECT owner || '.' || table_name, CASE WHEN temporary = 'Y' THEN 'a temporary table' WHEN external = 'YES' THEN 'an external table' ELSE 'in a cluster' END
		 FROM (SELECT t.owner, t.table_name, t.temporary, t.cluster_name, CASE WHEN e.table_name IS NULL THEN 'NO' ELSE 'YES' END AS external
		       FROM all_tables t LEFT JOIN all_external_tables e ON e.owner = t.owner AND e.table_name = t.table_name WHERE {in t.owner})
		 WHERE temporary = 'Y' OR external = 'YES'`},
}

// sqlServerChecks follow the page "Using a Microsoft SQL Server database as a source".
var sqlServerChecks = []check{
	{diag.LiveLogOff, "recovery model", true, "the recovery model is %s: ALTER DATABASE ... SET RECOVERY FULL, then take a full backup",
		"SELECT 'database', recovery_model_desc FROM sys.databases WHERE database_id = DB_ID() AND recovery_model_desc = 'SIMPLE'"},
	{diag.LiveLogOff, "MS-CDC", true, "MS-CDC is off, which tables without a primary key and Azure or RDS need: EXEC sys.sp_cdc_enable_db (%s)",
		"SELECT 'database', name FROM sys.databases WHERE database_id = DB_ID() AND is_cdc_enabled = 0"},
	{diag.LiveLogOff, "full backup", true, "there is no full backup: CDC can start only after one (%s)",
		"SELECT 'database', DB_NAME() WHERE NOT EXISTS (SELECT 1 FROM msdb.dbo.backupset WHERE database_name = DB_NAME() AND type = 'D')"},
	{diag.LiveKeyNotLogged, "tables without a key", true, "it has no primary key and is not under MS-CDC: EXEC sys.sp_cdc_enable_table for %s",
		`SELECT s.name + '.' + t.name, QUOTENAME(s.name) + '.' + QUOTENAME(t.name) FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
		 WHERE {in s.name} AND t.is_ms_shipped = 0 AND t.is_tracked_by_cdc = 0
		   AND NOT EXISTS (SELECT 1 FROM sys.key_constraints k WHERE k.parent_object_id = t.object_id AND k.type = 'PK')`},
	{diag.LivePrivilege, "privileges", true, "the account lacks %s",
		`SELECT 'database', p.name FROM (VALUES ('VIEW SERVER STATE'), ('VIEW ANY DEFINITION')) p(name) WHERE HAS_PERMS_BY_NAME(NULL, NULL, p.name) = 0`},
	{diag.LiveRetention, "max text repl size", true, "max text repl size is %s bytes: larger values fail; EXEC sp_configure 'max text repl size', -1",
		"SELECT 'database', CAST(value_in_use AS varchar(20)) FROM sys.configurations WHERE name = 'max text repl size (B)' AND CAST(value_in_use AS bigint) <> -1"},
	{diag.LiveTableKind, "table kinds", false, "it is %s",
		`SELECT s.name + '.' + t.name, CASE WHEN t.is_memory_optimized = 1 THEN 'memory-optimised: DMS does not replicate it'
		   WHEN t.temporal_type = 2 THEN 'system-versioned: its history is replicated as a table of its own, or not at all'
		   ELSE 'a FileTable or graph table' END
		 FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
		 WHERE {in s.name} AND (t.is_memory_optimized = 1 OR t.temporal_type = 2 OR t.is_filetable = 1 OR t.is_node = 1 OR t.is_edge = 1)`},
	{diag.LiveTableKind, "columns", false, "column %s",
		`SELECT s.name + '.' + t.name, c.name + CASE WHEN c.is_computed = 1 THEN ' is computed: changes do not carry it'
		   WHEN c.is_sparse = 1 THEN ' is sparse: check it in the result' ELSE ' is of type ' + y.name + ', which DMS does not carry in full' END
		 FROM sys.columns c JOIN sys.tables t ON t.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = t.schema_id
		 JOIN sys.types y ON y.user_type_id = c.user_type_id
		 WHERE {in s.name} AND (c.is_computed = 1 OR c.is_sparse = 1 OR y.name IN ('sql_variant', 'hierarchyid', 'geography', 'geometry'))`},
}
