package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// checkNumbers finds the routines that handle VALUE_ERROR (PL/SQL Language Reference, Predefined Exceptions): their
// variables of type NUMBER(p) keep to their digits, since the code may count on the error. Elsewhere such variables are
// integers, like the columns that they go to.
func (em *emitter) checkNumbers() {
	for _, o := range em.src.Objects {
		switch o := o.(type) {
		case *ir.Routine, *ir.Trigger, *ir.DataScript:
			checkNumbersIn(o)
		case *ir.Package:
			for _, r := range o.Routines {
				checkNumbersIn(r)
			}
		}
	}
}

func checkNumbersIn(n ir.Node) {
	handled := false
	var vars []*ir.Type
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Handler:
			handled = handled || handlesValueError(n)
		case *ir.VarDecl:
			if t := n.Type; t != nil && t.Kind == ir.TDecimal && t.IsInteger() && t.Prec > 0 && t.Prec <= 18 {
				vars = append(vars, t)
			}
		}
		return true
	})
	if !handled {
		return
	}
	for _, t := range vars {
		t.Checked = true
	}
}

func handlesValueError(h *ir.Handler) bool {
	for i, name := range h.Names {
		if name.Last().Is("VALUE_ERROR") && (i >= len(h.Syms) || h.Syms[i] == nil) {
			return true
		}
	}
	return false
}

// elementNotes tells, in a routine that handles VALUE_ERROR, of elements that take what is too large for them: those of TABLE OF
// VARCHAR2(n) are texts of any length here, and those of TABLE OF NUMBER(p) integers.
func (p *printer) elementNotes(r *ir.Routine) {
	if r.Body == nil || p.tsql() || !holds([]ir.Stmt{r.Body}, func(n ir.Node) bool { h, ok := n.(*ir.Handler); return ok && handlesValueError(h) }) {
		return
	}
	ir.Walk(r.Body, func(n ir.Node) bool {
		a, ok := n.(*ir.Assign)
		if !ok {
			return true
		}
		x, ok := unwrap(a.Target).(*ir.Index)
		if !ok || x.X.Type() == nil || x.X.Type().Base().Elem == nil {
			return true
		}
		elem := x.X.Type().Base().Elem.Base()
		lit, constant := unwrap(a.Value).(*ir.StringLit)
		switch {
		case p.isNull(a.Value):
		case elem.Kind == ir.TVarChar && elem.Len > 0 && !(constant && len(lit.Value) <= elem.Len),
			elem.Kind == ir.TDecimal && elem.IsInteger() && elem.Prec > 0 && elem.Prec <= 18:
			p.findOnce(diag.ElementSize, a.Sp, "an element takes what is too large for it: VALUE_ERROR is not raised")
		}
		return true
	})
}
