package postgres

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/emit"
)

// golden are expressions and the text that they must become, word for word: what is frequent has to read well.
var golden = [][2]string{
	{"NVL(s, 'x')", "coalesce(s, 'x')"},
	{"NVL(e, '')", "e"},
	{"COALESCE(s, e, 'x')", "coalesce(s, e, 'x')"},
	{"NVL(SUM(m), 0)", "coalesce(sum(m), 0)"},
	{"SYSDATE", "statement_timestamp()::timestamp(0)"},
	{"TRUNC(SYSDATE)", "current_date::timestamp"},
	{"TRUNC(SYSDATE, 'MM')", "date_trunc('month', localtimestamp)"},
	{"ADD_MONTHS(TRUNC(SYSDATE, 'YEAR'), 12)", "date_trunc('year', localtimestamp) + interval '1 year'"},
	{"TRUNC(d)", "date_trunc('day', d)"},
	{"TRUNC(d, 'MM')", "date_trunc('month', d)"},
	{"TRUNC(d, 'YYYY')", "date_trunc('year', d)"},
	{"d + 1", "d + interval '1 day'"},
	{"d - 7", "d - interval '7 days'"},
	{"d + 1/24", "d + interval '1 hour'"},
	{"d + 30/1440", "d + interval '30 minutes'"},
	{"d + 5/(24*60)", "d + interval '5 minutes'"},
	{"d + n5", "d + n5 * interval '1 day'"},
	{"d + n5/24", "d + n5 * interval '1 hour'"},
	{"d + n5/24/60", "d + n5 * interval '1 minute'"},
	{"d - d2", "extract(epoch FROM d - d2) / 86400"},
	{"(d - d2) * 24", "extract(epoch FROM d - d2) / 3600"},
	{"(d - d2) * 24 * 60", "extract(epoch FROM d - d2) / 60"},
	{"(d - d2) * 86400", "extract(epoch FROM d - d2)"},
	{"TRUNC(d) - TRUNC(d2)", "d::date - d2::date"},
	{"TO_CHAR(d, 'YYYY-MM-DD')", "to_char(d, 'YYYY-MM-DD')"},
	{"TO_CHAR(d, 'DD-MON-YYYY HH24:MI:SS')", "to_char(d, 'DD-MON-YYYY HH24:MI:SS')"},
	{"TO_CHAR(n5)", "n5::text"},
	{"TO_DATE('2020-01-15', 'YYYY-MM-DD')", "to_date('2020-01-15', 'YYYY-MM-DD')::timestamp"},
	{"TO_DATE('2020-01-15 10:00', 'YYYY-MM-DD HH24:MI')", "to_timestamp('2020-01-15 10:00', 'YYYY-MM-DD HH24:MI')::timestamp(0)"},
	{"DATE '2020-01-15'", "timestamp '2020-01-15'"},
	{"TO_NUMBER('12')", "12"},
	{"TO_NUMBER(s)", "s::numeric"},
	{"s || e", "nullif(concat(s, e), '')"},
	{"ns || '-x'", "ns || '-x'"},
	{"ns || id", "ns || id"},
	{"s || ', ' || e", "concat(s, ', ', e)"},
	{"'a' || 'b'", "'a' || 'b'"},
	{"n5 / 2", "n5 / 2.0"},
	{"n5 / id", "n5::numeric / id"},
	{"m / n5", "m / n5"},
	{"n5 * 100", "n5 * 100"},
	{"id * n5", "id::bigint * n5"},
	{"DECODE(n5, 1, 'a', 2, 'b', 'c')", "CASE n5 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END"},
	{"DECODE(e, NULL, 'none', 'x', 'y')", "CASE WHEN e IS NULL THEN 'none' WHEN e = 'x' THEN 'y' END"},
	{"NVL2(e, 'a', 'b')", "CASE WHEN e IS NOT NULL THEN 'a' ELSE 'b' END"},
	{"CASE WHEN n5 > 1 AND (s = 'a' OR s = 'b') THEN 1 ELSE 0 END", "CASE WHEN n5 > 1 AND (s = 'a' OR s = 'b') THEN 1 ELSE 0 END"},
	{"SUBSTR(s, 1, 3)", "substr(s, 1, 3)"},
	{"SUBSTR(s, 0, 3)", "substr(s, 1, 3)"},
	{"SUBSTR(s, -1)", "right(s, 1)"},
	{"SUBSTR(s, -3)", "crosswalk.substr(s, -3)"},
	{"SUBSTR(s, INSTR(s, ' ') + 1)", "nullif(substr(s, strpos(s, ' ') + 1), '')"},
	{"SUBSTR(s, 1, INSTR(s, ' ') - 1)", "nullif(substr(s, 1, greatest(strpos(s, ' ') - 1, 0)), '')"},
	{"INSTR(s, 'o')", "strpos(s, 'o')"},
	{"INSTR(s, 'o', -1)", "crosswalk.instr(s, 'o', -1)"},
	{"INSTR(s, 'o', 1, 2)", "crosswalk.instr(s, 'o', 1, 2)"},
	{"REPLACE(s, 'a')", "nullif(replace(s, 'a', ''), '')"},
	{"REPLACE(s, 'a', NULL)", "nullif(replace(s, 'a', ''), '')"},
	{"REPLACE(s, 'a', 'b')", "replace(s, 'a', 'b')"},
	{"LENGTH(s)", "length(s)"},
	{"LENGTH(TRIM(s))", "length(nullif(trim(s), ''))"},
	{"LPAD(n5, 8, '0')", "lpad(n5::text, 8, '0')"},
	{"UPPER(s)", "upper(s)"},
	{"CHR(10)", "chr(10)"},
	{"ROUND(m, 1)", "round(m, 1)"},
	{"ROUND(m)", "round(m)"},
	{"TRUNC(m)", "trunc(m)"},
	{"TRUNC(n5)", "n5"},
	{"MOD(n5, 2)", "mod(n5, 2)"},
	{"CEIL(m)", "ceil(m)"},
	{"BITAND(n5, 4)", "n5 & 4"},
	{"GREATEST(1, 2)", "greatest(1, 2)"},
	{"GREATEST(n5, 0)", "crosswalk.greatest(n5, 0)"},
	{"REGEXP_REPLACE(s, '[^0-9]', '')", "nullif(regexp_replace(s, '[^0-9]', '', 'g'), '')"},
	{"REGEXP_SUBSTR(s, '[^,]+', 1, 2)", "regexp_substr(s, '[^,]+', 1, 2)"},
	{"LAST_DAY(TRUNC(d))", "date_trunc('month', date_trunc('day', d)) + interval '1 month - 1 day'"},
	{"ADD_MONTHS(TRUNC(d, 'MM'), -1)", "date_trunc('month', d) - interval '1 month'"},
	{"ADD_MONTHS(d, 3)", "crosswalk.add_months(d, 3)"},
	{"EXTRACT(YEAR FROM d)", "extract(year FROM d)"},
	{"RAWTOHEX(SYS_GUID())", "upper(replace(gen_random_uuid()::text, '-', ''))"},
	{"SYS_GUID()", "uuid_send(gen_random_uuid())"},
	{"USER", "upper(session_user)"},
	{"SYS_CONTEXT('USERENV', 'SESSION_USER')", "upper(session_user)"},
	{"LISTAGG(s, ', ') WITHIN GROUP (ORDER BY s)", "string_agg(s, ', ' ORDER BY s)"},
	{"COUNT(*)", "count(*)"},
	{"COUNT(DISTINCT s)", "count(DISTINCT s)"},
	{"ROW_NUMBER() OVER (PARTITION BY s ORDER BY d DESC)", "row_number() OVER (PARTITION BY s ORDER BY d DESC)"},
	{"NUMTODSINTERVAL(5, 'MINUTE')", "interval '5 minutes'"},
	{"INTERVAL '1' DAY", "interval '1 day'"},
	{"CAST(s AS NUMBER)", "s::numeric"},
	{"CAST(n5 AS VARCHAR2(10))", "n5::varchar(10)"},
	{"JSON_VALUE(j, '$.b.c')", "crosswalk.json_scalar(crosswalk.try_json(j) #> '{b,c}')"},
	{"-n5", "-n5"},
	{"(n5 + 1) * 2", "(n5 + 1) * 2"},
	{"n5 - (1 - id)", "n5 - (1 - id)"},
	{"s LIKE 'a%'", "s LIKE 'a%'"},
	{"s LIKE 'a\\_%' ESCAPE '\\'", `s LIKE 'a\_%'`},
	{"NVL2(dn, 'N', dn) IS NULL", "dn IS NULL"},
	{"TRIM(s) IS NULL", "nullif(trim(s), '') IS NULL"},
	{"s || e IS NOT NULL", "s IS NOT NULL OR e IS NOT NULL"},
	{"d BETWEEN TRUNC(SYSDATE) AND SYSDATE", "d BETWEEN current_date AND statement_timestamp()::timestamp(0)"},
	{"s IN ('a', 'b')", "s IN ('a', 'b')"},
}

