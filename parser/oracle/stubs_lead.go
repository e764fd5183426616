package oracle

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

func (l *lowerer) createSchemaObject(ctx syntax.ICreateStmtContext) []ir.Object { return nil }
func (l *lowerer) ddl(ctx syntax.IStatementContext) []ir.Object                 { return nil }
