package postgres

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/emit"
)

// behaviour are expressions of Oracle and what its manual (or its server) says they give, for the row of the test table.
// NULL is written NULL; a boolean result of a condition is true or false.
var behaviour = [][2]string{
	// The empty string is NULL.
	{"NVL('', 'x')", "x"}, {"s || e", "Hello World"}, {"e || e", "NULL"}, {"NVL(e || e, 'empty')", "empty"}, {"NVL(TRIM('   '), 'empty')", "empty"},
	{"NVL(REPLACE('aaa', 'a'), 'empty')", "empty"}, {"NVL(SUBSTR('abc', 4), 'empty')", "empty"}, {"LENGTH('')", "NULL"}, {"LENGTH(TRIM(' '))", "NULL"},
	{"TRIM('  ') IS NULL", "true"}, {"e IS NULL", "true"}, {"e || '' IS NULL", "true"}, {"e || 'x' IS NULL", "false"}, {"RTRIM('xx', 'x') IS NULL", "true"},
	{"SUBSTR(s, 40) IS NULL", "true"}, {"DECODE(e, '', 'null', 'not')", "null"}, {"NVL2('', 1, 2)", "2"}, {"COALESCE('', e, 'z')", "z"},
	{"NVL(REGEXP_REPLACE('abc', '[a-z]'), 'gone')", "gone"}, {"NVL(TRANSLATE('abc', 'xabc', 'x'), 'gone')", "gone"}, {"NVL(LTRIM('aaa', 'a'), 'gone')", "gone"},
	{"NVL(UPPER(TRIM(' ')), 'gone')", "gone"}, {"NVL(LPAD('a', 0), 'gone')", "gone"},
	// SUBSTR
	{"SUBSTR('ABCDEFG', 3, 4)", "CDEF"}, {"SUBSTR('ABCDEFG', -5, 4)", "CDEF"}, {"SUBSTR('ABCDEFG', 0, 2)", "AB"}, {"SUBSTR('ABCDEFG', 0)", "ABCDEFG"},
	{"SUBSTR('ABCDEFG', -3)", "EFG"}, {"SUBSTR('ABCDEFG', -8)", "NULL"}, {"SUBSTR('ABCDEFG', 2.7, 2)", "BC"}, {"SUBSTR('ABCDEFG', 3, 0)", "NULL"},
	{"SUBSTR('ABCDEFG', 3, -1)", "NULL"}, {"NVL(SUBSTR('ABCDEFG', 9), 'n')", "n"}, {"SUBSTR(s, INSTR(s, ' ') + 1)", "World"},
	{"NVL(SUBSTR(s, 1, INSTR(s, '#') - 1), 'none')", "none"}, {"SUBSTR(s, x)", "ello World"}, {"SUBSTR(s, n5, 1)", "l"}, {"SUBSTR(s, -n5, 3)", "ell"}, {"SUBSTR(id, 1, 1)", "7"},
	{"SUBSTR(s, nn)", "NULL"}, {"SUBSTR(s, -1)", "d"}, {"SUBSTR(k, 6, 4)", "text"},
	// INSTR
	{"INSTR('CORPORATE FLOOR', 'OR', 3, 2)", "14"}, {"INSTR('CORPORATE FLOOR', 'OR', -3, 2)", "2"}, {"INSTR('abc', 'd')", "0"}, {"INSTR('abc', '')", "NULL"},
	{"INSTR(s, 'o', 1, 2)", "8"}, {"INSTR(s, 'o', -1)", "8"}, {"INSTR(s, 'l', 5)", "10"}, {"INSTR(nn, 'a')", "NULL"}, {"INSTR(12345, 3)", "3"}, {"INSTR('aaa', 'a', 0)", "0"},
	// Character functions
	{"LPAD('Page 1', 15, '*.')", "*.*.*.*.*Page 1"}, {"RPAD('MORRISON', 12, 'ab')", "MORRISONabab"}, {"LPAD('abc', 2)", "ab"}, {"LPAD(7, 3, '0')", "007"}, {"RPAD('x', 3) || '|'", "x  |"},
	{"REPLACE('JACK and JUE', 'J', 'BL')", "BLACK and BLUE"}, {"REPLACE('abc', NULL, 'x')", "abc"}, {"REPLACE('abc', 'b', NULL)", "ac"}, {"REPLACE('abc', 'b', e)", "ac"}, {"REPLACE('abc', e, 'x')", "abc"},
	{"TRANSLATE('SQL*Plus User''s Guide', ' */''', '___')", "SQL_Plus_Users_Guide"}, {"TRANSLATE('2KRW229', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', '9999999999XXXXXXXXXXXXXXXXXXXXXXXXXX')", "9XXX999"},
	{"TRANSLATE('abc', 'a', '')", "NULL"}, {"INITCAP('the soap')", "The Soap"}, {"INITCAP('o''neil mc-donald')", "O'Neil Mc-Donald"},
	{"TRIM(0 FROM 0009872348900)", "98723489"}, {"TRIM(LEADING '0' FROM '00120')", "120"}, {"TRIM(BOTH 'x' FROM 'xxaxx')", "a"}, {"TRIM(b)", "pad"},
	{"LTRIM('<=====>BROWNING<=====>', '<>=')", "BROWNING<=====>"}, {"RTRIM('<=====>BROWNING<=====>', '<>=')", "<=====>BROWNING"}, {"LTRIM('121Tech', '12')", "Tech"},
	{"CHR(67) || CHR(65) || CHR(84)", "CAT"}, {"ASCII('A')", "65"}, {"CONCAT('a', 'b')", "ab"}, {"CONCAT(s, e)", "Hello World"}, {"CONCAT(1, 2)", "12"},
	{"LENGTH('CANDIDE')", "7"}, {"LENGTH(c)", "5"}, {"c || '|'", "ab   |"}, {"LENGTH(12345)", "5"}, {"LENGTHB('abc')", "3"}, {"LENGTH(k)", "9"},
	{"UPPER('Large')", "LARGE"}, {"LOWER('MR. SCOTT')", "mr. scott"}, {"SOUNDEX('SMYTHE')", "S530"}, {"REVERSE('abc')", "cba"},
	{"UNISTR('abc\\00e5\\00f1\\00f6')", "abcåñö"}, {"ASCIISTR('ABÄCDE')", "AB\\00C4CDE"}, {"NCHR(187)", "»"},
	// Numbers
	{"10 / 4", "2.5000000000000000"}, {"n5 / 4", "2.5000000000000000"}, {"1 / 2 * 10 = 5", "true"}, {"n5 / id * 7 > 9.99", "true"}, {"MOD(11, 4)", "3"}, {"MOD(11, 0)", "11"}, {"MOD(-11, 4)", "-3"},
	{"MOD(11, -4)", "3"}, {"MOD(n5, nn)", "NULL"}, {"MOD(n5, id - 7)", "10"}, {"REMAINDER(11, 4)", "-1"}, {"REMAINDER(-11, 4)", "1"}, {"POWER(3, 2) = 9", "true"}, {"POWER(2, -1) = 0.5", "true"},
	{"SQRT(26) > 5.0990195135", "true"}, {"ROUND(15.193, 1)", "15.2"}, {"ROUND(15.193, -1)", "20"}, {"ROUND(1.5)", "2"}, {"ROUND(-1.5)", "-2"}, {"ROUND(2.5)", "3"}, {"TRUNC(15.79, 1)", "15.7"},
	{"TRUNC(15.79, -1)", "10"}, {"TRUNC(-15.79)", "-15"}, {"CEIL(15.7)", "16"}, {"CEIL(-15.7)", "-15"}, {"FLOOR(15.7)", "15"}, {"FLOOR(-15.2)", "-16"}, {"SIGN(-15)", "-1"}, {"SIGN(n5)", "1"}, {"ABS(-15)", "15"},
	{"BITAND(6, 3)", "2"}, {"BITAND(n5, 8) = 8", "true"}, {"BIN_TO_NUM(1, 0, 1, 0)", "10"}, {"WIDTH_BUCKET(35, 0, 100, 10)", "4"}, {"EXP(0)", "1.0000000000000000"}, {"LN(1)", "0.0000000000000000"}, {"LOG(10, 100) = 2", "true"},
	{"ROUND(f, 1)", "0.3"}, {"TRUNC(f)", "0"}, {"ROUND(x)", "3"}, {"n15 * 1000000000 = 3000000000000000000", "true"}, {"id * n15 * 1000000000 > 0", "true"}, {"ROUND(n5, -1)", "10"}, {"ATAN2(0, 1)", "0"}, {"NANVL(f, 0)", "0.25"},
	{"-(-n5)", "10"}, {"n5 - -id", "17"}, {"n5 - (id - 1)", "4"}, {"2 * (n5 + id)", "34"}, {"ROUND(12.5, nn)", "NULL"}, {"TRUNC(m, 1)", "12.5"}, {"SUM(n5) / 4", "2.5000000000000000"}, {"COUNT(*) / 2", "0.50000000000000000000"},
	// Numbers as text: no zero in front of the point, no zeros behind.
	{"TO_CHAR(0.5)", ".5"}, {"TO_CHAR(-0.5)", "-.5"}, {"TO_CHAR(m)", "12.5"}, {"TO_CHAR(x)", "2.5"}, {"TO_CHAR(1/4)", ".25"}, {"'n' || m", "n12.5"}, {"'n' || x", "n2.5"}, {"'n' || n5", "n10"}, {"'a' || 10/4", "a2.5"}, {"TO_CHAR(n15)", "3000000000"},
	{"n5 || ''", "10"}, {"n5 || id", "107"}, {"'x' || 0.50", "x.5"}, {"'x' || 3.0", "x3"}, {"TO_CHAR(10.00)", "10"}, {"TO_CHAR(1.5e3)", "1500"}, {"TO_CHAR(-1)", "-1"}, {"'f' || f", "f.25"}, {"TO_CHAR(nn)", "NULL"}, {"'[' || nn || ']'", "[]"}, {"TO_CLOB(m)", "12.5"}, {"TO_CHAR(COUNT(*))", "1"},
	// GREATEST and LEAST, NVL and its kin
	{"GREATEST(1, 3, 2)", "3"}, {"GREATEST(1, nn, 2)", "NULL"}, {"LEAST(n5, id)", "7"}, {"LEAST(d, dn)", "NULL"}, {"GREATEST('HARRY', 'HARRIOT', 'HAROLD')", "HARRY"}, {"GREATEST(n5, 2.5)", "10"}, {"LEAST(n5, 2.5)", "2.5"},
	{"NVL(nn, 0)", "0"}, {"NVL(s, 0)", "Hello World"}, {"NVL(e, 0)", "0"}, {"NULLIF(1, 1)", "NULL"}, {"NULLIF(s, 'x')", "Hello World"}, {"NVL2(nn, 'a', 'b')", "b"}, {"LNNVL(nn = 1)", "true"},
	{"DECODE(nn, NULL, 'null', 1, 'one')", "null"}, {"DECODE(e, e, 'same', 'other')", "same"}, {"DECODE(3, 1, 'a', 2, 'b')", "NULL"}, {"DECODE(n5, 10, 'ten', 'x')", "ten"}, {"DECODE('10', n5, 'y', 'n')", "y"}, {"DECODE(c1, 'Y', 1, 0)", "1"},
	{"DECODE(SIGN(n5 - 20), -1, 'less', 0, 'same', 'more')", "less"}, {"NVL(d2, SYSDATE)", "2023-01-31 00:00:00"}, {"CASE n5 WHEN 10 THEN 'ten' END", "ten"}, {"CASE WHEN nn > 1 THEN 'a' WHEN NOT nn > 1 THEN 'b' ELSE 'c' END", "c"},
}

