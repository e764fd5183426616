package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A signature is "result arguments". The result is one of the words of results, or a rule:
//
//	0 1 2   the type of that argument         u   the common type of all arguments
//	s       a string: CLOB when the first argument is one    n0  the first argument's type, as a number
//	tr      TRUNC and ROUND: a date for a date (timestamps too), else a number
//	p       a procedure
//
// The arguments are a letter each: s string, n number, d date, b bytes or LOB, i interval, a anything;
// a * repeats the last. An argument of another family than its letter is one that Oracle converts.
type signature string

// results are the fixed results.
var results = map[string]*ir.Type{
	"n": tNumber, "i": tSmall, "c": tCount, "w": tWhole, "v": tVarChar, "nv": tNVarChar, "t": tText, "d": tDate, "ts": tTimestamp, "tz": tTSTZ,
	"b": tBool, "r": tBytes, "B": tBlob, "x": tXML, "j": tJSON, "id": tRowID, "ids": tIntervalD, "iym": tIntervalY, "bd": tDouble, "bf": tFloat,
	"pi": tInt, "cur": tCursor, "any": tAny, "jo": tJSONObject, "ja": tJSONArray, "je": tJSONElement, "?": tUnknown, "p": tUnknown, "date1": tDate,
}

// builtins are Oracle's SQL and PL/SQL functions by Fn id; those of packages are in suppliedFns.
var builtins = map[string]signature{
	// Numbers.
	"abs": "n0 n", "acos": "n n", "asin": "n n", "atan": "n n", "atan2": "n nn", "bitand": "w nn", "bin_to_num": "w n*", "ceil": "n n",
	"ceiling": "n n", "cos": "n n", "cosh": "n n", "exp": "n n", "floor": "n n", "ln": "n n", "log": "n nn", "mod": "mod nn", "remainder": "n nn",
	"nanvl": "0 nn", "power": "n nn", "sign": "i n", "sin": "n n", "sinh": "n n", "sqrt": "n n", "tan": "n n", "tanh": "n n",
	"width_bucket": "w nnnn", "ora_hash": "c a*", "round": "tr", "trunc": "tr", "round_ties_to_even": "n nn", "bitor": "w nn", "bitxor": "w nn",
	// Strings.
	"chr": "v n", "nchr": "nv n", "concat": "cat ss*", "initcap": "s s", "lower": "s s", "upper": "s s", "lpad": "s sns", "rpad": "s sns",
	"ltrim": "s ss", "rtrim": "s ss", "trim": "s s", "replace": "s sss", "soundex": "v s", "substr": "s snn", "substrb": "s snn", "substrc": "s snn",
	"substr2": "s snn", "substr4": "s snn", "translate": "s sss", "nls_initcap": "s ss", "nls_lower": "s ss", "nls_upper": "s ss",
	"nlssort": "r ss", "regexp_replace": "s sssnns", "regexp_substr": "s ssnnsn", "regexp_instr": "i ssnnnsn", "regexp_count": "i ssns",
	"regexp_like": "b sss", "ascii": "i s", "instr": "i ssnn", "instrb": "i ssnn", "instrc": "i ssnn", "instr2": "i ssnn", "instr4": "i ssnn",
	"length": "i s", "lengthb": "i s", "lengthc": "i s", "length2": "i s", "length4": "i s", "reverse": "s s", "unistr": "nv s", "asciistr": "v s",
	"compose": "nv s", "decompose": "nv ss", "convert": "v sss", "dump": "v ann", "vsize": "i a", "nls_charset_id": "i s",
	"nls_charset_name": "v n", "nls_charset_decl_len": "i nn", "validate_conversion": "i a", "to_single_byte": "s s", "to_multi_byte": "s s",
	"collation": "v a", "nls_collation_id": "i s", "nls_collation_name": "v n",
	// Dates.
	"add_months": "date1 dn", "current_date": "d", "current_timestamp": "tz n", "dbtimezone": "v", "from_tz": "tz ds", "last_day": "date1 d",
	"localtimestamp": "ts n", "months_between": "n dd", "new_time": "date1 dss", "next_day": "date1 da", "numtodsinterval": "ids ns",
	"numtoyminterval": "iym ns", "sessiontimezone": "v", "sys_extract_utc": "ts d", "sysdate": "d", "systimestamp": "tz n", "tz_offset": "v s",
	"to_timestamp": "ts sss", "to_timestamp_tz": "tz sss", "to_dsinterval": "ids s", "to_yminterval": "iym s", "to_date": "d sss",
	// Conversion.
	"to_char": "v ass", "to_nchar": "nv ass", "to_number": "n ass", "to_clob": "t a", "to_nclob": "t a", "to_lob": "t a", "to_blob": "B a",
	"to_binary_double": "bd a", "binary_double_nan": "bd", "binary_double_infinity": "bd", "binary_float_nan": "bf", "binary_float_infinity": "bf", "to_binary_float": "bf a", "hextoraw": "r s", "rawtohex": "v b", "rawtonhex": "nv b", "chartorowid": "id s",
	"rowidtochar": "v a", "rowidtonchar": "nv a", "cast": "?", "scn_to_timestamp": "ts n", "timestamp_to_scn": "w d", "bfilename": "? ss",
	"empty_blob": "B", "empty_clob": "t", "to_boolean": "b a", "standard_hash": "r as", "to_utc_timestamp_tz": "tz s", "depth": "i n", "path": "v n",
	"insertchildxmlafter": "x a*", "insertchildxmlbefore": "x a*", "insertxmlafter": "x a*", "sys_dburigen": "? a*", "sys_op_zone_id": "w a",
	"ora_dst_affected": "i a", "ora_dst_convert": "0 a", "ora_dst_error": "i a",
	// NULL and choice.
	"coalesce": "u", "nvl": "u", "nvl2": "nvl2", "nullif": "nullif", "lnnvl": "b a", "decode": "?", "greatest": "u", "least": "u",
	// Environment.
	"sys_context": "v ssn", "userenv": "v s", "user": "v", "uid": "w", "sys_guid": "r", "sys_typeid": "r a", "sqlcode": "i", "sqlerrm": "v n",
	"ora_invoking_user": "v", "ora_invoking_userid": "w", "con_name_to_id": "w s", "con_id_to_name": "v n",
	// Triggers.
	"inserting": "b", "updating": "b s", "deleting": "b", "sys_audit": "v",
	// Hierarchies.
	"sys_connect_by_path": "v ss", "connect_by_root": "0",
	// Aggregates and analytic functions.
	"count": "c a", "sum": "sum n", "avg": "avg n", "min": "0 a", "max": "0 a", "median": "median a", "stddev": "n n", "stddev_pop": "n n",
	"stddev_samp": "n n", "variance": "n n", "var_pop": "n n", "var_samp": "n n", "covar_pop": "n nn", "covar_samp": "n nn", "corr": "n nn",
	"corr_s": "n nn", "corr_k": "n nn", "regr_slope": "n nn", "regr_intercept": "n nn", "regr_count": "c nn", "regr_r2": "n nn",
	"regr_avgx": "n nn", "regr_avgy": "n nn", "regr_sxx": "n nn", "regr_syy": "n nn", "regr_sxy": "n nn", "listagg": "listagg ss", "wm_concat": "t s",
	"xmlagg": "x a", "collect": "?", "stats_mode": "0 a", "stats_one_way_anova": "n a*", "group_id": "i", "grouping": "i a", "grouping_id": "c a*",
	"approx_count_distinct": "c a", "bit_and_agg": "w n", "bit_or_agg": "w n", "bit_xor_agg": "w n", "any_value": "0 a", "checksum": "w a",
	"kurtosis_pop": "n n", "skewness_pop": "n n", "row_number": "c", "rank": "c a*", "dense_rank": "c a*", "percent_rank": "n a*",
	"cume_dist": "n a*", "ntile": "c n", "lag": "0 ana", "lead": "0 ana", "first_value": "0 a", "last_value": "0 a", "nth_value": "0 an",
	"ratio_to_report": "n n", "percentile_cont": "within", "percentile_disc": "within", "cluster_id": "w", "first": "0", "last": "0",
	// XML and JSON that are plain calls.
	"xmltype": "x a*", "extract": "x a*", "extractvalue": "v a*", "existsnode": "i a*", "updatexml": "x a*", "deletexml": "x a*", "appendchildxml": "x a*",
	"insertchildxml": "x a*", "insertxmlbefore": "x a*", "xmlsequence": "? a", "xmltransform": "x aa", "xmlconcat": "x a*", "xmlcomment": "x s",
	"xmlcdata": "x s", "sys_xmlgen": "x a", "sys_xmlagg": "x a", "xmldiff": "x aa", "xmlpatch": "x aa", "xmlisvalid": "i a*", "json_value": "v a*",
	"json_query": "v a*", "json_object": "v a*", "json_array": "v a*", "json_arrayagg": "v a*", "json_objectagg": "v a*", "json_mergepatch": "v a*",
	"json_exists": "b a*", "json_equal": "b aa", "json_dataguide": "t a*", "json_serialize": "v a*", "json_transform": "v a*",
	// Oracle Text and XML DB.
	"equals_path": "i as", "under_path": "i ansn", "contains": "n asn", "score": "n n", "matches": "n as", "matches_score": "n n", "catsearch": "n ass",
	// Objects, LOBs, collections.
	"cardinality": "i a", "set": "0 a", "powermultiset": "? a", "powermultiset_by_cardinality": "? an", "deref": "deref a", "ref": "?", "value": "rowvalue",
	"make_ref": "?", "reftohex": "v a", "treat": "?", "presentnnv": "?", "presentv": "?", "iteration_number": "i", "cv": "?", "previous": "?",
	// Statements of package STANDARD and DBMS_STANDARD.
	"raise_application_error": "p nsa", "ora_dict_obj_name": "v", "ora_dict_obj_owner": "v", "ora_dict_obj_type": "v", "ora_sysevent": "v",
	"ora_login_user": "v", "ora_client_ip_address": "v", "ora_database_name": "v", "ora_instance_num": "i", "ora_is_alter_column": "b s",
	"ora_is_drop_column": "b s", "ora_is_servererror": "b n", "ora_server_error": "i n", "ora_server_error_msg": "v n", "ora_sql_txt": "? a",
	"ora_des_encrypted_password": "v", "ora_is_creating_nested_table": "b", "ora_server_error_num_params": "i n", "ora_server_error_param": "v nn",
	"ora_server_error_depth": "i", "ora_partition_pos": "i", "ora_grantee": "? a", "ora_revokee": "? a", "ora_privilege_list": "? a",
	"ora_with_grant_option": "b", "ora_dict_obj_name_list": "? a", "ora_dict_obj_owner_list": "? a", "ora_space_error_info": "b a*",
}

