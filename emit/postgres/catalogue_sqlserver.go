package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// catalogueTable writes a view of SQL Server's catalogue: a view of the run-time library that shows PostgreSQL's catalogue
// in its columns where there is one, else the object is red.
func (p *printer) catalogueTable(t *ir.TableRef) (string, bool) {
	v, ok := ir.SQLServerCatalogue(t.Name)
	if !ok {
		return "", false
	}
	name := strings.ToLower(t.Name.String())
	alias := " AS " + p.em.ident(tableAlias(t))
	if v == nil {
		p.refuseOnce(diag.TSQLMetadata, t.Sp, name, name+": "+catalogueWay(name))
		return p.em.foreignName(t.Name) + alias, true
	}
	p.refuseOnce(diag.TSQLCatalogueEmulated, t.Sp, name, name+" is a view of the run-time library here: it shows PostgreSQL's catalogue in SQL Server's columns")
	return p.helper(v.Runtime) + alias, true
}

// catalogueColumn looks whether the run-time library's view has the column.
func (p *printer) catalogueColumn(e *ir.Ref) {
	view := strings.ToLower(e.Sym.View.Key)
	v := ir.CatalogueViews()[view]
	col := e.Name.Parts[len(e.Name.Parts)-1-e.Sym.Fields]
	if v == nil || slices.ContainsFunc(v.Fields, func(f *ir.Field) bool { return f.Name.Key == col.Key }) {
		return
	}
	what := strings.Replace(view, "_", ".", 1) + "." + strings.ToLower(col.Text)
	p.refuseOnce(diag.TSQLMetadata, e.Sp, what, what+": PostgreSQL keeps nothing that would tell it")
}

// catalogueWays name what tells in PostgreSQL what the dynamic management views and server catalogues tell there; a name stands for
// all that begin with it. Longer names come first.
var catalogueWays = []struct{ name, way string }{
	{"sys.dm_exec_sessions", "pg_stat_activity"}, {"sys.dm_exec_requests", "pg_stat_activity"}, {"sys.dm_exec_connections", "pg_stat_activity"}, {"sys.dm_exec_query_stats", "pg_stat_statements"},
	{"sys.dm_exec_procedure_stats", "pg_stat_user_functions"}, {"sys.dm_exec_function_stats", "pg_stat_user_functions"}, {"sys.dm_exec_trigger_stats", "pg_stat_user_functions"},
	{"sys.dm_exec_cached_plans", "pg_stat_statements; plans are of a session in PostgreSQL"}, {"sys.dm_exec_cursors", "pg_cursors"}, {"sys.dm_exec_query_memory_grants", "work_mem is a setting: pg_settings"},
	{"sys.dm_tran_locks", "pg_locks"}, {"sys.dm_tran", "pg_stat_activity.xact_start and backend_xid"}, {"sys.dm_os_waiting_tasks", "pg_stat_activity.wait_event and pg_blocking_pids()"},
	{"sys.dm_os_wait_stats", "pg_stat_activity.wait_event, sampled"}, {"sys.dm_os_performance_counters", "pg_stat_database and its kin"}, {"sys.dm_os_sys_info", "pg_settings; the machine is the operating system's to tell"},
	{"sys.dm_os_host_info", "version()"}, {"sys.dm_os_memory", "pg_shmem_allocations, pg_backend_memory_contexts"}, {"sys.dm_os_process_memory", "pg_backend_memory_contexts"},
	{"sys.dm_os_volume_stats", "pg_tablespace_size(); the disk is the operating system's to tell"}, {"sys.dm_os", "the operating system, and pg_stat_ views"},
	{"sys.dm_db_index_usage_stats", "pg_stat_user_indexes"}, {"sys.dm_db_index_operational_stats", "pg_statio_user_indexes"}, {"sys.dm_db_index_physical_stats", "the extension pgstattuple"},
	{"sys.dm_db_missing_index", "the extension hypopg, or auto_explain"}, {"sys.dm_db_partition_stats", "pg_class.reltuples, pg_total_relation_size()"}, {"sys.dm_db_stats_properties", "pg_stat_user_tables"},
	{"sys.dm_db_file_space_usage", "pg_database_size()"}, {"sys.dm_db_log", "pg_ls_waldir(), pg_stat_wal"}, {"sys.dm_db_task_space_usage", "pg_stat_database.temp_bytes"},
	{"sys.dm_db_session_space_usage", "pg_stat_database.temp_bytes"}, {"sys.dm_io_virtual_file_stats", "pg_stat_io from version 16 on, pg_statio_user_tables"}, {"sys.dm_hadr", "pg_stat_replication"},
	{"sys.dm_xe", "auto_explain and the log: PostgreSQL has no extended events"}, {"sys.server_event_session", "auto_explain and the log: PostgreSQL has no extended events"},
	{"sys.dm_sql_referenc", "pg_depend"}, {"sys.sql_expression_dependencies", "pg_depend"}, {"sys.sql_dependencies", "pg_depend"}, {"sys.dm_server_services", "the operating system"}, {"sys.dm_resource_governor", "PostgreSQL governs no resources"},
	{"sys.query_store", "pg_stat_statements"}, {"sys.database_query_store", "pg_stat_statements"}, {"sys.dm_", "pg_stat_ views of the cumulative statistics system"},
	{"sys.configurations", "pg_settings"}, {"sys.sysconfigures", "pg_settings"}, {"sys.master_files", "pg_tablespace, pg_database_size()"}, {"sys.database_files", "pg_tablespace, pg_database_size()"}, {"sys.sysfiles", "pg_tablespace, pg_database_size()"},
	{"sys.filegroups", "pg_tablespace"}, {"sys.data_spaces", "pg_tablespace"}, {"sys.allocation_units", "pg_relation_size()"}, {"sys.partition_", "pg_partitioned_table and pg_inherits"}, {"sys.destination_data_spaces", "pg_inherits"},
	{"sys.stats", "pg_stats, pg_statistic_ext"}, {"sys.synonyms", "PostgreSQL has no synonyms: they became views, or the name behind them"}, {"sys.server_principals", "pg_roles"}, {"sys.server_role_members", "pg_auth_members"},
	{"sys.server_permissions", "pg_roles"}, {"sys.database_permissions", "information_schema.table_privileges, pg_class.relacl"}, {"sys.sql_logins", "pg_roles"}, {"sys.syslogins", "pg_roles"}, {"sys.login_token", "pg_roles"}, {"sys.user_token", "pg_roles"},
	{"sys.servers", "pg_foreign_server"}, {"sys.linked_logins", "pg_user_mappings"}, {"sys.messages", "PostgreSQL keeps no table of messages"}, {"sys.assembl", "pg_extension"}, {"sys.availability", "pg_stat_replication"},
	{"sys.database_mirroring", "pg_stat_replication"}, {"sys.certificates", "PostgreSQL keeps no certificates in the database"}, {"sys.symmetric_keys", "PostgreSQL keeps no keys in the database"}, {"sys.asymmetric_keys", "PostgreSQL keeps no keys in the database"},
	{"sys.service", "LISTEN and NOTIFY, or a queue in a table"}, {"sys.conversation", "LISTEN and NOTIFY, or a queue in a table"}, {"sys.transmission_queue", "LISTEN and NOTIFY, or a queue in a table"}, {"sys.xml_schema", "PostgreSQL has no collections of XML schemas"},
	{"sys.fulltext", "pg_ts_config and GIN indexes"}, {"sys.trigger_events", "pg_trigger.tgtype"}, {"sys.events", "pg_trigger.tgtype"}, {"sys.periods", "PostgreSQL has no periods"}, {"sys.time_zone_info", "pg_timezone_names"},
	{"sys.fn_", "pg_stat_ views"}, {"sys.sysprocesses", "pg_stat_activity"}, {"sysprocesses", "pg_stat_activity"}, {"syslockinfo", "pg_locks"}, {"sysfiles", "pg_tablespace"},
}