func TestBehaviour(t *testing.T) {
	check(t, emit.Options{}, behaviour)
	check(t, emit.Options{}, dateBehaviour)
	check(t, emit.Options{}, formatBehaviour)
	check(t, emit.Options{}, otherBehaviour)
}

// TestOrafceBehaviour: with the extension orafce in the place of the library, results are the same. In CI a missing
// extension fails the test.
func TestOrafceBehaviour(t *testing.T) {
	conn := server(t)
	if _, err := conn.Exec(t.Context(), "CREATE EXTENSION orafce"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("orafce: run .ci/deps server: %v", err)
		}
		t.Skipf("the extension orafce is missing: .ci/deps server installs it: %v", err)
	}
	for _, list := range [][][2]string{behaviour, dateBehaviour, formatBehaviour, otherBehaviour} {
		checkOn(t, conn, emit.Options{Orafce: true}, list)
	}
}

// check converts every expression, runs it and compares.
func check(t *testing.T, opts emit.Options, list [][2]string) {
	t.Helper()
	checkOn(t, server(t), opts, list)
}

func checkOn(t *testing.T, conn *pgx.Conn, opts emit.Options, list [][2]string) {
	t.Helper()
	src := make([]string, len(list))
	for i, g := range list {
		src[i] = conditionAsValue(g)
	}
	es, ps := exprs(t, opts, src)
	for i, g := range list {
		if ps[i] == nil {
			continue
		}
		text := writtenCond(ps[i], es[i])
		if src[i] == g[0] {
			text = ps[i].exprText(es[i])
		}
		if got := evaluate(conn, text); got != g[1] {
			t.Errorf("%s\n  as   %s\n  got  %s\n  want %s   %s", g[0], text, got, g[1], codes(ps[i].obj))
		}
	}
}

// conditionAsValue wraps what gives true or false.
func conditionAsValue(g [2]string) string {
	if g[1] == "true" || g[1] == "false" {
		return "CASE WHEN " + g[0] + " THEN 1 END"
	}
	return g[0]
}
