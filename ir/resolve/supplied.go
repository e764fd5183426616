package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// suppliedSchemas own what Oracle brings along.
var suppliedSchemas = map[string]bool{
	"SYS": true, "SYSTEM": true, "XDB": true, "MDSYS": true, "CTXSYS": true, "WMSYS": true, "OLAPSYS": true, "DVSYS": true,
	"LBACSYS": true, "ORDSYS": true, "ORDPLUGINS": true, "SI_INFORMTN_SCHEMA": true, "OUTLN": true, "DBSNMP": true,
	"APPQOSSYS": true, "GSMADMIN_INTERNAL": true, "AUDSYS": true, "OJVMSYS": true, "STANDARD": true, "FLOWS_FILES": true,
}

// suppliedPrefixes start the names of packages and views that come with the database (or with APEX).
var suppliedPrefixes = []string{
	"DBMS_", "UTL_", "ALL_", "USER_", "DBA_", "CDB_", "V$", "GV$", "V_$", "GV_$", "X$", "OWA_", "APEX_", "WWV_", "ODCI", "SDO_", "CTX_",
	"ORA_", "WPG_", "HTMLDB_", "NLS_", "XDB_", "JSON_", "WPIUTL", "NV_", "AQ$_", "DIUTIL", "DIANA", "PIDL", "KU$_", "ORD", "SEM_",
}

// suppliedNames are those without a prefix of their own.
var suppliedNames = map[string]bool{
	"DUAL": true, "RESOURCE_VIEW": true, "PATH_VIEW": true, "HTP": true, "HTF": true, "OWA": true, "STANDARD": true, "PLITBLM": true, "DICT": true, "DICTIONARY": true,
	"DICT_COLUMNS": true, "TAB": true, "CAT": true, "COLS": true, "OBJ": true, "SEQ": true, "SYN": true, "IND": true, "CLU": true,
	"TABS": true, "SESSION_PRIVS": true, "SESSION_ROLES": true, "ROLE_SYS_PRIVS": true, "ROLE_TAB_PRIVS": true,
	"ROLE_ROLE_PRIVS": true, "GLOBAL_NAME": true, "PRODUCT_COMPONENT_VERSION": true, "NLS_DATABASE_PARAMETERS": true,
	"SESSION_CONTEXT": true, "TABLE_PRIVILEGES": true, "COLUMN_PRIVILEGES": true, "RESOURCE_COST": true, "INDEX_STATS": true,
	"PLAN_TABLE": true, "PUBLIC_DEPENDENCY": true, "RECYCLEBIN": true, "SYSDATE": true, "AUDIT_ACTIONS": true, "STMT_AUDIT_OPTION_MAP": true,
	"SYSTEM_PRIVILEGE_MAP": true, "TABLE_PRIVILEGE_MAP": true, "XMLTYPE": true, "ANYDATA": true, "ANYTYPE": true, "ANYDATASET": true,
	"URITYPE": true, "HTTPURITYPE": true, "DBURITYPE": true, "XDBURITYPE": true, "URIFACTORY": true, "XMLDOM": true, "XMLPARSER": true,
	"XSLPROCESSOR": true, "LOB": true, "DEBUG_EXTPROC": true, "OUTLN_PKG": true, "PBSDE": true, "PBREAK": true, "JSON": true,
	"RE$NV_LIST": true, "MGMT_BSLN": true, "SYSEVENT": true, "LOGIN_USER": true, "DES_ENCRYPTED_PASSWORD": true, "DATABASE_NAME": true,
	"DICTIONARY_OBJ_NAME": true, "DICTIONARY_OBJ_OWNER": true, "DICTIONARY_OBJ_TYPE": true, "INSTANCE_NUM": true, "SERVER_ERROR": true, "IS_SERVERERROR": true,
	"SCHEDULER$_EVENT_INFO": true, "SYS_REFCURSOR": true, "UROWID": true, "SYS_NT_COLLECT": true,
}

// isSuppliedName tells an object that comes with the database by its name. Prefixes that users take for names of
// their own as well are only believed with the rest of the name.
func isSuppliedName(n string) bool {
	if suppliedNames[n] {
		return true
	}
	for _, p := range suppliedPrefixes {
		if strings.HasPrefix(n, p) {
			switch p {
			case "ORD":
				return strings.HasPrefix(n, "ORDIMAGE") || strings.HasPrefix(n, "ORDAUDIO") || strings.HasPrefix(n, "ORDDOC") || strings.HasPrefix(n, "ORDVIDEO")
			case "ALL_", "USER_", "DBA_", "CDB_":
				return dictionaryView(n[len(p):])
			case "JSON_":
				return strings.HasSuffix(n, "_T") || n == "JSON_KEY_LIST"
			case "ORA_", "NLS_", "NV_":
				return oraName(n)
			}
			return true
		}
	}
	return false
}

