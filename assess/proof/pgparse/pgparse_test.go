package pgparse

import (
	"strings"
	"testing"
)

func TestStatements(t *testing.T) {
	for _, c := range []struct {
		sql       string
		line, col int // 0: accepted
		msg       string
	}{
		{"CREATE TABLE t (id int);\nCREATE VIEW v AS SELECT 1;", 0, 0, ""},
		{"", 0, 0, ""},
		{"-- only a comment\n", 0, 0, ""},
		{"SELECT 'ü' AS ü,\n  'é' é é FROM t", 2, 9, `syntax error at or near "é"`},
		{"CREATE TABLE t (id int,,\n)", 1, 24, `syntax error at or near ","`},
		{"SELECT 'abc", 1, 8, "unterminated quoted string"},
		{"SELECT 1\x00", 1, 9, "NUL"},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\nSELECT 1 +\n$$", 3, 1, "syntax error at end of input"},
		{"CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''a'' || ''b'' ''c'''", 1, 73, `syntax error at or near "'c'"`},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END", 0, 0, ""},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", 0, 0, ""},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'sym ('", 0, 0, ""},
		{"CREATE FUNCTION f() RETURNS int AS $$ x ( $$ LANGUAGE plpython3u", 0, 0, ""},
	} {
		expect(t, c.sql, c.line, c.col, c.msg)
	}
}

func expect(t *testing.T, sql string, line, col int, msg string) {
	t.Helper()
	e := Parse(sql)
	switch {
	case e == nil && line != 0:
		t.Errorf("accepted:\n%s\nwant %q", sql, msg)
	case e != nil && line == 0:
		t.Errorf("refused:\n%s\n%v", sql, e)
	case e != nil && (e.Line != line || e.Col != col || !strings.Contains(e.Msg, msg)):
		t.Errorf("%s\ngot  %v\nwant line %d, column %d: %s", sql, e, line, col, msg)
	}
}
