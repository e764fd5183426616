package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// tsqlResults are the fixed results of SQL Server's functions.
var tsqlResults = map[string]*ir.Type{
	"i": tInt, "bi": tBigInt, "si": tSmallInt, "ti": tTinyInt, "bit": tBit, "f": tDouble, "n": tNumber, "m": tMoney, "v": tVarChar, "nv": tNVarChar, "nt": tNText,
	"sys": tSysName, "d": tDay, "t": tTime7, "dt": tDatetime, "dt2": tDatetime2, "dto": tOffset, "u": tUUID, "r": tBytes, "x": tXML, "any": tAny,
	"b": tBool, "?": tUnknown, "p": tUnknown, "rv": tRowVersion, "hid": tHierarchyID,
}

// tsqlBuiltins are SQL Server's functions by name ("Functions", Transact-SQL reference). The result is a word of tsqlResults or a rule of
// tsqlRule; of the arguments, s is a text, i an int, n a number, f a float, d a datetime, r bytes, a anything; * repeats the last.
var tsqlBuiltins = map[string]signature{
	// Texts.
	"ascii": "i s", "char": "v i", "nchar": "nv i", "unicode": "i s", "charindex": "i ssi", "concat": "concat a*", "concat_ws": "concat a*", "difference": "i ss",
	"format": "nv ass", "left": "s si", "right": "s si", "len": "i s", "lower": "fold s", "upper": "fold s", "ltrim": "s ss", "rtrim": "s ss", "trim": "s ss",
	"patindex": "i ss", "quotename": "nv ss", "replace": "s sss", "replicate": "s si", "reverse": "s s", "soundex": "v s", "space": "v i", "str": "v fii",
	"string_escape": "nv ss", "string_agg": "stragg s", "stuff": "s siis", "substring": "sub aii", "translate": "s sss", "datalength": "i a", "parsename": "sys si",
	"formatmessage": "nv aa*", "regexp_like": "b ss", "compress": "r a", "decompress": "r r", "unistr": "nv s",
	// Numbers.
	"abs": "n0 n", "acos": "f f", "asin": "f f", "atan": "f f", "atn2": "f ff", "ceiling": "whole n", "floor": "whole n", "cos": "f f", "cot": "f f", "degrees": "n0 n", "exp": "f f",
	"log": "f ff", "log10": "f f", "pi": "f", "power": "n0 nf", "radians": "n0 n", "rand": "f i", "round": "n0 nii", "sign": "n0 n", "sin": "f f", "sqrt": "f f",
	"square": "f f", "tan": "f f", "greatest": "uni", "least": "uni", "bit_count": "bi a", "left_shift": "0 ai", "right_shift": "0 ai", "get_bit": "bit ai", "set_bit": "0 aii",
	// Dates.
	"getdate": "dt", "current_timestamp": "dt", "getutcdate": "dt", "sysdatetime": "dt2", "sysutcdatetime": "dt2", "sysdatetimeoffset": "dto", "current_date": "d",
	"dateadd": "dateadd ai", "datediff": "i add", "datediff_big": "bi add", "datepart": "i ad", "datename": "nv ad", "day": "i d", "month": "i d", "year": "i d",
	"datefromparts": "d iii", "datetimefromparts": "dt iiiiiii", "datetime2fromparts": "dt2 iiiiiiii", "smalldatetimefromparts": "dt iiiii",
	"timefromparts": "t iiiii", "datetimeoffsetfromparts": "dto iiiiiiiiii", "eomonth": "d di", "switchoffset": "dto da", "todatetimeoffset": "dto da",
	"isdate": "i a", "datetrunc": "trunc ad", "date_bucket": "? a", "current_timezone": "v", "current_timezone_id": "v",
	// Conversion and choice.
	"isnull": "isnull", "coalesce": "uni", "collate": "0 aa", "nullif": "nullif", "iif": "iif", "choose": "choose i", "isnumeric": "i a", "cast": "?", "convert": "?", "parse": "?", "try_parse": "?",
	// Aggregates and windows.
	"count": "i a", "count_big": "bi a", "sum": "sum n", "avg": "avg n", "min": "0 a", "max": "0 a", "stdev": "f n", "stdevp": "f n", "var": "f n", "varp": "f n",
	"checksum_agg": "i i", "grouping": "ti a", "grouping_id": "i a*", "approx_count_distinct": "bi a", "row_number": "bi", "rank": "bi", "dense_rank": "bi", "ntile": "bi i", "percent_rank": "f",
	"cume_dist": "f", "lag": "offset aia", "lead": "offset aia", "first_value": "0 a", "last_value": "0 a", "percentile_cont": "f f", "percentile_disc": "within",
	// Static methods.
	"hierarchyid::getroot": "hid", "hierarchyid::parse": "hid s",
	// JSON and XML that are plain calls.
	"xquery": "nt s", "modify": "x as", "write": "0 aaii", "json_value": "nv ss", "json_query": "nt ss", "json_modify": "nt ssa", "isjson": "i s", "json_path_exists": "i ss", "json_object": "nt a*", "json_array": "nt a*",
	// Keys, hashes, random.
	"newid": "u", "newsequentialid": "u", "checksum": "i a*", "binary_checksum": "i a*", "hashbytes": "r sa", "crypt_gen_random": "r i", "scope_identity": "n", "@@identity": "n",
	"identity": "named a*", "ident_current": "n s", "ident_seed": "n s", "ident_incr": "n s", "next value for": "bi", "min_active_rowversion": "rv", "@@dbts": "rv", "pwdencrypt": "r s", "pwdcompare": "i sr",
	// The session and the server.
	"@@rowcount": "i", "rowcount_big": "bi", "@@error": "i", "@@trancount": "i", "@@fetch_status": "i", "@@cursor_rows": "i", "@@spid": "si", "@@procid": "i", "@@nestlevel": "i",
	"@@servername": "nv", "@@version": "nv", "@@language": "nv", "@@langid": "si", "@@servicename": "nv", "@@datefirst": "ti", "@@lock_timeout": "i", "@@max_connections": "i",
	"@@max_precision": "ti", "@@options": "i", "@@dbname": "nv", "@@connections": "i", "@@cpu_busy": "i", "@@idle": "i", "@@io_busy": "i", "@@timeticks": "i", "@@total_read": "i",
	"@@total_write": "i", "@@total_errors": "i", "@@packet_errors": "i", "@@pack_sent": "i", "@@pack_received": "i", "@@textsize": "i", "@@remserver": "nv", "@@microsoftversion": "i",
	"xact_state": "si", "error_number": "i", "error_message": "nv", "error_severity": "i", "error_state": "i", "error_line": "i", "error_procedure": "nv",
	"context_info": "r", "session_context": "any s", "serverproperty": "any s", "connectionproperty": "any s", "databasepropertyex": "any ss", "sessionproperty": "any s",
	"suser_sname": "nv a", "suser_name": "nv a", "suser_id": "i s", "suser_sid": "r s", "user_name": "nv i", "user_id": "i s", "user": "nv", "current_user": "nv", "session_user": "nv",
	"system_user": "nv", "original_login": "nv", "host_name": "nv", "host_id": "v", "app_name": "nv", "program_name": "nv", "is_member": "i s", "is_rolemember": "i ss",
	"is_srvrolemember": "i ss", "has_perms_by_name": "i a*", "permissions": "i a*", "current_transaction_id": "bi", "current_request_id": "si", "connections": "i",
	"getansinull": "i s", "columns_updated": "r", "update": "b", "trigger_nestlevel": "i a*", "eventdata": "x", "cursor_status": "si ss", "has_dbaccess": "i s",
	// Metadata.
	"object_id": "i ss", "object_name": "sys ii", "object_schema_name": "sys ii", "object_definition": "nt i", "objectproperty": "i is", "objectpropertyex": "any is", "db_id": "i s", "db_name": "nv i",
	"schema_id": "i s", "schema_name": "sys i", "col_length": "si ss", "col_name": "sys ii", "columnproperty": "i iss", "type_id": "i s", "type_name": "sys i", "typeproperty": "i ss",
	"index_col": "nv sii", "indexproperty": "i iss", "indexkey_property": "i iiis", "stats_date": "dt ii", "file_id": "i s", "file_name": "nv i", "fileproperty": "i ss", "filegroup_id": "i s",
	"filegroup_name": "nv i", "filegroupproperty": "i ss", "database_principal_id": "i s", "fulltextserviceproperty": "i s", "fulltextcatalogproperty": "i ss", "assemblyproperty": "any ss", "sql_variant_property": "any as",
	"original_db_name": "nv", "app_lock_mode": "nv a*", "applock_mode": "nv a*", "applock_test": "si a*",
	// Text pointers, of the old types.
	"textptr": "r a", "textvalid": "i aa",
	// Hierarchies and space, through their types' methods.
	"contains": "b a*", "freetext": "b a*", "cert_id": "i s", "asymkey_id": "i s", "encryptbypassphrase": "r a*", "decryptbypassphrase": "r a*", "encryptbykey": "r a*", "decryptbykey": "r a*",
	"key_guid": "u s", "signbycert": "r a*", "generate_series": "i a*", "fn_varbintohexstr": "nv r", "newsequenceid": "u", "string_split": "? sss", "openjson": "? ss",
	"error": "i",
}