// isBuiltin tells whether a Fn id is known here.
func isBuiltin(fn string) bool {
	if _, ok := builtins[fn]; ok {
		return true
	}
	_, ok := suppliedFns[fn]
	return ok
}

// niladic are the built-in functions that are called without parentheses.
var niladic = map[string]bool{
	"BINARY_DOUBLE_NAN": true, "BINARY_DOUBLE_INFINITY": true, "BINARY_FLOAT_NAN": true, "BINARY_FLOAT_INFINITY": true,
	"SYSDATE": true, "SYSTIMESTAMP": true, "CURRENT_DATE": true, "CURRENT_TIMESTAMP": true, "LOCALTIMESTAMP": true, "DBTIMEZONE": true,
	"SESSIONTIMEZONE": true, "USER": true, "UID": true, "SQLCODE": true, "SQLERRM": true, "INSERTING": true, "UPDATING": true, "DELETING": true,
	"SYS_GUID": true, "ORA_INVOKING_USER": true, "ORA_INVOKING_USERID": true, "EMPTY_CLOB": true, "EMPTY_BLOB": true,
	"ORA_SYSEVENT": true, "ORA_DICT_OBJ_NAME": true, "ORA_DICT_OBJ_OWNER": true, "ORA_DICT_OBJ_TYPE": true, "ORA_LOGIN_USER": true,
	"ORA_CLIENT_IP_ADDRESS": true, "ORA_DATABASE_NAME": true, "ORA_INSTANCE_NUM": true, "ORA_SERVER_ERROR_DEPTH": true, "ITERATION_NUMBER": true,
}

