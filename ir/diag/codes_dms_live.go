package diag

// CW42xx: what a live database says about a migration by AWS DMS or by the built-in replicator. crosswalk dms preflight
// reports them; no file shows them, so they have no example. The rules are those of DMS's premigration assessments and of
// the pages on each source of the user guide.
var (
	LiveNotAsked = register(Code{ID: "CW4200", Title: "Not checked", Severity: Yellow, Each: 10,
		Text: "The database refused the query, so nothing is known of this point.",
		Why:  "The account lacks a privilege, or the server's edition has no such view.",
		Do:   "Grant what the message names, or look by hand."})
	LiveLogOff = register(Code{ID: "CW4201", Title: "The log does not hold what CDC needs", Severity: Red, Class: Fails, Learn: 15, Each: 30,
		Feature: "the server's log settings",
		Text:    "Changes cannot be read from the log as the server is set.",
		Why: "CDC reads the log: ARCHIVELOG and supplemental logging in Oracle, the full recovery model and MS-CDC in SQL Server, " +
			"wal_level logical in PostgreSQL, a row binlog with full images in MySQL.",
		Do:      "Change the setting that the message names; most need a restart, so plan it before the migration.",
		Rewrite: "-- Oracle: ALTER DATABASE ARCHIVELOG; ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;\n-- PostgreSQL: ALTER SYSTEM SET wal_level = logical;"})
	LiveKeyNotLogged = register(Code{ID: "CW4202", Title: "Key or row is not in the log", Severity: Red, Class: Fails, Each: 5,
		Feature: "supplemental logging, replica identity, MS-CDC",
		Text:    "The log does not identify the rows that the table's updates and deletes change.",
		Why: "Oracle logs changed columns only, unless supplemental logging adds the key, or all columns of a table without one. " +
			"PostgreSQL needs a primary key or REPLICA IDENTITY FULL, SQL Server MS-CDC on the table.",
		Do:      "Run the statement that the message shows, or leave the table out of CDC.",
		Rewrite: "-- Oracle: ALTER TABLE t ADD SUPPLEMENTAL LOG DATA (PRIMARY KEY) COLUMNS;\n-- PostgreSQL: ALTER TABLE t REPLICA IDENTITY FULL;"})
	LiveRetention = register(Code{ID: "CW4203", Title: "Log is kept for too short", Severity: Yellow, Each: 15,
		Text: "A task that stops for longer than the log is kept cannot go on: everything must be loaded again.",
		Why:  "DMS asks for 24 hours at least; a full load of a large database takes longer than that.",
		Do:   "Raise the retention for the time of the migration."})
	LiveCapacity = register(Code{ID: "CW4204", Title: "No slot or sender is free", Severity: Red, Class: Fails, Each: 15,
		Feature: "max_replication_slots and max_wal_senders",
		Text:    "The server has no room for another replication connection.",
		Why:     "Each task takes a slot and a WAL sender; a parallel load takes more.",
		Do:      "Raise the limit, which needs a restart, or drop a slot that nobody reads.",
		Rewrite: "ALTER SYSTEM SET max_replication_slots = 20;"})
	LivePrivilege = register(Code{ID: "CW4205", Title: "Privilege is missing", Severity: Red, Class: Fails, Each: 10,
		Feature: "a grant",
		Text:    "The account cannot do what the migration needs.",
		Why:     "Reading the log and the catalogue needs privileges beyond SELECT.",
		Do:      "Grant what the message names to the account of the endpoint.",
		Rewrite: "-- PostgreSQL: ALTER ROLE dms REPLICATION;\n-- MySQL: GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO dms;"})
	LiveTimeout = register(Code{ID: "CW4206", Title: "Timeout or open transaction in the way", Severity: Yellow, Each: 10,
		Text: "The start of the task, or a long read, may be cut off or wait.",
		Why:  "A slot waits for all transactions that are open; timeouts end the sessions of a full load.",
		Do:   "Let the transaction end, or change the setting for the migration's account."})
	LiveTableKind = register(Code{ID: "CW4207", Title: "Table that cannot be replicated as it is", Severity: Yellow, Each: 15,
		Text: "The table, or a column of it, is of a kind that DMS does not replicate, or only in part.",
		Why:  "Its changes are not in the log, or its type has none that DMS carries.",
		Do:   "Leave it out, or copy it by other means."})
	LiveTarget = register(Code{ID: "CW4208", Title: "Target that interferes", Severity: Yellow, Each: 10,
		Text: "Triggers and foreign keys of the target act on replicated rows, or its settings slow the load.",
		Why:  "The source's triggers have run already, and tables load in no order that foreign keys would allow.",
		Do: "Set session_replication_role to replica for the endpoint (afterConnectScript) or disable them, and enable them at " +
			"the cut-over."})
	LiveSimilarNames = register(Code{ID: "CW4209", Title: "Names that differ by case only", Severity: Yellow, Each: 10,
		Text: "Two names become one where names are folded.",
		Why:  "Mappings that convert names to lower case, and targets that compare names without case, cannot tell them apart.",
		Do:   "Rename one of them with a rule of its own."})
)
