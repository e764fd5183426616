package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// envFunctions tell about the session, or make identifiers.
var envFunctions = rows{
	"user":                        {{n: 0, pg: "upper(session_user)", c: cText}},
	"uid":                         {{n: 0, code: diag.ApproxFunction, say: "UID: the oid of the role stands for Oracle's user number", pg: "session_user::regrole::oid::bigint", prec: precCast, c: cBig}},
	"sys_guid":                    {{n: 0, pg: newGUID, c: cBytes}},
	"sys_context":                 {{n: -1, args: "=", do: doSysContext}},
	"userenv":                     {{n: 1, args: "=", do: doUserenv}},
	"v":                           {{n: 1, args: "=", do: doItemValue}},
	"nv":                          {{n: 1, args: "=", do: doItemValue}},
	"apex_util.get_session_state": {{n: 1, args: "=", do: doItemValue}},
	"ora_hash":                    {{n: -1, args: "-", do: doOraHash}},
	"standard_hash":               {{n: -1, args: "=", do: doStandardHash}},
	"ora_sysevent":                {{n: 0, do: doEventAttribute}},
	"ora_dict_obj_name":           {{n: 0, do: doEventAttribute}},
	"ora_dict_obj_type":           {{n: 0, do: doEventAttribute}},
	"ora_dict_obj_owner":          {{n: 0, do: doEventAttribute}},
	"ora_login_user":              {{n: 0, pg: "upper(session_user)", c: cText}},
	"ora_database_name":           {{n: 0, pg: "upper(current_database())", c: cText}},
	"ora_client_ip_address":       {{n: 0, pg: "host(inet_client_addr())", c: cText}},
	"ora_instance_num":            {{n: 0, pg: "1", c: cInt}},
	"sqlcode":                     {{n: 0, do: doErrorVar}},
	"sqlerrm":                     {{n: -1, args: "-", do: doErrorVar}},
}

// userenvRow is an attribute of the context USERENV. note is what differs; "" for nothing.
type userenvRow struct {
	pg   string
	c    class
	note string
}

const noAttribute = "PostgreSQL has nothing like it: NULL"

