package postgres

import (
	"fmt"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// stub writes a routine of r's signature that raises an error, in the place of one that could not be converted: what
// calls it loads and can be checked, and who gets there is told why. It gives nil where the signature itself
// cannot be written.
func (em *emitter) stub(r *ir.Routine) *printer {
	p := em.newPrinter(r)
	found := &r.Findings
	before := len(found.Items)
	defer func() { found.Items = found.Items[:before] }()
	if p.refuseStub(r) {
		return nil
	}
	kind := bodyProcedure
	if r.Function {
		kind = bodyFunction
	}
	p.rt = newScope(kind)
	p.rt.r, p.rt.label = r, em.localName(r)
	if r.Function && hasOut(r) {
		p.rt.result = resultColumn(em, r)
	}
	reason := found.Items[0]
	for _, f := range found.Items {
		if f.Code.Severity == diag.Red {
			reason = f
			break
		}
	}
	word := "PROCEDURE "
	if r.Function {
		word = "FUNCTION "
	}
	p.W("CREATE OR REPLACE ", word, em.routineName(r))
	p.paramList(r)
	if r.Function {
		p.W(" RETURNS ", p.returnType(r))
	}
	file, line, _ := reason.Span.Pos()
	p.W(" AS $$\nBEGIN\n").In()
	p.W("-- ").Verbatim(firstLine(fmt.Sprintf("%s:%d: %s %s", file, line, reason.Code.ID, reason.Message))).NL()
	p.W("RAISE EXCEPTION ", quoteLiteral(em.localName(r)+" was not converted: see "+reason.Code.ID), " USING ERRCODE = 'feature_not_supported';\n")
	p.Out().W("END;\n$$ LANGUAGE plpgsql;\n")
	for _, f := range found.Items[before:] {
		if f.Code.Severity == diag.Red {
			return nil
		}
	}
	return p
}

// refuseStub tells routines whose callers cannot use a stub either.
func (p *printer) refuseStub(r *ir.Routine) bool {
	return !r.Aggregate.IsZero() || r.SQLMacro || r.Method == "CONSTRUCTOR" || len(r.Findings.Items) == 0 ||
		r.Function && r.Returns == nil
}
