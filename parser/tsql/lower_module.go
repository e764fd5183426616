package tsql

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

var notYet = diag.TsqlStatement

// module lowers what stands alone in its batch: a procedure, function, trigger or view.
func (l *lowerer) module(ctx *syntax.ModuleContext) []ir.Object {
	switch {
	case ctx.ProcedureDef() != nil:
		return []ir.Object{l.refused(ctx, "procedure", l.qname(ctx.ProcedureDef().Name()), notYet, "procedures are not converted")}
	case ctx.FunctionDef() != nil:
		return []ir.Object{l.refused(ctx, "function", l.qname(ctx.FunctionDef().Name()), notYet, "functions are not converted")}
	case ctx.TriggerDef() != nil:
		return []ir.Object{l.refused(ctx, "trigger", l.qname(ctx.TriggerDef().Name(0)), notYet, "triggers are not converted")}
	}
	return []ir.Object{l.view(ctx)}
}
