package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// native makes an expression of target text. Each $ of the template stands for one argument, written at lowest
// precedence; $$ for one that an operator takes, in parentheses unless it is atomic.
func native(typ *ir.Type, template string, args ...ir.Expr) *ir.Native {
	n := &ir.Native{}
	n.T = typ
	for i := 0; i < len(args); i++ {
		before, after, ok := strings.Cut(template, "$")
		if !ok {
			break
		}
		a := args[i]
		if strings.HasPrefix(after, "$") {
			after = after[1:]
			a = operandOf(a)
		}
		n.Text = append(n.Text, before)
		n.Args = append(n.Args, a)
		template = after
	}
	n.Text = append(n.Text, template)
	return n
}

// loose marks a native expression whose outermost part is a comparison.
func loose(n *ir.Native) *ir.Native {
	n.Loose = true
	return n
}

// operandOf wraps what is not atomic in parentheses.
func operandOf(e ir.Expr) ir.Expr {
	switch x := e.(type) {
	case *ir.Binary, *ir.Unary, *ir.Between, *ir.In, *ir.Like, *ir.IsNull, *ir.Is, *ir.Case, *ir.AtTimeZone:
		return &ir.Paren{ExprBase: ir.ExprBase{Sp: e.Span(), T: e.Type()}, X: e}
	case *ir.Native:
		if x.Loose {
			return &ir.Paren{ExprBase: ir.ExprBase{Sp: e.Span(), T: e.Type()}, X: e}
		}
	}
	return e
}

// native writes such an expression.
func (p *printer) nativeVal(e *ir.Native) val {
	var b strings.Builder
	for i, t := range e.Text {
		b.WriteString(t)
		if i < len(e.Args) {
			if e.Tight {
				b.WriteString(p.text(func(q *printer) { q.exprPrec(e.Args[i], precCast) }))
				continue
			}
			b.WriteString(p.exprText(e.Args[i]))
		}
	}
	prec := precAtom
	if e.Loose {
		prec = precIs
	}
	return val{b.String(), prec, p.derivedClass(e)}
}

// sqlName makes an unquoted name that the target shall spell so: a column or alias that a pass makes up.
func sqlName(s string) ir.Name { return ir.MakeName(s) }

// colRef refers to a column of a range variable; a zero table gives a bare column.
func colRef(table, col ir.Name, t *ir.Type) *ir.Ref {
	r := &ir.Ref{ExprBase: ir.ExprBase{T: t}}
	if !table.IsZero() {
		r.Name.Parts = append(r.Name.Parts, table)
	}
	r.Name.Parts = append(r.Name.Parts, col)
	return r
}

// intRef refers to a column that is known to be an integer on the server.
func intRef(table, col ir.Name) *ir.Ref {
	r := colRef(table, col, typInteger)
	r.Sym = &ir.Symbol{Kind: ir.SymColumn, Table: table, Type: typInteger, Decl: &ir.Column{Type: &ir.Type{Kind: ir.TInt, Bits: 32}}}
	return r
}

func intLit(s string) *ir.NumberLit {
	return &ir.NumberLit{ExprBase: ir.ExprBase{T: typInteger}, Text: s}
}

func binary(op ir.Op, l, r ir.Expr) *ir.Binary { return &ir.Binary{Op: op, L: l, R: r} }

// conjuncts splits a condition at its ANDs, in order, through parentheses that hold nothing but ANDs.
func conjuncts(e ir.Expr) []ir.Expr {
	var list []ir.Expr
	var walk func(ir.Expr)
	walk = func(x ir.Expr) {
		switch y := x.(type) {
		case nil:
			return
		case *ir.Binary:
			if y.Op == ir.OpAnd {
				walk(y.L)
				walk(y.R)
				return
			}
		case *ir.Paren:
			if b, ok := unwrap(y).(*ir.Binary); ok && b.Op == ir.OpAnd {
				walk(b)
				return
			}
		}
		list = append(list, x)
	}
	walk(e)
	return list
}

// allOf joins conditions with AND; nil for none.
func allOf(list ...ir.Expr) ir.Expr {
	var e ir.Expr
	for _, c := range list {
		switch {
		case c == nil:
		case e == nil:
			e = c
		default:
			e = binary(ir.OpAnd, e, c)
		}
	}
	return e
}
