package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// prunedIf writes an IF without the branches that never run for the event of a trigger's function: a body for several events asks
// IF EXISTS (SELECT * FROM deleted) for what it is about. It tells whether it has written the statement; beside tells that others
// stand in its list.
func (p *printer) prunedIf(s *ir.If, beside bool) bool {
	if p.rt == nil {
		return false
	}
	c := *s
	c.Branches = nil
	for _, b := range s.Branches {
		if (p.rt.event == "" || !p.neverTrue(b.Cond)) && !p.undoesError(&b) {
			c.Branches = append(c.Branches, b)
		}
	}
	switch {
	case len(c.Branches) == len(s.Branches):
		return false
	case len(c.Branches) > 0:
		p.ifStmt(&c)
	case s.HasElse:
		p.tsqlBody(s.Else)
	case !beside:
		p.W("NULL;\n")
	}
	return true
}

// neverTrue tells conditions that ask for rows of a transition table which the event has not.
func (p *printer) neverTrue(e ir.Expr) bool {
	switch e := unwrapNil(e).(type) {
	case *ir.Binary:
		switch e.Op {
		case ir.OpAnd:
			return p.neverTrue(e.L) || p.neverTrue(e.R)
		case ir.OpOr:
			return p.neverTrue(e.L) && p.neverTrue(e.R)
		}
	case *ir.Exists:
		sel, ok := e.Query.Body.(*ir.Select)
		if !ok || len(sel.GroupBy) == 0 && selectsAggregate(sel) {
			return false
		}
		for _, t := range sel.From {
			if p.noRows(t) {
				return true
			}
		}
	}
	return false
}

func selectsAggregate(s *ir.Select) bool {
	for _, it := range s.Items {
		if it.Expr != nil && hasAggregate(it.Expr) {
			return true
		}
	}
	return false
}

// noRows tells an element of FROM that gives no row: the transition table that the event has not, and inner joins with it.
func (p *printer) noRows(t ir.TableExpr) bool {
	switch t := t.(type) {
	case *ir.TableRef:
		return t.Transition == "inserted" && p.rt.event == "DELETE" || t.Transition == "deleted" && p.rt.event == "INSERT"
	case *ir.JoinExpr:
		switch t.Kind {
		case ir.JoinInner, ir.JoinCross:
			return p.noRows(t.L) || p.noRows(t.R)
		case ir.JoinLeft:
			return p.noRows(t.L)
		}
	}
	return false
}
