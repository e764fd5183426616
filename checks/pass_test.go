package checks_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/checks"
)

func brief(r *checks.TableResult) string {
	return fmt.Sprintf("%s, %d differences, %d and %d rows %s", r.State, r.Differences, r.SourceRows, r.TargetRows, r.Error)
}

// TestPassKeys compares tables in one pass, by keys of each type that has an order, and finds what differs at both ends, at
// the bounds of spans and between them; by chunks of the key the result is the same.
func TestPassKeys(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE DOMAIN whole AS integer CHECK (value > 0)")
	}
	for i, x := range []struct{ key, value string }{
		{"bigint", "(g - 300) * 7000000000"},
		{"smallint", "g - 300"},
		{"integer", "g"},
		{"numeric(20,4)", "g * 1.5 - 300"},
		{"numeric", "g * g / 7.0"},
		{"date", "date '1999-12-01' + g"},
		{"timestamp", "timestamp '2024-03-30 22:00' + g * interval '7 minutes 0.25 seconds'"},
		{"timestamptz", "timestamptz '2024-03-30 22:00Z' + g * interval '7 minutes'"},
		{"whole", "g"},
	} {
		t.Run(x.key, func(t *testing.T) {
			name := fmt.Sprintf("t%d", i)
			for _, d := range []*database{src, tgt} {
				d.exec(t, "CREATE TABLE "+name+" (k "+x.key+" PRIMARY KEY, v text)",
					"INSERT INTO "+name+" SELECT "+x.value+", 'v' || g FROM generate_series(1, 600) g ORDER BY hashint4(g)")
			}
			tgt.exec(t, "UPDATE "+name+" SET v = 'x' WHERE v IN ('v1', 'v300', 'v600')", "DELETE FROM "+name+" WHERE v IN ('v51', 'v101', 'v150')")
			for _, o := range []checks.Options{{ChunkRows: 50}, {ChunkRows: 50, Throttle: always}} {
				if r := check(t, src, tgt, o, name).Tables[0]; r.Differences != 6 || r.SourceRows != 600 || r.TargetRows != 597 || r.Error != "" {
					t.Errorf("throttled %t: %s", o.Throttle != nil, brief(r))
				}
			}
		})
	}
}

// TestPassCompositeKeys: all rows of one first column stay in one span, of which there are fewer then.
func TestPassCompositeKeys(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			d.exec(t, "CREATE TABLE t (a integer, b integer, v varchar(20), PRIMARY KEY (a, b))", "CREATE TABLE d (i integer)",
				"INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
				"INSERT INTO t SELECT x.i % 3, y.i * 10 + z.i + 100 * x.i, 'v' FROM d x CROSS JOIN d y CROSS JOIN d z", "DROP TABLE d")
		}
		for _, o := range []checks.Options{{ChunkRows: 30}, {ChunkRows: 30, Throttle: always}} {
			if r := one(t, src, tgt, o); r.State != checks.Equal || r.SourceRows != 1000 || r.TargetRows != 1000 {
				t.Errorf("throttled %t: %s", o.Throttle != nil, brief(r))
			}
		}
		tgt.exec(t, "DELETE FROM t WHERE b IN (17, 999)")
		for _, o := range []checks.Options{{ChunkRows: 30}, {ChunkRows: 30, Throttle: always}} {
			if r := one(t, src, tgt, o); r.Differences != 2 {
				t.Errorf("throttled %t: %s", o.Throttle != nil, brief(r))
			}
		}
	})
}

// TestNullKeys: rows whose key, which the caller chose, is NULL are in no range of it, and are compared all the same.
func TestNullKeys(t *testing.T) {
	engines(t, func(t *testing.T, src, tgt *database) {
		for _, d := range []*database{src, tgt} {
			d.exec(t, "CREATE TABLE t (k integer NULL, v varchar(20))", "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (NULL, 'e'), (NULL, 'f')")
		}
		tgt.exec(t, "UPDATE t SET v = 'g' WHERE v = 'f'")
		list := pairs(t, src, tgt, "t")
		list[0].Key = []string{"k"}
		for _, o := range []checks.Options{{ChunkRows: 1}, {ChunkRows: 1, Throttle: always}} {
			r, err := checks.New(src.side, tgt.side, o).Check(t.Context(), list)
			if err != nil || r.Tables[0].State != checks.Different || r.Tables[0].SourceRows != 6 {
				t.Errorf("throttled %t: %v, %s", o.Throttle != nil, err, brief(r.Tables[0]))
			}
		}
	})
}

// TestPassOfParts: a partitioned table, a materialized view and a table with descendants are read as wholes; a view, which
// has no pages, by its key.
func TestPassOfParts(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE parts (id integer PRIMARY KEY, v text) PARTITION BY RANGE (id)",
			"CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (0) TO (100)", "CREATE TABLE p2 PARTITION OF parts FOR VALUES FROM (100) TO (1000)",
			"INSERT INTO parts SELECT g, 'v' FROM generate_series(1, 500) g",
			"CREATE TABLE parent (id integer PRIMARY KEY, v text)", "CREATE TABLE child () INHERITS (parent)",
			"INSERT INTO parent SELECT g, 'v' FROM generate_series(1, 100) g", "INSERT INTO child SELECT g, 'v' FROM generate_series(101, 500) g")
	}
	tgt.exec(t, "UPDATE parts SET v = 'w' WHERE id IN (1, 99, 100, 500)", "UPDATE child SET v = 'w' WHERE id IN (101, 500)")
	r := check(t, src, tgt, checks.Options{ChunkRows: 40}, "parts", "parent")
	for _, x := range r.Tables {
		want := map[string]int64{"parts": 4, "parent": 2}[x.Source.Table]
		if x.Differences != want || x.SourceRows != 500 || x.TargetRows != 500 {
			t.Errorf("%s: %s", x.Source, brief(x))
		}
	}
}

// TestPassReadsNoIndex: a pass is a scan of the table on both sides, and finds no row by its key.
func TestPassReadsNoIndex(t *testing.T) {
	src, tgt := pg(t), pg(t)
	for _, d := range []*database{src, tgt} {
		d.exec(t, "CREATE TABLE t (id integer PRIMARY KEY, v text)", "INSERT INTO t SELECT g, 'v' FROM generate_series(1, 2000) g", "ANALYZE t")
	}
	if r := one(t, src, tgt, checks.Options{ChunkRows: 100}); r.State != checks.Equal || r.SourceRows != 2000 {
		t.Fatalf("%+v", r)
	}
	for _, d := range []*database{src, tgt} {
		var name string
		if err := d.side.DB.QueryRow("SELECT current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
		d.side.DB.Close() // statistics are written when a session ends
		sequential, index := scans(t, name)
		if sequential < 1 || index != 0 {
			t.Errorf("%s: %d scans of the table, %d of an index", name, sequential, index)
		}
	}
}

// scans reads the statistics of table t once no other session is left in the database.
func scans(t *testing.T, name string) (sequential, index int64) {
	t.Helper()
	db, err := sql.Open("pgx", pgservertest.Server(t).URL(name))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 100 {
		var others int
		if err := db.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'", name).Scan(&others); err != nil {
			t.Fatal(err)
		}
		if others == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := db.QueryRow("SELECT seq_scan, coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 't'").Scan(&sequential, &index); err != nil {
		t.Fatal(err)
	}
	return sequential, index
}
