package oracle

import (
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
)

// sqlReserved are the words that Oracle reserves in SQL but not in PL/SQL, and the other way
// round: they are names in one of the languages only.
var (
	sqlReserved   = set("ADD AUDIT CLUSTER COLUMN COMMENT CURRENT DATE DELETE EXCLUSIVE EXISTS IDENTIFIED IMMEDIATE INCREMENT LEVEL LOCK LONG MODE MODIFY NOAUDIT NOCOMPRESS NOWAIT OFFLINE ONLINE OPTION PRIOR PUBLIC RAW RENAME RESOURCE ROW ROWID ROWNUM ROWS SESSION SET SHARE SIZE START SYNONYM SYSDATE TRIGGER UID USER VALIDATE CHAR FILE CONNECT GROUP")
	plsqlReserved = set("BEGIN CASE CURSOR DECLARE END EXCEPTION FETCH FUNCTION GOTO IF PROCEDURE SQL SUBTYPE TYPE WHEN LOCK MODE NOWAIT OPTION PRIOR PUBLIC RESOURCE SHARE SIZE START EXCLUSIVE CLUSTER VIEW EXISTS IDENTIFIED DELETE COMPRESS RETURN CONNECT GROUP ELSIF LOOP USING SET")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// uses are the places of names; W is the word.
var uses = []struct {
	name, sql string
	plsql     bool
}{
	{"column", "create table t (W number, b date)", false},
	{"first column of many", "create table t (a number, W varchar2(10) not null, c date)", false},
	{"selected", "select W, a from t", false},
	{"selected last", "select a, W from t", false},
	{"qualified", "select t.W from t", false},
	{"alias with AS", "select a as W from t", false},
	{"compared", "select a from t where W = 1 and b = W", false},
	{"in a function", "select nvl(W, 0), max(W) from t", false},
	{"null test", "select a from t where W is not null", false},
	{"arithmetic", "select a + W - 1 from t", false},
	{"order", "select a from t order by W, a", false},
	{"group", "select W, count(*) from t group by W", false},
	{"inserted", "insert into t (a, W) values (1, 2)", false},
	{"updated", "update t set W = 1, a = W where a = 2", false},
	{"updated last", "update t set a = 1, W = 'x'", false},
	{"index column", "create index i on t (W)", false},
	{"key column", "create table t (a number, W number, primary key (W), unique (a, W))", false},
	{"comment", "comment on column t.W is 'x'", false},
	{"added column", "alter table t add (W number)", false},
	{"added column bare", "alter table t add W number", false},
	{"modified column", "alter table t modify (W not null)", false},
	{"dropped column", "alter table t drop column W", false},

	{"variable", "declare W number; begin null; end;", true},
	{"variable of type", "declare a t.W%type; W t.a%type; begin null; end;", true},
	{"constant", "declare W constant number := 1; begin null; end;", true},
	{"assigned", "declare a number; begin W := 1; a := W; end;", true},
	{"in condition", "begin if W = 1 or a > W then a := W + 1; end if; end;", true},
	{"argument", "begin p(W, a); p(a, W); end;", true},
	{"named argument", "begin p(W => 1, b => W); end;", true},
	{"parameter", "create procedure p (W in number, b in out nocopy varchar2) is begin null; end;", true},
	{"second parameter", "create procedure p (a number, W out number) is begin null; end;", true},
	{"parameter without mode", "create procedure p (W varchar2, b number default 1) is begin null; end;", true},
	{"record field", "declare type r is record (W number, b number); begin a.W := r.W; end;", true},
	{"called", "begin x.W; x.W(1); a := x.W(b); end;", true},
	{"method", "begin a := b(1).W; b.W(1); end;", true},
	{"loop variable", "begin for W in 1 .. 10 loop a := W; end loop; end;", true},
	{"concatenated", "begin a := 'x' || W || 'y'; end;", true},
	{"attribute of a type", "create type t as object (W number, b number)", true},
	{"packaged routine", "create package p is procedure W(a number); function W return number; end;", true},
	{"packaged body", "create package body p is procedure W(a number) is begin null; end W; end;", true},
}

// TestEveryWordIsAName holds that every word that Oracle does not reserve can be a name,
// wherever names stand.
func TestEveryWordIsAName(t *testing.T) {
	tried := 0
	for _, u := range uses {
		for word, reserved := range scan.Words {
			other := sqlReserved
			if u.plsql {
				other = plsqlReserved
			}
			if reserved || other[word] {
				continue
			}
			tried++
			text := strings.ReplaceAll(u.sql, "W", strings.ToLower(word))
			f := diag.NewFile("test.sql", text)
			if _, err := parse(f, 0, len(text)); err != nil {
				t.Errorf("%s as %s: %s\n\t%s", word, u.name, err.Msg, text)
			}
		}
	}
	if tried < 5000 {
		t.Errorf("only %d uses were tried", tried)
	}
}
