package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlEnvFunctions tell about the session, the server, errors and the catalogue ("System functions", "Metadata functions").
var tsqlEnvFunctions = rows{
	"tsql.@@spid":          {{n: 0, pg: "pg_backend_pid()", c: cInt}},
	"tsql.@@version":       {{n: 0, pg: "version()", c: cText}},
	"tsql.@@datefirst":     {{n: 0, pg: "7", c: cInt}},
	"tsql.@@language":      {{n: 0, pg: "'us_english'", c: cLit}},
	"tsql.@@langid":        {{n: 0, pg: "0", c: cInt}},
	"tsql.@@textsize":      {{n: 0, pg: "2147483647", c: cInt}},
	"tsql.@@max_precision": {{n: 0, pg: "38", c: cInt}},
	"tsql.@@servername": {{n: 0, pg: "coalesce(host(inet_server_addr()), 'localhost')", c: cText, code: diag.TSQLSession,
		say: "@@SERVERNAME is the address of the server here, not its name"}},
	"tsql.@@servicename": {{n: 0, pg: "current_database()::text", prec: precCast, c: cText, code: diag.TSQLSession, say: "@@SERVICENAME is the name of the database here"}},
	"tsql.@@procid":      {{n: 0, do: tsqlProcID}},
	"tsql.@@nestlevel":   {{n: 0, pg: "1", c: cInt, code: diag.TSQLSession, say: "@@NESTLEVEL: PostgreSQL does not count nested calls; 1"}},
	"tsql.@@dbts":        {{n: 0, pg: "int8send(txid_current())", c: cBytes, code: diag.TSQLSession, say: "@@DBTS: the number of the transaction stands for the last rowversion"}},
	"tsql.min_active_rowversion": {{n: 0, pg: "int8send(txid_snapshot_xmin(txid_current_snapshot()))", c: cBytes, code: diag.TSQLSession,
		say: "MIN_ACTIVE_ROWVERSION: the lowest number of an open transaction stands for it"}},
	"tsql.@@lock_timeout":         {{n: 0, pg: "current_setting('lock_timeout')", c: cText, code: diag.TSQLSession, say: "@@LOCK_TIMEOUT is a text with its unit here"}},
	"tsql.@@max_connections":      {{n: 0, pg: "current_setting('max_connections')::int", prec: precCast, c: cInt}},
	"tsql.@@options":              {{n: 0, pg: "0", c: cInt, code: diag.TSQLSession, say: "@@OPTIONS: PostgreSQL has no such options; 0"}},
	"tsql.current_transaction_id": {{n: 0, pg: "txid_current()", c: cBig}},
	"tsql.trigger_nestlevel":      {{n: -1, args: "=", pg: "pg_trigger_depth()", c: cInt}},

	"tsql.db_name":          {{n: 0, pg: "current_database()::text", prec: precCast, c: cText}, {n: 1, args: "-", pg: "(SELECT datname::text FROM pg_database WHERE oid = {1:cmp})", c: cText}},
	"tsql.original_db_name": {{n: 0, pg: "current_database()::text", prec: precCast, c: cText}},
	"tsql.db_id":            {{n: 0, pg: "(SELECT oid::int FROM pg_database WHERE datname = current_database())", c: cInt}, {n: 1, args: "-", pg: "(SELECT oid::int FROM pg_database WHERE datname = lower({1}))", c: cInt}},
	"tsql.schema_name": {{n: 0, pg: "current_schema()::text", prec: precCast, c: cText, code: diag.TSQLSession,
		say: "SCHEMA_NAME() is the first schema of the search path here, there the default schema of the user"}, {n: 1, args: "-", pg: "(SELECT nspname::text FROM pg_namespace WHERE oid = {1:cmp})", c: cText}},
	"tsql.schema_id":          {{n: 0, pg: "current_schema()::regnamespace::oid::int", prec: precCast, c: cInt}, {n: 1, args: "-", pg: "(SELECT oid::int FROM pg_namespace WHERE nspname = lower({1}))", c: cInt}},
	"tsql.object_id":          {{n: 1, args: "-", do: tsqlObjectID}, {n: 2, args: "-", do: tsqlObjectID}},
	"tsql.object_name":        {{n: -1, args: "-", do: tsqlObjectName}},
	"tsql.object_schema_name": {{n: -1, args: "-", do: tsqlObjectSchema}},
	"tsql.object_definition":  {{n: 1, args: "-", pg: "pg_get_functiondef({1}::oid)", c: cText, code: diag.TSQLSession, say: "OBJECT_DEFINITION gives the converted routine"}},
	"tsql.type_id": {{n: 1, args: "-", c: cInt,
		pg: "(SELECT user_type_id FROM {@sys_types} WHERE name = lower({@parsename}({1}, 1)) AND ({@parsename}({1}, 2) IS NULL OR schema_id = to_regnamespace({@parsename}({1}, 2))::oid::int) ORDER BY user_type_id LIMIT 1)"}},
	"tsql.type_name":          {{n: 1, args: "-", pg: "(SELECT name FROM {@sys_types} WHERE user_type_id = {1:cmp})", c: cText}},
	"tsql.objectproperty":     {{n: 2, args: "-", do: tsqlProperty("objectproperty", 1)}},
	"tsql.objectpropertyex":   {{n: 2, args: "-", do: tsqlProperty("objectproperty", 1)}},
	"tsql.columnproperty":     {{n: 3, args: "-", do: tsqlProperty("columnproperty", 2)}},
	"tsql.indexproperty":      {{n: 3, args: "-", do: tsqlProperty("indexproperty", 2)}},
	"tsql.databasepropertyex": {{n: 2, args: "-", do: tsqlDatabaseProperty}},
	"tsql.index_col":          {{n: 3, args: "-", pg: "{@index_col}({*})", c: cText}},
	"tsql.col_length":         {{n: 2, args: "-", pg: "{@col_length}({*})", c: cInt}},
	"tsql.col_name":           {{n: 2, args: "-", pg: "(SELECT attname::text FROM pg_attribute WHERE attrelid = {1:cmp}::oid AND attnum = {2})", c: cText}},

	"tsql.suser_sname":           {{n: -1, args: "-", do: tsqlUser("session_user::text")}},
	"tsql.suser_name":            {{n: -1, args: "-", do: tsqlUser("session_user::text")}},
	"tsql.original_login":        {{n: 0, pg: "session_user::text", prec: precCast, c: cText}},
	"tsql.system_user":           {{n: 0, pg: "session_user::text", prec: precCast, c: cText}},
	"tsql.user_name":             {{n: -1, args: "-", do: tsqlUser("current_user::text")}},
	"tsql.user":                  {{n: 0, pg: "current_user::text", prec: precCast, c: cText}},
	"tsql.current_user":          {{n: 0, pg: "current_user::text", prec: precCast, c: cText}},
	"tsql.session_user":          {{n: 0, pg: "session_user::text", prec: precCast, c: cText}},
	"tsql.user_id":               {{n: -1, args: "-", pg: "current_user::regrole::oid::int", prec: precCast, c: cInt}},
	"tsql.suser_id":              {{n: -1, args: "-", pg: "session_user::regrole::oid::int", prec: precCast, c: cInt}},
	"tsql.database_principal_id": {{n: 0, pg: "current_user::regrole::oid::int", prec: precCast, c: cInt}, {n: 1, args: "-", pg: "to_regrole({1})::oid::int", prec: precCast, c: cInt}},
	"tsql.host_name":             {{n: 0, pg: "coalesce(host(inet_client_addr()), 'local')", c: cText, code: diag.TSQLSession, say: "HOST_NAME is the address of the client here"}},
	"tsql.app_name":              {{n: 0, pg: "current_setting('application_name')", c: cText}},
	"tsql.program_name":          {{n: 0, pg: "current_setting('application_name')", c: cText}},
	"tsql.is_member":             {{n: 1, args: "-", pg: "{@is_member}({1})", c: cInt}},
	"tsql.is_rolemember":         {{n: 1, args: "-", pg: "{@is_member}({1})", c: cInt}},
	"tsql.is_srvrolemember":      {{n: -1, args: "-", do: tsqlServerRole}},
	"tsql.context_info":          {{n: 0, pg: "decode(nullif(current_setting('crosswalk.context_info', true), ''), 'hex')", c: cBytes}},
	"tsql.session_context":       {{n: 1, args: "-", pg: "{@session_context}({1})", c: cText}},
	"tsql.serverproperty":        {{n: 1, args: "-", do: tsqlServerProperty}},
	"tsql.connectionproperty":    {{n: 1, args: "-", do: tsqlConnectionProperty}},
	"tsql.getansinull":           {{n: -1, args: "=", pg: "1", c: cInt}},

	"tsql.eventdata":       {{n: 0, do: tsqlEventData}},
	"tsql.update":          {{n: 1, args: "=", do: tsqlUpdated}},
	"tsql.@@rowcount":      {{n: 0, do: tsqlSessionVar}},
	"tsql.rowcount_big":    {{n: 0, do: tsqlSessionVar}},
	"tsql.@@error":         {{n: 0, do: tsqlSessionVar}},
	"tsql.@@trancount":     {{n: 0, do: tsqlSessionVar}},
	"tsql.@@fetch_status":  {{n: 0, do: tsqlSessionVar}},
	"tsql.@@cursor_rows":   {{n: 0, do: tsqlSessionVar}},
	"tsql.xact_state":      {{n: 0, do: tsqlSessionVar}},
	"tsql.error_number":    {{n: 0, do: tsqlSessionVar}},
	"tsql.error_message":   {{n: 0, do: tsqlSessionVar}},
	"tsql.error_severity":  {{n: 0, do: tsqlSessionVar}},
	"tsql.error_state":     {{n: 0, do: tsqlSessionVar}},
	"tsql.error_line":      {{n: 0, do: tsqlSessionVar}},
	"tsql.error_procedure": {{n: 0, do: tsqlSessionVar}},
}

