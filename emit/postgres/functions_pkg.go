package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// hundredths are the hundredths of a second since a moment in the past. GET_TIME gives them in the range of PLS_INTEGER, and
// begins anew behind its end (PL/SQL Packages and Types Reference, DBMS_UTILITY).
const hundredths = "(extract(epoch FROM clock_timestamp()) * 100 % 2147483648)::integer"

// pkgFunctions are the functions of supplied packages that have a counterpart; procedures are in builtinStmts.
var pkgFunctions = rows{
	"dbms_utility.get_time":                 {{n: 0, pg: hundredths, prec: precCast, c: cInt}},
	"dbms_utility.get_cpu_time":             {{n: 0, pg: hundredths, prec: precCast, c: cInt}},
	"dbms_utility.get_hash_value":           {{n: 3, args: "tn", do: doHashValue}},
	"dbms_utility.current_instance":         {{n: 0, pg: "1", c: cInt}},
	"dbms_utility.is_cluster_database":      {{n: 0, pg: "false", c: cBool}},
	"dbms_utility.port_string":              {{n: 0, pg: "version()", c: cText}},
	"dbms_utility.get_sql_hash":             {{n: -1, args: "=", code: diag.NoFunction, say: "DBMS_UTILITY.GET_SQL_HASH has no counterpart: use md5()"}},
	"dbms_utility.format_error_stack":       {{n: 0, do: doErrorStack}},
	"dbms_utility.format_error_backtrace":   {{n: 0, do: doErrorStack}},
	"dbms_utility.format_call_stack":        {{n: 0, do: doErrorStack}},
	"utl_call_stack.error_depth":            {{n: 0, do: doStackError}},
	"utl_call_stack.error_number":           {{n: 1, args: "=", do: doStackError}},
	"utl_call_stack.error_msg":              {{n: 1, args: "=", do: doStackError}},
	"dbms_random.value":                     {{n: 0, pg: "random()::numeric", prec: precCast, c: cNum}, {n: 2, args: "n", do: doRandomRange}},
	"dbms_random.random":                    {{n: 0, pg: "(random() * 4294967295 - 2147483648)::bigint", prec: precCast, c: cBig}},
	"dbms_random.normal":                    {{n: 0, min: 16, pg: "random_normal()::numeric", prec: precCast, c: cNum}, {n: 0, pg: "{@random_normal}()", c: cNum}},
	"dbms_random.string":                    {{n: 2, args: "ti", pg: "{@random_string}({*})", c: cText}},
	"dbms_session.unique_session_id":        {{n: 0, pg: "pg_backend_pid()::text", prec: precCast, c: cText}},
	"dbms_session.is_role_enabled":          {{n: 1, args: "t", pg: "pg_has_role(lower({1}), 'member')", c: cBool}},
	"dbms_session.is_session_alive":         {{n: 1, args: "t", pg: "EXISTS (SELECT FROM pg_stat_activity WHERE pid::text = {1:cmp})", c: cBool}},
	"dbms_transaction.local_transaction_id": {{n: -1, args: "=", pg: "pg_current_xact_id()::text", prec: precCast, c: cText}},
	"dbms_assert.enquote_literal":           {{n: 1, args: "t", pg: "quote_literal({1})", c: cText}},
	"dbms_assert.enquote_name":              {{n: -1, args: "t=", pg: "quote_ident(lower({1}))", c: cText}},
	"dbms_assert.simple_sql_name":           {{n: 1, args: "t", pg: "{@simple_sql_name}({1})", c: cText}},
	"dbms_assert.qualified_sql_name":        {{n: 1, args: "t", pg: "{@qualified_sql_name}({1})", c: cText}},
	"dbms_assert.sql_object_name":           {{n: 1, args: "t", pg: "{1:cast}::regclass::text", prec: precCast, c: cText}},
	"dbms_assert.schema_name":               {{n: 1, args: "t", pg: "lower({1})::regnamespace::text", prec: precCast, c: cText}},
	"dbms_assert.noop":                      {{n: 1, args: "t", pg: "{1}", prec: precLowest, c: cText}},
	"dbms_db_version.version":               {{n: 0, pg: "19", c: cInt}},
	"dbms_reputil.from_remote":              {{n: 0, pg: "false", c: cBool}},
	"utl_url.escape":                        {{n: -1, args: "t=", pg: "{@url_escape}({1})", c: cText}},
	"utl_url.unescape":                      {{n: -1, args: "t=", pg: "{@url_unescape}({1})", c: cText}},
	"utl_inaddr.get_host_name":              {{n: 0, code: diag.Environment, say: "UTL_INADDR.GET_HOST_NAME gives the server's address", pg: "host(inet_server_addr())", c: cText}},
	"utl_inaddr.get_host_address":           {{n: 0, pg: "host(inet_server_addr())", c: cText}},
	"utl_lms.format_message":                {{n: 1, args: "t", pg: "{@format_message}({1}, NULL)", c: cText}, {n: -1, args: "t", pg: "{@format_message}({*})", c: cText}},
	"utl_match.edit_distance":               {{n: 2, args: "t", pg: "levenshtein({*})", c: cInt, ext: "fuzzystrmatch"}},
	"owa_util.get_owner_of_proc":            {{n: 0, pg: "upper(current_schema())", c: cText}},
}

