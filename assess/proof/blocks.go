package proof

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// BlocksAsProcedures makes procedures of the DO blocks in a text, so that their bodies can be checked and need not run.
// The lines stay where they are. The procedures, and the routines that the text makes in pg_temp, go into a schema of that
// name: other connections check them.
func BlocksAsProcedures(sql, name string) string {
	list := pgparse.Routines(sql)
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		if r.Kind != "do" || len(sql) < r.Offset+2 || !strings.EqualFold(sql[r.Offset:r.Offset+2], "do") {
			continue
		}
		head := "CREATE PROCEDURE " + name + ".block_" + strconv.Itoa(i+1) + "() LANGUAGE plpgsql AS"
		sql = sql[:r.Offset] + head + sql[r.Offset+2:]
	}
	return "CREATE SCHEMA " + name + "; " + strings.ReplaceAll(sql, "pg_temp.", name+".")
}