// tsqlRefused are the functions that have no counterpart, with the way out.
var tsqlRefused = map[string]string{
	"indexkey_property": "read pg_index", "stats_date": "read pg_stat_all_tables.last_analyze",
	"typeproperty": "read pg_type", "fileproperty": "files are the server's own in PostgreSQL",
	"file_id": "files are the server's own in PostgreSQL", "file_name": "files are the server's own in PostgreSQL", "filegroup_id": "tablespaces stand for filegroups: read pg_tablespace",
	"filegroup_name": "tablespaces stand for filegroups: read pg_tablespace", "filegroupproperty": "tablespaces stand for filegroups: read pg_tablespace",
	"has_perms_by_name": "has_table_privilege and its kin take the privilege and the object", "permissions": "has_table_privilege and its kin take the privilege and the object",
	"sql_variant_property": "keep the type's name in a column of its own", "applock_mode": "read pg_locks where locktype = 'advisory'",
	"applock_test": "pg_try_advisory_lock tells it", "contains": "a tsvector column and @@ to_tsquery(…)", "freetext": "a tsvector column and @@ plainto_tsquery(…)",
	"encryptbypassphrase": "pgcrypto: pgp_sym_encrypt", "decryptbypassphrase": "pgcrypto: pgp_sym_decrypt", "encryptbykey": "pgcrypto: pgp_sym_encrypt", "decryptbykey": "pgcrypto: pgp_sym_decrypt",
	"key_guid": "pgcrypto keeps no keys in the database", "cert_id": "PostgreSQL keeps no certificates in the database", "signbycert": "sign in the application", "pwdencrypt": "pgcrypto: crypt with gen_salt",
	"pwdcompare": "pgcrypto: crypt", "textptr": "text is a value here", "textvalid": "text is a value here",
	"suser_sid": "roles have no SID in PostgreSQL", "host_id": "the client's process is not known", "date_bucket": "date_bin does it from PostgreSQL 14 on", "columns_updated": "compare the columns of OLD and NEW",
	"parse": "to_number and to_date read a text by a format; the rules of a culture are .NET's", "try_parse": "to_number and to_date read a text by a format; the rules of a culture are .NET's",
	"fulltextserviceproperty": "full-text search is always there", "fulltextcatalogproperty": "full-text search is always there", "assemblyproperty": "there are no assemblies",
}

