package checks_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/checks/mysql"
	"github.com/crosswalk-db/crosswalk/checks/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest/mariadbtest"
)

func TestMain(m *testing.M) {
	code := pgservertest.Run(m)
	mariadbtest.StopShared()
	os.Exit(code)
}

// maria is one server for all tests; each takes a database of its own.
var maria struct {
	sync.Mutex
	n int
}

// database is a fresh database of one engine.
type database struct {
	side   *checks.Side
	engine string
	schema string
}

func pg(t *testing.T) *database {
	t.Helper()
	side, err := postgres.Open(context.Background(), pgservertest.Database(t), false, 8)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { side.DB.Close() })
	return &database{side, "postgres", "public"}
}

func my(t *testing.T, srv *mariadbtest.Server) *database {
	t.Helper()
	maria.Lock()
	maria.n++
	name := fmt.Sprintf("db%d", maria.n)
	maria.Unlock()
	if _, err := srv.Open(t, "").Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	side, err := mysql.Open(context.Background(), srv.URL(name), false, 8)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { side.DB.Close() })
	return &database{side, "mysql", name}
}

func (d *database) exec(t *testing.T, list ...string) {
	t.Helper()
	for _, q := range list {
		if strings.TrimSpace(q) == "" {
			continue
		}
		if _, err := d.side.DB.Exec(q); err != nil {
			t.Fatalf("%s: %v\n%s", d.engine, err, q)
		}
	}
}

// pairs maps the tables of the source to those of the same name, column by column.
func pairs(t *testing.T, src, tgt *database, tables ...string) []checks.Pair {
	t.Helper()
	list, err := src.side.Tables(context.Background(), src.side.DB, []string{src.schema})
	if err != nil {
		t.Fatal(err)
	}
	var out []checks.Pair
	for _, x := range list {
		if len(tables) > 0 && !slices.Contains(tables, x.Table) {
			continue
		}
		p := checks.Pair{Source: x.Name, Target: checks.Name{Schema: tgt.schema, Table: x.Table}}
		for _, c := range x.Columns {
			p.Columns = append(p.Columns, checks.ColumnPair{Source: c.Name, Target: c.Name})
		}
		out = append(out, p)
	}
	return out
}

