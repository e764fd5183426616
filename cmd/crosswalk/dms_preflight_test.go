package main

import (
	"context"
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
