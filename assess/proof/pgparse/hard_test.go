package pgparse

import (
	"strings"
	"sync"
	"testing"
)

// TestHardInput must neither crash nor hang, which the time limit of go test shows; whether it is accepted is beside the
// point.
func TestHardInput(t *testing.T) {
	rep := strings.Repeat
	for name, sql := range map[string]string{
		"parens":      "SELECT " + rep("(", 10000) + "1" + rep(")", 10000),
		"more parens": "SELECT " + rep("(", 1000000) + "1" + rep(")", 1000000),
		"chain":       "SELECT 'a'" + rep(" || 'a'", 300000),
		"ands":        "SELECT 1 WHERE true" + rep(" AND true", 300000),
		"cases":       "SELECT " + rep("CASE WHEN true THEN ", 5000) + "1" + rep(" END", 5000),
		"blocks":      create("", rep("BEGIN ", 100000)+"NULL;"+rep(" END;", 100000)),
		"few blocks":  create("", rep("BEGIN ", 2000)+"NULL;"+rep(" END;", 2000)),
		"ifs":         create("", "BEGIN "+rep("IF true THEN ", 2500)+"NULL;"+rep(" END IF;", 2500)+" END"),
		"body chain":  create("", "DECLARE t text; BEGIN t := 'a'"+rep(" || 'a'", 200000)+"; END"),
		"body parens": create("", "DECLARE t int; BEGIN t := "+rep("(", 100000)+"1"+rep(")", 100000)+"; END"),
		"default":     create("PROCEDURE p(t text DEFAULT 'a'"+rep(" || 'a'", 200000)+")", "BEGIN NULL; END"),
		"comments":    rep("/*", 100000),
		"dollars":     rep("$", 100000),
		"quotes":      rep("'", 100001),
		"statements":  rep("SELECT 1;\n", 20000),
		"bytes":       "SELECT '\xff\xfe'",
		"DO":          "DO",
		"no body":     "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql",
		"odd body":    "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS E'BEGIN\\nNULL; END'",
		"empty body":  "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS ''",
		"two bodies":  "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'a', 'b'",
	} {
		e := Parse(sql)
		if e != nil && (e.Offset < 0 || e.Offset > len(sql) || e.Line < 1 || e.Col < 1 || e.Msg == "") {
			t.Errorf("%s: %+v", name, e)
		}
		if e != nil {
			t.Logf("%s: %.100s", name, e.Error())
		}
	}
}

func TestParallel(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				for _, c := range good {
					if e := Parse(create(c.head, c.body)); e != nil {
						t.Errorf("refused: %s: %v", c.body, e)
					}
				}
				for _, c := range bad {
					if e := Parse(create(c.head, c.body)); e == nil {
						t.Errorf("accepted: %s", c.body)
					}
				}
			}
		})
	}
	wg.Wait()
}

func FuzzParse(f *testing.F) {
	for _, c := range good {
		f.Add(create(c.head, c.body))
	}
	for _, c := range bad {
		f.Add(create(c.head, c.body))
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if e := Parse(sql); e != nil && (e.Offset < 0 || e.Offset > len(sql)) {
			t.Errorf("%q: %+v", sql, e)
		}
		Creates(sql)
		Commands(sql)
		TempTables(sql)
	})
}