func doHashValue(p *printer, e *ir.Call, a []val) val {
	p.find(diag.HashDiffers, e.Sp, "DBMS_UTILITY.GET_HASH_VALUE: hashtext gives other values")
	return val{a[1].at(precAdd) + " + abs(hashtext(" + a[0].s + ")::bigint) % " + a[2].at(precMul+1), precAdd, cBig}
}

func doRandomRange(p *printer, e *ir.Call, a []val) val {
	if e.Args[0].Value != nil && a[0].s == "0" {
		return val{"random()::numeric * " + a[1].at(precMul+1), precMul, cNum}
	}
	return val{a[0].at(precAdd) + " + random()::numeric * (" + a[1].at(precAdd) + " - " + a[0].at(precAdd+1) + ")", precAdd, cNum}
}

// ways tell by package what stands in for it. A call of one that no row covers is refused with the way.
var ways = map[string]string{
	"DBMS_SQL":                  "use EXECUTE … USING in a loop over the elements; FOR … IN EXECUTE for the rows of a query",
	"UTL_FILE":                  "PostgreSQL has no function that removes, renames or searches a file: COPY … TO PROGRAM, or let the application write the file; orafce has a utl_file too",
	"UTL_HTTP":                  "let the application make the request, or install the extension http",
	"UTL_SMTP":                  "put the message in a table and let the application send it",
	"UTL_MAIL":                  "put the message in a table and let the application send it",
	"UTL_TCP":                   "PostgreSQL opens no sockets from SQL: let the application do it, or an untrusted language",
	"UTL_DBWS":                  "let the application call the service",
	"UTL_COMPRESS":              "compress in the application; large values are compressed by TOAST anyway",
	"UTL_I18N":                  "convert_to() and convert_from() for character sets",
	"UTL_REF":                   "store the key of the row in place of a REF",
	"UTL_RECOMP":                "PostgreSQL compiles a routine when it is first called: nothing to do",
	"UTL_MATCH":                 "the extension fuzzystrmatch has levenshtein, pg_trgm similarity",
	"UTL_INADDR":                "let the application resolve names",
	"UTL_NLA":                   "compute in the application",
	"UTL_SPADV":                 "PostgreSQL has logical replication",
	"DBMS_SCHEDULER":            "chains, windows, events, credentials and job classes have no counterpart: the extension pg_cron, or a scheduler outside the database",
	"DBMS_JOB":                  "the extension pg_cron, or a scheduler outside the database",
	"DBMS_AQ":                   "a table as queue, read with FOR UPDATE SKIP LOCKED, or the extension pgmq",
	"DBMS_AQADM":                "a table as queue, read with FOR UPDATE SKIP LOCKED, or the extension pgmq",
	"DBMS_ALERT":                "LISTEN and NOTIFY; the waiting is the client's",
	"DBMS_PIPE":                 "LISTEN and NOTIFY, or a table as queue",
	"DBMS_LOCK":                 "advisory locks: pg_advisory_xact_lock(hashtext(name)), pg_try_advisory_lock()",
	"DBMS_XMLDOM":               "xmlelement(), xmlforest() and xmlagg() to build, xpath() and XMLTABLE to read a document",
	"DBMS_XMLPARSER":            "xmlparse(DOCUMENT text)",
	"DBMS_XSLPROCESSOR":         "xpath() for selecting nodes; the extension xml2 for XSLT",
	"DBMS_XMLGEN":               "query_to_xml(query, nulls, tableforest, '') or xmlagg(xmlelement(…))",
	"DBMS_XMLQUERY":             "query_to_xml(query, nulls, tableforest, '')",
	"DBMS_XMLSAVE":              "INSERT … SELECT … FROM XMLTABLE(…)",
	"DBMS_XMLSTORE":             "INSERT … SELECT … FROM XMLTABLE(…)",
	"DBMS_XMLSCHEMA":            "PostgreSQL does not validate XML: do it in the application",
	"DBMS_XDB":                  "PostgreSQL has no XML repository: keep documents in a table",
	"DBMS_METADATA":             "pg_get_viewdef(), pg_get_functiondef() and their kin, or pg_dump --schema-only",
	"DBMS_FLASHBACK":            "PostgreSQL keeps no past versions to query: keep a history table",
	"DBMS_ROWID":                "a ctid has block and line: (ctid::text::point)[0]; use keys",
	"DBMS_RLS":                  "CREATE POLICY … ON table USING (…)",
	"DBMS_FGA":                  "the extension pgaudit",
	"DBMS_REDACT":               "a view that masks the column, or the extension anonymizer",
	"DBMS_STATS":                "ANALYZE table; autovacuum does it by itself",
	"DBMS_DDL":                  "EXECUTE of the DDL statement",
	"DBMS_SPACE":                "pg_total_relation_size(), pg_relation_size()",
	"DBMS_SYSTEM":               "settings: ALTER SYSTEM, set_config()",
	"DBMS_RESOURCE_MANAGER":     "limits of roles and connections, outside the database",
	"DBMS_REDEFINITION":         "CREATE TABLE … AS, then ALTER TABLE … RENAME in one transaction; pg_repack",
	"DBMS_ERRLOG":               "INSERT in a loop with an exception block, or ON CONFLICT DO NOTHING",
	"DBMS_PARALLEL_EXECUTE":     "chunks by key ranges, each in its own session",
	"DBMS_DATAPUMP":             "pg_dump and pg_restore",
	"DBMS_FILE_TRANSFER":        "the operating system",
	"DBMS_LDAP":                 "let the application ask the directory",
	"DBMS_JAVA":                 "an untrusted language such as PL/Python, or the application",
	"DBMS_DEBUG":                "the extension pldbgapi",
	"DBMS_WARNING":              "plpgsql.extra_warnings",
	"DBMS_PREPROCESSOR":         "conditional compilation was decided when the source was converted",
	"DBMS_TYPES":                "PostgreSQL has no ANYDATA: use jsonb",
	"DBMS_RULE_ADM":             "a table of rules and a function",
	"DBMS_STREAMS":              "logical replication",
	"DBMS_LOGMNR":               "logical decoding",
	"DBMS_DEFER":                "logical replication",
	"DBMS_TRANSACTION":          "COMMIT, ROLLBACK and SAVEPOINT",
	"DBMS_UTILITY":              "see the catalogue, or write a small function",
	"DBMS_SESSION":              "SET, set_config() and SET ROLE",
	"DBMS_LOB":                  "text and bytea are values: use ||, substr() and overlay()",
	"DBMS_OUTPUT":               "RAISE NOTICE goes to the client at once: there is no buffer to read from; use a table",
	"DBMS_CUBE":                 "GROUP BY CUBE",
	"DBMS_CRYPTO":               "the extension pgcrypto",
	"DBMS_MVIEW":                "REFRESH MATERIALIZED VIEW",
	"DBMS_RESULT_CACHE":         "PostgreSQL has no result cache: keep results in a table or a materialized view",
	"DBMS_SHARED_POOL":          "nothing to do: PostgreSQL has no shared pool",
	"DBMS_SERVICE":              "connection poolers have services",
	"DBMS_SQLTUNE":              "EXPLAIN, auto_explain and pg_stat_statements",
	"DBMS_XPLAN":                "EXPLAIN (ANALYZE, BUFFERS)",
	"DBMS_PROFILER":             "the extension plprofiler",
	"DBMS_HPROF":                "the extension plprofiler",
	"CTX_DDL":                   "full text search: to_tsvector() and a GIN index",
	"CTX_DOC":                   "ts_headline()",
	"CTX_QUERY":                 "to_tsquery()",
	"HTP":                       "PostgreSQL serves no web pages: return the text, and let the web server send it",
	"HTF":                       "PostgreSQL serves no web pages: return the text, and let the web server send it",
	"OWA":                       "PostgreSQL serves no web pages: use PostgREST or the application",
	"OWA_UTIL":                  "PostgreSQL serves no web pages: use PostgREST or the application",
	"OWA_COOKIE":                "PostgreSQL serves no web pages: use PostgREST or the application",
	"OWA_PATTERN":               "regular expressions: regexp_matches(), regexp_replace()",
	"OWA_TEXT":                  "arrays of text",
	"WPG_DOCLOAD":               "PostgreSQL serves no files: let the web server do it",
	"SDO_GEOM":                  "the extension PostGIS",
	"SDO_UTIL":                  "the extension PostGIS",
	"SDO_CS":                    "the extension PostGIS",
	"XMLDOM":                    "xmlelement(), xmlforest() and xmlagg() to build, xpath() and XMLTABLE to read a document",
	"ANYDATA":                   "jsonb holds values of any type",
	"DBMS_PREDICTIVE_ANALYTICS": "the application",
}