func tsqlServerRole(p *printer, e *ir.Call, _ []val) val {
	role, _ := constString(stripImplicit(e.Args[0].Value), 0)
	p.refuseOnce(diag.TSQLSession, e.Sp, "IS_SRVROLEMEMBER", "IS_SRVROLEMEMBER('"+role+"'): whether the role is a superuser stands for it")
	return atom("(SELECT rolsuper::int FROM pg_roles WHERE rolname = session_user)", cInt)
}

func tsqlUser(pg string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if len(a) > 0 && p.isNull(e.Args[0].Value) {
			return atom("NULL::text", cText) // USER_NAME: NULL of NULL
		}
		if len(a) > 0 && a[0].c == cBytes {
			// Security identifiers are Windows' and SQL Server's own; 0x01 is that of sa, who owns everything.
			p.refuseOnce(diag.TSQLSession, e.Sp, strings.ToUpper(e.Fn[5:]), strings.ToUpper(e.Fn[5:])+" of a security identifier: PostgreSQL has none; 0x01 is the first superuser, all others are NULL")
			return p.run("(SELECT rolname::text FROM pg_roles WHERE oid = 10 AND {1} = '\\x01'::bytea)", cText, a[0])
		}
		if len(a) > 0 {
			p.refuseOnce(diag.TSQLSession, e.Sp, strings.ToUpper(e.Fn[5:]), strings.ToUpper(e.Fn[5:])+" of an id: the role with that oid")
			return p.run("(SELECT rolname::text FROM pg_roles WHERE oid = {1:cast}::oid)", cText, a[0])
		}
		return val{pg, precCast, cText}
	}
}