// userenv are the attributes of SYS_CONTEXT('USERENV', …).
var userenv = map[string]userenvRow{
	"SESSION_USER":            {"upper(session_user)", cText, ""},
	"CURRENT_USER":            {"upper(current_user)", cText, ""},
	"SESSION_USERID":          {"session_user::regrole::oid::text", cText, "the oid of the role"},
	"CURRENT_USERID":          {"current_user::regrole::oid::text", cText, "the oid of the role"},
	"CURRENT_SCHEMA":          {"upper(current_schema())", cText, ""},
	"CURRENT_SCHEMAID":        {"current_schema()::regnamespace::oid::text", cText, "the oid of the schema"},
	"PROXY_USER":              {"NULL::text", cText, ""},
	"DB_NAME":                 {"current_database()::text", cText, ""},
	"DB_UNIQUE_NAME":          {"current_database()::text", cText, ""},
	"DB_DOMAIN":               {"NULL::text", cText, ""},
	"CON_NAME":                {"current_database()::text", cText, ""},
	"SERVICE_NAME":            {"current_database()::text", cText, ""},
	"INSTANCE_NAME":           {"current_database()::text", cText, "the name of the database"},
	"INSTANCE":                {"'1'", cLit, ""},
	"SERVER_HOST":             {"host(inet_server_addr())", cText, "the address of the server, not its name"},
	"HOST":                    {"coalesce(host(inet_client_addr()), 'local')", cText, "the address of the client, not its name"},
	"IP_ADDRESS":              {"host(inet_client_addr())", cText, ""},
	"NETWORK_PROTOCOL":        {"CASE WHEN inet_client_addr() IS NULL THEN 'ipc' ELSE 'tcp' END", cText, ""},
	"TERMINAL":                {"coalesce(host(inet_client_addr()), 'local')", cText, "the address of the client"},
	"OS_USER":                 {"session_user::text", cText, "the database user, since the client's operating system user is not known"},
	"SESSIONID":               {"pg_backend_pid()", cInt, ""},
	"SID":                     {"pg_backend_pid()", cInt, ""},
	"MODULE":                  {"current_setting('application_name')", cText, ""},
	"CLIENT_PROGRAM_NAME":     {"current_setting('application_name')", cText, ""},
	"ACTION":                  {"current_setting('crosswalk.action', true)", cText, ""},
	"CLIENT_INFO":             {"current_setting('crosswalk.client_info', true)", cText, ""},
	"CLIENT_IDENTIFIER":       {"current_setting('crosswalk.client_identifier', true)", cText, ""},
	"ISDBA":                   {"upper(current_setting('is_superuser'))", cText, "ON or OFF, not TRUE or FALSE"},
	"LANG":                    {"'US'", cLit, "always US"},
	"LANGUAGE":                {"'AMERICAN_AMERICA.AL32UTF8'", cLit, "always American, as the output knows no NLS settings"},
	"NLS_TERRITORY":           {"'AMERICA'", cLit, "always America"},
	"NLS_CURRENCY":            {"'$'", cLit, "always $"},
	"NLS_CALENDAR":            {"'GREGORIAN'", cLit, ""},
	"NLS_DATE_FORMAT":         {"'DD-MON-RR'", cLit, "always Oracle's default"},
	"NLS_DATE_LANGUAGE":       {"'AMERICAN'", cLit, "always American"},
	"NLS_SORT":                {"'BINARY'", cLit, "always BINARY"},
	"AUTHENTICATED_IDENTITY":  {"session_user::text", cText, ""},
	"AUTHENTICATION_METHOD":   {"'PASSWORD'", cLit, "always PASSWORD"},
	"ENTRYID":                 {"NULL::text", cText, noAttribute},
	"STATEMENTID":             {"NULL::text", cText, noAttribute},
	"BG_JOB_ID":               {"NULL::text", cText, noAttribute},
	"FG_JOB_ID":               {"NULL::text", cText, noAttribute},
	"SESSION_EDITION_NAME":    {"NULL::text", cText, noAttribute},
	"CURRENT_EDITION_NAME":    {"NULL::text", cText, noAttribute},
	"POLICY_INVOKER":          {"upper(session_user)", cText, ""},
	"ENTERPRISE_IDENTITY":     {"NULL::text", cText, noAttribute},
	"IDENTIFICATION_TYPE":     {"'LOCAL'", cLit, "always LOCAL"},
	"GLOBAL_CONTEXT_MEMORY":   {"NULL::text", cText, noAttribute},
	"DATABASE_ROLE":           {"CASE WHEN pg_is_in_recovery() THEN 'PHYSICAL STANDBY' ELSE 'PRIMARY' END", cText, ""},
	"ORACLE_HOME":             {"NULL::text", cText, noAttribute},
	"PLATFORM_SLASH":          {"'/'", cLit, ""},
	"CDB_NAME":                {"current_database()::text", cText, ""},
	"CON_ID":                  {"'0'", cLit, ""},
	"CURRENT_SQL":             {"current_query()", cText, "the client's statement, not the one inside a routine"},
	"KERBEROS_IDENTITY":       {"NULL::text", cText, noAttribute},
	"UNIFIED_AUDIT_SESSIONID": {"pg_backend_pid()", cInt, ""},
}

// doSysContext: attributes of USERENV by their row; an application's own context is a custom setting.
func doSysContext(p *printer, e *ir.Call, _ []val) val {
	ns, ok := p.constText(e, 0)
	attr, ok2 := p.constText(e, 1)
	if !ok || !ok2 {
		p.find(diag.Environment, e.Sp, "SYS_CONTEXT with names that are not constants reads a custom setting")
		return p.run("nullif(current_setting(lower({1:otherr} || '.' || {2:otherr}), true), '')", cText, p.val(e.Args[0].Value), p.val(e.Args[1].Value))
	}
	if strings.EqualFold(ns, "USERENV") {
		return p.userenvAttr(strings.ToUpper(strings.TrimSpace(attr)), e)
	}
	name := settingName(ns) + "." + settingName(attr)
	p.refuseOnce(diag.Environment, e.Sp, "SYS_CONTEXT('"+ns+"'", "SYS_CONTEXT('"+ns+"', …) reads the setting "+name+", which any session may set: check what relies on it")
	return atom("nullif(current_setting("+quoteLiteral(name)+", true), '')", cText)
}

