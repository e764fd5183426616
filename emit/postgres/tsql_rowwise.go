package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// rowByRow tells where an INSTEAD OF trigger of a view does for all rows of its statement together what differs when it is done for each
// of them: it counts or groups them, takes one of them, or does something once.
func (p *printer) rowByRow(t *ir.Trigger) {
	if countReads(t.Body) {
		p.find(diag.TSQLInsteadOfRows, t.Sp, "%s asks for @@ROWCOUNT: it is that of one row", t.Name.Last().Text)
		return
	}
	done := false
	ir.Walk(t.Body, func(n ir.Node) bool {
		if done {
			return false
		}
		switch n := n.(type) {
		case *ir.Query:
			if s, ok := n.Body.(*ir.Select); ok && readsTransition(s.From) && (grouped(s, n.OrderBy) || s.Distinct || n.Limit != nil || windowed(s)) {
				p.find(diag.TSQLInsteadOfRows, t.Sp, "%s counts, groups or picks among the rows of inserted or deleted", t.Name.Last().Text)
				done = true
			}
		case *ir.ExecDML:
			if !readsTransition(n.DML) && !sets(n.DML) {
				p.find(diag.TSQLInsteadOfRows, n.Sp, "%s does this once for a statement, here for each row", t.Name.Last().Text)
				done = true
			}
		case *ir.CallStmt:
			p.find(diag.TSQLInsteadOfRows, n.Sp, "%s does this once for a statement, here for each row", t.Name.Last().Text)
			done = true
		}
		return !done
	})
}

// sets tells changes of variables' tables, which hold the one row.
func sets(d ir.DML) bool {
	hit := false
	for _, c := range changesOf(d) {
		t, ok := c.table.(*ir.Table)
		hit = hit || ok && t.Temporary
	}
	return hit
}

func windowed(s *ir.Select) bool {
	return hasExpr(s, nil, func(e ir.Expr) bool {
		c, ok := e.(*ir.Call)
		return ok && c.Over != nil
	})
}

// readsTransition tells nodes that name inserted or deleted.
func readsTransition(n any) bool {
	hit := false
	look := func(x ir.Node) {
		ir.Walk(x, func(y ir.Node) bool {
			t, ok := y.(*ir.TableRef)
			hit = hit || ok && t.Transition != ""
			return !hit
		})
	}
	switch n := n.(type) {
	case []ir.TableExpr:
		for _, t := range n {
			look(t)
		}
	case ir.Node:
		look(n)
	}
	return hit
}

// checkReads tells a CHECK whose function reads tables.
func (p *printer) checkReads(c *ir.Constraint) {
	ir.Walk(c.Check, func(n ir.Node) bool {
		call, ok := n.(*ir.Call)
		if !ok {
			return true
		}
		if r := calledRoutine(call); r != nil && queriesTables(r, map[*ir.Routine]bool{}) {
			p.findOnce(diag.CheckReadsTables, c.Sp, "%s calls %s, which reads tables: the new row is not there yet", keyTitle(c), r.Name.Last().Text)
		}
		return true
	})
}

func queriesTables(r *ir.Routine, seen map[*ir.Routine]bool) bool {
	if seen[r] || r.Body == nil {
		return false
	}
	seen[r] = true
	hit := false
	ir.Walk(r.Body, func(n ir.Node) bool {
		if t, ok := n.(*ir.TableRef); ok && t.CTE == nil {
			switch d := t.Decl.(type) {
			case *ir.Table:
				hit = hit || !d.Temporary
			case *ir.View:
				hit = true
			}
		}
		return !hit
	})
	for _, c := range r.Calls {
		hit = hit || queriesTables(c, seen)
	}
	return hit
}
