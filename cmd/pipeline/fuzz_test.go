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
	for _, part := range strings.SplitAfter(sampleText(f), "/\n") {
		f.Add(part)
	}
	f.Add("CREATE TABLE t (a NUMBER(38,10) DEFAULT '' NOT NULL, b VARCHAR2(10 CHAR)) PARTITION BY HASH (a) PARTITIONS 4;")
	f.Add("SELECT q'[x]' || N'ü' FROM t@link WHERE a(+) = b AND ROWNUM < 10 CONNECT BY PRIOR a = b;")
	f.Add("BEGIN IF a THEN GOTO x; END IF; <<x>> NULL; EXCEPTION WHEN OTHERS THEN RAISE; END;\n/\n")
	f.Fuzz(func(t *testing.T, sql string) {
		if len(sql) > 1<<14 {
			return
		}
		res, err := Run(context.Background(), Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{"-"}, Stdin: strings.NewReader(sql)})
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
	})
}
