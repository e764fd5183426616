package pgparse

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
)

func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }

// schema is what the routines of the tests refer to.
const schema = `
CREATE TYPE pair AS (a int, b text);
CREATE TABLE emp (id int PRIMARY KEY, name text, boss int, p pair);
CREATE PROCEDURE other(INOUT a int) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;`

// good are bodies that the server accepts; a head of "" is a procedure without parameters.
var good = []struct{ head, body string }{
	{"", "BEGIN END"},
	{"", "#variable_conflict use_column\n<<top>> DECLARE a int; BEGIN top.a := 1; END top;"},
	{"", "DECLARE a int; DECLARE b int := 1; c CONSTANT text NOT NULL DEFAULT 'x;y'; d numeric(10,2)[]; e emp.id%TYPE; f emp%ROWTYPE; g a%TYPE; BEGIN NULL; END"},
	{"", `DECLARE t text COLLATE "C" = 'a'; "Odd Name" int; begin_ int; BEGIN "Odd Name" := 1; begin_ = 2; END`},
	{"", "DECLARE r record; p pair; q pair[]; s emp; BEGIN r := row(1); p.a := 1; q[1].b := 'x'; s.p.a := 2; q[1:2] := q; END"},
	{"", "DECLARE r record; n int; p pair; BEGIN SELECT * INTO STRICT r FROM emp; SELECT id, name INTO n, p.b FROM emp; SELECT INTO n count(*) FROM emp; INSERT INTO emp VALUES (1) RETURNING id INTO n; END"},
	{"", "DECLARE n int; BEGIN WITH x AS (INSERT INTO emp VALUES (1) RETURNING id) SELECT id INTO n FROM x; UPDATE emp SET id = 1; DELETE FROM emp; MERGE INTO emp USING (SELECT 1 AS i) s ON s.i = emp.id WHEN MATCHED THEN DELETE; TRUNCATE emp; CREATE TEMP TABLE z (i int); END"},
	{"", "BEGIN IF (CASE WHEN true THEN false END) THEN NULL; ELSIF 1 = 1 THEN NULL; ELSEIF false THEN NULL; ELSE NULL; END IF; END"},
	{"", "DECLARE n int; BEGIN CASE n WHEN 1, 2 THEN NULL; ELSE NULL; END CASE; CASE WHEN n > 1 THEN NULL; END CASE; END"},
	{"", "BEGIN <<a>> LOOP EXIT a WHEN true; LOOP CONTINUE a; END LOOP; EXIT; END LOOP a; WHILE true LOOP EXIT; END LOOP; END"},
	{"", "BEGIN FOR i IN 1..10 LOOP NULL; END LOOP; FOR i IN REVERSE 10 .. 1 BY 2 LOOP i := 1; END LOOP; FOR i IN (SELECT 1)..(2) LOOP NULL; END LOOP; END"},
	{"", "DECLARE r record; s emp; a int; b text; BEGIN FOR r IN SELECT * FROM emp ORDER BY id LOOP NULL; END LOOP; FOR s IN SELECT * FROM emp LOOP NULL; END LOOP; FOR a, b IN SELECT 1, 'x' LOOP NULL; END LOOP; FOR r IN EXECUTE 'SELECT $1' USING 1 LOOP NULL; END LOOP; FOR r IN INSERT INTO emp VALUES (1) RETURNING * LOOP NULL; END LOOP; END"},
	{"", "DECLARE x int; y int[]; BEGIN FOREACH x IN ARRAY y LOOP NULL; END LOOP; FOREACH y SLICE 1 IN ARRAY ARRAY[[1]] LOOP NULL; END LOOP; END"},
	{"", "DECLARE c CURSOR FOR SELECT 1; d CURSOR (a int, b text) IS SELECT a, b; e refcursor; f SCROLL CURSOR FOR SELECT 1; g NO SCROLL CURSOR FOR SELECT 1; n int; t text; BEGIN OPEN c; OPEN d(1, 'x'); CLOSE d; OPEN d(b := 'x', a := 1); FETCH d INTO n, t; OPEN e FOR SELECT 1; OPEN e SCROLL FOR EXECUTE 'SELECT $1' USING 1; FETCH e INTO n; FETCH NEXT FROM e INTO n; FETCH ABSOLUTE 1 + 1 FROM e INTO n; FETCH FORWARD FROM e INTO n; FETCH LAST IN e INTO n; MOVE e; MOVE FORWARD 2 FROM e; MOVE BACKWARD ALL FROM e; MOVE RELATIVE -1 IN e; CLOSE c; FOR r IN c LOOP t := r; END LOOP; FOR r IN d(1, 'b') LOOP NULL; END LOOP; UPDATE emp SET id = 1 WHERE CURRENT OF c; END"},
	{"", "BEGIN RAISE NOTICE 'a'; RAISE NOTICE 'a % %%', 1; RAISE 'x'; RAISE EXCEPTION USING MESSAGE = 'm', ERRCODE = 'P0001'; RAISE no_data_found; RAISE SQLSTATE '45000' USING DETAIL = 'd' || 'e'; RAISE EXCEPTION '%', f(1, 2) USING HINT = 'x'; RAISE; END"},
	{"", "DECLARE n int; t text; BEGIN GET DIAGNOSTICS n = ROW_COUNT; GET CURRENT DIAGNOSTICS t := PG_CONTEXT; EXCEPTION WHEN unique_violation OR SQLSTATE '23503' THEN GET STACKED DIAGNOSTICS t = MESSAGE_TEXT; t := SQLERRM || SQLSTATE; WHEN OTHERS THEN RAISE; END"},
	{"", "DECLARE n int; BEGIN EXECUTE 'SELECT 1' INTO n; EXECUTE 'SELECT $1, $2' INTO STRICT n USING 1, 2; EXECUTE 'SELECT $1' USING 1 INTO n; EXECUTE 'DROP ' || 'TABLE x'; PERFORM f(1) FROM emp; ASSERT n > 1, 'x'; CALL other(n); DO $d$ BEGIN NULL; END $d$; END"},
	{"", "BEGIN COMMIT; ROLLBACK; COMMIT AND CHAIN; ROLLBACK AND NO CHAIN; SET LOCAL search_path = public; RETURN; END"},
	{"", "BEGIN /* a /* nested */ comment */ -- END\n NULL; -- ; \n END -- done"},
	{"", "DECLARE return_ int; next int; open int; raise int[]; BEGIN next := 1; open = 2; raise[1] := 3; END"},
	{"", "DECLARE n int; BEGIN n := count(*) FROM emp WHERE id = 1; IF count(*) > 0 FROM emp THEN NULL; END IF; END"},
	{"", "DECLARE b boolean; BEGIN b := 1 << 2 > 3 AND '{\"a\":1}'::jsonb @> '{}' AND E'a\\'b' = $$x$$; END"},
	{"PROCEDURE p(a int, INOUT b pair, c pair DEFAULT NULL)", "BEGIN a := 1; b.a := 2; $1 := 3; p.a := 4; END"},
	{"PROCEDURE p(IN OUT a int)", "DECLARE x ALIAS FOR a; y ALIAS FOR $1; BEGIN x := 1; y := 2; END"},
	{"FUNCTION f(int, text) RETURNS int", "BEGIN RETURN $1; END"},
	{"FUNCTION f(a int, OUT b int, OUT c int)", "BEGIN b := a; c := 1; RETURN; END"},
	{"FUNCTION f() RETURNS void", "BEGIN RETURN; END"},
	{"FUNCTION f() RETURNS SETOF int", "BEGIN RETURN NEXT 1; RETURN QUERY SELECT 1; RETURN QUERY EXECUTE 'SELECT $1' USING 1; RETURN; END"},
	{"FUNCTION f() RETURNS TABLE (a int, b pair)", "BEGIN a := 1; b.a := 2; RETURN NEXT; END"},
	{"FUNCTION f() RETURNS pair", "DECLARE p pair; BEGIN RETURN p; RETURN (1, 'a'); RETURN ROW(1, 'a')::pair; END"},
	{"FUNCTION f() RETURNS trigger", "DECLARE n ALIAS FOR new; BEGIN NEW.id := 1; OLD := NEW; n.name = TG_OP; IF TG_ARGV[0] = 'x' THEN RETURN NULL; END IF; RETURN NEW; END"},
	{"FUNCTION f() RETURNS event_trigger", "BEGIN RAISE NOTICE '%', TG_TAG; END"},
	{"FUNCTION f(a anyelement) RETURNS anyelement", "BEGIN RETURN a; END"},
	{"FUNCTION f(VARIADIC a int[]) RETURNS int", "BEGIN RETURN a[1]; END"},
	{"FUNCTION f(d double precision, v character varying DEFAULT 'a,b') RETURNS timestamp with time zone", "BEGIN d := 1; v := 'x'; RETURN now(); END"},
}