// niladic turns SYSDATE and the like into calls.
func (j *job) niladic(n *ir.Ref) ir.Expr {
	name := n.Name.Parts[0].Key
	if j.tsql() {
		return j.tsqlNiladic(n)
	}
	if !niladic[name] {
		return nil
	}
	c := &ir.Call{Name: n.Name, Fn: strings.ToLower(name), NoParens: true}
	c.Sp = n.Sp
	return j.builtinCall(c)
}

// pseudo finds a pseudo column; s is the query block.
func (j *job) pseudo(s *scope, n *ir.Ref, name, qualifier ir.Name) ir.Expr {
	if j.tsql() {
		return nil
	}
	var k ir.PseudoKind
	switch name.Key {
	case "ROWNUM":
		k = ir.PseudoRownum
	case "ROWID":
		k = ir.PseudoRowid
	case "LEVEL":
		k = ir.PseudoLevel
	case "CONNECT_BY_ISLEAF":
		k = ir.PseudoIsLeaf
	case "CONNECT_BY_ISCYCLE":
		k = ir.PseudoIsCycle
	case "ORA_ROWSCN":
		k = ir.PseudoOraRowscn
	case "OBJECT_VALUE":
		k = ir.PseudoObjectValue
	case "COLUMN_VALUE":
		k = ir.PseudoColumnValue
	default:
		return nil
	}
	if k == ir.PseudoLevel && !s.hier && s.parent != nil && s.outerHier() {
		return nil // a correlated LEVEL
	}
	p := &ir.Pseudo{Kind: k, Qualifier: qualifier}
	p.Sp = n.Sp
	p.SetType(pseudoType(k))
	return p
}

