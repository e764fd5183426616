package mysql

import (
	"fmt"
	"testing"
)

func TestAffected(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"alter table t add c int", "ALTER [d.t]"},
		{"/* x */ ALTER /*!50101 IGNORE */ TABLE `a b`.`c``d` DROP x", "ALTER [a b.c`d]"},
		{"drop table if exists a, b.c /* generated */", "DROP [d.a b.c]"},
		{"RENAME TABLE t TO t_old, t_new TO t", "RENAME [d.t d.t_old d.t_new d.t]"},
		{"truncate t", "TRUNCATE [d.t]"},
		{"TRUNCATE TABLE \"s\".t", "TRUNCATE [s.t]"},
		{"create index i on t (a)", "CREATE []"},
		{"insert into t values ('drop table x')", "INSERT [d.t]"},
		{"grant select on t to u", "GRANT []"},
		{"-- note\ncreate or replace table if not exists t (a int)", "CREATE [d.t]"},
	} {
		kind, ids := affected(split(c.sql), "d")
		if got := fmt.Sprint(kind, " ", ids); got != c.want {
			t.Errorf("%s: %s, want %s", c.sql, got, c.want)
		}
	}
}

func TestMembers(t *testing.T) {
	if got := fmt.Sprintf("%q", members("enum('a','it''s','b,c','')")); got != `["a" "it's" "b,c" ""]` {
		t.Error(got)
	}
}