// packageWay is the way out for a package that nothing covers.
func packageWay(pkg string) string {
	if w := ways[strings.ToUpper(pkg)]; w != "" {
		return w
	}
	return "nothing here stands for it; do it in the application"
}

// refusedFunctions are built-in functions that stay without a counterpart, each with the way out.
var refusedFunctions = refusals(map[string]string{
	"dump":                         "DUMP shows Oracle's internal bytes: encode(convert_to(x, 'UTF8'), 'hex') shows those of a text",
	"convert":                      "CONVERT between character sets: the database is UTF-8; convert_to() gives the bytes in another encoding, unaccent() drops accents",
	"scn_to_timestamp":             "SCN_TO_TIMESTAMP: PostgreSQL has no change numbers; pg_xact_commit_timestamp() where track_commit_timestamp is on",
	"timestamp_to_scn":             "TIMESTAMP_TO_SCN: PostgreSQL has no change numbers",
	"group_id":                     "GROUP_ID: PostgreSQL gives each grouping set once only if it is written once; drop the duplicate sets",
	"validate_conversion":          "VALIDATE_CONVERSION: pg_input_is_valid(x, 'numeric') from PostgreSQL 16 on; before, a function with an exception block",
	"updatexml":                    "UPDATEXML: build the document anew with xmlelement() and xpath(), or change it in the application",
	"deletexml":                    "DELETEXML: build the document anew with xmlelement() and xpath(), or change it in the application",
	"insertchildxml":               "INSERTCHILDXML: build the document anew with xmlelement() and xpath(), or change it in the application",
	"insertchildxmlafter":          "INSERTCHILDXMLAFTER: build the document anew, or change it in the application",
	"insertchildxmlbefore":         "INSERTCHILDXMLBEFORE: build the document anew, or change it in the application",
	"insertxmlbefore":              "INSERTXMLBEFORE: build the document anew, or change it in the application",
	"insertxmlafter":               "INSERTXMLAFTER: build the document anew, or change it in the application",
	"appendchildxml":               "APPENDCHILDXML: build the document anew, or change it in the application",
	"xmltransform":                 "XMLTRANSFORM: the extension xml2 has xslt_process()",
	"xmldiff":                      "XMLDIFF has no counterpart: compare in the application",
	"xmlpatch":                     "XMLPATCH has no counterpart: change the document in the application",
	"xmlisvalid":                   "XMLISVALID: PostgreSQL does not validate against schemas",
	"sys_xmlgen":                   "SYS_XMLGEN: xmlelement(NAME row, x)",
	"sys_dburigen":                 "SYS_DBURIGEN has no counterpart",
	"bfilename":                    "BFILENAME: PostgreSQL has no BFILE; keep the file in a bytea column, or its path in a text column",
	"json_transform":               "JSON_TRANSFORM: jsonb_set(), jsonb_insert() and - (delete)",
	"json_dataguide":               "JSON_DATAGUIDE has no counterpart",
	"cluster_details":              "CLUSTER_DETAILS: data mining is not in PostgreSQL",
	"cluster_distance":             "CLUSTER_DISTANCE: data mining is not in PostgreSQL",
	"cluster_id":                   "CLUSTER_ID: data mining is not in PostgreSQL",
	"cluster_probability":          "CLUSTER_PROBABILITY: data mining is not in PostgreSQL",
	"cluster_set":                  "CLUSTER_SET: data mining is not in PostgreSQL",
	"feature_compare":              "FEATURE_COMPARE: data mining is not in PostgreSQL",
	"feature_details":              "FEATURE_DETAILS: data mining is not in PostgreSQL",
	"feature_id":                   "FEATURE_ID: data mining is not in PostgreSQL",
	"feature_set":                  "FEATURE_SET: data mining is not in PostgreSQL",
	"feature_value":                "FEATURE_VALUE: data mining is not in PostgreSQL",
	"prediction":                   "PREDICTION: data mining is not in PostgreSQL",
	"prediction_bounds":            "PREDICTION_BOUNDS: data mining is not in PostgreSQL",
	"prediction_cost":              "PREDICTION_COST: data mining is not in PostgreSQL",
	"prediction_details":           "PREDICTION_DETAILS: data mining is not in PostgreSQL",
	"prediction_probability":       "PREDICTION_PROBABILITY: data mining is not in PostgreSQL",
	"prediction_set":               "PREDICTION_SET: data mining is not in PostgreSQL",
	"from_vector":                  "FROM_VECTOR: the extension pgvector has the type vector; its text is x::text",
	"vector_serialize":             "VECTOR_SERIALIZE: the extension pgvector has the type vector; its text is x::text",
	"vector_chunks":                "VECTOR_CHUNKS: cut the text in the application, or with regexp_split_to_table()",
	"corr_k":                       "CORR_K: rank the values and use corr()",
	"corr_s":                       "CORR_S: rank the values and use corr()",
	"stats_binomial_test":          "STATS_BINOMIAL_TEST: compute it in the application",
	"stats_crosstab":               "STATS_CROSSTAB: compute it in the application",
	"stats_f_test":                 "STATS_F_TEST: compute it in the application",
	"stats_ks_test":                "STATS_KS_TEST: compute it in the application",
	"stats_mw_test":                "STATS_MW_TEST: compute it in the application",
	"stats_one_way_anova":          "STATS_ONE_WAY_ANOVA: compute it in the application",
	"stats_t_test_one":             "STATS_T_TEST_ONE: compute it in the application",
	"stats_t_test_paired":          "STATS_T_TEST_PAIRED: compute it in the application",
	"stats_t_test_indep":           "STATS_T_TEST_INDEP: compute it in the application",
	"stats_t_test_indepu":          "STATS_T_TEST_INDEPU: compute it in the application",
	"stats_wsr_test":               "STATS_WSR_TEST: compute it in the application",
	"checksum":                     "CHECKSUM over rows: sum(hashtext(x::text))",
	"kurtosis_pop":                 "KURTOSIS_POP: compute it from sums of powers",
	"kurtosis_samp":                "KURTOSIS_SAMP: compute it from sums of powers",
	"skewness_pop":                 "SKEWNESS_POP: compute it from sums of powers",
	"skewness_samp":                "SKEWNESS_SAMP: compute it from sums of powers",
	"approx_percentile":            "APPROX_PERCENTILE: percentile_cont(f) WITHIN GROUP (ORDER BY x) is exact",
	"approx_rank":                  "APPROX_RANK: rank() is exact",
	"powermultiset":                "POWERMULTISET has no counterpart",
	"powermultiset_by_cardinality": "POWERMULTISET_BY_CARDINALITY has no counterpart",
	"deref":                        "DEREF: join by the key in place of the REF",
	"ref":                          "REF: keep the key of the row",
	"reftohex":                     "REFTOHEX: keep the key of the row",
	"make_ref":                     "MAKE_REF: keep the key of the row",
	"sys_typeid":                   "SYS_TYPEID: keep a column that tells the kind",
	"sys_op_zone_id":               "SYS_OP_ZONE_ID has no counterpart",
	"ora_invoking_user":            "ORA_INVOKING_USER: session_user",
	"ora_dst_affected":             "ORA_DST_AFFECTED has no counterpart",
	"ora_dst_convert":              "ORA_DST_CONVERT has no counterpart",
	"ora_dst_error":                "ORA_DST_ERROR has no counterpart",
	"nls_charset_id":               "NLS_CHARSET_ID: the database is UTF-8",
	"nls_charset_name":             "NLS_CHARSET_NAME: the database is UTF-8",
	"nls_charset_decl_len":         "NLS_CHARSET_DECL_LEN: the database is UTF-8",
	"to_multi_byte":                "TO_MULTI_BYTE: translate() the characters that matter",
	"presentv":                     "PRESENTV belongs to MODEL, which PostgreSQL does not have",
	"presentnnv":                   "PRESENTNNV belongs to MODEL, which PostgreSQL does not have",
	"previous":                     "PREVIOUS belongs to MODEL, which PostgreSQL does not have",
	"iteration_number":             "ITERATION_NUMBER belongs to MODEL, which PostgreSQL does not have",
	"cv":                           "CV belongs to MODEL, which PostgreSQL does not have",
	"con_dbid_to_id":               "CON_DBID_TO_ID: a PostgreSQL cluster has no containers",
	"con_name_to_id":               "CON_NAME_TO_ID: a PostgreSQL cluster has no containers",
	"contains":                     "CONTAINS: to_tsvector(x) @@ websearch_to_tsquery(q), with a GIN index",
	"score":                        "SCORE: ts_rank(to_tsvector(x), q)",
	"catsearch":                    "CATSEARCH: to_tsvector(x) @@ websearch_to_tsquery(q)",
	"matches":                      "MATCHES: to_tsvector(x) @@ q",
	"sys_connect_by_path":          "SYS_CONNECT_BY_PATH belongs to CONNECT BY",
	"depth":                        "DEPTH belongs to the XML repository",
	"path":                         "PATH belongs to the XML repository",
})

func refusals(list map[string]string) rows {
	t := rows{}
	for name, say := range list {
		t[name] = []fn{{n: -1, args: "-", do: refuse(say)}}
	}
	return t
}

// refuse writes the call as it was, with the finding that makes the object red.
func refuse(say string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.refuseOnce(diag.NoFunction, e.Sp, say, say)
		return atom(e.Fn+"("+joinVals(a)+")", cUnknown)
	}
}