func TestGolden(t *testing.T) {
	list := make([]string, len(golden))
	for i, g := range golden {
		list[i] = asValue(g[0])
	}
	es, ps := exprs(t, emit.Options{}, list)
	for i, g := range golden {
		if ps[i] == nil {
			continue
		}
		if got := writtenCond(ps[i], es[i]); got != g[1] {
			t.Errorf("%s\n  got  %s\n  want %s", g[0], got, g[1])
		}
	}
}

// TestOrafce: the extension's functions stand in for the library's.
func TestOrafce(t *testing.T) {
	list := [][2]string{
		{"ADD_MONTHS(d, 3)", "oracle.add_months(d, 3)"},
		{"GREATEST(n5, nn)", "oracle.greatest(n5, nn)"},
		{"NEXT_DAY(DATE '2020-01-01', 'FRIDAY')", "oracle.next_day(date '2020-01-01'::timestamp, 'FRIDAY')"},
		{"MONTHS_BETWEEN(d, d2)", "oracle.months_between(d, d2)"},
		{"TO_DATE(s, 'DD-MON-RR')", "crosswalk.to_date(s, 'DD-MON-RR')"},
		{"ASCIISTR(s)", "crosswalk.asciistr(s)"},
	}
	src := make([]string, len(list))
	for i, g := range list {
		src[i] = g[0]
	}
	es, ps := exprs(t, emit.Options{Orafce: true}, src)
	for i, g := range list {
		if ps[i] == nil {
			continue
		}
		if got := ps[i].exprText(es[i]); got != g[1] {
			t.Errorf("%s\n  got  %s\n  want %s", g[0], got, g[1])
		}
		if i < 4 && !ps[i].exts["orafce"] {
			t.Errorf("%s: the extension is not asked for", g[0])
		}
	}
}

