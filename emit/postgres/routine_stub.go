package postgres

import (
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// routineStub gives what stands in the place of a routine that is not converted, or does not pass the proof: the same
// heading, and a body that raises an error. What calls it loads and can be checked, and who gets there is told why. It
// gives "" where the heading itself cannot be written.
func (p *printer) routineStub(r *ir.Routine) (sql string, needs []string) {
	if !r.Aggregate.IsZero() || !r.TableImpl.IsZero() || r.SQLMacro || r.Function && r.Returns == nil {
		return "", nil
	}
	at := ir.ObjBase{Name: r.Name, Schema: r.Schema, Sp: r.Sp}
	q := p.em.newPrinter(&ir.Routine{ObjBase: at})
	q.rt = newScope(bodyFunction)
	q.rt.r = r
	if r.Function && hasOut(r) {
		q.rt.result = resultColumn(p.em, r)
	}
	switch {
	case !p.tsql():
		q.heading(r)
	case !q.tsqlStubHeading(r):
		return "", nil
	}
	if q.obj.Obj().Findings.Worst() == diag.Red || len(q.rt.types) > 0 {
		return "", nil
	}
	q.W(" AS $$\nBEGIN\n").In()
	why := " is not converted"
	for _, f := range r.Findings.Items {
		if f.Code.Severity == diag.Red {
			file, line, _ := f.Span.Pos()
			file = file[strings.LastIndexAny(file, `/\`)+1:] // the folders are those of the machine that converted
			q.W("-- ").Verbatim(firstLine(fmt.Sprintf("%s:%d: %s %s", file, line, f.Code.ID, f.Message))).NL()
			why = " was not converted: see " + f.Code.ID
			break
		}
	}
	text := strings.ReplaceAll(p.em.localName(r)+why, "%", "%%")
	q.W("RAISE EXCEPTION ", quoteLiteral(text), " USING ERRCODE = 'feature_not_supported';\n").Out()
	q.W("END;\n$$ LANGUAGE plpgsql;\n")
	return q.String(), q.allNeeds()
}

// tsqlStubHeading writes the heading that callers of a routine of SQL Server's count on: with the columns of its rows, or with the
// cursors and the return code among its parameters. False where the columns are not known.
func (p *printer) tsqlStubHeading(r *ir.Routine) bool {
	if !r.Function || !r.ResultVar.IsZero() || !r.Returns.Is(ir.TTableValue) {
		p.tsqlHeading(r, p.em.results[r])
		return true
	}
	if r.Body == nil && len(r.Returns.Fields) > 0 { // in .NET: it says its columns itself
		p.inlineHeading(r, r.Returns.Fields)
		return true
	}
	q := inlineQuery(r)
	if q == nil {
		return false
	}
	p.inlineHeading(r, resultFields(givenFields(q)))
	return true
}
