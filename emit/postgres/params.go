package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// builtinParams are the parameters of supplied routines that are often called by name, in order; name=value is one that
// may be left out. Those of functions are the names that package STANDARD declares.
var builtinParams = map[string]string{
	"regexp_like":                             "srcstr pattern modifier",
	"regexp_instr":                            "srcstr pattern position=1 occurrence=1 returnparam=0 modifier subexpression=0",
	"regexp_substr":                           "srcstr pattern position=1 occurrence=1 modifier subexpression=0",
	"regexp_replace":                          "srcstr pattern replacestr position=1 occurrence=0 modifier",
	"regexp_count":                            "srcstr pattern position=1 modifier",
	"instr":                                   "str1 str2 pos=1 nth=1",
	"substr":                                  "str1 pos len",
	"lpad":                                    "str1 len pad",
	"rpad":                                    "str1 len pad",
	"ltrim":                                   "str1 tset",
	"rtrim":                                   "str1 tset",
	"replace":                                 "srcstr oldsub newsub",
	"translate":                               "str1 src dest",
	"length":                                  "ch",
	"upper":                                   "ch",
	"lower":                                   "ch",
	"to_char":                                 "left format parms",
	"to_number":                               "left format parms",
	"to_date":                                 "left format parms",
	"add_months":                              "left right",
	"months_between":                          "left right",
	"last_day":                                "right",
	"next_day":                                "left right",
	"dbms_output.put_line":                    "a",
	"dbms_output.put":                         "a",
	"dbms_output.enable":                      "buffer_size",
	"dbms_output.get_line":                    "line status",
	"dbms_output.get_lines":                   "lines numlines",
	"dbms_lock.allocate_unique":               "lockname lockhandle expiration_secs",
	"dbms_lock.request":                       "lockhandle|id lockmode=6 timeout=32767 release_on_commit",
	"dbms_lock.release":                       "lockhandle|id",
	"htp.p":                                   "cbuf",
	"htp.print":                               "cbuf",
	"htp.prn":                                 "cbuf",
	"owa_util.mime_header":                    "ccontent_type bclose_header ccharset",
	"dbms_lob.append":                         "dest_lob src_lob",
	"dbms_lob.writeappend":                    "lob_loc amount buffer",
	"dbms_lob.write":                          "lob_loc amount offset buffer",
	"dbms_lob.read":                           "lob_loc amount offset buffer",
	"dbms_lob.copy":                           "dest_lob src_lob amount dest_offset=1 src_offset=1",
	"dbms_lob.trim":                           "lob_loc newlen",
	"dbms_lob.substr":                         "lob_loc amount=32767 offset=1",
	"dbms_lob.instr":                          "lob_loc pattern offset=1 nth=1",
	"dbms_lob.getlength":                      "lob_loc",
	"dbms_lob.compare":                        "lob_1 lob_2",
	"dbms_lob.createtemporary":                "lob_loc cache dur",
	"dbms_lob.freetemporary":                  "lob_loc",
	"dbms_lob.converttoblob":                  "dest_lob src_clob amount dest_offset src_offset blob_csid lang_context warning",
	"dbms_lob.converttoclob":                  "dest_lob src_blob amount dest_offset src_offset blob_csid lang_context warning",
	"dbms_application_info.set_module":        "module_name action_name",
	"dbms_application_info.set_action":        "action_name",
	"dbms_application_info.set_client_info":   "client_info",
	"dbms_application_info.read_module":       "module_name action_name",
	"dbms_application_info.read_client_info":  "client_info",
	"dbms_sql.bind_variable":                  "c name value out_value_size",
	"dbms_sql.define_column":                  "c position column column_size",
	"dbms_sql.column_value":                   "c position value column_error actual_length",
	"dbms_sql.variable_value":                 "c name value",
	"dbms_sql.describe_columns":               "c col_cnt desc_t",
	"dbms_sql.describe_columns2":              "c col_cnt desc_t",
	"dbms_sql.describe_columns3":              "c col_cnt desc_t",
	"dbms_sql.execute":                        "c",
	"dbms_sql.execute_and_fetch":              "c exact=",
	"dbms_sql.fetch_rows":                     "c",
	"dbms_sql.is_open":                        "c",
	"dbms_sql.close_cursor":                   "c",
	"utl_file.fopen":                          "location filename open_mode max_linesize",
	"utl_file.is_open":                        "file",
	"utl_file.put":                            "file buffer",
	"utl_file.put_line":                       "file buffer autoflush",
	"utl_file.new_line":                       "file lines",
	"utl_file.put_raw":                        "file buffer autoflush",
	"utl_file.get_line":                       "file buffer len",
	"utl_file.get_raw":                        "file buffer len",
	"utl_file.fflush":                         "file",
	"utl_file.fclose":                         "file",
	"utl_file.fcopy":                          "src_location src_filename dest_location dest_filename start_line end_line",
	"utl_file.fgetattr":                       "location filename fexists file_length block_size",
	"dbms_job.submit":                         "job what next_date interval no_parse instance force",
	"dbms_job.isubmit":                        "job what next_date interval no_parse",
	"dbms_job.change":                         "job what next_date interval instance force",
	"dbms_job.next_date":                      "job next_date",
	"dbms_job.remove":                         "job",
	"dbms_job.broken":                         "job broken next_date",
	"dbms_job.run":                            "job force",
	"dbms_scheduler.set_attribute_null":       "name attribute",
	"dbms_scheduler.enable":                   "name commit_semantics",
	"dbms_scheduler.disable":                  "name force commit_semantics",
	"dbms_scheduler.stop_job":                 "job_name force commit_semantics",
	"dbms_scheduler.run_job":                  "job_name use_current_session",
	"dbms_scheduler.drop_job":                 "job_name force defer commit_semantics",
	"dbms_scheduler.drop_program":             "program_name force",
	"dbms_scheduler.drop_schedule":            "schedule_name force",
	"dbms_scheduler.evaluate_calendar_string": "calendar_string start_date return_date_after next_run_date",
	"dbms_session.set_context":                "namespace attribute value username client_id",
	"dbms_session.clear_context":              "namespace client_id attribute",
	"dbms_session.set_identifier":             "client_id",
	"dbms_session.sleep":                      "seconds",
	"dbms_lock.sleep":                         "seconds",
	"dbms_utility.get_hash_value":             "name base hash_size",
	"dbms_random.value":                       "low high",
	"dbms_random.string":                      "opt len",
	"dbms_random.seed":                        "val",
	"dbms_crypto.hash":                        "src typ",
	"dbms_crypto.mac":                         "src typ key",
	"dbms_crypto.encrypt":                     "src typ key iv=",
	"dbms_crypto.decrypt":                     "src typ key iv=",
	"dbms_crypto.randombytes":                 "number_bytes",
	"dbms_assert.enquote_name":                "str capitalize",
	"dbms_assert.simple_sql_name":             "str",
	"dbms_stats.gather_table_stats": "ownname tabname partname estimate_percent block_sample method_opt degree granularity cascade " +
		"stattab statid statown no_invalidate stattype force context options",
	"dbms_mview.refresh":       "list method",
	"dbms_xmlgen.convert":      "xmldata flag=0",
	"utl_raw.cast_to_raw":      "c",
	"utl_raw.cast_to_varchar2": "r",
	"utl_raw.substr":           "r pos len",
	"utl_raw.length":           "r",
	"utl_raw.concat":           "r1 r2 r3 r4 r5 r6 r7 r8",
	"utl_raw.bit_xor":          "r1 r2",
	"utl_raw.bit_and":          "r1 r2",
	"utl_raw.bit_or":           "r1 r2",
	"utl_encode.base64_encode": "r",
	"utl_encode.base64_decode": "r",
	"utl_i18n.string_to_raw":   "data dst_charset",
	"utl_i18n.raw_to_char":     "data src_charset",
	"utl_url.escape":           "url escape_reserved_chars url_charset",
	"utl_url.unescape":         "url url_charset",
}

