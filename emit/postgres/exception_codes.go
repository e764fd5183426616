package postgres

import (
	"fmt"

	"github.com/crosswalk-db/crosswalk/ir"
)

// predefinedCond says which PostgreSQL conditions Oracle's predefined exceptions become in a handler, and which one
// RAISE raises (the first). never marks those that PostgreSQL does not raise itself.
var predefinedCond = map[string]struct {
	conds []string
	never bool
}{
	"NO_DATA_FOUND":           {conds: []string{"NO_DATA_FOUND"}},
	"TOO_MANY_ROWS":           {conds: []string{"TOO_MANY_ROWS"}},
	"DUP_VAL_ON_INDEX":        {conds: []string{"unique_violation"}},
	"ZERO_DIVIDE":             {conds: []string{"division_by_zero"}},
	"INVALID_NUMBER":          {conds: []string{"invalid_text_representation", "numeric_value_out_of_range"}},
	"VALUE_ERROR":             {conds: []string{"invalid_text_representation", "numeric_value_out_of_range", "string_data_right_truncation", "null_value_not_allowed", "invalid_parameter_value"}},
	"CURSOR_ALREADY_OPEN":     {conds: []string{"duplicate_cursor"}},
	"INVALID_CURSOR":          {conds: []string{"invalid_cursor_name", "invalid_cursor_state", "null_value_not_allowed"}},
	"CASE_NOT_FOUND":          {conds: []string{"case_not_found"}},
	"ROWTYPE_MISMATCH":        {conds: []string{"datatype_mismatch"}},
	"LOGIN_DENIED":            {conds: []string{"invalid_password", "invalid_authorization_specification"}},
	"PROGRAM_ERROR":           {conds: []string{"internal_error"}},
	"STORAGE_ERROR":           {conds: []string{"out_of_memory"}},
	"TIMEOUT_ON_RESOURCE":     {conds: []string{"lock_not_available"}},
	"SYS_INVALID_ROWID":       {conds: []string{"invalid_text_representation"}},
	"ACCESS_INTO_NULL":        {conds: []string{"null_value_not_allowed"}, never: true},
	"COLLECTION_IS_NULL":      {conds: []string{"null_value_not_allowed"}, never: true},
	"SELF_IS_NULL":            {conds: []string{"null_value_not_allowed"}, never: true},
	"SUBSCRIPT_BEYOND_COUNT":  {conds: []string{"array_subscript_error"}, never: true},
	"SUBSCRIPT_OUTSIDE_LIMIT": {conds: []string{"array_subscript_error"}, never: true},
	"NOT_LOGGED_ON":           {conds: []string{"connection_does_not_exist"}, never: true},
	"NO_DATA_NEEDED":          {conds: []string{"SQLSTATE '02001'"}, never: true},
	"USERENV_COMMITSCN_ERROR": {conds: []string{"feature_not_supported"}, never: true},
}

// oraStates are the SQLSTATEs that PostgreSQL raises where Oracle raises the ORA number. The run-time function
// ora_code has the same table, the other way round.
var oraStates = map[int]string{
	-1: "23505", -51: "55P03", -54: "55P03", -60: "40P01", -900: "42601", -903: "42602", -904: "42703", -905: "42601",
	-907: "42601", -911: "42601", -913: "42601", -917: "42601", -923: "42601", -933: "42601", -936: "42601", -938: "42883",
	-942: "42P01", -947: "42601", -955: "42P07", -957: "42701", -959: "42704", -980: "42P01", -1001: "34000", -1017: "28P01",
	-1031: "42501", -1400: "23502", -1401: "22001", -1403: "P0002", 100: "P0002", -1407: "23502", -1408: "42P07",
	-1418: "42704", -1422: "P0003", -1426: "22003", -1427: "21000", -1430: "42701", -1432: "42704", -1433: "42710", -1434: "42704",
	-1438: "22003", -1455: "22003", -1476: "22012", -1481: "22P02", -1722: "22P02", -1756: "42601", -1789: "42601",
	-1810: "22007", -1821: "22007", -1830: "22007", -1839: "22008", -1840: "22007", -1841: "22008", -1843: "22008",
	-1847: "22008", -1849: "22008", -1850: "22008", -1851: "22008", -1858: "22007", -1861: "22007", -1918: "42704",
	-1919: "42704", -1920: "42710", -1921: "42710", -2260: "42P16", -2261: "42710", -2264: "42710", -2275: "42710",
	-2289: "42P01", -2290: "23514", -2291: "23503", -2292: "23503", -2293: "23514", -2298: "23503", -2299: "23505",
	-2430: "42704", -2431: "42704", -2443: "42704", -4043: "42883", -4080: "42704", -4091: "27000", -6502: "22003",
	-6504: "42804", -6511: "42P03", -6530: "22004", -6531: "22004", -6532: "2202E", -6533: "2202E", -6550: "42601",
	-6592: "20000", -8177: "40001", -12899: "22001", -30006: "55P03", -1013: "57014", -2049: "55P03", -12725: "2201B",
	-24381: "23000", -20: "53300", -18: "53300", -6512: "XX000", -1735: "42601", -922: "42601", -2000: "42704", -1952: "42704",
}

// sqlStateOf gives the SQLSTATE of an Oracle error number: PostgreSQL's own where it has one, OR with the last three
// digits for the numbers of RAISE_APPLICATION_ERROR, and else one of class X0 or X1 that encodes the number.
func sqlStateOf(code int) string {
	if s, ok := oraStates[code]; ok {
		return s
	}
	if code <= -20000 && code >= -20999 {
		return appState(code)
	}
	n := code
	if n < 0 {
		n = -n
	}
	return "X" + base36(n, 4)
}

// appState is the SQLSTATE of a RAISE_APPLICATION_ERROR number. A code that ends in 000 names a whole class, so
// -20000 gets one of its own.
func appState(code int) string {
	if code == -20000 {
		return "ORA00"
	}
	return fmt.Sprintf("OR%03d", -code-20000)
}

// raisedByServer tells ORA numbers whose SQLSTATE PostgreSQL raises itself.
func raisedByServer(code int) bool {
	_, ok := oraStates[code]
	return ok
}

// handlerCond writes the condition of a handler for a declared exception.
func (p *printer) declaredCond(d *ir.ExceptionDecl) string {
	return "SQLSTATE " + quoteLiteral(p.em.stateOf(d))
}

// stateOf is the SQLSTATE of a declared exception.
func (em *emitter) stateOf(d *ir.ExceptionDecl) string {
	if s, ok := em.plan.state[d]; ok {
		return s
	}
	if d.HasCode {
		return sqlStateOf(d.Code)
	}
	return userState(d.Name.Key, map[string]bool{})
}
