package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// undoesError tells a branch that rolls back where @@ERROR is not 0, itself or in a variable that keeps it: behind an error no statement
// of the routine runs here, and what it did is undone by the error. The branch is never reached.
func (p *printer) undoesError(b *ir.Branch) bool {
	if p.rt.handler > 0 || p.rt.caught || !p.asksError(b.Cond) || !rollsBack(b.Body) || p.planned(b.Body) {
		return false
	}
	p.findOnce(diag.TSQLErrorVariable, b.Cond.Span(), "@@ERROR is 0 wherever it is asked for")
	return true
}

// planned tells that a block is put around what a ROLLBACK of the list undoes.
func (p *printer) planned(list []ir.Stmt) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			if s, ok := n.(ir.Stmt); ok {
				hit = hit || p.rt.rolls[s] != nil
			}
			return !hit
		})
	}
	return hit
}

// asksError tells @@ERROR <> 0, @@ERROR > 0 and the same of a variable.
func (p *printer) asksError(e ir.Expr) bool {
	b, ok := unwrapNil(e).(*ir.Binary)
	if !ok {
		return false
	}
	switch b.Op {
	case ir.OpOr:
		return p.asksError(b.L) && p.asksError(b.R)
	case ir.OpNe:
		return p.isError(b.L) && isZero(b.R) || isZero(b.L) && p.isError(b.R)
	case ir.OpGt:
		return p.isError(b.L) && isZero(b.R)
	}
	return false
}

func isZero(e ir.Expr) bool {
	n, ok := constantInt(e)
	return ok && n == 0
}

func isErrorCall(e ir.Expr) bool {
	c, ok := unwrap(stripImplicit(e)).(*ir.Call)
	return ok && c.Fn == "tsql.@@error"
}

// isError tells @@ERROR, and a variable of the body that never gets anything else.
func (p *printer) isError(e ir.Expr) bool {
	if isErrorCall(e) {
		return true
	}
	r, ok := unwrap(stripImplicit(e)).(*ir.Ref)
	if !ok || r.Sym == nil {
		return false
	}
	d, ok := r.Sym.Decl.(*ir.VarDecl)
	if !ok || d.Default != nil && !isZero(d.Default) && !isErrorCall(d.Default) {
		return false
	}
	var body *ir.Block
	switch {
	case p.rt.r != nil:
		body = p.rt.r.Body
	case p.rt.trig != nil:
		body = p.rt.trig.Body
	}
	if body == nil {
		return false
	}
	keeps, known := p.rt.errorVars[d]
	if !known {
		if keeps = keepsError(body, d); p.rt.errorVars == nil {
			p.rt.errorVars = map[*ir.VarDecl]bool{}
		}
		p.rt.errorVars[d] = keeps
	}
	return keeps
}

// keepsError tells that a variable is set to @@ERROR or 0, and by nothing else, at least once.
func keepsError(body *ir.Block, d *ir.VarDecl) bool {
	is := func(e ir.Expr) bool {
		r, ok := e.(*ir.Ref)
		return ok && r.Sym != nil && r.Sym.Decl == ir.Node(d)
	}
	only, kept := true, d.Default != nil && isErrorCall(d.Default)
	set := func(value ir.Expr) {
		switch {
		case value != nil && isErrorCall(value):
			kept = true
		case value == nil || !isZero(value):
			only = false
		}
	}
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			if is(n.Target) {
				set(n.Value)
			}
		case *ir.SelectItem:
			if n.Assign != nil && is(n.Assign) {
				set(n.Expr)
			}
		case *ir.CallStmt, *ir.FetchCursor, *ir.ExecImmediate, *ir.Update:
			ir.Walk(n, func(x ir.Node) bool { // it may be set there
				if e, ok := x.(ir.Expr); ok && is(e) {
					only = false
				}
				return only
			})
			return false
		}
		return only
	})
	return only && kept
}