// positional puts the arguments of a built-in in the order of its parameters, with the defaults of those that are left out.
func (p *printer) positional(e *ir.Call) *ir.Call {
	c, unknown := inOrder(e)
	for _, a := range unknown {
		p.find(diag.NoFunction, e.Sp, "%s is called with a parameter that is not known: %s", strings.ToUpper(e.Fn), a.Name.Text)
	}
	return c
}

// inOrder is positional without a word of arguments whose parameter is not known; it gives those.
func inOrder(e *ir.Call) (c *ir.Call, unknown []ir.Arg) {
	params := strings.Fields(builtinParams[e.Fn])
	if len(params) == 0 || !slices.ContainsFunc(e.Args, func(a ir.Arg) bool { return !a.Name.IsZero() }) {
		return e, nil
	}
	slots := make([]ir.Expr, len(params))
	last := 0
	for i, a := range e.Args {
		at := i
		if !a.Name.IsZero() {
			at = paramIndex(params, a.Name)
		}
		if at < 0 || at >= len(slots) {
			unknown = append(unknown, a)
			continue
		}
		slots[at] = a.Value
		last = max(last, at+1)
	}
	moved := *e
	moved.Args = make([]ir.Arg, last)
	for i := range moved.Args {
		x := slots[i]
		if x == nil {
			x = defaultParam(params[i])
		}
		moved.Args[i] = ir.Arg{Value: x}
	}
	return &moved, unknown
}

func paramIndex(params []string, n ir.Name) int {
	for i, s := range params {
		name, _, _ := strings.Cut(s, "=")
		for _, name := range strings.Split(name, "|") { // an overload has another name for it
			if n.Is(name) {
				return i
			}
		}
	}
	return -1
}

func defaultParam(s string) ir.Expr {
	if _, v, ok := strings.Cut(s, "="); ok && v != "" {
		return &ir.NumberLit{Text: v}
	}
	return &ir.NullLit{}
}
