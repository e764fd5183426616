package pipeline

import (
	"context"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir"
)

// FuzzConvert holds the whole conversion: no panic (a caught one is a finding of its own), and nothing green
// or yellow that PostgreSQL's parser refuses.
func FuzzConvert(f *testing.F) {
	fuzzConvert(f, ir.Oracle, strings.SplitAfter(sampleText(f), "/\n"),
		"CREATE TABLE t (a NUMBER(38,10) DEFAULT '' NOT NULL, b VARCHAR2(10 CHAR)) PARTITION BY HASH (a) PARTITIONS 4;",
		"SELECT q'[x]' || N'ü' FROM t@link WHERE a(+) = b AND ROWNUM < 10 CONNECT BY PRIOR a = b;",
		"BEGIN IF a THEN GOTO x; END IF; <<x>> NULL; EXCEPTION WHEN OTHERS THEN RAISE; END;\n/\n")
}

// FuzzConvertSQLServer holds the same of Transact-SQL.
func FuzzConvertSQLServer(f *testing.F) {
	fuzzConvert(f, ir.SQLServer, strings.SplitAfter(sqlserverSample(f), "\nGO\n"),
		"CREATE TABLE #t ([a b] int IDENTITY(1,1), c AS [a b] * 2)\nSELECT * INTO #u FROM #t\nDROP TABLE #t\nGO 2\n",
		"CREATE PROC p @x int = 1 OUTPUT AS UPDATE t SET @x = a, b += 1 OUTPUT deleted.* WHERE CURRENT OF c; EXEC p @x OUT\nGO\n",
		"MERGE t USING (VALUES (1)) s (a) ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT $action, inserted.*;")
}

// fuzzConvert fuzzes from the parts of a sample and some texts more.
func fuzzConvert(f *testing.F, from ir.Dialect, parts []string, more ...string) {
	for _, part := range append(parts, more...) {
		f.Add(part)
	}
	f.Fuzz(func(t *testing.T, sql string) { convertHolds(t, from, sql) })
}

func convertHolds(t *testing.T, from ir.Dialect, sql string) {
	if len(sql) > 1<<14 {
		return
	}
	res, err := Run(context.Background(), Options{From: from, To: ir.Postgres, Paths: []string{"-"}, Stdin: strings.NewReader(sql)})
	if err != nil {
		return
	}
	for _, o := range res.Report.Objects {
		for _, x := range o.Findings {
			if x.Code == "CW1003" {
				t.Errorf("the compiler failed: %s", x.Message)
			}
		}
		if o.Proof.Parsed != nil && !*o.Proof.Parsed && o.Status != assess.Red {
			t.Errorf("%s %s is %s but was refused", o.Kind, o.Name, o.Status)
		}
	}
}
