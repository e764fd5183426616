package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// suppliedFns are the routines of packages that come with Oracle and whose results or arguments conversion
// needs to know; the packages' other routines have an unknown type.
var suppliedFns = map[string]signature{
	"json_object_t": "jo a", "json_object_t.parse": "jo a", "json_object_t.load": "jo a", "json_array_t": "ja a", "json_array_t.parse": "ja a",
	"json_array_t.load": "ja a", "json_element_t.parse": "je a", "json_element_t.load": "je a",
	"dbms_output.put_line": "p s", "dbms_output.put": "p s", "dbms_output.new_line": "p", "dbms_output.enable": "p n", "dbms_output.disable": "p",
	"dbms_output.get_line": "p", "dbms_output.get_lines": "p",
	"dbms_lob.getlength": "c a", "dbms_lob.substr": "lobsub ann", "dbms_lob.instr": "c aann", "dbms_lob.compare": "i a*", "dbms_lob.isopen": "i a",
	"dbms_lob.istemporary": "i a", "dbms_lob.fileexists": "i a", "dbms_lob.fileisopen": "i a", "dbms_lob.getchunksize": "i a", "dbms_lob.append": "p",
	"dbms_lob.createtemporary": "p", "dbms_lob.freetemporary": "p", "dbms_lob.write": "p", "dbms_lob.writeappend": "p", "dbms_lob.read": "p",
	"dbms_lob.trim": "p", "dbms_lob.copy": "p", "dbms_lob.erase": "p", "dbms_lob.open": "p", "dbms_lob.close": "p", "dbms_lob.fileopen": "p",
	"dbms_lob.fileclose": "p", "dbms_lob.loadfromfile": "p", "dbms_lob.loadclobfromfile": "p", "dbms_lob.loadblobfromfile": "p",
	"dbms_lob.converttoblob": "p", "dbms_lob.converttoclob": "p", "dbms_lob.get_storage_limit": "c a", "dbms_lob.filegetname": "p",
	"dbms_sql.open_cursor": "pi", "dbms_sql.parse": "p", "dbms_sql.execute": "pi", "dbms_sql.execute_and_fetch": "pi", "dbms_sql.fetch_rows": "pi",
	"dbms_sql.is_open": "b", "dbms_sql.last_row_count": "pi", "dbms_sql.last_error_position": "pi", "dbms_sql.last_sql_function_code": "pi",
	"dbms_sql.to_refcursor": "cur", "dbms_sql.to_cursor_number": "pi", "dbms_sql.close_cursor": "p", "dbms_sql.bind_variable": "p",
	"dbms_sql.define_column": "p", "dbms_sql.column_value": "p", "dbms_sql.variable_value": "p", "dbms_sql.describe_columns": "p",
	"dbms_utility.get_time": "w", "dbms_utility.get_cpu_time": "w", "dbms_utility.format_error_backtrace": "v", "dbms_utility.format_error_stack": "v",
	"dbms_utility.format_call_stack": "v", "dbms_utility.get_hash_value": "w snn", "dbms_utility.get_parameter_value": "i", "dbms_utility.is_cluster_database": "b",
	"dbms_utility.port_string": "v", "dbms_utility.current_instance": "i", "dbms_utility.get_sql_hash": "w", "dbms_utility.old_current_schema": "v",
	"dbms_random.value": "n nn", "dbms_random.string": "v sn", "dbms_random.random": "w", "dbms_random.normal": "n", "dbms_random.seed": "p", "dbms_random.initialize": "p n",
	"dbms_random.terminate": "p", "dbms_lock.sleep": "p n", "dbms_session.sleep": "p n", "dbms_lock.request": "i", "dbms_lock.release": "i",
	"dbms_lock.allocate_unique": "p", "dbms_lock.convert": "i", "dbms_session.set_context": "p", "dbms_session.unique_session_id": "v",
	"dbms_session.is_role_enabled": "b s", "dbms_session.set_role": "p s", "dbms_session.set_nls": "p ss", "dbms_session.is_session_alive": "b s",
	"dbms_crypto.hash": "r an", "dbms_crypto.mac": "r ana", "dbms_crypto.encrypt": "r a*", "dbms_crypto.decrypt": "r a*", "dbms_crypto.randombytes": "r n",
	"dbms_crypto.randominteger": "pi", "dbms_crypto.randomnumber": "n", "dbms_obfuscation_toolkit.md5": "r",
	"dbms_application_info.set_module": "p ss", "dbms_application_info.set_action": "p s", "dbms_application_info.set_client_info": "p s",
	"dbms_application_info.read_module": "p", "dbms_application_info.read_client_info": "p", "dbms_application_info.set_session_longops": "p",
	"dbms_metadata.get_ddl": "t sss", "dbms_metadata.get_dependent_ddl": "t sss", "dbms_metadata.get_granted_ddl": "t ss", "dbms_metadata.get_xml": "t sss",
	"dbms_metadata.open": "n", "dbms_metadata.add_transform": "n", "dbms_metadata.fetch_clob": "t",
	"dbms_assert.enquote_literal": "v s", "dbms_assert.enquote_name": "v sa", "dbms_assert.noop": "0 a", "dbms_assert.simple_sql_name": "v s",
	"dbms_assert.sql_object_name": "v s", "dbms_assert.schema_name": "v s", "dbms_assert.qualified_sql_name": "v s",
	"dbms_rowid.rowid_object": "n", "dbms_rowid.rowid_block_number": "n", "dbms_rowid.rowid_row_number": "n", "dbms_rowid.rowid_relative_fno": "n",
	"dbms_rowid.rowid_create": "id", "dbms_flashback.get_system_change_number": "w", "dbms_transaction.local_transaction_id": "v a",
	"dbms_transaction.step_id": "w", "dbms_job.submit": "p", "dbms_job.remove": "p n", "dbms_job.run": "p", "dbms_scheduler.generate_job_name": "v s",
	"dbms_db_version.version": "pi", "dbms_db_version.release": "pi", "dbms_pipe.receive_message": "i", "dbms_pipe.send_message": "i",
	"dbms_pipe.unique_session_name": "v", "dbms_pipe.create_pipe": "i", "dbms_pipe.remove_pipe": "i", "dbms_pipe.next_item_type": "i",
	"dbms_xmlgen.getxml": "t", "dbms_xmlgen.getxmltype": "x", "dbms_xmlgen.newcontext": "n", "dbms_xmlgen.convert": "v", "dbms_xmlgen.getnumrowsprocessed": "n",
	"dbms_xmlgen.newcontextfromhierarchy": "n", "dbms_xmldom.getnodevalue": "v", "dbms_xmldom.getnodename": "v", "dbms_xmldom.getlength": "pi",
	"dbms_xmldom.getattribute": "v", "dbms_xmldom.isnull": "b", "dbms_xmldom.gettagname": "v", "dbms_xmldom.getlocalname": "v", "dbms_xmldom.haschildnodes": "b",
	"dbms_xslprocessor.read2clob": "t", "dbms_xslprocessor.valueof": "p", "dbms_aq.new_msgid": "r", "dbms_comparison.compare": "b",
	"dbms_debug_jdwp.connect_tcp": "p", "dbms_profiler.start_profiler": "i", "dbms_stats.gather_table_stats": "p", "dbms_stats.gather_schema_stats": "p",
	"dbms_describe.describe_procedure": "p", "dbms_ddl.is_trigger_fire_once": "b", "dbms_ddl.wrap": "v", "dbms_mview.refresh": "p",
	"utl_raw.cast_to_raw": "r s", "utl_raw.cast_to_varchar2": "v b", "utl_raw.cast_to_nvarchar2": "nv b", "utl_raw.length": "i b", "utl_raw.concat": "r b*",
	"utl_raw.substr": "r bnn", "utl_raw.cast_to_number": "n b", "utl_raw.cast_from_number": "r n", "utl_raw.cast_to_binary_integer": "pi ba",
	"utl_raw.cast_from_binary_integer": "r na", "utl_raw.bit_and": "r bb", "utl_raw.bit_or": "r bb", "utl_raw.bit_xor": "r bb", "utl_raw.bit_complement": "r b",
	"utl_raw.reverse": "r b", "utl_raw.compare": "i bb", "utl_raw.copies": "r bn", "utl_raw.overlay": "r bbnnb", "utl_raw.convert": "r bss",
	"utl_raw.translate": "r bbb", "utl_raw.transliterate": "r bbbb", "utl_raw.xrange": "r bb", "utl_raw.cast_to_binary_float": "bf b", "utl_raw.cast_to_binary_double": "bd b",
	"utl_encode.base64_encode": "r b", "utl_encode.base64_decode": "r b", "utl_encode.text_encode": "v s", "utl_encode.text_decode": "v s",
	"utl_encode.quoted_printable_encode": "r b", "utl_encode.quoted_printable_decode": "r b", "utl_encode.uuencode": "r b", "utl_encode.uudecode": "r b",
	"utl_url.escape": "v s", "utl_url.unescape": "v s", "utl_i18n.string_to_raw": "r ss", "utl_i18n.raw_to_char": "v bs", "utl_i18n.escape_reference": "v s",
	"utl_i18n.unescape_reference": "v s", "utl_match.edit_distance": "i ss", "utl_match.edit_distance_similarity": "i ss", "utl_match.jaro_winkler": "bd ss",
	"utl_match.jaro_winkler_similarity": "i ss", "utl_inaddr.get_host_name": "v s", "utl_inaddr.get_host_address": "v s", "utl_call_stack.dynamic_depth": "i",
	"utl_call_stack.error_depth": "i", "utl_call_stack.error_msg": "v n", "utl_call_stack.error_number": "i n", "utl_call_stack.unit_line": "i n",
	"utl_call_stack.concatenate_subprogram": "v a", "utl_call_stack.backtrace_depth": "i", "utl_call_stack.backtrace_line": "i n",
	"utl_call_stack.backtrace_unit": "v n", "utl_call_stack.owner": "v n", "utl_file.fopen": "utlfile sssn", "utl_file.is_open": "b a", "utl_file.put_line": "p as",
	"utl_file.put": "p as", "utl_file.new_line": "p an", "utl_file.get_line": "p", "utl_file.fclose": "p", "utl_file.fflush": "p", "utl_file.fclose_all": "p",
	"utl_file.fremove": "p ss", "utl_file.frename": "p ssss", "utl_file.fcopy": "p", "utl_file.fgetattr": "p", "utl_file.putf": "p as*", "utl_file.put_raw": "p",
	"utl_http.request": "v s", "utl_http.request_pieces": "? s", "utl_tcp.crlf": "v", "utl_smtp.open_connection": "?", "utl_lms.format_message": "v s*",
	"utl_compress.lz_compress": "r a", "utl_compress.lz_uncompress": "r a", "utl_ident.is_oracle_server": "b", "utl_tcp.available": "pi", "utl_tcp.get_line": "v",
	"utl_tcp.read_text": "pi", "utl_tcp.write_line": "pi", "utl_tcp.write_text": "pi", "utl_tcp.read_line": "pi",
	"owa_util.get_cgi_env": "v s", "owa_util.get_owa_service_path": "v", "owa_util.get_procedure": "v", "htp.p": "p s", "htp.print": "p s", "htp.prn": "p s",
	"htf.escape_sc": "v s", "htf.anchor": "v s", "htf.escape_url": "v s", "htp.get_line": "v", "v": "v s", "nv": "n s", "apex_util.get_session_state": "v s",
	"apex_util.url_encode": "v s", "apex_util.string_to_table": "?", "apex_util.table_to_string": "v",
	"dbms_lob.lobmaxsize": "w", "xmltype.createxml": "x a*", "xmltype.getstringval": "v a", "xmltype.getclobval": "t a", "anydata.convertnumber": "any n",
	"anydata.convertvarchar2": "any s", "anydata.convertdate": "any d", "anydata.convertclob": "any a", "anydata.convertobject": "any a", "anydata.converttimestamp": "any d",
	"anydata.convertcollection": "any a", "anydata.convertblob": "any a", "anydata.convertchar": "any s",
}

