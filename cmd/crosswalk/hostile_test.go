package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// hostile is a command of the scripts: hostile KIND FILE writes a script that would hurt a compiler that trusts its input,
// between two statements that must convert all the same.
func hostile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hostile KIND FILE")
	}
	text, ok := hostileInputs()[args[0]]
	if !ok {
		ts.Fatalf("no hostile input %q", args[0])
	}
	text = "CREATE SEQUENCE first_one;\n" + text + "\nCREATE SEQUENCE last_one;\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

func hostileInputs() map[string]string {
	const deep = 10_000
	nest := func(before, open, core, closing, after string) string {
		return before + strings.Repeat(open, deep) + core + strings.Repeat(closing, deep) + after
	}
	return map[string]string{
		"parens":  nest("CREATE VIEW v AS SELECT ", "(", "1", ")", " AS x FROM dual;"),
		"calls":   nest("CREATE VIEW v AS SELECT ", "NVL(", "1", ", 1)", " AS x FROM dual;"),
		"cases":   nest("CREATE VIEW v AS SELECT ", "CASE WHEN 1 = 1 THEN ", "1", " END", " AS x FROM dual;"),
		"queries": nest("CREATE VIEW v AS SELECT * FROM ", "(SELECT * FROM ", "dual", ")", ";"),
		"blocks":  nest("CREATE PROCEDURE p AS\n", "BEGIN\n", "NULL;\n", "END;\n", "/"),
		"ifs":     nest("CREATE PROCEDURE p AS BEGIN\n", "IF 1 = 1 THEN\n", "NULL;\n", "END IF;\n", "END;\n/"),
		"signs":   nest("CREATE VIEW v AS SELECT ", "- ", "1", "", " AS x FROM dual;"),
		"string":  "INSERT INTO t VALUES ('no end" + strings.Repeat("x", 1<<20),
		"comment": "/* no end " + strings.Repeat("x", 1<<20),
		"opens":   strings.Repeat("/*", 1<<19),
		"quotes":  "SELECT " + strings.Repeat("'", 1<<20+1) + " FROM dual;",
		"nul":     "CREATE VIEW v\x00 AS SELECT 'a' AS x FROM dual;",
		"rows":    rows(30_000),
	}
}

// rows is a script of data as exports write them: several MB of INSERTs.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("CREATE TABLE r (id NUMBER(9), name VARCHAR2(60), born DATE);\n")
	for i := range n {
		fmt.Fprintf(&b, "INSERT INTO r (id, name, born) VALUES (%d, 'Customer''s %d', TO_DATE('19%02d-01-02', 'YYYY-MM-DD'));\n", i, i, i%100)
	}
	return b.String()
}
