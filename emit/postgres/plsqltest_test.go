package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// convertScript takes a script of Oracle's through the whole compiler.
func convertScript(src string, opts emit.Options) (*ir.Schema, *emit.Output) {
	units := sqlplus.Load(context.Background(), []*diag.File{diag.NewFile("test.sql", src)}, nil, sqlplus.Options{}).Units
	s := &ir.Schema{Source: ir.Oracle}
	for i := range units {
		s.Objects = append(s.Objects, oracle.Parse(&units[i], oracle.Options{})...)
	}
	resolve.Resolve(s, resolve.Options{})
	return s, Emit(s, opts)
}

// bodies are bodies of functions that return VARCHAR2, and what a call gives: the notices it raises, each behind "> ",
// and the result.
var bodies = []struct{ decl, body, want string }{
	{"v VARCHAR2(10);", "v := SUBSTR('abc', 4); RETURN NVL(v, 'null');", "null"},
	{"v VARCHAR2(10) := 'x';", "v := ''; IF v IS NULL THEN RETURN 'null'; END IF; RETURN 'not';", "null"},
	{"v VARCHAR2(10) := TRIM('  ');", "IF v IS NULL THEN RETURN 'null'; END IF; RETURN 'not';", "null"},
	{"v VARCHAR2(10); n NUMBER := 0.5;", "v := n; RETURN v;", ".5"},
	{"v VARCHAR2(10); n NUMBER := 10;", "v := 'n=' || n / 4; RETURN v;", "n=2.5"},
	{"i PLS_INTEGER := 7;", "RETURN i / 2;", "3.5"},
	{"n NUMBER := '12';", "n := n + '3'; RETURN n;", "15"},
	{"a VARCHAR2(5); b VARCHAR2(5);", "IF a = b THEN RETURN 'eq'; ELSIF a <> b THEN RETURN 'ne'; ELSE RETURN 'unknown'; END IF;", "unknown"},
	{"a VARCHAR2(5) := ' ';", "IF NOT (TRIM(a) = 'x') THEN RETURN 'not'; ELSE RETURN 'unknown'; END IF;", "unknown"},
	{"a VARCHAR2(5) := ' ';", "IF TRIM(a) <> 'x' THEN RETURN 'ne'; ELSE RETURN 'unknown'; END IF;", "unknown"},
	{"d DATE := DATE '2023-01-31';", "d := ADD_MONTHS(d, 1); RETURN TO_CHAR(d, 'YYYY-MM-DD');", "2023-02-28"},
	{"d DATE := DATE '2023-01-31'; n NUMBER;", "n := d - DATE '2023-01-01'; RETURN n;", "30"},
	{"d DATE; e DATE;", "d := SYSDATE; e := TRUNC(SYSDATE); IF d >= e AND e = TRUNC(d) THEN RETURN 'ok'; END IF; RETURN 'bad';", "ok"},
	{"d DATE := TO_DATE('2023-08-17 10:30', 'YYYY-MM-DD HH24:MI');", "d := d + 1/24; RETURN TO_CHAR(d + 30/1440, 'HH24:MI');", "12:00"},
	{"", "DBMS_OUTPUT.PUT_LINE('hello'); DBMS_OUTPUT.PUT_LINE('100% of ' || 5 || '%'); RETURN 'x';", "> hello\n> 100% of 5%\nx"},
	{"v VARCHAR2(5); n NUMBER := 2.50;", "DBMS_OUTPUT.PUT_LINE('v=' || v || ', n=' || n || '.'); DBMS_OUTPUT.PUT_LINE(v); RETURN 'x';", "> v=, n=2.5.\n> \nx"},
	{"a VARCHAR2(5) := 'a'; b VARCHAR2(5) := 'b';", "DBMS_OUTPUT.PUT_LINE(a || b); DBMS_OUTPUT.PUT_LINE(a || '%' || b); RETURN 'x';", "> ab\n> a%b\nx"},
	{"", "DBMS_OUTPUT.PUT('a'); DBMS_OUTPUT.PUT(1); DBMS_OUTPUT.NEW_LINE; RETURN 'x';", "> a1\nx"},
	{"c CLOB;", "DBMS_LOB.CREATETEMPORARY(c, TRUE); DBMS_LOB.APPEND(c, 'abc'); DBMS_LOB.WRITEAPPEND(c, 2, 'defg'); RETURN DBMS_LOB.SUBSTR(c, 10, 1) || DBMS_LOB.GETLENGTH(c);", "abcde5"},
	{"c CLOB := 'abcdef'; a NUMBER := 3; b VARCHAR2(10);", "DBMS_LOB.READ(c, a, 2, b); RETURN b || a;", "bcd3"},
	{"c CLOB := 'abcdef'; a NUMBER := 3; b VARCHAR2(10);", "DBMS_LOB.READ(c, a, 20, b); RETURN 'no'; EXCEPTION WHEN NO_DATA_FOUND THEN RETURN 'end';", "end"},
	{"c CLOB := 'abcdef';", "DBMS_LOB.WRITE(lob_loc => c, amount => 2, offset => 3, buffer => 'XY'); DBMS_LOB.TRIM(c, 5); RETURN c;", "abXYe"},
	{"", "DBMS_SESSION.SET_IDENTIFIER('me'); RETURN SYS_CONTEXT('USERENV', 'CLIENT_IDENTIFIER');", "me"},
	{"", "DBMS_SESSION.SET_CONTEXT('app_ctx', 'tenant', 42); RETURN SYS_CONTEXT('app_ctx', 'tenant');", "42"},
	{"m VARCHAR2(60); a VARCHAR2(60);", "DBMS_APPLICATION_INFO.SET_MODULE('mod', 'act'); DBMS_APPLICATION_INFO.READ_MODULE(m, a); RETURN m || '/' || a;", "mod/act"},
	{"v NUMBER;", "v := DBMS_RANDOM.VALUE(1, 2); IF v BETWEEN 1 AND 2 THEN RETURN 'ok'; END IF; RETURN v;", "ok"},
	{"r RAW(10) := UTL_RAW.CAST_TO_RAW('abc');", "RETURN r;", "616263"},
	{"r RAW(10) := HEXTORAW('0A0B');", "RETURN RAWTOHEX(UTL_RAW.REVERSE(r)) || UTL_RAW.LENGTH(r);", "0B0A2"},
	{"n NUMBER;", "n := 1 / 0; RETURN 'no'; EXCEPTION WHEN ZERO_DIVIDE THEN RETURN 'zero';", "zero"},
	{"v VARCHAR2(200);", "RAISE NO_DATA_FOUND; EXCEPTION WHEN OTHERS THEN v := DBMS_UTILITY.FORMAT_ERROR_BACKTRACE; IF v IS NOT NULL THEN RETURN 'trace'; END IF; RETURN 'none';", "trace"},
	{"v VARCHAR2(4000);", "v := DBMS_UTILITY.FORMAT_CALL_STACK; IF INSTR(v, 'f') > 0 THEN RETURN 'stack'; END IF; RETURN 'none';", "stack"},
	{"n NUMBER := NULL;", "RETURN GREATEST(1, n) || 'x' || LEAST(2, 3);", "x2"},
	{"n NUMBER := 5;", "RETURN CASE WHEN MOD(n, 2) = 1 THEN 'odd' ELSE 'even' END;", "odd"},
	{"s VARCHAR2(20) := 'a,b,,d'; n NUMBER := 0; i NUMBER := 1;", "LOOP i := INSTR(s, ',', i); EXIT WHEN i = 0; n := n + 1; i := i + 1; END LOOP; RETURN n;", "3"},
	{"s VARCHAR2(20) := 'key=value';", "RETURN SUBSTR(s, 1, INSTR(s, '=') - 1) || '|' || SUBSTR(s, INSTR(s, '=') + 1) || '|' || SUBSTR(s, -3, 2);", "key|value|lu"},
	{"b BOOLEAN := NULL;", "IF NVL(b, FALSE) THEN RETURN 't'; ELSE RETURN 'f'; END IF;", "f"},
	{"d DATE := NULL;", "RETURN NVL(TO_CHAR(d, 'YYYY'), 'none');", "none"},
	{"c CONSTANT VARCHAR2(10) := 'YYYY/MM';", "RETURN TO_CHAR(DATE '2023-08-17', c);", "2023/08"},
	{"c CONSTANT VARCHAR2(10) := 'RR';", "RETURN TO_CHAR(DATE '2023-08-17', 'MM-' || c);", "08-23"},
	{"n NUMBER(10,2) := 1234.5;", "RETURN TO_CHAR(n, 'FM999,990.00') || TRIM(TO_CHAR(n, '9990.9'));", "1,234.501234.5"},
	{"ts TIMESTAMP := TIMESTAMP '2023-08-17 10:00:00'; i INTERVAL DAY TO SECOND;", "i := TIMESTAMP '2023-08-18 12:00:00' - ts; RETURN EXTRACT(DAY FROM i) || ':' || EXTRACT(HOUR FROM i);", "1:2"},
	{"f VARCHAR2(40) := 'fmDD \"of\" Month RRRR HH24:MI:SSSSS';", "RETURN TO_CHAR(DATE '2023-08-07', f);", "7 of August 2023 0:0:0"},
	{"f VARCHAR2(40) := 'DD-MON-RR HH:MI';", "RETURN TO_CHAR(DATE '2023-08-07', f) || TO_CHAR(TO_DATE('07-AUG-55 11:30', f), '\"/\"YYYY-MM-DD HH24:MI');", "07-AUG-23 12:00/1955-08-07 11:30"},
	{"f VARCHAR2(40) := '$9G999D00'; g VARCHAR2(9) := 'FM0XXX';", "RETURN TO_CHAR(1234.5, f) || TO_CHAR(255, g) || TO_CHAR(.5, 'TM');", " $1,234.5000FF.5"},
	{"n NUMBER; m NUMBER := 3;", "SELECT COUNT(*) / 2 + m INTO n FROM DUAL; RETURN n;", "3.5"},
	{"v VARCHAR2(10);", "SELECT TRIM(' ') INTO v FROM DUAL; IF v IS NULL THEN RETURN 'null'; END IF; RETURN 'not';", "null"},
}

