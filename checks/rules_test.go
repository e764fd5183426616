package checks_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/checks/mysql"
	"github.com/crosswalk-db/crosswalk/checks/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
	"github.com/crosswalk-db/crosswalk/replicate/servertest/mariadbtest"
)

// holds makes a table of one column and one row.
func (d *database) holds(t *testing.T, table string, typ [2]string, value [2]string) {
	t.Helper()
	i := map[string]int{"postgres": 0, "mysql": 1}[d.engine]
	d.exec(t, "CREATE TABLE "+table+" (id integer PRIMARY KEY, v "+typ[i]+" NULL)", "INSERT INTO "+table+" VALUES (1, "+value[i]+")")
}

// TestEqualityRules is docs/check.md's table of rules: what is equal, and what is not, in all pairs of engines, hashed and streamed.
func TestEqualityRules(t *testing.T) {
	same := func(s string) [2]string { return [2]string{s, s} }
	double, real := [2]string{"double precision", "double"}, [2]string{"real", "float"}
	instant, naive := [2]string{"timestamptz", "timestamp(6)"}, [2]string{"timestamp", "datetime(6)"}
	at := func(local string) [2]string { return [2]string{"'" + local + "+00'", "'" + local + "'"} } // MariaDB's session is in UTC
	rules := []struct {
		name             string
		srcType, tgtType [2]string
		src, tgt         [2]string
		tolerance        float64
		equal            bool
	}{
		{"floats: exactly", double, double, same("1"), same("1.0000000001"), 0, false},
		{"floats: within the tolerance", double, double, same("1"), same("1.0000000001"), 1e-9, true},
		{"floats: not within it", double, double, same("1"), same("1.0000000001"), 1e-12, false},
		{"floats: the tolerance is relative", double, double, same("1e300"), same("1.0000000001e300"), 1e-9, true},
		{"floats: the tolerance is no absolute one", double, double, same("1e-30"), same("2e-30"), 1e-9, false},
		{"floats: real beside double", real, double, same("0.1"), same("0.1"), 0, true},
		{"floats: real beside another double", real, double, same("0.1"), same("0.1001"), 0, false},
		{"decimals: zeros at the end", same("numeric(12,2)"), same("numeric(12,4)"), same("1.50"), same("1.5000"), 0, true},
		{"decimals: the last digit", same("numeric(12,2)"), same("numeric(12,4)"), same("1.50"), same("1.5001"), 0, false},
		{"CHAR: padding", same("char(10)"), same("varchar(10)"), same("'x'"), same("'x   '"), 0, true},
		{"CHAR: padding of both", same("char(10)"), same("char(5)"), same("'x'"), same("'x'"), 0, true},
		{"CHAR: blanks in front", same("char(10)"), same("varchar(10)"), same("'x'"), same("' x'"), 0, false},
		{"VARCHAR: blanks at the end", same("varchar(10)"), same("varchar(10)"), same("'x'"), same("'x '"), 0, false},
		{"texts: case, whatever the collation", same("varchar(10)"), same("varchar(10)"), same("'x'"), same("'X'"), 0, false},
		{"texts: accents, whatever the collation", same("varchar(10)"), same("varchar(10)"), same("'e'"), same("'é'"), 0, false},
		{"time zones: an instant", instant, instant, [2]string{"'2024-06-01 12:00:00+05:30'", "'2024-06-01 06:30:00'"}, at("2024-06-01 06:30:00"), 0, true},
		{"time zones: another instant", instant, instant, at("2024-06-01 12:00:00"), at("2024-06-01 06:30:00"), 0, false},
		{"time zones: a column without one is taken as UTC", instant, naive, at("2024-06-01 06:30:00"), same("'2024-06-01 06:30:00'"), 0, true},
		{"time zones: and not as local", instant, naive, at("2024-06-01 06:30:00"), same("'2024-06-01 12:00:00'"), 0, false},
		{"empty: no NULL, as it is in Oracle", same("varchar(10)"), same("varchar(10)"), same("''"), same("NULL"), 0, false},
		{"empty: NULL for NULL", same("varchar(10)"), same("varchar(10)"), same("NULL"), same("NULL"), 0, true},
		{"a date is its midnight", same("date"), naive, same("'2024-06-01'"), same("'2024-06-01 00:00:00'"), 0, true},
		{"a date is no other moment", same("date"), naive, same("'2024-06-01'"), same("'2024-06-01 00:00:00.000001'"), 0, false},
	}
	srv := mariadbtest.Shared(t)
	if _, err := srv.Open(t, "").Exec("SET GLOBAL time_zone = '+05:30'"); err != nil {
		t.Fatal(err)
	}
	defer srv.Open(t, "").Exec("SET GLOBAL time_zone = 'SYSTEM'") //nolint:errcheck // the server goes away with the tests
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} { // their own zones must not matter
			if d.engine == "postgres" {
				d.exec(t, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Kolkata''', current_database()); END $$")
				d.side.DB.SetMaxIdleConns(0) // sessions to come have the new setting
				d.side.DB.SetMaxIdleConns(4)
			}
		}
		tables := map[float64][]string{}
		for i, x := range rules {
			table := fmt.Sprintf("r%02d", i)
			src.holds(t, table, x.srcType, x.src)
			tgt.holds(t, table, x.tgtType, x.tgt)
			tables[x.tolerance] = append(tables[x.tolerance], table)
		}
		for tolerance, list := range tables {
			for _, stream := range []bool{false, true} {
				for _, r := range check(t, src, tgt, checks.Options{Tolerance: tolerance, Stream: stream}, list...).Tables {
					var i int
					if _, err := fmt.Sscanf(r.Source.Table, "r%d", &i); err != nil {
						t.Fatal(err)
					}
					x := rules[i]
					if r.Error != "" || len(r.Skipped) > 0 || (r.State == checks.Equal) != x.equal || (r.Differences == 0) != x.equal {
						t.Errorf("%s (stream %v): %+v", x.name, stream, r)
					}
				}
			}
		}
	})
}

// TestKeyCollation: keys are compared byte by byte, in whatever order and with whatever equality their collations have; what a
// collation takes for one is repaired all the same.
func TestKeyCollation(t *testing.T) {
	keys := []string{"a", "B", "c", "Z", "z1", "ö", "É", "a b", "a-b", "_", "ß", "ss1", "10", "9"}
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			collate := ""
			if d.engine == "mysql" {
				collate = " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
			}
			d.exec(t, "CREATE TABLE k (id varchar(20)"+collate+" PRIMARY KEY, n integer)")
			for i, k := range keys {
				d.exec(t, fmt.Sprintf("INSERT INTO k VALUES ('%s', %d)", k, i))
			}
		}
		if r := one(t, src, tgt, checks.Options{}); r.State != checks.Equal || int(r.SourceRows) != len(keys) {
			t.Fatalf("%+v", r)
		}
		tgt.exec(t, "UPDATE k SET id = 'A' WHERE id = 'a'", "UPDATE k SET id = 'b' WHERE id = 'B'")
		for _, o := range []checks.Options{{}, {Stream: true}, {Repair: true}} {
			r := one(t, src, tgt, o)
			if !o.Repair && (r.Differences != 4 || r.State != checks.Different) || o.Repair && (r.Repaired != 4 || r.State != checks.Equal) {
				t.Errorf("%+v: %+v", o, r)
			}
		}
	})
}

// TestRepairTransactions: rows are repaired in transactions of 100, each whole or not at all.
func TestRepairTransactions(t *testing.T) {
	src, tgt := pg(t), pg(t)
	src.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t SELECT i, i FROM generate_series(1, 250) i")
	tgt.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "CREATE TABLE seen (tx bigint, id integer)",
		"CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen VALUES (txid_current(), NEW.id); RETURN NEW; END'",
		"CREATE TRIGGER note BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()")
	r := one(t, src, tgt, checks.Options{Repair: true})
	var txs, most int
	if err := tgt.side.DB.QueryRow("SELECT count(*), max(n) FROM (SELECT count(*) n FROM seen GROUP BY tx) x").Scan(&txs, &most); err != nil {
		t.Fatal(err)
	}
	if r.Repaired != 250 || r.State != checks.Equal || txs != 3 || most != 100 {
		t.Errorf("%d transactions of up to %d rows: %+v", txs, most, r)
	}
}

// TestSelectOnly checks as a user who may read the tables and no more, on both sides.
func TestSelectOnly(t *testing.T) {
	srv := mariadbtest.Shared(t)
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			d.exec(t, "CREATE TABLE a (id integer PRIMARY KEY, v varchar(20))", "CREATE TABLE b (v varchar(20))", "CREATE TABLE c (id varchar(20) PRIMARY KEY, f double precision)",
				"INSERT INTO a VALUES (1, 'x')", "INSERT INTO b VALUES ('y'), ('y')", "INSERT INTO c VALUES ('k', 0.1)")
		}
		reader := func(d *database) *database {
			ctx := context.Background()
			var side *checks.Side
			var err error
			if d.engine == "postgres" {
				var name string
				if err := d.side.DB.QueryRow("SELECT current_database()").Scan(&name); err != nil {
					t.Fatal(err)
				}
				role := "reads_" + name
				d.exec(t, "CREATE ROLE "+role+" LOGIN", "GRANT USAGE ON SCHEMA public TO "+role, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO "+role)
				t.Cleanup(func() { d.exec(t, "DROP OWNED BY "+role, "DROP ROLE "+role) })
				side, err = postgres.Open(ctx, pgservertest.Server(t).URL(name)+"&user="+role, false, 4)
			} else {
				user := "reads_" + d.schema
				d.exec(t, "CREATE USER "+user+"@'%'", "GRANT SELECT ON "+d.schema+".* TO "+user+"@'%'")
				side, err = mysql.Open(ctx, strings.Replace(srv.URL(d.schema), "root@", user+"@", 1), false, 4)
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { side.DB.Close() })
			return &database{side, d.engine, d.schema}
		}
		from, to := reader(src), reader(tgt)
		if _, err := from.side.DB.Exec("INSERT INTO a VALUES (2, 'x')"); err == nil {
			t.Fatal("the user may write")
		}
		for _, stream := range []bool{false, true} {
			r := check(t, from, to, checks.Options{Stream: stream, ChunkRows: 1})
			if r.Worst() != checks.Equal || len(r.Tables) != 3 {
				t.Errorf("stream %v: %+v %+v %+v", stream, r.Tables[0], r.Tables[1], r.Tables[2])
			}
		}
		tgt.exec(t, "UPDATE a SET v = 'z'", "DELETE FROM b", "DELETE FROM c")
		if r := check(t, from, to, checks.Options{}); r.Tables[0].Differences != 1 || r.Tables[1].Differences != 2 || r.Tables[2].Differences != 1 {
			t.Errorf("%+v %+v %+v", r.Tables[0], r.Tables[1], r.Tables[2])
		}
	})
}

// busy counts the chunks that are at work at once: a journal is asked when one begins, and told when it has ended.
type busy struct {
	now, most atomic.Int64
}

func (b *busy) Done(string, string) (int64, bool) {
	n := b.now.Add(1)
	for m := b.most.Load(); n > m && !b.most.CompareAndSwap(m, n); m = b.most.Load() {
	}
	time.Sleep(10 * time.Millisecond)
	return 0, false
}

func (b *busy) Note(string, string, int64) error {
	b.now.Add(-1)
	return nil
}

// TestThreads: so many chunks at a time and no more, over all tables.
func TestThreads(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		for _, name := range []string{"a", "b", "c"} {
			d.exec(t, "CREATE TABLE "+name+" (id integer PRIMARY KEY)", "INSERT INTO "+name+" SELECT i FROM generate_series(1, 200) i")
		}
	}
	for _, n := range []int{1, 3} {
		b := &busy{}
		r := check(t, src, tgt, checks.Options{Threads: n, ChunkRows: 20, Journal: b})
		if r.Worst() != checks.Equal || b.most.Load() != int64(n) {
			t.Errorf("%d threads: %d chunks at once, %s", n, b.most.Load(), r.Worst())
		}
	}
	var workers string // of the server: they would come on top
	if err := src.side.DB.QueryRow("SHOW max_parallel_workers_per_gather").Scan(&workers); err != nil || workers != "0" {
		t.Errorf("max_parallel_workers_per_gather is %s: %v", workers, err)
	}
}

// TestLag: a server that is no replica and feeds none has nothing to tell; one whose replication stands still is not waited for in
// silence.
func TestLag(t *testing.T) {
	ctx := context.Background()
	for _, d := range []*database{pg(t), my(t, mariadbtest.Shared(t))} {
		if lag, known, err := d.side.Lag(ctx, d.side.DB); err != nil || known || lag != 0 {
			t.Errorf("%s: %v %v %v", d.engine, lag, known, err)
		}
		if d.engine == "mysql" {
			d.exec(t, "CHANGE MASTER TO master_host = '127.0.0.1', master_port = 1, master_user = 'x'")
			if _, known, err := d.side.Lag(ctx, d.side.DB); err == nil || !known || !strings.Contains(err.Error(), "stands still") {
				t.Errorf("a replica that stands still: %v %v", known, err)
			}
			d.exec(t, "RESET SLAVE ALL")
		}
	}
}

// TestStructure: columns, types, nullability and keys that differ are told, whether the data differs or not.
func TestStructure(t *testing.T) {
	srv := mariadbtest.Shared(t)
	src, tgt := pg(t), pg(t)
	src.exec(t, "CREATE TABLE s (id integer PRIMARY KEY, v varchar(30), n numeric(10,2) NOT NULL, gone integer)", "INSERT INTO s VALUES (1, 'x', 1, 1)")
	tgt.exec(t, "CREATE TABLE s (id bigint PRIMARY KEY, v varchar(3), n numeric(10,2), more integer)", "INSERT INTO s VALUES (1, 'x', 1, 2)")
	tell := func(tgt *database, state checks.State, words ...string) {
		t.Helper()
		r := one(t, src, tgt, checks.Options{})
		all := strings.Join(r.Structure, "\n")
		for _, w := range words {
			if !strings.Contains(all, w) {
				t.Errorf("the structure does not say %q but\n%s", w, all)
			}
		}
		if len(r.Structure) != len(words) || r.State != state {
			t.Errorf("%s, %d differences of structure:\n%s", r.State, len(r.Structure), all)
		}
	}
	tell(tgt, checks.Partly, "column id is integer, id in the target bigint", "column v is character varying(30), v in the target character varying(3)",
		"column n is NOT NULL, n in the target NULL", "the target has no column gone", "the target's column more holds nothing of the source")
	other := my(t, srv)
	other.exec(t, "CREATE TABLE s (id smallint PRIMARY KEY, v varchar(3), n decimal(9,1) NOT NULL, gone integer)", "INSERT INTO s VALUES (1, 'x', 1, 1)")
	tell(other, checks.Equal, "column id is integer, id in the target smallint", "column v is character varying(30), v in the target varchar(3)", "column n is numeric(10,2), n in the target decimal(9,1)")
	other.exec(t, "DROP TABLE s", "CREATE TABLE s (id bigint, v text, n decimal(20,5) NOT NULL, gone integer)", "INSERT INTO s VALUES (1, 'x', 1, 1)")
	tell(other, checks.Equal, "the key (id) is no key of the target", "column id is NOT NULL, id in the target NULL")
}

// text quotes a value for the test's own statements.
func (d *database) text(v string) string {
	if d.engine == "postgres" {
		return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(v) + "'"
	}
	return "_utf8mb4 X'" + fmt.Sprintf("%x", v) + "'"
}

// TestHostileNames checks and repairs tables whose names, columns, keys and values are made to break quoting. What the check finds
// is what was changed; behind the repair both sides are equal, as the test's own reading says.
func TestHostileNames(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 0))
		t.Logf("seed %d", seed)
		for round := range 3 {
			table, key, key2, val := servertest.HostileName(rnd, fmt.Sprintf("t%d", round)), servertest.HostileName(rnd, "k"), servertest.HostileName(rnd, "l"), servertest.HostileName(rnd, "v")
			rows := map[string]string{}
			for i := range 30 {
				rows[fmt.Sprintf("%d", i)+servertest.Hostile(rnd, 5)+"."] = servertest.Hostile(rnd, 10)
			}
			for _, d := range []*database{src, tgt} {
				q, collate := d.side.Ident, ""
				if d.engine == "mysql" {
					collate = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
				}
				d.exec(t, fmt.Sprintf("CREATE TABLE %s (%s varchar(120)%s, %s integer NOT NULL, %s varchar(200)%s, PRIMARY KEY (%s, %s))",
					q(table), q(key), collate, q(key2), q(val), collate, q(key), q(key2)))
				for k, v := range rows {
					d.exec(t, fmt.Sprintf("INSERT INTO %s VALUES (%s, 1, %s)", q(table), d.text(k), d.text(v)))
				}
			}
			if r := check(t, src, tgt, checks.Options{}, table).Tables[0]; r.State != checks.Equal || r.SourceRows != 30 {
				t.Fatalf("%+v", r)
			}
			q, n, want := tgt.side.Ident, 0, int64(0)
			for k, v := range rows {
				var stmt string
				switch n++; n % 5 {
				case 0:
					stmt = fmt.Sprintf("DELETE FROM %s WHERE %s = %s", q(table), q(key), tgt.text(k))
				case 1:
					stmt = fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", q(table), q(val), tgt.text(v+servertest.Hostile(rnd, 1)), q(key), tgt.text(k))
				case 2:
					stmt = fmt.Sprintf("INSERT INTO %s VALUES (%s, 2, %s)", q(table), tgt.text(k+servertest.Hostile(rnd, 2)), tgt.text(v))
				default:
					continue
				}
				tgt.exec(t, stmt)
				want++
			}
			for _, stream := range []bool{false, true} {
				if r := check(t, src, tgt, checks.Options{Stream: stream}, table).Tables[0]; r.Differences != want {
					t.Errorf("%d differences of %d (stream %v): %+v", r.Differences, want, stream, r)
				}
			}
			if r := check(t, src, tgt, checks.Options{Repair: true}, table).Tables[0]; r.Repaired != want || r.State != checks.Equal {
				t.Errorf("%d repaired of %d: %+v", r.Repaired, want, r)
			}
			got := contents(t, tgt, fmt.Sprintf("SELECT %s, %s FROM %s", q(key), q(val), q(table)))
			for k, v := range rows {
				if got[k] != v {
					t.Errorf("%q is %q in the target, not %q", k, got[k], v)
				}
			}
			if len(got) != len(rows) {
				t.Errorf("%d rows in the target", len(got))
			}
		}
	})
}

func contents(t *testing.T, d *database, q string) map[string]string {
	t.Helper()
	rows, err := d.side.DB.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var k, v sql.NullString
		if err := rows.Scan(&k, &v); err != nil {
			t.Fatal(err)
		}
		out[k.String] = v.String
	}
	return out
}