// serverProperties are the properties of SERVERPROPERTY that PostgreSQL has something for.
var serverProperties = map[string]string{
	"PRODUCTVERSION": "current_setting('server_version')", "PRODUCTMAJORVERSION": "(current_setting('server_version_num')::int / 10000)::text", "EDITION": "'PostgreSQL'",
	"SERVERNAME": "coalesce(host(inet_server_addr()), 'localhost')", "MACHINENAME": "coalesce(host(inet_server_addr()), 'localhost')", "INSTANCENAME": "NULL::text",
	"COLLATION": "(SELECT datcollate FROM pg_database WHERE datname = current_database())", "PRODUCTLEVEL": "'RTM'", "ENGINEEDITION": "'3'", "ISINTEGRATEDSECURITYONLY": "'0'",
	"ISHADRENABLED": "'0'", "ISCLUSTERED": "'0'", "COMPUTERNAMEPHYSICALNETBIOS": "coalesce(host(inet_server_addr()), 'localhost')", "PROCESSID": "pg_backend_pid()::text",
}

func tsqlServerProperty(p *printer, e *ir.Call, _ []val) val {
	name, ok := constString(stripImplicit(e.Args[0].Value), 0)
	s := serverProperties[strings.ToUpper(name)]
	if !ok || s == "" {
		p.refuseOnce(diag.TSQLFunction, e.Sp, "SERVERPROPERTY('"+name+"')", "SERVERPROPERTY('"+name+"') has no counterpart")
		return atom("NULL::text", cText)
	}
	p.refuseOnce(diag.TSQLSession, e.Sp, "SERVERPROPERTY('"+name+"')", "SERVERPROPERTY('"+name+"') becomes "+s)
	return val{s, precCast, cText}
}