func check(t *testing.T, src, tgt *database, o checks.Options, tables ...string) *checks.Result {
	t.Helper()
	r, err := checks.New(src.side, tgt.side, o).Check(context.Background(), pairs(t, src, tgt, tables...))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func one(t *testing.T, src, tgt *database, o checks.Options) *checks.TableResult {
	t.Helper()
	r := check(t, src, tgt, o)
	if len(r.Tables) != 1 {
		t.Fatalf("%d tables", len(r.Tables))
	}
	return r.Tables[0]
}

// engines tries PostgreSQL to PostgreSQL, and both ways between PostgreSQL and MariaDB.
func engines(t *testing.T, do func(t *testing.T, src, tgt *database)) {
	srv := mariadbtest.Shared(t)
	for _, x := range []struct {
		name     string
		src, tgt func(*testing.T) *database
	}{
		{"postgres to postgres", pg, pg},
		{"postgres to mariadb", pg, func(t *testing.T) *database { return my(t, srv) }},
		{"mariadb to postgres", func(t *testing.T) *database { return my(t, srv) }, pg},
		{"mariadb to mariadb", func(t *testing.T) *database { return my(t, srv) }, func(t *testing.T) *database { return my(t, srv) }},
	} {
		t.Run(x.name, func(t *testing.T) { do(t, x.src(t), x.tgt(t)) })
	}
}

// types are the same values in both engines: a type of each, and the literals of a row each. One literal serves both
// engines where only one is given.
var types = []struct {
	col, pg, my string
	values      [][2]string
}{
	{"n_small", "smallint", "smallint", v("-32768", "32767", "0")},
	{"n_big", "bigint", "bigint", v("-9223372036854775808", "9223372036854775807", "NULL")},
	{"n_ubig", "numeric(20)", "bigint unsigned", v("18446744073709551615", "0", "1")},
	{"n_dec", "numeric(38,10)", "decimal(38,10)", v("-1234567890123456789012345678.0000000001", "0.71", "0")},
	{"n_any", "numeric", "decimal(30,8)", v("1.5", "-0.00000001", "100")},
	{"f_real", "real", "float", v("16777216", "0.1", "-1e-30")},
	{"f_dbl", "double precision", "double", v("1e308", "0.1", "3.141592653589793")},
	{"truth", "boolean", "tinyint(1)", p("true", "1", "false", "0", "NULL", "NULL")},
	{"onebit", "boolean", "bit(1)", p("true", "b'1'", "false", "b'0'", "NULL", "NULL")},
	{"bits", "bit(12)", "bit(12)", p("B'000000000001'", "b'000000000001'", "B'111111111111'", "b'111111111111'", "B'100000000000'", "b'100000000000'")},
	{"txt", "text", "longtext", v("''", "'ünïcødé ☃ 😀'", "'a|b:N'")},
	{"vc", "varchar(50)", "varchar(50)", v("'trailing  '", "'UPPER'", "NULL")},
	{"ch", "char(10)", "char(10)", v("'pad'", "'  lead'", "''")},
	{"bin", "bytea", "varbinary(20)", p(`'\x00ff5c27'`, "X'00ff5c27'", `'\x'`, "X''", "NULL", "NULL")},
	{"d", "date", "date", v("'2024-02-29'", "'0001-01-01'", "'9999-12-31'")},
	{"ts", "timestamp", "datetime(6)", v("'2024-02-29 23:59:59.999999'", "'2024-01-01 00:00:00'", "'1999-12-31 12:00:00.5'")},
	{"tz", "timestamptz", "timestamp(6)", v("'2024-03-31 01:30:00.25'", "'2001-09-09 01:46:40'", "'2037-01-01 00:00:00'")},
	{"tm", "time", "time(6)", v("'00:00:00'", "'23:59:59.999999'", "'12:30:00.1'")},
	{"uid", "uuid", "uuid", v("'00000000-0000-0000-0000-000000000000'", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "NULL")},
	{"uidc", "uuid", "char(36)", v("'00000000-0000-0000-0000-000000000000'", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "NULL")},
	{"doc", "jsonb", "json", v(`'{"b": [1, 2.50, null], "a": "é"}'`, `'{"a":{"z":1e2,"y":true}}'`, "NULL")},
	{"mood", "varchar(9)", "enum('sad','happy')", v("'sad'", "'happy'", "NULL")},
}

func v(s ...string) [][2]string {
	var out [][2]string
	for _, x := range s {
		out = append(out, [2]string{x, x})
	}
	return out
}

func p(s ...string) [][2]string {
	var out [][2]string
	for i := 0; i < len(s); i += 2 {
		out = append(out, [2]string{s[i], s[i+1]})
	}
	return out
}

// typesTable creates the table of all types.
func typesTable(t *testing.T, d *database) {
	t.Helper()
	e := 0
	if d.engine == "mysql" {
		e = 1
	}
	def, rows := []string{"id integer PRIMARY KEY"}, make([][]string, 3)
	for r := range rows {
		rows[r] = []string{fmt.Sprint(r + 1)}
	}
	for _, x := range types {
		def = append(def, x.col+" "+[2]string{x.pg, x.my}[e]+[2]string{"", " NULL"}[e])
		for r := range rows {
			rows[r] = append(rows[r], x.values[r][e])
		}
	}
	d.exec(t, "CREATE TABLE alltypes ("+strings.Join(def, ", ")+")")
	for _, r := range rows {
		d.exec(t, "INSERT INTO alltypes VALUES ("+strings.Join(r, ", ")+")")
	}
}

// TestTypes compares every type with itself across engines, hashed in the databases where that can be and streamed; then
// changes each column of one row, which must be found, by name.
func TestTypes(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		typesTable(t, src)
		typesTable(t, tgt)
		for _, stream := range []bool{false, true} {
			r := one(t, src, tgt, checks.Options{Stream: stream})
			if r.State != checks.Equal || r.SourceRows != 3 || r.TargetRows != 3 || len(r.Skipped) > 0 {
				t.Fatalf("stream %v: %+v", stream, r)
			}
		}
		for _, x := range types {
			e := 0
			if tgt.engine == "mysql" {
				e = 1
			}
			if x.values[0][e] == x.values[1][e] {
				t.Fatalf("%s: the values of two rows are alike", x.col)
			}
			tgt.exec(t, fmt.Sprintf("UPDATE alltypes SET %s = %s WHERE id = 1", x.col, x.values[1][e]))
			r := one(t, src, tgt, checks.Options{})
			if r.Differences != 1 || len(r.Rows) != 1 || r.Rows[0].Kind != checks.Changed || len(r.Rows[0].Columns) != 1 || r.Rows[0].Columns[0].Column != x.col {
				t.Errorf("%s: %+v", x.col, r)
			}
			tgt.exec(t, fmt.Sprintf("UPDATE alltypes SET %s = %s WHERE id = 1", x.col, x.values[0][e]))
		}
		for _, x := range types { // and each column of a row to NULL
			tgt.exec(t, fmt.Sprintf("UPDATE alltypes SET %s = NULL WHERE id = 2", x.col))
		}
		r := one(t, src, tgt, checks.Options{Repair: true})
		if r.Repaired != 1 || r.Differences != 0 || r.State != checks.Equal {
			t.Errorf("repair: %+v", r)
		}
	})
}