// outerHier tells whether an outer query block is hierarchical.
func (s *scope) outerHier() bool {
	for o := s.parent; o != nil; o = o.parent {
		if o.query && o.hier {
			return true
		}
	}
	return false
}

// builtinCall types a call of a built-in function and converts its arguments.
func (j *job) builtinCall(n *ir.Call) ir.Expr {
	if j.tsql() {
		return j.tsqlCall(n)
	}
	sig, ok := builtins[n.Fn]
	if !ok {
		sig, ok = suppliedFns[n.Fn]
	}
	if !ok {
		n.SetType(tUnknown)
		j.suppliedCall(n)
		return n
	}
	ret, args, _ := strings.Cut(string(sig), " ")
	if n.OnError == "" {
		j.builtinArgs(n, args)
	}
	if strings.Contains(n.Fn, ".") && args == "" {
		j.suppliedCall(n)
	}
	if t, ok := results[ret]; ok {
		n.SetType(t)
		return n
	}
	n.SetType(j.ruleType(n, ret))
	return n
}

// suppliedCall notes what calls of supplied packages do to the caller's variables and facts.
func (j *job) suppliedCall(n *ir.Call) {
	j.outArgs(n.Args)
	if j.routine != nil {
		j.routine.State = true
	}
}

// builtinArgs converts arguments to the families that the signature has.
func (j *job) builtinArgs(n *ir.Call, letters string) {
	k := 0
	for i := range n.Args {
		if k >= len(letters) {
			return
		}
		l := letters[k]
		if k+1 < len(letters) && letters[k+1] == '*' {
			// the last letter repeats
		} else {
			k++
		}
		if n.Args[i].Value == nil || !n.Args[i].Name.IsZero() {
			continue
		}
		switch l {
		case 's':
			j.convertTo(&n.Args[i].Value, clString)
		case 'n':
			j.convertTo(&n.Args[i].Value, clNumber)
		case 'd':
			j.convertTo(&n.Args[i].Value, clDate)
		}
	}
}

// ruleType computes results that depend on the arguments.
func (j *job) ruleType(n *ir.Call, rule string) *ir.Type {
	arg := func(i int) *ir.Type {
		if i < len(n.Args) && n.Args[i].Value != nil {
			return typeOf(n.Args[i].Value)
		}
		return tUnknown
	}
	a := arg(0)
	switch rule {
	case "0":
		return a
	case "1":
		return arg(1)
	case "u":
		return j.mergeArgs(n)
	case "s":
		return stringLike(a)
	case "cat":
		return concatType(a, arg(1))
	case "n0":
		if classOf(a) == clNumber || classOf(a) == clInterval || classOf(a) == clUnknown {
			return a
		}
		return tNumber
	case "tr":
		return j.truncType(n, a)
	case "mod":
		if classOf(a) == clNumber && classOf(arg(1)) == clNumber {
			return numberArith(ir.OpMod, a.Base(), arg(1).Base())
		}
		return tNumber
	case "nvl2":
		if len(n.Args) == 3 {
			if sameColumn(n.Args[0].Value, n.Args[2].Value) {
				return arg(1) // the third is only taken where it is NULL
			}
			return j.merge([]*ir.Expr{&n.Args[1].Value, &n.Args[2].Value})
		}
	case "nullif":
		if len(n.Args) == 2 {
			j.compare(&n.Args[0].Value, &n.Args[1].Value)
			return typeOf(n.Args[0].Value)
		}
	}
	return j.aggregateType(n, rule, a)
}