// oraName tells the event functions and parameters views from the user's names with the same start.
func oraName(n string) bool {
	for _, p := range []string{"ORA_DICT_", "ORA_IS_", "ORA_LOGIN", "ORA_SYSEVENT", "ORA_SQL_TXT", "ORA_CLIENT", "ORA_DATABASE", "ORA_INSTANCE",
		"ORA_DES_", "ORA_SERVER_", "ORA_GRANTEE", "ORA_REVOKEE", "ORA_PRIVILEGE", "ORA_WITH_GRANT", "ORA_SPACE_", "ORA_PARTITION_",
		"ORA_MAX_", "ORA_MINING", "ORA_ROWSCN", "ORA_HASH", "NLS_SESSION_PARAMETERS", "NLS_INSTANCE_PARAMETERS",
		"NLS_DATABASE_PARAMETERS"} {
		if strings.HasPrefix(n, p) {
			return true
		}
	}
	return false
}

// dictionaryFamilies are what the names of dictionary views go on with after ALL_, USER_ or DBA_.
var dictionaryFamilies = []string{
	"TABLES", "TAB_", "TABLESPACES", "TS_QUOTAS", "VIEWS", "OBJECTS", "OBJECT_", "COLUMNS", "CONSTRAINTS", "CONS_COLUMNS", "INDEXES", "IND_",
	"SEQUENCES", "SYNONYMS", "TRIGGERS", "TRIGGER_", "SOURCE", "ERRORS", "PROCEDURES", "ARGUMENTS", "DEPENDENCIES", "TYPES",
	"TYPE_", "COLL_TYPES", "METHOD_", "COL_", "USERS", "ROLES", "ROLE_", "SYS_PRIVS", "DIRECTORIES", "DB_LINKS", "JOBS", "JOBS_RUNNING",
	"SCHEDULER_", "MVIEWS", "MVIEW_", "SNAPSHOT", "PART_", "SUBPART", "LOBS", "LOB_", "SEGMENTS", "EXTENTS", "FREE_SPACE", "DATA_FILES",
	"TEMP_FILES", "RECYCLEBIN", "CLUSTERS", "CLU_", "EXTERNAL_", "NESTED_", "OBJ_", "PLSQL_", "IDENTIFIERS", "STATEMENTS",
	"QUEUES", "QUEUE_", "POLICIES", "CONTEXT", "AUDIT_", "STAT_", "HIST_", "XML_", "JAVA_", "LIBRARIES", "OPERATORS", "OP", "REFS", "RESUMABLE",
	"PROFILES", "PROXIES", "NETWORK_ACL", "HOST_ACES", "REGISTRY", "FEATURE_", "ADVISOR_", "SQL_", "SQLSET", "SQLTUNE", "OUTLINES",
	"CATALOG", "UPDATABLE_COLUMNS", "UNUSED_COL_TABS", "EDITIONS", "EDITIONING_", "CHANGE_", "LOG_GROUP", "ASSOCIATIONS",
	"PARTIAL_DROP_TABS", "PASSWORD_LIMITS", "RESOURCE_LIMITS", "USTATS", "WARNING_SETTINGS", "INTERNAL_TRIGGERS", "INVALID_OBJECTS",
	"LOCK", "BLOCKERS", "WAITERS", "DDL_LOCKS", "DML_LOCKS", "ROLLBACK_SEGS", "UNDO_EXTENTS", "SA_", "TRANSFORMATIONS", "CPOOL_INFO", "ANALYZE_",
	"ALL_TABLES", "DIMENSIONS", "DIM_", "REWRITE_", "SUMMARIES", "REFRESH", "RULES", "RULE_", "STORED_SETTINGS", "PUBLISHED_COLUMNS", "APPLICATION_ROLES",
	"SYNC", "JSON_", "ANNOTATIONS", "CREDENTIALS", "FILE_GROUP", "SUBSCR_", "ENCRYPTED_COLUMNS", "BASE_TABLE_MVIEWS", "DATAPUMP_", "IDENTIFIER",
}

func dictionaryView(rest string) bool {
	for _, f := range dictionaryFamilies {
		if strings.HasPrefix(rest, f) {
			return true
		}
	}
	return false
}

// isSupplied tells names of schema and object that come with the database; schema may be "".
func isSupplied(schema, name string) bool {
	return suppliedSchemas[schema] || isSuppliedName(name)
}

