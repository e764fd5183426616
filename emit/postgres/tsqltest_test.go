package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/tsql"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
)

// tsqlSource is the table that the expressions of the tests read, tsqlTable what it becomes, with one row.
const (
	tsqlSource = `CREATE TABLE t (id int NOT NULL, ti tinyint, si smallint, bi bigint, n5 int, nn int, b bit, b0 bit, bn bit, m money, d52 decimal(5,2), d184 decimal(18,4), f float,
  s varchar(40), sn varchar(40), e varchar(40), ns nvarchar(40), c char(5), k varchar(max), d datetime, d2 datetime2(7), dd date, t time, dto datetimeoffset, dn datetime,
  u uniqueidentifier, r varbinary(16), x xml, j nvarchar(max), dt varchar(30), sd smalldatetime);
GO
`
	tsqlTable = `CREATE TABLE t (id integer NOT NULL, ti smallint, si smallint, bi bigint, n5 integer, nn integer, b boolean, b0 boolean, bn boolean, m numeric(19,4), d52 numeric(5,2),
  d184 numeric(18,4), f double precision, s varchar(40), sn varchar(40), e varchar(40), ns varchar(40), c char(5), k text, d timestamp(3), d2 timestamp, dd date, t time, dto timestamptz,
  dn timestamp(3), u uuid, r bytea, x xml, j text, dt varchar(30), sd timestamp(0));
INSERT INTO t VALUES (7, 200, 300, 3000000000, 10, NULL, true, false, NULL, 1234.5678, 12.34, 1234.5678, 0.25, 'Hello World', NULL, '', 'näme  ', 'ab', 'long text',
  '2023-08-17 13:45:50.123', '2023-08-17 13:45:50.123456', '2023-01-31', '13:45:50.5', '2023-08-17 13:45:50.5+02', NULL, '0e984725-c51c-4bf4-9960-e1c80e27aba0', '\x0102ff',
  '<a><b id="1">x</b><b id="2">y</b></a>', '{"a":1,"b":{"c":"deep"},"l":[10,20],"t":"text"}', '2024-02-29', '2023-08-17 13:46:00');
SET timezone = 'UTC';
`
)

// tsqlExprs reads T-SQL expressions over the table as views, through the real front end, and gives them resolved, with a printer for each.
func tsqlExprs(t *testing.T, opts emit.Options, list []string) ([]ir.Expr, []*printer) {
	t.Helper()
	var src strings.Builder
	src.WriteString(tsqlSource)
	for i, e := range list {
		fmt.Fprintf(&src, "CREATE VIEW v%d AS SELECT %s AS c0 FROM t;\nGO\n", i, e)
	}
	s := &ir.Schema{Source: ir.SQLServer}
	units := batch.Load(context.Background(), []*diag.File{diag.NewFile("test.sql", src.String())}, nil, batch.Options{}).Units
	for i := range units {
		s.Objects = append(s.Objects, tsql.Parse(&units[i])...)
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
		n, err := strconv.Atoi(strings.TrimPrefix(v.Name.Last().Key, "V"))
		if err != nil {
			t.Fatal(err)
		}
		printers[n] = em.newPrinter(v)
		printers[n].inSQL = true
		found[n] = v.Query.Body.(*ir.Select).Items[0].Expr
	}
	for i, e := range found {
		if e == nil {
			t.Fatalf("%s: not parsed", list[i])
		}
	}
	return found, printers
}
