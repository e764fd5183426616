package tsql

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// ddl lowers a statement that defines, changes or drops something, gives rights, or administers.
func (l *lowerer) ddl(ctx *syntax.StatementContext) []ir.Object {
	return []ir.Object{l.refused(ctx, "statement", ir.QName{}, notYet, "the statement is not converted")}
}