// doItemValue is V and NV of APEX: the value of an item in the session state, NULL outside of a session. Who calls from an application
// sets apex.app_user and its like.
func doItemValue(p *printer, e *ir.Call, _ []val) val {
	item, ok := p.constText(e, 0)
	var v val
	if ok {
		name := "apex." + settingName(item)
		p.refuseOnce(diag.Environment, e.Sp, "item "+name, strings.ToUpper(e.Fn)+"('"+item+"') reads the setting "+name+", which the application is to set: NULL where it is not")
		v = atom("nullif(current_setting("+quoteLiteral(name)+", true), '')", cText)
	} else {
		p.find(diag.Environment, e.Sp, "%s of an item that is no constant reads a setting apex.…, which the application is to set", strings.ToUpper(e.Fn))
		v = p.run("nullif(current_setting(lower('apex.' || {1:otherr}), true), '')", cText, p.val(e.Args[0].Value))
	}
	if e.Fn == "nv" {
		return v.cast("numeric", cNum)
	}
	return v
}

// settingName makes a part of the name of a custom setting.
func settingName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '$' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}

func (p *printer) userenvAttr(attr string, e *ir.Call) val {
	row, ok := userenv[attr]
	if !ok {
		p.find(diag.Environment, e.Sp, "USERENV attribute %s: %s", attr, noAttribute)
		return val{"NULL::text", precCast, cText}
	}
	if row.note != "" {
		p.find(diag.Environment, e.Sp, "USERENV attribute %s: %s", attr, row.note)
	}
	prec := precAtom
	if strings.HasSuffix(row.pg, "::text") {
		prec = precCast
	}
	v := val{row.pg, prec, row.c}
	if row.c == cInt {
		return v.cast("text", cText)
	}
	return v
}

func doUserenv(p *printer, e *ir.Call, _ []val) val {
	attr, _ := p.constText(e, 0)
	attr = strings.ToUpper(attr)
	switch attr {
	case "SCHEMAID":
		attr = "CURRENT_SCHEMAID"
	case "ENTRYID", "SID", "SESSIONID", "LANG", "LANGUAGE", "TERMINAL", "INSTANCE", "ISDBA", "CLIENT_INFO":
	}
	return p.userenvAttr(attr, e)
}

// doOraHash: another hash, of the same use.
func doOraHash(p *printer, e *ir.Call, a []val) val {
	p.find(diag.HashDiffers, e.Sp, "ORA_HASH: hashtext gives other values")
	x := p.toText(a[0], e.Args[0].Value)
	buckets := atom("4294967295", cBig)
	if len(a) > 1 {
		buckets = a[1]
	}
	return val{"(hashtext(" + x.s + ")::bigint & 4294967295) % (" + buckets.at(precAdd) + " + 1)", precMul, cBig}
}

// hashNames are the algorithms of STANDARD_HASH; sha256 and its kin are in PostgreSQL's core, SHA1 in pgcrypto.
var hashNames = map[string]string{"SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}

func doStandardHash(p *printer, e *ir.Call, _ []val) val {
	alg := "SHA1"
	if s, ok := p.constText(e, 1); ok {
		alg = strings.ToUpper(s)
	}
	x := e.Args[0].Value
	v := p.val(x)
	if v.c != cBytes {
		v = p.run("convert_to({1}, 'UTF8')", cBytes, p.toText(v, x))
	}
	if f := hashNames[alg]; f != "" {
		return p.run(f+"({1})", cBytes, v)
	}
	if alg == "MD5" {
		return p.run("decode(md5({1}), 'hex')", cBytes, v)
	}
	p.useExtension("pgcrypto", e)
	return p.run("digest({1}, 'sha1')", cBytes, v)
}

func doErrorVar(p *printer, e *ir.Call, a []val) val {
	return p.errorVar(e)
}