// suppliedValues are the constants and variables of packages that come with Oracle; those not listed are numbers
// when their package's constants are, see suppliedValue.
var suppliedValues = map[string]*ir.Type{
	"UTL_TCP.CRLF": tVarChar, "DBMS_DB_VERSION.VERSION": tInt, "DBMS_DB_VERSION.RELEASE": tInt, "DBMS_LOB.LOBMAXSIZE": tWhole,
	"DBMS_UTILITY.FORMAT_ERROR_BACKTRACE": tVarChar, "DBMS_STANDARD.DICTIONARY_OBJ_NAME": tVarChar,
}

// suppliedValue gives the type of a member of a supplied package that is used as a value.
func suppliedValue(n ir.QName) *ir.Type {
	k := strings.TrimPrefix(n.Key(), "SYS.")
	if t, ok := suppliedValues[k]; ok {
		return t
	}
	switch pkg, _, _ := strings.Cut(k, "."); pkg {
	case "DBMS_SQL", "DBMS_CRYPTO", "DBMS_LOB", "DBMS_LOCK", "DBMS_PIPE", "DBMS_AQ", "DBMS_TYPES", "DBMS_SCHEDULER":
		return tInt
	case "DBMS_DB_VERSION":
		return tBool
	}
	return tUnknown
}