func catalogueWay(name string) string {
	for _, db := range []string{"master.", "tempdb.", "msdb."} {
		if rest, ok := strings.CutPrefix(name, db); ok {
			if db == "tempdb." && rest != name && catalogueOwn(rest) {
				return "temporary tables are in the schema pg_temp: pg_class where relnamespace = pg_my_temp_schema()"
			}
			name = rest
		}
	}
	name = strings.TrimPrefix(name, "dbo.")
	for _, w := range catalogueWays {
		if strings.HasPrefix(name, w.name) {
			return w.way
		}
	}
	return "pg_catalog and information_schema tell of the schema, pg_stat_* of the server"
}

// catalogueOwn tells views that each database has.
func catalogueOwn(name string) bool {
	return ir.CatalogueViews()[strings.Replace(name, ".", "_", 1)] != nil
}

// catalogueNames writes the comparison of a name out of the catalogue. There such names are as the target spells them, in lower case
// unless the conversion keeps case, and SQL Server's default collation does not look at case: the other side is put in lower case too.
func (p *printer) catalogueNames(a val, l ir.Expr, b val, r ir.Expr) (val, val, bool) {
	if !p.catalogueText(l) && !p.catalogueText(r) {
		if p.catalogueConstant(l) || p.catalogueConstant(r) {
			return a, b, true // 'U', 'BASE TABLE': the words of the catalogue are spelt one way
		}
		return a, b, false
	}
	return p.lowered(a, l), p.lowered(b, r), true
}

// lowered puts a side of such a comparison in lower case, if it is not.
func (p *printer) lowered(v val, e ir.Expr) val {
	x := unwrap(stripImplicit(e))
	if s, ok := x.(*ir.StringLit); ok {
		return atom(quoteLiteral(strings.ToLower(s.Value)), cLit)
	}
	if _, null := x.(*ir.NullLit); null || catalogueName(x) && !p.em.opts.KeepCase {
		return v
	}
	return atom("lower("+v.s+")", cText)
}

// catalogueName tells an expression that is a name of the catalogue itself.
func catalogueName(e ir.Expr) bool {
	ref, ok := e.(*ir.Ref)
	return ok && ref.Type() != nil && ref.Type().Base().Catalogue
}

// catalogueFns are the functions whose result is a name of the catalogue.
var catalogueFns = map[string]bool{"tsql.object_name": true, "tsql.object_schema_name": true, "tsql.schema_name": true, "tsql.db_name": true, "tsql.col_name": true,
	"tsql.original_db_name": true, "tsql.index_col": true}

// catalogueText tells a text that is or contains a name of the catalogue.
func (p *printer) catalogueText(e ir.Expr) bool {
	found := false
	if t := p.typ(e); t.IsNumber() || t.IsDatetime() {
		return false
	}
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Query:
			return false
		case *ir.Call:
			found = found || catalogueFns[n.Fn] && !ownProcID(n)
		case *ir.Ref:
			found = found || catalogueName(n)
		}
		return !found
	})
	return found
}

// catalogueConstant tells columns of the catalogue that hold a word of SQL Server's, as type and type_desc.
func (p *printer) catalogueConstant(e ir.Expr) bool {
	ref, ok := unwrap(stripImplicit(e)).(*ir.Ref)
	return ok && p.tsql() && ref.Sym != nil && !ref.Sym.View.IsZero()
}