// bad are bodies that the server refuses, with the text that the error points to ("" for
// the body's end) and a part of the message.
var bad = []struct{ head, body, at, msg string }{
	{"", "BEGIN NULL END", "END", "syntax error"},
	{"", "BEGIN NULL;", "", "end of input"},
	{"", "NULL;", "NULL", "syntax error"},
	{"", "BEGIN END; END", "END", "syntax error"},
	{"", "BEGIN x := 1; END", "x", `"x" is not a known variable`},
	{"", "DECLARE x int; BEGIN x := 1 +; END", ";", "syntax error"},
	{"", "DECLARE x int; BEGIN x := (1; END", ";", "mismatched parentheses"},
	{"", "DECLARE x int; BEGIN x := 1); END", ")", "mismatched parentheses"},
	{"", "DECLARE x int; x text; BEGIN END", "x", "duplicate declaration"},
	{"", "DECLARE x; BEGIN END", ";", "missing data type"},
	{"", "DECLARE x varchar2(10 char); BEGIN END", "char", "syntax error"},
	{"", "DECLARE x int int; BEGIN END", "int", "syntax error"},
	{"", "DECLARE loop int; BEGIN END", "loop", "syntax error"},
	{"", "DECLARE x int NOT NULL; BEGIN END", "x", "must have a default value"},
	{"", "DECLARE x CONSTANT int := 1; BEGIN x := 2; END", "x", "CONSTANT"},
	{"", "BEGIN SELEC 1; END", "SELEC", "syntax error"},
	{"", "BEGIN INSERT INTO emp VALUES (1,,2); END", ",", "syntax error"},
	{"", "BEGIN UPDATE emp SET id = ; END", ";", "syntax error"},
	{"", "DECLARE a int; BEGIN SELECT 1 INTO nope; END", "nope", "not a known variable"},
	{"", "DECLARE a int; r record; BEGIN SELECT 1, 2 INTO r, a; END", "r", "record variable"},
	{"", "DECLARE a int; BEGIN SELECT 1 INTO a INTO a; END", "INTO", "INTO specified more than once"},
	{"", "BEGIN IF 1 = 1 NULL; END IF; END", ";", `missing "then"`},
	{"", "BEGIN IF 1 = 1 THEN NULL; END; END", ";", "syntax error"},
	{"", "BEGIN IF CASE WHEN true THEN true END THEN NULL; END IF; END", "THEN", "end of input"},
	{"", "BEGIN LOOP NULL; END LOOP", "", "syntax error"},
	{"", "BEGIN <<a>> LOOP EXIT b; END LOOP a; END", "b", "no label"},
	{"", "BEGIN <<a>> LOOP NULL; END LOOP b; END", "b", "differs from block's label"},
	{"", "BEGIN LOOP NULL; END LOOP b; END", "b", "unlabeled block"},
	{"", "BEGIN EXIT; END", "EXIT", "outside a loop"},
	{"", "BEGIN CONTINUE; END", "CONTINUE", "outside a loop"},
	{"", "BEGIN FOR r IN SELECT 1 LOOP NULL; END LOOP; END", "r", "loop variable of loop over rows"},
	{"", "BEGIN FOR i IN 1..10 NULL; END LOOP; END", ";", `missing "loop"`},
	{"", "BEGIN FOR i IN 1.. LOOP NULL; END LOOP; END", "LOOP", "missing expression"},
	{"", "DECLARE r record; BEGIN FOR r IN REVERSE SELECT 1 LOOP NULL; END LOOP; END", "REVERSE", "REVERSE"},
	{"", "DECLARE c refcursor; BEGIN FOR r IN c LOOP NULL; END LOOP; END", "c", "bound cursor"},
	{"", "DECLARE c CURSOR (a int) FOR SELECT 1; BEGIN OPEN c; END", ";", "has arguments"},
	{"", "DECLARE c CURSOR FOR SELECT 1; BEGIN OPEN c(1); END", "(", "no arguments"},
	{"", "DECLARE c CURSOR (a int) FOR SELECT 1; BEGIN OPEN c(1, 2); END", "2", "too many arguments"},
	{"", "DECLARE n int; BEGIN OPEN n FOR SELECT 1; END", "n", "must be of type cursor"},
	{"", "DECLARE c refcursor; BEGIN FETCH c; END", ";", "syntax error"},
	{"", "BEGIN RAISE NOTICE '%'; END", "'%'", "too few parameters"},
	{"", "BEGIN RAISE NOTICE 'x', 1; END", "'x'", "too many parameters"},
	{"", "BEGIN RAISE nosuch; END", "nosuch", "unrecognized exception condition"},
	{"", "BEGIN RAISE EXCEPTION; END", ";", "syntax error"},
	{"", "BEGIN RAISE EXCEPTION 'x' USING NOSUCH = 1; END", "NOSUCH", "unrecognized RAISE"},
	{"", "BEGIN NULL; EXCEPTION WHEN nosuch THEN NULL; END", "nosuch", "unrecognized exception condition"},
	{"", "BEGIN NULL; EXCEPTION WHEN SQLSTATE '1' THEN NULL; END", "'1'", "SQLSTATE"},
	{"", "DECLARE n int; BEGIN GET DIAGNOSTICS n = NOSUCH; END", "NOSUCH", "unrecognized GET DIAGNOSTICS"},
	{"", "DECLARE n text; BEGIN GET DIAGNOSTICS n = MESSAGE_TEXT; END", "MESSAGE_TEXT", "not allowed"},
	{"", "BEGIN GOTO x; END", "GOTO", "syntax error"},
	{"", "BEGIN RETURN 1; END", "1", "RETURN cannot have a parameter in a procedure"},
	{"", "BEGIN COMMIT WORK; END", "WORK", "syntax error"},
	{"", "BEGIN EXECUTE ; END", ";", "missing expression"},
	{"FUNCTION f() RETURNS int", "BEGIN RETURN; END", ";", "missing expression"},
	{"FUNCTION f() RETURNS int", "BEGIN RETURN NEXT 1; END", "NEXT", "non-SETOF"},
	{"FUNCTION f() RETURNS SETOF int", "BEGIN RETURN 1; END", "1", "RETURN cannot have"},
	{"FUNCTION f() RETURNS void", "BEGIN RETURN 1; END", "1", "RETURN cannot have"},
	{"FUNCTION f(OUT a int)", "BEGIN RETURN 1; END", "1", "RETURN cannot have"},
	{"FUNCTION f() RETURNS trigger", "BEGIN NEW.x := 1; RETURN; END", ";", "missing expression"},
	{"FUNCTION f(a int) RETURNS int", "BEGIN a.x := 1; RETURN a; END", "a", "not a known variable"},
}