// suppliedName tells whether a dotted name is, or is a member of, something that comes with the database.
func suppliedName(parts []ir.Name) bool {
	if len(parts) == 0 {
		return false
	}
	if len(parts) > 1 && suppliedSchemas[parts[0].Key] {
		return true
	}
	return isSuppliedName(parts[0].Key)
}

// Types that come with Oracle and whose shape matters to conversion.
var (
	vcList    = &ir.Type{Kind: ir.TCollection, Coll: ir.CollVArray, Len: 32767, Elem: vc(4000), Spelled: "SYS.ODCIVARCHAR2LIST"}
	numList   = &ir.Type{Kind: ir.TCollection, Coll: ir.CollVArray, Len: 32767, Elem: tNumber, Spelled: "SYS.ODCINUMBERLIST"}
	dateList  = &ir.Type{Kind: ir.TCollection, Coll: ir.CollVArray, Len: 32767, Elem: tDate, Spelled: "SYS.ODCIDATELIST"}
	rawList   = &ir.Type{Kind: ir.TCollection, Coll: ir.CollVArray, Len: 32767, Elem: tBytes, Spelled: "SYS.ODCIRAWLIST"}
	debugVC   = &ir.Type{Kind: ir.TCollection, Coll: ir.CollNested, Elem: vc(1000), Spelled: "SYS.DBMS_DEBUG_VC2COLL"}
	byInt     = &ir.Type{Kind: ir.TInt, Bits: 32}
	assocVC   = assoc(vc(4000))
	assocVC2A = assoc(vc(32767))
	assocNum  = assoc(tNumber)
	assocDate = assoc(tDate)
	assocVC2S = assoc(vc(256))
)

func vc(n int) *ir.Type { return &ir.Type{Kind: ir.TVarChar, Len: n} }

func assoc(elem *ir.Type) *ir.Type {
	return &ir.Type{Kind: ir.TCollection, Coll: ir.CollAssoc, Elem: elem, Index: byInt}
}

// descRec is DBMS_SQL.DESC_REC, and DESC_REC2 and 3 with longer names.
func descRec(name int) *ir.Type {
	return spelled(record("col_type", byInt, "col_max_len", byInt, "col_name", vc(name), "col_name_len", byInt, "col_schema_name", vc(name),
		"col_schema_name_len", byInt, "col_precision", byInt, "col_scale", byInt, "col_charsetid", byInt, "col_charsetform", byInt,
		"col_null_ok", tBool, "col_type_name", vc(name), "col_type_name_len", byInt), "DBMS_SQL.DESC_REC")
}

// spelled gives a record type the name by which the run-time library knows it.
func spelled(t *ir.Type, name string) *ir.Type {
	t.Spelled = name
	return t
}

// record makes a record type of names and types.
func record(parts ...any) *ir.Type {
	t := &ir.Type{Kind: ir.TRecord}
	for i := 0; i+1 < len(parts); i += 2 {
		t.Fields = append(t.Fields, &ir.Field{Name: ir.MakeName(parts[i].(string)), Type: parts[i+1].(*ir.Type)})
	}
	return t
}

