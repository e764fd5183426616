package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlSessionVar writes the functions that tell how the last statement, the transaction or the error stands.
func tsqlSessionVar(p *printer, e *ir.Call, _ []val) val {
	name := strings.TrimPrefix(e.Fn, "tsql.")
	p.refuseOnce(diag.TSQLFunction, e.Sp, strings.ToUpper(name), strings.ToUpper(name)+" outside a procedure")
	return atom("0", cInt)
}