func create(head, body string) string {
	if head == "" {
		head = "PROCEDURE p()"
	}
	return "CREATE " + head + "\nLANGUAGE plpgsql AS $body$\n" + body + "$body$"
}

func TestBodies(t *testing.T) {
	for _, c := range good {
		if e := Parse(create(c.head, c.body)); e != nil {
			t.Errorf("refused: %s %s\n%v", c.head, c.body, e)
		}
	}
	for _, c := range bad {
		sql := create(c.head, c.body)
		e := Parse(sql)
		if e == nil {
			t.Errorf("accepted: %s %s", c.head, c.body)
			continue
		}
		if !strings.Contains(e.Msg, c.msg) {
			t.Errorf("%s %s\ngot %q, want %q", c.head, c.body, e.Msg, c.msg)
		}
		if !strings.HasPrefix(sql[e.Offset:], c.at) || c.at == "" && e.Offset < len(sql)-len("$body$") {
			t.Errorf("%s %s\n%s: points to %q, want %q", c.head, c.body, e.Msg, sql[e.Offset:], c.at)
		}
	}
}

// TestServerAgrees has the real server judge the same bodies.
func TestServerAgrees(t *testing.T) {
	ctx := context.Background()
	pg := pgservertest.Connect(t).PgConn()
	if err := pg.Exec(ctx, schema).Close(); err != nil {
		t.Fatal(err)
	}
	try := func(sql string) error {
		return errors.Join(pg.Exec(ctx, "BEGIN").Close(), pg.Exec(ctx, sql).Close(), pg.Exec(ctx, "ROLLBACK").Close())
	}
	for _, c := range good {
		if err := try(create(c.head, c.body)); err != nil {
			t.Errorf("the server refuses: %s %s\n%v", c.head, c.body, err)
		}
	}
	for _, c := range bad {
		var pe *pgconn.PgError
		if err := try(create(c.head, c.body)); !errors.As(err, &pe) {
			t.Errorf("the server accepts: %s %s (%v)", c.head, c.body, err)
		}
	}
}