// sameColumn tells two references to the same column or variable.
func sameColumn(a, b ir.Expr) bool {
	x, ok := a.(*ir.Ref)
	y, ok2 := b.(*ir.Ref)
	return ok && ok2 && x.Sym != nil && y.Sym != nil && x.Name.Key() == y.Name.Key() && x.Sym.Decl == y.Sym.Decl && x.Sym.Table == y.Sym.Table
}

func (j *job) aggregateType(n *ir.Call, rule string, a *ir.Type) *ir.Type {
	switch rule {
	case "sum":
		switch {
		case classOf(a) == clInterval || a.Is(ir.TFloat) || classOf(a) == clUnknown:
			return a
		case a.IsInteger():
			return tWhole
		}
		if _, s, ok := decimal(a.Base()); ok && s > 0 {
			return &ir.Type{Kind: ir.TDecimal, Prec: 38, Scale: s, HasScale: true}
		}
		return tNumber
	case "avg":
		if classOf(a) == clInterval || a.Is(ir.TFloat) {
			return a
		}
		return tNumber
	case "median":
		if classOf(a) == clNumber {
			return tNumber
		}
		return a
	case "listagg":
		if a.Base().National {
			return tNVarChar
		}
		return tVarChar
	case "within":
		if len(n.Within) == 1 {
			return typeOf(n.Within[0].Expr)
		}
	case "deref":
		if a.Is(ir.TRef) {
			return known(a.Base().Elem)
		}
	case "rowvalue":
		return a
	case "lobsub":
		if classOf(a) == clBytes {
			return tBytes
		}
		return tVarChar
	case "utlfile":
		return suppliedShapes["UTL_FILE.FILE_TYPE"]
	}
	return tUnknown
}

// truncType covers TRUNC and ROUND, which are two functions each: of dates and of numbers.
func (j *job) truncType(n *ir.Call, a *ir.Type) *ir.Type {
	switch classOf(a) {
	case clDate:
		return tDate
	case clString:
		j.convertTo(&n.Args[0].Value, clNumber)
		a = tNumber
	case clUnknown:
		if len(n.Args) > 1 && classOf(typeOf(n.Args[1].Value)) == clString {
			return tDate
		}
		return tUnknown
	case clNull:
		return tNumber
	}
	if a.Is(ir.TFloat) || a.IsInteger() && a.Is(ir.TInt) {
		return a
	}
	if lit, ok := scaleArg(n); ok {
		if p, s, fixed := decimal(a.Base()); fixed && lit < s && lit >= 0 {
			return number(p-s+lit+1, lit)
		} else if fixed {
			return a
		}
	}
	return tNumber
}

// scaleArg gives the digits that ROUND(n, digits) keeps, when written as a literal or left out.
func scaleArg(n *ir.Call) (int, bool) {
	if len(n.Args) < 2 {
		return 0, true
	}
	l, ok := n.Args[1].Value.(*ir.NumberLit)
	if !ok || len(l.Text) != 1 {
		return 0, false
	}
	return int(l.Text[0] - '0'), true
}

func stringLike(a *ir.Type) *ir.Type {
	b := a.Base()
	switch {
	case b.Kind == ir.TText:
		return a
	case b.Kind == ir.TBytes || b.Kind == ir.TBlob:
		return a
	case b.National:
		return tNVarChar
	}
	return tVarChar
}

// mergeArgs types NVL, COALESCE, GREATEST and LEAST: the first argument leads.
func (j *job) mergeArgs(n *ir.Call) *ir.Type {
	list := make([]*ir.Expr, 0, len(n.Args))
	for i := range n.Args {
		if n.Args[i].Value != nil {
			list = append(list, &n.Args[i].Value)
		}
	}
	t := j.merge(list)
	if t.Is(ir.TChar) && n.Fn != "greatest" && n.Fn != "least" {
		return &ir.Type{Kind: ir.TVarChar, Len: t.Base().Len, National: t.Base().National}
	}
	return t
}
