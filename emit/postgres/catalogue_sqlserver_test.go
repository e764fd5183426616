package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Every view that stands for one of SQL Server's catalogue has, on the server, the columns that the table says, with the types
// that the conversion works by.
func TestCatalogueViews(t *testing.T) {
	conn := server(t)
	ctx := context.Background()
	types := map[ir.Kind]string{ir.TBit: "boolean", ir.TText: "text", ir.TVarChar: "character varying", ir.TChar: "character"}
	ints := map[int]string{16: "smallint", 32: "integer", 64: "bigint"}
	for _, v := range ir.CatalogueViews() {
		rows, err := conn.Query(ctx, `SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 ORDER BY a.attnum`, "crosswalk."+v.Runtime)
		if err != nil {
			t.Fatalf("%s: %v", v.Runtime, err)
		}
		var got, want []string
		for rows.Next() {
			var name, typ string
			if err := rows.Scan(&name, &typ); err != nil {
				t.Fatal(err)
			}
			got = append(got, name+" "+typ)
		}
		if err := rows.Err(); err != nil {
			t.Errorf("%s: %v", v.Runtime, err)
		}
		for _, f := range v.Fields {
			typ := types[f.Type.Kind]
			if f.Type.Kind == ir.TInt {
				typ = ints[f.Type.Bits]
			}
			want = append(want, strings.ToLower(f.Name.Text)+" "+typ)
		}
		if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
			t.Errorf("%s\n got %s\nwant %s", v.Runtime, g, w)
		}
	}
}

// Ways out are told by the longest name that fits, whatever database stands in front.
func TestCatalogueWay(t *testing.T) {
	for name, want := range map[string]string{"sys.dm_exec_requests": "pg_stat_activity", "master.dbo.sysprocesses": "pg_stat_activity", "sys.dm_tran_locks": "pg_locks", "tempdb.sys.objects": "pg_temp", "sys.unheard_of": "pg_catalog"} {
		if got := catalogueWay(name); !strings.Contains(got, want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for i, w := range catalogueWays {
		for _, later := range catalogueWays[i+1:] {
			if strings.HasPrefix(later.name, w.name) {
				t.Errorf("%s is never found behind %s", later.name, w.name)
			}
		}
	}
}