// tsqlFn gives the Fn id of a function of SQL Server's, "" when the name is none of them. All have the prefix, for
// none of them is quite what another dialect has under that name.
func tsqlFn(name string) string {
	name = strings.TrimPrefix(strings.ToLower(name), "tsql.")
	if _, ok := tsqlBuiltins[name]; ok {
		return "tsql." + name
	}
	return ""
}

// tsqlCall types a call of a function of SQL Server's and converts its arguments.
func (j *job) tsqlCall(n *ir.Call) ir.Expr {
	if digits, ok := binaryConstant(n); ok {
		n.SetType(&ir.Type{Kind: ir.TBytes, Len: (len(digits) + 1) / 2})
		return n
	}
	fn := tsqlFn(n.Fn)
	if fn == "" {
		n.SetType(tUnknown)
		return n
	}
	n.Fn = fn
	ret, letters, _ := strings.Cut(string(tsqlBuiltins[strings.TrimPrefix(fn, "tsql.")]), " ")
	if fn == "tsql.charindex" && len(n.Args) == 2 && classOf(typeOf(n.Args[0].Value)) == clBytes && classOf(typeOf(n.Args[1].Value)) == clBytes {
		letters = "" // bytes are looked for in bytes
	}
	j.tsqlArgs(n, letters)
	if t, ok := tsqlResults[ret]; ok {
		n.SetType(t)
		return n
	}
	n.SetType(j.tsqlRule(n, ret))
	return n
}

