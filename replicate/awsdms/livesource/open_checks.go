package livesource

import "github.com/crosswalk-db/crosswalk/ir/diag"

// postgresChecks follow the page "Using a PostgreSQL database as an AWS DMS source".
var postgresChecks = []check{
	{diag.LiveLogOff, "wal_level", true, "wal_level is %s: ALTER SYSTEM SET wal_level = logical and restart (rds.logical_replication = 1 on RDS)",
		"SELECT 'database', setting FROM pg_settings WHERE name = 'wal_level' AND setting <> 'logical'"},
	{diag.LiveCapacity, "replication slots", true, "all %s replication slots are in use: raise max_replication_slots",
		`SELECT 'database', current_setting('max_replication_slots') WHERE (SELECT count(*) FROM pg_replication_slots) >= current_setting('max_replication_slots')::int`},
	{diag.LiveCapacity, "WAL senders", true, "max_wal_senders is %s and all are in use, or it is below 2",
		`SELECT 'database', current_setting('max_wal_senders') WHERE (SELECT count(*) FROM pg_stat_replication) >= current_setting('max_wal_senders')::int
		 OR current_setting('max_wal_senders')::int < 2`},
	{diag.LiveTimeout, "wal_sender_timeout", true, "wal_sender_timeout is %s ms: DMS wants 10,000 at least, or 0",
		"SELECT 'database', setting FROM pg_settings WHERE name = 'wal_sender_timeout' AND setting::int BETWEEN 1 AND 9999"},
	{diag.LiveTimeout, "idle_in_transaction_session_timeout", false, "idle_in_transaction_session_timeout is %s ms: it ends the sessions of a full load",
		"SELECT 'database', setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout' AND setting <> '0'"},
	{diag.LiveTimeout, "long transactions", true, "a transaction is open since %s: a new slot waits for its end",
		`SELECT 'database', to_char(xact_start, 'YYYY-MM-DD HH24:MI') FROM pg_stat_activity
		 WHERE xact_start < now() - interval '10 minutes' AND backend_type = 'client backend' AND pid <> pg_backend_pid()`},
	{diag.LiveTimeout, "prepared transactions", true, "prepared transaction %s is open: a new slot waits for its end",
		"SELECT 'database', gid FROM pg_prepared_xacts WHERE database = current_database()"},
	{diag.LiveRetention, "max_slot_wal_keep_size", true, "max_slot_wal_keep_size is %s MB: a slot that falls further behind is lost",
		"SELECT 'database', setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size' AND setting <> '-1'"},
	{diag.LivePrivilege, "the right to replicate", true, "role %s may not replicate: ALTER ROLE ... REPLICATION (GRANT rds_replication on RDS)",
		"SELECT 'database', rolname FROM pg_roles WHERE rolname = current_user AND NOT rolreplication AND NOT rolsuper"},
	{diag.LivePrivilege, "the right to read", false, "no right to read it: GRANT SELECT ON %s",
		`SELECT n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
		 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE c.relkind IN ('r', 'p') AND {in n.nspname} AND NOT has_table_privilege(c.oid, 'SELECT')`},
	{diag.LiveKeyNotLogged, "keys", true, "it has no primary key: ALTER TABLE %s REPLICA IDENTITY FULL, or only its inserts are replicated",
		`SELECT n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
		 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND {in n.nspname} AND c.relreplident NOT IN ('f', 'i')
		   AND NOT (c.relreplident = 'd' AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary))`},
	{diag.LiveTableKind, "unlogged tables", true, "it is unlogged: its changes are not in the log%s",
		`SELECT n.nspname || '.' || c.relname, '' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND {in n.nspname}`},
	{diag.LiveTableKind, "arrays", false, "column %s is an array in a table without a primary key: the full load skips it",
		`SELECT n.nspname || '.' || c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
		 WHERE c.relkind = 'r' AND {in n.nspname} AND t.typcategory = 'A'
		   AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`},
	{diag.LiveSimilarNames, "similar names", false, "another table's name differs by case only: %s",
		`SELECT a.table_schema || '.' || a.table_name, b.table_name FROM information_schema.tables a
		 JOIN information_schema.tables b ON b.table_schema = a.table_schema AND lower(b.table_name) = lower(a.table_name) AND b.table_name > a.table_name
		 WHERE {in a.table_schema}`},
}

