package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/livesource"
)

// TestPreflightQueries parses the queries for servers that cannot be had with the parsers of their dialects.
func TestPreflightQueries(t *testing.T) {
	for engine, dialect := range map[string]ir.Dialect{"oracle": ir.Oracle, "sqlserver": ir.SQLServer} {
		list := livesource.Queries(engine)
		if len(list) < 5 {
			t.Fatalf("%s: %d queries", engine, len(list))
		}
		for _, q := range list {
			text := "CREATE VIEW v AS " + q + ";\n"
			res, err := pipeline.Run(context.Background(), pipeline.Options{From: dialect, To: ir.Postgres, Paths: []string{"-"}, Stdin: strings.NewReader(text)})
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range res.Report.Objects {
				if o.Kind != "view" {
					t.Errorf("%s: parsed as %s: %v\n%s", engine, o.Kind, o.Findings, q)
				}
			}
		}
	}
}

func TestPreflight(t *testing.T) {
	url := pgservertest.Database(t)
	execSQL(t, url, "CREATE TABLE log (line text)")
	code, out, errOut := command(t, "dms", "preflight", "--source", url, "--fail-on", "red")
	if code != exitFailOn || !strings.Contains(out, "red    CW4201 source, database: wal_level is minimal") || !strings.Contains(out, "red    CW4202 source, public.log: it has no primary key") {
		t.Errorf("%d\n%s\n%s", code, out, errOut)
	}
	code, out, _ = command(t, "dms", "preflight", "--source", url, "--full-load-only", "--target", url)
	if code != exitDone || strings.Contains(out, "wal_level") {
		t.Errorf("%d\n%s", code, out)
	}
	code, out, errOut = command(t, "dms", "preflight", "--source", url, "--format", "md")
	if code != exitDone || !strings.Contains(out, "public.log") {
		t.Errorf("%d\n%s\n%s", code, out, errOut)
	}
	code, _, errOut = command(t, "dms", "preflight", "--source", "postgres://u:hunter2@127.0.0.1:1/d?connect_timeout=2")
	if code != exitUsage || strings.Contains(errOut, "hunter2") {
		t.Errorf("%d %s", code, errOut)
	}
}

// TestMeasureQueries parses what servers are asked that cannot be had.
func TestMeasureQueries(t *testing.T) {
	for engine, dialect := range map[string]ir.Dialect{"oracle": ir.Oracle, "sqlserver": ir.SQLServer} {
		q, err := livesource.MeasureQuery(engine, livesource.Measurable{Schema: "HR", Table: "A b", Key: "ID",
			Lobs: []livesource.Lob{{Column: "X", Kind: "blob"}, {Column: "Y", Kind: "clob"}, {Column: "Z", Kind: "nclob"}, {Column: "W", Kind: "xml"}}})
		if err != nil {
			t.Fatal(err)
		}
		res, err := pipeline.Run(context.Background(), pipeline.Options{From: dialect, To: ir.Postgres, Paths: []string{"-"}, Stdin: strings.NewReader("CREATE VIEW v AS " + q + ";\n")})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range res.Report.Objects {
			if o.Kind != "view" {
				t.Errorf("%s: parsed as %s: %v\n%s", engine, o.Kind, o.Findings, q)
			}
		}
	}
}

// TestMeasuredSource has mappings ask a database for the sizes. PostgreSQL stands in for the source: names and queries are
// what the dialects differ in.
func TestMeasuredSource(t *testing.T) {
	url := pgservertest.Database(t)
	execSQL(t, url, `CREATE SCHEMA "HR"`, `CREATE TABLE "HR"."DOCS" ("ID" bigint PRIMARY KEY, "DOC" text, "SCAN" bytea)`, `CREATE TABLE "HR"."PICS" ("ID" bigint PRIMARY KEY, "PIC" bytea)`,
		`INSERT INTO "HR"."DOCS" VALUES (5, repeat('é', 10000), NULL), (900, 'x', decode(repeat('ab', 50000), 'hex'))`)
	dir := t.TempDir()
	schema, out := dir+"/s.sql", dir+"/m.json"
	if err := os.WriteFile(schema, []byte("CREATE TABLE hr.docs (id NUMBER(12) PRIMARY KEY, doc CLOB, scan BLOB);\nCREATE TABLE hr.pics (id NUMBER(12) PRIMARY KEY, pic BLOB);\nCREATE TABLE hr.gone (id NUMBER(12) PRIMARY KEY, pic BLOB);\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := command(t, "mappings", "-q", "--from", "oracle", "--to", "postgres", "--out", out, "--source", url, schema)
	if code != exitDone || !strings.Contains(errOut, "not measured: HR.GONE") {
		t.Errorf("%d\n%s", code, errOut)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	// 50,000 bytes are 49 KB, and DMS wants three times that; nothing is known of a table that is not there.
	if s := string(b); !strings.Contains(s, `"bulk-max-size": "147"`) || strings.Count(s, `"mode": "unlimited"`) != 2 {
		t.Errorf("%s", s)
	}
	code, _, errOut = command(t, "mappings", "-q", "--from", "oracle", "--to", "postgres", "--out", out, "--source", "postgres://u:hunter2@127.0.0.1:1/d?connect_timeout=2", schema)
	if code != exitUsage || !strings.Contains(errOut, "--source: ") || strings.Contains(errOut, "hunter2") {
		t.Errorf("%d %s", code, errOut)
	}
}
