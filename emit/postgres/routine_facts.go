package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// volatility writes IMMUTABLE or STABLE, for functions declared DETERMINISTIC where the body bears it out. A function
// that reads tables is never IMMUTABLE, whatever the source claims: an index over it would go wrong.
func (p *printer) volatility(r *ir.Routine) string {
	if !r.Function || !r.Deterministic || r.Writes || r.Tx || hasOut(r) {
		return ""
	}
	switch p.em.called.purity[r] {
	case pure:
		return " IMMUTABLE"
	case readsOnly:
		return " STABLE"
	}
	return ""
}

type purityLevel uint8

const (
	impure purityLevel = iota
	readsOnly
	pure
)

// purity is what can be proved of a routine: pure depends on its arguments only.
func (em *emitter) purity(r *ir.Routine, seen map[*ir.Routine]bool) purityLevel {
	if seen[r] {
		return pure // decided by the rest of the cycle
	}
	seen[r] = true
	if r.Body == nil || r.Writes || r.Tx {
		return impure
	}
	if pk, ok := r.Parent.(*ir.Package); ok && pk.Init != nil && r.Outer == nil {
		return impure // its first call runs the initialisation part
	}
	level := pure
	if r.Reads {
		level = readsOnly
	}
	lower := func(l purityLevel) {
		if l < level {
			level = l
		}
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Call:
			lower(em.callPurity(n, seen))
		case *ir.Ref:
			if n.Sym == nil || n.Sym.Kind == ir.SymPackageVar && !em.constantVar(n.Sym.Decl) {
				lower(impure)
			}
		case *ir.SeqValue, *ir.CallStmt, *ir.ExecImmediate, *ir.ExecDML, *ir.OpenCursor, *ir.RawStmt, *ir.RawExpr, *ir.PipeRow, *ir.Commit, *ir.Rollback:
			lower(impure)
		case *ir.SelectInto, *ir.ForCursor, *ir.Subquery, *ir.Exists, *ir.CursorDecl:
			lower(readsOnly)
		}
		return level != impure
	})
	return level
}

func (em *emitter) constantVar(n ir.Node) bool {
	v, ok := n.(*ir.VarDecl)
	return ok && v.Constant && em.literalDefault(v)
}

// callPurity judges a call inside a routine.
func (em *emitter) callPurity(c *ir.Call, seen map[*ir.Routine]bool) purityLevel {
	if c.Fn != "" {
		if stableBuiltins[c.Fn] {
			return pure
		}
		return readsOnly // depends on the session, like SYSDATE and the formats of TO_CHAR
	}
	if c.Sym == nil {
		return impure
	}
	if r, ok := c.Sym.Decl.(*ir.Routine); ok {
		return em.purity(r, seen)
	}
	return impure
}

// stableBuiltins are functions whose result depends on their arguments only.
var stableBuiltins = words(`abs add_months ascii bitand ceil chr coalesce concat decode exp floor greatest initcap instr
last_day least length ln log lower lpad ltrim mod months_between nullif nvl nvl2 power regexp_count regexp_instr
regexp_like regexp_replace regexp_substr remainder replace reverse round rpad rtrim sign sqrt substr translate trim
trunc upper sin cos tan asin acos atan atan2 sinh cosh tanh hextoraw rawtohex to_number`)

// literalDefault tells a variable whose initial value is a constant.
func (em *emitter) literalDefault(v *ir.VarDecl) bool {
	if v.Default == nil {
		return true
	}
	return fact(em, factKey{kind: "literal default", of: v}, func() bool {
		ok := true
		ir.Walk(v.Default, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.NumberLit, *ir.StringLit, *ir.NullLit, *ir.BoolLit, *ir.DatetimeLit, *ir.IntervalLit, *ir.Unary, *ir.Binary, *ir.Paren:
			case *ir.Cast:
			case *ir.Call:
				ok = ok && n.Fn != "" && stableBuiltins[n.Fn]
			case *ir.Ref:
				ok = ok && n.Sym != nil && n.Sym.Kind == ir.SymPackageVar && n.Sym.Decl != ir.Node(v) && em.constantVar(n.Sym.Decl)
			default:
				ok = false
			}
			return ok
		})
		return ok
	})
}

// resultType is a function's return type: the narrower one that its RETURNs show for a plain NUMBER.
func resultType(r *ir.Routine) *ir.Type {
	if r.Inferred != nil {
		return r.Inferred
	}
	return r.Returns
}