func TestBodies(t *testing.T) {
	var src strings.Builder
	for i, b := range bodies {
		fmt.Fprintf(&src, "CREATE OR REPLACE FUNCTION f%d RETURN VARCHAR2 IS %s BEGIN %s END;\n/\n", i, b.decl, b.body)
	}
	s, out := convertScript(src.String(), emit.Options{})
	ctx := context.Background()
	conf, err := pgx.ParseConfig(pgservertest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	var notices []string
	conf.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { notices = append(notices, "> "+n.Message+"\n") }
	conn, err := pgx.ConnectConfig(ctx, conf)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	text := map[string]string{}
	for _, a := range out.Artifacts {
		if _, err := conn.Exec(ctx, a.SQL); err != nil {
			t.Errorf("%v\n%s", err, a.SQL)
		}
		if a.Object != nil {
			text[strings.ToLower(a.Object.Obj().Name.Key())] = a.SQL
		}
	}
	for i, b := range bodies {
		notices = nil
		var got *string
		name := fmt.Sprintf("f%d", i)
		err := conn.QueryRow(ctx, "SELECT "+name+"()").Scan(&got)
		res := strings.Join(notices, "")
		switch {
		case err != nil:
			res += err.Error()
		case got == nil:
			res += "NULL"
		default:
			res += *got
		}
		if res != b.want {
			t.Errorf("%s %s\n got  %s\n want %s\n%s%s", b.decl, b.body, res, b.want, text[name], findingsOf(s, name))
		}
	}
}

// findingsOf lists the findings of a routine.
func findingsOf(s *ir.Schema, name string) string {
	var b strings.Builder
	for _, o := range s.Objects {
		if strings.EqualFold(o.Obj().Name.Key(), name) {
			for _, f := range o.Obj().Findings.Items {
				b.WriteString(f.String() + "\n")
			}
		}
	}
	return b.String()
}
