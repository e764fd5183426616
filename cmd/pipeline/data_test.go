package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/emit"
)

const dataTable = `CREATE TABLE t (id NUMBER(9), big NUMBER(19), ratio NUMBER, name VARCHAR2(60), d DATE, ts TIMESTAMP, flag CHAR(1), doc CLOB, bin RAW(20));
CREATE SEQUENCE s;
`

// rowsOfData are statements that scripts repeat, each with what a conversion may depend on.
var rowsOfData = []string{
	`INSERT INTO t (id, name) VALUES (%d, 'plain')`,
	`INSERT INTO t (id, name) VALUES (%d, 'it''s \ "quoted" -- no comment /* none */')`,
	`INSERT INTO t (id, name) VALUES (%d, '')`,
	"INSERT INTO t (id, name) VALUES (%d, 'two\nlines')",
	`INSERT INTO t (id, name) VALUES (-%d, 'minus')`,
	`INSERT INTO t (id, name) VALUES (0%d, 'octal?')`,
	`INSERT INTO t (id, big) VALUES (%d, 1234567890)`,
	`INSERT INTO t (id, big) VALUES (%d, 9999999999999999999)`,
	`INSERT INTO t (id, big) VALUES (%d, 12345678901)`,
	`INSERT INTO t (id, ratio) VALUES (%d, .5)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 0.50)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 1.0)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 2.)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 1e5)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 1.5f)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 7 / 2)`,
	`INSERT INTO t (id, ratio) VALUES (%d, 8 / 2.5)`,
	`INSERT INTO t (id, ratio) VALUES (%d, '12.5')`,
	`INSERT INTO t (id, name) VALUES (%d, 4711)`,
	`INSERT INTO t (id, name) VALUES (%d, 'a' || CHR(10) || 'b')`,
	`INSERT INTO t (id, name) VALUES (%d, N'national')`,
	`INSERT INTO t (id, name) VALUES (%d, q'[it's]')`,
	`INSERT INTO t (id, d) VALUES (%d, DATE '2020-02-03')`,
	`INSERT INTO t (id, d) VALUES (%d, '03-FEB-20')`,
	`INSERT INTO t (id, d) VALUES (%d, '2020-02-03')`,
	`INSERT INTO t (id, d) VALUES (%d, TO_DATE('2020-02-03', 'YYYY-MM-DD'))`,
	`INSERT INTO t (id, d) VALUES (%d, TO_DATE('03-02-2020 10:11', 'DD-MM-YYYY HH24:MI'))`,
	`INSERT INTO t (id, d) VALUES (%d, SYSDATE - 3)`,
	`INSERT INTO t (id, ts) VALUES (%d, TIMESTAMP '2020-01-02 03:04:05.6')`,
	`INSERT INTO t (id, ts) VALUES (%d, TIMESTAMP '2020-01-02 03:04:05 +02:00')`,
	`INSERT INTO t (id, flag) VALUES (%d, 'Y')`,
	`INSERT INTO t (id, bin) VALUES (%d, 'FF00')`,
	`INSERT INTO t (id, bin) VALUES (%d, HEXTORAW('FF00'))`,
	`INSERT INTO t (id, doc) VALUES (%d, TO_CLOB('long'))`,
	`INSERT INTO t (id, name) VALUES (%d, (SELECT 'x' FROM dual WHERE 1 = 1))`,
	`INSERT INTO t VALUES (%d, 1, 2, 'a', NULL, NULL, 'N', EMPTY_CLOB(), NULL)`,
	`INSERT INTO t (id, name) VALUES (s.NEXTVAL + %d, 'sequence')`,
	`INSERT INTO "T" (id) VALUES (%d)`,
	`insert into t(id)values(%d)`,
}

func dataOf(res *Result) string {
	for name, text := range res.Files {
		if strings.HasPrefix(name, "data/") {
			return text
		}
	}
	return ""
}

// TestRepeatedInserts: the short way through the compiler, which statements take that repeat an earlier one, ends where
// the long way does, which each takes when it stands alone.
func TestRepeatedInserts(t *testing.T) {
	var all, alone strings.Builder
	all.WriteString(dataTable)
	for _, id := range []int{7, 12345, 99} {
		for _, row := range rowsOfData {
			text := fmt.Sprintf(row, id)
			all.WriteString(text + ";\n")
			alone.WriteString(dataOf(convertText(t, dataTable+text+";\n", emit.Options{})))
		}
	}
	got, want := strings.Split(dataOf(convertText(t, all.String(), emit.Options{})), ";\n"), strings.Split(alone.String(), ";\n")
	if len(got) != len(want) || len(got) < 3*len(rowsOfData) {
		t.Fatalf("%d statements together, %d alone", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("together:\n%s\nalone:\n%s", got[i], want[i])
		}
	}
}

// TestRepeatedFindings: what is worth a note is noted once, not for every row.
func TestRepeatedFindings(t *testing.T) {
	var b strings.Builder
	b.WriteString(dataTable)
	for i := range 50 {
		fmt.Fprintf(&b, "INSERT INTO t (id, d) VALUES (%d, '%02d-FEB-20');\n", i, i%28+1)
	}
	res := convertText(t, b.String(), emit.Options{})
	for _, o := range res.Report.Objects {
		if o.Kind == "data" && len(o.Findings) != 1 {
			t.Errorf("%d findings", len(o.Findings))
		}
	}
	if n := strings.Count(dataOf(res), "INSERT"); n != 50 {
		t.Errorf("%d rows", n)
	}
}