// always lets a check go on; where it might have to pause it goes by chunks of the key, not in one pass.
func always(context.Context) error { return nil }

// TestFinds changes data in ways that weak checks miss.
func TestFinds(t *testing.T) {
	fill := func(t *testing.T, d *database) {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, a varchar(40), b varchar(40), n numeric(12,2), at timestamp NULL)")
		var rows []string
		for i := 1; i <= 250; i++ {
			rows = append(rows, fmt.Sprintf("(%d, 'name %d', 'b%d', %d.50, '2024-01-01 00:%02d:00')", i, i, i%7, i, i%60))
		}
		d.exec(t, "INSERT INTO t VALUES "+strings.Join(rows, ", "))
	}
	engines(t, func(t *testing.T, src, tgt *database) {
		fill(t, src)
		fill(t, tgt)
		for _, x := range []struct {
			name, change string
			want         int64
		}{
			{"nothing", "", 0},
			{"a column shifted uniformly", "UPDATE t SET at = at + INTERVAL '10' MINUTE", 250},
			{"numbers shifted uniformly", "UPDATE t SET n = n + 1", 250},
			{"two values swapped", "UPDATE t SET a = CASE id WHEN 3 THEN 'name 4' ELSE 'name 3' END WHERE id IN (3, 4)", 2},
			{"text moved to the next field", "UPDATE t SET a = 'name 5b', b = '5' WHERE id = 5", 1},
			{"NULL for empty", "UPDATE t SET a = NULL WHERE id = 6", 1},
			{"empty for text", "UPDATE t SET a = '' WHERE id = 6", 1},
			{"case", "UPDATE t SET a = 'NAME 7' WHERE id = 7", 1},
			{"a trailing space", "UPDATE t SET a = 'name 8 ' WHERE id = 8", 1},
			{"a leading zero", "UPDATE t SET a = '0.71' WHERE id = 9", 1},
			{"a row less", "DELETE FROM t WHERE id = 100", 1},
			{"the last row of a chunk less", "DELETE FROM t WHERE id = 50", 1},
			{"a row more at each end", "INSERT INTO t VALUES (0, 'x', 'x', 0, NULL), (251, 'x', 'x', 0, NULL)", 2},
			{"a key moved across a chunk's end", "UPDATE t SET id = 1051 WHERE id = 50", 2},
			{"an odd row beside its opposite", "UPDATE t SET n = n + CASE id WHEN 10 THEN 1 ELSE -1 END WHERE id IN (10, 11)", 2},
			{"no rows", "DELETE FROM t", 250},
		} {
			tgt.exec(t, x.change)
			for _, o := range []checks.Options{{}, {ChunkRows: 50}, {ChunkRows: 50, Throttle: always}, {ChunkRows: 50, Stream: true}} {
				r := one(t, src, tgt, o)
				if r.Differences != x.want || (r.State == checks.Equal) != (x.want == 0) || r.Error != "" {
					t.Errorf("%s, chunks of %d, throttled %t: %d differences, want %d: %+v", x.name, o.ChunkRows, o.Throttle != nil, r.Differences, x.want, r)
				}
			}
			// The repair makes both alike again, for the next change.
			r := one(t, src, tgt, checks.Options{Repair: true, ChunkRows: 70})
			if r.State != checks.Equal || r.Repaired != x.want {
				t.Errorf("%s: repair: %+v", x.name, r)
			}
		}
	})
}