// TestRuntimeOnly are errors that the server finds only when it runs the statement.
func TestRuntimeOnly(t *testing.T) {
	for _, c := range []struct{ body, msg string }{
		{"DECLARE x int; BEGIN x := ; END", "missing expression"},
		{"BEGIN SELECT 1; END", "no destination"},
		{"BEGIN SAVEPOINT a; END", "unsupported transaction command"},
		{"BEGIN EXECUTE 'SELEC 1'; END", "in the statement to execute"},
	} {
		if e := Parse(create("", c.body)); e == nil || !strings.Contains(e.Msg, c.msg) {
			t.Errorf("%s: got %v, want %q", c.body, e, c.msg)
		}
	}
}

func TestPositions(t *testing.T) {
	for _, c := range []struct {
		sql       string
		line, col int
	}{
		{"-- head\nCREATE PROCEDURE p() LANGUAGE plpgsql AS '\nBEGIN\n  RAISE NOTICE ''it''''s''; PERFORM ''a'' 1;\nEND'", 4, 43},
		{"DO $$\nBEGIN\n  PERFORM 'é', 'é' x y;\nEND $$", 3, 22},
		{"DO $$ BEGIN NULL; END $$;\nDO $$ BEGIN NUL; END $$;", 2, 13},
	} {
		e := Parse(c.sql)
		if e == nil || e.Line != c.line || e.Col != c.col {
			t.Errorf("%s\ngot %v, want line %d, column %d", c.sql, e, c.line, c.col)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	sql := create(good[5].head, good[5].body)
	b.SetBytes(int64(len(sql)))
	for b.Loop() {
		if e := Parse(sql); e != nil {
			b.Fatal(e)
		}
	}
}