func (j *job) tsqlArgs(n *ir.Call, letters string) {
	k := 0
	for i := range n.Args {
		if k >= len(letters) {
			return
		}
		l := letters[k]
		if k+1 >= len(letters) || letters[k+1] != '*' {
			k++
		}
		if n.Args[i].Value != nil {
			j.tsqlArg(&n.Args[i].Value, l)
		}
	}
}

// tsqlArg converts an argument to the family that the signature has.
func (j *job) tsqlArg(e *ir.Expr, letter byte) {
	t := typeOf(*e).Base()
	c := classOf(t)
	if *e == nil || c == clNull || c == clUnknown {
		return
	}
	if digits, ok := binaryConstant(*e); ok && strings.ContainsRune("inf", rune(letter)) && j.storeBinary(e, digits, tInt) {
		return
	}
	switch letter {
	case 's':
		if c == clBytes { // characters of a byte each
			tsqlCast(e, tVarChar)
		} else if c != clString {
			tsqlCast(e, tNVarChar)
		}
	case 'i':
		if t.Kind != ir.TInt || t.Bits == 64 {
			tsqlCast(e, tInt)
		}
	case 'n':
		if c == clString {
			tsqlCast(e, tDouble)
		} else if t.Kind == ir.TBit {
			tsqlCast(e, tInt)
		}
	case 'f':
		if t.Kind != ir.TFloat {
			tsqlCast(e, tDouble)
		}
	case 'd':
		switch c {
		case clString:
			tsqlCast(e, tDatetime2)
		case clNumber:
			tsqlCast(e, tDatetime)
		}
	case 'r':
		if c != clBytes {
			tsqlCast(e, tBytes)
		}
	}
}

