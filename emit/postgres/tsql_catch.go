package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// raisableByCatch: CATCH takes every error.
var raisableByCatch = catchable{query: true, dml: true, any: true}

// checkCatch tells what a TRY did before its error and PostgreSQL has undone when the CATCH runs ("TRY...CATCH"): in SQL Server it stays
// done, unless the handler rolls back, or an error leaves it. In a trigger an error dooms the transaction there, even one that is caught
// ("SET XACT_ABORT").
func (p *printer) checkCatch(b *ir.Block) {
	for _, h := range b.Handlers {
		if handlerFails(h.Body) {
			p.keptByCatch(b)
			continue
		}
		if p.rt.kind == bodyTrigger {
			p.findOnce(diag.TSQLCatch, b.Sp, "an error that a trigger catches ends the transaction there; here the trigger goes on")
			continue
		}
		p.madeInTry(b)
		if s := firstUndone(b.Body, p.em.raiser(raisableByCatch)); s != nil {
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

// writtenBefore tells of what stands in front of an error in its list and changes tables: SQL Server keeps it where no transaction is open any
// more.
func (p *printer) writtenBefore(list []ir.Stmt, i int) {
	if p.rt.kind == bodyTrigger || p.rt.handler == 0 && p.rt.guarded > 0 {
		return
	}
	for k := i - 1; k >= 0; k-- {
		switch s := list[k].(type) {
		case *ir.Rollback, *ir.BeginTran:
			return
		default:
			if d := changes(s); d != nil && !compound(s) && !ofOwnTable(d) {
				p.findOnce(diag.TSQLWrittenThenError, s.Span(), "the error behind it undoes this; SQL Server keeps it")
				return
			}
		}
	}
}

// ofOwnTable tells changes of a table variable or a #table.
func ofOwnTable(s ir.Stmt) bool {
	d, ok := s.(*ir.ExecDML)
	if !ok {
		return false
	}
	t := targetOf(d.DML)
	return t != nil && (isTemp(t.Name.Last()) || strings.HasPrefix(t.Name.Last().Text, "@"))
}

// keptByCatch tells of table variables that a TRY fills, and that are read once its CATCH has rolled back.
func (p *printer) keptByCatch(b *ir.Block) {
	var later []ir.Stmt
	for _, h := range b.Handlers {
		later = append(later, h.Body...)
	}
	if body := bodyOf(p.obj); body != nil {
		for _, s := range body.Body {
			if s.Span().Start >= b.Sp.End {
				later = append(later, s)
			}
		}
	}
	p.toldKept(b.Body, later)
}