func tsqlConnectionProperty(p *printer, e *ir.Call, _ []val) val {
	name, _ := constString(stripImplicit(e.Args[0].Value), 0)
	s := map[string]string{"CLIENT_NET_ADDRESS": "host(inet_client_addr())", "LOCAL_NET_ADDRESS": "host(inet_server_addr())", "LOCAL_TCP_PORT": "inet_server_port()::text",
		"NET_TRANSPORT": "'TCP'", "PROTOCOL_TYPE": "'TSQL'", "AUTH_SCHEME": "'SQL'"}[strings.ToUpper(name)]
	if s == "" {
		p.refuseOnce(diag.TSQLFunction, e.Sp, "CONNECTIONPROPERTY", "CONNECTIONPROPERTY('"+name+"') has no counterpart")
		return atom("NULL::text", cText)
	}
	return val{s, precCast, cText}
}

// tsqlProcID is the number of the routine: its oid.
func tsqlProcID(p *printer, e *ir.Call, _ []val) val {
	if p.rt != nil && p.rt.r != nil {
		return val{"to_regproc(" + quoteLiteral(p.em.routineName(p.rt.r)) + ")::oid::int", precCast, cInt}
	}
	p.refuseOnce(diag.TSQLSession, e.Sp, "@@PROCID", "@@PROCID: PostgreSQL does not tell the routine that runs; 0")
	return atom("0", cInt)
}

// tsqlName gives the target's spelling of a dotted name in a text: [dbo].[T] is dbo.t, tempdb..#t is the temporary table t.
func (em *emitter) tsqlName(s string) string {
	parts := splitTSQLName(s)
	if len(parts) == 0 {
		return s
	}
	last := parts[len(parts)-1]
	if strings.HasPrefix(last, "#") {
		return "pg_temp." + em.ident(ir.MakeName(last))
	}
	schema := ir.Name{}
	if len(parts) > 1 && parts[len(parts)-2] != "" {
		schema = ir.MakeName(parts[len(parts)-2])
	}
	return em.inSchema(schema, em.fold(ir.MakeName(last)))
}

// splitTSQLName cuts a dotted name, brackets and quotes taken off.
func splitTSQLName(s string) []string {
	var parts []string
	for {
		s = strings.TrimSpace(s)
		open := strings.HasPrefix(s, "[") || strings.HasPrefix(s, `"`)
		end, part := 0, ""
		if open {
			q := "]"
			if s[0] == '"' {
				q = `"`
			}
			k := strings.Index(s[1:], q)
			if k < 0 {
				return append(parts, s)
			}
			part, end = s[1:1+k], k+2
		} else if end = strings.IndexByte(s, '.'); end < 0 {
			return append(parts, s)
		} else {
			part = s[:end]
		}
		parts = append(parts, part)
		if end >= len(s) {
			return parts
		}
		s = s[end+1:]
	}
}

// tsqlNoRow is for a function of SQL Server's that no table has.
func (p *printer) tsqlNoRow(e *ir.Call) val {
	fn := strings.TrimPrefix(e.Fn, "tsql.")
	name := strings.ToUpper(fn)
	way := tsqlRefused[fn]
	switch {
	case way != "":
		p.refuseOnce(diag.TSQLFunction, e.Sp, name, name+" has no counterpart: "+way)
	case len(p.em.fns[e.Fn]) > 0:
		p.find(diag.TSQLFunction, e.Sp, "%s with %d arguments is not known", name, len(e.Args))
	default:
		p.refuseOnce(diag.TSQLFunction, e.Sp, name, name+" has no counterpart")
	}
	return atom("NULL", cLit).cast(p.quietType(p.typ(e), useCast), p.derivedClass(e))
}