// postgresTarget follow the page "Using a PostgreSQL database as a target".
var postgresTarget = []check{
	{diag.LiveTarget, "triggers", false, "trigger %s fires for replicated rows",
		`SELECT n.nspname || '.' || c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND {in n.nspname} AND current_setting('session_replication_role') <> 'replica'`},
	{diag.LiveTarget, "foreign keys", false, "foreign key %s refuses rows that arrive before their parents",
		`SELECT n.nspname || '.' || c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE k.contype = 'f' AND {in n.nspname} AND current_setting('session_replication_role') <> 'replica'`},
	{diag.LivePrivilege, "the right to write", false, "no right to write it: GRANT INSERT, UPDATE, DELETE, TRUNCATE ON %s",
		`SELECT n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
		 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE c.relkind IN ('r', 'p') AND {in n.nspname} AND NOT (has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')
		   AND has_table_privilege(c.oid, 'DELETE'))`},
	{diag.LiveTarget, "read replica", false, "the target is a read replica%s", "SELECT 'database', '' WHERE pg_is_in_recovery()"},
}

// mysqlChecks follow the page "Using a MySQL-compatible database as a source". They hold for MariaDB too.
var mysqlChecks = []check{
	{diag.LiveLogOff, "log_bin", true, "the binary log is off: set log_bin and server_id, and restart%s",
		"SELECT 'database', '' FROM DUAL WHERE @@global.log_bin = 0"},
	{diag.LiveLogOff, "binlog_format", true, "binlog_format is %s: set it to ROW",
		"SELECT 'database', @@global.binlog_format FROM DUAL WHERE @@global.binlog_format <> 'ROW'"},
	{diag.LiveLogOff, "binlog_row_image", true, "binlog_row_image is %s: set it to FULL",
		"SELECT 'database', @@global.binlog_row_image FROM DUAL WHERE @@global.binlog_row_image <> 'FULL'"},
	{diag.LiveLogOff, "server_id", true, "server_id is %s: set it to 1 or more", "SELECT 'database', @@global.server_id FROM DUAL WHERE @@global.server_id = 0"},
	{diag.LiveRetention, "retention of the binary log", true, "the binary log is kept for %s days: 1 at least is wanted",
		"SELECT 'database', 'less than 1' FROM DUAL WHERE 0 /*M! OR @@global.expire_logs_days > 0 AND @@global.expire_logs_days < 1 */ /*!80000 OR @@global.binlog_expire_logs_seconds BETWEEN 1 AND 86399 */"},
	{diag.LiveTimeout, "max_statement_time", false, "max_statement_time is %s: it ends the reads of a full load",
		"SELECT 'database', 'set' FROM DUAL WHERE 0 /*M! OR @@global.max_statement_time > 0 */"},
	{diag.LivePrivilege, "the right to replicate", true, "the account may not read the binary log: GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO %s",
		`SELECT 'database', current_user() FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.user_privileges
		 WHERE grantee = concat('''', replace(current_user(), '@', '''@'''), '''') AND privilege_type IN ('REPLICATION SLAVE', 'SUPER'))`},
	{diag.LiveKeyNotLogged, "keys", true, "it has no primary key: updates and deletes find its rows by all columns%s",
		`SELECT concat(t.table_schema, '.', t.table_name), '' FROM information_schema.tables t WHERE t.table_type = 'BASE TABLE' AND {in t.table_schema}
		 AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints c WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name
		   AND c.constraint_type IN ('PRIMARY KEY', 'UNIQUE'))`},
	{diag.LiveTableKind, "storage engines", false, "its storage engine %s has no transactions: its load is not consistent",
		`SELECT concat(table_schema, '.', table_name), engine FROM information_schema.tables
		 WHERE table_type = 'BASE TABLE' AND engine IN ('MyISAM', 'Aria', 'MEMORY', 'CSV', 'ARCHIVE') AND {in table_schema}`},
	{diag.LiveSimilarNames, "similar names", false, "another table's name differs by case only: %s",
		`SELECT concat(a.table_schema, '.', a.table_name), b.table_name FROM information_schema.tables a
		 JOIN information_schema.tables b ON b.table_schema = a.table_schema AND lower(b.table_name) = lower(a.table_name)
		 AND binary b.table_name > binary a.table_name WHERE {in a.table_schema}`},
}

// mysqlTarget follow the page "Using a MySQL-compatible database as a target".
var mysqlTarget = []check{
	{diag.LiveTarget, "local_infile", false, "local_infile is off: the load cannot use LOAD DATA%s",
		"SELECT 'database', '' FROM DUAL WHERE @@global.local_infile = 0"},
	{diag.LiveTarget, "triggers", false, "trigger %s fires for replicated rows",
		"SELECT concat(event_object_schema, '.', event_object_table), trigger_name FROM information_schema.triggers WHERE {in event_object_schema}"},
	{diag.LiveTarget, "foreign keys", false, "foreign key %s refuses rows that arrive before their parents: initstmt=SET FOREIGN_KEY_CHECKS=0",
		`SELECT concat(table_schema, '.', table_name), constraint_name FROM information_schema.table_constraints
		 WHERE constraint_type = 'FOREIGN KEY' AND {in table_schema}`},
	{diag.LiveTarget, "read only", false, "the target is read only%s", "SELECT 'database', '' FROM DUAL WHERE @@global.read_only = 1"},
}