// unknown are expressions over a table that is not in the sources, with the code that they must raise, "" for none.
var unknown = [][2]string{
	{"TRUNC(x.a)", "CW1407"}, {"ROUND(x.a)", "CW1407"}, {"TRUNC(x.a, 'MM')", ""}, {"x.a + x.b", ""}, {"SYSDATE + x.a", "CW1407"}, {"x.a / x.b", ""}, {"NVL(x.a, 0)", ""},
	{"UPPER(x.a)", ""}, {"TO_CHAR(x.a, 'YYYY')", ""}, {"TO_CHAR(x.a, '999')", ""}, {"ROUND(x.a, 2)", ""}, {"SYSDATE - 1", ""},
}

// TestUnknownTypes: what depends on a type that is not known is never green.
func TestUnknownTypes(t *testing.T) {
	for _, u := range unknown {
		s, _ := convertScript("CREATE VIEW v AS SELECT "+u[0]+" AS c0 FROM not_there x;", emit.Options{})
		found := false
		for _, f := range s.Objects[0].Obj().Findings.Items {
			found = found || f.Code.ID == "CW1407"
		}
		if found != (u[1] != "") {
			t.Errorf("%s: CW1407 is %v; %s", u[0], found, codes(s.Objects[0]))
		}
	}
}
