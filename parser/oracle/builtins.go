package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// builtinFunctions are the functions of Oracle SQL and of package STANDARD (SQL Language Reference, Functions;
// PL/SQL Packages and Types Reference). A function of the user's own with such a name hides it: ir/resolve sees to that.
var builtinFunctions = nameSet(`
abs acos add_months any_value appendchildxml approx_count approx_count_distinct approx_median approx_percentile
approx_rank approx_sum ascii asciistr asin atan atan2 avg bfilename bin_to_num bit_and_agg bit_or_agg bit_xor_agg bitand
binary_double_infinity binary_double_nan
binary_float_infinity binary_float_nan bitmap_bit_position bitmap_bucket_number bitmap_construct_agg bitmap_count bitmap_or_agg bitor bitxor cardinality ceil ceiling
chartorowid checksum chr cluster_details cluster_distance cluster_id cluster_probability cluster_set coalesce collation collect
compose con_dbid_to_id con_guid_to_id con_id_to_con_name con_id_to_dbid con_name_to_id con_uid_to_id concat convert
corr corr_k corr_s cos cosh count covar_pop covar_samp cube_table cume_dist current_date current_timestamp cv dataobj_to_partition
dbtimezone decode decompose deletexml dense_rank depth deref dump empty_blob empty_clob every existsnode exp extract
extractvalue feature_compare feature_details feature_id feature_set feature_value first first_value floor from_tz
greatest group_id grouping grouping_id hextoraw initcap insertchildxml insertchildxmlafter insertchildxmlbefore insertxmlafter
insertxmlbefore instr instrb instrc instr2 instr4 iteration_number json_dataguide json_equal json_table lag last last_day
last_value lead least length lengthb lengthc length2 length4 listagg ln lnnvl localtimestamp log lower lpad ltrim
make_ref max median min mod months_between nanvl nchr new_time next_day nls_charset_decl_len nls_charset_id
nls_charset_name nls_collation_id nls_collation_name nls_initcap nls_lower nls_upper nlssort nth_value ntile nullif numtodsinterval
numtoyminterval nvl nvl2 ora_dm_partition_name ora_dst_affected ora_dst_convert ora_dst_error ora_hash ora_invoking_user
ora_invoking_userid path percent_rank percentile_cont percentile_disc power powermultiset powermultiset_by_cardinality
prediction prediction_bounds prediction_cost prediction_details prediction_probability prediction_set presentnnv presentv
previous rank ratio_to_report rawtohex rawtonhex ref reftohex regexp_count regexp_instr regexp_like regexp_replace regexp_substr
regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy remainder replace round
round_ties_to_even row_number rowidtochar rowidtonchar rpad rtrim scn_to_timestamp sessiontimezone set sign sin sinh soundex sqrt
standard_hash stats_binomial_test stats_crosstab stats_f_test stats_ks_test stats_mode stats_mw_test stats_one_way_anova
stats_t_test_indep stats_t_test_one stats_t_test_paired stats_wsr_test stddev stddev_pop stddev_samp substr substrb substrc
substr2 substr4 sum sys_connect_by_path sys_context sys_dburigen sys_extract_utc sys_guid sys_op_zone_id sys_typeid sys_xmlagg
sys_xmlgen sysdate systimestamp tan tanh timestamp_to_scn to_approx_count_distinct to_approx_percentile to_binary_double
to_binary_float to_blob to_char to_clob to_date to_dsinterval to_lob to_multi_byte to_nchar to_nclob to_number
to_single_byte to_timestamp to_timestamp_tz to_utc_timestamp_tz to_yminterval to_boolean translate treat trim trunc tz_offset uid
unistr updatexml upper user userenv validate_conversion value var_pop var_samp variance vsize width_bucket
xmlcdata xmlcomment xmldiff xmlisvalid xmlpatch xmlsequence xmltransform xmltype
raise_application_error sqlcode sqlerrm inserting updating deleting
htf.escape_sc
`)

// builtinPackages are packages that Oracle supplies: calls of their members are built-in, "dbms_output.put_line".
// Any name that starts with DBMS_ or UTL_ is one as well.
var builtinPackages = nameSet(`apex_util apex_application apex_json apex_web_service apex_collection apex_error apex_debug
apex_mail apex_string apex_escape apex_page apex_session apex_t_varchar2 ctx_ddl ctx_query ctx_doc ctx_output ctx_cls htf htp
owa owa_cookie owa_util owa_text owa_sec owa_cache owa_opt_lock owa_pattern owa_image wpg_docload sdo_geom sdo_util sdo_cs
sdo_lrs sdo_tune xmldom xmlparser dbmsoutput anydata anydataset anytype standard outln_pkg sys_xmlagg`)

func nameSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// builtin gives the neutral id of a function that Oracle supplies, or "".
func builtin(q ir.QName) string {
	if !q.Link.IsZero() {
		return ""
	}
	parts := q.Parts
	if len(parts) > 1 && (parts[0].Key == "SYS" || parts[0].Key == "STANDARD") {
		parts = parts[1:]
	}
	switch len(parts) {
	case 1:
		if n := strings.ToLower(parts[0].Key); builtinFunctions[n] && (!parts[0].Quoted || n == parts[0].Key) {
			return n
		}
	case 2:
		p := strings.ToLower(parts[0].Key)
		if builtinPackages[p] || strings.HasPrefix(p, "dbms_") || strings.HasPrefix(p, "utl_") {
			return p + "." + strings.ToLower(parts[1].Key)
		}
	}
	return ""
}
