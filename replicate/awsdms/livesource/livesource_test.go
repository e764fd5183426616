package livesource_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/livesource"
	"github.com/crosswalk-db/crosswalk/replicate/servertest/mariadbtest"
)

func TestMain(m *testing.M) {
	code := pgservertest.Run(m)
	mariadbtest.StopShared()
	os.Exit(code)
}

func exec(t *testing.T, db *sql.DB, list ...string) {
	t.Helper()
	for _, q := range list {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%v\n%s", err, q)
		}
	}
}

// lines shows facts, sorted; every query must have run.
func lines(t *testing.T, facts []livesource.Fact, err error) []string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range facts {
		if f.Code == diag.LiveNotAsked {
			t.Error(f.Message)
		}
		out = append(out, fmt.Sprintf("%s %s: %s", f.Code.ID, f.Object, f.Message))
	}
	slices.Sort(out)
	return out
}

func has(t *testing.T, got []string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, w) }) {
			t.Errorf("no %q in\n%s", w, strings.Join(got, "\n"))
		}
	}
}

func TestPostgres(t *testing.T) {
	ctx := context.Background()
	db, err := sql.Open("pgx", pgservertest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec(t, db, `CREATE SCHEMA hr`, `CREATE TABLE hr.emp (id integer PRIMARY KEY)`, `CREATE TABLE hr."Log's" (line text, tags text[])`,
		`CREATE UNLOGGED TABLE hr.tmp (id integer PRIMARY KEY)`, `CREATE TABLE hr."EMP" (id integer PRIMARY KEY REFERENCES hr.emp)`,
		`CREATE TABLE public.other (x integer)`,
		`CREATE FUNCTION hr.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
		`CREATE TRIGGER loud BEFORE INSERT ON hr.emp FOR EACH ROW EXECUTE FUNCTION hr.f()`)
	facts, err := livesource.Source(ctx, "postgres", db, livesource.Options{Schemas: []string{"hr"}, CDC: true})
	got := lines(t, facts, err)
	has(t, got, "CW4201 database: wal_level is minimal", `CW4202 hr.Log's: it has no primary key: ALTER TABLE hr."Log's" REPLICA IDENTITY FULL`,
		"CW4207 hr.tmp: it is unlogged", "CW4207 hr.Log's: column tags is an array", "CW4209 hr.EMP: another table's name differs by case only: emp")
	if slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "public.other") }) {
		t.Errorf("a table of another schema: %v", got)
	}
	facts, err = livesource.Source(ctx, "postgres", db, livesource.Options{})
	got = lines(t, facts, err)
	if slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "wal_level") }) {
		t.Errorf("a full load needs no log: %v", got)
	}
	facts, err = livesource.Target(ctx, "postgres", db, livesource.Options{Schemas: []string{"hr"}})
	has(t, lines(t, facts, err), "CW4208 hr.emp: trigger loud fires", "CW4208 hr.EMP: foreign key EMP_id_fkey")
}

func TestMariaDB(t *testing.T) {
	ctx := context.Background()
	srv := mariadbtest.Shared(t)
	db := srv.Open(t, "")
	exec(t, db, "CREATE DATABASE hr", "CREATE TABLE hr.emp (id int PRIMARY KEY)", "CREATE TABLE hr.log (line text)",
		"CREATE TABLE hr.old (id int PRIMARY KEY) ENGINE=MyISAM", "CREATE TABLE hr.child (id int PRIMARY KEY, e int, CONSTRAINT fk FOREIGN KEY (e) REFERENCES hr.emp (id))",
		"CREATE TRIGGER hr.loud BEFORE INSERT ON hr.emp FOR EACH ROW SET NEW.id = NEW.id", "SET GLOBAL max_statement_time = 100")
	defer exec(t, db, "SET GLOBAL max_statement_time = 0")
	facts, err := livesource.Source(ctx, "mysql", db, livesource.Options{Schemas: []string{"hr"}, CDC: true})
	has(t, lines(t, facts, err), "CW4201 database: the binary log is off", "CW4201 database: binlog_format is MIXED", "CW4202 hr.log: it has no primary key",
		"CW4207 hr.old: its storage engine MyISAM", "CW4206 database: max_statement_time")
	facts, err = livesource.Target(ctx, "mysql", db, livesource.Options{Schemas: []string{"hr"}})
	has(t, lines(t, facts, err), "CW4208 hr.emp: trigger loud fires", "CW4208 hr.child: foreign key fk")
}

func TestMeasure(t *testing.T) {
	ctx := context.Background()
	pg, err := sql.Open("pgx", pgservertest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	exec(t, pg, `CREATE TABLE public."a""b" (id numeric(12,2) PRIMARY KEY, x text, y xml)`, `INSERT INTO "a""b" VALUES (-3, repeat('x', 2048), '<a/>'), (7.00, NULL, NULL)`)
	my := mariadbtest.Shared(t).Open(t, "")
	exec(t, my, "CREATE DATABASE sizes", "CREATE TABLE sizes.`a``b` (id bigint PRIMARY KEY, x longtext, y blob)", "INSERT INTO sizes.`a``b` VALUES (-3, repeat('é', 1024), 'z'), (7, NULL, NULL)",
		"CREATE TABLE sizes.none (id int PRIMARY KEY, x longtext)")
	lobs := []livesource.Lob{{Column: "x", Kind: "clob"}, {Column: "y", Kind: "xml"}}
	for _, x := range []struct {
		engine string
		db     *sql.DB
		m      livesource.Measurable
		want   livesource.Size
	}{
		{"postgres", pg, livesource.Measurable{Schema: "public", Table: `a"b`, Key: "id", Lobs: lobs}, livesource.Size{Rows: 2, MinKey: -3, MaxKey: 7, HasKeys: true, MaxLobKB: 2}},
		{"postgres", pg, livesource.Measurable{Schema: "public", Table: `a"b`}, livesource.Size{Rows: 2, MaxLobKB: -1}},
		{"mysql", my, livesource.Measurable{Schema: "sizes", Table: "a`b", Key: "id", Lobs: lobs}, livesource.Size{Rows: 2, MinKey: -3, MaxKey: 7, HasKeys: true, MaxLobKB: 2}},
		{"mysql", my, livesource.Measurable{Schema: "sizes", Table: "none", Key: "id", Lobs: lobs[:1]}, livesource.Size{}},
	} {
		got, err := livesource.Measure(ctx, x.engine, x.db, x.m)
		if err != nil || got != x.want {
			t.Errorf("%s %s: %+v, %v; want %+v", x.engine, x.m.Table, got, err, x.want)
		}
	}
	if _, err := livesource.Measure(ctx, "postgres", pg, livesource.Measurable{Schema: "public", Table: "gone"}); err == nil || !strings.HasPrefix(err.Error(), "public.gone: ") {
		t.Errorf("a table that is not there: %v", err)
	}
}

// TestRefused tells what could not be asked, and goes on.
func TestRefused(t *testing.T) {
	url := pgservertest.Database(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	facts, err := livesource.Source(context.Background(), "oracle", db, livesource.Options{CDC: true}) // none of its views is here
	if err != nil || len(facts) < 5 || facts[0].Code != diag.LiveNotAsked || !strings.HasPrefix(facts[0].Message, "ARCHIVELOG could not be checked") {
		t.Errorf("%v, %v", facts, err)
	}
	if _, err := livesource.Source(context.Background(), "sybase", db, livesource.Options{}); err == nil {
		t.Error("an unknown engine was asked")
	}
}