// tsqlRule computes results that depend on the arguments.
func (j *job) tsqlRule(n *ir.Call, rule string) *ir.Type {
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
	case "s":
		return stringLike(a)
	case "fold": // the blanks of a char stay
		if b := a.Base(); b.Kind == ir.TChar && b.Len > 1 {
			return a
		}
		return stringLike(a)
	case "sub":
		return stringLike(a)
	case "concat":
		for i := range n.Args {
			if arg(i).Base().Kind == ir.TText {
				return tNText
			}
		}
		return tNVarChar
	case "n0", "whole":
		return tsqlNumberResult(a, rule)
	case "isnull":
		return j.tsqlIsNull(n)
	case "offset": // LAG and LEAD give what their first argument is, the default included
		if len(n.Args) == 3 && a.Base().Kind != arg(2).Base().Kind && classOf(a) != clUnknown && (a.Is(ir.TDecimal) || !(a.IsNumber() && arg(2).IsNumber() && !narrows(a, arg(2)))) {
			tsqlCast(&n.Args[2].Value, a)
		}
		return a
	case "uni":
		return j.tsqlMerge(tsqlSlots(n.Args))
	case "iif", "choose":
		if len(n.Args) > 1 {
			return j.tsqlMerge(tsqlSlots(n.Args[1:]))
		}
	case "nullif":
		if len(n.Args) == 2 {
			j.tsqlCompare(&n.Args[0].Value, &n.Args[1].Value)
			return a
		}
	case "dateadd":
		if len(n.Args) == 3 && classOf(arg(2)) != clDate && !arg(2).Is(ir.TTime, ir.TUnknown) {
			tsqlCast(&n.Args[2].Value, tDatetime)
		}
		return arg(2)
	case "trunc":
		return arg(1)
	case "within":
		if len(n.Within) == 1 {
			return typeOf(n.Within[0].Expr)
		}
	case "stragg":
		return tNText
	case "named": // IDENTITY(type, seed, increment) of SELECT INTO
		if s, ok := n.Args[0].Value.(*ir.StringLit); ok {
			return typeFromText(s.Value)
		}
	case "sum", "avg":
		return tsqlTotal(a.Base(), rule)
	}
	return tUnknown
}

func tsqlSlots(args []ir.Arg) []*ir.Expr {
	list := make([]*ir.Expr, 0, len(args))
	for i := range args {
		if args[i].Value != nil {
			list = append(list, &args[i].Value)
		}
	}
	return list
}

// tsqlIsNull: the result has the type and length of the first argument; the second is converted to it ("ISNULL").
func (j *job) tsqlIsNull(n *ir.Call) *ir.Type {
	if len(n.Args) != 2 || n.Args[0].Value == nil || n.Args[1].Value == nil {
		return tUnknown
	}
	a, b := typeOf(n.Args[0].Value), typeOf(n.Args[1].Value)
	switch {
	case classOf(a) == clNull:
		return b
	case classOf(a) == clUnknown:
		return a
	}
	ab, bb := a.Base(), b.Base()
	cut := ab.IsString() && bb.IsString() && ab.Len > 0 && ab.Kind != ir.TText && (bb.Len > ab.Len || bb.Len == 0)
	switch {
	case cut:
		cast(&n.Args[1].Value, ab)
	case ab.Kind != bb.Kind && !(ab.IsString() && bb.IsString()) && !(ab.IsNumber() && bb.IsNumber() && !narrows(ab, bb)):
		tsqlCast(&n.Args[1].Value, ab)
	}
	return a
}

