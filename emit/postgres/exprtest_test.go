package postgres

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

func TestMain(m *testing.M) { os.Exit(pgservertest.Run(m)) }

// sourceTable is the table that the expressions of the tests read, targetTable what its types become, with one row.
const (
	sourceTable = `CREATE TABLE t (id NUMBER(9) NOT NULL, n5 NUMBER(5), n15 NUMBER(15), m NUMBER(10,2), x NUMBER, f BINARY_DOUBLE,
  s VARCHAR2(40), e VARCHAR2(40), b VARCHAR2(40), c CHAR(5), c1 CHAR(1), ns VARCHAR2(40) NOT NULL, k CLOB, nn NUMBER,
  d DATE, d2 DATE, dn DATE, ts TIMESTAMP, tz TIMESTAMP WITH TIME ZONE, r RAW(16), xm XMLTYPE, j CLOB, ym INTERVAL YEAR TO MONTH, ds INTERVAL DAY TO SECOND,
  bl BLOB, dd DATE NOT NULL);
`
	targetTable = `CREATE TABLE t (id integer NOT NULL, n5 integer, n15 bigint, m numeric(10,2), x numeric(38,10), f double precision,
  s varchar(40), e varchar(40), b varchar(40), c char(5), c1 char(1), ns varchar(40) NOT NULL, k text, nn numeric(38,10),
  d timestamp(0), d2 timestamp(0), dn timestamp(0), ts timestamp(6), tz timestamptz(6), r bytea, xm xml, j text, ym interval year to month,
  ds interval day to second, bl bytea, dd timestamp(0) NOT NULL);
INSERT INTO t VALUES (7, 10, 3000000000, 12.5, 2.5, 0.25, 'Hello World', NULL, '  pad  ', 'ab', 'Y', 'abc', 'clob text', NULL,
  '2023-08-17 13:45:50', '2023-01-31', NULL, '2023-08-17 13:45:50.123456', '2023-08-17 13:45:50.5+02', '\x0102ff',
  '<a><b id="1">x</b><b id="2">y</b></a>', '{"a":1,"b":{"c":"deep"},"l":[10,20]}', '1 year 6 months', '1 day 02:03:04', '\xcafe', '2023-12-31 23:59:59');
SET timezone = 'Europe/Berlin';
`
)

// exprs parses Oracle expressions over the table and gives them resolved, with a printer for each.
func exprs(t *testing.T, opts emit.Options, list []string) ([]ir.Expr, []*printer) {
	t.Helper()
	var src strings.Builder
	src.WriteString(sourceTable)
	for i, e := range list {
		fmt.Fprintf(&src, "CREATE VIEW v%d AS SELECT %s AS c0 FROM t;\n", i, e)
	}
	units := sqlplus.Load(context.Background(), []*diag.File{diag.NewFile("test.sql", src.String())}, nil, sqlplus.Options{}).Units
	s := &ir.Schema{Source: ir.Oracle}
	for i := range units {
		s.Objects = append(s.Objects, oracle.Parse(&units[i], oracle.Options{})...)
	}
	resolve.Resolve(s, resolve.Options{})
	em := &emitter{opts: opts, src: s}
	em.loadFunctions()
	found := make([]ir.Expr, len(list))
	printers := make([]*printer, len(list))
	for _, o := range s.Objects {
		v, ok := o.(*ir.View)
		if !ok {
			continue
		}
		var n int
		if _, err := fmt.Sscanf(v.Name.Last().Key, "V%d", &n); err != nil {
			continue
		}
		sel, ok := v.Query.Body.(*ir.Select)
		if !ok {
			continue
		}
		printers[n] = em.newPrinter(v)
		printers[n].inSQL = true
		found[n] = sel.Items[0].Expr
	}
	for i, e := range found {
		if e == nil {
			printers[i] = nil
			t.Errorf("%s: not parsed", list[i])
		}
	}
	return found, printers
}

// server makes a database with the table and the run-time library.
func server(t *testing.T) *pgx.Conn {
	t.Helper()
	conn := pgservertest.Connect(t)
	ctx := context.Background()
	sql := "CREATE SCHEMA crosswalk; CREATE EXTENSION pgcrypto; CREATE EXTENSION fuzzystrmatch; SET check_function_bodies = off;\n"
	names, err := runtimeFiles.ReadDir("runtime")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, n := range names {
		all = append(all, strings.TrimSuffix(n.Name(), ".sql"))
	}
	sql += (&emitter{}).runtimeLibrary(all)
	for _, s := range []string{sql, targetTable} {
		if _, err := conn.Exec(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// evaluate runs an expression on the server; NULL gives "NULL", an error its message behind "error:".
func evaluate(conn *pgx.Conn, text string) string {
	ctx := context.Background()
	rows, err := conn.Query(ctx, "SELECT ("+text+")::text FROM t", pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return "error: " + err.Error()
	}
	defer rows.Close()
	var s *string
	for rows.Next() {
		if err := rows.Scan(&s); err != nil {
			return "error: " + err.Error()
		}
	}
	if err := rows.Err(); err != nil {
		return "error: " + err.Error()
	}
	if s == nil {
		return "NULL"
	}
	return *s
}

// codes lists the codes of an object's findings.
func codes(o ir.Object) string {
	var list []string
	for _, f := range o.Obj().Findings.Items {
		list = append(list, f.Code.ID)
	}
	return strings.Join(list, " ")
}

// asValue makes a condition a value, since Oracle has no conditions in a select list: see writtenCond.
func asValue(s string) string {
	for _, w := range []string{" IS NULL", " IS NOT NULL", " LIKE ", " BETWEEN ", " IN ("} {
		if strings.Contains(s, w) && !strings.HasPrefix(s, "CASE") {
			return "CASE WHEN " + s + " THEN 1 END"
		}
	}
	return s
}

// writtenCond writes an expression, or the condition that asValue has wrapped.
func writtenCond(p *printer, e ir.Expr) string {
	if c, ok := e.(*ir.Case); ok && !c.NullEq && c.Else == nil && len(c.Whens) == 1 {
		if _, isCond := c.Whens[0].Cond.(*ir.IsNull); isCond || c.Operand == nil {
			return p.condText(c.Whens[0].Cond)
		}
	}
	return p.exprText(e)
}