// TestMultiset compares tables without a key, where a duplicate is a difference.
func TestMultiset(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			d.exec(t, "CREATE TABLE log (who varchar(20), what varchar(20), n integer)",
				"INSERT INTO log VALUES ('a', 'x', 1), ('a', 'x', 1), ('b', NULL, 2), ('c', 'y', 3)")
		}
		if r := one(t, src, tgt, checks.Options{}); r.State != checks.Equal || r.SourceRows != 4 {
			t.Fatalf("%+v", r)
		}
		tgt.exec(t, "INSERT INTO log VALUES ('a', 'x', 1), ('d', 'z', 4)", "DELETE FROM log WHERE who = 'c'")
		for _, stream := range []bool{false, true} {
			r := one(t, src, tgt, checks.Options{Stream: stream})
			got := map[string]int64{}
			for _, d := range r.Rows {
				for _, c := range d.Columns {
					if c.Column == "who" {
						p := c.Source
						if p == nil {
							p = c.Target
						}
						got[string(d.Kind)+" "+*p] += d.Count
					}
				}
			}
			want := map[string]int64{"not in source a": 1, "not in source d": 1, "missing in target c": 1}
			if r.Differences != 3 || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("stream %v: %v, %+v", stream, got, r)
			}
		}
	})
}

// TestKeys compares tables whose keys are text in several columns, with names and values that are hard to quote.
func TestKeys(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			q := d.side.Ident
			name, k1, k2, val := q("Order's \"x\" `y`"), q("select"), q("Ключ"), q("va;lue--")
			d.exec(t, fmt.Sprintf("CREATE TABLE %s (%s varchar(30) NOT NULL, %s varchar(30) NOT NULL, %s varchar(30), PRIMARY KEY (%s, %s))", name, k1, k2, val, k1, k2))
			for i, key := range []string{"it''s", "a:b", "", " ", "Ä", "z"} {
				d.exec(t, fmt.Sprintf("INSERT INTO %s VALUES ('%s', 'k%d', 'v')", name, key, i))
			}
		}
		if r := one(t, src, tgt, checks.Options{}); r.State != checks.Equal || r.SourceRows != 6 {
			t.Fatalf("%+v", r)
		}
		q := tgt.side.Ident
		table := q("Order's \"x\" `y`")
		tgt.exec(t, fmt.Sprintf("UPDATE %s SET %s = '\"; DROP TABLE x' WHERE %s = 'k0'", table, q("va;lue--"), q("Ключ")),
			fmt.Sprintf("DELETE FROM %s WHERE %s = 'k2'", table, q("Ключ")))
		r := one(t, src, tgt, checks.Options{Repair: true})
		if r.Repaired != 2 || r.State != checks.Equal {
			t.Errorf("%+v", r)
		}
	})
}

// TestSettle checks while the target follows the source late.
func TestSettle(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t SELECT i, 0 FROM generate_series(1, 2000) i")
	}
	src.exec(t, "UPDATE t SET n = 1 WHERE id % 10 = 0", "DELETE FROM t WHERE id = 5", "INSERT INTO t VALUES (3000, 1)")
	tgt.exec(t, "UPDATE t SET n = 7 WHERE id = 1") // this one stays
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(300 * time.Millisecond)
		tgt.exec(t, "UPDATE t SET n = 1 WHERE id % 10 = 0", "DELETE FROM t WHERE id = 5", "INSERT INTO t VALUES (3000, 1)")
	}()
	r := one(t, src, tgt, checks.Options{Settle: time.Second})
	<-done
	if r.Differences != 1 || r.PendingRows != 0 || len(r.Rows) != 1 || r.Rows[0].Key[0] != "1" {
		t.Errorf("%+v", r)
	}
}

// TestPending tells rows that never stop changing from differences.
func TestPending(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t VALUES (1, 0), (2, 0)")
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 1; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				_, _ = src.side.DB.Exec("UPDATE t SET n = $1 WHERE id = 2", i)
			}
		}
	})
	time.Sleep(100 * time.Millisecond)
	r := one(t, src, tgt, checks.Options{Settle: 500 * time.Millisecond, Patience: 2 * time.Second})
	close(stop)
	wg.Wait()
	if r.State != checks.Pending || r.PendingRows != 1 || r.Differences != 0 {
		t.Errorf("%+v", r)
	}
}

// TestNotChecked never calls equal what it did not compare.
func TestNotChecked(t *testing.T) {
	srv := mariadbtest.Shared(t)
	src, tgt := pg(t), my(t, srv)
	src.exec(t, "CREATE TABLE a (id integer PRIMARY KEY, span int4range, x integer)", "CREATE TABLE gone (id integer PRIMARY KEY)",
		"INSERT INTO a VALUES (1, '[1,2)', 1)")
	tgt.exec(t, "CREATE TABLE a (id integer PRIMARY KEY, span blob)", "INSERT INTO a VALUES (1, '[1,2)')")
	r := check(t, src, tgt, checks.Options{})
	a, gone := r.Tables[0], r.Tables[1]
	if a.State != checks.Partly || len(a.Skipped) != 2 || len(a.Structure) == 0 {
		t.Errorf("a: %+v", a)
	}
	if gone.State != checks.NotChecked || r.Worst() != checks.NotChecked {
		t.Errorf("gone: %+v", gone)
	}
}