// narrows tells that a number loses something as one of type a.
func narrows(a, b *ir.Type) bool {
	if a.Kind == ir.TBit || b.Kind == ir.TBit {
		return a.Kind != b.Kind
	}
	return a.IsInteger() && !b.IsInteger()
}

func tsqlNumberResult(a *ir.Type, rule string) *ir.Type {
	b := a.Base()
	switch {
	case classOf(a) == clUnknown:
		return tUnknown
	case b.Kind == ir.TBit:
		return tInt
	case b.Kind == ir.TInt && b.Bits < 32:
		return tInt
	case rule == "whole" && b.Kind == ir.TDecimal && b.Prec > 0:
		return &ir.Type{Kind: ir.TDecimal, Prec: b.Prec, HasScale: true}
	case b.IsNumber():
		return a
	}
	return tDouble
}

// tsqlTotal is the type of SUM and AVG ("SUM", "AVG"): AVG of whole numbers is whole.
func tsqlTotal(b *ir.Type, rule string) *ir.Type {
	switch b.Kind {
	case ir.TInt:
		if b.Bits == 64 {
			return tBigInt
		}
		return tInt
	case ir.TBit:
		return tInt
	case ir.TDecimal:
		s := b.Scale
		if rule == "avg" {
			s = max(s, 6)
		}
		return &ir.Type{Kind: ir.TDecimal, Prec: 38, Scale: s, HasScale: true}
	case ir.TMoney:
		return tMoney
	case ir.TUnknown, ir.TNull:
		return tUnknown
	}
	return tDouble
}

// dateFunctions have the word for a part of a date as their first argument.
var dateFunctions = map[string]bool{"dateadd": true, "datediff": true, "datediff_big": true, "datepart": true, "datename": true, "datetrunc": true, "date_bucket": true}

// callName is the name that a call may have as a built-in function.
func callName(n *ir.Call) string {
	if n.Fn != "" {
		return n.Fn
	}
	if len(n.Name.Parts) == 1 {
		return strings.ToLower(n.Name.Parts[0].Key)
	}
	return ""
}

// tsqlBuiltinName tells calls of built-in functions: the user's own scalar functions are always called with their schema.
func (j *job) tsqlBuiltinName(n *ir.Call) bool {
	if n == j.stmtCall || len(n.Name.Parts) > 1 {
		return false
	}
	fn := tsqlFn(callName(n))
	if fn == "" {
		return false
	}
	n.Fn = fn
	return true
}

// tsqlNiladic turns @@ROWCOUNT, CURRENT_TIMESTAMP and the like into calls.
func (j *job) tsqlNiladic(n *ir.Ref) ir.Expr {
	key := n.Name.Parts[0].Key
	switch key {
	case "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER":
	default:
		if !strings.HasPrefix(key, "@@") || tsqlFn(key) == "" {
			return nil
		}
	}
	c := &ir.Call{Name: n.Name, Fn: tsqlFn(key), NoParens: true}
	c.Sp = n.Sp
	return j.tsqlCall(c)
}

// unify is the type in which values meet, by the rules of the sources' dialect.
func (j *job) unify(a, b *ir.Type) *ir.Type {
	if j.tsql() {
		return tsqlUnify(a, b)
	}
	return unify(a, b)
}

// tsqlCompareQuery converts x, or the query's column, for IN (SELECT …).
func (j *job) tsqlCompareQuery(x *ir.Expr, q *ir.Query) {
	t := tsqlUnify(typeOf(*x), q.Cols[0].Type)
	j.tsqlTo(x, t)
	if ct := q.Cols[0].Type; classOf(ct) != classOf(t) || ct.Base().Kind != t.Base().Kind && (ct.Is(ir.TBit) || t.Is(ir.TBit)) {
		j.convertQuery(q, []*ir.Type{t})
	}
}
