package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// checkCatch tells what a TRY did before its error and PostgreSQL has undone when the CATCH runs ("TRY...CATCH"): in SQL Server it stays
// done, unless the handler rolls back, or an error leaves it. In a trigger an error dooms the transaction there, even one that is caught
// ("SET XACT_ABORT").
func (p *printer) checkCatch(b *ir.Block) {
	for _, h := range b.Handlers {
		if handlerFails(h.Body) {
			continue
		}
		if p.rt.kind == bodyTrigger {
			p.findOnce(diag.TSQLCatch, b.Sp, "an error that a trigger catches ends the transaction there; here the trigger goes on")
			continue
		}
		p.madeInTry(b)
		r := newRaiser()
		r.any, r.query, r.dml = true, true, true
		if s := firstUndone(b.Body, r); s != nil {
			p.findOnce(diag.TSQLCatch, s.Span(), "what this changes is undone when the CATCH runs; SQL Server keeps it")
		}
	}
}

// handlerFails tells handlers that roll back, or end by an error.
func handlerFails(list []ir.Stmt) bool {
	for i := range list {
		if endsInError(list[i:]) {
			return true
		}
		rolls := false
		ir.Walk(list[i], func(n ir.Node) bool {
			if r, ok := n.(*ir.Rollback); ok && r.Savepoint.IsZero() {
				rolls = true
			}
			return !rolls
		})
		if rolls {
			return true
		}
	}
	return false
}

// madeInTry tells a #temp table that a TRY makes, and that is asked for in its CATCH or behind it: it is gone then.
func (p *printer) madeInTry(b *ir.Block) {
	made := map[string]ir.Stmt{}
	for _, s := range b.Body {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.SelectStmt:
				if sel := firstSelect(n.Query.Body); sel != nil && isTemp(sel.IntoTbl.Last()) {
					made[sel.IntoTbl.Last().Key] = n
				}
			case *ir.DDL:
				for _, o := range n.Objects {
					if t, ok := o.(*ir.Table); ok && t.Temporary && isTemp(t.Name.Last()) {
						made[t.Name.Last().Key] = n
					}
				}
			}
			return true
		})
	}
	if len(made) == 0 {
		return
	}
	body := bodyOf(p.obj)
	if body == nil {
		return
	}
	ir.Walk(body, func(n ir.Node) bool {
		t, ok := n.(*ir.TableRef)
		if !ok || t.Sp.Start < b.Body[len(b.Body)-1].Span().End {
			return true
		}
		if s := made[t.Name.Last().Key]; s != nil {
			p.findOnce(diag.TSQLCatch, s.Span(), "%s, which this makes, is not there any more when the CATCH runs", t.Name.Last().Text)
		}
		return true
	})
}