// suppliedShapes gives the shape of types that come with Oracle, without their schema. Nil: known, but opaque.
var suppliedShapes = map[string]*ir.Type{
	"ODCIVARCHAR2LIST": vcList, "ODCINUMBERLIST": numList, "ODCIDATELIST": dateList, "ODCIRAWLIST": rawList,
	"DBMS_DEBUG_VC2COLL": debugVC, "SYS_REFCURSOR": {Kind: ir.TRefCursor}, "ORA_NAME_LIST_T": assocVC2S,
	"DBMS_SQL.VARCHAR2_TABLE": assocVC, "DBMS_SQL.VARCHAR2S": assocVC2S, "DBMS_SQL.VARCHAR2A": assocVC2A,
	"DBMS_SQL.NUMBER_TABLE": assocNum, "DBMS_SQL.DATE_TABLE": assocDate, "DBMS_SQL.CLOB_TABLE": assoc(tText),
	"DBMS_SQL.UROWID_TABLE": assoc(&ir.Type{Kind: ir.TRowID}), "DBMS_SQL.BINARY_FLOAT_TABLE": assoc(tFloat), "DBMS_SQL.BINARY_DOUBLE_TABLE": assoc(tDouble),
	"DBMS_SQL.TIMESTAMP_WITH_TIME_ZONE_TABLE": assoc(tTSTZ), "DBMS_SQL.TIMESTAMP_WITH_LTZ_TABLE": assoc(&ir.Type{Kind: ir.TTimestampLTZ, Scale: 6}),
	"DBMS_SQL.INTERVAL_DAY_TO_SECOND_TABLE": assoc(tIntervalD), "DBMS_SQL.INTERVAL_YEAR_TO_MONTH_TABLE": assoc(tIntervalY),
	"DBMS_SQL.TIMESTAMP_TABLE": assoc(tTimestamp), "DBMS_SQL.BLOB_TABLE": assoc(&ir.Type{Kind: ir.TBlob}),
	"DBMS_UTILITY.UNCL_ARRAY": assoc(vc(227)), "DBMS_UTILITY.LNAME_ARRAY": assoc(vc(4000)), "DBMS_UTILITY.NAME_ARRAY": assoc(vc(128)),
	"DBMS_UTILITY.NUMBER_ARRAY": assocNum, "DBMS_UTILITY.MAXNAME_ARRAY": assocVC2A, "DBMS_UTILITY.INDEX_TABLE_TYPE": assoc(byInt),
	"DBMS_OUTPUT.CHARARR": assocVC2A, "DBMSOUTPUT_LINESARRAY": {Kind: ir.TCollection, Coll: ir.CollVArray, Elem: vc(32767)},
	"OWA_UTIL.IDENT_ARR": assoc(vc(30)), "OWA_UTIL.IDENT_NARR": assoc(vc(100)), "OWA_UTIL.VC_ARR": assocVC2A, "OWA.VC_ARR": assocVC2A,
	"OWA_UTIL.NUM_ARR": assocNum, "HTP.HTBUF_ARR": assoc(vc(256)), "OWA_TEXT.VC_ARR": assocVC2A,
	"APEX_T_VARCHAR2": {Kind: ir.TCollection, Elem: vc(4000)}, "APEX_T_NUMBER": {Kind: ir.TCollection, Elem: tNumber},
	"WWV_FLOW_T_VARCHAR2": {Kind: ir.TCollection, Elem: vc(4000)}, "APEX_APPLICATION_GLOBAL.VC_ARR2": assocVC2A,
	"WWV_FLOW_GLOBAL.VC_ARR2": assocVC2A, "UTL_HTTP.HTML_PIECES": assoc(vc(2000)), "ANYDATA": {Kind: ir.TAny}, "XMLTYPE": {Kind: ir.TXML},
	"JSON": {Kind: ir.TJSON}, "JSON_KEY_LIST": tJSONKeys, "JSON_OBJECT_T": tJSONObject, "JSON_ARRAY_T": tJSONArray,
	"JSON_ELEMENT_T": tJSONElement, "JSON_SCALAR_T": tJSONElement,
	"UTL_FILE.FILE_TYPE": spelled(record("id", byInt, "datatype", byInt, "byte_mode", tBool), "UTL_FILE.FILE_TYPE"),
	"DBMS_SQL.DESC_REC":  descRec(32), "DBMS_SQL.DESC_TAB": assoc(descRec(32)), "DBMS_SQL.DESC_REC2": descRec(32767),
	"DBMS_SQL.DESC_TAB2": assoc(descRec(32767)), "DBMS_SQL.DESC_REC3": descRec(32767), "DBMS_SQL.DESC_TAB3": assoc(descRec(32767)),
	"UTL_HTTP.REQ":  record("url", vc(32767), "method", vc(64), "http_version", vc(64), "private_hndl", byInt),
	"UTL_HTTP.RESP": record("status_code", byInt, "reason_phrase", vc(256), "http_version", vc(64), "private_hndl", byInt),
	"UTL_TCP.CONNECTION": record("remote_host", vc(255), "remote_port", byInt, "local_host", vc(255), "local_port", byInt,
		"charset", vc(30), "newline", vc(2), "tx_timeout", byInt, "private_sd", byInt),
	"UTL_SMTP.CONNECTION": record("host", vc(255), "port", byInt, "tx_timeout", byInt, "private_state", byInt),
	"UTL_SMTP.REPLY":      record("code", byInt, "text", vc(508)),
}

// suppliedTypeOf gives a type its shape when it comes with Oracle.
func (j *job) suppliedTypeOf(t *ir.Type) bool {
	n, ok := j.c.synonymTarget(j.base.Schema, t.Name.Parts)
	if !ok {
		n = t.Name
	}
	parts := n.Parts
	if len(parts) > 1 && suppliedSchemas[parts[0].Key] {
		parts = parts[1:]
	}
	shape, ok := suppliedShapes[ir.QName{Parts: parts}.Key()]
	if !ok {
		return false
	}
	t.Supplied = true
	t.Target = shape
	return true
}

func (j *job) suppliedType(n ir.QName) bool {
	return j.suppliedTypeOf(&ir.Type{Kind: ir.TNamed, Name: n}) || j.outside(n)
}
