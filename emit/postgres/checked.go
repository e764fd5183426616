package postgres

import "github.com/crosswalk-db/crosswalk/ir"

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
			for i, name := range n.Names {
				handled = handled || name.Last().Key == "VALUE_ERROR" && (i >= len(n.Syms) || n.Syms[i] == nil)
			}
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