// TestReadOnly shows that a read-only side cannot be written through.
func TestReadOnly(t *testing.T) {
	srv := mariadbtest.Shared(t)
	p, m := pg(t), my(t, srv)
	p.exec(t, "CREATE TABLE t (id integer)")
	m.exec(t, "CREATE TABLE t (id integer)")
	var url string
	if err := p.side.DB.QueryRow("SELECT current_database()").Scan(&url); err != nil {
		t.Fatal(err)
	}
	my, err := mysql.Open(context.Background(), srv.URL(m.schema), true, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer my.DB.Close()
	if _, err := my.DB.Exec("INSERT INTO t VALUES (1)"); err == nil {
		t.Error("MariaDB took an INSERT")
	}
	pgURL := pgservertest.Server(t).URL(url)
	ro, err := postgres.Open(context.Background(), pgURL, true, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer ro.DB.Close()
	if _, err := ro.DB.Exec("INSERT INTO t VALUES (1)"); err == nil {
		t.Error("PostgreSQL took an INSERT")
	}
}

// TestRepairGuard leaves alone rows that changed after they were compared.
func TestRepairGuard(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer CHECK (n < 100), g integer GENERATED ALWAYS AS (n + 1) STORED)",
			"INSERT INTO t (n) VALUES (1), (2), (3)")
	}
	src.exec(t, "INSERT INTO t (n) VALUES (4)", "ALTER TABLE t DROP CONSTRAINT t_n_check", "UPDATE t SET n = 500 WHERE id = 1")
	r := one(t, src, tgt, checks.Options{Repair: true})
	if r.Repaired != 1 || r.Differences != 1 || len(r.Unrepaired) != 1 || !strings.Contains(r.Unrepaired[0], "key 1") {
		t.Errorf("%+v", r)
	}
	var n sql.NullInt64
	if err := tgt.side.DB.QueryRow("SELECT g FROM t WHERE id = 4").Scan(&n); err != nil || n.Int64 != 5 {
		t.Errorf("the repaired row: %v, %v", n, err)
	}
}

// TestJournal goes on where an earlier check stopped.
func TestJournal(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t SELECT i FROM generate_series(1, 100) i")
	}
	j := &journal{}
	if r := one(t, src, tgt, checks.Options{ChunkRows: 10, Journal: j}); r.State != checks.Equal || j.len() < 10 {
		t.Fatalf("%d chunks, %+v", j.len(), r)
	}
	tgt.exec(t, "DELETE FROM t WHERE id = 15") // in a chunk that was found equal: a resumed check does not look there
	if r := one(t, src, tgt, checks.Options{ChunkRows: 10, Journal: j}); r.State != checks.Equal || r.SourceRows != 100 {
		t.Errorf("resumed: %+v", r)
	}
	if r := one(t, src, tgt, checks.Options{ChunkRows: 10}); r.Differences != 1 {
		t.Errorf("afresh: %+v", r)
	}
}

type journal struct{ sync.Map }

func (j *journal) Done(table, chunk string) (int64, bool) {
	n, ok := j.Load(table + chunk)
	if !ok {
		return 0, false
	}
	return n.(int64), true
}

func (j *journal) Note(table, chunk string, rows int64) error {
	j.Store(table+chunk, rows)
	return nil
}

func (j *journal) len() (n int) {
	j.Range(func(any, any) bool { n++; return true })
	return n
}

// TestLongRows: a row whose text is longer than max_allowed_packet has no hash in MariaDB. It is read and compared then, and never
// counts as equal unseen.
func TestLongRows(t *testing.T) {
	srv := mariadbtest.Start(t, "max-allowed-packet=1M")
	src, tgt := my(t, srv), my(t, srv)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE long_rows (id int PRIMARY KEY, a longtext, b longtext, c longtext)",
			"INSERT INTO long_rows VALUES (1, repeat('a', 400000), repeat('b', 400000), repeat('c', 400000)), (2, 'x', 'y', 'z')")
	}
	if r := one(t, src, tgt, checks.Options{}); r.State != checks.Equal || r.SourceRows != 2 {
		t.Fatalf("%+v", r)
	}
	tgt.exec(t, "UPDATE long_rows SET c = concat(c, 'd') WHERE id = 1")
	if r := one(t, src, tgt, checks.Options{}); r.Differences != 1 {
		t.Errorf("%d differences", r.Differences)
	}
}
